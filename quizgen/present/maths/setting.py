"""Formulas as outlines: MathML laid out by ziamath, around a baseline.

Paper draws these outlines, and so do all screens: what a teacher has checked on paper is what the
projector shows, whatever faces a device has. (Browsers that set MathML themselves leave out lines
of tables, bars and arrows, or draw them otherwise, each in its own way.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from xml.etree import ElementTree as ET

from quizgen.present.maths.reader import read
from quizgen.present.maths.tokens import TexError

_STEP = re.compile(r"([MLQCZ])([^MLQCZ]*)")

Steps = tuple[tuple[str, tuple[float, ...]], ...]
"""Path steps as SVG names them, with absolute coordinates."""


@dataclass(frozen=True)
class Formula:
    """A formula as it is drawn, around a baseline at y = 0 that it stands on; y grows downwards."""

    shapes: tuple[Steps, ...]
    """Glyphs, bars and strokes, each by itself."""
    width: float
    ascent: float
    descent: float

    @cached_property
    def steps(self) -> Steps:
        """All shapes as one."""
        return tuple(step for shape in self.shapes for step in shape)


@lru_cache(maxsize=1024)
def set_maths(tex: str, size: float, *, display: bool = False, precision: int = 3) -> Formula:
    """Set TeX at a size.

    Args:
        tex: A formula without its dollars.
        size: The size of the words around it, in points.
        display: Whether it stands on a line of its own: sums and fractions are larger there.
        precision: Decimals of a point.

    Raises TexError when it can't be read or drawn.
    """
    fault = fault_of(tex)
    if fault:
        raise fault
    from quizgen.present.maths import drawing  # noqa: PLC0415 - loads a typesetter and its face

    try:
        # Digits and letters of a formula at 1.02 are as high as those of the words around it.
        svg = drawing.drawn(deepcopy(read(tex, display)), size * 1.02, precision)
    except Exception as error:  # whatever a typesetter says of TeX that it can't lay out
        raise TexError("we can't lay it out; write it in a simpler way", sound=True) from error
    return _formula(svg)


def paper_fault(tex: str) -> str:
    """Say why paper can't show some TeX, or nothing when it can."""
    try:
        set_maths(tex, 11)
    except TexError as fault:
        return str(fault)
    return ""


@lru_cache(maxsize=4096)
def fault_of(tex: str) -> TexError | None:
    """Say why TeX can't be read, or which sign of it the face lacks; nothing when it can be set."""
    try:
        tree = read(tex, False)
    except TexError as fault:
        return fault
    face = _signs()
    for element in tree.iter():
        for char in element.text or "":
            if not char.isspace() and ord(char) not in face:
                why = f"the face for formulas has no sign {char}; write it outside the formula"
                return TexError(why, sound=True)
    return None


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """Give the signs of STIX Two Math, the face that ziamath brings."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only when there is a formula

    path = files("ziamath").joinpath("fonts", "STIXTwoMath-Regular.ttf")
    with TTFont(str(path), lazy=True) as face:
        return frozenset(face.getBestCmap())


def _formula(svg: ET.Element) -> Formula:
    """Read ziamath's drawing: paths and rectangles."""
    x, y, width, height = (float(v) for v in svg.get("viewBox", "").split())
    shapes = []
    for element in svg.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "path":
            shapes.append(tuple(_steps(element.get("d", ""))))
        elif tag == "rect":
            left, top, w, h = (float(element.get(k, 0)) for k in ("x", "y", "width", "height"))
            right, foot = left + w, top + h
            corners = (("L", (right, top)), ("L", (right, foot)), ("L", (left, foot)))
            shapes.append((("M", (left, top)), *corners, ("Z", ())))
    return Formula(tuple(shapes), width + x, -y, height + y)


def _steps(path: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    for op, values in _STEP.findall(path):
        yield op, tuple(float(v) for v in values.replace(",", " ").split())
