"""GIFT: every file of the grammar's own corpus, with the keys its parser reads."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from quizgen.bank.load import load_document
from quizgen.inputs import input_of, read_as
from quizgen.inputs.as_document import document_of
from quizgen.model import Bank, Matching, Numeric, ShortAnswer, SingleChoice, TrueFalse
from quizgen.pipeline.check import check


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    """Give the files of the corpus, each beside what the grammar's parser reads of it."""
    return sorted((shared / "corpora" / "gift").glob("*.gift"))


def bank_of(path: Path) -> Bank | None:
    """Read a file as a bank, whatever is wrong with some of its questions."""
    reading = read_as("gift", path.read_bytes(), path.name)
    document = document_of(reading, path.name, "gift", "gift")
    return load_document(document, path.parent, path.parent).bank


def test_every_file_is_known(files: list[Path]) -> None:
    """A file that Moodle takes would be taken for a table, or end the program."""
    known = {path.name: input_of(path.read_bytes(), path.name) for path in files}
    assert known == dict.fromkeys(known, "gift")
    assert len(known) > 40


def told_keys(path: Path) -> list[Any]:
    """Give the answers that the grammar's parser finds, of the types that have just one way."""
    keys: list[Any] = []
    for question in json.loads(path.with_suffix(".json").read_text("utf-8")):
        match question["type"]:
            case "TF":
                keys.append(question["isTrue"])
            case "Numerical" if isinstance(question["choices"], dict):
                keys.append(number_of(question["choices"]))
            case "Matching":
                keys.append(len([p for p in question["matchPairs"] if p["subquestion"]["text"]]))
            case "MC":
                right = [c["text"]["text"] for c in question["choices"] if c["isCorrect"]]
                keys += [plain(right[0])] if len(right) == 1 else []
    return keys


def number_of(told: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """Give the range that is right."""
    if told["type"] == "high-low":
        return Decimal(str(told["numberLow"])), Decimal(str(told["numberHigh"]))
    margin = Decimal(str(told.get("range", 0)))
    number = Decimal(str(told["number"]))
    return number - margin, number + margin


def plain(text: str) -> str:
    """Give the letters and digits of a text: its marks are another matter."""
    return "".join(c for c in unescape(re.sub("<[^>]*>", "", text)) if c.isalnum())


def our_keys(bank: Bank) -> list[Any]:
    """Give the same of our items."""
    keys: list[Any] = []
    for item in bank.items:
        match item:
            case TrueFalse():
                keys.append(item.answer)
            case Numeric():
                keys.append((item.low, item.high))
            case Matching():
                keys.append(len(item.pairs))
            case SingleChoice():
                keys.append(plain(next(o.text for o in item.options if o.id == item.key)))
            case _:
                pass
    return keys


def test_the_keys_are_those_of_the_grammar(files: list[Path]) -> None:
    """A weight or an escape that is read otherwise would make a wrong answer right."""
    missed = {}
    for path in files:
        bank = bank_of(path)
        ours = our_keys(bank) if bank else []
        missed[path.stem] = [key for key in told_keys(path) if key not in ours]
    assert {stem: keys for stem, keys in missed.items() if keys} == {}


def test_most_come_as_themselves(files: list[Path]) -> None:
    """A teacher would have to type a tenth of her questions again."""
    readings = [read_as("gift", path.read_bytes(), path.name) for path in files]
    statuses = [item.status for reading in readings for item in reading.items]
    assert statuses.count("refused") + statuses.count("draft") <= len(statuses) * 0.06


def test_a_file_is_a_bank_at_once(tmp_path: Path) -> None:
    """Somebody with a GIFT file would have to write a converter."""
    path = tmp_path / "history.gift"
    path.write_text(
        "$CATEGORY: $course$/History/Presidents\n\n"
        "::Grant:: Who is buried in Grant's tomb? {=Grant#Yes. ~Lincoln ~Nobody#Look again.}\n\n"
        "// [id:born] [tag:dates]\nWhen was he born? {#1822:5}\n\n"
        "Water is wet. {T}\n\nMatch. {=Rome -> Italy =Bern -> Switzerland}\n\n"
        "Two times two is {=4 =four}.\n",
        "utf-8",
    )
    bank = check(path).sound_bank
    kinds = [type(item).__name__ for item in bank.items]
    assert kinds[:4] == ["SingleChoice", "Numeric", "TrueFalse", "Matching"]
    assert bank.items[1].id == "born"
    assert bank.items[1].tags == ("dates",)
    choice = bank.items[0]
    assert isinstance(choice, SingleChoice)
    assert {option.why for option in choice.options} == {"Yes.", "", "Look again."}
    assert isinstance(bank.items[4], ShortAnswer) or bank.items[4].stem
