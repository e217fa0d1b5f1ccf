"""The cards, as the real Anki renders them, in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quizgen.bank.syntax.format import option_id
from quizgen.model import item_options
from quizgen.outputs.anki.note_types import NOTE_TYPES
from quizgen.outputs.anki.package import note_type_json
from quizgen.text.order import key_of, ranked
from tests.anki import Anki, deck
from tests.cards import Reviewer, desktop, pages
from tests.helpers import AWKWARD, BLOCKS, EVERY_TYPE, PROGRAM, items_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.peer

Open = Callable[..., Reviewer]
KINDS = ["single", "multiple", "truth", "short", "number", "cloze", "matching", "ordering", "open"]


@pytest.fixture
def reviewer(browser: Browser) -> Iterator[Open]:
    """Open a client; any request or complaint of a page fails the test."""
    opened: list[Reviewer] = []

    def go(*, storage: bool = True, **settings: Any) -> Reviewer:
        opened.append(Reviewer(browser.new_context(**settings), storage=storage))
        return opened[-1]

    yield go
    for client in opened:
        client.context.close()
    assert [client.complaints for client in opened] == [[] for _ in opened]


@pytest.fixture
def cards(anki: Anki, bank_from: Callable[..., Path]) -> Callable[[str], Anki]:
    """Import a bank written in the test."""

    def go(text: str) -> Anki:
        anki.take(deck(bank_from(text)))
        return anki

    return go


def texts(page: Page, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


def order_of(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "[data-k]:not(.whys [data-k])", "rows => rows.map(r => r.dataset.k)"
    )
    return found


# --- order -------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["single", "multiple", "truth", "matching", "ordering"])
def test_both_sides_agree_without_any_memory(
    cards: Callable[[str], Anki], reviewer: Open, id: str, bank_from: Callable[..., Path]
) -> None:
    """The back would show the options in another order than the front did."""
    from quizgen.pipeline.check import check

    anki = cards(EVERY_TYPE)
    client = reviewer(storage=False)
    for day in range(1, 8):
        page = client.ask(*pages(anki, id), day=f"2026-11-0{day}T12:00:00")
        front = order_of(page)
        assert order_of(client.flip()) == front
        item = items_of(check(bank_from(EVERY_TYPE)).bank)[id]
        ids = [option.id for option in item_options(item)] or ["t", "f"]
        expected = ranked(key_of(id, f"2026-11-0{day}"), ids)
        assert front == (["t", "f"] if id == "truth" else expected)


def test_the_order_changes_daily_and_favours_no_place(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """Learners would learn the place of an answer, not the answer."""
    sides = pages(cards(EVERY_TYPE), "single")
    client = reviewer()
    places = []
    for month in range(1, 13):
        for day in range(1, 6):
            page = client.ask(*sides, day=f"2026-{month:02}-{day:02}T12:00:00")
            places.append(texts(page, ".options .text").index("This one"))
    assert all(5 <= places.count(place) <= 30 for place in range(4)), places


def test_what_is_pinned_stays(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """`none of these` would stand among the options, numbers out of order, steps out of place."""
    anki = cards("""
        questions:
          - {id: last, question: What?, answer: a, options: [b, a, c, none of these], shuffle: keep-last}
          - {id: fixed, question: What?, answer: x, options: [z, x, y]}
          - {id: numbers, question: How many?, answer: "9", distractors: ["100", "11"]}
          - {id: pairs, question: Match., pairs: [[1, one], [2, two]], extra: [three], shuffle: false}
    """)
    client = reviewer()
    for day in ("2026-11-01T12:00:00", "2026-11-02T12:00:00", "2026-11-03T12:00:00"):
        assert (
            texts(client.ask(*pages(anki, "last"), day=day), ".options .text")[3] == "none of these"
        )
        shown = {
            id: texts(client.ask(*pages(anki, id), day=day), "[data-k] .text")
            for id in ("fixed", "numbers", "pairs")
        }
        assert shown == {
            "fixed": ["z", "x", "y"],
            "numbers": ["9", "11", "100"],
            "pairs": ["one", "two", "three"],
        }


# --- choosing ----------------------------------------------------------------------------------

WHYS = """
questions:
  - {id: q, question: Which?, answer: right one, explanation: So it is., distractors: [{text: wrong one, why: Too late.}, {text: bad one, why: Too soon.}]}
"""


def test_a_card_offers_some_of_many_others_each_day(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A learner would read a dozen options, lack the right one, or see others on the back."""
    anki = cards("""
        questions:
          - id: gas
            question: Which is a noble gas?
            answer: Neon
            distractors: [Iron, Gold, Tin, Zinc, Lead, {text: Sodium, why: It is a metal.}]
            show: 3
          - {id: last, question: What?, options: [a, b, c, d, none of these], answer: a, shuffle: keep-last, show: 2}
    """)
    client = reviewer(storage=False)
    seen: set[str] = set()
    for day in range(1, 9):
        front = order_of(client.ask(*pages(anki, "gas"), day=f"2026-11-0{day}T12:00:00"))
        shown = texts(client.page, ".options .text")
        assert len(shown) == 4
        assert "Neon" in shown
        seen |= set(shown)
        wrong = [option_id(t) for t in ("Iron", "Gold", "Tin", "Zinc", "Lead", "Sodium")]
        expected = ranked(key_of("gas", f"2026-11-0{day}", "show"), wrong)[:3]
        assert set(front) == {option_id("Neon"), *expected}
        assert order_of(client.flip()) == front
        last = client.ask(*pages(anki, "last"), day=f"2026-11-0{day}T12:00:00")
        assert len(texts(last, ".options .text")) == 3
        assert texts(last, ".options .text")[2] == "none of these"
    assert len(seen) == 7


def test_a_wrong_pick_is_remembered_marked_and_explained(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A learner would not see what they had chosen, nor why it is wrong."""
    client = reviewer()
    page = client.ask(*pages(cards(WHYS), "q"))
    page.locator(".options > li", has_text="wrong one").click()
    assert texts(page, "li[aria-pressed=true] .text") == ["wrong one"]
    back = client.flip()
    assert texts(back, ".options > li.wrong .text") == ["wrong one"]
    assert texts(back, ".options > li.right .text") == ["right one"]
    assert texts(back, ".options .why") == ["Too late."]
    assert content(back, ".verdict") == "✗\u00a0Not right"
    assert content(back, ".right > .sign") == "✓"
    assert content(back, ".wrong > .sign") == "✗"
    assert back.locator(".answer").is_hidden()


def test_a_second_thought_replaces_the_first(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Both picks would count, or the first."""
    client = reviewer()
    page = client.ask(*pages(cards(WHYS), "q"))
    page.locator(".options > li", has_text="wrong one").click()
    page.locator(".options > li", has_text="right one").click()
    assert page.locator("li.picked").count() == 1
    back = client.flip()
    assert content(back, ".verdict") == "✓\u00a0Right"
    assert back.locator("li.wrong").count() == 0
    assert client.ask(*pages(cards(WHYS), "q")).locator("li.picked").count() == 0


def test_without_a_memory_the_key_is_shown_and_every_reason(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A client without storage would show an empty or a misleading back."""
    client = reviewer(storage=False)
    client.ask(*pages(cards(WHYS), "q")).locator(".options > li").first.click()
    back = client.flip()
    assert texts(back, ".options > li.right .text") == ["right one"]
    assert back.locator(".verdict").count() == 0
    assert sorted(texts(back, ".options .why")) == ["Too late.", "Too soon."]


def test_several_right_options(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Half an answer would be called right."""
    client = reviewer()
    sides = pages(cards(EVERY_TYPE), "multiple")
    for picks, right in (
        (["Alpha"], False),
        (["Alpha", "Beta"], True),
        (["Alpha", "Beta", "Delta"], False),
    ):
        page = client.ask(*sides)
        for pick in picks:
            page.locator(".options > li", has_text=pick).click()
        back = client.flip()
        assert back.locator(".verdict.right").count() == int(right)
        assert back.locator(".options > li.missed").count() == 2 - len(
            {"Alpha", "Beta"} & set(picks)
        )


def test_on_the_desktop_the_page_itself_remembers(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """The desktop swaps the card inside one page: picks, or old listeners, would be lost or pile up."""
    client = reviewer(storage=False)
    front, back = desktop(cards(WHYS), "q")
    page = client.ask(*pages(cards(WHYS), "q"))
    for _ in range(3):
        client.swap(front)
        page.keyboard.press("a")
        assert page.locator("li.picked").count() == 1
        client.swap(back)
        assert page.locator(".verdict").count() == 1
        page.keyboard.press("b")
        assert page.locator(".options .mine").count() == 1


def test_another_card_on_the_desktop_gets_its_own_keys(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A card that was left without a flip would go on swallowing the keys of all that follow."""
    client = reviewer()
    page = client.ask(*pages(cards(WHYS), "q"))
    client.swap('<div class="other"><p id="note" contenteditable></p></div>')
    page.evaluate(
        "window.heard = []; addEventListener('keydown', e => heard.push(e.defaultPrevented))"
    )
    page.keyboard.press("a")
    page.locator("#note").focus()
    page.keyboard.type("abc")
    assert page.inner_text("#note") == "abc"
    assert page.evaluate("heard") == [False] * 4


def test_a_front_drawn_again_keeps_the_picks(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """An edit of the note half-way would cost the picks; an old try would be taken for a new one."""
    client = reviewer()
    sides = pages(cards(WHYS), "q")
    page = client.ask(*sides)
    page.keyboard.press("b")
    picked = texts(page, "li.picked .text")
    assert texts(client.ask(*sides), "li.picked .text") == picked
    assert client.flip().locator(".verdict").count() == 1
    assert client.page.reload()
    assert client.page.locator(".verdict").count() == 1
    assert client.ask(*sides).locator("li.picked").count() == 0


def test_midnight_between_front_and_back(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """The letters of the back would not be those that the learner saw."""
    client = reviewer()
    page = client.ask(*pages(cards(EVERY_TYPE), "ordering"), day="2026-11-01T23:59:00")
    page.locator(".steps > li").first.click()
    front = order_of(page)
    page.clock.set_fixed_time("2026-11-02T00:01:00")
    assert order_of(client.flip()) == front


def test_odd_ids_and_links(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """An option called `constructor` would break the card; a link in one would pick it."""
    anki = cards("""
        questions:
          - id: q
            question: Which?
            answer: "see [here](https://example.org)"
            distractors: [{id: constructor, text: one}, {id: valueof, text: two, why: So.}]
    """)
    client = reviewer()
    page = client.ask(*pages(anki, "q"))
    page.evaluate(
        "document.querySelector('.options a').addEventListener('click', e => e.preventDefault())"
    )
    page.locator(".options a").click()
    assert page.locator("li.picked").count() == 0
    page.locator(".options > li", has_text="two").click()
    back = client.flip()
    assert texts(back, ".options .why") == ["So."]
    assert back.locator(".qg.js .verdict.wrong").count() == 1


def test_a_screen_reader_hears_letter_and_state(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A blind learner could not tell which option is A, or what they picked."""
    page = reviewer().ask(*pages(cards(EVERY_TYPE), "single"))
    first = texts(page, ".options .text")[0]
    assert page.get_by_role("group", name="Which one?").count() == 1
    button = page.get_by_role("button", name=f"A {first}", exact=True)
    assert button.get_attribute("aria-pressed") == "false"
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"


def test_the_typed_field_has_a_name(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A blind learner would meet a field that says nothing."""
    page = reviewer().ask(*pages(cards(EVERY_TYPE), "number"))
    assert page.get_by_role("textbox", name="How many? areas").count() == 1


def test_keys(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A learner at a keyboard would need the mouse; or our keys would take the desktop's 1 to 4."""
    page = reviewer().ask(*pages(cards(EVERY_TYPE), "single"))
    for press, place in (("b", 1), ("Alt+Digit3", 2), ("1", 2), ("A", 0), ("d", 3), ("q", 3)):
        page.keyboard.press(press)
        assert page.locator("li.picked").count() == 1
        assert page.locator(".options > li").nth(place).get_attribute("aria-pressed") == "true", (
            press
        )
    page.locator(".options > li").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator(".options > li").nth(1).get_attribute("aria-pressed") == "true"


# --- matching, ordering, typing ------------------------------------------------------------------


def test_matching_by_taps(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Pairs could not be tried out on the card."""
    client = reviewer()
    sides = pages(cards(EVERY_TYPE), "matching")
    page = client.ask(*sides)
    page.locator(".rights > li", has_text="Japan").click()
    page.locator(".rights > li", has_text="China").click()
    letters = {text: "ABC"[at] for at, text in enumerate(texts(page, ".rights .text"))}
    assert texts(page, ".lefts .slot") == [letters["Japan"], letters["China"]]
    assert page.locator(".rights > li", has_text="China").locator(".slot").inner_text() == "2"
    assert page.inner_text(".spoken") == f"Seoul: {letters['China']}"
    back = client.flip()
    assert texts(back, ".answer li.right .text") == ["Tokyo — Japan"]
    assert texts(back, ".answer li.wrong .text") == ["Seoul — South Korea"]
    assert texts(back, ".answer li.wrong .mine") == [f": {letters['China']}. China"]
    assert content(back, ".mine") == "your answer"
    assert texts(back, ".answer .letter") == [letters["Japan"], letters["South Korea"]]
    papers = back.eval_on_selector_all(
        ".answer li", "rows => rows.map(r => getComputedStyle(r).backgroundColor)"
    )
    assert len(set(papers)) == 2
    page = client.ask(*sides)
    page.locator(".lefts > li", has_text="Seoul").click()
    page.locator(".rights > li", has_text="South Korea").click()
    page.keyboard.press(letters["Japan"].lower())
    assert content(client.flip(), ".verdict") == "✓\u00a0Right"


def test_ordering_by_taps(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Steps could not be put in order on the card."""
    client = reviewer()
    sides = pages(cards(EVERY_TYPE), "ordering")
    for taps, right in (
        ("first third second third second third", False),
        ("third first third second third", True),
    ):
        page = client.ask(*sides)
        for tap in taps.split():
            page.locator(".steps > li", has_text=tap).click()
        numbers = dict(zip(texts(page, ".steps .text"), texts(page, ".steps .slot"), strict=True))
        assert (numbers == {"first": "1", "second": "2", "third": "3"}) == right
        back = client.flip()
        assert texts(back, ".answer .text") == ["first", "second", "third"]
        assert back.locator(".verdict.right").count() == int(right)


TYPED = {
    "to the letter": ("answer: Kishida", "Kishida", True),
    "another case": ("answer: Kishida", "kishida", True),
    "accents and quotes": ("answer: Élan “Vital”", 'elan "vital"', True),
    "an accepted one": ("answer: Kishida, accept: [Fumio Kishida]", "fumio kishida", True),
    "exact": ("answer: Kishida, match: exact", "kishida", False),
    "unseen": ('answer: "Wi\\u200Ben", match: exact', "Wien", True),
    "decomposed": ('answer: "scho\\u0308n", match: exact', "schön", True),
    "accents": ("answer: élève, match: accents", "eleve", False),
    "capitals": ("answer: das Haus, match: case", "das haus", False),
    "voicing": ("answer: がく", "かく", False),
    "tone": ("answer: mā, lang: zh", "má", False),
    "fraction": ("answer: 0.5", "1/2", True),
    "power": ("answer: 3e8", "3×10⁸", True),
    "wrong": ("answer: Kishida", "Yoon", False),
    "a number in range": ("answer: 16, tolerance: 5%", "16.5", True),
    "a number out of range": ("answer: 16, tolerance: 5%", "17", False),
    "a number and its unit": ("answer: 16, unit: areas", "16 areas", True),
    "a decimal comma": ("answer: 15.5, lang: de", "15,5", True),
    "a minus sign": ("answer: -5", "−5", True),
    "points of Hebrew": ("answer: כֶּלֶב", "כלב", True),
    "a point in German": ("answer: 1.234, lang: de", "1.234", True),
    "the unit in front": ("answer: 5, unit: $", "$5", True),
    "no whole part": ("answer: 0.5", ".5", True),
    "a number in words": ("answer: 15", "fifteen", True),
    "in German words": ("answer: 12, unit: km, lang: de", "Zwölf km", True),
    "another in words": ("answer: 15", "sixteen", False),
    "no number alone": ("answer: 16", "about sixteen", None),
    "nothing": ("answer: Kishida", "", None),
    "no number at all": ("answer: 16", "", None),
    "half of it": ("answer: Kishida", "Kishi", False),
}


@pytest.mark.parametrize("case", TYPED)
def test_typed_answers(cards: Callable[[str], Anki], reviewer: Open, case: str) -> None:
    """Anki compares to the letter: a right answer would look wrong."""
    answer, typed, right = TYPED[case]
    anki = cards(f"questions:\n  - {{id: q, question: Who?, {answer}}}\n")
    client = reviewer()
    page = client.ask(*pages(anki, "q", typed=typed))
    assert page.locator("#typeans").is_visible()
    back = client.flip()
    assert back.locator(".verdict.right").count() == int(right is True)
    assert back.locator(".verdict.wrong").count() == int(right is False)


def test_what_else_is_right_is_shown(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A learner who knew another name would not know that it counts."""
    client = reviewer()
    client.ask(*pages(cards(EVERY_TYPE), "short"))
    back = client.flip()
    assert content(back, ".also ul") == "Also right: "
    assert texts(back, ".also li") == ["Fumio Kishida"]
    client.ask(*pages(cards(EVERY_TYPE), "number"))
    assert texts(client.flip(), ".also li") == ["15.5 – 16.5"]


# --- without scripts, in the dark, on a phone --------------------------------------------------------


@pytest.mark.parametrize("id", KINDS)
def test_every_card_reads_without_scripts(
    cards: Callable[[str], Anki], reviewer: Open, id: str
) -> None:
    """Previews, exports and e-readers would show an empty or a wrong card."""
    client = reviewer(java_script_enabled=False)
    anki = cards(EVERY_TYPE)
    front = client.ask(*pages(anki, id)).inner_text("body")
    back = client.flip().inner_text("body")
    asked, told = {
        "single": (["This one", "That one", "None other"], ["This one", "It is other."]),
        "multiple": (["Alpha", "Gamma"], ["Alpha", "Beta"]),
        "truth": (["True", "False"], ["True", "It is."]),
        "short": (["Who?"], ["Kishida", "Fumio Kishida"]),
        "number": (["How many?", "areas"], ["16 areas"]),
        "cloze": (["Luxon took [...]"], ["Luxon took office"]),
        "matching": (["Tokyo", "Japan", "China"], ["Tokyo — Japan", "Seoul — South Korea"]),
        "ordering": (["first", "second"], ["first\nsecond\nthird"]),
        "open": (["Why?"], ["Names a cause.", "Names an effect."]),
    }[id]
    assert all(text in front for text in asked), front
    assert all(text in " ".join(back.split(" ")).replace("\n\n", "\n") for text in told), back
    assert "It is other." not in front


CONTRAST = """() => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const clear = c => /rgba\\(.*, 0\\)|transparent/.test(c);
  const paper = (node, own) => { if (own && !clear(own)) { return own; }
    for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor; if (!clear(c)) { return c; } } };
  const pale = [];
  const look = (node, pseudo) => {
    const style = getComputedStyle(node, pseudo), ink = light(style.color);
    const ground = light(paper(node, pseudo ? style.backgroundColor : ''));
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (ratio < 4.5) { pale.push([node.className || node.tagName, pseudo, ratio.toFixed(2)]); } };
  let seen = 0;
  document.querySelectorAll('#qa *:not(style):not(script)').forEach(node => {
    if ([...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) { look(node, null); seen += 1; }
    if (!/none|normal|^$/.test(getComputedStyle(node, '::before').content)) { look(node, '::before'); seen += 1; } });
  return [pale, seen];
}"""

RICH = """
questions:
  - {id: q, question: Which *one* of `these`?, hint: Look., answer: right one, explanation: "So it [is](https://example.org).", stimulus: He came., distractors: [wrong one, {text: bad one, why: Too soon.}], status: retired}
  - {id: t, question: Who?, answer: Kishida, accept: [Fumio], hint: Japan}
  - {id: c, cloze: "In {{1::May {{2::he}}}} came."}
  - {id: m, question: Match., pairs: [[Tokyo, Japan], [Seoul, Korea]]}
  - {id: o, question: Why?, rubric: [A cause., Another.]}
"""


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_contrast(cards: Callable[[str], Anki], reviewer: Open, night: bool) -> None:
    """Some text would be too pale to read (WCAG AA asks for 4.5 to 1)."""
    cards(RICH.replace(", status: retired", ""))  # what was never shipped needs no tombstone
    anki = cards(RICH)
    client = reviewer()
    for id in "qtcmo":
        page = client.ask(*pages(anki, id, night=night, typed="Kishdra"))
        for pick in page.locator(".options > li:not(:has-text('right')), .rights > li").all():
            pick.click()
        for side in (page, None):
            pale, seen = (side or client.flip()).evaluate(CONTRAST)
            assert seen >= (1 if side else 3)
            assert pale == [], (id, "front" if side else "back")


@pytest.mark.parametrize("id", [*KINDS, "card", "long"])
def test_a_phones_width(cards: Callable[[str], Anki], reviewer: Open, id: str) -> None:
    """A learner would have to scroll sideways, or miss a target with the thumb."""
    quoted = AWKWARD.replace("'", "''")
    anki = cards(
        EVERY_TYPE
        + f"  - {{id: long, question: '{quoted}', answer: '{quoted}', distractors: [b, c]}}\n"
    )
    client = reviewer(viewport={"width": 320, "height": 568})
    page = client.ask(*pages(anki, id))
    for side in (page, None):
        shown = side or client.flip()
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320
        heights = shown.eval_on_selector_all(
            ".front .tappable, .front input, summary",
            "rows => rows.map(r => r.getBoundingClientRect().height)",
        )
        assert all(height >= 44 for height in heights)
        if side:
            expected = {
                "single": 4,
                "multiple": 4,
                "truth": 2,
                "matching": 5,
                "ordering": 3,
                "long": 3,
            }
            assert len(heights) == expected.get(id, 1 if id in {"short", "number"} else 0)


# --- text ------------------------------------------------------------------------------------------


def test_hostile_and_awkward_text(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """An author's <, {{ or [sound:] would break a card, or run."""
    texts_ = ["</script><b>x", "<img src=x onerror=alert(1)>", "{{Answer}} }} {{", "[sound:x.mp3]",
              "[anki:tts lang=en_US]x[/anki:tts]", "[LaTeX]x[/latex]", "[[type:ID]]",
              "a\\(b\\)", AWKWARD]  # fmt: skip
    quoted = ["'" + text.replace("'", "''") + "'" for text in texts_]
    anki = cards(
        f"questions:\n  - {{id: q, question: {quoted[-1]}, answer: {quoted[0]}, distractors: [{', '.join(quoted[1:])}]}}\n"
    )
    client = reviewer()
    page = client.ask(*pages(anki, "q"))
    plain = [text.replace("\\(", "(").replace("\\)", ")") for text in texts_]
    assert sorted(texts(page, ".options .text")) == sorted(plain)
    assert texts(page, ".stem") == [AWKWARD]
    assert sorted(texts(client.flip(), ".options .text")) == sorted(plain)


def test_marks_inside_an_option_stay_on_its_line(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A word in italics would lose the spaces round it."""
    anki = cards("questions:\n  - {id: q, question: x, answer: a *b* c, distractors: [H~2~O, y]}\n")
    page = reviewer().ask(*pages(anki, "q"))
    assert sorted(texts(page, ".options .text")) == ["H2O", "a b c", "y"]
    tops = page.locator(".text", has_text="a b c").evaluate(
        "t => [t.getBoundingClientRect().height, t.querySelector('em').getBoundingClientRect().height]"
    )
    assert tops[0] < 2 * tops[1]


def test_labels_speak_the_items_language(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A French class would be told to choose in English; so would one question in German."""
    anki = cards("""
        quizgen: 1
        id: test-bank
        title: Test
        lang: fr
        questions:
          - {id: f, question: Qui ?, answer: a, distractors: [b, c], hint: x}
          - {id: d, question: Wer?, answer: a, distractors: [b, c], lang: de-AT}
          - {id: n, question: Wie?, answer: a, distractors: [b, c], lang: nl}
    """)
    client = reviewer()
    said = {id: content(client.ask(*pages(anki, id)), ".options") for id in "fdn"}
    assert said == {
        "f": "Choisis une réponse.",
        "d": "Kreuze eine Antwort an.",
        "n": "Choose one.",
    }
    assert content(client.ask(*pages(anki, "f")), "summary") == "▸\u00a0Indice"


@pytest.mark.parametrize(
    ("lang", "two", "all_"),
    [
        ("en", "Choose two.", "Choose all that apply."),
        ("de", "Kreuze zwei Antworten an.", "Kreuze alle richtigen Antworten an."),
    ],
)
def test_a_card_says_how_many_to_choose(
    cards: Callable[[str], Anki], reviewer: Open, lang: str, two: str, all_: str
) -> None:
    """Who learns alone would look for a third where the paper says two."""
    anki = cards(f"""
        quizgen: 1
        id: test-bank
        title: Test
        lang: {lang}
        questions:
          - {{id: t, question: Who?, answer: [a, b], distractors: [c, d], choose: 2}}
          - {{id: a, question: What?, answer: [a, b], distractors: [c, d]}}
    """)
    client = reviewer()
    assert content(client.ask(*pages(anki, "t")), ".options") == two
    assert content(client.flip(), ".options") == ""
    assert content(client.ask(*pages(anki, "a")), ".options") == all_


def test_right_to_left(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Arabic would run the wrong way, letters would stand on the wrong side."""
    anki = cards("""
        questions:
          - {id: q, question: "من هو؟", answer: "كيشيدا", distractors: ["يون", Luxon], lang: ar}
    """)
    page = reviewer().ask(*pages(anki, "q"))
    assert page.locator(".stem").evaluate("n => getComputedStyle(n).direction") == "rtl"
    directions = page.eval_on_selector_all(
        ".options > li",
        "rows => rows.map(r => [r.innerText.trim(), getComputedStyle(r).direction])",
    )
    assert {direction for _, direction in directions} == {"rtl"}
    letters = page.eval_on_selector_all(
        ".options > li",
        "rows => rows.map(r => [r.getBoundingClientRect().right - "
        "r.querySelector('.letter').getBoundingClientRect().right])",
    )
    assert all(0 < inset < 20 for (inset,) in letters)
    assert (
        page.locator(".text", has_text="Luxon").evaluate("n => getComputedStyle(n).direction")
        == "ltr"
    )
    assert page.locator(".qg").get_attribute("lang") == "ar"


def test_evidence_stands_on_the_back(anki: Anki, tmp_path: Path, reviewer: Open) -> None:
    """A learner could not trace an answer to the words that support it."""
    from shutil import copytree

    from tests.helpers import NATO

    copytree(NATO, tmp_path / "nato")
    copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    anki.take(deck(tmp_path / "nato", str(tmp_path / "out")))
    client = reviewer()
    page = client.ask(*pages(anki, "who-is-who/kishida"))
    assert page.locator(".evidence").count() == 0
    back = client.flip()
    assert texts(back, ".evidence q") == ["Prime Minister Fumio Kishida will represent Japan"]
    place = "() => [...document.querySelectorAll('.evidence p')].map(p => [p.lang, p.innerText])"
    assert back.evaluate(place)[0][0] == "en"
    assert "The Washington Times" in texts(back, ".evidence cite")[0]
    paragraph = back.locator(".evidence .paragraph").first
    assert content(back, ".evidence .paragraph") == "paragraph "
    assert paragraph.inner_text() == "12"
    assert texts(back, ".id") == ["who-is-who/kishida"]


# --- the script itself -----------------------------------------------------------------------------


def test_the_script_is_es5_and_holds_no_data() -> None:
    """Old clients would show a dead card; a quote in a text would end the script."""
    import dukpy

    scripts = set()
    for note_type in NOTE_TYPES.values():
        for template in note_type.templates:
            for side in (template.front, template.back):
                if "<script>" in side:
                    scripts.add(side.split("<script>")[1].split("</script>")[0])
    (script,) = scripts
    assert "{{" not in script
    assert "}}" not in script
    assert not [
        word for word in ("=>", "`", "const ", "let ", "fetch", "http", "eval") if word in script
    ]
    stub = "var document = {querySelectorAll: function () { return []; }};"
    assert dukpy.evaljs(stub + script + "; qgFold('A  \u201cB')") == 'a "b'


def content(page: Page, selector: str) -> str:
    """Give the text that the style puts before an element."""
    found: str = page.locator(selector).first.evaluate(
        "n => getComputedStyle(n, '::before').content"
    )
    return _unquoted(found)


def _unquoted(css: str) -> str:
    """Read a computed `content`: its strings joined; not what only screen readers are told."""
    shown = re.split(r'(?<=") / ', css)[0].replace("\u2068", "").replace("\u2069", "")
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', shown))


def test_blocks_on_cards(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A learner would see a program in one line, a table of pipes, an option without its place."""
    client = reviewer()
    front = client.ask(*pages(cards(BLOCKS), "program"))
    assert front.locator(".stem pre").evaluate("pre => pre.textContent") == PROGRAM
    assert (
        front.locator(".stem pre")
        .evaluate("pre => getComputedStyle(pre).whiteSpace")
        .startswith("pre")
    )
    assert texts(front, ".stem th") == ["n", "square"]
    assert texts(front, ".stem td.to-right em") == ["4"]
    shown = front.eval_on_selector_all(".options pre", "all => all.map(pre => pre.textContent)")
    assert sorted(shown) == ["if d:\n    f()", "if d:\nf()"]
    assert texts(front, ".options ol.numbered li") == ["7.\nsums", "8.\nwords"]
    told = client.flip()
    assert texts(told, ".why blockquote") == ["they said so"]
    assert told.locator(".explanation .formula").inner_text().startswith(r"\[\frac{1}{2}")
    assert texts(told, ".explanation ul > li") == ["one", "two"]


def test_blanks_in_blocks_on_cards(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Anki would take a program's own braces for marks, or show them changed."""
    own = "// {{ own }} {{1, 2}, {3}}"
    anki = cards(BLOCKS)
    client = reviewer()
    shown = client.ask(*pages(anki, "gaps"))
    code = shown.locator("pre").evaluate("pre => pre.textContent")
    assert code == f'[...]("{{%s}}", a * b * c); {own}'
    assert (
        client.flip().locator("pre").evaluate("pre => pre.textContent").startswith('printf("{%s}"')
    )
    second = client.ask(*pages(anki, "gaps", card=1))
    assert second.locator("pre .cloze").inner_text() == "[...]"
    assert texts(client.ask(*pages(anki, "gaps", card=2)), "td .cloze") == ["[...]"]
    assert texts(client.ask(*pages(anki, "gaps", card=3)), "li .cloze") == ["[...]"]


def test_space_in_code_shows_in_options(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Two options that differ in indentation alone would look the same."""
    bank = (
        "questions: [{id: q, question: Which?, answer: '`  x`', distractors: ['`x`', '`    x`']}]"
    )
    page = reviewer().ask(*pages(cards(bank), "q"))
    widths = page.eval_on_selector_all(
        ".options code", "all => all.map(code => Math.round(code.getBoundingClientRect().width))"
    )
    assert len(set(widths)) == 3


# --- what learners write themselves ------------------------------------------------------------------


def edit(anki: Anki, id: str, **fields: str) -> None:
    """Write into a note as the editor does."""
    note = anki.notes()[id]
    for name, html in fields.items():
        note[name] = html
    anki.col.update_note(note)


@pytest.mark.parametrize(
    "row",
    [
        "<li>My own</li>",
        '<li data-k="{key}"><span class="text">My own</span></li>',
        '<li data-k="{key}">My <b>own</b></li><li data-k="{key}"><span class="text"><br></span></li>',
    ],
    ids=["without a key", "the key of another", "and an empty one"],
)
def test_options_added_in_the_editor_work(
    cards: Callable[[str], Anki], reviewer: Open, row: str
) -> None:
    """A learner's own option would break the card, or be right because another is."""
    anki = cards(WHYS)
    note = anki.notes()["q"]
    added = row.replace("{key}", note["Keys"])
    edit(anki, "q", Options=note["Options"].replace("</ol>", added + "</ol>"))
    client = reviewer()
    page = client.ask(*pages(anki, "q"))
    assert sorted(texts(page, ".options .text")) == ["My own", "bad one", "right one", "wrong one"]
    assert sorted(texts(page, ".letter")) == ["A", "B", "C", "D"]
    front = order_of(page)
    page.locator(".options > li", has_text="My own").click()
    assert texts(page, "li.picked .text") == ["My own"]
    back = client.flip()
    assert order_of(back) == front
    assert texts(back, ".options > li.right .text") == ["right one"]
    assert texts(back, ".options > li.wrong .text") == ["My own"]


@pytest.mark.parametrize(
    "options",
    ["Rome<br>Paris<br>Oslo", "<div>Rome</div><div>Paris</div>Oslo", "<ul><li>Rome</li><li>Paris</li><li>Oslo</li></ul>"],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["Paris", "the capital"])
def test_a_note_made_by_hand_is_a_card(
    cards: Callable[[str], Anki], reviewer: Open, options: str, answer: str
) -> None:
    """Who adds a note in Anki would never see its answer."""
    anki = cards(WHYS)
    note = anki.col.new_note(anki.col.models.by_name("quizgen Choice"))
    for name, text in (
        ("Question", "Where?"),
        ("Options", options),
        ("Answer", answer),
        ("ID", "own"),
    ):
        note[name] = text
    anki.col.add_note(note, 1)
    client = reviewer()
    page = client.ask(*pages(anki, "own"))
    assert sorted(texts(page, ".options .text")) == ["Oslo", "Paris", "Rome"]
    page.locator(".options > li", has_text="Rome").click()
    back = client.flip()
    named = answer == "Paris"
    assert texts(back, ".options > li.right .text") == ["Paris"] * named
    assert back.locator(".verdict").count() == named
    assert back.locator(".answer").is_visible() != named
    assert "capital" in back.inner_text("body") or named


def test_an_edited_answer_counts(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """Who corrects `Answer` in the editor would go on seeing the old key marked."""
    anki = cards(EVERY_TYPE)
    client = reviewer()
    edit(anki, "single", Answer="That one")
    client.ask(*pages(anki, "single"))
    assert texts(client.flip(), ".options > li.right .text") == ["That one"]
    rows = "".join(f'<li><span class="text">{text}</span></li>' for text in ("Alpha", "Gamma"))
    edit(anki, "multiple", Answer=f"<ul>{rows}</ul>")
    client.ask(*pages(anki, "multiple"))
    assert sorted(texts(client.flip(), ".options > li.right .text")) == ["Alpha", "Gamma"]
    rows = "".join(
        f'<li><span class="text">{text}</span></li>' for text in ("second", "first", "third")
    )
    edit(anki, "ordering", Answer=f"<ol>{rows}</ol>")
    page = client.ask(*pages(anki, "ordering"))
    for step in ("second", "first", "third"):
        page.locator(".steps > li", has_text=step).click()
    assert client.flip().locator(".verdict.right").count() == 1
    edit(anki, "truth", Answer="It depends")
    client.ask(*pages(anki, "truth"))
    back = client.flip()
    assert back.locator(".answer").inner_text() == "It depends"
    assert back.locator(".answer").is_visible()


@pytest.mark.parametrize("name", ["every-type", "german", "nato"])
def test_cards_of_older_decks_show_their_key_once(anki: Anki, reviewer: Open, name: str) -> None:
    """A card built years ago would show its answer twice: an update changes no note for it."""
    from tests.helpers import ROOT

    anki.take(ROOT / "tests" / "upgrade" / name / "deck.apkg")
    fresh = {kind["id"]: kind for kind in map(note_type_json, NOTE_TYPES.values())}
    for kind in anki.col.models.all():
        if (now := fresh.get(str(kind["id"]))) is not None:
            kind["css"] = now["css"]
            for old, new in zip(kind["tmpls"], now["tmpls"], strict=True):
                old["qfmt"], old["afmt"] = new["qfmt"], new["afmt"]
            anki.col.models.update_dict(kind)
    client = reviewer()
    seen = 0
    for id, note in anki.notes().items():
        if note.note_type()["name"] == "quizgen Choice":
            client.ask(*(re.sub(' src="[^"]*"', "", side) for side in pages(anki, id)))
            back = client.flip()
            assert back.locator(".answer").is_hidden(), id
            assert back.locator(".options > li.right").count() == len(note["Keys"].split())
            seen += 1
    assert seen


# --- as the desktop shows it -----------------------------------------------------------------------


def test_a_hint_leaves_the_focus_where_one_types(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """Who opens the hint would type into nothing, or call the desktop's menus with every letter."""
    anki = cards("questions:\n  - {id: q, question: Who?, answer: Kishida, hint: Japan}\n")
    page = reviewer().ask(*pages(anki, "q", platform="isLin"))
    page.locator("#typeans").focus()
    page.locator("summary").click()
    assert page.locator("details[open]").count() == 1
    page.keyboard.type("Kis")
    page.locator("summary").press("Enter")
    page.wait_for_function("document.activeElement.id === 'typeans'")
    page.keyboard.type("hida")
    assert page.locator("#typeans").input_value() == "Kishida"


def test_the_typed_field_is_as_wide_as_the_text(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A long answer would be typed through a keyhole, in a font that is nowhere else on the card."""
    anki = cards("questions:\n  - {id: q, question: Who?, answer: Kishida}\n")
    page = reviewer().ask(*pages(anki, "q", platform="isWin"))
    box, text = (page.locator(name).bounding_box() for name in ("#typeans", ".stem"))
    assert box and text
    assert abs(box["width"] - text["width"]) < 2
    fonts = page.evaluate(
        "['#typeans', '.qg'].map(n => getComputedStyle(document.querySelector(n)).fontFamily)"
    )
    assert fonts[0] == fonts[1]


def test_our_colours_win_at_night(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """The card would stand on the desktop's grey, with panels made for another ground."""
    anki = cards(EVERY_TYPE)
    client = reviewer()
    look = "(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))"
    for side in (client.ask(*pages(anki, "short", night=True, platform="isLin")), client.flip()):
        assert side.evaluate(look) == ["rgb(27, 30, 35)", "rgb(232, 230, 225)"]


def test_a_forgiven_answer_has_no_red_and_green(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """An answer called right would still look half wrong."""
    anki = cards(EVERY_TYPE)
    client = reviewer()
    colours = """n => [...n.querySelectorAll('span')].map(s => getComputedStyle(s))
        .map(s => s.color + s.backgroundColor)"""
    for typed, one in (("fumio kishida", True), ("Yoon", False)):
        client.ask(*pages(anki, "short", typed=typed, platform="isLin"))
        back = client.flip()
        found = set(back.locator("#typeans").evaluate(colours))
        assert (len(found) == 1) == one
        assert back.locator(".verdict.right").count() == one


def test_the_desktop_says_which_keys_pick(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """A, B, D and E would throw a learner out of the card, into other windows of Anki."""
    anki = cards(EVERY_TYPE)
    client = reviewer()
    for platform, said in (
        ("isLin", "Choose one. Alt + letter or digit picks."),
        ("isWin", "Choose one. Alt + letter or digit picks."),
        ("isMac", "Choose one. ⌥ + letter or digit picks."),
        ("", "Choose one."),
    ):
        assert content(client.ask(*pages(anki, "single", platform=platform)), ".options") == said
    page = client.ask(*pages(anki, "single", platform="isLin"))
    for press, place in (("Alt+KeyB", 1), ("Alt+Digit3", 2), ("Alt+KeyA", 0)):
        page.keyboard.press(press)
        row = page.locator(".options > li").nth(place)
        assert row.get_attribute("aria-pressed") == "true"
    assert content(client.flip(), ".options") == ""


def test_a_learners_own_style_wins(cards: Callable[[str], Anki], reviewer: Open) -> None:
    """The file that we tell learners of would change nothing."""
    client = reviewer()
    client.own_style = ".card.card { font-size: 31px; --ink: rgb(1, 2, 3); }"
    page = client.ask(*pages(cards(EVERY_TYPE), "single"))
    look = "(s => [s.fontSize, s.color])(getComputedStyle(document.querySelector('.qg')))"
    assert page.evaluate(look) == ["31px", "rgb(1, 2, 3)"]


# --- recall ----------------------------------------------------------------------------------------


def test_options_wait_until_they_are_asked_for(
    cards: Callable[[str], Anki], reviewer: Open
) -> None:
    """A learner would read the answer before trying to recall it, or never get at the options."""
    anki = cards("""
        anki: {options: folded, typing: never}
        questions:
          - {id: q, question: Who came?, answer: Kishida, distractors: [Yoon, Luxon]}
          - {id: t, question: How far?, answer: 5, unit: km}
    """)
    client = reviewer()
    page = client.ask(*pages(anki, "q"))
    assert not page.locator(".options").is_visible()
    assert content(page, "summary") == "▸\u00a0Show options"
    assert texts(client.flip(), ".options > li.right .text") == ["Kishida"]
    page = client.ask(*pages(anki, "q"))
    page.keyboard.press("a")
    assert page.locator(".options").is_visible()
    assert page.locator("li.picked").count() == 0
    page.locator(".options > li", has_text="Yoon").click()
    assert texts(client.ask(*pages(anki, "q")), "li.picked .text") == ["Yoon"]
    assert texts(client.flip(), ".options > li.wrong .text") == ["Yoon"]
    page = client.ask(*pages(anki, "q"))
    page.locator("summary").click()
    assert page.locator(".options").is_visible()
    page = client.ask(*pages(anki, "t"))
    assert page.locator("#typeans").count() == 0
    assert texts(page, ".unit") == ["km"]
    assert texts(client.flip(), ".answer") == ["5 km"]
    assert client.page.locator(".verdict").count() == 0
