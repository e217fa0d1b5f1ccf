"""The reading order of a page: words to stretches, stretches to columns, columns to lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from quizgen.sources.pdf_characters import PlacedWord

_MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class PlacedStretch:
    """Words beside each other without a wide gap."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool

    @property
    def height(self) -> float:
        """Give the height of its line."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Give the height above the page's foot at which it runs."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a column: its stretches from left to right."""

    stretches: tuple[PlacedStretch, ...]
    x0: float
    x1: float
    middle: float
    height: float

    @property
    def text(self) -> str:
        """Give its words."""
        return " ".join(stretch.text for stretch in self.stretches)

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(stretch.bold for stretch in self.stretches)


Column = tuple[PrintedLine, ...]


def columns(words: Sequence[PlacedWord]) -> list[Column]:
    """Give the columns of a page as they are read, each from its head to its foot."""
    return [column for part in _ordered(stretches(words), 0) if (column := lines(part))]


def stretches(words: Sequence[PlacedWord]) -> list[PlacedStretch]:
    """Join words that follow each other on a line, as drawn, then those drawn out of order."""
    joined: list[PlacedStretch] = []
    for word in words:
        if not word.text:
            continue
        new = PlacedStretch(word.text, word.x0, word.x1, word.y0, word.y1, word.bold)
        if joined and _follows(joined[-1], new):
            joined[-1] = _with(joined[-1], new)
        else:
            joined.append(new)
    return _merged(joined)


def _follows(before: PlacedStretch, after: PlacedStretch) -> bool:
    low, high = min(before.height, after.height), max(before.height, after.height)
    overlap = min(before.y1, after.y1) - max(before.y0, after.y0)
    gap = after.x0 - before.x1
    return overlap > 0.5 * low and -0.3 * high < gap < 0.9 * high


def _with(before: PlacedStretch, after: PlacedStretch) -> PlacedStretch:
    tall = before if before.height >= after.height else after
    return PlacedStretch(
        f"{before.text} {after.text}",
        min(before.x0, after.x0),
        max(before.x1, after.x1),
        tall.y0,
        tall.y1,
        before.bold and after.bold,
    )


def _merged(parts: list[PlacedStretch]) -> list[PlacedStretch]:
    """Join stretches of one line that were drawn at different times."""
    rows: list[list[PlacedStretch]] = []
    for part in sorted(parts, key=lambda part: (-part.middle, part.x0)):
        row = rows[-1] if rows else []
        if row and abs(row[0].middle - part.middle) < 0.3 * min(row[0].height, part.height):
            row.append(part)
        else:
            rows.append([part])
    merged: list[PlacedStretch] = []
    for row in rows:
        row.sort(key=lambda part: part.x0)
        last = row[0]
        for part in row[1:]:
            if _follows(last, part):
                last = _with(last, part)
            elif not _is_double(last, part):
                merged.append(last)
                last = part
        merged.append(last)
    return merged


def _is_double(before: PlacedStretch, after: PlacedStretch) -> bool:
    """Tell of words drawn twice, a hair apart, to look bold."""
    return before.text == after.text and abs(before.x0 - after.x0) < 0.2 * before.height


def _ordered(parts: list[PlacedStretch], depth: int) -> Iterator[list[PlacedStretch]]:
    """Divide stretches into columns: those that cross a gutter part the page into bands."""
    gutter = _gutter(parts) if depth < _MOST_DEPTH else None
    if gutter is None:
        if parts:
            yield parts
        return
    parts = sorted(parts, key=lambda part: (-part.middle, part.x0))
    band: list[PlacedStretch] = []
    crossing: list[PlacedStretch] = []
    for part in parts:
        if part.x0 < gutter < part.x1 or _is_beside(part, crossing):
            yield from _both_sides(band, gutter, depth)
            band = []
            crossing.append(part)
        else:
            if crossing:
                yield from _ordered(crossing, depth + 1)
            crossing = []
            band.append(part)
    if crossing:
        yield from _ordered(crossing, depth + 1)
    yield from _both_sides(band, gutter, depth)


def _is_beside(part: PlacedStretch, crossing: list[PlacedStretch]) -> bool:
    """Tell whether a stretch stands on one line with one that crosses the gutter."""
    return bool(crossing) and abs(crossing[-1].middle - part.middle) < 0.3 * part.height


def _both_sides(
    band: list[PlacedStretch], gutter: float, depth: int
) -> Iterator[list[PlacedStretch]]:
    if band:
        yield from _ordered([part for part in band if part.x1 <= gutter], depth + 1)
        yield from _ordered([part for part in band if part.x1 > gutter], depth + 1)


def _gutter(parts: list[PlacedStretch]) -> float | None:
    """Find the place between two columns, or nothing where there is one column, or a table."""
    if len(parts) < 6:
        return None
    ends, starts = sorted(part.x1 for part in parts), sorted(part.x0 for part in parts)
    best, place = 0.0, None
    for end in dict.fromkeys(ends):
        x = end + 0.01
        left, right = bisect_right(ends, x), len(starts) - bisect_left(starts, x)
        crossing = len(parts) - left - right
        score = min(left, right) - 1.5 * crossing
        if min(left, right) >= 3 and score > best:
            best, place = score, x
    if place is None or not _is_between_columns(parts, place):
        return None
    return place


def _is_between_columns(parts: list[PlacedStretch], x: float) -> bool:
    """Tell columns of running text from those of a table: their lines fill them."""
    left = [part for part in parts if part.x1 <= x]
    right = [part for part in parts if part.x0 >= x]
    low = max(min(part.y0 for part in side) for side in (left, right))
    high = min(max(part.y1 for part in side) for side in (left, right))
    height = median(part.height for part in parts)
    if high - low < 2 * height:
        return False  # one below the other
    return all(_is_filled(side, height) for side in (left, right))


def _is_filled(side: list[PlacedStretch], height: float) -> bool:
    start, end = min(part.x0 for part in side), max(part.x1 for part in side)
    rows: dict[int, float] = {}
    for part in side:
        row = round(part.middle / (0.6 * height))
        rows[row] = rows.get(row, 0.0) + part.x1 - part.x0
    width = end - start
    return width > 6 * height and median(rows.values()) > 0.55 * width


def lines(parts: Sequence[PlacedStretch]) -> Column:
    """Give the lines of a column, from its head to its foot."""
    rows: list[list[PlacedStretch]] = []
    for part in sorted(parts, key=lambda part: (-part.middle, part.x0)):
        row = rows[-1] if rows else []
        if row and _on_one_line(row, part):
            row.append(part)
        else:
            rows.append([part])
    return tuple(_line(row) for row in rows)


def _on_one_line(row: list[PlacedStretch], part: PlacedStretch) -> bool:
    tall = max(row, key=lambda other: other.height)
    overlap = min(tall.y1, part.y1) - max(tall.y0, part.y0)
    return overlap > 0.6 * min(tall.height, part.height)


def _line(row: list[PlacedStretch]) -> PrintedLine:
    row = sorted(row, key=lambda part: part.x0)
    tall = max(row, key=lambda part: part.height)
    return PrintedLine(
        tuple(row), row[0].x0, max(part.x1 for part in row), tall.middle, tall.height
    )
