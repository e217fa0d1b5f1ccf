"""The evidence rules: every quote's words stand in the source, in the paragraph it cites.

A quote is accepted by exact match after normalisation, never by likeness: with one word
replaced, a quote is still 96 % alike. Likeness only helps a message say what comes closest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import MappingProxyType
from typing import Literal

from quizgen.checks.evidence import rule_docs
from quizgen.checks.evidence.answers import RULES as ANSWER_RULES
from quizgen.checks.evidence.answers import ValueProof, check_answer
from quizgen.checks.evidence.attribution import RULES as SPEAKER_RULES
from quizgen.checks.evidence.attribution import SpeakerProof, attributed
from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.gaps import GapKey, Verdict, can_judge, gap_key, left_out
from quizgen.checks.evidence.normal import normal, parts, windows, words
from quizgen.checks.evidence.relation import RULES as RELATION_RULES
from quizgen.checks.evidence.relation import relation
from quizgen.checks.item_text import EntityNames
from quizgen.checks.rules import Rule
from quizgen.model import Bank, Citation, Evidence, Item, Passage, Source
from quizgen.problems import Edit, Problem, Where
from quizgen.text.values import READ_IN_WORDS, base, keys, reads_words, stated

LEAST_WORDS = 3
MOST_WORDS = 25
MOST_PASSAGE_WORDS = 80
"""Of a passage that is quoted: it is what is asked about, and not only what proves an answer."""

Proof = Literal["verbatim", "words", "parts"]
"""To the character; word for word by the fingerprint alone; word for word, but for a gap that
nobody looked into."""


_QuoteKey = tuple[str, int | None, str, int]
"""Source, paragraph, words, and how many words there may be."""


@dataclass(frozen=True, slots=True)
class ItemProof:
    """What is proved of one item, and whether a human must still judge it."""

    words: Proof | Literal["failed", "none"]
    """How strongly its weakest quote is proved; `none` where nothing is cited."""
    values: ValueProof
    worked_from: tuple[str, ...] = ()
    """The cited values that an answer is worked out from."""
    left_out: tuple[str, ...] = ()
    """What the gaps of its quotes leave out, where the text is at hand."""
    speaker: SpeakerProof = "not-asked"
    """Whether the source gives the words that it asks about to who is keyed."""

    @property
    def human(self) -> bool:
        """Whether something is left that no machine compared: a paraphrase, a negation."""
        unsure = self.words in {"failed", "none", "parts"} or self.values != "found"
        return unsure or self.speaker not in {"not-asked", "proved"}


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """What the evidence rules found."""

    problems: tuple[Problem, ...] = ()
    citations: Mapping[str, tuple[Citation, ...]] = field(default_factory=dict)
    """Item id -> its evidence that was found in the source."""
    proofs: Mapping[str, int] = field(default_factory=dict)
    """How many quotes were proved, by the strength of the proof; and `failed`."""
    items: Mapping[str, ItemProof] = field(default_factory=dict)
    """Item id -> what is proved of it."""
    uncited: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Source -> its paragraphs that no item cites."""
    verdicts: Mapping[GapKey, Verdict] = field(default_factory=dict)
    """What is known of quotes with gaps: by the text, or by a build that had it."""
    quotes: Mapping[_QuoteKey, Proof | None] = field(default_factory=dict)
    """What is cited -> the strength of its proof; None where it failed."""

    def proof_of(self, evidence: Evidence, *, of_passage: bool = False) -> Proof | None:
        """Give how strongly the words of a citation are proved; None where they are not."""
        most = MOST_PASSAGE_WORDS if of_passage else MOST_WORDS
        return self.quotes.get(_quote_key(evidence, most))


NO_VERDICTS: Mapping[GapKey, Verdict] = MappingProxyType({})
RULES: tuple[Rule, ...] = (*rule_docs.RULES, *ANSWER_RULES, *SPEAKER_RULES, *RELATION_RULES)


def check_evidence(
    bank: Bank,
    sources: Mapping[str, Source],
    *,
    required: bool = False,
    known: Mapping[GapKey, Verdict] = NO_VERDICTS,
) -> EvidenceReport:
    """Check every quote of a bank against its sources, and every answer against its quotes.

    Args:
        bank: The bank.
        sources: Its sources by their local names.
        required: Make an item without evidence an error.
        known: What builds that had the text found of quotes with gaps.

    """
    if not bank.sources:
        missing = tuple(_missing(bank, list(bank.items), required=required))
        return EvidenceReport(missing, proofs={"verbatim": 0, "words": 0, "parts": 0, "failed": 0})
    return _BankEvidence(bank, sources, known).run(required=required)


class _BankEvidence:
    """One walk over the items of a bank."""

    def __init__(
        self, bank: Bank, sources: Mapping[str, Source], known: Mapping[GapKey, Verdict]
    ) -> None:
        self.bank = bank
        self.sources = sources
        self.known = known
        self.verdicts: dict[GapKey, Verdict] = {}
        self.left_out: dict[_QuoteKey, tuple[str, ...]] = {}
        self.names = EntityNames(bank.entities)
        self.facts = cache(partial(_values_of_facts, bank))
        self.problems: list[Problem] = []
        self.proofs = {"verbatim": 0, "words": 0, "parts": 0, "failed": 0}
        self.seen: dict[_QuoteKey, Proof | None] = {}
        self.faults: dict[_QuoteKey, list[Problem]] = {}
        self.places: set[Where] = set()
        self.cited: dict[str, set[int]] = {name: set() for name in sources}

    def run(self, *, required: bool) -> EvidenceReport:
        citations: dict[str, tuple[Citation, ...]] = {}
        proved: dict[str, ItemProof] = {}
        live = [item for item in self.bank.items if item.status != "retired"]
        for item in live:
            citations[item.id] = self._citations(item)
            proved[item.id] = self._proof(item, citations[item.id])
        for passage in self.bank.passages:
            for evidence in passage.evidence:
                self._citation(passage, evidence, most=MOST_PASSAGE_WORDS)
        without = [item for item in live if not item.evidence]
        self.problems += _missing(self.bank, without, required=required)
        self.problems += _without_values(self.bank, self.sources)
        self.problems += _half_read(self.bank, self.sources)
        uncited = {name: self._uncited(name) for name in self.sources}
        told, proofs = tuple(self.problems), dict(self.proofs)
        # What nobody is asked any more is neither judged nor counted; its card cites as it did.
        for item in self.bank.items:
            if item.status == "retired":
                citations[item.id] = self._citations(item)
        citations = {id: cited for id, cited in citations.items() if cited}
        return EvidenceReport(told, citations, proofs, proved, uncited, self.verdicts, self.seen)

    def _citations(self, item: Item) -> tuple[Citation, ...]:
        return tuple(c for evidence in item.evidence if (c := self._citation(item, evidence)))

    def _uncited(self, name: str) -> tuple[int, ...]:
        """Give the paragraphs of a source that no item cites."""
        paragraphs = range(1, self.sources[name].paragraphs + 1)
        return tuple(n for n in paragraphs if n not in self.cited[name])

    def _citation(
        self, item: Item | Passage, evidence: Evidence, *, most: int = MOST_WORDS
    ) -> Citation | None:
        """Prove one quote, once for all the items that cite it."""
        source = self.sources.get(evidence.source)
        if source is None:
            return None  # reported once, where the source is declared or missing
        key = _quote_key(evidence, most)
        if key not in self.seen:
            checker = _QuoteCheck(source, evidence, item.id, most, self.known)
            self.seen[key] = checker.check()
            self.verdicts |= checker.verdicts
            self.left_out[key] = checker.left_out
            self.proofs[self.seen[key] or "failed"] += 1
            self.faults[key] = checker.problems
        if evidence.where not in self.places:  # once a place, however many items share it
            self.places.add(evidence.where)
            self.problems += (_moved(p, evidence.where, item.id) for p in self.faults[key])
        paragraph = _paragraph(source, evidence)
        if not self.seen[key] or not paragraph:
            return None
        self.cited[evidence.source].add(paragraph)
        return Citation(source, paragraph, evidence.quote)

    def _proof(self, item: Item, cited: tuple[Citation, ...]) -> ItemProof:
        proofs = {self.seen.get(_quote_key(evidence)) for evidence in item.evidence}
        if not item.evidence:
            return ItemProof("none", "none")
        if None in proofs or not cited:
            return ItemProof("failed", "none")
        claim = Claim(item, cited, self.names, self.bank.lang, self.facts)
        compared, problems = check_answer(claim)
        attribution = attributed(claim)
        self.problems += problems
        self.problems += (*attribution.problems, *relation(claim))
        weakest: Proof = "words" if "words" in proofs else "verbatim"
        basis = tuple(dict.fromkeys(value.raw for value in claim.stated))
        return ItemProof(
            "parts" if "parts" in proofs else weakest,
            compared,
            basis if compared == "worked" else (),
            speaker=attribution.proof,
            left_out=tuple(
                text for e in item.evidence for text in self.left_out.get(_quote_key(e), ())
            ),
        )


def _moved(problem: Problem, where: Where, item: str) -> Problem:
    """Say of another place that cites the same words what is wrong with them."""
    fix = tuple(replace(edit, where=where) for edit in problem.fix)
    return replace(problem, where=where, item=item, fix=fix)


def _quote_key(evidence: Evidence, most: int = MOST_WORDS) -> _QuoteKey:
    """Give what a citation says, wherever in the bank it stands."""
    return evidence.source, evidence.paragraph, evidence.quote, most


def _missing(bank: Bank, without: list[Item], *, required: bool) -> Iterable[Problem]:
    help = 'add `evidence: "p12: words of the source"`'
    if required:
        for item in without:
            message = "the item cites no evidence"
            yield Problem(rule_docs.no_evidence.name, "error", item.where, message, help, item.id)
    elif without and bank.sources:
        named = ", ".join(item.id for item in without[:3]) + (", ..." if len(without) > 3 else "")
        message = f"{len(without)} of {len(bank.items)} items cite no evidence: {named}"
        yield rule_docs.no_evidence.problem(without[0].where, message, help)


def _values_of_facts(bank: Bank) -> frozenset[str]:
    """Give the names of all values that facts and entities state."""
    texts = (str(v) for fact in (*bank.facts, *bank.entities) for v in fact.values.values())
    return frozenset(
        name for text in texts for value in stated(text, bank.lang) for name in keys(value.value)
    )


def _half_read(bank: Bank, sources: Mapping[str, Source]) -> Iterable[Problem]:
    """Say once for each language what isn't read in it."""
    for code in sorted({base(source.language) for source in sources.values()} - READ_IN_WORDS):
        unread = "fractions, ranges in words and hedges" if reads_words(code) else "number words"
        yield rule_docs.values_half_read.problem(
            bank.where,
            f"of sources in the language {code!r}, digits, dates and units are read, "
            f"but no {unread}",
            "look at the numbers that `check --evidence` leaves to a human",
        )


def _without_values(bank: Bank, sources: Mapping[str, Source]) -> Iterable[Problem]:
    for source in sources.values():
        if source.text is None and source.values is None:
            message = (
                f"the record of {source.id!r} holds no values: signs, separators and units of "
                "numbers are unproved without its text"
            )
            help = f"record the text again: quizgen source add FILE --id {source.id}"
            yield rule_docs.record_without_values.problem(bank.where, message, help)


def _holds(source: Source, index: int, quote: str) -> bool:
    """Tell whether a paragraph (from 0) has every window of every part of a quote."""
    hashes = source.fingerprint[index]
    part_windows = [windows(words(part)) for part in parts(quote)]
    apart = len(set().union(*part_windows)) == sum(len(set(part)) for part in part_windows)
    return apart and all(part_windows) and all(hashes.issuperset(part) for part in part_windows)


def paragraphs_of(source: Source, quote: str) -> list[int]:
    """Give the paragraphs (from 1) that hold a quote."""
    return [i + 1 for i in range(len(source.fingerprint)) if _holds(source, i, quote)]


def _paragraph(source: Source, evidence: Evidence) -> int | None:
    if evidence.paragraph:
        return evidence.paragraph
    holders = paragraphs_of(source, evidence.quote)
    return holders[0] if holders else None


class _QuoteCheck:
    """Checks one quote and gathers what is wrong with it."""

    def __init__(
        self,
        source: Source,
        evidence: Evidence,
        item: str,
        most: int,
        known: Mapping[GapKey, Verdict],
    ) -> None:
        self.source = source
        self.evidence = evidence
        self.item = item
        self.most = most
        self.known = known
        self.verdicts: dict[GapKey, Verdict] = {}
        self.left_out: tuple[str, ...] = ()
        self.problems: list[Problem] = []

    def report(self, rule: Rule, message: str, help: str = "", fix: tuple[Edit, ...] = ()) -> None:
        self.problems.append(rule.problem(self.evidence.where, message, help, self.item, fix))

    def _paragraph_is(self, holders: list[int]) -> tuple[Edit, ...]:
        """Offer to write the paragraph, where there is only one it can be."""
        where: Where = self.evidence.where
        return (Edit(where, "paragraph", str(holders[0])),) if len(holders) == 1 else ()

    def check(self) -> Proof | None:
        """Give the strength of the proof, or None with the problems that say why not."""
        if not self._is_of_fair_length():
            return None
        holders = self._holders()
        return self._verbatim(holders[0]) if holders else None

    def _is_of_fair_length(self) -> bool:
        counts = [len(words(part)) for part in parts(self.evidence.quote)] or [0]
        if min(counts) < LEAST_WORDS:
            self.report(
                rule_docs.quote_too_short,
                f"{self._shortest()!r} has {min(counts)} word{'s' if min(counts) != 1 else ''}; "
                f"{LEAST_WORDS} are the least that can be proved",
                "cite some words more; [...] parts a quote, and each part must be long enough",
            )
            return False
        if sum(counts) > self.most:
            self.report(
                rule_docs.quote_too_long,
                f"the quote has {sum(counts)} words; {self.most} are the most",
                "cite the words that carry the answer; [...] leaves words out",
            )
            return False
        return True

    def _holders(self) -> list[int]:
        """Give the paragraph that is named, or all that hold the quote; none if it isn't there."""
        paragraph = self.evidence.paragraph
        if paragraph:
            return [paragraph] if self._stands_in(paragraph) else []
        holders = paragraphs_of(self.source, self.evidence.quote)
        if holders:
            self._report_no_paragraph(holders)
        else:
            self._report_nowhere()
        return holders

    def _stands_in(self, paragraph: int) -> bool:
        quote = self.evidence.quote
        if paragraph > self.source.paragraphs:
            self.report(
                rule_docs.quote_in_other_paragraph,
                f"{self.evidence.source} has {self.source.paragraphs} paragraphs, not {paragraph}",
                self._where_it_is(),
                self._paragraph_is(paragraphs_of(self.source, quote)),
            )
            return False
        if not _holds(self.source, paragraph - 1, quote):
            self._report_not_there(paragraph)
            return False
        return True

    def _shortest(self) -> str:
        return min(parts(self.evidence.quote) or [""], key=lambda part: len(words(part)))

    def _where_it_is(self) -> str:
        holders = paragraphs_of(self.source, self.evidence.quote)
        if not holders:
            return ""
        listed = " and ".join(str(p) for p in holders)
        return f"the words stand in paragraph {listed}: write p{holders[0]}"

    def _report_no_paragraph(self, holders: list[int]) -> None:
        if len(holders) > 1:
            listed = " and ".join(str(p) for p in holders)
            self.report(
                rule_docs.quote_not_unique,
                f"the words stand in paragraphs {listed}",
                f'say which: "p{holders[0]}: ..."',
            )
        else:
            self.report(
                rule_docs.no_paragraph,
                f"the evidence names no paragraph; its words stand in {holders[0]}",
                f'write "p{holders[0]}: ..."',
                self._paragraph_is(holders),
            )

    def _report_not_there(self, paragraph: int) -> None:
        holders = paragraphs_of(self.source, self.evidence.quote)
        if holders:
            listed = " and ".join(str(p) for p in holders)
            self.report(
                rule_docs.quote_in_other_paragraph,
                f"the quote is in paragraph {listed}, not {paragraph}",
                f"write p{holders[0]}",
                self._paragraph_is(holders),
            )
        else:
            self._report_nowhere()

    def _report_nowhere(self) -> None:
        self.report(
            rule_docs.quote_not_in_source,
            f"these words do not stand in {self.evidence.source}: {self.evidence.quote!r}",
            self._closest(),
        )

    def _closest(self) -> str:
        return self._closest_text() if self.source.text else self._closest_windows()

    def _closest_text(self) -> str:
        from rapidfuzz import fuzz  # noqa: PLC0415 - only when something is wrong

        wanted = normal(self.evidence.quote)
        best = max(
            range(len(self.source.text or ())),
            key=lambda i: fuzz.partial_ratio(wanted, (self.source.text or ())[i]),
        )
        paragraph = (self.source.text or ())[best]
        nearest = fuzz.partial_ratio_alignment(wanted, paragraph)
        if nearest is None or nearest.score < 60:
            return "nothing in the source comes close: copy the words from it"
        start = paragraph.rfind(" ", 0, nearest.dest_start) + 1
        end = paragraph.find(" ", nearest.dest_end)
        text = paragraph[start : end if end >= 0 else None]
        there = words(text)
        missing = [word for word in words(wanted) if word not in there]
        differs = f", differs at {missing[0]!r}" if missing else ""
        return f"closest is paragraph {best + 1} ({nearest.score:.0f}% alike{differs}): {text!r}"

    def _closest_windows(self) -> str:
        """Say what the fingerprint alone can: where most of it stands, and what does not."""
        quote = words(self.evidence.quote)
        hashes = windows(quote)
        scores = [sum(h in part for h in hashes) for part in self.source.fingerprint]
        best = max(range(len(scores)), key=scores.__getitem__)
        if not scores[best]:
            return "no three words of it stand together anywhere: copy the words from the source"
        part = self.source.fingerprint[best]
        first = next((i for i, h in enumerate(hashes) if h not in part), 0)
        return (
            f"paragraph {best + 1} has most of it, but not {' '.join(quote[first : first + 3])!r}"
        )

    def _verbatim(self, paragraph: int) -> Proof | None:
        wanted = [normal(part) for part in parts(self.evidence.quote)]
        if self.source.text is None or paragraph > len(self.source.text):
            return self._by_record(paragraph, wanted)
        text = self.source.text[paragraph - 1]
        end = self._end_in(text, wanted, paragraph)
        if end is None:
            return None
        between = _between(text, wanted, end)
        self.left_out = tuple(out.strip() for out in between)
        if self._misleads(wanted, between):
            self._keep(paragraph, "misleading")
            return None
        if not all(can_judge(before, self.source.language) for before in wanted[:-1]):
            return "parts"
        if between:
            self._keep(paragraph, "fair")
        return "verbatim"

    def _keep(self, paragraph: int, verdict: Verdict) -> None:
        self.verdicts[gap_key(self.source.sha256, paragraph, self.evidence.quote)] = verdict

    def _by_record(self, paragraph: int, wanted: Sequence[str]) -> Proof | None:
        """Prove a quote without the text: what a gap leaves out, a build that had it has judged."""
        if self._misleads(wanted, [""] * (len(wanted) - 1)):
            return None
        if len(wanted) < 2:
            return "words"
        verdict = self.known.get(gap_key(self.source.sha256, paragraph, self.evidence.quote))
        if verdict is None:
            return "parts"
        self._keep(paragraph, verdict)
        if verdict == "fair":
            return "words"
        self._report_gap(wanted[0], "turns the sense of its sentence, as the text showed", "")
        return None

    def _end_in(self, text: str, wanted: Sequence[str], paragraph: int) -> int | None:
        """Say where a text has the parts of a quote behind it; reports the first that it lacks."""
        end = 0
        for part in wanted:
            start = text.find(part, end)
            if start < 0:
                self.report(
                    rule_docs.quote_not_verbatim,
                    f"the words stand in paragraph {paragraph}, but not as written here: {part!r}",
                    self._closest_text(),
                )
                return None
            end = start + len(part)
        return end

    def _misleads(self, wanted: Sequence[str], between: Sequence[str]) -> bool:
        """Report the first gap that turns the sense of its sentence."""
        for before, out, after in zip(wanted, between, wanted[1:], strict=False):
            what = left_out(before, out, after, self.source.language)
            if what:
                self._report_gap(before, what, out.strip())
                return True
        return False

    def _report_gap(self, before: str, what: str, out: str) -> None:
        omitted = f": {out!r}" if out else ""
        self.report(
            rule_docs.misleading_gap,
            f"the gap behind {before!r} {what}{omitted}",
            "write two lines of evidence, one for each side of the gap, or all the words",
        )


def _between(text: str, wanted: Sequence[str], end: int) -> list[str]:
    """Give what stands in the gaps of a quote, each as short as it can be."""
    gaps: list[str] = []
    start = end - len(wanted[-1])
    for part in reversed(wanted[:-1]):
        at = text.rfind(part, 0, start)
        gaps.append(text[at + len(part) : start])
        start = at
    return gaps[::-1]
