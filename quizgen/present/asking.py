"""How a card in Anki asks, where its bank has it otherwise than its type does by itself."""

from __future__ import annotations

from typing import Literal

from quizgen.interaction import NumberKey, TextKey
from quizgen.model import DeckSettings, SingleChoice
from quizgen.present.lower import LoweredItem
from quizgen.words.choosing import asks_of_options

AskingMark = Literal["", "folded", "recall"]
"""Stands in a spare field of a note, where its templates read it; shipped, so it stays."""
_LONGEST_WORD = 30
"""Characters: past that, text without a space is a sentence in a script that has none."""


def asking_mark(lowered: LoweredItem, cards: DeckSettings) -> AskingMark:
    """Say how a card asks otherwise than its type does by itself.

    `folded`: its options wait behind a button; `recall`: nothing is typed.
    """
    item, key = lowered.item, lowered.told.key
    if isinstance(key, TextKey | NumberKey):
        is_short = isinstance(key, NumberKey) or _is_word(key.answer)
        typed = cards.typing == "always" or (cards.typing == "short" and is_short)
        return "" if typed else "recall"
    if cards.options == "shown" or not isinstance(item, SingleChoice) or item.fixed:
        return ""
    answer = next(option.text for option in item.options if option.id == item.key)
    lang = lowered.asked.lang
    return "" if any(asks_of_options(text, lang) for text in (item.stem, answer)) else "folded"


def _is_word(text: str) -> bool:
    return len(text.split()) == 1 and len(text) <= _LONGEST_WORD
