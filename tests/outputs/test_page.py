"""The review page, in a real Chromium with the network refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from quizgen.pipeline.build import build
from tests.helpers import AWKWARD, BLOCKS, EVERY_TYPE, NOW, PROGRAM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.peer

Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, bank_from: Callable[..., Path]) -> Iterator[Open]:
    """Build a bank's page and open it; any request or complaint fails the test."""
    complaints: list[str] = []
    contexts = []

    def go(bank: str, mode: str = "projector", **settings: Any) -> Page:
        bank_from(bank)
        build("bank", "out", only=["page"], now=NOW)
        path = Path("out/test-bank/review.html").absolute()
        context = browser.new_context(**settings)
        contexts.append(context)

        def route(r: Any) -> None:
            if r.request.url.startswith("file:"):
                r.continue_()
            else:
                complaints.append(r.request.url)
                r.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(f"file://{path}" + ("#solo" if mode == "solo" else ""))
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def test_projector_by_clicker(open_page: Open) -> None:
    """A presenter's clicker would not move the page, or the answer would show too early."""
    page = open_page(EVERY_TYPE)
    assert "Which one?" in page.inner_text(".stem")
    assert page.locator(".option.right").count() == 0
    assert "It is other." not in page.inner_text("main")
    page.keyboard.press("PageDown")
    assert page.inner_text(".option.right .text") == "This one"
    assert "It is other." in page.inner_text("main")
    page.keyboard.press("PageDown")
    assert "Which ones?" in page.inner_text(".stem")
    page.keyboard.press("PageUp")
    assert "Which one?" in page.inner_text(".stem")
    page.keyboard.press("b")
    assert page.locator("#black").is_visible()
    page.keyboard.press("PageDown")
    assert page.locator("#black").is_hidden()


def test_projector_shows_every_type(open_page: Open) -> None:
    """Some item type would stop the lesson."""
    page = open_page(EVERY_TYPE)
    seen = []
    for _ in range(10):
        seen.append(page.inner_text("main"))
        page.keyboard.press("ArrowRight")
        seen.append(page.inner_text("main"))
        page.keyboard.press("ArrowRight")
    text = "\n".join(seen)
    for said in (
        "Kishida",
        "16 areas",
        "November",
        "Tokyo — ",
        "Names a cause.",
        "A pact",
        "That was all.",
    ):
        assert said in text + page.inner_text("main"), said


def test_solo_tells_right_from_wrong_and_brings_back_what_was_missed(open_page: Open) -> None:
    """A learner would never meet a missed item again."""
    page = open_page(
        "questions:\n  - {id: q, question: Which?, answer: right one, distractors: [wrong one, bad one]}\n",
        "solo",
    )
    page.locator(".option", has_text="wrong one").click()
    page.keyboard.press("Enter")
    assert page.locator(".verdict.wrong").is_visible()
    assert page.inner_text(".option.right .text") == "right one"
    page.keyboard.press("Enter")
    for _ in range(2):  # until it was right twice
        page.locator(".option", has_text="right one").click()
        page.keyboard.press("Enter")
        assert page.locator(".verdict.right").is_visible()
        page.keyboard.press("Enter")
    assert "0 of 1 right the first time." in page.inner_text("main")


@pytest.mark.parametrize(
    ("item", "typed", "right"),
    [
        ("{id: q, question: Who?, answer: Élan “Vital”}", 'elan "vital"', True),
        (
            "{id: q, question: Who?, answer: Kishida, accept: [Fumio Kishida]}",
            "fumio kishida",
            True,
        ),
        ("{id: q, question: Who?, answer: Kishida, match: exact}", "kishida", False),
        ("{id: q, question: How many?, answer: 16, tolerance: 5%}", "16.5", True),
        ("{id: q, question: How many?, answer: 16}", "17", False),
        ("{id: q, question: How many?, answer: 16}", "", False),
        ("{id: q, question: How many?, answer: 16, unit: areas}", "16 areas", True),
        ("{id: q, question: How many?, answer: 15.5}", "15,5", True),
    ],
)
def test_typed_answers(open_page: Open, item: str, typed: str, right: bool) -> None:
    """A right answer would be called wrong, or a wrong one right."""
    page = open_page(f"questions:\n  - {item}\n", "solo")
    page.locator("#typed").fill(typed)
    page.keyboard.press("Enter")
    assert page.locator(".verdict.right").count() == int(right)


def test_what_is_no_number_is_left_to_the_learner(open_page: Open) -> None:
    """Half a sentence with the right number in it would count as wrong."""
    page = open_page("questions:\n  - {id: q, question: How many?, answer: 16}\n", "solo")
    page.locator("#typed").fill("about 16")
    page.keyboard.press("Enter")
    assert page.locator(".verdict").count() == 0
    page.get_by_role("button", name="I had it right").click()
    assert "1 of 1 right the first time." in page.inner_text("main")


def test_cloze_is_filled_in(open_page: Open) -> None:
    """A blank could not be answered."""
    page = open_page("questions: [{id: q, cloze: 'In {{November}} he took {{office}}.'}]\n", "solo")
    first, second = page.locator(".blank-input").all()
    first.fill("november")
    second.fill("Office")
    page.keyboard.press("Enter")
    assert page.locator(".verdict.right").is_visible()
    assert page.inner_text(".stem") == "In November he took office."


def test_what_a_blank_offers_is_chosen(open_page: Open) -> None:
    """A learner would have to type a word that stands beside, or `color` would be wrong."""
    page = open_page(
        """
        questions:
          - id: q
            cloze: He {{went::move}} home under the {{grey}} sky, and {{slept}}.
            accept: {2: [gray]}
            choices: {1: [go, Went], 3: [slept, sleeps]}
        """,
        "solo",
    )
    assert "/" not in page.inner_text(".stem .blank-hint")
    first, third = page.locator("select.blank-input").all()
    page.fill("input.blank-input", "Gray")
    first.select_option("went")
    third.select_option("slept")
    page.get_by_role("button", name="Check").click()
    assert page.locator(".verdict.right").is_visible()
    page.reload()
    page.locator("select.blank-input").first.select_option("Went")
    page.get_by_role("button", name="Check").click()
    assert page.locator(".verdict.wrong").is_visible()


RUBRIC = """
questions:
  - {id: told, question: Why did it grow?, show-rubric: true, rubric: [{text: Names *one* cause., points: 1.5}, {text: Names an effect., points: 2}]}
  - {id: kept, question: Why did it stop?, rubric: [{text: Names a reason., points: 1}]}
quizzes: [{id: z, items: [told, kept]}]
"""


@pytest.mark.parametrize("mode", ["projector", "solo"])
def test_criteria_are_shown_where_pupils_may_know_them(open_page: Open, mode: str) -> None:
    """A class would see on paper what its essay is judged by, and on a screen would not."""
    page = open_page(RUBRIC, mode)
    judged = [
        "The points add up to 3.5.",
        "Names one cause. (1.5 points)",
        "Names an effect. (2 points)",
    ]
    seen = []
    for _ in range(2):
        text = page.inner_text("#stage")
        if "grow" in text:
            assert page.inner_text(".criteria").split("\n") == judged
        else:
            assert "reason" not in text
        seen.append("grow" in text)
        if mode == "solo":
            page.get_by_role("button", name="Reveal").click()
        else:
            page.keyboard.press("ArrowRight")
        assert ("(2 points)" if "grow" in text else "(1 point)") in page.inner_text(".answer")
        if mode == "solo":
            page.get_by_role("button", name="I had it right").click()
        else:
            page.keyboard.press("ArrowRight")
    assert sorted(seen) == [False, True]


PARTS = """
questions:
  - {id: m, question: Match., pairs: [[Tokyo, Japan], [Seoul, South Korea], [Beijing, China]]}
  - {id: o, question: Order., order: [first, second, third]}
"""
RIGHT = {"Tokyo": "Japan", "Seoul": "South Korea", "Beijing": "China"}


@pytest.mark.parametrize("right", [True, False])
def test_pairs_and_orders_are_judged_alone(open_page: Open, *, right: bool) -> None:
    """A learner would have to judge their own pairs, and be kind to themselves."""
    page = open_page(PARTS, "solo")
    for _ in range(2):
        if page.inner_text(".stem") == "Match.":
            letters = page.locator("ol.letters li").all_inner_texts()
            wanted = [letters.index(country) for country in RIGHT.values()]
            order = list(RIGHT)
        else:
            wanted, order = [0, 1, 2], ["first", "second", "third"]
        lines = {
            line.inner_text().split("\n")[-1].split()[-1]: line.locator("select")
            for line in page.locator("li:has(select)").all()
        }
        page.get_by_role("button", name="Check").click()
        assert page.locator(".verdict").count() == 0  # not before each part has its answer
        for name, place in zip(order, wanted if right else wanted[::-1], strict=True):
            lines[name].select_option(str(place))
        page.get_by_role("button", name="Check").click()
        assert page.locator(".verdict.right").is_visible() is right
        signs = page.locator("li .sign").all_inner_texts()
        assert signs.count("✓") == (3 if right else 1)
        page.get_by_role("button", name="Next").click()


THREE = """
questions:
  - {id: a, question: Which a?, answer: a1, options: [a1, b2, c3]}
  - {id: b, question: Which b?, answer: b2, options: [a1, b2, c3]}
quizzes: [{id: z, items: [b, a]}]
"""


def test_set_and_place_outlive_a_reload(open_page: Open) -> None:
    """A learner whose phone forgot the tab would begin again from the first question."""
    page = open_page(THREE, "solo")
    page.select_option("#set", "1")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    place, stem = page.inner_text("#place"), page.inner_text(".stem")
    page.reload()
    assert page.input_value("#set") == "1"
    assert page.inner_text(".stem") != stem  # what was answered is not asked again at once
    assert page.inner_text("#place") == place == "2 to go"
    assert page.locator(".forgets").count() == 0


def test_a_browser_that_keeps_nothing_says_so(open_page: Open) -> None:
    """A learner would close the page, and find their place gone."""
    page = open_page(THREE, "solo")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.reload()
    assert page.locator(".forgets").is_visible()


def test_self_marked_types(open_page: Open) -> None:
    """An open answer would count as wrong for want of a machine to judge it."""
    page = open_page("questions: [{id: q, question: Why?, rubric: [Names a cause.]}]\n", "solo")
    page.get_by_role("button", name="Reveal").click()
    assert "Names a cause." in page.inner_text(".answer")
    page.get_by_role("button", name="I had it right").click()
    assert "1 of 1 right the first time." in page.inner_text("main")


def test_keys_choose_options(open_page: Open) -> None:
    """A learner without a mouse could not answer."""
    page = open_page(
        "questions:\n  - {id: q, question: Which?, answer: a1, options: [a1, b2, c3]}\n", "solo"
    )
    page.keyboard.press("b")
    assert page.locator(".option input:checked").get_attribute("value") == "1"
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert page.locator(".verdict.right").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phones_width(open_page: Open, scheme: str) -> None:
    """A learner would have to scroll sideways."""
    page = open_page(
        EVERY_TYPE, "solo", viewport={"width": 320, "height": 640}, color_scheme=scheme
    )
    for _ in range(10):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.evaluate("document.querySelector('footer .main').click()")
        main = page.locator("footer button.main")
        main.click()


def test_awkward_text_and_hostile_markup(open_page: Open) -> None:
    """An author's < or </script> would break the page."""
    quoted = AWKWARD.replace("'", "''")
    page = open_page(
        f"questions:\n  - {{id: q, question: '{quoted}', answer: '</script><b>x', distractors: ['<img src=x onerror=alert(1)>', '{quoted}']}}\n"
    )
    assert page.inner_text(".stem") == AWKWARD
    assert sorted(page.locator(".option .text").all_inner_texts()) == sorted(
        ["</script><b>x", "<img src=x onerror=alert(1)>", AWKWARD]
    )


FORMULAS = r"""
questions:
  - id: q
    question: 'Is $\frac{a}{b}$ the same as $\left(\frac{a}{b}\right)$ or as $\sqrt{x}$, Hxg?'
    answer: 'It is $\frac{a}{b}$'
    distractors: ['It is $\begin{vmatrix} a \\ b \\ c \end{vmatrix}$', 'None $WIDE$']
""".replace("WIDE", "+".join("xyz" * 20))
SEEN = """(look) => [...document.querySelectorAll(look)].map((formula) => {
  const line = document.createElement('span'), mark = document.createElement('span');
  line.style.whiteSpace = 'nowrap';
  mark.style.display = 'inline-block';  // an empty box stands on the baseline
  formula.before(line);
  line.append(mark, formula);
  const [drawing, below] = formula.children, box = drawing.getBoundingClientRect();
  const ink = drawing.querySelector('use').getBoundingClientRect();
  const foot = box.bottom + below.getBoundingClientRect().height;
  return {
    baseline: Math.round(box.bottom - mark.getBoundingClientRect().bottom), drawn: ink.width > 1 && ink.height > 1,
    colour: getComputedStyle(drawing).fill === getComputedStyle(formula.parentNode).color,
    inside: box.right <= formula.closest('main').getBoundingClientRect().right,
    below: Math.round(formula.getBoundingClientRect().bottom - foot),
  };
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_formulas_stand_on_the_line_in_its_colour(open_page: Open, scheme: str, width: int) -> None:
    """A formula would hang above its line, be black on black, or run off a phone."""
    page = open_page(FORMULAS, color_scheme=scheme, viewport={"width": width, "height": 740})
    right = {"baseline": 0, "drawn": True, "colour": True, "inside": True, "below": 0}
    assert page.evaluate(SEEN, ".stem .maths") == [right] * 3
    shown = page.evaluate(SEEN, ".option .maths")  # of which one is wider than a phone
    assert all(formula["drawn"] and formula["inside"] for formula in shown)


def test_a_formula_grows_with_its_text(open_page: Open) -> None:
    """On the projector a formula would be too small for the last row."""
    page = open_page(FORMULAS)
    formula = page.locator(".stem .maths svg").first
    before = formula.bounding_box()
    page.evaluate("document.querySelector('.stem').style.fontSize = '4em'")
    after = formula.bounding_box()
    assert before
    assert after
    assert after["height"] > 2 * before["height"]


def test_a_screen_reader_gets_formulas(open_page: Open) -> None:
    """Pupils who listen would hear nothing where a formula is, or hear it twice."""
    page = open_page(FORMULAS, "solo")
    assert page.get_by_role("math", name=r"\sqrt{x}").count() == 1
    assert page.get_by_role("radio", name=r"It is \frac{a}{b}").count() == 1
    assert page.locator(".stem math mfrac").count() == 2


def test_a_page_of_formulas_stays_small(open_page: Open) -> None:
    """A formula that stands in question, answer and forms would be drawn in each of them."""
    page = open_page(FORMULAS)
    data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    assert len(data["formulas"]) == 5
    assert len(set(data["glyphs"])) == len(data["glyphs"]) < 40
    assert Path("out/test-bank/review.html").stat().st_size < 100_000


def test_contrast(open_page: Open) -> None:
    """Text would be too pale for the last row (WCAG AA asks for 4.5 to 1)."""
    for scheme in ("light", "dark"):
        page = open_page(EVERY_TYPE, color_scheme=scheme)
        style = "getComputedStyle(document.documentElement).getPropertyValue"
        for ink, paper in (
            ("--ink", "--paper"),
            ("--quiet", "--paper"),
            ("--right", "--right-paper"),
            ("--wrong", "--wrong-paper"),
            ("--on-accent", "--accent"),
        ):
            one, other = (page.evaluate(f"{style}('{name}')").strip() for name in (ink, paper))
            assert _contrast(one, other) >= 4.5, (scheme, ink)


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_is_projected_fits_the_screen(open_page: Open) -> None:
    """The class would see the question and not the reason, which lies below the fold."""
    long = "A reason that goes on for quite a while. " * 7
    bank = f"questions:\n  - {{id: q, question: Which of these four is it?, explanation: {long}, answer: The first of four rather long options here, distractors: [The second of four rather long options, The third of four rather long options, The last of them]}}\n"
    page = open_page(bank, viewport={"width": 1024, "height": 768})
    page.keyboard.press("PageDown")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    assert page.locator(".explanation").is_visible()
    assert page.locator("#more").is_hidden()
    page.keyboard.press("PageUp")
    page.set_viewport_size({"width": 1024, "height": 560})
    page.goto(page.url)
    page.keyboard.press("PageDown")  # the reason is what the class wants to see now
    told, foot = (page.locator(of).bounding_box() for of in (".explanation", "#controls"))
    assert told
    assert foot
    assert told["y"] + told["height"] <= foot["y"] + 1


PASSAGE = "The river rose in the night and by morning the lower fields lay under brown water. " * 22
BIG = f"""
questions:
  - id: big
    stimulus: {PASSAGE}
    image: {{file: map.png, alt: A map}}
    question: What is the main point of this passage?
    answer: That it goes on
    distractors: [That it ends, That it never began, Nothing at all]
  - id: photo
    image: {{file: map.png, alt: A map}}
    question: What is shown on this map of a country that nobody has ever been to?
    answer: A river that goes on and on until it ends
    distractors: [A hill that is as high as hills are there, A town where nobody lives any more, Nothing]
"""


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_what_does_not_fit_scrolls_and_says_so(open_page: Open, size: tuple[int, int]) -> None:
    """The last row would read dwarfs' letters, or nobody would know that there is more."""
    Path("bank").mkdir()
    Image.new("RGB", (1600, 1200), "teal").save("bank/map.png")
    page = open_page(BIG, viewport={"width": size[0], "height": size[1]})
    style = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator("#stage").evaluate(style) == 24
    more, last = page.locator("#more"), page.locator(".option").last
    assert more.is_visible()
    for way in (0, 400, 10_000):
        page.evaluate(f"window.scrollBy(0, {way})")
        box = last.bounding_box()
        foot = page.locator("#controls").bounding_box()
        assert box
        assert foot
        assert box["y"] + box["height"] <= foot["y"] + 1  # options stay in sight
    page.wait_for_function("() => document.getElementById('more').hidden")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    # The photo gives way before any letter does.
    assert page.locator("#stage").evaluate(style) > 24
    assert more.is_hidden()
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    shrunk = float(page.locator("#stage").evaluate("e => e.style.getPropertyValue('--pictures')"))
    assert 0.4 <= shrunk < 1


def test_a_picture_is_in_the_page_once(open_page: Open) -> None:
    """Ten questions about one map would make a page of ten maps, too large to send."""
    Path("bank").mkdir()
    Image.effect_noise((200, 200), 90).save("bank/map.png")
    picture = Path("bank/map.png").stat().st_size
    items = "".join(
        f"  - {{id: q{i}, question: 'What is ![{i}](map.png)?', answer: x, distractors: [y, '![a](map.png)'],"
        " image: {file: map.png, alt: A map}}\n"
        for i in range(4)
    )
    page = open_page(f"questions:\n{items}")
    html = Path("out/test-bank/review.html").read_bytes()
    assert html.count(b"data:image/png;base64") == 1
    assert len(html) < picture * 1.4 + 120_000
    for _ in range(2):
        shown = page.evaluate("() => Promise.all([...document.images].map(i => i.decode()))")
        assert len(shown) == 3
        page.keyboard.press("PageDown")


def test_pictures_fit_on_the_projector(open_page: Open, tmp_path: Path) -> None:
    """A picture measured before it was decoded would push options below the projector's edge."""
    folder = Path("bank")
    folder.mkdir()
    for name, size in {"tall.png": (1600, 2133), "wide.png": (1600, 1200)}.items():
        Image.new("RGB", size, "teal").save(folder / name)
    page = open_page(
        """
        questions:
          - {id: a, question: What?, image: {file: tall.png, alt: tall}, answer: Lines, distractors: [Circles, Boxes, Nothing]}
          - {id: b, question: Which?, answer: "![one](wide.png)", distractors: ["![two](tall.png)", Neither]}
        """,
        viewport={"width": 1280, "height": 720},
    )
    for _ in range(2):
        page.evaluate("() => Promise.all([...document.images].map((i) => i.decode()))")
        for width, height in ((1280, 720), (1024, 600)):
            page.set_viewport_size({"width": width, "height": height})
            last = page.locator(".option").last.bounding_box()
            assert last
            assert last["y"] + last["height"] <= height
        ratio = page.locator("img").first.evaluate("i => i.clientWidth / i.clientHeight")
        natural = page.locator("img").first.evaluate("i => i.naturalWidth / i.naturalHeight")
        assert abs(ratio - natural) < 0.02
        page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")


def test_a_page_without_maths_brings_no_outlines(open_page: Open) -> None:
    """Every page would be larger by glyphs that nothing is drawn with."""
    page = open_page(EVERY_TYPE)
    assert page.locator("svg").count() == 0
    assert ".maths" not in Path("out/test-bank/review.html").read_text("utf-8")


def test_blocks_are_what_they_are_to_eye_and_ear(open_page: Open) -> None:
    """A class would see code run together; a screen reader would hear no table and no list."""
    page = open_page(BLOCKS, viewport={"width": 1280, "height": 720})
    assert page.locator(".stem pre").evaluate("pre => pre.textContent") == PROGRAM
    face = page.locator(".stem pre code").evaluate("code => getComputedStyle(code).fontFamily")
    assert "monospace" in face
    heard = page.locator("main").aria_snapshot()
    for sign in (
        "- table:",
        '- columnheader "square"',
        '- cell "4"',
        "- list:",
        "listitem: 7. sums",
    ):
        assert sign in heard, heard
    lines = page.locator(".options pre").first.evaluate(
        "pre => pre.textContent.split('\\n').length"
    )
    assert lines == 2
    page.keyboard.press("ArrowRight")
    told = page.locator("main").aria_snapshot()
    assert "- blockquote:" in told
    assert page.locator(".explanation math[display=block]").count() == 1


def test_blanks_in_blocks_take_what_is_typed(open_page: Open) -> None:
    """A learner could not fill a blank in a program, or be told wrong for its stars."""
    page = open_page("questions:\n  - id: gaps" + BLOCKS.partition("  - id: gaps")[2], "solo")
    blanks = page.locator(".blank-input").all()
    for blank, typed in zip(blanks, ["printf", "a * b * c", "x", "ice"], strict=True):
        blank.fill(typed)
    page.keyboard.press("Enter")
    assert page.locator(".verdict.right").is_visible()


PASSAGE = """
passages: {letter: {title: A letter, text: "The mill stands still.", image: {file: mill.png, alt: A mill}}}
questions:
  - {id: a, passage: letter, question: What stands still?, answer: the mill}
  - {id: b, passage: letter, question: Who is written to?, answer: nobody}
  - {id: c, question: What else?, answer: nothing}
"""


@pytest.mark.parametrize(("width", "later"), [(1280, True), (390, False)])
def test_a_passage_stands_before_its_questions(open_page: Open, width: int, *, later: bool) -> None:
    """Pupils would be asked about a text that they can't see, or scroll past it each time."""
    Path("bank").mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), "teal").save("bank/mill.png")
    page = open_page(PASSAGE, viewport={"width": width, "height": 720})
    passage = page.locator("details.passage")
    assert passage.locator("summary").inner_text() == "A letter"
    assert page.get_by_role("region", name="A letter").inner_text() == "The mill stands still."
    assert page.locator(".passage img").get_attribute("alt") == "A mill"
    stem, text = page.locator("#stem").bounding_box(), passage.bounding_box()
    assert stem is not None
    assert text is not None
    is_beside = text["x"] + text["width"] <= stem["x"]
    assert is_beside if width > 960 else text["y"] + text["height"] <= stem["y"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert passage.evaluate("node => node.open") is later
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#stem").inner_text() == "What else?"
    assert page.locator(".passage").count() == 0
