r"""Maths for all but Anki: TeX read once, set once, and what of it can't be.

`reader` turns TeX into MathML, with `chemistry` and `units` written as other TeX first; `setting`
has ziamath lay it out as outlines around a baseline; paper draws them, and `screens` gives them to
pages, projector and phones as SVG in the colour of the words, with the MathML for screen readers.
We read TeX ourselves, since latex2mathml prints what it doesn't know; we let no browser set it,
since each draws another formula, or a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.model import Cloze, Item, item_texts
from quizgen.present.maths.screens import screen_fault
from quizgen.problems import Level, Problem, Where
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import runs_of
from quizgen.text.cloze import parse_cloze, strip_cloze

_MAY_HOLD_MATHS = re.compile(r"\$|\\[(\[]")


def bad_maths(where: Where, item: str, tex: str, why: str, level: Level = "error") -> Problem:
    """Report maths that can't be set."""
    message = f"the maths ${tex[:60]}$ can't be set: {why}"
    help = "mend the TeX; write \\$ for a dollar that starts no maths"
    return Problem("bad-maths", level, where, message, help, item)


def maths_problems(item: Item) -> list[Problem]:
    """Name the formulas of an item that no screen can show."""
    found = ((tex, screen_fault(tex)) for tex in formulas(item))
    return [bad_maths(item.where, item.id, tex, why) for tex, why in found if why]


def formulas(item: Item) -> tuple[str, ...]:
    """Give the TeX of every formula of an item, each once."""
    texts = [text for text in item_texts(item) if _MAY_HOLD_MATHS.search(text)]
    return tuple(dict.fromkeys(tex for text in texts for tex in _formulas(item, text)))


def _formulas(item: Item, text: str) -> Iterator[str]:
    if not isinstance(item, Cloze) or text != item.stem:
        yield from (run.text for run in runs_of(parse_blocks(text)) if run.kind == "math")
        return
    stem, blanks = parse_cloze(text)
    whole = parse_blocks(strip_cloze(text))
    for blocks in (stem, whole, *(parse_blocks(blank.text) for blank in blanks)):
        yield from (run.text for run in runs_of(blocks) if run.kind == "math")
