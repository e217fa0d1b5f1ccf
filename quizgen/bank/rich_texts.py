"""What a text would lose when it is printed: its lines, a code block, a table, a formula's marks.

Texts are inline still. Whatever their author wrote as a block is refused or warned of here, where
the text is read, and never run together unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from quizgen.problems import Level
from quizgen.text.markup import line_ends, unread_picture

FOLDED = re.compile(r"^[ \t]*(?:`{3}|~{3}|\|.*\||(?:[-*+•]|\d{1,3}[.)])[ \t])", re.MULTILINE)
"""Finds a line that loses its meaning when YAML folds it into the one before."""

MAY_LOSE = re.compile(r"\n|\$\$|\\[(\[]|!\[")
"""Finds what may be lost; most texts hold none."""


class TextFlaw(NamedTuple):
    """Something in a text that would not be printed as it was written."""

    code: str
    level: Level
    message: str
    help: str


_FENCE = re.compile(r"^[ \t]*(?:`{3,}[^`\n]*|~{3,}[ \t\w+#.-]*)$", re.MULTILINE)
_TABLE = re.compile(
    r"^[^\n]*\|[^\n]*\n[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$",
    re.MULTILINE,
)
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_DISPLAY = re.compile(r"(?<![\\$])\$\$(?!\$)([^$]+)(?<!\\)\$\$(?!\$)")
_LIKE_MATHS = re.compile(r"[\\^_=]|\A(?=.*\w)\S(?:.*\S)?\Z", re.DOTALL)
_BRACKETS = re.compile(r"(?<!\\)(\\\(.+?\\\)|\\\[.+?\\\])", re.DOTALL)
_TEX = re.compile(r"\\[A-Za-z]|\^|_\{|(?<![A-Za-z]{2})_[A-Za-z0-9](?![A-Za-z0-9])")

_NO_BLOCK = TextFlaw(
    "code-block",
    "error",
    "code blocks can't be printed yet: its lines would run together",
    "put a line of code into `single backticks`, or show the program as a picture",
)
_NO_TABLE = TextFlaw(
    "pipe-table",
    "error",
    "tables can't be printed yet: its rows would run together",
    "show it as a picture, or say it in words",
)
_LOST_LIST = TextFlaw(
    "line-lost",
    "warning",
    "YAML folds the lines of this list into one",
    "write the text under `|`, with an empty line or a \\ at the end of a line to break it",
)
_PICTURE_NAMES = "put a name that holds spaces or brackets into <...>: ![alt](<my map.png>)"
_NO_DISPLAY = TextFlaw(
    "bad-maths",
    "error",
    "maths in $$...$$ can't be read yet: its dollars would be printed",
    "write it in single dollars, $...$; a dollar as a sign is \\$",
)


def flaws_of(text: str) -> list[TextFlaw]:
    """Find what a text would lose; its lines only where nothing graver is wrong with it."""
    many_lines = "\n" in text
    if many_lines and _FENCE.search(text):
        return [_NO_BLOCK]
    if many_lines and "|" in text and _TABLE.search(text):
        return [_NO_TABLE]
    flaws: list[TextFlaw] = []
    if "$$" in text or "\\(" in text or "\\[" in text:
        flaws += _other_maths(_CODE.sub("", text))
    if "![" in text and (mark := unread_picture(text)):
        message = f"{mark!r} is not read as a picture, and would be printed as it stands"
        flaws.append(TextFlaw("bad-picture", "error", message, _PICTURE_NAMES))
    if many_lines and not flaws:
        flaws += _lost_lines(text)
    return flaws


def flaw_of_folded(raw: str) -> TextFlaw | None:
    """Find what YAML's folding costs a text of several lines, as written in the file."""
    if _FENCE.search(raw):
        return _NO_BLOCK
    if "|" in raw and _TABLE.search(raw):
        return _NO_TABLE
    lines = raw.split("\n")
    listed = any(_ITEM.match(a) and _ITEM.match(b) for a, b in pairwise(lines))
    return _LOST_LIST if listed else None


def _other_maths(text: str) -> Iterator[TextFlaw]:
    if any(_LIKE_MATHS.search(found[1]) for found in _DISPLAY.finditer(text)):
        yield _NO_DISPLAY
    for found in _BRACKETS.finditer(text):
        if _TEX.search(found[1][2:-2]):
            opened, closed = found[1][:2], found[1][-2:]
            message = f"maths in {opened}...{closed} can't be read yet: its backslashes get lost"
            yield TextFlaw("bad-maths", "error", message, "write it in dollars, $...$")
            return


def _lost_lines(text: str) -> Iterator[TextFlaw]:
    """Warn of line ends that print as a space, unless the lines are wrapped prose."""
    lost = [paragraph for paragraph in re.split(r"\n[ \t]*\n", text) if line_ends(paragraph)]
    if not lost or all(_is_prose(paragraph.strip().split("\n")) for paragraph in lost):
        return
    count = sum(line_ends(paragraph) for paragraph in lost)
    what = "a line end is" if count == 1 else f"{count} line ends are"
    yield TextFlaw(
        "line-lost",
        "warning",
        f"{what} printed as a space",
        "to break a line, leave an empty line behind it or end it with a \\; lists are not set yet",
    )


def _is_prose(lines: list[str]) -> bool:
    """Tell whether lines were broken because they were full."""
    full = [line.strip() for line in lines[:-1]]
    open_ends = sum(line[-1:] not in ".!?:;" for line in full)
    wide = all(55 <= len(line) <= 110 for line in full)
    return wide and open_ends * 2 > len(full) and not any(_ITEM.match(line) for line in lines)
