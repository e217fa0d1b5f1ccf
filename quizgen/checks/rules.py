"""What a rule is: a flaw with a name, a level and a page; and the leave to break it.

A rule judges an item that is sound: how it is written, whether its source supports it. (What
can't be read at all is reported where it is read, in `bank`, and no leave is given for that.)
`allow: {rule: reason}` on an item, a fact, a template or the whole bank silences a rule; a leave
that nothing needs is reported, so that reasons don't outlive their flaws.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quizgen.model import Bank, Item
from quizgen.problems import Edit, Level, Problem, Where, did_you_mean

RENAMED: Mapping[str, str] = {"answer-given-away": "give-away"}
"""What rules were called before: leaves that name them stand."""

Group = Literal["evidence", "truth", "item", "bank", "form"]
GROUPS: tuple[Group, ...] = ("evidence", "truth", "item", "bank", "form")


@dataclass(frozen=True, slots=True)
class Rule:
    """A flaw that a bank may have."""

    name: str
    level: Level
    group: Group
    page: str
    """What it is, why it is bad, an example, what to use instead, when to ignore it, its source."""

    def problem(
        self,
        where: Where,
        message: str,
        help: str = "",
        item: str = "",
        fix: tuple[Edit, ...] = (),
    ) -> Problem:
        """Report the flaw at a place."""
        return Problem(self.name, self.level, where, message, help, item, fix)

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        return self.page.split("\n", 1)[0]


def rule(level: Level, group: Group) -> Callable[[Callable[..., object]], Rule]:
    """Make a rule of a function that is only its page; the code stands where it belongs."""

    def make(function: Callable[..., object]) -> Rule:
        return Rule(name_of(function), level, group, page_of(function))

    return make


def name_of(function: Callable[..., object]) -> str:
    """Give the rule name of a function: `absolute_term` is `absolute-term`."""
    return function.__name__.replace("_", "-")


def page_of(function: Callable[..., object]) -> str:
    """Give the page that stands in a function's docstring."""
    first, _, rest = (function.__doc__ or "").partition("\n")
    indented = [line for line in rest.splitlines() if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in indented), default=0)
    lines = [line[margin:] for line in rest.splitlines()]
    return "\n".join([first.strip(), *lines]).strip() + "\n"


_FENCE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def examples(rule: Rule) -> list[str]:
    """Give the YAML examples of a rule's page: the flaw first, then what to use instead."""
    return _FENCE.findall(rule.page)


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """Which rules are asked for: names or groups; everything when `select` is empty."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def has(self, rule: Rule) -> bool:
        """Tell whether a rule is to be applied."""
        names = {rule.name, rule.group}
        return (not self.select or bool(names & set(self.select))) and not names & set(self.ignore)


ALL = RuleSelection()


@dataclass(frozen=True, slots=True)
class RulesThatRan:
    """Which rules had their chance; of another no leave can be called needless."""

    groups: frozenset[str] = frozenset(GROUPS)
    whole: bool = True
    """Whether every item was there: what a lost one would need of the bank's or a template's
    leave can't be known."""

    def has(self, rule: Rule, holder: str, item: Item | None) -> bool:
        """Tell whether a rule looked at all that a leave is given for."""
        if rule.group not in self.groups:
            return False
        return self.whole or (bool(holder) and item is not None and not item.template)


ALL_RAN = RulesThatRan()
NOTHING_RAN = RulesThatRan(frozenset())


def judged(
    bank: Bank,
    problems: Iterable[Problem],
    rules: Mapping[str, Rule],
    chosen: RuleSelection = ALL,
    *,
    ran: RulesThatRan = ALL_RAN,
) -> list[Problem]:
    """Leave out what nobody asked for and what the bank allows; report needless leaves.

    Args:
        bank: The bank the problems are of.
        problems: What rules found, and anything else (which passes through).
        rules: All rules by name.
        chosen: The rules that were asked for.
        ran: Which rules had their chance.

    """
    by_id = {item.id: item for item in bank.items if item.allow}
    used: set[tuple[str, str]] = set()
    reported = []
    for problem in problems:
        rule = rules.get(problem.code)
        if rule is None:
            reported.append(problem)
        elif chosen.has(rule):
            holder = _allowed_by(bank, by_id.get(problem.item), rule)
            if holder is None:
                reported.append(problem)
            else:
                used.add((holder, rule.name))
    leaves = _leaves(bank, by_id.values())
    reported += _unknown(leaves, rules)
    if chosen == ALL:
        reported += _needless(leaves, rules, used, ran, by_id)
    return reported


def _allowed_by(bank: Bank, item: Item | None, rule: Rule) -> str | None:
    """Say where a flaw is allowed: by an item's holder, by the bank (empty), or nowhere."""
    for name in (rule.name, *(old for old, new in RENAMED.items() if new == rule.name)):
        if item is not None and name in item.allow:
            return _holder(item, name)
        if name in bank.allow:
            return ""
    return None


def _holder(item: Item, name: str) -> str:
    """Say who gave an item its leave; items of one template share theirs."""
    return f"{item.template}: {item.allow[name]}" if item.template else item.id


def _leaves(bank: Bank, items: Iterable[Item]) -> dict[tuple[str, str], tuple[Where, str]]:
    leaves = {("", name): (bank.where, "") for name in bank.allow}
    for item in items:
        for name in item.allow:
            leaves.setdefault((_holder(item, name), name), (item.where, item.id))
    return leaves


def _unknown(
    leaves: Mapping[tuple[str, str], tuple[Where, str]], rules: Mapping[str, Rule]
) -> list[Problem]:
    return [
        Problem(
            "unknown-rule",
            "error",
            where,
            f"`allow` names {name!r}, which is no rule",
            did_you_mean(name, rules) + "; `quizgen rules` lists them",
            item,
        )
        for (_, name), (where, item) in leaves.items()
        if RENAMED.get(name, name) not in rules
    ]


def _needless(
    leaves: Mapping[tuple[str, str], tuple[Where, str]],
    rules: Mapping[str, Rule],
    used: set[tuple[str, str]],
    ran: RulesThatRan,
    items: Mapping[str, Item],
) -> list[Problem]:
    return [
        Problem(
            "unused-allow",
            "warning",
            where,
            f"`allow` names {name}, but nothing here has that flaw",
            "delete it",
            item,
        )
        for (holder, name), (where, item) in leaves.items()
        if (rule := rules.get(RENAMED.get(name, name)))
        and (holder, rule.name) not in used
        and ran.has(rule, holder, items.get(item))
    ]


def chosen_rules(
    select: Sequence[str], ignore: Sequence[str], rules: Mapping[str, Rule]
) -> RuleSelection:
    """Check the names of `--select` and `--ignore`.

    Raises ValueError that names the one nobody knows.
    """
    known = {*rules, *GROUPS}
    select, ignore = ([RENAMED.get(name, name) for name in names] for names in (select, ignore))
    for name in (*select, *ignore):
        if name not in known:
            raise ValueError(f"no rule or group {name!r}; {did_you_mean(name, known)}")
    return RuleSelection(tuple(select), tuple(ignore))
