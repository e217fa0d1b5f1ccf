"""The order in which new cards come: items of one fact or template, and enemies, lie far apart.

In the bank's order six cards of a template stand in a row, then six that ask the same the other
way round, each giving the other away. What nothing ties to others keeps the author's order; the
rest is spread among it. Places follow from ids alone, so they are the same in every build, and an
item more moves others by little. A card that a learner has stays where it is: Anki sees to that.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from quizgen.model import Item
from quizgen.text.order import hash32, ranked

A_DAY = 20
"""So many new cards Anki shows a day by itself: further apart than that is far enough."""
_LOOK = 100
"""So many items are tried for a place."""


def queue_of(items: Sequence[Item]) -> dict[str, int]:
    """Give each item's place among new cards, by its id."""
    ties = {item.id: ties_of(item) for item in items}
    counts = Counter(tie for of in ties.values() for tie in of)
    ties = {id: tuple(tie for tie in of if counts[tie] > 1) for id, of in ties.items()}
    apart = {tie: distance(count, len(items)) for tie, count in counts.items()}
    return {id: place for place, id in enumerate(_parted(_spread(items, ties), ties, apart))}


def ties_of(item: Item) -> tuple[str, ...]:
    """Name what ties an item to others: its template, its facts, its enemies."""
    own = [f"template {item.template}"] if item.template else []
    # By its own id it is found by an enemy that it doesn't name back.
    named = [f"enemy {item.id}", *(f"enemy {id}" for id in item.enemies)]
    return tuple(dict.fromkeys([*own, *(f"fact {fact}" for fact in item.facts), *named]))


def distance(count: int, among: int) -> int:
    """Say how far apart so many of so many should lie: half of what even places would give."""
    return max(1, min(A_DAY, among // count // 2))


def _spread(items: Sequence[Item], ties: Mapping[str, Sequence[str]]) -> list[str]:
    """Put each family of tied items evenly over the whole; the others keep their order."""
    families: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        families[ties[item.id][0] if ties[item.id] else ""].append(item.id)
    placed: list[tuple[float, str]] = []
    for family, ids in families.items():
        start = hash32(family) / 2**32 if family else 0.5
        in_order = ranked(family, ids) if family else ids
        placed += [((at + start) / len(ids), id) for at, id in enumerate(in_order)]
    return [id for _, id in sorted(placed)]


def _parted(
    ids: Iterable[str], ties: Mapping[str, Sequence[str]], apart: Mapping[str, int]
) -> list[str]:
    """Take each next item that is far enough from its own, or the one that is farthest."""
    waiting, queue = deque(ids), list[str]()
    last: dict[str, int] = {}

    def room(id: str) -> int:
        """Say by how much an item is too near its own; 0 where it isn't."""
        gaps = (len(queue) - last[tie] - apart[tie] for tie in ties[id] if tie in last)
        return min(0, min(gaps, default=0))

    while waiting:
        looked = list(islice(waiting, _LOOK))
        best = max(range(len(looked)), key=lambda at: (room(looked[at]), -at))
        id = looked[best]
        del waiting[best]
        last |= dict.fromkeys(ties[id], len(queue))
        queue.append(id)
    return queue
