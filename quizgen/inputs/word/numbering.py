"""The numbers and letters that Word prints before paragraphs, which stand nowhere in their text.

A paragraph names a list and a level in it (ECMA-376 part 1, 17.9); the list's definition says how a
level is counted and written. Counters are those of the definition, so that two lists of one
definition go on from each other unless one says that it starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9


def local_name(node: _Element) -> str:
    """Give a node's name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: _Element | None, *names: str) -> _Element | None:
    """Give the node at the end of a path, if there is one."""
    for name in names:
        if node is None:
            return None
        node = next((one for one in node if local_name(one) == name), None)
    return node


def value(node: _Element | None, name: str = "val") -> str:
    """Give an attribute, whatever its namespace; nothing of nothing."""
    if node is None:
        return ""
    return next((str(v) for k, v in node.attrib.items() if str(k).rpartition("}")[2] == name), "")


def number_in(text: str, otherwise: int = 0) -> int:
    """Read a small whole number, as attributes hold it."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


@dataclass(frozen=True, slots=True)
class NumberedLevel:
    """How a level of a list is counted and written."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class ListNumbers:
    """All lists of a document, and how far each has counted."""

    definitions: dict[str, dict[int, NumberedLevel]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, NumberedLevel]] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element | None) -> ListNumbers:
        """Read the lists of a numbering part."""
        lists = cls()
        for node in root if root is not None else ():
            if local_name(node) == "abstractNum":
                levels = (one for one in node if local_name(one) == "lvl")
                lists.definitions[value(node, "abstractNumId")] = dict(map(_level, levels))
            elif local_name(node) == "num":
                lists._add(node)
        return lists

    def _add(self, node: _Element) -> None:
        id = value(node, "numId")
        self.lists[id] = value(child(node, "abstractNumId"))
        for one in node:
            if local_name(one) != "lvlOverride":
                continue
            at = number_in(value(one, "ilvl"))
            start = child(one, "startOverride")
            if start is not None:
                self.starts[id, at] = number_in(value(start), 1)
            level = child(one, "lvl")
            if level is not None:
                self.overrides.setdefault(id, {})[at] = _level(level)[1]

    def next_label(self, id: str, at: int) -> str:
        """Count on in a list, and give what is printed: `3.`, `b)`, a bullet, or nothing."""
        if id not in self.lists or not 0 <= at < _LEVELS:
            return ""
        definition = self.lists[id]
        levels = {**self.definitions.get(definition, {}), **self.overrides.get(id, {})}
        level = levels.get(at)
        if level is None:
            return ""
        counts = self.counts.setdefault(definition, [0] * _LEVELS)
        if (id, at) in self.starts and (id, at) not in self.begun:
            counts[at] = self.starts[id, at]
        else:
            counts[at] = counts[at] + 1 if counts[at] else level.start
        self.begun.add((id, at))
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        if level.format == "bullet":
            return "•"
        if level.format == "none":
            return ""
        return _written(level.text, levels, counts)


def _level(node: _Element) -> tuple[int, NumberedLevel]:
    found = NumberedLevel(
        value(child(node, "numFmt")) or "decimal",
        value(child(node, "lvlText")),
        number_in(value(child(node, "start")), 1),
    )
    return number_in(value(node, "ilvl")), found


def _written(text: str, levels: Mapping[int, NumberedLevel], counts: list[int]) -> str:
    def shown(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at, NumberedLevel())
        return in_format(counts[at] or level.start, level.format)

    return re.sub(r"%([1-9])", shown, text)


def in_format(number: int, format: str) -> str:
    """Write a number as a list does: `3`, `c`, `C`, `iii`."""
    if format in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if format == "upperLetter" else letter
    if format in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman if format == "upperRoman" else roman.lower()
    return f"{number:02d}" if format == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        times, number = divmod(number, worth)
        text += sign * times
    return text
