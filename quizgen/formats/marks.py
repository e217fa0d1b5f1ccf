r"""Plain text of other makers, written so that our text language shows it as it stands.

Most texts need nothing: a mark of ours works only where it plainly is one. The others get a
backslash before each sign that could be a mark, and the result is read back.
"""

from __future__ import annotations

import re

from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import text_lines

_MARKS = re.compile(r"[\\`*_~^$\[\]{}|<>#!&]|^[ \t]*[-+](?=\s)|(?<=\d)[.)](?=\s)", re.MULTILINE)
_ANY_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


def as_marked(plain: str) -> str:
    """Write a plain text in our text language: what it shows are the signs of the text.

    Lines stay lines; space at their ends, and more than one empty line, are not kept.
    """
    text = "\n".join(line.strip() for line in plain.strip().split("\n"))
    if _shows(text, text):
        return text
    escaped = backslashed(text)
    return escaped if _shows(escaped, text) else numbered(text)


def backslashed(text: str) -> str:
    """Put a backslash before each sign that could be a mark."""
    return _MARKS.sub(_escaped, text)


def numbered(text: str) -> str:
    """Write each sign by its number: the last resort, where a backslash is one of a path."""
    return _ANY_SIGN.sub(_named, text)


def _escaped(mark: re.Match[str]) -> str:
    found = mark[0]
    return f"{found[:-1]}\\{found[-1]}"


def _named(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def _shows(text: str, wanted: str) -> bool:
    lines = [line for line in wanted.split("\n") if line.strip()]
    return [line for line in text_lines(parse_blocks(text)) if line.strip()] == lines
