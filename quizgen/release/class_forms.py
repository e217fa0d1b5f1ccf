"""The forms of a class list: what each pupil's paper was, in a file beside the list.

Pupils' ids stand in it, so it is never committed with the bank: it belongs to the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quizgen.problems import Problem, Where
from quizgen.release.papers import NO_PAPERS, PaperRecord, RecordReader, record_lines

HEAD = "quizgen-forms 1"
SUFFIX = ".forms"
_NOTE = (
    "# Which papers the pupils of a class had, by bank: quizgen keeps it. It names pupils by\n"
    "# their ids, so keep it with the class list and out of version control."
)

ClassForms = Mapping[str, PaperRecord]
"""Bank id -> the papers of its quizzes."""


def forms_path(class_list: Path) -> Path:
    """Give the place of a class's forms: `10b.csv.forms` beside `10b.csv`."""
    return class_list.with_name(class_list.name + SUFFIX)


def read_class_forms(text: str, shown: str) -> tuple[dict[str, PaperRecord], list[Problem]]:
    """Read such a file; a line that makes no sense is a problem, never skipped."""
    readers: dict[str, RecordReader] = {}
    problems: list[Problem] = []
    bank = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#") or line == HEAD:
            continue
        if line.startswith("bank "):
            bank = line.removeprefix("bank ").strip()
            readers.setdefault(bank, RecordReader())
        elif not bank or not readers[bank].takes(line):
            problems.append(_bad(shown, number, line))
    for reader in readers.values():
        problems += [_bad(shown, 0, line.text) for line in reader.lost()]
    return {id: reader.record() for id, reader in readers.items()}, problems


def _bad(shown: str, number: int, line: str) -> Problem:
    message = f"this line of the class's forms can't be read: {line[:60]!r}"
    help = "take the file back from a copy; without it, papers of the class may get other forms"
    return Problem("bad-class-forms", "error", Where(shown, number, 1), message, help)


def dump_class_forms(forms: ClassForms) -> str:
    """Write such a file; the same forms give the same characters."""
    lines = [HEAD, _NOTE]
    for bank in sorted(forms):
        lines += [f"bank {bank}", *record_lines(forms[bank])]
    return "\n".join(lines) + "\n"


def with_papers(forms: ClassForms, bank: str, papers: PaperRecord) -> dict[str, PaperRecord]:
    """Give the forms of a class with other papers of one bank."""
    changed = {**forms, bank: papers}
    return {id: record for id, record in changed.items() if record != NO_PAPERS}
