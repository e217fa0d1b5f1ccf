"""Words for true and false, as quizzes of other programs write them."""

from __future__ import annotations

from typing import Final

_TRUE: Final = frozenset(
    "true t wahr w richtig r korrekt vrai v verdadero cierto vero verdadeiro верно правда yes 1"
    " ja stimmt ✓ x".split()
)
_FALSE: Final = frozenset(
    "false f falsch unwahr faux verdadero-no falso неверно ложь no nein 0 stimmt-nicht ✗".split()
)
_PLAIN_WORDS = frozenset(
    "true wahr richtig vrai verdadero cierto vero verdadeiro верно правда"
    " false falsch unwahr faux falso неверно ложь".split()
)


def truth_of(text: str, *, plainly: bool = True) -> bool | None:
    """Read a truth value; None where the text is none.

    Args:
        text: The text.
        plainly: Take whole words alone; else `T`, `1` and a tick, too, where a truth value is
            all that can stand.

    """
    low = text.strip().casefold().rstrip(".!")
    if plainly and low not in _PLAIN_WORDS:
        return None
    if low in _TRUE:
        return True
    return False if low in _FALSE else None
