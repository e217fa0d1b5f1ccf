"""The package writer: memory, subdecks, scratch files, and what a kill leaves behind."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.notes import Note
from quizgen.outputs.anki.options import DeckOptions
from quizgen.outputs.anki.package import write_package
from quizgen.pipeline.build import build
from tests.anki import Anki, counts, deck
from tests.helpers import EVERY_TYPE, NOW


def many(count: int, decks: int = 1) -> Iterator[Note]:
    """Give typed notes as they come from a bank, one at a time."""
    rest = ("",) * (len(NOTE_TYPES["typed"].fields) - 3)
    for n in range(count):
        name = f"Deck::{n % decks}" if decks > 1 else "Deck"
        fields = (f"Which number is {n}?", str(n), f"The number <b>{n}</b>, of course", *rest)
        yield Note(f"guid-{n}", "typed", NOW, fields, ("numbers::all",), (0,), name)


def rows(package: bytes, query: str) -> list[tuple[object, ...]]:
    """Ask the database inside a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def written(notes: Iterator[Note]) -> bytes:
    """Write a package into memory."""
    stream = io.BytesIO()
    write_package(stream, "bank", notes, {})
    return stream.getvalue()


def test_equal_notes_give_equal_bytes() -> None:
    """Two builds of one bank would differ, and nobody could say why."""
    assert written(many(100)) == written(many(100))


def test_memory_does_not_grow_with_the_notes(tmp_path: Path) -> None:
    """A bank of 100,000 notes would not fit beside a browser."""
    peaks = []
    for count in (9_000, 36_000):
        with (tmp_path / "deck.apkg").open("wb") as stream:
            tracemalloc.start()
            write_package(stream, "bank", many(count), {})
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


def test_a_deck_for_every_note(anki: Anki, tmp_path: Path) -> None:
    """Many subdecks would be lost, or written again and again."""
    package = written(many(1600, decks=1600))
    ((text,),) = rows(package, "SELECT decks FROM col")
    assert len(json.loads(str(text))) == 1601  # and the default deck
    (tmp_path / "deck.apkg").write_bytes(package)
    assert counts(anki.take(tmp_path / "deck.apkg"))[0] == 1600
    assert len(anki.col.find_cards("deck:Deck::7")) == 1
    assert len(anki.col.find_cards("deck:Deck")) == 1600


def test_new_cards_come_in_the_order_of_the_bank(
    anki: Anki, bank_from: Callable[..., Path]
) -> None:
    """A lesson's first question would come last."""
    anki.take(deck(bank_from(EVERY_TYPE)))
    assert [anki.review("Test bank") for _ in range(3)] == ["single", "multiple", "truth"]


def test_no_scratch_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every build would leave a database behind; so would one that fails half-way."""
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def broken() -> Iterator[Note]:
        yield from many(10)
        assert list(tmp_path.iterdir()) == []  # not even while it writes
        raise RuntimeError

    with pytest.raises(RuntimeError):
        written(broken())
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from importlib import import_module
module = import_module("quizgen.outputs.anki.notes")
original = module._FieldWriter.note
left = [int(sys.argv[1])]
def note(self, item, *, retired):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(self, item, retired=retired)
module._FieldWriter.note = note
from quizgen import build
build("bank", "out", only=["anki"])
"""


def test_a_kill_leaves_the_old_deck_whole(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A laptop that dies during a build would leave half a deck under the deck's name."""
    build(bank_from(EVERY_TYPE), "out", only=["anki"], now=NOW)
    folder = Path("out/test-bank")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    lock = Path("bank/quizgen.lock").read_bytes()
    bank_from(EVERY_TYPE.replace("Which one?", "Which one of them?"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {
        "TMPDIR": str(scratch),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    ended = subprocess.run([sys.executable, "-c", KILLED, "5"], env=environment, check=False)
    assert ended.returncode == -9
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert Path("bank/quizgen.lock").read_bytes() == lock
    assert list(scratch.iterdir()) == []
    build("bank", "out", only=["anki"], now=NOW + 60)
    assert sorted(path.name for path in Path("out").iterdir()) == ["test-bank"]
    assert (folder / "deck.apkg").read_bytes() != before["deck.apkg"]


def test_subdecks_by_topic(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """`--subdecks` would change nothing, or would split topics wrongly."""
    bank = bank_from("""
        questions:
          - {id: a, topic: europe/rivers, question: x, answer: y}
          - {id: b, topic: europe, question: x, answer: z}
          - {id: c, question: x, answer: w}
          - {id: d, topic: "a::b", question: x, answer: v}
    """)
    build(bank, "out", only=["anki"], now=NOW, options=[DeckOptions(subdecks=True)])
    anki.take(Path("out/test-bank/deck.apkg"))
    names = {id: anki.col.decks.name(note.cards()[0].did) for id, note in anki.notes().items()}
    assert names == {
        "a": "Test bank::europe::rivers",
        "b": "Test bank::europe",
        "c": "Test bank",
        "d": "Test bank::a:b",
    }
