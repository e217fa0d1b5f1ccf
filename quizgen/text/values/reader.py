"""Reading the values of a text: found, dressed with what belongs to them, joined into ranges.

A part of a value is none: `20` is not in `20,000`, `92.4` not in `-92.4`, `57.3 MJ` not in
`57.3 kJ`. So every sign, separator, scale, unit, month and hedge that stands at a number is read
with it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from quizgen.text.folding import fold
from quizgen.text.values import calendar, clock, digits
from quizgen.text.values.dressing import AROUND, ROUND, Dresser, NumberDraft
from quizgen.text.values.joining import joined
from quizgen.text.values.kinds import (
    Many,
    Number,
    Range,
    Sign,
    Stated,
    StatedValue,
)
from quizgen.text.values.language import Language, language
from quizgen.text.values.spelled import Spoken, number_word, spoken
from quizgen.text.values.tidy import lowered, tidied


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


def _years(first: str, last: str) -> Range | None:
    """Read `1914/18` and `2019/2020` as the years from the one to the other."""
    low, high = int(first), int(last)
    high += low - low % 100 if len(last) == 2 else 0
    if not 1000 <= low < high < min(low + 100, 2200):
        return None
    return Range(Number(Decimal(low)), Number(Decimal(high)))


class _Reader:
    """One walk over a text; what was found once is not found again inside."""

    def __init__(self, text: str, lang: str, *, exact: bool) -> None:
        self.text = text
        self.low = lowered(text)
        self.lang: Language = language(lang)
        self.exact = exact
        self.dresser = Dresser(self.text, self.low, self.lang)
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
        return self.dresser.before(at)

    def _dress(self, draft: NumberDraft) -> None:
        self._take(self.dresser.dressed(draft))

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
                self._dress(
                    NumberDraft(*match.span(), Decimal(head).scaleb(exponent).normalize() + 0)
                )
        for match in _RAISED.finditer(self.text):
            if self._free(*match.span()) and abs(int(match[2])) <= _MOST_RAISED:
                below = Decimal(match[1])  # may be a note's sign: `2019²`
                whole = below ** int(match[2])
                self._dress(NumberDraft(*match.span(), whole, open=frozenset({below})))

    def _fractions(self) -> None:
        """Read `1/2`, `5 1/2`."""
        for match in _RATIO.finditer(self.text):
            if not self._free(*match.span()) or not int(match[3]):
                continue
            if not match[1] and int(match[2]) >= max(int(match[3]), 10):  # `24/7`, `1914/15`
                self._add(*match.span(), _years(match[2], match[3]) or Sign(match[0]))
                continue
            part = Decimal(match[2]) / Decimal(match[3])
            self._dress(NumberDraft(*match.span(), Decimal(match[1] or 0) + part))
        for match in _SCORE.finditer(self.text):
            if self._free(*match.span()):
                self._add(*match.span(), Sign(re.sub(r"(?<=\d)[ .,'](?=\d{3})| ", "", match[0])))

    def _digits(self) -> None:
        for match in digits.BODY.finditer(self.text):
            start, end = match.span()
            if not self._free(start, end):
                continue
            glued = _GLUED.search(self.text[max(start - AROUND, 0) : start])
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
        dotted = _DOTTED_TIME.fullmatch(raw)
        if dotted and (self._at_hour(start) or clock.before_clock(self.low, end, self.lang)):
            moment = clock.at_clock(
                (start, end), (int(dotted[1]), int(dotted[2]), 0), self.low, self.lang
            )
            self._add(moment.start, moment.end, moment.value)
        elif amount is None:
            self._add_sign(start, end)
        else:
            self._dress(NumberDraft(start, end, amount, open=open))

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
        if _SOME.search(self._before(number.start)) and number.amount in ROUND:
            self._add(number.start, number.end, Many(number.amount))  # `several thousand`
            return
        draft = NumberDraft(number.start, number.end, number.amount, number.ordinal, digits=False)
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
        before = _WORD_BEFORE.search(self.text[max(start - AROUND, 0) : start])
        said = before[1].lower() if before else ""
        phrases = self.lang.phrases
        count = self._counted_by(said)
        if word in phrases.dozens and count:
            first = start - len(said) - 1
            if half := _HALF_OF.search(self.low[max(first - AROUND, 0) : first]):
                count, first = count / 2, first - len(half[0])  # `half a dozen`
            draft = NumberDraft(first, end, count * Decimal(phrases.dozens[word]))
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
        if self.lang.phrases.parts.get(lowered(word)) == "2":
            return Decimal("0.5")
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
            suffixed = match[2] and match[1] in "IVX"  # `Ve`, but `Le` and `Ce` are words
            named = len(match[1]) > 1 or suffixed or _CENTURY.search(self._before(match.start()))
            if number is None or not named or not self._free(*match.span()):
                continue
            draft = NumberDraft(*match.span(), number, ordinal=True)
            if _CENTURY.search(self._before(match.start())):
                draft.units = frozenset({"duration-century"})
            self._dress(draft)


_NONE: frozenset[Decimal] = frozenset()
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W_]{1,30})[ -]$")
_SOME = re.compile(
    r"\b(?:several|a few|many|mehrere[nr]?|einige[nr]?|ein paar|viele[nr]?|plusieurs|quelques|"
    r"vari[oa]s|algun[oa]s) $"
)
_POWER = re.compile(
    r"(?<![\w.,])(?:(\d+(?:[.,]\d+)?)"
    r"(?: ?[·×x*] ?10(?:\^\(?| hoch | to the )([-+]?\d+)|e([-+]?\d+)(?!\w))"
    r"|10\^\(?([-+]?\d+)\)?)"
)
_RAISED = re.compile(r"(?<![\w.,:/^)])([2-9]|[1-9]\d)\^\(?([-+]?\d{1,2})\)?(?![\w^])")
_MOST_RAISED = 64
_HALF_OF = re.compile(r"\bhalf $")
_RATIO = re.compile(r"(?<![\w.,:/])(?:(\d{1,4}) )?(\d{1,4})/(\d{1,4})(?![\w/]|[.,:]\d)")
_SCORE = re.compile(r"(?<![\w.,:/-])\d{1,3} ?: ?\d{1,3}(?:(?:[ .,']\d{3})+|\d*)(?![\w:/-]|[.,]\d)")
_GLUED = re.compile(r"[^\W\d_][^\W_]*[-_/]?$")
_AT_HOUR = re.compile(r"\blas? $")
_DOTTED_TIME = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)")
_ROMAN = re.compile(r"\b([IVXLC]{1,7})(e|er|eme|ème)?\b(?!['-])")
_CENTURY = re.compile(r"\b(?:siglo|siecle|secolo|seculo|jahrhundert) $")
