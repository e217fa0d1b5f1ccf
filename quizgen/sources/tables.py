"""A table to paragraphs that can be cited: a row each, every cell behind the head of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence


class Spanned(str):
    """A cell that goes on from the column before it."""

    __slots__ = ()


_END = re.compile(r"[:.;,]$")


def row_paragraphs(
    rows: Sequence[Sequence[str]], heads: int, *, side_heads: bool = False
) -> list[str]:
    """Give a line for each row: `Japan: Capital: Tokyo; Members: 124`, never an empty one.

    Args:
        rows: The cells, as many in each row; one that spans several is told in each.
        heads: How many rows are heads of columns.
        side_heads: The first cell of a row is its head, too.

    """
    names = _names(rows[:heads])
    lines = (_line(row, names, side_heads=side_heads) for row in rows[heads:])
    if heads and len(rows) == heads:
        lines = (_line(row, [], side_heads=False) for row in rows)
    return [line for line in lines if line]


def looks_like_heads(row: Sequence[str]) -> bool:
    """Tell whether a first row names its columns: words everywhere (the corner may be empty)."""
    filled = [cell for cell in row if cell]
    if len(filled) < max(2, len(row) - 1):
        return False
    return all(any(sign.isalpha() for sign in cell) and len(cell) < 60 for cell in filled)


def _names(heads: Sequence[Sequence[str]]) -> list[str]:
    """Give each column's name: of two rows of heads, both."""
    columns = zip(*heads, strict=False)
    return [" ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _line(row: Sequence[str], names: Sequence[str], *, side_heads: bool) -> str:
    cells: list[str] = []
    last = ""
    for place, cell in enumerate(row):
        name = _END.sub("", names[place]) if place < len(names) else ""
        if not cell or (isinstance(cell, Spanned) and name == last):
            continue
        last = name
        cells.append(f"{name}: {cell}" if name and name != cell else cell)
    if side_heads and len(cells) > 1 and cells[0] == row[0]:
        return f"{_END.sub('', cells[0])}: {'; '.join(cells[1:])}"
    return "; ".join(cells)
