"""The teacher's file: every form with its key on it, all forms at a glance, answers, blueprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import BinaryIO

from quizgen.model import ChoiceBase, Form, type_name
from quizgen.outputs.pdf.quiz.item_layout import leaf_of
from quizgen.outputs.pdf.quiz.key_marks import ItemKey, KeyBoxes
from quizgen.outputs.pdf.quiz.question_paper import FormLayout, Ops, Sheets
from quizgen.outputs.pdf.typeset.boxes import HAIR, KEY, Box, Mark, Stroke, stack
from quizgen.outputs.pdf.typeset.flow import (
    Content,
    Place,
    is_upright,
    joined,
    led_by,
    passage,
    runs_alone,
    set_text,
)
from quizgen.outputs.pdf.typeset.pagination import Area, Block, Pages, paginate
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.present.lower import LoweredItem, also_text, evidence_text, number_text
from quizgen.text.blocks import Blocks
from quizgen.text.markup import parse
from quizgen.text.runs import Rich, Run, plain_text, text_as_rich

_WIDE_CELL = 118.0
_FIGURE = 90.0
_FEW_FORMS = 4
"""Up to here a grid has a column for each form, with words; beyond, a row, with letters."""


class Teacher:
    """What is told of a quiz: its items' keys, and the pages that follow its forms."""

    def __init__(
        self, sheets: Sheets, forms: Sequence[Form], lowered: Mapping[str, LoweredItem]
    ) -> None:
        self.sheets = sheets
        self.forms = forms
        self.keys: dict[str, ItemKey] = {}
        self.pools: set[str] = set()
        """Items of which a form offers only some of the options."""
        stock = KeyBoxes(sheets.look)
        for id in dict.fromkeys(placed.item.id for form in forms for placed in form.placed):
            asked, told = lowered[id].as_written()
            self.keys[id] = ItemKey(asked, told, stock, sheets.setter)
            item = lowered[id].item
            if isinstance(item, ChoiceBase) and item.show:
                self.pools.add(id)

    @property
    def setter(self) -> Typesetter:
        """Sets text in the bank's language."""
        return self.sheets.setter

    @property
    def width(self) -> float:
        """The width of the pages' writing area: these pages have one column."""
        return self.sheets.look.inner_width

    def draw_lists(self, ink: ContentWriter) -> list[Ops]:
        """Draw what follows the forms: the grid, the answers, the blueprint table."""
        blocks = [*self._grid(), *self._answers(), *self._blueprint()]
        room = self.sheets.look.inner_height
        pages = paginate(blocks, Area(room, room))
        return [self._draw_list(pages, number, ink) for number in range(len(pages))]

    def _draw_list(self, pages: Pages, number: int, ink: ContentWriter) -> Ops:
        """Draw one of those pages."""
        sheets, look = self.sheets, self.sheets.look
        ops: Ops = []
        sheets.background(ops, ink)
        for put in pages[number]:
            for x, dy, box in put.leaf.parts:
                sheets.put(ops, ink, box, look.margin + x, look.top + put.y + dy)
        table = sheets.words
        place = table.page.format(page=number + 1, pages=len(pages))
        start = sheets.line(f"{table.answer_key} · {table.answers} · {place}")
        title = sheets.line(plain_text(parse(self.forms[0].quiz.title))[:80])
        y = look.height - look.bottom + 16
        sheets.foot_rule(ops, ink, look.inner_width)
        sheets.put(ops, ink, start, look.margin, y)
        if start.width + title.width + 12 < look.inner_width:
            sheets.put(ops, ink, title, look.width - look.margin - title.width, y)
        return ops

    # --- the grid -------------------------------------------------------------------------------

    def _heading(self, text: str, gap: float = 24) -> Block:
        style = replace(self.sheets.look.heading, size=13, leading=17, letter=0, word=0)
        return Block((leaf_of(self.setter.box(text, self.width, style)),), gap, keep_next=True)

    def _grid(self) -> Iterator[Block]:
        yield self._heading(self.sheets.words.grid)
        yield from self._wide_grid() if len(self.forms) <= _FEW_FORMS else self._dense_grid()

    def _wide_grid(self) -> Iterator[Block]:
        """Set a row for each position and a column for each form, with answers in words."""
        table = self.sheets.words
        first = 26.0
        per_row = max(1, min(len(self.forms), int((self.width - first) // _WIDE_CELL)))
        for start in range(0, len(self.forms), per_row):
            forms = self.forms[start : start + per_row]
            each = (self.width - first) / per_row
            names = [text_as_rich(table.form.format(form=form.name)) for form in forms]
            heads = [(first + i * each, name) for i, name in enumerate(names)]
            yield Block((leaf_of(self._row("", heads, each)),), gap=8, keep_next=True)
            for index in range(max(len(form.placed) for form in forms)):
                cells = [
                    (first + i * each, self.keys[p.item.id].short(p.order))
                    for i, form in enumerate(forms)
                    for p in form.placed[index : index + 1]
                ]
                yield Block((leaf_of(self._row(str(index + 1), cells, each)),))

    def _row(self, label: str, cells: Sequence[tuple[float, Rich]], each: float) -> Box:
        look = self.sheets.look
        inner = [(2.0, 2.0, self.setter.line(label, look.note_quiet))] if label else []
        inner += [(x, 1.5, self._cell(text, each - 10)) for x, text in cells if text]
        rule = Stroke(0, 16.5, self.width, 16.5, 0.4, HAIR)
        return Box(self.width, 17, (rule,), tuple(inner))

    def _cell(self, rich: Rich, width: float) -> Box:
        style = self.sheets.look.note_bold
        if any(run.kind == "math" for run in rich):
            wide, high = self.setter.width(rich, style), self.setter.line(rich, style).height
            scale = min(1.0, width / wide, 15 / high)
            if scale > 0.6:  # else no eye could read it
                size = style.size * scale
                return self.setter.line(rich, replace(style, size=size, leading=size * 1.1))
        text = plain_text(rich)[: int(width / 2)]  # more could never fit
        while len(text) > 3 and self.setter.width(text, style) > width:
            text = text[:-2].rstrip() + "…"
        return self.setter.line(text, style)

    def _dense_grid(self) -> Iterator[Block]:
        """Set a row for each form and a narrow column for each position; words are below."""
        look = self.sheets.look
        name = max(self.setter.width(form.name, look.note_bold) for form in self.forms)
        who = any(form.pupil for form in self.forms)
        first = min(self.width / 3, name + 10 + (90 if who else 0))
        count = max(len(form.placed) for form in self.forms)
        longest = max(
            (len(_letters(self.keys[p.item.id], p.order)) for f in self.forms for p in f.placed),
            default=1,
        )
        each = max(13.0, 4 + 6.2 * longest)
        per_band = max(1, min(count, int((self.width - first) // each)))
        for start in range(0, count, per_band):
            places = range(start, min(start + per_band, count))
            cells = [(first + i * each, str(place + 1)) for i, place in enumerate(places)]
            yield Block((leaf_of(self._dense_row([], cells)),), gap=10, keep_next=True)
            for form in self.forms:
                label = [(0.0, form.name)]
                if form.pupil:
                    label.append((name + 8, self._short_name(form.pupil.name, first - name - 14)))
                cells = [
                    (first + i * each, _letters(self.keys[p.item.id], p.order))
                    for i, p in enumerate(form.placed[start : start + per_band])
                ]
                yield Block((leaf_of(self._dense_row(label, cells)),))

    def _short_name(self, name: str, width: float) -> str:
        style = self.sheets.look.note_quiet
        while len(name) > 2 and self.setter.width(name, style) > width:
            name = name[:-2].rstrip() + "…"
        return name

    def _dense_row(
        self, label: Sequence[tuple[float, str]], cells: Sequence[tuple[float, str]]
    ) -> Box:
        """Set a row; without a label it holds the positions."""
        look = self.sheets.look
        style = look.note_bold if label else look.note_quiet
        inner = [
            (x, 0.5, self.sheets.cell(text, look.note_quiet if n else look.note_bold))
            for n, (x, text) in enumerate(label)
        ]
        inner += [(x, 0.5, self.sheets.cell(text, style)) for x, text in cells if text]
        rule = Stroke(0, 14, self.width, 14, 0.3, HAIR)
        return Box(self.width, 14.5, (rule,), tuple(inner))

    # --- the answers ----------------------------------------------------------------------------

    def _answers(self) -> Iterator[Block]:
        """Set every item once: its places, its answer, why, and the source's words."""
        yield self._heading(self.sheets.words.answers)
        places: dict[str, list[str]] = {}
        for form in self.forms[:_FEW_FORMS]:
            for placed in form.placed:
                key = self.keys[placed.item.id]
                letters = f": {plain_text(key.short(placed.order))}" if key.has_letters else ""
                listed = places.setdefault(placed.item.id, [])
                listed.append(f"{_place(form)}{placed.position}{letters}")
        for id, key in self.keys.items():
            yield self.answer(places.get(id, []), key)

    def answer(self, places: Sequence[str], key: ItemKey) -> Block:
        """Set an item with all that is told of it, its places on forms beside it."""
        look, asked, told = self.sheets.look, key.asked, key.told
        setter = replace(self.setter, lang=asked.lang)
        column = self.width - 74
        note = look.note
        bold = replace(look.note_bold, color=KEY)
        rows: list[tuple[float, Box]] = []
        if asked.stimulus:
            style = note if is_upright(asked.stimulus) else replace(note, italic=True)
            rows += self._told(setter, asked.stimulus, column, style)
        rows += self._told(setter, asked.stem, column, note)
        rows += self._told(setter, key.answer(), column, bold, 1)
        if also := also_text(told, asked.lang):
            rows.append((1, setter.box(also, column, note)))
        if told.explanation:
            rows += self._told(setter, told.explanation, column, note, 1)
        if told.id in self.pools:
            rows += self._told(setter, _wrong_options(key), column, note, 1)
        for index, why in told.whys:
            choice = asked.choices[index]
            sign = "✓ " if choice.id in key.right else "✗ "
            line = led_by((Run(sign),), joined(choice.text, ": ", why))
            rows += self._told(setter, line, column, note, 1)
        rows += [
            (2, setter.box(evidence_text(cited, asked.lang), column, look.note_quiet))
            for cited in told.evidence
        ]
        rows.append((1, setter.box(told.id, column, look.note_quiet)))
        label = stack(68, [(0.0, setter.box(text, 68, look.note_bold)) for text in places])
        leaves = [
            leaf_of(Box(self.width, box.height, inner=((74.0, 0.0, box),)), gap)
            for gap, box in rows
        ]
        first = leaves[0].parts[0][2]
        both = Box(self.width, first.height, inner=(*first.inner, (0.0, 0.0, label)))
        leaves[0] = leaf_of(both)
        missing = label.height - sum(leaf.gap + leaf.height for leaf in leaves)
        if missing > 0:
            leaves.append(leaf_of(Box(self.width, missing)))
        return Block(tuple(leaves), gap=9)

    def _told(
        self, setter: Typesetter, text: Content, width: float, style: Style, gap: float = 0
    ) -> list[tuple[float, Box]]:
        """Set a text of the list; a long one in strips, which pages may end between."""
        room = self.sheets.look.inner_height
        place = Place(room * 0.6, _FIGURE, sized=False)
        box = set_text(setter, text, width, style, place)
        gap = gap if runs_alone(text) is not None else 4
        if box.height <= room * 0.3:
            return [(gap, box)]
        strips = passage(setter, text, width, style, place)
        return [(between if n else gap, strip) for n, (between, strip) in enumerate(strips)]

    # --- the blueprint --------------------------------------------------------------------------

    def _blueprint(self) -> Iterator[Block]:
        """Set a table of what the first form asks: topic, level and type by items and points."""
        table = self.sheets.words
        counts: Counter[tuple[str, str, str]] = Counter()
        points: dict[tuple[str, str, str], Decimal] = {}
        for placed in self.forms[0].placed:
            item = placed.item
            level = str(item.level) if item.level else "–"
            place = (item.topic or "–", level, table.types[type_name(item)])
            counts[place] += 1
            points[place] = points.get(place, Decimal(0)) + item.points
        heads = (table.topic, table.level, table.type, table.items, table.points_word)
        at = [0.0, 0.42, 0.52, 0.78, 0.9]
        yield self._heading(table.blueprint)
        rows = [self._table_row(heads, at, head=True)]
        for place in sorted(counts):
            cells = (*place, str(counts[place]), number_text(points[place]))
            rows.append(self._table_row(cells, at))
        total = number_text(self.forms[0].points)
        last = (table.total, "", "", str(sum(counts.values())), total)
        rows.append(self._table_row(last, at, head=True))
        yield Block(tuple(leaf_of(row) for row in rows), gap=4)

    def _table_row(self, cells: Sequence[str], at: Sequence[float], *, head: bool = False) -> Box:
        look = self.sheets.look
        style = look.note_bold if head else look.note
        inner: list[tuple[float, float, Box]] = []
        ends = (*at[1:], 1.0)
        for text, start, end in zip(cells, at, ends, strict=True):
            if text:
                box = self.setter.box(text, (end - start) * self.width - 6, style)
                inner.append((start * self.width, 1.5, box))
        height = max([14.0, *(box.height for _, _, box in inner)]) + 3
        marks: tuple[Mark, ...] = (Stroke(0, height - 0.5, self.width, height - 0.5, 0.4, HAIR),)
        return Box(self.width, height, marks, tuple(inner))


def _wrong_options(key: ItemKey) -> Blocks:
    """List all wrong options, from which each form takes some."""
    wrong = [choice for choice in key.asked.choices if choice.id not in key.right]
    said: Blocks = ()
    for index, choice in enumerate(wrong):
        said = joined(said, " · ", choice.text) if index else led_by((Run("✗ "),), choice.text)
    return said


def _letters(key: ItemKey, order: Sequence[str]) -> str:
    """Give what a narrow cell holds: letters or numbers, a dot where words are wanted."""
    return plain_text(key.short(order)) if key.has_letters else "·"


def write_key(
    teacher: Teacher,
    lists: Sequence[Ops],
    laid: Iterator[FormLayout],
    ink: ContentWriter,
    resources: Resources,
    stream: BinaryIO,
) -> None:
    """Write the key of a quiz: its forms with answers on them, then the lists."""
    sheets, look = teacher.sheets, teacher.sheets.look
    table = sheets.words
    title = f"{plain_text(parse(teacher.forms[0].quiz.title))} – {table.answer_key}"
    file = PdfFile(stream, title=title, lang=sheets.bank.lang, width=look.width, height=look.height)
    for one in laid:
        file.bookmark(table.form.format(form=one.form.name))
        for number in range(len(one.pages)):
            file.page(file.content(sheets.draw_page(one, number, ink, teacher.keys)))
    file.bookmark(table.answers)
    for ops in lists:
        file.page(file.content(ops))
    file.close(resources)


def _place(form: Form) -> str:
    """Name a form before a position: `A1`, but `1815 1`, which are two numbers."""
    return form.name if form.name.isalpha() else f"{form.name} "
