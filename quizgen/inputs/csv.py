"""CSV, TSV and tables pasted as text."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.formats.plain_text import text_of
from quizgen.formats.tables import BrokenTable, dividing_sign, table_of_text
from quizgen.inputs.reading import Reading, refused
from quizgen.inputs.table import read_tables
from quizgen.inputs.table.layout import layout_of

_ENDINGS = (".csv", ".tsv", ".tab")


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is a table: by its name, or by columns that can be told."""
    if name.lower().endswith(_ENDINGS):
        return text_of(data) is not None
    text = text_of(data[:65536])
    if text is None or ("\t" not in text and ";" not in text and "," not in text):
        return False
    if dividing_sign(text) == "\t":
        return True
    try:
        layout = layout_of(table_of_text(data))
    except BrokenTable:
        return False
    return layout is not None and layout.heading is not None


def read(data: bytes, shown: str, columns: Sequence[str] = ()) -> Reading:
    """Read the questions of a table that is text."""
    try:
        return read_tables([table_of_text(data)], shown, columns)
    except BrokenTable as error:
        return refused(shown, "cannot-read", str(error))
