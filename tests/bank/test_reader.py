"""Reading YAML: the slot decides, traps are caught, everything has a place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizgen.bank.syntax.yaml_tree import (
    Document,
    Map,
    Node,
    Scalar,
    Seq,
    read_bytes,
    read_file,
    read_text,
)
from quizgen.model import Numeric, ShortAnswer, TrueFalse
from quizgen.pipeline.check import Report
from tests.helpers import HEAD, ROOT, codes, errors, items_of

Check = Callable[..., Report]


def plain(node: Node | None) -> object:
    """Turn a tree into dicts, lists and strings."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Seq):
        return [plain(value) for value in node.items]
    return node.text if isinstance(node, Scalar) else None


# Text that YAML 1.1 would turn into something else (research: the trap table).
LOOKS = [
    "no",
    "NO",
    "on",
    "off",
    "Yes",
    "y",
    "2024-07-11",
    "2024-13-45",
    "1:30",
    "12:30:45",
    "010",
    "0b11",
    "1_000",
    "0xdeadbeef",
    "1e400",
    ".inf",
    ".NaN",
    "null",
    "~",
    "007",
    "1" * 30,
]


@pytest.mark.parametrize("look", LOOKS)
def test_a_text_slot_takes_what_is_written(check_text: Check, look: str) -> None:
    """Norway's no would become False, 1:30 would become 90, a date would become an object."""
    report = check_text(f"""
        questions:
          - id: q
            question: Which one?
            answer: {look}
            distractors: [another, a third]
    """)
    assert [p for p in report.problems if p.level == "error"] == []
    item = items_of(report.bank)["q"]
    assert look in [option.text for option in item.options]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("16", Numeric),
        ("-2.5", Numeric),
        ("1e3", Numeric),
        ('"16"', ShortAnswer),
        ("007", ShortAnswer),
        ("1_000", ShortAnswer),
        ("true", TrueFalse),
        ('"true"', ShortAnswer),
    ],
)
def test_the_answer_slot_tells_numbers_and_truth_from_text(
    check_text: Check, answer: str, kind: type
) -> None:
    """A quoted number would be marked as a number, or a plain one as text."""
    report = check_text(f"questions:\n  - {{id: q, question: Well?, answer: {answer}}}\n")
    assert isinstance(items_of(report.bank)["q"], kind)


@pytest.mark.parametrize("word", ["yes", "No", "on", "OFF", "True"])
def test_a_lone_yes_is_asked_about(check_text: Check, word: str) -> None:
    """The author's yes would silently become a short answer to be typed."""
    report = check_text(f"questions:\n  - {{id: q, question: Well?, answer: {word}}}\n")
    assert codes(report) == ["yes-or-no"]


REFUSED = {
    "duplicate-key": "questions:\n  - id: q\n    id: r\n    question: x\n    answer: y\n",
    "alias": "questions: &a\n  - {id: q, question: x, answer: y}\n",
    "tag": "title2: !!python/name:os.system x\n",
    "merge-key": "x-a: {<<: {b: c}}\n",
    "key-not-text": "x-a: {[1, 2]: c}\n",
    "second-document": "---\nquizgen: 1\n",
    "unknown-key": "qestions: []\n",
    "text-cut-by-hash": "questions:\n  - id: q\n    question: What is #1 here?\n    answer: y\n",
    "too-deep": "x-a: " + "[" * 40 + "]" * 40 + "\n",
    "missing-file": "include: [nowhere.yaml]\n",
    "outside-the-bank": "include: [../bank.yaml]\n",
}


@pytest.mark.parametrize(("code", "text"), REFUSED.items())
def test_what_is_refused(check_text: Check, code: str, text: str) -> None:
    """YAML would quietly lose or change what the author wrote."""
    report = check_text(HEAD + text)
    assert code in codes(report)
    assert not report.ok
    place = next(p for p in report.problems if p.code == code)
    assert place.where.line > 0
    assert place.help


SYNTAX = {
    "question: Who said: hello?": "quotes",
    "question: [NATO] is": "quote",
    'question: "NATO" stands for?': "quotes",
    "question: {represents} sent whom?": "quote",
    "question: %5 of what?": "quoted",
    "question: @home": "quoted",
    "question:\tx\n\tanswer: y": "tab",
}


@pytest.mark.parametrize(("line", "hint"), SYNTAX.items())
def test_syntax_errors_say_what_to_do(check_text: Check, line: str, hint: str) -> None:
    """The author would read a parser's words and not know which quote is missing."""
    report = check_text(HEAD + f"questions:\n  - id: q\n    {line}\n    answer: y\n")
    (problem,) = [p for p in report.problems if p.level == "error"]
    assert problem.where.line in (6, 7)
    assert hint in problem.help


ACCIDENTS = {
    "{text: x, why: He came, and spoke}": "comma-splits-text",
    "{person}": "wrong-kind",
    "a: b": "wrong-kind",
}


@pytest.mark.parametrize(("option", "code"), ACCIDENTS.items())
def test_quiet_accidents_in_options(check_text: Check, option: str, code: str) -> None:
    """An option would lose half its text or become a mapping."""
    report = check_text(
        f"questions:\n  - {{id: q, question: x, answer: y, distractors: [{option}, z]}}\n"
    )
    assert code in codes(report)


def test_a_comma_within_a_number_stays_without_a_space(check_text: Check) -> None:
    """The advice would turn `3,1` into `3, 1`."""
    report = check_text(
        "questions:\n  - {id: q, question: x, answer: y, distractors: [{text: unter 3,1}, z]}\n"
    )
    (problem,) = [p for p in report.problems if p.code == "comma-splits-text"]
    assert problem.help == 'if one text is meant, quote it: text: "unter 3,1"'


@pytest.mark.parametrize("options", ["[1,000, 2,000]", "[He came, and spoke, She left]"])
def test_a_comma_in_a_flow_list_is_caught(check_text: Check, options: str) -> None:
    """One option would become two."""
    report = check_text(
        f"questions:\n  - {{id: q, question: x, answer: y, distractors: {options}}}\n"
    )
    assert "comma-splits-text" in codes(report)


@pytest.mark.parametrize("list_", [r"[$\ce{HCl}$, b]", r"[a, $\frac{1}{2}$]", "[O{2}, x]"])
def test_braces_in_a_list_are_named(check_text: Check, list_: str) -> None:
    """A chemist would be told of a text that starts with [, where none does."""
    text = f"questions:\n  - id: q\n    question: x\n    answer: y\n    distractors: {list_}\n"
    (problem,) = [p for p in check_text(text).problems if p.code == "yaml-syntax"]
    assert problem.help
    assert "{ or } must be in quotes" in problem.help


def test_a_comma_in_a_pair_is_named(check_text: Check) -> None:
    """A decimal comma would make a pair of three, and nobody be told why."""
    text = "questions:\n  - {id: q, question: x, pairs: [[a, pH 3,1], [b, c]]}\n"
    (problem,) = [p for p in check_text(text).problems if p.code == "wrong-kind"]
    assert problem.message == "each of the pairs must be a list of two, found a list of 3"
    assert problem.help == "write `- [left, right]`; a text that holds a comma must be in quotes"


def test_a_comment_is_still_a_comment(check_text: Check) -> None:
    """Authors could no longer comment their banks."""
    report = check_text(
        "title: T  # a note\nquestions:  # more\n  # alone\n  - {id: q, question: x, answer: y}\n"
    )
    assert codes(report) == ["duplicate-key"]  # the head has a title already


BYTES = {
    b"": "empty-file",
    b"  \n\n": "empty-file",
    b"%PDF-1.7 ...": "not-yaml",
    b"PK\x03\x04...": "not-yaml",
    "quizgen: 1".encode("utf-16"): "not-utf8",
    "title: Zürich".encode("latin-1"): "not-utf8",
    b"title: a\x00b": "control-character",
    b"title: a\x1b[31mb": "control-character",
    b'title: "\\ud800"': "yaml-syntax",
}


@pytest.mark.parametrize(("data", "code"), BYTES.items())
def test_bytes_that_are_no_bank(data: bytes, code: str) -> None:
    """A PDF renamed to .yaml would end in a traceback."""
    document = read_bytes(data, "bank.yaml")
    assert [p.code for p in document.problems] == [code]


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film renamed to .yaml would eat the memory."""
    monkeypatch.setattr("quizgen.bank.syntax.yaml_tree.MAX_BYTES", 10)
    (tmp_path / "b.yaml").write_text("quizgen: 1 # and more")
    assert [p.code for p in read_file(tmp_path / "b.yaml", "b").problems] == ["file-too-large"]


def test_places_count_from_one() -> None:
    """Every message would point one line off."""
    document = read_bytes("a: x\nü:\n  - längst\n  - c".encode(), "f")
    assert isinstance(document.root, Map)
    inner = document.root.entries["ü"]
    assert isinstance(inner, Seq)
    assert str(document.where(inner.items[1].mark)) == "f:4:5"


def test_brackets_do_not_crash_the_interpreter(tmp_path: Path) -> None:
    """50,000 brackets crash libyaml's own loader, and with it the whole build."""
    bank = tmp_path / "bank.yaml"
    bank.write_text("quizgen: 1\nx-a: " + "[" * 50_000)
    command = [sys.executable, "-m", "quizgen", "check", str(bank)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=20, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert "too-deep" in done.stderr
    assert "Traceback" not in done.stderr


SCALARS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
    st.integers().map(str),
    st.sampled_from(LOOKS),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), TREES, min_size=1, max_size=4),
    st.booleans(),
)
def test_the_reader_agrees_with_yaml_on_strings(tree: dict[str, object], flow: bool) -> None:
    """Our own builder would lose, move or change a value."""
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    document = read_text(text, "f")
    assert document.problems == []
    assert plain(document.root) == yaml.load(text, Loader=yaml.BaseLoader)


@given(st.text(alphabet="ab:-?[]{},#&*!|>'\"%@` \n\t12é\x00", max_size=80))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Some slip of the keyboard would end in a traceback."""
    document = read_text(text, "f")
    assert isinstance(document, Document)
    assert document.problems or document.root is not None


def test_all_problems_of_all_files_at_once(check_text: Check) -> None:
    """The author would mend one slip a run."""
    report = check_text(
        """
        include: [one.yaml, two.yaml]
        questions:
          - {id: q, question: x}
        """,
        one="questions:\n  - {id: r, questn: x, answer: y}\n",
        two="questions:\n  - id: [\n",
    )
    files = {Path(p.where.file).name for p in report.problems if p.level == "error"}
    assert files == {"bank.yaml", "one.yaml", "two.yaml"}


def test_three_hundred_mistakes_are_three_hundred_problems(check_text: Check) -> None:
    """A long list of slips would be cut short."""
    lines = "".join(f"  - {{id: q{i}, question: x, answr: y}}\n" for i in range(300))
    report = check_text(HEAD + "questions:\n" + lines)
    assert [code for code, _ in errors(report)] == ["unknown-key"] * 300


def test_did_you_mean(check_text: Check) -> None:
    """The author would have to look the key up."""
    report = check_text("questions:\n  - {id: q, question: x, anwser: y}\n")
    assert any("'answer'" in p.help for p in report.problems)
