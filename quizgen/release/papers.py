"""Papers on record: what was printed, in lines that are only added.

An `items` line holds a set of items as they read, a `form` line one form of it. A form's order
follows from the two, so that the key of any paper can be made for ever. Nothing here names a
pupil; the forms of a class list are kept beside that list, in lines of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, unquote

from quizgen.assembly.arrangement import FormId, KeptForms
from quizgen.model import ArrangedItem, ArrangedSection, Arrangement, Parts

UNKNOWN = "-"
"""Stands for a hash that nobody knows, and for the salt of an order that is written out."""
_LONG = len("2026-01-01T00:00:00Z")
_PAPER = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class PaperItem:
    """An item as it was printed."""

    arranged: ArrangedItem
    stem: str
    """The hash of what was asked."""
    key: str
    """The hash of what was right."""


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section as it was printed: in the author's order, or shuffled."""

    by_hand: bool
    items: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class ItemSet:
    """The items of a quiz, as they read when a form of them was printed."""

    quiz: str
    sections: tuple[PaperSection, ...]

    @property
    def text(self) -> str:
        """What its line says behind its id."""
        return " ".join([self.quiz, *_section_words(self.sections)])

    @property
    def id(self) -> str:
        """Eight hex digits over all of it."""
        return _id_of(self.text)

    @property
    def by_id(self) -> dict[str, PaperItem]:
        """The items by their oldest ids."""
        return {item.arranged.id: item for section in self.sections for item in section.items}


def _id_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A form that was printed."""

    paper: str
    """The hash in its footer."""
    quiz: str
    form: str
    seed: int
    salt: int | None
    """None where the order is written out in its items."""
    items: str
    """The id of its set of items."""
    time: int
    """The UTC second it was first made."""

    @property
    def form_id(self) -> FormId:
        """Which form of which quiz it is."""
        return self.quiz, self.form, self.seed

    @property
    def text(self) -> str:
        """The line itself."""
        salt = UNKNOWN if self.salt is None else str(self.salt)
        name = quote(self.form, safe="")
        parts = ("form", self.paper, self.quiz, name, str(self.seed), salt, self.items)
        return " ".join([*parts, iso(self.time)])

    @property
    def day(self) -> str:
        """The day it was first made."""
        return iso(self.time)[:10]


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """Every paper on record of a bank, or of a class."""

    sets: Mapping[str, ItemSet] = field(default_factory=dict)
    lines: tuple[PaperLine, ...] = ()
    """In the order of their texts."""

    @classmethod
    def of(cls, sets: Iterable[ItemSet], lines: Iterable[PaperLine]) -> PaperRecord:
        """Put lines in order; sets that no line speaks of go."""
        in_order = tuple(sorted(set(lines), key=lambda line: line.text))
        used = {line.items for line in in_order}
        by_id = {one.id: one for one in sets}
        return cls({id: by_id[id] for id in sorted(by_id) if id in used}, in_order)

    def with_more(self, more: PaperRecord) -> PaperRecord:
        """Give both records in one."""
        return PaperRecord.of(
            [*self.sets.values(), *more.sets.values()], [*self.lines, *more.lines]
        )

    def without(self, papers: Iterable[str]) -> PaperRecord:
        """Give the record without some papers."""
        gone = set(papers)
        left = [line for line in self.lines if line.paper not in gone]
        return PaperRecord.of(self.sets.values(), left)

    @property
    def newest_first(self) -> list[PaperLine]:
        """The lines by their time; of one second the later reshuffle is the newer."""
        return sorted(
            self.lines,
            key=lambda line: (line.time, -1 if line.salt is None else line.salt, line.text),
            reverse=True,
        )

    def arrangement(self, line: PaperLine) -> Arrangement:
        """Give all that the order of a form follows from."""
        sections = (
            ArrangedSection(section.by_hand, tuple(item.arranged for item in section.items))
            for section in self.sets[line.items].sections
        )
        return Arrangement(line.quiz, line.form, line.seed, line.salt, tuple(sections))

    def kept(self, *, reshuffle: bool = False) -> KeptForms:
        """Give the forms that stay as they are when they are made again."""
        by_form: dict[FormId, list[Arrangement]] = {}
        times: dict[FormId, int] = {}
        for line in self.newest_first:
            by_form.setdefault(line.form_id, []).append(self.arrangement(line))
            times.setdefault(line.form_id, line.time)
        return KeptForms(by_form, reshuffle, times=times)


NO_PAPERS = PaperRecord()


# --- lines --------------------------------------------------------------------------------------


def _section_words(sections: Iterable[PaperSection]) -> Iterator[str]:
    for index, section in enumerate(sections):
        if index:
            yield "/"
        if section.by_hand:
            yield "="
        yield from map(_item_word, section.items)


def _item_word(item: PaperItem) -> str:
    arranged, parts = item.arranged, item.arranged.parts
    ranks = dict(arranged.ranked_as)

    def listed(ids: Iterable[str]) -> str:
        return ",".join(f"{id}~{ranks[id]}" if id in ranks else id for id in ids)

    unit = f"{arranged.passage}@" if arranged.passage else ""
    options = listed(parts.free) + (f"|{listed(parts.pinned)}" if parts.pinned else "")
    some = f":{','.join(parts.spare)}:{parts.show}" if parts.spare else ""
    return f"{unit}{arranged.id}:{item.stem}:{item.key}:{options}{some}"


def record_lines(record: PaperRecord) -> list[str]:
    """Write a record; the same record gives the same lines."""
    sets = [f"items {id} {record.sets[id].text}" for id in sorted(record.sets)]
    return [*sets, *(line.text for line in record.lines)]


def read_record(text: str) -> PaperRecord:
    """Read the papers of a text, and pass over all its other lines."""
    reader = RecordReader()
    for line in text.split("\n"):
        if line.startswith(("items ", "form ")):
            reader.takes(line)
    return reader.record()


class RecordReader:
    """Reads the lines of a record, one after the other."""

    def __init__(self) -> None:
        self.sets: dict[str, ItemSet] = {}
        self.lines: list[PaperLine] = []

    def takes(self, line: str) -> bool:
        """Read a line; tell whether it is one of a record, and makes sense."""
        try:
            return self._take(line)
        except ValueError:
            return False

    def _take(self, line: str) -> bool:
        match line.split(" "):
            case ["items", id, quiz, *words]:
                found = ItemSet(quiz, _read_sections(words))
                if found.id != id:
                    raise ValueError(line)
                self.sets[id] = found
            case ["form", paper, quiz, name, seed, salt, items, when]:
                if not _PAPER.fullmatch(paper):
                    raise ValueError(line)
                read_salt = None if salt == UNKNOWN else int(salt)
                form = unquote(name)
                self.lines.append(
                    PaperLine(paper, quiz, form, int(seed), read_salt, items, seconds(when))
                )
            case _:
                return False
        return True

    def lost(self) -> list[PaperLine]:
        """Give the forms whose items are missing."""
        return [line for line in self.lines if line.items not in self.sets]

    def record(self) -> PaperRecord:
        """Give all that was read and is whole."""
        whole = [line for line in self.lines if line.items in self.sets]
        return PaperRecord.of(self.sets.values(), whole)


def _read_sections(words: Iterable[str]) -> tuple[PaperSection, ...]:
    sections: list[list[PaperItem]] = [[]]
    by_hand = [False]
    for word in words:
        if word == "/":
            sections.append([])
            by_hand.append(False)
        elif word == "=" and not sections[-1]:
            by_hand[-1] = True
        else:
            sections[-1].append(_read_item(word))
    return tuple(PaperSection(h, tuple(s)) for h, s in zip(by_hand, sections, strict=True))


def _read_item(word: str) -> PaperItem:
    id, stem, key, options, *some = word.split(":")
    passage, _, id = id.rpartition("@")
    if not id or len(some) not in {0, 2}:
        raise ValueError(word)
    free, pinned = ([id.split("~") for id in _ids(ids)] for ids in _halves(options))
    ranked_as = tuple(sorted((pair[0], pair[1]) for pair in (*free, *pinned) if len(pair) > 1))
    parts = Parts(tuple(pair[0] for pair in free), tuple(pair[0] for pair in pinned))
    if some:
        parts = parts._replace(spare=_ids(some[0]), show=int(some[1]))
    return PaperItem(ArrangedItem(id, parts, passage, ranked_as), stem, key)


def _halves(options: str) -> tuple[str, str]:
    free, _, pinned = options.partition("|")
    return free, pinned


def _ids(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(",")) if listed else ()


def iso(time: int) -> str:
    """Write a UTC second as a record does."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int:
    """Read a UTC second. Raises ValueError."""
    if len(text) != _LONG or text[10] != "T" or text[-1] != "Z":
        raise ValueError(text)
    return int(datetime.fromisoformat(text).timestamp())
