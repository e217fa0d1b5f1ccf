"""What a reader gives: the pieces of a file in reading order, and what the file says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class PieceKind(StrEnum):
    """What a piece of a file is."""

    text = "text"
    headline = "headline"
    """The heading that says the title; it counts as a paragraph, too."""
    byline = "byline"
    caption = "caption"
    references = "references"
    footnote = "footnote"
    contents = "contents"
    comment = "comment"
    navigation = "navigation"
    sharing = "sharing"
    advertisement = "advertisement"
    cookies = "cookies"
    aside = "aside"
    form = "form"
    header = "header"
    footer = "footer"
    outside = "outside"
    """On a web page, but around its text."""
    hidden = "hidden"
    running_head = "running-head"
    page_number = "page-number"
    margin = "margin"
    """On a printed page, but turned, or beyond its edge."""


PARAGRAPHS = frozenset({PieceKind.text, PieceKind.headline})
"""What becomes paragraphs, unless other kinds are asked for, too."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, row of a table, caption...: one line of words."""

    text: str
    kind: PieceKind = PieceKind.text


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says of itself, and where it does."""

    value: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """A file as it was read."""

    format: str
    """What it is, in words: a web page, a Word document."""
    pieces: tuple[Piece, ...]
    found: Mapping[str, Found] = field(default_factory=lambda: MappingProxyType({}))
    """By the field of the record: title, author, date, publisher, language, rights, url."""
    notes: tuple[str, ...] = ()
    """What a human should know or look at."""

    def paragraphs(self, keep: Collection[PieceKind] = ()) -> tuple[str, ...]:
        """Give the pieces that are text, and those of other kinds that were asked for."""
        kept = {*PARAGRAPHS, *keep}
        return tuple(piece.text for piece in self.pieces if piece.kind in kept)

    def left_out(self, keep: Collection[PieceKind] = ()) -> Counter[PieceKind]:
        """Count the pieces that became no paragraph, by their kind."""
        kept = {*PARAGRAPHS, *keep}
        return Counter(piece.kind for piece in self.pieces if piece.kind not in kept)


def joined_paragraphs(paragraphs: Sequence[str]) -> str:
    """Write paragraphs as one text that parts again at the same places."""
    # Without a blank line a text parts at its line ends: one paragraph must then be one line.
    parts = [re.sub(r"\n[ \t]*\n+", "\n", part) for part in paragraphs]
    if any("\n" in part for part in parts) and len(parts) == 1:
        return f"{' '.join(parts[0].split(chr(10)))}\n"
    return "\n\n".join(parts) + "\n"
