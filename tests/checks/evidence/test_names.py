"""Names are found as a language bends them: genitives, elisions, particles, endings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import check

# language, cited words, right answer, wrong answer, an entity's name (or none)
TWINS = [
    ("de", "Kishidas Rede vor dem Rat war kurz", "Fumio Kishida", "Yoon Suk Yeol", True),
    ("de", "das ist Hans' Haus am See", "Hans", "Karl", True),
    ("de", "der Präsident Deutschlands kam zuletzt an", "Deutschland", "Frankreich", True),
    ("de", "ein Wagen des Roten Kreuzes brannte aus", "Rotes Kreuz", "Grüner Punkt", True),
    ("de", "in der Europäischen Union gilt das nicht", "die Europäische Union", "die Vereinten Nationen", True),
    ("de", "in den Niederlanden regnet es oft", "Niederlande", "Belgien", True),
    ("de", "von der Leyens Brief kam an", "Ursula von der Leyen", "Emmanuel Macron", True),
    ("fr", "le discours d'Albanese était très court", "Anthony Albanese", "Christopher Luxon", True),
    ("fr", "le président de l'Allemagne est venu", "l'Allemagne", "l'Autriche", True),
    ("fr", "la reine qu'Émile Zola aimait tant", "Émile Zola", "Victor Hugo", False),
    ("fr", "les troupes de Charles de Gaulle avancent", "Charles de Gaulle", "Jean de La Fontaine", False),
    ("es", "el viaje de Ana de la Torre terminó", "Ana de la Torre", "Luis de la Cruz", False),
    ("es", "la obra de García Márquez es larga", "Gabriel García Márquez", "Mario Vargas Llosa", False),
    ("en", "the speech of Bashar al-Assad was long", "Bashar al-Assad", "Recep Tayyip Erdogan", False),
    ("en", "in Thomas' house near the lake", "Thomas", "Peter", True),
    ("en", "the minister O'Brien spoke of rain", "Edna O'Brien", "Sally Rooney", False),
]  # fmt: skip

Found = Callable[..., list[str]]


@pytest.fixture
def codes_of(bank_from: Callable[..., Path]) -> Found:
    """Give the errors of two answers to a question that cites some words."""

    def run(lang: str, source: str, answers: list[str], *, entities: bool = False) -> list[str]:
        listed = {f"e{n}": {"kind": "thing", "name": a} for n, a in enumerate(answers)}
        items = [
            {"id": f"q{n}", "question": "x?", "answer": answer, "evidence": f"p1: {source}"}
            for n, answer in enumerate(answers)
        ]
        bank_from(
            f"lang: {lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\n"
            f"entities: {json.dumps(listed if entities else {}, ensure_ascii=False)}\n"
            f"questions: {json.dumps(items, ensure_ascii=False)}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = make_record("src", source, {"title": "S", "language": lang})
        Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
        Path("seeds/src.txt").write_text(source, "utf-8")
        report = check("bank")
        assert report.bank, report.problems
        errors = {p.item: p.code for p in report.problems if p.level == "error"}
        return [errors.get(f"q{n}", "") for n in range(len(answers))]

    return run


@pytest.mark.parametrize(("lang", "source", "right", "wrong", "entity"), TWINS)
def test_right_names_pass_and_wrong_ones_are_errors(
    codes_of: Found, lang: str, source: str, right: str, wrong: str, entity: bool
) -> None:
    """A right answer would be refused for its ending, or a wrong one pass."""
    assert codes_of(lang, source, [right, wrong], entities=entity) == ["", "answer-name-not-cited"]


PHRASES = [
    ("de", "kalter Luft fehlt es an Feuchte", "Kalte Luft"),
    ("de", "dann strömt Kaltluft von Norden ein", "Kalte Luft"),
    ("de", "eisige Winde wehen aus dem Norden", "Kalte Luft"),
    ("de", "im Wald wachsen hohe Bäume und Farne", "Hohe Bäume"),
    ("en", "then Mr. Kishida will represent Japan", "Fumio Kishida"),
]


@pytest.mark.parametrize(("lang", "source", "answer"), PHRASES)
def test_what_may_be_right_is_no_error(
    codes_of: Found, lang: str, source: str, answer: str
) -> None:
    """A right answer would be refused, since German nouns have capitals, or for a first name."""
    assert codes_of(lang, source, [answer]) == [""]
