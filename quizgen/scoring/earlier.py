"""How lessons were judged by earlier versions: an old log keeps the marks of its day.

Nothing here is mended. `JUDGING` in `interaction` counts the ways; a log says its own.
"""

from __future__ import annotations

import re
import unicodedata

from quizgen.text.folding import fold

_NUMBER = re.compile(r"([+-]?)\s*((?:\d|[.,](?=\d))[\d.,'’ ]*)(e[+-]?\d+)?(.*)$", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+|[1-9]\d{0,2}([.,'’ ])\d{3}(\2\d{3})*)")
_HEAD = re.compile(r"(\d*|\d{1,3}([.,'’ ]\d{3})+)")


def judged_first(text: str) -> str:
    """Reduce a typed answer as the first version did."""
    return fold(text)


def numbers_first(text: str, unit: str) -> list[float]:
    """Read a typed number as the first version did: no fractions, percent or powers of ten."""

    def bare(part: str) -> str:
        return fold(part).removesuffix(".")

    text = re.sub(r"[−‒–—]", "-", text).replace("٫", ".").replace("٬", "")
    text = unicodedata.normalize("NFKC", text).strip()
    if unit and bare(text).startswith(bare(unit)):
        text = text[len(unit) :].lstrip()
    found = _NUMBER.fullmatch(text)
    if not found or bare(found[4]) not in {"", bare(unit)}:
        return []
    sign, power = found[1], found[3] or ""
    digits = found[2].rstrip(".,'’ ")
    read: list[float] = []

    def add(whole: str, part: str) -> None:
        if not part.isdecimal():
            return  # a mark behind the point: no number that people write
        digits_alone = re.sub(r"\D", "", whole) or "0"
        read.append(float(f"{sign}{digits_alone}.{part}{power}"))

    point = max(digits.rfind("."), digits.rfind(","))
    if _WHOLE.fullmatch(digits):
        add(digits, "0")
    if point >= 0 and digits[point] not in digits[:point] and _HEAD.fullmatch(digits[:point]):
        add(digits[:point], digits[point + 1 :])
    return read
