"""Words -> lines -> a box: our own line layout, ragged at the end edge, never hyphenating.

A last line of one word is given company where the line before can spare it. Lines of mixed
direction are put in visual order after they are broken (UAX 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from quizgen.outputs.pdf.typeset.boxes import Anchor, Box, Mark, Stroke, Text
from quizgen.outputs.pdf.typeset.fonts import Face, Family
from quizgen.outputs.pdf.typeset.plain_lines import (
    PlainWords,
    line_width,
    plain_box,
    plain_words,
)
from quizgen.outputs.pdf.typeset.shaping import runs_right_to_left, visual_order
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.typeset.words import Fragment, Sizes, Word, WordBreaker
from quizgen.text.blocks import Alignment
from quizgen.text.runs import Rich, text_as_rich


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Sets text in one language: its faces, the images it may show, its direction."""

    family: Family = field(default_factory=Family)
    images: Sizes = field(default_factory=dict)
    lang: str = "en"

    @property
    def rtl(self) -> bool:
        """Whether its lines start at the right."""
        return runs_right_to_left(self.lang)

    def box(self, content: Rich | str, width: float, style: Style, align: Alignment = "") -> Box:
        """Set a text into lines of a width.

        A word wider than the line is broken between characters; an empty text is an empty box.
        """
        share = self._indent_share(align)
        plain = None if share else self._plain(content, style)
        box = plain and plain_box(plain, width, style)
        if box:
            return box
        words = self._words(content, style, width)
        return _set_lines(_lines(words, width), width, style, rtl=self.rtl, share=share)

    def lines(self, content: Rich | str, width: float, style: Style) -> list[Box]:
        """Set a text into lines of a width, each a box of its own."""
        words = self._words(content, style, width)
        return [_set_lines([line], width, style, rtl=self.rtl) for line in _lines(words, width)]

    def widths(self, content: Rich | str, style: Style) -> tuple[float, float]:
        """Give how wide a text must be to keep its words whole, and to keep its lines whole."""
        longest = line = 0.0
        widest = used = 0.0
        for word in self._words(content, style, 10_000):
            line = used + word.width
            longest, widest = max(longest, line), max(widest, word.width)
            used = 0.0 if word.newline else line + word.space
        return widest, longest

    def _indent_share(self, align: Alignment) -> float:
        """Say what share of a line's rest stands before it, from the start edge."""
        match align:
            case "":
                return 0.0
            case "center":
                return 0.5
            case "left":
                return float(self.rtl)
            case "right":
                return float(not self.rtl)
            case _:
                assert_never(align)

    def boxes(self, content: Rich | str, width: float, style: Style, most: float) -> list[Box]:
        """Set a text into as many boxes as keep each under a height; lines are never cut."""
        plain = self._plain(content, style)
        whole = plain and plain_box(plain, width, style)
        if whole and whole.marks and whole.height <= most:
            return [whole]
        lines = _lines(self._words(content, style, width), width)
        box = _set_lines(lines, width, style, rtl=self.rtl)
        if box.height <= most:
            return [box] if lines else []
        boxes: list[Box] = []
        start, used = 0, 0.0
        for index, line in enumerate(lines):
            height = sum(_reach(line, style))
            if used + height > most and index > start:
                boxes.append(_set_lines(lines[start:index], width, style, rtl=self.rtl))
                start, used = index, 0.0
            used += height
        return [*boxes, _set_lines(lines[start:], width, style, rtl=self.rtl)]

    def width(self, content: Rich | str, style: Style) -> float:
        """Measure a text on one line; infinite where it holds a line break."""
        plain = self._plain(content, style)
        if plain:
            return line_width(plain)
        words = self._words(content, style, 10_000)
        if any(word.newline for word in words):
            return float("inf")
        return sum(word.width + word.space for word in words) - (words[-1].space if words else 0)

    def line(self, content: Rich | str, style: Style) -> Box:
        """Set a text on one line, as wide as it is."""
        if isinstance(content, str) and not self.rtl:
            face = self.family.face("bold" if style.bold else "regular")
            if not style.italic and content and all(ord(c) in face.glyphs for c in content):
                return _plain_line(content, face, style)
        return self.box(content, self.width(content, style) + 0.5, style)

    def _plain(self, content: Rich | str, style: Style) -> PlainWords | None:
        rich = text_as_rich(content) if isinstance(content, str) else content
        return plain_words(rich, style, self.family, self.lang)

    def _words(self, content: Rich | str, style: Style, width: float) -> list[Word]:
        if isinstance(content, str):
            content = text_as_rich(content)
        return WordBreaker(self.family, self.images, self.lang, style, width).of(content)


def _plain_line(text: str, face: Face, style: Style) -> Box:
    """Set a line that one face can draw: what stands in every header and footer."""
    letter, word = style.letter * style.size, style.word * style.size
    width = face.width(text, style.size) + letter * len(text) + word * text.count(" ")
    baseline = _baseline(style)
    mark = Text(0, baseline, width, text, face, style.size, style.color, letter, word)
    return Box(width + 0.5, style.leading, (mark,))


def _lines(words: Sequence[Word], width: float) -> list[list[Word]]:
    lines: list[list[Word]] = [[]]
    used = 0.0
    for word in _broken(words, width):
        if lines[-1] and used + word.width > width + 0.01:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += word.width + word.space
        if word.newline:
            _give_company(lines, width)
            lines.append([])
            used = 0.0
    if lines[-1]:
        _give_company(lines, width)
    else:
        lines.pop()
    return lines


def _give_company(lines: Sequence[list[Word]], width: float) -> None:
    """Move a word down where the last line of a paragraph is one word alone."""
    if len(lines) < 2 or len(lines[-1]) != 1 or len(lines[-2]) < 3 or lines[-2][-1].newline:
        return
    moved = lines[-2][-1]
    if moved.width + moved.space + lines[-1][0].width <= width:
        lines[-1].insert(0, lines[-2].pop())


def _broken(words: Sequence[Word], width: float) -> Iterator[Word]:
    """Break words that are wider than a whole line."""
    for word in words:
        if word.width <= width:
            yield word
        else:
            yield from _break(word, width)


def _break(word: Word, width: float) -> Iterator[Word]:
    parts: list[Word] = [Word([])]
    for piece in word.pieces:
        for part in piece.cut(width) if piece.cut and piece.width > width else (piece,):
            if parts[-1].pieces and parts[-1].width + part.width > width:
                parts.append(Word([]))
            parts[-1].pieces.append(part)
            parts[-1].width += part.width
    last = parts[-1]
    last.space, last.space_level, last.newline = word.space, word.space_level, word.newline
    yield from parts


def _baseline(style: Style) -> float:
    """Give how far below its top a line of plain text has its baseline."""
    return (style.leading - style.size) / 2 + 0.76 * style.size


def _reach(line: Sequence[Word], style: Style) -> tuple[float, float]:
    """Give how far a line reaches above and below its baseline; tall pieces stretch it."""
    above = _baseline(style)
    ascent, descent = above, style.leading - above
    for word in line:
        for piece in word.pieces:
            ascent = max(ascent, piece.ascent + 1)
            descent = max(descent, piece.descent + 1)
    return ascent, descent


def _set_lines(
    lines: Sequence[Sequence[Word]], width: float, style: Style, *, rtl: bool, share: float = 0
) -> Box:
    """Put lines below each other on a fixed leading that tall pieces may stretch.

    Of what a line leaves over, a share stands before it.
    """
    marks = _Marks()
    anchors: list[Anchor] = []
    y = 0.0
    for line in lines:
        ascent, descent = _reach(line, style)
        baseline = y + ascent
        before = share * (width - _line_width(line)) if share else 0.0
        for piece, start in _placed(line, rtl=rtl):
            x = start + before
            if piece.blank:
                name = f"blank:{len(anchors)}"
                anchors.append(Anchor(name, x, baseline, piece.width, style.size))
            for mark in piece.marks:
                marks.add(mark, x, baseline)
        y = baseline + descent
    sunk = _reach(lines[0], style)[0] - _baseline(style) if lines else 0.0
    return Box(width, y, marks.all(), anchors=tuple(anchors), sunk=sunk)


def _line_width(line: Sequence[Word]) -> float:
    return sum(word.width + word.space for word in line) - (line[-1].space if line else 0)


def _placed(line: Sequence[Word], *, rtl: bool) -> Iterator[tuple[Fragment, float]]:
    """Give the pieces of a line in reading order, each with its distance from the start edge."""
    cells: list[tuple[Fragment | None, float, int]] = []
    for word in line:
        cells += [(piece, piece.width, piece.level) for piece in word.pieces]
        if word.space:  # where a line could have ended inside a word, nothing stands
            cells.append((None, word.space, word.space_level))
    if cells and cells[-1][0] is None:
        cells.pop()  # the space at a line's end has no width
    starts = [0.0] * len(cells)
    x = 0.0
    for index in _order([level for _, _, level in cells], rtl=rtl):
        starts[index] = x
        x += cells[index][1]
    for (piece, _, _), start in zip(cells, starts, strict=True):
        if piece is not None:
            yield piece, start


def _order(levels: Sequence[int], *, rtl: bool) -> Sequence[int]:
    """Give the places of what stands in a line, from its start edge on."""
    order: Sequence[int] = visual_order(levels) if rtl or any(levels) else range(len(levels))
    return order[::-1] if rtl else order


class _Marks:
    """Puts marks in their places, and joins neighbours of one style with the space between them.

    Fewer marks, whole sentences: a text is made once, when its last word is known.
    """

    def __init__(self) -> None:
        self._done: list[Mark] = []
        self._last: Text | None = None
        """What the open text began with; its words so far, and where they stand."""
        self._words: list[str] = []
        self._x = self._y = self._width = 0.0

    def add(self, mark: Mark, dx: float, dy: float) -> None:
        """Put a mark at a point."""
        if not isinstance(mark, Text):
            self._close()
            self._done.append(_moved(mark, dx, dy))
            return
        x, y = mark.x + dx, mark.y + dy
        last = self._last
        if last is not None and y == self._y and _alike(last, mark):
            gap = x - (self._x + self._width)
            own_space = last.face.space * last.size + last.letter + last.word
            if abs(gap) < 0.01 or abs(gap - own_space) < 0.01:
                if gap >= 0.01:
                    self._words.append(" ")
                self._words.append(mark.text)
                self._width = x + mark.width - self._x
                return
        self._close()
        self._last, self._words = mark, [mark.text]
        self._x, self._y, self._width = x, y, mark.width

    def _close(self) -> None:
        last = self._last
        if last is not None:
            text = "".join(self._words)
            self._done.append(
                Text(
                    self._x,
                    self._y,
                    self._width,
                    text,
                    last.face,
                    last.size,
                    last.color,
                    last.letter,
                    last.word,
                )
            )
            self._last = None

    def all(self) -> tuple[Mark, ...]:
        """Give all of them."""
        self._close()
        return tuple(self._done)


def _moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Stroke):
        return replace(mark, x=mark.x + dx, y=mark.y + dy, x2=mark.x2 + dx, y2=mark.y2 + dy)
    return replace(mark, x=mark.x + dx, y=mark.y + dy)


def _alike(one: Text, other: Text) -> bool:
    return one.face is other.face and one.size == other.size and one.color == other.color
