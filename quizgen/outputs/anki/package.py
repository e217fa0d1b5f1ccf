"""Writes an .apkg: batched, in fixed order, with fixed dates, so that equal notes give equal bytes.

Stands on genanki's public constants (schema, collection row, note type and deck JSON). Its own
`Package` leaks temporary files, stores uncompressed and dates the zip by the clock.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2s
from html import escape
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from quizgen.bank.load import gc_paused
from quizgen.outputs.anki.note_types import (
    COLLAPSED,
    FIELD_HELP,
    MODIFIED,
    NOTE_TYPES,
    USER_STYLE,
    USER_STYLE_TEXT,
    NoteType,
    css,
)
from quizgen.outputs.anki.notes import Note

_BATCH = 4000
Row = tuple[Any, ...]


def write_package(
    stream: BinaryIO,
    bank_id: str,
    notes: Iterable[Note],
    media: Mapping[str, bytes],
    description: str = "",
) -> None:
    """Write a package to a stream, note by note: memory stays flat however many there are.

    Args:
        stream: Where to.
        bank_id: Spreads the row ids of different banks.
        notes: The notes, in the order new cards should come.
        media: Media name -> bytes.
        description: What Anki shows under the deck's name, as plain text.

    """
    with _scratch() as (connection, file), gc_paused():
        _write_database(connection, bank_id, notes, description)
        connection.close()
        _write_zip(stream, file, {**media, USER_STYLE: USER_STYLE_TEXT})


@contextmanager
def _scratch() -> Iterator[tuple[sqlite3.Connection, BinaryIO]]:
    """Open a database in a scratch file, and the same file to read it back.

    The file's name is taken away as soon as both have it open (not on Windows, which forbids
    that), so that nothing is left behind even if the process is killed.
    """
    number, name = tempfile.mkstemp(prefix="quizgen-", suffix=".anki2")
    path = Path(name)
    connection = sqlite3.connect(path)
    try:
        with open(number, "rb") as file:  # noqa: PTH123 - open already, known by its number
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
            with suppress(PermissionError):
                path.unlink()
            yield connection, file
    finally:
        connection.close()
        path.unlink(missing_ok=True)


def _write_database(
    connection: sqlite3.Connection, bank_id: str, notes: Iterable[Note], description: str
) -> None:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    tables, index, rest = APKG_SCHEMA.partition("CREATE INDEX")
    connection.executescript(tables)
    connection.executescript(APKG_COL)
    first = (1_500_000_000 + _stable_id(bank_id) % 200_000_000) * 1000
    types, decks = _Used(lambda kind: NOTE_TYPES[kind].id), _Used(_stable_id)
    remaining = iter(notes)
    connection.execute("BEGIN")
    while batch := list(islice(remaining, _BATCH)):
        connection.executemany(_NOTE, _note_rows(batch, first, types))
        connection.executemany(_CARD, _card_rows(batch, first, decks))
        first += len(batch)
    _write_collection(connection, decks, types, escape(description, quote=False))
    connection.executescript(index + rest)
    connection.commit()


class _Used(dict[str, int]):
    """Ids of names, each found when it is first asked for; what it holds then is what was used."""

    def __init__(self, id_of: Callable[[str], int]) -> None:
        super().__init__()
        self.id_of = id_of

    def __missing__(self, name: str) -> int:
        self[name] = self.id_of(name)
        return self[name]


_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_TAG = re.compile(r"<[^>]*>")


def _note_rows(batch: Sequence[Note], first: int, types: Mapping[str, int]) -> list[Row]:
    return [
        (
            id,
            note.guid,
            types[note.kind],
            note.modified,
            f" {' '.join(note.tags)} " if note.tags else "",
            "\x1f".join(note.fields),
            _TAG.sub("", note.fields[0]) if "<" in note.fields[0] else note.fields[0],
        )
        for id, note in enumerate(batch, first)
    ]


def _card_rows(batch: Sequence[Note], first: int, decks: Mapping[str, int]) -> list[Row]:
    # The last column is a place in the queue of new cards.
    return [
        (id * 512 + ordinal, id, decks[note.deck], ordinal, note.modified, note.place)
        for id, note in enumerate(batch, first)
        for ordinal in note.ordinals
    ]


def _stable_id(text: str) -> int:
    """Give a positive 30-bit number that depends on the text alone."""
    digest = blake2s(text.encode(), digest_size=4).digest()
    return (int.from_bytes(digest, "big") & 0x3FFFFFFF) | 0x40000000


def _write_collection(
    connection: sqlite3.Connection,
    ids: Mapping[str, int],
    types: Mapping[str, int],
    description: str,
) -> None:
    from genanki import Deck

    (text,) = connection.execute("SELECT decks FROM col").fetchone()
    decks = json.loads(text)
    one = Deck(1, "", description).to_json()
    decks |= {str(id): one | {"id": id, "name": name} for name, id in ids.items()}
    some_deck = next(iter(ids.values()), 1)
    models = {
        str(note_type.id): note_type_json(note_type, some_deck)
        for kind, note_type in NOTE_TYPES.items()
        if kind in types
    }
    connection.execute(
        "UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(models))
    )
    connection.commit()


def note_type_json(note_type: NoteType, deck_id: int = 1) -> dict[str, Any]:
    """Give a note type as Anki's JSON; new notes made by hand would go to the deck."""
    from genanki import Model

    model = Model(
        note_type.id,
        note_type.name,
        fields=[
            {
                "name": name,
                "id": note_type.field_id(index),
                "font": "Arial",  # every system has it, or one of its shapes by that name
                "description": FIELD_HELP.get(name, ""),
                "collapsed": name in COLLAPSED,
            }
            for index, name in enumerate(note_type.fields)
        ],
        templates=[
            {
                "name": t.name,
                "id": t.id,
                "qfmt": t.gist,
                "afmt": t.back,
                "bqfmt": t.row[0],
                "bafmt": t.row[1],
            }
            for t in note_type.templates
        ],
        css=css(),
        model_type=Model.CLOZE if note_type.cloze else Model.FRONT_BACK,
    )
    as_json: dict[str, Any] = model.to_json(MODIFIED, deck_id)
    # From the gist genanki has told which fields a card needs; the whole front says no more, and
    # would be rendered once for every field.
    for template_fields, template in zip(as_json["tmpls"], note_type.templates, strict=True):
        template_fields["qfmt"] = template.front
    return as_json


def _write_zip(stream: BinaryIO, database: BinaryIO, media: Mapping[str, bytes]) -> None:
    names = sorted(media)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        listing = json.dumps({str(i): name for i, name in enumerate(names)}).encode()
        entries: list[tuple[str, BinaryIO]] = [
            ("collection.anki2", database),
            ("media", BytesIO(listing)),
            *((str(i), BytesIO(media[name])) for i, name in enumerate(names)),
        ]
        for name, source in entries:
            # Opened by name, an entry has zip's first date and the level above.
            with package.open(name, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
