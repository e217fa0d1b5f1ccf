"""GIFT, read back by the grammar that is not ours, and by our own reader."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quizgen.model import Numeric, SingleChoice, TrueFalse
from quizgen.pipeline.check import check
from quizgen.pipeline.export import export
from tests.conftest import missing
from tests.helpers import EVERY_TYPE, NOW, ROOT

AWKWARD = r"""
questions:
  - id: signs
    question: "Is {a} = b ~ c : d # e?\nSecond line, with \\ and 100 %."
    answer: "{a} = b"
    distractors: ["~c", "#d", "e -> f"]
    points: 2
    hint: Look.
  - {id: range, question: How much?, answer: 3, range: [2, 5], unit: kg}
  - {id: marks, question: "What is H~2~O, **really**?", answer: true}
"""
PARSE = """
const {parse} = require('gift-pegjs');
let text = '';
process.stdin.on('data', (part) => { text += part; });
process.stdin.on('end', () => console.log(JSON.stringify(parse(text))));
"""


def parsed(text: str) -> list[dict[str, Any]]:
    """Have the grammar read a file."""
    if not shutil.which("node") or not (ROOT / "node_modules" / "gift-pegjs").exists():
        missing("gift-pegjs", "npm install --no-save --no-package-lock gift-pegjs (and node)")
    done = subprocess.run(
        ["node", "-e", PARSE], input=text, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert not done.returncode, done.stderr[-400:]
    questions: list[dict[str, Any]] = json.loads(done.stdout)
    return [one for one in questions if one["type"] not in {"Category", "Description"}]


def written(bank: Path, out: Path) -> Path:
    """Export a bank as GIFT."""
    exported = export(bank, ["gift"], out, now=NOW)
    return out / exported.bank / "export" / exported.files[0].name


def keys(questions: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what the grammar takes for right, by the names of questions."""
    told: dict[str, Any] = {}
    for one in questions:
        match one["type"]:
            case "MC":
                right = [c for c in one["choices"] if c["isCorrect"] or (c["weight"] or 0) > 0]
                told[one["title"]] = [choice["text"]["text"] for choice in right]
            case "TF":
                told[one["title"]] = one["isTrue"]
            case "Short":
                told[one["title"]] = [choice["text"]["text"] for choice in one["choices"]]
            case "Numerical":
                told[one["title"]] = one["choices"]
            case "Matching":
                told[one["title"]] = [
                    (pair["subquestion"]["text"], pair["subanswer"]) for pair in one["matchPairs"]
                ]
            case kind:
                told[one["title"]] = kind
    return told


def test_the_grammar_reads_the_same_keys(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """Moodle would mark a wrong answer as right, or refuse the file."""
    told = keys(parsed(written(bank_from(EVERY_TYPE), tmp_path / "out").read_text("utf-8")))
    assert told == {
        "single": ["This one"],
        "multiple": ["Alpha", "Beta"],
        "truth": True,
        "short": ["Kishida", "Fumio Kishida"],
        "number": {"type": "range", "number": 16, "range": 0.5},
        "cloze": [("(1)", "office"), ("(2)", "November")],
        "matching": [("Tokyo", "Japan"), ("Seoul", "South Korea"), ("", "China")],
        "ordering": [("1", "first"), ("2", "second"), ("3", "third")],
        "open": "Essay",
        "card": ["A pact"],
    }


def test_signs_of_the_format_are_only_text(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """An equals sign in an option would make it right."""
    path = written(bank_from(AWKWARD), tmp_path / "out")
    told = keys(parsed(path.read_text("utf-8")))
    assert told["signs"] == ["{a} = b"]
    report = check(path)
    items = {item.id: item for item in report.sound_bank.items}
    signs = items["signs"]
    assert isinstance(signs, SingleChoice)
    assert sorted(option.text for option in signs.options) == ["#d", "e -> f", "{a} = b", "~c"]
    number, marks = items["range"], items["marks"]
    assert isinstance(number, Numeric)
    assert number.low == 2
    assert number.high == 5
    assert isinstance(marks, TrueFalse)
    assert marks.stem == "What is H~2~O, **really**?"


def test_a_moved_key_would_be_seen(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A test that can't tell a wrong key proves nothing."""
    text = written(bank_from(EVERY_TYPE), tmp_path / "out").read_text("utf-8")
    moved = text.replace("=[html]This one", "~[html]This one").replace("~[html]That", "=[html]That")
    assert keys(parsed(moved))["single"] == ["That one"]


def test_the_first_bank_goes_through_the_grammar(tmp_path: Path) -> None:
    """Of a real bank one sign would end the whole import."""
    bank = ROOT / "question_bank" / "nato-75-summit"
    exported = export(bank, ["gift"], tmp_path / "out", now=NOW)
    text = (tmp_path / "out" / exported.bank / "export" / exported.files[0].name).read_text("utf-8")
    assert [one["title"] for one in parsed(text)] == exported.items
