"""A Word document to pieces: paragraphs, rows of tables, and beside them what is no text.

Read from its XML (ECMA-376, part 1, 17.3): inserted words count and deleted ones don't; of two
ways to draw one thing the first is read. Pictures and macros are never unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from quizgen.problems import QuizgenError
from quizgen.sources.archive import Archive
from quizgen.sources.healing import clean, raised
from quizgen.sources.markup_trees import parse_xml
from quizgen.sources.pieces import Found, Piece, PieceKind, ReadSource
from quizgen.sources.tables import Spanned, looks_like_heads, row_paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

_PASSED = frozenset(
    "del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr trPr tcPr sdtPr sdtEndPr "
    "Fallback rt proofErr bookmarkStart bookmarkEnd fldData pict object commentReference".split()
)
"""What holds no words, or words that are not shown, or shown once already."""
_JUNK_AUTHOR = re.compile(
    r"^(?:python-docx|microsoft.*|user|admin\w*|unknown|windows.*)?$", re.IGNORECASE
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_AS_TITLE = "its paragraph in the style Title"
_MOST_DEPTH = 250


@dataclass
class _Document:
    archive: Archive
    part: str
    name: str
    styles: Mapping[str, str] = field(default_factory=dict)

    def beside(self, name: str) -> str:
        return normpath(join(dirname(self.part), name))

    def tree(self, member: str) -> _Element | None:
        data = self.archive.read_if_there(member)
        return parse_xml(data, self.name) if data else None


def read_word_document(data: bytes, name: str) -> ReadSource:
    """Read a Word document. Raises QuizgenError where it is broken, locked or too large."""
    archive = Archive(data, name)
    document = _Document(archive, archive.word_document(), name)
    document.styles = _styles(document)
    root = document.tree(document.part)
    body = None if root is None else next((n for n in root.iter() if _name(n) == "body"), None)
    if body is None:
        raise QuizgenError(f"{name} holds no text; open it in Word and save it again")
    pieces = [*_blocks(body, document, 0), *_around(document)]
    notes = _changes(body)
    return ReadSource(
        format="Word document",
        pieces=tuple(piece for piece in pieces if piece.text),
        found=_about(document, body),
        notes=notes,
    )


def _name(node: _Element) -> str:
    """Give a node's name; both the strict and the usual namespace have the same names."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(node: _Element | None, name: str = "val") -> str:
    if node is None:
        return ""
    return next((str(v) for k, v in node.attrib.items() if str(k).rpartition("}")[2] == name), "")


def _child(node: _Element | None, *names: str) -> _Element | None:
    for name in names:
        if node is None:
            return None
        node = next((child for child in node if _name(child) == name), None)
    return node


def _is_on(node: _Element | None) -> bool:
    return node is not None and _value(node) not in {"0", "false", "off"}


def _styles(document: _Document) -> dict[str, str]:
    """Give each style's English name, whatever the language of Word; `Beschriftung` is caption."""
    root = document.tree(document.beside("styles.xml"))
    if root is None:
        return {}
    return {
        _value(node, "styleId"): _value(_child(node, "name")).casefold()
        for node in root
        if _name(node) == "style"
    }


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(parent: _Element, document: _Document, depth: int) -> Iterator[Piece]:
    if depth > _MOST_DEPTH:
        raise QuizgenError(f"{document.name} is nested too deeply; save its text anew")
    for node in parent:
        match _name(node):
            case "p":
                yield from _paragraph(node, document, depth)
            case "tbl":
                yield from _table(node, document, depth)
            case name if name not in _PASSED:
                yield from _blocks(node, document, depth + 1)


def _paragraph(node: _Element, document: _Document, depth: int) -> Iterator[Piece]:
    style = document.styles.get(_value(_child(node, "pPr", "pStyle")), "")
    reader = _Words()
    reader.read(node, 0)
    kind = _kind(style)
    shown = "".join(reader.shown)
    # A picture's row of spaces, and lines that two breaks part.
    for part in re.split(r"\n\s*\n", shown):
        yield Piece(clean(part), kind)
    if reader.hidden:
        yield Piece(clean("".join(reader.hidden)), PieceKind.hidden)
    for box in reader.boxes:
        yield from _blocks(box, document, depth + 1)


def _kind(style: str) -> PieceKind:
    if style in {"caption", "table of figures"}:
        return PieceKind.caption
    if re.match(r"toc\b|toc heading|index \d", style):
        return PieceKind.contents
    if style in {"header", "footer"}:
        return PieceKind(style)
    if style in {"footnote text", "endnote text"}:
        return PieceKind.footnote
    return PieceKind.headline if style == "title" else PieceKind.text


class _Words:
    """The words of one paragraph: shown, hidden, and the boxes that hang on it."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.boxes: list[_Element] = []

    def read(self, node: _Element, depth: int, *, hidden: bool = False, place: str = "") -> None:
        for child in node:
            name = _name(child)
            if name in _PASSED:
                continue
            if depth > _MOST_DEPTH:
                raise QuizgenError("a paragraph is nested too deeply; save the document anew")
            if name == "txbxContent":
                self.boxes.append(child)
            elif name == "t":
                (self.hidden if hidden else self.shown).append(raised(child.text or "", place))
            elif name == "sym":
                # A sign of a font of signs, by its place there: which it is, only the font knows.
                (self.hidden if hidden else self.shown).append("\ufffd")
            elif name in _SIGNS:
                (self.hidden if hidden else self.shown).append(_SIGNS[name])
            elif name == "r":
                vanishes = _is_on(_child(child, "rPr", "vanish"))
                align = _value(_child(child, "rPr", "vertAlign"))
                where = {"superscript": "sup", "subscript": "sub"}.get(align, "")
                self.read(child, depth + 1, hidden=hidden or vanishes, place=where)
            else:
                self.read(child, depth + 1, hidden=hidden, place=place)


def _table(node: _Element, document: _Document, depth: int) -> Iterator[Piece]:
    """Read a table: a row is a paragraph, unless it only arranges paragraphs on the page."""
    rows = [child for child in _unwrapped(node) if _name(child) == "tr"]
    cells = [[cell for cell in _unwrapped(row) if _name(cell) == "tc"] for row in rows]
    if _only_arranges(cells):
        for cell in (cell for row in cells for cell in row):
            yield from _blocks(cell, document, depth + 1)
        return
    read: list[list[str]] = []
    aside: list[Piece] = []
    for row in cells:
        read.append([])
        for cell in row:
            pieces = list(_blocks(cell, document, depth + 1))
            text = " ".join(p.text for p in pieces if p.kind is PieceKind.text and p.text)
            aside += [piece for piece in pieces if piece.kind is not PieceKind.text]
            span = _value(_child(cell, "tcPr", "gridSpan"))
            below = _child(cell, "tcPr", "vMerge")
            if below is not None and _value(below) != "restart" and len(read) > 1:
                above = read[-2]
                text = text or (above[len(read[-1])] if len(above) > len(read[-1]) else "")
            across = min(max(int(span), 1), 60) if span.isdecimal() else 1
            read[-1] += [text, *[Spanned(text)] * (across - 1)]
    width = max(map(len, read), default=0)
    read = [row + [""] * (width - len(row)) for row in read]
    marked = sum(_is_on(_child(row, "trPr", "tblHeader")) for row in rows)
    heads = marked or (1 if len(read) > 1 and looks_like_heads(read[0]) else 0)
    yield from (Piece(line) for line in row_paragraphs(read, heads))
    yield from aside


def _unwrapped(node: _Element) -> Iterator[_Element]:
    """Give the children, those too that a content control or an inserted row wraps."""
    for child in node:
        if _name(child) in {"sdt", "sdtContent", "ins", "customXml", "moveTo"}:
            yield from _unwrapped(child)
        else:
            yield child


def _only_arranges(cells: list[list[_Element]]) -> bool:
    if len(cells) == 1 or all(len(row) <= 1 for row in cells):
        return True
    nested = any(_name(node) == "tbl" for row in cells for cell in row for node in cell.iter())
    filled = [
        sum(1 for node in cell if _name(node) == "p" and any(_name(t) == "t" for t in node.iter()))
        for row in cells
        for cell in row
    ]
    return nested or max(filled, default=0) > 5


# --- around the text ------------------------------------------------------------------------------


def _around(document: _Document) -> Iterator[Piece]:
    """Read what stands in other parts: notes, comments, heads and feet of pages."""
    kinds = {
        "footnotes": PieceKind.footnote,
        "endnotes": PieceKind.footnote,
        "comments": PieceKind.comment,
        "header": PieceKind.header,
        "footer": PieceKind.footer,
    }
    folder = dirname(document.part)
    for member in sorted(document.archive.names):
        found = re.fullmatch(r"([a-z]+)\d*\.xml", member[len(folder) + 1 :])
        if dirname(member) != folder or not found or found[1] not in kinds:
            continue
        root = document.tree(member)
        if root is not None:
            for piece in _blocks(root, document, 0):
                yield Piece(piece.text, kinds[found[1]])


def _changes(body: _Element) -> tuple[str, ...]:
    changes = sum(_name(node) in {"ins", "del", "moveTo"} for node in body.iter())
    if not changes:
        return ()
    return (f"{changes} tracked changes were read as accepted; accept or reject them in Word",)


def _about(document: _Document, body: _Element) -> dict[str, Found]:
    root = document.tree("docProps/core.xml")
    core = {_name(node): clean(node.text or "") for node in root} if root is not None else {}
    found: dict[str, Found] = {}
    place = "the document's properties"
    if core.get("title"):
        found["title"] = Found(core["title"], place)
    if not _JUNK_AUTHOR.match(core.get("creator", "")):
        found["author"] = Found(core["creator"], place)
    for key, names in {"publisher": ("publisher",), "url": ("identifier", "source")}.items():
        value = next((core[name] for name in names if core.get(name)), "")
        if value and (key != "url" or re.match(r"https?://\S+$", value)):
            found[key] = Found(value, place)
    if core.get("language"):
        found["language"] = Found(core["language"], place)
    shown = _shown_title(body, document)
    # A title in the properties is often that of the template, or of an earlier document.
    if shown is not None and (shown.place == _AS_TITLE or "title" not in found):
        found["title"] = shown
    return found


def _shown_title(body: _Element, document: _Document) -> Found | None:
    """Give the paragraph in the style Title, or the heading that the text begins with."""
    for node in body.iter():
        if _name(node) != "p":
            continue
        style = document.styles.get(_value(_child(node, "pPr", "pStyle")), "")
        text = next((piece.text for piece in _paragraph(node, document, 0) if piece.text), "")
        if style == "title" and text:
            return Found(text, _AS_TITLE)
        if text and style not in {"subtitle", "header"}:
            return Found(text, "its first heading") if style == "heading 1" else None
    return None
