"""The forms of a class list: what each pupil's paper was, in a file beside the list.

A class has a few forms that are dealt to its pupils, or each pupil a form of their own, which goes
by a number. Who got which is on file: what was dealt once stays, and a newcomer gets what was
dealt least. Without the file the deal follows from the ids alone. Pupils' ids stand in it, so it is
never committed with the bank: it belongs to the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from quizgen.bank.load import shown_path
from quizgen.bank.syntax.format import form_name
from quizgen.bank.syntax.paper import EACH
from quizgen.problems import Problem, Where
from quizgen.release.papers import NO_PAPERS, PaperRecord, RecordReader, record_lines
from quizgen.text.order import key_of, ranked

HEAD = "quizgen-forms 1"
SUFFIX = ".forms"
_NOTE = (
    "# Which papers the pupils of a class had, by bank: quizgen keeps it. It names pupils by\n"
    "# their ids, so keep it with the class list and out of version control."
)

DealId = tuple[str, str]
"""Quiz, and how many forms are dealt, or `each`."""
Dealt = Mapping[str, str]
"""A pupil's id -> the name of their form, or the number of a form of their own."""


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """What a class had of one bank."""

    papers: PaperRecord = NO_PAPERS
    """The forms that pupils have of their own, by their ids."""
    deals: Mapping[DealId, Dealt] = field(default_factory=dict)

    def number(self, quiz: str, id: str) -> str:
        """Give what a pupil's own form is called; nothing where it has no number."""
        return self.deals.get((quiz, EACH), {}).get(id, "")

    def way(self, quiz: str) -> str:
        """Say how the class has a quiz: `each`, or in how many forms; nothing if that is open."""
        ways = {forms for of, forms in self.deals if of == quiz}
        if any(line.quiz == quiz for line in self.papers.lines):
            ways.add(EACH)
        return ways.pop() if len(ways) == 1 else ""


ClassForms = Mapping[str, ClassRecord]
"""Bank id -> what the class had of it."""
NO_CLASS_RECORD = ClassRecord()


def forms_path(class_list: Path) -> Path:
    """Give the place of a class's forms: `10b.csv.forms` beside `10b.csv`."""
    return class_list.with_name(class_list.name + SUFFIX)


# --- dealing ------------------------------------------------------------------------------------


def deal(quiz: str, forms: str, ids: Iterable[str], before: Dealt) -> dict[str, str]:
    """Deal forms to pupils: what was dealt stays, and others get what the class has least of.

    Args:
        quiz: Its id: another quiz gives another deal.
        forms: How many there are, or `each`: then each pupil gets a number of their own.
        ids: The pupils, in any order.
        before: What was dealt before, to pupils who left, too.

    """
    here = set(ids)
    found = dict(before)
    fresh = ranked(key_of("deal", quiz), here - found.keys())
    if forms == EACH:
        taken = set(found.values())
        numbers = (str(number) for number in count(1) if str(number) not in taken)
        return found | dict(zip(fresh, numbers, strict=False))
    ever = Counter(found.values())
    now = Counter(found[id] for id in here & found.keys())
    names = [form_name(index) for index in range(int(forms))]
    for id in fresh:
        form = min(names, key=lambda name: (now[name], ever[name]))
        found[id] = form
        now[form] += 1
        ever[form] += 1
    return found


# --- reading ------------------------------------------------------------------------------------


def read_forms_beside(class_list: Path, here: Path) -> tuple[dict[str, ClassRecord], list[Problem]]:
    """Read the forms of a class list; none where there is no such file."""
    path = forms_path(class_list)
    shown = shown_path(path, here)
    try:
        return read_class_forms(path.read_text("utf-8"), shown)
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        message = f"the class's forms can't be read: {error}"
        help = "take the file back from a copy, or move it away to begin anew"
        return {}, [Problem("bad-class-forms", "error", Where(shown), message, help)]


def read_class_forms(text: str, shown: str) -> tuple[dict[str, ClassRecord], list[Problem]]:
    """Read such a file; a line that makes no sense is a problem, never skipped."""
    readers: dict[str, _Reader] = {}
    problems: list[Problem] = []
    bank = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")  # noqa: PLW2901 - an editor on Windows was there
        if not line or line.startswith("#") or line == HEAD:
            continue
        if line.startswith("bank "):
            bank = line.removeprefix("bank ").strip()
            readers.setdefault(bank, _Reader())
            continue
        wrong = readers[bank].wrong_with(line) if bank else _UNREADABLE
        if wrong:
            problems.append(_bad(shown, number, wrong.format(line=line[:60]), line))
    for reader in readers.values():
        lost = (line.text for line in reader.papers.lost())
        problems += [_bad(shown, 0, _UNREADABLE.format(line=text[:60]), text) for text in lost]
    return {id: reader.record() for id, reader in readers.items()}, problems


_UNREADABLE = "this line of the class's forms can't be read: '{line}'"
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def _bad(shown: str, number: int, message: str, line: str) -> Problem:
    help = "take the file back from a copy; without it, papers of the class may get other forms"
    if line.startswith(_MARKS):
        help = "keep the lines of both sides, and take out the marks between them"
    elif line.startswith("deal "):
        help = "write it as the lines around it are, with the form that stands on the paper"
    return Problem("bad-class-forms", "error", Where(shown, number, 1), message, help)


class _Reader:
    """Reads the lines of one bank."""

    def __init__(self) -> None:
        self.papers = RecordReader()
        self.deals: dict[DealId, dict[str, str]] = {}

    def wrong_with(self, line: str) -> str:
        """Read a line; say what is wrong with it, if anything is."""
        if not line.startswith("deal "):
            return "" if self.papers.takes(line) else _UNREADABLE
        match line.split():
            case ["deal", quiz, forms, id, form] if _is_dealt(forms, form):
                return self._enter((quiz, forms), id, form)
            case _:
                return _UNREADABLE

    def _enter(self, of_deal: DealId, id: str, form: str) -> str:
        of = self.deals.setdefault(of_deal, {})
        if of.get(id, form) != form:
            return f"{id} has two forms of {of_deal[0]}, {of[id]} and {form}; take one line out"
        other = next((o for o, number in of.items() if number == form and o != id), "")
        if of_deal[1] == EACH and other:
            return f"{id} and {other} have one number, {form}, of {of_deal[0]}; give one another"
        of[id] = form
        return ""

    def record(self) -> ClassRecord:
        """Give all that was read and is whole."""
        return ClassRecord(self.papers.record(), self.deals)


def _is_dealt(forms: str, form: str) -> bool:
    """Tell whether a form is one of those that were dealt."""
    if forms == EACH:
        return form.isascii() and form.isdigit() and form[0] != "0"
    if not re.fullmatch(r"[1-9][0-9]{0,3}", forms):
        return False
    return form in {form_name(index) for index in range(int(forms))}


# --- writing ------------------------------------------------------------------------------------


def dump_class_forms(forms: ClassForms) -> str:
    """Write such a file; the same forms give the same characters."""
    lines = [HEAD, _NOTE]
    for bank in sorted(forms):
        record = forms[bank]
        lines += [f"bank {bank}", *_deal_lines(record.deals), *record_lines(record.papers)]
    return "\n".join(lines) + "\n"


def _deal_lines(deals: Mapping[DealId, Dealt]) -> list[str]:
    return [
        f"deal {quiz} {forms} {id} {form}"
        for (quiz, forms), of in sorted(deals.items())
        for id, form in sorted(of.items())
    ]


def with_record(forms: ClassForms, bank: str, record: ClassRecord) -> dict[str, ClassRecord]:
    """Give the forms of a class with another record of one bank."""
    changed = {**forms, bank: record}
    return {id: one for id, one in changed.items() if one != NO_CLASS_RECORD}
