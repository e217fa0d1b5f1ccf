"""Formulas for screens: the outlines of paper as SVG, and the MathML for those who listen.

The drawing is in the colour and size of the words around it, stands on their baseline, and asks for
no face, no script and no style of its own: heights are attributes, since the pages' policies forbid
styles in markup. It is hidden from screen readers, which get the MathML; the TeX is its label,
since a button is called by the labels in it, and browsers name no formula by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final, Protocol
from xml.etree import ElementTree as ET

from quizgen.present.maths.reader import read
from quizgen.present.maths.setting import Steps, set_maths
from quizgen.present.maths.tokens import TexError

STYLE: Final = """
.maths {
  display: inline-flex; flex-direction: column; align-items: flex-start;
  position: relative; max-width: 100%; direction: ltr;
}
.maths.alone { display: flex; align-items: center; }
.maths > svg { display: block; flex: none; overflow: visible; fill: currentColor; }
.maths > svg:first-child { max-width: 100%; height: auto; }
.maths > math {
  position: absolute; inset: 0 auto auto 0; width: 1px; height: 1px;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.option .text:has(.maths) { min-width: min-content; }
svg.glyphs { position: absolute; }
"""
"""What every page with formulas needs; the colour and size are those of the words."""

_SIZE: Final = 11.0
"""The size that formulas are laid out at: that of most papers, so that small print agrees, too."""
_UNIT: Final = 1000 / _SIZE
_LEAST: Final = 8000
"""To this width, eight ems, a formula may shrink where there is little room; others stay."""
_KEPT: Final = frozenset({"mathvariant", "linethickness", "notation", "display"})


class Formulas(Protocol):
    """How a screen gets the formulas of its texts."""

    def inline(self, tex: str) -> str:
        """Give a formula among words as markup."""
        ...

    def alone(self, tex: str) -> str:
        """Give a formula on a line of its own as markup."""
        ...


class WholeFormulas:
    """Formulas that hold all that they are drawn with, for texts that travel one by one."""

    def inline(self, tex: str) -> str:
        """Give a formula among words as markup."""
        return maths_html(tex)

    def alone(self, tex: str) -> str:
        """Give a formula on a line of its own as markup."""
        return maths_html(tex, display=True)


class SharedFormulas:
    """Formulas of one page: each is there once, and so is each glyph.

    A text holds `<i data-maths="3"></i>`, for which the page's script puts the fourth formula.
    """

    def __init__(self) -> None:
        self._formulas: dict[tuple[str, bool], int] = {}
        self._glyphs: dict[str, int] = {}
        self._made: list[str] = []

    def inline(self, tex: str) -> str:
        """Give what stands for a formula among words."""
        return self._place(tex, display=False)

    def alone(self, tex: str) -> str:
        """Give what stands for a formula on a line of its own."""
        return self._place(tex, display=True)

    def tables(self) -> dict[str, list[str]]:
        """Give the formulas as markup, and the outlines of the glyphs in them; nothing for none."""
        return {"glyphs": list(self._glyphs), "formulas": self._made} if self._made else {}

    def _place(self, tex: str, *, display: bool) -> str:
        at = self._formulas.setdefault((tex, display), len(self._made))
        if at == len(self._made):
            self._made.append(_markup(tex, display=display, drawn=self._uses))
        return f'<i data-maths="{at}"></i>'

    def _uses(self, shapes: Sequence[Outline]) -> str:
        return "".join(
            f'<use href="#g{self._glyphs.setdefault(shape.path, len(self._glyphs))}" '
            f'x="{shape.x}" y="{shape.y}"/>'
            for shape in shapes
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph or bar in thousandths of an em: where it begins, and how it goes on from there."""

    x: int
    y: int
    path: str


def maths_html(tex: str, *, display: bool = False) -> str:
    """Give a formula as markup that needs nothing else but `STYLE`.

    What can't be set is shown as it was written; a check names it before it comes to this.

    Args:
        tex: A formula without its dollars.
        display: Whether it stands on a line of its own.
    """
    return _markup(tex, display=display, drawn=_one_path)


def _one_path(shapes: Sequence[Outline]) -> str:
    path = "".join(f"M{shape.x} {shape.y}{shape.path.removeprefix('m0 0')}" for shape in shapes)
    return f'<path d="{path}"/>'


def screen_fault(tex: str) -> str:
    """Say why no screen can show some TeX, or nothing when it can be shown."""
    try:
        _drawn(tex, display=False)
    except TexError as fault:
        return str(fault)
    return ""


def _markup(tex: str, *, display: bool, drawn: Callable[[Sequence[Outline]], str]) -> str:
    try:
        wide, high, deep, shapes = _drawn(tex, display=display)
    except TexError:
        return f"<code>{escape(tex)}</code>"
    kind = "maths alone" if display else "maths"
    return (
        f'<span class="{kind}"><svg aria-hidden="true" width="{_em(wide)}" height="{_em(high)}" '
        f'viewBox="0 {-high} {wide} {high}">{drawn(shapes)}</svg>'
        f'<svg aria-hidden="true" width="{_em(min(wide, _LEAST))}" height="{_em(deep)}"></svg>'
        f"{_mathml(tex, display=display)}</span>"
    )


@lru_cache(maxsize=4096)
def _drawn(tex: str, *, display: bool) -> tuple[int, int, int, tuple[Outline, ...]]:
    """Give width, height and depth in thousandths of an em, and the shapes."""
    formula = set_maths(tex, _SIZE, display=display, precision=6)
    sizes = (formula.width, formula.ascent, formula.descent)
    wide, high, deep = (max(1, round(length * _UNIT)) for length in sizes)
    return wide, high, deep, tuple(_shape(steps) for steps in formula.shapes if steps)


def _em(length: int) -> str:
    return f"{length / 1000:g}em"


def _shape(steps: Steps) -> Outline:
    """Write a shape from its first point on, each point from the one before: the shortest way.

    So the same glyph is the same path wherever it stands.
    """
    left, top = steps[0][1]
    out: list[str] = []
    here = start = (0, 0)
    for op, values in steps:
        if op == "Z":
            out.append("z")
            here = start
            continue
        points = [round((v - (top if at % 2 else left)) * _UNIT) for at, v in enumerate(values)]
        out.append(_step(op.lower(), [v - here[at % 2] for at, v in enumerate(points)]))
        here = (points[-2], points[-1])
        start = here if op == "M" else start
    return Outline(round(left * _UNIT), round(top * _UNIT), "".join(out))


def _step(op: str, moved: list[int]) -> str:
    if not any(moved):
        return "" if op == "l" else f"{op}0 0"
    if op == "l" and 0 in moved:
        return f"v{moved[1]}" if moved[0] == 0 else f"h{moved[0]}"
    return op + " ".join(map(str, moved)).replace(" -", "-")


def _mathml(tex: str, *, display: bool) -> str:
    """Write a formula for screen readers, without what only drawing needs."""
    root = ET.fromstring(ET.tostring(read(tex, display)))  # noqa: S314 - our own, to be cut
    for element in root.iter():
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
        if element.tag == "mphantom":  # what leaves room for an answer may be the answer
            element[:] = []
    if "phantom" not in tex:
        root.set("aria-label", tex)
    return ET.tostring(root, encoding="unicode")
