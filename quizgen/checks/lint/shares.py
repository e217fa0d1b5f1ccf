"""Rules that only many items together can break: shares over the bank, and over a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import exp, lgamma, log

from quizgen.checks.lint.view import View
from quizgen.checks.rules import rule
from quizgen.model import Bank, Form, SingleChoice, TrueFalse
from quizgen.problems import Problem

SURE = 0.01
"""The chance of a false alarm that a share may have."""
LEAST_ITEMS = 20
LEAST_STATEMENTS = 10
LONG_RUN = 5


@rule("warning", "bank")
def longest_key_share() -> None:
    """The key is the longest option more often than chance would have it.

    ## Why is this bad?
    One long key tells nothing; a bank full of them tells pupils to pick the longest. A binomial
    test over all single-choice items with one longest option, against 1 in k options each: fires
    when chance would do it less than once in a hundred banks, from 20 items on.

    ## Example
    A bank of forty items, in twenty-five of which the key is longer than every distractor.

    ## Use instead
    Shorten keys, or lengthen distractors, beginning with the items that the message names.

    ## When to ignore
    When the answers are names.

    ## Source
    Among 42,921 published trivia items the key is the longest option in 20.3 %, below chance: so
    it can be avoided.
    """


@rule("warning", "bank")
def lopsided_true_false() -> None:
    """Nearly all statements are true, or nearly all are false.

    ## Why is this bad?
    Pupils learn the habit of the writer. A binomial test against one in two, from ten statements
    on, at one false alarm in a hundred banks.

    ## Example
    Twelve statements, eleven of them true.

    ## Use instead
    Make some of them false; in a template, `falsify: slot` does it for you.

    ## When to ignore
    When the statements are used one at a time.

    ## Source
    Ebel & Frisbie, Essentials of Educational Measurement (true-false items).
    """


@rule("warning", "form")
def key_positions() -> None:
    """On a form, the keys stand in one place too often, or in one place many times in a row.

    ## Why is this bad?
    Pupils see the pattern. Forms are balanced when they are made; this fires where that was not
    possible, as with options in a fixed order. A run of five, or a chi-square test at one false
    alarm in a hundred forms.

    ## Example
    Ten items with `options:` in a fixed order, each with its answer first.

    ## Use instead
    `distractors:` where the order carries no meaning, or `shuffle: true`.

    ## When to ignore
    When the order of the options is the matter, and there are few items.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (vary the location of the right answer).
    """


RULES = (longest_key_share, lopsided_true_false, key_positions)


class Shares:
    """Counts over all items of a bank, one item at a time."""

    def __init__(self) -> None:
        self.chances: list[float] = []
        self.longest: list[tuple[int, str]] = []
        """How much longer the key is than the next option, and the item."""
        self.statements: Counter[bool] = Counter()

    def add(self, view: View) -> None:
        """Count an item."""
        if isinstance(view.item, TrueFalse):
            self.statements[view.item.answer] += 1
        if not isinstance(view.item, SingleChoice):
            return
        key, *others = sizes = [len(option) for option in view.options]
        if sizes.count(max(sizes)) > 1:
            return  # no option is the longest
        self.chances.append(1 / (len(others) + 1))
        if key > max(others):
            self.longest.append((key - max(others), view.item.id))

    def problems(self, bank: Bank) -> Iterator[Problem]:
        """Report the shares that chance doesn't explain."""
        n = len(self.chances)
        if n >= LEAST_ITEMS:
            chance, longest_keys = sum(self.chances) / n, len(self.longest)
            if at_least(longest_keys, n, chance) < SURE:
                worst = [id for _, id in sorted(self.longest, key=lambda one: (-one[0], one[1]))]
                yield longest_key_share.problem(
                    bank.where,
                    f"the key is the longest option in {longest_keys} of {n} items "
                    f"({100 * longest_keys / n:.0f} %, by chance {100 * chance:.0f} %)",
                    "shorten keys, beginning with " + ", ".join(worst[:5]),
                )
        total = self.statements.total()
        if total >= LEAST_STATEMENTS:
            answer, most = self.statements.most_common(1)[0]
            if 2 * at_least(most, total, 0.5) < SURE:
                word, other = ("true", "false") if answer else ("false", "true")
                yield lopsided_true_false.problem(
                    bank.where,
                    f"{most} of {total} statements are {word}",
                    f"make some of them {other}",
                )


def at_least(k: int, n: int, p: float) -> float:
    """Give the chance of k or more successes in n tries (the upper binomial tail)."""
    return min(1.0, sum(exp(_log_binomial(i, n, p)) for i in range(k, n + 1)))


def _log_binomial(k: int, n: int, p: float) -> float:
    choose = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return choose + k * log(p) + (n - k) * log(1 - p)


# --- one form -----------------------------------------------------------------------------------


def check_forms(forms: Iterable[Form]) -> Iterator[Problem]:
    """Look at where the keys of each form stand."""
    for form in forms:
        keys = _KeyPlaces(form)
        pattern = keys.long_run() or keys.uneven_shares()
        if pattern:
            yield key_positions.problem(
                form.quiz.where,
                f"quiz {form.quiz.id!r}, form {form.name}: {pattern}",
                "let more items shuffle their options",
            )


class _KeyPlaces:
    """Where the keys of a form's choices stand, in the order of the form."""

    def __init__(self, form: Form) -> None:
        self.placed = [placed for placed in form.placed if isinstance(placed.item, SingleChoice)]
        self.places = [
            placed.order.index(placed.item.key)
            for placed in form.placed
            if isinstance(placed.item, SingleChoice)
        ]

    def long_run(self) -> str:
        """Name the first keys in a row that stand in one place."""
        for start in range(len(self.places) - LONG_RUN + 1):
            if len(set(self.places[start : start + LONG_RUN])) == 1:
                first, last = self.placed[start], self.placed[start + LONG_RUN - 1]
                return (
                    f"the keys of {LONG_RUN} choices in a row (items {first.position} to "
                    f"{last.position}) stand in one place"
                )
        return ""

    def uneven_shares(self) -> str:
        """Say how often keys stand where, if chance doesn't explain it."""
        sizes = [len(placed.order) for placed in self.placed]
        expected = [
            sum(1 / size for size in sizes if place < size) for place in range(max(sizes or [0]))
        ]
        if min(expected, default=0) < 5:
            return ""  # too few for a chi-square test (Cochran's rule)
        counts = Counter(self.places)
        chi = sum((counts[i] - e) ** 2 / e for i, e in enumerate(expected))
        if chi <= _CRITICAL[min(len(expected) - 1, len(_CRITICAL)) - 1]:
            return ""
        listed = ", ".join(f"{chr(65 + i)} {counts[i]}" for i in range(len(expected)))
        return f"the keys stand unevenly: {listed}"


_CRITICAL = (6.635, 9.210, 11.345, 13.277, 15.086, 16.812)
"""Chi-square at p = .01 for 1, 2, 3... degrees of freedom."""
