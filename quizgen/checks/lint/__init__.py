"""The lint room: item-writing rules, one small function each, its page in its docstring.

`RULES` is the whole list; to add a rule, write it beside its kind and name it in that module's
own `RULES`. README.md here tells how often each rule fires on published items.
"""

from __future__ import annotations

from quizgen.checks.lint import alike, cues, numbers, options, shares, stems, truth
from quizgen.checks.lint.alike import ConflictPairs
from quizgen.checks.lint.item import ItemRule, flaws, rules_for
from quizgen.checks.lint.view import views
from quizgen.checks.rules import Rule
from quizgen.model import Bank
from quizgen.problems import Problem

ITEM_RULES: tuple[ItemRule, ...] = (
    *cues.RULES,
    *stems.RULES,
    *options.RULES,
    *numbers.RULES,
)
RULES: tuple[Rule, ...] = (
    *truth.RULES,
    *(rule.rule for rule in ITEM_RULES),
    *shares.RULES,
    *alike.RULES,
)


def lint(bank: Bank) -> tuple[list[Problem], ConflictPairs]:
    """Run all rules but those about forms, and find the pairs that should not share one."""
    counts = shares.Shares()
    pairs = alike.Pairs()
    chosen: dict[tuple[type, bool], tuple[ItemRule, ...]] = {}
    problems: list[Problem] = []
    for view in views(bank):
        kind = type(view.item), view.english
        if kind not in chosen:
            chosen[kind] = rules_for(view, ITEM_RULES)
        problems += flaws(view, chosen[kind])
        counts.add(view)
        pairs.add(view)
    apart = pairs.find()
    problems += counts.problems(bank)
    problems += truth.check_truth(bank)
    problems += alike.report_twins(bank, apart)
    return problems, apart
