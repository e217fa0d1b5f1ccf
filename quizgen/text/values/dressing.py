"""Dressing a number with all that belongs to it: scale, unit, era, clock, currency, sign, hedge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from quizgen.text.folding import fold
from quizgen.text.values import clock
from quizgen.text.values.kinds import DateValue, Number, Quantity, Stated, StatedValue, TimeOfDay
from quizgen.text.values.language import Language, base
from quizgen.text.values.tidy import lowered
from quizgen.text.values.units import named_at, scale_at

AROUND = 60
"""Signs beside a number that can belong to it."""


@dataclass(slots=True)
class NumberDraft:
    """A number while what belongs to it is being read."""

    start: int
    end: int
    amount: Decimal
    ordinal: bool = False
    units: frozenset[str] = frozenset()
    money: bool = False
    digits: bool = True
    whole: bool = True
    open: frozenset[Decimal] = frozenset()
    year: DateValue | None = None
    time: TimeOfDay | None = None

    def value(self) -> StatedValue:
        """Give what it came to be."""
        if self.year or self.time:
            return self.year or self.time or Number(self.amount)
        if self.units:
            return Quantity(self.amount, self.units, self.ordinal)
        return Number(self.amount, self.ordinal)


class Dresser:
    """Reads what stands at the numbers of one text."""

    def __init__(self, text: str, low: str, lang: Language) -> None:
        self.text = text
        self.low = low
        self.lang = lang

    def before(self, at: int) -> str:
        """Give what stands before a place, lowered, as far as it can belong to a number there."""
        return self.low[max(at - AROUND, 0) : at]

    def dressed(self, draft: NumberDraft) -> Stated:
        """Read all that stands at a number, behind it and before, and give the whole."""
        first, last = draft.start, draft.end
        self._suffix(draft)
        self._scales(draft)
        self._half(draft)
        self._unit(draft)
        self._era_or_clock(draft)
        self._currency(draft)
        self._minus(draft)
        self._glued_behind(draft)
        return Stated(
            start=draft.start,
            end=draft.end,
            raw=self.text[draft.start : draft.end],
            value=draft.value(),
            hedge=self._hedge(draft.start),
            counted=self._counted(draft.end),
            spelled=not any(map(str.isdecimal, self.text[first:last])),
            whole=draft.whole,
            open=draft.open,
        )

    def _suffix(self, draft: NumberDraft) -> None:
        """Read `16th`, `1er`, `2º`, the point of `am 2. Tag`, the s of `1990s`."""
        ordinal = _ORDINAL.get(base(self.lang.code), _SIGNED_ORDINAL)
        if match := ordinal.match(self.low, draft.end):
            if self.text[draft.start : draft.end].isdecimal():
                draft.ordinal, draft.end = True, match.end()
        elif base(self.lang.code) == "de" and self._german_ordinal(draft):
            draft.ordinal, draft.end = True, draft.end + 1

    def _german_ordinal(self, draft: NumberDraft) -> bool:
        rest = self.text[draft.end : draft.end + 3]
        if draft.digits and rest == "." and draft.amount <= 400:  # an answer: `der 21.`
            alone = re.fullmatch(_GERMAN_BEGINNING, self.low[: draft.start]) is not None
            return alone and self.text[draft.start : draft.end].isdecimal()
        if draft.digits and _SPAN_OF_ORDINALS.match(self.text, draft.end):
            return True
        if not draft.digits or draft.amount > 400 or not re.match(r"\. [^\W\d_]", rest):
            return False
        lowercase = rest[2].islower() or draft.start == 0
        before = _GERMAN_ARTICLE.search(self.before(draft.start))
        return (
            lowercase
            or bool(before)
            or bool(named_at(self.text, self.low, draft.end + 2, self.lang))
        )

    def _scales(self, draft: NumberDraft) -> None:
        article = _PART_OF.match(self.low, draft.end) if 0 < draft.amount < 1 else None
        if article and (scale := scale_at(self.text, article.end() - 1, self.lang, money=False)):
            draft.amount, draft.end = (
                draft.amount.scaleb(scale[0]) + 0,
                scale[1],
            )  # `half a million`
        for _ in range(3):
            scale = scale_at(self.text, draft.end, self.lang, money=self._is_money(draft))
            if scale is None or draft.ordinal:
                return
            draft.amount, draft.end = draft.amount.scaleb(scale[0]) + 0, scale[1]
            draft.open = frozenset(number.scaleb(scale[0]) for number in draft.open)

    def _is_money(self, draft: NumberDraft) -> bool:
        return bool(self._currency_before(draft.start))

    def _half(self, draft: NumberDraft) -> None:
        """Read `two and a half`, `deux et demi`."""
        match = re.compile(self.lang.phrases.plus_half).match(self.low, draft.end)
        if not match or draft.amount != draft.amount.to_integral_value():
            return
        word = next((group for group in match.groups() if group), "halbe")
        below = self.lang.phrases.parts.get(word.rstrip("s"), "2")
        of = (
            draft.amount if draft.amount in ROUND and not draft.digits else 1
        )  # `un million et demi`
        draft.amount, draft.end = draft.amount + of / Decimal(below), match.end()

    def _unit(self, draft: NumberDraft) -> None:
        if draft.units:
            return
        joint = _JOINT.match(self.low, draft.end)
        article = _PART_OF.match(self.low, draft.end) if 0 < draft.amount < 1 else None
        places = [draft.end + size for size in (1, 0) if self._gap(draft.end, size)]
        places += [match.end() for match in (joint, article) if match]
        for at in places:
            if unit := named_at(self.text, self.low, at, self.lang):
                if joint and at == joint.end() and not self._may_join(draft, at, *unit):
                    continue
                draft.units, draft.end = unit[0], unit[1]
                return

    def _may_join(self, draft: NumberDraft, at: int, units: frozenset[str], end: int) -> bool:
        """Tell whether a unit may stand behind `of`: `5 millions d'euros`, `trois quarts d'heure`.

        Nobody writes `5 de metros`; the `l` of `un de l'équipe` is no litre, and `julio` a month.
        """
        if next(iter(units)).startswith("currency"):
            return True
        word = not self.text[draft.end - 1].isdigit() and not draft.ordinal
        month = fold(self.text[at:end]) in self.lang.months
        return word and not month and self.text[end : end + 1] not in {"'", "’"}

    def _gap(self, at: int, size: int) -> bool:
        sign = self.text[at : at + 1]
        return sign in {" ", "-"} if size else sign not in {" ", "-"}

    def _era_or_clock(self, draft: NumberDraft) -> None:
        if draft.units == _HOURS and clock.has_half(self.low, draft.end, self.lang):
            draft.units = _NO_UNITS  # `8 heures du soir`
        if draft.amount != draft.amount.to_integral_value() or draft.units - _AGES:
            return
        era = self._era(draft.end)
        christian = _CHRISTIAN.search(self.text[max(draft.start - 5, 0) : draft.start])
        if era:
            self._of_era(draft, *era)
        elif christian and not draft.ordinal and not draft.units:
            draft.year = DateValue(0, 0, int(draft.amount))
            draft.start -= len(christian[0])
        elif (
            not draft.units
            and draft.amount <= 24
            and not draft.ordinal
            and clock.before_clock(self.low, draft.end, self.lang)
        ):
            span = (draft.start, draft.end)
            moment = clock.at_clock(span, (int(draft.amount), 0, 0), self.low, self.lang)
            if isinstance(moment.value, TimeOfDay):
                draft.time, draft.end = moment.value, moment.end

    def _era(self, end: int) -> tuple[int, int] | None:
        """Give the sign of the era behind a number, and where its words end."""
        for sign, pattern in ((-1, self.lang.before), (1, self.lang.after)):
            if match := re.compile(rf" ?(?:{pattern})(?!\w)").match(self.low, end):
                return sign, match.end()
        return None

    def _of_era(self, draft: NumberDraft, sign: int, end: int) -> None:
        """Put a year or a century before Christ below zero."""
        draft.end = end
        if draft.units or draft.ordinal:
            draft.amount *= sign
        elif draft.amount < 100_000:
            draft.year = DateValue(0, 0, sign * int(draft.amount))

    def _currency_before(self, start: int) -> re.Match[str] | None:
        return _CURRENCY.search(self.text[max(start - AROUND, 0) : start])

    def _currency(self, draft: NumberDraft) -> None:
        match = self._currency_before(draft.start)
        units = self.lang.signs.get(match[1].rstrip(".")) if match else None
        if match and units and not draft.units:
            draft.units = units
            draft.start -= len(match[0])

    def _minus(self, draft: NumberDraft) -> None:
        before = self.text[max(draft.start - AROUND, 0) : draft.start]
        words = self.lang.phrases.minus
        signed = re.search(r"(?:^|[\s([{\"'<>=~≈±])([-+])$", before)
        spoken = re.search(
            rf"(?:^|\W)(?<!\bau )(?<!\b[al][lo] )(?<!\bo )(?<!\bou )(?:{words}) $", lowered(before)
        )
        below = re.compile(rf" (?:{self.lang.phrases.below_zero})\b").match(self.low, draft.end)
        if signed:
            draft.start -= 1
        elif spoken:
            draft.start -= len(spoken[0].lstrip())
        elif _OPEN_BEFORE.search(before):
            draft.whole = False
        if (signed and signed[1] == "-") or spoken or below:
            draft.amount = -draft.amount
        draft.end = below.end() if below else draft.end

    def _glued_behind(self, draft: NumberDraft) -> None:
        """See whether letters or signs behind a number make it a part of something else."""
        rest = self.text[draft.end : draft.end + 20]
        word = _LETTERS.match(rest)  # `12jährig` counts; `3D` is a sign
        if (word and len(word[0]) < 3) or re.match(r"[^\W_]*\d|[/:^×*=]\d|[.,]\d", rest):
            draft.whole = False
        elif draft.units == _METRES and self.text[draft.end - 2 : draft.end - 1].isdigit():
            draft.whole = not re.match(r" [^\W\d_]", rest)  # `5m people`

    def _hedge(self, start: int) -> str:
        before = self.before(start)
        phrases = self.lang.phrases
        for name, words in (
            ("more", phrases.more),
            ("less", phrases.less),
            ("about", phrases.about),
        ):
            if re.search(rf"(?:^|[\s(])(?:{words})(?: (?:{_ARTICLES}))? ?$|[~≈]$", before):
                return name if not before.endswith(("~", "≈")) else "about"
        return ""

    def _counted(self, end: int) -> tuple[str, ...]:
        """Give what is counted: the next words, up to a sign or a number."""
        counted: list[str] = []
        at = end
        while len(counted) < 3:
            match = _NEXT_WORD.match(self.text, at)
            if not match:
                break
            word = fold(match[1]).removesuffix("'s").removesuffix("'")
            counted.append(word)
            at = match.end()
        return tuple(counted)


_AGES = frozenset({"duration-century", "calendar-decade", "duration-millennium"})
_CHRISTIAN = re.compile(r"\bA\.?D\.? $")
_HOURS = frozenset({"duration-hour"})
_NO_UNITS: frozenset[str] = frozenset()
ROUND = frozenset({Decimal(10) ** power for power in (2, 3, 6, 9)})
_ARTICLES = "the|an?|die|der|das|den|dem|eine?|la|le|les|une?|el|los|una?"
_SIGNED_ORDINAL = re.compile(r"[ºª](?!\w)")
_ORDINAL = {
    "en": re.compile(r"(?:st|nd|rd|th)(?!\w)"),
    "fr": re.compile(r"(?:ers?|eres?|re|nde?|e|emes?|iemes?)(?!\w)"),
    "es": re.compile(r"\.?(?:[ºª]|er|ro|ra|do|da|to|ta|o|a)(?!\w)"),
    "nl": re.compile(r"(?:e|de|ste)(?!\w)"),
}
_GERMAN_ARTICLE = re.compile(
    r"\b(?:am|im|vom|zum|zur|beim|der|die|das|dem|den|des|ein|eine|einem|einen|einer|seinem?|ihrem?"
    r"|jede[mnrs]?) $"
)
_CURRENCY = re.compile(
    r"(?<![^\W_])([A-Z]{1,3}\$|\$[A-Z]{2}|[A-Z]{3}|Rs\.?|Fr\.|[$€£¥₹₩₽₺₪฿₫₴₦₱]) ?$"
)
_GERMAN_BEGINNING = re.compile(r"(?:(?:am|im|vom|zum|zur|der|die|das|dem|den|jede[rsmn]?) )?")
_SPAN_OF_ORDINALS = re.compile(r"\. ?-+ ?\d{1,3}\. [^\W\d_]")
"""`12.-15. Jahrhundert`."""
_OPEN_BEFORE = re.compile(r"[<>≤≥±√×^/:_.,*·÷]$")
_PART_OF = re.compile(r" (?:of )?an? ")
"""`half an hour`."""
_LETTERS = re.compile(r"[^\W\d_]+")
_METRES = frozenset({"length-meter"})
_JOINT = re.compile(r" (?:de |d'|di |of |von |do )")
_NEXT_WORD = re.compile(r"(?: |-|\" ?)?([^\W\d_]+(?:'[^\W\d_]+)*)(?![\d_])")
