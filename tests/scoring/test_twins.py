"""Python and the ES5 of cards and pages judge alike, in a real ES5 engine."""

from __future__ import annotations

import json
import re
from math import isnan
from typing import Any
from unicodedata import combining, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.scoring import spelled
from quizgen.scoring.es5 import ES5_TWINS
from quizgen.scoring.numbers import read_numbers
from quizgen.text.order import hash32, ranked
from quizgen.text.typed import UNSEEN, Strictness, as_judged, strictness_in
from quizgen.text.values.language import language
from quizgen.text.values.spelled import number_said
from tests.scoring.vectors import AGREE, DIFFER, NUMBERS

pytestmark = pytest.mark.peer

SIGNS = st.text(
    st.sampled_from("aAbz  ßçßẞœ‘’“”«»–—−'\"`´ʼ\u0301\u0308\u030c\u0306\u0338\u0323")
    | st.sampled_from("αάωςΩΣдёйИשָׁكِがぱｶﾞकज़्ใ่កြ\u00ad\u200b\ufe0f\U0001d174\u00a0\u3000½²≠ǎǚệ")
    | st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc"]),
    max_size=16,
)
TYPED = ["16", "15,5", "1.600", "1,600.5", "16 areas", "areas 16", "−5", "1 000", "1'000,5",
         "5.", ".5", "1e3", "about 16", "", "16 16", "1.2.3", "$5", "５", "16 Areas.", "--5",
         "1.600.000", "0,5", "00.5", "1,60", "+7", "٣٫٥"]  # fmt: skip


_NORMALIZE = """\
var table = {}, classes = {};
String.prototype.normalize = function (form) {
  if (form === "NFC") { return table.text === String(this) ? table.nfc : "another text"; }
  var signs = [], at = 0, i, j;
  for (i = 0; i < this.length; i++) { // pairs stay together
    var pair = this.charCodeAt(i) >= 0xd800 && this.charCodeAt(i) < 0xdc00;
    var sign = this.slice(i, pair ? i + 2 : i + 1);
    i += pair ? 1 : 0;
    signs = signs.concat(table.hasOwnProperty(sign) ? table[sign] : [sign]);
  }
  for (i = 1; i < signs.length; i++) { // marks stand in the order of their classes
    for (j = i; j > 0 && classes[signs[j]] && classes[signs[j - 1]] > classes[signs[j]]; j--) {
      var other = signs[j]; signs[j] = signs[j - 1]; signs[j - 1] = other;
    }
  }
  return signs.join("");
};
"""
"""Duktape lacks normalize(): this one has the forms of the text at hand from Python."""


class Twin:
    """The twins in Duktape, an ES5 engine."""

    def __init__(self) -> None:
        import dukpy

        self.engine = dukpy.JSInterpreter()
        self.engine.evaljs(_NORMALIZE + ES5_TWINS + "; 0")

    def __call__(self, expression: str, **values: Any) -> Any:
        code = "".join(f"var {name} = {json.dumps(value)};" for name, value in values.items())
        return self.engine.evaljs(code + expression)

    def folded(self, text: str, match: Strictness) -> str:
        """Fold a text, with the forms that a browser's normalize() would give it."""
        forms: dict[str, Any] = {char: list(normalize("NFKD", char)) for char in text}
        if match == "exact":
            seen = re.sub(f"[{UNSEEN}\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
                          "\U000e0000-\U000e0fff]", "", text)  # fmt: skip
            forms = {"text": seen, "nfc": normalize("NFC", seen)}
        signs = {sign for parts in forms.values() for sign in parts}
        classes = {sign: combining(sign) for sign in signs}
        self("table = forms; classes = ccc; 0", forms=forms, ccc=classes)
        return str(self("qgFold(text, match)", text=text, match=match))


@pytest.fixture(scope="module")
def twin() -> Twin:
    """Load the twins once."""
    return Twin()


@pytest.mark.parametrize("unit", ["", "areas", "$", "km/h"])
def test_numbers(twin: Twin, unit: str) -> None:
    """An answer would be right on the phone and wrong on the card, or the other way round."""
    theirs = twin("typed.map(function (t) { return qgNumbers(t, unit); })", typed=TYPED, unit=unit)
    ours = [read_numbers(text, unit) for text in TYPED]
    assert dict(zip(TYPED, ours, strict=True)) == dict(zip(TYPED, theirs, strict=True))


@settings(deadline=None, max_examples=400)
@given(st.text("0123456789.,'’ -+e/^%*x×⁰²⁻½٣", max_size=9), st.sampled_from(["", "km", "%"]))
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


@settings(deadline=None, max_examples=300)
@given(SIGNS, st.sampled_from(["fold", "accents", "case", "exact"]))
def test_any_text(twin: Twin, text: str, match: Strictness) -> None:
    """A typed answer would be judged otherwise by a card than by the lesson."""
    assert twin.folded(text, match) == as_judged(text, match)


@pytest.mark.parametrize(("one", "other", "match"), AGREE)
def test_what_agrees(twin: Twin, one: str, other: str, match: Strictness) -> None:
    """A right answer would be marked wrong for what nobody can see, or needn't write."""
    assert as_judged(one, match) == as_judged(other, match)
    assert twin.folded(one, match) == twin.folded(other, match) == as_judged(one, match)


@pytest.mark.parametrize(("one", "other", "match"), DIFFER)
def test_what_differs(twin: Twin, one: str, other: str, match: Strictness) -> None:
    """Another word would pass for the answer."""
    assert as_judged(one, match) != as_judged(other, match)
    assert twin.folded(one, match) != twin.folded(other, match)


@pytest.mark.parametrize(("text", "unit", "numbers"), NUMBERS)
def test_how_numbers_are_written(twin: Twin, text: str, unit: str, numbers: list[float]) -> None:
    """A number in another notation than the author's would count as wrong, or as another."""
    assert read_numbers(text, unit) == numbers
    assert twin("qgNumbers(text, unit)", text=text, unit=unit) == numbers


@pytest.mark.parametrize("lang", ["en", "zh", "zh-TW", "vi", "VI", "vie", "zh_CN", "", "de"])
def test_where_marks_are_tones(twin: Twin, lang: str) -> None:
    """A syllable in another tone would pass on a card, or in the lesson."""
    assert twin('qgTones(lang, "fold")', lang=lang) == strictness_in(lang, "fold")
    assert twin('qgTones(lang, "case")', lang=lang) == "case"


@pytest.mark.parametrize("lang", spelled.LANGUAGES)
def test_number_words_mean_what_a_library_reads(lang: str) -> None:
    """A learner's `quatre-vingts` would be another number than a speaker of French means."""
    for number, form in spelled.spellings(lang):
        assert spelled.SPELLED[spelled.closed_up(form)] == number
        read = number_said(form, language(lang))
        # The library leaves articles and a few forms before a noun alone; it reads none as another.
        assert read in {number, None}, form
        assert read is not None or number in {0, 1, 100, 1000, 1_000_000}, form
