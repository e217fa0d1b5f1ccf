"""The quiz of a bank that says nothing of quizzes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from quizgen.pipeline.check import Report

Check = Callable[..., Report]


def _levels(report: Report) -> Counter[int | None]:
    return Counter(placed.item.level for placed in report.forms[0].placed)


def test_it_is_spread_over_levels(check_text: Check) -> None:
    """Thirty questions of recall would crowd out the few that ask for more."""
    easy = [f"  - {{id: e{n}, level: 1, question: Which e{n}?, answer: a{n}}}" for n in range(30)]
    more = [f"  - {{id: m{n}, level: 3, question: Why m{n}?, answer: b{n}}}" for n in range(6)]
    report = check_text("questions:\n" + "\n".join([*easy, *more]) + "\n")
    assert _levels(report) == {1: 14, 3: 6}


def test_without_levels_it_stays(check_text: Check) -> None:
    """A bank that never heard of levels would get another paper."""
    text = [f"  - {{id: e{n}, question: Which e{n}?, answer: a{n}}}" for n in range(30)]
    report = check_text("questions:\n" + "\n".join(text) + "\n")
    assert [draw.level for draw in report.forms[0].quiz.sections[0].draw] == [None]
    assert _levels(report) == {None: 20}
