"""Exports: what comes out for other programs, and what is said of what they can't hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.pipeline.export import EXCHANGES, export
from quizgen.problems import BankError, QuizgenError
from tests.helpers import EVERY_TYPE, NOW

QUIZ = "quizzes: [{id: z, items: [truth, short]}]\n"


@pytest.mark.parametrize("name", EXCHANGES)
def test_every_item_is_accounted_for(
    name: str, bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A question that a format dropped in silence would be missed in the exam."""
    exported = export(bank_from(EVERY_TYPE), [name], tmp_path / "out", now=NOW)
    folder = tmp_path / "out" / exported.bank / "export"
    report = json.loads((folder / "export-report.json").read_text("utf-8"))
    assert {row["item"] for row in report["items"]} == set(exported.items)
    assert all((folder / file.name).stat().st_size for file in exported.files)


@pytest.mark.parametrize("name", EXCHANGES)
def test_the_same_bank_gives_the_same_bytes(
    name: str, bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A file under version control would change with every export."""
    bank = bank_from(EVERY_TYPE)
    made = [export(bank, [name], tmp_path / part, now=NOW) for part in ("one", "two")]
    folders = [tmp_path / part / made[0].bank / "export" for part in ("one", "two")]
    one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert one == two


def test_strict_writes_nothing_where_anything_is_lost(
    bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """A pipeline would publish a quiz that lost a part."""
    with pytest.raises(BankError, match="becomes a card"):
        export(bank_from(EVERY_TYPE), ["quizlet"], tmp_path / "out", now=NOW, strict=True)
    assert not (tmp_path / "out").exists()


def test_one_quiz_in_its_own_order(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A teacher who asks for Friday's quiz would get the whole bank."""
    exported = export(
        bank_from(EVERY_TYPE + QUIZ), ["quizlet"], tmp_path / "out", now=NOW, quiz="z"
    )
    assert exported.items == ["truth", "short"]
    assert [file.name for file in exported.files] == ["z.quizlet.txt"]


def test_a_name_that_no_format_or_quiz_has(bank_from: Callable[..., Path], tmp_path: Path) -> None:
    """A slip in a name would end in a traceback, or in the wrong file."""
    bank = bank_from(EVERY_TYPE)
    with pytest.raises(QuizgenError, match="no format 'moddle'"):
        export(bank, ["moddle"], tmp_path / "out", now=NOW)
    with pytest.raises(QuizgenError, match="no quiz 'monday'"):
        export(bank, ["quizlet"], tmp_path / "out", now=NOW, quiz="monday")
