"""The inline text language: a Markdown subset, parsed once into flat runs.

Bold, italic, code, sub- and superscript, links, `$maths$` (pandoc's dollar rule, so that
`$5 and $6` is money), images and line breaks; CommonMark elsewhere. Raw HTML is text. Runs are
what paper draws; HTML and plain text are made from the same runs, so no output can differ in
what it understood. Cloze marks (`{{2::text::hint}}`) are no Markdown: `cloze_parts` reads them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape as html_escape
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

RunKind = Literal["text", "math", "image", "break", "blank"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style, or one inline object.

    `text` is the characters, the TeX source of maths, an image's alt text, a blank's hint.
    `href` is a link's target or an image's file.
    """

    text: str
    kind: RunKind = "text"
    bold: bool = False
    italic: bool = False
    code: bool = False
    script: Literal["", "sub", "sup"] = ""
    href: str = ""


Rich = tuple[Run, ...]
"""A parsed text."""

SAFE_LINK = re.compile(r"(?:https?:|mailto:)\S+", re.IGNORECASE)
MARKED = re.compile(r"[*_`~^$\\\[!&\n]|https?:")
"""Finds a sign that may be a mark; a text without one is its own plain text."""
_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold no mark at all
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415
    from mdit_py_plugins.subscript import sub_plugin  # noqa: PLC0415
    from mdit_py_plugins.superscript import superscript_plugin  # noqa: PLC0415

    parser = MarkdownIt("zero").enable(
        ["emphasis", "backticks", "link", "image", "newline", "escape", "entity"]
    )
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    parser.use(sub_plugin)
    parser.use(superscript_plugin)
    return parser


@lru_cache(maxsize=8192)
def parse(text: str) -> Rich:
    """Parse a text into runs; every text parses, since unknown marks are just characters."""
    text = _PARAGRAPH.sub("  \n", _CONTROL.sub("", text.strip()))
    if not text:
        return ()
    if not MARKED.search(text):
        return (Run(text),)
    tokens = _parser().parseInline(text)
    return _merge(_runs(tokens[0].children or ())) if tokens else ()


def _runs(tokens: Iterable[Token]) -> Iterable[Run]:
    style = Run("")
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                yield replace(style, text=token.content)
            case "softbreak":
                yield replace(style, text=" ")
            case "hardbreak":
                yield Run("\n", kind="break")
            case "code_inline":
                yield replace(style, text=token.content, code=True)
            case "math_inline":
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
                href = str(token.attrGet("href") or "")
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


def plain_text(rich: Rich) -> str:
    """Give the characters alone: what a screen reader or a window title would hold."""
    return "".join(_plain(run) for run in rich)


def _plain(run: Run) -> str:
    if run.kind == "break":
        return " "
    if run.kind == "blank":
        return "_____"
    return run.text


def text_as_rich(text: str) -> Rich:
    """Wrap plain text (a name, a typed answer) that must not be read as markup."""
    text = _CONTROL.sub("", text)
    return (Run(text),) if text else ()


_MARKS = re.compile(r"([\\*_`~^$\[\]!&])")


def escape(text: str) -> str:
    """Write plain text so that `parse` gives it back unchanged."""
    return _MARKS.sub(r"\\\1", text)


def _tex_as_is(tex: str) -> str:
    return rf"\({tex}\)"


def to_html(
    rich: Rich,
    *,
    math: Callable[[str], str] = _tex_as_is,
    image: Callable[[str], str] = str,
    blank: Callable[[Run], str] | None = None,
) -> str:
    """Give HTML in which every character of the author's is escaped.

    Args:
        rich: The parsed text.
        math: TeX source to HTML-unescaped text or, for a page that sets maths, to markup that
            starts with `<`.
        image: An image's file name in the bank to its address in the output.
        blank: How a cloze blank is shown.
    """
    return "".join(_html(run, math, image, blank) for run in rich)


def _html(
    run: Run,
    math: Callable[[str], str],
    image: Callable[[str], str],
    blank: Callable[[Run], str] | None,
) -> str:
    match run.kind:
        case "break":
            return "<br>"
        case "math":
            shown = math(run.text)
            return shown if shown.startswith("<") else html_escape(shown, quote=False)
        case "image":
            return f'<img src="{html_escape(image(run.href))}" alt="{html_escape(run.text)}">'
        case "blank":
            return blank(run) if blank else '<span class="blank">_____</span>'
        case _:
            return _styled(run)


def _styled(run: Run) -> str:
    html = html_escape(run.text, quote=False)
    for on, tag in ((run.code, "code"), (bool(run.script), run.script), (run.italic, "em")):
        if on:
            html = f"<{tag}>{html}</{tag}>"
    if run.bold:
        html = f"<strong>{html}</strong>"
    if run.href:
        html = f'<a href="{html_escape(run.href)}" rel="noopener noreferrer">{html}</a>'
    return html


def images(text: str) -> tuple[str, ...]:
    """Name the image files a text shows."""
    return tuple(r.href for r in parse(text) if r.kind == "image") if "![" in text else ()


# --- cloze --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of a cloze text: its number, the hidden text, a hint."""

    number: int
    text: str
    hint: str = ""


# Anki's own way of writing a mark, {{c1::text}}, is understood as well.
_MARK = re.compile(
    r"\{\{(?:c?(\d{1,3})::)?((?:(?!::|\{\{|\}\}).)*)(?:::((?:(?!\{\{|\}\}).)*))?\}\}", re.DOTALL
)


def cloze_parts(text: str) -> list[str | Blank]:
    """Split a cloze text into plain stretches and blanks; unnumbered blanks are number 1."""
    parts: list[str | Blank] = []
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            parts.append(text[end : mark.start()])
        parts.append(Blank(int(mark[1] or 1), mark[2].strip(), (mark[3] or "").strip()))
        end = mark.end()
    if end < len(text):
        parts.append(text[end:])
    return parts


def strip_cloze(text: str) -> str:
    """Give a text as it reads with every blank filled in."""
    if "{{" not in text:
        return text
    return "".join(p.text if isinstance(p, Blank) else p for p in cloze_parts(text))


_STAND_IN = "\ue000"


def parse_cloze(text: str) -> tuple[Rich, tuple[Blank, ...]]:
    """Parse a cloze text to runs with a `blank` run for each mark, and the blanks beside them."""
    parts = cloze_parts(text)
    blanks = tuple(p for p in parts if isinstance(p, Blank))
    shown = "".join(_STAND_IN if isinstance(p, Blank) else p for p in parts)
    left = iter(blanks)
    runs: list[Run] = []
    for run in parse(shown):
        pieces = run.text.split(_STAND_IN)
        for index, piece in enumerate(pieces):
            if index:
                runs.append(replace(run, text=next(left).hint, kind="blank", href=""))
            if piece:
                runs.append(replace(run, text=piece))
    return tuple(runs), blanks


# --- folding ------------------------------------------------------------------------------------

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›′″‐‑‒–—−", "''''\"\"\"\"\"\"'''\"------")


def fold(text: str) -> str:
    """Reduce a text to what a reader compares: no case, accents, quote style or extra spaces."""
    if text.isascii():
        low = text.lower()
        tidy = low.isprintable() and "  " not in low and low[:1] != " " != low[-1:]
        return low if tidy else " ".join(low.split())  # most texts are tidy: twice as quick
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.split())
