"""Nothing of a text changes or vanishes unseen: damage, foreign marks, changed signs, bare powers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from quizgen.bank.rich_texts import flaws_of
from quizgen.bank.syntax.edits import edited
from quizgen.cli.app import app
from quizgen.model import item_options
from quizgen.pipeline.check import Report, check
from quizgen.problems import Problem
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words, runs_of
from quizgen.text.html import HtmlWriter
from tests.helpers import codes, errors, items_of
from tests.test_inline_marks import PIECES

Check = Callable[..., Report]
BANK = Path("bank/bank.yaml")
UNSEEN = {"damaged-text", "text-changed", "foreign-mark", "bare-power", "wrapped-prose"}


def of_text(report: Report) -> list[Problem]:
    """Give the problems that are of its texts alone."""
    return [problem for problem in report.problems if problem.code in UNSEEN]


def bank_of(text: str, *, quote: str = "") -> str:
    """Write a bank of one question with a text."""
    return f"questions:\n  - id: q\n    question: {quote}{text}{quote}\n    answer: x\n    distractors: [y, z]\n"


def repaired(report: Report, path: Path) -> str:
    """Do every repair that a report offers, and give the stem that is read then."""
    text = path.read_text("utf-8")
    new, done = edited(text, [edit for problem in report.problems for edit in problem.fix])
    assert done
    path.write_text(new, "utf-8")
    again = check(path)
    assert not {p.code for p in of_text(again) if p.fix}
    return items_of(again.bank)["q"].stem


# --- damage ---------------------------------------------------------------------------------------

DAMAGED = {
    "Wie groÃŸ ist das MÃ¼nchner FuÃŸballfeld?": "Wie groß ist das Münchner Fußballfeld?",
    "Itâ€™s a cafÃ©, isnâ€™t it?": "It’s a café, isn’t it?",
    "Find the ﬁrst oﬃce.": "Find the first office.",
    "The capi\u200btal of Fra\u200bnce?": "The capital of France?",
    "Is \u200ethis\u200f ok?": "Is this ok?",
    "\ufeffIs it the first?": "Is it the first?",
    "One\u2028two\u2029three?": "One\ntwo\n\nthree?",
    "It has\u2060 \uf0b7 a bullet": "It has • a bullet",
}


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("text", DAMAGED)
def test_damage_is_named_and_repaired(check_text: Check, text: str, quote: str) -> None:
    """What nobody sees in an editor would be on every paper."""
    report = check_text(bank_of(text, quote=quote))
    found = of_text(report)
    assert {(p.code, p.level, p.where.line) for p in found} == {("damaged-text", "warning", 6)}
    assert repaired(report, BANK) == DAMAGED[text]


def test_a_lost_sign_is_named(check_text: Check) -> None:
    """Its paper would show a box, and no tool can say what stood there."""
    found = of_text(check_text(bank_of("Is the caf\ufffd open?")))
    assert [(p.code, "'caf\ufffd'" in p.message, p.fix) for p in found] == [
        ("damaged-text", True, ())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ünïcödé, São Paulo, NÃO, Ångström, 10\u00a0kg, Do\u00adnau, „so“ – ‘and’ “so”…",
        "👩\u200d🔬 and 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "שלום \u200fabc\u200e, می\u200cخواهم",
        "क्\u200dष, ภาษา\u200bไทย",
        "Ö o\u0308 ﷽ №",
    ],
)
def test_sound_texts_are_not_called_damaged(check_text: Check, text: str) -> None:
    """A warning on every second text is read by nobody."""
    assert of_text(check_text(bank_of(text, quote="'"))) == []


def test_damage_in_names_and_answers_is_named(check_text: Check) -> None:
    """A learner could never type the answer."""
    text = "topic: 'MÃ¼ller'\n    answer: \"Wien\\u200b\"\n    accept: ['Vi\u200bden']"
    report = check_text(f"questions:\n  - id: q\n    question: Where?\n    {text}\n")
    assert [(p.code, p.where.line) for p in of_text(report)] == [
        ("damaged-text", 7),
        ("damaged-text", 8),
        ("damaged-text", 9),
    ]


def test_lines_are_counted_as_editors_do(check_text: Check) -> None:
    """The sign would be looked for some lines too far down."""
    text = bank_of('"One\u2028two\u2029three \u200b"') + "    hint: 'Caf\ufffd'\n"
    assert [(p.where.line, p.where.column) for p in of_text(check_text(text))][-1] == (9, 11)


# --- foreign marks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("H<sub>2</sub>O is wet", "H~2~O"),
        ("an <b>important</b> word", "**bold**"),
        ("<ruby>学校<rt>がっこう</rt></ruby>へ", "漢字[かんじ]"),
        ("{漢字|かんじ}と漢字《かんじ》", "漢字[かんじ]"),
        ("one<br>two", "`|`"),
        ('see <img src="a.png">', "![what it shows]"),
        ("## A heading", "**bold**"),
        ("see ![[map.png]]", "![what it shows]"),
        ("see [[Some page]]", "[words](https://"),
        ("see [this](www.a.org)", "https://"),
        ("It is {=right ~wrong ~bad}.", "`distractors`"),
        ("Is it so? {TRUE}", "`answer`"),
        ("It is {1:MULTICHOICE:=a~b}.", "`cloze`"),
        ("It is {{c1::x}}.", "`cloze`"),
        ("a ~~wrong~~ word, ==marked==", "words"),
        ("[sound:bees.mp3] what?", "`audio:"),
        ("[b]bold[/b]", "**bold**"),
        ("[$]x^2[/$]", "$x^2$"),
        (r"is \frac{1}{2} more", "$...$"),
        (r"is \ce{H2O} wet, \alpha or not", "$...$"),
        (r"a \textbf{bold} word", "**bold**"),
        ("the $n$th term", "$n$-th"),
    ],
)
def test_foreign_marks_are_named(text: str, ours: str) -> None:
    """They would be printed as they stand, and the author not know how it is said here."""
    found = [flaw for flaw in flaws_of(text) if flaw.code == "foreign-mark"]
    assert found
    assert ours in " ".join(flaw.help for flaw in found)


@pytest.mark.parametrize(
    "text",
    [
        "What does the <b> tag do?",
        "<br>",
        "a < b and c > d, x <- y",
        "`<b>x</b>` and `{=a ~b}`",
        "Is {1, 2} in {x | x > 0}? {slot} and {person.role}",
        "[[1, 2], [3, 4]] and a[[0]], [ [x] ]",
        "a == b and c == d, a==b and c==d",
        r"$\frac12$, \(\alpha\), $$\ce{H2O}$$, C:\temp\root, \n and \d",
        "# of moles, C#, #1 and item #2",
        "The $5 and $6 tickets, US$20",
        "H~2~O, x^2^, **bold**, [a](https://a.b), ![a](b.png)",
        "|\n", "[Cu(NH3)4](OH)2 and grid[0](1)",
        "A cloze {blank}, f(x) = {x}",
    ],
)  # fmt: skip
def test_ordinary_signs_are_not_called_foreign(text: str) -> None:
    """A mathematician's or programmer's every text would carry a warning."""
    assert [flaw for flaw in flaws_of(text) if flaw.code in {"foreign-mark", "text-changed"}] == []


def test_ruby_in_another_language_is_named(check_text: Check) -> None:
    """A teacher of Japanese who writes in English would find brackets on the cards."""
    text = "questions:\n  - {id: q, front: '漢字[かんじ]', back: kanji}\n"
    found = of_text(check_text(text))
    assert [(p.code, p.where.line, "`lang: ja`" in p.help) for p in found] == [
        ("foreign-mark", 5, True)
    ]
    assert of_text(check_text(text.replace("back", "lang: ja, back"))) == []


def test_cloze_marks_are_at_home_in_a_cloze(check_text: Check) -> None:
    """Every card from Anki would carry a warning."""
    text = "questions: [{id: q, cloze: 'It is {{c1::so::hint}} and {{2::x}}, {{$a_{1}$}}.'}]"
    assert of_text(check_text(text)) == []


# --- changed signs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a &lt; b", "'&lt;' is shown as '<'"),
        ("R&amp;D", "'R&amp;D' is shown as 'R&D'"),
        ("&copy; 2024", "'&copy;' is shown as '©'"),
        ("a&nbsp;b", "'a&nbsp;b' is shown as 'aU+00A0b'"),
        (r"the pattern \d+\.\d+", r"'\d+\.\d+' is shown as '\d+.\d+'"),
        (r"it is 50\% more", r"'50\%' is shown as '50%'"),
    ],
)
def test_what_is_shown_otherwise_is_named(text: str, said: str) -> None:
    """A backslash or an entity would vanish, and the question ask for something else."""
    found = [flaw for flaw in flaws_of(text) if flaw.code == "text-changed"]
    assert [flaw.message for flaw in found] == [said]


@pytest.mark.parametrize(
    "text",
    [
        r"\*a\*, snake\_case, \$5, \[x\](y), \{x\}, \\, \# and \| and \`x\`",
        "1\\. a\n\\- b\n\\+ c",
        r"C:\_temp, C:\\_temp, \\school\_share",
        "`a\\.b`, $a\\,b$, `&lt;`",
        "AT&T, R&D, a & b; c",
        "| a | b |\n|---|--:|\n| 1 | `x|y` |\n\n- one\n- *two*\n\n> said\n\n```py\nx = '&lt;'\n```",
        "![A map](Karte (2).png){width=60%}",
        "[words](https://a.b/c_d?e=1&f=%20) and [Köln](https://a.b/Köln), $$x$$.",
    ],
)
def test_marks_of_our_own_change_nothing(text: str) -> None:
    """Every escaped sign would carry a warning."""
    assert flaws_of(text) == []


class _Shown(HTMLParser):
    """Reads HTML as a browser does: what is shown, pictures and formulas by their texts."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.hidden = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.text += values.get("alt", "")
        language = values.get("class", "") if tag == "code" else ""
        self.hidden += values.get("src", "") + language.removeprefix("language-")


MARKS = "*_~^$\\`[]()<>!|:-+{}%\"'#&;"


@given(PIECES)
@settings(max_examples=200)
def test_shown_words_are_the_words_written(text: str) -> None:
    """A sign would change or vanish between the file and the page, and nobody be told."""
    shown = _Shown()
    shown.feed(HtmlWriter().blocks(parse_blocks(text)))
    shown.close()
    flaws = flaws_of(text)
    blocks = parse_blocks(text)
    unseen = "".join(run.href for run in runs_of(blocks))
    written = sorted(c for c in text if c.isalnum())
    seen = sorted(c for c in shown.text + unseen + shown.hidden if c.isalnum())
    if written != seen and "{width=" not in text and "```" not in text:
        assert any(flaw.code in {"text-changed", "code-block"} for flaw in flaws), (written, seen)
    others = [c for c in text if not c.isalnum() and not c.isspace() and c not in MARKS]
    if sorted(others) != sorted(c for c in shown.text + unseen + shown.hidden if c in {*others}):
        assert any(flaw.code in {"text-changed", "code-block"} for flaw in flaws)
    assert plain_words(blocks) or not seen


# --- powers and wrapped lines ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("What is a^2+b^2?", "What is $a^2+b^2$?"),
        ("Solve x^2 - 3x + 2 = 0 for x.", "Solve $x^2 - 3x + 2 = 0$ for x."),
        ("About 2^10 bytes or 10^-3 m", "About $2^{10}$ bytes or $10^{-3}$ m"),
        ("an area of 5 m^2, 3 cm^2 or 9.81 m/s^2", "an area of 5 m^2^, 3 cm^2^ or 9.81 m/s^2^"),
        ("f is e^(x+1), (a+b)^2 = c", "f is $e^{x+1}$, $(a+b)^2 = c$"),
        ("x^2 and `x^2`, y^3", "x^2 and `x^2`, $y^3$"),
    ],
)
def test_powers_stay_as_typed_and_are_named(check_text: Check, text: str, fixed: str) -> None:
    """A formula would be printed with its caret, and its author not know better."""
    report = check_text(bank_of(text, quote="'"))
    assert {(p.code, p.level) for p in of_text(report)} == {("bare-power", "info")}
    assert plain_words(parse_blocks(items_of(report.bank)["q"].stem)) == text.replace("`", "")
    new, _ = edited(BANK.read_text("utf-8"), [e for p in report.problems for e in p.fix])
    assert f"'{fixed}'" in new


@pytest.mark.parametrize("text", ["x^2^ and $a^2$", "`a^2`", "^_^ and [^a]", "a ^ b", "=A1^B2"])
def test_what_is_no_power_is_not_named(text: str) -> None:
    """A smile or a pattern would be called a formula."""
    assert flaws_of(text) == []


def test_a_typed_answer_is_plain(check_text: Check) -> None:
    """A repair would make learners type dollars."""
    report = check_text("questions: [{id: q, question: Which?, answer: 'x^2 &lt; <b>y</b>'}]")
    assert of_text(report) == []


WRAPPED = """questions:
  - id: q
    question: |
      A long question of several sentences that its author has wrapped at the
      width of the window, as editors do by themselves, reads right when its
      lines are joined, and this is why it is worth being named to the author
      of it.

      Who did it?
    answer: x
    distractors: [y, z]
"""


def test_wrapped_prose_is_named_and_joined(check_text: Check) -> None:
    """A paragraph would be broken on paper where an editor's window ended."""
    report = check_text(WRAPPED)
    assert [(p.code, p.level, p.where.line) for p in of_text(report)] == [
        ("wrapped-prose", "info", 6)
    ]
    stem = repaired(report, BANK)
    assert stem.count("\n") == 2
    assert " ".join(stem.split()) == " ".join(items_of(report.bank)["q"].stem.split())


@pytest.mark.parametrize("fence", ["", "```"])
def test_rows_and_programs_are_not_called_wrapped(check_text: Check, fence: str) -> None:
    """A table would be joined to one line by a repair, and a program with it."""
    row = "| Titrant in mL | 0.0 | 4.0 | 8.0 | 12.0 | 16.0 | 16.8 | 17.6 | 20.0 | 24.0 |"
    rows = [fence, row, row.replace("Titrant in mL", "-" * 13), row, row, fence]
    text = "\n".join(f"      {line}" for line in rows if line)
    report = check_text(f"questions:\n  - id: q\n    question: |\n{text}\n    answer: x\n")
    assert of_text(report) == []


@pytest.mark.parametrize(
    "sign", ["A poem's line,", "A sentence that is quite long, as it has to be, and ends here."]
)
def test_a_poem_is_not_called_wrapped(check_text: Check, sign: str) -> None:
    """Its lines would be joined by a repair."""
    lines = "\n      ".join([sign] * 4)
    assert of_text(check_text(bank_of(f"|\n      {lines}"))) == []


def test_fix_writes_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check --fix` would leave the file as it is, or say nothing of what it did."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bank.yaml"
    path.write_text("quizgen: 1\nid: b\ntitle: B\n" + bank_of("Is a^2+b^2 groÃŸ?"), "utf-8")
    result = CliRunner().invoke(app, ["check", "--fix", "bank.yaml"])
    assert "6:15: fixed, 'a^2+b^2' is '$a^2+b^2$' now" in result.output
    assert "question: Is $a^2+b^2$ groß?" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("07-dollars", set()),
        ("12-media-names", set()),
        ("15-ruby", {(7, "foreign-mark")}),
        ("19-invisible", {(n, "damaged-text") for n in (6, 8, 9, 12, 13, 14, 15, 17)}),
    ],
)
def test_shared_cases(shared: Path, tmp_path: Path, case: str, found: set[tuple[int, str]]) -> None:
    """What strangers' tools did to texts, ours would do again."""
    folder = shutil.copytree(shared / "cases" / case / "bank", tmp_path / "bank")
    (folder / "bank.yaml").chmod(0o644)
    report = check(folder)
    assert errors(report) == []
    assert {(p.where.line, p.code) for p in of_text(report)} == found
    if case == "07-dollars":
        texts = [item.stem for item in items_of(report.bank).values()]
        texts += [o.text for item in items_of(report.bank).values() for o in item_options(item)]
        kinds = {run.kind for text in texts for run in runs_of(parse_blocks(text))}
        assert kinds == {"text"}
    assert "missing-file" not in codes(report)
