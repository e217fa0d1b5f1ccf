"""A class list: who gets a paper, who may join a session. CSV as spreadsheets write it.

Two columns, name and id, in any order if a first row names them (in a language we speak), else in
this one. Comma, semicolon or tab; UTF-8, with or without a byte order mark. Names stay with the
caller: nothing here is cached.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from unicodedata import category

from quizgen.bank.load import shown_path
from quizgen.model import Pupil, Where
from quizgen.problems import Problem

_NAME = frozenset({"name", "pupil", "student", "schüler", "schülerin", "nom", "élève", "nombre"})
_NAME |= {"alumno", "alumna", "full name", "student name", "vor- und nachname"}
_GIVEN = frozenset({"first name", "given name", "forename", "vorname", "prénom", "nombre"})
_FAMILY = frozenset({"last name", "surname", "family name", "nachname", "familienname", "nom"})
_FAMILY |= {"apellido", "apellidos", "name"}
"""Where a list has both, a name is the first and then the second."""
_ID = frozenset({"id", "number", "no", "no.", "nr", "nr.", "nummer", "numéro", "número", "code"})
_ID |= {"pupil id", "student id", "kennung", "identifiant"}
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_LONGEST_NAME = 80
_LARGEST = 1 << 20
_MOST = 1000
_EXAMPLE = "a row a pupil: name, then id, such as Ada Lovelace,1815"

Row = tuple[int, list[str]]
"""The line a row begins on, and its cells."""


def read_roster(path: Path) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    """Read a class list: its pupils in the file's order, and all that is wrong with it.

    A pupil with a problem is left out, so that the caller must look at the problems first.
    """
    shown = shown_path(path)
    try:
        if path.stat().st_size > _LARGEST:
            return (), (_problem(shown, 0, 0, "the roster is larger than 1 MiB", ""),)
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        help = "save it as CSV UTF-8; spreadsheets offer that under Save as"
        return (), (_problem(shown, 0, 0, f"the roster isn't UTF-8 (byte {error.start})", help),)
    except OSError as error:
        help = "write the path from the bank's folder, or from where you stand"
        return (), (_problem(shown, 0, 0, f"can't read the roster: {error.strerror}", help),)
    if "\0" in text:
        return (), (_problem(shown, 0, 0, "the roster is no text file", "save it as CSV UTF-8"),)
    try:
        rows = _rows(text)
    except csv.Error as error:
        return (), (_problem(shown, 0, 0, f"the roster can't be read as CSV: {error}", _EXAMPLE),)
    return _pupils(rows, shown)


def _rows(text: str) -> list[Row]:
    """Split a text into rows with their lines; the commonest of the three signs divides cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)  # a comma inside quotes divides nothing
    sign = max(",;\t", key=bare.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    rows: list[Row] = []
    before = 0
    for cells in reader:
        rows.append((before + 1, [" ".join(cell.split()) for cell in cells]))
        before = reader.line_num
    return [row for row in rows if any(row[1])]


def _columns(head: Sequence[str]) -> tuple[tuple[int, ...], int] | None:
    """Find the columns that a name is made of, and of the id, in a first row that names them."""
    low = [cell.casefold() for cell in head]

    def first(names: frozenset[str]) -> int | None:
        return next((i for i, cell in enumerate(low) if cell in names), None)

    id, given, family, name = first(_ID), first(_GIVEN), first(_FAMILY), first(_NAME)
    if id is None:
        return None
    if given is not None and family is not None and given != family:
        return (given, family), id
    whole = name if name is not None else family
    return None if whole is None else ((whole,), id)


def _pupils(rows: Sequence[Row], shown: str) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    found = _columns(rows[0][1]) if rows else None
    names_at, id_at = found or ((0,), 1)
    pupils: dict[str, tuple[int, Pupil]] = {}
    problems: list[Problem] = []
    body = rows[1:] if found else rows
    for line, cells in body:
        name = " ".join(cells[at] for at in names_at if at < len(cells)).strip()
        id = cells[id_at] if id_at < len(cells) else ""
        wrong = list(_wrong(name, id, line, id_at + 1, shown))
        first = pupils.get(id.lower())
        if first and not wrong:
            message = f"the id {id!r} is taken by line {first[0]}"
            help = "each pupil needs an id of their own: papers and results go by it"
            wrong = [_problem(shown, line, id_at + 1, message, help)]
        problems += wrong
        if not wrong:
            pupils[id.lower()] = (line, Pupil(id, name))
    if not body:
        problems.append(_problem(shown, 0, 0, "the roster names nobody", _EXAMPLE))
    if len(body) > _MOST:
        problems.append(_problem(shown, 0, 0, f"the roster names more than {_MOST:,} pupils", ""))
    return tuple(pupil for _, pupil in pupils.values()), tuple(problems)


def _wrong(name: str, id: str, line: int, column: int, shown: str) -> Iterator[Problem]:
    if not name:
        yield _problem(shown, line, 1, "a pupil without a name", _EXAMPLE)
    elif len(name) > _LONGEST_NAME or not all(c.isprintable() or category(c) == "Cf" for c in name):
        message = f"the name {name[:20]!r}... can't be printed"
        yield _problem(shown, line, 1, message, f"{_LONGEST_NAME} printable characters at most")
    if not id:
        yield _problem(shown, line, column, f"{name or 'a pupil'} has no id", _EXAMPLE)
    elif not _SAFE_ID.fullmatch(id) or id.lower() == "key":
        help = "letters a-z, digits, dots and dashes; it names the pupil's file"
        yield _problem(shown, line, column, f"{id!r} can't be a pupil's id", help)


def _problem(shown: str, line: int, column: int, message: str, help: str) -> Problem:
    return Problem("bad-roster", "error", Where(shown, line, column if line else 0), message, help)
