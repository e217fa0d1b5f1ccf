"""Names and words as a language bends them: `Kishidas`, `Hans'`, `d'Albanese`, `Roten Kreuzes`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quizgen.checks.evidence.stems import can_stem, stem
from quizgen.checks.item_text import words_of
from quizgen.text.values import base

_ARTICLES = {
    "en": frozenset({"a", "an", "the"}),
    "de": frozenset("der die das den dem des ein eine einen einem einer eines".split()),
    "fr": frozenset({"le", "la", "les", "l", "un", "une", "du", "des"}),
    "es": frozenset({"el", "la", "los", "las", "un", "una", "unos", "unas"}),
}
_ELISION = re.compile(r"^(?:[dljmnstc]|qu|jusqu|lorsqu|puisqu)'(?=.)")
_GENITIVES = ("s", "es", "ens", "n")
_PARTICLES = frozenset(
    "of the and de del della di da du des von vom zu zur van der den ten la le les los las y e "
    "for al bin ibn el d l".split()
)
_ADJECTIVE = re.compile(r"\w{2,}(?:e|er|es|en|em)")
Readings = Sequence[frozenset[str]]
"""What each word of a text may be, folded."""


def name_words(text: str, lang: str) -> list[str]:
    """Give the words of a name, folded: no possessive, no elided article, no article before."""
    words = [_bare(word) for word in words_of(text)]
    articles = _ARTICLES.get(base(lang), _ARTICLES["en"])
    return words[1:] if len(words) > 1 and words[0] in articles else words


def _bare(word: str) -> str:
    return _ELISION.sub("", word.removesuffix("'s").removesuffix("'"))


def readings(words: Iterable[str], lang: str) -> Readings:
    """Give what folded words of a text may be: itself, without an elision or a genitive's end."""
    return [frozenset(_readings(word, base(lang))) for word in words]


def _readings(word: str, lang: str) -> Iterable[str]:
    bare = _bare(word)
    yield from (word, bare)
    if lang == "de":
        yield from (bare.removesuffix(end) for end in _GENITIVES if len(bare) > len(end) + 2)


def stands(words: Sequence[str], there: Readings) -> bool:
    """Tell whether some words stand in a text, one after the other."""
    n = len(words)
    return bool(n) and any(
        all(word in may for word, may in zip(words, there[i:], strict=False))
        for i in range(len(there) - n + 1)
    )


def stands_bent(words: Sequence[str], there: Sequence[str], lang: str) -> bool:
    """Tell whether words stand in a text with other endings: `Rotes Kreuz`, `Roten Kreuzes`.

    A single word in capitals may be another's name (`Robert`, `Roberts`): see `stands`.
    """
    if not can_stem(lang) or not words:
        return False
    wanted = [stem(word, lang) for word in words]
    found = [stem(_bare(word), lang) for word in there]
    n = len(wanted)
    return any(found[i : i + n] == wanted for i in range(len(found) - n + 1))


def is_compounded(words: Iterable[str], there: Sequence[str], lang: str) -> bool:
    """Tell whether a word's stem stands in a longer word of a text: `Luft` in `Kaltluft`."""
    found = [stem(word, lang) for word in words]
    return any(len(s) > 3 and any(s in word and s != word for word in there) for s in found)


def looks_like_a_name(text: str, lang: str) -> bool:
    """Tell whether a text is a name by its capitals: two of them at least, and hardly else."""
    words = text.split()
    if len(words) > 2 and words[0].lower() in _ARTICLES.get(base(lang), ()):
        words = words[1:]
    capitals = [word for word in words if word[:1].isupper()]
    fit = all(
        word[:1].isupper() or word.lower() in _PARTICLES or _ELISION.match(word.lower())
        for word in words
    )
    return len(capitals) > 1 and fit


def may_be_a_phrase(text: str, lang: str) -> bool:
    """Tell whether two capitals may be none of a name: `Kalte Luft`, where nouns have theirs."""
    words = text.split()
    return base(lang) == "de" and _ADJECTIVE.fullmatch(words[0]) is not None
