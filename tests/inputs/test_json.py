"""Simple JSON as banks, whatever its names are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quizgen.pipeline.check import Report, check
from tests.inputs.test_tables import answers

GOOD: dict[str, tuple[Any, list[Any]]] = {
    "an index from 0": (
        [{"question": "Air?", "options": ["N", "O", "He"], "correct_index": 1}],
        ["O"],
    ),
    "its text": ([{"prompt": "Air?", "choices": ["N", "O"], "correctAnswer": "O"}], ["O"]),
    "its letter": ([{"question": "Air?", "options": ["N2", "O2"], "answer": "B"}], ["O2"]),
    "letters as names": (
        {"questions": [{"question": "Air?", "options": {"a": "N", "b": "O"}, "answer": "b"}]},
        ["O"],
    ),
    "flags": (
        {
            "title": "Air",
            "questions": [
                {
                    "text": "Noble?",
                    "answers": [
                        {"text": "Ar", "correct": True},
                        {"text": "Cl", "correct": False, "feedback": "A halogen."},
                        {"text": "Ne", "correct": True},
                    ],
                }
            ],
        },
        [["Ar", "Ne"]],
    ),
    "right and wrong apart, with entities": (
        {
            "response_code": 0,
            "results": [
                {
                    "type": "multiple",
                    "category": "Science",
                    "question": "Who said &quot;E = mc&sup2;&quot;?",
                    "correct_answer": "Einstein",
                    "incorrect_answers": ["Bohr", "Curie"],
                },
                {
                    "type": "boolean",
                    "question": "Gold is a metal.",
                    "correct_answer": "True",
                    "incorrect_answers": ["False"],
                },
            ],
        },
        ["Einstein", True],
    ),
    "no options": (
        [
            {"question": "Year?", "answer": 1969},
            {"question": "Who?", "answers": ["Armstrong", "Neil Armstrong"]},
            {"question": "Round?", "answer": True},
            {"term": "Hund", "definition": "dog"},
        ],
        [1969.0, "Armstrong", True, "dog"],
    ),
}


def reading(tmp_path: Path, text: str) -> Report:
    """Check a JSON file as a bank."""
    path = tmp_path / "quiz.json"
    path.write_text(text, "utf-8")
    return check(path)


@pytest.mark.parametrize("name", GOOD)
def test_usual_shapes_come_with_their_keys(name: str, tmp_path: Path) -> None:
    """Somebody whose script wrote the file would have to learn our names, or get a wrong key."""
    value, wanted = GOOD[name]
    assert answers(reading(tmp_path, json.dumps(value)).sound_bank) == wanted


@pytest.mark.parametrize(
    "told",
    [
        {"answer": 1},
        {"answer": "2"},
        {"correct": 0},
        {"correct_index": 3},
        {"correct_index": True},
        {"answer": "Xe"},
        {"answer": "N", "correct_index": 1},
        {"answer": {"a": 1}},
        {},
    ],
    ids=str,
)
def test_a_key_that_could_mean_two_things_is_refused(told: Any, tmp_path: Path) -> None:
    """Where one program counts from 0 and another from 1, every key would be wrong."""
    good = {"question": "Which?", "options": ["x", "y"], "answer": "y"}
    doubtful = {"question": "Air?", "options": ["N", "O", "He"], **told}
    report = reading(tmp_path, json.dumps([good, doubtful], indent=0))
    errors = [(p.code, p.where.line) for p in report.problems if p.level == "error"]
    assert errors == [("cannot-be-read", 10)]


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    """A comma too few in three hundred questions could not be found."""
    text = '[\n{"question": "A?", "answer": "b"},\n{"question": "C?" "answer": "d"}\n]'
    errors = [(p.code, p.where.line) for p in reading(tmp_path, text).problems]
    assert ("cannot-be-read", 3) in errors


def test_signs_stand_as_they_are(tmp_path: Path) -> None:
    """Stars and brackets of a question would vanish as marks."""
    text = json.dumps([{"question": "What is 2 * 3 * 4 in _x_?", "answer": "24"}])
    (item,) = reading(tmp_path, text).sound_bank.items
    assert item.stem == r"What is 2 \* 3 \* 4 in \_x\_?"
