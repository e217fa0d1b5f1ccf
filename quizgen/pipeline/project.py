"""A bank's place on disk: its folder, its lock, its media, and where the person who asks stands.

What a run of quizgen reads of the world around a bank, it reads here; the working folder and the
time enter as arguments, so that two banks can be built at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

from platformdirs import user_cache_path

from quizgen.bank.load import Loaded, find_root, load, load_document, media_names, shown_path
from quizgen.bank.media_files import file_of, lies_inside
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.checks.evidence.gaps import GapKey, Verdict
from quizgen.checks.evidence.records import find_sources
from quizgen.inputs import input_of, read_as
from quizgen.inputs.as_document import document_of
from quizgen.inputs.reading import Reading
from quizgen.model import Bank, Source
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import BankError, CannotWrite, Problem, QuizgenError, Where, in_order
from quizgen.release.ids import unlikely_id
from quizgen.release.lock import Lock, is_yaml, lock_path, read_lock
from quizgen.release.verdicts import read_verdicts
from quizgen.text.spelling import spell_out


@dataclass(frozen=True, slots=True)
class ForeignWish:
    """What a user says of another maker's file."""

    columns: tuple[str, ...] = ()
    """What the columns of a table hold."""
    skip_bad: bool = False
    """Go on without the questions that can't be read."""


AS_IT_IS = ForeignWish()
"""Nothing is said of a file."""


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

    new_id: str = ""
    """The id that another maker's file gets with its first build."""
    wish: ForeignWish = AS_IT_IS

    def told(self, wish: ForeignWish) -> Project:
        """Give it with what a user says of its file. Raises QuizgenError where it is a bank."""
        if wish != AS_IT_IS and is_yaml(self.root):
            option = "--columns" if wish.columns else "--skip-bad"
            raise QuizgenError(
                f"{self.shown(self.root)} is a bank: {option} is for files of other programs"
            )
        return replace(self, wish=wish)

    @property
    def lock_file(self) -> Path:
        """The file that says what learners have of the bank."""
        return lock_path(self.root)

    def shown(self, path: Path) -> str:
        """Name a path as a person in the working folder would."""
        return shown_path(path, self.here)

    def read(self, *, cache: bool = True) -> Loaded:
        """Read the bank's files, or take it from the cache when none of them has changed."""
        if is_yaml(self.root):
            return load(self.root, self.here, cache=cache)
        return self._read_foreign()

    def with_new_id(self, chance: Random) -> Project:
        """Give another maker's file an id, if it has none: its name, and four letters."""
        if is_yaml(self.root) or self.lock().bank:
            return self
        return replace(self, new_id=unlikely_id(self._slug, chance))

    @property
    def _slug(self) -> str:
        return suggest_slug(spell_out(self.root.stem))

    def _read_foreign(self) -> Loaded:
        """Read a quiz that another program made, as the questions of a bank."""
        data = self.root.read_bytes()
        shown = self.shown(self.root)
        format = input_of(data, self.root.name)
        if not format:
            return load(self.root, self.here)  # which says what it is, and what a bank is
        id = self.lock().bank or self.new_id or self._slug
        reading = read_as(format, data, shown, self.wish.columns)
        document = document_of(reading, shown, id, self.root.stem)
        loaded = load_document(document, self._media_folder(reading.media), self.here)
        if self.wish.skip_bad:
            loaded = _without_bad(loaded, reading, Where(shown))
        return replace(loaded, problems=_once_without_ids(loaded.problems, Where(shown)))

    def _media_folder(self, media: Mapping[str, bytes]) -> Path:
        """Put the pictures and sounds that a file holds where they can be read from.

        The folder is named after what is in it, so that it is written once and never wrong.
        """
        if not media:
            return self.root.parent
        digest = sha256()
        for name, data in sorted(media.items()):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        folder = user_cache_path("quizgen") / "media" / digest.hexdigest()[:32]
        for name, data in media.items():
            if not lies_inside(name, folder):
                raise CannotWrite(f"a picture in {self.shown(self.root)} is called {name!r}")
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, data, self.here)
        return folder

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


def _without_bad(loaded: Loaded, reading: Reading, at: Where) -> Loaded:
    """Leave out the questions that have errors, and say how many; the rest is a bank."""
    wrong = {problem.where for problem in loaded.problems if problem.level == "error"}
    bad = [one for one in reading.items if not wrong.isdisjoint((one.where, *one.places.values()))]
    if not bad or loaded.bank is None:
        return loaded
    places = {place for one in bad for place in (one.where, *one.places.values())}
    left = {one.where for one in bad}
    items = tuple(item for item in loaded.bank.items if item.where not in left)
    message = f"{len(bad)} of {len(reading.items)} questions are left out: they can't be read"
    help = "mend them in the file, and all of them come"
    said = Problem("questions-left-out", "warning", at, message, help)
    problems = [
        replace(problem, level="warning")
        if problem.level == "error" and problem.where in places
        else problem
        for problem in loaded.problems
    ]
    return replace(loaded, bank=replace(loaded.bank, items=items), problems=(said, *problems))


def _once_without_ids(problems: Sequence[Problem], where: Where) -> tuple[Problem, ...]:
    """Say once, of a file that has no ids, what is to be said of each of its questions."""
    without = [problem for problem in problems if problem.code == "no-id"]
    if not without:
        return tuple(problems)
    have = "question has" if len(without) == 1 else "questions have"
    message = f"{len(without)} {have} no id: a question that is reworded is a new card"
    help = (
        "`quizgen import` makes a bank of it, in which each question keeps its id; "
        "`quizgen ids` writes a table again, with a column of ids"
    )
    said = Problem("no-id", "warning", where, message, help)
    return in_order([said, *(problem for problem in problems if problem.code != "no-id")])


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
