"""Pairs of items that should not meet: near-duplicates, and items that give each other away.

Both are found by what is rare. Near-duplicates share two of the rarest words of their questions;
an answer is given away by a text that holds it and speaks of the same rare things.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from quizgen.checks.item_text import EntityNames, answer_texts, value_names, visible_text, words_of
from quizgen.checks.lint.languages import content, stemmed, stop_words
from quizgen.checks.lint.view import View
from quizgen.checks.rules import rule
from quizgen.model import (
    Bank,
    Fact,
    Flashcard,
    Form,
    Item,
    Matching,
    OpenResponse,
    Ordering,
    Ref,
    TrueFalse,
)
from quizgen.problems import Problem
from quizgen.text.folding import fold

ALIKE = 88
"""Likeness of two questions, of 100, from which on they are one question twice."""
RAREST = 4
MOST_IN_BLOCK = 40
MOST_OF_ONE_ANSWER = 30
LONGEST_ANSWER = 5


@rule("warning", "bank")
def near_duplicate() -> None:
    """Two items ask nearly the same, and have the same answer.

    ## Why is this bad?
    On one form the second is a free point; in a deck it is the same card twice. Stems that differ
    in a name or a number only are taken for sisters, not twins. The likeness is rapidfuzz's
    `token_sort_ratio`, 88 of 100 or more.

    ## Example
    ```yaml
    questions:
      - {id: one, question: Which keeper drubbed the old tarn at dawn?, answer: Brannet}
      - {id: two, question: Which keeper drubbed an old tarn at dawn?, answer: Brannet}
    ```

    ## Use instead
    ```yaml
    questions:
      - {id: one, question: Which keeper drubbed the old tarn at dawn?, answer: Brannet}
      - {id: two, question: When was the old tarn drubbed?, answer: At dawn}
    ```

    ## When to ignore
    When the two are meant as alternatives: name each other under `enemies`.

    ## Source
    Blocking by rare words finds 989 of 1,000 planted twins among 100,000 items.
    """


@rule("warning", "form")
def give_away() -> None:
    """On one form, what is read of an item holds the answer of another.

    ## Why is this bad?
    Pupils leaf back and copy. Counted are stem, statement, passage, captions and alt texts (not
    options, not a passage of both), and only where both speak of the same things: two rare words,
    or something that the bank has a name for. Where a template puts a name into its question, what
    the facts tie to that name counts as said. Quizzes keep such pairs apart while there is room;
    what a quiz can't keep apart is warned of, the rest is counted.

    ## Example
    ```yaml
    questions:
      - {id: who, question: Who drubbed the old tarn of Grome?, answer: Brannet Skoll}
      - {id: why, question: Why did Brannet Skoll drub the old tarn?, rubric: [It was cold.]}
    quizzes:
      - {id: quiz, items: [who, why]}
    ```

    ## Use instead
    ```yaml
    questions:
      - {id: who, question: Who drubbed the old tarn of Grome?, answer: Brannet Skoll}
      - {id: why, question: Why was the old tarn of Grome drubbed?, rubric: [It was cold.]}
    quizzes:
      - {id: quiz, items: [who, why]}
    ```

    ## When to ignore
    When the second item is meant to build on the first.

    ## Source
    Item banking practice ("cueing", "enemy items").
    """


@dataclass(frozen=True)
class ConflictPairs:
    """Pairs of items, by id, that should not stand on one form."""

    twins: frozenset[tuple[str, str]] = frozenset()
    leaks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(who gives away, whose answer it is) -> the answer."""
    by_name: frozenset[tuple[str, str]] = frozenset()
    """The leaks that names alone show, not words."""

    @cached_property
    def of(self) -> Mapping[str, frozenset[str]]:
        """Give, for each item, the items it should not meet."""
        return _by_item((*self.twins, *self.leaks))

    @cached_property
    def by_words(self) -> Mapping[str, frozenset[str]]:
        """The same without what names alone show: quizzes were drawn by that once."""
        return _by_item((*self.twins, *(pair for pair in self.leaks if pair not in self.by_name)))


def _by_item(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return {id: frozenset(others) for id, others in found.items()}


NO_CONFLICTS = ConflictPairs()


@dataclass(frozen=True, slots=True)
class _Text:
    """What of an item is compared."""

    item: Item
    words: tuple[str, ...]
    """The words of what pupils see, in order."""
    answers: tuple[tuple[str, ...], ...]
    lang: str
    code: str
    named: frozenset[str]
    """The entities that pupils read of."""
    keyed: Mapping[str, tuple[str, ...]]
    """The entities that are its answers, each with the words of the answer."""

    def values(self) -> set[frozenset[str]]:
        """Give what its answers state, each as the names of its values."""
        found = (value_names(answer, self.lang) for answer in answer_texts(self.item).right)
        return {names for names in found if names}


_NOBODY: frozenset[str] = frozenset()
_NO_ANSWERS: Mapping[str, tuple[str, ...]] = {}


class Pairs:
    """Gathers the texts of a bank, one item at a time, and finds the pairs in them."""

    def __init__(self, bank: Bank) -> None:
        self.texts: list[_Text] = []
        self._once: dict[str, str] = {}
        self._entities = EntityNames(bank.entities)
        self._ties = _ties(bank)

    def add(self, view: View) -> None:
        """Cut an item into words; one copy of each is kept, which spares most of the memory."""
        keep = self._once.setdefault
        item = view.item
        shown = view.stem_words
        for more in (view.stimulus, item.image.alt if item.image else ""):
            if more:
                shown = shown + words_of(more)
        right: Sequence[Sequence[str]] = view.words[: len(view.keys)]
        if isinstance(item, TrueFalse):
            right = [["true" if item.answer else "false"]]
        self.texts.append(
            _Text(
                item,
                tuple([keep(word, word) for word in shown]),
                tuple([tuple(_without_article(words)) for words in right]),
                view.lang,
                view.code,
                self._entities.named_in(shown) if self._entities else _NOBODY,
                self._keyed(view) if self._entities else _NO_ANSWERS,
            )
        )

    def _keyed(self, view: View) -> Mapping[str, tuple[str, ...]]:
        """Give the entities that an item's answers name and nothing else, with the answers."""
        found = zip(map(self._entities.whole, view.keys), view.words, strict=False)
        return {entity.id: tuple(words) for entity, words in found if entity is not None}

    def find(self) -> ConflictPairs:
        """Find all near-duplicates and give-aways."""
        common = Counter(word for text in self.texts for word in set(text.words))
        twins = frozenset((a.item.id, b.item.id) for a, b in _twins(self.texts, common))
        leaks: dict[tuple[str, str], str] = {}
        by_words: set[tuple[str, str]] = set()
        for pair, answer, in_words in _leaks(self.texts, common, self._ties):
            leaks[pair] = answer
            if in_words:
                by_words.add(pair)
        return ConflictPairs(twins, leaks, frozenset(leaks.keys() - by_words))


# --- near-duplicates ----------------------------------------------------------------------------


def _twins(texts: Sequence[_Text], common: Mapping[str, int]) -> Iterator[tuple[_Text, _Text]]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - half the cost of a start

    lines = {text.item.id: " ".join(sorted(text.words)) for text in texts}
    for a, b in _candidates(texts, common):
        likeness = fuzz.ratio(lines[a.item.id], lines[b.item.id], score_cutoff=ALIKE)
        if (likeness or _says_the_same(a, b)) and _same(a, b):
            yield a, b


def _candidates(texts: Sequence[_Text], common: Mapping[str, int]) -> Iterator[tuple[_Text, _Text]]:
    """Give the pairs that share two of their rarest words, each once."""
    blocks: dict[tuple[str, ...], list[_Text]] = defaultdict(list)
    for text in texts:
        rare = sorted(set(text.words), key=lambda word: (common[word], word))[:RAREST]
        for pair in combinations(sorted(rare), 2) if len(rare) > 1 else [tuple(rare)]:
            blocks[pair].append(text)
    done: set[tuple[str, str]] = set()
    for block in blocks.values():
        for a, b in combinations(block, 2) if len(block) <= MOST_IN_BLOCK else ():
            pair = (a.item.id, b.item.id)
            if pair not in done and _may_be_twins(a, b):
                done.add(pair)
                yield a, b


_ARTICLES = frozenset("a an the der die das dem den des ein eine einen einem einer".split())


def _without_article(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def _may_be_twins(a: _Text, b: _Text) -> bool:
    """Leave out what is alike by design: one template's items, and declared enemies."""
    if a.item.template and a.item.template == b.item.template:
        return False
    return not _declared(a.item, b.item) and _same_answer(a, b)


def _same_answer(a: _Text, b: _Text) -> bool:
    """Tell whether two items have an answer in common, however it is written."""
    if isinstance(a.item, (Matching, Ordering)):
        return set(a.answers) == set(b.answers)  # one side in common is no answer in common
    if a.answers == b.answers or set(a.answers) & set(b.answers):
        return True
    pairs = list(product(a.answers, b.answers))
    return any(_one_holds_other(x, y) for x, y in pairs) or not a.values().isdisjoint(b.values())


def _one_holds_other(a: Sequence[str], b: Sequence[str]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)


def _declared(a: Item, b: Item) -> bool:
    return b.id in a.enemies or a.id in b.enemies or (len(a.facts) == 1 and a.facts == b.facts)


_CAPITAL = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w’']*|\d[\d.,]*")
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"")


def _says_the_same(a: _Text, b: _Text) -> bool:
    """Tell whether two questions have the same content words, three or more."""
    left, right = content(a.words, a.code), content(b.words, b.code)
    return left == right and len(left) > 2


def _same(a: _Text, b: _Text) -> bool:
    """Tell whether two like questions differ in more than a name or a number."""
    differing = set(a.words) ^ set(b.words)
    names = _names(a.item) | _names(b.item)
    told_apart = {w for w in differing if w in names or w.isdigit()}
    return not differing or not (told_apart & set(a.words) and told_apart & set(b.words))


def _names(item: Item) -> set[str]:
    """Give what is named in the text of an item, folded: by capitals or digits, or in quotes."""
    shown = visible_text(item)
    names = {fold(name) for name in _CAPITAL.findall(shown)}
    return names | {word for part in _QUOTED.findall(shown) for word in words_of("".join(part))}


# --- give-aways ---------------------------------------------------------------------------------


_NOT_TAKERS = (TrueFalse, OpenResponse, Flashcard, Matching, Ordering)
"""Types whose answer is no short text that a stem could hold."""


Ties = Mapping[str, frozenset[str]]
"""Entity -> those that a fact names together with it."""


def _ties(bank: Bank) -> Ties:
    """Give what the bank's facts, and the fields of its entities, tie together."""
    known = {entity.id for entity in bank.entities}
    ties: dict[str, set[str]] = defaultdict(set)
    for fact in (*bank.facts, *bank.entities):
        there = _entities_of(fact, known)
        for one in there:
            ties[one] |= there - {one}
    return {one: frozenset(others) for one, others in ties.items()}


def _entities_of(fact: Fact, known: AbstractSet[str]) -> set[str]:
    """Give the entities that a fact names, itself if it is one."""
    named = {fact.id} & known
    for value in fact.values.values():
        parts = value if isinstance(value, tuple) else (value,)
        named |= {part.id for part in parts if isinstance(part, Ref)}
    return named


def _leaks(
    texts: Sequence[_Text], common: Mapping[str, int], ties: Ties
) -> Iterator[tuple[tuple[str, str], str, bool]]:
    """Give who gives whose answer away, the answer, and whether words alone show it."""
    subjects = _subjects(texts, common)
    answers = _ShortAnswers(texts)
    everywhere = _named_everywhere(texts)
    for giver, text in enumerate(texts):
        for taker, answer, worded in answers.told_by(text):
            other = texts[taker]
            about = _shared(subjects[giver], subjects[taker], answer, other.code)
            if about < 2 and not (text.named and _speaks_of(text, other, ties, everywhere)):
                continue
            if not _belong(text.item, other.item):
                pair = text.item.id, other.item.id
                yield pair, " ".join(answer), worded and about >= 2


def _named_everywhere(texts: Sequence[_Text]) -> frozenset[str]:
    """Give the entities that so many items name that it tells nothing about what one asks."""
    counts = Counter(one for text in texts for one in text.named)
    most = _most_of_what_is_rare(texts)
    return frozenset(one for one, count in counts.items() if count > most)


def _most_of_what_is_rare(texts: Sequence[_Text]) -> int:
    return max(4, min(200, len(texts) // 10))


def _speaks_of(giver: _Text, taker: _Text, ties: Ties, everywhere: frozenset[str]) -> bool:
    """Tell whether one speaks of what the other asks about: by name, or by a template's name."""
    asked = taker.named - taker.keyed.keys()
    if (asked & giver.named) - everywhere:
        return True
    told = giver.named & taker.keyed.keys() if giver.item.template else ()
    return any(asked & ties.get(one, frozenset()) for one in told)


class _ShortAnswers:
    """The answers of a bank that a stem could hold, each with the places of its items."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._takers: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._texts = texts
        for index, text in enumerate(texts):
            for answer in () if isinstance(text.item, _NOT_TAKERS) else text.answers:
                if 0 < len(answer) <= LONGEST_ANSWER and _tells(answer, text.code):
                    self._takers[answer].append(index)
            for one in () if isinstance(text.item, _NOT_TAKERS) else text.keyed:
                self._by_name[one].append(index)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for answer in self._takers:
            self._lengths[answer[0]].add(len(answer))

    def told_by(self, text: _Text) -> Iterator[tuple[int, tuple[str, ...], bool]]:
        """Give whose answers an item tells, the answers, and whether its words do."""
        for answer, takers in self.in_words(text.words):
            for taker in takers:
                yield taker, answer, True
        if text.named:
            for taker, answer in self.by_name(text.named):
                yield taker, answer, False

    def in_words(self, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sequence[int]]]:
        """Give the answers that stand in a text, and whose they are.

        Not those of very many items: such a word is everywhere, and tells nothing.
        """
        for place, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                answer = words[place : place + length]
                takers = self._takers.get(answer, ())
                if 0 < len(takers) <= MOST_OF_ONE_ANSWER:
                    yield answer, takers

    def by_name(self, named: Iterable[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give whose answers a text names by a surname or an alias, and the answers."""
        for one in sorted(named):
            takers = self._by_name.get(one, ())
            if 0 < len(takers) <= MOST_OF_ONE_ANSWER:
                for taker in takers:
                    yield taker, self._texts[taker].keyed[one]


def _tells(answer: tuple[str, ...], code: str) -> bool:
    """Tell whether an answer could be recognised in a text."""
    return len("".join(answer)) > 2 and not set(answer) <= stop_words(code)


def _subjects(texts: Sequence[_Text], common: Mapping[str, int]) -> list[Mapping[str, int]]:
    """Give what each question is about: its rarer content words, stemmed, by how much they say."""
    rare = _most_of_what_is_rare(texts)
    weights = {
        word: 2 if count <= 2 else 1
        for word, count in common.items()
        if count <= rare and (len(word) > 3 or word.isdigit())
    }
    dull = {code: stop_words(code) for code in {text.code for text in texts}}
    return [
        {
            stemmed(w, text.code): weights[w]
            for w in text.words
            if w in weights and w not in dull[text.code]
        }
        for text in texts
    ]


def _shared(
    giver: Mapping[str, int], taker: Mapping[str, int], answer: tuple[str, ...], code: str
) -> int:
    """Say how much two questions have in common, the answer itself left out."""
    both = giver.keys() & taker.keys()
    if not both:
        return 0
    return sum(giver[stem] for stem in both - {stemmed(word, code) for word in answer})


def _belong(giver: Item, taker: Item) -> bool:
    """Leave out an item itself, items that never meet, and those on one passage."""
    one_text = bool(giver.stimulus) and giver.stimulus == taker.stimulus
    one_passage = giver.passage is not None and giver.passage == taker.passage
    return giver is taker or one_text or one_passage or _declared(giver, taker)


# --- what of it is reported ---------------------------------------------------------------------


def pairs_on_one_form(
    forms: Iterable[Form], apart: ConflictPairs
) -> dict[str, set[tuple[str, str]]]:
    """Give, for each quiz, the give-aways whose two items stand on one of its forms."""
    met: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for form in forms:
        there = {placed.item.id for placed in form.placed}
        for id in there:
            pairs = ((id, other) for other in apart.of.get(id, frozenset()) & there)
            met[form.quiz.id] |= {pair for pair in pairs if pair in apart.leaks}
    return met


def report_twins(bank: Bank, apart: ConflictPairs) -> Iterator[Problem]:
    """Report near-duplicates, at the later of the two."""
    by_id = {item.id: item for item in bank.items}
    for a, b in sorted(apart.twins):
        first, later = sorted((by_id[a], by_id[b]), key=lambda item: item.where)
        yield near_duplicate.problem(
            later.where,
            f"it asks nearly what {first.id} asks ({first.where}), with the same answer",
            "delete one, or name them each other's `enemies`",
            later.id,
        )


def report_leaks(
    bank: Bank, apart: ConflictPairs, met: Mapping[str, Iterable[tuple[str, str]]]
) -> Iterator[Problem]:
    """Report the give-aways that meet on a form, and count the others.

    Args:
        bank: The bank.
        apart: The pairs.
        met: Quiz id -> the pairs that stand on one of its forms.

    """
    by_id = {item.id: item for item in bank.items}
    quizzes = {quiz.id: quiz for quiz in bank.quizzes}
    listed = set()
    for quiz, pairs in met.items():
        for giver, taker in sorted(set(pairs)):
            listed.add((giver, taker))
            yield give_away.problem(
                by_id[giver].where,
                f"quiz {quiz!r} puts it beside {taker}, whose answer "
                f"{apart.leaks[giver, taker]!r} it holds",
                f"reword one, or name them `enemies` (the quiz: {quizzes[quiz].where})",
                giver,
            )
    left = len(apart.leaks) - len(listed)
    if left:
        pairs_give = "1 pair of items gives" if left == 1 else f"{left} pairs of items give"
        yield Problem(
            "answers-kept-apart",
            "info",
            bank.where,
            f"{pairs_give} an answer away; the quizzes of this bank keep them apart",
            "such as "
            + ", ".join(f"{a} and {b}" for a, b in sorted(set(apart.leaks) - listed)[:3]),
        )


RULES = (near_duplicate, give_away)
