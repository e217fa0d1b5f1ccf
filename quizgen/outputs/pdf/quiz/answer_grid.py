"""All forms at a glance: the grid that begins a key, with every answer of every form in it.

A few forms have a column each. Many have a row each: in columns where letters and short numbers
say it all, else with their answers running on, so that no word is cut and a class stays on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from quizgen.model import Form
from quizgen.outputs.pdf.quiz.item_layout import leaf_of
from quizgen.outputs.pdf.quiz.key_marks import ItemKey
from quizgen.outputs.pdf.quiz.question_paper import Sheets
from quizgen.outputs.pdf.typeset.boxes import HAIR, Box, Stroke
from quizgen.outputs.pdf.typeset.pagination import Block
from quizgen.text.runs import Rich, Run

FEW_FORMS = 4
"""Up to here a grid has a column for each form; beyond, a row."""
_LABEL = 26.0
"""Beside the rows of a grid with a column for each form: the positions."""
_COLUMN = 118.0
"""How wide the column of a form should be, and must be where its answers need it."""
_LEAST_COLUMN = 92.0
_SHORT = 34.0
"""A wider answer stands in no narrow column."""
_BETWEEN_BANDS = 14.0
_BETWEEN_ANSWERS = 8.0
_INDENT = 12.0

Part = tuple[float, float, Box]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows below one head, which stands again wherever they go on."""

    head: Box | None
    rows: tuple[Box, ...]


class AnswerGrid:
    """The grid of a quiz's forms, in a width."""

    def __init__(
        self, sheets: Sheets, forms: Sequence[Form], keys: Mapping[str, ItemKey], width: float
    ) -> None:
        self.sheets = sheets
        self.setter = sheets.setter
        self.forms = forms
        self.keys = keys
        self.width = width
        look = sheets.look
        self.bold = look.note_bold
        self.quiet = look.note_quiet
        self._answers: dict[str, list[tuple[ItemKey, Rich]]] = {}

    def blocks(self, room: float, used: float) -> Iterator[Block]:
        """Give the grid in blocks that fill the pages, each with its head.

        Args:
            room: The height of a page.
            used: What is taken of the first page.

        """
        left = room - used
        for number, band in enumerate(self._bands()):
            above = band.head.height if band.head else 0.0
            gap = _BETWEEN_BANDS if number else 6.0
            part: list[Box] = []
            height = above
            left -= gap
            for row in band.rows:
                if part and height + row.height > left:
                    yield _block(band.head, part, gap)
                    part, height, left, gap = [], above, room, 0.0
                part.append(row)
                height += row.height
            yield _block(band.head, part, gap)
            left -= height

    def _bands(self) -> Iterator[Band]:
        if len(self.forms) <= FEW_FORMS:
            return self._of_columns()
        return self._of_rows() if self._widest <= _SHORT else iter((self._running(),))

    # --- cells ----------------------------------------------------------------------------------

    def _cells(self, form: Form) -> list[tuple[ItemKey, Rich]]:
        if form.name not in self._answers:
            keys = ((self.keys[placed.item.id], placed.order) for placed in form.placed)
            self._answers[form.name] = [(key, key.short(order)) for key, order in keys]
        return self._answers[form.name]

    @cached_property
    def _widest(self) -> float:
        """How wide the widest answer is on one line."""
        cells = set(chain.from_iterable(map(self._cells, self.forms)))
        return max((self._set(key, cell, 0).width for key, cell in cells), default=0.0)

    def _set(self, key: ItemKey, cell: Rich, width: float) -> Box:
        """Set an answer on one line, or in a width where it is wider than that."""
        if len(cell) == 1 and cell[0] == Run(cell[0].text):  # words alone stand as letters do
            box = self.sheets.cell(cell[0].text, self.bold)
            if not width or box.width <= width:
                return box
        setter = replace(self.setter, lang=key.asked.lang)
        wide = setter.width(cell, self.bold) + 0.5
        if wide > 10_000:  # it holds a line break
            wide = setter.widths(cell, self.bold)[1] + 0.5
        return setter.box(cell, min(wide, width) if width else wide, self.bold)

    def _row(self, parts: Sequence[Part], pad: float = 1.5) -> Box:
        """Put boxes side by side above a hairline."""
        height = max((y + box.height for _, y, box in parts), default=10.0) + pad
        rule = Stroke(0, height - 0.4, self.width, height - 0.4, 0.3, HAIR)
        return Box(self.width, height, (rule,), tuple(parts))

    # --- a column for each form -------------------------------------------------------------------

    def _of_columns(self) -> Iterator[Band]:
        """Set a row for each position; forms that find no room go on below."""
        room = self.width - _LABEL
        names = [self._names(form) for form in self.forms]
        need = max(self._widest + 10, *(box.width + 10 for some in names for box in some))
        least = min(need, _LEAST_COLUMN)
        per_band = max(1, min(len(self.forms), int(room // least)))
        each = min(room / per_band, max(need, _COLUMN))
        for start in range(0, len(self.forms), per_band):
            forms = self.forms[start : start + per_band]
            heads: list[Part] = []
            for column, some in enumerate(names[start : start + per_band]):
                y = 0.0
                for box in some:
                    heads.append((_LABEL + column * each, y, box))
                    y += box.height
            columns = [self._cells(form) for form in forms]
            rows = [
                self._numbered_row(index, columns, each)
                for index in range(max(map(len, columns), default=0))
            ]
            yield Band(self._row(heads), tuple(rows))

    def _numbered_row(
        self, index: int, columns: Sequence[Sequence[tuple[ItemKey, Rich]]], each: float
    ) -> Box:
        boxes = [
            (_LABEL + column * each, self._set(key, cell, each - 10))
            for column, cells in enumerate(columns)
            for key, cell in cells[index : index + 1]
        ]
        number = self.setter.line(str(index + 1), self.quiet)
        return self._row(_on_one_line([(2.0, number), *boxes], 1.0))

    def _names(self, form: Form) -> list[Box]:
        """Give what stands over a form's column: its name, whose it is, its paper's number."""
        said = self.sheets.words.form.format(form=form.shown)
        boxes = [self.setter.line(said, self.bold)]
        if form.pupil and form.pupil.name:
            most = _LEAST_COLUMN - 10
            wide = min(most, self.setter.width(form.pupil.name, self.quiet) + 0.5)
            boxes.append(self.setter.box(form.pupil.name, wide, self.quiet))
        return [*boxes, self.setter.line(form.paper, self.quiet)]

    # --- a row for each form ----------------------------------------------------------------------

    def _of_rows(self) -> Iterator[Band]:
        """Set narrow columns, one for each position; positions that find no room go on below."""
        labels = [self._label(form) for form in self.forms]
        first = max(box.width for box in labels) + 10
        cells = [self._cells(form) for form in self.forms]
        count = max(map(len, cells))
        each = max(15.0, self._widest + 5)
        per_band = max(1, min(count, int((self.width - first) // each)))
        for start in range(0, count, per_band):
            stop = min(start + per_band, count)
            heads = [
                (first + (at - start) * each, 0.0, self.sheets.cell(str(at + 1), self.quiet))
                for at in range(start, stop)
            ]
            rows = []
            for label, answers in zip(labels, cells, strict=True):
                parts: list[Part] = [(0.0, 0.5, label)]
                for column, (key, cell) in enumerate(answers[start:stop]):
                    parts.append((first + column * each, 0.5, self._set(key, cell, 0)))
                rows.append(self._row(parts, 1.0))
            yield Band(self._row(heads), tuple(rows))

    def _label(self, form: Form, share: float = 0.38) -> Box:
        """Set whose row it is; a long name goes on in a second line."""
        most = self.width * share
        paper = self.setter.line(form.paper, self.quiet)
        who = (form.pupil.name if form.pupil else "") or form.shown
        room = max(60.0, most - paper.width - 6)
        parts: list[Part] = []
        named = who != form.shown
        if named:
            id = self.setter.line(form.shown, self.quiet)
            room = max(60.0, room - id.width - 6)
        name = self.setter.box(who, min(room, self.setter.width(who, self.bold) + 0.5), self.bold)
        parts.append((0.0, 0.0, name))
        x = name.width + 6
        if named:
            parts.append((x, 0.0, id))
            x += id.width + 6
        parts.append((x, 0.0, paper))
        height = max(y + box.height for _, y, box in parts)
        return Box(x + paper.width, height, inner=tuple(parts))

    # --- a row of running answers for each form ---------------------------------------------------

    def _running(self) -> Band:
        """Set each form's answers one after the other, each behind its number."""
        small = {"size": 8.2, "leading": 10.0}
        self.bold = replace(self.bold, **small)  # type: ignore[arg-type]
        self.quiet = replace(self.quiet, **small)  # type: ignore[arg-type]
        return Band(None, tuple(self._running_row(form) for form in self.forms))

    def _running_row(self, form: Form) -> Box:
        lines: list[list[tuple[float, Box]]] = [[]]
        x = 0.0
        answers = [self._answer(n, *cell) for n, cell in enumerate(self._cells(form))]
        for box in (self._label(form, 0.55), *answers):
            if lines[-1] and x + box.width > self.width:
                lines.append([])
                x = _INDENT
            lines[-1].append((x, box))
            x += box.width + _BETWEEN_ANSWERS
        parts: list[Part] = []
        y = 0.0
        for line in lines:
            set_ = _on_one_line(line, y)
            parts += set_
            y = max(at + box.height for _, at, box in set_)
        return self._row(parts, 1.5)

    def _answer(self, index: int, key: ItemKey, cell: Rich) -> Box:
        number = self.sheets.cell(str(index + 1), self.quiet)
        text = self._set(key, cell, self.width - _INDENT - number.width - 2)
        inner = _on_one_line([(number.width + 2, text), (0.0, number)], 0.0)
        height = max(y + box.height for _, y, box in inner)
        return Box(number.width + 2 + text.width, height, inner=tuple(inner))


def _on_one_line(boxes: Sequence[tuple[float, Box]], y: float) -> list[Part]:
    """Put boxes on one line of writing, however tall a formula in one of them is."""
    deepest = max(box.drop for _, box in boxes)
    return [(x, y + deepest - box.drop, box) for x, box in boxes]


def _block(head: Box | None, rows: Sequence[Box], gap: float) -> Block:
    boxes = [*([head] if head else []), *rows]
    return Block(tuple(leaf_of(box) for box in boxes), gap)


__all__ = ["FEW_FORMS", "AnswerGrid"]
