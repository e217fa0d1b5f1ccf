"""Verbs of change: what rose from 3 to 5 was 3 and is 5, and never anything between."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizgen.text.values.language import Language, base

_REACH = 60
_TO = "to|a|auf"
"""Not of `3 or 5`, `between 3 and 5`, `3 until 5`."""
_CHANGED: Mapping[str, str] = {
    "en": r"r[oi]se\w*|f[ae]ll\w*|grew|grown?|grows|drop\w*|climb\w*|jump\w*|s[ai]nk\w*|slip\w*|"
    r"went|gone|increas\w*|decreas\w*|rais\w*|lower\w*|cut|chang\w*|up|down|shr[aiu]nk\w*|slid\w*|"
    r"edged|doubled|reduc\w*|soar\w*|plunge\w*|gain\w*|lost",
    "fr": r"pass(?:e[es]*|a|ant|er)|monte\w*|baisse\w*|grimpe\w*|chute\w*|recule\w*|tombe\w*|"
    r"augmente\w*|diminu\w*|porte[es]*|ramene\w*|reduit\w*|progresse\w*|descend\w*",
    "es": r"pas(?:o|a|ado|ar|aron)|sub(?:io|e|ido|ir|ieron)|baj(?:o|a|ado|ar|aron)|ca(?:yo|e|ido)|"
    r"crec\w+|aument\w+|descend\w+|redu\w+|elev\w+|disminu\w+",
    "de": r"st[ei]+g\w*|gestiegen|s[aiu]nk\w*|gesunken|fiel\w*|gefallen|wuchs\w*|gewachsen|senk\w*|"
    r"gesenkt|erhoh\w*",
}
_PATTERNS = {lang: re.compile(rf"\b(?:{verbs})\b") for lang, verbs in _CHANGED.items()}


def is_change(low: str, start: int, joint: str, lang: Language) -> bool:
    """Tell whether two numbers are what something was and what it became.

    Args:
        low: The text, folded.
        start: Where the first number begins.
        joint: What stands between the two.
        lang: The text's language.

    """
    verbs = _PATTERNS.get(base(lang.code))
    if verbs is None or not re.fullmatch(rf" (?:{_TO}) ", joint):
        return False
    clause = re.split(r"[.;:!?]\s", low[max(start - _REACH, 0) : start])[-1]
    return verbs.search(clause) is not None
