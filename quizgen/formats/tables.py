"""Tables as programs write them: CSV and pasted text with any of the usual signs, XLSX.

Cells are the characters that are seen; a table knows how its own program names a cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

from quizgen.formats.plain_text import text_of
from quizgen.problems import QuizgenError, Where

LARGEST_INSIDE = 256 << 20
"""Bytes that a workbook may hold when it is unpacked."""
_MOST_ROWS, _MOST_CELLS = 200_000, 200
_SEP = re.compile(r'"?sep=([,;|\t])"?(?:\n|$)', re.IGNORECASE)
_SIGNS = "\t;|,"


class BrokenTable(QuizgenError):  # noqa: N818 - named after what happened
    """A file that should be a table can't be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that says something: its cells without space round them, and where it stands."""

    number: int
    """The line it begins on, or its row in a sheet, from 1."""
    cells: tuple[str, ...]
    columns: tuple[int, ...] = ()
    """Where each cell begins on its line, from 1, in a table that is text."""

    def cell(self, at: int) -> str:
        """Give a cell; an empty one beyond the row's end."""
        return self.cells[at] if 0 <= at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, or of one sheet of it."""

    rows: tuple[SheetRow, ...]
    name: str = ""
    separator: str = ""

    def where(self, shown: str, row: SheetRow, at: int = 0) -> Where:
        """Name a cell as its program does: line and column of a text, `Sheet1!B7` of a sheet."""
        if self.name:
            return Where(shown, row.number, at + 1, f"{self.name}!{letters(at)}{row.number}")
        return Where(shown, row.number, row.columns[at] if at < len(row.columns) else 1)


def letters(at: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def is_workbook(data: bytes) -> bool:
    """Tell whether a file is an XLSX workbook."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False


# --- text ---------------------------------------------------------------------------------------


def table_of_text(data: bytes) -> Sheet:
    """Read a table that is text. Raises BrokenTable."""
    text = text_of(data)
    if text is None:
        raise BrokenTable("this is no text file: save it as CSV UTF-8, or as .xlsx")
    told = _SEP.match(text)
    before = 1 if told else 0
    text = text[told.end() :] if told else text
    sign = told[1] if told else dividing_sign(text)
    return Sheet(tuple(_rows_of_text(text, sign, before)), separator=sign)


def _rows_of_text(text: str, sign: str, before: int) -> Iterator[SheetRow]:
    lines = text.split("\n")
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    begins = 0
    try:
        for cells in reader:
            tidy = tuple(cell.strip() for cell in cells)
            if any(tidy):
                columns = tuple(_starts(lines[begins], sign)) if begins < len(lines) else ()
                yield SheetRow(begins + before + 1, tidy, columns)
            begins = reader.line_num
    except csv.Error as error:
        raise BrokenTable(f"line {begins + before + 1} can't be read as CSV: {error}") from error


def _starts(line: str, sign: str) -> Iterator[int]:
    """Give the columns where the cells of a line begin; signs inside quotes divide nothing."""
    yield 1
    quoted = False
    for at, char in enumerate(line, 2):
        if char == '"':
            quoted = not quoted
        elif char == sign and not quoted:
            yield at


def dividing_sign(text: str) -> str:
    """Find the sign between cells: it stands in most lines, and as often in each.

    A comma stands in sentences, too, so that it counts only where no other sign does as well.
    """
    bare = re.sub(r'"[^"]*"', "", text[:200_000])
    lines = [line for line in bare.split("\n") if line.strip()]
    return max(_SIGNS, key=lambda sign: _evenness([line.count(sign) for line in lines]))


def _evenness(counts: Sequence[int]) -> tuple[float, int]:
    """Say how well a sign divides: the share of lines that have the commonest number of it."""
    filled = [count for count in counts if count]
    if not filled:
        return 0.0, 0
    usual = max(set(filled), key=filled.count)
    return round(sum(count == usual for count in counts) / len(counts), 1), usual


# --- workbooks ----------------------------------------------------------------------------------


def tables_of_workbook(data: bytes) -> list[Sheet]:
    """Read every sheet that can be seen and holds anything. Raises BrokenTable."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST_INSIDE:
            raise BrokenTable("the workbook holds more than a question bank could")
    try:
        return [table for table in _sheets(data) if table.rows]
    except (ImportError, BrokenTable):
        raise
    except Exception as error:  # a damaged workbook fails in any way it likes
        said = str(error) or type(error).__name__
        raise BrokenTable(f"the workbook can't be read: {said}"[:200]) from error


def _sheets(data: bytes) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # noqa: PLC0415 - few banks need it

    with catch_warnings():
        simplefilter("ignore")  # of styles and rules that don't concern us
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # what writers say of them is often wrong
                    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_CELLS)
                    yield Sheet(tuple(_filled(rows)), sheet.title)
        finally:
            book.close()


def _filled(rows: Iterator[Sequence[object]]) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, 1):
        cells = tuple(_shown(cell.value, cell.number_format).strip() for cell in row)  # type: ignore[attr-defined]
        if any(cells):
            yield SheetRow(number, cells)


def _shown(value: object, number_format: str | None) -> str:
    """Write a cell's value as the sheet shows it: 7 and not 7.0, 50% and not 0.5."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return _number_shown(value, number_format or "")
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _number_shown(value: float, number_format: str) -> str:
    if number_format.endswith("%"):
        return f"{_plain(round(value * 100, 10))}%"
    padded = re.fullmatch("0+", number_format)
    if padded and float(value).is_integer():
        return f"{int(value):0{len(padded[0])}d}"
    places = re.fullmatch(r"[#,0]*0\.(0+)", number_format)
    return f"{value:.{len(places[1])}f}" if places else _plain(value)


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
