"""Where the sentences of a paragraph begin and end, quotes being part of the one they stand in."""

from __future__ import annotations

import re

from quizgen.checks.evidence.gaps import ABBREVIATION
from quizgen.checks.evidence.quotations import CLOSE, OPEN
from quizgen.text.values import base

_STOP = re.compile(f"[.!?][\"')\\]]*(?: ?{CLOSE})?[\"')\\]]*[.,]?\\s+(?=\\S)")
_ORDINAL = re.compile(r"\b\d{1,2}\.$")


def sentence_spans(text: str, lang: str) -> list[tuple[int, int]]:
    """Cut a paragraph in normal form, its quotes marked by OPEN and CLOSE where that is known.

    A full stop inside a quote, of an abbreviation or behind an ordinal ends no sentence.
    """
    spans = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends(text, match, start, lang):
            spans.append((start, match.end()))
            start = match.end()
    return [*spans, (start, len(text))]


def _ends(text: str, match: re.Match[str], start: int, lang: str) -> bool:
    follows = text[match.end()]
    if not (follows.isupper() or follows.isdigit() or follows in f"{OPEN}\"'(¿¡."):
        return False
    inside = text.count(OPEN, 0, match.start()) > text.count(CLOSE, 0, match.start())
    if inside and CLOSE not in match[0]:
        return False
    head = text[start : match.start() + 1]
    if match[0][0] != ".":
        return True
    ordinal = base(lang) != "en" and _ORDINAL.search(head)
    return not ordinal and not ABBREVIATION.search(head[-12:])
