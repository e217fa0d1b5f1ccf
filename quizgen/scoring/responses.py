"""Judges responses: whether one is a response at all, and how right it is.

A score is a share from 0 to 1, or None where no machine may judge. Speed never counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Interaction,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.scoring.earlier import judged_first, numbers_first
from quizgen.scoring.numbers import read_numbers
from quizgen.text.typed import Strictness, as_judged, without_unseen

MOST_TYPED = 200
"""Characters of a typed answer."""

Response = int | list[int] | list[str] | str
"""A place, places, or what was typed; which of them follows from the interaction."""


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """How responses are scored; a log can be scored again by others."""

    partial: bool = True
    """Half an answer counts half where the bank says so, and in pairs and blanks."""
    round: Literal["first", "last"] = "last"
    """Which vote counts where there were two."""


RULES = ScoringRules()


def validate_response(interaction: Interaction, response: Any) -> Response | None:
    """Give a response as it is kept, or None when it is none to this interaction.

    Args:
        interaction: What is answered.
        response: Whatever came in, of any type and shape.

    """
    match interaction:
        case Choose(choices, several):
            return _places(response, len(choices)) if several else _place(response, len(choices))
        case Recall():
            return _place(response, 2)  # known, or not
        case Order(choices):
            return _one_each(response, len(choices))
        case Match(lefts, choices):
            ok = _are_places(response, len(choices)) and len(response) == len(lefts)
            return list(response) if ok else None
        case Fill(blanks):
            return _in_blanks(response, blanks)
        case EnterText() | EnterNumber():
            return tidy(response) or None
        case Write():
            return " ".join(tidy(response).split()) or None
        case _:
            assert_never(interaction)


def _place(value: Any, count: int) -> int | None:
    return value if _is_place(value, count) else None


def _places(values: Any, count: int) -> list[int] | None:
    ok = _are_places(values, count) and 0 < len(values) == len(set(values))
    return sorted(values) if ok else None


def _one_each(values: Any, count: int) -> list[int] | None:
    ok = _are_places(values, count) and len(set(values)) == count
    return list(values) if ok else None


def _in_blanks(values: Any, blanks: int) -> list[str] | None:
    if not isinstance(values, list) or len(values) != blanks:
        return None
    texts = [tidy(text) for text in values]
    return texts if any(texts) else None


def _is_place(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _are_places(values: Any, count: int) -> bool:
    return isinstance(values, list) and all(_is_place(value, count) for value in values)


def tidy(text: Any) -> str:
    """Give a typed text on one line, without signs that can't be seen, not too long.

    Spaces inside it stay: where a key counts every sign, they are signs.
    """
    if not isinstance(text, str):
        return ""
    kept = (c if c.isprintable() else " " for c in without_unseen(text[:2000]))
    return "".join(kept).strip()[:MOST_TYPED].strip()


def score(key: Key, response: Any, rules: ScoringRules = RULES) -> float | None:
    """Say how right a response is, from 0 to 1; None where nobody can tell by machine.

    Args:
        key: What is right.
        response: What `validate_response` gave for the key's interaction, or None.
        rules: How to score.

    """
    if isinstance(key, WriteKey | RecallKey):
        return None
    if response is None:
        return 0.0
    match key:
        case ChooseKey():
            return _score_choice(key, response, rules)
        case MatchKey(matches):
            return _score_parts(response, matches, rules)
        case OrderKey(ranks):
            return float(_is_in_order(ranks, response))
        case FillKey():
            return _score_blanks(key, response, rules)
        case TextKey():
            return float(_agrees(response, key.answers, key.match, key.judging))
        case NumberKey():
            return float(_is_in_range(key, response))
        case _:
            assert_never(key)


def _is_in_order(ranks: Sequence[int], order: Sequence[int]) -> bool:
    return [ranks[place] for place in order] == list(range(len(order)))


_WITH_WORDS = 3
"""From this way of judging on, `fifteen` is 15."""


def _is_in_range(key: NumberKey, typed: str) -> bool:
    if key.judging == 1:
        numbers = numbers_first(typed, key.unit)
    else:
        numbers = read_numbers(typed, key.unit, words=key.judging >= _WITH_WORDS)
    return any(float(key.low) <= number <= float(key.high) for number in numbers)


def _score_blanks(key: FillKey, typed: Sequence[str], rules: ScoringRules) -> float:
    right = [_is_right_in(key, place, text) for place, text in enumerate(typed)]
    return _score_parts(right, [True] * len(key.blanks), rules)


def _is_right_in(key: FillKey, place: int, typed: str) -> bool:
    match = "exact" if place in key.listed else key.match
    return _agrees(typed, key.answers(place), match, key.judging)


def _agrees(typed: str, answers: Iterable[str], match: Strictness, judging: int) -> bool:
    """Tell whether what was typed is one of the answers, judged as on the day."""
    if judging == 1:
        if match == "exact":
            return typed in answers
        return judged_first(typed) in map(judged_first, answers)
    return as_judged(typed, match) in {as_judged(answer, match) for answer in answers}


def _score_choice(key: ChooseKey, response: int | Sequence[int], rules: ScoringRules) -> float:
    if isinstance(response, int):
        return float(response in key.right)
    right = set(key.right)
    hits, wrong = len(right & set(response)), len(set(response) - right)
    if not rules.partial or key.scoring == "all":
        return float(hits == len(right) and not wrong)
    if key.scoring == "right-minus-wrong":
        return max(0.0, (hits - wrong) / len(right))
    return (hits + (key.offered - len(right) - wrong)) / key.offered


def _score_parts(given: Sequence[Any], right: Sequence[Any], rules: ScoringRules) -> float:
    hits = sum(a == b for a, b in zip(given, right, strict=True))
    return hits / len(right) if rules.partial else float(hits == len(right))


def response_that_counts(responses: Iterable[Any], rules: ScoringRules) -> Any:
    """Give the response that counts of somebody's votes, in their order; None if all are missing.

    It is the last vote that they took part in, or the first.
    """
    given = [response for response in responses if response is not None]
    if not given:
        return None
    return given[0] if rules.round == "first" else given[-1]
