"""Word documents, written by python-docx, and mended where it can't write what people do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.document import Document as WordDocument


def new_document() -> WordDocument:
    """Give an empty document."""
    return Document()


def saved(document: WordDocument) -> bytes:
    """Give a document's bytes."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Add a table."""
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a packed file, or add it."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, change(old.read(member) if member in old.namelist() else b""))
    return stream.getvalue()


def with_body(xml: str) -> bytes:
    """Give a document whose body is this XML, `w:` and `mc:` and `wps:` known."""
    spaces = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }
    named = " ".join(f'xmlns:{key}="{value}"' for key, value in spaces.items())
    text = f"<w:document {named}><w:body>{xml}</w:body></w:document>"
    return rewritten(saved(new_document()), "word/document.xml", lambda _: text.encode())
