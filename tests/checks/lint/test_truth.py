"""Truth by set logic: what the facts make right is no distractor, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.pipeline.check import Report
from tests.helpers import codes, items_of

Check = Callable[..., Report]

WORLD = """
kinds:
  deal: {with: land, what: text, signed: flag, year: number}
  person: {office: text, land: land}
  visit: {who: person, to: [land]}
entities:
  brann: {kind: land, name: Brannland, short: Brann}
  skoll: {kind: land, name: Skollia}
  grome: {kind: land, name: Grome}
  ada: {kind: person, name: Ada, office: keeper of Grome, land: grome}
  bob: {kind: person, name: Bob, office: former keeper of Grome, land: grome}
facts:
  - {id: one, kind: deal, with: brann, what: a tarn pact, signed: true, year: 2023}
  - {id: two, kind: deal, with: skoll, what: a tarn pact, signed: true, year: 2024}
  - {id: no, kind: deal, with: grome, what: a tarn pact, signed: false, year: 2024}
  - {id: trip, kind: visit, who: ada, to: [brann, skoll]}
questions:
"""
ITEMS = {
    "question: With whom was a tarn pact signed?, answer: Brannland, distractors: [Skollia, Tarvin]": True,
    "question: With whom was a tarn pact signed?, answer: Brannland, distractors: [Brann, Tarvin]": True,
    "question: With whom was a tarn pact signed in 2023?, answer: Brannland, distractors: [Skollia, Tarvin]": False,
    "question: With whom was a tarn pact signed?, answer: Brannland, distractors: [Grome, Tarvin]": False,
    "question: With whom was a fask pact signed?, answer: Brannland, distractors: [Skollia, Tarvin]": False,
    "question: With whom was it signed?, fact: one, answer: Brannland, distractors: [Skollia, Tarvin]": False,
    "question: With whom was the pact of 2024 signed?, fact: two, answer: Skollia, distractors: [Grome, Tarvin]": False,
    "question: Whither did Ada go?, answer: Brannland, distractors: [Skollia, Tarvin]": True,
    "question: Whither did Ada go?, answer: [Brannland, Skollia], distractors: [Grome, Tarvin]": False,
    "question: Who is the keeper of Grome?, answer: Ada, distractors: [Bob, Eve]": False,
    "question: Match., pairs: [[a tarn pact, Brannland], [a trip, Grome]], extra: [Skollia]": True,
    "question: Match., pairs: [[a tarn pact of 2023, Brannland], [a trip, Grome]], extra: [Skollia]": False,
}


@pytest.mark.parametrize(("item", "true"), ITEMS.items())
def test_distractors_that_facts_make_true(check_text: Check, item: str, true: bool) -> None:
    """The pupil who knows more would be marked wrong; or a sound item be refused."""
    report = check_text(f"{WORLD}  - {{id: q, {item}}}\n")
    found = [(p.code, p.level) for p in report.problems if p.code == "true-distractor"]
    assert found == ([("true-distractor", "error")] if true else [])


def test_a_tie_that_leads_nowhere(check_text: Check) -> None:
    """A misspelt fact would tie the question to nothing."""
    report = check_text(WORLD + "  - {id: q, question: x, answer: y, fact: onee}\n")
    assert "unknown-fact" in codes(report)
    assert "did you mean 'one'" in report.problems[0].help


def test_a_tied_question_takes_what_the_fact_has(check_text: Check) -> None:
    """The author would have to write topic and evidence twice."""
    text = WORLD.replace("year: 2023}", "year: 2023, topic: pacts/tarn, level: 3}")
    item = items_of(check_text(text + "  - {id: q, question: x, answer: y, fact: one}\n").bank)["q"]
    assert (item.topic, item.level, item.facts) == ("pacts/tarn", 3, ("deal/one",))


def test_patched_distractors_are_checked_too(check_text: Check) -> None:
    """A patch would bring back what the template kept out."""
    template = """
templates:
  - {id: t, for: deal, where: {signed: true}, question: 'With whom was {what} signed?', answer: '{with}', distractors: [Tarvin, Eve]}
"""
    assert check_text(WORLD.replace("questions:\n", template)).ok
    patched = "  - {id: t/one, distractors: [Skollia, Eve]}\n"
    report = check_text(WORLD.replace("questions:\n", template + "questions:\n") + patched)
    assert "true-distractor" in codes(report)


def test_a_templates_filters_tell_its_facts_apart(check_text: Check) -> None:
    """A template would be refused for the very facts that it leaves out."""
    report = check_text("""
        kinds: {part: {who: text, place: text, role: text}}
        facts:
          - {id: a, kind: part, who: Ada, place: Grome, role: winner}
          - {id: b, kind: part, who: Bob, place: Grome, role: loser}
          - {id: c, kind: part, who: Eve, place: Skoll, role: winner}
        templates:
          - id: won
            for: part
            where: {role: winner}
            question: Who came out ahead at {place}?
            answer: "{who}"
            distractors: siblings
    """)
    assert codes(report) == []
