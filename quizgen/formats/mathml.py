"""MathML -> TeX, as far as school formulas go; nothing where a formula says more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

_SIGNS: Final = {
    "×": r"\times ", "·": r"\cdot ", "⋅": r"\cdot ", "÷": r"\div ", "±": r"\pm ",
    "−": "-", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "→": r"\to ",
    "⇌": r"\rightleftharpoons ", "∞": r"\infty ", "∑": r"\sum ", "∫": r"\int ", "∏": r"\prod ",
    "∈": r"\in ", "∂": r"\partial ", "∆": r"\Delta ", "°": r"^\circ ", "%": r"\%", "&": r"\&",
    "#": r"\#", "$": r"\$", "{": r"\{", "}": r"\}", "\u2061": "", "\u2062": "", "\u2063": ",",
    "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "ε": r"\varepsilon ",
    "θ": r"\theta ", "λ": r"\lambda ", "μ": r"\mu ", "π": r"\pi ", "ρ": r"\rho ",
    "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ", "ω": r"\omega ", "Δ": r"\Delta ",
    "Ω": r"\Omega ", "Σ": r"\Sigma ", "Φ": r"\Phi ",
}  # fmt: skip
_FUNCTIONS: Final = frozenset("sin cos tan log ln exp lim max min cot".split())
_OVER: Final = {"¯": "overline", "‾": "overline", "→": "vec", "^": "hat", "˙": "dot", "~": "tilde"}


class TooMuch(Exception):  # noqa: N818 - named after what it means
    """A formula holds what isn't known here."""


def tex_of(math: Any) -> str:
    """Give the TeX of a `math` element; nothing where it can't be given.

    Args:
        math: An lxml element.

    """
    for note in math.iter("annotation"):
        if "tex" in note.get("encoding", "").lower() and note.text:
            return str(note.text.strip())
    try:
        return _row(math).strip()
    except TooMuch:
        return ""


def _row(element: Any) -> str:
    return "".join(_tex(child) for child in element if child.tag != "annotation")


def _tex(element: Any) -> str:
    name = element.tag
    if name in {"mi", "mn", "mo"}:
        return _token(name, (element.text or "").strip())
    if name == "mtext":
        return rf"\text{{{element.text or ''}}}"
    if name == "mspace":
        return r"\ "
    if name in {"mrow", "mstyle", "mpadded", "semantics", "math", "mtd"}:
        return _row(element)
    if name == "msqrt":
        return rf"\sqrt{{{_row(element)}}}"
    if name == "mfenced":
        inner = ",".join(map(_tex, element))
        return rf"\left{element.get('open', '(')}{inner}\right{element.get('close', ')')}"
    return _of_parts(name, [_tex(child) for child in element])


def _token(name: str, text: str) -> str:
    if text in _FUNCTIONS:
        return rf"\{text} "
    if name == "mi" and len(text) > 1 and text.isalpha():
        return rf"\mathrm{{{text}}}"
    if "\\" in text:
        raise TooMuch
    return "".join(_SIGNS.get(sign, sign) for sign in text)


_SHAPES: Final = {
    ("msup", 2): "{{{}}}^{{{}}}",
    ("msub", 2): "{{{}}}_{{{}}}",
    ("msubsup", 3): "{{{}}}_{{{}}}^{{{}}}",
    ("mfrac", 2): r"\frac{{{}}}{{{}}}",
    ("munder", 2): "{}_{{{}}}",
    ("munderover", 3): "{}_{{{}}}^{{{}}}",
}


def _of_parts(name: str, parts: Sequence[str]) -> str:
    shape = _SHAPES.get((name, len(parts)))
    if shape:
        return shape.format(*parts)
    if (name, len(parts)) == ("mroot", 2):
        return rf"\sqrt[{parts[1]}]{{{parts[0]}}}"
    if (name, len(parts)) == ("mover", 2):
        sign = parts[1].strip()
        command = _OVER.get("→" if sign == r"\to" else sign)
        return rf"\{command}{{{parts[0]}}}" if command else f"{parts[0]}^{{{parts[1]}}}"
    raise TooMuch
