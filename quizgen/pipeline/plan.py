"""What a bank ships to its learners: notes with their times, and what the lock says of them.

From a checked bank to a `Job`. A note's time rises only when what its card shows changes; the lock
remembers both, and says what happened to notes that were shipped before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.model import Bank, Item
from quizgen.outputs import Job, content_digest, lower_items
from quizgen.pipeline.check import Progress, Report, silent
from quizgen.pipeline.project import Project, clock
from quizgen.problems import Problem, Where
from quizgen.release.content import note_hashes, note_key
from quizgen.release.history import NotesState, Step, compare, state_of
from quizgen.release.lock import Lock, NoteKey, Stamp, stamped


@dataclass(frozen=True, slots=True)
class ItemsToShip:
    """The items of a bank by what learners are to have of them."""

    live: tuple[Item, ...]
    waiting: tuple[Item, ...]
    """Drafts: they wait, as they were last shipped."""
    retired: tuple[Item, ...]
    """Those whose card learners have: what was never shipped needs no tombstone."""

    @classmethod
    def of(cls, bank: Bank, lock: Lock, *, drafts: bool) -> ItemsToShip:
        """Sort a bank's items; drafts are live in a preview."""
        live = _with_status(bank, "ok", "draft") if drafts else _with_status(bank, "ok")
        retired = _with_status(bank, "retired")
        shipped = tuple(item for item in retired if note_key(item) in lock.notes)
        return cls(live, _with_status(bank, "draft"), shipped)


def _with_status(bank: Bank, *statuses: str) -> tuple[Item, ...]:
    return tuple(item for item in bank.items if item.status in statuses)


def plan(
    project: Project,
    report: Report,
    lock: Lock,
    now: int,
    *,
    media: Mapping[str, bytes] | None = None,
    options: Sequence[object] = (),
    say: Progress | None = None,
) -> tuple[Job, Lock]:
    """Turn a checked bank into what outputs need, and give the lock as it will be.

    Args:
        project: Where the bank is.
        report: Of its check; without errors.
        lock: What was shipped of it.
        now: UTC seconds, the time of notes that change.
        media: Its pictures and sounds, where they were read already.
        options: What was chosen of outputs, each in a class of the output's own.
        say: Told how far long work is.

    """
    bank = report.sound_bank
    media = project.media(bank) if media is None else media
    ship = ItemsToShip.of(bank, lock, drafts=report.drafts)
    lowered = lower_items((*ship.live, *ship.retired), bank.lang, report.checked.citations)
    sure = (one for one in lowered if one.item.status != "draft")
    hashes = note_hashes(sure, digests(media), bank.anki)
    stamps = stamped(lock, hashes, now)
    waiting = [note_key(item) for item in ship.waiting]
    stamps |= {key: lock.notes[key] for key in waiting if key in lock.notes}
    # A draft is as new as its build, and nothing that a lock should promise.
    previewed = {key: Stamp("", now) for key in waiting if report.drafts}
    job = Job(
        bank=bank,
        forms=report.forms,
        assemble=report.assemble,
        citations=report.checked.citations,
        options=options,
        here=project.here,
        say=say or silent,
        items=lowered[: len(ship.live)],
        retired=lowered[len(ship.live) :],
        stamps={key: stamps[key] for key in hashes} | previewed,
        media=media,
    )
    source_hashes = {source.id: source.sha256 for source in report.sources.values()}
    deck = lock.deck or bank.deck
    judged = report.checked.verdicts
    return job, Lock(deck, source_hashes, stamps, bank.id, lock.papers, dict(judged), lock.blind)


def deck_job(project: Project, report: Report) -> Job:
    """Give the job of a bank's full deck, with the times that its lock remembers."""
    return plan(project, report, project.lock(), clock())[0]


def digests(media: Mapping[str, bytes]) -> dict[str, str]:
    """Give the digest of each media file's content, by its name."""
    return {name: content_digest(data) for name, data in media.items()}


def state_of_bank(project: Project, report: Report) -> NotesState:
    """Give the state of a checked bank, to be compared with another."""
    bank = report.sound_bank
    items = [item for item in bank.items if item.status != "draft"]
    lowered = lower_items(items, bank.lang, report.checked.citations)
    hashes = note_hashes(lowered, digests(project.media(bank)), bank.anki)
    return state_of_items(bank, items, hashes)


def state_of_items(bank: Bank, items: Iterable[Item], hashes: Mapping[NoteKey, str]) -> NotesState:
    """Give the state of a bank some of whose items are shipped, their notes hashed already."""
    shipped = list(items)
    return NotesState(
        notes=hashes,
        deck=bank.deck,
        bank=bank.id,
        retired=frozenset(item.oldest_id for item in shipped if item.status == "retired"),
        names={item.oldest_id: item.id for item in shipped},
        stems={item.oldest_id: item.stem for item in shipped},
        former={note_key(item): (*item.was, item.id) for item in bank.items if item.was},
        waiting=frozenset(note_key(item) for item in bank.items if item.status == "draft"),
    )


def changes(job: Job, lock: Lock) -> list[Step]:
    """Say what a job changes for learners since the build that left the lock."""
    shipped = [lowered.item for lowered in (*job.items, *job.retired)]
    live = {key: stamp.hash for key, stamp in job.stamps.items() if stamp.hash}
    return compare(state_of(lock), state_of_items(job.bank, shipped, live))


def lock_is_old(lock: Lock, after: Lock, where: Where) -> Problem:
    """Say that a lock would change where it must not."""
    changed = sum(after.notes[key] != lock.notes.get(key) for key in after.notes)
    papers = len(set(after.papers.lines) - set(lock.papers.lines))
    gaps = len(after.judged.items() ^ lock.judged.items())
    judged = f", {gaps} verdicts on quotes" if gaps else ""
    return Problem(
        "lock-is-old",
        "error",
        where,
        f"the lock would change ({changed} notes, {papers} papers{judged}), "
        "and --locked forbids it",
        "run `quizgen build` without --locked and commit the lock",
    )
