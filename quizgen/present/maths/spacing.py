"""Which operators stand between two terms, and which before one: `a - b`, but `x = -b`.

The typesetter knows it by place alone, the first or the last of a row. TeX asks what stands before:
an operator behind another, or behind an opening bracket, belongs to the term that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from quizgen.present.maths.commands import BEFORE_A_TERM, BINARY, RELATIONS, SIGNED


def with_spaces(parts: list[ET.Element]) -> list[ET.Element]:
    """Mark the operators of a row by what stands before them."""
    before: ET.Element | None = None
    bars = 0
    for at, part in enumerate(parts):
        sign = part.text or "" if part.tag == "mo" else ""
        alone = before is None or _awaits_a_term(before, bars)
        if sign in SIGNED and at and alone:
            part.set("form", "prefix")
        elif (sign in RELATIONS or (sign in BINARY and not alone)) and len(parts) > 1:
            space = "0.278em" if sign in RELATIONS else "0.222em"
            part.set("lspace", space if before is not None else "0em")
            part.set("rspace", space if _followed(parts, at) else "0em")
        bars += sign == "|"
        if part.tag != "mspace":
            before = part
    return parts


def _awaits_a_term(before: ET.Element, bars: int) -> bool:
    """Tell whether a term must follow: behind an operator, an opening bracket or bar."""
    if before.tag in {"msub", "msup", "msubsup", "munder", "mover", "munderover"}:
        before = before[0]
    if before.tag != "mo" or before.get("form") == "postfix":
        return False
    sign = before.text or ""
    if sign == "|" and before.get("form") != "prefix":
        return bars % 2 == 1
    return sign in BEFORE_A_TERM or before.get("form") == "prefix"


def _followed(parts: Sequence[ET.Element], at: int) -> bool:
    return at + 1 < len(parts)
