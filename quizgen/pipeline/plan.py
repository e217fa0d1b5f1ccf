"""What a bank ships to its learners: notes with their times, and what the lock says of them.

From a checked bank to a `Job`. A note's time rises only when what its card shows changes; the lock
remembers both, and says what happened to notes that were shipped before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.model import Bank, Item
from quizgen.outputs import Job, content_digest, lower_items
from quizgen.pipeline.check import Progress, Report
from quizgen.pipeline.project import Project, clock
from quizgen.problems import Problem, Where
from quizgen.release.content import note_hashes, note_key
from quizgen.release.history import NotesState
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
    hashes = note_hashes((one for one in lowered if one.item.status != "draft"), digests(media))
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
        say=say or (lambda *_: None),
        items=lowered[: len(ship.live)],
        retired=lowered[len(ship.live) :],
        stamps={key: stamps[key] for key in hashes} | previewed,
        media=media,
    )
    source_hashes = {source.id: source.sha256 for source in report.sources.values()}
    return job, Lock(lock.deck or bank.deck, source_hashes, stamps, bank.id)


def deck_job(project: Project, report: Report) -> Job:
    """Give the job of a bank's full deck, with the times that its lock remembers."""
    return plan(project, report, project.lock(), clock())[0]


def digests(media: Mapping[str, bytes]) -> dict[str, str]:
    """Give the digest of each media file's content, by its name."""
    return {name: content_digest(data) for name, data in media.items()}


def state_of_bank(report: Report, media: Mapping[str, bytes]) -> NotesState:
    """Give the state of a checked bank, to be compared with another."""
    bank = report.sound_bank
    items = [item for item in bank.items if item.status != "draft"]
    lowered = lower_items(items, bank.lang, report.checked.citations)
    return state_of_items(bank, items, note_hashes(lowered, digests(media)))


def state_of_items(bank: Bank, items: Sequence[Item], hashes: Mapping[NoteKey, str]) -> NotesState:
    """Give the state of some of a bank's items, their notes hashed already."""
    return NotesState(
        notes=hashes,
        deck=bank.deck,
        bank=bank.id,
        retired=frozenset(item.oldest_id for item in items if item.status == "retired"),
        names={item.oldest_id: item.id for item in items},
        stems={item.oldest_id: item.stem for item in items},
    )


_BRING_IT_BACK = (
    "learners keep its card for ever: bring it back with `status: retired`, or, before anybody "
    "has the new deck, name its id under `was:` of the item it became"
)


def lock_problems(bank: Bank, lock: Lock, after: Lock, shown: str) -> list[Problem]:
    """Warn of what learners would lose: by another deck name or bank id, by what vanished."""
    where = Where(shown)
    problems = []
    if lock.deck and lock.deck != bank.deck:
        problems.append(
            Problem(
                "deck-renamed",
                "warning",
                bank.where,
                f"the deck was shipped as {lock.deck!r}: Anki will put new cards of "
                f"{bank.deck!r} into a second deck",
                "put the old name back under `deck:`, or change it in the lock as well",
            )
        )
    if lock.bank and lock.bank != bank.id:
        problems.append(
            Problem(
                "bank-renamed",
                "warning",
                bank.where,
                f"the bank was shipped as {lock.bank!r}: as {bank.id!r} every card is a new one",
                "put the old id back; learners would start over with all of them",
            )
        )
    problems += _identity_problems(bank, lock)
    gone = [key for key, s in after.notes.items() if s.gone and not lock.notes[key].gone]
    kinds = {id for id, _ in after.notes if not after.notes[id, _].gone}
    oldest = {item.id: item.oldest_id for item in bank.items}
    for id, kind in gone:
        if id in kinds:
            change, help = "is of another type now", "the old card stays, a new one comes"
        elif oldest.get(id, id) != id:
            change = f"counts as {oldest[id]} now"
            help = "the card of that one is updated, its own stays for ever beside it"
        else:
            change, help = "has vanished from the bank", _BRING_IT_BACK
        message = f"item {id} ({kind}) {change}"
        problems.append(Problem("item-gone", "warning", where, message, help, id))
    for id, digest in lock.sources.items():
        if id in after.sources and after.sources[id] != digest:
            problems.append(
                Problem(
                    "source-changed",
                    "warning",
                    where,
                    f"source {id!r} has changed since the last build",
                    "its evidence was checked against the new text; read those items again",
                )
            )
    return problems


def _identity_problems(bank: Bank, lock: Lock) -> Iterator[Problem]:
    """Warn of items that take up a new identity beside their old, or somebody else's."""
    for item in bank.items:
        oldest, kind = note_key(item)
        stamp = lock.notes.get((oldest, kind))
        shipped = [id for id in (*item.was, item.id) if (id, kind) in lock.notes]
        if stamp is None and shipped:
            message = f"item {item.id} was shipped as {shipped[0]}, and counts as {oldest} now"
            help = f"put {shipped[0]} first under `was:`; else learners start over with it"
            yield Problem("identity-lost", "warning", item.where, message, help, item.id)
        elif stamp and stamp.gone and item.status == "ok":
            message = f"item {item.id} had vanished and is back: learners meet their old card"
            help = "if it is another question, give it another id"
            yield Problem("item-back", "warning", item.where, message, help, item.id)


def lock_is_old(lock: Lock, after: Lock, shown: str) -> Problem:
    """Say that a lock would change where it must not."""
    changed = sum(after.notes[key] != lock.notes.get(key) for key in after.notes)
    return Problem(
        "lock-is-old",
        "error",
        Where(shown),
        f"the lock would change ({changed} notes), and --locked forbids it",
        "run `quizgen build` without --locked and commit the lock",
    )
