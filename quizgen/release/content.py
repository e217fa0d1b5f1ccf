"""What a note shows, in one short hash: by it a note's time rises, or stays.

It is taken over a flat view of both halves whose fields and order are those of the first decks.
Learners' notes hang on it: nothing here is renamed, reordered or added to, unless what is new
counts only where it occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from hashlib import blake2s, sha256
from typing import Any, assert_never

from quizgen.bank.load import media_names
from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.model import (
    Audio,
    ChoiceBase,
    Cloze,
    DeckSettings,
    Image,
    Item,
    type_name,
)
from quizgen.present.asking import asking_mark
from quizgen.present.lower import (
    Asked,
    Cited,
    LoweredItem,
    Told,
    note_kind,
    number_text,
    shown_cloze,
)
from quizgen.release.lock import NoteKey
from quizgen.text.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
)
from quizgen.text.cloze import Blank, cloze_blocks
from quizgen.text.inline_rules import has_ruby
from quizgen.text.runs import Run
from quizgen.text.shown import shown_end
from quizgen.text.typed import strictness_in

AS_EVER = DeckSettings()
_Flat = tuple[Any, ...]
"""The runs of a text, and its blocks but paragraphs, each as its name and what it holds."""


def note_key(item: Item) -> NoteKey:
    """Give the identity of an item's note."""
    return item.oldest_id, note_kind(item)


def note_hashes(
    items: Iterable[LoweredItem], digests: Mapping[str, str], cards: DeckSettings = AS_EVER
) -> dict[NoteKey, str]:
    """Hash what each note shows.

    Args:
        items: Items, lowered as cards hold them.
        digests: Digests of the pictures' and sounds' contents, by their names in the bank.
        cards: How the bank's cards ask.

    """
    return {note_key(lowered.item): _note_hash(lowered, digests, cards) for lowered in items}


def _note_hash(lowered: LoweredItem, digests: Mapping[str, str], cards: DeckSettings) -> str:
    item = lowered.item
    files = [digests[name] for name in media_names(item)]
    # Which blanks of a cloze are asked together, how they nest, and what they look like.
    ruby, blanks = has_ruby(lowered.asked.lang), _as_hashed
    asks = (
        _flat(cloze_blocks(shown_cloze(item), blanks, ruby=ruby)) if isinstance(item, Cloze) else ()
    )
    outside = repr((tags_of(item), item.status == "retired", lowered.pinned, asks, files))
    if isinstance(item, ChoiceBase) and item.show:
        outside += repr(("show", item.show))
    if isinstance(lowered.asked.interaction, Choose) and lowered.asked.interaction.count:
        outside += repr(("choose", lowered.asked.interaction.count))
    if mark := asking_mark(lowered, cards):
        outside += repr(("asking", mark))
    shown = content_hash(type_name(item), lowered.asked, lowered.told)
    return shown + sha256(outside.encode()).hexdigest()[:8]


def _as_hashed(blank: Blank, run: Run) -> list[Run]:
    inner = _flat(cloze_blocks(blank.text, _as_hashed))
    return [replace(run, text=repr((blank.number, inner, blank.hint)))]


def tags_of(item: Item) -> tuple[str, ...]:
    """Give an item's tags as Anki takes them, its topic first."""
    tags = [tag(text) for text in (item.topic, *item.tags)]
    return tuple(dict.fromkeys(text for text in tags if text))


def tag(text: str) -> str:
    """Make a tag Anki takes: no spaces, a path's slashes as its own hierarchy."""
    parts = ("_".join(part.split()) for part in text.split("/"))
    return "::".join(re.sub(r"[\x00-\x1f\x7f]", "", part) for part in parts if part)


def _flat(blocks: Blocks) -> _Flat:
    """Give the flat view of a text: paragraphs as their runs, parted by a break.

    So texts were before there were blocks; what of a block no reader sees, such as the language
    of a program, is left out.
    """
    flat: list[Any] = []
    for block in blocks:
        part = _flat_block(block)
        flat += (Run("\n", kind="break"), *part) if flat else part
    return tuple(flat)


def _flat_block(block: Block) -> _Flat:
    match block:
        case Paragraph(runs):
            return runs
        case Figure(picture, width):
            return (picture, ("width", width)) if width else (picture,)
        case CodeBlock(runs):
            return (("code", runs),)
        case ListBlock(items, numbers):
            return (("list", numbers, tuple(_flat(item) for item in items)),)
        case Table(header, rows, alignments):
            return (("table", header, rows, alignments),)
        case QuoteBlock(inner):
            return (("quote", _flat(inner)),)
        case DisplayMaths(tex):
            return (("display", tex),)
        case _:
            assert_never(block)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FlatChoice:
    id: str
    text: _Flat


@dataclass(frozen=True, slots=True, kw_only=True)
class _FlatAsked:
    type: str
    lang: str
    points: Decimal = Decimal(0)
    stem: _Flat
    stimulus: _Flat
    choices: tuple[_FlatChoice, ...]
    lefts: tuple[_Flat, ...] = ()
    unit: str = ""
    lines: int = 0
    hint: _Flat
    image: Image | None
    audio: Audio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _FlatTold:
    id: str
    answers: tuple[_Flat, ...]
    keys: tuple[int, ...] = ()
    matches: tuple[int, ...] = ()
    ranks: tuple[int, ...] = ()
    typed: str = ""
    accept: tuple[str, ...] = ()
    exact: bool = False
    low: str = ""
    high: str = ""
    reverse: bool
    explanation: _Flat
    whys: tuple[tuple[int, _Flat], ...]
    evidence: tuple[Cited, ...]
    match: str = ""
    shown_range: tuple[str, ...] = ()
    blanks_accept: tuple[tuple[str, ...], ...] = ()


def content_hash(type_name: str, asked: Asked, told: Told) -> str:
    """Hash what a person meets of a note; points and lines are paper's, and don't count.

    Args:
        type_name: The name of the item's type, as authors write it.
        asked: What is asked.
        told: What is told.

    Returns 16 hex digits. Empty fields don't count, so new ones change no old hash.

    """
    halves = [_canonical(_flat_asked(type_name, asked)), _canonical(_flat_told(told, asked.lang))]
    return blake2s(repr(halves).encode(), digest_size=8).hexdigest()


def _flat_asked(type_name: str, asked: Asked) -> _FlatAsked:
    own: dict[str, Any] = {}
    match asked.interaction:
        case Match(lefts=lefts):
            own["lefts"] = tuple(_flat(left) for left in lefts)
        case EnterNumber(unit=unit):
            own["unit"] = unit
        case Choose() | Order() | Fill() | EnterText() | Write() | Recall():
            pass
        case _:
            assert_never(asked.interaction)
    return _FlatAsked(
        type=type_name,
        lang=asked.lang,
        stem=_flat(asked.stem),
        stimulus=_flat(asked.reading),
        choices=tuple(_FlatChoice(id=c.id, text=_flat(c.text)) for c in asked.choices),
        hint=_flat(asked.hint),
        image=asked.image,
        audio=asked.sound,
        **own,
    )


def _flat_told(told: Told, lang: str) -> _FlatTold:
    return _FlatTold(
        id=told.id,
        answers=tuple(_flat(answer) for answer in told.answers),
        reverse=told.reverse,
        explanation=_flat(told.explanation),
        whys=tuple((index, _flat(why)) for index, why in told.whys),
        evidence=told.evidence,
        **_flat_key(told.key, lang),
    )


def _flat_key(key: Key, lang: str) -> dict[str, Any]:
    match key:
        case ChooseKey(right=right):
            return {"keys": right}
        case MatchKey(matches=matches):
            return {"matches": matches}
        case OrderKey(ranks=ranks):
            return {"ranks": ranks}
        case TextKey():
            return _flat_text_key(key, lang)
        case NumberKey():
            return _flat_number_key(key, lang)
        case FillKey(accept=accepted):
            return {"blanks_accept": accepted}
        case WriteKey() | RecallKey():
            return {}
        case _:
            assert_never(key)


def _flat_text_key(key: TextKey, lang: str) -> dict[str, Any]:
    own: dict[str, Any] = {
        "typed": key.answer,
        "accept": key.accept,
        "exact": key.match == "exact",
    }
    # What a language counts by itself is no news to its notes.
    if key.match not in {"fold", "exact", strictness_in(lang, "fold")}:
        own["match"] = key.match
    return own


def _flat_number_key(key: NumberKey, lang: str) -> dict[str, Any]:
    texts = [number_text(value) for value in (key.answer, key.low, key.high)]
    own: dict[str, Any] = dict(zip(("typed", "low", "high"), texts, strict=True))
    ends = tuple(shown_end(end, lang) for end in (key.low, key.high))
    if key.low != key.high and ends != tuple(texts[1:]):
        own["shown_range"] = ends
    return own


def _canonical(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, _canonical(getattr(value, f.name))) for f in fields(value))
        return [pair for pair in pairs if pair[1]]
    if isinstance(value, tuple):
        return [_canonical(inner) for inner in value]
    return value if isinstance(value, (bool, int)) else str(value)
