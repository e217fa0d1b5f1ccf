"""Imports: the plan, the bank that is written, and what a second import does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgen.cli.imports import run_import
from quizgen.pipeline.check import check

SHEET = (
    "Frage;A;B;C;Lösung;Erklärung\n"
    "Was atmen wir?;Stickstoff;Sauerstoff;Helium;B;Etwa 21 %: der Rest ist anderes.\n"
    "Kaputt?;a;b;c;Z;\n"
)
NEW = "Frage;Antwort\nWer entdeckte Radium?;Marie Curie\n"


def imported(text: str, *, to: str = "Luft", plan: bool = False) -> int:
    """Import a table that lies in the working folder."""
    Path("luft.csv").write_text(text)
    return run_import(
        [Path("luft.csv")],
        Path("output"),
        to=to,
        format="",
        plan_only=plan,
        columns="",
        as_json=False,
    )


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_the_good_ones_come_and_the_bad_ones_are_named() -> None:
    """One bad row of three hundred would keep the others out, or vanish."""
    assert imported(SHEET) == 1
    report = json.loads(Path("output/luft/import-report.json").read_text("utf-8"))
    assert [(r["item"], r["place"], r["status"]) for r in report["items"]] == [
        ("was-atmen-wir", "2:1", "kept"),
        ("", "3:15", "refused"),
    ]
    text = Path("question_bank/luft/bank.yaml").read_text("utf-8")
    assert (
        text.partition("questions:")[2]
        == """
  - id: was-atmen-wir
    question: Was atmen wir?
    answer: Sauerstoff
    options: [Stickstoff, Sauerstoff, Helium]
    shuffle: true
    explanation: 'Etwa 21 %: der Rest ist anderes.'
"""
    )
    assert check("question_bank/luft").ok


def test_a_plan_writes_nothing() -> None:
    """Who only looks would have a bank."""
    assert imported(SHEET, plan=True) == 1
    assert [path.name for path in Path().iterdir()] == ["luft.csv"]


def test_again_brings_only_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    """A second import would overwrite what a teacher has mended since."""
    assert imported(SHEET) == 1
    root = Path("question_bank/luft/bank.yaml")
    mended = root.read_text("utf-8").replace("Was atmen wir?", "Was atmen wir ein?")
    root.write_text(f"# mine\n{mended}", "utf-8")
    assert imported(SHEET + "Wer?;x;y;z;C;\n") == 1
    assert "differs" in capsys.readouterr().out
    assert root.read_text("utf-8").replace("include: [added-1.yaml]\n", "") == f"# mine\n{mended}"
    assert [item.id for item in check("question_bank/luft").sound_bank.items] == [
        "was-atmen-wir",
        "wer",
    ]
    imported(SHEET + "Wer?;x;y;z;C;\n")
    assert not Path("question_bank/luft/added-2.yaml").exists()
