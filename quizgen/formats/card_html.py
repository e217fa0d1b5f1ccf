r"""Fields of flashcards -> our text language.

A field is HTML, in which Anki has marks of its own: `{{c1::gaps}}`, `[sound:a.mp3]`, `\(x^2\)`.
A kept cleaner settles what is text and what a tag. Lines, lists, code, formulas, pictures, bold,
italics and small signs stay; of other tags the words stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Final

from quizgen.formats.marks import as_marked
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words, text_lines

_LONGEST = 1_000_000
_LEFT, _RIGHT = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_LEFT}(\\d+){_RIGHT}")
_FOREIGN = re.compile("[\ue000\ue001\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SOUND = re.compile(r"\[sound:([^\]\[]{1,300})\]")
_SPOKEN = re.compile(r"\[anki:tts[^\]]*\](.*?)\[/anki:tts\]", re.DOTALL)
_FORMULA = re.compile(
    r"\\\((?P<mathjax>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\[\$\](?P<latex>.+?)\[/\$\]"
    r"|\[\$\$\](?P<latex_display>.+?)\[/\$\$\]|\[latex\](?P<whole>.+?)\[/latex\]"
    r"|<anki-mathjax[^>]*>(?P<tag>.+?)</anki-mathjax>",
    re.DOTALL,
)
_CLOZE = re.compile(r"(?P<open>\{\{c(?P<number>\d{1,3})(?:,\d+)*::)|(?P<part>::)|(?P<close>\}\})")
_TAG = re.compile(r"<[^>]*>")
_SIGNS = re.compile(r"([\\`*_~^$\[\]{}|<>#!&])")
_MARKED: Final = re.compile(
    r"</?(?:br|div|p|b|i|u|em|strong|span|li|ul|ol|img|sub|sup|table|font|hr|pre|code|a)\b[^>]*>"
    r"|&(?:nbsp|lt|gt|amp|quot|#\d+);",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Tell whether a text has tags or signs of HTML."""
    return bool(_MARKED.search(text))


def has_cloze(field: str) -> bool:
    """Tell whether a field has a gap in Anki's marks."""
    return bool(re.search(r"\{\{c[1-9]\d{0,2}(?:,\d+)*::", field))


@dataclass(slots=True)
class CardText:
    """What a field says in our text language."""

    text: str = ""
    sounds: list[str] = field(default_factory=list)
    """Names of the sounds it plays, as the bank has them."""
    losses: dict[str, None] = field(default_factory=dict)
    """What of it could not be held, each as a phrase."""


Find = Callable[[str], bytes | None]
"""Gives a file by the name that a field has for it."""


class CardTexts:
    """Reads the fields of one file, and gathers what they show and play."""

    def __init__(self, find: Find) -> None:
        """Take how pictures and sounds are found."""
        self.media: dict[str, bytes] = {}
        self._find = find
        self._names: dict[str, str] = {}

    def read(self, raw: str, *, html: bool = True, cloze: bool = False) -> CardText:
        """Read a field.

        Args:
            raw: The field.
            html: Its tags are tags; else every sign is what it is.
            cloze: It has gaps in Anki's marks, which become ours.

        """
        found = CardText()
        pen = _Pen()
        if len(raw) > _LONGEST:
            found.losses[f"what is behind its first {_LONGEST} characters"] = None
        text = _FOREIGN.sub("", raw[:_LONGEST].replace("\r\n", "\n"))
        text = _SOUND.sub(lambda sound: self._sound(unescape(sound[1]), found), text)
        text = _SPOKEN.sub(lambda spoken: self._spoken(spoken[1], found), text)
        text = _cloze_marked(text, pen) if cloze else text
        text = _FORMULA.sub(lambda formula: _formula(formula, pen), text)
        if html:
            walker = _Walker(pen, lambda name, alt: self._picture(name, alt, found))
            text = walker.lines(_cleaned(text))
            found.losses |= walker.losses
        found.text = pen.written(text)
        return found

    def kept(self, name: str) -> str:
        """Keep a file; give the name that questions call it by, or nothing where it isn't there."""
        if name not in self._names:
            data = self._find(name)
            self._names[name] = self._shelved(name, data) if data is not None else ""
        return self._names[name]

    def _shelved(self, name: str, data: bytes) -> str:
        path = PurePosixPath(name.replace("\\", "/"))
        stem = re.sub(r"[^\w-]+", "-", path.stem).strip("-_")[:60] or "media"
        ending = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:5]
        number, kept = 1, f"media/{stem}.{ending}"
        while kept.casefold() in map(str.casefold, self.media):
            number += 1
            kept = f"media/{stem}-{number}.{ending}"
        self.media[kept] = data
        return kept

    def _sound(self, name: str, found: CardText) -> str:
        kept = self.kept(name)
        if kept:
            found.sounds.append(kept)
        else:
            found.losses[f"the sound {name}, which isn't in the file"] = None
        return " "

    def _spoken(self, inner: str, found: CardText) -> str:
        found.losses["words that Anki reads aloud"] = None
        return f" {inner} "

    def _picture(self, name: str, alt: str, found: CardText) -> str:
        kept = self.kept(name)
        words = " ".join(_SIGNS.sub(" ", alt or PurePosixPath(name).stem).split()) or "picture"
        if kept:
            return f"![{words}]({kept})"
        found.losses[f"the picture {name[:80]}, which isn't in the file"] = None
        return ""


# --- marks ----------------------------------------------------------------------------------------


class _Pen:
    """Holds pieces that are written as they are, while the text round them is read."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []

    def token(self, piece: str, *, style: bool = False) -> str:
        self._pieces.append((piece, style))
        return f"{_LEFT}{len(self._pieces) - 1}{_RIGHT}"

    def written(self, text: str) -> str:
        """Write a text; its styles only where they can't be taken for anything else."""
        lines = [line.strip() for line in text.strip().split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        if not _TOKEN.search(text):
            return as_marked(text) if text else ""
        plain = self._filled(text, styled=False)
        if not any(style for _, style in self._pieces):
            return plain
        styled = self._filled(text, styled=True)
        same = plain_words(parse_blocks(styled)) == plain_words(parse_blocks(plain))
        return styled if same else plain

    def _filled(self, text: str, *, styled: bool) -> str:
        return "".join(self._parts(text, styled=styled)).strip()

    def _parts(self, text: str, *, styled: bool) -> Iterator[str]:
        for place, part in enumerate(_TOKEN.split(text)):
            if place % 2 == 0:
                yield _escaped(part)
            elif styled or not self._pieces[int(part)][1]:
                yield self._pieces[int(part)][0]


def _escaped(text: str) -> str:
    """Escape a stretch of text: what is on both sides of it may make a mark of any sign."""
    core = text.strip()
    if not core:
        return text
    written = _SIGNS.sub(r"\\\1", core)
    if list(text_lines(parse_blocks(written))) != [line for line in core.split("\n") if line]:
        written = as_marked(core)
    at = text.index(core)
    return f"{text[:at]}{written}{text[at + len(core) :]}"


def _cloze_marked(text: str, pen: _Pen) -> str:
    """Set gaps apart from the text: ours have the same marks, and one number each."""
    depth = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal depth
        if found["open"]:
            depth += 1
            return pen.token(f"{{{{{int(found['number'])}::")
        if not depth:
            return found[0]
        if found["close"]:
            depth -= 1
        return pen.token(found[0])

    return _CLOZE.sub(mark, text)


def _formula(found: re.Match[str], pen: _Pen) -> str:
    kind = found.lastgroup or ""
    tex = unescape(_TAG.sub("", re.sub(r"<br ?/?>", " ", found[kind]))).strip()
    if kind == "whole":
        tex = tex.removeprefix("$").removesuffix("$").strip("$")
    if not tex:
        return ""
    signs = ("\\[", "\\]") if "display" in kind else ("\\(", "\\)")
    pieces = _TOKEN.split(" ".join(tex.split()))
    inner = "".join(
        f"{_LEFT}{piece}{_RIGHT}" if place % 2 else pen.token(piece) if piece else ""
        for place, piece in enumerate(pieces)
    )
    return f"{pen.token(signs[0])}{inner}{pen.token(signs[1])}"


# --- tags -----------------------------------------------------------------------------------------

_BLOCKS = frozenset("p div ul ol table tr h1 h2 h3 h4 h5 h6 blockquote pre li hr".split())
_STYLES: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "sub": "~", "sup": "^"}
_TAGS = {*_BLOCKS, *_STYLES, "br", "img", "td", "th", "code"}


def _cleaned(html: str) -> str:
    import nh3  # noqa: PLC0415 - few banks need it

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"img": {"src", "alt"}},
        clean_content_tags={"script", "style", "template"},
        url_schemes=set(),
        link_rel=None,
    )


class _Walker(HTMLParser):
    """Makes lines of clean HTML."""

    def __init__(self, pen: _Pen, picture: Callable[[str, str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.losses: dict[str, None] = {}
        self._pen, self._picture = pen, picture
        self._out: list[str] = []
        self._counts: list[int] = []
        self._code: list[str] | None = None

    def lines(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in _STYLES and self._code is None:
            self._out.append(self._pen.token(_STYLES[tag], style=True))
        elif tag == "br":
            self._write("\n")
        elif tag == "img":
            told = dict(attrs)
            piece = self._picture(told.get("src") or "", told.get("alt") or "")
            self._out.append(self._pen.token(piece) if piece else "")
        elif tag in {"ul", "ol"}:
            self._counts.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._out.append(self._pen.token(self._sign()))
        elif tag == "pre":
            self._code = []
        elif tag in {"td", "th"}:
            self.losses["the lines of a table: its cells stand side by side"] = None

    def _sign(self) -> str:
        if not self._counts or self._counts[-1] < 0:
            return "- "
        self._counts[-1] += 1
        return f"{self._counts[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self._code is not None:
            code, self._code = "".join(self._code).strip("\n"), None
            self._write(code if _TOKEN.search(code) else self._pen.token(f"```\n{code}\n```"))
        elif tag in _STYLES and self._code is None:
            self._out.append(self._pen.token(_STYLES[tag], style=True))
        elif tag in {"ul", "ol"} and self._counts:
            self._counts.pop()
        elif tag in {"td", "th"}:
            self._write("  ")
        if tag == "p":
            self._write("\n\n")
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._code is None:
            data = re.sub(r"[ \t\n\xa0]+", " ", data)
        self._write(data)

    def _write(self, text: str) -> None:
        (self._out if self._code is None else self._code).append(text)

    def _break(self) -> None:
        before = "".join(self._out[-3:]).rstrip(" ")
        if self._code is None and before and not before.endswith("\n"):
            self._out.append("\n")
