"""The lint room: item-writing rules, one small function each, its page in its docstring.

`RULES` is the whole list; to add a rule, write it beside its kind and name it in that module's
own `RULES`. README.md here tells how often each rule fires on published items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from quizgen.checks.lint import (
    alike,
    cues,
    numbers,
    options,
    shares,
    stems,
    together,
    truth,
    wording,
)
from quizgen.checks.lint.alike import ConflictPairs
from quizgen.checks.lint.item import ItemRule, flaws, rules_for
from quizgen.checks.lint.view import views
from quizgen.checks.rules import Rule
from quizgen.model import Bank
from quizgen.problems import Problem

ITEM_RULES: tuple[ItemRule, ...] = (
    *cues.RULES,
    *stems.RULES,
    *wording.RULES,
    *options.RULES,
    *numbers.RULES,
)
RULES: tuple[Rule, ...] = (
    *truth.RULES,
    *(rule.rule for rule in ITEM_RULES),
    *shares.RULES,
    *alike.RULES,
    *together.RULES,
)


class Unjudged(NamedTuple):
    """What rules can't judge in one language."""

    items: int
    rules: tuple[str, ...]


class Linted(NamedTuple):
    """What rules found in a bank."""

    problems: list[Problem]
    apart: ConflictPairs
    unjudged: Mapping[str, Unjudged]
    """By language."""


def lint(bank: Bank) -> Linted:
    """Run all rules but those about forms, and find the pairs that should not share one."""
    counts = shares.Shares()
    pairs = alike.Pairs(bank)
    chosen: dict[tuple[type, str], tuple[ItemRule, ...]] = {}
    met: Counter[tuple[type, str]] = Counter()
    problems: list[Problem] = []
    for view in views(bank):
        kind = type(view.item), view.code
        if kind not in chosen:
            chosen[kind] = rules_for(view, ITEM_RULES)
        met[kind] += 1
        problems += flaws(view, chosen[kind])
        counts.add(view)
        pairs.add(view)
    apart = pairs.find()
    problems += counts.problems(bank)
    problems += truth.check_truth(bank)
    problems += alike.report_twins(bank, apart)
    return Linted(problems, apart, _unjudged(met))


def _unjudged(met: Mapping[tuple[type, str], int]) -> dict[str, Unjudged]:
    """Say which rules about the types that were met don't know a language."""
    counts: Counter[str] = Counter()
    blind: dict[str, set[str]] = {}
    for (kind, code), count in met.items():
        names = {r.rule.name for r in ITEM_RULES if r.about(kind) and not r.knows(code)}
        if names:
            counts[code] += count
            blind.setdefault(code, set()).update(names)
    return {code: Unjudged(counts[code], tuple(sorted(blind[code]))) for code in sorted(blind)}
