"""Embedding faces: a subset with the font's own glyph ids, and the way back from glyphs to text.

One subset a face and job, made once and written into every file as it is. Glyph ids stay as they
are (Identity-H), so no file's content depends on what its subset holds; ToUnicode maps each glyph
to the text it stands for, in UTF-16BE, beyond the BMP too (PDF 32000-1, 9.7 and 9.10.3).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from quizgen.outputs.pdf.faces import Face

_KEPT_TABLES = frozenset({"GlyphOrder", "head", "hhea", "maxp", "hmtx", "loca", "glyf"})

Used = dict[int, str]
"""Glyph id -> the text it stands for."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file needs to hold a face: streams ready to be written, compressed."""

    name: str
    box: tuple[int, ...]
    ascent: int
    descent: int
    slanted: bool
    widths: str
    """The inside of a `W` array, in thousandths of an em."""
    font: bytes
    font_length: int
    to_unicode: bytes


def embedded(face: Face, used: Mapping[int, str]) -> Embedded:
    """Make the subset of a face that holds the glyphs used, at their own ids."""
    data = _subset(face, {0, *used})
    return Embedded(
        name=f"{_tag(used)}+{_plain_name(face.name)}",
        box=face.box,
        ascent=face.ascent,
        descent=face.descent,
        slanted=face.slanted,
        widths=_widths(face, used),
        font=zlib.compress(data, 9),
        font_length=len(data),
        to_unicode=zlib.compress(_to_unicode(used).encode("ascii"), 9),
    )


def _plain_name(name: str) -> str:
    return "".join(c for c in name if c.isascii() and c.isalnum()) or "Face"


def _tag(used: Mapping[int, str]) -> str:
    """Give the six capitals that tell one subset from another."""
    value = zlib.crc32(",".join(map(str, sorted(used))).encode())
    letters = ""
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters += chr(65 + letter)
    return letters


def _subset(face: Face, wanted: set[int]) -> bytes:
    """Empty every outline that isn't wanted; parts of composed glyphs are wanted, too."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    font = face.open()
    order, glyf, metrics = font.getGlyphOrder(), font["glyf"], font["hmtx"].metrics
    left = [glyph for glyph in wanted if glyph < len(order)]
    kept: set[str] = set()
    while left:
        name = order[left.pop()]
        if name not in kept:
            kept.add(name)
            left += [font.getGlyphID(part) for part in glyf[name].getComponentNames(glyf)]
    for name in order:
        if name in kept:
            glyf[name].removeHinting()
        else:
            glyf.glyphs[name] = Glyph()
            metrics[name] = (0, 0)
    for table in list(font.keys()):
        if table not in _KEPT_TABLES:
            del font[table]
    font.recalcTimestamp = False
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def _widths(face: Face, used: Mapping[int, str]) -> str:
    """Write runs of neighbours together: `36 [544 588] 51 [571]`."""
    parts: list[str] = []
    last = -2
    for glyph in sorted(used):
        width = face.advances[glyph]
        parts.append(
            f" {width}" if glyph == last + 1 else f"{']' if parts else ''}{glyph} [{width}"
        )
        last = glyph
    return "".join(parts) + ("]" if parts else "")


_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


def _to_unicode(used: Mapping[int, str]) -> str:
    lines = [f"<{glyph:04X}> <{utf16_hex(text)}>" for glyph, text in sorted(used.items()) if text]
    blocks = []
    for start in range(0, len(lines), 100):  # a block holds 100 at most
        block = lines[start : start + 100]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return _HEAD + "".join(blocks) + _FOOT


def utf16_hex(text: str) -> str:
    """Give a text as the hex digits of UTF-16BE, as PDF writes Unicode."""
    return text.encode("utf-16-be", "replace").hex().upper()
