"""Papers, sizes and the measures of a page: one place to change how all of it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizgen.outputs.pdf.boxes import KEY, QUIET
from quizgen.outputs.pdf.text import Style

PAPERS: Mapping[str, tuple[float, float]] = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}
"""Width and height in points."""

MARGIN = 54.0
TOP = 46.0
BOTTOM = 58.0

BODY = Style(11, 15)
STEM = Style(11.2, 15.2)
NUMBER = Style(11.2, 15.2, bold=True)
SMALL = Style(9, 12, QUIET)
SMALL_ITALIC = Style(10, 13.5, italic=True)
STIMULUS = Style(11, 15, italic=True)
HEADING = Style(13, 17, bold=True)
TITLE = Style(21, 26, bold=True)
KEY_TEXT = Style(10.5, 14, KEY, bold=True)
NOTE = Style(9.6, 13)
NOTE_BOLD = Style(9.6, 13, bold=True)
NOTE_QUIET = Style(8.8, 12, QUIET)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its writing area."""

    name: str
    width: float
    height: float

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def inner_height(self) -> float:
        """The height between header and footer."""
        return self.height - TOP - BOTTOM


def paper(settings: Mapping[str, str]) -> Paper:
    """Give the paper that a bank's `paper:` asks for; A4 if it doesn't."""
    name = str(settings.get("size", "a4")).lower()
    return Paper(name, *PAPERS[name])
