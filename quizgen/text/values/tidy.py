"""A text in plain signs, as numbers are looked for in it."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–―−﹣－", "-"),
        "—": " - ",
        **dict.fromkeys("‘’‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        "⁄": "/",
        "∕": "/",
        "٫": ".",
        "٬": ",",
        "μ": "µ",
        **dict.fromkeys("⋅∙·", "·"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"),
    }
)
_SUPERSCRIPT = re.compile(r"(?<=[\d)])[⁺⁻⁰¹²³⁴-⁹]+")


def tidied(text: str) -> str:
    """Write a text's numbers in plain signs: `½` as 1/2, `10³` as 10^3, any digits as 0 to 9."""
    text = _SUPERSCRIPT.sub(lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    if not text.isascii():
        text = "".join(map(_plain_sign, text))
    text = re.sub(r"(?<=\d)  ?(?=\d+/)", " ", text.translate(_SIGNS))
    return " ".join(text.split())


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign) if unicodedata.category(sign) == "No" else ""
    return f" {plain.replace('⁄', '/')} " if "⁄" in plain else sign


def lowered(text: str) -> str:
    """Lower a text and take its accents off, sign by sign, so that every place stays."""
    if text.isascii():
        return text.lower()
    plain = (unicodedata.normalize("NFKD", sign)[:1].lower()[:1] or sign for sign in text)
    return "".join(sign if len(sign) == 1 else "?" for sign in plain)
