"""The rule that a bank breaks which can be passed without knowing anything."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.rules import rule
from quizgen.checks.testwise import TricksScore
from quizgen.model import Bank
from quizgen.problems import Problem


@rule("warning", "bank")
def passed_by_tricks() -> None:
    """Somebody who knows nothing but tricks would score far above chance.

    ## Why is this bad?
    A quiz that can be passed by its form says nothing about what pupils know. All choices of the
    bank are answered by tricks that see what pupils see, and no key: length, words of the
    question, words of the other options, an odd form, hedges and detail, absolute words, grammar,
    the middle number, what other questions print, pools of options. One fixed combination of
    them carries the score; where several options look equally good, they share the answer. The
    warning comes at ten points above chance, where chance alone would do as well in less than one
    bank in a hundred (the exact distribution, each item with its own chance; from 20 choices on).
    A single trick never warns: `check --testwise` shows each, its p corrected for their number
    (Holm), and what gives which item away. Hedges, absolutes and grammar are known in English and
    German; in other languages these tricks stay silent.

    Counted are single choice, statements, each blank with a list of its own, and multiple
    response, where one option is named, which is right if it is among the right ones. Matching,
    ordering and word banks are not: what is right for one part depends on the others. Drafts and
    retired items don't count. From more than 600 items, twelve runs of fifty stand for all.

    ## Example
    Twenty questions whose key is the longest option in seventeen.

    ## Use instead
    Begin with the items that the message names: shorten the key or lengthen distractors, say the
    key in other words than the question, give all options one form, hedge all or none, keep apart
    what answers each other.

    ## When to ignore
    When the choices are only there to be read, such as a survey.

    ## Source
    Millman, Bishop & Ebel 1965 (what test-wiseness is); Haladyna, Downing & Rodriguez 2002. In a
    public set of 2,026 questions "pick the longest" alone scores 91 %.
    """


RULES = (passed_by_tricks,)
_NAMED = 5


def tricks_problems(bank: Bank, found: TricksScore | None) -> Iterator[Problem]:
    """Warn of a bank that tricks alone would pass."""
    if found is None or not found.alarming:
        return
    worst = [one for one in found.by_item if one.score > one.chance]
    worst.sort(key=lambda one: (one.chance - one.score, -len(one.tricks)))
    best = max(found.tricks, key=lambda name: found.tricks[name].score)
    yield passed_by_tricks.problem(
        bank.where,
        f"somebody who knows nothing but tricks scores {percent(found.score)} on {found.items} "
        f"choices, by chance {percent(found.chance)} (p {shown_p(found.p)}); "
        f"{best} alone {percent(found.tricks[best].score)}",
        f"begin with {', '.join(dict.fromkeys(one.item for one in worst[:_NAMED]))}; "
        "`quizgen check --testwise` shows what gives each item away",
    )


def percent(share: float) -> str:
    """Write a share as people do."""
    return f"{100 * share:.0f} %"


def shown_p(p: float) -> str:
    """Write a p value as short as it is telling."""
    return "< 0.0001" if p < 0.0001 else f"{p:.4f}" if p < 0.01 else f"{p:.2f}"
