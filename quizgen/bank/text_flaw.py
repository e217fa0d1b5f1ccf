"""A flaw of a text, found where the text is read."""

from __future__ import annotations

import re
from typing import NamedTuple

from quizgen.problems import Level


class Repair(NamedTuple):
    """What in a text is to be written otherwise, wherever in the text it stands."""

    old: str
    new: str


def with_repair(text: str, old: str, new: str) -> str:
    """Put other words for some of a text; longer ones only where they stand by themselves."""
    if len(old) < 2:
        return text.replace(old, new)
    start = r"(?<!\w)" if old[0].isalnum() else ""
    end = r"(?!\w)" if old[-1].isalnum() else ""
    return re.sub(f"{start}{re.escape(old)}{end}", lambda _: new, text)


class TextFlaw(NamedTuple):
    """Something in a text that would not be printed as it was written."""

    code: str
    level: Level
    message: str
    help: str
    repairs: tuple[Repair, ...] = ()
    """What `check --fix` would do about it."""
