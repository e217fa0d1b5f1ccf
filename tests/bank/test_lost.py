"""What a text would lose is refused or warned of, and nothing that reads right is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from quizgen.bank.rich_texts import flaws_of
from quizgen.bank.syntax.escapes import bent_escape
from quizgen.bank.syntax.format import option_id
from quizgen.model import item_options
from quizgen.pipeline.check import Report, check
from quizgen.pipeline.project import Project
from tests.helpers import codes, errors, items_of

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
        (CODE.replace("|", ">", 1), "code-block"),
        (CODE.replace("|\n      ", "", 1), "code-block"),
        (TABLE.replace("|", ">", 1), "pipe-table"),
        ("'What?\n      | a | b |\n      | 1 | 2 |'", "pipe-table"),
        ("|\n      What?\n      ~~~\n      x = 1", "code-block"),
    ],
)
def test_what_needs_its_lines_is_refused_without_them(
    check_text: Check, text: str, code: str
) -> None:
    """YAML would join a program's lines, or a missing end make the question a program."""
    report = check_text(QUESTION.format(text))
    assert errors(report) == [(code, 6)]
    if text[0] != "|":
        assert "`|`" in report.problems[0].help


LINES = "One,\ntwo.\n\nThree."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("|\n      One,\n      two.\n\n      Three.", LINES),
        ("|2\n        One,\n          two.\n\n        Three.", "One,\n  two.\n\nThree."),
        ("|2\n          One,\n        two.", "  One,\ntwo."),
        (">\n      One,\n      two.\n\n      Three.", "One, two.\n\nThree."),
        (">-\n      One,\n        two\n      three.\n\n\n      Four.", "One, two three.\n\nFour."),
        ("One,\n      two.\n\n      Three.", "One, two.\n\nThree."),
        ("'One,\n      two.\n\n      Three.'", "One, two.\n\nThree."),
        ('"One,\n      two.\n\n      Three."', "One, two.\n\nThree."),
        (r'"One,\ntwo.\n\nThree."', LINES),
        ('"One,\\n      two.\n\n      Three."', "One,\n      two.\n\nThree."),
        (r'"  One,\x0a    two.\\n"', "One,\n  two.\\n"),
        ('"One \\\n      two."', "One two."),
    ],
)
def test_line_ends_of_every_style(check_text: Check, text: str, read: str) -> None:
    """A poem would run together, or a sentence that an editor wrapped be broken."""
    report = check_text(QUESTION.format(text))
    assert errors(report) == []
    assert items_of(report.bank)["q"].stem == read


def test_an_option_keeps_its_id_when_it_is_read_otherwise(check_text: Check) -> None:
    """A learner's history would go, since its two paragraphs are parted now."""
    report = check_text(
        "questions: [{id: q, question: What?, answer: 'One,\n\n  two', distractors: ['a\n\n  b', c]}]"
    )
    options = item_options(items_of(report.bank)["q"])
    assert [option.text for option in options] == ["One,\n\ntwo", "a\n\nb", "c"]
    assert [option.id for option in options] == list(map(option_id, ["One,\ntwo", "a\nb", "c"]))


def test_options_that_differ_in_indentation_alone_are_two(check_text: Check) -> None:
    """A programming teacher's best distractor would be refused."""
    code = "\n    - |\n      ```\n      for i in x:\n          f(i)\n      {}g(i)\n      ```"
    text = (
        "questions:\n  - id: q\n    question: Which?\n    options:"
        + code.format("")
        + code.format("    ")
    )
    answer = code.format("").removeprefix("\n    - ")
    report = check_text(f"{text}\n    answer: {answer}\n")
    assert errors(report) == []
    assert len({option.id for option in item_options(items_of(report.bank)["q"])}) == 2


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
        "A shop sells\n      - apples\n      - pears",
        ">\n      A shop sells\n\n      1. apples\n      2. pears",
    ],
)
def test_a_folded_list_is_warned_of(check_text: Check, text: str) -> None:
    """Its items would run together unseen."""
    report = check_text(QUESTION.format(text))
    assert codes(report).count("line-lost") == 1
    assert errors(report) == []


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


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("Karte 1.png", "Karte%201.png"),
        ("Karte 1.png", "Karte 1.png"),
        ("100% sure.png", "100% sure.png"),
        ("a%20b.png", "a%20b.png"),
        ("U\u0308ber (2).png", "Über (2).png"),
        ("Über (2).png", "U\u0308ber \\(2\\).png"),
        ("pics/map.png", "pics\\map.png"),
        ("[1].png", "[1].png"),
    ],
)
def test_a_picture_is_found_by_its_name(check_text: Check, file: str, written: str) -> None:
    """The file lies there, and the message says that it doesn't."""
    path = Path("bank") / file
    path.parent.mkdir(parents=True)
    Image.new("RGB", (4, 3)).save(path)
    report = check_text(QUESTION.format(f"'Where? ![a]({written}) ![b](<{written}>)'"))
    assert errors(report) == []
    assert report.bank is not None
    assert Project.of(Path("bank")).media(report.bank) == {written: path.read_bytes()}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("![a](../outside.png)", "outside-the-bank"),
        ("![a](%2e%2e/outside.png)", "missing-file"),
        ("![a](nowhere.png)", "missing-file"),
        ("![a](no picture)", "bad-picture"),
        ("![a] (b.png)", "bad-picture"),
        ("![a](b.png", "bad-picture"),
        ("![a [b](c.png)", "bad-picture"),
    ],
)
def test_a_picture_that_is_not_shown_is_reported(check_text: Check, text: str, code: str) -> None:
    """The mark would be printed in its place, or a file from elsewhere."""
    Path("outside.png").touch()
    Path("bank").mkdir()
    assert [found for found, _ in errors(check_text(QUESTION.format(f"'Where? {text}'")))] == [code]


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
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
