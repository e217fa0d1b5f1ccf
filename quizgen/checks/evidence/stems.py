"""The stems of words, by the language's own rules: `Wälder` and `Wald` are one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from quizgen.text.folding import fold
from quizgen.text.values import base

_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}
_WORD = re.compile(r"[^\W_]+")


@cache
def _stemmer(lang: str) -> Any:  # the library ships no types
    import snowballstemmer  # noqa: PLC0415 - only where words are compared

    return snowballstemmer.stemmer(_STEMMERS[lang])


def can_stem(lang: str) -> bool:
    """Tell whether the stems of a language are known."""
    return base(lang) in _STEMMERS


@lru_cache(maxsize=65536)
def stem(word: str, lang: str) -> str:
    """Give a word's stem, folded; in other languages the word itself, folded."""
    if not can_stem(lang):
        return fold(word)
    return fold(str(_stemmer(base(lang)).stemWord(word.lower())))


def stems(text: str, lang: str) -> list[str]:
    """Give the stems of a text's words; an apostrophe and a hyphen part words."""
    return [stem(word, lang) for word in _WORD.findall(text)]
