"""Pictures on paper: every kind that is taken looks as it does on a screen."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from quizgen.outputs.pdf.typeset.fonts import our_files
from quizgen.outputs.pdf.writer.content import picture_key
from quizgen.outputs.pdf.writer.drawables import Drawable, drawable
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.outputs.pdf.writer.vectors import vector_form
from quizgen.pipeline.check import check
from quizgen.present.svg import rasterised, read_svg
from tests.helpers import bank_text
from tests.outputs.pdf.reading import job_of, opened, printed

RED, BLUE, YELLOW = (220, 30, 30), (30, 60, 200), (250, 220, 20)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
PLAIN = f'{HEAD}viewBox="0 0 30 10">{{}}</svg>'


def flag(mode: str = "RGB") -> Image.Image:
    """Draw three stripes: red, blue and yellow."""
    made = Image.new("RGB", (90, 30), RED)
    made.paste(BLUE, (30, 0, 60, 30))
    made.paste(YELLOW, (60, 0, 90, 30))
    return made.convert(mode)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    """Write a picture."""
    stream = BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def plain_inks() -> bytes:
    """Write a JPEG of inks that are not turned over, which no marker says to be Adobe's."""
    data = saved(ImageChops.invert(flag("CMYK")), "JPEG", quality=95)
    at = data.index(b"\xff\xee")
    (length,) = struct.unpack_from(">H", data, at + 2)
    return data[:at] + data[at + 2 + length :]


def on_paper(folder: Path, name: str, data: bytes) -> Image.Image:
    """Print a picture and read it back: only its own room."""
    (folder / name).write_bytes(data)
    text = f"questions: [{{id: a, question: What?, answer: x, image: {{file: '{name}', alt: It}}}}]"
    (folder / "bank.yaml").write_text(bank_text(text), "utf-8")
    pages = opened(printed(job_of(folder), "quiz-A.pdf"))
    (shown,) = (page.render(scale=3).to_pil().convert("RGB") for page in pages)
    paint = Image.eval(shown.convert("HSV").getchannel("S"), lambda s: 255 if s > 60 else 0)
    box = paint.getbbox()
    assert box
    made: Image.Image = shown.crop(box)
    return made


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Tell whether two colours look alike, inks and losses allowed for."""
    return all(abs(a - b) < 70 for a, b in zip(found, wanted, strict=True))


KINDS: dict[str, Callable[[], bytes]] = {
    "a.png": lambda: saved(flag(), "PNG"),
    "palette.png": lambda: saved(flag("P"), "PNG"),
    "a.jpg": lambda: saved(flag(), "JPEG", quality=95),
    "progressive.JPEG": lambda: saved(flag(), "JPEG", quality=95, progressive=True),
    "a.gif": lambda: saved(flag(), "GIF"),
    "lossy.webp": lambda: saved(flag(), "WEBP", quality=95),
    "lossless.webp": lambda: saved(flag("RGBA"), "WEBP", lossless=True),
    "adobe.jpg": lambda: saved(flag("CMYK"), "JPEG", quality=95),
    "inks.jpg": plain_inks,
    "lies.png": lambda: saved(flag(), "JPEG", quality=95),
    "vectors.svg": lambda: PLAIN.format(
        '<g fill="#dc1e1e"><rect width="10" height="10"/></g>'
        '<path d="M10 0h10v10h-10z" style="fill:rgb(30,60,200)"/>'
        '<polygon points="20,0 30,0 30,10 20,10" fill="#fadc14"/>'
    ).encode(),
    "pixels.svg": lambda: PLAIN.format(
        "<style>.a{fill:#dc1e1e} .b{fill:#1e3cc8} .c{fill:#fadc14}</style>"
        '<rect class="a" width="10" height="10"/><rect class="b" x="10" width="10" height="10"/>'
        '<rect class="c" x="20" width="10" height="10"/>'
    ).encode(),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_its_colours(tmp_path: Path, name: str) -> None:
    """A photo of inks would print as its negative, a drawing not at all."""
    shown = on_paper(tmp_path, name, KINDS[name]())
    assert 2.8 < shown.width / shown.height < 3.2
    at = [shown.getpixel((shown.width * i // 6, shown.height // 2)) for i in (1, 3, 5)]
    for found, wanted in zip(at, (RED, BLUE, YELLOW), strict=True):
        assert isinstance(found, tuple)
        assert near(found, wanted), at


def test_sixteen_bits_are_scaled() -> None:
    """A scan in sixteen bits would print white: all but the darkest of its greys."""
    deep = Image.new("I;16", (3, 1))
    deep.putdata([0, 128 * 257, 65535])
    made = drawable(saved(deep, "PNG")).body
    head, _, rest = made.partition(b"stream")
    assert b"/DeviceGray" in head or b"/DeviceRGB" in head
    with pikepdf.new() as pdf:
        inner = pikepdf.Stream(pdf, rest.split(b"endstream")[0].strip(b"\r\n"))
        inner.Filter = pikepdf.Name.FlateDecode
        pixels = inner.read_bytes()
    step = len(pixels) // 3
    assert [pixels[i * step] for i in range(3)] == [0, 128, 255]


LABELLED = (
    '<defs><circle id="c" r="2"/></defs><use x:href="#c" x="5" y="5" fill="red" fill-opacity=".5"/>'
    '<g transform="rotate(10) scale(.5)"><ellipse cx="20" cy="5" rx="4" ry="2" stroke="navy"/></g>'
    '<line x2="9" y2="9" style="stroke:#000;stroke-dasharray:2 1"/>'
    '<text x="15" y="9" font-size="3" text-anchor="middle">Größe <tspan dy="-1" '
    'font-weight="bold">5 µm</tspan></text>'
)


def test_a_labelled_drawing_is_made_of_vectors() -> None:
    """A diagram would be blurred on a poster, and copied as a photo."""
    form = vector_form(read_svg(PLAIN.format(LABELLED).encode()))
    assert form
    assert b"/Subtype/Form" in form


@pytest.mark.parametrize(
    "inner",
    [
        '<style>.a{fill:red}</style><rect class="a" width="9" height="9"/>',
        '<defs><style>rect{fill:red}</style></defs><rect width="9" height="9"/>',
        '<linearGradient id="g"/><rect width="9" height="9" fill="url(#g)"/>',
        '<rect width="9" height="9" clip-path="url(#c)"/>',
        '<rect width="50%" height="9"/>',
        '<g opacity=".5"><rect width="9" height="9"/></g>',
        '<text textLength="9">a</text>',
        '<text x="1 2 3">abc</text>',
        '<path d="M0 0 L x"/>',
        '<marker id="m"/><line x2="9" marker-end="url(#m)"/>',
        "<switch><g/></switch>",
        '<a><rect width="9" height="9"/></a>',
    ],
)
def test_what_vectors_would_lose_is_drawn_as_pixels(inner: str) -> None:
    """Half of a drawing would be printed, and nobody told."""
    data = PLAIN.format(inner).encode()
    assert vector_form(read_svg(data)) is None
    assert b"/Subtype /Image" in drawable(data).body


DRAWINGS = {
    "arcs": '<path d="M3 5a3 3 0 016 0 2 2 0 11-2 2z" fill="teal"/>',
    "relative": '<path d="m3,2 5,0 0,3 -5,0z m10 3 q2-5 5 0t-5 4s-3-3 0-5" fill="none" stroke="red"/>',
    "even-odd": '<path fill-rule="evenodd" d="M2 1h20v8h-20zM5 3h9v4h-9z"/>',
    "groups": '<g transform="translate(8,0)scale(1 .5)" stroke="blue"><g fill="yellow" '
    'transform="rotate(30 5 5)"><rect width="9" height="9" rx="2"/></g></g>',
    "inherited": '<g fill="none" stroke="currentColor" color="#0a0" stroke-linecap="round">'
    '<circle cx="6" cy="5" r="4"/><line x1="12" y1="2" x2="25" y2="8"/></g>',
    "see-through": '<rect width="20" height="5" fill="hsl(200,50%,50%)" opacity=".5"/>',
    "skewed": '<g transform="matrix(1 .2 -.2 1 8 0) skewX(20)"><rect width="9" height="5"/></g>',
    "copies": '<defs><g id="a"><rect width="4" height="4"/></g></defs><use href="#a" x="5" '
    'fill="red"/><use href="#a" x="15" y="2" transform="rotate(9)" fill="green"/>',
    "text": '<text x="1" y="6" font-size="5">Le ä</text><text x="29" y="9" font-size="4" '
    'text-anchor="end" font-style="italic">E<tspan fill="red" font-weight="bold">n</tspan></text>',
    "corners": '<polyline points="2,1 9,8 16,1" fill="none" stroke="#000" stroke-width="2" '
    'stroke-linejoin="bevel"/><polygon points="20 9,24 2 28 9" stroke="red"/>',
    "over the edge": '<circle cx="30" cy="10" r="6"/>',
    "unseen": '<g visibility="hidden"><rect width="9" height="9"/><rect x="15" width="5" '
    'height="5" visibility="visible"/></g><g style="display:none"><rect width="9" height="9"/></g>',
}


@pytest.mark.parametrize("inner", DRAWINGS.values(), ids=DRAWINGS)
def test_vectors_look_as_the_drawing(inner: str) -> None:
    """A diagram's arrow would point elsewhere on paper than on the screen."""
    data = PLAIN.format(inner).encode()
    form = vector_form(read_svg(data))
    assert form
    stream = BytesIO()
    file = PdfFile(stream, title="t", lang="en", width=300, height=100)
    file.page(file.content([f"300 0 0 100 0 0 cm /{picture_key('a')} Do".encode()]))
    file.close(Resources({}, {"a": Drawable(form)}))
    (printed_one,) = (page.render().to_pil().convert("RGB") for page in opened(stream.getvalue()))
    with Image.open(BytesIO(rasterised(data, 300, our_files()))) as drawn:
        shown = Image.new("RGBA", drawn.size, "white")
        shown.alpha_composite(drawn.convert("RGBA"))
    found = ImageStat.Stat(ImageChops.difference(printed_one, shown.convert("RGB")))
    assert max(found.mean) < 2
    assert ImageStat.Stat(shown.convert("L")).extrema[0][0] < 200  # there is something to see


def test_letters_of_a_drawing_that_no_face_has(tmp_path: Path) -> None:
    """The labels of a Japanese map would vanish."""
    from quizgen.outputs import render

    data = PLAIN.format('<text y="9" font-size="5">日本</text>').encode()
    (tmp_path / "m.svg").write_bytes(data)
    text = "questions: [{id: a, question: What?, answer: x, image: {file: m.svg, alt: It}}]"
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    (problem,) = render("pdf", job_of(tmp_path)).problems
    assert (problem.code, problem.item) == ("bad-picture", "a")
    assert "'日', '本'" in problem.message


def test_a_place_is_in_no_pdf(tmp_path: Path) -> None:
    """Who gets the paper as a file would learn where the teacher lives."""
    photo, exif = flag(), Image.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x0110] = "Camera of Mine"
    on_paper(tmp_path, "a.jpg", saved(photo, "JPEG", exif=exif, quality=95))
    assert b"Camera" not in printed(job_of(tmp_path), "quiz-A.pdf")


def test_pictures_that_nobody_can_show(tmp_path: Path) -> None:
    """A picture cut short, or of a billion dots, would end in a traceback or eat the memory."""
    noise = saved(Image.effect_noise((300, 300), 50), "PNG")
    (tmp_path / "cut.png").write_bytes(noise[: len(noise) // 2])
    Image.new("1", (9000, 9000)).save(tmp_path / "huge.png")
    (tmp_path / "empty.webp").touch()
    text = "questions:\n" + "".join(
        f"  - {{id: {i}, question: A?, answer: x, image: {{file: {name}, alt: It}}}}\n"
        for i, name in enumerate(("cut.png", "huge.png", "empty.webp"))
    )
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    found = [p for p in check(tmp_path).problems if p.level == "error"]
    assert [(p.code, p.item) for p in found] == [("bad-picture", str(i)) for i in range(3)]
    assert "more pixels" in found[1].message
