"""The front door: bytes of any file that can be read, to its pieces."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from quizgen.problems import QuizgenError
from quizgen.sources.decoding import decode
from quizgen.sources.pieces import Found, Piece, PieceKind, ReadSource
from quizgen.sources.signs import Format, format_of, in_words, named_format
from quizgen.sources.spoken import spoken_language

MOST_BYTES = 100_000_000
_ORIGIN = re.compile(
    r"^\W{0,3}(?:quelle|source|fuente|url|link|originally published at|erschienen (?:auf|bei)|"
    r"abgerufen (?:von|unter)|retrieved from|available at)\b[^\n]{0,200}?(https?://[^\s<>\"')\]]+)",
    re.IGNORECASE,
)


def read_source(data: bytes, name: str, encoding: str = "") -> ReadSource:
    """Read a file of any kind; the same bytes give the same pieces.

    Args:
        data: The file's bytes.
        name: Its name: what it claims to be, and what it is called in messages.
        encoding: Its encoding, where a human knows it.

    Raises QuizgenError where it can't be read, with what to do.
    """
    if len(data) > MOST_BYTES:
        raise QuizgenError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB; divide it")
    if not data.strip():
        raise QuizgenError(f"{name} is empty")
    format = format_of(data, name)
    read = _read(format, data, name, encoding)
    named = named_format(name)
    if named not in {format, None} and {named, format} != {"text", "markdown"}:
        said = f"it is {in_words(format)}, whatever its name says, and was read as one"
        read = replace(read, notes=(said, *read.notes))
    return _completed(read)


def _read(format: Format, data: bytes, name: str, encoding: str) -> ReadSource:
    match format:
        case "pdf":
            from quizgen.sources.pdf import read_pdf

            return read_pdf(data, name)
        case "docx":
            from quizgen.sources.word_document import read_word_document

            return read_word_document(data, name)
        case "mhtml":
            from quizgen.sources.web_page import read_web_archive

            return read_web_archive(data, name)
        case "html" | "markdown" | "text":
            decoded = decode(data, name, encoding, is_page=format == "html")
            read = _read_letters(format, decoded.text, name)
            notes = (decoded.note, *read.notes) if decoded.note else read.notes
            return replace(read, notes=notes)
        case _:
            assert_never(format)


def _read_letters(format: Format, text: str, name: str) -> ReadSource:
    if format == "html":
        from quizgen.sources.web_page import read_web_page

        return read_web_page(text, name)
    if format == "markdown":
        from quizgen.sources.markdown import read_markdown

        return read_markdown(text)
    from quizgen.sources.plain_text import read_plain_text

    return read_plain_text(text)


def _completed(read: ReadSource) -> ReadSource:
    """Tell the headline, the language, and the address that a line of the text names."""
    found = dict(read.found)
    pieces = list(read.pieces)
    if "title" in found:
        _mark_headline(pieces, found["title"].value)
    texts = [piece.text for piece in pieces if piece.kind is PieceKind.text]
    language = spoken_language(texts, found.get("language"))
    if language is not None:
        found["language"] = Found(_tag(language.value), language.place)
    if "url" not in found:
        named = _ORIGIN.search("\n".join(())) or next(
            filter(None, map(_ORIGIN.search, texts)), None
        )
        if named:
            found["url"] = Found(named[1].rstrip(".,;"), "a line of the text")
    notes = read.notes
    if any("\ufffd" in text for text in texts) and not any("\ufffd" in note for note in notes):
        notes += ("some of its signs are broken (\ufffd): look at them with --show",)
    return replace(read, pieces=tuple(pieces), found=found, notes=notes)


def _tag(language: str) -> str:
    """Give the language of a tag such as de-DE: a record holds that."""
    found = re.match(r"[a-zA-Z]{2,3}(?=$|[-_])", language)
    return found[0].lower() if found else ""


def _mark_headline(pieces: list[Piece], title: str) -> None:
    """Tell the first piece that says nothing but the title."""
    same = " ".join(title.split()).casefold()
    for place, piece in enumerate(pieces):
        if piece.kind is PieceKind.headline:
            return
        if piece.kind is PieceKind.text:
            if piece.text.casefold() == same:
                pieces[place] = Piece(piece.text, PieceKind.headline)
            return
