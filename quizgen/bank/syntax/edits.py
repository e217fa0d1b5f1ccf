"""Edits of a bank's text in place: a key for a mapping, a paragraph for a piece of evidence.

The file is never dumped anew: comments, quotes and layout stay as the author left them. An edit
that can't be done for sure is left undone, and the text is read again afterwards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yaml import CSafeLoader, YAMLError
from yaml.events import ScalarEvent

from quizgen.bank.damaged_texts import without_odd_line_ends
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq, read_text
from quizgen.bank.text_flaw import with_repair
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
    edits = list(edits)
    nodes = dict(_places(before, before.root))
    offsets = _line_starts(text)
    ends = _ends(text, before, offsets) if any(edit.key == "text" for edit in edits) else {}
    # From the end of the file to its start, so that no edit moves the place of the next.
    todo = sorted(dict.fromkeys(edits), key=lambda e: (e.where, e.key), reverse=True)
    source = _Source(nodes, offsets, ends)
    new, done = _apply(text, todo, source)
    if _is_done(before, new, done):
        return new, done
    new, done = text, []
    source = replace(source, grown={})
    for edit in todo:  # one of them spoils the file: leave that one out
        trial = replace(source, grown=dict(source.grown))
        tried, made = _apply(new, [edit], trial)
        if made and _is_done(before, tried, [*done, edit]):
            new, done, source = tried, [*done, edit], trial
    return new, done


@dataclass(slots=True)
class _Source:
    """Where the values of a file stand in it as it was read."""

    nodes: Mapping[tuple[int, int], Node]
    offsets: Sequence[int]
    ends: Mapping[tuple[int, int], int]
    """Where scalars end, by their places."""
    grown: dict[tuple[int, int], int] = field(default_factory=dict)
    """By how much earlier edits have moved these ends."""


def _apply(text: str, edits: Iterable[Edit], source: _Source) -> tuple[str, list[Edit]]:
    done = []
    for edit in edits:
        place = (edit.where.line, edit.where.column)
        node = source.nodes.get(place)
        if edit.key == "text" and type(node) is Scalar:
            new = _rewritten(text, node, edit, source)
        else:
            new = _with(text, source.offsets, node, edit) if node is not None else None
        if new is not None:
            source.grown[place] = source.grown.get(place, 0) + len(new) - len(text)
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
    return _said(before, before.root, wanted) == _said(after, after.root, {})


def _said(
    document: Document, node: Node, edits: Mapping[tuple[int, int], Sequence[Edit]]
) -> object:
    """Give what a node says, wherever it stands; as it would be once edited."""
    here = edits.get(_place(document, node.mark), ())
    if type(node) is Seq:
        return [_said(document, value, edits) for value in node.items]
    if type(node) is Map:
        said = {key: _said(document, value, edits) for key, value in node.entries.items()}
        return {**said, **{edit.key: edit.value for edit in here}}
    text = node.text.strip() if type(node) is Scalar else ""
    for edit in here:
        text = _edited_text(text, edit)
    return text


def _edited_text(text: str, edit: Edit) -> str:
    """Give a text as it reads after an edit."""
    if edit.key != "text":
        return f"p{edit.value}: {_CITED.sub('', text, count=1).strip()}"
    if edit.old == "|":  # YAML joins lines, and takes one line end away where lines are empty
        return re.sub(r"\n+", lambda ends: "\n" * (len(ends[0]) - 1) or " ", text)
    return with_repair(text, edit.old, edit.value).strip()


def _place(document: Document, mark: Any) -> tuple[int, int]:
    """Give a place as problems name it."""
    where = document.where(mark)
    return where.line, where.column


def _places(document: Document, node: Node) -> Iterable[tuple[tuple[int, int], Node]]:
    """Give every value with its place; a block mapping starts where its first key does."""
    if type(node) is Map:
        for child in node.entries.values():
            yield from _places(document, child)
    elif type(node) is Seq:
        for child in node.items:
            yield from _places(document, child)
    yield _place(document, node.mark), node


_LINE_END = re.compile(r"\r\n|[\r\n]")


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


def _ends(text: str, document: Document, offsets: Sequence[int]) -> dict[tuple[int, int], int]:
    """Give where every scalar ends, by its place."""
    ends = {}
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    parser = CSafeLoader(without_odd_line_ends(text))
    try:
        while parser.check_event():
            event = parser.get_event()
            if type(event) is ScalarEvent:
                ends[_place(document, event.start_mark)] = _offset(offsets, event.end_mark)
    except YAMLError:
        return {}
    finally:
        parser.dispose()
    return ends


def _rewritten(text: str, node: Scalar, edit: Edit, source: _Source) -> str | None:
    """Put other signs into a text, in the way its quotes ask for."""
    place = (edit.where.line, edit.where.column)
    start = _offset(source.offsets, node.mark)
    end = source.ends.get(place, start) + source.grown.get(place, 0)
    raw = text[start:end]
    if edit.old == "|":
        return f"{text[:start]}{edit.value}{text[start + 1 :]}" if raw[:1] == "|" else None
    old, new = (_in_quotes(part, raw[:1]) for part in (edit.old, edit.value))
    if old not in raw:
        old = _as_escape(edit.old)
    if "\n" in new:  # only double quotes can say so
        if raw[:1] in "|>":
            return None
        whole = with_repair(node.text, edit.old, edit.value)
        return f"{text[:start]}{_in_double_quotes(whole)}{text[end:]}"
    if not old or old not in raw:
        return None
    return text[:start] + with_repair(raw, old, new) + text[end:]


def _in_quotes(text: str, quote: str) -> str:
    if quote == '"':
        return _in_double_quotes(text)[1:-1]
    return text.replace("'", "''") if quote == "'" else text


def _in_double_quotes(text: str) -> str:
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, escape)
    return f'"{text}"'


def _as_escape(text: str) -> str:
    """Write a single sign as the escape that double quotes have for it."""
    return f"\\u{ord(text):04x}" if len(text) == 1 else ""


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


def with_accepted(text: str, line: int, column: int, id: str, answers: Sequence[str]) -> str | None:
    """Give a file's text with more accepted answers for an item, or None where that isn't sure.

    Args:
        text: The file's text, its line ends as they are.
        line: Where the item stands, from 1.
        column: Where the item stands in the line, from 1.
        id: The id that the item must say itself: what a template makes is not edited.
        answers: What to add to `accept`; what stands there already is left out.

    """
    before = read_text(text, "")
    node = dict(_places(before, before.root)).get((line, column)) if before.root else None
    own = node.entries.get("id") if type(node) is Map else None
    if type(node) is not Map or type(own) is not Scalar or own.text != id:
        return None
    there = _listed(node.entries.get("accept"))
    new = [answer for answer in dict.fromkeys(answers) if there is None or answer not in there]
    if there is None or not new:
        return text if there else None
    changed = _with_answers(text, _line_starts(text), node, new)
    after = read_text(changed, "")
    found = next((one for one in _maps(after) if _id(one) == id), None)
    said = _listed(found.entries.get("accept")) if found else None
    whole = len(after.problems) <= len(before.problems) and set(said or ()) == {*there, *new}
    return changed if whole else None


def _listed(node: Node | None) -> list[str] | None:
    """Give the texts of a list, none where there is none; None for what is no list of texts."""
    if node is None:
        return []
    if type(node) is not Seq or not all(type(one) is Scalar for one in node.items):
        return None
    return [one.text for one in node.items if type(one) is Scalar]


def _maps(document: Document) -> Iterable[Map]:
    if document.root is not None:
        yield from (node for _, node in _places(document, document.root) if type(node) is Map)


def _id(node: Map) -> str:
    own = node.entries.get("id")
    return own.text if type(own) is Scalar else ""


def _with_answers(text: str, offsets: Sequence[int], node: Map, answers: Sequence[str]) -> str:
    quoted = [json.dumps(answer, ensure_ascii=False) for answer in answers]
    child = node.entries.get("accept")
    at = _offset(offsets, child.mark if child is not None else node.mark)
    rest = text[at + 1 :]
    if child is None and text[at] == "{":
        return f"{text[:at]}{{accept: [{', '.join(quoted)}], {rest}"
    if child is not None and text[at] == "[":
        comma = "" if rest.lstrip().startswith("]") else ", "
        return f"{text[:at]}[{', '.join(quoted)}{comma}{rest}"
    line = text.rfind("\n", 0, at) + 1
    margin = re.sub(r"[^\t]", " ", text[line:at])  # a dash before the first key is no margin
    end = "\r\n" if "\r\n" in text else "\n"
    added = [f"accept: [{', '.join(quoted)}]"] if child is None else [f"- {one}" for one in quoted]
    return text[:at] + "".join(f"{one}{end}{margin}" for one in added) + text[at:]
