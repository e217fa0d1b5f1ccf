"""A PDF to pieces: columns in reading order, paragraphs whole across columns and pages.

What is repeated on its pages, its captions and footnotes are told apart; a table's row is a
paragraph. A PDF without text is a scan, and said to be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from quizgen.problems import QuizgenError
from quizgen.sources.healing import Healer, clean
from quizgen.sources.pdf_characters import PlacedPage, opened_pdf, placed_pages
from quizgen.sources.pdf_layout import Column, PlacedStretch, PrintedLine, columns
from quizgen.sources.pieces import Found, Piece, PieceKind, ReadSource
from quizgen.sources.running_heads import running_lines
from quizgen.sources.tables import looks_like_heads, row_paragraphs

_BULLET = re.compile(r"(?:[•●▪◦‣■□–\-*]|\(?\d{1,2}[.)]|[a-z]\))\s+\S")
_CAPTION = re.compile(
    r"(?:abb(?:\.|ildung)|fig(?:\.|ure|ura)|bild|foto|photo|tab(?:\.|elle|le|la)|grafik|schaubild|"
    r"karte|chart|quadro)\s*\d+[a-z]?\s*[.:|–—]|"
    r"(?:foto|photo|bild|grafik|quelle der abbildung)s?\s*:",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*†‡¹²³])\)?\s*\S")
_ENDED = re.compile(r"[.!?…:;][\"'”“’»«)\]]*$")
_JUNK_TITLE = re.compile(
    r"^(?:untitled|unbenannt|sans titre|anonymous|dokument\d*|document\d*|microsoft word.*|"
    r"powerpoint.*|.*\.(?:docx?|pdf|indd|tex|dvi|odt|qxd|pptx?|html?))$",
    re.IGNORECASE,
)
_JUNK_AUTHOR = re.compile(r"^(?:anonymous|unknown|unbekannt|user|admin\w*|owner)?$", re.IGNORECASE)


@dataclass
class _Paragraph:
    lines: list[PrintedLine]
    kind: PieceKind = PieceKind.text
    row: str = ""
    """A table's row, as it reads."""
    full: bool = False
    """Its last line reaches the column's edge."""

    @property
    def height(self) -> float:
        return self.lines[0].height


@dataclass
class _Reading:
    """The pages of a document, as they become paragraphs."""

    body: float
    paragraphs: list[_Paragraph] = field(default_factory=list)


def read_pdf(data: bytes, name: str) -> ReadSource:
    """Read a PDF. Raises QuizgenError where it is locked, broken or a scan."""
    with opened_pdf(data, name) as document:
        pages = placed_pages(document, name)
        about = document.get_metadata_dict()
    _refuse_scan(pages, name)
    laid = [columns(page.words) for page in pages]
    lines = [[line for column in page for line in column] for page in laid]
    heads = running_lines([(page.height, own) for page, own in zip(pages, lines, strict=True)])
    reading = _Reading(_body_height(lines))
    pieces: list[_Paragraph] = []
    for place, page in enumerate(laid):
        for column in page:
            pieces += _paragraphs(column, place, heads, reading.body)
    joined = _joined_across(pieces)
    healer = Healer(line.text for paragraph in joined for line in paragraph.lines)
    read = [_piece(paragraph, healer) for paragraph in joined]
    read += [Piece(clean(" ".join(page.turned)), PieceKind.margin) for page in pages if page.turned]
    found = _about(about, joined, healer, reading.body)
    notes = healer.notes() + _scanned_pages(pages)
    return ReadSource(
        format="PDF", pieces=tuple(p for p in read if p.text), found=found, notes=notes
    )


def _piece(paragraph: _Paragraph, healer: Healer) -> Piece:
    text = paragraph.row or healer.join([line.text for line in paragraph.lines])
    return Piece(clean(text), paragraph.kind)


def _refuse_scan(pages: Sequence[PlacedPage], name: str) -> None:
    signs = sum(len(word.text) for page in pages for word in page.words)
    unknown = sum(page.unknown for page in pages)
    if unknown * 5 > signs + unknown:
        raise QuizgenError(
            f"{name} doesn't say which letters its signs are (its fonts have no map); "
            "print it to a new PDF, or read its words with a text recogniser (OCR)"
        )
    if any(page.pictures for page in pages) and signs < 20 * len(pages):
        raise QuizgenError(
            f"{name} is a scan: its pages are pictures without text; read their words with a "
            "text recogniser (OCR) first, for example: ocrmypdf in.pdf out.pdf"
        )
    if not any(page.words for page in pages):
        raise QuizgenError(f"{name} has {len(pages)} pages without a word")


def _scanned_pages(pages: Sequence[PlacedPage]) -> tuple[str, ...]:
    bare = [str(n) for n, page in enumerate(pages, 1) if page.pictures and not page.words]
    if not bare:
        return ()
    many = "s" if len(bare) > 1 else ""
    listed = ", ".join(bare[:10]) + (", ..." if len(bare) > 10 else "")
    return (f"page{many} {listed} hold only pictures: what they say was not read",)


def _body_height(pages: Sequence[Sequence[PrintedLine]]) -> float:
    """Give the height of most letters' lines."""
    heights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            heights[round(line.height, 1)] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 12.0


# --- one column -----------------------------------------------------------------------------------


def _paragraphs(
    column: Column, page: int, heads: Mapping[tuple[int, PrintedLine], PieceKind], body: float
) -> Iterator[_Paragraph]:
    """Part a column into paragraphs; what is repeated on pages stands apart."""
    apart = [line for line in column if (page, line) in heads]
    yield from (_Paragraph([line], heads[page, line]) for line in apart)
    own = [line for line in column if (page, line) not in heads]
    if not own:
        return
    shape = _Shape.of(own)
    for rows, table in _tables(own):
        if table is not None:
            texts = _rows_of(rows, table)
            yield from (_Paragraph(rows[:1], row=text) for text in texts)
        else:
            yield from _plain_paragraphs(rows, shape, body)


@dataclass(frozen=True)
class _Shape:
    """A column's edges, and how far its lines stand from each other."""

    left: float
    right: float
    step: float

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> _Shape:
        lefts = Counter(round(line.x0) for line in lines)
        # Where first lines are drawn in, most lines still begin at the edge.
        steps = sorted(a.middle - b.middle for a, b in pairwise(lines))
        tight = [step for step in steps if step > 0.8 * min(line.height for line in lines)]
        step = tight[len(tight) // 4] if tight else lines[0].height
        left = min(lefts, key=lambda x: (-lefts[x], x))
        return cls(float(left), max(line.x1 for line in lines), step)


def _plain_paragraphs(
    lines: Sequence[PrintedLine], shape: _Shape, body: float
) -> Iterator[_Paragraph]:
    own: list[PrintedLine] = []
    for line in lines:
        if own and _begins(own, line, shape):
            yield _judged(own, shape, body)
            own = []
        own.append(line)
    if own:
        yield _judged(own, shape, body)


def _begins(before: Sequence[PrintedLine], line: PrintedLine, shape: _Shape) -> bool:
    """Tell whether a line begins a paragraph."""
    last = before[-1]
    tall = max(last.height, line.height)
    step = max(shape.step, 0.95 * tall)
    if last.middle - line.middle > 1.3 * step or abs(last.height - line.height) > 0.12 * tall:
        return True
    if last.bold != line.bold and (last.bold or line.bold):
        return not _is_run_in(last, line, shape)
    if _BULLET.match(line.text) and not _parted(last):
        return True
    indent = 0.7 * line.height
    if line.x0 > shape.left + indent and last.x0 < shape.left + indent:
        return len(before) > 1 or bool(_ENDED.search(last.text))
    short = last.x1 < shape.right - 0.2 * (shape.right - shape.left)
    return short and bool(_ENDED.search(last.text))


def _is_run_in(last: PrintedLine, line: PrintedLine, shape: _Shape) -> bool:
    """Tell of bold words that happen to fill one line within a sentence."""
    fills = last.x1 > shape.right - 0.1 * (shape.right - shape.left)
    return fills and line.text[:1].islower()


def _parted(line: PrintedLine) -> bool:
    return line.text.endswith(("-", "\u00ad"))


def _judged(lines: list[PrintedLine], shape: _Shape, body: float) -> _Paragraph:
    first = lines[0]
    full = lines[-1].x1 > shape.right - 0.15 * (shape.right - shape.left)
    kind = PieceKind.text
    if _CAPTION.match(first.text) and len(lines) < 8:
        kind = PieceKind.caption
    elif first.height < 0.9 * body and _FOOTNOTE.match(first.text):
        kind = PieceKind.footnote
    return _Paragraph(lines, kind, full=full)


# --- tables ---------------------------------------------------------------------------------------


def _tables(
    lines: Sequence[PrintedLine],
) -> Iterator[tuple[list[PrintedLine], list[float] | None]]:
    """Part lines into runs: those of a table with the places of its columns, and others."""
    plain: list[PrintedLine] = []
    place = 0
    while place < len(lines):
        table, edges = _table_at(lines, place)
        if table:
            if plain:
                yield plain, None
            plain = []
            yield list(lines[place : place + table]), edges
            place += table
        else:
            plain.append(lines[place])
            place += 1
    if plain:
        yield plain, None


def _table_at(lines: Sequence[PrintedLine], place: int) -> tuple[int, list[float]]:
    """Count the lines of a table that begins here, and give where its columns begin."""
    first = lines[place].stretches
    if len(first) < 2:
        return 0, []
    columns_ = [[stretch] for stretch in first]
    count, full = 1, 1
    for line in lines[place + 1 :]:
        where = [_column_of(stretch, columns_) for stretch in line.stretches]
        if None in where or len(set(where)) < len(where) or where == [0]:
            break
        if lines[place + count - 1].middle - line.middle > 4 * line.height:
            break
        full += len(where) == len(columns_)
        count += 1
        for at, stretch in zip(where, line.stretches, strict=True):
            if at is not None:
                columns_[at].append(stretch)
    enough = full >= 3 or (full == 2 and len(columns_) > 2)
    edges = [min(stretch.x0 for stretch in column) for column in columns_]
    return (count, edges) if enough else (0, [])


def _column_of(stretch: PlacedStretch, columns_: Sequence[Sequence[PlacedStretch]]) -> int | None:
    """Find the column with whose cells a stretch begins, ends or is centred."""
    near = 0.4 * stretch.height
    for place, column in enumerate(columns_):
        for other in (column[0], column[-1]):
            shifts = (
                stretch.x0 - other.x0,
                stretch.x1 - other.x1,
                (stretch.x0 + stretch.x1 - other.x0 - other.x1) / 2,
            )
            if any(abs(shift) < near for shift in shifts):
                return place
    return None


def _rows_of(lines: Sequence[PrintedLine], edges: Sequence[float]) -> list[str]:
    """Read a table's rows; a line without a first cell goes on with the row above it."""
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(edges)
        for stretch in line.stretches:
            at = min(range(len(edges)), key=lambda n: abs(edges[n] - stretch.x0))
            at = _spanned(stretch, edges, at)
            cells[at] = f"{cells[at]} {stretch.text}".strip()
        if rows and not cells[0]:
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    heads = 1 if len(rows) > 1 and looks_like_heads(rows[0]) else 0
    return row_paragraphs(rows, heads)


def _spanned(stretch: PlacedStretch, edges: Sequence[float], nearest: int) -> int:
    """Give the last column that begins before a cell ends right or in the middle of it."""
    begun = [n for n, edge in enumerate(edges) if edge <= stretch.x0 + 0.4 * stretch.height]
    return begun[-1] if begun else nearest


# --- the whole ------------------------------------------------------------------------------------


def _joined_across(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Join what a column's or page's end has parted; what stands between is no text."""
    joined: list[_Paragraph] = []
    last: _Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.kind is not PieceKind.text:
            joined.append(paragraph)
            continue
        if last is not None and _goes_on(last, paragraph):
            last.lines += paragraph.lines
            last.full = paragraph.full
            continue
        joined.append(paragraph)
        last = paragraph
    return joined


def _goes_on(last: _Paragraph, paragraph: _Paragraph) -> bool:
    if last.row or paragraph.row:
        return False
    end, begin = last.lines[-1], paragraph.lines[0]
    if end.middle > begin.middle and abs(end.x0 - begin.x0) < 3 * end.height:
        return False  # the next below it: that it begins was seen there
    if abs(end.height - begin.height) > 0.1 * end.height or end.bold != begin.bold:
        return False
    text = end.text.rstrip()
    if _ENDED.search(text) or _BULLET.match(begin.text):
        return False
    return begin.text[:1].islower() or _parted(end) or text.endswith(",") or last.full


def _about(
    about: Mapping[str, Any], paragraphs: Sequence[_Paragraph], healer: Healer, body: float
) -> dict[str, Found]:
    """Say what the document tells of itself; the title also by being printed largest."""
    found = {}
    author = clean(str(about.get("Author", "")))
    title = clean(str(about.get("Title", "")))
    if author and not _JUNK_AUTHOR.match(author):
        found["author"] = Found(author, "the PDF's author")
    first = [paragraph for paragraph in paragraphs if paragraph.kind is PieceKind.text][:6]
    large = max(first, key=lambda paragraph: paragraph.height, default=None)
    printed = ""
    if large is not None and large.height > 1.2 * body and not large.row:
        printed = healer.join([line.text for line in large.lines])
    if title and not _JUNK_TITLE.match(title):
        found["title"] = Found(title, "the PDF's title")
    elif printed and len(printed) < 200:
        found["title"] = Found(printed, "its largest line")
    return found
