"""Lowers any item to what a person meets, in two halves.

`Asked` is what pupils may see before the reveal: it has no field that could hold a key, so an
output that takes `Asked` alone can't leak one. `Told` is the rest. Neither holds words of ours,
so that a better label changes no note. All outputs for people stand
on these two; a new item type reaches them all by one case here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import assert_never

from quizgen.interaction import (
    Choice,
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Interaction,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    Scoring,
    TextKey,
    Write,
    WriteKey,
    choices_of,
)
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
    Passage,
    ShortAnswer,
    SingleChoice,
    Space,
    TrueFalse,
    item_options,
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, Figure, Paragraph, flat, plain_words, text_as_blocks
from quizgen.text.cloze import Blank, parse_cloze, with_choices
from quizgen.text.inline_rules import has_ruby
from quizgen.text.markup import GAP
from quizgen.text.runs import Run
from quizgen.text.shown import shown_end, shown_quantity
from quizgen.text.typed import strictness_in
from quizgen.words import number_word, words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPassage:
    """What several items ask about, as pupils see it before them."""

    id: str
    title: Blocks = ()
    text: Blocks = ()
    image: Image | None = None
    audio: Audio | None = None
    number_lines: int = 0

    @property
    def blocks(self) -> Blocks:
        """All of it in one text, for outputs that have one place for it."""
        heading = tuple(replace(run, bold=True) for run in flat(self.title))
        return (*((Paragraph(heading),) if heading else ()), *self.body)

    @property
    def body(self) -> Blocks:
        """What stands below its title."""
        figure = (Figure(Run(self.image.alt, "image", href=self.image.file)),) if self.image else ()
        return (*self.text, *figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, as pupils may see it before the reveal."""

    lang: str
    points: Decimal
    stem: Blocks
    """With a `blank` run for each blank of a cloze text."""
    interaction: Interaction
    stimulus: Blocks = ()
    passage: ShownPassage | None = None
    hint: Blocks = ()
    image: Image | None = None
    audio: Audio | None = None
    space: Space | None = None
    """Room to answer in on paper, where its author asks for it."""

    @property
    def reading(self) -> Blocks:
        """All that is read before the question: its passage, and its own stimulus."""
        return (*self.passage.blocks, *self.stimulus) if self.passage else self.stimulus

    @property
    def sound(self) -> Audio | None:
        """What is heard: the item's own sound, or else its passage's."""
        return self.audio or (self.passage.audio if self.passage else None)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is offered, in the order shown: options, right sides, steps, a word bank."""
        return choices_of(self.interaction)


@dataclass(frozen=True, slots=True)
class Cited:
    """The words that support an answer, and where they stand."""

    quote: str
    outlet: str
    date: str
    paragraph: int
    lang: str
    """The language of the source."""
    address: str = ""
    """Where the source stands on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told at the reveal."""

    id: str
    answers: tuple[Blocks, ...]
    """The answer in words: one text, or several for several blanks, steps, right options."""
    key: Key
    reverse: bool = False
    """A flashcard is asked back to front, too."""
    explanation: Blocks = ()
    whys: tuple[tuple[int, Blocks], ...] = ()
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
    read = _reader(lang)
    stem, blanks = (
        parse_cloze(shown_cloze(item), ruby=has_ruby(lang))
        if isinstance(item, Cloze)
        else (read(item.stem), ())
    )
    return Asked(
        lang=lang,
        points=item.points,
        stem=stem,
        interaction=_interaction(item, order, lang, blanks),
        stimulus=read(item.stimulus),
        passage=_passage(item.passage, lang) if item.passage else None,
        hint=read(item.hint),
        image=item.image,
        audio=item.audio,
        space=_space(item),
    )


def _space(item: Item) -> Space | None:
    match item:
        case ShortAnswer() | Numeric() | OpenResponse():
            return item.space
        case (
            SingleChoice()
            | MultipleResponse()
            | TrueFalse()
            | Cloze()
            | Matching()
            | Ordering()
            | Flashcard()
        ):
            return None
        case _:
            assert_never(item)


_Reader = Callable[[str], Blocks]


def _reader(lang: str) -> _Reader:
    """Give what parses texts of a language."""
    return partial(parse_blocks, ruby=True) if has_ruby(lang) else parse_blocks


def _passage(passage: Passage, lang: str) -> ShownPassage:
    read = _reader(lang)
    return ShownPassage(
        id=passage.id,
        title=read(passage.title),
        text=read(passage.text),
        image=passage.image,
        audio=passage.audio,
        number_lines=passage.number_lines,
    )


def shown_cloze(item: Cloze) -> str:
    """Give the text of a cloze as it is shown: what its blanks offer stands in their hints."""
    return with_choices(item.stem, item.choices)


def _fill(item: Cloze, choices: tuple[Choice, ...], blanks: Sequence[Blank]) -> Fill:
    places = range(1, len(blanks) + 1)
    lists = tuple(tuple(item.choices.get(place, ())) for place in places)
    widths = tuple(
        _steps((blank.text, *item.accept.get(place, ()), *item.choices.get(place, ())))
        for place, blank in enumerate(blanks, 1)
    )
    return Fill(len(blanks), choices, lists if any(lists) else (), widths)


_FIRST_STEP = 16
"""Signs up to which blanks are of one width; it doubles from step to step."""


def _steps(texts: Iterable[str]) -> int:
    """Say how many widths of a usual blank the longest answer takes: 1, 2, 4, 8..."""
    longest = max(_length(text) for text in texts)
    steps = 1
    while longest > _FIRST_STEP * steps:
        steps *= 2
    return steps


def _length(text: str) -> int:
    """Count the signs of an answer; marks make a text longer than what is shown of it."""
    return len(text) if len(text) <= _FIRST_STEP else len(plain_words(parse_blocks(text)))


def _shown(item: Item, order: Sequence[str]) -> list[Option]:
    """Give the options of an item in the order shown."""
    options = {option.id: option for option in item_options(item)}
    return [options[id] for id in order if id in options]


def _interaction(
    item: Item, order: Sequence[str], lang: str, blanks: Sequence[Blank]
) -> Interaction:
    read, table = _reader(lang), words(lang)
    choices = tuple(Choice(option.id, read(option.text)) for option in _shown(item, order))
    match item:
        case SingleChoice():
            return Choose(choices)
        case MultipleResponse():
            return Choose(choices, several=True, count=item.choose, rule=item.score)
        case TrueFalse():
            true, false = text_as_blocks(table.true), text_as_blocks(table.false)
            return Choose((Choice("t", true), Choice("f", false)))
        case ShortAnswer():
            return EnterText()
        case Numeric():
            return EnterNumber(item.unit)
        case Cloze():
            return _fill(item, choices, blanks)
        case Matching():
            return Match(tuple(read(left.text) for left, _ in item.pairs), choices)
        case Ordering():
            return Order(choices)
        case OpenResponse():
            criteria = tuple(map(parse_blocks, item.rubric)) if item.show_rubric else ()
            return Write(item.lines, criteria, item.rubric_points if criteria else ())
        case Flashcard():
            return Recall()
        case _:
            assert_never(item)


# --- the half that is told ----------------------------------------------------------------------


def tell(item: Item, order: Sequence[str], lang: str, citations: Sequence[Citation] = ()) -> Told:
    """Lower an item to what is told at the reveal; `order` as for `ask`."""
    lang = item.lang or lang
    read = _reader(lang)
    shown = _shown(item, order)
    answers, key = _answered(item, shown, lang, read)
    return Told(
        id=item.id,
        answers=answers,
        key=key,
        reverse=isinstance(item, Flashcard) and item.reverse,
        explanation=read(item.explanation),
        whys=tuple((i, read(option.why)) for i, option in enumerate(shown) if option.why),
        evidence=tuple(_cited(citation) for citation in citations),
    )


_Answered = tuple[tuple[Blocks, ...], Key]
"""The answer in words, and the key."""


def _answered(item: Item, shown: Sequence[Option], lang: str, read: _Reader) -> _Answered:
    match item:
        case SingleChoice():
            return _chosen((item.key,), "all", shown, read)
        case MultipleResponse():
            return _chosen(item.keys, item.score, shown, read)
        case TrueFalse():
            table = words(lang)
            word = table.true if item.answer else table.false
            return (text_as_blocks(word),), ChooseKey((0 if item.answer else 1,), 2)
        case ShortAnswer():
            text_key = TextKey(item.answer, item.accept, strictness_in(lang, item.match))
            return (text_as_blocks(item.answer),), text_key
        case Numeric():
            return _number(item, lang)
        case Cloze():
            return _hidden(item, lang, read)
        case Matching():
            return _matched(item, shown, read)
        case Ordering():
            return _ordered(item, shown, read)
        case OpenResponse():
            return tuple(map(read, item.rubric)), WriteKey(item.rubric_points)
        case Flashcard():
            return (read(item.back),), RecallKey()
        case _:
            assert_never(item)


def _chosen(
    right: Iterable[str], scoring: Scoring, shown: Sequence[Option], read: _Reader
) -> _Answered:
    index = _places(shown)
    places = tuple(sorted(index[id] for id in right))
    answers = tuple(read(shown[place].text) for place in places)
    return answers, ChooseKey(places, len(shown), scoring)


def _number(item: Numeric, lang: str) -> _Answered:
    written = item.written or number_text(item.answer)
    number = text_as_blocks(shown_quantity(written, item.unit, lang))
    return (number,), NumberKey(item.answer, item.low, item.high, item.unit)


def _hidden(item: Cloze, lang: str, read: _Reader) -> _Answered:
    blanks = parse_cloze(item.stem, ruby=has_ruby(lang))[1]
    answers = tuple(read(blank.text) for blank in blanks)
    hidden = tuple(plain_words(answer) for answer in answers)
    accept = tuple(tuple(item.accept.get(place, ())) for place in range(1, len(hidden) + 1))
    listed = tuple(sorted(place - 1 for place in item.choices))
    strict = strictness_in(lang, "fold")
    return answers, FillKey(hidden, accept if any(accept) else (), listed, strict)


def _matched(item: Matching, shown: Sequence[Option], read: _Reader) -> _Answered:
    index = _places(shown)
    answers = tuple(read(right.text) for _, right in item.pairs)
    return answers, MatchKey(tuple(index[right.id] for _, right in item.pairs))


def _ordered(item: Ordering, shown: Sequence[Option], read: _Reader) -> _Answered:
    right_place = _places(item.steps)
    answers = tuple(read(step.text) for step in item.steps)
    return answers, OrderKey(tuple(right_place[option.id] for option in shown))


def _places(options: Sequence[Option]) -> dict[str, int]:
    return {option.id: place for place, option in enumerate(options)}


_ADDRESS = re.compile(r"https?://[^\s<>\"'{}\[\]\\]{1,2000}", re.IGNORECASE)
"""What may be a link wherever it is shown; any other address stays in the record."""


def _cited(citation: Citation) -> Cited:
    source = citation.source
    return Cited(
        citation.quote,
        source.publisher or source.title,
        source.date,
        citation.paragraph,
        source.language,
        source.url if _ADDRESS.fullmatch(source.url) else "",
    )


# --- both, once a build ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoweredItem:
    """An item, lowered once; whoever shows its choices in another order re-orders them by index."""

    item: Item
    asked: Asked
    told: Told
    pinned: tuple[str, ...]
    """Ids of choices that no shuffle moves; they stand behind the others."""

    def in_order(self, order: Sequence[str]) -> tuple[Asked, Told]:
        """Give both halves with the choices in another order; none given leaves them as they are.

        Args:
            order: The ids of all choices, or of those that are offered; or nothing.

        """
        return reordered(self.asked, self.told, order) if order else (self.asked, self.told)

    def as_written(self) -> tuple[Asked, Told]:
        """Give both halves with the choices as the author wrote them."""
        return self.in_order([option.id for option in item_options(self.item)])


def lower(
    item: Item,
    order: Sequence[str],
    pinned: tuple[str, ...],
    lang: str,
    citations: Sequence[Citation],
) -> LoweredItem:
    """Lower an item, its choices in this order; `lang` is the bank's."""
    return LoweredItem(item, ask(item, order, lang), tell(item, order, lang, citations), pinned)


def reordered(asked: Asked, told: Told, order: Sequence[str]) -> tuple[Asked, Told]:
    """Put the choices of both halves in another order, and all that points at them with them."""
    ids = [choice.id for choice in asked.choices]
    if ids == list(order):
        return asked, told
    by_id = {choice.id: choice for choice in asked.choices}
    choices = tuple(by_id[id] for id in order)
    moved = _moves(ids, order)
    key, answers = _moved_key(told.key, moved, len(choices)), told.answers
    if isinstance(key, ChooseKey):
        answers = tuple(choices[new].text for new in key.right)
    whys = tuple(sorted((moved[old], why) for old, why in told.whys if moved[old] >= 0))
    return (
        replace(asked, interaction=_offering(asked.interaction, choices)),
        replace(told, key=key, answers=answers, whys=whys),
    )


def _moves(ids: Sequence[str], order: Sequence[str]) -> list[int]:
    """Say where each choice goes; -1 is nowhere, since not all need be shown."""
    place = {id: index for index, id in enumerate(order)}
    return [place.get(id, -1) for id in ids]


def _offering(interaction: Interaction, choices: tuple[Choice, ...]) -> Interaction:
    match interaction:
        case Choose() | Match() | Order() | Fill():
            return replace(interaction, choices=choices)
        case EnterText() | EnterNumber() | Write() | Recall():
            return interaction
        case _:
            assert_never(interaction)


def _moved_key(key: Key, moved: Sequence[int], offered: int) -> Key:
    """Give a key for choices that have moved, each to a place of so many that are offered."""
    match key:
        case ChooseKey(right):
            return replace(key, right=tuple(sorted(moved[old] for old in right)), offered=offered)
        case MatchKey(matches):
            return MatchKey(tuple(moved[old] for old in matches))
        case OrderKey(ranks):
            rank_at = dict(zip(moved, ranks, strict=True))
            return OrderKey(tuple(rank_at[place] for place in range(offered)))
        case FillKey() | TextKey() | NumberKey() | WriteKey() | RecallKey():
            return key
        case _:
            assert_never(key)


# --- our own words, in the language of the item -------------------------------------------------


def instruction(asked: Asked, *, screen: bool = False) -> str:
    """Say what to do, on paper or where there is a screen and no pencil."""
    table = words(asked.lang)
    match asked.interaction:
        case Choose(several=True, count=count) if count:
            return table.choose_count.format(count=number_word(count, asked.lang))
        case Choose(several=several):
            return table.choose_all if several else table.choose_one
        case Match():
            return table.match_screen if screen else table.match
        case Order():
            return table.order_screen if screen else table.order
        case Fill() | EnterText() | EnterNumber() | Write() | Recall():
            return ""
        case _:
            assert_never(asked.interaction)


def scoring_rule(asked: Asked, told: Told | None = None) -> str:
    """Say how a question is scored, where that isn't plain; empty where it is.

    Args:
        asked: The question.
        told: Its key, for the marker: all of the rule. Pupils are told what costs or earns them
            points.

    """
    table = words(asked.lang)
    asks = asked.interaction
    if isinstance(asks, Choose) and asks.several:
        whole = table.scored_whole if told else ""
        rules = {"partial": table.scored_partly, "right-minus-wrong": table.scored_minus}
        return rules.get(asks.rule, whole)
    points = asks.worth if isinstance(asks, Write) else ()
    if told and isinstance(told.key, WriteKey):
        points = told.key.points
    if not points:
        return ""
    most = number_text(asked.points).replace(".", table.decimal)
    capped = sum(points) > asked.points
    return (table.rubric_capped if capped else table.rubric_summed).format(points=most)


def points_said(points: Decimal, lang: str) -> str:
    """Say points in words: `1 point`, `2.5 points`."""
    table = words(lang)
    text = number_text(points).replace(".", table.decimal)
    return table.one_point if text == "1" else table.points.format(points=text)


def criteria(texts: Sequence[Blocks], points: Sequence[Decimal], lang: str) -> tuple[Blocks, ...]:
    """Give the criteria of a rubric, each with what it is worth."""
    if not points:
        return tuple(texts)
    return tuple(
        _with_points(text, f" ({points_said(one, lang)})")
        for text, one in zip(texts, points, strict=True)
    )


def _with_points(text: Blocks, said: str) -> Blocks:
    last = text[-1] if text else None
    if isinstance(last, Paragraph):
        return (*text[:-1], Paragraph((*last.runs, Run(said))))
    return (*text, Paragraph((Run(said.strip()),)))


def number_alone(told: Told) -> str:
    """Give the number of a numeric item as it is shown, without its unit."""
    unit = told.key.unit if isinstance(told.key, NumberKey) else ""
    return plain_words(told.answers[0]).removesuffix(unit).rstrip() if told.answers else ""


def also_text(told: Told, lang: str) -> str:
    """Say what else is right: other answers, or the range a number may lie in."""
    table = words(lang)
    match told.key:
        case TextKey(accept=accept):
            also = " / ".join(accept)
        case NumberKey(low=low, high=high):
            ends = (shown_end(end, lang) for end in (low, high))
            range_ = table.range.format(**dict(zip(("low", "high"), ends, strict=True)))
            also = range_ if low != high else ""
        case FillKey():
            also = accepted_in_blanks(told.key)
        case ChooseKey() | MatchKey() | OrderKey() | WriteKey() | RecallKey():
            also = ""
        case _:
            assert_never(told.key)
    return table.also_right.format(answers=also) if also else ""


def accepted_in_blanks(key: FillKey) -> str:
    """List what else is right in blanks: `color`, or by place, `2: color / colors; 3: grey`."""
    listed = [(place, " / ".join(texts)) for place, texts in enumerate(key.accept, 1) if texts]
    if len(key.blanks) == 1:
        return "".join(texts for _, texts in listed)
    return "; ".join(f"{place}: {texts}" for place, texts in listed)


def place_text(cited: Cited, lang: str) -> str:
    """Say where words of evidence stand: `The Post, 10 July 2024, paragraph 3`."""
    paragraph = words(lang).paragraph.format(paragraph=cited.paragraph)
    return ", ".join(part for part in (cited.outlet, cited.date, paragraph) if part)


def evidence_text(cited: Cited, lang: str) -> str:
    """Write a line of evidence: the words in quotes, then where they stand."""
    table = words(lang)
    return f"{table.quote_open}{cited.quote}{table.quote_close} {place_text(cited, lang)}"


def proved_evidence_text(cited: Cited, lang: str) -> str:
    """Write a line of evidence for a teacher, who wants to know that its words were verified.

    What a gap leaves out was looked into only where the text was there: of it nothing is said.
    """
    verified = "" if GAP.search(cited.quote) else f" ({words(lang).verified})"
    return evidence_text(cited, lang) + verified


def letter(index: int) -> str:
    """Give the letter of an option: A..Z, then AA..."""
    return (letter(index // 26 - 1) if index > 25 else "") + chr(65 + index % 26)
