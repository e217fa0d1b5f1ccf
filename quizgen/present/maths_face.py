"""A face that draws maths on screens, whatever faces a device has.

A browser draws a root, a large bracket or a stretched arrow only with a face that has an OpenType
MATH table; with others it leaves the root sign out and says something else. So pages bring one:
STIX Two Math, which ziamath ships under the SIL Open Font License, cut to the signs needed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import unescape
from io import BytesIO
from unicodedata import name, normalize

from quizgen.present.maths_marks import STYLE

FACE = "quizgen maths"
"""The family's name in styles."""

_MATHS = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ALWAYS = "√()[]{}|‖⟨⟩+-−=.,0123456789"
"""Drawn by roots and fences, which say so by their tags alone."""


def maths_style(html: str) -> str:
    """Give the style that brings a face for a page's maths; nothing where it has none."""
    face = maths_face(html)
    if not face:
        return ""
    source = f"data:font/woff;base64,{b64encode(face).decode()}"
    return f'@font-face {{ font-family: "{FACE}"; src: url({source}); }}\n{STYLE}'


def maths_face(html: str) -> bytes:
    """Give the face for the maths of a page, as WOFF; nothing where it has none."""
    signs = "".join(_TAG.sub("", maths) for maths in _MATHS.findall(html))
    return _cut(frozenset(unescape(signs) + _ALWAYS)) if signs else b""


@lru_cache(maxsize=1)
def whole_face() -> bytes:
    """Give a face for any maths, the same for all pages: its letters can't tell an answer."""
    return _cut(frozenset(chr(code) for start, end in _BLOCKS for code in range(start, end)))


_BLOCKS = (
    *((0x20, 0x7F), (0xA0, 0x180), (0x300, 0x338), (0x370, 0x400), (0x2010, 0x2070)),
    *((0x20D0, 0x20F1), (0x2100, 0x2150), (0x2190, 0x2400), (0x25A0, 0x2667), (0x27C0, 0x2B00)),
    (0x1D400, 0x1D800),
)
"""Letters, arrows, braces, operators, bold and hollow letters: what schools write maths with."""


def _cut(signs: frozenset[str]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - a quarter of a second
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options()
    options.layout_features = ["ssty", "rtlm", "dtls"]  # what MathML asks of a face
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [1, 13, 14]  # whose it is, and its licence
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(sign) for sign in signs | _slanted(signs)])
    out = BytesIO()
    with TTFont(_stix(), recalcTimestamp=False, lazy=True) as font:
        cutter.subset(font)
        font.flavor = "woff"
        font.save(out)
    return out.getvalue()


def _slanted(signs: frozenset[str]) -> frozenset[str]:
    """Give the slanted letters that a browser puts for a variable of one letter."""
    return frozenset(slanted for plain, slanted in _SLANTED.items() if plain in signs)


_SLANTED = {
    normalize("NFKC", chr(code)): chr(code)
    for code in (
        0x210E,
        *range(0x1D434, 0x1D468),
        *range(0x1D6A4, 0x1D6A6),
        *range(0x1D6E2, 0x1D71C),
    )
    if name(chr(code), "")
}
"""Letter -> its form in MATHEMATICAL ITALIC; h has its own place (U+210E)."""


def _stix() -> str:
    from importlib.resources import files  # noqa: PLC0415

    return str(files("ziamath").joinpath("fonts", "STIXTwoMath-Regular.ttf"))
