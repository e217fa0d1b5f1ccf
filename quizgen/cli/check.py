"""`quizgen check`: report, repair, and watch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from quizgen.bank.load import find_root
from quizgen.bank.syntax.edits import edit_files
from quizgen.checks.evidence.records import seed_folders
from quizgen.checks.rules import RuleSelection, chosen_rules
from quizgen.cli.build import HOME, OUT, chosen_banks
from quizgen.cli.console import print_problems, progress, safe
from quizgen.cli.report_formats import FORMATS, Detail, levels_that_fail
from quizgen.pipeline.blind import readings_of
from quizgen.pipeline.check import RULES, Report, check
from quizgen.pipeline.lock_copies import merged_copies
from quizgen.pipeline.project import AS_IT_IS, ForeignWish, Project
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import BankError, QuizgenError, in_order
from quizgen.release.namesakes import id_taken, lock_sharer, lock_taken, namesake, taken_by
from quizgen.release.ownership import folder_taken, holder

_PAUSE = 300
"""Milliseconds in which saves count as one, and between two looks at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What a check was asked for."""

    format: str
    strict: bool
    page: Path | None = None
    """The file for what is proved, as a page."""
    detail: Detail
    require_evidence: bool
    seed: int | None
    drafts: bool
    rules: RuleSelection
    only: Sequence[str] = ()
    """Outputs that the banks must be good for."""
    wish: ForeignWish = AS_IT_IS

    def __post_init__(self) -> None:
        """Refuse a format that there isn't, and a page by another ending.

        Raises typer.BadParameter.
        """
        if self.format not in FORMATS:
            raise typer.BadParameter(
                f"no format {self.format!r}; there are {', '.join(FORMATS)}", param_hint="--format"
            )
        if self.page and self.page.suffix.lower() not in {".html", ".htm"}:
            raise typer.BadParameter(
                f"{self.page} is no page: give a name that ends in .html", param_hint="--out"
            )


def rules_named(select: str, ignore: str) -> RuleSelection:
    """Give the rules that `--select` and `--ignore` name. Raises typer.BadParameter."""
    try:
        return chosen_rules(_names(select), _names(ignore), RULES)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--select or --ignore") from error


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def run_check(banks: Sequence[Path], asked: CheckOptions, *, fix: bool) -> int:
    """Check every bank and print every problem of all of them at once."""
    paths = chosen_banks(banks)
    reports, unreadable = _reports(paths, asked)
    if fix and _repair(reports) + _merge_copies(reports):
        reports, unreadable = _reports(paths, asked)
    reports = list(_with_namesakes(reports))
    FORMATS[asked.format](reports, asked.detail, unreadable)
    if asked.page:
        _write_page(reports, asked.page)
    bad = set(levels_that_fail(strict=asked.strict))
    failed = any(p.level in bad for report in reports for p in report.problems)
    return 1 if unreadable or failed else 0


def _write_page(reports: Sequence[Report], file: Path) -> None:
    """Write what is proved as a page, where a bank could be read at all."""
    from quizgen.pipeline.evidence_page import evidence_page  # it takes half of our modules

    if any(report.bank for report in reports):
        here = Path.cwd()
        (here / file).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(here / file, evidence_page(reports).encode(), here)
        print(safe(f"wrote {file}"), file=sys.stderr)


def _reports(
    paths: Sequence[Path], asked: CheckOptions
) -> tuple[list[Report], list[tuple[str, str]]]:
    reports = []
    unreadable = []
    for path in paths:
        try:
            with progress(f"checking {path}") as say:
                report = check(
                    path,
                    seed=asked.seed,
                    drafts=asked.drafts,
                    rules=asked.rules,
                    require_evidence=asked.require_evidence,
                    only=asked.only,
                    columns=asked.wish.columns,
                    progress=say,
                )
            if report.bank:
                report = replace(
                    report, blind=readings_of(Project.of(path).told(asked.wish), report)
                )
            reports.append(report)
        except (QuizgenError, OSError) as error:
            unreadable.append((str(path), str(error)))
            print(safe(f"{path}: {error}"), file=sys.stderr)
    return reports, unreadable


def _with_namesakes(reports: Sequence[Report]) -> Iterator[Report]:
    """Add to each report that another bank has its id: an error where both are asked for."""
    here = Path.cwd()
    taken: dict[str, str] = {}
    for report in reports:
        bank = report.bank
        if bank is None:
            yield report
            continue
        root = find_root(Path(report.path), here)
        together = taken_by(taken, root, bank.id, here)
        beside = namesake(root, bank.id, HOME, here)
        folder = OUT / bank.id
        owner = holder(folder, root, bank.id, here)
        taken.setdefault(bank.id, report.path)
        problems = []
        if together:
            problems.append(id_taken(bank, together, here))
        elif beside:
            problems.append(id_taken(bank, beside, here, "warning"))
        elif owner:
            problems.append(folder_taken(bank, owner, folder, here, "warning"))
        sharer = lock_sharer(root)
        problems += [lock_taken(bank, root, sharer, here, "warning")] if sharer else []
        yield replace(report, problems=in_order([*report.problems, *problems]))


def _repair(reports: Sequence[Report]) -> int:
    """Do every safe repair that the problems offer; say what was done."""
    edits = [edit for report in reports for p in report.problems for edit in p.fix]
    files, done = edit_files(edits, Path.cwd())
    for path, content in files.items():
        write_atomically(path, content, Path.cwd())
    for edit in sorted(done, key=lambda e: e.where):
        print(safe(str(edit)), file=sys.stderr)
    if len(done) < len(set(edits)):
        print(f"{len(set(edits)) - len(done)} repairs are left to you", file=sys.stderr)
    return len(done)


def _merge_copies(reports: Sequence[Report]) -> int:
    """Put together what several people made of a lock: its copies, and git's two versions."""
    here = Path.cwd()
    count = 0
    for report in reports:
        found = {problem.code for problem in report.problems}
        if not found & {"lock-copy", "lock-conflict"}:
            continue
        project = Project.of(report.path)
        try:
            text, copies = merged_copies(project)
        except BankError as error:
            print_problems(error.problems)
            continue
        if "lock-conflict" in found:
            shown = project.shown(project.lock_file)
            print(safe(f"{shown}: both versions are together now"), file=sys.stderr)
            count += 1
        if copies or "lock-conflict" in found:
            write_atomically(project.lock_file, text.encode(), here)
        for copy in copies:
            copy.unlink()
            shown = project.shown(project.lock_file)
            print(safe(f"{project.shown(copy)}: its lines are in {shown} now"), file=sys.stderr)
        count += len(copies)
    return count


# --- watching -----------------------------------------------------------------------------------


def run_watch(banks: Sequence[Path], asked: CheckOptions, *, fix: bool) -> int:
    """Check, and check again whenever a file is saved, until Ctrl-C."""
    paths = chosen_banks(banks)
    code = 0
    try:
        for changed in _changes(paths):
            if changed:
                print(safe(f"\n{', '.join(changed)} changed"), file=sys.stderr)
            code = run_check(paths, asked, fix=fix)
            print("watching; Ctrl-C ends it", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return code


def _changes(paths: Sequence[Path]) -> Iterator[list[str]]:
    """Give the names of changed files, an empty list at first: by then every save is seen."""
    from watchfiles import watch

    folders = {folder for path in paths for folder in _watched(path)}
    saves = watch(
        *folders,
        recursive=any(path.is_dir() for path in paths),
        debounce=_PAUSE,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
    )
    next(saves)
    yield []
    for changes in saves:
        if names := sorted({Path(name).name for _, name in changes}):
            yield names


def _watched(path: Path) -> Iterator[Path]:
    """Give the folders whose files a check of a bank reads."""
    folder = find_root(path, Path.cwd()).parent
    yield folder
    yield from seed_folders(folder, Path.cwd())
