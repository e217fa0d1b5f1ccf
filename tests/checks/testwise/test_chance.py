"""What chance alone would do: against every outcome counted out, and against known tables."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest

from quizgen.checks.testwise.chance import Odds, holm, p_value


def counted_out(odds: Sequence[Odds], score: Fraction) -> Fraction:
    """Go through all placings of the right options, one by one."""
    hits = []
    for one in odds:
        placings = list(combinations(range(one.offered), one.right))
        hits.append([Fraction(sum(i < one.named for i in p), one.named) for p in placings])
    outcomes = list(product(*hits))
    return Fraction(sum(sum(outcome, Fraction(0)) >= score for outcome in outcomes), len(outcomes))


@pytest.mark.parametrize("score", [Fraction(n, 6) for n in range(0, 31, 2)])
def test_every_outcome_is_counted(score: Fraction) -> None:
    """A p that is only near the truth would warn too often, or too late."""
    odds = [Odds(1, 4, 1), Odds(2, 4, 1), Odds(3, 5, 2), Odds(1, 2, 1), Odds(3, 3, 1)]
    assert p_value(odds, score) == pytest.approx(float(counted_out(odds, score)), abs=1e-12)


def test_items_of_one_chance_are_a_binomial() -> None:
    """The usual case would not agree with the tables that statisticians have."""
    tail = sum(comb(40, k) * 3 ** (40 - k) for k in range(18, 41)) / 4**40
    assert p_value([Odds(1, 4, 1)] * 40, Fraction(18)) == pytest.approx(tail, rel=1e-9)


def test_naming_all_options_tells_nothing() -> None:
    """Items on which tricks are silent would count for or against a bank."""
    odds = [Odds(1, 4, 1)] * 10
    silent = [Odds(4, 4, 1)] * 30
    assert p_value(odds + silent, Fraction(6) + Fraction(30, 4)) == pytest.approx(
        p_value(odds, Fraction(6))
    )


def test_holm() -> None:
    """One of many tricks would seem telling by chance."""
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
