"""What a question says of the value that it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from quizgen.text.folding import fold
from quizgen.text.values import Language, Number, Quantity, language, lowered, stated, tidied
from quizgen.text.values.units import named_at


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question says of the value that it asks for."""

    words: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    scales: frozenset[int] = frozenset()
    """Powers of ten: `how many million`."""
    least: bool = False
    most: bool = False
    below: bool = False
    """It asks how far below zero, or before Christ."""
    dated: bool = False
    """It names a month, or asks for a day."""
    text: str = ""
    lang: str = "en"

    def states(self, amount: Decimal) -> bool:
        """Tell whether the question itself states a number: `How many of 20...?`."""
        values = (each.value for each in stated(self.text, self.lang))
        return any(isinstance(v, (Number, Quantity)) and v.amount == amount for v in values)


@lru_cache(maxsize=4096)
def sought_in(text: str, lang: str) -> Sought:
    """Read what a question says of the value it asks for: units, scales, least or most."""
    text = tidied(text)
    low, spoken = lowered(text), language(lang)
    phrases = spoken.phrases
    words = frozenset(fold(word) for word in re.findall(r"[^\W\d_]+", text))
    below = rf"\b(?:{phrases.below_zero}|{phrases.minus}|{spoken.before})(?!\w)"
    units = frozenset(_units_in(text, low, spoken))
    return Sought(
        words=words,
        units=units,
        scales=frozenset(
            spoken.scales[word] for word in words if word in spoken.scales and len(word) > 1
        ),
        least=re.search(rf"\b(?:{phrases.at_least})\b", low) is not None,
        most=re.search(rf"\b(?:{phrases.at_most})\b", low) is not None,
        below=re.search(below, low) is not None,
        text=text,
        lang=lang,
        dated="duration-day" in units or bool(words & spoken.months.keys()),
    )


def _units_in(text: str, low: str, lang: Language) -> Iterator[str]:
    """Give the units that a text names; a single letter counts in brackets or behind `in`."""
    for match in re.finditer(r"(?<![^\W_])[^\W\d_]|[%‰$€£¥°]", text):
        found = named_at(text, low, match.start(), lang)
        if not found:
            continue
        alone = found[1] - match.start() == 1 and match[0].isalpha()
        if not alone or re.search(
            r"(?:\b(?:in|en) |[(\[])$", text[max(match.start() - 4, 0) : match.start()]
        ):
            yield from found[0]
