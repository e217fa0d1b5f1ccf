"""`quizgen check`: report, repair, and watch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from time import sleep

import typer

from quizgen.bank.load import find_root
from quizgen.bank.syntax.edits import edit_files
from quizgen.checks.evidence.records import seed_folders
from quizgen.checks.rules import RuleSelection, chosen_rules
from quizgen.cli.build import HOME, OUT, chosen_banks
from quizgen.cli.console import progress, safe
from quizgen.cli.report_formats import FORMATS, levels_that_fail
from quizgen.pipeline.build import holder, write_atomically
from quizgen.pipeline.check import RULES, Report, check
from quizgen.problems import QuizgenError, in_order
from quizgen.release.namesakes import id_taken, lock_sharer, lock_taken, namesake, taken_by

_PAUSE = 0.3
"""Seconds between two looks at the files that are watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What a check was asked for."""

    format: str
    strict: bool
    evidence: bool
    require_evidence: bool
    seed: int | None
    drafts: bool
    rules: RuleSelection

    def __post_init__(self) -> None:
        """Refuse a format that there isn't. Raises typer.BadParameter."""
        if self.format not in FORMATS:
            raise typer.BadParameter(
                f"no format {self.format!r}; there are {', '.join(FORMATS)}", param_hint="--format"
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
    if fix and _repair(reports):
        reports, unreadable = _reports(paths, asked)
    reports = list(_with_namesakes(reports))
    FORMATS[asked.format](reports, evidence=asked.evidence, unreadable=unreadable)
    bad = set(levels_that_fail(strict=asked.strict))
    failed = any(p.level in bad for report in reports for p in report.problems)
    return 1 if unreadable or failed else 0


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
                    progress=say,
                )
            reports.append(report)
        except (QuizgenError, OSError) as error:
            unreadable.append((str(path), str(error)))
            print(safe(f"{path}: {error}"), file=sys.stderr)
    return reports, unreadable


def _with_namesakes(reports: Sequence[Report]) -> Iterator[Report]:
    """Add to each report that another bank has its id: an error where both are asked for."""
    taken: dict[str, str] = {}
    for report in reports:
        bank = report.bank
        if bank is None:
            yield report
            continue
        root = find_root(Path(report.path))
        together = taken_by(taken, root, bank.id)
        beside = namesake(root, bank.id, HOME) or holder(OUT / bank.id, root, bank.id)
        taken.setdefault(bank.id, report.path)
        found = [id_taken(bank, together)] if together else []
        found += [id_taken(bank, beside, "warning")] if beside and not together else []
        sharer = lock_sharer(root)
        found += [lock_taken(bank, root, sharer, "warning")] if sharer else []
        yield replace(report, problems=in_order([*report.problems, *found]))


def _repair(reports: Sequence[Report]) -> int:
    """Do every safe repair that the problems offer; say what was done."""
    edits = [edit for report in reports for p in report.problems for edit in p.fix]
    files, done = edit_files(edits)
    for path, content in files.items():
        write_atomically(path, content)
    for edit in sorted(done, key=lambda e: e.where):
        print(safe(f"{edit.where}: fixed, {edit.key} is {edit.value} now"), file=sys.stderr)
    if len(done) < len(set(edits)):
        print(f"{len(set(edits)) - len(done)} repairs are left to you", file=sys.stderr)
    return len(done)


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
    """Give the names of changed files, an empty list at first."""
    seen: dict[Path, tuple[int, int]] = {}
    for turn in count():
        now = _stamps(paths)
        changed = [p.name for p in sorted({*now, *seen}) if now.get(p) != seen.get(p)]
        seen = now
        if not turn:
            yield []
        elif changed:
            yield changed
        sleep(_PAUSE)


def _stamps(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    stamps = {}
    for path in paths:
        try:
            folder = find_root(path).parent
        except QuizgenError:
            continue  # it is away for a moment, or for good: the check says so
        found = folder.glob("*.y*ml") if path.is_file() else folder.rglob("*")
        files = [p for p in found if p.is_file()]
        seeds = [p for f in seed_folders(folder, Path.cwd()) for p in f.glob("*") if p.is_file()]
        for file in (*files, *seeds):
            try:
                stat = file.stat()
            except OSError:
                continue  # just being replaced
            stamps[file] = (stat.st_mtime_ns, stat.st_size)
    return stamps
