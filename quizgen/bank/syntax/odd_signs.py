"""Signs that look like YAML's own and are none: a no-break space, a bullet, a full-width colon.

The parser stumbles over them lines later, and blames something else; so they are looked for first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# Signs that word processors and other keyboards put in the place of YAML's own.
_SPACE = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]"
_BULLET = "[\u00b7\u2013\u2014\u2022\u2023\u2212\u25aa\u25cf\u25e6\uff0d]"
_COLON = "[\u2236\ua789\ufe55\uff1a]"
_QUOTE = "[\u00ab\u00bb\u2018\u2019\u201c-\u201e\uff02\uff07]"
_BRACKET = "[\uff3b\uff3d\uff5b\uff5d\u3010\u3011]"
_COMMA = "[\uff0c\u3001\uff64]"
_START, _KEY = r"^[ \t]*(?:-[ \t]*)?", r"[A-Za-z][\w-]*"
_ODD_SIGNS = (
    (
        rf"{_START}({_SPACE}).*?(?:{_KEY}:|-[ ])",
        "a space YAML doesn't know",
        "indent with plain spaces",
    ),
    (rf"^[ \t]*({_BULLET})\s*{_KEY}\s*:", "no hyphen", "a list needs a hyphen and a space: `- `"),
    (
        rf"{_START}{_KEY}[ \t]*({_COLON})",
        "no colon",
        "write a plain colon and a space behind the key",
    ),
    (
        rf"{_START}{_KEY}:({_SPACE})",
        "a space YAML doesn't know",
        "write a plain one behind the colon",
    ),
    (rf"{_START}({_QUOTE}){_KEY}{_QUOTE}?:", "a curly quote", "keys need no quotes"),
)
_BEFORE = 3
"""libyaml stumbles over a sign this many lines further down at most."""


class OddSign(NamedTuple):
    """Where such a sign stands (counted from 0), and what to say of it."""

    line: int
    column: int
    message: str
    help: str


def odd_sign(lines: Sequence[str], last: int) -> OddSign | None:
    """Find the sign nearest to a line at which the parser stopped."""
    for number in range(min(last, len(lines) - 1), max(last - _BEFORE, 0) - 1, -1):
        line = lines[number]
        looks = () if line.isascii() else _ODD_SIGNS
        for look, what, help in looks:
            if found := re.match(look, line):
                return OddSign(number, found.start(1), _is(found[1], what), help)
    return None


_IN_A_KEY = (
    (_SPACE, "a space YAML doesn't know", "delete it"),
    (_COLON, "no colon", "write a plain colon and a space behind the key"),
    (_QUOTE, "a curly quote", "keys need no quotes"),
)


def odd_sign_in_key(key: str) -> tuple[int, str, str] | None:
    """Find a sign that hardly belongs to a key: where in it, what it is, what to do."""
    for look, what, help in _IN_A_KEY if not key.isascii() else ():
        if found := re.search(look, key):
            return found.start(), _is(found[0], what), help
    return None


def odd_sign_for_list(text: str) -> tuple[str, str] | None:
    """Tell whether a text was meant as a list: what its first sign is, and what to do."""
    if re.match(rf"{_BULLET}\s", text):
        return _is(text[0], "no hyphen"), "a list needs a hyphen and a space: `- `"
    if re.match(_BRACKET, text):
        return _is(text[0], "no bracket"), "a list stands in [ and ], or has a line for each `- `"
    return None


def odd_comma(text: str) -> tuple[int, str] | None:
    """Find what looks like the comma between two entries of a list: where, and what it is."""
    found = re.search(_COMMA, text)
    return (found.start(), _is(found[0], "no comma")) if found else None


def odd_quote(line: str, column: int) -> tuple[int, str] | None:
    """Find the odd quote that opens the value in a line, before a column: where, and what it is."""
    found = re.match(rf"{_START}(?:{_KEY}:[ \t]+)?({_QUOTE})", line[:column])
    return (found.start(1), _is(found[1], "no quote to YAML")) if found else None


def _is(sign: str, what: str) -> str:
    code = f"U+{ord(sign):04X}"
    return f"{sign} ({code}) is {what}" if sign.isprintable() else f"{code} is {what}"
