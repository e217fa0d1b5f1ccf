"""The title block of a quiz, and what headers and footers may say of a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizgen.model import Bank, Blueprint, Form
from quizgen.outputs.pdf.quiz.item_layout import SIGN, points_text
from quizgen.outputs.pdf.typeset.boxes import INK, QUIET, Box, Disc, Mark, Rect, Stroke, stack
from quizgen.outputs.pdf.typeset.flow import set_text
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Look
from quizgen.present.lower import number_text
from quizgen.text.block_parser import parse_blocks
from quizgen.text.markup import parse
from quizgen.text.runs import plain_text
from quizgen.words import field_labels, words

_BETWEEN = 14.0
"""Between two lines to fill in."""
_NEEDS: Mapping[str, float] = {"name": 150.0, "class": 50.0, "date": 74.0, "score": 46.0}
_NEED = 50.0
_SHARES: Mapping[str, float] = {"name": 5.0, "class": 1.5, "date": 2.2, "score": 2.0}
_SHARE = 1.5
"""What a line needs at least, in points, and its share of what is left of its row."""

_READABLE = 8.5
"""Points: a name that would be smaller on its line stands in two."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to fill in, from the block's corner."""

    start: float
    stop: float
    y: float


@dataclass(frozen=True, slots=True)
class Head:
    """What the papers of all forms of a quiz begin with."""

    box: Box
    lines: Mapping[str, Line]
    instructions: str
    """The quiz's own, where they are too long to stand here: they begin the questions."""


class Heads:
    """Sets title blocks, in one look."""

    def __init__(self, bank: Bank, look: Look, setter: Typesetter) -> None:
        self.bank = bank
        self.look = look
        self.setter = setter
        self.words = words(bank.lang)

    def head(self, form: Form, *, both_signs: bool) -> Head:
        """Set the title block of a form's quiz; with both signs, it says what they mean."""
        look, setter, quiz = self.look, self.setter, form.quiz
        width = look.inner_width
        widest = max(quiz.numbers.values() or quiz.forms, key=len, default=form.shown)
        beside = width - self.badge(widest).width - 12
        rows: list[tuple[float, Box]] = []
        if line := self._top_line(form):
            rows.append((0, setter.box(line, beside, look.small)))
        rows.append((4, self._title(quiz, beside)))
        facts = " · ".join(self._facts(form))
        rows.append((1, setter.box(facts, beside, replace(look.body, color=QUIET))))
        above = stack(width, rows)
        fields, lines = self._fields(form, above.height + 10)
        rows = [(0, above), (10, fields)]
        instructions = quiz.instructions
        if instructions:
            box = set_text(setter, parse_blocks(instructions), width, look.body)
            if box.height < look.inner_height / 3:
                rows.append((8, box))
                instructions = ""
        if both_signs:
            rows.append((6, self._legend()))
        return Head(stack(width, rows), lines, instructions)

    def _top_line(self, form: Form) -> str:
        paper = self.bank.paper
        if paper.header and "{page" not in paper.header:
            return paper.header.format(**{**self.slots(form), "form": "", "name": ""}).strip()
        known = {"class": paper.group, "date": paper.date}
        beside = [text for name, text in known.items() if name not in paper.fields]
        return " · ".join(text for text in (paper.school, *beside) if text)

    def _facts(self, form: Form) -> list[str]:
        facts = [points_text(form.points, self.bank.lang)]
        minutes = form.quiz.minutes
        if minutes:
            said = self.words.one_minute if minutes == 1 else self.words.minutes
            facts.insert(0, said.format(minutes=minutes))
        return facts

    def _title(self, quiz: Blueprint, width: float) -> Box:
        """Set the title, smaller where it would take more than a quarter of the page."""
        style = self.look.title
        while True:
            box = self.setter.box(parse(quiz.title), width, style)
            if box.height < self.look.inner_height / 4 or style.size < 6:
                return box
            style = replace(style, size=style.size * 0.8, leading=style.leading * 0.8)

    def badge(self, name: str) -> Box:
        """Set a form's name in its frame; a long one is set smaller."""
        style = replace(self.look.heading, letter=0, word=0)
        text = self.setter.line(self.words.form.format(form=name), style)
        while text.width > self.look.inner_width * 0.4:
            style = replace(style, size=style.size * 0.9)
            text = self.setter.line(self.words.form.format(form=name), style)
        high = style.leading + 8
        frame = Rect(0, 0, text.width + 20, high, 1.1, INK, radius=5)
        return Box(text.width + 20, high, (frame,), ((10, 4, text),))

    def _legend(self) -> Box:
        """Say what the signs mean: a circle, choose one; a square, choose all that apply."""
        look, u, table = self.look, self.look.unit, self.words
        middle = look.to_do.leading * 0.5
        one = self.setter.line(table.choose_one, look.to_do)
        all_ = self.setter.line(table.choose_all, look.to_do)
        sign = 2 * u * (SIGN + 1) + 3 * u
        x, y = sign + one.width + 22 * u, 0.0
        if x + sign + all_.width > look.inner_width:
            x, y = 0.0, look.to_do.leading
        top = y + middle - u * SIGN
        marks: tuple[Mark, ...] = (
            Disc(u * (1 + SIGN), middle, u * SIGN, 0.8 * u),
            Rect(x + u, top, 2 * u * SIGN, 2 * u * SIGN, 0.8 * u, radius=u),
        )
        inner = ((sign, 0.0, one), (x + sign, y, all_))
        return Box(look.inner_width, y + look.to_do.leading, marks, inner)

    # --- lines to fill in -----------------------------------------------------------------------

    def _fields(self, form: Form, top: float) -> tuple[Box, dict[str, Line]]:
        """Set lines for name, class, date and score, in as many rows as they need."""
        look = self.look
        labels = {name: self._label(name) for name in self.bank.paper.fields}
        total = self.setter.line(
            f"/ {number_text(form.points)}".replace(".", self.words.decimal),
            replace(look.body, letter=0, word=0),
        )
        marks: list[Mark] = []
        inner: list[tuple[float, float, Box]] = []
        lines: dict[str, Line] = {}
        step = max(20.0, look.small.leading + 10)
        y = step
        for row in self._rows(labels, total.width):
            x = 0.0
            for name, wide in self._shared_out(row):
                end = x + wide
                inner.append((x, y - look.small.leading + 2, labels[name]))
                start, stop = x + labels[name].width + 4, end
                if name == "score":
                    inner.append((end - total.width, y - total.height + 3, total))
                    stop = end - total.width - 3
                marks.append(Stroke(start, y, stop, y, 0.7, QUIET))
                lines[name] = Line(start, stop, top + y)
                x = end + _BETWEEN
            y += step
        height = y - step + 14 if labels else 2.0
        marks.append(Stroke(0, height, look.inner_width, height, 0.6 if look.saving else 1.1, INK))
        return Box(look.inner_width, height + 1, tuple(marks), tuple(inner)), lines

    def _label(self, name: str) -> Box:
        return self.setter.line(field_labels(self.words).get(name, name), self.look.small)

    def _rows(self, labels: Mapping[str, Box], total: float) -> list[list[tuple[str, float]]]:
        """Part the fields into rows, each with what it needs at least."""
        grow = min(self.look.unit, 1.5)
        rows: list[list[tuple[str, float]]] = [[]] if labels else []
        for name, label in labels.items():
            wide = (
                label.width + 5 + _NEEDS.get(name, _NEED) * grow + (total if name == "score" else 0)
            )
            wide = min(wide, self.look.inner_width)
            used = sum(w + _BETWEEN for _, w in rows[-1])
            if rows[-1] and used + wide > self.look.inner_width:
                rows.append([])
            rows[-1].append((name, wide))
        return rows

    def _shared_out(self, row: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """Give what is left of a row to its fields; a score needs no line across the page."""
        used = sum(wide for _, wide in row) + _BETWEEN * (len(row) - 1)
        left = self.look.inner_width - used
        whole = sum(_SHARES.get(name, _SHARE) for name, _ in row)
        found = []
        for name, wide in row:
            more = left * _SHARES.get(name, _SHARE) / whole
            found.append((name, wide + (more if name == "name" else min(more, wide))))
        return found

    def known(self, form: Form) -> dict[str, str]:
        """Give what stands on a line instead of being filled in."""
        pupil = form.pupil
        known = {"name": pupil.name, "id": pupil.id} if pupil else {}
        known |= {"class": self.bank.paper.group, "date": self.bank.paper.date}
        return {name: text for name, text in known.items() if text}

    def filled(self, text: str, width: float) -> Box:
        """Write a name or a date on its line; a long one in two lines rather than too small."""
        style = replace(self.look.body, letter=0, word=0)
        while style.size > _READABLE and self.setter.width(text, style) > width:
            style = replace(style, size=style.size - 0.5)
        if self.setter.width(text, style) <= width:
            return self.setter.line(text, style)
        while True:
            style = replace(style, leading=style.size * 1.25)
            box = self.setter.box(text, width, style)
            if box.height <= 2.1 * style.leading:
                return box
            if style.size > 6:
                style = replace(style, size=style.size - 0.5)
            else:
                text = text[:-2] + "…"

    # --- templates ------------------------------------------------------------------------------

    def slots(self, form: Form, page: int = 1, pages: int = 1) -> dict[str, str]:
        """Give what header and footer templates may hold."""
        paper = self.bank.paper
        return {
            "school": paper.school,
            "class": paper.group,
            "date": paper.date,
            "title": plain_text(parse(form.quiz.title)),
            "form": self.words.form.format(form=form.shown),
            "name": form.pupil.name if form.pupil else "",
            "points": points_text(form.points, self.bank.lang),
            "page": str(page),
            "pages": str(pages),
        }
