"""Statements in a table, ticked in one of two columns: `Aussage | richtig | falsch`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizgen.inputs.prose.lines import WrittenLine, marked_line, plain
from quizgen.inputs.reading import ForeignItem, Plain
from quizgen.inputs.truth import truth_of

_TICKED = re.compile(r"[xX✓✔☒☑✗*•]")
_LABEL = re.compile(r"\s*(?:\(?[a-zA-Z0-9]{1,2}[.)]\s+)")
_SHORT = {"t": True, "w": True, "r": True, "v": True, "f": False}


def truth_columns(table: WrittenLine) -> dict[int, bool]:
    """Give the columns that stand for true and false; nothing where a table has no such heads.

    They count from the right, since a label before a statement may have a cell of its own.
    """
    width = len(table.rows[0])
    truths = {at - width: _truth(cell) for at, cell in enumerate(table.rows[0])}
    found = {at: truth for at, truth in truths.items() if truth is not None}
    return found if sorted(found.values()) == [False, True] and len(table.rows) > 1 else {}


def _truth(cell: WrittenLine) -> bool | None:
    text = plain(cell).casefold().rstrip(".:")
    return _SHORT.get(text, truth_of(text))


def statements_of(table: WrittenLine) -> list[ForeignItem]:
    """Read each row as a statement."""
    columns = truth_columns(table)
    return [_statement(row, columns) for row in table.rows[1:] if any(map(plain, row))]


def _statement(row: Sequence[WrittenLine], columns: dict[int, bool]) -> ForeignItem:
    others = [cell for at, cell in enumerate(row, -len(row)) if at not in columns and plain(cell)]
    said = max(others, key=lambda cell: len(cell.text), default=row[0])
    label = _LABEL.match(said.text)
    words = said.cut(label.end()) if label else said
    ticked = [
        columns[at] for at in columns if -at <= len(row) and _TICKED.fullmatch(plain(row[at]))
    ]
    if len(ticked) != 1:
        why = "both columns are ticked" if ticked else "neither column is ticked"
        help = "put one x into the row"
        return ForeignItem(where=said.where, status="refused", why=why, help=help)
    answer = Plain("true" if ticked[0] else "false")
    return ForeignItem(where=said.where, fields={"question": marked_line(words), "answer": answer})
