"""Numbers that make one value: `2 h 15 min`, `1 m 80`, `two in three`, `jeder fünfte`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from quizgen.text.values.kinds import Number, Quantity, Share, Stated
from quizgen.text.values.language import Language
from quizgen.text.values.tidy import lowered
from quizgen.text.values.units import in_smaller

_AND = re.compile(r",? (?:(?:and|und|et|y) )?")
_AROUND = 30
_MOST_OF = 1000
"""The most that a share in plain words is of; what is larger is a year, or another number."""
_HUNDREDTHS = frozenset({"length-meter"})
"""What takes a bare number of hundredths behind it, as all money does: `1 m 80`, `5 Euro 20`."""


def together(low: Stated, high: Stated, text: str, lang: Language) -> Stated | None:
    """Make one value of two that stand beside each other; None where they are two."""
    value = _quantity(low, high, text) or _share(low, high, text, lang)
    if value is None:
        return None
    return replace(
        high,
        start=low.start,
        raw=text[low.start : high.end],
        value=value,
        hedge=low.hedge,
        spelled=low.spelled and high.spelled,
        whole=low.whole and high.whole,
    )


# --- a quantity in two units --------------------------------------------------------------------


def _quantity(low: Stated, high: Stated, text: str) -> Quantity | None:
    gap = text[low.end : high.start]
    if not isinstance(low.value, Quantity) or low.value.ordinal or not _AND.fullmatch(gap):
        return None
    match high.value:
        case Quantity(amount, units, False) if amount > 0:
            found = in_smaller(low.value.amount, low.value.units, amount, units)
            return Quantity(*found) if found else None
        case Number(amount, False) if gap == " " and re.fullmatch(r"\d\d", high.raw):
            return _with_hundredths(low.value, amount)
        case _:
            return None


def _with_hundredths(low: Quantity, amount: Decimal) -> Quantity | None:
    money = frozenset(unit for unit in low.units if unit.startswith("currency"))
    whole = low.amount == int(low.amount) and low.amount > 0
    if not whole or not (money or (low.units == _HUNDREDTHS and low.amount < 10)):
        return None
    return Quantity(low.amount + amount / 100, money or low.units)


# --- so many of so many -------------------------------------------------------------------------


def _share(low: Stated, high: Stated, text: str, lang: Language) -> Share | None:
    if not isinstance(low.value, Number) or not isinstance(high.value, Number):
        return None
    part, whole = low.value.amount, high.value.amount
    if low.value.ordinal or high.value.ordinal or part != int(part) or not 0 < part <= whole:
        return None
    gap = lowered(text[low.end : high.start])
    counts = re.fullmatch(lang.phrases.out_of, gap)
    if counts and whole == int(whole):
        return Share(part, whole, counts=True)
    strict = re.fullmatch(lang.phrases.in_every, gap) and whole == int(whole)
    return Share(part, whole) if strict and _is_round(whole) and whole > 1 else None


def _is_round(whole: Decimal) -> bool:
    return whole <= _MOST_OF or whole.normalize().as_tuple().digits == (1,)


def every(each: Stated, text: str, lang: Language) -> Stated:
    """Read `every fifth`, `jeder fünfte`, `un élève sur cinq` as one in five."""
    value, phrases = each.value, lang.phrases
    if not isinstance(value, Number) or value.amount < 2 or value.amount != int(value.amount):
        return each
    before = lowered(text[max(each.start - _AROUND, 0) : each.start])
    one_of = rf"{phrases.one}(?:{phrases.in_every}|{phrases.out_of})"
    match = re.search(rf"\b(?:{phrases.every if value.ordinal else one_of})$", before)
    if not match:
        return each
    start = each.start - len(before) + match.start()
    share = Share(Decimal(1), value.amount, counts=not value.ordinal)
    return replace(each, start=start, raw=text[start : each.end], value=share)
