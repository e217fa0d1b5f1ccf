"""The evidence rules: every quote's words stand in the source, in the paragraph it cites.

A quote is accepted by exact match after normalisation, never by likeness: with one word
replaced, a quote is still 96 % alike. Likeness only helps a message say what comes closest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from quizgen.evidence.normal import normal, windows, words
from quizgen.model import Bank, Citation, Evidence, Item, Source
from quizgen.problems import Level, Problem

LEAST_WORDS = 3
MOST_WORDS = 25
_GAP = re.compile(r"\s*\[\s*(?:\.\.\.|…)\s*\]\s*")

Proof = Literal["verbatim", "words"]
"""To the character, or word for word by the fingerprint alone."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the evidence rules found."""

    problems: tuple[Problem, ...]
    citations: Mapping[str, tuple[Citation, ...]]
    """Item id -> its evidence that was found in the source."""
    proofs: Mapping[str, int]
    """How many quotes were proved, by the strength of the proof; and `failed`."""


def check_evidence(bank: Bank, sources: Mapping[str, Source]) -> Checked:
    """Check every quote of a bank against its sources."""
    problems: list[Problem] = []
    citations: dict[str, tuple[Citation, ...]] = {}
    proofs = {"verbatim": 0, "words": 0, "failed": 0}
    seen: dict[Evidence, Proof | None] = {}
    without = [item for item in bank.items if not item.evidence]
    for item in bank.items:
        cited = []
        for evidence in item.evidence:
            source = sources.get(evidence.source)
            if source is None:
                continue  # reported once, where the source is declared or missing
            if evidence not in seen:
                checker = _Checker(source, evidence, item.id)
                seen[evidence] = checker.check()
                proofs[seen[evidence] or "failed"] += 1
                problems += checker.problems
            paragraph = _paragraph(source, evidence)
            if seen[evidence] and paragraph:
                cited.append(Citation(source, paragraph, evidence.quote))
        if cited:
            citations[item.id] = tuple(cited)
    problems += _missing(bank, without)
    return Checked(tuple(problems), citations, proofs)


def _missing(bank: Bank, without: list[Item]) -> Iterable[Problem]:
    if not without or not bank.sources:
        return
    named = ", ".join(item.id for item in without[:3]) + (", ..." if len(without) > 3 else "")
    yield Problem(
        "no-evidence",
        "info",
        without[0].where,
        f"{len(without)} of {len(bank.items)} items cite no evidence: {named}",
        'add `evidence: "p12: words of the source"`',
    )


def _parts(quote: str) -> list[str]:
    """Split a quote at the author's `[...]`."""
    return [part for part in _GAP.split(quote) if part]


def _holds(source: Source, index: int, quote: str) -> bool:
    """Tell whether a paragraph (from 0) has every window of every part of a quote."""
    hashes = source.fingerprint[index]
    parts = [windows(words(part)) for part in _parts(quote)]
    apart = len(set().union(*parts)) == sum(len(set(part)) for part in parts)
    return apart and all(parts) and all(hashes.issuperset(part) for part in parts)


def _holders(source: Source, quote: str) -> list[int]:
    """Give the paragraphs (from 1) that hold a quote."""
    return [i + 1 for i in range(len(source.fingerprint)) if _holds(source, i, quote)]


def _paragraph(source: Source, evidence: Evidence) -> int | None:
    if evidence.paragraph:
        return evidence.paragraph
    holders = _holders(source, evidence.quote)
    return holders[0] if holders else None


class _Checker:
    """Checks one quote and gathers what is wrong with it."""

    def __init__(self, source: Source, evidence: Evidence, item: str) -> None:
        self.source = source
        self.evidence = evidence
        self.item = item
        self.problems: list[Problem] = []

    def report(self, code: str, message: str, help: str = "", level: Level = "error") -> None:
        where = self.evidence.where
        self.problems.append(Problem(code, level, where, message, help, self.item))

    def check(self) -> Proof | None:
        """Give the strength of the proof, or None with the problems that say why not."""
        quote, paragraph = self.evidence.quote, self.evidence.paragraph
        counts = [len(words(part)) for part in _parts(quote)] or [0]
        if min(counts) < LEAST_WORDS:
            self.report(
                "quote-too-short",
                f"{self._shortest()!r} has {min(counts)} word{'s' if min(counts) != 1 else ''}; "
                f"{LEAST_WORDS} are the least that can be proved",
                "cite some words more; [...] parts a quote, and each part must be long enough",
            )
            return None
        if sum(counts) > MOST_WORDS:
            self.report(
                "quote-too-long",
                f"the quote has {sum(counts)} words; {MOST_WORDS} are the most",
                "cite the words that carry the answer; [...] leaves words out",
            )
            return None
        if paragraph and paragraph > self.source.paragraphs:
            self.report(
                "quote-in-other-paragraph",
                f"{self.evidence.source} has {self.source.paragraphs} paragraphs, not {paragraph}",
                self._where_it_is(),
            )
            return None
        if paragraph and not _holds(self.source, paragraph - 1, quote):
            self._report_not_there(paragraph)
            return None
        holders = [paragraph] if paragraph else _holders(self.source, quote)
        if not holders:
            self._report_nowhere()
            return None
        if not paragraph:
            self._report_no_paragraph(holders)
        return self._verbatim(holders[0])

    def _shortest(self) -> str:
        return min(_parts(self.evidence.quote) or [""], key=lambda part: len(words(part)))

    def _where_it_is(self) -> str:
        holders = _holders(self.source, self.evidence.quote)
        if not holders:
            return ""
        listed = " and ".join(str(p) for p in holders)
        return f"the words stand in paragraph {listed}: write p{holders[0]}"

    def _report_no_paragraph(self, holders: list[int]) -> None:
        if len(holders) > 1:
            listed = " and ".join(str(p) for p in holders)
            self.report(
                "quote-not-unique",
                f"the words stand in paragraphs {listed}",
                f'say which: "p{holders[0]}: ..."',
                "warning",
            )
        else:
            self.report(
                "no-paragraph",
                f"the evidence names no paragraph; its words stand in {holders[0]}",
                f'write "p{holders[0]}: ..."',
                "info",
            )

    def _report_not_there(self, paragraph: int) -> None:
        holders = _holders(self.source, self.evidence.quote)
        if holders:
            listed = " and ".join(str(p) for p in holders)
            self.report(
                "quote-in-other-paragraph",
                f"the quote is in paragraph {listed}, not {paragraph}",
                f"write p{holders[0]}",
            )
        else:
            self._report_nowhere()

    def _report_nowhere(self) -> None:
        self.report(
            "quote-not-in-source",
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
        found = fuzz.partial_ratio_alignment(wanted, paragraph)
        if found is None or found.score < 60:
            return "nothing in the source comes close: copy the words from it"
        start = paragraph.rfind(" ", 0, found.dest_start) + 1
        end = paragraph.find(" ", found.dest_end)
        text = paragraph[start : end if end >= 0 else None]
        there = words(text)
        missing = [word for word in words(wanted) if word not in there]
        differs = f", differs at {missing[0]!r}" if missing else ""
        return f"closest is paragraph {best + 1} ({found.score:.0f}% alike{differs}): {text!r}"

    def _closest_windows(self) -> str:
        """Say what the fingerprint alone can: where most of it stands, and what does not."""
        said = words(self.evidence.quote)
        hashes = windows(said)
        scores = [sum(h in part for h in hashes) for part in self.source.fingerprint]
        best = max(range(len(scores)), key=scores.__getitem__)
        if not scores[best]:
            return "no three words of it stand together anywhere: copy the words from the source"
        part = self.source.fingerprint[best]
        first = next((i for i, h in enumerate(hashes) if h not in part), 0)
        return f"paragraph {best + 1} has most of it, but not {' '.join(said[first : first + 3])!r}"

    def _verbatim(self, paragraph: int) -> Proof | None:
        if self.source.text is None or paragraph > len(self.source.text):
            return "words"
        text = self.source.text[paragraph - 1]
        start = 0
        for part in _parts(self.evidence.quote):
            wanted = normal(part)
            found = text.find(wanted, start)
            if found < 0:
                self.report(
                    "quote-not-verbatim",
                    f"the words stand in paragraph {paragraph}, but not as written here: {part!r}",
                    self._closest_text(),
                )
                return None
            start = found + len(wanted)
        return "verbatim"
