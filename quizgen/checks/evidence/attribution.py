"""Questions for who said something: whether the source gives the words to who is keyed.

An error only where the text shows another speaker; where it shows none, a human must judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.grammar import SpeechGrammar, speech_grammar
from quizgen.checks.evidence.normal import normal
from quizgen.checks.evidence.people import PARTICLES, People, full_names, tokens
from quizgen.checks.evidence.quotations import quotes_in
from quizgen.checks.evidence.speakers import SILENCE, Speech, speaker
from quizgen.checks.item_text import names_of, stem_text, unmarked
from quizgen.checks.rules import rule
from quizgen.model import Citation, Fact, ShortAnswer, SingleChoice, Source
from quizgen.problems import Problem
from quizgen.text.folding import fold
from quizgen.text.values import base

SpeakerProof = Literal["not-asked", "proved", "untold", "contradicted"]
"""The item doesn't ask who speaks; the source says that the key does; it can't be told, or the text
isn't there; somebody else does."""


@rule("error", "evidence")
def wrong_speaker() -> None:
    """The source gives the quoted words to somebody else.

    ## Why is this bad?
    Pupils learn that a person said what another said. Found in English, German, French and Spanish
    where the source's text lies beside its record (else in the cited words alone), and only when
    prose tells plainly who speaks: a verb of saying before or behind the quote, `laut`, `selon`,
    `according to`, a pronoun that can mean one person only, whoever spoke last in the paragraph.
    Where the text shows nobody, a human must judge.

    ## Example
    The source says `"...," former Foreign Minister Bob Carr told a forum`.

        stimulus: “where our security and our economic future is”
        question: Whose words are these?
        answer: Lin Jian

    ## Use instead

        stimulus: “where our security and our economic future is”
        question: Whose words are these?
        answer: Bob Carr

    ## When to ignore
    When the prose was misread: say who speaks in the reason.

    ## Source
    Cues of prose; on the first bank's article all 16 quotes are given to their speakers.
    """


RULES = (wrong_speaker,)

_ASKS_WHO: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\bwho\b[^?]*\b(?:said|says|wrote|writes|spoke|speaks|called|calls|told|argued|attacked|"
        r"quoted|added|warned|declared|asked|replied|stated|claimed|announced|explained)\b"
        r"|\bwhose (?:words|view|opinion|sentence|statement|quote|quotation)\b|\bby whom\b"
        r"|\bspeaker\b|\bwords from\b|\battributed\b"
    ),
    "de": re.compile(
        r"\bwer\b[^?]*\b(?:sag\w*|gesagt|schrieb\w*|schreibt|geschrieben|erklar\w+|nann?te?|nennt|"
        r"genannt|meint\w*|behaupte\w*|warnt\w*|gewarnt|forder\w+|gefordert|ausser\w+|sprach|"
        r"spricht|gesprochen|kritisier\w+|antworte\w*|geantwortet|rief|rufen|betont\w*|spricht)\b"
        r"|\b(?:von wem|von welche[rnm]\b.*) (?:stamm\w*|ist|sind|komm\w*)\b|\bwessen\b"
        r"|\bwem (?:werden|wird|schreib\w*|ordne\w*)\b.*\b(?:worte|zitat|satz|aussage)\b"
        r"|\b(?:zitat|worte|satz|aussage|ausspruch)\b.*\bstamm\w*|\bsprecher(?:in)?\b"
    ),
    "fr": re.compile(
        r"\bqui\b[^?]*\b(?:dit|disait|declare\w*|affirme\w*|ecrit|ecrivait|parle|repond\w*|prononce|"
        r"explique\w*|ajoute\w*|estime\w*|assure\w*|lance\w*|souligne\w*|qualifi\w+|avertit|averti)\b"
        r"|\bde qui (?:sont|est|vien\w+|emane\w*)\b|\bles (?:mots|paroles|propos) de qui\b"
        r"|\ba qui (?:le texte |l'article |l'auteur )?(?:attribu\w+|doit-on|appartien\w+|revien\w+|"
        r"sont attribu\w+|est attribu\w+|sont-ils attribu\w+)"
        r"|\bqui est l'auteur\b|\bauteur de (?:cette|ces|ce)\b"
    ),
    "es": re.compile(
        r"\bquien(?:es)?\b[^?]*\b(?:dijo|dice|decia|dicho|declar\w+|afirm\w+|escrib\w+|escrito|"
        r"pronunci\w+|respond\w+|sostuv\w+|asegur\w+|explic\w+|anad\w+|senal\w+|advirti\w+|"
        r"calific\w+|coment\w+)\b|\bde quien(?:es)? (?:son|es|viene\w*|procede\w*)\b"
        r"|\ba quien(?:es)? (?:se |le |les |el texto |pertenece\w*|corresponde\w*|atribuy\w+)"
        r"|\bautora? de (?:esta|estas|este|la|las)\b"
    ),
}
_ASKS_OTHERWISE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:means?|meant|accused|disagree\w*|reject\w*|of whom|to whom)\b"),
    "de": re.compile(
        r"\b(?:wen|(?:uber|an|gegen) wen|(?:zu|mit) wem|meint\w* damit|gemeint|widersprach\w*)\b"
    ),
    "fr": re.compile(
        r"\b(?:a qui (?:a-t-|s'adress|dit|parl|repond)\w*|de qui (?:parl|se moqu)\w*|contre qui|"
        r"designe|accuse\w*)\b"
    ),
    "es": re.compile(
        r"\b(?:a quien (?:dijo|se dirig\w+|se refier\w+|acus\w+|critic\w+)|de quien (?:habl\w+|"
        r"dijo|se burl\w+)|contra quien|acus\w+)\b"
    ),
}
_ANOTHER = "?"
"""Begins the id of somebody whom the source names and the bank doesn't."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a source says of who speaks the words that an item asks about."""

    proof: SpeakerProof
    problems: tuple[Problem, ...] = ()


NOT_ASKED = Attribution("not-asked")


def attributed(claim: Claim) -> Attribution:
    """Hold an item's key to whom its source gives the words that it asks about."""
    asked = _AskedSpeaker.of(claim)
    if asked is None:
        return NOT_ASKED
    shown = False
    for quote in asked.quotes:
        for citation in claim.cited:
            found = asked.spoken(quote, citation)
            other = asked.other(found)
            if other:
                return Attribution("contradicted", (asked.problem(other, citation),))
            shown = shown or (found.people == {_KEY} and found.cue in {"told", "carried"})
    return Attribution("proved" if shown else "untold")


_KEY = "the key"


@dataclass(frozen=True)
class _AskedSpeaker:
    """A question for who said something: the one who is keyed, and all who might have."""

    claim: Claim
    quotes: Sequence[str]
    grammar: SpeechGrammar
    lang: str
    """The source's language."""

    @classmethod
    def of(cls, claim: Claim) -> _AskedSpeaker | None:
        """Read an item as such a question, if it is one in a language that is known."""
        item = claim.item
        lang = claim.cited[0].source.language
        grammar, asks = speech_grammar(lang), _ASKS_WHO.get(base(claim.own))
        if grammar is None or asks is None or not isinstance(item, (SingleChoice, ShortAnswer)):
            return None
        stem, reading = stem_text(item), unmarked(item.stimulus)
        quotes = quotes_in(reading, claim.own) or quotes_in(stem, claim.own)
        question = fold(_without(stem, quotes))
        if not asks.search(question) or _ASKS_OTHERWISE[base(claim.own)].search(question):
            return None
        asked = cls(claim, quotes or ([reading] if reading else []), grammar, lang)
        return asked if asked.quotes and not asked.names_another(question) else None

    def names_another(self, question: str) -> bool:
        """Tell whether the question itself brings a second person in."""
        folded = {id: [fold(name) for name in names] for id, names in self.names.items()}
        return bool(People(folded, self.grammar).named(question) - {_KEY})

    @cached_property
    def key(self) -> Fact | None:
        """The entity that is keyed, where it is one."""
        return self.claim.names.whole(self.claim.right[0])

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Whoever may be named, by all their names: the key, the distractors, all of its kind."""
        claim = self.claim
        key = self.key
        accepted = claim.accepted
        found = {_KEY: [claim.right[0], *accepted, *(names_of(key) if key else ())]}
        for wrong in claim.wrong:
            entity = claim.names.whole(wrong)
            if not entity or entity != key:
                found[wrong] = [wrong, *(names_of(entity) if entity else ())]
        for entity in claim.names.entities:
            if key and entity.kind == key.kind and entity != key:
                found.setdefault(str(entity.values["name"]), list(names_of(entity)))
        return _with_surnames(found)

    @cached_property
    def people(self) -> People:
        """All of them, and whom the source names besides by two words or more."""
        listed = [*self.names.values(), *map(names_of, self.claim.names.entities)]
        known = {token.word for names in listed for name in names for token in tokens(name)}
        names = dict(self.names)
        for source in {id(c.source): c.source for c in self.claim.cited}.values():
            for name in _names_of_text(_texts(source), source.language):
                last = tokens(name)[-1]
                if last.word not in known:
                    names.setdefault(_ANOTHER + last.raw, [last.raw]).append(name)
        return People(names, self.grammar)

    @cached_property
    def key_is_named(self) -> bool:
        """Whether the source knows who is keyed by one of the names that the bank has."""
        texts = [text for c in self.claim.cited for text in _texts(c.source)]
        return any(_KEY in self.people.named(normal(text)) for text in texts)

    def spoken(self, quote: str, citation: Citation) -> Speech:
        """Give who speaks a quote: by the source's text, else by the cited words alone."""
        texts = _texts(citation.source)
        if texts and citation.paragraph <= len(texts):
            return speaker(texts, citation.paragraph - 1, quote, self.people, self.lang)
        if texts:
            return SILENCE
        return speaker((citation.quote,), 0, quote, self.people, self.lang)

    def other(self, found: Speech) -> str:
        """Name who speaks, if the text shows that it is not who is keyed."""
        if not found.people or _KEY in found.people or found.cue not in {"told", "carried"}:
            return ""
        listed = sorted(id for id in found.people if not id.startswith(_ANOTHER))
        if listed:
            return listed[0]
        if found.cue != "told" or len(found.people) != 1 or not self.key_is_named:
            return ""
        return next(iter(found.people)).removeprefix(_ANOTHER)

    def problem(self, other: str, citation: Citation) -> Problem:
        """Say who speaks instead."""
        return wrong_speaker.problem(
            self.claim.item.where,
            f"the source gives these words to {other} (p{citation.paragraph}), not to "
            f"{self.claim.right[0]}",
            "correct the answer, or cite the words' own paragraph",
            self.claim.item.id,
        )


def _without(stem: str, quotes: Iterable[str]) -> str:
    """Give a question without the words that it quotes."""
    text = normal(stem)
    for quote in quotes:
        text = text.replace(quote, " ")
    return text


def _with_surnames(names: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Add each last word of a name of two words and more that nobody else's name holds."""
    words = {id: {t.word for name in listed for t in tokens(name)} for id, listed in names.items()}
    found = {id: list(listed) for id, listed in names.items()}
    for id, listed in names.items():
        others = set().union(*(w for other, w in words.items() if other != id))
        for surname in _surnames(listed):
            if tokens(surname)[-1].word not in others:
                found[id].append(surname)
    return found


def _surnames(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        written = tokens(name)
        if len(written) > 1 and written[-1].capital and len(written[-1].raw) > 2:
            yield written[-1].raw
            at = len(written) - 1
            while at > 1 and written[at - 1].word in PARTICLES:
                at -= 1
            yield " ".join(token.raw for token in written[at:])


def _texts(source: Source) -> tuple[str, ...]:
    return source.original or source.text or ()


@lru_cache(maxsize=8)
def _names_of_text(texts: tuple[str, ...], lang: str) -> frozenset[str]:
    grammar = speech_grammar(lang)
    if grammar is None:
        return frozenset()
    return frozenset(name for text in texts for name in full_names(normal(text), grammar))
