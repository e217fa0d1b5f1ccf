"""What spreadsheets and exports leave in cells that nobody typed: errors, formulas, dates, damage.

Such a cell would become a pupil, or an id that nobody knows; each kind is asked about with what it
is and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from quizgen.bank.class_list.rows import SAVE_AS_CSV
from quizgen.bank.damaged_texts import damage_of

Asked = tuple[str, str]
"""What is wrong with a cell, and what to write."""

_ERROR = re.compile(r"#(?:[¡¿]?[^\W\d_]+(?:[/_](?:[^\W\d_]+|0))?[!?]?|#+)")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[A-Za-z]+\d?);")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
_ROUNDED = re.compile(r"\d[.,]\d+[Ee][+-]?\d+|\d+[Ee][+-]\d+")
_MONTH = (
    "Jan|Feb|Mar|Mär|Mrz|Apr|May|Mai|Jun|Jul|Aug|Sep|Sept|Oct|Okt|Nov|Dec|Dez|janv|févr|mars|avr"
    "|juin|juil|août|sept|oct|nov|déc|ene|feb|mar|abr|may|jun|jul|ago|sep|dic"
)
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?:T.*)?|\d{{1,2}}([./])\d{{1,2}}\1\d{{4}}"
    rf"|\d{{1,2}}(?:-|\. ?| )(?:{_MONTH})\.?|(?:{_MONTH})[-. ]{{1,2}}\d\d"
)
_WHOLE = re.compile(r"(\d+)[.,]0")
_NOTHING = frozenset({"nan", "none", "null", "<na>", "n/a"})
_AS_TEXT = "format the column as text and write the ids anew"


def fault_of_name(name: str, cells: Iterable[str]) -> Asked | None:
    """Say why a pupil can't be called so.

    Args:
        name: The name as it is read.
        cells: What it was made of.

    """
    for cell in cells:
        if of_sheet := _fault_of_sheet(cell):
            return of_sheet
    if _ENTITY.search(name):
        return f"{name!r} holds HTML", f"write {unescape(name)}"
    if _LOST.search(name):
        return f"a letter is lost in {name!r}", f"write the name anew, or {SAVE_AS_CSV}"
    if damage := next(damage_of(name), None):
        return damage.message, "write the name anew"
    return None


def fault_of_id(id: str) -> Asked | None:
    """Say why a cell can't be the id that was typed."""
    if of_sheet := _fault_of_sheet(id):
        return of_sheet
    if _ROUNDED.fullmatch(id):
        return f"{id!r} is a long number that a spreadsheet cut short", _AS_TEXT
    if _DATE.fullmatch(id):
        return f"{id!r} is a date, as spreadsheets make of ids such as 1-2", _AS_TEXT
    return None


def _fault_of_sheet(cell: str) -> Asked | None:
    if cell.startswith("="):
        help = "open the list in a spreadsheet, save it there as .xlsx, and give that"
        return f"{cell[:40]!r} is a formula, and not what it gives", help
    if _ERROR.fullmatch(cell) and cell.upper() == cell:
        return f"{cell!r} is an error of the spreadsheet", "mend the formula there, and save again"
    return None


def are_decimal(ids: Iterable[str]) -> bool:
    """Tell whether a program wrote whole numbers with a `.0`, as it does where one is missing."""
    given = [id for id in ids if id.casefold() not in {"", *_NOTHING}]
    return bool(given) and all(map(_WHOLE.fullmatch, given))


def whole_id(id: str) -> str:
    """Give an id that was written as a decimal number; nothing where it stands for nothing."""
    whole = _WHOLE.fullmatch(id)
    return whole[1] if whole else ""
