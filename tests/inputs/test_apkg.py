"""Decks of any maker as banks: made by genanki, exported by the real Anki, built by us."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import genanki
import pytest

from quizgen.formats.packed import packed
from quizgen.inputs.apkg import read
from quizgen.model import Cloze, Flashcard, Item, MultipleResponse, ShortAnswer, SingleChoice
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from tests.anki import Anki
from tests.helpers import EVERY_TYPE, NOW
from tests.outputs.test_tables import bare

PIXEL = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
VOCABULARY = genanki.Model(
    1_607_392_319,
    "Vocabulary",
    fields=[{"name": name} for name in ("Word", "Meaning", "Example", "Source")],
    templates=[
        {
            "name": "one",
            "qfmt": "{{Word}}",
            "afmt": "{{FrontSide}}<hr>{{Meaning}}<br>{{#Example}}{{Example}}{{/Example}}",
        }
    ],
)


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a deck as a stranger's program does."""
    folder = tmp_path_factory.mktemp("deck")
    (folder / "cell wall.gif").write_bytes(PIXEL)
    (folder / "hund.mp3").write_bytes(b"ID3 not much of a sound")
    cells, plants = genanki.Deck(9001, "Biology::Cells"), genanki.Deck(9002, "Biology::Plants")
    basic, both = genanki.BASIC_MODEL, genanki.BASIC_AND_REVERSED_CARD_MODEL
    typed, gaps = genanki.BASIC_TYPE_IN_THE_ANSWER_MODEL, genanki.CLOZE_MODEL
    for note in (
        genanki.Note(basic, ['What? <img src="cell wall.gif">', "A <b>wall</b><br>* 2"]),
        genanki.Note(both, ["der Hund [sound:hund.mp3]", "dog"], tags=["animals"]),
        genanki.Note(typed, ["Capital of France?", "Paris"]),
    ):
        cells.add_note(note)
    for note in (
        genanki.Note(gaps, [r"{{c1::ATP::what?}} and \(x_{ {{c2::1}} }\)", "See p. 3"]),
        genanki.Note(VOCABULARY, ["Baum", "tree", "Der Baum ist hoch.", "Duden"]),
        genanki.Note(basic, ["only a front", ""]),
    ):
        plants.add_note(note)
    path = folder / "biology.apkg"
    media = [str(folder / "cell wall.gif"), str(folder / "hund.mp3")]
    genanki.Package([cells, plants], media_files=media).write_to_file(path, timestamp=NOW)
    return path


def told(path: Path) -> list[tuple[str, str, str]]:
    """Give type, question and answer of a deck's items."""
    return [(type(item).__name__, item.stem, _answer(item)) for item in check(path).bank.items]  # type: ignore[union-attr]


def _answer(item: Item) -> str:
    match item:
        case Flashcard():
            return item.back
        case ShortAnswer():
            return item.answer
        case _:
            return item.explanation


NOTES = [
    ("Flashcard", "What? ![cell wall](media/cell-wall.gif)", "A **wall**\n\\* 2"),
    ("Flashcard", "der Hund", "dog"),
    ("ShortAnswer", "Capital of France?", "Paris"),
    ("Cloze", r"{{1::ATP::what?}} and \(x_{ {{2::1}} }\)", "See p. 3"),
    ("Flashcard", "Baum", "tree\n\nDer Baum ist hoch."),
]


def test_every_note_of_a_strangers_deck(deck: Path) -> None:
    """Somebody with a deck from the web would have to type it again."""
    assert sorted(told(deck)) == sorted(NOTES)
    report = check(deck)
    assert report.bank is not None
    items = {item.stem: item for item in report.bank.items}
    hund = items["der Hund"]
    assert isinstance(hund, Flashcard)
    assert (hund.reverse, hund.topic, hund.tags) == (True, "cells", ("animals",))
    assert hund.audio is not None
    assert hund.audio.file == "media/hund.mp3"
    assert report.bank.title == "Biology"
    said = {p.code: p.message for p in report.problems}
    assert "Word, Meaning, Example" in said["comes-as-another"]
    assert "Source (Duden)" in said["comes-as-another"]
    assert said["cannot-be-read"] == "nothing stands on its back"


@pytest.mark.parametrize("legacy", [True, False], ids=["older", "newest"])
def test_what_the_real_anki_exports(deck: Path, tmp_path: Path, legacy: bool) -> None:
    """A deck that somebody shares from today's Anki could not be read, or lose its pictures."""
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    anki = Anki(tmp_path / "home.anki2")
    anki.take(deck)
    path = tmp_path / "shared.apkg"
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy
    )
    top = anki.col.decks.id("Biology")
    anki.col.export_anki_package(out_path=str(path), options=options, limit=DeckIdLimit(top))
    anki.col.close()
    with ZipFile(path) as package:
        assert ("collection.anki21b" in package.namelist()) is not legacy
    assert sorted(told(path)) == sorted(NOTES)
    media = read(path.read_bytes(), "x").media
    assert media["media/cell-wall.gif"] == PIXEL


def test_our_own_decks_come_back_as_the_questions_they_were(
    bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A teacher who has nothing but the deck would have a choice as a card."""
    bank = bank_from(EVERY_TYPE)
    build(bank, tmp_path / "out", only=["anki"], now=NOW)
    (path,) = tmp_path.glob("out/*/deck.apkg")
    went = {item.id: item for item in check(bank).sound_bank.items}
    came = {item.id: item for item in check(path).sound_bank.items}
    assert came.keys() == went.keys()
    for id, item in went.items():
        again = came[id]
        assert type(again) is type(item)
        if isinstance(item, (SingleChoice, MultipleResponse)):
            assert isinstance(again, (SingleChoice, MultipleResponse))
            assert _right(again) == _right(item)
        elif not isinstance(item, Cloze):
            bare_again, bare_item = bare(again), bare(item)
            unlike = {key for key in bare_item if bare_item[key] != bare_again[key]}
            assert unlike <= {"lang", "lines", "extra", "pairs", "steps", "written", *_AS_TAGS}, (
                id,
                unlike,
            )


_AS_TAGS = ("topic", "tags")
"""A topic without a title is a tag among others in a deck."""


def _right(item: SingleChoice | MultipleResponse) -> tuple[set[str], set[str]]:
    texts = {option.id: option.text for option in item.options}
    return {texts[id] for id in item.right}, set(texts.values())


def test_damaged_packages_are_named(tmp_path: Path) -> None:
    """A damaged download would end in a traceback, or fill the disk."""
    loop = tmp_path / "loop.db"
    with sqlite3.connect(loop) as connection:
        connection.execute("CREATE TABLE col (models, decks)")
        connection.execute("INSERT INTO col VALUES ('{}', '{}')")
        connection.execute("CREATE TABLE cards (nid, ord, did, odid)")
        connection.execute(
            "CREATE VIEW notes AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r)"
            " SELECT x AS id, x AS guid, x AS mid, '' AS tags, '' AS flds FROM r ORDER BY x"
        )
    connection.close()
    broken = {
        "no database": packed({"collection.anki2": b"nonsense"}),
        "no zstd": packed({"collection.anki21b": b"\x28\xb5\x2f\xfd" + b"x" * 40}),
        "endless": packed({"collection.anki2": loop.read_bytes()}),
    }
    for what, data in broken.items():
        path = tmp_path / "broken.apkg"
        path.write_bytes(data)
        assert "cannot-read" in {p.code for p in check(path).problems}, what
