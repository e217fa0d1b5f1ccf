"""What a new item type costs: the type checker names each place, and with those it works everywhere.

Run by `make check`, where mypy is; each test works on a copy of the package.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests.helpers import ROOT

ERROR = re.compile(r'^(\S+?):(\d+): error: Argument 1 to "assert_never"', re.MULTILINE)

ODD_ONE_OUT = '''class OddOneOut(ChoiceBase, frozen=True, kw_only=True, tag="odd-one-out"):
    """Choose the one that doesn't belong to the others."""

    key: str


Item = (
    OddOneOut
    | '''
BUILDER = '''

def build_odd_one_out(draft: Draft, common: Common) -> Item | None:
    """Build a choice of the one that doesn't belong."""
    odd = Option(option_id(draft.values["odd"]), draft.values["odd"])
    others = tuple(_option(other) for other in draft.values["others"])
    return OddOneOut(stem=draft.values["question"], options=(odd, *others), key=odd.id, **common)
'''
ROW = """_BY_CLASS: Mapping[type[Item], ItemType] = {
    OddOneOut: ItemType(
        needs=("question", "odd", "others"),
        told_by=("odd",),
        build=builders.build_odd_one_out,
    ),
"""
FIELDS = """TYPED: Mapping[str, Field] = {
    "odd": TEXT.about("The one that doesn't belong."),
    "others": list_of(OPTION).about("Those that belong together."),
"""
BANK = """
quizgen: 1
id: odd
title: Odd ones
questions:
  - {id: q, question: Which is no fruit?, odd: Carrot, others: [Apple, Pear, Plum]}
"""
POINT = '''@dataclass(frozen=True, slots=True)
class Point:
    """Point at a place of a picture (QTI `hotspotInteraction`)."""

    places: int


@dataclass(frozen=True, slots=True)
class PointKey:
    """Which place is right."""

    place: int


'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the package in a folder of its own."""
    copytree(ROOT / "quizgen", tmp_path / "quizgen")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "quizgen" / name
    text = path.read_text("utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def typed(root: Path) -> str:
    """Give what mypy says of a copy."""
    command = [sys.executable, "-m", "mypy", "quizgen"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return found.stdout


def quizgen(root: Path, *arguments: str) -> str:
    """Run a copy's command line; gives what it printed."""
    command = [sys.executable, "-m", "quizgen", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(root), "QUIZGEN_CACHE": "off"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def closed_matches(*subjects: str) -> set[tuple[str, int]]:
    """Give the places of the package that end a match on one of these in `assert_never`."""
    found = set()
    for path in (ROOT / "quizgen").rglob("*.py"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(rf"assert_never\(({'|'.join(subjects)})\)", line):
                found.add((str(path.relative_to(ROOT)), number))
    return found


def test_the_checker_names_every_place_of_a_new_interaction(copy: Path) -> None:
    """A new kind of answer would be printed without answer space, and scored for nobody."""
    edit(copy, "interaction.py", "Interaction = Choose |", f"{POINT}Interaction = Point | Choose |")
    edit(copy, "interaction.py", "Key = ChooseKey |", "Key = PointKey | ChooseKey |")
    named = {file for file, _ in ERROR.findall(typed(copy))}
    places = closed_matches(
        "interaction", r"asked\.interaction", r"question\.interaction", "key", r"told\.key"
    )
    assert named == {file for file, _ in places}
    assert len(ERROR.findall(typed(copy))) == len(places) > 15


def test_a_type_that_reuses_an_interaction(copy: Path) -> None:
    """A new type would need a tour of the house, and still be missing somewhere."""
    edit(copy, "model.py", "Item = (\n    ", ODD_ONE_OUT)
    named = sorted({file for file, _ in ERROR.findall(typed(copy))})
    assert set(named) == {file for file, _ in closed_matches("item")}
    # Each place that was named says the same of it as of a single choice.
    for name in named:
        path = copy / name
        text = path.read_text("utf-8")
        # ... but that facts have no say in it.
        like = "TrueFalse()" if path.name == "truth.py" else "SingleChoice()"
        text = text.replace(like, f"{like} | OddOneOut()")
        text = re.sub(r"(from quizgen\.model import \(\n)", r"\1    OddOneOut,\n", text)
        path.write_text(text, "utf-8")
    # What authors write of it.
    edit(copy, "bank/syntax/format.py", "TYPED: Mapping[str, Field] = {\n", FIELDS)
    edit(copy, "bank/item_types.py", "_BY_CLASS: Mapping[type[Item], ItemType] = {\n", ROW)
    for name in ("bank/item_types.py", "bank/builders.py"):
        edit(
            copy,
            name,
            "from quizgen.model import (\n",
            "from quizgen.model import (\n    OddOneOut,\n",
        )
    for lang in ("en", "de", "fr", "es"):
        edit(
            copy,
            f"words/{lang}.py",
            '"single-choice":',
            '"odd-one-out": "odd one out", "single-choice":',
        )
    path = copy / "quizgen" / "bank" / "builders.py"
    path.write_text(path.read_text("utf-8") + BUILDER, "utf-8")
    assert "Success" in typed(copy)

    (copy / "odd.yaml").write_text(BANK, "utf-8")
    assert "no errors" in quizgen(copy, "check", "odd.yaml")
    assert "Carrot" in quizgen(copy, "show", "q", "odd.yaml")
    quizgen(copy, "build", "odd.yaml")
    made = {path.name for path in (copy / "output" / "odd").iterdir()}
    assert {"deck.apkg", "quiz-A.pdf", "quiz-key.pdf", "review.html", "manifest.json"} <= made
    page = (copy / "output" / "odd" / "review.html").read_text("utf-8")
    assert all(word in page for word in ("Which is no fruit?", "Carrot", "Apple"))
    asked = (
        "from pathlib import Path\n"
        "from quizgen.pipeline.check import check\n"
        "from quizgen.review.lesson.snapshot import plan_questions\n"
        "from quizgen.scoring.responses import score, validate_response\n"
        "(question,) = plan_questions(check('odd.yaml'))\n"
        "right = question.scoring_key.right[0]\n"
        "assert validate_response(question.interaction, right) == right\n"
        "print(score(question.scoring_key, right), score(question.scoring_key, (right + 1) % 4))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    command = [sys.executable, "-c", asked]
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("1.0 0.0\n", "")
