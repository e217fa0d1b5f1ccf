"""Quizzes that were printed: their items stay, however pairs of items are judged by now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from quizgen.assembly.arrangement import NONE_KEPT, KeptForms
from quizgen.assembly.forms import earlier_ways, make_forms
from quizgen.model import Bank, Form
from quizgen.pipeline.build import build
from tests.helpers import NOW, codes, examined
from tests.test_papers import bank_of

Write = Callable[..., Path]
TWELVE = tuple(f"{sign}{sign}" for sign in "abcdefghijkl")
SIX = "draw: [{count: 6}]"


def bank_at(path: Path) -> Bank:
    return examined(path).sound_bank


def drawn(
    bank: Bank, kept: KeptForms = NONE_KEPT, *pairs: tuple[str, ...]
) -> tuple[frozenset[str], KeptForms]:
    """Draw the first quiz, some pairs kept apart; with the record as it is then."""
    apart: dict[str, frozenset[str]] = {}
    for a, b in pairs:
        apart[a] = apart.get(a, frozenset()) | {b}
        apart[b] = apart.get(b, frozenset()) | {a}
    forms, problems = make_forms(bank, apart=apart, kept=kept)
    assert not [problem for problem in problems if problem.level == "error"]
    return asked(forms[0]), record(forms, {item.oldest_id: NOW for item in bank.items})


def asked(form: Form) -> frozenset[str]:
    return frozenset(placed.item.id for placed in form.placed)


def record(forms: tuple[Form, ...], stood: Mapping[str, int]) -> KeptForms:
    ids = {(form.quiz.id, form.name, form.seed): form for form in forms}
    of = {id: [form.arrangement] for id, form in ids.items() if form.arrangement}
    return KeptForms(of, times=dict.fromkeys(of, NOW), stood=stood)


def test_no_judgement_moves_a_printed_quiz(bank_from: Write) -> None:
    """An upgrade that sees more, or other, give-aways would print other questions."""
    bank = bank_at(bank_from(bank_of(TWELVE, quiz=SIX)))
    first, kept = drawn(bank)
    pairs = list(combinations(TWELVE, 2))
    assert any(drawn(bank, NONE_KEPT, pair)[0] != first for pair in pairs)
    assert {drawn(bank, kept, pair)[0] for pair in pairs} == {first}
    assert drawn(bank, kept, *pairs)[0] == first
    for pair in pairs:
        steered, of_steered = drawn(bank, NONE_KEPT, pair)
        assert drawn(bank, of_steered)[0] == steered


def test_what_is_new_in_the_bank_may_enter(bank_from: Write) -> None:
    """A bank could grow, and its quiz would ask last year's questions for ever."""
    first, kept = drawn(bank_at(bank_from(bank_of(TWELVE, quiz=SIX))))
    grown = bank_at(bank_from(bank_of((*TWELVE, *(f"new{n}" for n in range(12))), quiz=SIX)))
    now, _ = drawn(grown, kept)
    assert len(now) == 6
    assert 0 < len(now - first) < 6
    assert all(id.startswith("new") for id in now - first)


def test_what_must_not_meet_parts(bank_from: Write) -> None:
    """Enemies named after the first print would stand on the next one, too."""
    text = bank_of(TWELVE, quiz=SIX)
    first, kept = drawn(bank_at(bank_from(text)))
    one, other = sorted(first)[:2]
    text = text.replace(f"id: {one},", f"id: {one}, enemies: [{other}],")
    now, _ = drawn(bank_at(bank_from(text)), kept)
    assert len(now) == 6
    assert len(now & first) == 5
    part = f"quizzes: [{{id: part, items: [{one}]}}, {{id: z, not-in: part, {SIX}}}]\n"
    text = text[: text.index("quizzes:")] + part
    forms, _ = make_forms(bank_at(bank_from(text)), kept=kept)
    (now,) = {asked(form) for form in forms if form.quiz.id == "z"}
    assert len(now & first) == 5
    assert one not in now


def test_another_seed_draws_anew(bank_from: Write) -> None:
    """Nobody could have other questions from the same bank."""
    bank = bank_at(bank_from(bank_of(TWELVE, quiz=SIX)))
    first, kept = drawn(bank)
    now = {asked(make_forms(bank, seed=seed, kept=kept)[0][0]) for seed in range(1, 5)}
    assert now == {asked(make_forms(bank, seed=seed)[0][0]) for seed in range(1, 5)}
    assert len(now | {first}) == 5


def test_the_default_quiz_stays_as_it_was_spread(bank_from: Write) -> None:
    """The paper of a bank without quizzes would change with our mind about topics and levels."""
    text = "".join(
        f"  - {{id: q{n}, {'topic: a, ' if n % 3 else ''}level: {1 + n // 30}, question: Which "
        f"{n}?, answer: a{n}}}\n"
        for n in range(36)
    )
    bank = bank_at(bank_from("questions:\n" + text))
    now, kept = drawn(bank)
    ways = [replace(bank, quizzes=(way,)) for way in earlier_ways(bank.quizzes[0])]
    printed = [drawn(way) for way in ways]
    assert len({now, *(before for before, _ in printed)}) == 3
    assert drawn(bank, kept)[0] == now
    for before, of_before in printed:
        assert drawn(bank, of_before)[0] == before
        assert drawn(bank, replace(of_before, reshuffle=True))[0] == before


def test_no_topic_is_no_topic(bank_from: Write) -> None:
    """Items with a topic would be drawn in the place of those without one."""
    text = "".join(
        f"  - {{id: q{n}, {'topic: a, ' if n < 30 else ''}question: Which {n}?, answer: a{n}}}\n"
        for n in range(60)
    )
    now, _ = drawn(bank_at(bank_from("questions:\n" + text)))
    assert sum(int(id[1:]) < 30 for id in now) == 10
    alone = bank_at(bank_from("questions:\n  - {id: q, question: Which?, answer: a}\n"))
    assert not alone.quizzes[0].sections[0].draw[0].no_topic


def test_a_printed_give_away_is_still_warned_of(bank_from: Write) -> None:
    """What a printed quiz gives away would fall silent once it is on record."""
    folder = bank_from("""
        questions:
          - {id: who, question: Who drubbed the old tarn of Grome?, answer: Brannet Skoll}
          - {id: why, question: Why did Brannet Skoll drub the old tarn?, rubric: [It was cold.]}
        quizzes:
          - {id: quiz, draw: [{count: 2}]}
    """)
    before = codes(examined(folder))
    assert "give-away" in before
    build(folder, "out", now=NOW)
    assert codes(examined(folder)) == before
