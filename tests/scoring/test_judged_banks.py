"""Typed answers of whole banks: from what an author wrote to what a pupil gets for an answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.interaction import EnterText
from quizgen.model import Bank
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import tell
from quizgen.scoring.responses import score, validate_response
from tests.helpers import items_of


def mark(bank: Bank | None, id: str, typed: str) -> float | None:
    """Give the score of what a phone sends."""
    item = items_of(bank)[id]
    key = tell(item, (), bank.lang if bank else "en").key
    return score(key, validate_response(EnterText(), typed))


JUDGED = [
    ("zwsp", "Wien", 1),
    ("zwsp", "wien\u200b", 1),
    ("shy", "Dampfschiff", 1),
    ("nfd-exact", "schön", 1),
    ("nfd-exact", "Schön", 0),
    ("dakuten", "がく", 1),
    ("dakuten", "か\u3099く", 1),
    ("dakuten", "かく", 0),
    ("tone", "mǎ", 1),
    ("tone", "má", 0),
    ("tone", "ma", 0),
    ("thai", "ใหม", 0),
    ("hindi", "कया", 0),
    ("hindi", "क्या", 1),
    ("acute", "don't", 1),
    ("acute", "don´t", 1),
]


@pytest.mark.parametrize(("id", "typed", "right"), JUDGED)
def test_what_is_typed_is_judged_as_it_is_seen(
    shared: Path, id: str, typed: str, right: int
) -> None:
    """A key could never be met for a sign that nobody sees, or another word would pass for it."""
    assert mark(check(shared / "cases" / "37-judging" / "bank").bank, id, typed) == right


def test_in_tone_languages_every_mark_counts(check_text: Callable[..., Report]) -> None:
    """Another tone, which is another word, would be right."""
    bank = check_text("""
        lang: vi
        questions:
          - {id: own, question: Which word?, answer: ma}
          - {id: tone, question: Which word?, answer: mã}
          - {id: english, lang: en, question: Which cafe?, answer: café}
          - {id: strict, lang: fr, match: accents, question: Quel mot ?, answer: élève}
    """).bank
    typed = [("own", "má"), ("own", "Ma"), ("tone", "mả"), ("tone", "MÃ"), ("english", "cafe"),
             ("strict", "eleve"), ("strict", "Élève")]  # fmt: skip
    assert [mark(bank, id, text) for id, text in typed] == [0, 1, 0, 1, 1, 0, 1]
