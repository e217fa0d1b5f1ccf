"""`quizgen verify`: what the real Anki makes of good and of broken decks."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import genanki
import pytest

from quizgen.cli.verify import run_verify
from quizgen.outputs.anki.verify import HELP, verify
from quizgen.problems import QuizgenError
from tests.anki import deck
from tests.helpers import EVERY_TYPE, NATO

pytestmark = pytest.mark.peer


def basic(
    number: int = 1, front: str = "{{Front}}", back: str = "{{Back}}", **settings: Any
) -> Any:
    return genanki.Model(
        number,
        f"Type {number}",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card 1", "qfmt": front, "afmt": back}],
        **settings,
    )


CLOZE = genanki.Model(
    9,
    "Cloze type",
    fields=[{"name": "Text"}],
    templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}],
    model_type=genanki.Model.CLOZE,
)


def note(model: Any, *fields: str, **settings: Any) -> Any:
    made = genanki.Note(model=model, fields=list(fields))
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def package(tmp_path: Path, *notes: Any) -> Path:
    """Write a deck as others do: with genanki's own package."""
    made = genanki.Deck(77, "Others")
    for one in notes:
        made.add_note(one)
    path = tmp_path / "others.apkg"
    genanki.Package(made).write_to_file(path)
    return path


def flaws(path: Path) -> list[tuple[str, str]]:
    return [(flaw.code, flaw.what) for flaw in verify(path).flaws]


def test_our_decks_are_whole(bank_from: Callable[..., Path]) -> None:
    """A deck of ours would have a lost or broken card."""
    found = verify(deck(bank_from(EVERY_TYPE)))
    assert found.flaws == ()
    assert (found.notes, found.cards, found.decks) == (10, 12, ("Test bank",))


def test_the_nato_deck_is_whole(tmp_path: Path) -> None:
    """The deck that the README shows would have a broken card."""
    from shutil import copytree

    copytree(NATO, tmp_path / "nato")
    copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    assert verify(deck(tmp_path / "nato", str(tmp_path / "out"))).flaws == ()


def test_broken_templates(tmp_path: Path) -> None:
    """A card that shows an error message would reach learners."""
    path = package(tmp_path, note(basic(front="{{Frnt}}{{Front}}"), "One", "x"))
    ((code, what),) = flaws(path)
    assert code == "broken-template"
    assert what.startswith("One, card 1: ")
    assert "problem" in what
    assert "Frnt" in what


def test_empty_and_lost_cards(tmp_path: Path) -> None:
    """Cards that ask nothing, or that Anki makes up later, would pass."""
    twice = genanki.Model(
        5,
        "Both ways",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {"name": "There", "qfmt": "{{Front}}", "afmt": "{{Back}}"},
            {"name": "Back again", "qfmt": "{{Back}}", "afmt": "{{Front}}"},
        ],
    )
    path = package(
        tmp_path,
        note(twice, "One", "", cards=[genanki.Card(0), genanki.Card(1)]),
        note(twice, "Two", "zwei", cards=[genanki.Card(0)]),
        note(CLOZE, "{{c1::a {{c2::b}}}}", cards=[genanki.Card(0)]),
    )
    assert flaws(path) == [
        ("empty-card", "One, card Back again"),
        ("lost-card", "Two, card Back again"),
        ("lost-card", "a b, card 2"),
    ]


def test_clozes_without_blanks_and_notes_without_cards(tmp_path: Path) -> None:
    """A note would be imported and never asked."""
    path = package(
        tmp_path, note(CLOZE, "No blank here", cards=[]), note(basic(2), "{{c1::x}}", "y")
    )
    assert flaws(path) == [
        ("no-cards", "No blank here"),
        ("bad-cloze", "No blank here"),
        ("bad-cloze", "x"),
    ]


def test_media(tmp_path: Path) -> None:
    """A card would show a gap where a picture should be, or need the network."""
    path = package(
        tmp_path,
        note(basic(), 'See <img src="map.png">', "[sound:bell.mp3]"),
        note(basic(), 'Far <img src="https://example.org/x.png">', "y"),
    )
    assert flaws(path) == [
        ("missing-media", "bell.mp3, in See"),
        ("missing-media", "map.png, in See"),
        ("remote-media", "Far: https://example.org/x.png"),
    ]


def test_media_of_templates(tmp_path: Path) -> None:
    """What a template itself asks for would be missing on every card, and nobody would know."""
    path = package(
        tmp_path,
        note(
            basic(
                back='{{Back}}<img src="_logo.png"><script src="https://e.org/x.js"></script>',
                css="@import url(https://e.org/f.css);",
            ),
            'Seen <!-- <img src="old.png"> -->',
            '<img src="data:image/png;base64,iVBORw0KGgo=">',
        ),
    )
    assert flaws(path) == [
        ("missing-media", "_logo.png, in note type Type 1"),
        ("remote-media", "note type Type 1: https://e.org/f.css"),
        ("remote-media", "note type Type 1: https://e.org/x.js"),
    ]


def test_a_cloze_type_of_two_templates(tmp_path: Path) -> None:
    """A third blank would end in a traceback."""
    two = genanki.Model(
        11,
        "Two",
        fields=[{"name": "Text"}],
        templates=[
            {"name": "One", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"},
            {"name": "Other", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"},
        ],
        model_type=genanki.Model.CLOZE,
    )
    path = package(tmp_path, note(two, "{{c1::a}} {{c3::b}}", cards=[genanki.Card(0)]))
    assert flaws(path) == [("lost-card", "a b, card 3")]


def test_an_empty_deck(tmp_path: Path) -> None:
    """A deck without a note would be called whole."""
    assert flaws(package(tmp_path)) == [("empty-deck", "no note was imported")]


def test_one_guid_twice(tmp_path: Path) -> None:
    """An update would reach only one of two notes."""
    path = package(
        tmp_path, note(basic(), "One", "x", guid="g"), note(basic(), "Two", "y", guid="g")
    )
    assert flaws(path) == [("same-guid", "One = Two")]


def test_an_export_of_anki_itself_can_be_verified(anki: Any, tmp_path: Path) -> None:
    """Decks in Anki's newer format would be refused."""
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    made = anki.col.new_note(anki.col.models.by_name("Basic"))
    made["Front"], made["Back"] = "Hello", "Hallo"
    anki.col.add_note(made, anki.col.decks.id("Exported"))
    path = tmp_path / "exported.apkg"
    limit = DeckIdLimit(anki.col.decks.id("Exported"))
    anki.col.export_anki_package(
        out_path=str(path), options=ExportAnkiPackageOptions(), limit=limit
    )
    found = verify(path)
    assert (found.notes, found.decks, found.flaws) == (1, ("Exported",), ())


@pytest.mark.parametrize("content", [b"", b"no deck", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_deck(tmp_path: Path, content: bytes) -> None:
    """A wrong file would end in a traceback."""
    path = tmp_path / "x.apkg"
    path.write_bytes(content)
    with pytest.raises(QuizgenError, match=r"no Anki deck|Anki refuses the deck"):
        verify(path)
    with pytest.raises(QuizgenError, match="there is no deck"):
        verify(tmp_path / "y.apkg")


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A teacher would be told a code and not what to do."""
    path = package(tmp_path, note(basic(), 'See <img src="map.png">', "y"))
    assert run_verify(path, as_json=False) == 1
    said = capsys.readouterr().out
    assert said == (
        f"missing-media (1): {HELP['missing-media']}\n  map.png, in See\n"
        f"{path}: 1 note, 1 card in Others: 1 flaw\n"
    )
    assert run_verify(path, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["flaws"][0]["what"] == "map.png, in See"


def test_every_flaw_is_explained() -> None:
    """A flaw would crash the report, or an explanation would wait for a flaw in vain."""
    import re

    source = (Path(__file__).parents[2] / "quizgen/outputs/anki/verify.py").read_text("utf-8")
    named = re.findall(r'(?:Flaw\(|^            \()"([a-z-]+)"', source, re.MULTILINE)
    assert set(named) == set(HELP)


def test_a_database_that_is_broken(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A damaged download would end in a traceback."""
    with zipfile.ZipFile(deck(bank_from(EVERY_TYPE))) as archive:
        data = bytearray(archive.read("collection.anki2"))
    data[100:5000] = bytes(4900)
    path = tmp_path / "broken.apkg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", bytes(data))
        archive.writestr("media", "{}")
    with pytest.raises(QuizgenError):
        verify(path)


def test_a_broken_script_is_seen(tmp_path: Path) -> None:
    """A card whose script stops half-way would pass for whole."""
    back = "{{Back}}<script>document.getElementById('{{Back}}').title = 1;</script>"
    path = package(
        tmp_path, note(basic(back=back), "Good", "qa"), note(basic(back=back), "Bad", "b")
    )
    flaws = verify(path).flaws
    assert [flaw.code for flaw in flaws] == ["broken-script"]
    assert flaws[0].what.startswith("Bad, card 1: ")


def test_scripts_that_were_not_run_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has no browser would take a deck for looked at that was not."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("QUIZGEN_CHROMIUM", raising=False)
    back = "{{Back}}<script>nothing();</script>"
    checked = verify(package(tmp_path, note(basic(back=back), "One", "x")))
    assert checked.flaws == ()
    assert "no Chromium was found" in checked.not_done
    plain = verify(package(tmp_path, note(basic(), "One", "x")))
    assert plain.not_done == ""
