"""Damage that a text took on its way into the bank: lost signs, wrong encodings, unseen characters.

Nobody sees it in an editor, and everybody on paper. Each kind is named with what was found, and
with the repair that `check --fix` makes where there is one for sure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quizgen.bank.text_flaw import Repair, TextFlaw

_CODE = "damaged-text"
_LOST = "\ufffd"
_TRAIL = (
    "\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MOJIBAKE = f"[\u00c2-\u00c5\u00cb\u00ce-\u00d1\u00d7-\u00d9\u00e0-\u00f0][{_TRAIL}]"
_UNSEEN = (
    "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ue000-\uf8ff\U000e0000-\U000e007f"
)
DAMAGE = re.compile(f"[\ufffd\u2028\u2029\x85\ufb00-\ufb06{_UNSEEN}]|{_MOJIBAKE}")
"""Finds what may be damage; few files hold any of it."""
ESCAPED_DAMAGE = re.compile(r"\\[xuULPN]")
"""The same, written as an escape in double quotes."""

ODD_LINE_END = re.compile("[\u2028\u2029\x85]")
"""Ends a line for Unicode and for YAML, and in hardly any editor."""
_STAND_INS = {0x2028: "\U0010fffb", 0x2029: "\U0010fffc", 0x85: "\U0010fffd"}
_STOOD_IN = {ord(stand_in): chr(sign) for sign, stand_in in _STAND_INS.items()}
_LINE_SIGNS = {"\u2028": "\n", "\u2029": "\n\n", "\x85": "\n"}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_JOINERS = "\u200c\u200d"
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_BULLETS = {"\uf0b7": "\u2022", "\uf0a7": "\u25aa", "\uf0d8": "\u27a2", "\uf0fc": "\u2713"}
"""What Word's symbol font shows at these places of its own."""


def without_odd_line_ends(text: str) -> str:
    """Keep YAML from ending lines where editors don't: a key's value would end there, too."""
    if text.isascii() or not ODD_LINE_END.search(text):
        return text
    return text.translate(_STAND_INS)


def with_odd_line_ends(text: str) -> str:
    """Put the odd ends of lines back into a value."""
    return text if text.isascii() else text.translate(_STOOD_IN)


def as_lines(text: str) -> str:
    """Read the signs that Unicode has for the ends of lines and paragraphs as such."""
    for sign, end in _LINE_SIGNS.items():
        text = text.replace(sign, end)
    return text


def damage_of(text: str) -> Iterator[TextFlaw]:
    """Find the damage of a text, each kind once."""
    if _LOST in text:
        message = f"a sign is lost in '{_around(text, _LOST)}'"
        help = "write it anew: it was lost when a file was saved in another encoding"
        yield TextFlaw(_CODE, "warning", message, help)
    if re.search(_MOJIBAKE, text):
        yield from _wrongly_decoded(text)
    yield from _odd_line_ends(text)
    if found := _LIGATURE.findall(text):
        repairs = tuple(Repair(s, unicodedata.normalize("NFKC", s)) for s in dict.fromkeys(found))
        message = f"letters drawn as one sign in '{_around(text, found[0])}', as a PDF copies them"
        yield _repaired(message, repairs, "write letters")
    yield from _unseen(text)


def _around(text: str, sign: str) -> str:
    """Give the word that a sign stands in."""
    at = text.index(sign)
    head = re.search(r"\S*\Z", text[max(0, at - 20) : at])
    tail = re.match(r"\S*", text[at + len(sign) : at + len(sign) + 20])
    return f"{head[0] if head else ''}{sign}{tail[0] if tail else ''}"


def _repaired(message: str, repairs: tuple[Repair, ...], help: str) -> TextFlaw:
    return TextFlaw(_CODE, "warning", message, f"{help}; `quizgen check --fix` does", repairs)


def _wrongly_decoded(text: str) -> Iterator[TextFlaw]:
    from ftfy import fix_encoding  # noqa: PLC0415 - few banks hold such text

    fixed = fix_encoding(text)
    if fixed == text:
        return
    words, right = text.split(" "), fixed.split(" ")
    pairs = zip(words, right, strict=True) if len(words) == len(right) else [(text, fixed)]
    repairs = tuple(dict.fromkeys(Repair(a, b) for a, b in pairs if a != b))
    old, new = repairs[0]
    message = f"'{old[:60]}' was read in a wrong encoding, and is '{new[:60]}'"
    yield _repaired(message, repairs, f"write '{new[:60]}'")


def _odd_line_ends(text: str) -> Iterator[TextFlaw]:
    found = [sign for sign in _LINE_SIGNS if sign in text]
    if found:
        repairs = tuple(Repair(sign, _LINE_SIGNS[sign]) for sign in found)
        names = " and ".join(_named(sign) for sign in found)
        message = f"{names} {'is' if len(found) == 1 else 'are'} read as the end of a line"
        yield _repaired(message, repairs, "end the line as usual")


def _unseen(text: str) -> Iterator[TextFlaw]:
    """Find characters that nobody sees, but for those that a script needs."""
    letters = filter(str.isalpha, text)
    both_ways = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in letters)
    found: dict[str, None] = {}
    for match in _INVISIBLE.finditer(text):
        sign = match[0]
        if _DIRECTIONS.match(sign) and both_ways and sign not in "\u202d\u202e":
            continue
        if sign in f"{_JOINERS}\u200b" and _is_needed(text, match.start()):
            continue
        if "\U000e0020" <= sign <= "\U000e007f" and "\U0001f3f4" in text:  # a region's flag
            continue
        found[sign] = None
    for sign in found:
        yield _unseen_sign(text, sign)


def _unseen_sign(text: str, sign: str) -> TextFlaw:
    where = f"in '{_around(text, sign).replace(sign, '|')}' at |"
    if unicodedata.category(sign) != "Co":
        message = f"a character that nobody sees, {_named(sign)}, stands {where}"
        return _repaired(message, (Repair(sign, ""),), "delete it")
    message = f"{_named(sign)}, a sign of some font's own, stands {where}"
    if sign in _BULLETS:
        return _repaired(message, (Repair(sign, _BULLETS[sign]),), f"write {_BULLETS[sign]}")
    return TextFlaw(_CODE, "warning", message, "write the sign that is meant: others see a box")


def _is_needed(text: str, at: int) -> bool:
    """Tell whether a joiner, or a place for a line's end, stands beside a script that has it."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    if text[at] == "\u200b":
        return any("\u0e00" <= s <= "\u0eff" or "\u1000" <= s <= "\u17ff" for s in beside)
    return any(s > "\u0500" and unicodedata.category(s) not in {"Zs", "Cf", "Po"} for s in beside)


def _named(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X} ({name})" if name else f"U+{ord(sign):04X}"
