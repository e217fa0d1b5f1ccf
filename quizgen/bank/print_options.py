"""Which papers are asked for: what a bank says under `paper:`, or a command instead of it.

From a bank that was read to one whose quizzes know their forms and pupils. Class lists and font
files are read here, beside the bank; what is wrong with them is a `Problem`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from pathlib import Path
from typing import Any

from quizgen.bank.class_list import read_roster
from quizgen.bank.load import shown_path
from quizgen.bank.syntax.format import form_name
from quizgen.bank.syntax.paper import find_face, template_problem
from quizgen.model import Bank, Blueprint, Pupil
from quizgen.problems import Problem, did_you_mean

Faces = Mapping[str, tuple[tuple[str, bytes], ...]]
"""Role -> the font files of it: name and bytes."""

_LONGEST_GROUP = 60


@dataclass(frozen=True, slots=True)
class PrintOverrides:
    """What a command says of its papers; a field of `Print` that isn't among them stays."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    roster: Path | None = None
    """Counts from where the command was given, not from the bank."""
    faces: tuple[Path, ...] = ()
    """Fonts that step in for what the text face lacks."""

    def roster_of(self, bank: Bank) -> Path | None:
        """Find the class list that papers are for: the command's, else the bank's own."""
        if self.roster is None and bank.paper.roster and "forms" not in self.changes:
            return Path(bank.folder) / bank.paper.roster
        return self.roster


@dataclass(frozen=True, slots=True)
class Batch:
    """What tells the papers of one run from those of another, in names and in the manifest.

    Papers of several classes lie in one folder, and two of them may have a pupil of one id.
    """

    group: str = ""
    """The class: the stem of its list, as a file's name may hold it."""
    place: str = ""
    """Stands for where the list lies: two classes may keep lists of one name."""
    forms: int = 0
    """So many forms, where a command asked for a number of them."""

    @property
    def suffix(self) -> str:
        """Name what all forms of a quiz share, such as the key: `.10b`, `.30`."""
        if self.group:
            return f".{self.group}"
        return f".{self.forms}" if self.forms else ""

    @property
    def mark(self) -> dict[str, str]:
        """What the manifest says of a class's papers."""
        return {"class": self.group, "list": self.place} if self.group else {}


def batch_of(bank: Bank, wish: PrintOverrides) -> Batch:
    """Say what tells the papers of a wish from others."""
    roster = wish.roster_of(bank)
    if roster is None:
        return Batch(forms=wish.changes.get("forms", 0))
    plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in roster.stem)
    place = str(roster.resolve())
    with suppress(ValueError):  # from the bank's drive to another there is no way
        place = os.path.relpath(place, Path(bank.folder).resolve())
    digest = blake2s(Path(place).as_posix().encode(errors="replace"), digest_size=4).hexdigest()
    return Batch(plain[:_LONGEST_GROUP], digest)


def apply_overrides(bank: Bank, wish: PrintOverrides) -> tuple[Bank, tuple[Problem, ...]]:
    """Give the bank as it is to be printed, and what stands against it."""
    paper = replace(bank.paper, **wish.changes)
    problems: list[Problem] = []
    quizzes = list(_chosen(bank, paper.quizzes, problems))
    if paper.forms and (wish.roster is None or "forms" in wish.changes):
        names = tuple(form_name(index) for index in range(paper.forms))
        quizzes = [replace(quiz, forms=names) for quiz in quizzes]
    roster = wish.roster_of(bank)
    if roster is not None:
        pupils, found = read_roster(roster)
        problems += found
        quizzes = [_for_pupils(quiz, pupils) for quiz in quizzes]
    for name in ("header", "footer"):
        wrong = template_problem(getattr(paper, name))
        if wrong:
            message = f"{name}: {wrong[0]}"
            problems.append(Problem("bad-template", "error", bank.where, message, wrong[1]))
    return replace(bank, paper=paper, quizzes=tuple(quizzes)), tuple(problems)


def without_wishes(bank: Bank) -> Bank:
    """Give the bank without what only papers need, for a deck, a page or a lesson."""
    known = {quiz.id for quiz in bank.quizzes}
    quizzes = tuple(id for id in bank.paper.quizzes if id in known)
    return replace(bank, paper=replace(bank.paper, roster="", quizzes=quizzes))


def _chosen(bank: Bank, ids: tuple[str, ...], problems: list[Problem]) -> Iterable[Blueprint]:
    by_id = {quiz.id: quiz for quiz in bank.quizzes}
    for id in ids:
        if id not in by_id:
            help = did_you_mean(id, by_id)
            message = f"there is no quiz {id!r}"
            problems.append(Problem("unknown-quiz", "error", bank.where, message, help))
    return [by_id[id] for id in ids if id in by_id] if ids else bank.quizzes


def _for_pupils(quiz: Blueprint, pupils: tuple[Pupil, ...]) -> Blueprint:
    return replace(quiz, forms=tuple(pupil.id for pupil in pupils), pupils=pupils)


def read_faces(bank: Bank, extra: Iterable[Path] = ()) -> tuple[Faces, tuple[Problem, ...]]:
    """Read the font files that a bank or a command names."""
    faces: dict[str, tuple[tuple[str, bytes], ...]] = {}
    problems: list[Problem] = []
    for role, names in bank.paper.faces.items():
        files = []
        for name in names:
            path = find_face(name, Path(bank.folder))
            if path is None:
                message = f"no font file {name!r} beside the bank or among the system's fonts"
                help = "put it beside bank.yaml, or install it"
                problems.append(Problem("missing-face", "error", bank.where, message, help))
            else:
                files.append((path.name, path.read_bytes()))
        faces[role] = tuple(files)
    for path in extra:
        try:
            data = path.read_bytes()
        except OSError as error:
            message = f"can't read the face {shown_path(path)}: {error.strerror}"
            problems.append(Problem("missing-face", "error", bank.where, message, ""))
        else:
            faces["others"] = (*faces.get("others", ()), (path.name, data))
    return faces, tuple(problems)
