"""The deck writer against its floor, genanki and the real Anki."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quizgen.outputs.anki import package
from quizgen.outputs.anki.note_types import NOTE_TYPES, css
from quizgen.outputs.anki.notes import Note
from tests.measuring import Row, cpu, paired, row

_KIND = NOTE_TYPES["basic"]


def ready(count: int, decks: int = 1) -> list[Note]:
    """Make notes as they stand before they are written: about 250 bytes of text each."""
    rest = ("",) * (len(_KIND.fields) - 2)
    back = (
        "The party of the first part, number {}. It is named in the opening paragraph of the "
        "agreement, before the party of the second part and all the others, in so many words."
    )
    notes = []
    for n in range(count):
        front = f"Which of the parties opens the list of agreement number {n}?"
        fields = (front, back.format(n), *rest)
        deck = f"Bench::{n % decks}" if decks > 1 else "Bench"
        tags = (f"topic-{n % 20}",)
        notes.append(Note(f"{n:020x}", "basic", 1_750_000_000 + n, fields, tags, (0,), deck))
    return notes


def rows_of(notes: Sequence[Note]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Turn notes into the very rows that our writer makes, outside the floor's time."""
    types = {_KIND.kind: _KIND.id}
    first = 1_600_000_000_000
    note_rows = package._note_rows(notes, first, types)
    return note_rows, package._card_rows(notes, first, {"Bench": 1_400_000_000})


def floor(folder: Path, note_rows: list[tuple[Any, ...]], card_rows: list[tuple[Any, ...]]) -> None:
    """Insert ready rows, no journal, indexes last, and deflate at level 1: what can't be avoided."""
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    path = folder / "floor.anki2"
    path.unlink(missing_ok=True)
    tables, index, rest = APKG_SCHEMA.partition("CREATE INDEX")
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + tables + APKG_COL)
    connection.execute("BEGIN")
    connection.executemany(package._NOTE, note_rows)
    connection.executemany(package._CARD, card_rows)
    connection.executescript(index + rest)
    connection.commit()
    connection.close()
    with zipfile.ZipFile(folder / "floor.apkg", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.write(path, "collection.anki2")


def ours(folder: Path, notes: Sequence[Note]) -> None:
    """Write the notes with our writer."""
    with (folder / "ours.apkg").open("wb") as stream:
        package.write_package(stream, "bench", notes, {})


def genanki_package(folder: Path, notes: Sequence[Note]) -> None:
    """Write them with genanki's own `Package`, guids given."""
    import genanki

    model = genanki.Model(
        _KIND.id,
        _KIND.name,
        fields=[{"name": name} for name in _KIND.fields],
        templates=[{"name": "Forward", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
        css=css(),
    )
    decks = {name: genanki.Deck(i + 2, name) for i, name in enumerate({n.deck: 0 for n in notes})}
    for note in notes:
        decks[note.deck].add_note(
            genanki.Note(
                model=model, fields=list(note.fields), guid=note.guid, tags=list(note.tags)
            )
        )
    genanki.Package(list(decks.values())).write_to_file(folder / "genanki.apkg")


def backend(folder: Path, notes: Sequence[Note]) -> None:
    """Add them to a collection of the real Anki, in bulk, and export it."""
    from anki.collection import AddNoteRequest, Collection, DeckIdLimit, ExportAnkiPackageOptions
    from anki.decks import DeckId

    inside = folder / "collection"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir()
    collection = Collection(str(inside / "c.anki2"))
    kind = collection.models.by_name("Basic")
    requests = []
    for note in notes:
        made = collection.new_note(kind)
        made.fields = list(note.fields[:2])
        made.tags = list(note.tags)
        requests.append(AddNoteRequest(made, DeckId(1)))
    collection.add_notes(requests)
    collection.export_anki_package(
        out_path=str(folder / "backend.apkg"),
        options=ExportAnkiPackageOptions(legacy=True),
        limit=DeckIdLimit(DeckId(1)),
    )
    collection.close()


def rows() -> list[Row]:
    """Give the rows of `make bench ONLY=deck`."""
    found = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for count, runs in ((10_000, 9), (100_000, 5)):
            notes = ready(count)
            least, mine = paired(
                partial(floor, folder, *rows_of(notes)), partial(ours, folder, notes), runs
            )
            slower = cpu(partial(genanki_package, folder, notes), 3 if count < 50_000 else 1)
            found.append(
                row(f"write a deck of {count:,} notes", mine, least, "genanki", slower, 1.1)
            )
            slower = cpu(partial(backend, folder, notes), 1)
            found.append(
                row(f"write a deck of {count:,} notes", mine, least, "the real Anki", slower, 1.1)
            )
        one, many = ready(1600), ready(1600, decks=1600)
        least, mine = paired(partial(ours, folder, one), partial(ours, folder, many), 9)
        slower = cpu(partial(genanki_package, folder, many), 1)
        found.append(row("1,600 decks : one deck", mine, least, "genanki", slower, 2.0))
    return found
