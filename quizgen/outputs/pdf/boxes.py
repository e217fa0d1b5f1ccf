"""Boxes: what stands on paper, as plain values in logical coordinates.

x runs from the start edge (left, or right in right-to-left text), y from the top down, in
points. Only the placer knows about left and right, so a right-to-left page is the same boxes,
mirrored. Nothing here draws or measures text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

INK = "#111820"
QUIET = "#5a6270"
HAIR = "#9aa1ab"
KEY = "#1d4f91"
"""The colour of the teacher's key, dark enough to survive a black-and-white printer."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch in one face; y is its baseline."""

    x: float
    y: float
    width: float
    text: str
    font: str
    size: float
    color: str = INK


@dataclass(frozen=True, slots=True)
class Rule:
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


@dataclass(frozen=True, slots=True)
class Picture:
    """An image from the job's media."""

    x: float
    y: float
    width: float
    height: float
    name: str


Mark = Text | Rule | Rect | Disc | Shape | Picture


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place that a key can be drawn at later, such as `choice:2`."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of paper: its marks, other boxes inside it, and named places."""

    width: float
    height: float
    marks: tuple[Mark, ...] = ()
    inner: tuple[tuple[float, float, Box], ...] = ()
    anchors: tuple[Anchor, ...] = ()

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


class Placer:
    """Draws boxes on a reportlab canvas; the only place that knows left from right."""

    def __init__(
        self, canvas: Any, page_width: float, page_height: float, *, rtl: bool, images: Any = None
    ) -> None:
        self.canvas = canvas
        self.page_width = page_width
        self.page_height = page_height
        self.rtl = rtl
        self.images = images or {}

    def place(self, box: Box, x: float, y: float) -> None:
        """Draw a box with its start-top corner at (x, y) of the page."""
        for dx, dy, mark in box.all_marks(x, y):
            self._draw(mark, dx, dy)

    def _left(self, x: float, width: float) -> float:
        return self.page_width - x - width if self.rtl else x

    def _draw(self, mark: Mark, dx: float, dy: float) -> None:
        canvas = self.canvas
        y = self.page_height - dy - mark.y
        match mark:
            case Text():
                canvas.setFillColor(mark.color)
                canvas.setFont(mark.font, mark.size)
                canvas.drawString(self._left(dx + mark.x, mark.width), y, mark.text)
            case Rule():
                self._pen(mark.weight, mark.color)
                if mark.dash:
                    canvas.setDash(*mark.dash)
                canvas.line(
                    self._left(dx + mark.x, 0),
                    y,
                    self._left(dx + mark.x2, 0),
                    self.page_height - dy - mark.y2,
                )
                if mark.dash:
                    canvas.setDash()
            case Rect():
                self._pen(mark.weight, mark.color)
                if mark.fill:
                    canvas.setFillColor(mark.fill)
                canvas.roundRect(
                    self._left(dx + mark.x, mark.width),
                    y - mark.height,
                    mark.width,
                    mark.height,
                    mark.radius,
                    stroke=int(mark.weight > 0),
                    fill=int(bool(mark.fill)),
                )
            case Disc():
                self._pen(mark.weight, mark.color)
                if mark.fill:
                    canvas.setFillColor(mark.fill)
                canvas.circle(
                    self._left(dx + mark.x, 0), y, mark.r, stroke=1, fill=int(bool(mark.fill))
                )
            case Shape():
                self._shape(mark, self._left(dx + mark.x, mark.width), y)
            case Picture():
                left = self._left(dx + mark.x, mark.width)
                image = self.images[mark.name]
                canvas.drawImage(image, left, y - mark.height, mark.width, mark.height, mask="auto")

    def _pen(self, weight: float, color: str) -> None:
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeColor(color)

    def _shape(self, mark: Shape, left: float, y: float) -> None:
        path = self.canvas.beginPath()
        at = (0.0, 0.0)
        for op, v in mark.steps:
            points = [(left + v[i], y - v[i + 1]) for i in range(0, len(v), 2)]
            if op == "M":
                path.moveTo(*points[0])
            elif op == "L":
                path.lineTo(*points[0])
            elif op == "Q":
                # A quadratic curve is the cubic whose handles lie two thirds of the way.
                (cx, cy), (ex, ey) = points
                path.curveTo(
                    at[0] + (cx - at[0]) * 2 / 3,
                    at[1] + (cy - at[1]) * 2 / 3,
                    ex + (cx - ex) * 2 / 3,
                    ey + (cy - ey) * 2 / 3,
                    ex,
                    ey,
                )
            elif op == "C":
                path.curveTo(*points[0], *points[1], *points[2])
            else:
                path.close()
            at = points[-1] if points else at
        self.canvas.setFillColor(mark.color)
        self.canvas.drawPath(path, stroke=0, fill=1)
