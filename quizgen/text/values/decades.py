"""Decades as they stand in a text: `the 1990s`, `Zwanzigerjahre`, `les années vingt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from quizgen.text.values.kinds import Moment, Quantity
from quizgen.text.values.language import Language, base
from quizgen.text.values.spelled import number_word

_DIGITS = r"(?<![\w.,:/-])(?P<n>(?:1\d|20)?\d0)"
_WORD = r"(?P<w>[^\W\d_]+?)"
_BEHIND_YEARS = r"\b{years} (?:(?P<n>(?:1\d|20)?\d0)|(?P<w>[^\W\d_]+(?:-[^\W\d_]+)?))(?!\w)"
_PATTERNS = {
    "en": (rf"{_DIGITS}'?s(?!\w)", rf"(?<=\bthe )(?:[^\W\d_]+ ){{0,2}}?{_WORD}(?P<ies>ies)\b"),
    "de": (
        rf"{_DIGITS}(?:er[ -]?jahren?|ern?|'?s)(?!\w)",
        rf"\b{_WORD}er[ -]?jahren?\b",
    ),
    "fr": (_BEHIND_YEARS.format(years="annees"),),
    "es": (_BEHIND_YEARS.format(years="anos"),),
}
_DECADES = {lang: [re.compile(each) for each in found] for lang, found in _PATTERNS.items()}
UNITS = frozenset({"calendar-decade"})


def decades(text: str, low: str, lang: Language) -> Iterator[Moment]:
    """Give the decades of a text; one in words or in two digits leaves its century open."""
    for pattern in _DECADES.get(base(lang.code), ()):
        for match in pattern.finditer(low):
            amount = _amount(match, text, lang)
            if amount is not None:
                yield Moment(*match.span(), Quantity(amount, UNITS))


def _amount(match: re.Match[str], text: str, lang: Language) -> Decimal | None:
    said = match.groupdict()
    if said.get("n"):
        return Decimal(said["n"])
    if not said.get("w"):
        return None
    word = text[match.start("w") : match.end("w")] + ("y" if said.get("ies") else "")
    amount = number_word(word, lang)
    return amount if amount in {Decimal(ten) for ten in range(20, 100, 10)} else None
