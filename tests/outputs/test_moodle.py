"""Moodle XML: what Moodle would read, and the same items through our own reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from quizgen.model import Flashcard, Item, Numeric, item_options
from quizgen.pipeline.check import check
from quizgen.pipeline.export import export
from tests.helpers import EVERY_TYPE, NOW

AWKWARD = r"""
questions:
  - id: signs
    question: "Is `a < b` & **c** so, with $x^2$?"
    answer: "<b>"
    distractors: [{text: "&amp", why: "No: a < b."}, "c ]]> d"]
    points: 2.5
    hint: Look *closely*.
    explanation: "Because."
    tags: [one, two]
  - {id: thirds, question: "Which?", answer: [a, b, c], distractors: [d], score: right-minus-wrong}
  - {id: range, question: How much?, answer: 3, range: [2, 5], unit: kg}
  - {id: gap, cloze: "He {{goes}} to {{school}}.", choices: {1: [go, gone]}, accept: {2: ["}#~"]}}
  - {id: stars, question: Which sign?, answer: "*", match: case}
"""


def written(bank: Path, out: Path) -> Path:
    """Export a bank as Moodle XML."""
    exported = export(bank, ["moodle"], out, now=NOW)
    return out / exported.bank / "export" / exported.files[0].name


@pytest.mark.parametrize("body", [EVERY_TYPE, AWKWARD], ids=["every type", "awkward"])
def test_the_same_items_come_back(
    body: str, bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A question would lose its key, its feedback or its margin on the way to Moodle."""
    bank = bank_from(body)
    path = written(bank, tmp_path / "out")
    went, came = check(bank).sound_bank.items, check(path).bank
    assert came is not None
    again = {item.id.rpartition(":")[2]: item for item in came.items}
    for item in went:
        if not isinstance(item, Flashcard):
            assert keys_of(again[item.id]) == keys_of(item), item.id


def keys_of(item: Item) -> Any:
    """Give what must not change: the type, the words, what is right, within which bounds."""
    kept = ("key", "keys", "accept", "low", "high", "pairs", "steps", "choices", "points")
    values = {name: getattr(item, name) for name in kept if hasattr(item, name)}
    if not isinstance(item, Numeric):  # whose bounds say it
        values["answer"] = getattr(item, "answer", None)
    options = {(option.text, option.why) for option in item_options(item)}
    return type(item).__name__, re.sub(r"::month|\d::", "", item.stem), values, options


def test_what_moodle_reads(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """Moodle refuses a share it doesn't know, and takes an item without a name for a new one."""
    root = etree.parse(
        written(bank_from(EVERY_TYPE + AWKWARD.replace("\nquestions:", "")), tmp_path)
    )
    shares = {answer.get("fraction") for answer in root.iterfind(".//question/answer")}
    assert shares <= {"100", "0", "50", "-100", "33.33333", "-33.33333", "1", "2", "3"}
    ids = [node.text for node in root.iterfind(".//idnumber")]
    assert len(set(ids)) == len(ids) == 15
    by_name = {q.findtext("name/text"): q for q in root.iterfind("question")}
    assert by_name["signs"].findtext("defaultgrade") == "2.5"
    assert [tag.text for tag in by_name["signs"].iterfind("tags/tag/text")] == ["one", "two"]
    assert by_name["range"].findtext("answer/text") == "3.5"
    assert by_name["range"].findtext("answer/tolerance") == "1.5"
    assert by_name["stars"].findtext("answer/text") == r"\*"
