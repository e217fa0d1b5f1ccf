"""The inline text language: a Markdown subset, parsed once into flat runs.

Bold, italic, code, sub- and superscript, links to the web, `$maths$` (pandoc's dollar rule, so
that `$5 and $6` is money), images and line breaks; CommonMark elsewhere. Raw HTML is text. Runs are
what paper draws; HTML and plain text are made from the same runs, so no output can differ in
what it understood. Cloze marks (`{{2::text::hint}}`) are no Markdown: `cloze_parts` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape as html_escape
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
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
_WEB_TARGET = re.compile(r"\(\s*<?(?:https?:|mailto:)[^\s<>)]", re.IGNORECASE)
_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
_NAME_AND_SIGN = re.compile(r"[^\W\d{(].*[-=+*/:;,.<>|&]|[{(].*[-=+*/:;,.<>|&]", re.DOTALL)
MARKED = re.compile(r"[*_`~^$\\\[!&\n]|https?:")
"""Finds a sign that may be a mark; a text without one is its own plain text."""
_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
# Control characters, and the noncharacters that outputs use as signs of their own.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufdd1-\ufdef]")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold no mark at all
    from mdit_py_plugins.subscript import sub_plugin  # noqa: PLC0415
    from mdit_py_plugins.superscript import superscript_plugin  # noqa: PLC0415

    parser = MarkdownIt("zero").enable(
        ["emphasis", "backticks", "link", "image", "newline", "escape", "entity"]
    )
    parser.inline.ruler.before("escape", "math_inline", _maths_rule)
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
    text = _PARAGRAPH.sub("  \n", _CONTROL.sub("", text.strip()))
    if not text:
        return ()
    if not MARKED.search(text):
        return (Run(text),)
    tokens = _parser().parseInline(text)
    return _merge(_runs(tokens[0].children or ())) if tokens else ()


def line_ends(text: str) -> int:
    """Count the line ends of a text that are printed as a space."""
    return sum(token.type == "softbreak" for token in _tokens(text)) if "\n" in text.strip() else 0


_PICTURE = re.compile(
    r"(?<!\\)!\[[^\[\]\n]*\]\([^\n]*?\.(?:png|jpe?g|gif|svg|webp)\b", re.IGNORECASE
)


def unread_picture(text: str) -> str:
    """Give the first mark of a picture's file that would be printed as text."""
    shown = "".join(t.content if t.type == "text" else "\n" for t in _tokens(text))
    unread = (mark[0] for mark in _PICTURE.finditer(text) if mark[0] in shown)
    return next(unread, "")


def _tokens(text: str) -> Sequence[Token]:
    tokens = _parser().parseInline(text.strip())
    return (tokens[0].children or ()) if tokens else ()


def _runs(tokens: Iterable[Token]) -> Iterable[Run]:
    from markdown_it.common.normalize_url import normalizeLink  # noqa: PLC0415

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


def _escaped(text: str) -> str:
    return html_escape(text, quote=False)


NO_SIZES: Mapping[str, tuple[int, int]] = {}


def _tex_as_is(tex: str) -> str:
    return rf"\({tex}\)"


def to_html(
    rich: Rich,
    *,
    math: Callable[[str], str] = _tex_as_is,
    image: Callable[[str], str] = str,
    sizes: Mapping[str, tuple[int, int]] = NO_SIZES,
    blank: Callable[[Run], str] | None = None,
    text: Callable[[str], str] = _escaped,
) -> str:
    """Give HTML in which every character of the author's is escaped.

    Args:
        rich: The parsed text.
        math: TeX source to HTML-unescaped text or, for a page that sets maths, to markup that
            starts with `<`.
        image: An image's file name in the bank to its address in the output.
        sizes: Width and height of images by file name, for screens that keep their room.
        blank: How a cloze blank is shown.
        text: Plain characters to HTML; must escape them.
    """

    def picture(run: Run) -> str:
        wide, high = sizes.get(run.href, (0, 0))
        room = f'width="{wide}" height="{high}" ' if high else ""
        return f'<img {room}src="{html_escape(image(run.href))}" alt="{html_escape(run.text)}">'

    return "".join(_html(run, math, picture, blank, text) for run in rich)


def _html(
    run: Run,
    math: Callable[[str], str],
    picture: Callable[[Run], str],
    blank: Callable[[Run], str] | None,
    text: Callable[[str], str],
) -> str:
    match run.kind:
        case "break":
            return "<br>"
        case "math":
            shown = math(run.text)
            return shown if shown.startswith("<") else html_escape(shown, quote=False)
        case "image":
            return picture(run)
        case "blank":
            return blank(run) if blank else '<span class="blank">_____</span>'
        case _:
            return styled(text(run.text), run)


def styled(html: str, run: Run) -> str:
    """Wrap HTML in the style of a run."""
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
    """One blank of a cloze text: its number, the hidden text, a hint.

    The text may hold blanks of its own: `{{1::office in {{2::November}}}}`.
    """

    number: int
    text: str
    hint: str = ""


_CLOZE = re.compile(
    # Anki's own way of numbering, {{c1::text}}, is understood as well. Braces and colons inside
    # maths and code are their own, unless a mark in it bears a number.
    r"(?P<code>`(?:(?!\{\{c?\d{1,3}::)[^`])+`)"
    r"|(?P<math>(?<![\\$])\$(?=\S)(?:(?!\{\{c?\d{1,3}::)(?:[^$\\]|\\.))*?(?<=\S)\$(?!\d))"
    r"|(?P<open>\{\{(?!\{)(?:c?(?P<number>\d{1,3})::)?)|(?P<close>\}\})",
    re.DOTALL,
)


class _Whole(str):
    """A formula or a piece of code: no hint begins inside it."""

    __slots__ = ()


@dataclass(slots=True)
class _Open:
    """A mark whose end has not been seen yet."""

    mark: re.Match[str]
    parts: list[str | Blank]

    def unclosed_braces(self) -> int:
        """Count the braces of the text's own that are still open."""
        text = "".join(part for part in self.parts if isinstance(part, str))
        return max(0, text.count("{") - text.count("}"))

    def closed(self) -> Blank:
        """Close the mark; what follows the first `::` outside inner marks is its hint."""
        text, colons, hint = "", "", ""
        for part in self.parts:
            written = _marked(part) if isinstance(part, Blank) else part
            if colons:
                hint += written
            elif isinstance(part, (Blank, _Whole)):
                text += written
            else:
                head, colons, hint = written.partition("::")
                text += head
        return Blank(int(self.mark["number"] or 1), text.strip(), hint.strip())


def _marked(blank: Blank) -> str:
    """Write a blank as a mark."""
    hint = f"::{blank.hint}" if blank.hint else ""
    return f"{{{{{blank.number}::{blank.text}{hint}}}}}"


def cloze_parts(text: str) -> list[str | Blank]:
    """Split a cloze text into plain stretches and blanks; unnumbered blanks are number 1.

    Marks nest as in Anki: the nearest `}}` closes the innermost open mark. A mark that is never
    closed, and a `}}` that closes nothing, are characters of the text.
    """
    done: list[str | Blank] = []
    stack: list[_Open] = []
    end = 0

    def add(part: str | Blank) -> None:
        if part != "":
            (stack[-1].parts if stack else done).append(part)

    while token := _CLOZE.search(text, end):
        add(text[end : token.start()])
        end = token.end()
        if token["open"]:
            stack.append(_Open(token, []))
        elif token["close"] and stack:
            own = stack[-1].unclosed_braces()
            if text.startswith("}" * own, end):  # in `{{mc^{2}}}` the first brace is TeX's
                add("}" * own)
                end += own
            add(stack.pop().closed())
        else:
            add(token[0] if token["close"] else _Whole(token[0]))
    add(text[end:])
    for left in stack:
        done += [left.mark[0], *left.parts]
    return list(_joined(done))


def _joined(parts: Iterable[str | Blank]) -> Iterable[str | Blank]:
    """Join neighbouring stretches of plain text."""
    kept = ""
    for part in parts:
        if isinstance(part, str):
            kept += part
            continue
        if kept:
            yield kept
        kept = ""
        yield part
    if kept:
        yield kept


def depth_of_blanks(text: str) -> int:
    """Say how deep the blanks of a cloze text nest: 1 where none stands in another."""
    if "{{" not in text:
        return 0
    inner = [depth_of_blanks(p.text) for p in cloze_parts(text) if isinstance(p, Blank)]
    return 1 + max(inner) if inner else 0


def blanks_of(text: str) -> list[Blank]:
    """Give every blank of a cloze text, each before those inside it."""
    found: list[Blank] = []
    for part in cloze_parts(text):
        if isinstance(part, Blank):
            found += [part, *(blanks_of(part.text) if "{{" in part.text else ())]
    return found


def strip_cloze(text: str) -> str:
    """Give a text as it reads with every blank filled in."""
    if "{{" not in text:
        return text
    return "".join(strip_cloze(p.text) if isinstance(p, Blank) else p for p in cloze_parts(text))


_STAND_IN = "\ufdd0"
_MATH_BLANK = "\u25a1"


def cloze_runs(text: str, blank: Callable[[Blank, Run], Iterable[Run]]) -> Rich:
    """Parse a cloze text to runs, each outermost blank replaced by the runs that `blank` gives.

    Args:
        text: The cloze text.
        blank: Called with each blank and the run it stands in, whose style it takes over; a run
            of kind `math` means that the blank is part of a formula.

    """
    parts = cloze_parts(text)
    left = iter([part for part in parts if isinstance(part, Blank)])
    shown = "".join(
        _STAND_IN if isinstance(part, Blank) else part.replace(_STAND_IN, "") for part in parts
    )
    runs: list[Run] = []
    for run in parse(shown):
        pieces = run.text.split(_STAND_IN) if run.kind in {"text", "math"} else [run.text]
        if run.kind == "math" and len(pieces) > 1:
            inner = [list(blank(next(left), run)) for _ in pieces[1:]]
            tex = "".join(
                p + (i[0].text if i else "") for p, i in zip(pieces, [*inner, []], strict=True)
            )
            runs += [replace(run, text=tex), *(r for i in inner for r in i[1:])]
            continue
        for index, piece in enumerate(pieces):
            runs += blank(next(left), run) if index else ()
            runs += [replace(run, text=piece)] if piece else ()
    return tuple(runs)


def parse_cloze(text: str) -> tuple[Rich, tuple[Blank, ...]]:
    """Parse a cloze text to runs with a `blank` run for each outermost mark, and the blanks.

    A blank inside a formula shows as a box there, and as a blank behind it; its text is maths.
    """
    blanks: list[Blank] = []

    def blank(found: Blank, run: Run) -> Iterable[Run]:
        in_math = run.kind == "math"
        text = strip_cloze(found.text)
        blanks.append(replace(found, text=f"${text}$" if in_math else text))
        shown = (
            Run(found.hint, "blank")
            if in_math
            else replace(run, text=found.hint, kind="blank", href="")
        )
        return [Run(_MATH_BLANK), shown] if in_math else [shown]

    return cloze_runs(text, blank), tuple(blanks)


GAP = re.compile(r" ?\[ ?(?:\.\.\.|…) ?\] ?")
"""An author's mark for words that a quote leaves out."""
