"""Numbers, ordinals, months and weekdays as prose writes them, as values that can be compared.

`16`, `sixteen`, `16th` and `sixteenth` are one value; so are `10 million` and `10,000,000`. Words
are English; digits are read in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENTHS = ("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth").split()
_SMALL = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: value for value, word in enumerate(_ORDINALS)},
    **{word: value * 10 for value, word in enumerate(_TENS, 2)},
    **{word: value * 10 for value, word in enumerate(_TENTHS, 2)},
    "dozen": 12,
}
_SCALES = {
    "hundred": 100,
    "hundredth": 100,
    "thousand": 1000,
    "thousandth": 1000,
    "million": 10**6,
    "millionth": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_TOKEN = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+|[-‐‑]|\S",
)
_LOOSE = frozenset({"one", "first", "second", "may", "march"})
"""Words that are more often no quantity: `the one who`, `a second later`, `he may`."""


def values(text: str, *, strict: bool = False) -> frozenset[str]:
    """Give every quantity of a text: numbers as plain digits, `month 11`, `day monday`.

    Args:
        text: Prose, in plain text.
        strict: Read `10 million` as one value, not also as 10; and leave out words that are more
            often no quantity (one, first, second, May, March) unless they are all there is.

    """
    tokens = _TOKEN.findall(text)
    loose = not strict or len(tokens) == 1
    return frozenset(_values(tokens, loose=loose, both=not strict))


def _values(tokens: list[str], *, loose: bool, both: bool) -> Iterator[str]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        word = token.lower()
        if token[0].isdecimal():
            number = Decimal(token.replace(",", ""))
            scale = _SCALES.get(tokens[index + 1].lower()) if index + 1 < len(tokens) else None
            if both or not scale:
                yield _plain(number)
            if scale:
                yield _plain(number * scale)
                index += 1
        elif word in _SMALL or (word in _SCALES and loose):
            total, used = _spelled(tokens, index)
            if loose or used > 1 or word not in _LOOSE:
                yield str(total)
            index += used - 1
        elif token[0].isupper() and (loose or word not in _LOOSE):
            if word in MONTHS:
                yield f"month {MONTHS.index(word) + 1}"
            elif word in _DAYS:
                yield f"day {word}"
        index += 1


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spelled(tokens: list[str], start: int) -> tuple[int, int]:
    """Read a number in words: its value, and how many tokens it took."""
    total = part = 0
    index = start
    end = start
    while index < len(tokens):
        word = tokens[index].lower()
        if word in _SMALL:
            value = _SMALL[word]
            joins = index == start or (value < 10 and part % 10 == 0 and part % 100 >= 20)
            if not joins and part % 100:
                break  # "two three" are two numbers
            part += value
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                part = max(part, 1) * 100
            else:
                total += max(part, 1) * scale
                part = 0
        elif word in {"-", "‐", "‑", "and"} and index + 1 < len(tokens):
            follows = tokens[index + 1].lower()
            fits = follows in _SMALL and (word != "and" or total or part >= 100)
            if not fits or (word != "and" and not (part % 10 == 0 and part % 100 >= 20)):
                break
            index += 1
            continue
        else:
            break
        index += 1
        end = index
    return total + part, end - start
