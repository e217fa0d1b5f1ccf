"""The words of a review, in every language."""

from __future__ import annotations

import re
from dataclasses import asdict
from importlib.resources import files

import pytest

from quizgen.words import LANGUAGES
from quizgen.words.review import page_words, review_words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_review_is_there(lang: str) -> None:
    """A label would be empty, or a number would be missing from it."""
    english, table = asdict(review_words("en")), asdict(review_words(lang))
    assert table["lang"] == lang
    for name, text in table.items():
        assert text.strip(), name
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[name])), (
            name
        )
    assert len(set(table["animals"].split(","))) == len(english["animals"].split(",")) == 24
    if lang != "en":
        same = {name for name, text in table.items() if text == english[name]}
        assert same <= {"seconds", "round", "question", "pause", "discrimination", "second_vote"}


def test_pages_use_no_word_that_is_missing() -> None:
    """A page would say `undefined`."""
    known = set(page_words("en"))
    for file in files("quizgen.review.server.pages").iterdir():
        text = file.read_text("utf-8") if file.name.endswith((".js", ".html")) else ""
        used = set(re.findall(r"\bW\.(\w+)", text))
        if file.name.endswith(".html"):
            used |= set(re.findall(r"{{ (\w+) }}", text))
        assert used <= known, file.name
