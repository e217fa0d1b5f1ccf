"""Which kinds of pictures a bank may hold, and what the others are to be saved as."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
TAKEN: Final = "PNG, JPEG, GIF, WebP or SVG picture"

_AS_PHOTO: Final = "open it and save it as JPEG"
_AS_PNG: Final = "open it and save it as PNG"
_AS_DRAWING: Final = "save the drawing as plain SVG, or as PNG with 300 dots an inch"
_PHONE: Final = (
    f"{_AS_PHOTO} (an iPhone takes JPEG under Settings > Camera > Formats > Most Compatible)"
)
_RAW: Final = "develop it with the camera's program and save it as JPEG"

_SAVE_AS: Final[Mapping[str, str]] = {
    **dict.fromkeys(["heic", "heif", "hif"], _PHONE),
    **dict.fromkeys(["avif", "jp2", "jxl", "jpx", "j2k"], _AS_PHOTO),
    **dict.fromkeys(["cr2", "cr3", "nef", "arw", "dng", "raf", "orf", "rw2"], _RAW),
    **dict.fromkeys(["tif", "tiff", "bmp", "dib", "ico", "pcx", "tga", "ppm", "psd"], _AS_PNG),
    **dict.fromkeys(["pdf", "eps", "ps", "ai", "emf", "wmf", "cdr", "odg"], _AS_DRAWING),
    "svgz": "it is packed: save it as plain SVG",
    **dict.fromkeys(["jfif", "jpe"], "it is a JPEG: end its name in .jpg"),
}


def is_picture(name: str) -> bool:
    """Tell whether a file is of a kind that every output can show, by its name."""
    return name.lower().endswith(PICTURES)


def save_as(kind: str) -> str:
    """Say what a picture of a kind that isn't taken is to be saved as.

    Args:
        kind: The end of its name, or what its content is: `tiff`.

    """
    return _SAVE_AS.get(kind.lower(), "save it as PNG, or a photo as JPEG")


def kind_of_name(name: str) -> str:
    """Give the end of a file's name, without its dot."""
    return PurePosixPath(name).suffix[1:]
