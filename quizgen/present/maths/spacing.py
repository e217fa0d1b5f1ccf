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
        sign = _sign(part)
        alone = before is None or _awaits_a_term(before, bars)
        if sign in SIGNED and at and alone:
            part.set("form", "prefix")
        elif len(parts) > 1 and (space := _space_around(sign, alone=alone)):
            part.set("lspace", "0em" if before is None else space)
            part.set("rspace", _space_behind(parts, at, space))
        bars += sign == "|"
        if part.tag != "mspace":
            before = part
    return parts


def _sign(part: ET.Element) -> str:
    return part.text or "" if part.tag == "mo" else ""


def _space_around(sign: str, *, alone: bool) -> str:
    """Give the space of a relation, or of an operator between two terms; nothing for others."""
    if sign in RELATIONS:
        return "0.278em"
    return "0.222em" if sign in BINARY and not alone else ""


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


def _space_behind(parts: Sequence[ET.Element], at: int, space: str) -> str:
    return space if at + 1 < len(parts) else "0em"
