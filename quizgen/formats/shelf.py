"""Pictures and sounds that came inside another program's file, under names that a bank can use."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

PICTURES: Final = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg"})
SOUNDS: Final = frozenset({"mp3", "ogg", "oga", "wav", "m4a", "flac", "opus"})
_KINDS: Final = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"<svg": "svg",
    b"ID3": "mp3",
    b"OggS": "ogg",
}
_FOLDER: Final = "media"


class MediaShelf:
    """What a file holds beside its questions; each content stands there once."""

    def __init__(self) -> None:
        """Begin empty."""
        self.media: dict[str, bytes] = {}
        self._names: dict[bytes, str] = {}

    def put(self, name: str, data: bytes) -> str:
        """Keep a file; give the name that questions call it by.

        Args:
            name: As its program names it; it may be an address, with folders and percent signs.
            data: What is in it.

        """
        if data in self._names:
            return self._names[data]
        stem, ending = _parted(name, data)
        kept, number = f"{_FOLDER}/{stem}.{ending}", 1
        while kept.casefold() in map(str.casefold, self.media):
            number += 1
            kept = f"{_FOLDER}/{stem}-{number}.{ending}"
        self.media[kept] = data
        self._names[data] = kept
        return kept


def ending_of(name: str) -> str:
    """Give what a file's name says it is: `png`."""
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    return ending.lower() if dot else ""


def _parted(name: str, data: bytes) -> tuple[str, str]:
    """Make a plain stem and an ending of a name, the ending by the content where it has none."""
    name = unicodedata.normalize("NFC", unquote(name)).replace("\\", "/").rpartition("/")[2]
    ending = ending_of(name)
    if ending not in PICTURES | SOUNDS:
        told = (kind for sign, kind in _KINDS.items() if data.lstrip()[:8].startswith(sign))
        ending = next(told, ending or "bin")
    stem = name.rpartition(".")[0] or name
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:60] or "picture", ending
