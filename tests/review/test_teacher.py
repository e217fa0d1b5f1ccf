"""The teacher's page and the wall: what is at hand, what is asked first, what shows by itself."""

from __future__ import annotations

import pytest

from tests.helpers import EVERY_TYPE
from tests.review.screens import Screens, Start, answer, axe_source, faults, step

pytestmark = pytest.mark.peer


def lesson(start: Start, *items: str) -> Screens:
    """Serve some items of every type, open to phones."""
    return start(f"{EVERY_TYPE}quizzes: [{{id: z, items: [{', '.join(items)}]}}]\n")


def test_latecomers_see_how_to_get_in(start: Start) -> None:
    """Who comes late would have to ask for the code, and the teacher to stop for it."""
    screens = lesson(start, "single", "number")
    host, wall = screens.host(), screens.wall(viewport={"width": 1280, "height": 720})
    code = screens.served.code
    host.keyboard.press("o")
    host.wait_for_selector(".doors")
    wall.wait_for_selector(".lobby .code")
    phone = screens.phone()
    for said in ("Begin", "Close", "Reveal"):
        step(host, said)
        host.wait_for_selector("#invite:not([hidden])")
        assert code in host.inner_text("#invite")
        wall.wait_for_selector(f"footer .invite:has-text('{code}')")
        assert wall.locator("footer .invite img").evaluate("i => i.naturalWidth > 0")
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert phone.locator("#invite").count() == 0


def test_the_key_never_opens_by_itself_and_the_end_is_asked_for(start: Start) -> None:
    """A mirrored screen would show the next key; a slip of the clicker would end the lesson."""
    screens = lesson(start, "single", "short")
    host, phone = screens.host(), screens.phone()
    step(host, "Begin")
    answer(phone, "single")
    host.keyboard.press("t")
    host.wait_for_selector(".option.right")
    step(host, "Close")
    host.wait_for_selector(".advice")
    step(host, "Reveal", "Next")
    host.wait_for_selector(".stem:has-text('Who?')")
    assert host.get_attribute("#peek", "aria-pressed") == "false"
    assert host.locator(".answer, .option.right").count() == 0
    answer(phone, "short")
    step(host, "Close")
    host.wait_for_selector("#step-reopen")
    step(host, "Reveal")
    host.wait_for_selector("#step-undo")
    host.keyboard.press("ArrowLeft")
    host.wait_for_selector("#step-forward:has-text('Reveal')")
    assert host.locator("#step-reopen, #step-revote, #step-discuss").count() == 0
    step(host, "Reveal")
    host.wait_for_selector("#step-undo")
    host.keyboard.press("PageDown")
    host.wait_for_selector("#step-forward:has-text('Press again to end')")
    assert screens.served.lesson.room.session.state.phase == "reveal"
    host.keyboard.press("PageDown")
    host.wait_for_selector(".overview td:has-text('2 / 2')")
    assert host.locator(".overview tr").count() == 2
    assert faults(host, axe_source()) == []


def test_advice_stands_without_the_tally(start: Start) -> None:
    """A teacher who mirrors the screen would have to show all votes to be advised."""
    screens = lesson(start, "single")
    host, phone = screens.host(), screens.phone()
    step(host, "Begin")
    phone.locator(".option", has_text="None other").click()
    phone.wait_for_selector("#status.kept")
    step(host, "Close")
    host.wait_for_selector(".advice:has-text('explain it anew')")
    assert host.locator(".count, .option.right").count() == 0


def test_a_window_without_the_secret_says_so(start: Start) -> None:
    """A teacher who opened the address again would read that the lesson is over."""
    screens = lesson(start, "single")
    for place in ("", "projector"):
        page = screens.open(f"http://{screens.served.host_address}/{place}")
        page.wait_for_selector("text=This window does not know the lesson’s secret.")


def test_questions_are_jumped_to_and_left_out(start: Start) -> None:
    """A teacher could not reach a question but through all that stand before it."""
    screens = lesson(start, "single", "multiple", "short", "matching")
    host, wall = screens.host(), screens.wall()
    host.click(".plan summary")
    assert host.locator("#plan li").count() == 4
    host.click("#leave-1")
    host.wait_for_selector("#plan li.left")
    assert faults(host, axe_source()) == []
    host.click("#goto-2")
    wall.wait_for_selector(".stem:has-text('Who?')")
    assert "Question 1 / 4" in wall.inner_text("#place")
    step(host, "Close", "Reveal", "Next")
    wall.wait_for_selector("ol.letters")
    host.click("#repeats")
    host.wait_for_selector("#repeats[aria-pressed='false']")


def test_an_accepted_answer_counts_at_once(start: Start) -> None:
    """A pupil with a good answer would read "Not right" on the phone until the lesson's end."""
    screens = lesson(start, "short")
    host, phone = screens.host(), screens.phone()
    step(host, "Begin")
    phone.fill(".typed", "Mr Kishida")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("#status.kept")
    step(host, "Close", "Reveal")
    phone.wait_for_selector(".verdict.wrong")
    host.keyboard.press("t")
    host.click("text=Count as right")
    phone.wait_for_selector(".verdict.right")


def test_shares_and_histogram_stand_on_the_wall(start: Start) -> None:
    """The class would see that it was half right, and not where."""
    screens = lesson(start, "matching", "ordering", "number")
    host, phone = screens.host(), screens.phone()
    wall = screens.wall(viewport={"width": 1920, "height": 1080})
    for item, said in (("matching", "Begin"), ("ordering", "Next"), ("number", "Next")):
        step(host, said)
        answer(phone, item)
        step(host, "Close", "Reveal")
        wall.wait_for_selector(".answer")
        counts = wall.locator(".answer .count").all_inner_texts()
        assert set(counts) == ({"1 · 100 %"} if item != "number" else set())
        assert wall.locator(".histogram").count() == (item == "number")
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert faults(wall, axe_source()) == []


RTL = """
lang: he
questions:
  - {id: s, question: "מהי בירת צרפת?", answer: "פריז", distractors: ["לונדון", "רומא"]}
quizzes: [{id: z, items: [s]}]
"""


def test_a_bank_from_right_to_left_runs_so_on_every_screen(start: Start) -> None:
    """Hebrew and Arabic would start at the wrong edge, with their question marks in front."""
    screens = start(RTL)
    host, phone, wall = screens.host(), screens.phone(), screens.wall()
    step(host, "Begin")
    for page in (phone, wall, host):
        page.wait_for_selector(".option")
        assert page.locator(".stem").evaluate("n => getComputedStyle(n).direction") == "rtl"
        letter, words = (
            page.locator(f".option >> nth=0 >> .{part}") for part in ("letter", "text")
        )
        first, second = letter.bounding_box(), words.bounding_box()
        assert first
        assert second
        assert first["x"] > second["x"]
    step(host, "Close", "Reveal")
    wall.wait_for_selector(".option.right")
