"""The key at the end of a written quiz: `1. B  2. C`, a table, ExamView's answer section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from quizgen.inputs.prose.grouping import WrittenQuestion
from quizgen.inputs.prose.lines import WrittenLine, plain
from quizgen.inputs.prose.signs import ANSWER, EXAM_VIEW, EXPLANATION, section_kind

_ENTRY = re.compile(
    r"\s*(?:(?:question|frage|aufgabe|pregunta|q|nr\.?|no\.?)\s*)?[(#]?(?P<number>\d{1,3})"
    r"(?:\s*[.):=]+|\s*[-–—](?=\s*\S)|\s+|(?=[a-jA-J]\b))\s*(?P<said>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_ANSWER = (
    r"(?:[A-Ja-j](?:\s*[,&+/]\s*[A-Ja-j](?![\w.)]))*|[A-J]{2,5}|true|false|wahr|falsch|richtig|vrai|"
    r"faux|verdadero|falso|[TFRWV])"
)
_MANY = re.compile(
    rf"(?P<number>\d{{1,3}})\s*[.):=–-]?\s*\(?(?P<said>{_SHORT_ANSWER})\)?(?=[\s,;.|]|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;.|]*")
_ANS = re.compile(r"\s*ANS:\s*(.*)$", re.DOTALL)


@dataclass(slots=True)
class KeyEntry:
    """What the key says of a question."""

    number: int
    said: str
    line: WrittenLine
    labels: dict[str, str] = field(default_factory=dict)
    explanation: list[WrittenLine] = field(default_factory=list)


def key_entries(lines: Iterable[WrittenLine]) -> list[KeyEntry]:
    """Read a key, line by line."""
    entries: list[KeyEntry] = []
    for line in lines:
        if line.rows:
            entries += _in_table(line)
        elif line.text.strip():
            _read(line, entries)
    return entries


def _read(line: WrittenLine, entries: list[KeyEntry]) -> None:
    many = list(_side_by_side(line))
    if many:
        entries += many
        return
    labels = list(EXAM_VIEW.finditer(line.text))
    found = _ENTRY.match(line.text[: labels[0].start()] if labels else line.text)
    if found and not _is_heading(line):
        entries.append(KeyEntry(int(found["number"]), found["said"].strip(), line))
    elif not labels:
        _go_on(line, entries)
        return
    if entries:
        _label(entries[-1], labels, line)


def _label(entry: KeyEntry, labels: Sequence[re.Match[str]], line: WrittenLine) -> None:
    for label in labels:
        value = label["value"].strip()
        if label["name"] == "ANS":
            entry.said, entry.line = value, line
        else:
            entry.labels[label["name"]] = " ".join(value.split())


def _go_on(line: WrittenLine, entries: list[KeyEntry]) -> None:
    """Take what stands below an entry: its words, or why they are right."""
    if not entries or line.heading or _is_heading(line):
        return
    last = entries[-1]
    why = EXPLANATION.match(line.text)
    answer = ANSWER.match(line.text)
    if why:
        last.explanation.append(line.cut(why.start("text")))
    elif last.explanation:
        last.explanation.append(line)
    elif answer and not last.said:
        last.said = answer["answer"]
    elif not last.labels or not last.said:
        last.said = f"{last.said}\n{plain(line)}".strip()


def _is_heading(line: WrittenLine) -> bool:
    text = line.text.strip()
    return line.heading or (bool(section_kind(text)) and len(text.split()) <= 4)


def _side_by_side(line: WrittenLine) -> Iterator[KeyEntry]:
    text = line.text.strip()
    found = list(_MANY.finditer(text))
    if len(found) < 2:
        return
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    numbers = [int(match["number"]) for match in found]
    counts_on = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    if counts_on and all(_BETWEEN.fullmatch(gap) for gap in gaps):
        yield from (KeyEntry(int(m["number"]), m["said"], line) for m in found)


def _in_table(table: WrittenLine) -> Iterator[KeyEntry]:
    rows = [[(plain(cell), cell) for cell in row] for row in table.rows]
    for above, below in pairwise(rows):
        if _are_numbers(above) and not _are_numbers(below):
            for (number, _), (said, cell) in zip(above, below, strict=False):
                if digits := re.fullmatch(r"(\d{1,3})[.)]?", number):
                    yield KeyEntry(int(digits[1]), said, cell)
    if any(_are_numbers(row) for row in rows):
        return
    for row in rows:
        yield from _in_row(row)


def _are_numbers(row: Sequence[tuple[str, WrittenLine]]) -> bool:
    """Tell whether a row counts questions: `Question | 1 | 2 | 3`."""
    found = [bool(re.fullmatch(r"\d{1,3}[.)]?", text)) for text, _ in row if text]
    return len(found) > 1 and all(found[1:]) and (found[0] or len(found) > 2)


def _in_row(row: Sequence[tuple[str, WrittenLine]]) -> Iterator[KeyEntry]:
    at = 0
    while at < len(row):
        text, cell = row[at]
        alone = re.fullmatch(r"(?:\D{0,9}\s)?(\d{1,3})[.)]?", text)
        both = _ENTRY.match(text)
        if alone and at + 1 < len(row):
            yield KeyEntry(int(alone[1]), row[at + 1][0], row[at + 1][1])
            at += 1
        elif both and both["said"] and not alone:
            yield KeyEntry(int(both["number"]), both["said"].strip(), cell)
        at += 1


# --- to whom they belong --------------------------------------------------------------------------


def share_out(entries: Sequence[KeyEntry], questions: Sequence[WrittenQuestion]) -> list[KeyEntry]:
    """Give each question what the key says of it; the result is what fits none."""
    asked = [one for question in questions for one in (question.lefts or [question])]
    numbered = [one for one in asked if one.number is not None]
    if not numbered:
        for place, one in enumerate(asked, 1):
            one.number = place
        numbered = asked
    numbers = [one.number for one in numbered]
    if [entry.number for entry in entries] == numbers:
        for entry, one in zip(entries, numbered, strict=True):
            _give(entry, one)
        return []
    unused = []
    for entry in entries:
        meant = [one for one in numbered if one.number == entry.number]
        if len(meant) == 1:
            _give(entry, meant[0])
        elif not meant:
            unused.append(entry)
        for one in meant if len(meant) > 1 else ():
            one.doubt = (
                f"{len(meant)} questions have the number {entry.number}, "
                "and the key doesn't say which it means"
            )
    return unused


def _give(entry: KeyEntry, question: WrittenQuestion) -> None:
    question.labels |= entry.labels
    question.explanation += entry.explanation
    said = entry.said.strip()
    if answer := ANSWER.match(said):
        said = answer["answer"]
    if said:
        question.in_key.append((said, replace(entry.line)))
