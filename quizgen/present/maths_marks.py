"""What browsers know no more of MathML 3, said in words that they know, or drawn by style.

MathML Core has no attributes for the lines and sides of tables, for bold letters, for struck out
and framed terms, and lets an overline and a determinant's bars stand as small as a letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

_SPACE = "http://www.w3.org/1998/Math/MathML"
_IN = f"{{{_SPACE}}}"
_OVER: Final = {
    "\u2015": "\u203e",
    "^": "\u0302",
    "~": "\u0303",
    "\u2192": "\u20d7",
    "\u2190": "\u20d6",
    "\u2194": "\u20e1",
    "\u00af": "\u203e",
}
_BARS: Final = frozenset("|\u2016\u2225")
_UNDER: Final = {"\u2015": "_"}
"""Signs over or under a term -> those that the face lets grow with it."""

STYLE: Final = """
math .start { text-align: start; } math .end { text-align: end; }
math .line-right { border-inline-end: .06em solid; }
math .line-below { border-bottom: .06em solid; }
math [mathvariant^="bold"] { font-weight: bold; }
math [mathvariant]:not([mathvariant*="italic"]) { text-transform: none; }
math mtext[mathvariant="italic"] { font-style: italic; }
math [mathvariant="monospace"] { font-family: monospace; }
math [mathvariant="sans-serif"] { font-family: sans-serif; }
menclose[notation~="box"] { border: .06em solid; padding: .15em .3em; }
menclose[notation*="strike"] { padding: .1em .2em; }
menclose { --line: transparent 47%, currentColor 47% 53%, transparent 53%; }
menclose[notation~="updiagonalstrike"] { --up: linear-gradient(to bottom right, var(--line)); }
menclose[notation~="downdiagonalstrike"] { --down: linear-gradient(to top right, var(--line)); }
menclose[notation~="updiagonalstrike"], menclose[notation~="downdiagonalstrike"] {
  background: var(--up, linear-gradient(#0000, #0000)), var(--down, linear-gradient(#0000, #0000));
}
"""


def for_browsers(mathml: str) -> str:
    """Say in words that browsers know what MathML 3 says of tables, bars and hats."""
    if not ("<mtable" in mathml or "<mover" in mathml or "<munder" in mathml):
        return mathml
    try:
        root = ET.fromstring(mathml)  # noqa: S314 - the converter's own, without entities
    except ET.ParseError:  # a sign that stands where it can't: reported elsewhere
        return mathml
    for table in root.iter(f"{_IN}mtable"):
        _mark_cells(table)
    for row in root.iter(f"{_IN}mrow"):
        _stretch_bars(row)
    for padded in root.iter(f"{_IN}mpadded"):
        # Browsers take `+0.8em` for the whole width, and labels of arrows would overlap.
        for name in [name for name, size in padded.attrib.items() if size[:1] in "+-"]:
            del padded.attrib[name]
    for tag, growing in (("mover", _OVER), ("munder", _UNDER)):
        for term in root.iter(_IN + tag):
            _stretch(term, growing)
    ET.register_namespace("", _SPACE)
    return ET.tostring(root, encoding="unicode")


def _stretch(term: ET.Element, growing: Mapping[str, str]) -> None:
    """Let the sign over or under a term grow with it; over one letter, accents stay small."""
    base, sign = term[0], term[-1]
    text = sign.text or ""
    if sign.tag != f"{_IN}mo" or sign.get("stretchy") == "false" or text not in growing:
        return
    if len("".join(base.itertext())) > 1 or text == "\u2015":
        sign.text = growing[text]
        sign.set("stretchy", "true")


def _stretch_bars(row: ET.Element) -> None:
    """Let the bars of a determinant grow: by themselves they are signs between two terms."""
    for at, child in enumerate(row):
        if child.tag != f"{_IN}mtable":
            continue
        for beside, form in ((at - 1, "prefix"), (at + 1, "postfix")):
            bar = row[beside] if 0 <= beside < len(row) else child
            if bar.tag == f"{_IN}mo" and bar.text in _BARS:
                bar.attrib |= {"stretchy": "true", "fence": "true", "form": form}


def _mark_cells(table: ET.Element) -> None:
    columns = table.get("columnlines", "none").split()
    rows = table.get("rowlines", "none").split()
    lines = table.findall(f"{_IN}mtr")
    for at, row in enumerate(lines):
        for column, cell in enumerate(row):
            side = {"left": "start", "right": "end"}.get(cell.get("columnalign", ""), "")
            right = column < len(row) - 1 and columns[min(column, len(columns) - 1)] != "none"
            below = at < len(lines) - 1 and rows[min(at, len(rows) - 1)] != "none"
            marks = (side, "line-right" if right else "", "line-below" if below else "")
            if any(marks):
                cell.set("class", " ".join(mark for mark in marks if mark))
