"""Reads a typed number, in whatever notation; the twin of `es5.ES5_NUMBER`.

Both decimal signs, marks of thousands, fractions (`1 1/2`, `½`), percent, powers of ten
(`3×10⁸`, `3e8`), the digits of other scripts, words to a hundred, with the unit or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan
from typing import Final

from quizgen.scoring.spelled import MINUS, SPELLED, closed_up
from quizgen.text.typed import SPACES, UNSEEN, as_judged

ZEROS: Final = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰０"
SIGNS: Final = {
    **dict.fromkeys("−‒–—﹣－", "-"),
    **dict.fromkeys("＋﹢", "+"),
    **dict.fromkeys("٫．", "."),
    **dict.fromkeys("，", ","),
    **dict.fromkeys("⁄∕／", "/"),
    **dict.fromkeys("×·⋅∙∗✕✖", "*"),
    **dict.fromkeys("٪％﹪", "%"),
    **dict.fromkeys("٬", ""),
}
FRACTIONS: Final = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒",
        "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/7 1/8 3/8 5/8 7/8 1/9 1/10".split(),
        strict=True,
    )
)
RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
POWERS: Final = {"%": -2, "‰": -3}

_PLAIN = {ord(sign): plain for sign, plain in SIGNS.items()}
_PLAIN |= {ord(sign): f" {parts}" for sign, parts in FRACTIONS.items()}
_PLAIN |= {ord(zero) + n: str(n) for zero in ZEROS for n in range(10)}
_TEN = re.compile(f"10([⁺⁻]?)([{RAISED}]+)")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_SPACE = re.compile(f"[{SPACES}]")

_POWER = r" *(?:\^|\*\*) *\(? *([+-]?[0-9]+) *\)?"
_FRACTION = re.compile(r"([+-]?) *(?:([0-9]+) +)?([0-9]+) */ *([0-9]+)(.*)$")
_POWER_ALONE = re.compile(rf"([+-]?) *10{_POWER}(.*)$")
_NUMBER = re.compile(
    r"([+-]?) *((?:[0-9]|[.,](?=[0-9]))[0-9.,'’ ]*)"
    rf"(?:e([+-]?[0-9]+)|[*x] *10{_POWER})?(.*)$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"([0-9]+|[1-9][0-9]{0,2}([.,'’ ])[0-9]{3}(\2[0-9]{3})*)")
_HEAD = re.compile(r"([0-9]*|[0-9]{1,3}([.,'’ ][0-9]{3})+)")
_MOST_POWER = 400
"""Beyond it, every number is none or infinite."""


def read_numbers(text: str, unit: str, *, words: bool = True) -> list[float]:
    """Read a typed number with its unit or without: every number that may be meant.

    A mark that may part thousands or a fraction (1.600) gives both; no number alone gives none.
    Words (`fifteen`) were not read by earlier ways of judging.
    """
    text = _in_plain_signs(text)
    if unit and _bare(text[: len(unit)]) == _bare(unit):
        text = text[len(unit) :].lstrip(" ")
    if found := _FRACTION.fullmatch(text):
        return list(_fraction(found, unit))
    if found := _POWER_ALONE.fullmatch(text):
        sign, power, tail = found.groups()
        return list(_number(sign, "1", power, _shift(tail, unit)))
    if found := _NUMBER.fullmatch(text):
        sign, digits, exponent, power, tail = found.groups()
        return list(_number(sign, digits, exponent or power or "0", _shift(tail, unit)))
    return _in_words(text, unit) if words else []


def _in_words(text: str, unit: str) -> list[float]:
    """Read a number in words, whole and in whichever of our languages."""
    said, behind = _bare(text), _bare(unit)
    if behind and said.endswith(f" {behind}"):
        said = said[: -len(behind)].rstrip(" ")
    first, _, rest = said.partition(" ")
    minus = first in MINUS
    number = SPELLED.get(closed_up(rest if minus else said))
    return [] if number is None else [float(-number if minus else number)]


def _bare(part: str) -> str:
    return as_judged(part).removesuffix(".")


def _in_plain_signs(text: str) -> str:
    """Write digits, signs and fractions as a keyboard has them."""
    text = _TEN.sub(_raised, _UNSEEN.sub("", text)).translate(_PLAIN)
    return _SPACE.sub(" ", text).strip(" ")


def _raised(found: re.Match[str]) -> str:
    digits = "".join(str(RAISED.index(digit)) for digit in found[2])
    return f"10^{'-' if found[1] == '⁻' else ''}{digits}"


def _shift(tail: str, unit: str) -> int | None:
    """Say by which power of ten what stands behind a number moves it; None where it may not."""
    said = _bare(tail)
    if said in {"", _bare(unit)}:
        return 0
    return None if unit else POWERS.get(said)


def _fraction(found: re.Match[str], unit: str) -> Iterator[float]:
    sign, whole, above, below, tail = found.groups()
    shift = _shift(tail, unit)
    over, under = float(above), float(below)
    improper = bool(whole) and not 0 < over < under  # `10 000/2` is no mixed number
    if shift is None or not under or improper:
        return
    value = (float(whole or "0") + over / under) / 10**-shift
    if not isnan(value):  # it is where both are beyond all numbers
        yield -value if sign == "-" else value


def _number(sign: str, digits: str, power: str, shift: int | None) -> Iterator[float]:
    if shift is None:
        return
    digits = digits.rstrip(".,'’ ")
    places = max(-_MOST_POWER, min(_MOST_POWER, float(power))) + shift

    def read(whole: str, part: str) -> Iterator[float]:
        if part.isdecimal():  # a mark behind the point makes no number that people write
            digits_alone = re.sub(r"[^0-9]", "", whole) or "0"
            yield float(f"{sign}{digits_alone}.{part}e{int(places)}")

    point = max(digits.rfind("."), digits.rfind(","))
    if _WHOLE.fullmatch(digits):
        yield from read(digits, "0")
    if point >= 0 and digits[point] not in digits[:point] and _HEAD.fullmatch(digits[:point]):
        yield from read(digits[:point], digits[point + 1 :])
