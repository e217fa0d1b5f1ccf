"""An item beside the words it cites: what it states, what they state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizgen.checks.evidence.cited import cited_values, holds, recorded
from quizgen.checks.evidence.naming import Readings, name_words, readings, stands, stands_bent
from quizgen.checks.evidence.normal import parts
from quizgen.checks.evidence.sought import Sought, sought_in
from quizgen.checks.item_text import (
    EntityNames,
    answer_texts,
    named_words,
    stands_in,
    stem_text,
    unmarked,
    words_of,
)
from quizgen.model import Citation, Fact, Item, Matching, Numeric, Ordering, ShortAnswer
from quizgen.text.values import (
    Number,
    Quantity,
    Range,
    Stated,
    StatedValue,
    base,
    keys,
    stated,
)

WORKED_OUT = 3
"""The level from which an answer may be worked out."""


@dataclass(frozen=True)
class Claim:
    """An item beside the words it cites."""

    item: Item
    cited: Sequence[Citation]
    names: EntityNames
    lang: str = "en"
    """The language of the bank, for items that name none."""
    facts: Callable[[], frozenset[str]] = frozenset
    """Gives the names of all values that the bank's facts state; few claims ask."""

    @property
    def worked_out(self) -> bool:
        """Whether its answer may be worked out, rather than read off: level 3 and above."""
        return self.item.level is not None and self.item.level >= WORKED_OUT

    def is_anywhere(self, value: Stated) -> bool:
        """Tell whether a value stands in a source or in a fact; where nobody can tell, it does."""
        names = set(keys(value.value))
        own = names | set(_without_unit(value.value))
        return bool(own & self.facts()) or any(holds(c.source, names) for c in self.cited)

    def is_shown(self, value: Stated) -> bool:
        """Tell whether the explanation shows how a value is worked out: it ends there.

        It states the value, and another that it comes from. A result differs from what it starts
        from, so that no cited value can refuse it.
        """
        wanted = _singles(value.value)
        told = self._explained
        shown = [any(_one_amount(each, one) for one in wanted) for each in told]
        met = all(any(_one_amount(each, one) for each in told) for one in wanted)
        return met and (len(wanted) > 1 or not all(shown))

    @cached_property
    def _explained(self) -> list[StatedValue]:
        """The values of the explanation, of ranges both ends."""
        found = stated(unmarked(self.item.explanation), self.own)
        return [value for each in found for value in _singles(each.value)]

    def is_named_anywhere(self, name: str) -> bool:
        """Tell whether a name is an entity's or stands in a source; without its text, it does."""
        if self.names.whole(name) is not None:
            return True
        texts = [paragraphs for c in self.cited if (paragraphs := c.source.text) is not None]
        wanted = set(words_of(name))
        return len(texts) < len(self.cited) or any(
            wanted <= set(words_of(" ".join(paragraphs))) for paragraphs in texts
        )

    @cached_property
    def own(self) -> str:
        """The language that the item is written in."""
        return self.item.lang or self.lang

    @cached_property
    def text(self) -> str:
        """All cited words."""
        return " … ".join(citation.quote for citation in self.cited)

    @cached_property
    def words(self) -> list[str]:
        """All cited words, folded, without possessives; `|` where a quote or a part of it ends."""
        cited_words: list[str] = []
        for part in (part for citation in self.cited for part in parts(citation.quote)):
            cited_words += [word.removesuffix("'s").removesuffix("'") for word in words_of(part)]
            cited_words.append("|")
        return cited_words

    @cached_property
    def readings(self) -> Readings:
        """What each of the cited words may be: `Kishidas` is of Kishida."""
        return readings(self.words, self.cited[0].source.language)

    def has(self, text: str) -> bool:
        """Tell whether an answer stands in the cited words, in whatever case and number."""
        if stands_in(named_words(text), self.words):
            return True
        words = name_words(text, self.own)
        if stands(words, self.readings):
            return True
        alone = len(words) == 1 and text.strip()[:1].isupper() and base(self.own) != "de"
        alike = base(self.own) == base(self.cited[0].source.language)
        return alike and not alone and stands_bent(words, self.words, self.own)

    def has_name(self, entity: Fact) -> bool:
        """Tell whether the cited words name an entity."""
        return any(
            stands(form, self.readings)
            or (len(form) > 1 and stands_bent(form, self.words, self.own))
            for form in self.names.forms(entity)
        )

    @cached_property
    def sought(self) -> Sought:
        """What the question says of the value that it asks for."""
        return sought_in(f"{stem_text(self.item)} {unmarked(self.item.stimulus)}", self.own)

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """All values of the cited words, each as whole as it is known to stand in the source."""
        return tuple(
            value
            for citation in self.cited
            for part in parts(citation.quote)
            for value in cited_values(citation, part)
        )

    def stated_for(self, answers: Sequence[Stated]) -> tuple[Stated, ...]:
        """Give the cited values, with those of the answer that a record has at a quote's edge."""
        return self.stated + tuple(
            value
            for citation in self.cited
            for part in parts(citation.quote)
            for value in recorded(citation, part, answers)
        )

    def answered(self, text: str) -> tuple[Stated, ...]:
        """Give the values of one of the right answers."""
        return stated(text, self.own, exact=isinstance(self.item, Numeric))

    @cached_property
    def right(self) -> tuple[str, ...]:
        """The right answers; of a matching item its right sides, of an ordering item none."""
        if isinstance(self.item, Matching):
            return tuple(unmarked(option.text) for _, option in self.item.pairs)
        return () if isinstance(self.item, Ordering) else answer_texts(self.item).right

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """What is right beside the right answer of a short answer."""
        return self.item.accept if isinstance(self.item, ShortAnswer) else ()

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        """The distractors."""
        return answer_texts(self.item).wrong


def _singles(value: StatedValue) -> tuple[StatedValue, ...]:
    return (value.low, value.high) if isinstance(value, Range) else (value,)


def _without_unit(value: StatedValue) -> tuple[str, ...]:
    """Give a quantity's number: a fact's has no unit, its template gives it one."""
    return tuple(keys(Number(value.amount))) if isinstance(value, Quantity) else ()


def _one_amount(shown: StatedValue, wanted: StatedValue) -> bool:
    """Tell whether two values have one number, and one unit where both have any."""
    if not isinstance(shown, (Number, Quantity)) or not isinstance(wanted, (Number, Quantity)):
        return False
    if shown.amount != wanted.amount:
        return False
    if not isinstance(shown, Quantity) or not isinstance(wanted, Quantity):
        return True
    return bool(shown.units & wanted.units)
