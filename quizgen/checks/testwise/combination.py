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

from collections.abc import Callable, Sequence
from math import exp
from statistics import median
from typing import Final

from quizgen.checks.testwise.seen import SeenChoice
from quizgen.checks.testwise.tricks import (
    Likings,
    grammar,
    hedged,
    longest,
    middle_number,
    no_absolutes,
    odd_one_out,
    option_words,
    stem_words,
)

_TRUE, _ABSOLUTE_STATEMENT = 0.5, 1.0
_NEIGHBOUR, _GRAMMAR, _ABSOLUTE, _LEFT_OVER, _MIDDLE = 3.0, 2.0, 2.0, 2.0, 0.7


def combined(choice: SeenChoice, printed: Likings, left_over: Likings | None) -> Likings:
    """Add up what all tricks say of each option.

    Args:
        choice: What is to choose from.
        printed: How plainly other items print each option.
        left_over: How often each would be right in its pool; nothing where it has none.

    """
    if choice.statement:
        return (_TRUE, _ABSOLUTE_STATEMENT * no_absolutes(choice)[1])
    sums = [_NEIGHBOUR * said for said in printed]
    if left_over is not None:
        chance = 1 / len(left_over)
        _add(sums, [_LEFT_OVER * (share - chance) / (1 - chance) for share in left_over])
    for sign in _SIGNS:
        _add(sums, sign(choice))
    return sums


def _add(sums: list[float], more: Sequence[float]) -> None:
    for place, value in enumerate(more):
        sums[place] += value


def _length(choice: SeenChoice) -> Likings:
    """Like what is longer than the median, and a little more what is longer than all."""
    sizes = longest(choice)
    usual, most = max(median(sizes), 1.0), max(sizes)
    alone = sizes.count(most) == 1
    return [
        2.0 * (1 - exp(-max(size / usual - 1, 0.0) / 0.4)) + 0.3 * (alone and size == most)
        for size in sizes
    ]


def _stem_words(choice: SeenChoice) -> Likings:
    """Like what has more words of the stem than the median option."""
    counts = stem_words(choice)
    usual = median(counts)
    return [_rising(count - usual, 2.2, 0.8) for count in counts]


def _odd(choice: SeenChoice) -> Likings:
    return [_rising(oddity, 1.2, 1.2) for oddity in odd_one_out(choice)]


def _rising(value: float, first: float, more: float) -> float:
    """Give `first` for the first point, part of it for a part, and up to `more` for all others."""
    return first * max(value, 0.0) if value < 1 else first + more * (1 - exp((1 - value) / 3))


def _shared(choice: SeenChoice) -> Likings:
    counts = option_words(choice)
    most = max(counts)
    return [count / most if most else 0.0 for count in counts]


def _middle(choice: SeenChoice) -> Likings:
    likings = middle_number(choice)
    best = max(likings)
    return [_MIDDLE * (liking == best and min(likings) < best) for liking in likings]


_SIGNS: Final[Sequence[Callable[[SeenChoice], Likings]]] = (
    lambda choice: [_GRAMMAR * fit for fit in grammar(choice)],
    lambda choice: [_ABSOLUTE * liking for liking in no_absolutes(choice)],
    hedged,
    _stem_words,
    _odd,
    _length,
    _shared,
    _middle,
)
