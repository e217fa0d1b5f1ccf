"""Moodle XML by a reader that isn't ours: weights of options, answers of gaps."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizgen.pipeline.export import export
from tests.helpers import EVERY_TYPE, NOW

READ = """
import json, sys
from moodle_xml_parser.parser import parse_file
told = parse_file(sys.argv[1])
choices = {q.name: [q.single, sorted([o.answer, o.score_fraction] for o in q.options)]
           for q in told["multichoice"]}
gaps = {q.name: [[g.sub_type, [[o.answer, o.score] for o in g.options]] for g in q.gaps]
        for q in told["cloze"]}
print(json.dumps([choices, gaps]))
"""
GAPS = """
  - {id: gap, cloze: "He {{1::goes}} to {{2::school}}.", choices: {1: [go, gone]}, accept: {2: [class]}}
"""


@pytest.mark.peer
def test_a_foreign_reader_finds_the_same_keys(
    own_environment: Callable[..., Path], bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """Moodle would mark a right answer as wrong; a test blind to it would prove nothing."""
    python = own_environment("moodle_xml_parser==0.3.1")
    exported = export(bank_from(EVERY_TYPE + GAPS), ["moodle"], tmp_path / "out", now=NOW)
    path = tmp_path / "out" / exported.bank / "export" / exported.files[0].name
    choices, gaps = parsed(python, path)
    assert choices == {
        "single": [
            True,
            [["Another one", 0], ["None other", 0], ["That one", 0], ["This one", 100]],
        ],
        "multiple": [
            False,
            [["Alpha", 50], ["Beta", 50], ["Delta", -100], ["Gamma", -100]],
        ],
    }
    assert gaps["gap"] == [
        ["MULTICHOICE", [["goes", 100], ["go", 0], ["gone", 0]]],
        ["SHORTANSWER", [["school", 100], ["class", 100]]],
    ]
    text = path.read_text("utf-8")
    path.write_text(text.replace("This one", "tmp").replace("That one", "This one"), "utf-8")
    assert ["This one", 100] not in parsed(python, path)[0]["single"][1]


def parsed(python: Path, path: Path) -> Any:
    """Have the other reader read a file."""
    done = subprocess.run([python, "-c", READ, path], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr[-400:]
    return json.loads(done.stdout)
