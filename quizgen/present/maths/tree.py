"""Nodes of MathML, made briefly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as ET


def node(tag: str, content: str | Iterable[ET.Element] = (), **attributes: str) -> ET.Element:
    """Make a node of a text or of other nodes; `_` in a name stands for `-`."""
    made = ET.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    if isinstance(content, str):
        made.text = content
    else:
        made.extend(content)
    return made


def row(parts: Sequence[ET.Element], **attributes: str) -> ET.Element:
    """Put parts side by side in a row of their own."""
    return node("mrow", parts, **attributes)


def one(parts: Sequence[ET.Element]) -> ET.Element:
    """Give parts as one node: itself, or a row of them."""
    return parts[0] if len(parts) == 1 else row(parts)


def fence(sign: str, form: str) -> ET.Element:
    """Make a bracket that grows with what it holds; an empty one takes no room."""
    return node("mo", sign, stretchy="true", fence="true", form=form)


def fenced(opening: str, inner: Sequence[ET.Element], closing: str) -> ET.Element:
    """Put parts between brackets that grow with them."""
    before = [fence(opening, "prefix")] if opening else []
    after = [fence(closing, "postfix")] if closing else []
    return row([*before, *inner, *after])


def space(width: str) -> ET.Element:
    """Make a space as wide as this."""
    return node("mspace", width=width)


_FIRST: Final = {
    "bold": {"A": 0x1D400, "a": 0x1D41A, "0": 0x1D7CE, "Α": 0x1D6A8, "α": 0x1D6C2},
    "italic": {"A": 0x1D434, "a": 0x1D44E, "Α": 0x1D6E2, "α": 0x1D6FC},
    "bold-italic": {"A": 0x1D468, "a": 0x1D482, "0": 0x1D7CE, "Α": 0x1D71C, "α": 0x1D736},
    "double-struck": {"A": 0x1D538, "a": 0x1D552, "0": 0x1D7D8},
    "script": {"A": 0x1D49C, "a": 0x1D4B6},
    "fraktur": {"A": 0x1D504, "a": 0x1D51E},
    "sans": {"A": 0x1D5A0, "a": 0x1D5BA, "0": 0x1D7E2},
    "mono": {"A": 0x1D670, "a": 0x1D68A, "0": 0x1D7F6},
}
_LENGTHS: Final = {"A": 26, "a": 26, "0": 10, "Α": 25, "α": 25}
_ELSEWHERE: Final = {
    0x1D455: "ℎ",
    **dict(zip((0x1D49D, 0x1D4A0, 0x1D4A1, 0x1D4A3, 0x1D4A4), "ℬℰℱℋℐ", strict=True)),
    **dict(zip((0x1D4A7, 0x1D4A8, 0x1D4AD, 0x1D4BA, 0x1D4BC, 0x1D4C4), "ℒℳℛℯℊℴ", strict=True)),
    **dict(zip((0x1D506, 0x1D50B, 0x1D50C, 0x1D515, 0x1D51D), "ℭℌℑℜℨ", strict=True)),
    **dict(zip((0x1D53A, 0x1D53F, 0x1D545, 0x1D547), "ℂℍℕℙ", strict=True)),
    **dict(zip((0x1D548, 0x1D549, 0x1D551), "ℚℝℤ", strict=True)),
}
"""Letters that Unicode had before it had the block that they belong to."""


def lettered(text: str, font: str) -> str:
    """Write letters and digits as those of a mathematical font."""
    first = _FIRST.get(font, {})
    return "".join(_letter(char, first) for char in text)


def _letter(char: str, first: dict[str, int]) -> str:
    for start, code in first.items():
        at = ord(char) - ord(start)
        if 0 <= at < _LENGTHS[start]:
            return _ELSEWHERE.get(code + at, chr(code + at))
    return char
