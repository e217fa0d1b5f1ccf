"""The lock: what was last shipped of each note, when it last changed, and every paper printed.

One sorted line per note, committed with the bank. A note's time rises only when what people meet
of it changes, which is all that lets Anki update changed notes and leave the others, with a
learner's edits, alone. Papers are lines that are only added (`papers.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizgen.problems import Problem, Where
from quizgen.release.papers import (
    NO_PAPERS,
    PaperRecord,
    RecordReader,
    iso,
    record_lines,
    seconds,
)
from quizgen.release.readings import WORD as BLIND
from quizgen.release.readings import BlindReading, joined_readings, read_reading
from quizgen.release.verdicts import (
    WORD,
    JudgedGap,
    JudgedGaps,
    QuoteName,
    joined,
    read_verdict,
    verdict_lines,
)

HEAD = "quizgen-lock 2"
HEADS = ("quizgen-lock 1", HEAD)
"""Those that are read; the first kept no papers."""
_NOTE = (
    "# Commit this file with the bank; quizgen keeps it. One line per note and per paper.\n"
    "# After a merge or a revert keep the later time of each note, and every paper: Anki never\n"
    "# goes back, and a paper without its line has no key."
)

_CONFLICT = re.compile("^<{7}(?: |$)", re.MULTILINE)
_MARKER = re.compile(r"[<>|]{7}(?: |$)|={7}$")
"""What git writes round what it can't merge."""

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
    papers: PaperRecord = NO_PAPERS
    """What was printed, but for the forms of pupils."""
    judged: JudgedGaps = field(default_factory=dict)
    """What builds that had the text found of quotes with gaps."""
    blind: tuple[BlindReading, ...] = ()
    """What readers guessed who saw the questions alone."""


def is_yaml(root: Path) -> bool:
    """Tell whether a bank's root file is one of ours; else it is another maker's quiz."""
    return root.suffix.lower() in {".yaml", ".yml"}


def lock_path(root: Path) -> Path:
    """Give the place of a bank's lock: in its folder, or beside a single file."""
    if root.name == "bank.yaml":
        return root.parent / "quizgen.lock"
    # `words.xlsx` and `words.docx` are two banks, as `a.yaml` and `a.yml` are not.
    return root.with_suffix(".lock") if is_yaml(root) else root.with_name(f"{root.name}.lock")


def read_lock(text: str, shown: str) -> tuple[Lock, list[Problem]]:
    """Read a lock file's text; a line that makes no sense is a problem, never skipped."""
    if conflict := _CONFLICT.search(text):
        return Lock(), [_conflict(text[: conflict.start()].count("\n") + 1, shown)]
    lines = _LockLines()
    problems = [] if text.strip() else [_bad_line(shown, 1, "")]
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line or line.startswith("#") or line in HEADS:
            continue
        if number == 1 and line.startswith("quizgen-lock "):
            return Lock(), [_newer_lock(shown, line)]
        try:
            lines.take(line)
        except (ValueError, IndexError):
            problems.append(_bad_line(shown, number, line))
    problems += [_bad_line(shown, 0, line.text) for line in lines.papers.lost()]
    papers = lines.papers.record()
    blind = joined_readings(lines.blind)
    return (
        Lock(lines.deck, lines.sources, lines.notes, lines.bank, papers, lines.judged, blind),
        problems,
    )


class _LockLines:
    """What the lines of a lock have said so far."""

    def __init__(self) -> None:
        self.deck = self.bank = ""
        self.sources: dict[str, str] = {}
        self.notes: dict[NoteKey, Stamp] = {}
        self.papers = RecordReader()
        self.judged: dict[QuoteName, JudgedGap] = {}
        self.blind: list[BlindReading] = []

    def take(self, line: str) -> None:
        """Read a line. Raises ValueError or IndexError where it makes no sense."""
        match line.split(" "):
            case ["deck", *_]:
                self.deck = self.deck or line.removeprefix("deck").strip()
            case ["bank", id, *_]:
                self.bank = self.bank or id
            case ["source", id, digest, *_]:
                self.sources.setdefault(id, digest)
            case ["note" | "gone" as state, id, kind, digest, when]:
                stamp = Stamp(digest, seconds(when), state == "gone")
                self.notes[id, kind] = _later(self.notes.get((id, kind)), stamp)
            case [word, *_] if word == WORD:
                self.judged = joined(self.judged, dict([read_verdict(line)]))
            case [word, *_] if word == BLIND:
                self.blind.append(read_reading(line))
            case _ if not self.papers.takes(line):
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


def _newer_lock(shown: str, head: str) -> Problem:
    message = f"this lock is of another version: {head[:40]!r}"
    help = "it was written by a newer quizgen: update, and so must all who share the bank"
    return Problem("bad-lock", "error", Where(shown, 1, 1), message, help)


def dump_lock(lock: Lock) -> str:
    """Write a lock; the same lock gives the same characters."""
    lines = [HEAD, _NOTE, f"deck {lock.deck}".rstrip()]
    lines += [f"bank {lock.bank}"] if lock.bank else []
    lines += [f"source {id} {digest}" for id, digest in sorted(lock.sources.items())]
    for (id, kind), stamp in sorted(lock.notes.items()):
        word = "gone" if stamp.gone else "note"
        lines.append(f"{word} {id} {kind} {stamp.hash} {iso(stamp.time)}")
    lines += verdict_lines(lock.judged)
    lines += [reading.line for reading in lock.blind]
    lines += record_lines(lock.papers)
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


def _later(mine: Stamp | None, other: Stamp) -> Stamp:
    """Give the later of two stamps of a note, as two who share a bank may have made them."""
    if mine is None or (other.time, not other.gone) > (mine.time, not mine.gone):
        return other
    return mine


def without_conflicts(text: str) -> str:
    """Give the lines of both locks that git could not merge, ours first; else the text itself.

    Both at once: git may have merged a paper's line, and not that of its items.
    """
    if not _CONFLICT.search(text):
        return text
    lines: list[str] = []
    before = False
    for line in text.split("\n"):
        if _MARKER.match(line):
            before = line.startswith("|")  # what follows is what both had before
        elif not before:
            lines.append(line)
    return "\n".join(lines)


def _conflict(line: int, shown: str) -> Problem:
    return Problem(
        "lock-conflict",
        "error",
        Where(shown, line, 1),
        "two people changed the lock, and git left both versions in it",
        "`quizgen check --fix` puts them together: of each note the later, and every paper",
    )


def merged(lock: Lock, copy: Lock) -> Lock:
    """Give two locks of a bank in one: of each note the later line, every paper of both."""
    notes = dict(lock.notes)
    for key, stamp in copy.notes.items():
        notes[key] = _later(notes.get(key), stamp)
    return Lock(
        lock.deck or copy.deck,
        {**copy.sources, **lock.sources},
        notes,
        lock.bank or copy.bank,
        lock.papers.with_more(copy.papers),
        joined(lock.judged, copy.judged),
        joined_readings(lock.blind, copy.blind),
    )
