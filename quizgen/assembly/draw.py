"""Choosing items for a blueprint.

Candidates of a draw are ranked by hash, and the best that may stand together are taken; so a
new item displaces at most the ones it outranks. Enemies and items of the same single fact never
meet; items that share facts, ask the same or give each other away are kept apart while the
blueprint has room. What was drawn and printed stays drawn, however pairs are judged by now: only
items that came since compete with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from quizgen.model import Blueprint, Draw, Flashcard, Item, type_name
from quizgen.problems import Problem, did_you_mean
from quizgen.text.order import key_of, ranked

_TRIES = 40
"""Rankings tried before a blueprint is called impossible: greedy picks can paint into a corner."""
_TRIES_FOR_BETTER = 8
"""Rankings tried when only a pair that had better stay apart is left."""

NONE_APART: Mapping[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class DrawnBefore:
    """How a quiz was drawn when it was last printed; items by their oldest ids."""

    taken: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    """What stood in the bank by then, and was not taken."""

    def ranked(self, key: str, ids: Iterable[str]) -> list[str]:
        """Rank ids; what was passed over comes behind what was taken, and what is new."""
        return sorted(ranked(key, ids), key=self.passed.__contains__)


NEVER_DRAWN = DrawnBefore()

Fate = Literal[
    "taken",
    "not-needed",
    "twice",
    "enemy",
    "same-fact",
    "shares-facts",
    "gives-away",
    "not-in",
    "flashcard",
    "draft",
    "retired",
]
"""What becomes of an item that has all that a draw asks for."""


class Outcome(NamedTuple):
    """What became of one item in a draw."""

    item: Item
    fate: Fate
    by: str = ""
    """The item, or the quiz, that it may not stand beside; of one taken, had better not."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How one draw went: every item that has what it asks for, and what became of it."""

    section: int
    draw: Draw | None
    """Nothing where items were picked by hand."""
    outcomes: tuple[Outcome, ...]
    """By rank, as the draw went through them; behind those what it never looked at."""

    @property
    def taken(self) -> tuple[Item, ...]:
        """The items that it gives the form."""
        return tuple(outcome.item for outcome in self.outcomes if outcome.fate == "taken")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items of each section, or why they can't be had; and how it came so."""

    sections: tuple[tuple[Item, ...], ...]
    problems: tuple[Problem, ...] = ()
    takings: tuple[Taking, ...] = ()
    """In the order of the blueprint."""


def fits(item: Item, draw: Draw) -> bool:
    """Tell whether an item has what a draw asks for."""
    return (
        (not draw.topic or within(item.topic, draw.topic))
        and not (draw.no_topic and item.topic)
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
    parts = ["no topic"] if draw.no_topic else []
    parts += [
        f"{key} {value}"
        for key in ("topic", "tag", "level", "type", "passage")
        if (value := getattr(draw, key))
    ]
    outside = f" that is not in {', '.join(draw.not_in)}" if draw.not_in else ""
    return (" and ".join(parts) or "anything") + outside


class _Hindrance(NamedTuple):
    """Why an item is not taken, or had better not be."""

    fate: Fate
    by: str


class _Selection:
    """The items picked so far, and who may not join them."""

    def __init__(
        self, apart: Mapping[str, frozenset[str]], together: frozenset[str] = frozenset()
    ) -> None:
        self.apart = apart
        self.together = together
        # Each by what a newcomer would be recognised by, with the item that stands there for it.
        self.ids: dict[str, str] = {}
        self.enemies: dict[str, str] = {}
        self.single_facts: dict[str, str] = {}
        self.facts: dict[str, str] = {}

    def clash(self, item: Item) -> _Hindrance | None:
        """Say what forbids an item to join."""
        names = (item.id, *item.was)
        if by := _first(self.ids, names):
            return _Hindrance("twice", by)
        if by := _first(self.enemies, names) or _first(self.ids, item.enemies):
            return _Hindrance("enemy", by)
        if len(item.facts) == 1 and (by := _first(self.single_facts, item.facts)):
            return _Hindrance("same-fact", by)
        return None

    def better_apart(self, item: Item) -> _Hindrance | None:
        """Say what speaks against an item while there are others."""
        if by := _first(self.facts, item.facts):
            return _Hindrance("shares-facts", by)
        if by := _first(self.ids, sorted(self.apart.get(item.id, ()))):
            return _Hindrance("gives-away", by)
        return None

    def hinders(self, item: Item) -> bool:
        """Tell whether something speaks against an item that it has not been printed beside."""
        others = {self.facts[fact] for fact in item.facts if fact in self.facts}
        others |= {self.ids[id] for id in self.apart.get(item.id, ()) if id in self.ids}
        return bool(others - self.together if item.id in self.together else others)

    def add(self, item: Item) -> None:
        for names, of in (
            ((item.id, *item.was), self.ids),
            (item.enemies, self.enemies),
            (item.facts, self.facts),
            (item.facts if len(item.facts) == 1 else (), self.single_facts),
        ):
            for name in names:
                of.setdefault(name, item.id)


def _first(of: Mapping[str, str], names: Iterable[str]) -> str:
    """Give the first item that is known by one of these names."""
    return next((of[name] for name in names if name in of), "")


def draw_items(
    quiz: Blueprint,
    pool: Mapping[str, Item],
    bank_id: str,
    seed: int,
    form: str = "",
    apart: Mapping[str, frozenset[str]] = NONE_APART,
    asked: Mapping[str, frozenset[str]] = NONE_APART,
    outside: Sequence[Item] = (),
    before: DrawnBefore = NEVER_DRAWN,
) -> Drawn:
    """Choose the items of every section, and tell how.

    Args:
        quiz: The blueprint.
        pool: The items it may use, by id.
        bank_id: Part of every ranking's key.
        seed: Another seed picks other items.
        form: Set when each form draws its own (`vary: items`).
        apart: Item id -> the items it had better not meet.
        asked: Quiz -> the oldest ids of what it asks, for `not-in`.
        outside: Items of the bank that no quiz may use: drafts, and what is retired.
        before: How it was drawn when it was last printed.

    """
    offers = _offers(quiz, pool, asked, outside)
    waiting = {item.id: item for item in outside}
    best: _Attempt | None = None
    for salt in range(_TRIES):
        key = key_of(bank_id, quiz.id, seed, form, salt)
        attempt = _Attempt(quiz, pool, waiting, offers, key, apart, before)
        if best is None or attempt.fault < best.fault:
            best = attempt
        lacking, meetings = best.fault
        if not lacking and (not meetings or salt + 1 >= _TRIES_FOR_BETTER):
            break
        if not any(section.draw for section in quiz.sections):
            break  # hand-picked items don't depend on the ranking
    assert best is not None  # noqa: S101 - the loop runs at least once
    return Drawn(() if best.fault[0] else best.sections, best.problems(), best.takings())


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a draw may choose from."""

    place: tuple[int, int]
    """Section and number in it."""
    draw: Draw
    candidates: tuple[Item, ...]
    out: tuple[Outcome, ...]
    """Those that have what it asks for, and that it may not have."""

    @property
    def spare(self) -> int:
        return len(self.candidates) - self.draw.count


def _offers(
    quiz: Blueprint,
    pool: Mapping[str, Item],
    asked: Mapping[str, frozenset[str]],
    outside: Sequence[Item],
) -> list[_Offer]:
    """Give what each draw may choose from: first those that have the least."""
    offers = []
    for index, section in enumerate(quiz.sections):
        for number, draw in enumerate(section.draw):
            names = (*quiz.not_in, *draw.not_in)
            kept_out = {id: name for name in reversed(names) for id in asked.get(name, ())}
            candidates, out = [], []
            for item in pool.values():
                if not fits(item, draw):
                    continue
                if isinstance(item, Flashcard) and draw.type != "flashcard":
                    out.append(Outcome(item, "flashcard"))
                elif item.oldest_id in kept_out:
                    out.append(Outcome(item, "not-in", kept_out[item.oldest_id]))
                else:
                    candidates.append(item)
            out += [_waits(item) for item in outside if fits(item, draw)]
            offers.append(_Offer((index, number), draw, tuple(candidates), tuple(out)))
    return sorted(offers, key=lambda offer: (offer.spare, offer.place))


def _waits(item: Item) -> Outcome:
    return Outcome(item, "retired" if item.status == "retired" else "draft")


@dataclass(frozen=True, slots=True)
class _Went:
    """How one draw went, as it was noted on the way."""

    draw: Draw | None
    taken: Sequence[Item]
    candidates: Sequence[Item]
    """In the order in which the draw went through them."""
    hindered: Mapping[str, _Hindrance]
    out: Sequence[Outcome]

    def outcomes(self) -> Iterator[Outcome]:
        taken = {item.id for item in self.taken}
        for item in self.candidates:
            fate, by = self.hindered.get(item.id, _Hindrance("not-needed", ""))
            yield Outcome(item, "taken" if item.id in taken else fate, by)
        yield from self.out


class _Attempt:
    """One greedy way through a blueprint, the scarcest draws first."""

    def __init__(
        self,
        quiz: Blueprint,
        pool: Mapping[str, Item],
        waiting: Mapping[str, Item],
        offers: Iterable[_Offer],
        key: str,
        apart: Mapping[str, frozenset[str]],
        before: DrawnBefore,
    ) -> None:
        self.quiz = quiz
        self.before = before
        self.pool = pool
        self.waiting = waiting
        taken = (item.id for item in pool.values() if item.oldest_id in before.taken)
        self.table = _Selection(apart, frozenset(taken if before.taken else ()))
        self.meetings = 0
        self.shared_facts = False
        self.short: list[tuple[Draw, int, int]] = []
        self.clashes: list[tuple[Item, str]] = []
        self.went: dict[tuple[int, int], _Went] = {
            (index, 0): self._by_hand(section.items)
            for index, section in enumerate(quiz.sections)
            if section.items
        }
        for offer in offers:
            self.went[offer.place] = self._take(offer, key_of(key, *offer.place))
        self.sections = tuple(
            tuple(
                item
                for place in sorted(self.went)
                if place[0] == index
                for item in self.went[place].taken
            )
            for index in range(len(quiz.sections))
        )
        lacking = len(self.clashes) + sum(draw.count - got for draw, got, _ in self.short)
        self.fault = (lacking, self.meetings)

    def takings(self) -> tuple[Taking, ...]:
        """Tell how each draw went."""
        return tuple(
            Taking(place[0], went.draw, tuple(went.outcomes()))
            for place, went in sorted(self.went.items(), key=lambda pair: pair[0])
        )

    def _by_hand(self, ids: Sequence[str]) -> _Went:
        items: list[Item] = []
        hindered: dict[str, _Hindrance] = {}
        for id in ids:
            item = self.pool.get(id)
            if item is None:
                continue
            if clash := self.table.clash(item):
                self.clashes.append((item, id))
                hindered[item.id] = clash
            elif near := self.table.better_apart(item):
                hindered[item.id] = near
            self._seat(item)
            items.append(item)
        out = [_waits(self.waiting[id]) for id in ids if id in self.waiting]
        return _Went(None, items, items, hindered, out)

    def _seat(self, item: Item) -> None:
        near = self.table.better_apart(item)
        self.meetings += near is not None and self.table.hinders(item)
        self.shared_facts |= near is not None and near.fate == "shares-facts"
        self.table.add(item)

    def _take(self, offer: _Offer, key: str) -> _Went:
        draw = offer.draw
        by_id = {item.oldest_id: item for item in offer.candidates}
        taken: list[Item] = []
        hindered: dict[str, _Hindrance] = {}
        in_order = left = self.before.ranked(key, by_id)
        for strict in (True,) if draw.up_to else (True, False):
            later = []
            for id in left:
                item = by_id[id]
                if len(taken) == draw.count:
                    break
                if clash := self.table.clash(item):
                    hindered[item.id] = clash
                    continue
                if near := self.table.better_apart(item):
                    hindered[item.id] = near
                    if strict and self.table.hinders(item):
                        later.append(id)
                        continue
                self._seat(item)
                taken.append(item)
            left = later
        if len(taken) < draw.count and not draw.up_to:
            self.short.append((draw, len(taken), len(by_id)))
        return _Went(draw, taken, [by_id[id] for id in in_order], hindered, offer.out)

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
