"""`check --blind`: what a reader is shown, and how the letters come back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from quizgen.release.lock import Lock, dump_lock, merged, read_lock
from quizgen.release.readings import BlindReading

Run = Callable[..., "subprocess.CompletedProcess[str]"]

BANK = """\
quizgen: 1
id: b
title: B
passages:
  letter: {title: A letter, text: The tarn was dry.}
questions:
  - {id: who/varley, question: Who wrote it?, answer: Varley, distractors: [Crane, Holt, Pell],
     explanation: SECRET, passage: letter}
  - {id: which, question: Which two?, answer: [oak, elm], distractors: [iron, salt], choose: 2}
  - {id: truth, question: Tin is a metal., answer: true}
  - {id: verb, cloze: "He {{goes}} home.", choices: {1: [go, going]}}
  - {id: open, question: Why?, rubric: [Because.]}
  - {id: gone, status: retired, question: Old?, answer: a1, distractors: [b1, c1]}
  - {id: draft, status: draft, question: New?, answer: a2, distractors: [b2, c2]}
quizzes:
  - {id: short, items: [which, truth]}
"""
KEYS = {
    "Who wrote it?": {"Varley"},
    "Which two?": {"oak", "elm"},
    "Tin is a metal.": {"True"},
    "He [?] home.": {"goes"},
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `check --blind` beside a bank."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    Path("b.yaml").write_text(BANK, "utf-8")

    def go(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "quizgen", "check", "b.yaml", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    return go


def sheet(run: Run, *words: str) -> tuple[str, Mapping[str, Mapping[str, str]]]:
    """Give the first line of a sheet, and for each question its options by letter."""
    text = run("--blind", *words).stdout
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if stem := re.fullmatch(r"\d+\. (.+)", line):
            found[stem[1]] = {}
        elif option := re.fullmatch(r"   ([A-Z])\) (.+)", line):
            found[list(found)[-1]][option[1]] = option[2]
    return text.splitlines()[0], found


def answered(run: Run, *lines: str, name: str = "answers.txt") -> dict[str, Any]:
    """Send lines back under the sheet's first line."""
    head = sheet(run)[0]
    Path(name).write_text("\n".join([head, *lines]) + "\n", "utf-8")
    found: dict[str, Any] = json.loads(run("--blind", name, "--format", "json").stdout)
    return found


def right_letters(run: Run) -> list[str]:
    """Give the right letters of each question."""
    return [
        " ".join(letter for letter, text in options.items() if text in KEYS[stem])
        for stem, options in sheet(run)[1].items()
    ]


def test_a_reader_sees_choices_and_no_key(run: Run) -> None:
    """The sheet would tell what it is to find out: by a key, an id, an explanation, an order."""
    text = run("--blind").stdout
    assert re.match(r"quizgen blind: bank b, quiz -, hash [0-9a-f]{8}, questions", text)
    assert list(sheet(run)[1]) == list(KEYS)
    assert "The tarn was dry." in text
    for hidden in ("SECRET", "who/varley", "Old?", "New?", "Why?"):
        assert hidden not in text


def test_one_quiz_alone(run: Run) -> None:
    """A teacher who gives one quiz would have to send the whole bank."""
    head, questions = sheet(run, "--quiz", "short")
    assert "quiz short" in head
    assert list(questions) == ["Which two?", "Tin is a metal."]
    assert run("--blind", "--quiz", "shirt").returncode == 2


def test_right_answers_count(run: Run) -> None:
    """What was guessed would be counted wrong."""
    one, two, three, four = right_letters(run)
    found = answered(run, f"1. {one}", f"2) {two.lower()}", f"{three}", f"4: **{four}** k")
    result = found["blind"][0]
    assert (result["right"], result["guessed"], result["known"]) == (3, 3, 1)
    assert result["chance"] == pytest.approx((1 / 4 + 1 / 6 + 1 / 2) / 3)
    assert result["p"] == pytest.approx(1 / 4 / 6 / 2)
    assert [item["item"] for item in result["items"]] == ["who/varley", "which", "truth", "verb"]
    assert found["problems"] == []


@pytest.mark.parametrize(
    "line",
    [
        "1. B", "1) b", "1: B", "1 B", "1.B", "1B", "- 1. B", "**1.** B", "1. (B)", "1. B.",
        "B", "b", "1. B known", "1. b, k", "Question 1: B", "1 - B", "> 1. B", "1. B) {words}",
        "1. {words}", "\t1.  B  ",
    ],
)  # fmt: skip
def test_letters_come_in_many_ways(run: Run, line: str) -> None:
    """A colleague's answers would be refused for the way they were typed."""
    words = sheet(run)[1]["Who wrote it?"]["B"]
    found = answered(run, line.format(words=words))
    assert found["problems"] == []
    assert found["blind"][0]["items"][0]["answer"] == ["B"]


def test_several_on_a_line(run: Run) -> None:
    """Answers in a row would be one bad line."""
    found = answered(run, "1B 2. A 3) b, 4 C k")
    letters = [item["answer"] for item in found["blind"][0]["items"]]
    # The second takes two letters; its chance is that of two, and one is simply wrong.
    assert letters == [["B"], ["A"], ["B"], ["C"]]
    assert found["blind"][0]["known"] == 1


def test_words_for_statements(run: Run) -> None:
    """`true` would be no answer to a statement."""
    found = answered(run, "3. true", "4. -")
    assert found["blind"][0]["items"] == [
        {"item": "truth", "answer": ["A"], "right": True, "known": False}
    ]
    assert found["blind"][0]["unanswered"] == 3


def test_bad_lines_are_named_with_their_place(run: Run) -> None:
    """An answer would be lost, or taken for another, without a word."""
    found = answered(run, "", "Here you are, with pleasure!", "  1. X", "9. A", "2. A B", "2. A")
    places = [(p["code"], p["line"], p["column"]) for p in found["problems"]]
    assert places == [
        ("bad-answer", 3, 1),
        ("bad-answer", 4, 6),
        ("bad-answer", 5, 1),
        ("bad-answer", 7, 1),
    ]
    assert {p["file"] for p in found["problems"]} == {"answers.txt"}


def test_a_sheet_filled_in_is_read(run: Run) -> None:
    """A reader who types below the questions would get an error for each line of ours."""
    lines: list[str] = []
    for line in run("--blind").stdout.splitlines()[1:]:
        lines += [line, "B"] if line.startswith("   D)") else [line]
    assert answered(run, *lines)["problems"] == []


def test_answers_to_an_older_bank(run: Run) -> None:
    """A reading would be lost for one reworded question, or be held against the new wording."""
    head = sheet(run)[0]
    letters = right_letters(run)
    Path("b.yaml").write_text(BANK.replace("Which two?", "Which of them?"), "utf-8")
    lines = [f"{number}. {letter}" for number, letter in enumerate(letters, 1)]
    Path("answers.txt").write_text("\n".join([head, *lines]), "utf-8")
    done = run("--blind", "answers.txt", "--format", "json")
    found = json.loads(done.stdout)
    assert found["blind"][0]["changed"] == [2]
    assert (found["blind"][0]["right"], found["blind"][0]["guessed"]) == (3, 3)
    assert [p["code"] for p in found["problems"]] == ["older-bank"]
    assert "2" in found["problems"][0]["message"]
    assert done.returncode == 0
    assert not found["blind"][0]["recorded"]
    assert not Path("b.lock").exists()


def test_a_corrected_key_counts_as_it_is_today(run: Run) -> None:
    """Old answers would be marked by a key that was wrong."""
    found = answered(run, "3. true")
    assert found["blind"][0]["right"] == 1
    text = Path("answers.txt").read_text("utf-8")
    Path("b.yaml").write_text(BANK.replace("answer: true", "answer: false"), "utf-8")
    Path("answers.txt").write_text(text, "utf-8")
    found = json.loads(run("--blind", "answers.txt", "--format", "json").stdout)
    assert (found["blind"][0]["right"], found["blind"][0]["guessed"]) == (0, 1)
    assert found["problems"] == []


@pytest.mark.parametrize(
    ("head", "code"),
    [("", "no-sheet-named"), ("quizgen blind: bank c, quiz -, hash 12345678", "other-bank")],
)
def test_answers_of_who_knows_what(run: Run, head: str, code: str) -> None:
    """Letters would be counted against a bank they have nothing to do with."""
    Path("answers.txt").write_text(f"{head}\n1. A\n", "utf-8")
    done = run("--blind", "answers.txt", "--format", "json")
    assert [p["code"] for p in json.loads(done.stdout)["problems"]] == [code]
    assert done.returncode == 1


def test_the_summary_remembers(run: Run) -> None:
    """Nobody could see whether a bank was read by a person, nor that it changed since."""
    letters = right_letters(run)
    answered(run, *(f"{number}. {letter}" for number, letter in enumerate(letters, 1)))
    assert "read blind 2025-06-15: 4 of 4 guessed right" in run().stdout
    before = Path("b.lock").read_text("utf-8")
    assert run("--blind", "answers.txt").returncode == 0
    assert Path("b.lock").read_text("utf-8") == before
    build = [sys.executable, "-m", "quizgen", "build", "b.yaml", "--only", "anki"]
    assert subprocess.run(build, capture_output=True, check=False).returncode == 0
    assert "read blind 2025-06-15: 4 of 4" in run().stdout
    report = json.loads(run("--format", "json").stdout)
    assert report["banks"][0]["blind"] == [{"right": 4, "of": 4, "day": "2025-06-15"}]
    Path("b.yaml").write_text(BANK.replace("Which two?", "Which of them?"), "utf-8")
    assert "read blind" not in run().stdout


def test_locks_with_readings_merge() -> None:
    """Two readers' results would be lost in a cloud folder's conflict."""
    one, two = (BlindReading("0123abcd", n, 9, "2026-01-01") for n in (3, 4))
    both = merged(Lock(blind=(one,)), Lock(blind=(two, one)))
    assert both.blind == (one, two)
    assert read_lock(dump_lock(both), "b.lock") == (both, [])
    assert read_lock(dump_lock(both) + "blind x 1\n", "b.lock")[1][0].code == "bad-lock"
