"""Numbers as other programs and their users write them, where they can mean one thing only."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+−–]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_MAYBE_THOUSANDS = re.compile(r"[-+−–]?[1-9]\d{0,2}[.,]\d{3}")


def numeral_of(text: str) -> str:
    """Write a number as a bank does, with a point; nothing where it is none, or could be two.

    `1.500` and `1,500` are a thousand and five hundred to some, and one and a half to others.
    """
    text = text.strip().replace("\u00a0", "")
    if not _NUMBER.fullmatch(text) or _MAYBE_THOUSANDS.fullmatch(text):
        return ""
    return text.replace(",", ".").replace("−", "-").replace("–", "-").removeprefix("+")
