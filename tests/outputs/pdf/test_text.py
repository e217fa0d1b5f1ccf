"""Lines: nothing lost, nothing over the edge, no lonely words, every script in its order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.pdf.quiz.item_layout import option_columns
from quizgen.outputs.pdf.typeset.boxes import Glyphs, Text
from quizgen.outputs.pdf.typeset.fonts import Family, clean, named_face
from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
from quizgen.outputs.pdf.typeset.shaping import levels, visual_order
from quizgen.outputs.pdf.typeset.styles import Style
from quizgen.text.markup import parse
from quizgen.text.runs import plain_text
from tests.conftest import missing

SETTER = Typesetter()


@given(
    # Without the dollar: maths is drawn, and has no characters to keep.
    st.text(
        st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="$"),
        min_size=1,
        max_size=200,
    ),
    st.floats(30, 300),
    st.sampled_from([0.0, 0.06]),
)
@settings(deadline=None)
def test_lines_keep_every_character_inside_the_column(
    text: str, width: float, letter: float
) -> None:
    """A long word would run over the edge, or characters would be lost at a line's end."""
    box = SETTER.box(parse(text), width, Style(letter=letter))
    marks = [mark for _, _, mark in box.all_marks() if isinstance(mark, Text)]
    assert all(mark.x >= -0.01 and mark.x + mark.width <= width + 0.5 for mark in marks)
    wanted = re.sub(r"\s", "", clean(plain_text(parse(text))))
    assert re.sub(r"\s", "", "".join(mark.text for mark in marks)) == wanted


@given(st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=4, max_size=40))
@settings(deadline=None)
def test_a_last_line_is_more_than_a_word(words: list[str]) -> None:
    """A word would stand alone under a full line."""
    box = SETTER.box(" ".join(words), 200, Style())
    lines = [mark.text.split() for mark in box.marks if isinstance(mark, Text)]
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > 2:
        moved = f"{lines[-2][-1]} {lines[-1][0]}"
        assert SETTER.width(moved, Style()) > 200


def test_text_width_is_the_sum_of_its_glyphs() -> None:
    """Columns would be chosen by a wrong width."""
    style = Style(10, 13)
    assert SETTER.width("AA", style) == pytest.approx(2 * SETTER.width("A", style))
    spaced = Style(10, 13, letter=0.1, word=0.2)
    assert SETTER.width("A A", spaced) == pytest.approx(SETTER.width("A A", style) + 3 + 2)


@pytest.mark.parametrize(
    ("widths", "columns"),
    [
        ([20, 30, 40, 30], 4),
        ([120, 90, 80, 70], 2),
        ([300, 20], 1),
        ([20, 20], 2),
        ([20] * 5, 2),
        ([20] * 8, 4),
        ([20] * 3, 3),
        ([20] * 6, 4),
        ([90] * 6, 3),
    ],
)
def test_option_columns(widths: list[float], columns: int) -> None:
    """An option would wrap in a narrow column, or one would stand alone."""
    assert option_columns(widths, 440) == columns


def test_italics_become_bold_where_a_profile_says_so() -> None:
    """Slanted letters would come back into a paper made for readers whom they trouble."""
    upright = SETTER.box(parse("an *important* word"), 300, Style(upright=True))
    faces = {m.text.strip(): m.face.name for m in upright.marks if isinstance(m, Text)}
    assert faces == {"an": _name("regular"), "important": _name("bold"), "word": _name("regular")}
    quote = SETTER.box(parse("said *so*"), 300, Style(italic=True, upright=True))
    assert [m.face.name for m in quote.marks if isinstance(m, Text)] == [_name("regular")]


def _name(role: str) -> str:
    return Family().face(role).name  # type: ignore[arg-type]


# --- scripts ----------------------------------------------------------------------------------------


def test_levels_and_order() -> None:
    """Hebrew words would stand in the wrong order, or numbers would be turned round."""
    text = "אבג 12 דה"
    assert levels(text, rtl=True) == [1, 1, 1, 1, 2, 2, 1, 1, 1]
    assert visual_order([1, 1, 2, 2, 1]) == [4, 2, 3, 1, 0]
    assert visual_order([0, 1, 1, 0]) == [0, 2, 1, 3]
    assert levels("plain", rtl=False) == [0] * 5
    assert levels("plain", rtl=True) == [2] * 5


def test_arabic_joins_and_starts_at_the_right() -> None:
    """Letters would stand apart, or the line would begin at the left."""
    setter = Typesetter(lang="ar")
    box = setter.box(parse("سلام NATO"), 300, Style())
    word, latin = box.marks
    assert isinstance(word, Glyphs)
    assert isinstance(latin, Text)
    assert word.x == 0  # from the start edge, which is the right one
    assert latin.x > word.width
    single = [setter.box(parse(c), 300, Style()).marks[0] for c in "سلام"]
    alone = [mark.glyphs[0].id for mark in single if isinstance(mark, Glyphs)]
    assert [glyph.id for glyph in word.glyphs] != alone[::-1]


def visual(text: str, lang: str) -> str:
    """Give a line as an eye sees it, from left to right; brackets as typed, though drawn mirrored."""
    setter = Typesetter(lang=lang)
    box = setter.box(parse(text), 2000, Style())
    placed = []
    for mark in box.marks:
        assert isinstance(mark, (Text, Glyphs))
        left = box.width - mark.x - mark.width if setter.rtl else mark.x
        said = mark.text if isinstance(mark, Text) else "".join(g.text for g in mark.glyphs)
        placed.append((left, said))
    return "".join(said for _, said in sorted(placed)).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "lang", "seen"),
    [
        ("שלום-עולם", "en", "םלוע-םולש"),
        ("אב (1939-1945) גד", "he", "דג)1939-1945(בא"),
        ("אב 1-2", "he", "1-2בא"),
        ("אב/גד", "he", "דג/בא"),
        ("אב Italy (IT) גד", "he", "דגItaly(IT)בא"),
        ("אב `f(1, 2)`", "he", "f(1,2)בא"),
        ("-5 %", "he", "-5%"),
        ("1–2", "ar", "1–2"),
        ("Choose one.", "ar", "Chooseone."),
    ],
)
def test_mixed_lines_read_as_they_should(text: str, lang: str, seen: str) -> None:
    """A range would read as minus twelve, or a bracket stand open to the wrong side."""
    assert visual(text, lang) == seen


@pytest.mark.parametrize("text", ["می\u200cخواهم", "א\u200bב", "x می\u200cخواهم y", "\u200dא"])
def test_joiners_have_no_width_and_break_nothing(text: str) -> None:
    """A Persian bank would end in a traceback."""
    for lang in ("fa", "en"):
        seen = visual(text, lang)
        assert sorted(seen.replace("\u200c", "")) == sorted(
            c for c in text if c.isprintable() and c != " "
        )


def test_an_accent_without_a_letter_of_its_own_stands_over_its_letter() -> None:
    """A maths or language teacher's x with a hat would print as x and a hat beside it."""
    box = SETTER.box(parse("x\u0302 and e\u0301"), 300, Style())
    hatted, plain = box.marks
    assert isinstance(hatted, Glyphs)
    assert sum(glyph.advance for glyph in hatted.glyphs) < 700
    assert isinstance(plain, Text)
    assert plain.text == "and é"


def test_code_keeps_its_spaces_and_numbers_their_hyphens() -> None:
    """Two spaces would become one in a question on programming, or a date break at its line's end."""
    (mark,) = SETTER.box(parse("`if x:    y`"), 300, Style()).marks
    assert isinstance(mark, Text)
    assert mark.text.replace("\u00a0", " ") == "if x:    y"
    lines = [m.text for m in SETTER.box("born 2024-07-11, -5 or 1–2", 62, Style()).marks]  # type: ignore[union-attr]
    assert "2024-07-11," in " ".join(lines)
    french = Typesetter(lang="fr").box("dit « oui »", 32, Style())
    assert [m.text for m in french.marks if isinstance(m, Text)][-1] == "«\u00a0oui\u00a0»"


def test_a_long_arabic_word_is_broken_between_letters() -> None:
    """A word without spaces would run off the page."""
    box = Typesetter(lang="ar").box(parse("سلام" * 30), 90, Style())
    assert all(m.width <= 90 for m in box.marks if isinstance(m, Glyphs))
    said = sorted("".join(g.text for m in box.marks if isinstance(m, Glyphs) for g in m.glyphs))
    assert said == sorted("سلام" * 30)


def face_file(*names: str) -> Path:
    """Find one of Debian's fonts."""
    for name in names:
        for path in Path("/usr/share/fonts").rglob(name):
            return path
    missing(f"the font {names[0]}", "apt install fonts-noto-core fonts-droid-fallback")
    raise AssertionError


def test_hindi_in_a_face_the_user_names() -> None:
    """Vowel signs would stand behind the letters they belong before."""
    path = face_file("NotoSansDevanagari-Regular.ttf")
    family = Family(others=(named_face("U0", path.stem, path.read_bytes()),))
    assert family.missing("हिन्दी में") == []
    box = Typesetter(family, lang="hi").box(parse("हिन्दी में प्रश्न"), 300, Style())
    first = box.marks[0]
    assert isinstance(first, Glyphs)
    assert first.text == "हिन्दी"  # what a reader copies: its glyphs stand in another order
    drawn = {
        g.id: g.text
        for m in Typesetter(family, lang="hi").box(parse("है हिन्दी"), 300, Style()).marks
        if isinstance(m, Glyphs)
        for g in m.glyphs
        if g.text
    }
    assert drawn[family.others[0].glyphs[ord("ह")]][0] == "ह"
    spelled = [family.others[0].glyphs[ord(c)] for c in "हिन्दी"]
    assert [glyph.id for glyph in first.glyphs] != spelled
    assert first.glyphs[0].id != spelled[0]  # the vowel sign is drawn before its letter


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    """A line would begin with a full stop, or run on for ever."""
    path = face_file("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf")
    family = Family(others=(named_face("U0", path.stem, path.read_bytes()),))
    text = "日本の首相はワシントンを訪れた。" * 6
    box = Typesetter(family, lang="ja").box(parse(text), 120, Style())
    lines = [mark.text for mark in box.marks if isinstance(mark, Text)]
    assert len(lines) > 6
    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in "。、"]


def test_ruby_stands_above_its_word() -> None:
    """A reading would stand in brackets, beside its word, or across the line above."""
    path = face_file("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf")
    family = Family(others=(named_face("U0", path.stem, path.read_bytes()),))
    typesetter = Typesetter(family, lang="ja")
    text = "漢字[かんじ]を読[よ]む。" * 6
    box = typesetter.box(parse(text, ruby=True), 100, Style())
    marks = [mark for mark in box.marks if isinstance(mark, Text)]
    base, reading = marks[:2]
    assert (base.text, reading.text) == ("漢字", "かんじ")
    assert base.x + base.width / 2 == pytest.approx(reading.x + reading.width / 2)
    lines = sorted({mark.y for mark in marks if mark.size == base.size})
    above = sorted({mark.y for mark in marks if mark.size < base.size})
    assert len(lines) == len(above) > 3
    for line, over, line_before in zip(lines, above, [0.0, *lines], strict=False):
        assert line_before < over - 0.76 * reading.size
        assert over < line - 0.7 * base.size


def test_without_the_libraries_scripts_are_refused() -> None:
    """A paper would print letters backwards because a library was missing."""
    program = (
        "import sys; sys.modules['bidi'] = None; sys.modules['uharfbuzz'] = None\n"
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n in ('bidi', 'uharfbuzz') else find(n, *a)\n"
        "from pathlib import Path; from quizgen.pipeline.build import build\n"
        "Path('b.yaml').write_text('quizgen: 1\\nid: b\\ntitle: B\\nquestions:\\n"
        "  - {id: q, question: שלום, answer: true}\\n', 'utf-8')\n"
        "try: build('b.yaml', 'out', only=['pdf'])\n"
        "except Exception as e: print([(p.code, p.item, p.help) for p in e.problems])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=_folder()
    )
    assert "('needs-shaping', 'q', \"pip install 'quizgen[scripts]'" in done.stdout


def _folder() -> str:
    import tempfile

    return tempfile.mkdtemp()
