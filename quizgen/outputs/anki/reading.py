"""Reads what stands in a deck, ours or not, and says what importing another over it will change.

Anki goes by three things: a note's guid, its time (only a newer note updates), and the structure
of its note type (if that differs, a default import updates none of its notes). Content is compared
as well, since a change that is not newer never reaches a learner.
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2s
from html import unescape
from itertools import takewhile
from pathlib import Path
from typing import Any

from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.notes import Note, guid_from
from quizgen.outputs.anki.package import note_type_json
from quizgen.problems import QuizgenError
from quizgen.release.history import RETIRED_TAG, Change, Step, gravest_first
from quizgen.release.lock import Lock
from quizgen.text.cloze import strip_cloze


@dataclass(frozen=True, slots=True)
class Held:
    """A note in a deck."""

    name: str
    """The item's id, or how the first field begins."""
    note_type: int
    modified: int
    content: str = ""
    """A hash of fields and tags; empty where only the time is known."""
    ordinals: tuple[int, ...] = ()
    retired: bool = False


Parts = tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """What of a note type must stay as it is, and when its design last changed."""

    name: str
    fields: Parts
    """(numeric id, name): Anki follows a field to a new name by its id."""
    templates: Parts
    modified: int
    design: str
    """A hash of templates and style."""
    cloze: bool = False
    sort: tuple[object, str] = (None, "")
    """The field that Anki's browser sorts by."""

    def same_structure(self, other: Structure) -> bool:
        """Tell whether Anki takes both for the same: by ids where they are shipped, else names."""
        return _all_same(self.fields, other.fields) and self.same_templates(other)

    def same_templates(self, other: Structure) -> bool:
        """Tell whether a note has the same cards in both."""
        return _all_same(self.templates, other.templates)

    def may_be_merged(self, other: Structure) -> bool:
        """Tell whether Anki can make one of both: of a cloze and another it never does."""
        return self.cloze == other.cloze or self.same_structure(other)

    def is_dated_by(self, after: Structure) -> bool:
        """Tell whether Anki dates all notes anew: for a new field, or another to sort by."""
        if any(not any(_same(old, new) for old in self.fields) for new in after.fields):
            return True
        is_taken = after.modified > self.modified or not self.same_structure(after)
        return is_taken and not _same(self.sort, after.sort)


def _all_same(some: Parts, others: Parts) -> bool:
    return len(some) == len(others) and all(map(_same, some, others))


def _same(one: tuple[object, str], other: tuple[object, str]) -> bool:
    return one[0] == other[0] if one[0] and other[0] else one[1] == other[1]


@dataclass(frozen=True, slots=True)
class Deck:
    """All that an import of a deck goes by."""

    notes: Mapping[str, Held]
    """By guid."""
    types: Mapping[int, Structure]
    names: frozenset[str] = frozenset()
    """Of the decks that hold cards."""
    vanished: Mapping[str, Held] = field(default_factory=dict)
    """What was shipped before, and still stands with learners, by guid."""


# --- where decks come from ------------------------------------------------------------------------


_BROKEN = (
    sqlite3.Error, zlib.error, EOFError, ValueError, LookupError, TypeError, AttributeError,
    RuntimeError, ArithmeticError, lzma.LZMAError,
)  # fmt: skip
"""What reading a damaged, locked or strangely packed file may end in."""


def read_deck(path: Path) -> Deck:
    """Read an .apkg file. Raises QuizgenError for what is none, or is too new to be read."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "collection.anki21b" in names:
                raise QuizgenError(
                    f"{path} is packed in Anki's newer format; when exporting it, tick "
                    '"Support older Anki versions"'
                )
            inside = "collection.anki21" if "collection.anki21" in names else "collection.anki2"
            if inside not in names:
                raise QuizgenError(f"{path} is no Anki deck: there is no collection inside")
            with tempfile.TemporaryDirectory(prefix="quizgen-") as folder:
                extracted = package.extract(inside, folder)
                with closing(sqlite3.connect(extracted)) as connection:
                    return _deck(connection)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        reason = getattr(error, "strerror", None) or "it is no zip file"
        raise QuizgenError(f"can't read the deck {path}: {reason}") from error
    except _BROKEN as error:
        raise QuizgenError(f"can't read the deck {path}: its collection is broken") from error


def _deck(connection: sqlite3.Connection) -> Deck:
    models, decks = connection.execute("SELECT models, decks FROM col").fetchone()
    types = {int(id): structure_of(model) for id, model in json.loads(models).items()}
    cards: dict[int, list[int]] = {}
    used = set()
    for note_id, ordinal, deck in connection.execute("SELECT nid, ord, did FROM cards"):
        cards.setdefault(note_id, []).append(ordinal)
        used.add(str(deck))
    notes = {}
    for id, guid, type_id, modified, tags, fields in connection.execute(
        "SELECT id, guid, mid, mod, tags, flds FROM notes"
    ):
        notes[guid] = _held(
            type_id,
            int(modified),
            dict(zip(_names(types[type_id]), fields.split("\x1f"), strict=False)),
            tags.split(),
            cards.get(id, ()),
        )
    deck_names = {str(id): deck["name"] for id, deck in json.loads(decks).items()}
    return Deck(notes, types, frozenset(str(deck_names[id]) for id in used if id in deck_names))


def _names(structure: Structure) -> list[str]:
    return [name for _, name in structure.fields]


def deck_of_notes(notes: Iterable[Note]) -> Deck:
    """Give the deck that our notes would make."""
    held, used, names = {}, set(), set()
    for note in notes:
        kind = NOTE_TYPES[note.kind]
        fields = dict(zip(kind.fields, note.fields, strict=True))
        held[note.guid] = _held(kind.id, note.modified, fields, note.tags, note.ordinals)
        used.add(note.kind)
        names.add(note.deck)
    types = {NOTE_TYPES[kind].id: structure_of(note_type_json(NOTE_TYPES[kind])) for kind in used}
    return Deck(held, types, frozenset(names))


def deck_of_lock(lock: Lock) -> Deck:
    """Give what a lock knows of the deck that was shipped: each note's time, no content.

    Raises QuizgenError for a lock that doesn't name its bank: identities begin with its id.
    """
    if not lock.bank:
        raise QuizgenError("the lock doesn't name its bank: build the bank once, and try again")
    strange = {kind for _, kind in lock.notes} - NOTE_TYPES.keys()
    if strange:
        raise QuizgenError(f"the lock names a kind of note that there is none of: {min(strange)}")
    held, vanished = (
        {
            guid_from(lock.bank, id, kind): Held(id, NOTE_TYPES[kind].id, stamp.time)
            for (id, kind), stamp in lock.notes.items()
            if stamp.gone == gone
        }
        for gone in (False, True)
    )
    return Deck(held, {}, frozenset({lock.deck} - {""}), vanished)


def structure_of(model: Mapping[str, Any]) -> Structure:
    """Read a note type from Anki's JSON."""
    texts = [model.get("css", ""), *((t["qfmt"], t["afmt"]) for t in model["tmpls"])]
    fields = tuple((field.get("id"), field["name"]) for field in model["flds"])
    sort = int(model.get("sortf") or 0)
    return Structure(
        model["name"],
        fields,
        tuple((template.get("id"), template["name"]) for template in model["tmpls"]),
        int(model["mod"]),
        _digest(texts),
        int(model.get("type", 0)) == _CLOZE,
        fields[sort] if sort in range(len(fields)) else (None, ""),
    )


_CLOZE = 1


def _held(
    note_type: int,
    modified: int,
    fields: Mapping[str, str],
    tags: Iterable[str],
    ordinals: Iterable[int],
) -> Held:
    first = next(iter(fields.values()), "")
    distinct = sorted(set(tags))
    return Held(
        fields.get("ID") or plain(first) or "(no text)",
        note_type,
        modified,
        _digest([[value for value in fields.values() if value], distinct]),
        tuple(sorted(ordinals)),
        RETIRED_TAG in distinct,
    )


def plain(field: str) -> str:
    """Give how a field begins, without its marks."""
    text = strip_cloze(unescape(re.sub(r"<!--.*?-->|<[^>]*>", " ", field)))
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"


_SHOWN = 60


def _digest(value: object) -> str:
    return blake2s(json.dumps(value).encode(), digest_size=8).hexdigest()


# --- what an import changes -----------------------------------------------------------------------


def compare_decks(old: Deck, new: Deck) -> list[Step]:
    """Say what importing `new` does to learners who have `old`, the gravest first."""
    steps = [*_of_types(old, new), *_of_notes(old, new)]
    one, other = _root(old), _root(new)
    # A deck of one topic has a longer root than the same without subdecks: the first name tells.
    if old.names and new.names and one[:1] != other[:1]:
        steps.append(Step("deck-renamed", "::".join(one), "", "::".join(other)))
    return gravest_first(steps)


def _root(deck: Deck) -> list[str]:
    """Give what the names of all its decks begin with; subdecks share it."""
    names = [name.split("::") for name in deck.names]
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*names, strict=False))
    return [parts[0] for parts in same]


def _of_types(old: Deck, new: Deck) -> Iterator[Step]:
    for id, after in new.types.items():
        before = old.types.get(id)
        if before is None or not before.may_be_merged(after):  # its notes are in conflict
            continue
        if not before.same_structure(after):
            yield Step("structure-changed", after.name)
        elif before.design != after.design:
            newer = after.modified > before.modified
            yield Step("redesigned" if newer else "older-design", after.name)


def _of_notes(old: Deck, new: Deck) -> Iterator[Step]:
    known = _met_notes(old, new)
    fresh = {guid: note for guid, note in new.notes.items() if guid not in known}
    by_name = {note.name: guid for guid, note in fresh.items()}
    for guid, before in known.items():
        after = new.notes.get(guid)
        if after:
            types = old.types.get(before.note_type), new.types.get(after.note_type)
            yield from _Meeting(before, after, *types).steps()
        elif before.name in by_name:
            twin = fresh.pop(by_name.pop(before.name))
            same_kind = twin.note_type == before.note_type
            yield Step("identity-lost" if same_kind else "new-kind", before.name, "", twin.name)
        else:
            yield Step("gone", before.name)
    for note in fresh.values():
        yield Step("new", note.name)


def _met_notes(old: Deck, new: Deck) -> Mapping[str, Held]:
    """Give what learners have; what had vanished and is back meets the card they still have."""
    back = {guid: note for guid, note in old.vanished.items() if guid in new.notes}
    return {**old.notes, **back}


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A note of a deck and the one that learners have, each with its note type if that is known."""

    before: Held
    after: Held
    old: Structure | None
    new: Structure | None

    def steps(self) -> Iterator[Step]:
        """Say what the import does to the note."""
        before, after = self.before, self.after
        if self.is_conflict:
            yield Step("conflicting", after.name)
        elif after.modified <= before.modified:
            if self.is_compared and not self.is_same:
                yield Step("not-newer", after.name)
        elif self.is_held_back:
            if not self.is_same:
                yield Step("held-back", after.name)
        else:
            yield self._change()
            if self.loses_card:
                yield Step("card-lost", after.name)

    @property
    def is_compared(self) -> bool:
        """Tell whether the contents of both are known."""
        return bool(self.before.content and self.after.content)

    @property
    def is_same(self) -> bool:
        return self.is_compared and self.before.content == self.after.content

    @property
    def is_conflict(self) -> bool:
        """Tell whether Anki would not import it: the note types are others, or don't merge."""
        if self.before.note_type != self.after.note_type:
            return True
        return bool(self.old and self.new and not self.old.may_be_merged(self.new))

    @property
    def is_held_back(self) -> bool:
        return bool(self.old and self.new and self.old.is_dated_by(self.new))

    @property
    def loses_card(self) -> bool:
        """Tell whether a card has nothing on it any more.

        Merging takes no template away: only what still has its own can be empty.
        """
        if self.old and self.new and not self.old.same_templates(self.new):
            return False
        gone = set(self.before.ordinals) - set(self.after.ordinals)
        return bool(gone and self.after.ordinals)

    def _change(self) -> Step:
        change: Change = "retired" if self.after.retired else "changed"
        if self.is_compared and self.before.name != self.after.name:
            return Step(change, self.before.name, "", self.after.name)
        return Step(change, self.after.name)
