"""A rule about one item: what it looks at, and the loop that runs all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from quizgen.checks.lint.languages import LANGUAGES
from quizgen.checks.lint.precision import PRECISION
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
    languages: frozenset[str]
    """Those it has words for; empty when it needs none."""
    remark: str = ""
    """Said behind each finding in a language in which the rule was not measured."""

    def about(self, kind: type) -> bool:
        """Tell whether it is about a type of items."""
        return not self.of or issubclass(kind, self.of)

    def knows(self, code: str) -> bool:
        """Tell whether it can judge a language."""
        return not self.languages or code in self.languages

    def within(self, code: str) -> ItemRule:
        """Give the rule as it speaks in a language: it only informs where it isn't sure."""
        if not self.languages:
            return self
        measured = PRECISION.get((self.rule.name, code))
        if measured is not None and measured.sure:
            return self
        remark = "" if measured else f" (not measured in {LANGUAGES.get(code, code)})"
        return replace(self, rule=replace(self.rule, level="info"), remark=remark)


def item_rule(
    level: Level, of: Sequence[type] = (), *, languages: Iterable[str] = ()
) -> Callable[[Find], ItemRule]:
    """Make an item rule of a function; its docstring is the rule's page.

    Args:
        level: How grave the flaw is.
        of: The item types it is about; all of them when empty.
        languages: Those it has words for; it stays silent for items in others. All when empty.

    """

    def make(find: Find) -> ItemRule:
        rule = Rule(name_of(find), level, "item", page_of(find))
        return ItemRule(rule, find, tuple(of), frozenset(languages))

    return make


def flaws(view: View, rules: Sequence[ItemRule]) -> Iterator[Problem]:
    """Run rules, all of them about its type and language, over one item."""
    for rule in rules:
        for message, help, fix in rule.find(view):
            told = message + rule.remark if rule.remark else message
            yield rule.rule.problem(view.item.where, told, help, view.item.id, fix)


def rules_for(view: View, rules: Iterable[ItemRule]) -> tuple[ItemRule, ...]:
    """Give the rules that are about items of this type and language."""
    kind = type(view.item)
    return tuple(
        rule.within(view.code) for rule in rules if rule.knows(view.code) and rule.about(kind)
    )
