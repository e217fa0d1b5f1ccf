"""Numbers, ordinals, months and weekdays as prose writes them, as values that can be compared.

`16`, `sixteen`, `16th` and `sixteenth` are one value; so are `10 million` and `10,000,000`. Words
are English; digits are read in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
SMALL = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: value for value, word in enumerate(_ORDINALS)},
    **{word: value * 10 for value, word in enumerate(_TENS, 2)},
    **{word: value * 10 for value, word in enumerate(_TENTHS, 2)},
    "dozen": 12,
}
SCALES = {
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

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FRACTION = re.compile(
    r"\b(?:(\d+)\s*/\s*(\d+)|(?:(an?|one|two|three|four|nine)[ -])?"
    r"(half|hal(?=ves)|third|quarter|fifth|tenth)(?:s|ves)?)\b",
    re.IGNORECASE,
)
_TIMES = {"twice": "2", "double": "2", "doubled": "2", "both": "2", "once": "1"}
_TOKEN = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+|[-‐‑]|\S",
)
_MOST_DIGITS = 40
LOOSE = frozenset({"one", "first", "second", "may", "march"})
"""Words that are more often no quantity: `the one who`, `a second later`, `he may`."""


def values(text: str, *, strict: bool = False) -> frozenset[str]:
    """Give every quantity of a text: numbers as plain digits, `month 11`, `day monday`.

    Args:
        text: Prose, in plain text.
        strict: Read `10 million` as one value, not also as 10; and leave out words that are more
            often no quantity (one, first, second, May, March) unless they are all there is.

    """
    fractions = set()
    if _FRACTION.search(text):
        fractions = set(_fractions(text, strict=strict))
        if strict:
            text = _FRACTION.sub(lambda m: " " if m[1] or m[3] else m[0], text)
    tokens = _TOKEN.findall(text)
    loose = not strict or len(tokens) == 1
    found = fractions | set(_values(tokens, loose=loose, both=not strict))
    if not strict:
        found |= {_TIMES[token.lower()] for token in tokens if token.lower() in _TIMES}
    return frozenset(found)


def _fractions(text: str, *, strict: bool) -> Iterator[str]:
    """Give the fractions of a text: `1/3`, `two thirds`; where it is prose, `third` by itself."""
    for digits, below, count, part in _FRACTION.findall(text):
        if digits:
            yield f"{digits}/{below}"
        elif count or not strict or part.lower() == "half":
            word = count.lower()
            above = 1 if word in {"", "a", "an"} else SMALL[word]
            yield f"{above}/{_PARTS['half' if part.lower() == 'hal' else part.lower()]}"


def _values(tokens: list[str], *, loose: bool, both: bool) -> Iterator[str]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        word = token.lower()
        used = 1
        if token[0].isdecimal():
            scale = SCALES.get(tokens[index + 1].lower()) if index + 1 < len(tokens) else None
            used = 2 if scale and len(token) <= _MOST_DIGITS else 1
            yield from _in_digits(token, scale, both=both)
        elif word in SMALL or (word in SCALES and loose):
            total, used = spelled(tokens, index)
            if loose or used > 1 or word not in LOOSE:
                yield str(total)
        elif token[0].isupper() and (loose or word not in LOOSE):
            yield from _of_calendar(word)
        index += used


def _in_digits(token: str, scale: int | None, *, both: bool) -> Iterator[str]:
    if len(token) > _MOST_DIGITS:
        return  # no number that anybody would compare
    number = Decimal(token.replace(",", ""))
    if both or not scale:
        yield _plain(number)
    if scale:
        yield _plain(number * scale)


def _of_calendar(word: str) -> Iterator[str]:
    if word in MONTHS:
        yield f"month {MONTHS.index(word) + 1}"
    elif word in _DAYS:
        yield f"day {word}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spelled(tokens: list[str], start: int) -> tuple[int, int]:
    """Read a number in English words, begun at a token: its value, and how many it took."""
    total = part = 0
    index = start
    end = start
    while index < len(tokens) and total + part < 10**15:
        word = tokens[index].lower()
        if word in SMALL:
            value = SMALL[word]
            joins = index == start or (value < 10 and part % 10 == 0 and part % 100 >= 20)
            if not joins and part % 100:
                break  # "two three" are two numbers
            part += value
        elif word in SCALES:
            scale = SCALES[word]
            if scale == 100:
                part = max(part, 1) * 100
            else:
                total += max(part, 1) * scale
                part = 0
        elif word in {"-", "‐", "‑", "and"} and index + 1 < len(tokens):
            follows = tokens[index + 1].lower()
            fits = follows in SMALL and (word != "and" or total or part >= 100)
            if not fits or (word != "and" and not (part % 10 == 0 and part % 100 >= 20)):
                break
            index += 1
            continue
        else:
            break
        index += 1
        end = index
    return total + part, end - start


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
