"""A bank's place on disk: its folder, its lock, its media, and where the person who asks stands.

What a run of quizgen reads of the world around a bank, it reads here; the working folder and the
time enter as arguments, so that two banks can be built at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from quizgen.bank.load import Loaded, find_root, load, media_names, shown_path
from quizgen.bank.media_files import file_of
from quizgen.checks.evidence.gaps import GapKey, Verdict
from quizgen.checks.evidence.records import find_sources
from quizgen.model import Bank, Source
from quizgen.problems import BankError, CannotWrite, Problem, QuizgenError
from quizgen.release.lock import Lock, lock_path, read_lock
from quizgen.release.verdicts import read_verdicts


@dataclass(frozen=True, slots=True)
class Project:
    """A bank on disk, as a person in a folder sees it."""

    path: Path
    """The bank's folder or file, as it was named."""
    root: Path
    """Its root file."""
    here: Path
    """The working folder: paths are shown from there, and seeds are looked for there, too."""

    @classmethod
    def of(cls, path: str | Path, here: Path | None = None) -> Project:
        """Find a bank; its path counts from the working folder. Raises BankNotFound."""
        named = Path(path)
        if here is None:
            here = Path.cwd()
        else:
            named = here / named
        return cls(named, find_root(named, here), here)

    @property
    def lock_file(self) -> Path:
        """The file that says what learners have of the bank."""
        return lock_path(self.root)

    def shown(self, path: Path) -> str:
        """Name a path as a person in the working folder would."""
        return shown_path(path, self.here)

    def read(self, *, cache: bool = True) -> Loaded:
        """Read the bank's files, or take it from the cache when none of them has changed."""
        return load(self.root, self.here, cache=cache)

    def sources(self, bank: Bank) -> tuple[dict[str, Source], list[Problem]]:
        """Read the records of the bank's sources, and their texts where they lie there."""
        return find_sources(bank, self.here)

    def lock(self) -> Lock:
        """Read the lock; an empty one where there is none. Raises BankError, CannotWrite."""
        return read_lock_file(self.lock_file, self.here)

    def verdicts(self) -> dict[GapKey, Verdict]:
        """Give what builds that had the text found of quotes; none from a lock that can't be read.

        What is wrong with a lock is a build's and a check's to report.
        """
        try:
            return read_verdicts(self.lock_file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return {}

    def media(self, bank: Bank) -> dict[str, bytes]:
        """Read every picture and sound of the bank, by its name in it."""
        names = {name for item in bank.items for name in media_names(item)}
        folder = Path(bank.folder)
        files = {name: file_of(folder, name) or folder / name for name in sorted(names)}
        return {name: path.read_bytes() for name, path in files.items()}


def read_lock_file(path: Path, here: Path) -> Lock:
    """Read a lock where there is one; an empty lock where there is none.

    Raises BankError for lines that make no sense, CannotWrite when it can't be read at all.
    """
    shown = shown_path(path, here)
    try:
        lock, problems = read_lock(path.read_text("utf-8"), shown)
    except FileNotFoundError:
        return Lock()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(f"can't read {shown}: {error}") from error
    if problems:
        raise BankError(problems)
    return lock


def clock(now: int | None = None) -> int:
    """Give the second a build counts as: the one given, SOURCE_DATE_EPOCH, or the clock's."""
    if now is not None:
        return now
    from time import time  # noqa: PLC0415 - the one look at the clock

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise QuizgenError(f"SOURCE_DATE_EPOCH must be whole seconds since 1970, not {epoch!r}")
    return int(epoch or time())
