"""YAML text to a tree in which every value knows its place.

Drives libyaml's events (`CSafeLoader`) through a builder of our own: several times faster than
`yaml.load`, with positions for free, and no object of YAML's own (dates, sexagesimals, the
Norway boolean) ever comes to be: a scalar is its characters and whether it was quoted. What a
bank may not hold (anchors, tags, merge keys, duplicate keys, deep nesting) is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from yaml import CSafeLoader
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from quizgen.bank.damaged_texts import (
    DAMAGE,
    ESCAPED_DAMAGE,
    ODD_LINE_END,
    with_odd_line_ends,
    without_odd_line_ends,
)
from quizgen.bank.rich_texts import FOLDED, flaw_of_folded, parted
from quizgen.bank.syntax.escapes import MAY_BEND, Bent, bent_escape
from quizgen.bank.syntax.odd_signs import odd_quote, odd_sign
from quizgen.bank.text_flaw import TextFlaw
from quizgen.problems import Edit, Level, Problem, Where
from quizgen.text.inline_rules import RUBY

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32


class Scalar(Struct, eq=False, gc=False):
    """A value's characters as written, and whether they were written without quotes."""

    text: str
    plain: bool
    mark: Any


class Map:
    """A mapping: values and the places of their keys, in the author's order."""

    __slots__ = ("entries", "flow", "key_marks", "mark")

    def __init__(self, mark: Any, flow: bool) -> None:
        self.entries: dict[str, Node] = {}
        self.key_marks: list[Any] = []
        self.mark = mark
        self.flow = flow

    @property
    def keys(self) -> dict[str, Any]:
        """The places of the keys; only messages ask for them."""
        return dict(zip(self.entries, self.key_marks, strict=True))


class Seq:
    """A list of values."""

    __slots__ = ("flow", "items", "mark")

    def __init__(self, mark: Any, flow: bool) -> None:
        self.items: list[Node] = []
        self.mark = mark
        self.flow = flow


Node = Scalar | Map | Seq


@dataclass(slots=True)
class Document:
    """One file of a bank: its tree, and everything found wrong with it so far."""

    file: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    cut: set[tuple[int, int]] = field(default_factory=set)
    """Starts of plain scalars that a ` #` on their line may have cut short."""
    bent: dict[tuple[int, int], Bent] = field(default_factory=dict)
    """Starts of double-quoted scalars in which an escape was hardly meant as one."""
    folded: dict[tuple[int, int], TextFlaw] = field(default_factory=dict)
    """Starts of scalars whose lines YAML folds, and what that costs them."""
    parted: dict[tuple[int, int], str] = field(default_factory=dict)
    """Texts of several paragraphs that are no `|` block, as they read."""
    damaged: bool = False
    """Whether the text holds a sign that may be damage."""
    suspect: bool = False
    """Whether any of its texts has to be looked at as it was written."""
    extras: bool = True
    """Whether the text holds a sign that could be an anchor or a tag, or ends lines oddly."""
    sha256: str = ""
    """Of the file's bytes."""
    pictures: bool = True
    """Whether the text holds the mark of a picture."""
    ruby: bool = False
    """Whether the text holds what is ruby in some languages."""

    def where(self, mark: Any) -> Where:
        """Turn a parser's mark (counting from 0) into a place (counting from 1)."""
        return Where(self.file, mark.line + 1, mark.column + 1)

    def report(
        self, code: str, mark: Any, message: str, help: str = "", *, level: Level = "error"
    ) -> None:
        """Add a problem at a mark of this file."""
        self.problems.append(Problem(code, level, self.where(mark), message, help))

    def report_flaw(self, flaw: TextFlaw, mark: Any) -> None:
        """Add a flaw of the text that begins at a mark, with its repairs."""
        where = self.where(mark)
        fix = tuple(Edit(where, "text", new, old) for old, new in flaw.repairs)
        problem = Problem(flaw.code, flaw.level, where, flaw.message, flaw.help, fix=fix)
        self.problems.append(problem)


class _StopReading(Exception):  # noqa: N818 - a way out, not an error
    """The rest of this file can't be trusted to mean anything."""


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A mark of our own, where the parser gave none."""

    line: int
    column: int


Question = Callable[["Document", Map, Node], Any]
"""(document, root so far, a question's node) -> what stands in the list of questions for it."""
Questions = Callable[[str], Question]
"""The file's text -> what to make of each of its questions as soon as it is read."""


def _as_it_is(text: str) -> Question:  # noqa: ARG001
    return lambda document, root, node: node  # noqa: ARG005


def read_file(path: Path, shown: str, questions: Questions = _as_it_is) -> Document:
    """Read one YAML file; whatever is wrong with it is in the document's problems.

    Args:
        path: The file.
        shown: How messages name it.
        questions: What becomes of the entries of `questions:`, one at a time.

    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _refused(
                shown,
                "file-too-large",
                f"the file has {size / 1048576:.0f} MiB; 64 MiB is the limit",
                "split it and name the parts under `include`",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return _refused(shown, "cannot-read", f"can't read this file: {reason}", "")
    document = read_bytes(data, shown, questions)
    document.sha256 = sha256(data).hexdigest()
    return document


def _refused(shown: str, code: str, message: str, help: str) -> Document:
    return Document(shown, problems=[Problem(code, "error", Where(shown), message, help)])


_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)


def read_bytes(data: bytes, shown: str, questions: Questions = _as_it_is) -> Document:
    """Decode a file's bytes and read them."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return _refused(
                shown,
                "not-yaml",
                f"this is {what}, not a question bank",
                "a bank is a YAML text file; `quizgen new NAME` starts one",
            )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2].count(0) == 1:
        return _refused(shown, "not-utf8", "the file is UTF-16", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, error, shown)
    return read_text(text, shown, questions)


def _undecodable(data: bytes, error: UnicodeDecodeError, shown: str) -> Document:
    head = data[: error.start]
    line = head.count(b"\n") + 1
    column = len(head[head.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    bad = data[error.start]
    guess = bytes([bad]).decode("cp1252", "replace")
    message = f"byte 0x{bad:02x} is not UTF-8"
    if guess.isprintable() and guess != "\ufffd":
        message += f" (in Windows-1252 it would be {guess!r})"
    where = Where(shown, line, column)
    problem = Problem("not-utf8", "error", where, message, "save the file as UTF-8")
    return Document(shown, problems=[problem])


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_HASH = re.compile(r"[ \t]#|[ \t]{2,}#(?=[^\s#])")
"""A ` #` that may be meant as text: a comment proper has two spaces before it and one after."""


def read_text(text: str, shown: str, questions: Questions = _as_it_is) -> Document:
    """Read YAML text into a document."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    damaged = bool(ESCAPED_DAMAGE.search(text))
    if not damaged and not text.isascii():
        damaged = bool(DAMAGE.search(text))
    extras = "&" in text or "!" in text or (damaged and bool(ODD_LINE_END.search(text)))
    document = Document(
        shown, extras=extras, pictures="![" in text, damaged=damaged, suspect=damaged
    )
    document.ruby = not text.isascii() and bool(RUBY.search(text))
    parser = CSafeLoader(without_odd_line_ends(text))
    try:
        document.root = _build(parser, document, _Signs(text), questions(text))
    except _StopReading:
        document.root = None
    except yaml.MarkedYAMLError as error:
        _report_syntax(document, text, error)
    except yaml.YAMLError as error:
        _report_unreadable(document, text, str(error))
    finally:
        parser.dispose()
    if document.root is None and not document.problems:
        help = "start it with `quizgen: 1`, or run `quizgen new NAME`"
        problem = Problem("empty-file", "error", Where(shown), "the file is empty", help)
        document.problems.append(problem)
    return document


def _suspicious_lines(text: str) -> dict[int, str]:
    """Give the lines, by number from 0, on which a ` #` may have cut a text short."""
    lines: dict[int, str] = {}
    if "#" not in text or (" #" not in text and "\t#" not in text):
        return lines
    line = end = 0
    for match in _HASH.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        if line not in lines:
            stop = text.find("\n", end)
            lines[line] = text[text.rfind("\n", 0, end) + 1 : stop if stop >= 0 else None]
    return lines


def _report_unreadable(document: Document, text: str, said: str) -> None:
    """Report what libyaml won't even scan, which is a control character as a rule."""
    control = _CONTROL.search(text)
    if control is None:
        document.problems.append(Problem("yaml-syntax", "error", Where(document.file), said))
        return
    index = control.start()
    place = OwnMark(text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1))
    message = f"control character U+{ord(text[index]):04X}"
    document.report("control-character", place, message, "delete it")


class _Signs:
    """What of a file's text makes its scalars worth a second look; nothing in most files."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hashed = _suspicious_lines(text)
        self.escapes = MAY_BEND.search(text) is not None
        self.folds = FOLDED.search(text) is not None

    def note_escape(self, document: Document, event: Any) -> None:
        """Look at a double-quoted scalar as it was written."""
        start = event.start_mark
        raw = self.text[start.index : event.end_mark.index]
        bent = bent_escape(raw) if MAY_BEND.search(raw) else None
        if bent:
            document.bent[start.line, start.column] = bent
            document.suspect = True

    def note_folded(self, document: Document, event: Any) -> None:
        """Look at a scalar of several lines that is no `|` block."""
        start = event.start_mark
        raw = self.text[start.index : event.end_mark.index]
        flaw = flaw_of_folded(raw) if FOLDED.search(raw) else None
        if flaw:
            document.folded[start.line, start.column] = flaw
            document.suspect = True

    def note_parted(self, document: Document, event: Any) -> None:
        """Keep how a text that is no `|` block reads, its paragraphs parted by empty lines."""
        start = event.start_mark
        raw = self.text[start.index : event.end_mark.index]
        document.parted[start.line, start.column] = parted(event.value, event.style or "", raw)


def _build(parser: Any, document: Document, signs: _Signs, question: Question) -> Node | None:
    """Walk the events once, keeping a stack of open collections.

    The one loop of the project that is written for speed: it runs forty times a question. An
    open mapping waits for a key while `key` is None; a collection is put into its parent when
    it closes.
    """
    next_event = parser.get_event
    stack: list[tuple[Map | Seq, str | None, Any]] = []
    add: Any = None  # the open list's append, None in a mapping
    entries: dict[str, Node] = {}
    container: Map | Seq | None = None
    key: str | None = None
    key_mark: Any = None
    root: Node | None = None
    started = False
    extras = document.extras
    hashed, escapes, folds = signs.hashed, signs.escapes, signs.folds
    while True:
        event = next_event()
        kind = type(event)
        node: Node
        if kind is ScalarEvent:
            mark = event.start_mark
            text = event.value
            if extras:
                text = with_odd_line_ends(text)
                if event.anchor or event.tag:
                    _refuse_extras(document, event)
            if add is None and key is None and container is not None:
                if text in _NO_KEYS and not (text and event.style):
                    text = _refuse_key(document, text, mark)
                key, key_mark = text, mark
                continue
            if escapes and event.style == '"':
                signs.note_escape(document, event)
            if folds and event.end_mark.line > mark.line and event.style != "|":
                signs.note_folded(document, event)
            if "\n" in text and event.style != "|":
                signs.note_parted(document, event)
            node = Scalar(text, not event.style, mark)
            if hashed and not event.style and event.end_mark.line in hashed:
                end = event.end_mark
                if _HASH.match(hashed[end.line], end.column):
                    document.cut.add((mark.line, mark.column))
                    document.suspect = True
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag:
                _refuse_extras(document, event)
            mark = event.start_mark
            if len(stack) >= MAX_DEPTH:
                help = "a bank needs five levels or so; look for a stray `[` or `{`"
                document.report("too-deep", mark, f"more than {MAX_DEPTH} levels deep", help)
                raise _StopReading
            stack.append((container, key, key_mark))  # type: ignore[arg-type]
            if kind is MappingStartEvent:
                container = Map(mark, event.flow_style)
                entries, add = container.entries, None
            else:
                container = Seq(mark, event.flow_style)
                add = container.items.append
            key = None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node = container  # type: ignore[assignment]
            container, key, key_mark = stack.pop()
            is_list = type(container) is Seq
            add = container.items.append if is_list else None  # type: ignore[union-attr]
            entries = {} if is_list or container is None else container.entries  # type: ignore[union-attr]
            if is_list and len(stack) == 2 and stack[1][1] == "questions":
                node = question(document, stack[1][0], node)  # type: ignore[arg-type]
            if container is not None and add is None and key is None:
                key, key_mark = _refuse_collection_key(document, node), node.mark
                continue
        elif kind is AliasEvent:
            document.report("alias", event.start_mark, *_ALIAS)
            node = Scalar("", False, event.start_mark)
            if container is not None and add is None and key is None:
                key, key_mark = "", event.start_mark
                continue
        elif kind is DocumentStartEvent:
            if started:
                document.report("second-document", event.start_mark, *_SECOND)
                return root
            started = True
            continue
        elif kind is StreamEndEvent:
            return root
        else:
            continue

        # Give the node its place in the collection that is open.
        if add is not None:
            add(node)
        elif container is None:
            root = node
        else:
            if key in entries:
                _refuse_duplicate(document, container, key, key_mark)  # type: ignore[arg-type]
            elif key:
                entries[key] = node
                container.key_marks.append(key_mark)  # type: ignore[union-attr]
            key = None


_NO_KEYS = frozenset({"", "<<"})
_ALIAS = (
    "anchors and aliases (& and *) are not part of the bank format",
    "if the text starts with & or *, put it in quotes; otherwise write the value out",
)
_SECOND = ("a second YAML document starts here", "one bank per file; use `include` for more files")


def _refuse_extras(document: Document, event: Any) -> None:
    if event.anchor:
        document.report("alias", event.start_mark, *_ALIAS)
    if event.tag:
        help = "if the text starts with !, put it in quotes"
        document.report("tag", event.start_mark, f"YAML tag {event.tag!r}", help)


def _refuse_key(document: Document, text: str, mark: Any) -> str:
    """Report a key that can't be one; its value is read and left out."""
    if text == "<<":
        help = "use `defaults:`, or write the keys out"
        document.report("merge-key", mark, "merge keys (<<) are not part of the format", help)
    else:
        document.report("key-not-text", mark, "a key is empty", "give it a name, or quote {")
    return ""


def _refuse_collection_key(document: Document, node: Node) -> str:
    help = "keys are plain words; a text that starts with { or [ must be quoted"
    document.report("key-not-text", node.mark, "a list or mapping stands as a key", help)
    return ""


_WHOLE_NUMBER = re.compile(r"[-+\u2212]?\d+")


def is_decimal_comma(document: Document, container: Map, before: str, key: str, mark: Any) -> bool:
    """Report a key that is what follows the comma of a number, as in `{tolerance: 0,5}`.

    Args:
        document: Where to report it.
        container: The mapping it stands in.
        before: The key before it.
        key: The key.
        mark: Its place.

    """
    value = container.entries.get(before)
    if type(value) is not Scalar or not value.plain or not key.isdecimal():
        return False
    ends = value.mark.column + len(value.text)
    if (value.mark.line, ends + 1) != (mark.line, mark.column):
        return False
    if not _WHOLE_NUMBER.fullmatch(value.text):
        return False
    message = f"the comma ends {before} at {value.text}"
    help = f"decimals have a point here: {before}: {value.text}.{key}"
    document.report("decimal-comma", mark, message, help)
    return True


def _refuse_duplicate(document: Document, container: Map, name: str, mark: Any) -> None:
    if container.flow and is_decimal_comma(
        document, container, [*container.entries][-1], name, mark
    ):
        return
    first = container.keys[name].line + 1
    document.report(
        "duplicate-key",
        mark,
        f"{name!r} is given twice; the first is on line {first}",
        "delete one of them",
    )


# --- what libyaml's syntax errors usually mean --------------------------------------------------

_AFTER_KEY = r"^\s*(?:-\s+)?(?:[\w-]+:\s+)?"
_LINE_HINTS = (
    (
        re.compile(_AFTER_KEY + r"\{[^{}:]*\}\s*[^\s,}\]#]"),
        "a text that starts with { must be quoted",
    ),
    (re.compile(_AFTER_KEY + r"\["), "a text that starts with [ must be quoted"),
    (
        re.compile(_AFTER_KEY + r"(\"[^\"]*\"|'[^']*')\s*[^\s,}\]#]"),
        "the text starts with a quoted word: put the whole value in quotes of the other kind",
    ),
    (
        re.compile(_AFTER_KEY + r"[%@`|>]"),
        "a text that starts with one of % @ ` | > must be quoted",
    ),
    (re.compile(_AFTER_KEY + r"[&*!]"), "a text that starts with & * or ! must be quoted"),
)
_BRACE_IN_LIST = re.compile(_AFTER_KEY + r"\[(?:.*,)?\s*[^\s,\[\]{}'\"][^,'\"]*[{}]")
_QUOTE_BRACES = "inside [ ] a text that holds { or } must be in quotes: '$\\ce{HCl}$'"
_ESCAPES = "inside double quotes a backslash starts an escape: use single quotes"
_MESSAGE_HINTS = (
    (
        "mapping values are not allowed",
        "a colon and a space stand inside the text: put the text in quotes, or after `>-`",
    ),
    ("block sequence entries", "a text that starts with - and a space must be quoted"),
    ("tab", "a tab stands where spaces should: indent with spaces"),
    ("escape", _ESCAPES),
    ("hexdecimal", _ESCAPES),
    ("unexpected end of stream", "a quote, [ or { is opened and never closed"),
    ("did not find expected ',' or", "a [ or { list is not closed, or a comma is missing"),
    ("did not find expected", "look at the indentation here and on the lines above"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
)


def _report_syntax(document: Document, text: str, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark or OwnMark(0, 0)
    said = error.problem or "not valid YAML"
    lines = text.split("\n")
    odd = odd_sign(lines, mark.line)
    if odd:
        document.report("odd-sign", OwnMark(odd.line, odd.column), odd.message, odd.help)
        return
    line = lines[mark.line] if mark.line < len(lines) else ""
    quote = odd_quote(line, mark.column) if "mapping values" in said else None
    if quote:
        help = "put the text, with its own quotes, into plain ones: '...'"
        document.report("odd-sign", OwnMark(mark.line, quote[0]), quote[1], help)
        return
    help = next((hint for part, hint in _MESSAGE_HINTS if part in said), "")
    if line[mark.column : mark.column + 1] == "\t" or line.lstrip(" ").startswith("\t"):
        help = "a tab stands where spaces should: indent with spaces"
    elif help != _ESCAPES and "mapping values" not in said and "end of stream" not in said:
        help = next((hint for look, hint in _LINE_HINTS if look.match(line)), help)
        above = lines[mark.line - 1] if 0 < mark.line <= len(lines) else ""
        if "did not find expected" in said:
            help = next((h for look, h in _LINE_HINTS if look.match(above)), help)
            if "block" in said and _LINE_HINTS[2][0].match(above):
                mark = OwnMark(mark.line - 1, 0)
        if "',' or" in said and _BRACE_IN_LIST.match(line):
            help = _QUOTE_BRACES
    document.report("yaml-syntax", mark, said, help)
