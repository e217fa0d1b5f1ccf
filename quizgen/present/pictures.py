"""How large pictures are, so that screens can keep their room before they have loaded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Sizes = Mapping[str, tuple[int, int]]
"""A picture's name in the bank -> its width and height in pixels, as it is shown."""

_ORIENTATION = 0x0112
_ON_ITS_SIDE = (5, 6, 7, 8)
"""Orientations of Exif 2.32, 4.6.4, in which width and height change places."""


def sizes_of(media: Mapping[str, bytes]) -> Sizes:
    """Measure the pictures among media files; what can't be read has no size."""
    sizes: dict[str, tuple[int, int]] = {}
    for name, data in media.items():
        # A sound, or whatever a picture library says of bad bytes.
        with suppress(Exception):
            sizes[name] = _size(data)
    return sizes


def _size(data: bytes) -> tuple[int, int]:
    from PIL import Image as Pillow  # noqa: PLC0415 - only where there are pictures

    with Pillow.open(BytesIO(data)) as picture:
        return shown_size(picture)


def shown_size(picture: Image) -> tuple[int, int]:
    """Give an opened picture's width and height as it is shown, turned if it says so."""
    wide, high = picture.size
    turned = picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    return (high, wide) if turned else (wide, high)
