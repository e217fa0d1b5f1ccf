"""Our table of questions as a workbook; cells are text, so that no formula ever runs."""

from __future__ import annotations

from functools import partial
from typing import BinaryIO

from quizgen.formats.text_book import text_book
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.our_rows import losses_of, table_of

_WIDTHS = {"question": 60, "explanation": 40, "evidence": 40, "id": 24}
_USUAL_WIDTH = 18


def render(job: Job) -> Rendered:
    """Write a row for every item, under a heading that stays in sight."""
    count = len(job.items)
    file = OutputFile("questions.xlsx", partial(_write, job), count, counted(count, "row"))
    return Rendered((file,), losses=losses_of(job))


def _write(job: Job, stream: BinaryIO) -> None:
    rows = table_of(job)
    widths = [_WIDTHS.get(heading, _USUAL_WIDTH) for heading in rows[0]]
    stream.write(text_book({"Questions": rows}, widths))
