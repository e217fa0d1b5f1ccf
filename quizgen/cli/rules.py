"""`quizgen rules`: all rules in a table, or the page of one."""

from __future__ import annotations

import sys

from quizgen.checks.lint import ITEM_RULES
from quizgen.checks.lint.languages import LANGUAGES
from quizgen.checks.lint.levels import LEVELS_PAGE
from quizgen.checks.lint.precision import PRECISION, precision_text
from quizgen.checks.lint.rates import RATES
from quizgen.checks.rules import GROUPS, RENAMED, Rule
from quizgen.cli.console import print_json, print_table, safe
from quizgen.pipeline.check import RULES
from quizgen.problems import did_you_mean


def run_rules(name: str, *, as_json: bool) -> int:
    """Print the table, or one page."""
    if not name:
        _print_all(as_json=as_json)
        return 0
    if name == "levels":
        if as_json:
            print_json({"name": "levels", "page": LEVELS_PAGE})
        else:
            print(safe(LEVELS_PAGE), end="")
        return 0
    rule = RULES.get(RENAMED.get(name, name))
    if rule is None:
        print(safe(f"quizgen: no rule {name!r}; {did_you_mean(name, RULES)}"), file=sys.stderr)
        print(
            "(what can't be read at all has no page: its help line says what to do)",
            file=sys.stderr,
        )
        return 1
    if as_json:
        print_json(_as_json(rule))
    else:
        print(safe(page(rule)), end="")
    return 0


def page(rule: Rule) -> str:
    """Write the page of a rule."""
    rate = RATES.get(rule.name)
    base_rate = f"\n## Base rate\n{rate}\n" if rate else ""
    measured = precision_text(rule.name, LANGUAGES)
    if unmeasured := _unmeasured(rule):
        measured += f"\n{' and '.join(unmeasured)}: not measured; it only informs."
    precision = f"\n## Precision\n{measured}\n{_HOW}\n" if measured else ""
    return f"# {rule.name} ({rule.level}, {rule.group})\n\n{rule.page}{precision}{base_rate}"


_HOW = (
    "Measured on sentences of our own, written after the rule, half of them sound; in a bank with\n"
    "few flaws a larger share of its findings will be wrong."
)


def _unmeasured(rule: Rule) -> list[str]:
    """Name the languages that a rule has words for and was not measured in."""
    known = next((r.languages for r in ITEM_RULES if r.rule is rule), frozenset[str]())
    return [
        name
        for code, name in LANGUAGES.items()
        if code in known and (rule.name, code) not in PRECISION
    ]


def _print_all(*, as_json: bool) -> None:
    if as_json:
        print_json([_as_json(rule) for rule in RULES.values()])
        return
    for group in GROUPS:
        rows = [("rule", "level", "flaw")]
        rows += [(r.name, r.level, r.summary) for r in RULES.values() if r.group == group]
        print_table(group, rows)
        print()
    print("quizgen rules NAME shows a rule's page: why, example, use instead, when to ignore.")
    print("quizgen rules levels tells what the levels 1 to 5 are.")


def _as_json(rule: Rule) -> dict[str, str]:
    return {
        "name": rule.name,
        "level": rule.level,
        "group": rule.group,
        "summary": rule.summary,
        "page": page(rule),
    }
