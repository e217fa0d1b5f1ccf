"""Slots: what a place in a bank asks for, and how the author's characters become it.

The slot decides, not the look of the scalar: a text slot takes `no`, `1:30`, `007` and
`2024-07-11` as they stand; only a slot that asks for a number or a truth value reads one. A
slot also knows its JSON Schema, so that editors are told the same thing the reader enforces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from quizgen.bank.damaged_texts import DAMAGE, as_lines, damage_of
from quizgen.bank.rich_texts import MAY_LOSE, dedented, flaws_of
from quizgen.bank.shown_texts import WRAPPED, is_wrapped
from quizgen.bank.syntax.odd_signs import odd_comma, odd_sign_for_list, odd_sign_in_key
from quizgen.bank.syntax.yaml_tree import (
    Document,
    Map,
    Node,
    OwnMark,
    Scalar,
    Seq,
    is_decimal_comma,
)
from quizgen.bank.text_flaw import TextFlaw
from quizgen.problems import did_you_mean

Read = Callable[[Document, Node, str], Any]
"""(document, node, name of the slot) -> the value, or None when a problem was reported."""


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of value."""

    read: Read
    schema: Mapping[str, Any]
    doc: str = ""

    def about(self, doc: str) -> Field:
        """Give the same slot with a sentence on what it is for."""
        return Field(self.read, self.schema, doc)


@dataclass(frozen=True, slots=True)
class Schema:
    """A mapping with known keys."""

    name: str
    slots: Mapping[str, Field]
    required: tuple[str, ...] = ()
    readers: dict[str, Read] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.readers.update((key, slot.read) for key, slot in self.slots.items())


def found_text(node: Node) -> str:
    """Say in words what stands in a place."""
    if type(node) is Map:
        return "a mapping"
    if type(node) is Seq:
        return "a list" if node.items else "an empty list"
    return repr(node.text) if node.text else "nothing"  # type: ignore[union-attr]


def _not_text(document: Document, node: Node, name: str) -> None:
    help = "write the text as one value"
    if type(node) is Map and node.entries:
        first = next(iter(node.entries))
        value = node.entries[first]
        if node.flow and type(value) is Scalar and not value.text:
            help = f'a text that starts with {{ must be quoted: "{{{first}}}"'
        else:
            help = f'a colon and a space make a mapping: quote the text, "{first}: ..."'
    elif type(node) is Seq and node.flow:
        help = "a text that starts with [ must be quoted"
    document.report("wrong-kind", node.mark, f"{name} must be text, found {found_text(node)}", help)


def read_text(document: Document, node: Node, name: str) -> str | None:
    """Read a text slot: the author's characters, whatever they look like."""
    if type(node) is not Scalar:
        _not_text(document, node, name)
        return None
    if document.bent and _is_bent(document, node):
        return None
    if node.plain and document.cut and (node.mark.line, node.mark.column) in document.cut:
        document.report(
            "text-cut-by-hash",
            node.mark,
            f"everything after ` #` is a comment: {name} is read as {node.text!r}",
            "put the text in quotes, or the comment on a line of its own",
        )
    text = node.text.strip()
    if document.damaged:
        text = _undamaged(document, node, text)
    if not text.isprintable():
        return _visible(document, node, name, text)
    if not text:
        document.report("empty", node.mark, f"{name} is empty", "write it, or delete the key")
        return None
    return text


def _undamaged(document: Document, node: Scalar, text: str) -> str:
    """Report the damage of a text, and read Unicode's own ends of lines as such."""
    if not DAMAGE.search(text):
        return text
    for flaw in damage_of(text):
        document.report_flaw(flaw, node.mark)
    return as_lines(text)


def read_rich(document: Document, node: Node, name: str) -> str | None:
    """Read a text with marks; report what of it would not be printed as it was written."""
    if type(node) is Scalar and not document.suspect:
        text: str | None = node.text.strip()
        if text and text.isprintable() and not MAY_LOSE.search(text):
            return text  # nearly all of them
    text = read_text(document, node, name)
    if text is None or not (MAY_LOSE.search(text) or document.folded):
        return text
    mark = node.mark
    place = (mark.line, mark.column)
    flaws: list[TextFlaw] = []
    if "\n" in text and type(node) is Scalar:
        if not node.plain and place not in document.parted and is_wrapped(text):
            flaws.append(WRAPPED)
        text = as_lines(dedented(document.parted.get(place, node.text)))
    flaws += _flaws_at(document, place, text, cloze=name == "cloze")
    for flaw in flaws:
        document.report_flaw(flaw, mark)
    return None if any(flaw.level == "error" for flaw in flaws) else text


def _flaws_at(
    document: Document, place: tuple[int, int], text: str, *, cloze: bool
) -> Sequence[TextFlaw]:
    """Give what is amiss in a text; where YAML folded its lines, that comes before all else."""
    folded = document.folded.get(place)
    return [folded] if folded else flaws_of(text, cloze=cloze)


def _is_bent(document: Document, node: Scalar) -> bool:
    """Report a double-quoted text in which an escape was hardly meant as one."""
    bent = document.bent.get((node.mark.line, node.mark.column))
    if bent:
        document.report("escape-in-quotes", node.mark, *bent)
    return bent is not None


def _visible(document: Document, node: Scalar, name: str, text: str) -> str | None:
    """Refuse control characters, and texts of which nothing would be seen."""
    for char in text:
        if char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cs"}:
            message = f"{name} holds the control character U+{ord(char):04X}"
            document.report("control-character", node.mark, message, "delete it")
            return None
    if all(c.isspace() or unicodedata.category(c) == "Cf" for c in text):
        document.report("empty", node.mark, f"{name} has nothing to see", "write it")
        return None
    return text


def read_word(document: Document, node: Node, name: str) -> str | None:
    """Read a short plain value (a tag, a topic); a comment behind it is welcome."""
    if type(node) is not Scalar:
        _not_text(document, node, name)
        return None
    if document.bent and _is_bent(document, node):
        return None
    text = node.text.strip()
    if document.damaged:
        text = _undamaged(document, node, text)
    if not text:
        document.report("empty", node.mark, f"{name} is empty", "write it, or delete the key")
        return None
    if not text.isprintable():
        if "\n" in text or "\t" in text:
            document.report("wrong-kind", node.mark, f"{name} must stand on one line")
            return None
        return _visible(document, node, name, text)
    return text


_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ITEM_ID = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?")
MAX_ID = 100


def suggest_slug(text: str) -> str:
    """Make a slug that an author could have written."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "item"


def _read_id(pattern: re.Pattern[str]) -> Read:
    def read(document: Document, node: Node, name: str) -> str | None:
        text = read_word(document, node, name)
        if text is None:
            return None
        if not pattern.fullmatch(text) or len(text) > MAX_ID:
            document.report(
                "bad-id",
                node.mark,
                f"{name} {text[:60]!r} is not an id",
                "ids are lower-case letters, digits, dots, dashes and underscores: "
                f"try {suggest_slug(text)!r}",
            )
            return None
        return text

    return read


_NUMBER = re.compile(
    r"[-+]?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?(?:[eE][-+]?\d{1,2})?|[-+]?\.\d{1,18}"
)


_MINUS = {"\u2212", "\u2013"}
"""Signs that people type for a minus, and that look like one: before a digit they are one."""


@lru_cache(maxsize=4096)
def as_number(text: str) -> Decimal | None:
    """Read a finite decimal number of YAML's core schema (no `1_000`, `0x1F`, `.inf`, `007`)."""
    if text[:1] in _MINUS:
        text = f"-{text[1:]}"
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    # More digits than a person would write would run across the page.
    return number if number is None or not number or -18 <= number.adjusted() < 18 else None


def read_number(document: Document, node: Node, name: str) -> Decimal | None:
    """Read a number slot."""
    number = as_number(node.text.strip()) if type(node) is Scalar else None
    if number is None:
        help = "write digits, with a dot for decimals: 16, 2.5"
        document.report(
            "wrong-kind", node.mark, f"{name} must be a number, found {found_text(node)}", help
        )
    return number


def read_flag(document: Document, node: Node, name: str) -> bool | None:
    """Read a truth value: plain `true` or `false`, nothing else."""
    if type(node) is Scalar and node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    document.report(
        "wrong-kind",
        node.mark,
        f"{name} must be true or false, found {found_text(node)}",
        "write `true` or `false`, without quotes",
    )
    return None


_SCALAR = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
TEXT = Field(read_text, _SCALAR)
RICH = Field(read_rich, _SCALAR)
"""A text with marks, printed; a `TEXT` is plain, or never shown."""
WORD = Field(read_word, _SCALAR)
SLUG = Field(_read_id(_SLUG), {"type": "string", "pattern": r"^[a-z0-9][a-z0-9._-]*$"})
ITEM_ID = Field(
    _read_id(_ITEM_ID),
    {"type": "string", "pattern": r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?$"},
)
NUMBER = Field(
    read_number,
    {"type": ["number", "string"], "pattern": r"^\s*[-+\u2212\u2013]?\.?\d[\d.eE+-]*\s*$"},
)
FLAG = Field(read_flag, {"type": "boolean"})


def whole(low: int, high: int) -> Field:
    """Make a slot for whole numbers from `low` to `high`."""

    def read(document: Document, node: Node, name: str) -> int | None:
        number = as_number(node.text.strip()) if type(node) is Scalar else None
        if number is None or number != int(number) or not low <= number <= high:
            document.report(
                "wrong-kind",
                node.mark,
                f"{name} must be a whole number from {low} to {high}, found {found_text(node)}",
            )
            return None
        return int(number)

    return Field(read, {"type": "integer", "minimum": low, "maximum": high})


def one_of(*words: str) -> Field:
    """Make a slot for one of a few words."""

    def read(document: Document, node: Node, name: str) -> str | None:
        text = node.text.strip() if type(node) is Scalar else ""
        if text in words:
            return text
        help = f"write one of: {', '.join(words)}"
        near = did_you_mean(text, words) if text else ""
        if near.startswith("did"):
            help = f"{near} ({help})"
        document.report("wrong-kind", node.mark, f"{name} can't be {found_text(node)}", help)
        return None

    return Field(read, {"enum": list(words)})


def list_of(slot: Field, *, at_least: int = 1) -> Field:
    """Make a slot for a list of one kind of value."""
    read_one = slot.read

    def read(document: Document, node: Node, name: str) -> list[Any] | None:
        if type(node) is not Seq:
            odd = odd_sign_for_list(node.text.strip()) if type(node) is Scalar else None
            if odd:
                document.report("odd-sign", node.mark, *odd)
                return None
            help = f"write a list: a line for each, `- ...`, under `{name}:`"
            document.report(
                "wrong-kind", node.mark, f"{name} must be a list, found {found_text(node)}", help
            )
            return None
        if len(node.items) < at_least:
            document.report(
                "too-few", node.mark, f"{name} needs {at_least} or more, found {len(node.items)}"
            )
            return None
        if node.flow and len(node.items) == 1:
            _report_odd_comma(document, node.items[0])
        if node.flow and read_one is not read_word:
            _report_split_texts(document, node, name)
        values = [read_one(document, child, name) for child in node.items]
        return None if None in values else values

    return Field(read, {"type": "array", "items": slot.schema, "minItems": at_least})


def _report_odd_comma(document: Document, only: Node) -> None:
    """Name what looks like the comma of a list that has one entry because of it."""
    odd = odd_comma(only.text) if type(only) is Scalar and only.plain else None
    if odd:
        message = f"{odd[1]}: the list has one entry"
        help = "part its entries by a plain comma; a text with such a sign stands in quotes"
        document.report("odd-sign", only.mark, message, help)


_JOINER = re.compile(r"(?:and|or|but|nor|und|oder|et|ou|y|o)\s", re.IGNORECASE)


def _report_split_texts(document: Document, node: Seq, name: str) -> None:
    """Catch the comma that was meant as part of a text in `[a, b]`."""
    last: Scalar | None = None
    for child in node.items:
        if type(child) is not Scalar or not child.plain:
            last = None
            continue
        thousands = last is not None and _goes_on_in_thousands(last, child)
        if last is not None and (thousands or _JOINER.match(child.text)):
            whole_text = f"{last.text},{'' if thousands else ' '}{child.text}"
            document.report(
                "comma-splits-text",
                child.mark,
                f"the comma before {child.text!r} makes it an entry of its own in {name}",
                f'if one text is meant, quote it: "{whole_text}"; or write a line for each',
            )
        last = child


def _goes_on_in_thousands(last: Scalar, child: Scalar) -> bool:
    """Tell whether two entries read as one number: `[1,000]`."""
    return (
        last.text[-1:].isdigit()
        and re.fullmatch(r"\d{3}\b.*", child.text) is not None
        and child.mark.line == last.mark.line
        and child.mark.column == last.mark.column + len(last.text) + 1
    )


def one_or_many(slot: Field) -> Field:
    """Make a slot that takes one value or a list of them, and gives a list."""
    many = list_of(slot)

    def read(document: Document, node: Node, name: str) -> list[Any] | None:
        if type(node) is Seq:
            values: list[Any] | None = many.read(document, node, name)
            return values
        value = slot.read(document, node, name)
        return None if value is None else [value]

    return Field(read, {"anyOf": [slot.schema, many.schema]})


def map_of(key: Field, slot: Field) -> Field:
    """Make a slot for a mapping from ids to one kind of value."""

    def read(document: Document, node: Node, name: str) -> dict[str, Any] | None:
        if type(node) is not Map:
            document.report(
                "wrong-kind", node.mark, f"{name} must be a mapping, found {found_text(node)}"
            )
            return None
        values = {}
        marks = node.keys
        for word, child in node.entries.items():
            key.read(document, Scalar(word, True, marks[word]), f"a key of {name}")
            values[word] = slot.read(document, child, f"{name}.{word}")
        return None if any(value is None for value in values.values()) else values

    schema = {
        "type": "object",
        "propertyNames": key.schema,
        "additionalProperties": slot.schema,
    }
    return Field(read, schema)


def read_fields(document: Document, node: Node, shape: Schema) -> dict[str, Any] | None:
    """Read a mapping by its shape: unknown keys, wrong values and missing keys all at once.

    Gives the values that could be read; None only when the node is no mapping at all.
    """
    if type(node) is not Map:
        document.report(
            "wrong-kind", node.mark, f"{shape.name} must be a mapping, found {found_text(node)}"
        )
        return None
    values: dict[str, Any] = {}
    readers = shape.readers
    for key, child in node.entries.items():
        read = readers.get(key)
        if read is not None:
            value = read(document, child, key)
            if value is not None:
                values[key] = value
        elif not key.startswith("x-"):
            report_unknown_key(document, node, key, shape)
    for key in shape.required:
        if key not in node.entries:
            document.report(
                "missing-key", node.mark, f"{shape.name} has no `{key}`", f"add `{key}: ...`"
            )
    return values


def report_unknown_key(document: Document, node: Map, key: str, shape: Schema) -> None:
    """Report a key that a mapping can't have; or the comma that made it one."""
    mark = node.keys[key]
    value = node.entries[key]
    odd = odd_sign_in_key(key)
    if odd:
        place = OwnMark(mark.line, mark.column + odd[0])
        document.report("odd-sign", place, odd[1], odd[2])
        return
    if node.flow and type(value) is Scalar and value.plain and not value.text:
        before = list(node.entries)
        last = before[before.index(key) - 1] if before.index(key) else ""
        said = node.entries.get(last)
        text = said.text if type(said) is Scalar else "..."
        if is_decimal_comma(document, node, last, key, mark):
            return
        space = "" if text[-1:].isdigit() and key[:1].isdigit() else " "
        document.report(
            "comma-splits-text",
            mark,
            f"the comma before {key!r} ends the text of `{last}`",
            f'if one text is meant, quote it: {last}: "{text},{space}{key}"',
        )
        return
    document.report(
        "unknown-key",
        mark,
        f"{shape.name} has no key {key!r}",
        did_you_mean(key, shape.slots) + "; keys of your own start with x-",
    )


def mapping_field(shape: Schema) -> Field:
    """Make a slot that holds a mapping of one shape."""

    def read(document: Document, node: Node, name: str) -> dict[str, Any] | None:  # noqa: ARG001
        before = len(document.problems)
        values = read_fields(document, node, shape)
        return values if len(document.problems) == before else None

    return Field(read, json_schema_of(shape))


def json_schema_of(shape: Schema) -> dict[str, Any]:
    """Give the JSON Schema of a shape."""
    properties = {}
    for key, slot in shape.slots.items():
        properties[key] = (
            {**slot.schema, "description": slot.doc, "markdownDescription": slot.doc}
            if slot.doc
            else slot.schema
        )
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    if shape.required:
        schema["required"] = list(shape.required)
    return schema
