"""Answers against what they cite: numbers, names, speakers; and what is left to a human."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.grammar import speech_grammar
from quizgen.checks.evidence.normal import paragraphs
from quizgen.checks.evidence.people import People
from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.checks.evidence.speakers import speaker
from quizgen.checks.item_text import value_names
from quizgen.pipeline.check import Report, check
from tests.helpers import codes

SOURCE = """In his third month Mr. Brannet, the 75th keeper of the No. 2 tarn, met as many as ten elders of the 32-member fask.

“The tarn must never be drained,” former keeper Ada Skoll told a forum in Grome last week. “It is what we are.”

“We should look ahead,” he said.

The old trell, Grome’s oldest, has stood since November. The Daily Fask editorialized that its keepers were “asleep at dawn.”

Ada Skoll, who once ran the fask, admitted that she was “a keeper of frogs.” Asked about Lin Jian, Brannet laughed. “It is not a tarn at all,” he said."""

BANK = """
sources: {s: src}
defaults: {source: s}
entities:
  brannet: {kind: person, name: Tarvin Brannet, aliases: [the 75th keeper]}
  skoll: {kind: person, name: Ada Skoll}
  lin: {kind: person, name: Lin Jian, short: Lin}
  fask: {kind: body, name: The Daily Fask}
questions:
"""


@pytest.fixture
def ask(bank_from: Callable[..., Path]) -> Callable[..., Report]:
    """Check one question against the source above."""

    def run(item: str, *, text: bool = False) -> Report:
        folder = bank_from(f"{BANK}  - {{id: q, {item}}}\n")
        Path("seeds").mkdir(exist_ok=True)
        record = dump_record(make_record("src", SOURCE, {"title": "Source"}))
        Path("seeds/src.yaml").write_text(record, "utf-8")
        if text:
            Path("seeds/src.txt").write_text(SOURCE, "utf-8")
        return check(folder)

    return run


Ask = Callable[..., Report]

NUMBERS = {
    "question: How many?, answer: 10, evidence: 'p1: as many as ten elders'": "",
    "question: How many?, answer: 11, evidence: 'p1: as many as ten elders'": "answer-number-not-cited",
    "question: Which?, answer: The third, evidence: 'p1: In his third month'": "",
    "question: Which?, answer: The fourth, evidence: 'p1: In his third month'": "answer-number-not-cited",
    "question: How many?, answer: 32, unit: members, evidence: 'p1: of the 32-member fask'": "",
    "question: Which?, answer: No. 2, evidence: 'p1: of the No. 2 tarn'": "",
    "question: Which?, answer: Number three, evidence: 'p1: of the No. 2 tarn'": "answer-number-not-cited",
    "question: Which?, answer: the seventy-fifth, evidence: 'p1: the 75th keeper of'": "",
    "question: When?, answer: In November, evidence: 'p4: has stood since November'": "",
    "question: When?, answer: In October, evidence: 'p4: has stood since November'": "answer-number-not-cited",
    "cloze: 'It met {{ten}} elders.', evidence: 'p1: as many as ten elders'": "",
    "cloze: 'It met {{12}} elders.', evidence: 'p1: as many as ten elders'": "answer-number-not-cited",
    "question: Who?, answer: 'the first one', evidence: 'p4: has stood since November'": "",
    "question: How many in all?, answer: 42, evidence: 'p1: as many as ten elders of the 32-member fask'": "",
    "question: About how many?, answer: About 30, evidence: 'p1: of the 32-member fask'": "",
    "question: Which part?, answer: A third, evidence: 'p1: In his third month'": "",
    "question: How many?, answer: 3, accept: [10], evidence: 'p1: as many as ten elders'": "key-not-for-type",
    "question: How many?, answer: nine, accept: [ten], evidence: 'p1: as many as ten elders'": "",
}


@pytest.mark.parametrize(("item", "code"), NUMBERS.items())
def test_numbers_dates_and_ordinals(ask: Ask, item: str, code: str) -> None:
    """A wrong number would be printed as proved, or a right one refused."""
    found = [p.code for p in ask(item).problems if p.level == "error"]
    assert found == ([code] if code else [])


NAMES = {
    "question: Who?, answer: Tarvin Brannet, evidence: 'p1: third month Mr. Brannet'": "",
    "question: Who?, answer: Tarvin Brannet, evidence: 'p1: the 75th keeper of'": "",
    "question: Who?, answer: Tarvin Brannet, evidence: 'p4: has stood since November'": "answer-name-not-cited",
    "question: Who?, answer: Lin Jian, evidence: 'p2: keeper Ada Skoll told'": "answer-name-not-cited",
    "question: Who?, answer: Some Body, evidence: 'p2: keeper Ada Skoll told'": "answer-name-not-cited",
    "question: Who?, answer: the Daily Fask, evidence: 'p4: The Daily Fask editorialized'": "",
    "question: Why?, answer: It was cold and dark, evidence: 'p2: keeper Ada Skoll told'": "",
}


@pytest.mark.parametrize(("item", "code"), NAMES.items())
def test_names(ask: Ask, item: str, code: str) -> None:
    """An answer would be proved by words about somebody else."""
    found = [p.code for p in ask(item).problems if p.level == "error"]
    assert found == ([code] if code else [])


SAID = "question: Who said this?, answer: {answer}, distractors: [{wrong}], evidence: '{evidence}'"
SPEAKERS = {
    ("“must never be drained”", "Ada Skoll", "p2: keeper Ada Skoll told"): "",
    ("“must never be drained”", "Lin Jian", "p2: keeper Ada Skoll told"): "wrong-speaker",
    ("“It is what we are”", "Lin Jian", "p2: keeper Ada Skoll told"): "wrong-speaker",
    ("“It is what we are”", "Ada Skoll", "p2: keeper Ada Skoll told"): "",
    ("“We should look ahead”", "Ada Skoll", "p3: We should look ahead"): "",
    ("“We should look ahead”", "Lin Jian", "p3: We should look ahead"): "wrong-speaker",
    ("“a keeper of frogs”", "Lin Jian", "p5: a keeper of frogs"): "wrong-speaker",
    ("“a keeper of frogs”", "Ada Skoll", "p5: a keeper of frogs"): "",
    ("“not a tarn at all”", "Ada Skoll", "p5: not a tarn at all"): "",
    ("“not a tarn at all”", "Tarvin Brannet", "p5: not a tarn at all"): "",
    ("“asleep at dawn”", "The Daily Fask", "p4: The Daily Fask editorialized"): "",
}


@pytest.mark.parametrize(("quote", "answer", "evidence"), SPEAKERS)
def test_speakers(ask: Ask, quote: str, answer: str, evidence: str) -> None:
    """Pupils would learn that a person said what another said."""
    wrong = "Ada Skoll, Tarvin Brannet" if answer != "Ada Skoll" else "Lin Jian, Tarvin Brannet"
    item = f"stimulus: {quote}, " + SAID.format(answer=answer, wrong=wrong, evidence=evidence)
    wanted = SPEAKERS[quote, answer, evidence]
    found = [c for c in codes(ask(item, text=True)) if c == "wrong-speaker"]
    assert found == ([wanted] if wanted else [])
    assert "wrong-speaker" not in codes(ask(item)) or wanted


def test_without_the_text_no_speaker_is_judged(ask: Ask) -> None:
    """The check would guess from a fingerprint."""
    Path("seeds/src.txt").unlink(missing_ok=True)
    item = "stimulus: “must never be drained”, " + SAID.format(
        answer="Lin Jian", wrong="Ada Skoll, Tarvin Brannet", evidence="p2: keeper Ada Skoll told"
    )
    assert "wrong-speaker" not in codes(ask(item))


def test_a_distractor_in_the_cited_words(ask: Ask) -> None:
    """A second right answer would go unnoticed."""
    item = "question: Who spoke?, answer: Ada Skoll, distractors: [{}, Lin], evidence: 'p2: Ada Skoll told a forum in Grome'"
    assert "distractor-in-evidence" in codes(ask(item.format("Grome")))
    assert "distractor-in-evidence" not in codes(ask(item.format("Skoll")))
    assert "distractor-in-evidence" not in codes(ask(item.format("Brannet")))


def test_a_year_that_the_source_never_names(ask: Ask) -> None:
    """Somebody's memory would pass as the source's word."""
    item = "question: Who spoke in {}?, answer: Ada Skoll, evidence: 'p2: keeper Ada Skoll told'"
    assert "outside-the-source" in codes(ask(item.format("2024"), text=True))
    assert "outside-the-source" not in codes(ask(item.format("November"), text=True))
    Path("seeds/src.txt").unlink()
    assert "outside-the-source" not in codes(ask(item.format("2024")))


def test_evidence_may_be_required(ask: Ask) -> None:
    """A school that insists on evidence could not have it checked."""
    ask("question: Who?, answer: Skoll")
    required = check("bank", require_evidence=True)
    assert [(p.code, p.level, p.item) for p in required.problems] == [("no-evidence", "error", "q")]


def test_what_is_proved_of_each_item(ask: Ask) -> None:
    """The report would call proved what no machine can judge."""

    def proof(item: str, *, text: bool = False) -> tuple[str, str, bool]:
        found = ask(item, text=text).checked.items["q"]
        return found.words, found.values, found.human

    cited = "evidence: 'p1: as many as ten elders'"
    assert proof(f"question: How many?, answer: 10, {cited}") == ("words", "found", False)
    assert proof(f"question: Is it so?, answer: true, {cited}") == ("words", "none", True)
    assert proof(f"question: How many?, answer: 11, {cited}") == ("words", "missing", True)
    assert proof("question: How many?, answer: 10") == ("none", "none", True)
    assert proof(f"question: Whom?, answer: elders, {cited}", text=True)[0] == "verbatim"
    wrong = "evidence: 'p1: as many as twelve elders'"
    assert proof(f"question: How many?, answer: 12, {wrong}", text=True)[0] == "failed"


def test_paragraphs_that_nothing_asks_about(ask: Ask) -> None:
    """A teacher would not see which part of the text is untested."""
    report = ask("question: Who spoke?, answer: Ada Skoll, evidence: 'p2: keeper Ada Skoll told'")
    assert report.checked.uncited == {"s": (1, 3, 4, 5)}


SPOKEN = {
    "directly affect Euro-Atlantic security": (4, "NATO"),
    "uphold the rules-based international order": (4, "NATO"),
    "the Euro-Atlantic and Indo-Pacific are inseparable": (14, "Ministry of Foreign Affairs"),
    "a lifeline": (15, "Kishida"),
    "taking a panoramic view": (16, "Kishida"),
    "cognitive warfare": (17, "reports"),
    "poses a distinct threat and grave challenge": (22, "Yoon"),
    "speed dating": (27, "Luxon"),
    "should not be missing in action": (32, "Herald"),
    "rejection": (32, "Herald"),
    "sacrificing geopolitics to domestic politics": (32, "Herald"),
    "This is a gathering of world leaders": (32, "Herald"),
    "dereliction of duty": (33, "opposition"),
    "our security and our economic future": (35, "Carr"),
    "reinvented as some tool to contain China": (35, "Carr"),
    "stop promoting Cold War mentality": (37, "Lin"),
}
PEOPLE = ("Kishida", "Yoon", "Luxon", "Carr", "Lin", "Herald", "opposition")


@pytest.mark.parametrize("quote", SPOKEN)
def test_every_quote_of_the_article_has_its_speaker(article: str, quote: str) -> None:
    """The rule would accuse a bank that is right, on the very text it was made for."""
    paragraph, name = SPOKEN[quote]

    grammar = speech_grammar("en")
    assert grammar
    people = People({n: [n] for n in (*PEOPLE, name)}, grammar)
    found = speaker(tuple(paragraphs(article)), paragraph - 1, quote, people, "en")
    assert found.people == {name}


def test_numbers_beyond_all_measure() -> None:
    """A run of digits, or of the word hundred, would end the check."""
    assert value_names("hundred " * 600, "en")
    assert value_names("1" * 100_000 + " million", "en") is not None
    assert "1" not in value_names("10² and ① and CO₂", "en")


def test_every_copy_of_a_quote_is_reported(bank_from: Callable[..., Path]) -> None:
    """Five repairs would take five runs."""
    folder = bank_from(
        "sources: {s: src}\ndefaults: {source: s}\nquestions:\n"
        + "".join(
            f"  - {{id: q{i}, question: Which {i}?, answer: elders, evidence: 'p3: as many as ten elders'}}\n"
            for i in range(3)
        )
    )
    Path("seeds").mkdir()
    record = dump_record(make_record("src", SOURCE, {"title": "S"}))
    Path("seeds/src.yaml").write_text(record, "utf-8")
    report = check(folder)
    found = [(p.code, p.item) for p in report.problems if p.level == "error"]
    assert found == [("quote-in-other-paragraph", f"q{i}") for i in range(3)]
    assert sum(bool(p.fix) for p in report.problems) == 3
