"""How an item is answered: a closed union in QTI's words, and beside each interaction its key.

An interaction is what pupils may see; it has no field that could hold a key. A key is told after
the reveal, and is all that scoring needs. Both speak of places in the order shown, from 0, never
of what an author wrote first. Every `match` on them ends in `assert_never`, so that mypy names
each place that a new one lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, assert_never

from quizgen.text import typed
from quizgen.text.blocks import Blocks

Strictness = typed.Strictness
"""How closely a typed answer must agree."""

Scoring = Literal["all", "partial", "right-minus-wrong"]
"""How several right choices are scored."""

JUDGING: Final = 3
"""Which way of judging typed answers is today's; keys of older logs keep their own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something offered: an option, a right side, a step. The id comes from its text alone."""

    id: str
    text: Blocks


# --- what is asked --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose one, or all that apply (QTI `choiceInteraction`)."""

    choices: tuple[Choice, ...]
    several: bool = False
    """Any number may be chosen (QTI `maxChoices="0"`)."""
    count: int = 0
    """So many are to be chosen, where pupils are told."""
    rule: Scoring = "all"
    """How several are scored, which pupils may know."""


@dataclass(frozen=True, slots=True)
class Match:
    """Find for each left side its right one (QTI `matchInteraction`)."""

    lefts: tuple[Blocks, ...]
    choices: tuple[Choice, ...]
    """The right sides; one may serve more than once, or never."""


@dataclass(frozen=True, slots=True)
class Order:
    """Put steps in order (QTI `orderInteraction`)."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill the blanks of a text (QTI `textEntryInteraction` or `gapMatchInteraction`)."""

    blanks: int
    choices: tuple[Choice, ...] = ()
    """A word bank, if there is one."""
    lists: tuple[tuple[str, ...], ...] = ()
    """For each blank, what it offers to choose from; empty where nothing does."""
    widths: tuple[int, ...] = ()
    """How wide each blank is on paper, in steps that tell nothing of the answer."""


@dataclass(frozen=True, slots=True)
class EnterText:
    """Type or write a word or a few."""


@dataclass(frozen=True, slots=True)
class EnterNumber:
    """Type or write a number."""

    unit: str = ""
    """Stands behind the number; may be typed or left out."""


@dataclass(frozen=True, slots=True)
class Write:
    """Write at length (QTI `extendedTextInteraction`)."""

    lines: int
    criteria: tuple[Blocks, ...] = ()
    """What the answer is judged by, where pupils are told."""
    worth: tuple[Decimal, ...] = ()
    """The points of each criterion, if they have any."""


@dataclass(frozen=True, slots=True)
class Recall:
    """Say it to oneself, then look: a flashcard."""


Interaction = Choose | Match | Order | Fill | EnterText | EnterNumber | Write | Recall


def choices_of(interaction: Interaction) -> tuple[Choice, ...]:
    """Give what an interaction offers, in the order shown."""
    match interaction:
        case Choose() | Match() | Order() | Fill():
            return interaction.choices
        case EnterText() | EnterNumber() | Write() | Recall():
            return ()
        case _:
            assert_never(interaction)


# --- what is right --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChooseKey:
    """Which choices are right."""

    right: tuple[int, ...]
    """Their places, ascending."""
    offered: int
    """How many were to choose from."""
    scoring: Scoring = "all"


@dataclass(frozen=True, slots=True)
class MatchKey:
    """For each left side, the place of its right one."""

    matches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """For each step, in the order shown, its right place."""

    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FillKey:
    """What the blanks hide, in plain text."""

    blanks: tuple[str, ...]
    accept: tuple[tuple[str, ...], ...] = ()
    """For each blank, what else is right; empty where none has anything else."""
    listed: tuple[int, ...] = ()
    """Places of the blanks whose answer is chosen from a list: it must be the very one."""
    match: Strictness = "fold"
    judging: int = JUDGING

    def answers(self, place: int) -> tuple[str, ...]:
        """Give all that is right in a blank, the best first."""
        return (self.blanks[place], *(self.accept[place] if self.accept else ()))


@dataclass(frozen=True, slots=True)
class TextKey:
    """What to type, and what else is right."""

    answer: str
    accept: tuple[str, ...] = ()
    match: Strictness = "fold"
    """How closely a typed answer must agree."""
    judging: int = JUDGING

    @property
    def answers(self) -> tuple[str, ...]:
        """All that is right, the best first."""
        return (self.answer, *self.accept)


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A number, right anywhere from `low` to `high`."""

    answer: Decimal
    low: Decimal
    high: Decimal
    unit: str = ""
    judging: int = JUDGING


@dataclass(frozen=True, slots=True)
class WriteKey:
    """Judged by people, by a rubric."""

    points: tuple[Decimal, ...] = ()
    """What each criterion is worth, if they have points; together no more than the item."""


@dataclass(frozen=True, slots=True)
class RecallKey:
    """Judged by the learner."""


Key = ChooseKey | MatchKey | OrderKey | FillKey | TextKey | NumberKey | WriteKey | RecallKey
