"""Copies of a lock that cloud folders make when two people change it at once, and their merging."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from quizgen.pipeline.project import Project
from quizgen.problems import BankError, CannotWrite, Problem, Where
from quizgen.release.lock import Lock, dump_lock, merged, read_lock, without_conflicts


def lock_problems(project: Project) -> list[Problem]:
    """Say what is wrong with a bank's lock, and which copies of it lie there."""
    try:
        project.lock()
    except BankError as error:
        return list(error.problems)
    except CannotWrite as error:
        where = Where(project.shown(project.lock_file))
        return [Problem("bad-lock", "error", where, str(error), "see who may read it")]
    return list(copy_problems(project))


def lock_copies(project: Project) -> list[Path]:
    """Find what a cloud folder made of the lock when two people changed it at once."""
    own = project.lock_file
    return [
        path
        for path in sorted(own.parent.glob("*.lock"))
        if path != own and _COPY.match(path.stem.removeprefix(own.stem)) and _is_copy(path, project)
    ]


_COPY = re.compile(r"[- _.]")
"""What follows the name in a copy's: `-LAPTOP`, ` (Ada's conflicted copy)`, `.sync-conflict-`."""


def _is_copy(path: Path, project: Project) -> bool:
    """Tell whether a lock is one of the same bank, and no other bank's own."""
    if not path.stem.startswith(project.lock_file.stem):
        return False
    if any(path.with_suffix(ending).exists() for ending in (".yaml", ".yml")):
        return False
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    mine = _own_lock(project)
    return text.startswith("quizgen-lock ") and read_lock(text, "")[0].bank in {mine.bank, ""}


def copy_problems(project: Project) -> Iterator[Problem]:
    """Name each copy of the lock."""
    for path in lock_copies(project):
        where = Where(project.shown(path))
        message = f"a copy of {project.lock_file.name}, made when two people changed it at once"
        help = "`quizgen check --fix` puts its lines into the lock, and removes it"
        yield Problem("lock-copy", "warning", where, message, help)


def _own_lock(project: Project) -> Lock:
    """Read a bank's lock, both sides of a conflict together. Raises BankError, CannotWrite."""
    try:
        return project.lock()
    except BankError as error:
        if not any(problem.code == "lock-conflict" for problem in error.problems):
            raise
    text = without_conflicts(project.lock_file.read_text("utf-8"))
    lock, problems = read_lock(text, project.shown(project.lock_file))
    if problems:
        raise BankError(problems)
    return lock


def merged_copies(project: Project) -> tuple[str, list[Path]]:
    """Give the lock with the lines of its copies, and those copies; one that is broken stays."""
    lock = _own_lock(project)
    done: list[Path] = []
    for path in lock_copies(project):
        copy, problems = read_lock(path.read_text("utf-8"), project.shown(path))
        if not problems:
            lock = merged(lock, copy)
            done.append(path)
    return dump_lock(lock), done
