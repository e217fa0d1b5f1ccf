"""Rules about the items of one quiz: what none of them does alone.

A bank may hold one fact in many questions, and many questions over one set of names: that is what
banks are for. On one form they answer each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from quizgen.checks.item_text import answer_texts, stem_text, unmarked, words_of
from quizgen.checks.lint.languages import content
from quizgen.checks.rules import rule
from quizgen.model import (
    Bank,
    Flashcard,
    Form,
    Item,
    Matching,
    OpenResponse,
    Ordering,
    SingleChoice,
    TrueFalse,
)
from quizgen.problems import Problem
from quizgen.text.folding import fold
from quizgen.text.values import base


@rule("warning", "form")
def pool_by_elimination() -> None:
    """In one quiz the wrong options of a choice are all the answers of others.

    ## Why is this bad?
    Questions over one pool of names, each of which is right once, are solved like a crossword: who
    knows the others strikes their answers out and has the last for nothing. Fires for each choice
    of three options or more whose every distractor is the key of another choice of the quiz that
    offers its key as well, or two of its options.

    ## Example
    ```yaml
    questions:
      - {id: q1, question: What warms the tarn?, answer: Grist, distractors: [Bran, Peat]}
      - {id: q2, question: What cools a fask?, answer: Bran, distractors: [Grist, Peat]}
      - {id: q3, question: What fills the trell?, answer: Peat, distractors: [Grist, Bran]}
    quizzes:
      - {id: quiz, items: [q1, q2, q3]}
    ```

    ## Use instead
    ```yaml
    questions:
      - {id: q1, question: What warms the tarn?, answer: Grist, distractors: [Bran, Chaff]}
      - {id: q2, question: What cools a fask?, answer: Bran, distractors: [Grist, Silt]}
      - {id: q3, question: What fills the trell?, answer: Peat, distractors: [Bran, Brine]}
    quizzes:
      - {id: quiz, items: [q1, q2, q3]}
    ```

    ## When to ignore
    When the same answer may be right more than once, and the quiz says so. Else make one matching
    item of them, with more names than places.

    ## Source
    Haladyna & Rodriguez 2013 (matching and choice sets: let options be used more than once).
    """


@rule("warning", "form")
def same_fact_many_ways() -> None:
    """One quiz asks the same fact twice: from its other side, or as a statement.

    ## Why is this bad?
    Who knows it gets two points, who doesn't loses two; the quiz measures less than its length.
    Two items ask one fact when each says, in its question and its answer, what the other says.
    In a bank they are welcome: cards ask a fact from many sides.

    ## Example
    ```yaml
    questions:
      - {id: a, question: What drives the Grome mill?, answer: Brine}
      - id: b
        allow: {give-away: an example}
        question: The Grome mill is driven by brine.
        answer: true
    quizzes:
      - {id: quiz, items: [a, b]}
    ```

    ## Use instead
    ```yaml
    questions:
      - {id: a, question: What drives the Grome mill?, answer: Brine}
      - {id: b, question: The trell is drubbed at dawn., answer: true}
    quizzes:
      - {id: quiz, items: [a, b]}
    ```

    ## When to ignore
    When asking twice is meant, as in a reading test with a control question.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (base each item on one content, keep items independent).
    """


RULES = (pool_by_elimination, same_fact_many_ways)


def check_quizzes(bank: Bank, forms: Iterable[Form]) -> Iterator[Problem]:
    """Look at what the items of each quiz do to each other, once for each set of items."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for form in forms:
        items = [placed.item for placed in form.placed]
        of_quiz = (form.quiz.id, frozenset(item.id for item in items))
        if of_quiz in seen or form.pupil is not None:
            continue
        seen.add(of_quiz)
        yield from _eliminated(form, items)
        yield from _asked_again(form, [_Told.of(item, bank.lang) for item in items])


# --- pools --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Choice:
    item: SingleChoice
    key: str
    wrongs: frozenset[str]

    def strikes_out(self, option: str, other: _Choice) -> bool:
        """Tell whether knowing another choice's key strikes an option of this one out."""
        shared = (other.wrongs | {other.key}) & (self.wrongs | {self.key})
        return other.key == option and (self.key in other.wrongs or len(shared) > 1)


def _eliminated(form: Form, items: Iterable[Item]) -> Iterator[Problem]:
    choices = [_choice(item) for item in items if isinstance(item, SingleChoice)]
    solved = [one for one in choices if len(one.wrongs) > 1 and _is_last(one, choices)]
    if solved:
        first = solved[0].item
        ids = ", ".join(one.item.id for one in solved)
        counted = f"{len(solved)} choices" if len(solved) > 1 else "1 choice"
        yield pool_by_elimination.problem(
            first.where,
            f"quiz {form.quiz.id!r} has {counted} whose wrong options are all the answers of "
            f"others: {ids}",
            "add distractors that are no answers, or make one matching item of them",
            first.id,
        )


def _choice(item: SingleChoice) -> _Choice:
    texts = {option.id: fold(unmarked(option.text)) for option in item.options}
    wrongs = frozenset(text for id, text in texts.items() if id != item.key)
    return _Choice(item, texts[item.key], wrongs)


def _is_last(one: _Choice, choices: Sequence[_Choice]) -> bool:
    """Tell whether the keys of other choices leave of one its key alone."""
    others = [other for other in choices if other is not one]
    if any(other.key == one.key for other in others):
        return False  # an answer may be right twice: nothing is struck out for sure
    return all(any(one.strikes_out(wrong, other) for other in others) for wrong in one.wrongs)


# --- one fact -----------------------------------------------------------------------------------


LIKE = 0.6
"""The share of words that two items must say both."""
LEAST_WORDS = 3
_WITHOUT_SHORT_ANSWER = (OpenResponse, Flashcard, Matching, Ordering)


@dataclass(frozen=True)
class _Told:
    """What an item says with its answer in it, as content words."""

    item: Item
    stem: frozenset[str]
    key: frozenset[str]

    @classmethod
    def of(cls, item: Item, lang: str) -> _Told:
        code = base(item.lang or lang)
        right = () if isinstance(item, _WITHOUT_SHORT_ANSWER) else answer_texts(item).right
        stem = content(words_of(stem_text(item)), code)
        keys = content((word for text in right for word in words_of(text)), code)
        short = {word for text in right for word in words_of(text) if len(word) < 4}
        return cls(item, frozenset(stem), frozenset(keys or short))

    @cached_property
    def all(self) -> frozenset[str]:
        return self.stem | self.key

    @property
    def says_one_thing(self) -> bool:
        if isinstance(self.item, TrueFalse):
            return self.item.answer and len(self.stem) >= LEAST_WORDS
        return bool(self.key) and not isinstance(self.item, _WITHOUT_SHORT_ANSWER)


def _asked_again(form: Form, told: Iterable[_Told]) -> Iterator[Problem]:
    groups: list[list[_Told]] = []
    sure = [one for one in told if one.says_one_thing]
    for a, b in combinations(sure, 2):
        if _one_fact(a, b):
            group = next((some for some in groups if a in some or b in some), None)
            if group is None:
                groups.append([a, b])
            else:
                group += [one for one in (a, b) if one not in group]
    for group in groups:
        first, *others = (one.item for one in group)
        yield same_fact_many_ways.problem(
            others[-1].where,
            f"quiz {form.quiz.id!r} asks one fact {len(group)} times: "
            + ", ".join(item.id for item in (first, *others)),
            "keep one, or name them each other's `enemies`",
            others[-1].id,
        )


def _one_fact(a: _Told, b: _Told) -> bool:
    """Tell whether two items say the same, each with its answer in it."""
    if a.item.template and a.item.template == b.item.template:
        return False
    if not (a.key <= b.all and b.key <= a.all):
        return False
    both = a.all & b.all
    if len(both) < LEAST_WORDS or len(both) < LIKE * len(a.all | b.all):
        return False
    return a.key != b.key or isinstance(a.item, TrueFalse) or isinstance(b.item, TrueFalse)
