"""The key, drawn at the places that a question names: ticks, letters, numbers, words.

It takes the very leaves of the pupil's page and says what stands on top of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.outputs.pdf.quiz.item_layout import LINE, SIGN, Leaf
from quizgen.outputs.pdf.typeset.boxes import KEY, Box, Disc, Mark, Stroke, stack
from quizgen.outputs.pdf.typeset.flow import joined, led_by
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Look, Style
from quizgen.present.lower import Asked, Told, criteria, letter, number_alone
from quizgen.text.blocks import Blocks, flat, joined_lines, one_line
from quizgen.text.runs import Rich, Run, text_as_rich

_SMALLEST = 6.5
"""No answer is written smaller to keep it on one line."""
_LEAST = 5.0
"""Nor in several lines."""

KeyPart = tuple[float, float, Box, bool]
"""x and y in its leaf, what is drawn, and whether it is drawn as it is in any direction."""


@dataclass(slots=True)
class KeyBoxes:
    """What all keys of one look are drawn with."""

    look: Look
    _letters: dict[str, Box] = field(default_factory=dict)
    _tick: Box | None = None

    @property
    def tick(self) -> Box:
        """The mark over the sign of a right option, its centre in its middle."""
        if self._tick is None:
            u = self.look.unit
            r = u * (SIGN + 1.6)
            ink = KEY if self.look.saving else "#ffffff"
            marks: list[Mark] = [
                Disc(r, r, r, 1.2 * u, KEY, "" if self.look.saving else KEY),
                Stroke(r - 2.4 * u, r + 0.2 * u, r - 0.6 * u, r + 2.2 * u, 1.4 * u, ink),
                Stroke(r - 0.6 * u, r + 2.2 * u, r + 2.8 * u, r - 2.2 * u, 1.4 * u, ink),
            ]
            self._tick = Box(2 * r, 2 * r, tuple(marks))
        return self._tick

    def letter(self, text: str) -> Box:
        """Give a letter or number to be written in a box."""
        if text not in self._letters:
            size = 11 * self.look.unit
            style = replace(self.look.answer, size=size, leading=size)
            self._letters[text] = Typesetter().line(text, style)
        return self._letters[text]


class ItemKey:
    """The key of one item, whatever the order of its options on a form."""

    def __init__(self, asked: Asked, told: Told, stock: KeyBoxes, setter: Typesetter) -> None:
        """Take both halves in one order of the choices, which needn't be any form's."""
        self.asked = asked
        self.told = told
        self.stock = stock
        self.setter = replace(setter, lang=asked.lang)
        ids = self.usual = tuple(choice.id for choice in asked.choices)
        self.right: frozenset[str] = frozenset()
        self.matches: tuple[str, ...] = ()
        self.ranks: Mapping[str, int] = {}
        match told.key:
            case ChooseKey(right):
                self.right = frozenset(ids[place] for place in right)
            case MatchKey(matches):
                self.matches = tuple(ids[place] for place in matches)
            case OrderKey(ranks):
                self.ranks = dict(zip(ids, ranks, strict=True))
            case FillKey() | TextKey() | NumberKey() | WriteKey() | RecallKey():
                pass
            case _:
                assert_never(told.key)
        self._fitted: dict[tuple[Rich, float], tuple[Box, float]] = {}
        self._lines: list[Box] | None = None

    def parts(self, leaf: Leaf, order: Sequence[str]) -> Iterator[KeyPart]:
        """Say what is drawn over a leaf of a form that prints the choices in this order."""
        order = order or self.usual
        for anchor in leaf.anchors:
            kind, _, name = anchor.name.partition(":")
            if kind == "choice":
                if name in self.right:
                    r = self.stock.tick.width / 2
                    yield anchor.x - r, anchor.y - r, self.stock.tick, True
            elif kind in {"match", "rank"}:
                box = self.stock.letter(self._boxed(kind, name, order))
                x = anchor.x + (anchor.width - box.width) / 2
                yield x, anchor.y + (anchor.height - box.height) / 2, box, True
            elif kind == "area":
                yield anchor.x, anchor.y, self._in_area(anchor.width, anchor.height), False
            elif kind == "line":
                for box in self._written(anchor.width)[int(name) : int(name) + 1]:
                    yield anchor.x, anchor.y - box.height + 4, box, False
            elif text := self._said(kind, name):
                box, line = self._fit(text, anchor.width)
                below = max(0.0, box.height - box.drop - line)  # no rule strikes a denominator
                yield anchor.x, anchor.y - line + 4 - box.drop - below, box, False

    def _boxed(self, kind: str, name: str, order: Sequence[str]) -> str:
        if kind == "rank":
            return str(self.ranks[name] + 1)
        return letter(list(order).index(self.matches[int(name)]))

    def _said(self, kind: str, name: str) -> Rich:
        answers = self.told.answers
        if kind == "answer":
            if isinstance(self.told.key, NumberKey):  # its unit is printed already
                return text_as_rich(number_alone(self.told))
            return joined_lines(answers, " · ")
        index = int(name)
        return one_line(answers[index]) if index < len(answers) else ()

    def _fit(self, text: Rich, width: float) -> tuple[Box, float]:
        """Write an answer where it must fit: smaller if need be, in more lines at last.

        Gives the box, and the height that a line of plain text has in it.
        """
        fitted = self._fitted.get((text, width))
        if fitted is None:
            style = self.stock.look.answer
            while style.size > _SMALLEST and self.setter.width(text, style) > width:
                style = _smaller(style)
            if self.setter.width(text, style) <= width:
                fitted = self.setter.box(text, width + 1, style), style.leading
            else:
                box = self._packed([text], width, 1)[0]
                fitted = box, box.height - box.drop
            self._fitted[text, width] = fitted
        return fitted

    def _written(self, width: float) -> list[Box]:
        """Write an answer at length on the lines there are."""
        if self._lines is None:
            interaction = self.asked.interaction
            count = interaction.lines if isinstance(interaction, Write) else 0
            texts = [flat(led_by((Run("• "),), answer)) for answer in self._criteria]
            self._lines = self._packed(texts, width, count) if texts else []
        return self._lines

    def _in_area(self, width: float, height: float) -> Box:
        """Write an answer at length where there are no lines, smaller if it must be."""
        style = self.stock.look.answer
        texts = [flat(led_by((Run("• "),), answer)) for answer in self._criteria]
        while True:
            box = stack(width, [(1.0, self.setter.box(text, width, style)) for text in texts])
            if box.height <= height or style.size <= _LEAST:
                return box
            style = _smaller(style)

    def _packed(self, texts: Sequence[Rich], width: float, count: int) -> list[Box]:
        """Write texts whole above so many lines: smaller, and several between two of them.

        What finds no room even so ends in dots; the key has it whole.
        """
        style = self.stock.look.answer
        while True:
            lines = [line for text in texts for line in self.setter.lines(text, width, style)]
            slots = _slots(lines)
            if len(slots) <= count:
                break
            if style.size <= _LEAST:
                slots = slots[:count]
                slots[-1][-1] = self.setter.line("…", style)
                break
            style = _smaller(style)
        return [stack(width, [(0.0, line) for line in slot]) for slot in slots]

    # --- in words -------------------------------------------------------------------------------

    def short(self, order: Sequence[str]) -> Rich:
        """Say the answer as a grid does: letters, numbers, a word or a formula."""
        order = order or self.usual
        places = {id: place for place, id in enumerate(order)}
        key = self.told.key
        match key:
            case ChooseKey():
                right = sorted(places[id] for id in self.right)
                return (Run("".join(letter(place) for place in right)),)
            case MatchKey():
                return (Run(_run([letter(places[id]) for id in self.matches])),)
            case OrderKey():
                return (Run(_run([str(self.ranks[id] + 1) for id in order])),)
            case WriteKey():
                return (Run("…"),)
            case FillKey() | TextKey() | NumberKey() | RecallKey():
                return joined_lines(self.told.answers, " · ")
            case _:
                assert_never(key)

    @property
    def _criteria(self) -> tuple[Blocks, ...]:
        """What an answer at length is judged by, each with its points."""
        key = self.told.key
        points = key.points if isinstance(key, WriteKey) else ()
        return criteria(self.told.answers, points, self.asked.lang)

    @property
    def has_letters(self) -> bool:
        """Whether letters alone say the answer on paper."""
        return isinstance(self.told.key, ChooseKey | MatchKey | OrderKey)

    def answer(self) -> Blocks:
        """Say the answer in words, as the list of answers does."""
        if isinstance(self.told.key, WriteKey):
            listed = [led_by((Run("• "),), text) for text in self._criteria]
            return listed[0] if len(listed) == 1 else tuple(b for text in listed for b in text)
        between, lefts = self._between()
        said: Blocks = ()
        for index, answer in enumerate(self.told.answers):
            text = joined(lefts[index], " – ", answer) if lefts else answer
            said = joined(said, between, text) if index else text
        return said

    def _between(self) -> tuple[str, tuple[Blocks, ...]]:
        """Give what parts the answers of a list, and what each of them answers."""
        interaction = self.asked.interaction
        match interaction:
            case Match(lefts):
                return "; ", lefts
            case Order():
                return " → ", ()
            case Choose(several=several):
                return "; " if several else " · ", ()
            case Fill() | EnterText() | EnterNumber() | Write() | Recall():
                return " · ", ()
            case _:
                assert_never(interaction)


def _smaller(style: Style) -> Style:
    size = style.size - 0.5
    return replace(style, size=size, leading=size + (3.5 if size >= _SMALLEST else 1.2))


def _slots(lines: Sequence[Box]) -> list[list[Box]]:
    """Put as many lines together as stand between two lines of the paper."""
    slots: list[list[Box]] = []
    used = LINE
    for line in lines:
        if used + line.height > LINE - 2:
            slots.append([])
            used = 0.0
        slots[-1].append(line)
        used += line.height
    return slots


def _run(signs: Sequence[str]) -> str:
    """Join letters or numbers; with commas where one of them has two signs."""
    return ("" if all(len(sign) == 1 for sign in signs) else ",").join(signs)
