"""Cards as text: what Anki exports as notes in plain text, and Quizlet as terms and definitions.

Anki says in its first lines what the columns are (`#separator:tab`, `#html:true`,
`#tags column:3`); Quizlet has a tab between a term and its definition, and no more.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from quizgen.formats.card_html import CardTexts, looks_like_html
from quizgen.formats.plain_text import text_of
from quizgen.formats.tables import BrokenTable, table_of_text
from quizgen.inputs.card_notes import CardNote, Decks, id_of_guid, item_of
from quizgen.inputs.reading import Reading, refused
from quizgen.inputs.table.layout import layout_of
from quizgen.problems import Problem, Where

_TOLD = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|if matches"
    r"|(?:notetype|deck|tags|guid) column):(.*)",
    re.IGNORECASE,
)
_SIGNS: Mapping[str, str] = {
    "tab": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "colon": ":",
    "space": " ",
}
_TABLES = (".csv", ".tsv", ".tab")


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a text begins as Anki's do, or is a term, a tab and a definition a line."""
    text = text_of(data[:65536])
    if text is None:
        return False
    if _TOLD.match(text):
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    if name.lower().endswith(_TABLES) or len(data) > len(text.encode()) + 65536:
        return False
    return bool(lines) and all(line.count("\t") == 1 for line in lines[:-1]) and _are_cards(data)


def _are_cards(data: bytes) -> bool:
    """Tell whether a table of two columns has no headings, and asks nothing."""
    try:
        table = table_of_text(data)
    except BrokenTable:
        return False
    layout = layout_of(table)
    if table.separator != "\t" or layout is None or layout.heading:
        return False
    return bool(layout.of("front"))


def read(data: bytes, shown: str) -> Reading:
    """Read a text of cards."""
    text = text_of(data)
    if text is None:
        return refused(shown, "cannot-read", "this is no text file", "save it as UTF-8 text")
    told, first = _head(text)
    try:
        rows = list(_rows(text, first, told))
    except csv.Error as error:
        return refused(shown, "cannot-read", f"this can't be read as columns: {error}")
    texts = CardTexts(lambda _name: None)
    decks = Decks([told.cell(cells, "deck") or told.deck for _, cells in rows])
    items = [item_of(_note(number, cells, told, decks, shown), texts) for number, cells in rows]
    return Reading(
        items=items, title=decks.title, topics=decks.titles, problems=tuple(_said(told, shown))
    )


@dataclass(slots=True)
class _Told:
    """What the first lines say of the columns."""

    separator: str = "\t"
    html: bool | None = None
    deck: str = ""
    tags: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    """What columns hold that are no fields, from 0."""
    unknown: list[tuple[int, str]] = field(default_factory=list)

    def cell(self, cells: list[str], name: str) -> str:
        at = self.columns.get(name, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""


def _head(text: str) -> tuple[_Told, int]:
    """Read the lines that begin with `#`; give the number of the first line behind them."""
    told = _Told()
    number = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            break
        found = _TOLD.fullmatch(line.rstrip())
        if found:
            _take(told, found[1].lower(), found[2].strip(), number)
    return told, number


def _take(told: _Told, key: str, value: str, number: int) -> None:
    kind, _, rest = key.partition(" ")
    if rest == "column":
        if value.isdigit() and 0 < int(value) < 1000:
            told.columns[kind] = int(value) - 1
        else:
            told.unknown.append((number, f"{key}: {value}"))
    elif key == "separator":
        sign = _SIGNS.get(value.lower(), value or "\t")
        told.separator = sign if len(sign) == 1 else "\t"
    elif key == "html":
        told.html = value.lower() == "true"
    elif key == "deck":
        told.deck = value
    elif key == "tags":
        told.tags = value


def _rows(text: str, first: int, told: _Told) -> Iterator[tuple[int, list[str]]]:
    lines = text.split("\n")[first - 1 :]
    reader = csv.reader(StringIO("\n".join(lines), newline=""), delimiter=told.separator)
    begins = first
    for cells in reader:
        if any(cell.strip() for cell in cells) and not (cells[0].startswith("#") and not cells[1:]):
            yield begins, cells
        begins = first + reader.line_num


def _note(number: int, cells: list[str], told: _Told, decks: Decks, shown: str) -> CardNote:
    known = set(told.columns.values())
    fields = [cell for at, cell in enumerate(cells) if at not in known]
    filled = [text for text in fields[2:] if text.strip()]
    notes = ["what its other columns hold stands on its back, too"] if filled else []
    html = told.html if told.html is not None else any(map(looks_like_html, fields))
    tags = f"{told.tags} {told.cell(cells, 'tags')}".split()
    return CardNote(
        where=Where(shown, number, 1),
        source=str(number),
        front=fields[:1],
        back=[*fields[1:2], *filled],
        html=html,
        id=id_of_guid(told.cell(cells, "guid")),
        topic=decks.topic(told.cell(cells, "deck") or told.deck),
        tags=list(dict.fromkeys(tag.replace("::", "/") for tag in tags)),
        notes=notes,
    )


def _said(told: _Told, shown: str) -> Iterator[Problem]:
    for number, what in told.unknown:
        yield Problem("left-out", "info", Where(shown, number, 1), f"{what!r} names no column")
