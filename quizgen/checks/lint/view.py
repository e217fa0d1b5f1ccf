"""What rules look at: an item's texts in plain words, worked out once for all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from quizgen.checks.item_text import (
    WORD,
    EntityNames,
    answer_texts,
    reading_text,
    stem_text,
    unmarked,
)
from quizgen.model import (
    Bank,
    ChoiceBase,
    Cloze,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    item_options,
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import runs_of
from quizgen.text.folding import fold
from quizgen.text.values import base


class View:
    """An item as rules see it: all texts plain, what several rules need worked out once."""

    __slots__ = (
        "code",
        "digits",
        "english",
        "folded",
        "item",
        "keys",
        "kinds",
        "lang",
        "options",
        "printed",
        "quantities",
        "said",
        "stem",
        "stem_folded",
        "stem_words",
        "stimulus",
        "vocabulary",
        "words",
        "wrongs",
    )

    def __init__(self, item: Item, lang: str, kinds: Mapping[str, str], said: str = "") -> None:
        self.item = item
        self.kinds = kinds
        """Folded names of entities -> their kind."""
        self.lang = item.lang or lang
        self.code = base(self.lang)
        """Its language without the region."""
        self.english = self.code == "en"
        self.said = said
        """What is shown above it: the title of its topic."""
        self.stem = stem_text(item)
        self.stem_folded = fold(self.stem)
        self.stem_words = WORD.findall(self.stem_folded)
        self.stimulus = reading_text(item)
        self.printed = tuple([unmarked(option.text) for option in item_options(item)])
        """The options in the author's order."""
        self.keys, self.wrongs = self._told_apart() or answer_texts(item)
        """The right options, or the answers of an item without options; and the distractors."""
        self.options = self.keys + self.wrongs
        self.folded = tuple([fold(option) for option in self.options])
        self.words = tuple([WORD.findall(folded) for folded in self.folded])
        """The words of each option, folded."""
        self.vocabulary = {word for words in self.words for word in words}
        self.digits = any(_DIGIT.search(option) for option in self.options)
        self.quantities = self.digits and max(map(len, self.options)) <= QUANTITY
        """Whether the options may be numbers, with a unit or a few words."""

    def _told_apart(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Part the options of a choice, which are in plain text already."""
        item = self.item
        match item:
            case SingleChoice():
                keys: tuple[str, ...] = (item.key,)
            case MultipleResponse():
                keys = item.keys
            case (
                TrueFalse()
                | ShortAnswer()
                | Numeric()
                | Cloze()
                | Matching()
                | Ordering()
                | OpenResponse()
                | Flashcard()
            ):
                return None
            case _:
                assert_never(item)
        pairs = tuple(
            zip(self.printed, [option.id in keys for option in item.options], strict=True)
        )
        return (
            tuple([text for text, right in pairs if right]),
            tuple([text for text, right in pairs if not right]),
        )

    @property
    def unpinned(self) -> tuple[str, ...]:
        """The options in the author's order, without one that is to stay last."""
        item = self.item
        return (
            self.printed[:-1] if isinstance(item, ChoiceBase) and item.keep_last else self.printed
        )

    def emphasised(self, word: str) -> bool:
        """Tell whether a word of the stem is set apart: bold, italic or in capitals."""
        return word.isupper() or any(
            word in run.text
            for run in runs_of(parse_blocks(self.item.stem))
            if run.bold or run.italic
        )


QUANTITY = 32
"""Letters a number has at most with what stands around it; longer, it is a text with a number."""
_DIGIT = re.compile(r"\d")


def views(bank: Bank) -> Iterator[View]:
    """Look at every item of a bank that people still meet."""
    kinds = EntityNames(bank.entities).kinds()
    for item in bank.items:
        if item.status != "retired":
            said = bank.topic_title(item.topic) if bank.topics else ""
            yield View(item, bank.lang, kinds, said)
