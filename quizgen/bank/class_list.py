"""A class list: who gets a paper, who may join a session. CSV as spreadsheets write it.

Two columns, name and id, in any order if a first row names them (in a language we speak), else in
this one. Comma, semicolon or tab; UTF-8, with or without a byte order mark. Names stay with the
caller: nothing here is cached. A row that isn't understood is a question to the author and never a
pupil: a heading that isn't known, a name whose comma split it, an id that reads like a name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from unicodedata import category, normalize

from quizgen.bank.load import shown_path
from quizgen.model import Pupil
from quizgen.problems import Problem, Where


def _word(cell: str) -> str:
    """Reduce a heading to what its spellings share: no case, no accents, no signs round it."""
    bare = "".join(c for c in normalize("NFKD", cell.casefold()) if category(c) != "Mn")
    return re.sub(r"^[\W_]+|[\W_]+$", "", bare)


def _words(*names: str) -> frozenset[str]:
    return frozenset(map(_word, names))


_NAME = _words(
    "name", "pupil", "student", "schüler", "schülerin", "nom", "élève", "nombre",
    "alumno", "alumna", "full name", "student name", "vor- und nachname",
)  # fmt: skip
_GIVEN = _words("first name", "given name", "forename", "vorname", "prénom", "nombre")
_FAMILY = _words(
    "last name", "surname", "family name", "nachname", "familienname", "nom",
    "apellido", "apellidos", "name",
)  # fmt: skip
"""Where a list has both, a name is the first and then the second."""
_ID = _words(
    "id", "number", "no", "nr", "nummer", "numéro", "número", "code",
    "pupil id", "student id", "kennung", "identifiant",
)  # fmt: skip
_OTHER = _words(
    "class", "group", "course", "section", "year", "grade", "email", "e-mail", "e-mail address",
    "email address", "username", "user", "user name", "login", "id number", "student number",
    "student no", "sis user id", "sis id", "birthday", "date of birth", "gender", "sex",
    "firstname", "lastname", "given", "family", "first", "last", "names", "key", "form", "seat",
    "klasse", "kurs", "gruppe", "geburtsdatum", "geschlecht", "matrikelnummer", "schülernummer",
    "schueler", "schuelerin", "rufname", "mail", "benutzername", "anmeldename", "kürzel", "lfd. nr",
    "classe", "groupe", "naissance", "courriel", "n", "matricule", "sexe",
    "clase", "grupo", "curso", "correo", "dni", "matrícula", "apellidos y nombre", "sexo",
    "cognome", "nome", "matricola", "sobrenome", "imię", "nazwisko", "numer", "naam", "achternaam",
    "voornaam", "фамилия", "имя", "имя и фамилия", "номер", "класс", "氏名", "名前", "出席番号",
    "番号", "학번", "이름", "번호", "姓名", "学号", "编号", "الاسم", "الرقم",
)  # fmt: skip
"""Headings that tell that a row is one, and not which column is the name or the id."""
_SUMS = _words(
    "total", "totals", "sum", "count", "average", "mean", "summe", "gesamt", "anzahl", "mittelwert",
    "durchschnitt", "somme", "moyenne", "effectif", "suma", "media", "promedio", "totale", "итого",
    "合計", "points possible",
)  # fmt: skip
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_LONGEST_NAME = 80
_LARGEST = 1 << 20
_MOST = 1000
_EXAMPLE = "a row a pupil: name, then id, such as Ada Lovelace,1815"
_WRITE_HEADING = "write a first row that says which column is what, such as name,id"
_WRITE_HEADING += " or last name,first name,id"
_QUOTE = 'put a name that holds a comma into quotes: "Doe, John",1001'

Row = tuple[int, list[str]]
"""The line a row begins on, and its cells."""


def read_roster(path: Path, here: Path) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    """Read a class list: its pupils in the file's order, and all that is wrong with it.

    Args:
        path: The list.
        here: The working folder, from which its path is shown.

    A pupil with a problem is left out, so that the caller must look at the problems first.
    """
    shown = shown_path(path, here)
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


Columns = tuple[tuple[int, ...], int]
"""The columns that a name is made of, and that of the id."""


def _columns(head: Sequence[str]) -> Columns | None:
    """Find the columns in a first row that names them."""
    low = [_word(cell) for cell in head]

    def first(names: frozenset[str]) -> int | None:
        return next((i for i, cell in enumerate(low) if cell in names), None)

    id, given, family, name = first(_ID), first(_GIVEN), first(_FAMILY), first(_NAME)
    if id is None:
        return None
    if given is not None and family is not None and given != family:
        return (given, family), id
    whole = name if name is not None else family
    return None if whole is None else ((whole,), id)


# --- what is no pupil ---------------------------------------------------------------------------


def _misread_heading(rows: Sequence[Row]) -> str:
    """Say why a first row is a heading that isn't understood; nothing if it is a pupil's."""
    cells = rows[0][1]
    known = _NAME | _GIVEN | _FAMILY | _ID | _OTHER
    words = [_word(cell) for cell in cells]
    if words[0] == "sep":
        return "the first row tells a spreadsheet how cells are parted; take it out"
    if _columns(cells):
        ids = [cell for cell, word in zip(cells, words, strict=True) if word in _ID]
        return f"{' and '.join(map(repr, ids))} may both be the id" if len(ids) > 1 else ""
    id = cells[1] if len(cells) > 1 else ""
    seen = [cell for cell, word in zip(cells, words, strict=True) if word in known]
    if seen and (not _has_digit(id) or re.sub(r"[\W\d_]+$", "", words[1]) in known):
        return f"the first row looks like a heading ({seen[0]!r}), and names no column of " + (
            "ids" if not set(words) & _ID else "names"
        )
    if len(words[0].split()) > 1 and words[0].split()[0] in _OTHER and _has_digit(words[0]):
        return f"the first row, {cells[0]!r}, looks like a title"
    others = [row[1] for row in rows[1:] if len(row[1]) > 1]
    unlike = all(_has_digit(other[1]) for other in others)
    unlike |= cells[0].islower() and not any(other[0].islower() for other in others)
    if len(cells) > 1 and others and unlike and not _has_digit(id) and not _made_of(id, cells[0]):
        return "the first row looks like a heading, and its columns aren't known"
    return ""


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _made_of(id: str, name: str) -> bool:
    """Tell whether an id without a digit is made of the name: `ada`, `lovelace.a`, `AdaL`, `AL`."""
    words = re.findall(r"\w+", _word(name))[:4]
    if not _SAFE_ID.fullmatch(id):
        return False
    rest = re.sub(r"[._-]", "", id.casefold())
    return rest in words or _is_put_together(rest, words, least=1 if id.islower() else 2)


def _is_put_together(rest: str, words: Sequence[str], least: int) -> bool:
    """Tell whether a text is the beginnings of some words, of each once, one after another."""
    if not rest:
        return least <= 0
    for at, word in enumerate(words):
        others = [*words[:at], *words[at + 1 :]]
        for end in range(min(len(word), len(rest)), 0, -1):
            if rest[:end] == word[:end] and _is_put_together(rest[end:], others, least - 1):
                return True
    return False


def _reads_like_a_name(name: str, id: str, behind: str, *, headed: bool) -> bool:
    """Tell whether what stands in the id's place is rather the rest of a name.

    Under a heading the author said that it is an id: only a cell behind it that looks more like
    one tells that a comma split the name.
    """
    if _has_digit(id) or len(id) < 2:
        return False
    made = _made_of(id, name)
    cut = _has_digit(behind) and bool(_SAFE_ID.fullmatch(behind)) and not made
    if headed or cut:
        return cut
    alike = (name.islower(), name.isupper(), name.istitle()) == (
        id.islower(), id.isupper(), id.istitle()
    )  # fmt: skip
    if len(name.split()) < 2:
        return alike or not made
    return not made and (alike or (id[:1].isupper() and not id.isupper()))


def _strange(cells: Sequence[str], columns: Columns, *, headed: int) -> tuple[str, str] | None:
    """Say what makes a row no pupil's, and what to write; `headed` counts the heading's cells."""
    names_at, id_at = columns
    name = " ".join(cells[at] for at in names_at if at < len(cells)).strip()
    id, behind = ([*cells, *[""] * (id_at + 2)])[id_at : id_at + 2]
    if headed and _width(cells) > headed:
        return f"{_width(cells)} cells, and the heading has {headed}", _QUOTE
    if _columns(cells):
        return "a heading that isn't the first row", "take out what stands above it"
    if _word(name) in _SUMS:
        return f"{name!r} looks like a sum, not like a pupil", "take the row out"
    if id_at + 1 in names_at:
        behind = ""
    if _SAFE_ID.fullmatch(id) and _reads_like_a_name(name, id, behind, headed=bool(headed)):
        return f"{id!r} reads like a name, not like an id", f"{_WRITE_HEADING}, or {_QUOTE}"
    if not headed and id and (not any(c.isalpha() for c in name) or name[:1].isdigit()):
        return f"{name!r} reads like an id, not like a name", _WRITE_HEADING
    return None


def _width(cells: Sequence[str]) -> int:
    """Count cells up to the last that says something."""
    return max((at for at, cell in enumerate(cells, 1) if cell), default=0)


# --- pupils -------------------------------------------------------------------------------------


def _pupils(rows: Sequence[Row], shown: str) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    if rows and (misread := _misread_heading(rows)):
        return (), (_problem(shown, rows[0][0], 1, misread, _WRITE_HEADING),)
    found = _columns(rows[0][1]) if rows else None
    columns = found or ((0,), 1)
    headed = _width(rows[0][1]) if found else 0
    names_at, id_at = columns
    pupils: dict[str, tuple[int, Pupil]] = {}
    problems: list[Problem] = []
    body = rows[1:] if found else rows
    for line, cells in body:
        name = " ".join(cells[at] for at in names_at if at < len(cells)).strip()
        id = cells[id_at] if id_at < len(cells) else ""
        strange = _strange(cells, columns, headed=headed)
        if strange:
            wrong = [_problem(shown, line, 1, *strange)]
        else:
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
    elif not _SAFE_ID.fullmatch(id) or id.lower() in {"key", "marked"}:
        help = "letters a-z, digits, dots and dashes; it names the pupil's file"
        yield _problem(shown, line, column, f"{id!r} can't be a pupil's id", help)


def _problem(shown: str, line: int, column: int, message: str, help: str) -> Problem:
    return Problem("bad-roster", "error", Where(shown, line, column if line else 0), message, help)
