"""The outputs: one format each, behind one literal, lazy registry.

An output is a module with `render(job) -> Rendered`. It reads nothing but the job and writes
nothing but the streams it is handed, so the same job gives the same bytes. What a user may choose
of it is a class of its own. To add one: a module here, a test, and a line in `OUTPUTS`, which says
whether a plain build makes it, what it holds, and whether it looks ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2s
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeVar

from quizgen.assembly.forms import arranged, make_forms
from quizgen.model import (
    TYPE_NAMES,
    Bank,
    Citation,
    Form,
    Item,
    TrueFalse,
    type_name,
)
from quizgen.present.lower import LoweredItem, lower
from quizgen.problems import Problem, QuizgenError
from quizgen.release.class_forms import DealId, Dealt
from quizgen.release.lock import NoteKey, Stamp


@dataclass(frozen=True, slots=True)
class Exchange:
    """What `export --list` says of a format of another program."""

    title: str
    """The program's or the format's name."""
    ending: str
    """Of its files: `.txt`."""
    note: str
    """Its limits, and what people must know of its import."""
    read_back: str = ""
    """What reads it in the tests that isn't ours; without it, nobody has checked it."""
    takes: str = ""
    """What a question must be there: the reason why items of other types are refused."""


@dataclass(frozen=True, slots=True)
class Output:
    """An entry of the registry: where an output's module is, and what it can do."""

    module: str
    by_default: bool = True
    """A plain build makes it; else it is made where it is named."""
    holds: frozenset[str] = frozenset(TYPE_NAMES)
    """The item types that it can hold; items of others are left out, and said."""
    looks_ahead: bool = False
    """Its module has `refusals(checked) -> problems`: what it would refuse, without a job."""
    exchange: Exchange | None = None
    """What there is to say of it where it is another program's format."""


OUTPUTS: Final[dict[str, Output]] = {
    "anki": Output("quizgen.outputs.anki"),
    "pdf": Output("quizgen.outputs.pdf", looks_ahead=True),
    "page": Output("quizgen.outputs.page"),
    "csv": Output(
        "quizgen.outputs.csv",
        by_default=False,
        exchange=Exchange(
            "our table, CSV",
            ".csv",
            "A row a question, its options in columns, the key by letter; comes back as it went. "
            "Passages stand with each question; pictures are named, not contained.",
            "Python's csv, and our own reader",
        ),
    ),
    "xlsx": Output(
        "quizgen.outputs.xlsx",
        by_default=False,
        exchange=Exchange(
            "our table, Excel",
            ".xlsx",
            "The same table as a workbook.",
            "openpyxl, and our own reader",
        ),
    ),
    "docx": Output(
        "quizgen.outputs.docx",
        by_default=False,
        exchange=Exchange(
            "Word",
            ".docx",
            "A paper and its key, to be edited: styles, numbered lists, tables, formulas. "
            "The whole bank by its topics; `--quiz` for a quiz in its order. Microsoft Forms "
            "takes choices by Import, and may want the right answers ticked by hand.",
            "mammoth, docx2python, LibreOffice, and our own reader",
        ),
    ),
    "moodle": Output(
        "quizgen.outputs.moodle",
        by_default=False,
        exchange=Exchange(
            "Moodle XML",
            ".xml",
            "Every item type as Moodle's own, with points, feedback, hints, tags and pictures. "
            "Ordering needs Moodle 4.4 or its plugin.",
            "moodle_xml_parser (choices and gaps), and our own reader",
        ),
    ),
    "gift": Output(
        "quizgen.outputs.gift",
        by_default=False,
        exchange=Exchange(
            "Moodle, as GIFT",
            ".gift",
            "Every item type; orders and gap texts become matching. No files, no points, no hints.",
            "gift-pegjs, the format's grammar",
        ),
    ),
    "google-forms": Output(
        "quizgen.outputs.google_forms",
        by_default=False,
        holds=frozenset(
            {"single-choice", "multiple-response", "true-false", "short-answer", "matching"}
        ),
        exchange=Exchange(
            "Google Forms",
            ".gs",
            "A script for script.google.com: its first lines are its five clicks; some schools "
            "block scripts. Choices come with key, points and feedback; typed answers and grids "
            "are marked by hand. Not tried in Google Forms itself.",
            "node, with a form of our own that notes what it is told",
            "a form marks choices, and takes short texts and grids",
        ),
    ),
    "kahoot": Output(
        "quizgen.outputs.kahoot",
        by_default=False,
        holds=frozenset({"single-choice", "multiple-response", "true-false"}),
        exchange=Exchange(
            "Kahoot",
            ".xlsx",
            "Import it as a spreadsheet in Kahoot's editor. Questions up to 120 characters, up to "
            "4 answers of 75 each: what is longer is refused with its length, never cut. 30 "
            "seconds each, 60 where several are right. Not tried in Kahoot itself.",
            "openpyxl, and our own reader",
            "a question there is chosen from two to four answers",
        ),
    ),
    "canvas": Output(
        "quizgen.outputs.canvas",
        by_default=False,
        exchange=Exchange(
            "Canvas",
            ".zip",
            "Import it as a QTI .zip: a quiz whose groups are the topics, to draw from. Orders "
            "become matching. Pictures lie inside; no hints, tags and levels.",
            "qti2latex, and our own reader",
        ),
    ),
    "quizlet": Output(
        "quizgen.outputs.quizlet",
        by_default=False,
        exchange=Exchange(
            "Quizlet",
            ".txt",
            "Every item is a card, pasted under Import: tab between term and definition. "
            "Formulas and pictures come as words.",
        ),
    ),
}


def chosen_outputs(only: Sequence[str] | None = None) -> tuple[str, ...]:
    """Give the names of the outputs to be made: those asked for, or what a plain build makes.

    Raises QuizgenError for a name that no output has, and for a text in place of a list of names.
    """
    if not only:
        return tuple(name for name, output in OUTPUTS.items() if output.by_default)
    names = [only] if isinstance(only, str) else list(only)
    built = [name for name, output in OUTPUTS.items() if not output.exchange]
    for name in names:
        if name not in built:
            help = f"; `quizgen export --to {name}` makes it" if name in OUTPUTS else ""
            raise QuizgenError(f"there is no output {name!r}; there are {', '.join(built)}{help}")
    if isinstance(only, str):
        raise QuizgenError(f"outputs are given as a list: only=[{only!r}]")
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Batch:
    """What tells the papers of one run from those of another, in names and in the manifest.

    Papers of several classes lie in one folder, and two of them may have a pupil of one id.
    """

    group: str = ""
    """The class: the stem of its list, as a file's name may hold it."""
    place: str = ""
    """Stands for where the list lies: two classes may keep lists of one name."""
    forms: int = 0
    """So many forms, where a command asked for a number of them."""
    class_list: Path | None = None
    """Where the list lies."""

    @property
    def suffix(self) -> str:
        """Name what all forms of a quiz share, such as the key: `.10b`, `.30`."""
        if self.group:
            return f".{self.group}"
        return f".{self.forms}" if self.forms else ""

    @property
    def mark(self) -> dict[str, str]:
        """What the manifest says of a class's papers."""
        return {"class": self.group, "list": self.place} if self.group else {}


@dataclass(frozen=True, slots=True)
class Printed:
    """What came on paper: what the manifest must know of it, so that it can be marked."""

    forms: tuple[Form, ...] = ()
    batch: Batch = Batch()
    deals: Mapping[DealId, Dealt] = field(default_factory=dict)
    """Who got which form, where they were for a class."""
    by_command: bool = False
    """A command asked for these: they outlive a plain build."""


Assemble = Callable[[Bank, Batch], tuple[tuple[Form, ...], tuple[Problem, ...]]]
"""Makes the forms of a bank's quizzes for a run, and says what is wrong with them."""


def assemble_anew(bank: Bank, _batch: Batch) -> tuple[tuple[Form, ...], tuple[Problem, ...]]:
    """Make forms as if none had been made before."""
    return make_forms(bank)


Options = TypeVar("Options")


@dataclass(frozen=True, kw_only=True)
class CheckedBank:
    """A bank that was checked, as an output's pre-flight sees it: nothing is lowered yet."""

    bank: Bank
    forms: tuple[Form, ...] = ()
    assemble: Assemble = assemble_anew
    """For an output whose quizzes are others than the bank's own: a form for each pupil."""
    citations: Mapping[str, tuple[Citation, ...]] = field(default_factory=dict)
    """Item id -> where the words stand that support its answer."""
    options: Sequence[object] = ()
    """What was chosen of outputs, each in a class of the output's own."""
    here: Path = field(default_factory=Path.cwd)
    """The working folder: paths are shown from there."""
    say: Callable[[str, int, int], None] = lambda *_: None
    """Told what is being done, how many of it are done, and of how many."""

    def options_of(self, kind: type[Options]) -> Options:
        """Give the options of a class: those that were chosen, or the usual ones."""
        return next((o for o in self.options if isinstance(o, kind)), kind())

    def lowered(self, items: Iterable[Item]) -> tuple[LoweredItem, ...]:
        """Lower items as cards hold them."""
        return lower_items(items, self.bank.lang, self.citations)


@dataclass(frozen=True, kw_only=True)
class Job(CheckedBank):
    """All that an output may know."""

    items: tuple[LoweredItem, ...]
    """The items for decks and pages: `ok` ones, and drafts when they were let in."""
    retired: tuple[LoweredItem, ...] = ()
    stamps: Mapping[NoteKey, Stamp] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)
    """File name in the bank -> its bytes."""

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
    parts = arranged(item)
    pinned = parts.pinned
    order = (*sorted(parts.free), *pinned)
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
    formerly: str = ""
    """What an older version called it: that file goes when this one is made."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of an item, or of one of its fields, that a format can't hold as it is."""

    item: str
    status: Literal["degraded", "refused"]
    why: str
    field: str = ""
    """Such as `hint`; empty for the item as a whole."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an output made of a job; with errors among the problems, nothing is written."""

    files: tuple[OutputFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    printed: Printed | None = None
    """What came on paper, where that is what the output makes."""
    losses: tuple[Loss, ...] = ()
    """What a format of another program can't hold."""


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
    refused = tuple(Loss(i.item.id, "refused", _why_not(name, i.item)) for i in strange)
    return replace(
        rendered,
        problems=(*problems, *rendered.problems),
        losses=(*refused, *rendered.losses),
    )


def refusals(name: str, checked: CheckedBank) -> list[Problem]:
    """Say what an output would refuse of a bank, where it can tell without a job."""
    if not OUTPUTS[name].looks_ahead:
        return []
    found: list[Problem] = import_module(OUTPUTS[name].module).refusals(checked)
    return found


def _why_not(name: str, item: Item) -> str:
    exchange = OUTPUTS[name].exchange
    reason = f": {exchange.takes}" if exchange and exchange.takes else ""
    return f"{name} can't hold a {type_name(item)} item{reason}"


def _not_held(name: str, item: Item) -> Problem:
    message = f"{name} can't hold a {type_name(item)} item: {item.id} is left out"
    return Problem("type-not-held", "warning", item.where, message, "", item.id)


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many: `1 page`, `4 pages`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
