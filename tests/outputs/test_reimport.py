"""What a learner's collection goes through when a deck is built again, in the real Anki.

One test for each thing that can change between two builds. Every one imports with Anki's default
options, has reviews in the log before the second import, and looks at what became of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.outputs.anki import note_types, package
from quizgen.pipeline.build import build
from tests.anki import Anki, counts, deck
from tests.helpers import NOW

pytestmark = pytest.mark.peer

BANK = """
questions:
  - {id: a, topic: one, question: First?, answer: one}
  - {id: b, topic: one, question: Second?, answer: two}
  - {id: c, topic: one, cloze: "{{x}} and {{2::y}}"}
"""
LATER = NOW + 86_400

Write = Callable[..., Path]


@pytest.fixture
def learner(anki: Anki, bank_from: Write) -> Anki:
    """Give a learner who has imported the deck and reviewed two of its cards."""
    anki.take(deck(bank_from(BANK)))
    assert [anki.review("Test bank") for _ in range(2)] == ["a", "b"]
    return anki


def again(learner: Anki, text: str, bank_from: Write, **options: object) -> tuple[int, ...]:
    """Build a bank's new text a day later, import it, and see that no review is lost."""
    before = learner.histories()
    log = learner.take(deck(bank_from(text), now=LATER), **options)
    assert learner.reviews() == 2
    after = learner.histories()
    assert {id: after[id][: len(cards)] for id, cards in before.items()} == before
    return counts(log)


def test_nothing_changed(learner: Anki, bank_from: Write) -> None:
    """Building again would touch every note."""
    assert again(learner, BANK, bank_from) == (0, 0, 3, 0)


def test_a_reworded_question_updates_in_place(learner: Anki, bank_from: Write) -> None:
    """A typo mended would never reach learners, or would cost them the card's history."""
    assert again(learner, BANK.replace("First?", "The first?"), bank_from) == (0, 1, 2, 0)
    assert learner.notes()["a"]["Question"] == "The first?"


def test_a_new_topic_replaces_the_tag(learner: Anki, bank_from: Write) -> None:
    """A card would be found under a topic it has left."""
    text = BANK.replace("id: a, topic: one", "id: a, topic: two/three")
    assert again(learner, text, bank_from) == (0, 1, 2, 0)
    assert learner.notes()["a"].tags == ["two::three"]


def test_a_learners_own_edit_survives(learner: Anki, bank_from: Write) -> None:
    """Whoever adds a mnemonic to a card would lose it with the next build."""
    note = learner.notes()["b"]
    note["Question"] = "Second? (think of shoes)"
    note.tags.append("mine")
    learner.col.update_note(note)
    assert again(learner, BANK.replace("First?", "The first?"), bank_from) == (0, 1, 2, 0)
    assert learner.notes()["b"]["Question"] == "Second? (think of shoes)"
    assert learner.notes()["b"].tags == ["mine", "one"]


def test_a_change_wins_over_an_older_edit_of_the_same_note(
    anki: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mended error would not reach those who had edited that very card."""
    import time

    anki.take(deck(bank_from(BANK)))
    note = anki.notes()["a"]
    note["Question"] = "First of all?"
    anki.col.update_note(note)
    tomorrow = int(time.time()) + 86_400  # the edit above was made now
    log = anki.take(deck(bank_from(BANK.replace("First?", "The first?")), now=tomorrow))
    assert counts(log) == (0, 1, 2, 0)
    assert anki.notes()["a"]["Question"] == "The first?"


def test_a_renamed_item_keeps_its_history(learner: Anki, bank_from: Write) -> None:
    """A better id would start the card over; `was` keeps it."""
    text = BANK.replace("id: a,", "id: first, was: [a],")
    before = learner.histories()["a"]
    log = learner.take(deck(bank_from(text), now=LATER))
    assert counts(log) == (0, 1, 2, 0)
    assert learner.histories()["first"] == before


def test_a_changed_id_is_a_new_card(learner: Anki, bank_from: Write) -> None:
    """The old card would vanish, with its history, when the new one comes."""
    text = BANK.replace("id: a,", "id: other,")
    assert again(learner, text, bank_from) == (1, 0, 2, 0)
    assert set(learner.notes()) == {"a", "b", "c", "other"}


def test_another_kind_of_note_is_a_new_card(learner: Anki, bank_from: Write) -> None:
    """Anki would refuse the whole deck: notes of two kinds can't be merged."""
    text = BANK.replace("question: First?, answer: one", "question: First?, answer: true")
    log = learner.take(deck(bank_from(text), now=LATER))
    assert counts(log) == (1, 0, 2, 0)
    assert learner.reviews() == 2


def test_a_deleted_question_stays(learner: Anki, bank_from: Write) -> None:
    """An update would take cards away from learners."""
    text = "\n".join(line for line in BANK.split("\n") if "id: b" not in line)
    assert again(learner, text, bank_from) == (0, 0, 2, 0)
    assert "b" in learner.notes()


CAPITALS = """
kinds: {capital: {city: text, country: text}}
facts:
  - {id: fr, kind: capital, city: Paris, country: France}
  - {id: es, kind: capital, city: Madrid, country: Spain}
templates: [{id: t, for: capital, question: "Capital of {country}?", answer: "{city}", type: short-answer}]
"""
RETIRED = {
    "an item": (BANK, "id: a,", {"a"}),
    "a fact": (CAPITALS, "id: fr,", {"t/fr"}),
    "a template": (CAPITALS, "id: t,", {"t/fr", "t/es"}),
}


@pytest.mark.parametrize("what", RETIRED)
def test_what_is_retired_becomes_a_tombstone(anki: Anki, bank_from: Write, what: str) -> None:
    """Learners would go on with a withdrawn question and never hear of it."""
    text, id_, ids = RETIRED[what]
    anki.take(deck(bank_from(text)))
    retired = text.replace(id_, f"{id_} status: retired,")
    log = anki.take(deck(bank_from(retired), now=LATER))
    assert (len(log.new), len(log.updated)) == (0, len(ids))
    found = anki.col.find_notes("tag:quizgen::retired")
    assert {anki.col.get_note(nid)["ID"] for nid in found} == ids
    for id in ids:
        assert 'class="retired"' in anki.shown(id).question_text


def test_gone_and_then_retired(learner: Anki, bank_from: Write) -> None:
    """Who follows the advice on a vanished item would be told that nothing changes."""
    build(
        bank_from(BANK.replace("  - {id: b, topic: one, question: Second?, answer: two}\n", "")),
        "out",
        only=["anki"],
        now=NOW + 60,
    )
    bank = bank_from(BANK.replace("id: b,", "id: b, status: retired,"))
    steps = build(bank, "out", only=["anki"], now=LATER).steps
    assert [(step.change, step.id) for step in steps] == [("retired", "b")]
    assert counts(learner.take(Path("out/test-bank/deck.apkg"))) == (0, 1, 2, 0)


def test_another_kind_and_back(learner: Anki, bank_from: Write) -> None:
    """An item that comes back as what it was would be announced as a new card."""
    truth = BANK.replace("question: First?, answer: one", "question: First?, answer: true")
    build(bank_from(truth), "out", only=["anki"], now=NOW + 60)
    manifest = build(bank_from(BANK), "out", only=["anki"], now=LATER)
    assert [(step.change, step.kind) for step in manifest.steps if step.id == "a"] == [
        ("gone", "choice"),
        ("back", "typed"),
    ]
    assert [p.code for p in manifest.problems if p.item == "a"] == ["item-back", "item-gone"]
    assert counts(learner.take(Path("out/test-bank/deck.apkg"))) == (0, 0, 3, 0)


def test_a_preview_of_drafts_promises_nothing(anki: Anki, bank_from: Write) -> None:
    """What was only looked at would be kept in the lock, and be called gone ever after."""
    text = BANK + "  - {id: d, status: draft, question: Soon?, answer: x}\n"
    bank = bank_from(text)
    anki.take(deck(bank))
    lock = Path("bank/quizgen.lock").read_text("utf-8")
    bank_from(text.replace("First?", "The first?"))
    build(bank, "preview", only=["anki"], now=NOW + 60, drafts=True)
    assert Path("bank/quizgen.lock").read_text("utf-8") == lock
    assert counts(anki.take(Path("preview/test-bank/deck.apkg"))) == (1, 1, 2, 0)
    bank_from(text.replace("status: draft, question: Soon?", "question: Now?"))
    assert counts(anki.take(deck(bank, now=LATER))) == (0, 1, 3, 0)
    assert anki.notes()["d"]["Question"] == "Now?"


def test_back_to_draft_and_out_again(learner: Anki, bank_from: Write) -> None:
    """A question thought over for a week would be called gone, and cost learners their edits."""
    draft = bank_from(BANK.replace("id: a,", "id: a, status: draft,"))
    assert build(draft, "out", only=["anki"], now=NOW + 60).problems == ()
    manifest = build(draft, "out", only=["anki"], now=NOW + 70, drafts=True)
    assert manifest.drafts == 1
    assert again(learner, BANK, bank_from) == (0, 0, 3, 0)


def test_a_vanished_item_brought_back_as_it_was(learner: Anki, bank_from: Write) -> None:
    """A fact cut and pasted back would overwrite what learners wrote on its card."""
    line = "  - {id: b, topic: one, question: Second?, answer: two}\n"
    build(bank_from(BANK.replace(line, "")), "out", only=["anki"], now=NOW + 60)
    assert again(learner, BANK, bank_from) == (0, 0, 3, 0)


def test_two_items_made_one(bank_from: Write) -> None:
    """The advice would be to bring back what is there."""
    bank = bank_from(BANK)
    build(bank, "out", only=["anki"], now=NOW)
    line = "  - {id: a, topic: one, question: First?, answer: one}\n"
    bank_from(BANK.replace(line, "").replace("id: b,", "id: b, was: [a],"))
    found = build(bank, "out", only=["anki"], now=LATER).problems
    assert [p.message for p in found if p.code == "item-gone"] == ["item b (typed) counts as a now"]


def test_the_oldest_id_must_come_first(bank_from: Write) -> None:
    """A former id put in front of the shipped one would start every learner over, unseen."""
    bank = bank_from(BANK)
    build(bank, "out", only=["anki"], now=NOW)
    bank_from(BANK.replace("id: a,", "id: a, was: [z],"))
    found = build(bank, "out", only=["anki"], now=LATER).problems
    assert [(p.item, p.help) for p in found if p.code == "identity-lost"] == [
        ("a", "put a first under `was:`; else learners start over with it")
    ]


def test_a_blank_taken_out_leaves_an_empty_card_and_a_new_one_comes(
    learner: Anki, bank_from: Write
) -> None:
    """A cloze text could not change without losing its other cards."""
    text = BANK.replace("{{2::y}}", "y and {{3::z}}")
    assert again(learner, text, bank_from) == (0, 1, 2, 0)
    assert [card.ord for card in learner.notes()["c"].cards()] == [0, 1, 2]
    (empty,) = learner.col.get_empty_cards().notes
    assert list(empty.card_ids) == [learner.notes()["c"].cards()[1].id]


def test_a_redrawn_picture_reaches_learners(anki: Anki, bank_from: Write) -> None:
    """A picture mended under its old name would never be seen."""
    from PIL import Image

    text = (
        "questions:\n  - {id: a, question: What?, answer: y, image: {file: map.png, alt: A map}}\n"
    )
    text += "  - {id: b, question: 'See ![it](map.png)', answer: y}\n  - {id: c, question: x, answer: y}\n"
    folder = bank_from(text)
    Image.new("RGB", (8, 8), "red").save(folder / "map.png")
    anki.take(deck(folder))
    old = anki.notes()["a"]["Image"]
    Image.new("RGB", (8, 8), "blue").save(folder / "map.png")
    log = anki.take(deck(folder, now=LATER))
    assert counts(log) == (0, 2, 1, 0)
    assert anki.notes()["a"]["Image"] != old
    pictures = [path for path in Path(anki.col.media.dir()).iterdir() if path.name[0] != "_"]
    assert len(pictures) == 2


def test_a_note_deleted_by_the_learner_comes_back(learner: Anki, bank_from: Write) -> None:
    """The README says that it does, since nothing can be done about it."""
    learner.col.remove_notes([learner.notes()["c"].id])
    assert counts(learner.take(deck(bank_from(BANK), now=LATER))) == (1, 0, 2, 0)


def test_a_learner_who_renamed_the_deck(learner: Anki, bank_from: Write) -> None:
    """Old cards would be moved out of the deck that a learner has renamed."""
    learner.col.decks.rename(learner.col.decks.by_name("Test bank"), "My own deck")
    text = BANK + "  - {id: d, question: New?, answer: x}\n"
    assert again(learner, text, bank_from) == (1, 0, 3, 0)
    name = {id: learner.col.decks.name(n.cards()[0].did) for id, n in learner.notes().items()}
    assert name == {"a": "My own deck", "b": "My own deck", "c": "My own deck", "d": "Test bank"}


def test_another_deck_name_is_warned_of(learner: Anki, bank_from: Write) -> None:
    """A new title would split the deck in two, without a word."""
    bank = bank_from("quizgen: 1\nid: test-bank\ntitle: Test bank\ndeck: Other\n" + BANK)
    found = build(bank, "out", only=["anki"], now=LATER).problems
    assert [p.code for p in found if p.level == "warning"] == ["deck-renamed"]


def test_two_items_never_share_a_note(bank_from: Write) -> None:
    """An update would reach only one of two notes with one guid."""
    from quizgen.pipeline.check import check

    text = "questions:\n  - {id: a, was: [x], question: x, answer: y}\n"
    for other in ("id: x", "id: b, was: [x]", "id: a"):
        report = check(bank_from(text + f"  - {{{other}, question: z, answer: y}}\n"))
        assert not report.ok, other


# --- two versions of quizgen -----------------------------------------------------------------


def release(monkeypatch: pytest.MonkeyPatch, modified: int, style: str) -> None:
    """Pretend to be a release of quizgen whose cards look otherwise."""
    monkeypatch.setattr(note_types, "MODIFIED", modified)
    monkeypatch.setattr(package, "MODIFIED", modified)
    monkeypatch.setattr(package, "css", lambda: style)


def style_of(anki: Anki) -> str:
    css: str = anki.col.models.by_name("quizgen Typed")["css"]
    return css


FUTURE = note_types.MODIFIED + 1000


def test_two_banks_of_two_versions_live_side_by_side(
    anki: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older colleague's deck would undo the newer look of everybody's cards."""
    first, second = BANK, BANK.replace("id: a,", "id: aa,")
    old = deck(bank_from("quizgen: 1\nid: bank-one\ntitle: One\n" + first))
    release(monkeypatch, FUTURE, "/* newer */")
    new = deck(bank_from("quizgen: 1\nid: bank-two\ntitle: Two\n" + second))
    for package_ in (new, old, new):
        anki.take(package_)
    assert style_of(anki) == "/* newer */"
    assert len(anki.col.find_notes("")) == 6
    assert len(anki.col.find_notes("deck:One")) == len(anki.col.find_notes("deck:Two")) == 3
    assert sum(t.name.startswith("quizgen") for t in anki.col.models.all_names_and_ids()) == 2


def test_newer_templates_reach_unchanged_notes(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A better card design would only show on reworded questions."""
    release(monkeypatch, FUTURE, "/* newer */")
    assert again(learner, BANK, bank_from) == (0, 0, 3, 0)
    assert style_of(learner) == "/* newer */"


def test_a_learners_own_style_is_kept(learner: Anki, bank_from: Write) -> None:
    """Whoever set a larger font would lose it with every import."""
    kind = learner.col.models.by_name("quizgen Typed")
    kind["css"] = "/* mine */"
    learner.col.models.update_dict(kind)
    again(learner, BANK.replace("First?", "The first?"), bank_from)
    assert style_of(learner) == "/* mine */"


def test_a_spare_field_can_be_put_to_use(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The spares would be of no use: ids are shipped, so Anki follows a field to its new name."""
    fields = tuple("Source link" if f == "Spare 1" else f for f in note_types._TAIL)
    monkeypatch.setattr(note_types, "_TAIL", fields)
    release(monkeypatch, FUTURE, "")
    assert again(learner, BANK.replace("First?", "The first?"), bank_from) == (0, 1, 2, 0)
    assert "Source link" in learner.notes()["a"]
    assert learner.notes()["a"]["Question"] == "The first?"


def test_a_field_more_would_change_nothing_without_merging(
    learner: Anki, bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fields are frozen for a reason; should they ever change, merging is the way."""
    monkeypatch.setattr(note_types, "_TAIL", (*note_types._TAIL, "More"))
    release(monkeypatch, FUTURE, "")
    assert again(learner, BANK, bank_from) == (0, 0, 0, 3)
    assert again(learner, BANK, bank_from, merge_notetypes=True) == (0, 0, 3, 0)
    assert "More" in learner.notes()["a"]
