"""Numbers are shown as their author wrote them, in the signs of their language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.interaction import NumberKey, TextKey
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import also_text, tell
from quizgen.present.numbers import shown_number
from quizgen.scoring.responses import score
from quizgen.text.blocks import plain_words
from tests.helpers import items_of

Check = Callable[..., Report]


@pytest.mark.parametrize(
    ("written", "lang", "shown"),
    [
        ("2.50", "en", "2.50"),
        ("2.50", "de", "2,50"),
        ("2.50", "de-CH", "2.50"),
        ("2.50", "pt-BR", "2,50"),
        ("2.50", "xx", "2.50"),
        ("−5", "en", "-5"),
        ("–5.0", "sv", "\u22125,0"),
        ("-5", "ar", "-5"),
        ("3.0e8", "fr", "3,0e8"),
        (".5", "en", "0.5"),
        ("1945", "de", "1945"),
        ("1000000", "fr", "1000000"),
        ("0755", "de", "0755"),
        ("1/6", "de", "1/6"),
    ],
)
def test_a_number_in_a_language(written: str, lang: str, shown: str) -> None:
    """A price would lose its zero, a year get a mark, a German number an English point."""
    assert shown_number(written, lang) == shown


NUMBERS = {"num2": "-5", "num3": "-5", "neg": "-173 °C", "money": "3.50 €", "trail": "2.50",
           "big": "1000000", "year": "1945", "percent2": "25 %", "prec": "3.14"}  # fmt: skip
TEXTS = {"frac": "1/6", "mixed": "1 1/2", "percent": "25%", "hex": "0xFF", "oct": "0755",
         "time": "7:45", "date": "2024-05-08", "comma": "3,5", "thousands": "1,000,000",
         "ratio": "2:3", "unitless": "5 kg", "inf": "∞", "roman": "IV"}  # fmt: skip


def test_what_is_a_number_and_how_it_is_shown(shared: object) -> None:
    """A minus as people type it would make words of a number, a date or a time a number."""
    report = check(f"{shared}/cases/21-numbers/bank")
    told = {id: tell(item, (), item.lang or "en") for id, item in items_of(report.bank).items()}
    numbers = {id: plain_words(told[id].answers[0]) for id in NUMBERS}
    assert numbers == NUMBERS
    assert all(isinstance(told[id].key, NumberKey) for id in NUMBERS)
    assert {id: plain_words(told[id].answers[0]) for id in TEXTS} == TEXTS
    assert all(isinstance(told[id].key, TextKey) for id in TEXTS)
    hinted = {p.item for p in report.problems if p.code == "looks-like-a-number"}
    assert hinted == {"frac", "mixed", "percent", "hex", "oct", "unitless"}
    typed = [("num2", "−5"), ("num3", "-5,0"), ("money", "3,5 €"), ("money", "€3.50"),
             ("percent2", "25"), ("neg", "−180 °C"), ("big", "10^6")]  # fmt: skip
    assert [score(told[id].key, text) for id, text in typed] == [1.0] * len(typed)


def test_a_range_speaks_the_language(check_text: Check) -> None:
    """A German card would show its answer with a comma and its range with points."""
    items = items_of(
        check_text("""
        lang: de
        questions:
          - {id: a, question: Wie viel?, answer: 2.50, tolerance: 0.05, unit: kg}
          - {id: b, question: Wie viel?, answer: 9.46e15, range: [9.4e15, 9.5e15]}
          - {id: c, question: Wie kalt?, answer: −5, range: [−6, –4.5]}
    """).bank
    )
    told = {id: tell(item, (), "de") for id, item in items.items()}
    assert plain_words(told["a"].answers[0]) == "2,50 kg"
    said = [also_text(told[id], "de") for id in "abc"]
    assert ["2,45" in said[0], "9,4e15" in said[1], "-4,5" in said[2]] == [True] * 3
