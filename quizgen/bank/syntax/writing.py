"""Values of a bank -> YAML as a person would write it; our reader gives the same values back.

A text stands without quotes where nobody could take it for anything else, in single quotes where
somebody might, and as a `|` block where it has lines of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.bank.syntax.yaml_tree import Map, Node, Seq, read_text

_WIDTH = 96
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#]|:(?=[^\s])|(?<=\S)#)*")
"""A text that starts with a letter, and in which no colon or `#` could end it."""
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")
_TAKEN_FOR_ELSE = re.compile(r"true|false|yes|no|on|off|null|y|n|\.?inf|\.?nan", re.IGNORECASE)
_BLOCK = re.compile(r"(?!\s)[^\t\r\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]+\Z")

_MAY_BE_PLAIN = re.compile(r"true|false|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that is written without quotes: a number, `true`, `false`."""

    text: str


Value = str | Plain | Sequence["Value"] | Mapping[str, "Value"]
"""A value of a bank's tree; a `str` is text, whatever it looks like."""


def written(values: Mapping[str, Value], indent: int = 0) -> str:
    """Write a mapping, a key a line."""
    return "".join(f"{line}\n" if line else "\n" for line in _lines(values, indent))


def written_list(entries: Sequence[Mapping[str, Value]], indent: int = 2) -> str:
    """Write a list of mappings, an empty line between them."""
    room = " " * indent
    parts = []
    for entry in entries:
        text = written(entry, indent + 2)
        parts.append(f"{room}- {text[indent + 2 :]}")
    return "\n".join(parts)


def on_one_line(value: Value) -> str:
    """Write a value as it would stand in brackets; a text of several lines in double quotes."""
    if isinstance(value, str):
        return _inside(value) or json.dumps(value, ensure_ascii=False)
    if isinstance(value, Plain):
        return value.text
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)}: {on_one_line(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    return f"[{', '.join(map(on_one_line, value))}]"


def value_of(text: str) -> Value:
    """Read a value that stands on one line; what can't be read is text."""
    document = read_text(f"value: {text}", "")
    root = document.root
    if document.problems or not isinstance(root, Map) or len(root.entries) != 1:
        return text
    return _value(root.entries["value"])


def _value(node: Node) -> Value:
    if isinstance(node, Map):
        return {key: _value(inner) for key, inner in node.entries.items()}
    if isinstance(node, Seq):
        return [_value(inner) for inner in node.items]
    return Plain(node.text) if node.plain and _MAY_BE_PLAIN.fullmatch(node.text) else node.text


def _lines(values: Mapping[str, Value], indent: int) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{' ' * indent}{_key(key)}:", value, indent)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9][\w./-]*", key) else _scalar(key)


def _entry(head: str, value: Value, indent: int) -> Iterator[str]:
    """Write a value behind what leads to it: a key, or the dash of a list."""
    flow = _flow(value)
    if flow is not None and (isinstance(value, str | Plain) or len(head) + len(flow) < _WIDTH):
        yield f"{head} {flow}"
    elif isinstance(value, str | Plain):
        lines = str(value if isinstance(value, str) else value.text).split("\n")
        yield f"{head} |-"
        yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in lines)
    elif isinstance(value, Mapping):
        yield head
        yield from _lines(value, indent + 2)
    else:
        yield head
        for inner in value:
            yield from _listed(inner, indent + 2)


def _listed(value: Value, indent: int) -> Iterator[str]:
    dash = f"{' ' * indent}-"
    if isinstance(value, Mapping) and _flow(value) is None:
        lines = list(_lines(value, indent + 2))
        yield f"{dash} {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _entry(dash, value, indent)


def _flow(value: Value) -> str | None:
    """Write a value on one line; None where it needs lines of its own."""
    if isinstance(value, Plain):
        return value.text
    if isinstance(value, str):
        return None if "\n" in value and _is_block(value) else _scalar(value)
    if isinstance(value, Mapping):
        inner = [(_key(key), _inside(one)) for key, one in value.items()]
        return _braced("{}", [f"{key}: {text}" for key, text in inner if text is not None], inner)
    told = [("", _inside(one)) for one in value]
    return _braced("[]", [text for _, text in told if text is not None], told)


def _inside(value: Value) -> str | None:
    """Write a value inside brackets, where a comma would end it."""
    if isinstance(value, Mapping):
        return _flow(value)
    text = _flow(value)
    if isinstance(value, str) and text == value and _FLOW_SIGNS.search(value):
        return _quoted(value)
    return text


def _braced(signs: str, parts: Sequence[str], whole: Sequence[object]) -> str | None:
    return f"{signs[0]}{', '.join(parts)}{signs[1]}" if len(parts) == len(whole) else None


def _is_block(text: str) -> bool:
    """Tell whether a text of several lines can stand as a `|` block, to the character."""
    lines = text.split("\n")
    return (
        bool(_BLOCK.fullmatch(text))
        and all(line == line.rstrip() for line in lines)
        and (text == text.strip())
    )


def _scalar(text: str) -> str:
    plain = (
        _PLAIN.fullmatch(text)
        and text.isprintable()
        and text == text.strip()
        and not text.endswith(":")
        and not _TAKEN_FOR_ELSE.fullmatch(text)
    )
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    if text.isprintable() and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
