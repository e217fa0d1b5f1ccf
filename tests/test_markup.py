"""The inline text language."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.markup import (
    Blank,
    cloze_parts,
    escape,
    fold,
    parse,
    parse_cloze,
    plain_text,
    strip_cloze,
    text_as_rich,
    to_html,
)
from tests.helpers import AWKWARD

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
        ("one\ntwo", "one two"),
        ("![A map](map.png)", '<img src="map.png" alt="A map">'),
        ("snake_case_name stays", "snake_case_name stays"),
    ],
)
def test_html(text: str, html: str) -> None:
    """A mark would be lost, or an author's character would become markup."""
    assert to_html(parse(text)) == html


def test_awkward_marks_come_through() -> None:
    """A teacher's ordinary & or $ would vanish."""
    assert plain_text(parse(AWKWARD)) == AWKWARD


@given(TEXTS)
def test_every_text_parses_and_is_escaped(text: str) -> None:
    """Some text would crash the build, or smuggle a tag onto a card."""
    html = to_html(parse(text))
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"strong", "em", "code", "sub", "sup", "a", "img", "br"}


@given(TEXTS)
def test_escape_is_undone_by_parse(text: str) -> None:
    """An entity's name would be read as markup inside a generated stem."""
    assert plain_text(parse(escape(text))) == text.strip()


@given(TEXTS)
def test_plain_text_survives_html(text: str) -> None:
    """A name would show as entities, or lose characters."""
    assert unescape(to_html(text_as_rich(text))) == text


def test_cloze_parts() -> None:
    """A blank would be numbered or hinted wrongly."""
    assert cloze_parts("a {{b}} c {{2::d::e}}") == ["a ", Blank(1, "b"), " c ", Blank(2, "d", "e")]
    assert strip_cloze("a {{b}} c {{2::d::e}}") == "a b c d"


def test_cloze_runs_keep_their_style() -> None:
    """A bold blank would lose its style on paper."""
    rich, blanks = parse_cloze("**in {{November}}**, {{2::x}}")
    assert [(run.kind, run.bold) for run in rich] == [
        ("text", True),
        ("blank", True),
        ("text", False),
        ("blank", False),
    ]
    assert [blank.text for blank in blanks] == ["November", "x"]


@pytest.mark.parametrize(
    ("one", "other"), [("Élan  Vital", "elan vital"), ("“It’s”", '"it\'s"'), ("A–B", "a-b")]
)
def test_fold(one: str, other: str) -> None:
    """A learner's answer would be called wrong for an accent or a curly quote."""
    assert fold(one) == fold(other)
