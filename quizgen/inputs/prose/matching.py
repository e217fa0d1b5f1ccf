"""Two lists that belong together: two columns of a table, or numbers below letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quizgen.inputs.prose.grouping import WrittenQuestion
from quizgen.inputs.prose.lines import WrittenLine, marked, marked_line, plain
from quizgen.inputs.prose.stems import words_of
from quizgen.inputs.prose.told import written_options
from quizgen.inputs.reading import Value
from quizgen.inputs.table.keys import Doubt

_SIDES = re.compile(r"\s+(?:=|->|→|⇒|=>|–)\s+")
_LEFT_LABEL = re.compile(r"\s*(?:_+\s*|☐\s*|\[\s*\]\s*)?\(?(\d{1,2})[.):]?(?:\s+|$)")
_RIGHT_LABEL = re.compile(r"\s*(?:_+\s*)?\(?([A-Za-z])[.):]+(?:\s+|$)")
_BARE_LETTER = re.compile(r"\s*\(?([A-Z])[.):]?\s*$")
_PAIR = re.compile(r"\(?(\d{1,2})\s*[.):]?\s*(?:[-–—=:→]|->)?\s*\(?([A-Za-z])\)?(?![a-z])")

Fields = Mapping[str, Value]


def sides_of_options(question: WrittenQuestion) -> Fields | None:
    """Read options that are pairs: `a. dog = canine`."""
    pairs: list[Value] = []
    for option in question.options:
        found = _SIDES.search(option.line.text)
        if not found:
            return None
        left = marked_line(option.line.cut(0, found.start()))
        pairs.append([left, marked_line(option.line.cut(found.end()))])
    return {"question": marked(question.stem), "pairs": pairs} if len(pairs) > 1 else None


def matched_lists(question: WrittenQuestion) -> Fields | Doubt:
    """Read a list of lettered things and, below it, the numbered ones that they belong to."""
    options = [marked_line(one.line) for one in question.options]
    pairs: list[Value] = []
    used: set[int] = set()
    for left in question.lefts:
        said = [text for text, _ in (left.answers or left.in_key)]
        if left.doubt or len(said) != 1:
            return Doubt(left.doubt or f"no key says what belongs to {left.number}")
        found = written_options(said[0], question.options)
        if isinstance(found, Doubt):
            return Doubt(f"at {left.number}: {found.why}", found.help)
        if len(found) != 1:
            return Doubt(f"several things belong to {left.number}", "leave one of them")
        pairs.append([marked(left.stem), options[found[0]]])
        used.add(found[0])
    extra = [text for at, text in enumerate(options) if at not in used]
    fields: dict[str, Value] = {"question": marked(question.stem), "pairs": pairs}
    return fields | ({"extra": extra} if extra else {})


def matched_table(
    question: WrittenQuestion, said: Sequence[str], notes: list[str]
) -> Fields | Doubt:
    """Read two columns whose things belong together."""
    rows = [_sides(row) for table in question.tables for row in table.rows]
    stem = marked(words_of(question))
    key = dict(_pairs_of(" ".join(said)))
    lefts, rights = _labelled(rows)
    if not key:
        return _by_row(rows, stem, labelled=len(rights) > 1, notes=notes)
    if not lefts or not rights:
        return Doubt("the key names numbers and letters that the two columns don't have")
    pairs: list[Value] = []
    for number, left in lefts.items():
        letter = key.get(number, "")
        if letter not in rights:
            return Doubt(f"no key says what belongs to {number}", "write it as `1-B, 2-A`")
        pairs.append([left, rights[letter]])
    used = set(key.values())
    extra = [text for letter, text in rights.items() if letter not in used]
    fields: dict[str, Value] = {"question": stem, "pairs": pairs}
    return fields | ({"extra": extra} if extra else {})


def _by_row(
    rows: Sequence[tuple[WrittenLine | None, WrittenLine | None]],
    stem: str,
    *,
    labelled: bool,
    notes: list[str],
) -> Fields | Doubt:
    if labelled:
        return Doubt(
            "no key says what belongs together", "write `Answer: 1-B, 2-A` below the table"
        )
    pairs = [[marked_line(left), marked_line(right)] for left, right in rows if left and right]
    if len(pairs) < 2:
        return Doubt("two columns are needed, with the things that belong together")
    notes.append("the two sides of each row are taken to belong together")
    return {"question": stem, "pairs": pairs}


def _pairs_of(said: str) -> list[tuple[int, str]]:
    return [(int(number), letter.upper()) for number, letter in _PAIR.findall(said)]


def _sides(row: Sequence[WrittenLine]) -> tuple[WrittenLine | None, WrittenLine | None]:
    """Give what stands left and right; a label in a cell of its own belongs to the next."""
    cells: list[WrittenLine] = []
    label: WrittenLine | None = None
    for cell in row:
        text = plain(cell)
        if not text or re.fullmatch(r"[_☐\s]+", text):
            continue
        if re.fullmatch(r"\(?(?:\d{1,2}|[A-Za-z])[.):]*", text) and label is None:
            label = cell
            continue
        cells.append(_behind(label, cell))
        label = None
    if label is not None:
        cells.append(label)
    left = cells[0] if cells else None
    right = cells[1] if len(cells) > 1 else None
    if left is not None and right is None and _RIGHT_LABEL.match(left.text):
        return None, left
    return left, right


def _behind(label: WrittenLine | None, cell: WrittenLine) -> WrittenLine:
    if label is None or not label.spans:
        return cell
    text = plain(label)
    sign = text if text[-1:] in ".):" else f"{text}."
    first = replace(label.spans[0], text=f"{sign} ", marked=False)
    return replace(cell, spans=(first, *cell.spans))


def _labelled(
    rows: Sequence[tuple[WrittenLine | None, WrittenLine | None]],
) -> tuple[dict[int, str], dict[str, str]]:
    lefts: dict[int, str] = {}
    rights: dict[str, str] = {}
    for left, right in rows:
        if left is not None and (found := _LEFT_LABEL.match(left.text)):
            lefts[int(found[1])] = marked_line(left.cut(found.end()))
        if right is not None and (found := _RIGHT_LABEL.match(right.text)):
            rights[found[1].upper()] = marked_line(right.cut(found.end()))
    return lefts, rights
