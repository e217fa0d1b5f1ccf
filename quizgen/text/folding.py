"""Folding: what readers compare when they compare typed texts.

Its twin for browsers and cards stands in `scoring.es5`.
"""

from __future__ import annotations

import unicodedata

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›′″‐‑‒–—−", "''''\"\"\"\"\"\"'''\"------")


def fold(text: str) -> str:
    """Reduce a text to what a reader compares: no case, accents, quote style or extra spaces."""
    if text.isascii():
        low = text.lower()
        tidy = low.isprintable() and "  " not in low and low[:1] != " " != low[-1:]
        return low if tidy else " ".join(low.split())  # most texts are tidy: twice as quick
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.split())
