"""Broken exports of learning platforms: problems, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.inputs import read_as
from quizgen.inputs.as_document import document_of

COURSE = (Path(__file__).parent / "samples" / "moodle-course.xml").read_text("utf-8")
GIFT = (
    "$CATEGORY: $course$/top/A\n\n// [id:x] [tag:y]\n::N::[html]<p>Q</p>{=a#b ~%50%c ~d####e}\n\n"
    "S {=a =%25%b} t.\n\nM {=a -> b =c -> d}\n\nN {#1:2}\n\nR {#\n=1..3#x\n=%50%4:1}\n\nE {}\n\nT {T#a#b}\n"
)
TEXTS = {"moodle": COURSE, "gift": GIFT}
PIECES = ("<", ">", "{", "}", "=", "~", "#", "\\", "%", "::", "\n\n", "1e999", "]]>", "&", "[[1]]",
          "{1:SA:=", "{1:MC:~x}", "-1", "", "\x00", "\ue000", "$$", "->", "nan")  # fmt: skip


@pytest.mark.parametrize("format", TEXTS)
@given(st.data())
@settings(max_examples=120)
def test_a_damaged_export_ends_in_problems(format: str, data: st.DataObject) -> None:
    """One odd sign among three hundred questions would end everything in a traceback."""
    text = TEXTS[format]
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + gone :]
    reading = read_as(format, text.encode(), "x")
    document_of(reading, "x", "x", "x")


@pytest.mark.parametrize(
    "piece", ["{", "}", "::", "=", "\\", "$$", "{1:SA:=x~", "<b>", "[[1]]", "\\("]
)
@pytest.mark.parametrize("format", TEXTS)
def test_a_sign_a_hundred_thousand_times_hangs_nothing(format: str, piece: str) -> None:
    """A file could keep a computer busy for hours."""
    text = TEXTS[format].replace("S {", f"S {piece * 20_000} {{").replace("Colour?", piece * 20_000)
    read_as(format, text.encode(), "x")
