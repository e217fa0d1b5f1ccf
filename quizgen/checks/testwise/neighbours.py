"""The tricks that need other items beside an item: what they print, and pools they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log

from quizgen.checks.testwise.seen import PrintedText, SeenChoice, SeenOption, SeenText
from quizgen.checks.testwise.tricks import Likings

_KNOWN_AGAIN = 0.6
"""The share of an option's words that a text must have to be taken as printing it."""
_UNRELATED = 0.35
"""What an option is worth that stands in a text about something else."""
_MOST_TEXTS = 60
"""A word that stands in more texts is nobody's sign."""


class Neighbours:
    """What the items that are asked together print, to be looked through for answers."""

    def __init__(self, texts: Sequence[PrintedText]) -> None:
        self.texts = texts
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, printed in enumerate(texts):
            for root in printed.text.roots:
                self._having[root].append(place)

    def neighbour(self, choice: SeenChoice) -> Likings:
        """Take the option that another item prints, best where that item speaks of the same."""
        if choice.statement:
            return (0.0, 0.0)
        common = frozenset.intersection(*(option.roots for option in choice.options))
        return [self._printed(option, common, choice) for option in choice.options]

    def _printed(self, option: SeenOption, common: frozenset[str], choice: SeenChoice) -> float:
        """Say how plainly another item prints an option."""
        own = option.roots - common - choice.stem.roots
        if not own:
            return 0.0
        best = 0.0
        for printed in self._candidates(own, choice.item):
            best = max(best, _said(option, own, printed) * self._related(choice, own, printed))
        return best

    def _candidates(self, roots: frozenset[str], item: int) -> Iterator[SeenText]:
        """Give the texts of other items that have one of the two rarest of some words."""
        rarest = sorted(roots, key=lambda root: (len(self._having.get(root, ())), root))
        found = {
            place
            for root in rarest[: 1 + len(rarest) // 2]
            if len(self._having.get(root, ())) <= _MOST_TEXTS
            for place in self._having.get(root, ())
        }
        for place in sorted(found):
            if item not in self.texts[place].items:
                yield self.texts[place].text

    def _related(self, choice: SeenChoice, own: frozenset[str], other: SeenText) -> float:
        """Say how far another text speaks of what a choice asks about: from little to 1."""
        asked = choice.stem.roots - own
        weights = {root: self._weight(root) for root in asked}
        total = sum(weights.values())
        shared = sum(weight for root, weight in weights.items() if root in other.roots)
        return _UNRELATED + (1 - _UNRELATED) * (shared / total if total else 0.0)

    def _weight(self, root: str) -> float:
        count = len(self.texts)
        return log((count + 1) / (len(self._having.get(root, ())) or 1)) / log(count + 1)


def _said(option: SeenOption, own: frozenset[str], other: SeenText) -> float:
    """Say how much of an option a text prints: all of it in a row counts most."""
    if f" {' '.join(option.words)} " in f" {other.folded} ":
        return 1.0
    share = len(own & other.roots) / len(own)
    return 0.9 * share if share >= _KNOWN_AGAIN else 0.0


# --- pools ----------------------------------------------------------------------------------------

_ROUNDS = 60


def eliminations(choices: Sequence[SeenChoice]) -> Mapping[int, Likings]:
    """Solve pools of options: where items share them, each is right only once.

    Gives for each choice (by its place) how often an option would be right among all ways in which
    no option is right twice, by Sinkhorn's scaling of who offers what; where as many options as
    items are in the pool, each must be right somewhere. Nothing for what shares no pool.
    """
    found: dict[int, Likings] = {}
    for pool in _pools(choices):
        texts = [[option.folded for option in choices[place].options] for place in pool]
        offered = Counter(text for options in texts for text in options)
        if len(pool) < 2 or len(offered) < len(pool) or max(offered.values()) < 2:
            continue
        shares = _scaled(texts, all_used=len(offered) == len(pool))
        found |= dict(zip(pool, shares, strict=True))
    return found


def _pools(choices: Sequence[SeenChoice]) -> list[list[int]]:
    """Group choices that share an option, directly or by others between."""
    leader: dict[str, int] = {}
    parent = list(range(len(choices)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for place, choice in enumerate(choices):
        if choice.statement:
            continue
        for option in choice.options:
            first = leader.setdefault(option.folded, place)
            parent[root(place)] = root(first)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(choices)):
        groups[root(place)].append(place)
    return list(groups.values())


def _scaled(texts: Sequence[Sequence[str]], *, all_used: bool) -> list[list[float]]:
    rows = [[1.0 / len(options)] * len(options) for options in texts]
    for _ in range(_ROUNDS):
        sums: defaultdict[str, float] = defaultdict(float)
        for options, row in zip(texts, rows, strict=True):
            for text, share in zip(options, row, strict=True):
                sums[text] += share
        for options, row in zip(texts, rows, strict=True):
            for place, text in enumerate(options):
                row[place] /= sums[text] if all_used else max(sums[text], 1.0)
            whole = sum(row)
            row[:] = [share / whole for share in row]
    return [[round(share, 6) for share in row] for row in rows]
