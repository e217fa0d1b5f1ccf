"""A note of a flashcard program as a question: a card, a text with gaps, a word to be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.formats.card_html import CardText, CardTexts, has_cloze
from quizgen.inputs.reading import ForeignItem, Plain, Value
from quizgen.problems import Where
from quizgen.text.spelling import spell_out

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,60}")
_LONGEST_TYPED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNote:
    """A note: what it asks, what it answers, and what else it holds, each a field of HTML."""

    where: Where
    source: str
    front: Sequence[str]
    back: Sequence[str]
    more: Mapping[str, str] = field(default_factory=dict)
    """Fields that none of its cards shows as question or answer, by their names."""
    cloze: bool = False
    reverse: bool = False
    typed: bool = False
    """Its answer is typed."""
    html: bool = True
    id: str = ""
    topic: str = ""
    tags: Sequence[str] = ()
    notes: Sequence[str] = ()
    """What of it comes otherwise than it was."""


def item_of(note: CardNote, texts: CardTexts) -> ForeignItem:
    """Read a note as a question; what it loses is said."""
    read = _Note(note, texts)
    fields = read.fields()
    if isinstance(fields, str):
        return ForeignItem(where=note.where, source=note.source, status="refused", why=fields)
    common: dict[str, Value] = {}
    if note.id:
        common["id"] = note.id
    if note.topic:
        common["topic"] = note.topic
    if note.tags:
        common["tags"] = list(note.tags)
    why = "; ".join(dict.fromkeys((*note.notes, *read.losses())))
    return ForeignItem(
        where=note.where,
        fields={**common, **fields},
        status="degraded" if why else "kept",
        why=why,
        source=note.source,
    )


class _Note:
    """A note while it is read."""

    def __init__(self, note: CardNote, texts: CardTexts) -> None:
        self.note, self.texts = note, texts
        self.lost: dict[str, None] = {}

    def losses(self) -> Iterator[str]:
        if self.lost:
            yield f"left out: {', '.join(self.lost)}"

    def fields(self) -> dict[str, Value] | str:
        """Give the keys of a question, or why there are none."""
        note = self.note
        gapped = note.cloze or any(map(has_cloze, note.front))
        front = self.read(note.front, cloze=gapped)
        back = self.read(note.back)
        made: dict[str, Value] | str
        if "image-occlusion:" in "".join(note.front):
            return "what is hidden is a part of a picture, which no question type can hold"
        if gapped and has_cloze("".join(note.front)):
            made = {"cloze": front.text}
            if back.text:
                made["explanation"] = back.text
        elif not front.text:
            return "nothing stands on its front"
        elif not back.text:
            return "nothing stands on its back" if not gapped else "its text has no gap"
        else:
            made = self.card(front, back)
        return made | self.heard(front, back)

    def card(self, front: CardText, back: CardText) -> dict[str, Value]:
        if self.note.typed and _is_word(back.text):
            return {"question": front.text, "answer": back.text}
        fields: dict[str, Value] = {"front": front.text, "back": back.text}
        return fields | ({"reverse": Plain("true")} if self.note.reverse else {})

    def read(self, parts: Sequence[str], *, cloze: bool = False) -> CardText:
        """Read several fields as one text."""
        whole = CardText()
        texts = []
        for part in filter(str.strip, parts):
            read = self.texts.read(part, html=self.note.html, cloze=cloze)
            texts.append(read.text)
            whole.sounds += read.sounds
            self.lost |= read.losses
        whole.text = "\n\n".join(filter(None, texts))
        return whole

    def heard(self, front: CardText, back: CardText) -> dict[str, Value]:
        """Give the sound of a question; one that would tell the answer is left out, and said."""
        for name in (*front.sounds[1:], *back.sounds):
            self.lost[f"the sound {name.removeprefix('media/')}"] = None
        for name, text in self.note.more.items():
            self.lost[f"the field {name} ({_begin(text)})"] = None
        return {"audio": front.sounds[0]} if front.sounds else {}


def _begin(text: str) -> str:
    words = " ".join(re.sub(r"<[^>]*>", " ", text).split())
    return words if len(words) <= 30 else f"{words[:30].rstrip()}…"


def _is_word(text: str) -> bool:
    """Tell whether an answer is plain and short enough to be typed."""
    return len(text) <= _LONGEST_TYPED and not re.search(r"[\n\\*$~^]|!\[", text)


def id_of_guid(guid: str) -> str:
    """Make an id of what a program calls a note: itself where it can be one, else a hash of it."""
    if not guid:
        return ""
    return guid if _ID.fullmatch(guid) else f"n{blake2s(guid.encode(), digest_size=5).hexdigest()}"


class Decks:
    """The decks of a file as topics, below what all of them have in common."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of all decks that hold cards: `Biology::Cells`."""
        paths = [_parts(name) for name in names if name]
        self.common = _shared(paths)
        self.titles: dict[str, str] = {}

    @property
    def title(self) -> str:
        """What all cards stand in."""
        return " – ".join(self.common)

    def topic(self, name: str) -> str:
        """Give the topic of a deck's cards."""
        slugs: list[str] = []
        for part in _parts(name)[len(self.common) :]:
            slugs.append(suggest_slug(spell_out(part)))
            if slugs[-1] != part:
                self.titles["/".join(slugs)] = part
        return "/".join(slugs)


def _parts(name: str) -> list[str]:
    return [part.strip() for part in name.replace("\x1f", "::").split("::") if part.strip()]


def _shared(paths: Sequence[Sequence[str]]) -> list[str]:
    shared: list[str] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return shared
