"""Rules about the options as a set: alike in kind, apart in meaning, in an order that helps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from quizgen.lint.item import CHOICES, ONE, Finding, item_rule
from quizgen.lint.view import View
from quizgen.markup import fold
from quizgen.model import ChoiceBase
from quizgen.plain import words_of
from quizgen.problems import Edit
from quizgen.quantities import MONTHS, sizes, values

_REST = (
    r"(?: of)?(?: the)? (?:above|others?|other options|options|answers|these|those|them|two|three|"
    r"four)"
    r"(?: (?:is|are) (?:correct|right|true))?[.!]?$"
)
_ALL = re.compile(rf"^(?:all|both){_REST}")
_NONE = re.compile(rf"^(?:none|neither){_REST}")
OF_THE_OTHERS = re.compile(rf"^(?:all|both|none|neither|two|three){_REST}")
"""An option that speaks of the other options."""
_THEIR_WORDS = frozenset({"all", "both", "none", "neither", "two", "three"})


def _of_the_others(view: View) -> Iterator[tuple[str, str]]:
    """Give the options, each with its folded text, if any of them may speak of the others."""
    if not view.vocabulary.isdisjoint(_THEIR_WORDS):
        yield from zip(view.options, view.folded, strict=True)


@item_rule("warning", CHOICES, english=True)
def all_of_the_above(view: View) -> Iterator[Finding]:
    """An option says `all of the above`.

    ## Why is this bad?
    Who knows that two options are right needs not know the third; who knows that one is wrong
    strikes out two. And forms shuffle: nothing is above.

    ## Example
    ```yaml
    questions:
      - id: hold
        question: What does a fask hold?
        shuffle: keep-last
        answer: All of these
        options: [Old grist, Dry bran, Fresh peat, All of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: hold
        question: What does a fask hold?
        answer: [Old grist, Dry bran, Fresh peat]
        distractors: [Warm brine, A skall]
    ```

    ## When to ignore
    Never needed: an item may have several right answers.

    ## Source
    Haladyna, Downing & Rodriguez 2002; NBME item-writing guide.
    """
    for option, folded in _of_the_others(view):
        if _ALL.search(folded):
            yield Finding(
                f"an option says {option!r}",
                "make it a multiple response: list what is right under `answer`",
            )
            return


@item_rule("warning", CHOICES, english=True)
def none_of_the_above(view: View) -> Iterator[Finding]:
    """An option says `none of the above`.

    ## Why is this bad?
    As the key it shows that pupils know what is wrong, not what is right; as a distractor it is
    weak. It makes items harder without making them better.

    ## Example
    ```yaml
    questions:
      - id: bran
        question: Where is bran kept?
        shuffle: keep-last
        answer: In the fask
        options: [In the fask, On the trell, Under the plim, None of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: bran
        question: Where is bran kept?
        answer: In the fask
        distractors: [On the trell, Under the plim]
    ```

    ## When to ignore
    In sums, where a pupil who gets another result should be able to say so.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (use carefully); Rodriguez 2005: three options are enough.
    """
    for option, folded in _of_the_others(view):
        if _NONE.search(folded):
            yield Finding(f"an option says {option!r}", "three options are enough: delete it")
            return


@item_rule("warning", CHOICES, english=True)
def unpinned_last_option(view: View) -> Iterator[Finding]:
    """An option that speaks of the others (`none of these`) would be shuffled among them.

    ## Why is this bad?
    Printed first, `All of the above` makes no sense, and it stands out.

    ## Example
    ```yaml
    questions:
      - id: plim
        allow: {none-of-the-above: an example}
        question: What is a plim made of?
        answer: Peat
        distractors: [Brine, None of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: plim
        allow: {none-of-the-above: an example}
        shuffle: keep-last
        question: What is a plim made of?
        answer: Peat
        distractors: [Brine, None of these]
    ```

    ## When to ignore
    Never: `shuffle: keep-last` pins it, and `quizgen check --fix` writes that.

    ## Source
    Common practice; AMC's "lastchoices" and R/exams' `exshuffle` exist for it.
    """
    item = view.item
    unmoved = not isinstance(item, ChoiceBase) or item.fixed
    if unmoved or view.vocabulary.isdisjoint(_THEIR_WORDS):
        return
    printed = view.printed
    loose = printed[:-1] if isinstance(item, ChoiceBase) and item.keep_last else printed
    for option in loose:
        if OF_THE_OTHERS.search(fold(option)):
            last = option == printed[-1]
            help = "pin it with `shuffle: keep-last`"
            by_hand = last and not item.template
            yield Finding(
                f"{option!r} speaks of the other options, and will be shuffled among them",
                help if last else f"put it last, and {help}",
                (Edit(item.where, "shuffle", "keep-last"),) if by_hand else (),
            )
            return


_LETTERS = re.compile(
    r"^(?:both |only )?\(?[a-e]\)?(?:,? (?:and|&|or) \(?[a-e]\)?)+"
    r"(?: only| are correct| are right)?$"
    r"|^(?:both )?(?:answers?|options?) (?:[a-e1-5]|one|two)\b.*\b(?:and|or)\b"
)


@item_rule("warning", ONE, english=True)
def combined_options(view: View) -> Iterator[Finding]:
    """An option combines others: `both A and C`, or `Japan and Korea` beside `Japan`.

    ## Why is this bad?
    Such options (the "complex multiple choice", or K-type) test the logic of the list. Letters
    change from form to form, so `A and C` points nowhere.

    ## Example
    ```yaml
    questions:
      - id: skeep
        question: What makes a gorl skeep?
        answer: Both A and B
        distractors: [Warm brine, Fresh peat, Dry bran]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: skeep
        question: What makes a gorl skeep?
        answer: [Warm brine, Fresh peat]
        distractors: [Dry bran, Grist]
    ```

    ## When to ignore
    When the combination itself has a name.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (avoid K-type items); NBME item-writing guide.
    """
    if view.vocabulary.isdisjoint({"and", "or"}) and not any("&" in o for o in view.options):
        return
    for option, text in zip(view.options, view.folded, strict=True):
        parts = [p for p in re.split(r",? and |, | & ", text.removeprefix("both ")) if p]
        others = set(view.folded) - {text}
        if _LETTERS.search(text) or (len(parts) > 1 and set(parts) <= others):
            yield Finding(
                f"the option {option!r} combines others",
                "make it a multiple response: list what is right under `answer`",
            )
            return


_ARTICLES = frozenset({"the", "an"})
"""Not `a`, which is a letter, a vitamin and a key as well."""
_JOINS = frozenset(
    "with of in and or by for to from at on that which who because but when where while".split()
)


@item_rule("warning", ONE)
def nested_options(view: View) -> Iterator[Finding]:
    """One option says all that another says, and more.

    ## Why is this bad?
    If `a pact with Brannet` is right, `a pact` is right as well: either both are the answer or
    pupils are asked to guess how precise the writer wants them to be.

    ## Example
    ```yaml
    questions:
      - id: brads
        question: What did the elders send to the trell?
        answer: A brad of grist
        distractors: [A brad, A skall, Dry peat]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: brads
        question: What did the elders send to the trell?
        answer: A brad of grist
        distractors: [A sack of bran, A skall, Dry peat]
    ```

    ## When to ignore
    When the shorter option is a thing of its own, as York beside New York.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (keep options independent, not overlapping).
    """
    keyed = set(view.words[0]) - _ARTICLES
    for wrong, words in zip(view.wrongs, view.words[1:], strict=True):
        other = set(words) - _ARTICLES
        if not (keyed <= other or other <= keyed):
            continue
        pair = (view.keys[0], _said(view.words[0])), (wrong, _said(words))
        (short, a), (long, b) = sorted(pair, key=lambda one: len(one[1]))
        if len(a) < 3 or f" {a} " not in f" {b} ":
            continue
        more = f" {b} ".split(f" {a} ", 1)
        joined = any(part.split()[:1] and part.split()[0] in _JOINS for part in more)
        if joined and not values(a) and not values(b):
            yield Finding(
                f"the option {long!r} says all that {short!r} says, and more",
                "make them exclude each other",
            )
            return


def _said(words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in _ARTICLES)


_QUANTITY = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_PLAIN_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?")
_DAY_MONTH = re.compile(r"^month (\d+)$")


def _sizes(options: tuple[str, ...], *, dated: bool) -> Sequence[Any] | None:
    """Read options of one shape with a quantity or a date each as what they can be sorted by."""
    found = sizes(options)
    if found is not None or not dated:
        return found
    dates = [_date(option) for option in options]
    return dates if all(dates) else None


def _date(option: str) -> tuple[Decimal, ...] | None:
    """Read `11 July 2024`, `July 2024` or `July` as (year, month, day)."""
    if len(words_of(option)) > 4:
        return None
    found = values(option)
    months = [m[1] for value in found if (m := _DAY_MONTH.match(value))]
    numbers = sorted((Decimal(v) for v in found if v[0].isdigit()), reverse=True)
    if len(months) != 1:
        return None
    year = next((n for n in numbers if n > 31), Decimal(0))
    day = next((n for n in numbers if n <= 31), Decimal(0))
    return year, Decimal(months[0]), day


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
    if not isinstance(item, ChoiceBase) or len(view.options) < 3:
        return
    dated = not view.vocabulary.isdisjoint(MONTHS)
    if not view.quantities and not dated:
        return
    printed = view.printed
    printed = printed[:-1] if item.keep_last else printed
    if not item.fixed and not item.keep_last and sizes(printed) is not None:
        return  # these are sorted when they are printed
    found = _sizes(printed, dated=dated)
    if found is None or len(found) < 3:
        return
    in_order = found in (sorted(found), sorted(found, reverse=True))
    if not item.fixed or not in_order:
        in_turn = [text for _, text in sorted(zip(found, printed, strict=True))]
        listed = ", ".join(f'"{text}"' if "," in text else text for text in in_turn)
        what = "dates" if dated else "quantities"
        yield Finding(
            f"the options are {what}, and won't be printed in order",
            f"list them all under `options` in order: [{listed}]",
        )


_RANGE = re.compile(
    r"(?:between |from )?(\d[\d,]*(?:\.\d+)?)(?: to |\s*–\s*| ?- ?|(?<=\d) and )"
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
    ranges = []
    for option in view.options:
        found = _RANGE.match(option)
        together = " and " in option and "between" not in option
        if found and not together and not _YEARS.search(option):
            low, high = (Decimal(n.replace(",", "")) for n in found.groups())
            if low < high:
                ranges.append((low, high, option))
    for a, b in combinations(sorted(ranges), 2):
        if b[0] <= a[1]:
            yield Finding(
                f"the ranges {a[2]!r} and {b[2]!r} share {b[0]}", "let each begin after the last"
            )
            return


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
    found = [_QUANTITY.search(option) for option in view.options]
    if not all(found):
        return
    looks = [_precision(m[0]) for m in found if m]
    if len(set(looks[1:])) == 1 and looks[0] > looks[1]:
        yield Finding(
            f"{view.keys[0]!r} is more precise than any distractor",
            "give the distractors the same precision",
        )


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
    if view.kinds:
        folded = zip(view.options, view.folded, strict=True)
        kinds = {option: view.kinds.get(name, "") for option, name in folded}
        named = {kind for kind in kinds.values() if kind}
        if len(named) > 1 and all(kinds.values()):
            listed = ", ".join(f"{option} ({kind})" for option, kind in kinds.items())
            yield Finding(f"the options are not of one kind: {listed}", "keep to one kind")
            return
    if not view.digits:
        return
    numeric = [bool(_PLAIN_NUMBER.fullmatch(option.strip())) for option in view.options]
    if len(numeric) < 3 or sum(numeric) not in {1, len(numeric) - 1}:
        return
    odd = view.options[numeric.index(sum(numeric) == 1)]
    if not values(odd) or sum(numeric) == 1:
        if _NO_RESULT.search(fold(odd)):
            return
        yield Finding(f"some options are numbers and some are not: {odd!r}", "keep to one kind")


@item_rule("info", CHOICES)
def option_count(view: View) -> Iterator[Finding]:
    """A choice has two options, or more than six.

    ## Why is this bad?
    Of two, half the class guesses right. Beyond four, distractors are hardly ever chosen and cost
    reading time: three good options do as well as four or five.

    ## Example
    ```yaml
    questions:
      - id: two
        question: What is fresh grist?
        answer: Warm
        distractors: [Damp]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: two
        question: What is fresh grist?
        answer: Warm
        distractors: [Damp, Sour]
    ```

    ## When to ignore
    When there are only so many: the two houses of a parliament, the seven days of a week.

    ## Source
    Rodriguez 2005 (meta-analysis of 80 years: three options are optimal).
    """
    count = len(view.options)
    if count < 3 or count > MOST_OPTIONS + len(view.keys) - 1:
        yield Finding(f"there are {count} options", "three to five serve best")


MOST_OPTIONS = 6
_NO_RESULT = re.compile(r"\b(?:no|none|not|nothing|error|infinit\w*|undefined|impossible)\b")
"""What may stand among numbers: that there is none."""

RULES = (
    all_of_the_above,
    none_of_the_above,
    unpinned_last_option,
    combined_options,
    nested_options,
    unsorted_numbers,
    overlapping_ranges,
    mixed_precision,
    mixed_kinds,
    option_count,
)
