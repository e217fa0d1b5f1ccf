r"""TeX to MathML: one reading for paper, screens and screen readers.

latex2mathml passes on what it doesn't know, says of a fault what an XML parser says, and other
libraries teach it commands as they are imported; so we read ourselves. What can't be read is a
`TexError` in TeX's own terms. `\ce`, `\SI` and their like are first written as other TeX.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

from quizgen.present.maths import commands as tex
from quizgen.present.maths.chemistry import chemistry, quantity
from quizgen.present.maths.environments import environment, substack
from quizgen.present.maths.spacing import with_spaces
from quizgen.present.maths.texts import text_nodes
from quizgen.present.maths.tokens import TexError, Tokens
from quizgen.present.maths.tree import fence, fenced, lettered, node, one, row, space
from quizgen.present.maths.units import UNIT_COMMANDS, written_out

_DEEPEST: Final = 60
"""Groups in groups that a formula may hold."""
_STOPS: Final = frozenset(
    {"", "}", "&", r"\\", r"\cr", r"\newline", r"\right", r"\middle", r"\end"}
)
_LINE_ENDS: Final = frozenset({r"\\", r"\cr", r"\newline"})
_PRIMES: Final = {1: "′", 2: "″", 3: "‴", 4: "⁗"}


@lru_cache(maxsize=1024)
def read(source: str, display: bool = False) -> ET.Element:
    """Give TeX as MathML, which nobody may change.

    Raises TexError when it can't be read.
    """
    reader = Reader(Tokens(source), display=display)
    parts = reader.lines()
    return node("math", [row(parts)], display="block" if display else "inline")


class Reader:
    """Reads a formula once, from its first token to its last."""

    def __init__(self, source: Tokens, *, display: bool) -> None:
        self.source = source
        self.display = display
        self.font = ""
        self.depth = 0
        self.tag = ""

    # Rows and groups

    def lines(self) -> list[ET.Element]:
        r"""Read a whole formula; `\\` outside a table begins a line below."""
        parts = self._broken_row()
        self._nothing_left()
        if self.tag:
            parts += [space("2em"), node("mtext", self.tag)]
        return parts

    def _broken_row(self) -> list[ET.Element]:
        lines = [self.row()]
        while self.source.peek() in _LINE_ENDS:
            self.source.take()
            self.source.raw_choice()
            lines.append(self.row())
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
        return lines[0] if len(lines) == 1 else [_stacked(lines)]

    def _nothing_left(self) -> None:
        token = self.source.peek()
        if token == "}":
            raise TexError("a } has no {")
        if token == "&":
            raise TexError(r"an & stands outside a table; write \& for the sign")
        if token in {r"\right", r"\middle"}:
            raise TexError(rf"a {token} has no \left")
        if token == r"\end":
            raise TexError(r"an \end has no \begin")
        if token:
            raise TexError(rf"a {token} stands where no line can end")

    def row(self, *stops: str) -> list[ET.Element]:
        """Read parts up to what ends them, which is left to be taken."""
        parts: list[ET.Element] = []
        while True:
            token = self.source.peek()
            if token in _STOPS or token in stops:
                return with_spaces(parts)
            if token in tex.INFIXES:
                return [self._infix(parts, stops)]
            if token in tex.STYLES or token in tex.SIZES or token == r"\color":
                parts.append(self._styled_rest(stops))
            elif token in tex.OLD_FONTS:
                self.source.take()
                with self.set_in(font=tex.OLD_FONTS[token]):
                    parts += self.row(*stops)
            else:
                parts += self.term()

    def group(self, owner: str) -> list[ET.Element]:
        """Read a part in braces, or one term without its scripts."""
        if self.source.peek() == "{":
            return self._braced()
        token = self.source.peek()
        if token in _STOPS:
            raise TexError(f"{owner} lacks a part in braces")
        if token.isdigit():
            return [self._digits(self.source.take())]
        return self.nucleus()

    def part(self, owner: str, *, display: bool | None = False) -> ET.Element:
        """Read a part in braces as one node; `display=None` keeps how large it is."""
        in_braces = self.source.peek() == "{"
        shrinks = display is False and self.display
        with self.set_in(display=self.display if display is None else display):
            parts = self.group(owner)
        if shrinks:
            return row(parts, displaystyle="false")
        return row(parts) if in_braces or len(parts) != 1 else parts[0]

    def _braced(self) -> list[ET.Element]:
        self.source.take()
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TexError(f"braces stand deeper in each other than {_DEEPEST}")
        with self.set_in():
            parts = self._broken_row()
        self.depth -= 1
        if not self.source.takes("}"):
            raise TexError(_what_ends(self.source.peek(), "a { has no }"))
        return parts

    @contextmanager
    def set_in(self, *, font: str | None = None, display: bool | None = None) -> Iterator[None]:
        """Read in a font and size of its own, then go on as before."""
        before = self.font, self.display
        self.font = self.font if font is None else font
        self.display = self.display if display is None else display
        try:
            yield
        finally:
            self.font, self.display = before

    def _styled_rest(self, stops: tuple[str, ...]) -> ET.Element:
        """Read what follows in its group in another size; colours are not shown."""
        command = self.source.take()
        if command == r"\color":
            self.source.raw_part(command)
            return row(self.row(*stops))
        if command in tex.SIZES:
            return node("mstyle", [row(self.row(*stops))], mathsize=tex.SIZES[command])
        display, level = tex.STYLES[command]
        with self.set_in(display=display == "true"):
            parts = self.row(*stops)
        return node("mstyle", [row(parts)], displaystyle=display, scriptlevel=level)

    def _infix(self, above: list[ET.Element], stops: tuple[str, ...]) -> ET.Element:
        command = self.source.take()
        opening, thickness, closing = tex.INFIXES[command]
        below = self.row(*stops)
        if self.source.peek() in tex.INFIXES:
            raise TexError(f"two commands such as {command} stand in one group")
        return _fraction(row(above), row(below), thickness, opening + closing)

    # Terms and their scripts

    def term(self) -> list[ET.Element]:
        """Read a nucleus and what stands above and below it."""
        token = self.source.peek()
        base = [] if token in {"^", "_", "'", "’"} else self.nucleus()
        limits = self._limits(base)
        below, above = self._scripts()
        if below is None and above is None:
            return base
        inside = one(base[-1:]) if base else row([])
        return [*base[:-1], _scripted(inside, below, above, limits)]

    def _limits(self, base: list[ET.Element]) -> bool:
        """Tell whether scripts stand above and below the base, not beside it."""
        last = base[-1] if base else None
        limits = last is not None and (
            last.get("data-label") == "true" or (self.display and last.get("data-limits") == "true")
        )
        while self.source.peek() in {r"\limits", r"\nolimits", r"\displaylimits"}:
            limits = {r"\limits": True, r"\nolimits": False}.get(self.source.take(), limits)
        if last is not None and self.display and not limits and last.get("data-limits"):
            last.set("movablelimits", "false")
        return limits

    def _scripts(self) -> tuple[ET.Element | None, ET.Element | None]:
        below: ET.Element | None = None
        above: ET.Element | None = None
        while (token := self.source.peek()) in {"^", "_", "'", "’"}:
            if token == "_":
                if below is not None:
                    raise TexError("a term has two subscripts; group them with braces")
                self.source.take()
                below = self.part("_")
            elif above is not None:
                raise TexError("a term has two superscripts; group them with braces")
            else:
                above = self._superscript()
        return below, above

    def _superscript(self) -> ET.Element:
        primes = 0
        while self.source.peek() in {"'", "’"}:
            self.source.take()
            primes += 1
        marks = [node("mi", _PRIMES.get(primes, "′" * primes))] if primes else []
        if not self.source.takes("^"):
            return marks[0]
        above = self.part("^")
        return row([*marks, above]) if marks else above

    # One thing

    def nucleus(self) -> list[ET.Element]:
        """Read one thing, without scripts."""
        token = self.source.peek()
        if token == "{":
            return [row(self._braced())]
        self.source.take()
        if token.startswith("\\"):
            return self._command(token)
        if token.isdecimal() and token.isascii():
            return [self._digits(token + self._more_digits())]
        return [self._sign(token)]

    def _digits(self, digits: str) -> ET.Element:
        return node("mn", lettered(digits, self.font))

    def _more_digits(self) -> str:
        """Take what goes on with a number: digits, and a point before a digit."""
        ahead, found = self.source.ahead, ""
        while ahead:
            point = ahead[-1] == "." and "." not in found and len(ahead) > 1
            if not (_is_digit(ahead[-1]) or (point and _is_digit(ahead[-2]))):
                break
            found += ahead.pop()
        return found

    def _sign(self, char: str) -> ET.Element:
        refused = _REFUSED.get(char)
        if refused:
            raise TexError(refused)
        if char == "~":
            return node("mtext", "\u00a0")
        if char in "()[]|":
            return node("mo", char, stretchy="false")
        char = {"-": "−", "*": "∗", "−": "−"}.get(char, char)
        return self.symbol(char)

    def delimiter(self, owner: str) -> str:
        r"""Take the bracket that stands behind `\left`, `\right` or `\big`."""
        token = self.source.take()
        if token == "{" and self.source.peek() in tex.FENCES:
            inside = self.source.take()
            if self.source.takes("}"):
                token = inside
        if token in tex.FENCES:
            return tex.FENCES[token]
        if len(token) == 1 and unicodedata.category(token)[0] in "PS" and token not in "{}&^_#%":
            return token
        raise TexError(f"behind {owner} stands no bracket; a lone . stands for none")

    def inner(self, source: str, font: str | None = None) -> list[ET.Element]:
        """Read TeX of our own, or a part that was taken as it is written."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TexError(f"braces stand deeper in each other than {_DEEPEST}")
        outer, self.source = self.source, Tokens(source)
        self.source.macros = outer.macros
        try:
            with self.set_in(font=font):
                parts = self.row()
            self._nothing_left()
        finally:
            self.source = outer
            self.depth -= 1
        return parts

    def symbol(self, char: str) -> ET.Element:
        """Make a node of one sign, as a letter or as an operator."""
        if not (len(char) > 1 or tex.is_letter(char)):
            limits = {"data_limits": "true"} if char in tex.BIG_SIGNS else {}
            return node("mo", char, **limits)
        if self.font in {"normal", "italic"} and len(char) == 1:
            return node("mi", char, mathvariant=self.font)
        return node("mi", lettered(char, self.font))

    def _command(self, name: str) -> list[ET.Element]:
        if name in tex.IGNORED:
            return []
        if name in tex.SPACES:
            return [space(tex.SPACES[name])]
        special = _SPECIAL.get(name)
        if special:
            made = special(self, name)
            return made if isinstance(made, list) else [made]
        if name in tex.FENCES and name not in {r"\lt", r"\gt"}:
            upright = tex.FENCES[name] in tex.UPRIGHT_FENCES
            return [node("mo", tex.FENCES[name], **({"stretchy": "false"} if upright else {}))]
        sign = tex.sign(name)
        if sign:
            return [self.symbol(sign)]
        raise _unknown_command(name)


def _unknown_command(name: str) -> TexError:
    near = tex.nearest_command(name)
    hint = f"; did you mean {near}?" if near else ""
    shown = name if len(name) > 1 else "a backslash at the end"
    return TexError(f"{shown} is not a command that we know{hint}", name)


def _is_digit(token: str) -> bool:
    return token.isdecimal() and token.isascii()


def _what_ends(token: str, otherwise: str) -> str:
    """Say what is amiss where a group should have ended."""
    if token == "&":
        return "an & stands inside braces; close them before it"
    if token in {r"\right", r"\middle"}:
        return rf"a {token} stands before the braces are closed that began after its \left"
    return otherwise


_REFUSED: Final = {
    "#": r"a # can't stand in a formula; write \# for the sign",
    "$": r"a $ can't stand in a formula; write \$ for the sign",
    "%": r"a % hides what follows it in TeX; write \% for the sign",
    "\\": r"a backslash stands alone",
}


def _stacked(lines: list[list[ET.Element]]) -> ET.Element:
    rows = [node("mtr", [node("mtd", line, columnalign="left")]) for line in lines]
    return node("mtable", rows, rowspacing="0.3em")


def _scripted(
    base: ET.Element, below: ET.Element | None, above: ET.Element | None, limits: bool
) -> ET.Element:
    under, over, both = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    if below is None:
        return node(over, [base, *([above] if above is not None else [])])
    return node(under, [base, below]) if above is None else node(both, [base, below, above])


def _fraction(above: ET.Element, below: ET.Element, thickness: str, fences: str) -> ET.Element:
    thick = {"linethickness": thickness} if thickness else {}
    made = node("mfrac", [above, below], **thick)
    return fenced(fences[0], [made], fences[1]) if fences else made


# What stands for a command with parts. Each takes them from the source.


def _frac(self: Reader, name: str) -> ET.Element:
    fences, thickness, display = tex.FRACTIONS[name]
    if name == r"\cfrac":
        self.source.raw_choice()
    above, below = self.part(name), self.part(name)
    made = _fraction(above, below, thickness, fences)
    if not display:
        return made
    return node("mstyle", [made], displaystyle=display, scriptlevel="0")


def _genfrac(self: Reader, name: str) -> ET.Element:
    opening, closing, thickness, style = (self.source.raw_part(name).strip() for _ in range(4))
    made = _fraction(self.part(name), self.part(name), thickness, "")
    ends = [tex.FENCES.get(sign, sign) for sign in (opening, closing)]
    made = fenced(ends[0], [made], ends[1]) if any(ends) else made
    display = {"0": "true", "1": "false"}.get(style)
    return node("mstyle", [made], displaystyle=display, scriptlevel="0") if display else made


def _root(self: Reader, name: str) -> ET.Element:
    index = self.source.raw_choice()
    inside = self.part(name, display=None)
    if index is None:
        return node("msqrt", [inside])
    return node("mroot", [inside, one(self.inner(index))])


def _old_root(self: Reader, name: str) -> ET.Element:
    index = self.row(r"\of")
    return node("mroot", [self.part(name, display=None), one(index)])


def _accent(self: Reader, name: str) -> ET.Element:
    inside = self.part(name, display=None)
    sign = tex.ACCENTS[name]
    label = {"data_label": "true"} if name in tex.BRACES else {}
    accent = {"accent": "true"} if name in {r"\hat", r"\widehat"} else {}
    stretchy = {r"\bar": "true", r"\vec": "true", r"\overbracket": "true", r"\tilde": "false"}
    grows = {"stretchy": stretchy[name]} if name in stretchy else {}
    mark = {"accent": "true"} if name == r"\overline" else {}
    return node("mover", [inside, node("mo", sign, **grows, **mark)], **accent, **label)


def _under(self: Reader, name: str) -> ET.Element:
    inside = self.part(name, display=None)
    label = {"data_label": "true"} if name in tex.BRACES else {}
    mark = {"accent": "true"} if tex.UNDERS[name] == "\u2015" else {}
    grows = {"stretchy": "true"} if name in {r"\underbar", r"\underbracket"} else {}
    return node("munder", [inside, node("mo", tex.UNDERS[name], **grows, **mark)], **label)


def _set_over(self: Reader, name: str) -> ET.Element:
    over = self.part(name)
    base = self.part(name, display=None)
    return node("mover", [base, over])


def _set_under(self: Reader, name: str) -> ET.Element:
    under = self.part(name)
    base = self.part(name, display=None)
    return node("munder", [base, under])


def _set_both(self: Reader, name: str) -> ET.Element:
    over, under = self.part(name), self.part(name)
    base = self.part(name, display=None)
    return node("munderover", [base, under, over])


def _build_over(self: Reader, name: str) -> ET.Element:
    over = self.row(r"\over")
    if not self.source.takes(r"\over"):
        raise TexError(rf"{name} has no \over")
    return node("mover", [self.part(name, display=None), row(over)])


def _arrow(self: Reader, name: str) -> ET.Element:
    below = self.source.raw_choice()
    above = self.part(name)
    under = row(self.inner(below)) if below else row([])
    arrow = node("mo", tex.ARROWS[name], stretchy="true")
    made = node("munderover", [arrow, under, above]) if below else node("mover", [arrow, above])
    made.set("data-arrow", "true")
    return made


def _fence(self: Reader, name: str) -> ET.Element:
    opening = self.delimiter(name)
    parts = [fence(opening, "prefix")]
    while True:
        parts += self.row()
        if self.source.takes(r"\middle"):
            sign = self.delimiter(r"\middle")
            grows = {"stretchy": "true", "fence": "true", "lspace": "0.05em", "rspace": "0.05em"}
            parts.append(node("mo", sign, **grows))
        elif self.source.takes(r"\right"):
            closing = self.delimiter(r"\right")
            return row(with_spaces([*parts, fence(closing, "postfix")]))
        else:
            raise TexError(rf"a \left{'' if opening else '.'}{opening} has no \right")


def _big(self: Reader, name: str) -> ET.Element:
    size = f"{tex.BIG[name]}em"
    sign = self.delimiter(name)
    return node("mo", sign, stretchy="true", fence="true", minsize=size, maxsize=size)


def _font(self: Reader, name: str) -> ET.Element | list[ET.Element]:
    in_braces = self.source.peek() == "{"
    with self.set_in(font=tex.FONTS[name]):
        parts = self.group(name)
    alone = len(parts) == 1 and "mathvariant" not in parts[0].attrib
    return parts if alone or not in_braces else row(parts)


def _text(self: Reader, name: str) -> list[ET.Element]:
    return text_nodes(self.source.raw_part(name), tex.TEXTS[name], self.inner)


def _function(self: Reader, name: str) -> ET.Element:
    return node("mi", name[1:])


def _limit(self: Reader, name: str) -> ET.Element:
    shown = tex.LIMITS[name]
    return node("mo" if shown in {"lim", "max", "min"} else "mi", shown, data_limits="true")


def _operator_name(self: Reader, name: str) -> ET.Element:
    starred = self.source.takes("*") or name != r"\operatorname"
    shown = self.source.raw_part(name).replace("\\,", "\u2009").replace("-", "\u2010")
    shown = shown.replace("\\ ", " ").replace("~", " ").strip()
    if "\\" in shown or not shown:
        inner = self.inner(shown, font="normal")
        return row([space("0.167em"), *inner, space("0.167em")])
    limits = {"data_limits": "true"} if starred else {}
    upright = {"mathvariant": "normal"} if len(shown) == 1 else {}
    return node("mi", shown, **upright, **limits)


def _not(self: Reader, name: str) -> list[ET.Element]:
    parts = self.nucleus()
    sign = parts[0].text or "" if len(parts) == 1 else ""
    struck = unicodedata.normalize("NFC", f"{sign}\u0338")
    if len(struck) == 1:
        parts[0].text = struck
        return parts
    return [node("mpadded", [node("mtext", "⧸")], width="0"), *parts]


def _struck(self: Reader, name: str) -> ET.Element:
    return node("menclose", [self.part(name, display=None)], notation=tex.STRIKES[name])


def _struck_to(self: Reader, name: str) -> ET.Element:
    value = self.part(name)
    struck = node("menclose", [self.part(name, display=None)], notation="updiagonalstrike")
    return node("msup", [struck, value])


def _enclosed(self: Reader, name: str) -> ET.Element:
    notation = self.source.raw_part(name)
    self.source.raw_choice()
    return node("menclose", [self.part(name, display=None)], notation=notation)


def _phantom(self: Reader, name: str) -> ET.Element:
    inside = node("mphantom", [self.part(name, display=None)])
    if name == r"\hphantom":
        return node("mpadded", [inside], height="0", depth="0")
    return node("mpadded", [inside], width="0") if name == r"\vphantom" else inside


def _smash(self: Reader, name: str) -> ET.Element:
    side = self.source.raw_choice()
    flat = {"t": {"height": "0"}, "b": {"depth": "0"}}.get(
        side or "", {"height": "0", "depth": "0"}
    )
    return node("mpadded", [self.part(name, display=None)], **flat)


def _lapped(self: Reader, name: str) -> ET.Element:
    inside = self.part(name, display=None)
    side = "right" if name.endswith("rlap") else "left" if name.endswith("llap") else "centre"
    return node("mpadded", [inside], width="0", data_lap=side)


def _as_it_is(self: Reader, name: str) -> ET.Element:
    return self.part(name, display=None)


def _operator(self: Reader, name: str) -> ET.Element:
    width = {r"\mathbin": "0.222em", r"\mathrel": "0.278em", r"\mathop": "0.167em"}[name]
    return row([space(width), self.part(name, display=None), space(width)])


def _modulo(self: Reader, name: str) -> list[ET.Element]:
    if name == r"\bmod":
        return [space("0.222em"), node("mtext", "mod"), space("0.222em")]
    inside = self.part(name, display=None)
    word = [] if name == r"\pod" else [node("mi", "mod"), space("0.333em")]
    if name == r"\mod":
        return [space("1em"), *word, inside]
    return [space("1em"), node("mo", "("), *word, inside, node("mo", ")")]


def _measured(self: Reader, name: str) -> ET.Element:
    if name in {r"\hspace", r"\hspace*", r"\mspace"}:
        return space(_length(name, self.source.raw_part(name)))
    found = ""
    while self.source.peek() and (self.source.peek() in "+-.0123456789" or found[-1:].isalpha()):
        if len(found) > 1 and found[-2:].isalpha():
            break
        found += self.source.take()
        while self.source.peek().isalpha() and not found[-2:].isalpha():
            found += self.source.take()
    return space(_length(name, found))


def _length(name: str, written: str) -> str:
    written = written.replace(" ", "")
    number, unit = written[:-2], written[-2:]
    try:
        amount = float(number)
    except ValueError:
        raise TexError(f"{name} lacks a length such as 1em") from None
    if unit not in _UNITS:
        raise TexError(f"{name} lacks a length such as 1em")
    return f"{amount * _UNITS[unit]:.4f}em"


_UNITS: Final = {"em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "px": 0.1, "cm": 2.85, "mm": 0.285}


def _coloured(self: Reader, name: str) -> ET.Element:
    for _ in range(2 if name == r"\fcolorbox" else 1):
        self.source.raw_choice()
        self.source.raw_part(name)
    inside = self.part(name, display=None)
    return node("menclose", [inside], notation="box") if name == r"\fcolorbox" else inside


def _prescript(self: Reader, name: str) -> ET.Element:
    above, below = self.part(name), self.part(name)
    base = self.part(name, display=None)
    scripts = node("mmultiscripts", [row([]), node("mprescripts"), below, above])
    return row([scripts, base])


def _bracket(self: Reader, name: str) -> ET.Element:
    ends = {"bra": "⟨|", "ket": "|⟩", "set": "{}"}.get(name[1:].lower(), "⟨⟩")
    return fenced(ends[0], [self.part(name, display=None)], ends[1])


def _begin(self: Reader, name: str) -> ET.Element:
    return environment(self, self.source.raw_part(name).strip())


def _substack(self: Reader, name: str) -> ET.Element:
    return substack(self, name)


def _tag(self: Reader, name: str) -> list[ET.Element]:
    shown = self.source.raw_part(name)
    self.tag = shown if name.endswith("*") else f"({shown})"
    return []


def _dropped(self: Reader, name: str) -> list[ET.Element]:
    self.source.raw_part(name)
    return []


def _defined(self: Reader, name: str) -> list[ET.Element]:
    self.source.define(name)
    return []


def _rule(self: Reader, name: str) -> ET.Element:
    self.source.raw_choice()
    sizes = [_length(name, self.source.raw_part(name)) for _ in range(2)]
    inside = space(sizes[0])
    inside.set("height", sizes[1])
    return node("menclose", [inside], notation="bottom")


def _unicode(self: Reader, name: str) -> ET.Element:
    code = self.source.raw_part(name).strip()
    try:
        return self.symbol(chr(int(code[1:], 16) if code[:1] in "xX" else int(code)))
    except ValueError:
        raise TexError(rf"{name} lacks a code such as x2264") from None


def _chemistry(self: Reader, name: str) -> list[ET.Element]:
    written = self.source.raw_part(name)
    return self.inner(chemistry(written) if name == r"\ce" else quantity(written), font="")


def _units(self: Reader, name: str) -> list[ET.Element]:
    return self.inner(written_out(self.source, name), font="")


def _misplaced(self: Reader, name: str) -> list[ET.Element]:
    raise TexError(f"{name} stands outside a table")


_SPECIAL: Final[dict[str, Callable[[Reader, str], ET.Element | list[ET.Element]]]] = {
    **dict.fromkeys(tex.FUNCTIONS, _function),
    **dict.fromkeys(tex.LIMITS, _limit),
    **dict.fromkeys(tex.FRACTIONS, _frac),
    **dict.fromkeys(tex.ACCENTS, _accent),
    **dict.fromkeys(tex.UNDERS, _under),
    **dict.fromkeys(tex.ARROWS, _arrow),
    **dict.fromkeys(tex.FONTS, _font),
    **dict.fromkeys(tex.TEXTS, _text),
    **dict.fromkeys(tex.BIG, _big),
    **dict.fromkeys(tex.STRIKES, _struck),
    **dict.fromkeys(UNIT_COMMANDS, _units),
    **dict.fromkeys((r"\ce", r"\pu"), _chemistry),
    **dict.fromkeys((r"\phantom", r"\hphantom", r"\vphantom"), _phantom),
    **dict.fromkeys((r"\bmod", r"\mod", r"\pmod", r"\pod"), _modulo),
    **dict.fromkeys((r"\textcolor", r"\colorbox", r"\fcolorbox"), _coloured),
    **dict.fromkeys((r"\mathbin", r"\mathrel", r"\mathop"), _operator),
    **dict.fromkeys((r"\mathord", r"\mathopen", r"\mathclose", r"\mathpunct"), _as_it_is),
    **dict.fromkeys((r"\mathinner", r"\vcenter", r"\boldmath"), _as_it_is),
    **dict.fromkeys((r"\bra", r"\ket", r"\braket", r"\Bra", r"\Ket", r"\Braket"), _bracket),
    **dict.fromkeys((r"\set", r"\Set"), _bracket),
    **dict.fromkeys((r"\llap", r"\rlap", r"\clap"), _lapped),
    **dict.fromkeys((r"\mathllap", r"\mathrlap", r"\mathclap"), _lapped),
    **dict.fromkeys((r"\hspace", r"\hspace*", r"\mspace"), _measured),
    **dict.fromkeys((r"\hskip", r"\kern", r"\mkern", r"\mskip"), _measured),
    **dict.fromkeys((r"\operatorname", r"\operatorname*"), _operator_name),
    r"\operatornamewithlimits": _operator_name,
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _defined),
    **dict.fromkeys((r"\def", r"\let", r"\DeclareMathOperator"), _defined),
    r"\DeclareMathOperator*": _defined,
    **dict.fromkeys((r"\tag", r"\tag*"), _tag),
    r"\label": _dropped,
    r"\require": _dropped,
    **dict.fromkeys((r"\hline", r"\hdashline", r"\cline"), _misplaced),
    r"\genfrac": _genfrac,
    r"\sqrt": _root,
    r"\root": _old_root,
    r"\overset": _set_over,
    r"\stackrel": _set_over,
    r"\underset": _set_under,
    r"\overunderset": _set_both,
    r"\buildrel": _build_over,
    r"\left": _fence,
    r"\not": _not,
    r"\cancelto": _struck_to,
    r"\enclose": _enclosed,
    r"\smash": _smash,
    r"\prescript": _prescript,
    r"\begin": _begin,
    r"\substack": _substack,
    r"\rule": _rule,
    r"\unicode": _unicode,
}
