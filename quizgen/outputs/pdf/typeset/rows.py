"""Rows: a text from the top down, cut as finely as it may be, and how rows become whole boxes.

A row is a line of text or of code, a row of a table, a figure. Which of them must stay together
(the first two lines of a paragraph and its last two, a table's header and what it heads) the rows
say themselves; where columns and pages end is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quizgen.outputs.pdf.typeset.boxes import Box, Mark, stack

Inner = tuple[float, float, Box]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What is never cut."""

    box: Box
    gap: float = 0
    """Above it, unless it begins a column."""
    keep: bool = False
    """It stays with the row that follows."""
    counted: bool = False
    """It is a line of text, which line numbers count."""


def beside(row: Row, x: float, width: float, marks: Sequence[Mark] = (), *inner: Inner) -> Row:
    """Move a row from the start edge, with something beside it."""
    box = Box(width, row.box.height, tuple(marks), (*inner, (x, 0.0, row.box)))
    return replace(row, box=box)


def kept(rows: Sequence[Row], *, whole: bool = False) -> list[Row]:
    """Tie the first two of some rows together and the last two; or all of them."""
    last = len(rows) - 1
    tied = range(last) if whole or last < 3 else (0, last - 1)
    return [replace(row, keep=True) if n in tied else row for n, row in enumerate(rows)]


def spaced(groups: Iterable[Sequence[Row]], gap: float) -> list[Row]:
    """Put groups of rows below each other with a gap between them."""
    rows: list[Row] = []
    for group in groups:
        for index, row in enumerate(group):
            rows.append(replace(row, gap=gap) if rows and not index else row)
    return rows


def whole(rows: Sequence[Row], width: float) -> Box:
    """Put rows into one box."""
    return stack(width, [(row.gap, row.box) for row in rows])


def strips(rows: Sequence[Row], width: float, most: float) -> list[tuple[float, Box]]:
    """Put rows that stay together into boxes, each with the gap above it.

    Args:
        rows: From the top down.
        width: Of the boxes.
        most: What is taller than this is cut between any of its rows.

    """
    made: list[tuple[float, Box]] = []
    open_rows: list[Row] = []
    used = 0.0
    for index, row in enumerate(rows):
        if open_rows and used + row.gap + row.box.height > most:
            made.append((open_rows[0].gap, whole(open_rows, width)))
            open_rows, used = [], 0.0
        used += (row.gap if open_rows else 0) + row.box.height
        open_rows.append(row)
        if not row.keep or index == len(rows) - 1:
            made.append((open_rows[0].gap, whole(open_rows, width)))
            open_rows, used = [], 0.0
    return made
