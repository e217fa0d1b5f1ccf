"""The teacher's files: the key, and the pupils' pages with the answers drawn on them.

The key is short: all forms at a glance, then every answer once. In full it gives reasons, evidence
and a table of what the quiz asks, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import BinaryIO

from quizgen.model import ChoiceBase, Form, type_name
from quizgen.outputs.pdf.quiz.answer_grid import FEW_FORMS, AnswerGrid
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
from quizgen.present.lower import (
    LoweredItem,
    also_text,
    number_text,
    points_said,
    proved_evidence_text,
    scoring_rule,
)
from quizgen.text.blocks import Blocks, lines_of
from quizgen.text.markup import parse
from quizgen.text.runs import Rich, Run, plain_text

_FIGURE = 90.0
_PLACES = 86.0
"""Beside an answer: where it stands on the forms."""
_STEM = 0.54
"""What stems take of the width, where their answers stand beside them."""
_BRIEF = 150
"""So many signs of a stem recall it."""
_HALF = Decimal("0.5")
NO_BREAK = "\u00a0"


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

    def draw_lists(self, ink: ContentWriter, *, full: bool) -> list[Ops]:
        """Draw the pages of the key: the grid, the answers; in full, with reasons and topics."""
        room = self.sheets.look.inner_height
        heading = self._heading(self.sheets.words.grid)
        grid = AnswerGrid(self.sheets, self.forms, self.keys, self.width)
        blocks = [heading, *grid.blocks(room, heading.height), *self._answers(full=full)]
        if full:
            blocks += self._blueprint()
        blocks += self._grades()
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

    def _heading(self, text: str, gap: float = 24) -> Block:
        style = replace(self.sheets.look.heading, size=13, leading=17, letter=0, word=0)
        return Block((leaf_of(self.setter.box(text, self.width, style)),), gap, keep_next=True)

    # --- the answers ----------------------------------------------------------------------------

    def _answers(self, *, full: bool) -> Iterator[Block]:
        """Set every item once: its places and its answer; in full, why, and the source's words."""
        yield self._heading(self.sheets.words.answers)
        places: dict[str, list[str]] = {}
        for form in self.forms if len(self.forms) <= FEW_FORMS else ():
            for placed in form.placed:
                key = self.keys[placed.item.id]
                letters = f": {plain_text(key.short(placed.order))}" if key.has_letters else ""
                listed = places.setdefault(placed.item.id, [])
                listed.append(f"{_place(form)}{placed.position}{letters}")
        for id, key in self.keys.items():
            if full:
                yield self.answer(places.get(id, []), key)
            else:
                yield self.short_answer(places.get(id, []), key)
        if full:
            yield from self._addresses()

    def _addresses(self) -> Iterator[Block]:
        """Say once, behind the answers, where the sources stand on the web."""
        cited = (cited for key in self.keys.values() for cited in key.told.evidence)
        named = {
            f"{', '.join(filter(None, (one.outlet, one.date)))}: {one.address}": None
            for one in cited
            if one.address
        }
        for place, line in enumerate(named):
            box = self.setter.box(line, self.width, self.sheets.look.note_quiet)
            yield Block((leaf_of(box),), 4 if place else 14)

    def short_answer(self, places: Sequence[str], key: ItemKey) -> Block:
        """Set an item with its answer alone, its places on forms beside it."""
        look, asked = self.sheets.look, key.asked
        setter = replace(self.setter, lang=asked.lang)
        start = _PLACES if places else 0.0
        column = self.width - start
        stem = setter.box(_brief(asked.stem), column * _STEM - 14, look.note)
        answer = key.answer()
        bold = replace(look.note_bold, color=KEY)
        beside = runs_alone(answer) is not None
        told = self._told(setter, answer, column * (1 - _STEM if beside else 1), bold)
        if also := also_text(key.told, asked.lang):
            wide = column * (1 - _STEM if beside else 1)
            told.append((0, setter.box(also, wide, look.note)))
        if rule := scoring_rule(asked, key.told):
            wide = column * (1 - _STEM if beside else 1)
            told.append((0, setter.box(rule, wide, look.note_quiet)))
        rows = [(0.0, stem), *told]
        if beside:
            right = stack(column * (1 - _STEM), told)
            inner = ((0.0, 0.0, stem), (column * _STEM, 0.0, right))
            rows = [(0.0, Box(column, max(stem.height, right.height), inner=inner))]
        label = []
        if places:
            said = ", ".join(place.replace(" ", NO_BREAK) for place in places)
            label = [self.setter.box(said, _PLACES - 8, look.note_bold)]
        return self._beside(label, rows, start, gap=4)

    def answer(self, places: Sequence[str], key: ItemKey) -> Block:
        """Set an item with all that is told of it, its places on forms beside it."""
        look, asked, told = self.sheets.look, key.asked, key.told
        setter = replace(self.setter, lang=asked.lang)
        start = _PLACES if places else 0.0
        column = self.width - start
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
        if rule := scoring_rule(asked, told):
            rows.append((1, setter.box(rule, column, look.note_quiet)))
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
            (2, setter.box(proved_evidence_text(cited, asked.lang), column, look.note_quiet))
            for cited in told.evidence
        ]
        rows.append((1, setter.box(told.id, column, look.note_quiet)))
        label = [setter.box(text, _PLACES - 6, look.note_bold) for text in places]
        return self._beside(label, rows, start, gap=9)

    def _beside(
        self, labels: Sequence[Box], rows: Sequence[tuple[float, Box]], start: float, gap: float
    ) -> Block:
        """Put what is told of an item beside its places."""
        leaves = [
            leaf_of(Box(self.width, box.height, inner=((start, 0.0, box),)), between)
            for between, box in rows
        ]
        label = stack(start, [(0.0, box) for box in labels])
        first = leaves[0].parts[0][2]
        both = Box(self.width, first.height, inner=(*first.inner, (0.0, 0.0, label)))
        leaves[0] = leaf_of(both)
        missing = label.height - sum(leaf.gap + leaf.height for leaf in leaves)
        if missing > 0:
            leaves.append(leaf_of(Box(self.width, missing)))
        return Block(tuple(leaves), gap=gap)

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

    # --- the grades -----------------------------------------------------------------------------

    def _grades(self) -> Iterator[Block]:
        """Set a table of points to grades, for each sum of points that a form may have."""
        table = self.sheets.words
        grades = self.forms[0].quiz.grades
        at = [0.0, 0.2, 0.4]
        for whole in sorted({form.points for form in self.forms}) if grades else ():
            yield self._heading(f"{table.grades} ({points_said(whole, self.sheets.bank.lang)})")
            heads = (table.grade, "%", table.points_word)
            rows = [self._table_row(heads, at, head=True)]
            above = whole + _HALF
            for grade, share in grades:
                halves = whole * share / (100 * _HALF)
                least = halves.to_integral_value(ROUND_CEILING) * _HALF
                percent = number_text(share).replace(".", table.decimal)
                rows.append(self._table_row((grade, percent, self._reach(least, above)), at))
                above = min(above, least)
            yield Block(tuple(leaf_of(row) for row in rows), gap=4)

    def _reach(self, least: Decimal, above: Decimal) -> str:
        """Write the points of a grade, in halves: `18.5 – 20`; a dash where none are left."""
        if least >= above:
            return "–"
        ends = dict.fromkeys(number_text(end) for end in (least, above - _HALF))
        return " – ".join(ends).replace(".", self.sheets.words.decimal)

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


def _brief(stem: Blocks) -> Rich:
    """Give the first line of a stem, by which a marker knows it again, as long as two lines."""
    runs: list[Run] = []
    left = _BRIEF
    first = next(lines_of(stem), ())
    for run in first:
        if run.kind == "break" or left <= 0:
            break
        if run.kind == "text" and len(run.text) > left:
            words = run.text[:left].rpartition(" ")[0] or run.text[:left]
            runs.append(replace(run, text=words.rstrip()))
            break
        runs.append(run)
        left -= len(run.text)
    whole = runs == list(first) and len(stem) <= 1
    return tuple(runs) if whole or not runs else (*runs, Run("…"))


def write_key(
    teacher: Teacher, lists: Sequence[Ops], resources: Resources, stream: BinaryIO
) -> None:
    """Write the key of a quiz: all its forms at a glance, then the answers."""
    file = _opened(teacher, stream)
    for ops in lists:
        file.page(file.content(ops))
    file.close(resources)


def write_marked(
    teacher: Teacher,
    laid: Iterator[FormLayout],
    ink: ContentWriter,
    resources: Resources,
    stream: BinaryIO,
) -> None:
    """Write the pupils' pages with the answers drawn on them."""
    sheets = teacher.sheets
    file = _opened(teacher, stream)
    for one in laid:
        file.bookmark(sheets.words.form.format(form=one.form.shown))
        for number in range(len(one.pages)):
            file.page(file.content(sheets.draw_page(one, number, ink, teacher.keys)))
    file.close(resources)


def _opened(teacher: Teacher, stream: BinaryIO) -> PdfFile:
    sheets, look = teacher.sheets, teacher.sheets.look
    title = f"{plain_text(parse(teacher.forms[0].quiz.title))} – {sheets.words.answer_key}"
    return PdfFile(stream, title=title, lang=sheets.bank.lang, width=look.width, height=look.height)


def _place(form: Form) -> str:
    """Name a form before a position: `A1`, but `12/1`, which are two numbers."""
    return form.shown if form.shown.isalpha() else f"{form.shown}/"
