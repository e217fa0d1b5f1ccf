"""Maths: what can't be set is an error, and never printed raw."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from quizgen.pipeline.build import build
from quizgen.present.maths import mathml, maths_fault
from quizgen.present.maths_face import maths_face, whole_face
from quizgen.problems import BankError
from quizgen.review.lesson.snapshot import plan_questions
from tests.helpers import NOW, examined

Write = Callable[..., Path]
BANK = "questions: [{{id: q, question: 'Is ${}$ it?', answer: true, hint: '{}'}}]\n"


@pytest.mark.parametrize(
    "tex",
    [
        r"\ce{H2O}",
        r"\foo",
        r"\SI{3}{m}",
        r"\text{10\%}",
        r"a & b",
        r"\begin{tabular}{c} a & b \end{tabular}",
    ],
)
def test_raw_commands_are_faults(tex: str) -> None:
    """Pupils would read a command where a sign belongs."""
    assert maths_fault(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"A \setminus B",
        r"\backslash",
        r"\text{für } x \ge 0",
        r"\newcommand{\RR}{\mathbb{R}}\RR",
        r"\left(\frac12\middle|x\right)",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{align*} a &= b \\ c &= d \end{align*}",
        r"\begin{cases} x & y \\ z & w \end{cases}",
        r"\operatorname{arsinh}",
        r"a\_b",
        r"\{1\}",
    ],
)
def test_maths_that_reads_right_is_no_fault(tex: str) -> None:
    """A bank that prints well today would no longer build."""
    assert maths_fault(tex) == ""


@pytest.mark.parametrize("output", ["pdf", "page", None])
def test_paper_and_page_refuse_raw_commands(
    bank_from: Write, tmp_path: Path, output: str | None
) -> None:
    r"""The page would print \ce{H2O} letter by letter, and say nothing."""
    folder = bank_from(BANK.format(r"\ce{H2O}", "h"))
    with pytest.raises(BankError) as caught:
        build(folder, tmp_path / "out", only=[output] if output else None, now=NOW)
    found = [(p.code, p.level) for p in caught.value.problems if p.code == "bad-maths"]
    assert found == [("bad-maths", "error")]


def test_a_hint_is_looked_at(bank_from: Write, tmp_path: Path) -> None:
    """Paper has no hints, and nobody else looked for what screens show there."""
    folder = bank_from(BANK.format("x", r"$\foo$"))
    with pytest.raises(BankError):
        build(folder, tmp_path / "out", only=["page"], now=NOW)


def test_a_lesson_refuses_raw_commands(bank_from: Write) -> None:
    """The class would see the command on the projector."""
    report = examined(bank_from(BANK.format(r"\ce{H2O}", "h")))
    with pytest.raises(BankError):
        plan_questions(report)


def test_cards_may_hold_what_mathjax_knows(bank_from: Write, tmp_path: Path) -> None:
    """A deck of chemistry, sound in Anki, could not be built."""
    folder = bank_from(BANK.format(r"\ce{H2O}", "h"))
    made = build(folder, tmp_path / "out", only=["anki"], now=NOW)
    assert [(p.code, p.level) for p in made.problems] == [("bad-maths", "warning")]


def test_cards_refuse_what_nobody_knows(bank_from: Write, tmp_path: Path) -> None:
    """Learners would see a red command on their card."""
    folder = bank_from(BANK.format(r"\arsinh x", "h"))
    with pytest.raises(BankError):
        build(folder, tmp_path / "out", only=["anki"], now=NOW)


def test_maths_of_a_heading_is_looked_at(bank_from: Write, tmp_path: Path) -> None:
    """A formula in a quiz's instructions would end the build in a traceback."""
    folder = bank_from(
        "questions: [{id: a, question: A?, answer: true}]\n"
        "quizzes: [{id: z, instructions: 'Use $\\frac{a$.', items: [a]}]\n"
    )
    with pytest.raises(BankError) as caught:
        build(folder, tmp_path / "out", only=["pdf"], now=NOW)
    assert [p.code for p in caught.value.problems if p.level == "error"] == ["bad-maths"]


def test_faces_are_the_same_each_time_and_say_their_licence() -> None:
    """Two builds of one bank would differ, or a face be passed on without its licence."""
    html = f"<p>{mathml('x + 1')}</p>"
    assert maths_face(html) == maths_face(html)
    for face in (maths_face(html), whole_face()):
        assert "SIL Open Font License" in TTFont(BytesIO(face))["name"].getDebugName(13)
    assert len(maths_face(html)) < 40_000


def test_a_lesson_has_every_sign_that_formulas_are_given() -> None:
    """A brace, an arrow over letters or a bold vector would come from a face without maths."""
    held = TTFont(BytesIO(whole_face())).getBestCmap()
    tex = r"\underbrace{a}_n \overbrace{b} \overline{AB} \overrightarrow{AB} \widehat{AB} \mathbf{b} \mathbb{R}"
    signs = unescape(re.sub(r"<[^>]*>", "", mathml(tex)))
    assert {sign for sign in signs if ord(sign) not in held} == set()
