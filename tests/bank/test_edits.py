"""Edits in place: what was asked for changes, and every other character stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.bank.syntax.edits import edit_files, edited
from quizgen.problems import Edit, Where

CITED = {
    "evidence: three plain words here": 'evidence: "p7: three plain words here"',
    'evidence: three "quoted" words': 'evidence: "p7: three \\"quoted\\" words"',
    'evidence: "three words here"  # why': 'evidence: "p7: three words here"  # why',
    "evidence: 'it''s three words'": "evidence: 'p7: it''s three words'",
    'evidence: "p11: three words here"': 'evidence: "p7: three words here"',
    "evidence: 'p1: three words here'": "evidence: 'p7: three words here'",
    "evidence: >-\n      p11: three words\n      here": "evidence: >-\n      p7: three words\n      here",
    "evidence: |\n      three words here": "evidence: |\n      p7: three words here",
    "evidence: {source: s, quote: three words here}": "evidence: {paragraph: 7, source: s, quote: three words here}",
    "evidence: {source: s, paragraph: 11, quote: a b c}": "evidence: {source: s, paragraph: 7, quote: a b c}",
    "evidence:\n      source: s\n      quote: three words": "evidence:\n      paragraph: 7\n      source: s\n      quote: three words",
}


@pytest.mark.parametrize(("line", "wanted"), CITED.items())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_paragraph_is_written(line: str, wanted: str, end: str) -> None:
    """The repair would spoil a quote, a comment or the file's line ends."""

    def bank(text: str) -> str:
        return f"# head\nquestions:\n  - id: q  # first\n    {text}\n    x-last: 1\n".replace(
            "\n", end
        )

    where = Where("f", 4, 15) if "evidence:\n" not in line else Where("f", 5, 7)
    text, done = edited(bank(line), [Edit(where, "paragraph", "7")])
    assert text == bank(wanted)
    assert len(done) == 1


def test_a_plain_text_over_lines_is_left_alone() -> None:
    """The repair would quote half of a text."""
    text = "evidence: three plain\n  words here\n"
    assert edited(text, [Edit(Where("f", 1, 11), "paragraph", "7")]) == (text, [])


def test_a_key_for_a_mapping() -> None:
    """An id would land in another question, or off its margin."""
    text = "questions:\n  - question: a  # A\n    answer: b\n  - {question: c, answer: d}\n-\n"
    text = text.removesuffix("-\n")
    edits = [Edit(Where("f", 2, 5), "id", "one"), Edit(Where("f", 4, 5), "id", "two")]
    new, done = edited(text, edits)
    assert new == (
        "questions:\n  - id: one\n    question: a  # A\n    answer: b\n"
        "  - {id: two, question: c, answer: d}\n"
    )
    assert len(done) == 2


def test_a_byte_order_mark_moves_nothing() -> None:
    """Notepad's files would be edited one sign too far left."""
    text = '\ufeffevidence: "a b c"\n'
    assert edited(text, [Edit(Where("f", 1, 11), "paragraph", "3")])[0] == (
        '\ufeffevidence: "p3: a b c"\n'
    )


def test_places_that_hold_nothing() -> None:
    """An edit for another state of the file would be done blindly."""
    text = "a: b\n"
    for where in (Where("f", 9, 1), Where("f", 1, 3), Where("f", 1, 99)):
        assert edited(text, [Edit(where, "id", "x")]) == (text, [])
    assert edited("a: [", [Edit(Where("f", 1, 1), "id", "x")]) == ("a: [", [])


WORD = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)


@settings(deadline=None)  # a busy machine says nothing of the edit
@given(st.lists(WORD, min_size=3, max_size=6), st.sampled_from(["", '"', "'"]))
def test_the_words_are_the_same_after(words: list[str], quote: str) -> None:
    """A repair would change what is cited."""
    from quizgen.bank.syntax.yaml_tree import Map, Scalar, read_text

    said = " ".join(words)
    if quote == '"':
        said = said.replace("\\", "").replace('"', "")
    if quote == "'":
        said = said.replace("'", "''")
    text = f"evidence: {quote}{said}{quote}\nx: y\n"
    before = read_text(text, "f")
    if type(before.root) is not Map or before.problems:
        return
    node = before.root.entries.get("evidence")
    if type(node) is not Scalar or not node.text or node.text.startswith("p"):
        return
    new, done = edited(text, [Edit(Where("f", 1, 11), "paragraph", "12")])
    if not done:
        assert new == text
        return
    after = read_text(new, "f")
    assert type(after.root) is Map
    cited = after.root.entries["evidence"]
    assert type(cited) is Scalar
    assert cited.text == f"p12: {node.text}"


def test_files_are_written_by_name(tmp_path: Path) -> None:
    """An edit would land in another file."""
    a, b = tmp_path / "a.yaml", tmp_path / "b.yaml"
    a.write_bytes(b"x: 1\r\n")
    b.write_bytes(b"x: 1\n")
    files, done = edit_files([Edit(Where(str(a), 1, 1), "id", "one")], Path.cwd())
    assert files == {a: b"id: one\r\nx: 1\r\n"}
    assert len(done) == 1


WRONG_PLACES = {
    # A key with a space before its colon, and another item's paragraph after it.
    '- {quote: a b c, "paragraph": 4}\n- {quote: d e f, paragraph: 4}\n': '- {quote: a b c, "paragraph": 7}\n- {quote: d e f, paragraph: 4}\n',
    "- {x-paragraph: 4, quote: a b c, paragraph: 4}\n": "- {x-paragraph: 4, quote: a b c, paragraph: 7}\n",
    "- quote: a b c  # was paragraph: 4 in print\n  paragraph: 4\n": "- quote: a b c  # was paragraph: 4 in print\n  paragraph: 7\n",
}


@pytest.mark.parametrize(("text", "wanted"), WRONG_PLACES.items())
def test_a_paragraph_is_changed_where_it_stands(text: str, wanted: str) -> None:
    """The repair would spoil another item, or a comment."""
    assert edited(text, [Edit(Where("f", 1, 3), "paragraph", "7")])[0] == wanted


@pytest.mark.parametrize("end", ["\u2028", "\x85"])
def test_line_ends_that_only_yaml_counts(end: str) -> None:
    """The repair would land some lines too far up; a problem is named by an editor's lines."""
    text = f'a: "He{end}llo"\nevidence: "p4: a b c"\nlast: "What?"\n'
    new, done = edited(text, [Edit(Where("f", 2, 11), "paragraph", "7")])
    assert new == text.replace("p4", "p7")
    assert len(done) == 1


def test_bare_carriage_returns() -> None:
    """The repair would be written at the end of the file."""
    text = "evidence: >-\r  a b c\rx: y\r"
    new, _ = edited(text, [Edit(Where("f", 1, 11), "paragraph", "7")])
    assert new == text.replace("a b c", "p7: a b c")


@pytest.mark.parametrize("said", ["' p4: a b c'", '"p4:\\ta b c"', '"\\x704: a b c"'])
def test_odd_ways_to_write_a_paragraph(said: str) -> None:
    """Evidence that could be mended would be made worse, and called fixed."""
    text = f"evidence: {said}\n"
    new, done = edited(text, [Edit(Where("f", 1, 11), "paragraph", "7")])
    assert (new == text) == (done == [])
    assert "p7:  p4" not in new


def test_links_modes_and_read_only_files(tmp_path: Path) -> None:
    """A private bank would become readable for all, or a link be cut."""
    from quizgen.pipeline.writing import write_atomically

    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("x: 1\n")
    real.chmod(0o600)
    link.symlink_to(real)
    write_atomically(link, b"x: 2\n", Path.cwd())
    assert link.is_symlink()
    assert real.read_text() == "x: 2\n"
    assert real.stat().st_mode & 0o777 == 0o600
    real.chmod(0o444)
    assert edit_files([Edit(Where(str(real), 1, 1), "id", "one")], Path.cwd()) == ({}, [])
