"""Our own table of questions: its headings, and what stands in its cells.

Options stand in columns of their own and the key names them by letter; any other key of a question
has a column of its name, in which what is no plain text stands as it would in a bank, on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

FIRST: Final = ("id", "type", "topic", "level", "points", "question", "key")
LAST: Final = ("explanation", "evidence")
USUAL_OPTIONS: Final = 4
AS_TEXT: Final = frozenset(
    "id topic level points explanation hint stimulus lang note match status unit".split()
)
"""Columns whose cells are text as it stands."""
ARROW: Final = " -> "
"""Between the sides of a pair."""


def headings(options: int, more: Sequence[str]) -> tuple[str, ...]:
    """Give the headings of a table whose questions have so many options at most."""
    numbered = [f"option {number}" for number in range(1, max(options, USUAL_OPTIONS) + 1)]
    return (*FIRST, *numbered, *LAST, *more)


def letter(place: int) -> str:
    """Give the letter of an option by its place from 0."""
    return chr(ord("A") + place)


def guarded(cell: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] in {*"=+-@\t'"} and not _is_number(cell) else cell


def unguarded(cell: str) -> str:
    """Read a cell that was guarded."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {*"=+-@\t'"} else cell


def _is_number(cell: str) -> bool:
    return cell[:1] in {"+", "-"} and cell[1:].replace(".", "", 1).isdigit()
