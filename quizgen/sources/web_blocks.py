"""A web page to blocks: each with its words, and what the elements around it say that it is.

Told by elements and roles first (HTML, 4.3 and 4.4.9; WAI-ARIA landmarks), then by the names that
sites give: a class of `cookie-banner` speaks for itself in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from quizgen.sources.healing import clean, raised
from quizgen.sources.markup_trees import parse_html
from quizgen.sources.pieces import Piece, PieceKind
from quizgen.sources.tables import Spanned, looks_like_heads, row_paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = frozenset(
    "script style template svg math head object embed iframe canvas audio video map datalist "
    "rt rp title meta link noframes param track source colgroup".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav "
    "noscript ol optgroup option p pre search section select summary table tbody td textarea tfoot "
    "th thead tr ul caption hr".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BY_TAG = {
    "nav": PieceKind.navigation,
    "menu": PieceKind.navigation,
    "aside": PieceKind.aside,
    "footer": PieceKind.footer,
    "header": PieceKind.header,
    "figcaption": PieceKind.caption,
    "caption": PieceKind.caption,
    "form": PieceKind.form,
    "button": PieceKind.form,
    "select": PieceKind.form,
    "textarea": PieceKind.form,
    "fieldset": PieceKind.form,
    "dialog": PieceKind.form,
    "search": PieceKind.form,
    "noscript": PieceKind.hidden,
    "address": PieceKind.byline,
}
_BY_ROLE = {
    "navigation": PieceKind.navigation,
    "menu": PieceKind.navigation,
    "menubar": PieceKind.navigation,
    "complementary": PieceKind.aside,
    "contentinfo": PieceKind.footer,
    "banner": PieceKind.header,
    "search": PieceKind.form,
    "dialog": PieceKind.form,
    "alertdialog": PieceKind.form,
    "doc-toc": PieceKind.contents,
    "doc-footnote": PieceKind.footnote,
    "doc-endnotes": PieceKind.references,
    "doc-bibliography": PieceKind.references,
}
_NAMED: tuple[tuple[PieceKind, str], ...] = (
    (
        PieceKind.cookies,
        "cookies? consent gdpr dsgvo cmp onetrust usercentrics didomi borlabs cybot",
    ),
    (
        PieceKind.comment,
        (
            "comments? kommentare? commentlist disqus respond leserkommentare? comentarios? "
            "commentaires? leserbriefe? forum-?posts?"
        ),
    ),
    (
        PieceKind.sharing,
        (
            "share sharing shares sharebar sharedaddy shariff addtoany addthis social socials? "
            "teilen partager compartir share-?(?:bar|buttons?|links?|icons?) "
            "social-?(?:bar|media|links?|share)"
        ),
    ),
    (
        PieceKind.advertisement,
        (
            "ads? adslot advert(?:isement)?s? anzeigen? werbung adsbygoogle sponsored publicite "
            "publicidad taboola outbrain"
        ),
    ),
    (
        PieceKind.navigation,
        (
            "nav navi navbar navigation menu menue breadcrumbs? brotkrumen? pagination pager "
            "sitemap skip-?links? jump-?link mw-jump-link hatnote dablink subnav topnav toolbar "
            "main-?nav(?:igation)? prev-?next"
        ),
    ),
    (
        PieceKind.contents,
        "toc inhaltsverzeichnis table-?of-?contents sommaire",
    ),
    (
        PieceKind.references,
        (
            "reflist references mw-references-wrap bibliography einzelnachweise literatur "
            "citations navbox navboxes catlinks printfooter"
        ),
    ),
    (PieceKind.footnote, "footnotes? fn endnotes? fussnoten? fußnoten? notas"),
    (
        PieceKind.caption,
        (
            "caption captions wp-caption-text figcaption bildunterschrift bildunterzeile legende "
            "thumbcaption image-?credit photo-?credit credit credits bildnachweis imgtext "
            "copyright gallerytext"
        ),
    ),
    (
        PieceKind.byline,
        (
            "byline author authors autor autorin auteur dateline post-?meta entry-?meta "
            "article-?meta meta published pubdate timestamp reading-?time lesezeit tags taglist "
            "tag-?list tag-?links categories cat-?links post-?(?:date|author|tags) "
            "entry-?(?:date|author|footer) mw-editsection edit-?link site-?sub content-?sub "
            "kicker"
        ),
    ),
    (
        PieceKind.aside,
        (
            "sidebar side-?bar related recommended recommendations recirculation more-?articles "
            "read-?(?:more|also|next) also-?read teasers? teaser-?list newsletter subscribe "
            "paywall promo weiterlesen mehr-?zum-?thema most-?read trending widget widgets "
            "author-?(?:box|bio) ambox mbox infobar breaking ticker metadata notice pull-?quote"
        ),
    ),
    (
        PieceKind.footer,
        "footer site-?footer page-?footer colophon impressum",
    ),
    (
        PieceKind.header,
        "site-?header page-?header masthead topbar",
    ),
    (
        PieceKind.form,
        "login signup search-?(?:form|box) suche modal popup overlay",
    ),
    (
        PieceKind.hidden,
        "sr-only visually-?hidden screen-?reader-?text print-?only hidden noprint-hidden d-none",
    ),
)
_NAMES = [
    (kind, re.compile(rf"(?:{'|'.join(names.split())})", re.IGNORECASE)) for kind, names in _NAMED
]
_STRONG = (PieceKind.cookies, PieceKind.comment)
"""They may hold more words than the text itself."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[-_]{1,2}|:")


@dataclass
class WebBlock:
    """Words of a page that stand together."""

    tag: str
    path: tuple[_Element, ...]
    """The elements around it, the page first."""
    kind: PieceKind
    texts: list[str] = field(default_factory=list)
    linked: int = 0
    """Letters that are links."""
    level: int = 0

    @property
    def text(self) -> str:
        """Give its words."""
        return clean("".join(self.texts))

    @property
    def is_prose(self) -> bool:
        """Tell whether it reads like a text: long, and not made of links."""
        text = self.text
        return len(text) > 80 and self.linked < 0.5 * len(text)


def fragment_pieces(content: str) -> Iterator[Piece]:
    """Give the pieces of a bit of HTML."""
    if content.strip():
        for block in page_blocks(parse_html(content, "the HTML")):
            yield Piece(block.text, block.kind)


def page_blocks(root: _Element) -> list[WebBlock]:
    """Give a page's blocks in the order of its source, empty ones left out."""
    walk = _Walk(_holders(root))
    walk.read(root)
    return [block for block in walk.blocks if block.text]


def _holders(root: _Element) -> frozenset[_Element]:
    """Give the elements that hold most of a page's prose: whatever they are called, they are it."""
    weights: dict[_Element, int] = {}
    total = 0
    for node in root.iter("p", "h1"):
        if any(kind in _STRONG for kind in map(own_kind, (node, *node.iterancestors()))):
            continue
        size = len("".join(node.itertext()))
        total += size
        for parent in (node, *node.iterancestors()):
            weights[parent] = weights.get(parent, 0) + size
    return frozenset(node for node, weight in weights.items() if 2 * weight > total)


def own_kind(node: _Element) -> PieceKind | None:
    """Tell what an element says of itself that its words are, if anything."""
    tag = node.tag
    if tag in {"html", "body"} or not isinstance(tag, str):
        return None
    if _is_hidden(node):
        return PieceKind.hidden
    named = (
        _by_name(node) if tag not in {"main", "article"} or "comment" in _names_of(node) else None
    )
    role = _BY_ROLE.get(node.get("role", "").strip().lower())
    return named or role or _BY_TAG.get(tag)


def _is_hidden(node: _Element) -> bool:
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(node.get("style", "")))


def _names_of(node: _Element) -> list[str]:
    return f"{node.get('class', '')} {node.get('id', '')}".split()[:40]


def _by_name(node: _Element) -> PieceKind | None:
    names = [_CAMEL.sub("-", name) for name in _names_of(node)]
    if not names:
        return None
    for kind, pattern in _NAMES:
        if any(_fits(pattern, name) for name in names):
            return kind
    return None


def _fits(pattern: re.Pattern[str], name: str) -> bool:
    """Tell whether a class's name, its beginning or its end is one of the names.

    `has-sidebar`, `no-comments` and `with-share` tell what a page has, not what this is.
    """
    if re.match(r"(?:has|no|with|without|is|show|open|single|closed)[-_]", name, re.IGNORECASE):
        return False
    parts = [part for part in _PARTS.split(name) if part]
    tries = {"-".join(parts)}
    for size in (1, 2, 3):
        tries |= {"-".join(parts[:size]), "-".join(parts[-size:])}
    return any(pattern.fullmatch(part) for part in tries)


class _Walk:
    """One way through a page, from its head to its foot."""

    def __init__(self, holders: frozenset[_Element]) -> None:
        self.blocks: list[WebBlock] = []
        self._holders = holders
        self._path: list[_Element] = []
        self._kinds: list[PieceKind] = [PieceKind.text]
        self._block: WebBlock | None = None
        self._links = 0
        self._skipped: _Element | None = None
        self._breaks = 0

    def read(self, root: _Element) -> None:
        for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
            if event == "comment":
                self._after(node)
            elif event == "start":
                self._start(node)
            else:
                self._end(node)

    def _start(self, node: _Element) -> None:
        if self._skipped is not None:
            return
        tag = str(node.tag)
        if tag in _UNSEEN or _is_reference_mark(node):
            self._skipped = node
            return
        if tag == "table" and not _only_arranges(node):
            self._table(node)
            self._skipped = node
            return
        self._path.append(node)
        kind = self._kind_of(node)
        is_block = tag in _BLOCKS or kind is not self._kinds[-1]
        self._kinds.append(kind)
        if is_block:
            self._block = None
        self._links += tag == "a"
        if tag == "br":
            self._break()
        self._add(raised(node.text or "", tag))

    def _kind_of(self, node: _Element) -> PieceKind:
        above = self._kinds[-1]
        if above is not PieceKind.text:
            return above if above is not PieceKind.header else self._in_header(node)
        own = own_kind(node)
        if own is None or (node in self._holders and own is not PieceKind.hidden):
            return above
        if own is PieceKind.header and self._in("article", "main"):
            return above  # of the text, not of the page
        return own

    def _in_header(self, node: _Element) -> PieceKind:
        own = own_kind(node)
        return own if own is not None and own is not PieceKind.byline else PieceKind.header

    def _in(self, *tags: str) -> bool:
        return any(node.tag in tags for node in self._path)

    def _end(self, node: _Element) -> None:
        if self._skipped is not None:
            if self._skipped is node:
                self._skipped = None
                self._after(node)
            return
        self._path.pop()
        kind = self._kinds.pop()
        tag = str(node.tag)
        if tag in _BLOCKS or kind is not self._kinds[-1]:
            self._block = None
        self._links -= tag == "a"
        self._after(node)

    def _after(self, node: _Element) -> None:
        if self._skipped is None and self._path:
            self._add(node.tail)

    def _break(self) -> None:
        """End a line; two ends part a paragraph, as old pages have it."""
        self._breaks += 1
        if self._breaks > 1:
            self._block = None
        elif self._block is not None:
            self._block.texts.append("\n")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            self._breaks = 0
        elif self._block is None:
            return
        if self._block is None:
            self._block = self._new(str(self._path[-1].tag))
        self._block.texts.append(text)
        self._block.linked += len(text.strip()) if self._links else 0

    def _new(self, tag: str) -> WebBlock:
        inner = next((n for n in reversed(self._path) if n.tag in _BLOCKS), self._path[-1])
        block = WebBlock(
            str(inner.tag) if inner.tag in _BLOCKS else tag, tuple(self._path), self._kinds[-1]
        )
        self.blocks.append(block)
        return block

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, node: _Element) -> None:
        self._path.append(node)
        self._kinds.append(self._kind_of(node))
        self._block = None
        caption = node.find("caption")
        if caption is not None:
            self._line(_words(caption), PieceKind.caption)
        for line in _table_lines(node):
            self._line(line, self._kinds[-1])
        self._kinds.pop()
        self._path.pop()

    def _line(self, text: str, kind: PieceKind) -> None:
        self.blocks.append(WebBlock("tr", tuple(self._path), kind, [text]))


def _is_reference_mark(node: _Element) -> bool:
    """Tell of a raised [1], and of what no reader of the page is meant to read."""
    if node.tag == "sup" and len(text := "".join(node.itertext()).strip()) < 12:
        return bool(re.fullmatch(r"(?:\[[\w. ]+\]\s*)+", text))
    return node.tag == "span" and "mw-editsection" in node.get("class", "")


def _words(node: _Element) -> str:
    """Give the words of a cell or a caption."""
    parts: list[str] = []
    _gather(node, parts)
    return clean("".join(parts))


def _gather(node: _Element, parts: list[str]) -> None:
    skipped: _Element | None = None
    for event, inner in etree.iterwalk(node, events=("start", "end")):
        if event == "start" and skipped is None:
            unseen = inner.tag in _UNSEEN or inner.tag == "style" or _is_reference_mark(inner)
            if inner is not node and (unseen or own_kind(inner) is PieceKind.hidden):
                skipped = inner
                continue
            apart = inner.tag in _BLOCKS or inner.tag == "br"
            parts.append((" " if apart else "") + raised(inner.text or "", str(inner.tag)))
        elif event == "end" and inner is not node and (skipped is None or skipped is inner):
            skipped = None
            parts.append((" " if inner.tag in _BLOCKS else "") + (inner.tail or ""))


def _rows(table: _Element) -> list[_Element]:
    own = [*table.findall("tr"), *table.findall("*/tr")]
    return [row for row in own if row.getparent() is not None]


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _only_arranges(table: _Element) -> bool:
    """Tell of a table that only arranges a page, as old ones do."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    rows = [_cells(row) for row in _rows(table)]
    if not rows or all(len(row) <= 1 for row in rows):
        return True
    if table.find(".//th") is not None:
        return False
    return any(
        len(cell.findall(".//p")) > 3 or len(cell.findall(".//h2")) > 0
        for row in rows
        for cell in row
    )


def _table_lines(table: _Element) -> list[str]:
    rows = _rows(table)
    grid = _grid(rows)
    in_head = [row.getparent().tag == "thead" for row in rows]
    heads = 0
    for row, is_head in zip(rows, in_head, strict=True):
        cells = _cells(row)
        if not (is_head or (cells and all(cell.tag == "th" for cell in cells) and len(cells) > 1)):
            break
        heads += 1
    has_th = table.find(".//th") is not None
    if not heads and not has_th and len(grid) > 2 and looks_like_heads(grid[0]):
        heads = _first_row_names(grid)
    body = [_cells(row) for row in rows[heads:]]
    side = sum(bool(row) and row[0].tag == "th" and row[-1].tag == "td" for row in body)
    return row_paragraphs(grid, heads, side_heads=2 * side > len(body) > 0)


def _first_row_names(grid: Sequence[Sequence[str]]) -> int:
    """Tell of a first row without `th`: it names columns where numbers stand below."""
    below = [cell for row in grid[1:] for cell in row[1:] if cell]
    numbers = sum(any(sign.isdigit() for sign in cell) for cell in below)
    return 1 if 3 * numbers >= len(below) > 0 or len(grid[0]) > 2 else 0


def _grid(rows: Sequence[_Element]) -> list[list[str]]:
    """Give the cells as they are seen: one that spans several stands in each."""
    grid: list[list[str]] = []
    down: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in _cells(row):
            _fill_from_above(line, down)
            own = _words(cell)
            below, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for text in (own, *[Spanned(own)] * (across - 1)):
                if below > 1:
                    down[len(line)] = (below - 1, text)
                line.append(text)
        _fill_from_above(line, down)
        grid.append(line)
    width = max(map(len, grid), default=0)
    return [line + [""] * (width - len(line)) for line in grid]


def _fill_from_above(line: list[str], down: dict[int, tuple[int, str]]) -> None:
    while len(line) in down:
        left, text = down.pop(len(line))
        if left > 1:
            down[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: _Element, name: str) -> int:
    value: str = cell.get(name, "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() else 1


def headings(blocks: Sequence[WebBlock]) -> Mapping[str, list[WebBlock]]:
    """Give a page's headings by their tag."""
    found: dict[str, list[WebBlock]] = {}
    for block in blocks:
        if block.tag in HEADINGS:
            found.setdefault(block.tag, []).append(block)
    return found
