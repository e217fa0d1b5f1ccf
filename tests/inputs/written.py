"""What a written quiz came to: each item's type and answer, in words."""

from __future__ import annotations

from typing import Any

from quizgen.bank.load import load_document
from quizgen.inputs import input_of, read_as
from quizgen.inputs.as_document import document_of
from quizgen.inputs.reading import Reading
from quizgen.model import (
    Bank,
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
)


def answer_of(item: Item) -> Any:
    """Give the answer of an item in words."""
    match item:
        case SingleChoice():
            return next(option.text for option in item.options if option.id == item.key)
        case MultipleResponse():
            return [option.text for option in item.options if option.id in item.keys]
        case Numeric():
            return float(item.answer)
        case TrueFalse() | ShortAnswer():
            return item.answer
        case Flashcard():
            return item.back
        case Matching():
            return [(left.text, right.text) for left, right in item.pairs]
        case Ordering():
            return [step.text for step in item.steps]
        case Cloze():
            return item.stem
        case OpenResponse():
            return list(item.rubric)


def read_as_bank(reading: Reading, folder: Any) -> Bank:
    """Make the bank of a reading, drafts and all."""
    loaded = load_document(document_of(reading, "quiz", "quiz", "Quiz"), folder, folder)
    assert loaded.bank is not None, loaded.problems
    return loaded.bank


def reading_of(data: bytes, name: str, expected: str = "") -> Reading:
    """Read a file as what it is taken for."""
    format = input_of(data, name)
    assert not expected or format == expected, (format, expected)
    return read_as(format, data, name)
