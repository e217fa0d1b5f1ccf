"""One normal form for source texts and quotes, and the words and windows counted in it.

Two texts that differ only in typography (curly quotes, dashes, ellipsis signs, odd spaces) have
one normal form; case and every word are kept. Version 1 of this form is what records are made
with: a change of meaning here needs a new version there.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2s

from quizgen.text.markup import GAP

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def normal(text: str) -> str:
    """Give a text's normal form: NFKC, plain quotes and dashes, single spaces, no hidden signs."""
    # NFKC would turn the ellipsis and some primes into other signs: map ours first.
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Give the words of a text in normal form: letters, digits, apostrophes; a hyphen splits."""
    return _WORD.findall(normal(text))


def parts(quote: str) -> list[str]:
    """Split a quote at the author's `[...]`."""
    return [part for part in GAP.split(" ".join(quote.split())) if part]


def windows(tokens: list[str]) -> list[int]:
    """Hash each run of three words to 16 bits, in order."""
    return [
        int.from_bytes(blake2s(" ".join(tokens[i : i + 3]).encode(), digest_size=2).digest(), "big")
        for i in range(len(tokens) - 2)
    ]


def paragraphs(text: str) -> list[str]:
    """Split a text: at blank lines if there are any, else at line ends."""
    return [normal(block) for block in written_paragraphs(text)]


def written_paragraphs(text: str) -> list[str]:
    """Split a text in the same places, and leave each paragraph as it is written."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    blocks = re.split(r"\n[ \t]*\n+", text) if re.search(r"\n[ \t]*\n", text) else text.split("\n")
    return [block for block in blocks if normal(block)]
