"""Values are proved in the language of their source: right ones pass, wrong ones are errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import check
from quizgen.text.values import keys, stated, tidied
from tests.checks.evidence.values import CASES, Case

Verdicts = Callable[..., dict[str, str]]


@pytest.fixture
def verdicts(bank_from: Callable[..., Path]) -> Verdicts:
    """Say what a check makes of the answers that cite a source: `proved`, `human` or `wrong`."""

    def run(case: Case, answers: tuple[str, ...], *, text: bool) -> dict[str, str]:
        items = "".join(_item(n, answer, case.quote) for n, answer in enumerate(answers))
        bank_from(
            f"lang: {case.lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\nquestions:\n{items}"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = dump_record(make_record("src", case.source, {"title": "S", "language": case.lang}))
        Path("seeds/src.yaml").write_text(record, "utf-8")
        Path("seeds/src.txt").unlink(missing_ok=True)
        if text:
            Path("seeds/src.txt").write_text(case.source, "utf-8")
        report = check("bank")
        wrong = {p.item for p in report.problems if p.code == "answer-number-not-cited"}
        assert {p.code for p in report.problems if p.level == "error"} <= {
            "answer-number-not-cited"
        }
        proofs = report.checked.items
        return {
            answer: "wrong" if f"q{n}" in wrong else "human" if proofs[f"q{n}"].human else "proved"
            for n, answer in enumerate(answers)
        }

    return run


def _item(n: int, answer: str, quote: str) -> str:
    """Write a question; a plain number behind a question of its own is a numeric answer."""
    stem, _, said = answer.rpartition(" | ")
    number = stem and said.replace(".", "").isdigit()
    written = said if number else json.dumps(said, ensure_ascii=False)
    return (
        f"  - {{id: q{n}, question: {json.dumps(stem or 'What?', ensure_ascii=False)}, "
        f"answer: {written}, evidence: {json.dumps('p1: ' + quote, ensure_ascii=False)}}}\n"
    )


def test_the_table_is_large_enough() -> None:
    """A language would be left out."""
    counts = dict.fromkeys(("en", "de", "fr", "es"), 0)
    for case in CASES:
        counts[case.lang] += len(case.right) + len(case.wrong)
    assert min(counts.values()) >= 60
    assert sum(counts.values()) >= 240


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.lang}: {case.quote}")
def test_right_values_pass_and_wrong_ones_are_errors(
    verdicts: Verdicts, case: Case, text: bool
) -> None:
    """A wrong answer would be printed as proved, or a right one be refused."""
    wanted = dict.fromkeys(case.right, "proved") | dict.fromkeys(case.wrong, "wrong")
    found = verdicts(case, case.right + case.wrong, text=text)
    assert {a: v for a, v in found.items() if v != wanted[a]} == {}


FOREIGN = {
    ("it", "Hanno 16 milioni di euro in banca.", "Hanno 16 milioni di euro"): {
        "16 milioni di euro": "proved",
        "16000000": "proved",
        "16 miliardi di euro": "wrong",
    },
    ("pl", "Urodził się 2 lipca 1909 roku.", "się 2 lipca 1909 roku"): {
        "2 lipca 1909": "proved",
        "2 czerwca 1909": "wrong",
    },
    ("pl", "Mieszka tam dwa tysiące ludzi.", "tam dwa tysiące ludzi"): {"2000": "human"},
}


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
@pytest.mark.parametrize("source", FOREIGN, ids=lambda source: source[2])
def test_other_languages_go_as_far_as_cldr(
    verdicts: Verdicts, source: tuple[str, str, str], text: bool
) -> None:
    """A number word that nobody here reads would make a right answer an error."""
    case = Case(*source, (), ())
    assert verdicts(case, tuple(FOREIGN[source]), text=text) == FOREIGN[source]


def test_what_may_follow_is_left_to_a_human(verdicts: Verdicts) -> None:
    """A sum, a rounded number or a hidden pair would be refused, or passed unseen."""
    case = Case("en", "All 1,187 of 2,000 met both.", "1,187 of 2,000 met both", (), ())
    answers = ("3,187", "about 1,200", "2 of them", "813", "7")
    assert verdicts(case, answers, text=True) == dict.fromkeys(answers[:4], "human") | {
        "7": "wrong"
    }


def test_a_notation_that_means_two_things_is_left_to_a_human(verdicts: Verdicts) -> None:
    """`1.500` in French would be taken for one number or for another."""
    case = Case("fr", "On compta 1.500 moutons au pré.", "compta 1.500 moutons au", (), ())
    found = verdicts(case, ("1500", "1,5", "15"), text=True)
    assert found == {"1500": "proved", "1,5": "human", "15": "wrong"}


OLD = Case("en", "The town has 20,000 people by it.", "town has 20,000 people", (), ())


@pytest.mark.parametrize("change", ["record: 1", "reader: 99"])
def test_a_record_without_values_says_so_once(bank_from: Callable[..., Path], change: str) -> None:
    """A record of another version would prove a number by hashes that mean something else."""
    answers = ("20,000", "35", "-20,000")
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\nquestions:\n"
        + "".join(_item(n, answer, OLD.quote) for n, answer in enumerate(answers))
    )
    Path("seeds").mkdir()
    record = dump_record(make_record("src", OLD.source, {"title": "S"}))
    old = record.partition("reader:")[0].replace("record: 2", "record: 1")
    written = old if change == "record: 1" else record.replace("reader: 2", change)
    Path("seeds/src.yaml").write_text(written, "utf-8")
    report = check("bank")
    assert [p.item for p in report.problems if p.level == "error"] == ["q1"]
    assert sum(p.code == "record-without-values" for p in report.problems) == 1
    assert all(report.checked.items[f"q{n}"].human for n in range(3))
    Path("seeds/src.txt").write_text(OLD.source, "utf-8")
    report = check("bank")
    assert not any(p.code == "record-without-values" for p in report.problems)
    assert not report.checked.items["q0"].human


FOUND = {
    "½ of 5½": ["0.5", "5.5"],
    "٣ and ３": ["3", "3"],
    "on 16 May he may": ["date 16-5-0"],
    "16 may go": ["16"],
    "C3PO, F-16, CO₂": ["sign c3po", "sign f-16"],
    "—5 left": ["5"],
    "3:2, 24/7 and 7:45": ["sign 3:2", "sign 24/7", "time 7:45"],
    "half a million, two dozen, several thousand": ["500000", "24", "many 1000"],
    "nineteen eighty-four": ["1984"],
}


@pytest.mark.parametrize("text", FOUND)
def test_values_as_they_are_written(text: str) -> None:
    """A value in other signs would not be seen, or be taken for another."""
    assert [next(keys(value.value)) for value in stated(text, "en")] == FOUND[text]


def test_every_text_is_walked_to_its_end() -> None:
    """Digits and signs without end would stop the check."""
    for text in ("1" * 50_000, "1.1" * 5_000, "-" * 20_000 + "5", "five " * 1_000, "5 to " * 1_000):
        assert stated(text, "en") is not None
    assert tidied("10³ – “5”") == '10^3 - "5"'


WORKED = {
    "1, 36 years": ["answer-number-not-cited"],
    "3, 36 years": ["value-from-nowhere"],
    "3, 5 kg": [],
    "3, 40 fact": [],
    "3, 3 July 1909": ["answer-number-not-cited"],
}


@pytest.mark.parametrize("case", WORKED)
def test_what_is_worked_out_is_no_error(bank_from: Callable[..., Path], case: str) -> None:
    """A question that asks to think would be refused, or a slip in its answer pass unseen."""
    level, answer = case.split(", ")
    source = "Born on 2 July 1909 in Paris.\n\nHe weighed 5 kg then."
    answer = "40" if "fact" in answer else answer
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\n"
        "kinds: {size: {value: number}}\nfacts: [{id: one, kind: size, value: 40}]\nquestions:\n"
        f"  - {{id: q, question: What?, answer: {answer}, level: {level}, "
        "evidence: 'p1: Born on 2 July 1909'}\n"
    )
    Path("seeds").mkdir()
    Path("seeds/src.yaml").write_text(dump_record(make_record("src", source, {"title": "S"})))
    report = check("bank")
    found = [
        p.code
        for p in report.problems
        if p.code in {"answer-number-not-cited", "value-from-nowhere"}
    ]
    proof = report.checked.items["q"]
    assert found == WORKED[case]
    worked = "answer-number-not-cited" not in found
    assert (proof.values, proof.worked_from) == (
        ("worked", ("2 July 1909",)) if worked else ("missing", ())
    )
    assert proof.human


SHOWN = {
    "3, 36, From 1909 to 1945 are 36 years.": [],
    "3, 36, He was young.": ["answer-number-not-cited"],
    "3, 36, That is 36.": ["answer-number-not-cited"],
    "3, 37, From 1909 to 1945 are 36 years.": ["answer-number-not-cited"],
    "2, 36, From 1909 to 1945 are 36 years.": ["answer-number-not-cited"],
    "3, 2.5 kg, Half of 5 kg is 2.5 kg.": [],
    "3, 2.5 kg, Half of 5 kg is 2.5 m.": ["answer-number-not-cited"],
    "3, 2.5 kg, $m = 5 / 2 = 2.5$": [],
    "3, between 4 and 6, It is more than 4 and less than 6.": [],
    "3, between 4 and 6, It is more than 5 and less than 6.": ["answer-number-not-cited"],
}


@pytest.mark.parametrize("case", SHOWN)
def test_a_result_whose_working_is_shown_is_worked_out(
    bank_from: Callable[..., Path], case: str
) -> None:
    """A calculation would be refused because its result differs from what it starts from."""
    level, answer, explanation = case.split(", ", 2)
    source = "He was 21 in 1930, and 5 kg of 10 were left."
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\nquestions:\n"
        f"  - {{id: q, question: What?, answer: {answer}, level: {level}, "
        f"explanation: '{explanation}', evidence: 'p1: {source[:-1]}'}}\n"
    )
    Path("seeds").mkdir()
    Path("seeds/src.yaml").write_text(dump_record(make_record("src", source, {"title": "S"})))
    report = check("bank")
    codes = {"answer-number-not-cited", "value-from-nowhere"}
    assert [p.code for p in report.problems if p.code in codes] == SHOWN[case]
    assert report.checked.items["q"].human


def test_a_fact_accounts_for_its_number_with_a_unit(bank_from: Callable[..., Path]) -> None:
    """A template that gives its facts' numbers a unit would be told that nothing states them."""
    source = "The amount is concentration times volume."
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\nkinds: {size: {ask: text, value: number}}\n"
        "facts:\n"
        f"  - {{id: one, kind: size, ask: red, value: 0.060, evidence: 'p1: {source[:-1]}'}}\n"
        "templates:\n"
        '  - {id: t, for: size, level: 3, question: "How much {ask}?", answer: "{value}", '
        "unit: mol/L}\n"
    )
    Path("seeds").mkdir()
    Path("seeds/src.yaml").write_text(dump_record(make_record("src", source, {"title": "S"})))
    assert "value-from-nowhere" not in {p.code for p in check("bank").problems}


NAMES = {
    "1, Marie Curie": ["answer-name-not-cited"],
    "3, Marie Curie": ["value-from-nowhere"],
    "3, Pierre Blanc": [],
    "3, Ada Rousseau": [],
    "1, Ada Rousseau": ["answer-name-not-cited"],
}


@pytest.mark.parametrize("case", NAMES)
def test_a_name_that_is_worked_out_must_be_known(bank_from: Callable[..., Path], case: str) -> None:
    """A name that nobody ever wrote would pass as thought, or one of the source be refused."""
    level, answer = case.split(", ")
    source = "Born on 2 July 1909 in Paris.\n\nHis friend Pierre Blanc was there."
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\n"
        "kinds: {person: {}}\nentities: {ada: {kind: person, name: Ada Rousseau}}\nquestions:\n"
        f"  - {{id: q, question: Who?, answer: {answer}, level: {level}, "
        "evidence: 'p1: Born on 2 July 1909'}\n"
    )
    Path("seeds").mkdir()
    Path("seeds/src.yaml").write_text(dump_record(make_record("src", source, {"title": "S"})))
    Path("seeds/src.txt").write_text(source)
    report = check("bank")
    codes = {"answer-name-not-cited", "value-from-nowhere"}
    assert [p.code for p in report.problems if p.code in codes] == NAMES[case]
    assert report.checked.items["q"].human


@pytest.mark.parametrize(("lang", "said"), [("pl", 1), ("de", 0)])
def test_what_is_read_in_part_is_said_once(
    bank_from: Callable[..., Path], lang: str, said: int
) -> None:
    """A teacher would take a number left to a human for one that was looked at."""
    bank_from(
        "sources: {s: src, t: src2}\ndefaults: {source: s}\nquestions:\n"
        "  - {id: q, question: Ile?, answer: '2000', evidence: 'p1: tam dwa tysiące ludzi'}\n"
        "  - {id: r, question: Ile?, answer: '7', evidence: {source: t, quote: jest ich 7 tam}}\n"
    )
    Path("seeds").mkdir()
    for id, text in (("src", "Mieszka tam dwa tysiące ludzi."), ("src2", "A jest ich 7 tam.")):
        record = dump_record(make_record(id, text, {"title": "S", "language": lang}))
        Path(f"seeds/{id}.yaml").write_text(record, "utf-8")
    assert sum(p.code == "values-half-read" for p in check("bank").problems) == said
