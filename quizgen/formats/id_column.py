"""A column of ids beside a table as it stands: its separator, encoding and line ends stay."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from io import BytesIO

HEADING = "id"


def csv_with_ids(data: bytes, separator: str, ids: Mapping[int, str]) -> bytes:
    """Give a table that is text with one more column at its right.

    Args:
        data: The file.
        separator: What stands between its cells.
        ids: What the new column holds, by the line on which a row begins.

    """
    mark, encoding = _encoding(data)
    lines = data[len(mark) :].decode(encoding).splitlines(keepends=True)
    first = 1 if lines and lines[0].lower().lstrip('"').startswith("sep=") else 0
    reader = csv.reader(lines[first:], delimiter=separator)
    begins = first + 1
    for _ in reader:
        last = first + reader.line_num - 1
        if begins in ids:
            text = lines[last].rstrip("\r\n")
            lines[last] = f"{text}{separator}{ids[begins]}{lines[last][len(text) :]}"
        begins = first + reader.line_num + 1
    return mark + "".join(lines).encode(encoding)


def _encoding(data: bytes) -> tuple[bytes, str]:
    """Give a file's mark and encoding, as texts are read."""
    for mark, encoding in (
        (BOM_UTF8, "utf-8"),
        (BOM_UTF16_LE, "utf-16-le"),
        (BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return mark, encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "cp1252"
    return b"", "utf-8"


def workbook_with_ids(data: bytes, ids: Mapping[tuple[str, int], str]) -> bytes:
    """Give a workbook with one more column at the right of each sheet that gets ids.

    Args:
        data: The file.
        ids: What the new column holds, by sheet and row.

    """
    from openpyxl import load_workbook  # noqa: PLC0415 - few banks need it

    book = load_workbook(BytesIO(data))
    columns = {name: book[name].max_column + 1 for name, _ in ids}
    for (name, row), id in ids.items():
        book[name].cell(row, columns[name], id)
    made = BytesIO()
    book.save(made)
    return made.getvalue()
