"""Runs -> lines -> a box: our own line layout, ragged at the end edge, never hyphenating."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from quizgen.markup import Rich, Run, text_as_rich
from quizgen.outputs.pdf.boxes import INK, Anchor, Box, Mark, Picture, Rule, Shape, Text
from quizgen.outputs.pdf.fonts import clean, face, face_space, split_by_face

BLANK_WIDTH = 6.5
"""Ems of a blank: the same for every answer, so that its length tells nothing."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; sizes in points."""

    size: float = 11
    leading: float = 15
    color: str = INK
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Marks of some width around a baseline at y = 0, from x = 0."""

    width: float
    marks: tuple[Mark, ...]
    ascent: float
    descent: float
    blank: bool = False


@dataclass(slots=True)
class _Word:
    """Pieces that stay on one line; `space` follows if the line goes on."""

    pieces: list[_Piece]
    width: float = 0
    space: float = 0
    newline: bool = False


Sizes = Mapping[str, tuple[int, int]]
"""Image name -> its width and height in pixels."""


def text_box(
    content: Rich | str, width: float, style: Style, *, images: Sizes | None = None
) -> Box:
    """Set a text into lines of a width.

    A word wider than the line is broken between characters; an empty text is an empty box.
    """
    rich = text_as_rich(content) if isinstance(content, str) else content
    words = _words(rich, style, width, images or {})
    lines = list(_lines(words, width))
    return _set_lines(lines, width, style)


def text_width(content: Rich | str, style: Style, images: Sizes | None = None) -> float:
    """Measure a text on one line; infinite where it holds a line break."""
    rich = text_as_rich(content) if isinstance(content, str) else content
    words = _words(rich, style, 10_000, images or {})
    if any(word.newline for word in words):
        return float("inf")
    return sum(word.width + word.space for word in words) - (words[-1].space if words else 0)


# --- words --------------------------------------------------------------------------------------

_STRETCH = re.compile(r"[ \t\n]+|[^ \t\n]+")
_BREAK_AFTER = re.compile(r"(?<=[-–—/])(?=\w)")


def _words(rich: Rich, style: Style, width: float, images: Sizes) -> list[_Word]:
    words: list[_Word] = []
    current = _Word([])

    def close(*, space: float = 0, newline: bool = False) -> None:
        nonlocal current
        if current.pieces or newline:
            current.space, current.newline = space, newline
            words.append(current)
            current = _Word([])
        elif words and space and not words[-1].newline:
            words[-1].space = max(words[-1].space, space)

    def put(piece: _Piece) -> None:
        current.pieces.append(piece)
        current.width += piece.width

    for run in rich:
        if run.kind == "break":
            close(newline=True)
        elif run.kind != "text":
            put(_object(run, style, width, images))
            if run.kind == "blank" and run.text:  # its hint
                hint = replace(run, kind="text", text=f"({run.text})", italic=True)
                close(space=_space(hint, style))
                for piece in _pieces(clean(hint.text).replace(" ", "\u00a0"), hint, style):
                    put(piece)
        else:
            for stretch in _STRETCH.findall(clean(run.text)):
                if stretch[0] in " \t\n":
                    close(space=_space(run, style))
                    continue
                parts = _BREAK_AFTER.split(stretch)
                for index, part in enumerate(parts):
                    for piece in _pieces(part, run, style):
                        put(piece)
                    if index < len(parts) - 1:
                        close()
    close()
    return words


def _space(run: Run, style: Style) -> float:
    size = style.size * (0.86 if run.code else 1)
    return face(_face_name(run, style)).widths.get(32, 200.0) * size / 1000


def _face_name(run: Run, style: Style) -> str:
    if run.code:
        return "fallback"
    bold, italic = run.bold or style.bold, run.italic != style.italic
    return {(False, False): "regular", (True, False): "bold", (False, True): "italic"}.get(
        (bold, italic), "bold-italic"
    )


def _pieces(text: str, run: Run, style: Style) -> Iterator[_Piece]:
    size = style.size * (0.68 if run.script else 0.86 if run.code else 1)
    rise = {"": 0.0, "sub": -0.16, "sup": 0.36}[run.script] * style.size
    for drawn_by, stretch in split_by_face(text, _face_name(run, style)):
        width = drawn_by.width(stretch, size)
        mark = Text(0, -rise, width, stretch, drawn_by.font_name, size, style.color)
        yield _Piece(width, (mark,), 0.76 * size + max(0, rise), 0.25 * size - min(0, rise))


def _object(run: Run, style: Style, width: float, images: Sizes) -> _Piece:
    if run.kind == "math":
        return _narrowed(_math(run.text, style.size, style.color), width)
    if run.kind == "image":
        return _image(run.href, style, width, images)
    blank = min(BLANK_WIDTH * style.size, width)
    rule = Rule(1, 0.16 * style.size, blank - 1, 0.16 * style.size, 0.7)
    return _Piece(blank, (rule,), style.size, 0.3 * style.size, blank=True)


def _image(name: str, style: Style, width: float, images: Sizes) -> _Piece:
    pixels = images.get(name, (1, 1))
    height = 2.2 * style.size
    wide = min(width, height * pixels[0] / max(1, pixels[1]))
    height = wide * pixels[1] / max(1, pixels[0])
    return _Piece(wide, (Picture(0, -height, wide, height, name),), height, 0)


@lru_cache(maxsize=512)
def _math(tex: str, size: float, color: str) -> _Piece:
    import ziamath

    ziamath.config.svg2 = False
    steps, width, ascent, descent = _outlines(ziamath.Latex(tex, size=size * 1.02, inline=True))
    mark = Shape(0, 0, width, steps, color)
    return _Piece(width, (mark,), ascent, descent)


def _narrowed(piece: _Piece, width: float) -> _Piece:
    """Draw maths smaller where it is wider than its column."""
    if piece.width <= width:
        return piece
    scale = width / piece.width
    marks = tuple(
        replace(
            mark,
            width=mark.width * scale,
            steps=tuple((op, tuple(v * scale for v in values)) for op, values in mark.steps),
        )
        for mark in piece.marks
        if isinstance(mark, Shape)
    )
    return _Piece(width, marks, piece.ascent * scale, piece.descent * scale)


def maths_problem(tex: str) -> str:
    """Say why TeX can't be set, or nothing when it can."""
    try:
        _math(tex, 11, INK)
    except Exception as error:  # noqa: BLE001 - whatever the typesetter says of bad TeX
        return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return ""


_STEP = re.compile(r"([MLQCZ])([^MLQCZ]*)")


def _outlines(
    math: Any,
) -> tuple[tuple[tuple[str, tuple[float, ...]], ...], float, float, float]:
    """Read ziamath's drawing: paths and rectangles around a baseline at y = 0."""
    svg = math.svgxml()
    x, y, width, height = (float(v) for v in svg.get("viewBox").split())
    steps: list[tuple[str, tuple[float, ...]]] = []
    for element in svg.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "path":
            for op, values in _STEP.findall(element.get("d", "")):
                steps.append((op, tuple(float(v) for v in values.replace(",", " ").split())))
        elif tag == "rect":
            left, top, w, h = (float(element.get(k, 0)) for k in ("x", "y", "width", "height"))
            steps += [
                ("M", (left, top)),
                ("L", (left + w, top)),
                ("L", (left + w, top + h)),
                ("L", (left, top + h)),
                ("Z", ()),
            ]
    return tuple(steps), width + x, -y, height + y


# --- lines --------------------------------------------------------------------------------------


def _lines(words: Sequence[_Word], width: float) -> Iterator[list[_Word]]:
    line: list[_Word] = []
    used = 0.0
    for word in _broken(words, width):
        if line and used + word.width > width + 0.01:
            yield line
            line, used = [], 0.0
        line.append(word)
        used += word.width + word.space
        if word.newline:
            yield line
            line, used = [], 0.0
    if line:
        yield line


def _broken(words: Sequence[_Word], width: float) -> Iterator[_Word]:
    """Break words that are wider than a whole line."""
    for word in words:
        if word.width <= width:
            yield word
        else:
            yield from _break(word, width)


def _break(word: _Word, width: float) -> Iterator[_Word]:
    parts: list[_Word] = [_Word([])]
    for piece in word.pieces:
        for part in _fragments(piece, width):
            if parts[-1].pieces and parts[-1].width + part.width > width:
                parts.append(_Word([]))
            parts[-1].pieces.append(part)
            parts[-1].width += part.width
    parts[-1].space, parts[-1].newline = word.space, word.newline
    yield from parts


def _fragments(piece: _Piece, width: float) -> Iterator[_Piece]:
    mark = piece.marks[0] if piece.marks else None
    if piece.width <= width or not isinstance(mark, Text):
        yield piece
        return
    from reportlab.pdfbase.pdfmetrics import stringWidth

    start = 0
    text = mark.text
    while start < len(text):
        end = start + 1
        while end < len(text) and stringWidth(text[start : end + 1], mark.font, mark.size) <= width:
            end += 1
        wide = stringWidth(text[start:end], mark.font, mark.size)
        part = replace(mark, text=text[start:end], width=wide)
        yield _Piece(wide, (part,), piece.ascent, piece.descent)
        start = end


def _set_lines(lines: Sequence[Sequence[_Word]], width: float, style: Style) -> Box:
    """Put lines below each other on a fixed leading that tall pieces may stretch."""
    marks: list[Mark] = []
    anchors: list[Anchor] = []
    y = 0.0
    above = (style.leading - style.size) / 2 + 0.76 * style.size
    below = style.leading - above
    for line in lines:
        pieces = [piece for word in line for piece in word.pieces]
        ascent = max([above, *(piece.ascent + 1 for piece in pieces)])
        descent = max([below, *(piece.descent + 1 for piece in pieces)])
        baseline = y + ascent
        x = 0.0
        for word in line:
            for piece in word.pieces:
                if piece.blank:
                    name = f"blank:{sum(a.name.startswith('blank:') for a in anchors)}"
                    anchors.append(Anchor(name, x, baseline, piece.width, style.size))
                marks += (_moved(mark, x, baseline) for mark in piece.marks)
                x += piece.width
            x += word.space
        y = baseline + descent
    return Box(width, y, tuple(_joined(marks)), anchors=tuple(anchors))


def _moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Rule):
        return replace(mark, x=mark.x + dx, y=mark.y + dy, x2=mark.x2 + dx, y2=mark.y2 + dy)
    return replace(mark, x=mark.x + dx, y=mark.y + dy)


def _joined(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Join neighbours of one style with the space between them: fewer marks, whole sentences."""
    last: Text | None = None
    for mark in marks:
        if (
            isinstance(mark, Text)
            and last is not None
            and (mark.font, mark.size, mark.color, mark.y)
            == (last.font, last.size, last.color, last.y)
        ):
            gap = mark.x - (last.x + last.width)
            own_space = face_space(mark.font) * mark.size
            if gap < 0.01 or abs(gap - own_space) < 0.01:
                glue = " " if gap >= 0.01 else ""
                last = replace(
                    last, text=last.text + glue + mark.text, width=mark.x + mark.width - last.x
                )
                continue
        if last is not None:
            yield last
        last = mark if isinstance(mark, Text) else None
        if last is None:
            yield mark
    if last is not None:
        yield last
