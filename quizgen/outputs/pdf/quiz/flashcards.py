"""Flashcards on paper, for duplex printing: fronts, then backs mirrored for the long edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, assert_never

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
)
from quizgen.outputs import Job
from quizgen.outputs.pdf.quiz.question_paper import Ops, Sheets
from quizgen.outputs.pdf.typeset.boxes import HAIR, Box, Picture, Stroke, stack
from quizgen.outputs.pdf.typeset.flow import Place, set_text
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.present.lower import Asked, Told, place_text
from quizgen.text.blocks import Blocks, Paragraph, joined_lines, runs_of
from quizgen.text.cloze import strip_cloze

COLUMNS, ROWS = 2, 4
MARGIN = 30.0
PAD = 16.0
_LONGEST_BACK = 90
_LONGEST_CLOZE = 300
"""Characters: past that an answer is no answer for the back of a card."""
_LONGEST_FRONT = 1000
"""Characters that a card holds in a size that can be read."""
_FRONT = Style(14, 18.5, bold=True)
_BACK = Style(15, 19.5, bold=True)
_SMALLEST = 3.0
"""Too small to read well, and still better than words across another card."""


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
        case TrueFalse() | MultipleResponse() | Matching() | Ordering() | OpenResponse():
            return False
        case _:
            assert_never(item)


Pair = tuple[Asked, Told]
"""Front and back of a card."""


def cards_of(job: Job) -> list[Pair]:
    """Give the front and back of every item that makes a card, and fits on one."""
    return [
        lowered.as_written()
        for lowered in job.items
        if has_short_answer(lowered.item) and _length(lowered.asked) <= _LONGEST_FRONT
    ]


def _length(asked: Asked) -> int:
    return sum(len(run.text) for text in (asked.stimulus, asked.stem) for run in runs_of(text))


class CardSheets:
    """The sheets of cards: a page of fronts and a page of backs in turn."""

    def __init__(self, pairs: Sequence[Pair], sheets: Sheets) -> None:
        self.pairs = pairs
        self.sheets = sheets
        look = sheets.look
        self.width = (look.width - 2 * MARGIN) / COLUMNS
        self.height = (look.height - 2 * MARGIN - 12) / ROWS

    @property
    def page_count(self) -> int:
        """How many pages the cards take."""
        return 2 * ((len(self.pairs) + COLUMNS * ROWS - 1) // (COLUMNS * ROWS))

    def draw_page(self, number: int, ink: ContentWriter) -> Ops:
        """Draw a page of fronts, or of the backs that lie behind the page before."""
        ops: Ops = []
        per_sheet = COLUMNS * ROWS
        sheet, back = number // 2, bool(number % 2)
        for index, (asked, told) in enumerate(
            self.pairs[sheet * per_sheet : (sheet + 1) * per_sheet]
        ):
            column, row = index % COLUMNS, index // COLUMNS
            if back:
                column = COLUMNS - 1 - column  # flipped on the long edge
            setter = replace(self.sheets.setter, lang=asked.lang)
            box = self._back(told, setter) if back else self._front(asked, setter)
            left = MARGIN + column * self.width
            if self.sheets.rtl:
                left = self.sheets.look.width - left - self.width
            drawn = ink.once(box, rtl=setter.rtl)
            self.sheets.place(ops, drawn, left, MARGIN + row * self.height)
        table = self.sheets.words
        count = self.page_count // 2
        line = f"{sheet + 1}/{count} {table.back_side}"
        if not back:
            self.sheets.put(ops, ink, self._cut_lines(), MARGIN, MARGIN, once=True)
            line = f"{sheet + 1}/{count}  {table.cut_here}"
        style = replace(self.sheets.look.note_quiet, size=7.5)
        note = self.sheets.cell(line, style)
        self.sheets.put(ops, ink, note, MARGIN, self.sheets.look.height - MARGIN - 8)
        return ops

    def _cut_lines(self) -> Box:
        wide, high = self.width, self.height
        marks = [
            Stroke(i * wide, 0, i * wide, ROWS * high, 0.4, HAIR, (3, 3))
            for i in range(COLUMNS + 1)
        ]
        marks += [
            Stroke(0, i * high, COLUMNS * wide, i * high, 0.4, HAIR, (3, 3))
            for i in range(ROWS + 1)
        ]
        return Box(COLUMNS * wide, ROWS * high, tuple(marks))

    def _centred(self, boxes: list[tuple[float, Box]]) -> Box:
        column = stack(self.width - 2 * PAD, boxes)
        top = max(PAD, (self.height - column.height) / 2)
        return Box(self.width, self.height, inner=((PAD, top, column),))

    def _front(self, asked: Asked, setter: Typesetter) -> Box:
        inner, room = self.width - 2 * PAD, self.height - 2 * PAD
        boxes: list[tuple[float, Box]] = []
        if asked.stimulus:
            quote = replace(_FRONT, size=12, leading=16, bold=False, italic=True)
            boxes.append((0, _fitted(asked.stimulus, inner, room * 0.55, quote, setter)))
        if asked.image:
            boxes.append((4, self._picture(asked, inner, room * 0.5)))
        used = sum(box.height for _, box in boxes) + 8 * len(boxes)
        boxes.append((8, _fitted(asked.stem, inner, room - used, _FRONT, setter)))
        return self._centred(boxes)

    def _picture(self, asked: Asked, width: float, height: float) -> Box:
        image = asked.image
        assert image is not None  # noqa: S101 - the caller looked
        wide, high = self.sheets.images.get(image.file, (1, 1))
        scale = min(width / wide, height / high)
        left = (width - wide * scale) / 2
        mark = Picture(left, 0, wide * scale, high * scale, image.file, image.alt)
        return Box(width, high * scale, (mark,))

    def _back(self, told: Told, setter: Typesetter) -> Box:
        inner, room = self.width - 2 * PAD, self.height - 2 * PAD
        several = (Paragraph(joined_lines(told.answers, " · ")),)
        rich = told.answers[0] if len(told.answers) == 1 else several
        boxes = [(0.0, _fitted(rich, inner, room * 0.5, _BACK, setter))]
        if told.explanation:
            left = room - boxes[0][1].height - 30
            boxes.append((6, _fitted(told.explanation, inner, left, Style(9.4, 12.2), setter)))
        if told.evidence:
            style = replace(self.sheets.look.note_quiet, size=7.8, leading=10)
            boxes.append((4, setter.box(place_text(told.evidence[0], setter.lang), inner, style)))
        return self._centred(boxes)


def _fitted(content: Blocks, width: float, height: float, style: Style, setter: Typesetter) -> Box:
    """Set a text as large as lets it stay on its card."""
    largest = style.size
    while True:
        place = Place(height, height * 0.5 * style.size / largest, sized=False)
        box = set_text(setter, content, width, style, place)
        if box.height <= height or style.size <= _SMALLEST:
            return box
        style = replace(style, size=style.size - 0.5, leading=(style.size - 0.5) * 1.3)


def write_cards(
    cards: CardSheets, ink: ContentWriter, resources: Resources, stream: BinaryIO
) -> None:
    """Write the cards."""
    sheets = cards.sheets
    file = PdfFile(
        stream,
        title=f"{sheets.bank.title} – flashcards",
        lang=sheets.bank.lang,
        width=sheets.look.width,
        height=sheets.look.height,
        duplex=True,
    )
    for number in range(cards.page_count):
        file.page(file.content(cards.draw_page(number, ink)))
    file.close(resources)
