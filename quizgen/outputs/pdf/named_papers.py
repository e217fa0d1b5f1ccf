"""Papers with pupils' names: a few forms dealt to a class, or a form of their own for each.

What a class had of a quiz stands beside its list; what it doesn't say is dealt here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizgen.bank.class_list import read_roster
from quizgen.bank.syntax.format import form_name
from quizgen.bank.syntax.paper import EACH
from quizgen.model import Bank, Blueprint, Form, PaperSettings, Pupil
from quizgen.problems import BankError, Problem, has_errors
from quizgen.release.class_forms import (
    NO_CLASS_RECORD,
    ClassRecord,
    DealId,
    Dealt,
    deal,
    read_forms_beside,
)


@dataclass(frozen=True, slots=True)
class NamedPapers:
    """Who gets which form of a bank's quizzes."""

    pupils: tuple[Pupil, ...] = ()
    """In the order of their list; without a name where papers show none."""
    deals: Mapping[DealId, Dealt] = field(default_factory=dict)
    """Those of this run, with what was dealt before."""

    def copies(self, forms: Iterable[Form]) -> tuple[Form, ...]:
        """Give the papers of a quiz as they are handed out: one for each pupil, or each form."""
        every = {form.name: form for form in forms}
        first = next(iter(every.values()))
        if not self.pupils or first.quiz.numbers:
            return tuple(every.values())
        of = self.deals[first.quiz.id, str(len(first.quiz.forms))]
        return tuple(
            replace(every[of[pupil.id]], pupil=pupil)
            for pupil in self.pupils
            if of[pupil.id] in every
        )


NO_NAMES = NamedPapers()


def named_papers(
    bank: Bank, class_list: Path, here: Path
) -> tuple[Bank, NamedPapers, list[Problem]]:
    """Deal the forms of a bank's quizzes to a class; give the bank with them.

    Args:
        bank: With its paper as it was asked for.
        class_list: The list.
        here: The working folder.

    """
    pupils, problems = read_roster(class_list, here)
    forms, bad = read_forms_beside(class_list, here)
    found = [*problems, *bad]
    if has_errors(found):
        return bank, NO_NAMES, found
    record = forms.get(bank.id, NO_CLASS_RECORD)
    pupils = _as_on_file(pupils, record, anonymous=is_anonymous(bank.paper))
    deals: dict[DealId, Dealt] = {}
    quizzes = []
    for quiz in bank.quizzes:
        way = _way_of(quiz, bank.paper, record)
        of = deal(
            quiz.id, way, (pupil.id for pupil in pupils), record.deals.get((quiz.id, way), {})
        )
        deals[quiz.id, way] = of
        quizzes.append(_own_forms(quiz, pupils, of) if way == EACH else _few_forms(quiz, int(way)))
    found += _said(deals, bank, record)
    return replace(bank, quizzes=tuple(quizzes)), NamedPapers(pupils, deals), found


def _as_on_file(
    pupils: Iterable[Pupil], record: ClassRecord, *, anonymous: bool
) -> tuple[Pupil, ...]:
    """Give pupils by their ids as they were first written: X1 is x1 in the next export."""
    known = {id.lower(): id for of in record.deals.values() for id in of}
    known |= {line.form.lower(): line.form for line in record.papers.lines}
    return tuple(
        Pupil(known.get(pupil.id.lower(), pupil.id), "" if anonymous else pupil.name)
        for pupil in pupils
    )


def names_of_form(bank: Bank, quiz: str, form: str, class_list: Path, here: Path) -> NamedPapers:
    """Find the pupils of a class who have a form of a quiz, as it stands beside their list."""
    pupils, problems = read_roster(class_list, here)
    forms, bad = read_forms_beside(class_list, here)
    if has_errors([*problems, *bad]):
        raise BankError((*problems, *bad))
    record = forms.get(bank.id, NO_CLASS_RECORD)
    few = [of for (name, way), of in record.deals.items() if name == quiz and way != EACH]
    some = tuple(
        pupil
        for pupil in _as_on_file(pupils, record, anonymous=is_anonymous(bank.paper))
        if any(of.get(pupil.id) == form for of in few)
    )
    return NamedPapers(some, {(quiz, "1"): {pupil.id: form for pupil in some}})


def is_anonymous(paper: PaperSettings) -> bool:
    """Tell whether papers show no name: then no file of them does."""
    return "name" not in paper.fields and "{name}" not in paper.header + paper.footer


def _way_of(quiz: Blueprint, paper: PaperSettings, record: ClassRecord) -> str:
    """Say in how many forms a class has a quiz: as was asked, or as it had it, or each their own.

    A class that has a form each keeps them, whatever number the quiz says by itself.
    """
    had = record.way(quiz.id)
    if paper.each:
        return EACH
    if paper.forms:
        return str(paper.forms)
    if quiz.counted and had != EACH:
        return str(len(quiz.forms))
    return had or EACH


def _own_forms(quiz: Blueprint, pupils: tuple[Pupil, ...], of: Dealt) -> Blueprint:
    names = tuple(pupil.id for pupil in pupils)
    return replace(quiz, forms=names, pupils=pupils, numbers={id: of[id] for id in names})


def _few_forms(quiz: Blueprint, count: int) -> Blueprint:
    return replace(quiz, forms=tuple(map(form_name, range(count))), pupils=())


def _said(deals: Iterable[DealId], bank: Bank, record: ClassRecord) -> Iterator[Problem]:
    """Say that a class now has a quiz in another number of forms than before."""
    where = {quiz.id: quiz.where for quiz in bank.quizzes}
    for quiz, way in deals:
        had = record.way(quiz)
        if had and had != way:
            message = f"the class had {quiz} {_in_words(had)}, and has it {_in_words(way)} now"
            help = "papers printed before keep their keys; "
            help += f"`--forms {had}` prints what the class had"
            yield Problem("forms-changed", "warning", where[quiz], message, help)


def _in_words(way: str) -> str:
    if way == EACH:
        return "in a form for each pupil"
    return "in one form" if way == "1" else f"in {way} forms"
