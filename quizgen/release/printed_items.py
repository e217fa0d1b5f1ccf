"""What a paper puts on record of its items, and how an item of today differs from it.

A key is hashed by itself: of a paper whose item was corrected or has vanished the old key can be
found again, by trying which of the options on record it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2s
from itertools import chain, combinations, permutations, product
from math import factorial
from typing import Literal, assert_never

from quizgen.assembly.forms import printed_stem
from quizgen.model import (
    ArrangedSection,
    Cloze,
    Flashcard,
    Form,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    item_options,
)
from quizgen.present.lower import number_text
from quizgen.release.papers import UNKNOWN, ItemSet, PaperItem, PaperLine, PaperSection
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import parse_cloze

_MOST_TRIES = 50_000
Difference = Literal["key", "words", "options", "gone"]
"""What of an item is another than on a paper; `gone`: it is in the bank no more."""


def stem_hash(item: Item) -> str:
    """Hash all that an item asks, but its options and what its blanks hide."""
    passage = item.passage
    parts = [printed_stem(item), item.stimulus, passage.text if passage else ""]
    if isinstance(item, Matching):
        parts += [left.text for left, _ in item.pairs]
    return _hash(parts)


def key_words(item: Item) -> list[str]:
    """Give a key as option ids, or as text where there are no options."""
    match item:
        case SingleChoice():
            return [item.key]
        case MultipleResponse():
            return list(item.keys)
        case TrueFalse():
            return ["true" if item.answer else "false"]
        case ShortAnswer():
            return [item.answer, *item.accept]
        case Numeric():
            return [number_text(item.answer)]
        case Matching():
            return [right.id for _, right in item.pairs]
        case Ordering():
            return [step.id for step in item.steps]
        case Cloze():
            return [plain_words(parse_blocks(blank.text)) for blank in parse_cloze(item.stem)[1]]
        case OpenResponse() | Flashcard():
            return []
        case _:
            assert_never(item)


def key_hash(item: Item) -> str:
    """Hash all that makes an answer right."""
    words = key_words(item)
    match item:
        case MultipleResponse():
            words = sorted(words)
        case Numeric():
            words = [*words, number_text(item.low), number_text(item.high), item.unit]
        case OpenResponse():
            words = list(item.rubric)
        case Flashcard():
            words = [item.back]
        case Cloze():
            words += [word for place in sorted(item.accept) for word in item.accept[place]]
        case SingleChoice() | TrueFalse() | ShortAnswer() | Matching() | Ordering():
            pass
        case _:
            assert_never(item)
    return _hash(words)


def _hash(parts: Iterable[str]) -> str:
    return blake2s("\n".join(parts).encode(), digest_size=4).hexdigest()


def key_on_record(item: PaperItem) -> tuple[str, ...] | None:
    """Find what the key was on paper: ids of options, or `true`, `false`; None for other words."""
    if item.key == UNKNOWN:
        return None
    ids = option_ids(item)
    tries = _possible_keys(ids) if ids else iter([("true",), ("false",)])
    return next((words for words in tries if _hash(words) == item.key), None)


def _possible_keys(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if 2 ** len(ids) <= _MOST_TRIES:
        every = range(1, len(ids) + 1)
        yield from chain.from_iterable(combinations(sorted(ids), n) for n in every)
    if factorial(len(ids)) <= _MOST_TRIES:
        yield from permutations(ids)
    for places in range(2, 9):  # pairs that share right sides, or leave some over
        if len(ids) ** places <= _MOST_TRIES:
            yield from product(ids, repeat=places)


# --- putting on record --------------------------------------------------------------------------


def items_on_record(form: Form) -> ItemSet:
    """Give the items of a form as they read; those of a shuffled section in one order for all."""
    assert form.arrangement is not None  # noqa: S101 - every form of a quiz has one
    items = {placed.item.oldest_id: placed.item for placed in form.placed}
    sections = (_on_record(section, items) for section in form.arrangement.sections)
    return ItemSet(form.quiz.id, tuple(sections))


def _on_record(section: ArrangedSection, items: dict[str, Item]) -> PaperSection:
    some = section.items if section.by_hand else sorted(section.items, key=lambda item: item.id)
    return PaperSection(
        section.by_hand,
        tuple(PaperItem(one, stem_hash(items[one.id]), key_hash(items[one.id])) for one in some),
    )


def line_of(form: Form, items: str, time: int) -> PaperLine:
    """Give the line of a form that was made at a second."""
    assert form.arrangement is not None  # noqa: S101 - as above
    salt = form.arrangement.salt
    return PaperLine(form.paper, form.quiz.id, form.name, form.seed, salt, items, time)


# --- comparing ----------------------------------------------------------------------------------


def renamed_option(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Tell which option is which where one alone was reworded; of two nobody can tell."""
    before, after = list(old), list(new)
    missing = [id for id in before if id not in after]
    added = [id for id in after if id not in before]
    return dict(zip(missing, added, strict=True)) if len(missing) == len(added) == 1 else {}


def option_ids(item: PaperItem) -> tuple[str, ...]:
    """Give the options of an item on record."""
    parts = item.arranged.parts
    return (*parts.free, *parts.pinned)


def differences(old: PaperItem, item: Item | None) -> list[Difference]:
    """Say what of an item is another than on paper."""
    if item is None:
        return ["gone"]
    found: list[Difference] = []
    now = [option.id for option in item_options(item)]
    if old.stem not in {UNKNOWN, stem_hash(item)}:
        found.append("words")
    if set(option_ids(old)) != set(now):
        found.append("options")
    if old.key not in {UNKNOWN, key_hash(item)} and not _same_key(old, item, now):
        found.insert(0, "key")
    return found


def _same_key(old: PaperItem, item: Item, now: Sequence[str]) -> bool:
    """Tell whether the right option was merely reworded."""
    was = key_on_record(old)
    if was is None:
        return False
    renamed = renamed_option(option_ids(old), now)
    words = [renamed.get(id, id) for id in was]
    is_now = key_words(item)
    return words == is_now or (
        isinstance(item, MultipleResponse) and sorted(words) == sorted(is_now)
    )
