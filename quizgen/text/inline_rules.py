r"""The marks inside a line, each working only where it plainly is one.

CommonMark's marks, read more strictly than CommonMark does: `2*3*4`, `a^2+b^2`, `__init__`,
`C:\_temp`, `US$5/HK$40` and `[Cu(NH3)4](OH)2` are what they seem. Beside scripts that put no
spaces between words (Chinese, Japanese, Korean, Thai...) a mark needs no space either. What is no
mark stays in the text, sign by sign.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3001-\u303f\u3040-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff]"
)
"""A sign of a script without spaces between words, or of one whose endings cling to a mark."""


def _is_word(sign: str) -> bool:
    """Tell whether a sign belongs to a word that spaces part from others."""
    return sign.isalnum() and not _NO_SPACES.match(sign)


@lru_cache(maxsize=1)
def inline_parser() -> MarkdownIt:
    """Give the parser of what stands in one block.

    `env["ruby"]` turns on ruby; a list under `env["changed"]` gets every escape and entity.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold no mark at all

    parser = MarkdownIt("zero").enable(
        ["emphasis", "backticks", "link", "image", "newline", "escape", "entity"]
    )
    rules = parser.inline.ruler
    for name, rule in (
        ("path", _path_rule),
        ("address", _address_rule),
        ("math_display", _display_rule),
        ("math_brackets", _brackets_rule),
        ("math_inline", _maths_rule),
        ("ruby", _ruby_rule),
    ):
        rules.before("escape", name, rule)
    rules.before("emphasis", "name", _name_rule)
    rules.after("emphasis", "script", _script_rule)
    rules.at("emphasis", _emphasis_rule)
    rules.at("escape", _escape_rule)
    rules.at("entity", _entity_rule)
    rules.at("link", _link_rule)
    rules.at("image", _picture_rule)
    # A picture's name is a file's, not an address; links get theirs when they are written.
    parser.normalizeLink = str  # type: ignore[assignment, method-assign]
    return parser


# --- stars and underscores ------------------------------------------------------------------------


def _emphasis_rule(state: StateInline, silent: bool) -> bool:
    """Read stars and underscores; pairs are found by the parser."""
    from markdown_it.rules_inline.state_inline import Delimiter  # noqa: PLC0415

    source, start = state.src, state.pos
    marker = source[start]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and source[end] == marker:
        end += 1
    signs = source[start:end]
    opens, closes = _opens(state, start, end), _closes(state, start, end)
    if len(signs) > (3 if marker == "*" else 2) or not (opens or closes):
        state.pending += signs
        state.pos = end
        return True
    for _ in signs:
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), len(signs), len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos = end
    return True


def _around(state: StateInline, start: int, end: int) -> tuple[str, str]:
    """Give the signs before and behind a mark; a space at the ends of the text."""
    before = state.src[start - 1] if start else " "
    return before, state.src[end] if end < state.posMax else " "


_IN_A_WORD = re.compile(r"\*\*[^\s*]+\*\*")
_NO_START = frozenset(".,;:!?)]}=/|<>")
_NO_END = frozenset("([{=/|<>")


def _inside_a_word(before: str, after: str, signs: str) -> bool:
    """Tell whether two stars or three stand between letters: `wunder**bar**es`, not `x**2`."""
    return len(signs) > 1 and signs[0] == "*" and before.isalpha() and after.isalpha()


def _opens(state: StateInline, start: int, end: int) -> bool:
    before, after = _around(state, start, end)
    signs, rest = state.src[start:end], state.src[end : state.posMax]
    if after.isspace():
        return False
    if _NO_SPACES.match(before) or _NO_SPACES.match(after):
        return True
    if _is_word(before):
        in_word = _inside_a_word(before, after, signs)
        return in_word and bool(_IN_A_WORD.match(f"{signs[:2]}{rest}"))
    if before in ")]}" or (before == "/" and f"{signs}/" in rest):
        return False
    # An opening sign that stands before a stop is none, but for two stars: **?** may be bold.
    return len(signs) > 1 or after not in _NO_START or rest.startswith("...")


def _closes(state: StateInline, start: int, end: int) -> bool:
    before, after = _around(state, start, end)
    signs = state.src[start:end]
    if before.isspace():
        return False
    if _NO_SPACES.match(before) or _NO_SPACES.match(after):
        return True
    if _is_word(after):
        return _inside_a_word(before, after, signs)
    if after in "([{" or (after == "/" and f"/{signs}" in state.src[:start]):
        return False
    return len(signs) > 1 or before not in _NO_END


_NAME = re.compile(r"__(?!_)[^\s_](?:[^\s_]|_(?!_))*__(?![^\W_])")


def _name_rule(state: StateInline, silent: bool) -> bool:
    """Leave `__init__` as it is; with a space in it, it is bold."""
    found = _NAME.match(state.src, state.pos, state.posMax)
    if found is None or _NO_SPACES.search(found[0]):
        return False
    before = _around(state, state.pos, state.pos)[0]
    if _is_word(before) or before == "_":
        return False
    return _as_text(state, found[0], silent)


def _as_text(state: StateInline, text: str, silent: bool) -> bool:
    if not silent:
        state.pending += text
    state.pos += len(text)
    return True


# --- escapes and entities -------------------------------------------------------------------------


class ChangedSign(NamedTuple):
    """A sign that is written in another way than it is shown, and what stands around it."""

    raw: str
    shown: str
    before: str
    after: str


_NEAR = 40


def _escape_rule(state: StateInline, silent: bool) -> bool:
    from markdown_it.rules_inline import escape  # noqa: PLC0415

    start = state.pos
    return escape(state, silent) and _noted(state, start, silent)


def _entity_rule(state: StateInline, silent: bool) -> bool:
    from markdown_it.rules_inline import entity  # noqa: PLC0415

    start = state.pos
    return entity(state, silent) and _noted(state, start, silent)


def _noted(state: StateInline, start: int, silent: bool) -> bool:
    token = state.tokens[-1] if state.tokens and not silent else None
    if token and token.content != token.markup and token.type == "text_special":
        noted = state.env.get("changed", [])
        around = slice(max(0, start - _NEAR), start), slice(state.pos, state.pos + _NEAR)
        before, after = state.src[around[0]], state.src[around[1]]
        noted.append(ChangedSign(token.markup, token.content, before, after))
    return True


# --- above and below the line ---------------------------------------------------------------------

_SCRIPT = re.compile(r"([~^])(?!\1)((?:\\[^\w\n]|[^\s\\~^])+)\1(?!\d|\1)")
_SIGNS_ALONE = re.compile(
    "[-+\u2212\u2013\u00b1\u2032\u2033*\u00b0\u2020\u2021\u2218\u2295\u2296]+"
)
_NO_SCRIPT = re.compile(r"\A[/.|=,;:)!?\]}>]|[|,;:/(\[{=<>&\u2227\u2228\u2192\u2194]\Z")
_ESCAPED = re.compile(r"\\([^\w\n])")
_BLANK = "\ufdd0"
"""Stands for a blank of a cloze text while its text is read."""


def _script_rule(state: StateInline, silent: bool) -> bool:
    """Read `H~2~O` and `x^2^`; they close only where no digit follows, `a^2+b^2` is text."""
    source, start = state.src, state.pos
    if source[start] not in "~^" or source[start - 1 : start] == source[start]:
        return False
    found = _SCRIPT.match(source, start, state.posMax)
    if found is None or not _is_script(_ESCAPED.sub(r"\1", found[2])):
        return False
    if not silent:
        name = "sub" if found[1] == "~" else "sup"
        state.push(f"{name}_open", name, 1)
        state.push("text", "", 0).content = _ESCAPED.sub(r"\1", found[2])
        state.push(f"{name}_close", name, -1)
    state.pos = found.end()
    return True


def _is_script(text: str) -> bool:
    if _SIGNS_ALONE.fullmatch(text):
        return True
    balanced = all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))
    says_something = any(map(str.isalnum, text)) or _BLANK in text
    return balanced and not _NO_SCRIPT.search(text) and says_something


# --- maths ----------------------------------------------------------------------------------------

_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
_NAME_AND_SIGN = re.compile(r"[^\W\d{(].*[-=+*/:;,.<>|&]|[{(].*[-=+*/:;,.<>|&]", re.DOTALL)


def _maths_rule(state: StateInline, silent: bool) -> bool:
    """Read `$x$` as pandoc does, and only between words: `US$5/HK$40` is money.

    Names of variables are no maths: `$b=$a`, `$HOME/$USER`. Two dollars in a row open nothing.
    """
    source, start = state.src, state.pos
    if source[start] != "$" or state.pending.endswith("$"):
        return False
    if start and _is_word(source[start - 1]):
        return False
    found = _DOLLARS.match(source, start, state.posMax)
    if found is None:
        return False
    after = source[found.end() : found.end() + 1]
    if _is_word(after) or (after and after in "_{(" and _is_code(found[1])):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found[1]
    state.pos = found.end()
    return True


def _is_code(text: str) -> bool:
    """Tell whether what stands between the dollars of two names only looks like a formula."""
    halves = any(text.count(a) != text.count(b) for a, b in ("()", "{}"))
    return halves or bool(_NAME_AND_SIGN.fullmatch(text))


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
    opens, closes = ("$$", "$$") if source[start] == "$" else ("\\[", "\\]")
    if not source.startswith(opens, start) or source.find(closes, start + 2) < 0:
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
    if not source.startswith("(", start + 1) or source.find("\\)", start) < 0:
        return False  # quicker than a pattern that looks on to the end
    found = _BRACKETS.match(source, start, state.posMax)
    if found is None or not found[1].strip():
        return False
    if _WORDS.search(re.sub(r"\\[A-Za-z]+", "", found[1])) and not _TEX.search(found[1]):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = found[1].strip()
    state.pos = found.end()
    return True


# --- addresses, paths, links ----------------------------------------------------------------------

_REST_OF_ADDRESS = re.compile(r"://[\w.~:/?#@!&'+,;=%^-]*[\w/#=]")
_WEB_TARGET = re.compile(r"\(\s*<?(?:https?:|mailto:)[^\s<>)]", re.IGNORECASE)
_PART_OF_PATH = r"\\(?:[^\\\n\"'`<>|*?:,;]*(?=\\(?!\\))|[^\s\\\"'`<>|*?:]*)"
_PATH = re.compile(rf"(?:{_PART_OF_PATH})+")
_SHARE = re.compile(rf"\\\\[\w.-]+(?={_PART_OF_PATH})(?!\\\\)(?:{_PART_OF_PATH})+")


def _address_rule(state: StateInline, silent: bool) -> bool:
    """Leave an address as it is: its tildes, underscores and ampersands are its own."""
    if state.src[state.pos] != ":" or silent:
        return False
    found = _REST_OF_ADDRESS.match(state.src, state.pos, state.posMax)
    if found is None or not re.search(r"(?<![^\W_])https?\Z", state.pending[-6:], re.IGNORECASE):
        return False
    return _as_text(state, found[0], silent)


def _path_rule(state: StateInline, silent: bool) -> bool:
    r"""Leave a path as it is: `C:\_temp`, `\\school\_share`; doubled backslashes are escapes."""
    source, start = state.src, state.pos
    if source[start] != "\\":
        return False
    if re.search(r"(?<![^\W_])[A-Za-z]:\Z", source[max(0, start - 3) : start]):
        found = None if source[start + 1 : start + 2] == "\\" else _PATH.match(source, start)
    elif not re.search(r"[\w\\]\Z", source[max(0, start - 1) : start]):
        found = _SHARE.match(source, start, state.posMax)
    else:
        return False
    if found is None or len(found[0]) < 2:
        return False
    return _as_text(state, found[0].rstrip(".,;:!?)_"), silent)


def _link_rule(state: StateInline, silent: bool) -> bool:
    """Read a link to the web; any other `[..](..)` is text: `[Cu(NH3)4](OH)2`, `grid[0](1)`."""
    from markdown_it.rules_inline import link  # noqa: PLC0415 - most texts hold no mark at all

    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, True)
    return end >= 0 and bool(_WEB_TARGET.match(state.src, end + 1)) and link(state, silent)


# --- pictures -------------------------------------------------------------------------------------

_TITLE = r"\s*(?:\"[^\"\n]*\"|'[^'\n]*')?\s*\)"
_TARGETS = (
    re.compile(rf"\(\s*<([^<>\n]+)>{_TITLE}"),
    # A name may hold spaces and brackets: it goes on to its ending.
    re.compile(
        rf"\(\s*((?:(?!\]\()[^\n])*?\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|avif|heic)){_TITLE}",
        re.IGNORECASE,
    ),
    re.compile(rf"\(\s*([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*){_TITLE}"),
)


def _picture_rule(state: StateInline, silent: bool) -> bool:
    """Read a picture; its name is taken as it is written, spaces, brackets, percent and all."""
    source, start = state.src, state.pos
    if not source.startswith("![", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1, False)
    found = next(filter(None, (t.match(source, end + 1) for t in _TARGETS)), None)
    if end < 0 or found is None:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.content = source[start + 2 : end]
        token.attrs = {"src": found[1].strip(), "alt": ""}
    state.pos = found.end()
    return True


# --- ruby -----------------------------------------------------------------------------------------

_HAN = "\u3005-\u3007\u30f5\u30f6\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u30ff"
_OTHER_READINGS = (
    "\u3100-\u312f\u31a0-\u31bf\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # bopomofo, hangul
    "A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff"
)
_READING = re.compile(
    rf"\[((?=[^\]]*[^ '\u2019\u00b7-])[{_KANA}{_OTHER_READINGS} '\u2019\u00b7-]+)\]"
)
_STRETCH = re.compile(rf"[{_HAN}{_KANA}]+\Z")
_LONGEST_BASE = 40
_HAN_SIGNS = re.compile(rf"[{_HAN}]+")
RUBY = re.compile(rf"[{_HAN}]{_READING.pattern}")
"""Finds what is ruby in Japanese and Chinese texts."""


def has_ruby(lang: str) -> bool:
    """Tell whether texts of a language may hold ruby."""
    return lang.lower().partition("-")[0] in {"ja", "zh"}


def _ruby_rule(state: StateInline, silent: bool) -> bool:
    """Read ruby as Anki writes it; a space before it parts it from other kana, and is no text."""
    if state.src[state.pos] != "[" or silent or not state.env.get("ruby"):
        return False
    found = _READING.match(state.src, state.pos, state.posMax)
    base = _base(state.pending, found[1]) if found else ""
    if found is None or not base:
        return False
    before = state.pending[: -len(base)]
    if before == " " or (before.endswith(" ") and _NO_SPACES.match(before[-2:])):
        before = before[:-1]
    state.pending = before
    token = state.push("ruby", "ruby", 0)
    token.content, token.info = base, found[1]
    state.pos = found.end()
    return True


def _base(before: str, reading: str) -> str:
    """Give what a reading stands over: Han signs, and kana between them that it spells as well."""
    stretch = _STRETCH.search(before[-_LONGEST_BASE:])
    words = stretch[0] if stretch else ""
    if not words or not _HAN_SIGNS.match(words[-1]):
        return ""
    if before[: -len(words)].endswith(" ") and _HAN_SIGNS.match(words):
        return words  # parted by hand
    starts = [found.start() for found in _HAN_SIGNS.finditer(words)]
    for start in starts[:-1]:
        if re.fullmatch(_HAN_SIGNS.sub(".+", words[start:]), reading):
            return words[start:]
    return words[starts[-1] :]
