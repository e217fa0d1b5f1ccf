"""The evidence rules about answers: what is cited must say what is keyed.

Numbers and names are compared, after words-to-digits and by every name an entity goes by. That a
paraphrase is true, that something did not happen, what a text implies: such things a human judges,
and the report says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain, combinations, product
from typing import Literal

from quizgen.checks.evidence import lexicon
from quizgen.checks.evidence.figures import StatedFigure, answer_figures, figures, tidied
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
        cited_words: list[str] = []
        for part in (part for citation in self.cited for part in parts(citation.quote)):
            cited_words += [word.removesuffix("'s").removesuffix("'") for word in words_of(part)]
            cited_words.append("|")
        return cited_words

    @cached_property
    def figures(self) -> tuple[tuple[str, StatedFigure], ...]:
        """All numbers of the cited words, whole, each with the language it stands in."""
        return tuple(
            (citation.source.language, figure)
            for citation in self.cited
            for part in parts(citation.quote)
            for figure in _cited_figures(citation, part)
        )

    def figures_of(self, text: str) -> list[StatedFigure]:
        """Give the numbers of one of the right answers."""
        exact = isinstance(self.item, Numeric)
        return list(answer_figures(text, self.item.lang or self.lang, exact=exact))

    @cached_property
    def right(self) -> tuple[str, ...]:
        """The right answers; of a matching item its right sides, of an ordering item none."""
        if isinstance(self.item, Matching):
            return tuple(unmarked(option.text) for _, option in self.item.pairs)
        return () if isinstance(self.item, Ordering) else answer_texts(self.item).right

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """What is right beside the right answer of a short answer."""
        return self.item.accept if isinstance(self.item, ShortAnswer) else ()

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
    answered = claim.figures_of(text)
    if not answered:
        return True
    own = claim.item.lang or claim.lang
    asked_for = named_units(f"{stem_text(claim.item)} {unmarked(claim.item.stimulus)}", own)
    return all(
        any(proves(c, s, langs=(lang, own), asked=asked_for) for lang, c in claim.figures)
        for s in answered
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
    accepted = filter(None, (values(text, strict=True) for text in claim.accepted))
    if any(numbers <= cited for numbers in accepted):
        return
    for text in claim.right:
        missing = sorted(values(text, strict=True) - cited)
        if missing and not _may_be_right(claim, text, missing):
            there = ", ".join(sorted(filter(_is_digits, cited))) or "no number"
            places = ", ".join(f"p{citation.paragraph}" for citation in claim.cited)
            yield answer_number_not_cited.problem(
                claim.item.where,
                f"{_value_text(missing[0])} of the answer {text!r} does not stand in the cited "
                f"words of {places}, which have {there}",
                "correct the answer, or cite the words that say it",
                claim.item.id,
            )
            return


def _is_digits(value: str) -> bool:
    return value[0].isdigit()


def _may_be_right(claim: Claim, text: str, missing: Sequence[str]) -> bool:
    """Tell whether an answer may be right though some of its numbers are not cited."""
    if _follows(text, missing, values(claim.text)):
        return True
    numeric = not any(value.startswith(("month ", "day ")) for value in missing)
    return _reads_otherwise(claim, numeric=numeric) or (numeric and _has_readings(claim, text))


def _reads_otherwise(claim: Claim, *, numeric: bool) -> bool:
    """Tell whether the cited words may say a number in a way that we don't read."""
    langs = {lexicon.base(citation.source.language) for citation in claim.cited}
    if not langs <= lexicon.LANGUAGES or (langs != {"en"} and not numeric):
        return True
    if any(figure.is_unread_word for _, figure in claim.figures):
        return True  # a number in words of another language
    return numeric and "en" in langs and bool(lexicon.VAGUE.search(claim.text))


def _has_readings(claim: Claim, text: str) -> bool:
    """Tell whether every number of an answer is one that the cited ones could mean."""
    cited = (figure.readings | figure.parts for _, figure in claim.figures)
    known = frozenset(chain.from_iterable(cited))
    answered = claim.figures_of(text)
    return bool(answered) and all(figure.readings & known for figure in answered)


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
    if _is_century_of(text, numbers) or (numbers and _ABOUT.search(text)):
        return True
    wanted = [Decimal(value) for value in missing if _PLAIN.fullmatch(value)]
    return len(wanted) == len(missing) and all(_derived(number, numbers) for number in wanted)


def _is_century_of(text: str, years: Iterable[Decimal]) -> bool:
    century = _CENTURY.search(fold(text))
    return century is not None and any((y - 1) // 100 + 1 == int(century[1]) for y in years)


_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_MOST_NUMBERS = 12


def _derived(wanted: Decimal, numbers: Sequence[Decimal]) -> bool:
    if any(wanted in {n * factor, n / factor} for n in numbers for factor in _UNITS):
        return True
    pairs = combinations(sorted(numbers, reverse=True)[:_MOST_NUMBERS], 2)
    return any(
        wanted in {a + b, a - b, a * b, 100 - a - b} or (b and wanted == a / b) for a, b in pairs
    )


def _value_text(value: str) -> str:
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
    for text in claim.right:
        if any(stands_in(named_words(form), claim.words) for form in (text, *claim.accepted)):
            continue
        named = _listed(claim, text)
        missing = _uncited_names(claim, text, named)
        if missing:
            entity = "give the entity its other name under `aliases: [...]`" if named else ""
            help = "; ".join(filter(None, ("cite words that name it as well", entity)))
            message = f"{missing[0]!r} is not named in the cited words: {claim.text!r}"
            yield answer_name_not_cited.problem(claim.item.where, message, help, claim.item.id)
            return


def _uncited_names(claim: Claim, text: str, named: Sequence[Fact]) -> list[str]:
    """Give the names of an answer that the cited words lack."""
    if named:
        return [_name(entity) for entity in named if not claim.names.names(entity, claim.words)]
    proper = set(named_words(text)) - _TITLES - {"of", "the", "and"}
    return [text] if _looks_like_a_name(text) and not proper <= set(claim.words) else []


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
    asked = _AskedSpeaker.of(claim)
    if asked is None or asked.names_another:
        return
    quotes = _IN_QUOTES.findall(unmarked(claim.item.stimulus) or stem_text(claim.item))
    for quote, citation in product(quotes, claim.cited):
        other = asked.other_speaker(quote, citation)
        if other:
            yield wrong_speaker.problem(
                claim.item.where,
                f"the source gives these words to {_name(other)} (p{citation.paragraph}), not to "
                f"{claim.right[0]}",
                "correct the answer, or cite the words' own paragraph",
                claim.item.id,
            )
            return


@dataclass(frozen=True)
class _AskedSpeaker:
    """A question for who said something: the one who is keyed, and all who might have."""

    claim: Claim
    question: str
    key: Fact

    @classmethod
    def of(cls, claim: Claim) -> _AskedSpeaker | None:
        """Read an item as such a question, if it is one and its source's text is there."""
        item = claim.item
        if not isinstance(item, (SingleChoice, ShortAnswer)) or not claim.cited[0].source.text:
            return None
        question = fold(_IN_QUOTES.sub("", stem_text(item)))
        key = claim.names.whole(claim.right[0])
        if key is None or not _ASKS_WHO.search(question) or _ASKS_OTHERWISE.search(question):
            return None
        return cls(claim, question, key)

    @cached_property
    def rivals(self) -> list[Fact]:
        """The distractors, and all others of the key's kind."""
        names, key = self.claim.names, self.key
        offered = [entity for entity in map(names.whole, self.claim.wrong) if entity]
        return offered + [e for e in names.entities if e.kind == key.kind and e != key]

    @property
    def names_another(self) -> bool:
        """Tell whether the question itself brings a second person in."""
        return bool(self.named(self.question) - {self.key.id})

    def named(self, text: str) -> frozenset[str]:
        """Give whom a text names, but for those whom it says something is of."""
        words = [word for word in words_of(text) if not word.endswith(("'s", "s'"))]
        people = (self.key, *self.rivals)
        return frozenset(e.id for e in people if self.claim.names.names(e, words))

    def other_speaker(self, quote: str, citation: Citation) -> Fact | None:
        """Give who speaks a quote by its source, if that is not the key."""
        text = citation.source.text
        people = speaker(text, citation.paragraph - 1, quote, self.named) if text else frozenset()
        if not people or self.key.id in people:
            return None
        return next(e for e in self.rivals if e.id in people)


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
    dates = _dates_of(claim.item)
    if dates:
        dates -= values(" ".join(chain.from_iterable(filter(None, texts))))
    if dates:
        yield outside_the_source.problem(
            claim.item.where,
            f"{_value_text(min(dates))} stands nowhere in the source, but the item says it",
            "leave it out, or give the source that says it",
            claim.item.id,
        )


def _dates_of(item: Item) -> set[str]:
    """Give the months and years that an item says."""
    shown = values(f"{stem_text(item)} {unmarked(item.explanation)}", strict=True)
    return {value for value in shown if value.startswith("month ") or _YEAR.fullmatch(value)}
