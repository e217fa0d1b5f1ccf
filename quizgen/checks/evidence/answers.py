"""The evidence rules about answers: what is cited must say what is keyed.

Numbers and names are compared, after words-to-digits and by every name an entity goes by. That a
paraphrase is true, that something did not happen, what a text implies: such things a human judges,
and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.judging import Judged, judge
from quizgen.checks.evidence.naming import (
    is_compounded,
    looks_like_a_name,
    may_be_a_phrase,
    name_words,
    stands,
)
from quizgen.checks.item_text import named_words, stands_in, stem_text, unmarked
from quizgen.checks.rules import rule
from quizgen.model import (
    Fact,
    MultipleResponse,
    SingleChoice,
    Source,
    TrueFalse,
)
from quizgen.problems import Problem
from quizgen.text.values import DateValue, Number, Range, Stated, StatedValue, stated

ValueProof = Literal["found", "unclear", "worked", "missing", "none"]
"""All values of the answer stand in the cited words, whole; a number may be another there, or a
part of one; some are worked out, at a level where they may be; some stand nowhere; there are none
to compare."""


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

    Values are read in the language of their text (English, German, French and Spanish in words as
    well, others in digits, dates, units and currencies): sign, separators, scale (`Mio.`), unit,
    percent, currency, month, time of day, range, fraction, `dozens`. 57.3 MJ is not 57.3 kJ, and a
    part of a value is none: 20 of 20,000, 3 of 3-5 days. 0.5 h is 30 min, since it is so exactly.
    A bare number may leave its unit to the question. Where a notation could mean two things
    (`1.500` in French) or a language's number words aren't read, a human must judge.

    ## When to ignore
    When the number follows from the words by counting: such an answer is of level 3 or above, where
    only what contradicts a cited value of the same kind and unit is an error, and not even that if
    the explanation shows the working: it states the result, and another value that it comes from.
    (What may follow by rounding or by one sum of cited numbers is left to a human.)

    ## Source
    Every value is checked, as in fact-checking of summaries.
    """


@rule("error", "evidence")
def answer_name_not_cited() -> None:
    """The answer is a name that stands nowhere in the cited words.

    ## Why is this bad?
    The words may be about somebody else (`he said...`). An entity is found by its name, its
    `short`, its `aliases`, and its last word where no other entity shares it; a name that is no
    entity's must stand there as it is, or its surname alone (a human is asked). Genitives
    (`Kishidas`, `Hans'`), elisions (`d'Albanese`) and endings (`des Roten Kreuzes`) are read in
    English, German, French and Spanish.

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


@rule("warning", "evidence")
def value_from_nowhere() -> None:
    """An answer that is worked out holds a value or a name that no source and no fact states.

    ## Why is this bad?
    At level 3 and above an answer may follow from the cited words, and is no error for not
    standing there: `check --evidence` lists it for a human. A number, a date or a name that nothing
    in the bank states is a slip as often as a result.

    ## Example

        question: How old was he at the end?
        answer: 37
        level: 3
        evidence: "p1: born on 2 July 1909 in"

    ## Use instead
    State it in a fact, or show in the explanation how it is worked out, down to the value.

        answer: 36
        explanation: From 1909 to 1945 are 36 years.

    ## When to ignore
    When it was worked out and checked, and the explanation is no place for it: give the working as
    the reason.

    ## Source
    Every value is checked, as in fact-checking of summaries.
    """


RULES = (
    answer_number_not_cited,
    value_from_nowhere,
    answer_name_not_cited,
    distractor_in_evidence,
    outside_the_source,
)


def check_answer(claim: Claim) -> tuple[ValueProof, list[Problem]]:
    """Compare what is keyed with what is cited."""
    problems = [*_numbers(claim), *_names(claim)]
    missing = bool(problems)
    problems += [*_from_nowhere(claim), *_distractors(claim), *_outside(claim)]
    if missing:
        return "missing", problems
    return _proof(claim), problems


def _proof(claim: Claim) -> ValueProof:
    """Tell whether every answer was compared: as a value, as a name, or word for word."""
    if not claim.right:
        return "none"
    proofs = {proof_of(claim, text) for text in claim.right}
    order: tuple[ValueProof, ...] = ("none", "worked", "unclear", "found")
    return next(proof for proof in order if proof in proofs)


def proof_of(claim: Claim, text: str) -> ValueProof:
    """Tell how one right answer was compared."""
    judged = judge(claim, text)
    if any(_is_wrong(each) for each in judged):
        return "worked"
    if any(each.standing != "proved" for each in judged):
        return "unclear"
    if judged or claim.has(text):
        return "found"
    if not _is_name(claim, text):
        return "none"
    if claim.worked_out and _missing_names(claim, text):
        return "worked"
    return "unclear" if _is_half_cited(claim, text) else "found"


def _numbers(claim: Claim) -> Iterator[Problem]:
    if any(_all_proved(judge(claim, text)) for text in claim.accepted):
        return
    for text in claim.right:
        wrong = [each for each in judge(claim, text) if _is_wrong(each)]
        refused = next((each for each in wrong if not _may_be_worked_out(claim, each)), None)
        if refused:
            yield _not_cited(claim, text, refused.value)
            return


def _may_be_worked_out(claim: Claim, judged: Judged) -> bool:
    return claim.worked_out and (judged.standing == "missing" or claim.is_shown(judged.value))


def _from_nowhere(claim: Claim) -> Iterator[Problem]:
    if not claim.worked_out:
        return
    for text in claim.right:
        for name in _missing_names(claim, text):
            if not claim.is_named_anywhere(name):
                yield value_from_nowhere.problem(
                    claim.item.where,
                    f"the name {name!r} stands neither in the source nor in a fact",
                    "say in the explanation how it is worked out, and allow it with that reason",
                    claim.item.id,
                )
                return
        for each in judge(claim, text):
            if _is_from_nowhere(claim, each):
                yield value_from_nowhere.problem(
                    claim.item.where,
                    f"{each.value.raw} of the answer {text!r} stands neither in the source nor in "
                    "a fact",
                    "show in the explanation how it is worked out, down to this value",
                    claim.item.id,
                )
                return


def _is_from_nowhere(claim: Claim, judged: Judged) -> bool:
    known = claim.is_anywhere(judged.value) or claim.is_shown(judged.value)
    return judged.standing == "missing" and not known


def _all_proved(judged: list[Judged]) -> bool:
    return bool(judged) and all(each.standing == "proved" for each in judged)


def _is_wrong(judged: Judged) -> bool:
    return judged.standing in {"missing", "contradicted"}


def _not_cited(claim: Claim, text: str, value: Stated) -> Problem:
    there = ", ".join(dict.fromkeys(each.raw for each in claim.stated)) or "no number"
    places = ", ".join(f"p{citation.paragraph}" for citation in claim.cited)
    return answer_number_not_cited.problem(
        claim.item.where,
        f"{value.raw} of the answer {text!r} does not stand in the cited words of {places}, which "
        f"have {there}",
        "correct the answer, or cite the words that say it",
        claim.item.id,
    )


_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "dame", "lord", "lady"})


def _is_name(claim: Claim, text: str) -> bool:
    return claim.names.whole(text) is not None or _looks_like_a_name(claim, text)


def _looks_like_a_name(claim: Claim, text: str) -> bool:
    """Tell whether an answer is a name by its capitals; in German a text must know it as one."""
    if not looks_like_a_name(text, claim.own) or stated(text, claim.own):
        return False
    if not may_be_a_phrase(text, claim.own):
        return True
    return any(text in paragraph for c in claim.cited for paragraph in c.source.text or ())


def _is_half_cited(claim: Claim, text: str) -> bool:
    """Tell whether of a name that is no entity's the last word alone is cited, or a compound."""
    if claim.names.whole(text) is not None:
        return False
    words = name_words(text, claim.own)
    if all(any(word in may for may in claim.readings) for word in words):
        return False
    others = {word for wrong in claim.wrong for word in name_words(wrong, claim.own)}
    last = words[-1] not in others and stands(words[-1:], claim.readings)
    return last or is_compounded(words, claim.words, claim.own)


def _names(claim: Claim) -> Iterator[Problem]:
    for text in () if claim.worked_out else claim.right:
        if any(claim.has(form) for form in (text, *claim.accepted)):
            continue
        named = _listed(claim, text)
        missing = _uncited_names(claim, text, named)
        if missing:
            entity = "give the entity its other name under `aliases: [...]`" if named else ""
            help = "; ".join(filter(None, ("cite words that name it as well", entity)))
            message = f"{missing[0]!r} is not named in the cited words: {claim.text!r}"
            yield answer_name_not_cited.problem(claim.item.where, message, help, claim.item.id)
            return


def _missing_names(claim: Claim, text: str) -> list[str]:
    """Give the names of an answer that the cited words lack; none where it stands there."""
    if stands_in(named_words(text), claim.words):
        return []
    return _uncited_names(claim, text, _listed(claim, text))


def _uncited_names(claim: Claim, text: str, named: Sequence[Fact]) -> list[str]:
    """Give the names of an answer that the cited words lack."""
    if named:
        return [_name(entity) for entity in named if not claim.has_name(entity)]
    if not _looks_like_a_name(claim, text) or _is_half_cited(claim, text):
        return []
    proper = set(name_words(text, claim.own)) - _TITLES - {"of", "the", "and"}
    there = set().union(*claim.readings)
    return [] if proper <= there else [text]


def _listed(claim: Claim, text: str) -> list[Fact]:
    """Give the entities of an answer that is a name, or names joined; none of a longer text."""
    parts = [part for part in re.split(r", and |, | (?:and|und|et|y|e) ", text) if part]
    entities = [claim.names.whole(text)] if len(parts) == 1 else [*map(claim.names.whole, parts)]
    return [e for e in entities if e] if all(entities) else []


def _name(entity: Fact) -> str:
    return str(entity.values["name"])


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


def _outside(claim: Claim) -> Iterator[Problem]:
    texts = [citation.source.text for citation in claim.cited]
    if not all(texts) or (isinstance(claim.item, TrueFalse) and not claim.item.answer):
        return
    said = f"{stem_text(claim.item)} {unmarked(claim.item.explanation)}"
    dates = _dates(stated(said, claim.own))
    if not dates:
        return
    for source in {id(c.source): c.source for c in claim.cited}.values():
        dates -= _dates_of(source)
    if dates:
        yield outside_the_source.problem(
            claim.item.where,
            f"{_date_text(min(dates))} stands nowhere in the source, but the item says it",
            "leave it out, or give the source that says it",
            claim.item.id,
        )


def _dates_of(source: Source) -> set[tuple[str, int]]:
    texts = source.original or source.text or ()
    return {date for text in texts for date in _dates(stated(text, source.language))}


def _dates(values: Iterable[Stated]) -> set[tuple[str, int]]:
    """Give the months and years that values name."""
    return {
        date
        for each in values
        for end in (
            (each.value.low, each.value.high) if isinstance(each.value, Range) else (each.value,)
        )
        for date in _months_and_years(end)
    }


def _months_and_years(value: StatedValue) -> Iterator[tuple[str, int]]:
    if isinstance(value, DateValue):
        yield from (("month", value.month),) if value.month else ()
        yield from (("year", value.year),) if value.year else ()
    elif isinstance(value, Number) and value.amount == int(value.amount):
        yield from (("year", int(value.amount)),) if 1000 <= value.amount < 2100 else ()


def _date_text(date: tuple[str, int]) -> str:
    kind, number = date
    return f"the month {number}" if kind == "month" else str(number)
