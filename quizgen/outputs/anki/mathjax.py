"""What Anki's MathJax can set and we can't: such maths may stand on cards, though nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.model import Item
from quizgen.present.maths import bad_maths, formulas, maths_fault, unknown_commands
from quizgen.problems import Problem

_MATHJAX = frozenset(
    r"""
    \above \abovewithdelims \Aboxed \adjustlimits \arrowvert \Arrowvert \atopwithdelims \bbox \Bra
    \bracevert \Braket \buildrel \cancelto \ce \centercolon \class \cr \cramped \cssId \dblcolon
    \definecolor \displaylimits \divsymbol \doublecap \doublecup \enclose \eqref \framebox \genfrac
    \hdashline \hfil \hfill \hfilll \hline \Ket \label \leqalignno \let \mathchoice \middle
    \mmlToken \MoveEqLeft \newline \nolimits \nonumber \notag \ordinarycolon \overunderset
    \overwithdelims \prescript \pu \raisebox \ref \renewcommand \renewenvironment \require \root
    \Rule \Set \set \shortintertext \sideset \skew \SkipLimits \splitdfrac \splitfrac \tag \texttip
    \toggle \vcentcolon
    """.split()
)
"""Commands of its base, of the AMS, of mathtools and mhchem, which Anki loads, and of what those
load by themselves, as far as our own reader lacks them."""
_DEFINES = (
    "\\newcommand",
    "\\renewcommand",
    "\\def",
    "\\let",
    "\\DeclareMathOperator",
    "\\require",
)


def maths_on_cards(items: Iterable[Item]) -> Iterator[Problem]:
    """Warn of maths that cards alone can hold; refuse what not even they can."""
    for item in items:
        for tex in formulas(item):
            why = maths_fault(tex)
            if not why:
                continue
            strange = [name for name in unknown_commands(tex) if name not in _MATHJAX]
            in_words = all(not name[1:].isalpha() for name in strange)  # `\%` inside \text
            known = in_words or any(command in tex for command in _DEFINES)
            yield bad_maths(item.where, item.id, tex, why, "warning" if known else "error")
