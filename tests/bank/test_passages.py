"""Passages: texts that several questions ask about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.cli.show import Wanted, run_show
from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.notes import notes
from quizgen.pipeline.check import Report
from quizgen.review.lesson.snapshot import plan_questions
from tests.helpers import ROOT, codes, examined, items_of, planned

Write = Callable[..., Path]
LETTER = """
passages:
  letter:
    title: A letter from 1912
    text: |
      Dear Ada,
      the mill stands still.
questions:
  - {id: a, passage: letter, question: Who is written to?, answer: Ada}
  - {id: b, question: What is two and two?, answer: four}
  - {id: c, passage: letter, question: What stands still?, answer: the mill}
  - {id: d, question: What is one and one?, answer: two}
  - {id: e, passage: letter, question: Is the mill at work?, answer: false}
  - {id: f, question: What is three and three?, answer: six}
"""


def forms_of(report: Report) -> list[list[str]]:
    return [[placed.item.id for placed in form.placed] for form in report.forms]


def test_a_passage_reaches_its_items(bank_from: Write) -> None:
    """A question would be asked about a text that nobody sees."""
    bank = examined(bank_from(LETTER)).sound_bank
    (passage,) = bank.passages
    assert (passage.title, passage.text) == (
        "A letter from 1912",
        "Dear Ada,\nthe mill stands still.",
    )
    items = items_of(bank)
    assert [items[id].passage == passage for id in "abcdef"] == [True, False] * 3


def test_a_passage_may_stand_in_a_sister_file(bank_from: Write) -> None:
    """A text could not be kept beside the questions about it."""
    folder = bank_from(
        "include: [more.yaml]\nquestions: [{id: a, passage: p, question: x, answer: y}]\n",
        more="passages: {p: {text: Read this.}}\n",
    )
    report = examined(folder)
    assert report.ok, report.problems
    assert items_of(report.bank)["a"].passage is not None


@pytest.mark.parametrize(
    ("bank", "code"),
    [
        ("questions: [{id: a, passage: letter, question: x, answer: y}]\n", "unknown-passage"),
        ("passages: {p: {title: Only a title}}\nquestions: []\n", "empty"),
        ("passages: [p]\nquestions: []\n", "wrong-kind"),
        ("passages: {p: {txt: x}}\nquestions: []\n", "unknown-key"),
    ],
)
def test_what_is_no_passage_is_reported(bank_from: Write, bank: str, code: str) -> None:
    """A question would lose its text in silence."""
    assert code in codes(examined(bank_from(bank)))


QUIZ = "quizzes: [{id: z, draw: [{count: 6}], forms: 8}]\n"


def test_items_of_a_passage_stand_together_on_every_form(bank_from: Write) -> None:
    """Pupils would leaf back to a text for each of its questions."""
    forms = forms_of(examined(bank_from(LETTER + QUIZ)))
    assert len(forms) == 8
    assert len({tuple(form) for form in forms}) > 4
    for form in forms:
        first = min(form.index(id) for id in "ace")
        assert set(form[first : first + 3]) == set("ace")


def test_forms_without_passages_keep_their_order(bank_from: Write) -> None:
    """Every paper printed before would be marked by another order."""
    plain = LETTER.replace("passage: letter, ", "")
    assert forms_of(examined(bank_from(plain + QUIZ)))[:2] == [
        list("fdeacb"),
        list("aecdbf"),
    ]


def test_a_draw_takes_items_of_one_passage(bank_from: Write) -> None:
    """A reading test could not be drawn."""
    quiz = "quizzes: [{id: z, draw: [{passage: letter, count: 2}]}]\n"
    (form,) = forms_of(examined(bank_from(LETTER + quiz)))
    assert len(form) == 2
    assert set(form) < set("ace")


def test_a_hand_picked_quiz_brings_them_together(bank_from: Write) -> None:
    """A passage would be printed twice, or far from its questions."""
    quiz = "quizzes: [{id: z, items: [b, a, d, c]}]\n"
    assert forms_of(examined(bank_from(LETTER + quiz))) == [["b", "a", "c", "d"]]


QUOTED = """
sources: {wt: nato-75-summit}
defaults: {source: wt}
passages: {p: {text: "A quote.", evidence: "p12: QUOTE"}}
questions: [{id: a, passage: p, question: x, answer: y}]
"""


def test_a_quoted_passage_is_proved(bank_from: Write) -> None:
    """A made-up text would pass for the source's."""
    folder = bank_from(QUOTED.replace("QUOTE", "words that nobody ever wrote anywhere"))
    (folder.parent / "seeds").symlink_to(ROOT / "seeds")
    assert "quote-not-in-source" in codes(examined(folder))


def test_a_passage_stands_on_the_card(bank_from: Write) -> None:
    """A card would ask about a text that the learner can't see."""
    names = NOTE_TYPES["typed"].fields
    cards = [
        dict(zip(names, note.fields, strict=False)) for note in notes(planned(bank_from(LETTER)))
    ]
    fields = next(card for card in cards if card["ID"] == "a")
    assert "A letter from 1912" in fields["Stimulus"]
    assert "the mill stands still." in fields["Stimulus"]


def test_what_learners_have_does_not_change_beside_a_passage(bank_from: Write) -> None:
    """Notes that no passage concerns would be newer for it, and lose what learners wrote."""
    with_passage = planned(bank_from(LETTER)).stamps
    without = planned(bank_from(LETTER.replace("passage: letter, ", ""))).stamps
    changed = {id for id, kind in with_passage if with_passage[id, kind] != without[id, kind]}
    assert changed == set("ace")


def test_show_prints_the_passage(bank_from: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The author could not see what pupils read."""
    assert run_show(Wanted("a"), [bank_from(LETTER)]) == 0
    assert "| the mill stands still." in capsys.readouterr().out


def test_a_lesson_shows_the_passage(bank_from: Write) -> None:
    """A class would be asked about a text that nobody sees."""
    questions = plan_questions(examined(bank_from(LETTER), forms=1))
    shown = {question.item: question.shown for question in questions}
    assert shown["a"]["passage"]["title"] == "A letter from 1912"
    assert "the mill stands still." in shown["a"]["passage"]["html"]
    assert "passage" not in shown["b"]
