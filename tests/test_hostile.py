"""What a hostile hour found: each input once crashed, hung, or came out wrong without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.records import read_record
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from quizgen.problems import BankError, BankNotFound, CannotWrite, QuizgenError
from tests.helpers import EVERY_TYPE, NOW, codes, items_of

Check = Callable[..., Report]
Write = Callable[..., Path]

KIND = """
kinds: {k: {who: person, role: text, people: [text], day: date}}
entities:
  ki: {kind: person, name: Kishida}
  jp: {kind: country, name: Japan}
facts:
  - {id: a, kind: k, who: ki, role: leader}
  - {id: b, kind: k, who: ki}
templates:
"""

TEMPLATES = {
    "{id: t, for: k, question: 'Is {Who} one?', answer: true}": "unknown-slot",
    "{id: t, for: k, question: 'Is {who|upper} one?', answer: true}": "unknown-slot",
    "{id: t, for: k, question: 'Is {} one?', answer: true}": "unknown-slot",
    "{id: t, for: k, gather: people, question: Match, pairs: ['{who}', '{role}']}": "bad-gather",
    "{id: t, for: k, where: {who: jp}, question: x, answer: true}": "unknown-entity",
    "{id: t, for: k, question: '{day}?', answer: true}": "template-without-facts",
    "{id: t, for: k, gather: all, question: Match, pairs: ['{who}', '{day}']}": "template-without-facts",
}


@pytest.mark.parametrize(("template", "code"), TEMPLATES.items())
def test_templates(check_text: Check, template: str, code: str) -> None:
    """A template would print its braces, crash, or make nothing without a word."""
    assert code in codes(check_text(KIND + f"  - {template}\n"))


def test_braces_that_are_meant(check_text: Check) -> None:
    """A set in maths, or an escaped brace, would be called a slot."""
    report = check_text(
        KIND + "  - {id: t, for: k, question: 'Is \\{who\\} $\\{1\\}$ {who}?', answer: true}\n"
    )
    assert report.ok, report.problems
    from quizgen.text.markup import parse
    from quizgen.text.runs import plain_text

    assert plain_text(parse(items_of(report.bank)["t/a"].stem)).startswith("Is {who} ")


def test_gather_and_falsify_pass_over_what_lacks_a_value(check_text: Check) -> None:
    """One incomplete fact would end the build in a traceback."""
    report = check_text("""
        kinds: {k: {who: person, to: text}}
        entities:
          a: {kind: person, name: A, role: one}
          b: {kind: person, name: B}
        facts: [{id: x, kind: k, who: a, to: p}, {id: y, kind: k, who: b}, {id: z, kind: k, who: a, to: q}]
        templates:
          - {id: g, for: k, gather: all, question: Match, pairs: ['{to}', '{to}']}
          - {id: f, for: k, question: '{who} is {who.role}', answer: true, falsify: who}
    """)
    assert report.ok, report.problems
    assert "facts-passed-over" in codes(report)


ITEMS = {
    '{id: q, question: "\\0", answer: y}': "control-character",
    '{id: q, question: "\\u200b", answer: y}': "empty",
    "{id: q, question: x, answer: y, audio: 'a.mp3', image: {file: a.svg, alt: A}}": "missing-file",
    "{id: q, question: '![x](../../../etc/passwd)', answer: y}": "outside-the-bank",
    "{id: q, cloze: 'a {{b'}": "bad-cloze",
    "{id: q, question: x, answer: '1,000'}": "",
    "{id: q, question: x, answer: 3.5.1}": "looks-like-a-number",
    "{id: q, question: x, answer: 1e99}": "looks-like-a-number",
    "{id: q, question: x, answer: NaN}": "looks-like-a-number",
}


@pytest.mark.parametrize(("item", "code"), ITEMS.items())
def test_items(check_text: Check, item: str, code: str) -> None:
    """A blank question, a file from outside or a misread number would go out."""
    found = [c for c in codes(check_text(f"questions:\n  - {item}\n")) if c != "no-evidence"]
    assert found[:1] == ([code] if code else [])


@pytest.mark.parametrize("text", ["The capital is {{c1::Tokyo}}.", "The capital is {{1::Tokyo}}."])
def test_ankis_own_cloze_marks(check_text: Check, text: str) -> None:
    """The key would say `c1`, and the hint the answer."""
    from quizgen.present.lower import tell
    from quizgen.text.blocks import plain_words

    item = items_of(check_text(f"questions: [{{id: q, cloze: '{text}'}}]\n").bank)["q"]
    assert [plain_words(a) for a in tell(item, (), "en").answers] == ["Tokyo"]


def test_patching_twice(check_text: Check) -> None:
    """The last patch would win in silence."""
    report = check_text("""
        kinds: {k: {n: text}}
        facts: [{id: a, kind: k, n: one}]
        templates: [{id: t, for: k, question: '{n}?', answer: true}]
        questions: [{id: t/a, points: 2}, {id: t/a, points: 3}]
    """)
    assert "duplicate-id" in codes(report)


def test_forms_that_share_a_file_name(check_text: Check) -> None:
    """The key would overwrite a pupil's paper."""
    for forms in ("[key]", "[A, a]"):
        report = check_text(
            f"questions: [{{id: q, question: x, answer: y}}]\nquizzes: [{{id: z, items: [q], forms: {forms}}}]\n"
        )
        assert not report.ok


@pytest.mark.parametrize("tex", ["a & b", r"\frac{a", "x_1_2", r"\left( x", "_"])
def test_broken_maths_names_its_item(bank_from: Write, tex: str) -> None:
    """A typo in TeX would end the build in a traceback."""
    bank_from(f"questions:\n  - {{id: q, question: 'Is ${tex}$ it?', answer: true}}\n")
    with pytest.raises(BankError) as raised:
        build("bank", "out", only=["pdf"], now=NOW)
    assert [(p.code, p.item) for p in raised.value.problems if p.level == "error"] == [
        ("bad-maths", "q")
    ]
    told = [(p.code, p.level) for p in check("bank").problems]
    assert told == [("bad-maths", "warning")]


def test_wide_maths_stays_in_its_column() -> None:
    """A long formula would run off the page."""
    from quizgen.outputs.pdf.typeset.boxes import Shape
    from quizgen.outputs.pdf.typeset.paragraphs import Typesetter
    from quizgen.outputs.pdf.typeset.styles import Style
    from quizgen.text.markup import parse

    box = Typesetter().box(parse("$" + "x+" * 80 + "x$"), 200, Style())
    for dx, _, mark in box.all_marks():
        assert isinstance(mark, Shape)
        assert max(dx + mark.x + v for _, values in mark.steps for v in values[::2]) <= 201


def test_a_long_answer_takes_no_longer(bank_from: Write) -> None:
    """An answer of a few thousand characters would hang the build."""
    bank_from(
        "questions:\n  - {id: q, question: x, answer: "
        + "word " * 4000
        + "}\n  - {id: r, question: y, rubric: ["
        + "word " * 4000
        + "]}\n"
    )
    build("bank", "out", only=["pdf"], now=NOW)


def test_deep_records_do_not_crash_the_interpreter(tmp_path: Path) -> None:
    """A record from a stranger would crash the whole build."""
    path = tmp_path / "r.yaml"
    for text in ("[" * 50_000, "a: " * 3 + "[" * 50_000, "words: .inf\n"):
        path.write_text(text)
        code = f"from quizgen.checks.evidence.records import read_record; from pathlib import Path; read_record(Path({str(path)!r}))"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
        )
        assert done.returncode == 1
        assert "QuizgenError" in done.stderr
    with pytest.raises(QuizgenError):
        read_record(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A named pipe would hang the build for ever."""
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(BankNotFound, match="not a file"):
        build(tmp_path / "pipe.yaml", tmp_path / "out", now=NOW)


@pytest.mark.parametrize("epoch", ["abc", "1.5", "99999999999999", "²"])
def test_a_bad_epoch_is_a_sentence(
    bank_from: Write, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    """A packager's typo would end in a traceback."""
    bank_from("questions: [{id: a, question: x, answer: y}]\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(QuizgenError, match="SOURCE_DATE_EPOCH"):
        build("bank", "out")


def test_a_blocked_name_changes_nothing(bank_from: Write) -> None:
    """The folder would hold yesterday's papers beside today's manifest."""
    bank_from(EVERY_TYPE)
    build("bank", "out", only=["anki"], now=NOW)
    before = (
        Path("out/test-bank/manifest.json").read_bytes(),
        Path("out/test-bank/deck.apkg").read_bytes(),
    )
    Path("out/test-bank/quiz-A.pdf").mkdir()
    bank_from(EVERY_TYPE.replace("Who?", "Who then?"))
    with pytest.raises(CannotWrite, match="it is a folder"):
        build("bank", "out", now=NOW + 5)
    assert before == (
        Path("out/test-bank/manifest.json").read_bytes(),
        Path("out/test-bank/deck.apkg").read_bytes(),
    )


def test_leftovers_of_killed_builds_are_swept(bank_from: Write) -> None:
    """Hidden folders would fill the disk."""
    bank_from(EVERY_TYPE)
    left = Path("out/.test-bank.999999999.abcdef01")
    left.mkdir(parents=True)
    Path("out/.test-bank.99999999999999999999.abcdef01").mkdir()
    build("bank", "out", only=["anki"], now=NOW)
    assert not left.exists()


@pytest.mark.parametrize("line", ["include: [/etc/hostname]", "include: [ROOT/more.yaml]"])
def test_absolute_paths_are_refused(bank_from: Write, line: str) -> None:
    """A bank would only work in one place, or read files of the machine."""
    folder = bank_from("questions: [{id: a, question: x, answer: y}]\n")
    (folder / "more.yaml").write_text("questions: [{id: b, question: x, answer: y}]\n")
    text = (folder / "bank.yaml").read_text() + line.replace("ROOT", str(folder.absolute())) + "\n"
    (folder / "bank.yaml").write_text(text)
    from quizgen.pipeline.check import check

    assert "outside-the-bank" in codes(check(folder))


def test_a_title_with_an_escape(bank_from: Write) -> None:
    """A stranger's bank would repaint the terminal through the table of what was made."""
    bank_from(
        'quizgen: 1\nid: test-bank\ntitle: "\\e[31mRED"\nquestions: [{id: a, question: x, answer: y}]\n'
    )
    with pytest.raises(BankError) as raised:
        build("bank", "out", now=NOW)
    assert "control-character" in [p.code for p in raised.value.problems]


def test_a_terminal_of_another_encoding(bank_from: Write) -> None:
    """An arrow in the answer would end `show` in a traceback."""
    bank_from(EVERY_TYPE)
    done = subprocess.run(
        [sys.executable, "-m", "quizgen", "show", "ordering", "bank"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert b"\\u2192" in done.stdout


@pytest.mark.parametrize("way", ["../secret.yaml", "ABSOLUTE", "link.yaml", "folder/secret.yaml"])
@pytest.mark.parametrize("key", ["include: [{}]", "questions: [{{id: q, question: x, answer: y, image: {{file: {}, alt: A}}}}]"])  # fmt: skip
def test_nothing_outside_the_bank_is_read(bank_from: Write, way: str, key: str) -> None:
    """A bank from a stranger could print what lies elsewhere on the disk."""
    secret = Path("secret.yaml").resolve()
    secret.write_text("questions: [{id: leaked, question: x, answer: y}]\n")
    bank_from("")
    Path("bank/link.yaml").symlink_to(secret)
    Path("bank/folder").symlink_to(secret.parent)
    bank_from(key.format(secret if way == "ABSOLUTE" else way) + "\n")
    report = check("bank")
    assert "outside-the-bank" in codes(report)
    assert "leaked" not in items_of(report.bank)


def test_a_link_that_goes_in_circles(bank_from: Write) -> None:
    """The check would hang, or end in a traceback."""
    bank_from("include: [round.yaml]\n")
    Path("bank/round.yaml").symlink_to("round.yaml")
    assert codes(check("bank"))[:1] in (["missing-file"], ["outside-the-bank"])
