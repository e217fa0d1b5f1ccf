r"""What a text would lose on its way from the file to the reader: its lines, above all.

YAML joins the lines of every text that isn't a `|` block. What needs its lines is refused there;
of the rest, lines run on and empty lines part paragraphs, in whatever style they are written.
"""

from __future__ import annotations

import re
from itertools import pairwise

from quizgen.bank.foreign_marks import foreign_marks
from quizgen.bank.shown_texts import changes_of, powers_of
from quizgen.bank.text_flaw import TextFlaw
from quizgen.text.block_parser import open_fence
from quizgen.text.cloze import FENCED, strip_cloze
from quizgen.text.markup import unread_picture

FOLDED = re.compile(r"^[ \t]*(?:`{3}|~{3}|\|.*\||(?:[-*+•]|\d{1,3}[.)])[ \t])", re.MULTILINE)
"""Finds a line that loses its meaning when YAML folds it into the one before."""

MAY_LOSE = re.compile(r"[\n<{#~=\[\\&^$*_`]")
"""Finds what may be lost or shown otherwise; most texts hold none."""


_FENCE = re.compile(r"^[ \t]*(?:`{3,}[^`\n]*|~{3,}[ \t\w+#.-]*)$", re.MULTILINE)
_TABLE = re.compile(
    r"^[^\n]*\|[^\n]*\n[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$"
    r"|^[ \t]*\|.*\|[ \t]*\n[ \t]*\|.*\|[ \t]*$",
    re.MULTILINE,
)
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")

_UNDER_A_BAR = "write the text under `|`, which keeps its lines"
_FOLDED_CODE = TextFlaw(
    "code-block",
    "error",
    "YAML folds the lines of this code block into one",
    _UNDER_A_BAR,
)
_FOLDED_TABLE = TextFlaw(
    "pipe-table",
    "error",
    "YAML folds the rows of this table into one line",
    _UNDER_A_BAR,
)
_FOLDED_LIST = TextFlaw(
    "line-lost",
    "warning",
    "YAML folds the lines of this list into one",
    _UNDER_A_BAR,
)
_OPEN_CODE = TextFlaw(
    "code-block",
    "error",
    "a code block is not closed: all that follows would be code",
    "end it with a line of the same signs it begins with, ``` or ~~~",
)
_PICTURE_MARK = "a picture is ![what it shows](file.png), without a space before the bracket"


def flaws_of(text: str, *, cloze: bool = False) -> list[TextFlaw]:
    """Find what a text would lose, or show otherwise than it is written.

    Args:
        text: The text.
        cloze: Whether cloze marks work in it.

    """
    if "\n" in text and open_fence(text):
        return [_OPEN_CODE]
    bare = FENCED.sub("", text) if "\n" in text else text
    foreign = list(foreign_marks(bare, cloze=cloze))
    if "![" in text and "![[" not in text and (mark := unread_picture(bare)):
        message = f"{mark!r} is not read as a picture, and would be printed as it stands"
        return [TextFlaw("bad-picture", "error", message, _PICTURE_MARK), *foreign]
    filled = strip_cloze(text) if cloze else text
    flaws = [*foreign, *changes_of(filled)]
    if "^" in text:
        flaws += powers_of(filled)
    return flaws


def flaw_of_folded(raw: str) -> TextFlaw | None:
    """Find what YAML's folding costs a text of several lines, as written in the file."""
    raw = raw.strip("'\"")
    if _FENCE.search(raw):
        return _FOLDED_CODE
    if "|" in raw and _TABLE.search(raw):
        return _FOLDED_TABLE
    lines = raw.split("\n")
    listed = any(_ITEM.match(a) and _ITEM.match(b) for a, b in pairwise(lines))
    return _FOLDED_LIST if listed else None


# --- the lines of a text --------------------------------------------------------------------------

_KEPT_END = re.compile(r"\n(?=[ \t])|(?<=\n)(?=[^ \t\n])")
_WRITTEN_END = re.compile(
    r"\\(?:[^\nx]|x(?P<hex>..))|\\\n(?P<joined>(?:[ \t]*\n)*)|\n(?P<empty>(?:[ \t]*\n)*)"
)


def parted(value: str, style: str, raw: str) -> str:
    r"""Give a text that is no `|` block with an empty line between its paragraphs.

    Args:
        value: The text as YAML reads it, in which a line end stands for an empty line.
        style: YAML's sign: `>`, a quote, or nothing.
        raw: The text as it is written; of interest in double quotes, where `\n` is a line end.

    """
    if style == '"':
        return _parted_in_quotes(value, raw)
    if style == ">":
        return _parted_under(value)
    return re.sub(r"\n+", "\n\n", value)


def _parted_in_quotes(value: str, raw: str) -> str:
    ends = [end for found in _WRITTEN_END.finditer(raw) for end in _ends(found)]
    lines = value.split("\n")
    if len(ends) != len(lines) - 1:
        return value  # some escape we don't know of: as it stands
    joined = lines[0]
    for end, line in zip(ends, lines[1:], strict=True):
        joined += f"{end}{line}"
    return joined


def _ends(found: re.Match[str]) -> list[str]:
    r"""Give what the line ends of a value were: an escape, or empty lines between paragraphs."""
    if found["hex"] or found[0] == r"\n":
        return ["\n"] if found[0] in {r"\n", r"\x0a", r"\x0A"} else []
    empty = (found["empty"] or found["joined"] or "").count("\n")
    return ["\n\n", *["\n"] * (empty - 1)] if empty else []


def _parted_under(value: str) -> str:
    """Join the lines of a `>` block that YAML kept because they are indented further."""
    text = ""
    for paragraph in re.split(r"\n{2,}", value.strip("\n")):
        lines = paragraph.split("\n")
        for line, before in zip(lines, ["", *lines], strict=False):
            indented = line[:1] in " \t" or before[:1] in " \t"
            text += (" " if indented else "\n\n") if before else "\n\n" if text else ""
            text += line.strip()
    return text


def dedented(text: str) -> str:
    """Take away empty lines around a text, and the space that stands before all its lines."""
    lines = [line.rstrip(" \t") for line in text.rstrip().split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    spaces = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line]
    shared = min(spaces, key=len, default="")
    if not shared or not all(space.startswith(shared) for space in spaces):
        return "\n".join(lines)
    return "\n".join(line.removeprefix(shared) for line in lines)
