"""An item's texts in plain words: what is answered, what pupils see, what a name goes by.

What rules and evidence compare with each other; nothing here is shown to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, assert_never

from quizgen.model import (
    Cloze,
    Fact,
    Flashcard,
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
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import Blank, cloze_parts, parse_cloze
from quizgen.text.folding import fold
from quizgen.text.markup import MARKED
from quizgen.text.values import keys, stated

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ARTICLES = frozenset({"a", "an", "the"})


def unmarked(text: str) -> str:
    """Give a text of the author's without its marks."""
    return plain_words(parse_blocks(text)) if MARKED.search(text) else text.strip()


def words_of(text: str) -> list[str]:
    """Give the words of a plain text, folded."""
    return WORD.findall(fold(text))


def named_words(text: str) -> list[str]:
    """Give the words of a text as names are compared: no possessive 's, no article before."""
    words = [word.removesuffix("'s").removesuffix("'") for word in words_of(text)]
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def stands_in(words: list[str], text: list[str]) -> bool:
    """Tell whether some words stand in a text, one after the other."""
    n = len(words)
    return bool(n) and any(text[i : i + n] == words for i in range(len(text) - n + 1))


def value_names(text: str, lang: str) -> frozenset[str]:
    """Give the values that a plain text states, by name; the 16th is a 16."""
    found = stated(text, lang)
    return frozenset(key.removesuffix(".") for each in found for key in keys(each.value))


_ONE_OR_A = frozenset("ein eine einen einem einer un une una uno".split())


def tells_value(text: str, lang: str) -> bool:
    """Tell whether a plain text states a value; `Ein Herzog` is a duke, not one of them."""
    return any(fold(each.raw) not in _ONE_OR_A for each in stated(text, lang))


class AnswerTexts(NamedTuple):
    """The right answers of an item and the wrong options beside them, in plain text."""

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def answer_texts(item: Item) -> AnswerTexts:
    """Give what is right and what is offered beside it; nothing where that is no short text."""
    match item:
        case SingleChoice():
            return _parted(item.options, (item.key,))
        case MultipleResponse():
            return _parted(item.options, item.keys)
        case ShortAnswer():
            return AnswerTexts((item.answer,))
        case Numeric():
            return AnswerTexts((f"{item.answer:f} {item.unit}".strip(),))
        case Cloze():
            return AnswerTexts(_texts(parse_cloze(item.stem)[1]))
        case Matching():
            return AnswerTexts(_texts(chain.from_iterable(item.pairs)))
        case Ordering():
            return AnswerTexts(_texts(item.steps))
        case Flashcard():
            return AnswerTexts((unmarked(item.back),))
        case TrueFalse() | OpenResponse():
            return AnswerTexts()
        case _:
            assert_never(item)


def _texts(parts: Iterable[Option | Blank]) -> tuple[str, ...]:
    return tuple(unmarked(part.text) for part in parts)


def _parted(options: Sequence[Option], keys: Sequence[str]) -> AnswerTexts:
    right = _texts(option for option in options if option.id in keys)
    return AnswerTexts(right, _texts(option for option in options if option.id not in keys))


def stem_text(item: Item) -> str:
    """Give the stem as pupils read it; blanks of a cloze text read `_____`."""
    if not isinstance(item, Cloze):
        return unmarked(item.stem)
    return unmarked("".join("_____" if isinstance(p, Blank) else p for p in cloze_parts(item.stem)))


def reading_text(item: Item) -> str:
    """Give what is to be read before the question: its passage, and its own stimulus."""
    passage = item.passage.text if item.passage else ""
    return "\n".join(unmarked(text) for text in (passage, item.stimulus) if text)


def visible_text(item: Item) -> str:
    """Give all that pupils see of an item but its options: stem, passage, stimulus, alt texts."""
    parts = [stem_text(item)]
    if reading := reading_text(item):
        parts.append(reading)
    if item.image:
        parts.append(item.image.alt)
    return "\n".join(parts)


def names_of(entity: Fact) -> tuple[str, ...]:
    """Give every name an entity goes by: its name, `short`, `aliases`."""
    values = (entity.values.get(key) for key in ("name", "short", "aliases"))
    return tuple(
        str(name)
        for value in values
        if value is not None
        for name in (value if isinstance(value, tuple) else (value,))
    )


class EntityNames:
    """The names of a bank's entities, to be found in texts."""

    def __init__(self, entities: Iterable[Fact]) -> None:
        self.entities = tuple(entities)
        self._forms: dict[str, list[list[str]]] = {}
        surnames: dict[str, set[str]] = {}
        for entity in self.entities:
            self._forms[entity.id] = [named_words(name) for name in names_of(entity)]
            full = self._forms[entity.id][0]
            if len(full) > 1:
                surnames.setdefault(full[-1], set()).add(entity.id)
        for surname, ids in surnames.items():
            if len(ids) == 1:  # a surname two people share names neither
                self._forms[next(iter(ids))].append([surname])
        self._by_word: dict[str, list[tuple[list[str], Fact]]] = {}
        for entity in self.entities:
            for form in self._forms[entity.id]:
                if form:
                    self._by_word.setdefault(form[0], []).append((form, entity))

    def kinds(self) -> Mapping[str, str]:
        """Give every full name and short name, folded, with its entity's kind."""
        return {fold(name): e.kind for e in self.entities for name in names_of(e)}

    def whole(self, text: str) -> Fact | None:
        """Give the entity that a text names and nothing else."""
        words = named_words(text)
        for form, entity in self._by_word.get(words[0], ()) if words else ():
            if form == words:
                return entity
        return None

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.entities)

    def named_in(self, words: Sequence[str]) -> frozenset[str]:
        """Give the ids of the entities whose names stand in a text, as folded words."""
        if not self._by_word:
            return frozenset()
        plain = [word.removesuffix("'s").removesuffix("'") for word in words]
        return frozenset(
            entity.id
            for place, word in enumerate(plain)
            for form, entity in self._by_word.get(word, ())
            if plain[place : place + len(form)] == form
        )

    def forms(self, entity: Fact) -> list[list[str]]:
        """Give the folded words of every name that an entity goes by."""
        return self._forms[entity.id]

    def names(self, entity: Fact, text: list[str]) -> bool:
        """Tell whether a text, as folded words, names an entity."""
        return any(stands_in(form, text) for form in self._forms[entity.id])
