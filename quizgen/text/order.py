"""The one hash and the one ranking behind every pick and every shuffle.

The same numbers come out of Python here and of its ES5 twin in `scoring.es5`, so that paper, cards
and pages agree. The hash is FNV-1a (32 bit) over ASCII, finished by MurmurHash3's 32-bit mixer,
because FNV alone hardly changes its high bits with the last character. Shuffling is ranking all:
an element keeps its rank when others come or go, so one new fact never reshuffles the rest.

tests/test_order.py holds the test vectors and runs both twins over them.
"""

from __future__ import annotations

from collections.abc import Iterable

_MASK = 0xFFFFFFFF


def hash32(text: str) -> int:
    """Hash an ASCII text to 32 bits.

    Raises UnicodeEncodeError for anything but ASCII: ids and option ids are ASCII by rule, and
    a key that isn't would not hash alike in a browser.
    """
    return _mixed(_fed(0x811C9DC5, text))


def _fed(value: int, text: str) -> int:
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 0x01000193) & _MASK
    return value


def _mixed(value: int) -> int:
    value ^= value >> 16
    value = (value * 0x85EBCA6B) & _MASK
    value ^= value >> 13
    value = (value * 0xC2B2AE35) & _MASK
    return value ^ (value >> 16)


def key_of(*parts: str | int) -> str:
    """Join the parts of a key by a sign that no part can hold."""
    return "|".join(str(part) for part in parts)


def ranked(key: str, names: Iterable[str]) -> list[str]:
    """Put distinct names in the order that `key` gives them; take the first k to choose k."""
    start = _fed(0x811C9DC5, key_of(key, ""))  # what all the keys begin with is hashed once
    return sorted(names, key=lambda name: (_mixed(_fed(start, name)), name))
