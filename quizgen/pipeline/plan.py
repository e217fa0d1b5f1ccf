"""What a bank ships to its learners: notes with their times, and what the lock says of them.

From a checked bank to a `Job`. A note's time rises only when what its card shows changes; the lock
remembers both, and says what happened to notes that were shipped before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from quizgen.bank.load import media_names, shown_path
from quizgen.model import Bank, Item
from quizgen.outputs import Job, Settings, content_digest, lower_items
from quizgen.pipeline.check import Progress, Report
from quizgen.problems import BankError, CannotWrite, Problem, QuizgenError, Where
from quizgen.release.content import note_hashes, note_key
from quizgen.release.history import NotesState
from quizgen.release.lock import Lock, NoteKey, Stamp, read_lock, stamped


def plan(
    report: Report,
    lock: Lock,
    now: int,
    *,
    media: Mapping[str, bytes],
    drafts: bool = False,
    settings: Settings = Settings(),
    say: Progress | None = None,
) -> tuple[Job, Lock]:
    """Turn a checked bank into what outputs need, and give the lock as it will be."""
    bank = report.sound_bank
    states = {"ok", "draft"} if drafts else {"ok"}
    items = tuple(item for item in bank.items if item.status in states)
    waiting = [item for item in bank.items if item.status == "draft"]
    # A tombstone goes to those who have the card: what was never shipped needs none.
    retired = tuple(i for i in bank.items if i.status == "retired" and note_key(i) in lock.notes)
    lowered = lower_items((*items, *retired), bank.lang, report.checked.citations)
    hashes = note_hashes((one for one in lowered if one.item.status != "draft"), digests(media))
    stamps = stamped(lock, hashes, now)
    # What went back to draft has not vanished: it waits, as it was last shipped.
    stamps |= {key: lock.notes[key] for key in map(note_key, waiting) if key in lock.notes}
    job = Job(
        bank=bank,
        items=lowered[: len(items)],
        retired=lowered[len(items) :],
        forms=report.forms,
        stamps={
            **{key: stamps[key] for key in hashes},
            # A draft is as new as its build, and nothing that a lock should promise.
            **{note_key(item): Stamp("", now) for item in waiting if drafts},
        },
        media=media,
        settings=settings,
        faces=report.faces,
        usual_paper=report.usual_paper,
        batch=report.batch,
        say=say or (lambda *_: None),
    )
    source_hashes = {source.id: source.sha256 for source in report.sources.values()}
    return job, Lock(lock.deck or bank.deck, source_hashes, stamps, bank.id)


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


def clock(now: int | None = None) -> int:
    """Give the second a build counts as: the one given, SOURCE_DATE_EPOCH, or the clock's."""
    if now is not None:
        return now
    from time import time  # noqa: PLC0415 - the one look at the clock

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise QuizgenError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {epoch!r}")
    return int(epoch or time())


def read_lock_file(path: Path) -> Lock:
    """Read a lock where there is one; an empty lock where there is none.

    Raises BankError for lines that make no sense, CannotWrite when it can't be read at all.
    """
    try:
        lock, problems = read_lock(path.read_text("utf-8"), shown_path(path))
    except FileNotFoundError:
        return Lock()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(f"can't read {shown_path(path)}: {error}") from error
    if problems:
        raise BankError(problems)
    return lock


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


def read_media(report: Report) -> dict[str, bytes]:
    """Read every picture and sound of a checked bank, by its name in it."""
    bank = report.sound_bank
    names = {name for item in bank.items for name in media_names(item)}
    return {name: (Path(bank.folder) / name).read_bytes() for name in sorted(names)}
