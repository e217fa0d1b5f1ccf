"""Lines that hold more than one thing, parted: options side by side, an answer behind the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quizgen.inputs.prose.lines import WrittenLine
from quizgen.inputs.prose.signs import (
    ANSWER,
    EXAM_VIEW_LINE,
    NUMBER,
    asks_to_match,
    offered_in,
)

_LABEL = re.compile(
    r"(?:(?<=\s)|^)(?P<star>[*✓✔☒☑]\s?|\[[xX ]?\]\s?|[☐□]\s?)?"
    r"(?P<open>[(\[]?)(?P<letter>[A-Ja-j])(?P<close>[.)\]])"
    r"(?P<more>\s+(?=\S)|(?<=[)\]])(?=\S))"
)
_WIDE = re.compile(r"(?:\t|\s{2,})\s*$")
_BEHIND = re.compile(
    r"(?:\t|\s{2,})(?=[(\[*]*"
    r"(?:correct answer|answer|ans|antwort|lösung|réponse|respuesta|key)\s*:)",
    re.IGNORECASE,
)
_TWO_SIDES = re.compile(
    r"^\s*(?:_+\s*)?\(?\d{1,2}[.)]\s+(?P<left>\S.*?)(?:\t+|\s{2,})(?:_+\s+)?"
    r"(?P<right>\(?[A-Za-z][.)]\s+\S.*)$"
)


def parted(lines: Iterable[WrittenLine]) -> list[WrittenLine]:
    """Give each thing a line of its own; two columns to be matched become a table."""
    single = [part for line in lines for part in _parts(line)]
    return _with_columns(single)


def _parts(line: WrittenLine) -> Iterator[WrittenLine]:
    if line.rows or line.heading:
        yield line
        return
    text = line.text
    if EXAM_VIEW_LINE.search(text) or _TWO_SIDES.match(text):
        yield line
        return
    behind = _BEHIND.search(text)
    if behind and behind.start() and ANSWER.match(text, behind.end()):
        yield from _options(line.cut(0, behind.start()))
        yield replace(line.cut(behind.end()), after_gap=False, numbered=False)
        return
    yield from _options(line)


def _options(line: WrittenLine) -> Iterator[WrittenLine]:
    starts = _starts(line.text)
    if not starts:
        yield line
        return
    bounds = [0, *starts, len(line.text)] if starts[0] else [*starts, len(line.text)]
    parts = [line.cut(start, end) for start, end in pairwise(bounds)]
    options = parts[1:] if starts[0] else parts
    listed = all(part.text.endswith((";", ",")) for part in options[:-1])
    for place, part in enumerate(parts):
        if listed and place >= len(parts) - len(options):
            part = part.cut(0, len(part.text.rstrip(";,")))  # noqa: PLW2901
        if part.text:
            yield replace(part, after_gap=False, numbered=False) if place else part


def _starts(text: str) -> list[int]:
    """Find where options begin that stand side by side; nothing where fewer than two do."""
    labels = list(_LABEL.finditer(text))
    for first in range(len(labels)):
        chain = _chain(text, labels[first:])
        if len(chain) > 1 and _may_begin(text, chain):
            return [label.start() for label in chain]
    return []


def _chain(text: str, labels: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    chain = [labels[0]]
    for label in labels[1:]:
        last = chain[-1]
        alike = label["close"] == last["close"] and label["open"] == last["open"]
        alike = alike and label["letter"].isupper() == last["letter"].isupper()
        next_one = ord(label["letter"]) == ord(last["letter"]) + 1
        wide = bool(_WIDE.search(text[: label.start()])) and label["letter"] > last["letter"]
        if alike and (next_one or wide):
            chain.append(label)
    return chain


def _may_begin(text: str, chain: Sequence[re.Match[str]]) -> bool:
    """Side by side are options from the line's beginning on, or from `a` on behind the question."""
    return not text[: chain[0].start()].strip() or chain[0]["letter"] in "aA"


# --- two columns ----------------------------------------------------------------------------------


def _with_columns(lines: Sequence[WrittenLine]) -> list[WrittenLine]:
    made: list[WrittenLine] = []
    at = 0
    asked = False
    while at < len(lines):
        rows = _column_rows(lines[at:]) if asked else []
        if len(rows) > 1:
            made.append(replace(lines[at], spans=(), rows=tuple(rows)))
            at += len(rows)
            continue
        text = lines[at].text
        asked = asks_to_match(text) or (asked and not NUMBER.match(text) and not text.strip())
        asked = asked or (bool(made) and asks_to_match(made[-1].text) and not offered_in(lines[at]))
        made.append(lines[at])
        at += 1
    return made


def _column_rows(lines: Sequence[WrittenLine]) -> list[tuple[WrittenLine, ...]]:
    rows: list[tuple[WrittenLine, ...]] = []
    for line in lines:
        found = _TWO_SIDES.match(line.text)
        if not found:
            break
        rows.append((line.cut(0, found.end("left")), line.cut(found.start("right"))))
    return rows
