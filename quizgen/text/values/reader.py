"""Reading the values of a text: found, dressed with what belongs to them, joined into ranges.

A part of a value is none: `20` is not in `20,000`, `92.4` not in `-92.4`, `57.3 MJ` not in
`57.3 kJ`. So every sign, separator, scale, unit, month and hedge that stands at a number is read
with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from quizgen.text.folding import fold
from quizgen.text.values import calendar, digits
from quizgen.text.values.joining import joined
from quizgen.text.values.kinds import (
    DateValue,
    Many,
    Number,
    Quantity,
    Sign,
    Stated,
    StatedValue,
    TimeOfDay,
)
from quizgen.text.values.language import Language, base, language
from quizgen.text.values.spelled import Spoken, number_word, spoken
from quizgen.text.values.tidy import lowered, tidied
from quizgen.text.values.units import named_at, scale_at

_AROUND = 60
"""Signs beside a number that can belong to it."""


@lru_cache(maxsize=8192)
def stated(text: str, lang: str, *, exact: bool = False) -> tuple[Stated, ...]:
    """Give every value of a text, in order.

    Args:
        text: Prose, in plain text.
        lang: Its language; decides what a point and a comma mean, and which words are numbers.
        exact: The numbers are ours, written with a decimal point.

    """
    text = tidied(text)
    return tuple(joined(_Reader(text, lang, exact=exact).run(), text, language(lang)))


@dataclass(slots=True)
class _Draft:
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
        if self.year or self.time:
            return self.year or self.time or Number(self.amount)
        if self.units:
            return Quantity(self.amount, self.units, self.ordinal)
        return Number(self.amount, self.ordinal)


class _Reader:
    """One walk over a text; what was found once is not found again inside."""

    def __init__(self, text: str, lang: str, *, exact: bool) -> None:
        self.text = text
        self.low = lowered(text)
        self.lang: Language = language(lang)
        self.exact = exact
        self.taken = bytearray(len(text))
        self.found: list[Stated] = []

    def run(self) -> list[Stated]:
        for moment in calendar.moments(self.text, self.low, self.lang.code):
            if self._free(moment.start, moment.end):
                self._add(moment.start, moment.end, moment.value, whole=moment.whole)
        self._powers()
        self._fractions()
        self._digits()
        self._words()
        self._romans()
        return sorted(self.found, key=lambda each: each.start)

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _before(self, at: int) -> str:
        """Give what stands before a place, lowered, as far as it can belong to a number there."""
        return self.low[max(at - _AROUND, 0) : at]

    def _add(self, start: int, end: int, value: StatedValue, *, whole: bool = True) -> None:
        self._take(Stated(start=start, end=end, raw=self.text[start:end], value=value, whole=whole))

    def _take(self, stated: Stated) -> None:
        if not self._free(stated.start, stated.end):
            self._clear(stated.start, stated.end)
        size = stated.end - stated.start
        self.taken[stated.start : stated.end] = b"\1" * size
        self.found.append(stated)

    # What is a number.

    def _powers(self) -> None:
        """Read `3·10^8`, `10^-3`, `1.5e6`."""
        for match in _POWER.finditer(self.low):
            if not self._free(*match.span()):
                continue
            head = digits.amount(match[1], self.lang, exact=self.exact)[0] if match[1] else 1
            exponent = int(match[2] or match[3] or match[4])
            if head is not None and abs(exponent) < 100:
                self._dress(_Draft(*match.span(), Decimal(head).scaleb(exponent).normalize() + 0))

    def _fractions(self) -> None:
        """Read `1/2`, `5 1/2`."""
        for match in _RATIO.finditer(self.text):
            if not self._free(*match.span()) or not int(match[3]):
                continue
            if not match[1] and int(match[2]) >= max(int(match[3]), 10):  # `24/7`, `1914/15`
                self._add(*match.span(), Sign(match[0]))
                continue
            part = Decimal(match[2]) / Decimal(match[3])
            self._dress(_Draft(*match.span(), Decimal(match[1] or 0) + part))
        for match in _SCORE.finditer(self.text):
            if self._free(*match.span()):
                self._add(*match.span(), Sign(match[0].replace(" ", "")))

    def _digits(self) -> None:
        for match in digits.BODY.finditer(self.text):
            start, end = match.span()
            if not self._free(start, end):
                continue
            glued = _GLUED.search(self.text[max(start - _AROUND, 0) : start])
            if glued and not self._is_prefix(glued[0]):
                self._add_sign(start - len(glued[0]), end)
                continue
            self._number(start, end)

    def _is_prefix(self, glued: str) -> bool:
        """Tell whether letters directly before digits are a currency (`EUR5`, `Rs5`)."""
        return glued in self.lang.signs and next(iter(self.lang.signs[glued])).startswith("curr")

    def _number(self, start: int, end: int) -> None:
        raw = self.text[start:end]
        if (
            start
            and self.text[start - 1] in ".,"
            and not self.text[start - 2 : start - 1].isalnum()
        ):
            start, raw = start - 1, f"0.{raw}" if raw.isdecimal() else raw
            amount, open = (
                (Decimal(raw), frozenset[Decimal]()) if raw[:2] == "0." else (None, _NONE)
            )
        else:
            amount, open = digits.amount(raw, self.lang, exact=self.exact)
        clock = _DOTTED_TIME.fullmatch(raw)
        if clock and (self._at_hour(start) or calendar.before_clock(self.low, end, self.lang)):
            moment = calendar.at_clock(
                (start, end), (int(clock[1]), int(clock[2])), self.low, self.lang
            )
            self._add(moment.start, moment.end, moment.value)
        elif amount is None:
            self._add_sign(start, end)
        else:
            self._dress(_Draft(start, end, amount, open=open))

    def _at_hour(self, start: int) -> bool:
        """Tell whether words before a number make it a time: `a las 12.30`."""
        return self.lang.decimal == "," and bool(_AT_HOUR.search(self._before(start)))

    def _add_sign(self, start: int, end: int) -> None:
        behind = re.compile(r"(?:[\w]|[-.:/](?=\d))*").match(self.text, end)
        end = behind.end() if behind else end
        if self._free(start, end):
            self._add(start, end, Sign(fold(self.text[start:end])))

    def _words(self) -> None:
        """Read numbers in words, and those that are open: `dozens`."""
        for each in self._dozens():
            self._take(each)
        for number in spoken(self.text, self.lang):
            if self._free(number.start, number.end):
                self._spoken(number)

    def _spoken(self, number: Spoken) -> None:
        if _SOME.search(self._before(number.start)) and number.amount in _ROUND:
            self._add(number.start, number.end, Many(number.amount))  # `several thousand`
            return
        draft = _Draft(number.start, number.end, number.amount, number.ordinal, digits=False)
        # `twenty-five-year`: a word that hangs on another by a hyphen is a part of it.
        draft.whole = not re.search(r"\w-$", self.text[max(draft.start - 2, 0) : draft.start])
        self._dress(draft)

    def _dozens(self) -> list[Stated]:
        phrases = self.lang.phrases
        if not phrases.dozens:
            return []
        words = "|".join([*phrases.many, *phrases.dozens])
        found = []
        for match in re.finditer(rf"\b(?:{words})\b", self.low):
            if self._free(*match.span()):
                found += self._dozen(match)
        return found

    def _dozen(self, match: re.Match[str]) -> list[Stated]:
        word, (start, end) = match[0], match.span()
        before = _WORD_BEFORE.search(self.text[max(start - _AROUND, 0) : start])
        said = before[1].lower() if before else ""
        phrases = self.lang.phrases
        count = self._counted_by(said)
        if word in phrases.dozens and count:
            draft = _Draft(start - len(said) - 1, end, count * Decimal(phrases.dozens[word]))
            draft.digits = said.isdecimal()
            self._dress(draft)
            return []
        if count and not re.fullmatch(phrases.one, said):
            return []  # `deux millions`
        of = Decimal(phrases.many.get(word) or phrases.dozens[word])
        return [
            Stated(start=start, end=end, raw=self.text[start:end], value=Many(of), spelled=True)
        ]

    def _counted_by(self, word: str) -> Decimal | None:
        """Give how many dozens there are; None where nothing says it."""
        if re.fullmatch(self.lang.phrases.one, word):
            return Decimal(1)
        if word.isdecimal():
            return Decimal(word) if len(word) < 10 else None
        return number_word(word, self.lang) if word else None

    def _clear(self, start: int, end: int) -> None:
        """Forget what was found in a place, for the longer thing that stands there."""
        self.found = [each for each in self.found if each.end <= start or end <= each.start]
        self.taken[start:end] = bytes(end - start)

    def _romans(self) -> None:
        for match in _ROMAN.finditer(self.text):
            number = digits.roman(match[1])
            named = len(match[1]) > 1 or match[2] or _CENTURY.search(self._before(match.start()))
            if number is None or not named or not self._free(*match.span()):
                continue
            draft = _Draft(*match.span(), number, ordinal=True)
            if _CENTURY.search(self._before(match.start())):
                draft.units = frozenset({"duration-century"})
            self._dress(draft)

    # What belongs to it.

    def _dress(self, draft: _Draft) -> None:
        """Read all that stands at a number, behind it and before, and keep the whole."""
        first, last = draft.start, draft.end
        self._suffix(draft)
        self._scales(draft)
        self._half(draft)
        self._unit(draft)
        self._era_or_clock(draft)
        self._currency(draft)
        self._minus(draft)
        self._glued_behind(draft)
        self._take(
            Stated(
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
        )

    def _suffix(self, draft: _Draft) -> None:
        """Read `16th`, `1er`, `2º`, the point of `am 2. Tag`, the s of `1990s`."""
        ordinal = _ORDINAL.get(base(self.lang.code), _SIGNED_ORDINAL)
        if match := ordinal.match(self.low, draft.end):
            if self.text[draft.start : draft.end].isdecimal():
                draft.ordinal, draft.end = True, match.end()
        elif self._is_decade(draft):
            draft.units = frozenset({"calendar-decade"})
            if match := _DECADE.match(self.low, draft.end):
                draft.end = match.end()
        elif base(self.lang.code) == "de" and self._german_ordinal(draft):
            draft.ordinal, draft.end = True, draft.end + 1

    def _is_decade(self, draft: _Draft) -> bool:
        raw = self.text[draft.start : draft.end]
        if not re.fullmatch(r"(?:1\d|20)?\d0", raw):
            return False
        behind = _DECADE.match(self.low, draft.end)
        english = base(self.lang.code) in {"en", "de"} and behind
        before = _YEARS_BEFORE.search(self._before(draft.start))
        return bool(english or before)

    def _german_ordinal(self, draft: _Draft) -> bool:
        rest = self.text[draft.end : draft.end + 3]
        if not draft.digits or draft.amount > 400 or not re.match(r"\. [^\W\d_]", rest):
            return False
        lowercase = rest[2].islower() or draft.start == 0
        before = _GERMAN_ARTICLE.search(self._before(draft.start))
        return (
            lowercase
            or bool(before)
            or bool(named_at(self.text, self.low, draft.end + 2, self.lang))
        )

    def _scales(self, draft: _Draft) -> None:
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

    def _is_money(self, draft: _Draft) -> bool:
        return bool(self._currency_before(draft.start))

    def _half(self, draft: _Draft) -> None:
        """Read `two and a half`, `deux et demi`."""
        match = re.compile(self.lang.phrases.plus_half).match(self.low, draft.end)
        if not match or draft.amount != draft.amount.to_integral_value():
            return
        word = next((group for group in match.groups() if group), "halbe")
        below = self.lang.phrases.parts.get(word.rstrip("s"), "2")
        of = (
            draft.amount if draft.amount in _ROUND and not draft.digits else 1
        )  # `un million et demi`
        draft.amount, draft.end = draft.amount + of / Decimal(below), match.end()

    def _unit(self, draft: _Draft) -> None:
        if draft.units:
            return
        joint = _JOINT.match(self.low, draft.end)
        article = _PART_OF.match(self.low, draft.end) if 0 < draft.amount < 1 else None
        places = [draft.end + size for size in (1, 0) if self._gap(draft.end, size)]
        places += [match.end() for match in (joint, article) if match]
        for at in places:
            if unit := named_at(self.text, self.low, at, self.lang):
                if joint and at == joint.end() and not next(iter(unit[0])).startswith("currency"):
                    continue  # `5 de metros`: nobody writes so; `5 millions d'euros`
                draft.units, draft.end = unit[0], unit[1]
                return

    def _gap(self, at: int, size: int) -> bool:
        sign = self.text[at : at + 1]
        return sign in {" ", "-"} if size else sign not in {" ", "-"}

    def _era_or_clock(self, draft: _Draft) -> None:
        if draft.units == _HOURS and calendar.has_half(self.low, draft.end, self.lang):
            draft.units = _NO_UNITS  # `8 heures du soir`
        if draft.units or draft.amount != draft.amount.to_integral_value():
            return
        for sign, pattern in ((-1, self.lang.before), (1, self.lang.after)):
            if match := re.compile(rf" ?(?:{pattern})(?!\w)").match(self.low, draft.end):
                if not draft.ordinal and draft.amount < 100_000:
                    draft.year = DateValue(0, 0, sign * int(draft.amount))
                draft.end = match.end()
                return
        if self.text[max(draft.start - 3, 0) : draft.start] == "AD " and not draft.ordinal:
            draft.year, draft.start = DateValue(0, 0, int(draft.amount)), draft.start - 3
        elif (
            draft.amount <= 24
            and not draft.ordinal
            and calendar.before_clock(self.low, draft.end, self.lang)
        ):
            span = (draft.start, draft.end)
            moment = calendar.at_clock(span, (int(draft.amount), 0), self.low, self.lang)
            if isinstance(moment.value, TimeOfDay):
                draft.time, draft.end = moment.value, moment.end

    def _currency_before(self, start: int) -> re.Match[str] | None:
        return _CURRENCY.search(self.text[max(start - _AROUND, 0) : start])

    def _currency(self, draft: _Draft) -> None:
        match = self._currency_before(draft.start)
        units = self.lang.signs.get(match[1].rstrip(".")) if match else None
        if match and units and not draft.units:
            draft.units = units
            draft.start -= len(match[0])

    def _minus(self, draft: _Draft) -> None:
        before = self.text[max(draft.start - _AROUND, 0) : draft.start]
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

    def _glued_behind(self, draft: _Draft) -> None:
        """See whether letters or signs behind a number make it a part of something else."""
        rest = self.text[draft.end : draft.end + 20]
        word = _LETTERS.match(rest)  # `12jährig` counts; `3D` is a sign
        if (word and len(word[0]) < 3) or re.match(r"[^\W_]*\d|[/:^×*=]\d|[.,]\d", rest):
            draft.whole = False
        elif draft.units == _METRES and self.text[draft.end - 2 : draft.end - 1].isdigit():
            draft.whole = not re.match(r" [^\W\d_]", rest)  # `5m people`

    def _hedge(self, start: int) -> str:
        before = self._before(start)
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


_HOURS = frozenset({"duration-hour"})
_NO_UNITS: frozenset[str] = frozenset()
_NONE: frozenset[Decimal] = frozenset()
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W_]{1,30})[ -]$")
_SOME = re.compile(
    r"\b(?:several|a few|many|mehrere[nr]?|einige[nr]?|ein paar|viele[nr]?|plusieurs|quelques|"
    r"vari[oa]s|algun[oa]s) $"
)
_ROUND = frozenset({Decimal(10) ** power for power in (2, 3, 6, 9)})
_POWER = re.compile(
    r"(?<![\w.,])(?:(\d+(?:[.,]\d+)?)"
    r"(?: ?[·×x*] ?10(?:\^\(?| hoch | to the )([-+]?\d+)|e([-+]?\d+)(?!\w))"
    r"|10\^\(?([-+]?\d+)\)?)"
)
_RATIO = re.compile(r"(?<![\w.,:/])(?:(\d{1,4}) )?(\d{1,4})/(\d{1,4})(?![\w/]|[.,:]\d)")
_SCORE = re.compile(r"(?<![\w.,:/-])\d{1,3} ?: ?\d{1,3}(?![\w:/-]|[.,]\d)")
_GLUED = re.compile(r"[^\W\d_][^\W_]*[-_/]?$")
_ARTICLES = "the|an?|die|der|das|den|dem|eine?|la|le|les|une?|el|los|una?"
_AT_HOUR = re.compile(r"\blas? $")
_DOTTED_TIME = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")
_SIGNED_ORDINAL = re.compile(r"[ºª](?!\w)")
_ORDINAL = {
    "en": re.compile(r"(?:st|nd|rd|th)(?!\w)"),
    "fr": re.compile(r"(?:ers?|eres?|re|nde?|e|emes?|iemes?)(?!\w)"),
    "es": re.compile(r"\.?(?:[ºª]|er|ro|ra|do|da|to|ta|o|a)(?!\w)"),
    "nl": re.compile(r"(?:e|de|ste)(?!\w)"),
}
_DECADE = re.compile(r"(?:'?s|er jahren?|ern?)(?!\w)")
_YEARS_BEFORE = re.compile(r"\b(?:annees|anos) $")
_GERMAN_ARTICLE = re.compile(
    r"\b(?:am|im|vom|zum|zur|beim|der|die|das|dem|den|des|ein|eine|einem|einen|einer|seinem?|ihrem?"
    r"|jede[mnrs]?) $"
)
_CURRENCY = re.compile(
    r"(?<![^\W_])([A-Z]{1,3}\$|\$[A-Z]{2}|[A-Z]{3}|Rs\.?|Fr\.|[$€£¥₹₩₽₺₪฿₫₴₦₱]) ?$"
)
_OPEN_BEFORE = re.compile(r"[<>≤≥±√×^/:_.,*·÷]$")
_PART_OF = re.compile(r" (?:of )?an? ")
"""`half an hour`."""
_LETTERS = re.compile(r"[^\W\d_]+")
_METRES = frozenset({"length-meter"})
_JOINT = re.compile(r" (?:de |d'|di |of |von |do )")
_ROMAN = re.compile(r"\b([IVXLC]{1,7})(e|er|eme|ème)?\b(?!['-])")
_CENTURY = re.compile(r"\b(?:siglo|siecle|secolo|seculo|jahrhundert) $")
_NEXT_WORD = re.compile(r"(?: |-|\" ?)?([^\W\d_]+(?:'[^\W\d_]+)*)(?![\d_])")
