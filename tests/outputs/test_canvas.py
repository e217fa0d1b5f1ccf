"""Canvas packages: keys by a reader that isn't ours, and the same items by our own."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from quizgen.inputs import read_as
from quizgen.inputs.reading import Plain
from quizgen.model import (
    Cloze,
    Flashcard,
    Item,
    MultipleResponse,
    Numeric,
    Ordering,
    item_options,
)
from quizgen.pipeline.check import check
from quizgen.pipeline.export import Exported, export
from tests.helpers import EVERY_TYPE, NATO, NOW
from tests.inputs.canvas_files import PIXEL

AWKWARD = r"""
passages: {poem: {text: "Two lines,\nand $x^2$."}}
questions:
  - id: signs
    passage: poem
    question: "Is `a < b` & **c** so, with $x^2$? ![Map](map.png)"
    answer: "<b>"
    distractors: [{text: "&amp", why: "No: a < b."}, "c ]]> d"]
    points: 2.5
    explanation: "Because."
    tags: [one, two]
  - {id: thirds, question: "Which?", answer: [a, b, c], distractors: [d], score: right-minus-wrong}
  - {id: exact, question: How much?, answer: 0.1, tolerance: 0.001}
  - {id: range, question: How much?, answer: 3, range: [2, 5]}
  - {id: picked, cloze: "He {{1::goes}} to {{2::school}}.", choices: {1: [go], 2: [house]}}
  - {id: typed, cloze: "Use [gap] {{1::red}}.", accept: {1: [rot]}}
  - {id: fixed, question: Who?, options: [zed, ann], answer: ann}
  - {id: quoted, stimulus: "> Words.", question: True?, answer: false}
"""
READ = """
import json, sys, qti2latex, xml.etree.ElementTree as ET
told = {}
for item in qti2latex.findall_anyns(ET.parse(sys.argv[1]).getroot(), "item"):
    about = qti2latex.get_qti_metadata(item)
    right = qti2latex.get_correct_idents(item)
    texts = dict(qti2latex.get_choices(item))
    told[about["quizgen_item"]] = [about["question_type"], sorted(texts.get(r, r) for r in right)]
groups = [qti2latex.get_group(one) for one in qti2latex.findall_anyns(ET.parse(sys.argv[1]), "section")]
print(json.dumps([told, [[count, len(items)] for count, _, items in groups if count]]))
""".replace("ET.parse(sys.argv[1]), ", "ET.parse(sys.argv[1]).getroot(), ")


def written(bank: Path, out: Path, **how: Any) -> tuple[Path, Exported]:
    """Export a bank as a package."""
    exported = export(bank, ["canvas"], out, now=NOW, **how)
    return out / exported.bank / "export" / exported.files[0].name, exported


def quiz_in(package: Path) -> str:
    """Give the quiz inside a package."""
    with ZipFile(package) as archive:
        name = next(n for n in archive.namelist() if re.fullmatch(r"(g\w+)/\1\.xml", n))
        return archive.read(name).decode()


def bank_with_map(bank_from: Callable[..., Path], text: str) -> Path:
    """Write a bank with its picture."""
    bank = bank_from(text)
    (bank / "map.png").write_bytes(PIXEL)
    return bank


@pytest.fixture
def foreign(
    own_environment: Callable[..., Path], tmp_path: Path
) -> Callable[[str], tuple[dict[str, Any], list[list[int]]]]:
    """Give a reader that isn't ours: types and keys by item, and what groups draw of how many."""
    python = own_environment("qti2latex==0.1.6")

    def read(quiz: str) -> tuple[dict[str, Any], list[list[int]]]:
        path = tmp_path / "quiz.xml"
        path.write_text(quiz, "utf-8")
        done = subprocess.run(
            [python, "-c", READ, path], capture_output=True, text=True, check=False
        )
        assert not done.returncode, done.stderr[-400:]
        told, groups = json.loads(done.stdout)
        return told, groups

    return read


@pytest.mark.peer
def test_a_foreign_reader_finds_the_same_keys(
    foreign: Callable[[str], Any], bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """Canvas would mark a right answer as wrong; a test blind to it would prove nothing."""
    bank = bank_from(EVERY_TYPE.replace(", {text: None other, why: It is other.}", ", None other"))
    quiz = quiz_in(written(bank, tmp_path / "out")[0])
    told, groups = foreign(quiz)
    assert {id: tuple(found) for id, found in told.items()} == {
        "single": ("multiple_choice_question", ["This one"]),
        "multiple": ("multiple_answers_question", ["Alpha", "Beta"]),
        "truth": ("true_false_question", ["True"]),
        "short": ("short_answer_question", ["Fumio Kishida", "Kishida"]),
        "number": ("numerical_question", ["16"]),
        "cloze": ("fill_in_multiple_blanks_question", ["November", "office"]),
        "matching": ("matching_question", ["Japan", "South Korea"]),
        "ordering": ("matching_question", ["first", "second", "third"]),
        "open": ("essay_question", []),
        "card": ("short_answer_question", ["A pact"]),
    }
    assert groups == [[3, 3], [3, 3], [4, 4]]
    assert foreign(with_other_key(quiz))[0]["single"][1] != ["This one"]


def with_other_key(quiz: str) -> str:
    """Swap the names of the right option of the first question and of another."""
    root = etree.fromstring(quiz.encode())
    item = next(i for i in root.iter("{*}item") if "Which one?" in i.findtext(".//{*}mattext"))
    key = item.findtext(".//{*}varequal")
    labels = list(item.iter("{*}response_label"))
    right = next(label for label in labels if label.get("ident") == key)
    other = next(label for label in labels if label.get("ident") != key)
    right.set("ident", other.get("ident"))
    other.set("ident", key)
    return str(etree.tostring(root, encoding="unicode"))


def test_a_dropped_tolerance_would_be_seen(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """An answer near the number would be marked wrong, and no test would tell."""
    quiz = quiz_in(written(bank_from(EVERY_TYPE), tmp_path / "out")[0])
    assert number_in(quiz) == (15.5, 16.5)
    assert number_in(re.sub(r"(<var[gl]te [^>]*>)[^<]*", r"\g<1>16", quiz)) == (16, 16)


def number_in(quiz: str) -> tuple[float, float]:
    """Give the range of the number in a quiz."""
    (item,) = (
        i
        for i in read_as("canvas", quiz.encode(), "q.xml").items
        if "16" in str(i.fields.get("answer"))
    )
    answer, margin = item.fields["answer"], item.fields.get("tolerance")
    assert isinstance(answer, Plain)
    half = float(margin.text) if isinstance(margin, Plain) else 0
    return float(answer.text) - half, float(answer.text) + half


@pytest.mark.parametrize("body", [EVERY_TYPE, AWKWARD], ids=["every type", "awkward"])
def test_the_same_items_come_back_or_the_loss_was_named(
    body: str, bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A question would lose its key, its feedback or its margin on the way, and nobody told."""
    bank = bank_with_map(bank_from, body)
    path, exported = written(bank, tmp_path / "out")
    lost: dict[str, set[str]] = {}
    for loss in exported.losses["canvas"]:
        lost.setdefault(loss.item, set()).add(loss.field)
    again = {item.id: item for item in check(path).sound_bank.items}
    for item in check(bank).sound_bank.items:
        if "" in lost.get(item.id, ()):
            assert isinstance(item, Ordering | Flashcard)
            continue
        for name, value in told_of(item).items():
            came = told_of(again[item.id]).get(name)
            assert came == value or name in lost.get(item.id, ()), (item.id, name, came, value)


def told_of(item: Item) -> dict[str, Any]:
    """Give what must not change, by field."""
    kept = ("key", "keys", "score", "accept", "low", "high", "pairs", "choices", "points", "match")
    told = {name: getattr(item, name) for name in kept if hasattr(item, name)}
    if isinstance(item, MultipleResponse):
        told["keys"] = set(item.keys)
    told |= {"explanation": item.explanation, "tags": item.tags, "stimulus": item.stimulus}
    told["passage"] = item.passage.text if item.passage else ""
    told["options"] = {(option.text, option.why) for option in item_options(item)}
    told["answer"] = getattr(item, "answer", None)
    if isinstance(item, Numeric):
        told["unit"] = item.unit
        told["stem"] = item.stem.partition("\n")[0]
    elif isinstance(item, Cloze):
        told["cloze"] = (
            item.stem.replace("{{1::", "{{") if item.stem.count("{{") == 1 else item.stem
        )
    else:
        told["stem"] = re.sub(r"\(.*map\.png\)", "(map.png)", item.stem)
    if isinstance(item, MultipleResponse):
        told["choose"] = item.choose
    return told


def test_pictures_lie_inside_and_names_stay(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A second import would make a second quiz, and pictures be missing."""
    bank = bank_with_map(bank_from, AWKWARD)
    first, second = (written(bank, tmp_path / part)[0] for part in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert archive.read("Uploaded Media/map.png") == PIXEL
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        files = {node.get("href") for node in manifest.iter("{*}file")}
        assert files == set(archive.namelist()) - {"imsmanifest.xml"}
        meta = next(name for name in files if name.endswith("assessment_meta.xml"))
        ident = etree.fromstring(archive.read(meta)).get("identifier")
    quiz = etree.fromstring(quiz_in(first).encode())
    assert quiz.find("{*}assessment").get("ident") == ident
    assert "$IMS-CC-FILEBASE$/Uploaded%20Media/map.png" in quiz_in(first)


def test_nothing_pupils_see_tells_the_key(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """The right option would stand first where Canvas doesn't shuffle, or an id would tell it."""
    quiz = etree.fromstring(
        quiz_in(written(bank_with_map(bank_from, AWKWARD), tmp_path / "out")[0]).encode()
    )
    assert {item.get("title") for item in quiz.iter("{*}item")} == {"Question"}
    firsts = [
        item.find(".//{*}response_label").get("ident")
        == item.findtext(".//{*}respcondition/{*}conditionvar/{*}varequal")
        for item in quiz.iter("{*}item")
        if item.find(".//{*}response_lid") is not None
    ]
    assert not all(firsts)


def test_a_quiz_goes_in_its_own_order(tmp_path: Path) -> None:
    """Of a quiz the groups of the whole bank would come."""
    path, exported = written(NATO, tmp_path / "out", quiz="class-quiz")
    quiz = etree.fromstring(quiz_in(path).encode())
    fields = [
        f for f in quiz.iter("{*}qtimetadatafield") if f.findtext("{*}fieldlabel") == "quizgen_item"
    ]
    assert len(fields) == len(exported.items)
    assert quiz.find(".//{*}selection_number") is None
