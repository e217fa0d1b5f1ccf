"""Which options a key means: by letter, by number, or by their own words.

A key that could mean two things is a doubt, never a guess: a wrong key is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

_PARTED = re.compile(r"\s*[;|\n]\s*")
_LETTERS = re.compile(r"[A-Ha-h](?:\s*[,;/&+ ]\s*[A-Ha-h])*|[A-H]{2,8}")
_NUMBERS = re.compile(r"\d{1,2}(?:\s*[,;/&+ ]\s*\d{1,2})*")
_LABEL = re.compile(r"(?:option|answer|antwort|choice|réponse|respuesta|opción)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"^[(\[]?(.+?)[)\].:]?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a key can't be told."""

    why: str
    help: str = ""


def right_options(key: str, options: Sequence[str]) -> tuple[int, ...] | Doubt:
    """Give the places of the right options, from 0.

    Args:
        key: What the table's key says: `B`, `A, C`, `2`, or the words of options.
        options: The options' texts, as they stand in the table.

    """
    if not key:
        return Doubt("no key says which option is right", "write its letter, number or text")
    by_text, by_place = _by_text(key, options, _tidy), _by_place(key, options)
    if by_text and by_place and by_text != by_place:
        named = options[by_place[0]]
        return Doubt(
            f"the key {key!r} is the text of one option and the place of another ({named!r})",
            "write a letter, or the text of an option that is no number",
        )
    # Capitals are letters of options, whatever a small letter among the options says.
    found = by_text or by_place or _by_text(key, options, _folded)
    if not found:
        return Doubt(f"the key {key!r} is none of the options", "write its letter, number or text")
    return found


def _by_text(key: str, options: Sequence[str], told_by: Callable[[str], str]) -> tuple[int, ...]:
    texts = [told_by(option) for option in options]
    whole = told_by(key)
    if whole in texts:
        return (texts.index(whole),)
    parts = [told_by(part) for part in _PARTED.split(key) if part]
    if len(parts) < 2:
        parts = [told_by(part) for part in re.split(r"\s*,\s*", key) if part]
    if len(parts) > 1 and all(part in texts for part in parts):
        return tuple(sorted({texts.index(part) for part in parts}))
    return ()


def _tidy(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _folded(text: str) -> str:
    return _tidy(text).casefold()


def _by_place(key: str, options: Sequence[str]) -> tuple[int, ...]:
    bare = _BRACKETS.sub(r"\1", _LABEL.sub("", key.strip()).strip())
    if _LETTERS.fullmatch(bare):
        places = [ord(letter.upper()) - ord("A") for letter in re.findall("[A-Ha-h]", bare)]
    elif _NUMBERS.fullmatch(bare):
        places = [int(number) - 1 for number in re.findall(r"\d+", bare)]
    else:
        return ()
    if not all(0 <= place < len(options) for place in places):
        return ()
    return tuple(sorted(set(places)))
