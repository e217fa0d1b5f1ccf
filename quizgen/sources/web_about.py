"""What a web page says of itself: schema.org's JSON-LD, Open Graph, Dublin Core, plain `meta`."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from quizgen.sources.healing import clean
from quizgen.sources.pieces import Found, PieceKind
from quizgen.sources.web_blocks import own_kind

if TYPE_CHECKING:
    from lxml.etree import _Element

_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title", "title"),
    "author": (
        "author", "article:author", "citation_author", "dc.creator", "dcterms.creator",
        "parsely-author", "sailthru.author", "byl",
    ),
    "date": (
        "article:published_time", "datepublished", "citation_publication_date", "citation_date",
        "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created",
        "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
        "article.published", "date",
    ),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher",
                  "citation_journal_title", "publisher", "application-name"),
    "rights": ("dc.rights", "dcterms.rights", "dcterms.license", "copyright", "rights"),
}  # fmt: skip
_ARTICLES = re.compile(
    r"article|blogposting|report|webpage|creativework|posting|learningresource|book|chapter",
    re.IGNORECASE,
)
_SAVED = re.compile(
    r"saved from url=\(\d+\)(https?://\S+)|\burl:\s*(https?://\S+)|"
    r"Mirrored from (\S+\.\S+) by HTTrack",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=\D|$)")
_BY = re.compile(
    r"^\s*(?:by|von|par|por|text:?|autor(?:in)?:?|author:?|auteur:?)\s+", re.IGNORECASE
)
_MOST_JSON = 2_000_000
_MOST_NODES = 5000


def found_in_page(root: _Element) -> dict[str, Found]:
    """Give what a page says of itself, the surest place first."""
    linked = list(_linked_data(root))
    metas = _metas(root)
    site = _linked_publisher(linked) or metas.get("og:site_name", [""])[0]
    tries: dict[str, Iterator[Found]] = {
        "title": _titles(root, linked, metas, site),
        "author": _authors(root, linked, metas),
        "date": _dates(root, linked, metas),
        "publisher": _publishers(linked, metas),
        "language": _languages(root, metas),
        "rights": _rights(root, linked, metas),
        "url": _addresses(root, linked, metas),
    }
    found = {}
    for key, several in tries.items():
        first = next((one for one in several if one.value), None)
        if first is not None:
            found[key] = Found(first.value[:1000], first.place)
    return found


def _text(value: object) -> str:
    """Give a value as words; pages escape some of them twice."""
    return clean(html.unescape(html.unescape(str(value)))) if value else ""


def _metas(root: _Element) -> Mapping[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        value = _text(node.get("content"))
        if value:
            metas.setdefault(name.strip().lower(), []).append(value)
    return metas


def _from_metas(key: str, metas: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    yield from ((name, metas[name]) for name in _META[key] if name in metas)


# --- schema.org -----------------------------------------------------------------------------------


def _linked_data(root: _Element) -> Iterator[Mapping[str, Any]]:
    """Give the articles of a page's JSON-LD; what can't be read is passed over."""
    for node in root.iter("script"):
        if node.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads((node.text or "")[:_MOST_JSON], strict=False)
        except (ValueError, RecursionError):
            continue
        found = [one for one in _objects(data) if _is_article(one)]
        yield from sorted(found, key=lambda one: "webpage" in _type(one))


def _objects(data: object) -> Iterator[Mapping[str, Any]]:
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, Mapping):
            yield one
            waiting += [
                one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one
            ]
        elif isinstance(one, list):
            waiting += one


def _type(one: Mapping[str, Any]) -> str:
    return str(one.get("@type", "")).lower()


def _is_article(one: Mapping[str, Any]) -> bool:
    return bool(_ARTICLES.search(_type(one)))


def _names(value: object, depth: int = 0) -> list[str]:
    if depth > 3:
        return []
    if isinstance(value, list):
        return [name for one in value[:20] for name in _names(one, depth + 1)]
    if isinstance(value, Mapping):
        return _names(value.get("name"), depth + 1)
    return [_text(value)] if isinstance(value, str) and value.strip() else []


def _linked(linked: Iterable[Mapping[str, Any]], *keys: str) -> Iterator[Found]:
    for one in linked:
        for key in keys:
            names = [name for name in _names(one.get(key)) if not name.startswith("http")]
            if names:
                yield Found(", ".join(dict.fromkeys(names)), f"{key} (schema.org)")


def _linked_publisher(linked: Iterable[Mapping[str, Any]]) -> str:
    return next((one.value for one in _linked(linked, "publisher")), "")


# --- field by field -------------------------------------------------------------------------------


def _titles(
    root: _Element, linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]], site: str
) -> Iterator[Found]:
    yield from _linked(linked, "headline")
    for name, values in _from_metas("title", metas):
        yield Found(_without_site(values[0], site), name)
    inside = root.xpath("//article//h1 | //main//h1")
    named = [_text("".join(node.itertext())) for node in root.iter("title")][:1]
    headings = list(inside or root.iter("h1"))
    # A heading in the page's head that only ends its title is the site's name.
    heads = [_text("".join(node.itertext())) for node in headings if _is_in_head(node)]
    sites = [one for one in heads if any(_is_site(one, title) for title in named)]
    site = site or next(iter(sites), "")
    shown = [_text("".join(node.itertext())) for node in headings]
    shown = [one for one in shown if one not in sites]
    if len(shown) == 1:
        yield Found(shown[0], "its heading")
    for title in named:
        inner = next((one for one in shown if one and title.startswith(one)), "")
        yield Found(inner or _without_site(title, site), "title")
    yield from (Found(one, "its heading") for one in shown)


def _is_in_head(node: _Element) -> bool:
    apart = {PieceKind.header, PieceKind.navigation}
    return any(own_kind(one) in apart for one in node.iterancestors())


def _is_site(heading: str, title: str) -> bool:
    return bool(heading) and bool(re.search(rf" [|–—·•-] {re.escape(heading)}$", title))


def _without_site(title: str, site: str) -> str:
    """Take the site's name from behind or before a title: `Summit opens | The Post`."""
    if site:
        for sign in ("|", "-", "–", "—", "·", ":", "•"):
            title = title.removesuffix(f" {sign} {site}").removeprefix(f"{site} {sign} ")
    return title.strip()


def _authors(
    root: _Element, linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]]
) -> Iterator[Found]:
    yield from _linked(linked, "author", "creator")
    for name, values in _from_metas("author", metas):
        people = [_BY.sub("", value) for value in values if not re.match(r"https?://|@", value)]
        yield Found(", ".join(dict.fromkeys(people)), name)
    marked = root.xpath("//*[@rel='author' or @itemprop='author']")
    yield from (Found(_shown_author(node), "its line of the author") for node in marked[:5])
    pattern = "//*[contains(concat(' ', normalize-space(@class), ' '), ' %s ')]"
    for name in ("byline", "author", "autor", "entry-author", "post-author"):
        for node in root.xpath(pattern % name)[:2]:
            yield Found(_shown_author(node), "its line of the author")


def _shown_author(node: _Element) -> str:
    """Give the name that a line of the author shows; a line that says more gives none."""
    inner = node.xpath(".//*[@itemprop='name' or @rel='author']")
    text = _text("".join((inner[0] if inner else node).itertext()))
    named = re.split(r"\s*(?:[|·•]|,?\s+\d{1,2}[./]|\d{4}|, [A-Z]\w+ \d)", text)[0].rstrip(" ,")
    has_name = 1 < len(named) < 80 and not re.search(r"https?:|@", named)
    is_by = bool(_BY.match(named)) or bool(inner) or node.get("rel") == "author"
    is_by = is_by or node.get("itemprop") == "author" or len(named.split()) < 5
    return _BY.sub("", named) if has_name and is_by else ""


def _dates(
    root: _Element, linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]]
) -> Iterator[Found]:
    for one in _linked(linked, "datePublished", "dateCreated"):
        yield Found(_day(one.value), one.place)
    for name, values in _from_metas("date", metas):
        yield Found(_day(values[0]), name)
    for node in root.xpath("//time[@datetime]")[:50]:
        is_marked = node.get("itemprop") == "datePublished" or node.get("pubdate") is not None
        if is_marked or _is_first_of_text(node):
            yield Found(_day(node.get("datetime", "")), "time")


def _is_first_of_text(node: _Element) -> bool:
    """Tell of a time in the text's own head, not of a comment or of another article."""
    apart = {PieceKind.comment, PieceKind.aside, PieceKind.navigation, PieceKind.footer}
    return not any(own_kind(one) in apart for one in node.iterancestors())


def _day(value: str) -> str:
    """Give the day of a point in time; what is written otherwise stays as it is."""
    found = _DATE.match(value.strip())
    if found:
        year, month, day = map(int, found.groups())
        return f"{year:04}-{month:02}-{day:02}"
    return value if re.search(r"\d", value) and len(value) < 40 else ""


def _publishers(linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]]) -> Iterator[Found]:
    yield from _linked(linked, "publisher")
    for name, values in _from_metas("publisher", metas):
        if not values[0].startswith("http"):
            yield Found(values[0], name)


def _languages(root: _Element, metas: Mapping[str, list[str]]) -> Iterator[Found]:
    page = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    tries = ((page, "lang"), *((one, "og:locale") for one in metas.get("og:locale", [])))
    for value, place in tries:
        yield Found(value.strip().replace("_", "-"), place)


def _rights(
    root: _Element, linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]]
) -> Iterator[Found]:
    for node in root.xpath("//a[contains(concat(' ', @rel, ' '), ' license ')][@href]")[:1]:
        text = _text("".join(node.itertext()))
        yield Found(f"{text} ({node.get('href')})" if text else node.get("href", ""), "rel=license")
    for one in linked:
        if isinstance(one.get("license"), str):
            yield Found(_text(one["license"]), "license (schema.org)")
    for name, values in _from_metas("rights", metas):
        yield Found(values[0], name)


def _addresses(
    root: _Element, linked: list[Mapping[str, Any]], metas: Mapping[str, list[str]]
) -> Iterator[Found]:
    """Give the addresses, those of a whole site last: some pages name it on every page."""
    links = {"canonical link": "//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href"}
    named = [(str(one), place) for place, path in links.items() for one in root.xpath(path)[:1]]
    named += [(one, "og:url") for one in metas.get("og:url", [])[:1]]
    for one in linked:
        page = one.get("mainEntityOfPage")
        page = page.get("@id") if isinstance(page, Mapping) else page
        named += [(str(value), "url (schema.org)") for value in (page, one.get("url")) if value]
    named += [(one, "the browser's note") for one in _saved_from(root)]
    base = next((one for one, _ in named if urlsplit_safe(one)), "")
    full = [(urljoin_safe(base, one), place) for one, place in named]
    full = [(one, place) for one, place in full if is_address(one)]
    full.sort(key=lambda one: _is_front_page(one[0]))
    yield from (Found(one, place) for one, place in full)


def _saved_from(root: _Element) -> Iterator[str]:
    tree = root.getroottree()
    for node in [*tree.xpath("preceding-sibling::comment() | //comment()")][:50]:
        found = _SAVED.search((node.text or "")[:2000])
        if found:
            address = next(filter(None, found.groups()))
            yield address if "://" in address else f"https://{address}"


def is_address(value: str) -> bool:
    """Tell whether a value is an address on the web."""
    return bool(re.fullmatch(r"https?://[^\s<>\"']+\.[^\s<>\"']+", value)) and urlsplit_safe(value)


def urlsplit_safe(value: str) -> bool:
    """Tell whether an address has a host."""
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def urljoin_safe(base: str, value: str) -> str:
    """Make a part of an address whole, if it can be."""
    try:
        return urljoin(base, value)
    except ValueError:
        return ""


def _is_front_page(address: str) -> bool:
    return urlsplit(address).path in {"", "/"} and not urlsplit(address).query
