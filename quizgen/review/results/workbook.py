"""The answers as a workbook (XLSX): every cell is a text or a number, and none a formula.

The same log gives the same bytes. First answers and repeats are sheets of their own: a question
that came back was answered by people who had seen its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quizgen.review.results.results import COLUMNS, SessionResults, answer_rows
from quizgen.scoring.responses import RULES, ScoringRules

FIRST, REPEATS = "answers", "repeats"
_NUMBERS = {"person", "ask", "right_1", "right_2", "share", "points", "possible"}
_WIDTHS = {"name": 22, "item": 28, "topic": 18, "answer_1": 24, "answer_2": 24}
_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no cell of a workbook can hold."""
_LONGEST_CELL = 32_000
_STAMP = (1980, 1, 1, 0, 0, 0)


def answers_workbook(lesson: SessionResults, rules: ScoringRules = RULES) -> bytes:
    """Write a row for each pupil and question."""
    from openpyxl import Workbook

    book = Workbook()
    began = datetime.fromtimestamp(lesson.about["began"] / 1000, UTC).replace(tzinfo=None)
    book.properties.creator = "quizgen"
    book.properties.created = book.properties.modified = began
    again = COLUMNS.index("again")
    rows = [*answer_rows(lesson, rules)]
    first = book.active
    first.title = FIRST
    _fill(first, (row for row in rows if not row[again]))
    _fill(book.create_sheet(REPEATS), (row for row in rows if row[again]))
    out = BytesIO()
    book.save(out)
    return _same_each_time(out.getvalue(), began)


def _fill(sheet: Any, rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.append(COLUMNS)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(COLUMNS, 1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 11)
    for number, row in enumerate(rows, 2):
        for at, (name, value) in enumerate(zip(COLUMNS, row, strict=True), 1):
            if value != "":
                _write(sheet.cell(number, at), name, value)
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Any, name: str, value: object) -> None:
    if name in _NUMBERS:
        cell.value = float(str(value))
        return
    cell.value = _NO_CELL.sub("\ufffd", str(value))[:_LONGEST_CELL]
    cell.data_type = "s"  # a text, whatever it begins with
    cell.quotePrefix = True


def _same_each_time(data: bytes, began: datetime) -> bytes:
    """Give a workbook without the time at which it was written."""
    out = BytesIO()
    stamp = began.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with ZipFile(BytesIO(data)) as made, ZipFile(out, "w", ZIP_DEFLATED) as again:
        for name in sorted(made.namelist()):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            entry = ZipInfo(name, _STAMP)
            entry.compress_type = ZIP_DEFLATED
            again.writestr(entry, content)
    return out.getvalue()
