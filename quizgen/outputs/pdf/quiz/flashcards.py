"""Flashcards on paper: what stands on a card, and the sheets that cards are cut from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, assert_never

from quizgen.assembly.forms import printed_order
from quizgen.model import (
    Cloze,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.outputs import Job
from quizgen.outputs.pdf.quiz.card_grid import CardGrid
from quizgen.outputs.pdf.quiz.question_paper import Ops, Sheets
from quizgen.outputs.pdf.typeset.boxes import Box, Picture, stack
from quizgen.outputs.pdf.typeset.flow import Place, set_text
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.present.lower import Asked, Told, also_text, evidence_text, letter
from quizgen.text.blocks import Blocks, Paragraph, joined_lines, plain_words, runs_of
from quizgen.text.cloze import strip_cloze
from quizgen.text.order import key_of
from quizgen.words import words
from quizgen.words.choosing import asks_of_options

PAD = 16.0
_LONGEST_BACK = 90
_LONGEST_CLOZE = 300
"""Characters: past that an answer is no answer for the back of a card."""
_LONGEST_FRONT = 1000
"""Characters that a card holds in a size that can be read."""
_FRONT = Style(14, 18.5, bold=True)
_BACK = Style(15, 19.5, bold=True)
_OPTION = Style(11, 14.3)
_SMALL = 7.8
_READABLE = 7.0
"""Points: a card whose options would have to be smaller is none."""
_SMALLEST = 2.5
"""Too small to read well, and still better than words across another card."""


def has_short_answer(item: Item) -> bool:
    """Tell whether an item makes a card: a question with an answer that a card's back holds."""
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
            return len(_text_of(item.options, item.key)) <= _LONGEST_BACK
        case TrueFalse() | MultipleResponse() | Matching() | Ordering() | OpenResponse():
            return False
        case _:
            assert_never(item)


def _text_of(options: Sequence[Option], id: str) -> str:
    return next(option for option in options if option.id == id).text


def _needs_options(item: Item, lang: str) -> bool:
    """Tell whether a card must show what there is to choose from."""
    if not isinstance(item, SingleChoice):
        return False
    texts = (item.stem, _text_of(item.options, item.key))
    return item.fixed or any(asks_of_options(text, item.lang or lang) for text in texts)


@dataclass(frozen=True, slots=True)
class Card:
    """Front and back of a card."""

    asked: Asked
    told: Told
    options: tuple[Blocks, ...] = ()
    """What the front offers to choose from, where it asks of it; in an order that tells nothing."""

    @property
    def length(self) -> int:
        """How many characters its front has."""
        texts = (self.asked.reading, self.asked.stem, *self.options)
        return sum(len(run.text) for text in texts for run in runs_of(text))


def cards_of(job: Job) -> list[Card]:
    """Give the front and back of every item that makes a card, and fits on one."""
    cards = []
    for lowered in job.items:
        item = lowered.item
        if not has_short_answer(item):
            continue
        asked, told = lowered.as_written()
        options: tuple[Blocks, ...] = ()
        if _needs_options(item, job.bank.lang):
            order = printed_order(item, key_of("cards", job.bank.id, item.oldest_id))
            options = tuple(choice.text for choice in lowered.in_order(order)[0].choices)
        card = Card(asked, told, options)
        if card.length <= _LONGEST_FRONT:
            cards.append(card)
    return cards


Side = Literal["front", "back"]
CardPages = tuple[tuple[int, tuple[Side, ...]], ...]
"""The pages of a file: the sheet, and which sides of its cards are drawn on it."""


class CardSheets:
    """The sheets of cards: a page of fronts and a page of backs in turn, or both on one."""

    def __init__(self, cards: Sequence[Card], sheets: Sheets, grid: CardGrid) -> None:
        self.sheets = sheets
        self.grid = grid
        self.pad = min(PAD, 0.075 * grid.width)
        self.cards = [card for card in cards if not card.options or self._holds(card)]

    @property
    def sheet_count(self) -> int:
        """How many sheets the cards take."""
        return -(-len(self.cards) // self.grid.per_sheet)

    @property
    def files(self) -> tuple[tuple[str, CardPages], ...]:
        """Give for each file what its name ends in, and its pages."""
        numbers = range(self.sheet_count)
        fronts: CardPages = tuple((number, ("front",)) for number in numbers)
        backs: CardPages = tuple((number, ("back",)) for number in numbers)
        match self.grid.cards.sides:
            case "fold":
                return (("", tuple((number, ("front", "back")) for number in numbers)),)
            case "separate":
                return ((".fronts", fronts), (".backs", backs))
            case _:
                pairs = zip(fronts, backs, strict=True)
                return (("", tuple(page for pair in pairs for page in pair)),)

    def draw_page(self, sheet: int, sides: Sequence[Side], ink: ContentWriter) -> Ops:
        """Draw the fronts of a sheet, the backs that lie behind them, or both side by side."""
        ops: Ops = []
        per_sheet = self.grid.per_sheet
        for index, card in enumerate(self.cards[sheet * per_sheet : (sheet + 1) * per_sheet]):
            setter = replace(self.sheets.setter, lang=card.asked.lang)
            for side in sides:
                front = side == "front"
                box = self._front(card, setter) if front else self._back(card, setter)
                spot = self.grid.front(index) if front else self.grid.back(index)
                drawn = ink.once(box, rtl=setter.rtl)
                self.sheets.place(ops, drawn, spot.x, spot.y)
        if "front" in sides:
            marks = Box(*self.grid.sheet, tuple(self.grid.crop_marks()))
            self.sheets.place(ops, ink.once(marks), 0, 0)
        note = self._note(sheet, sides)
        self.sheets.put(ops, ink, note, *self._note_spot)
        return ops

    @property
    def _note_spot(self) -> tuple[float, float]:
        grid = self.grid
        return grid.left + 6, grid.top + grid.rows * grid.height + 4

    def _note(self, sheet: int, sides: Sequence[Side]) -> Box:
        """Say below the cards which sheet it is and what to do with it, between two crop marks."""
        table = self.sheets.words
        to_do = {
            "short-edge": table.cut_short_edge,
            "fold": table.cut_and_fold,
            "separate": table.cut_separate,
        }.get(self.grid.cards.sides, table.cut_here)
        said = to_do if "front" in sides else table.back_side
        line = f"{sheet + 1}/{self.sheet_count}  {said}"
        style = replace(self.sheets.look.note_quiet, size=7.5)
        note = self.sheets.cell(line, style)
        while note.width > self.grid.width - 12 and style.size > 5:
            style = replace(style, size=style.size - 0.25)
            note = self.sheets.cell(line, style)
        return note

    # --- what stands on a card ------------------------------------------------------------------

    def _holds(self, card: Card) -> bool:
        """Tell whether a card holds its question with all options in a size that can be read."""
        column = self._front_column(card, replace(self.sheets.setter, lang=card.asked.lang))
        return column.height <= self._room[1]

    def _centred(self, column: Box) -> Box:
        width, height = self.grid.width, self.grid.height
        top = max(self.pad, (height - column.height) / 2)
        return Box(width, height, inner=((self.pad, top, column),))

    @property
    def _room(self) -> tuple[float, float]:
        return self.grid.width - 2 * self.pad, self.grid.height - 2 * self.pad

    def _front(self, card: Card, setter: Typesetter) -> Box:
        return self._centred(self._front_column(card, setter))

    def _front_column(self, card: Card, setter: Typesetter) -> Box:
        asked = card.asked
        inner, room = self._room
        boxes: list[tuple[float, Box]] = []
        if asked.reading:
            quote = replace(_FRONT, size=12, leading=16, bold=False, italic=True)
            boxes.append((0, _fitted(asked.reading, inner, room * 0.55, quote, setter)))
        if asked.image:
            boxes.append((4, self._picture(asked, inner, room * 0.5)))
        used = sum(box.height for _, box in boxes) + 8 * len(boxes)
        share = 0.5 if card.options else 1.0
        boxes.append((8, _fitted(asked.stem, inner, (room - used) * share, _FRONT, setter)))
        if card.options:
            used += boxes[-1][1].height + 8
            boxes.append((8, _offered(card.options, inner, room - used, setter)))
        return stack(inner, boxes)

    def _picture(self, asked: Asked, width: float, height: float) -> Box:
        image = asked.image
        assert image is not None  # noqa: S101 - the caller looked
        wide, high = self.sheets.images.get(image.file, (1, 1))
        scale = min(width / wide, height / high)
        left = (width - wide * scale) / 2
        mark = Picture(left, 0, wide * scale, high * scale, image.file, image.alt)
        return Box(width, high * scale, (mark,))

    def _back(self, card: Card, setter: Typesetter) -> Box:
        told = card.told
        inner, room = self._room
        several = (Paragraph(joined_lines(told.answers, " · ")),)
        rich = told.answers[0] if len(told.answers) == 1 else several
        boxes = [(0.0, _fitted(rich, inner, room * 0.4, _BACK, setter))]
        left = room - boxes[0][1].height - 10
        style = Style(9.4, 12.2)
        if told.explanation:
            natural = set_text(setter, told.explanation, inner, style).height
            small = self._small_print(card, inner, max(room * 0.22, left - natural), setter)
            left -= small.height
            boxes.append((6, _fitted(told.explanation, inner, left, style, setter)))
        else:
            small = self._small_print(card, inner, left, setter)
        return self._centred(stack(inner, [*boxes, (4, small)]))

    def _small_print(self, card: Card, width: float, height: float, setter: Typesetter) -> Box:
        """Set what stands small on the back of the Anki card: all of it, and its id last."""
        lines = [line for line in _small_lines(card) if not setter.family.missing(line)]
        size = _SMALL
        while True:
            style = replace(self.sheets.look.note_quiet, size=size, leading=size * 1.28)
            boxes = [(1.5, setter.box(line, width, style)) for line in lines]
            box = stack(width, [*boxes, (1.5, self.sheets.setter.box(card.told.id, width, style))])
            if box.height <= height or size <= _SMALLEST:
                return box
            size -= 0.4


def _small_lines(card: Card) -> Iterator[str]:
    told, lang = card.told, card.asked.lang
    if also := also_text(told, lang):
        yield also
    if card.asked.hint:
        yield f"{words(lang).hint}: {plain_words(card.asked.hint)}"
    yield from (evidence_text(cited, lang) for cited in told.evidence)


def _offered(options: Sequence[Blocks], width: float, height: float, setter: Typesetter) -> Box:
    """Set the options below each other, each behind its letter, as large as fits."""
    style = _OPTION
    while True:
        label = 1.7 * style.size
        place = Place(height, height / len(options), sized=False)
        rows = []
        for index, option in enumerate(options):
            text = set_text(setter, option, width - label, style, place)
            name = setter.line(letter(index), replace(style, bold=True))
            rows.append((2.0, Box(width, text.height, (), ((0, 0, name), (label, 0, text)))))
        box = stack(width, rows)
        if box.height <= height or style.size <= _READABLE:
            return box
        style = replace(style, size=style.size - 0.5, leading=(style.size - 0.5) * 1.3)


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
    cards: CardSheets,
    pages: CardPages,
    ink: ContentWriter,
    resources: Resources,
    stream: BinaryIO,
) -> None:
    """Write a file of cards."""
    sheets = cards.sheets
    sides = cards.grid.cards.sides
    file = PdfFile(
        stream,
        title=f"{sheets.bank.title} – flashcards",
        lang=sheets.bank.lang,
        width=sheets.look.width,
        height=sheets.look.height,
        duplex=sides in {"long-edge", "short-edge"},
        short_edge=sides == "short-edge",
    )
    for sheet, drawn in pages:
        file.page(file.content(cards.draw_page(sheet, drawn, ink)))
    file.close(resources)
