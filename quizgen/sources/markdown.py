"""Markdown to pieces, with the front matter (YAML between `---`) that tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from yaml import CBaseLoader
from yaml.events import AliasEvent

from quizgen.sources.healing import Healer, clean
from quizgen.sources.pieces import Found, Piece, PieceKind, ReadSource
from quizgen.sources.tables import row_paragraphs

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.{0,65536}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEYS = {
    "title": ("title", "titel", "titre", "título"),
    "author": ("author", "authors", "autor", "autorin", "auteur", "by", "creator"),
    "date": ("date", "datum", "published", "publishdate", "fecha"),
    "publisher": ("publisher", "verlag", "site", "site_name", "source_name", "publication"),
    "language": ("lang", "language", "sprache", "langue", "locale"),
    "rights": ("rights", "license", "licence", "lizenz", "copyright"),
    "url": ("url", "canonical_url", "canonical", "link", "permalink", "source", "quelle"),
}


def read_markdown(text: str) -> ReadSource:
    """Read Markdown as CommonMark does, with tables."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    told = _front_matter(front[1]) if front else {}
    text = text[front.end() :] if front and told else text
    tokens = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table"]).parse(text)
    healer = Healer(text.split("\n"))
    pieces = tuple(piece for piece in _pieces(tokens, healer) if piece.text)
    found = {key: found for key in _KEYS if (found := _found(key, told))}
    heading = _first_heading(tokens, healer)
    if heading and "title" not in found:
        found["title"] = Found(heading, "its first heading")
    return ReadSource(format="Markdown", pieces=pieces, found=found, notes=healer.notes())


def _front_matter(text: str) -> dict[str, str]:
    """Read flat keys; what isn't a mapping of plain values is text."""
    try:
        if any(isinstance(event, AliasEvent) for event in yaml.parse(text, CBaseLoader)):
            return {}
        data = yaml.load(text, CBaseLoader)  # noqa: S506 - it makes nothing but texts
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(data, Mapping):
        return {}
    return {str(key).casefold(): _flat(value) for key, value in data.items()}


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return _flat(value.get("name") or value.get("url") or "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filter(None, map(_flat, value)))
    return clean(str(value))


def _found(key: str, told: Mapping[str, str]) -> Found | None:
    for name in _KEYS[key]:
        value = told.get(name, "")
        if value and (key != "url" or re.match(r"https?://\S+$", value)):
            return Found(value, f"{name} of the front matter")
    return None


def _first_heading(tokens: Sequence[Token], healer: Healer) -> str:
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return healer.join(_lines(tokens[1]))
    return ""


def _pieces(tokens: Sequence[Token], healer: Healer) -> Iterator[Piece]:
    rows: list[list[str]] = []
    heads, in_table = 0, False
    for token in tokens:
        match token.type:
            case "table_open":
                rows, heads, in_table = [], 0, True
            case "tr_open":
                rows.append([])
            case "thead_close":
                heads = len(rows)
            case "table_close":
                yield from (Piece(line) for line in row_paragraphs(rows, heads))
                in_table = False
            case "inline" if in_table:
                rows[-1].append(healer.join(_lines(token)))
            case "inline":
                yield from _inline(token, healer)
            case "fence" | "code_block":
                yield Piece(clean(token.content))
            case "html_block":
                yield from _html(token.content)


def _inline(token: Token, healer: Healer) -> Iterator[Piece]:
    yield Piece(healer.join(_lines(token)))
    for child in token.children or ():
        if child.type == "image":
            yield Piece(clean(child.content), PieceKind.caption)


def _lines(token: Token) -> list[str]:
    """Give the lines of running text without its marks."""
    text = ""
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            text += "\n"
        elif child.type == "html_inline":
            text += "\n" if child.content.lower().startswith("<br") else ""
        elif child.type != "image":
            text += child.content
    return text.split("\n")


def _html(content: str) -> Iterator[Piece]:
    from quizgen.sources.web_blocks import fragment_pieces

    yield from fragment_pieces(content)
