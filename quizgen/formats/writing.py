"""Blocks -> our text language: the way of `parse_blocks` back.

What is written is read back; where that gives something else, signs get a backslash, then their
numbers, and at last marks are given up rather than the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import assert_never

from quizgen.formats.marks import as_marked, backslashed, numbered
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
    runs_of,
    text_lines,
    with_runs,
)
from quizgen.text.runs import Rich, Run

Escape = Callable[[str], str]
Styles = tuple[tuple[Callable[[Run], str], Callable[[str, str], str]], ...]


def text_of_blocks(blocks: Blocks) -> tuple[str, bool]:
    """Write blocks in our text language; and say whether they are all read back.

    Where they can't be, the words stand there without the marks.
    """
    blocks = tuple(with_runs(blocks, lambda runs, _: _joined(runs)))
    text = _read_back(blocks)
    if text is not None:
        return text, True
    plain = tuple(_writable(block) for block in blocks)
    text = _read_back(plain)
    return as_marked("\n".join(text_lines(blocks))) if text is None else text, False


def _read_back(blocks: Blocks) -> str | None:
    """Write blocks so that they are read as the same; nothing where no way is known."""
    for escape in (str, backslashed, numbered):
        for styles in (_STYLES, _ITALIC_FIRST):
            text = _Writer(escape, styles).blocks(blocks)
            if parse_blocks(text) == blocks:
                return text
            if not any(run.bold or run.italic for run in runs_of(blocks)):
                break
    return None


def _writable(block: Block) -> Block:
    """Give a block that can be written: itself, or its words without their look."""
    if _read_back((block,)) is not None:
        return block
    return with_runs((block,), _without_style)[0]


def _joined(runs: Rich) -> Rich:
    """Join neighbours of one style, as the reader gives them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.kind == run.kind == "text" and replace(last, text=run.text) == run:
            joined[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.kind != "text":
            joined.append(run)
    return tuple(joined)


def _without_style(runs: Rich, _block: Block) -> Rich:
    return _joined(tuple(Run(r.text) if r.kind == "text" else r for r in runs))


class _Writer:
    """Writes blocks with one way of keeping signs from being marks."""

    def __init__(self, escape: Escape, styles: Styles) -> None:
        self.escape = escape
        self.styles = styles

    def blocks(self, blocks: Blocks) -> str:
        return "\n\n".join("\n".join(self.block(block)) for block in blocks)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(runs):
                yield from self.inline(runs).split("\n")
            case CodeBlock():
                code = "".join(run.text for run in block.runs)
                fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
                yield from (f"{fence}{block.language}", *code.split("\n"), fence)
            case ListBlock():
                yield from self.listed(block)
            case Table():
                yield from self.table(block)
            case QuoteBlock(inner):
                yield from (f"> {line}".rstrip() for line in self.blocks(inner).split("\n"))
            case DisplayMaths(tex):
                yield from ("$$", *tex.split("\n"), "$$")
            case Figure(picture, width):
                size = f"{{width={width}%}}" if width else ""
                yield f"{self.inline((picture,))}{size}"
            case _:
                assert_never(block)

    def listed(self, block: ListBlock) -> Iterator[str]:
        for sign, item in zip(block.numbers or ["-"] * len(block.items), block.items, strict=True):
            first, *others = self.blocks(item).split("\n")
            yield f"{sign} {first}"
            yield from (f"{' ' * (len(sign) + 1)}{line}".rstrip() for line in others)

    def table(self, block: Table) -> Iterator[str]:
        def row(cells: Iterable[Rich]) -> str:
            return (
                f"| {' | '.join(self.inline(cell).replace('|', chr(92) + '|') for cell in cells)} |"
            )

        dashes = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}
        yield row(block.header)
        yield f"|{'|'.join(dashes[one] for one in block.alignments)}|"
        yield from map(row, block.rows)

    def inline(self, runs: Rich) -> str:
        return "".join(self.styled(runs, 0))

    def styled(self, runs: Iterable[Run], depth: int) -> Iterator[str]:
        """Write runs; what neighbours share is marked once around them, the widest outermost."""
        if depth == len(self.styles):
            yield from map(self.run, runs)
            return
        style, around = self.styles[depth]
        for value, group in groupby(runs, style):
            inner = "".join(self.styled(tuple(group), depth + 1))
            yield around(inner, value) if value else inner

    def run(self, run: Run) -> str:
        match run.kind:
            case "break":
                return "\n"
            case "math":
                return rf"\({run.text}\)" if self.escape is numbered else f"${run.text}$"
            case "image":
                return f"![{run.text}]({run.href})"
            case "blank":
                return "_____"
            case _:
                return _code(run.text) if run.code else self.escape(run.text)


def _code(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _scripted(inner: str, script: str) -> str:
    sign = "~" if script == "sub" else "^"
    return f"{sign}{inner}{sign}"


def _is_text(run: Run) -> bool:
    return run.kind == "text"


_STYLES: Styles = (
    (
        lambda run: run.href if _is_text(run) else "",
        lambda inner, href: f"[{inner}]({href})",
    ),
    (lambda run: "b" if _is_text(run) and run.bold else "", lambda inner, _: f"**{inner}**"),
    (lambda run: "i" if _is_text(run) and run.italic else "", lambda inner, _: f"*{inner}*"),
    (lambda run: run.script if _is_text(run) else "", _scripted),
)
"""What a run may be: how it is told, and how it is marked."""
_ITALIC_FIRST: Styles = (_STYLES[0], _STYLES[2], _STYLES[1], _STYLES[3])
