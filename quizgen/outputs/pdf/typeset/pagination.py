"""Blocks -> columns and pages: where each leaf goes. Knows heights and gaps, nothing of drawing.

Blocks keep their order. A page takes as much as any breaking can give it: first the fewest
columns, then white space as even as it can be, the last page's left out. What a column has left
over goes between its blocks, a little each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from quizgen.outputs.pdf.quiz.item_layout import Leaf

_SLIP = 0.01
"""Points that rounding may cost."""


class Block:
    """Leaves that stay in one column unless they are taller than one, or hold a long text."""

    __slots__ = ("flowing", "gap", "height", "keep_next", "leaves", "numbered")

    def __init__(
        self,
        leaves: tuple[Leaf, ...],
        gap: float = 0,
        *,
        keep_next: bool = False,
        numbered: bool = False,
        flowing: int = 0,
    ) -> None:
        """Measure a block.

        Args:
            leaves: From the top down.
            gap: Above it, unless it begins a column.
            keep_next: It is a heading, never the last thing in a column.
            numbered: It is an item: what goes on in another column says so.
            flowing: How many leaves, from the first, may stand in other columns than what follows.

        """
        self.leaves = leaves
        self.gap = gap
        self.keep_next = keep_next
        self.numbered = numbered
        self.flowing = flowing
        self.height = leaves[0].height + sum(leaf.gap + leaf.height for leaf in leaves[1:])


class PlacedLeaf(NamedTuple):
    """A leaf in its place, from the top of the writing area."""

    column: int
    y: float
    leaf: Leaf
    block: int
    """Index of its block."""
    begins: bool
    """It is the first leaf of its block."""
    continued: bool = False
    """It goes on, at the top of a column, with an item that began in an earlier one."""


class Unit(NamedTuple):
    """Leaves that stay together: a block, a heading with what follows it, a part of a tall one."""

    gap: float
    height: float
    spans: tuple[tuple[int, int, int], ...]
    """(block, first leaf, leaf behind the last)"""
    part: bool = False
    """It goes on with the unit before: its gap is never stretched."""
    again: float = 0
    """How much taller it is at the top of a column: by the header of its table."""
    note: float = 0
    """Room above it where it begins a column, for the note that its item is continued."""


@dataclass(frozen=True, slots=True)
class Area:
    """The writing areas of a document: heights of a column on the first page and on others."""

    first: float
    other: float
    columns: int = 1
    stretch: float = 0
    """What may be added to each gap to fill a column."""
    squeeze: float = 1
    """What the gaps between blocks are multiplied by."""
    note: float = 0
    """What stays free above an item that goes on at the top of a column."""


Pages = tuple[tuple[PlacedLeaf, ...], ...]
Breaks = tuple[int, ...]
"""For each column, the index of the unit behind its last: little to keep, quick to place by."""


def break_up(blocks: Sequence[Block], area: Area, closer: float = 1) -> tuple[Area, Breaks]:
    """Decide where columns and pages end, keeping each block whole where a column can hold it.

    Args:
        blocks: From the first to the last.
        area: Where they go.
        closer: What the gaps may be multiplied by where that saves a page.

    Gives the area as it is used, and the breaks.
    """
    units = _units(blocks, area)
    breaks = _best_breaks(units, area)
    begun = (len(breaks) - 1) // area.columns * area.columns  # of the last page
    if begun and closer < 1:
        room = (area.first - area.other) + area.other * (begun // area.columns)
        needed = sum([unit.height + unit.gap * closer for unit in units])
        needed -= begun * closer * units[0].gap  # no gap begins a column
        if needed <= room * area.columns:
            close = replace(area, squeeze=area.squeeze * closer)
            tried = break_up(blocks, close)[1]
            if page_count(tried, close) < page_count(tuple(breaks), area):
                return close, tried
    if area.columns > 1 and breaks:
        room = area.other if begun else area.first
        first = breaks[begun - 1] if begun else 0
        breaks[begun:] = _level(units[first:], breaks[begun:], first, room, area.columns)
    return area, tuple(breaks)


def page_count(breaks: Breaks, area: Area) -> int:
    """Count the pages; a paper without a block has one, too."""
    return max(1, -(-len(breaks) // area.columns))


def paginate(blocks: Sequence[Block], area: Area, breaks: Breaks | None = None) -> Pages:
    """Put blocks on pages; `breaks` says where they end, if that is known already."""
    units = _units(blocks, area)
    if breaks is None:
        _, breaks = break_up(blocks, area)
    pages: list[tuple[PlacedLeaf, ...]] = []
    first = 0
    for start in range(0, len(breaks), area.columns):
        last = start + area.columns >= len(breaks)
        height = 0.0 if last else area.other if start else area.first
        puts: list[PlacedLeaf] = []
        for column, behind in enumerate(breaks[start : start + area.columns]):
            puts += _put(units[first:behind], blocks, column, height, area.stretch)
            first = behind
        pages.append(tuple(puts))
    return tuple(pages) or ((),)


def _units(blocks: Sequence[Block], area: Area) -> list[Unit]:
    """Cut blocks into what stays together: long texts, and what is taller than a column."""
    units: list[Unit] = []
    open_spans: tuple[tuple[int, int, int], ...] = ()
    open_height = open_gap = 0.0
    last = len(blocks) - 1
    for index, block in enumerate(blocks):
        height, gap = block.height, block.gap * area.squeeze
        spans = (*open_spans, (index, 0, len(block.leaves)))
        if open_spans:
            height, gap = open_height + gap + height, open_gap
        if block.keep_next and index < last:
            open_spans, open_height, open_gap = spans, height, gap
            continue
        # What a page begins with is cut rather than leave nothing but the title on the first.
        most = area.other if units else area.first
        if block.flowing:
            units += _flowing_parts(blocks, spans, gap, area.other - area.note)
        elif height <= most + _SLIP:
            units.append(Unit(gap, height, spans))
        else:
            units += _parts(blocks, spans, gap, most)
        open_spans = ()
    return [_with_note(unit, blocks, area.note) for unit in units] if area.note else units


def _with_note(unit: Unit, blocks: Sequence[Block], note: float) -> Unit:
    index, first, _ = unit.spans[0]
    return unit._replace(note=note) if first and blocks[index].numbered else unit


def _parts(
    blocks: Sequence[Block], spans: Sequence[tuple[int, int, int]], gap: float, most: float
) -> list[Unit]:
    """Cut what is taller than a column between its leaves: after its stem and first option."""
    leaves = [(b, i) for b, start, end in spans for i in range(start, end)]
    tied = len(spans) + 1
    while tied > 1 and _height(blocks, leaves[:tied]) > most:
        tied -= 1
    parts = [_unit(blocks, leaves[:tied], gap)]
    parts += [_unit(blocks, [(b, i)], _gap(blocks, b, i), part=True) for b, i in leaves[tied:]]
    return parts


def _flowing_parts(
    blocks: Sequence[Block], spans: Sequence[tuple[int, int, int]], gap: float, most: float
) -> list[Unit]:
    """Cut a long text between its leaves; what follows it in its block stays whole if it can."""
    index, flowing = spans[-1][0], blocks[spans[-1][0]].flowing
    head = [(b, i) for b, start, end in spans[:-1] for i in range(start, end)]
    parts = [_unit(blocks, [*head, (index, 0)], gap)]
    parts += [
        _unit(blocks, [(index, i)], _gap(blocks, index, i), part=True) for i in range(1, flowing)
    ]
    rest = [(index, i) for i in range(flowing, len(blocks[index].leaves))]
    if rest and _height(blocks, rest) <= most + _SLIP:
        return [*parts, _unit(blocks, rest, _gap(blocks, *rest[0]), part=True)]
    return [*parts, *(_unit(blocks, [at], _gap(blocks, *at), part=True) for at in rest)]


def _gap(blocks: Sequence[Block], block: int, leaf: int) -> float:
    return blocks[block].leaves[leaf].gap if leaf else blocks[block].gap


def _height(blocks: Sequence[Block], leaves: Sequence[tuple[int, int]]) -> float:
    heights = sum(blocks[b].leaves[i].height for b, i in leaves)
    return heights + sum(_gap(blocks, b, i) for b, i in leaves[1:])


def _unit(
    blocks: Sequence[Block], leaves: Sequence[tuple[int, int]], gap: float, *, part: bool = False
) -> Unit:
    spans = tuple((b, i, i + 1) for b, i in leaves)
    block, leaf = leaves[0]
    again = blocks[block].leaves[leaf].again_height
    return Unit(gap, _height(blocks, leaves), spans, part, again)


def _best_breaks(units: Sequence[Unit], area: Area) -> list[int]:
    """Break units into columns.

    Dynamic programming from the end: for each unit, the best breaking of all from it on, by the
    number of columns and then by the squares of their slacks.
    """
    count = len(units)
    best: list[Rated] = [(0, 0.0, count)] * (count + 1)
    for start in range(count - 1, -1, -1):
        best[start] = _best_break(units, start, area.other, best)
    # The columns of the first page are shorter: as many rounds as it has, on what follows them.
    rounds = [best]
    for number in range(area.columns if area.first != area.other else 0):
        after = rounds[-1]
        now = list(after)
        # The last round is for the very first column, which begins with the first unit.
        for start in range(count) if number + 1 < area.columns else range(min(1, count)):
            now[start] = _best_break(units, start, area.first, after, forced=True)
        rounds.append(now)
    breaks: list[int] = []
    start = 0
    while start < count:
        table = rounds.pop() if len(rounds) > 1 else rounds[0]
        start = table[start][2]
        breaks.append(start)
    return breaks


Rated = tuple[int, float, int]
"""Columns needed from a unit on, the sum of their squared slacks, the unit behind this column."""


def _best_break(
    units: Sequence[Unit], start: int, room: float, best: Sequence[Rated], *, forced: bool = False
) -> Rated:
    """Choose where a column that begins with a unit ends.

    With `forced`, the column may stay empty: a first page whose rest is too low for what comes.
    """
    count = len(units)
    used = units[start].height + units[start].again + units[start].note
    if forced and used > room + _SLIP:
        columns, cost, _ = best[start]
        return columns + 1, cost + 1.0, start
    least, cheapest, chosen = count + 9, 0.0, start
    behind = start + 1
    while True:
        columns, cost, _ = best[behind]
        if columns <= least:
            if behind < count and used < room:
                slack = (room - used) / room
                cost += slack * slack
            if columns < least or cost < cheapest:
                least, cheapest, chosen = columns, cost, behind
        if behind == count:
            break
        unit = units[behind]
        used += unit.gap + unit.height
        if used > room + _SLIP:
            break
        behind += 1
    return least + 1, cheapest, chosen


def _level(
    units: Sequence[Unit], breaks: Sequence[int], offset: int, room: float, columns: int
) -> list[int]:
    """Make the columns of the last page end at about one height.

    Args:
        units: Those of the last page.
        breaks: Where its columns end now.
        offset: The index of its first unit.
        room: The height of a column.
        columns: How many there are.

    """
    height = sum(unit.height + unit.gap for unit in units) / columns
    while height < room:
        found = _filled(units, min(height, room), columns)
        if found and found[-1] == len(units):
            return [offset + behind for behind in found]
        height += 6
    return list(breaks)


def _filled(units: Sequence[Unit], height: float, columns: int) -> list[int]:
    """Fill columns in turn up to a height, each with one unit at least."""
    ends: list[int] = []
    end = 0
    while end < len(units) and len(ends) < columns:
        used = units[end].height + units[end].again + units[end].note
        end += 1
        while end < len(units) and used + units[end].gap + units[end].height <= height + _SLIP:
            used += units[end].gap + units[end].height
            end += 1
        ends.append(end)
    return ends


def _stretched(units: Sequence[Unit], height: float, stretch: float) -> float:
    """Say how much wider the gaps between the units of a column become, at most a stretch."""
    used = sum([unit.height + unit.gap for unit in units])
    used += units[0].again + units[0].note - units[0].gap if units else 0
    gaps = sum([not unit.part for unit in units[1:]])
    return min(stretch, (height - used) / gaps) if gaps and height > used else 0.0


def _put(
    units: Sequence[Unit], blocks: Sequence[Block], column: int, height: float, stretch: float
) -> list[PlacedLeaf]:
    """Place the units of one column, what is left over between them."""
    extra = _stretched(units, height, stretch)
    puts: list[PlacedLeaf] = []
    y = units[0].note if units else 0.0
    for n, unit in enumerate(units):
        if n:
            y += unit.gap + (0 if unit.part else extra)
        inside = False
        for index, first, behind in unit.spans:
            block = blocks[index]
            for number in range(first, behind):
                leaf = block.leaves[number]
                if not puts:
                    leaf = leaf.at_top()
                if inside:
                    y += leaf.gap if number else block.gap
                inside = True
                continued = number > 0 and not puts and block.numbered
                puts.append(PlacedLeaf(column, y, leaf, index, number == 0, continued))
                y += leaf.height
    return puts
