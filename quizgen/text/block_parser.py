r"""Texts -> blocks: the block marks of the text language; `markup` reads the runs in them.

Lists, fenced code, pipe tables, quotes and display maths, as CommonMark and GFM have them, with
these differences: a line end is a break; a list needs two items in a row; a line that is not
marked ends a list or a quote; a table's rows all have pipes, and none loses a cell. Marks of
blocks count only in texts of two lines or more; formulas in `$$..$$` and `\[..\]` and a picture
alone in its paragraph are blocks anywhere. Indented code, headings, rules and HTML are text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quizgen.text.blocks import (
    Alignment,
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
    as_blocks,
    runs_of,
)
from quizgen.text.inline_rules import is_display
from quizgen.text.markup import MARKED, inline_tokens, runs_of_tokens
from quizgen.text.runs import CONTROL, Rich, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_MAY_BE_MARKED = re.compile(r"[*_`~^$\\\[|]|&#?\w+;|^[ \t]*(?:[-+>]|\d{1,9}[.)])", re.MULTILINE)
"""Finds a sign that may be a mark in a text of several lines."""
_PARTED = re.compile(r"\n(?:[ \t]*\n)+")
_EMPTY_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_DEEPEST = 30
"""Lists and quotes in each other; deeper ones are text."""


@lru_cache(maxsize=8192)
def parse_blocks(text: str, *, ruby: bool = False) -> Blocks:
    """Parse a text; every text parses, since unknown marks are just characters.

    Args:
        text: The text.
        ruby: Whether `漢字[かんじ]` is ruby, as it is in Japanese and Chinese.

    """
    text = CONTROL.sub("", text).rstrip()
    if "\n" in text:
        text = _EMPTY_LINES.sub("", text)
    if "\n" not in text:
        text = text.strip()
        return tuple(_paragraph(text, ruby)) if MARKED.search(text) else as_blocks(_plain(text))
    if _MAY_BE_MARKED.search(text):
        return parse_marked(text, ruby=ruby)
    return tuple(Paragraph(_lines(paragraph)) for paragraph in _PARTED.split(text))


def parse_marked(text: str, *, ruby: bool = False) -> Blocks:
    """Parse a text of several lines, whether there are marks in it or not."""
    tokens: list[Token] = []
    _parser().block.parse(text, _parser(), {}, tokens)
    return tuple(_blocks(_Reader(tokens, ruby)))


def images(text: str) -> tuple[str, ...]:
    """Name the image files a text shows."""
    if "![" not in text:
        return ()
    return tuple(run.href for run in runs_of(parse_blocks(text)) if run.kind == "image")


def open_fence(text: str) -> bool:
    """Tell whether a code block of a text is never closed."""
    env: dict[str, bool] = {}
    if "\n" in text.strip():
        _parser().block.parse(text, _parser(), env, [])
    return "open fence" in env


# --- without marks --------------------------------------------------------------------------------


def _plain(text: str) -> Rich:
    return (Run(text),) if text else ()


def _lines(paragraph: str) -> Rich:
    runs: list[Run] = []
    for line in paragraph.split("\n"):
        runs += [Run("\n", kind="break")] if runs else []
        runs.append(Run(_indented(line)))
    return tuple(runs)


def _indented(line: str) -> str:
    """Keep the space before a line, which HTML and paper would swallow."""
    line = line.rstrip(" \t")
    words = line.lstrip(" \t")
    return "\u00a0" * len(line[: len(line) - len(words)].expandtabs(4)) + words


# --- block marks: the rules of markdown-it, and ours ----------------------------------------------


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold no mark at all

    parser = MarkdownIt("zero", {"maxNesting": 100})
    rules = parser.block.ruler
    within = ["paragraph", "reference", "blockquote", "list"]
    rules.at("table", _table_rule, {"alt": within})
    rules.at("fence", _fence_rule, {"alt": within})
    rules.at("blockquote", _quote_rule, {"alt": within})
    rules.at("list", _list_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("paragraph", _paragraph_rule)
    rules.before("table", "math_display", _display_rule, {"alt": within})
    rules.after("list", "unmarked", _unmarked_rule, {"alt": ["blockquote"]})
    rules.enable(["table", "fence", "blockquote", "list"])
    return parser


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _paragraph_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """Read lines up to an empty one, another block, or one that is not marked as those before."""
    old, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    end, at = state.lineMax, start + 1
    while at < end and not state.isEmpty(at) and state.sCount[at] >= state.blkIndent:
        if any(rule(state, at, end, True) for rule in rules):
            break
        at += 1
    state.parentType = old
    lines = state.getLines(start, at, state.blkIndent, False).split("\n")
    state.line = at
    state.push("inline", "", 0).content = "\n".join(map(_indented, lines))
    return True


def _unmarked_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """End a quote at a line without its mark: who said it is asked outside."""
    return silent


def _quote_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a quote; a mark stands apart from its words, `>5` is a comparison."""
    from markdown_it.rules_block import blockquote  # noqa: PLC0415

    if state.level > _DEEPEST or not re.match(r">(?:[ \t>]|$)", _line(state, start)):
        return False
    return blockquote(state, start, end, silent)


def _fence_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    from markdown_it.rules_block import fence  # noqa: PLC0415

    if not fence(state, start, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        last = state.getLines(state.line - 1, state.line, 0, False).strip()
        if state.line - start < 2 or last.strip(token.markup[0]) or len(last) < len(token.markup):
            state.env["open fence"] = True
    return True


_SIGN = re.compile(r"(?:(?P<bullet>[-+*])|(?P<number>\d{1,9})(?P<end>[.)]))(?=[ \t])")


def _list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list of two items or more."""
    from markdown_it.rules_block import list_block  # noqa: PLC0415

    first = _SIGN.match(_line(state, start))
    second = _next_sign(state, start, end, first) if first else None
    if first is None or second is None or state.level > _DEEPEST:
        return False
    if (first["bullet"], first["end"]) != (second["bullet"], second["end"]):
        return False
    if silent:  # inside a paragraph, numbers must count on
        return bool(first["bullet"]) or int(second["number"]) == int(first["number"]) + 1
    return list_block(state, start, end, silent)


def _next_sign(
    state: StateBlock, start: int, end: int, first: re.Match[str]
) -> re.Match[str] | None:
    """Give the sign of the item after the one that begins at a line."""
    inside = state.sCount[start] + first.end() + 1
    for at in range(start + 1, end):
        if state.isEmpty(at) or state.sCount[at] >= inside:
            continue
        return _SIGN.match(_line(state, at)) if state.sCount[at] >= state.blkIndent else None
    return None


_CLOSED_BY = {"$$": "$$", "\\[": "\\]"}
_FORMULA_END = re.compile(r"(?:\$\$|\\\])([.,;:!?]?)\s*")
_STOP = re.compile(r"[.,;:!?](?=\s|$)")


def _display_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a formula that has its lines to itself; a sign behind it is set with it."""
    first = _line(state, start)
    close = _CLOSED_BY.get(first[:2])
    if close is None or first[:3] == "$$$":
        return False
    formula = _formula_at(state, start, end, close)
    if formula is None or not formula.tex:
        return False
    if formula.behind == start + 1 and not is_display(f"{first[:2]}{formula.tex}{close}"):
        return False
    if not silent:
        state.line = formula.behind
        state.push("math_display", "math", 0).content = formula.tex + formula.sign
    return True


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula on lines of its own."""

    tex: str
    sign: str
    """What stands behind it: a comma, a full stop."""
    behind: int
    """The line that follows it."""


def _formula_at(state: StateBlock, start: int, end: int, close: str) -> _Formula | None:
    lines: list[str] = []
    for at in range(start, end):
        line = _line(state, at)[0 if lines else 2 :]
        inner, closed, _ = line.partition(close)
        lines.append(inner)
        if closed:
            rest = _FORMULA_END.fullmatch(line, len(inner))
            return _Formula("\n".join(lines).strip(), rest[1], at + 1) if rest else None
        if state.sCount[at] < state.blkIndent and not state.isEmpty(at):
            return None
    return None


_DASHES = re.compile(r"[ \t]*:?-+:?[ \t]*")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a table as they are written, its header first."""

    rows: list[list[str]]
    alignments: list[str]


def _table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a header, a line of dashes, and every line with pipes below; no cell is lost."""
    head = _table_head(state, start, end)
    if head is None or silent:
        return head is not None
    at = start + 2
    while at < end and "|" in _line(state, at) and state.sCount[at] >= state.blkIndent:
        head.rows.append(_cells(_line(state, at)))
        at += 1
    state.line = at
    state.push("table", "table", 0).meta = {"cells": head}
    return True


def _table_head(state: StateBlock, start: int, end: int) -> _Cells | None:
    """Read a header and the dashes below it; nothing where no table begins."""
    if start + 1 >= end or "|" not in _line(state, start) or "|" not in _line(state, start + 1):
        return None
    header, dashes = _cells(_line(state, start)), _cells(_line(state, start + 1))
    if len(header) != len(dashes) or not all(map(_DASHES.fullmatch, dashes)):
        return None
    if state.sCount[start + 1] < state.blkIndent:
        return None
    return _Cells([header], [_alignment(dash.strip()) for dash in dashes])


def _alignment(dashes: str) -> str:
    colons = dashes.startswith(":"), dashes.endswith(":")
    return {(True, True): "center", (False, True): "right", (True, False): "left"}.get(colons, "")


def _cells(line: str) -> list[str]:
    """Split a row; a pipe in code or maths is its own, as is one behind a backslash."""
    cells = [""]
    for part in re.split(r"(`+[^`]*`+|\$(?![\s$])[^$]*(?<!\s)\$(?!\d)|\\\||\|)", line.strip()):
        if part == "|":
            cells.append("")
        else:
            cells[-1] += "|" if part == "\\|" else part.replace("\\|", "|")
    if len(cells) > 1 and not cells[0].strip():
        cells.pop(0)
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


# --- tokens -> blocks -----------------------------------------------------------------------------


class _Reader:
    """Reads tokens one after the other, each container to its end."""

    def __init__(self, tokens: Sequence[Token], ruby: bool) -> None:
        self.tokens = iter(tokens)
        self.ruby = ruby

    def __iter__(self) -> Iterator[Token]:
        return self.tokens


def _blocks(reader: _Reader) -> Iterator[Block]:
    for token in reader:
        match token.type:
            case "inline":
                yield from _paragraph(token.content, reader.ruby)
            case "fence":
                language = token.info.strip().split()
                code = token.content.removesuffix("\n")
                yield CodeBlock(_plain(code), language[0] if language else "")
            case "math_display":
                yield DisplayMaths(token.content)
            case "table":
                yield _table(token.meta["cells"], reader.ruby)
            case "blockquote_open":
                yield QuoteBlock(tuple(_blocks(reader)))
            case "bullet_list_open" | "ordered_list_open":
                yield _list(reader)
            case _:  # the end of what it is read for
                return


def _list(reader: _Reader) -> ListBlock:
    items: list[Blocks] = []
    numbers: list[str] = []
    for token in reader:
        if token.type != "list_item_open":
            break
        if token.info:
            numbers.append(token.info + token.markup)
        items.append(tuple(_blocks(reader)))
    return ListBlock(tuple(items), tuple(numbers))


def _table(cells: _Cells, ruby: bool) -> Table:
    width = max(map(len, cells.rows))
    rows = [
        tuple(_cell(cell, ruby) for cell in row) + ((),) * (width - len(row)) for row in cells.rows
    ]
    alignments: list[Alignment] = [_ALIGNMENTS[name] for name in cells.alignments]
    alignments += [""] * (width - len(alignments))
    return Table(rows[0], tuple(rows[1:]), tuple(alignments))


_ALIGNMENTS: dict[str, Alignment] = {"": "", "left": "left", "center": "center", "right": "right"}


def _cell(text: str, ruby: bool) -> Rich:
    return runs_of_tokens(inline_tokens(text, ruby=ruby)) if text else ()


_WIDTH = re.compile(r"\{width=(\d{1,3})%\}")


def _paragraph(text: str, ruby: bool) -> Iterator[Block]:
    """Give a paragraph, parted where a formula is set on a line of its own."""
    tokens = inline_tokens(text, ruby=ruby)
    part: list[Token] = []
    depth = 0
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        depth += token.nesting
        if token.type == "math_display" and not depth:
            yield from _of_runs(_trimmed(runs_of_tokens(part)))
            yield DisplayMaths(token.content + _stop_of(after))
            part = []
        else:
            part.append(token)
    runs = runs_of_tokens(part)
    yield from _of_runs(runs if len(part) == len(tokens) else _trimmed(runs))


def _stop_of(token: Token | None) -> str:
    """Take the sign that ends a formula's sentence, which can't stand on a line alone."""
    stop = _STOP.match(token.content) if token and token.type == "text" else None
    if token is None or stop is None:
        return ""
    token.content = token.content[1:]
    return stop[0]


def _of_runs(runs: Rich) -> Iterator[Block]:
    if not runs:
        return
    width = _WIDTH.fullmatch(runs[1].text.strip()) if len(runs) == 2 else None
    if runs[0].kind == "image" and (len(runs) == 1 or width):
        yield Figure(runs[0], int(width[1]) if width else 0)
    else:
        yield Paragraph(runs)


def _trimmed(runs: Rich) -> Rich:
    """Drop breaks and spaces at the ends, which part a formula from its sentence."""
    parts = list(runs)
    while parts and _spaceless(parts[0], str.lstrip) is None:
        parts.pop(0)
    while parts and _spaceless(parts[-1], str.rstrip) is None:
        parts.pop()
    if parts:
        parts[0] = _spaceless(parts[0], str.lstrip) or parts[0]
        parts[-1] = _spaceless(parts[-1], str.rstrip) or parts[-1]
    return tuple(parts)


def _spaceless(run: Run, strip: Callable[[str, str], str]) -> Run | None:
    """Give a run without the spaces at one side; nothing of what is all space."""
    if run.kind == "break":
        return None
    if run.kind != "text" or run.code:
        return run
    text = strip(run.text, " ")
    return replace(run, text=text) if text else None
