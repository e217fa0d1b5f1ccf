"""The other door: quizzes that were made elsewhere, as the questions of a bank.

An input is a module with `recognises(data, name)` and `read(data, shown)`: it reads nothing but the
bytes it is handed. A file is known by its content; its name only settles what content leaves open.
To add one: a module here, a test, and a line in `INPUTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from quizgen.inputs.reading import Reading
from quizgen.problems import QuizgenError


@dataclass(frozen=True, slots=True)
class Input:
    """An entry of the registry: where a reader is, and how people call what it reads."""

    module: str
    title: str
    endings: tuple[str, ...]
    has_columns: bool = False
    """Its reader can be told what each column holds."""


INPUTS: Final[dict[str, Input]] = {
    "apkg": Input("quizgen.inputs.apkg", "Anki", (".apkg", ".colpkg")),
    "kahoot": Input("quizgen.inputs.kahoot", "Kahoot's sheet", (".xlsx",)),
    "xlsx": Input("quizgen.inputs.xlsx", "Excel", (".xlsx",), has_columns=True),
    "docx": Input("quizgen.inputs.docx", "Word", (".docx",)),
    "moodle": Input("quizgen.inputs.moodle", "Moodle XML", (".xml",)),
    "canvas": Input("quizgen.inputs.qti", "Canvas and other QTI 1.2", (".zip", ".imscc")),
    "gift": Input("quizgen.inputs.gift", "GIFT", (".gift", ".txt")),
    "json": Input("quizgen.inputs.json", "JSON", (".json", ".jsonl")),
    "aiken": Input("quizgen.inputs.aiken", "Aiken", (".txt", ".aiken")),
    "quizlet": Input("quizgen.inputs.quizlet", "cards as text (Quizlet, Anki)", (".txt",)),
    "text": Input("quizgen.inputs.text", "a pasted text", (".txt", ".md")),
    "csv": Input("quizgen.inputs.csv", "a table", (".csv", ".tsv", ".txt"), has_columns=True),
}
"""The inputs by their names, those first that are told most surely."""


def input_of(data: bytes, name: str) -> str:
    """Give the name of the input that reads a file; nothing where none does.

    Args:
        data: The file's bytes.
        name: Its name.

    """
    for format, input in INPUTS.items():
        if import_module(input.module).recognises(data, name):
            return format
    return ""


def read_as(format: str, data: bytes, shown: str, columns: Sequence[str] = ()) -> Reading:
    """Read a file as what it is said to be.

    Args:
        format: The name of an input.
        data: The file's bytes.
        shown: How messages name the file.
        columns: What the user says of the columns of a table.

    Raises QuizgenError for a name no input has, and for columns of what is no table.
    """
    if format not in INPUTS:
        raise QuizgenError(f"there is no input {format!r}; there are {', '.join(INPUTS)}")
    input = INPUTS[format]
    if columns and not input.has_columns:
        raise QuizgenError(f"{shown} is read as {input.title}, which has no columns")
    told = {"columns": columns} if input.has_columns else {}
    reading: Reading = import_module(input.module).read(data, shown, **told)
    return reading


def endings() -> str:
    """List the endings of all files that can be read."""
    return " ".join(sorted({ending for input in INPUTS.values() for ending in input.endings}))
