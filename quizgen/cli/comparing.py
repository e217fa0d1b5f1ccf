"""`quizgen diff`: what a rebuilt deck will change for its learners, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quizgen.bank.history import ADVICE, CHANGES, State, Step, compare, state_of
from quizgen.bank.load import find_root
from quizgen.bank.lock import lock_path
from quizgen.checks import check
from quizgen.cli.building import named_bank
from quizgen.cli.printing import print_json, safe
from quizgen.pipeline import note_hashes, read_lock_file, read_media
from quizgen.problems import BankError, QuizgenError

_HEADS = {
    "bank-renamed": "The bank's id has changed",
    "new-kind": "Of another kind",
    "deck-renamed": "The deck's name has changed",
    "identity-lost": "Identity lost",
    "gone": "Gone",
    "retired": "Retired",
    "changed": "Changed",
    "new": "New",
}


def run_diff(paths: Sequence[Path], *, as_json: bool) -> int:
    """Compare two locks or banks; one bank alone is compared with its own lock."""
    new = named_bank(paths[-1])
    old = paths[0] if len(paths) > 1 else lock_path(find_root(new))
    steps = compare(_state(old), _state(new))
    if as_json:
        print_json([_as_json(step) for step in steps])
        return 0
    for change in CHANGES:
        group = [step for step in steps if step.change == change]
        if group:
            print(safe(f"{_HEADS[change]} ({len(group)}): {ADVICE[change]}"))
            print(safe("\n".join(f"  {step}" for step in group)))
    counts = [f"{sum(s.change == c for s in steps)} {c}" for c in CHANGES]
    said = ", ".join(count for count in counts if not count.startswith("0 "))
    print(safe(f"{old} -> {new}: {said or 'no note changes'}"))
    return 0


def _state(path: Path) -> State:
    path = named_bank(path)
    if path.suffix == ".lock":
        if not path.is_file():
            raise QuizgenError(
                f"there is no lock {path}; `quizgen build` writes it, or name two banks to compare"
            )
        lock, problems = read_lock_file(path)
        if problems:
            raise BankError(problems)
        return state_of(lock)
    report = check(path)
    if report.bank is None or not report.ok:
        raise BankError(report.problems)
    items = report.bank.items
    return State(
        note_hashes(report, read_media(report.bank)),
        report.bank.deck,
        report.bank.id,
        frozenset(),
        frozenset(item.oldest_id for item in items if item.status == "retired"),
        {item.oldest_id: item.id for item in items},
        {item.oldest_id: item.stem for item in items},
    )


def _as_json(step: Step) -> dict[str, Any]:
    return {
        "change": step.change,
        "item": step.id,
        "kind": step.kind,
        "other": step.other,
        "advice": ADVICE[step.change],
    }
