"""Flashcards on paper, for duplex printing: fronts, then backs mirrored for the long edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from quizgen.markup import Rich, plain_text, strip_cloze, text_as_rich
from quizgen.model import (
    Cloze,
    Flashcard,
    Item,
    Numeric,
    ShortAnswer,
    SingleChoice,
    item_options,
)
from quizgen.outputs import Job
from quizgen.outputs.pdf.boxes import HAIR, Box, Picture, Rule, stack
from quizgen.outputs.pdf.quiz import Setting, Writer, open_images
from quizgen.outputs.pdf.styles import NOTE_QUIET
from quizgen.outputs.pdf.text import Style, text_box
from quizgen.present import Asked, Told, ask, place_text, tell
from quizgen.words import words

COLUMNS, ROWS = 2, 4
MARGIN = 30.0
PAD = 16.0
_LONGEST_BACK = 90
_LONGEST_CLOZE = 300
"""Characters: past that an answer is no answer for the back of a card."""
_FRONT = Style(14, 18.5, bold=True)
_BACK = Style(15, 19.5, bold=True)
_SMALLEST = 8.0


def has_short_answer(item: Item) -> bool:
    """Tell whether an item makes a card: a question that needs no options to be asked."""
    match item:
        case Flashcard(back=back):
            return len(back) <= _LONGEST_BACK
        case ShortAnswer(answer=answer):
            return len(answer) <= _LONGEST_BACK
        case Numeric():
            return True
        case Cloze():
            return len(strip_cloze(item.stem)) <= _LONGEST_CLOZE
        case SingleChoice():
            option = next(o for o in item.options if o.id == item.key)
            asks_of_options = any(
                word in item.stem.lower() for word in ("which of", "of these", "of the following")
            )
            return len(option.text) <= _LONGEST_BACK and not item.fixed and not asks_of_options
        case _:
            return False


def cards_of(job: Job) -> list[tuple[Asked, Told]]:
    """Give the front and back of every item that makes a card."""
    pairs = []
    for item in job.items:
        if has_short_answer(item):
            order = [option.id for option in item_options(item)]
            citations = job.citations.get(item.id, ())
            lang = job.bank.lang
            pairs.append((ask(item, order, lang), tell(item, order, lang, citations)))
    return pairs


def write_cards(
    pairs: Sequence[tuple[Asked, Told]], setting: Setting, job: Job, stream: BinaryIO
) -> None:
    """Write the cards, a sheet of fronts and a sheet of backs in turn."""
    table = words(setting.bank.lang)
    writer = Writer(setting, stream, f"{setting.bank.title} – flashcards", open_images(job.media))
    paper = setting.paper
    width = (paper.width - 2 * MARGIN) / COLUMNS
    height = (paper.height - 2 * MARGIN - 12) / ROWS
    per_sheet = COLUMNS * ROWS
    sheets = (len(pairs) + per_sheet - 1) // per_sheet
    for sheet in range(sheets):
        held = pairs[sheet * per_sheet : (sheet + 1) * per_sheet]
        for back in (False, True):
            for index, (asked, told) in enumerate(held):
                column, row = index % COLUMNS, index // COLUMNS
                if back:
                    column = COLUMNS - 1 - column  # flipped on the long edge
                box = (
                    _back(told, asked.lang, width, height)
                    if back
                    else _front(asked, width, height, setting)
                )
                writer.placer.place(box, MARGIN + column * width, MARGIN + row * height)
            line = f"{sheet + 1}/{sheets} {table.back_side}"
            if not back:
                writer.placer.place(_cut_lines(width, height), MARGIN, MARGIN)
                line = f"{sheet + 1}/{sheets}  {table.cut_here}"
            writer.text(line, MARGIN, paper.height - MARGIN - 8, replace(NOTE_QUIET, size=7.5))
            writer.canvas.showPage()
    writer.save()


def page_count(pairs: Sequence[object]) -> int:
    """Count the pages the cards take."""
    return 2 * ((len(pairs) + COLUMNS * ROWS - 1) // (COLUMNS * ROWS))


def _cut_lines(width: float, height: float) -> Box:
    marks = [
        Rule(i * width, 0, i * width, ROWS * height, 0.4, HAIR, (3, 3)) for i in range(COLUMNS + 1)
    ]
    marks += [
        Rule(0, i * height, COLUMNS * width, i * height, 0.4, HAIR, (3, 3)) for i in range(ROWS + 1)
    ]
    return Box(COLUMNS * width, ROWS * height, tuple(marks))


def _fitted(
    content: Rich, width: float, height: float, style: Style, setting: Setting | None
) -> Box:
    """Set a text as large as lets it stay on its card."""
    images = setting.images if setting else {}
    box = text_box(content, width, style, images=images)
    while box.height > height and style.size > _SMALLEST:
        style = replace(style, size=style.size - 0.5, leading=(style.size - 0.5) * 1.3)
        box = text_box(content, width, style, images=images)
    return box


def _centred(boxes: list[tuple[float, Box]], width: float, height: float) -> Box:
    column = stack(width - 2 * PAD, boxes)
    return Box(width, height, inner=((PAD, max(PAD, (height - column.height) / 2), column),))


def _front(asked: Asked, width: float, height: float, setting: Setting) -> Box:
    inner = width - 2 * PAD
    room = height - 2 * PAD
    boxes: list[tuple[float, Box]] = []
    if asked.stimulus:
        quote = replace(_FRONT, size=12, leading=16, bold=False, italic=True)
        boxes.append((0, _fitted(asked.stimulus, inner, room * 0.55, quote, setting)))
    if asked.image:
        boxes.append((4, _picture(asked, inner, room * 0.5, setting)))
    used = sum(box.height for _, box in boxes) + 8 * len(boxes)
    boxes.append((8, _fitted(asked.stem, inner, room - used, _FRONT, setting)))
    return _centred(boxes, width, height)


def _picture(asked: Asked, width: float, height: float, setting: Setting) -> Box:
    assert asked.image is not None  # noqa: S101 - the caller looked
    wide, high = setting.images.get(asked.image.file, (1, 1))
    scale = min(width / wide, height / high)
    mark = Picture((width - wide * scale) / 2, 0, wide * scale, high * scale, asked.image.file)
    return Box(width, high * scale, (mark,))


def _back(told: Told, lang: str, width: float, height: float) -> Box:
    inner = width - 2 * PAD
    answers = " · ".join(plain_text(answer) for answer in told.answers)
    rich = told.answers[0] if len(told.answers) == 1 else text_as_rich(answers)
    boxes = [(0.0, _fitted(rich, inner, (height - 2 * PAD) * 0.5, _BACK, None))]
    if told.explanation:
        style = Style(9.4, 12.2)
        room = height - 2 * PAD - boxes[0][1].height - 30
        boxes.append((6, _fitted(told.explanation, inner, room, style, None)))
    if told.evidence:
        cited = told.evidence[0]
        style = replace(NOTE_QUIET, size=7.8, leading=10)
        boxes.append((4, text_box(place_text(cited, lang), inner, style)))
    return _centred(boxes, width, height)
