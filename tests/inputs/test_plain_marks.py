"""Plain text of other makers in our text language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizgen.formats.marks import as_marked
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import text_lines


@given(st.text(alphabet="ab 12*_`~^$[]()!<>|#\\{}&;-+.\n:/=", max_size=40))
def test_a_text_is_shown_as_it_stands(plain: str) -> None:
    """A star, a dollar or a brace of a foreign question would vanish or change what it says."""
    wanted = [line.strip() for line in plain.split("\n") if line.strip()]
    shown = text_lines(parse_blocks(as_marked(plain)))
    assert [line.strip() for line in shown if line.strip()] == wanted
