"""`make gallery`: redraw the pictures of real output that the README shows."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from tests.helpers import ROOT

OUT = ROOT / "output" / "nato-75-summit"
GALLERY = ROOT / "output" / "gallery"


def pdf_page(name: str, page: int, width: int) -> Any:
    """Draw a page of one of the PDFs."""
    import pypdfium2

    document = pypdfium2.PdfDocument(OUT / name)
    sheet = document[page]
    image = sheet.render(scale=width / sheet.get_width()).to_pil()
    document.close()
    return image


def chromium(driver: Any) -> Any:
    """Start the system's Chromium."""
    path = shutil.which("chromium")
    if not path:
        sys.exit("Chromium is missing: apt install chromium")
    return driver.chromium.launch(executable_path=path, args=["--no-sandbox"])


def papers() -> None:
    """Put a pupil's page beside its key."""
    from PIL import Image

    pages = [pdf_page("class-quiz-A.pdf", 0, 620), pdf_page("class-quiz-marked.pdf", 0, 620)]
    gap, height = 24, 800
    canvas = Image.new("RGB", (2 * 620 + 3 * gap, height + 2 * gap), "#d8d4ca")
    for index, page in enumerate(pages):
        canvas.paste(page.crop((0, 0, 620, height)), (gap + index * (620 + gap), gap))
    canvas.quantize(64).save(GALLERY / "quiz-and-key.png", optimize=True)
    pdf_page("flashcards.pdf", 0, 620).quantize(32).save(GALLERY / "flashcards.png", optimize=True)


ARABIC = """
quizgen: 1
id: arabic
title: قمة الناتو في واشنطن
lang: ar
paper: {fields: [name, date, score]}
questions:
  - {id: a, question: من مثّل اليابان في قمة الناتو في واشنطن (2024)؟, answer: فوميو كيشيدا, distractors: [يون سوك يول, كريستوفر لوكسون, أنتوني ألبانيزي]}
  - {id: b, question: أي هذه الدول ليست عضوا في حلف الناتو؟, answer: [اليابان, نيوزيلندا], distractors: [إيطاليا, كندا]}
  - {id: c, question: طابق كل زعيم مع بلده., pairs: [[كيشيدا, اليابان], [لوكسون, نيوزيلندا], [يون, كوريا الجنوبية]]}
  - {id: d, question: كم عدد أعضاء الحلف؟, answer: 32, unit: دولة}
  - {id: e, question: رتب هذه الأحداث., order: [قمة مدريد, قمة فيلنيوس, قمة واشنطن]}
  - {id: f, question: لماذا دعا الحلف شركاءه من آسيا؟, rubric: [سبب واحد], lines: 4}
quizzes: [{id: z, items: [a, b, c, d, e, f]}]
"""
KINDS: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("class-quiz-A.pdf", {}, 0),
    ("class-quiz-A.large.pdf", {"profiles": ("large",)}, 0),
    ("class-quiz-A.dyslexia.pdf", {"profiles": ("dyslexia",), "tint": "#fdf6e3"}, 0),
    ("class-quiz-A.two-columns.pdf", {"columns": 2}, 0),
    ("class-quiz-marked.pdf", {}, 0),
    ("class-quiz-key.pdf", {"key": "full"}, 1),
    ("class-quiz-key.30.pdf", {"forms": 30}, 0),
)
"""A page of each kind: file, what is asked for, page."""


def kinds() -> None:
    """Lay a page of each kind of paper side by side."""
    from io import BytesIO

    import pypdfium2
    from PIL import Image

    from quizgen.outputs import render
    from quizgen.outputs.pdf.print_options import PrintOptions
    from tests.helpers import planned

    def drawn(bank: str, name: str, page: int, **changes: Any) -> Any:
        job = planned(Path(bank), options=[PrintOptions(changes)])
        (file,) = [file for file in render("pdf", job).files if file.name == name]
        stream = BytesIO()
        file.write(stream)
        document = pypdfium2.PdfDocument(stream.getvalue())
        sheet = document[page % len(document)]
        return sheet.render(scale=400 / sheet.get_width()).to_pil().convert("RGB")

    from tempfile import TemporaryDirectory

    nato = str(ROOT / "question_bank" / "nato-75-summit")
    pages = [drawn(nato, name, page, **changes) for name, changes, page in KINDS]
    with TemporaryDirectory() as folder:
        (Path(folder) / "bank.yaml").write_text(ARABIC, "utf-8")
        pages.insert(4, drawn(folder, "z-A.pdf", 0))
    gap, wide, high = 16, 400, 566
    canvas = Image.new("RGB", (4 * wide + 5 * gap, 2 * high + 3 * gap), "#d8d4ca")
    for index, one in enumerate(pages):
        row, column = divmod(index, 4)
        canvas.paste(one, (gap + column * (wide + gap), gap + row * (high + gap)))
    canvas.quantize(256).save(GALLERY / "papers.png", optimize=True)


def page() -> None:
    """Photograph the review page on a projector and on a phone at night."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = chromium(driver)
        wide = browser.new_page(viewport={"width": 1200, "height": 700})
        wide.goto(f"file://{OUT / 'review.html'}")
        wide.select_option("#set", "1")
        wide.keyboard.press("PageDown")
        wide.screenshot(path=GALLERY / "projector.png", animations="disabled")
        context = browser.new_context(
            viewport={"width": 390, "height": 700}, color_scheme="dark", device_scale_factor=1
        )
        phone = context.new_page()
        phone.goto(f"file://{OUT / 'review.html'}#solo")
        for place in range(phone.locator("#set option").count()):
            phone.select_option("#set", str(place))
            if phone.locator("input[type=radio]").count():
                break  # a set that begins with a choice of one
        phone.keyboard.press("a")
        phone.keyboard.press("Enter")
        phone.wait_for_selector(".verdict")
        phone.screenshot(path=GALLERY / "phone.png", animations="disabled")
        browser.close()


CARDS = (
    ("highest-profile-absentee", ".options > li:has-text('Kishida')"),
    ("invited-leaders", ".options > li:nth-of-type(-n+2)"),
    ("pact-parties/all", ".rights > li:nth-of-type(-n+2)"),
    ("kishida-chain", ".steps > li:nth-of-type(-n+3)"),
    ("how-many/members", ""),
    ("three-deals", ""),
    ("aukus", ""),
    ("two-australian-views", ""),
)
"""A card of each note type, and what is tapped on it."""


def cards() -> None:
    """Photograph front and back of every kind of card, as the real Anki renders them."""
    from tempfile import TemporaryDirectory

    from playwright.sync_api import sync_playwright

    from tests.anki import Anki
    from tests.cards import Reviewer, pages

    with TemporaryDirectory() as folder, sync_playwright() as driver:
        anki = Anki(Path(folder) / "c.anki2")
        anki.take(OUT / "deck.apkg")
        browser = chromium(driver)
        for night, width, shown in ((False, 470, CARDS), (True, 360, CARDS[:4])):
            context = browser.new_context(viewport={"width": width, "height": 200})
            reviewer = Reviewer(context)
            columns = []
            for id, taps in shown:
                typed = "15" if anki.notes()[id].note_type()["name"].endswith("Typed") else ""
                page = reviewer.ask(*pages(anki, id, night=night, typed=typed), day="2026-11-24")
                if typed:
                    page.fill("#typeans", typed)
                for tap in page.locator(taps).all() if taps else ():
                    tap.click()
                page.mouse.move(0, 0)
                front = page.screenshot(full_page=True, animations="disabled")
                back = reviewer.flip().screenshot(full_page=True, animations="disabled")
                columns.append((front, back))
            assert reviewer.complaints == []
            name = "cards-night.png" if night else "cards.png"
            _sheet(columns, "#3a3f47" if night else "#d8d4ca").save(GALLERY / name, optimize=True)
            context.close()
        browser.close()
        anki.col.close()


def live() -> None:
    """Photograph a live review: lobby, question, reveal, phone, report."""
    from playwright.sync_api import sync_playwright

    from tests.gallery_review import draw

    with sync_playwright() as driver:
        browser = chromium(driver)
        draw(browser, GALLERY)
        browser.close()


def subjects() -> None:
    """Lay paper, projector, phone and card of four subjects side by side."""
    from playwright.sync_api import sync_playwright

    from tests.gallery_subjects import draw

    with sync_playwright() as driver:
        browser = chromium(driver)
        draw(browser, GALLERY)
        browser.close()


def _sheet(columns: list[tuple[bytes, bytes]], ground: str) -> Any:
    """Lay cards out, four in a row, each front above its back."""
    from io import BytesIO

    from PIL import Image

    gap = 14
    pairs = [[Image.open(BytesIO(side)) for side in pair] for pair in columns]
    wide = pairs[0][0].width
    rows = [pairs[at : at + 4] for at in range(0, len(pairs), 4)]
    heights = [[max(pair[side].height for pair in row) for side in (0, 1)] for row in rows]
    total = sum(top + bottom + 3 * gap for top, bottom in heights) + gap
    sheet = Image.new("RGB", (4 * wide + 5 * gap, total), ground)
    y = gap
    for row, (top, bottom) in zip(rows, heights, strict=True):
        for column, (front, back) in enumerate(row):
            x = gap + column * (wide + gap)
            for image, at, height in ((front, y, top), (back, y + top + gap, bottom)):
                paper = Image.new("RGB", (wide, height), image.convert("RGB").getpixel((2, 2)))
                paper.paste(image, (0, 0))
                sheet.paste(paper, (x, at))
        y += top + bottom + 3 * gap
    return sheet.quantize(48)


PARTS = (papers, kinds, page, cards, live, subjects)

if __name__ == "__main__":
    GALLERY.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    for part in PARTS:
        if not wanted or part.__name__ in wanted:
            part()
