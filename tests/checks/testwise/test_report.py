"""The testwise score as `check` tells it: summary, JSON, items, the warning and the leave."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from quizgen.checks.testwise import MOST_ITEMS, in_runs, tricks_score
from quizgen.model import Item, SingleChoice
from quizgen.pipeline.check import load_bank
from tests.checks.testwise.planted import PLANTS, bank_of
from tests.checks.testwise.realistic import flawless_bank
from tests.helpers import NATO, ROOT, codes, examined
from tests.rates import gift_items, shared_folder

Check = Callable[..., "subprocess.CompletedProcess[str]"]
HEAD = "quizgen: 1\nid: b\ntitle: B\nlang: en\n"


def as_bank(items: Iterable[Item], head: str = HEAD) -> str:
    """Write single choices as a bank; JSON is YAML, too."""
    lines = []
    for item in items:
        assert isinstance(item, SingleChoice)
        options = {option.id: option.text for option in item.options}
        answer = options.pop(item.key)
        fields = {"id": item.id, "question": item.stem, "answer": answer}
        fields |= {"status": item.status} if item.status != "ok" else {}
        lines.append(json.dumps({**fields, "distractors": list(options.values())}))
    return head + "questions:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Check a bank's text in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(text: str, *words: str) -> subprocess.CompletedProcess[str]:
        Path("b.yaml").write_text(text, "utf-8")
        command = [sys.executable, "-m", "quizgen", "check", "b.yaml", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    return go


def test_a_planted_bank_is_warned_about(check: Check) -> None:
    """A quiz that can be passed by picking the longest would be called clean."""
    done = check(as_bank(bank_of(PLANTS["longest"], "en", 24)))
    assert "passed-by-tricks" in done.stderr
    assert "longest alone 100 %" in done.stderr
    assert "testwise 100 % of 24 choices by tricks alone (chance 25 %, p < 0.0001)" in done.stdout


def test_a_flawless_bank_says_its_score(check: Check) -> None:
    """A teacher would not know whether anybody had looked."""
    done = check(as_bank(flawless_bank("en", 24, 1)))
    assert "passed-by-tricks" not in done.stderr
    assert "of 24 choices by tricks alone (chance 25 %" in done.stdout


def test_too_few_to_tell(check: Check) -> None:
    """A score of nineteen questions would be taken for one."""
    text = as_bank(bank_of(PLANTS["longest"], "en", 19))
    assert "testwise: too few to tell" in check(text).stdout
    assert json.loads(check(text, "--format", "json").stdout)["summary"]["testwise"] is None


def test_machines_read_the_score(check: Check) -> None:
    """A pipeline could not refuse a bank that tricks alone pass."""
    text = as_bank(bank_of(PLANTS["stem-words"], "en", 20))
    report: dict[str, Any] = json.loads(check(text, "--format", "json", "--testwise").stdout)
    found = report["summary"]["testwise"]
    assert {"score", "chance", "p", "items", "tricks"} == found.keys()
    assert found["chance"] == 0.25
    assert found["items"] == 20
    assert found["tricks"]["stem-words"] >= 0.8
    assert report["banks"][0]["testwise"] == found
    details = report["testwise"][0]
    assert details["tricks"]["stem-words"]["p"] < 0.01
    assert [one["item"] for one in details["items"]] == [f"q{n}" for n in range(20)]
    assert [quiz["items"] for quiz in details["quizzes"].values()] == [20]


def test_each_item_says_what_gives_it_away(check: Check) -> None:
    """An author would know that the bank is weak, and not where."""
    done = check(as_bank(bank_of(PLANTS["hedged"], "en", 20)), "--testwise")
    rows = [line.split() for line in done.stdout.splitlines() if line.strip().startswith("q1 ")]
    assert rows[0][:5] == ["q1", "100", "%", "25", "%"]
    assert "hedged" in " ".join(rows[0])


def test_a_bank_may_be_allowed_to_be_easy(check: Check) -> None:
    """A leave with its reason would not count, or count as needless."""
    head = HEAD + "allow: {passed-by-tricks: A survey.}\n"
    done = check(as_bank(bank_of(PLANTS["longest"], "en", 24), head))
    assert "passed-by-tricks" not in done.stderr
    done = check(as_bank(flawless_bank("en", 24, 1), head))
    assert "unused-allow" in done.stderr


def test_a_large_bank_is_judged_by_runs_of_neighbours() -> None:
    """The check of a large bank would take as long again, or pass what its parts would not."""
    items = bank_of(PLANTS["longest"], "en", 40) * 50
    chosen = in_runs(items)
    assert len(chosen) == MOST_ITEMS
    found = tricks_score(chosen, "en")
    assert found is not None
    assert found.alarming


def test_what_an_item_is_counted_as(tmp_path: Path) -> None:
    """A multiple response, a statement or a blank would be held against the wrong chance."""
    path = tmp_path / "b.yaml"
    questions = "".join(
        f"""
  - {{id: m{n}, question: Which of {n}?, answer: [aa{n}, bb{n}], distractors: [cc{n}, dd{n}]}}
  - {{id: t{n}, question: Number {n} is odd., answer: true}}
  - id: c{n}
    cloze: "{{{{a{n}}}}} and {{{{b{n}}}}} or {{{{c{n}}}}}"
    choices: {{1: [x{n}, y{n}], 2: [v{n}, w{n}]}}
  - {{id: o{n}, question: Order {n}., order: [a, b, c]}}
  - {{id: p{n}, question: Match {n}., pairs: [[a, b], [c, d]]}}
"""
        for n in range(5)
    )
    path.write_text(HEAD + "questions:\n" + questions, "utf-8")
    found = examined(path).tricks
    assert found is not None
    assert [one.chance for one in found.by_item[:4]] == [0.5, 0.5, 1 / 3, 1 / 3]
    assert found.items == 20


def test_shipped_banks_are_no_better_than_chance() -> None:
    """People would judge us by a bank that can be passed without reading."""
    for folder in (path for path in NATO.parent.iterdir() if path.is_dir()):
        report = examined(folder)
        assert "passed-by-tricks" not in codes(report)
        assert report.tricks is None or report.tricks.p >= 0.2


def test_a_public_corpus_is_measured_as_published() -> None:
    """The table would say what nobody measured."""
    if not (shared_folder() / "corpora" / "gift").is_dir():
        pytest.skip("no shared material; set QUIZGEN_SHARED")
    found = tricks_score(gift_items(shared_folder() / "corpora" / "gift"), "en", filed=True)
    assert found is not None
    assert "position" in found.tricks
    page = (ROOT / "quizgen/checks/testwise/README.md").read_text("utf-8")
    row = (
        f"| GIFT corpus | {found.items} | {100 * found.chance:.0f} % | {100 * found.score:.0f} % |"
    )
    assert row in page


@pytest.mark.parametrize("name", ["nato-75-summit", "saeuren-basen"])
def test_our_banks_are_measured_as_published(name: str) -> None:
    """The table would say of a bank of ours what is true no more."""
    bank = load_bank(NATO.parent / name)
    found = tricks_score(in_runs(bank.items), bank.lang)
    assert found is not None
    page = (ROOT / "quizgen/checks/testwise/README.md").read_text("utf-8")
    row = f"`question_bank/{bank.id}` | {found.items} | {100 * found.chance:.0f} % | {100 * found.score:.0f} % |"
    assert row in page
