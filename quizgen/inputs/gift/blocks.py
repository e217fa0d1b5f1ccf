"""A GIFT file as the blocks that empty lines part, each cut into its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgen.formats.markdown_html import html_of_markdown

_COMMENT = re.compile(r"\s*//")
_TAGGED = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*?)\s*$")
_NAME = re.compile(r"\s*::(?P<name>(?:\\.|[^\\])*?)(?<!\\)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*")
_OPEN, _CLOSE = re.compile(r"(?<!\\)(?:\\\\)*\{"), re.compile(r"(?<!\\)(?:\\\\)*\}")
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")


def unescaped(text: str) -> str:
    r"""Give a text as it is meant: `\=` is an equals sign, `\n` the end of a line."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


@dataclass(slots=True)
class GiftBlock:
    """One block of a file: a category, a text, or a question with its answers."""

    line: int
    category: str = ""
    name: str = ""
    id: str = ""
    tags: list[str] = field(default_factory=list)
    format: str = ""
    text: str = ""
    """Before the answers, as it is written."""
    answers: str = ""
    behind: str = ""
    """After the answers: the rest of a sentence with a gap."""
    has_answers: bool = False
    flaw: str = ""

    def html(self, written: str, format: str = "") -> str:
        """Give the HTML of a text, which may begin with a format of its own."""
        own = _FORMAT.match(written)
        if own:
            format, written = own[1], written[own.end() :]
        return html_in(unescaped(written.strip()), format or self.format)


_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,8}|#\d{1,7});")


def html_in(text: str, format: str) -> str:
    """Give the HTML of a text in a format of GIFT; without one, line ends count.

    What is no tag is text: `a < b`.
    """
    if format == "markdown":
        return html_of_markdown(text)
    if format == "html":
        return text
    if format == "plain" or not _TAG.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;")
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    return lines.replace("\n\n", "<p>").replace("\n", "<br>")


@dataclass(slots=True)
class _Gathered:
    """Lines of a block, and what comments before them say."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    category: str = ""
    id: str = ""
    tags: list[str] = field(default_factory=list)


def blocks_of(text: str) -> Iterator[GiftBlock]:
    """Cut a file into blocks; an empty line inside the braces of answers parts nothing."""
    gathered = _Gathered()
    depth = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        category = _CATEGORY.match(line)
        if _COMMENT.match(line):
            _note(gathered, line)
        elif category and not depth:
            yield from _block(gathered)
            gathered = _Gathered(number, category=category[1])
        elif line.strip():
            gathered.line = gathered.line if gathered.lines else number
            gathered.lines.append(line)
            depth = max(0, depth + len(_OPEN.findall(line)) - len(_CLOSE.findall(line)))
        elif depth and _goes_on(lines, number):
            gathered.lines.append("")
        elif gathered.lines or gathered.category:
            yield from _block(gathered)
            gathered, depth = _Gathered(), 0
    yield from _block(gathered)


def _goes_on(lines: list[str], at: int) -> bool:
    """Tell whether open braces are closed below, before others open."""
    for line in lines[at : at + 200]:
        opened, closed = _OPEN.search(line), _CLOSE.search(line)
        if closed and (not opened or closed.start() < opened.start()):
            return True
        if opened or line.lstrip().startswith("::"):
            return False
    return False


def _note(gathered: _Gathered, line: str) -> None:
    for kind, written in _TAGGED.findall(line):
        value = written.replace(r"\]", "]").strip()
        if kind == "id":
            gathered.id = value
        else:
            gathered.tags.append(value)


def _block(gathered: _Gathered) -> Iterator[GiftBlock]:
    block = GiftBlock(gathered.line, gathered.category, id=gathered.id, tags=gathered.tags)
    rest = "\n".join(gathered.lines)
    if not rest.strip():
        if block.category:
            yield block
        return
    name = _NAME.match(rest)
    if name:
        block.name = " ".join(unescaped(name["name"]).split())
        rest = rest[name.end() :]
    format = _FORMAT.match(rest)
    if format:
        block.format, rest = format[1], rest[format.end() :]
    _cut(block, rest)
    yield block


def _cut(block: GiftBlock, rest: str) -> None:
    """Cut a question at its braces."""
    opens, closes = list(_OPEN.finditer(rest)), list(_CLOSE.finditer(rest))
    if not opens and not closes:
        block.text = rest
        return
    block.has_answers = True
    if len(opens) != 1 or len(closes) != 1 or closes[0].end() <= opens[0].end():
        block.flaw = "the braces don't match: `\\{` and `\\}` are braces of a text"
        if len(opens) > 1 and len(opens) == len(closes):
            block.flaw = "a question has one pair of braces; an empty line parts questions"
        block.has_answers, block.text = False, ""
        return
    block.text = rest[: opens[0].end() - 1]
    block.answers = rest[opens[0].end() : closes[0].end() - 1]
    block.behind = rest[closes[0].end() :]
