"""Aiken: a stem on a line, options `A. ...` or `A) ...`, then `ANSWER: B`.

The format as Moodle documents it: one right answer, no feedback, an empty line between questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from quizgen.formats.plain_text import text_of
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.reading import ForeignItem, Reading, refused
from quizgen.problems import Where

_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\S")
_ANSWER = re.compile(r"ANSWER:\s*([A-Za-z])\s*", re.IGNORECASE)


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is Aiken: options under a stem, and a line that names the right one."""
    text = text_of(data[:65536])
    if text is None:
        return False
    lines = [line.strip() for line in text.split("\n")]
    if any(map(_NUMBERED.match, lines)):
        return False  # a quiz as people write it, of which Aiken knows one kind alone
    return any(
        _ANSWER.fullmatch(line) and _OPTION.fullmatch(before) for before, line in pairwise(lines)
    )


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of an Aiken file."""
    text = text_of(data)
    if text is None:
        return refused(shown, "cannot-read", "this is no text file", "save it as UTF-8 text")
    return Reading(items=tuple(_items(text.split("\n"), shown)))


@dataclass(slots=True)
class _Question:
    """The lines of a question, up to its `ANSWER:`."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: dict[str, tuple[int, str]] = field(default_factory=dict)


def _items(lines: Sequence[str], shown: str) -> Iterator[ForeignItem]:
    question = _Question()
    for number, line in enumerate(map(str.strip, lines), 1):
        answer = _ANSWER.fullmatch(line)
        option = _OPTION.fullmatch(line)
        if answer:
            yield _item(question, answer[1].upper(), number, shown)
            question = _Question()
        elif option and question.stem:
            question.options[option[1]] = (number, option[2])
        elif line and question.options:
            yield _without_answer(question, shown)
            question = _Question(number, [line])
        elif line:
            question.line = question.line or number
            question.stem.append(line)
    if question.stem:
        yield _without_answer(question, shown)


def _without_answer(question: _Question, shown: str) -> ForeignItem:
    return ForeignItem(
        where=Where(shown, question.line, 1),
        status="refused",
        why="this question has no `ANSWER:` line",
        help="write one below its options, such as `ANSWER: B`",
    )


def _item(question: _Question, key: str, line: int, shown: str) -> ForeignItem:
    where = Where(shown, question.line or line, 1)
    if key not in question.options:
        known = ", ".join(question.options) or "none"
        why = f"the answer is {key}, and the options are {known}"
        return ForeignItem(where=Where(shown, line, 1), status="refused", why=why)
    options = [text for _, text in question.options.values()]
    fields = choice_fields("\n".join(question.stem), options, [list(question.options).index(key)])
    return ForeignItem(where=where, fields=fields, places={"answer": Where(shown, line, 1)})
