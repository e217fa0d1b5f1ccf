"""Written answers without options: a word, a number with its margin, the words of blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizgen.formats.marks import as_marked
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.prose.lines import WrittenLine, marked_line
from quizgen.inputs.prose.signs import BLANK
from quizgen.inputs.reading import Plain, Value
from quizgen.inputs.table.keys import Doubt

_NUMBER = r"[-+−–]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?"
_UNIT = r"(?:%|‰|°\s?[CFK]?|[€$£]|[A-Za-zµμΩ°/·²³^0-9⁻¹-]{1,12})"
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})??\s*"
    rf"(?:[(\[]?\s*(?:±|\+\s*/\s*-|\+-)\s*(?P<margin>\d+(?:[.,]\d+)?)\s*(?P<percent>%)?\s*[)\]]?)?\s*"
    rf"(?P<behind>{_UNIT})??\s*"
    rf"(?:[(\[]\s*(?:from |von |de )?\s*(?P<low>{_NUMBER})\s*(?:to|bis|à|a|–|—|\.\.)"
    rf"\s*(?P<high>{_NUMBER})\s*[)\]])?\.?",
)
_WORDS_AS_UNIT = re.compile(r"(?i:and|or|und|oder|to|bis|the|th|st|nd|rd|a|b|c|d|e)")
_OTHERS = re.compile(r"\s+/\s+|\s*[;|]\s*|\n+")
_LISTED = re.compile(r"(?:^|[\s,;])[(\[]?(?:\d{1,2}|[a-hA-H])[.)\]:]\s+")


def quantity_of(said: str) -> Mapping[str, Value] | None:
    """Read a number with its unit and its margin; None where it is none, or could be two."""
    found = _QUANTITY.fullmatch(" ".join(said.split()))
    if not found:
        return None
    number = numeral_of(found["number"])
    unit = found["unit"] or found["behind"] or ""
    if not number or _WORDS_AS_UNIT.fullmatch(unit):
        return None
    fields: dict[str, Value] = {"answer": Plain(number)}
    if found["margin"]:
        margin = numeral_of(found["margin"])
        if not margin:
            return None
        fields["tolerance"] = Plain(f"{margin}%" if found["percent"] else margin)
    elif found["low"]:
        ends = [numeral_of(found["low"]), numeral_of(found["high"])]
        if not all(ends):
            return None
        fields["range"] = [Plain(end) for end in ends]
    return fields | ({"unit": unit} if unit else {})


def is_doubtful_number(said: str) -> bool:
    """Tell whether an answer is a number that could be two: `1.500`."""
    bare = said.strip()
    return bool(re.fullmatch(r"[-−]?[1-9]\d{0,2}[.,]\d{3}", bare)) and not numeral_of(bare)


def answers_of(said: str) -> list[str]:
    """Part an answer and others that are as good: `colour / color`."""
    return list(dict.fromkeys(part.strip() for part in _OTHERS.split(said) if part.strip()))


def gapped(stem: Sequence[WrittenLine], said: Sequence[str]) -> Mapping[str, Value] | Doubt:
    """Put the answers where the blanks are.

    Args:
        stem: The text with its blanks.
        said: What the answer lines say.

    """
    count = sum(len(BLANK.findall(line.text)) for line in stem)
    answers = _for_blanks(said, count)
    if answers is None:
        blanks = f"{count} blanks" if count > 1 else "one blank"
        return Doubt(f"the text has {blanks}, and nothing tells which answer goes where")
    if any("{{" in line.text for line in stem) or any(
        sign in text for texts in answers for text in texts for sign in ("{{", "}}", "::")
    ):
        return Doubt("the text or its answers hold signs that mark blanks", "write them otherwise")
    left = [_hidden(texts[0]) for texts in answers]
    text = "\n".join(_filled(line, left) for line in stem)
    accept = {str(at): texts[1:] for at, texts in enumerate(answers, 1) if texts[1:]}
    return {"cloze": text, **({"accept": accept} if accept else {})}


def _hidden(text: str) -> str:
    return f"{{{{{as_marked(text)}}}}}"


def _filled(line: WrittenLine, left: list[str]) -> str:
    parts: list[str] = []
    at = 0
    for blank in BLANK.finditer(line.text):
        before = line.text[at : blank.start()]
        parts += [_spaced(line, at, blank.start(), before), left.pop(0)]
        at = blank.end()
    parts.append(_spaced(line, at, len(line.text), line.text[at:]))
    return "".join(parts).strip()


def _spaced(line: WrittenLine, start: int, end: int, text: str) -> str:
    """Write a part of a line, with the space around it that `cut` takes away."""
    inner = marked_line(line.cut(start, end))
    before = " " if text[:1].isspace() and text.strip() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{inner}{after}"


def _for_blanks(said: Sequence[str], count: int) -> list[list[str]] | None:
    if count == 1:
        found = [answer for one in said for answer in answers_of(one)]
        return [found] if found else None
    if len(said) == count:
        return [answers_of(one) for one in said]
    whole = "\n".join(said)
    for parts in (_LISTED.split(whole), re.split(r"[;\n|]", whole), re.split(r"\s+/\s+", whole),
                  re.split(r",", whole)):  # fmt: skip
        texts = [part.strip(" ,;\n") for part in parts if part.strip(" ,;\n")]
        if len(texts) == count:
            return [[text] if len(parts) < 2 else _within(text) for text in texts]
    return None


def _within(text: str) -> list[str]:
    return [part for part in re.split(r"\s+/\s+", text) if part] or [text]
