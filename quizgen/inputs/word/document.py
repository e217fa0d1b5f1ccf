"""A Word document, from its XML to lines: runs with their looks, list labels, tables, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from quizgen.formats.word.from_omml import UnreadFormula, tex_of
from quizgen.inputs.prose.lines import StyledText, Styling, WrittenLine
from quizgen.inputs.prose.signs import offered_in
from quizgen.inputs.word.numbering import ListNumbers, child, local_name, number_in, value
from quizgen.inputs.word.pictures import WordPictures
from quizgen.problems import Where

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from lxml.etree import _Element

_MOST_DEPTH = 200
_PASSED = frozenset(
    "del moveFrom instrText delText rPr pPr sectPr tblPr trPr tcPr sdtPr sdtEndPr Fallback "
    "proofErr bookmarkStart bookmarkEnd commentReference fldData txbxContent".split()
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_BOXES = {"f0fe": "☒", "f0fd": "☒", "f0fc": "✓", "f0a8": "☐", "f06f": "☐", "f071": "☐", "f0a3": "☐",
          "f0e0": "→", "f0b4": "?", "f052": "☒"}  # fmt: skip
_BLACKS = frozenset(("", "auto", "000000", "windowText", "text1", "tx1"))
_MONOSPACED = re.compile(r"courier|consolas|mono|menlo|source code", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    properties: _Element | None = None
    paragraph: _Element | None = None


@dataclass(slots=True)
class _Words:
    """What was found in a paragraph."""

    spans: list[StyledText] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


class WordReader:
    """Reads one document."""

    def __init__(self, document: DocumentType, shown: str) -> None:
        """Take an opened document, and how messages name its file."""
        self._shown = shown
        self._body = document.element.body
        part = document.part
        self._styles = _styles_of(part.styles.element)
        self.pictures = WordPictures(part.rels)
        numbering = [
            rel.target_part
            for rel in part.rels.values()
            if not rel.is_external and rel.reltype.endswith("/numbering")
        ]
        self._lists = ListNumbers.of(getattr(numbering[0], "element", None) if numbering else None)
        self._count = 0
        self.title = " ".join((document.core_properties.title or "").split())

    def lines(self) -> Iterator[WrittenLine]:
        """Give the document's lines, in reading order."""
        yield from self._blocks(self._body, 0)

    def _blocks(self, parent: _Element, depth: int) -> Iterator[WrittenLine]:
        if depth > _MOST_DEPTH:
            raise ValueError("it is nested too deeply")
        for node in parent:
            name = local_name(node)
            if name == "p":
                yield from self._paragraph(node, depth)
            elif name == "tbl":
                yield from self._table(node, depth)
            elif name not in _PASSED:
                yield from self._blocks(node, depth + 1)

    # --- paragraphs ---

    def _paragraph(self, node: _Element, depth: int) -> Iterator[WrittenLine]:
        self._count += 1
        where = Where(self._shown, self._count, 0, f"paragraph {self._count}")
        style = value(child(node, "pPr", "pStyle"))
        name = self._style_name(style)
        words = _Words()
        self._read(node, style, words, 0)
        label, level = self._label(node, style)
        if not "".join(span.text for span in words.spans).strip():
            label = ""
        spans = [StyledText(f"{label}\t"), *words.spans] if label else words.spans
        whole = WrittenLine(
            tuple(spans),
            where,
            heading=name.startswith(("heading", "überschrift")) and not label,
            title=name == "title",
            numbered=bool(label),
            depth=level,
            faults=tuple(words.faults),
        )
        yield from _broken(whole)
        for box in words.boxes:
            yield from self._blocks(box, depth + 1)

    def _style_name(self, style: str) -> str:
        found = self._styles.get(style)
        return found.name if found else ""

    def _label(self, node: _Element, style: str) -> tuple[str, int]:
        """Give what Word prints before a paragraph, and the level of its list."""
        numbering = child(node, "pPr", "numPr")
        id, level = value(child(numbering, "numId")), value(child(numbering, "ilvl"))
        for at in self._chain(style):
            of_style = child(at.paragraph, "numPr")
            id = id or value(child(of_style, "numId"))
            level = level or value(child(of_style, "ilvl"))
        if not id or id == "0":
            return "", 0
        depth = number_in(level)
        return self._lists.next_label(id, depth), depth

    def _chain(self, style: str) -> Iterator[_Style]:
        """Give a style and those it is based on."""
        for _ in range(12):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = found.based_on

    # --- runs ---

    def _read(self, node: _Element, style: str, words: _Words, depth: int) -> None:
        if depth > _MOST_DEPTH:
            raise ValueError("a paragraph is nested too deeply")
        for one in node:
            name = local_name(one)
            if name == "r":
                self._run(one, self._styling(one, style), words, depth)
            elif name == "oMath":
                self._formula(one, words)
            elif name == "tbl":
                words.boxes.append(one.getparent())
            elif name not in _PASSED:
                self._read(one, style, words, depth + 1)

    def _run(self, run: _Element, look: Styling, words: _Words, depth: int) -> None:
        if _is_on(child(run, "rPr", "vanish")) or depth > _MOST_DEPTH:
            return
        for one in run:
            name = local_name(one)
            if name == "t":
                words.spans.append(StyledText(one.text or "", look))
            elif name in _SIGNS:
                words.spans.append(StyledText(_SIGNS[name], look))
            elif name == "sym":
                words.spans.append(
                    StyledText(_BOXES.get(value(one, "char").lower(), "\ufffd"), look)
                )
            elif name in {"drawing", "pict"}:
                self._drawing(one, words)
            elif name == "object":
                self._object(one, words)
            elif name not in _PASSED:
                self._run(one, look, words, depth + 1)

    def _styling(self, run: _Element, style: str) -> Styling:
        own = child(run, "rPr")
        styles = [own, *(at.properties for at in self._chain(value(child(own, "rStyle"))))]
        # What all of a paragraph's style is bold by says nothing of an option.
        styles += [at.properties for at in self._chain(style)]

        def first(name: str) -> _Element | None:
            return next((found for at in styles if (found := child(at, name)) is not None), None)

        align = value(first("vertAlign"))
        script: Literal["", "sub", "sup"] = (
            "sup" if align == "superscript" else "sub" if align == "subscript" else ""
        )
        colour = value(first("color"))
        shade = value(first("shd"), "fill")
        marked = value(first("highlight")) or ("" if shade in {"auto", "FFFFFF"} else shade)
        under = value(first("u"))
        return Styling(
            bold=_is_on(first("b")),
            italic=_is_on(first("i")),
            underline=bool(under) and under != "none",
            colour="" if colour in _BLACKS else colour.upper(),
            highlight="" if marked in {"none", "white"} else marked,
            script=script,
            code=bool(_MONOSPACED.search(value(first("rFonts"), "ascii"))),
        )

    def _formula(self, formula: _Element, words: _Words) -> None:
        try:
            tex = tex_of(formula)
        except UnreadFormula as error:
            words.faults.append(f"a formula can't be read: {error}")
            words.spans.append(StyledText("[formula]"))
            return
        if tex:
            words.spans.append(StyledText(f"${tex}$", marked=True))

    def _drawing(self, node: _Element, words: _Words) -> None:
        boxes = [one for one in node.iter() if local_name(one) == "txbxContent"]
        inside = {id(below) for box in boxes for below in box.iter()}
        words.boxes += boxes[:1] if boxes else []
        described = next((one for one in node.iter() if local_name(one) == "docPr"), None)
        for one in node.iter():
            name = local_name(one)
            relation = (
                value(one, "embed")
                if name == "blip"
                else value(one, "id")
                if name == "imagedata"
                else ""
            )
            if not relation or id(one) in inside:
                continue
            alt = value(described, "descr") or value(one.getparent(), "alt")
            mark, fault = self.pictures.mark(relation, alt, value(described, "name"))
            if mark:
                words.spans.append(StyledText(mark, marked=True))
            if fault:
                words.faults.append(fault)
        if any(local_name(one) in {"chart", "relIds"} for one in node.iter()):
            words.faults.append("a chart or diagram is left out: paste it as a picture")

    def _object(self, node: _Element, words: _Words) -> None:
        kind = next((value(o, "ProgID") for o in node.iter() if local_name(o) == "OLEObject"), "")
        if kind.lower().startswith(("equation", "mathtype")):
            words.faults.append("a formula of an old equation editor can't be read: write it anew")
            words.spans.append(StyledText("[formula]"))
        else:
            words.faults.append("an embedded object is left out")

    # --- tables ---

    def _table(self, node: _Element, depth: int) -> Iterator[WrittenLine]:
        rows = [
            [list(self._blocks(cell, depth + 1)) for cell in _cells(row)]
            for row in _unwrapped(node)
            if local_name(row) == "tr"
        ]
        rows = [_with_letters(row) for row in rows if row]
        filled = [cell for row in rows for cell in row if any(line.text.strip() for line in cell)]
        if not filled:
            return
        if _only_arranges(rows, filled):
            cells = sorted(filled, key=_letter_of) if _all_offered(filled) else filled
            yield from (line for cell in cells for line in cell if line.text.strip() or line.rows)
            return
        joined = tuple(tuple(map(_as_one, row)) for row in rows)
        yield WrittenLine((), filled[0][0].where, rows=joined)


def _only_arranges(rows: list[list[list[WrittenLine]]], filled: list[list[WrittenLine]]) -> bool:
    """Tell whether a table is there to put paragraphs on the page, and not to be read as one."""
    if all(len(row) == 1 for row in rows) or _all_offered(filled):
        return True
    long = [cell for cell in filled if sum(bool(offered_in(line)) for line in cell) > 1]
    return bool(long)


_LETTER_ALONE = re.compile(r"\s*[(\[]?[A-Za-z][.)\]]\s*")


def _with_letters(row: list[list[WrittenLine]]) -> list[list[WrittenLine]]:
    """Put a letter that has a cell of its own before what it belongs to."""
    made: list[list[WrittenLine]] = []
    letter: WrittenLine | None = None
    for cell in row:
        if letter is not None and cell:
            spans = (*letter.spans, StyledText(" "), *cell[0].spans)
            cell = [replace(cell[0], spans=spans), *cell[1:]]  # noqa: PLW2901
            letter = None
        elif len(cell) == 1 and _LETTER_ALONE.fullmatch(cell[0].text):
            letter = cell[0]
            continue
        made.append(cell)
    return [*made, [letter]] if letter is not None else made


def _all_offered(cells: list[list[WrittenLine]]) -> bool:
    offered = [offered_in(cell[0]) for cell in cells if cell]
    letters = [one.letter for one in offered if one]
    return len(letters) == len(cells) == len(set(letters)) > 1


def _letter_of(cell: list[WrittenLine]) -> str:
    offered = offered_in(cell[0])
    return offered.letter if offered else ""


def _as_one(cell: list[WrittenLine]) -> WrittenLine:
    """Give a cell as one line."""
    lines = [line for line in cell if line.spans]
    if not lines:
        return WrittenLine((), cell[0].where if cell else Where(""))
    spans = list(lines[0].spans)
    for line in lines[1:]:
        spans += [StyledText(" "), *line.spans]
    faults = tuple(fault for line in lines for fault in line.faults)
    return replace(lines[0], spans=tuple(spans), faults=faults)


def _unwrapped(node: _Element) -> Iterator[_Element]:
    for one in node:
        if local_name(one) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _unwrapped(one)
        else:
            yield one


def _cells(row: _Element) -> Iterator[_Element]:
    for cell in _unwrapped(row):
        if local_name(cell) == "tc":
            yield cell


def _broken(line: WrittenLine) -> Iterator[WrittenLine]:
    """Part a paragraph at its line breaks."""
    text = line.text
    if "\n" not in text.strip():
        yield line
        return
    at = 0
    first = True
    for part in text.split("\n"):
        if part.strip():
            cut = line.cut(at, at + len(part))
            yield cut if first else replace(cut, after_gap=False, numbered=False, faults=())
            first = False
        at += len(part) + 1


def _is_on(node: _Element | None) -> bool:
    return node is not None and value(node) not in {"0", "false", "off"}


def _styles_of(root: _Element) -> Mapping[str, _Style]:
    return {
        value(node, "styleId"): _Style(
            value(child(node, "name")).casefold(),
            value(child(node, "basedOn")),
            child(node, "rPr"),
            child(node, "pPr"),
        )
        for node in root
        if local_name(node) == "style"
    }
