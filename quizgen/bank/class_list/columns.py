"""Which columns of a class list hold the name and the id: by its heading, or by its look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quizgen.bank.class_list.cells import are_decimal, whole_id
from quizgen.bank.class_list.headings import (
    IDS,
    Meaning,
    family_leads,
    is_sum,
    may_be_family,
    may_be_given,
    meaning_of,
    word,
)
from quizgen.bank.class_list.names import Name, local_part, name_of, name_of_parts
from quizgen.bank.class_list.rows import NO_ROW, WRITE_HEADING, Fault, ListRow


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a list has what. Without an id's column, ids are made of names."""

    name: int = 0
    """The whole name, or the family's."""
    given: int | None = None
    id: int | None = None
    id_is_address: bool = False
    id_is_decimal: bool = False
    """Whole numbers, which some program wrote as 1.0, 2.0."""
    family_leads: bool = False
    heading: ListRow = NO_ROW
    """The row that names them, if any."""

    def name_in(self, row: ListRow) -> Name:
        """Read a row's name."""
        if self.given is None:
            return name_of(row.cell(self.name))
        leads = self.family_leads
        return name_of_parts(row.cell(self.given), row.cell(self.name), family_leads=leads)

    def id_in(self, row: ListRow) -> str:
        """Read the cell of a row's id."""
        if self.id is None:
            return ""
        return whole_id(row.cell(self.id)) if self.id_is_decimal else row.cell(self.id)

    def seen_in(self, body: Sequence[ListRow]) -> Columns:
        """Look how the ids of a list are written."""
        decimal = self.id is not None and are_decimal(row.cell(self.id) for row in body)
        return replace(self, id_is_decimal=decimal)

    @property
    def name_places(self) -> tuple[int, ...]:
        """Give the columns that a name is made of."""
        return (self.name,) if self.given is None else (self.given, self.name)

    @property
    def headed(self) -> bool:
        """Tell whether the list has a heading."""
        return self.heading is not NO_ROW

    @property
    def keeps_order(self) -> bool:
        """Tell whether the list numbers its rows: then its order is meant."""
        meanings = map(meaning_of, self.heading.cells)
        return any(meaning in {Meaning.NUMBER, Meaning.PLACE} for meaning in meanings)


def headed_columns(row: ListRow) -> Columns | None:
    """Find the columns in a row that names them; None if it isn't such a row, or not surely.

    A pupil may be called Nom: one word that is known makes a heading only if it stands alone, or
    if a column of ids is named beside it.
    """
    meanings = [meaning_of(cell) for cell in row.cells]
    columns = _name_columns(row, meanings)
    if columns is None:
        return None
    known = sum(meaning is not None for meaning in meanings)
    if known > 1 or known == len(row.filled):
        return replace(columns, heading=row)
    return None


def _name_columns(row: ListRow, meanings: Sequence[Meaning | None]) -> Columns | None:
    def first(*meant: Meaning, also: Callable[[str], bool] = lambda _: False) -> int | None:
        surely = (at for at, meaning in enumerate(meanings) if meaning in meant)
        perhaps = (at for at, cell in enumerate(row.cells) if also(cell))
        return next(surely, next(perhaps, None))

    given = first(Meaning.GIVEN, also=may_be_given)
    family = first(Meaning.FAMILY, also=may_be_family)
    if given is not None and family is not None and given != family:
        return Columns(family, given, family_leads=family_leads(row.cell(family)))
    for meaning in (Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN):
        at = first(meaning)
        if at is not None:
            return Columns(at)
    return None


def with_id(columns: Columns, body: Sequence[ListRow]) -> Columns | Fault:
    """Find the column of ids: the best that the heading names and that isn't empty; or ask."""
    heading = columns.heading
    for meaning in IDS:
        at = [
            place
            for place, cell in enumerate(heading.cells)
            if meaning_of(cell) is meaning and any(row.cell(place) for row in body)
        ]
        if len({tuple(row.cell(place) for row in body) for place in at}) > 1:
            names = " and ".join(repr(heading.cells[place]) for place in at)
            help = f"{WRITE_HEADING}, and leave the other out"
            return Fault(f"{names} may both be the id", help, heading.line, at[0] + 1)
        if at:
            return replace(columns, id=at[0], id_is_address=meaning is Meaning.EMAIL)
    for place, cell in enumerate(heading.cells):
        if cell and meaning_of(cell) is None and _looks_like_ids(body, place):
            message = f"the column {cell!r} isn't known, and looks like ids"
            help = "write id above it if they are, or take the column out"
            return Fault(message, help, heading.line, place + 1)
    return columns


def _looks_like_ids(body: Sequence[ListRow], at: int) -> bool:
    cells = [row.cell(at) for row in body if not is_sum(row.cell(0))]
    numbered = all(any(c.isdigit() for c in cell) and cell.isalnum() for cell in cells)
    return bool(cells) and numbered and len(set(cells)) == len(cells)


def unheaded_columns(body: Sequence[ListRow]) -> Columns:
    """Find the columns by their look: names alone, id and name, or else name and id."""
    single = sum(row.width == 1 for row in body)
    if single * 2 > len(body):
        return Columns()
    if all(len(row.filled) == 2 and _id_then_name(row) for row in body):
        return Columns(1, id=0)
    return Columns(0, id=1)


def _id_then_name(row: ListRow) -> bool:
    id, name = row.cell(0), row.cell(1)
    numbered = any(c.isdigit() for c in id) or bool(local_part(id))
    lettered = any(c.isalpha() for c in name) and not any(c.isdigit() or c == "@" for c in name)
    return numbered and lettered and " " not in id


_TITLES = {"class", "course", "group", "year", "teacher", "school", "subject", "date", "period"}
_HIGHEST = 10
"""Headings stand among the first rows."""


def find_heading(rows: Sequence[ListRow]) -> tuple[Columns, Sequence[ListRow]] | None:
    """Find a row that names its columns, below titles perhaps, and the rows below it."""
    for at, row in enumerate(rows[:_HIGHEST]):
        columns = headed_columns(row)
        if columns is not None:
            headed = all(_is_title(above, columns) for above in rows[:at])
            return (columns, rows[at + 1 :]) if headed else None
    return None


def _is_title(row: ListRow, columns: Columns) -> bool:
    """Tell whether a row above the heading speaks of the list, and can't be a pupil."""
    first = row.filled[0]
    if first.endswith(":") or meaning_of(first.partition(":")[0]) is Meaning.OTHER:
        return True
    if len(row.filled) > 1:
        return False
    several = len(columns.heading.filled) > 1
    return several or any(c.isdigit() for c in first) or bool(_TITLES & set(word(first).split()))


def known_words(row: ListRow) -> Iterator[str]:
    """Give the cells of a row that some list calls a column."""
    return (cell for cell in row.cells if meaning_of(cell) is not None)
