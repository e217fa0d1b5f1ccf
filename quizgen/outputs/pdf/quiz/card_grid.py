"""Where flashcards lie on their sheet, and their backs behind them: measures alone, no drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizgen.model import CardSettings
from quizgen.outputs.pdf.typeset.boxes import HAIR, Stroke

MM = 72 / 25.4
_MARGIN = 30.0
_UNDER = 12.0
"""Around cards that share a sheet among them, and below them for a line that says what to do."""
_LEAST_MARGIN = 8 * MM
"""Around cards of a measure: nearer to the edge many printers print nothing."""
_SHARED: Mapping[str, tuple[int, int]] = {"8-up": (2, 4), "10-up": (2, 5)}
"""Columns and rows that a sheet is shared among."""
_CARDS: Mapping[str, tuple[float, float]] = {
    "a7": (105 * MM, 74 * MM),
    "a8": (74 * MM, 52 * MM),
    "business-card": (85 * MM, 55 * MM),
}
_ON_LETTER: Mapping[str, tuple[float, float]] = {"business-card": (3.5 * 72, 2.0 * 72)}
"""Measures of cards; each is turned upright where more of them fit a sheet so."""
_AWAY, _LONG = 4.0, 10.0
"""How far a crop mark stands off the cards, and how long it is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The corner of a card, from the top left corner of its side of the sheet."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CardGrid:
    """The cards of a sheet: columns and rows of one size."""

    sheet: tuple[float, float]
    columns: int
    """Of fronts and backs, where they are side by side."""
    rows: int
    width: float
    height: float
    left: float
    top: float
    cards: CardSettings
    rtl: bool = False

    @property
    def folded(self) -> bool:
        """Tell whether front and back are side by side."""
        return self.cards.sides == "fold"

    @property
    def per_sheet(self) -> int:
        """How many cards a sheet has."""
        return self.columns * self.rows // (2 if self.folded else 1)

    def front(self, index: int) -> Spot:
        """Place the front of a card of a sheet."""
        across = 2 if self.folded else 1
        row, column = divmod(index, self.columns // across)
        x = self.left + column * across * self.width
        if self.rtl:
            x = self.sheet[0] - x - self.width
        return Spot(x, self.top + row * self.height)

    def back(self, index: int) -> Spot:
        """Place its back: beside it, or where it lies behind it when the sheet is turned."""
        front, (wide, high) = self.front(index), self.sheet
        if self.folded:
            return Spot(front.x + self.width * (-1 if self.rtl else 1), front.y)
        x, y = front.x, front.y
        if self.cards.sides == "short-edge":
            y = high - y - self.height
        else:
            x = wide - x - self.width
        return Spot(x + self.cards.back_dx * MM, y + self.cards.back_dy * MM)

    def crop_marks(self) -> Iterator[Stroke]:
        """Draw where to cut, outside the cards; dashed is where to fold."""
        right = self.left + self.columns * self.width
        low = self.top + self.rows * self.height
        for column in range(self.columns + 1):
            x = self.left + column * self.width
            dash = (2.0, 2.0) if self.folded and column % 2 else ()
            yield Stroke(x, self.top - _AWAY - _LONG, x, self.top - _AWAY, 0.5, HAIR, dash)
            yield Stroke(x, low + _AWAY, x, low + _AWAY + _LONG, 0.5, HAIR, dash)
        for row in range(self.rows + 1):
            y = self.top + row * self.height
            yield Stroke(self.left - _AWAY - _LONG, y, self.left - _AWAY, y, 0.5, HAIR)
            yield Stroke(right + _AWAY, y, right + _AWAY + _LONG, y, 0.5, HAIR)


def grid_of(
    sheet: tuple[float, float], cards: CardSettings, *, letter: bool = False, rtl: bool = False
) -> CardGrid:
    """Lay cards of a size on a sheet, as many as it holds.

    Args:
        sheet: Width and height of the paper.
        cards: What is wished for.
        letter: It is American paper, for which a business card has other measures.
        rtl: Cards run from the right.

    """
    shared = _SHARED.get(cards.size)
    if shared:
        columns, rows = shared
        width = (sheet[0] - 2 * _MARGIN) / columns
        height = (sheet[1] - 2 * _MARGIN - _UNDER) / rows
        return CardGrid(sheet, columns, rows, width, height, _MARGIN, _MARGIN, cards, rtl)
    wide, high = (_ON_LETTER if letter else _CARDS).get(cards.size) or _CARDS[cards.size]
    lying, upright = (_whole(sheet, each, cards, rtl=rtl) for each in ((wide, high), (high, wide)))
    return upright if upright.per_sheet > lying.per_sheet else lying


def _whole(
    sheet: tuple[float, float], card: tuple[float, float], cards: CardSettings, *, rtl: bool
) -> CardGrid:
    """Lay as many cards as a sheet holds in its middle."""
    across = 2 if cards.sides == "fold" else 1
    columns, rows = (
        int((side - 2 * _LEAST_MARGIN + 0.01) // length)
        for side, length in zip(sheet, card, strict=True)
    )
    columns -= columns % across
    left = (sheet[0] - columns * card[0]) / 2
    top = (sheet[1] - rows * card[1]) / 2
    return CardGrid(sheet, columns, rows, *card, left, top, cards, rtl)
