"""A PDF file, written as it grows: pages go out when they are drawn, so memory stays flat.

reportlab makes the objects (strings, dictionaries, streams, images); its canvas would hold every
page until the end, so numbering and the table of objects are ours. Nothing depends on a clock, and
the file's id is the hash of its bytes.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, BinaryIO

from quizgen.outputs.pdf.writer.content import picture_key
from quizgen.outputs.pdf.writer.drawables import MASK, Drawable
from quizgen.outputs.pdf.writer.font_subset import Embedded
from quizgen.version import __version__

_CATALOG, _PAGES, _RESOURCES, _INFO = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Resources:
    """What the pages of some files are drawn with: the same bytes in each."""

    faces: Mapping[str, Embedded]
    """By their name in the content."""
    pictures: Mapping[str, Drawable]
    """By their name in the bank."""


@dataclass(slots=True)
class _Bookmark:
    title: str
    page: int
    level: int
    number: int = 0


class PdfFile:
    """One file in the making."""

    def __init__(
        self,
        stream: BinaryIO,
        *,
        title: str,
        lang: str,
        width: float,
        height: float,
        duplex: bool = False,
        short_edge: bool = False,
    ) -> None:
        self.title = title
        self.lang = lang
        self.duplex = duplex
        self.short_edge = short_edge
        self.size = (width, height)
        self._stream = stream
        self._offset = 0
        self._offsets = array("Q", [0] * (_INFO + 1))
        self._digest = blake2s(digest_size=16)
        self._pages = array("L")
        self._bookmarks: list[_Bookmark] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def page_count(self) -> int:
        """How many pages have been written."""
        return len(self._pages)

    def content(self, operators: Iterable[bytes]) -> int:
        """Write what a page shows; give its number, for one page or for many."""
        return self._add(_stream(b"", zlib.compress(b"".join(operators))))

    def page(self, content: int) -> None:
        """Add a page that shows a content."""
        self._pages.append(
            self._add(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (_PAGES, content))
        )

    def bookmark(self, title: str, level: int = 0) -> None:
        """Name the page that comes next in the reader's outline."""
        self._bookmarks.append(_Bookmark(title, self.page_count, level))

    def bookmark_at(self, page: int, title: str) -> None:
        """Name a page, counted from 0, that may be still to come."""
        self._bookmarks.append(_Bookmark(title, page, 0))

    def close(self, resources: Resources) -> None:
        """Write what all pages share, and finish the file."""
        self._put(_RESOURCES, self._shared(resources))
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        box = f"[0 0 {self.size[0]:g} {self.size[1]:g}]"
        pages = f"<</Type/Pages/Count {self.page_count}/MediaBox{box}"
        pages += f"/Resources {_RESOURCES} 0 R/Kids[{kids}]>>"
        self._put(_PAGES, pages.encode())
        self._put(
            _INFO,
            b"<</Title %s/Creator(quizgen)/Producer(quizgen %s)>>"
            % (pdf_string(self.title), __version__.encode()),
        )
        self._put(_CATALOG, self._catalog(self._outline()))
        self._finish()

    # --- what is shared -------------------------------------------------------------------------

    def _shared(self, resources: Resources) -> bytes:
        faces = "".join(
            f"/{key} {self._face(face)} 0 R" for key, face in sorted(resources.faces.items())
        )
        pictures = "".join(
            f"/{picture_key(name)} {self._picture(data)} 0 R"
            for name, data in sorted(resources.pictures.items())
        )
        return f"<</Font<<{faces}>>/XObject<<{pictures}>>>>".encode()

    def _face(self, face: Embedded) -> int:
        """Write a face as a composite font whose codes are glyph ids (PDF 32000-1, 9.7)."""
        head = b"/Filter/FlateDecode/Length1 %d" % face.font_length
        font = self._add(_stream(head, face.font))
        to_unicode = self._add(_stream(b"/Filter/FlateDecode", face.to_unicode))
        flags, angle = (4 | 64, -11) if face.slanted else (4, 0)
        descriptor = self._add(
            (
                f"<</Type/FontDescriptor/FontName/{face.name}/Flags {flags}"
                f"/FontBBox[{' '.join(map(str, face.box))}]/ItalicAngle {angle}"
                f"/Ascent {face.ascent}/Descent {face.descent}/CapHeight {face.ascent}"
                f"/StemV 80/FontFile2 {font} 0 R>>"
            ).encode()
        )
        descendant = self._add(
            (
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{face.name}/CIDSystemInfo"
                "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
                f"/FontDescriptor {descriptor} 0 R/DW 0/W[{face.widths}]>>"
            ).encode()
        )
        return self._add(
            (
                f"<</Type/Font/Subtype/Type0/BaseFont/{face.name}/Encoding/Identity-H"
                f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
            ).encode()
        )

    def _picture(self, picture: Drawable) -> int:
        if picture.mask is None:
            return self._add(picture.body)
        return self._add(picture.body.replace(MASK, b"%d 0 R" % self._add(picture.mask), 1))

    # --- outline, catalog, table ----------------------------------------------------------------

    def _outline(self) -> int:
        """Write the bookmarks as the linked tree that readers want (PDF 32000-1, 12.3.3)."""
        marks = self._bookmarks
        if not marks:
            return 0
        root = _Bookmark("", 0, -1, self._reserve())
        for mark in marks:
            mark.number = self._reserve()
        children: dict[int, list[_Bookmark]] = {}
        above = [root]
        for mark in marks:
            while above[-1].level >= mark.level:
                above.pop()
            children.setdefault(above[-1].number, []).append(mark)
            above.append(mark)
        for parent in (root, *marks):
            self._siblings(parent, children.get(parent.number, []), children)
        own = children[root.number]
        self._put(
            root.number,
            b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
            % (own[0].number, own[-1].number, len(own)),
        )
        return root.number

    def _siblings(
        self, parent: _Bookmark, own: list[_Bookmark], children: Mapping[int, list[_Bookmark]]
    ) -> None:
        for index, mark in enumerate(own):
            parts = [
                b"<</Title %s/Parent %d 0 R" % (pdf_string(mark.title), parent.number),
                b"/Dest[%d 0 R/Fit]" % self._pages[mark.page],
            ]
            if index:
                parts.append(b"/Prev %d 0 R" % own[index - 1].number)
            if index + 1 < len(own):
                parts.append(b"/Next %d 0 R" % own[index + 1].number)
            if below := children.get(mark.number):
                ends = (below[0].number, below[-1].number, -len(below))  # closed at first
                parts.append(b"/First %d 0 R/Last %d 0 R/Count %d" % ends)
            self._put(mark.number, b"".join(parts) + b">>")

    def _catalog(self, outline: int) -> bytes:
        # Print at full size: a paper's marks and codes are measured.
        prefers = "/DisplayDocTitle true/PrintScaling/None"
        if self.duplex:
            prefers += f"/Duplex/DuplexFlip{'Short' if self.short_edge else 'Long'}Edge"
        parts = [f"<</Type/Catalog/Pages {_PAGES} 0 R/ViewerPreferences<<{prefers}>>"]
        parts += [f"/Outlines {outline} 0 R/PageMode/UseOutlines"] if outline else []
        lang = pdf_string(self.lang)
        return "".join(parts).encode() + b"/Lang %s>>" % lang

    def _finish(self) -> None:
        id = self._digest.hexdigest()
        start = self._offset
        table = [f"xref\n0 {len(self._offsets)}\n0000000000 65535 f \n"]
        table += [f"{offset:010} 00000 n \n" for offset in self._offsets[1:]]
        self._write("".join(table).encode())
        self._write(
            f"trailer\n<</Size {len(self._offsets)}/Root {_CATALOG} 0 R/Info {_INFO} 0 R"
            f"/ID[<{id}><{id}>]>>\nstartxref\n{start}\n%%EOF\n".encode()
        )

    # --- objects --------------------------------------------------------------------------------

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _add(self, body: bytes) -> int:
        number = self._reserve()
        self._put(number, body)
        return number

    def _put(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._offset
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._stream.write(data)
        self._offset += len(data)


def _stream(head: bytes, data: bytes) -> bytes:
    head = head or b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(data), data)


def pdf_string(text: str) -> bytes:
    """Write a text of the document (a title, a bookmark) as PDF does: by reportlab."""
    from reportlab.pdfbase.pdfdoc import PDFString

    string: bytes = PDFString(text).format(_plain_document())
    return string


def _plain_document() -> Any:
    """Give reportlab's objects a document without encryption or filters of its own."""
    from reportlab.pdfbase.pdfdoc import DummyDoc

    document = DummyDoc()
    document.defaultStreamFilters = None
    return document
