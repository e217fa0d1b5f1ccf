"""Kahoot's sheet of questions: its own template, and what other programs write after it.

The headings stand in any of the first rows, from any column; `Correct answer(s)` counts the
columns of the answers, filled or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.formats.marks import as_marked
from quizgen.formats.tables import BrokenTable, Sheet, SheetRow, is_workbook, tables_of_workbook
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.reading import ForeignItem, Plain, Reading, Value, refused
from quizgen.inputs.truth import truth_of
from quizgen.problems import Problem, Where

_HEADING_WITHIN = 20
_HEADINGS = {
    "question": re.compile(r"question\b(?! ?(?:#|no|number|type))", re.IGNORECASE),
    "time": re.compile(r"time limit\b", re.IGNORECASE),
    "key": re.compile(r"correct answer", re.IGNORECASE),
    "number": re.compile(r"(?:question )?(?:#|no\.?|number)$", re.IGNORECASE),
}
_ANSWER = re.compile(r"answer ([1-8])\b", re.IGNORECASE)
_KEY = re.compile(r"\d(?:\s*[,;/&+ ]\s*\d)*")


@dataclass(frozen=True, slots=True)
class _Kahoot:
    """A sheet of questions, and where in it their parts stand."""

    sheet: Sheet
    heading: SheetRow
    columns: Mapping[str, int]

    @property
    def answers(self) -> list[tuple[int, int]]:
        """Give the numbers of the answers with their columns."""
        named = self.columns.items()
        return sorted((int(name[-1]), at) for name, at in named if name.startswith("answer"))


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is a workbook in which a sheet has Kahoot's headings and no others."""
    if not is_workbook(data):
        return False
    try:
        return any(map(_kahoot_of, tables_of_workbook(data)))
    except BrokenTable:
        return False


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of Kahoot's sheet."""
    try:
        sheets = tables_of_workbook(data) if is_workbook(data) else []
    except BrokenTable as error:
        return refused(shown, "cannot-read", str(error), "save it as .xlsx, without a password")
    found = [kahoot for kahoot in map(_kahoot_of, sheets) if kahoot]
    if not found:
        message = "no sheet has Kahoot's headings: Question, Answer 1, Time limit, Correct answer"
        return refused(shown, "cannot-read", message, "save it as .xlsx")
    items = [item for kahoot in found for item in _items(kahoot, shown)]
    return Reading(items=items, problems=tuple(_left_out(kahoot, shown) for kahoot in found))


def _kahoot_of(sheet: Sheet) -> _Kahoot | None:
    for row in sheet.rows[:_HEADING_WITHIN]:
        named = {at: _meaning(cell) for at, cell in enumerate(row.cells) if cell}
        columns = {meaning: at for at, meaning in reversed(named.items())}
        wanted = {"question", "time", "key", "answer 1", "answer 2"}
        if wanted <= set(columns) and "" not in columns:
            return _Kahoot(sheet, row, columns)
    return None


def _meaning(cell: str) -> str:
    answer = _ANSWER.match(cell)
    if answer:
        return f"answer {answer[1]}"
    return next((name for name, heading in _HEADINGS.items() if heading.match(cell)), "")


def _left_out(kahoot: _Kahoot, shown: str) -> Problem:
    where = kahoot.sheet.where(shown, kahoot.heading, kahoot.columns["time"])
    return Problem("left-out", "info", where, "time limits are left out: a bank has none")


def _items(kahoot: _Kahoot, shown: str) -> Iterator[ForeignItem]:
    rows = kahoot.sheet.rows
    for row in rows[rows.index(kahoot.heading) + 1 :]:
        answers = {number: row.cell(at) for number, at in kahoot.answers if row.cell(at)}
        if answers or row.cell(kahoot.columns["question"]):  # the template numbers empty rows
            yield _item(kahoot, row, answers, shown)


def _item(kahoot: _Kahoot, row: SheetRow, answers: Mapping[int, str], shown: str) -> ForeignItem:
    question, key = (row.cell(kahoot.columns[name]) for name in ("question", "key"))
    at_key = kahoot.sheet.where(shown, row, kahoot.columns["key"])
    where = kahoot.sheet.where(shown, row, kahoot.columns["question"])
    if not question:
        return _refused(where, "this row has answers and no question", "write it, or clear the row")
    if len(answers) < 2:
        return _refused(where, "a question needs two answers or more", "write them")
    right = _right(key, answers)
    if isinstance(right, str):
        return _refused(at_key, right, "write the numbers of the right answers, such as `1,3`")
    fields = _fields(question, list(answers.values()), right)
    return ForeignItem(
        where=where, fields=fields, places={"answer": at_key}, source=str(row.number)
    )


def _refused(where: Where, why: str, help: str) -> ForeignItem:
    return ForeignItem(where=where, status="refused", why=why, help=help)


def _right(key: str, answers: Mapping[int, str]) -> list[int] | str:
    """Give the places of the right ones among the filled answers, or why nobody can tell."""
    if not key:
        return "nothing says which answer is right"
    if not _KEY.fullmatch(key):
        return f"the key {key!r} is no list of answers"
    numbers = sorted({int(digit) for digit in re.findall(r"\d", key)})
    for number in numbers:
        if number not in answers:
            return f"the key names answer {number}, which is empty or isn't there"
    return [list(answers).index(number) for number in numbers]


def _fields(question: str, answers: Sequence[str], right: Sequence[int]) -> Mapping[str, Value]:
    stem = as_marked(question)
    truths = [truth_of(answer) for answer in answers]
    if len(right) == 1 and sorted(truths, key=bool) == [False, True]:
        return {"question": stem, "answer": Plain("true" if truths[right[0]] else "false")}
    return choice_fields(stem, [as_marked(answer) for answer in answers], right)
