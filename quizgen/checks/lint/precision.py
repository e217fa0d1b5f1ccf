"""How often a rule that holds words is right when it fires: what was measured, by language.

On sentences of our own that were written after the rule, half of them with the flaw and half
without it (`tests/checks/lint/examples`). In real banks flaws are rarer than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LEAST = 0.9
"""The precision from which on a rule may warn."""


class Measured(NamedTuple):
    """What a rule did with fresh examples."""

    right: int
    """Flawed ones on which it fired."""
    wrong: int
    """Sound ones on which it fired."""
    flawed: int
    sound: int

    @property
    def sure(self) -> bool:
        """Whether it is right often enough to warn."""
        fired = self.right + self.wrong
        return fired > 0 and self.right / fired >= LEAST


PRECISION: Mapping[tuple[str, str], Measured] = {
    ("absolute-term", "en"): Measured(10, 1, 10, 10),
    ("absolute-term", "de"): Measured(10, 0, 10, 10),
    ("vague-term", "en"): Measured(10, 0, 10, 10),
    ("vague-term", "de"): Measured(10, 0, 10, 10),
    ("clang-cue", "en"): Measured(6, 0, 10, 10),
    ("clang-cue", "de"): Measured(5, 0, 10, 10),
    ("grammar-cue", "en"): Measured(10, 0, 10, 10),
    ("grammar-cue", "de"): Measured(10, 0, 10, 10),
    ("opposite-options", "en"): Measured(10, 0, 10, 10),
    ("opposite-options", "de"): Measured(10, 0, 10, 10),
    ("all-of-the-above", "en"): Measured(10, 0, 10, 10),
    ("all-of-the-above", "de"): Measured(9, 0, 10, 10),
    ("none-of-the-above", "en"): Measured(10, 0, 10, 10),
    ("none-of-the-above", "de"): Measured(10, 0, 10, 10),
    ("unpinned-last-option", "en"): Measured(10, 0, 10, 10),
    ("unpinned-last-option", "de"): Measured(9, 0, 10, 10),
    ("combined-options", "en"): Measured(10, 0, 10, 10),
    ("combined-options", "de"): Measured(10, 0, 10, 10),
    ("nested-options", "en"): Measured(10, 0, 10, 10),
    ("nested-options", "de"): Measured(9, 0, 10, 10),
    ("negative-stem", "en"): Measured(9, 0, 10, 10),
    ("negative-stem", "de"): Measured(9, 0, 10, 10),
    ("double-negative", "en"): Measured(9, 0, 10, 10),
    ("double-negative", "de"): Measured(9, 0, 10, 10),
    ("unfocused-stem", "en"): Measured(10, 5, 10, 10),
    ("unfocused-stem", "de"): Measured(10, 1, 10, 10),
    ("dated-words", "en"): Measured(10, 1, 10, 10),
    ("dated-words", "de"): Measured(10, 0, 10, 10),
    ("asks-wording", "en"): Measured(10, 0, 10, 10),
    ("asks-wording", "de"): Measured(10, 0, 10, 10),
    ("not-self-contained", "en"): Measured(10, 0, 10, 10),
    ("not-self-contained", "de"): Measured(10, 1, 10, 10),
}
"""(rule, language) -> what it did; a rule and language that isn't here was not measured."""


def precision_text(name: str, languages: Mapping[str, str]) -> str:
    """Say for a rule's page what was measured; nothing for a rule without words."""
    lines = []
    for code, language in languages.items():
        found = PRECISION.get((name, code))
        if found is not None:
            fired = found.right + found.wrong
            level = "" if found.sure else "; it only informs"
            lines.append(
                f"{language}: right in {found.right} of {fired} times that it fired"
                f" ({100 * found.right / fired:.0f} %), on {found.flawed} flawed and {found.sound}"
                f" sound examples; it found {found.right} of the {found.flawed}{level}."
            )
    return "\n".join(lines)
