"""Lowers any item to what a person meets, in two halves.

`Asked` is what pupils may see before the reveal: it has no field that could hold a key, so an
output that takes `Asked` alone can't leak one. `Told` is the rest. Neither holds words of ours,
so that a better label changes no note. All outputs for people stand
on these two; a new item type reaches them all by one case here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from hashlib import blake2s
from typing import Any, assert_never

from quizgen.model import (
    Audio,
    Citation,
    Cloze,
    Flashcard,
    Image,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    item_options,
    type_name,
)
from quizgen.text.markup import GAP, Rich, parse, parse_cloze, text_as_rich
from quizgen.words import Words, words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something offered: an option, a right side, a step. The id comes from its text alone."""

    id: str
    text: Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, as pupils may see it before the reveal."""

    type: str
    lang: str
    points: Decimal
    stem: Rich
    """With a `blank` run for each blank of a cloze text."""
    stimulus: Rich = ()
    choices: tuple[Choice, ...] = ()
    """In the order shown: options, the right column of a matching item, steps to be ordered."""
    lefts: tuple[Rich, ...] = ()
    unit: str = ""
    lines: int = 0
    hint: Rich = ()
    image: Image | None = None
    audio: Audio | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """The words that support an answer, and where they stand."""

    quote: str
    outlet: str
    date: str
    paragraph: int
    lang: str
    """The language of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told at the reveal."""

    id: str
    answers: tuple[Rich, ...]
    """The answer in words: one text, or several for several blanks, steps, right options."""
    keys: tuple[int, ...] = ()
    """Indexes into the choices that are right."""
    matches: tuple[int, ...] = ()
    """For each left side, the index of its choice."""
    ranks: tuple[int, ...] = ()
    """For each choice of an ordering item, its right place, from 0."""
    typed: str = ""
    """What to type, in plain text."""
    accept: tuple[str, ...] = ()
    """What else is right."""
    exact: bool = False
    """Typed answers must agree to the character."""
    low: str = ""
    high: str = ""
    """The ends of the range a number may lie in."""
    reverse: bool = False
    explanation: Rich = ()
    whys: tuple[tuple[int, Rich], ...] = ()
    """Why a choice is wrong (or right): (index, text)."""
    evidence: tuple[Cited, ...] = ()


def note_kind(item: Item) -> str:
    """Give the kind of note an item becomes; part of its identity, since kinds can't be merged."""
    match item:
        case Cloze():
            return "cloze"
        case SingleChoice() | MultipleResponse() | TrueFalse():
            return "choice"
        case ShortAnswer() | Numeric():
            return "typed"
        case Matching():
            return "matching"
        case Ordering():
            return "ordering"
        case OpenResponse() | Flashcard():
            return "basic"
        case _:
            assert_never(item)


def number_text(number: Decimal) -> str:
    """Write a number as people do: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- the half that pupils see -------------------------------------------------------------------


def ask(item: Item, order: Sequence[str], lang: str) -> Asked:
    """Lower an item to what is asked.

    Args:
        item: The item.
        order: Its option ids in the order shown.
        lang: The bank's language, for items that name none.

    """
    lang = item.lang or lang
    table = words(lang)
    stem = parse_cloze(item.stem)[0] if isinstance(item, Cloze) else parse(item.stem)
    return Asked(
        type=type_name(item),
        lang=lang,
        points=item.points,
        stem=stem,
        stimulus=parse(item.stimulus),
        choices=_choices(item, order, table),
        lefts=tuple(parse(left.text) for left, _ in item.pairs)
        if isinstance(item, Matching)
        else (),
        unit=item.unit if isinstance(item, Numeric) else "",
        lines=item.lines if isinstance(item, OpenResponse) else 0,
        hint=parse(item.hint),
        image=item.image,
        audio=item.audio,
    )


def _choices(item: Item, order: Sequence[str], table: Words) -> tuple[Choice, ...]:
    if isinstance(item, TrueFalse):
        return Choice("t", text_as_rich(table.true)), Choice("f", text_as_rich(table.false))
    by_id = {option.id: option for option in item_options(item)}
    return tuple(Choice(id, parse(by_id[id].text)) for id in order)


# --- the half that is told ----------------------------------------------------------------------


def tell(item: Item, order: Sequence[str], lang: str, citations: Sequence[Citation] = ()) -> Told:
    """Lower an item to what is told at the reveal; `order` as for `ask`."""
    table = words(item.lang or lang)
    options = {option.id: option for option in item_options(item)}
    shown = [options[id] for id in order if id in options]
    common: dict[str, Any] = {
        "id": item.id,
        "explanation": parse(item.explanation),
        "evidence": tuple(_cited(citation) for citation in citations),
        "whys": tuple((i, parse(option.why)) for i, option in enumerate(shown) if option.why),
    }
    return _told(item, shown, table, common)


def _told(item: Item, shown: list[Option], table: Words, common: dict[str, Any]) -> Told:
    index = {option.id: i for i, option in enumerate(shown)}
    match item:
        case SingleChoice():
            right = index[item.key]
            return Told(answers=(parse(shown[right].text),), keys=(right,), **common)
        case MultipleResponse():
            keys = tuple(sorted(index[key] for key in item.keys))
            return Told(answers=tuple(parse(shown[k].text) for k in keys), keys=keys, **common)
        case TrueFalse():
            word = table.true if item.answer else table.false
            return Told(answers=(text_as_rich(word),), keys=(0 if item.answer else 1,), **common)
        case ShortAnswer():
            return Told(
                answers=(text_as_rich(item.answer),),
                typed=item.answer,
                accept=item.accept,
                exact=item.match == "exact",
                **common,
            )
        case Numeric():
            return _told_number(item, common)
        case Cloze():
            _, blanks = parse_cloze(item.stem)
            return Told(answers=tuple(parse(blank.text) for blank in blanks), **common)
        case Matching():
            return Told(
                answers=tuple(parse(right.text) for _, right in item.pairs),
                matches=tuple(index[right.id] for _, right in item.pairs),
                **common,
            )
        case Ordering():
            right_place = {step.id: place for place, step in enumerate(item.steps)}
            return Told(
                answers=tuple(parse(step.text) for step in item.steps),
                ranks=tuple(right_place[option.id] for option in shown),
                **common,
            )
        case OpenResponse():
            return Told(answers=tuple(parse(point) for point in item.rubric), **common)
        case Flashcard():
            return Told(answers=(parse(item.back),), reverse=item.reverse, **common)
        case _:
            assert_never(item)


def _told_number(item: Numeric, common: dict[str, Any]) -> Told:
    typed = number_text(item.answer)
    said = f"{typed} {item.unit}".strip()
    low, high = number_text(item.low), number_text(item.high)
    return Told(answers=(text_as_rich(said),), typed=typed, low=low, high=high, **common)


def _cited(citation: Citation) -> Cited:
    source = citation.source
    return Cited(
        citation.quote,
        source.publisher or source.title,
        source.date,
        citation.paragraph,
        source.language,
    )


# --- our own words, in the language of the item -------------------------------------------------


def instruction(asked: Asked, *, screen: bool = False) -> str:
    """Say what to do, on paper or where there is a screen and no pencil."""
    table = words(asked.lang)
    match asked.type:
        case "single-choice" | "true-false":
            return table.choose_one
        case "multiple-response":
            return table.choose_all
        case "matching":
            return table.match_screen if screen else table.match
        case "ordering":
            return table.order_screen if screen else table.order
        case _:
            return ""


def also_text(told: Told, lang: str) -> str:
    """Say what else is right: other answers, or the range a number may lie in."""
    table = words(lang)
    range_ = table.range.format(low=told.low, high=told.high) if told.low != told.high else ""
    also = " / ".join(told.accept) or range_
    return table.also_right.format(answers=also) if also else ""


def place_text(cited: Cited, lang: str) -> str:
    """Say where words of evidence stand: `The Post, 10 July 2024, paragraph 3 (words verified)`.

    What a gap leaves out was looked into only where the text was there: of it nothing is said.
    """
    table = words(lang)
    paragraph = table.paragraph.format(paragraph=cited.paragraph)
    verified = "" if GAP.search(cited.quote) else f" ({table.verified})"
    parts = (cited.outlet, cited.date, f"{paragraph}{verified}")
    return ", ".join(part for part in parts if part)


def evidence_text(cited: Cited, lang: str) -> str:
    """Write a line of evidence: the words in quotes, then where they stand."""
    table = words(lang)
    return f"{table.quote_open}{cited.quote}{table.quote_close} {place_text(cited, lang)}"


# --- what a note shows, in one short hash -------------------------------------------------------


def content_hash(*halves: Asked | Told) -> str:
    """Hash what a person meets; empty fields don't count, so new ones change no old hash."""
    return blake2s(repr([_canonical(half) for half in halves]).encode(), digest_size=8).hexdigest()


def _canonical(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, _canonical(getattr(value, f.name))) for f in fields(value))
        return [pair for pair in pairs if pair[1]]
    if isinstance(value, tuple):
        return [_canonical(inner) for inner in value]
    return value if isinstance(value, (bool, int)) else str(value)


def letter(index: int) -> str:
    """Give the letter of an option: A..Z, then AA..."""
    return (letter(index // 26 - 1) if index > 25 else "") + chr(65 + index % 26)
