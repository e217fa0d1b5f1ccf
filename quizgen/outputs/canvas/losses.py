"""What of an item Canvas can't hold: said field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from quizgen.model import (
    ChoiceBase,
    Cloze,
    Flashcard,
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
from quizgen.outputs import Loss
from quizgen.present.lower import LoweredItem
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words, text_as_blocks
from quizgen.text.cloze import parse_cloze


def losses_of(lowered: LoweredItem) -> Iterator[Loss]:
    """Say what becomes of an item."""
    item = lowered.item
    for field, why in (*_of_type(item), *_of_all(lowered)):
        yield Loss(item.id, "degraded", why, field)


def _of_all(lowered: LoweredItem) -> Iterator[tuple[str, str]]:
    item = lowered.item
    if lowered.asked.sound:
        yield "audio", "the sound is left out"
    if item.passage:
        yield "passage", "the passage stands before each of its questions"
    if item.hint:
        yield "hint", "Canvas has no hints: it is left out"
    if item.tags:
        yield "tags", "Canvas has no tags: only our own reader sees them"
    if item.level is not None:
        yield "level", "Canvas has no levels: it is left out"


def _of_type(item: Item) -> Iterator[tuple[str, str]]:
    match item:
        case SingleChoice() | MultipleResponse():
            yield from _of_choice(item)
        case ShortAnswer():
            yield from _of_short_answer(item)
        case Numeric():
            yield from _of_number(item)
        case Cloze():
            yield from _of_cloze(item)
        case Matching() | Ordering():
            yield from _of_pairs(item)
        case OpenResponse():
            if item.rubric:
                yield "rubric", "Canvas keeps rubrics elsewhere: only our own reader sees it"
        case Flashcard():
            yield "", "becomes a short answer"
        case TrueFalse():
            pass
        case _:
            assert_never(item)


def _of_choice(item: ChoiceBase) -> Iterator[tuple[str, str]]:
    if item.keep_last:
        yield "shuffle", "Canvas shuffles all options or none: the last one doesn't stay"
    if item.show:
        yield "show", "all options are offered"
    if isinstance(item, MultipleResponse):
        if item.score != "right-minus-wrong":
            yield "score", "Canvas gives part points: right ticks less wrong ones"
        if item.choose:
            yield "choose", "pupils aren't told how many are right"


def _of_short_answer(item: ShortAnswer) -> Iterator[tuple[str, str]]:
    texts = (item.answer, *item.accept)
    if item.match in {"case", "exact"}:
        yield "match", "capitals don't count there"
    elif item.match == "fold" and not all(map(str.isascii, texts)):
        yield "match", "accents and dashes count there"


def _of_number(item: Numeric) -> Iterator[tuple[str, str]]:
    if item.answer - item.low != item.high - item.answer:
        yield "answer", "only the range is held, not which number in it is the answer"
    if item.unit:
        yield "unit", "the unit stands behind the question and is not asked for"


def _of_cloze(item: Cloze) -> Iterator[tuple[str, str]]:
    blanks = parse_cloze(item.stem)[1]
    if any(blank.hint for blank in blanks):
        yield "cloze", "the hints in its gaps are left out"
    if [blank.number for blank in blanks] != [*range(1, len(blanks) + 1)]:
        yield "cloze", "which gaps share a card is left out"
    if item.words:
        yield "word-bank", "each gap offers all words to choose from"
    elif item.choices and len(item.choices) < len(blanks):
        yield "choices", "where only some gaps offer choices, all are typed"
    if item.accept and (item.words or len(item.choices) == len(blanks)):
        yield "accept", "what else is right in a gap is left out where words are picked"


def _of_pairs(item: Matching | Ordering) -> Iterator[tuple[str, str]]:
    options = [*item_options(item)]
    if isinstance(item, Ordering):
        yield "", "becomes a matching of places and steps"
    else:
        options += [left for left, _ in item.pairs]
        if item.fixed:
            yield "shuffle", "Canvas shuffles the right sides"
    if any(_is_marked(option.text) for option in options):
        yield "pairs", "sides are plain words there: formulas, pictures and emphasis are words"
    if any(option.why for option in options):
        yield "why", "what is said to a side is left out"


def _is_marked(text: str) -> bool:
    blocks = parse_blocks(text)
    return blocks != text_as_blocks(plain_words(blocks))
