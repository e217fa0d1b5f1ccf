"""What every page of a document repeats: running heads, running feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from quizgen.sources.pdf_layout import PrintedLine
from quizgen.sources.pieces import PieceKind

_MARGIN = 0.14
"""Of the page's height, above and below."""
_NUMBER = re.compile(
    r"[-–—|•\s(\[]*(?:(?:seite|page|página|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|von|of|de|sur)\s*\d{1,4})?[-–—|•\s)\]]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def running_lines(
    pages: Sequence[tuple[float, Sequence[PrintedLine]]],
) -> Mapping[tuple[int, PrintedLine], PieceKind]:
    """Give the lines that are no text of a page, by (place of the page, line), and what they are.

    Args:
        pages: Each page's height and all its lines.

    """
    edges = [_edges(height, lines) for height, lines in pages]
    repeated = Counter(key for lines in edges for key in {_key(line) for line in lines})
    found: dict[tuple[int, PrintedLine], PieceKind] = {}
    numbered = _numbered(edges)
    least = max(2, min(4, round(0.3 * len(pages))))
    for place, lines in enumerate(edges):
        for line in lines:
            if _NUMBER.fullmatch(line.text):
                found[place, line] = PieceKind.page_number
            elif repeated[_key(line)] >= least or (place, line) in numbered:
                found[place, line] = PieceKind.running_head
    return found


def _edges(height: float, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Give the lines in a page's margins, above and below."""
    low, high = _MARGIN * height, (1 - _MARGIN) * height
    return [line for line in lines if not low < line.middle < high]


def _key(line: PrintedLine) -> tuple[str, int]:
    """Give what a running head has on every page: its words, and its height on the page."""
    return _DIGITS.sub("#", " ".join(line.text.casefold().split())), round(line.middle / 8)


def _numbered(edges: Sequence[Sequence[PrintedLine]]) -> set[tuple[int, PrintedLine]]:
    """Find heads that change from chapter to chapter: those beside a page's number."""
    offsets: Counter[int] = Counter()
    having: dict[int, set[tuple[int, PrintedLine]]] = {}
    for place, lines in enumerate(edges):
        for line in lines:
            tokens = line.text.split()
            for token in {tokens[0], tokens[-1]}:
                if token.isdecimal() and len(token) < 5 and len(tokens) < 16:
                    offset = int(token) - place
                    offsets[offset] += 1
                    having.setdefault(offset, set()).add((place, line))
    if not offsets:
        return set()
    (offset, count), *_ = offsets.most_common(1)
    return having[offset] if count >= 3 else set()
