"""Quizzes pasted as plain text: from a mail, a page, a chat, an old Word document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.formats.plain_text import text_of
from quizgen.inputs.prose import is_quiz, read_prose
from quizgen.inputs.prose.lines import PLAIN, StyledText, Styling, WrittenLine
from quizgen.inputs.reading import Reading, refused
from quizgen.problems import Where

_TABLES = (".csv", ".tsv", ".tab")
_LOOKED_AT = 65536
_MAY_BE = re.compile(r"^\s*(?:[*>-]\s*)?[(\[]?(?:[bB2]|\d{1,3})[.)\]:]", re.MULTILINE)
_MAY_SAY = re.compile(r":\s*\S", re.MULTILINE)
_HEADING = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_RULE = re.compile(r"\s*(?:[-=*_~]\s?){3,}\s*$")
_ESCAPED = re.compile(r"\\(?=[.)\]\[_*#-])")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=[^\s_])(.+?)(?<=[^\s_])__")


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a text is a quiz: questions that have options, or answers."""
    if name.lower().endswith(_TABLES):
        return False
    text = text_of(data[:_LOOKED_AT]) or text_of(data)
    if text is None or not (_MAY_BE.search(text) and _MAY_SAY.search(text)):
        return bool(text) and bool(_MAY_BE.search(text or "")) and _is_quiz(text or "")
    return _is_quiz(text)


def _is_quiz(text: str) -> bool:
    return is_quiz(list(_lines(text[:_LOOKED_AT], "")))


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a text."""
    text = text_of(data)
    if text is None:
        return refused(shown, "cannot-read", "this is no text file", "save it as UTF-8 text")
    return read_prose(list(_lines(text, shown)), shown)


def _lines(text: str, shown: str) -> Iterator[WrittenLine]:
    gap = True
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.replace("\u00a0", " ").replace("\u200b", "").rstrip()
        if not bare.strip() or (_RULE.match(bare) and "_" not in bare):
            gap = True
            continue
        heading = _HEADING.match(bare)
        bare = _ESCAPED.sub("", bare[heading.end() :] if heading else bare)
        yield WrittenLine(
            tuple(_spans(bare)),
            Where(shown, number, len(line) - len(line.lstrip()) + 1),
            heading=bool(heading)
            and not re.match(r"\W*(?:question|frage|\d)", bare, re.IGNORECASE),
            after_gap=gap,
        )
        gap = False


def _spans(line: str) -> Iterator[StyledText]:
    """Read `**bold**`, as chats and wikis write it."""
    at = 0
    for found in _BOLD.finditer(line):
        if found.start() > at:
            yield StyledText(line[at : found.start()])
        yield StyledText(found[1] or found[2], Styling(bold=True))
        at = found.end()
    if at < len(line):
        yield StyledText(line[at:], PLAIN)
