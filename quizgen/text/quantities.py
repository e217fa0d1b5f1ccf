"""What options that are numbers are put in order by.

Their size alone, as it is printed: the orders of papers stand on it, in every language. What a
text means by a number is read by `values`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_MOST_DIGITS = 40
_QUANTITY = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_THOUSANDS = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def sizes(texts: Sequence[str]) -> list[Decimal] | None:
    """Read texts that differ in one number alone (`3 km`, `12 km`); None when they don't.

    A comma parts thousands where it can in all of them, and else is a decimal comma.
    """
    found = [_QUANTITY.search(text) for text in texts]
    numbers = [match[0] for match in found if match]
    if any(len(number) > _MOST_DIGITS for number in numbers):
        return None
    if (
        len(numbers) < len(texts)
        or len(set(map(_shape, texts))) != 1
        or _shape(texts[0]).count("#") > 1
    ):
        return None
    with_comma = [number for number in numbers if "," in number]
    thousands = all(_THOUSANDS.fullmatch(number) for number in with_comma)
    if not thousands and any(n.count(",") > 1 or "." in n for n in with_comma):
        return None
    plain = (n.replace(",", "" if thousands else ".").replace("−", "-") for n in numbers)
    return [Decimal(number) for number in plain]


def _shape(text: str) -> str:
    return " ".join(_QUANTITY.sub("#", text).lower().split())
