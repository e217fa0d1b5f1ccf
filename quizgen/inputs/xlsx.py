"""Workbooks of Excel and its like: every sheet that holds questions."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.formats.tables import BrokenTable, is_workbook, tables_of_workbook
from quizgen.inputs.reading import Reading, refused
from quizgen.inputs.table import read_tables


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is a workbook."""
    return is_workbook(data)


def read(data: bytes, shown: str, columns: Sequence[str] = ()) -> Reading:
    """Read the questions of a workbook's sheets."""
    try:
        return read_tables(tables_of_workbook(data), shown, columns)
    except BrokenTable as error:
        return refused(shown, "cannot-read", str(error), "save it as .xlsx, without a password")
