"""What a text would lose is refused or warned of, and nothing that reads right is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.bank.rich_texts import flaws_of
from quizgen.bank.syntax.escapes import bent_escape
from quizgen.pipeline.check import Report, check
from tests.helpers import codes, errors

Check = Callable[..., Report]
QUESTION = "questions:\n  - id: q\n    question: {}\n    answer: x\n    distractors: [y, z]\n"


@pytest.mark.parametrize(
    "raw",
    [
        r"$2 \times 3$",
        r"2 \times 3 without dollars",
        r"$\theta$",
        r"$x \neq 0$",
        r"$f \to g$ and $\nu$",
        r"$\Lambda$",
        r"\Phi",
        r"$5\ \\text{m}$",
        r"\frac{1}{2}",
        r"\beta",
        r"C:\temp\new.txt",
        r"C:\new",
        r"D:\new.txt",
    ],
)
def test_an_escape_that_spells_something_else_is_an_error(check_text: Check, raw: str) -> None:
    r"""A pupil would read *imes* where the author wrote \times."""
    report = check_text(QUESTION.format(f'"{raw}"'))
    assert errors(report) == [("escape-in-quotes", 6)]
    assert "single quotes" in report.problems[0].help


@pytest.mark.parametrize(
    "raw",
    [
        r"a line\nanother",
        r"Wat heeft\nu gezien?",
        r"pane\ne vino",
        r"Which are true?\ni. Ice floats.\nii. Iron floats.",
        r"A tab\tan end",
        r"if a:\n    \treturn b",
        r"C:\nHello",
        r"A:\tHello",
        r"$2 \\times 3$ and C:\\temp\\new",
        r"It costs $3.\nu know $4",
        r"$\\begin{aligned}\nx &= 1 \\\\\nu &= 2\\end{aligned}$",
        r"\u00fcber",
    ],
)
def test_escapes_that_are_meant_stay(raw: str) -> None:
    """A bank that reads right today would be refused."""
    assert bent_escape(raw) is None


def test_escapes_in_names_and_facts_are_seen(check_text: Check) -> None:
    """A template would print the broken command in every item."""
    report = check_text(r"""
        kinds: {law: {formula: text}}
        entities: {c: {kind: thing, name: "the \beta ray"}}
        facts: [{id: a, kind: law, formula: "$a \times b$"}]
        questions: [{id: q, question: What?, answer: x}]
    """)
    assert codes(report).count("escape-in-quotes") == 2


CODE = "|\n      What?\n\n      ```python\n      x = 1\n      ```"
TABLE = "|\n      What?\n\n      | a | b |\n      |---|--:|\n      | 1 | 2 |"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CODE, "code-block"),
        (CODE.replace("|", ">", 1), "code-block"),
        ('"What?\\n```\\nx = 1\\n```"', "code-block"),
        (TABLE, "pipe-table"),
        (TABLE.replace("|", ">", 1), "pipe-table"),
        ("'Is $$x^2$$ it?'", "bad-maths"),
        ("|\n      Is\n      $$\n      x = 1\n      $$", "bad-maths"),
        (r"'Is \(x_1\) it?'", "bad-maths"),
        (r"'Is \[\frac12\] it?'", "bad-maths"),
        ("'Where? ![a](map of Europe (2).png)'", "bad-picture"),
    ],
)
def test_blocks_are_refused_for_now(check_text: Check, text: str, code: str) -> None:
    """A program, a table or a formula would be printed in one line, with its marks."""
    assert errors(check_text(QUESTION.format(text))) == [(code, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "What does ```print(1)``` do?",
        "One\n\n```print(1)``` two",
        "Which row: a | b | c?",
        "The mark |---|---| is one line.",
        "$$ or $$$: which restaurant is dearer?",
        r"A regular expression: `\(\d+\)`, and f\(x\)",
        r"The array\[my_index\]",
        r"An escaped \![a](b c.png)",
        "`![a](b c.png)` is Markdown",
        "$\\begin{aligned}\na &= 1 \\\\\nb &= 2\n\\end{aligned}$",
    ],
)
def test_what_reads_right_is_not_refused(text: str) -> None:
    """A bank that prints well today would no longer build."""
    assert flaws_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "|\n      The lamp is low,\n      the night is long.",
        "|\n      True?\n      I. Ice floats.\n      II. Iron floats.",
        "|\n      1. ice\n      2. water",
        '"Anna: Did you?\\nBen: No."',
        "A shop sells\n      - apples\n      - pears",
        ">\n      A shop sells\n\n      1. apples\n      2. pears",
    ],
)
def test_lost_lines_are_warned_of(check_text: Check, text: str) -> None:
    """A poem, a list or a dialogue would run together unseen."""
    report = check_text(QUESTION.format(text))
    assert codes(report).count("line-lost") == 1
    assert errors(report) == []


WRAPPED = (
    "A long question of several sentences that its author has wrapped at the\n"
    "width of the window, as editors do by themselves, reads right when its\n"
    "lines are joined."
)


@pytest.mark.parametrize(
    "text",
    [WRAPPED, "One.\n\nTwo.", "One,  \ntwo.", "One,\\\ntwo.", "In 1999\n\n- so far - all is well"],
)
def test_lines_that_break_or_may_run_on_are_not_warned_of(text: str) -> None:
    """Every second text would carry a warning that says nothing."""
    assert flaws_of(text) == []


@pytest.mark.parametrize(
    ("case", "line", "sign"),
    [
        ("  • id: a\n    question: What?", 5, "U+2022"),
        ("  — id: a\n    question: What?", 5, "U+2014"),
        ("  -\u00a0id: a\n    question: What?", 5, "U+00A0"),
        ("  - id: a\n\u00a0\u00a0\u00a0\u00a0question: What?\n    answer: x", 6, "U+00A0"),
        ("  - id: a\n    question:\u00a0What?\n    answer: x", 6, "U+00A0"),
        ("  - id: a\n    question：What?\n    answer: x", 6, "U+FF1A"),
    ],
)
def test_signs_of_other_keyboards_are_named(
    check_text: Check, case: str, line: int, sign: str
) -> None:
    """The next line would be blamed, for something else."""
    report = check_text(f"quizgen: 1\nid: t\ntitle: T\nquestions:\n{case}\n")
    assert errors(report) == [("odd-sign", line)]
    assert sign in report.problems[0].message


def test_a_name_written_as_the_web_does_is_explained(check_text: Check) -> None:
    """The file lies there, and the message says that it doesn't."""
    Path("bank").mkdir()
    Path("bank/Karte 1.png").touch()
    report = check_text(QUESTION.format("'Where? ![a](Karte%201.png)'"))
    assert [(p.code, "<Karte 1.png>" in p.help) for p in report.problems] == [
        ("missing-file", True)
    ]


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("01-code-block", {"code-block", "line-lost"}),
        ("03-table", {"pipe-table"}),
        ("04-display-maths", {"bad-maths"}),
        ("08-line-breaks", {"line-lost"}),
        ("12-media-names", {"bad-picture"}),
        ("24-double-quoted-tex", {"escape-in-quotes"}),
    ],
)
def test_shared_cases_are_reported(
    shared: Path, tmp_path: Path, case: str, kinds: set[str]
) -> None:
    """What strangers lost in silence would be lost in silence again."""
    folder = shared / "cases" / case / "bank"
    shutil.copytree(folder, tmp_path / "bank")
    found = {problem.code for problem in check(tmp_path / "bank").problems}
    assert kinds <= found
