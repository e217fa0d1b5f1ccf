"""The tree of a text: blocks, and in them runs.

One tree serves all: HTML for cards, pages and screens, boxes for paper, and plain words are made
from it, so that no output can differ in what it understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quizgen.text.runs import Rich, Run

Alignment = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `break` runs part its lines (a poem, a dialogue)."""

    runs: Rich


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, their white space kept to the character."""

    runs: Rich
    """`text` runs that hold the lines with their `\\n`, and `blank` runs of a cloze text."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, with the numbers its author wrote."""

    items: tuple[Blocks, ...]
    numbers: tuple[str, ...] = ()
    """As shown before each item, such as `1.` or `4)`; none are bullets."""


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: a header, rows, and how each column is set."""

    header: tuple[Rich, ...]
    rows: tuple[tuple[Rich, ...], ...]
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Words of somebody else, set apart."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class DisplayMaths:
    """A formula on a line of its own."""

    tex: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture alone in its paragraph."""

    picture: Run
    """A run of kind `image`."""
    width: int = 0
    """Percent of the width there is; 0 leaves it to the place."""


Block = Paragraph | CodeBlock | ListBlock | Table | QuoteBlock | DisplayMaths | Figure
Blocks = tuple[Block, ...]
"""A parsed text."""
