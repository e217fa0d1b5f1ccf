"""What of a typed answer counts: one normaliser for keys and for what pupils type.

Its twin for cards and pages stands in `scoring.es5` and is made of the tables here. What may be
left out of account is told by script, never by combining class: the points of Hebrew and Arabic
and the accents of Latin, Greek and Cyrillic are what people leave out when they type; the voicing
of kana, a virama, the signs of Indic scripts and Thai make another word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Strictness = Literal["fold", "accents", "case", "exact"]
"""How closely a typed answer must agree; each counts what the one before it counts, and more.

`fold`: neither case nor accents, nor the style of quotes, dashes and spaces. `accents`: accents
count. `case`: capitals, too. `exact`: every sign that can be seen.
"""

UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
"""Signs of the first plane that nobody sees (Unicode's default ignorables), as in a class."""
_UNSEEN_BEYOND = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
UNSEEN_PAIRS: Final = r"\ud82f[\udca0-\udca3]|\ud834[\udd73-\udd7a]|[\udb40-\udb43][\udc00-\udfff]"
"""Those of other planes, as the pairs that scripts see."""

SPACES: Final = "\t-\r\x1c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
APOSTROPHES: Final = "`´‘’‚‛‹›′ʹʻʼʽʾʿ՚׳ꞌ＇"
QUOTES: Final = "“”„‟«»″〝〞״＂"
DASHES: Final = "‐‑‒–—―−﹘﹣－"

ACCENTS: Final = (
    # Latin, Greek, Cyrillic; not the stroke (U+0338) that makes ≠ of =.
    "\u0300-\u0337\u0339-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
    # The points of Hebrew and Arabic.
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
KEPT: Final = "[иИ]\u0306|[aiouAIOU]\u0308?\u030c"
"""No accents: й is a letter of its own, a caron on a, i, o, u the third tone of pinyin."""

_IGNORED = re.compile(f"[{UNSEEN}{_UNSEEN_BEYOND}]")
_SPACES = re.compile(f"[{SPACES}]+")
_SPACE = re.compile(f"[{SPACES}]")
_ACCENTS = re.compile(f"({KEPT})|[{ACCENTS}]")
_STYLES = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(QUOTES, '"'), **dict.fromkeys(DASHES, "-")}
)

MARKED_LANGUAGES: Final = ("zh", "cmn", "yue", "vi")
"""Where a mark is a tone, and makes another word."""


def strictness_in(lang: str, match: Strictness) -> Strictness:
    """Give how closely to judge in a language: where marks are tones, all of them count."""
    tones = match == "fold" and lang.replace("_", "-").split("-")[0].lower() in MARKED_LANGUAGES
    return "accents" if tones else match


def without_unseen(text: str) -> str:
    """Give a text in NFC without the signs that nobody sees."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _IGNORED.sub("", text))


def as_judged(text: str, match: Strictness = "fold") -> str:
    """Reduce a typed answer, or a key, to what counts of it."""
    text = text if text.isascii() else _IGNORED.sub("", text)
    if match == "exact":
        return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    text = unicodedata.normalize("NFKD", text.translate(_STYLES))
    if match == "fold":
        text = _ACCENTS.sub(r"\1", text)
    if match != "case":
        text = text.lower().replace("ß", "ss").replace("ς", "σ")
    return _SPACES.sub(" ", text).strip(" ")
