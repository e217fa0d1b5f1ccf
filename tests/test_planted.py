"""Faults planted in the first bank, one at a time: each is found, and nothing else is called one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from quizgen.pipeline.check import Report, check
from tests.helpers import NATO, ROOT

Plant = Callable[..., Report]


class Fault(NamedTuple):
    """A change of one file, and the problem it must give."""

    file: str
    old: str
    new: str
    code: str
    item: str


FAULTS = {
    "wrong speaker": Fault(
        "quotes.yaml",
        "    answer: Bob Carr\n    distractors:\n      - {text: Lin Jian,",
        "    answer: Lin Jian\n    distractors:\n      - {text: Bob Carr,",
        "wrong-speaker",
        "who-said/some-tool",
    ),
    "wrong number": Fault(
        "context.yaml",
        "answer: 32\n",
        "answer: 31\n",
        "answer-number-not-cited",
        "how-many/members",
    ),
    "changed word": Fault(
        "attendance.yaml",
        "will represent Japan",
        "will embody Japan",
        "quote-not-in-source",
        "who-is-who/kishida",
    ),
    "moved paragraph": Fault(
        "attendance.yaml",
        "p27: New Zealand Premier Christopher Luxon",
        "p26: New Zealand Premier Christopher Luxon",
        "quote-in-other-paragraph",
        "who-is-who/luxon",
    ),
    "changed sign": Fault(
        "quotes.yaml",
        "p32: should not be missing in action",
        "p32: should not be missing, in action",
        "quote-not-verbatim",
        "missing-in-action",
    ),
    "quote cut into its opposite": Fault(
        "context.yaml",
        "p24: has supplied artillery",
        "p24: Seoul has not [...] supplied artillery",
        "misleading-gap",
        "supplies/all",
    ),
    "wrong name": Fault(
        "attendance.yaml",
        "answer: Anthony Albanese",
        "answer: John Howard",
        "answer-name-not-cited",
        "highest-profile-absentee",
    ),
    "true distractor": Fault(
        "pacts.yaml",
        "questions:\n",
        "questions:\n"
        "  - id: planted\n"
        "    question: With which countries was the first two of three security deals signed?\n"
        "    answer: Australia\n"
        "    distractors: [Britain, Italy, Germany]\n"
        '    evidence: "p12: security deals with Australia"\n',
        "true-distractor",
        "planted",
    ),
    "duplicate": Fault(
        "pacts.yaml",
        "  - id: aukus-agreement\n",
        "  - id: planted\n"
        "    question: Under which agreement is Australia set to obtain new nuclear submarines?\n"
        "    answer: AUKUS\n"
        '    evidence: "p33: under Mr. Biden\'s AUKUS agreement"\n'
        "  - id: aukus-agreement\n",
        "near-duplicate",
        "aukus-agreement",
    ),
    "leak": Fault(
        "bank.yaml",
        "      - how-many/members\n",
        "      - three-deals\n      - planted\n      - how-many/members\n",
        "give-away",
        "planted",
    ),
    "year from memory": Fault(
        "attendance.yaml",
        "a minister to NATO’s Washington summit in his",
        "a minister to NATO’s 2024 Washington summit in his",
        "outside-the-source",
        "highest-profile-absentee",
    ),
}
ALSO = {
    "leak": {"near-duplicate"},
    "wrong speaker": {"answer-name-not-cited", "distractor-in-evidence"},
    "quote cut into its opposite": {"unused-allow"},
}
"""What else is true of the fault."""
LEAK_TAKER = """
  - id: planted
    question: Which country was the third to sign a security deal with Japan, after Australia and Britain?
    answer: The Philippines
    distractors: [South Korea, New Zealand, Germany]
    evidence: "p12: a third with the Philippines"
"""


@pytest.fixture
def plant(tmp_path: Path, article: str, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Check the first bank, its article beside it, with one change."""
    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "nato-75-summit.txt").write_text(article, "utf-8")
    monkeypatch.chdir(tmp_path)

    def run(fault: Fault | None = None) -> Report:
        if fault is not None:
            path = Path("nato") / fault.file
            text = path.read_text("utf-8")
            assert text.count(fault.old) >= 1
            path.write_text(text.replace(fault.old, fault.new, 1), "utf-8")
        return check("nato")

    return run


def test_the_clean_twin(plant: Plant) -> None:
    """A false alarm would teach authors to look away."""
    assert [p for p in plant().problems if p.level != "info"] == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted(plant: Plant, name: str) -> None:
    """A fault that a reader finds would get past the check."""
    fault = FAULTS[name]
    if name == "leak":
        pacts = Path("nato/pacts.yaml")
        pacts.write_text(pacts.read_text("utf-8") + LEAK_TAKER, "utf-8")
    found = [(p.code, p.item) for p in plant(fault).problems if p.level != "info"]
    assert (fault.code, fault.item) in found
    assert {code for code, _ in found} - ALSO.get(name, set()) == {fault.code}
