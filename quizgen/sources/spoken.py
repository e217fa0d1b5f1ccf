"""The language of a text, by its commonest words (the lists are justext's)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from quizgen.sources.pieces import Found

_LISTS = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "sv": "Swedish", "da": "Danish",
    "cs": "Czech", "tr": "Turkish", "fi": "Finnish", "hu": "Hungarian", "ro": "Romanian",
    "ru": "Russian", "uk": "Ukrainian", "el": "Greek",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 20_000


def spoken_language(paragraphs: Iterable[str], told: Found | None) -> Found | None:
    """Tell a text's language: what the file says, unless its words plainly say another."""
    words = [word for text in paragraphs for word in _WORD.findall(text.casefold())][:_MOST_WORDS]
    said = told.value.lower().partition("-")[0] if told else ""
    shares = _shares(words) if len(words) >= 15 else {}
    ranked = sorted(shares.items(), key=lambda one: -one[1])[:2]
    if not ranked or ranked[0][1] < 0.2:
        return told
    (best, share), (_, second) = ranked
    if said == best:
        return told
    plainly = share > 1.3 * second and share > 1.5 * shares.get(said, 0.0)
    return Found(best, "its words") if plainly else told


def _shares(words: list[str]) -> dict[str, float]:
    """Give, by language, the share of words that are among its hundred commonest."""
    from justext import get_stoplist

    counts = Counter(words)
    shares: dict[str, float] = {}
    for language, name in _LISTS.items():
        common = get_stoplist(name)
        shares[language] = sum(n for word, n in counts.items() if word in common) / len(words)
    return shares
