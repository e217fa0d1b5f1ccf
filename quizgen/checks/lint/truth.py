"""Truth by set logic: an option that the bank's own facts make right is no distractor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import assert_never

from quizgen.checks.item_text import (
    answer_texts,
    named_words,
    stands_in,
    stem_text,
    unmarked,
    words_of,
)
from quizgen.checks.lint.languages import STOP_WORDS
from quizgen.checks.rules import rule
from quizgen.model import (
    Bank,
    Cloze,
    Fact,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Ordering,
    Ref,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Value,
)
from quizgen.problems import Problem


@rule("error", "truth")
def true_distractor() -> None:
    """A fact of the bank makes a distractor right.

    ## Why is this bad?
    The pupil who knows more is marked wrong. An item is about a fact when it was made from it,
    names it (`fact: id`), or when its answer and another value in its question are that fact's.
    Every fact of the kind that agrees with it in all that the question says is then right as well,
    and none of their answers may be a distractor. Where a question that names no fact says more
    than the facts hold (`which borders Spain`), it is only a note. In a matching item, no other
    right side may be true of a left one.

    ## Example
    ```yaml
    kinds: {deal: {with: text, what: text}}
    facts:
      - {id: a, kind: deal, with: Brannet, what: a trell pact}
      - {id: b, kind: deal, with: Skoll, what: a trell pact}
    questions:
      - id: partner
        question: With whom was a trell pact signed?
        answer: Brannet
        distractors: [Skoll, Tarvin, Grome]
    ```

    ## Use instead
    ```yaml
    kinds: {deal: {with: text, what: text}}
    facts:
      - {id: a, kind: deal, with: Brannet, what: a trell pact}
      - {id: b, kind: deal, with: Skoll, what: a trell pact}
    questions:
      - id: partner
        question: With whom was a trell pact signed?
        answer: [Brannet, Skoll]
        distractors: [Tarvin, Grome]
    ```

    ## When to ignore
    When the question tells the facts apart by something that no slot holds: better add the slot.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (one right answer only); none of the peers examined checks
    it.
    """


RULES = (true_distractor,)

_LEAST_LETTERS = 3
_MOST_FACTS = 200
_NEUTRAL = STOP_WORDS | frozenset(
    (
        "signed sign made held took taken take won win lost lose ruled rule fought written wrote "
        "built build found founded born died lived live came come went go goes gone led lead met "
        "meet visit visited represent represented attend attended sent send gave give given got "
        "called belong belongs speak spoken spoke country countries person people city cities "
        "place places leader leaders author thing things whither"
    ).split()
)
"""Words of a question that tell no fact from its sisters."""
_NARROWING = frozenset(
    (
        "before after first last only most least best worst except second third not never largest "
        "smallest longest shortest highest lowest oldest newest earliest latest biggest greatest"
    ).split()
)
"""Words by which a question picks one of many; no slot holds them."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A printed value of a fact: its text as words, folded."""

    name: str
    words: tuple[str, ...]


def check_truth(bank: Bank) -> Iterator[Problem]:
    """Report every distractor that a fact makes true."""
    if not (bank.facts or bank.entities):
        return
    world = _World(bank)
    for item in bank.items:
        if item.status == "retired":
            continue
        match item:
            case SingleChoice() | MultipleResponse():
                yield from _choice(world, item)
            case Matching():
                yield from _matching(world, item)
            case (
                TrueFalse()
                | ShortAnswer()
                | Numeric()
                | Cloze()
                | Ordering()
                | OpenResponse()
                | Flashcard()
            ):
                continue
            case _:
                assert_never(item)


class _World:
    """The facts of a bank by the values they print."""

    def __init__(self, bank: Bank) -> None:
        self.entities = {entity.id: entity for entity in bank.entities}
        self.facts = (*bank.facts, *bank.entities)
        self.by_id = {f"{fact.kind}/{fact.id}": fact for fact in self.facts}
        self.slots = {id: tuple(self._slots(fact)) for id, fact in self.by_id.items()}
        self.held = {
            id: frozenset((slot.name, slot.words) for slot in slots)
            for id, slots in self.slots.items()
        }
        self._true: dict[object, dict[tuple[str, ...], list[str]]] = {}
        self.used: dict[str, set[str]] = {}
        """Template -> the facts that pass its filters; by its design no other makes it true."""
        for item in bank.items:
            if item.template:
                self.used.setdefault(item.template, set()).update(item.facts)

    @cached_property
    def by_words(self) -> Mapping[tuple[str, ...], list[tuple[str, str]]]:
        """The words of a value -> the facts that have it, each with its slot."""
        places = ((id, slot) for id, slots in self.slots.items() for slot in slots)
        by_words: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for id, slot in places:
            if "." not in slot.name:
                by_words.setdefault(slot.words, []).append((id, slot.name))
        return by_words

    @cached_property
    def by_kind(self) -> Mapping[str, list[str]]:
        """A kind -> its facts."""
        by_kind: dict[str, list[str]] = {}
        for id, fact in self.by_id.items():
            by_kind.setdefault(fact.kind, []).append(id)
        return by_kind

    @cached_property
    def by_held(self) -> Mapping[str, Mapping[tuple[str, tuple[str, ...]], list[str]]]:
        """A kind -> what its facts say in which slot -> the facts that say it."""
        by_held: dict[str, dict[tuple[str, tuple[str, ...]], list[str]]] = {}
        for id, fact in self.by_id.items():
            of_kind = by_held.setdefault(fact.kind, {})
            for one in self.held[id]:
                of_kind.setdefault(one, []).append(id)
        return by_held

    def _slots(self, fact: Fact, prefix: str = "") -> Iterator[_Slot]:
        for name, value in fact.values.items():
            for text in self._printed(value):
                words = tuple(named_words(unmarked(text)))
                if words:
                    yield _Slot(prefix + name, words)
            if isinstance(value, Ref) and not prefix:  # a person's office tells facts apart, too
                yield from self._slots(self.entities[value.id], f"{name}.")

    def _printed(self, value: Value) -> Iterator[str]:
        if isinstance(value, tuple):
            for one in value:
                yield from self._printed(one)
        elif isinstance(value, Ref):
            entity = self.entities[value.id]
            yield from (str(entity.values[k]) for k in ("name", "short") if k in entity.values)
        elif isinstance(value, str):
            yield value

    def asked_about(self, item: Item, answer: str, text: list[str]) -> list[tuple[str, str]]:
        """Give the facts an item is about, each with the slot that its answer fills.

        Its own ones; of an item that names none, those that the question says most of.
        """
        words = tuple(named_words(answer))
        if item.facts:
            return list(self._own_slots(item, words))
        holders = self.by_words.get(words, [])
        if len(holders) > _MOST_FACTS:
            return []  # a value that so many facts have asks about none of them
        scores = [(len(self.slots_in(id, slot, text)), id, slot) for id, slot in holders]
        most = max((score for score, _, _ in scores), default=0)
        return [(id, slot) for score, id, slot in scores if score == most > 0]

    def _own_slots(self, item: Item, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Give the slots, of the facts that an item names, which print some words."""
        for id in item.facts:
            for slot in self.slots.get(id, ()):
                if slot.words == words and "." not in slot.name:
                    yield id, slot.name

    def left_over(self, id: str, slot: str, text: list[str]) -> set[str]:
        """Give the words of a question that no slot of a fact accounts for."""
        fact = self.by_id[id]
        accounted_for = {
            word
            for words in self.slots_in(id, slot, text).values()
            for one in words
            for word in one
        }
        kinds = {self.entities[v.id].kind for v in fact.values.values() if isinstance(v, Ref)}
        names = words_of(" ".join([fact.kind, *fact.values, *kinds]).replace("-", " "))
        return set(text) - accounted_for - set(names) - _NEUTRAL

    def slots_in(self, id: str, but: str, text: list[str]) -> dict[str, set[tuple[str, ...]]]:
        """Give the slots of a fact whose values a text says, with those values."""
        values: dict[str, set[tuple[str, ...]]] = {}
        for slot in self.slots[id]:
            long = len("".join(slot.words)) >= _LEAST_LETTERS
            named = slot.name in text and slot.words[0].isdigit()
            if slot.name != but and (long or named) and stands_in(list(slot.words), text):
                values.setdefault(slot.name, set()).add(slot.words)
        return values

    def true(
        self, item: Item, id: str, slot: str, text: list[str]
    ) -> Mapping[tuple[str, ...], str]:
        """Give all that fills a slot truly, for whatever a text says of a fact: value -> fact."""
        own = dict.fromkeys(self.values(id, slot), id)
        in_text = self.slots_in(id, slot, text)
        if not in_text:
            return own
        used = self.used.get(item.template)
        by_value = self._facts_by_value(id, slot, in_text)
        if used is None:
            return {**{words: facts[0] for words, facts in by_value.items()}, **own}
        passing = {words: [f for f in facts if f in used] for words, facts in by_value.items()}
        return {**{words: facts[0] for words, facts in passing.items() if facts}, **own}

    def _facts_by_value(
        self, id: str, slot: str, in_text: Mapping[str, set[tuple[str, ...]]]
    ) -> Mapping[tuple[str, ...], list[str]]:
        """Give, for each value of a slot, the facts that agree in what is said; once for all."""
        fact = self.by_id[id]
        flags = tuple((name, v) for name, v in fact.values.items() if isinstance(v, bool))
        stem_text = frozenset((name, one) for name, words in in_text.items() for one in words)
        key = (fact.kind, slot, stem_text, flags)
        if key not in self._true:
            by_value = self._true[key] = {}
            for other in self._candidates(fact.kind, stem_text):
                if self._agrees(other, stem_text, flags):
                    for words in self.values(other, slot):
                        by_value.setdefault(words, []).append(other)
        return self._true[key]

    def _candidates(
        self, kind: str, stem_text: frozenset[tuple[str, tuple[str, ...]]]
    ) -> Sequence[str]:
        """Give the facts of a kind that may agree: those that hold the rarest of what is said.

        Else every question of a template would look at the facts of all its sisters.
        """
        holders = self.by_held[kind]
        listed = [holders.get(one, []) for one in stem_text]
        return min(listed, key=len, default=self.by_kind[kind])

    def _agrees(
        self,
        id: str,
        stem_text: frozenset[tuple[str, tuple[str, ...]]],
        flags: tuple[tuple[str, bool], ...],
    ) -> bool:
        values = self.by_id[id].values
        return all(values.get(n) == v for n, v in flags) and stem_text <= self.held[id]

    def values(self, id: str, slot: str) -> set[tuple[str, ...]]:
        """Give what a slot of a fact prints, in every way it may be printed."""
        return {one.words for one in self.slots[id] if one.name == slot}


def _text(item: Item) -> list[str]:
    shown = f"{unmarked(item.stimulus)} {stem_text(item)}"
    return [word.removesuffix("'s").removesuffix("'") for word in words_of(shown)]


def _choice(world: _World, item: SingleChoice | MultipleResponse) -> Iterator[Problem]:
    right, wrong = answer_texts(item)
    text = _text(item)
    wanted = {tuple(named_words(option)): option for option in wrong}
    for key in right:
        for id, slot in world.asked_about(item, key, text):
            truths = world.true(item, id, slot, text)
            true_options = truths.keys() & wanted.keys()
            if not true_options:
                continue
            left = set() if item.facts else world.left_over(id, slot, text)
            if not left & _NARROWING:
                other = truths[min(true_options)]
                yield _report(world, item, wanted[min(true_options)], (id, slot, other), left)
                return


def _report(
    world: _World, item: Item, option: str, proof: tuple[str, str, str], left: set[str]
) -> Problem:
    """Report a distractor: an error, or a note where the question says more than the facts do."""
    id, slot, other = proof
    fact = world.by_id[other]
    agrees = ", ".join(sorted(world.slots_in(id, slot, _text(item)))) or "it is the item's own"
    if left:
        message = (
            f"the distractor {option!r} may be right as well: fact {fact.id} agrees in {agrees} "
            f"({fact.where}); the facts can't tell whether {min(left)!r} sets it apart"
        )
        problem = true_distractor.problem(
            item.where, message, "if it does, tie the item by `fact:` or ignore this", item.id
        )
        return replace(problem, level="info")
    return true_distractor.problem(
        item.where,
        f"the distractor {option!r} is right as well: fact {fact.id} says so "
        f"({fact.where}; it agrees in {agrees})",
        "move it under `answer`, take another, or say in the question what tells the facts apart",
        item.id,
    )


def _matching(world: _World, item: Matching) -> Iterator[Problem]:
    rights = {tuple(named_words(unmarked(option.text))): option.text for option in item.rights}
    for left, right in item.pairs:
        text = named_words(unmarked(left.text))
        own = tuple(named_words(unmarked(right.text)))
        for id, slot in world.by_words.get(own, ()):
            if not world.slots_in(id, slot, text):
                continue
            facts = world.true(item, id, slot, text)
            fitting = (facts.keys() & rights.keys()) - {own}
            if fitting:
                fact = world.by_id[facts[min(fitting)]]
                yield true_distractor.problem(
                    item.where,
                    f"{rights[min(fitting)]!r} is right for {left.text!r} as well: fact {fact.id} "
                    f"says so ({fact.where})",
                    "drop one of them, or tell the left side apart",
                    item.id,
                )
                return
