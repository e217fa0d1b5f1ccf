"""`quizgen diff`: what a rebuilt deck will change for its learners, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quizgen.cli.build import named_bank
from quizgen.cli.console import print_json, safe
from quizgen.outputs.anki.notes import notes
from quizgen.outputs.anki.reading import (
    Deck,
    compare_decks,
    deck_of_lock,
    deck_of_notes,
    read_deck,
)
from quizgen.pipeline.check import read_bank
from quizgen.pipeline.plan import deck_job, state_of_bank
from quizgen.pipeline.project import Project, read_lock_file
from quizgen.problems import QuizgenError
from quizgen.release.history import ADVICE, CHANGES, Change, NotesState, Step, compare, state_of
from quizgen.release.lock import Lock

_HEADS = {
    "structure-changed": "Note types of another structure",
    "held-back": "Changed, but held back",
    "conflicting": "In conflict",
    "bank-renamed": "The bank's id has changed",
    "deck-renamed": "The deck's name has changed",
    "identity-lost": "Identity lost",
    "new-kind": "Of another kind",
    "gone": "Gone",
    "back": "Back",
    "not-newer": "Changed, but not newer",
    "older-design": "An older design",
    "card-lost": "With a card less",
    "retired": "Retired",
    "changed": "Changed",
    "redesigned": "Redesigned",
    "new": "New",
}


def run_diff(paths: Sequence[Path], *, as_json: bool) -> int:
    """Compare two banks, locks or decks; one bank alone is compared with its own lock."""
    new = named_bank(paths[-1])
    if len(paths) == 1 and new.suffix.lower() in {".apkg", ".lock"}:
        raise QuizgenError(f"{new} is compared with what? Name a bank, a lock or a deck after it")
    old = named_bank(paths[0]) if len(paths) > 1 else Project.of(new).lock_file
    if _is_deck(old) or _is_deck(new):
        steps = compare_decks(_deck(old), _deck(new))
    else:
        steps = compare(_state(old), _state(new))
    if as_json:
        print_json([_as_json(step) for step in steps])
        return 0
    for change in CHANGES:
        _print_group(change, [step for step in steps if step.change == change])
    print(safe(f"{old} -> {new}: {said_of(steps) or 'no note changes'}"))
    return 0


def _print_group(change: Change, steps: Sequence[Step]) -> None:
    if steps:
        print(safe(f"{_HEADS[change]} ({len(steps)}): {ADVICE[change]}"))
        print(safe("\n".join(f"  {step}" for step in steps)))


def said_of(steps: Sequence[Step]) -> str:
    """Count changes in words: `1 retired, 2 changed`."""
    counts = [(sum(step.change == change for step in steps), change) for change in CHANGES]
    return ", ".join(f"{count} {change}" for count, change in counts if count)


def _is_deck(path: Path) -> bool:
    return path.suffix.lower() == ".apkg"


def _deck(path: Path) -> Deck:
    """Give a deck, or what a lock or a bank would make of one."""
    if _is_deck(path):
        return read_deck(path)
    if path.suffix == ".lock":
        return deck_of_lock(_lock(path))
    project = Project.of(path)
    return deck_of_notes(notes(deck_job(project, read_bank(project))))


def _state(path: Path) -> NotesState:
    if path.suffix == ".lock":
        return state_of(_lock(path))
    project = Project.of(path)
    return state_of_bank(project, read_bank(project))


def _lock(path: Path) -> Lock:
    if not path.is_file():
        raise QuizgenError(
            f"there is no lock {path}; `quizgen build` writes it, or name two banks to compare"
        )
    return read_lock_file(path, Path.cwd())


def _as_json(step: Step) -> dict[str, Any]:
    return {
        "change": step.change,
        "item": step.id,
        "kind": step.kind,
        "other": step.other,
        "advice": ADVICE[step.change],
    }
