"""What ziamath lacks: rules in tables, frames and strokes as shapes, arrows as long as their label.

Its nodes are made by the tag of an element; ours have tags of their own (`ruled`, `enclosed`,
`labelled-arrow`), so that nothing of its own is changed for others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot
from threading import Lock
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import ziamath
from ziafont.fonttypes import BBox
from ziafont.glyph import fmt
from ziamath import operators
from ziamath.drawable import Drawable
from ziamath.nodes import Mnode
from ziamath.nodes.mrow import Mrow
from ziamath.nodes.mtable import Mtable

_ONE_AT_A_TIME = Lock()
"""Its settings, and the script that its face is in, are the same for all that it draws."""


def drawn(tree: ET.Element, size: float, precision: int) -> ET.Element:
    """Lay MathML out, and give ziamath's drawing of it; the tree is used up."""
    for element in list(tree.iter()):
        _own_tag(element)
    with _ONE_AT_A_TIME:
        ziamath.config.svg2 = False
        ziamath.config.precision = precision
        try:
            drawing: ET.Element = ziamath.Math(tree, size=size).svgxml()
        finally:
            ziamath.config.precision = 3
    return drawing


def _own_tag(element: ET.Element) -> None:
    if element.tag == "mtable" and {"data-lines", "data-rules", "data-gaps"} & set(element.keys()):
        element.tag = "ruled"
    elif element.tag == "menclose":
        element.tag = "enclosed"
    elif element.get("data-arrow"):
        element.tag = "labelled-arrow"
    elif element.get("data-lap"):
        element.tag = "lapped"
    elif element.tag in {"mrow", "mtd"}:
        element.tag = "quick-row"


class _QuickRow(Mrow, tag="quick-row"):  # type: ignore[call-arg,misc]
    """A row that is laid out once, unless there is something in it that grows with the rest.

    ziamath lays each row out twice to learn how high brackets must be, rows in rows time and again.
    """

    bbox: Any

    def _setup(self, **kwargs: Any) -> None:
        super()._setup(**kwargs)
        if self.bbox.ymax < self.bbox.ymin:  # of nothing, which has no height
            self.bbox = BBox(0, max(0.0, self.bbox.xmax), 0, 0)

    def _get_height_nostretch(self, line: list[ET.Element], **kwargs: Any) -> tuple[float, float]:
        if any(_grows(element) for part in line for element in part.iter("mo")):
            return super()._get_height_nostretch(line, **kwargs)  # type: ignore[no-any-return]
        return (9999, -9999)  # as of nothing


_QuickRow.mtag = "mrow"  # what other nodes ask for


def _grows(element: ET.Element) -> bool:
    params = operators.get_params((element.text or "").strip(), element.get("form", "infix"))
    return str(element.get("stretchy", params.get("stretchy", "false"))) != "false"


class _Stroke(Drawable):  # type: ignore[misc]
    """A straight stroke as a filled shape, from one point to another."""

    def __init__(self, start: tuple[float, float], end: tuple[float, float], weight: float) -> None:
        super().__init__()
        self.start, self.end, self.weight = start, end, weight

    def draw(self, x: float, y: float, svg: ET.Element) -> tuple[float, float]:
        (x1, y1), (x2, y2) = self.start, self.end
        length = hypot(x2 - x1, y2 - y1) or 1.0
        across, along = (y2 - y1) / length * self.weight / 2, (x2 - x1) / length * self.weight / 2
        # The way round that glyphs go: the other way would cut holes where they cross.
        corners = (
            (x1 + across, y1 - along),
            (x2 + across, y2 - along),
            (x2 - across, y2 + along),
            (x1 - across, y1 + along),
        )
        path = " L ".join(f"{fmt(x + px)} {fmt(y + py)}" for px, py in corners)
        ET.SubElement(svg, "path", {"d": f"M {path} Z"})
        return x, y


class _Ruled(Mtable, tag="ruled"):  # type: ignore[call-arg,misc]
    """A table with lines between its columns and rows, and room of its own between rows."""

    bbox: Any
    nodexy: list[tuple[float, float]]

    def _setup(self, **kwargs: Any) -> None:
        super()._setup(**kwargs)
        self._part_rows()
        self._rule()

    def _cells(self) -> Iterator[tuple[int, int, int]]:
        at = 0
        for row, cells in enumerate(self.element):
            for column, _ in enumerate(cells):
                yield at, row, column
                at += 1

    def _part_rows(self) -> None:
        gaps = [self.size_px(gap) / 1.333 for gap in self.element.get("data-gaps", "").split("|")]
        if not any(gaps):
            return
        total = sum(gaps)
        box = self.bbox
        for at, row, _ in self._cells():
            x, y = self.nodexy[at]
            self.nodexy[at] = (x, y + sum(gaps[:row]) - total / 2)
        self.bbox = BBox(box.xmin, box.xmax, box.ymin - total / 2, box.ymax + total / 2)

    def _rule(self) -> None:
        lines = self.element.get("data-lines", "").split()
        rules = self.element.get("data-rules", "").split()
        weight = self.units_to_points(self.font.math.consts.fractionRuleThickness)
        pad = 0.25 * self.glyphsize
        rows, columns = self._edges()
        left = min(columns.begins) - (pad if lines and lines[0] != "none" else 0)
        right = max(columns.ends) + (pad if lines and lines[-1] != "none" else 0)
        room = 0.5 * self.size_px("0.7em" if rules else "0.3em")
        top, foot = rows.begins[0] - room, rows.ends[-1] + room
        for at, rule in _visible(rules):
            y = rows.gap(at, top, foot)
            self._line((left, y), (right, y), weight, dashed=rule == "dashed")
        for at, line in _visible(lines[: len(columns.begins) + 1]):
            x = columns.gap(at, left, right)
            self._line((x, top), (x, foot), weight, dashed=line == "dashed")
        self._widen(left, right, top, foot)

    def _edges(self) -> tuple[_Edges, _Edges]:
        """Give the edges of rows, and of columns."""
        tops: dict[int, float] = {}
        feet: dict[int, float] = {}
        lefts: dict[int, float] = {}
        rights: dict[int, float] = {}
        for at, row, column in self._cells():
            x, y = self.nodexy[at]
            box = self.nodes[at].bbox
            if box.ymax >= box.ymin:
                tops[row] = min(tops.get(row, y), y - box.ymax)
                feet[row] = max(feet.get(row, y), y - box.ymin)
            lefts[column] = min(lefts.get(column, x), x)
            rights[column] = max(rights.get(column, x), x + max(0.0, box.xmax))
        rows, columns = range(len(self.element)), range(len(lefts))
        return (
            _Edges([tops.get(row, 0.0) for row in rows], [feet.get(row, 0.0) for row in rows]),
            _Edges([lefts[column] for column in columns], [rights[column] for column in columns]),
        )

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], weight: float, *, dashed: bool
    ) -> None:
        pieces = max(1, round(hypot(end[0] - start[0], end[1] - start[1]) / (0.3 * self.glyphsize)))
        spans = (
            [(i / pieces, (i + 0.6) / pieces) for i in range(pieces)] if dashed else [(0.0, 1.0)]
        )
        for begins, ends in spans:
            here, there = (
                (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)
                for t in (begins, ends)
            )
            self.nodes.append(_Stroke(here, there, weight))
            self.nodexy.append((0, 0))

    def _widen(self, left: float, right: float, top: float, foot: float) -> None:
        shift = max(0.0, -left)
        self.nodexy = [(x + shift, y) for x, y in self.nodexy]
        box = self.bbox
        lowest, highest = min(box.ymin, -foot), max(box.ymax, -top)
        self.bbox = BBox(0, max(box.xmax, right) + shift, lowest, highest)


class _Edges(NamedTuple):
    """Where rows or columns begin and end."""

    begins: Sequence[float]
    ends: Sequence[float]

    def gap(self, at: int, first: float, last: float) -> float:
        """Give the place of a line, by how many rows or columns stand before it."""
        if at == 0:
            return first
        return last if at >= len(self.begins) else (self.ends[at - 1] + self.begins[at]) / 2


def _visible(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the lines that are seen, with their places."""
    return ((at, line) for at, line in enumerate(lines) if line != "none")


class _Enclosed(Mnode, tag="enclosed"):  # type: ignore[call-arg,misc]
    """A term in a frame, or struck out."""

    def __init__(self, element: ET.Element, parent: Any, **kwargs: Any) -> None:
        super().__init__(element, parent, **kwargs)
        inner = ET.Element("mrow")
        inner.extend(list(element))
        self.base = Mnode.fromelement(inner, parent=self, **kwargs)
        notation = (element.get("notation") or "box").split()
        weight = self.units_to_points(self.font.math.consts.radicalRuleThickness)
        framed = not any("strike" in name for name in notation)
        pad = (0.25 if framed else 0.1) * self.glyphsize
        box = self.base.bbox
        right = max(box.xmax, self.base.xadvance()) + 2 * pad
        self.nodes.append(self.base)
        self.nodexy.append((pad, 0))
        for name in notation:
            for start, end in _strokes(name, right, -box.ymax - pad, -box.ymin + pad):
                self.nodes.append(_Stroke(start, end, weight))
                self.nodexy.append((0, 0))
        self.bbox = BBox(0, right, box.ymin - pad, box.ymax + pad)

    def firstglyph(self) -> Any:
        return self.base.firstglyph()

    def lastglyph(self) -> Any:
        return None


_Line = tuple[tuple[float, float], tuple[float, float]]


def _strokes(name: str, right: float, top: float, foot: float) -> list[_Line]:
    """Give the strokes of a notation of MathML's."""
    middle = (top + foot) / 2
    sides: dict[str, _Line] = {
        "top": ((0, top), (right, top)),
        "bottom": ((0, foot), (right, foot)),
        "left": ((0, top), (0, foot)),
        "right": ((right, top), (right, foot)),
        "updiagonalstrike": ((0, foot), (right, top)),
        "downdiagonalstrike": ((0, top), (right, foot)),
        "horizontalstrike": ((0, middle), (right, middle)),
        "verticalstrike": ((right / 2, top), (right / 2, foot)),
    }
    if name in sides:
        return [sides[name]]
    named = {
        "actuarial": ("top", "right"),
        "longdiv": ("left", "top"),
        "madruwb": ("bottom", "right"),
    }
    return [sides[side] for side in named.get(name, ("top", "right", "bottom", "left"))]


class _LabelledArrow(Mnode, tag="labelled-arrow"):  # type: ignore[call-arg,misc]
    """An arrow on the axis, as long as what stands above or below it."""

    def __init__(self, element: ET.Element, parent: Any, **kwargs: Any) -> None:
        super().__init__(element, parent, **kwargs)
        kwargs = {name: value for name, value in kwargs.items() if name not in {"width", "height"}}
        arrow, *labels = list(element)
        for label in labels:
            self.increase_child_scriptlevel(label)
        under = labels[0] if len(labels) == 2 else None
        made = {
            id(label): Mnode.fromelement(label, parent=self, **kwargs)
            for label in labels
            if "".join(label.itertext()).strip()
        }
        pad = 0.45 * self.glyphsize
        widest = max((node.bbox.xmax for node in made.values()), default=0.0)
        width = max(widest + 2 * pad, 1.9 * self.glyphsize)
        space = self.size_px("thickmathspace")
        shaft = self._shaft(arrow, width, kwargs)
        width = max(shaft.bbox.xmax - shaft.bbox.xmin, widest)
        self._place(
            shaft, space + (width - shaft.bbox.xmax + shaft.bbox.xmin) / 2 - shaft.bbox.xmin, 0
        )
        gap = 0.12 * self.glyphsize
        lowest, highest = shaft.bbox.ymin, shaft.bbox.ymax
        for label in labels:
            node = made.get(id(label))
            if node is None:
                continue
            x = space + (width - node.bbox.xmax) / 2
            if label is under:
                y = -shaft.bbox.ymin + gap + node.bbox.ymax
                lowest = -y + node.bbox.ymin
            else:
                y = -shaft.bbox.ymax - gap + node.bbox.ymin
                highest = -y + node.bbox.ymax
            self._place(node, x, y)
        self.bbox = BBox(0, width + 2 * space, lowest, highest)

    def _shaft(self, arrow: ET.Element, width: float, kwargs: dict[str, Any]) -> Any:
        signs = _PAIRS.get(arrow.text or "", arrow.text or "")
        made = []
        for sign in signs:
            element = ET.Element("mo", {"lspace": "0", "rspace": "0", "stretchy": "true"})
            element.text = sign
            made.append(Mnode.fromelement(element, parent=self, **{**kwargs, "width": width}))
        return made[0] if len(made) == 1 else _Pair(made, 0.16 * self.glyphsize)

    def _place(self, node: Any, x: float, y: float) -> None:
        self.nodes.append(node)
        self.nodexy.append((x, y))


_PAIRS = {"⇌": "⇀↽", "⇋": "↼⇁", "⇄": "→←", "↠": "→", "↞": "←", "=": "=="}
"""Arrows that the face has in one length only, as two that it has in any."""


class _Pair(Drawable):  # type: ignore[misc]
    """Two arrows, one a little above the axis, the other below."""

    def __init__(self, pair: list[Any], apart: float) -> None:
        super().__init__()
        upper, lower = pair
        self.pair = ((upper, -apart), (lower, apart))
        self.bbox = BBox(
            min(upper.bbox.xmin, lower.bbox.xmin),
            max(upper.bbox.xmax, lower.bbox.xmax),
            lower.bbox.ymin - apart,
            upper.bbox.ymax + apart,
        )

    def draw(self, x: float, y: float, svg: ET.Element) -> tuple[float, float]:
        for arrow, shift in self.pair:
            arrow.draw(x, y + shift, svg)
        return x, y


class _Lapped(Mrow, tag="lapped"):  # type: ignore[call-arg,misc]
    """A term that takes no room, drawn to the left, to the right, or around its place."""

    bbox: Any
    nodexy: list[tuple[float, float]]
    _xadvance: float

    def _setup(self, **kwargs: Any) -> None:
        super()._setup(**kwargs)
        width = self._xadvance
        shift = {"left": -width, "centre": -width / 2}.get(self.element.get("data-lap", ""), 0)
        self.nodexy = [(x + shift, y) for x, y in self.nodexy]
        self.bbox = BBox(0, 0, self.bbox.ymin, self.bbox.ymax)
        self._xadvance = 0.0
