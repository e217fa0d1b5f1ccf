"""Who speaks the words that a source prints in quotes, as far as cues of the prose tell.

Rules and a list of verbs, no grammar: the subject beside a verb of saying, else a name in the
sentence, else whoever spoke last in the paragraph; a pronoun means the one person named before
it. Made for news prose in English. What can't be told is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizgen.checks.evidence.normal import normal

_SAYS = re.compile(
    r"\b(?:said|says?|told|tells|wrote|writes|added|adds|warned|warns|argued|argues|called|calls|"
    r"claimed|claims|announced|stated|states|declared|asked|replied|explained|noted|notes|"
    r"insisted|editorialized|commented|attacked|described|raised|concluded|recalled|admitted|"
    r"denied|rejected|disagreed|answered|joked)\b"
)
_ACCORDING = re.compile(r"\baccording to ([^,.\"]+)")
_PRONOUN = re.compile(r"^(?:and |but )?(?:he|she|they|it)$", re.IGNORECASE)
_APPOSITIVE = re.compile(r",([^,\"]*),\s*$")
_SUBORDINATE = re.compile(
    r"^(?:after|when|before|because|as|while|although|asked about)\b", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s*$")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|No|St|Gen|Sen|Rep|U\.S|U\.K|Jr|vs)\.$")

Named = Callable[[str], frozenset[str]]
"""Gives whom of those the bank knows a stretch of prose names."""
_LONGEST = 20_000
"""Characters of a paragraph from which on nobody can tell who speaks, and it would take long."""
NOBODY: frozenset[str] = frozenset()


def speaker(paragraphs: tuple[str, ...], index: int, quote: str, named: Named) -> frozenset[str]:
    """Say who speaks a quote, as `named` names them; nobody when that can't be told.

    Args:
        paragraphs: The source's text.
        index: The paragraph of the quote, from 0.
        quote: Words that stand there in quotes.
        named: Gives whom some prose names.

    """
    paragraph = normal(paragraphs[index])
    at = paragraph.find(normal(quote))
    if at < 0 or len(paragraph) > _LONGEST or paragraph.count('"', 0, at) % 2 == 0:
        return NOBODY  # it stands there, but not as anybody's words
    before = normal(paragraphs[index - 1]) if index else ""
    return _in_paragraph(paragraph, before, at, named)


def _in_paragraph(paragraph: str, before: str, at: int, named: Named) -> frozenset[str]:
    sentences = _sentences(paragraph)
    place = next(i for i, (start, end) in enumerate(sentences) if start <= at < end)
    for start, end in (sentences[place], *reversed(sentences[:place])):
        own = start <= at < end
        subject, people = _subject(paragraph[start:end], at - start if own else end - start, named)
        if _PRONOUN.match(subject):
            return _referent(paragraph[:start], before, named)
        if people:
            return people
        if own and not subject:
            people = named(_bare(paragraph[start:at]))
            if people:
                return _alone(people)
    return NOBODY


def _referent(here: str, before: str, named: Named) -> frozenset[str]:
    """Find whom a pronoun means: the only one named in the paragraph, else in the one before."""
    for text in (here, before):
        people = named(_bare(text))
        if people:
            return _alone(people)
    return NOBODY


def _alone(people: frozenset[str]) -> frozenset[str]:
    """Give the only one of some; of several nobody knows which is meant."""
    return people if len(people) == 1 else NOBODY


def _subject(sentence: str, at: int, named: Named) -> tuple[str, frozenset[str]]:
    """Give the subject of the verb of saying nearest to a quote, and whom it names."""
    bare = _bare(sentence)
    according = _ACCORDING.search(bare)
    if according:
        return according[1].strip(), named(according[1])
    verbs = [m for m in _SAYS.finditer(bare) if not _PASSIVE.search(bare[: m.start()])]
    if not verbs:
        return "", NOBODY
    verb = min(verbs, key=lambda m: min(abs(m.start() - at), abs(m.end() - at)))
    before = bare[: verb.start()]
    beside = _APPOSITIVE.search(before)  # "Daniel Osei, who runs a firm, told..."
    if beside:
        before = before[: beside.start()]
    subject = re.split(r'[,;:"]', before)[-1].strip()
    subject = re.sub(r"^(?:and|but|that|while|as) ", "", subject)
    if _SUBORDINATE.match(subject):
        return "", NOBODY
    if not subject:  # "...," said Bob Carr
        subject = re.split(r'[,;:."]', bare[verb.end() :])[0].strip()
    return subject, named(subject) or (named(beside[1]) if beside else NOBODY)


def _bare(text: str) -> str:
    """Blank out what stands in quotes, keeping every place."""
    return re.sub(r'"[^"]*"?', lambda m: '"' * len(m[0]), text)


def _sentences(paragraph: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences; a full stop inside a quote or an abbreviation is none."""
    spans = []
    start = 0
    for match in re.finditer(r'[.!?]"?\s+(?=["A-Z\u2026.])', paragraph):
        stop = match.end()
        head = paragraph[start : match.start() + 1]
        inside = paragraph.count('"', 0, match.start()) % 2 == 1 and '"' not in match[0]
        if inside or _ABBREVIATION.search(head[-6:]):
            continue
        spans.append((start, stop))
        start = stop
    spans.append((start, len(paragraph)))
    return spans
