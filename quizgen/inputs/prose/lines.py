"""A written quiz as its reader sees it: paragraphs, with how they look and where they stand.

Word documents and pasted text come to the same lines, so that one reader judges both. A paragraph
keeps its looks (a key is often no more than a bold option) until it is known what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from quizgen.formats.marks import as_marked
from quizgen.problems import Where
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words


@dataclass(frozen=True, slots=True)
class Styling:
    """How a stretch of a paragraph looks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = ""
    """Other than the colour of text."""
    highlight: str = ""
    script: Literal["", "sub", "sup"] = ""
    code: bool = False

    @property
    def signs(self) -> frozenset[tuple[str, str]]:
        """What of it may mark an option as right; the colour with its name."""
        found = {("bold", "")} if self.bold else set()
        found |= {("underlined", "")} if self.underline else set()
        found |= {("coloured", self.colour)} if self.colour else set()
        found |= {("highlighted", "")} if self.highlight else set()
        return frozenset(found)


PLAIN = Styling()
_WRAPPED = 55
"""Signs from which on a line of a text may have been broken by a program."""


@dataclass(frozen=True, slots=True)
class StyledText:
    """A stretch of one look; or a formula or picture, in our text language already."""

    text: str
    look: Styling = PLAIN
    marked: bool = False


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A paragraph, or a line of one; or a table."""

    spans: tuple[StyledText, ...]
    where: Where
    heading: bool = False
    """Its style, or a mark, says so."""
    title: bool = False
    numbered: bool = False
    """Its label is Word's own numbering."""
    depth: int = 0
    """How deep its list is nested."""
    after_gap: bool = True
    """Something parts it from what stands before it."""
    rows: tuple[tuple[WrittenLine, ...], ...] = ()
    faults: tuple[str, ...] = field(default=())
    """What of it can't be read."""
    text: str = field(init=False, default="")
    """Its characters; a formula or a picture is one sign, so that places hold."""

    def __post_init__(self) -> None:
        """Put the characters together once: every rule asks for them."""
        text = "".join("\ufffc" if span.marked else span.text for span in self.spans)
        object.__setattr__(self, "text", text)

    def cut(self, start: int, end: int | None = None) -> WrittenLine:
        """Give a part of it, without space around."""
        text = self.text[start:end]
        left = len(text) - len(text.lstrip())
        start, end = start + left, start + left + len(text.strip())
        return replace(self, spans=tuple(_between(self.spans, start, end)))

    def signs(self) -> frozenset[tuple[str, str]]:
        """Give the looks that all of its words share."""
        looks = [span.look.signs for span in self.spans if _has_words(span)]
        return frozenset.intersection(*looks) if looks else frozenset()


def _has_words(span: StyledText) -> bool:
    return not span.marked and any(char.isalnum() for char in span.text)


def _between(spans: Sequence[StyledText], start: int, end: int) -> Iterator[StyledText]:
    at = 0
    for span in spans:
        length = 1 if span.marked else len(span.text)
        low, high = max(start - at, 0), min(end - at, length)
        if low < high:
            yield span if span.marked else replace(span, text=span.text[low:high])
        at += length


# --- in our text language -------------------------------------------------------------------------


def marked(lines: Iterable[WrittenLine]) -> str:
    """Write lines in our text language: what all of a line looks like says nothing of its words."""
    parts: list[str] = []
    for line in lines:
        text = _table(line) if line.rows else marked_line(line)
        if text:
            parts.append(_joint(line, text, parts[-1]) if parts else "")
            parts.append(text)
    return "".join(parts)


def _joint(line: WrittenLine, text: str, before: str) -> str:
    """Say what parts a line from that before it: a long one that ends in no stop was wrapped."""
    if line.after_gap or line.rows or text.startswith("!["):
        return "\n\n"
    wrapped = len(before) > _WRAPPED and not before.endswith((".", "?", "!", ":", ";"))
    return " " if wrapped and text[:1].islower() else "\n"


def marked_line(line: WrittenLine) -> str:
    """Write a line in our text language."""
    whole = _shared_look(line)
    spans = _merged([replace(span, look=_less(span.look, whole)) for span in line.spans])
    text = "".join(_marked_span(span) for span in spans).strip()
    plain = "".join(span.text for span in line.spans if not span.marked)
    if any(span.marked for span in line.spans) or _same(plain_words(parse_blocks(text)), plain):
        return text
    return as_marked(plain)


def plain(line: WrittenLine) -> str:
    """Give the words of a line, without marks."""
    return " ".join(line.text.replace("\ufffc", " ").split())


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _shared_look(line: WrittenLine) -> Styling:
    looks = [span.look for span in line.spans if _has_words(span)]
    return Styling(
        bold=all(look.bold for look in looks), underline=all(look.underline for look in looks)
    )


def _less(look: Styling, whole: Styling) -> Styling:
    # We have no underline: what is underlined within a line is meant to stand out.
    bold = (look.bold and not whole.bold) or (look.underline and not whole.underline)
    return Styling(bold=bold, italic=look.italic, script=look.script, code=look.code)


def _merged(spans: Sequence[StyledText]) -> list[StyledText]:
    """Join neighbours of one look: Word parts words wherever its spelling checker stopped."""
    merged: list[StyledText] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and not last.marked and not span.marked and last.look == span.look:
            merged[-1] = replace(last, text=last.text + span.text)
        else:
            merged.append(span)
    return merged


_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def _marked_span(span: StyledText) -> str:
    if span.marked:
        return span.text
    found = _EDGES.match(span.text)
    if not found or not found[2]:
        return span.text
    before, words, after = found.groups()
    return f"{before}{_with_marks(words, span.look)}{after}"


def _with_marks(words: str, look: Styling) -> str:
    if look.code and "`" not in words:
        return f"`{words}`"
    text = as_marked(words)
    if look.script and not re.search(r"\s", words):
        sign = "^" if look.script == "sup" else "~"
        text = f"{sign}{text}{sign}"
    text = f"*{text}*" if look.italic else text
    return f"**{text}**" if look.bold else text


def _table(line: WrittenLine) -> str:
    """Write a table as pipes; its first row is its head."""
    width = max(len(row) for row in line.rows)
    rows = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in line.rows]
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, f"|{'---|' * width}", *others])


def _cell(cell: WrittenLine) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", marked_line(cell)).replace("\n", " ")
