"""Tables: columns as wide as what they hold, cells that wrap, hairlines, a header set off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizgen.outputs.pdf.typeset.boxes import HAIR, INK, Box, Mark, Stroke
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.rows import Row
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.text.blocks import Alignment, Table
from quizgen.text.runs import Rich

_SMALLEST = 0.75
"""Of the text around it: how small a table may be set, where that keeps its words whole."""
_FEW = 12
"""Rows up to which a table is never parted."""
Cells = Sequence[Rich]


def table_rows(
    setter: Typesetter, table: Table, width: float, style: Style, most: float
) -> list[Row]:
    """Set a table.

    Args:
        setter: Sets its cells.
        table: The table.
        width: What there is.
        style: Of the text around it.
        most: The height that no row may pass; it is set smaller then.

    """
    style = replace(style, italic=False)
    while True:
        rows = _set(setter, table, width, style)
        if style.size < 2 or max(row.box.height for row in rows) <= most:
            return rows
        style = _smaller(style, 0.8)


def _smaller(style: Style, times: float) -> Style:
    return replace(style, size=style.size * times, leading=style.leading * times)


def _set(setter: Typesetter, table: Table, width: float, style: Style) -> list[Row]:
    lines = [(table.header, True), *((cells, False) for cells in table.rows)]
    columns = max(1, *(len(cells) for cells, _ in lines))
    pad = min(0.42 * style.size, width / columns / 4)
    room = width - 2 * pad * columns
    smallest = style.size * _SMALLEST
    least, full = _measured(setter, lines, style)
    while sum(least) > room and style.size * 0.95 >= smallest:
        style = replace(_smaller(style, 0.95), letter=0, word=0)
        least, full = _measured(setter, lines, style)
    widths = [wide + 2 * pad for wide in shared_out(least, full, max(room, 1.0))]
    whole = len(lines) <= _FEW
    rows: list[Row] = []
    header: Box | None = None
    for index, (cells, is_head) in enumerate(lines):
        box = _row(setter, cells, widths, pad, style, table.alignments, head=is_head)
        last = index == len(lines) - 1
        keep = not last and (whole or index < 2 or index == len(lines) - 2)
        placed = Box(width, box.height, inner=((0.0, 0.0, box),), again=header)
        rows.append(Row(placed, keep=keep))
        if is_head and any(cells):
            header = Box(width, box.height, inner=((0.0, 0.0, box),))
    return rows


def _measured(
    setter: Typesetter, lines: Sequence[tuple[Cells, bool]], style: Style
) -> tuple[list[float], list[float]]:
    """Give the least and the full width of each column."""
    columns = max((len(cells) for cells, _ in lines), default=1)
    least, full = [style.size] * columns, [style.size] * columns
    for cells, is_head in lines:
        for column, cell in enumerate(cells):
            narrow, wide = setter.widths(cell, replace(style, bold=style.bold or is_head))
            least[column] = max(least[column], narrow + 0.1)
            full[column] = max(full[column], wide + 0.1)
    return least, full


def shared_out(least: Sequence[float], full: Sequence[float], room: float) -> list[float]:
    """Give each column its width: its least, and of the rest as much as it can use.

    What is left is shared evenly, so that the columns with least to hold keep their lines whole.
    """
    if sum(least) >= room:
        return [wide * room / sum(least) for wide in least]
    widths = list(least)
    rest = room - sum(least)
    wants = sorted((full[n] - least[n], n) for n in range(len(least)))
    for done, (want, column) in enumerate(wants):
        given = min(want, rest / (len(wants) - done))
        widths[column] += given
        rest -= given
    return widths


def _row(
    setter: Typesetter,
    cells: Cells,
    widths: Sequence[float],
    pad: float,
    style: Style,
    alignments: Sequence[Alignment],
    *,
    head: bool,
) -> Box:
    style = replace(style, bold=style.bold or head)
    inner: list[tuple[float, float, Box]] = []
    x, above = 0.0, 0.4 * pad
    for cell, wide, align in zip(cells, widths, _padded(alignments, len(cells)), strict=False):
        inner.append((x + pad, above, setter.box(cell, wide - 2 * pad, style, align)))
        x += wide
    height = max([style.leading, *(box.height for _, _, box in inner)]) + 2.2 * above
    return Box(sum(widths), height, tuple(_rules(widths, height, head=head)), tuple(inner))


def _padded(alignments: Sequence[Alignment], count: int) -> Sequence[Alignment]:
    """Give an alignment for every cell of a row, however many the author wrote."""
    missing: list[Alignment] = [""] * (count - len(alignments))
    return [*alignments, *missing]


def _rules(widths: Sequence[float], height: float, *, head: bool) -> list[Mark]:
    """Draw a row's lines: those between columns, the one below it, and a header's one above."""
    wide = sum(widths)
    marks: list[Mark] = [
        Stroke(0, height, wide, height, 0.9 if head else 0.5, INK if head else HAIR)
    ]
    if head:
        marks.append(Stroke(0, 0, wide, 0, 0.5, HAIR))
    x = 0.0
    for width in (0.0, *widths):
        x += width
        marks.append(Stroke(x, 0, x, height, 0.5, HAIR))
    return marks
