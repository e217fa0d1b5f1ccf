"""Imports a deck into the real Anki and looks at every card; for any deck, ours or not.

Stands on Anki's own backend (the package `anki`, an extra: it is licensed under the AGPL and
large). The deck goes into a collection of its own in a scratch folder; nobody's is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import is_zipfile

from quizgen.outputs.anki.reading import plain
from quizgen.outputs.anki.run_scripts import ScriptRunner
from quizgen.problems import QuizgenError
from quizgen.release.history import RETIRED_TAG

HELP: dict[str, str] = {
    "empty-deck": "there is no note in it",
    "not-imported": "Anki left the note out: its note type or its deck is missing from the file",
    "empty-first-field": "Anki skips a note without text in its first field: write something there",
    "same-guid": "an update will reach only one of them: give each a guid of its own",
    "no-cards": "the note is imported and never shown: give it a card, or a blank",
    "bad-cloze": "it has no blank, or has blanks in a field that is no cloze: mend the note",
    "broken-template": "the card shows an error in place of its text: mend the template",
    "broken-script": "the card may stay half made: mend the script, or the field that it reads",
    "empty-card": "it asks nothing, and Anki would offer to delete it: fill the field it asks by",
    "lost-card": "the note should have it, and Anki makes it when it checks the collection: "
    "put the card into the deck",
    "missing-media": "the card shows a gap, or plays nothing: put the file into the deck",
    "remote-media": "the card needs the network: put the file into the deck",
}
"""Every flaw, with what it means and what to do."""

_ERROR = "docs.ankiweb.net/templates/errors.html"
"""Stands in whatever Anki shows in place of a card whose template is broken."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMPORT = re.compile(r"""(?:@import\s+|url\()(?:url\()?["']?(https?://[^"'\s)]+)""", re.IGNORECASE)
_OWN_MEDIA = re.compile(r"""(?:src=["']?|url\(["']?)(_[^"'\s>)]+)""")
"""Media of templates begin with an underscore, or Anki would sweep them away."""
_REMOTE = re.compile(r"""(?:src=["']?|\[sound:)(https?://[^"'\s>\]]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a deck: what, with which note or file."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What Anki made of a deck."""

    notes: int
    cards: int
    decks: tuple[str, ...]
    flaws: tuple[Flaw, ...]
    not_done: str = ""
    """What could not be looked at, and why."""


def verify(path: Path, progress: Callable[[str], None] = lambda _: None) -> Verified:
    """Import a deck into a fresh collection, render every card, and say what is wrong.

    Args:
        path: An .apkg file, of any age that Anki reads.
        progress: Called with a word on each step.

    Raises QuizgenError when the extra is missing, or Anki refuses the deck.
    """
    try:
        from anki.collection import Collection
        from anki.errors import AnkiException
    except ModuleNotFoundError as error:
        if error.name != "anki":
            raise  # it is there, and broken
        raise QuizgenError(
            "verifying needs the real Anki: pip install 'quizgen[verify]'"
        ) from error
    if not path.is_file():
        raise QuizgenError(
            f"there is no deck {path}: name an .apkg file, such as output/{path.name}/deck.apkg"
        )
    if not is_zipfile(path):
        raise QuizgenError(f"{path} is no Anki deck: it is no .apkg file, or a damaged one")
    with TemporaryDirectory(prefix="quizgen-verify-") as folder:
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            progress("importing")
            log = _imported(collection, path.absolute())
            with closing(ScriptRunner()) as scripts:
                return _Look(collection, progress, scripts).at(log)
        except AnkiException as error:
            raise QuizgenError(f"Anki refuses the deck {path}: {error}") from error
        finally:
            collection.close()


def _imported(collection: Any, path: Path) -> Any:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    request = ImportAnkiPackageRequest(
        package_path=str(path), options=ImportAnkiPackageOptions(with_scheduling=True)
    )
    return collection.import_anki_package(request).log


class _Look:
    """One look at a collection that holds nothing but the deck."""

    def __init__(
        self, collection: Any, progress: Callable[[str], None], scripts: ScriptRunner
    ) -> None:
        self.scripts = scripts
        self.col = collection
        self.progress = progress
        self.has_scripts = False

    def at(self, log: Any) -> Verified:
        cards = self._cards()
        note_count = self.col.note_count()
        flaws = [] if note_count else [Flaw("empty-deck", "no note was imported")]
        flaws += [*self._of_import(log), *self._of_notes(cards), *self._of_cards()]
        flaws += [*self._of_types(), *self._of_media()]
        decks = {
            self.col.decks.name(id) for id in self.col.db.list("SELECT DISTINCT did FROM cards")
        }
        flaws += self._lost(cards)  # last: it makes the cards that it finds missing
        order = list(HELP)
        flaws.sort(key=lambda flaw: (order.index(flaw.code), flaw.what))
        return Verified(
            note_count,
            len(cards),
            tuple(sorted(decks)),
            tuple(dict.fromkeys(flaws)),
            self.scripts.missing if self.has_scripts else "",
        )

    def _cards(self) -> set[tuple[int, int]]:
        return {(note, ordinal) for note, ordinal in self.col.db.all("SELECT nid, ord FROM cards")}

    def _name(self, id: int) -> str:
        note = self.col.get_note(id)
        return dict(note.items()).get("ID") or plain(note.fields[0]) or f"note {id}"

    def _card_name(self, note: int, ordinal: int) -> str:
        kind = self.col.get_note(note).note_type()
        many = len(kind["tmpls"]) > 1 and kind["type"] == 0  # a cloze type counts its blanks
        which = kind["tmpls"][ordinal]["name"] if many else ordinal + 1
        return f"{self._name(note)}, card {which}"

    def _of_import(self, log: Any) -> Iterator[Flaw]:
        for code, notes in (
            ("empty-first-field", log.empty_first_field),
            ("not-imported", [*log.missing_notetype, *log.missing_deck, *log.conflicting]),
        ):
            for note in notes:
                yield Flaw(code, plain(" ".join(note.fields)) or "(a note without text)")
        guids = Counter(self.col.db.list("SELECT guid FROM notes"))
        for guid in (guid for guid, count in guids.items() if count > 1):
            ids = self.col.db.list("SELECT id FROM notes WHERE guid = ?", guid)
            yield Flaw("same-guid", " = ".join(self._name(id) for id in ids))

    def _of_notes(self, cards: set[tuple[int, int]]) -> Iterator[Flaw]:
        shown = {note for note, _ in cards}
        for id in self.col.find_notes(""):
            note = self.col.get_note(id)
            if id not in shown and RETIRED_TAG not in note.tags:
                yield Flaw("no-cards", self._name(id))
            if note.fields_check() in _CLOZE_FLAWS:
                yield Flaw("bad-cloze", self._name(id))
            for url in _REMOTE.findall(" ".join(note.fields)):
                yield Flaw("remote-media", f"{self._name(id)}: {url}")

    def _of_cards(self) -> Iterator[Flaw]:
        ids = self.col.find_cards("")
        empty = {card for report in self.col.get_empty_cards().notes for card in report.card_ids}
        for at, id in enumerate(ids):
            if at % 500 == 0:
                self.progress(f"rendering card {at + 1:,} of {len(ids):,}")
            card = self.col.get_card(id)
            shown = card.render_output()
            name = self._card_name(card.nid, card.ord)
            if id in empty:
                yield Flaw("empty-card", name)
            elif _ERROR in shown.question_text or _ERROR in shown.answer_text:
                yield Flaw("broken-template", f"{name}: {_error(shown)}")
            else:
                sides = (shown.question_text, shown.answer_text)
                self.has_scripts = self.has_scripts or any("<script" in side for side in sides)
                for fault in self.scripts.faults_of(sides, shown.css):
                    yield Flaw("broken-script", f"{name}: {fault}")

    def _of_types(self) -> Iterator[Flaw]:
        """Look at what templates and styles themselves ask for."""
        stored = {file.name for file in Path(self.col.media.dir()).iterdir()}
        for kind in self.col.models.all():
            if not self.col.models.use_count(kind):
                continue
            texts = [text for t in kind["tmpls"] for text in (t["qfmt"], t["afmt"])]
            text = _COMMENT.sub("", " ".join([*texts, kind["css"]]))
            for url in dict.fromkeys([*_REMOTE.findall(text), *_IMPORT.findall(text)]):
                yield Flaw("remote-media", f"note type {kind['name']}: {url}")
            for name in dict.fromkeys(_OWN_MEDIA.findall(text)):
                if name not in stored:
                    yield Flaw("missing-media", f"{name}, in note type {kind['name']}")

    def _of_media(self) -> Iterator[Flaw]:
        self.progress("checking media")
        users: dict[str, int] = {}
        for id in self.col.find_notes(""):
            note = self.col.get_note(id)
            text = _COMMENT.sub("", " ".join(note.fields))
            for name in self.col.media.files_in_str(note.mid, text):
                if name in text:  # Anki names inline pictures, too
                    users.setdefault(name, id)
        for name in self.col.media.check().missing:
            if name in users:
                yield Flaw("missing-media", f"{name}, in {self._name(users[name])}")

    def _lost(self, before: set[tuple[int, int]]) -> Iterable[Flaw]:
        self.progress("checking the collection")
        self.col.fix_integrity()
        notes = {note for note, _ in before}
        for note, ordinal in sorted(self._cards() - before):
            if note in notes:
                yield Flaw("lost-card", self._card_name(note, ordinal))


_CLOZE_FLAWS = {3, 4, 5}
"""Anki's `NoteFieldsCheckResult`: cloze missing, note type no cloze, field no cloze."""


def _error(shown: Any) -> str:
    """Give what Anki says of a broken template, without its link."""
    text = shown.question_text if _ERROR in shown.question_text else shown.answer_text
    return " ".join(unescape(re.sub(r"<a .*|<[^>]*>", " ", text, flags=re.DOTALL)).split())
