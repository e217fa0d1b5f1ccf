"""Runs -> words: what stays together on a line, measured, with the places where a line may end.

Plain left-to-right text is measured glyph by glyph. Where a text holds scripts that need it, every
stretch knows its bidi level and is shaped in the context of its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from quizgen.outputs.pdf.typeset.boxes import Glyphs, Mark, Picture, Shape, Stroke, Text
from quizgen.outputs.pdf.typeset.fonts import Face, Family, Role, clean, letters
from quizgen.outputs.pdf.typeset.shaping import (
    Glyph,
    levels,
    needs_shaping,
    runs_right_to_left,
    shape,
    without_controls,
)
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.present.maths.setting import set_maths
from quizgen.text.runs import Rich, Run

BLANK_WIDTH = 6.5
"""Ems of a usual blank; longer answers take two of them, four, eight: steps tell nothing."""
CODE_SIZE = 0.9
"""Of the text around it: what code is set in, whose small letters are as high then."""

Sizes = Mapping[str, tuple[int, int]]
"""Image name -> its width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Marks of some width around a baseline at y = 0, from x = 0."""

    width: float
    marks: tuple[Mark, ...]
    ascent: float
    descent: float
    level: int = 0
    blank: bool = False
    cut: Callable[[float], Iterator[Fragment]] | None = None
    """Gives the piece in parts no wider than this, where it can be parted at all."""


@dataclass(slots=True)
class Word:
    """Pieces that stay on one line; `space` follows if the line goes on."""

    pieces: list[Fragment]
    width: float = 0
    space: float = 0
    space_level: int = 0
    newline: bool = False


_ROLES: Mapping[tuple[bool, bool], Role] = {
    (False, False): "regular",
    (True, False): "bold",
    (False, True): "italic",
    (True, True): "bold-italic",
}
"""By bold and italic."""
_SPACES = re.compile("  +")
_FRENCH = re.compile("(?<=«) | (?=[»?!:;])")
"""Spaces at which no line ends."""
_STRETCH = re.compile(r"[ \t\n]+|[^ \t\n]+")
_CJK = "\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
# What may not begin a line, and what may not end one (JIS X 4051, the common core).
_NO_START = "、。，．・：；？！ー々ゝゞヽヾ」』）】〕〉》〟’”ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NO_END = "「『（【〔〈《〝‘“"
_BREAK = re.compile(
    # Between words, not inside dates, ranges and negative numbers.
    rf"(?<=[^\W\d][-–—/])(?=\w)|(?<=\d[-–—/])(?=[^\W\d])|(?<=\u200b)|(?<=[{_CJK}])(?<![{_NO_END}])(?=[{_CJK}])(?![{_NO_START}])"
)


def is_parted(text: str) -> bool:
    """Tell whether a line may end inside a word of a text."""
    return _BREAK.search(text) is not None


def face_of(run: Run, style: Style, family: Family) -> Face:
    """Give the face that a run is set in."""
    if run.code:
        return family.mono
    italic = run.italic != style.italic
    bold = run.bold or style.bold or (italic and style.upright and not style.italic)
    return family.face(_ROLES[bold, italic and not style.upright])


class WordBreaker:
    """Parts one text into words; used once."""

    def __init__(
        self, family: Family, images: Sizes, lang: str, style: Style, width: float
    ) -> None:
        self.family = family
        self.images = images
        self.lang = lang
        self.style = style
        self.width = width
        self.done: list[Word] = []
        self.word = Word([])
        self.at = 0
        """Where in the paragraph the next character stands; kept for shaped text alone."""
        self.paragraph = ""
        self.levels: list[int] = []
        self.shaped = False
        self._kept_run: Run | None = None
        self._kept_face: Face = family.face("regular")

    def of(self, rich: Rich) -> list[Word]:
        """Give the words of a text."""
        self.shaped = runs_right_to_left(self.lang) or any(needs_shaping(run.text) for run in rich)
        for is_break, group in groupby(rich, key=lambda run: run.kind == "break"):
            runs = list(group)
            if is_break:
                for _ in runs:
                    self._close(newline=True)
            else:
                self._paragraph(runs)
        self._close()
        return self.done

    def _paragraph(self, runs: Iterable[Run]) -> None:
        runs = [replace(run, text=self._clean(run)) for run in runs]
        self.at = 0
        if self.shaped:
            self.paragraph = "".join(r.text if r.kind == "text" else "\ufffc" for r in runs)
            rtl = runs_right_to_left(self.lang)
            self.levels = levels(self.paragraph, rtl=rtl)
            self._isolate_code(runs, rtl=rtl)
        for run in runs:
            if run.kind == "text":
                self._text(run)
            else:
                self._object(run)

    def _isolate_code(self, runs: Iterable[Run], *, rtl: bool) -> None:
        """Set code from left to right, whatever stands around it."""
        at = 0
        for run in runs:
            length = len(run.text) if run.kind == "text" else 1
            if run.code:
                self.levels[at : at + length] = [2 * rtl] * length
            at += length

    def _clean(self, run: Run) -> str:
        text = without_controls(run.text) if self.shaped else clean(run.text)
        if run.code:  # two spaces are not one there
            return _SPACES.sub(lambda found: "\u00a0" * len(found[0]), text)
        return _FRENCH.sub("\u00a0", text) if self.lang.startswith("fr") else text

    def _text(self, run: Run) -> None:
        if run.ruby:
            self._ruby(run)
            return
        space = self._space(run)
        for stretch in _STRETCH.findall(run.text):
            if stretch[0] in " \t\n":
                self._close(space=space, level=self._level())
                self.at += len(stretch)
                continue
            for index, part in enumerate(_BREAK.split(stretch)):
                if index:
                    self._close()
                for piece in self._pieces(part, run):
                    self._put(piece)
                self.at += len(part)

    def _ruby(self, run: Run) -> None:
        """Set a word with its reading above it; they stay together."""
        base = list(self._pieces(run.text.replace(" ", "\u00a0"), run))
        self.at += len(run.text)
        small = replace(run, text=run.ruby.replace(" ", "\u00a0"), ruby="")
        style = replace(self.style, size=self.style.size * _RUBY_SIZE)
        other = WordBreaker(self.family, self.images, self.lang, style, self.width)
        reading = [piece for word in other.of((small,)) for piece in word.pieces]
        self._put(_stacked(base, reading))

    def _object(self, run: Run) -> None:
        piece = replace(self._drawn_object(run), level=self._level())
        self._put(piece)
        for more in self._more_of_blank(run):
            self._close()
            self._put(more)
        self.at += 1
        if run.kind == "blank" and run.text:  # its hint
            hint = replace(run, kind="text", text=f"({run.text})", italic=True)
            self._close(space=self._space(hint), level=self._level())
            for part, pieces in enumerate(self._parts_of_hint(hint)):
                if part:
                    self._close(space=self._space(hint), level=self._level())
                for piece in pieces:
                    self._put(piece)

    def _parts_of_hint(self, hint: Run) -> list[list[Fragment]]:
        """Give a hint as one piece; or its words, where it is longer than a line."""
        whole = list(self._aside(hint.text.replace(" ", "\u00a0"), hint))
        if sum(piece.width for piece in whole) <= self.width:
            return [whole]
        return [list(self._aside(word, hint)) for word in hint.text.split()]

    def _aside(self, text: str, run: Run) -> Iterator[Fragment]:
        """Give the pieces of a text that is no part of its paragraph."""
        other = WordBreaker(self.family, self.images, self.lang, self.style, self.width)
        return iter(
            [piece for word in other.of((replace(run, text=text),)) for piece in word.pieces]
        )

    def _level(self) -> int:
        return self.levels[min(self.at, len(self.levels) - 1)] if self.levels else 0

    def _close(self, *, space: float = 0, level: int = 0, newline: bool = False) -> None:
        if self.word.pieces or newline:
            self.word.space, self.word.space_level, self.word.newline = space, level, newline
            self.done.append(self.word)
            self.word = Word([])
        elif self.done and space and not self.done[-1].newline:
            self.done[-1].space = max(self.done[-1].space, space)

    def _put(self, piece: Fragment) -> None:
        self.word.pieces.append(piece)
        self.word.width += piece.width

    # --- measuring ------------------------------------------------------------------------------

    def _space(self, run: Run) -> float:
        style = self.style
        size = style.size * (CODE_SIZE if run.code else 1)
        return self._face(run).space * size + (style.letter + style.word) * style.size

    def _face(self, run: Run) -> Face:
        return face_of(run, self.style, self.family)

    def _pieces(self, text: str, run: Run) -> Iterable[Fragment]:
        if not self.shaped and not run.script:
            if run is not self._kept_run:
                self._kept_run, self._kept_face = run, self._face(run)
            face = self._kept_face
            size = self.style.size * (CODE_SIZE if run.code else 1)
            width = face.word_width(text, size)
            if width is not None:
                return (self._plain_piece(text, face, size, 0.0, width=width),) if text else ()
        return self._mixed_pieces(text, run)

    def _mixed_pieces(self, text: str, run: Run) -> Iterator[Fragment]:
        style = self.style
        size = style.size * (0.68 if run.script else CODE_SIZE if run.code else 1)
        rise = {"": 0.0, "sub": -0.16, "sup": 0.36}[run.script] * style.size
        start = self.at
        for face, stretch in self.family.split(text, self._face(run)):
            if self.shaped:
                yield from self._shaped_pieces(stretch, start, face, size, rise)
            else:
                yield self._plain_piece(stretch, face, size, rise)
            start += len(stretch)

    def _plain_piece(
        self,
        text: str,
        face: Face,
        size: float,
        rise: float,
        level: int = 0,
        width: float | None = None,
    ) -> Fragment:
        style = self.style
        letter, word = style.letter * style.size, style.word * style.size
        if width is None:
            width = face.width(text, size)
        if letter or word:
            width += letter * len(text) + word * text.count(" ")
        mark = Text(0, -rise, width, text, face, size, style.color, letter, word)
        cut = partial(self._cut, text, face, size, rise, level)
        return Fragment(width, (mark,), *reach(size, rise), level, cut=cut)

    def _cut(
        self, text: str, face: Face, size: float, rise: float, level: int, most: float
    ) -> Iterator[Fragment]:
        letter = self.style.letter * self.style.size
        start = 0
        while start < len(text):
            end = start + 1
            while end < len(text):
                wide = face.width(text[start : end + 1], size) + letter * (end + 1 - start)
                if wide > most:
                    break
                end += 1
            yield self._plain_piece(text[start:end], face, size, rise, level)
            start = end

    def _shaped_pieces(
        self, text: str, start: int, face: Face, size: float, rise: float
    ) -> Iterator[Fragment]:
        first = start
        for (level, shaped), group in groupby(
            letters(text),
            key=lambda letter: (self.levels[start + letter[0]], needs_shaping(letter[1])),
        ):
            last = first + sum(len(letter) for _, letter in group)
            if level % 2 or shaped:
                yield self._shaped_piece(first, last, face, size, rise, level)
            elif drawn := clean(self.paragraph[first:last]):
                yield self._plain_piece(drawn, face, size, rise, level)
            first = last

    def _shaped_piece(
        self, start: int, end: int, face: Face, size: float, rise: float, level: int
    ) -> Fragment:
        rtl = bool(level % 2)
        glyphs = shape(self.paragraph, start, end, face, rtl=rtl, lang=self.lang)
        width = sum(glyph.advance for glyph in glyphs) * size / 1000
        said = "" if _says_itself(glyphs, rtl=rtl) else self.paragraph[start:end]
        mark = Glyphs(0, -rise, width, tuple(glyphs), face, size, self.style.color, rtl, said)

        def cut(most: float) -> Iterator[Fragment]:
            first = start
            while first < end:
                last = first + 1
                while last < end:
                    tried = shape(self.paragraph, first, last + 1, face, rtl=rtl, lang=self.lang)
                    if sum(glyph.advance for glyph in tried) * size / 1000 > most:
                        break
                    last += 1
                yield self._shaped_piece(first, last, face, size, rise, level)
                first = last

        return Fragment(width, (mark,), *reach(size, rise), level, cut=cut)

    def _drawn_object(self, run: Run) -> Fragment:
        style = self.style
        if run.kind == "math":
            return formula(run.text, style, self.width)
        if run.kind == "image":
            return _image(run, style, self.width, self.images)
        return self._blank(min(blank_ems(run) * style.size, self._line_of_blank(run)))

    def _blank(self, width: float, *, first: bool = True) -> Fragment:
        size = self.style.size
        rule = Stroke(1, 0.16 * size, width - 1, 0.16 * size, 0.7)
        return Fragment(width, (rule,), size, 0.3 * size, blank=first)

    def _line_of_blank(self, run: Run) -> float:
        """Give the width of a blank's line; a stop finds room behind a long one."""
        return self.width - 1.5 * self.style.size if run.href else self.width

    def _more_of_blank(self, run: Run) -> Iterator[Fragment]:
        """Give the lines that a blank goes on over when one isn't enough."""
        line = self._line_of_blank(run)
        left = blank_ems(run) * self.style.size - line if run.kind == "blank" else 0.0
        while left > 0:
            yield self._blank(line, first=False)
            left -= line


def blank_ems(run: Run) -> float:
    """Give the width of a blank; `href` may say how many usual ones it takes."""
    return BLANK_WIDTH * int(run.href or 1)


_RUBY_SIZE = 0.5


def _stacked(base: list[Fragment], above: list[Fragment]) -> Fragment:
    """Put pieces above others, both in the middle."""
    width = max(sum(piece.width for piece in row) for row in (base, above))
    ascent = max(piece.ascent for piece in base)
    gap = max((piece.descent for piece in above), default=0)
    marks: list[Mark] = []
    for row, rise in ((base, 0.0), (above, ascent + gap)):
        x = (width - sum(piece.width for piece in row)) / 2
        for piece in row:
            marks += [_moved(mark, x, -rise) for mark in piece.marks]
            x += piece.width
    high = ascent + gap + max((piece.ascent for piece in above), default=0)
    return Fragment(width, tuple(marks), high, max(p.descent for p in base), base[0].level)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    return replace(mark, x=mark.x + x, y=mark.y + y)


def _says_itself(glyphs: Iterable[Glyph], *, rtl: bool) -> bool:
    """Tell whether glyphs, read one by one, give the text: always so from right to left.

    Readers put right-to-left glyphs into the order of reading themselves, and would turn a text
    that is given beside them around as well.
    """
    return rtl or all(glyph.text for glyph in glyphs)


def reach(size: float, rise: float) -> tuple[float, float]:
    """Give ascent and descent of a stretch."""
    return 0.76 * size + max(0.0, rise), 0.25 * size - min(0.0, rise)


def _image(run: Run, style: Style, width: float, images: Sizes) -> Fragment:
    pixels = images.get(run.href, (1, 1))
    height = 2.2 * style.size
    wide = min(width, height * pixels[0] / max(1, pixels[1]))
    height = wide * pixels[1] / max(1, pixels[0])
    return Fragment(wide, (Picture(0, -height, wide, height, run.href, run.text),), height, 0)


def formula(tex: str, style: Style, width: float, *, display: bool = False) -> Fragment:
    """Set maths, smaller where it is wider than its column."""
    made = set_maths(tex, style.size, display=display)
    scale = min(1.0, width / made.width) if made.width else 1.0
    steps = made.steps
    if scale < 1:
        steps = tuple((op, tuple(v * scale for v in values)) for op, values in steps)
    wide, ascent, descent = (length * scale for length in (made.width, made.ascent, made.descent))
    mark = Shape(0, 0, wide, steps, style.color, tex, style.size)
    return Fragment(wide, (mark,), ascent, descent)
