"""Photos say where they were taken; what leaves this computer doesn't.

Nothing is decoded: blocks that hold a place are left out, all other bytes stay as they are.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from zlib import crc32

_ORIENTATION = 0x0112
_GPS = 0x8825
_XMP_PLACE = re.compile(rb"GPS|(?:\b|:)(?:City|State|Country|Location|Sublocation)", re.IGNORECASE)
_EXIF, _XMP, _IPTC = b"Exif\0\0", b"http://ns.adobe.com/", b"Photoshop 3.0\0"


def without_place(data: bytes) -> bytes:
    """Give a picture's bytes without its place; those of a picture that has none are the same."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):  # a broken file is found where it is decoded
        pass
    return data


def _tells_place(block: bytes) -> bool:
    """Tell whether metadata of some kind (Exif, XMP, IPTC, text around them) holds a place."""
    if block.startswith(_EXIF):
        return _GPS in dict(_exif(block[6:]))
    if block.startswith((b"II*\0", b"MM\0*")):
        return _GPS in dict(_exif(block))
    # IPTC 2:90 to 2:101: city, place in it, state, country.
    in_iptc = re.search(rb"\x1c\x02[\x5a\x5c\x5f\x64\x65]", block)
    return bool(in_iptc) if block.startswith(_IPTC) else bool(_XMP_PLACE.search(block))


def _exif(tiff: bytes) -> Iterator[tuple[int, int]]:
    """Give the tags of an Exif block's first directory, with their short values."""
    order = "<" if tiff[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for index in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * index)
        yield tag, value


def _upright(orientation: int) -> bytes:
    """Write an Exif block that says how a picture is turned, and nothing else."""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, orientation, 0, 0)


# --- JPEG (ITU T.81, annex B) ---------------------------------------------------------------------


def _jpeg(data: bytes) -> bytes:
    segments = list(_segments(data))
    told = [segment.block for segment in segments if segment.marker in (0xE1, 0xED)]
    if not any(map(_tells_place, told)):
        return data
    kept = BytesIO()
    kept.write(data[:2])
    turned = next((dict(_exif(b[6:])).get(_ORIENTATION, 1) for b in told if b[:6] == _EXIF), 1)
    if turned != 1:
        block = _EXIF + _upright(turned)
        kept.write(b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    for segment in segments:
        if segment.is_needed:
            kept.write(segment.whole)
    return kept.getvalue()


class _Segment(NamedTuple):
    marker: int
    whole: bytes
    """With its marker and length; behind those of the pixels, the pixels."""

    @property
    def block(self) -> bytes:
        return self.whole[4:]

    @property
    def is_needed(self) -> bool:
        """Application data 0, 2 and 14 say how pixels are read; 2 holds previews as well."""
        if self.marker == 0xE2:
            return self.block.startswith(b"ICC_PROFILE\0")
        return self.marker not in range(0xE1, 0xF0) or self.marker == 0xEE


def _segments(data: bytes) -> Iterator[_Segment]:
    """Give each segment; what follows the end is another file."""
    at = 2
    while at < len(data):
        marker = data[at + 1]
        if marker == 0xD9:
            yield _Segment(marker, data[at : at + 2])
            return
        if marker == 0xFF:  # fill
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == 0xDA:  # the pixels, up to a marker that is none of theirs
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield _Segment(marker, data[at:end])
        at = end


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


# --- PNG (ISO 15948, 5.3), WebP (RFC 9649, 2.7) ---------------------------------------------------


def _png(data: bytes) -> bytes:
    kept = BytesIO()
    kept.write(data[:8])
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, block, end = data[at + 4 : at + 8], data[at + 8 : at + 8 + length], at + 12 + length
        if not (kind in {b"eXIf", b"tEXt", b"zTXt", b"iTXt"} and _png_tells_place(kind, block)):
            kept.write(data[at:end])
        elif kind == b"eXIf":
            named = kind + _upright(dict(_exif(block)).get(_ORIENTATION, 1))
            kept.write(struct.pack(">I", len(named) - 4) + named + struct.pack(">I", crc32(named)))
        at = end
    return kept.getvalue()


def _png_tells_place(kind: bytes, block: bytes) -> bool:
    # Packed text is seldom anything but a camera's own block.
    return b"Raw profile" in block[:40] or kind == b"zTXt" or _tells_place(block)


def _webp(data: bytes) -> bytes:
    chunks = list(_chunks(data))
    if not any(kind in {b"EXIF", b"XMP "} and _tells_place(body) for kind, body in chunks):
        return data
    kept = BytesIO()
    for kind, body in chunks:
        if kind == b"XMP ":
            continue
        if kind == b"VP8X":
            body = bytes([body[0] & ~0x04]) + body[1:]  # noqa: PLW2901 - no XMP follows
        if kind == b"EXIF":
            tiff = body.removeprefix(_EXIF)
            body = _upright(dict(_exif(tiff)).get(_ORIENTATION, 1))  # noqa: PLW2901
        kept.write(kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
    inner = b"WEBP" + kept.getvalue()
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
