"""The tricks, on banks planted for them; and what no trick may know."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import get_type_hints

import pytest
from msgspec.structs import replace

from quizgen.checks.testwise import guesses, tricks_score
from quizgen.model import Item, SingleChoice
from quizgen.present.lower import Asked
from tests.checks.testwise.planted import PLANTS, WARNED, bank_of, pools, statements

LANGUAGES = ("en", "de")
BOTH = pytest.mark.parametrize("lang", LANGUAGES)


def test_tricks_are_given_what_pupils_see() -> None:
    """A trick that could look at a key would measure nothing."""
    hints = get_type_hints(guesses)
    assert hints["asked"] == Sequence[Asked]
    assert set(inspect.signature(guesses).parameters) == {"asked", "filed"}


@BOTH
@pytest.mark.parametrize("name", PLANTS)
def test_each_trick_sees_what_is_planted_for_it(name: str, lang: str) -> None:
    """A tell that teachers complain of would be measured as chance."""
    found = tricks_score(bank_of(PLANTS[name], lang), lang)
    assert found is not None
    assert found.tricks[name].score >= 0.8
    assert found.tricks[name].p < 0.01


@BOTH
@pytest.mark.parametrize("name", WARNED)
@pytest.mark.parametrize("count", [20, 40])
def test_the_combination_warns(name: str, lang: str, count: int) -> None:
    """A quiz that can be passed without knowing anything would be called clean."""
    found = tricks_score(bank_of(PLANTS[name], lang, count, seed=2), lang)
    assert found is not None
    assert found.alarming


@BOTH
def test_statements_that_are_nearly_all_true(lang: str) -> None:
    """A pupil who calls everything true would pass unseen."""
    found = tricks_score(statements(lang), lang)
    assert found is not None
    assert found.tricks["true"].score >= 0.8
    assert found.chance == 0.5


@BOTH
def test_statements_that_an_absolute_word_makes_false(lang: str) -> None:
    """`Always` and `never` would give statements away unseen."""
    found = tricks_score(statements(lang, lopsided=False), lang)
    assert found is not None
    assert found.score >= 0.9


@BOTH
def test_a_pool_is_solved_by_elimination(lang: str) -> None:
    """Questions that share options would solve each other unseen."""
    found = tricks_score(pools(lang), lang)
    assert found is not None
    assert found.tricks["elimination"].score >= 0.8


@BOTH
def test_the_order_an_author_wrote_tells_nothing(lang: str) -> None:
    """A trick would profit from the place of the answer, which pupils never see."""
    items = bank_of(PLANTS["longest"], lang)
    turned = [
        replace(item, options=item.options[::-1])
        for item in items
        if isinstance(item, SingleChoice)
    ]
    assert tricks_score(turned, lang) == tricks_score(items, lang)


def test_drafts_and_retired_items_do_not_count() -> None:
    """Items that no pupil meets would raise or sink the score."""
    items = bank_of(PLANTS["longest"], "en", 21)
    drafts: list[Item] = [replace(items[0], status="draft"), replace(items[1], status="retired")]
    assert tricks_score([*drafts, *items[2:]], "en") is None
    assert tricks_score(items, "en") is not None
