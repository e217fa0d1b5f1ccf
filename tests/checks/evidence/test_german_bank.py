"""A German bank of twenty items over a German text, without one leave, and its wrong twin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.model import Item
from quizgen.pipeline.check import Report, check

FOLDER = Path(__file__).parent / "hollerau"
BANK = (FOLDER / "bank.yaml").read_text("utf-8")
LEFT = {"motoren": "none", "leer": "none", "folge": "none", "verbrauch": "unclear"}
"""What a human must judge: a statement, a rubric, an order; a difference of two cited values."""
Checked = Callable[..., Report]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Check the bank, with the text of its source beside the record or without."""
    monkeypatch.chdir(tmp_path)

    def run(bank: str, *, text: bool) -> Report:
        for name in ("bank", "seeds"):
            Path(name).mkdir(exist_ok=True)
        source = (FOLDER / "source.txt").read_text("utf-8")
        record = make_record("hollerau", source, {"title": "Wasserwerk", "language": "de"})
        Path("seeds/hollerau.yaml").write_text(dump_record(record), "utf-8")
        if text:
            Path("seeds/hollerau.txt").write_text(source, "utf-8")
        Path("bank/bank.yaml").write_text(bank, "utf-8")
        return check("bank")

    return run


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
def test_a_right_bank_passes_without_a_word(checked: Checked, text: bool) -> None:
    """A German author would have to give leave for what the source plainly says."""
    assert "allow" not in BANK
    report = checked(BANK, text=text)
    assert report.problems == ()
    assert report.bank is not None
    assert len(report.bank.items) == 20
    assert {type(item) for item in report.bank.items} == set(get_args(Item))
    proofs = report.checked.items
    unheard = {} if text else {"wasser-teuer": "found"}  # who speaks, the text alone tells
    assert {id: proof.values for id, proof in proofs.items() if proof.human} == LEFT | unheard


def wrong_bank() -> tuple[str, set[str]]:
    """Give the bank with every key wrong, and the ids of its items.

    Open and ordering items, and statements, have no key that a machine compares: their twins cite
    what the source does not say.
    """
    bank = BANK
    lines = (FOLDER / "wrong.txt").read_text("utf-8").splitlines()
    for id, right, wrong in (line.split("\t") for line in lines):
        head, mark, rest = bank.partition(f"  - id: {id}\n")
        assert right in rest, id
        bank = head + mark + rest.replace(right, wrong, 1)
    return bank, {line.split("\t")[0] for line in lines}


@pytest.mark.parametrize("text", [True, False], ids=["text", "record"])
def test_each_wrong_twin_is_refused(checked: Checked, text: bool) -> None:
    """A wrong key would be printed with the words of the source beside it."""
    bank, ids = wrong_bank()
    assert len(ids) == 20
    report = checked(bank, text=text)
    refused = {p.item: p.code for p in report.problems if p.level == "error"}
    assert refused.keys() == ids
    assert set(refused.values()) <= {
        "answer-number-not-cited",
        "answer-name-not-cited",
        "wrong-speaker",
        "quote-not-in-source",
    }
