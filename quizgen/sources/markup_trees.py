"""Trees of XML and HTML, parsed without entities of others, without network, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree, html

from quizgen.problems import QuizgenError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_LETTERS = 20_000_000


def parse_xml(data: bytes, name: str) -> _Element:
    """Parse XML: no entity is resolved, none is fetched. Raises QuizgenError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise QuizgenError(f"{name} defines entities of its own, which no document needs")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise QuizgenError(f"{name} is broken ({error}); open it and save it again") from error
    if root is None:
        raise QuizgenError(f"{name} is broken (no XML); open it and save it again")
    return root


def parse_html(text: str, name: str) -> _Element:
    """Parse a web page as browsers do, mending what is not closed. Raises QuizgenError."""
    if len(text) > MOST_LETTERS:
        raise QuizgenError(f"{name} has more than {MOST_LETTERS} letters; divide it")
    # Given as UTF-8 with its encoding named: what its own head declares is decoded already.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise QuizgenError(f"{name} is not a web page that can be read ({error})") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # What stands deeper would be missing without a word.
        raise QuizgenError(f"{name} is nested too deeply; copy its text into a .txt or .docx file")
    return root
