"""Word documents: their paragraphs, with numbers and letters as Word prints them.

What is read is the document's XML (ECMA-376 part 1, 17), by python-docx: inserted words count and
deleted ones don't; text boxes follow the paragraph that holds them. Pictures are handed on as they
are, formulas as TeX. Nothing is run, fetched or unpacked to disk.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from quizgen.inputs.prose import read_prose
from quizgen.inputs.reading import Reading, refused
from quizgen.inputs.word.document import WordReader

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

_LARGEST = 256 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD = (".xls", ".ppt", ".msg", ".pub", ".db")
_SAVE_AS = "open it in Word or LibreOffice and save it as .docx"


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is a document of Word, or of a kind that Word can save as one."""
    if data.startswith(rb"{\rtf"):
        return True
    if data.startswith(_OLE):
        return not name.lower().endswith(_OLD)
    return bool(_kind_of_package(data))


def _kind_of_package(data: bytes) -> str:
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.startswith("word/document") for name in names):
                return "docx"
            if "mimetype" in names and b"opendocument.text" in archive.read("mimetype")[:99]:
                return "odt"
    except (BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError):
        pass
    return ""


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a Word document."""
    if data.startswith(rb"{\rtf"):
        return refused(shown, "cannot-read", "this is an RTF document", _SAVE_AS)
    if data.startswith(_OLE):
        what = "this is a document of Word 2003 or older (.doc), or one that is locked"
        return refused(shown, "cannot-read", what, f"{_SAVE_AS}, without a password")
    if _kind_of_package(data) == "odt":
        return refused(shown, "cannot-read", "this is an OpenDocument text", _SAVE_AS)
    document = _opened(data)
    if isinstance(document, str):
        return refused(shown, "cannot-read", document, f"if Word opens it, {_SAVE_AS}")
    try:
        reader = WordReader(document, shown)
        lines = list(reader.lines())
    except (KeyError, ValueError, AttributeError, TypeError, RecursionError) as error:
        return refused(shown, "cannot-read", f"the document is damaged: {error}"[:200], _SAVE_AS)
    return read_prose(lines, shown, title=reader.title, media=reader.pictures.files)


def _opened(data: bytes) -> DocumentType | str:
    """Open a document, or say why it can't be."""
    from docx import Document  # noqa: PLC0415 - few banks need it

    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                return "the document holds more than a quiz could"
        return Document(BytesIO(data))
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged package fails in any way it likes
        return f"the document can't be read: {str(error) or type(error).__name__}"[:200]
