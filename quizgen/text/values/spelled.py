"""Numbers in words: read by a library of number words, with fractions put together from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from quizgen.text.folding import fold
from quizgen.text.values.language import Language, base

_LIBRARY = frozenset({"en", "de", "fr", "es", "it", "nl", "pt"})
"""Languages whose number words the library reads."""
_TOKEN = re.compile(r"[^\W\d_]+|\s+|\S")
_WORD = re.compile(r"[^\W\d_]+")
_NO_NUMBER = frozenset({"o", "oh", "a", "unos", "unas"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number in words, and where it stands."""

    start: int
    end: int
    amount: Decimal
    ordinal: bool = False
    fraction: bool = False


class _Token:
    """A word as the library wants it."""

    __slots__ = ("word",)

    def __init__(self, word: str) -> None:
        self.word = word

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: _Token) -> bool:  # noqa: ARG002 - the library's protocol
        return False

    def not_a_number_part(self) -> bool:
        return self.word.lower() in _NO_NUMBER


def reads_words(code: str) -> bool:
    """Tell whether number words of a language are read."""
    return base(code) in _LIBRARY


def spoken(text: str, language: Language) -> list[Spoken]:
    """Give the numbers in words of a text, fractions among them, in order."""
    lang = base(language.code)
    if lang not in _LIBRARY or not re.search(r"[^\W\d_]", text):
        return []
    matches = list(_TOKEN.finditer(text))
    found = [
        Spoken(matches[first].start(), matches[last - 1].end(), amount, ordinal)
        for first, last, amount, ordinal in _occurrences(tuple(m[0] for m in matches), lang)
    ]
    found = _years(found, text) if lang == "en" else _with_missed(found, text, lang)
    return _with_fractions(found, text, language)


@lru_cache(maxsize=4096)
def _occurrences(tokens: tuple[str, ...], lang: str) -> list[tuple[int, int, Decimal, bool]]:
    from text_to_num import find_numbers  # noqa: PLC0415 - compiled, and for sources alone

    known = _OTHERWISE.get(lang, {})
    words = [_Token(known.get(token.lower(), token)) for token in tokens]
    return [
        (o.start, o.end, Decimal(str(o.value)), o.is_ordinal)
        for o in find_numbers(words, lang, 0.0)
        if 0 <= o.value < 10**18
    ]


def number_word(word: str, language: Language) -> Decimal | None:
    """Read one word; None where it is no number."""
    if not reads_words(language.code):
        return None
    found = _occurrences((word,), base(language.code))
    return found[0][2] if found else None


def number_said(words: str, language: Language) -> Decimal | None:
    """Read a number in digits or in one or two words; None where it is no cardinal."""
    if words.isdecimal():
        return Decimal(words)
    found = spoken(words, language)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(words))
    plain = whole and not found[0].ordinal and not found[0].fraction
    return found[0].amount if plain else None


_OTHERWISE = {
    "es": {"veintiún": "veintiuno", "veintiuna": "veintiuno", "primer": "primero"},
}
"""Forms before a noun that the library knows by themselves alone, if at all."""
_MISSED = {
    "es": {"segundo": 2, "segunda": 2, "tercer": 3},
    "fr": {"second": 2, "seconde": 2},
}
"""Ordinals that the library lacks, or takes for cardinals."""


def _with_missed(found: list[Spoken], text: str, lang: str) -> list[Spoken]:
    missed = [
        Spoken(*match.span(), Decimal(_MISSED[lang][match[0].lower()]), ordinal=True)
        for match in _WORD.finditer(text)
        if match[0].lower() in _MISSED.get(lang, {})
    ]
    places = {each.start for each in missed}
    return sorted([*(e for e in found if e.start not in places), *missed], key=lambda e: e.start)


def _years(found: Sequence[Spoken], text: str) -> list[Spoken]:
    """Join `nineteen eighty-four`."""
    joined: list[Spoken] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last
            and 10 <= last.amount < 30
            and 10 <= each.amount < 100
            and not each.ordinal
            and text[last.end : each.start] == " "
        ):
            joined[-1] = Spoken(last.start, each.end, last.amount * 100 + each.amount)
        else:
            joined.append(each)
    return joined


# --- fractions ----------------------------------------------------------------------------------

_HEADED = re.compile(
    r"(?!ein(?:mal|fach))(\w+?)(?:jährig|monatig|wöchig|tägig|stündig|minütig|köpfig|stellig|stöckig|"
    r"teilig|bändig|mal|fach)(?:e[rsnm]?)?"
)
"""Words that a number begins: `sechzehnjährige`, `dreimal`."""
_HALF_MORE = {"anderthalb": Decimal("1.5"), "anderthalbe": Decimal("1.5"),
              "dreiviertel": Decimal("0.75")}  # fmt: skip


def _with_fractions(found: Sequence[Spoken], text: str, language: Language) -> list[Spoken]:
    """Add `two thirds`, `ein Viertel`, `zweieinhalb`, `la moitié` to the numbers of a text."""
    by_end = {each.end: each for each in found}
    fractions: list[Spoken] = []
    for match in _WORD.finditer(text):
        fraction = (
            _mixed(match, language)
            or _glued(match, language, by_end)
            or _part(match, text, language, by_end)
        )
        if fraction:
            fractions.append(fraction)
    taken = [(each.start, each.end) for each in fractions]
    whole = [e for e in found if not any(e.start < end and start < e.end for start, end in taken)]
    return sorted([*whole, *fractions], key=lambda each: each.start)


def _mixed(match: re.Match[str], language: Language) -> Spoken | None:
    """Read German's `zweieinhalb`."""
    word = match[0].lower()
    if base(language.code) != "de":
        return None
    if word in _HALF_MORE:
        return Spoken(*match.span(), _HALF_MORE[word], fraction=True)
    if head := re.fullmatch(r"(\w+)einhalb", word):
        amount = number_word(head[1], language)
        return Spoken(*match.span(), amount + Decimal("0.5"), fraction=True) if amount else None
    if head := _HEADED.fullmatch(word):
        amount = number_word(head[1], language)
        end = match.start() + len(head[1])
        return Spoken(match.start(), end, amount, fraction=True) if amount else None
    return None


_THOUSANDS = re.compile(r"(anderthalb|\w+einhalb)(hundert|tausend)")
_PARTS_OF_UNITS = re.compile(
    r"(dreiviertel|viertel|achtel|halb)"
    r"(?=(?:stunde|jahr|jahrhundert|jahrzehnt|liter|meter|kilometer|pfund|tonne)(?:e?n|e|s)?$)"
)
_PART_OF_UNIT = {"dreiviertel": Decimal("0.75"), "viertel": Decimal("0.25"),
                 "achtel": Decimal("0.125"), "halb": Decimal("0.5")}  # fmt: skip


def _glued(match: re.Match[str], language: Language, by_end: Mapping[int, Spoken]) -> Spoken | None:
    """Read German's `anderthalbtausend`, and the first part of `Dreiviertelstunde`."""
    if base(language.code) != "de":
        return None
    word = match[0].lower()
    if many := _THOUSANDS.fullmatch(word):
        head = many[1].removesuffix("einhalb")
        whole = Decimal(1) if head == "anderthalb" else number_word(head, language)
        times = 100 if many[2] == "hundert" else 1000
        return Spoken(*match.span(), (whole + Decimal("0.5")) * times) if whole else None
    part = _PARTS_OF_UNITS.match(word)
    if part is None:
        return None
    end = match.start() + part.end()
    before = by_end.get(match.start() - 1)
    if before and not before.ordinal:
        return Spoken(before.start, end, before.amount * _PART_OF_UNIT[part[1]], fraction=True)
    return Spoken(match.start(), end, _PART_OF_UNIT[part[1]], fraction=True)


def _part(
    match: re.Match[str], text: str, language: Language, by_end: dict[int, Spoken]
) -> Spoken | None:
    """Read a part of one, with what says how many: `two thirds`, `a quarter`, `half`."""
    below, end = _below(match[0], language), match.end()
    if base(language.code) == "es" and (parts := _PARTS.match(text, end)):
        numbered = _occurrences((match[0].lower(),), "es")
        if numbered and numbered[0][3] and numbered[0][2] > 2:
            below, end = numbered[0][2], parts.end()  # `tres cuartas partes`
    if below is None:
        return None
    gap = re.search(r"[ -]$", _before(text, match))
    above = by_end.get(match.start() - 1) if gap else None
    if above and not above.ordinal and above.amount < below:
        return Spoken(above.start, end, above.amount / below, fraction=True)
    the = _THE.get(base(language.code)) if _is_part(match[0], end - match.end(), language) else None
    articles = "|".join(filter(None, (language.phrases.one, the)))
    if re.search(rf"\b(?:{articles})[ -]$", _before(text, match).lower()):
        return Spoken(match.start(), end, 1 / below, fraction=True)
    alone = below == 2 and not (above and not above.ordinal)
    return Spoken(match.start(), end, 1 / below, fraction=True) if alone else None


_PARTS = re.compile(r" partes?\b")
_THE = {"fr": "(?:le|du|au)", "es": "la"}
"""Articles before a part that is one: `le quart des élèves`, `la tercera parte`."""


def _is_part(word: str, more: int, language: Language) -> bool:
    """Tell a word that is always a part from an ordinal: `le quart`, but `le seizième`."""
    return more > 0 or fold(word) in language.phrases.parts


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - 20, 0) : match.start()]


def _below(word: str, language: Language) -> Decimal | None:
    """Give what a part divides by: 3 for `thirds`, `Drittel`, `tiers`, `tercios`."""
    low = fold(word)
    if low in language.phrases.parts:
        return Decimal(language.phrases.parts[low])
    stem = _ordinal_of(low, word.lower(), base(language.code))
    found = _occurrences((stem,), base(language.code)) if stem else []
    return found[0][2] if found and found[0][3] and found[0][2] > 2 else None


def _ordinal_of(low: str, word: str, lang: str) -> str | None:
    """Give the ordinal that a denominator is made of: `zehnte` of `Zehntel`."""
    match lang:
        case "de" if low.rstrip("n").endswith("tel"):
            return word.rstrip("n")[:-1]
        case "en" if low.endswith(("ths", "th")):
            return word.rstrip("s")
        case "fr" if low.endswith(("iemes", "ieme")):
            return word.rstrip("s")
        case "es" if low.endswith(("os", "avos", "o", "avo")):
            return word.rstrip("s")
        case _:
            return None
