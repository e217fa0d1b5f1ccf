"""Which papers are asked for: what a bank says under `paper:`, or a command instead of it.

From a bank that was checked to one whose quizzes know their forms and pupils. Class lists and font
files are read here, beside the bank, and for paper alone; what is wrong with them is a `Problem`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from pathlib import Path
from typing import Any

from quizgen.bank.load import shown_path
from quizgen.bank.quizzes import with_usual_forms
from quizgen.bank.syntax.paper import find_face, template_problem
from quizgen.model import Bank, Form
from quizgen.outputs import Batch, CheckedBank, Printed
from quizgen.outputs.pdf.named_papers import NO_NAMES, NamedPapers, named_papers
from quizgen.problems import Problem, did_you_mean, has_errors
from quizgen.words import field_labels, words

Faces = Mapping[str, tuple[tuple[str, bytes], ...]]
"""Role -> the font files of it: name and bytes."""

_LONGEST_GROUP = 60


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What a command says of its papers; a field of the bank's `paper` that isn't changed stays."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    roster: Path | None = None
    """Counts from where the command was given, not from the bank."""
    faces: tuple[Path, ...] = ()
    """Fonts that step in for what the text face lacks."""
    cards: bool = True
    """Print flashcards beside the quizzes."""
    papers: bool = True
    """Print the quizzes; else flashcards alone, or what comes with them."""
    card_changes: Mapping[str, Any] = field(default_factory=dict)
    """As `changes`, of how the bank's cards are printed."""
    calibration: bool = False
    """Print the sheet by which backs are moved."""
    names: NamedPapers | None = None
    """Who gets them, where that is known."""

    def roster_of(self, bank: Bank) -> Path | None:
        """Find the class list that papers are for: the command's, else the bank's own.

        So many copies of a form are nobody's: a command that asks for them asks for no names.
        """
        if self.roster is None and bank.paper.roster and "copies" not in self.changes:
            return Path(bank.folder) / bank.paper.roster
        return self.roster


def batch_of(bank: Bank, options: PrintOptions) -> Batch:
    """Say what tells the papers of a command from others."""
    roster = options.roster_of(bank)
    if roster is None:
        return Batch(forms=options.changes.get("forms", 0))
    plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in roster.stem)
    place = str(roster.resolve())
    with suppress(ValueError):  # from the bank's drive to another there is no way
        place = os.path.relpath(place, Path(bank.folder).resolve())
    digest = blake2s(Path(place).as_posix().encode(errors="replace"), digest_size=4).hexdigest()
    return Batch(plain[:_LONGEST_GROUP], digest, class_list=roster)


@dataclass(frozen=True, slots=True)
class Papers:
    """What is to be printed."""

    bank: Bank
    """With the paper and the quizzes as they were asked for."""
    forms: tuple[Form, ...]
    faces: Faces
    batch: Batch
    options: PrintOptions
    named: NamedPapers
    """Who gets them."""
    problems: tuple[Problem, ...]
    """What stands against it, and what is to be said of forms that only paper has."""

    @property
    def printed(self) -> Printed:
        """What the manifest says of them."""
        options = self.options
        by_command = bool(options.changes or options.roster or not options.papers)
        return Printed(self.forms, self.batch, self.named.deals, by_command=by_command)

    def copies(self, forms: Iterable[Form]) -> tuple[Form, ...]:
        """Give the papers of a quiz's forms as they are handed out."""
        return self.named.copies(forms)


def papers_of(checked: CheckedBank) -> Papers:
    """Work out what is to be printed of a bank, as it says itself or its options say instead."""
    options = checked.options_of(PrintOptions)
    bank, named, problems = _as_asked_for(checked.bank, checked.here, options)
    faces, face_problems = read_faces(checked.bank, checked.here, options.faces)
    forms, batch = checked.forms if options.papers else (), batch_of(checked.bank, options)
    if has_errors(problems):  # what is missing for that has been said
        forms = ()
    elif options.papers and bank.quizzes != with_usual_forms(checked.bank).quizzes:
        forms, form_problems = checked.assemble(bank, batch)
        problems = (*problems, *form_problems)
    return Papers(bank, forms, faces, batch, options, named, (*problems, *face_problems))


def _as_asked_for(
    bank: Bank, here: Path, options: PrintOptions
) -> tuple[Bank, NamedPapers, tuple[Problem, ...]]:
    """Give the bank as it is to be printed, for whom, and what stands against it."""
    cards = replace(bank.paper.cards, **options.card_changes)
    paper = replace(bank.paper, cards=cards, **options.changes)
    paper = replace(paper, fields=tuple(_known_fields(paper.fields, bank.lang)))
    bank = replace(bank, paper=paper)
    problems = [*_unknown_quizzes(bank), *_bad_templates(bank)]
    if not options.papers:
        return bank, NO_NAMES, tuple(problems)
    bank, named = with_usual_forms(bank), NO_NAMES
    roster = options.roster_of(bank)
    if options.names is not None:
        named = options.names
    elif roster is not None:
        bank = replace(bank, paper=replace(paper, copies=0))
        bank, named, found = named_papers(bank, roster, here)
        problems += found
    elif paper.each and "copies" not in options.changes:
        message = "there is no class list to make a form for each pupil of"
        help = "name one: `--roster 10b.csv`, or `roster: 10b.csv` beside `forms: each`"
        problems.append(Problem("no-class-list", "error", bank.where, message, help))
    return bank, named, tuple(problems)


def _known_fields(fields: Iterable[str], lang: str) -> Iterator[str]:
    """Give lines to fill in by the names that we know, where a language's own word is one."""
    known = {label.casefold(): name for name, label in field_labels(words(lang)).items()}
    yield from dict.fromkeys(known.get(text.casefold(), text) for text in fields)


def _unknown_quizzes(bank: Bank) -> Iterator[Problem]:
    known = [quiz.id for quiz in bank.quizzes]
    for id in bank.paper.quizzes:
        if id not in known:
            message = f"there is no quiz {id!r}"
            yield Problem("unknown-quiz", "error", bank.where, message, did_you_mean(id, known))


def _bad_templates(bank: Bank) -> Iterator[Problem]:
    for name in ("header", "footer"):
        wrong = template_problem(getattr(bank.paper, name))
        if wrong:
            yield Problem("bad-template", "error", bank.where, f"{name}: {wrong[0]}", wrong[1])


def read_faces(
    bank: Bank, here: Path, extra: Iterable[Path] = ()
) -> tuple[Faces, tuple[Problem, ...]]:
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
            message = f"can't read the face {shown_path(path, here)}: {error.strerror}"
            problems.append(Problem("missing-face", "error", bank.where, message, ""))
        else:
            faces["others"] = (*faces.get("others", ()), (path.name, data))
    return faces, tuple(problems)
