"""`quizgen ids`: ids for the questions that have none, as edits of the text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from quizgen.bank.syntax.edits import edit_files
from quizgen.cli.build import chosen_banks
from quizgen.cli.console import print_problems, safe
from quizgen.outputs import counted
from quizgen.pipeline.project import Project
from quizgen.pipeline.writing import write_atomically
from quizgen.release.ids import missing_ids
from quizgen.release.lock import is_yaml


def run_ids(banks: Sequence[Path], *, dry_run: bool) -> int:
    """Insert missing ids into every bank."""
    left = sum(_give_ids(path, dry_run=dry_run) for path in chosen_banks(banks))
    return 1 if left else 0


def _give_ids(path: Path, *, dry_run: bool) -> int:
    """Insert missing ids into a bank; say what was done, and count what is left to do."""
    project = Project.of(path)
    loaded = project.read(cache=False)
    if not is_yaml(project.root):
        from quizgen.cli.ids_of_table import give_ids

        return give_ids(project, loaded, dry_run=dry_run)
    if loaded.bank is None:
        print(safe(f"{path}: can't be read; quizgen check says why"), file=sys.stderr)
        return 1
    others = [p for p in loaded.problems if p.level == "error" and p.code != "duplicate-id"]
    if others:  # an item that isn't read may have the very id that would be given
        print_problems(others)
        print(safe(f"{path}: mend these first; no id was given"), file=sys.stderr)
        return 1
    wanted = list(missing_ids(loaded.bank, loaded.problems, project.lock()))
    files, done = edit_files(wanted, project.here)
    if not dry_run:
        for file, content in files.items():
            write_atomically(file, content, project.here)
    for edit in sorted(done, key=lambda e: e.where):
        print(safe(f"{edit.where}: id: {edit.value}"))
    verb = "would get" if dry_run else "got"
    print(safe(f"{path}: {counted(len(done), 'question')} {verb} an id"))
    return len(wanted) - len(done)
