"""Maths: read once for paper and screens; what can't be set is an error, and never printed raw."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.anki.mathjax import for_mathjax
from quizgen.pipeline.build import build
from quizgen.present.maths.chemistry import chemistry
from quizgen.present.maths.commands import known_commands
from quizgen.present.maths.reader import read
from quizgen.present.maths.screens import SharedFormulas, maths_html, screen_fault
from quizgen.present.maths.setting import fault_of, paper_fault, set_maths
from quizgen.present.maths.tokens import tokens_of
from quizgen.problems import BankError
from quizgen.review.lesson.snapshot import plan_questions
from tests.helpers import NOW, examined
from tests.test_maths_sheet import SHEET

Write = Callable[..., Path]
BANK = "questions: [{{id: q, question: 'Is ${}$ it?', answer: true, hint: '{}'}}]\n"
ANKI_ALONE = r"\sideset{}{^*}\sum"


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\foo", r"\foo is not a command that we know"),
        (r"\alhpa", r"\alhpa is not a command that we know; did you mean \alpha?"),
        (r"\frca{1}{2}", r"\frca is not a command that we know; did you mean \frac?"),
        (r"\begin{pmatirx} a \end{pmatirx}", r"did you mean \begin{pmatrix}?"),
        (r"\begin{tabular}{c} a & b \end{tabular}", r"\begin{tabular} is not an environment"),
        (r"\begin{pmatrix} a", r"\begin{pmatrix} has no \end{pmatrix}"),
        (r"\begin{pmatrix} a \end{bmatrix}", r"\begin{pmatrix} ends as \end{bmatrix}"),
        (r"\SI{3}{metr}\qty{3}{\metr}", r"\metr is not a unit that we know; did you mean \metre?"),
        (r"\num{many}", "many is not a number"),
        (r"\frac{a", "a { has no }"),
        (r"\frac{a}", r"\frac lacks a part in braces"),
        ("a}", "a } has no {"),
        (r"\left( x", r"a \left( has no \right"),
        (r"x \right)", r"a \right has no \left"),
        ("x_1_2", "a term has two subscripts"),
        ("x^1^2", "a term has two superscripts"),
        ("_", "_ lacks a part in braces"),
        ("a & b", r"an & stands outside a table; write \& for the sign"),
        ("50%", r"a % hides what follows it in TeX; write \% for the sign"),
        (r"\text{50%}", r"a % can't stand in \text"),
        (r"\text{\alpha}", r"\alpha can't stand in \text"),
        (r"\text{かな}", "the face for formulas has no sign か"),
        (r"\def\x{\x}\x", r"\x is defined by itself"),
        (r"\ce{H2O", "a { has no }"),
        (r"\hline", r"\hline stands outside a table"),
        ("{" * 80 + "x" + "}" * 80, "braces stand deeper in each other than 60"),
    ],
)
def test_faults_speak_of_tex(tex: str, why: str) -> None:
    """A teacher would read of parsers and exceptions, or pupils a command in the place of a sign."""
    assert why in paper_fault(tex)
    assert screen_fault(tex) == paper_fault(tex)


@pytest.mark.parametrize(
    "tex",
    [
        *(r"A \setminus B", r"\backslash", r"\text{für } x \ge 0", r"a\_b", r"\{1\}", r"\arg z"),
        *(r"\tg x", r"\newcommand{\RR}{\mathbb{R}}\RR", r"\left(\frac12\middle|x\right)"),
        *(r"\def\v#1{\vec{#1}}\v{a}", r"\newcommand{\p}[2][x]{#1^{#2}}\p{2}+\p[y]{3}"),
        *(r"\DeclareMathOperator{\ggT}{ggT}\ggT(a,b)", r"\text{10\%}", r"\text{$x$ und \SI{3}{m}}"),
        *(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", r"\operatorname{arsinh}", "x²", "a·b"),
        *(r"\begin{cases} x & y \\ z & w \end{cases}", r"\text{d\"orfer \'e}", r"\ddot{\text{o}}"),
    ],
)
def test_maths_that_reads_right_is_no_fault(tex: str) -> None:
    """A bank that prints well today would no longer build."""
    assert paper_fault(tex) == ""


def test_every_command_that_is_named_is_read() -> None:
    """A hint would send a teacher to a command that we don't know either."""
    unread = []
    for name in sorted(known_commands()):
        fault = fault_of(f"{name}{{a}}{{b}}{{c}}")
        if fault and fault.command == name:
            unread.append(name)
    assert unread == []


def test_what_is_known_does_not_hang_on_what_ran_before() -> None:
    r"""`\tg` would be an error until a paper was printed, and then none."""
    tell = "from quizgen.present.maths.setting import *; print([str(fault_of(t)) for t in T])"
    names = r"T = [r'\arg x', r'\tg x', r'\foo', r'\lim_x']; "
    told = [
        subprocess.run(
            [sys.executable, "-c", f"{first}{names}{tell}"],
            capture_output=True, text=True, check=True,
        ).stdout
        for first in ("", "import ziamath, latex2mathml.converter; ")
    ]  # fmt: skip
    assert told[0] == told[1] != ""


SIGNS = st.lists(st.sampled_from([*sorted(known_commands()), *"{}^_&$#% ()[]|=-+x1"]), max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SHEET), st.integers(0, 60), st.integers(0, 3), SIGNS)
def test_broken_tex_is_a_fault_or_is_set(tex: str, at: int, gone: int, put: list[str]) -> None:
    """A slip in TeX would end the build in a traceback."""
    tokens = tokens_of(tex)
    tokens[at : at + gone] = [f"{sign} " for sign in put]
    broken = "".join(tokens)
    if paper_fault(broken) == "":
        formula = set_maths(broken, 11)
        assert 0 < formula.width < 2000
        assert abs(formula.ascent) + abs(formula.descent) < 1000


# What a formula says


def said(tex: str) -> str:
    """Write what a formula holds on a line: `_` and `^` before what stands low and high."""
    return re.sub(r"\s", "", _said(read(tex)[0]))


def _said(node: ET.Element) -> str:
    parts = [_said(part) for part in node]
    match node.tag:
        case "msub" | "munder":
            return f"{parts[0]}_{parts[1]}"
        case "msup" | "mover":
            return f"{parts[0]}^{parts[1]}"
        case "msubsup" | "munderover":
            return f"{parts[0]}_{parts[1]}^{parts[2]}"
        case "mmultiscripts":
            return f"_{parts[2]}^{parts[3]}"
        case "mfrac":
            return f"{parts[0]}/{parts[1]}"
        case _:
            return (node.text or "") + "".join(parts)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("H2O", "H_2O"),
        ("2H2 + O2 -> 2H2O", "2H_2+O_2→^2H_2O"),
        ("SO4^2-", "SO_4^2−"),
        ("SO4^{2-}", "SO_4^2−"),
        ("[Cu(NH3)4](OH)2", "[Cu(NH_3)_4](OH)_2"),
        ("Na+", "Na^+"),
        ("OH-", "OH^−"),
        ("Fe^3+ + 3OH- -> Fe(OH)3 v", "Fe^3++3OH^−→^Fe(OH)_3↓"),
        ("CO2 ^", "CO_2↑"),
        ("N2(g) + 3H2(g) <=> 2NH3(g)", "N_2(g)+3H_2(g)⇌^2NH_3(g)"),
        ("A ->[H2O][\\text{heat}] B", "A→_heat^H_2OB"),
        ("A <- B", "A←^B"),
        ("A <-> B", "A↔^B"),
        ("^{14}_{6}C", "_6^14C"),
        ("^14_6C", "_6^14C"),
        ("^131I", "_^131I"),
        ("e-", "e^−"),
        ("CuSO4.5H2O", "CuSO_4·5H_2O"),
        ("KCr(SO4)2*12H2O", "KCr(SO_4)_2·12H_2O"),
        ("CH3-CH2-OH", "CH_3–CH_2–OH"),
        ("CH2=CH2", "CH_2=CH_2"),
        ("HC#CH", "HC≡CH"),
        ("1/2 O2", "1/2O_2"),
        ("0.5H2", "0.5H_2"),
        ("Fe^{II}Fe^{III}2O4", "Fe^IIFe^III_2O_4"),
        ("(C6H10O5)_n", "(C_6H_10O_5)_n"),
        ("C_nH_{2n+2}", "C_nH_2n+2"),
        ("n H2O", "nH_2O"),
        ("pH = 7", "pH=7"),
        ("Zn|Zn^2+||Cu^2+|Cu", "Zn|Zn^2+||Cu^2+|Cu"),
        ("Na+(aq) + Cl-(aq)", "Na^+(aq)+Cl^−(aq)"),
        ("H3O+", "H_3O^+"),
        ("$K_a$ = x", "K_a=x"),
        ("\\beta-", "β^−"),
        ("\\Delta H = -57 kJ/mol", "ΔH=−57kJ/mol"),
        ("Cl2 ->[h\\nu] 2Cl*", "Cl_2→^hν2Cl^•"),
        ("H2SO4 <=>> H+ + HSO4-", "H_2SO_4⇌^H^++HSO_4^−"),
        ("HCl_{(aq)}", "HCl_(aq)"),
        ("R'-OH", "R^′–OH"),
    ],
)
def test_chemistry(written: str, shown: str) -> None:
    """A ligand, a charge or a count would stand elsewhere than in the author's formula."""
    assert said(rf"\ce{{{written}}}").replace("^→", "→^") == shown
    assert "\\ce" not in chemistry(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\SI{3}{m}", r"3\,\mathrm{m}"),
        (r"\qty{9.81}{\metre\per\second\squared}", r"9.81\,\mathrm{m}\,\mathrm{s}^{-2}"),
        (r"\qty{9.81}{m/s^2}", r"9.81\,\mathrm{m}/\mathrm{s}^{2}"),
        (r"\SI{1,5}{\kilo\ohm}", r"1{,}5\,\mathrm{kΩ}"),
        (r"\unit{\kilo\gram\cubic\metre}", r"\mathrm{kg}\,\mathrm{m}^{3}"),
        (r"\si{\joule\per\mole\per\kelvin}", r"\mathrm{J}\,\mathrm{mol}^{-1}\,\mathrm{K}^{-1}"),
        (r"\num{12345.678}", r"12\,345.678"),
        (r"\num{1234}", "1234"),
        (r"\num{1.6e-19}", r"1.6 \times 10^{-19}"),
        (r"\num{e3}", "10^{3}"),
        (r"\num{-5}", "-5"),
        (r"\num{3.2 +- 0.1}", r"3.2 \pm 0.1"),
        (r"\num{1.234(5)}", "1.234(5)"),
        (r"\ang{90}", r"90^{\circ}"),
        (r"\SI{10}{\degree}", r"10{}^{\circ}"),
        (r"\qty{25}{\celsius}", r"25\,{}^{\circ}\mathrm{C}"),
        (r"\SI{50}{\percent}", r"50\,\%"),
        (r"\qty[per-mode=symbol]{5}{\micro\litre}", r"5\,\mathrm{µL}"),
        (r"\qtyrange{10}{20}{\kelvin}", r"10\,\mathrm{K}\text{–}20\,\mathrm{K}"),
        (r"\SI{9,81}{\frac{m}{s^2}}", r"9{,}81\,\frac{\mathrm{m}}{\mathrm{s}^{2}}"),
        (r"\qty{8.314}{J/(mol.K)}", r"8.314\,\mathrm{J}/(\mathrm{mol}\,\mathrm{K})"),
        (r"\SI{x}{m}", r"x\,\mathrm{m}"),
        (r"\num{2x3}", r"2\times 3"),
        (r"\SI{20}{\euro}", r"20\,\mathrm{€}"),
        (r"\text{etwa \SI{3}{m}}", r"\text{etwa $3\,\mathrm{m}$}"),
    ],
)
def test_units_are_written_out_for_cards(written: str, shown: str) -> None:
    """Learners would see a red command in the place of a unit: MathJax has no siunitx."""
    assert for_mathjax(written) == shown
    assert said(written) == said(shown)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\tg x", r"\operatorname{tg} x"),
        (r"\argmax_x f", r"\operatorname*{argmax}_x f"),
        (r"\bm{v}", r"\boldsymbol{v}"),
        (r"3\,\euro", r"3\,€"),
        (r"\upalpha x", "α x"),
    ],
)
def test_what_mathjax_lacks_is_written_in_what_it_has(written: str, shown: str) -> None:
    """Paper would show a function, and the card a red command."""
    assert for_mathjax(written) == shown
    assert paper_fault(written) == ""


@pytest.mark.parametrize(
    "tex", [tex for tex in SHEET if not re.search(r"\\(SI|qty|num|ang|unit)", tex)]
)
def test_all_else_stays_on_cards_to_the_letter(tex: str) -> None:
    """Notes would change though nobody changed them, and learners lose their edits."""
    assert for_mathjax(tex) == tex


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x = -3", {"−": "prefix"}),
        ("a - 3", {"−": None}),
        ("|-3|", {"−": "prefix"}),
        ("|x|-3", {"−": None}),
        ("(-3)", {"−": "prefix"}),
        (r"\sum_i -x", {"−": "prefix"}),
    ],
)
def test_a_sign_stands_by_its_term(tex: str, shown: dict[str, str | None]) -> None:
    """A negative number would read as a subtraction from nothing."""
    signs = [part for part in read(tex).iter("mo") if part.text in shown]
    assert [part.get("form") for part in signs] == list(shown.values())


# On screens


def test_a_formula_is_drawn_and_told() -> None:
    """Those who see would get no drawing, or those who listen no formula."""
    made = ET.fromstring(maths_html(r"\frac{a}{b}"))  # noqa: S314 - our own
    drawing, depth, maths = made
    assert (drawing.get("aria-hidden"), depth.get("aria-hidden")) == ("true", "true")
    assert drawing[0].get("d", "").startswith("M")
    assert maths.tag == "math"
    assert maths.get("aria-label") == r"\frac{a}{b}"
    assert maths.find(".//mfrac") is not None
    assert not [name for part in made.iter() for name in part.attrib if name == "style"]


def test_room_for_an_answer_does_not_hold_it() -> None:
    """A pupil could read in the page what a phantom hides."""
    made = maths_html(r"x = \phantom{42}")
    assert "42" not in re.sub(r'<path d="[^"]*"|="[^"]*em"|viewBox="[^"]*"', "", made)


def test_a_formula_stands_once_on_a_page_and_so_does_each_glyph() -> None:
    """A page of a maths book would be too large to send."""
    page = SharedFormulas()
    assert page.inline("x^2+x") == page.inline("x^2+x") != page.alone("x^2+x")
    assert page.inline("x+y") == '<i data-maths="2"></i>'
    tables = page.tables()
    assert len(tables["formulas"]) == 3
    assert len(tables["glyphs"]) == len(set(tables["glyphs"])) == 4  # x, 2, +, y
    assert SharedFormulas().tables() == {}


def test_pupils_get_a_formula_and_nothing_beside_it(bank_from: Write) -> None:
    """What draws a formula would tell whether it is the key."""
    bank = (
        "questions: [{id: q, question: 'What is $x$?', answer: '$a$', distractors: ['$b$', '$c$']}]"
    )
    asked = plan_questions(examined(bank_from(bank)))[0]
    assert sorted(asked.shown["choices"]) == sorted(maths_html(tex) for tex in "abc")
    assert asked.shown["stem"] == f"What is {maths_html('x')}?"


# In a bank


@pytest.mark.parametrize("output", ["pdf", "page", None])
def test_paper_and_page_refuse_raw_commands(
    bank_from: Write, tmp_path: Path, output: str | None
) -> None:
    r"""The page would print \foo letter by letter, and say nothing."""
    folder = bank_from(BANK.format(ANKI_ALONE, "h"))
    with pytest.raises(BankError) as caught:
        build(folder, tmp_path / "out", only=[output] if output else None, now=NOW)
    found = [(p.code, p.level) for p in caught.value.problems if p.code == "bad-maths"]
    assert found == [("bad-maths", "error")]


def test_a_hint_is_looked_at(bank_from: Write, tmp_path: Path) -> None:
    """Paper has no hints, and nobody else looked for what screens show there."""
    folder = bank_from(BANK.format("x", r"$\foo$"))
    with pytest.raises(BankError):
        build(folder, tmp_path / "out", only=["page"], now=NOW)


def test_a_lesson_refuses_raw_commands(bank_from: Write) -> None:
    """The class would see the command on the projector."""
    report = examined(bank_from(BANK.format(ANKI_ALONE, "h")))
    with pytest.raises(BankError):
        plan_questions(report)


@pytest.mark.parametrize("tex", [ANKI_ALONE, r"\text{かな}"])
def test_cards_may_hold_what_mathjax_knows(bank_from: Write, tmp_path: Path, tex: str) -> None:
    """A deck that is sound in Anki could not be built."""
    folder = bank_from(BANK.format(tex, "h"))
    made = build(folder, tmp_path / "out", only=["anki"], now=NOW)
    assert [(p.code, p.level) for p in made.problems] == [("bad-maths", "warning")]


@pytest.mark.parametrize("tex", [r"\xyzzy x", r"\frac{a", r"\sideset{}{}\xyzzy", r"\qty{3}{\metr}"])
def test_cards_refuse_what_nobody_knows(bank_from: Write, tmp_path: Path, tex: str) -> None:
    """Learners would see a red command on their card."""
    folder = bank_from(BANK.format(tex, "h"))
    with pytest.raises(BankError):
        build(folder, tmp_path / "out", only=["anki"], now=NOW)


def test_chemistry_and_units_build_everything(bank_from: Write, tmp_path: Path) -> None:
    """A chemistry teacher could make no paper, page or lesson."""
    folder = bank_from(BANK.format(r"\ce{H2O}", r"\SI{3}{m}"))
    made = build(folder, tmp_path / "out", now=NOW)
    assert [p.code for p in made.problems if p.code == "bad-maths"] == []


@pytest.mark.parametrize("case", ["04-display-maths", "05-matrices"])
def test_shared_formulas_are_set_on_all_outputs(shared: Path, tmp_path: Path, case: str) -> None:
    """What strangers wrote would be printed raw, or not at all."""
    shutil.copytree(shared / "cases" / case / "bank", tmp_path / "bank")
    made = build(tmp_path / "bank", tmp_path / "out", now=NOW)
    assert [p.code for p in made.problems if p.code == "bad-maths"] == []


def test_maths_of_a_heading_is_looked_at(bank_from: Write, tmp_path: Path) -> None:
    """A formula in a quiz's instructions would end the build in a traceback."""
    folder = bank_from(
        "questions: [{id: a, question: A?, answer: true}]\n"
        "quizzes: [{id: z, instructions: 'Use $\\frac{a$.', items: [a]}]\n"
    )
    with pytest.raises(BankError) as caught:
        build(folder, tmp_path / "out", only=["pdf"], now=NOW)
    assert [p.code for p in caught.value.problems if p.level == "error"] == ["bad-maths"]
