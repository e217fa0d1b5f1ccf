"""The lint room: item-writing rules, one small function each, its page in its docstring.

`RULES` is the whole list; to add a rule, write it beside its kind and name it in that module's
own `RULES`. README.md here tells how often each rule fires on published items.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.lint import alike, cues, options, shares, stems, truth
from quizgen.lint.item import ItemRule, flaws
from quizgen.lint.view import views
from quizgen.model import Bank
from quizgen.problems import Problem
from quizgen.rules import Rule

ITEM_RULES: tuple[ItemRule, ...] = (*cues.RULES, *stems.RULES, *options.RULES)
RULES: tuple[Rule, ...] = (
    *truth.RULES,
    *(rule.rule for rule in ITEM_RULES),
    *shares.RULES,
    *alike.RULES,
)


def lint(bank: Bank) -> Iterator[Problem]:
    """Run all rules about items, and about all items together; pairs and forms are `alike`'s."""
    counts = shares.Shares()
    of_type: dict[type, tuple[ItemRule, ...]] = {}
    for view in views(bank):
        kind = type(view.item)
        if kind not in of_type:
            of_type[kind] = tuple(r for r in ITEM_RULES if not r.of or issubclass(kind, r.of))
        yield from flaws(view, of_type[kind])
        counts.add(view)
    yield from counts.problems(bank)
    yield from truth.check_truth(bank)
