"""Boxes: what stands on paper, as plain values in logical coordinates.

x runs from the start edge (left, or right in right-to-left text), y from the top down, in
points. Only `operators` knows about left and right, so a right-to-left page is the same boxes,
mirrored. Nothing here draws or measures text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizgen.outputs.pdf.typeset.fonts import Face
from quizgen.outputs.pdf.typeset.shaping import Glyph

INK = "#000000"
QUIET = "#595959"
HAIR = "#9a9a9a"
"""Pupils' papers are grey alone: a colour printer counts a page with a tint as a colour page."""
KEY = "#1d4f91"
"""The colour of the teacher's key, dark enough to survive a black-and-white printer."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch in one face, a glyph a character; y is its baseline."""

    x: float
    y: float
    width: float
    text: str
    face: Face
    size: float
    color: str = INK
    letter: float = 0
    """Added after each character, in points."""
    word: float = 0
    """Added after each space, in points."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A stretch of shaped text; y is its baseline, its glyphs run from left to right."""

    x: float
    y: float
    width: float
    glyphs: tuple[Glyph, ...]
    face: Face
    size: float
    color: str = INK
    rtl: bool = False
    text: str = ""
    """The stretch as written, for readers: set where glyphs stand in another order than letters."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    weight: float = 0.6
    color: str = INK
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, its corner at the start and top."""

    x: float
    y: float
    width: float
    height: float
    weight: float = 0.8
    color: str = INK
    fill: str = ""
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle around its centre."""

    x: float
    y: float
    r: float
    weight: float = 0.8
    color: str = INK
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Filled outlines, such as set maths: SVG path steps around a baseline start."""

    x: float
    y: float
    width: float
    steps: tuple[tuple[str, tuple[float, ...]], ...]
    color: str = INK
    source: str = ""
    """What a reader copies in its place: the TeX of maths."""
    size: float = 11


@dataclass(frozen=True, slots=True)
class Picture:
    """An image from the job's media."""

    x: float
    y: float
    width: float
    height: float
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Bits:
    """A square of black modules, such as a QR code: rows of bits, each padded to whole bytes."""

    x: float
    y: float
    size: float
    modules: int
    data: bytes


Mark = Text | Glyphs | Stroke | Rect | Disc | Shape | Picture | Bits


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place that a key can be drawn at later, such as `choice:5c2d`."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A rectangle of paper: its marks, other boxes inside it, and named places.

    A box is itself alone (no equality by value), so that what it draws can be kept by identity.
    """

    width: float
    height: float
    marks: tuple[Mark, ...] = ()
    inner: tuple[tuple[float, float, Box], ...] = ()
    anchors: tuple[Anchor, ...] = ()
    sunk: float = 0
    """How much lower than usual its first line stands, pushed down by something tall in it."""

    again: Box | None = None
    """What is set above it once more where it begins a column: the header of its table."""

    @property
    def drop(self) -> float:
        """How much lower than usual its first line stands, in whatever box it is."""
        first = self.inner[0][2].drop if self.inner and self.inner[0][1] == 0 else 0.0
        return self.sunk or first

    def repeated(self) -> tuple[float, Box] | None:
        """Give what is set above it once more at the top of a column, and how far from the edge."""
        if self.again or not self.inner or self.inner[0][1]:
            return (0.0, self.again) if self.again else None
        x, _, box = self.inner[0]
        found = box.repeated()
        return (x + found[0], found[1]) if found else None

    def places(self, dx: float = 0, dy: float = 0) -> Iterator[Anchor]:
        """Give all named places, those of inner boxes too, from this box's corner."""
        for anchor in self.anchors:
            yield Anchor(anchor.name, anchor.x + dx, anchor.y + dy, anchor.width, anchor.height)
        for x, y, box in self.inner:
            yield from box.places(dx + x, dy + y)

    def all_marks(self, dx: float = 0, dy: float = 0) -> Iterator[tuple[float, float, Mark]]:
        """Give every mark with the corner it is measured from."""
        for mark in self.marks:
            yield dx, dy, mark
        for x, y, box in self.inner:
            yield from box.all_marks(dx + x, dy + y)


def stack(width: float, boxes: Iterable[tuple[float, Box]], indent: float = 0) -> Box:
    """Put boxes below each other, each after a gap."""
    y = 0.0
    inner: list[tuple[float, float, Box]] = []
    for gap, box in boxes:
        y += gap if inner else 0
        inner.append((indent, y, box))
        y += box.height
    return Box(width, y, inner=tuple(inner))
