"""Numbers and dates as a language writes them; digits, zeros and exponent stay as they were."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

_NUMBER = re.compile(r"([-+−–]?)(\d*)(\.\d+)?([eE][-+]?\d+)?")
_ANGLES = frozenset("° ′ ″ ' \"".split())
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def shown_number(written: str, lang: str) -> str:
    """Write a number, given with a point, as its language does: `-2.50` as `−2,50` in Swedish.

    What is no such number stays as it is.
    """
    found = _NUMBER.fullmatch(written)
    if not found or written.isdecimal():
        return written
    sign, whole, part, exponent = found.groups(default="")
    decimal, minus = _signs(lang)
    shown = f"{whole or '0'}{part.replace('.', decimal)}{exponent}"
    return f"{'+' if sign == '+' else minus if sign else ''}{shown}"


def shown_quantity(written: str, unit: str, lang: str) -> str:
    """Write a number and its unit; the signs of angles stand close, all others apart."""
    number = shown_number(written, lang)
    return f"{number}{unit}" if unit in _ANGLES else f"{number} {unit}".rstrip()


def shown_end(end: Decimal, lang: str) -> str:
    """Write an end of a range as the language does, with an exponent where it has one."""
    text = f"{end:f}" if "E" not in str(end) else re.sub(r"E\+?", "e", str(end.normalize()))
    return shown_number(text, lang)


def shown_date(written: str, lang: str) -> str:
    """Write a date of ISO 8601 as its language does: `2026-05-03` as `3 mai 2026`.

    A month is written without its day; a year, and what is no date, stay as they are.
    """
    day, found = _day(written), _locale(lang)
    if day is None or found is None or len(written) == 4:
        return written
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - few items need it

    if len(written) == 7:
        return str(format_skeleton("yMMMM", day, locale=found))
    text = str(format_date(day, "long", locale=found))
    # CLDR numbers all days alike; French writes the first as an ordinal.
    return re.sub("^1(?= )", "1er", text) if found.language == "fr" else text


def other_dates(written: str, lang: str) -> tuple[str, ...]:
    """Give how else somebody may type a day: `2026-05-03`, `3.5.2026`, `03.05.2026`.

    In figures where the language has one order of day and month; English has two.
    """
    day, found = _day(written), _locale(lang)
    if day is None or found is None or len(written) < 10:
        return ()
    pattern = str(found.date_formats["short"].pattern)
    if found.language == "en" or not pattern.startswith("d"):
        return (written,)
    sign = re.sub(r"[dMyG' ]", "", pattern)[:1]
    plain, padded = f"{day.day} {day.month}", f"{day.day:02} {day.month:02}"
    figures = (f"{each} {day.year:04}".replace(" ", sign) for each in (plain, padded))
    return (written, *dict.fromkeys(figures))


def _day(written: str) -> date | None:
    match = _DATE.fullmatch(written)
    year, month, day = match.groups(default="1") if match else ("0", "1", "1")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _locale(lang: str) -> Any:
    """Give what CLDR has of a language; None where it has nothing."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - few items need it

    for name in (lang, lang.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=64)
def _signs(lang: str) -> tuple[str, str]:
    """Give the decimal sign and the minus of a language."""
    from babel.numbers import get_decimal_symbol, get_minus_sign_symbol  # noqa: PLC0415

    locale = _locale(lang)
    if locale is None:
        return ".", "-"
    minus = re.sub("[\u200e\u200f]", "", get_minus_sign_symbol(locale))
    return get_decimal_symbol(locale), minus
