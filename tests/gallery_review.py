"""Photographs of a live review: a class of bots meets the first bank."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from quizgen.review.lesson.session import Setup
from quizgen.review.lesson.snapshot import plan_questions
from quizgen.review.results.report import make_file
from quizgen.review.server.bots import some_response
from tests.helpers import NATO, examined
from tests.review.serving import Line, Served, served

NAMES = (
    "Amina Ben Chloé Dmitri Elif Farid Greta Hugo Ines Jakub Kofi Lena Mateo Nour Olga Pavel "
    "Quynh Rosa Sven Tariq Uma Viktor Wanda"
).split()
WALL = {"width": 1200, "height": 675}


def draw(browser: Any, gallery: Path) -> None:
    """Photograph lobby, question, reveal, a phone before and after, and the report."""
    report = examined(NATO)
    bank = report.sound_bank
    questions = plan_questions(report, "class-quiz")[1:]  # from the first choice of one
    given = Setup(bank=bank.id, title=bank.title, lang=bank.lang, questions=questions, names="free")
    with TemporaryDirectory() as folder:
        log = Path(folder) / "a.quizlog"
        with served(log, given, addresses=lambda: ["127.0.0.2"]) as lesson:
            lesson.lesson.room.session.code = "K7QF"
            shots = _lesson(browser, lesson)
            lesson.lesson.room.session.log.flush()
            page = browser.new_page(viewport={"width": 900, "height": 760})
            page.set_content(make_file("report.html", log).decode())
            page.screenshot(path=gallery / "live-report.png", animations="disabled")
    _sheet(shots).save(gallery / "live-review.png", optimize=True)


def _lesson(browser: Any, lesson: Served) -> dict[str, bytes]:
    shots: dict[str, bytes] = {}
    random, host = Random(7), lesson.host()
    session = lesson.lesson.room.session
    host.say(t="do", kind="doors")
    while not host.hear("snapshot")["doors"]["open"]:
        pass
    wall = browser.new_page(viewport=WALL)
    wall.goto(f"http://{lesson.host_address}/projector#{lesson.lesson.room.projector_token}")
    phone = browser.new_page(viewport={"width": 390, "height": 675})
    phone.goto(f"http://{lesson.phones}/#{lesson.code}")
    phone.fill("#name", "Zoë")
    phone.keyboard.press("Enter")
    crowd = [lesson.phone(name) for name in NAMES]
    wall.wait_for_selector(f".names li:nth-child({len(NAMES) + 1})")
    shots["lobby"] = _wall(wall)
    for number in range(3):
        lesson.step(host, "next")
        _vote(crowd, session, random, 1, 0.4)
        phone.wait_for_selector("#foot:not([hidden])")
        right = session.question.key["keys"][0] if session.question.key["form"] == "one" else 0
        phone.locator(".option").nth((right + 1) % 4).click()
        phone.locator("#unsure").click()
        if number:
            lesson.step(host, "close")
            lesson.step(host, "reveal")
            continue
        lesson.step(host, "close")
        lesson.step(host, "discuss")
        lesson.step(host, "revote")
        _vote(crowd, session, random, 2, 0.8)
        phone.wait_for_selector("text=Vote again")
        phone.locator(".option").nth(right).click()
        phone.locator("#sure").click()
        phone.wait_for_selector(".status.kept")
        wall.wait_for_selector("text=24 of 24 answered")
        shots["question"] = _wall(wall)
        shots["phone"] = phone.screenshot(animations="disabled")
        lesson.step(host, "close")
        lesson.step(host, "reveal")
        wall.wait_for_selector(".evidence")
        phone.wait_for_selector(".verdict")
        shots["reveal"] = _wall(wall)
        shots["phone told"] = phone.screenshot(animations="disabled")
    wall.close()
    phone.close()
    return shots


def _wall(wall: Any) -> bytes:
    """Photograph the wall with the address of a school's network, as a class would read it."""
    wall.evaluate(
        "for (const one of document.querySelectorAll('span, .url')) { if (!one.children.length) {"
        r" one.textContent = one.textContent.replace(/127\.0\.0\.2:\d+/, '192.168.1.20:8642'); } }"
    )
    return bytes(wall.screenshot(animations="disabled"))


def _vote(crowd: list[Line], session: Any, random: Random, round: int, share: float) -> None:
    question = session.question
    for number, line in enumerate(crowd):
        response = some_response(dict(question.shown["form"]), random)
        if question.key["form"] == "one" and random.random() < share:
            response = question.key["keys"][0]
        nonce = f"{session.state.ask}-{round}-{number}"
        line.answer(response, nonce, session.state.ask, round, sure=random.random() < 0.5)
        line.hear("ack", nonce=nonce)


def _sheet(shots: dict[str, bytes]) -> Any:
    """Lay the pictures out: the wall at the left, the phone at the right."""
    from PIL import Image

    gap = 16
    images = {name: Image.open(BytesIO(data)).convert("RGB") for name, data in shots.items()}
    scale = 0.6
    small = {
        name: image.resize((int(image.width * scale), int(image.height * scale)))
        for name, image in images.items()
    }
    wide, high = small["lobby"].size
    narrow = small["phone"].width
    width = 2 * wide + 3 * gap
    sheet = Image.new("RGB", (width, 2 * high + 3 * gap), "#3a3f47")
    places = {
        "lobby": (gap, gap),
        "question": (2 * gap + wide, gap),
        "reveal": (gap, 2 * gap + high),
        "phone": (2 * gap + wide + (wide - 2 * narrow - gap) // 2, 2 * gap + high),
        "phone told": (3 * gap + wide + (wide - 2 * narrow - gap) // 2 + narrow, 2 * gap + high),
    }
    for name, place in places.items():
        sheet.paste(small[name], place)
    return sheet.quantize(96)
