"""Our table of questions as CSV, which every spreadsheet opens; our reader gives the items back."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import BinaryIO

from quizgen.formats.our_table import guarded
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.our_rows import losses_of, table_of


def render(job: Job) -> Rendered:
    """Write a row for every item; a byte order mark tells Excel that it is UTF-8."""
    rows = table_of(job)
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    data = stream.getvalue().encode("utf-8-sig")
    count = len(job.items)
    file = OutputFile("questions.csv", partial(_write, data), count, counted(count, "row"))
    return Rendered((file,), losses=losses_of(job))


def _write(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)
