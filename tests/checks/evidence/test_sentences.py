"""False alarms counted: 302 sentences of news, science, history, law, recipes and sport.

Each line (parted by tabs) of `sentences/<language>.txt` is a genre, a sentence, a question, the answer that an author
would draw from it, and a wrong twin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import RULES, Report, check

FOLDER = Path(__file__).parent / "sentences"
HUMAN = {
    "en": {"600,000 men", "Those over £10,000"},
    "de": {"1:44,9 Minuten"},
    "fr": set[str](),
    "es": set[str](),
}
"""Right answers that are left to a human: no error, but not proved."""
UNSEEN = {
    "en": {"Thirty-five", "Half a cup", "About 12,000"},
    "de": {"in Bern", "sechs", "Ulrike Thomsen"},
    "fr": {"Cinq"},
    "es": set[str](),
}
"""Wrong answers that are left to a human: what two cited numbers give, a name that may be a phrase."""


class Row(NamedTuple):
    """A sentence with a right and a wrong answer."""

    genre: str
    sentence: str
    question: str
    right: str
    wrong: str


def rows_of(lang: str) -> list[Row]:
    """Read the sentences of a language."""
    lines = (FOLDER / f"{lang}.txt").read_text("utf-8").splitlines()
    return [Row(*line.split("\t")) for line in lines]


LANGUAGES = tuple(HUMAN)
Judged = Callable[..., Report]


@pytest.fixture
def judged(bank_from: Callable[..., Path]) -> Judged:
    """Check a bank in which each sentence is cited whole for its answer."""

    def run(lang: str, answers: list[str], *, text: bool) -> Report:
        rows = rows_of(lang)
        bank_from(
            f"lang: {lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\nquestions:\n"
            + "".join(
                f"  - {{id: q{n}, question: {_quoted(row.question)}, answer: {_quoted(answer)}, "
                f"evidence: {_quoted(f'p{n}: {row.sentence}')}}}\n"
                for n, (row, answer) in enumerate(zip(rows, answers, strict=True), 1)
            )
        )
        source = "\n\n".join(row.sentence for row in rows)
        Path("seeds").mkdir(exist_ok=True)
        record = dump_record(make_record("src", source, {"title": "S", "language": lang}))
        Path("seeds/src.yaml").write_text(record, "utf-8")
        if text:
            Path("seeds/src.txt").write_text(source, "utf-8")
        return check("bank")

    return run


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _reported(report: Report) -> dict[str, str]:
    """Give what the evidence rules say of items; the wording of these is nobody's care here."""
    return {
        p.item: p.message
        for p in report.problems
        if p.level != "info"
        and p.item
        and (p.code not in RULES or RULES[p.code].group == "evidence")
    }


def test_there_are_enough_of_every_kind() -> None:
    """A language or a genre would be left out of the count."""
    rows = {lang: rows_of(lang) for lang in LANGUAGES}
    assert sum(map(len, rows.values())) >= 300
    for of_language in rows.values():
        genres = [row.genre for row in of_language]
        assert len(set(genres)) >= 6
        assert min(map(genres.count, genres)) >= 5


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_right_answer_is_refused_or_warned_of(judged: Judged, lang: str, text: bool) -> None:
    """An author who copied from the source would be told that the source doesn't say it."""
    rows = rows_of(lang)
    report = judged(lang, [row.right for row in rows], text=text)
    assert _reported(report) == {}
    proofs = report.checked.items
    assert {row.right for n, row in enumerate(rows, 1) if proofs[f"q{n}"].human} <= HUMAN[lang]


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_wrong_twins_are_refused(judged: Judged, lang: str, text: bool) -> None:
    """A slip of the pen would be printed as proved."""
    rows = rows_of(lang)
    report = judged(lang, [row.wrong for row in rows], text=text)
    missed = {n for n in range(1, len(rows) + 1) if f"q{n}" not in _reported(report)}
    assert {rows[n - 1].wrong for n in missed} <= UNSEEN[lang]
    assert all(report.checked.items[f"q{n}"].human for n in missed)
