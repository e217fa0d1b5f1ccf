"""Who speaks the words that a source prints in quotes, as far as cues of the prose tell.

Rules and a list of verbs, no grammar: the subject beside a verb of saying, else a name in the
sentence, else whoever spoke last in the paragraph; a pronoun means the person the paragraph is
about. Made for news prose in English. What can't be told is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizgen.evidence.normal import normal

_SAYS = re.compile(
    r"\b(?:said|says?|told|tells|wrote|writes|added|adds|warned|warns|argued|argues|called|calls|"
    r"claimed|claims|announced|stated|states|declared|asked|replied|explained|noted|notes|"
    r"insisted|editorialized|commented|attacked|described|raised|concluded|recalled)\b"
)
_ACCORDING = re.compile(r"\baccording to ([^,.\"]+)")
_PRONOUN = re.compile(r"^(?:he|she|they|it)$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|No|St|Gen|Sen|Rep|U\.S|U\.K|Jr|vs)\.$")

Named = Callable[[str], bool]
"""Tells whether a stretch of prose names somebody the bank knows."""


def speaker(paragraphs: tuple[str, ...], index: int, quote: str, named: Named) -> str:
    """Give the words of a source that name who speaks a quote; nothing when that can't be told.

    Args:
        paragraphs: The source's text.
        index: The paragraph of the quote, from 0.
        quote: Words that stand there in quotes.
        named: Tells whether some prose names somebody.

    """
    paragraph = normal(paragraphs[index])
    at = paragraph.find(normal(quote))
    if at < 0 or paragraph.count('"', 0, at) % 2 == 0:
        return ""  # it stands there, but not as anybody's words
    return _in_paragraph(paragraphs, index, at, named)


def _in_paragraph(paragraphs: tuple[str, ...], index: int, at: int, named: Named) -> str:
    paragraph = normal(paragraphs[index])
    sentences = _sentences(paragraph)
    place = next(i for i, (start, end) in enumerate(sentences) if start <= at < end)
    for start, end in (sentences[place], *reversed(sentences[:place])):
        subject = _subject(paragraph[start:end], at - start if start <= at < end else end - start)
        if _PRONOUN.match(subject):
            return _referent(paragraphs, index, paragraph[:start], named)
        if subject and named(subject):
            return subject
        if start <= at < end and not subject:
            before = _bare(paragraph[start:at])
            if named(before):
                return before
    return ""


def _referent(paragraphs: tuple[str, ...], index: int, before: str, named: Named) -> str:
    """Find whom a pronoun means: the first name of the paragraph, else of the one before."""
    for text in (before, normal(paragraphs[index - 1]) if index else ""):
        for name in re.split(r"(?<=[\w.]),? (?=[a-z])|[,;]", _bare(text)):
            if named(name) and not re.search(r"'s?$", name.strip()):
                return name
    return ""


def _subject(sentence: str, at: int) -> str:
    """Give what stands as the subject of the verb of saying that is nearest to a quote."""
    bare = _bare(sentence)
    according = _ACCORDING.search(bare)
    if according:
        return according[1].strip()
    verbs = list(_SAYS.finditer(bare))
    if not verbs:
        return ""
    verb = min(verbs, key=lambda m: min(abs(m.start() - at), abs(m.end() - at)))
    before = re.split(r'[,;:"]', bare[: verb.start()])[-1].strip()
    before = re.sub(r"^(?:and|but|that|while|as) ", "", before)
    if before:
        return before
    return re.split(r'[,;:."]', bare[verb.end() :])[0].strip()  # "...," said Bob Carr


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
        if inside or _ABBREVIATION.search(head):
            continue
        spans.append((start, stop))
        start = stop
    spans.append((start, len(paragraph)))
    return spans
