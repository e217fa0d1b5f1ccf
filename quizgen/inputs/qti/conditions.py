"""What a question's `resprocessing` says: which answers are worth how much, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """A response equals a value, or is above or below it."""

    sign: str
    """`equal`, `gte`, `gt`, `lte`, `lt`, `subset`."""
    response: str
    value: str
    is_not: bool = False


@dataclass(slots=True)
class Condition:
    """One `respcondition`."""

    tests: list[Comparison]
    score: Decimal | None
    """In percent of the points; None where it sets none."""
    adds: bool
    told: list[str] = field(default_factory=list)
    """Ids of the feedback that is shown."""

    def values(self, response: str = "", sign: str = "equal") -> list[str]:
        """Give the values that a response must equal."""
        return [
            test.value
            for test in self.tests
            if test.sign == sign and not test.is_not and response in {"", test.response}
        ]


def conditions_of(item: Any) -> list[Condition]:
    """Read the conditions of a question; scores become percent of the best there is."""
    conditions = [_condition(node) for node in item.iterfind("resprocessing/respcondition")]
    scored = [one for one in conditions if one.score is not None]
    best = _best(scored)
    for one in scored:
        one.score = (one.score or Decimal(0)) * 100 / best
    return conditions


def _best(scored: list[Condition]) -> Decimal:
    """Give the score that is all: the highest, or what parts add up to."""
    scores = [(one.score or Decimal(0), one.adds) for one in scored]
    total = sum((score for score, adds in scores if adds and score > 0), Decimal(0))
    highest = max((score for score, _ in scores), default=Decimal(0))
    best = max(total, highest)
    return best if best > 0 else Decimal(100)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 20 else None


def _condition(node: Any) -> Condition:
    score, adds = None, False
    for setting in node.iterfind("setvar"):
        if (setting.get("varname") or "SCORE").upper() in {"SCORE", "QUE_SCORE", "RESPONSE"}:
            score = _number(setting.text)
            adds = (setting.get("action") or "Set").lower() == "add"
    told = [feedback.get("linkrefid") or "" for feedback in node.iterfind("displayfeedback")]
    tests = [test for var in node.iterfind("conditionvar") for test in _tests(var)]
    return Condition(tests, score, adds, told)


def _tests(var: Any) -> Iterator[Comparison]:
    for node in var.iter():
        if isinstance(node.tag, str) and node.tag.startswith("var"):
            negated = sum(above.tag == "not" for above in node.iterancestors()) % 2 == 1
            value = (node.text or "").strip()
            yield Comparison(
                node.tag.removeprefix("var"), node.get("respident") or "", value, negated
            )
