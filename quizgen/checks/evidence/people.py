"""Whom a stretch of prose names, and which of them may be its subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.checks.evidence.grammar import SpeechGrammar
from quizgen.text.folding import fold

NOBODY: frozenset[str] = frozenset()
_WORD = re.compile(r"[^\W_]+")
_WALK = 6
"""Words that may stand between a preposition and the name it governs: `of the former minister`."""
PARTICLES = frozenset(
    "von van vom zu zur der den de del della dela des du di da das dos do la le el los las al bin "
    "ibn ben ten ter y e d l af av".split()
)
"""Words in lower case that belong to a name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, as it is written, and where it stands."""

    raw: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word as it is compared."""
        return fold(self.raw)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[:1].isupper()


def tokens(text: str) -> list[Token]:
    """Give the words of a text; an apostrophe and a hyphen part words."""
    return [Token(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text names somebody: from one word up to another."""

    first: int
    last: int
    id: str


class People:
    """Persons, bodies or roles, by all names that they go by."""

    def __init__(self, names: Mapping[str, Iterable[str]], grammar: SpeechGrammar) -> None:
        self.grammar = grammar
        self._by_word: dict[str, list[tuple[Form, bool, str]]] = {}
        for id, listed in names.items():
            for name in listed:
                words = tokens(name)
                while len(words) > 1 and words[0].word in grammar.articles:
                    words = words[1:]
                if words:
                    form = tuple(token.word for token in words)
                    self._by_word.setdefault(form[0], []).append((form, words[-1].capital, id))
        for forms in self._by_word.values():
            forms.sort(key=lambda entry: -len(entry[0]))

    def named(self, text: str) -> frozenset[str]:
        """Give all whom a text names, but for those whom it says something is of."""
        words = tokens(text)
        places = self._places(words)
        return frozenset(p.id for p in places if not self._possesses(text, words, p))

    def heads(self, text: str) -> list[str]:
        """Give those whom a text names as its subject may be: not `the spokesman of Braun`."""
        words = tokens(text)
        return [
            place.id
            for place in self._places(words)
            if not self._possesses(text, words, place) and not self._governed(text, words, place)
        ]

    def begins(self, text: str) -> bool:
        """Tell whether a text begins with a name: `von der Aue am Montag`."""
        words = tokens(text)
        return bool(words) and any(self._at(words, 0))

    def is_name(self, text: str) -> bool:
        """Tell whether a text is a name, and hardly more."""
        words = tokens(text)
        return bool(self._places(words)) and all(
            token.capital or token.word in PARTICLES for token in words
        )

    def _places(self, words: Sequence[Token]) -> list[_Place]:
        places: list[_Place] = []
        at = 0
        while at < len(words):
            found = list(self._at(words, at))
            places += found
            at = found[0].last if found else at + 1
        return places

    def _at(self, words: Sequence[Token], at: int) -> Iterator[_Place]:
        """Give whom the words from one on name: by the longest name, all who share it."""
        longest = 0
        for form, capital, id in self._by_word.get(words[at].word, ()):
            if len(form) < longest:
                break
            last = at + len(form)
            there = words[at:last]
            if tuple(t.word for t in there) == form and (not capital or there[-1].capital):
                longest = len(form)
                yield _Place(at, last, id)

    def _possesses(self, text: str, words: Sequence[Token], place: _Place) -> bool:
        """Tell whether something is said to be theirs: `Braun's`, `Braun-Vertrauter`."""
        end = words[place.last - 1].end
        return text[end : end + 1] in {"'", "-"} and text[end + 1 : end + 2] != ""

    def _governed(self, text: str, words: Sequence[Token], place: _Place) -> bool:
        grammar = self.grammar
        at = place.first
        if at > 1 and words[at - 1].word in {"der", "des"} and words[at - 2].capital:
            return "der" in grammar.articles  # `die Sprecherin der Bank`
        for back in range(at - 1, max(at - 1 - _WALK, -1), -1):
            if re.search(r"[,;:.()\ue000\ue001]", text[words[back].end : words[back + 1].start]):
                return False
            if words[back].raw in grammar.prepositions:
                return True
        return False


def full_names(text: str, grammar: SpeechGrammar) -> Iterator[str]:
    """Give the runs of two capitalised words and more in a text: `Ursula von der Leyen`."""
    run: list[Token] = []
    end = 0
    for token in tokens(text):
        if text[end : token.start] not in {" ", "-", "'"}:
            yield from _name(run)
            run = []
        end = token.end
        small = token.word in grammar.articles or token.raw.lower() in grammar.prepositions
        if (token.capital and not small) or (run and token.word in PARTICLES):
            run.append(token)
        else:
            yield from _name(run)
            run = []
    yield from _name(run)


def _name(run: Sequence[Token]) -> Iterator[str]:
    while run and not run[-1].capital:
        run = run[:-1]
    if sum(token.capital for token in run) > 1:
        yield " ".join(token.raw for token in run)
