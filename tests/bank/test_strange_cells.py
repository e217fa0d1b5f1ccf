"""Class lists whose cells nobody typed: what spreadsheets and exports leave in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.bank.test_class_lists import Pupils, Said, listed, read

ASKED = {
    "an error for a name": ("name,id\nAda,1\n#N/A,2\n", "'#N/A' is an error"),
    "a German error": ("name\nAda Lovelace\n#BEZUG!\n", "'#BEZUG!' is an error"),
    "a Spanish error": ("name,id\nAda,1\nBo,#¡VALOR!\n", "'#¡VALOR!' is an error"),
    "a column too narrow": ("name,id\nAda,1\nBo,####\n", "'####' is an error"),
    "a formula": ('name,id\nAda,1\n"=A2&""x""",2\n', "is a formula"),
    "a formula that lures": ('name,id\nAda,1\n"=HYPERLINK(""x"",""Bo"")",2\n', "is a formula"),
    "a sign before a name": ("name,id\nAda,1\n+Bo,2\n", "begins with a sign"),
    "a date of an id": ("name,id\nAda,1-1\nBo,2-Feb\n", "'2-Feb' is a date"),
    "a German date": ("Name;Nr\nAda;1-1\nBo;01. Mrz\n", "'01. Mrz' is a date"),
    "a whole date": ("name,id\nAda,1-1\nBo,2026-02-01\n", "'2026-02-01' is a date"),
    "a long number": ("name,id\nAda,1\nBo,1.23457E+11\n", "a spreadsheet cut short"),
    "a German long number": ("Name;Nr\nAda;1\nBo;1,23457E+11\n", "a spreadsheet cut short"),
    "a number missing": ("name,id\nAda,1.0\nBo,nan\n", "Bo has no id"),
    "a wrong encoding": ("name,id\nAda,1\nMÃ¼ller,2\n", "'MÃ¼ller' was read in a wrong encoding"),
    "a lost sign": ("name,id\nAda,1\nM\ufffdller,2\n", "a sign is lost"),
    "a lost letter": ("name,id\nAda,1\nM?ller,2\n", "a letter is lost"),
    "HTML": ("name,id\nAda,1\nO&#39;Neil,2\n", "holds HTML"),
    "a number for a name": ("name,id\nAda,1\n1002,2\n", "has no letter"),
    "what turns a line round": ("name,id\nAda,1\nB\u202eo,2\n", "right-to-left override"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), ASKED.values(), ids=ASKED)
def test_a_cell_that_nobody_typed_is_asked_about(text: str, asked: str, tmp_path: Path) -> None:
    """A pupil called #N/A would get a paper, or one whose id nobody knows."""
    pupils, [(level, line, _, message)] = listed(tmp_path, text)
    assert len(pupils) == 1
    assert (level, line) == ("error", 3)
    assert asked in message


READ: dict[str, tuple[str, Pupils]] = {
    "numbers with .0": ("name,id\nAda,1.0\nBo,12.0\n", [("1", "Ada"), ("12", "Bo")]),
    "numbers with ,0": ("Name;Nr\nAda;1,0\nBo;12,0\n", [("1", "Ada"), ("12", "Bo")]),
    "ids with a dot": ("name,id\nAda,10.0\nBo,10.1\n", [("10.0", "Ada"), ("10.1", "Bo")]),
    "zeros kept by a formula": ('name,id\nAda,"=""007"""\n', [("007", "Ada")]),
    "an id of class and number": ("name,id\nAda,10e2\nBo,7-dec\n", [("10e2", "Ada"), ("7-dec", "Bo")]),
    "a name with signs": ("name,id\nJosé-María d'Ors,1\n'Ana & Co,2\n", [("1", "José-María d'Ors"), ("2", "'Ana & Co")]),
    "marks of direction": ("name,id\n\u202bAda\u202c,1\n", [("1", "Ada")]),
    "a joiner that Persian needs": ("name,id\nعلی\u200cرضا,1\n", [("1", "علی\u200cرضا")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "pupils"), READ.values(), ids=READ)
def test_what_is_meant_all_the_same_is_read(text: str, pupils: Pupils, tmp_path: Path) -> None:
    """A list would be refused for what a program always writes."""
    assert listed(tmp_path, text) == (pupils, [])


def test_no_list_at_all(tmp_path: Path) -> None:
    """A pupil called [{"name": would get a paper."""
    for text in ('[{"name": "Ada"}]', '{\n  "pupils": ["Ada"]\n}', '[\n  ["Ada", 1]\n]'):
        _, said = listed(tmp_path, text)
        assert [message for *_, message in said] == ["the roster is a JSON file"]


def _hide(sheet: Any) -> None:
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def _merge(sheet: Any) -> None:
    sheet.merge_cells("A1:B1")


def _nothing(_: Any) -> None:
    pass


H: list[object] = ["name", "id", "points"]
SHEETS: dict[str, tuple[list[list[object]], Callable[[Any], None], Pupils, Said]] = {
    "a formula without a result": (
        [H, ["Ada", '="a"&1', 1], ["Bo", "b2", 2]], _nothing, [("b2", "Bo")],
        [("error", 2, 1, "'=\"a\"&1' is a formula, and not what it gives")],
    ),
    "names of such formulas": (
        [["name"], ['=UPPER("ada")'], ["Bo"]], _nothing, [("bo", "Bo")],
        [("error", 2, 1, "'=UPPER(\"ada\")' is a formula, and not what it gives")],
    ),
    "one that doesn't concern us": (
        [H, ["Ada", "a1", "=1+1"]], _nothing, [("a1", "Ada")], [],
    ),
    "a date of an id": (
        [H, ["Ada", datetime(2026, 2, 1)]], _nothing, [],  # noqa: DTZ001 - as sheets have it
        [("error", 2, 1, "'2026-02-01' is a date, as spreadsheets make of ids such as 1-2")],
    ),
    "a number that lost its end": (
        [H, ["Ada", 12345678901234567890], ["Bo", 123456789012345.0]], _nothing,
        [("123456789012345", "Bo")],
        [("error", 2, 1, "'1.23457E+19' is a long number that a spreadsheet cut short")],
    ),
    "rows that a filter hides": (
        [H, ["Ada", 1], ["Bo", 2], ["Cy", 3], ["Di", 4]], _hide, [("1", "Ada"), ("4", "Di")],
        [("warning", 3, 1, "rows 3-4 are hidden in the sheet, perhaps by a filter, and left out")],
    ),
    "a title over merged cells": (
        [["Class 10a"], ["name", "id"], ["Ada", 1.0]], _merge, [("1", "Ada")], [],
    ),
    "a sign that Excel escapes": (
        [H, ["Ada_x000D_", "1"]], _nothing, [("1", "Ada")], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "change", "pupils", "said"), SHEETS.values(), ids=SHEETS)
def test_what_a_workbook_hides(
    rows: list[list[object]],
    change: Callable[[Any], None],
    pupils: Pupils,
    said: Said,
    tmp_path: Path,
) -> None:
    """A whole column of ids would be missed, or a filter's other classes get papers."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    change(sheet)
    path = tmp_path / "class.xlsx"
    book.save(path)
    assert read(path) == (pupils, said)
