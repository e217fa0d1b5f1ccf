"""SVG drawings: read safely, measured, drawn as pixels.

What could run, or would ask for something outside the file, is refused: a drawing travels to
phones, pages and decks. The words are those of SVG 1.1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from quizgen.problems import QuizgenError

SVG: Final = "{http://www.w3.org/2000/svg}"
_REFUSED: Final = {
    "script": "runs a script",
    "handler": "runs a script",
    "listener": "runs a script",
    "foreignObject": "holds a part that is no drawing (foreignObject)",
    "iframe": "holds another page",
    "embed": "holds another file",
    "object": "holds another file",
    "audio": "plays sound",
    "video": "plays a film",
}
_INNER_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_OUTSIDE_STYLE = re.compile(r"@import|image-set\s*\(|\bimage\s*\(|\bsrc\s*\(", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?|\\(.)", re.IGNORECASE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-z%]*)\s*", re.IGNORECASE)
_IN_PIXELS: Final = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54} | {
    "in": 96.0,
    "q": 96 / 101.6,
}
_LEAST_SIDE = 480
"""A drawing has no pixels to run out of: a small one is shown as large as a picture of these."""
_USUAL_SIZE = (300.0, 150.0)
"""Of what states no size (CSS 2.2, 10.3.2)."""


class BadPictureError(QuizgenError):
    """A picture that can't be shown; says what it is or does, and what to do."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what)
        self.help = help


def is_svg(data: bytes) -> bool:
    """Tell whether a file's first bytes are those of an SVG drawing."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in data[:65536]


@lru_cache(maxsize=64)
def read_svg(data: bytes) -> Element:
    """Read a drawing that is safe to hand on. Raises BadPictureError."""
    root = _parsed(data)
    if root.tag != f"{SVG}svg":
        raise BadPictureError("is no SVG drawing", "save it as a plain SVG, or as PNG")
    for element in root.iter():
        _refuse_unsafe(element)
    return root


def _parsed(data: bytes) -> Element:
    parser = expat.ParserCreate(namespace_separator="}")
    builder = TreeBuilder()

    def name(of: str) -> str:
        return "{" + of if "}" in of else of

    def entity(*_: object) -> None:
        raise BadPictureError("declares entities", "save it as a plain SVG, or as PNG")

    def instruction(target: str, text: str) -> None:
        if "stylesheet" in target.lower():
            raise _outside(text.strip())

    parser.StartElementHandler = lambda tag, attributes: builder.start(
        name(tag), {name(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(name(tag))
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError) as error:
        raise BadPictureError(
            "can't be read as SVG", "open it and save it as a plain SVG"
        ) from error


def _refuse_unsafe(element: Element) -> None:
    tag = element.tag.rpartition("}")[2]
    if tag in _REFUSED:
        help = "save it as a plain SVG with its text as text or paths, or as PNG"
        raise BadPictureError(_REFUSED[tag], help)
    for key, value in element.attrib.items():
        _refuse_attribute(key.rpartition("}")[2].lower(), value)
    if tag == "style":
        _refuse_style(f"{element.text or ''}{''.join(child.tail or '' for child in element)}")


def _refuse_attribute(name: str, value: str) -> None:
    animated = value.strip().lower().rpartition(":")[2] if name == "attributename" else ""
    if name.startswith("on") or animated.startswith("on"):
        raise BadPictureError("runs a script", "take its event handlers out, or save it as PNG")
    if name in {"href", "src", "base"} or animated == "href":
        _refuse_outside(value)
    _refuse_style(value)


def _refuse_style(text: str) -> None:
    style = _CSS_ESCAPE.sub(_unescaped, _CSS_COMMENT.sub("", text))
    if found := _OUTSIDE_STYLE.search(style):
        raise _outside(style[found.start() :][:60])
    for address in _ADDRESS.findall(style):
        _refuse_outside(address)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return chr(code) if 0 < code < 0x110000 else found[2] or ""


def _refuse_outside(address: str) -> None:
    if address.strip() and not (address.lstrip().startswith("#") or _INNER_PICTURE.match(address)):
        raise _outside(address)


def _outside(address: str) -> BadPictureError:
    help = "save it with all its parts in it (a plain SVG, pictures embedded), or as PNG"
    return BadPictureError(f"refers to something outside it: {address.strip()[:60]}", help)


# --- size ---------------------------------------------------------------------------------------


def size_of_svg(root: Element) -> tuple[float, float]:
    """Give a drawing's own width and height, in CSS pixels."""
    box = view_box(root)
    wide, high = pixels(root.get("width", "")), pixels(root.get("height", ""))
    if box and not (wide and high):
        ratio = box[2] / box[3]
        wide, high = wide or (high * ratio if high else box[2]), high or (wide / ratio or box[3])
    return (wide or _USUAL_SIZE[0], high or _USUAL_SIZE[1])


def shown_size_of_svg(root: Element) -> tuple[int, int]:
    """Give the size in pixels that stands for a drawing where pictures are placed."""
    wide, high = size_of_svg(root)
    scale = max(1.0, _LEAST_SIDE / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))


def view_box(root: Element) -> tuple[float, float, float, float] | None:
    """Give a drawing's view box: left, top, width and height."""
    try:
        left, top, wide, high = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        return None
    return (left, top, wide, high) if wide > 0 and high > 0 else None


def pixels(length: str) -> float:
    """Give a length in pixels; 0 where it depends on what is around, or makes no sense."""
    found = _LENGTH.fullmatch(length)
    return max(0.0, float(found[1]) * _IN_PIXELS.get(found[2].lower(), 0)) if found else 0.0


# --- text, pixels -------------------------------------------------------------------------------


def letters_of(root: Element) -> str:
    """Give the letters that a drawing sets by a face: they need one."""
    return "".join(_letters(root))


def _letters(element: Element) -> Iterator[str]:
    for text in element.iter(f"{SVG}text"):
        yield from text.itertext()


def rasterised(data: bytes, width: int, faces: Sequence[Path]) -> bytes:
    """Draw an SVG as a PNG so many pixels wide, its texts in our own faces.

    The faces that a computer happens to have would give other bytes on another.
    Raises BadPictureError.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - only where there are drawings

    family = "Source Sans Pro"
    try:
        return svg_to_bytes(
            svg_string=_as_text(data),
            width=width,
            dpi=96,
            skip_system_fonts=True,
            font_files=[str(face) for face in faces],
            font_family=family,
            serif_family=family,
            sans_serif_family=family,
            cursive_family=family,
            fantasy_family=family,
            monospace_family="DejaVu Sans",
        )
    except ValueError as error:
        help = "open it and save it as a plain SVG, or as PNG"
        raise BadPictureError(f"can't be drawn: {error}", help) from error


def _as_text(data: bytes) -> str:
    """Decode a drawing by what it says of itself."""
    from xml.etree.ElementTree import tostring  # noqa: PLC0415 - seldom needed

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return tostring(read_svg(data), "unicode")
