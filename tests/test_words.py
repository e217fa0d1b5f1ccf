"""The words we say ourselves, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pypdfium2
import pytest

from quizgen.model import TYPE_NAMES
from quizgen.pipeline.build import build
from quizgen.words import LANGUAGES, joined, words
from tests.helpers import EVERY_TYPE, NOW


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_there_with_its_places(lang: str) -> None:
    """A label would be empty, or a number would be missing from it."""
    english, table = asdict(words("en")), asdict(words(lang))
    assert table["lang"] == lang
    numbers, of_english = table.pop("numbers"), english.pop("numbers")
    assert len(set(numbers)) == len(of_english) == 9
    types = table.pop("types")
    assert list(types) == list(TYPE_NAMES)
    assert all(name.strip() for name in types.values())
    for name, text in table.items():
        assert text.strip() or name == "comma", name
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[name])), (
            name
        )
    if lang != "en":
        same = {name for name, text in table.items() if text == english[name]}
        assert same <= {"name", "id", "page", "date", "minutes", "one_minute", "points", "one_point",
                        "explanation", "source", "type", "total", "points_word", "comma", "quote_open", "quote_close"}  # fmt: skip


def test_regions_and_unknown_languages() -> None:
    """`de-AT` would be English, or `xx` would crash."""
    assert words("de-AT").lang == "de"
    assert words("xx").lang == "en"
    assert joined(["Paris", "Rom", "Bern"], "de") == "Paris, Rom und Bern"


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_paper_and_page_speak_the_banks_language(bank_from: Callable[..., Path], lang: str) -> None:
    """A class would get English instructions round its own language."""
    bank = bank_from(
        f"quizgen: 1\nid: test-bank\ntitle: Test\nlang: {lang}\n{EVERY_TYPE}"
        "quizzes: [{id: z, draw: [{count: 9}], minutes: 5}]\n"
    )
    build(bank, "out", now=NOW)
    folder = Path("out/test-bank")
    said = ""
    for name in ("z-A.pdf", "z-key.pdf", "z-marked.pdf", "flashcards.pdf"):
        document = pypdfium2.PdfDocument(folder / name)
        said += " ".join(page.get_textpage().get_text_range() for page in document)
        document.close()
    said = " ".join(said.split())
    table, english = words(lang), words("en")
    for name in ("name", "choose_all", "match", "true", "answer_key", "also_right", "cut_here"):
        start = getattr(table, name).split("{")[0].replace("\u00a0", " ").strip()
        assert start[:20] in said.replace("\u00a0", " "), name
    for name in ("choose_all", "match", "order", "answer_key", "cut_here"):
        assert getattr(english, name)[:20] not in said, name
    page = (folder / "review.html").read_text("utf-8")
    assert table.reveal in page
    assert f'lang="{lang}"' in page
