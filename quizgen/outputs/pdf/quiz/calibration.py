"""A sheet that tells how far a printer's backs are off: a scale in front, a cross behind it.

The numbers on the scale have the sign that `back-dx` and `back-dy` need: what is read off is added.
"""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from quizgen.model import CardSettings
from quizgen.outputs.pdf.quiz.card_grid import MM
from quizgen.outputs.pdf.quiz.question_paper import Ops, Sheets
from quizgen.outputs.pdf.typeset.boxes import INK, Box, Mark, Stroke
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources

REACH = 15
"""Millimetres to each side that the scale reaches."""
_NUMBERS = Style(7, 9)


class Calibration:
    """Both sides of the sheet."""

    def __init__(self, sheets: Sheets, cards: CardSettings) -> None:
        self.sheets = sheets
        self.cards = cards
        look = sheets.look
        self.middle = (look.width / 2, look.height / 2)

    def front(self, ink: ContentWriter) -> Ops:
        """Draw what to do, and the scale in the middle of the sheet."""
        ops: Ops = []
        sheets, look, table = self.sheets, self.sheets.look, self.sheets.words
        y = look.top
        title = sheets.setter.box(table.calibration, look.inner_width, look.title)
        sheets.put(ops, ink, title, look.margin, y, once=True)
        y += title.height + 8
        dx, dy = f"{self.cards.back_dx:g}", f"{self.cards.back_dy:g}"
        how = sheets.setter.box(table.how_to_calibrate, look.inner_width, look.body)
        sheets.put(ops, ink, how, look.margin, y, once=True)
        now = sheets.cell(f"--back-dx {dx} --back-dy {dy}", replace(look.body, bold=True))
        sheets.put(ops, ink, now, look.margin, y + how.height + 4, once=True)
        sheets.place(ops, ink.once(self._scale()), *self.middle)
        return ops

    def _scale(self) -> Box:
        """Draw both axes around a point, in millimetres."""
        short = self.cards.sides == "short-edge"
        right, down = (-1, 1) if short else (1, -1)
        far = REACH * MM
        marks: list[Mark] = [
            Stroke(-far, 0, far, 0, 0.4, INK),
            Stroke(0, -far, 0, far, 0.4, INK),
        ]
        inner: list[tuple[float, float, Box]] = []
        for step in range(-2 * REACH, 2 * REACH + 1):
            at, tick = step / 2 * MM, 12.0 if step % 10 == 0 else 7.0 if step % 2 == 0 else 3.5
            marks.append(Stroke(at, 0, at, tick, 0.3, INK))
            marks.append(Stroke(0, at, tick, at, 0.3, INK))
            if step and step % 10 == 0:
                across, along = self._number(right * step // 2), self._number(down * step // 2)
                inner.append((at - across.width / 2, 13.0, across))
                if abs(step) > 10:  # nearer to the middle the other axis has its numbers
                    inner.append((14.0, at - along.height / 2, along))
        names = self._label("back-dx"), self._label("back-dy")
        inner.append((far + 6, -names[0].height / 2, names[0]))
        inner.append((-names[1].width / 2, -far - names[1].height - 3, names[1]))
        return Box(0, 0, tuple(marks), tuple(inner))

    def _number(self, number: int) -> Box:
        return self.sheets.cell(f"{number:+d}".replace("-", "−"), _NUMBERS)

    def _label(self, name: str) -> Box:
        return self.sheets.cell(name, self.sheets.look.note_bold)

    def back(self, ink: ContentWriter) -> Ops:
        """Draw the cross that should lie behind the middle of the scale, as backs are moved now."""
        ops: Ops = []
        far = 2 * REACH * MM
        cross = Box(
            0,
            0,
            (Stroke(-far, 0, far, 0, 1.2, INK), Stroke(0, -far, 0, far, 1.2, INK)),
        )
        x, y = self.middle
        x, y = x + self.cards.back_dx * MM, y + self.cards.back_dy * MM
        self.sheets.place(ops, ink.once(cross), x, y)
        return ops


def write_calibration(
    page: Calibration, ink: ContentWriter, resources: Resources, stream: BinaryIO
) -> None:
    """Write both sides."""
    sheets = page.sheets
    file = PdfFile(
        stream,
        title=sheets.words.calibration,
        lang=sheets.bank.lang,
        width=sheets.look.width,
        height=sheets.look.height,
        duplex=page.cards.sides != "separate",
        short_edge=page.cards.sides == "short-edge",
    )
    for ops in (page.front(ink), page.back(ink)):
        file.page(file.content(ops))
    file.close(resources)
