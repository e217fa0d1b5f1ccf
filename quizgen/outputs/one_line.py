"""Texts for formats that have no marks: one line of plain words, and what of a text that loses."""

from __future__ import annotations

from collections.abc import Iterable

from quizgen.text.blocks import Blocks, CodeBlock, DisplayMaths, Figure, Table, plain_words, runs_of


def line(blocks: Blocks) -> str:
    """Give a text as one line of words."""
    return " ".join(plain_words(blocks).split())


def lost_marks(texts: Iterable[Blocks]) -> bool:
    """Tell whether texts hold what plain words only describe: formulas, tables, code, pictures."""
    return any(_is_lossy(blocks) for blocks in texts)


def _is_lossy(blocks: Blocks) -> bool:
    if any(isinstance(block, (CodeBlock, DisplayMaths, Figure, Table)) for block in blocks):
        return True
    return any(run.kind in {"math", "image"} for run in runs_of(blocks))
