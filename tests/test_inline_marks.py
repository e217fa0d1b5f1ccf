"""Marks inside a line: each works where it plainly is one, and is a sign anywhere else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizgen.text.block_parser import parse_blocks, parse_marked
from quizgen.text.blocks import flat, plain_words, runs_of
from quizgen.text.html import HtmlWriter
from quizgen.text.markup import parse

SIGNS = """
2*3*4, 2 * 3 * 4 and (a)*b*(c)
Schüler*innen und Lehrer*innen, Kolleg*in
x**2 + y**2, a**b + c**d
f(*args, **kwargs) or **opts
*.txt and *.*, a/* b */ c /*x*/
__init__, __main__.py and __del__(self)
snake_case_name, _ and __, the (____) and (____) are ____.
a **** hotel, f*** and s***
a^2+b^2=c^2, ^_^, [^a-z]+[^0-9], x^^y^^
~5 and ~6, ~p∧~q, ~/a:~/b, ~~no~~
C:\\_temp\\_new, D:\\$Recycle.Bin\\x, \\\\school\\_share\\a_b
http://x.org/~anna~/_a_/?a=1&copy;=2_b_
a pen at US$20/HK$155, $5-$10, US$5 and NT$
=$A$1*B2, $a=5; $b=$a, $('#a').x($(this)), $HOME/$USER
[Cu(NH3)4](OH)2, f[0](1), [x](ftp://a.b), [y](www.a.b)
<b>, a < b > c, R&D, AT&T
""".strip().splitlines()


@pytest.mark.parametrize("text", SIGNS)
def test_signs_stay(text: str) -> None:
    """A product would turn italic, a path lose its backslash, money turn into maths."""
    assert unescape(re.sub(r"</?(?!b>)\w[^>]*>", "<TAG>", HtmlWriter().runs(parse(text)))) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*it*, _it_, **b**, __so much__", ("<em>it</em>, <em>it</em>, <strong>b</strong>, " "<strong>so much</strong>")),
        ("wunder**bar**es, **Donau**dampf", ("wunder<strong>bar</strong>es, " "<strong>Donau</strong>dampf")),
        ("is it **<**, **?** or **=**", ("is it <strong>&lt;</strong>, <strong>?</strong> or " "<strong>=</strong>")),
        ("これは**「重要」**です。漢*字*と__重要__", ("これは<strong>「重要」</strong>です。漢<em>字</em>と" "<strong>重要</strong>")),
        ("이것은 **'중요'**합니다", "이것은 <strong>'중요'</strong>합니다"),
        ("คำ**สำคัญ**นี้", "คำ<strong>สำคัญ</strong>นี้"),
        ("x^2^y, H~2~O, SO~4~^2-^, ^13^C, 10^-3^", ("x<sup>2</sup>y, H<sub>2</sub>O, " "SO<sub>4</sub><sup>2-</sup>, <sup>13</sup>C, 10<sup>-3</sup>")),
        ('*he*/*she*, (*x*), "*y*", *z*.', ("<em>he</em>/<em>she</em>, (<em>x</em>), " '"<em>y</em>", <em>z</em>.')),
        ("$x$-axis, $x$は, ($x$)", r"\(x\)-axis, \(x\)は, (\(x\))"),
        (r"\*a\*, C:\\_temp, snake\_case", r"*a*, C:\_temp, snake_case"),
        ("**https://x.org/a_b** ok", "<strong>https://x.org/a_b</strong> ok"),
    ],
)  # fmt: skip
def test_marks_work(text: str, html: str) -> None:
    """A word that its author marked would stand there with its marks."""
    assert HtmlWriter().runs(parse(text)) == html


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("![a](Karte von Europa (2).png)", "Karte von Europa (2).png"),
        ("![a](<Karte (2).png>)", "Karte (2).png"),
        ("![a](Über Größe.png)", "Über Größe.png"),
        ("![a](100% sure.png)", "100% sure.png"),
        ("![a](100%25%20sure.png)", "100%25%20sure.png"),
        ("![a]([1].png)", "[1].png"),
        ("![a](pics\\map.PNG)", "pics\\map.PNG"),
        ("![a](it's a&b, +#1;.jpeg)", "it's a&b, +#1;.jpeg"),
        ('![a](map (1).gif "A title")', "map (1).gif"),
        ("![a](plan)", "plan"),
    ],
)
def test_a_picture_has_the_name_that_is_written(text: str, name: str) -> None:
    """A picture whose name holds a space would be printed as its mark."""
    assert [(run.kind, run.href) for run in runs_of(parse_blocks(text))] == [("image", name)]
    both = parse(f"{text} and {text}.")
    assert [run.href for run in both if run.kind == "image"] == [name, name]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (" 漢字[かんじ]を 勉強[べんきょう]する", "<漢字|かんじ>を<勉強|べんきょう>する"),
        ("東京[とうきょう](首都)は", "<東京|とうきょう>(首都)は"),
        ("食べ物[たべもの]、私は食べ物[たべもの]", "<食べ物|たべもの>、私は<食べ物|たべもの>"),
        ("彼は本[ほん]と人々[ひとびと]", "彼は<本|ほん>と<人々|ひとびと>"),
        ("你好[nǐ hǎo]，學[ㄒㄩㄝˊ]生", "<你好|nǐ hǎo>，學[ㄒㄩㄝˊ]生"),
        ("學[ㄒㄩㄝ]生, 학교學校[학교]", "<學|ㄒㄩㄝ>生, 학교<學校|학교>"),
        (
            "図[1]、図[A1]、かな[かな]、a[かな]、漢字[]",
            "図[1]、図[A1]、かな[かな]、a[かな]、漢字[]",
        ),
        ("**漢字[かんじ]**", "<strong><漢字|かんじ></strong>"),
    ],
)
def test_ruby(text: str, html: str) -> None:
    """A reading would stand in brackets, or over the wrong word."""
    shown = HtmlWriter().blocks(parse_blocks(text, ruby=True))
    assert re.sub("<ruby>(.*?)<rt>(.*?)</rt></ruby>", r"<\1|\2>", shown) == html
    assert "<ruby>" not in HtmlWriter().blocks(parse_blocks(text))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            "* ** *** _ __ ` `` ~ ~~ ^ $ $$ \\ [ ] ( ) ![ ]( a.png) < > & &amp; # | - + . , ! ? : "
            "{{ }} {{1:: :: https://x.y \\( \\) \\[ \\] C:\\ x 2 ab 漢 字[かん] é 1. ``` \n | "
            "|--| {width=50%}".split(" ")
        ),
        st.just(" "),
        st.just("\n"),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=4),
    ),
    max_size=25,
).map("".join)


@given(PIECES)
@example("![a](b)*c*")
def test_a_text_without_marks_reads_the_same_unparsed(text: str) -> None:
    """A text would read one way alone, and another beside a mark."""
    if "\n" in text.strip():
        assert flat(parse_blocks(text)) == flat(parse_marked(text.rstrip().lstrip("\n")))
    else:
        words = plain_words(parse_blocks(text))
        assert plain_words(parse_blocks(f"{text.strip()} *x*")).startswith(words) or "*" in text
