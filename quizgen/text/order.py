"""The one hash and the one ranking behind every pick and every shuffle.

The same numbers come out of Python here and of the ES5 twin in `ES5`, so that paper, cards and
pages agree. The hash is FNV-1a (32 bit) over ASCII, finished by MurmurHash3's 32-bit mixer,
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


ES5 = """\
function qgMul(a, b) {
  return (((a & 0xffff) * b) + ((((a >>> 16) * b) & 0xffff) * 0x10000)) >>> 0;
}
function qgHash(s) {
  var v = 0x811c9dc5, i;
  for (i = 0; i < s.length; i++) { v = qgMul((v ^ s.charCodeAt(i)) >>> 0, 0x01000193); }
  v = (v ^ (v >>> 16)) >>> 0; v = qgMul(v, 0x85ebca6b);
  v = (v ^ (v >>> 13)) >>> 0; v = qgMul(v, 0xc2b2ae35);
  return (v ^ (v >>> 16)) >>> 0;
}
function qgRanked(key, names) {
  return names.slice().sort(function (a, b) {
    var x = qgHash(key + "|" + a), y = qgHash(key + "|" + b);
    return x !== y ? (x < y ? -1 : 1) : (a < b ? -1 : a > b ? 1 : 0);
  });
}
"""
"""The twin for browsers and card templates: no closures over state, no modern syntax."""
