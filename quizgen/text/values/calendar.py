"""Dates as they stand in a text, and what else has a place in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizgen.text.values.clock import times
from quizgen.text.values.decades import decades
from quizgen.text.values.kinds import DateValue, Moment, Weekday
from quizgen.text.values.language import Language, language

_OF = r"(?:of |de |del |d'|di )?"
_YEAR = rf"(?:(?: |, (?=\d{{4}})){_OF}(?P<y>\d{{3,4}}|'\d\d)(?![\d:/]|[.,]\d))?"
_FREE = r"(?<![\w.,:/'-])"
_DAY = r"(?<![\w.,:/'])"


@cache
def _named(code: str) -> tuple[re.Pattern[str], ...]:
    months = sorted(language(code).months, key=len, reverse=True)
    month = rf"(?P<m>{'|'.join(map(re.escape, months)) or '(?!)'})\b\.?"
    return (
        re.compile(rf"{_DAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)? ?{_OF}{month}{_YEAR}"),
        re.compile(
            rf"\b{month} (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/'-]|[.,]\d){_YEAR}"
        ),
        re.compile(rf"\b{month},? {_OF}(?P<y>\d{{4}}|'\d\d)(?![\d:/]|[.,]\d)"),
        re.compile(rf"\b{month}"),
    )


_ISO = re.compile(rf"{_FREE}(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])")
_DOTTED = re.compile(rf"{_FREE}(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?(?P<y>\d{{4}}|\d\d)?(?!\d)")
_SLASHED = re.compile(
    rf"{_FREE}(?P<d>\d{{1,2}})([/-])(?P<m>\d{{1,2}})\2(?P<y>\d{{4}}|\d\d)(?![\w/-])"
)
_SHORT_YEAR = re.compile(
    r"(?:^|\b(?:of|in|im|since|from|to|until|till|by|class|may|jahre?|seit|ab|bis|von|vor|sommer|"
    r"fruhjahr|herbst|winter|summer|spring|autumn|fall|en|ete|hiver|mai|del|verano|desde|hasta) )"
    r"'(?P<y>\d\d)(?![\w']|[.,]\d)"
)
"""A year of two digits behind what may stand before a year, so that it is no quote's beginning."""


def moments(text: str, low: str, code: str) -> Iterator[Moment]:
    """Give the dates, weekdays and times of a text; overlapping ones, the longest first."""
    lang = language(code)
    yield from _numeric_dates(low, lang)
    for pattern in _named(code):
        for match in pattern.finditer(low):
            if moment := _named_date(match, text, lang):
                yield moment
    for match in _SHORT_YEAR.finditer(low):
        year = DateValue(0, 0, int(match["y"]), short=True)
        yield Moment(match.start("y") - 1, match.end(), year)
    yield from times(text, low, lang)
    yield from decades(text, low, lang)
    yield from _weekdays(text, low, lang)


def _named_date(match: re.Match[str], text: str, lang: Language) -> Moment | None:
    written = text[match.start("m")]
    if lang.capitals and not written.isupper():
        return None  # `he may`
    parts = match.groupdict()
    written_year = parts.get("y") or "0"
    day, year = int(parts.get("d") or 0), int(written_year.lstrip("'"))
    if not day and not year and not _alone(match, written, lang):
        return None
    date = DateValue(day, lang.months[match["m"]], year, short=written_year[0] == "'")
    return Moment(*match.span(), date, whole=day <= 31)


def _alone(match: re.Match[str], written: str, lang: Language) -> bool:
    """Tell whether a month by itself is one: no abbreviation, and no planet Mars."""
    return match["m"] in lang.whole_months and written.isupper() == lang.capitals


def _numeric_dates(low: str, lang: Language) -> Iterator[Moment]:
    for match in _ISO.finditer(low):
        yield from _date_of(match, day=int(match["d"]), month=int(match["m"]))
    if lang.decimal != ".":
        for match in _DOTTED.finditer(low):
            yield from _date_of(match, day=int(match["d"]), month=int(match["m"]))
    for match in _SLASHED.finditer(low):
        first, second = int(match["d"]), int(match["m"])
        day, month = (second, first) if lang.month_first and first <= 12 else (first, second)
        # English is written in two orders, and its name alone doesn't say which.
        unclear = lang.code == "en" and first <= 12 and second <= 12 and first != second
        yield from _date_of(match, day=day, month=month, whole=not unclear)


def _date_of(match: re.Match[str], *, day: int, month: int, whole: bool = True) -> Iterator[Moment]:
    year = match["y"] or "0"
    if 1 <= day <= 31 and 1 <= month <= 12:
        yield Moment(*match.span(), DateValue(day, month, int(year), short=len(year) == 2), whole)


def _weekdays(text: str, low: str, lang: Language) -> Iterator[Moment]:
    if not lang.weekdays:
        return
    names = "|".join(map(re.escape, sorted(lang.weekdays, key=len, reverse=True)))
    for match in re.finditer(rf"\b(?:{names})s?\b", low):
        name = match[0] if match[0] in lang.weekdays else match[0].removesuffix("s")
        if not lang.capitals or text[match.start()].isupper():
            yield Moment(*match.span(), Weekday(lang.weekdays[name]))
