"""What rules look at: an item's texts in plain words, worked out once for all rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizgen.markup import Rich, parse
from quizgen.model import Bank, Cloze, Item, item_options
from quizgen.plain import Names, answers, asked, plain, words_of

STOP_WORDS = frozenset(
    (
        "a about above according after all also am an and any are article as at be been before "
        "being between both but by can could did do does during each few following for from had "
        "has have he her here him his how i if in into is it its itself kind like made make makes "
        "many may might more most much must name named names no none nor not of off on one only "
        "or other our out over own part same say says shall she should so some such text than "
        "that the their them then there these they this those through to too under until up upon "
        "use used uses very was we were what when where which while who whom whose why will with "
        "word words would you your"
    ).split()
)
"""English words that tell nothing about what a text is about."""


_SUFFIX = re.compile(r"(?:ings?|edly|ed|ies|es|s|ly|ers?|ions?|ments?)$")


def stemmed(word: str) -> str:
    """Cut an English word's ending, roughly: enough to see that two words are one."""
    return _SUFFIX.sub("", word) if len(word) > 5 else word.removesuffix("s")


def content(text: str) -> set[str]:
    """Give the content words of an English text: no stop words, four letters or more, stemmed."""
    return {
        stemmed(word)
        for word in words_of(text)
        if word not in STOP_WORDS and (len(word) > 3 or word.isdigit())
    }


@dataclass(frozen=True, slots=True)
class View:
    """An item as rules see it; all texts are plain."""

    item: Item
    english: bool
    stem: str
    """Blanks of a cloze text read `_____`."""
    stem_runs: Rich
    stimulus: str
    keys: tuple[str, ...] = ()
    """The right options, or the answers of an item without options."""
    wrongs: tuple[str, ...] = ()
    kinds: Mapping[str, str] | None = None
    """Folded names of entities -> their kind."""

    @property
    def options(self) -> tuple[str, ...]:
        """All options, the right ones first."""
        return self.keys + self.wrongs

    @property
    def printed(self) -> tuple[str, ...]:
        """The options in the author's order."""
        return tuple(plain(option.text) for option in item_options(self.item))


def views(bank: Bank) -> Iterator[View]:
    """Look at every item of a bank that people still meet."""
    kinds = Names(bank.entities).kinds()
    for item in bank.items:
        if item.status != "retired":
            yield view(item, bank.lang, kinds)


def view(item: Item, lang: str, kinds: Mapping[str, str] | None = None) -> View:
    """Look at one item."""
    right, wrong = answers(item)
    return View(
        item,
        (item.lang or lang).lower().startswith("en"),
        asked(item),
        () if isinstance(item, Cloze) else parse(item.stem),
        plain(item.stimulus),
        right,
        wrong,
        kinds,
    )
