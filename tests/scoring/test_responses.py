"""What counts as a response, and how right it is."""

from __future__ import annotations

from decimal import Decimal
from math import isnan
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizgen.interaction import (
    Choice,
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
from quizgen.review.lesson.wire import interaction_json, key_json, read_interaction, read_key
from quizgen.scoring.numbers import read_numbers
from quizgen.scoring.responses import (
    ScoringRules,
    response_that_counts,
    score,
    validate_response,
)


def choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(place), ()) for place in range(count))


INTERACTIONS: dict[type, Interaction] = {
    Choose: Choose(choices(4), several=True),
    Match: Match(((), ()), choices(3)),
    Order: Order(choices(3)),
    Fill: Fill(2),
    EnterText: EnterText(),
    EnterNumber: EnterNumber("km"),
    Write: Write(0),
    Recall: Recall(),
}
KEYS: dict[type, Key] = {
    ChooseKey: ChooseKey((0, 1), 4, "partial"),
    MatchKey: MatchKey((1, 0)),
    OrderKey: OrderKey((2, 0, 1)),
    FillKey: FillKey(("Été", "x"), (("Sommer",), ()), (1,), "accents"),
    TextKey: TextKey("Kishida", ("Fumio Kishida",), match="exact"),
    NumberKey: NumberKey(Decimal("15.5"), Decimal("15.5"), Decimal("16.5"), "km"),
    WriteKey: WriteKey(),
    RecallKey: RecallKey(),
}


def several(scoring: Any) -> ChooseKey:
    return ChooseKey((0, 1), 4, scoring)


def number(unit: str) -> NumberKey:
    return NumberKey(Decimal(16), Decimal("15.5"), Decimal("16.5"), unit)


@pytest.mark.parametrize(
    ("key", "response", "right"),
    [
        (ChooseKey((2,), 4), 2, 1),
        (ChooseKey((2,), 4), 1, 0),
        (ChooseKey((2,), 4), None, 0),
        (several("all"), [0], 0),
        (several("all"), [0, 1], 1),
        (several("all"), [0, 1, 2], 0),
        (several("partial"), [0], 0.75),
        (several("right-minus-wrong"), [0, 2], 0),
        (several("right-minus-wrong"), [0], 0.5),
        (MatchKey((1, 0)), [1, 1], 0.5),
        (OrderKey((2, 0, 1)), [1, 2, 0], 1),
        (OrderKey((2, 0, 1)), [0, 1, 2], 0),
        (FillKey(("Été", "x")), ["ete", "y"], 0.5),
        (TextKey("Kishida"), "  kishida", 1),
        (TextKey("Kishida", match="exact"), "kishida", 0),
        (TextKey("Hill", ("Anna Hill",)), "anna hill", 1),
        (TextKey("mā", match="accents"), "ma", 0),
        (TextKey("das Haus", match="case"), "das haus", 0),
        (FillKey(("colour", "goes"), (("color",), ()), (1,)), ["Color", "Goes"], 0.5),
        (FillKey(("mǎ",), match="accents"), ["mā"], 0),
        (number("areas"), "16 areas", 1),
        (number(""), "32/2", 1),
        (number(""), "15,5", 1),
        (number(""), "17", 0),
        (number(""), "about 16", 0),
        (WriteKey(), "whatever", None),
        (WriteKey(), None, None),
        (RecallKey(), 0, None),
    ],
)
def test_how_right_a_response_is(key: Key, response: Any, right: float | None) -> None:
    """A right answer would count as wrong, or half a one as whole."""
    assert score(key, response) == right
    assert score(key, response, ScoringRules(partial=False)) in {None, 0, 1}


def test_the_vote_that_counts() -> None:
    """A pupil who voted once would get nothing, or the vote that they thought better of."""
    first, last = ScoringRules(round="first"), ScoringRules(round="last")
    assert response_that_counts([0, 1], first) == 0
    assert response_that_counts([0, 1], last) == 1
    assert response_that_counts([None, 1], first) == 1
    assert response_that_counts([0, None], last) == 0
    assert response_that_counts([], last) is None


def test_the_tables_of_this_test_are_whole() -> None:
    """A new interaction or key would not be tested at all."""
    assert set(INTERACTIONS) == set(get_args(Interaction))
    assert set(KEYS) == set(get_args(Key))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 6) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(st.sampled_from([*INTERACTIONS.values(), Choose(choices(4))]), ANYTHING)
def test_whatever_a_phone_sends_is_a_response_or_none(interaction: Interaction, sent: Any) -> None:
    """One pupil's odd message would stop the lesson, or be scored."""
    response = validate_response(interaction, sent)
    if response is None:
        return
    assert validate_response(interaction, response) == response
    for key in (key for key in KEYS.values() if fits(interaction, key)):
        right = score(key, response)
        assert right is None or 0 <= right <= 1


def fits(interaction: Interaction, key: Key) -> bool:
    """Tell whether a key of the table is one of this interaction."""
    return list(INTERACTIONS).index(type(interaction)) == list(KEYS).index(type(key))


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=lambda i: type(i).__name__)
def test_an_interaction_survives_the_log(interaction: Interaction) -> None:
    """After a crash phones would be asked for another kind of answer."""
    if isinstance(interaction, EnterNumber):  # its unit stands in the key
        interaction = EnterNumber()
    assert read_interaction(interaction_json(interaction)) == interaction


@pytest.mark.parametrize(
    ("interaction", "key"), [*zip(INTERACTIONS.values(), KEYS.values(), strict=True)]
)
def test_a_key_survives_the_log(interaction: Interaction, key: Key) -> None:
    """A log scored again would give other marks than on the day."""
    assert read_key(key_json(key, interaction)) == key


def test_an_old_key_is_judged_as_on_its_day() -> None:
    """An upgrade would change the marks of lessons that were held before it."""
    old = read_key({"form": "text", "count": 0, "accept": ["がく"], "exact": False})
    assert score(old, "かく") == 1
    assert score(read_key({"form": "blanks", "count": 0, "blanks": ["मई"]}), ["मइ"]) == 0
    half = read_key({"form": "number", "count": 0, "low": "0.5", "high": "0.5", "unit": ""})
    assert (score(half, "1/2"), score(half, "0,5")) == (0, 1)
    assert read_key(key_json(old, EnterText())) == old


TYPED = st.text() | st.text(alphabet="0123456789.,'’ eE+-−–٫٬٣²½५x", max_size=12)
"""What a pupil may type: any signs, and those above all that numbers are made of."""


@given(TYPED, st.sampled_from(("", "kJ", "$", "'")))
@example("0.'0", "")
@example("1.5 0", "")
@example("1e999", "")
def test_any_typed_text_is_judged(typed: str, unit: str) -> None:
    """One pupil's slip of the thumb would stop the reveal for the whole class."""
    key = NumberKey(Decimal(4), Decimal(4), Decimal(5), unit)
    assert score(key, typed) in {0.0, 1.0}
    assert not any(isnan(number) for number in read_numbers(typed, unit))
    assert score(TextKey("a"), typed) in {0.0, 1.0}
    assert score(FillKey(("a", "b")), [typed, "b"]) in {0.5, 1.0}


def test_what_is_no_number_is_wrong() -> None:
    """A mark that parts thousands behind the point would crash the lesson, or count."""
    zero = NumberKey(Decimal(0), Decimal(0), Decimal(0))
    typed = ["0.'0", "0.0 0", "0,’", "0.", "0", "0.0", "'0"]
    assert [score(zero, text) for text in typed] == [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0]
