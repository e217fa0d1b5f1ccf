"""Who speaks the words that a source prints in quotes, as far as cues of the prose tell.

Rules and lists of verbs, no grammar: the subject beside a verb of saying, else whoever spoke last
in the paragraph; a pronoun means the one person named before it. Made for prose in English,
German, French and Spanish. What can't be told is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from quizgen.checks.evidence.grammar import SpeechGrammar
from quizgen.checks.evidence.people import NOBODY, People, tokens
from quizgen.checks.evidence.quotations import CLOSE, OPEN, find_quote, quote_marked
from quizgen.checks.evidence.sentences import sentence_spans

Cue = Literal["told", "carried", "near", "none"]
"""A verb beside a name says it; a pronoun, or whoever spoke last, does; a name stands near, which
proves nothing; nothing does."""

_LONGEST = 20_000
"""Characters of a paragraph from which on nobody can tell who speaks, and it would take long."""
_APPOSITIVE = re.compile(rf",([^,{OPEN}{CLOSE}]*),\s*$")
_ENDS = re.compile(rf"[,;:{OPEN}{CLOSE}]|\s-\s|\b(?:that|dass|que|qu')(?= |$)")
_PRONOUN_WITHIN = re.compile(r"-t-(?:il|elle)\b")
_PAUSES = re.compile(rf"[,;:.!?{OPEN}{CLOSE}]|\s-\s")


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks a quote, and by what that is told."""

    people: frozenset[str] = NOBODY
    cue: Cue = "none"


SILENCE = Speech()


def _alone(people: frozenset[str], cue: Cue) -> Speech:
    """Give the only one of some; of several nobody knows which is meant."""
    return Speech(people, cue) if len(people) == 1 else SILENCE


def speaker(paragraphs: Sequence[str], index: int, quote: str, people: People, lang: str) -> Speech:
    """Say who speaks a quote; nobody when that can't be told.

    Args:
        paragraphs: The source's text.
        index: The paragraph of the quote, from 0.
        quote: Words that stand there in quotes.
        people: Who might speak.
        lang: The source's language.

    """
    if len(paragraphs[index]) > _LONGEST:
        return SILENCE
    paragraph = quote_marked(paragraphs[index], lang)
    at = find_quote(paragraph, quote) if paragraph else -1
    if paragraph is None or at < 0:
        return SILENCE
    if paragraph.count(OPEN, 0, at) <= paragraph.count(CLOSE, 0, at):
        return SILENCE  # it stands there, but not as anybody's words
    before = (quote_marked(paragraphs[index - 1], lang) or "") if index else ""
    return _Paragraph(paragraph, before, people, lang).speaker_at(at)


def bare(text: str) -> str:
    """Blank out what stands in quotes, keeping every place."""
    return re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}?", _blank, text)


def _blank(match: re.Match[str]) -> str:
    size = len(match[0])
    return OPEN + " " * (size - 2) + CLOSE if size > 1 else OPEN


@dataclass(frozen=True, slots=True)
class _Subject:
    """What stands as the subject of a verb of saying."""

    text: str = ""
    people: frozenset[str] = NOBODY
    at: int = 0
    """Where it begins in its sentence."""
    kind: Literal["named", "pronoun", "left out", "other", "none"] = "none"


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph with its quotes marked, and the one before it."""

    text: str
    before: str
    people: People
    lang: str

    @property
    def grammar(self) -> SpeechGrammar:
        return self.people.grammar

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences; `"Why?" Weber asked.` is one."""
        joined: list[tuple[int, int]] = []
        for start, end in sentence_spans(self.text, self.lang):
            last = joined[-1] if joined else None
            if last and self._goes_on(last, self.text[start:end]):
                joined[-1] = (last[0], end)
            else:
                joined.append((start, end))
        return joined

    def _goes_on(self, last: tuple[int, int], sentence: str) -> bool:
        quote = self.text[last[0] : last[1]].rstrip()
        asks = re.search(f"[?!] ?{CLOSE}$", quote) is not None
        if not asks or bare(quote).strip(f"{OPEN}{CLOSE} "):
            return False
        head = bare(sentence)
        verb = self.grammar.says.search(head)
        return verb is not None and OPEN not in head and len(tokens(head[: verb.start()])) < 6

    def speaker_at(self, at: int) -> Speech:
        """Say who speaks the quote that a place is in."""
        place = next(i for i, (start, end) in enumerate(self.sentences) if start <= at < end)
        own = self._of_sentence(place, at)
        if own is not None:
            return own
        return self._of_those_before(place)

    def _of_sentence(self, place: int, at: int) -> Speech | None:
        """Say what the quote's own sentence tells; None where it has no cue."""
        start, end = self.sentences[place]
        sentence = self.text[start:end]
        subject = self._subject(sentence, self._quote_around(sentence, at - start))
        match subject.kind:
            case "named":
                return Speech(subject.people, "told")
            case "pronoun":
                return self._referent(start + subject.at)
            case "left out":
                return None
            case "other":
                return self._weakly(place)
            case _:
                people = self.people.named(bare(self.text[start:at]))
                return (
                    Speech(people, "near")
                    if len(people) == 1
                    else (None if not people else SILENCE)
                )

    def _weakly(self, place: int) -> Speech:
        """Give whom `the influential daily` may mean: whoever spoke last, but nobody knows."""
        found = self._of_those_before(place)
        return Speech(found.people, "near") if found.people else SILENCE

    def _of_those_before(self, place: int) -> Speech:
        """Say who spoke last in the sentences before."""
        for i in range(place - 1, -1, -1):
            start, end = self.sentences[i]
            sentence = self.text[start:end]
            subject = self._subject(sentence, (len(sentence), len(sentence)))
            match subject.kind:
                case "named":
                    return (
                        Speech(subject.people, "carried") if len(subject.people) == 1 else SILENCE
                    )
                case "pronoun":
                    return self._referent(start + subject.at)
                case "other":
                    return self._weakly(i)
                case "none" if self.people.named(bare(sentence)):
                    return SILENCE  # somebody else may have taken the word
                case _:
                    pass
        return SILENCE

    def _referent(self, end: int) -> Speech:
        """Find whom a pronoun means: the only one named in the paragraph, or in that before."""
        for text in (self.text[:end], self.before):
            people = self.people.named(bare(text))
            if people:
                return _alone(people, "carried")
        return SILENCE

    @staticmethod
    def _quote_around(sentence: str, at: int) -> tuple[int, int]:
        end = sentence.find(CLOSE, at)
        return max(sentence.rfind(OPEN, 0, at + 1), 0), end + 1 if end >= 0 else len(sentence)

    # --- the subject of a verb of saying --------------------------------------------------------

    def _subject(self, sentence: str, quote: tuple[int, int]) -> _Subject:
        """Give the subject of the cue nearest to a quote."""
        prose = bare(sentence)
        cues = sorted(self._cues(prose), key=lambda cue: _distance(cue, quote))
        if not cues:
            return self._labelled(prose, quote)
        cue = cues[0]
        if cue.re is self.grammar.according:
            said_by = next(group for group in cue.groups() if group)
            return self._named(said_by, cue.start(), first=True)
        return self._of_verb(prose, cue)

    def _cues(self, prose: str) -> Iterator[re.Match[str]]:
        yield from self.grammar.according.finditer(prose)
        for verb in self.grammar.says.finditer(prose):
            if not self.grammar.passive.search(prose[: verb.start()]):
                yield verb

    def _labelled(self, prose: str, quote: tuple[int, int]) -> _Subject:
        """Read `Weber: “...”`, as interviews and plays have it."""
        label = prose[: quote[0]].rstrip()
        if label.endswith(":") and self.people.is_name(label):
            return self._named(label, 0)
        return _Subject()

    def _named(self, text: str, at: int, *, first: bool = False) -> _Subject:
        heads = self.people.heads(text)
        people = frozenset(heads[:1] if first else heads)
        return _Subject(text, people, at, "named" if people else "other")

    def _of_verb(self, prose: str, verb: re.Match[str]) -> _Subject:
        grammar = self.grammar
        before = prose[: verb.start()]
        beside = _APPOSITIVE.search(before)  # "Daniel Osei, who runs a firm, told..."
        if beside:
            before = before[: beside.start()]
        text = grammar.joins.sub("", _ENDS.split(before)[-1].strip())
        at = before.rfind(text) if text else verb.start()
        if grammar.subordinate.match(text):
            return _Subject(text, at=at, kind="other")
        if not text or grammar.adverbial.match(text):
            return self._behind(prose, verb)
        if grammar.pronoun.match(text):
            return _Subject(text, at=at, kind="pronoun")
        found = self._named(text, at)
        if not found.people and beside:
            return self._named(beside[1], at)
        return found

    def _behind(self, prose: str, verb: re.Match[str]) -> _Subject:
        """Read the subject behind its verb: `“...,” said Bob Carr`, `Am Montag sagte Weber`."""
        grammar = self.grammar
        if verb[0] in grammar.direct:
            return _Subject(at=verb.start(), kind="left out")
        if _PRONOUN_WITHIN.search(verb[0]):
            return _Subject(verb[0], at=verb.start(), kind="pronoun")
        first, *more = _PAUSES.split(prose[verb.end() :])
        words = tokens(first)
        adrift = not words or words[0].raw in grammar.prepositions
        if adrift and not self.people.begins(first):
            return _Subject(at=verb.start(), kind="left out")
        asked = words[0].start == 1 and first[0] == "-"  # dit-il, a-t-elle dit
        if any(word.raw in grammar.pronouns for word in words[: 2 if asked else 1]):
            return _Subject(first, at=verb.start(), kind="pronoun")
        found = self._named(first, verb.end(), first=True)
        if not found.people and more and self.people.is_name(more[0]):
            return self._named(more[0], verb.end())  # said the mayor of London, Sadiq Khan
        return found


def _distance(cue: re.Match[str], quote: tuple[int, int]) -> int:
    return max(quote[0] - cue.end(), cue.start() - quote[1], 0)
