"""Rules about options that are numbers or dates: in order, apart, of one kind and precision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from operator import itemgetter
from typing import Any, NamedTuple

from quizgen.checks.item_text import tells_value, words_of
from quizgen.checks.lint.item import CHOICES, ONE, Finding, item_rule
from quizgen.checks.lint.view import View
from quizgen.model import ChoiceBase
from quizgen.text.folding import fold
from quizgen.text.quantities import sizes
from quizgen.text.values import DateValue, language, stated

_NO_RESULT = re.compile(
    r"\b(?:no|none|not|nothing|error|infinit\w*|undefined|impossible|kein\w*|nicht|nichts|fehler|"
    r"unendlich|undefiniert)\b"
)
"""What may stand among numbers: that there is none."""
_QUANTITY = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_QUANTITY_WITH_COMMA = re.compile(r"[-+−]?\d[\d.]*(?:,\d+)?")
_COMMA = frozenset({"de", "fr", "es"})
"""Languages whose decimals stand behind a comma."""
_PLAIN_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?")


def _sizes(options: tuple[str, ...], lang: str, *, dated: bool) -> Sequence[Any]:
    """Read options of one shape with a quantity or a date each as what they can be sorted by."""
    quantities = sizes(options)
    if quantities is not None or not dated:
        return quantities or ()
    dates = [_date(option, lang) for option in options]
    return dates if all(dates) else ()


def _date(option: str, lang: str) -> tuple[int, int, int] | None:
    """Read `11 July 2024`, `July 2024` or `July` as (year, month, day)."""
    if len(words_of(option)) > 4:
        return None
    found = [each.value for each in stated(option, lang)]
    if len(found) != 1 or not isinstance(found[0], DateValue):
        return None  # half of May is no day
    return found[0].year, found[0].month, found[0].day


@item_rule("warning", CHOICES)
def unsorted_numbers(view: View) -> Iterator[Finding]:
    """Options that are numbers or dates would not be printed in order of size.

    ## Why is this bad?
    Pupils search the list for their answer; order lets them find it, and disorder makes them
    wonder what it means. Numbers are sorted for you, with one unit, too; dates, and what you list
    under `options`, are yours to sort.

    ## Example
    ```yaml
    questions:
      - id: how-far
        question: How far does a gorl nost?
        answer: 12 tarns
        options: [12 tarns, 3 tarns, 40 tarns, 7 tarns]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: how-far
        question: How far does a gorl nost?
        answer: 12 tarns
        options: [3 tarns, 7 tarns, 12 tarns, 40 tarns]
    ```

    ## When to ignore
    When the numbers are names, as of rooms or bus lines.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (place options in logical or numerical order).
    """
    item = view.item
    dated = not view.vocabulary.isdisjoint(language(view.lang).months)
    if not isinstance(item, ChoiceBase) or not (view.quantities or dated):
        return
    if not item.fixed and not item.keep_last and sizes(view.unpinned) is not None:
        return  # these are sorted when they are printed
    measures = _sizes(view.unpinned, view.lang, dated=dated)
    if len(measures) < 3:
        return
    if not item.fixed or measures not in (sorted(measures), sorted(measures, reverse=True)):
        in_turn = map(itemgetter(1), sorted(zip(measures, view.unpinned, strict=True)))
        yield Finding(
            f"the options are {_MEASURES[dated]}, and won't be printed in order",
            f"list them all under `options` in order: [{_yaml_list(in_turn)}]",
        )


_MEASURES = {True: "dates", False: "quantities"}


def _yaml_list(texts: Iterable[str]) -> str:
    return ", ".join(f'"{text}"' if "," in text else text for text in texts)


_RANGE = re.compile(
    r"(?:between |from |zwischen |von |entre |de )?(\d[\d,]*(?:\.\d+)?)"
    r"(?: (?:to|bis|à|a) |\s*–\s*| ?- ?|(?<=\d) (?:and|und|et|y) )"
    r"(\d[\d,]*(?:\.\d+)?)"
)
_YEARS = re.compile(r"\b\d{4}\b.*\b\d{4}\b")


@item_rule("warning", CHOICES)
def overlapping_ranges(view: View) -> Iterator[Finding]:
    """Two options are ranges that share a number.

    ## Why is this bad?
    With `10-20` and `20-30`, an answer of 20 is right twice.

    ## Example
    ```yaml
    questions:
      - id: many
        question: How many gorls fit into a fask?
        answer: 10 to 20
        options: [0 to 10, 10 to 20, 20 to 30]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: many
        question: How many gorls fit into a fask?
        answer: 10 to 19
        options: [0 to 9, 10 to 19, 20 to 29]
    ```

    ## When to ignore
    When the ranges are measurements with error, and none of them is asked to be exclusive.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (keep options independent, not overlapping).
    """
    if not view.quantities:
        return
    ranges = sorted(filter(None, map(_range, view.options)))
    for a, b in combinations(ranges, 2):
        if b.low <= a.high:
            yield Finding(
                f"the ranges {a.option!r} and {b.option!r} share {b.low}",
                "let each begin after the last",
            )
            return


class _Range(NamedTuple):
    low: Decimal
    high: Decimal
    option: str


def _range(option: str) -> _Range | None:
    """Read an option as a range; years and `3 and 5` are none."""
    bounds = _RANGE.match(option)
    together = " and " in option and "between" not in option
    if not bounds or together or _YEARS.search(option):
        return None
    low, high = map(_decimal, bounds.groups())
    return _Range(low, high, option) if low < high else None


def _decimal(written: str) -> Decimal:
    """Read a number; commas before three digits part thousands, any other parts the decimals."""
    thousands = re.fullmatch(r"\D?\d+(?:,\d{3})+(?:\.\d+)?", written)
    return Decimal(written.replace(",", "" if thousands else "."))


@item_rule("info", ONE)
def mixed_precision(view: View) -> Iterator[Finding]:
    """The key is more precise than every distractor.

    ## Why is this bad?
    Writers copy the true number and invent round ones: `1,847` among `1,000` and `2,000` is the
    key.

    ## Example
    ```yaml
    questions:
      - id: weigh
        question: What does a full brad weigh?
        answer: "14.75"
        distractors: ["10", "20", "30"]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: weigh
        question: What does a full brad weigh?
        answer: "14.75"
        distractors: ["9.50", "18.25", "31.75"]
    ```

    ## When to ignore
    When the numbers are what they are, as years.

    ## Source
    NBME item-writing guide (irrelevant cues: inconsistent numeric precision).
    """
    if len(view.wrongs) < 2 or not view.quantities:
        return
    comma = view.code in _COMMA
    pattern = _QUANTITY_WITH_COMMA if comma else _QUANTITY
    matches = [pattern.search(option) for option in view.options]
    if not all(matches):
        return
    looks = [_precision(m[0].translate(_SWAPPED) if comma else m[0]) for m in matches if m]
    if len(set(looks[1:])) == 1 and looks[0] > looks[1]:
        yield Finding(
            f"{view.keys[0]!r} is more precise than any distractor",
            "give the distractors the same precision",
        )


_SWAPPED = str.maketrans(",.", ".,")


def _precision(number: str) -> tuple[int, int]:
    """Give the decimals of a number, and whether it isn't round (two zeros make it so)."""
    digits = number.replace(",", "")
    decimals = len(digits.partition(".")[2])
    zeros = len(digits) - len(digits.rstrip("0")) if not decimals else 0
    return decimals, int(zeros < 2)


@item_rule("warning", ONE)
def mixed_kinds(view: View) -> Iterator[Finding]:
    """The options are not of one kind: a number among names, a person among countries.

    ## Why is this bad?
    An option of another kind is no answer to the question, and is struck out at once; or it is
    the only one that is. Kinds are seen by shape, and where the bank has entities, by theirs.

    ## Example
    ```yaml
    questions:
      - id: drub
        question: By what was the tarn drubbed?
        answer: The elders
        distractors: ["40", The keepers, The gorls]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: drub
        question: By whom was the tarn drubbed?
        answer: The elders
        distractors: [The skeepers, The keepers, The gorls]
    ```

    ## When to ignore
    When the question is about what kind of thing it is.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (keep options homogeneous in content and structure).
    """
    listed = _differing_kinds(view)
    odd = None if listed or not view.digits else _odd_one(view)
    if listed:
        yield Finding(f"the options are not of one kind: {listed}", "keep to one kind")
    elif odd is not None:
        yield Finding(f"some options are numbers and some are not: {odd!r}", "keep to one kind")


def _differing_kinds(view: View) -> str:
    """List the options with the kinds of entities that they name; nothing if all are of one."""
    if not view.kinds:
        return ""
    folded = zip(view.options, view.folded, strict=True)
    kinds = {option: view.kinds.get(name, "") for option, name in folded}
    if len(set(filter(None, kinds.values()))) < 2 or not all(kinds.values()):
        return ""
    return ", ".join(f"{option} ({kind})" for option, kind in kinds.items())


def _odd_one(view: View) -> str | None:
    """Give the one option that is a number among others, or none among numbers."""
    if not any(_PLAIN_NUMBER.fullmatch(option.strip()) for option in view.options):
        return None  # as in nearly every item: no more needs to be read
    numeric = [tells_value(option, view.lang) for option in view.options]
    if len(numeric) < 3 or sum(numeric) not in {1, len(numeric) - 1}:
        return None
    odd = view.options[numeric.index(sum(numeric) == 1)]
    shown = odd if sum(numeric) == 1 else next(o for o in view.options if o != odd)
    plain = _PLAIN_NUMBER.fullmatch(shown.strip()) and not _NO_RESULT.search(fold(odd))
    return odd if plain else None


RULES = (unsorted_numbers, overlapping_ranges, mixed_precision, mixed_kinds)
