"""An account of what is proved, item by item, for people who want to see it.

Every quote with the strength of its proof, every right answer and its values with how they stand
to the cited words, who speaks, and why the rest is left to a human. Nothing is called proved that
was not looked at. Made only where somebody asks for it: a check itself needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quizgen.checks.evidence.answers import proof_of
from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.judging import Standing, judge
from quizgen.checks.evidence.lexicon import SMALL_WORDS
from quizgen.checks.evidence.rules import EvidenceReport, ItemProof, Proof, paragraphs_of
from quizgen.checks.item_text import EntityNames, named_words, stands_in
from quizgen.model import Bank, Evidence, Item, OpenResponse, Ordering, Passage, Source, TrueFalse
from quizgen.problems import Problem
from quizgen.text.values import Stated, tidied

Reason = Literal[
    "no-evidence",
    "words-not-found",
    "gap",
    "not-cited",
    "unclear-value",
    "worked-out",
    "own-words",
    "statement",
    "rubric",
    "order",
    "speaker",
    "another-speaker",
]
"""Why a human must judge an item."""

REASONS: Mapping[Reason, str] = {
    "no-evidence": "no words are cited",
    "words-not-found": "cited words are not found in the source",
    "gap": "nobody saw what a gap in the quote leaves out, or what it turns",
    "not-cited": "something of the answer stands nowhere in the cited words",
    "unclear-value": "a value is not cited as it is: does it follow, or mean the same?",
    "worked-out": "the answer is worked out from the cited words",
    "own-words": "the answer says it in its own words",
    "statement": "does the source say this statement, or deny it?",
    "rubric": "do the cited words carry the rubric?",
    "order": "do the cited words carry the order?",
    "speaker": "who speaks is not proved: the text does not say surely, or is not here",
    "another-speaker": "the source gives the words to somebody else",
}
"""Each reason as people read it."""

How = Literal["value", "words", "name", "worked-out", "unclear", "not-cited", "own-words"]
"""How an answer stands to the cited words: by its value, word for word, by a name;
or not proved."""

_REASON_OF: Mapping[How, Reason] = {
    "worked-out": "worked-out",
    "unclear": "unclear-value",
    "not-cited": "not-cited",
    "own-words": "own-words",
}


@dataclass(frozen=True, slots=True)
class QuoteAccount:
    """A quote, where it stands, and how strongly that is proved."""

    source: str
    """The local name of the source."""
    paragraph: int | None
    quote: str
    proof: Proof | Literal["failed"]


@dataclass(frozen=True, slots=True)
class ValueAccount:
    """A value of an answer, as the answer writes it."""

    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class AnswerAccount:
    """One right answer of an item."""

    text: str
    how: How
    values: tuple[ValueAccount, ...] = ()
    whole: bool = True
    """Whether all of it was compared; its values alone, where it is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAccount:
    """What is proved of an item, what is worked out, what a human must judge and why."""

    item: Item
    proof: ItemProof
    quotes: tuple[QuoteAccount, ...] = ()
    answers: tuple[AnswerAccount, ...] = ()
    reasons: tuple[Reason, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What the evidence rules say of it."""


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """How the paragraphs of a source are used."""

    name: str
    source: Source
    citing: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Paragraph -> the ids of the items and passages that cite it, as often as they do."""

    @property
    def uncited(self) -> tuple[int, ...]:
        """The paragraphs that nothing cites."""
        return tuple(n for n in range(1, self.source.paragraphs + 1) if n not in self.citing)


@dataclass(frozen=True, slots=True)
class Account:
    """What is proved of a bank."""

    items: tuple[ItemAccount, ...] = ()
    sources: tuple[SourceAccount, ...] = ()
    passages: Mapping[str, tuple[QuoteAccount, ...]] = field(default_factory=dict)
    """Passage -> what it quotes."""


def account_of(
    bank: Bank,
    sources: Mapping[str, Source],
    checked: EvidenceReport,
    problems: Sequence[Problem] = (),
) -> Account:
    """Give an account of a bank whose evidence was checked.

    Args:
        bank: The bank.
        sources: Its sources by their local names.
        checked: What the evidence rules found.
        problems: Those of the evidence rules that a check reports.

    """
    maker = _Maker(bank, sources, checked, problems)
    items = tuple(maker.item(item) for item in bank.items if item.id in checked.items)
    passages = {passage.id: maker.quotes(passage) for passage in bank.passages if passage.evidence}
    quoting = [*((one.item.id, one.quotes) for one in items), *passages.items()]
    return Account(items, tuple(_used(name, sources[name], quoting) for name in sources), passages)


class _Maker:
    """Gives the accounts of single items."""

    def __init__(
        self,
        bank: Bank,
        sources: Mapping[str, Source],
        checked: EvidenceReport,
        problems: Sequence[Problem],
    ) -> None:
        self.lang = bank.lang
        self.names = EntityNames(bank.entities)
        self.sources = sources
        self.checked = checked
        self.said: dict[str, list[Problem]] = {}
        for problem in problems:
            self.said.setdefault(problem.item, []).append(problem)

    def item(self, item: Item) -> ItemAccount:
        proof = self.checked.items[item.id]
        cited = self.checked.citations.get(item.id, ())
        claim = Claim(item, cited, self.names, self.lang)
        compared = bool(cited) and proof.words != "failed"
        answers = tuple(_answer(claim, text) for text in claim.right) if compared else ()
        return ItemAccount(
            item=item,
            proof=proof,
            quotes=self.quotes(item),
            answers=answers,
            reasons=tuple(dict.fromkeys(_reasons(item, proof, answers))),
            problems=tuple(self.said.get(item.id, ())),
        )

    def quotes(self, quoting: Item | Passage) -> tuple[QuoteAccount, ...]:
        return tuple(self._quote(evidence, quoting) for evidence in quoting.evidence)

    def _quote(self, evidence: Evidence, quoting: Item | Passage) -> QuoteAccount:
        proof = self.checked.proof_of(evidence, of_passage=isinstance(quoting, Passage))
        source = self.sources.get(evidence.source)
        places = paragraphs_of(source, evidence.quote) if source and proof else []
        paragraph = evidence.paragraph or next(iter(places), None)
        return QuoteAccount(evidence.source, paragraph, evidence.quote, proof or "failed")


def _answer(claim: Claim, text: str) -> AnswerAccount:
    judged = judge(claim, text)
    values = tuple(ValueAccount(each.value.raw, each.standing) for each in judged)
    stands = stands_in(named_words(text), claim.words)
    whole = stands or not _beside([each.value for each in judged], claim, text)
    return AnswerAccount(text, _how(claim, text, stands=stands), values, whole)


def _how(claim: Claim, text: str, *, stands: bool) -> How:
    match proof_of(claim, text):
        case "found" if judge(claim, text):
            return "value"
        case "found":
            return "words" if stands else "name"
        case "unclear":
            return "unclear"
        case "worked":
            return "worked-out" if claim.worked_out else "not-cited"
        case _:
            return "own-words"


def _beside(values: Sequence[Stated], claim: Claim, text: str) -> list[str]:
    """Give the words of an answer that belong to no value and don't stand in the cited ones."""
    signs = list(tidied(text))
    for value in values:
        signs[value.start : value.end] = " " * (value.end - value.start)
    known = {*claim.words, *SMALL_WORDS, *(word for each in values for word in each.counted)}
    return [word for word in named_words("".join(signs)) if word not in known]


def _reasons(item: Item, proof: ItemProof, answers: Sequence[AnswerAccount]) -> Iterator[Reason]:
    if proof.words == "none":
        yield "no-evidence"
        return
    if proof.words == "failed":
        yield "words-not-found"
        return
    if proof.words == "parts":
        yield "gap"
    if proof.values == "missing":
        yield "not-cited"
    elif proof.values != "found":
        yield from (_REASON_OF[each.how] for each in answers if each.how in _REASON_OF)
        if not answers:
            yield _left_open(item)
    if proof.speaker == "contradicted":
        yield "another-speaker"
    elif proof.speaker == "untold":
        yield "speaker"


def _left_open(item: Item) -> Reason:
    """Say what a human must judge of an item that has no answer in words to compare."""
    if isinstance(item, TrueFalse):
        return "statement"
    if isinstance(item, OpenResponse):
        return "rubric"
    return "order" if isinstance(item, Ordering) else "own-words"


def _used(
    name: str, source: Source, quoting: Sequence[tuple[str, Sequence[QuoteAccount]]]
) -> SourceAccount:
    citing: dict[int, tuple[str, ...]] = {}
    for id, quotes in quoting:
        for quote in quotes:
            if quote.source == name and quote.paragraph and quote.proof != "failed":
                citing[quote.paragraph] = (*citing.get(quote.paragraph, ()), id)
    return SourceAccount(name, source, dict(sorted(citing.items())))
