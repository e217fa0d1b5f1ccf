"""Blocks -> rows and boxes: every kind of block laid out in a width, one inside another.

A text that is one paragraph is set just as its runs are. Whatever can be told apart by place (how
tall a picture may be, whether code is framed) comes in a `Place`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard, assert_never

from quizgen.outputs.pdf.typeset.boxes import (
    HAIR,
    INK,
    QUIET,
    Box,
    Disc,
    Mark,
    Picture,
    Stroke,
)
from quizgen.outputs.pdf.typeset.code import code_rows, code_width
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.rows import Row, beside, kept, spaced, strips, whole
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.typeset.tables import table_rows
from quizgen.outputs.pdf.typeset.words import formula
from quizgen.text.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
)
from quizgen.text.runs import Rich, Run, plain_text

Content = Blocks | Rich | str
"""What can be set: a text's blocks, runs of one paragraph, or plain words."""

BETWEEN = 0.45
"""Between two blocks, in lines."""
_LONG = 600
"""Characters that are no passage yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """What depends on where a text stands."""

    room: float = 100_000
    """The height that nothing in it may pass."""
    figure: float = 190
    """How tall a picture may be, if its author says nothing of its width."""
    unit: float = 1
    """How much larger than normal all is set."""
    framed: bool = False
    """Whether code has a line around it."""
    beside: float = 0
    """What the first block leaves free at the end of its lines, for what stands there."""
    sized: bool = True
    """Whether pictures are as wide as their authors say."""


ANYWHERE = Place()


def is_blocks(content: Content) -> TypeGuard[Blocks]:
    """Tell blocks from the runs of one paragraph."""
    return bool(content) and not isinstance(content, str) and not isinstance(content[0], Run)


def runs_alone(content: Content) -> Rich | str | None:
    """Give the runs of a text that is one paragraph; nothing where it is more."""
    if not is_blocks(content):
        return content  # type: ignore[return-value]
    first = content[0]
    return first.runs if len(content) == 1 and isinstance(first, Paragraph) else None


def led_by(runs: Rich, text: Blocks) -> Blocks:
    """Put words of ours before a text: on its first line, or above what is no line."""
    first = text[0] if text else None
    if isinstance(first, Paragraph):
        return (Paragraph((*runs, *first.runs)), *text[1:])
    return (Paragraph(runs), *text)


def joined(one: Blocks, between: str, other: Blocks) -> Blocks:
    """Put two texts beside each other where both are lines, else below each other."""
    last = one[-1] if one else None
    if not isinstance(last, Paragraph):
        return (*one, *other) if one else other
    return (*one[:-1], *led_by((*last.runs, Run(between)), other))


def set_text(
    setter: Typesetter, content: Content, width: float, style: Style, place: Place = ANYWHERE
) -> Box:
    """Set a text into one box of a width."""
    runs = runs_alone(content)
    if runs is not None:
        return setter.box(runs, width - place.beside, style)
    return whole(_flow_of(setter, style, place).rows(content, width), width)  # type: ignore[arg-type]


def text_width(setter: Typesetter, content: Content, style: Style) -> float:
    """Measure a text whose lines are to stay whole; infinite where it is no line and no code."""
    runs = runs_alone(content)
    if runs is not None:
        return setter.width(runs, style)
    first = content[0]
    if len(content) == 1 and isinstance(first, CodeBlock):
        return code_width(setter, first, style)
    return float("inf")


def passage(
    setter: Typesetter,
    content: Content,
    width: float,
    style: Style,
    place: Place = ANYWHERE,
    *,
    number_lines: int = 0,
    gutter: float = 0,
) -> list[tuple[float, Box]]:
    """Set a text into boxes that columns and pages may end between, each with the gap above it.

    Two lines of a paragraph at least stay together at its beginning and at its end.

    Args:
        setter: Sets it.
        content: The text.
        width: What there is, with the numbers.
        style: How it is set.
        place: Where it stands.
        number_lines: Which lines are numbered: 5 numbers every fifth, 0 none.
        gutter: The room of the numbers; that of four digits if missing.

    """
    gutter = (gutter or 2.4 * style.size) if number_lines else 0.0
    blocks = content if is_blocks(content) else (Paragraph(_as_runs(content)),)
    rows = _flow_of(setter, style, place, fine=True).rows(blocks, width - gutter)
    if number_lines:
        rows = list(_numbered(setter, rows, width, gutter, style, number_lines))
    return strips(rows, width, place.room)


def is_long(content: Content) -> bool:
    """Tell a passage, which columns may end inside, from a few lines that stay together."""
    if isinstance(content, str):
        return len(content) > _LONG
    runs = _prose(content) if is_blocks(content) else _as_runs(content)
    return sum(len(run.text) for run in runs if run.kind == "text") > _LONG


def _prose(blocks: Blocks) -> Iterator[Run]:
    """Give the runs that are read one after the other; code and tables are looked at whole."""
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield from runs
            case ListBlock(items):
                for item in items:
                    yield from _prose(item)
            case QuoteBlock(inner):
                yield from _prose(inner)
            case CodeBlock() | Table() | DisplayMaths() | Figure():
                pass
            case _:
                assert_never(block)


def is_upright(content: Content) -> bool:
    """Tell whether a quoted text is more than a few lines, which look quoted in italics."""
    plain = not is_blocks(content) or all(isinstance(block, Paragraph) for block in content)
    return is_long(content) or not plain


def _as_runs(content: Content) -> Rich:
    if isinstance(content, str):
        return (Run(content),) if content else ()
    return content  # type: ignore[return-value]


def _numbered(
    setter: Typesetter,
    rows: Sequence[Row],
    width: float,
    gutter: float,
    style: Style,
    every: int,
) -> Iterator[Row]:
    """Put line numbers before rows, counting lines of text alone."""
    small = replace(style, size=style.size * 0.78, color=QUIET, bold=False, italic=False)
    count = 0
    for row in rows:
        count += row.counted
        if row.counted and count % every == 0:
            number = setter.line(str(count), small)
            x = max(0.0, gutter - 0.7 * style.size - number.width)
            yield beside(row, gutter, width, (), (x, 0.05 * style.size, number))
        else:
            yield beside(row, gutter, width)


def _flow_of(setter: Typesetter, style: Style, place: Place, *, fine: bool = False) -> _Flow:
    return _Flow(setter, style, place, fine, place.beside)


@dataclass(frozen=True, slots=True)
class _Flow:
    """Lays out blocks in one style."""

    setter: Typesetter
    style: Style
    place: Place
    fine: bool = False
    """Each line is a row, so that columns may end between them."""
    beside: float = 0
    """What the first block leaves free."""
    depth: int = 0
    """How many lists it stands in."""

    def rows(self, blocks: Blocks, width: float) -> list[Row]:
        """Lay out blocks in a width."""
        groups = [
            self._block(block, width if n else width - self.beside)
            for n, block in enumerate(blocks)
        ]
        for index, block in enumerate(blocks[:-1]):
            if groups[index] and _leads(block, blocks[index + 1]):
                groups[index][-1] = replace(groups[index][-1], keep=True)
        between = 0.08 if self.depth and _is_outline(blocks) else BETWEEN
        return spaced([group for group in groups if group], between * self.style.leading)

    def _block(self, block: Block, width: float) -> list[Row]:
        setter, style, place = self.setter, self.style, self.place
        match block:
            case Paragraph(runs):
                return self._paragraph(runs, width)
            case CodeBlock():
                return code_rows(setter, block, width, style, framed=place.framed)
            case ListBlock():
                return self._list(block, width)
            case Table():
                return table_rows(setter, block, width, style, place.room)
            case QuoteBlock(blocks):
                return self._quote(blocks, width)
            case DisplayMaths(tex):
                return [Row(self._maths(tex, width))]
            case Figure():
                return [Row(figure_box(setter, block, width, place))]
            case _:
                assert_never(block)

    def _paragraph(self, runs: Rich, width: float) -> list[Row]:
        if not self.fine:
            return [Row(self.setter.box(runs, width, self.style), counted=True)]
        return kept([Row(box, counted=True) for box in self.setter.lines(runs, width, self.style)])

    # --- lists and quotes -----------------------------------------------------------------------

    def _list(self, block: ListBlock, width: float) -> list[Row]:
        style = self.style
        labels = [self._label(block, index) for index in range(len(block.items))]
        indent = max([label.width for label in labels], default=0) + 0.45 * style.size
        inner = replace(self, depth=self.depth + 1, beside=0)
        groups = []
        for label, item in zip(labels, block.items, strict=True):
            rows = inner.rows(item, width - indent) or [Row(Box(width - indent, style.leading))]
            x = indent - 0.45 * style.size - label.width
            groups.append(
                [
                    beside(row, indent, width, (), *([] if n else [(x, row.box.drop, label)]))
                    for n, row in enumerate(rows)
                ]
            )
        loose = any(len(item) > 1 and not _is_outline(item) for item in block.items)
        return spaced(groups, style.leading * (0.3 if loose else 0.08))

    def _label(self, block: ListBlock, index: int) -> Box:
        """Set the number of an item, or a bullet: a disc, and a ring inside another list."""
        style = self.style
        if block.numbers:
            return self.setter.line(block.numbers[index], replace(style, italic=False))
        r = 0.17 * style.size
        middle = (style.leading - style.size) / 2 + 0.5 * style.size
        ring = self.depth % 2 == 1
        sign = Disc(r, middle, r, 0.6 if ring else 0, INK, "" if ring else style.color)
        return Box(0.65 * style.size, style.leading, (sign,))

    def _quote(self, blocks: Blocks, width: float) -> list[Row]:
        """Set a quote behind a bar, which goes on through the gaps between its rows."""
        indent = 1.1 * self.style.size
        x = 0.15 * self.style.size
        rows = []
        for index, row in enumerate(replace(self, beside=0).rows(blocks, width - indent)):
            top = -row.gap if index else 0.0
            bar = Stroke(x, top, x, row.box.height, 0.18 * self.style.size, HAIR)
            rows.append(beside(row, indent, width, (bar,)))
        return rows

    # --- maths ----------------------------------------------------------------------------------

    def _maths(self, tex: str, width: float) -> Box:
        """Set a formula in the middle of its line, smaller where it is wider or too tall."""
        style = self.style
        set_ = formula(tex, style, width, display=True)
        tall = (set_.ascent + set_.descent) / self.place.room
        if tall > 1:
            style = replace(style, size=style.size / tall)
            set_ = formula(tex, style, width, display=True)
        pad = 0.15 * style.size
        (mark,) = set_.marks
        placed = replace(mark, x=(width - set_.width) / 2, y=set_.ascent + pad)
        sunk = set_.ascent + pad - (style.leading - style.size) / 2 - 0.76 * style.size
        return Box(width, set_.ascent + set_.descent + 2 * pad, (placed,), sunk=max(0.0, sunk))


def _is_outline(blocks: Blocks) -> bool:
    """Tell whether an item of a list is a line with a list below it."""
    return (
        len(blocks) == 2 and isinstance(blocks[0], Paragraph) and isinstance(blocks[1], ListBlock)
    )


def _leads(block: Block, following: Block) -> bool:
    """Tell whether a paragraph belongs to what follows it: a colon says so, or a picture."""
    if not isinstance(block, Paragraph):
        return False
    if not isinstance(following, Paragraph | QuoteBlock):
        return True
    return plain_text(block.runs).rstrip().endswith((":", "\uff1a"))


# --- pictures -------------------------------------------------------------------------------------


def figure_box(setter: Typesetter, figure: Figure, width: float, place: Place) -> Box:
    """Set a picture as wide as its author says, else as wide as there is room and it is sharp."""
    wide, high = setter.images.get(figure.picture.href, (1, 1))
    if figure.width and place.sized:
        scale = min(width * figure.width / 100 / wide, 0.9 * place.room / high)
    else:
        scale = min(width / wide, place.figure / high, max(1.0, place.unit))
    return picture_box(figure.picture, wide * scale, high * scale, width)


def picture_box(picture: Run, wide: float, high: float, width: float = 0) -> Box:
    """Set a picture at a size, at the start of a line."""
    mark: Mark = Picture(0, 0, wide, high, picture.href, picture.text)
    return Box(width or wide, high, (mark,))


def figure_alone(content: Content) -> Figure | None:
    """Give the picture of a text that is nothing else."""
    if is_blocks(content) and len(content) == 1 and isinstance(content[0], Figure):
        return content[0]
    return None


__all__ = [
    "ANYWHERE",
    "Content",
    "Place",
    "figure_alone",
    "figure_box",
    "is_blocks",
    "is_long",
    "is_upright",
    "joined",
    "led_by",
    "passage",
    "picture_box",
    "runs_alone",
    "set_text",
    "text_width",
]
