"""Pictures: what they are, how large, and as screens get them.

What is written for screens is of the kind that the author gave: a name in a deck stays right, and
comes from the author's own bytes, since those of a library differ from release to release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from mimetypes import guess_type
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

from quizgen.present.metadata import without_place
from quizgen.present.svg import BadPictureError, is_svg, rasterised, read_svg, shown_size_of_svg

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """What a command says of the pictures of screens."""

    full_size: bool = False
    """Keep big photos as they are in deck and page."""


Sizes = Mapping[str, tuple[int, int]]
"""A picture's name in the bank -> its width and height in pixels, as it is shown."""

_TAKEN: Final = ("PNG", "JPEG", "GIF", "WEBP")
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
"""Orientations of Exif 2.32, 4.6.4, in which width and height change places."""
_MOST_PIXELS: Final = 60_000_000
_ENOUGH_PIXELS: Final = 1920 * 1440
"""As many as a projector or a phone shows."""
_USUAL_QUALITY: Final = 85
_LOW_QUALITY: Final = 70
"""Where the usual has more bytes than the author's own."""
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")


# --- what they are ----------------------------------------------------------------------------


def kind_of(data: bytes) -> str:
    """Name the kind of a picture by its content, in small letters; empty where nobody knows."""
    if is_svg(data):
        return "svg"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    if data.startswith(b"%PDF"):
        return "pdf"
    from PIL import Image  # noqa: PLC0415 - only where there are pictures

    with suppress(Exception), _quiet(), Image.open(BytesIO(data)) as picture:
        return "jpeg" if picture.format == "MPO" else str(picture.format).lower()
    return ""


def media_type(name: str, data: bytes) -> str:
    """Name a picture's or sound's type as the web does: by its content, else by its name."""
    kind = kind_of(data)
    if is_taken(kind):
        return "image/svg+xml" if kind == "svg" else f"image/{kind}"
    return guess_type(name)[0] or "application/octet-stream"


def is_taken(kind: str) -> bool:
    """Tell whether a kind is one that every output can show."""
    return kind == "svg" or kind.upper() in _TAKEN


@contextmanager
def opened(data: bytes) -> Iterator[Image]:
    """Open a picture of pixels. Raises BadPictureError, also for what is found inside."""
    from PIL import Image, WebPImagePlugin  # noqa: F401, PLC0415 - the second is known when imported

    help = "open it in a picture editor and save it as PNG"
    try:
        with _quiet(), Image.open(BytesIO(data), formats=_TAKEN) as picture:
            if picture.width * picture.height <= _MOST_PIXELS:
                yield picture
                return
    except (BadPictureError, ImportError):
        raise
    except Image.DecompressionBombError:
        pass
    except Exception as error:  # whatever a picture library says of bad bytes
        raise BadPictureError("can't be read: it is broken, or of another kind", help) from error
    raise BadPictureError("has more pixels than any paper can show", "make it smaller")


@contextmanager
def _quiet() -> Iterator[None]:
    """Say nothing of odd metadata: what can't be read is an error of its own."""
    with catch_warnings():
        simplefilter("ignore")
        yield


# --- how large --------------------------------------------------------------------------------


def sizes_of(media: Mapping[str, bytes]) -> Sizes:
    """Measure the pictures among media files; what can't be read has no size."""
    sizes: dict[str, tuple[int, int]] = {}
    for name, data in media.items():
        with suppress(BadPictureError):
            sizes[name] = size_of(data)
    return sizes


def size_of(data: bytes, *, whole: bool = False) -> tuple[int, int]:
    """Measure a picture as it is shown. Raises BadPictureError.

    Args:
        data: Its bytes.
        whole: Read it to its end: a file cut short is found only there.

    """
    if is_svg(data):
        root = read_svg(data)
        if whole:
            rasterised(data, 8, ())  # what can't be drawn is found only by drawing it
        return shown_size_of_svg(root)
    with opened(data) as picture:
        if whole:
            picture.load()
        return shown_size(picture)


def shown_size(picture: Image) -> tuple[int, int]:
    """Give an opened picture's width and height as it is shown, turned if it says so."""
    wide, high = picture.size
    turned = picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    return (high, wide) if turned else (wide, high)


# --- pixels -----------------------------------------------------------------------------------


def upright(picture: Image) -> Image:
    """Turn a photo as its camera was held, and bring it to eight bits of grey or colour."""
    from PIL import ImageOps  # noqa: PLC0415 - only where there are pictures

    return ImageOps.exif_transpose(_in_eight_bits(picture))


def _in_eight_bits(picture: Image) -> Image:
    from PIL import Image as Pillow  # noqa: PLC0415 - only where there are pictures

    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight. Pillow's own way cuts off what is over 255.
        data = picture.convert("I;16").tobytes() if picture.mode != "I;16" else picture.tobytes()
        grey = Pillow.frombytes("L", picture.size, data[1::2])
        clear = picture.info.get("transparency")
        if isinstance(clear, int):
            lit = (
                0 if data[i] | data[i + 1] << 8 == clear else 255 for i in range(0, len(data), 2)
            )
            grey.putalpha(Pillow.frombytes("L", picture.size, bytes(lit)))
        grey.getexif().update(picture.getexif())
        return grey
    return _from_inks(picture) if picture.mode == "CMYK" else picture


def _from_inks(picture: Image) -> Image:
    """Turn a picture of printing inks into colours, by its profile where it has one."""
    from PIL import ImageChops, ImageCms  # noqa: PLC0415 - only for such pictures

    if picture.format in {"JPEG", "MPO"} and "adobe" not in picture.info:
        # Files by Adobe's rules hold inks turned over, and are read so; this one is none of them.
        exif = picture.getexif()
        picture = ImageChops.invert(picture)
        picture.getexif().update(exif)
    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if made is not None:
                made.info.pop("icc_profile", None)
                return made
    return picture.convert("RGB")


# --- as screens get them ----------------------------------------------------------------------


@lru_cache(maxsize=64)
def for_screens(data: bytes, *, full_size: bool = False) -> bytes:
    """Give a picture or sound as deck, page and phones get it: no place, no needless pixels."""
    if is_svg(data):
        return data
    clean = without_place(data)
    if not full_size:
        with suppress(BadPictureError), opened(clean) as picture:
            # MPO is a JPEG of two views, for all who don't know it; the second is no animation.
            moves = picture.format != "MPO" and getattr(picture, "is_animated", False)
            if picture.width * picture.height > _ENOUGH_PIXELS and not moves:
                return _scaled(picture, clean)
    return clean


def _scaled(picture: Image, data: bytes) -> bytes:
    """Scale a picture down to what screens show: a phone runs out of memory by pixels."""
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    is_photo = _is_photo(kind, data)
    profile = picture.info.get("icc_profile") if picture.mode != "CMYK" else None
    made = upright(picture)
    if made.mode in {"1", "P", "PA", "LA"}:
        plain = "L" if made.mode == "1" else "RGB"
        made = made.convert("RGBA" if made.has_transparency_data else plain)
    share = (_ENOUGH_PIXELS / (made.width * made.height)) ** 0.5
    size = max(1, round(made.width * share)), max(1, round(made.height * share))
    made = made.resize(size, _LANCZOS, reducing_gap=3)
    made.info.clear()
    small = _saved(made, kind, profile, quality=_USUAL_QUALITY if is_photo else 0)
    if len(small) < len(data):
        return small
    # A drawing of few colours has fewer bytes as it is, and none to spare.
    return _saved(made, kind, profile, quality=_LOW_QUALITY) if is_photo else data


def _is_photo(kind: str, data: bytes) -> bool:
    """Tell whether a picture is kept as a camera keeps it, which loses a little."""
    return kind == "JPEG" or (kind == "WEBP" and data[12:16] != b"VP8L")


_LANCZOS: Final = 1


def _saved(picture: Image, kind: str, profile: bytes | None, *, quality: int) -> bytes:
    stream = BytesIO()
    more: dict[str, object] = {"icc_profile": profile} if profile else {}
    if kind == "JPEG":
        more |= {"quality": quality, "optimize": True, "progressive": True}
    elif kind == "WEBP":
        more |= {"quality": quality} if quality else {"lossless": True}
    picture.save(stream, kind, **more)
    return stream.getvalue()
