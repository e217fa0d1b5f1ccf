"""Pictures as objects of a PDF: JPEG as it is, drawings as vectors, all else as pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from quizgen.outputs.pdf.typeset.fonts import our_files
from quizgen.outputs.pdf.writer.vectors import vector_form
from quizgen.present.metadata import without_place
from quizgen.present.pictures import opened, upright
from quizgen.present.svg import is_svg, rasterised, read_svg, size_of_svg

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Drawable:
    """A picture as a PDF object, ready to be written; `MASK` stands for its mask's number."""

    body: bytes
    mask: bytes | None = None


MASK = b"@MASK@"
_PRINTED_PIXELS = 2400
"""Of a drawing's longer side, where it must be pixels: 300 dots an inch on a whole page."""
_PHOTO: Mapping[str, Any] = {"quality": 95}


def drawable(data: bytes) -> Drawable:
    """Turn a picture's bytes into PDF, transparency kept."""
    if not is_svg(data):
        return _of_pixels(_printable(without_place(data)))
    root = read_svg(data)
    form = vector_form(root)
    if form is not None:
        return Drawable(form)
    wide, high = size_of_svg(root)
    width = max(1, round(_PRINTED_PIXELS * min(1, wide / high)))
    return _of_pixels(rasterised(data, width, our_files()))


def _of_pixels(data: bytes) -> Drawable:
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase.pdfdoc import DummyDoc, PDFImageXObject

    rl_config.useA85 = 0  # text for wires that carry seven bits: a fifth larger
    image = PDFImageXObject("picture", ImageReader(BytesIO(data)), mask="auto")
    mask = getattr(image, "_smask", None)
    if mask is not None:
        image.smask = MASK.decode()
    document = DummyDoc()
    document.defaultStreamFilters = None
    return Drawable(image.format(document), mask.format(document) if mask is not None else None)


def _printable(data: bytes) -> bytes:
    """Give a picture in a form that PDF takes: upright, of eight bits, in grey or colours."""
    with opened(data) as picture:
        kind = picture.format or "PNG"
        if kind != "WEBP" and _is_printable(picture):
            return data
        made = upright(picture)
        lossy = kind in {"JPEG", "MPO"} or (kind == "WEBP" and data[12:16] == b"VP8 ")
    stream = BytesIO()
    if lossy and made.mode in {"L", "RGB"}:
        made.save(stream, "JPEG", **_PHOTO)
    else:
        made.save(stream, "PNG")
    return stream.getvalue()


def _is_printable(picture: Image) -> bool:
    is_turned = picture.getexif().get(0x0112, 1) != 1
    # PDF takes inks from files by Adobe's rules alone, whose values are turned over.
    plain_inks = picture.mode == "CMYK" and "adobe" not in picture.info
    return not (is_turned or plain_inks or picture.mode.startswith("I"))
