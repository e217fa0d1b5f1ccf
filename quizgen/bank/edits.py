"""Edits of a bank's text in place: a key for a mapping, a paragraph for a piece of evidence.

The file is never dumped anew: comments, quotes and layout stay as the author left them. An edit
that can't be done for sure is left undone, and the text is read again afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from quizgen.bank.reader import Map, Node, Scalar, Seq, read_text
from quizgen.problems import Edit

_CITED = re.compile(r"p\d{1,5}:\s")


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, list[Edit]]:
    """Give a file's text with all edits done that can be, and those that were.

    Args:
        text: The file's text, its line ends as they are.
        edits: What to do; places count lines and columns from 1.

    """
    before = read_text(text, "")
    if before.root is None:
        return text, []
    nodes = dict(_places(before.root))
    offsets = _line_starts(text)
    done: list[Edit] = []
    for edit in sorted(dict.fromkeys(edits), key=lambda e: (e.where, e.key), reverse=True):
        node = nodes.get((edit.where.line, edit.where.column))
        if node is None:
            continue
        start = offsets[edit.where.line - 1] + edit.where.column - 1
        new = _with(text, start, node, edit)
        if new is not None and not read_text(new, "").problems[len(before.problems) :]:
            text = new
            done.append(edit)
    return text, done


def _places(node: Node) -> Iterable[tuple[tuple[int, int], Node]]:
    """Give every value with its place; a block mapping starts where its first key does."""
    if type(node) is Map:
        for child in node.entries.values():
            yield from _places(child)
    elif type(node) is Seq:
        for child in node.items:
            yield from _places(child)
    yield (node.mark.line + 1, node.mark.column + 1), node


def _line_starts(text: str) -> list[int]:
    starts = [1 if text.startswith("\ufeff") else 0]
    starts += [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
    return starts


def _with(text: str, start: int, node: Node, edit: Edit) -> str | None:
    """Do one edit at an offset, or give None where it can't be done for sure."""
    if type(node) is Scalar:
        return _cited(text, start, node, edit) if edit.key == "paragraph" else None
    if type(node) is not Map:
        return None
    if edit.key in node.entries:
        return _changed(text, start, node, edit)
    if text[start] == "{":
        return f"{text[: start + 1]}{edit.key}: {edit.value}, {text[start + 1 :]}"
    line = text.rfind("\n", 0, start) + 1
    margin = re.sub(r"[^\t]", " ", text[line:start])  # a dash before the first key is no margin
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:start]}{edit.key}: {edit.value}{end}{margin}{text[start:]}"


def _cited(text: str, start: int, node: Scalar, edit: Edit) -> str | None:
    """Put `p12: ` before cited words, or another number into it."""
    said = f"p{edit.value}: "
    quote = text[start] if text[start] in "\"'" else ""
    at = start + len(quote)
    if text[start] in "|>":
        follows = re.compile(r"[^\n]*\n\s*").match(text, start)
        at = follows.end() if follows else len(text)
    old = _CITED.match(text, at)
    if old:
        return text[:at] + said + text[old.end() :]
    if quote or text[start] in "|>":
        return text[:at] + said + text[at:]
    if text.startswith(node.text, start):
        words = node.text.replace("\\", "\\\\").replace('"', '\\"')
        return f'{text[:start]}"{said}{words}"{text[start + len(node.text) :]}'
    return None  # a plain text over several lines


def _changed(text: str, start: int, node: Map, edit: Edit) -> str | None:
    """Write another value for a key that is there."""
    child = node.entries[edit.key]
    if type(child) is not Scalar or not child.plain:
        return None
    found = re.compile(rf"\b{re.escape(edit.key)}:\s+{re.escape(child.text)}").search(text, start)
    if found is None:
        return None
    value = found.end() - len(child.text)
    return text[:value] + edit.value + text[found.end() :]


def edit_files(edits: Iterable[Edit]) -> tuple[Mapping[Path, bytes], list[Edit]]:
    """Give the new content of every file that edits change, and the edits that were done."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.where.file, []).append(edit)
    files: dict[Path, bytes] = {}
    done: list[Edit] = []
    for name, wanted in by_file.items():
        text = Path(name).read_bytes().decode("utf-8")
        new, made = edited(text, wanted)
        if made:
            files[Path(name)] = new.encode("utf-8")
            done += made
    return files, done
