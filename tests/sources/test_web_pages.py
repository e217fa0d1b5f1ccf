"""Web pages as sources: the text, what a site puts around it, and what the page says of itself."""

from __future__ import annotations

import pytest

from quizgen.problems import QuizgenError
from quizgen.sources.pieces import PieceKind, ReadSource
from quizgen.sources.read import read_source
from tests.sources.pages import BLOG, ENGLISH, GERMAN, NEWS, PORTAL, WIKI, filled


def page(text: str, encoding: str = "utf-8") -> ReadSource:
    """Read a page."""
    return read_source(text.encode(encoding), "page.html")


def body(inner: str) -> ReadSource:
    """Read a page with this body."""
    return page(f"<!doctype html><html><body>{inner}</body></html>")


def told(read: ReadSource) -> dict[str, str]:
    """Give what a file says of itself."""
    return {key: found.value for key, found in read.found.items()}


def of_kind(read: ReadSource, kind: PieceKind) -> list[str]:
    """Give the pieces of a kind."""
    return [piece.text for piece in read.pieces if piece.kind is kind]


def test_a_newspaper_gives_its_article() -> None:
    """Menus, notices, adverts and readers' comments would be citable as the article's words."""
    read = page(filled(NEWS, GERMAN))
    assert read.paragraphs() == (
        "Wie Bienen den Winter überstehen",
        GERMAN[0],
        GERMAN[1],
        "Der Flug",
        GERMAN[2],
    )
    assert told(read) == {
        "title": "Wie Bienen den Winter überstehen",
        "author": "Karla Imker, Jo Wabe",
        "date": "2024-11-03",
        "publisher": "Der Landbote",
        "language": "de",
        "url": "https://landbote.example.org/natur/bienen-im-winter",
    }
    assert of_kind(read, PieceKind.caption) == ["Bienen an einer Traube. Foto: Jo Wabe"]
    assert of_kind(read, PieceKind.headline) == ["Wie Bienen den Winter überstehen"]
    assert len(of_kind(read, PieceKind.comment)) == 2
    assert len(of_kind(read, PieceKind.cookies)) == 2
    assert of_kind(read, PieceKind.sharing) == ["Teilen Drucken"]
    assert of_kind(read, PieceKind.advertisement) == ["Jetzt Honig bestellen und sparen!"]


def test_a_blog_without_marks_gives_its_post() -> None:
    """Old pages part paragraphs by two breaks, and name nothing by an element of its own."""
    read = page(filled(BLOG, ENGLISH))
    assert read.paragraphs() == ("The harbour", *ENGLISH)
    assert told(read) == {
        "title": "The harbour",
        "author": "Kay Pier",
        "date": "2019-05-04",
        "language": "en",
    }


def test_a_wiki_gives_text_and_rows_without_marks_of_notes() -> None:
    """Edit links and raised numbers would stand in the middle of quotes; tables would be lost."""
    read = page(filled(WIKI, ENGLISH))
    assert read.paragraphs() == (
        "Old Harbour",
        "Country: Norland",
        "Depth: 14.5 m",
        ENGLISH[0],
        ENGLISH[1],
        "History",
        ENGLISH[2],
        "Year: 1931; Ships: 212; Cargo: timber",
        "Year: 1933; Ships: 405; Cargo: timber, coal",
    )
    assert of_kind(read, PieceKind.caption) == [
        "Old Harbour",
        "The quay in 1935",
        "Ships by year",
    ]
    assert of_kind(read, PieceKind.references)[0] == "Pier, K.: Harbours of the North, 2004."


def test_an_old_school_portal_gives_its_cell() -> None:
    """A page arranged by a table, in Latin-1, would give one row of everything, with wrong letters."""
    read = page(filled(PORTAL, GERMAN), "latin-1")
    assert read.paragraphs() == (
        "Die Honigbiene",
        *GERMAN,
        "Tier: Königin; Aufgabe: legt Eier; Anzahl: 1",
        "Tier: Drohne; Aufgabe: begattet; Anzahl: 500",
    )
    assert told(read)["language"] == "de"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta name="DC.creator" content="Ana Ruiz">', "author", "Ana Ruiz"),
        ('<meta name="citation_author" content="A B"><meta name="citation_author" content="C D">', "author", "A B, C D"),
        ('<meta property="article:author" content="https://f.example.org/x"><meta name="author" content="Von Eva Wab">', "author", "Eva Wab"),
        ('<meta property="article:published_time" content="2023-01-05T23:30:00Z">', "date", "2023-01-05"),
        ('<meta name="date" content="5 mai 2023">', "date", "5 mai 2023"),
        ('<meta name="dcterms.publisher" content="Museum">', "publisher", "Museum"),
        ('<meta property="og:url" content="https://a.example.org/b?id=3">', "url", "https://a.example.org/b?id=3"),
        ('<link rel="canonical" href="https://a.example.org/"><meta property="og:url" content="https://a.example.org/b">', "url", "https://a.example.org/b"),
        ('<link rel="canonical" href="/b"><meta property="og:url" content="https://a.example.org/">', "url", "https://a.example.org/b"),
        ("<!-- saved from url=(0026)https://a.example.org/c -->", "url", "https://a.example.org/c"),
        ("<title>Summit opens | The Post</title><meta property='og:site_name' content='The Post'>", "title", "Summit opens"),
        ('<script type="application/ld+json">[{"@type":["Article"],"headline":"A &amp; B","author":"Jo"}]</script>', "title", "A & B"),
        ('<script type="application/ld+json">{broken</script><meta name="author" content="Jo">', "author", "Jo"),
    ],
)  # fmt: skip
def test_a_page_says_who_and_when(head: str, field: str, value: str) -> None:
    """Title, author, date or address would have to be typed though the page has them."""
    read = page(f"<html><head>{head}</head><body><p>{ENGLISH[0]}</p></body></html>")
    assert told(read)[field] == value


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "file:///etc/passwd", "/only"])
def test_what_is_no_address_is_none(url: str) -> None:
    """A link on cards would run a script, or point nowhere."""
    read = page(f'<head><link rel="canonical" href="{url}"></head><p>{ENGLISH[0]}</p>')
    assert "url" not in read.found


def test_a_page_whose_comments_outweigh_it() -> None:
    """A short post under a long debate would be dropped for the debate."""
    comments = "".join(f"<li><p>{ENGLISH[2]} {n}</p></li>" for n in range(30))
    read = body(
        f'<div class="entry"><h1>Tide</h1><p>{ENGLISH[0]}</p></div>'
        f'<ol class="comment-list">{comments}</ol>'
    )
    assert read.paragraphs() == ("Tide", ENGLISH[0])
    assert len(of_kind(read, PieceKind.comment)) == 30


@pytest.mark.parametrize("name", ["sidebar", "footer", "form", "related", "no-comments", "social"])
def test_an_odd_name_around_the_text_takes_nothing(name: str) -> None:
    """A theme that calls its main column `form` would give an empty source."""
    read = body(
        f'<div class="{name}"><p>{ENGLISH[0]}</p><p>{ENGLISH[1]}</p><p>{ENGLISH[2]}</p></div>'
    )
    assert read.paragraphs() == ENGLISH


def test_nothing_of_a_page_is_lost() -> None:
    """A word that is in no piece could not even be shown to have been left out."""
    for source, paragraphs in ((NEWS, GERMAN), (BLOG, ENGLISH), (WIKI, ENGLISH), (PORTAL, GERMAN)):
        read = page(filled(source, paragraphs))
        shown = " ".join(piece.text for piece in read.pieces)
        for word in ("Politik", "Archive", "Impressum", "Random"):
            assert (word in source) <= (word in shown)
    assert read.left_out()[PieceKind.outside] == 1
    assert "Startseite Arbeitsblätter Impressum" in [piece.text for piece in read.pieces]


def test_rows_of_spanning_cells_have_all_their_heads() -> None:
    """A cell over several rows or columns would shift the numbers behind it to wrong heads."""
    read = body(
        f"<p>{ENGLISH[0]}</p><table><tr><th rowspan=2>Port</th><th colspan=2>Ships</th></tr>"
        "<tr><th>in</th><th>out</th></tr><tr><td rowspan=2>Norhaven</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr></table>"
    )
    assert read.paragraphs()[1:] == (
        "Port: Norhaven; Ships in: 1; Ships out: 2",
        "Port: Norhaven; Ships in: 3; Ships out: 4",
    )


def test_soft_hyphens_and_ligatures_are_healed() -> None:
    """A quote typed from the screen would not be found."""
    read = body(
        "<p>Die Do&shy;nau&#8203;dampf&shy;schi\ufb00fahrt ist \ufb02ei\u00dfig auf der Donau.</p>"
    )
    assert read.paragraphs() == ("Die Donaudampfschifffahrt ist fleißig auf der Donau.",)


def test_a_web_archive_is_read_and_tells_its_address() -> None:
    """A page saved as one file would be refused, or give its packing as text."""
    archive = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.example.org/b\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<html><body><p>K=C3=B6nigin der Bienen lebt l=\r\nange.</p></body></html>\r\n--x--\r\n"
    )
    read = read_source(archive.encode(), "page.mhtml")
    assert read.paragraphs() == ("Königin der Bienen lebt lange.",)
    assert told(read)["url"] == "https://a.example.org/b"


def test_a_page_that_a_script_fills_is_said_to_be_empty() -> None:
    """A teacher would get a record without words and not know why."""
    with pytest.raises(QuizgenError, match="a page that a script fills"):
        body('<div id="root"></div><script>var text = "hidden";</script>')


def test_entities_and_addresses_of_others_are_not_fetched() -> None:
    """A page could read files of the computer, or tell its author that it was opened."""
    read = page(
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html>'
        f'<head><base href="http://127.0.0.1:9/"></head><body><p>{ENGLISH[0]} &x;</p></body></html>'
    )
    assert "root:" not in " ".join(read.paragraphs())
    assert ENGLISH[0] in read.paragraphs()[-1]


def test_raised_digits_stay_raised() -> None:
    """10³ would be proved as 103."""
    read = body(f"<p>{ENGLISH[0]} It holds 10<sup>3</sup> m<sup>2</sup> of H<sub>2</sub>O.</p>")
    assert read.paragraphs()[0].endswith("It holds 10³ m² of H₂O.")


def test_a_logo_is_no_headline() -> None:
    """Every article of a site would be called by the site's name."""
    read = page(
        "<html><head><title>Tide turns | The Post</title></head><body><header><h1>The Post</h1>"
        f"</header><div><h2>Tide turns</h2><p>{ENGLISH[0]}</p></div></body></html>"
    )
    assert told(read)["title"] == "Tide turns"
    assert read.paragraphs() == ("Tide turns", ENGLISH[0])


def test_what_is_nested_too_deeply_is_refused() -> None:
    """The parser drops what stands deeper, without a word."""
    with pytest.raises(QuizgenError, match="nested too deeply"):
        body(f"<p>{ENGLISH[0]}</p>" + "<div>" * 3000 + f"<p>{ENGLISH[2]}</p>")
