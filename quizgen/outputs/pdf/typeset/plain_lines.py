"""Lines of one plain run, set without taking its words apart: most of what papers hold.

The result is that of `paragraphs` to the last digit; what needs more (other scripts and faces,
code, maths, places where a word may be parted) is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quizgen.outputs.pdf.typeset.boxes import Box, Text
from quizgen.outputs.pdf.typeset.fonts import Face, Family, clean
from quizgen.outputs.pdf.typeset.shaping import needs_shaping, runs_right_to_left
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.outputs.pdf.typeset.words import face_of, is_parted, reach
from quizgen.text.runs import Rich, Run


class PlainWord(NamedTuple):
    """A word, and the space that follows it if its line goes on."""

    text: str
    width: float
    space: float


class PlainWords(NamedTuple):
    """The words of a text that one face draws."""

    face: Face
    words: tuple[PlainWord, ...]


def plain_words(content: Rich, style: Style, family: Family, lang: str) -> PlainWords | None:
    """Give the words of a text, or nothing where it is more than plain words in one face."""
    run = content[0] if len(content) == 1 else None
    if run is None or run.kind != "text" or run.code or run.script or run.ruby:
        return None
    if lang.startswith("fr") or runs_right_to_left(lang):
        return None
    text = run.text
    if not text.isascii():
        if needs_shaping(text):
            return None
        text = clean(text)
    if is_parted(text):
        return None
    return _measured(text, run, style, family)


def _measured(text: str, run: Run, style: Style, family: Family) -> PlainWords | None:
    face = face_of(run, style, family)
    size, letter = style.size, style.letter * style.size
    space = face.space * size + (style.letter + style.word) * size
    found = []
    # No other white space: a line never ends at a no-break space.
    parts = text.replace("\t", " ").replace("\n", " ").split(" ")
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if part:
            width = face.word_width(part, size)
            if width is None:
                return None
            if letter:
                width += letter * len(part)
            found.append(PlainWord(part, width, space if index < last else 0.0))
    return PlainWords(face, tuple(found))


def line_width(plain: PlainWords) -> float:
    """Measure the words on one line."""
    words = plain.words
    return sum([word.width + word.space for word in words]) - (words[-1].space if words else 0)


def plain_box(plain: PlainWords, width: float, style: Style) -> Box | None:
    """Set words into lines of a width; nothing where one of them is wider than a line."""
    lines = _lines(plain.words, width)
    if lines is None:
        return None
    size = style.size
    above = (style.leading - size) / 2 + 0.76 * size
    own_ascent, own_descent = reach(size, 0)
    ascent, descent = max(above, own_ascent + 1), max(style.leading - above, own_descent + 1)
    marks = []
    y = 0.0
    for line in lines:
        marks.append(_mark(line, y + ascent, plain.face, style))
        y = y + ascent + descent
    return Box(width, y, tuple(marks))


def _lines(words: Sequence[PlainWord], width: float) -> list[list[PlainWord]] | None:
    lines: list[list[PlainWord]] = []
    used = width + 1.0
    for word in words:
        if word.width > width:
            return None
        if not lines or used + word.width > width + 0.01:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += word.width + word.space
    # A last line of one word is given company, where the line before can spare it.
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 2:
        moved = lines[-2][-1]
        if moved.width + moved.space + lines[-1][0].width <= width:
            lines[-1].insert(0, lines[-2].pop())
    return lines


def _mark(line: Sequence[PlainWord], baseline: float, face: Face, style: Style) -> Text:
    start = 0.0
    for word in line[:-1]:
        start += word.width
        start += word.space
    width = start + line[-1].width
    text = " ".join([word.text for word in line])
    letter, between = style.letter * style.size, style.word * style.size
    return Text(0.0, baseline, width, text, face, style.size, style.color, letter, between)
