"""The front door: what a file is, its letters, its words mended, and files that are not what they say."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.problems import QuizgenError
from quizgen.sources.healing import Healer
from quizgen.sources.pieces import joined_paragraphs
from quizgen.sources.read import read_source
from tests.sources.pages import ENGLISH, GERMAN, NEWS, filled
from tests.sources.printed import two_columns
from tests.sources.test_web_pages import told
from tests.sources.written import new_document, saved


def zipped(**members: str) -> bytes:
    """Give a packed file."""
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{\\rtf1 Text}", "rich text file.*save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old office program.*save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted",
        ),
        (b"\x89PNG\r\n\x1a\n", "a picture.*OCR"),
        (b"\x1f\x8b\x08", "gzip.*unpack"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument.*.docx"),
        (zipped(mimetype="application/epub+zip"), "e-book"),
        (zipped(xl__workbook="x"), "a spreadsheet"),
        (zipped(a="x"), r"a packed file \(ZIP\); *|a packed file"),
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (bytes(range(32)) * 40, "no text that can be read"),
    ],
)
def test_what_can_not_be_read_says_what_to_do(data: bytes, said: str) -> None:
    """A teacher would see a traceback, or a record of rubbish."""
    for name in ("a.txt", "a.pdf", "a.bin"):
        with pytest.raises(QuizgenError, match=said):
            read_source(data, name)


def test_the_content_decides_whatever_the_name_says() -> None:
    """A PDF saved as .txt, or a page as .docx, would be refused or read as rubbish."""
    document = new_document()
    document.add_paragraph(GERMAN[0])
    files = {
        "a.txt": (two_columns(GERMAN), "it is a PDF"),
        "a.pdf": (saved(document), "it is a Word document"),
        "a.docx": (filled(NEWS, GERMAN).encode(), "it is a web page"),
        "a.html": ("\n\n".join(GERMAN).encode(), "it is plain text"),
    }
    for name, (data, said) in files.items():
        read = read_source(data, name)
        assert GERMAN[0] in read.paragraphs()
        assert any(note.startswith(said) for note in read.notes), name


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_letters_of_many_encodings(encoding: str) -> None:
    """A text from an old editor would be refused, or have wrong letters."""
    text = "Völker: „süße“ Königinnen – 40 €\nund noch eine Zeile"
    assert read_source(text.encode(encoding), "a.txt").paragraphs() == tuple(text.split("\n"))


def test_a_page_tells_its_encoding_and_may_lie() -> None:
    """Russian letters would be Western ones; a page in UTF-8 that says Latin-1 would be broken."""
    text = "Пчела живёт в улье вместе с тысячами других пчёл, и все вместе они строят соты."
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{text}</p></body></html>'
    assert read_source(page.encode("cp1251"), "a.html").paragraphs() == (text,)
    assert read_source(page.encode("utf-8"), "a.html").paragraphs() == (text,)


def test_a_guessed_encoding_is_said_and_can_be_named() -> None:
    """Polish letters would be wrong without a word."""
    data = "Pszczoła żyje w ulu".encode("cp1250")
    read = read_source(data, "a.txt")
    assert any("--encoding" in note for note in read.notes)
    assert read_source(data, "a.txt", "cp1250").paragraphs() == ("Pszczoła żyje w ulu",)
    for wrong, said in {
        "utf-8": "is not in utf-8",
        "klingon": "no encoding",
        "hex": "no encoding",
    }.items():
        with pytest.raises(QuizgenError, match=said):
            read_source(data, "a.txt", wrong)


@pytest.mark.parametrize(
    ("before", "after", "rest", "whole"),
    [
        ("die Ent-", "wicklung", "", "die Entwicklung"),
        ("die Ent\u00ad", "wicklung", "", "die Entwicklung"),
        ("der Asien-", "Pazifik-Raum", "", "der Asien-Pazifik-Raum"),
        ("der Asien-Pazi-", "fik-Raum", "Pazifik", "der Asien-Pazifik-Raum"),
        ("Vor-", "und Nachteile", "", "Vor- und Nachteile"),
        ("die NATO-", "geführte Truppe", "", "die NATO-geführte Truppe"),
        ("a well-", "known man", "", "a well-known man"),
        ("a cease-", "fire", "the cease-fire held", "a cease-fire"),
        ("a cease-", "fire", "the ceasefire held; cease, fire", "a ceasefire"),
        ("mid-", "1990s", "", "mid-1990s"),
        ("some-", "thing", "some thing", "something"),
        ("DIE ENT-", "WICKLUNG", "", "DIE ENTWICKLUNG"),
        ("Baden-", "Württemberg", "", "Baden-Württemberg"),
        ("er sagte -", "nichts", "", "er sagte - nichts"),
        ("30-", "jährig", "", "30-jährig"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, rest: str, whole: str) -> None:
    """A compound would lose its hyphen, or a word keep one that the printer put there."""
    assert Healer([before, after, rest]).join([before, after]) == whole


def test_a_plain_text_keeps_its_lines_and_heals_its_words() -> None:
    """A poem would be one line; a parted word could not be cited."""
    text = "Erste Zeile\nzweite Ent-\nwicklung hier\n\nNeuer Absatz\n"
    assert read_source(text.encode(), "a.txt").paragraphs() == (
        "Erste Zeile\nzweite Entwicklung hier",
        "Neuer Absatz",
    )


def test_lines_broken_to_fit_a_page_are_said() -> None:
    """Each line of a paragraph would be a paragraph, and quotes across lines not found."""
    line = "this line was broken by a program that fits lines to pages, and"
    read = read_source("\n".join([line] * 9).encode(), "a.txt")
    assert any("part its paragraphs by blank lines" in note for note in read.notes)


def test_markdown_gives_its_text_and_its_front_matter() -> None:
    """Marks would stand in quotes; the author would have to be typed."""
    text = (
        "---\ntitle: Der Hafen\nauthor: [Kay Pier, Jo Wabe]\ndate: 2024-05-01\nlang: de\n"
        "url: https://x.example.org/a\n---\n# Der Hafen\n\nEin *schöner* [Hafen](https://x.y) mit Ent-\n"
        "wicklung im Asien-\nPazifik-Raum.\n\n![Ein Bild](a.png)\n\n- eins\n- zwei\n\n"
        "| Jahr | Schiffe |\n|---|---|\n| 1931 | 212 |\n\n<div><p>In HTML.</p></div>\n"
    )
    read = read_source(text.encode(), "a.md")
    assert read.paragraphs() == (
        "Der Hafen",
        "Ein schöner Hafen mit Entwicklung im Asien-Pazifik-Raum.",
        "eins",
        "zwei",
        "Jahr: 1931; Schiffe: 212",
        "In HTML.",
    )
    assert told(read) == {
        "title": "Der Hafen",
        "author": "Kay Pier, Jo Wabe",
        "date": "2024-05-01",
        "language": "de",
        "url": "https://x.example.org/a",
    }
    assert read.left_out() == {"caption": 1}


def test_the_words_tell_the_language_where_the_file_does_not() -> None:
    """A German text would be proved with English numbers."""
    assert told(read_source("\n".join(GERMAN).encode(), "a.txt"))["language"] == "de"
    wrong = f'<html lang="en"><body><p>{" ".join(GERMAN)}</p></body></html>'
    assert told(read_source(wrong.encode(), "a.html"))["language"] == "de"


SEEDS = [
    filled(NEWS, GERMAN).encode(),
    "\n\n".join(ENGLISH).encode(),
    b"---\ntitle: x\n---\n# a\n\n| a |\n|---|\n| b |\n",
    two_columns(GERMAN * 2, "Titel"),
    saved(new_document()),
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), max_size=6),
    keep=st.floats(0.1, 1),
    name=st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf"]),
)
def test_a_damaged_file_is_read_or_refused(
    seed: bytes, cuts: list[tuple[float, bytes]], keep: float, name: str
) -> None:
    """A damaged file would end in a traceback."""
    for place, put in cuts:
        at = int(place * len(seed))
        seed = seed[:at] + put + seed[at + len(put) :]
    seed = seed[: int(keep * len(seed))]
    try:
        read = read_source(seed, name)
    except QuizgenError:
        return
    assert read == read_source(seed, name)
    assert joined_paragraphs(read.paragraphs()).isascii() or read.paragraphs()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from("<p> </p> <div class=nav> <table> <td> <tr> </table> <br> text a <script> <li> <!-- --> &amp; <h1> </div> <figure>".split()), max_size=60))  # fmt: skip
def test_any_soup_of_tags_is_read_or_refused(tags: list[str]) -> None:
    """A page that no program made right would end in a traceback."""
    page = ("<html><body>" + " ".join(tags)).encode()
    try:
        read = read_source(page, "a.html")
    except QuizgenError:
        return
    assert all(piece.text for piece in read.pieces)
