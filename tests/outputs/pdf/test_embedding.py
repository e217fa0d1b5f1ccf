"""Subsets of faces, looked at by somebody else's reader of fonts."""

from __future__ import annotations

import logging
import re
import zlib
from io import BytesIO

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.pdf.typeset.fonts import Face, Family
from quizgen.outputs.pdf.writer.font_subset import embedded

FACES = [Family().face("regular"), Family().face("italic"), Family().last]


def drawn(font: TTFont, name: str) -> tuple[object, int]:
    """Give a glyph's outline, its parts put together, and its advance."""
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value, glyphs[name].width


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
@given(st.data())
@settings(deadline=None, max_examples=15)
def test_a_subset_draws_its_glyphs_and_no_others(face: Face, data: st.DataObject) -> None:
    """A letter would be drawn as another, or letters of the answers would be in the file."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    codes = data.draw(st.lists(st.sampled_from(sorted(face.glyphs)), min_size=1, max_size=30))
    used = {face.glyphs[code]: chr(code) for code in codes}
    made = embedded(face, used)
    whole = face.open()
    subset = TTFont(BytesIO(zlib.decompress(made.font)))
    subset.setGlyphOrder(whole.getGlyphOrder())
    for glyph in used:
        name = whole.getGlyphName(glyph)
        assert drawn(subset, name) == drawn(whole, name)
    outlines = sum(subset["glyf"][name].numberOfContours != 0 for name in whole.getGlyphOrder())
    assert outlines <= 8 * len(used) + 1  # with the parts of accented letters, and .notdef
    assert len(zlib.decompress(made.font)) == made.font_length


@given(st.sets(st.sampled_from("aÄ€𝔸😀Ωж"), min_size=1))
@settings(deadline=None)
def test_to_unicode_goes_beyond_the_bmp(chars: set[str]) -> None:
    """A reader would copy two halves of a character."""
    face = Family().last
    used = {face.glyphs[ord(c)]: c for c in chars if ord(c) in face.glyphs}
    table = zlib.decompress(embedded(face, used).to_unicode).decode()
    body = table[table.index("endcodespacerange") :]
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", body)
    read = {int(g, 16): bytes.fromhex(text).decode("utf-16-be") for g, text in pairs}
    assert read == used
    widths = embedded(face, used).widths
    assert widths.count("[") == widths.count("]")
