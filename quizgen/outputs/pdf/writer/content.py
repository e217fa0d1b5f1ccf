"""Boxes -> content operators (PDF 32000-1, 8 and 9): drawn once, placed as often as they stand.

Operators of a box count from its top left corner. Which glyphs and pictures they need is kept, so
that a file holds those and no others. Left and right are told apart here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from quizgen.outputs.pdf.quiz.item_layout import Leaf
from quizgen.outputs.pdf.typeset.boxes import (
    Bits,
    Box,
    Disc,
    Glyphs,
    Mark,
    Picture,
    Rect,
    Shape,
    Stroke,
    Text,
)
from quizgen.outputs.pdf.typeset.fonts import Face, Family, glyph_code
from quizgen.outputs.pdf.typeset.shaping import Glyph
from quizgen.outputs.pdf.writer.font_subset import Used, utf16_hex

_MOST_LEAVES = 8_000
"""Leaves kept: with many options hardly a form repeats another's order."""
_ARC = 0.5523
"""How far the handles of a quarter circle reach, as a share of its radius."""


def number(value: float) -> str:
    """Write a number as PDF does: two decimals at the most, none that say nothing."""
    text = f"{value:.2f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def picture_key(name: str) -> str:
    """Give a picture's name in a PDF's resources; the file's own name may tell the answer."""
    from quizgen.outputs import content_digest

    return f"X{content_digest(name.encode())}"


def moved(left: float, low: float, drawn: bytes) -> bytes:
    """Move operators to a point, y upwards, and leave the pen as it was."""
    return b"q 1 0 0 1 %.2f %.2f cm\n%bQ\n" % (left, low, drawn)


@lru_cache(maxsize=64)
def _color(color: str, *, stroke: bool = False) -> str:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    if red == green == blue:
        return f"{number(red)} {'G' if stroke else 'g'}"
    return f"{red:.3f} {green:.3f} {blue:.3f} {'RG' if stroke else 'rg'}"


class ContentWriter:
    """Draws boxes, and knows what it has drawn with: one for each set of files that share it."""

    def __init__(self) -> None:
        self.used: dict[Face, Used] = {}
        self._known: dict[Face, set[str]] = {}
        self.pictures: set[str] = set()
        self._drawn: dict[tuple[int, bool], tuple[Box, bytes]] = {}
        self._leaves: dict[tuple[int, bool], tuple[Leaf, bytes]] = {}
        self._frozen = False

    def freeze(self) -> None:
        """Let no further glyph in: the faces are made, and a file would show a gap."""
        self._frozen = True

    def draw(self, box: Box, *, rtl: bool = False) -> bytes:
        """Give a box's operators, from its top left corner; kept for the next time."""
        key = (id(box), rtl)
        kept = self._drawn.get(key)
        if kept is None:  # the box is kept with them, lest another take its identity
            kept = self._drawn[key] = (box, b"\n".join(self._operators(box, rtl=rtl)) + b"\n")
        return kept[1]

    def once(self, box: Box, *, rtl: bool = False) -> bytes:
        """Draw a box that stands in one place only: nothing is kept."""
        return b"\n".join(self._operators(box, rtl=rtl)) + b"\n"

    def leaf(self, leaf: Leaf, width: float, *, rtl: bool) -> bytes:
        """Give the operators of a leaf, from its top left corner in a column of a width."""
        key = (id(leaf), rtl)
        kept = self._leaves.get(key)
        if kept is None:
            parts = [
                moved(width - x - box.width if rtl else x, -y, self.draw(box, rtl=rtl))
                for x, y, box in leaf.parts
            ]
            if len(self._leaves) > _MOST_LEAVES:
                self._leaves.clear()
            kept = self._leaves[key] = (leaf, b"".join(parts))
        return kept[1]

    def need(self, face: Face, text: str) -> None:
        """Make sure that a face can draw these characters, whoever will ask for them."""
        known = self._known.setdefault(face, set())
        if known.issuperset(text):
            return
        for char in text:
            glyph = face.glyphs.get(ord(char))
            if glyph is not None:
                self._use(face, glyph, char)
        known.update(text)

    def _use(self, face: Face, glyph: int, text: str) -> None:
        used = self.used.setdefault(face, {})
        if glyph not in used:
            if self._frozen:
                raise AssertionError(f"{text!r} came too late for the faces of its file")
            used[glyph] = text
        elif text and not used[glyph] and not self._frozen:
            used[glyph] = text  # seen before as the second glyph of a letter

    def _operators(self, box: Box, *, rtl: bool) -> Iterator[bytes]:
        writing: list[bytes] = []
        pen = _Pen()
        for dx, dy, mark in box.all_marks():
            if isinstance(mark, (Text, Glyphs)):
                left = box.width - dx - mark.x - mark.width if rtl else dx + mark.x
                writing.append(self._text(mark, left, -dy - mark.y, pen, first=not writing))
                continue
            if writing:
                yield b"BT " + b"\n".join(writing) + b" ET"
                writing = []
            yield self._drawing(mark, dx, dy, box.width if rtl else None, pen)
        if writing:
            yield b"BT " + b"\n".join(writing) + b" ET"

    # --- text -----------------------------------------------------------------------------------

    def _text(self, mark: Text | Glyphs, x: float, y: float, pen: _Pen, *, first: bool) -> bytes:
        if first:
            pen.x = pen.y = 0.0
        head = [pen.fill(mark.color)] if mark.color != pen.color else []
        if (mark.face, mark.size) != (pen.face, pen.size):
            pen.face, pen.size = mark.face, mark.size
            head.append(f"/{mark.face.key} {number(mark.size)} Tf")
        letter = mark.letter if isinstance(mark, Text) else 0.0
        if letter != pen.letter:
            pen.letter = letter
            head.append(f"{number(letter)} Tc")
        # Rounded steps, so that many small ones can't add up to a shift.
        step_x, step_y = round(x - pen.x, 2), round(y - pen.y, 2)
        pen.x, pen.y = pen.x + step_x, pen.y + step_y
        head.append(f"{number(step_x)} {number(step_y)} Td")
        shown = self._shown(mark) if isinstance(mark, Text) else self._shaped(mark)
        return " ".join(head).encode() + b" " + shown

    def _shown(self, mark: Text) -> bytes:
        self.need(mark.face, mark.text)
        if not mark.word or " " not in mark.text:
            return b"(" + mark.face.encode(mark.text) + b") Tj"
        wider = number(-1000 * mark.word / mark.size).encode()
        parts = re.split("(?<= )", mark.text)
        shown = wider.join(b"(" + mark.face.encode(part) + b")" for part in parts if part)
        return b"[" + shown + b"] TJ"

    def _shaped(self, mark: Glyphs) -> bytes:
        """Show shaped glyphs one by one, each with the text that it stands for.

        A glyph of several characters, read from right to left, would be turned around by readers:
        it stands for the first, and the others stand unseen beside it.
        """
        parts: list[str | bytes] = []
        for glyph in mark.glyphs:
            text = glyph.text
            if mark.rtl and len(text) > 1:
                parts += [part for char in reversed(text[1:]) for part in self._unseen(mark, char)]
                text = text[0]
            self._use(mark.face, glyph.id, text)
            parts += _placed_glyph(mark, glyph)
        shown = b"".join(p if isinstance(p, bytes) else p.encode() for p in parts).rstrip()
        if mark.text:
            return b"/Span <</ActualText <FEFF%s>>> BDC %s EMC" % (
                utf16_hex(mark.text).encode(),
                shown,
            )
        return shown

    def _unseen(self, mark: Glyphs, char: str) -> list[str | bytes]:
        glyph = mark.face.glyphs.get(ord(char))
        if glyph is None:
            return []
        self._use(mark.face, glyph, char)
        back = number(mark.face.advances[glyph])
        return ["3 Tr [(", glyph_code(glyph), f") {back}] TJ 0 Tr "]

    # --- shapes ---------------------------------------------------------------------------------

    def _drawing(
        self, mark: Mark, dx: float, dy: float, mirrored: float | None, pen: _Pen
    ) -> bytes:
        def across(x: float, width: float = 0) -> float:
            return dx + x if mirrored is None else mirrored - dx - x - width

        match mark:
            case Stroke():
                line = (across(mark.x), -dy - mark.y, across(mark.x2), -dy - mark.y2)
                x, y, x2, y2 = map(number, line)
                said = f"{pen.stroke(mark.weight, mark.color)} {x} {y} m {x2} {y2} l S"
                if mark.dash:
                    said = f"[{' '.join(map(number, mark.dash))}] 0 d {said} [] 0 d"
                return said.encode()
            case Rect():
                left, top = across(mark.x, mark.width), -dy - mark.y
                return _painted(mark, _rectangle(mark, left, top), pen)
            case Disc():
                return _painted(mark, _circle(across(mark.x), -dy - mark.y, mark.r), pen)
            case Shape():
                return self._shape(mark, across(mark.x, mark.width), -dy - mark.y, pen)
            case Picture():
                left, low = across(mark.x, mark.width), -dy - mark.y - mark.height
                return self._picture(mark, left, low)
            case Bits():
                return _bits(mark, across(mark.x, mark.size), -dy - mark.y - mark.size, pen)
            case _:
                raise AssertionError(mark)

    def _picture(self, mark: Picture, left: float, low: float) -> bytes:
        self.pictures.add(mark.name)
        at = " ".join(map(number, (mark.width, 0, 0, mark.height, left, low)))
        drawn = f"q {at} cm /{picture_key(mark.name)} Do Q"
        if mark.alt:
            drawn = f"/Span <</Alt <FEFF{utf16_hex(mark.alt)}>>> BDC {drawn} EMC"
        return drawn.encode()

    def _shape(self, mark: Shape, left: float, y: float, pen: _Pen) -> bytes:
        path = f"{pen.fill(mark.color)} {_path(mark, left, y)} f"
        if not mark.source:
            return path.encode()
        # Readers copy text alone: an unseen letter stands where the maths is, and for its TeX.
        face = Family().face("regular")
        self.need(face, "x")
        pen.face = None  # the next text names its own again
        unseen = f"BT 3 Tr /{face.key} {number(mark.size)} Tf {number(left)} {number(y)} Td ("
        said = f"/Span <</ActualText <FEFF{utf16_hex(mark.source)}>>> BDC "
        return (said + f"{path} {unseen}").encode() + face.encode("x") + b") Tj 0 Tr ET EMC"


def _placed_glyph(mark: Glyphs, glyph: Glyph) -> list[str | bytes]:
    """Show a glyph, moved from its place and raised where it is shaped so."""
    rest = mark.face.advances[glyph.id] - glyph.advance + glyph.dx
    # HarfBuzz rounds to thousandths of an em: a rest as small as that is none.
    if not glyph.dx and not glyph.dy and abs(rest) < 1:
        return ["(", glyph_code(glyph.id), ") Tj "]
    raised = f"{number(mark.size * glyph.dy / 1000)} Ts " if glyph.dy else ""
    before = f"{number(-glyph.dx)} " if glyph.dx else ""
    behind = " 0 Ts " if raised else " "
    return [f"{raised}[{before}(", glyph_code(glyph.id), f") {number(rest)}] TJ", behind]


class _Pen:
    """What is set already, so that it isn't said again."""

    def __init__(self) -> None:
        self.face: Face | None = None
        self.size = self.letter = self.x = self.y = 0.0
        self.color = ""
        self._line: tuple[float, str] | None = None

    def fill(self, color: str) -> str:
        self.color = color
        return _color(color)

    def stroke(self, weight: float, color: str) -> str:
        if self._line == (weight, color):
            return ""
        self._line = (weight, color)
        return f"{number(weight)} w {_color(color, stroke=True)}"


def _painted(mark: Rect | Disc, path: str, pen: _Pen) -> bytes:
    parts = [pen.fill(mark.fill)] if mark.fill else []
    if mark.weight:
        parts.append(pen.stroke(mark.weight, mark.color))
    paint = {(True, True): "B", (True, False): "S", (False, True): "f"}
    parts += [path, paint.get((bool(mark.weight), bool(mark.fill)), "n")]
    return " ".join(part for part in parts if part).encode()


def _rectangle(mark: Rect, left: float, top: float) -> str:
    low, right = top - mark.height, left + mark.width
    if not mark.radius:
        return f"{number(left)} {number(low)} {number(mark.width)} {number(mark.height)} re"
    r = min(mark.radius, mark.width / 2, mark.height / 2)
    k = r * (1 - _ARC)
    steps: list[tuple[str, tuple[float, ...]]] = [
        ("m", (left + r, low)),
        ("l", (right - r, low)),
        ("c", (right - k, low, right, low + k, right, low + r)),
        ("l", (right, top - r)),
        ("c", (right, top - k, right - k, top, right - r, top)),
        ("l", (left + r, top)),
        ("c", (left + k, top, left, top - k, left, top - r)),
        ("l", (left, low + r)),
        ("c", (left, low + k, left + k, low, left + r, low)),
        ("h", ()),
    ]
    return " ".join(" ".join([*map(number, values), op]) for op, values in steps)


def _circle(x: float, y: float, r: float) -> str:
    k = r * _ARC
    steps: list[tuple[str, tuple[float, ...]]] = [
        ("m", (x + r, y)),
        ("c", (x + r, y + k, x + k, y + r, x, y + r)),
        ("c", (x - k, y + r, x - r, y + k, x - r, y)),
        ("c", (x - r, y - k, x - k, y - r, x, y - r)),
        ("c", (x + k, y - r, x + r, y - k, x + r, y)),
        ("h", ()),
    ]
    return " ".join(" ".join([*map(number, values), op]) for op, values in steps)


def _path(mark: Shape, left: float, y: float) -> str:
    said = []
    at = (0.0, 0.0)
    for op, v in mark.steps:
        points = [(left + v[i], y - v[i + 1]) for i in range(0, len(v), 2)]
        if op == "Q":
            # A quadratic curve is the cubic whose handles lie two thirds of the way.
            (cx, cy), (ex, ey) = points
            points = [
                (at[0] + (cx - at[0]) * 2 / 3, at[1] + (cy - at[1]) * 2 / 3),
                (ex + (cx - ex) * 2 / 3, ey + (cy - ey) * 2 / 3),
                (ex, ey),
            ]
        name = {"M": "m", "L": "l", "Q": "c", "C": "c"}.get(op, "h")
        said.append(" ".join([*(number(c) for point in points for c in point), name]))
        at = points[-1] if points else at
    return " ".join(said)


def _bits(mark: Bits, left: float, low: float, pen: _Pen) -> bytes:
    """Draw modules as a one-bit mask inside the content: a few hundred bytes, sharp at any size."""
    at = " ".join(map(number, (mark.size, 0, 0, mark.size, left, low)))
    head = f"q {pen.fill('#000000')} {at} cm BI /W {mark.modules} /H {mark.modules} /IM true "
    return head.encode() + b"/D [1 0] /BPC 1 ID " + mark.data + b"\nEI Q"
