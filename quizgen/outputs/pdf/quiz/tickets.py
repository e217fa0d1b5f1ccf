"""Small papers, two or four to a sheet: warm-ups and exit tickets, with lines to cut along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.outputs.pdf.quiz.question_paper import FormLayout, Ops, Sheets
from quizgen.outputs.pdf.typeset.boxes import HAIR, Box, Stroke
from quizgen.outputs.pdf.typeset.styles import TICKETS
from quizgen.outputs.pdf.writer.content import ContentWriter, moved


def page_count(tickets: Sequence[int], *, even: bool) -> int:
    """Count the pages of sheets on which tickets of so many pages lie side by side."""
    most = max(tickets)
    return most + most % 2 if even else most


def draw_sheets(
    tickets: Sequence[FormLayout], sheets: Sheets, ink: ContentWriter, up: int, *, even: bool
) -> Iterator[Ops]:
    """Draw the pages of a few tickets that lie side by side, each page behind the one before.

    Args:
        tickets: As many as a sheet holds; on a last sheet fewer.
        sheets: What they share.
        ink: What they are drawn with.
        up: How many a sheet holds.
        even: Sheets are printed on both sides: what lies behind a ticket is on the other side.

    """
    across, down = TICKETS[up]
    look = sheets.look
    lines = Box(
        across * look.width, down * look.height, tuple(_cutting_lines(across, down, sheets))
    )
    for number in range(page_count([len(laid.pages) for laid in tickets], even=even)):
        ops: Ops = []
        for index, laid in enumerate(tickets):
            if number >= len(laid.pages):
                continue
            row, column = divmod(index, across)
            if (even and number % 2) != sheets.rtl:
                column = across - 1 - column
            drawn = b"".join(sheets.draw_page(laid, number, ink))
            ops.append(moved(column * look.width, (down - 1 - row) * look.height, drawn))
        ops.append(moved(0, down * look.height, ink.once(lines)))
        yield ops


def _cutting_lines(across: int, down: int, sheets: Sheets) -> Iterator[Stroke]:
    wide, high = sheets.look.width, sheets.look.height
    for column in range(1, across):
        yield Stroke(column * wide, 0, column * wide, down * high, 0.5, HAIR, (4, 4))
    for row in range(1, down):
        yield Stroke(0, row * high, across * wide, row * high, 0.5, HAIR, (4, 4))
