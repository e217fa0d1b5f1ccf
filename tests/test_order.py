"""The one hash gives the same numbers in Python and in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.scoring.es5 import ES5_ORDER
from quizgen.text.order import hash32, key_of, ranked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VECTORS = {
    "": 2872998923,
    "a": 444641715,
    "nato-75-summit|class-quiz|A": 2010387244,
    "~!@#$%^&*()": 287875607,
    "0123456789" * 3: 824359209,
}
NAMES = [f"item-{i}" for i in range(30)]


@pytest.mark.parametrize(("text", "value"), VECTORS.items())
def test_hash_vectors(text: str, value: int) -> None:
    """Another number would give every teacher other forms from the same bank and seed."""
    assert hash32(text) == value


def test_ranking_vector() -> None:
    """Another order would reshuffle papers that are already printed."""
    assert ranked("75|class-quiz|A", ["w", "x", "y", "z"]) == ["x", "y", "w", "z"]


def test_browser_twin_agrees(browser: Browser) -> None:
    """Cards and pages would show another order than paper."""
    page = browser.new_page()
    texts = [*VECTORS, *NAMES, key_of(75, "quiz", "A", 3, "id"), "x" * 500]
    page.set_content(f"<script>{ES5_ORDER}</script>")
    assert page.evaluate("ts => ts.map(qgHash)", texts) == [hash32(t) for t in texts]
    assert page.evaluate("ns => qgRanked('k', ns)", NAMES) == ranked("k", NAMES)
    page.close()


@given(st.lists(st.sampled_from(NAMES), unique=True, min_size=1), st.text("abc", max_size=3))
def test_ranking_is_stable_under_additions(names: list[str], key: str) -> None:
    """A new item would reorder the ones that were there before."""
    whole = ranked(key, NAMES)
    assert ranked(key, names) == [name for name in whole if name in names]


def test_ranks_are_spread() -> None:
    """A biased shuffle would put right answers in one place."""
    firsts = [ranked(f"key-{i}", "abcd")[0] for i in range(4000)]
    assert all(900 < firsts.count(letter) < 1100 for letter in "abcd")


def test_only_ascii_is_hashed() -> None:
    """A key with other characters would hash differently in a browser."""
    with pytest.raises(UnicodeEncodeError):
        hash32("é")
