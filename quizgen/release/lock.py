"""The lock: what was last shipped of each note, and when it last changed.

One sorted line per note, committed with the bank. A note's time rises only when what people meet
of it changes, which is all that lets Anki update changed notes and leave the others, with a
learner's edits, alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from quizgen.problems import Problem, Where

HEAD = "quizgen-lock 1"
_NOTE = (
    "# Commit this file with the bank; `quizgen build` keeps it. One line per note.\n"
    "# After a merge or a revert keep the later time of each line: Anki never goes back."
)

NoteKey = tuple[str, str]
"""(oldest item id, note kind): the identity of a note."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a note last was, and the UTC second it last changed."""

    hash: str
    time: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything a lock file says."""

    deck: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[NoteKey, Stamp] = field(default_factory=dict)
    bank: str = ""
    """The bank's id, which every note's identity begins with."""


def lock_path(root: Path) -> Path:
    """Give the place of a bank's lock: in its folder, or beside a single file."""
    return root.parent / "quizgen.lock" if root.name == "bank.yaml" else root.with_suffix(".lock")


def read_lock(text: str, shown: str) -> tuple[Lock, list[Problem]]:
    """Read a lock file's text; a line that makes no sense is a problem, never skipped."""
    lines = _LockLines()
    problems = [] if text.strip() else [_bad_line(shown, 1, "")]
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#") or line == HEAD:
            continue
        try:
            lines.take(line)
        except (ValueError, IndexError):
            problems.append(_bad_line(shown, number, line))
    return Lock(lines.deck, lines.sources, lines.notes, lines.bank), problems


class _LockLines:
    """What the lines of a lock have said so far."""

    def __init__(self) -> None:
        self.deck = self.bank = ""
        self.sources: dict[str, str] = {}
        self.notes: dict[NoteKey, Stamp] = {}

    def take(self, line: str) -> None:
        """Read a line. Raises ValueError or IndexError where it makes no sense."""
        match line.split(" "):
            case ["deck", *_]:
                self.deck = line.removeprefix("deck").strip()
            case ["bank", id, *_]:
                self.bank = id
            case ["source", id, digest, *_]:
                self.sources[id] = digest
            case ["note" | "gone" as state, id, kind, digest, when] if (id, kind) not in self.notes:
                self.notes[id, kind] = Stamp(digest, _seconds(when), state == "gone")
            case _:
                raise ValueError(line)


def _bad_line(shown: str, number: int, line: str) -> Problem:
    return Problem(
        "bad-lock",
        "error",
        Where(shown, number, 1),
        f"this line of the lock can't be read: {line[:60]!r}",
        "take the file back from version control; without it, learners' edits may be "
        "overwritten once",
    )


def dump_lock(lock: Lock) -> str:
    """Write a lock; the same lock gives the same characters."""
    lines = [HEAD, _NOTE, f"deck {lock.deck}".rstrip()]
    lines += [f"bank {lock.bank}"] if lock.bank else []
    lines += [f"source {id} {digest}" for id, digest in sorted(lock.sources.items())]
    for (id, kind), stamp in sorted(lock.notes.items()):
        word = "gone" if stamp.gone else "note"
        lines.append(f"{word} {id} {kind} {stamp.hash} {_iso(stamp.time)}")
    return "\n".join(lines) + "\n"


def stamped(lock: Lock, hashes: Mapping[NoteKey, str], now: int) -> dict[NoteKey, Stamp]:
    """Give the stamps after a build at `now`: changed notes rise, vanished ones stay as gone.

    A changed note's time is max(now, old + 1), so that it rises even under a clock that is wrong.
    """
    stamps: dict[NoteKey, Stamp] = {}
    for key, digest in hashes.items():
        old = lock.notes.get(key)
        if old is None:
            stamps[key] = Stamp(digest, now)
        elif old.hash != digest:
            stamps[key] = Stamp(digest, max(now, old.time + 1))
        else:
            stamps[key] = replace(old, gone=False)
    for key, old in lock.notes.items():
        if key not in stamps:
            stamps[key] = replace(old, gone=True)
    return stamps


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
