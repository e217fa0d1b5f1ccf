"""Edits of a bank's text in place: a key for a mapping, a paragraph for a piece of evidence.

The file is never dumped anew: comments, quotes and layout stay as the author left them. An edit
that can't be done for sure is left undone, and the text is read again afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq, read_text
from quizgen.problems import Edit

_CITED = re.compile(r"p\d{1,5}:\s+")


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
    # From the end of the file to its start, so that no edit moves the place of the next.
    todo = sorted(dict.fromkeys(edits), key=lambda e: (e.where, e.key), reverse=True)
    new, done = _apply(text, todo, nodes, offsets)
    if _is_done(before, new, done):
        return new, done
    new, done = text, []
    for edit in todo:  # one of them spoils the file: leave that one out
        tried, made = _apply(new, [edit], nodes, offsets)
        if made and _is_done(before, tried, [*done, edit]):
            new, done = tried, [*done, edit]
    return new, done


Places = Mapping[tuple[int, int], Node]


def _apply(
    text: str, edits: Iterable[Edit], nodes: Places, offsets: Sequence[int]
) -> tuple[str, list[Edit]]:
    done = []
    for edit in edits:
        node = nodes.get((edit.where.line, edit.where.column))
        new = _with(text, offsets, node, edit) if node is not None else None
        if new is not None:
            text = new
            done.append(edit)
    return text, done


def _is_done(before: Document, text: str, edits: Iterable[Edit]) -> bool:
    """Read the new text, and tell whether it says what was wanted and nothing else changed."""
    after = read_text(text, "")
    if before.root is None or after.root is None or len(after.problems) > len(before.problems):
        return False
    wanted: dict[tuple[int, int], list[Edit]] = {}
    for edit in edits:
        wanted.setdefault((edit.where.line, edit.where.column), []).append(edit)
    return _said(before.root, wanted) == _said(after.root, {})


def _said(node: Node, edits: Mapping[tuple[int, int], Sequence[Edit]]) -> object:
    """Give what a node says, wherever it stands; as it would be once edited."""
    here = edits.get((node.mark.line + 1, node.mark.column + 1), ())
    if type(node) is Seq:
        return [_said(value, edits) for value in node.items]
    if type(node) is Map:
        said = {key: _said(value, edits) for key, value in node.entries.items()}
        return {**said, **{edit.key: edit.value for edit in here}}
    text = node.text.strip() if type(node) is Scalar else ""
    for edit in here:
        text = f"p{edit.value}: {_CITED.sub('', text, count=1).strip()}"
    return text


def _places(node: Node) -> Iterable[tuple[tuple[int, int], Node]]:
    """Give every value with its place; a block mapping starts where its first key does."""
    if type(node) is Map:
        for child in node.entries.values():
            yield from _places(child)
    elif type(node) is Seq:
        for child in node.items:
            yield from _places(child)
    yield (node.mark.line + 1, node.mark.column + 1), node


_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
"""What YAML 1.1, and so libyaml, counts as the end of a line."""


def _offset(offsets: Sequence[int], mark: Any) -> int:
    start: int = offsets[mark.line] + mark.column
    return start


def _line_starts(text: str) -> list[int]:
    starts = [1 if text.startswith("\ufeff") else 0]
    starts += [match.end() for match in _LINE_END.finditer(text)]
    return starts


def _with(text: str, offsets: Sequence[int], node: Node, edit: Edit) -> str | None:
    """Do one edit, or give None where it can't be done for sure."""
    start = _offset(offsets, node.mark)
    if start >= len(text):
        return None
    if type(node) is Scalar:
        return _cited(text, start, node, edit) if edit.key == "paragraph" else None
    if type(node) is not Map:
        return None
    if edit.key in node.entries:
        child = node.entries[edit.key]
        at = _offset(offsets, child.mark)
        if type(child) is not Scalar or not text.startswith(child.text, at):
            return None
        return text[:at] + edit.value + text[at + len(child.text) :]
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
        follows = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])\s*").match(text, start)
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


def edit_files(edits: Iterable[Edit], here: Path) -> tuple[Mapping[Path, bytes], list[Edit]]:
    """Give the new content of every file that edits change, and the edits that were done.

    Names of files count from `here`; files that are read-only are left alone.
    """
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.where.file, []).append(edit)
    files: dict[Path, bytes] = {}
    done: list[Edit] = []
    for name, wanted in by_file.items():
        path = here / name
        if not path.stat().st_mode & 0o222:
            continue
        text = path.read_bytes().decode("utf-8")
        new, made = edited(text, wanted)
        if made:
            files[path] = new.encode("utf-8")
            done += made
    return files, done
