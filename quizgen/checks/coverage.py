"""What a bank asks: its topics by level and type, and how often each fact and paragraph comes up.

Counted is what can be asked today: no drafts, nothing retired.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizgen.checks.evidence.account import SourceAccount
from quizgen.model import Bank, Flashcard, Item, type_name

Levels = Counter[int | None]
"""Level -> items; None for those without one."""


@dataclass(frozen=True, slots=True)
class ParagraphCounts:
    """How many items cite each paragraph of a source."""

    name: str
    title: str
    paragraphs: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the items of a bank ask."""

    topics: Mapping[str, Mapping[str, Levels]]
    """Topic -> type -> levels."""
    facts: Mapping[str, int]
    """Fact -> how many items ask it."""
    sources: tuple[ParagraphCounts, ...]

    @property
    def levels(self) -> Levels:
        """All items by level."""
        return added(levels for types in self.topics.values() for levels in types.values())


def added(several: Iterable[Levels]) -> Levels:
    """Add counts up."""
    total: Levels = Counter()
    for one in several:
        total.update(one)
    return total


def live_items(bank: Bank) -> list[Item]:
    """Give what can be asked today."""
    return [item for item in bank.items if item.status == "ok"]


def why_no_coverage(bank: Bank) -> str:
    """Say why a bank has no coverage to speak of; empty where it has."""
    items = live_items(bank)
    if not items:
        return "nothing to count: every item is a draft or retired"
    if all(isinstance(item, Flashcard) for item in items):
        return "nothing to count: flashcards alone, which are for learning"
    if all(item.level is None for item in items):
        return "nothing to count: no item has a level (`quizgen rules levels` tells what they are)"
    return ""


def coverage_of(bank: Bank, sources: Iterable[SourceAccount]) -> Coverage:
    """Count what a bank asks.

    Args:
        bank: The bank.
        sources: Which of its items cite which paragraphs.

    """
    items = live_items(bank)
    topics: dict[str, dict[str, Levels]] = defaultdict(lambda: defaultdict(Counter))
    for item in items:
        topics[item.topic][type_name(item)][item.level] += 1
    asked = Counter(fact for item in items for fact in set(item.facts))
    names = [f"{fact.kind}/{fact.id}" for fact in bank.facts]
    facts = {name: asked.pop(name, 0) for name in names}
    citing = {item.id for item in items} | {item.passage.id for item in items if item.passage}
    counts = (_counted(source, citing) for source in sources)
    in_order = {topic: dict(sorted(topics[topic].items())) for topic in sorted(topics)}
    return Coverage(in_order, facts | asked, tuple(counts))


def _counted(account: SourceAccount, citing: set[str]) -> ParagraphCounts:
    numbers = range(1, account.source.paragraphs + 1)
    counts = {number: len(set(account.citing.get(number, ())) & citing) for number in numbers}
    return ParagraphCounts(account.name, account.source.title, counts)
