"""Aiken files as banks."""

from __future__ import annotations

from pathlib import Path
from random import Random

from quizgen.model import SingleChoice
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from tests.helpers import NOW

GOOD = """\
Which planet is nearest to the sun?
A. Venus
B. Mercury
C. Mars
ANSWER: B

Who wrote Emma?
A) Jane Austen
B) George Eliot
ANSWER: A
"""


def test_every_question_is_an_item_with_its_key(tmp_path: Path) -> None:
    """A teacher with an Aiken file would have to type it again."""
    path = tmp_path / "planets.txt"
    path.write_text(GOOD)
    bank = check(path).sound_bank
    choices = [item for item in bank.items if isinstance(item, SingleChoice)]
    assert [(c.stem, *(o.text for o in c.options if o.id == c.key)) for c in choices] == [
        ("Which planet is nearest to the sun?", "Mercury"),
        ("Who wrote Emma?", "Jane Austen"),
    ]


def test_what_is_wrong_is_named_by_its_line(tmp_path: Path) -> None:
    """Of three hundred questions the broken one could not be found."""
    path = tmp_path / "planets.txt"
    path.write_text(GOOD.replace("ANSWER: A", "ANSWER: D") + "\nWho?\nA. He\nB. She\n")
    errors = [(p.code, p.where.line) for p in check(path).problems if p.level == "error"]
    assert errors == [("cannot-be-read", 10), ("cannot-be-read", 12)]


def test_the_first_build_gives_an_id_for_good(tmp_path: Path) -> None:
    """Built again, its cards would be others, and learners' histories lost."""
    path = tmp_path / "planets.txt"
    path.write_text(GOOD)
    first = build(path, tmp_path / "out", now=NOW, only=["anki"], chance=Random(1))
    moved = path.rename(tmp_path / "sky.txt")
    (tmp_path / "planets.txt.lock").rename(tmp_path / "sky.txt.lock")
    again = build(moved, tmp_path / "out", now=NOW + 9, only=["anki"], chance=Random(2))
    assert first.bank == again.bank
    assert first.bank.startswith("planets-")
