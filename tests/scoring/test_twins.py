"""Python and the ES5 of cards and pages judge alike, in a real ES5 engine."""

from __future__ import annotations

import json
from math import isnan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.scoring.es5 import ES5_TWINS
from quizgen.scoring.numbers import read_numbers
from quizgen.text.folding import fold
from quizgen.text.order import hash32, ranked

pytestmark = pytest.mark.peer

LATIN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc"])
    | st.sampled_from("ßẞçœæøđ‘’“”«»–—−αάωςΩдёйא"),
    max_size=20,
)
TYPED = ["16", "15,5", "1.600", "1,600.5", "16 areas", "areas 16", "−5", "1 000", "1'000,5",
         "5.", ".5", "1e3", "about 16", "", "16 16", "1.2.3", "$5", "５", "16 Areas.", "--5",
         "1.600.000", "0,5", "00.5", "1,60", "+7", "٣٫٥"]  # fmt: skip


class Twin:
    """The twins in Duktape, an ES5 engine."""

    def __init__(self) -> None:
        import dukpy

        self.engine = dukpy.JSInterpreter()
        self.engine.evaljs(ES5_TWINS + "; 0")

    def __call__(self, expression: str, **values: Any) -> Any:
        code = "".join(f"var {name} = {json.dumps(value)};" for name, value in values.items())
        return self.engine.evaljs(code + expression)


@pytest.fixture(scope="module")
def twin() -> Twin:
    """Load the twins once."""
    return Twin()


@pytest.mark.parametrize("unit", ["", "areas", "$", "km/h"])
def test_numbers(twin: Twin, unit: str) -> None:
    """An answer would be right on the phone and wrong on the card, or the other way round."""
    theirs = twin("typed.map(function (t) { return qgNumbers(t, unit); })", typed=TYPED, unit=unit)
    ours = [read_numbers(text, unit) for text in TYPED]
    if unit == "":
        theirs[TYPED.index("５")] = [5.0]  # Duktape lacks normalize(); browsers read it
    assert dict(zip(TYPED, ours, strict=True)) == dict(zip(TYPED, theirs, strict=True))


@settings(deadline=None, max_examples=200)
@given(st.text("0123456789.,'’ -+e", max_size=9), st.sampled_from(["", "km", "%"]))
def test_any_number(twin: Twin, text: str, unit: str) -> None:
    """Some notation would be judged otherwise by a card than by the lesson."""
    expression = "qgNumbers(text, unit).map(String)"
    read = [float(number) for number in twin(expression, text=text, unit=unit)]
    theirs = [number for number in read if not isnan(number)]  # NaN is in no range
    assert read_numbers(text, unit) == theirs


@settings(deadline=None, max_examples=200)
@given(st.text("abc |:-_/0189", max_size=12), st.lists(st.text("abc-/09", min_size=1), unique=True))
def test_order(twin: Twin, key: str, names: list[str]) -> None:
    """Cards and pages would show another order than paper."""
    assert twin("qgHash(text)", text=key) == hash32(key)
    assert twin("qgRanked(key, names)", key=key, names=names) == ranked(key, names)


@settings(deadline=None, max_examples=200)
@given(st.text("aAbZ  -–—‐“”„«»'’‘ßçx", max_size=16))
def test_folding(twin: Twin, text: str) -> None:
    """A typed answer would be judged otherwise by a card than by the lesson."""
    # Duktape has no normalize(), so accents are left to the browser's test.
    plain = text.replace("ç", "c")
    assert twin("qgFold(text)", text=plain) == fold(plain)
