"""HTML of other programs in our text language: what is shown is what was there."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizgen.formats.from_html import HtmlReader
from quizgen.formats.shelf import MediaShelf
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import CodeBlock, DisplayMaths, ListBlock, Table, runs_of, text_lines

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def reader() -> HtmlReader:
    """Give a reader of a file that brings no pictures."""
    return HtmlReader(MediaShelf())


words = st.text(alphabet="ab 12*_`~^$[]()!<>|#\\{}&;-+.:/=é", max_size=12)
inner = st.recursive(
    words.map(escape),
    lambda deeper: st.tuples(
        st.sampled_from(["b", "i", "span", "u", "code", "p", "div", "h3", "blockquote", "a"]),
        st.lists(deeper, max_size=3),
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=8,
)


@given(st.lists(inner, max_size=3).map("<br>".join))
def test_what_is_shown_is_what_the_html_says(html: str) -> None:
    """A sign of a foreign question would vanish, or change what it says."""
    from lxml import html as lxml_html

    assume(not re.search(r"\$\s*\$|\\[(\[]", re.sub(r"<[^<>]*>", "", html)))  # formulas
    wanted = lxml_html.document_fromstring(f"<body><p>{html}</p></body>").text_content()
    shown = " ".join(text_lines(parse_blocks(reader().read(html).text)))
    quotes = html.count("<blockquote>")
    assert _bare(shown, quotes) == _bare(wanted, quotes)


def _bare(text: str, quotes: int) -> str:
    """Drop space, and the signs before lines of quotes where there are any."""
    text = re.sub(r"\s", "", text)
    return text.replace(">", "") if quotes else text


LOOKS = {
    "<p>Hello <b>bold </b>H<sub>2</sub>O</p><p>two</p>": "Hello **bold** H~2~O\n\ntwo",
    r"<p>So \(x^2 &lt; 3\).</p>": "So $x^2 < 3$.",
    r'<img class="equation_image" data-equation-content="\frac12">': r"$\frac12$",
    "<math><mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac></math>": (
        r"$\frac{1}{{x}^{2}}$"
    ),
    '<script type="math/tex">x^2</script>': "$x^2$",
    "<ol start=3><li>x</li><li>y</li></ol>": "3. x\n4. y",
    "<p>1. one</p><p>2. two</p>": "1\\. one\n\n2\\. two",
    '<a href="https://x.org/a">here</a>': "[here](https://x.org/a)",
    "&eacute;&nbsp;&mdash;": "é\u00a0—",
}


@pytest.mark.parametrize("html", LOOKS)
def test_marks_become_ours(html: str) -> None:
    """Formulas, emphasis and links of an export would come as bare words."""
    assert reader().read(html).text == LOOKS[html]
    assert not reader().read(html).losses


def test_blocks_become_ours() -> None:
    """Programs would lose their lines, tables their columns."""
    html = (
        "<pre><code class='language-python'>if a:\n    b()</code></pre>"
        "<table><tr><th>n</th><th>a|b</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<ul><li>x</li><li>y</li></ul><p>$$E=mc^2$$</p>"
    )
    blocks = parse_blocks(reader().read(html).text)
    assert [type(block) for block in blocks] == [CodeBlock, Table, ListBlock, DisplayMaths]


def test_pictures_come_along_under_a_plain_name() -> None:
    """Questions about a picture would come without it."""
    shelf = MediaShelf()
    html = f'<p>Look: <img alt="A map" src="data:image/png;base64,{PIXEL}"></p>'
    runs = list(runs_of(parse_blocks(HtmlReader(shelf).read(html).text)))
    assert [run.href for run in runs if run.kind == "image"] == list(shelf.media)
    assert shelf.put("../../etc/Karte%201.png", b"\x89PNG other") == "media/Karte-1.png"


LOST = {
    "<video src='a.mp4'></video>x": "a video",
    "<iframe src='https://x.org'></iframe>x": "a page inside the page",
    "<img src='https://x.org/a.png'>x": "lies on the web",
    "<svg><text>hidden</text></svg>x": "a drawing",
    "<s>x</s>": "struck-out",
    "wunder<i>bar</i>es": "the look",
}


@pytest.mark.parametrize("html", LOST)
def test_what_can_not_be_held_is_named(html: str) -> None:
    """A teacher would find out in class that a part of the question is gone."""
    assert LOST[html] in "; ".join(reader().read(html).losses)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote"])
def test_tags_as_deep_as_anybody_likes(tag: str) -> None:
    """A broken export would end in a traceback, or hang."""
    assert "x" in reader().read(f"<{tag}>" * 5000 + "x").text
