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

from quizgen.text.inline_rules import ChangedSign, inline_parser
from quizgen.text.runs import CONTROL, Rich, Run

if TYPE_CHECKING:
    from markdown_it.token import Token

SAFE_LINK = re.compile(r"(?:https?:|mailto:)\S+", re.IGNORECASE)
MARKED = re.compile(r"[*_`~^$\\\[\n]|&#?\w+;")
"""Finds a sign that may be a mark; a text without one is its own plain text."""
_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


@lru_cache(maxsize=8192)
def parse(text: str, *, ruby: bool = False) -> Rich:
    """Parse a text into runs; every text parses, since unknown marks are just characters.

    Args:
        text: The text.
        ruby: Whether `漢字[かんじ]` is ruby, as it is in Japanese and Chinese.

    """
    text = _PARAGRAPH.sub("  \n", CONTROL.sub("", text.strip()))
    if not text:
        return ()
    if not MARKED.search(text):
        return (Run(text),)
    return runs_of_tokens(inline_tokens(text, ruby=ruby))


def inline_tokens(text: str, *, ruby: bool = False) -> Sequence[Token]:
    """Parse what stands in one block into the parser's own tokens."""
    tokens = inline_parser().parseInline(text, {"ruby": ruby})
    return (tokens[0].children or ()) if tokens else ()


def changed_signs(text: str) -> list[ChangedSign]:
    r"""Give the signs of a text that are shown otherwise than they are written: `&lt;`, `\.`."""
    changed: list[ChangedSign] = []
    inline_parser().parseInline(text, {"changed": changed})
    return changed


def runs_of_tokens(tokens: Iterable[Token]) -> Rich:
    """Make runs of inline tokens."""
    return _merge(_runs(tokens))


_PICTURE = re.compile(r"(?<!\\)!\[[^\]\n]*\][ \t]?\((?:[^()\n]*\))?")


def unread_picture(text: str) -> str:
    """Give the first mark of a picture that would be printed as text."""
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
            case "ruby":
                yield replace(style, text=token.content, ruby=token.info)
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
            and not last.ruby
            and replace(last, text="") == replace(run, text="")
        ):
            merged[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.kind != "text":
            merged.append(run)
    return tuple(merged)


GAP = re.compile(r" ?\[ ?(?:\.\.\.|…) ?\] ?")
"""An author's mark for words that a quote leaves out."""
