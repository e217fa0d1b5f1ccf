"""The outputs: one format each, behind one literal, lazy registry.

An output is a module with `render(job) -> Rendered`. It reads nothing but the job and writes
nothing but the streams it is handed, so the same job gives the same bytes. To add one: a module
here, a test, a golden, and a line in `OUTPUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2s
from importlib import import_module
from typing import BinaryIO, Final

from quizgen.assembly.forms import arranged
from quizgen.bank.print_options import Batch
from quizgen.model import Bank, Citation, Form, Item, PaperSettings, TrueFalse
from quizgen.present.lower import LoweredItem, lower
from quizgen.problems import Problem
from quizgen.release.lock import NoteKey, Stamp

OUTPUTS: Final[Mapping[str, str]] = {
    "anki": "quizgen.outputs.anki",
    "pdf": "quizgen.outputs.pdf",
    "page": "quizgen.outputs.page",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose of the outputs."""

    subdecks: bool = False
    """Put the cards of each topic into a deck of their own, below the bank's."""
    cards: bool = True
    """Print flashcards beside the quizzes."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """All that an output may know."""

    bank: Bank
    items: tuple[LoweredItem, ...]
    """The items for decks and pages: `ok` ones, and drafts when they were let in."""
    retired: tuple[LoweredItem, ...] = ()
    forms: tuple[Form, ...] = ()
    stamps: Mapping[NoteKey, Stamp] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)
    """File name in the bank -> its bytes."""
    settings: Settings = Settings()
    faces: Mapping[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)
    """Font files that the user named, by role: name and bytes."""
    usual_paper: PaperSettings = field(default_factory=PaperSettings)
    """What the bank itself says of paper, where a command says otherwise."""
    batch: Batch = field(default_factory=Batch)
    """Tells the papers of print runs apart: those of both may lie in front of a class."""
    say: Callable[[str, int, int], None] = lambda *_: None
    """Told what is being done, how many of it are done, and of how many."""

    @cached_property
    def by_id(self) -> Mapping[str, LoweredItem]:
        """The items by their ids."""
        return {lowered.item.id: lowered for lowered in self.items}


def lower_items(
    items: Iterable[Item], lang: str, citations: Mapping[str, tuple[Citation, ...]]
) -> tuple[LoweredItem, ...]:
    """Lower items as cards hold them: choices by id, which says nothing, the pinned behind them."""
    return tuple(_lower_item(item, lang, citations.get(item.id, ())) for item in items)


def _lower_item(item: Item, lang: str, citations: Sequence[Citation]) -> LoweredItem:
    free, pinned = arranged(item)
    order = (*sorted(free), *pinned)
    return lower(
        item, order, ("t", "f") if isinstance(item, TrueFalse) else pinned, lang, citations
    )


def content_digest(data: bytes) -> str:
    """Give the few hex digits that stand for a media file's content."""
    return blake2s(data, digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to be written, and what to say of it."""

    name: str
    write: Callable[[BinaryIO], None]
    items: int
    amount: str
    """Such as `97 cards` or `4 pages`."""
    forms: tuple[Form, ...] = ()
    """The forms whose papers, or whose keys, are in it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an output made of a job; with errors among the problems, nothing is written."""

    files: tuple[OutputFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(name: str, job: Job) -> Rendered:
    """Render a job by the output of a name."""
    rendered: Rendered = import_module(OUTPUTS[name]).render(job)
    return rendered


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many: `1 page`, `4 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
