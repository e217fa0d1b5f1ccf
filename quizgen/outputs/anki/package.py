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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2s
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from quizgen.outputs.anki.note_types import MODIFIED, NOTE_TYPES, NoteType, css
from quizgen.outputs.anki.notes import Note

_BATCH = 4000


def write_package(
    stream: BinaryIO, bank_id: str, notes: Iterable[Note], media: Mapping[str, bytes]
) -> None:
    """Write a package to a stream, note by note: memory stays flat however many there are.

    Args:
        stream: Where to.
        bank_id: Spreads the row ids of different banks.
        notes: The notes, in the order new cards should come.
        media: Media name -> bytes.

    """
    with _scratch() as (connection, file):
        _write_database(connection, bank_id, notes)
        connection.close()
        _write_zip(stream, file, media)


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


def _write_database(connection: sqlite3.Connection, bank_id: str, notes: Iterable[Note]) -> None:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    tables, index, rest = APKG_SCHEMA.partition("CREATE INDEX")
    connection.executescript(tables)
    connection.executescript(APKG_COL)
    origin = first = (1_500_000_000 + _stable_id(bank_id) % 200_000_000) * 1000
    types = {kind: note_type.id for kind, note_type in NOTE_TYPES.items()}
    decks: dict[str, int] = {}
    used: set[str] = set()
    remaining = iter(notes)
    connection.execute("BEGIN")
    while batch := list(islice(remaining, _BATCH)):
        for note in batch:
            used.add(note.kind)
            if note.deck not in decks:
                decks[note.deck] = _stable_id(note.deck)
        connection.executemany(_NOTE, _note_rows(batch, first, types))
        connection.executemany(_CARD, _card_rows(batch, first, decks, origin))
        first += len(batch)
    _write_collection(connection, decks, used)
    connection.executescript(index + rest)
    connection.commit()


_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_TAG = re.compile(r"<[^>]*>")


def _note_rows(
    batch: Sequence[Note], first: int, types: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    for id, note in enumerate(batch, first):
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        sorted_by = note.fields[0]
        if "<" in sorted_by:
            sorted_by = _TAG.sub("", sorted_by)
        fields = "\x1f".join(note.fields)
        yield id, note.guid, types[note.kind], note.modified, tags, fields, sorted_by


def _card_rows(
    batch: Sequence[Note], first: int, decks: Mapping[str, int], origin: int
) -> Iterator[tuple[Any, ...]]:
    for id, note in enumerate(batch, first):
        for ordinal in note.ordinals:
            # New cards come in the order of their notes: `due` is a place in a queue.
            yield id * 512 + ordinal, id, decks[note.deck], ordinal, note.modified, id - origin


def _stable_id(text: str) -> int:
    """Give a positive 30-bit number that depends on the text alone."""
    digest = blake2s(text.encode(), digest_size=4).digest()
    return (int.from_bytes(digest, "big") & 0x3FFFFFFF) | 0x40000000


def _write_collection(
    connection: sqlite3.Connection, ids: Mapping[str, int], used: set[str]
) -> None:
    from genanki import Deck

    (text,) = connection.execute("SELECT decks FROM col").fetchone()
    decks = json.loads(text)
    one = Deck(1, "").to_json()
    decks |= {str(id): one | {"id": id, "name": name} for name, id in ids.items()}
    some_deck = next(iter(ids.values()), 1)
    models = {
        str(note_type.id): note_type_json(note_type, some_deck)
        for kind, note_type in NOTE_TYPES.items()
        if kind in used
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
            {"name": name, "id": note_type.field_id(index)}
            for index, name in enumerate(note_type.fields)
        ],
        templates=[
            {"name": t.name, "id": t.id, "qfmt": t.front, "afmt": t.back}
            for t in note_type.templates
        ],
        css=css(),
        model_type=Model.CLOZE if note_type.cloze else Model.FRONT_BACK,
    )
    found: dict[str, Any] = model.to_json(MODIFIED, deck_id)
    return found


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
