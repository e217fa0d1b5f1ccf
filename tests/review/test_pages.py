"""The pages in a real Chromium: every type of item, every screen, for eyes, ears and fingers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quizgen.model import Pupil
from quizgen.review.results.report import make_file
from tests.helpers import BLOCKS, EVERY_TYPE, PROGRAM
from tests.review.conftest import ALL
from tests.review.screens import Start, answer, axe_source, faults, step

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.peer

ALOUD = """
questions:
  - {id: q, question: What is that?, audio: {say: Konnichiwa, lang: ja}, answer: a, distractors: [b, c]}
  - {id: c, cloze: "Luxon took {{office}} in {{November}}.", word-bank: [August]}
quizzes: [{id: z, items: [q, c]}]
"""


def test_words_are_read_aloud_and_word_banks_shown(start: Start) -> None:
    """A listening question would be silent, or the words to choose from be missing."""
    screens = start(ALOUD)
    host, phone = screens.host(), screens.phone()
    heard = "(words) => { window.said = [words.text, words.lang]; }"
    phone.evaluate(f"() => {{ speechSynthesis.speak = {heard}; }}")
    host.keyboard.press("ArrowRight")
    phone.click("text=Listen")
    assert phone.evaluate("window.said") == ["Konnichiwa", "ja"]
    for said in ("Close", "Reveal", "Next"):
        host.wait_for_selector(f"#step-forward:has-text('{said}')")
        host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".blank-input")
    assert sorted(phone.locator(".names li").all_inner_texts()) == ["August", "November", "office"]


def test_what_a_blank_offers_is_chosen_on_a_phone(start: Start) -> None:
    """Pupils would type what they are to choose, or the wall not show what there is to choose."""
    screens = start("""
        questions:
          - {id: c, cloze: "He {{went}} home under the {{grey}} sky.", accept: {2: [gray]}, choices: {1: [go, goes]}}
        quizzes: [{id: z, items: [c]}]
    """)
    host, phone, wall = screens.host(), screens.phone(), screens.wall()
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector("select.blank-input")
    choices = phone.locator("select.blank-input option").all_inner_texts()
    assert sorted(choices) == ["go", "goes", "went", "…"]
    assert "go" not in phone.locator(".stem").evaluate("n => n.lastChild.textContent")
    wall.wait_for_selector(".blank-hint")
    assert sorted(wall.inner_text(".blank-hint").strip("()").split(" / ")) == ["go", "goes", "went"]
    phone.select_option("select.blank-input", "went")
    phone.fill("input.blank-input", "GRAY")
    phone.click("form .main")
    phone.wait_for_selector(".status.kept")
    for said in ("Close", "Reveal"):
        host.wait_for_selector(f"#step-forward:has-text('{said}')")
        host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".verdict.right")


def test_every_type_is_answered_and_told(start: Start) -> None:
    """Some type of item could not be answered on a phone, or would be marked wrong."""
    screens = start()
    host, phone, wall = screens.host(), screens.phone(), screens.wall()
    for item in ALL:
        host.keyboard.press("ArrowRight")
        answer(phone, item)
        wall.wait_for_selector("#count:has-text('1 of 1 answered')")
        host.wait_for_selector("#step-forward:has-text('Close')")
        host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-forward:has-text('Reveal')")
        host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-undo")
        if item not in {"open", "card"}:
            phone.wait_for_selector(".verdict.right")
            wall.wait_for_selector(".right, .answer", state="attached")
        else:
            phone.wait_for_selector(".answer")
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight"), item
    assert "8 of 8 points" in phone.inner_text("main") + phone.inner_text("body")
    host.keyboard.press("ArrowRight")
    host.wait_for_selector("#step-forward:has-text('Press again to end')")
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector("text=That was all.")


RUBRIC = """
questions:
  - {id: told, question: Why did it grow?, show-rubric: true, rubric: [{text: Names *one* cause., points: 1.5}, {text: Names an effect., points: 2}]}
  - {id: kept, question: Why did it stop?, rubric: [{text: Names a reason., points: 1}]}
quizzes: [{id: z, items: [told, kept]}]
"""


def test_criteria_stand_on_wall_and_phones_where_pupils_may_know_them(start: Start) -> None:
    """A class would see on paper what its answer is judged by, and in a lesson would not."""
    screens = start(RUBRIC)
    host, phone, wall = screens.host(), screens.phone(), screens.wall()
    for seen in (3, 0):
        step(host, "Begin" if seen else "Next")
        phone.wait_for_selector(".stem:has-text('grow')" if seen else ".stem:has-text('stop')")
        wall.wait_for_selector(".stem:has-text('grow')" if seen else ".stem:has-text('stop')")
        for page in (phone, wall):
            said = page.locator(".criteria").all_inner_texts()
            assert len("".join(said).split("\n")) == (seen or 1)
            assert bool(said) is bool(seen)
        step(host, "Close", "Reveal")
        wall.wait_for_selector(".answer")
        assert "point" in wall.inner_text(".answer")


HOSTILE = """
questions:
  - {id: x, question: "Is <script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'> bold?", answer: "<b>yes</b>", distractors: ["<i>no</i>", "javascript:alert(1)"], explanation: "<svg onload='window.hacked = 1'>"}
"""


def test_what_banks_and_pupils_write_is_text(start: Start) -> None:
    """Threats 10 and 11: a bank's text or a pupil's name would run as script on every screen."""
    screens = start(HOSTILE)
    host, wall = screens.host(), screens.wall()
    name = "<img src=x onerror=window.hacked=1>"
    phone = screens.phone(name)
    wall.wait_for_selector(".names bdi")
    assert wall.inner_text(".names bdi") == name[:32]
    assert name[:32] in host.inner_text("#people")
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".option")
    phone.locator(".option").first.click()
    phone.locator("#sure").click()
    phone.wait_for_selector(".status.kept")
    host.keyboard.press("t")
    host.wait_for_selector("#step-forward:has-text('Close')")
    host.keyboard.press("ArrowRight")
    host.wait_for_selector("#step-forward:has-text('Reveal')")
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".verdict")
    for page in (host, wall, phone):
        page.wait_for_selector(".explanation")
        assert "<script>" in page.inner_text(".stem")
        assert "<b>yes</b>" in page.inner_text(".options")
        assert page.evaluate("window.hacked === undefined")
        assert page.locator("main img, main script, main b, main svg:not(.bar)").count() == 0


AXED = ("single", "multiple", "short", "matching", "ordering")


def test_no_page_shuts_anybody_out(start: Start, tmp_path: Path) -> None:
    """A pupil with a screen reader, or without sharp eyes, could not take part, by day or night."""
    axe = axe_source()
    screens = start(f"{EVERY_TYPE}quizzes: [{{id: z, items: [{', '.join(AXED)}]}}]\n")
    settings: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "reduce"}
    found: dict[str, list[str]] = {}

    def look(name: str, page: Page, *, night: bool = False) -> None:
        found[name] = faults(page, axe)
        if night:  # colours are all that it changes
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            found[f"{name} at night"] = faults(page, axe, "color-contrast")
            page.emulate_media(color_scheme="light", reduced_motion="reduce")

    host = screens.host(**settings)
    host.keyboard.press("o")
    host.wait_for_selector(".doors")
    wall = screens.wall(**settings)
    entrance = screens.open(f"http://{screens.served.phones}/", **settings)
    entrance.wait_for_selector("#code")
    look("entrance", entrance)
    phone = screens.phone(**settings)
    look("lobby", wall)
    look("host lobby", host)
    for item in AXED:
        host.keyboard.press("ArrowRight")
        answer(phone, item)
        look(f"phone {item}", phone, night=item == "single")
        if item == "single":
            look("wall", wall)
            host.keyboard.press("h")
            host.wait_for_selector(".hand-row")
            look("host", host)
            host.click(".hand-row .main")
            host.wait_for_selector(".hand-row", state="detached")
        for said in ("Close", "Reveal"):
            host.wait_for_selector(f"#step-forward:has-text('{said}')")
            host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-undo")
        phone.wait_for_selector(".verdict")
        look(f"wall {item} told", wall, night=item == "single")
        if item in {"single", "short"}:
            look(f"phone {item} told", phone, night=item == "single")
            host.keyboard.press("t")
            look(f"host {item} told", host, night=item == "single")
            host.keyboard.press("t")
    report = tmp_path / "report.html"
    screens.served.lesson.room.session.log.flush()
    report.write_bytes(make_file("report.html", tmp_path / "a.quizlog"))
    look("report", screens.open(f"file://{report}", **settings), night=True)
    assert {name: what for name, what in found.items() if what} == {}


def test_a_phone_by_keyboard_with_large_text(start: Start) -> None:
    """A pupil who can't tap, or who needs large letters, could not answer."""
    screens = start()
    host, phone = screens.host(), screens.phone(viewport={"width": 320, "height": 480})
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector("#foot:not([hidden])")
    phone.keyboard.press("Tab")
    phone.keyboard.press("ArrowDown")
    phone.wait_for_selector(".status.kept")
    assert phone.get_attribute(".option >> nth=1", "aria-checked") == "true"
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    assert phone.get_attribute("#sure", "aria-pressed") == "true"
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = phone.locator(".option").first.bounding_box()
    assert box and box["height"] >= 44


def test_hands_are_counted_and_typed_answers_let(start: Start) -> None:
    """The class would see others' votes, hands would not count, rude words be projected."""
    two = "quizzes: [{id: z, items: [single, short]}]\n"
    screens = start(EVERY_TYPE + two)
    host, wall, phone = screens.host(), screens.wall(), screens.phone()
    host.keyboard.press("ArrowRight")
    answer(phone, "single")
    host.wait_for_selector("text=1 of 1 answered")
    for page in (host, wall):
        assert page.locator(".count, .option.right, svg.bar").count() == 0
    host.keyboard.press("t")
    host.wait_for_selector(".option.right")
    assert wall.locator(".option.right").count() == 0
    host.keyboard.press("t")
    host.keyboard.press("h")
    host.fill(".hand-row input >> nth=0", "7")
    host.fill(".hand-row input >> nth=1", "3")
    host.keyboard.press("Enter")
    host.wait_for_selector(".hand-row", state="detached")
    wall.wait_for_selector("text=11 of 1 answered")
    for said in ("Close", "Reveal"):
        host.wait_for_selector(f"#step-forward:has-text('{said}')")
        host.keyboard.press("PageDown")
    wall.wait_for_selector(".option.right .count")
    counts = [text.split(" ")[0] for text in wall.locator(".count").all_inner_texts()]
    assert sum(map(int, counts)) == 11
    host.wait_for_selector("#step-undo")
    host.keyboard.press("PageDown")
    phone.wait_for_selector(".typed")
    phone.fill(".typed", "Wrong but kind")
    phone.click("form .main")
    phone.wait_for_selector(".status.kept")
    for said in ("Close", "Reveal"):
        host.wait_for_selector(f"#step-forward:has-text('{said}')")
        host.keyboard.press("PageDown")
    host.wait_for_selector("#step-undo")
    assert host.locator("text=Wrong but kind").count() == 0  # a mirrored screen shows it, too
    host.keyboard.press("t")
    host.wait_for_selector(".texts button")
    assert wall.locator("text=Wrong but kind").count() == 0
    host.click(".texts button")
    wall.wait_for_selector("text=Wrong but kind")


def test_a_name_of_the_class_list_is_released(start: Start) -> None:
    """A pupil whose phone died could not go on with another one."""
    roster = (Pupil("p1", "Ada Lovelace"), Pupil("p2", "Ben Blau"))
    screens = start(roster=roster, names="roster")
    host = screens.host()
    address = f"http://{screens.served.phones}/#{screens.served.code}"
    first = screens.open(address)
    first.click("text=Ada Lovelace")
    first.wait_for_selector(".note")
    second = screens.open(address)
    second.click("text=Ada Lovelace")
    second.wait_for_selector("text=That name is in use.")
    host.click("#people summary")
    host.click("text=Release name")
    first.wait_for_selector("text=Your teacher has closed this place.")
    second.click("text=Ada Lovelace")
    second.wait_for_selector(".note")
    assert len(screens.served.lesson.room.session.people) == 1


PICTURED = """
questions:
  - {id: figure, question: What is shown?, image: {file: tall.png, alt: tall}, answer: Lines, distractors: [Circles, Boxes, Nothing]}
  - {id: inline, question: Which is wider?, answer: "![one](wide.png)", distractors: ["![two](tall.png)", "![three](small.png)"]}
quizzes: [{id: z, items: [figure, inline]}]
"""
SIZES = {"tall.png": (1600, 2133), "wide.png": (1600, 1200), "small.png": (40, 30)}


def test_pictures_that_come_late_move_nothing_out_of_sight(start: Start) -> None:
    """A slow picture would push options below the projector's edge, or from under a finger."""
    screens = start(PICTURED, SIZES)
    screens.holds = True
    wall = screens.wall(viewport={"width": 1280, "height": 720})
    phone, host = screens.phone(), screens.host()
    for stem in ("What is shown?", "Which is wider?"):
        host.wait_for_selector("#step-forward:not([disabled])")
        host.keyboard.press("PageDown")
        for page in (phone, wall):
            page.wait_for_selector(f".stem:has-text('{stem}')")
        phone.wait_for_selector("#foot:not([hidden])")
        options = phone.locator(".option").all()
        before = [option.bounding_box() for option in options]
        screens.let_pictures_go(wall, phone)
        assert [option.bounding_box() for option in options] == before
        assert screens.held, "no picture was asked for"
        screens.held.clear()
        for size in ((1280, 720), (1024, 600), (1280, 720)):
            wall.set_viewport_size({"width": size[0], "height": size[1]})
            # A browser tells of a new size with its next frame.
            wall.wait_for_function("h => document.documentElement.scrollHeight <= h", arg=size[1])
            last = wall.locator(".option").last.bounding_box()
            assert last
            assert last["y"] + last["height"] <= size[1]
        for said in ("Close", "Reveal"):
            host.wait_for_selector(f"#step-forward:has-text('{said}')")
            host.keyboard.press("PageDown")
        host.wait_for_selector("#step-undo")


PASSAGE = "The river rose in the night and by morning the fields lay under brown water. " * 25
MUCH = f"""
questions:
  - {{id: a, stimulus: {PASSAGE}, question: What happened?, answer: A flood, distractors: [A fire, A fair]}}
quizzes: [{{id: z, items: [a]}}]
"""


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_a_wall_that_holds_too_much_says_so(start: Start, size: tuple[int, int]) -> None:
    """The last row would read dwarfs' letters, or answer a question that it sees no end of."""
    screens = start(MUCH)
    wall, host = screens.wall(viewport={"width": size[0], "height": size[1]}), screens.host()
    host.wait_for_selector("#step-forward:not([disabled])")
    host.keyboard.press("PageDown")
    wall.wait_for_selector("#more:not([hidden])")
    assert wall.locator("#stage").evaluate("e => getComputedStyle(e).fontSize") == "24px"
    for way in (0, 10_000):
        wall.evaluate(f"window.scrollBy(0, {way})")
        last, foot = (wall.locator(of).last.bounding_box() for of in (".option", "footer"))
        assert last
        assert foot
        assert last["y"] + last["height"] <= foot["y"] + 1  # options stay in sight
    wall.wait_for_selector("#more", state="hidden")


FORMULA = """
questions:
  - {id: q, question: 'Is $a + \\sqrt{x}$ it?', answer: 'Yes, $a + \\sqrt{x}$', distractors: ['No']}
"""
DRAWN = """() => [...document.querySelectorAll('.maths > svg:first-child')].map((drawing) => {
  const box = drawing.getBoundingClientRect(), size = parseFloat(getComputedStyle(drawing).fontSize);
  return [Math.round(100 * box.width / size), Math.round(100 * box.height / size)];
})"""


def test_a_formula_is_the_same_on_every_screen_of_a_lesson(start: Start, tmp_path: Path) -> None:
    """A root would lose its sign on a phone, or be as wide as the report."""
    screens = start(FORMULA)
    phone, wall, host = screens.phone(), screens.wall(), screens.host()
    host.keyboard.press("PageDown")
    for page in (phone, wall):
        page.wait_for_selector(".option .maths")
    for said in ("Close", "Reveal"):
        host.wait_for_selector(f"#step-forward:has-text('{said}')")
        host.keyboard.press("PageDown")
    phone.wait_for_selector(".verdict, .option.right")
    screens.served.lesson.room.session.log.flush()
    report = tmp_path / "report.html"
    report.write_bytes(make_file("report.html", tmp_path / "a.quizlog"))
    opened = screens.open(f"file://{report}")
    sizes = {tuple(size) for page in (phone, wall, opened) for size in page.evaluate(DRAWN)}
    assert len(sizes) == 1


def test_the_teacher_sees_at_once_that_nothing_is_kept(start: Start, tmp_path: Path) -> None:
    """A teacher would go on with a lesson that nobody keeps; a pupil would have to answer twice."""
    log, away = tmp_path / "a.quizlog", tmp_path / "away"
    screens = start()
    host, phone = screens.host(), screens.phone()
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector("#foot:not([hidden])")
    log.rename(away)
    host.wait_for_selector("#banner:not([hidden])")
    assert "was moved, deleted or replaced. Put it back" in host.inner_text("#banner")
    phone.click(".option >> nth=0")
    phone.wait_for_selector("#status.trouble:has-text('Not sent')")
    host.keyboard.press("ArrowRight")
    away.rename(log)
    host.wait_for_selector("#banner", state="hidden")
    phone.wait_for_selector("#status.kept")
    assert len(screens.served.lesson.room.session.state.current_round.votes) == 1
    assert screens.served.lesson.room.session.state.phase == "open"


def test_a_phone_tries_again_when_the_room_is_full(start: Start) -> None:
    """A pupil who came in the crush would read "full", and stay outside until the page is reloaded."""
    screens = start()
    coming = screens.served.lesson.room.coming
    coming.of_one = 0
    phone = screens.open(f"http://{screens.served.phones}/#{screens.served.code}")
    phone.wait_for_selector("#banner:has-text('full just now')")
    coming.of_one = 60
    phone.fill("#name", "Ada")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".note")
    assert phone.is_hidden("#banner")


def test_blocks_on_wall_and_phones(start: Start) -> None:
    """Pupils would vote on code without its lines, and tables of pipes."""
    axe = axe_source()
    screens = start(f"{BLOCKS}quizzes: [{{id: z, items: [program, gaps]}}]\n")
    host, wall, phone = screens.host(), screens.wall(), screens.phone()
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".option")
    wall.wait_for_selector(".option")
    for page in (host, wall, phone):
        assert page.locator(".stem pre").evaluate("pre => pre.textContent") == PROGRAM
        assert page.locator(".stem td").all_inner_texts() == ["2", "4"]
        assert page.locator(".option ol.numbered li").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(page, axe) == []


LETTER = "The harbour is louder now, and it smells of coal from the first bell on. " * 12
READ = f"""
passages: {{letter: {{title: A letter, text: "{LETTER}"}}, short: {{title: A note, text: Come in May.}}}}
questions:
  - {{id: a, passage: letter, question: What of it?, answer: coal, distractors: [rope, nets]}}
  - {{id: b, passage: letter, question: What else?, answer: bells, distractors: [rope, nets]}}
  - {{id: c, passage: short, question: When?, answer: May, distractors: [June, July]}}
quizzes: [{{id: z, items: [a, b, c]}}]
"""


def test_a_long_passage_fills_the_wall_before_its_first_question(start: Start) -> None:
    """A class would have to read a page through a slot of a third of the wall."""
    screens = start(READ)
    host, wall = screens.host(), screens.wall(viewport={"width": 1280, "height": 720})
    phone = screens.phone()

    step(host, "Begin")
    wall.wait_for_selector(".whole-passage .reading")
    assert wall.locator(".whole-passage .stem").inner_text() == "What of it?"
    assert wall.locator(".option").count() == 0
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
    # What R on the teacher's page says in the same browser.
    wall.evaluate("new BroadcastChannel('quizgen-review').postMessage({read: true})")
    wall.wait_for_selector(".with-passage .option")
    wall.keyboard.press("r")
    wall.wait_for_selector(".whole-passage")
    wall.keyboard.press("r")
    wall.wait_for_selector(".with-passage")
    phone.click(".option >> nth=0")
    step(host, "Close", "Reveal", "Next")
    wall.wait_for_selector(".with-passage .stem:has-text('What else?')")
    step(host, "Close", "Reveal", "Next")
    wall.wait_for_selector(".with-passage .stem:has-text('When?')")  # a short one stands beside it


WIDE = "\n".join(
    f"      | {' | '.join(cells)} |" for cells in (["Column12"] * 12, ["--"] * 12, ["1234567"] * 12)
)


def test_a_wide_table_scrolls_in_its_own_box(start: Start) -> None:
    """A phone's whole page would move sideways, and options out of sight."""
    screens = start(
        f"questions:\n  - id: q\n    question: |\n      Read.\n\n{WIDE}\n"
        "    answer: one\n    distractors: [two, three]\n"
    )
    host, phone = screens.host(), screens.phone()
    host.keyboard.press("ArrowRight")
    phone.wait_for_selector(".stem table")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.locator(".table").evaluate("box => box.scrollWidth > box.clientWidth")


def test_what_is_stressed_in_a_question_is_seen_to_be(start: Start) -> None:
    """A question with **not** in it would look like any other question: its stem is bold already."""
    screens = start(
        "questions: [{id: q, question: Which is **not** it?, answer: a, distractors: [b, c]}]\n"
    )
    host, phone = screens.host(), screens.phone()
    host.keyboard.press("ArrowRight")
    strong = phone.wait_for_selector(".stem strong")
    assert strong
    assert strong.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"
