"""Flashcards on paper, read back: what lies behind what, and what stands on them."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.model import CARD_SIDES, CARD_SIZES
from quizgen.outputs import Job, render
from quizgen.outputs.pdf.print_options import PrintOptions
from quizgen.outputs.pdf.quiz.card_grid import MM
from quizgen.outputs.pdf.typeset.styles import PAPERS
from tests.helpers import NATO
from tests.outputs.pdf.reading import flat, job_of, opened, page_texts, squeezed

Write = Callable[..., Path]
Place = tuple[float, float]

MEASURES = {"a7": (74, 105), "a8": (74, 52), "business-card": (85, 55)}
"""Millimetres, as they lie on A4."""


def cards_printed(job: Job, paper: str = "a4", **cards: Any) -> dict[str, bytes]:
    """Print the cards of a job: file name -> bytes."""
    wish = PrintOptions({"size": paper}, papers=False, card_changes=cards)
    rendered = render("pdf", replace(job, options=[wish]))
    files = {}
    for file in rendered.files:
        stream = BytesIO()
        file.write(stream)
        files[file.name] = stream.getvalue()
    return files


def words_on(page: Any) -> dict[str, Place]:
    """Give the words of a page with the place of their first letter, from the top left."""
    text, high = page.get_textpage(), page.get_height()
    found = {}
    for match in re.finditer(r"\S+", text.get_text_range()):
        left, _, _, top = text.get_charbox(match.start())
        found[match.group()] = (left, high - top)
    return found


def lines_on(page: Any) -> list[tuple[float, float, float, float]]:
    """Give the lines that are drawn on a page: left, top, right, bottom, from the top left."""
    high = page.get_height()
    bounds = [one.get_bounds() for one in page.get_objects() if one.type == 2]  # a path
    return [(left, high - top, right, high - low) for left, low, right, top in bounds]


def edges(page: Any) -> tuple[list[float], list[float]]:
    """Give where crop marks say that sheets are cut or folded: x and y."""
    marks = lines_on(page)
    upright = {round((m[0] + m[2]) / 2, 1) for m in marks if m[2] - m[0] < 2 < m[3] - m[1]}
    lying = {round((m[1] + m[3]) / 2, 1) for m in marks if m[3] - m[1] < 2 < m[2] - m[0]}
    return _apart(upright), _apart(lying)


def _apart(places: set[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > 5:
            kept.append(place)
    return kept


@pytest.fixture
def numbered(bank_from: Write) -> Job:
    """Plan a bank of cards whose fronts and backs can be told apart."""
    cards = "".join(
        f"  - {{id: c{i}, front: xfront{i:02}, back: xback{i:02}}}\n" for i in range(23)
    )
    return job_of(bank_from("questions:\n" + cards))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("sides", CARD_SIDES)
@pytest.mark.parametrize("size", CARD_SIZES)
def test_every_back_lies_on_its_front(numbered: Job, size: str, sides: str, paper: str) -> None:
    """The back of another card would stand behind a front, or be cut off beside it."""
    dx, dy = (0.0, 0.0) if sides == "fold" else (2.0, -1.5)
    shift = {"back_dx": dx, "back_dy": dy} if dx else {}
    files = cards_printed(numbered, paper, size=size, sides=sides, **shift)
    wide, high = PAPERS[paper]
    pages = [page for data in files.values() for page in _read(data)]
    if sides == "fold":
        pairs = [(page, page) for page in pages]
    elif sides == "separate":
        assert len(files) == 2
        half = len(pages) // 2
        pairs = list(zip(pages[:half], pages[half:], strict=True))
    else:
        pairs = list(zip(pages[::2], pages[1::2], strict=True))
    met = 0
    for (fronts, (xs, ys)), (backs, _) in pairs:
        for word, (x, y) in fronts.items():
            if not word.startswith("xfront"):
                continue
            left = max(e for e in xs if e < x)
            right = min(e for e in xs if e > x)
            top, low = max(e for e in ys if e < y), min(e for e in ys if e > y)
            back_x, back_y = backs[word.replace("front", "back")]
            back_x, back_y = back_x - dx * MM, back_y - dy * MM
            if sides == "fold":  # the page is folded on the edge between them
                corner, ceiling = right, top
            elif sides == "short-edge":
                corner, ceiling = left, high - low
            else:
                corner, ceiling = wide - right, top
            assert back_x - corner == pytest.approx(x - left, abs=1)
            assert ceiling < back_y < ceiling + low - top
            met += 1
    assert met == 23


def _read(data: bytes) -> list[tuple[dict[str, Place], tuple[list[float], list[float]]]]:
    return [(words_on(page), edges(page)) for page in opened(data)]


@pytest.mark.parametrize("size", CARD_SIZES)
def test_crop_marks_are_outside_the_cards(numbered: Job, size: str) -> None:
    """A line would stay on the edge of every card that isn't cut exactly."""
    data = cards_printed(numbered, size=size)
    for number, page in enumerate(opened(next(iter(data.values())))):
        marks = lines_on(page)
        assert bool(marks) == (number % 2 == 0)  # and backs have none
        if marks:
            xs, ys = edges(page)
            if size in MEASURES:
                wide, high = MEASURES[size]
                assert {round((b - a) / MM) for a, b in itertools.pairwise(xs)} == {wide}
                assert {round((b - a) / MM) for a, b in itertools.pairwise(ys)} == {high}
            for left, top, right, low in marks:
                beside = right < xs[0] - 2 or left > xs[-1] + 2
                assert beside or low < ys[0] - 2 or top > ys[-1] + 2


def test_a_reader_turns_the_sheet_as_it_was_laid_out(numbered: Job) -> None:
    """The printer's window would offer the other edge, and all backs would be upside down."""
    said = {}
    for sides in CARD_SIDES:
        for name, data in cards_printed(numbered, sides=sides).items():
            with pikepdf.open(BytesIO(data)) as pdf:
                said[name] = str(pdf.Root.ViewerPreferences.get("/Duplex", ""))
    assert said == {
        "flashcards.pdf": "/DuplexFlipLongEdge",
        "flashcards.short-edge.pdf": "/DuplexFlipShortEdge",
        "flashcards.fold.pdf": "",
        "flashcards.fronts.pdf": "",
        "flashcards.backs.pdf": "",
    }


@pytest.mark.parametrize("sides", ["long-edge", "short-edge"])
def test_the_calibration_says_what_to_add(numbered: Job, sides: str) -> None:
    """A teacher would move backs the wrong way, and they would be off twice as far."""
    off = (3.0, 2.0)  # what the printer does to backs, on their own side
    wish = PrintOptions(papers=False, cards=False, calibration=True, card_changes={"sides": sides})
    file, *others = render("pdf", replace(numbered, options=[wish])).files
    assert (file.name, others) == ("calibration.pdf", [])
    stream = BytesIO()
    file.write(stream)
    front, back = [
        (words_on(page), lines_on(page), page.get_size(), numbers_on(page))
        for page in opened(stream.getvalue())
    ]
    wide, high = front[2]
    ((x1, y1, x2, y2), *_) = [m for m in back[1] if m[3] - m[1] > 50]
    cross = ((x1 + x2) / 2 + off[0] * MM, (y1 + y2) / 2 + off[1] * MM)
    # Where it shines through the front, on the scale there.
    seen = (cross[0], high - cross[1]) if sides == "short-edge" else (wide - cross[0], cross[1])
    for axis in (0, 1):
        ends = front[3][axis]
        assert ends["+15"] != ends["−15"]
        per_point = 30 / (ends["+15"] - ends["−15"])
        read = (seen[axis] - (ends["+15"] + ends["−15"]) / 2) * per_point
        assert read == pytest.approx(-off[axis], abs=0.4)


def numbers_on(page: Any) -> list[dict[str, float]]:
    """Give where the outermost numbers of each axis stand, across and down."""
    text, high = page.get_textpage(), page.get_height()
    places: dict[str, list[Place]] = {"+15": [], "−15": []}
    for match in re.finditer(r"[+−]15", text.get_text_range()):
        boxes = [text.get_charbox(match.start() + i) for i in range(3)]
        x = (boxes[0][0] + boxes[-1][2]) / 2
        places[match.group()].append((x, high - (boxes[-1][1] + boxes[-1][3]) / 2))
    if not places["+15"]:
        return []
    middle = page.get_width() / 2
    across = {name: max(p, key=lambda at: abs(at[0] - middle))[0] for name, p in places.items()}
    down = {name: min(p, key=lambda at: abs(at[0] - middle))[1] for name, p in places.items()}
    return [across, down]


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "Which of these is a mammal?"),
        ("en", "Which one lays eggs?"),
        ("en", "Which animal does **not** lay eggs?"),
        ("de", "Welches der folgenden Tiere legt Eier?"),
        ("de", "Welche Aussage stimmt?"),
        ("fr", "Lequel de ces animaux pond des œufs ?"),
        ("es", "¿Cuál de estos animales pone huevos?"),
        ("nl", "Welk van deze dieren legt eieren?"),
    ],
)
def test_no_card_asks_of_options_that_it_lacks(bank_from: Write, lang: str, question: str) -> None:
    """A learner would be asked which of these, and see none."""
    text = f"lang: {lang}\nquestions: [{{id: q, question: '{question}', answer: Aaa, distractors: [Bbb, Ccc, Ddd]}}]\n"
    front, back = page_texts(cards_printed(job_of(bank_from(text)))["flashcards.pdf"])
    order = re.findall("Aaa|Bbb|Ccc|Ddd", front)
    assert sorted(order) == ["Aaa", "Bbb", "Ccc", "Ddd"]
    assert "Aaa" in back
    assert "Bbb" not in back


def test_the_right_option_is_not_always_the_first(bank_from: Write) -> None:
    """A learner would learn the place, not the answer."""
    items = "".join(
        f"  - {{id: q{i}, question: Which one is {i}?, answer: Aaa, distractors: [Bbb, Ccc]}}\n"
        for i in range(8)
    )
    fronts = page_texts(cards_printed(job_of(bank_from("questions:\n" + items)))["flashcards.pdf"])[
        0
    ]
    assert len(set(re.findall("A (Aaa|Bbb|Ccc)", fronts))) > 1


def test_a_question_that_stands_alone_has_no_options(bank_from: Write) -> None:
    """A card would give its answer away among four."""
    text = "questions: [{id: q, question: Who was due to come?, answer: Aaa, distractors: [Bbb, Ccc]}]\n"
    front, _ = page_texts(cards_printed(job_of(bank_from(text)))["flashcards.pdf"])
    assert "Bbb" not in front


def test_the_small_print_is_that_of_the_anki_card(tmp_path: Path) -> None:
    """A card on paper would not say what supports it, or which card in Anki it is."""
    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    job = job_of(tmp_path / "nato")
    said = squeezed(flat(cards_printed(job)["flashcards.pdf"]))
    from quizgen.outputs.pdf.quiz.flashcards import cards_of

    for card in cards_of(job):
        if card.options:
            continue  # one that has no room for all of them is not printed
        assert squeezed(card.told.id) in said
        for cited in card.told.evidence:
            assert squeezed(cited.quote) in said
            assert squeezed(cited.outlet) in said


def test_the_bank_says_how_its_cards_are_printed(bank_from: Write) -> None:
    """A teacher would type the same options every week."""
    bank_from(
        "paper: {cards: {size: a8, sides: fold}}\nquestions: [{id: q, front: One, back: Two}]\n"
    )
    run = CliRunner().invoke(app, ["build", "bank", "--only", "pdf", "--out", "out"])
    assert run.exit_code == 0, run.output
    assert "dashed" in flat(Path("out/test-bank/flashcards.pdf"))
    run = CliRunner().invoke(app, ["pdf", "bank", "--cards", "a7", "--out", "out"])
    assert run.exit_code == 0, run.output
    assert "dashed" in flat(Path("out/test-bank/flashcards.a7.pdf"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cards", "a9"], "is none of 8-up, 10-up, a7, a8, business-card"),
        (["--sides", "left"], "is none of long-edge, short-edge, fold, separate"),
        (["--back-dx", "40"], "not from -15 to 15 millimetres"),
        (["--sides", "fold", "--back-dx", "1"], "nothing can be off"),
        (["--cards", "a7", "--forms", "2"], "cards are of the whole bank"),
    ],
)
def test_what_cards_can_not_be_is_said(bank_from: Write, words: list[str], said: str) -> None:
    """A slip in an option would print something else in silence."""
    bank_from("questions: [{id: q, front: One, back: Two}]\n")
    run = CliRunner().invoke(app, ["pdf", "bank", *words, "--out", "out"])
    assert run.exit_code == 2
    assert said in " ".join(run.output.replace("│", "").split())
