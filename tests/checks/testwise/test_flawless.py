"""Flawless banks, their keys drawn by lot: a warning about them is a false one.

`make soak` writes many more of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import pytest

from quizgen.checks.testwise import tricks_score
from quizgen.model import Item
from tests.checks.testwise import planted, realistic

REPLICATES = 1000 if os.environ.get("QUIZGEN_SOAK") else 8
"""Of each writer and language."""

WRITERS: Mapping[str, Callable[[str, int, int], list[Item]]] = {
    "realistic": realistic.flawless_bank,
    "made-up": lambda lang, count, seed: planted.bank_of(planted.flawless, lang, count, seed),
    "statements": lambda lang, count, seed: planted.statements(lang, count, seed, lopsided=None),
}


@pytest.mark.parametrize("count", [20, 40, 80])
def test_a_flawless_bank_is_left_in_peace(count: int) -> None:
    """Teachers would be sent to mend what is sound, and learn to pass over the warning."""
    banks = [
        tricks_score(write(lang, count, seed), lang)
        for write in WRITERS.values()
        for lang in ("en", "de")
        for seed in range(REPLICATES)
    ]
    alarms = sum(found.alarming for found in banks if found is not None)
    assert all(banks)
    assert alarms <= max(1, len(banks) // 100)
