"""Numbers in digits, by the separators of a language; and Roman numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from quizgen.text.values.language import Language

BODY = re.compile(r"\d+(?:[.,']\d+)*(?: \d{3}(?![\d]))*(?:[.,]\d+)?")
_MOST = 40
_NOTHING: frozenset[Decimal] = frozenset()


@lru_cache(maxsize=1024)
def _grouped(group: str, decimal: str) -> re.Pattern[str]:
    sizes = r"\d{1,2}(?:,\d\d)*,\d{3}|" if group == "," else ""  # 1,00,000 in India
    return re.compile(
        rf"({sizes}\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)(?:{re.escape(decimal)}(\d+))?"
    )


def amount(
    raw: str, language: Language, *, exact: bool = False
) -> tuple[Decimal | None, frozenset[Decimal]]:
    """Read digits with their separators.

    Returns the number, None where the notation is none of this language; and what else somebody
    may mean by it (`1.500` in a language that parts neither thousands nor decimals with a point).
    """
    if len(raw) > _MOST:
        return None, _NOTHING
    if raw.isdecimal():
        return Decimal(raw), _NOTHING
    if exact:
        return (Decimal(raw) if re.fullmatch(r"\d*\.\d+", raw) else None), _NOTHING
    decimal = language.decimal if language.decimal in {".", ","} else "."
    for group in dict.fromkeys((language.groups, "'", " ")):
        if group and (read := _in_groups(raw, group, decimal)) is not None:
            return read, _NOTHING
    return _loosely(raw, decimal, language.groups)


def _in_groups(raw: str, group: str, decimal: str) -> Decimal | None:
    match = _grouped(group, decimal).fullmatch(raw)
    if not match:
        return None
    whole = re.sub(r"\D", "", match[1])
    return Decimal(f"{whole}.{match[2]}") if match[2] else Decimal(whole)


def _loosely(raw: str, decimal: str, group: str) -> tuple[Decimal | None, frozenset[Decimal]]:
    """Read a decimal, in the language's own sign or, where that leaves no doubt, in the other."""
    other = "," if decimal == "." else "."
    if re.fullmatch(rf"\d+{re.escape(decimal)}\d+", raw):
        number = Decimal(raw.replace(decimal, "."))
        may_part = re.fullmatch(r"[1-9]\d{0,2}\D\d\d0", raw)
        return number, frozenset({number * 1000}) if may_part else _NOTHING
    for sign in (other, decimal):
        back = decimal if sign == other else other
        if (read := _in_groups(raw, back, sign)) is not None and re.search(r"\D.*\D", raw):
            return read, _NOTHING
    if not re.fullmatch(rf"\d+{re.escape(other)}\d+", raw):
        return None, _NOTHING
    number = Decimal(raw.replace(other, "."))
    if group != other and re.fullmatch(r"[1-9]\d{0,2}\D\d{3}", raw):
        return number * 1000, frozenset({number})
    return number, _NOTHING


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_WORD = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def roman(word: str) -> Decimal | None:
    """Read a Roman numeral of capitals up to 399."""
    if not _ROMAN_WORD.fullmatch(word):
        return None
    values = [_ROMAN[sign] for sign in word]
    following = [*values[1:], 0]
    return Decimal(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))
