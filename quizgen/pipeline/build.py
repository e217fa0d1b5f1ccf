"""The main job: read -> items -> expand -> check -> assemble -> present -> render -> write.

Every step is a function from values to values and problems; only reading and writing touch the
disk. `checks.check` goes as far as assembly, `shipping.plan` turns a sound bank into a job, `build`
writes.
(The module can't be called `build`: `quizgen.build` is the function.)
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any, assert_never
from uuid import uuid4

from quizgen.bank.load import find_root, shown_path
from quizgen.bank.print_options import PrintOverrides
from quizgen.libraries import named_when_missing
from quizgen.model import (
    Bank,
    Cloze,
    Flashcard,
    Form,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Ordering,
    Placed,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.outputs import Job, OutputFile, Settings, chosen_outputs, render
from quizgen.pipeline.check import Progress, Report, check
from quizgen.pipeline.earlier_papers import (
    Entries,
    Entry,
    PrintRun,
    maker_of,
    read_last,
    what_stays,
)
from quizgen.pipeline.plan import (
    clock,
    lock_is_old,
    lock_problems,
    plan,
    read_lock_file,
    read_media,
    state_of_items,
)
from quizgen.present.lower import number_text
from quizgen.problems import BankError, CannotWrite, Problem, has_errors, in_order
from quizgen.release.history import Step, compare, state_of
from quizgen.release.lock import Lock, dump_lock, lock_path
from quizgen.release.namesakes import (
    id_taken,
    is_another,
    lock_sharer,
    lock_taken,
    namesake,
    stated_id,
    taken_by,
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import parse_cloze
from quizgen.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a build made, as `manifest.json` says it."""

    folder: str
    bank: str
    title: str
    files: tuple[Mapping[str, Any], ...]
    forms: Sequence[Mapping[str, Any]]
    made: tuple[OutputFile, ...]
    """The files of this build, with what to say of them."""
    problems: tuple[Problem, ...]
    steps: tuple[Step, ...] = ()
    """What changed in the notes since the build before."""
    notes: int = 0
    retired: int = 0
    """Notes in the deck, and how many of them are tombstones."""
    drafts: int = 0
    """Notes in the deck that are drafts: a preview, which the lock knows nothing of."""
    source: str = ""
    """The bank's root file, as seen from the folder."""

    def as_json(self, forms: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """Give the content of `manifest.json`; with other forms, if some are given."""
        return {
            "bank": self.bank,
            "title": self.title,
            "quizgen": __version__,
            "from": self.source,
            "files": list(self.files),
            "forms": list(self.forms if forms is None else forms),
        }


# --- writing ------------------------------------------------------------------------------------


@named_when_missing()
def build(
    path: str | Path,
    out: str | Path = "output",
    *,
    seed: int | None = None,
    only: Sequence[str] | None = None,
    now: int | None = None,
    locked: bool = False,
    drafts: bool = False,
    clean: bool = False,
    settings: Settings = Settings(),
    wish: PrintOverrides = PrintOverrides(),
    taken: Mapping[str, str] | None = None,
    home: Path | None = None,
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
        drafts: Let draft items in; a preview, which leaves the lock alone.
        clean: Remove the old papers that earlier builds kept beside newer ones.
        settings: What else was chosen of the outputs.
        wish: What to print otherwise than the bank says.
        taken: Bank ids that are built already, with their paths: two banks of one id would
            overwrite each other.
        home: A folder of banks: one there that has the same id is warned of.
        progress: Called with a word on each step.

    A folder that another bank of this id was built into is left alone, too.

    Raises BankNotFound, BankError (nothing is written), CannotWrite (what stood there stands).
    """
    say = progress or (lambda *_: None)
    say("reading")
    outputs = chosen_outputs(only)
    on_paper = "pdf" in outputs
    report = check(path, seed=seed, drafts=drafts, paper=False, on_paper=on_paper, wish=wish)
    bank = _sound(report)
    root = find_root(Path(path))
    folder = Path(out) / bank.id
    other = taken_by(taken or {}, root, bank.id) or holder(folder, root, bank.id)
    if other:
        raise BankError(in_order([*report.problems, id_taken(bank, other)]))
    beside = namesake(root, bank.id, home) if home else None
    lock_file = lock_path(root)
    lock = read_lock_file(lock_file)
    shared = _shared_lock(bank, root, lock)
    if has_errors(shared):
        raise BankError(in_order([*report.problems, *shared]))
    media = read_media(report)
    job, after = plan(
        report, lock, clock(now), media=media, drafts=drafts, settings=settings, say=say
    )
    found = [*report.problems, *lock_problems(bank, lock, after, shown_path(lock_file))]
    found += [id_taken(bank, beside, "warning")] if beside else []
    found += shared
    text = dump_lock(after)
    # The lock says what was shipped: a preview, or a build without a deck, ships no note.
    ships = "anki" in outputs and bool(job.items or job.retired) and not drafts
    is_old = ships and (text != dump_lock(lock) or not lock_file.exists())
    if locked and is_old:
        raise BankError([*found, lock_is_old(lock, after, shown_path(lock_file))])
    made: list[OutputFile] = []
    for name in outputs:
        say(name)
        rendered = render(name, job)
        made += rendered.files
        found += rendered.problems
    found += _same_names(bank, made)
    if has_errors(found):
        raise BankError(in_order(found))

    def keep_lock() -> None:
        if is_old:
            write_atomically(lock_file, text.encode())

    say("writing")
    run = PrintRun(
        whole=not only,
        printed=bool(wish.changes or wish.roster),
        on_paper=on_paper,
        preview=drafts,
        clean=clean,
        batch=job.batch,
        where=bank.where,
    )
    manifest = _write(folder, root, bank, job.forms, made, found, keep_lock, run)
    return _with_changes(manifest, job, lock)


def _sound(report: Report) -> Bank:
    """Give a report's bank, if it may be built. Raises BankError."""
    bank = report.bank
    if bank is None or not report.ok:
        raise BankError(report.problems)
    return bank


def _shared_lock(bank: Bank, root: Path, lock: Lock) -> list[Problem]:
    """Say that another bank has this lock; an error where it holds that one's notes."""
    by = lock_sharer(root)
    if by is None:
        return []
    is_theirs = lock.bank not in {"", bank.id} and lock.bank == stated_id(by)
    return [lock_taken(bank, root, by, "error" if is_theirs else "warning")]


def holder(folder: Path, root: Path, id: str) -> Path | None:
    """Give another bank that a folder was built from, if it still has this id.

    One that was moved, or has got another id, leaves its folder to this one.
    """
    maker = maker_of(folder)
    return maker if maker and is_another(root, maker, id) else None


def _seen_from(folder: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(root.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return root.resolve().as_posix()


def _with_changes(manifest: Manifest, job: Job, lock: Lock) -> Manifest:
    """Add what changed for learners since the build that left the lock."""
    shipped = [lowered.item for lowered in (*job.items, *job.retired)]
    live = {key: stamp.hash for key, stamp in job.stamps.items() if stamp.hash}
    steps = compare(state_of(lock), state_of_items(job.bank, shipped, live))
    return replace(
        manifest,
        steps=tuple(steps),
        notes=len(shipped),
        retired=len(job.retired),
        drafts=len(shipped) - len(live),
    )


def _same_names(bank: Bank, made: Sequence[OutputFile]) -> Iterator[Problem]:
    """Refuse two files of one name: one of them would be lost, and it might be the key."""
    seen: set[str] = set()
    for file in made:
        low = file.name.lower()  # some disks take A and a for one
        if low in seen:
            message = f"two files would be called {file.name}"
            help = "give the quiz, or the pupil, another id"
            yield Problem("same-file-name", "error", bank.where, message, help)
        seen.add(low)


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
    root: Path,
    bank: Bank,
    forms: Sequence[Form],
    made: Sequence[OutputFile],
    problems: Iterable[Problem],
    keep_lock: Callable[[], None],
    run: PrintRun,
) -> Manifest:
    """Render into a staging folder, keep the lock, rename into place; drop what is made no more.

    A deck whose times are not in the lock must not go out, so the lock comes before the renames.
    """
    staging = folder.parent / f".{folder.name}.{os.getpid()}.{uuid4().hex[:8]}"
    try:
        _sweep(folder)
        staging.mkdir(parents=True)
        last = read_last(folder)
        stay = what_stays(last, made, forms, run)
        entries = [_render_file(staging, file) | run.mark_of(file) for file in made]
        entries += [_keep(folder, name, staging, entry) for name, entry in stay.copies.items()]
        now = forms if run.on_paper or not stay.forms else ()
        manifest = Manifest(
            folder=shown_path(folder),
            bank=bank.id,
            title=bank.title,
            source=_seen_from(folder, root),
            files=tuple(sorted([*entries, *stay.files], key=lambda entry: str(entry["path"]))),
            forms=_FormEntries(now, run.mark | run.batch.mark, [*stay.forms, *stay.replaced]),
            made=tuple(made),
            problems=in_order([*problems, *stay.problems]),
        )
        folder.mkdir(exist_ok=True)
        with (staging / "manifest.json").open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(_manifest_lines(manifest))
        _refuse_blocked(staging, folder)
        keep_lock()
        for file in sorted(staging.iterdir(), key=lambda f: (f.name == "manifest.json", f.name)):
            file.replace(folder / file.name)
        names = {entry["path"] for entry in manifest.files}
        for entry in last.files:
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


def _render_file(staging: Path, file: OutputFile) -> Entry:
    path = staging / file.name
    with path.open("wb") as stream:
        file.write(stream)
    return _file_entry(path)


def _keep(folder: Path, name: str, staging: Path, entry: Entry) -> Entry:
    """Copy what a file holds now, to stand beside what it will hold."""
    path = staging / str(entry["path"])
    left = folder / path.name  # by a build that was killed between its copies and its manifest
    shutil.copyfile(left if left.is_file() else folder / name, path)
    return _file_entry(path) | entry


def _file_entry(path: Path) -> Entry:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return {"path": path.name, "sha256": digest, "bytes": path.stat().st_size}


class _FormEntries(Sequence[Mapping[str, Any]]):
    """The forms of a manifest, each put into words when it is looked at.

    A thousand forms in words take more memory than all their pages.
    """

    def __init__(self, forms: Sequence[Form], mark: Mapping[str, Any], kept: Entries) -> None:
        self._forms = forms
        self._mark = mark
        self._kept = kept

    def __len__(self) -> int:
        return len(self._forms) + len(self._kept)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        if index < len(self._forms):
            return {**_form_entry(self._forms[index]), **self._mark}
        return self._kept[index - len(self._forms)]


def _manifest_lines(manifest: Manifest) -> Iterator[str]:
    """Write a manifest as JSON, a form at a time."""
    head = {k: v for k, v in manifest.as_json(forms=()).items() if k != "forms"}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "forms": ['
    for index, form in enumerate(manifest.forms):
        text = json.dumps(form, ensure_ascii=False)
        yield f"{',' if index else ''}\n  {text}"
    yield "\n ]\n}\n" if manifest.forms else "]\n}\n"


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
            return [plain_words(parse_blocks(blank.text)) for blank in parse_cloze(item.stem)[1]]
        case OpenResponse() | Flashcard():
            return []
        case _:
            assert_never(item)
