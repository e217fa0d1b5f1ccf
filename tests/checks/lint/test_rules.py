"""Rules: each page's first example has exactly that flaw, its second has none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from quizgen.checks.lint.shares import at_least
from quizgen.checks.rules import Rule, RuleSelection, chosen_rules, examples
from quizgen.pipeline.check import RULES, Report, check
from tests.helpers import codes

Check = Callable[..., Report]

SHOWN = [rule for rule in RULES.values() if len(examples(rule)) == 2]
SECTIONS = ("Why is this bad?", "Example", "Use instead", "When to ignore", "Source")
NOT_SHOWN_BY_ITEMS = {
    "longest-key-share",
    "lopsided-true-false",
    "key-positions",
    "passed-by-tricks",
}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_has_its_page(rule: Rule) -> None:
    """An author would be told of a flaw and not why it is one."""
    assert re.findall(r"^## (.+)$", rule.page, re.MULTILINE) == list(SECTIONS)
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 100


def test_every_item_rule_has_examples_that_run() -> None:
    """A rule would never be seen to fire."""
    without = {r.name for r in RULES.values() if r not in SHOWN and r.group != "evidence"}
    assert without == NOT_SHOWN_BY_ITEMS


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_the_example_has_exactly_this_flaw(check_text: Check, rule: Rule) -> None:
    """A rule would be silent where its own page says it isn't, or another fire beside it."""
    found = [code for code in codes(check_text(examples(rule)[0])) if code in RULES]
    assert found == [rule.name]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.name)
def test_its_twin_has_none(check_text: Check, rule: Rule) -> None:
    """An author who does what the page says would be warned again."""
    report = check_text(examples(rule)[1])
    assert [p for p in report.problems if p.code in RULES or p.level == "error"] == []


SILENT = {
    "longest-option-is-key": "answer: a somewhat longer one, distractors: [a shorter one, one]",
    "absolute-term": "answer: Only here, distractors: [Only there, Everywhere]",
    "clang-cue": "answer: The Tarn of Grome, distractors: [A fask, A trell]",
    "grammar-cue": "answer: A gorl, distractors: [Two brads, One skall]",
    "negative-stem": "answer: gist, distractors: [bran, peat]",
    "opposite-options": "answer: North Tarn, distractors: [South Tarn, Old Fask]",
    "mixed-kinds": "answer: '7', distractors: [eight, '9']",
    "unsorted-numbers": "answer: '12', distractors: ['3', '40']",
    "nested-options": "answer: 5, distractors: [5 tarns, 50]",
}
STEMS = {
    "clang-cue": "What lies beside the Tarn of Grome?",
    "grammar-cue": "What is in a fask?",
    "negative-stem": "Why did the gorl not skeep?",
}


@pytest.mark.parametrize("name", SILENT)
def test_near_misses(check_text: Check, name: str) -> None:
    """A rule that cries wolf is switched off by everybody."""
    stem = STEMS.get(name, "What is it?")
    report = check_text(f"questions:\n  - {{id: q, question: {stem}, {SILENT[name]}}}\n")
    assert name not in codes(report)


def test_english_rules_are_silent_in_other_languages(check_text: Check) -> None:
    """A German bank would be judged by English words."""
    text = "questions:\n  - {id: q, question: Never is this not so., answer: true}\n"
    assert "double-negative" in codes(check_text(text))
    assert codes(check_text("lang: de\n" + text)) == []
    assert codes(check_text(text.replace("answer", "lang: de, answer"))) == []


# --- leave to break a rule ----------------------------------------------------------------------

FLAWED = "{id: q, question: 'Who currently rules?', answer: A, distractors: [B, C], %s}"


def test_allow_silences_with_a_reason(check_text: Check) -> None:
    """An author who knows better would be nagged for ever."""
    assert codes(check_text(f"questions:\n  - {FLAWED % 'points: 1'}\n")) == ["dated-words"]
    allowed = FLAWED % "allow: {dated-words: asked once}"
    assert codes(check_text(f"questions:\n  - {allowed}\n")) == []


def test_a_whole_bank_may_allow(check_text: Check) -> None:
    """A rule that doesn't suit a subject would need a line on every item."""
    text = f"allow: {{dated-words: news quiz}}\nquestions:\n  - {FLAWED % 'points: 1'}\n"
    assert codes(check_text(text)) == []


def test_needless_and_unknown_leaves_are_reported(check_text: Check) -> None:
    """Reasons would outlive their flaws, and a misspelt one would do nothing."""
    needless = "{id: r, question: Who?, answer: A, allow: {clang-cue: long ago}}"
    report = check_text(f"allow: {{long-stem: x}}\nquestions:\n  - {needless}\n")
    assert codes(report) == ["unused-allow", "unused-allow"]
    assert [p.item for p in report.problems] == ["", "r"]
    misspelt = "{id: r, question: Who?, answer: A, allow: {clang-clue: x}}"
    problem = check_text(f"questions:\n  - {misspelt}\n").problems[0]
    assert (problem.code, problem.level) == ("unknown-rule", "error")
    assert "clang-cue" in problem.help


def test_a_templates_leave_is_used_by_any_of_its_items(check_text: Check) -> None:
    """A leave that one item of a template needs would be called needless for the others."""
    report = check_text("""
        kinds: {k: {who: text, long: text}}
        facts:
          - {id: a, kind: k, who: Brannet, long: x}
          - {id: b, kind: k, who: Brannet the Second of the old Tarn, long: y}
          - {id: c, kind: k, who: Skoll, long: z}
        templates:
          - id: t
            for: k
            question: Who did {long}?
            answer: "{who}"
            distractors: siblings
            allow: {longest-option-is-key: names}
    """)
    assert codes(report) == ["pool-by-elimination"]  # of three names each is right once


def test_select_and_ignore(check_text: Check) -> None:
    """One rule could not be looked at alone."""
    text = f"questions:\n  - {FLAWED % 'allow: {clang-cue: x}'}\n"
    check_text(text)

    def found(select: list[str], ignore: list[str]) -> list[str]:
        return codes(check("bank", rules=chosen_rules(select, ignore, RULES)))

    assert found([], []) == ["dated-words", "unused-allow"]
    assert found(["dated-words"], []) == ["dated-words"]
    assert found(["form"], []) == []
    assert found([], ["item"]) == []
    with pytest.raises(ValueError, match="dated-words"):
        chosen_rules(["dated-word"], [], RULES)
    assert RuleSelection().has(RULES["clang-cue"])


# --- many items together ------------------------------------------------------------------------


def choices(count: int, long: int) -> str:
    """Write single choices, some with their key longest, the others with a distractor longest."""
    lines = ["questions:\n"]
    for i in range(count):
        key, other = ("longer", "short") if i < long else ("short", "longer")
        lines.append(
            f"  - {{id: q{i}, question: What is the {i}th tarn?, answer: {key} {i}, "
            f"distractors: [{other} {i}, tiny]}}\n"
        )
    return "".join(lines)


def test_the_share_of_longest_keys(check_text: Check) -> None:
    """Pupils who pick the longest option would pass."""
    rules = "longest-key-share"
    assert rules in codes(check_text(choices(40, 24)))
    assert rules not in codes(check_text(choices(40, 17)))
    assert rules not in codes(check_text(choices(19, 19)))


def test_the_binomial_tail() -> None:
    """The test would fire by another chance than its page says."""
    assert at_least(0, 10, 0.5) == pytest.approx(1)
    assert at_least(10, 10, 0.5) == pytest.approx(2**-10)
    assert at_least(8, 10, 0.5) == pytest.approx((45 + 10 + 1) / 1024)


def test_lopsided_statements(check_text: Check) -> None:
    """Pupils would learn that a statement is always true."""

    def bank(true: int, false: int) -> str:
        answers = ["true"] * true + ["false"] * false
        return "questions:\n" + "".join(
            f"  - {{id: q{i}, question: Tarn {i} is warm., answer: {a}}}\n"
            for i, a in enumerate(answers)
        )

    assert codes(check_text(bank(11, 1))) == ["lopsided-true-false"]
    assert codes(check_text(bank(8, 4))) == []


def test_keys_in_one_place(check_text: Check) -> None:
    """Fixed options would put every key first, and nobody would notice."""

    def bank(shuffle: str) -> str:
        return "questions:\n" + "".join(
            f"  - {{id: q{i}, question: What is tarn {i}?, answer: a{i}, "
            f"options: [a{i}, b{i}, c{i}], shuffle: {shuffle}}}\n"
            for i in range(12)
        )

    assert set(codes(check_text(bank("false")))) == {"key-positions"}
    assert codes(check_text(bank("true"))) == []


@pytest.mark.parametrize(
    ("rows", "gives"), [("hydrogen, methane, ethanol", False), ("hydrogen", True)]
)
def test_a_table_that_names_every_option_gives_none_away(
    check_text: Callable[..., Report], rows: str, gives: bool
) -> None:
    """Every question about a table would be warned of: its answer stands in it."""
    text = f"""
questions:
  - {{id: q, question: "Of {rows}, which holds no carbon?", answer: hydrogen, distractors: [methane, ethanol]}}
"""
    assert ("clang-cue" in codes(check_text(text))) is gives
