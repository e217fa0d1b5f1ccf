"""Boxes -> pages: where each leaf goes. Knows heights and gaps, nothing of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.outputs.pdf.questions import Leaf


@dataclass(frozen=True, slots=True)
class Block:
    """Leaves that stay on one page unless they are taller than one."""

    leaves: tuple[Leaf, ...]
    gap: float = 0
    """Above the block, unless it starts a page."""
    keep_next: bool = False
    """A heading: never the last thing on a page."""
    tag: int = -1
    """The caller's own mark, such as an index into the items."""

    @property
    def height(self) -> float:
        """The height of all leaves with the gaps between them."""
        return sum(leaf.box.height for leaf in self.leaves) + sum(
            leaf.gap for leaf in self.leaves[1:]
        )


@dataclass(frozen=True, slots=True)
class Put:
    """A leaf at its height on a page, from the top of the writing area."""

    y: float
    leaf: Leaf
    tag: int
    continued: bool = False
    """It goes on with a block that began on an earlier page."""


def paginate(blocks: Sequence[Block], first: float, other: float) -> list[list[Put]]:
    """Put blocks on pages, keeping each whole where a page can hold it.

    Args:
        blocks: In order.
        first: Height of the writing area on the first page.
        other: Height of it on later pages.

    """
    pages: list[list[Put]] = [[]]
    y = 0.0

    def room() -> float:
        return (first if len(pages) == 1 else other) - y

    def turn() -> None:
        nonlocal y
        pages.append([])
        y = 0.0

    for group in _groups(blocks):
        height = sum(block.height + block.gap for block in group) - (
            0 if pages[-1] else group[0].gap
        )
        if pages[-1] and height > room() and height - group[0].gap <= other:
            turn()
        elif pages[-1] and height > other and group[0].leaves[0].box.height * 2 > room():
            turn()  # taller than a page: split it, but not after its first line
        for block in group:
            y += block.gap if pages[-1] else 0
            for index, leaf in enumerate(block.leaves):
                gap = leaf.gap if index and pages[-1] and y else 0
                if pages[-1] and gap + leaf.box.height > room() + 0.01:
                    turn()
                    gap = 0
                started = any(put.tag == block.tag for put in pages[-1])
                pages[-1].append(
                    Put(y + gap, leaf, block.tag, index > 0 and not started and block.tag >= 0)
                )
                y += gap + leaf.box.height
    return pages


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Tie headings to what follows them."""
    groups: list[list[Block]] = []
    open_group = False
    for block in blocks:
        if open_group:
            groups[-1].append(block)
        else:
            groups.append([block])
        open_group = block.keep_next
    return groups
