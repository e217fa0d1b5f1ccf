"""Numbers as the language of an item writes them: digits, zeros and exponent stay as written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_NUMBER = re.compile(r"([-+−–]?)(\d*)(\.\d+)?([eE][-+]?\d+)?")


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


def shown_end(end: Decimal, lang: str) -> str:
    """Write an end of a range as the language does, with an exponent where it has one."""
    text = f"{end:f}" if "E" not in str(end) else re.sub(r"E\+?", "e", str(end.normalize()))
    return shown_number(text, lang)


@lru_cache(maxsize=64)
def _signs(lang: str) -> tuple[str, str]:
    """Give the decimal sign and the minus of a language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - few items need it
    from babel.numbers import get_decimal_symbol, get_minus_sign_symbol  # noqa: PLC0415

    for name in (lang, lang.split("-", maxsplit=1)[0]):
        try:
            locale = Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        minus = re.sub("[\u200e\u200f]", "", get_minus_sign_symbol(locale))
        return get_decimal_symbol(locale), minus
    return ".", "-"
