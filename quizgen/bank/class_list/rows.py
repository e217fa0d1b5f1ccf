"""Rows of a class list, whatever file they stand in, and what may be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

EXAMPLE = "a row a pupil: name, then id, such as Ada Lovelace,1815"
WRITE_HEADING = "write a first row that says which column is what, such as name,id"
WRITE_HEADING += " or last name,first name,id"
SAVE_AS_CSV = "save it as CSV UTF-8, as spreadsheets offer under Save as, or give the .xlsx itself"
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""So exports keep a spreadsheet from reading 007 as a number."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a list, and where; without a line, the file as a whole."""

    message: str
    help: str = ""
    line: int = 0
    column: int = 0
    level: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class ListRow:
    """The line a row begins on, and its cells without space round them."""

    line: int
    cells: tuple[str, ...]
    spaced: frozenset[int] = frozenset()
    """The cells that a space stood before, as behind a comma in a sentence."""
    broken: frozenset[int] = frozenset()
    """The cells that run over several lines."""
    hidden: bool = False
    """The sheet doesn't show it."""

    @property
    def width(self) -> int:
        """Count cells up to the last that says something."""
        return max((at for at, cell in enumerate(self.cells, 1) if cell), default=0)

    @property
    def filled(self) -> tuple[str, ...]:
        """Give the cells that say something."""
        return tuple(cell for cell in self.cells if cell)

    def cell(self, at: int) -> str:
        """Give a cell; an empty one beyond the row's end."""
        return self.cells[at] if at < len(self.cells) else ""


NO_ROW = ListRow(0, ())


def row_of(line: int, raw: Sequence[str], *, hidden: bool = False) -> ListRow:
    """Make a row of cells as they stand in a file."""
    cells = tuple(_tidy(cell) for cell in raw)
    spaced = frozenset(at for at, cell in enumerate(raw) if cell[:1] == " ")
    broken = frozenset(at for at, cell in enumerate(raw) if "\n" in cell.strip())
    return ListRow(line, cells, spaced, broken, hidden)


def _tidy(cell: str) -> str:
    bare = " ".join(normalize("NFC", cell).strip(_INVISIBLE).split()).strip(_INVISIBLE)
    kept = _KEPT_AS_TEXT.fullmatch(bare)
    return kept[1].strip() if kept else bare
