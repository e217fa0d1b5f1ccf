"""The order of a form: what it follows from, and how it stays when the form is made again.

A form's order follows from its seed, its name, a salt and the ids on it. The salt is tried when
the form is first made; from then on the form on record decides, so that a corrected key or a
mended word moves nothing. Where items come and go, those that stay keep their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from quizgen.model import ArrangedItem, ArrangedSection, Arrangement, Parts
from quizgen.text.order import key_of, ranked

SALTS = 64
"""So many salts are tried; each reshuffle goes on to the next so many."""

Printed = tuple[tuple[str, tuple[str, ...]], ...]
"""The items of a section as printed, each with its options."""
FormId = tuple[str, str, int]
"""Quiz, form and seed."""
Fault = Callable[[Sequence[Printed]], float]
"""Says how far an order is from having no pattern."""


@dataclass(frozen=True, slots=True)
class KeptForms:
    """The forms on record, each with its arrangements, the newest first."""

    by_form: Mapping[FormId, Sequence[Arrangement]]
    reshuffle: bool = False
    """Make another order than the newest one, on purpose."""
    beside: Mapping[FormId, Sequence[Arrangement]] = field(default_factory=dict)
    """Forms that others had: of the bank, where these are a class's."""
    times: Mapping[FormId, int] = field(default_factory=dict)
    """When each was last made."""
    stood: Mapping[str, int] = field(default_factory=dict)
    """Oldest id -> since when an item has stood in the bank, at the latest."""
    unrecorded: bool = False
    """Papers may have been printed that no record knows."""

    def of(self, quiz: str, form: str, seed: int) -> Sequence[Arrangement]:
        """Give what a form was."""
        return self.by_form.get((quiz, form, seed), ())

    def asked_by(self, quiz: str) -> set[str]:
        """Give the oldest ids of all that a quiz asked when its forms were last printed."""
        every = chain(self.by_form.items(), self.beside.items())
        last = (olds[0] for (name, _, _), olds in every if name == quiz)
        return {id for of in last for id in _ids(of)}

    def last_made(self, quiz: str, seed: int, form: str = "") -> tuple[frozenset[str], int] | None:
        """Give the oldest ids on the form of a quiz that was made last, and when that was.

        Args:
            quiz: Its id.
            seed: Of the quiz.
            form: Only this one; any form if missing.

        """
        for forms in (self.by_form, self.beside):
            found = [
                (self.times.get(id, 0), id)
                for id in forms
                if id[0] == quiz and id[2] == seed and form in ("", id[1])
            ]
            if found:
                time, id = max(found)
                return frozenset(_ids(forms[id][0])), time
        return None


NONE_KEPT = KeptForms({})


def printed(of: Arrangement) -> tuple[Printed, ...]:
    """Give the items of a form in printed order, by section, with their options in it."""
    in_order = [_in_order(of, index) for index in range(len(of.sections))]
    return _with_options(of, in_order)


def _with_options(
    of: Arrangement, in_order: Sequence[Sequence[ArrangedItem]]
) -> tuple[Printed, ...]:
    key = key_of(of.seed, of.quiz, of.form, of.salt or 0)
    generation = (of.salt or 0) // SALTS
    offer = key_of(of.seed, of.quiz, of.form)
    if generation:
        offer = key_of(offer, generation, "offer")
    return tuple(
        tuple(
            (item.id, options_in_order(item, key_of(key, item.id), key_of(offer, item.id)))
            for item in section
        )
        for section in in_order
    )


def options_in_order(item: ArrangedItem, key: str, offer: str) -> tuple[str, ...]:
    """Put an item's options in order, each where it belongs or where its forerunner stood."""
    if not item.ranked_as:
        return ordered(item.parts, key, offer)
    ranks = dict(item.ranked_as)
    names = {ranks.get(id, id): id for id in (*item.parts.free, *item.parts.pinned)}
    free, pinned, spare = (
        tuple(ranks.get(id, id) for id in ids)
        for ids in (item.parts.free, item.parts.pinned, item.parts.spare)
    )
    by_rank = Parts(free, pinned, spare, item.parts.show)
    return tuple(names[rank] for rank in ordered(by_rank, key, offer))


def ordered(parts: Parts, key: str, offer: str) -> tuple[str, ...]:
    """Put options in order: ranked by the key, then the pinned.

    Args:
        parts: The options.
        key: Ranks them.
        offer: Chooses those that are offered, where only some of them are.

    """
    free, pinned = parts.free, parts.pinned
    if parts.spare:
        out = set(ranked(key_of(offer, "show"), parts.spare)[parts.show :])
        free = tuple(id for id in free if id not in out)
        pinned = tuple(id for id in pinned if id not in out)
    return (*ranked(key, free), *pinned) if free else pinned


def _in_order(of: Arrangement, index: int) -> list[ArrangedItem]:
    section = of.sections[index]
    if section.by_hand:
        return _kept_together(section.items)
    key = key_of(of.seed, of.quiz, of.form, index)
    generation = (of.salt or 0) // SALTS
    return _shuffled(section.items, key_of(key, generation) if generation else key)


def _shuffled(items: Iterable[ArrangedItem], key: str) -> list[ArrangedItem]:
    """Rank items by hash; those of a passage stand together, ranked as one under its id."""
    key = key_of(key, "items")
    by_id = {item.id: item for item in items}
    groups: dict[tuple[str, bool], list[ArrangedItem]] = {}
    for id in ranked(key, by_id):
        item = by_id[id]
        groups.setdefault((item.passage or id, bool(item.passage)), []).append(item)
    places = {id: place for place, id in enumerate(ranked(key, {id for id, _ in groups}))}
    in_order = sorted(groups, key=lambda group: (places[group[0]], group[1]))
    return [item for group in in_order for item in groups[group]]


def _kept_together(items: Iterable[ArrangedItem]) -> list[ArrangedItem]:
    """Leave items as they were picked, those of a passage behind the first of them."""
    groups: dict[tuple[str, bool], list[ArrangedItem]] = {}
    for item in items:
        groups.setdefault((item.passage or item.id, bool(item.passage)), []).append(item)
    return [item for group in groups.values() for item in group]


# --- making a form ------------------------------------------------------------------------------


def arrange(
    quiz: str,
    form: str,
    seed: int,
    sections: tuple[ArrangedSection, ...],
    fault: Fault,
    kept: KeptForms = NONE_KEPT,
) -> tuple[Arrangement, tuple[Printed, ...]]:
    """Put a form in order: as it is on record, or by the first salt that leaves no pattern.

    Args:
        quiz: Its id.
        form: The form's name.
        seed: Another seed gives another order.
        sections: The items as drawn or picked.
        fault: Says how far an order is from having no pattern.
        kept: The forms on record.

    """
    new = Arrangement(quiz, form, seed, 0, sections)
    before = kept.of(quiz, form, seed)
    if not before:
        return _balanced(new, fault, 0)
    if kept.reshuffle:
        last = max((of.salt for of in before if of.salt is not None), default=0)
        return _balanced(new, fault, last // SALTS + 1)
    ids = _ids(new)
    of = next((old for old in before if _ids(old) == ids), before[0])
    if 2 * len(_ids(of) & ids) < len(ids):
        return _balanced(new, fault, 0)
    return _as_before(new, of, fault)


def _ids(of: Arrangement) -> set[str]:
    return {item.id for section in of.sections for item in section.items}


def _balanced(
    new: Arrangement, fault: Fault, generation: int
) -> tuple[Arrangement, tuple[Printed, ...]]:
    """Try the salts of a generation."""
    first = generation * SALTS
    salted = Arrangement(new.quiz, new.form, new.seed, first, new.sections)
    in_order = [_in_order(salted, index) for index in range(len(new.sections))]
    best: tuple[float, Arrangement, tuple[Printed, ...]] | None = None
    for salt in range(first, first + SALTS):
        salted = Arrangement(new.quiz, new.form, new.seed, salt, new.sections)
        order = _with_options(salted, in_order)
        found = fault(order)
        if best is None or found < best[0]:
            best = found, salted, order
        if found == 0:
            break
    assert best is not None  # noqa: S101 - SALTS is positive
    return best[1:]


def _as_before(
    new: Arrangement, old: Arrangement, fault: Fault
) -> tuple[Arrangement, tuple[Printed, ...]]:
    """Keep every place that can be kept: by the old salt, or written out where it won't do."""
    new = _with_forerunners(new, old)
    salted = Arrangement(new.quiz, new.form, new.seed, old.salt or 0, new.sections)
    natural = printed(salted)
    if old.salt is not None and _shape(new) == _shape(old) and not _offers_some(new, old):
        return salted, natural
    order = _in_kept_places(new, old, natural, fault)
    if old.salt is not None and order == natural:
        return salted, natural
    return written_out(new.quiz, new.form, new.seed, order), order


def _offers_some(new: Arrangement, old: Arrangement) -> bool:
    """Tell whether which options are offered may hang on what has changed."""
    before = {item.id: item.parts for section in old.sections for item in section.items}
    return any(
        item.parts.spare and item.parts != before.get(item.id)
        for section in new.sections
        for item in section.items
    )


def _with_forerunners(new: Arrangement, old: Arrangement) -> Arrangement:
    """Let options that came instead of others stand where those stood."""
    before = {item.id: item for section in old.sections for item in section.items}
    sections = tuple(
        replace(
            section,
            items=tuple(
                _instead(item, before[item.id]) if item.id in before else item
                for item in section.items
            ),
        )
        for section in new.sections
    )
    return new if sections == new.sections else replace(new, sections=sections)


def _instead(item: ArrangedItem, old: ArrangedItem) -> ArrangedItem:
    """Give what is new on an item the ranks of what is gone."""
    now = {*item.parts.free, *item.parts.pinned}
    moving = [id for id in (*item.parts.free, *item.parts.pinned) if _moves(id, item.parts)]
    was = [id for id in (*old.parts.free, *old.parts.pinned) if _moves(id, old.parts)]
    places = dict(old.ranked_as)
    ranks = {id: places[id] for id in moving if id in places}
    missing = [places.get(id, id) for id in was if id not in now]
    added = [id for id in moving if id not in was]
    ranks |= dict(zip(added, missing, strict=False))
    left = sorted((id, rank) for id, rank in ranks.items() if rank not in now)
    return replace(item, ranked_as=tuple(left))


def _moves(id: str, parts: Parts) -> bool:
    """Tell whether a rank decides on an option: where it stands, or whether it is offered."""
    return id in parts.free or id in parts.spare


def _shape(of: Arrangement) -> list[tuple[bool, object]]:
    """Give what decides on the places of items."""
    shape: list[tuple[bool, object]] = []
    for section in of.sections:
        ids = [(item.id, item.passage) for item in section.items]
        shape.append((section.by_hand, ids if section.by_hand else frozenset(ids)))
    return shape


def written_out(quiz: str, form: str, seed: int, order: Sequence[Printed]) -> Arrangement:
    """Give an arrangement in which everything stands where it is listed."""
    sections = (
        ArrangedSection(
            True, tuple(ArrangedItem(id, Parts(pinned=options)) for id, options in section)
        )
        for section in order
    )
    return Arrangement(quiz, form, seed, None, tuple(sections))


def _in_kept_places(
    new: Arrangement, old: Arrangement, natural: Sequence[Printed], fault: Fault
) -> tuple[Printed, ...]:
    before = printed(old)
    options = {id: order for section in before for id, order in section}
    places = list(_places(new, before, natural))
    parts = {item.id: item.parts for section in new.sections for item in section.items}

    def kept(id: str, now: tuple[str, ...]) -> tuple[str, ...]:
        return kept_options(options[id], parts[id], now) if id in options else now

    best: tuple[float, tuple[Printed, ...]] | None = None
    for salt in range(SALTS):  # what is new on the form is balanced, as far as it can be
        tried = Arrangement(new.quiz, new.form, new.seed, (old.salt or 0) + salt, new.sections)
        now = {id: order for section in printed(tried) for id, order in section}
        order = tuple(tuple((id, kept(id, now[id])) for id in ids) for ids in places)
        found = fault(order)
        if best is None or found < best[0]:
            best = found, order
        if found == 0 or now.keys() <= options.keys():
            break
    assert best is not None  # noqa: S101 - SALTS is positive
    return best[1]


def _places(
    new: Arrangement, before: Sequence[Printed], natural: Sequence[Printed]
) -> Iterator[list[str]]:
    """Give the ids of each section in their order; an author's own order stands."""
    as_many = len(before) == len(natural)
    every = [id for section in before for id, _ in section]
    for index, section in enumerate(natural):
        ids = [id for id, _ in section]
        spec = new.sections[index]
        stood = [id for id in every if id in set(ids)]
        if not spec.by_hand and len(stood) == len(ids):
            yield stood
            continue
        if spec.by_hand or any(item.passage for item in spec.items):
            yield ids
            continue
        yield list(refilled([id for id, _ in before[index]] if as_many else stood, ids))


def refilled(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Leave what stays in its place, and put what is new into the places that fell vacant.

    Places that nothing fills are closed; what finds no place comes last.
    """
    staying = set(old) & set(new)
    coming = iter([name for name in new if name not in staying])
    filled = [name if name in staying else next(coming, None) for name in old]
    return (*(name for name in filled if name is not None), *coming)


def kept_options(old: tuple[str, ...], parts: Parts, now: tuple[str, ...]) -> tuple[str, ...]:
    """Leave options where they stood; of those that are offered in turn, the ones offered then."""
    every = {*parts.free, *parts.pinned}
    needed = every - set(parts.spare)
    if parts.spare and len(old) == len(now) and needed <= set(old) <= every:
        return old
    return refilled(old, now)
