"""A choice as a pupil sees it who knows nothing: made of `Asked` alone, which can't hold a key.

The options of an item come in the order of their ids, which are hashes of their texts: the order
an author wrote them in begins with the answer, and would be a key by another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from quizgen.checks.item_text import WORD
from quizgen.checks.testwise.lexicon import Lexicon, lexicon
from quizgen.interaction import Choose, EnterNumber, EnterText, Fill, Match, Order, Recall, Write
from quizgen.present.lower import Asked
from quizgen.text.blocks import Blocks, plain_words
from quizgen.text.folding import fold

STATEMENT = ("t", "f")
"""The ids of the choices of a statement: true, false."""
BLANK = "_____"
_STEM = 5
"""Letters by which two words are seen to be one, whatever their endings."""
_INSIDE = 6
"""Letters of a word that is seen inside a longer one, as German compounds have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenText:
    """An item's question in plain words."""

    text: str
    folded: str
    roots: frozenset[str]
    """Its content words without their endings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOption:
    """An option in plain words."""

    text: str
    folded: str
    words: tuple[str, ...]
    roots: frozenset[str]
    """Its content words without their endings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenChoice:
    """Something to choose from: the options of an item, or those of a blank."""

    item: int
    """The place of its item among those that are asked together."""
    lang: str
    words: Lexicon
    stem: SeenText
    before: str
    """What stands before the gap to be filled; the whole stem where there is none."""
    options: tuple[SeenOption, ...]
    statement: bool = False
    """To be judged true or false, in this order."""


def roots(words: Iterable[str], small: frozenset[str]) -> frozenset[str]:
    """Cut content words to what is seen of them at a glance: no small words, no endings."""
    return frozenset(
        word[:_STEM] if len(word) > _STEM else word
        for word in words
        if (len(word) > 2 or word.isdigit()) and word not in small
    )


def kin(words: SeenOption, text: SeenText) -> int:
    """Count the content words of an option that a text has, too, if in another form."""
    shared = len(words.roots & text.roots)
    return shared + sum(
        len(word) >= _INSIDE and word[:_STEM] not in text.roots and word in text.folded
        for word in words.words
    )


def seen_text(text: str, small: frozenset[str]) -> SeenText:
    """Look at a text."""
    folded = fold(text)
    return SeenText(text=text, folded=folded, roots=roots(WORD.findall(folded), small))


def _option(text: str, small: frozenset[str]) -> SeenOption:
    folded = fold(text)
    words = tuple(WORD.findall(folded))
    return SeenOption(text=text, folded=folded, words=words, roots=roots(words, small))


def choices_seen(asked: Asked, item: int) -> Iterator[SeenChoice]:
    """Give what there is to choose from in an item.

    One choice, or one for each blank with a list of its own. Pairs, steps and word banks are left
    out: what is right for one of them depends on the others, so that they are no tries of chance.
    """
    known = lexicon(asked.lang)
    stem = seen_text(_plain(asked.stem), known.small)
    seen = partial(SeenChoice, item=item, lang=asked.lang, words=known, stem=stem)
    match asked.interaction:
        case Choose(choices=choices):
            statement = tuple(choice.id for choice in choices) == STATEMENT
            texts = tuple(_option(_plain(choice.text), known.small) for choice in choices)
            before = stem.text.partition(BLANK)[0] if BLANK in stem.text else stem.text
            yield seen(before=before, options=texts, statement=statement)
        case Fill(lists=lists):
            parts = stem.text.split(BLANK)
            for place, texts_of in enumerate(lists):
                if texts_of:
                    options = tuple(_option(text, known.small) for text in texts_of)
                    before = BLANK.join(parts[: place + 1])
                    yield seen(before=before, options=options)
        case Match() | Order() | EnterText() | EnterNumber() | Write() | Recall():
            return
        case _:
            assert_never(asked.interaction)


def _plain(text: Blocks) -> str:
    return plain_words(text).strip()


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text that items print beside their options, and the items that print it."""

    text: SeenText
    items: frozenset[int]


def printed_texts(asked: Iterable[Asked]) -> tuple[PrintedText, ...]:
    """Give what items print that is no option: their stems; stimuli and passages, each once."""
    owners: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(asked):
        owners[one.lang, f"{place} {_plain(one.stem)}"] = [place]
        passage = one.passage.text if one.passage else ()
        for text in filter(None, (_plain(one.stimulus), _plain(passage))):
            owners.setdefault((one.lang, f" {text}"), []).append(place)
    return tuple(
        PrintedText(seen_text(text.partition(" ")[2], lexicon(lang).small), frozenset(items))
        for (lang, text), items in owners.items()
    )
