"""`quizgen review` and `quizgen sessions` on the command line."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.problems import QuizgenError
from quizgen.review.lesson.snapshot import plan_questions
from quizgen.review.results.store import interrupted, new_log, unfinished
from quizgen.review.server.serve import claimed
from tests.helpers import EVERY_TYPE, ROOT, examined
from tests.review.lesson import begin, joined, say, setup, steps

run = CliRunner()


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def a_session(*, names: tuple[str, ...] = ("Ada",)) -> Path:
    """Leave a finished session behind."""
    path = new_log("test-bank")
    session = begin(path, given=setup(1))
    people = joined(session, names)
    steps(session, "next")
    say(session, people[0], 1)
    steps(session, "close", "reveal", "end")
    session.log.close()
    return path


def test_sessions_are_listed_exported_and_purged() -> None:
    """A teacher could not find last week's lesson, or not get rid of its names."""
    assert "no sessions" in run.invoke(app, ["sessions", "list"]).output
    path = a_session()
    listed = run.invoke(app, ["sessions", "list"]).output
    assert path.stem in listed
    assert "finished" in listed
    result = run.invoke(app, ["sessions", "export", path.stem, "--out", "results"])
    assert result.exit_code == 0, result.output
    names = {file.name for file in Path("results").iterdir()}
    assert names == {"answers.csv", "answers.xlsx", "report.html", "report.json"}
    assert "Ada" in Path("results/answers.csv").read_text("utf-8-sig")
    assert (Path("results/answers.csv").stat().st_mode & 0o077) == 0
    assert run.invoke(app, ["sessions", "purge"]).exit_code == 1
    assert "1 name removed" in run.invoke(app, ["sessions", "purge", "--all"]).output
    assert "no names" in run.invoke(app, ["sessions", "list"]).output
    run.invoke(app, ["sessions", "export", path.stem, "--out", "again"])
    assert "Ada" not in Path("again/answers.csv").read_text("utf-8-sig")


def damaged(path: Path, at: float = 0.5) -> None:
    """Overwrite a page in the middle of a log."""
    data = bytearray(path.read_bytes())
    page = int(len(data) * at) // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)


def a_long_session(answers: int = 400) -> tuple[Path, int]:
    """Leave a log of many pages; gives the number of its answers."""
    path = new_log("test-bank")
    session = begin(path, given=setup(3))
    people = joined(session, [f"Pupil {n}x" for n in range(answers // 2)])
    for _ in range(2):
        steps(session, "next")
        for person in people:
            say(session, person, person % 4)
        steps(session, "close", "reveal")
    session.log.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, 2 * len(people)


def test_what_is_left_of_a_damaged_log_is_exported() -> None:
    """A bad sector would cost the answers of a whole lesson, of which it hit a few."""
    path, answers = a_long_session()
    damaged(path)
    assert "damaged" in run.invoke(app, ["sessions", "list"]).output
    result = run.invoke(app, ["sessions", "export", "--log", str(path), "--out", "r"])
    assert result.exit_code == 1
    assert f"{path.name} is damaged: " in result.stderr
    rows = [*csv.DictReader(StringIO(Path("r/answers.csv").read_text("utf-8-sig")))]
    kept = [row for row in rows if row["answer_1"]]
    assert answers // 4 < len(kept) <= answers
    assert all(row["answer_1"] == "ABCD"[int(row["person"]) % 4] for row in kept)


@pytest.mark.parametrize("tenth", range(10))
def test_no_damage_is_a_traceback(tenth: int) -> None:
    """A damaged log would stop the list of all others, or their purge."""
    a_session()
    path, _ = a_long_session(200)
    damaged(path, tenth / 10)
    for command in (["list"], ["export", path.stem, "--out", "r"], ["purge", "--all"]):
        result = run.invoke(app, ["sessions", *command])
        assert result.exception is None or isinstance(result.exception, SystemExit | QuizgenError)


def test_a_purge_names_what_it_could_not_purge() -> None:
    """A teacher would believe that no name is left, and one log still holds thirty."""
    good = a_session()
    bad = good.with_name("bad.quizlog")
    bad.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    result = run.invoke(app, ["sessions", "purge", "--all"])
    assert result.exit_code == 1
    assert f"{good.stem}: 1 name removed" in result.output
    assert "names may still stand in" in result.stderr
    assert str(bad) in result.stderr
    assert "nothing of it can be read" in run.invoke(app, ["sessions", "list"]).output


def test_a_lesson_that_was_held_is_gone_on_with(bank_from: Callable[..., Path]) -> None:
    """After a crash and a new start in haste, `--resume` would take the new, empty lesson."""
    held = new_log("test-bank")
    session = begin(held)
    joined(session)
    steps(session, "next")
    session.log.close()
    os.utime(held, (1, 1))
    empty = new_log("test-bank")
    begin(empty).log.close()
    assert unfinished("test-bank") == held
    kept = interrupted("test-bank")
    assert kept and kept.path == held
    a_session()  # a later one that came to its end
    assert interrupted("test-bank") is None
    held.unlink()
    assert unfinished("test-bank") == empty


@pytest.mark.parametrize("out", ["output", "output/x", "output/../output/y"])
def test_answers_never_go_where_papers_lie(out: str) -> None:
    """Answers of pupils would be handed on with the papers, or committed."""
    path = a_session()
    result = run.invoke(app, ["sessions", "export", str(path), "--out", out])
    assert isinstance(result.exception, QuizgenError)
    assert not Path("output").exists()


IN_USE = "a.quizlog is in use: another quizgen review writes it"


def test_a_log_that_is_written_is_not_taken_up_by_another(tmp_path: Path) -> None:
    """Two servers on one log would mix two lessons."""
    path = tmp_path / "a.quizlog"
    with (
        claimed(path),
        pytest.raises(QuizgenError, match=f"^{IN_USE}$"),
        claimed(path),
    ):
        pass
    with claimed(path):
        (lock,) = tmp_path.iterdir()
        assert lock.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_a_second_review_of_one_log_is_refused(bank_from: Callable[..., Path]) -> None:
    """A teacher who starts the lesson twice would write two lessons into one log."""
    bank = bank_from("questions: [{id: q, question: Which?, answer: a, distractors: [b, c]}]\n")
    path = Path("a.quizlog").resolve()
    command = [sys.executable, "-m", "quizgen", "review", str(bank.resolve()), "--log", str(path)]
    with claimed(path):
        second = subprocess.run(
            [*command, "--no-browser"],
            check=False,
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "500"},
            capture_output=True,
            text=True,
        )
    assert (second.returncode, second.stdout) == (1, "")
    assert IN_USE in second.stderr
    assert not path.exists()


LOST = "paper: {faces: [gone.ttf], roster: gone.csv}\n"
"""What papers need and isn't there."""


@pytest.mark.parametrize("paper", ["", LOST])
def test_every_pupils_deck_is_made(bank_from: Callable[..., Path], paper: str) -> None:
    """A teacher would have to make thirty decks by hand."""
    bank = bank_from(
        f"{paper}questions: [{{id: q, question: Which?, answer: a, distractors: [b, c]}}]\n"
    )
    from quizgen.review.lesson.snapshot import plan_questions

    path = new_log("test-bank")
    given = setup(questions=plan_questions(examined(bank)))
    session = begin(path, given=given)
    ada, ben = joined(session, ("Ada", "Ben"))
    steps(session, "next")
    right = session.question.key["keys"][0]
    say(session, ada, right)
    say(session, ben, (right + 1) % 3)
    session.log.close()
    result = run.invoke(app, ["sessions", "export", "--bank", str(bank), "--out", "r"])
    assert result.exit_code == 0, result.output
    assert {file.name for file in Path("r").glob("missed-*")} == {
        f"missed-{ben}.apkg",
        f"missed-{ben}.pdf",
    }
    document = pypdfium2.PdfDocument(f"r/missed-{ben}.pdf")
    said = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    document.close()
    assert "Ben" in said
    assert "1 Which?" in said
    assert 'Ben\t"deck:' in Path("r/searches.txt").read_text("utf-8")


def test_what_papers_lack_stops_no_lesson(bank_from: Callable[..., Path]) -> None:
    """A font that is missing on the school's computer would cost the lesson."""
    bank = bank_from(LOST + EVERY_TYPE)
    result = run.invoke(app, ["review", str(bank), "--no-browser", "--quiz", "nothing"])
    assert "there is no quiz" in str(result.exception)


def test_a_page_that_can_not_be_printed_stops_no_deck(bank_from: Callable[..., Path]) -> None:
    """One sign that paper can't draw would take the decks of the whole class."""
    bank = bank_from(
        "questions: [{id: q, question: Which \U0001340d?, answer: a, distractors: [b, c]}]\n"
    )
    from quizgen.review.lesson.snapshot import plan_questions

    given = setup(questions=plan_questions(examined(bank)))
    session = begin(new_log("test-bank"), given=given)
    people = joined(session, ("Ada", "Ben"))
    steps(session, "next")
    for person in people:
        say(session, person, (session.question.key["keys"][0] + 1) % 3)
    session.log.close()
    result = run.invoke(app, ["sessions", "export", "--bank", str(bank), "--out", "r"])
    assert result.exit_code == 1
    assert "no face for paper" in str(result.exception)
    assert {file.name for file in Path("r").glob("missed-*")} == {
        f"missed-{person}.apkg" for person in people
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--quiz", "nothing"], "there is no quiz"),
        (["--resume"], "no unfinished session"),
        (["--log", "output/a.quizlog"], "belong under output"),
        (["--class", "nobody.csv"], "class list"),
        (["--names", "roster"], "--class"),
        (["--score", "loud"], "--score"),
        (["--seconds", "2"], "--seconds"),
        (["--address", "203.0.113.9"], "no address of this computer"),
        (["--refuse", "nothing.txt"], "--refuse"),
    ],
)
def test_what_cannot_be_started_is_said(
    bank_from: Callable[..., Path], arguments: list[str], said: str
) -> None:
    """A teacher would stand before a class and a traceback."""
    bank = bank_from(EVERY_TYPE)
    result = run.invoke(app, ["review", str(bank), "--no-browser", *arguments])
    assert result.exit_code in {1, 2}
    assert said in f"{result.exception} {result.output}"


SHORT = """quizgen: 1
id: test-bank
title: Test
questions:
  # a comment that stays
  - id: plain
    question: Which city?
    answer: Rome
  - {id: flow, question: Which city here?, answer: Rome, accept: [Roma]}
  - id: block
    question: Which city there?
    answer: Rome
    accept:
      - Roma
  - id: none
    question: Which city then?
    answer: Rome
quizzes: [{id: z, items: [plain, flow, block, none]}]
"""


def test_accepted_answers_are_written_into_the_bank(bank_from: Callable[[str], Path]) -> None:
    """A teacher would type each accepted answer into the bank by hand, or lose it."""
    folder = bank_from(SHORT)
    report = examined(folder)
    path = new_log("test-bank")
    assert len(report.sound_bank.items) == 4
    questions = plan_questions(report)
    session = begin(path, given=setup(questions=questions, repeats=0))
    (ada,) = joined(session, ["Ada"])
    for question in questions:
        steps(session, "next")
        if not question.item.endswith("none"):
            say(session, ada, 'the "city"')
            session.command("accept", {"text": 'the "city"'}, session.state.version)
        steps(session, "close", "reveal")
    session.finish()
    before = (folder / "bank.yaml").read_text("utf-8")
    result = run.invoke(app, ["sessions", "accept", path.stem, "--bank", str(folder)])
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 3
    after = (folder / "bank.yaml").read_text("utf-8")
    assert "# a comment that stays" in after
    items = {item.id: item for item in examined(folder).sound_bank.items}
    accepts = {id.rpartition("/")[2]: getattr(item, "accept", ()) for id, item in items.items()}
    assert [len(accepts[id]) for id in ("plain", "flow", "block", "none")] == [1, 2, 2, 0]
    assert after.count('city\\"') == 3
    assert before.count("\n") + 2 == after.count("\n")  # a line for `plain`, a line for `block`
    assert run.invoke(app, ["sessions", "accept", path.stem, "--bank", str(folder)]).exit_code == 0
    assert (folder / "bank.yaml").read_text("utf-8") == after
