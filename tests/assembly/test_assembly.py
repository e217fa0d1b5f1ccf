"""Assembly: blueprints become forms, or say what is short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.assembly.forms import make_forms, printed_order
from quizgen.model import Form, SingleChoice, item_options
from quizgen.pipeline.check import Report, check
from tests.helpers import EVERY_TYPE, codes, items_of

Check = Callable[..., Report]


def bank(count: int, extra: str = "", quiz: str = "") -> str:
    """Write a bank of many single choice items in two topics."""
    lines = "".join(
        f"  - {{id: q{i:02}, topic: {'even' if i % 2 == 0 else 'odd/deep'}, tags: [t{i % 3}], level: {i % 5 + 1}, question: Question {i}?, answer: right {i}, distractors: [wrong {i}, worse {i}, worst {i}]}}\n"
        for i in range(count)
    )
    return f"questions:\n{lines}{extra}{quiz}"


def ids(form: Form) -> list[str]:
    """Give item ids in printed order."""
    return [placed.item.id for placed in form.placed]


def test_draws_and_sections(check_text: Check) -> None:
    """A section would hold items of another topic, tag or level."""
    report = check_text(
        bank(
            30,
            quiz="""
quizzes:
  - id: z
    sections:
      - {heading: One, draw: [{topic: odd, count: 4}, {tag: t0, count: 3}]}
      - {heading: Two, instructions: Do., draw: [{level: 2, count: 2}, {type: single-choice, count: 5}]}
""",
        )
    )
    (form,) = report.forms
    first, second = form.sections
    assert [len(s.placed) for s in form.sections] == [7, 7]
    assert second.instructions == "Do."
    assert sum(p.item.topic == "odd/deep" for p in first.placed) >= 4
    assert sum("t0" in p.item.tags for p in first.placed) >= 3
    assert sum(p.item.level == 2 for p in second.placed) >= 2
    assert len(set(ids(form))) == 14
    assert [p.position for p in form.placed] == list(range(1, 15))


def test_forms_have_the_same_items_in_another_order(check_text: Check) -> None:
    """Neighbours could copy letters, or one form would be another test."""
    report = check_text(bank(20, quiz="quizzes: [{id: z, draw: [{count: 12}], forms: [A, B]}]"))
    a, b = report.forms
    assert set(ids(a)) == set(ids(b))
    assert ids(a) != ids(b)
    orders = {p.item.id: p.order for p in a.placed}
    assert any(orders[p.item.id] != p.order for p in b.placed)
    assert a.paper != b.paper


def test_a_form_does_not_depend_on_the_others(check_text: Check) -> None:
    """Asking for a form C would change the A that is already printed."""
    two = check_text(bank(20, quiz="quizzes: [{id: z, draw: [{count: 12}], forms: 2}]")).forms
    thirty = check_text(bank(20, quiz="quizzes: [{id: z, draw: [{count: 12}], forms: 30}]")).forms
    assert [f.sections for f in two] == [f.sections for f in thirty[:2]]
    assert [f.paper for f in two] == [f.paper for f in thirty[:2]]
    assert [form.name for form in thirty][25:28] == ["Z", "AA", "AB"]


def test_another_seed_gives_other_forms(check_text: Check, bank_from: Callable[..., Path]) -> None:
    """Last year's paper would come out again."""
    text = bank(20, quiz="quizzes: [{id: z, draw: [{count: 12}]}]")
    bank_from(text)
    one, two = check("bank").forms[0], check("bank", seed=5).forms[0]
    assert ids(one) != ids(two)
    shared = {p.item.id: p.order for p in one.placed}
    assert any(shared.get(p.item.id, p.order) != p.order for p in two.placed)


def test_vary_items(check_text: Check) -> None:
    """Each form would hold the same items although others were asked for."""
    a, b = check_text(
        bank(40, quiz="quizzes: [{id: z, draw: [{count: 8}], forms: 2, vary: items}]")
    ).forms
    assert set(ids(a)) != set(ids(b))


def test_hand_picked_items_stay_in_order(check_text: Check) -> None:
    """A teacher's own order would be shuffled."""
    report = check_text(bank(9, quiz="quizzes: [{id: z, items: [q07, q01, q04], forms: [A, B]}]"))
    assert [ids(form) for form in report.forms] == [["q07", "q01", "q04"]] * 2


def test_key_positions_are_balanced(check_text: Check) -> None:
    """Pupils would learn that C is a good guess, or see the same letter five times in a row."""
    report = check_text(bank(40, quiz="quizzes: [{id: z, draw: [{count: 40}], forms: 10}]"))
    for form in report.forms:
        keys = [p.order.index(p.item.key) for p in form.placed if isinstance(p.item, SingleChoice)]
        assert all(6 <= n <= 14 for n in Counter(keys).values())
        assert not any(len(set(keys[i : i + 4])) == 1 for i in range(len(keys) - 3))


def test_enemies_and_same_facts_stay_apart(check_text: Check) -> None:
    """One item would give another's answer away on the same page."""
    report = check_text("""
        kinds: {k: {a: text, b: text}}
        facts:
          - {id: f, kind: k, a: a1, b: b1}
          - {id: g, kind: k, a: a2, b: b2}
          - {id: h, kind: k, a: a3, b: b3}
        templates:
          - {id: s, for: k, question: "{a}?", answer: "{b}", distractors: siblings}
          - {id: t, for: k, question: "{b}?", answer: "{a}", distractors: siblings}
        questions:
          - {id: x, question: x, answer: y, enemies: [y]}
          - {id: y, question: y, answer: y}
        quizzes: [{id: z, draw: [{count: 4}], forms: 20, vary: items}]
    """)
    assert report.ok, report.problems
    for form in report.forms:
        names = ids(form)
        assert not {"x", "y"} <= set(names)
        facts = [name.split("/")[1] for name in names if "/" in name]
        assert len(set(facts)) == len(facts)


SHORT = {
    "topic": "quizzes: [{id: z, draw: [{topic: nowhere, count: 1}]}]",
    "count": "quizzes: [{id: z, draw: [{topic: even, count: 6}]}]",
    "type": "quizzes: [{id: z, draw: [{type: numeric, count: 1}]}]",
}


@pytest.mark.parametrize(("word", "quiz"), SHORT.items())
def test_a_blueprint_that_cannot_be_met_says_what_is_short(
    check_text: Check, word: str, quiz: str
) -> None:
    """A quiz would come out shorter than its blueprint."""
    report = check_text(bank(10, quiz=quiz))
    (problem,) = report.problems
    assert problem.code == "quiz-short-of-items"
    assert word in quiz
    assert "the bank has" in problem.message
    assert problem.where.line > 10


def test_enemies_picked_by_hand_are_an_error(check_text: Check) -> None:
    """Two enemies would meet because nobody looked."""
    report = check_text(
        "questions: [{id: a, question: x, answer: y, enemies: [b]}, {id: b, question: z, answer: y}]\nquizzes: [{id: z, items: [a, b]}]\n"
    )
    assert codes(report) == ["enemies-meet"]


def test_flashcards_and_drafts_are_not_drawn(check_text: Check) -> None:
    """A card or an unfinished item would stand on a test."""
    report = check_text("""
        questions:
          - {id: card, front: a, back: b}
          - {id: draft, question: x, answer: y, status: draft}
          - {id: old, question: x2, answer: y, status: retired}
          - {id: ok, question: z, answer: y}
    """)
    assert [ids(form) for form in report.forms] == [["ok"], ["ok"]]


def test_a_bank_without_quizzes_gets_one(check_text: Check) -> None:
    """A first bank would build no paper."""
    report = check_text(bank(50))
    a, b = report.forms
    assert (a.name, b.name) == ("A", "B")
    assert Counter(p.item.topic for p in a.placed) == {"even": 10, "odd/deep": 10}


def test_orders_that_the_author_fixed(check_text: Check) -> None:
    """`none of these` would stand first, numbers out of size, a fixed list shuffled."""
    items = items_of(
        check_text("""
        questions:
          - {id: fixed, question: x, answer: few, options: [none, few, many, all]}
          - {id: last, question: x, answer: a, distractors: [b, c, none of these], shuffle: keep-last}
          - {id: size, question: x, answer: "1,000", distractors: ["20", "3.5", "-4"]}
        """).bank
    )

    def orders(id: str) -> set[tuple[str, ...]]:
        text = {o.id: o.text for o in item_options(items[id])}
        return {tuple(text[i] for i in printed_order(items[id], str(salt))) for salt in range(20)}

    assert orders("fixed") == {("none", "few", "many", "all")}
    assert {order[-1] for order in orders("last")} == {"none of these"}
    assert len(orders("last")) > 3
    assert orders("size") == {("-4", "3.5", "20", "1,000")}


def test_the_paper_hash_ignores_the_key(bank_from: Callable[..., Path]) -> None:
    """A pupil could compare hashes of guesses and learn the key."""
    hashes = []
    for answer in ("few", "many"):
        bank_from(
            f"questions: [{{id: q, question: x, answer: {answer}, options: [none, few, many]}}]\n"
        )
        hashes.append([form.paper for form in check("bank").forms])
    assert hashes[0] == hashes[1]


def test_ordering_and_matching_never_print_solved(check_text: Check) -> None:
    """A form would show the steps in their right order."""
    text = EVERY_TYPE + "quizzes: [{id: z, items: [matching, ordering], forms: 60}]\n"
    for form in check_text(text).forms:
        orders = {p.item.id: p.order for p in form.placed}
        bank_items = {p.item.id: p.item for p in form.placed}
        assert orders["ordering"] != tuple(o.id for o in item_options(bank_items["ordering"]))


def test_make_forms_is_pure(check_text: Check) -> None:
    """The same bank and seed would print other papers the next day."""
    report = check_text(bank(20, quiz="quizzes: [{id: z, draw: [{count: 12}], forms: 3}]"))
    assert report.bank is not None
    assert make_forms(report.bank)[0] == report.forms
