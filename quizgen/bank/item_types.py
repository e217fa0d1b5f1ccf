"""What makes each item type: its keys, and the builder that makes an item of them.

The one table of types that reading, checking and the schema share. A class in `Item` that is
missing here stops the import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from quizgen.bank import builders
from quizgen.bank.draft import Common, Draft
from quizgen.bank.syntax.format import TYPED
from quizgen.model import (
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
    name_of_type,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """An item type as authors write it."""

    needs: tuple[str, ...]
    """Keys without which it is none."""
    takes: tuple[str, ...] = ()
    """Keys that it may have besides."""
    told_by: tuple[str, ...] = ()
    """Keys that make it this type, whatever else is there."""
    build: Callable[[Draft, Common], Item | None]
    keys: frozenset[str] = field(init=False, default=frozenset())
    """All keys of its own."""
    refused: frozenset[str] = field(init=False, default=frozenset())
    """Keys of other types."""

    def __post_init__(self) -> None:
        keys = frozenset((*self.needs, *self.takes))
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "refused", frozenset((*TYPED, "shuffle")) - keys)


_BY_CLASS: Mapping[type[Item], ItemType] = {
    SingleChoice: ItemType(
        needs=("question", "answer"),
        takes=("distractors", "options", "show", "shuffle"),
        build=builders.build_single_choice,
    ),
    MultipleResponse: ItemType(
        needs=("question", "answer"),
        takes=("choose", "distractors", "options", "score", "show", "shuffle"),
        build=builders.build_multiple_response,
    ),
    TrueFalse: ItemType(needs=("question", "answer"), build=builders.build_true_false),
    ShortAnswer: ItemType(
        needs=("question", "answer"),
        takes=("accept", "match", "space", "grid", "box"),
        build=builders.build_short_answer,
    ),
    Numeric: ItemType(
        needs=("question", "answer"),
        takes=("tolerance", "range", "unit", "space", "grid", "box"),
        build=builders.build_numeric,
    ),
    Cloze: ItemType(
        needs=("cloze",),
        takes=("word-bank", "accept", "choices"),
        told_by=("cloze",),
        build=builders.build_cloze,
    ),
    Matching: ItemType(
        needs=("question", "pairs"),
        takes=("extra", "shuffle"),
        told_by=("pairs",),
        build=builders.build_matching,
    ),
    Ordering: ItemType(
        needs=("question", "order"), told_by=("order",), build=builders.build_ordering
    ),
    OpenResponse: ItemType(
        needs=("question", "rubric"),
        takes=("lines", "space", "grid", "box", "show-rubric"),
        told_by=("rubric",),
        build=builders.build_open_response,
    ),
    Flashcard: ItemType(
        needs=("front", "back"),
        takes=("reverse",),
        told_by=("front", "back"),
        build=builders.build_flashcard,
    ),
}
assert set(_BY_CLASS) == set(get_args(Item))  # noqa: S101 - a slip here is a programmer's

ITEM_TYPES: Mapping[str, ItemType] = {
    name_of_type(cls): item_type for cls, item_type in _BY_CLASS.items()
}
"""The item types by the names authors use in `type:` and in draws."""

TYPE_OF_KEY: Mapping[str, str] = {
    key: name for name, item_type in ITEM_TYPES.items() for key in item_type.told_by
}
"""Keys that tell an item's type by themselves, and the type."""
