"""Choosing items for a blueprint.

Candidates of a draw are ranked by hash, and the best that may stand together are taken; so a
new item displaces at most the ones it outranks. Enemies and items of the same single fact never
meet; items that share facts, ask the same or give each other away are kept apart while the
blueprint has room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizgen.model import Blueprint, Draw, Flashcard, Item, type_name
from quizgen.problems import Problem, did_you_mean
from quizgen.text.order import key_of, ranked

_TRIES = 40
"""Rankings tried before a blueprint is called impossible: greedy picks can paint into a corner."""
_TRIES_FOR_BETTER = 8
"""Rankings tried when only a pair that had better stay apart is left."""

NONE_APART: Mapping[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items of each section, or why they can't be had."""

    sections: tuple[tuple[Item, ...], ...]
    problems: tuple[Problem, ...] = ()


def fits(item: Item, draw: Draw) -> bool:
    """Tell whether an item may be drawn; flashcards only when asked for by type."""
    if isinstance(item, Flashcard) and draw.type != "flashcard":
        return False
    return (
        (not draw.topic or within(item.topic, draw.topic))
        and (not draw.tag or draw.tag in item.tags)
        and (draw.level is None or item.level == draw.level)
        and (not draw.type or type_name(item) == draw.type)
        and (not draw.passage or passage_id(item) == draw.passage)
    )


def passage_id(item: Item) -> str:
    """Name the passage an item asks about; empty where there is none."""
    return item.passage.id if item.passage else ""


def within(topic: str, wanted: str) -> bool:
    """Tell whether a topic is the wanted one or lies below it."""
    return topic == wanted or topic.startswith(wanted + "/")


def draw_text(draw: Draw) -> str:
    """Say a draw in words, for messages."""
    parts = [
        f"{key} {value}"
        for key in ("topic", "tag", "level", "type", "passage")
        if (value := getattr(draw, key))
    ]
    outside = f" that is not in {', '.join(draw.not_in)}" if draw.not_in else ""
    return (" and ".join(parts) or "anything") + outside


class _Selection:
    """The items picked so far, and who may not join them."""

    def __init__(self, apart: Mapping[str, frozenset[str]]) -> None:
        self.apart = apart
        self.ids: set[str] = set()
        self.enemies: set[str] = set()
        self.single_facts: set[str] = set()
        self.facts: set[str] = set()

    def clash(self, item: Item) -> bool:
        names = {item.id, *item.was}
        if names & self.ids or names & self.enemies or set(item.enemies) & self.ids:
            return True
        return len(item.facts) == 1 and item.facts[0] in self.single_facts

    def shares_facts(self, item: Item) -> bool:
        return bool(self.facts.intersection(item.facts))

    def better_apart(self, item: Item) -> bool:
        return self.shares_facts(item) or not self.ids.isdisjoint(self.apart.get(item.id, ()))

    def add(self, item: Item) -> None:
        self.ids |= {item.id, *item.was}
        self.enemies |= set(item.enemies)
        self.facts |= set(item.facts)
        if len(item.facts) == 1:
            self.single_facts |= set(item.facts)


def draw_items(
    quiz: Blueprint,
    pool: Mapping[str, Item],
    bank_id: str,
    seed: int,
    form: str = "",
    apart: Mapping[str, frozenset[str]] = NONE_APART,
    asked: Mapping[str, frozenset[str]] = NONE_APART,
) -> Drawn:
    """Choose the items of every section.

    Args:
        quiz: The blueprint.
        pool: The items it may use, by id.
        bank_id: Part of every ranking's key.
        seed: Another seed picks other items.
        form: Set when each form draws its own (`vary: items`).
        apart: Item id -> the items it had better not meet.
        asked: Quiz -> the oldest ids of what it asks, for `not-in`.

    """
    best: _Attempt | None = None
    for salt in range(_TRIES):
        attempt = _Attempt(quiz, pool, key_of(bank_id, quiz.id, seed, form, salt), apart, asked)
        if best is None or attempt.fault < best.fault:
            best = attempt
        lacking, meetings = best.fault
        if not lacking and (not meetings or salt + 1 >= _TRIES_FOR_BETTER):
            break
        if not any(section.draw for section in quiz.sections):
            break  # hand-picked items don't depend on the ranking
    assert best is not None  # noqa: S101 - the loop runs at least once
    return Drawn(() if best.fault[0] else best.sections, best.problems())


class _Attempt:
    """One greedy way through a blueprint, the scarcest draws first."""

    def __init__(
        self,
        quiz: Blueprint,
        pool: Mapping[str, Item],
        key: str,
        apart: Mapping[str, frozenset[str]],
        asked: Mapping[str, frozenset[str]],
    ) -> None:
        self.quiz = quiz
        self.asked = asked
        self.pool = pool
        self.table = _Selection(apart)
        self.meetings = 0
        self.shared_facts = False
        self.short: list[tuple[Draw, int, int]] = []
        self.clashes: list[tuple[Item, str]] = []
        picked = {
            (index, 0): self._by_hand(section.items)
            for index, section in enumerate(quiz.sections)
            if section.items
        }
        for place, draw, candidates in self._scarcest_first():
            picked[place] = self._take(draw, candidates, key_of(key, *place))
        self.sections = tuple(
            tuple(item for place in sorted(picked) if place[0] == index for item in picked[place])
            for index in range(len(quiz.sections))
        )
        lacking = len(self.clashes) + sum(draw.count - got for draw, got, _ in self.short)
        self.fault = (lacking, self.meetings)

    def _by_hand(self, ids: Sequence[str]) -> list[Item]:
        items = []
        for id in ids:
            item = self.pool.get(id)
            if item is None:
                continue
            if self.table.clash(item):
                self.clashes.append((item, id))
            self._seat(item)
            items.append(item)
        return items

    def _seat(self, item: Item) -> None:
        self.meetings += self.table.better_apart(item)
        self.shared_facts |= self.table.shares_facts(item)
        self.table.add(item)

    def _scarcest_first(self) -> list[tuple[tuple[int, int], Draw, list[Item]]]:
        """Give the draws by section and number: first those that have the least to choose from."""
        draws = [
            ((index, number), draw, self._candidates(draw))
            for index, section in enumerate(self.quiz.sections)
            for number, draw in enumerate(section.draw)
        ]
        return sorted(draws, key=lambda d: (len(d[2]) - d[1].count, d[0]))

    def _candidates(self, draw: Draw) -> list[Item]:
        names = (*self.quiz.not_in, *draw.not_in)
        out = frozenset[str]().union(*(self.asked.get(name, ()) for name in names))
        return [i for i in self.pool.values() if fits(i, draw) and i.oldest_id not in out]

    def _take(self, draw: Draw, candidates: Iterable[Item], key: str) -> list[Item]:
        by_id = {item.oldest_id: item for item in candidates}
        taken: list[Item] = []
        left = ranked(key, by_id)
        for strict in (True,) if draw.up_to else (True, False):
            later = []
            for id in left:
                item = by_id[id]
                if len(taken) == draw.count:
                    break
                if self.table.clash(item):
                    continue
                if strict and self.table.better_apart(item):
                    later.append(id)
                    continue
                self._seat(item)
                taken.append(item)
            left = later
        if len(taken) < draw.count and not draw.up_to:
            self.short.append((draw, len(taken), len(by_id)))
        return taken

    def problems(self) -> tuple[Problem, ...]:
        problems = [self._short(*short) for short in self.short]
        problems += [
            Problem(
                "enemies-meet",
                "error",
                self.quiz.where,
                f"quiz {self.quiz.id!r} picks {id!r} beside an item that it must not meet",
                "enemies and items of the same fact never stand on one form: pick another",
                id,
            )
            for _, id in self.clashes
        ]
        if (
            not problems
            and self.shared_facts
            and any(section.draw for section in self.quiz.sections)
        ):
            problems.append(
                Problem(
                    "shared-facts",
                    "warning",
                    self.quiz.where,
                    f"quiz {self.quiz.id!r} can't keep gathered items from items of the same facts",
                    "draw fewer items, or add facts",
                )
            )
        return tuple(problems)

    def _short(self, draw: Draw, got: int, fitting: int) -> Problem:
        outside = (
            f", leaving out what {', '.join(self.quiz.not_in)} asks" if self.quiz.not_in else ""
        )
        why = f"the bank has {fitting}{outside} (drafts, retired items and flashcards don't count)"
        if fitting >= draw.count:
            why += f", of which only {got} may stand together with the rest of the quiz"
        help = f"ask for {got}, or add items" if got else "add items, or draw others"
        topics = {item.topic for item in self.pool.values()}
        if draw.topic and not any(within(topic, draw.topic) for topic in topics):
            help = did_you_mean(draw.topic, topics)
        count = f"{draw.count} item" + ("s" if draw.count > 1 else "")
        message = f"quiz {self.quiz.id!r} asks for {count} of {draw_text(draw)}; {why}"
        return Problem("quiz-short-of-items", "error", draw.where, message, help)
