"""Papers for pupils who need support: hints and word banks, and else the same paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.outputs import Job
from tests.outputs.pdf.reading import all_printed, flat, job_of, opened, overlaps

BANK = """
questions:
  - {id: who, question: Who came?, hint: He is a *prime minister*., answer: Aa, distractors: [Bb, Cc, Dd]}
  - {id: gaps, cloze: "They {{signed}} the {{treaty}} in {{Paris}}.", hint: Think of verbs.}
  - {id: gap, cloze: "They {{vanished}}."}
  - {id: listed, cloze: "It {{was}} and {{were}} so.", choices: {1: [is, was], 2: [are, were]}}
  - {id: banked, cloze: "One {{alpha}} two {{beta}}.", word-bank: [gamma]}
quizzes: [{id: z, items: [who, gaps, gap, listed, banked], forms: [A, B]}]
"""


@pytest.fixture
def job(bank_from: Callable[..., Path]) -> Job:
    """Plan a bank with hints and clozes."""
    return job_of(bank_from(BANK))


def test_hints_and_word_banks_with_letters_unchanged(job: Job) -> None:
    """A pupil would get no help, or a paper that the key does not fit."""
    files = all_printed(job, profiles=("normal", "support"))
    for form in "AB":
        normal, support = flat(files[f"z-{form}.pdf"]), flat(files[f"z-{form}.support.pdf"])
        for said in ("He is a prime minister.", "Think of verbs."):
            assert said not in normal
            assert f"Hint {said}" in support
        for word in ("signed", "treaty", "Paris"):
            assert word not in normal
            assert word in support
        assert "vanished" not in support  # alone it would be the answer
        assert support.count("Words to choose from") == 2  # none where a blank has a list
        letters = [re.findall(r"[A-D] (?:Aa|Bb|Cc|Dd)", text) for text in (normal, support)]
        assert letters[0] == letters[1]
        assert re.findall("[0-9a-f]{8}", normal)[-1] == re.findall("[0-9a-f]{8}", support)[-1]
        assert support.index("signed") != support.index("treaty")
    for page in opened(files["z-A.support.pdf"]):
        assert overlaps(page) == []


def test_other_papers_are_the_same_to_the_byte(job: Job) -> None:
    """What was printed would be printed anew for a profile nobody asked for."""
    alone = all_printed(job, profiles=("large",))
    assert alone["z-A.large.pdf"]
    assert b"Hint" not in alone["z-A.large.pdf"]
    assert "prime minister" not in flat(alone["z-A.large.pdf"])


def test_a_list_longer_than_a_line_breaks_between_its_words(bank_from: Callable[..., Path]) -> None:
    """A word of what a blank offers would be cut in two where the line ends."""
    offered = [f"corresponding{letter} bases" for letter in "abcdef"]
    job = job_of(
        bank_from(
            f"questions: [{{id: q, cloze: 'It is {{{{1::acids}}}} here.', choices: {{1: {offered}}}}}]\n"
            "quizzes: [{id: z, items: [q], forms: 1}]\n"
        )
    )
    files = all_printed(job, profiles=("normal", "large"))
    for name in ("z-A.pdf", "z-A.large.pdf"):
        for word in (f"corresponding{letter} " for letter in "abcdef"):
            assert word in flat(files[name])
