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


def papers() -> None:
    """Put a pupil's page beside its key."""
    from PIL import Image

    pages = [pdf_page("class-quiz-A.pdf", 0, 620), pdf_page("class-quiz-key.pdf", 0, 620)]
    gap, height = 24, 800
    canvas = Image.new("RGB", (2 * 620 + 3 * gap, height + 2 * gap), "#d8d4ca")
    for index, page in enumerate(pages):
        canvas.paste(page.crop((0, 0, 620, height)), (gap + index * (620 + gap), gap))
    canvas.quantize(64).save(GALLERY / "quiz-and-key.png", optimize=True)
    pdf_page("flashcards.pdf", 0, 620).quantize(32).save(GALLERY / "flashcards.png", optimize=True)


def page() -> None:
    """Photograph the review page on a projector and on a phone at night."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if not path:
        sys.exit("Chromium is missing: apt install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
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
        phone.select_option("#set", "1")
        for _ in range(60):
            if phone.locator("input[type=radio]").count():
                break
            typed = phone.locator("input:not([type=radio]):not([type=checkbox]):enabled")
            for index in range(typed.count()):
                typed.nth(index).fill("x")
            ticked = phone.locator("input[type=checkbox]:enabled")
            if ticked.count():
                ticked.first.check()
            phone.locator("footer .main").click()
        phone.keyboard.press("a")
        phone.keyboard.press("Enter")
        phone.wait_for_selector(".verdict")
        phone.screenshot(path=GALLERY / "phone.png", animations="disabled")
        browser.close()


def card() -> None:
    """Photograph the back of a card as the real Anki renders it."""
    from tempfile import TemporaryDirectory

    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder:
        collection = Collection(str(Path(folder) / "c.anki2"))
        request = ImportAnkiPackageRequest(
            package_path=str(OUT / "deck.apkg"), options=ImportAnkiPackageOptions()
        )
        collection.import_anki_package(request)
        found = (collection.get_note(nid) for nid in collection.find_notes(""))
        note = next(n for n in found if n["ID"] == "who-said/cold-war")
        shown = note.cards()[0].render_output()
        html = f"<style>{shown.css} body {{ margin: 1rem }}</style><body class=card>{shown.answer_text}"
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            view = browser.new_page(viewport={"width": 560, "height": 560})
            view.set_content(html)
            view.screenshot(path=GALLERY / "card.png")
            browser.close()
        collection.close()


if __name__ == "__main__":
    GALLERY.mkdir(parents=True, exist_ok=True)
    papers()
    page()
    card()
