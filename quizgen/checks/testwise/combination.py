"""The one combination of tricks that carries the score: fixed weights, added up for each option.

It was fixed before any bank was looked at with it, so that no bank could be written to it, nor it
to a bank: change it only together with every published score. A weight says how much a trick can
say for an option, on the scale of log-odds; the option with the largest sum is taken, and equal
ones share the answer.

| sign | adds to an option |
|---|---|
| printed in another item | 3, as far as that item prints it and speaks of what is asked |
| fits the grammar of the stem | 2 for each fit, -2 for each misfit |
| an absolute word | -2 |
| a hedge | 2, a weak one 1.5; detail 0.2 for each sign of it, up to 0.8 |
| words of the stem | 2.2 for one word more than the median, towards 3 for more |
| odd one out | 1.2 for one oddity of form, towards 2.4 for more; half for a faint one |
| length | towards 2 the longer than the median, and 0.3 for the longest |
| words of other options | up to 1, as a share of the most |
| left over in a pool | up to 2, as far as its share among all solutions is above chance |
| middle number | 0.7 |
| a statement | true 0.5; an absolute word in it: false 1 |

Shortest option and position have no weight: nothing can be both, and our options are shuffled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from statistics import median

from quizgen.checks.testwise.tricks import Likings

_TRUE, _ABSOLUTE_STATEMENT = 0.5, 1.0
_NEIGHBOUR, _GRAMMAR, _ABSOLUTE, _LEFT_OVER, _MIDDLE = 3.0, 2.0, 2.0, 2.0, 0.7


def combined(likings: Mapping[str, Likings], *, statement: bool) -> Likings:
    """Add up what all tricks say of each option of a choice.

    Args:
        likings: What each trick says, by its name.
        statement: Whether the choice is between true and false.

    """
    if statement:
        return (_TRUE, _ABSOLUTE_STATEMENT * likings["no-absolutes"][1])
    sums = [_NEIGHBOUR * said for said in likings["neighbour"]]
    _add(sums, [_GRAMMAR * fit for fit in likings["grammar"]])
    _add(sums, [_ABSOLUTE * liking for liking in likings["no-absolutes"]])
    _add(sums, likings["hedged"])
    _add(sums, _left_over(likings["elimination"]))
    _add(sums, _stem_words(likings["stem-words"]))
    _add(sums, _odd(likings["odd-one-out"]))
    _add(sums, _length(likings["longest"]))
    _add(sums, _shared(likings["option-words"]))
    _add(sums, _middle(likings["middle-number"]))
    return sums


def _left_over(shares: Likings) -> Likings:
    """Like what is left over in a pool, as far as that is more than chance."""
    if not any(shares):
        return shares
    chance = 1 / len(shares)
    return [_LEFT_OVER * (share - chance) / (1 - chance) for share in shares]


def _add(sums: list[float], more: Sequence[float]) -> None:
    for place, value in enumerate(more):
        sums[place] += value


def _length(sizes: Likings) -> Likings:
    """Like what is longer than the median, and a little more what is longer than all."""
    usual, most = max(median(sizes), 1.0), max(sizes)
    alone = sizes.count(most) == 1
    return [
        2.0 * (1 - exp(-max(size / usual - 1, 0.0) / 0.4)) + 0.3 * (alone and size == most)
        for size in sizes
    ]


def _stem_words(counts: Likings) -> Likings:
    """Like what has more words of the stem than the median option."""
    usual = median(counts)
    return [_rising(count - usual, 2.2, 0.8) for count in counts]


def _odd(oddities: Likings) -> Likings:
    return [_rising(oddity, 1.2, 1.2) for oddity in oddities]


def _rising(value: float, first: float, more: float) -> float:
    """Give `first` for the first point, part of it for a part, and up to `more` for all others."""
    return first * max(value, 0.0) if value < 1 else first + more * (1 - exp((1 - value) / 3))


def _shared(counts: Likings) -> Likings:
    most = max(counts)
    return [count / most if most else 0.0 for count in counts]


def _middle(likings: Likings) -> Likings:
    best = max(likings)
    return [_MIDDLE * (liking == best and min(likings) < best) for liking in likings]
