"""Speakers: words are given to who speaks them, in four languages; what isn't shown is asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.quotations import quotes_in
from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import check
from tests.checks.evidence.spoken import CASES, QUESTIONS, Case

Verdict = Callable[..., dict[str, str]]


@pytest.fixture
def said(bank_from: Callable[..., Path]) -> Verdict:
    """Say what a check makes of each person as the speaker of some words."""

    def run(
        case: Case, question: str = "", *, text: bool = True, listed: bool = True
    ) -> dict[str, str]:
        people = (case.right, *case.wrong)
        items = [
            {
                "id": f"q{n}",
                "question": question or QUESTIONS[case.lang],
                "stimulus": f"“{case.quote}”",
                "answer": name,
                "evidence": f"p1: {case.source if len(case.source.split()) < 25 else case.quote}",
            }
            | ({"distractors": [p for p in people if p != name] + ["Xaver Yps"]} if listed else {})
            for n, name in enumerate(people)
        ]
        bank_from(
            f"lang: {case.lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\n"
            f"questions: {json.dumps(items, ensure_ascii=False)}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = make_record("src", case.source, {"title": "S", "language": case.lang})
        Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
        Path("seeds/src.txt").unlink(missing_ok=True)
        if text:
            Path("seeds/src.txt").write_text(case.source, "utf-8")
        report = check("bank")
        assert report.bank, report.problems
        return {p: report.checked.items[f"q{n}"].speaker for n, p in enumerate(people)}

    return run


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.lang}: {c.quote}")
def test_who_speaks(said: Verdict, case: Case) -> None:
    """Pupils would learn that a person said what another said, or a right answer be refused."""
    found = said(case)
    wanted = "contradicted" if case.shown else "untold"
    assert found == {case.right: "proved" if case.shown else "untold"} | dict.fromkeys(
        case.wrong, wanted
    )


def test_the_table_is_large_enough() -> None:
    """A language would be left out."""
    counts = Counter(case.lang for case in CASES if case.shown)
    assert set(counts) == set(QUESTIONS)
    assert min(counts.values()) >= 15


def test_a_speaker_that_only_the_text_names(said: Verdict) -> None:
    """A wrong answer without options beside it would pass."""
    source = "Nora Feld lachte. „Das wird teuer“, sagte der Kämmerer Olaf Brück. Nora Feld ging."
    case = Case("de", source, "Das wird teuer", "Olaf Brück", ("Nora Feld", "Pit Mann"))
    found = said(case, listed=False)
    # Pit Mann stands nowhere under that name: he may be called otherwise.
    assert found == {"Olaf Brück": "proved", "Nora Feld": "contradicted", "Pit Mann": "untold"}


def test_without_the_text_the_cited_words_alone_tell(said: Verdict) -> None:
    """A speaker would be guessed from a fingerprint, or one that is cited not be seen."""
    short = "“It is late,” said Nora Field. Tom Acker left."
    case = Case("en", short, "It is late", "Nora Field", ("Tom Acker",))
    assert said(case, text=False) == {"Nora Field": "proved", "Tom Acker": "contradicted"}
    long = short.replace("left", "left the house of his father " * 5)
    unknown = said(case._replace(source=long), text=False)
    assert set(unknown.values()) == {"untold"}


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "Of whom is this said?"),
        ("en", "What is meant by these words?"),
        ("de", "Wen nannte er so?"),
        ("fr", "Où est-ce que cela se passe ?"),
        ("es", "¿De quién habla el texto?"),
    ],
)
def test_a_question_for_another_thing(said: Verdict, lang: str, question: str) -> None:
    """Who is spoken of would be taken for who speaks."""
    case = next(case for case in CASES if case.lang == lang)
    assert set(said(case, question).values()) == {"not-asked"}


MARKS = {
    ("en", "He said “yes” and ‘no’."): ["yes", "no"],
    ("en", "“I don’t know ‘him’,” she said."): ["I don't know 'him',"],
    ("en", "It’s the boys’ house, and ’tis old."): [],
    ("en", "‘The boys’ house is old,’ he said."): ["The boys' house is old,"],
    ("en", 'Plain "marks" and "more".'): ["marks", "more"],
    ("en", "“A quote that goes on"): ["A quote that goes on"],
    ("de", "„Er rief ‚Halt‘ und ging“, so Emil."): ["Er rief 'Halt' und ging"],
    ("de", "»Nein«, sagte sie, »nie.«"): ["Nein", "nie."],
    ("de", 'Er sagte: „Ja", und „Nein“.'): ["Ja", "Nein"],
    ("fr", "« L’eau “claire” », dit-il."): ['L\'eau "claire"'],
    ("fr", "« Partons, dit-il, ce soir. »"): ["Partons,", ", ce soir."],
    ("es", "—No iré —dijo Pedro—. Ya no."): ["No iré", ". Ya no."],
    ("es", "Lo llamó «el “rey” del mar»."): ['el "rey" del mar'],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "text"), MARKS)
def test_quotation_marks(lang: str, text: str) -> None:
    """An apostrophe would end a quote, or prose be taken for somebody's words."""
    assert [quote.strip() for quote in quotes_in(text, lang)] == MARKS[lang, text]
