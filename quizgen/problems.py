"""What is wrong with a bank, as values; and the few exceptions that stop the work.

    QuizgenError          (in `libraries`, which stands without any of them)
    +-- LibraryMissing    a library is missing or broken
    +-- BankNotFound      no bank where one was looked for
    +-- BankError         the bank has errors; `.problems` holds all of them
    +-- CannotWrite       the output folder, the disk or a lock refused

A mistake of an author is a `Problem`, never an exception. Codes are kebab-case, named after
the flaw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from quizgen import libraries

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class Where(Struct, frozen=True, order=True, omit_defaults=True):
    """A place in a file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    place: str = ""
    """What its program calls the place, where the file has no lines to be seen: `Sheet1!B7`."""

    def __str__(self) -> str:
        if self.place:
            return f"{self.file}:{self.place}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe repair: what stands at a place gets a key with this value.

    Done as an edit of the text (`bank.edits`), so that comments and layout stay as they are. For
    evidence, the key `paragraph` may also stand as `p12:` before its words. The key `text` stands
    for the text at that place itself: in it `old` becomes `value`; `|` as `old` is the sign before
    its lines.
    """

    where: Where
    key: str
    value: str
    old: str = ""

    def __str__(self) -> str:
        if self.key == "text":
            change = f"{self.old!r} is {self.value!r}" if self.value else f"{self.old!r} is gone"
            return f"{self.where}: fixed, {change} now"
        return f"{self.where}: fixed, {self.key} is {self.value} now"


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw: what was found, where, and what to do about it."""

    code: str
    level: Level
    where: Where
    message: str
    help: str = ""
    item: str = ""
    fix: tuple[Edit, ...] = ()
    """What `check --fix` would do about it."""

    def __str__(self) -> str:
        item = f", item {self.item}" if self.item else ""
        advice = f" ({self.help})" if self.help else ""
        return f"{self.where}: {self.level} {self.code}{item}: {self.message}{advice}"


QuizgenError = libraries.QuizgenError


class BankNotFound(QuizgenError):  # noqa: N818 - named after what happened
    """There is no bank at the path that was given."""


class CannotWrite(QuizgenError):  # noqa: N818 - named after what happened
    """A file or folder could not be written; what stood there before still stands."""


class BankError(QuizgenError):
    """A bank can't be used; `problems` says why, all at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [p for p in self.problems if p.level == "error"]
        super().__init__("\n".join(str(p) for p in errors[:20]))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file and place, the graver first; each once, as the gravest calls it."""
    ordered = sorted(problems, key=lambda p: (p.where, LEVELS.index(p.level), p.code, p.message))
    unique: dict[tuple[object, ...], Problem] = {}
    for problem in ordered:
        key = (
            problem.where,
            problem.code,
            problem.message,
            problem.help,
            problem.item,
            problem.fix,
        )
        unique.setdefault(key, problem)
    return tuple(unique.values())


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is an error."""
    return any(p.level == "error" for p in problems)


def closest(name: str, known: Iterable[str]) -> str:
    """Give the known name most like `name`, or nothing when none is close."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only when something is wrong

    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=70
    )
    return str(found[0]) if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Phrase the help for a name nobody knows: the closest one, or the whole short list."""
    names = sorted(set(known))
    near = closest(name, names)
    if near:
        return f"did you mean {near!r}"
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known here: {shown}"


def ranges(numbers: Sequence[int]) -> str:
    """Write numbers as people do: `9, 11-13, 18`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)
