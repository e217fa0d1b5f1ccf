"""A web page to pieces: the text in it, and around it what a site adds to every page.

Where the text stands is told by the page's own marks (article, main), else by trafilatura, which
judges by the weight of words and links; inside, only what says that it is something else is told
apart. So a short paragraph between long ones never falls out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from quizgen.problems import QuizgenError
from quizgen.sources.decoding import decode
from quizgen.sources.healing import Healer
from quizgen.sources.markup_trees import parse_html
from quizgen.sources.pieces import Found, Piece, PieceKind, ReadSource
from quizgen.sources.web_about import found_in_page, is_address
from quizgen.sources.web_blocks import HEADINGS, WebBlock, page_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKED = (
    "//*[@itemprop='articleBody']",
    "//article[not(ancestor::aside) and not(ancestor::article)]",
    "//main | //*[@role='main']",
    "//*[@id='mw-content-text' or @id='bodyContent']",
)
_COOKIES = re.compile(
    r"\bcookies?\b.*\b(?:akzept|zustimm|einwillig|verwend|accept|consent|use|utilis|usamos|aceptar)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:lesen sie auch|mehr zum thema|siehe auch|read (?:also|more)|see also|related|à lire|"
    r"lire aussi|lea también|weitere artikel|auch interessant)\b",
    re.IGNORECASE,
)
_HOLDERS = frozenset("div section article main td body html center font form".split())
_BEGUN = 50
"""Letters by which a paragraph is known again."""
_MANY = 3000
"""Blocks of a page, from which on each is looked up once."""
_MOST_JUDGED = 5_000_000


def read_web_page(text: str, name: str) -> ReadSource:
    """Read a web page. Raises QuizgenError where there is nothing in it."""
    root = parse_html(text, name)
    blocks = page_blocks(root)
    if not blocks:
        raise QuizgenError(
            f"{name} shows no words of its own (a page that a script fills?); "
            "open it in a browser and save it there"
        )
    holder = _holder(root, blocks, text)
    for block in blocks:
        block.kind = _judged(block, holder)
    _tell_lists_apart(blocks)
    healer = Healer(line for block in blocks for line in block.text.split("\n"))
    found = found_in_page(root)
    pieces = tuple(Piece(block.text, block.kind) for block in _with_headline(blocks, found))
    return ReadSource(format="web page", pieces=pieces, found=found, notes=healer.notes())


def read_web_archive(data: bytes, name: str) -> ReadSource:
    """Read a page that a browser saved with all it needs, as MHTML (RFC 2557)."""
    message = message_from_bytes(data, policy=policy.compat32)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        raise QuizgenError(f"{name} is a web archive without a page; save the page as .html")
    charset = part.get_content_charset() or ""
    try:
        page = decode(content, name, charset, is_page=True).text
    except QuizgenError:
        page = decode(content, name, is_page=True).text
    read = read_web_page(page, name)
    address = str(message.get("Snapshot-Content-Location", "")).strip()
    found = dict(read.found)
    if is_address(address):
        found.setdefault("url", Found(address, "the browser's note"))
    return ReadSource(format="web archive", pieces=read.pieces, found=found, notes=read.notes)


# --- where the text is ----------------------------------------------------------------------------


def _holder(root: _Element, blocks: Sequence[WebBlock], text: str) -> _Element:
    """Find the element that holds the text."""
    prose = [block for block in blocks if block.kind is PieceKind.text and block.is_prose]
    total = sum(len(block.text) for block in prose)
    marked = [list(root.xpath(path)) for path in _MARKED]
    for nodes in marked:
        weights = [_weight(node, prose) for node in nodes]
        best = max(weights, default=0)
        if best and 5 * best >= 2 * total and 10 * best >= 6 * sum(weights):
            return _with_its_head(nodes[weights.index(best)])
    judged = _judged_by_weight(root, blocks, text) if len(text) < _MOST_JUDGED else None
    return judged if judged is not None else root


def _weight(node: _Element, prose: Sequence[WebBlock]) -> int:
    return sum(len(block.text) for block in prose if node in block.path)


def _with_its_head(node: _Element) -> _Element:
    """Go out to the article around a marked body: its lead stands there."""
    for parent in node.iterancestors("article"):
        return parent
    return node


def _judged_by_weight(root: _Element, blocks: Sequence[WebBlock], text: str) -> _Element | None:
    """Ask trafilatura where the text is: the element that holds what it would take."""
    from trafilatura import extract

    try:
        taken = extract(
            text, fast=True, include_comments=False, favor_recall=True, output_format="txt"
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    begun = {" ".join(line.split())[:_BEGUN] for line in (taken or "").split("\n")}
    # Of a page arranged by tables a line may hold several paragraphs.
    whole = (taken or "") if len(blocks) < _MANY else ""
    begins = [(block, block.text[:_BEGUN]) for block in blocks if block.is_prose]
    hits = [block for block, own in begins if own in begun or own in whole]
    if not hits:
        return None
    weight = sum(len(block.text) for block in hits)
    for node in reversed(hits[0].path):
        if node.tag in _HOLDERS and 10 * _weight(node, hits) >= 9 * weight:
            return node
    return root


# --- what a block is ------------------------------------------------------------------------------


def _judged(block: WebBlock, holder: _Element) -> PieceKind:
    text = block.text
    if block.kind is not PieceKind.text:
        is_notice = block.kind in {
            PieceKind.form,
            PieceKind.footer,
            PieceKind.aside,
            PieceKind.hidden,
        }
        return PieceKind.cookies if is_notice and _COOKIES.search(text) else block.kind
    if holder not in block.path:
        return PieceKind.cookies if _COOKIES.search(text) else PieceKind.outside
    linked = block.linked > 0.8 * len(text.replace(" ", ""))
    if linked and len(text) < 200 and _RELATED.match(text):
        return PieceKind.aside
    if _RELATED.match(text) and block.linked > 0.4 * len(text) and len(text) < 250:
        return PieceKind.aside
    is_photo = any(node.tag == "figure" for node in block.path) and block.tag in {
        "figure",
        "p",
        "div",
    }
    if is_photo and not any(node.tag in {"blockquote", "pre"} for node in block.path):
        return PieceKind.caption
    return block.kind


def _tell_lists_apart(blocks: Sequence[WebBlock]) -> None:
    """Tell a list of links from one of the text."""
    lists: dict[_Element, list[WebBlock]] = {}
    for block in blocks:
        node = next((node for node in reversed(block.path) if node.tag in {"ul", "ol"}), None)
        if node is not None and block.kind is PieceKind.text:
            lists.setdefault(node, []).append(block)
    for own in lists.values():
        letters = sum(len(block.text.replace(" ", "")) for block in own)
        if len(own) > 1 and sum(block.linked for block in own) > 0.85 * letters:
            for block in own:
                block.kind = PieceKind.navigation


def _with_headline(blocks: Sequence[WebBlock], found: dict[str, Found]) -> Sequence[WebBlock]:
    """Tell a page's headline, wherever it stands: it is the title."""
    firsts = [block for block in blocks if block.tag == "h1"]
    title = found["title"].value.casefold() if "title" in found else ""
    for block in firsts:
        shown = block.text.casefold()
        same = title in shown or (shown in title and 2 * len(shown) > len(title))
        is_text = block.kind is PieceKind.text
        if (title and same) or (len(firsts) == 1 and is_text and not title):
            block.kind = PieceKind.headline
            if not title or not same:
                found["title"] = Found(block.text, "its heading")
            break
    # A heading of a menu that stands behind the text begins nothing.
    last = max(
        (n for n, b in enumerate(blocks) if b.kind is PieceKind.text and b.tag not in HEADINGS),
        default=-1,
    )
    for block in blocks[last + 1 :]:
        if block.kind is PieceKind.text:
            block.kind = PieceKind.aside
    return blocks
