"""Paper, read back by real PDF readers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.markup import parse
from quizgen.outputs.pdf.boxes import Box, Placer, Rect, Rule, Text
from quizgen.outputs.pdf.pages import Block, paginate
from quizgen.outputs.pdf.questions import Leaf, lay_out, option_columns
from quizgen.outputs.pdf.text import Style, text_box, text_width
from quizgen.pipeline import build
from quizgen.present import Asked, Choice
from tests.helpers import AWKWARD, EVERY_TYPE, NATO, NOW, texts


def page_texts(path: Path) -> list[str]:
    """Give the text of every page as a reader copies it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def flat(path: Path) -> str:
    """Give all text with white space folded."""
    return texts(page_texts(path))


@pytest.fixture
def made(bank_from: Callable[..., Path]) -> Path:
    """Build a bank of every item type on paper."""
    bank_from(
        EVERY_TYPE
        + "quizzes: [{id: z, title: A quiz, minutes: 9, instructions: Read., draw: [{count: 9}], forms: [A, B]}]\n"
    )
    return Path(build("bank", "out", only=["pdf"], now=NOW).folder)


def test_the_right_items_in_the_manifests_order(made: Path) -> None:
    """A form would lack an item, or its key would be of another form."""
    forms = json.loads((made / "manifest.json").read_text())["forms"]
    stems = {
        "single": "Which one?",
        "multiple": "Which ones?",
        "truth": "Water is wet.",
        "short": "Who?",
        "number": "How many?",
        "cloze": "Luxon took",
        "matching": "Match.",
        "ordering": "Order.",
        "open": "Why?",
    }
    for form in forms:
        text = flat(made / f"z-{form['form']}.pdf")
        places = [text.index(f"{i['position']} {stems[i['item']]}") for i in form["items"]]
        assert places == sorted(places)
        assert len(places) == 9
        assert f"Form {form['form']}" in text
        assert form["paper"] in text
        assert "9 minutes" in text
        assert "9 points" in text


def test_the_key_agrees_with_the_manifest(made: Path) -> None:
    """The teacher would mark by the wrong letters."""
    manifest = json.loads((made / "manifest.json").read_text())
    key = flat(made / "z-key.pdf")
    for form in manifest["forms"]:
        for item in form["items"]:
            place = f"{form['form']}{item['position']}"
            if item["item"] in {"single", "multiple"}:
                letters = "".join(
                    "ABCDEF"[i] for i, o in enumerate(item["options"]) if o in item["key"]
                )
                assert f"{place}: {letters}" in key
            else:
                assert place in key
    for said in (
        "This one",
        "16 areas",
        "from 15.5 to 16.5",
        "office · November",
        "Tokyo – Japan; Seoul – South Korea",
        "first → second → third",
        "Names a cause.",
        "It is.",
    ):
        assert said in key, said
    assert "Alpha; Beta" in key or "Beta; Alpha" in key


def test_no_id_and_no_answer_on_a_pupils_paper(made: Path) -> None:
    """An id such as who-represents/kishida gives the answer away."""
    for form in "AB":
        path = made / f"z-{form}.pdf"
        text = flat(path)
        assert "Fumio Kishida" not in text
        assert "November" not in text
        assert "It is other" not in text
        with pikepdf.open(path) as pdf:
            raw = str(pdf.docinfo) + str(pdf.Root)
        for id in ("single", "multiple", "truth", "Kishida"):
            assert id not in text
            assert id not in raw


def test_nato_papers_hold_no_item_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pupil would read the answer in the question's own name."""
    import shutil

    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    manifest = build("nato", "out", only=["pdf"], now=NOW)
    for form in manifest.forms:
        data = flat(Path(manifest.folder) / f"{form['quiz']}-{form['form']}.pdf")
        assert not [
            item["item"] for item in form["items"] if "/" in item["item"] and item["item"] in data
        ]


def test_the_pupils_paper_does_not_change_with_the_key(bank_from: Callable[..., Path]) -> None:
    """Two papers laid side by side would show which option is right."""
    seen = []
    for answer in ("few", "many"):
        bank_from(
            f"questions: [{{id: q, question: x, answer: {answer}, options: [none, few, many]}}]\n"
        )
        build("bank", "out", only=["pdf"], now=NOW)
        seen.append(Path("out/test-bank/quiz-A.pdf").read_bytes())
    assert seen[0] == seen[1]


def test_awkward_text_reads_back_equal(bank_from: Callable[..., Path]) -> None:
    """A mark would print as another, or a long word would run off the page."""
    quoted = AWKWARD.replace("'", "''")
    bank_from(
        f"questions:\n  - {{id: q, question: '{quoted}', answer: 'a {quoted}', distractors: [b, c]}}\n"
    )
    build("bank", "out", only=["pdf"], now=NOW)
    squeezed = re.sub(r"\s", "", flat(Path("out/test-bank/quiz-A.pdf")))
    assert squeezed.count(re.sub(r"\s", "", AWKWARD)) == 2


def test_fonts_are_embedded(made: Path) -> None:
    """A print shop would refuse the file, or print it in another face."""
    for path in made.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                for font in page.Resources.Font.values():
                    descriptor = font.get("/FontDescriptor")
                    assert descriptor is not None
                    assert "/FontFile2" in descriptor


def test_maths_is_drawn(bank_from: Callable[..., Path]) -> None:
    """A formula would print as TeX."""
    bank_from("questions: [{id: q, question: 'Is $\\frac{a}{b}$ it?', answer: true}]\n")
    build("bank", "out", only=["pdf"], now=NOW)
    assert "frac" not in flat(Path("out/test-bank/quiz-A.pdf"))


def test_flashcards_meet_back_to_back(bank_from: Callable[..., Path]) -> None:
    """The back of another card would stand behind a front."""
    cards = "".join(f"  - {{id: c{i}, front: front{i:02}, back: back{i:02}}}\n" for i in range(11))
    bank_from("questions:\n" + cards)
    build("bank", "out", only=["pdf"], now=NOW)
    document = pypdfium2.PdfDocument("out/test-bank/flashcards.pdf")
    width = document[0].get_width()
    places = [dict(_words(page)) for page in document]
    document.close()
    assert len(places) == 4
    for fronts, backs in (places[:2], places[2:]):
        for word, (x, y) in fronts.items():
            if word.startswith("front"):
                other_x, other_y = backs[word.replace("front", "back")]
                column, back_column = int(x > width / 2), int(other_x > width / 2)
                assert back_column == 1 - column  # mirrored by the flip on the long edge
                assert abs(y - other_y) < 20


def _words(page: Any) -> Iterator[tuple[str, tuple[float, float]]]:
    text = page.get_textpage()
    whole = text.get_text_range()
    for match in re.finditer(r"\S+", whole):
        left, bottom, _, _ = text.get_charbox(match.start())
        yield match.group(), (left, bottom)


def test_letter_paper(bank_from: Callable[..., Path]) -> None:
    """An American teacher's printer would scale or cut the page."""
    bank_from("paper: {size: letter}\nquestions: [{id: q, question: x, answer: y}]\n")
    build("bank", "out", only=["pdf"], now=NOW)
    document = pypdfium2.PdfDocument("out/test-bank/quiz-A.pdf")
    assert document[0].get_size() == (612, 792)
    document.close()


# --- layout on bare boxes ---------------------------------------------------------------------------

LEAVES = st.lists(st.tuples(st.floats(0, 12), st.floats(4, 90)), min_size=1, max_size=14)
BLOCKS = st.lists(st.tuples(LEAVES, st.floats(0, 30), st.booleans()), min_size=1, max_size=25)


@given(BLOCKS)
@settings(deadline=None)
def test_pages_hold_every_leaf_once_in_order(drawn: Any) -> None:
    """A question would be lost, printed twice, laid over another or cut by the margin."""
    blocks = [
        Block(tuple(Leaf(gap, Box(100, height)) for gap, height in leaves), above, keep, index)
        for index, (leaves, above, keep) in enumerate(drawn)
    ]
    first, other = 220.0, 300.0
    pages = paginate(blocks, first, other)
    put = [p.leaf for page in pages for p in page]
    assert put == [leaf for block in blocks for leaf in block.leaves]
    for number, page in enumerate(pages):
        bottom = 0.0
        for p in page:
            assert p.y >= bottom - 0.01
            bottom = p.y + p.leaf.box.height
        assert bottom <= (first if number == 0 else other) + 0.02


@given(BLOCKS)
@settings(deadline=None)
def test_no_item_is_split_that_fits_a_page(drawn: Any) -> None:
    """An option would stand on another page than its stem."""
    blocks = [
        Block(tuple(Leaf(gap, Box(100, height)) for gap, height in leaves), above, tag=index)
        for index, (leaves, above, _) in enumerate(drawn)
    ]
    pages = paginate(blocks, 220.0, 300.0)
    for index, block in enumerate(blocks):
        on = [n for n, page in enumerate(pages) for p in page if p.tag == index]
        if block.height <= 220:
            assert len(set(on)) == 1


def test_a_heading_never_ends_a_page() -> None:
    """A heading would stand alone at the foot of a page."""
    heading = Block((Leaf(0, Box(100, 20)),), 10, keep_next=True, tag=0)
    item = Block((Leaf(0, Box(100, 90)),), 10, tag=1)
    pages = paginate([Block((Leaf(0, Box(100, 200)),)), heading, item], 300, 300)
    assert [p.tag for p in pages[1]] == [0, 1]


@given(
    # Without the dollar: maths is drawn, and has no characters to keep.
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="$"),
        min_size=1,
        max_size=200,
    ),
    st.floats(30, 300),
)
@settings(deadline=None)
def test_lines_keep_every_character_inside_the_column(text: str, width: float) -> None:
    """A long word would run over the edge, or characters would be lost at a line's end."""
    box = text_box(parse(text), width, Style())
    marks = [mark for _, _, mark in box.all_marks() if isinstance(mark, Text)]
    assert all(mark.x >= -0.01 and mark.x + mark.width <= width + 0.5 for mark in marks)
    from quizgen.markup import plain_text
    from quizgen.outputs.pdf.fonts import clean

    wanted = re.sub(r"\s", "", clean(plain_text(parse(text))))
    assert re.sub(r"\s", "", "".join(mark.text for mark in marks)) == wanted


@pytest.mark.parametrize(
    ("widths", "columns"),
    [
        ([20, 30, 40, 30], 4),
        ([120, 90, 80, 70], 2),
        ([300, 20], 1),
        ([20, 20], 2),
        ([20] * 5, 2),
        ([20] * 8, 4),
    ],
)
def test_option_columns(widths: list[float], columns: int) -> None:
    """An option would wrap in a narrow column, or one would stand alone."""
    assert option_columns(widths, 440) == columns


@given(
    st.lists(st.text("abc def", min_size=1, max_size=60).filter(str.strip), min_size=2, max_size=6),
    st.sampled_from(["single-choice", "multiple-response", "ordering"]),
)
@settings(deadline=None, max_examples=40)
def test_nothing_of_a_question_overlaps_or_leaves_the_column(options: list[str], kind: str) -> None:
    """Two options would print over each other."""
    from decimal import Decimal

    choices = tuple(Choice(str(i), parse(text)) for i, text in enumerate(options))
    asked = Asked(
        type=kind,
        lang="en",
        points=Decimal(1),
        stem=parse("A stem"),
        choices=choices,
    )
    for leaf in lay_out(asked, 12, 420, {}):
        boxes = []
        for dx, dy, mark in leaf.box.all_marks():
            if isinstance(mark, Text):
                x, y = dx + mark.x, dy + mark.y
                assert x + mark.width <= 420.5
                assert y <= leaf.box.height + 1
                boxes.append((x, y - mark.size * 0.7, x + mark.width, y))
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                apart = (
                    one[2] <= other[0] + 0.5
                    or other[2] <= one[0] + 0.5
                    or one[3] <= other[1] + 0.5
                    or other[3] <= one[1] + 0.5
                )
                assert apart


def test_right_to_left_is_the_same_page_mirrored() -> None:
    """A right-to-left bank would need a layout of its own."""

    class Paper:
        def __init__(self) -> None:
            self.drawn: list[float] = []

        def drawString(self, x: float, _y: float, _text: str) -> None:  # noqa: N802
            self.drawn.append(x)

        def __getattr__(self, _: str) -> Any:
            return lambda *_args, **_kwargs: None

    marks = (Text(10, 10, 50, "x", "f", 10), Rule(0, 0, 5, 0), Rect(0, 0, 5, 5))
    left, right = Paper(), Paper()
    Placer(left, 200, 100, rtl=False).place(Box(100, 20, marks), 20, 0)
    Placer(right, 200, 100, rtl=True).place(Box(100, 20, marks), 20, 0)
    assert left.drawn == [30]
    assert right.drawn == [200 - 30 - 50]


def test_text_width_is_the_sum_of_its_glyphs() -> None:
    """Columns would be chosen by a wrong width."""
    style = Style(10, 13)
    assert text_width("AA", style) == pytest.approx(2 * text_width("A", style))
