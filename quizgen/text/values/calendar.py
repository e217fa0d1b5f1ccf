"""Dates and times of day as they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from quizgen.text.values.kinds import DateValue, TimeOfDay, Weekday
from quizgen.text.values.language import Language, base, language
from quizgen.text.values.spelled import number_word


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a weekday or a time, and where it stands."""

    start: int
    end: int
    value: DateValue | Weekday | TimeOfDay
    whole: bool = True


_OF = r"(?:of |de |del |d'|di )?"
_YEAR = rf"(?:(?: |, (?=\d{{4}})){_OF}(?P<y>\d{{3,4}})(?![\d:/]|[.,]\d))?"
_FREE = r"(?<![\w.,:/'-])"


@cache
def _named(code: str) -> tuple[re.Pattern[str], ...]:
    months = sorted(language(code).months, key=len, reverse=True)
    month = rf"(?P<m>{'|'.join(map(re.escape, months)) or '(?!)'})\b\.?"
    return (
        re.compile(rf"{_FREE}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)? ?{_OF}{month}{_YEAR}"),
        re.compile(
            rf"\b{month} (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/'-]|[.,]\d){_YEAR}"
        ),
        re.compile(rf"\b{month},? {_OF}(?P<y>\d{{4}})(?![\d:/]|[.,]\d)"),
        re.compile(rf"\b{month}"),
    )


_ISO = re.compile(rf"{_FREE}(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])")
_DOTTED = re.compile(rf"{_FREE}(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?(?P<y>\d{{4}}|\d\d)?(?!\d)")
_SLASHED = re.compile(rf"{_FREE}(?P<d>\d{{1,2}})([/-])(?P<m>\d{{1,2}})\2(?P<y>\d{{4}})(?![\w/-])")


def moments(text: str, low: str, code: str) -> Iterator[Moment]:
    """Give the dates, weekdays and times of a text; overlapping ones, the longest first."""
    lang = language(code)
    yield from _numeric_dates(low, lang)
    for pattern in _named(code):
        for match in pattern.finditer(low):
            if moment := _named_date(match, text, lang):
                yield moment
    yield from _clock(low, lang)
    yield from _spoken_times(text, low, lang)
    for word, hour in lang.noons.items():
        for match in re.finditer(rf"\b{re.escape(word)}\b", low):
            yield Moment(*match.span(), TimeOfDay(hour))
    yield from _weekdays(text, low, lang)


def _named_date(match: re.Match[str], text: str, lang: Language) -> Moment | None:
    written = text[match.start("m")]
    if lang.capitals and not written.isupper():
        return None  # `he may`
    parts = match.groupdict()
    day, year = int(parts.get("d") or 0), int(parts.get("y") or 0)
    if not day and not year and not _alone(match, written, lang):
        return None
    return Moment(*match.span(), DateValue(day, lang.months[match["m"]], year), whole=day <= 31)


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
        whole = whole and len(year) != 2
        yield Moment(*match.span(), DateValue(day, month, int(year)), whole)


# --- the clock ----------------------------------------------------------------------------------

_COLON = re.compile(r"(?<![\w:.,/-])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:]|[.,]\d)")
_LETTER = re.compile(r"(?<![\w:.,/-])([01]?\d|2[0-4]) ?h(?:eures?)? ?([0-5]\d)(?!\d|[.,]\d)\b")

_POINT = re.compile(r"(?<![\w:.,/-])([01]?\d|2[0-4])\.([0-5]\d) ?(?:h|horas|heures)\b")


def _clock(low: str, lang: Language) -> Iterator[Moment]:
    pointed = [_POINT] if lang.decimal == "," else []
    for pattern in (_COLON, _LETTER, *pointed):
        for match in pattern.finditer(low):
            yield at_clock(match.span(), (int(match[1]), int(match[2])), low, lang)


def at_clock(
    span: tuple[int, int], shown: tuple[int, int], low: str, lang: Language, *, twelve: bool = False
) -> Moment:
    """Read a time with what stands behind it: `Uhr`, `p.m.`, `in the evening`.

    Args:
        span: Where its digits or words stand.
        shown: Hour and minute.
        low: The lowered text.
        lang: Its language.
        twelve: Whether it is said by the twelve-hour clock whatever the language.

    """
    (start, end), (hour, minute) = span, shown
    clock = re.compile(rf" ?(?:{lang.phrases.clock})(?!\w)").match(low, end)
    end = clock.end() if clock else end
    half = _half_at(low, end, lang)
    if half:
        end, hour = half[0], _by_half(hour, half[1])
    open = (twelve or base(lang.code) == "en") and not half and hour <= 12
    return Moment(start, end, TimeOfDay(hour % 24, minute, sure=not open))


def _half_at(low: str, at: int, lang: Language) -> tuple[int, str] | None:
    for words in sorted(lang.halves, key=len, reverse=True):
        gap = 1 if low[at : at + 1] == " " else 0
        end = at + gap + len(words)
        if low.startswith(words, at + gap) and not low[end : end + 1].isalpha():
            return end, lang.halves[words]
    return None


def _by_half(hour: int, half: str) -> int:
    if half == "am":
        return 0 if hour == 12 else hour
    if half == "night" and (hour < 6 or hour == 12):
        return hour % 12
    return hour + 12 if hour < 12 else hour


def before_clock(low: str, end: int, lang: Language) -> bool:
    """Tell whether what stands behind a number makes it a time of day."""
    if re.compile(rf" ?(?:{lang.phrases.clock})(?!\w)").match(low, end):
        return True
    return has_half(low, end, lang)


def has_half(low: str, end: int, lang: Language) -> bool:
    """Tell whether a half of the day stands behind: `p.m.`, `abends`, `du soir`."""
    return _half_at(low, end, lang) is not None


_SPOKEN = {
    "en": ((r"(half|quarter) past (\w+)", {"half": 30, "quarter": 15}, 1, 2),
           (r"(quarter) to (\w+)", {"quarter": -15}, 1, 2)),
    "de": ((r"(halb) (\w+)", {"halb": -30}, 1, 2),
           (r"(viertel) nach (\w+)", {"viertel": 15}, 1, 2),
           (r"(viertel) vor (\w+)", {"viertel": -15}, 1, 2)),
    "fr": ((r"(\w+) heures? (et demie|et quart|moins le quart)",
            {"et demie": 30, "et quart": 15, "moins le quart": -15}, 2, 1),),
    "es": ((r"las? (\w+) (y media|y cuarto|menos cuarto)",
            {"y media": 30, "y cuarto": 15, "menos cuarto": -15}, 2, 1),),
}  # fmt: skip
"""By language: a pattern, the minutes of its words, and the places of those words and the hour."""


def _spoken_times(text: str, low: str, lang: Language) -> Iterator[Moment]:
    for pattern, minutes, part, place in _SPOKEN.get(base(lang.code), ()):
        for match in re.finditer(rf"\b{pattern}\b", low):
            word = text[match.start(place) : match.end(place)]
            hour = int(word) if word.isdecimal() else number_word(word, lang)
            if hour is None or not 1 <= hour <= 12:
                continue
            total = int(hour) * 60 + minutes[match[part]]
            shown = (total // 60, total % 60)
            yield at_clock(match.span(), shown, low, lang, twelve=True)


def _weekdays(text: str, low: str, lang: Language) -> Iterator[Moment]:
    if not lang.weekdays:
        return
    names = "|".join(map(re.escape, sorted(lang.weekdays, key=len, reverse=True)))
    for match in re.finditer(rf"\b(?:{names})s?\b", low):
        name = match[0] if match[0] in lang.weekdays else match[0].removesuffix("s")
        if not lang.capitals or text[match.start()].isupper():
            yield Moment(*match.span(), Weekday(lang.weekdays[name]))
