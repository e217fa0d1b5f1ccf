"""Leaves and choices of rules: by old names, beside errors; and what levels are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from quizgen.checks.lint.levels import LEVELS
from quizgen.cli.app import app
from quizgen.pipeline.check import Report
from tests.helpers import codes

Check = Callable[..., Report]
Write = Callable[..., Path]

MEETING = """
kinds:
  town: {}
  person: {office: text, home: town}
  visit: {town: town, whom: person}
entities:
  hollerau: {kind: town, name: Hollerau}
  unterach: {kind: town, name: Unterach}
  brannet: {kind: person, name: Brannet Skoll, office: Keeper of the Weir, home: hollerau}
  tarvin: {kind: person, name: Tarvin Dole, office: Reeve of the Fens, home: unterach}
facts:
  - {id: v1, kind: visit, town: hollerau, whom: brannet}
  - {id: v2, kind: visit, town: unterach, whom: tarvin}
templates:
  - {id: office, for: person, question: "What office does {name} hold?", answer: "{office}"}
  - {id: sent, for: visit, question: "Whom did {town} send?", answer: "{whom}"}
"""
FOUR = "quizzes:\n  - {id: four, draw: [{count: 4}]}\n"
GIVES = "quizzes:\n  - {id: two, items: [who, why]}\n"
PAIR = """
  - {id: who, question: Who drubbed the old tarn of Grome?, answer: Brannet Skoll}
  - {id: why, ALLOW question: Why did Brannet Skoll drub the old tarn?, rubric: [It was cold.]}
"""


def test_templates_give_names_away(check_text: Check) -> None:
    """`What office does X hold?` would stand beside `Whom did Y send?`, and nobody be told."""
    report = check_text(MEETING + FOUR)
    assert report.ok
    found = [(p.code, p.item, p.message.split(" beside ")[1]) for p in report.problems
             if p.code == "give-away"]  # fmt: skip
    assert found == [
        ("give-away", "office/brannet", "sent/v1, whose answer 'brannet skoll' it holds"),
        ("give-away", "office/tarvin", "sent/v2, whose answer 'tarvin dole' it holds"),
    ]


def test_a_name_that_all_items_hold_is_no_subject(check_text: Check) -> None:
    """A bank about one country would keep half of its items from the other half."""
    items = "".join(
        f"  - {{id: q{n}, question: When did Grome pass act {n}x{n}?, answer: In {1700 + n}}}\n"
        for n in range(20)
    )
    report = check_text(f"""
kinds: {{place: {{}}}}
entities:
  grome: {{kind: place, name: Grome}}
  skall: {{kind: place, name: Skall}}
questions:
{items}
  - {{id: a, question: With which town did Grome share its weir?, answer: Skall}}
  - {{id: b, question: How many mills had Grome when Skall burnt down?, answer: 3}}
""")
    assert report.apart.leaks == {}


def test_a_leave_by_the_old_name_stands(check_text: Check) -> None:
    """Banks that gave a reason would be warned again after an upgrade, or fail."""
    for name in ("answer-given-away", "give-away"):
        text = PAIR.replace("ALLOW", f"allow: {{{name}: they build on each other}},")
        assert codes(check_text(f"questions:{text}{GIVES}")) == []
        text = text.replace("Why did Brannet Skoll", "Why did anybody")
        (problem,) = check_text(f"questions:{text}{GIVES}").problems
        assert (problem.code, problem.item) == ("unused-allow", "why")
        assert name in problem.message


def test_a_rule_may_be_chosen_by_its_old_name(bank_from: Write) -> None:
    """A script that selects or ignores a rule would stop at the upgrade."""
    bank = str(bank_from(f"questions:{PAIR.replace('ALLOW', '')}{GIVES}"))

    def found(*options: str) -> list[str]:
        done = CliRunner().invoke(app, ["check", bank, "--format", "json", *options])
        assert done.exit_code == 0, done.output
        return [problem["code"] for problem in json.loads(done.stdout)["problems"]]

    for name in ("answer-given-away", "give-away"):
        assert found("--select", name) == ["give-away"]
        assert found("--ignore", name) == []


def test_a_needless_leave_is_told_beside_errors(check_text: Check) -> None:
    """Reasons would outlive their flaws for as long as anything else is wrong."""
    leave = "allow: {dated-words: an example},"
    needless = f"{{id: a, {leave} question: Who rules?, answer: A, distractors: [B, C]}}"
    needed = f"{{id: b, {leave} question: Who currently rules?, answer: A, distractors: [B, C]}}"
    lost = "{id: c, question: Who?, anwser: A}"
    unseen = "{id: d, allow: {give-away: an example}, question: Who drubs?, answer: Skoll}"
    lines = "".join(f"  - {item}\n" for item in (needless, needed, lost, unseen))
    report = check_text(f"questions:\n{lines}")
    assert not report.ok
    assert [p.item for p in report.problems if p.code == "unused-allow"] == ["a"]


def test_the_page_of_levels() -> None:
    """Teachers would take a level for how hard an item is."""
    text = CliRunner().invoke(app, ["rules", "levels"]).stdout
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ")]
    assert rows[1:] == [f"| {number} {name}" for number, name in LEVELS.items()]
    assert "not how hard" in text
    told = json.loads(CliRunner().invoke(app, ["rules", "levels", "--json"]).stdout)
    assert told == {"name": "levels", "page": text}
    assert "rules levels" in CliRunner().invoke(app, ["rules"]).stdout
