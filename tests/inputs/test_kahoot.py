"""Kahoot's sheet, in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from quizgen.model import Bank, MultipleResponse, SingleChoice, TrueFalse
from quizgen.pipeline.check import check
from quizgen.pipeline.export import Exported, export
from tests.helpers import EVERY_TYPE, NOW

TEMPLATE = [
    "Question - max 120 characters",
    *(f"Answer {n} - max 75 characters" for n in (1, 2, 3, 4)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]
ROWS = [
    ["What do we breathe?", "Nitrogen", "Oxygen", None, "Helium", 20, 2],
    ["Which are noble?", "Argon", "Chlorine", "Neon", None, 30, "1,3"],
    ["Gold is a metal.", "True", "False", None, None, 20, 1],
    ["Fewer than 3 * 4 * 5?", "_none_", "some", None, None, 20, "2"],
]


def sheet(tmp_path: Path, rows: Sequence[Sequence[object]], *, down: int, right: int) -> Path:
    """Write a sheet whose headings stand so far down and to the right."""
    book = Workbook()
    page = book.active
    for number, row in enumerate([TEMPLATE, *rows]):
        for at, value in enumerate(row):
            page.cell(number + 1 + down, at + 1 + right, value)
    for number in range(len(rows) + 1, 9):  # the template numbers rows that nobody filled
        page.cell(number + 1 + down, right or 8, number)
    path = tmp_path / "game.xlsx"
    book.save(path)
    return path


def keys(bank: Bank) -> list[object]:
    """Give each item's answer in words."""
    found: list[object] = []
    for item in bank.items:
        assert isinstance(item, (SingleChoice, MultipleResponse, TrueFalse))
        if isinstance(item, TrueFalse):
            found.append(item.answer)
        else:
            found.append([option.text for option in item.options if option.id in item.right])
    return found


def test_the_template_with_its_headings_lower_down(tmp_path: Path) -> None:
    """A game made in Kahoot's own template would not be read, or with the wrong answers."""
    report = check(sheet(tmp_path, ROWS, down=7, right=1))
    assert keys(report.sound_bank) == [["Oxygen"], ["Argon", "Neon"], True, ["some"]]
    assert report.sound_bank.items[0].where.place == "Sheet!B9"


@pytest.mark.parametrize("key", ["5", "3", "", "1.2", "Oxygen"])
def test_a_key_that_names_no_answer_is_refused(key: str, tmp_path: Path) -> None:
    """An answer would be taken for right by chance; so would 1,2 that a spreadsheet made 1.2."""
    row = ["What do we breathe?", "Nitrogen", "Oxygen", None, None, 20, key]
    report = check(sheet(tmp_path, [row, *ROWS], down=0, right=0))
    errors = [(p.code, p.where.place) for p in report.problems if p.level == "error"]
    assert errors == [("cannot-be-read", "Sheet!G2")]


LONG = """
questions:
  - {id: long, question: "LONG?", answer: a, distractors: [b]}
  - {id: wide, question: "Which?", answer: "WIDE", distractors: [b]}
  - {id: many, question: "Which one?", answer: a, distractors: [b, c, d, e]}
  - {id: short, question: "=1+1?", answer: 2, distractors: ["=3"], explanation: So., points: 2}
""".replace("LONG", "w" * 120).replace("WIDE", "w" * 76)


def exported(bank: Path, tmp_path: Path) -> tuple[Exported, list[list[object]], Path]:
    """Export a bank to Kahoot; give the cells of the sheet."""
    made = export(bank, ["kahoot"], tmp_path / "out", now=NOW)
    path = tmp_path / "out" / made.bank / "export" / made.files[0].name
    page = load_workbook(BytesIO(path.read_bytes())).active
    return made, [[cell.value for cell in row] for row in page.iter_rows()], path


def test_every_row_has_its_right_answers(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """In the game a wrong answer would be right."""
    made, rows, path = exported(bank_from(EVERY_TYPE), tmp_path)
    assert rows[0][0] == "Question"
    right = {
        str(row[0]): {row[int(number)] for number in str(row[6]).split(",")} for row in rows[1:]
    }
    assert right == {
        "Which one?": {"This one"},
        "Which ones?": {"Alpha", "Beta"},
        "Water is wet.": {"True"},
    }
    assert keys(check(path).sound_bank) == [["This one"], ["Alpha", "Beta"], True]
    refused = {loss.item: loss.why for loss in made.losses["kahoot"] if loss.status == "refused"}
    assert set(refused) == {"short", "number", "cloze", "matching", "ordering", "open", "card"}
    assert "two to four answers" in refused["short"]


def test_what_is_too_long_is_refused_with_its_length(
    bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """Kahoot would cut it, and the class be asked something else."""
    made, rows, path = exported(bank_from(LONG), tmp_path)
    assert [(loss.item, loss.status, loss.field) for loss in made.losses["kahoot"]] == [
        ("long", "refused", ""),
        ("wide", "refused", ""),
        ("many", "refused", ""),
        ("short", "degraded", "explanation"),
        ("short", "degraded", "points"),
    ]
    assert "has 121 characters" in made.losses["kahoot"][0].why
    assert [row[0] for row in rows[1:]] == ["=1+1?"]
    page = load_workbook(path).active
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}
