"""The tree of a text: blocks, and in them runs.

One tree serves all: HTML for cards, pages and screens, boxes for paper, and plain words are made
from it, so that no output can differ in what it understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from quizgen.text.runs import Rich, Run, plain_text, text_as_rich

Alignment = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `break` runs part its lines (a poem, a dialogue)."""

    runs: Rich

    def stretches(self) -> Iterator[Rich]:
        """Give its runs."""
        yield self.runs

    def lines(self) -> Iterator[Rich]:
        """Give its runs; they may hold breaks."""
        yield self.runs

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with its runs changed."""
        yield replace(self, runs=change(self.runs, self))


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, their white space kept to the character."""

    runs: Rich
    """`text` runs that hold the lines with their `\\n`, and `blank` runs of a cloze text."""
    language: str = ""

    def stretches(self) -> Iterator[Rich]:
        """Give its runs."""
        yield self.runs

    def lines(self) -> Iterator[Rich]:
        """Give its lines, each as runs."""
        return _code_lines(self.runs)

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with its runs changed."""
        yield replace(self, runs=change(self.runs, self))


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, with the numbers its author wrote."""

    items: tuple[Blocks, ...]
    numbers: tuple[str, ...] = ()
    """As shown before each item, such as `1.` or `4)`; none are bullets."""

    def signed_items(self) -> Iterator[tuple[str, Blocks]]:
        """Give each item with the sign before it."""
        signs = self.numbers or ("•",) * len(self.items)
        return zip(signs, self.items, strict=True)

    def stretches(self) -> Iterator[Rich]:
        """Give the runs of its items."""
        return (runs for item in self.items for block in item for runs in block.stretches())

    def lines(self) -> Iterator[Rich]:
        """Give each item in one line, behind its sign."""
        return ((Run(f"{sign} "), *flat(item)) for sign, item in self.signed_items())

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with the runs of its items changed."""
        yield replace(self, items=tuple(with_runs(item, change) for item in self.items))


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: a header, rows, and how each column is set."""

    header: tuple[Rich, ...]
    rows: tuple[tuple[Rich, ...], ...]
    alignments: tuple[Alignment, ...]

    def stretches(self) -> Iterator[Rich]:
        """Give the runs of its cells."""
        return (cell for cells in (self.header, *self.rows) for cell in cells)

    def lines(self) -> Iterator[Rich]:
        """Give its rows."""
        return (_row(cells) for cells in (self.header, *self.rows))

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with the runs of its cells changed."""
        header, *rows = [
            tuple(change(cell, self) for cell in cells) for cells in (self.header, *self.rows)
        ]
        yield replace(self, header=header, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Words of somebody else, set apart."""

    blocks: Blocks

    def stretches(self) -> Iterator[Rich]:
        """Give the runs of its blocks."""
        return (runs for block in self.blocks for runs in block.stretches())

    def lines(self) -> Iterator[Rich]:
        """Give the lines of its blocks."""
        return lines_of(self.blocks)

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with the runs of its blocks changed."""
        yield QuoteBlock(with_runs(self.blocks, change))


@dataclass(frozen=True, slots=True)
class DisplayMaths:
    """A formula on a line of its own."""

    tex: str

    def stretches(self) -> Iterator[Rich]:
        """Give the formula as a run."""
        yield (Run(self.tex, kind="math"),)

    def lines(self) -> Iterator[Rich]:
        """Give the formula as a run."""
        return self.stretches()

    def changed(self, change: Change) -> Iterator[Block]:
        """Give it with its one run changed; what follows it makes a paragraph behind it."""
        first, *others = change((Run(self.tex, kind="math"),), self)
        yield DisplayMaths(first.text)
        yield from as_blocks(tuple(others))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture alone in its paragraph."""

    picture: Run
    """A run of kind `image`."""
    width: int = 0
    """Percent of the width there is; 0 leaves it to the place."""

    def stretches(self) -> Iterator[Rich]:
        """Give the picture."""
        yield (self.picture,)

    def lines(self) -> Iterator[Rich]:
        """Give the picture."""
        return self.stretches()

    def changed(self, _change: Change) -> Iterator[Block]:
        """Give it as it is."""
        yield self


Block = Paragraph | CodeBlock | ListBlock | Table | QuoteBlock | DisplayMaths | Figure
Blocks = tuple[Block, ...]
"""A parsed text."""
Change = Callable[[Rich, Block], Rich]
"""Gives other runs for those of a stretch, and is told the block they stand in."""


def as_blocks(rich: Rich) -> Blocks:
    """Make a text of one paragraph."""
    return (Paragraph(rich),) if rich else ()


def text_as_blocks(text: str) -> Blocks:
    """Wrap plain text (a name, a typed answer) that must not be read as markup."""
    return as_blocks(text_as_rich(text))


_BREAK = Run("\n", kind="break")


def flat(blocks: Blocks) -> Rich:
    """Give the runs of a text alone; a break parts what stands below each other."""
    runs: list[Run] = []
    for line in lines_of(blocks):
        runs += (_BREAK, *line) if runs else line
    return tuple(runs)


def lines_of(blocks: Blocks) -> Iterator[Rich]:
    """Give what stands below each other in a text, each as runs: its paragraphs, rows, items."""
    return (line for block in blocks for line in block.lines())


def _code_lines(runs: Rich) -> Iterator[Rich]:
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n") if run.kind == "text" else (run.text,)
        line.append(replace(run, text=first, code=True))
        for other in others:
            yield tuple(part for part in line if part.text or part.kind != "text")
            line = [replace(run, text=other, code=True)]
    yield tuple(part for part in line if part.text or part.kind != "text")


def _row(cells: Iterable[Rich]) -> Rich:
    runs: list[Run] = []
    for cell in cells:
        runs += (Run(" | "), *cell) if runs else cell
    return tuple(runs)


def runs_of(blocks: Blocks) -> Iterator[Run]:
    """Give every run of a text in its order; a formula on a line of its own is one, too."""
    return (run for block in blocks for runs in block.stretches() for run in runs)


def plain_words(blocks: Blocks) -> str:
    """Give the words alone, in one line: what rules compare and a window title would hold."""
    lines = [plain_text(line) for line in lines_of(blocks)]
    return lines[0] if len(lines) == 1 else " ".join(filter(None, map(str.strip, lines)))


def one_line(blocks: Blocks) -> Rich:
    """Give a text in one line whose formulas are still formulas; without any, its words alone."""
    if not any(run.kind == "math" for run in runs_of(blocks)):
        return (Run(words),) if (words := plain_words(blocks)) else ()
    line: list[Run] = []
    for runs in lines_of(blocks):
        line += [Run(" "), *map(_unbroken, runs)] if line else map(_unbroken, runs)
    return tuple(line)


def _unbroken(run: Run) -> Run:
    return run if run.kind in {"text", "math"} else Run(plain_text((run,)))


def joined_lines(texts: Iterable[Blocks], between: str) -> Rich:
    """Give several texts in one line, with a sign between them."""
    line: Rich = ()
    for index, text in enumerate(texts):
        line += (Run(between), *one_line(text)) if index else one_line(text)
    return line if any(run.kind == "math" for run in line) else (Run(plain_text(line)),)


def text_lines(blocks: Blocks) -> Iterator[str]:
    """Give a text as lines for a terminal: its breaks, its code and its rows as they stand."""
    for index, block in enumerate(blocks):
        if index and isinstance(block, Paragraph) and isinstance(blocks[index - 1], Paragraph):
            yield ""
        yield from _terminal_lines(block)


def _terminal_lines(block: Block) -> Iterator[str]:
    match block:
        case ListBlock():
            for sign, item in block.signed_items():
                yield from _hung(sign, text_lines(item))
        case QuoteBlock(inner):
            yield from (f"> {line}" for line in text_lines(inner))
        case Paragraph() | CodeBlock() | Table() | DisplayMaths() | Figure():
            yield from (part for line in block.lines() for part in _broken(line))
        case _:
            assert_never(block)


def _hung(sign: str, lines: Iterable[str]) -> Iterator[str]:
    """Put a sign before the first line, and as much room before the others."""
    for place, line in enumerate(lines):
        yield f"{' ' * len(sign) if place else sign} {line}"


def _broken(line: Rich) -> Iterator[str]:
    """Give the lines that the breaks of a line part."""
    part: list[Run] = []
    for run in line:
        if run.kind == "break":
            yield plain_text(tuple(part))
            part = []
        else:
            part.append(run)
    yield plain_text(tuple(part))


def with_runs(blocks: Blocks, change: Change) -> Blocks:
    """Give a text with its runs changed, stretch by stretch in their order.

    Args:
        blocks: The text.
        change: Called with the runs of a stretch and the block they stand in. A formula on a line
            of its own is one run; what follows it makes a paragraph behind it.

    """
    return tuple(changed for block in blocks for changed in block.changed(change))
