"""Quiz papers in one look: questions on pages, headers and footers, the key over them.

Everything that forms share is measured once. A form is laid out, and each of its pages written, as
content operators; nothing of a form is kept but where its columns end. Pupils' pages are made from
`Asked` alone; the teacher's are the very same with a key over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quizgen.interaction import Choice, Choose, Fill, FillKey, Key
from quizgen.model import Bank, Form, FormSection, Placed
from quizgen.outputs import Job
from quizgen.outputs.pdf.quiz.item_layout import (
    ItemLayout,
    Leaf,
    SharedBoxes,
    leaf_of,
    passage_leaves,
)
from quizgen.outputs.pdf.quiz.key_marks import ItemKey
from quizgen.outputs.pdf.quiz.title_block import Head, Heads
from quizgen.outputs.pdf.typeset.boxes import HAIR, KEY, Bits, Box, Rect, Stroke, stack
from quizgen.outputs.pdf.typeset.flow import passage, runs_alone, set_text
from quizgen.outputs.pdf.typeset.fonts import Family
from quizgen.outputs.pdf.typeset.pagination import (
    Area,
    Block,
    Breaks,
    Pages,
    break_up,
    page_count,
    paginate,
)
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import EDGE, Look, Style
from quizgen.outputs.pdf.typeset.words import Sizes
from quizgen.outputs.pdf.writer.content import ContentWriter, moved
from quizgen.outputs.pdf.writer.qr import QrCodes
from quizgen.present.lower import Asked
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import flat, text_as_blocks
from quizgen.text.markup import parse
from quizgen.text.order import ranked
from quizgen.text.runs import plain_text
from quizgen.words import words

_QR = 36.0
_UNDER_TITLE = 14.0
_CLOSER = 0.7
"""How close questions may move together to save a sheet."""
_MOST_LINES = 4000
"""Small lines kept: most headers and footers say the same."""

Ops = list[bytes]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A form on its pages."""

    form: Form
    placed: tuple[Placed, ...]
    numbers: tuple[int, ...]
    """For each block, the index of its item, or -1."""
    pages: Pages


class Sheets:
    """All that papers of one look share."""

    def __init__(
        self,
        bank: Bank,
        asked: Mapping[str, Asked],
        look: Look,
        family: Family,
        images: Sizes,
    ) -> None:
        """Take what is asked, by item id, with its choices in an order that is no form's."""
        self.bank = bank
        self.asked = asked
        self.look = look
        self.images = images
        self.setter = Typesetter(family, images, bank.lang)
        self.rtl = self.setter.rtl
        self.words = words(bank.lang)
        self.stock = SharedBoxes(look, self.setter, look.inner_height)
        self.heads = Heads(bank, look, self.setter)
        self.codes = QrCodes()
        self._questions: dict[str, ItemLayout] = {}
        self._blocks: dict[tuple[str, tuple[str, ...], bool], Block] = {}
        self._headings: dict[tuple[str, str], list[Block]] = {}
        self._passages: dict[tuple[str, int, int, bool], Block] = {}
        self._heads: dict[str, Head] = {}
        self._breaks: dict[tuple[str, str], tuple[Area, Breaks]] = {}
        self._areas: dict[str, Area] = {}
        self._lines: dict[tuple[str, bool], Box] = {}
        self._cells: dict[tuple[str, Style], Box] = {}
        marks = (Rect(0, 0, look.width, look.height, 0, fill=look.tint),) if look.tint else ()
        self._sheet = Box(look.width, look.height, marks)
        self._rules: dict[float, Box] = {}

    # --- laying out -----------------------------------------------------------------------------

    def question(self, at: Placed) -> ItemLayout:
        """Give an item, measured."""
        question = self._questions.get(at.item.id)
        if question is None:
            question = ItemLayout(self.asked[at.item.id], self.stock, self.look.column_width)
            self._questions[at.item.id] = question
        return question

    def page_count(self, form: Form) -> int:
        """Count the pages of a form; where they end is kept."""
        key = (form.quiz.id, form.name)
        if key not in self._breaks:
            self._breaks[key] = break_up(self._blocks_of(form)[0], self._area(form), _CLOSER)
        area, breaks = self._breaks[key]
        return page_count(breaks, area)

    def lay_out(self, form: Form) -> FormLayout:
        """Put a form on pages."""
        self.page_count(form)
        blocks, numbers = self._blocks_of(form)
        area, breaks = self._breaks[form.quiz.id, form.name]
        return FormLayout(form, form.placed, numbers, paginate(blocks, area, breaks))

    def _area(self, form: Form) -> Area:
        area = self._areas.get(form.quiz.id)
        if area is None:
            room = self.look.inner_height
            first = room - self.head(form).box.height - _UNDER_TITLE
            stretch = 14 * self.look.unit
            area = Area(first, room, self.look.columns, stretch, note=self.look.aside.leading)
            self._areas[form.quiz.id] = area
        return area

    def _blocks_of(self, form: Form) -> tuple[list[Block], tuple[int, ...]]:
        """Give a form's blocks, and for each the index of its item, or -1."""
        blocks = [*self._section_head("", self.head(form).instructions)]
        numbers = [-1] * len(blocks)
        for section in form.sections:
            heading, topics = self._headed(section)
            headings = self._section_head(heading, section.instructions)
            blocks += headings
            numbers += [-1] * len(headings)
            under = bool(headings)
            for passage_id, group in groupby(section.placed, key=_passage_of):
                some = tuple(group)
                for placed in some:
                    if title := topics.get(placed.position):
                        blocks += self._section_head(title, "")
                        numbers.append(-1)
                        under = True
                    if passage_id and placed is some[0]:
                        blocks.append(self._passage_block(some, under=under))
                        numbers.append(-1)
                        under = False
                    blocks.append(self._block(placed, under=under))
                    numbers.append(placed.position - 1)
                    under = False
        return blocks, tuple(numbers)

    def _headed(self, section: FormSection) -> tuple[str, Mapping[int, str]]:
        """Give a section's heading, and the titles of topics before the items that begin them.

        A topic's title stands once: as the heading of a section that has none, or above its items
        where they stand together. Where topics are mixed there is no place for it.
        """
        runs = [
            (title, next(items).position)
            for title, items in groupby(
                section.placed, key=lambda at: self.bank.topic_title(at.item.topic)
            )
        ]
        titles = [title for title, _ in runs]
        if not all(titles) or len(set(titles)) < len(titles):
            return section.heading, {}
        if len(runs) == 1:
            return section.heading or titles[0], {}
        return section.heading, {position: title for title, position in runs}

    def _block(self, placed: Placed, *, under: bool) -> Block:
        """Give an item in its order; one that stands right under a heading is closer to it."""
        key = (placed.item.id, placed.order, under)
        block = self._blocks.get(key)
        if block is None:
            question = self.question(placed)
            leaves = question.leaves(placed.order)
            gap = (8 if under else 15) * self.look.unit
            block = Block(leaves, gap, numbered=True, flowing=question.flowing)
            if question.keeps(placed.order):
                self._blocks[key] = block
        return block

    def _passage_block(self, placed: Sequence[Placed], *, under: bool) -> Block:
        """Give the passage that some items ask about, with a line that says which they are."""
        first, last = placed[0].position, placed[-1].position
        key = (_passage_of(placed[0]), first, last, under)
        if key not in self._passages:
            gap = (8 if under else 22) * self.look.unit
            leaves = tuple(self._passage_leaves(placed[0], first, last))
            self._passages[key] = Block(leaves, gap, keep_next=True, flowing=len(leaves))
        return self._passages[key]

    def _passage_leaves(self, placed: Placed, first: int, last: int) -> Iterator[Leaf]:
        look, asked = self.look, self.asked[placed.item.id]
        shown = asked.passage
        assert shown is not None  # noqa: S101 - the caller looked
        width = look.column_width
        table = self.words
        pattern = {0: table.about_passage, 1: table.about_passage_two}.get(
            last - first, table.about_passage_many
        )
        says = pattern.format(first=first, last=last)
        head = [(0.0, self.setter.box(says, width, look.to_do))]
        if shown.title:
            title = self.setter.box(flat(shown.title), width, replace(look.body, bold=True))
            head.append((4 * look.unit, title))
        body = passage_leaves(
            shown.body, self.stock, width, asked.lang, number_lines=shown.number_lines
        )
        if not body:
            yield leaf_of(stack(width, head))
            return
        # The heading stays with the first lines of what it heads.
        box, *_ = (box for _, _, box in body[0].parts)
        yield leaf_of(stack(width, [*head, (3 * look.unit, box)]))
        yield from body[1:]

    def _section_head(self, heading: str, instructions: str) -> list[Block]:
        key = (heading, instructions)
        if key not in self._headings:
            self._headings[key] = list(self._heading_blocks(*key))
        return self._headings[key]

    def _heading_blocks(self, heading: str, instructions: str) -> Iterator[Block]:
        look = self.look
        boxes: list[tuple[float, Box]] = []
        if heading:
            boxes.append((0, self.setter.box(parse(heading), look.column_width, look.heading)))
        if instructions:
            flow = self._instructions(instructions)
            if len(flow) > 1:  # too long to stay with anything
                leaves = tuple(leaf_of(box, gap) for gap, box in [*boxes, *flow])
                yield Block(leaves, 22 * look.unit)
                return
            boxes += [(2, box) for _, box in flow]
        if boxes:
            box = stack(look.column_width, boxes)
            yield Block((leaf_of(box),), 22 * look.unit, keep_next=True)

    def _instructions(self, text: str) -> list[tuple[float, Box]]:
        """Set instructions in boxes with the gap above each: one, unless they are long."""
        look = self.look
        blocks = parse_blocks(text)
        most = look.inner_height / 2
        runs = runs_alone(blocks)
        if runs is not None:
            boxes = self.setter.boxes(runs, look.column_width, look.to_do, most)
            return [(0.0, box) for box in boxes]
        box = set_text(self.setter, blocks, look.column_width, look.to_do, self.stock.place)
        if box.height <= most:
            return [(0.0, box)]
        return passage(self.setter, blocks, look.column_width, look.to_do, self.stock.place)

    def head(self, form: Form) -> Head:
        """Give the title block of a form's quiz."""
        head = self._heads.get(form.quiz.id)
        if head is None:
            asked = (self.question(placed).asked.interaction for placed in form.placed)
            several = {one.several for one in asked if isinstance(one, Choose)}
            head = self.heads.head(form, both_signs=several == {True, False})
            self._heads[form.quiz.id] = head
        return head

    # --- drawing --------------------------------------------------------------------------------

    def prime(self, forms: Sequence[Form], ink: ContentWriter) -> None:
        """Draw what papers show beside their items, so that its glyphs are known beforehand."""
        first = forms[0]
        ops: Ops = []
        shown = FormLayout(first, (), (), ((), ()))
        self._draw_head(ops, ink, first)
        self._running_head(ops, ink, shown, 1)
        self._foot(ops, ink, shown, 1)
        self.blank_page(ink)
        sections: list[FormSection] = [section for form in forms for section in form.sections]
        heads = {(self._headed(section)[0], section.instructions) for section in sections}
        heads |= {
            (title, "") for section in sections for title in self._headed(section)[1].values()
        }
        shared = [
            block
            for heading, instructions in (("", self.head(first).instructions), *sorted(heads))
            for block in self._section_head(heading, instructions)
        ]
        for form in forms:
            if any(map(_passage_of, form.placed)):
                self._blocks_of(form)
        for block in (*shared, *self._passages.values()):
            for leaf in block.leaves:
                for _, _, box in leaf.parts:
                    ink.draw(box, rtl=self.rtl)
        for line in (self.line(self.words.continued), self.line(self.words.answer_key, key=True)):
            ink.draw(line, rtl=self.rtl)
        for form in forms:
            for name, text in self.heads.known(form).items() if form.pupil else ():
                if name in self.head(form).lines:
                    ink.once(self._on_line(form, name, text), rtl=self.rtl)
            if form.pupil and "{name}" in f"{self.bank.paper.header}{self.bank.paper.footer}":
                self._running_head(ops, ink, FormLayout(form, (), (), ((), ())), 1)
                self._foot(ops, ink, FormLayout(form, (), (), ((), ())), 1)

    def place(self, ops: Ops, drawn: bytes, left: float, y: float) -> None:
        """Put operators with their top left corner at a point, y from the top of the page."""
        ops.append(moved(left, self.look.height - y, drawn))

    def put(
        self, ops: Ops, ink: ContentWriter, box: Box, x: float, y: float, *, once: bool = False
    ) -> None:
        """Put a box with its start at x from the start edge of the page."""
        left = self.look.width - x - box.width if self.rtl else x
        drawn = ink.once(box, rtl=self.rtl) if once else ink.draw(box, rtl=self.rtl)
        self.place(ops, drawn, left, y)

    def line(self, text: str, *, key: bool = False) -> Box:
        """Set a small line of a header or footer."""
        box = self._lines.get((text, key))
        if box is None:
            style = replace(self.look.aside, color=KEY, bold=True) if key else self.look.aside
            box = self.setter.line(text, style)
            if len(self._lines) < _MOST_LINES:
                self._lines[text, key] = box
        return box

    def cell(self, text: str, style: Style) -> Box:
        """Set what stands in one cell of a table; most cells say the same few letters."""
        box = self._cells.get((text, style))
        if box is None:
            box = self._cells[text, style] = self.setter.line(text, style)
        return box

    def draw_page(
        self,
        laid: FormLayout,
        number: int,
        ink: ContentWriter,
        keys: Mapping[str, ItemKey] | None = None,
    ) -> Ops:
        """Draw one page of a form; with keys, those over it.

        Args:
            laid: The form.
            number: The page, from 0.
            ink: What it is drawn with.
            keys: Item id -> its key: for the teacher alone.

        """
        ops: Ops = []
        look = self.look
        self.background(ops, ink)
        top = look.top
        sign = self.line(self.words.answer_key, key=True) if keys is not None else None
        if number == 0:
            self._draw_head(ops, ink, laid.form)
            top += self.head(laid.form).box.height + _UNDER_TITLE
        if number or "{page" in self.bank.paper.header:
            self._running_head(ops, ink, laid, number, sign)
        elif sign:
            y = max(EDGE, look.top - look.aside.leading - 8)
            self.put(ops, ink, sign, look.width - look.margin - sign.width, y)
        self._draw_column(ops, ink, laid, number, top, keys)
        self._foot(ops, ink, laid, number)
        return ops

    def background(self, ops: Ops, ink: ContentWriter) -> None:
        """Lay the tint under a page, where there is one."""
        if self._sheet.marks:
            self.place(ops, ink.draw(self._sheet), 0, 0)

    def _draw_column(
        self,
        ops: Ops,
        ink: ContentWriter,
        laid: FormLayout,
        number: int,
        top: float,
        keys: Mapping[str, ItemKey] | None,
    ) -> None:
        """Draw the leaves of a page: most of all the work that a print run is."""
        look = self.look
        wide = look.column_width
        step = wide + look.gutter
        start = look.width - look.margin - wide if self.rtl else look.margin
        turn = -step if self.rtl else step
        base = look.height - top
        append = ops.append
        for put in laid.pages[number]:
            left = start + put.column * turn
            y = base - put.y
            at = laid.numbers[put.block]
            if at < 0:
                append(moved(left, y, ink.leaf(put.leaf, wide, rtl=self.rtl)))
                continue
            item = laid.placed[at]
            rtl = self._questions[item.item.id].rtl
            if put.begins:
                label = self.stock.number(str(item.position))
                x = wide - label.width if rtl else 0.0
                append(moved(left + x, y - put.leaf.drop, ink.draw(label)))
            elif put.continued:
                note = self.line(f"{item.position} {self.words.continued}")
                x = wide - note.width if rtl else 0.0
                above = y + 1.5 * look.aside.leading
                append(moved(left + x, above, ink.draw(note, rtl=self.rtl)))
            append(moved(left, y, ink.leaf(put.leaf, wide, rtl=rtl)))
            if keys is not None and put.leaf.anchors:
                for x, dy, box, as_is in keys[item.item.id].parts(put.leaf, item.order):
                    x = wide - x - box.width if rtl else x  # noqa: PLW2901 - from the left now
                    append(moved(left + x, y - dy, ink.draw(box, rtl=rtl and not as_is)))

    def _draw_head(self, ops: Ops, ink: ContentWriter, form: Form) -> None:
        look = self.look
        head = self.head(form)
        self.put(ops, ink, head.box, look.margin, look.top)
        badge = self.heads.badge(form.shown)
        self.put(ops, ink, badge, look.width - look.margin - badge.width, look.top, once=True)
        for name, text in self.heads.known(form).items():
            line = head.lines.get(name)
            if line:
                box = self._on_line(form, name, text)
                y = look.top + line.y - box.height + 2
                self.put(ops, ink, box, look.margin + line.start + 2, y, once=True)

    def _on_line(self, form: Form, name: str, text: str) -> Box:
        line = self.head(form).lines[name]
        return self.heads.filled(text, line.stop - line.start - 4)

    def _running_head(
        self, ops: Ops, ink: ContentWriter, laid: FormLayout, number: int, sign: Box | None = None
    ) -> None:
        """Set a page's head; on a key, with the sign that it is one before the form."""
        look, form = self.look, laid.form
        end = self.line(self.words.form.format(form=form.shown))
        if self.bank.paper.header:
            slots = self.heads.slots(form, number + 1, len(laid.pages))
            start = self.bank.paper.header.format(**slots).strip()
        else:
            start = plain_text(parse(form.quiz.title))
        y = max(EDGE, look.top - 2 * look.aside.leading - 3)
        room = look.inner_width - end.width
        if sign:
            room -= sign.width + 12
            self.put(ops, ink, sign, look.margin + room, y)
        self.put(ops, ink, self._cut(start, room - 12), look.margin, y)
        self.put(ops, ink, end, look.width - look.margin - end.width, y)

    def _cut(self, text: str, width: float) -> Box:
        """Set a line, cut with an ellipsis where it is too long."""
        box = self.line(text)
        while box.width > width and len(text) > 2:
            kept = max(1, min(len(text) - 2, int(len(text) * width / box.width)))
            text = text[:kept] + "…"
            box = self.line(text)
        return box

    def _foot(self, ops: Ops, ink: ContentWriter, laid: FormLayout, number: int) -> None:
        form, count = laid.form, len(laid.pages)
        code = f"quizgen:1:{self.bank.id}:{form.quiz.id}:{form.shown}:{number + 1}:{form.paper}"
        look = self.look
        top = look.height - look.bottom + 11
        self.foot_rule(ops, ink, look.inner_width - _QR - 8)
        qr = Box(_QR, _QR, (Bits(0, 0, _QR, *self.codes.make(code)),))
        self.put(ops, ink, qr, look.width - look.margin - _QR, top, once=True)
        paper = self.line(form.paper)
        end = look.width - look.margin - _QR - 8 - paper.width
        self.put(ops, ink, paper, end, top + 5)
        if self.bank.paper.footer:
            slots = self.heads.slots(form, number + 1, count)
            text = self.bank.paper.footer.format(**slots).strip()
            cut = self._cut(text, end - look.margin - 10)
            self.put(ops, ink, cut, look.margin, top + 5, once=True)
            return
        # In two parts: papers share the one, pages the other.
        name = self.line(self.words.form.format(form=form.shown))
        place = self.line("· " + self.words.page.format(page=number + 1, pages=count))
        self.put(ops, ink, name, look.margin, top + 5)
        if name.width + place.width + 14 < end - look.margin:
            self.put(ops, ink, place, look.margin + name.width + 2, top + 5)

    def foot_rule(self, ops: Ops, ink: ContentWriter, width: float) -> None:
        """Draw the hairline over a footer."""
        if width not in self._rules:
            self._rules[width] = Box(width, 1, (Stroke(0, 0, width, 0, 0.5, HAIR),))
        y = self.look.height - self.look.bottom + 11
        self.put(ops, ink, self._rules[width], self.look.margin, y)

    def blank_page(self, ink: ContentWriter) -> Ops:
        """Give the page that makes a paper's count even, and says that it is meant to be empty."""
        ops: Ops = []
        self.background(ops, ink)
        box = self.line(self.words.blank_page)
        self.put(ops, ink, box, (self.look.width - box.width) / 2, self.look.height / 2)
        return ops


def asked_as_written(job: Job) -> Mapping[str, Asked]:
    """Give what is asked of a job's items by id, their choices as the author wrote them."""
    return {lowered.item.id: lowered.as_written()[0] for lowered in job.items}


def with_word_banks(job: Job) -> Mapping[str, Asked]:
    """Give what is asked with a word bank below each cloze of several blanks that has none.

    The words are those that the blanks hide, in an order that follows from the words alone.
    """
    return {
        lowered.item.id: _with_word_bank(lowered.as_written()[0], lowered.told.key)
        for lowered in job.items
    }


def _with_word_bank(asked: Asked, key: Key) -> Asked:
    fill = asked.interaction
    if not isinstance(fill, Fill) or not isinstance(key, FillKey) or fill.choices or fill.lists:
        return asked
    hidden = dict.fromkeys(key.blanks)
    if len(hidden) < 2:  # a lone word would be the answer
        return asked
    offered = ranked("word bank", tuple(hidden))
    bank = tuple(Choice(f"word-{n}", text_as_blocks(word)) for n, word in enumerate(offered))
    return replace(asked, interaction=replace(fill, choices=bank))


def _passage_of(placed: Placed) -> str:
    """Name the passage an item asks about; empty where there is none."""
    return placed.item.passage.id if placed.item.passage else ""
