"""The capital of a stem or option that a slot begins; terms keep their own first letter.

`pH-Wert`, `mRNA`, `n-Hexan`, `tert-butanol`, `ln x` and `kg` are right only as they are written.
"""

from __future__ import annotations

import re

_PREFIXES = frozenset("tert sec cis trans ortho meta para".split())
"""What stands before the hyphen of a chemical name, always small."""
_UNITS = frozenset(
    """
    cl cm dB dl dm eV fm hPa kB kcal kg kHz kJ km kN kPa kV kW kWh lm lx mA mbar mg ml mL mm mol ms
    mV mW ng nm oz pF pm rad
    """.split()
)
_WORDS_TOO = frozenset(
    """
    arccos arccot arcosh arcsin arctan arsinh artanh cos cosh cot coth csc exp gcd ld lg lim
    ln log max min sec sin sinh sgn tan tanh d g h ha l m s t
    """.split()
)
"""Functions and units that are words as well: a log cabin, Spanish `sin`. A value stands behind."""
_VALUE = r"(?=\Z|[/(^·*²³⁻₂~_]|\s+(?:[^\W_](?![^\W\d_])|\d|[$(√∞|−-]))"
_WORD = re.compile(r"(?P<head>[^\s'’-]+)(?P<end>\S*)")
"""A capital behind a hyphen or an apostrophe says nothing of the first letter: `l'OTAN`."""
_UNIT = re.compile(rf"(?:{'|'.join(sorted(_UNITS))})(?![\w.'’-])")
_FUNCTION = re.compile(rf"(?:{'|'.join(sorted(_WORDS_TOO, key=len, reverse=True))}){_VALUE}")
_FORMULA = re.compile(r"[^\W\d_](?:\(|\s*[=+−*·×<>≤≥≠^])")
"""`f(x)`, `x = 5`: a letter that stands for a value."""


def capitalised(text: str) -> str:
    """Begin a text with a capital, unless its first word is right only as it is written."""
    return text if _is_term(text) else text[:1].title() + text[1:]


def _is_term(text: str) -> bool:
    word = _WORD.match(text)
    if word is None:
        return True
    head = word["head"]
    if "$" in word[0] or any(c.isupper() or c.isdigit() for c in head):
        return True
    if word["end"][:1] == "-" and (len(head) == 1 or head in _PREFIXES):
        return True
    return any(look.match(text) for look in (_UNIT, _FUNCTION, _FORMULA))
