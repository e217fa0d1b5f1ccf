"""Whether a value of the source is the one that an answer states, or another of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from quizgen.checks.evidence.lexicon import SMALL_WORDS
from quizgen.checks.evidence.moments import Likeness, as_date, as_time, hours, same_time
from quizgen.checks.evidence.sought import Sought
from quizgen.text.values import (
    DateValue,
    Many,
    Number,
    Quantity,
    Range,
    Share,
    Sign,
    Single,
    Stated,
    StatedValue,
    TimeOfDay,
    Weekday,
)
from quizgen.text.values.units import kind, same_quantity, usual_factors

_DECADE = frozenset({"calendar-decade"})
_PERCENT = frozenset({"concentr-percent"})
_FEW = 10
"""A share of so many or fewer is more often a share than a count."""
_AKIN = 2
"""Letters that two words may differ in at their end."""


def compare(cited: Stated, answer: Stated, sought: Sought) -> Likeness:
    """Compare a value of the source with one of an answer.

    Args:
        cited: A value of the source.
        answer: A value of the answer.
        sought: What the question says of it.

    """
    likeness = _alike(cited, answer, sought)
    if likeness == "same" and not (cited.whole and answer.whole):
        as_it_is = isinstance(cited.value, DateValue) and cited.raw == answer.raw
        return "same" if as_it_is else "unclear"
    if likeness == "other" and not cited.whole and _may_be_cut(cited, answer):
        return "unclear"
    if likeness != "same" and (_raw(cited) == _raw(answer) or _may_mean(cited, answer)):
        return "unclear"  # `20.000` says one thing in German and another in English
    return _hedged(cited.hedge, answer.hedge) if likeness == "same" else likeness


def _may_be_cut(cited: Stated, answer: Stated) -> bool:
    """Tell whether a value that may be a part hides the answer's: 20 of 20,000, but not of 35."""
    there, said = _amount(cited.value), _amount(answer.value)
    if there is None or said is None:
        return type(cited.value) is not type(answer.value)
    digits = [re.sub(r"\D|0+$", "", f"{amount:f}") for amount in (there, said)]
    return digits[0] in digits[1] or digits[1] in digits[0]


def _raw(stated: Stated) -> str:
    """Give a notation that separators make ambiguous; nothing where it can't be."""
    return stated.raw if re.search(r"\d[.,]\d", stated.raw) else str(id(stated))


def _may_mean(cited: Stated, answer: Stated) -> bool:
    amounts = {_amount(cited.value), _amount(answer.value)} - {None}
    return bool(amounts & (cited.open | answer.open))


def _amount(value: StatedValue) -> Decimal | None:
    return value.amount if isinstance(value, (Number, Quantity)) else None


def _hedged(cited: str, answer: str) -> Likeness:
    """Hold the answer to how far the source commits itself: `more than 20` is not `under 20`."""
    if answer in {"", cited} or (answer == "about" and not cited):
        return "same"
    return "other" if {cited, answer} == {"more", "less"} else "unclear"


def _alike(cited: Stated, answer: Stated, sought: Sought) -> Likeness:
    if isinstance(answer.value, Share) and not isinstance(cited.value, Share):
        answer = replace(answer, value=Number(answer.value.ratio))
    match cited.value:
        case Range() as range:
            return _in_range(range, cited, answer, sought)
        case Number() | Quantity():
            return _as_number(cited, answer, sought)
        case DateValue() as date:
            return as_date(date, answer.value, sought)
        case TimeOfDay() as time:
            return as_time(time, answer.value)
        case Weekday() as day:
            return _equal(day, answer.value)
        case Many() as many:
            number = isinstance(answer.value, (Number, Quantity))
            return "other" if number else _equal(many, answer.value)
        case Share() as share:
            return _as_share(share, answer, sought)
        case Sign(text):
            return _as_sign(text, answer)
        case _:
            assert_never(cited.value)


def _equal(cited: StatedValue, answer: StatedValue) -> Likeness:
    if type(cited) is not type(answer):
        return "unlike"
    return "same" if cited == answer else "other"


def _as_sign(text: str, answer: Stated) -> Likeness:
    """Compare `COVID-19`; of which 19 is a part."""
    if isinstance(answer.value, Sign):
        if text == answer.value.text:
            return "same"
        bare = re.sub(r"\d", "", text)
        return "other" if bare == re.sub(r"\d", "", answer.value.text) else "unlike"
    amount = _amount(answer.value)
    parts = {Decimal(run) for run in re.findall(r"\d{1,30}", text)}
    return "other" if amount in parts else "unlike"


def _as_share(share: Share, answer: Stated, sought: Sought) -> Likeness:
    """Compare `two in three` with two thirds, with 67 %, and with its two numbers."""
    match answer.value:
        case Share() as said:
            return "same" if said.ratio == share.ratio else "other"
        case Quantity(amount, units) if units == _PERCENT:
            exact = share.part * 100 == amount * share.whole
            near = abs(share.ratio * 100 - amount) < 1
            return "same" if exact else "unclear" if near else "other"
        case Number(amount, False) if amount == share.ratio:
            return "same"
        case Number(amount, False) if amount in {share.part, share.whole}:
            return _part_of_share(share, amount, sought)
        case Number() | Quantity() | Range():
            return "other"
        case _:
            return "unlike"


def _part_of_share(share: Share, amount: Decimal, sought: Sought) -> Likeness:
    """Judge one number of a share: the 12 of `12 von 20`, but not the 5 of `one in five`."""
    rest = share.whole if amount == share.part else share.part
    if sought.states(rest):
        return "same"
    if not share.counts:
        return "other"
    return "same" if share.whole > _FEW else "unclear"


# --- ranges -------------------------------------------------------------------------------------


def _in_range(range: Range, cited: Stated, answer: Stated, sought: Sought) -> Likeness:
    """Compare with a range: whole, or one end of it where that is asked for.

    The ends of `1939-1945` are years in which something began and ended; the 3 of `3-5 days` is a
    part of what is said.
    """
    if isinstance(answer.value, Range):
        return _same_range(range, answer.value, sought)
    low, high = (_end(cited, end, answer, sought) for end in (range.low, range.high))
    if _is_dated(range):
        return _best((low, high))
    for wanted, here, there in ((sought.least, low, high), (sought.most, high, low)):
        if wanted and "same" in {here, there}:
            return here if here == "same" or not (sought.least and sought.most) else there
    return "unlike" if {low, high} == {"unlike"} else "other"


def _same_range(cited: Range, answer: Range, sought: Sought) -> Likeness:
    pairs = ((cited.low, answer.low), (cited.high, answer.high))
    ends = {_alike(_bare(there), _bare(said), sought) for there, said in pairs}
    return "same" if ends == {"same"} else "other"


def _bare(value: Single) -> Stated:
    return Stated(start=0, end=0, raw="", value=value)


def _end(cited: Stated, end: Single, answer: Stated, sought: Sought) -> Likeness:
    bare = Stated(start=0, end=0, raw="", value=end, counted=cited.counted)
    return _alike(bare, answer, sought)


def _is_dated(range: Range) -> bool:
    return all(
        isinstance(end, (DateValue, TimeOfDay))
        or (isinstance(end, Number) and end.amount == int(end.amount) and 1000 <= end.amount < 2200)
        for end in (range.low, range.high)
    )


def _best(found: Iterable[Likeness]) -> Likeness:
    order: tuple[Likeness, ...] = ("same", "unclear", "other", "unlike")
    return min(found, key=order.index, default="unlike")


# --- numbers and quantities ---------------------------------------------------------------------


def _as_number(cited: Stated, answer: Stated, sought: Sought) -> Likeness:
    match answer.value:
        case Number() | Quantity():
            return _amounts(cited, answer, sought)
        case TimeOfDay() as time:
            return _flipped_hour(cited.value, time)
        case Many():
            return "other"
        case Range(low, high):
            ends = {_alike(cited, _bare(end), sought) for end in (low, high)}
            return "unlike" if ends == {"unlike"} else "other"
        case DateValue(0, 0, year):
            return "unclear" if _amount(cited.value) == abs(year) else "unlike"
        case _:
            return "unlike"


def _flipped_hour(cited: StatedValue, answer: TimeOfDay) -> Likeness:
    if isinstance(cited, Quantity) and "duration-hour" in cited.units:
        return same_time(hours(cited.amount, sure=answer.sure), answer)
    return "unlike"


def _amounts(cited: Stated, answer: Stated, sought: Sought) -> Likeness:
    there, said = cited.value, answer.value
    if not isinstance(there, (Number, Quantity)) or not isinstance(said, (Number, Quantity)):
        return "unlike"
    amounts = set(_meant(said, sought))
    units = said.units if isinstance(said, Quantity) else frozenset[str]()
    known = there.units if isinstance(there, Quantity) else frozenset[str]()
    if not known:
        return _counted(cited, answer, amounts, units, sought)
    wanted = units or frozenset(u for u in sought.units if any(kind(u) == kind(k) for k in known))
    if there.ordinal != said.ordinal:
        if _is_part_of_one(there, amounts):
            return "unclear"
        return _ordinal(there.amount in amounts, units, wanted, known)
    if wanted:
        return _quantities(there.amount, known, amounts, wanted)
    return _bare_of_quantity(cited, answer, amounts, known)


def _meant(said: Number | Quantity, sought: Sought) -> Iterator[Decimal]:
    """Give what an answer's number may mean beside its question: `How many million?` 5."""
    yield said.amount
    if isinstance(said, Number):
        yield from (said.amount.scaleb(power) for power in sought.scales)
    if sought.below:
        yield -said.amount


def _quantities(
    amount: Decimal, known: frozenset[str], amounts: set[Decimal], wanted: frozenset[str]
) -> Likeness:
    if any(same_quantity(amount, k, said, w) for said in amounts for k in known for w in wanted):
        return "same"
    if known & wanted & _DECADE and any(said % 100 == amount % 100 for said in amounts):
        return _short_decade(amount, amounts)
    alike = {kind(k) for k in known} & {kind(w) for w in wanted}
    return "other" if alike or amount in amounts else "unlike"


def _short_decade(there: Decimal, amounts: set[Decimal]) -> Likeness:
    """Compare `the twenties` with the 1920s: a human must say which century is meant."""
    if min(there, *amounts) >= 100:
        return "other"
    return "same" if there >= 100 else "unclear"


def _ordinal(
    equal: bool, own: frozenset[str], wanted: frozenset[str], known: frozenset[str]
) -> Likeness:
    """Compare `16th century` with 16: the same where the century is asked for; 16 years are not."""
    if own or not equal:
        return "other" if wanted & known or equal else "unlike"
    return "same" if wanted & known else "unclear"


def _is_part_of_one(there: Number | Quantity, amounts: set[Decimal]) -> bool:
    """Tell whether an ordinal may be a part, or a part an ordinal: `a third`."""
    return there.ordinal and there.amount > 1 and 1 / there.amount in amounts


def _bare_of_quantity(
    cited: Stated, answer: Stated, amounts: set[Decimal], known: frozenset[str]
) -> Likeness:
    """Compare a number that names no unit: 57.3 beside `57.3 kJ` is as the source has it.

    16 pupils are not 16 %, and 1990 is not the 1990s. 14 beside `two weeks` may be meant in days.
    """
    there = _amount(cited.value)
    if there not in amounts:
        share = known == _PERCENT and there in {a * 100 for a in amounts if 0 < a < 1}
        if share:
            return "same"
        factors = {amount / there for amount in amounts} if there else set()
        return "unclear" if factors & usual_factors(known) else "other"
    parted = any(kind(unit) in {"concentr", "percentage", "calendar"} for unit in known)
    if parted and (answer.counted or "calendar-decade" in known):
        return "other"
    return "same" if not answer.counted or _akin(answer.counted, cited.counted) else "unclear"


def _counted(
    cited: Stated,
    answer: Stated,
    amounts: set[Decimal],
    units: frozenset[str],
    sought: Sought,
) -> Likeness:
    """Compare with a number that counts, and has no unit."""
    there = cited.value
    if not isinstance(there, Number) or not isinstance(answer.value, (Number, Quantity)):
        return "unlike"
    equal = there.amount in amounts
    if there.ordinal != answer.value.ordinal:
        return "unclear" if equal or _is_part_of_one(there, amounts) else "unlike"
    if units:
        share = units == _PERCENT and answer.value.amount == there.amount * 100
        if share and 0 < there.amount < 1:
            return "same"  # three quarters are 75 %
        return _unit_added(cited, units, sought) if equal else "unlike"
    if not equal:
        return "other"
    known = [*cited.counted, *sought.words]
    return "same" if _akin(answer.counted, known) else "unclear"


def _unit_added(cited: Stated, units: frozenset[str], sought: Sought) -> Likeness:
    """Judge a unit that the source hasn't: the question's, or one that says something else."""
    if units & sought.units:
        return "unclear"
    return "other" if cited.counted or any(kind(u) == "concentr" for u in units) else "unclear"


def _akin(words: Iterable[str], known: Iterable[str]) -> bool:
    """Tell whether every word is among those that are known, but for its ending."""
    known = list(known)
    wanted = (word for word in words if word not in SMALL_WORDS)
    return all(any(_one_word(word, other) for other in known) for word in wanted)


def _one_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    near = len(short) > 2 and long.startswith(short) and len(long) - len(short) <= _AKIN
    return a == b or near
