"""Titles of topics and instructions of sections: above a question wherever it stands alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.notes import notes
from quizgen.pipeline.build import build
from quizgen.release.content import note_hashes
from quizgen.review.lesson.snapshot import plan_questions
from tests.helpers import NOW, codes, examined
from tests.outputs.pdf.reading import flat, job_of, printed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from quizgen.pipeline.check import Report

Write = Callable[..., Path]

TITLES = "topics: {summit: The summit, summit/pacts: 'Pacts & treaties'}\n"
ITEMS = """
questions:
  - {id: came, topic: summit/attendance, question: Who came?, answer: A, distractors: [B, C]}
  - {id: left, topic: summit/attendance, question: Who left?, answer: A, distractors: [B, C]}
  - {id: pact, topic: summit/pacts, cloze: "They {{signed}} it."}
  - {id: other, topic: elsewhere, front: Front, back: Back}
"""
QUIZ = """
quizzes:
  - id: z
    sections:
      - {instructions: Answer *in pencil*., items: [came, left, pact]}
      - {items: [other]}
"""
BANK = TITLES + ITEMS + QUIZ


def test_a_lesson_shows_them(bank_from: Write) -> None:
    """A class would not know what the question is about, or not how to answer its section."""
    shown = [question.shown for question in plan_questions(examined(bank_from(BANK)))]
    assert [one.get("topic") for one in shown] == [
        "The summit", "The summit", "Pacts & treaties", None,
    ]  # fmt: skip
    assert ["<em>in pencil</em>" in one.get("section", "") for one in shown] == [True] * 3 + [False]


def test_a_lesson_without_them_is_as_it_was(bank_from: Write) -> None:
    """A lesson that began could not go on."""
    plain = [asdict(q) for q in plan_questions(examined(bank_from(ITEMS)))]
    assert not [one for one in plain if {"topic", "section"} & one["shown"].keys()]


@pytest.mark.peer
def test_the_page_shows_them(browser: Browser, bank_from: Write) -> None:
    """A learner would read `summit/pacts`, and miss what a section's teacher says."""
    bank_from(BANK)
    build("bank", "out", only=["page"], now=NOW)
    page = browser.new_page()
    page.goto(Path("out/test-bank/review.html").absolute().as_uri())
    assert page.inner_text("#stage .topic") == "The summit"
    assert page.locator("#stage .section").count() == 0  # not outside of the quiz
    sets = page.locator("#set option").all_inner_texts()
    assert "Pacts & treaties (1)" in sets
    page.select_option("#set", index=1)
    assert page.inner_text("#stage .section em") == "in pencil"
    page.close()


def test_cards_have_the_title_and_no_note_is_newer(bank_from: Write) -> None:
    """A title would date every note anew, and learners would lose their edits."""
    plain = note_hashes(job_of(bank_from(ITEMS)).items, {})
    job = job_of(bank_from(TITLES + ITEMS))
    assert note_hashes(job.items, {}) == plain
    fields = {
        note.fields[NOTE_TYPES[note.kind].fields.index("ID")]: note.fields[
            NOTE_TYPES[note.kind].fields.index("Spare 2")
        ]
        for note in notes(job)
    }
    assert fields == {
        "came": "The summit", "left": "The summit", "pact": "Pacts &amp; treaties", "other": "",
    }  # fmt: skip
    for note_type in NOTE_TYPES.values():
        for template in note_type.templates:
            assert "{{#Spare 2}}" in template.front
            assert "{{#Spare 2}}" in template.back


def test_paper_has_a_title_once(bank_from: Write) -> None:
    """A heading would be missing, or stand above every question."""
    text = flat(printed(job_of(bank_from(BANK)), "z-A.pdf"))
    assert text.count("The summit") == 1
    assert text.index("The summit") < text.index("Who came?") < text.index("Pacts & treaties")
    assert text.index("Pacts & treaties") < text.index("They")


def test_mixed_topics_and_own_headings_have_no_title(bank_from: Write) -> None:
    """A title would stand above questions of other topics, or beside the author's heading."""
    mixed = "quizzes: [{id: z, sections: [{items: [came, pact, left]}, {heading: Own, items: [came]}]}]\n"
    mixed = mixed.replace(", {heading: Own, items: [came]}", "")
    assert "The summit" not in flat(printed(job_of(bank_from(TITLES + ITEMS + mixed)), "z-A.pdf"))
    own = "quizzes: [{id: z, sections: [{heading: Own, items: [came, left]}]}]\n"
    text = flat(printed(job_of(bank_from(TITLES + ITEMS + own)), "z-A.pdf"))
    assert "Own" in text
    assert "The summit" not in text


def test_topics_may_stand_in_sisters(bank_from: Write) -> None:
    """A file of questions could not name its own topics."""
    bank = examined(bank_from("include: [more.yaml]\n" + ITEMS, more=TITLES)).sound_bank
    assert bank.topic_title("summit/pacts/old") == "Pacts & treaties"
    assert bank.topic_title("elsewhere") == ""


def test_a_title_without_questions_is_named(check_text: Callable[..., Report]) -> None:
    """A slip in a topic's name would hide its title."""
    report = check_text("topics: {sumit: The summit}\n" + ITEMS)
    assert "unused-topic" in codes(report)
    problem = next(p for p in report.problems if p.code == "unused-topic")
    assert (problem.level, "summit" in problem.help) == ("warning", True)
