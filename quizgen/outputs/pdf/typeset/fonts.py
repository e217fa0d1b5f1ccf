"""Faces: what they hold, how wide it is, and which face draws which character.

Source Sans for text, JetBrains Mono for code and DejaVu Sans for what they lack, all from
font packages: nothing is copied into the project. Faces that the user names come before DejaVu.
Glyph ids are those of the font file, so a text that is measured and encoded once serves every file
it is drawn in. A character that no face has is a problem, found before anything is drawn.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import combining, normalize

from quizgen.problems import QuizgenError

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Role = Literal["regular", "bold", "italic", "bold-italic"]

_OURS: Mapping[str, tuple[str, str]] = {
    "regular": ("R", "SourceSansPro-Regular.ttf"),
    "bold": ("B", "SourceSansPro-Semibold.ttf"),
    "italic": ("I", "SourceSansPro-It.ttf"),
    "bold-italic": ("J", "SourceSansPro-SemiboldIt.ttf"),
}
_FALLBACK = ("D", "DejaVuSans.ttf")
_MONO = ("M", "JetBrainsMono[wght].ttf")
"""A variable font: as it stands in its file it is the regular weight."""
_HIDDEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFE0E, 0xFE0F])
_NEVER_DRAWN = (
    frozenset(_HIDDEN) | frozenset(range(0x200E, 0x2010)) | frozenset(range(0x202A, 0x202F))
)
_NEVER_DRAWN |= frozenset(range(0x2066, 0x206A))
_MOST_WORDS = 20_000
_ESCAPED = {ord("("): b"\\(", ord(")"): b"\\)", ord("\\"): b"\\\\", ord("\r"): b"\\r"}


class BadFaceError(QuizgenError):
    """A font file that paper can't use; says why."""


class Outlines(NamedTuple):
    """The glyphs of a face, as its file holds them."""

    glyf: bytes
    places: tuple[int, ...]
    """Where in them each glyph begins, and where the last one ends."""
    metrics: tuple[tuple[int, int], ...]
    """Advance and left bearing of each glyph, in the font's own units."""
    tables: Mapping[str, bytes]


class Face:
    """One font file: its characters, their glyph ids and advances in thousandths of an em."""

    def __init__(self, key: str, name: str, data: bytes) -> None:
        self.key = key
        """Its name in a PDF's resources."""
        self.name = name
        self.data = data
        font = self._font = self.open()
        self.glyphs: dict[int, int] = {
            code: font.getGlyphID(glyph) for code, glyph in (font.getBestCmap() or {}).items()
        }
        self.to_em = 1000 / font["head"].unitsPerEm
        order = font.getGlyphOrder()
        metrics = font["hmtx"].metrics
        # Whole numbers: some readers cut the rest off, and would place every glyph a little short.
        self.advances: list[int] = [round(metrics[glyph][0] * self.to_em) for glyph in order]
        head, hhea = font["head"], font["hhea"]
        self.box = tuple(
            round(v * self.to_em) for v in (head.xMin, head.yMin, head.xMax, head.yMax)
        )
        self.ascent = round(hhea.ascent * self.to_em)
        self.descent = round(hhea.descent * self.to_em)
        self.slanted = bool(head.macStyle & 2)
        self._widths = {code: self.advances[glyph] for code, glyph in self.glyphs.items()}
        self._codes = _Codes(self.glyphs)
        self._units: dict[str, int | None] = {}
        self.space = self._widths.get(32, 250) / 1000
        """The width of a space, in ems."""

    @cached_property
    def outlines(self) -> Outlines:
        """What subsets are cut from; read once, whatever the number of files."""
        font = self._font
        metrics = font["hmtx"].metrics
        return Outlines(
            font.reader["glyf"],
            tuple(font["loca"].locations),
            tuple(metrics[glyph] for glyph in font.getGlyphOrder()),
            {tag: font.reader[tag] for tag in ("head", "hhea", "maxp")},
        )

    def open(self) -> TTFont:
        """Open the font afresh, to be taken apart."""
        from fontTools.ttLib import TTFont, TTLibError

        try:
            font = TTFont(BytesIO(self.data), lazy=True, fontNumber=0, recalcBBoxes=False)
            tables = [font[tag] for tag in ("head", "hhea", "hmtx", "maxp", "cmap")]
            outlines = "glyf" in font
        except (TTLibError, KeyError, AssertionError, ValueError, IndexError, OSError) as error:
            raise BadFaceError(f"{self.name} is no TrueType font that can be read") from error
        except struct.error as error:
            raise BadFaceError(f"{self.name} is a font cut short") from error
        if not (tables and outlines):
            raise BadFaceError(f"{self.name} has PostScript outlines; paper needs TrueType ones")
        return font

    def width(self, text: str, size: float) -> float:
        """Measure a text in points, glyph after glyph, as it will be drawn."""
        widths = self._widths
        return sum([widths.get(ord(c), 600) for c in text]) * size / 1000

    def word_width(self, text: str, size: float) -> float | None:
        """Measure a text that the face can draw, or say that it can't; words come again."""
        units = self._units.get(text, -1)
        if units == -1:
            widths = [self._widths.get(ord(c)) for c in text]
            known = [width for width in widths if width is not None]
            units = sum(known) if len(known) == len(widths) else None
            if len(self._units) > _MOST_WORDS:
                self._units.clear()
            self._units[text] = units
        return None if units is None else units * size / 1000

    def encode(self, text: str) -> bytes:
        """Give a text as the inside of a PDF string: two bytes a glyph, escaped."""
        codes = self._codes
        return b"".join([codes[char] for char in text])


class _Codes(dict[str, bytes]):
    """Character -> its glyph id inside a PDF string, made when it is first asked for."""

    def __init__(self, glyphs: Mapping[int, int]) -> None:
        self.glyphs = glyphs

    def __missing__(self, char: str) -> bytes:
        code = self[char] = glyph_code(self.glyphs.get(ord(char), 0))
        return code


def glyph_code(glyph: int) -> bytes:
    """Give a glyph id as two bytes inside a PDF string."""
    return b"".join(_ESCAPED.get(b) or bytes((b,)) for b in glyph.to_bytes(2, "big"))


def our_files() -> tuple[Path, ...]:
    """Name the files of our own faces, for what draws by itself."""
    return tuple(_path_of(*named) for named in (*_OURS.values(), _FALLBACK))


def _path_of(key: str, file: str) -> Path:
    if key == _FALLBACK[0]:
        import ziafont

        return Path(ziafont.__file__).parent / "fonts" / file
    if key == _MONO[0]:
        import fontpkg_jetbrains_mono

        return Path(fontpkg_jetbrains_mono.ROOT) / "files" / file
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory) / file


@lru_cache(maxsize=8)
def _our_face(key: str, file: str) -> Face:
    path = _path_of(key, file)
    return Face(key, path.stem.partition("[")[0], path.read_bytes())


@lru_cache(maxsize=16)
def named_face(key: str, name: str, data: bytes) -> Face:
    """Open a face that the user named. Raises BadFaceError."""
    return Face(key, name, data)


@dataclass(frozen=True, slots=True)
class Family:
    """The faces of a job, in the order in which they are asked for a character."""

    own: Mapping[str, Face] = field(default_factory=dict)
    """By role, the user's faces in place of ours; a missing role falls back to `regular`."""
    others: tuple[Face, ...] = ()
    """The user's faces for what the text face lacks."""

    def face(self, role: Role) -> Face:
        """Give the face that a text of some role is set in."""
        if self.own:
            return self.own.get(role) or self.own.get("regular") or _our_face(*_OURS[role])
        return _our_face(*_OURS[role])

    @property
    def last(self) -> Face:
        """The face of what all others lack."""
        return _our_face(*_FALLBACK)

    @property
    def mono(self) -> Face:
        """The face of code, in a line or in lines of its own: its characters stand in columns."""
        return _our_face(*_MONO)

    def split(self, text: str, first: Face) -> Iterable[tuple[Face, str]]:
        """Split a text into stretches that one face can draw, preferring the one given."""
        glyphs = first.glyphs
        if all(ord(c) in glyphs for c in text):
            return ((first, text),) if text else ()
        return self._stretches(text, first)

    def _stretches(self, text: str, first: Face) -> Iterator[tuple[Face, str]]:
        start, current = 0, None
        for at, letter in letters(text):
            wanted = self.face_for(letter, first)
            if current is None:
                current = wanted
            elif wanted is not current:
                yield current, text[start:at]
                start, current = at, wanted
        if current is not None:
            yield current, text[start:]

    def face_for(self, letter: str, first: Face) -> Face:
        """Give the face that draws a letter with its marks; the last resort where none has all."""
        codes = {ord(char) for char in letter} - _NEVER_DRAWN
        for face in (first, *self.others, self.last):
            if codes <= face.glyphs.keys():
                return face
        has_base = (f for f in (first, *self.others) if ord(letter[0]) in f.glyphs)
        return next(has_base, self.last)

    def missing(self, text: str) -> list[str]:
        """Give the characters of a text that no face can draw."""
        left = {ord(c) for c in clean(text) if c not in "\n\t "} - _NEVER_DRAWN
        left -= self.face("regular").glyphs.keys()
        for face in self.others:
            left -= face.glyphs.keys()
        return [chr(c) for c in sorted(left - self.last.glyphs.keys())] if left else []


def letters(text: str) -> Iterator[tuple[int, str]]:
    """Give each character with the marks and joiners that follow it, and where it stands."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not (combining(text[index]) or ord(text[index]) in _NEVER_DRAWN):
            yield start, text[start:index]
            start = index


def clean(text: str) -> str:
    """Compose accents, and drop characters that are never drawn: soft hyphens, joiners."""
    return text if text.isascii() else normalize("NFC", text).translate(_HIDDEN)
