"""The outputs: one format each, behind one literal, lazy registry.

An output is a module with `render(job) -> Rendered`. It reads nothing but the job and writes
nothing but the streams it is handed, so the same job gives the same bytes. To add one: a module
here, a test, and a line in `OUTPUTS`, which says whether a plain build makes it and what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2s
from importlib import import_module
from typing import BinaryIO, Final

from quizgen.assembly.forms import arranged
from quizgen.bank.print_options import Batch
from quizgen.model import (
    TYPE_NAMES,
    Bank,
    Citation,
    Form,
    Item,
    PaperSettings,
    TrueFalse,
    type_name,
)
from quizgen.present.lower import LoweredItem, lower
from quizgen.problems import Problem, QuizgenError
from quizgen.release.lock import NoteKey, Stamp


@dataclass(frozen=True, slots=True)
class Output:
    """An entry of the registry: where an output's module is, and what it can do."""

    module: str
    by_default: bool = True
    """A plain build makes it; else it is made where it is named."""
    holds: frozenset[str] = frozenset(TYPE_NAMES)
    """The item types that it can hold; items of others are left out, and said."""


OUTPUTS: Final[dict[str, Output]] = {
    "anki": Output("quizgen.outputs.anki"),
    "pdf": Output("quizgen.outputs.pdf"),
    "page": Output("quizgen.outputs.page"),
}


def chosen_outputs(only: Sequence[str] | None = None) -> tuple[str, ...]:
    """Give the names of the outputs to be made: those asked for, or what a plain build makes.

    Raises QuizgenError for a name that no output has, and for a text in place of a list of names.
    """
    if not only:
        return tuple(name for name, output in OUTPUTS.items() if output.by_default)
    names = [only] if isinstance(only, str) else list(only)
    for name in names:
        if name not in OUTPUTS:
            raise QuizgenError(f"there is no output {name!r}; there are {', '.join(OUTPUTS)}")
    if isinstance(only, str):
        raise QuizgenError(f"outputs are given as a list: only=[{only!r}]")
    return tuple(names)


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
    """Render a job by the output of a name; items that it can't hold are left out, and said."""
    output = OUTPUTS[name]
    strange = [i for i in (*job.items, *job.retired) if type_name(i.item) not in output.holds]
    if strange:
        held = {id(i) for i in strange}
        job = replace(
            job,
            items=tuple(i for i in job.items if id(i) not in held),
            retired=tuple(i for i in job.retired if id(i) not in held),
        )
    rendered: Rendered = import_module(output.module).render(job)
    problems = tuple(_not_held(name, lowered.item) for lowered in strange)
    return replace(rendered, problems=(*problems, *rendered.problems))


def _not_held(name: str, item: Item) -> Problem:
    message = f"{name} can't hold a {type_name(item)} item: {item.id} is left out"
    return Problem("type-not-held", "warning", item.where, message, "", item.id)


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many: `1 page`, `4 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
