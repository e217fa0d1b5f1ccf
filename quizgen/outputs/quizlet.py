"""Quizlet's text: a card a line, a tab between term and definition.

Quizlet's import takes pasted text with separators of one's choice; tab and line end are its own.
Everything is a card there, so that what is offered to choose from stands in the term.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from quizgen.model import Flashcard
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.present.lower import LoweredItem
from quizgen.text.blocks import Blocks, plain_words


def render(job: Job) -> Rendered:
    """Make a card of every item."""
    text = "".join(f"{_term(item)}\t{_definition(item)}\n" for item in job.items)
    count = len(job.items)
    file = OutputFile("quizlet.txt", partial(_write, text), count, counted(count, "card"))
    losses = tuple(loss for item in job.items for loss in _losses(item))
    return Rendered((file,), losses=losses)


def _write(text: str, stream: BinaryIO) -> None:
    stream.write(text.encode())


def _term(lowered: LoweredItem) -> str:
    asked = lowered.asked
    parts = [_line(asked.reading), _line(asked.stem)]
    offered = [_line(choice.text) for choice in asked.choices]
    if offered:
        parts.append(f"({' / '.join(offered)})")
    return " ".join(filter(None, parts))


def _definition(lowered: LoweredItem) -> str:
    joint = "; " if len(lowered.told.answers) > 1 else ""
    answer = joint.join(_line(answer) for answer in lowered.told.answers)
    explanation = _line(lowered.told.explanation)
    return f"{answer} ({explanation})" if explanation else answer


def _line(blocks: Blocks) -> str:
    return " ".join(plain_words(blocks).split())


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    item, asked = lowered.item, lowered.asked
    if not isinstance(item, Flashcard):
        yield Loss(item.id, "degraded", "becomes a card: what is offered stands in the term")
    if asked.image:
        yield Loss(item.id, "degraded", "the picture is left out", "image")
    if asked.sound:
        yield Loss(item.id, "degraded", "the sound is left out", "audio")
