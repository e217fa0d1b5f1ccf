"""Picked items -> forms: the order of items and options, balanced key positions, the paper hash.

A form depends on its own name alone, so adding forms leaves the others as they were. The only
thing computed from which option is right is the salt: the first one under which the keys of the
whole form stand in no pattern.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from math import log, sqrt
from typing import assert_never

from quizgen.assembly.arrangement import NONE_KEPT, KeptForms, Printed, arrange, ordered
from quizgen.assembly.draw import (
    NEVER_DRAWN,
    NONE_APART,
    Drawn,
    DrawnBefore,
    draw_items,
    passage_id,
)
from quizgen.model import (
    ArrangedItem,
    ArrangedSection,
    Bank,
    Blueprint,
    ChoiceBase,
    Cloze,
    Draw,
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
    Parts,
    Placed,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    item_options,
)
from quizgen.problems import Problem, has_errors
from quizgen.text.cloze import Blank, cloze_parts, with_choices
from quizgen.text.quantities import sizes


def make_forms(
    bank: Bank,
    *,
    seed: int | None = None,
    drafts: bool = False,
    apart: Mapping[str, frozenset[str]] = NONE_APART,
    kept: KeptForms = NONE_KEPT,
) -> tuple[tuple[Form, ...], tuple[Problem, ...]]:
    """Make all forms of all quizzes of a bank.

    Args:
        bank: The bank.
        seed: Replaces the seed of every quiz.
        drafts: Let items in that are still drafts.
        apart: Item id -> the items it had better not meet on a form.
        kept: The forms on record, which stay as they are.

    """
    draws = _Draws(bank, seed, apart, kept, drafts=drafts)
    forms: list[Form] = []
    problems: list[Problem] = []
    for quiz in bank.quizzes:
        forms_of_quiz, problems_of_quiz = _forms_of(bank, quiz, draws)
        forms += forms_of_quiz
        problems += problems_of_quiz
    return tuple(forms), tuple(problems)


def draw_form(
    bank: Bank,
    quiz: Blueprint,
    form: str,
    *,
    seed: int | None = None,
    drafts: bool = False,
    apart: Mapping[str, frozenset[str]] = NONE_APART,
    kept: KeptForms = NONE_KEPT,
) -> Drawn:
    """Draw the items of one form, as `make_forms` with the same arguments does, and tell how."""
    return _Draws(bank, seed, apart, kept, drafts=drafts).draw(quiz, form)


class _Draws:
    """Draws the items of quizzes, each knowing what those asked that it must not repeat."""

    def __init__(
        self,
        bank: Bank,
        seed: int | None,
        apart: Mapping[str, frozenset[str]],
        kept: KeptForms,
        *,
        drafts: bool,
    ) -> None:
        states = {"ok", "draft"} if drafts else {"ok"}
        self.bank = bank
        self.pool = {item.id: item for item in bank.items if item.status in states}
        self.outside = [item for item in bank.items if item.status not in states]
        self.seed = seed
        self.apart = apart
        self.kept = kept
        self.quizzes = {quiz.id: quiz for quiz in (*bank.blueprints, *bank.quizzes)}
        self._asked: dict[str, frozenset[str]] = {}

    def seed_of(self, quiz: Blueprint) -> int:
        """Give the seed that a quiz is made with."""
        return quiz.seed if self.seed is None else self.seed

    def draw(self, quiz: Blueprint, form: str) -> Drawn:
        """Draw the items of a quiz, or of one form that draws its own."""
        draws = (draw for section in quiz.sections for draw in section.draw)
        names = {*quiz.not_in, *(name for draw in draws for name in draw.not_in)}
        asked = {name: self.asked(name) for name in names if name in self.quizzes}
        own = form if quiz.vary_items else ""
        before = self._before(quiz, own)
        ways = [quiz, *earlier_ways(quiz)]
        if len(ways) > 1 and not before.taken:
            ways = ways[-1:] if self.kept.unrecorded else ways[:1]
        drawn = [
            draw_items(
                way,
                self.pool,
                self.bank.id,
                self.seed_of(quiz),
                own,
                self.apart,
                asked,
                self.outside,
                before,
            )
            for way in ways
        ]
        return max(drawn, key=lambda one: _in_common(one, before))

    def _before(self, quiz: Blueprint, form: str) -> DrawnBefore:
        """Say how a quiz, or a form that draws its own, was drawn when it was last printed."""
        last = self.kept.last_made(quiz.id, self.seed_of(quiz), form)
        if last is None or not any(section.draw for section in quiz.sections):
            return NEVER_DRAWN
        taken, time = last
        passed = (id for id, since in self.kept.stood.items() if since <= time)
        return DrawnBefore(taken, frozenset(passed) - taken)

    def asked(self, name: str) -> frozenset[str]:
        """Give all that a quiz asks, now and on the papers that were last printed of it."""
        if name not in self._asked:
            quiz = self.quizzes[name]
            forms = quiz.forms if quiz.vary_items else quiz.forms[:1]
            drawn = (self.draw(quiz, form).sections for form in forms)
            now = {item.oldest_id for sections in drawn for some in sections for item in some}
            self._asked[name] = frozenset(now | self.kept.asked_by(name))
        return self._asked[name]


def _in_common(drawn: Drawn, before: DrawnBefore) -> int:
    """Count what a draw has in common with what was printed."""
    items = (item.oldest_id for section in drawn.sections for item in section)
    return sum(id in before.taken for id in items)


def earlier_ways(quiz: Blueprint) -> Iterator[Blueprint]:
    """Give the ways in which the quiz of a bank that says nothing of quizzes was drawn before.

    Papers were printed by them: first without levels, then without levels and with `no topic` for
    any topic.
    """
    draws = [draw for section in quiz.sections for draw in section.draw]
    if not draws or not all(draw.up_to for draw in draws):
        return
    counts: Counter[tuple[str, bool]] = Counter()
    for draw in draws:
        counts[draw.topic, draw.no_topic] += draw.count
    by_topic = tuple(
        Draw(count=count, up_to=True, topic=topic, no_topic=no_topic, where=quiz.where)
        for (topic, no_topic), count in counts.items()
    )
    of_any = tuple(replace(draw, no_topic=False) for draw in by_topic)
    before = tuple(draws)
    for way in (by_topic, of_any):
        if way != before:
            yield replace(quiz, sections=(replace(quiz.sections[0], draw=way),))
            before = way


def _forms_of(bank: Bank, quiz: Blueprint, draws: _Draws) -> tuple[list[Form], list[Problem]]:
    problems = _unavailable(bank, quiz, draws.pool)
    forms: list[Form] = []
    drawn: _DrawnItems | None = None
    pupils = {pupil.id: pupil for pupil in quiz.pupils}
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in quiz.forms:
        if drawn is None or quiz.vary_items:
            draw = draws.draw(quiz, name)
            problems += draw.problems
            if has_errors(draw.problems):
                return [], list(dict.fromkeys(problems))
            drawn = _DrawnItems.of(quiz, draw.sections)
        form = _form(quiz, drawn, name, draws.seed_of(quiz), same, draws.kept)
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
    drawn: _DrawnItems,
    name: str,
    seed: int,
    same: dict[tuple[str, ...], tuple[str, ...]],
    kept: KeptForms,
) -> Form:
    """Make a form; `same` lets forms share the orders that they repeat."""

    def fault(order: Sequence[Printed]) -> float:
        places = [place for section in order for place in section]
        return _imbalance([drawn.items[id] for id, _ in places], [ids for _, ids in places])

    arrangement, order = arrange(quiz.id, name, seed, drawn.sections, fault, kept)
    positions = count(1)
    laid_out = (
        FormSection(
            spec.heading,
            spec.instructions,
            tuple(
                Placed(next(positions), drawn.items[id], same.setdefault(ids, ids))
                for id, ids in section
            ),
        )
        for spec, section in zip(quiz.sections, order, strict=True)
    )
    filled = tuple(section for section in laid_out if section.placed)
    return Form(
        quiz=quiz,
        name=name,
        seed=seed,
        sections=filled,
        paper=paper_hash(quiz.id, name, filled),
        arrangement=arrangement,
    )


@dataclass(frozen=True, slots=True)
class _DrawnItems:
    """The items of a form before they are put in order."""

    sections: tuple[ArrangedSection, ...]
    items: Mapping[str, Item]
    """By their oldest ids."""

    @classmethod
    def of(cls, quiz: Blueprint, sections: Sequence[Sequence[Item]]) -> _DrawnItems:
        items = {item.oldest_id: item for section in sections for item in section}
        specs = zip(quiz.sections, sections, strict=True)
        return cls(tuple(arranged_section(bool(spec.items), some) for spec, some in specs), items)


def arranged_section(by_hand: bool, items: Iterable[Item]) -> ArrangedSection:
    """Give what the order of a section depends on."""
    return ArrangedSection(
        by_hand,
        tuple(ArrangedItem(item.oldest_id, arranged(item), passage_id(item)) for item in items),
    )


def printed_order(item: Item, key: str) -> tuple[str, ...]:
    """Give the ids of an item's options in printed order: ranked by the key, then the pinned."""
    return ordered(arranged(item), key, key)


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


def paper_hash(quiz: str, name: str, sections: Iterable[FormSection]) -> str:
    """Hash items and options as printed, never which one is right."""
    digest = sha256(f"{quiz}\n{name}\n".encode())
    for section in sections:
        for placed in section.placed:
            texts = {option.id: option.text for option in item_options(placed.item)}
            digest.update(f"{placed.item.oldest_id}\n{printed_stem(placed.item)}\n".encode())
            digest.update("".join(f"{id} {texts[id]}\n" for id in placed.order).encode())
    return digest.hexdigest()[:8]


def printed_stem(item: Item) -> str:
    """Give a stem as pupils see it: a short hash over what blanks hide could be guessed back."""
    if not isinstance(item, Cloze):
        return item.stem
    parts = cloze_parts(with_choices(item.stem, item.choices))
    return "".join(f"{{{{{p.hint}}}}}" if isinstance(p, Blank) else p for p in parts)
