"""Our own table, out and in again: the same items, whatever they hold."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from openpyxl import load_workbook

from quizgen.model import Item
from quizgen.pipeline.check import check
from quizgen.pipeline.export import export
from quizgen.problems import Where
from tests.helpers import EVERY_TYPE, NOW, ROOT

AWKWARD = """
questions:
  - id: guarded
    question: "=SUM(A1)"
    answer: "-x"
    options: [{text: "+1 or more", why: "No."}, "-x", "@home", "all of the above"]
    shuffle: false
  - {id: several, question: "Which?", answer: [a, "c, d"], distractors: [b], score: partial, choose: 2}
  - {id: worth, question: "Why?", rubric: [{text: "One, for example", points: 1.5}, {text: Two, points: 1}]}
  - {id: gaps, cloze: "He {{goes}} to {{2::school}}.", choices: {1: [go, gone]}, accept: {2: [classes]}}
  - {id: mass, question: "How much?", answer: 2.50, range: [2, 4], unit: kg, topic: a/b, level: 3}
  - id: lines
    question: |
      Read:

      - one
      - two
    answer: text
    accept: [other]
"""


@pytest.fixture
def tried(tmp_path: Path) -> Callable[[Path, str], tuple[dict[str, Any], dict[str, Any]]]:
    """Export a bank, and read what came out as a bank."""

    def both(bank: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        exported = export(bank, [name], tmp_path / "out", now=NOW)
        (file,) = exported.files
        report = check(tmp_path / "out" / exported.bank / "export" / file.name)
        assert "cannot-be-read" not in {problem.code for problem in report.problems}
        whole = exported.items
        items = {item.id: item for item in check(bank).sound_bank.items}
        again = {item.id: item for item in report.sound_bank.items}
        read = {id for id in whole if items[id].passage}  # which stands before each question
        went = {id: bare(items[id]) | ({"stimulus": ""} if id in read else {}) for id in whole}
        came = {id: bare(again[id]) | ({"stimulus": ""} if id in read else {}) for id in whole}
        return went, came

    return both


def bare(item: Item) -> dict[str, Any]:
    """Give what a table is to hold of an item."""
    nowhere = Where("")
    evidence = tuple(structs.replace(e, where=nowhere, source="") for e in item.evidence)
    told = structs.replace(
        item, where=nowhere, evidence=evidence, facts=(), template="", allow={}, passage=None
    )
    passage = item.passage
    title = f"**{passage.title}**" if passage and passage.title else ""
    parts = (title, passage.text if passage else "", item.stimulus)
    return structs.asdict(told) | {"stimulus": "\n\n".join(p.strip() for p in parts if p)}


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_every_type_comes_back(
    name: str, bank_from: Callable[..., Path], tried: Callable[..., Any]
) -> None:
    """A teacher who edits the bank in a spreadsheet would lose a type, or a key."""
    went, came = tried(bank_from(EVERY_TYPE + AWKWARD.replace("\nquestions:", "")), name)
    assert came == went


def test_the_first_bank_comes_back(tried: Callable[..., Any]) -> None:
    """Of a whole bank one item would come back as another."""
    went, came = tried(ROOT / "question_bank" / "nato-75-summit", "csv")
    assert came == went


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_cell_is_a_formula(name: str, bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A question that begins with `=` would be run by the spreadsheet that opens it."""
    exported = export(bank_from(AWKWARD), [name], tmp_path / "out", now=NOW)
    data = (tmp_path / "out" / exported.bank / "export" / exported.files[0].name).read_bytes()
    if name == "csv":
        cells = [cell for row in csv.reader(StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in {*"=+@"}]
    else:
        sheet = load_workbook(BytesIO(data)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_the_heading_names_what_a_teacher_fills_in(
    bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """Somebody who writes such a table by hand would not know its columns."""
    exported = export(bank_from(EVERY_TYPE), ["csv"], tmp_path / "out", now=NOW)
    path = tmp_path / "out" / exported.bank / "export" / exported.files[0].name
    heading = path.read_text("utf-8-sig").partition("\n")[0].strip()
    assert heading.startswith(
        "id,type,topic,level,points,question,key,option 1,option 2,option 3,option 4,"
        "explanation,evidence"
    )
