"""The other door: quizzes that were made elsewhere, as the questions of a bank.

An input is a module with `recognises(data, name)` and `read(data, shown)`: it reads nothing but the
bytes it is handed. A file is known by its content; its name only settles what content leaves open.
To add one: a module here, a test, and a line in `INPUTS`.
"""

from __future__ import annotations

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


INPUTS: Final[dict[str, Input]] = {
    "aiken": Input("quizgen.inputs.aiken", "Aiken", (".txt", ".aiken")),
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


def read_as(format: str, data: bytes, shown: str) -> Reading:
    """Read a file as what it is said to be. Raises QuizgenError for a name no input has."""
    if format not in INPUTS:
        raise QuizgenError(f"there is no input {format!r}; there are {', '.join(INPUTS)}")
    reading: Reading = import_module(INPUTS[format].module).read(data, shown)
    return reading


def endings() -> str:
    """List the endings of all files that can be read."""
    return " ".join(sorted({ending for input in INPUTS.values() for ending in input.endings}))
