"""`not-in`: a makeup, or a second part, that asks nothing of the quiz before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report
from tests.helpers import NOW, codes, examined
from tests.test_papers import bank_of

Check = Callable[..., Report]
Write = Callable[..., Path]
TWELVE = tuple(f"{sign}{sign}" for sign in "abcdefghijkl")


def quizzes(*written: str) -> str:
    """Write a bank of twelve questions with these quizzes."""
    bank = bank_of(TWELVE)
    return (
        bank[: bank.index("quizzes:")] + "quizzes:\n" + "".join(f"  - {{{q}}}\n" for q in written)
    )


def asked(report: Report) -> dict[str, set[str]]:
    """Give the items of each quiz."""
    found: dict[str, set[str]] = {}
    for form in report.forms:
        found.setdefault(form.quiz.id, set()).update(p.item.id for p in form.placed)
    return found


def test_a_makeup_repeats_nothing(check_text: Check) -> None:
    """Who was ill would be asked what the others have told them."""
    makeup = "id: makeup, not-in: [z], draw: [{count: 5}]"
    report = check_text(quizzes("id: z, draw: [{count: 6}]", makeup))
    found = asked(report)
    assert len(found["makeup"]) == 5
    assert not found["makeup"] & found["z"]


def test_the_quiz_may_come_later_and_be_left_out_of_the_print(bank_from: Write) -> None:
    """`pdf --quiz makeup` would print the questions of the quiz that it doesn't print."""
    text = quizzes("id: makeup, not-in: z, draw: [{count: 5}]", "id: z, draw: [{count: 6}]")
    both = asked(examined(bank_from(text)))
    alone = asked(examined(bank_from(text + "paper: {quizzes: [makeup]}\n")))
    assert alone == {"makeup": both["makeup"]}


def test_one_draw_of_several(check_text: Check) -> None:
    """A quiz could not repeat some questions on purpose and be new in others."""
    part = "id: part, items: [aa, bb, cc]"
    second = "id: second, draw: [{count: 7, not-in: part}, {count: 2}]"
    found = asked(check_text(quizzes(part, second)))
    assert len(found["second"]) == 9
    (only,) = [
        {p.item.id for p in form.placed}
        for form in check_text(quizzes(part, "id: all, draw: [{count: 9, not-in: part}]")).forms
        if form.quiz.id == "all"
    ]
    assert only == set(TWELVE) - {"aa", "bb", "cc"}


def test_what_was_printed_counts(bank_from: Write) -> None:
    """The makeup would ask what stood on the paper, since the quiz draws others by now."""
    first = quizzes("id: z, items: [aa, bb, cc, dd]")
    build(bank_from(first), "out", now=NOW)
    second = quizzes("id: z, items: [ee, ff]", "id: makeup, not-in: z, draw: [{count: 6}]")
    found = asked(examined(bank_from(second)))
    assert found["makeup"] == set(TWELVE[6:])


def test_too_few_are_left(check_text: Check) -> None:
    """The message would say that the bank has enough."""
    report = check_text(
        quizzes("id: z, draw: [{count: 8}]", "id: m, not-in: z, draw: [{count: 5}]")
    )
    (problem,) = [p for p in report.problems if p.code == "quiz-short-of-items"]
    assert "the bank has 4, leaving out what z asks" in problem.message


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (["id: m, not-in: zz, draw: [{count: 1}]"], "unknown-quiz"),
        (["id: m, not-in: m, draw: [{count: 1}]"], "bad-quiz"),
        (["id: m, draw: [{count: 1, not-in: z}]", "id: z, not-in: m, items: [aa]"], "bad-quiz"),
    ],
)
def test_quizzes_that_cannot_be(check_text: Check, written: list[str], code: str) -> None:
    """A circle would never end, and a typing error leave nothing out."""
    assert code in codes(check_text(quizzes(*written)))
