"""The inline text language."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.scoring.es5 import ES5_FOLD, ES5_NUMBER
from quizgen.text.blocks import runs_of
from quizgen.text.cloze import Blank, blanks_of, cloze_parts, parse_cloze, strip_cloze
from quizgen.text.folding import fold
from quizgen.text.html import HtmlWriter
from quizgen.text.markup import parse
from quizgen.text.runs import escape, plain_text, text_as_rich
from quizgen.text.typed import as_judged
from tests.helpers import AWKWARD

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *it*", "<strong>bold</strong> and <em>it</em>"),
        ("H~2~O, x^2^, `a<b`", "H<sub>2</sub>O, x<sup>2</sup>, <code>a&lt;b</code>"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("$x^2$ holds", r"\(x^2\) holds"),
        ("a<b & <script>", "a&lt;b &amp; &lt;script&gt;"),
        (
            "[NATO](https://nato.int)",
            '<a href="https://nato.int" rel="noopener noreferrer">NATO</a>',
        ),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("one  \ntwo", "one<br>two"),
        ("one\ntwo", "one<br>two"),
        (r"so \(x_1\) is", r"so \(x_1\) is"),
        (r"f\(x\), \(see below\), the array\[i\]", "f(x), (see below), the array[i]"),
        (r"$$x^2$$ and \[\frac12\]", r"\(x^2\) and \(\frac12\)"),
        ("![A map](map.png)", '<img src="map.png" alt="A map">'),
        ("snake_case_name stays", "snake_case_name stays"),
        ("[Cu(NH3)4](OH)2", "[Cu(NH3)4](OH)2"),
        ("grid[0](1), run[0](), [a](www.a.org)", "grid[0](1), run[0](), [a](www.a.org)"),
        ("what is $a after $a=5; $b=$a?", "what is $a after $a=5; $b=$a?"),
        ("in $HOME/$USER, ${A}/${B}", "in $HOME/$USER, ${A}/${B}"),
        ("$$–$$$ or $$", "$$–$$$ or $$"),
        ("$x$ is 5", r"\(x\) is 5"),
        ("$n$-th, a $>$ b, $x$$y$, $n$th", r"\(n\)-th, a \(&gt;\) b, \(x\)\(y\), $n$th"),
        ("![Map](<Größe 100 %.png>)", '<img src="Größe 100 %.png" alt="Map">'),
    ],
)
def test_html(text: str, html: str) -> None:
    """A mark would be lost, or an author's character would become markup."""
    assert HtmlWriter().runs(parse(text)) == html


def test_awkward_marks_come_through() -> None:
    """A teacher's ordinary & or $ would vanish."""
    assert plain_text(parse(AWKWARD)) == AWKWARD


@given(TEXTS)
def test_every_text_parses_and_is_escaped(text: str) -> None:
    """Some text would crash the build, or smuggle a tag onto a card."""
    html = HtmlWriter().runs(parse(text))
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"strong", "em", "code", "sub", "sup", "a", "img", "br"}


@given(TEXTS)
def test_escape_is_undone_by_parse(text: str) -> None:
    """An entity's name would be read as markup inside a generated stem."""
    assert plain_text(parse(escape(text))) == text.strip()


@given(TEXTS)
def test_plain_text_survives_html(text: str) -> None:
    """A name would show as entities, or lose characters."""
    assert unescape(HtmlWriter().runs(text_as_rich(text))) == text


def test_cloze_parts() -> None:
    """A blank would be numbered or hinted wrongly."""
    assert cloze_parts("a {{b}} c {{2::d::e}}") == ["a ", Blank(1, "b"), " c ", Blank(2, "d", "e")]
    assert strip_cloze("a {{b}} c {{2::d::e}}") == "a b c d"


NESTED = {
    "{{1::a {{2::b}} c::hint}} d": ([(1, "a b c"), (2, "b")], "a b c d"),
    "{{a {{b {{c}}}}}}": ([(1, "a b c"), (1, "b c"), (1, "c")], "a b c"),
    "{{c3::a {{c1::b::in}}::out}}": ([(3, "a b"), (1, "b")], "a b"),
    r"{{$\frac{a}{\sqrt{b}}$}} x": ([(1, r"$\frac{a}{\sqrt{b}}$")], r"$\frac{a}{\sqrt{b}}$ x"),
    "$E = {{2::mc^2}}$": ([(2, "mc^2")], "$E = mc^2$"),
    "{{costs $5}} and {{$6}}": ([(1, "costs $5"), (1, "$6")], "costs $5 and $6"),
    "{{a}} }} {{ b": ([(1, "a")], "a }} {{ b"),
    "{{ {{a}}": ([(1, "a")], "{{ a"),
    "$E = {{1::mc^{2}}}$": ([(1, "mc^{2}")], "$E = mc^{2}$"),
    "{{1::a {b}}} c": ([(1, "a {b}")], "a {b} c"),
}


@pytest.mark.parametrize("text", NESTED)
def test_nested_blanks(text: str) -> None:
    """A blank within a blank, or maths with braces, would be cut in two."""
    blanks, filled = NESTED[text]
    assert [(b.number, strip_cloze(b.text)) for b in blanks_of(text)] == blanks
    assert strip_cloze(text) == filled


def test_hints_of_nested_blanks() -> None:
    """The hint of an inner blank would be shown for the outer one."""
    assert [b.hint for b in blanks_of("{{c3::a {{c1::b::in}} c::out}}")] == ["out", "in"]


@given(st.text(alphabet="{}:c1a$ \\\ufdd0\ue000", max_size=40))
def test_every_cloze_text_reads(text: str) -> None:
    """Some row of braces would crash the build, or lose a character outside marks."""
    parts = cloze_parts(text)
    if not any(isinstance(part, Blank) for part in parts):
        assert "".join(map(str, parts)) == text
    parse_cloze(text)
    assert len(blanks_of(text)) >= sum(isinstance(part, Blank) for part in parts)


def test_a_blank_inside_a_formula() -> None:
    """Paper would print half a formula, or the answer with it."""
    blocks, blanks = parse_cloze("So $E = {{m}}c^{{{2::2}}}$.")
    assert [(run.kind, run.text) for run in runs_of(blocks)] == [
        ("text", "So "),
        ("math", "E = □c^{□}"),
        ("blank", ""),
        ("blank", ""),
        ("text", "."),
    ]
    assert [blank.text for blank in blanks] == ["$m$", "$2$"]


def test_cloze_runs_keep_their_style() -> None:
    """A bold blank would lose its style on paper."""
    blocks, blanks = parse_cloze("**in {{November}}**, {{2::x}}")
    assert [(run.kind, run.bold) for run in runs_of(blocks)] == [
        ("text", True),
        ("blank", True),
        ("text", False),
        ("blank", False),
    ]
    assert [blank.text for blank in blanks] == ["November", "x"]


NUMBERS: dict[tuple[str, str], list[float]] = {
    ("16", ""): [16],
    ("16 areas", "areas"): [16],
    ("16 Areas. ", "areas"): [16],
    ("16areas", "areas"): [16],
    ("16 km", "areas"): [],
    ("$5", "$"): [5],
    ("CHF 5", "CHF"): [5],
    ("1,600 people", "people"): [1600, 1.6],
    ("1.600", ""): [1600, 1.6],
    ("1 600", ""): [1600],
    ("1\u202f600,5", ""): [1600.5],
    ("15,5", ""): [15.5],
    ("15.5", ""): [15.5],
    ("0,125", ""): [0.125],
    (".5", ""): [0.5],
    ("-,5", ""): [-0.5],
    ("1,234,567.8", ""): [1234567.8],
    ("1.234.567,8", ""): [1234567.8],
    ("1,234,567", ""): [1234567],
    ("1'600", ""): [1600],
    ("1.2.3", ""): [],
    ("16 17", ""): [],
    ("−5", ""): [-5],
    ("—5", ""): [-5],
    ("-5 degrees", "degrees"): [-5],
    ("١٦", ""): [16],
    ("１６", ""): [16],
    ("2e3", ""): [2000],
    ("1x6", ""): [],
    ("1/2", ""): [0.5],
    ("room 1 of 6", ""): [],
    ("sixteen", ""): [16],
    ("", ""): [],
}


def test_typed_numbers_in_a_browser(browser: Browser) -> None:
    """A right number would be called wrong for its comma, or a wrong one right for lack of one."""
    page = browser.new_page()
    page.set_content(f"<script>{ES5_FOLD}{ES5_NUMBER}</script>")
    found = page.evaluate("ts => ts.map(t => qgNumbers(t[0], t[1]))", [list(t) for t in NUMBERS])
    assert dict(zip(NUMBERS, found, strict=True)) == NUMBERS
    page.close()


def test_folding_is_the_same_in_a_browser(browser: Browser) -> None:
    """A typed answer would be right on the page and wrong elsewhere."""
    texts = [
        AWKWARD,
        "Élan  “Vital”",
        "Straße",
        "A–B ‐ ‘x’ «y» ‹z› 3′ 4″",
        "  ﬁn  Ǆ ",
        "ÅNGSTRÖM",
        "כֶּלֶב",
        "مُحَمَّد",
        "ΟΔΟΣ οδος",
        "Ёлка",
    ]
    page = browser.new_page()
    page.set_content(f"<script>{ES5_FOLD}</script>")
    judged = page.evaluate('ts => ts.map((t) => qgFold(t, "fold"))', texts)
    assert judged == [as_judged(text) for text in texts]
    page.close()


@pytest.mark.parametrize(
    ("one", "other"), [("Élan  Vital", "elan vital"), ("“It’s”", '"it\'s"'), ("A–B", "a-b")]
)
def test_fold(one: str, other: str) -> None:
    """A learner's answer would be called wrong for an accent or a curly quote."""
    assert fold(one) == fold(other)
