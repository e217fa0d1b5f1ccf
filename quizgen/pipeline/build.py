"""The main job: read -> items -> expand -> check -> assemble -> present -> render -> write.

Every step is a function from values to values and problems; only reading and writing touch the
disk. `examine` goes as far as assembly, `plan` turns a sound bank into a job, `build` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random, SystemRandom

from quizgen.libraries import named_when_missing
from quizgen.model import Bank
from quizgen.outputs import Batch, Job, OutputFile, Printed, Rendered, chosen_outputs, render
from quizgen.pipeline.check import Progress, Report, examine, silent
from quizgen.pipeline.earlier_papers import PrintRun, read_last, what_stays
from quizgen.pipeline.lock_copies import copy_problems
from quizgen.pipeline.manifest import FormEntries, Manifest, manifest_lines
from quizgen.pipeline.media import scaled_pictures
from quizgen.pipeline.paper_changes import paper_changes
from quizgen.pipeline.plan import changes, lock_is_old, plan
from quizgen.pipeline.project import ForeignWish, Project, clock
from quizgen.pipeline.records import (
    Records,
    RecordUpdate,
    forms_in_git,
    records_with_earlier,
    update_of,
)
from quizgen.pipeline.writing import (
    keep_file,
    move_into_place,
    refuse_blocked,
    render_file,
    staged,
    write_atomically,
)
from quizgen.problems import BankError, Level, Problem, Where, has_errors, in_order
from quizgen.release.history import Step
from quizgen.release.lock import Lock, dump_lock
from quizgen.release.losses import losses, source_changes
from quizgen.release.namesakes import (
    id_taken,
    lock_sharer,
    lock_taken,
    namesake,
    stated_id,
    taken_by,
)
from quizgen.release.ownership import OWNER, folder_taken, holder, owner_line


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
    reshuffle: bool = False,
    options: Sequence[object] = (),
    columns: Sequence[str] = (),
    skip_bad: bool = False,
    taken: Mapping[str, str] | None = None,
    home: Path | None = None,
    working_folder: Path | None = None,
    chance: Random | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Check a bank and make everything from it, into `<out>/<bank id>/`.

    Args:
        path: A bank's folder or file.
        out: The output folder.
        seed: Replaces the seed of every quiz.
        only: Names of outputs; all of them if missing.
        now: UTC seconds; SOURCE_DATE_EPOCH or the clock if missing.
        locked: Refuse to change the lock, and the forms of a class.
        drafts: Let draft items in; a preview, which leaves the lock alone.
        clean: Remove the old papers that earlier builds kept beside newer ones.
        reshuffle: Make new forms on purpose; those on record stay on record.
        options: What is chosen of outputs: `DeckOptions`, `PrintOptions`.
        columns: What the columns of a table from another program hold.
        skip_bad: Go on without the questions of another program's file that can't be read.
        taken: Bank ids that are built already, with their paths: two banks of one id would
            overwrite each other.
        home: A folder of banks: one there that has the same id is warned of.
        working_folder: Where paths count from; the process's own if missing.
        chance: Chooses the letters of the id that another maker's file gets once.
        progress: Called with a word on each step.

    A folder that another bank of this id was built into is left alone, too.

    Raises BankNotFound, BankError (nothing is written), CannotWrite (what stood there stands).
    """
    say = progress or silent
    outputs = chosen_outputs(only)
    project = Project.of(path, working_folder).told(ForeignWish(tuple(columns), skip_bad))
    project = project.with_new_id(chance or SystemRandom())
    home_of_output = project.here / out if working_folder else Path(out)
    now = clock(now)
    report = examine(
        project,
        seed=seed,
        drafts=drafts,
        records=partial(_records, home_of_output, now, reshuffle),
        progress=say,
    )
    bank = _sound(report)
    folder = home_of_output / bank.id
    lock = project.lock()
    problems = [*report.problems, *_beside(project, bank, folder, lock, taken or {}, home)]
    if has_errors(problems):
        raise BankError(in_order(problems))
    job, after = plan(project, report, lock, now, options=options, say=say)
    steps = changes(job, lock)
    at_lock = Where(project.shown(project.lock_file))
    problems += losses(bank, steps, at_lock)
    problems += source_changes(lock.sources, after.sources, at_lock)
    # The lock says what was shipped: a preview, or a build without a deck, ships no note.
    ships = "anki" in outputs and bool(job.items or job.retired) and not drafts
    made = _Made(tuple(_rendered(outputs, job, say)))
    update = (
        None
        if drafts or made.printed is None
        else update_of(report.records, lock, made.printed, now)
    )
    after = _lock_after(lock, after, bank, update, ships=ships)
    new_lock = _new_lock(project, lock, after)
    if locked and (new_lock or (update and update.class_file)):
        raise BankError([*problems, lock_is_old(lock, after, at_lock)])
    problems += [*made.problems, *_same_names(bank, made.files)]
    if not {"anki", "page"}.isdisjoint(outputs):
        problems += scaled_pictures(job)
    if has_errors(problems):
        raise BankError(in_order(problems))
    say("writing")
    run = made.print_run(bank.where, whole=not only, preview=drafts, clean=clean)
    result = _Result(
        project=project,
        job=job,
        folder=folder,
        files=made.files,
        printed=made.printed or Printed(job.forms),
        problems=tuple(problems),
        new_lock=new_lock,
        update=update,
        steps=tuple(steps),
        run=run,
    )
    return _write(result)


def _sound(report: Report) -> Bank:
    """Give a report's bank, if it may be built. Raises BankError."""
    bank = report.bank
    if bank is None or not report.ok:
        raise BankError(report.problems)
    return bank


def _records(out: Path, now: int, reshuffle: bool, project: Project, bank: Bank) -> Records:
    """Give the papers on record, and those that the last build's manifest knows of."""
    manifest = out / bank.id / "manifest.json"
    entries = read_last(manifest.parent).forms
    made = int(manifest.stat().st_mtime) if entries else now
    return records_with_earlier(project, bank, entries, min(made, now - 1), reshuffle=reshuffle)


def _lock_after(
    lock: Lock, after: Lock, bank: Bank, update: RecordUpdate | None, *, ships: bool
) -> Lock:
    """Give the lock as it will be: with shipped notes, printed papers, judged gaps."""
    judged = after.judged
    if not ships:
        after = lock
    if update is not None and (update.own, judged) != (lock.papers, lock.judged):
        after = replace(after, bank=bank.id, papers=update.own, judged=judged)
    return after


def _new_lock(project: Project, lock: Lock, after: Lock) -> str:
    """Give the text of a lock that changes; nothing where it stays."""
    if after is lock:
        return ""
    text = dump_lock(after)
    return text if text != dump_lock(lock) or not project.lock_file.exists() else ""


@dataclass(frozen=True, slots=True)
class _Made:
    """What the outputs made of a job."""

    outputs: tuple[Rendered, ...]

    @property
    def problems(self) -> list[Problem]:
        """What they said of it."""
        return [problem for output in self.outputs for problem in output.problems]

    @property
    def files(self) -> tuple[OutputFile, ...]:
        """All their files."""
        return tuple(file for output in self.outputs for file in output.files)

    @property
    def printed(self) -> Printed | None:
        """What came on paper, where paper was made."""
        return next((output.printed for output in self.outputs if output.printed), None)

    def print_run(self, where: Where, *, whole: bool, preview: bool, clean: bool) -> PrintRun:
        """Say what decides on the papers that lie there already."""
        printed = self.printed
        return PrintRun(
            whole=whole,
            printed=printed is not None and printed.by_command,
            on_paper=printed is not None,
            preview=preview,
            clean=clean,
            batch=printed.batch if printed else Batch(),
            where=where,
        )


def _beside(
    project: Project,
    bank: Bank,
    folder: Path,
    lock: Lock,
    taken: Mapping[str, str],
    home: Path | None,
) -> Iterator[Problem]:
    """Say which other bank has this one's id, folder or lock."""
    yield from _neighbours(project, bank, folder, taken, home)
    yield from _sharing_lock(project, bank, lock)
    yield from copy_problems(project)


def _neighbours(
    project: Project, bank: Bank, folder: Path, taken: Mapping[str, str], home: Path | None
) -> Iterator[Problem]:
    """Say that another bank has this bank's id: an error where it has its folder, too."""
    here = project.here
    if other := taken_by(taken, project.root, bank.id, here):
        yield id_taken(bank, other, here)
        return
    if owner := holder(folder, project.root, bank.id, here):
        yield folder_taken(bank, owner, folder, here)
        return
    beside = namesake(project.root, bank.id, home, here) if home else None
    if beside:
        yield id_taken(bank, beside, here, "warning")


def _sharing_lock(project: Project, bank: Bank, lock: Lock) -> Iterator[Problem]:
    """Say that another bank has this lock; an error where it holds that one's notes."""
    by = lock_sharer(project.root)
    if by is not None:
        is_theirs = lock.bank not in {"", bank.id} and lock.bank == stated_id(by)
        level: Level = "error" if is_theirs else "warning"
        yield lock_taken(bank, project.root, by, project.here, level)


def _rendered(outputs: Sequence[str], job: Job, say: Progress) -> Iterator[Rendered]:
    for name in outputs:
        say(name)
        yield render(name, job)


def _same_names(bank: Bank, files: Sequence[OutputFile]) -> Iterator[Problem]:
    """Refuse two files of one name: one of them would be lost, and it might be the key."""
    seen: set[str] = set()
    for file in files:
        low = file.name.lower()  # some disks take A and a for one
        if low in seen:
            message = f"two files would be called {file.name}"
            help = "give the quiz, or the pupil, another id"
            yield Problem("same-file-name", "error", bank.where, message, help)
        seen.add(low)


# --- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """All that a build has to write."""

    project: Project
    job: Job
    folder: Path
    files: tuple[OutputFile, ...]
    printed: Printed
    problems: tuple[Problem, ...]
    new_lock: str
    """The lock, where it changes."""
    update: RecordUpdate | None
    """What is put on record; nothing of a preview, or without paper."""
    steps: tuple[Step, ...]
    run: PrintRun


def _write(result: _Result) -> Manifest:
    """Render into a staging folder, keep the lock, rename into place; drop what is made no more.

    A deck whose times are not in the lock must not go out, so the lock comes before the renames.
    """
    folder, here = result.folder, result.project.here
    with staged(folder, here) as staging:
        last = read_last(folder)
        manifest = _stage(result, staging)
        folder.mkdir(exist_ok=True)
        refuse_blocked(staging, folder, here)
        if result.new_lock:
            write_atomically(result.project.lock_file, result.new_lock.encode(), here)
        if result.update and result.update.class_file:
            write_atomically(result.update.class_file, result.update.class_text.encode(), here)
        move_into_place(staging, folder)
        names = {entry["path"] for entry in manifest.files}
        for entry in last.files:
            if entry["path"] not in names:
                (folder / str(entry["path"])).unlink(missing_ok=True)
    return manifest


def _stage(result: _Result, staging: Path) -> Manifest:
    """Make every file, and copies of those that must stay beside the new; the manifest, too."""
    folder, run, job, bank = result.folder, result.run, result.job, result.job.bank
    stay = what_stays(read_last(folder), result.files, result.printed.forms, run)
    entries = [render_file(staging, file) | run.mark_of(file) for file in result.files]
    entries += [keep_file(folder, name, staging, entry) for name, entry in stay.copies.items()]
    forms = result.printed.forms if run.on_paper or not stay.forms else ()
    problems = [*result.problems, *stay.problems]
    if result.update:
        problems += paper_changes(result.update, run.batch.group, stay.problems)
        if run.batch.class_list:
            problems += forms_in_git(run.batch.class_list, result.project.here)
    manifest = Manifest(
        folder=result.project.shown(folder),
        bank=bank.id,
        title=bank.title,
        files=tuple(sorted([*entries, *stay.files], key=lambda entry: str(entry["path"]))),
        forms=FormEntries(forms, run.mark | run.batch.mark, [*stay.forms, *stay.replaced]),
        made=result.files,
        problems=in_order(problems),
        steps=result.steps,
        notes=len(job.items) + len(job.retired),
        retired=len(job.retired),
        drafts=sum(lowered.item.status == "draft" for lowered in job.items),
    )
    with (staging / "manifest.json").open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(manifest_lines(manifest))
    (staging / OWNER).write_bytes(owner_line(folder, result.project.root))
    return manifest
