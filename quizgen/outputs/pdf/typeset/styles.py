"""Papers, profiles and the measures of a page: one place to change how all of it looks.

A profile says how text is set; the papers and columns how much of it fits. All profiles print the
same items in the same order with the same letters, so one key serves them all.

Large print follows the RNIB's clear-print advice (18 pt or more, no italics); the dyslexia
profile the British Dyslexia Association's style guide of 2023 (12-14 pt sans serif, wider gaps
between letters and words, 1.5 lines, bold in place of italics).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quizgen.model import PaperSettings
from quizgen.outputs.pdf.typeset.boxes import INK, KEY, QUIET

PAPERS: Mapping[str, tuple[float, float]] = {
    "a3": (841.89, 1190.551),
    "a4": (595.276, 841.89),
    "a5": (419.528, 595.276),
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
}
"""Width and height in points."""

TICKETS: Mapping[int, tuple[int, int]] = {1: (1, 1), 2: (1, 2), 4: (2, 2)}
"""How many papers lie side by side on a sheet, and how many below each other."""

EDGE = 23.0
"""Eight millimetres, and what stacked accents rise above a line: nearer to the edge than a quarter
of an inch many printers print nothing."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; sizes in points, `letter` and `word` in ems added to natural gaps."""

    size: float = 11
    leading: float = 15
    color: str = INK
    bold: bool = False
    italic: bool = False
    letter: float = 0
    word: float = 0
    upright: bool = False
    """Set in bold what would be italic."""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a profile changes of the normal setting."""

    size: float = 11
    on_a3: float = 11
    leading: float = 1.36
    letter: float = 0
    word: float = 0
    upright: bool = False
    hints: bool = False


_PROFILES: Mapping[str, _Profile] = {
    "normal": _Profile(),
    "large": _Profile(18, 24, 1.45, upright=True),
    "dyslexia": _Profile(13, 17, 1.6, letter=0.06, word=0.14, upright=True),
    "support": _Profile(hints=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything that is measured on a page: its sheet, its columns, its styles."""

    width: float
    height: float
    margin: float
    top: float
    bottom: float
    gutter: float
    columns: int
    unit: float
    """How much larger than normal the profile sets text: signs, boxes and gaps grow with it."""
    tint: str
    saving: bool
    hints: bool
    """Print the hint of a question below it."""
    body: Style
    stem: Style
    number: Style
    small: Style
    """Points, labels of lines to fill in: small, but for pupils to read."""
    aside: Style
    """Headers and footers."""
    to_do: Style
    stimulus: Style
    heading: Style
    title: Style
    answer: Style
    note: Style
    note_bold: Style
    note_quiet: Style

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def column_width(self) -> float:
        """The width of one column."""
        return (self.inner_width - self.gutter * (self.columns - 1)) / self.columns

    @property
    def inner_height(self) -> float:
        """The height between header and footer."""
        return self.height - self.top - self.bottom


def look_of(wanted: PaperSettings, profile: str = "normal") -> Look:
    """Give the look of a paper in a profile."""
    width, height = PAPERS[wanted.size]
    across, down = TICKETS[wanted.up]
    width, height = width / across, height / down
    chosen = _PROFILES[profile]
    size = chosen.on_a3 if wanted.size == "a3" else chosen.size
    small_sheet = wanted.size == "a5" or wanted.up > 1
    if small_sheet and profile == "normal":
        size = 10
    unit = size / 11
    lead = chosen.leading

    def style(times: float, leading: float = 1.0, **changes: object) -> Style:
        points = round(size * times, 2)
        made = Style(
            points,
            round(points * lead * leading, 2),
            letter=chosen.letter,
            word=chosen.word,
            upright=chosen.upright,
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    large_title = unit < 1.3 and wanted.up == 1
    # What only teachers read, and what stands in margins, grows less than what pupils read.
    aside = 9 * min(unit, 1.2)
    # A running head and, below it, the note that an item is continued stand over the questions.
    over = EDGE + 2 * aside * 1.33 - 1
    small = size if profile == "large" else 9 * min(unit, 1.3)
    return Look(
        width=width,
        height=height,
        margin=36.0 if small_sheet else 54.0,
        top=max(over, 38.0 if small_sheet else 46.0),
        bottom=66.0,
        gutter=22.0 * min(unit, 1.4),
        columns=wanted.columns,
        unit=unit,
        tint="" if wanted.saving else wanted.tint,
        saving=wanted.saving,
        hints=chosen.hints,
        body=style(1),
        stem=style(1.02),
        number=style(1.02, bold=True),
        small=Style(small, small * 1.33, QUIET),
        aside=Style(aside, aside * 1.33, QUIET),
        to_do=style(1 if profile == "large" else 0.91, italic=True),
        stimulus=style(1, italic=True),
        heading=style(1.18, 0.97, bold=True),
        title=replace(style(1.7 if large_title else 1.4, 0.9, bold=True), letter=0, word=0),
        answer=Style(10.5 * min(unit, 1.4), 14 * min(unit, 1.4), KEY, bold=True),
        note=Style(9.6, 13),
        note_bold=Style(9.6, 13, bold=True),
        note_quiet=Style(8.8, 12, QUIET),
    )
