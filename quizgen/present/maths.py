r"""Maths on screens: TeX as MathML, and what of it nobody could read.

latex2mathml passes on what it doesn't know, `\foo` as the letters `\foo`: found here, once for
paper, pages and lessons, so that no output prints a command raw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from quizgen.model import Cloze, Item, item_texts
from quizgen.present.maths_marks import for_browsers
from quizgen.problems import Level, Problem, Where
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import runs_of
from quizgen.text.cloze import parse_cloze, strip_cloze

_RAW = re.compile(r"<m\w+[^<>]*>([^<]*\\[^<]*|&)</")
_MAY_HOLD_MATHS = re.compile(r"\$|\\[(\[]")
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.?", re.DOTALL)


@lru_cache(maxsize=512)
def mathml(tex: str) -> str:
    """Give TeX as MathML; what is broken is shown as it was written."""
    from latex2mathml.converter import convert  # noqa: PLC0415 - most texts hold no maths

    for name, known in _ALSO_KNOWN:
        tex = tex.replace(name, known)
    try:
        return for_browsers(str(convert(tex)))
    except Exception:  # noqa: BLE001 - whatever the converter says of bad TeX: show the source
        return f"<code>{escape(tex)}</code>"


def display_mathml(tex: str) -> str:
    """Give TeX as MathML that has its lines to itself, its sums and integrals in full size."""
    return mathml(tex).replace('display="inline"', 'display="block"', 1)


_ALSO_KNOWN = (
    (r"\begin{aligned}", r"\begin{align*}"),
    (r"\end{aligned}", r"\end{align*}"),
    (r"\mathrm{", r"\mathrm {"),  # without the space a single letter comes out italic
)
"""What the converter knows by another name only; the typesetter for paper does the same."""


def unknown_commands(tex: str) -> tuple[str, ...]:
    """Name the commands of some TeX that would be printed as they are written."""
    raw = "\n".join(_RAW.findall(mathml(tex)))
    return tuple(dict.fromkeys(_COMMAND.findall(raw)))


@lru_cache(maxsize=512)
def maths_fault(tex: str) -> str:
    """Say why TeX can't be read, or nothing when it can."""
    made = mathml(tex)
    if made.startswith("<code>"):
        return "it is cut short, or a brace or command has no partner"
    unknown = unknown_commands(tex)
    if unknown:
        return f"{unknown[0]} is not a command that can stand here"
    return "an & stands outside a table" if _RAW.search(made) else ""


def bad_maths(where: Where, item: str, tex: str, why: str, level: Level = "error") -> Problem:
    """Report maths that can't be set."""
    message = f"the maths ${tex[:60]}$ can't be set: {why}"
    help = "mend the TeX; write \\$ for a dollar that starts no maths"
    return Problem("bad-maths", level, where, message, help, item)


def maths_problems(item: Item) -> list[Problem]:
    """Name the formulas of an item that a screen can't show."""
    found = ((tex, maths_fault(tex)) for tex in formulas(item))
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
