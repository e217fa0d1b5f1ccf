"""What an output costs: its module, and one line in the registry."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import pytest

import quizgen
from quizgen.outputs import OUTPUTS, Job, Output, OutputFile, Rendered, chosen_outputs
from quizgen.pipeline.build import build
from tests.helpers import EVERY_TYPE, NOW


def toy(job: Job) -> Rendered:
    """List what is asked; a whole output."""

    def write(stream: BinaryIO) -> None:
        stream.writelines(f"{lowered.item.id}\n".encode() for lowered in job.items)

    return Rendered((OutputFile("toy.txt", write, len(job.items), "1 list"),))


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a throw-away output by its one line."""
    module = ModuleType("quizgen_toy")
    module.render = toy  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quizgen_toy", module)
    holds = frozenset({"short-answer", "numeric"})
    monkeypatch.setitem(OUTPUTS, "toy", Output("quizgen_toy", by_default=False, holds=holds))


@pytest.mark.usefixtures("registered")
def test_an_output_is_made_where_it_is_asked_for(bank_from: Callable[..., Path]) -> None:
    """Every plain build would write each new format, and a format its items in silence lose."""
    bank = bank_from(EVERY_TYPE)
    assert "toy.txt" not in {file["path"] for file in build(bank, "out", now=NOW).files}
    made = build(bank, "out", only=["toy"], now=NOW)
    assert Path("out/test-bank/toy.txt").read_text("utf-8") == "short\nnumber\n"
    left = [problem for problem in made.problems if problem.code == "type-not-held"]
    assert len(left) == 8
    assert "toy can't hold a matching item: matching is left out" in {p.message for p in left}


def test_an_output_that_is_not_there() -> None:
    """A slip in a script would end in a bare KeyError, or make the outputs a, n, k and i."""
    assert chosen_outputs() == chosen_outputs([]) == ("anki", "pdf", "page")
    with pytest.raises(quizgen.QuizgenError, match="there is no output 'nope'; there are anki"):
        chosen_outputs(["anki", "nope"])
    with pytest.raises(quizgen.QuizgenError, match=r"as a list: only=\['anki'\]"):
        chosen_outputs("anki")
