"""What stands beside something tall, above a table that goes on, or in the key in place of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.outputs import Job
from quizgen.outputs.pdf.quiz.item_layout import ItemLayout, Leaf
from quizgen.outputs.pdf.quiz.key_marks import ItemKey, KeyBoxes
from quizgen.outputs.pdf.quiz.question_paper import Sheets
from quizgen.outputs.pdf.typeset.boxes import Disc, Rect, Shape, Text
from quizgen.outputs.pdf.typeset.flow import set_text
from quizgen.outputs.pdf.typeset.fonts import Family
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.styles import Style, look_of
from quizgen.text.block_parser import parse_blocks
from tests.helpers import bank_text
from tests.outputs.pdf.reading import job_of, opened, page_texts, printed

TALL = r"$\dfrac{a}{b}$"


def sheets_of(folder: Path, questions: str) -> tuple[Job, Sheets]:
    """Plan a bank, and measure it."""
    (folder / "bank.yaml").write_text(bank_text(questions), "utf-8")
    job = job_of(folder)
    asked = {one.item.id: one.asked for one in job.items}
    return job, Sheets(job.bank, asked, look_of(job.bank.paper), Family(), {})


def layouts(folder: Path, questions: str) -> dict[str, ItemLayout]:
    """Measure the questions of a bank."""
    job, sheets = sheets_of(folder, questions)
    return {one.item.id: ItemLayout(one.asked, sheets.stock, 400) for one in job.items}


def baselines(leaf: Leaf) -> set[float]:
    """Give how far down the baselines of a leaf are."""
    marks = [(y + dy, mark) for _, y, box in leaf.parts for _, dy, mark in box.all_marks()]
    return {round(dy + mark.y, 1) for dy, mark in marks if isinstance(mark, Text | Shape)}


def middles(leaf: Leaf) -> set[float]:
    """Give how far down the middles of a leaf's signs are: circles, and boxes to write in."""
    marks = [(y + dy, mark) for _, y, box in leaf.parts for _, dy, mark in box.all_marks()]
    discs = {round(dy + mark.y, 1) for dy, mark in marks if isinstance(mark, Disc)}
    return discs | {
        round(dy + mark.y + mark.height / 2, 1) for dy, mark in marks if isinstance(mark, Rect)
    }


def test_letters_stand_on_the_baseline_of_what_they_name(tmp_path: Path) -> None:
    """The letter of a fraction would stand beside its numerator, and its neighbours elsewhere."""
    found = layouts(
        tmp_path,
        f"""
questions:
  - {{id: one, question: Which?, answer: '{TALL}', distractors: [plain, '$x$', '$y^2$']}}
  - {{id: match, question: Which?, pairs: [['{TALL}', one], [two, '{TALL}'], [three, four]]}}
  - {{id: order, question: Which?, order: ['{TALL}', two, three]}}
""",
    )
    options = found["one"].leaves(())[1]
    assert len(baselines(options)) == 1
    low = baselines(options).pop()
    assert 0 < low - middles(options).pop() < 6
    (at,) = {round(anchor.y, 1) for anchor in options.anchors}
    assert {at} == middles(options)
    for id in ("match", "order"):
        for leaf in found[id].leaves(())[1:]:
            assert max(baselines(leaf)) - min(baselines(leaf)) < 0.3
            assert all(
                0 < line - middle < 7 for line in baselines(leaf) for middle in middles(leaf)
            )


def test_the_number_of_a_question_stands_on_its_first_line(tmp_path: Path) -> None:
    """A question that begins with a fraction would have its number above the line, and its points."""
    text = f"questions:\n  - {{id: one, question: '{TALL} is what?', answer: right}}\n"
    stem = layouts(tmp_path, text)["one"].leaves(())[0]
    assert stem.drop > 3
    assert len(baselines(stem)) == 1


def test_code_in_a_line_is_monospaced() -> None:
    """A pupil couldn't tell l from 1 in code, nor count the spaces in it."""
    box = set_text(Typesetter(), parse_blocks("What is `il 1O0` in C?"), 400, Style())
    code = [m for _, _, m in box.all_marks() if isinstance(m, Text) and m.text in {"il", "il 1O0"}]
    assert [mark.face.name for mark in code] == ["JetBrainsMono"]
    assert code[0].width == pytest.approx(len(code[0].text) * 0.6 * code[0].size)


@pytest.mark.parametrize("columns", [1, 2])
def test_a_table_that_goes_on_repeats_its_header(tmp_path: Path, columns: int) -> None:
    """The second page of a long table would be numbers without names."""
    rows = "\n".join(f"      | {n} | {n * n} |" for n in range(1, 150))
    question = f"      Read.\n\n      | Zahl | Quadrat |\n      |--|--|\n{rows}\n\n      Which?"
    text = f"questions:\n  - id: q\n    question: |\n{question}\n    answer: right\n"
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    name = "quiz-A.two-columns.pdf" if columns == 2 else "quiz-A.pdf"
    pages = page_texts(printed(job_of(tmp_path), name, columns=columns))
    times = [page.count("Quadrat") for page in pages]
    assert sum(times) > 2
    assert times[0] == columns
    assert all(0 < count <= columns for count in times)


def test_line_numbers_leave_lines_where_those_of_questions_begin(tmp_path: Path) -> None:
    """A poem would stand a little beside the questions below it."""
    text = """
passages: {p: {text: "One line.", number-lines: 5}}
questions: [{id: q, passage: p, question: Which line?, answer: right}]
"""
    job, _ = sheets_of(tmp_path, text)
    lefts: dict[str, float] = {}
    for page in opened(printed(job, "quiz-A.pdf")):
        whole = page.get_textpage().get_text_range()
        for words in ("One line", "Which line"):
            lefts[words] = page.get_textpage().get_charbox(whole.index(words))[0]
    assert lefts["One line"] == pytest.approx(lefts["Which line"], abs=1)


FORMULAS = {"a": {r"\ce{H3O+}", r"\frac{1}{2}"}, "b": {r"\ce{H2O}"}}


def test_the_key_sets_formulas_in_blanks_and_grids(tmp_path: Path) -> None:
    """The teacher would read raw TeX in place of a formula."""
    text = r"""
questions:
  - {id: a, cloze: 'Acids hold {{$\ce{H3O+}$}} and {{2::$\frac{1}{2}$ of it}}.'}
  - {id: b, front: Water, back: '$\ce{H2O}$'}
quizzes: [{id: z, items: [a, b], forms: 2}]
"""
    job, sheets = sheets_of(tmp_path, text)
    stock = KeyBoxes(sheets.look)
    for one in job.items:
        key = ItemKey(one.asked, one.told, stock, sheets.setter)
        drawn = [
            box
            for leaf in layouts(tmp_path, text)[one.item.id].leaves(())
            for _, _, box, _ in key.parts(leaf, ())
        ]
        drawn.append(sheets.setter.line(key.short(()), sheets.look.note))
        marks = [mark for box in drawn for _, _, mark in box.all_marks()]
        assert not [mark for mark in marks if isinstance(mark, Text) and "\\" in mark.text]
        assert {mark.source for mark in marks if isinstance(mark, Shape)} == FORMULAS[one.item.id]


@pytest.mark.parametrize(("word", "below"), [("`xs.append(something)`", True), ("short", False)])
def test_pairs_stand_below_each_other_rather_than_break_words(
    tmp_path: Path, word: str, below: bool
) -> None:
    """A name would be cut in two in a narrow column, as no word of a question is."""
    text = f"questions: [{{id: q, question: Match., pairs: [['{word}', one], [two, three]]}}]"
    job, sheets = sheets_of(tmp_path, text)
    leaves = ItemLayout(job.items[0].asked, sheets.stock, 280).leaves(())
    assert len(leaves) == (5 if below else 3)
