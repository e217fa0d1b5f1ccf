"""Items -> notes: what each field of a card holds, as HTML escaped at one boundary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from html import escape
from pathlib import PurePosixPath

from quizgen.markup import Blank, Rich, Run, parse, parse_cloze, plain_text, text_as_rich, to_html
from quizgen.model import Cloze, Item, item_options
from quizgen.outputs import Job
from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.present import (
    Asked,
    Told,
    ask,
    evidence_text,
    note_kind,
    screen_instruction,
    tell,
)
from quizgen.words import words

RETIRED_TAG = "quizgen::retired"


@dataclass(frozen=True, slots=True)
class Note:
    """A note ready to be written."""

    guid: str
    kind: str
    modified: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    """Which cards it has: template numbers, or cloze numbers from 0."""

    @property
    def sort_field(self) -> str:
        """What Anki's browser sorts by."""
        return re.sub(r"<[^>]*>", "", self.fields[0])


def guid_of(bank_id: str, item: Item) -> str:
    """Give a note's guid: from (bank, oldest item id, kind), never from text or place."""
    parts = json.dumps([bank_id, item.oldest_id, note_kind(item)]).encode()
    return blake2s(parts, digest_size=10).hexdigest()


def media_name(name: str, data: bytes) -> str:
    """Give a media file a name by its content, so that equal names never hide other bytes."""
    path = PurePosixPath(name)
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-") or "media"
    return f"{stem}-{blake2s(data, digest_size=4).hexdigest()}{path.suffix.lower()}"


def notes(job: Job) -> Iterator[Note]:
    """Give the notes of a job's items, retired ones as tombstones at the end."""
    writer = _FieldWriter(job)
    for item in job.items:
        yield writer.note(item, retired=False)
    for item in job.retired:
        yield writer.note(item, retired=True)


def tag(text: str) -> str:
    """Make a tag Anki takes: no spaces, a path's slashes as its own hierarchy."""
    parts = ("_".join(part.split()) for part in text.split("/"))
    return "::".join(re.sub(r"[\x00-\x1f\x7f]", "", part) for part in parts if part)


class _FieldWriter:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.bank = job.bank
        self.media = {name: media_name(name, data) for name, data in job.media.items()}

    def note(self, item: Item, *, retired: bool) -> Note:
        kind = note_kind(item)
        order = sorted(option.id for option in item_options(item))
        asked = ask(item, order, self.bank.lang)
        told = tell(item, order, self.bank.lang, self.job.citations.get(item.id, ()))
        own = _OWN[kind](self, item, asked, told)
        fields = [*own, *self._tail(item, asked, told, retired=retired)]
        note_type = NOTE_TYPES[kind]
        fields += [""] * (len(note_type.fields) - len(fields))
        tags = [tag(text) for text in (item.topic, *item.tags) if text]
        return Note(
            guid=guid_of(self.bank.id, item),
            kind=kind,
            modified=self.job.stamps[item.oldest_id, kind].time,
            fields=tuple(field.replace("\x1f", "") for field in fields),
            tags=tuple(dict.fromkeys([*tags, *([RETIRED_TAG] if retired else [])])),
            ordinals=_ordinals(item, told),
        )

    # Text.

    def html(self, rich: Rich) -> str:
        return to_html(rich, image=lambda name: self.media.get(name, name))

    def _list(self, tag: str, name: str, texts: Iterable[tuple[str, Rich]]) -> str:
        rows = "".join(f'<li data-k="{id}">{self.html(text)}</li>' for id, text in texts)
        return f'<{tag} class="{name}">{rows}</{tag}>'

    def _answers(self, answers: Sequence[Rich], tag: str = "ul") -> str:
        if len(answers) == 1:
            return self.html(answers[0])
        return f"<{tag}>" + "".join(f"<li>{self.html(a)}</li>" for a in answers) + f"</{tag}>"

    # Fields.

    def _tail(self, item: Item, asked: Asked, told: Told, *, retired: bool) -> Iterator[str]:
        table = words(asked.lang)
        yield self.html(asked.stimulus)
        yield self._image(asked)
        yield f"[sound:{self.media[item.audio]}]" if item.audio else ""
        yield self.html(asked.hint)
        yield self.html(told.explanation)
        yield "".join(
            f"<p>{escape(evidence_text(cited, asked.lang), quote=False)}</p>"
            for cited in told.evidence
        )
        yield escape(table.retired) if retired else ""
        yield escape(asked.lang)
        yield escape(item.id)

    def _image(self, asked: Asked) -> str:
        if not asked.image:
            return ""
        name = self.media.get(asked.image.file, asked.image.file)
        alt = escape(plain_text(parse(asked.image.alt)))
        return f'<img src="{escape(name)}" alt="{alt}">'

    def basic(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        yield self.html(asked.stem)
        yield self._answers(told.answers)
        yield "1" if told.reverse else ""

    def cloze(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        rich, blanks = parse_cloze(item.stem)
        left = iter(blanks)
        yield to_html(
            rich,
            image=lambda name: self.media.get(name, name),
            blank=lambda run: self._mark(next(left), run),
        )

    def _mark(self, blank: Blank, run: Run) -> str:
        """Write a blank in Anki's marks; `}}` inside would end it early, so it is parted."""
        inside = self.html(parse(blank.text)).replace("}}", "} }").replace("{{", "{ {")
        hint = f"::{escape(blank.hint, quote=False)}" if blank.hint else ""
        mark = "{{" + f"c{blank.number}::{inside}{hint}" + "}}"
        return f"<strong>{mark}</strong>" if run.bold else mark

    def choice(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        yield self.html(asked.stem)
        yield escape(screen_instruction(asked))
        yield self._list("ol", "options", ((c.id, c.text) for c in asked.choices))
        yield self._answers(told.answers)
        yield " ".join(asked.choices[key].id for key in told.keys)
        yield self._whys(asked, told)

    def _whys(self, asked: Asked, told: Told) -> str:
        rows = "".join(
            f'<li data-k="{asked.choices[i].id}"><em>{self.html(asked.choices[i].text)}</em>: '
            f"{self.html(why)}</li>"
            for i, why in told.whys
        )
        return f'<ul class="whys">{rows}</ul>' if rows else ""

    def typed(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        yield self.html(asked.stem)
        yield escape(told.typed, quote=False)
        yield self._answers(told.answers)
        also = words(asked.lang).also_right.format(answers=" / ".join(told.also))
        yield escape(also, quote=False) if told.also else ""
        yield self.html(text_as_rich(asked.unit))

    def matching(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        yield self.html(asked.stem)
        yield escape(screen_instruction(asked))
        lefts = "".join(f"<li>{self.html(left)}</li>" for left in asked.lefts)
        yield f'<ol class="lefts">{lefts}</ol>'
        yield self._list("ol", "rights", ((c.id, c.text) for c in asked.choices))
        rows = "".join(
            f"<li>{self.html(left)} — {self.html(right)}</li>"
            for left, right in zip(asked.lefts, told.answers, strict=True)
        )
        yield f"<ol>{rows}</ol>"
        yield " ".join(asked.choices[match].id for match in told.matches)

    def ordering(self, item: Item, asked: Asked, told: Told) -> Iterator[str]:  # noqa: ARG002
        yield self.html(asked.stem)
        yield escape(screen_instruction(asked))
        yield self._list("ul", "steps", ((c.id, c.text) for c in asked.choices))
        yield self._answers(told.answers, "ol")
        ranked = sorted(range(len(asked.choices)), key=told.ranks.__getitem__)
        yield " ".join(asked.choices[i].id for i in ranked)


_OWN = {
    "basic": _FieldWriter.basic,
    "cloze": _FieldWriter.cloze,
    "choice": _FieldWriter.choice,
    "typed": _FieldWriter.typed,
    "matching": _FieldWriter.matching,
    "ordering": _FieldWriter.ordering,
}


def _ordinals(item: Item, told: Told) -> tuple[int, ...]:
    if isinstance(item, Cloze):
        return tuple(sorted({blank.number - 1 for blank in parse_cloze(item.stem)[1]}))
    return (0, 1) if told.reverse else (0,)
