"""Signs of other keyboards and habits in a bank's own syntax: each is named, on its own line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.pipeline.check import Report, check
from tests.helpers import errors

Check = Callable[..., Report]
HEAD = "questions:\n  - id: q\n    question: Which?\n"


@pytest.mark.parametrize(
    ("rest", "line", "column", "said", "help"),
    [
        ("    “answer”: x\n    distractors: [y, z]\n", 7, 5, "“ (U+201C)", "no quotes"),
        ("    answer\u00a0: x\n    distractors: [y, z]\n", 7, 11, "U+00A0", "delete it"),
        ("    answer: x\n    distractors:\n      – y\n      – z\n", 9, 7, "– (U+2013)", "hyphen"),
        ("    answer: x\n    distractors:\n      • y\n      • z\n", 9, 7, "• (U+2022)", "hyphen"),
        ("    answer: x\n    distractors: ［y, z］\n", 8, 18, "［ (U+FF3B)", "[ and ]"),
        ("    answer: x\n    distractors: [y，z]\n", 8, 19, "， (U+FF0C)", "plain comma"),
        ("    answer: “so: yes”\n    distractors: [y, z]\n", 7, 13, "“ (U+201C)", "plain ones"),
        ("    answer：x\n    distractors: [y, z]\n", 7, 11, "： (U+FF1A)", "colon"),
    ],
)
def test_odd_signs_are_named(
    check_text: Check, rest: str, line: int, column: int, said: str, help: str
) -> None:
    """The line after it would be blamed, or another key, and the sign look right."""
    report = check_text(HEAD + rest)
    found = [problem for problem in report.problems if problem.level == "error"]
    assert [(p.code, p.where.line, p.where.column) for p in found] == [("odd-sign", line, column)]
    assert said in found[0].message
    assert help in found[0].help


def test_an_odd_sign_in_a_flow_mapping_is_named(check_text: Check) -> None:
    """The key would be called unknown, and look as it should."""
    text = "questions:\n  - {id: q, question: Which?, answer： x, distractors: [y, z]}\n"
    assert errors(check_text(text)) == [("odd-sign", 5)]


def test_texts_may_hold_such_signs(check_text: Check) -> None:
    """A Chinese list, or a quoted word, would be refused."""
    text = (
        "questions:\n  - {id: q, question: “Which：one”，or？, answer: '甲，乙', "
        "distractors: ['丙，丁', – dash]}\n"
    )
    assert errors(check_text(text)) == []


@pytest.mark.parametrize(
    ("item", "help"),
    [
        ("answer: 2,5", "answer: 2.5"),
        ("answer: -2,5", "answer: -2.5"),
        ("answer: 2, tolerance: 0,5", "tolerance: 0.5"),
        ("answer: 2,5, tolerance: 0,5", "answer: 2.5"),
        ("answer: 2, range: [1,5, 2,5]", "point for decimals"),
    ],
)
def test_a_decimal_comma_in_braces_is_named(check_text: Check, item: str, help: str) -> None:
    """A German teacher would be told of an unknown key '5'."""
    report = check_text(f"questions:\n  - {{id: q, question: How much?, {item}}}\n")
    found = [p for p in report.problems if p.level == "error"]
    assert {p.code for p in found} <= {"decimal-comma", "wrong-kind"}
    assert help in found[0].help


def test_a_comma_in_braces_that_is_no_decimal(check_text: Check) -> None:
    """A sentence with a number in it would be taken for a decimal."""
    text = (
        "questions:\n  - {id: q, question: In 1999, 5 of us?, answer: 'a', distractors: [b, c]}\n"
    )
    assert "decimal-comma" not in {code for code, _ in errors(check_text(text))}


def test_several_spellings_are_written_as_accept(check_text: Check) -> None:
    """An author who lists spellings would be asked for wrong options alone."""
    text = "questions:\n  - {id: q, question: Which?, answer: [color, colour]}\n"
    report = check_text(text)
    assert errors(report) == [("too-few", 5)]
    assert "`answer: color` and `accept: [colour]`" in report.problems[0].help


@pytest.mark.parametrize(
    ("case", "place", "said"),
    [
        ("smart-keys", (7, 5), "U+201C"),
        ("smart-scalar-colon", (6, 15), "U+201C"),
        ("brace", (6, 22), "starts with { must be quoted"),
        ("minus", (6, 15), "starts with - and a space must be quoted"),
        ("star", (6, 20), "starts with & * or ! must be quoted"),
        ("nbsp-after-dash", (5, 4), "U+00A0"),
        ("fullwidth-colon", (6, 13), "U+FF1A"),
    ],
)
def test_shared_cases(
    shared: Path, tmp_path: Path, case: str, place: tuple[int, int], said: str
) -> None:
    """What stopped strangers for an evening would stop them again."""
    folder = shutil.copytree(shared / "cases" / "23-yaml-files" / case, tmp_path / "bank")
    found = [p for p in check(folder).problems if p.level == "error"]
    assert [(p.where.line, p.where.column) for p in found] == [place]
    assert said in f"{found[0].message} {found[0].help}"
