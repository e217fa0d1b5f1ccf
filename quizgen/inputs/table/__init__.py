"""Tables of questions: a row a question, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.formats.tables import Sheet
from quizgen.inputs.reading import Reading
from quizgen.inputs.table.layout import Layout, layout_of
from quizgen.inputs.table.rows import item_of, sources_of
from quizgen.problems import Problem, Where

_SAY_COLUMNS = (
    "write a first row that names them (question, option 1, option 2, key), or say it: "
    "`--columns question,option,option,key`"
)


def read_tables(tables: Sequence[Sheet], shown: str, columns: Sequence[str] = ()) -> Reading:
    """Read the questions of a file's tables.

    Args:
        tables: The sheets of a workbook, or the one table of a text.
        shown: How messages name the file.
        columns: What the user says of each column.

    """
    laid = [(table, layout_of(table, columns)) for table in tables]
    known = [(table, layout) for table, layout in laid if layout]
    if not known:
        what = "nobody can tell what its columns hold" if tables else "the table is empty"
        return Reading(
            problems=(Problem("unknown-columns", "error", Where(shown), what, _SAY_COLUMNS),)
        )
    items = [item_of(row, layout, table, shown) for table, layout in known for row in layout.rows]
    cited = {name: name for item in items for name in sources_of(item)}
    return Reading(items=items, problems=tuple(_said(laid, shown)), sources=cited)


def _said(laid: Sequence[tuple[Sheet, Layout | None]], shown: str) -> Iterator[Problem]:
    """Say how columns were read, and what was left out."""
    for table, layout in laid:
        if layout is None:
            where = Where(shown, place=table.name)
            message = "no column of this sheet asks anything: it is left out"
            yield Problem("left-out", "info", where, message)
            continue
        first = layout.heading or table.rows[0]
        where = table.where(shown, first)
        yield Problem("columns-read", "info", where, f"columns: {layout.described()}")
        for at, heading in layout.unknown.items():
            message = f"the column {heading!r} is left out: nobody knows what it holds"
            help = "name it after a key of a question, or ignore this"
            yield Problem("left-out", "info", table.where(shown, first, at), message, help)
