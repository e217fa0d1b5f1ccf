"""Numbers and dates are shown as their author wrote them, in the way of their language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.interaction import NumberKey, TextKey
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import also_text, tell
from quizgen.scoring.responses import score
from quizgen.text.blocks import plain_words
from quizgen.text.shown import other_dates, shown_date, shown_number, shown_quantity
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


@pytest.mark.parametrize(
    ("written", "lang", "shown"),
    [
        ("2026-05-03", "fr", "3 mai 2026"),
        ("2026-05-01", "fr", "1er mai 2026"),
        ("2026-05-03", "de", "3. Mai 2026"),
        ("2026-05-03", "es", "3 de mayo de 2026"),
        ("2026-05-03", "en-GB", "3 May 2026"),
        ("2026-05", "fr", "mai 2026"),
        ("2026", "fr", "2026"),
        ("2026-05-03", "xx", "2026-05-03"),
        ("nie", "de", "nie"),
    ],
)
def test_a_date_in_a_language(written: str, lang: str, shown: str) -> None:
    """A French card would show a day as a computer notes it."""
    assert shown_date(written, lang) == shown


def test_an_angle_stands_close_to_its_number() -> None:
    """`90 °` is wrong in every language, `20°C` and `5%` in most."""
    shown = [shown_quantity("2.5", unit, "de") for unit in ("°", "°C", "%", "kJ", "")]
    assert shown == ["2,5°", "2,5 °C", "2,5 %", "2,5 kJ", "2,5"]


def test_a_day_may_be_typed_in_figures() -> None:
    """A pupil who types the day in figures would be wrong; English has two orders of them."""
    assert other_dates("2026-05-03", "de") == ("2026-05-03", "3.5.2026", "03.05.2026")
    assert other_dates("2026-12-13", "fr") == ("2026-12-13", "13/12/2026")
    assert other_dates("2026-05-03", "en") == ("2026-05-03",)
    assert other_dates("2026-05", "de") == ()


SLOTS = """
    lang: {lang}
    kinds: {{event: {{what: text, when: date, mass: number}}}}
    facts:
      - {{id: a, kind: event, what: paix, when: 2026-05-03, mass: 57.30}}
      - {{id: b, kind: event, what: guerre, when: 2025-11, mass: -6.1}}
      - {{id: c, kind: event, what: bal, when: "1999", mass: 1000}}
    templates:
      - {{id: stem, for: event, question: "{{what}} {{when}}, {{mass}} g, $m={{mass}}$?", answer: true}}
      - {{id: typed, for: event, question: "{{what}}?", answer: "{{when}}"}}
      - {{id: mass, for: event, question: "{{what}}, g?", answer: "{{mass}}", unit: g}}
      - {{id: choice, for: event, question: "{{what}} g?", answer: "{{mass}} g", distractors: siblings}}
"""


def test_slots_of_facts_speak_the_language(check_text: Check) -> None:
    """A template would print a fact's number and date as YAML has them, or renew its options."""
    french = items_of(check_text(SLOTS.format(lang="fr")).bank)
    assert french["stem/a"].stem == "Paix 3 mai 2026, 57,30 g, $m=57.30$?"
    assert french["stem/b"].stem == "Guerre novembre 2025, -6,1 g, $m=-6.1$?"
    assert french["stem/c"].stem == "Bal 1999, 1000 g, $m=1000$?"
    typed = tell(french["typed/a"], (), "fr")
    answers = ["3 mai 2026", "2026-05-03", "3/5/2026", "03/05/2026", "5/3/2026"]
    assert [score(typed.key, text) for text in answers] == [1, 1, 1, 1, 0]
    mass = tell(french["mass/a"], (), "fr")
    assert plain_words(mass.answers[0]) == "57,30 g"
    assert [score(mass.key, text) for text in ("57,3", "57.3 g", "573")] == [1, 1, 0]
    choice, english = (
        {option.text: option.id for option in items_of(bank)["choice/a"].options}  # type: ignore[union-attr]
        for bank in (check_text(SLOTS.format(lang=lang)).bank for lang in ("fr", "en"))
    )
    assert set(choice) == {"57,30 g", "-6,1 g", "1000 g"}
    assert set(choice.values()) == set(english.values())
