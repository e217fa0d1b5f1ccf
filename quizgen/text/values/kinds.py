"""What a text can state that two people can compare: numbers, quantities, dates, times, ranges.

A value is what is meant, not how it is written: `5 Mio. Euro` and `5,000,000 €` are one. Units
carry CLDR's names (`energy-kilojoule`, `currency-EUR`, `concentr-percent`); one that a sign leaves
open (`£5`, `5 pounds`) carries all that it may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from typing import assert_never

VERSION = 2
"""Of the way values are read and keyed; a record made by another version proves none."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that counts, or that numbers: `16`, `sixteen`, `16th`."""

    amount: Decimal
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a unit, a percentage or a sum of money."""

    amount: Decimal
    units: frozenset[str]
    """What its unit may be; more than one where the sign leaves it open."""
    ordinal: bool = False
    """`the 16th century` is not 16 centuries."""


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day, a month, a year; 0 for what isn't said. Years before Christ are below zero."""

    day: int
    month: int
    year: int = 0
    short: bool = False
    """Its year has two digits, of whatever century: `'98`, `3.5.26`."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, from Monday, 0."""

    day: int


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """What a clock shows."""

    hour: int
    minute: int = 0
    sure: bool = True
    """False for `7:45` where it may be morning or evening."""
    second: int = 0


@dataclass(frozen=True, slots=True)
class Many:
    """An open number: `dozens`, `Tausende`."""

    of: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: `two in three`, `zwei von drei`, `jeder fünfte`."""

    part: Decimal
    whole: Decimal
    counts: bool = False
    """Its numbers may count by themselves: `12 von 20 Schülern`, but not `one in five`."""

    @property
    def ratio(self) -> Decimal:
        """Give it as a number."""
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Range:
    """Two values with all between them, or two that are set against each other (`3-2`)."""

    low: Number | Quantity | DateValue | TimeOfDay
    high: Number | Quantity | DateValue | TimeOfDay


@dataclass(frozen=True, slots=True)
class Sign:
    """What holds digits and is no value that we read: `COVID-19`, `1.2.3.4`."""

    text: str


StatedValue = Number | Quantity | DateValue | Weekday | TimeOfDay | Many | Share | Range | Sign
Single = Number | Quantity | DateValue | TimeOfDay


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a weekday, a time or a decade, and where it stands."""

    start: int
    end: int
    value: DateValue | Weekday | TimeOfDay | Quantity
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value as it stands in a text."""

    start: int
    end: int
    """Places in the tidied text, with the unit and whatever else belongs to it."""
    raw: str
    """The tidied characters themselves."""
    value: StatedValue
    hedge: str = ""
    """`about`, `more`, `less`: how far the text commits itself."""
    counted: tuple[str, ...] = ()
    """What is counted: up to three words behind it, folded."""
    spelled: bool = False
    """Written in words."""
    whole: bool = True
    """False where it may be a part of something longer."""
    open: frozenset[Decimal] = frozenset()
    """The other numbers that its notation could mean (`20.000` in a language that has neither)."""


def plain(amount: Decimal) -> str:
    """Give a number's one notation: `20000`, `57.3`."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def keys(value: StatedValue) -> Iterator[str]:
    """Give a value's names in a record; a date has one for each part that may be cited alone."""
    match value:
        case Number(amount, ordinal):
            yield f"{plain(amount)}{'.' if ordinal else ''}"
        case Quantity(amount, units, ordinal):
            for unit in sorted(units):
                yield f"{plain(amount)}{'.' if ordinal else ''} {unit}"
        case DateValue():
            yield from dict.fromkeys(
                f"date {day}-{month}-{year}"
                for day in (value.day, 0)
                for month in (value.month, 0)
                for year in (_year(value), 0)
                if (month or not day) and (month or year)
            )
        case Weekday(day):
            yield f"weekday {day}"
        case TimeOfDay(hour, minute, _, second):
            yield f"time {hour}:{minute:02}" + (f":{second:02}" if second else "")
        case Many(of):
            yield f"many {plain(of)}"
        case Share(part, whole):
            common = gcd(int(part), int(whole))
            yield f"share {plain(part / common)}/{plain(whole / common)}"
        case Range(low, high):
            yield from (f"{a} to {b}" for a, b in zip(_whole(low), _whole(high), strict=False))
        case Sign(text):
            yield f"sign {text}"
        case _:
            assert_never(value)


def _whole(value: Single) -> Iterator[str]:
    """Give a value's names; of a date the whole alone."""
    if isinstance(value, DateValue):
        yield f"date {value.day}-{value.month}-{_year(value)}"
    else:
        yield from keys(value)


def _year(value: DateValue) -> int | str:
    return f"'{value.year:02}" if value.short else value.year
