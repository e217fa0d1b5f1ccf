"""Embedding faces: a subset with the font's own glyph ids, and the way back from glyphs to text.

One subset a face and job, made once and written into every file as it is. Glyph ids stay as they
are (Identity-H), so no file's content depends on what its subset holds; ToUnicode maps each glyph
to the text it stands for, in UTF-16BE, beyond the BMP too (PDF 32000-1, 9.7 and 9.10.3).
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from struct import pack, unpack_from

from quizgen.outputs.pdf.typeset.fonts import BadFaceError, Face

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


def check_outlines(face: Face) -> None:
    """Try every outline of a face that a user named. Raises BadFaceError where one is damaged."""
    try:
        _subset(face, set(face.glyphs.values()))
    except ImportError:
        raise  # what is missing is a library
    except Exception as error:
        # Whatever a font library says of bytes that are no font.
        raise BadFaceError(f"{face.name} is damaged: its outlines can't be read") from error


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
    """Keep the outlines that are wanted, at their own ids; all others become empty.

    Outlines are copied as they stand in the file, less their hints: paper needs none, and taking
    each apart would cost most of the time of a small print run.
    """
    from fontTools.ttLib.sfnt import SFNTWriter

    outlines, places, sizes, raw = face.outlines
    kept = _with_parts(outlines, places, wanted)
    glyf = bytearray()
    loca, metrics = array("L"), array("H")
    for glyph, (advance, bearing) in enumerate(sizes):
        loca.append(len(glyf))
        if glyph in kept:
            metrics.extend((advance, bearing & 0xFFFF))
            glyf += _unhinted(outlines[places[glyph] : places[glyph + 1]])
        else:
            metrics.extend((0, 0))
    loca.append(len(glyf))
    head, hhea = bytearray(raw["head"]), bytearray(raw["hhea"])
    head[50:52] = b"\0\1"  # indexToLocFormat: long offsets
    hhea[34:36] = len(sizes).to_bytes(2, "big")  # numberOfHMetrics
    stream = BytesIO()
    tables = {
        "glyf": bytes(glyf),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "hmtx": pack(f">{len(metrics)}H", *metrics),
        "loca": pack(f">{len(loca)}L", *loca),
        "maxp": raw["maxp"],
    }
    writer = SFNTWriter(stream, len(tables))
    for tag, data in tables.items():
        writer[tag] = data
    writer.close()
    return stream.getvalue()


_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTED = 0x1, 0x8, 0x20, 0x40, 0x80, 0x100
"""Flags of a part of a composed glyph (OpenType, `glyf`, composite glyph description)."""


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Give where each part of a composed glyph begins, and its glyph id."""
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = unpack_from(">HH", outline, at)
        yield at, glyph
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _is_composed(outline: bytes) -> bool:
    return len(outline) > 10 and unpack_from(">h", outline)[0] < 0


def _with_parts(outlines: bytes, places: Sequence[int], wanted: set[int]) -> set[int]:
    """Add the glyphs that wanted ones are composed of."""
    kept: set[int] = set()
    left = [glyph for glyph in wanted if glyph < len(places) - 1]
    while left:
        glyph = left.pop()
        if glyph not in kept:
            kept.add(glyph)
            outline = outlines[places[glyph] : places[glyph + 1]]
            left += [part for _, part in _parts(outline)] if _is_composed(outline) else []
    return kept


def _unhinted(outline: bytes) -> bytes:
    """Drop a glyph's instructions, which call functions that the subset lacks."""
    if _is_composed(outline):
        bare = bytearray(outline)
        for at, _ in _parts(outline):
            flags = unpack_from(">H", bare, at)[0] & ~_INSTRUCTED
            bare[at : at + 2] = flags.to_bytes(2, "big")
    elif outline:
        end = 10 + 2 * unpack_from(">h", outline)[0]
        length = unpack_from(">H", outline, end)[0]
        bare = bytearray(outline[:end] + b"\0\0" + outline[end + 2 + length :])
    else:
        return b""
    return bytes(bare)


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
