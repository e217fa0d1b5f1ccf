"""A parsed text: flat runs, each a stretch of text in one style or one inline object."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

RunKind = Literal["text", "math", "image", "break", "blank"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style, or one inline object.

    `text` is the characters, the TeX source of maths, an image's alt text, a blank's hint.
    `href` is a link's target or an image's file; of a blank on paper, how many usual ones it takes.
    """

    text: str
    kind: RunKind = "text"
    bold: bool = False
    italic: bool = False
    code: bool = False
    script: Literal["", "sub", "sup"] = ""
    href: str = ""
    ruby: str = field(default="", repr=False)
    """How a word is read, set above it. Not in `repr`, by which old notes know their texts."""


Rich = tuple[Run, ...]
"""A parsed text."""

# Control characters, and the noncharacters that outputs use as signs of their own.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufdd1-\ufdef]")


def plain_text(rich: Rich) -> str:
    """Give the characters alone: what a screen reader or a window title would hold."""
    return "".join(_plain(run) for run in rich)


def _plain(run: Run) -> str:
    if run.kind == "break":
        return " "
    if run.kind == "blank":
        return "_____"
    return run.text


def text_as_rich(text: str) -> Rich:
    """Wrap plain text (a name, a typed answer) that must not be read as markup."""
    text = CONTROL.sub("", text)
    return (Run(text),) if text else ()


_MARKS = re.compile(r"([\\*_`~^$\[\]!&])")


def escape(text: str) -> str:
    """Write plain text so that `parse` gives it back unchanged."""
    return _MARKS.sub(r"\\\1", text)
