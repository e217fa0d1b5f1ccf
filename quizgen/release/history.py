"""What changed between two states of a bank, and what that means for its learners.

A state is a lock (what was last shipped) or a bank as it stands. Identity is the oldest id and
the kind of note; what loses it starts over in everybody's deck, so that is said first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from quizgen.release.lock import Lock, NoteKey

Change = Literal[
    "structure-changed",
    "held-back",
    "conflicting",
    "bank-renamed",
    "deck-renamed",
    "identity-lost",
    "new-kind",
    "gone",
    "back",
    "not-newer",
    "older-design",
    "card-lost",
    "retired",
    "changed",
    "redesigned",
    "new",
]
CHANGES: tuple[Change, ...] = get_args(Change)
RETIRED_TAG = "quizgen::retired"
HOW_TO_FIND_RETIRED = f"To find retired cards, search for tag:{RETIRED_TAG} in Anki's browser."
ADVICE: Mapping[Change, str] = {
    "structure-changed": "by default Anki updates none of its notes: with this and every later "
    'import of the deck learners must tick "Merge note types" and leave "Update notes" and '
    '"Update note types" on "If newer", so that what they wrote on cards that do not change stays',
    "held-back": "a new field or another field to sort by makes a learner's copy newer than this "
    "one when it is imported, so the old text stays, and what they wrote: to have it arrive, "
    "change it once more in a build made after they have imported",
    "conflicting": "the same identity in another note type: Anki leaves the old note as it is, and "
    'with "Merge note types" it refuses a deck that makes a cloze of what was none',
    "not-newer": "the old deck's note is as new or newer, so Anki keeps the old text",
    "older-design": "the old deck's design is as new or newer, so Anki keeps the old look",
    "card-lost": "where the change arrives, a card stays behind empty: Tools > Empty Cards "
    "removes it",
    "redesigned": "all its cards look new, and a learner's own style gives way unless it is newer "
    "than the design; reviews and intervals stay",
    "bank-renamed": "every card is a new one to Anki: put the old `id:` back",
    "new-kind": "Anki can't turn a card of one kind into another: the old card stays, and learners "
    "start over with the new one",
    "deck-renamed": "Anki makes a second deck: put the old name back under `deck:`",
    "identity-lost": "if it is the same question, add the old id under `was:` before anybody has "
    "the new card, or put the bank's `id:` or the item's `was:` back as it was; else learners "
    "start over with it",
    "gone": "learners keep the card for ever: bring it back with `status: retired`, and it says "
    "so; where the lock doesn't know it, build it once before it retires",
    "back": "it had vanished, and learners meet their old card: if it is another question, give it "
    "another id",
    "retired": f"the card gets a line that says so, and the tag {RETIRED_TAG}; what a learner "
    "wrote on it before the build gives way, and one that was edited since stays as it is",
    "changed": "the card is updated, and reviews and intervals stay; what a learner wrote on it "
    "before the build gives way, and one that was edited since stays as it is",
    "new": "learners get a new card",
}
_ALIKE = 75
"""Likeness, of 100, from which on a vanished question and a new one may be the same."""


@dataclass(frozen=True, slots=True)
class NotesState:
    """The notes of a bank at one time."""

    notes: Mapping[NoteKey, str]
    """Every live note, with the hash of what it shows."""
    deck: str = ""
    bank: str = ""
    gone: Mapping[NoteKey, str] = field(default_factory=dict)
    """What has vanished, but still stands in learners' decks; with its hash."""
    retired: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    """Oldest id -> today's."""
    stems: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[NoteKey, tuple[str, ...]] = field(default_factory=dict)
    """Every id that a note's item has or had, where it has more than one."""
    waiting: frozenset[NoteKey] = frozenset()
    """What went back to draft: it waits as it was last shipped, and has not vanished."""


@dataclass(frozen=True, slots=True)
class Step:
    """One note's change; `other` is the new id where an identity seems lost."""

    change: Change
    id: str
    kind: str = ""
    other: str = ""
    sure: bool = False
    """Where an identity is lost: the item itself says that it had the old id."""

    def __str__(self) -> str:
        match self.change:
            case "identity-lost" if self.id == self.other:
                return f"{self.id} is another note to Anki, of the same name"
            case "identity-lost":
                return f"{self.id} has vanished, and {self.other} looks like it"
            case "deck-renamed" | "bank-renamed":
                return f"{self.id!r} is {self.other!r} now"
            case _:
                return f"{self.other} (was {self.id})" if self.other else self.id


def state_of(lock: Lock) -> NotesState:
    """Give the state that a lock holds."""
    notes = {key: stamp.hash for key, stamp in lock.notes.items() if not stamp.gone}
    gone = {key: stamp.hash for key, stamp in lock.notes.items() if stamp.gone}
    return NotesState(notes, lock.deck, lock.bank, gone)


def compare(old: NotesState, new: NotesState) -> list[Step]:
    """Say what happened to each note, the gravest first."""
    return gravest_first(_steps(old, new))


def gravest_first(steps: Iterable[Step]) -> list[Step]:
    """Put changes in the order in which they are told."""
    return sorted(steps, key=lambda s: (CHANGES.index(s.change), s.id, s.kind))


def _steps(old: NotesState, new: NotesState) -> Iterator[Step]:
    names: tuple[tuple[Change, str, str], ...] = (
        ("deck-renamed", old.deck, new.deck),
        ("bank-renamed", old.bank, new.bank),
    )
    for change, before, after in names:
        if before and after and before != after:
            yield Step(change, before, "", after)
    fresh = {key for key in new.notes if key not in old.notes and key[0] not in new.retired}
    renamed = list(_renamed(fresh, old, new))
    fresh -= {(step.other, step.kind) for step in renamed}
    yield from renamed
    yield from _vanished(fresh, {(step.id, step.kind) for step in renamed}, old, new)
    yield from _met_again(fresh, old, new)


def _renamed(fresh: set[NoteKey], old: NotesState, new: NotesState) -> Iterator[Step]:
    """Give the notes whose item says itself that they were shipped under another id."""
    for oldest, kind in sorted(fresh - old.gone.keys()):
        for id in new.former.get((oldest, kind), ()):
            if (id, kind) in old.notes or (id, kind) in old.gone:
                yield Step("identity-lost", id, kind, oldest, sure=True)
                break


def _vanished(
    fresh: set[NoteKey], renamed: set[NoteKey], old: NotesState, new: NotesState
) -> Iterator[Step]:
    """Say of each note that is gone what became of it; what it became is not fresh any more."""
    for key in sorted(old.notes.keys() - new.notes.keys() - new.waiting - renamed):
        twin = _twin(key, fresh - old.gone.keys(), old, new)
        if twin is None:
            yield Step("gone", *key)
            continue
        fresh.discard(twin)
        same_id = twin[0] == key[0]
        yield Step("new-kind", *key) if same_id else Step("identity-lost", *key, twin[0])


def _met_again(fresh: set[NoteKey], old: NotesState, new: NotesState) -> Iterator[Step]:
    """Say of each note that is there whether learners meet it anew, changed, or back again."""
    shipped = {**old.gone, **old.notes}  # what had vanished and is back meets its old card
    for key, digest in new.notes.items():
        is_retired = key[0] in new.retired
        if key in old.gone and not is_retired:
            yield Step("back", *key)
        if key in shipped and shipped[key] != digest:
            name = new.names.get(key[0], key[0])
            yield Step("retired" if is_retired else "changed", *key, name if name != key[0] else "")
        elif key in fresh and key not in shipped:
            yield Step("new", *key)


def _twin(key: NoteKey, fresh: set[NoteKey], old: NotesState, new: NotesState) -> NoteKey | None:
    """Find the new note that a vanished one may have become."""
    same = sorted(other for other in fresh if other[0] == key[0])
    if same:
        return same[0]  # the same id, as another kind of note
    if old.stems and new.stems:
        return _likest(old.stems.get(key[0], ""), {k: new.stems.get(k[0], "") for k in fresh})
    return _likest(key[0], {k: k[0] for k in fresh if k[1] == key[1]})


def _likest(wanted: str, texts: Mapping[NoteKey, str]) -> NoteKey | None:
    """Give the note whose text is most like the one that vanished, if any is like it."""
    from rapidfuzz import fuzz, process

    choices = {key: texts[key] for key in sorted(texts) if texts[key]}
    found = process.extractOne(wanted, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[2] if wanted and found else None
