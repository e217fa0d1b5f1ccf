"""A pupil's page tells the truth: what it shows as kept is kept, and what is not is seen to be not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quizgen.review.lesson.state import Round
from tests.helpers import EVERY_TYPE
from tests.review.screens import Screens, Start, answer, step

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocketRoute

pytestmark = pytest.mark.peer

KEPT, STILL = "#status.kept", "#status:has-text('What you sent before still counts.')"
LAPTOP = {"width": 1366, "height": 768}


def lesson(start: Start, *items: str) -> Screens:
    """Serve some items of every type."""
    return start(f"{EVERY_TYPE}quizzes: [{{id: z, items: [{', '.join(items)}]}}]\n")


def votes(screens: Screens) -> Round:
    """Give the votes on the screen."""
    return screens.served.lesson.room.session.state.current_round


def response(screens: Screens) -> object:
    """Give what the server keeps of the only pupil."""
    return next(iter(votes(screens).votes.values())).response


def test_what_is_taken_back_is_not_shown_as_kept(start: Start) -> None:
    """A pupil would read "Answer kept" under what the server never heard of."""
    screens = lesson(start, "multiple", "ordering", "short", "matching")
    host, phone = screens.host(), screens.phone()
    step(host, "Begin")
    answer(phone, "multiple")
    for right in ("Alpha", "Beta"):
        phone.locator(".option", has_text=right).click()
    phone.wait_for_selector(STILL)
    kept = response(screens)
    step(host, "Close")
    phone.wait_for_selector(".note:has-text('closed')")
    assert phone.locator(".option.picked").count() == len(kept) == 1  # type: ignore[arg-type]
    step(host, "Reveal", "Next")
    answer(phone, "ordering")
    phone.click("text=Start over")
    phone.wait_for_selector(STILL)
    phone.locator(".option", has_text="second").click()
    phone.wait_for_selector("#status:has-text('still missing:')")
    step(host, "Close", "Reveal", "Next")
    answer(phone, "short")
    phone.fill(".typed", "somebody else")
    phone.wait_for_selector(STILL)
    phone.fill(".typed", "fumio kishida")
    phone.wait_for_selector(KEPT)
    assert response(screens) == "fumio kishida"
    step(host, "Close", "Reveal", "Next")
    phone.locator(".pairs select").first.select_option("0")
    phone.wait_for_selector("#status:has-text('still missing: 2.')")
    assert not votes(screens).votes


def test_drafts_outlive_a_pause_voting_opened_again_and_a_reload(start: Start) -> None:
    """Half a paragraph would be gone because the teacher paused for a question from the class."""
    screens = lesson(start, "open", "cloze", "matching")
    host, phone = screens.host(), screens.phone()
    step(host, "Begin")
    phone.fill(".typed", "Because of the")
    host.keyboard.press("p")
    phone.wait_for_selector("text=A short break")
    host.keyboard.press("p")
    phone.wait_for_selector(".typed")
    assert phone.input_value(".typed") == "Because of the"
    step(host, "Close")
    phone.wait_for_selector(".verdict:has-text('Not sent yet.')")
    host.wait_for_selector("#step-reopen")
    host.keyboard.press("ArrowLeft")
    phone.wait_for_selector(".typed")
    assert phone.input_value(".typed") == "Because of the"
    phone.reload()
    phone.wait_for_selector("#status:has-text('Not sent yet.')")
    assert phone.input_value(".typed") == "Because of the"
    step(host, "Close", "Reveal", "Next")
    phone.locator(".blank-input").first.fill("Office")
    phone.locator(".blank-input").first.press("Enter")
    phone.wait_for_selector(KEPT)
    assert response(screens) == ["Office", ""]


class Hushed:
    """A line whose messages the test lets through, or holds back."""

    def __init__(self, page: Page) -> None:
        self.holds = False
        self.held: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket("**/phone", self._route)

    def _route(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda text: self._say(server, text))
        server.on_message(lambda text: None if self.deaf else line.send(text))

    deaf = False

    def _say(self, server: WebSocketRoute, text: str | bytes) -> None:
        if self.holds and b"answer" in (text if isinstance(text, bytes) else text.encode()):
            self.held.append((server, text))
        else:
            server.send(text)

    def let_go(self) -> None:
        """Let through what was held back."""
        self.holds = False
        for server, text in self.held:
            server.send(text)


def joined(screens: Screens) -> tuple[Page, Hushed]:
    """Join with a phone whose line the test holds."""
    context = screens.browser.new_context(viewport={"width": 390, "height": 760})
    screens.stack.callback(context.close)
    phone = context.new_page()
    line = Hushed(phone)
    phone.goto(f"http://{screens.served.phones}/#{screens.served.code}")
    phone.fill("#name", "Ada")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".note")
    return phone, line


def test_a_late_answer_looks_late(start: Start) -> None:
    """A pupil's choice would stand marked after it was refused, and score nothing."""
    screens = lesson(start, "single", "truth")
    host = screens.host()
    phone, line = joined(screens)
    step(host, "Begin")
    phone.wait_for_selector(".option")
    line.holds = True
    phone.click(".option >> nth=0")
    phone.wait_for_selector("#status:has-text('Sending')")
    step(host, "Close")
    line.let_go()
    phone.wait_for_selector(".verdict.wrong:has-text('Too late')")
    assert phone.locator(".option.picked").count() == 0
    host.wait_for_selector("#step-reopen")
    host.keyboard.press("ArrowLeft")
    phone.wait_for_selector(KEPT)  # it was chosen, and voting is open again
    assert response(screens) == 0


def test_a_deaf_server_is_told_of_within_five_seconds(start: Start) -> None:
    """A pupil would tap for a quarter of a minute into a line that is dead."""
    screens = lesson(start, "single")
    host = screens.host()
    phone, line = joined(screens)
    step(host, "Begin")
    phone.wait_for_selector(".option")
    line.deaf = True
    phone.wait_for_selector("#banner:not([hidden])", timeout=5000)
    line.deaf = False
    phone.wait_for_selector("#banner", state="hidden")


def test_no_address_holds_a_secret(start: Start) -> None:
    """A neighbour who reads the address, or the class that reads the wall's, could be somebody else."""
    screens = lesson(start, "single")
    host, phone, wall = screens.host(), screens.phone(), screens.wall()
    for page in (host, wall):
        assert "#" not in page.url
    assert phone.url.endswith(f"#{screens.served.code}")
    phone.evaluate("localStorage.clear()")
    for page in (phone, wall):
        page.reload()
    phone.wait_for_selector(".note:has-text('You are in.')")
    wall.wait_for_selector(".lobby")


WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = f"""
questions:
  - {{id: s, question: "{WORD}?", answer: "{WORD}", distractors: ["{WORD}2", no]}}
  - {{id: m, question: Match., pairs: [["{WORD}", "{WORD}1"], [b, "{WORD}2"]]}}
  - {{id: o, question: Order., order: ["{WORD}", "{WORD}3", c]}}
quizzes: [{{id: z, items: [s, m, o]}}]
"""


@pytest.mark.parametrize("size", [(320, 568), (1366, 768)])
def test_long_words_break_and_instructions_stand(start: Start, size: tuple[int, int]) -> None:
    """A word would run out of its box, and pupils not know what to do with letters."""
    screens = start(LONG)
    host = screens.host()
    phone = screens.phone(viewport={"width": size[0], "height": size[1]})
    wall = screens.wall(viewport={"width": max(size[0], 1024), "height": 768})
    fits = "(box) => box.scrollWidth <= box.clientWidth + 1"
    for form in ("one", "match", "order"):
        step(host, "Begin" if form == "one" else "Next")
        phone.wait_for_selector("#foot:not([hidden])")
        for said in ("Close", "Reveal"):
            for page in (phone, wall, host):
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                assert page.locator(".option, .pairs label, li").evaluate_all(
                    f"(boxes) => boxes.every({fits})"
                )
            if said == "Close" and form != "one":
                assert phone.locator(".instruction").inner_text()
            step(host, said)
        host.wait_for_selector("#step-undo")


def test_a_school_laptop_answers_by_keyboard(start: Start) -> None:
    """A pupil with a Chromebook would have to reach for a pad that no phone needs."""
    screens = lesson(start, "single", "multiple", "ordering", "cloze")
    host, phone = screens.host(), screens.phone(viewport=LAPTOP)
    step(host, "Begin")
    phone.wait_for_selector(".option")
    phone.keyboard.press("2")
    phone.wait_for_selector(KEPT)
    assert response(screens) == 1
    assert phone.evaluate("document.documentElement.scrollHeight <= innerHeight")
    step(host, "Close", "Reveal", "Next")
    phone.wait_for_selector(".option[aria-pressed]")
    for key in "1b":
        phone.keyboard.press(key)
    phone.wait_for_selector(KEPT)
    assert response(screens) == [0, 1]
    step(host, "Close", "Reveal", "Next")
    phone.wait_for_selector("text=Start over")
    for key in "321":
        phone.keyboard.press(key)
    phone.wait_for_selector(KEPT)
    assert response(screens) == [2, 1, 0]
    step(host, "Close", "Reveal", "Next")
    phone.wait_for_selector(".blank-input:focus")
    phone.keyboard.type("1 abc")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(KEPT)
    assert response(screens) == ["1 abc", ""]
    foot = phone.locator("footer").bounding_box()
    send = phone.locator("form .main").bounding_box()
    assert foot
    assert send
    assert send["y"] + send["height"] <= foot["y"]
