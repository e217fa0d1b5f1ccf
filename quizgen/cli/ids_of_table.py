"""`quizgen ids words.xlsx`: the same table with a column of ids, in a file beside it."""

from __future__ import annotations

import sys

from quizgen.bank.load import Loaded
from quizgen.cli.console import print_problems, safe
from quizgen.formats.id_column import HEADING, csv_with_ids, workbook_with_ids
from quizgen.formats.tables import Sheet, is_workbook, table_of_text, tables_of_workbook
from quizgen.inputs import input_of
from quizgen.inputs.table.layout import layout_of
from quizgen.outputs import counted
from quizgen.pipeline.project import Project
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import QuizgenError, has_errors


def give_ids(project: Project, loaded: Loaded, *, dry_run: bool) -> int:
    """Write the table with the ids that its questions have already; count what is left to do.

    Raises QuizgenError for what is no table, or a table that can't take the column.
    """
    shown = project.shown(project.root)
    data = project.root.read_bytes()
    if input_of(data, project.root.name) not in {"csv", "xlsx"}:
        raise QuizgenError(f"{shown} is no table: quizgen import makes a bank with ids of it")
    if loaded.bank is None or has_errors(loaded.problems):
        print_problems([p for p in loaded.problems if p.level == "error"])
        print(safe(f"{shown}: mend these first; no id was given"), file=sys.stderr)
        return 1
    sheets = tables_of_workbook(data) if is_workbook(data) else [table_of_text(data)]
    ids = {(_sheet(item.where.place), item.where.line): item.id for item in loaded.bank.items}
    for sheet in sheets:
        if any(name == sheet.name for name, _ in ids):
            ids[sheet.name, _heading(sheet, shown)] = HEADING
    if is_workbook(data):
        made = workbook_with_ids(data, ids)
    else:
        made = csv_with_ids(data, sheets[0].separator, {line: id for (_, line), id in ids.items()})
    path = project.root.with_name(f"{project.root.stem}.ids{project.root.suffix}")
    count = counted(len(loaded.bank.items), "question")
    if dry_run:
        print(safe(f"{count} would get an id, in {project.shown(path)}"))
        return 0
    if path.exists():
        raise QuizgenError(f"{project.shown(path)} is there already: move it away first")
    write_atomically(path, made, project.here)
    print(safe(f"{count} got an id: {project.shown(path)}"))
    return 0


def _sheet(place: str) -> str:
    return place.rpartition("!")[0]


def _heading(sheet: Sheet, shown: str) -> int:
    """Give the row of the headings. Raises QuizgenError where there is none, or ids are there."""
    layout = layout_of(sheet)
    if layout is None or layout.heading is None:
        raise QuizgenError(f"{shown}: write a first row that names the columns, and try again")
    if layout.of("id"):
        raise QuizgenError(f"{shown} has a column of ids already")
    return layout.heading.number
