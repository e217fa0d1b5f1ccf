"""Words by which a question asks of its options: read without them, it can't be answered."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BY_LANGUAGE: Mapping[str, str] = {
    "en": r"which (ones?|of|statements?|sentences?|options?|answers?|examples?|pictures?)\b"
    r"|\b(these|those|following|above|below|not|never|except|best|least|most)\b"
    r"|\b(true|false|correct)\b|which (is|are|was|were) (an?|no)\b"
    r"|\b(both|all|none|neither|either) of\b|\bother\b",
    "de": r"welche[rsmn]? (der|dieser|von|aussagen?|sätze?|satz|antwort(en)?|bild(er)?)\b"
    r"|\b(folgende[nrsm]?|dieser|diesen|oben|unten|nicht|kein(e[nrsm]?)?|außer|ausser|nie)\b"
    r"|\b(am (besten|ehesten|wenigsten|meisten)|stimmt|trifft|zutreffend|richtig|falsch|wahr)\b"
    r"|\b(beide[nrs]?|alle[rn]?|andere[nrs]?)\b|welche[rs]? (ist|sind) (eine?|kein)",
    "fr": r"\b(lequel|laquelle|lesquels|lesquelles|parmi|suivante?s?|ces|ci-dess(o)?us|sauf)\b"
    r"|quelles? (est|sont)?\s*(l'|la |les )?(affirmation|phrase|proposition|réponse|image)s?"
    r"|\b(pas|jamais|aucune?|le (mieux|plus|moins)|vraie?s?|fausses?|faux|correcte?s?)\b"
    r"|\b(toutes?|tous|autres?|les deux)\b",
    "es": r"\b(cuál(es)? de|entre|siguientes?|est[ao]s|es[ao]s|arriba|abajo|excepto|salvo|menos)\b"
    r"|qué (afirmaci(ón|ones)|frases?|opci(ón|ones)|respuestas?|imagen)"
    r"|\b(no|nunca|ning[uú]n[ao]?|mejor|más|verdader[ao]s?|fals[ao]s?|correct[ao]s?)\b"
    r"|\b(ambos|ambas|todos|todas|otr[ao]s?)\b",
}
_PATTERNS = {lang: re.compile(text, re.IGNORECASE) for lang, text in _BY_LANGUAGE.items()}


def asks_of_options(text: str, lang: str) -> bool:
    """Tell whether a question, or an answer, may mean nothing without the options beside it.

    When in doubt, and in a language whose words we don't know, it does.
    """
    pattern = _PATTERNS.get(lang.lower().split("-")[0])
    return pattern is None or pattern.search(text) is not None
