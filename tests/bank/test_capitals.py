"""What begins a stem or an option: words begin with a capital, terms as they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.bank.generation.capitals import capitalised
from quizgen.bank.syntax.format import option_id
from quizgen.model import SingleChoice
from quizgen.pipeline.check import Report
from tests.helpers import errors, items_of

Check = Callable[..., Report]


@pytest.mark.parametrize(
    "term",
    [
        *("pH-Wert", "pH", "mRNA", "mRNA-Impfstoff", "iPhone", "macOS", "eBay"),
        *("n-Hexan", "n-hexane", "x-Achse", "p-value", "α-helix"),
        *("tert-Butanol", "tert-butanol", "cis-but-2-ene", "ortho-xylene"),
        *("ln x", "log 8", "log₂ 8", "sin(2x)", "sin α", "sin", "f(x)", "x = 5"),
        *("mol", "kg", "km/h", "mol pro Liter", "g", "m/s", "h"),
        *("x2 is", "$x$ is", "x$_1$ is", "", "‘quoted’"),
    ],
)
def test_terms_stay_as_written(term: str) -> None:
    """Pupils would read PH-Wert, MRNA, Ln x."""
    assert capitalised(term) == term


@pytest.mark.parametrize(
    "text",
    [
        *("the pact", "a pact", "a (large) pact", "student(s)", "élan", "ὕδωρ"),
        *("l'OTAN décide", "pro-NATO party", "von Neumann", "d.h. so", "über-alt"),
        *("log cabin", "sin agua", "ha ganado", "tan grande", "bar chart", "maximum"),
    ],
)
def test_common_words_begin_with_a_capital(text: str) -> None:
    """A sentence would begin small, and cards that learners have would change."""
    assert capitalised(text) == text[0].upper() + text[1:]


TERMS = """
kinds: {measure: {unit: text}}
entities:
  ph: {kind: thing, name: pH-Wert}
  mass: {kind: thing, name: mRNA}
  hexane: {kind: thing, name: n-Hexan}
  pact: {kind: thing, name: pact}
facts:
  - {id: a, kind: measure, unit: pH-Wert}
  - {id: b, kind: measure, unit: mRNA}
  - {id: c, kind: measure, unit: n-Hexan}
  - {id: d, kind: measure, unit: pact}
templates:
  - {id: t, for: measure, question: "{unit} is what?", answer: "{unit}", distractors: siblings}
"""


def options(report: Report, id: str) -> set[str]:
    """Give the options of a single choice item, as texts."""
    item = items_of(report.bank)[id]
    assert isinstance(item, SingleChoice)
    return {option.text for option in item.options}


def test_stems_keys_and_distractors_keep_their_terms(check_text: Check) -> None:
    """A term right in the stem could be wrong among the options."""
    report = check_text(TERMS)
    assert items_of(report.bank)["t/a"].stem == "pH-Wert is what?"
    assert options(report, "t/a") == {"pH-Wert", "mRNA", "n-Hexan", "Pact"}
    from_entities = check_text(TERMS.replace("siblings", "{from: thing, count: 3}"))
    assert options(from_entities, "t/d") == {"pH-Wert", "mRNA", "n-Hexan", "Pact"}


def test_a_template_may_leave_all_as_written(check_text: Check) -> None:
    """Vocabulary whose small letter matters could not be asked."""
    report = check_text(TERMS.replace("id: t,", "id: t, capitalise: false,"))
    assert options(report, "t/a") == {"pH-Wert", "mRNA", "n-Hexan", "pact"}
    assert items_of(report.bank)["t/d"].stem == "pact is what?"


def test_the_key_is_suggested(check_text: Check) -> None:
    """An American would be told of an unknown key, and nothing else."""
    report = check_text(TERMS.replace("id: t,", "id: t, capitalize: false,"))
    assert errors(report)[0][0] == "unknown-key"
    assert "'capitalise'" in report.problems[0].help


def test_options_keep_their_ids(check_text: Check) -> None:
    """Papers in a class, logs and cards would no longer know the option by its id."""
    items = items_of(check_text(TERMS).bank)
    small = items_of(check_text(TERMS.replace("id: t,", "id: t, capitalise: false,")).bank)
    for id in ("t/a", "t/d"):
        item, other = items[id], small[id]
        assert isinstance(item, SingleChoice)
        assert isinstance(other, SingleChoice)
        assert [option.id for option in item.options] == [option.id for option in other.options]
        assert option_id("PH-Wert") in {option.id for option in item.options}
