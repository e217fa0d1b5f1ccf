"""Faces, what they hold, and how wide it is.

Source Sans for text and DejaVu Sans for what it lacks, both from font packages: nothing is copied
into the project. A character that no face has is a problem, found before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FACES: Mapping[str, str] = {
    "regular": "SourceSansPro-Regular.ttf",
    "bold": "SourceSansPro-Semibold.ttf",
    "italic": "SourceSansPro-It.ttf",
    "bold-italic": "SourceSansPro-SemiboldIt.ttf",
    "fallback": "DejaVuSans.ttf",
}
FALLBACK = "fallback"
_HIDDEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F])


class Face:
    """One registered font: its characters and their widths."""

    def __init__(self, name: str, path: Path) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self.name = name
        self.font_name = f"quizgen-{name}"
        font: Any = TTFont(self.font_name, str(path), shapable=False)
        pdfmetrics.registerFont(font)
        self.widths: dict[int, float] = font.face.charWidths
        self.glyphs: frozenset[int] = frozenset(font.face.charToGlyph)

    def width(self, text: str, size: float) -> float:
        """Measure a text in points."""
        widths = self.widths
        return sum(widths.get(ord(c), 600.0) for c in text) * size / 1000


@lru_cache(maxsize=8)
def face(name: str) -> Face:
    """Give a face by its role in `FACES`, loaded once a process."""
    if name == FALLBACK:
        import ziafont

        return Face(name, Path(ziafont.__file__).parent / "fonts" / FACES[name])
    import font_source_sans_pro

    return Face(name, Path(font_source_sans_pro.font_directory) / FACES[name])


def face_space(font_name: str) -> float:
    """Give the width of a registered font's space, in ems."""
    return face(font_name.removeprefix("quizgen-")).widths.get(32, 0.0) / 1000


def clean(text: str) -> str:
    """Drop characters that are never drawn: soft hyphens, joiners, variation signs."""
    return text.translate(_HIDDEN)


def split_by_face(text: str, name: str) -> Iterable[tuple[Face, str]]:
    """Split a text into stretches that one face can draw, preferring the one named."""
    first = face(name)
    glyphs = first.glyphs
    if all(ord(c) in glyphs for c in text):
        if text:
            yield first, text
        return
    start, current = 0, _face_for(text[0], first)
    for index, char in enumerate(text):
        wanted = _face_for(char, first)
        if wanted is not current:
            yield current, text[start:index]
            start, current = index, wanted
    yield current, text[start:]


def _face_for(char: str, first: Face) -> Face:
    return first if ord(char) in first.glyphs else face(FALLBACK)


def missing(text: str) -> list[str]:
    """Give the characters of a text that no face can draw."""
    wanted = {ord(c) for c in clean(text) if c not in "\n\t "}
    left = wanted - face("regular").glyphs
    left = left - face(FALLBACK).glyphs if left else left
    return [chr(c) for c in sorted(left)]
