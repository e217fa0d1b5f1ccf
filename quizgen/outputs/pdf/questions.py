"""A question on paper: the boxes pupils get, and the key drawn over the very same boxes.

`lay_out` takes `Asked` alone. It names every place an answer goes (anchors), and `key_marks`
draws `Told` at those places: the teacher's page can't differ from the pupil's in anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from quizgen.markup import Rich, Run, plain_text
from quizgen.outputs.pdf.boxes import (
    HAIR,
    INK,
    KEY,
    QUIET,
    Anchor,
    Box,
    Disc,
    Mark,
    Picture,
    Rect,
    Rule,
    Text,
)
from quizgen.outputs.pdf.styles import (
    BODY,
    KEY_TEXT,
    NUMBER,
    SMALL,
    SMALL_ITALIC,
    STEM,
    STIMULUS,
)
from quizgen.outputs.pdf.text import Sizes, text_box, text_width
from quizgen.present import Asked, Told, instruction, letter, number_text
from quizgen.words import words

NUMBER_WIDTH = 24.0
POINTS_WIDTH = 52.0
SIGN = 4.3
"""Radius of the circle, half the side of the square."""
LABEL_WIDTH = 30.0
"""Sign and letter before an option."""
BOX = 15.0
LINE = 24.0
"""Between lines to write on."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of a question that is never split, and the gap above it."""

    gap: float
    box: Box


Leaves = tuple[Leaf, ...]


def points_text(points: Decimal, lang: str) -> str:
    """Say points in words: `1 point`, `2.5 points`."""
    table = words(lang)
    text = number_text(points)
    return table.one_point if text == "1" else table.points.format(points=text)


def lay_out(asked: Asked, number: int, width: float, images: Sizes) -> Leaves:
    """Lay a question out for a column of a width.

    Args:
        asked: What pupils may see.
        number: Its position on the form.
        width: Of the column, in points.
        images: Sizes of the images it may show, in pixels.

    """
    inner = width - NUMBER_WIDTH
    head = [*_stimulus(asked, inner, images), _stem(asked, inner, images)]
    numbered = _numbered(head[0].box, number, width)
    leaves = [Leaf(0, numbered), *(_indented(leaf, width) for leaf in head[1:])]
    leaves += (_indented(leaf, width) for leaf in _answer_space(asked, inner, images))
    return tuple(leaves)


def _numbered(box: Box, number: int, width: float) -> Box:
    label = text_box(f"{number}", NUMBER_WIDTH, NUMBER)
    return Box(width, max(box.height, label.height), inner=((0, 0, label), (NUMBER_WIDTH, 0, box)))


def _indented(leaf: Leaf, width: float) -> Leaf:
    box = Box(width, leaf.box.height, inner=((NUMBER_WIDTH, 0, leaf.box),))
    return Leaf(leaf.gap, box)


def _stimulus(asked: Asked, width: float, images: Sizes) -> Iterator[Leaf]:
    if asked.stimulus:
        inside = text_box(asked.stimulus, width - POINTS_WIDTH - 12, STIMULUS, images=images)
        bar = Rule(1.5, 0, 1.5, inside.height, 2.4, HAIR)
        yield Leaf(0, Box(width, inside.height, (bar,), ((12, 0, inside),)))
    if asked.image:
        yield Leaf(6, _picture(asked, width, images))


def _picture(asked: Asked, width: float, images: Sizes) -> Box:
    assert asked.image is not None  # noqa: S101 - the caller looked
    wide, high = images.get(asked.image.file, (1, 1))
    scale = min((width - POINTS_WIDTH) / wide, 190 / high, 0.75)
    picture = Picture(0, 0, wide * scale, high * scale, asked.image.file)
    return Box(width, high * scale, (picture,))


def _stem(asked: Asked, width: float, images: Sizes) -> Leaf:
    """Set the stem with its points at the end edge, and what to do below."""
    stem = text_box(asked.stem, width - POINTS_WIDTH, STEM, images=images)
    points = points_text(asked.points, asked.lang)
    wide = text_width(points, SMALL)
    inner: list[tuple[float, float, Box]] = [
        (0, 0, stem),
        (width - wide, 2.2, text_box(points, wide + 1, SMALL)),
    ]
    height = stem.height
    to_do = instruction(asked)
    if to_do and asked.type not in {"single-choice", "true-false"}:
        box = text_box(to_do, width - POINTS_WIDTH, SMALL_ITALIC)
        inner.append((0, height, box))
        height += box.height
    return Leaf(6 if asked.stimulus or asked.image else 0, Box(width, height, inner=tuple(inner)))


# --- answer space by type -----------------------------------------------------------------------


def _answer_space(asked: Asked, width: float, images: Sizes) -> Iterator[Leaf]:
    match asked.type:
        case "single-choice" | "multiple-response" | "true-false":
            yield from _options(asked, width, images)
        case "short-answer" | "flashcard":
            yield _line(width, "answer")
        case "numeric":
            yield _number_box(asked, width)
        case "matching":
            yield from _matching(asked, width, images)
        case "ordering":
            yield from _ordering(asked, width, images)
        case "open-response":
            for index in range(asked.lines):
                yield _line(width, f"line:{index}")
        case _:  # a cloze text is its own answer space
            return


def _line(width: float, name: str) -> Leaf:
    rule = Rule(0, LINE - 3, width, LINE - 3, 0.6, HAIR)
    return Leaf(0, Box(width, LINE, (rule,), anchors=(Anchor(name, 2, LINE - 6, width, 12),)))


def _number_box(asked: Asked, width: float) -> Leaf:
    frame = Rect(0, 0, 96, 22, 0.8, QUIET, radius=3)
    anchor = Anchor("answer", 8, 15.5, 84, 12)
    unit = text_box(asked.unit, max(20, width - 104), BODY)
    return Leaf(5, Box(width, 22, (frame,), ((104, 4, unit),), (anchor,)))


def _option(asked: Asked, index: int, width: float, images: Sizes) -> Box:
    """Set one option: its sign (a circle for one answer, a square for several), letter, text."""
    text = text_box(asked.choices[index].text, width - LABEL_WIDTH, BODY, images=images)
    middle = 7.2
    if asked.type == "multiple-response":
        sign: Mark = Rect(1, middle - SIGN, 2 * SIGN, 2 * SIGN, 0.8, INK, radius=1)
    else:
        sign = Disc(1 + SIGN, middle, SIGN)
    label = text_box(letter(index), 14, BODY)
    anchor = Anchor(f"choice:{index}", 1 + SIGN, middle, 2 * SIGN, 2 * SIGN)
    return Box(
        width,
        max(text.height, label.height),
        (sign,),
        ((15, 0, label), (LABEL_WIDTH, 0, text)),
        (anchor,),
    )


def option_columns(widths: Sequence[float], width: float) -> int:
    """Choose 4, 2 or 1 columns: as many as let each option keep to one line.

    A lone option in a last row of four looks lost, so five options go in two columns.
    """
    widest = max(widths) + LABEL_WIDTH + 10
    count = len(widths)
    fitting = [n for n in (4, 2) if widest <= width / n and n <= max(2, count)]
    return next((n for n in fitting if n == 2 or count % n != 1), 1)


def _options(asked: Asked, width: float, images: Sizes) -> Iterator[Leaf]:
    widths = [text_width(choice.text, BODY, images) for choice in asked.choices]
    columns = option_columns(widths, width)
    each = width / columns
    for start in range(0, len(asked.choices), columns):
        row = range(start, min(start + columns, len(asked.choices)))
        boxes = [(i, _option(asked, i, each if columns > 1 else width, images)) for i in row]
        height = max(box.height for _, box in boxes)
        inner = tuple(((i - start) * each, 0.0, box) for i, box in boxes)
        yield Leaf(4 if start == 0 else 2, Box(width, height, inner=inner))


def _matching(asked: Asked, width: float, images: Sizes) -> Iterator[Leaf]:
    """Set two columns: left sides with a box for the letter, right sides with their letters."""
    half = (width - 24) / 2
    rows = max(len(asked.lefts), len(asked.choices))
    for i in range(rows):
        inner: list[tuple[float, float, Box]] = []
        if i < len(asked.lefts):
            left = text_box(asked.lefts[i], half - BOX - 10, BODY, images=images)
            frame = Rect(0, 1, BOX, BOX, 0.8, INK, radius=2)
            anchor = Anchor(f"match:{i}", 0, 1, BOX, BOX)
            box = Box(half, max(left.height, BOX + 2), (frame,), ((BOX + 9, 0, left),), (anchor,))
            inner.append((0, 0, box))
        if i < len(asked.choices):
            right = text_box(asked.choices[i].text, half - 20, BODY, images=images)
            label = text_box(letter(i), 18, replace(BODY, bold=True))
            inner.append(
                (half + 24, 0, Box(half, right.height, inner=((0, 0, label), (20, 0, right))))
            )
        height = max(box.height for _, _, box in inner)
        yield Leaf(5 if i == 0 else 4, Box(width, height, inner=tuple(inner)))


def _ordering(asked: Asked, width: float, images: Sizes) -> Iterator[Leaf]:
    for i, choice in enumerate(asked.choices):
        text = text_box(choice.text, width - BOX - 9, BODY, images=images)
        frame = Rect(0, 1, BOX, BOX, 0.8, INK, radius=2)
        anchor = Anchor(f"rank:{i}", 0, 1, BOX, BOX)
        box = Box(width, max(text.height, BOX + 2), (frame,), ((BOX + 9, 0, text),), (anchor,))
        yield Leaf(5 if i == 0 else 4, box)


# --- the key, at the anchors --------------------------------------------------------------------


def key_marks(leaf: Leaf, told: Told) -> Box:
    """Draw the key of a leaf: a box of the same size to lay over it."""
    inner: list[tuple[float, float, Box]] = []
    marks: list[Mark] = []
    for anchor in leaf.box.places():
        name, _, index = anchor.name.partition(":")
        draw = _KEY[name]
        found = draw(anchor, int(index or 0), told)
        if isinstance(found, Box):
            inner.append((anchor.x, anchor.y - found.height + 4, found))
        else:
            marks += found
    return Box(leaf.box.width, leaf.box.height, tuple(marks), tuple(inner))


def _choice_key(anchor: Anchor, index: int, told: Told) -> list[Mark]:
    if index not in told.keys:
        return []
    x, y = anchor.x, anchor.y
    return [
        Disc(x, y, SIGN + 1.6, 1.2, KEY, KEY),
        Rule(x - 2.4, y + 0.2, x - 0.6, y + 2.2, 1.4, "#ffffff"),
        Rule(x - 0.6, y + 2.2, x + 2.8, y - 2.2, 1.4, "#ffffff"),
    ]


def _boxed(anchor: Anchor, text: str) -> list[Mark]:
    size = 11.0
    box = text_box(text, 40, replace(KEY_TEXT, size=size))
    wide = text_width(text, replace(KEY_TEXT, size=size))
    x = anchor.x + (anchor.width - wide) / 2
    return [
        replace(mark, x=x, y=anchor.y + anchor.height / 2 + 3.9)
        for mark in box.marks
        if isinstance(mark, Text)
    ]


def _match_key(anchor: Anchor, index: int, told: Told) -> list[Mark]:
    return _boxed(anchor, letter(told.matches[index]))


def _rank_key(anchor: Anchor, index: int, told: Told) -> list[Mark]:
    return _boxed(anchor, str(told.ranks[index] + 1))


def _fitted(text: str, width: float) -> Box:
    """Write an answer where it must fit: smaller if need be, cut with an ellipsis at the last."""
    style = KEY_TEXT
    text = text[: int(width)]  # no character is narrower than a point
    while text_width(text, style) > width and style.size > 6.5:
        style = replace(style, size=style.size - 0.5, leading=style.size + 3)
    while len(text) > 4 and text_width(text, style) > width:
        text = text[:-2].rstrip() + "…"
    return text_box(text, width + 1, style)


def _blank_key(anchor: Anchor, index: int, told: Told) -> Box:
    return _fitted(plain_text(told.answers[index]), anchor.width)


def _answer_key(anchor: Anchor, index: int, told: Told) -> Box:  # noqa: ARG001
    said = " · ".join(plain_text(answer) for answer in told.answers)
    return _fitted(told.typed or said, anchor.width)  # a number's unit is printed already


def _line_key(anchor: Anchor, index: int, told: Told) -> Box | list[Mark]:
    if index >= len(told.answers):
        return []
    return _fitted(f"• {plain_text(told.answers[index])}", anchor.width)


_KEY: dict[str, Callable[[Anchor, int, Told], Box | list[Mark]]] = {
    "choice": _choice_key,
    "match": _match_key,
    "rank": _rank_key,
    "blank": _blank_key,
    "answer": _answer_key,
    "line": _line_key,
}


def answer_text(told: Told, asked: Asked) -> Rich:
    """Say an answer in words, as the list of answers does."""
    between = {"matching": "; ", "ordering": " → ", "multiple-response": "; "}
    said: list[Run] = []
    for index, answer in enumerate(told.answers):
        said += [Run(between.get(asked.type, " · "))] if index else []
        said += [*asked.lefts[index], Run(" – ")] if asked.lefts else []
        said += answer
    return tuple(said)


def short_key(told: Told, asked: Asked) -> str:
    """Say an answer in a grid's cell."""
    match asked.type:
        case "single-choice" | "multiple-response" | "true-false":
            return "".join(letter(key) for key in told.keys)
        case "matching":
            return "".join(letter(match) for match in told.matches)
        case "ordering":
            return "".join(str(rank + 1) for rank in told.ranks)
        case "open-response":
            return "…"
        case _:
            return " · ".join(plain_text(answer) for answer in told.answers)
