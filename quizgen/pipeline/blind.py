"""Reading blind: a bank's choices without key or source, for a colleague or an assistant.

Form is all that tricks see; whether a question can be answered by what everybody knows, or by
names and stock phrases, only a reader can tell who hasn't read the source. The sheet's first line
names the bank, the quiz and a hash of each question as it reads, so that answers given to an
older bank count where a question still reads the same; ids, which may give answers away, stay
out. Options stand in an order that follows from the bank and the item, never from the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import comb

from quizgen.assembly.forms import printed_order
from quizgen.checks.testwise.chance import Odds, p_value
from quizgen.interaction import Choose, ChooseKey, Fill, FillKey
from quizgen.model import Bank, Item
from quizgen.pipeline.check import Report
from quizgen.pipeline.project import Project, clock
from quizgen.pipeline.writing import write_atomically
from quizgen.present.lower import Asked, ask, letter, tell
from quizgen.release.lock import dump_lock
from quizgen.release.papers import iso
from quizgen.release.readings import BlindReading, joined_readings, readings_in
from quizgen.text.blocks import Blocks, plain_words, text_lines
from quizgen.text.order import key_of

ALL = "-"
"""Stands for all choices of a bank, where no quiz was named."""
BLANK = "_____"


@dataclass(frozen=True, slots=True)
class BlindQuestion:
    """A choice as a reader sees it, and what is right."""

    item: str
    hash: str
    """Of all that the reader sees of it."""
    asked: Asked
    stem: tuple[str, ...]
    options: tuple[str, ...]
    right: frozenset[int]
    several: bool
    count: int

    @property
    def odds(self) -> Odds:
        """What chance would do: one of the options, or one of the sets that may be chosen."""
        offered = len(self.options)
        if not self.several:
            return Odds(1, offered, len(self.right))
        return Odds(1, comb(offered, self.count) if self.count else 2**offered - 1, 1)


@dataclass(frozen=True)
class BlindSheet:
    """The questions that a reader is given."""

    bank: str
    quiz: str
    questions: tuple[BlindQuestion, ...]

    @cached_property
    def hash(self) -> str:
        """Eight hex digits over all that is asked."""
        return _digest(*(question.hash for question in self.questions))[:8]

    @property
    def head(self) -> str:
        """The line that a reader sends back with the answers."""
        hashes = " ".join(question.hash for question in self.questions)
        return (
            f"quizgen blind: bank {self.bank}, quiz {self.quiz}, hash {self.hash}, "
            f"questions {hashes}"
        )

    def lines(self) -> Iterator[str]:
        """Write the sheet."""
        yield self.head
        yield "# Without looking anything up, answer each question by its letter: 1. B"
        yield "# Guess where you don't know; where you did know it beforehand, add a k: 1. B k"
        yield "# Send back the first line and your answers, one a line."
        shown = ""
        for number, question in enumerate(self.questions, 1):
            passage = question.asked.passage
            if passage and passage.id != shown:
                shown = passage.id
                yield ""
                yield from (f"   | {line}" for line in text_lines(passage.blocks))
            yield ""
            yield from _question_lines(number, question)


def _question_lines(number: int, question: BlindQuestion) -> Iterator[str]:
    asked = question.asked
    yield from (f"   > {line}" for line in text_lines(asked.stimulus))
    if asked.image:
        yield f"   [picture: {asked.image.alt}]"
    first, *rest = question.stem
    yield f"{number}. {first}"
    yield from (f"   {line}" for line in rest)
    if question.several:
        yield f"   (choose {question.count or 'all that are right'}: 1. A C)"
    for place, option in enumerate(question.options):
        yield f"   {letter(place)}) {option}"


def sheet_of(bank: Bank, items: Iterable[Item], quiz: str = ALL) -> BlindSheet:
    """Make the sheet of some items: of their choices that are neither drafts nor retired."""
    counted = (item for item in items if item.status == "ok")
    questions = (question for item in counted for question in _questions(item, bank))
    return BlindSheet(bank.id, quiz, tuple(questions))


def _questions(item: Item, bank: Bank) -> Iterator[BlindQuestion]:
    """Give the choices of an item: one, or one for each blank that has a list."""
    order = printed_order(item, key_of("blind", bank.id, _digest(item.stem)[:8]))
    asked, key = ask(item, order, bank.lang), None
    stem = tuple(text_lines(asked.stem)) or ("?",)
    interaction = asked.interaction
    if isinstance(interaction, Choose):
        key = tell(item, order, bank.lang).key
        assert isinstance(key, ChooseKey)  # noqa: S101 - what a choice is answered by
        options = tuple(_plain(choice.text) for choice in interaction.choices)
        several, count = interaction.several, interaction.count
        yield _question(item, asked, stem, options, frozenset(key.right), several, count)
    if isinstance(interaction, Fill) and any(interaction.lists):
        key = tell(item, order, bank.lang).key
        assert isinstance(key, FillKey)  # noqa: S101 - as above
        whole = " ".join(stem)
        for place, (offered, hidden) in enumerate(zip(interaction.lists, key.blanks, strict=True)):
            if offered:
                listed = tuple(sorted(offered))
                right = frozenset(i for i, text in enumerate(listed) if text == hidden)
                yield _question(item, asked, (_numbered(whole, place),), listed, right)


def _numbered(stem: str, place: int) -> str:
    """Mark the blank that is asked for."""
    parts = re.split(r"_{5,}", stem)
    return "".join(
        part + ("" if i + 1 == len(parts) else "[?]" if i == place else BLANK)
        for i, part in enumerate(parts)
    )


def _question(
    item: Item,
    asked: Asked,
    stem: tuple[str, ...],
    options: tuple[str, ...],
    right: frozenset[int],
    several: bool = False,
    count: int = 0,
) -> BlindQuestion:
    passage = _plain(asked.passage.blocks) if asked.passage else ""
    picture = f"{asked.image.file} {asked.image.alt}" if asked.image else ""
    # No id: a reader could try which one of those that hold an answer gives this hash.
    seen = (passage, _plain(asked.stimulus), picture, *stem, *options)
    return BlindQuestion(
        item.id, _digest(*seen, str(count))[:6], asked, stem, options, right, several, count
    )


def _plain(text: Blocks) -> str:
    return plain_words(text).strip()


def _digest(*texts: str) -> str:
    return sha256("\x1f".join(texts).encode()).hexdigest()


# --- what was answered ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """What a reader answered to a question that still reads the same."""

    question: BlindQuestion
    chosen: frozenset[int]
    known: bool

    @property
    def right(self) -> bool:
        """Whether it is what the key says today."""
        return self.chosen == self.question.right or (
            not self.question.several and self.chosen <= self.question.right
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindResult:
    """How much a reader guessed."""

    quiz: str
    answers: tuple[BlindAnswer, ...]
    unanswered: int
    changed: tuple[int, ...] = ()
    """Numbers of questions that read otherwise today, or are gone."""
    current: str = ""
    """The hash of the questions, where all of them read as they did; else nothing."""

    @property
    def guessed(self) -> tuple[BlindAnswer, ...]:
        """The answers that were not known beforehand."""
        return tuple(answer for answer in self.answers if not answer.known)

    @property
    def right(self) -> int:
        """How many guesses are right."""
        return sum(answer.right for answer in self.guessed)

    @property
    def chance(self) -> float:
        """The share that chance would get."""
        odds = [answer.question.odds.chance for answer in self.guessed]
        return float(sum(odds, Fraction(0)) / len(odds)) if odds else 0.0

    @property
    def p(self) -> float:
        """The probability that chance gets as much or more."""
        return p_value((answer.question.odds for answer in self.guessed), Fraction(self.right))


def today(report: Report) -> Iterator[BlindSheet]:
    """Give the sheets of a bank as it reads today: all of it, then each quiz."""
    bank = report.sound_bank
    yield sheet_of(bank, bank.items)
    done = set()
    for form in report.forms:
        if form.quiz.id not in done:
            done.add(form.quiz.id)
            yield sheet_of(bank, (placed.item for placed in form.placed), form.quiz.id)


def readings_of(project: Project, report: Report) -> tuple[BlindReading, ...]:
    """Give the readings on record of what a bank asks today, those of all of it first."""
    try:
        readings = readings_in(project.lock_file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return ()
    if not readings:  # lowering a large bank takes its time
        return ()
    for sheet in today(report):
        if found := tuple(one for one in readings if one.questions == sheet.hash):
            return found
    return ()


def remember(
    project: Project, bank: Bank, results: Iterable[BlindResult]
) -> Sequence[BlindReading]:
    """Write readings into the lock, if they are of the questions as they read today.

    Raises BankError, CannotWrite.
    """
    day = iso(clock())[:10]
    new = [
        BlindReading(result.current, result.right, len(result.guessed), day)
        for result in results
        if result.current and result.guessed
    ]
    lock = project.lock()
    blind = joined_readings(lock.blind, new)
    if blind != lock.blind:
        text = dump_lock(replace(lock, blind=blind, bank=lock.bank or bank.id))
        write_atomically(project.lock_file, text.encode(), project.here)
    return new
