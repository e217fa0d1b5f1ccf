"""Kinds of pictures: those that are taken, those that are refused, and why."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from quizgen.pipeline.check import Report, check
from quizgen.present.metadata import without_place
from quizgen.present.pictures import size_of
from quizgen.present.svg import BadPictureError, read_svg, size_of_svg
from tests.helpers import bank_text

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="40" height="20">{}</svg>'
)
ITEM = "questions: [{{id: a, question: What?, answer: x, image: {{file: '{}', alt: It}}}}]"
Check = Callable[[Path, str, bytes], Report]


@pytest.fixture
def check_picture(tmp_path: Path) -> Callable[[str, bytes], list[tuple[str, str, str]]]:
    """Check a bank that shows a picture; give code, message and help of its errors."""

    def run(name: str, data: bytes) -> list[tuple[str, str, str]]:
        (tmp_path / name).write_bytes(data)
        (tmp_path / "bank.yaml").write_text(bank_text(ITEM.format(name)), "utf-8")
        found = check(tmp_path).problems
        return [(p.code, p.message, p.help) for p in found if p.level == "error"]

    return run


Found = Callable[[str, bytes], list[tuple[str, str, str]]]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("a.heic", "JPEG"),
        ("a.HEIF", "Most Compatible"),
        ("a.avif", "JPEG"),
        ("a.tiff", "PNG"),
        ("a.TIF", "PNG"),
        ("a.bmp", "PNG"),
        ("a.pdf", "SVG"),
        ("a.svgz", "packed"),
        ("a.dng", "camera's"),
        ("a.jfif", ".jpg"),
        ("a.docx", "PNG"),
        ("a", "PNG"),
    ],
)
def test_a_kind_that_is_refused_says_what_to_save_it_as(
    check_picture: Found, name: str, word: str
) -> None:
    """A teacher with an iPhone's photo would be told that it is wrong, and no more."""
    ((code, message, help),) = check_picture(name, b"whatever")
    assert code == "bad-picture"
    assert "is no PNG, JPEG, GIF, WebP or SVG picture" in message
    assert word in help


@pytest.mark.parametrize(
    ("kind", "data", "word"),
    [
        ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Most Compatible"),
        ("PDF", b"%PDF-1.7\n", "SVG"),
        ("TIFF", None, "PNG"),
        ("BMP", None, "PNG"),
        ("AVIF", None, "JPEG"),
    ],
)
def test_a_name_that_lies_of_a_refused_kind(
    check_picture: Found, kind: str, data: bytes | None, word: str
) -> None:
    """Phones call their HEIC photos .jpg: no browser but theirs shows them."""
    if data is None:
        stream = BytesIO()
        Image.new("RGB", (8, 8)).save(stream, kind)
        data = stream.getvalue()
    ((code, message, help),) = check_picture("a.jpg", data)
    assert (code, kind in message, word in help) == ("bad-picture", True, True)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<g><foreignObject><p/></foreignObject></g>",
        '<rect onclick="alert(1)" width="9" height="9"/>',
        '<rect ONLOAD="x"/>',
        '<image href="http://x.example/a.png"/>',
        '<image xlink:href="a.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use xlink:href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<rect fill="url(http://x.example/#a)"/>',
        "<rect style=\"fill:url( '//x.example/a' )\"/>",
        "<style>@import 'http://x.example/a.css';</style>",
        "<style>@im/**/port 'x';@\\69mport 'x'</style>",
        "<style>rect{fill:u\\72l(http://x.example/a)}</style>",
        '<set attributeName="onclick" to="x"/>',
        '<animate attributeName="xlink:href" to="http://x"/>',
        '<g xml:base="http://x.example/"/>',
        "<video/>",
    ],
)
def test_an_unsafe_drawing_is_refused(check_picture: Found, inner: str) -> None:
    """A drawing from anywhere would run, or tell its maker who looks at it, on every phone."""
    ((code, _, help),) = check_picture("a.svg", SVG.format(inner).encode())
    assert code == "bad-picture"
    assert help


@pytest.mark.parametrize(
    "text",
    [
        '<?xml-stylesheet href="http://x.example/a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "/x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        "<svg/>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
        "no drawing",
    ],
)
def test_a_drawing_that_is_none_is_refused(check_picture: Found, text: str) -> None:
    """A file of ten lines would eat the memory, or put a file of the teacher's into the deck."""
    ((code, _, _),) = check_picture("a.svg", text.encode())
    assert code == "bad-picture"


@pytest.mark.parametrize(
    "inner",
    [
        '<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use xlink:href="#g"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>rect { fill: red } /* @import */</style>",
        '<metadata><r xmlns="http://r" r:about="" xmlns:r="http://q"/></metadata>',
        '<text font-family="Arial">on or off, url, 5 &#181;m</text>',
    ],
)
def test_an_ordinary_drawing_is_taken(inner: str) -> None:
    """What drawing programs write would be refused."""
    read_svg(SVG.format(inner).encode())


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="10mm" height="1in"', (37.8, 96)),
        ('viewBox="0 0 30 10"', (30, 10)),
        ('viewBox="0,0 30,10" width="60"', (60, 20)),
        ('viewBox="0 0 30 10" width="100%" height="100%"', (30, 10)),
        ('viewBox="0 0 0 10"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_a_drawings_size(head: str, size: tuple[float, float]) -> None:
    """It would be squeezed, or as large as a stamp."""
    root = read_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode())
    assert size_of_svg(root) == pytest.approx(size, abs=0.1)


def exif_of(*, place: bool) -> Image.Exif:
    """Make a camera's notes, with a place or without."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "A camera"
    if place:
        exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_place_is_stripped_and_nothing_else(kind: str) -> None:
    """Every phone in class could read where the teacher lives; or photos would lie on their side."""
    picture = Image.effect_noise((64, 32), 90).convert("RGB")
    for place in (True, False):
        stream = BytesIO()
        picture.save(stream, kind, exif=exif_of(place=place), quality=90)
        data = stream.getvalue()
        clean = without_place(data)
        assert (clean == data) is not place
        assert (b"A camera" in clean) is not place
        assert size_of(clean) == size_of(data)
        with Image.open(BytesIO(clean)) as after, Image.open(BytesIO(data)) as before:
            assert not after.getexif().get_ifd(0x8825)
            assert after.tobytes() == before.tobytes()
            assert size_of(clean) == (32, 64)


@pytest.mark.parametrize(
    "block",
    [
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='52'/>",
        b"http://ns.adobe.com/xap/1.0/\0<photoshop:City>Berlin</photoshop:City>",
    ],
)
def test_other_notes_of_a_place_go_too(block: bytes) -> None:
    """Picture editors write the place a second time; phones put a film behind the photo."""
    stream = BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG")
    plain = stream.getvalue()
    told = plain[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + plain[2:]
    assert without_place(told + b"\0\0\0\x18ftypmp42 GPS") == plain


@pytest.mark.parametrize("cut", [3, 20, 60, 200, 500])
def test_a_broken_photo_breaks_nothing(cut: int) -> None:
    """A file cut short would end in a traceback."""
    stream = BytesIO()
    Image.new("RGB", (40, 40)).save(stream, "JPEG", exif=exif_of(place=True))
    without_place(stream.getvalue()[:cut])
    png = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x" * cut)
    assert isinstance(without_place(png), bytes)
    with pytest.raises(BadPictureError):
        size_of(png)
