"""GIFT files as banks: a whole corpus, keys compared with those of another reader's parse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizgen.inputs import input_of, read_as
from quizgen.inputs.reading import ForeignItem, Plain
from quizgen.pipeline.check import check
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words

TYPES = {
    "MC": {"options"},
    "TF": {"answer"},
    "Short": {"answer", "cloze"},
    "Numerical": {"answer"},
    "Matching": {"pairs"},
    "Essay": {"rubric"},
}


def corpus(shared: Path) -> Iterator[tuple[str, bytes, list[dict[str, Any]]]]:
    """Give each file of the corpus with what the other reader makes of it."""
    for path in sorted((shared / "corpora" / "gift").glob("*.gift")):
        yield path.name, path.read_bytes(), json.loads(path.with_suffix(".json").read_text("utf-8"))


def words_of(text: str) -> str:
    """Give the plain words of a text of ours."""
    return "".join(plain_words(parse_blocks(text)).split())


def key_of(item: ForeignItem) -> Any:
    """Give what is right, as plain words."""
    answer = item.fields.get("answer")
    match answer:
        case Plain():
            return answer.text
        case str():
            return words_of(answer)
        case list():
            return [words_of(str(one)) for one in answer]
        case _:
            return None


def foreign_key(question: dict[str, Any]) -> Any:
    """Give what the other reader says is right; nothing for types it keeps otherwise."""
    kind = question["type"]
    if kind == "TF":
        return str(question["isTrue"]).lower()
    if kind == "MC":
        right = [c for c in question["choices"] if c["isCorrect"] or (c["weight"] or 0) > 0]
        if any(c["isCorrect"] for c in right):
            right = [c for c in right if c["isCorrect"]]
        texts = [_bare(c["text"]) for c in right]
        return texts[0] if len(texts) == 1 else texts
    return None


def _bare(text: dict[str, str]) -> str:
    from lxml import html

    if text["format"] in {"html", "moodle"} and "<" in text["text"]:
        return "".join(html.fromstring(f"<p>{text['text']}</p>").text_content().split())
    return "".join(text["text"].split())


def test_the_whole_corpus_comes_with_its_keys(shared: Path) -> None:
    """Files that Moodle takes would be refused, or come with other keys."""
    seen = 0
    for name, data, questions in corpus(shared):
        foreign = [q for q in questions if q["type"] not in {"Category", "Description"}]
        items = [i for i in read_as("gift", data, name).items if i.status != "refused"]
        assert len(items) == len(foreign), name
        for item, question in zip(items, foreign, strict=True):
            seen += 1
            assert TYPES[question["type"]] & item.fields.keys(), (name, question["type"])
            wanted = foreign_key(question)
            assert wanted is None or key_of(item) == wanted, (name, item.where.line)
    assert seen > 80


def test_gift_is_told_from_other_text(shared: Path) -> None:
    """A file would be taken for a table."""
    plain_markdown = "markdown.gift"
    for name, data, questions in corpus(shared):
        if questions and name != plain_markdown:
            assert input_of(data, name) == "gift", name


def test_numbers_keep_their_tolerance(tmp_path: Path) -> None:
    """A right answer near the number would be marked wrong."""
    text = "A {#3:2}\n\nB {#1..5}\n\nC {#\n=1822:0#Yes\n=%50%1822:2#Near}\n"
    path = tmp_path / "n.gift"
    path.write_text(text)
    found = [(i.low, i.high) for i in check(path).sound_bank.items]  # type: ignore[union-attr]
    assert found == [(1, 5), (1, 5), (1822, 1822)]


def test_names_categories_and_tags_come(tmp_path: Path) -> None:
    """Cards would lose their history with every export, and topics be gone."""
    path = tmp_path / "n.gift"
    path.write_text(
        "$CATEGORY: $course$/top/Default for Maths/Sums\n\n"
        "// [id:sum-1] [tag:easy]\n::Sum::1 + 1 \\= 2 {T}\n\n::Other::2 + 2 {=4 ~5 ~6}\n"
    )
    bank = check(path).sound_bank
    assert [(i.id, i.topic, i.tags) for i in bank.items] == [
        ("sum-1", "sums", ("easy",)),
        ("other", "sums", ()),
    ]
    assert bank.title == "Maths"


@pytest.mark.parametrize(
    "text", ["Who? {=a ~b\n\nWhat? {=a} and {=b}\n\nYes {T}", "x } {\n\nYes {T}"]
)
def test_braces_that_do_not_match_are_named(tmp_path: Path, text: str) -> None:
    """One slip would swallow all questions below it."""
    path = tmp_path / "n.gift"
    path.write_text(text)
    report = check(path)
    assert any(problem.code == "cannot-be-read" for problem in report.problems)
    assert [item.stem for item in report.sound_bank.items] == ["Yes"]
