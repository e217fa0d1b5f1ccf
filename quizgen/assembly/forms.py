"""Picked items -> forms: the order of items and options, balanced key positions, the paper hash.

A form depends on its own name alone, so adding forms leaves the others as they were. The only
thing computed from which option is right is the salt: the first one under which the keys of the
whole form stand in no pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from math import log, sqrt
from typing import NamedTuple, assert_never

from quizgen.assembly.draw import NONE_APART, draw_items, passage_id
from quizgen.model import (
    Bank,
    Blueprint,
    ChoiceBase,
    Cloze,
    Flashcard,
    Form,
    FormSection,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    Placed,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    item_options,
)
from quizgen.problems import Problem, has_errors
from quizgen.text.cloze import Blank, cloze_parts, with_choices
from quizgen.text.order import key_of, ranked
from quizgen.text.quantities import sizes

_SALTS = 64


def make_forms(
    bank: Bank,
    *,
    seed: int | None = None,
    drafts: bool = False,
    apart: Mapping[str, frozenset[str]] = NONE_APART,
) -> tuple[tuple[Form, ...], tuple[Problem, ...]]:
    """Make all forms of all quizzes of a bank.

    Args:
        bank: The bank.
        seed: Replaces the seed of every quiz.
        drafts: Let items in that are still drafts.
        apart: Item id -> the items it had better not meet on a form.

    """
    states = {"ok", "draft"} if drafts else {"ok"}
    pool = {item.id: item for item in bank.items if item.status in states}
    forms: list[Form] = []
    problems: list[Problem] = []
    for quiz in bank.quizzes:
        forms_of_quiz, problems_of_quiz = _forms_of(
            bank, quiz, pool, quiz.seed if seed is None else seed, apart
        )
        forms += forms_of_quiz
        problems += problems_of_quiz
    return tuple(forms), tuple(problems)


def _forms_of(
    bank: Bank,
    quiz: Blueprint,
    pool: Mapping[str, Item],
    seed: int,
    apart: Mapping[str, frozenset[str]],
) -> tuple[list[Form], list[Problem]]:
    problems = _unavailable(bank, quiz, pool)
    forms: list[Form] = []
    drawn = None
    pupils = {pupil.id: pupil for pupil in quiz.pupils}
    parts: dict[str, Parts] = {}
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in quiz.forms:
        if drawn is None or quiz.vary_items:
            own = name if quiz.vary_items else ""
            drawn = draw_items(quiz, pool, bank.id, seed, own, apart)
            problems += drawn.problems
        if has_errors(drawn.problems):
            return [], list(dict.fromkeys(problems))
        for item in chain.from_iterable(drawn.sections):
            if item.id not in parts:
                parts[item.id] = arranged(item)
        form = _form(quiz, drawn.sections, name, seed, parts, same)
        form = replace(form, pupil=pupils[name]) if name in pupils else form
        if form.placed:
            forms.append(form)
    if not forms and not has_errors(problems):
        problems += _empty(quiz)
    return forms, list(dict.fromkeys(problems))


def _empty(quiz: Blueprint) -> Iterator[Problem]:
    """Say that a quiz that asks for items has none."""
    if any(s.items or any(not draw.up_to for draw in s.draw) for s in quiz.sections):
        help = "give items of the bank `status: ok`, or draw what it has"
        message = f"quiz {quiz.id!r} has no items"
        yield Problem("quiz-short-of-items", "warning", quiz.where, message, help)


def _unavailable(bank: Bank, quiz: Blueprint, pool: Mapping[str, Item]) -> list[Problem]:
    """Report hand-picked items that are drafts or retired."""
    status = {item.id: item.status for item in bank.items}
    return [
        Problem(
            "item-left-out",
            "warning",
            quiz.where,
            f"quiz {quiz.id!r} picks {id!r}, which is {status[id]}: it is left out",
            "" if status[id] == "retired" else "give it `status: ok`, or build with --drafts",
            id,
        )
        for section in quiz.sections
        for id in section.items
        if id not in pool and id in status
    ]


# --- one form -----------------------------------------------------------------------------------


def _form(
    quiz: Blueprint,
    sections: Sequence[Sequence[Item]],
    name: str,
    seed: int,
    parts: Mapping[str, Parts],
    same: dict[tuple[str, ...], tuple[str, ...]],
) -> Form:
    """Make a form; `same` lets forms share the orders that they repeat."""
    in_order = [
        _kept_together(items)
        if spec.items
        else _shuffled_items(items, key_of(seed, quiz.id, name, index))
        for index, (spec, items) in enumerate(zip(quiz.sections, sections, strict=True))
    ]
    items = [item for section in in_order for item in section]
    orders = _balanced_orders(items, key_of(seed, quiz.id, name), parts)
    placed = iter(
        Placed(index + 1, item, same.setdefault(order, order))
        for index, (item, order) in enumerate(zip(items, orders, strict=True))
    )
    laid_out = (
        FormSection(spec.heading, spec.instructions, tuple(next(placed) for _ in section))
        for spec, section in zip(quiz.sections, in_order, strict=True)
    )
    filled = tuple(section for section in laid_out if section.placed)
    return Form(
        quiz=quiz, name=name, seed=seed, sections=filled, paper=paper_hash(quiz, name, filled)
    )


def _shuffled_items(items: Iterable[Item], key: str) -> list[Item]:
    """Rank items by hash; those of a passage stand together, ranked as one under its id."""
    key = key_of(key, "items")
    by_id = {item.oldest_id: item for item in items}
    groups: dict[tuple[str, bool], list[Item]] = {}
    for id in ranked(key, by_id):
        item = by_id[id]
        groups.setdefault((passage_id(item) or id, item.passage is not None), []).append(item)
    places = {id: place for place, id in enumerate(ranked(key, {id for id, _ in groups}))}
    in_order = sorted(groups, key=lambda group: (places[group[0]], group[1]))
    return [item for group in in_order for item in groups[group]]


def _kept_together(items: Iterable[Item]) -> list[Item]:
    """Leave items as they were picked, those of a passage behind the first of them."""
    groups: dict[tuple[str, bool], list[Item]] = {}
    for item in items:
        key = passage_id(item) or item.oldest_id, item.passage is not None
        groups.setdefault(key, []).append(item)
    return [item for group in groups.values() for item in group]


class Parts(NamedTuple):
    """Ids of an item's options."""

    free: tuple[str, ...] = ()
    """Those to be shuffled."""
    pinned: tuple[str, ...] = ()
    """Those that stand as they are, behind the free ones."""
    spare: tuple[str, ...] = ()
    """Those of which only some are offered, free or pinned."""
    show: int = 0
    """How many of the spare ones."""

    def some(self, key: str) -> Parts:
        """Give the parts with as many of the spare options as are offered, chosen by a key."""
        if not self.spare:
            return self
        out = set(ranked(key_of(key, "show"), self.spare)[self.show :])
        return Parts(
            tuple(id for id in self.free if id not in out),
            tuple(id for id in self.pinned if id not in out),
        )


def _balanced_orders(
    items: Sequence[Item], key: str, parts: Mapping[str, Parts]
) -> list[tuple[str, ...]]:
    best: tuple[float, list[tuple[str, ...]]] | None = None
    offered = [parts[item.id].some(key_of(key, item.oldest_id)) for item in items]
    for salt in range(_SALTS):
        orders = [
            _ordered(part, key_of(key, salt, item.oldest_id))
            for item, part in zip(items, offered, strict=True)
        ]
        fault = _imbalance(items, orders)
        if best is None or fault < best[0]:
            best = (fault, orders)
        if fault == 0:
            break
    assert best is not None  # noqa: S101 - _SALTS is positive
    return best[1]


def printed_order(item: Item, key: str) -> tuple[str, ...]:
    """Give the ids of an item's options in printed order: ranked by the key, then the pinned."""
    return _ordered(arranged(item).some(key), key)


def _ordered(parts: Parts, key: str) -> tuple[str, ...]:
    return (*ranked(key, parts.free), *parts.pinned) if parts.free else parts.pinned


def arranged(item: Item) -> Parts:
    """Part the ids of an item's options into those to be shuffled and those pinned behind them.

    Pinned are the author's order where it matters, numbers by size, and a kept last option.
    """
    options = item_options(item)
    ids = tuple(option.id for option in options)
    match item:
        case SingleChoice() | MultipleResponse():
            return _with_spare(item)
        case Matching():
            return Parts(pinned=ids) if item.fixed else Parts(ids)
        case Ordering() | Cloze():
            return Parts(ids)
        case TrueFalse() | ShortAnswer() | Numeric() | OpenResponse() | Flashcard():
            return Parts()
        case _:
            assert_never(item)


def _with_spare(item: ChoiceBase) -> Parts:
    """Say which options are offered only now and then; a kept last one is one of those shown."""
    parts = _arranged_choices(item.options, fixed=item.fixed, keep_last=item.keep_last)
    if not item.show:
        return parts
    staying = item.staying
    spare = tuple(id for id in (*parts.free, *parts.pinned) if id not in staying)
    return Parts(parts.free, parts.pinned, spare, len(spare) - (len(item.options) - item.offered))


def _arranged_choices(options: Sequence[Option], *, fixed: bool, keep_last: bool) -> Parts:
    ids = tuple(option.id for option in options)
    if fixed:
        return Parts(pinned=ids)
    if keep_last:
        return Parts(ids[:-1], ids[-1:])
    by_size = sizes([option.text for option in options])
    if by_size:
        return Parts(pinned=tuple(id for _, id in sorted(zip(by_size, ids, strict=True))))
    return Parts(ids)


def _imbalance(items: Sequence[Item], orders: Sequence[tuple[str, ...]]) -> float:
    """Say how far a form is from having no pattern; 0 is good enough to print."""
    positions: list[int] = []
    sizes: list[int] = []
    fault = 0.0
    for item, order in zip(items, orders, strict=True):
        fault += _is_solved(item, order)
        if isinstance(item, SingleChoice):
            positions.append(order.index(item.key))
            sizes.append(len(order))
    return fault + _runs(positions, sizes) + _skew(positions, sizes)


def _is_solved(item: Item, order: tuple[str, ...]) -> bool:
    """Tell whether an order gives the whole item away."""
    match item:
        case Ordering():
            return order == tuple(step.id for step in item.steps)
        case Cloze():  # a word bank that runs through the blanks in turn
            return len(item.words) > 1 and order == tuple(word.id for word in item.words)
        case Matching():  # a right column that runs beside the left one
            rights = tuple(right.id for _, right in item.pairs)
            return not item.fixed and order[: len(item.pairs)] == rights
        case (
            SingleChoice()
            | MultipleResponse()
            | TrueFalse()
            | ShortAnswer()
            | Numeric()
            | OpenResponse()
            | Flashcard()
        ):
            return False
        case _:
            assert_never(item)


def _runs(positions: Sequence[int], sizes: Sequence[int]) -> float:
    """Count the keys that stand in one place too often in a row."""
    if not positions:
        return 0
    n, k = len(positions), max(2, round(sum(sizes) / len(sizes)))
    longest_allowed = 3 + max(0, round(log(max(n, 40) / 40) / log(k)))
    excess = run = 0
    for index, position in enumerate(positions):
        run = run + 1 if index and position == positions[index - 1] else 1
        excess += run > longest_allowed
    return float(excess)


def _skew(positions: Sequence[int], sizes: Sequence[int]) -> float:
    """Say how far the counts of key positions lie outside what chance excuses."""
    n = len(positions)
    if n < 4:
        return 0
    counts = Counter(positions)
    chance = [0.0] * max(sizes)
    for size in sizes:
        for place in range(size):
            chance[place] += 1 / size
    return sum(
        max(0.0, abs(counts[place] - chance[place]) - max(1.0, 0.9 * sqrt(chance[place])))
        for place in range(len(chance))
    )


def paper_hash(quiz: Blueprint, name: str, sections: Iterable[FormSection]) -> str:
    """Hash items and options as printed, never which one is right."""
    digest = sha256(f"{quiz.id}\n{name}\n".encode())
    for section in sections:
        for placed in section.placed:
            texts = {option.id: option.text for option in item_options(placed.item)}
            digest.update(f"{placed.item.oldest_id}\n{_printed_stem(placed.item)}\n".encode())
            digest.update("".join(f"{id} {texts[id]}\n" for id in placed.order).encode())
    return digest.hexdigest()[:8]


def _printed_stem(item: Item) -> str:
    """Give a stem as pupils see it: a short hash over what blanks hide could be guessed back."""
    if not isinstance(item, Cloze):
        return item.stem
    parts = cloze_parts(with_choices(item.stem, item.choices))
    return "".join(f"{{{{{p.hint}}}}}" if isinstance(p, Blank) else p for p in parts)
