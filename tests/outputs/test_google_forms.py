"""The script for Google Forms, run by node with a form that notes what it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizgen.pipeline.export import Exported, export
from tests.helpers import EVERY_TYPE, NOW

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(not NODE, reason="needs node: apt-get install nodejs")

NOTING = """
const noted = [];
const item = (kind) => {
  const made = {kind};
  noted.push(made);
  return new Proxy({}, {get: (_, name) => (...given) => {
    if (name === 'createChoice') return given;
    made[name] = given[0];
    return item.proxies.get(made);
  }});
};
item.proxies = new Map();
const add = (kind) => () => {
  const proxy = item(kind);
  item.proxies.set(noted[noted.length - 1], proxy);
  return proxy;
};
const FormApp = {
  create: (title) => ({
    setIsQuiz: () => {}, getEditUrl: () => title,
    addMultipleChoiceItem: add('one'), addCheckboxItem: add('many'),
    addTextItem: add('text'), addGridItem: add('grid'),
  }),
  createFeedback: () => ({setText: (text) => ({build: () => text})}),
};
const Logger = {log: () => {}};
"""

AWKWARD = """
questions:
  - {id: odd, question: "</script> \\u2028 ${x} \\"z\\"?", answer: "a\\\\b", distractors: ["'b'"], points: 1.5, explanation: "It's \\"so\\"."}
"""


def exported(bank: Path, tmp_path: Path) -> tuple[Exported, Path]:
    """Export a bank to Google Forms."""
    made = export(bank, ["google-forms"], tmp_path / "out", now=NOW)
    return made, tmp_path / "out" / made.bank / "export" / made.files[0].name


def form_of(script: Path) -> list[dict[str, Any]]:
    """Run a script; give what the form was told."""
    program = (
        f"{NOTING}\n{script.read_text('utf-8')}\nmakeQuiz();\nconsole.log(JSON.stringify(noted));"
    )
    assert NODE
    run = subprocess.run(
        [NODE, "-"], input=program, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    noted: list[dict[str, Any]] = json.loads(run.stdout)
    return noted


def test_the_form_has_every_key(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A pupil would get points for what is wrong."""
    made, script = exported(bank_from(EVERY_TYPE), tmp_path)
    told = {one["setTitle"]: one for one in form_of(script)}
    right = {
        title: {text for text, is_right in one["setChoices"] if is_right}
        for title, one in told.items()
        if "setChoices" in one
    }
    assert right == {
        "Which one?": {"This one"},
        "Which ones?": {"Alpha", "Beta"},
        "Water is wet.": {"True"},
    }
    assert told["Who?"]["setGeneralFeedback"] == "Kishida / Fumio Kishida"
    assert told["Match."]["setRows"] == ["Tokyo", "Seoul"]
    assert sorted(told["Match."]["setColumns"]) == ["China", "Japan", "South Korea"]
    assert told["Which one?"]["setFeedbackForIncorrect"] == "None other: It is other."
    refused = {loss.item for loss in made.losses["google-forms"] if loss.status == "refused"}
    assert refused == {"number", "cloze", "ordering", "open", "card"}


def test_its_first_lines_are_the_clicks(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A teacher who opens the file would not know what to do with it."""
    _, script = exported(bank_from(EVERY_TYPE), tmp_path)
    lines = script.read_text("utf-8").split("\n")[:5]
    assert [line[:5] for line in lines] == [f"// {number}." for number in range(1, 6)]


def test_signs_of_a_script_are_text(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A quotation mark in a question would break the script, or run."""
    made, script = exported(bank_from(AWKWARD), tmp_path)
    (one,) = form_of(script)
    assert one["setTitle"].startswith("</script>")
    assert one["setTitle"].endswith('${x} "z"?')
    assert {text for text, is_right in one["setChoices"] if is_right} == {"a\\b"}
    assert one["setPoints"] == 2
    assert [loss.field for loss in made.losses["google-forms"]] == ["points"]
