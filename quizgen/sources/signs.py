"""What a file is, by its first bytes: its name may say something else."""

from __future__ import annotations

import re
from typing import Literal, assert_never

from quizgen.problems import QuizgenError
from quizgen.sources.archive import Archive

Format = Literal["text", "markdown", "html", "mhtml", "docx", "pdf"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_DOCX = "open it in its program and save it as .docx"
_REFUSED = (
    (b"{\\rtf", "a rich text file (RTF)", _SAVE_DOCX),
    (b"\x89PNG", "a picture", "read its words with a text recogniser (OCR) first"),
    (b"\xff\xd8\xff", "a picture", "read its words with a text recogniser (OCR) first"),
    (b"GIF8", "a picture", "read its words with a text recogniser (OCR) first"),
    (b"II*\x00", "a picture", "read its words with a text recogniser (OCR) first"),
    (b"MM\x00*", "a picture", "read its words with a text recogniser (OCR) first"),
    (b"\x1f\x8b", "a packed file (gzip)", "unpack it first"),
    (b"BZh", "a packed file (bzip2)", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)", "unpack it first"),
    (b"Rar!", "a packed file (RAR)", "unpack it first"),
    (b"%!PS", "a PostScript file", "print it to a .pdf"),
    (b"AT&TFORM", "a DjVu file", "print it to a .pdf"),
)
_INSIDE = (
    ("xl/", "a spreadsheet", "save the sheet's text as .docx or .txt"),
    ("ppt/", "a presentation", "save it as .pdf"),
    ("Index/Document.iwa", "a Pages document", "export it as .docx"),
)
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text", "save it as .docx"),
    "application/epub+zip": ("an e-book (EPUB)", "save the chapter you need as .html or .txt"),
}
# A page begins with its type or a tag of a page's head; comments and declarations may stand before.
_HTML = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    rb"</?(?:p|div|br|h[1-6]|span|article|table|li|td|section)\b[^>]*>", re.IGNORECASE
)
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096


def format_of(data: bytes, name: str) -> Format:
    """Tell what a file is. Raises QuizgenError for what can't be read, with the remedy."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if data.startswith(_OLE):
        raise QuizgenError(_said_of_ole(data, name))
    for sign, what, remedy in _REFUSED:
        if data.startswith(sign):
            raise _refused(name, what, remedy)
    return _written(data, name)


def named_format(name: str) -> Format | None:
    """Tell what a file's name says that it is."""
    ending = name.lower().rpartition(".")[2]
    return _ENDINGS.get(ending)


_ENDINGS: dict[str, Format] = {
    "txt": "text",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "mht": "mhtml",
    "mhtml": "mhtml",
    "docx": "docx",
    "docm": "docx",
    "pdf": "pdf",
}


def in_words(format: Format) -> str:
    """Name a format as people do."""
    match format:
        case "text":
            return "plain text"
        case "markdown":
            return "Markdown"
        case "html":
            return "a web page"
        case "mhtml":
            return "a web archive"
        case "docx":
            return "a Word document"
        case "pdf":
            return "a PDF"
        case _:
            assert_never(format)


def _refused(name: str, what: str, remedy: str) -> QuizgenError:
    return QuizgenError(f"{name} is {what}, which can't be read; {remedy}")


def _zipped(data: bytes, name: str) -> Format:
    archive = Archive(data, name)
    if archive.word_document():
        return "docx"
    mimetype = archive.read_if_there("mimetype").decode("ascii", "replace").strip()
    if mimetype in _MIMETYPES:
        raise _refused(name, *_MIMETYPES[mimetype])
    for prefix, what, remedy in _INSIDE:
        if any(member.startswith(prefix) for member in archive.names):
            raise _refused(name, what, remedy)
    if name.lower().endswith((".docx", ".docm")):
        raise QuizgenError(f"{name} holds no Word document; open it in Word and save it again")
    raise _refused(name, "a packed file (ZIP)", "unpack it first")


def _said_of_ole(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{name} is encrypted; open it with its password and save it without one"
    return (
        f"{name} is a file of an old office program (.doc, .xls, .ppt), which can't be read; "
        "open it there and save it as .docx"
    )


def _written(data: bytes, name: str) -> Format:
    """Tell what a file of letters is: only a page and an archive of one show themselves."""
    head = _letters(data[:_HEAD])
    if _HTML.match(head):
        return "html"
    if _MHTML.search(head) and re.search(rb"^mime-version:", head, re.IGNORECASE | re.MULTILINE):
        return "mhtml"
    named = named_format(name)
    if named == "html" and _TAG.search(_letters(data)):
        return "html"
    return "markdown" if named == "markdown" else "text"


def _letters(data: bytes) -> bytes:
    """Give bytes of ASCII letters whatever the width of their encoding, without its mark."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:64]:
        data = data.replace(b"\x00", b"")
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe")
