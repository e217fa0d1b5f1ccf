"""A question on paper: measured once, then put together for each form from the same pieces.

`Question` takes `Asked` alone, so it can't hold a key. It names every place an answer goes by
anchors, and `keying` draws the key at those places: the teacher's page can't differ from the
pupil's in anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import assert_never

from quizgen.interaction import Choose, EnterNumber, EnterText, Fill, Match, Order, Recall, Write
from quizgen.outputs.pdf.typeset.boxes import (
    HAIR,
    INK,
    QUIET,
    Anchor,
    Box,
    Disc,
    Mark,
    Picture,
    Rect,
    Stroke,
)
from quizgen.outputs.pdf.typeset.flow import (
    Content,
    Place,
    figure_alone,
    is_long,
    is_upright,
    passage,
    picture_box,
    runs_alone,
    set_text,
    text_width,
)
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Look, Style
from quizgen.present.lower import Asked, criteria, instruction, letter, scoring_rule
from quizgen.present.lower import points_said as points_text
from quizgen.text.blocks import Block, Blocks, Figure, Paragraph, with_runs
from quizgen.text.runs import Rich
from quizgen.words import speaks, words

NUMBER = 24.0
SIGN = 4.3
"""Radius of the circle, half the side of the square; all of these are normal points, and grow."""
LABEL = 30.0
"""Sign and letter before an option."""
BOX = 15.0
LINE = 24.0
"""Between lines to write on."""
_NARROW = 17
"""Ems of a column under which things stand below each other."""
_KEPT_ORDERS = 200
_PARTED = 0.35
"""Of a page's height: a long text that is taller goes on in the next column."""
_FIGURE = 190.0
_OPTION_FIGURE = 110.0
_SMALL_FIGURE = 72.0
"""How tall pictures may be: in texts; as options; in pairs, steps and word banks."""
_LEAST_FIGURE = 64.0
"""How tall pictures that are options should be, lest more of them stand side by side."""

Part = tuple[float, float, Box]
"""x and y in its leaf, and what stands there."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A piece of a question that is never split: a stem, a row of options, a line to write on."""

    gap: float
    """Above it, inside its question."""
    height: float
    parts: tuple[Part, ...]
    anchors: tuple[Anchor, ...] = ()
    again: Part | None = None
    """What is set above it once more where it begins a column: the header of its table."""

    @property
    def again_height(self) -> float:
        """How much taller it is at the top of a column."""
        return self.again[2].height if self.again else 0.0

    def at_top(self) -> Leaf:
        """Give it as it stands at the top of a column."""
        if self.again is None:
            return self
        down = self.again_height
        parts = tuple((x, y + down, box) for x, y, box in self.parts)
        anchors = tuple(replace(anchor, y=anchor.y + down) for anchor in self.anchors)
        return Leaf(self.gap, self.height + down, (self.again, *parts), anchors)

    @property
    def drop(self) -> float:
        """How much lower than usual its first line stands."""
        return self.parts[0][2].drop if self.parts else 0.0


Leaves = tuple[Leaf, ...]


def leaf_of(box: Box, gap: float = 0, x: float = 0) -> Leaf:
    """Make a leaf of one box."""
    anchors = [replace(anchor, x=anchor.x + x) for anchor in box.places()]
    found = box.repeated()
    again = (x + found[0], 0.0, found[1]) if found else None
    return Leaf(gap, box.height, ((x, 0, box),), tuple(anchors), again)


@dataclass(slots=True)
class SharedBoxes:
    """What questions of one look share: labels of options, numbers, boxes to write in."""

    look: Look
    setter: Typesetter
    room: float
    """The height of a page: nothing may be taller."""
    _labels: dict[tuple[str, bool], Box] = field(default_factory=dict)
    _numbers: dict[str, Box] = field(default_factory=dict)

    @property
    def unit(self) -> float:
        """How much larger than normal."""
        return self.look.unit

    @property
    def place(self) -> Place:
        """What stems and passages are set by; a heading finds room above the tallest piece."""
        figure = min(_FIGURE * self.unit, 0.45 * self.room)
        return Place(self.room * 0.6, figure, self.unit, framed=True)

    def number(self, text: str) -> Box:
        """Give the box of an item's number."""
        box = self._numbers.get(text)
        if box is None:
            box = self._numbers[text] = self.setter.line(text, self.look.number)
        return box

    def label(self, name: str, *, several: bool) -> Box:
        """Give an option's sign (a circle for one answer, a square for several) and letter."""
        box = self._labels.get((name, several))
        if box is None:
            box = self._labels[name, several] = self._label(name, several=several)
        return box

    def _label(self, name: str, *, several: bool) -> Box:
        u, look = self.unit, self.look
        middle = look.body.leading * 0.48
        sign: Mark = Disc(u * (1 + SIGN), middle, u * SIGN, 0.8 * u)
        if several:
            sign = Rect(u, middle - u * SIGN, 2 * u * SIGN, 2 * u * SIGN, 0.8 * u, radius=u)
        text = self.setter.line(name, replace(look.body, letter=0))
        return Box(u * LABEL, text.height, (sign,), ((u * 15, 0, text),))

    def letter_box(self) -> Box:
        """Give a box to write one letter or number in."""
        u = self.unit
        return Box(u * BOX, u * (BOX + 2), (Rect(0, u, u * BOX, u * BOX, 0.8 * u, radius=2 * u),))


def _with_widths(asked: Asked) -> Blocks:
    """Give the stem with every blank as wide as its answer needs, in steps."""
    interaction = asked.interaction
    if not isinstance(interaction, Fill) or set(interaction.widths) <= {1}:
        return asked.stem
    widths = iter(interaction.widths)

    def widened(runs: Rich, _: Block) -> Rich:
        return tuple(
            replace(run, href=str(next(widths))) if run.kind == "blank" else run for run in runs
        )

    return with_runs(asked.stem, widened)


def passage_leaves(
    text: Content, stock: SharedBoxes, width: float, lang: str, *, number_lines: int = 0
) -> Leaves:
    """Set a passage that stands above its questions: leaves that columns may end between.

    Args:
        text: The passage.
        stock: What its paper shares.
        width: Of a column.
        lang: Its language.
        number_lines: Which lines are numbered: 5 numbers every fifth, 0 none.

    """
    setter = replace(stock.setter, lang=lang)
    style, place = stock.look.body, stock.place
    gutter = NUMBER * stock.unit  # lines begin where those of questions do
    strips = passage(setter, text, width, style, place, number_lines=number_lines, gutter=gutter)
    return tuple(leaf_of(box, gap) for gap, box in strips)


class ItemLayout:
    """An item measured for one look; `leaves` puts it together in a form's order."""

    def __init__(self, asked: Asked, stock: SharedBoxes, width: float) -> None:
        self.asked = asked
        self.stock = stock
        self.setter = replace(stock.setter, lang=asked.lang)
        self.rtl = self.setter.rtl
        # What we say ourselves, in the bank's language where we don't speak the item's.
        self.our_lang = asked.lang if speaks(asked.lang) else stock.setter.lang
        look = stock.look
        self.indent = NUMBER * stock.unit
        self.inner = width - self.indent
        self.narrow = self.inner < _NARROW * look.body.size
        self._blanks = 0
        self.flowing = 0
        """How many leaves, from the first, columns may end between."""
        self._head = tuple(self._head_leaves())
        self._texts: dict[tuple[str, float], Box] = {}
        self._orders: dict[tuple[str, ...], Leaves] = {}
        self._usual = tuple(choice.id for choice in asked.choices)
        self._by_id = {choice.id: choice for choice in asked.choices}
        self._frame = stock.letter_box()
        self._pictures = self._all_pictures()
        self._picture_heights: dict[int, float] = {}
        self._columns: dict[int, int] = {}
        stem_ends_plain = not asked.stem or isinstance(asked.stem[-1], Paragraph)
        self._first_gap = 8 if self._pictures or not stem_ends_plain else 4
        lines = all(runs_alone(choice.text) is not None for choice in asked.choices)
        self._row_gap = 8 if self._pictures else 2 if lines else 5

    def leaves(self, order: tuple[str, ...]) -> Leaves:
        """Give the question's leaves with its choices in this order; the number isn't among them.

        Args:
            order: Ids of the choices in the order printed; empty for True and False.

        """
        order = order or self._usual
        kept = self._orders.get(order)
        if kept is None:
            kept = (*self._head, *self._answer_space(order))
            if len(self._orders) < _KEPT_ORDERS:
                self._orders[order] = kept
        return kept

    def keeps(self, order: tuple[str, ...]) -> bool:
        """Tell whether the leaves of an order are kept, and so are the same at every asking."""
        return (order or self._usual) in self._orders

    # --- stimulus, stem -------------------------------------------------------------------------

    def _head_leaves(self) -> Iterator[Leaf]:
        asked, look, u = self.asked, self.stock.look, self.stock.unit
        points = self._points()
        beside = 0.0 if self.narrow else points.width + 8
        count = 0
        if asked.stimulus:
            leaves = list(self._stimulus_leaves(beside))
            yield from leaves
            count = len(leaves)
            self.flowing = count if count > 1 and is_long(asked.stimulus) else 0
        if asked.image:
            yield self._at(self._picture(self.inner - beside), 6 * u if asked.stimulus else 0)
            count += 1
        gap = (10 if self.flowing else 6) * u if asked.stimulus or asked.image else 0
        stem = _with_widths(asked)
        strips = self._flow(stem, self.inner, look.stem, beside)
        if len(strips) > 1 and is_long(asked.stem):
            beside = 0.0  # the points stand below it, where no reader finds them inside a sentence
            strips = self._flow(stem, self.inner, look.stem)
        for index, (between, box) in enumerate(strips):
            inner: list[Part] = [(0, 0, box)]
            if index == 0 and beside:
                top = _drop(look.stem, look.small) + box.drop
                inner.append((self.inner - points.width, top, points))
            height = box.height
            if index == len(strips) - 1:
                for below in self._below_stem(None if beside else points, self.inner - beside):
                    inner.append((0, height, below))
                    height += below.height
            yield self._at(Box(self.inner, height, inner=tuple(inner)), between if index else gap)
        if len(strips) > 1 and is_long(asked.stem):
            self.flowing = count + len(strips) - 1
        if asked.hint and look.hints:
            yield from self._hint()

    def _hint(self) -> Iterator[Leaf]:
        """Set the hint beside the word for one, in small."""
        look, u = self.stock.look, self.stock.unit
        said = self.setter.line(words(self.our_lang).hint, replace(look.to_do, bold=True))
        indent = said.width + 8 * u
        for index, (gap, box) in enumerate(
            self._flow(self.asked.hint, self.inner - indent, look.to_do)
        ):
            name = ((0.0, 0.0, said),) if index == 0 else ()
            row = Box(self.inner, box.height, inner=(*name, (indent, 0, box)))
            yield self._at(row, gap if index else 3 * u)

    def _stimulus_leaves(self, beside: float) -> Iterator[Leaf]:
        """Set a few lines in italics behind a bar, and a passage upright across the column."""
        look, u = self.stock.look, self.stock.unit
        if is_upright(self.asked.stimulus):
            for gap, box in self._flow(self.asked.stimulus, self.inner, look.body):
                yield self._at(box, gap)
            return
        indent = 12 * u
        width = self.inner - indent
        for gap, box in self._flow(self.asked.stimulus, width, look.stimulus, beside):
            bar = Stroke(1.5 * u, 0, 1.5 * u, box.height, 2 * u, HAIR)
            yield self._at(Box(self.inner, box.height, (bar,), ((indent, 0, box),)), gap)

    def _points(self) -> Box:
        return self.setter.line(
            points_text(self.asked.points, self.our_lang), self.stock.look.small
        )

    def _below_stem(self, points: Box | None, width: float) -> Iterator[Box]:
        """Say what to do, where the signs alone don't; points where there was no room beside."""
        to_do = instruction(replace(self.asked, lang=self.our_lang))
        if to_do and self.asked.interaction != Choose(self.asked.choices):  # circles say: one
            yield self.setter.box(to_do, width, self.stock.look.to_do)
        if rule := scoring_rule(replace(self.asked, lang=self.our_lang)):
            yield self.setter.box(rule, width, self.stock.look.small)
        if points is not None:
            yield points

    def _flow(
        self, content: Content, width: float, style: Style, beside: float = 0
    ) -> list[tuple[float, Box]]:
        """Set a text in boxes with the gap above each: one, or several where it is too tall.

        Its first block leaves something free beside it.
        """
        room = self.stock.room
        long = is_long(content)
        runs = runs_alone(content)
        place = replace(self.stock.place, beside=beside)
        if runs is not None and not long:
            width -= beside
            boxes = self.setter.boxes(runs, width, style, place.room) or [Box(width, style.leading)]
            return [(0.0, box) for box in boxes]
        box = set_text(self.setter, content, width, style, place)
        if box.height <= (room * _PARTED if long else place.room):
            return [(0.0, box)]
        return passage(self.setter, content, width, style, place)

    def _at(self, box: Box, gap: float = 0) -> Leaf:
        """Make a leaf behind the number; blanks count on where a stem comes in several boxes."""
        leaf = leaf_of(box, gap, self.indent)
        anchors = []
        for anchor in leaf.anchors:
            if anchor.name.startswith("blank:"):
                anchor = replace(anchor, name=f"blank:{self._blanks}")  # noqa: PLW2901
                self._blanks += 1
            anchors.append(anchor)
        return replace(leaf, anchors=tuple(anchors))

    def _picture(self, room: float) -> Box:
        image, look = self.asked.image, self.stock.look
        assert image is not None  # noqa: S101 - the caller looked
        wide, high = self.setter.images.get(image.file, (1, 1))
        most = min(190 * self.stock.unit, 0.45 * self.stock.room)
        scale = min(room / wide, most / high, 0.75 * max(1.0, look.unit))
        picture = Picture(0, 0, wide * scale, high * scale, image.file, image.alt)
        return Box(room, high * scale, (picture,))

    # --- answer space by type -------------------------------------------------------------------

    def _answer_space(self, order: Sequence[str]) -> Iterable[Leaf]:
        interaction = self.asked.interaction
        match interaction:
            case Choose(several=several):
                return self._options(order, several=several)
            case EnterText() | Recall():
                return [*self._space(), self._line("answer")]
            case EnterNumber(unit):
                return [*self._space(), self._number_box(unit)]
            case Match(lefts):
                return self._matching(lefts, order)
            case Order():
                return self._ordering(order)
            case Write(lines):
                space = self._space("area") or [self._line(f"line:{i}") for i in range(lines)]
                return [*self._criteria(interaction), *space]
            case Fill():  # a text with blanks is its own answer space
                return [self._at(self._word_bank(order), 7 * self.stock.unit)] if order else []
            case _:
                assert_never(interaction)

    def _criteria(self, write: Write) -> Iterator[Leaf]:
        """Set what the answer is judged by, where pupils are told."""
        u, look = self.stock.unit, self.stock.look
        for index, text in enumerate(criteria(write.criteria, write.worth, self.our_lang)):
            box = set_text(self.setter, text, self.inner - 12 * u, look.small, self.stock.place)
            bullet = self.setter.line("•", look.small)
            both = ((2 * u, 0.0, bullet), (12 * u, 0.0, box))
            yield self._at(Box(self.inner, box.height, inner=both), 1 * u if index else 4 * u)

    def _space(self, name: str = "") -> list[Leaf]:
        """Set the room to answer in that an author asks for: squares, a frame, or nothing in it."""
        space, u = self.asked.space, self.stock.unit
        if space is None:
            return []
        height = min(space.share * self.stock.room or space.height, self.stock.room - 2)
        width = self.inner
        marks: list[Mark] = []
        if space.grid:
            side = min(space.grid, width, height)
            columns, rows = int(width / side + 0.01), int(height / side + 0.01)
            width, height = columns * side, rows * side
            marks += [Stroke(n * side, 0, n * side, height, 0.4, HAIR) for n in range(columns + 1)]
            marks += [Stroke(0, n * side, width, n * side, 0.4, HAIR) for n in range(rows + 1)]
        if space.box:
            marks.append(Rect(0, 0, width, height, 0.8, QUIET))
        anchors = (Anchor(name, 4, 2, width - 8, height - 4),) if name else ()
        return [self._at(Box(self.inner, height, tuple(marks), anchors=anchors), 6 * u)]

    def _line(self, name: str) -> Leaf:
        u = self.stock.unit
        height = LINE * max(1.0, min(u, 1.5))
        rule = Stroke(0, height - 3, self.inner, height - 3, 0.6, HAIR)
        anchor = Anchor(name, 2, height - 6, self.inner - 4, 12)
        return self._at(Box(self.inner, height, (rule,), anchors=(anchor,)))

    def _number_box(self, unit: str) -> Leaf:
        u, look = self.stock.unit, self.stock.look
        wide, high = min(96 * u, self.inner), 22 * u
        frame = Rect(0, 0, wide, high, 0.8 * u, QUIET, radius=3 * u)
        anchor = Anchor("answer", 8, high - 6.5 * u, wide - 12, 12)
        inner: list[Part] = []
        height = high
        if unit:
            left = wide + 8 * u
            beside = self.inner - left
            if self.setter.width(unit, look.body) <= beside:
                inner.append(
                    (left, (high - look.body.leading) / 2, self.setter.line(unit, look.body))
                )
            else:
                inner.append((0, high + 2, self.setter.box(unit, self.inner, look.body)))
                height += 2 + inner[0][2].height
        return self._at(Box(self.inner, height, (frame,), tuple(inner), (anchor,)), 5 * u)

    def _text(self, id: str, width: float) -> Box:
        """Set a choice's text; longer than a page it is made smaller until it isn't."""
        box = self._texts.get((id, width))
        if box is None:
            box = self._small_enough(self._by_id[id].text, width)
            self._texts[id, width] = box
        return box

    def _equal_picture(self, id: str, count: int) -> Box:
        """Set a picture as tall as all that stand beside it, of so many options."""
        height = self._picture_heights[count]
        box = self._texts.get((id, -height))
        if box is None:
            picture = self._pictures[id].picture
            wide, high = self.setter.images.get(picture.href, (1, 1))
            box = picture_box(picture, height * wide / max(1, high), height)
            self._texts[id, -height] = box
        return box

    def _small_enough(self, content: Blocks, width: float) -> Box:
        style = self.stock.look.body
        room, u = self.stock.room * 0.9, self.stock.unit
        choosing = isinstance(self.asked.interaction, Choose)
        figure = _OPTION_FIGURE if choosing else _SMALL_FIGURE
        place = Place(room, min(figure * u, 0.4 * room), u)
        while True:
            box = set_text(self.setter, content, width, style, place)
            if box.height <= room or style.size < 2:
                return box
            style = replace(style, size=style.size * 0.8, leading=style.leading * 0.8)

    def _all_pictures(self) -> dict[str, Figure]:
        """Give the pictures by id, where every option is one."""
        choices = self.asked.choices
        found = {choice.id: figure_alone(choice.text) for choice in choices}
        all_ = {id: figure for id, figure in found.items() if figure is not None}
        choosing = isinstance(self.asked.interaction, Choose)
        return all_ if choosing and len(all_) == len(choices) else {}

    def _option_columns(self, count: int) -> int:
        """Give the columns for so many options, in which each of the item's would fit."""
        if count not in self._columns:
            label = LABEL * self.stock.unit
            body = self.stock.look.body
            if self._pictures:
                self._columns[count] = self._picture_columns(label, count)
            else:
                widths = [text_width(self.setter, c.text, body) for c in self.asked.choices]
                self._columns[count] = option_columns([max(widths)] * count, self.inner, label)
        return self._columns[count]

    def _picture_columns(self, label: float, count: int) -> int:
        """Choose how many pictures stand side by side, and the height that all of them have."""
        u = self.stock.unit
        sizes = [self.setter.images.get(f.picture.href, (1, 1)) for f in self._pictures.values()]
        widest = max(wide / max(1, high) for wide, high in sizes)
        sharp = max(1.0, u) * min(high for _, high in sizes)
        most = min(_OPTION_FIGURE * u, 0.4 * self.stock.room, max(sharp, 24 * u))
        heights = {n: min(most, (self.inner / n - label - 10 * u) / widest) for n in (4, 3, 2, 1)}
        fitting = [n for n, high in heights.items() if high >= min(most, _LEAST_FIGURE * u)]
        whole = [n for n in fitting if n <= count and (n < 3 or count % n == 0)]
        columns = whole[0] if whole else 1
        self._picture_heights[count] = heights[columns]
        return columns

    def _options(self, order: Sequence[str], *, several: bool) -> Iterator[Leaf]:
        u = self.stock.unit
        columns = self._option_columns(len(order))
        each = self.inner / columns
        label = u * LABEL
        middle = self.stock.look.body.leading * 0.48
        for start in range(0, len(order), columns):
            parts: list[Part] = []
            anchors: list[Anchor] = []
            room = each - label - (4 if columns > 1 else 0)
            row = order[start : start + columns]
            texts = [self._option(id, room, len(order)) for id in row]
            drop = max(text.drop for text in texts)
            for column, (id, text) in enumerate(zip(row, texts, strict=True)):
                x = self.indent + column * each
                sign = self.stock.label(letter(start + column), several=several)
                parts += _on_one_baseline(drop, (x, sign), (x + label, text))
                size = 2 * u * SIGN
                at = Anchor(f"choice:{id}", x + u * (1 + SIGN), middle + drop, size, size)
                anchors.append(at)
            height = max(y + box.height for _, y, box in parts)
            gap = (self._first_gap if start == 0 else self._row_gap) * u
            yield Leaf(gap, height, tuple(parts), tuple(anchors))

    def _option(self, id: str, room: float, count: int) -> Box:
        return self._equal_picture(id, count) if self._pictures else self._text(id, room)

    def _boxed(
        self, name: str, text: Box, x: float, drop: float
    ) -> tuple[tuple[Part, ...], Anchor]:
        """Give a box to write in, with its text beside it and its place named."""
        u = self.stock.unit
        y = max(0.0, (self.stock.look.body.leading - u * (BOX + 2)) / 2) + drop
        parts = ((x, y, self._frame), *_on_one_baseline(drop, (x + u * (BOX + 9), text)))
        return parts, Anchor(name, x, y + u, u * BOX, u * BOX)

    @cached_property
    def _pairs_below(self) -> bool:
        """Whether right sides stand below the left ones: side by side, words would be cut."""
        interaction = self.asked.interaction
        lefts = interaction.lefts if isinstance(interaction, Match) else ()
        half, u = (self.inner - 24 * self.stock.unit) / 2, self.stock.unit
        return (
            self.narrow
            or any(self._widest_word(text) > half - u * (BOX + 10) for text in lefts)
            or any(self._widest_word(one.text) > half - u * 20 for one in self.asked.choices)
        )

    def _widest_word(self, text: Blocks) -> float:
        runs = runs_alone(text)
        return 0.0 if runs is None else self.setter.widths(runs, self.stock.look.body)[0]

    def _matching(self, lefts: Sequence[Blocks], order: Sequence[str]) -> Iterator[Leaf]:
        """Set left sides with a box for the letter, and right sides with their letters.

        Side by side where the column allows, else the right sides below.
        """
        u, below = self.stock.unit, self._pairs_below
        half = self.inner if below else (self.inner - 24 * u) / 2
        texts = [self._left(i, left, half - u * (BOX + 10)) for i, left in enumerate(lefts)]
        rights = [self._text(id, half - 20 * u) for id in order]
        x = self.indent if below else self.indent + half + 24 * u
        down = len(texts) if below else 0
        for i in range(max(len(texts), down + len(rights))):
            left = texts[i] if i < len(texts) else None
            right = rights[i - down] if 0 <= i - down < len(rights) else None
            drop = max(text.drop for text in (left, right) if text is not None)
            parts: tuple[Part, ...] = ()
            anchors: tuple[Anchor, ...] = ()
            if left is not None:
                parts, anchor = self._boxed(f"match:{i}", left, self.indent, drop)
                anchors = (anchor,)
            if right is not None:
                label = self.stock.number(letter(i - down))
                parts += tuple(_on_one_baseline(drop, (x, label), (x + 20 * u, right)))
            height = max(y + box.height for _, y, box in parts)
            yield Leaf((5 if i == 0 else 4) * u, height, parts, anchors)

    def _left(self, index: int, text: Blocks, width: float) -> Box:
        key = (f"left {index}", width)
        if key not in self._texts:
            self._texts[key] = self._small_enough(text, width)
        return self._texts[key]

    def _ordering(self, order: Sequence[str]) -> Iterator[Leaf]:
        u = self.stock.unit
        for index, id in enumerate(order):
            text = self._text(id, self.inner - u * (BOX + 9))
            parts, anchor = self._boxed(f"rank:{id}", text, self.indent, text.drop)
            height = max(y + box.height for _, y, box in parts)
            yield Leaf((5 if index == 0 else 4) * u, height, parts, (anchor,))

    def _word_bank(self, order: Sequence[str]) -> Box:
        """Set the words for the blanks in a frame, each whole on its line."""
        u, look = self.stock.unit, self.stock.look
        pad, between = 8 * u, 18 * u
        room = self.inner - 2 * pad
        told = self.setter.box(words(self.our_lang).word_bank, room, look.small)
        inner: list[Part] = [(pad, pad * 0.6, told)]
        x, y, tallest = 0.0, told.height + 1, 0.0
        for id in order:
            wide = min(text_width(self.setter, self._by_id[id].text, look.body) + 0.5, room)
            box = self._text(id, wide)
            if x and x + wide > room:
                x, y, tallest = 0.0, y + tallest + 2 * u, 0.0
            inner.append((pad + x, pad * 0.6 + y, box))
            x += wide + between
            tallest = max(tallest, box.height)
        height = y + tallest + 1.2 * pad
        frame = Rect(0, 0, self.inner, height, 0.7 * u, QUIET, radius=3 * u)
        return Box(self.inner, height, (frame,), tuple(inner))


def _on_one_baseline(drop: float, *boxes: tuple[float, Box]) -> list[Part]:
    """Put boxes beside each other, each lowered until its first line stands as low as asked."""
    return [(x, drop - box.drop, box) for x, box in boxes]


def _drop(large: Style, small: Style) -> float:
    """Say how much lower a smaller text must begin to share a larger one's baseline."""

    def baseline(style: Style) -> float:
        return (style.leading - style.size) / 2 + 0.76 * style.size

    return baseline(large) - baseline(small)


def option_columns(widths: Sequence[float], width: float, label: float = LABEL) -> int:
    """Choose 4, 3, 2 or 1 columns: as many as let each option keep to one line.

    A lone option in a last row of four looks lost, so five options go in two columns; three
    columns are for three or six.
    """
    widest = max(widths) + label + 10
    count = len(widths)
    fitting = [n for n in (4, 3, 2) if widest <= width / n and n <= max(2, count)]
    return next((n for n in fitting if n == 2 or count % n == 0 or (n == 4 and count % 4 > 1)), 1)


__all__ = [
    "INK",
    "ItemLayout",
    "Leaf",
    "Leaves",
    "SharedBoxes",
    "leaf_of",
    "option_columns",
    "passage_leaves",
    "points_text",
]
