"""Decks of Anki (`.apkg`, `.colpkg`), whoever made them.

A basic note is a card, one with gaps a cloze text, one whose answer is typed a short answer. Of
other note types the fields that the first card shows are its front and its back, and that is said.
Our own note types come back as the questions they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quizgen.formats.anki_package import (
    AnkiPackage,
    BrokenPackage,
    PackedNote,
    PackedType,
    is_package,
    read_package,
)
from quizgen.formats.card_html import CardTexts
from quizgen.inputs.card_notes import CardNote, Decks, id_of_guid, item_of
from quizgen.inputs.our_notes import OUR_TYPES, our_item
from quizgen.inputs.reading import ForeignItem, Reading, Value, refused
from quizgen.problems import Problem, Where

_SHOWN = re.compile(r"\{\{(?![#^/!])((?:[^{}:]+:)*)\s*([^{}:]+?)\s*\}\}")
_NO_FIELDS = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"})


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is a package of Anki."""
    return is_package(data)


def read(data: bytes, shown: str) -> Reading:
    """Read the notes of a package."""
    try:
        package = read_package(data)
    except BrokenPackage as error:
        help = "export it again in Anki: File > Export, with media, without scheduling"
        return refused(shown, "cannot-read", str(error), help)
    texts = CardTexts(package.file)
    decks = Decks([note.deck for note in package.notes])
    items = [
        _item(number, note, package, texts, decks, shown)
        for number, note in enumerate(package.notes, 1)
    ]
    lang = _one_language(items)
    if lang:
        items = [replace(item, fields=_without_lang(item.fields)) for item in items]
    return Reading(
        items=items,
        lang=lang,
        title=decks.title,
        topics=decks.titles,
        media=texts.media,
        problems=tuple(_said(package, shown)),
    )


def _one_language(items: Sequence[ForeignItem]) -> str:
    """Give the language that all questions name; nothing where they differ, or name none."""
    told = {item.fields.get("lang", "") for item in items if item.fields}
    lang = told.pop() if len(told) == 1 else ""
    return lang if isinstance(lang, str) else ""


def _without_lang(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in fields.items() if key != "lang"}


def _said(package: AnkiPackage, shown: str) -> Iterator[Problem]:
    if package.reviews:
        message = f"{package.reviews} reviews of a learner are left out: they stay in Anki"
        yield Problem("left-out", "info", Where(shown), message)


def _item(
    number: int,
    note: PackedNote,
    package: AnkiPackage,
    texts: CardTexts,
    decks: Decks,
    shown: str,
) -> ForeignItem:
    where = Where(shown, number, 1, f"{package.member}:{number}")
    kind = package.types.get(note.type)
    if kind is None or not note.fields:
        return ForeignItem(where=where, status="refused", why="nothing says what its fields are")
    fields = dict(zip(kind.fields, note.fields, strict=False))
    if kind.name in OUR_TYPES and "ID" in fields:
        ours = our_item(OUR_TYPES[kind.name], fields, note.tags, where, texts)
        if ours:
            return ours
    return item_of(
        replace(
            _as_card(note, kind, fields, where),
            topic=decks.topic(note.deck),
            tags=[tag.replace("::", "/") for tag in note.tags],
            id=id_of_guid(note.guid),
        ),
        texts,
    )


def _as_card(
    note: PackedNote, kind: PackedType, fields: Mapping[str, str], where: Where
) -> CardNote:
    """Find what the first card of a note asks and answers."""
    fronts, backs = _sides(kind, note.ordinals)
    asked = [name for name in fronts if name in fields]
    told = [name for name in backs if name in fields and name not in asked]
    notes: list[str] = []
    if not asked or not (told or kind.cloze):
        asked, told = list(fields)[:1], list(fields)[1:2]
        notes.append(f"of the note type {kind.name!r} the first two fields make a card")
    filled = [name for name in (*asked, *told) if fields[name].strip()]
    if len(filled) > 2:
        notes.append(f"the fields {', '.join(filled)} stand on one card")
    cards = len(set(note.ordinals)) if not kind.cloze else 0
    reverse = cards == 2 and _is_reversed(kind, asked, told)
    if cards > 1 and not reverse:
        notes.append(f"of its {cards} cards the first comes")
    more = {
        name: text
        for name, text in fields.items()
        if text.strip() and name not in (*asked, *told) and not _is_switch(kind, name)
    }
    return CardNote(
        where=where,
        source=str(note.id),
        front=[fields[name] for name in asked],
        back=[fields[name] for name in told],
        more=more,
        cloze=kind.cloze,
        reverse=reverse,
        typed="type" in fronts.values() and not kind.cloze,
        notes=notes,
    )


def _sides(kind: PackedType, ordinals: tuple[int, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the fields of both sides of a note's first card, each with its filter.

    A field that the front has learners type is the answer.
    """
    first = 0 if kind.cloze else min(ordinals, default=0)
    if first >= len(kind.templates):
        return {}, {}
    front, back = map(_shown, kind.templates[first])
    typed = {name: how for name, how in front.items() if how == "type"}
    asked = {name: how for name, how in front.items() if name not in typed}
    if kind.cloze:
        return front, back
    return {**asked, **{f"\0{name}": "type" for name in typed}}, {**typed, **back}


def _shown(template: str) -> dict[str, str]:
    """Give the fields that a side shows, each with the first of its filters."""
    template = re.sub(r"<!--.*?-->", "", template, flags=re.DOTALL)
    found = _SHOWN.finditer(template)
    return {field[2]: field[1].partition(":")[0] for field in found if field[2] not in _NO_FIELDS}


def _is_reversed(kind: PackedType, asked: list[str], told: list[str]) -> bool:
    """Tell whether the second card asks what the first one answers."""
    if len(kind.templates) < 2:
        return False
    front, back = map(_shown, kind.templates[1])
    return set(front) == set(told) and set(asked) <= set(back)


def _is_switch(kind: PackedType, name: str) -> bool:
    """Tell whether a field only switches a card on: `{{#Add Reverse}}`."""
    shown = any(name in _shown(side) for template in kind.templates for side in template)
    switch = f"{{{{#{name}}}}}"
    return not shown and any(switch in side for template in kind.templates for side in template)
