"""A class list: who gets a paper, who may join a session.

CSV and XLSX as schools' programs write them: a name, or its two halves, and an id in any order if
a row names them (in the commonest languages), else name and id. Where there is no id, it is made
of the e-mail address or of the name. Names stay with the caller: nothing here is cached. A row
that isn't understood is a question to the author and never a pupil.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quizgen.bank.class_list.columns import (
    Columns,
    find_heading,
    unheaded_columns,
    with_id,
)
from quizgen.bank.class_list.judge import (
    SAFE_ID,
    FirstRow,
    RowJudge,
    faults_of_name,
)
from quizgen.bank.class_list.names import Name, id_of_address, id_of_name, local_part
from quizgen.bank.class_list.rows import EXAMPLE, WRITE_HEADING, Fault, ListRow
from quizgen.bank.class_list.tables import LARGEST, rows_of
from quizgen.bank.load import shown_path
from quizgen.model import Pupil
from quizgen.problems import Problem, Where, ranges

_MOST = 1000
_OWN_IDS = "write a column of ids: name,id"
_TAKEN = {"key", "marked"}
"""What names the teacher's files names no pupil's."""


def read_roster(path: Path, here: Path) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    """Read a class list: its pupils, and all that is wrong with it.

    Args:
        path: The list.
        here: The working folder, from which its path is shown.

    Pupils stand in the file's order; by family name where the list tells it and numbers nobody.
    A pupil with a problem is left out, so that the caller must look at the errors first.
    """
    shown = shown_path(path, here)
    pupils, faults = _read(path)
    return pupils, tuple(
        Problem(
            "bad-roster" if fault.level == "error" else "left-out-of-roster",
            fault.level,
            Where(shown, fault.line, fault.column),
            fault.message,
            fault.help,
        )
        for fault in faults
    )


def _read(path: Path) -> tuple[tuple[Pupil, ...], Sequence[Fault]]:
    try:
        if path.stat().st_size > LARGEST:
            return (), [Fault("the roster is larger than 1 MiB")]
        data = path.read_bytes()
    except OSError as error:
        help = "write the path from the bank's folder, or from where you stand"
        return (), [Fault(f"can't read the roster: {error.strerror}", help)]
    rows = rows_of(data)
    if isinstance(rows, Fault):
        return (), [rows]
    found = _columns(rows)
    if isinstance(found, Fault):
        return (), [found]
    columns, body = found
    register = _Register(columns)
    register.enter(body)
    return register.pupils, register.faults


def _columns(rows: Sequence[ListRow]) -> tuple[Columns, Sequence[ListRow]] | Fault:
    """Find out where a list has what, and in which rows; or ask."""
    found = find_heading(rows)
    if found:
        columns, body = found
        with_ids = with_id(columns, body)
        return with_ids if isinstance(with_ids, Fault) else (with_ids.seen_in(body), body)
    if rows:
        misread = FirstRow(rows[0], rows[1:]).misread()
        if misread:
            return Fault(misread, WRITE_HEADING, rows[0].line, 1)
    return unheaded_columns(rows).seen_in(rows), rows


@dataclass(slots=True)
class _Register:
    """Pupils as they are read, each with an id of their own, and what is wrong with the others."""

    columns: Columns
    faults: list[Fault] = field(default_factory=list)
    _entries: dict[str, _Entry] = field(default_factory=dict)

    def enter(self, body: Sequence[ListRow]) -> None:
        """Read the rows of a list."""
        judge = RowJudge(self.columns)
        hidden = [row.line for row in body if row.hidden]
        if hidden:
            rows = f"row {hidden[0]} is" if len(hidden) == 1 else f"rows {ranges(hidden)} are"
            message = f"{rows} hidden in the sheet, perhaps by a filter, and left out"
            self.faults.append(Fault(message, "", hidden[0], 1, "warning"))
        for row in body:
            if row.hidden:
                continue
            left_out = judge.left_out(row)
            if left_out:
                self.faults.append(Fault(left_out, "", row.line, 1, "warning"))
                continue
            question = judge.question(row)
            self.faults += [question] if question else self._enter(row)
        if not self._entries and not self._errors:
            self.faults.append(Fault("the roster names nobody", EXAMPLE))
        if len(body) > _MOST:
            self.faults.append(Fault(f"the roster names more than {_MOST:,} pupils"))

    @property
    def pupils(self) -> tuple[Pupil, ...]:
        """Give the pupils in the order of lists."""
        entries: Iterable[_Entry] = self._entries.values()
        if not self.columns.keeps_order and all(entry.name.alphabetic for entry in entries):
            entries = sorted(entries, key=lambda entry: entry.name.listed)
        return tuple(Pupil(entry.id, entry.name.spoken) for entry in entries)

    @property
    def _errors(self) -> bool:
        return any(fault.level == "error" for fault in self.faults)

    def _enter(self, row: ListRow) -> list[Fault]:
        """Enter a pupil; or say why not."""
        name, cell = self.columns.name_in(row), self.columns.id_in(row)
        place = self.columns.name_places[0]
        faults = list(faults_of_name(name.spoken, row, place))
        if not self._makes_ids:
            faults += self._faults_of_id(name, cell, row)
        if faults:
            return faults
        id = self._id(name, cell)
        entry = _Entry(id, name, cell, row.line)
        first = self._entries.setdefault(id.lower(), entry)
        column = place if self.columns.id is None else self.columns.id
        return [] if first is entry else [entry.clash(first, column + 1)]

    def _id(self, name: Name, cell: str) -> str:
        if self._makes_ids:
            return id_of_name(name.spoken)
        return id_of_address(cell) if local_part(cell) else cell

    @property
    def _makes_ids(self) -> bool:
        return self.columns.id is None

    def _faults_of_id(self, name: Name, cell: str, row: ListRow) -> Iterator[Fault]:
        column = (self.columns.id or 0) + 1
        if not cell:
            message = f"{name.spoken or 'a pupil'} has no id"
            yield Fault(message, "give every pupil an id, or nobody", row.line, column)
        elif not local_part(cell) and (
            not SAFE_ID.fullmatch(cell) or cell.lower() in {"key", "marked"}
        ):
            help = "letters a-z, digits, dots and dashes, such as 10b-1"
            yield Fault(f"{cell!r} can't be a pupil's id", help, row.line, column)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A pupil, and where they stand in the list."""

    id: str
    name: Name
    cell: str
    """The id as it stands there; empty where it was made of the name."""
    line: int

    def clash(self, first: _Entry, column: int) -> Fault:
        """Ask about two pupils of one id."""
        if not self.cell and self.name.spoken == first.name.spoken:
            message = f"line {first.line} names {self.name.spoken!r}, too; nothing tells them apart"
            return Fault(message, _OWN_IDS, self.line, column)
        if not self.cell:
            message = f"{self.name.spoken!r} and {first.name.spoken!r} (line {first.line}) would "
            return Fault(f"{message}get one id, {self.id!r}", _OWN_IDS, self.line, column)
        if self.cell.lower() != first.cell.lower():
            message = f"{self.cell!r} and {first.cell!r} (line {first.line}) are both {self.id!r}"
            return Fault(f"{message} before the @", _OWN_IDS, self.line, column)
        message = f"the id {self.id!r} is taken by line {first.line}"
        help = "each pupil needs an id of their own: papers and results go by it"
        return Fault(message, help, self.line, column)
