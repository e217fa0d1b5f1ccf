r"""Word's formulas (OMML, ECMA-376 part 1, 22.1) -> TeX, for what schools write.

Fractions, powers, indices, roots, brackets, sums and integrals, functions, accents, matrices and
cases; what is none of these raises `UnreadFormula`, since half a formula is a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from quizgen.problems import QuizgenError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_DEPTH = 60
_LINE_END = r" \\ "

_CAPITALS = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
_SIGNS: Final[Mapping[str, str]] = {
    **dict(
        zip(
            "αβγδεζηθικλμνξπρστυφχψωϕϵϑ",
            (
                "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi "
                "rho sigma tau upsilon varphi chi psi omega phi epsilon vartheta"
            ).split(),
            strict=True,
        )
    ),
    **dict(zip("ΓΔΘΛΞΠΣΦΨΩ", _CAPITALS.split(), strict=True)),
    "×": "times", "·": "cdot", "⋅": "cdot", "÷": "div", "±": "pm", "∓": "mp",
    "≤": "leq", "≥": "geq",
    "≠": "neq", "≈": "approx", "≡": "equiv", "∼": "sim", "∝": "propto", "∞": "infty", "→": "to",
    "←": "leftarrow", "⇒": "Rightarrow", "⇔": "Leftrightarrow", "↔": "leftrightarrow", "∈": "in",
    "∉": "notin", "⊂": "subset", "⊆": "subseteq", "∪": "cup", "∩": "cap", "∅": "emptyset",
    "∀": "forall", "∃": "exists", "∂": "partial", "∇": "nabla", "∘": "circ", "°": "degree",
    "…": "ldots", "⋯": "cdots", "∠": "angle", "⊥": "perp", "∥": "parallel", "¬": "neg", "∧": "land",
    "∨": "lor", "∑": "sum", "∏": "prod", "∫": "int", "∮": "oint", "⇌": "rightleftharpoons",
    "ℝ": "mathbb{R}", "ℕ": "mathbb{N}", "ℤ": "mathbb{Z}", "ℚ": "mathbb{Q}", "ℂ": "mathbb{C}",
    "ℏ": "hbar", "ℓ": "ell", "′": "prime",
}  # fmt: skip
_AS_THEY_ARE = {"−": "-", "‐": "-", "\u2009": r"\,", "\u00a0": " ", "\u2061": "",
                "\u2062": "", "\u2063": "",
                "\u200b": "", "∗": "*"}  # fmt: skip
_ESCAPED = {char: f"\\{char}" for char in "{}%#&_$"}
_FUNCTIONS = frozenset(
    (
        "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min det "
        "gcd"
    ).split()
)
_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0305": "bar", "\u0304": "bar", "\u20d7": "vec",
            "\u0307": "dot",
            "\u0308": "ddot", "→": "vec", "¯": "bar", "^": "hat", "~": "tilde"}  # fmt: skip
_NARY = {
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "∬": "iint",
    "∭": "iiint",
    "∮": "oint",
    "⋃": "bigcup",
    "⋂": "bigcap",
}
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|",
           "": ".",
           "⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor",
           "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil"}  # fmt: skip


class UnreadFormula(QuizgenError):  # noqa: N818 - named after what happened
    """A formula holds something that has no TeX here."""


def tex_of(formula: _Element) -> str:
    """Write a formula (`m:oMath`) as TeX. Raises UnreadFormula."""
    return re.sub(r"\s+", " ", _inner(formula, 0)).strip()


def _name(node: _Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: _Element, name: str) -> _Element | None:
    return next((child for child in node if _name(child) == name), None)


def _value(node: _Element, *path: str, default: str = "") -> str:
    here: _Element | None = node
    for name in path:
        here = _child(here, name) if here is not None else None
    if here is None:
        return default
    return next((str(v) for k, v in here.attrib.items() if str(k).endswith("val")), "")


def _inner(node: _Element, depth: int) -> str:
    return "".join(_one(child, depth + 1) for child in node)


def _part(node: _Element, name: str, depth: int) -> str:
    child = _child(node, name)
    return _inner(child, depth) if child is not None else ""


def _one(node: _Element, depth: int) -> str:
    if depth > _MOST_DEPTH:
        raise UnreadFormula("it is nested too deeply")
    name = _name(node)
    if name.endswith("Pr") or name in {"bookmarkStart", "bookmarkEnd", "proofErr", "del"}:
        return ""
    if name not in _WAYS:
        raise UnreadFormula(f"it holds {name!r}")
    return _WAYS[name](node, depth)


def _run(node: _Element, _depth: int) -> str:
    text = "".join(child.text or "" for child in node if _name(child) == "t")
    if any(_name(child) in {"drawing", "object", "pict"} for child in node):
        raise UnreadFormula("it holds a picture")
    normal = _child(node, "rPr")
    words = normal is not None and _child(normal, "nor") is not None
    if words and re.search(r"[^\W\d_]{2,}", text):
        return f"\\text{{{''.join(_ESCAPED.get(char, char) for char in text)}}}"
    return signs_as_tex(text)


def signs_as_tex(text: str) -> str:
    """Write the signs of a formula as TeX."""
    return "".join(
        f"\\{word} " if word in _FUNCTIONS else "".join(map(_sign, word))
        for word in re.findall(r"[a-zA-Z]+|.", text, re.DOTALL)
    )


def _sign(char: str) -> str:
    if char in _SIGNS:
        return f"\\{_SIGNS[char]} "
    if char in _AS_THEY_ARE:
        return _AS_THEY_ARE[char]
    if char == "\\":
        return "\\backslash "
    return _ESCAPED.get(char, _plain_letter(char))


def _plain_letter(char: str) -> str:
    """Give the letter that a mathematical italic one stands for."""
    from unicodedata import normalize  # noqa: PLC0415

    if 0x1D400 <= ord(char) <= 0x1D7FF:
        plain = normalize("NFKC", char)
        return f"\\{_SIGNS[plain]} " if plain in _SIGNS else plain
    return char


def _fraction(node: _Element, depth: int) -> str:
    over, under = _part(node, "num", depth), _part(node, "den", depth)
    kind = _value(node, "fPr", "type")
    if kind == "noBar":
        return f"{{{over} \\atop {under}}}"
    return f"{over}/{under}" if kind == "lin" else f"\\frac{{{over}}}{{{under}}}"


def _base(node: _Element, depth: int) -> str:
    base = _part(node, "e", depth).strip()
    return base if len(base) == 1 or re.fullmatch(r"\\[A-Za-z]+", base) else f"{{{base}}}"


def _superscript(node: _Element, depth: int) -> str:
    return f"{_base(node, depth)}^{{{_part(node, 'sup', depth)}}}"


def _subscript(node: _Element, depth: int) -> str:
    return f"{_base(node, depth)}_{{{_part(node, 'sub', depth)}}}"


def _both(node: _Element, depth: int) -> str:
    return f"{_base(node, depth)}_{{{_part(node, 'sub', depth)}}}^{{{_part(node, 'sup', depth)}}}"


def _before(node: _Element, depth: int) -> str:
    sub, sup = _part(node, "sub", depth), _part(node, "sup", depth)
    return f"{{}}_{{{sub}}}^{{{sup}}}{_part(node, 'e', depth)}"


def _root(node: _Element, depth: int) -> str:
    degree = _part(node, "deg", depth)
    return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_part(node, 'e', depth)}}}"


def _delimited(node: _Element, depth: int) -> str:
    opening = _value(node, "dPr", "begChr", default="(")
    closing = _value(node, "dPr", "endChr", default=")")
    between = _value(node, "dPr", "sepChr", default="|")
    if opening not in _FENCES or closing not in _FENCES:
        raise UnreadFormula(f"it holds the brackets {opening!r} and {closing!r}")
    parts = [_inner(child, depth) for child in node if _name(child) == "e"]
    inner = (_FENCES.get(between, between)).join(parts)
    if opening == "{" and not closing and inner.startswith(r"\begin{aligned}"):
        return inner.replace("{aligned}", "{cases}")
    return f"\\left{_FENCES[opening]} {inner} \\right{_FENCES[closing]}"


def _nary(node: _Element, depth: int) -> str:
    sign = _value(node, "naryPr", "chr", default="∫")
    if sign not in _NARY:
        raise UnreadFormula(f"it holds the sign {sign!r}")
    sub, sup = _part(node, "sub", depth), _part(node, "sup", depth)
    ends = (f"_{{{sub}}}" if sub else "") + (f"^{{{sup}}}" if sup else "")
    return f"\\{_NARY[sign]}{ends} {_part(node, 'e', depth)}"


def _function(node: _Element, depth: int) -> str:
    name = _part(node, "fName", depth).strip()
    return f"{name} {_part(node, 'e', depth)}"


def _accent(node: _Element, depth: int) -> str:
    sign = _value(node, "accPr", "chr", default="\u0302")
    if sign not in _ACCENTS:
        raise UnreadFormula(f"it holds the accent {sign!r}")
    return f"\\{_ACCENTS[sign]}{{{_part(node, 'e', depth)}}}"


def _bar(node: _Element, depth: int) -> str:
    name = "overline" if _value(node, "barPr", "pos") == "top" else "underline"
    return f"\\{name}{{{_part(node, 'e', depth)}}}"


def _limit_below(node: _Element, depth: int) -> str:
    base = _part(node, "e", depth).strip()
    limit = _part(node, "lim", depth)
    if base in {r"\lim", r"\max", r"\min"}:
        return f"{base}_{{{limit}}}"
    return f"\\underset{{{limit}}}{{{base}}}"


def _limit_above(node: _Element, depth: int) -> str:
    return f"\\overset{{{_part(node, 'lim', depth)}}}{{{_part(node, 'e', depth)}}}"


def _matrix(node: _Element, depth: int) -> str:
    rows = [
        " & ".join(_inner(cell, depth) for cell in row if _name(cell) == "e")
        for row in node
        if _name(row) == "mr"
    ]
    return rf"\begin{{matrix}} {_LINE_END.join(rows)} \end{{matrix}}"


def _array(node: _Element, depth: int) -> str:
    rows = [_inner(child, depth).replace(r"\&", "&") for child in node if _name(child) == "e"]
    return rf"\begin{{aligned}}{_LINE_END.join(rows)}\end{{aligned}}"


def _through(node: _Element, depth: int) -> str:
    inner = _child(node, "e")
    return _inner(inner if inner is not None else node, depth)


_WAYS: Final[Mapping[str, Callable[[_Element, int], str]]] = {
    "r": _run,
    "f": _fraction,
    "sSup": _superscript,
    "sSub": _subscript,
    "sSubSup": _both,
    "sPre": _before,
    "rad": _root,
    "d": _delimited,
    "nary": _nary,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "limLow": _limit_below,
    "limUpp": _limit_above,
    "m": _matrix,
    "eqArr": _array,
    "oMath": _through,
    "box": _through,
    "borderBox": _through,
    "ins": _through,
    "smartTag": _through,
}
