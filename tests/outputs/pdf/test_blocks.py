"""Code, tables, lists, quotes, formulas, figures and long texts on paper, wherever they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from quizgen.interaction import Choose, Match, Order
from quizgen.model import PROFILES, PaperSettings
from quizgen.outputs import Job
from quizgen.outputs.pdf.quiz.item_layout import ItemLayout
from quizgen.outputs.pdf.quiz.question_paper import Sheets
from quizgen.outputs.pdf.typeset.boxes import Box, Glyphs, Picture, Stroke, Text, stack
from quizgen.outputs.pdf.typeset.flow import Place, passage, set_text
from quizgen.outputs.pdf.typeset.fonts import Family
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import PAPERS, Style, look_of
from quizgen.outputs.pdf.typeset.tables import shared_out
from quizgen.present.lower import LoweredItem
from quizgen.text.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
    runs_of,
)
from quizgen.text.runs import Rich, Run
from tests.helpers import bank_text
from tests.outputs.pdf.reading import (
    all_printed,
    characters,
    job_of,
    opened,
    overlaps,
    page_texts,
    squeezed,
)

STYLE = Style()
WORDS = "The village lay at the end of a road that nobody mended, and the dust lay on the hedges. "
EIGHT_MM = 8 / 25.4 * 72


def para(*parts: str | Run) -> Paragraph:
    """Make a paragraph."""
    return Paragraph(rich(*parts))


def rich(*parts: str | Run) -> Rich:
    """Make runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def code(*parts: str | Run) -> CodeBlock:
    """Make a block of code."""
    return CodeBlock(rich(*parts))


def figure(name: str, width: int = 0) -> Figure:
    """Make a figure."""
    return Figure(Run("what it shows", "image", href=name), width)


PROGRAM = code('def f(n):\n    if n > 1 and n < 10:\n\treturn {"a": n & 3}["a"]\n\nprint(f(6))')
TABLE = Table(
    (rich("Element"), rich("Atomic mass in u"), rich("Remark")),
    (
        (rich("Hydrogen"), rich("1.008"), rich("the lightest of all, and the most common one")),
        (rich("Iron"), rich("55.845"), ()),
    ),
    ("", "right", ""),
)
STEPS = ListBlock(
    ((para("Heat it."), ListBlock(((para("gently"),),))), (para("Then"), PROGRAM)), ("3.", "10)")
)
QUOTE = QuoteBlock((para("To be,", Run("\n", "break"), "or not to be:"), para("that is it.")))
FORMULA = DisplayMaths(r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}")
EVERYTHING: Blocks = (
    para("What does it print?"),
    PROGRAM,
    TABLE,
    STEPS,
    QUOTE,
    FORMULA,
    figure("wide.png", 60),
)
LONG: Blocks = tuple(para(WORDS * 6) for _ in range(7))


def texts_of(box: Box) -> list[tuple[float, Text]]:
    """Give the texts of a box with how far down their baselines are."""
    found = [(dy + mark.y, dx, mark) for dx, dy, mark in box.all_marks() if isinstance(mark, Text)]
    return [(y, replace(mark, x=dx + mark.x)) for y, dx, mark in found]


def lines_of(box: Box) -> list[str]:
    """Give the lines of a box as drawn, leading spaces and all."""
    lines: dict[float, str] = {}
    for y, mark in texts_of(box):
        lines[y] = lines.get(y, "") + mark.text
    return list(lines.values())


# --- code -----------------------------------------------------------------------------------------


def test_code_keeps_its_white_space_in_columns() -> None:
    """A Python program would lose its indentation, and a tab its column."""
    source = 'a  b\n    if x:\n\tz\n  y\tq — "ä→≤"'
    box = set_text(Typesetter(), (code(source),), 400, STYLE)
    assert lines_of(box) == ["a  b", "    if x:", "    z", '  y q — "ä→≤"']
    cell = STYLE.size * 0.9 * 0.6
    assert {mark.face.name for _, mark in texts_of(box)} >= {"JetBrainsMono"}
    for _, mark in texts_of(box):  # a sign that the face lacks stands in its column, too
        if len(mark.text) > 1:
            assert mark.x / cell == pytest.approx(round(mark.x / cell), abs=0.01)
            assert mark.width == pytest.approx(len(mark.text) * cell)


@pytest.mark.parametrize("width", [300, 200, 140, 90])
def test_long_lines_of_code_break_between_tokens(width: float) -> None:
    """A name, a number or `==` would be cut in two, and read as something else."""
    source = (
        'result = compute_all(first_value, f"two words") == 12345.678 and other_name != -1'
        "  # don't ever cut this remark\n    return_value = [x**2 for x in range(100)]"
    )
    box = set_text(Typesetter(), (code(source),), width, STYLE)
    lines = lines_of(box)
    assert squeezed("".join(lines)) == squeezed(source)
    whole = re.findall(r"f\"two|\w+(?:\.\w+)?|==|!=|\*\*|don't", source)
    room = int(width / (STYLE.size * 0.9 * 0.6))
    for token in whole:
        if len(token) <= room - 4:
            assert any(token in line for line in lines), (token, lines)
    assert all(mark.x + mark.width <= width + 0.1 for _, mark in texts_of(box))
    assert len(lines) > 2
    # What goes on is told from a line of its own by a hook: strokes, which nobody copies as code.
    hooks = [mark for _, _, mark in box.all_marks() if isinstance(mark, Stroke)]
    assert len(hooks) == 4 * (len(lines) - 2)


def test_code_is_set_smaller_before_it_is_broken_but_never_in_large_print() -> None:
    """A line a little too long would be broken in two, or large print would come out small."""
    source = code("x" * 10 + " = " + "y" * 24)
    sizes = {}
    for profile in ("normal", "large"):
        body = look_of(PaperSettings(), profile).body
        box = set_text(Typesetter(), (source,), 0.6 * 0.8 * 37.5 * body.size, body)
        sizes[profile] = {round(mark.size / body.size, 2) for _, mark in texts_of(box)}
        assert len(lines_of(box)) == (1 if profile == "normal" else 2)
    assert sizes == {"normal": {0.8}, "large": {0.9}}


def test_code_runs_from_left_to_right_on_a_page_that_does_not() -> None:
    """A program in a Hebrew quiz would be mirrored, and its strings spelt backwards."""
    setter = Typesetter(lang="he")
    box = set_text(setter, (code('if a:\n    b = "שלום"'),), 300, STYLE)
    first, second = [mark for _, mark in texts_of(box) if mark.text.strip()][:2]
    assert first.text == "if a:"
    assert 300 - first.x - first.width == pytest.approx(0)  # from the left edge
    assert second.text == '    b = "'
    glyphs = [m for _, _, m in box.all_marks() if isinstance(m, Glyphs)]
    assert [glyph.text for glyph in glyphs[0].glyphs] == list("םולש")  # as seen, from the left


def test_blanks_in_code_are_where_the_words_were() -> None:
    """A gap in a program would stand at the margin, and the key's word beside it."""
    gap = Run("", "blank")
    text = (para("Fill in: ", gap), code("int main() {\n    ", gap, "(1);\n}"))
    box = set_text(Typesetter(), text, 400, STYLE)
    (first, second) = box.places()
    assert first.x > 0
    cell = STYLE.size * 0.9 * 0.6
    assert second.x == pytest.approx(4 * cell)
    assert lines_of(box)[1:] == ["int main() {", "    (1);", "}"]


# --- tables, lists, figures -----------------------------------------------------------------------


def test_table_columns_follow_their_content_and_cells_wrap() -> None:
    """Numbers would be squeezed to a letter a line beside a long remark, or run off the page."""
    assert shared_out([10, 20], [30, 50], 100) == [30, 50]
    assert shared_out([10, 20, 30], [30, 25, 300], 150) == [30, 25, 95]
    assert shared_out([50, 150], [60, 200], 100) == [25, 75]
    box = set_text(Typesetter(), (TABLE,), 220, STYLE)
    texts = texts_of(box)
    assert {mark.text for _, mark in texts} >= {"Element", "Hydrogen", "1.008", "55.845"}
    assert {mark.face.key for _, mark in texts if mark.text == "Element"} == {"B"}
    assert max(mark.x + mark.width for _, mark in texts) <= 220
    right = {round(m.x + m.width, 1) for _, m in texts if m.text in {"1.008", "55.845"}}
    assert len(right) == 1  # as the author aligned them
    rules = [m for _, _, m in box.all_marks() if isinstance(m, Stroke) and m.y == m.y2]
    assert len(rules) == 4


def test_lists_show_the_numbers_their_author_wrote() -> None:
    """`3.` and `10)` would be renumbered 1 and 2, and an answer that names them be wrong."""
    box = set_text(Typesetter(), (STEPS,), 300, STYLE)
    said = [mark.text for _, mark in texts_of(box)]
    assert said[:4] == ["3.", "Heat it.", "gently", "10)"]
    at = {mark.text: mark.x for _, mark in texts_of(box)}
    assert at["Heat it."] == at["Then"] < at["gently"]


def test_figures_are_as_wide_as_they_are_told_and_no_wider_than_they_are_sharp() -> None:
    """A map would be a stamp, a small icon a blur across the page, a tower longer than a page."""
    setter = Typesetter(
        images={"map.png": (1200, 600), "icon.png": (40, 40), "tall.png": (90, 900)}
    )

    def size(shown: Figure) -> tuple[float, float]:
        box = set_text(setter, (shown,), 400, STYLE, Place(room=500, figure=190))
        (mark,) = (m for _, _, m in box.all_marks() if isinstance(m, Picture))
        return round(mark.width), round(mark.height)

    assert size(figure("map.png")) == (380, 190)
    assert size(figure("map.png", 60)) == (240, 120)
    assert size(figure("icon.png")) == (40, 40)
    assert size(figure("tall.png")) == (19, 190)
    assert size(figure("tall.png", 100)) == (45, 450)


INLINE = st.lists(
    st.builds(
        Run,
        st.text("ab c,;=()[]\"'#-_.é→漢ש", min_size=1, max_size=30),
        bold=st.booleans(),
        italic=st.booleans(),
        code=st.booleans(),
    ),
    max_size=3,
).map(tuple)
LEAF = st.one_of(
    st.builds(Paragraph, INLINE),
    st.builds(
        CodeBlock,
        st.lists(st.builds(Run, st.text("ab =()[]\"'#-_.\t\né→漢ש", max_size=60)), max_size=3).map(
            tuple
        ),
    ),
    st.builds(
        Table,
        st.lists(INLINE, min_size=1, max_size=4).map(tuple),
        st.lists(st.lists(INLINE, max_size=5).map(tuple), max_size=3).map(tuple),
        st.lists(st.sampled_from(["", "left", "center", "right"]), max_size=4).map(tuple),
    ),
)
TREES = st.recursive(
    st.lists(LEAF, max_size=3).map(tuple),
    lambda inner: st.one_of(
        st.builds(QuoteBlock, inner).map(lambda block: (block,)),
        st.lists(inner, max_size=3).map(lambda items: (ListBlock(tuple(items)),)),
    ),
    max_leaves=4,
)


@given(TREES, st.sampled_from([60.0, 150.0, 450.0]), st.sampled_from(["en", "he"]), st.booleans())
@settings(deadline=None, max_examples=150)
def test_any_tree_keeps_its_letters_and_its_width(
    tree: Blocks, width: float, lang: str, framed: bool
) -> None:
    """A table inside a quote inside a list would lose a cell, or run over the margin."""
    setter = Typesetter(lang=lang)
    place = Place(room=600, framed=framed)
    boxes = [set_text(setter, tree, width, STYLE, place)]
    boxes.append(whole_of([box for _, box in passage(setter, tree, width, STYLE, place)], width))
    wanted = Counter(char for run in runs_of(tree) for char in run.text if char.isalpha())
    for box in boxes:
        shown: Counter[str] = Counter()
        for dx, _, mark in box.all_marks():
            if isinstance(mark, Text):
                shown.update(char for char in mark.text if char.isalpha())
            if isinstance(mark, Glyphs):
                shown.update(c for glyph in mark.glyphs for c in glyph.text if c.isalpha())
            if isinstance(mark, Text | Glyphs):
                assert dx + mark.x >= -0.5
                assert dx + mark.x + mark.width <= width + 14  # a letter wider than its column
        assert shown == wanted


def whole_of(boxes: list[Box], width: float) -> Box:
    """Put boxes below each other."""
    return stack(width, [(0.0, box) for box in boxes])


# --- everywhere -----------------------------------------------------------------------------------

PLAIN = """
questions:
  - {id: stem, topic: a, question: q, answer: a, distractors: [b, c, d], image: {file: wide.png, alt: x}}
  - {id: codes, topic: a, question: Which prints 0 to 2?, answer: a, distractors: [b, c, d]}
  - {id: pictures, topic: a, question: "Which? ![x](wide.png) ![x](tall.png)", answer: a, distractors: [b, c, d]}
  - {id: pairs, topic: a, question: Match., pairs: [[a, b], [c, d]], extra: [e]}
  - {id: steps, topic: a, question: Order the lines., order: [a, b, c]}
  - {id: fill, topic: a, cloze: "{{int}} and {{return::keyword}}", word-bank: [void]}
  - {id: passage, topic: a, stimulus: s, question: Why?, rubric: [a, b], lines: 3}
  - {id: card, topic: a, front: f, back: b, explanation: e}
quizzes: [{id: z, title: All, items: [stem, codes, pictures, pairs, steps, fill, passage, card]}]
"""


def with_texts(lowered: LoweredItem) -> LoweredItem:
    """Give an item the blocks that its id is named after."""
    asked, told = lowered.asked, lowered.told
    interaction = asked.interaction

    def choices(*texts: Block) -> Any:
        assert isinstance(interaction, Choose | Match | Order)
        shown = tuple(
            replace(choice, text=(text,))
            for choice, text in zip(interaction.choices, texts, strict=True)
        )
        return replace(interaction, choices=shown)

    gap = Run("", "blank")
    match lowered.item.id:
        case "stem":
            asked = replace(asked, stem=EVERYTHING)
            told = replace(told, explanation=EVERYTHING)
        case "codes":
            loop = [code(f"for i in {what}:\n    print(i)") for what in ("range(3)", "3", "[3]")]
            asked = replace(asked, interaction=choices(*loop, code("print(i)")))
            told = replace(told, whys=((1, (code("for"),)), (2, (para("No."),))))
        case "pictures":
            shown = [figure(name) for name in ("wide.png", "tall.png", "wide.png", "tall.png")]
            asked = replace(asked, stem=(para("Which?"),), interaction=choices(*shown))
        case "pairs":
            found = choices(code("int x;"), figure("tall.png"), para("five"))
            lefts = ((figure("wide.png"),), (code("x = 1\n  y"),))
            asked = replace(asked, interaction=replace(found, lefts=lefts))
        case "steps":
            lines = (code("def f():"), code("    x = 1"), code("    return x"))
            asked = replace(asked, interaction=choices(*lines))
            told = replace(told, answers=tuple((line,) for line in lines))
        case "fill":
            program = code(gap, " main(void) {\n    ", replace(gap, text="keyword"), " 0;\n}")
            asked = replace(asked, stem=(para("Fill in:"), program))
        case "passage":
            asked = replace(asked, stimulus=LONG)
        case "card":
            asked = replace(asked, stem=(PROGRAM, TABLE))
            told = replace(told, answers=(EVERYTHING,))
    return replace(lowered, asked=asked, told=told)


@pytest.fixture(scope="module", params=["en", "he"])
def job(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Plan a bank that holds every kind of block in every kind of place."""
    folder: Path = tmp_path_factory.mktemp("blocks")
    for name, size in {"wide.png": (640, 320), "tall.png": (300, 450)}.items():
        Image.new("L", size, 128).save(folder / name)
    (folder / "bank.yaml").write_text(bank_text(f"lang: {request.param}\n{PLAIN}"), "utf-8")
    planned = job_of(folder)
    return replace(planned, items=tuple(map(with_texts, planned.items)))


@pytest.mark.parametrize(
    ("size", "columns", "profile"),
    [("a4", 1, p) for p in PROFILES] + [("a5", 2, p) for p in PROFILES],
)
def test_every_block_stands_everywhere(job: Job, size: str, columns: int, profile: str) -> None:
    """Code would run over the gutter or off the sheet, or an explanation lose its table."""
    files = all_printed(job, size=size, profiles=(profile,), columns=columns, key="full")
    look = look_of(PaperSettings(size=size, columns=columns), profile)
    width, height = PAPERS[size]
    papers = {name: data for name, data in files.items() if name != "flashcards.pdf"}
    assert len(papers) == 3
    for name, data in papers.items():
        for page in opened(data):
            for seen in characters(page):
                assert look.margin - 1.5 <= seen.left <= seen.right <= width - look.margin + 1.5
                assert 10 <= seen.bottom <= seen.top <= height - EIGHT_MM, seen
            assert overlaps(page) == [], name
        said = squeezed("".join(page_texts(data)))
        for words in ("deff(n):", "print(f(6))", "Hydrogen", "3.", "10)"):
            assert words in said, (name, words)
        if "-key" in name:  # it shows no options
            continue
        assert "range(3):" in said
        assert "intx;" in said
        assert "main(void){" in said
        assert said.count("nobodymended") >= 36  # some are parted by a column's end


def test_cards_stay_on_their_cards(job: Job) -> None:
    """A long front would be printed across its neighbour."""
    cards = all_printed(job, "flashcards.pdf")["flashcards.pdf"]
    width, height = PAPERS["a4"]
    rows = (height - 2 * 30 - 12) / 4
    edges = [height - 30 - n * rows for n in range(5)]
    for page in opened(cards):
        assert overlaps(page) == []
        for seen in characters(page):
            assert not any(seen.bottom < edge - 1 and seen.top > edge + 1 for edge in edges)
            assert not seen.left < width / 2 - 1 < width / 2 + 1 < seen.right


def test_pictures_as_options_stand_side_by_side_at_one_height(job: Job) -> None:
    """The eye would take the larger picture for the right one; 13 mm show nothing of a map."""
    data = all_printed(job, "z-A.pdf")["z-A.pdf"]
    shown = []
    for page in opened(data):
        for thing in page.get_objects(filter=[3]):
            left, bottom, right, top = thing.get_bounds()
            shown.append((round(left), round(bottom), round(right - left), round(top - bottom)))
    heights = [high for _, _, _, high in shown]
    equal = [one for one in shown if heights.count(one[3]) == 4 and one[3] != 36]  # no QR code
    assert len(equal) == 4
    assert equal[0][3] >= 64
    assert len({bottom for _, bottom, _, _ in equal}) == 2  # two rows of two


# --- long texts -----------------------------------------------------------------------------------


def test_a_passage_fills_its_pages_and_leaves_no_line_alone(job: Job) -> None:
    """Pages would be filled to 60 %, and a page begin with the last word of a sentence."""
    data = all_printed(job, "z-A.a5.pdf", size="a5")["z-A.a5.pdf"]
    look = look_of(PaperSettings(size="a5"))
    foot = look.bottom
    texts = page_texts(data)
    pages = [n for n, text in enumerate(texts) if text.count("village") > 6]
    assert len(pages) >= 2
    height = PAPERS["a5"][1]
    for number, page in enumerate(opened(data)):
        if number in pages[:-1]:
            lowest = min(
                seen.bottom
                for seen in characters(page)
                if seen.bottom > foot - 2 and seen.top < height
            )
            assert lowest - foot < 2.6 * look.body.leading


def test_paragraphs_part_after_two_lines_and_before_two() -> None:
    """A line would stand alone at a column's foot or head."""
    setter = Typesetter()
    text = (para(WORDS * 3), para(WORDS))
    strips = passage(setter, text, 200, STYLE)
    counts = [len({y for y, _ in texts_of(box)}) for _, box in strips]
    lines = len(setter.lines(text[0].runs, 200, STYLE))
    short = len(setter.lines(text[1].runs, 200, STYLE))
    assert short <= 3
    assert counts == [2, *([1] * (lines - 4)), 2, short]
    gaps = [gap for gap, _ in strips]
    assert gaps[-1] > 0
    assert set(gaps[:-1]) == {0}


def test_every_fifth_line_is_numbered_on_request() -> None:
    """A question about line 10 would send pupils counting."""
    text = (para(WORDS * 3), TABLE, para(WORDS * 3))
    strips = passage(Typesetter(), text, 260, STYLE, number_lines=5)
    lines: list[str] = []
    for _, box in strips:
        rows = texts_of(box)
        numbers = {mark.text for _, mark in rows if mark.text.isdecimal() and mark.size < 9}
        words = {y for y, mark in rows if mark.size == STYLE.size and mark.x > 20}
        lines += sorted(numbers)
        assert words
    assert lines[0] == "5"
    assert all(int(two) - int(one) == 5 for one, two in pairwise(lines))
    assert len(lines) >= 2
    assert not any(
        mark.text.isdecimal() and mark.size < 9
        for _, box in passage(Typesetter(), text, 260, STYLE)
        for _, mark in texts_of(box)
    )


def test_a_few_lines_stay_italic_and_a_passage_is_upright(job: Job) -> None:
    """A page and a half of italics is hard to read; a quoted line would no longer look quoted."""
    sheets = Sheets(job.bank, {}, look_of(job.bank.paper), Family(), {})
    asked = next(one.asked for one in job.items if one.item.id == "passage")
    short = replace(asked, stimulus=(para(WORDS),))
    faces = []
    for shown in (asked, short):
        leaf = ItemLayout(shown, sheets.stock, 400).leaves(())[0]
        faces.append({mark.face.key for _, _, box in leaf.parts for _, mark in texts_of(box)})
    assert faces == [{"R"}, {"I"}]


PASSAGES = """
passages:
  poem:
    title: Rain
    number-lines: 5
    text: |
      The rain that fell on Tuesday
      was nobody's affair.
      It came in by the chimney
      and settled on a chair.

      It read a while in silence.
  note: {text: A short note.}
questions:
  - {id: a, passage: poem, question: Where does it settle?, answer: on a chair}
  - {id: b, question: What else?, answer: nothing}
  - {id: c, passage: poem, question: How does it read?, answer: in silence}
  - {id: d, passage: poem, question: When did it fall?, answer: on Tuesday}
  - {id: e, passage: note, question: How long is the note?, answer: short}
quizzes: [{id: z, items: [a, b, c, d, e]}]
"""


def test_a_passage_stands_once_above_its_questions(bank_from: Callable[..., Path]) -> None:
    """Pupils would not know which questions a text belongs to, or read it three times."""
    paper = all_printed(job_of(bank_from(PASSAGES)), "z-A.pdf")["z-A.pdf"]
    text = " ".join(page_texts(paper))
    text = " ".join(text.split())
    assert text.count("nobody's affair") == 1
    places = [
        text.index(part)
        for part in (
            "Questions 1 to 3 are about this text.",
            "Rain",
            "The rain that fell",
            "5 It read a while in silence.",
            "Where does it settle?",
            "When did it fall?",
            "What else?",
            "Question 5 is about this text.",
            "A short note.",
            "How long is the note?",
        )
    ]
    assert places == sorted(places)
