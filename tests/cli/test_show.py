"""`quizgen show --list` and `--why`: what a bank holds, and how a form was drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quizgen.assembly.draw import Fate
from quizgen.cli.app import app
from tests.helpers import EVERY_TYPE, NATO, examined

Write = Callable[..., Path]

SEVEN = """
kinds: {land: {called: text, city: text}}
facts:
  - {id: f, kind: land, called: France, city: Paris}
questions:
  - {id: one, topic: t, question: What is one?, answer: first, fact: f}
  - {id: same, topic: t, question: What is the same?, answer: again, fact: f}
  - {id: two, topic: t, question: What is two?, answer: second, enemies: [foe]}
  - {id: foe, topic: t, question: What is a foe?, answer: enemy}
  - {id: three, topic: t, question: What is three?, answer: third}
  - {id: card, topic: t, front: A card, back: Its back}
  - {id: idea, topic: t, question: What is an idea?, answer: a draft, status: draft}
  - {id: gone, topic: t, question: What is gone?, answer: away, status: retired}
"""


def show(*words: str) -> tuple[int, str, str]:
    """Run the command in this process; give its exit code and what it printed."""
    done = CliRunner().invoke(app, ["show", *words])
    return done.exit_code, done.stdout, done.stderr


def why(quiz: str, *more: str) -> dict[str, Any]:
    """Give how a quiz was drawn, as a machine reads it."""
    code, out, _ = show("--why", quiz, "bank", "--json", *more)
    assert code == 0
    (story,) = json.loads(out)
    return dict(story)


def fates(story: Mapping[str, Any]) -> dict[str, tuple[Fate, str]]:
    """Give what became of each item in the only draw of a quiz."""
    (draw,) = story["draws"]
    return {outcome["item"]: (outcome["fate"], outcome["by"]) for outcome in draw["outcomes"]}


def test_every_item_is_listed_within_80_columns(
    bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A teacher could not see what a bank holds, or find the id to show."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = show("--list", str(bank_from(EVERY_TYPE)))
    assert code == 0
    heads, _, first, *_ = out.splitlines()[1:]
    assert heads.split() == ["id", "type", "topic", "level", "stem"]
    assert first.split() == ["single", "single-choice", "a", "Which", "one?"]
    assert max(map(len, out.splitlines())) <= 80
    _, nato, _ = show("--list", str(NATO))
    assert max(map(len, nato.splitlines())) <= 80
    assert "maritime-against-continental" in nato.split()  # an id is never cut


def test_a_list_tells_what_is_not_printed_and_hides_no_key(bank_from: Write) -> None:
    """A draft would look like a question in use; a gap's answer would stand on a shared screen."""
    text = SEVEN + "  - {id: gap, cloze: 'Paris, {{Seine}}.'}\n"
    code, out, _ = show("--list", str(bank_from(text)))
    assert code == 0
    assert "[draft] What is an idea?" in out
    assert "[retired] What is gone?" in out
    assert "Seine" not in out
    listed = json.loads(show("--list", "bank", "--json")[1])[0]
    assert listed["bank"] == "test-bank"
    assert listed["items"][0] == {
        "id": "one",
        "type": "short-answer",
        "topic": "t",
        "level": None,
        "status": "ok",
        "stem": "What is one?",
        "file": "bank/bank.yaml",
        "line": 9,
    }


def test_a_list_says_that_items_with_errors_are_missing(bank_from: Write) -> None:
    """A teacher would look for a question that the list quietly leaves out."""
    text = SEVEN + "  - {id: bad, question: What is bad?, anwser: typo}\n"
    code, out, err = show("--list", str(bank_from(text)))
    assert code == 1
    assert "What is two?" in out
    assert "quizgen check bank" in err


def test_why_a_bank_of_seven_prints_four(bank_from: Write) -> None:
    """A teacher would not learn why questions stay out of the quiz."""
    bank_from(SEVEN)
    story = why("quiz")
    found = fates(story)
    printed = set(story["items"])
    assert len(printed) == 3
    assert found["card"] == ("flashcard", "")
    assert found["idea"] == ("draft", "")
    assert found["gone"] == ("retired", "")
    (same,) = {"one", "same"} - printed
    assert found[same] == ("same-fact", ({"one", "same"} - {same}).pop())
    (foe,) = {"two", "foe"} - printed
    assert found[foe] == ("enemy", ({"two", "foe"} - {foe}).pop())
    assert found["three"] == ("taken", "")
    _, out, _ = show("--why", "quiz", "bank")
    assert "3 printed; the bank has 8 items" in out
    assert "left out: a flashcard, drawn only by `type: flashcard`" in out


def test_why_tells_of_the_very_form_that_is_printed(bank_from: Write) -> None:
    """The reasons would be a guess, and differ from the paper."""
    quizzes = """
quizzes:
  - {id: first, items: [three]}
  - {id: next, not-in: [first], draw: [{count: 2}], forms: [A, B, C], vary: items, seed: 4}
"""
    bank = bank_from(SEVEN + quizzes)
    printed = {
        (form.quiz.id, form.name): {placed.item.id for placed in form.placed}
        for form in examined(bank).forms
    }
    for form in "ABC":
        story = why("next", "--form", form)
        assert set(story["items"]) == printed["next", form]
        found = fates(story)
        assert {item for item, (fate, _) in found.items() if fate == "taken"} == set(story["items"])
        assert found["three"] == ("not-in", "first")
    assert "each form draws its own: --form C" in show("--why", "next", "bank")[1]


def test_why_tells_what_nothing_asked_for(bank_from: Write) -> None:
    """A topic that no quiz draws would never be noticed."""
    bank_from(EVERY_TYPE + "quizzes: [{id: z, draw: [{count: 2, topic: a}]}]\n")
    story = why("z")
    assert story["unasked"] == ["short", "number", "cloze", "matching", "ordering", "open", "card"]
    assert len(fates(story)) == 3
    assert "not-needed" in {fate for fate, _ in fates(story).values()}


def test_why_a_quiz_can_not_be_printed(bank_from: Write) -> None:
    """The one time that reasons are needed most there would be none."""
    bank_from(SEVEN + "quizzes: [{id: z, draw: [{count: 5}]}]\n")
    code, out, err = show("--why", "z", "bank")
    assert code == 0
    assert "nothing can be printed" in out
    assert "left out: asks the same fact as" in out
    assert "quiz-short-of-items" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--why", "nothing", "bank"], 1, "there is no quiz 'nothing'"),
        (["--why", "z", "--form", "Q", "bank"], 1, "quiz 'z' has no form 'Q'"),
        (["--list", "--why", "z", "bank"], 2, "give one of them"),
        (["--form", "A", "one", "bank"], 2, "--why QUIZ"),
        (["one", "bank", "--json"], 2, "--list or --why"),
        ([], 2, "--list"),
    ],
)
def test_what_cannot_be_shown_is_said(
    bank_from: Write, words: list[str], code: int, said: str
) -> None:
    """A slip of the keys would end in a traceback, or show something else."""
    bank_from(SEVEN + "quizzes: [{id: z, draw: [{count: 1}]}]\n")
    done = show(*words)
    assert done[0] == code
    assert said in " ".join(done[2].replace("│", " ").split())
