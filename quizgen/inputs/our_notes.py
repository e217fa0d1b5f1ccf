"""Notes of our own note types: the questions that they were made of.

Their fields are frozen, so that a deck of any age can be read. What a note doesn't hold is said:
the source of a quote, and how a multiple response is scored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from quizgen.formats.card_html import CardTexts
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.reading import ForeignItem, Plain, Status, Value
from quizgen.problems import Where

_LISTED = re.compile(r"<li(?P<attributes>[^>]*)>(?P<inner>.*?)</li>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\bdata-([a-z]+)(?:="([^"]*)")?')
_WHY = re.compile(r'.*<span class="why">(.*)</span>', re.DOTALL)
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
_RETIRED = "retired"


class _Unreadable(Exception):  # noqa: N818 - named after what happened
    """A field isn't as our decks have it: somebody has edited it."""


@dataclass(slots=True)
class _Note:
    """A note while it is read."""

    raw: Mapping[str, str]
    texts: CardTexts
    lost: dict[str, None] = field(default_factory=dict)
    sounds: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.read(self.raw.get(name, ""))

    def read(self, html: str, *, cloze: bool = False) -> str:
        read = self.texts.read(html, cloze=cloze)
        self.lost |= read.losses
        self.sounds += read.sounds
        return read.text

    def rows(self, name: str) -> list[tuple[dict[str, str], str]]:
        """Give the entries of a list: what they are marked with, and their HTML."""
        html = self.raw.get(name, "")
        found = [
            (dict(_ATTRIBUTE.findall(row["attributes"])), row["inner"])
            for row in _LISTED.finditer(html)
        ]
        if html.count("<li") != len(found):
            raise _Unreadable
        return found

    def listed(self, name: str) -> dict[str, str]:
        """Give the texts of what is offered, by their ids."""
        rows = self.rows(name)
        offered = {marks.get("k", ""): self.read(html) for marks, html in rows}
        if not offered or "" in offered or not all(offered.values()):
            raise _Unreadable
        return offered

    def keys(self, offered: Mapping[str, str]) -> list[str]:
        keys = self.raw.get("Keys", "").split()
        if not keys or not set(keys) <= set(offered):
            raise _Unreadable
        return keys


def our_item(
    kind: str, fields: Mapping[str, str], tags: Sequence[str], where: Where, texts: CardTexts
) -> ForeignItem | None:
    """Read a note of ours as the question it was; None where somebody has changed its fields.

    Args:
        kind: The name of its note type without `quizgen`.
        fields: Its fields by their names.
        tags: Its tags.
        where: Where it stands.
        texts: Reads fields.

    """
    note = _Note(fields, texts)
    try:
        own = _READERS[kind](note)
    except _Unreadable:
        return None
    made: dict[str, Value] = {"id": fields["ID"], **_named(fields, tags), **own, **_common(note)}
    why = f"left out: {', '.join(note.lost)}" if note.lost else ""
    status: Status = "degraded" if why else "kept"
    return ForeignItem(where=where, fields=made, status=status, why=why, source=fields["ID"])


def _named(fields: Mapping[str, str], tags: Sequence[str]) -> dict[str, Value]:
    """Give topic and tags: the first tag is the topic where the note has a topic's title."""
    paths = [tag.replace("::", "/") for tag in tags if not tag.endswith(_RETIRED)]
    named: dict[str, Value] = {}
    if fields.get("Spare 2") and paths:
        named["topic"] = paths.pop(0)
    if paths:
        named["tags"] = paths
    if fields.get("Status"):
        named["status"] = "retired"
    return named


def _common(note: _Note) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for key, name in (
        ("stimulus", "Stimulus"),
        ("hint", "Hint"),
        ("explanation", "Explanation"),
    ):
        if text := note.text(name):
            made[key] = text
    if lang := note.raw.get("Lang", ""):
        made["lang"] = unescape(lang)
    picture = _IMAGE.fullmatch(note.raw.get("Image", "").strip())
    if picture:
        kept = note.texts.kept(unescape(picture[1]))
        if kept:
            made["image"] = {"file": kept, "alt": unescape(picture[2])}
        else:
            note.lost["its picture, which isn't in the file"] = None
    note.read(note.raw.get("Audio", ""))
    if note.sounds:
        made["audio"] = note.sounds[0]
    if note.raw.get("Evidence"):
        note.lost["the quotes that support it: a deck doesn't say from which source"] = None
    return made


# --- one note type each ---------------------------------------------------------------------------


def _basic(note: _Note) -> dict[str, Value]:
    front, back = note.text("Front"), note.raw.get("Back", "")
    if back.startswith('<ul class="rubric">'):
        return {"question": front, "rubric": [note.read(html) for _, html in note.rows("Back")]}
    fields: dict[str, Value] = {"front": front, "back": note.read(back)}
    return fields | ({"reverse": Plain("true")} if note.raw.get("Reverse") else {})


def _cloze(note: _Note) -> dict[str, Value]:
    if note.raw.get("Spare 1"):
        note.lost["what else is right in its gaps"] = None
    return {"cloze": note.read(note.raw["Text"], cloze=True)}


def _choice(note: _Note) -> dict[str, Value]:
    offered = note.listed("Options")
    right = note.keys(offered)
    question = note.text("Question")
    if set(offered) == {"t", "f"}:
        return {"question": question, "answer": Plain("true" if right == ["t"] else "false")}
    several = 'class="options many"' in note.raw["Options"]
    answers = [offered[id] for id in right]
    fields: dict[str, Value] = {"question": question, "answer": answers if several else answers[0]}
    fields["options"] = _with_whys(note, offered)
    if several:
        note.lost["how several right answers are scored: all or nothing"] = None
    pinned = ["pin" in marks for marks, _ in note.rows("Options")]
    if not any(pinned):
        fields["shuffle"] = Plain("true")
    elif pinned == [False] * (len(pinned) - 1) + [True]:
        fields["shuffle"] = "keep-last"
    if count := re.search(r'data-choose="(\d+)"', note.raw["Options"]):
        fields["choose"] = Plain(count[1])
    return fields


def _with_whys(note: _Note, offered: Mapping[str, str]) -> list[Value]:
    whys = {
        marks.get("k", ""): note.read(found[1])
        for marks, html in note.rows("Whys")
        if (found := _WHY.match(html))
    }
    return [
        {"text": text, "why": whys[id]} if whys.get(id) else text for id, text in offered.items()
    ]


def _typed(note: _Note) -> dict[str, Value]:
    also = note.raw.get("Also right", "")
    question, typed = note.text("Question"), unescape(note.raw["Typed"])
    marks = dict(_ATTRIBUTE.findall(also.partition(">")[0]))
    if "low" in marks and "high" in marks:
        number = marks["low"] if marks["low"] == marks["high"] else numeral_of(typed)
        if not number:
            raise _Unreadable
        fields: dict[str, Value] = {"question": question, "answer": Plain(number)}
        if marks["low"] != marks["high"]:
            fields["range"] = [Plain(marks["low"]), Plain(marks["high"])]
        unit = note.text("Unit")
        return fields | ({"unit": unit} if unit else {})
    if not typed:
        raise _Unreadable
    fields = {"question": question, "answer": typed}
    if accept := [unescape(re.sub(r"<[^>]*>", "", html)) for _, html in note.rows("Also right")]:
        fields["accept"] = accept
    strict = re.match(r'<div class="also (\w+)"', also)
    return fields | ({"match": strict[1]} if strict else {})


def _matching(note: _Note) -> dict[str, Value]:
    offered = note.listed("Rights")
    lefts = [note.read(html) for _, html in note.rows("Lefts")]
    keys = note.keys(offered)
    if len(keys) != len(lefts):
        raise _Unreadable
    pairs = [[left, offered[key]] for left, key in zip(lefts, keys, strict=True)]
    fields: dict[str, Value] = {"question": note.text("Question"), "pairs": pairs}
    extra = [text for id, text in offered.items() if id not in keys]
    return fields | ({"extra": extra} if extra else {})


def _ordering(note: _Note) -> dict[str, Value]:
    offered = note.listed("Steps")
    keys = note.keys(offered)
    if set(keys) != set(offered):
        raise _Unreadable
    return {"question": note.text("Question"), "order": [offered[key] for key in keys]}


_READERS: Final[Mapping[str, Callable[[_Note], dict[str, Value]]]] = {
    "Basic": _basic,
    "Cloze": _cloze,
    "Choice": _choice,
    "Typed": _typed,
    "Matching": _matching,
    "Ordering": _ordering,
}
OUR_TYPES: Final = {f"quizgen {kind}": kind for kind in _READERS}
"""The names of our note types, and what reads them."""
