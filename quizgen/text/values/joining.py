"""Values that belong together: a spelled day and its month, the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from quizgen.text.values import compound
from quizgen.text.values.changes import is_change
from quizgen.text.values.kinds import (
    DateValue,
    Number,
    Quantity,
    Range,
    Single,
    Stated,
    TimeOfDay,
)
from quizgen.text.values.language import Language
from quizgen.text.values.tidy import lowered
from quizgen.text.values.units import kind

_SINGLE = get_args(Single)
_AROUND = 40
_ARTICLE = re.compile(r" (?:the|le|la|les|el|los|las|dem|den|der)(?= )")


def joined(found: Sequence[Stated], text: str, lang: Language) -> list[Stated]:
    """Join days with their months, then the ends of ranges."""
    together: list[Stated] = []
    for each in _with_days(found, text):
        last = together[-1] if together else None
        pair = _pair(last, each, text, lang) if last else None
        if pair:
            together[-1] = pair
        else:
            together.append(compound.every(each, text, lang))
    return together


def _pair(low: Stated, high: Stated, text: str, lang: Language) -> Stated | None:
    return _range(low, high, text, lang) or compound.together(low, high, text, lang)


def _with_days(found: Sequence[Stated], text: str) -> list[Stated]:
    """Join `the second of July`, `le premier mai`, `dos de mayo`."""
    together: list[Stated] = []
    for each in found:
        last = together[-1] if together else None
        day = _day_of(last, each, text) if last else None
        if last and day and isinstance(each.value, DateValue):
            value = replace(each.value, day=day)
            together[-1] = replace(
                each, start=last.start, raw=text[last.start : each.end], value=value
            )
        else:
            together.append(each)
    return together


def _day_of(number: Stated, date: Stated, text: str) -> int | None:
    if not isinstance(number.value, Number) or not isinstance(date.value, DateValue):
        return None
    gap = text[number.end : date.start].lower()
    day = number.value.amount
    fits = not date.value.day and date.value.month and 1 <= day <= 31 and number.spelled
    return int(day) if fits and gap in {" ", " of ", " de ", " d'"} else None


def _range(low: Stated, high: Stated, text: str, lang: Language) -> Stated | None:
    if not isinstance(low.value, _SINGLE) or not isinstance(high.value, _SINGLE):
        return None
    joint = lowered(text[low.end : high.start])
    if not _joins(low, high, text, lang):
        return None
    if not _is_time(low, high) and is_change(lowered(text), low.start, joint, lang):
        return None
    ends = _alike(low, high)
    if ends is None:
        return None
    return replace(
        high,
        start=low.start,
        raw=text[low.start : high.end],
        value=Range(*ends),
        hedge=low.hedge,
        spelled=low.spelled and high.spelled,
        whole=low.whole and high.whole,
    )


def _is_time(low: Stated, high: Stated) -> bool:
    """Tell whether two values are dates, times or years: what grew from 1990 to 2000 grew then."""
    return any(
        isinstance(each.value, (DateValue, TimeOfDay))
        or (isinstance(each.value, Number) and 1000 <= each.value.amount < 2200)
        for each in (low, high)
    )


def _joins(low: Stated, high: Stated, text: str, lang: Language) -> bool:
    gap = _ARTICLE.sub("", lowered(text[low.end : high.start]))
    phrases = lang.phrases
    if re.fullmatch(phrases.to, gap):
        return True
    # The sign of `3-5` and of `-5--3` may have been read with the second number.
    if gap in {"", " "} and high.raw.startswith("-"):
        return False
    between, and_ = phrases.between
    if not re.fullmatch(rf" {and_} ", gap):
        return False
    return (
        re.search(
            rf"\b{between} \W?$",
            _ARTICLE.sub("", lowered(text[max(low.start - _AROUND, 0) : low.start])),
        )
        is not None
    )


def _alike(low: Stated, high: Stated) -> tuple[Single, Single] | None:
    """Give both ends as values of one kind: `3-5 kg`, `1939-45`, `2.-5. Juli`."""
    match low.value, high.value:
        case Number(amount, False), Quantity(_, units):
            return Quantity(amount, units), high.value
        case Number(amount, True), Quantity(end, units, True):
            return Quantity(amount.copy_sign(end), units, ordinal=True), high.value
        case Quantity(_, units), Number(amount, False) if not _starts_with_money(low):
            return None
        case Quantity(_, units), Number(amount, False):
            return low.value, Quantity(amount, units)
        case Number(amount), DateValue(day) if day and amount <= 31:
            return replace(high.value, day=int(amount)), high.value
        case Number(amount), DateValue(0, 0, year):
            return DateValue(0, 0, int(amount) * (-1 if year < 0 else 1)), high.value
        case Number(first, False), Number(second, False):
            return low.value, Number(_year_end(first, second, high.raw))
        case (DateValue(), Number()) | (Number(), TimeOfDay()) | (TimeOfDay(), Number()):
            return _mixed(low.value, high.value)
        case Number(first, True), Number(second, True):
            return low.value, high.value
        case Quantity(_, first_units), Quantity(_, second_units):
            akin = set(map(kind, first_units)) & set(map(kind, second_units))
            return (low.value, high.value) if akin else None  # `fell by 5 % to $3`
        case (DateValue(), DateValue()) | (TimeOfDay(), TimeOfDay()):
            return low.value, high.value  # type: ignore[return-value]
        case _:
            return None


def _starts_with_money(low: Stated) -> bool:
    return not low.raw[:1].isdigit() and not low.spelled


def _mixed(low: object, high: object) -> tuple[Single, Single] | None:
    if isinstance(high, TimeOfDay) and isinstance(low, Number) and 0 <= low.amount <= 24:
        return TimeOfDay(int(low.amount) % 24, 0, sure=high.sure), high
    return None


def _year_end(first: Decimal, second: Decimal, raw: str) -> Decimal:
    """Complete `1939-45`."""
    short = re.fullmatch(r"\d\d", raw) and 1000 <= first < 2100 and second > first % 100
    return first - first % 100 + second if short else second
