"""What is no pupil: headings that aren't understood, titles, sums, names that a comma split."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category

from quizgen.bank.class_list.cells import fault_of_id, fault_of_name
from quizgen.bank.class_list.columns import Columns, headed_columns, known_words
from quizgen.bank.class_list.headings import IDS, Meaning, is_sum, meaning_of, word
from quizgen.bank.class_list.names import local_part
from quizgen.bank.class_list.rows import EXAMPLE, WRITE_HEADING, Fault, ListRow

SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_QUOTE = 'put a name that holds a comma into quotes: "Doe, John",1001'
_TAKE_OUT = "take the row out if it is no pupil"
_LONGEST_NAME = 80
_BULLET = re.compile(r"[-–—*+•·>]\s?(?=\w)")


# --- the first row ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirstRow:
    """The first row of a list without a heading that we understand; it may be one all the same."""

    row: ListRow
    others: Sequence[ListRow]
    """The rows below."""

    def misread(self) -> str:
        """Say why it is no pupil; nothing if it is one."""
        title = self._title()
        if title:
            return title
        return self._heading_of_one() if self.row.width == 1 else self._heading()

    def _title(self) -> str:
        first = self.row.filled[0]
        if first.casefold().startswith("sep="):
            return "the first row tells a spreadsheet how cells are parted; take it out"
        begin, _, rest = word(first).partition(" ")
        if rest and has_digit(first) and meaning_of(begin) is Meaning.OTHER:
            return f"the first row, {first!r}, looks like a title"
        return ""

    def _heading_of_one(self) -> str:
        """Look at a cell that stands by itself, above names that do."""
        cell = self.row.filled[0]
        names = [row.filled[0] for row in self.others if row.width == 1]
        longer = len(names) > 1 and all(len(name.split()) > 1 for name in names)
        if meaning_of(cell) or (longer and len(cell.split()) == 1 and cell.isascii()):
            return f"the first row, {cell!r}, looks like a heading"
        return ""

    def _heading(self) -> str:
        first, id = self.row.cell(0), self.row.cell(1)
        seen = next(known_words(self.row), "")
        if seen and (not has_digit(id) or self._heads_ids() or not SAFE_ID.fullmatch(id)):
            names_ids = any(meaning_of(cell) in IDS for cell in self.row.cells)
            looks = f"the first row looks like a heading ({seen!r}), and names no column of "
            return looks + ("names" if names_ids else "ids")
        below = [row for row in self.others if len(row.cells) > 1]
        unlike = all(has_digit(row.cell(1)) for row in below)
        if "@" not in first:
            unlike |= first.islower() and not any(row.cell(0).islower() for row in below)
        if below and unlike and not has_digit(id) and not _is_made_of(id, first):
            return "the first row looks like a heading, and its columns aren't known"
        return ""

    def _heads_ids(self) -> bool:
        """Tell whether the second cell is a heading with a number behind it, such as ID2."""
        return meaning_of(re.sub(r"[\W\d_]+$", "", self.row.cell(1))) is not None


def has_digit(text: str) -> bool:
    """Tell whether a text holds a digit."""
    return any(c.isdigit() for c in text)


# --- every row ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowJudge:
    """Tells pupils from what else stands in a list, by its columns."""

    columns: Columns

    def left_out(self, row: ListRow) -> str:
        """Name a row that is known to be no pupil: a sum without an id, Canvas's test student."""
        name = self.columns.name_in(row).spoken
        if self.columns.id_in(row):
            return self._of_canvas(name)
        if is_sum(name):
            return f"{name!r} is no pupil, and left out"
        if not name and self.columns.headed:
            return "no name and no id, so the row is left out"
        return self._of_canvas(name)

    def _of_canvas(self, name: str) -> str:
        headings = set(map(word, self.columns.heading.cells))
        if name == "Test Student" and {"sis login id", "sis user id"} & headings:
            return f"{name!r} is Canvas's own, and left out"
        return ""

    def question(self, row: ListRow) -> Fault | None:
        """Say what makes a row no pupil's, and what to write."""
        asked = self._of_row(row) or self._of_name(row) or self._of_id(row) or self._letterless(row)
        return Fault(*asked, row.line, 1) if asked else None

    def _of_row(self, row: ListRow) -> tuple[str, str] | None:
        heading, headed = self.columns.heading, self.columns.headed
        if headed and row.width > heading.width:
            return f"{row.width} cells, and the heading has {heading.width}", _QUOTE
        if headed_columns(row):
            return "a heading that isn't the first row", "take out what stands above it"
        if self.columns.id is None and not headed and row.width > 1:
            return f"{row.width} cells, and most rows have one", _QUOTE
        if headed and self._is_split(row):
            name = f"{row.cell(self.columns.name)}, {row.cell(self.columns.name + 1)}"
            return f"a comma seems to have split a name: {name}", _QUOTE
        return None

    def _is_split(self, row: ListRow) -> bool:
        """Tell whether a space behind the name's comma shows that it is one of a sentence."""
        behind = self.columns.name + 1
        alone = self.columns.given is None and not self.columns.heading.spaced
        return alone and row.spaced == {behind} and row.cell(behind).isalpha()

    def _of_name(self, row: ListRow) -> tuple[str, str] | None:
        name = self.columns.name_in(row).spoken
        if row.broken & {*self.columns.name_places, self.columns.id}:
            return f"{name[:40]!r} stands in several lines", "close its quotes, or write one line"
        if is_sum(name):
            return f"{name!r} looks like a sum, not like a pupil", _TAKE_OUT
        if _BULLET.match(name):
            return f"{name!r} begins with a sign", "write the name alone"
        if "@" in name:
            return f"{name!r} reads like an address, not like a name", WRITE_HEADING
        if name.endswith(":"):
            return f"{name!r} reads like a heading, not like a name", _TAKE_OUT
        if self.columns.id is None and has_digit(name):
            return f"{name!r} doesn't read like a name", f"{_TAKE_OUT}, or {WRITE_HEADING}"
        return fault_of_name(name, [row.cell(place) for place in self.columns.name_places])

    def _letterless(self, row: ListRow) -> tuple[str, str] | None:
        name = self.columns.name_in(row).spoken
        if not name or any(map(str.isalpha, name)):
            return None
        return f"{name!r} has no letter, so it is no name", "look whether columns are swapped"

    def _of_id(self, row: ListRow) -> tuple[str, str] | None:
        at, headed = self.columns.id, self.columns.headed
        if at is None:
            return None
        name, id = self.columns.name_in(row).spoken, self.columns.id_in(row)
        if asked := fault_of_id(id):
            return asked
        behind = "" if at + 1 in self.columns.name_places else row.cell(at + 1)
        if SAFE_ID.fullmatch(id) and _reads_like_a_name(name, id, behind, headed=headed):
            return f"{id!r} reads like a name, not like an id", f"{WRITE_HEADING}, or {_QUOTE}"
        numbered = not any(c.isalpha() for c in name) or name[:1].isdigit()
        if not headed and id and numbered:
            return f"{name!r} reads like an id, not like a name", WRITE_HEADING
        if id and self.columns.id_is_address and not local_part(id):
            return f"{id!r} is no e-mail address", f"write the address, or {WRITE_HEADING}"
        return None


def faults_of_name(name: str, row: ListRow, at: int) -> Iterator[Fault]:
    """Say why a name can't be printed."""
    if not name:
        yield Fault("a pupil without a name", EXAMPLE, row.line, at + 1)
    elif len(name) > _LONGEST_NAME or not all(c.isprintable() or category(c) == "Cf" for c in name):
        message = f"the name {name[:20]!r}... can't be printed"
        yield Fault(message, f"{_LONGEST_NAME} printable characters at most", row.line, at + 1)


# --- an id that is the rest of a name -----------------------------------------------------------


def _reads_like_a_name(name: str, id: str, behind: str, *, headed: bool) -> bool:
    """Tell whether what stands in the id's place is rather the rest of a name.

    Under a heading the author said that it is an id: only a cell behind it that looks more like
    one tells that a comma split the name.
    """
    if has_digit(id) or len(id) < 2:
        return False
    made = _is_made_of(id, name)
    cut = _may_be_id(behind) and not made
    if headed or cut:
        return cut
    alike = (name.islower(), name.isupper(), name.istitle()) == (
        id.islower(), id.isupper(), id.istitle()
    )  # fmt: skip
    if len(name.split()) < 2:
        return alike or not made
    return not made and (alike or (id[:1].isupper() and not id.isupper()))


def _may_be_id(text: str) -> bool:
    return bool(local_part(text)) or (has_digit(text) and bool(SAFE_ID.fullmatch(text)))


def _is_made_of(id: str, name: str) -> bool:
    """Tell whether an id without a digit is made of the name: `ada`, `lovelace.a`, `AdaL`, `AL`."""
    words = re.findall(r"\w+", word(name))[:4]
    if not SAFE_ID.fullmatch(id):
        return False
    rest = re.sub(r"[._-]", "", id.casefold())
    return rest in words or _is_put_together(rest, words, least=1 if id.islower() else 2)


def _is_put_together(rest: str, words: Sequence[str], least: int) -> bool:
    """Tell whether a text is the beginnings of some words, of each once, one after another."""
    if not rest:
        return least <= 0
    for at, begun in enumerate(words):
        others = [*words[:at], *words[at + 1 :]]
        for end in range(min(len(begun), len(rest)), 0, -1):
            if rest[:end] == begun[:end] and _is_put_together(rest[end:], others, least - 1):
                return True
    return False
