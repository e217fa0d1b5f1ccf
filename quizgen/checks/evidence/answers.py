"""The evidence rules about answers: what is cited must say what is keyed.

Numbers and names are compared, after words-to-digits and by every name an entity goes by. That a
paraphrase is true, that something did not happen, what a text implies: such things a human judges,
and the report says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Literal

from quizgen.checks.evidence import lexicon
from quizgen.checks.evidence.figures import StatedFigure, figures, said_figures, tidied
from quizgen.checks.evidence.normal import normal, parts, windows, words
from quizgen.checks.evidence.proving import hidden, named_units, proves, words_before
from quizgen.checks.evidence.speakers import speaker
from quizgen.checks.item_text import (
    EntityNames,
    answer_texts,
    named_words,
    stands_in,
    stem_text,
    unmarked,
    words_of,
)
from quizgen.checks.rules import rule
from quizgen.model import (
    Citation,
    Fact,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.problems import Problem
from quizgen.text.folding import fold
from quizgen.text.quantities import values

ValueProof = Literal["found", "unclear", "missing", "none"]
"""All values of the answer stand in the cited words, whole; a number may be another there, or a
part of one; some stand nowhere; there are none to compare."""


@rule("error", "evidence")
def answer_number_not_cited() -> None:
    """A number, date or ordinal of the answer stands nowhere in the cited words.

    ## Why is this bad?
    Either the answer is wrong or its evidence is. `ten` is 10, `third` is 3, and `75th`, `No. 2`
    and `32-member` are read as well.

    ## Example
    The source says `As many as 10 bilateral meetings`.

        question: How many meetings will he hold?
        answer: 17
        evidence: "p26: as many as 10 bilateral meetings"

    ## Use instead

        question: How many meetings will he hold?
        answer: 10
        evidence: "p26: as many as 10 bilateral meetings"

    A number is verified whole: with its sign and separators, and with the scale, unit, percent or
    month directly behind it. Where a notation could mean two things (`20.000`), where a number is a
    part of the one that is cited, or is a word that we can't read, a human must judge.

    ## When to ignore
    When the number follows from the words by counting. (What may follow by rounding, by another
    unit or by one sum of cited numbers is left to a human.)

    ## Source
    Every value is checked, as in fact-checking of summaries.
    """


@rule("error", "evidence")
def answer_name_not_cited() -> None:
    """The answer is a name that stands nowhere in the cited words.

    ## Why is this bad?
    The words may be about somebody else (`he said...`). An entity is found by its name, its
    `short`, its `aliases`, and its last word where no other entity shares it; a name that is no
    entity's must stand there as it is.

    ## Example

        question: Whom does the article call the highest-profile absentee?
        answer: Anthony Albanese
        evidence: "p30: highest-profile absentee in Washington"

    ## Use instead

        question: Whom does the article call the highest-profile absentee?
        answer: Anthony Albanese
        evidence:
          - "p3: Australian Prime Minister Anthony Albanese"
          - "p30: highest-profile absentee in Washington"

    ## When to ignore
    When the source uses another name: give it to the entity under `aliases: [...]`.

    ## Source
    Every value is checked, as in fact-checking of summaries.
    """


@rule("error", "evidence")
def wrong_speaker() -> None:
    """The source gives the quoted words to somebody else.

    ## Why is this bad?
    Pupils learn that a person said what another said. Found where the source's text lies beside
    its record, and only when prose tells plainly who speaks.

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
    Cues of news prose; on the first bank's article all 16 quotes are given to their speakers.
    """


@rule("warning", "evidence")
def distractor_in_evidence() -> None:
    """A distractor stands in the cited words.

    ## Why is this bad?
    It may be right as well: the words name it in the same breath.

    ## Example

        question: With whom was the third deal signed?
        answer: The Philippines
        distractors: [Britain, Italy, Germany]
        evidence: "p12: deals with Australia and Britain by signing a third with the Philippines"

    ## Use instead
    Cite what carries the answer alone, or take another distractor.

        evidence: "p12: a third with the Philippines"

    ## When to ignore
    When the words themselves say that it is wrong: give that as the reason.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (one right answer only).
    """


@rule("warning", "evidence")
def outside_the_source() -> None:
    """The question or its explanation names a year or a month that its source never does.

    ## Why is this bad?
    The item says more than the text: somebody's memory supplied the year to `this week`, and no
    evidence proves it. Found where the source's text lies beside its record.

    ## Example
    The source says `this week in Washington`, and no year.

        question: Where was the summit of July 2024 held?

    ## Use instead

        question: Where, according to the article, is the summit held?

    ## When to ignore
    When the date is meant as background: say where it comes from in the reason.

    ## Source
    Common in drafts by people and by language models alike.
    """


RULES = (
    answer_number_not_cited,
    answer_name_not_cited,
    wrong_speaker,
    distractor_in_evidence,
    outside_the_source,
)


@dataclass(frozen=True)
class Claim:
    """An item beside the words it cites."""

    item: Item
    cited: Sequence[Citation]
    names: EntityNames
    lang: str = "en"
    """The language of the bank, for items that name none."""

    @cached_property
    def text(self) -> str:
        """All cited words."""
        return " … ".join(citation.quote for citation in self.cited)

    @cached_property
    def words(self) -> list[str]:
        """All cited words, folded, without possessives; `|` where a quote or a part of it ends."""
        found: list[str] = []
        for part in (part for citation in self.cited for part in parts(citation.quote)):
            found += [word.removesuffix("'s").removesuffix("'") for word in words_of(part)]
            found.append("|")
        return found

    @cached_property
    def figures(self) -> tuple[tuple[str, StatedFigure], ...]:
        """All numbers of the cited words, whole, each with the language it stands in."""
        return tuple(
            (citation.source.language, figure)
            for citation in self.cited
            for part in parts(citation.quote)
            for figure in _cited_figures(citation, part)
        )

    def said(self, text: str) -> list[StatedFigure]:
        """Give the numbers of one of the right answers."""
        exact = isinstance(self.item, Numeric)
        return list(said_figures(text, self.item.lang or self.lang, exact=exact))

    @cached_property
    def right(self) -> tuple[str, ...]:
        """The right answers; of a matching item its right sides, of an ordering item none."""
        if isinstance(self.item, Matching):
            return tuple(unmarked(option.text) for _, option in self.item.pairs)
        return () if isinstance(self.item, Ordering) else answer_texts(self.item).right

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        """The distractors."""
        return answer_texts(self.item).wrong


def check_answer(claim: Claim) -> tuple[ValueProof, list[Problem]]:
    """Compare what is keyed with what is cited."""
    problems = [*_numbers(claim), *_names(claim)]
    missing = bool(problems)
    problems += [*_speaker(claim), *_distractors(claim), *_outside(claim)]
    if missing:
        return "missing", problems
    return _proof(claim), problems


def _proof(claim: Claim) -> ValueProof:
    """Tell whether every answer was compared: as a value, as a name, or word for word."""
    if not claim.right:
        return "none"
    proofs = {_proof_of(claim, text) for text in claim.right}
    return next(proof for proof in ("none", "unclear", "found") if proof in proofs)


def _proof_of(claim: Claim, text: str) -> Literal["found", "unclear", "none"]:
    value = values(text, strict=True)
    same = stands_in(named_words(text), claim.words) or bool(value and value <= values(claim.text))
    if same:
        return "found" if _whole(claim, text) else "unclear"
    if value:
        return "unclear"
    return "found" if _is_name(claim, text) else "none"


def _whole(claim: Claim, text: str) -> bool:
    """Tell whether every number of an answer stands in the cited words as it is, beyond doubt."""
    said = claim.said(text)
    if not said:
        return True
    own = claim.item.lang or claim.lang
    asked_for = named_units(f"{stem_text(claim.item)} {unmarked(claim.item.stimulus)}", own)
    return all(
        any(proves(c, s, langs=(lang, own), asked=asked_for) for lang, c in claim.figures)
        for s in said
    )


_AROUND = 60
"""Characters of the source beside a quote that can belong to a number in it."""


def _cited_figures(citation: Citation, part: str) -> Iterator[StatedFigure]:
    """Give the numbers of a quote, as whole as they stand in its source."""
    source = citation.source
    if source.text is None or citation.paragraph > len(source.text):
        yield from _recorded_figures(citation, part)
        return
    text, wanted = source.text[citation.paragraph - 1], normal(part)
    if any(unicodedata.category(sign) == "No" for sign in part):  # in normal form 10³ is 103
        yield from (replace(f, whole=False) for f in figures(part, source.language))
        return
    at = text.find(wanted)
    while at >= 0:
        first = max(at - _AROUND, 0)
        before, inside = tidied(text[first:at]), tidied(text[first : at + len(wanted)])
        for figure in figures(text[first : at + len(wanted) + _AROUND], source.language):
            if figure.start < len(inside) and len(before) < figure.end:
                yield figure
        at = text.find(wanted, at + 1)


def _recorded_figures(citation: Citation, part: str) -> Iterator[StatedFigure]:
    """Give the numbers of a quote whose source is known by its record alone."""
    text = tidied(part).strip("\"'()[] ")
    known = citation.source.fingerprint[citation.paragraph - 1]
    for figure in figures(text, citation.source.language):
        whole = figure.whole and not hidden(figure, text)
        if figure.start == 0:
            first = words(text)[:2]
            whole = whole and not any(
                known.issuperset(windows([word, *first])) for word in words_before(figure)
            )
        yield replace(figure, whole=whole)


def _numbers(claim: Claim) -> Iterator[Problem]:
    cited = values(claim.text)
    accepted = claim.item.accept if isinstance(claim.item, ShortAnswer) else ()
    if any(cited >= (found := values(text, strict=True)) and found for text in accepted):
        return
    for text in claim.right:
        missing = sorted(values(text, strict=True) - cited)
        if missing and not _follows(text, missing, cited) and not _may_stand(claim, text, missing):
            there = ", ".join(sorted(v for v in cited if v[0].isdigit())) or "no number"
            places = ", ".join(f"p{citation.paragraph}" for citation in claim.cited)
            yield answer_number_not_cited.problem(
                claim.item.where,
                f"{_said(missing[0])} of the answer {text!r} does not stand in the cited words "
                f"of {places}, which have {there}",
                "correct the answer, or cite the words that say it",
                claim.item.id,
            )
            return


def _may_stand(claim: Claim, text: str, missing: Sequence[str]) -> bool:
    """Tell whether a number may stand in the cited words after all, in a notation we don't read."""
    langs = {lexicon.base(citation.source.language) for citation in claim.cited}
    numeric = not any(value.startswith(("month ", "day ")) for value in missing)
    if not langs <= lexicon.LANGUAGES or (langs != {"en"} and not numeric):
        return True
    cited = [figure for _, figure in claim.figures]
    if any(figure.spelled and figure.value is None and not figure.readings for figure in cited):
        return True  # a number in words of another language
    if numeric and "en" in langs and lexicon.VAGUE.search(claim.text):
        return True
    known = {reading for figure in cited for reading in figure.readings | figure.parts}
    said = claim.said(text)
    return numeric and bool(said) and all(figure.readings & known for figure in said)


_ABOUT = re.compile(
    r"\b(?:about|some|nearly|almost|around|roughly|approximately|over|under|more|less|fewer|least|"
    r"most|circa|ca)\b",
    re.IGNORECASE,
)
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th) century\b")
_UNITS = (7, 10, 12, 24, 30, 52, 60, 100, 365, 1000, 3600)
"""Factors between units that people know."""


def _follows(text: str, missing: Sequence[str], cited: frozenset[str]) -> bool:
    """Tell whether a number may follow from the cited ones; that it does, a human must say.

    By rounding (`about 1,200`), by its century, by counting in another unit, or as the sum,
    difference, product or ratio of two of them.
    """
    numbers = [Decimal(value) for value in cited if _PLAIN.fullmatch(value)]
    century = _CENTURY.search(fold(text))
    if century and any((year - 1) // 100 + 1 == int(century[1]) for year in numbers):
        return True
    if numbers and _ABOUT.search(text):
        return True
    wanted = [Decimal(value) for value in missing if _PLAIN.fullmatch(value)]
    return len(wanted) == len(missing) and all(_derived(number, numbers) for number in wanted)


_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_MOST_NUMBERS = 12


def _derived(wanted: Decimal, numbers: Sequence[Decimal]) -> bool:
    if any(wanted in {n * factor, n / factor} for n in numbers for factor in _UNITS):
        return True
    pairs = combinations(sorted(numbers, reverse=True)[:_MOST_NUMBERS], 2)
    return any(
        wanted in {a + b, a - b, a * b, 100 - a - b} or (b and wanted == a / b) for a, b in pairs
    )


def _said(value: str) -> str:
    return value.removeprefix("day ").capitalize() if value.startswith("day") else value


_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "dame", "lord", "lady"})
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*|of|the|and|de|van|von|for|al|bin)")


def _looks_like_a_name(text: str) -> bool:
    """Tell whether a text is a name by its capitals: two of them at least, and hardly else."""
    words = text.split()
    capitals = [word for word in words if word[:1].isupper()]
    return (
        len(capitals) > 1
        and not values(text)
        and all(_NAME.fullmatch(word.rstrip(",")) for word in words)
    )


def _is_name(claim: Claim, text: str) -> bool:
    return claim.names.whole(text) is not None or _looks_like_a_name(text)


def _names(claim: Claim) -> Iterator[Problem]:
    accepted = claim.item.accept if isinstance(claim.item, ShortAnswer) else ()
    for text in claim.right:
        if any(stands_in(named_words(form), claim.words) for form in (text, *accepted)):
            continue
        named = _listed(claim, text)
        missing = [_name(e) for e in named if not claim.names.names(e, claim.words)]
        proper = set(named_words(text)) - _TITLES - {"of", "the", "and"}
        if not named and _looks_like_a_name(text) and not proper <= set(claim.words):
            missing = [text]
        if missing:
            entity = "give the entity its other name under `aliases: [...]`" if named else ""
            help = "; ".join(filter(None, ("cite words that name it as well", entity)))
            message = f"{missing[0]!r} is not named in the cited words: {claim.text!r}"
            yield answer_name_not_cited.problem(claim.item.where, message, help, claim.item.id)
            return


def _listed(claim: Claim, text: str) -> list[Fact]:
    """Give the entities of an answer that is a name, or names joined; none of a longer text."""
    parts = [part for part in re.split(r", and |, | and ", text) if part]
    entities = [claim.names.whole(text)] if len(parts) == 1 else [*map(claim.names.whole, parts)]
    return [e for e in entities if e] if all(entities) else []


def _name(entity: Fact) -> str:
    return str(entity.values["name"])


_ASKS_WHO = re.compile(
    r"\bwho\b[^?]*\b(?:said|says|wrote|writes|spoke|speaks|called|calls|told|argued|attacked|"
    r"quoted|added|warned)\b|\bwhose (?:words|view|opinion|sentence)\b|\bby whom\b|\bspeaker\b"
    r"|\bwords from\b|\battributed\b"
)
_ASKS_OTHERWISE = re.compile(r"\b(?:means?|meant|accused|disagree\w*|reject\w*|of whom|to whom)\b")
_IN_QUOTES = re.compile(r"[“\"]([^”\"]+)[”\"]")


def _speaker(claim: Claim) -> Iterator[Problem]:
    item = claim.item
    if not isinstance(item, (SingleChoice, ShortAnswer)) or not claim.cited[0].source.text:
        return
    shown = unmarked(item.stimulus) or stem_text(item)
    question = fold(_IN_QUOTES.sub("", stem_text(item)))
    key = claim.names.whole(claim.right[0])
    if key is None or not _ASKS_WHO.search(question) or _ASKS_OTHERWISE.search(question):
        return
    rivals = [e for text in claim.wrong if (e := claim.names.whole(text)) is not None]
    rivals += [e for e in claim.names.entities if e.kind == key.kind and e != key]

    def known(text: str) -> frozenset[str]:
        words = [word for word in words_of(text) if not word.endswith(("'s", "s'"))]
        return frozenset(e.id for e in (key, *rivals) if claim.names.names(e, words))

    if known(question) - {key.id}:
        return  # the question itself brings a second person in
    for quote in _IN_QUOTES.findall(shown):
        for citation in claim.cited:
            text = citation.source.text
            said = speaker(text, citation.paragraph - 1, quote, known) if text else frozenset()
            if not said or key.id in said:
                continue
            other = next(e for e in rivals if e.id in said)
            yield wrong_speaker.problem(
                item.where,
                f"the source gives these words to {_name(other)} (p{citation.paragraph}), not to "
                f"{claim.right[0]}",
                "correct the answer, or cite the words' own paragraph",
                item.id,
            )
            return


def _distractors(claim: Claim) -> Iterator[Problem]:
    if not isinstance(claim.item, (SingleChoice, MultipleResponse)):
        return
    text = f" {' '.join(claim.words)} "
    for key in sorted(claim.right, key=len, reverse=True):
        text = text.replace(f" {' '.join(named_words(key))} ", " | ")
    left = text.split()
    for wrong in claim.wrong:
        words = named_words(wrong)
        if len("".join(words)) > 2 and stands_in(words, left):
            yield distractor_in_evidence.problem(
                claim.item.where,
                f"the distractor {wrong!r} stands in the cited words: {claim.text!r}",
                "make sure that it is wrong; cite only what carries the answer",
                claim.item.id,
            )
            return


_YEAR = re.compile(r"(?:1\d|20)\d\d")


def _outside(claim: Claim) -> Iterator[Problem]:
    texts = [citation.source.text for citation in claim.cited]
    if not all(texts) or (isinstance(claim.item, TrueFalse) and not claim.item.answer):
        return
    said = {
        value
        for value in values(
            f"{stem_text(claim.item)} {unmarked(claim.item.explanation)}", strict=True
        )
        if value.startswith("month ") or _YEAR.fullmatch(value)
    }
    if not said:
        return
    said -= values(" ".join(paragraph for text in texts if text for paragraph in text))
    if said:
        yield outside_the_source.problem(
            claim.item.where,
            f"{_said(min(said))} stands nowhere in the source, but the item says it",
            "leave it out, or give the source that says it",
            claim.item.id,
        )
