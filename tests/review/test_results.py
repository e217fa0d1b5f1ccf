"""What a lesson leaves behind: answers, report, decks, scores by other rules, logs without names."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sqlite3
import statistics
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from quizgen.model import Pupil
from quizgen.pipeline.build import build
from quizgen.pipeline.plan import deck_job
from quizgen.pipeline.project import Project
from quizgen.review.lesson.event_log import purge_names, read_log
from quizgen.review.lesson.names import clean_name
from quizgen.review.lesson.session import Session
from quizgen.review.results.decks import deck_of_items, search_of
from quizgen.review.results.report import make_file
from quizgen.review.results.results import (
    answers_csv,
    discrimination,
    missed,
    report,
    results_of,
)
from quizgen.review.results.store import missed_earlier, new_log
from quizgen.review.results.workbook import answers_workbook
from quizgen.review.server.bots import rehearse
from quizgen.scoring.responses import ScoringRules
from tests.helpers import EVERY_TYPE, NOW, examined
from tests.review.lesson import begin, joined, question, say, setup, steps
from tests.review.serving import served

if TYPE_CHECKING:
    from tests.anki import Anki


def rows_of(path: Path, **rules: Any) -> list[dict[str, str]]:
    """Give the rows of a log's answers."""
    text = answers_csv(results_of(read_log(path)), ScoringRules(**rules))
    return list(csv.DictReader(StringIO(text)))


def two_votes(path: Path) -> Session:
    """Give a lesson in which Ada moves from wrong to right, Ben the other way."""
    session = begin(path)
    ada, ben, _ = joined(session)
    steps(session, "next")
    say(session, ada, 1, sure=True)
    say(session, ben, 0)
    steps(session, "close", "discuss", "revote")
    say(session, ada, 0, sure=True)
    say(session, ben, 2, sure=True)
    steps(session, "close", "reveal")
    session.log.flush()
    return session


def test_a_half_finished_log_gives_its_results(tmp_path: Path) -> None:
    """Threat 25: after a crash nobody would know who answered what."""
    path = tmp_path / "a.quizlog"
    two_votes(path)  # neither ended nor closed
    ada, ben, cem = rows_of(path)
    assert (ada["name"], ada["item"], ada["answer_1"], ada["answer_2"]) == (
        "Ada",
        "item/q0",
        "B",
        "A",
    )
    assert (ada["right_1"], ada["right_2"], ada["points"], ada["possible"]) == ("0", "1", "1", "1")
    assert (ben["right_1"], ben["right_2"], ben["points"]) == ("1", "0", "0")
    assert (cem["answer_1"], cem["sure_1"], cem["points"]) == ("", "", "0")
    found = report(results_of(read_log(path)))
    assert found["finished"] is False
    item = found["items"][0]
    assert item["shift"] == {"right_right": 0, "wrong_right": 1, "right_wrong": 1, "wrong_wrong": 0}
    assert [option["picks"] for option in item["rounds"][1]["options"]] == [1, 0, 1, 0]
    assert item["sure_and_wrong"] == 1
    assert item["discrimination"] is None  # too few for a number that means something


def test_a_log_is_scored_again_by_other_rules(tmp_path: Path) -> None:
    """A teacher who counts first votes would have to count by hand."""
    path = tmp_path / "a.quizlog"
    two_votes(path)
    assert [row["points"] for row in rows_of(path, round="first")] == ["0", "1", "0"]
    assert [row["points"] for row in rows_of(path, round="last")] == ["1", "0", "0"]


FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "taxes;=6*7", 'a; "=6*7"', "＝1+1", "x;＋1"),
    *("a,=1", "a|=1", "a:=1", "a =1", "a/@x", 'a "=1"', "x = 3 - 2", "a,-1"),
]


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("splits_at", ",;\t|: /")
def test_a_spreadsheet_takes_no_name_for_a_formula(
    tmp_path: Path, name: str, splits_at: str
) -> None:
    """Threat 10: a pupil's name would be run by the teacher's spreadsheet, wherever it splits."""
    path = tmp_path / "a.quizlog"
    session = begin(path)
    joined(session, [name])
    steps(session, "next")
    session.log.flush()
    text = answers_csv(results_of(read_log(path)), ScoringRules())
    cells = [cell for row in csv.reader(StringIO(text), delimiter=splits_at) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝＋－＠")]
    told = rows_of(path)[0]["name"].replace("'", "").replace("\u00a0", " ")
    assert told == clean_name(name)


def test_purging_leaves_the_numbers_and_no_name(tmp_path: Path) -> None:
    """Threat 23: names would stay in the file, or in what SQLite leaves behind."""
    path = tmp_path / "a.quizlog"
    session = begin(path, given=setup(names="roster", roster=(Pupil("zz-77", "Wilhelmina"),)))
    person, _ = session.join("", 0)
    steps(session, "next")
    say(session, person, 0)
    steps(session, "close", "reveal")
    session.log.flush()
    before = report(results_of(read_log(path)))
    session.log.close()
    assert purge_names(path) == 1
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        assert b"Wilhelmina" not in data
        assert b"zz-77" not in data
    assert report(results_of(read_log(path))) == before
    assert rows_of(path)[0]["points"] == "1"


def test_dropped_and_repeated_questions_score_nothing(tmp_path: Path) -> None:
    """A pupil would be marked for a question that was withdrawn, or twice for one."""
    path = tmp_path / "a.quizlog"
    session = begin(path, given=setup(2))
    ada, ben, _ = joined(session)
    steps(session, "next")
    say(session, ada, 1)
    steps(session, "close", "reveal", "next")
    say(session, ada, 0)
    steps(session, "skip", "forward")
    assert session.state.asking.is_repeat
    say(session, ada, 0)
    steps(session, "close", "reveal", "next")
    session.log.flush()
    rows = [row for row in rows_of(path) if row["person"] == str(ada)]
    assert [row["possible"] for row in rows] == ["1", "", ""]
    assert [row["points"] for row in rows] == ["0", "", ""]
    assert missed(results_of(read_log(path)), ada) == ["item/q0"]
    assert missed(results_of(read_log(path)), ben) == ["item/q0"]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=10, max_size=40))
def test_discrimination_is_the_point_biserial(pairs: list[tuple[bool, int]]) -> None:
    """A good question would look bad, or the other way round."""
    marks = {n: float(right) for n, (right, _) in enumerate(pairs)}
    scores = {n: right + float(rest) for n, (right, rest) in enumerate(pairs)}
    found = discrimination(marks, scores, counts=True)
    try:
        wanted = statistics.correlation([float(r) for r, _ in pairs], [float(s) for _, s in pairs])
    except statistics.StatisticsError:  # all alike
        assert found is None
    else:
        assert found == pytest.approx(wanted)


# --- scoring ------------------------------------------------------------------------------------


# --- decks --------------------------------------------------------------------------------------


def notes_of(data: bytes, folder: Path) -> tuple[dict[str, tuple[Any, ...]], set[str]]:
    """Read an .apkg: its notes by guid, and the names of its decks."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        package.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as connection:
        rows = connection.execute("SELECT guid, mid, mod, tags, flds FROM notes").fetchall()
        (decks,) = connection.execute("SELECT decks FROM col").fetchone()
    connection.close()
    names = {deck["name"] for deck in json.loads(decks).values()} - {"Default"}
    return {row[0]: row[1:] for row in rows}, names


@pytest.mark.peer
def test_a_pupils_deck_is_a_strict_subset_of_the_full_one(
    bank_from: Callable[..., Path], tmp_path: Path, anki: Anki
) -> None:
    """Whoever has both decks would have each card twice, or lose their reviews."""
    bank = bank_from(EVERY_TYPE)
    build(bank, "out", only=["anki"], now=NOW)
    job = deck_job(Project.of(bank), examined(bank))
    own = deck_of_items(job, ["single", "cloze", "never-heard-of"])
    few, decks = notes_of(own, tmp_path / "few")
    deck = Path("out/test-bank/deck.apkg")
    full, full_decks = notes_of(deck.read_bytes(), tmp_path / "full")
    assert len(few) == 2
    assert few.items() <= full.items()
    assert decks == full_decks
    anki.take(deck)
    before = len(anki.col.find_notes(""))
    Path("own.apkg").write_bytes(own)
    anki.take(Path("own.apkg"))
    assert len(anki.col.find_notes("")) == before
    found = {
        anki.col.get_note(id)["ID"]
        for id in anki.col.find_notes(search_of(job, ["single", "cloze"]))
    }
    assert found == {"single", "cloze"}


# --- a rehearsal --------------------------------------------------------------------------------


def test_bots_lead_a_lesson_to_its_end(tmp_path: Path) -> None:
    """A teacher could not try a lesson alone."""
    given = setup(questions=(question("a"), question("b", "open", 0)))
    with served(tmp_path / "a.quizlog", given) as lesson:
        bots: list[Any] = []

        def play() -> None:
            bots.extend(asyncio.run(rehearse(lesson.phones, lesson.code, 6, haste=0)))

        thread = threading.Thread(target=play)
        host = lesson.host()
        thread.start()
        while host.hear("snapshot")["here"] < 6:
            pass
        for ask in (1, 2):
            shot = lesson.step(host, "next")
            while shot["answered"] < 6:
                shot = host.hear("snapshot", ask=ask)
            lesson.step(host, "close")
            shot = lesson.step(host, "reveal")
        while shot["phase"] != "end":
            shot = lesson.step(host, "end")
        thread.join(20)
        assert [len(bot.acked) for bot in bots] == [2] * 6
        data = json.loads(make_file("report.json", tmp_path / "a.quizlog"))
        assert [item["answers"] for item in data["items"]] == [6, 6]


def test_the_report_is_safe_to_open(tmp_path: Path) -> None:
    """Threat 11: a text of the bank's, or one that was typed, would run in the report."""
    hostile = "<script>alert(1)</script>"
    item = question("x", "text", 0, accept=["x"])
    session = begin(tmp_path / "a.quizlog", given=setup(questions=(replace(item, plain=hostile),)))
    person = joined(session)[0]
    steps(session, "next")
    say(session, person, hostile)
    session.log.flush()
    page = make_file("report.html", tmp_path / "a.quizlog").decode()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2
    assert "default-src 'none'" in page


def test_what_was_missed_in_earlier_lessons_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warm-up would ask what all know, or what was missed once and known since."""
    monkeypatch.setenv("QUIZGEN_DATA", str(tmp_path))
    # In each lesson, who is right about which question; the second lesson is the newer one.
    lessons: list[list[int | None]] = [[0, 1, 0, 1], [1, None, 0, 0]]
    for day, lesson in enumerate(lessons):
        path = new_log("test-bank")
        path.parent.mkdir(exist_ok=True)
        session = begin(path, given=setup(4, repeats=0))
        (ada,) = joined(session, ["Ada"])
        for right in lesson:
            steps(session, "next")
            if right is not None:
                say(session, ada, 0 if right else 1)
            steps(session, "close", "reveal")
        session.finish()
        os.utime(path, (day, day))
    assert missed_earlier("test-bank") == ("item/q2", "item/q3")
    assert missed_earlier("another") == ()


def test_the_workbook_holds_texts_and_no_formula(tmp_path: Path) -> None:
    """Threat 10: a name would run in the teacher's spreadsheet, or repeats pass for first answers."""
    path = tmp_path / "a.quizlog"
    session = begin(path, given=setup(1))
    joined(session, ["=1+1", "@SUM(A1)"])
    steps(session, "next")
    say(session, 1, 1)
    steps(session, "close", "reveal", "next")
    assert session.state.asking.is_repeat
    say(session, 1, 0)
    session.log.flush()
    lesson = results_of(read_log(path))
    data = answers_workbook(lesson)
    assert data == answers_workbook(lesson)  # whenever it is written
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["answers", "repeats"]
    for sheet in book:
        rows = [*sheet.iter_rows(min_row=2)]
        assert [row[1].value for row in rows] == ["=1+1", "@SUM(A1)"]
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    answers = [sheet["I2"].value for sheet in book]
    assert answers == ["B", "A"]
    assert b"<f>" not in b"".join(
        ZipFile(BytesIO(data)).read(n) for n in ZipFile(BytesIO(data)).namelist()
    )
    session.log.close()
