"""`check --coverage`: what a bank asks, and how often."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from quizgen.checks.coverage import coverage_of, why_no_coverage
from quizgen.cli.app import app
from quizgen.pipeline.evidence_page import account_of_report
from tests.helpers import NATO, examined

Write = Callable[..., Path]


def cli(*arguments: str) -> str:
    """Run the command in a terminal of 80 columns; give what it says to stdout."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"}).stdout


BANK = """
kinds: {river: {river: text, sea: text}}
facts:
  - {id: elbe, kind: river, river: Elbe, sea: the North Sea}
  - {id: oder, kind: river, river: Oder, sea: the Baltic}
  - {id: ems, kind: river, river: Ems, sea: the North Sea, status: draft}
templates:
  - {id: sea, for: river, level: 1, question: "Where does the {river} end?", answer: "{sea}"}
questions:
  - {id: why, topic: river, level: 4, fact: elbe, question: Why does the Elbe silt up?, rubric: [Tides.]}
  - {id: free, question: How long is the Elbe in kilometres?, answer: 1094, tolerance: 10}
  - {id: waits, topic: river, level: 5, status: draft, question: Is it clean?, answer: Hardly}
"""


def test_what_is_counted(bank_from: Write) -> None:
    """A teacher would see gaps that there aren't, or none where there are."""
    report = examined(bank_from(BANK))
    found = coverage_of(report.sound_bank, account_of_report(report).sources)
    assert found.topics == {
        "": {"numeric": {None: 1}},
        "river": {"open-response": {4: 1}, "short-answer": {1: 2}},
    }
    assert found.levels == {1: 2, 4: 1, None: 1}
    assert found.facts == {"river/elbe": 2, "river/oder": 1, "river/ems": 0}


def test_paragraphs_are_counted() -> None:
    """Half an article would go untested without anybody seeing it."""
    report = examined(NATO)
    (source,) = coverage_of(report.sound_bank, account_of_report(report).sources).sources
    live = [item for item in report.sound_bank.items if item.status == "ok"]
    cited = {item.id: {e.paragraph for e in item.evidence} for item in live}
    assert source.paragraphs.keys() == set(range(1, 40))
    for number, count in source.paragraphs.items():
        assert count >= sum(number in of for of in cited.values()) > 0 or count == 0


def test_the_table_fits_a_terminal(bank_from: Write) -> None:
    """Columns would break into each other at the width that most terminals have."""
    text = cli("check", str(bank_from(BANK)), "--coverage")
    table = [line for line in text.splitlines() if line.startswith("  ")]
    assert max(map(len, table)) <= 80
    assert "  levels: 1 recall, 2 understand, 3 apply, 4 analyse, 5 judge, none" in table
    rows = {line[:19].strip(): line[19:].split() for line in text.splitlines()}
    assert rows["river"] == ["2", ".", ".", "1", ".", ".", "3"]
    assert rows["(no topic)"] == [".", ".", ".", ".", ".", "1", "1"]
    assert rows["all"] == ["2", ".", ".", "1", ".", "1", "4"]
    assert "     2:   1   river/elbe" in text
    assert "  none:   1   river/ems" in text


def test_for_machines(bank_from: Write) -> None:
    """A script would have to read tables."""
    told = json.loads(cli("check", str(bank_from(BANK)), "--coverage", "--format", "json"))
    (found,) = told["coverage"]
    assert found["levels"] == {"1": 2, "4": 1, "none": 1}
    assert found["topics"][1] == {
        "topic": "river",
        "items": 3,
        "levels": {"1": 2, "4": 1},
        "types": {"open-response": {"4": 1}, "short-answer": {"1": 2}},
    }
    assert found["facts"] == {"river/elbe": 2, "river/oder": 1, "river/ems": 0}


def test_it_is_silent_where_it_says_nothing(bank_from: Write) -> None:
    """A bank of words to learn would get a table of noughts."""
    cards = "questions:\n  - {id: a, level: 1, front: le chat, back: the cat}\n"
    plain = "questions:\n  - {id: a, question: Who?, answer: Me}\n"
    for text, why in ((cards, "flashcards"), (plain, "no item has a level")):
        folder = bank_from(text)
        assert why in why_no_coverage(examined(folder).sound_bank)
        said = cli("check", str(folder), "--coverage").splitlines()
        assert len(said) == 2
        assert why in said[0]
        told = json.loads(cli("check", str(folder), "--coverage", "--format", "json"))
        assert why in told["coverage"][0].pop("why")
        assert told["coverage"] == [{"bank": "test-bank"}]
