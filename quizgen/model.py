"""What a question bank is: plain frozen values that every room shares.

An item keeps what the author wrote, never rendered text; a key is an option's id, never a
position. Nothing here reads, writes or checks: `bank` builds these values, and a value that
exists is sound. Terms follow QTI 3 and the Standards for Educational and Psychological Testing.

What a large bank has hundreds of thousands of (items, options, places) are msgspec's frozen
structs: they are made, and taken from the cache, several times faster than dataclasses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple, assert_never, get_args

from msgspec import Struct
from msgspec import field as item_field

from quizgen.interaction import Strictness
from quizgen.problems import Problem, Where

Status = Literal["draft", "ok", "retired"]
Scoring = Literal["all", "partial", "right-minus-wrong"]


class Evidence(Struct, frozen=True, omit_defaults=True):
    """The words of a source that support an item, as the author cites them."""

    source: str
    """The local name of the source in the bank (`wt`)."""
    paragraph: int | None
    """Counts from 1; None until `check --fix` fills it in."""
    quote: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The record of a source text: who published it and a fingerprint of its words."""

    id: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    language: str = "en"
    rights: str = ""
    url: str = ""
    paragraphs: int
    words: int
    sha256: str
    fingerprint: tuple[frozenset[int], ...]
    """Per paragraph, the 16-bit hashes of its three-word windows."""
    text: tuple[str, ...] | None = None
    """The paragraphs themselves, in normal form, when the text lies beside the record."""
    original: tuple[str, ...] | None = None
    """The same paragraphs as they were written: in normal form 10³ is 103."""
    values: tuple[frozenset[int], ...] | None = None
    """Per paragraph, the hashes of its values; None where the record has none that we read."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Evidence that was found in its source, ready to be shown to a person."""

    source: Source
    paragraph: int
    quote: str


class Option(Struct, frozen=True, omit_defaults=True):
    """Any answer offered: a choice, a matching side, a step. Its id says nothing of its role."""

    id: str
    text: str
    why: str = ""
    """Why it is wrong (or right), told after the reveal."""


class Image(Struct, frozen=True, omit_defaults=True):
    """A picture beside the stem; `alt` says in words what it shows."""

    file: str
    alt: str


class Audio(Struct, frozen=True, omit_defaults=True):
    """A sound: a file, or words to be read aloud by the learner's device."""

    file: str = ""
    say: str = ""
    lang: str = ""
    """The language of the words; the item's if missing."""


class Passage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What several items ask about: a text, a picture, a table, a sound; shown once."""

    id: str
    where: Where
    title: str = ""
    text: str = ""
    image: Image | None = None
    audio: Audio | None = None
    evidence: tuple[Evidence, ...] = ()
    number_lines: int = 0
    """On paper every so-manieth line bears its number; 0 numbers none."""


class Space(Struct, frozen=True, omit_defaults=True):
    """Room on paper to answer in: blank, squared, or framed for a sketch."""

    height: float = 0
    """In points; 0 where it is a share of the page."""
    share: float = 0
    grid: float = 0
    """The side of its squares in points; 0 rules none."""
    box: bool = False
    """A frame around it."""


class ItemBase(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """What every item has. Texts are the Markdown subset of `markup` unless said otherwise."""

    id: str
    where: Where
    stem: str
    was: tuple[str, ...] = ()
    """Former ids, the oldest first."""
    topic: str = ""
    tags: tuple[str, ...] = ()
    level: int | None = None
    points: Decimal = Decimal(1)
    explanation: str = ""
    hint: str = ""
    stimulus: str = ""
    passage: Passage | None = None
    """What it asks about together with other items; its own stimulus may follow."""
    evidence: tuple[Evidence, ...] = ()
    status: Status = "ok"
    note: str = ""
    allow: Mapping[str, str] = item_field(default_factory=dict)
    image: Image | None = None
    audio: Audio | None = None
    lang: str = ""
    enemies: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """The facts it was made from or is tied to by `fact:` (`attendance/kishida`)."""
    template: str = ""

    @property
    def oldest_id(self) -> str:
        """The id that identity derives from, however often the item was renamed."""
        return self.was[0] if self.was else self.id


class ChoiceBase(ItemBase, frozen=True, kw_only=True):
    """What single choice and multiple response share."""

    options: tuple[Option, ...]
    """At least two, texts distinct, in the author's order."""
    fixed: bool = False
    """Print the options as the author ordered them (`shuffle: false`)."""
    keep_last: bool = False
    show: int = 0
    """So many wrong options are offered at a time, others on each form and day; 0 is all."""

    @property
    def right(self) -> tuple[str, ...]:
        """Ids of the right options."""
        raise NotImplementedError

    @property
    def offered(self) -> int:
        """How many options are offered at a time."""
        return len(self.right) + self.show if self.show else len(self.options)

    @property
    def staying(self) -> tuple[str, ...]:
        """Ids of the options that are offered whatever others are: the right ones, a kept last."""
        last = self.options[-1].id
        return (*self.right, last) if self.keep_last and last not in self.right else self.right


class SingleChoice(ChoiceBase, frozen=True, kw_only=True, tag="single-choice"):
    """Choose one."""

    key: str

    @property
    def right(self) -> tuple[str, ...]:
        """The id of the right option, alone."""
        return (self.key,)


class MultipleResponse(ChoiceBase, frozen=True, kw_only=True, tag="multiple-response"):
    """Choose all that apply."""

    keys: tuple[str, ...]
    score: Scoring = "all"
    choose: int = 0
    """Pupils are told how many are right; 0 leaves that open."""

    @property
    def right(self) -> tuple[str, ...]:
        """Ids of the right options."""
        return self.keys


class TrueFalse(ItemBase, frozen=True, kw_only=True, tag="true-false"):
    """A statement, true or false."""

    answer: bool


class ShortAnswer(ItemBase, frozen=True, kw_only=True, tag="short-answer"):
    """A word or a few, typed or written; answers are plain text."""

    answer: str
    accept: tuple[str, ...] = ()
    match: Strictness = "fold"
    space: Space | None = None
    """Room to work in, before the line for the answer."""


class Numeric(ItemBase, frozen=True, kw_only=True, tag="numeric"):
    """A number, right anywhere from `low` to `high`."""

    answer: Decimal
    low: Decimal
    high: Decimal
    unit: str = ""
    written: str = ""
    """The answer as its author wrote it: `2.50`, `3e8`."""
    space: Space | None = None


class Cloze(ItemBase, frozen=True, kw_only=True, tag="cloze"):
    """A text with blanks; `stem` keeps the marks (`{{2::text::hint}}`)."""

    accept: Mapping[int, tuple[str, ...]] = item_field(default_factory=dict)
    """What else is right in a blank, by its place from 1."""
    choices: Mapping[int, tuple[str, ...]] = item_field(default_factory=dict)
    """What a blank offers to choose from, by its place, in the order shown; plain text."""
    words: tuple[Option, ...] = ()
    """A word bank: what the blanks hide, each once, and words that fit none; empty without one."""


class Matching(ItemBase, frozen=True, kw_only=True, tag="matching"):
    """Left sides, each with its one right side; a right side may serve more than once."""

    pairs: tuple[tuple[Option, Option], ...]
    extra: tuple[Option, ...] = ()
    fixed: bool = False

    @property
    def rights(self) -> tuple[Option, ...]:
        """All right sides offered, each once."""
        return tuple({option.id: option for _, option in self.pairs}.values()) + self.extra


class Ordering(ItemBase, frozen=True, kw_only=True, tag="ordering"):
    """Steps to be put in order; kept here in the right one."""

    steps: tuple[Option, ...]


class OpenResponse(ItemBase, frozen=True, kw_only=True, tag="open-response"):
    """An answer in one's own words, judged by a rubric."""

    rubric: tuple[str, ...]
    lines: int = 5
    rubric_points: tuple[Decimal, ...] = ()
    """What each criterion is worth; empty where they have no points of their own."""
    show_rubric: bool = False
    """Pupils see the criteria with the question."""
    space: Space | None = None
    """In place of lines."""


class Flashcard(ItemBase, frozen=True, kw_only=True, tag="flashcard"):
    """Front (the stem) and back."""

    back: str
    reverse: bool = False


Item = (
    SingleChoice
    | MultipleResponse
    | TrueFalse
    | ShortAnswer
    | Numeric
    | Cloze
    | Matching
    | Ordering
    | OpenResponse
    | Flashcard
)


def name_of_type(item_type: type[Item]) -> str:
    """Give the name of an item type, as authors write it."""
    return str(item_type.__struct_config__.tag)


def type_name(item: Item) -> str:
    """Give the name of an item's type, as authors write it."""
    return name_of_type(type(item))


TYPE_NAMES: Mapping[str, type[Item]] = {name_of_type(cls): cls for cls in get_args(Item)}
"""The item types by the names authors use in `type:` and in draws."""


def item_options(item: Item) -> tuple[Option, ...]:
    """Give what can be put in another order on paper: options, right sides, steps, words."""
    match item:
        case SingleChoice() | MultipleResponse():
            return item.options
        case Matching():
            return item.rights
        case Ordering():
            return item.steps
        case Cloze():
            return item.words
        case TrueFalse() | ShortAnswer() | Numeric() | OpenResponse() | Flashcard():
            return ()
        case _:
            assert_never(item)


def item_texts(item: Item) -> Iterator[str]:
    """Give every text of an item that may hold marks: pictures, maths."""
    yield from (item.stem, item.stimulus, item.explanation, item.hint)
    if item.passage:
        yield item.passage.text
    for option in item_options(item):
        yield option.text
        yield option.why
    match item:
        case Matching():
            yield from (left.text for left, _ in item.pairs)
        case OpenResponse():
            yield from item.rubric
        case Flashcard():
            yield item.back
        case (
            SingleChoice()
            | MultipleResponse()
            | TrueFalse()
            | ShortAnswer()
            | Numeric()
            | Cloze()
            | Ordering()
        ):
            return
        case _:
            assert_never(item)


@dataclass(frozen=True, slots=True)
class Pupil:
    """Somebody on a class list; the id names their paper and their results."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSettings:
    """How flashcards are printed: their size, and where their backs are."""

    size: str = "8-up"
    sides: str = "long-edge"
    back_dx: float = 0
    back_dy: float = 0
    """Millimetres that backs are moved to the right and down, for a printer that is not exact."""


CARD_SIZES = ("8-up", "10-up", "a7", "a8", "business-card")
"""So many to a sheet, or a card's own measures."""
CARD_SIDES = ("long-edge", "short-edge", "fold", "separate")
"""How a sheet is turned for its backs; or backs beside their fronts, or in a file of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """How papers are printed: what `paper:` of a bank says, or the command line instead."""

    size: str = "a4"
    profiles: tuple[str, ...] = ("normal",)
    columns: int = 1
    school: str = ""
    group: str = ""
    """The class, which Python keeps the word for."""
    date: str = ""
    header: str = ""
    footer: str = ""
    """Templates: see `PRINT_SLOTS`."""
    fields: tuple[str, ...] = ("name", "date", "score")
    """What pupils fill in, or find filled in, under the title."""
    tint: str = ""
    """A colour behind the text, such as `#fdf6e3`."""
    saving: bool = False
    """Save ink: no tints, no filled shapes."""
    duplex: bool = False
    """Every paper has an even number of pages."""
    one_file: bool = False
    up: int = 1
    """So many small papers to a sheet, to be cut: 2 or 4."""
    copies: int = 0
    """So many papers in one file, the forms in turn."""
    quizzes: tuple[str, ...] = ()
    """Only these quizzes; all if empty."""
    forms: int = 0
    """So many forms of each quiz, whatever it says itself."""
    each: bool = False
    """A form for each pupil of the class list, whatever number is said elsewhere."""
    roster: str = ""
    """A class list: its pupils' names stand on the papers."""
    key: Literal["short", "full"] = "short"
    """What the teacher's key holds: answers, or reasons, evidence and topics, too."""
    marked: bool | None = None
    """Print the pupils' pages with answers drawn; None does so for a few forms."""
    faces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Font files by role: `regular`, `bold`, `italic`, `bold-italic`, `others`."""
    cards: CardSettings = field(default_factory=CardSettings)


PRINT_SLOTS = ("school", "class", "date", "title", "form", "page", "pages", "name", "points")
"""What `header` and `footer` may hold in braces."""
PROFILES = ("normal", "large", "dyslexia", "support")
PAPER_SIZES = ("a3", "a4", "a5", "letter", "legal")
PRINT_FIELDS = ("name", "class", "date", "period", "id", "seat", "score")
"""Lines to fill in that we know by name; others are words of the author's own."""
KEYS = ("short", "full")
"""What a key may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Take `count` items that fit every filter that is given."""

    count: int
    up_to: bool = False
    """Fewer will do: nobody asked for this number."""
    topic: str = ""
    no_topic: bool = False
    """Only what has no topic: without it, no topic means any."""
    tag: str = ""
    level: int | None = None
    type: str = ""
    passage: str = ""
    not_in: tuple[str, ...] = ()
    """Nothing that these quizzes ask."""
    where: Where = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a quiz: items drawn by filters, or picked by hand in this order."""

    heading: str = ""
    instructions: str = ""
    draw: tuple[Draw, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What a quiz is made of, before any item is chosen."""

    id: str
    title: str
    where: Where = field(compare=False)
    sections: tuple[Section, ...]
    instructions: str = ""
    minutes: int | None = None
    forms: tuple[str, ...] = ("A",)
    pupils: tuple[Pupil, ...] = ()
    """Where each pupil has a form of their own, one for each form, which goes by the pupil's id."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """What is printed in place of a pupil's id: the number of their form."""
    counted: bool = False
    """It says how many forms there are, and doesn't name them."""
    vary_items: bool = False
    not_in: tuple[str, ...] = ()
    """It draws nothing that these quizzes ask."""
    seed: int = 0
    grades: tuple[tuple[str, Decimal], ...] = ()
    """Grades, the best first, each with the percentage of points that it takes."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place on a form; `order` holds option ids as printed."""

    position: int
    item: Item
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of a form, in printed order."""

    heading: str
    instructions: str
    placed: tuple[Placed, ...]


class Parts(NamedTuple):
    """Ids of an item's options."""

    free: tuple[str, ...] = ()
    """Those to be shuffled."""
    pinned: tuple[str, ...] = ()
    """Those that stand as they are, behind the free ones."""
    spare: tuple[str, ...] = ()
    """Those of which only some are offered, free or pinned."""
    show: int = 0
    """How many of the spare ones."""


@dataclass(frozen=True, slots=True)
class ArrangedItem:
    """An item as its place on a form, and that of its options, depend on it."""

    id: str
    """The oldest id."""
    parts: Parts
    passage: str = ""
    """Items of a passage stand together."""
    ranked_as: tuple[tuple[str, str], ...] = ()
    """Options that stand where another stood before them, with the id of that one."""


@dataclass(frozen=True, slots=True)
class ArrangedSection:
    """A section of a quiz: items in the author's order, or to be shuffled."""

    by_hand: bool
    items: tuple[ArrangedItem, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All that the order of a form follows from."""

    quiz: str
    form: str
    seed: int
    salt: int | None
    """None where the order is written out: each item and option stands where it is listed."""
    sections: tuple[ArrangedSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One printed version of a quiz."""

    quiz: Blueprint
    name: str
    seed: int
    sections: tuple[FormSection, ...]
    paper: str
    """Eight hex digits over items and options as printed, never over the key."""
    pupil: Pupil | None = None
    """Whose copy it is."""
    arrangement: Arrangement | None = None
    """Where its order comes from; None for what is no paper of a quiz."""

    @property
    def shown(self) -> str:
        """What is printed as its name: a letter, or the number of a pupil's own form."""
        return self.quiz.numbers.get(self.name, self.name)

    @property
    def placed(self) -> tuple[Placed, ...]:
        """All items in printed order."""
        return tuple(placed for section in self.sections for placed in section.placed)

    @property
    def points(self) -> Decimal:
        """The points of all items together."""
        return sum((placed.item.points for placed in self.placed), Decimal(0))


@dataclass(frozen=True, slots=True)
class Ref:
    """A slot's value that names an entity."""

    id: str


Value = str | bool | Ref | tuple["str | Ref", ...]
"""A slot's value: text, numbers and dates as the author wrote them; a flag; an entity; a list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed record, such as who was due to represent whom; an entity is one with a name."""

    id: str
    kind: str
    values: Mapping[str, Value]
    where: Where = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckSettings:
    """How a bank's cards ask in Anki: what `anki:` says; without it they are as they were."""

    options: Literal["shown", "folded"] = "shown"
    """`folded`: options wait behind a button, where an item can be asked without them."""
    typing: Literal["never", "short", "always"] = "always"
    """Which answers are typed; `short`: a word, a number."""
    description: str = ""
    """Stands under the deck's name in Anki."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A whole question bank, read, expanded and sound."""

    id: str
    title: str
    lang: str
    deck: str
    subdecks: bool = False
    """Cards of each topic go to a deck of their own, below `deck`."""
    folder: str
    """Where relative names in it (images, its lock) start from."""
    where: Where = field(compare=False)
    paper: PaperSettings = field(default_factory=PaperSettings)
    anki: DeckSettings = field(default_factory=DeckSettings)
    allow: Mapping[str, str] = field(default_factory=dict)
    """Rules that any of its items may break, each with the reason."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Local name -> id of the record in `seeds/`."""
    items: tuple[Item, ...] = ()
    passages: tuple[Passage, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    """Topic -> its title for people."""
    quizzes: tuple[Blueprint, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    """All its quizzes, where `quizzes` are only those to be made."""
    entities: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """Warnings and notes from reading; a bank with errors doesn't exist."""

    def topic_title(self, topic: str) -> str:
        """Give the title of a topic, or of the nearest above it that has one; else nothing."""
        while topic and topic not in self.topics:
            topic = topic.rpartition("/")[0]
        return self.topics.get(topic, "")
