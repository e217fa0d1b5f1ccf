"""Every item type, very short and very long, in several scripts, on every paper."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from quizgen.model import PAPER_SIZES, PROFILES, PaperSettings
from quizgen.outputs import Job
from quizgen.outputs.pdf.typeset.styles import PAPERS, look_of
from tests.helpers import bank_text
from tests.outputs.pdf.reading import (
    ARABIC,
    HEBREW,
    LONG,
    STRAIN,
    all_printed,
    characters,
    is_for_teachers,
    job_of,
    opened,
    overlaps,
    page_texts,
    printed,
    squeezed,
)

SAID = {
    "single": "Which? 1 point",
    "wide": f"2 {LONG}",
    "multiple": "Which ones are right?",
    "truth": "Water is wet.",
    "short": "Who?",
    "number": "How many?",
    "unit": "areas of cooperation among the partners",
    "cloze": "Luxon took in (month) and .",
    "bank": "a rather long expression that fits no blank at all",
    "matching": "Match.",
    "lefts": "Tokyo",
    "ordering": "Order.",
    "open": "Why?",
    "endless": "Tell all. A very long text that",
    "quote": f"“{LONG}”",
    "maths": "Is \\frac{a^2}{b} larger than H2O and x2?",
    "signs": "Žižek, Ω, русский, 𝔸, 😀 & <b> “quoted” –",
    "long word": "Donaudampfschifffahrt" * 8,
    "options": "ü",
    "arabic": ARABIC,
    "arabic options": "كيشيدا",
    "hebrew": HEBREW,
    "mixed": "English",
}
"""What a reader copies out, white space aside."""
EIGHT_MM = 8 / 25.4 * 72
"""What any printer prints: many leave out a quarter of an inch."""


@pytest.fixture(scope="module")
def strain(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Plan the bank of all trouble once for all papers."""
    folder = tmp_path_factory.mktemp("strain")
    (folder / "bank.yaml").write_text(bank_text(STRAIN), "utf-8")
    return job_of(folder)


@pytest.mark.parametrize(
    ("size", "profile", "columns"), list(product(PAPER_SIZES, PROFILES, (1, 2)))
)
def test_nothing_overlaps_leaves_the_margins_or_is_lost(
    strain: Job, size: str, profile: str, columns: int
) -> None:
    """A line would run off the sheet or over another, or an item would be missing."""
    suffix = "" if profile == "normal" else f".{profile}"
    suffix += "" if size == "a4" else f".{size}"
    suffix += "" if columns == 1 else ".two-columns"
    paper = printed(strain, f"z-A{suffix}.pdf", size=size, profiles=(profile,), columns=columns)
    look = look_of(PaperSettings(size=size, columns=columns), profile)
    width, height = PAPERS[size]
    for page in opened(paper):
        assert page.get_size() == pytest.approx((width, height), abs=0.01)
        for seen in characters(page):
            assert look.margin - 1.5 <= seen.left <= seen.right <= width - look.margin + 1.5, seen
            assert 10 <= seen.bottom <= seen.top <= height - EIGHT_MM, seen
        assert overlaps(page) == []
    said = squeezed("".join(page_texts(paper)))
    for id, words in SAID.items():
        assert squeezed(words) in said, id
    assert said.count("summits") == STRAIN.count("summits")


@pytest.mark.parametrize("header", ["", "ÁǺ {title} {title} {title} {title} {page}/{pages}"])
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("size", ["a4", "a5"])
def test_heads_of_keys_stand_where_printers_print(
    strain: Job, size: str, profile: str, header: str
) -> None:
    """A printer would cut off the sign that a page is the key, or set it over the form's name."""
    paper = {"size": size, "profiles": (profile,), "header": header}
    signs = 0
    for page in opened(printed(strain, "z-marked.pdf", **paper)):
        height = page.get_size()[1]
        tops = [one.top for one in characters(page)]
        assert max(tops) <= height - EIGHT_MM
        top = look_of(PaperSettings(size=size), profile).top
        head = page.get_textpage().get_text_bounded(bottom=height - top + 2)
        signs += "Answer key" in head
        above = [pair for pair in overlaps(page) if max(one.top for one in pair) > height - top + 2]
        assert above == []
    assert signs > 3


def test_every_face_is_embedded_and_every_code_has_its_text(strain: Job) -> None:
    """A print shop would refuse the file, or a reader would copy gibberish."""
    for name, data in all_printed(strain).items():
        with pikepdf.open(BytesIO(data)) as pdf:
            fonts = pdf.pages[0].Resources.Font
            assert fonts, name
            for font in fonts.values():
                assert font.Encoding == "/Identity-H"
                assert "/ToUnicode" in font
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_an_item_taller_than_a_page_says_that_it_goes_on(strain: Job) -> None:
    """A pupil would miss the second half of a question."""
    pages = page_texts(printed(strain, "z-A.large.a5.pdf", size="a5", profiles=("large",)))
    assert sum("11 (continued)" in page for page in pages) >= 2


@pytest.mark.parametrize("columns", [1, 2])
def test_the_note_that_an_item_goes_on_has_air(strain: Job, columns: int) -> None:
    """It would stick to the first line of what it stands above, or to the page's head."""
    changes = {"columns": columns} if columns == 2 else {}
    name = "z-A.large.a5.two-columns.pdf" if changes else "z-A.large.a5.pdf"
    data = printed(strain, name, size="a5", profiles=("large",), **changes)
    checked = 0
    for page in opened(data):
        text = page.get_textpage().get_text_range()
        seen = characters(page)
        for note in re.finditer("continued", text):
            rows = [page.get_textpage().get_charbox(note.start() + i) for i in range(9)]
            left, low, right, high = rows[0][0], min(r[1] for r in rows), rows[-1][2], rows[0][3]
            beside = [c for c in seen if c.left < right + 60 and c.right > left - 20]
            assert not [c for c in beside if low - 4 < c.top < low - 0.5]
            assert not [c for c in beside if high + 0.5 < c.bottom < high + 3]
            checked += 1
    assert checked >= 2


def test_columns_end_at_one_height(tmp_path: Path) -> None:
    """The last page would be full on one side and empty on the other."""
    items = "".join(
        f"  - {{id: q{i}, question: What is {i}?, answer: '{i}', distractors: [a, b, c]}}\n"
        for i in range(12)
    )
    (tmp_path / "bank.yaml").write_text(bank_text("questions:\n" + items), "utf-8")
    page = next(pages := opened(printed(job_of(tmp_path), "quiz-A.two-columns.pdf", columns=2)))
    seen = [c for c in characters(page) if c.bottom > 90]
    middle = page.get_width() / 2
    low = [min(c.bottom for c in seen if (c.left < middle) == left) for left in (True, False)]
    assert abs(low[0] - low[1]) < 30
    assert list(pages) == []


def test_three_hundred_files_with_one_embedding(tmp_path: Path) -> None:
    """A school would wait for a font to be cut anew for every pupil, or copy gibberish from it."""
    text = (
        "questions:\n  - {id: a, question: Is 𝔸 a letter? لا أحد, answer: true}\n"
        "quizzes: [{id: z, items: [a], forms: 300}]\n"
    )
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    files = all_printed(job_of(tmp_path))
    papers = {name: data for name, data in files.items() if not is_for_teachers(name)}
    assert len(papers) == 300
    faces: set[bytes] = set()
    for name, data in papers.items():
        (said,) = page_texts(data)
        form = name.removeprefix("z-").removesuffix(".pdf")
        for words in ("Is 𝔸 a letter?", f"Form {form}", "لا"):
            assert words in said
        faces.update(re.findall(rb"/FontName/([A-Z]{6}\+\w+)", data))
    assert sorted(face.split(b"+")[1] for face in faces) == [
        b"DejaVuSans",
        b"SourceSansProRegular",
        b"SourceSansProSemibold",
    ]


def test_a_picture_is_described_and_keeps_its_transparency(tmp_path: Path) -> None:
    """Who can't see the picture would not know what it shows; a clear ground would turn black."""
    from PIL import Image

    Image.new("RGBA", (60, 40), (0, 128, 128, 90)).save(tmp_path / "map.png")
    Image.new("CMYK", (40, 60), (0, 90, 90, 0)).save(tmp_path / "photo.jpg")
    text = (
        "questions:\n  - {id: a, question: 'What is ![a photo](photo.jpg)?', answer: x, "
        "image: {file: map.png, alt: A map}}\n"
    )
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    data = printed(job_of(tmp_path), "quiz-A.pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
        pictures = pdf.pages[0].Resources.XObject
        assert sorted(str(p.ColorSpace) for p in pictures.values()) == ["/DeviceCMYK", "/DeviceRGB"]
        assert any("/SMask" in picture for picture in pictures.values())
        assert not [name for name in pictures if "map" in name or "photo" in name]
    for alt in ("A map", "a photo"):
        assert b"/Alt <FEFF" + alt.encode("utf-16-be").hex().upper().encode() in drawn
    (page,) = (page.render(scale=2).to_pil() for page in opened(data))
    colours = {colour for _, colour in page.convert("RGB").getcolors(100_000)}
    assert any(r < 200 < g and b > 200 for r, g, b in colours)  # the map, seen through


def test_a_photo_stands_upright(tmp_path: Path) -> None:
    """A phone's photo would print on its side."""
    from PIL import Image

    photo = Image.new("RGB", (60, 30), "red")
    photo.paste("blue", (0, 0, 30, 30))
    exif = photo.getexif()
    exif[0x0112] = 6  # turned a quarter by the camera
    photo.save(tmp_path / "photo.jpg", exif=exif)
    text = "questions: [{id: a, question: What?, answer: x, image: {file: photo.jpg, alt: It}}]\n"
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    (page,) = (
        page.render(scale=2).to_pil().convert("RGB")
        for page in opened(printed(job_of(tmp_path), "quiz-A.pdf"))
    )
    dots = [(x, y) for x in range(page.width) for y in range(page.height)]
    blue = [y for x, y in dots if page.getpixel((x, y))[2] > 200 > page.getpixel((x, y))[0] + 100]
    red = [y for x, y in dots if page.getpixel((x, y))[0] > 200 > page.getpixel((x, y))[2] + 100]
    assert max(blue) <= min(red) + 2  # one above the other now
