r"""The inline text language: a Markdown subset, parsed once into flat runs.

Bold, italic, code, sub- and superscript, links to the web, `$maths$` (pandoc's dollar rule, so
that `$5 and $6` is money) and `\(maths\)`, images and line breaks; CommonMark elsewhere. Raw HTML
is text. Runs are what paper draws; HTML and plain text are made from the same runs, so no output
can differ in what it understood. `block_parser` finds the blocks that runs stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quizgen.text.runs import CONTROL, Rich, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SAFE_LINK = re.compile(r"(?:https?:|mailto:)\S+", re.IGNORECASE)
_WEB_TARGET = re.compile(r"\(\s*<?(?:https?:|mailto:)[^\s<>)]", re.IGNORECASE)
_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
_NAME_AND_SIGN = re.compile(r"[^\W\d{(].*[-=+*/:;,.<>|&]|[{(].*[-=+*/:;,.<>|&]", re.DOTALL)
MARKED = re.compile(r"[*_`~^$\\\[!&\n]|https?:")
"""Finds a sign that may be a mark; a text without one is its own plain text."""
_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold no mark at all
    from mdit_py_plugins.subscript import sub_plugin  # noqa: PLC0415
    from mdit_py_plugins.superscript import superscript_plugin  # noqa: PLC0415

    parser = MarkdownIt("zero").enable(
        ["emphasis", "backticks", "link", "image", "newline", "escape", "entity"]
    )
    parser.inline.ruler.before("escape", "math_inline", _maths_rule)
    parser.inline.ruler.before("math_inline", "math_display", _display_rule)
    parser.inline.ruler.before("math_inline", "math_brackets", _brackets_rule)
    parser.inline.ruler.at("link", _link_rule)
    # A picture's name is a file's, not an address; links get theirs when they are written.
    parser.normalizeLink = str  # type: ignore[assignment, method-assign]
    parser.use(sub_plugin)
    parser.use(superscript_plugin)
    return parser


def _maths_rule(state: StateInline, silent: bool) -> bool:
    """Read `$x$` as pandoc does: no space inside the dollars, no digit outside.

    Names of variables are no maths: `$b=$a`, `$HOME/$USER`. Two dollars in a row open nothing.
    """
    source, start = state.src, state.pos
    if source[start] != "$" or state.pending.endswith("$"):
        return False
    if start and source[start - 1].isdigit():
        return False
    found = _DOLLARS.match(source, start, state.posMax)
    if found is None:
        return False
    after = source[found.end() : found.end() + 1]
    if (after.isalpha() or after in "_{(") and after and _NAME_AND_SIGN.fullmatch(found[1]):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found[1]
    state.pos = found.end()
    return True


_DISPLAY = re.compile(r"\$\$(?!\$)([^$]+?)(?<!\\)\$\$(?!\$)|\\\[(.+?)\\\]", re.DOTALL)
_BRACKETS = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_PAIRS = re.compile(r"\\[^A-Za-z]")
_TEX = re.compile(r"\\[A-Za-z]|[\^=]|_\{|(?<![A-Za-z]{2})_[A-Za-z0-9](?![A-Za-z0-9])")
_LIKE_MATHS = re.compile(r"\S*\w\S*|(?=.*\d|.*[-+*/<>])(?:(?!\w*[^\W\d_]{2}).)*", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]{3}")


def _display_rule(state: StateInline, silent: bool) -> bool:
    r"""Read `$$x$$` and `\[x\]`, which are set on lines of their own."""
    start, source = state.pos, state.src
    if source[start] not in "$\\" or state.pending.endswith("$"):
        return False
    found = _DISPLAY.match(source, start, state.posMax)
    if found is None or not is_display(found[0]):
        return False
    if not silent:
        state.push("math_display", "math", 0).content = (found[1] or found[2]).strip()
    state.pos = found.end()
    return True


def is_display(marked: str) -> bool:
    r"""Tell whether `$$..$$` or `\[..\]` is maths: money isn't, nor are escaped brackets."""
    inner = marked[2:-2].strip()
    if _TEX.search(_PAIRS.sub("", inner)):
        return True
    return marked.startswith("$$") and bool(_LIKE_MATHS.fullmatch(marked[2:-2]))


def _brackets_rule(state: StateInline, silent: bool) -> bool:
    r"""Read `\(x\)` as maths; words in it, or a name before it, show an escape: `f\(x\)`."""
    start, source = state.pos, state.src
    if source[start] != "\\" or (start and source[start - 1].isalnum()):
        return False
    found = _BRACKETS.match(source, start, state.posMax)
    if found is None or not found[1].strip():
        return False
    if _WORDS.search(re.sub(r"\\[A-Za-z]+", "", found[1])) and not _TEX.search(found[1]):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found[1].strip()
    state.pos = found.end()
    return True


def _link_rule(state: StateInline, silent: bool) -> bool:
    """Read a link to the web; any other `[..](..)` is text: `[Cu(NH3)4](OH)2`, `grid[0](1)`."""
    from markdown_it.rules_inline import link  # noqa: PLC0415 - most texts hold no mark at all

    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, True)
    return end >= 0 and bool(_WEB_TARGET.match(state.src, end + 1)) and link(state, silent)


@lru_cache(maxsize=8192)
def parse(text: str) -> Rich:
    """Parse a text into runs; every text parses, since unknown marks are just characters."""
    text = _PARAGRAPH.sub("  \n", CONTROL.sub("", text.strip()))
    if not text:
        return ()
    if not MARKED.search(text):
        return (Run(text),)
    return runs_of_tokens(inline_tokens(text))


def inline_tokens(text: str) -> Sequence[Token]:
    """Parse what stands in one block into the parser's own tokens."""
    tokens = _parser().parseInline(text)
    return (tokens[0].children or ()) if tokens else ()


def runs_of_tokens(tokens: Iterable[Token]) -> Rich:
    """Make runs of inline tokens."""
    return _merge(_runs(tokens))


_PICTURE = re.compile(
    r"(?<!\\)!\[[^\[\]\n]*\]\([^\n]*?\.(?:png|jpe?g|gif|svg|webp)\b", re.IGNORECASE
)


def unread_picture(text: str) -> str:
    """Give the first mark of a picture's file that would be printed as text."""
    shown = "".join(t.content if t.type == "text" else "\n" for t in inline_tokens(text.strip()))
    unread = (mark[0] for mark in _PICTURE.finditer(text) if mark[0] in shown)
    return next(unread, "")


def _runs(tokens: Iterable[Token]) -> Iterable[Run]:
    from markdown_it.common.normalize_url import normalizeLink  # noqa: PLC0415

    style = Run("")
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                yield replace(style, text=token.content)
            case "softbreak" | "hardbreak":
                yield Run("\n", kind="break")
            case "code_inline":
                yield replace(style, text=token.content, code=True)
            case "math_inline" | "math_display":
                yield Run(token.content, kind="math")
            case "image":
                yield Run(token.content, kind="image", href=str(token.attrGet("src") or ""))
            case "strong_open" | "strong_close":
                style = replace(style, bold=token.nesting == 1)
            case "em_open" | "em_close":
                style = replace(style, italic=token.nesting == 1)
            case "sub_open" | "sub_close":
                style = replace(style, script="sub" if token.nesting == 1 else "")
            case "sup_open" | "sup_close":
                style = replace(style, script="sup" if token.nesting == 1 else "")
            case "link_open":
                href = normalizeLink(str(token.attrGet("href") or ""))
                style = replace(style, href=href if SAFE_LINK.fullmatch(href) else "")
            case "link_close":
                style = replace(style, href="")
            case _:  # a mark the subset lacks: keep its characters rather than lose them
                yield replace(style, text=token.content or token.markup)


def _merge(runs: Iterable[Run]) -> Rich:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if (
            last
            and last.kind == run.kind == "text"
            and replace(last, text="") == replace(run, text="")
        ):
            merged[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.kind != "text":
            merged.append(run)
    return tuple(merged)


GAP = re.compile(r" ?\[ ?(?:\.\.\.|…) ?\] ?")
"""An author's mark for words that a quote leaves out."""
