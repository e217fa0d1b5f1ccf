r"""Chemistry, as the mhchem package writes it in `\ce{...}`, put into plain TeX.

Read are formulas with charges, states, isotopes, oxidation numbers, bonds, water of crystals and
amounts, reactions with their arrows, and maths in dollars. Cards keep `\ce`: Anki's MathJax has it.
"""

from __future__ import annotations

import re
from typing import Final

from quizgen.present.maths.tokens import TexError

_ARROWS: Final = {
    "<=>>": "⇌",
    "<<=>": "⇌",
    "<=>": "⇌",
    "<-->": "⇄",
    "<->": "↔",
    "->": "→",
    "<-": "←",
    "→": "→",
    "⟶": "→",
    "⇌": "⇌",
    "↔": "↔",
}
_NAMES: Final = {
    "→": r"\xrightarrow",
    "←": r"\xleftarrow",
    "↔": r"\xleftrightarrow",
    "⇌": r"\xrightleftharpoons",
    "⇄": r"\xtofrom",
}
_ARROW: Final = re.compile("|".join(re.escape(arrow) for arrow in _ARROWS))
_STATE: Final = re.compile(r"\((?:aq|s|l|g|cr|am|sln|ads|c|v|[a-z],\s*[a-z]+)\)")
_AMOUNT: Final = re.compile(r"(\d+)/(\d+)|\((\d+)/(\d+)\)|\d+(?:[.,]\d+)?")
_SIGN: Final = re.compile(r"[+\-\u2212](?=\d)")
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_CHARGE: Final = re.compile(r"[+\-\u2212]+(?=[\s)\]},.;^_(]|\Z)")
_SUPER: Final = re.compile(r"\d*[+\-\u2212]+|[IVX]+|\d+|[*•.·]?[+\-\u2212]|\*|•|\.|[A-Za-z]")
_SUB: Final = re.compile(r"\d+|[A-Za-z]|[+\-]")
_SIGNS: Final = {"-": r"\text{–}", "=": "{=}", "#": r"{\equiv}"}


def chemistry(written: str) -> str:
    """Give a formula or a reaction as plain TeX.

    Raises TexError where a part isn't closed.
    """
    return _Formula(written).read()


def quantity(written: str) -> str:
    r"""Give what `\pu` holds, a number and a unit, as plain TeX."""
    from quizgen.present.maths.units import number, units  # noqa: PLC0415

    found = re.match(
        r"\s*([-+\u2212]?[\d.,]*(?:\([\d]+\))?(?:[eE][-+]?\d+)?)\s*(.*)\Z", written, re.DOTALL
    )
    amount, unit = (found[1], found[2].strip()) if found else ("", written)
    shown = units(unit) if unit else ""
    return (
        rf"{number(amount)}\,{shown}" if amount and shown else number(amount) if amount else shown
    )


class _Formula:
    def __init__(self, written: str) -> None:
        self.text = written
        self.at = 0
        self.out: list[str] = []
        self.fresh = True
        """Whether an amount may stand here: at the start, behind a space, an arrow, a dot."""

    def read(self) -> str:
        while self.at < len(self.text):
            start = self.at
            step = next((step for step in _STEPS if step(self)), None)
            if step is None or self.at == start:
                raise TexError(rf"\ce can't read {self.text[start : start + 12]!r}")
        return "".join(self.out)

    # Each step takes what it knows from here on, and tells whether it did.

    def space(self) -> bool:
        found = self._match(re.compile(r"[\s~]+"))
        if not found:
            return False
        self.fresh = True
        return True

    def arrow(self) -> bool:
        found = self._match(_ARROW)
        if not found:
            return False
        above, below = self._label(), self._label()
        under = f"[{below}]" if below else ""
        self.out.append(f"{_NAMES[_ARROWS[found[0]]]}{under}{{{above}}}")
        self.fresh = True
        return True

    def _label(self) -> str:
        """Read what stands on an arrow: chemistry, unless it is in dollars or braces."""
        if self.text[self.at : self.at + 1] not in {"[", "T", "C"}:
            return ""
        self.at += self.text[self.at] in "TC"
        if self.text[self.at : self.at + 1] != "[":
            self.at -= 1
            return ""
        return chemistry(self._enclosed("[", "]"))

    def maths(self) -> bool:
        if self.text[self.at] != "$":
            return False
        end = self.text.find("$", self.at + 1)
        if end < 0:
            raise TexError(r"a $ in \ce has no partner")
        self._add(f"{{{self.text[self.at + 1 : end]}}}")
        self.at = end + 1
        return True

    def braces(self) -> bool:
        if self.text[self.at] != "{":
            return False
        inside = self._enclosed("{", "}")
        words = re.fullmatch(r"[^\\$^_]*", inside)
        self._add(rf"\text{{{inside}}}" if words else f"{{{inside}}}")
        return True

    def gas_or_solid(self) -> bool:
        """Read `^` and `v` alone: a gas that escapes, a solid that falls."""
        alone = self.fresh and re.match(r"(\^|v|↑|↓)(?=\s|\Z)", self.text[self.at :])
        if not alone:
            return False
        self.at += 1
        self.out.append(r"\,{\uparrow}" if alone[1] in "^↑" else r"\,{\downarrow}")
        return True

    def plus_between(self) -> bool:
        """Read a plus or minus between two formulas."""
        found = re.match(r"([+\-\u2212=])(?=\s)", self.text[self.at :])
        if not (found and self.fresh and self.out):
            return False
        self.at += 1
        self.out.append(f" {found[1]} ")
        return True

    def sign_of_number(self) -> bool:
        """Read the sign of a number: of an energy, not a bond."""
        found = self._match(_SIGN) if self.fresh else None
        if not found:
            return False
        self.out.append("+" if found[0] == "+" else "-")
        return True

    def amount(self) -> bool:
        found = self._match(_AMOUNT) if self.fresh else None
        if not found:
            return False
        top, bottom = found[1] or found[3], found[2] or found[4]
        shown = rf"\tfrac{{{top}}}{{{bottom}}}" if top else found[0].replace(",", "{,}")
        self.out.append(rf"{shown}\,")
        self.fresh = False
        return True

    def unknown_amount(self) -> bool:
        """Read a letter that stands for a number: the n of `n H2O`, `2n` or `nH2O`."""
        found = re.match(r"([a-z])(?=[A-Z]|\s+[A-Z\[(])", self.text[self.at :])
        if not (found and (self.fresh or self.text[self.at - 1 : self.at].isdigit())):
            return False
        if found[1] == "e" or (found[1] == "p" and not self.text[self.at + 1 :].startswith("H")):
            return False
        if found[1] == "p":  # pH
            return False
        self.at += 1
        self.out.append(rf"{found[1]}\,")
        self.fresh = False
        return True

    def state(self) -> bool:
        found = self._match(_STATE)
        if not found:
            return False
        gap = r"\," if self.out else ""
        self.out.append(rf"{gap}\mathrm{{{found[0]}}}".replace(",", "{,}", found[0].count(",")))
        self.fresh = False
        return True

    def letters(self) -> bool:
        found = self._match(_LETTERS)
        if not found:
            return False
        self._add(rf"\mathrm{{{found[0]}}}")
        return True

    def digits(self) -> bool:
        """Read digits behind a letter or bracket: how many of them there are."""
        found = self._match(re.compile(r"\d+(?:\.\d+(?![A-Z]))?"))
        if not found:
            return False
        self.out.append(rf"{{}}_{{{found[0]}}}")
        return True

    def scripts(self) -> bool:
        """Read `^` and `_`: charges, oxidation numbers, isotopes, counts with letters."""
        if self.text[self.at] not in "^_":
            return False
        before = self.fresh
        scripts = {"^": "", "_": ""}
        while (mark := self.text[self.at : self.at + 1]) in scripts and not scripts[mark]:
            self.at += 1
            scripts[mark] = self._script(_SUPER if mark == "^" else _SUB)
        above, below = scripts["^"], scripts["_"]
        if before:
            self.out.append(rf"\prescript{{{above}}}{{{below}}}{{}}")
        else:
            self.out.append(f"{{}}_{{{below}}}" if below else "")
            self.out.append(f"{{}}^{{{above}}}" if above else "")
        self.fresh = False
        return True

    def _script(self, plain: re.Pattern[str]) -> str:
        if self.text[self.at : self.at + 1] == "{":
            return _script_tex(self._enclosed("{", "}"))
        if self.text[self.at : self.at + 1] == "$":
            end = self.text.find("$", self.at + 1)
            inside = self.text[self.at + 1 : end]
            self.at = end + 1
            return inside
        found = self._match(plain)
        if not found:
            raise TexError(rf"\ce lacks what stands above or below at {self.text!r}")
        return _script_tex(found[0])

    def charge(self) -> bool:
        """Read plus or minus behind a formula, with nothing between."""
        found = None if self.fresh else self._match(_CHARGE)
        if not found:
            return False
        self.out.append(f"{{}}^{{{found[0]}}}")
        return True

    def bond(self) -> bool:
        named = self._match(re.compile(r"\\bond\{([^{}]*)\}"))
        if named:
            self._add(
                _SIGNS.get({"1": "-", "2": "=", "3": "#"}.get(named[1], named[1]), r"\cdots ")
            )
            return True
        sign = self.text[self.at]
        if sign not in _SIGNS:
            return False
        self.at += 1
        self._add(_SIGNS[sign])
        return True

    def dot(self) -> bool:
        """Read the dot before water of a crystal, or of a radical."""
        if self.text[self.at] not in "*.·•":
            return False
        self.at += 1
        self.out.append(r"\cdot " if self.at < len(self.text) else r"{}^{\bullet}")
        self.fresh = True
        return True

    def bracket(self) -> bool:
        sign = self.text[self.at]
        if sign not in "()[],;:/|!'\"<>≡↑↓":
            return False
        self.at += 1
        self.out.append({"'": r"{}'", '"': r"\text{''}", "≡": r"{\equiv}"}.get(sign, sign))
        self.fresh = sign in "[("
        if sign in "[(":
            self.fresh = self.text[self.at : self.at + 1] == "^"
        return True

    def command(self) -> bool:
        r"""Pass on a command with what stands in braces behind it: `\alpha`, `\text{heat}`."""
        found = self._match(re.compile(r"\\[A-Za-z]+\s*|\\."))
        if not found:
            return False
        parts = found[0]
        if parts.strip() in {r"\{", r"\}", r"\,", r"\ ", r"\;"}:
            self.out.append(parts)
            return True
        while self.text[self.at : self.at + 1] == "{":
            parts += "{" + self._enclosed("{", "}") + "}"
        self._add(parts if parts.endswith("}") else f"{{{parts}}}")
        return True

    def other(self) -> bool:
        """Pass on Greek letters and other signs that mean themselves."""
        sign = self.text[self.at]
        if sign in "}&#%\\":
            return False
        self.at += 1
        self._add({"+": "{+}", "\u2212": "{-}"}.get(sign, sign))
        return True

    def _add(self, made: str) -> None:
        self.out.append(made)
        self.fresh = False

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _enclosed(self, opening: str, closing: str) -> str:
        depth, start = 0, self.at
        while self.at < len(self.text):
            sign = self.text[self.at]
            self.at += 2 if sign == "\\" else 1
            depth += {opening: 1, closing: -1}.get(sign, 0)
            if depth == 0:
                return self.text[start + 1 : self.at - 1]
        raise TexError(rf"a {opening} in \ce has no {closing}")


_STEPS: Final = (
    _Formula.gas_or_solid,
    _Formula.space,
    _Formula.arrow,
    _Formula.maths,
    _Formula.plus_between,
    _Formula.sign_of_number,
    _Formula.amount,
    _Formula.unknown_amount,
    _Formula.state,
    _Formula.letters,
    _Formula.digits,
    _Formula.scripts,
    _Formula.charge,
    _Formula.bond,
    _Formula.dot,
    _Formula.bracket,
    _Formula.command,
    _Formula.braces,
    _Formula.other,
)


def _script_tex(inside: str) -> str:
    """Give what stands above or below a formula: digits, signs, upright words, maths."""
    if "\\" in inside or "$" in inside:
        return inside.replace("$", "")
    found = re.split(r"([A-Za-z]+|[*•.])", inside)
    return "".join(_script_part(part) for part in found)


def _script_part(part: str) -> str:
    if part in {"*", "•", "."}:
        return r"\bullet " if part != "*" else "*"
    if part.isalpha() and part.isascii():
        return part if len(part) == 1 and part.islower() else rf"\mathrm{{{part}}}"
    return part
