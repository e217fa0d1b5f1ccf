"""Dates and times of the source beside those of an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from quizgen.checks.evidence.sought import Sought
from quizgen.text.values import DateValue, Number, Quantity, StatedValue, TimeOfDay

Likeness = Literal["same", "unclear", "other", "unlike"]
"""The very value; perhaps; another of its kind, or a part of it; nothing to do with it."""


def as_date(cited: DateValue, answer: StatedValue, sought: Sought) -> Likeness:
    """Compare a date of the source with a date or a number."""
    if isinstance(answer, DateValue):
        return _same_date(cited, answer)
    if not isinstance(answer, Number) or not cited.year + cited.day + cited.month:
        return "unlike"
    if answer.amount == cited.year:
        return "same"
    if cited.short and 1000 <= answer.amount < 2200 and answer.amount % 100 == cited.year:
        return "unclear"  # `'69` may be 1969
    if answer.amount == cited.day:
        return "same" if sought.dated else "other"
    if answer.amount == -cited.year:
        return "same" if sought.below else "other"
    return "other" if cited.year and 1000 <= answer.amount < 2200 else "unlike"


def _same_date(cited: DateValue, answer: DateValue) -> Likeness:
    pairs = ((answer.day, cited.day), (answer.month, cited.month))
    if not all(said in {0, there} for said, there in pairs):
        return "other"
    return _same_year(cited, answer)


def _same_year(cited: DateValue, answer: DateValue) -> Likeness:
    """Compare years; one of two digits leaves its century open."""
    if answer.year == 0 and not answer.short:
        return "same"
    if not cited.short and not answer.short:
        return "same" if answer.year == cited.year else "other"
    if cited.year % 100 != answer.year % 100 or (cited.year == 0 and not cited.short):
        return "other"
    return "unclear" if cited.short and not answer.short else "same"


def as_time(cited: TimeOfDay, answer: StatedValue) -> Likeness:
    """Compare a time of the source with a time, with hours or a bare number."""
    match answer:
        case TimeOfDay():
            return same_time(cited, answer)
        case Quantity(amount, units) if "duration-hour" in units:
            return same_time(cited, hours(amount, sure=cited.sure))
        case Number(amount):
            return _bare_hour(cited, amount)
        case _:
            return "unlike"


def _bare_hour(cited: TimeOfDay, amount: Decimal) -> Likeness:
    """Compare `7` with `7 o'clock`, and with `7:45`, of which it is a part."""
    if cited.minute:
        return "other" if amount in {cited.hour, cited.hour - 12, cited.minute} else "unlike"
    return "same" if amount in {cited.hour, cited.hour % 12} else "other"


def hours(amount: Decimal, *, sure: bool) -> TimeOfDay:
    """Take so many hours for a time of day."""
    minutes = int(amount * 60) if 0 <= amount < 24 else 0
    return TimeOfDay(minutes // 60, minutes % 60, sure)


def same_time(cited: TimeOfDay, answer: TimeOfDay) -> Likeness:
    """Compare two times; by twelve hours where one leaves open which half of the day it is in."""
    half = 24 if cited.sure and answer.sure else 12
    alike = cited.hour % half == answer.hour % half and cited.minute == answer.minute
    if cited.second != answer.second:
        return "other"
    return "same" if alike else "other"
