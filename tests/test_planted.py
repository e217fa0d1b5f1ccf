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
        "    text: stop promoting {{Cold War}} mentality\n    by: lin\n",
        "    text: stop promoting {{Cold War}} mentality\n    by: carr\n",
        "wrong-speaker",
        "who-said/cold-war",
    ),
    "wrong number": Fault(
        "context.yaml", "value: 32\n", "value: 31\n", "answer-number-not-cited", "how-many/members"
    ),
    "changed word": Fault(
        "attendance.yaml",
        "will represent Japan",
        "will embody Japan",
        "quote-not-in-source",
        "office/kishida",
    ),
    "moved paragraph": Fault(
        "attendance.yaml",
        "p27: took office in November",
        "p26: took office in November",
        "quote-in-other-paragraph",
        "luxon-took-office",
    ),
    "changed sign": Fault(
        "quotes.yaml",
        "p32: should not be missing in action",
        "p32: should not be missing, in action",
        "quote-not-verbatim",
        "source-of/missing-in-action",
    ),
    "quote cut into its opposite": Fault(
        "context.yaml",
        "p24: has supplied artillery",
        "p24: Seoul has not [...] supplied artillery",
        "misleading-gap",
        "who-supplied/pentagon",
    ),
    "wrong name": Fault(
        "context.yaml",
        "answer: Estonia",
        "answer: South Ossetia",
        "answer-name-not-cited",
        "drill-place",
    ),
    "true distractor": Fault(
        "pacts.yaml",
        "      - {text: Germany, why: The article names it for the acquisition and cross-servicing agreement.}\n"
        "      - {text: Italy, why: The article names it for the stealth fighter.}\n"
        "      - South Korea\n\n  - id: north",
        "      - {text: Germany, why: The article names it for the acquisition and cross-servicing agreement.}\n"
        "      - {text: Italy, why: The article names it for the stealth fighter.}\n"
        "      - South Korea\n\n"
        "  - id: planted\n"
        "    question: With which countries was the first two of three security deals signed?\n"
        "    answer: Australia\n"
        "    distractors: [Britain, Italy, Germany]\n"
        '    evidence: "p12: security deals with Australia"\n\n  - id: north',
        "true-distractor",
        "planted",
    ),
    "duplicate": Fault(
        "pacts.yaml",
        "  - id: fighter-builder\n",
        "  - id: planted\n"
        "    question: Which company is building Japan’s new next-generation stealth fighter?\n"
        "    answer: Mitsubishi\n"
        '    evidence: "p19: Mitsubishi is building Japan\'s"\n'
        "  - id: fighter-builder\n",
        "near-duplicate",
        "fighter-builder",
    ),
    "leak": Fault(
        "bank.yaml",
        "      - rimpac\n",
        "      - partner/stealth-fighter\n      - planted\n      - rimpac\n",
        "give-away",
        "partner/stealth-fighter",
    ),
    "year from memory": Fault(
        "attendance.yaml",
        "question: Whom does the article call the highest-profile absentee in Washington?",
        "question: Whom does the article call the highest-profile absentee of 2024 in Washington?",
        "outside-the-source",
        "highest-profile-absentee",
    ),
}
ALSO = {
    "leak": {"near-duplicate"},
    "wrong speaker": {"answer-name-not-cited"},
    "quote cut into its opposite": {"unused-allow"},
}
"""What else is true of the fault."""
LEAK_TAKER = """
  - id: planted
    question: Which company builds the next-generation stealth fighter?
    answer: Mitsubishi
    evidence: "p19: Mitsubishi is building Japan's"
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
