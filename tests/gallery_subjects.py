"""One picture for each subject: its paper, a projector, a phone and a card, side by side."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from quizgen.outputs import render
from quizgen.review.lesson.session import Setup
from quizgen.review.lesson.snapshot import plan_questions
from tests.anki import Anki
from tests.cards import ORIGIN, Reviewer, pages
from tests.helpers import ROOT, examined, planned
from tests.review.serving import Served, served

BANKS = ROOT / "tests" / "gallery_banks"
CLASS = ("Amina", "Ben", "Chloé", "Dmitri", "Elif", "Farid")
HIGH, PAPER, PHONE, WIDE = 707, 500, 327, 640
"""Of the picture's parts: all are as high as a sheet of A4."""
GAP = 16
MATHJAX = Path("/usr/share/javascript/mathjax")
SETTINGS = {
    "messageStyle": "none",
    "tex2jax": {"inlineMath": [[r"\(", r"\)"]], "displayMath": [[r"\[", r"\]"]]},
    "TeX": {"extensions": ["mhchem.js"], "mhchem": {"legacy": False}},
    "showMathMenu": False,
}
WALL = {"width": 1280, "height": 720}
HAND = {"width": 390, "height": 844}


class Subject(NamedTuple):
    """What is shown of a bank."""

    bank: str
    wall: int
    """Which question the projector shows."""
    phone: int
    card: str
    taps: str = ""
    night: bool = False


SUBJECTS = (
    Subject("programming", 1, 2, "alias", ".options > li:has-text('[1, 2]')"),
    Subject("chemistry", 2, 4, "law", ".options > li:nth-of-type(2)"),
    Subject("poem", 2, 1, "compared", ".options > li:has-text('letters')"),
    Subject("passage", 1, 2, "keeper", night=True),
)


def draw(browser: Any, gallery: Path) -> None:
    """Draw all subjects."""
    for subject in SUBJECTS:
        _draw(browser, subject).save(gallery / f"subject-{subject.bank}.png", optimize=True)


def _draw(browser: Any, subject: Subject) -> Any:
    from PIL import Image

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bank.yaml").write_bytes((BANKS / f"{subject.bank}.yaml").read_bytes())
        files = _rendered(folder)
        wall, phone = _lesson(browser, folder, subject)
        card = _card(browser, files["deck.apkg"], folder, subject)
    high = (HIGH - GAP) // 2
    size = (PAPER + PHONE + WIDE + 4 * GAP, HIGH + 2 * GAP)
    sheet = Image.new("RGB", size, "#3a3f47" if subject.night else "#c9c5bb")
    parts = [(_paper(files), GAP, GAP, PAPER, HIGH), (phone, PAPER + 2 * GAP, GAP, PHONE, HIGH)]
    left = PAPER + PHONE + 3 * GAP
    parts += [(wall, left, GAP, WIDE, 360), (card, left, 2 * GAP + 360, WIDE, 2 * high - 345)]
    for image, x, y, wide, most in parts:
        image = image.convert("RGB")  # noqa: PLW2901
        drawn = image.resize(
            (wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS
        )
        sheet.paste(drawn.crop((0, 0, wide, min(most, drawn.height))), (x, y))
    return sheet.quantize(64)


def _rendered(folder: Path) -> dict[str, bytes]:
    """Build deck and papers."""
    job = planned(folder)
    made = {}
    for output in ("pdf", "anki"):
        for file in render(output, job).files:
            stream = BytesIO()
            file.write(stream)
            made[file.name] = stream.getvalue()
    return made


def _paper(files: dict[str, bytes]) -> Any:
    import pypdfium2

    (name,) = [name for name in files if name.endswith("-A.pdf")]
    sheet = pypdfium2.PdfDocument(files[name])[0]
    return sheet.render(scale=2 * PAPER / sheet.get_width()).to_pil()


def _card(browser: Any, deck: bytes, folder: Path, subject: Subject) -> Any:
    from PIL import Image

    (folder / "deck.apkg").write_bytes(deck)
    anki = Anki(folder / "c.anki2")
    anki.take(folder / "deck.apkg")
    context = browser.new_context(viewport={"width": 800, "height": 400})
    reviewer = Reviewer(context)
    context.route(f"{ORIGIN}/mathjax/**", _mathjax_file)
    page = reviewer.ask(*pages(anki, subject.card, night=subject.night), day="2026-11-24")
    if subject.taps:
        page.click(subject.taps)
        page = reviewer.flip()
    page.mouse.move(0, 0)
    _set_formulas(page)
    image = Image.open(BytesIO(page.screenshot(full_page=True, animations="disabled")))
    assert reviewer.complaints == []
    context.close()
    anki.col.close()
    return image


def _mathjax_file(route: Any) -> None:
    path = MATHJAX / route.request.url.partition("/mathjax/")[2].partition("?")[0]
    route.fulfill(path=path)


def _set_formulas(page: Any) -> None:
    """Have MathJax set the formulas of a card, as Anki does."""
    if r"\(" not in page.inner_text("body"):
        return
    if not MATHJAX.is_dir():
        sys.exit("MathJax is missing: apt install libjs-mathjax")
    page.evaluate("settings => { window.MathJax = settings; }", SETTINGS)
    page.add_script_tag(url=f"{ORIGIN}/mathjax/MathJax.js?config=TeX-AMS-MML_SVG")
    page.wait_for_function("window.MathJax.isReady && MathJax.Hub.queue.queue.length === 0")
    page.wait_for_selector(".MathJax_SVG svg")


def _lesson(browser: Any, folder: Path, subject: Subject) -> list[Any]:
    """Photograph projector and phone, each at its question."""
    from PIL import Image

    report = examined(folder)
    bank, questions = report.sound_bank, plan_questions(report)
    given = Setup(bank=bank.id, title=bank.title, lang=bank.lang, questions=questions, names="free")
    with served(folder / "a.quizlog", given, addresses=lambda: ["127.0.0.2"]) as lesson:
        shots = _photographed(browser, lesson, subject)
    return [Image.open(BytesIO(shots[name])) for name in ("wall", "phone")]


def _photographed(browser: Any, lesson: Served, subject: Subject) -> dict[str, bytes]:
    shots: dict[str, bytes] = {}
    host = lesson.host()
    host.say(t="do", kind="doors")
    while not host.hear("snapshot")["doors"]["open"]:
        pass
    context = browser.new_context(color_scheme="dark" if subject.night else "light")
    wall, phone = context.new_page(), context.new_page()
    wall.set_viewport_size(WALL)
    phone.set_viewport_size(HAND)
    wall.goto(f"http://{lesson.host_address}/projector#{lesson.lesson.room.projector_token}")
    phone.goto(f"http://{lesson.phones}/#{lesson.code}")
    phone.fill("#name", "Zoë")
    phone.keyboard.press("Enter")
    for name in CLASS:
        lesson.phone(name)
    for number in range(1, max(subject.wall, subject.phone) + 1):
        lesson.step(host, "next")
        phone.wait_for_selector(f"#place:has-text('{number}')")
        wall.wait_for_selector(f"#place:has-text('{number}')")
        phone.wait_for_selector("#foot:not([hidden])")
        for name, page in (("wall", wall), ("phone", phone)):
            if getattr(subject, name) == number:
                shots[name] = page.screenshot(animations="disabled")
        lesson.step(host, "close")
        lesson.step(host, "reveal")
    context.close()
    return shots
