"""The values of cited words, as whole as they stand in their source.

Where the text lies beside its record they are read there, with what stands before and behind the
quote. Where only the record is known, a value of the quote counts as whole if the record holds it
(by its hash, with sign, unit, month): the end of `20,000` is in no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2s

from quizgen.model import Citation, Source
from quizgen.text.values import Number, Quantity, Range, Stated, StatedValue, keys, stated, tidied

BYTES = 4
"""Of a value's hash: a wrong value slips through once in a hundred million."""


def hashed(key: str) -> int:
    """Hash one name of a value."""
    return int.from_bytes(blake2s(key.encode(), digest_size=BYTES).digest(), "big")


@lru_cache(maxsize=4096)
def hashes_of(text: str, lang: str) -> frozenset[int]:
    """Give the hashes of all values of a paragraph."""
    return frozenset(hashed(key) for each in stated(text, lang) for key in keys(each.value))


def cited_values(citation: Citation, part: str) -> Iterator[Stated]:
    """Give the values of a quote, each marked whole or not."""
    source = citation.source
    text = _paragraph(source, citation.paragraph)
    if text is not None:
        wanted, there = tidied(part), tidied(text)
        places = list(_places(wanted, there))
        if places:
            yield from (
                each
                for each in stated(text, source.language)
                if any(each.start < end and start < each.end for start, end in places)
            )
            return
    known = _hashes(citation)
    for each in stated(part, source.language):
        whole = known is not None and _is_known(each, known)
        yield replace(each, whole=whole and each.whole)


def recorded(citation: Citation, part: str, answers: Iterable[Stated]) -> Iterator[Stated]:
    """Give the values of an answer that go on behind a quote's edge, by the record.

    `has 57,3` may be cited of `has 57,3 kJ`: the record holds 57.3 kJ and no 57.3.
    """
    known = _hashes(citation)
    if _paragraph(citation.source, citation.paragraph) is not None or known is None:
        return
    edges = [
        value
        for value in stated(part, citation.source.language)
        if _at_edge(value, tidied(part)) and not _is_known(value, known)
    ]
    for answer in answers:
        edge = next((edge for edge in edges if _begins(edge.value, answer.value)), None)
        if edge and _is_known(answer, known):
            yield replace(answer, whole=True, hedge=edge.hedge)


def _is_known(value: Stated, known: frozenset[int]) -> bool:
    return any(hashed(key) in known for key in keys(value.value))


def holds(source: Source, names: Iterable[str]) -> bool:
    """Tell whether a value stands anywhere in a source; True where its record can't say."""
    wanted = {hashed(name) for name in names}
    texts = source.original or source.text
    if texts is not None:
        return any(wanted & hashes_of(text, source.language) for text in texts)
    return source.values is None or any(wanted & part for part in source.values)


def _at_edge(value: Stated, part: str) -> bool:
    return value.start == 0 or value.end == len(part)


def _begins(edge: StatedValue, answer: StatedValue) -> bool:
    """Tell whether a quote's cut value is the answer's number, without its unit or sign."""
    match edge, answer:
        case Number(there), Quantity(said):
            return there == said
        case Number(there) | Quantity(there), Number(said) | Quantity(said):
            return there == abs(said)
        case Number(), Range():
            return False
        case _:
            return False


def _paragraph(source: Source, number: int) -> str | None:
    texts = source.original or source.text
    return texts[number - 1] if texts is not None and number <= len(texts) else None


def _hashes(citation: Citation) -> frozenset[int] | None:
    """Give the hashes of a cited paragraph's values; None where the record has none to compare."""
    source, place = citation.source, citation.paragraph - 1
    text = _paragraph(source, citation.paragraph)
    if text is not None:
        return hashes_of(text, source.language)
    return source.values[place] if source.values and place < len(source.values) else None


def _places(wanted: str, there: str) -> Iterator[tuple[int, int]]:
    at = there.find(wanted) if wanted else -1
    while at >= 0:
        yield at, at + len(wanted)
        at = there.find(wanted, at + 1)
