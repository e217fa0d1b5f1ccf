"""Twins and give-aways: found in a crowd, kept apart, and told of where that can't be."""

from __future__ import annotations

import random
from collections.abc import Callable

from quizgen.checks.lint import lint
from quizgen.model import Bank, ShortAnswer
from quizgen.pipeline.check import Report
from quizgen.problems import Where
from tests.helpers import codes

Check = Callable[..., Report]


def test_a_name_or_a_number_makes_a_sister(check_text: Check) -> None:
    """Parallel questions would be called duplicates, as another tool does."""
    report = check_text("""
        questions:
          - {id: a, question: With which country did Japan sign the transfer pact?, answer: Britain}
          - {id: b, question: With which country did Korea sign the transfer pact?, answer: Britain}
          - {id: c, question: How distant is the old tarn from post 12?, answer: a mile}
          - {id: d, question: How distant is the old tarn from post 13?, answer: a mile}
    """)
    assert codes(report) == []


def test_like_questions_with_other_answers(check_text: Check) -> None:
    """The largest and the smallest would be one."""
    report = check_text("""
        questions:
          - {id: a, question: Which is the largest tarn of the old valley?, answer: Grome}
          - {id: b, question: Which is the smallest tarn of the old valley?, answer: Skoll}
    """)
    assert codes(report) == []


def test_what_is_done_with_other_things_is_no_twin(check_text: Check) -> None:
    """Two statements, one true and one false, or two orderings would be called one item."""
    report = check_text("""
        questions:
          - {id: a, question: A full brad holds grist when the old tarn is warm., answer: true}
          - {id: b, question: A full brad holds grist when the old tarn is cold., answer: false}
          - {id: c, question: Put the stages of the life of a gorl in their order., order: [egg, larva]}
          - {id: d, question: Put the stages of the life of a frog in their order., order: [spawn, tadpole]}
    """)
    assert codes(report) == []


def test_enemies_are_alternatives(check_text: Check) -> None:
    """An author who said so would be warned all the same."""
    report = check_text("""
        questions:
          - {id: a, question: Which keeper drubbed the old tarn at dawn?, answer: B, enemies: [b]}
          - {id: b, question: Which keeper drubbed an old tarn at dawn?, answer: B}
    """)
    assert codes(report) == []


def test_planted_twins_are_found_in_a_crowd() -> None:
    """A large bank would hide its duplicates."""
    draw = random.Random(7)
    words = ["".join(draw.choices("bdfglmnprstaeiou", k=6)) for _ in range(900)]
    weights = [1 / (rank + 1) for rank in range(len(words))]

    def stem() -> list[str]:
        return draw.choices(words, weights, k=12)

    stems = [stem() for _ in range(2000)]
    twins = {}
    for index in draw.sample(range(2000), 50):
        twin = list(stems[index])
        twin[draw.randrange(len(twin))] = draw.choice(words)
        twins[index] = len(stems)
        stems.append(twin)
    of_twin = {later: first for first, later in twins.items()}
    items = tuple(
        ShortAnswer(
            id=f"q{i}",
            where=Where("f", i + 1, 1),
            stem=" ".join(s) + "?",
            answer=f"a{of_twin.get(i, i)}",
        )
        for i, s in enumerate(stems)
    )
    bank = Bank(id="b", title="b", lang="en", deck="b", folder=".", where=Where("f"), items=items)
    found = lint(bank)[1].twins
    wanted = {(f"q{a}", f"q{b}") for a, b in twins.items()}
    found_sorted = {tuple(sorted(pair, key=lambda id: int(id[1:]))) for pair in found}
    assert len(wanted & found_sorted) >= 48
    assert not found_sorted - wanted


LEAK = """
questions:
  - {id: who, question: Who drubbed the old tarn of Grome?, answer: Brannet Skoll}
  - {id: why, question: Why did Brannet Skoll drub the old tarn?, rubric: [It was cold.]}
  - {id: other, question: When was the fask built?, answer: At dawn}
  - {id: third, question: What skeeps in a plim?, answer: A gorl}
"""


def test_a_quiz_with_room_keeps_them_apart(check_text: Check) -> None:
    """Pupils would find an answer two items later, though another item was to be had."""
    quiz = "quizzes:\n  - {id: z, draw: [{count: 2}], forms: 30, vary: items}\n"
    report = check_text(LEAK + quiz)
    assert codes(report) == ["answers-kept-apart"]
    for form in report.forms:
        assert not {"who", "why"} <= {placed.item.id for placed in form.placed}


def test_a_quiz_without_room_is_warned_of(check_text: Check) -> None:
    """The teacher would learn it in class."""
    report = check_text(LEAK + "quizzes:\n  - {id: z, draw: [{count: 4}]}\n")
    assert codes(report) == ["give-away"]
    assert "beside who, whose answer 'brannet skoll' it holds" in report.problems[0].message


def test_options_give_nothing_away(check_text: Check) -> None:
    """Every name that is a distractor elsewhere would be called a leak."""
    report = check_text("""
        questions:
          - {id: a, question: Who drubbed the old tarn?, answer: Brannet Skoll}
          - {id: b, question: Who drained the old tarn?, answer: Grome, distractors: [Brannet Skoll, Tarvin]}
        quizzes: [{id: z, items: [a, b]}]
    """)
    assert codes(report) == []


def test_alt_texts_and_stimuli_do(check_text: Check, bank_from: Callable[..., object]) -> None:
    """A caption would tell what the next question asks."""
    report = check_text("""
        questions:
          - {id: a, question: Who drubbed the old tarn?, answer: Brannet Skoll}
          - {id: b, stimulus: Brannet Skoll at his old tarn, question: What is on his head?, answer: A brad}
        quizzes: [{id: z, items: [a, b]}]
    """)
    assert codes(report) == ["give-away"]
