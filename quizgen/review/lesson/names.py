"""Names that stand on a wall: what of them is kept, which look alike, and which may not stand.

What looks alike is what Unicode says (UTS 39, its table of confusables). Signs that hide, turn or
pile up text are left out; every page isolates what is left (`bdi`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from quizgen.words.refused import refused_words

LONGEST_NAME = 32
MOST_MARKS = 3
"""Accents on one letter: Vietnamese and Hebrew need two or three, towers of them nobody."""

_JOINERS = "\u200d\ufe0f"  # what holds an emoji's parts together
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs that take room, if that, and show nothing."""
_FLAG_TAGS = range(0xE0020, 0xE0080)
_MODERN_BEYOND = (range(0x1E900, 0x1E960), range(0x16E40, 0x16EA0), range(0x20000, 0x32000))
"""Letters beyond the first plane that people's names are written in; the rest is of the dead, and
some of it as wide as a line."""
_EMOJI = (
    range(0x1F000, 0x1FB00), range(0x2190, 0x2400), range(0x2460, 0x2800),
    range(0x2900, 0x2980), range(0x2B00, 0x2C00), range(0x3297, 0x329A), range(0x3030, 0x303E),
)  # fmt: skip


def clean_name(name: object) -> str:
    """Give a name without signs that hide, turn, pile up or break text; nothing if none is left."""
    if not isinstance(name, str):
        return ""
    text = unicodedata.normalize("NFKC", name[:1000])
    text = "".join(sign if _is_kept(sign) else " " for sign in text)
    text = _without_towers(" ".join(text.split()))
    text = _cut(unicodedata.normalize("NFC", text)).strip(_JOINERS + " ")
    return text if any(_is_seen(sign) for sign in text) else ""


def _is_kept(sign: str) -> bool:
    code, kind = ord(sign), unicodedata.category(sign)
    if sign in _JOINERS:
        return True
    if not sign.isprintable() or sign in _INVISIBLE or code in _FLAG_TAGS:
        return False
    if code > 0x7F and kind in {"So", "Sm", "Sk"}:
        return any(code in part for part in _EMOJI)
    if code > 0xFFFF:
        return any(code in part for part in (*_MODERN_BEYOND, *_EMOJI))
    return kind[0] != "P" or code < 0x2E3A  # long dashes, and signs set for several lines


def _is_seen(sign: str) -> bool:
    return sign not in _JOINERS and unicodedata.category(sign)[0] not in "MZ"


def _without_towers(text: str) -> str:
    """Leave a letter so many marks, and the first letter of a word none that has no letter."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFD", text):
        is_mark = unicodedata.category(sign) in {"Mn", "Me"} and sign not in _JOINERS
        marks = marks + 1 if is_mark else 0
        alone = is_mark and (not kept or kept[-1] == " ")
        if marks <= MOST_MARKS and not alone:
            kept.append(sign)
    return "".join(kept)


def _cut(text: str) -> str:
    """Cut a text to the width that a wall has: a full-width sign counts for two."""
    width = 0
    for at, sign in enumerate(text):
        if unicodedata.combining(sign) == 0:
            width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if width > LONGEST_NAME or at >= 3 * LONGEST_NAME:
            return text[:at]
    return text


@cache
def _prototypes() -> dict[str, str]:
    """Give what each sign is mistaken for."""
    from confusable_homoglyphs.confusables import confusables_data

    found = {}
    for sign, others in confusables_data.items():
        if len(sign) != 1 or len(others) != 1:
            continue  # what others are mistaken for stays what it is
        other = others[0]["c"]
        back = confusables_data.get(other, ())
        found[sign] = other.strip("\u200e") if len(back) > 1 else min(sign, other)
    return found


def skeleton(text: str) -> str:
    """Give what a text looks like: texts of one skeleton are mistaken for each other."""
    table = _prototypes()
    signs = unicodedata.normalize("NFD", text)
    plain = "".join(table.get(sign, sign) for sign in signs)
    return unicodedata.normalize("NFD", plain)


def looks_of(name: str) -> frozenset[str]:
    """Give what a name looks like, in capitals or not: two that share a look are alike."""
    spaceless = "".join(sign for sign in name if sign not in _JOINERS and not sign.isspace())
    folded = skeleton(spaceless.casefold())
    return frozenset({folded, skeleton(spaceless).casefold()})


_LEET = str.maketrans("0134578@$!|+", "oieastbasiit")
_LETTERS = re.compile(r"[^\W\d_]+")


class Refusals:
    """Words that may not stand on a wall: ours by language, and those of a file of the teacher's.

    A word is refused alone, in whatever signs look like it, and with its letters drawn apart;
    `word*` refuses all that begins so, `*word*` all that holds it.
    """

    def __init__(self, lang: str, more: Iterable[str] = ()) -> None:
        self._whole: set[str] = set()
        self._begins: list[str] = []
        self._holds: list[str] = []
        for word in (*refused_words(lang), *more):
            self._add(word)

    def _add(self, word: str) -> None:
        plain = _plain(word.strip("*"))
        if not plain:
            return
        if word.startswith("*"):
            self._holds.append(plain)
        elif word.endswith("*"):
            self._begins.append(plain)
        else:
            self._whole.add(plain)

    def refuses(self, name: str) -> bool:
        """Tell whether a name may not stand on a wall."""
        plain = _spelled(name)
        return any(map(self._is_read, (plain, plain.translate(_LEET))))

    def _is_read(self, text: str) -> bool:
        words = _LETTERS.findall(text)
        apart = "".join(word for word in words if len(word) <= 2)
        return any(map(self._is_refused, {*words, "".join(words), apart}))

    def _is_refused(self, word: str) -> bool:
        return (
            word in self._whole
            or any(map(word.startswith, self._begins))
            or any(held in word for held in self._holds)
        )


def _spelled(text: str) -> str:
    """Write a text in the plain letters that it is read as."""
    table = _prototypes()
    signs = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(
        sign if sign.isascii() else table.get(sign, sign)
        for sign in signs
        if not unicodedata.combining(sign)
    )
    return plain.casefold()


def _plain(text: str) -> str:
    return "".join(_LETTERS.findall(_spelled(text)))


def read_refused(text: str) -> tuple[str, ...]:
    """Read a file of words: one a line, `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
