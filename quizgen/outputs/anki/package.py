"""Writes an .apkg: batched, in fixed order, with fixed dates, so that equal notes give equal bytes.

Stands on genanki's public constants (schema, collection row, note type and deck JSON). Its own
`Package` leaks temporary files, stores uncompressed and dates the zip by the clock.
"""

from __future__ import annotations

import copy
import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2s
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from quizgen.outputs.anki.note_types import MODIFIED, NOTE_TYPES, NoteType, css
from quizgen.outputs.anki.notes import Note

_BATCH = 4000
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_package(
    stream: BinaryIO, deck: str, bank_id: str, notes: Iterable[Note], media: Mapping[str, bytes]
) -> None:
    """Write a package to a stream.

    Args:
        stream: Where to.
        deck: The deck's name, by which Anki knows it.
        bank_id: Spreads the row ids of different banks.
        notes: The notes, in the order new cards should come.
        media: Media name -> bytes.

    """
    folder = tempfile.mkdtemp(prefix="quizgen-")
    try:
        path = Path(folder) / "collection.anki2"
        _write_database(path, deck, bank_id, notes)
        _write_zip(stream, path, media)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_database(path: Path, deck: str, bank_id: str, notes: Iterable[Note]) -> None:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    tables, index, rest = APKG_SCHEMA.partition("CREATE INDEX")
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        connection.executescript(tables)
        connection.executescript(APKG_COL)
        deck_id = _stable_id(deck)
        base = (1_500_000_000 + _stable_id(bank_id) % 200_000_000) * 1000
        first = base
        used: set[str] = set()
        remaining = iter(enumerate(notes))
        connection.execute("BEGIN")
        while batch := list(islice(remaining, _BATCH)):
            used |= {note.kind for _, note in batch}
            connection.executemany(
                "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')",
                (_note_row(first + index, note) for index, note in batch),
            )
            connection.executemany(
                "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')",
                _card_rows(batch, first, deck_id),
            )
        connection.commit()
        _write_collection(connection, deck, deck_id, used)
        connection.executescript(index + rest)
        connection.commit()
    finally:
        connection.close()


def _note_row(id: int, note: Note) -> tuple[Any, ...]:
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    fields = "\x1f".join(note.fields)
    note_type = NOTE_TYPES[note.kind].id
    return id, note.guid, note_type, note.modified, tags, fields, note.sort_field


def _card_rows(
    batch: list[tuple[int, Note]], first: int, deck_id: int
) -> Iterator[tuple[Any, ...]]:
    for index, note in batch:
        for ordinal in note.ordinals:
            card_id = (first + index) * 512 + ordinal
            yield card_id, first + index, deck_id, ordinal, note.modified, index


def _stable_id(text: str) -> int:
    """Give a positive 30-bit number that depends on the text alone."""
    digest = blake2s(text.encode(), digest_size=4).digest()
    return (int.from_bytes(digest, "big") & 0x3FFFFFFF) | 0x40000000


def _write_collection(
    connection: sqlite3.Connection, deck: str, deck_id: int, used: set[str]
) -> None:
    from genanki import Deck

    (decks_text,) = connection.execute("SELECT decks FROM col").fetchone()
    decks = json.loads(decks_text)
    decks[str(deck_id)] = Deck(deck_id, deck).to_json()
    models = {
        str(note_type.id): _note_type_json(note_type, deck_id)
        for kind, note_type in NOTE_TYPES.items()
        if kind in used
    }
    connection.execute(
        "UPDATE col SET decks = ?, models = ?", (json.dumps(decks), json.dumps(models))
    )
    connection.commit()


def _note_type_json(note_type: NoteType, deck_id: int) -> dict[str, Any]:
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
            for t in copy.deepcopy(note_type.templates)
        ],
        css=css(),
        model_type=Model.CLOZE if note_type.cloze else Model.FRONT_BACK,
    )
    found: dict[str, Any] = model.to_json(MODIFIED, deck_id)
    return found


def _write_zip(stream: BinaryIO, database: Path, media: Mapping[str, bytes]) -> None:
    names = sorted(media)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        info = _entry("collection.anki2")
        info.file_size = database.stat().st_size
        with package.open(info, "w") as target, database.open("rb") as source:
            shutil.copyfileobj(source, target, 1 << 20)
        listing = json.dumps({str(i): name for i, name in enumerate(names)})
        package.writestr(_entry("media"), listing, compresslevel=1)
        for index, name in enumerate(names):
            package.writestr(_entry(str(index)), media[name], compresslevel=1)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
