"""The rows of a class list, whatever file they stand in.

CSV with commas, semicolons or tabs, in UTF-8 or UTF-16, with `sep=` or without; XLSX. Other code
pages are refused: a byte of them stands for another letter in each, and a name that is misspelt
on paper is worse than a question.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import StringIO

from quizgen.bank.class_list.rows import EXAMPLE, SAVE_AS_CSV, Fault, ListRow, row_of
from quizgen.bank.class_list.workbook import rows_of_workbook

LARGEST = 1 << 20
_SEP = re.compile(r'"?sep=([,;|\t]|\\t)"?(?:\r\n?|\n|$)', re.IGNORECASE)
_CLOSE = "close it, or write it twice"
_END = "\x1e"
"""Stands behind a text, so that a quote that is never closed is seen to swallow it."""

_EXPORT = "export the list as CSV or .xlsx"
_STRANGERS = (
    (
        b"\xd0\xcf\x11\xe0",
        "a workbook of an old Excel (.xls), or locked",
        "save it as .xlsx, without a password",
    ),
    (b"%PDF", "a PDF", _EXPORT),
    (b"{\\rtf", "a text document (RTF)", _EXPORT),
    *((start, "a JSON file", _EXPORT) for start in (b"[{", b'{"', b'["', b"[[")),
    (b"<", "a web page, whatever its name says", "open it in a spreadsheet and save it as .xlsx"),
)
"""Files that are handed in for class lists: how they begin, what they are, what to do."""


def rows_of(data: bytes) -> list[ListRow] | Fault:
    """Read the rows of a list that say something."""
    if data.startswith(b"PK\x03\x04"):
        return rows_of_workbook(data)
    text = _text_of(data)
    if isinstance(text, Fault):
        return text
    try:
        rows = _rows_of_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    except csv.Error as error:
        return Fault(f"the roster can't be read as CSV: {error}", EXAMPLE)
    return rows if isinstance(rows, Fault) else [row for row in rows if row.filled]


def _text_of(data: bytes) -> str | Fault:
    bare = data.removeprefix(BOM_UTF8).lstrip()
    bare = re.sub(rb"^([\[{])\s+", rb"\1", bare)  # JSON may be spread over lines
    for start, what, help in _STRANGERS:
        if bare.startswith(start):
            return Fault(f"the roster is {what}", help)
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            return Fault("the roster begins as UTF-16 and isn't", SAVE_AS_CSV)
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        message = "the roster isn't UTF-8: Windows-1252 perhaps, as Excel's plain CSV, or another"
        return Fault(message, SAVE_AS_CSV, line, 1)
    if "\0" in text or _END in text:
        return Fault("the roster is no text file", SAVE_AS_CSV)
    return text


def _rows_of_text(text: str) -> list[ListRow] | Fault:
    """Split a text into rows with their lines, empty ones, too."""
    told = _SEP.match(text)
    before = 0
    if told:
        sign = "\t" if told[1] == r"\t" else told[1]
        text, before = text[told.end() :], 1
    else:
        sign = _dividing_sign(text)
    reader = csv.reader(StringIO(f"{text}\n{_END}\n", newline=""), delimiter=sign)
    rows: list[ListRow] = []
    for cells in reader:
        begins = before + 1
        before = reader.line_num + bool(told)
        if _END in "".join(cells):
            closed = cells == [_END]
            return rows if closed else Fault('a quote (") is never closed', _CLOSE, begins, 1)
        rows.append(row_of(begins, cells))
    return rows


def _dividing_sign(text: str) -> str:
    """Find the sign between cells: it stands in most lines.

    A comma stands in names, too, so that it counts only if the others are rarer.
    """
    bare = re.sub(r'"[^"]*"', "", text)  # what stands inside quotes divides nothing
    lines = [line for line in bare.splitlines() if line.strip()]

    def often(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in lines), bare.count(sign)

    return max("\t;|,", key=often)
