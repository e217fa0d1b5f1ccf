"""Rules that hold words: what was measured of them, and what is said where they know none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.checks.lint.precision import LEAST, PRECISION
from quizgen.pipeline.check import Report
from tests.checks.lint.precision import RULES, SETS, examples, measured

Check = Callable[..., Report]
LANGUAGES = ("en", "de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_page_claims_was_measured(lang: str) -> None:
    """A page would promise more than the rule holds."""
    found = measured(lang, "fresh")
    assert found == {rule: PRECISION[rule, lang] for rule in RULES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_examples(lang: str) -> None:
    """A rule would warn in a language in which nobody looked at it."""
    for rule in RULES:
        for part in SETS:
            kept = [one for one in examples(lang, part) if one.rule == rule]
            assert sum(one.flawed for one in kept) == 10, (rule, part)
            assert len(kept) == 20, (rule, part)


def test_a_rule_that_warns_is_right_nine_times_in_ten() -> None:
    """A teacher who is warned of nothing learns to look away."""
    unsure = {key for key, counts in PRECISION.items() if not counts.sure}
    assert unsure == {("unfocused-stem", "en")}
    assert LEAST == 0.9


GERMAN = "{id: q, question: Wer ist derzeit König?, answer: A, distractors: [B, C]}"


def test_a_german_rule_warns(check_text: Check) -> None:
    """A German bank would pass whatever stands in it."""
    (problem,) = check_text(f"lang: de\nquestions:\n  - {GERMAN}\n").problems
    assert (problem.code, problem.level) == ("dated-words", "warning")


def test_what_was_not_measured_only_informs(check_text: Check) -> None:
    """A guess in French would look like a finding."""
    text = "{id: q, question: Qui est actuellement roi ?, answer: A, distractors: [B, C]}"
    (problem,) = check_text(f"lang: fr\nquestions:\n  - {text}\n").problems
    assert (problem.code, problem.level) == ("dated-words", "info")
    assert problem.message.endswith("(not measured in French)")


def test_what_cannot_be_judged_is_told(check_text: Check) -> None:
    """A Polish bank would be called clean by rules that can't read it."""
    text = "{id: q, question: Kto jest teraz królem?, answer: A, distractors: [B, C]}"
    report = check_text(f"lang: pl\nquestions:\n  - {text}\n")
    assert report.problems == ()
    assert report.unjudged["pl"].items == 1
    assert {"dated-words", "negative-stem"} <= set(report.unjudged["pl"].rules)
    assert "option-count" not in report.unjudged["pl"].rules
    assert check_text(f"lang: de\nquestions:\n  - {GERMAN}\n").unjudged == {}
