"""Text with `{slots}`: what a template writes, filled in from one fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from quizgen.bank.generation.capitals import capitalised
from quizgen.bank.generation.facts import TEXT_TYPE, FactBase, FactRecord
from quizgen.model import Ref, Value
from quizgen.text.cloze import FENCED, strip_cloze
from quizgen.text.markup import parse
from quizgen.text.runs import escape, plain_text
from quizgen.text.shown import shown_date, shown_number
from quizgen.words import joined

_PIECE = re.compile(r"\\[{}]|\{\{|\}\}|\{([a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*)\}")

_OF_ITS_OWN = re.compile(
    r"\$[^$]*\$|`[^`]*`|\\\(.*?\\\)|\\\[.*?\\\]|\]\([^)]*\)|\\[a-zA-Z]+\{[^}]*\}", re.DOTALL
)
"""Maths, code and addresses, in which numbers and dates stay as the bank has them."""


@dataclass(frozen=True, slots=True)
class Path:
    """A slot in a text: `person`, or `person.role`."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


def pieces(text: str) -> list[str | Path]:
    """Split a template's text into literal stretches and slots."""
    parts: list[str | Path] = []
    end = 0
    for match in _PIECE.finditer(text):
        if match[1]:
            parts += [text[end : match.start()], Path(tuple(match[1].split(".")))]
            end = match.end()
    parts.append(text[end:])
    return [part for part in parts if part != ""]


_WRITTEN = {"number": shown_number, "date": shown_date}
"""Types of slots that a language writes in its own way."""


class MissingValue(Exception):  # noqa: N818 - not an error: the fact is passed over and counted
    """A fact has no value for a slot that the template prints."""


@dataclass(slots=True)
class SlotFiller:
    """Fills the slots of a template's texts from one fact."""

    world: FactBase
    lang: str
    capitalise: bool = True

    def value(self, record: FactRecord, path: Path) -> Value:
        """Follow a path from a fact to a value, as the bank has it."""
        return self._found(record, path)[0]

    def shown(self, record: FactRecord, path: Path) -> Value:
        """Follow a path to a value, its numbers and dates as the language writes them."""
        value, base = self._found(record, path)
        write = _WRITTEN.get(base)
        if write is None or not value:
            return value
        if isinstance(value, tuple):
            return tuple(write(str(each), self.lang) for each in value)
        return write(str(value), self.lang)

    def _found(self, record: FactRecord, path: Path) -> tuple[Value, str]:
        """Follow a path to a value and the type of its slot."""
        value: Any = None
        base = "text"
        for name in path.names:
            value = record.fact.values.get(name)
            base = self.world.kinds.get(record.fact.kind, {}).get(name, TEXT_TYPE).base
            if value is None and name == "short":
                value = record.fact.values.get("name")
            if value is None:
                raise MissingValue(str(path))
            if isinstance(value, Ref):
                record = self.world.entities[value.id]
        return value, base

    def one(self, value: Value, *, markup: bool, cloze: bool = False) -> str:
        """Print a single value; names are plain text, text slots are markup."""
        if isinstance(value, Ref):
            name = self.world.name_of(value)
            return escape(name) if markup else name
        text = str(value) if cloze else strip_cloze(str(value))
        return text if markup else plain_text(parse(text))

    def many(self, value: Value, *, markup: bool) -> list[str]:
        """Print a value, or each value of a list."""
        values = value if isinstance(value, tuple) else (value,)
        return [self.one(v, markup=markup) for v in values]

    def fill(
        self,
        text: str,
        record: FactRecord,
        *,
        markup: bool = True,
        cloze: bool = False,
        raw: bool = False,
    ) -> str:
        """Print a text; what begins with a slot begins with a capital.

        Args:
            text: What a template writes.
            record: The fact that fills it.
            markup: Whether it is marked text.
            cloze: Whether it has blanks.
            raw: Numbers and dates stay as the bank has them.

        """
        filled, end = "", 0
        for code in FENCED.finditer(text) if "\n" in text else ():
            part = text[end : code.start()]
            filled += self._filled(part, record, markup=markup, cloze=cloze, raw=raw)
            filled += self._filled_code(code[0], record, cloze=cloze)
            end = code.end()
        filled += self._filled(text[end:], record, markup=markup, cloze=cloze, raw=raw)
        if markup and isinstance(next(iter(pieces(text)), ""), Path):
            filled = self.begun(filled)
        return filled

    def _filled(
        self, text: str, record: FactRecord, *, markup: bool, cloze: bool, raw: bool
    ) -> str:
        own = [match.span() for match in _OF_ITS_OWN.finditer(text)] if markup else []
        filled, at = "", 0
        for part in pieces(text):
            start, at = at, at + (len(part) if isinstance(part, str) else len(str(part)) + 2)
            if isinstance(part, str):
                filled += part
                continue
            as_it_is = raw or any(first <= start < last for first, last in own)
            value = (self.value if as_it_is else self.shown)(record, part)
            if isinstance(value, tuple):
                filled += joined(self.many(value, markup=markup), self.lang)
            else:
                filled += self.one(value, markup=markup, cloze=cloze)
        return filled

    def _filled_code(self, code: str, record: FactRecord, *, cloze: bool) -> str:
        """Fill a code block, in which a backslash is one, but before a brace that is no slot's."""
        filled = ""
        for part in pieces(code):
            if isinstance(part, str):
                filled += re.sub(r"\\([{}])", r"\1", part)
                continue
            value = self.value(record, part)
            values = value if isinstance(value, tuple) else (value,)
            names = [self.one(v, markup=not isinstance(v, Ref), cloze=cloze) for v in values]
            filled += joined(names, self.lang) if isinstance(value, tuple) else names[0]
        return filled

    def begun(self, text: str) -> str:
        """Begin a text that a slot begins with a capital, if that is wanted."""
        return capitalised(text) if self.capitalise else text
