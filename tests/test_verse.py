"""Lines of a poem on screens: numbered as on paper, and broken so that each is still seen as one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from quizgen.outputs import render
from quizgen.text.block_parser import parse_blocks
from quizgen.text.html import HtmlWriter, is_verse, with_line_numbers
from tests.anki import Anki
from tests.helpers import bank_text, planned

POEM = "one *a*\ntwo\n\n  three\nfour\nfive\n\nsix\nseven"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POEM, True),
        ("one\ntwo", True),
        ("one", False),
        ("A letter.\n\nIts second paragraph.", False),
        ("short\n" + "long " * 30, False),
        ("one\ntwo\n\n```\ncode\n```", False),
    ],
)
def test_verse_is_told_from_prose(text: str, expected: bool) -> None:
    """Prose would bear numbers on a phone that its paper, which breaks other lines, doesn't have."""
    assert is_verse(parse_blocks(text)) is expected


def test_lines_bear_the_numbers_that_paper_prints() -> None:
    """What line 5 says would be asked of a text without numbers, or with a title counted."""
    title = parse_blocks("**Title**\n\nx")[:1]
    text = parse_blocks(POEM)
    html = HtmlWriter().blocks((*title, *text))
    numbered = with_line_numbers(html, 2, text, skipped=1)
    assert numbered == (
        '<div class="verse"><p><strong>Title</strong></p>'
        '<p><span class="row">one <em>a</em></span><br>'
        '<span class="row"><span class="line" data-line="2"></span>two</span></p>'
        '<p><span class="row">\u00a0\u00a0three</span><br>'
        '<span class="row"><span class="line" data-line="4"></span>four</span><br>'
        '<span class="row">five</span></p>'
        '<p><span class="row"><span class="line" data-line="6"></span>six</span><br>'
        '<span class="row">seven</span></p></div>'
    )


def test_cards_number_a_poem_and_set_passages_upright(tmp_path: Path) -> None:
    """A learner would look for line 5, or read a page of italics."""
    bank = bank_text("""
passages:
  poem: {title: Snow, number-lines: 2, text: "one\\ntwo\\nthree"}
questions:
  - {id: a, passage: poem, question: What?, answer: one}
""")
    (tmp_path / "bank.yaml").write_text(bank, "utf-8")
    (file,) = render("anki", planned(tmp_path)).files
    stream = BytesIO()
    file.write(stream)
    (tmp_path / "deck.apkg").write_bytes(stream.getvalue())
    anki = Anki(tmp_path / "c.anki2")
    anki.take(tmp_path / "deck.apkg")
    shown: Any = anki.shown("a").question_text
    assert '<div class="passage"><div class="verse"><p><strong>Snow</strong></p>' in shown
    assert '<span class="line" data-line="2"></span>two' in shown
    assert shown.count("data-line") == 1
    anki.col.close()
