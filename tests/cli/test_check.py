"""`quizgen check` and its company as people and machines run them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import validator_for

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import RULES
from tests.helpers import bank_text

Run = Callable[..., "subprocess.CompletedProcess[str]"]

FLAWED = """\
quizgen: 1
id: b
title: "Evil \\e[31m title"
questions:
  - {id: q, question: Who currently rules?, answer: A, distractors: [B, C]}
  - {id: r, question: Is 100% of it so?, anwser: y}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "quizgen", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return go


def flawed(text: str = FLAWED) -> str:
    """Write a bank with an error and a warning."""
    Path("b.yaml").write_text(text)
    return "b.yaml"


def test_text_is_grouped_by_file(run: Run) -> None:
    """A long report could not be read."""
    done = run("check", flawed(FLAWED.replace("\\e[31m", "")))
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0] == "b.yaml"
    assert lines[1] == (
        "      5:5  warning  dated-words  q: 'currently' will be another time when this is asked"
    )
    assert lines[3] == "          |     ^"
    assert lines[4].startswith("           help: give the date")
    assert (
        done.stdout
        == "b.yaml: 1 items, testwise: too few to tell (under 20 choices); 1 error, 1 warning\n"
    )


def test_strict_select_and_ignore(run: Run) -> None:
    """CI could not choose what fails."""
    path = flawed(FLAWED.replace("\\e[31m", "").replace("anwser", "answer"))
    assert run("check", path).returncode == 0
    assert run("check", path, "--strict").returncode == 1
    assert run("check", path, "--strict", "--ignore", "dated-words").returncode == 0
    assert run("check", path, "--strict", "--select", "truth,form").returncode == 0
    wrong = run("check", path, "--ignore", "dated-word")
    assert wrong.returncode == 2
    assert "did you mean 'dated-words'" in wrong.stderr.replace("\n", " ").replace("│", "")


def test_json(run: Run) -> None:
    """A script could not read what is wrong."""
    found = json.loads(run("check", flawed(), "--format", "json").stdout)
    assert found["summary"]["error"] >= 1
    assert set(found["problems"][0]) == {
        "code",
        "level",
        "file",
        "line",
        "column",
        "item",
        "message",
        "help",
    }


def test_a_bank_that_is_not_there(run: Run) -> None:
    """A machine would read an empty report as a clean one."""
    found = run("check", "nowhere", "--format", "json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["unreadable"][0]["path"] == "nowhere"
    log = json.loads(run("check", "nowhere", "--format", "sarif").stdout)
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert run("check", "nowhere", "--format", "github").stdout.startswith("::error file=nowhere")


def test_github(run: Run) -> None:
    """Pull requests would show nothing, or a message break the log."""
    done = run("check", flawed(FLAWED.replace("\\e[31m", "")), "--format", "github")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("::warning file=b.yaml,line=5,col=5,title=dated-words::item q: ")
    assert "%0Agive the date" in lines[0]
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in lines)
    assert done.returncode == 1


def test_sarif_by_its_schema(run: Run) -> None:
    """Code hosts would refuse the log."""
    log: dict[str, Any] = json.loads(run("check", flawed(), "--format", "sarif").stdout)
    text = files("linceo.data").joinpath("sarif-schema-2.1.0.json").read_text("utf-8")
    schema = json.loads(text)
    assert schema["$id" if "$id" in schema else "id"].endswith("sarif-schema-2.1.0.json")
    validator = validator_for(schema)(schema)
    assert [e.message for e in validator.iter_errors(log)] == []
    driver = log["runs"][0]["tool"]["driver"]
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    log["runs"][0]["results"][0]["level"] = "grave"
    assert list(validator.iter_errors(log))


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_no_escape_reaches_the_terminal(run: Run, format: str) -> None:
    """A bank from a stranger could write what it likes on the screen."""
    evil = 'quizgen: 1\nid: b\ntitle: b\n"k\\e]0;x\\a": 1\nquestions:\n  - {id: q, question: "\\x9b2J", answer: y, "\\e[2J": 1}\n'
    Path("evil\x1b[2J.yaml").write_text(evil)
    done = run("check", "evil\x1b[2J.yaml", "--format", format)
    assert done.returncode == 1
    for stream in (done.stdout, done.stderr):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", stream)


SOURCE = "One two three four five.\n\nSix seven eight nine ten.\n"
CITED = """
sources: {s: src}
defaults: {source: s}
questions:
  # a comment
  - {id: a, question: A?, answer: one two, evidence: CITED_A}   # stays
  - id: b
    question: B?
    answer: six
    evidence: "p1: six seven eight"
"""


def with_source(text: str) -> None:
    """Write a bank and its source."""
    Path("seeds").mkdir()
    Path("seeds/src.yaml").write_text(dump_record(make_record("src", SOURCE, {"title": "S"})))
    Path("b.yaml").write_text(bank_text(text))


def test_fix_writes_paragraphs_and_nothing_else(run: Run) -> None:
    """A repair would cost the author comments and layout."""
    with_source(CITED.replace("six seven", "Six seven").replace("CITED_A", "One two three"))
    before = Path("b.yaml").read_text()
    assert "2 can be repaired: quizgen check --fix" in run("check", "b.yaml").stdout
    done = run("check", "b.yaml", "--fix")
    assert done.returncode == 0, done.stderr
    assert "fixed, paragraph is 1 now" in done.stderr
    assert Path("b.yaml").read_text() == before.replace(
        "evidence: One two three", 'evidence: "p1: One two three"'
    ).replace("p1: Six", "p2: Six")


def test_fix_pins_the_last_option(run: Run) -> None:
    """An author would have to look up how `none of these` is kept last."""
    allow = "allow: {none-of-the-above: sums}"
    item = f"  - id: a\n    question: A?  # why\n    answer: x\n    distractors: [y, None of these]\n    {allow}\n"
    Path("b.yaml").write_text(bank_text("questions:\n" + item))
    assert "unpinned-last-option" in run("check", "b.yaml").stderr
    assert run("check", "b.yaml", "--fix", "--strict").returncode == 0
    wanted = item.replace("- id: a", "- shuffle: keep-last\n    id: a")
    assert Path("b.yaml").read_text().endswith(wanted)


def test_evidence_table(run: Run) -> None:
    """Nobody would see what a human must still judge."""
    with_source(CITED.replace("p1: six", "p2: Six").replace("CITED_A", "'p1: One two three'"))
    done = run("check", "b.yaml", "--evidence")
    assert "  a      verified   verified   -         -" in done.stdout
    assert "s (S): 2 of 2 paragraphs" in done.stdout
    machine = json.loads(run("check", "b.yaml", "--evidence", "--format", "json").stdout)
    values = [{"text": text, "standing": "proved"} for text in ("one", "two")]
    assert machine["evidence"][0]["items"][0] == {
        "item": "a",
        "words": "words",
        "values": "found",
        "human": False,
        "quotes": [{"source": "s", "paragraph": 1, "quote": "One two three", "proof": "words"}],
        "answers": [{"text": "one two", "how": "value", "values": values, "whole": True}],
    }
    assert machine["evidence"][0]["untested"] == {"s": []}


def test_a_changed_source_names_the_items_it_touches(run: Run) -> None:
    """After a correction of the article, every item would have to be read again."""
    Path("question_bank").mkdir()
    with_source(CITED.replace("p1: six", "p2: Six").replace("CITED_A", "'p1: One two three'"))
    Path("b.yaml").rename("question_bank/b.yaml")
    Path("new.txt").write_text("New first.\n\n" + SOURCE.replace("nine", "11"))
    done = run("source", "add", "new.txt", "--id", "src")
    assert done.returncode == 0, done.stderr
    assert "test-bank: 2 items cite what has changed" in done.stdout
    assert "a: p1 is p2 now" in done.stdout
    assert "b: p2 is p3 now, and reworded" in done.stdout
    fixed = run("check", "--fix")
    assert fixed.returncode == 0, fixed.stderr


def test_watch_checks_again_on_every_save(tmp_path: Path) -> None:
    """An author would have to run it by hand after each change."""
    bank = tmp_path / "b.yaml"
    bank.write_text(bank_text("questions: [{id: a, question: A?, answer: x}]\n"))
    process = subprocess.Popen(
        [sys.executable, "-m", "quizgen", "check", str(bank), "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        lines = iter(process.stdout.readline, "")
        assert any("watching" in line for line in lines)
        bank.write_text(bank_text("questions: [{id: a, question: A?}]\n"))
        heard = []
        for line in lines:
            heard.append(line)
            if "watching" in line:
                break
        assert "b.yaml changed\n" in heard
        assert any("no-answer" in line for line in heard)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()


def test_rules_and_their_pages(run: Run) -> None:
    """A code in a report could not be looked up."""
    listed = run("rules").stdout
    assert all(name in listed for name in RULES)
    page = run("rules", "clang-cue").stdout
    assert page.startswith("# clang-cue (warning, item)\n\nA word of the question comes back")
    assert "## When to ignore" in page
    unknown = run("rules", "clang-clue")
    assert unknown.returncode == 1
    assert "did you mean 'clang-cue'" in unknown.stderr
    assert {rule["name"] for rule in json.loads(run("rules", "--json").stdout)} == set(RULES)
