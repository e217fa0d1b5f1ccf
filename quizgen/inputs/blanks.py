"""Texts with gaps, as our cloze marks: `{{1::Paris}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizgen.formats.marks import as_marked
from quizgen.inputs.making import CannotCome, ItemMaker
from quizgen.inputs.reading import Value
from quizgen.text.cloze import Blank, cloze_parts

MOST_GAPS = 500
_FIRST = 0xE000


def stand_in(place: int) -> str:
    """Give the sign that stands for a gap, counted from 0, while its text is read."""
    if place >= MOST_GAPS:
        raise CannotCome(f"there are more than {MOST_GAPS} gaps")
    return chr(_FIRST + place)


_STAND_INS = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + MOST_GAPS)}]")


@dataclass(slots=True)
class Gap:
    """What belongs into a gap."""

    answer: str
    """As it is typed."""
    accept: Sequence[str] = ()
    choices: Sequence[str] = ()
    """The others it offers; none where it is typed."""
    marked: str = ""
    """The answer in our text language, where it isn't plain."""


def fill_gaps(maker: ItemMaker, text: str, gaps: Sequence[Gap]) -> None:
    """Make a cloze of a text in which signs stand for gaps.

    Args:
        maker: Takes the keys.
        text: In our text language.
        gaps: What the signs stand for.

    """
    order = [ord(sign) - _FIRST for sign in _STAND_INS.findall(text)]
    if sorted(order) != list(range(len(gaps))) or not gaps:
        raise CannotCome("a gap stands where no text does, in a picture or a formula")
    in_order = [gaps[at] for at in order]
    made = _marked(text, in_order)
    if made is None:
        raise CannotCome("the braces of the text can't be told from the marks of gaps")
    maker.fields["cloze"] = made
    accept = _by_place({n: gap.accept for n, gap in enumerate(in_order, 1)})
    choices = _by_place({n: gap.choices for n, gap in enumerate(in_order, 1)})
    maker.give(accept=accept, choices=choices)


def _by_place(texts: Mapping[int, Sequence[str]]) -> Value:
    return {str(place): list(some) for place, some in texts.items() if some}


def _marked(text: str, gaps: Sequence[Gap]) -> str | None:
    """Put the marks in; in a second try, braces of the text get backslashes."""
    wanted = [gap.marked or as_marked(gap.answer) for gap in gaps]
    for written in (text, _BRACES.sub(r"\\\g<0>", text)):
        made = _filled(written, wanted)
        found = [part for part in cloze_parts(made) if isinstance(part, Blank)]
        if [blank.text for blank in found] == wanted and not any(blank.hint for blank in found):
            return made
    return None


_BRACES = re.compile(r"[{}]")


def _filled(text: str, answers: Sequence[str]) -> str:
    numbered = iter(enumerate(answers, 1))

    def mark(_: re.Match[str]) -> str:
        number, answer = next(numbered)
        return f"{{{{{answer}}}}}" if len(answers) == 1 else f"{{{{{number}::{answer}}}}}"

    return _STAND_INS.sub(mark, text)
