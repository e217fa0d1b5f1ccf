"""Where cited words stand in a paragraph as it was written, to be marked there.

Quotes are found in normal form, where signs are others and spaces fewer: each word remembers its
place. A quote that isn't found so is not marked; nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizgen.checks.evidence.normal import normal, parts

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CitedStretch:
    """A stretch of a paragraph, and which quotes it belongs to, by their places in a list."""

    text: str
    quotes: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    """Of these, those that end with it."""


def spans_of(paragraph: str, quote: str) -> list[Span]:
    """Give where the parts of a quote stand in a paragraph as written; none if one isn't found."""
    shown = [(m.start(), m.end(), normal(m[0])) for m in re.finditer(r"\S+", paragraph)]
    shown = [word for word in shown if word[2]]
    text = " ".join(word for _, _, word in shown)
    if text != normal(paragraph):
        return []
    starts = [0]
    for _, _, word in shown:
        starts.append(starts[-1] + len(word) + 1)
    spans: list[Span] = []
    end = 0
    for part in map(normal, parts(quote)):
        start = text.find(part, end)
        if start < 0:
            return []
        end = start + len(part)
        spans.append((_place(start, shown, starts), _place(end - 1, shown, starts) + 1))
    return spans


def _place(at: int, shown: Sequence[tuple[int, int, str]], starts: Sequence[int]) -> int:
    """Give the place in the written text of a sign of the normal text."""
    number = bisect_right(starts, at) - 1
    start, end, word = shown[number]
    inside = at - starts[number]
    return start + inside if end - start == len(word) else (start if not inside else end - 1)


def stretches(paragraph: str, quotes: Iterable[str]) -> list[CitedStretch]:
    """Cut a paragraph where quotes begin and end."""
    spans = [(span, n) for n, quote in enumerate(quotes) for span in spans_of(paragraph, quote)]
    ends: dict[int, int] = {}
    for (_, end), n in spans:
        ends[n] = max(end, ends.get(n, 0))
    cuts = sorted({0, len(paragraph), *(place for span, _ in spans for place in span)})
    found = []
    for start, end in pairwise(cuts):
        within = tuple(n for (a, b), n in spans if a <= start and end <= b)
        last = tuple(n for n in within if ends[n] == end)
        found.append(CitedStretch(paragraph[start:end], within, last))
    return found
