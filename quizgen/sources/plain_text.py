"""Plain text: paragraphs parted by blank lines if there are any, else by line ends."""

from __future__ import annotations

import re

from quizgen.sources.healing import Healer
from quizgen.sources.pieces import Piece, ReadSource

_WRAPPED = range(45, 100)
"""Letters of a line that was probably broken to fit a page."""


def read_plain_text(text: str) -> ReadSource:
    """Read a text; its lines stay as they are, but for words parted at their ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").strip("\n")
    has_blank_lines = bool(re.search(r"\n[ \t]*\n", text))
    blocks = re.split(r"\n[ \t]*\n+", text) if has_blank_lines else text.split("\n")
    healer = Healer(text.split("\n"))
    pieces = tuple(Piece(_healed(block, healer)) for block in blocks if block.strip())
    notes = healer.notes()
    if not has_blank_lines and _looks_wrapped([piece.text for piece in pieces]):
        notes += ("its lines look broken to fit a page: part its paragraphs by blank lines",)
    return ReadSource(format="plain text", pieces=pieces, notes=notes)


def _healed(block: str, healer: Healer) -> str:
    text = ""
    for line in block.strip("\n").split("\n"):
        # A hyphen at a line's end followed by spaces is one, too.
        text = healer.joined(text.rstrip(" \t"), line.lstrip(), "\n") if text else line
    return text


def _looks_wrapped(lines: list[str]) -> bool:
    inner = [line for line in lines[:-1] if line.strip()]
    if len(inner) < 6:
        return False
    wrapped = [
        line for line in inner if len(line) in _WRAPPED and line.rstrip()[-1:] not in '.!?:"”“»'
    ]
    return len(wrapped) > 0.6 * len(inner)
