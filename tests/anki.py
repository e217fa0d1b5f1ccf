"""The real Anki for tests: a collection that imports, reviews and renders as the desktop does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quizgen.pipeline.build import build
from tests.helpers import NOW


class Anki:
    """The real backend with a fresh collection."""

    def __init__(self, path: Path) -> None:
        from anki.collection import Collection

        self.col = Collection(str(path))

    def take(self, package: Path, **options: Any) -> Any:
        """Import a package with Anki's default options, or with some of them changed."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        default = {
            "merge_notetypes": False,
            "update_notes": 0,
            "update_notetypes": 0,
            "with_scheduling": False,
            "with_deck_configs": False,
        }
        request = ImportAnkiPackageRequest(
            package_path=str(package.absolute()),
            options=ImportAnkiPackageOptions(**(default | options)),
        )
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()  # Python's copies of note types outlive an import
        return log

    def notes(self) -> dict[str, Any]:
        """Give all notes by the id printed on their back."""
        found = (self.col.get_note(nid) for nid in self.col.find_notes(""))
        return {note["ID"]: note for note in found}

    def shown(self, id: str, card: int = 0) -> Any:
        """Render a card: question_text, answer_text, css."""
        return self.notes()[id].cards()[card].render_output()

    def review(self, deck: str, ease: int = 3) -> str:
        """Answer the next card of a deck as a learner would, and give its item's id."""
        self.col.decks.select(self.col.decks.id(deck))
        card = self.col.sched.getCard()
        assert card is not None
        card.start_timer()
        self.col.sched.answerCard(card, ease)
        id: str = card.note()["ID"]
        return id

    def histories(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give what scheduling holds of every card, by its item's id."""
        fields = "queue type due ivl factor reps lapses left odue odid".split()
        return {
            id: [
                (*(getattr(card, name) for name in fields), str(card.memory_state))
                for card in note.cards()
            ]
            for id, note in self.notes().items()
        }

    def reviews(self) -> int:
        """Count the reviews ever made."""
        return int(self.col.db.scalar("select count() from revlog"))


def counts(log: Any) -> tuple[int, int, int, int]:
    """Give how many notes an import found new, updated, unchanged, in conflict."""
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def deck(bank: Path | str, out: str = "out", now: int = NOW) -> Path:
    """Build a deck and give its path."""
    manifest = build(bank, out, only=["anki"], now=now)
    return Path(out) / manifest.bank / "deck.apkg"
