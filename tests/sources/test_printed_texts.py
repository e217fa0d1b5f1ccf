"""PDFs as sources: order, paragraphs, what every page repeats, and what can't be read."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader

from quizgen.problems import QuizgenError
from quizgen.sources.pieces import PieceKind
from quizgen.sources.read import read_source
from tests.sources.pages import ENGLISH, GERMAN
from tests.sources.printed import (
    HEIGHT,
    drawn,
    many_pages,
    new_canvas,
    saved,
    two_columns,
    wrapped,
)
from tests.sources.test_web_pages import of_kind, told

PARTED = (
    (
        "Der Asien-|Pazifik-|Raum ist für die Honig|bienen|völker ein wichtiger Markt, sagt der "
        "Vor|sitzende des Im|ker|bundes, und die Honig|biene selbst ist dort seit Jahr|hunderten zu Hause."
    ),
    (
        "Die Honigbiene lebt in Völkern. Vor- und Nach|teile der Haltung sind be|kannt, und die "
        "wirt|schaft|liche Be|deutung wächst seit 1990 stetig an; auch im Asien-|Pazifik-|Raum, wie der "
        "Vor|sitzende und der Im|ker|bund sagen, deren NATO-|Gesandte aus Baden-|Württem|berg kommen."
    ),
)


@pytest.mark.parametrize("by_row", [False, True])
@pytest.mark.parametrize("texts", [GERMAN * 3, ENGLISH * 3, (*PARTED, *GERMAN * 2)])
def test_columns_are_read_one_after_the_other(texts: tuple[str, ...], *, by_row: bool) -> None:
    """Lines of two columns would be woven into each other, or words stay parted."""
    read = read_source(two_columns(texts, "Natur und Hafen", by_row=by_row), "a.pdf")
    whole = [text.replace("|", "") for text in texts]
    assert list(read.paragraphs()) == ["Natur und Hafen", *whole]
    assert told(read)["title"] == "Natur und Hafen"


def test_paragraphs_go_on_across_pages_and_heads_fall_out() -> None:
    """A running head would stand in the middle of a sentence."""
    texts = (*GERMAN, *ENGLISH) * 5
    read = read_source(
        many_pages(texts, lines_a_page=11, head="Der Landbote · Heft {page}"), "a.pdf"
    )
    assert read.paragraphs() == texts
    assert read.left_out() == {PieceKind.running_head: 8, PieceKind.page_number: 8}
    assert told(read)["author"] == "Karla Imker"
    assert "title" not in read.found  # what it has is a file's name


@pytest.mark.parametrize(
    "foot", ["- {page} -", "Seite {page} von 8", "Page {page} of 8", "{page}/8"]
)
def test_page_numbers_of_many_looks(foot: str) -> None:
    """A page's number would be a paragraph."""
    read = read_source(many_pages(ENGLISH * 10, lines_a_page=11, head="x", foot=foot), "a.pdf")
    assert read.paragraphs() == ENGLISH * 10


def test_a_printed_table_gives_its_rows() -> None:
    """Columns of a table would be read from top to bottom, without their heads."""
    canvas, stream = new_canvas()
    y = drawn(canvas, wrapped(ENGLISH[0], 400), 70, 780)
    rows = [("Year", "Ships", "Cargo"), ("1931", "212", "timber"), ("1935", "", "nothing at all")]
    for row in [*rows, ("1936", "30", "coal")]:
        for x, text in zip((70, 200, 300), row, strict=True):
            canvas.drawString(x, y - 10, text)
        y -= 16
    y = drawn(canvas, ["Fig. 3: The quay in 1935."], 70, y - 30, 8)
    drawn(canvas, wrapped(ENGLISH[2], 400), 70, y - 20)
    read = read_source(saved(canvas, stream), "a.pdf")
    assert read.paragraphs() == (
        ENGLISH[0],
        "Year: 1931; Ships: 212; Cargo: timber",
        "Year: 1935; Cargo: nothing at all",
        "Year: 1936; Ships: 30; Cargo: coal",
        ENGLISH[2],
    )
    assert of_kind(read, PieceKind.caption) == ["Fig. 3: The quay in 1935."]


def test_a_turned_stamp_is_told_apart() -> None:
    """A stamp across the page would stand among its words."""
    canvas, stream = new_canvas()
    drawn(canvas, wrapped(ENGLISH[0], 400), 70, 780)
    canvas.saveState()
    canvas.translate(200, 400)
    canvas.rotate(45)
    canvas.drawString(0, 0, "DRAFT")
    canvas.restoreState()
    read = read_source(saved(canvas, stream), "a.pdf")
    assert read.paragraphs() == (ENGLISH[0],)
    assert of_kind(read, PieceKind.margin) == ["DRAFT"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read(angle: int) -> None:
    """A page that its reader turns would give its words from top to bottom."""
    canvas, stream = new_canvas()
    drawn(canvas, wrapped(ENGLISH[0], 400), 70, 780)
    document = pikepdf.open(BytesIO(saved(canvas, stream)))
    document.pages[0].rotate(angle, relative=False)
    turned = BytesIO()
    document.save(turned)
    assert read_source(turned.getvalue(), "a.pdf").paragraphs() == (ENGLISH[0],)


def scan() -> bytes:
    """Give a PDF whose page is a picture."""
    canvas, stream = new_canvas()
    picture = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(picture).text((50, 50), ENGLISH[0], fill=0)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, HEIGHT)
    return saved(canvas, stream)


def test_a_scan_is_said_to_be_one() -> None:
    """A teacher would get an empty record."""
    with pytest.raises(QuizgenError, match="is a scan: its pages are pictures without text"):
        read_source(scan(), "a.pdf")


def test_pages_that_are_pictures_are_named() -> None:
    """A scanned page between others would be missing unseen."""
    canvas, stream = new_canvas()
    drawn(canvas, wrapped(ENGLISH[0], 400), 70, 780)
    document = pikepdf.open(BytesIO(saved(canvas, stream)))
    document.pages.extend(pikepdf.open(BytesIO(scan())).pages)
    both = BytesIO()
    document.save(both)
    read = read_source(both.getvalue(), "a.pdf")
    assert read.paragraphs() == (ENGLISH[0],)
    assert read.notes == ("page 2 hold only pictures: what they say was not read",)


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_file_says_so(password: str) -> None:
    """One that needs a password would be called broken; one that doesn't would be refused."""
    canvas, stream = new_canvas()
    drawn(canvas, wrapped(ENGLISH[0], 400), 70, 780)
    document = pikepdf.open(BytesIO(saved(canvas, stream)))
    locked = BytesIO()
    document.save(locked, encryption=pikepdf.Encryption(owner="owner", user=password))
    if password:
        with pytest.raises(QuizgenError, match="is encrypted; open it with its password"):
            read_source(locked.getvalue(), "a.pdf")
    else:
        assert read_source(locked.getvalue(), "a.pdf").paragraphs() == (ENGLISH[0],)


def test_a_broken_file_says_so() -> None:
    """A download that stopped would end in a traceback."""
    with pytest.raises(QuizgenError, match="is a broken PDF"):
        read_source(b"%PDF-1.7\nnothing more", "a.pdf")


def test_the_same_file_gives_the_same_pieces() -> None:
    """A record made twice would differ."""
    data = two_columns(GERMAN * 3, "Bienen")
    assert read_source(data, "a.pdf") == read_source(data, "a.pdf")


def test_raised_digits_stay_raised() -> None:
    """10³ would be proved as 103."""
    canvas, stream = new_canvas()
    text = canvas.beginText(70, 780)
    for part, size, rise in (("It holds 10", 10, 0), ("3", 6, 4), (" m of H", 10, 0), ("2", 6, -2)):
        text.setFont("Helvetica", size)
        text.setRise(rise)
        text.textOut(part)
    text.setFont("Helvetica", 10)
    text.setRise(0)
    text.textOut("O in all.")
    canvas.drawText(text)
    assert read_source(saved(canvas, stream), "a.pdf").paragraphs() == (
        "It holds 10³ m of H₂O in all.",
    )
