"""Whether the values of an answer stand in the cited words, may follow from them, or do neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.comparing import compare
from quizgen.checks.evidence.lexicon import implied
from quizgen.checks.evidence.moments import Likeness
from quizgen.text.values import (
    READ_IN_WORDS,
    DateValue,
    Number,
    Quantity,
    Range,
    Share,
    Sign,
    Stated,
    base,
    tidied,
)
from quizgen.text.values.units import converted, kind

Standing = Literal["proved", "unclear", "missing", "contradicted"]
"""It stands there; a human must say; it stands nowhere; another value of its kind stands there."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value of an answer, and how it stands to the cited words."""

    value: Stated
    standing: Standing


def judge(claim: Claim, text: str) -> list[Judged]:
    """Judge every value of an answer by the cited words."""
    answered = claim.answered(text)
    cited = claim.stated_for(answered)
    alone = len(tidied(text).split()) == 1
    return [
        Judged(value, _standing(claim, value, cited))
        for value in answered
        if alone or not _is_loose(value, cited)
    ]


_LOOSE = frozenset({"second", "seconde", "segundo", "segunda"})


def _is_loose(answer: Stated, cited: Sequence[Stated]) -> bool:
    """Tell whether a word is more often no quantity: `the one who`, `a second later`.

    Not so where the source counts or numbers the same thing.
    """
    value = answer.value
    if not answer.spelled or not isinstance(value, Number):
        return False
    if value.amount != 1 and answer.raw.lower() not in _LOOSE:
        return False
    return not any(
        isinstance(there.value, (Number, Quantity))
        and there.value.ordinal == value.ordinal
        and (value.ordinal or (answer.counted and answer.counted[0] in there.counted))
        for there in cited
    )


def _standing(claim: Claim, answer: Stated, cited: Sequence[Stated]) -> Standing:
    found: set[Likeness] = {compare(value, answer, claim.sought) for value in cited}
    if "same" in found:
        return "proved"
    if "unclear" in found or _may_follow(claim, answer, cited) or _unread(claim, answer, found):
        return "unclear"
    return "contradicted" if "other" in found else "missing"


def _unread(claim: Claim, answer: Stated, found: set[Likeness]) -> bool:
    """Tell whether the cited words may say it in a way that nobody here reads."""
    if isinstance(answer.value, Sign):
        return "other" not in found
    foreign = any(base(c.source.language) not in READ_IN_WORDS for c in claim.cited)
    if foreign:
        return isinstance(answer.value, Number) or "other" not in found
    return False


def _may_follow(claim: Claim, answer: Stated, cited: Sequence[Stated]) -> bool:
    """Tell whether a value may follow from the cited ones; that it does, a human must say.

    By rounding (`about 1,200`), by its century, by a word such as `both`, or as the sum,
    difference, product or ratio of two of them.
    """
    value = Number(answer.value.ratio) if isinstance(answer.value, Share) else answer.value
    if not isinstance(value, (Number, Quantity)):
        return False
    if any(value.amount in implied(c.quote, c.source.language) for c in claim.cited):
        return True
    amounts = list(_amounts(cited))
    if _is_century(value, amounts) or _is_rounded(answer, cited):
        return True
    return _is_derived(value, amounts)


_Amount = tuple[Decimal, frozenset[str]]
"""A number and the kinds of its unit."""


def _amounts(cited: Sequence[Stated]) -> Iterator[_Amount]:
    """Give what can be reckoned with: numbers, quantities, years; ends of ranges only of years."""
    for each in cited:
        ends = (each.value.low, each.value.high) if isinstance(each.value, Range) else (each.value,)
        for value in ends:
            match value:
                case DateValue(_, _, year, False) if year:
                    yield Decimal(year), frozenset()
                case Number(amount, False) if len(ends) == 1 or 1000 <= amount < 2200:
                    yield amount, frozenset()
                case Quantity(amount, units, ordinal) if len(ends) == 1 and (
                    not ordinal or "duration-century" in units
                ):
                    yield amount, frozenset(map(kind, units))
                case _:
                    pass


_DECADES = frozenset({"calendar-decade"})


def _is_century(value: Number | Quantity, amounts: Sequence[_Amount]) -> bool:
    if not isinstance(value, Quantity):
        return False
    if value.units == _DECADES and value.amount % 100 == 0:  # `the 1700s`, of the 18th century
        return any(number == value.amount // 100 + 1 for number, unit in amounts)
    named = value.ordinal and "duration-century" in value.units
    return named and any((year - 1) // 100 + 1 == value.amount for year, _ in amounts)


def _is_rounded(answer: Stated, cited: Sequence[Stated]) -> bool:
    value = answer.value
    if answer.hedge != "about" or not isinstance(value, (Number, Quantity)):
        return False
    near = (amount for each in cited for amount in _in_its_unit(each, value))
    return any(abs(a - value.amount) * 10 <= abs(a) for a in near)


def _in_its_unit(cited: Stated, answer: Number | Quantity) -> Iterator[Decimal]:
    """Give a cited amount in the unit of an answer; as it is where one of them has none."""
    there = cited.value
    if isinstance(there, DateValue) and there.year:
        yield Decimal(there.year)
    elif isinstance(there, Quantity) and isinstance(answer, Quantity):
        yield from (
            amount
            for unit in there.units
            for other in answer.units
            if (amount := converted(there.amount, unit, other)) is not None
        )
    elif isinstance(there, (Number, Quantity)) and not there.ordinal:
        yield there.amount


def _kinds(value: Number | Quantity) -> frozenset[str]:
    return frozenset(map(kind, value.units)) if isinstance(value, Quantity) else frozenset()


_MOST = 12


def _is_derived(value: Number | Quantity, amounts: Sequence[_Amount]) -> bool:
    kinds, wanted = _kinds(value), value.amount
    for (a, a_kinds), (b, b_kinds) in combinations(
        sorted(set(amounts), reverse=True, key=lambda x: x[0])[:_MOST], 2
    ):
        if a_kinds == b_kinds and (not kinds or kinds & a_kinds or not a_kinds):
            if wanted in {a + b, a - b}:
                return True
            if "concentr" in a_kinds and wanted == 100 - a - b:
                return True
        if not kinds and (wanted == a * b or (b and wanted == a / b)):
            return True
    return False
