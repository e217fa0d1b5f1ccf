"""SVG drawings as vectors: shapes, paths, groups, copies and plain texts become a form XObject.

A drawing that holds anything else (gradients, clips, filters, styles by class, embedded pictures)
is given up as a whole: half a drawing would be another drawing. It is printed as pixels then.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.basePen import BasePen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen

from quizgen.outputs.pdf.typeset.fonts import Face, Family, Role
from quizgen.outputs.pdf.typeset.shaping import needs_shaping
from quizgen.outputs.pdf.writer.content import number
from quizgen.present.svg import SVG, pixels, size_of_svg, view_box

_KAPPA: Final = 0.5522847498
"""How far a quarter of a circle's handles reach."""

_INHERITED: Final[Mapping[str, str]] = {
    "color": "black",
    "fill": "black",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "font-size": "16",
    "font-style": "normal",
    "font-weight": "normal",
    "stroke": "none",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
    "visibility": "visible",
}
_OWN: Final = ("display", "opacity", "transform")
_WITHOUT_EFFECT: Final = frozenset(
    "id version baseProfile font-family font-variant font-stretch overflow enable-background "
    "color-interpolation color-interpolation-filters color-rendering shape-rendering isolation "
    "text-rendering image-rendering cursor pointer-events role aria-label aria-labelledby "
    "aria-hidden focusable lang tabindex solid-color solid-opacity stop-color stop-opacity class "
    "line-height white-space text-align clip-rule".split()
)
_NEUTRAL: Final = frozenset({"none", "normal", "auto", "0", "0px", "baseline", "inherit", "start"})
_GEOMETRY: Final[Mapping[str, frozenset[str]]] = {
    tag: frozenset(names.split())
    for tag, names in {
        "svg": "width height viewBox preserveAspectRatio x y contentScriptType contentStyleType",
        "g": "",
        "use": "x y href",
        "path": "d pathLength",
        "rect": "x y width height rx ry",
        "circle": "cx cy r",
        "ellipse": "cx cy rx ry",
        "line": "x1 y1 x2 y2",
        "polyline": "points",
        "polygon": "points",
        "text": "x y",
        "tspan": "x y dx dy",
    }.items()
}
_NOTES: Final = ("data-", "aria-", "-inkscape-", "inkscape-")
_UNSEEN: Final = frozenset({"title", "desc", "metadata", "defs"})
_CAPS: Final = {"butt": 0, "round": 1, "square": 2}
_JOINS: Final = {"miter": 0, "round": 1, "bevel": 2}

Style = Mapping[str, str]


class _NotPlainError(Exception):
    """A drawing that needs more than is drawn here."""


def vector_form(root: Element) -> bytes | None:
    """Write a drawing as a form XObject on the unit square; None where it needs more than that."""
    try:
        return _Drawing(root).form()
    except (_NotPlainError, RecursionError):
        return None
    except (ValueError, TypeError, LookupError, ArithmeticError, AssertionError):
        return None  # a path or number that makes no sense: what draws pixels is lenient


class _Drawing:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
        self.parts: list[str] = []
        self.alphas: dict[tuple[str, str], str] = {}
        self.depth = 0

    def form(self) -> bytes:
        wide, high = size_of_svg(self.root)
        style = self._style(self.root, _INHERITED)
        if style.keys() & set(_OWN) or self.root.find(f".//{SVG}style") is not None:
            raise _NotPlainError
        self.parts.append(f"{_matrix(self._frame(wide, high))} cm")
        self._inside(self.root, style)
        data = zlib.compress("\n".join(self.parts).encode())
        states = "".join(
            f"/{name}<</ca {fill}/CA {stroke}>>" for (fill, stroke), name in self.alphas.items()
        )
        head = (
            f"<</Type/XObject/Subtype/Form/FormType 1/BBox[0 0 {number(wide)} {number(high)}]"
            f"/Matrix[{1 / wide:.8f} 0 0 {1 / high:.8f} 0 0]/Resources<</ExtGState<<{states}>>>>"
            f"/Filter/FlateDecode/Length {len(data)}>>\nstream\n"
        )
        return head.encode() + data + b"\nendstream"

    def _frame(self, wide: float, high: float) -> Transform:
        """Give the way from the drawing's units, counted down, to the form's, counted up."""
        page = Transform(1, 0, 0, -1, 0, high)
        box = view_box(self.root)
        if box is None:
            return page
        left, top, across, down = box
        fit = self.root.get("preserveAspectRatio", "xMidYMid meet").split()
        sx, sy = wide / across, high / down
        if fit[0] == "xMidYMid" and fit[-1] != "slice":
            sx = sy = min(sx, sy)
        elif fit[0] != "none":
            raise _NotPlainError
        page = page.translate((wide - across * sx) / 2, (high - down * sy) / 2)
        return page.scale(sx, sy).translate(-left, -top)

    # --- elements ---------------------------------------------------------------------------------

    def _inside(self, element: Element, style: Style) -> None:
        for child in element:
            self._element(child, style)

    def _element(self, element: Element, outer: Style) -> None:
        if not element.tag.startswith(SVG):
            return  # an editor's own notes
        tag = element.tag.removeprefix(SVG)
        if tag in _UNSEEN:
            return
        if tag not in _GEOMETRY or tag in {"svg", "tspan"}:
            raise _NotPlainError
        style = self._style(element, outer)
        if style.get("display") == "none":
            return
        self.parts.append("q")
        if "transform" in style:
            self.parts.append(f"{_matrix(_transform(style['transform']))} cm")
        self._drawn(tag, element, style)
        self.parts.append("Q")

    def _drawn(self, tag: str, element: Element, style: Style) -> None:
        if tag in {"g", "use"}:
            if float(style.get("opacity", "1")) != 1:
                raise _NotPlainError
            self._inside(element, style) if tag == "g" else self._copy(element, style)
        elif style["visibility"] != "visible":
            return
        elif tag == "text":
            self._text(element, style)
        else:
            pen = _Pen()
            _SHAPES[tag](element, pen)
            self._paint(pen, style)

    def _copy(self, element: Element, style: Style) -> None:
        hrefs = [v for k, v in element.attrib.items() if k.rpartition("}")[2] == "href"]
        target = self.by_id[hrefs[0].removeprefix("#")]
        x, y = _length(element, "x"), _length(element, "y")
        self.depth += 1
        if self.depth > 8 or len(self.parts) > 200_000:
            raise _NotPlainError
        self.parts.append(f"{_matrix(Identity.translate(x, y))} cm")
        self._element(target, style)
        self.depth -= 1

    def _style(self, element: Element, outer: Style) -> dict[str, str]:
        style = {key: value for key, value in outer.items() if key in _INHERITED}
        own = _said_by(element)
        known = _GEOMETRY[element.tag.removeprefix(SVG)] | _WITHOUT_EFFECT
        for key, value in own.items():
            if key in _INHERITED or key in _OWN:
                if value != "inherit":
                    style[key] = value.strip()
            elif not (key in known or key.startswith(_NOTES) or value.strip() in _NEUTRAL):
                raise _NotPlainError
        return style

    # --- paint ------------------------------------------------------------------------------------

    def _paint(self, pen: _Pen, style: Style) -> None:
        paint = _Paint.of(style)
        if not pen.steps or paint.is_unseen:
            return
        if paint.opacity != 1 and paint.is_both:
            raise _NotPlainError  # the stroke would show the fill beneath it
        shares = style["fill-opacity"], style["stroke-opacity"]
        alphas = (_alpha(shares[0], paint.opacity), _alpha(shares[1], paint.opacity))
        if alphas != ("1", "1"):
            self.parts.append(f"/{self.alphas.setdefault(alphas, f'a{len(self.alphas)}')} gs")
        if paint.fill is not None:
            self.parts.append(f"{paint.fill} rg")
        if paint.stroke is not None:
            self.parts.append(f"{paint.stroke} RG {_line(style, paint.width)}")
        self.parts += pen.steps
        self.parts.append(paint.operator(even=style["fill-rule"] == "evenodd"))

    # --- text, as outlines ------------------------------------------------------------------------

    def _text(self, element: Element, style: Style) -> None:
        for chunk in _chunks(self._pieces(element, style)):
            x, y = chunk[0].x or 0.0, chunk[0].y or 0.0
            wide = sum(_width(piece) + piece.dx for piece in chunk)
            x -= {"start": 0, "middle": wide / 2, "end": wide}[chunk[0].style["text-anchor"]]
            for piece in chunk:
                x, y = x + piece.dx, y + piece.dy
                pen = _Pen()
                _outline(piece, pen, x, y)
                self.parts.append("q")
                self._paint(pen, piece.style)
                self.parts.append("Q")
                x += _width(piece)

    def _pieces(self, element: Element, style: Style) -> Iterator[_Piece]:
        at = (_maybe(element, "x"), _maybe(element, "y"))
        moved = (_length(element, "dx"), _length(element, "dy"))
        yield _Piece(element.text or "", style, *at, *moved)
        for child in element:
            if child.tag != f"{SVG}tspan":
                raise _NotPlainError
            inner = self._style(child, style)
            if inner.get("display") == "none" or "transform" in inner:
                raise _NotPlainError
            yield from self._pieces(child, inner)
            yield _Piece(child.tail or "", style)


def _said_by(element: Element) -> dict[str, str]:
    """Give what an element says of itself, in attributes and in its style."""
    own = {k.rpartition("}")[2]: v for k, v in element.attrib.items() if _is_svgs(k)}
    declared = own.pop("style", "")
    for declaration in declared.split(";"):
        key, colon, value = declaration.partition(":")
        if "!" in value or (colon and key.strip() == "transform"):
            raise _NotPlainError
        if colon:
            own[key.strip()] = value.strip()
    return own


class _Paint(NamedTuple):
    """What a shape is filled and drawn with."""

    fill: str | None
    """A colour, or none."""
    stroke: str | None
    width: float
    opacity: float

    @classmethod
    def of(cls, style: Style) -> _Paint:
        fill, stroke = _color(style["fill"], style), _color(style["stroke"], style)
        width = _size(style["stroke-width"])
        return cls(fill, stroke if width else None, width, float(style.get("opacity", "1")))

    @property
    def is_unseen(self) -> bool:
        return (self.fill is None and self.stroke is None) or self.opacity == 0

    @property
    def is_both(self) -> bool:
        return self.fill is not None and self.stroke is not None

    def operator(self, *, even: bool) -> str:
        """Give what paints a path; by the even-odd rule where its holes are found by it."""
        if self.fill is None:
            return "S"
        return ("f" if self.stroke is None else "B") + ("*" if even else "")


class _Piece(NamedTuple):
    """A stretch of text of one style, and where it stands or how it is moved."""

    text: str
    style: Style
    x: float | None = None
    y: float | None = None
    dx: float = 0
    dy: float = 0

    @property
    def is_placed(self) -> bool:
        return self.x is not None or self.y is not None

    def placed(self, x: float | None, y: float | None) -> _Piece:
        """Give it a place, where it states none itself."""
        return self._replace(x=x if self.x is None else self.x, y=y if self.y is None else self.y)


def _chunks(pieces: Iterator[_Piece]) -> list[list[_Piece]]:
    """Part pieces where one states its own place; white space counts as in HTML."""
    chunks: list[list[_Piece]] = []
    at: tuple[float | None, float | None] = (0.0, 0.0)
    for piece in _spaced(pieces):
        if chunks and not piece.is_placed:
            chunks[-1].append(piece)
            continue
        if piece.x is None and chunks and any(p.text for p in chunks[-1]):
            raise _NotPlainError  # only its height is its own
        first = piece.placed(*at)
        at = (first.x, first.y)
        chunks.append([first])
    for chunk in chunks:
        chunk[-1] = chunk[-1]._replace(text=chunk[-1].text.rstrip())
    return chunks


def _spaced(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Give pieces with one space for any white space, and none where a chunk begins."""
    ends_in_space = True
    for piece in pieces:
        text = re.sub(r"[ \t\n\r]+", " ", piece.text)
        text = text.lstrip() if ends_in_space or piece.is_placed else text
        ends_in_space = text.endswith(" ") or (ends_in_space and not text)
        if needs_shaping(text):
            raise _NotPlainError
        yield piece._replace(text=text)


def _parts_of(piece: _Piece) -> Iterator[tuple[Face, str]]:
    weight = piece.style["font-weight"]
    is_bold = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
    is_slanted = piece.style["font-style"] in {"italic", "oblique"}
    role: Role = "regular"
    if is_bold:
        role = "bold-italic" if is_slanted else "bold"
    elif is_slanted:
        role = "italic"
    family = Family()
    if family.missing(piece.text):
        raise _NotPlainError
    yield from family.split(piece.text, family.face(role))


def _width(piece: _Piece) -> float:
    size = _size(piece.style["font-size"])
    return sum(face.width(text, size) for face, text in _parts_of(piece))


def _outline(piece: _Piece, pen: _Pen, x: float, y: float) -> None:
    size = _size(piece.style["font-size"])
    for face, text in _parts_of(piece):
        font = _opened(face)
        cmap, shapes = font.getBestCmap(), font.getGlyphSet()
        scale = size * face.to_em / 1000
        for char in text:
            outline = DecomposingRecordingPen(shapes)
            shapes[cmap[ord(char)]].draw(outline)
            outline.replay(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += face.width(char, size)


@lru_cache(maxsize=8)
def _opened(face: Face) -> Any:
    return face.open()


# --- shapes -----------------------------------------------------------------------------------


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes what it is told to draw as PDF's path operators."""

    def __init__(self) -> None:
        super().__init__(None)
        self.steps: list[str] = []

    def _step(self, op: str, *points: tuple[float, float]) -> None:
        self.steps.append(" ".join([*(number(v) for point in points for v in point), op]))

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' names
        self._step("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._step("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._step("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.steps.append("h")


def _path(element: Element, pen: _Pen) -> None:
    from fontTools.svgLib.path import parse_path

    parse_path(element.get("d", ""), pen)


def _rect(element: Element, pen: _Pen) -> None:
    x, y, wide, high = (_length(element, name) for name in ("x", "y", "width", "height"))
    rx, ry = _maybe(element, "rx"), _maybe(element, "ry")
    rx, ry = rx if rx is not None else ry or 0, ry if ry is not None else rx or 0
    rx, ry = min(rx, wide / 2), min(ry, high / 2)
    if wide <= 0 or high <= 0:
        return
    if not (rx and ry):
        _polygon_of([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], pen)
        return
    hx, hy = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
    right, foot = x + wide, y + high
    pen.moveTo((x + rx, y))
    pen.lineTo((right - rx, y))
    pen.curveTo((right - hx, y), (right, y + hy), (right, y + ry))
    pen.lineTo((right, foot - ry))
    pen.curveTo((right, foot - hy), (right - hx, foot), (right - rx, foot))
    pen.lineTo((x + rx, foot))
    pen.curveTo((x + hx, foot), (x, foot - hy), (x, foot - ry))
    pen.lineTo((x, y + ry))
    pen.curveTo((x, y + hy), (x + hx, y), (x + rx, y))
    pen.closePath()


def _ellipse(element: Element, pen: _Pen) -> None:
    cx, cy, r = (_length(element, name) for name in ("cx", "cy", "r"))
    is_circle = element.tag == f"{SVG}circle"
    rx, ry = (r, r) if is_circle else (_length(element, "rx"), _length(element, "ry"))
    if rx <= 0 or ry <= 0:
        return
    hx, hy = rx * _KAPPA, ry * _KAPPA
    pen.moveTo((cx + rx, cy))
    pen.curveTo((cx + rx, cy + hy), (cx + hx, cy + ry), (cx, cy + ry))
    pen.curveTo((cx - hx, cy + ry), (cx - rx, cy + hy), (cx - rx, cy))
    pen.curveTo((cx - rx, cy - hy), (cx - hx, cy - ry), (cx, cy - ry))
    pen.curveTo((cx + hx, cy - ry), (cx + rx, cy - hy), (cx + rx, cy))
    pen.closePath()


def _straight(element: Element, pen: _Pen) -> None:
    x1, y1, x2, y2 = (_length(element, name) for name in ("x1", "y1", "x2", "y2"))
    pen.moveTo((x1, y1))
    pen.lineTo((x2, y2))
    pen.endPath()


def _polygon(element: Element, pen: _Pen) -> None:
    _polygon_of(_points(element), pen)


def _polyline(element: Element, pen: _Pen) -> None:
    first, *others = _points(element)
    pen.moveTo(first)
    for point in others:
        pen.lineTo(point)
    pen.endPath()


def _polygon_of(points: list[tuple[float, float]], pen: _Pen) -> None:
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def _points(element: Element) -> list[tuple[float, float]]:
    values = [float(v) for v in re.split(r"[\s,]+", element.get("points", "").strip())]
    return list(zip(values[::2], values[1::2], strict=True))


_SHAPES: Final[Mapping[str, Callable[[Element, _Pen], None]]] = {
    "path": _path,
    "rect": _rect,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "line": _straight,
    "polyline": _polyline,
    "polygon": _polygon,
}


# --- values -----------------------------------------------------------------------------------


def _is_svgs(key: str) -> bool:
    """Tell whether an attribute is SVG's, and not an editor's."""
    return "}" not in key or key.endswith("}href")


def _length(element: Element, name: str) -> float:
    return _maybe(element, name) or 0.0


def _maybe(element: Element, name: str) -> float | None:
    """Give a length in the drawing's units; None where it isn't given."""
    value = element.get(name)
    return None if value is None else _size(value)


def _size(text: str) -> float:
    try:
        return float(text.strip().removesuffix("px"))
    except ValueError:
        size = pixels(text)
        if size == 0:
            raise _NotPlainError from None
        return size


def _color(paint: str, style: Style) -> str | None:
    from PIL import ImageColor

    paint = style["color"] if paint.lower() == "currentcolor" else paint
    if paint.lower() in {"none", "transparent"}:
        return None
    channels = ImageColor.getrgb(paint)
    if len(channels) > 3:
        raise _NotPlainError
    return " ".join(number(channel / 255) for channel in channels)


def _alpha(own: str, opacity: float) -> str:
    value = float(own[:-1]) / 100 if own.endswith("%") else float(own)
    return number(max(0.0, min(1.0, value * opacity)))


def _line(style: Style, width: float) -> str:
    parts = [f"{number(width)} w {_CAPS[style['stroke-linecap']]} J"]
    parts.append(
        f"{_JOINS[style['stroke-linejoin']]} j {number(float(style['stroke-miterlimit']))} M"
    )
    if style["stroke-dasharray"] != "none":
        dashes = [_size(v) for v in re.split(r"[\s,]+", style["stroke-dasharray"].strip())]
        offset = _size(style["stroke-dashoffset"])
        if any(dashes):
            dashes = dashes * 2 if len(dashes) % 2 else dashes
            parts.append(f"[{' '.join(map(number, dashes))}] {number(offset)} d")
    return " ".join(parts)


_STEP = re.compile(r"\s*,?\s*(\w+)\s*\(([^()]*)\)")


def _transform(text: str) -> Transform:
    made, at = Identity, 0
    while found := _STEP.match(text, at):
        at = found.end()
        values = [float(v) for v in re.split(r"[\s,]+", found[2].strip())]
        made = _STEPS[found[1]](made, values)
    if text[at:].strip():
        raise _NotPlainError
    return made


def _turned(made: Transform, values: list[float]) -> Transform:
    angle, x, y = (*values, 0.0, 0.0)[:3]
    return made.translate(x, y).rotate(_radians(angle)).translate(-x, -y)


def _radians(degrees: float) -> float:
    return degrees * 0.017453292519943295


_STEPS: Final[Mapping[str, Callable[[Transform, list[float]], Transform]]] = {
    "matrix": lambda made, v: made.transform(tuple(v)),
    "translate": lambda made, v: made.translate(v[0], v[1] if len(v) > 1 else 0),
    "scale": lambda made, v: made.scale(v[0], v[1] if len(v) > 1 else v[0]),
    "rotate": _turned,
    "skewX": lambda made, v: made.skew(_radians(v[0]), 0),
    "skewY": lambda made, v: made.skew(0, _radians(v[0])),
}


def _matrix(transform: Transform) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in transform)
