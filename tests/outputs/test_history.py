"""Ids and history: what a change means for learners is said before it is shipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.cli import diff, ids
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report
from quizgen.release.history import NotesState, compare, state_of
from quizgen.release.ids import missing_ids
from quizgen.release.lock import Lock, Stamp
from tests.helpers import NOW, codes, load

Write = Callable[..., Path]

BANK = """
questions:
  - {id: a, question: Who drubbed the tarn?, answer: Brannet}
  - {id: b, question: When was it?, answer: At dawn}
  - {id: c, question: Why was it?, answer: It was cold}
"""


def said(capsys: pytest.CaptureFixture[str], *paths: str) -> str:
    """Run `quizgen diff` and give what it prints."""
    assert diff.run_diff([Path(p) for p in paths], as_json=False) == 0
    return capsys.readouterr().out


def test_a_bank_against_its_lock(bank_from: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A teacher would learn after the import what it did."""
    build(bank_from(BANK), "out", now=NOW)
    assert "bank/quizgen.lock -> bank: no note changes" in said(capsys, "bank")
    bank_from(
        BANK.replace("When was it?", "When was it drubbed?")
        .replace("{id: c,", "{id: c, status: retired,")
        .replace("{id: a,", "{id: who-drubbed, was: a,")
        + "  - {id: d, question: New?, answer: Yes indeed}\n"
    )
    text = said(capsys, "bank")
    assert "Retired (1)" in text
    assert "Changed (2)" in text
    assert "  who-drubbed (was a)" in text
    assert "New (1): learners get a new card\n  d" in text
    assert text.endswith("bank/quizgen.lock -> bank: 1 retired, 2 changed, 1 new\n")


def test_what_vanished_is_told_with_what_to_do(
    bank_from: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Learners would keep an orphaned card, and nobody would know."""
    build(bank_from(BANK), "out", now=NOW)
    bank_from(BANK.replace("  - {id: b, question: When was it?, answer: At dawn}\n", ""))
    assert "Gone (1): learners keep the card for ever: bring it back" in said(capsys, "bank")


def test_a_renamed_id_without_was(bank_from: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A rename would cost every learner the history of that card."""
    build(bank_from(BANK), "out", now=NOW)
    Path("old").mkdir()
    Path("old/bank.yaml").write_text(Path("bank/bank.yaml").read_text())
    bank_from(BANK.replace("{id: a,", "{id: tarn,"))
    text = said(capsys, "old", "bank")
    assert "Identity lost (1): if it is the same question, add the old id under `was:`" in text
    assert "  a has vanished, and tarn looks like it" in text


def test_lock_against_lock() -> None:
    """Two versions from version control could not be compared."""
    old = Lock("Deck", {}, {("who/a", "choice"): Stamp("1", 5), ("x", "typed"): Stamp("2", 5)})
    new = Lock(
        "Deck 2",
        {},
        {
            ("who/a", "choice"): Stamp("1", 5, gone=True),
            ("who/ab", "choice"): Stamp("3", 9),
            ("x", "basic"): Stamp("4", 9),
            ("x", "typed"): Stamp("2", 5, gone=True),
        },
    )
    steps = [(s.change, s.id, s.other) for s in compare(state_of(old), state_of(new))]
    assert steps == [
        ("deck-renamed", "Deck", "Deck 2"),
        ("identity-lost", "who/a", "who/ab"),
        ("new-kind", "x", ""),
    ]
    assert compare(NotesState({}), NotesState({})) == []


def test_a_missing_lock_is_a_sentence(bank_from: Write) -> None:
    """A fresh bank would end in a traceback."""
    from quizgen.problems import QuizgenError

    with pytest.raises(QuizgenError, match="there is no lock"):
        diff.run_diff([bank_from(BANK)], as_json=False)


# --- ids ----------------------------------------------------------------------------------------

NAMELESS = """
questions:
  - question: Who drubbed the tarn?   # the first
    answer: Brannet
  - {question: Who drubbed the tarn?, answer: Skoll}
  - {id: c, question: Why?, answer: Cold}
"""


def test_ids_are_inserted(bank_from: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Comments would be lost, or two questions get one id."""
    folder = bank_from(NAMELESS)
    assert ids.run_ids([folder], dry_run=True) == 0
    assert "id:" not in Path("bank/bank.yaml").read_text().split("questions:")[1].split("{id: c")[0]
    assert ids.run_ids([folder], dry_run=False) == 0
    text = Path("bank/bank.yaml").read_text()
    assert (
        "  - id: who-drubbed-the-tarn\n    question: Who drubbed the tarn?   # the first\n" in text
    )
    assert "  - {id: who-drubbed-the-tarn-2, question: Who" in text
    assert "no-id" not in [p.code for p in load(folder).problems]
    assert "2 questions got an id" in capsys.readouterr().out


def test_a_shipped_question_keeps_its_made_id(bank_from: Write) -> None:
    """Naming a question would cost its learners their history."""
    folder = bank_from(NAMELESS.replace("Skoll", "Brannet Skoll"))
    loaded = load(folder)
    assert loaded.bank is not None
    made = loaded.bank.items[0].id
    lock = Lock("", {}, {(made, "typed"): Stamp("1", 5)})
    given = [e.value for e in missing_ids(loaded.bank, loaded.problems, lock)]
    assert given == [made, "who-drubbed-the-tarn"]


def test_duplicates_over_files_show_both_places(check_text: Callable[..., Report]) -> None:
    """The author would have to search every file for the other one."""
    report = check_text(
        "include: [more.yaml]\nquestions:\n  - {id: a, question: x, answer: y}\n",
        more="questions:\n\n  - {id: a, question: z, answer: w}\n",
    )
    problem = next(p for p in report.problems if p.code == "duplicate-id")
    assert str(problem.where) == "bank/more.yaml:3:10"
    assert "bank/bank.yaml:6:10" in problem.message
    assert codes(report).count("duplicate-id") == 1


def test_ids_that_are_gone_are_not_given_again(bank_from: Write) -> None:
    """A new question would overwrite an old card of every learner."""
    loaded = load(bank_from("questions: [{question: 'Water!', answer: flood}]\n"))
    assert loaded.bank is not None
    lock = Lock("", {}, {("water", "typed"): Stamp("1", 5, gone=True)})
    assert [e.value for e in missing_ids(loaded.bank, loaded.problems, lock)] == ["water-2"]


def test_a_long_word_makes_an_id_too(bank_from: Write) -> None:
    """The id would be empty, and the bank broken."""
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis"
    folder = bank_from(f"questions:\n  - question: {word} is what?\n    answer: an illness\n")
    assert ids.run_ids([folder], dry_run=False) == 0
    assert load(folder).problems == ()


def test_no_ids_for_a_bank_with_errors(bank_from: Write) -> None:
    """An item that can't be read may have the very id."""
    folder = bank_from(
        "questions:\n  - {id: water, question: Water?, answer: b, distractors: [b]}\n  - {question: Water?, answer: c}\n"
    )
    before = Path("bank/bank.yaml").read_text()
    assert ids.run_ids([folder], dry_run=False) == 1
    assert Path("bank/bank.yaml").read_text() == before


def test_a_renamed_bank_and_what_comes_back(
    bank_from: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every card would be new, and the diff say that nothing has changed."""
    build(bank_from(BANK), "out", now=NOW)
    text = bank_from(BANK) / "bank.yaml"
    text.write_text(text.read_text().replace("id: test-bank", "id: other-bank"))
    assert "The bank's id has changed (1): every card is a new one" in said(capsys, "bank")
    assert "bank-renamed" in [p.code for p in build("bank", "out", now=NOW).problems]
    old = NotesState({}, gone={("a", "typed"): "0"})
    assert [s.change for s in compare(old, NotesState({("a", "typed"): "1"}))] == [
        "back",
        "changed",
    ]
    assert [s.change for s in compare(old, NotesState({("a", "typed"): "0"}))] == ["back"]


def test_what_waits_has_not_vanished(bank_from: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """An item that goes back to draft would be called gone, with the advice to bring it back."""
    build(bank_from(BANK), "out", now=NOW)
    bank_from(BANK.replace("id: a,", "id: a, status: draft,"))
    assert said(capsys, "bank").endswith("no note changes\n")
    assert build("bank", "out", now=NOW + 60).steps == ()
