"""Our table of questions as a workbook; cells are text, so that no formula ever runs."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from io import BytesIO
from typing import BinaryIO

from quizgen.formats.packed import repacked
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.our_rows import losses_of, table_of

_WIDTHS = {"question": 60, "explanation": 40, "evidence": 40, "id": 24}
_USUAL_WIDTH = 18
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock: the same bank gives the same bytes


def render(job: Job) -> Rendered:
    """Write a row for every item, under a heading that stays in sight."""
    count = len(job.items)
    file = OutputFile("questions.xlsx", partial(_write, job), count, counted(count, "row"))
    return Rendered((file,), losses=losses_of(job))


def _write(job: Job, stream: BinaryIO) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Questions"
    rows = table_of(job)
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, at, text)
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=number == 1)
    for at, heading in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(heading, _USUAL_WIDTH)
    sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = _NO_DAY
    book.properties.creator = "quizgen"
    made = BytesIO()
    book.save(made)
    stream.write(repacked(made.getvalue(), {"docProps/core.xml": _without_clock}))


def _without_clock(data: bytes) -> bytes:
    """Take back the time of saving, which the library puts in whatever it is told."""
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
