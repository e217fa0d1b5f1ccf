"""Counts the answers to a question, for the teacher and, after the reveal, for the wall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, assert_never

from quizgen.interaction import (
    Choose,
    EnterNumber,
    EnterText,
    Fill,
    Interaction,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    Write,
)
from quizgen.review.lesson.session import Session
from quizgen.review.lesson.state import Round
from quizgen.scoring.numbers import read_numbers
from quizgen.scoring.responses import score
from quizgen.text.folding import fold

MOST_TEXTS = 60
"""Different typed answers that a tally lists."""
COLUMNS = 15
"""Of a histogram."""


def raised(round: Round) -> int:
    """Count the raised hands of a round."""
    return sum(round.raised_hands)


def tallies(session: Session, *, public: bool = False) -> list[dict[str, Any]]:
    """Count the answers of each round of the question on the screen."""
    state = session.state
    rounds = [state.rounds[state.ask, n] for n in range(1, state.asking.rounds + 1)]
    texts = state.shown_texts if public else None
    key = session.key_of(state.asking.item)
    return [tally(session.question.interaction, key, round, texts) for round in rounds]


def tally(
    interaction: Interaction, key: Key, round: Round, shown_texts: frozenset[str] | None = None
) -> dict[str, Any]:
    """Count a round's answers, and list the typed ones: those to be shown, or all for None."""
    responses = [one.response for one in round.votes.values()]
    fields: dict[str, Any] = {"n": len(responses) + raised(round)}
    match interaction:
        case Choose(choices):
            fields["counts"] = _picked(responses, round, len(choices))
        case Recall():
            fields["counts"] = _picked(responses, round, 2)
        case Match() | Order():
            fields["right"] = _right_in_places(key, responses)
            fields["all_right"] = sum(score(key, r) == 1 for r in responses)
        case Fill() | EnterText() | EnterNumber() | Write():
            fields["texts"] = _texts(key, responses, shown_texts)
            if isinstance(key, NumberKey):
                fields["numbers"] = histogram(key, responses)
        case _:
            assert_never(interaction)
    return fields


def _right_in_places(key: Key, responses: Sequence[Any]) -> list[int]:
    """Count for each pair, or each place of an order, who had it right."""
    match key:
        case MatchKey(matches):
            return [sum(r[i] == right for r in responses) for i, right in enumerate(matches)]
        case OrderKey(ranks):
            return [sum(ranks[r[place]] == place for r in responses) for place in range(len(ranks))]
        case _:
            return []


def histogram(key: NumberKey, responses: Sequence[Any]) -> dict[str, Any]:
    """Count typed numbers in columns of equal width around what is right.

    What lies far out is counted at the ends, so that one slip of a zero flattens nothing.
    """
    low, high = float(key.low), float(key.high)
    read = (_nearest(read_numbers(str(r), key.unit), low, high) for r in responses)
    numbers = sorted(number for number in read if number is not None)
    inner = numbers[len(numbers) // 4 : len(numbers) - len(numbers) // 4]
    middle = max([high - low, *(abs(n - low) for n in inner), abs(low) / 10, 1e-9])
    near = [n for n in numbers if low - 2 * middle <= n <= high + 2 * middle]
    edge = (high - low) / 2 or middle / 4  # what is right is seen to have an end
    first, last = min([low - edge, *near]), max([high + edge, *near])
    width = (last - first) / COLUMNS
    counts = [0] * COLUMNS
    for number in numbers:
        if first <= number <= last:
            counts[min(COLUMNS - 1, int((number - first) / width))] += 1
    return {
        "from": first,
        "to": last,
        "low": low,
        "high": high,
        "counts": counts,
        "below": sum(number < first for number in numbers),
        "above": sum(number > last for number in numbers),
        "unread": len(responses) - len(numbers),
    }


def _nearest(meant: Sequence[float], low: float, high: float) -> float | None:
    """Give the number that was meant, in favour of whoever typed it."""
    finite = [number for number in meant if isfinite(number)]
    return min(finite, key=lambda n: max(low - n, n - high, 0.0), default=None)


def _picked(responses: Iterable[Any], round: Round, count: int) -> list[int]:
    """Count for each choice who picked it, raised hands among them."""
    picks = Counter(i for r in responses for i in (r if isinstance(r, list) else [r]))
    hands = round.raised_hands or (0,) * count
    return [picks[i] + hands[i] if i < len(hands) else 0 for i in range(count)]


def _texts(
    key: Key, responses: list[Any], shown_texts: frozenset[str] | None
) -> list[dict[str, Any]]:
    """Group typed answers that differ in case or accents alone and are judged alike."""
    groups: dict[tuple[str, float | None], list[str]] = {}
    for response in responses:
        text = " / ".join(response) if isinstance(response, list) else str(response)
        group = fold(text), score(key, response)
        groups.setdefault(group, []).append(text)
    rows: list[dict[str, Any]] = [
        {"text": Counter(texts).most_common(1)[0][0], "n": len(texts), "right": mark}
        for (_, mark), texts in groups.items()
    ]
    if shown_texts is not None:
        rows = [row for row in rows if row["text"] in shown_texts or row["right"] == 1]
    return sorted(rows, key=lambda row: (-int(row["n"]), row["text"]))[:MOST_TEXTS]
