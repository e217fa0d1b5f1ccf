"""Random and broken input: whatever comes in, problems come out, never an exception.

`make test` tries a few dozen of each; `make fuzz` goes on for thousands, and fails where one
takes longer than five seconds.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizgen.bank.damaged_texts import damage_of
from quizgen.bank.rich_texts import flaws_of
from quizgen.bank.syntax.edits import edited
from quizgen.bank.syntax.yaml_tree import read_bytes, read_text
from quizgen.checks.evidence.grammar import speech_grammar
from quizgen.checks.evidence.people import People
from quizgen.checks.evidence.records import read_record
from quizgen.checks.evidence.speakers import speaker
from quizgen.checks.lint import ITEM_RULES
from quizgen.checks.lint.item import flaws, rules_for
from quizgen.checks.lint.view import View
from quizgen.model import Cloze, Item, Option, SingleChoice, TrueFalse
from quizgen.pipeline.check import check
from quizgen.problems import Edit, QuizgenError, Where
from quizgen.release.lock import read_lock
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import parse_cloze
from quizgen.text.html import HtmlWriter
from quizgen.text.quantities import sizes
from tests.helpers import EVERY_TYPE, HEAD, NATO

EXAMPLES = int(os.environ.get("QUIZGEN_FUZZ", "40"))
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=5000 if EXAMPLES > 1000 else None,
    suppress_health_check=list(HealthCheck),
    derandomize=EXAMPLES <= 1000,
)

ANY = st.text(st.characters(codec="utf-8"), max_size=80)
TOKEN = st.sampled_from(
    (
        "id: a|question: |answer: |distractors: [|options: |- |  |\n|\n  - |{|}|[|]|, |: | #|\"|'|"
        "|&a |*a |!!str |<<: |>-\n|%|{{|}}|{{2::x::y}}|{who}|true|yes|16|1e9|.inf|0x1F|007|evidence: "
        "|p12: |status: retired|facts: |kinds: |templates: |for: k|gather: all|falsify: who|was: |"
        "allow: {|enemies: |quizzes: |draw: |count: 3|items: |include: [|../x.yaml|image: {file: |"
        "a.png|alt: A|$x$|**b**|![a](b)|\t|\r\n|\u2028|\ufeff|\x00|\x1b[2J|é|😀|ß|٣|__|?|not "
    ).split("|")
)
YAMLISH = st.lists(st.one_of(TOKEN, ANY), max_size=40).map("".join)
BANKS = [HEAD + EVERY_TYPE, *(path.read_text("utf-8") for path in sorted(NATO.glob("*.yaml")))]


@st.composite
def broken_banks(draw: Callable[[Any], Any]) -> str:
    """Give a sound bank with some cuts, repeats and strange signs in it."""
    text: str = draw(st.sampled_from(BANKS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 60)))
        put = draw(st.one_of(TOKEN, ANY, st.just(text[start:stop] * 2)))
        text = text[:start] + put + text[stop:]
    return text


def problems_of(text: str) -> None:
    """Check a bank in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.yaml"
        path.write_bytes(text.encode("utf-8"))
        for problem in check(path).problems:
            assert problem.message
            assert problem.where.line >= 0


@given(YAMLISH)
@example("questions:\n  - {id: a, question: ' ', answer: ''}\n")
@fuzz
def test_anything_like_a_bank(text: str) -> None:
    """A slip of the hand would end in a traceback."""
    problems_of(text)
    problems_of(HEAD + "questions:\n  - " + text)


@given(broken_banks())
@fuzz
def test_a_bank_with_a_piece_out_of_place(text: str) -> None:
    """An editor's crash, or a bad merge, would end in a traceback."""
    problems_of(text)


@given(st.binary(max_size=200))
@fuzz
def test_any_bytes(data: bytes) -> None:
    """A file that is no bank would end in a traceback."""
    document = read_bytes(data, "f")
    assert document.root is not None or document.problems


@given(st.one_of(ANY, YAMLISH))
@fuzz
def test_any_markup(text: str) -> None:
    """A stray star would end the build, or a tag reach a page."""
    for blocks in (parse_blocks(text), parse_cloze(text)[0]):
        plain_words(blocks)
        html = HtmlWriter().blocks(blocks)
        assert "<script" not in html
        assert html.count("<") == html.count(">")
    list(damage_of(text))
    flaws_of(text)
    sizes([text, text])


@given(st.one_of(ANY, YAMLISH))
@fuzz
def test_any_record(text: str) -> None:
    """A damaged record would end in a traceback."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.yaml"
        path.write_bytes(text.encode("utf-8"))
        with pytest.raises(QuizgenError):
            read_record(path)
    read_lock(text, "f")


@given(ANY, ANY, st.lists(ANY, min_size=2, max_size=5, unique=True), st.sampled_from(["en", "de"]))
@fuzz
def test_any_item_may_be_judged(stem: str, more: str, options: list[str], lang: str) -> None:
    """An item that no rule was made for would end the check."""
    where = Where("f", 1, 1)
    offered = tuple(Option(str(i), text) for i, text in enumerate(options))
    items: list[Item] = [
        SingleChoice(id="a", where=where, stem=stem, stimulus=more, options=offered, key="0"),
        TrueFalse(id="b", where=where, stem=stem + more, answer=True),
        Cloze(id="c", where=where, stem=f"{stem}{{{{{more}}}}}"),
    ]
    for item in items:
        view = View(item, lang, {})
        list(flaws(view, rules_for(view, ITEM_RULES)))


@given(st.lists(ANY, min_size=1, max_size=4), ANY)
@fuzz
def test_any_prose_may_be_searched_for_a_speaker(paragraphs: list[str], quote: str) -> None:
    """A source with an odd quote sign would end the check."""
    for index in range(len(paragraphs)):
        for lang in ("en", "de", "fr", "es"):
            grammar = speech_grammar(lang)
            assert grammar
            people = People({"a": ["a", "A"]}, grammar)
            speaker(tuple(paragraphs), index, quote, people, lang)


@given(YAMLISH, st.integers(0, 9), st.integers(0, 40), st.sampled_from(["id", "paragraph"]))
@fuzz
def test_an_edit_never_breaks_a_file(text: str, line: int, column: int, key: str) -> None:
    """A repair would leave a bank that can't be read."""
    before = read_text(text, "f")
    new, done = edited(text, [Edit(Where("f", line, column), key, "7")])
    if not done:
        assert new == text
    else:
        assert len(read_text(new, "f").problems) <= len(before.problems)
