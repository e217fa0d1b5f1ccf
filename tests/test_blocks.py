"""The block text language: from a text to its tree, and from the tree to HTML and words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.model import Flashcard, Item, item_options
from quizgen.text.block_parser import images, parse_blocks, parse_marked
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
    flat,
    plain_words,
    text_lines,
)
from quizgen.text.cloze import parse_cloze
from quizgen.text.html import HtmlWriter
from quizgen.text.runs import Run
from tests.helpers import errors, examined, items_of

BREAK = Run("\n", kind="break")


def para(*lines: str) -> Paragraph:
    """Make a paragraph of plain lines."""
    runs: list[Run] = []
    for line in lines:
        runs += [BREAK] if runs else []
        runs.append(Run(line))
    return Paragraph(tuple(runs))


def code(text: str, language: str = "") -> CodeBlock:
    return CodeBlock((Run(text),), language)


def bullets(*items: str, numbers: tuple[str, ...] = ()) -> ListBlock:
    return ListBlock(tuple((para(item),) for item in items), numbers)


PYTHON = "def f(n):\n    if n:\n\treturn  1\n\n\n  # end  "

TREES: dict[str, tuple[Block, ...]] = {
    # Paragraphs and their lines.
    "a": (para("a"),),
    "a\nb": (para("a", "b"),),
    "a  \nb\\\nc": (para("a", "b", "c"),),
    "a\n \t\n\nb\nc": (para("a"), para("b", "c")),
    "The lamp,\n   and far\n\tbelow": (
        para("The lamp,", "\u00a0\u00a0\u00a0and far", "\u00a0" * 4 + "below"),
    ),
    "Which?\nI. Ice.\nII. Iron.": (para("Which?", "I. Ice.", "II. Iron."),),
    "Anna: Hi.\n– Hello.": (para("Anna: Hi.", "– Hello."),),
    # Code, white space kept to the character.
    f"Q\n```python\n{PYTHON}\n```\nend": (para("Q"), code(PYTHON, "python"), para("end")),
    "~~~\n`a` * b * |c| {x}\n~~~": (code("`a` * b * |c| {x}"),),
    "````\n```\n````": (code("```"),),
    "  ```\n    x\n   y\n  ```": (code("  x\n y"),),
    "```\n\n\n```": (code("\n"),),
    "a ```x``` b\nc": (Paragraph((Run("a "), Run("x", code=True), Run(" b"), BREAK, Run("c"))),),
    "    if a:\n        b": (para("\u00a0" * 4 + "if a:", "\u00a0" * 8 + "b"),),
    # Lists of two items or more, with the numbers as they are written.
    "A shop\n- apples\n- pears\nWhat?": (para("A shop"), bullets("apples", "pears"), para("What?")),
    "1. ice\n2. water": (bullets("ice", "water", numbers=("1.", "2.")),),
    "7) a\n\n9) b": (bullets("a", "b", numbers=("7)", "9)")),),
    "In\n3. a\n4. b": (para("In"), bullets("a", "b", numbers=("3.", "4."))),
    "007. a\n008. b": (bullets("a", "b", numbers=("007.", "008.")),),
    "- a\n  - x\n  - y\n- b": (ListBlock(((para("a"), bullets("x", "y")), (para("b"),))),),
    "1. a\n   ```\n   x\n     y\n   ```\n2. b\n\n   c": (
        ListBlock(((para("a"), code("x\n  y")), (para("b"), para("c"))), ("1.", "2.")),
    ),
    # One mark alone, or in one line, is no list.
    "2. Juli 1909": (para("2. Juli 1909"),),
    "On\n2. Juli 1909\nhe came": (para("On", "2. Juli 1909", "he came"),),
    "- 5 °C": (para("- 5 °C"),),
    "Is it\n- 5 °C?": (para("Is it", "- 5 °C?"),),
    "- a\n* b\n+ c": (para("- a", "* b", "+ c"),),
    "Since\n1909. It\n1945. was": (para("Since", "1909. It", "1945. was"),),
    # Quotes.
    "> 5": (para("> 5"),),
    "> so\n> it is\nWho?": (QuoteBlock((para("so", "it is"),)), para("Who?")),
    "> - a\n> - b\n>\n> c": (QuoteBlock((bullets("a", "b"), para("c"))),),
    "a\n>5": (para("a", ">5"),),
    # Formulas on lines of their own.
    "Is $$x^2$$ it?": (para("Is"), DisplayMaths("x^2"), para("it?")),
    r"Is \[\frac12\], or": (para("Is"), DisplayMaths(r"\frac12,"), para("or")),
    "Is\n$$\na &= 1 \\\\\n\n- b &= 2\n$$\nso?": (
        para("Is"),
        DisplayMaths("a &= 1 \\\\\n\n- b &= 2"),
        para("so?"),
    ),
    "$$x = 1$$.\ny": (DisplayMaths("x = 1."), para("y")),
    "$$ or $$$\nor $$?": (para("$$ or $$$", "or $$?"),),
    r"\[sic\]": (para("[sic]"),),
    # Figures.
    "![A map](map.png)": (Figure(Run("A map", "image", href="map.png")),),
    "Look:\n\n![A](<a b.png>){width=60%}": (
        para("Look:"),
        Figure(Run("A", "image", href="a b.png"), 60),
    ),
    # What is off stays as it is written.
    "Title\n=====\n# Head\n---": (para("Title", "=====", "# Head", "---"),),
    "[a]: b\n<b>x</b>": (para("[a]: b", "<b>x</b>"),),
    "a | b\nc | d": (para("a | b", "c | d"),),
}


@pytest.mark.parametrize("text", TREES)
def test_trees(text: str) -> None:
    """A program, a poem, a list or a formula would lose its lines or its signs."""
    assert parse_blocks(text) == TREES[text]


def cells(*texts: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(text),) if text else () for text in texts)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            "| Month | mm | Days |\n|:-----:|---:|:--|\n| May   | 42 | 9 |\n",
            Table(
                cells("Month", "mm", "Days"),
                (cells("May", "42", "9"),),
                ("center", "right", "left"),
            ),
        ),
        ("a | b\n--|--\n1 | 2", Table(cells("a", "b"), (cells("1", "2"),), ("", ""))),
        ("| a |\n|---|\n| 1 |", Table(cells("a"), (cells("1"),), ("",))),
        (
            "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n| | x |",
            Table(
                cells("a", "b", ""),
                (cells("1", "", ""), cells("1", "2", "3"), cells("", "x", "")),
                ("", "", ""),
            ),
        ),
        (
            "| a | b |\n|---|---|\n| `x|y` \\| z | $|x|$ |",
            Table(
                cells("a", "b"),
                (((Run("x|y", code=True), Run(" | z")), (Run("|x|", "math"),)),),
                ("", ""),
            ),
        ),
        (
            "| $5 | $6 |\n|----|----|\n| $7 | $8 |",
            Table(cells("$5", "$6"), (cells("$7", "$8"),), ("", "")),
        ),
    ],
)
def test_tables(text: str, table: Table) -> None:
    """A cell would be lost, or a row be run into the next."""
    assert parse_blocks(text) == (table,)
    assert parse_blocks(f"Q\n{text.strip()}\nend") == (para("Q"), table, para("end"))


def test_nothing_is_lost_however_deep() -> None:
    """The inmost words of deep quotes and lists would vanish."""
    assert "end" in plain_words(parse_blocks("> " * 300 + "end\nx"))
    deep = "\n".join("  " * n + f"- w{n}\n" + "  " * n + f"- v{n}" for n in range(60))
    words = plain_words(parse_blocks(deep)).split()
    assert {f"w{n}" for n in range(60)} <= set(words)


SIGNS = st.sampled_from([*" \n\n\t-+*>|`~:.)1 2ab.$#\\[]_", "```\n", "- ", "1. ", "> ", "|-|\n"])
MARKED = st.lists(SIGNS, max_size=40).map("".join)


@given(MARKED)
def test_words_of_marked_texts_stay(text: str) -> None:
    """Some row of marks would swallow a word, or crash the build."""
    blocks = parse_blocks(text)
    kept = re.sub(r"[^ab]", "", plain_words(blocks))
    fences = re.findall(r"(?:```+|~~~+)([^\n`]*)$", text, re.MULTILINE)
    if not fences:  # the name of a language is kept, and not shown
        assert kept == re.sub(r"[^ab]", "", text)
    html = HtmlWriter().blocks(blocks)
    tags = re.findall(r"<(/?)(\w+)[^>]*>", html)
    assert sum(not end for end, tag in tags if tag not in {"br", "img"}) == sum(
        bool(end) for end, tag in tags
    )
    list(text_lines(blocks))


PLAIN = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("a.1) -+>\n\n \t\u00a0")),
    max_size=40,
).map(lambda text: re.sub(r"[*_`~^$\\\[!&|]|https?:", "", text))


@given(PLAIN)
def test_texts_without_marks_read_alike_without_the_parser(text: str) -> None:
    """Which way a text is read would show: a break here, a space there."""
    from quizgen.text.runs import CONTROL

    text = CONTROL.sub("", text)
    if "\n" in text.strip():
        assert parse_blocks(text) == parse_marked(text.strip("\n") if text.strip() else "")


# --- HTML and words -------------------------------------------------------------------------------

HTML = {
    "a": "a",
    "a\nb": "a<br>b",
    "a\n\nb": "<p>a</p><p>b</p>",
    "```c++ x\nif (a < b)\n\t&c;\n```": (
        '<pre dir="ltr"><code class="language-c++">if (a &lt; b)\n\t&amp;c;</code></pre>'
    ),
    "- a\n- *b*": "<ul><li>a</li><li><em>b</em></li></ul>",
    "4. a\n\n   b\n5. c": (
        '<ol class="numbered"><li value="4"><span class="number">4.</span> <div>a<p>b</p></div></li>'
        '<li value="5"><span class="number">5.</span> <span>c</span></li></ol>'
    ),
    "a|b\n-:|-\n1|2": (
        '<div class="table"><table>'
        '<thead><tr><th scope="col" class="to-right">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><td class="to-right">1</td><td>2</td></tr></tbody></table></div>'
    ),
    "> a\n> b": "<blockquote><p>a<br>b</p></blockquote>",
    "$$x$$": r'<div class="formula">\[x\]</div>',
    "![a](b.png){width=50%}": '<figure><img width="50%" src="b.png" alt="a"></figure>',
}


@pytest.mark.parametrize("text", HTML)
def test_html(text: str) -> None:
    """A screen reader would hear no table, no list, no code."""
    assert HtmlWriter().blocks(parse_blocks(text)) == HTML[text]


@given(st.text(max_size=60))
def test_code_comes_back_from_html(text: str) -> None:
    """A tab or a blank at a line's end would be lost in a program."""
    shown = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufdd0-\ufdef]", "", text)
    block = parse_blocks(f"Q\n~~~~~~\n{shown}\n~~~~~~")
    html = HtmlWriter().blocks(block[1:])
    assert unescape(html.partition("<code>")[2].removesuffix("</code></pre>")) == shown


def test_lines_for_a_terminal() -> None:
    """An author would not see in `show` what a card shows."""
    text = "Q\n\n```\nif a:\n    b\n```\n1. x\n   y\n2. z\n> q\n\n|a|b|\n|-|-|\n|1|2|"
    assert list(text_lines(parse_blocks(text))) == [
        *("Q", "if a:", "    b", "1. x", "   y", "2. z", "> q", "a | b", "1 | 2"),
    ]
    assert plain_words(parse_blocks(text)) == "Q if a: b 1. x y 2. z q a | b 1 | 2"


def test_pictures_in_a_program_are_text() -> None:
    """A lesson on Markdown would ask for a file that isn't there."""
    assert images("~~~\n![a](b.png)\n~~~\n\n- ![c](d.png)\n- x") == ("d.png",)


# --- cloze ----------------------------------------------------------------------------------------


def blanks_and_rest(text: str) -> tuple[list[str], str]:
    blocks, blanks = parse_cloze(text)
    return [blank.text for blank in blanks], plain_words(blocks)


@pytest.mark.parametrize(
    ("text", "blanks", "rest"),
    [
        ('Do\n\n```c\n{{printf}}("Hi");\n  return {{2::0}};\n```', ["`printf`", "`0`"], '_____("Hi"); return _____;'),
        ("```\nint a[2][2] = {{1, 2}, {3, 4}};\n{{ name }} {{int}}\n```", ["`int`"], "{{1, 2}, {3, 4}}; {{ name }} _____"),
        ("~~~\n{{1::a * b * c}} `{{2::``}}\n~~~", ["`a * b * c`", "``` `` ```"], "_____ `_____"),
        ("| a | b |\n|---|---|\n| {{x}} | {{2::y|z}} |", ["x", "y|z"], "a | b _____ | _____"),
        ("- {{ice}}\n- {{2::water}}", ["ice", "water"], "• _____ • _____"),
        ("> {{so}}\n> it", ["so"], "_____ it"),
        ("Is\n$$\n{{1::x}} = 2\n$$", ["$x$"], "Is □ = 2 _____"),
        (r"Is \({{1::x}} = 2\), \({{a}}\)", ["$x$"], r"Is □ = 2_____, {{a}}"),
    ],
)  # fmt: skip
def test_blanks_in_blocks(text: str, blanks: list[str], rest: str) -> None:
    """A blank in a program, a table or a list would show its answer or its braces."""
    found, shown = blanks_and_rest(text)
    assert found == blanks
    assert shown.endswith(rest)


def test_a_code_blank_is_code() -> None:
    """`a * b * c` would be told in italics."""
    _, blanks = parse_cloze("```\n{{1::a * b * c}}\n```")
    assert parse_blocks(blanks[0].text) == (Paragraph((Run("a * b * c", code=True),)),)


def test_runs_of_blocks_are_flat_where_no_block_can_be_set() -> None:
    """A heading or a window title would crash on a table."""
    blocks: Blocks = parse_blocks("- a\n- b\n\n|x|\n|-|\n|y|")
    assert "".join(run.text for run in flat(blocks)) == "• a\n• b\nx\ny"


# --- the shared cases -----------------------------------------------------------------------------


@pytest.fixture
def items(shared: Path, tmp_path: Path) -> Callable[[str], dict[str, Item]]:
    """Read the bank of a shared case; an error fails the test."""

    def read(case: str) -> dict[str, Item]:
        shutil.copytree(shared / "cases" / case / "bank", tmp_path / "bank")
        report = examined(tmp_path / "bank")
        assert errors(report) == []
        return items_of(report.bank)

    return read


def kinds(text: str) -> list[str]:
    return [type(block).__name__ for block in parse_blocks(text)]


def test_the_case_of_code(items: Callable[[str], dict[str, Item]]) -> None:
    """A programming teacher's quiz would run together, its options and blanks with it."""
    found = items("01-code-block")
    assert parse_blocks(found["output"].stem)[1:] == (
        code(
            "def f(n):\n    if n > 1 and n < 10:\n        return n & 3\n"
            '    return {"a": 1}["a"]\n\nprint(f(6))',
            "python",
        ),
    )
    options = {parse_blocks(option.text) for option in item_options(found["which-is-valid"])}
    assert options == {
        (code("for i in range(3):\n    print(i)", "python"),),
        (code("for i in 3:\n    print(i)", "python"),),
        (code("while i < 3:\n    print(i)", "python"),),
    }
    stem, blanks = parse_cloze(found["fill"].stem)
    assert [blank.text for blank in blanks] == ["`printf`", "`0`"]
    assert stem[1] == CodeBlock(
        (
            *(Run("int main(void) {\n    "), Run("", "blank"), Run('("Hello");\n    return ')),
            *(Run("", "blank"), Run(";\n}")),
        ),
        "c",
    )
    assert kinds(found["card"].stem) == ["CodeBlock"]


def test_the_case_of_tables(items: Callable[[str], dict[str, Item]]) -> None:
    """A table would be pipes in one line."""
    found = items("03-table")
    rows = (cells("May", "42", "9"), cells("June", "71", "12"), cells("July", "18", "4"))
    table = Table(cells("Month", "Rain (mm)", "Days"), rows, ("center", "right", ""))
    assert parse_blocks(found["rain"].stem)[1:] == (table,)
    assert kinds(found["truth"].stimulus) == ["Table"]


def test_the_case_of_display_maths(items: Callable[[str], dict[str, Item]]) -> None:
    """Dollars or raw TeX would be printed."""
    found = items("04-display-maths")
    assert kinds(found["one-line"].stem) == ["Paragraph", "DisplayMaths", "Paragraph"]
    aligned = parse_blocks(found["own-lines"].stem)[1]
    assert isinstance(aligned, DisplayMaths)
    assert aligned.tex.startswith("\\begin{aligned}\n2(x+3) &= 10")
    for id in ("inline-aligned", "align-star", "sum-limits"):
        assert kinds(found[id].stem) == ["Paragraph"]


def test_the_case_of_lines(items: Callable[[str], dict[str, Item]]) -> None:
    """Poems, statements, lists and dialogues would run together."""
    found = items("08-line-breaks")
    assert parse_blocks(found["poem"].stimulus) == (
        para(
            "The lamp is low,",
            "the night is long,",
            "\u00a0\u00a0\u00a0and far below",
            "there goes a song.",
        ),
        para("The lamp is out,", "the song is done."),
    )
    assert len(list(text_lines(parse_blocks(found["statements"].stem)))) == 4
    assert parse_blocks(found["bullets"].stem)[1] == bullets(
        "apples at 2 euros", "pears at 3 euros"
    )
    assert len(list(text_lines(parse_blocks(found["dialogue"].stem)))) == 3
    assert len(list(text_lines(parse_cloze(found["verse-cloze"].stem)[0]))) == 2
    back = found["back"]
    assert isinstance(back, Flashcard)
    steps = bullets("ice", "water", "steam", numbers=("1.", "2.", "3."))
    assert parse_blocks(back.back) == (steps,)
