"""A rule about one item: what it looks at, and the loop that runs all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizgen.checks.lint.view import View
from quizgen.checks.rules import Rule, name_of, page_of
from quizgen.model import ChoiceBase, MultipleResponse, SingleChoice
from quizgen.problems import Edit, Level, Problem


class Finding(NamedTuple):
    """What a rule found in an item, and what to do."""

    message: str
    help: str = ""
    fix: tuple[Edit, ...] = ()
    """What `check --fix` would do about it."""


Find = Callable[[View], Iterator[Finding]]

CHOICES: tuple[type[ChoiceBase], ...] = (SingleChoice, MultipleResponse)
ONE: tuple[type[ChoiceBase], ...] = (SingleChoice,)


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A rule, the function that finds its flaw in one item, and which items it is about."""

    rule: Rule
    find: Find
    of: tuple[type, ...]
    english: bool


def item_rule(
    level: Level, of: Sequence[type] = (), *, english: bool = False
) -> Callable[[Find], ItemRule]:
    """Make an item rule of a function; its docstring is the rule's page.

    Args:
        level: How grave the flaw is.
        of: The item types it is about; all of them when empty.
        english: It knows English words only, and stays silent for items in other languages.

    """

    def make(find: Find) -> ItemRule:
        return ItemRule(Rule(name_of(find), level, "item", page_of(find)), find, tuple(of), english)

    return make


def flaws(view: View, rules: Sequence[ItemRule]) -> Iterator[Problem]:
    """Run rules, all of them about its type and language, over one item."""
    for rule in rules:
        for message, help, fix in rule.find(view):
            yield rule.rule.problem(view.item.where, message, help, view.item.id, fix)


def rules_for(view: View, rules: Iterable[ItemRule]) -> tuple[ItemRule, ...]:
    """Give the rules that are about items of this type and language."""
    kind = type(view.item)
    return tuple(
        rule
        for rule in rules
        if (view.english or not rule.english) and (not rule.of or issubclass(kind, rule.of))
    )
