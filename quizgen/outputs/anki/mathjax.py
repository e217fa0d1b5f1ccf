r"""Formulas on cards, which Anki's MathJax sets.

MathJax has commands that we lack: such maths may stand on cards, though nowhere else. We have
commands that it lacks: `\SI` and its like, and names of rare signs, are written out for it. A
formula without such a command goes on a card as it is written, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from quizgen.model import Item
from quizgen.present.maths import bad_maths, formulas
from quizgen.present.maths.commands import LIMITS, PLAIN, TEXTS, known_commands, sign
from quizgen.present.maths.setting import fault_of
from quizgen.present.maths.signs import SIGNS
from quizgen.present.maths.tokens import TexError, Tokens, joined, tokens_of
from quizgen.present.maths.units import UNIT_COMMANDS, written_out
from quizgen.problems import Level, Problem

_MORE: Final = frozenset(
    r"""
    \above \abovewithdelims \adjustlimits \Aboxed \atopwithdelims \bbFont \bbox \centercolon \class
    \cramped \cssId \dblcolon \definecolor \displaylines \divsymbol \eqalign \eqalignno \eqref \hfil
    \hfill \hfilll \href \leftroot \leqalignno \lower \mathchoice \mmlToken \MoveEqLeft \moveleft
    \moveright \newenvironment \oldstyle \overwithdelims \raise \raisebox \ref \renewenvironment
    \Rule \shortintertext \shoveleft \shoveright \sideset \skew \SkipLimits \Space \splitdfrac
    \splitfrac \style \textllap \texttip \toggle \uproot \verb
    """.split()
)
"""Commands of its base, of the AMS, of mathtools and mhchem, which Anki loads, and of what those
load by themselves, as far as we lack them."""

_FUNCTIONS: Final = (
    r"\arcctg \arccot \arcosh \arcoth \arctg \arsinh \artanh \ch \cosec \cotg \ctg \cth \lb \sgn"
    r" \sh \tg \th"
).split()
_BASE: Final = frozenset({*SIGNS, r"\LaTeX", r"\TeX", r"\vcentcolon", r"\ordinarycolon"})
_WRITTEN: Final = {
    **{name: rf"\operatorname{{{name[1:]}}}" for name in _FUNCTIONS},
    **{
        name: rf"\operatorname*{{{LIMITS[name]}}}"
        for name in (r"\argmax", r"\argmin", r"\lcm", r"\plim")
    },
    r"\mathup": r"\mathrm",
    r"\bm": r"\boldsymbol",
    r"\symbf": r"\mathbf",
    r"\symbb": r"\mathbb",
    r"\textmd": r"\text",
    r"\textsl": r"\textit",
    r"\emph": r"\textit",
    r"\framebox": r"\boxed",
    r"\sout": r"\enclose{horizontalstrike}",
    r"\widecheck": r"\check",
    r"\enskip": r"\enspace",
    r"\medspace": r"\:",
    r"\lparen": "(",
    r"\rparen": ")",
}
"""What we read and MathJax doesn't, in its own words."""


def maths_on_cards(items: Iterable[Item]) -> Iterator[Problem]:
    """Warn of maths that cards alone can hold; refuse what not even they can."""
    for item in items:
        for tex in formulas(item):
            fault = fault_of(tex)
            if fault:
                known = fault.sound or _known_to_mathjax(tex, fault)
                level: Level = "warning" if known else "error"
                yield bad_maths(item.where, item.id, tex, str(fault), level)


def _known_to_mathjax(tex: str, fault: TexError) -> bool:
    """Tell whether only commands that MathJax has keep us from reading some TeX."""
    if not fault.command:
        return False
    named = {token for token in tokens_of(tex) if token.startswith("\\") and token[1:].isalpha()}
    ours = known_commands()
    strange = {name for name in named if name not in ours and not sign(name)}
    return fault.command in {*ours, *_MORE} and strange <= _MORE


@lru_cache(maxsize=4096)
def for_mathjax(tex: str) -> str:
    """Write what MathJax doesn't know in what it knows; all else stays to the letter."""
    if not any(_strange(token) for token in _COMMAND.findall(tex)):
        return tex
    try:
        return _rewritten(tex, in_words=False)
    except TexError:
        return tex  # which a check has named


_COMMAND = re.compile(r"\\[A-Za-z]+")


def _rewritten(tex: str, *, in_words: bool) -> str:
    source = Tokens(tex)
    out: list[str] = []
    while source.ahead:
        token = source.ahead.pop()
        if token in TEXTS:
            words = _rewritten(source.raw_part(token), in_words=True)
            out.append(f"{_WRITTEN.get(token, token)}{{{words}}}")
        elif not _strange(token):
            out.append(token)
        else:
            made = written_out(source, token) if token in UNIT_COMMANDS else _one(token)
            out.append(f"${made}$" if in_words and token in UNIT_COMMANDS else made)
    return joined(out)


def _strange(token: str) -> bool:
    """Tell whether we read a command that MathJax doesn't."""
    if not (token.startswith("\\") and token[1:].isalpha()):
        return False
    if token in UNIT_COMMANDS or token in _WRITTEN:
        return True
    if token in _BASE or token in _MORE:
        return False
    return token in PLAIN or (token not in known_commands() and bool(sign(token)))


def _one(token: str) -> str:
    return _WRITTEN.get(token) or sign(token)
