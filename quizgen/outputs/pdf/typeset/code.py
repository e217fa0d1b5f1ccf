"""Lines of code: one face whose characters stand in columns, white space kept to the character.

Code runs from left to right on any page. A line that is too long goes on below, indented and with
a hook before it, broken between tokens: never inside a name, a number or a text in quotes that
fits on a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from unicodedata import east_asian_width

from quizgen.outputs.pdf.typeset.boxes import (
    HAIR,
    QUIET,
    Anchor,
    Box,
    Glyphs,
    Mark,
    Stroke,
    Text,
)
from quizgen.outputs.pdf.typeset.fonts import clean, letters
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.rows import Row, kept
from quizgen.outputs.pdf.typeset.shaping import needs_shaping
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.typeset.words import CODE_SIZE, blank_ems
from quizgen.text.blocks import CodeBlock
from quizgen.text.runs import Run

TAB = 4
"""Columns between tab stops."""
_LEADING = 1.32
_SMALLEST = 0.78
"""How small code may be set, where that keeps its lines whole."""
_HANG = 4
"""Columns by which the rest of a long line is indented."""
_FEW = 12
"""Lines up to which code is never parted."""
_TOKEN = re.compile(
    r"""
    [ \t]+
    | \"{3}.*?\"{3} | '{3}.*?'{3} | \"{3} | '{3}     # what some languages hold long texts with
    | \b[A-Za-z]{0,2}"(?:\\.|[^"\\])*" | \b[A-Za-z]{1,2}'(?:\\.|[^'\\])*'
    | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
    | (?:\#|//)[ \t]*\S+                           # a remark doesn't begin with its sign alone
    | [^\W\d]\w* | \d[\w.]*
    | [-+*/%=<>!&|^~:?@\#$.]+ | .
    """,
    re.VERBOSE,
)
_IN_QUOTES = re.compile(r"[ \t]+|[^ \t]+")


@dataclass(frozen=True, slots=True)
class _Token:
    """What a line is not broken inside; a number of columns wide."""

    text: str
    cells: int
    shaped: Box | None = None
    """Its glyphs, where its script needs shaping."""
    blank: bool = False

    @property
    def is_space(self) -> bool:
        return not self.blank and self.text.isspace()


def code_rows(
    setter: Typesetter, block: CodeBlock, width: float, style: Style, *, framed: bool
) -> list[Row]:
    """Set lines of code.

    Args:
        setter: Sets them.
        block: The code.
        width: What there is.
        style: Of the text around it.
        framed: Whether a hairline runs around it.

    """
    made = _Code(setter, width, style, framed=framed)
    made.fit(block)
    rows = list(made.rows(block))
    return kept(rows, whole=len(rows) <= _FEW)


@dataclass(slots=True)
class _Code:
    """Sets one block."""

    setter: Typesetter
    width: float
    style: Style
    framed: bool
    size: float = 0
    cell: float = 0
    pad: float = 0
    blanks: int = field(default=0)

    def __post_init__(self) -> None:
        self.pad = 0.5 * self.style.size if self.framed else 0.0
        self._measure(self.style.size * CODE_SIZE)

    def _measure(self, size: float) -> None:
        self.size = size
        self.cell = self.setter.family.mono.space * size

    @property
    def columns(self) -> int:
        """How many characters a line holds."""
        return max(1, floor((self.width - 2 * self.pad + 0.01) / self.cell))

    def longest(self, block: CodeBlock) -> int:
        """Count the columns of the longest line."""
        return max((sum(t.cells for t in line) for line in self._lines(block)), default=0)

    def fit(self, block: CodeBlock) -> None:
        """Set it smaller, where its lines fit then; what is set large stays large."""
        longest = self.longest(block)
        if longest <= self.columns or self.style.upright:
            return
        wanted = floor(20 * self.size * self.columns / longest) / 20
        if wanted >= self.style.size * _SMALLEST:
            self._measure(wanted)

    def rows(self, block: CodeBlock) -> Iterator[Row]:
        """Set all lines, those that are too long in several rows."""
        drawn = [
            (tokens, hang) for line in self._lines(block) for tokens, hang in self._wrapped(line)
        ] or [([], 0)]
        for index, (tokens, hang) in enumerate(drawn):
            yield self._row(tokens, hang, first=index == 0, last=index == len(drawn) - 1)

    # --- tokens ---------------------------------------------------------------------------------

    def _lines(self, block: CodeBlock) -> Iterator[list[_Token]]:
        line: list[_Token] = []
        for run in block.runs:
            if run.kind == "blank":
                line += self._blank(run)
                continue
            for index, text in enumerate(run.text.split("\n")):
                if index:
                    yield line
                    line = []
                line += self._tokens(text, sum(token.cells for token in line))
        if line:
            yield line

    def _blank(self, run: Run) -> Iterator[_Token]:
        wide = min(blank_ems(run) * self.style.size, self.columns * self.cell)
        yield _Token("", max(1, round(wide / self.cell)), blank=True)
        if run.text:
            yield from self._tokens(f" ({run.text})", 0)

    def _tokens(self, text: str, column: int) -> Iterator[_Token]:
        for part in _TOKEN.findall(_without_tabs(clean(text.replace("\r", "")), column)):
            quoted = len(part) > 2 and part[0] in "\"'" and part[-1] == part[0]
            # What is shaped has an order of its own, which the marks around it have no part in.
            apart = quoted and needs_shaping(part)
            for piece in (part[0], part[1:-1], part[-1]) if apart else (part,):
                yield self._token(piece)

    def _token(self, text: str) -> _Token:
        if needs_shaping(text):
            setter = replace(self.setter, lang="en")
            box = setter.line((Run(text),), replace(self._plain, size=self.size))
            return _Token(text, ceil(box.width / self.cell), box)
        return _Token(text, sum(_cells(letter) for _, letter in letters(text)))

    @property
    def _plain(self) -> Style:
        return replace(self.style, bold=False, italic=False, letter=0, word=0)

    # --- breaking -------------------------------------------------------------------------------

    def _wrapped(self, line: Sequence[_Token]) -> Iterator[tuple[list[_Token], int]]:
        """Give the rows of a line, each with the columns it is indented by."""
        hang = self._hanging(line)
        room, left = self.columns, list(line)
        first = True
        while left:
            end = _break_after(left, room)
            spaces = _indent(left)
            at = 1 if spaces else 0
            if end <= at < len(left):  # the first token of all is too long
                if spaces * 2 > room:
                    del left[0]
                    continue
                left[at : at + 1] = self._cut(left[at], room - spaces)
                end = at + 1
            row, left = left[:end], left[end:]
            _trim(row, room, goes_on=bool(left))
            while left and left[0].is_space:
                left.pop(0)
            yield row, 0 if first else hang
            first, room = False, self.columns - hang
        if not line:
            yield [], 0

    def _hanging(self, line: Sequence[_Token]) -> int:
        """Say by how many columns the rest of a line is indented."""
        whole = (t.cells for t in line if not t.is_space and t.cells <= self.columns - 2)
        longest = max(whole, default=0)
        # Where a column is narrow, rather less of an indent than a name cut in two.
        return max(2, min(_indent(line) + _HANG, self.columns // 2, self.columns - longest))

    def _cut(self, token: _Token, room: int) -> list[_Token]:
        """Cut a token that is longer than a line: between words, or at last inside them."""
        if token.blank:
            return [replace(token, cells=room)]
        words = [self._token(part) for part in _IN_QUOTES.findall(token.text)]
        end = _break_after(words, room)
        if end and len(words) > 1:
            first = "".join(word.text for word in words[:end])
        else:
            first = _beginning(token, room)
        rest = token.text[len(first) :]
        return [self._token(first.rstrip() or first), *([self._token(rest)] if rest else [])]

    # --- drawing --------------------------------------------------------------------------------

    def _row(self, tokens: Sequence[_Token], hang: int, *, first: bool, last: bool) -> Row:
        leading = round(self.size * _LEADING, 2)
        own = (leading - self.size) / 2 + 0.8 * self.size
        above = self._above(own) if first else 0.0
        below = self.pad * 0.7 if last else 0.0
        baseline = above + own
        height = above + leading + below
        marks: list[Mark] = []
        anchors: list[Anchor] = []
        column = hang
        for text, cells, shaped in _runs(tokens):
            x = self.pad + column * self.cell
            if text is None:
                marks.append(self._rule(x, cells, baseline))
                anchors.append(
                    Anchor(f"blank:{len(anchors)}", x, baseline, cells * self.cell, self.style.size)
                )
            elif shaped is not None:
                marks += [_shifted(mark, x, baseline) for mark in shaped.marks]
            else:
                marks += self._texts(text, x, baseline)
            column += cells
        if hang:
            marks += self._hook(self.pad + (hang - 1.6) * self.cell, baseline)
        if self.setter.rtl:
            marks, anchors = _mirrored(marks, anchors, self.width)
        if self.framed:
            marks += self._frame(height, first=first, last=last)
        return Row(Box(self.width, height, tuple(marks), anchors=tuple(anchors)), counted=True)

    def _above(self, own: float) -> float:
        """Say what stands above the first line: a frame's room, or what aligns it with text."""
        if self.framed:
            return self.pad * 0.7
        style = self.style
        return max(0.0, (style.leading - style.size) / 2 + 0.76 * style.size - own)

    def _rule(self, x: float, cells: int, baseline: float) -> Stroke:
        y = baseline + 0.16 * self.style.size
        return Stroke(x + 1, y, x + cells * self.cell - 1, y, 0.7)

    def _texts(self, text: str, x: float, baseline: float) -> Iterator[Text]:
        """Set a stretch; what the face lacks comes from another, in columns all the same."""
        family, color = self.setter.family, self.style.color
        mono = family.mono
        for face, stretch in family.split(text, mono):
            if face is mono:
                wide = len(stretch) * self.cell
                yield Text(x, baseline, wide, stretch, face, self.size, color)
                x += wide
                continue
            for _, letter in letters(stretch):
                room = _cells(letter) * self.cell
                own = face.width(letter, self.size)
                size = self.size * min(1.0, room / own if own else 1.0)
                own = face.width(letter, size)
                yield Text(x + (room - own) / 2, baseline, own, letter, face, size, color)
                x += room

    def _hook(self, x: float, baseline: float) -> Iterator[Stroke]:
        """Draw the sign that a line goes on: strokes, so that no reader copies it as code."""
        s, middle = self.size, baseline - 0.22 * self.size
        end = x + 0.62 * s
        yield Stroke(x, middle - 0.34 * s, x, middle, 0.06 * s, QUIET)
        yield Stroke(x, middle, end, middle, 0.06 * s, QUIET)
        yield Stroke(end - 0.16 * s, middle - 0.13 * s, end, middle, 0.06 * s, QUIET)
        yield Stroke(end - 0.16 * s, middle + 0.13 * s, end, middle, 0.06 * s, QUIET)

    def _frame(self, height: float, *, first: bool, last: bool) -> Iterator[Stroke]:
        wide = self.width
        yield Stroke(0, 0, 0, height, 0.5, HAIR)
        yield Stroke(wide, 0, wide, height, 0.5, HAIR)
        if first:
            yield Stroke(0, 0, wide, 0, 0.5, HAIR)
        if last:
            yield Stroke(0, height, wide, height, 0.5, HAIR)


def _indent(line: Sequence[_Token]) -> int:
    """Count the columns of the space that a line begins with."""
    return line[0].cells if line and line[0].is_space else 0


def _trim(row: list[_Token], room: int, *, goes_on: bool) -> None:
    """Drop the spaces at the end of a row that goes on below, or is too wide by them."""
    while row and row[-1].is_space and (goes_on or sum(t.cells for t in row) > room):
        row.pop()


def _beginning(token: _Token, room: int) -> str:
    """Give as many letters of a token as there is room for, but one at least."""
    first, used = "", 0
    for _, letter in letters(token.text):
        used += 2 if token.shaped else _cells(letter)  # none is wider
        if first and used > room:
            break
        first += letter
    return first


def _mirrored(
    marks: Iterable[Mark], anchors: Iterable[Anchor], width: float
) -> tuple[list[Mark], list[Anchor]]:
    """Count from the right side of a page what was placed from the left."""
    return (
        [_flipped(mark, width) for mark in marks],
        [replace(anchor, x=width - anchor.x - anchor.width) for anchor in anchors],
    )


def code_width(setter: Typesetter, block: CodeBlock, style: Style) -> float:
    """Measure code whose lines are to stay whole."""
    code = _Code(setter, 10_000, style, framed=False)
    return code.longest(block) * code.cell + 0.1


def _without_tabs(text: str, column: int) -> str:
    """Put spaces up to the next tab stop in the place of each tab."""
    if "\t" not in text:
        return text
    shown = ""
    for _, letter in letters(text):
        wide = TAB - column % TAB if letter == "\t" else _cells(letter)
        shown += " " * wide if letter == "\t" else letter
        column += wide
    return shown


def _cells(letter: str) -> int:
    return 2 if east_asian_width(letter[0]) in "WF" else 1


def _break_after(tokens: Sequence[_Token], room: int) -> int:
    """Say how many tokens a row takes: up to white space, where that doesn't leave half empty."""
    used = fitting = at_space = space_used = 0
    for index, token in enumerate(tokens):
        if used + token.cells > room and not token.is_space:
            if at_space and space_used * 2 >= room:
                return at_space
            return fitting
        used += token.cells
        fitting = index + 1
        if token.is_space and index > tokens[0].is_space:
            at_space, space_used = index + 1, used
    return fitting


def _runs(tokens: Iterable[_Token]) -> Iterator[tuple[str | None, int, Box | None]]:
    """Join what is drawn in one go: a text, or nothing for a blank; its columns; its glyphs."""
    text, cells = "", 0
    for token in tokens:
        if not (token.blank or token.shaped):
            text, cells = text + token.text, cells + token.cells
            continue
        if text:
            yield text, cells, None
        text, cells = "", 0
        yield (None if token.blank else token.text), token.cells, token.shaped
    if text:
        yield text, cells, None


def _shifted(mark: Mark, dx: float, baseline: float) -> Mark:
    """Move a mark of a shaped token to its column and the row's baseline."""
    assert isinstance(mark, Text | Glyphs)  # noqa: S101 - a token is text alone
    return replace(mark, x=mark.x + dx, y=baseline)


def _flipped(mark: Mark, width: float) -> Mark:
    """Give a mark's place from the right edge: code runs from left to right on any page."""
    if isinstance(mark, Stroke):
        return replace(mark, x=width - mark.x, x2=width - mark.x2)
    assert isinstance(mark, Text | Glyphs)  # noqa: S101 - nothing else stands in code
    return replace(mark, x=width - mark.x - mark.width)
