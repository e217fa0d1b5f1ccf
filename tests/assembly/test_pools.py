"""`show: 3`: a choice of many distractors offers some of them, others on each form and day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizgen.assembly.forms import printed_order
from quizgen.model import ChoiceBase, Item
from quizgen.pipeline.check import Report
from quizgen.present.lower import ask, tell
from quizgen.scoring.responses import score
from quizgen.text.order import key_of, ranked
from tests.helpers import codes, items_of

Check = Callable[..., Report]

POOL = """
questions:
  - {id: gas, question: Which is a noble gas?, answer: Neon, distractors: [Iron, Gold, Tin, Zinc, Lead, {text: Sodium, why: It is a metal.}, Carbon, Sulfur], show: 3}
  - {id: two, question: Which are even?, answer: ["2", "4"], distractors: ["1", "3", "5", "7", "9"], show: 2}
  - {id: last, question: Which?, options: [a, b, c, d, e, none of these], answer: a, shuffle: keep-last, show: 2}
  - {id: fixed, question: Which?, options: [z, y, x, w, v], answer: w, shuffle: false, show: 2}
  - {id: all, question: Which?, answer: a, distractors: [b, c], show: 2}
quizzes:
  - {id: z, title: Z, items: [gas, two, last, fixed, all], forms: 8}
"""


def offered(item: Item, order: tuple[str, ...]) -> list[str]:
    assert isinstance(item, ChoiceBase)
    texts = {option.id: option.text for option in item.options}
    return [texts[id] for id in order]


def orders(report: Report, id: str) -> Iterator[list[str]]:
    for form in report.forms:
        yield from (offered(p.item, p.order) for p in form.placed if p.item.id == id)


def test_each_form_offers_so_many(check_text: Check) -> None:
    """A paper would print all wrong options, or without the right one, or the same on each form."""
    report = check_text(POOL)
    gas = list(orders(report, "gas"))
    assert {len(one) for one in gas} == {4}
    assert all("Neon" in one for one in gas)
    assert len({frozenset(one) for one in gas}) > 4
    assert {text for one in gas for text in one} > {"Iron", "Gold", "Tin", "Lead"}
    for two in orders(report, "two"):
        assert len(two) == 4
        assert two == sorted(two)
        assert {"2", "4"} < set(two)
    for last in orders(report, "last"):
        assert len(last) == 3
        assert last[2] == "none of these"
    for fixed in orders(report, "fixed"):
        assert len(fixed) == 3
        assert fixed == sorted(fixed, reverse=True)
    assert all(len(one) == 3 for one in orders(report, "all"))


def test_they_are_ranked_by_form_and_item(check_text: Check) -> None:
    """A new distractor would change forms that it isn't even on."""
    report = check_text(POOL)
    items = items_of(report.bank)
    gas = items["gas"]
    assert isinstance(gas, ChoiceBase)
    wrong = [option.id for option in gas.options if option.text != "Neon"]
    for form in report.forms:
        expected = ranked(key_of(0, "z", form.name, "gas", "show"), wrong)[:3]
        placed = next(placed for placed in form.placed if placed.item.id == "gas")
        assert set(placed.order) - set(expected) == {option.id for option in gas.options[:1]}


def test_what_is_offered_is_told_and_scored(check_text: Check) -> None:
    """The reveal would point at an option that isn't there, or give its reason."""
    report = check_text(POOL)
    gas = items_of(report.bank)["gas"]
    for name in ("A", "B", "C", "D", "E"):
        order = printed_order(gas, name)
        asked, told = ask(gas, order, "en"), tell(gas, order, "en")
        texts = offered(gas, order)
        right = texts.index("Neon")
        assert [score(told.key, place) for place in range(4)] == [
            float(i == right) for i in range(4)
        ]
        assert len(asked.choices) == 4
        assert [place for place, _ in told.whys] == [
            i for i, t in enumerate(texts) if t == "Sodium"
        ]


def test_too_few_to_show(check_text: Check) -> None:
    """A paper would have fewer options than its author counted on."""
    report = check_text("""
        questions:
          - {id: few, question: Which?, answer: a, distractors: [b, c], show: 3}
          - {id: none, question: Which word?, answer: a, show: 3}
    """)
    assert "too-few" in codes(report)
    assert "key-not-for-type" in codes(report)


@pytest.mark.peer
def test_the_key_lists_all_of_them(bank_from: Callable[..., Path]) -> None:
    """A teacher could not look over the wrong options that other forms have."""
    from tests.outputs.pdf.reading import flat, job_of, printed

    text = flat(printed(job_of(bank_from(POOL)), "z-key.pdf", key="full"))
    assert "Iron · Gold · Tin · Zinc · Lead · Sodium · Carbon · Sulfur" in text
