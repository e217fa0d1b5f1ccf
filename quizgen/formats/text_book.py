"""Workbooks of text: no cell is ever a formula, and the same rows give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from quizgen.formats.packed import repacked

_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock: the same bank gives the same bytes


def text_book(sheets: Mapping[str, Sequence[Sequence[str]]], widths: Sequence[float] = ()) -> bytes:
    """Write sheets whose first row is a heading that stays in sight.

    Args:
        sheets: The rows of each sheet, by its title.
        widths: How wide the columns are, in letters.

    """
    from openpyxl import Workbook  # noqa: PLC0415 - few banks need it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for at, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(number, at, text)
                    cell.data_type = "s"
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    cell.font = Font(bold=number == 1)
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = _NO_DAY
    book.properties.creator = "quizgen"
    made = BytesIO()
    book.save(made)
    return repacked(made.getvalue(), {"docProps/core.xml": _without_clock})


def _without_clock(data: bytes) -> bytes:
    """Take back the time of saving, which the library puts in whatever it is told."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
