"""The testwise score: what somebody would get who knows nothing but tricks, against chance.

Choices alone are counted: single choice, statements (chance 1 in 2), each blank that has a list
of its own, and multiple response, where the tricks name one option, which is right if it is among
the right ones. Matching, ordering and word banks are not: what is right for one part depends on
the others, so that they are no independent tries. Drafts and retired items don't count.

Tricks are given what pupils see, as `Asked`, which can't hold a key; only the sum of what they
named meets the keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from quizgen.checks.testwise.chance import Odds, holm, p_value
from quizgen.checks.testwise.combination import combined
from quizgen.checks.testwise.neighbours import Neighbours, eliminations
from quizgen.checks.testwise.seen import SeenChoice, choices_seen, printed_texts
from quizgen.checks.testwise.tricks import TRICKS, Likings, position
from quizgen.interaction import (
    ChooseKey,
    Fill,
    FillKey,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    RecallKey,
    TextKey,
    WriteKey,
)
from quizgen.model import Item, item_options
from quizgen.present.lower import Asked, ask, tell

LEAST_ITEMS = 20
"""With fewer choices no score tells anything."""
MARGIN = Fraction(1, 10)
SURE = 0.01
MOST_ITEMS = 600
RUNS, RUN = 12, 50
"""Of a bank with more items, so many runs of so many neighbours stand for all."""
"""A warning needs both: so much above chance, and chance so seldom as good."""
NEIGHBOUR, ELIMINATION, POSITION = "neighbour", "elimination", "position"

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Guess:
    """What one way of guessing does on one choice."""

    named: tuple[int, ...]
    """The options that look best, which share the answer."""

    def score(self, right: Sequence[int]) -> Fraction:
        """Say how much of the answer is right."""
        return Fraction(len(set(self.named) & set(right)), len(self.named))


@dataclass(frozen=True, slots=True)
class Guesses:
    """What all ways of guessing do on one choice, worked out from what pupils see."""

    choice: SeenChoice
    combined: Guess
    tricks: Mapping[str, Guess]


@dataclass(frozen=True, slots=True)
class TrickScore:
    """What one trick alone would get."""

    score: float
    p: float
    """Corrected for the number of tricks (Holm)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessedItem:
    """How one item fares."""

    item: str
    score: float
    chance: float
    tricks: tuple[str, ...]
    """Those that name right options and no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TricksScore:
    """What somebody would get who knows nothing but tricks."""

    score: float
    chance: float
    p: float
    items: int
    tricks: Mapping[str, TrickScore]
    by_item: tuple[GuessedItem, ...] = ()

    @property
    def alarming(self) -> bool:
        """Whether it is too much for chance, and by too much."""
        return self.score >= self.chance + float(MARGIN) - _CLOSE and self.p < SURE


def guesses(asked: Sequence[Asked], *, filed: bool = False) -> Iterator[Guesses]:
    """Guess at every choice of some items that are asked together.

    Args:
        asked: The items, as pupils see them.
        filed: Their options stand in the order of a file from elsewhere, whose places may tell.

    """
    choices = [choice for place, one in enumerate(asked) for choice in choices_seen(one, place)]
    neighbours = Neighbours(printed_texts(asked))
    left_over = eliminations(choices)
    for place, choice in enumerate(choices):
        likings = {name: trick(choice) for name, trick in TRICKS.items()}
        likings[NEIGHBOUR] = neighbours.neighbour(choice)
        likings[ELIMINATION] = left_over.get(place) or (0.0,) * len(choice.options)
        if filed:
            likings[POSITION] = position(choice)
        yield Guesses(
            choice,
            _guess(combined(likings, statement=choice.statement)),
            {name: _guess(liking) for name, liking in likings.items()},
        )


def _guess(likings: Likings) -> Guess:
    best = max(likings)
    return Guess(tuple(i for i, liking in enumerate(likings) if liking >= best - _CLOSE))


# --- against the keys -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tried:
    """Guesses at a choice, and what is right."""

    item: str
    guesses: Guesses
    right: tuple[int, ...]

    def odds(self, guess: Guess) -> Odds:
        return Odds(len(guess.named), len(self.guesses.choice.options), len(self.right))

    @property
    def chance(self) -> Fraction:
        return Fraction(len(self.right), len(self.guesses.choice.options))


def in_runs(items: Sequence[Item]) -> list[Item]:
    """Give the items that a bank is judged by: all, or of very many some runs of neighbours."""
    counted = [item for item in items if item.status == "ok"]
    if len(counted) <= MOST_ITEMS:
        return counted
    starts = (turn * (len(counted) - RUN) // (RUNS - 1) for turn in range(RUNS))
    return [item for start in starts for item in counted[start : start + RUN]]


def tricks_score(items: Iterable[Item], lang: str, *, filed: bool = False) -> TricksScore | None:
    """Give the testwise score of items that are asked together; nothing under 20 choices."""
    counted = [item for item in items if item.status == "ok"]
    orders = [_order(item, filed=filed) for item in counted]
    asked = [ask(item, order, lang) for item, order in zip(counted, orders, strict=True)]
    tried = []
    keys: dict[int, list[tuple[int, ...]]] = {}
    for guess in guesses(asked, filed=filed):
        place = guess.choice.item
        if place not in keys:
            told = tell(counted[place], orders[place], lang)
            keys[place] = list(_right(asked[place], told.key))
        tried.append(_Tried(counted[place].id, guess, keys[place].pop(0)))
    return _judged(tried) if len(tried) >= LEAST_ITEMS else None


def _order(item: Item, *, filed: bool) -> list[str]:
    ids = [option.id for option in item_options(item)]
    return ids if filed else sorted(ids)


def _right(asked: Asked, key: Key) -> Iterator[tuple[int, ...]]:
    """Give the places of what is right, for each choice of an item."""
    match key:
        case ChooseKey(right=right):
            yield right
        case FillKey():
            lists = asked.interaction.lists if isinstance(asked.interaction, Fill) else ()
            for offered, hidden in zip(lists, key.blanks, strict=False):
                if offered:
                    yield tuple(i for i, text in enumerate(offered) if text == hidden)
        case MatchKey() | OrderKey() | TextKey() | NumberKey() | WriteKey() | RecallKey():
            return
        case _:
            assert_never(key)


def _judged(tried: Sequence[_Tried]) -> TricksScore:
    score, p = _score(tried, [one.guesses.combined for one in tried])
    names = tuple(tried[0].guesses.tricks)
    alone = [_score(tried, [one.guesses.tricks[name] for one in tried]) for name in names]
    corrected = holm([p for _, p in alone])
    return TricksScore(
        score=float(score / len(tried)),
        chance=float(sum((one.chance for one in tried), Fraction(0)) / len(tried)),
        p=p,
        items=len(tried),
        tricks={
            name: TrickScore(float(points / len(tried)), corrected[place])
            for place, (name, (points, _)) in enumerate(zip(names, alone, strict=True))
        },
        by_item=tuple(map(_guessed, tried)),
    )


def _score(tried: Sequence[_Tried], guesses: Sequence[Guess]) -> tuple[Fraction, float]:
    pairs = list(zip(tried, guesses, strict=True))
    score = sum((guess.score(one.right) for one, guess in pairs), Fraction(0))
    return score, p_value((one.odds(guess) for one, guess in pairs), score)


def _guessed(one: _Tried) -> GuessedItem:
    offered = len(one.guesses.choice.options)
    return GuessedItem(
        item=one.item,
        score=float(one.guesses.combined.score(one.right)),
        chance=float(one.chance),
        tricks=tuple(
            name
            for name, guess in one.guesses.tricks.items()
            if len(guess.named) < offered and set(guess.named) <= set(one.right)
        ),
    )
