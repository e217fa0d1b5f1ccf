"""Kahoot's sheet: a row a question, two to four answers, the right ones by number.

Kahoot takes 120 characters of a question and 75 of an answer. What is longer is refused with its
length: a cut question asks something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from quizgen.formats.text_book import text_book
from quizgen.interaction import ChooseKey
from quizgen.model import MultipleResponse
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.outputs.one_line import line, lost_marks
from quizgen.present.lower import LoweredItem

LONGEST_QUESTION, LONGEST_ANSWER, MOST_ANSWERS = 120, 75, 4
_SECONDS, _SECONDS_FOR_SEVERAL = "30", "60"
_HEADINGS = (
    "Question",
    *(f"Answer {number}" for number in range(1, MOST_ANSWERS + 1)),
    "Time limit",
    "Correct answer(s)",
)


def render(job: Job) -> Rendered:
    """Write a row for every item that fits."""
    refusals = {lowered.item.id: list(_refusals(lowered)) for lowered in job.items}
    fitting = [lowered for lowered in job.items if not refusals[lowered.item.id]]
    refused = [
        Loss(id, "refused", "; ".join(reasons)) for id, reasons in refusals.items() if reasons
    ]
    losses = (*refused, *(loss for lowered in fitting for loss in _losses(lowered)))
    rows = [_HEADINGS, *map(_row, fitting)]
    count = len(fitting)
    file = OutputFile("kahoot.xlsx", partial(_write, rows), count, counted(count, "row"))
    return Rendered((file,), losses=losses)


def _write(rows: list[tuple[str, ...]], stream: BinaryIO) -> None:
    stream.write(text_book({"Questions": rows}, [60, 30, 30, 30, 30, 12, 18]))


def _row(lowered: LoweredItem) -> tuple[str, ...]:
    answers = _answers(lowered)
    several = isinstance(lowered.item, MultipleResponse)
    key = lowered.told.key
    right = key.right if isinstance(key, ChooseKey) else ()
    return (
        _question(lowered),
        *answers,
        *[""] * (MOST_ANSWERS - len(answers)),
        _SECONDS_FOR_SEVERAL if several else _SECONDS,
        ",".join(str(place + 1) for place in right),
    )


def _question(lowered: LoweredItem) -> str:
    """Give what is asked, behind the text it asks about where both fit."""
    stem, reading = line(lowered.asked.stem), line(lowered.asked.reading)
    whole = f"{reading} {stem}".strip()
    return whole if len(whole) <= LONGEST_QUESTION else stem


def _answers(lowered: LoweredItem) -> list[str]:
    return [line(choice.text) for choice in lowered.asked.choices]


def _refusals(lowered: LoweredItem) -> Iterator[str]:
    stem, answers = line(lowered.asked.stem), _answers(lowered)
    if len(stem) > LONGEST_QUESTION:
        yield f"the question has {len(stem)} characters, Kahoot takes {LONGEST_QUESTION}"
    if len(answers) > MOST_ANSWERS:
        yield f"it offers {len(answers)} options, Kahoot takes {MOST_ANSWERS}"
    longest = max(map(len, answers), default=0)
    if longest > LONGEST_ANSWER:
        yield f"an option has {longest} characters, Kahoot takes {LONGEST_ANSWER}"
    if len(set(answers)) < len(answers):
        yield "two options read alike without their marks"
    if not all(answers):
        yield "an option has no words"


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    item, asked = lowered.item, lowered.asked
    lost = partial(Loss, item.id, "degraded")
    reading = line(asked.reading)
    if reading and not _question(lowered).startswith(reading):
        yield lost("the text it asks about does not fit: show it beside the game", "stimulus")
    for name, there in (
        ("image", asked.image),
        ("audio", asked.sound),
        ("hint", asked.hint),
        ("explanation", lowered.told.explanation),
        ("why", lowered.told.whys),
    ):
        if there:
            yield lost(f"the {name} is left out", name)
    if asked.points != 1:
        yield lost("Kahoot gives points by its own rule", "points")
    if isinstance(item, MultipleResponse) and (item.score != "all" or item.choose):
        yield lost("Kahoot scores several right answers by its own rule", "score")
    if lost_marks((asked.stem, *(choice.text for choice in asked.choices))):
        yield lost("formulas, tables and pictures come as words", "question")
