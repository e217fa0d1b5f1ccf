"""Which column of a table is what: told by its headings, by the user, or by all of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.bank.syntax.format import ITEM
from quizgen.formats.tables import Sheet, SheetRow, letters
from quizgen.inputs.table.headings import Column, column_of
from quizgen.inputs.table.keys import Doubt, right_options

_HEADING_WITHIN = 10
"""Rows in which a heading is looked for: titles and remarks may stand above it."""
_FITS = 0.9
"""The share of rows that a guess must explain."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column holds, and the rows below its heading."""

    columns: Mapping[int, Column]
    rows: tuple[SheetRow, ...]
    unknown: Mapping[int, str]
    """Headings that nobody knows, by their columns."""
    heading: SheetRow | None = None

    def of(self, meaning: str) -> list[int]:
        """Give the columns of a meaning, options in their order."""
        found = [(column.number, at) for at, column in self.columns.items()]
        return [at for _, at in sorted(found) if self.columns[at].meaning == meaning]

    def first(self, meaning: str) -> int:
        """Give the column of a meaning, or -1."""
        return next(iter(self.of(meaning)), -1)

    def described(self) -> str:
        """Say which column is what: `A question, B to E options, F key`."""
        named = [f"{letters(at)} {column.meaning}" for at, column in sorted(self.columns.items())]
        return ", ".join(named)


def layout_of(table: Sheet, wanted: Sequence[str] = ()) -> Layout | None:
    """Find what each column holds; None where nothing tells it.

    Args:
        table: The table.
        wanted: What the user says of each column: `question,option,option,key`; `-` for a column
            to leave out.

    """
    heading = _heading(table)
    rows = table.rows[table.rows.index(heading) + 1 :] if heading else table.rows
    if wanted:
        return Layout(_columns([column_of(name) for name in wanted], rows), rows, {}, heading)
    if heading is None:
        guessed = _guessed(rows)
        return Layout(guessed, rows, {}) if guessed else None
    named = [_column(cell) for cell in heading.cells]
    unknown = {at: cell for at, cell in enumerate(heading.cells) if cell and named[at] is None}
    return Layout(_columns(named, rows), rows, unknown, heading)


def _column(cell: str) -> Column | None:
    known = column_of(cell)
    if known is None and cell.strip().lower() in ITEM.slots:
        return Column(cell.strip().lower())
    return known


def _heading(table: Sheet) -> SheetRow | None:
    """Find the row that names a question and something else."""
    for row in table.rows[:_HEADING_WITHIN]:
        meanings = [column.meaning for cell in row.cells if cell and (column := _column(cell))]
        asks = {"question", "front", "cloze"} & set(meanings)
        if asks and len(set(meanings)) > 1:
            return row
    return None


def _columns(named: Sequence[Column | None], rows: Sequence[SheetRow]) -> dict[int, Column]:
    """Settle what headings leave open: which of two questions, whether answers are options."""
    columns = {at: column for at, column in enumerate(named) if column}
    asking = [at for at, column in columns.items() if column.meaning == "question"]
    if len(asking) > 1:
        longest = max(asking, key=lambda at: sum(len(row.cell(at)) for row in rows))
        columns = {at: c for at, c in columns.items() if at not in asking or at == longest}
    keys = [at for at, column in columns.items() if column.meaning == "key"]
    if len(keys) > 1 and not any(column.meaning == "option" for column in columns.values()):
        # Several columns of one heading, `Answer`, offer; none of them says which is right.
        columns |= {at: Column("option", place) for place, at in enumerate(keys, 1)}
    unnumbered = [at for at, c in columns.items() if c.meaning == "option" and not c.number]
    return columns | {at: Column("option", place) for place, at in enumerate(unnumbered, 1)}


# --- tables without headings ----------------------------------------------------------------------


def _guessed(rows: Sequence[SheetRow]) -> dict[int, Column]:
    """Find the one layout that explains the rows; empty where none or several do."""
    width = max((len([c for c in row.cells if c]) for row in rows), default=0)
    if width == 2:
        asks = sum(row.cell(0).rstrip().endswith("?") for row in rows) > len(rows) / 2
        pair = ("question", "key") if asks else ("front", "back")
        return {at: Column(meaning) for at, meaning in enumerate(pair)}
    fits = [
        layout for layout in _layouts(max(len(row.cells) for row in rows)) if _fits(layout, rows)
    ]
    return fits[0] if len(fits) == 1 else {}


def _layouts(width: int) -> Iterator[dict[int, Column]]:
    """Give the usual ways: a question, its options, and a key behind or before them."""
    for key in (width - 1, 1):
        options = [at for at in range(1, width) if at != key]
        if len(options) > 1:
            yield {
                0: Column("question"),
                key: Column("key"),
                **{at: Column("option", place) for place, at in enumerate(options, 1)},
            }


def _fits(columns: Mapping[int, Column], rows: Sequence[SheetRow]) -> bool:
    key = next(at for at, column in columns.items() if column.meaning == "key")
    offered = [at for at, column in columns.items() if column.meaning == "option"]
    good = 0
    for row in rows:
        options = [row.cell(at) for at in offered if row.cell(at)]
        found = right_options(row.cell(key), options)
        asks = bool(row.cell(0)) and not row.cell(0).isdigit()  # a running number asks nothing
        good += asks and len(options) > 1 and not isinstance(found, Doubt)
    return bool(rows) and good >= _FITS * len(rows)
