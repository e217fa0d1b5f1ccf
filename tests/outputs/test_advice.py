"""Every advice that `diff` and `build` print, followed in the real Anki.

In each case a learner has reviewed two cards, and has written on cards before the advice is
followed: what is lost by it must be what it says, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.outputs.anki import note_types, package
from quizgen.pipeline.build import build
from quizgen.release.history import ADVICE, CHANGES
from tests.anki import Anki, counts, deck
from tests.helpers import NOW

pytestmark = pytest.mark.peer

Write = Callable[..., Path]

HEAD = "quizgen: 1\nid: test-bank\ntitle: Test bank\n"
BANK = """
questions:
  - {id: a, question: First?, answer: one}
  - {id: b, question: Second?, answer: two}
  - {id: c, cloze: "{{x}} and {{2::y}}"}
"""
REWORDED = BANK.replace("First?", "The first?")
WITHOUT_B = BANK.replace("  - {id: b, question: Second?, answer: two}\n", "")
LATER = NOW + 86_400
"""A build after the learner's import, and before the learner wrote: tests write now."""
AFTER_ALL = 2_500_000_000
"""A build after all that the real Anki dates by its own clock."""
REPS = 5
"""Where a card's history counts its reviews."""
MERGE = {"merge_notetypes": True}
ALWAYS = {"update_notes": 1, "update_notetypes": 1}


@pytest.fixture
def learner(anki: Anki, bank_from: Write) -> Anki:
    """Give a learner who has imported the deck, reviewed two cards, and written on all."""
    anki.take(deck(bank_from(BANK), "old"))
    assert [anki.review("Test bank") for _ in range(2)] == ["a", "b"]
    write_on(anki, "a", "b", "c")
    return anki


def write_on(anki: Anki, *ids: str) -> None:
    """Write on cards as a learner would."""
    for id, note in anki.notes().items():
        if id in ids:
            note["Explanation"] = "Mine"
            note.tags.append("mine")
            anki.col.update_note(note)


def written(anki: Anki) -> set[str]:
    """Give the cards that still have the learner's words and tag."""
    notes = anki.notes().items()
    return {id for id, note in notes if note["Explanation"] == "Mine" and "mine" in note.tags}


def changes(*paths: Path | str) -> list[tuple[str, str]]:
    """Give what `quizgen diff` says, and see that it prints the advice."""
    names = list(map(str, paths))
    steps = json.loads(CliRunner().invoke(app, ["diff", *names, "--json"]).output)
    assert all(step["advice"] == ADVICE[step["change"]] for step in steps)
    return [(step["change"], step["item"]) for step in steps]


def one_field_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend to be a release whose note types have a field more."""
    monkeypatch.setattr(note_types, "_TAIL", (*note_types._TAIL, "More"))
    monkeypatch.setattr(package, "MODIFIED", note_types.MODIFIED + 5)


def own_style(anki: Anki, style: str = "/* mine */") -> None:
    kind = anki.col.models.by_name("quizgen Typed")
    kind["css"] = style
    anki.col.models.update_dict(kind)


def style_of(anki: Anki) -> str:
    css: str = anki.col.models.by_name("quizgen Typed")["css"]
    return css


def test_structure_changed(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who follows the advice would lose their edits, their style or a review."""
    own_style(learner)
    one_field_more(monkeypatch)
    new = deck(bank_from(BANK), "new", now=LATER)
    assert changes("old/test-bank/deck.apkg", new) == [
        ("structure-changed", "quizgen Cloze"),
        ("structure-changed", "quizgen Typed"),
    ]
    assert "Always" not in "".join(ADVICE.values())
    assert counts(learner.take(new)) == (0, 0, 0, 3)
    assert counts(learner.take(new, **MERGE)) == (0, 0, 3, 0)
    assert "More" in learner.notes()["a"]
    assert written(learner) == {"a", "b", "c"}
    assert style_of(learner) == "/* mine */"
    assert learner.reviews() == 2
    # From now on all is as before.
    log = learner.take(deck(bank_from(REWORDED), "new", now=AFTER_ALL))
    assert counts(log) == (0, 1, 2, 0)
    assert written(learner) == {"b", "c"}


def test_held_back(learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that merging alone doesn't bring would be promised, or cost every edit."""
    one_field_more(monkeypatch)
    new = deck(bank_from(REWORDED), "new", now=LATER)
    assert ("held-back", "a") in changes("old/test-bank/deck.apkg", new)
    learner.take(new, **MERGE)
    assert learner.notes()["a"]["Question"] == "First?"
    assert written(learner) == {"a", "b", "c"}
    once_more = deck(bank_from(BANK.replace("First?", "Which is first?")), now=AFTER_ALL)
    assert counts(learner.take(once_more)) == (0, 1, 2, 0)
    assert learner.notes()["a"]["Question"] == "Which is first?"
    assert written(learner) == {"b", "c"}
    learner.take(once_more, **ALWAYS)
    assert written(learner) == set()


def test_a_template_more_holds_nothing_back(anki: Anki, bank_from: Write, tmp_path: Path) -> None:
    """A change that does arrive with merging would be called lost, or a card empty that isn't."""
    bank_from(BANK)
    one, two = ("One", "{{F}}"), ("Two", "{{G}}")
    cards = {"fewer": [one], "as they were": [one, two], "more": [one, two, ("Three", "{{F}}")]}
    old = theirs(tmp_path / "old.apkg", [["f", "g"], ["ff", "gg"]], cards["as they were"])
    anki.take(old)
    note = anki.col.get_note(anki.col.find_notes("ff")[0])
    note["G"] = "mine"
    anki.col.update_note(note)
    for which in ("more", "fewer"):
        new = theirs(tmp_path / "new.apkg", [["f", which], ["ff", "gg"]], cards[which], LATER)
        found = changes(old, new)
        assert [change for change, _ in found] == ["structure-changed", "changed", "changed"]
        anki.take(new, **MERGE)
    assert {anki.col.get_note(nid)["G"] for nid in anki.col.find_notes("")} == {"more", "mine"}
    assert anki.col.get_empty_cards().notes == []


def test_a_structure_that_was_merged_is_merged_every_time(
    anki: Anki, bank_from: Write, tmp_path: Path
) -> None:
    """After the one import that `diff` told them of, learners would never get an update again."""
    bank_from(BANK)
    one, two = ("One", "{{F}}"), ("Two", "{{G}}")
    anki.take(theirs(tmp_path / "old.apkg", [["f", "g"]], [one, two]))
    anki.take(theirs(tmp_path / "new.apkg", [["f", "g"]], [one], LATER), **MERGE)
    later = theirs(tmp_path / "later.apkg", [["f", "new"]], [one], AFTER_ALL)
    assert "with this and every later import" in ADVICE["structure-changed"]
    assert counts(anki.take(later)) == (0, 0, 0, 1)
    assert counts(anki.take(later, **MERGE)) == (0, 1, 0, 0)


def test_another_field_to_sort_by(anki: Anki, bank_from: Write, tmp_path: Path) -> None:
    """`diff` would promise a text that Anki keeps away: it dates all notes of the type anew."""
    bank_from(BANK)
    cards = [("One", "{{F}}")]
    old = theirs(tmp_path / "old.apkg", [["f", "g"]], cards)
    new = theirs(tmp_path / "new.apkg", [["f", "new"]], cards, LATER, sort=1)
    anki.take(old)
    assert changes(old, new) == [("held-back", "f")]
    assert counts(anki.take(new)) == (0, 0, 1, 0)
    again = theirs(tmp_path / "again.apkg", [["f", "again"]], cards, AFTER_ALL, sort=1)
    assert changes(new, again) == [("changed", "f")]
    assert counts(anki.take(again)) == (0, 1, 0, 0)


def theirs(
    path: Path,
    notes: list[list[str]],
    cards: list[tuple[str, str]],
    time: int = NOW,
    *,
    id: int = 77,
    cloze: bool = False,
    sort: int = 0,
) -> Path:
    """Write a deck of somebody else."""
    import genanki

    model = genanki.Model(
        id,
        "M",
        fields=[{"name": "F"}, {"name": "G"}],
        templates=[{"name": name, "qfmt": front, "afmt": front} for name, front in cards],
        model_type=int(cloze),
        sort_field_index=sort,
    )
    made = genanki.Deck(5, "Others")
    for fields in notes:
        made.add_note(genanki.Note(model=model, fields=fields, guid=str(len(fields[0]))))
    genanki.Package(made).write_to_file(path, timestamp=float(time))
    return path


@pytest.mark.parametrize("kind", ["another note type", "a cloze"])
def test_conflicting(anki: Anki, bank_from: Write, tmp_path: Path, kind: str) -> None:
    """`diff` would promise an update that Anki refuses, or advise what stops the whole import."""
    from anki.errors import BackendError

    bank_from(BANK)
    old = theirs(tmp_path / "old.apkg", [["f", "g"]], [("One", "{{F}}")])
    anki.take(old)
    note = anki.col.get_note(anki.col.find_notes("")[0])
    note["G"] = "mine"
    anki.col.update_note(note)
    if kind == "a cloze":
        front = [("Cloze", "{{cloze:F}}")]
        new = theirs(tmp_path / "new.apkg", [["f", "new"]], front, AFTER_ALL, cloze=True)
    else:
        new = theirs(tmp_path / "new.apkg", [["f", "new"]], [("One", "{{F}}")], AFTER_ALL, id=78)
    assert changes(old, new) == [("conflicting", "f")]
    assert counts(anki.take(new)) == (0, 0, 0, 1)
    if kind == "a cloze":
        with pytest.raises(BackendError, match="cannot be merged"):
            anki.take(new, **MERGE)
    note = anki.col.get_note(anki.col.find_notes("")[0])
    assert note.fields == ["f", "mine"]


def test_bank_renamed(learner: Anki, bank_from: Write) -> None:
    """The old id would not bring the old cards back."""
    bank = bank_from(HEAD.replace("test-bank", "other-bank") + BANK)
    assert changes(bank) == [("bank-renamed", "test-bank")]
    deck(bank, "new", now=LATER)
    assert counts(learner.take(deck(bank_from(BANK), "new", now=AFTER_ALL))) == (0, 0, 3, 0)
    assert written(learner) == {"a", "b", "c"}


def test_deck_renamed(learner: Anki, bank_from: Write) -> None:
    """The old name under `deck:` would not bring new cards to the old ones."""
    new = BANK + "  - {id: d, question: New?, answer: x}\n"
    bank = bank_from(HEAD.replace("Test bank", "Other") + new)
    assert ("deck-renamed", "Test bank") in changes(bank)
    bank_from(HEAD.replace("Test bank", "Other") + "deck: Test bank\n" + new)
    assert changes(bank) == [("new", "d")]
    assert counts(learner.take(deck(bank, "new", now=LATER))) == (1, 0, 3, 0)
    assert len(learner.col.find_notes('deck:"Test bank"')) == 4
    assert learner.col.decks.by_name("Other") is None
    assert written(learner) == {"a", "b", "c"}


@pytest.mark.parametrize("way", ["was", "the bank's id", "was as it was"])
def test_identity_lost(anki: Anki, bank_from: Write, way: str) -> None:
    """The advice would start the learner's card over, or make it two."""
    text = BANK.replace("id: a,", "id: alpha, was: z,")
    old = deck(bank_from(text if way == "was as it was" else text.replace(" was: z,", "")), "old")
    lost, mended, id = {
        "was": ("id: alphas,", "id: alphas, was: alpha,", "alphas"),
        "the bank's id": ("id: alpha,", "id: alpha,", "alpha"),
        "was as it was": ("id: alpha,", "id: alpha, was: z,", "alpha"),
    }[way]
    anki.take(old)
    anki.review("Test bank")
    write_on(anki, "alpha", "b")
    head = HEAD.replace("test-bank", "other") if way == "the bank's id" else HEAD
    bank = bank_from(head + BANK.replace("id: a,", lost))
    # Two decks don't tell that one id became another: a bank and its lock do.
    assert ("identity-lost", "alpha") in (changes(bank) if way == "was" else changes(old, bank))
    bank_from(HEAD + BANK.replace("id: a,", mended))
    updated = int(way == "was")
    log = anki.take(deck(bank, "new", now=AFTER_ALL))
    assert counts(log) == (0, updated, 3 - updated, 0)
    assert anki.histories()[id][0][REPS] == 1
    assert written(anki) == ({"b"} if updated else {"alpha", "b"})


def test_an_older_id_put_first(learner: Anki, bank_from: Write) -> None:
    """The order that the build asks for would not be taken, or not bring the card back."""
    bank = bank_from(BANK.replace("id: a,", "id: aa, was: [z, a],"))
    (help,) = [p.help for p in build(bank, "x", now=LATER).problems if p.code == "identity-lost"]
    assert help.startswith("put a first under `was:`")
    bank_from(BANK.replace("id: a,", "id: aa, was: [a, z],"))
    assert counts(learner.take(deck(bank, "new", now=AFTER_ALL))) == (0, 1, 2, 0)
    assert set(learner.notes()) == {"aa", "b", "c"}
    assert written(learner) == {"b", "c"}


def test_new_kind(learner: Anki, bank_from: Write) -> None:
    """A learner's old card, and what stands on it, would go."""
    bank = bank_from(BANK.replace("question: First?, answer: one", "front: First?, back: one"))
    assert changes(bank) == [("new-kind", "a")]
    assert counts(learner.take(deck(bank, "new", now=AFTER_ALL))) == (1, 0, 2, 0)
    assert len(learner.col.find_notes("ID:a")) == 2
    assert len(learner.col.find_notes("Explanation:Mine")) == 3


@pytest.mark.parametrize("known", [True, False])
def test_gone(learner: Anki, bank_from: Write, *, known: bool) -> None:
    """Who brings a vanished item back to retire it would send no tombstone."""
    bank = bank_from(WITHOUT_B)
    assert ("gone", "b") in changes("old/test-bank/deck.apkg", bank)
    if not known:
        Path("bank/quizgen.lock").unlink()
        deck(bank, "new", now=LATER)
        deck(bank_from(BANK), "new", now=LATER)
    bank_from(BANK.replace("id: b,", "id: b, status: retired,"))
    learner.take(deck(bank, "new", now=AFTER_ALL))
    assert learner.notes()["b"].tags == ["quizgen::retired"]
    assert written(learner) == {"a", "c"}


def test_back(learner: Anki, bank_from: Write) -> None:
    """Another question under an old id would overwrite a card, and nobody be warned."""
    deck(bank_from(WITHOUT_B), "new", now=LATER)
    another = BANK.replace("question: Second?, answer: two", "question: What else?, answer: ten")
    assert ("back", "b") in changes(bank_from(another))
    bank = bank_from(another.replace("id: b,", "id: else,"))
    assert ("back", "b") not in changes(bank)
    learner.take(deck(bank, "new", now=AFTER_ALL))
    assert written(learner) == {"a", "b", "c"}
    assert "What else?" in str(learner.notes()["else"].fields)


def test_not_newer(learner: Anki, bank_from: Write) -> None:
    """`diff` would call a note lost that stays, or the other way round."""
    Path("bank/quizgen.lock").unlink()
    new = deck(bank_from(REWORDED), "new", now=NOW)
    assert changes("old/test-bank/deck.apkg", new) == [("not-newer", "a")]
    assert counts(learner.take(new)) == (0, 0, 3, 0)
    assert written(learner) == {"a", "b", "c"}


@pytest.mark.parametrize("earlier", [0, 5])
def test_older_design(
    anki: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    """An older look would be promised, or come."""
    anki.take(old := deck(bank_from(BANK), "old"))
    monkeypatch.setattr(package, "css", lambda: "/* older */")
    monkeypatch.setattr(package, "MODIFIED", note_types.MODIFIED - earlier)
    new = deck(bank_from(BANK), "new", now=LATER)
    assert {change for change, _ in changes(old, new)} == {"older-design"}
    anki.take(new)
    assert style_of(anki) != "/* older */"


@pytest.mark.parametrize("own", [False, True])
def test_redesigned(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch, *, own: bool
) -> None:
    """A new look would be promised to those who have a newer one of their own."""
    if own:
        own_style(learner)
    monkeypatch.setattr(package, "css", lambda: "/* new */")
    monkeypatch.setattr(package, "MODIFIED", note_types.MODIFIED + 5)
    new = deck(bank_from(BANK), "new", now=LATER)
    assert {change for change, _ in changes("old/test-bank/deck.apkg", new)} == {"redesigned"}
    learner.take(new)
    assert style_of(learner) == ("/* mine */" if own else "/* new */")
    monkeypatch.setattr(package, "MODIFIED", AFTER_ALL)
    learner.take(deck(bank_from(BANK), "new", now=LATER))
    assert style_of(learner) == "/* new */"
    assert written(learner) == {"a", "b", "c"}
    assert learner.reviews() == 2


def test_card_lost(learner: Anki, bank_from: Write) -> None:
    """Empty Cards would take a note, or another card, with it."""
    new = deck(bank_from(BANK.replace("{{2::y}}", "y")), "new", now=AFTER_ALL)
    assert changes("old/test-bank/deck.apkg", new) == [("card-lost", "c"), ("changed", "c")]
    learner.take(new)
    (empty,) = learner.col.get_empty_cards().notes
    learner.col.remove_cards_and_orphaned_notes(list(empty.card_ids))
    assert [card.ord for card in learner.notes()["c"].cards()] == [0]
    assert written(learner) == {"a", "b"}


@pytest.mark.parametrize("at", [LATER, AFTER_ALL])
def test_changed(learner: Anki, bank_from: Write, at: int) -> None:
    """More would be promised of a change, or less of an edit, than Anki does."""
    new = deck(bank_from(REWORDED), "new", now=at)
    assert changes("old/test-bank/deck.apkg", new) == [("changed", "a")]
    learner.take(new)
    assert written(learner) == ({"a", "b", "c"} if at == LATER else {"b", "c"})
    question = "First?" if at == LATER else "The first?"
    assert learner.notes()["a"]["Question"] == question
    assert learner.reviews() == 2


@pytest.mark.parametrize("at", [LATER, AFTER_ALL])
def test_retired(learner: Anki, bank_from: Write, at: int) -> None:
    """A card that a learner has edited since would be called tagged when it isn't."""
    new = deck(bank_from(BANK.replace("id: a,", "id: a, status: retired,")), "new", now=at)
    assert changes("old/test-bank/deck.apkg", new) == [("retired", "a")]
    learner.take(new)
    assert written(learner) == ({"a", "b", "c"} if at == LATER else {"b", "c"})
    found = learner.col.find_notes("tag:quizgen::retired")
    assert len(found) == (0 if at == LATER else 1)


def test_new(learner: Anki, bank_from: Write) -> None:
    """A new question would not come, or touch the others."""
    bank = bank_from(BANK + "  - {id: d, question: New?, answer: x}\n")
    assert changes(bank) == [("new", "d")]
    assert counts(learner.take(deck(bank, "new", now=LATER))) == (1, 0, 3, 0)
    assert written(learner) == {"a", "b", "c"}


def test_what_build_says_of_the_options(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anki keeps what was chosen last: options left as they are could overwrite every edit."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(AFTER_ALL))
    one = BANK.replace("{{2::y}}", "{{2::z}}")
    learner.take(deck(bank_from(one), "output", now=LATER), **MERGE, **ALWAYS)
    write_on(learner, "a", "b", "c")
    bank_from(REWORDED.replace("{{2::y}}", "{{2::z}}"))
    said = CliRunner().invoke(app, ["build", "bank", "--only", "anki"]).output
    assert "as they are" not in said
    advice = 'leave "Update notes" and "Update note types" on "If newer", or put them back there'
    assert advice in " ".join(said.split())
    kept = learner.col._backend.get_import_anki_package_presets()
    assert (kept.merge_notetypes, kept.update_notes, kept.update_notetypes) == (True, 1, 1)
    # The other options may stay as they were chosen, whatever that was.
    others = {**MERGE, "with_scheduling": True, "with_deck_configs": True}
    histories = learner.histories()
    learner.take(Path("output/test-bank/deck.apkg"), **others)
    assert written(learner) == {"b", "c"}
    said = CliRunner().invoke(app, ["build", "bank", "--only", "anki"]).output
    assert "importing it again changes none" in " ".join(said.split())
    assert advice in " ".join(said.split())
    # None of the notes: their look may be newer.
    monkeypatch.setattr(package, "css", lambda: "/* new */")
    monkeypatch.setattr(package, "MODIFIED", AFTER_ALL)
    assert said == CliRunner().invoke(app, ["build", "bank", "--only", "anki"]).output
    learner.take(Path("output/test-bank/deck.apkg"), **others)
    assert written(learner) == {"b", "c"}
    assert style_of(learner) == "/* new */"
    assert learner.histories() == histories


def test_a_field_of_the_learners_own(learner: Anki, bank_from: Write) -> None:
    """The README tells what becomes of it; it would be a surprise."""
    kind = learner.col.models.by_name("quizgen Typed")
    learner.col.models.add_field(kind, learner.col.models.new_field("Own"))
    learner.col.models.update_dict(kind)
    for note in learner.notes().values():
        if "Own" in note:
            note["Own"] = "my words"
            learner.col.update_note(note)
    new = deck(bank_from(REWORDED), "new", now=AFTER_ALL)
    assert counts(learner.take(new)) == (0, 0, 1, 2)
    assert counts(learner.take(new, **MERGE)) == (0, 1, 2, 0)
    own = {id: note["Own"] for id, note in learner.notes().items() if "Own" in note}
    assert own == {"a": "", "b": "my words"}
    assert written(learner) == {"b", "c"}


def test_every_advice_is_followed_here() -> None:
    """An advice would be printed that nobody has tried."""
    assert {f"test_{change.replace('-', '_')}" for change in CHANGES} <= globals().keys()
