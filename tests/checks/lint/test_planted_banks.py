"""A bank with every flaw once: each rule fires where its flaw was planted, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.lint import RULES
from quizgen.pipeline.check import Report

Check = Callable[..., Report]
HERE = Path(__file__).parent / "planted"
QUIZZES = """
quizzes:
  - {id: leak, items: [taker, give-away]}
  - {id: pool, items: [pool-by-elimination, pool-2, pool-3]}
  - {id: twice, items: [fact, same-fact-many-ways]}
  - {id: fixed, items: [FIXED]}
"""
OF_ALL = {"longest-key-share", "lopsided-true-false", "key-positions"}
"""What no item does alone: they are told of the bank, or of a quiz."""
NAMES = {
    "en": "Aldous Bertie Clovis Dunstan Egbert Florian Gerwin Hubert Isidor Jasper Kendrick Lambert "
    "Mortimer Norbert Oswin Percival Quentin Rupert Sigmund Tancred Ulric Vincent Wilfred Yorick",
    "de": "Adalbert Bruno Clemens Detlev Eberhard Friedrich Gottlieb Heribert Ignaz Joachim Konrad "
    "Leberecht Meinolf Notker Ottokar Philipp Quirin Reinhard Siegbert Tassilo Ulrich Volkmar "
    "Wendelin Xaver",
}
ASKED = {"en": ("Who is number {n}?", "Number {n} is odd."),
         "de": ("Wer ist Nummer {n}?", "Nummer {n} ist ungerade.")}  # fmt: skip


def many(lang: str) -> list[str]:
    """Write what only a crowd does: statements all true, keys a letter too long, one place."""
    names = NAMES[lang].split()
    who, odd = ASKED[lang]
    lines = [
        f"  - {{id: odd{n}, question: {odd.format(n=2 * n + 1)}, answer: true}}" for n in range(14)
    ]
    for n, name in enumerate(names):
        key = name + "is" * 3
        wrong = ", ".join((other * 9)[: len(key) - 1] for other in (names[n - 1], names[n - 2]))
        order = f"options: [{key}, {wrong}]" if n < 5 else f"distractors: [{wrong}]"
        lines.append(f"  - {{id: long{n}, question: {who.format(n=n)}, answer: {key}, {order}}}")
    return lines


@pytest.mark.parametrize("lang", ["en", "de"])
def test_each_fires_where_it_was_planted(check_text: Check, lang: str) -> None:
    """A flaw would pass in one language, or a sound question be called flawed."""
    planted = (HERE / f"{lang}.yaml").read_text("utf-8")
    fixed = ", ".join(f"long{n}" for n in range(5))
    text = f"lang: {lang}\n" + planted + "\n".join(many(lang)) + QUIZZES.replace("FIXED", fixed)
    report = check_text(text)
    names = {rule.name for rule in RULES}
    found = [(p.code, p.item) for p in report.problems if p.code in names]
    assert sorted(found) == sorted((name, "" if name in OF_ALL else name) for name in names)
    others = {p.code for p in report.problems} - names
    assert others <= {"answers-kept-apart", "passed-by-tricks"}
