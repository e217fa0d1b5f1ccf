"""The rows of a class list in a workbook (XLSX): the one sheet that holds any, as it shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import Element, iterparse
from zipfile import BadZipFile, ZipFile

from quizgen.bank.class_list.rows import SAVE_AS_CSV, Fault, ListRow, row_of

_LARGEST_INSIDE = 64 << 20
_MOST_ROWS = 5_000
_MOST_CELLS = 200
_EXACT = 10**15
"""Of a longer number a spreadsheet keeps fifteen digits."""


def rows_of_workbook(data: bytes) -> list[ListRow] | Fault:
    """Read the rows of the one sheet that has any."""
    fault = _refusal(data)
    if fault:
        return fault
    try:
        sheets = {name: rows for name, rows in _sheets(data) if rows}
    except ImportError:
        raise  # the library itself is missing: said with its remedy
    except Exception as error:  # noqa: BLE001 - a damaged workbook fails in any way it likes
        said = str(error) or type(error).__name__
        return Fault(f"the workbook can't be read: {said}"[:200], SAVE_AS_CSV)
    if len(sheets) > 1:
        names = ", ".join(map(repr, sheets))
        help = "keep one class a file, or save the sheet you mean as CSV UTF-8"
        return Fault(f"the workbook has {len(sheets)} sheets that hold rows: {names}", help)
    return next(iter(sheets.values()), [])


def _refusal(data: bytes) -> Fault | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except BadZipFile:
        return Fault("the roster looks like a workbook (.xlsx), and is damaged", SAVE_AS_CSV)
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        help = "save it as .xlsx or as CSV UTF-8"
        return Fault("the roster is packed, and no workbook of Excel's (.xlsx)", help)
    if sum(member.file_size for member in members) > _LARGEST_INSIDE:
        return Fault("the workbook holds more than a class list could", SAVE_AS_CSV)
    return None


def _sheets(data: bytes) -> Iterator[tuple[str, list[ListRow]]]:
    """Give the rows of each sheet that is shown; those that it hides are marked."""
    from openpyxl import load_workbook  # noqa: PLC0415 - few lists need it

    with catch_warnings(), ZipFile(BytesIO(data)) as archive:
        simplefilter("ignore")  # of styles and rules that don't concern us
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # what writers say of them is often wrong
                    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_CELLS)
                    unseen = _unseen(archive.read(sheet._worksheet_path))  # noqa: SLF001
                    read = (
                        unseen.row(at, list(map(_text_of, row))) for at, row in enumerate(rows, 1)
                    )
                    yield sheet.title, [row for row in read if row.filled]
        finally:
            book.close()


@dataclass(frozen=True, slots=True)
class _Unseen:
    """What a sheet holds and the reading of its values passes over."""

    hidden: set[int]
    """The rows that it doesn't show."""
    formulas: dict[tuple[int, int], str]
    """Formulas without a result, by row and column: a program wrote them, and no sheet yet ran."""

    def row(self, at: int, texts: Sequence[str]) -> ListRow:
        """Make a row; a formula that was never worked out stands for itself."""
        cells = [text or self.formulas.get((at, place), "") for place, text in enumerate(texts, 1)]
        return row_of(at, cells, hidden=at in self.hidden)


def _unseen(xml: bytes) -> _Unseen:
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415 - as above

    unseen = _Unseen(set(), {})
    at = 0
    for event, element in iterparse(BytesIO(xml), ("start", "end")):  # noqa: S314 - as openpyxl
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "start":
            at = int(element.get("r", at + 1))
            if element.get("hidden") in {"1", "true"}:
                unseen.hidden.add(at)
        elif tag == "c" and event == "end":
            if (formula := _without_result(element)) and "r" in element.attrib:
                unseen.formulas[coordinate_to_tuple(element.attrib["r"])] = formula
        elif tag == "row":
            element.clear()
    return unseen


def _without_result(cell: Element) -> str:
    """Give the formula of a cell that doesn't hold what it gives; an empty text is something."""
    inner = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    if "f" not in inner or inner.get("v") or cell.get("t") == "str":
        return ""
    return f"={inner['f']}"


def _text_of(cell: Any) -> str:
    return _shown(cell.value, cell.number_format)


def _shown(value: object, number_format: str | None) -> str:
    """Write a cell's value as the sheet shows it: 1001 and not 1001.0, 0042 where it is padded."""
    from openpyxl.utils.escape import unescape  # noqa: PLC0415 - as above

    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return _shown(int(value), number_format)
        case int() if abs(value) >= _EXACT:
            return f"{value:.5E}"  # as it is shown: the last digits are lost
        case int():
            padded = re.fullmatch("0+", number_format or "")
            return f"{value:0{len(padded[0])}d}" if padded else str(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case str():
            return str(unescape(value))
        case _:
            return str(value)
