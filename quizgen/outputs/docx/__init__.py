"""A Word paper and its key: real styles, lists, tables and formulas, to be edited by anybody.

The key is the paper once more with the right options bold and an `Answer:` below each question, so
that it can be read back, by us and by others. Pupils' paper is made from `Asked` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from quizgen.formats.packed import repacked
from quizgen.model import Cloze, Flashcard
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.outputs.docx.paper import Paper, parts_of
from quizgen.present.lower import LoweredItem


def render(job: Job) -> Rendered:
    """Write the paper and the key, and say what Word can't hold."""
    count = len(job.items)
    losses = [loss for lowered in job.items for loss in _losses(lowered)]
    files = []
    for name, key in (("paper.docx", False), ("key.docx", True)):
        paper = Paper(job, key=key)
        for part in parts_of(job):
            paper.write(part)
        if key:
            losses += [Loss(id, "degraded", why, what) for id, what, why in paper.faults]
        data = _saved(paper)
        files.append(OutputFile(name, partial(_write, data), count, counted(count, "question")))
    return Rendered(tuple(files), losses=tuple(losses))


def _saved(paper: Paper) -> bytes:
    stream = BytesIO()
    paper.document.save(stream)
    return repacked(stream.getvalue(), {})


def _write(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    item, asked = lowered.item, lowered.asked
    if isinstance(item, Flashcard):
        yield Loss(item.id, "degraded", "becomes a question with a line to write on")
    if asked.sound:
        yield Loss(item.id, "degraded", "the sound is left out", "audio")
    if asked.hint:
        yield Loss(item.id, "degraded", "the hint stands on the key alone", "hint")
    if isinstance(item, Cloze) and item.words:
        yield Loss(item.id, "degraded", "the word bank is a line of words", "word-bank")
