"""The main job: read -> items -> expand -> check -> assemble -> present -> render -> write.

Every step is a function from values to values and problems; only reading and writing touch the
disk. `checks.check` goes as far as assembly, `plan` turns a sound bank into a job, `build` writes.
(The module can't be called `build`: `quizgen.build` is the function.)
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from quizgen import __version__
from quizgen.bank.load import find_root, media_names, shown_path
from quizgen.bank.lock import Lock, NoteKey, Stamp, dump_lock, lock_path, read_lock, stamped
from quizgen.checks import Progress, Report, check
from quizgen.evidence.rules import Checked
from quizgen.markup import blanks_of, plain_text, strip_cloze
from quizgen.model import (
    Bank,
    Cloze,
    Form,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Placed,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Where,
)
from quizgen.outputs import OUTPUTS, Job, OutputFile, Settings, content_digest, lowered, render
from quizgen.outputs.anki.history import State, Step, compare, state_of
from quizgen.outputs.anki.notes import tags_of
from quizgen.present import content_hash, note_kind, number_text, tell
from quizgen.problems import (
    BankError,
    CannotWrite,
    Problem,
    QuizgenError,
    has_errors,
    in_order,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a build made, as `manifest.json` says it."""

    folder: str
    bank: str
    title: str
    files: tuple[Mapping[str, Any], ...]
    forms: tuple[Mapping[str, Any], ...]
    made: tuple[OutputFile, ...]
    """The files of this build, with what to say of them."""
    problems: tuple[Problem, ...]
    steps: tuple[Step, ...] = ()
    """What changed in the notes since the build before."""
    notes: int = 0
    retired: int = 0
    """Notes in the deck, and how many of them are tombstones."""

    def as_json(self) -> dict[str, Any]:
        """Give the content of `manifest.json`."""
        return {
            "bank": self.bank,
            "title": self.title,
            "quizgen": __version__,
            "files": list(self.files),
            "forms": list(self.forms),
        }


# --- from a sound bank to a job -----------------------------------------------------------------


def plan(
    report: Report,
    lock: Lock,
    now: int,
    *,
    media: Mapping[str, bytes],
    drafts: bool = False,
    settings: Settings = Settings(),
) -> tuple[Job, Lock]:
    """Turn a checked bank into what outputs need, and give the lock as it will be."""
    bank = report.bank
    assert bank is not None  # noqa: S101 - callers stop at errors
    states = {"ok", "draft"} if drafts else {"ok"}
    items = tuple(item for item in bank.items if item.status in states)
    previews = [item for item in items if item.status == "draft"]
    # A tombstone goes to those who have the card: what was never shipped needs none.
    retired = tuple(i for i in bank.items if i.status == "retired" and note_key(i) in lock.notes)
    shipped = (item for item in (*items, *retired) if item.status != "draft")
    hashes = note_hashes(report, media, shipped)
    stamps = stamped(lock, hashes, now)
    job = Job(
        bank=bank,
        items=items,
        retired=retired,
        forms=report.forms,
        citations=report.checked.citations,
        stamps={
            **{key: stamps[key] for key in hashes},
            # A draft is as new as its build, and nothing that a lock should promise.
            **{note_key(item): Stamp("", now) for item in previews},
        },
        media=media,
        settings=settings,
    )
    source_hashes = {source.id: source.sha256 for source in report.sources.values()}
    return job, Lock(lock.deck or bank.deck, source_hashes, stamps, bank.id)


def note_key(item: Item) -> NoteKey:
    """Give the identity of an item's note."""
    return item.oldest_id, note_kind(item)


def note_hashes(
    report: Report, media: Mapping[str, bytes], items: Iterable[Item]
) -> dict[NoteKey, str]:
    """Hash what each note of a checked bank's items shows, its pictures and sounds included."""
    bank = report.bank
    assert bank is not None  # noqa: S101 - callers stop at errors
    digests = {name: content_digest(data) for name, data in media.items()}
    return {note_key(item): _note_hash(item, bank, report.checked, digests) for item in items}


def state_of_bank(report: Report, media: Mapping[str, bytes]) -> State:
    """Give the state of a checked bank, to be compared with another."""
    bank = report.bank
    assert bank is not None  # noqa: S101 - callers stop at errors
    items = [item for item in bank.items if item.status != "draft"]
    return _state(bank, items, note_hashes(report, media, items))


def _state(bank: Bank, items: Sequence[Item], hashes: Mapping[NoteKey, str]) -> State:
    return State(
        notes=hashes,
        deck=bank.deck,
        bank=bank.id,
        retired=frozenset(item.oldest_id for item in items if item.status == "retired"),
        names={item.oldest_id: item.id for item in items},
        stems={item.oldest_id: item.stem for item in items},
    )


def _note_hash(item: Item, bank: Bank, checked: Checked, digests: Mapping[str, str]) -> str:
    """Hash what a card shows; points and lines are paper's, and would cost learners their edits."""
    card = lowered(item, bank.lang, checked.citations.get(item.id, ()))
    asked = replace(card.asked, points=Decimal(0), lines=0)
    files = [digests[name] for name in media_names(item)]
    # Which blanks of a cloze are asked together, and how they nest.
    blanks = blanks_of(item.stem) if isinstance(item, Cloze) else ()
    asks = [(blank.number, strip_cloze(blank.text), blank.hint) for blank in blanks]
    retired = item.status == "retired"
    outside = repr((tags_of(item), retired, card.pinned, asks, files))
    return content_hash(asked, card.told) + sha256(outside.encode()).hexdigest()[:8]


def _lock_problems(bank: Bank, lock: Lock, after: Lock, shown: str) -> list[Problem]:
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
    for id, kind in gone:
        change = "is of another type now" if id in kinds else "has vanished from the bank"
        help = (
            "learners get it as a new card; the old one stays"
            if id in kinds
            else "learners keep its card for ever: bring it back with `status: retired`, "
            "or name its id under `was:` of the item it became"
        )
        problems.append(
            Problem("item-gone", "warning", where, f"item {id} ({kind}) {change}", help, id)
        )
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


# --- writing ------------------------------------------------------------------------------------


def build(
    path: str | Path,
    out: str | Path = "output",
    *,
    seed: int | None = None,
    only: Sequence[str] | None = None,
    now: int | None = None,
    locked: bool = False,
    drafts: bool = False,
    settings: Settings = Settings(),
    taken: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Check a bank and make everything from it, into `<out>/<bank id>/`.

    Args:
        path: A bank's folder or file.
        out: The output folder.
        seed: Replaces the seed of every quiz.
        only: Names of outputs; all of them if missing.
        now: UTC seconds; SOURCE_DATE_EPOCH or the clock if missing.
        locked: Refuse to change the lock.
        drafts: Let draft items in.
        settings: What else was chosen of the outputs.
        taken: Bank ids that are built already, with their paths: two banks of one id would
            overwrite each other.
        progress: Called with a word on each step.

    Raises BankNotFound, BankError (nothing is written), CannotWrite (what stood there stands).
    """
    say = progress or (lambda _: None)
    say("reading")
    report = check(path, seed=seed, drafts=drafts, paper=False)
    if report.bank is None or not report.ok:
        raise BankError(report.problems)
    bank = report.bank
    if bank.id in (taken or {}):
        raise BankError([*report.problems, _id_taken(bank, (taken or {})[bank.id])])
    root = find_root(Path(path))
    lock_file = lock_path(root)
    lock, problems = read_lock_file(lock_file)
    if problems:
        raise BankError(problems)
    job, after = plan(
        report, lock, clock(now), media=read_media(report), drafts=drafts, settings=settings
    )
    found = [*report.problems, *_lock_problems(bank, lock, after, shown_path(lock_file))]
    lock_text = dump_lock(after)
    old_lock = lock_text != dump_lock(lock) or not lock_file.exists()
    if locked and old_lock:
        raise BankError([*found, _lock_is_old(lock, after, shown_path(lock_file))])
    made: list[OutputFile] = []
    for name in only or OUTPUTS:
        say(name)
        rendered = render(name, job)
        made += rendered.files
        found += rendered.problems
    if has_errors(found):
        raise BankError(in_order(found))
    say("writing")
    folder = Path(out) / bank.id

    def keep_lock() -> None:
        # It says what was shipped: a build that makes no deck ships no note.
        if old_lock and "anki" in (only or OUTPUTS):
            write_atomically(lock_file, lock_text.encode())

    manifest = _write(folder, bank, job.forms, made, in_order(found), keep_lock, whole=not only)
    shipped = (*job.items, *job.retired)
    live = {key: stamp.hash for key, stamp in job.stamps.items() if stamp.hash}
    steps = compare(state_of(lock), _state(bank, shipped, live))
    return replace(manifest, steps=tuple(steps), notes=len(shipped), retired=len(job.retired))


def _id_taken(bank: Bank, path: str) -> Problem:
    return Problem(
        "bank-id-taken",
        "error",
        bank.where,
        f"the bank id {bank.id!r} is taken by {path}: both would be built into one folder",
        "give one of them another id",
    )


def clock(now: int | None = None) -> int:
    """Give the second a build counts as: the one given, SOURCE_DATE_EPOCH, or the clock's."""
    if now is not None:
        return now
    from time import time  # noqa: PLC0415 - the one look at the clock

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise QuizgenError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {epoch!r}")
    return int(epoch or time())


def read_lock_file(path: Path) -> tuple[Lock, list[Problem]]:
    """Read a lock where there is one. Raises CannotWrite when it can't be read at all."""
    try:
        return read_lock(path.read_text("utf-8"), shown_path(path))
    except FileNotFoundError:
        return Lock(), []
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(f"can't read {shown_path(path)}: {error}") from error


def _lock_is_old(lock: Lock, after: Lock, shown: str) -> Problem:
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
    bank = report.bank
    assert bank is not None  # noqa: S101 - callers stop at errors
    names = {name for item in bank.items for name in media_names(item)}
    return {name: (Path(bank.folder) / name).read_bytes() for name in sorted(names)}


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, through a link and with its mode. Raises CannotWrite."""
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWrite(f"can't write {shown_path(path)}: {error.strerror or error}") from error


def _write(
    folder: Path,
    bank: Bank,
    forms: Sequence[Form],
    made: Sequence[OutputFile],
    problems: tuple[Problem, ...],
    keep_lock: Callable[[], None],
    *,
    whole: bool,
) -> Manifest:
    """Render into a staging folder, keep the lock, rename into place; drop what is made no more.

    A deck whose times are not in the lock must not go out, so the lock comes before the renames.
    """
    staging = folder.parent / f".{folder.name}.{os.getpid()}.{uuid4().hex[:8]}"
    try:
        _sweep(folder)
        staging.mkdir(parents=True)
        entries = [_render_file(staging, file) for file in made]
        folder.mkdir(exist_ok=True)
        before = _last_files(folder)
        kept = [] if whole else [e for e in before if e["path"] not in {n["path"] for n in entries}]
        manifest = Manifest(
            folder=shown_path(folder),
            bank=bank.id,
            title=bank.title,
            files=tuple(sorted([*entries, *kept], key=lambda entry: str(entry["path"]))),
            forms=tuple(_form_entry(form) for form in forms),
            made=tuple(made),
            problems=problems,
        )
        text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=1)
        (staging / "manifest.json").write_text(text + "\n", "utf-8")
        _refuse_blocked(staging, folder)
        keep_lock()
        for file in sorted(staging.iterdir(), key=lambda f: (f.name == "manifest.json", f.name)):
            file.replace(folder / file.name)
        names = {entry["path"] for entry in manifest.files}
        for entry in before:
            if entry["path"] not in names:
                (folder / str(entry["path"])).unlink(missing_ok=True)
    except OSError as error:
        target = shown_path(folder)
        raise CannotWrite(f"can't write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _sweep(folder: Path) -> None:
    """Remove the staging folders of builds that were killed."""
    for left in folder.parent.glob(f".{folder.name}.*.*"):
        process = left.name.split(".")[-2]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _refuse_blocked(staging: Path, folder: Path) -> None:
    """Refuse before the first rename what would stop a later one."""
    for file in staging.iterdir():
        if (folder / file.name).is_dir():
            raise CannotWrite(f"can't write {shown_path(folder / file.name)}: it is a folder")


def _render_file(staging: Path, file: OutputFile) -> dict[str, Any]:
    path = staging / file.name
    with path.open("wb") as stream:
        file.write(stream)
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return {"path": file.name, "sha256": digest, "bytes": path.stat().st_size}


def _last_files(folder: Path) -> list[dict[str, Any]]:
    """Read which files the last build left here; only plain names are ever trusted."""
    try:
        files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        return [
            e
            for e in files
            if Path(str(e["path"])).name == e["path"] and (folder / e["path"]).is_file()
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _form_entry(form: Form) -> dict[str, Any]:
    return {
        "quiz": form.quiz.id,
        "form": form.name,
        "seed": form.seed,
        "paper": form.paper,
        "items": [
            {
                "position": placed.position,
                "item": placed.item.id,
                "options": list(placed.order),
                "key": _key(placed),
            }
            for placed in form.placed
        ],
    }


def _key(placed: Placed) -> list[str]:
    """Give the key as option ids, or as text where there are no options."""
    item = placed.item
    match item:
        case SingleChoice():
            return [item.key]
        case MultipleResponse():
            return list(item.keys)
        case TrueFalse():
            return ["true" if item.answer else "false"]
        case ShortAnswer():
            return [item.answer, *item.accept]
        case Numeric():
            return [number_text(item.answer)]
        case Matching():
            return [right.id for _, right in item.pairs]
        case Ordering():
            return [step.id for step in item.steps]
        case Cloze():
            told = tell(item, (), "en")
            return [plain_text(answer) for answer in told.answers]
        case _:
            return []
