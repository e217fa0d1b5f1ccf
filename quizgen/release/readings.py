"""Blind readings on record: what readers guessed who were shown the questions and no source.

One line in the lock for each: `blind <hash of the questions> <right> <of> <day>`. It counts for
the questions as they read then: once one of them changes, the hash is another. It stands in the
lock, and not beside the bank, so that all who share the bank know what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WORD = "blind"
_LINE = re.compile(rf"{WORD} ([0-9a-f]{{8}}) (\d+) (\d+) (\d{{4}}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class BlindReading:
    """What one reader guessed of a set of questions."""

    questions: str
    """The hash of what was asked."""
    right: int
    of: int
    """How many were guessed: answered, and not known before."""
    day: str

    @property
    def line(self) -> str:
        """The line itself."""
        return f"{WORD} {self.questions} {self.right} {self.of} {self.day}"


def read_reading(line: str) -> BlindReading:
    """Read a line. Raises ValueError where it makes no sense."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return BlindReading(found[1], int(found[2]), int(found[3]), found[4])


def readings_in(text: str) -> tuple[BlindReading, ...]:
    """Read the readings of a lock's text, and pass over all its other lines."""
    lines = (_LINE.fullmatch(line) for line in text.split("\n") if line.startswith(f"{WORD} "))
    return joined_readings(read_reading(found[0]) for found in lines if found)


def joined_readings(*several: Iterable[BlindReading]) -> tuple[BlindReading, ...]:
    """Give readings in one order, each once."""
    return tuple(sorted({reading for readings in several for reading in readings}))
