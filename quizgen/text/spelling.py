"""Latin letters spelled out in ASCII, as people do in addresses: Übung is Uebung, Łoś is Los."""

from __future__ import annotations

from unicodedata import combining, normalize

_LETTERS = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l",
    "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng",
}  # fmt: skip
_SPELLED = str.maketrans(_LETTERS)


def spell_out(text: str) -> str:
    """Write a text in small letters of ASCII, as far as they are Latin; others stay."""
    lower = normalize("NFC", normalize("NFKC", text).casefold())
    parts = normalize("NFKD", lower.translate(_SPELLED))
    return normalize("NFC", "".join(c for c in parts if not _is_accent(c)))


def _is_accent(char: str) -> bool:
    return 0x300 <= ord(char) < 0x370 and combining(char) > 0
