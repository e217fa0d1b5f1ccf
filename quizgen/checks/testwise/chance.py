"""What chance alone would do: the exact distribution of a score, each item with its own chance.

Somebody without knowledge names the t options that look best among k, of which r are right, and
shares the answer among them. Were the right ones placed at random, j of the t would be right with
the hypergeometric probability C(t, j) C(k - t, r - j) / C(k, r), and the item would score j / t.
Its mean is r / k whatever t is. The score of a bank is a sum of independent such scores, whose
distribution is their convolution (for t = r = 1 the Poisson binomial of Hoeffding 1956, found by
the direct convolution of Biscarri, Zhao & Brunner 2018); p is the share of it at or above the
score. Sums are exact in the scores and double in the probabilities; parts below 1e-60 are dropped.
Several tricks are corrected for their number by Holm's step-down method (Holm 1979).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb, fsum, lcm

_NOTHING = 1e-60
_Shares = Mapping[int, float]
"""Score, in parts of the common denominator -> probability."""


@dataclass(frozen=True, slots=True, order=True)
class Odds:
    """So many named of so many offered, of which so many are right."""

    named: int
    offered: int
    right: int

    @property
    def chance(self) -> Fraction:
        """What chance scores on it in the mean."""
        return Fraction(self.right, self.offered)

    def shares(self, parts: int) -> _Shares:
        """Give the distribution of its score, in so many parts of a point."""
        every = comb(self.offered, self.right)
        ways = {
            j: comb(self.named, j) * comb(self.offered - self.named, self.right - j)
            for j in range(min(self.named, self.right) + 1)
        }
        return {parts * j // self.named: n / every for j, n in ways.items() if n}


def p_value(odds: Iterable[Odds], score: Fraction) -> float:
    """Give the probability that chance scores as much or more."""
    counted = Counter(odds)
    parts = lcm(*(one.named for one in counted), score.denominator)
    groups = (_times(one.shares(parts), count) for one, count in sorted(counted.items()))
    shares: _Shares = reduce(_convolved, groups, {0: 1.0})
    least = score * parts
    return min(1.0, fsum(share for value, share in shares.items() if value >= least))


def _times(shares: _Shares, count: int) -> _Shares:
    """Add up so many independent scores of one distribution, by squaring."""
    sums: _Shares = {0: 1.0}
    while count:
        if count & 1:
            sums = _convolved(sums, shares)
        count >>= 1
        shares = _convolved(shares, shares) if count else shares
    return sums


def _convolved(a: _Shares, b: _Shares) -> _Shares:
    """Give the distribution of the sum of two independent scores."""
    if len(a) < len(b):
        a, b = b, a
    sums: dict[int, float] = {}
    for value, share in b.items():
        for other, rest in a.items():
            both = share * rest
            if both > _NOTHING:
                at = value + other
                sums[at] = sums.get(at, 0.0) + both
    return sums


def holm(values: Sequence[float]) -> list[float]:
    """Correct p values for their number, the smallest first (Holm 1979)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    corrected = [0.0] * len(values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = highest
    return corrected
