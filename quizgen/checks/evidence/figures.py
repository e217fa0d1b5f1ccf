"""Numbers as they stand in a text, whole: with sign, separators and what stands directly behind.

A part of a number proves nothing: `20` is not in `20,000`, `92.4` not in `-92.4`, `57.3 MJ` not
in `57.3 kJ`, `2. Juni` not in `2. Juli`. A figure has a value only where its notation leaves no
doubt; all else is compared sign by sign, and what can't be compared is left to a human.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from quizgen.checks.evidence import lexicon
from quizgen.checks.evidence.lexicon import base
from quizgen.text.folding import fold
from quizgen.text.quantities import LOOSE, SCALES, SMALL, spelled

Date = tuple[int, int, int]
"""Day, month, year; 0 for what isn't said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A number, a fraction, a date or a number word, as it stands in a text."""

    start: int
    end: int
    """With its unit, and whatever else belongs to it."""
    raw: str
    """As written, tidied: `-92.4`, `20.000`, `3-5`, `covid-19`."""
    value: Decimal | None = None
    """None where its notation could mean several things, or is none that we read."""
    readings: frozenset[Decimal] = frozenset()
    """All that it could mean to somebody, without sign."""
    parts: frozenset[Decimal] = frozenset()
    """What its digits give one by one, where its notation could mean several things."""
    tail: tuple[str, ...] = ()
    """What belongs to it: a scale, a unit, percent, a currency, `ordinal`."""
    after: tuple[str, ...] = ()
    """What is counted: up to three words behind it, folded."""
    date: Date | None = None
    whole: bool = True
    """False where it may be a part of something longer."""
    year: bool = False
    """The year of a date, beside the date itself."""
    spelled: bool = False

    @property
    def is_unread_word(self) -> bool:
        """Tell whether it is a number word of a language that we don't read."""
        return self.spelled and self.value is None and not self.readings


# --- tidying ------------------------------------------------------------------------------------

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–―−﹣－", "-"),
        "—": " - ",
        **dict.fromkeys("‘’‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        "⁄": "/",
        "∕": "/",
        "٫": ".",
        "٬": ",",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"),
    }
)
_SUPERSCRIPT = re.compile(r"(?<=[\d)])[⁺⁻⁰¹²³⁴-⁹]+")


def tidied(text: str) -> str:
    """Write a text's numbers in plain signs: `½` as 1/2, `10³` as 10^3, any digits as 0 to 9."""
    text = _SUPERSCRIPT.sub(lambda m: "^" + unicodedata.normalize("NFKC", m[0]), text)
    if not text.isascii():
        text = "".join(map(_plain_sign, text))
    text = re.sub(r"(?<=\d)  ?(?=\d+/)", " ", text.translate(_SIGNS))
    return " ".join(text.split())


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize("NFKC", sign) if unicodedata.category(sign) == "No" else ""
    return f" {plain.replace('⁄', '/')} " if "⁄" in plain else sign


# --- finding ------------------------------------------------------------------------------------

_BODY = re.compile(r"\d+(?:(?:[.,:/'·×*^_]-?| ?[-/×*^:+÷] ?-?| )\d+)*")
_AROUND = 60
"""Signs beside a number that can belong to it."""
_MONTH = "|".join(sorted(lexicon.MONTHS, key=len, reverse=True))
_OF = r"(?:of |de |del |d')?"
_DATES = (
    re.compile(
        rf"(?<![\d.,:/'-])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)? ?{_OF}(?P<m>{_MONTH})\b\.?"
        rf"(?:,? {_OF}(?P<y>\d{{3,4}})(?![\d:/'-]|[.,]\d))?"
    ),
    re.compile(
        rf"\b(?P<m>{_MONTH})\b\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/'-]|[.,]\d)"
        rf"(?:,? (?P<y>\d{{4}})(?![\d:/'-]|[.,]\d))?"
    ),
    re.compile(rf"\b(?P<m>{_MONTH})\b\.?,? {_OF}(?P<y>\d{{4}})(?![\d:/'-]|[.,]\d)"),
)
_FRACTION = re.compile(
    r"\b(?:(an?|one|two|three|four|five|six|seven|eight|nine)[ -])?"
    r"(half|halves|(?:third|quarter|fourth|fifth|sixth|eighth|tenth)s?)\b",
    re.IGNORECASE,
)
_BELOW_ONE = {"hal": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6}
_BELOW_ONE |= {"eighth": 8, "tenth": 10}
_PARTS_OF_ONE = frozenset({"half", "halves", *(f"{part}s" for part in _BELOW_ONE), *_BELOW_ONE})
_AND_A_PART = re.compile(
    r" (?:and|et|y|und) (?:a |an |one )?(?:half|demi|medi[oa]|quarter|third)", re.IGNORECASE
)
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "eme", "ème", "º", "ª", "o"})
_BELOW_ZERO = re.compile(
    r" (?:below|under|unter|sous|au-dessous de|bajo) (?:zero|freezing|null|cero)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|-|\S")


def figures(text: str, lang: str, *, exact: bool = False) -> list[StatedFigure]:
    """Find every number of a text.

    Args:
        text: Prose, in plain text.
        lang: Its language; decides what a point and a comma mean, and which words are numbers.
        exact: The numbers are ours, written with a decimal point.

    """
    lang = base(lang)
    return _Finder(tidied(text), lang, exact=exact).run() if _has_number(text, lang) else []


def _has_number(text: str, lang: str) -> bool:
    """Tell in little time whether there is anything to find: most texts hold no number."""
    if any(map(str.isnumeric, text)):
        return True
    if lang == "en":
        words = _WORD.findall(text.lower())
        return any(w in SMALL or w in SCALES or w in _PARTS_OF_ONE for w in words)
    known = lexicon.NUMBER_WORDS.get(lang)
    return known is not None and any(known.fullmatch(fold(w)) for w in _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands directly before the digits of a number, and belongs to it."""

    start: int
    """Where the number begins with it."""
    glued: bool = False
    """Letters stand at the digits: `covid-19`."""
    money: str = ""
    sign: str = ""
    point: str = ""
    whole: bool = True


class _Tail:
    """What stands directly behind a number, and belongs to it, as it is read."""

    def __init__(self, figure: StatedFigure) -> None:
        self.names: list[str] = []
        self.value = figure.value
        self._readings = figure.readings
        self._powers: tuple[int, ...] = ()

    def suffix(self, name: str) -> None:
        """Take what stands at the digits."""
        self.names.append(name)
        self._powers = lexicon.POWERS.get(name, ())

    def add(self, name: str, scale: int | None) -> None:
        """Take a scale, a unit or a month; an English scale that is spelled out multiplies."""
        self._powers = self._powers or lexicon.POWERS.get(name, ())
        if scale and self.value is not None and not self.names:
            self.value *= scale
            self._readings, self._powers = frozenset({abs(self.value)}), ()
        elif name:
            self.names.append(name)

    @property
    def readings(self) -> frozenset[Decimal]:
        """All that the number could mean with the scales behind it."""
        scaled = {reading.scaleb(power) for reading in self._readings for power in self._powers}
        return self._readings | scaled


class _Finder:
    """One walk over a text; what was found once is not found again inside."""

    def __init__(self, text: str, lang: str, *, exact: bool) -> None:
        self.text = text
        self.low = _lowered(text)
        self.lang = lang
        self.exact = exact
        self.taken = bytearray(len(text))
        self.figures: list[StatedFigure] = []

    def run(self) -> list[StatedFigure]:
        self._dates()
        if self.lang == "en":
            self._fractions()
        for match in _BODY.finditer(self.text):
            if self._free(match.start(), match.end()):
                self._add(self._number(match.start(), match.end()))
        if self.lang == "en":
            self._english()
        elif self.lang in lexicon.NUMBER_WORDS:
            self._foreign()
        return sorted(self.figures, key=lambda figure: figure.start)

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _before(self, start: int) -> str:
        """Give what stands before a place, as far as it can belong to a number there."""
        return self.text[max(start - _AROUND, 0) : start]

    def _add(self, figure: StatedFigure) -> None:
        self.taken[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
        self.figures.append(figure)

    # Dates: a month is a part of them.

    def _dates(self) -> None:
        for pattern in _DATES:
            for match in pattern.finditer(self.low):
                start, end = match.span()
                if not self._free(start, end) or not self._is_month(match.start("m")):
                    continue
                parts = match.groupdict()
                day, year = int(parts.get("d") or 0), int(parts.get("y") or 0)
                whole = day <= 31 and not re.search(r"(?:\d|\w)[-/]$", self._before(start))
                whole = whole and not re.match(r" ?[-/] ?\d", self.text[end:])
                date = (day, lexicon.MONTHS[parts["m"]], year)
                raw = "-".join(map(str, date))
                self._add(StatedFigure(start=start, end=end, raw=raw, date=date, whole=whole))
                if year:
                    span = match.span("y")
                    figure = StatedFigure(start=span[0], end=span[1], raw=str(year), year=True)
                    number = Decimal(year)
                    self.figures.append(replace(figure, value=number, readings=frozenset({number})))

    def _is_month(self, at: int) -> bool:
        """Tell `16 May` from `16 may`: English and German write months with a capital."""
        return _may_be_month(self.text[at:], self.lang)

    # Numbers in digits.

    def _number(self, start: int, end: int) -> StatedFigure:
        lead = self._lead(start)
        raw = self.text[start:end].replace(" - ", "-")
        if lead.glued:
            raw = self.text[lead.start : end].lower()
        raw = lead.point + raw
        value = None if lead.glued else self._value(raw)
        if value is not None and lead.sign == "-":
            value = -value
        figure = StatedFigure(
            start=lead.start,
            end=end,
            raw=lead.sign + raw,
            value=value,
            readings=_readings(raw) if value is None else frozenset({abs(value)}),
            parts=frozenset(_digits(raw)) if value is None else frozenset(),
            whole=lead.whole,
        )
        return self._with_tail(figure, lead.money)

    def _lead(self, start: int) -> _Lead:
        """Read what stands directly before the digits at a place, and belongs to them."""
        before = self._before(start)
        glued = re.search(r"[^\W\d_][^\W_]*[-_/]?$", before)
        money = _currency(before)
        if glued and not money:
            return _Lead(start - len(glued[0]), glued=True)
        if money:
            before = before[: len(before) - len(money[0])]
            start -= len(money[0])
        name = money[1] if money else ""
        if signed := re.search(r"(?:^|[\s([{\"'<>=~≈±])([-+])$", before):
            return _Lead(start - 1, money=name, sign=signed[1])
        if minus := lexicon.MINUS.search(before):
            return _Lead(start - len(minus[0]), money=name, sign="-")
        if point := re.search(r"(?:^|[\s(])([.,])$", before):
            return _Lead(start - 1, money=name, point=point[1])
        goes_back = re.search(r"[-~≈<>≤≥±√×^/:_.,%*·÷]$|(?:^|\s)- $", before)
        return _Lead(start, money=name, whole=not goes_back)

    def _value(self, raw: str) -> Decimal | None:
        """Read a number whose notation leaves no doubt."""
        if len(raw) > 40:
            return None
        if raw.isdecimal():
            return Decimal(raw)
        if self.exact and re.fullmatch(r"\d*\.\d+", raw):
            return Decimal(raw)
        if self.lang != "en":
            return None
        if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw):
            return Decimal(raw.replace(",", ""))
        # `20.000` may have come from a place where the point parts thousands.
        if re.fullmatch(r"\d*\.\d+", raw) and not re.fullmatch(r"[1-9]\d{0,2}\.\d\d0", raw):
            return Decimal(raw)
        return None

    # What belongs to a number.

    def _with_tail(self, figure: StatedFigure, money: str = "") -> StatedFigure:
        rest = self.text[figure.end : figure.end + 2 * _AROUND]
        tail = _Tail(figure)
        at = self._take_suffix(figure, rest, tail)
        at = self._take_pieces(rest, at, tail)
        if money and money not in tail.names:
            tail.names.append(money)
        if _AND_A_PART.match(rest[at:]):
            tail.names.append("and a part")
        return replace(
            figure,
            end=figure.end + at,
            value=tail.value,
            readings=tail.readings,
            tail=tuple(tail.names),
            after=self._after(rest[at:]),
            whole=figure.whole and not self._goes_on(figure.start, rest[at:], tail.names),
        )

    def _take_suffix(self, figure: StatedFigure, rest: str, tail: _Tail) -> int:
        """Read letters at the digits; says where they end."""
        suffix = re.match(r"[^\W_]+", rest)
        if not suffix or figure.spelled or not figure.raw[-1:].isdecimal():
            return 0
        tail.suffix(self._suffix(suffix[0]))
        return suffix.end()

    def _take_pieces(self, rest: str, at: int, tail: _Tail) -> int:
        """Read up to four scales and units; says where they end."""
        for _ in range(4):
            piece = self._piece(rest[at:], tail.names)
            if piece is None:
                break
            name, length = piece
            written = rest[at : at + length].strip(" -").lower().rstrip("s")
            english = self.lang == "en" and written in SCALES
            tail.add(name, SCALES.get(name) if english else None)
            at += length
        return at

    def _suffix(self, letters: str) -> str:
        """Name letters that stand directly behind the digits: `16th`, `57kJ`, `5m`, `1990s`."""
        if letters.lower() in _ORDINAL_ENDS:
            return "ordinal"
        low = fold(letters)
        return lexicon.unit(letters, low) or lexicon.SCALES.get(low) or letters.lower()

    def _piece(self, rest: str, tail: list[str]) -> tuple[str, int] | None:
        """Name the scale, unit or month at the start of a text, and how long it is."""
        return self._sign_piece(rest) or self._word_piece(rest, tail)

    def _sign_piece(self, rest: str) -> tuple[str, int] | None:
        if match := re.match(r" ?(?:%|‰)", rest):
            return match[0].strip(), match.end()
        if match := re.match(r" ?° ?([CFK])?(?![^\W\d_])", rest):
            return f"°{match[1] or ''}", match.end()
        if (match := re.match(r" ?([$€£¥₹₩₽₺₪฿₫₴₦₱])", rest)) and not re.match(r" ?.-?\d", rest):
            return lexicon.CURRENCIES[match[1]], match.end()
        if match := re.match(r"(?:\"|''|')(?!\w)", rest):
            return match[0], match.end() if '"' not in rest[1:] and "'" not in rest[1:] else 0
        return None

    def _word_piece(self, rest: str, tail: list[str]) -> tuple[str, int] | None:
        match = re.match(
            r"(?:[ -]|(?<=^)(?=°))?(?:of |de |d')?"
            r"((?:per|pour|por) (?:cent|ciento)|percentage points?|[av]v?\. ?(?:Chr\.|J\.-C\.|C\.)|"
            r"n\. ?Chr\.|[ap]\.m\.?|[^\W\d_]+(?:[²³]|\^-?\d)?(?:[/·*][^\W\d_]+(?:[²³]|\^-?\d)?)*)",
            rest,
            re.IGNORECASE,
        )
        if not match:
            return self._ordinal_dot(rest, tail)
        written = match[1]
        joined = re.match(r"(?:[ -])?(?:of |de |d')", match[0]) and not tail
        name = None if joined else unit_name(written, self.lang)
        if not name:
            return self._ordinal_dot(rest, tail)
        short = name in lexicon.POWERS and re.match(r"\.(?= [^\W\d_])", rest[match.end() :])
        return name, match.end() + bool(short)  # `5 Mio. Euro`

    def _ordinal_dot(self, rest: str, tail: list[str]) -> tuple[str, int] | None:
        """Read the point of `am 2. Tag`, which may as well end a sentence."""
        if self.lang != "en" and not tail and re.match(r"\.(?= [^\W\d_])", rest):
            return "point", 1
        return None

    def _after(self, rest: str) -> tuple[str, ...]:
        """Give what is counted: the next words, up to a small one, a sign or a number."""
        counted: list[str] = []
        at = 0
        while len(counted) < 3:
            match = re.compile(r"(?: |-|\" ?)?([^\W\d_]+(?:'[^\W\d_]+)*)(?![\d_])").match(rest, at)
            if not match:
                break
            word = fold(match[1]).removesuffix("'s").removesuffix("'")
            if word in lexicon.SMALL_WORDS or (self.lang == "en" and word in SMALL):
                break
            counted.append(word)
            at = match.end()
        return tuple(counted)

    def _goes_on(self, start: int, rest: str, tail: list[str]) -> bool:
        """Tell whether a number is one end of a range, or goes on in words."""
        if self._number_at(rest, r" ?-+ ?| (?:to|through|till|until|bis|à|a|or|oder|ou|o|point) "):
            return True
        between = re.search(
            r"\b(?:between|zwischen|entre) \W?$", self._before(start), re.IGNORECASE
        )
        if between and self._number_at(rest, r" (?:and|und|et|y) "):
            return True
        if self._number_before(start):
            return True
        if any(name.startswith("°") for name in tail):
            return re.match(r" (?:below|sub|unter|sous|bajo)\b", rest, re.IGNORECASE) is not None
        return _BELOW_ZERO.match(rest) is not None

    def _number_at(self, rest: str, joint: str) -> bool:
        match = re.match(rf"(?:{joint})[-+$€£¥]?([^\W_]+)", rest, re.IGNORECASE)
        return bool(match) and self._is_number(match[1] if match else "")

    def _number_before(self, start: int) -> bool:
        """Tell whether another number leads to this one: `3 to`, `twenty-`."""
        match = re.search(
            r"([^\W_]+)(?:[%$€£¥°]| ?°? ?[CFK%]| [^\W\d_]+)?"
            r"(?: ?-+ ?| (?:to|through|till|until|bis|à|a|or|oder|ou|o|point) )[-+$€£¥]?$",
            self._before(start),
            re.IGNORECASE,
        )
        if match and self._is_number(match[1]):
            return True
        between = re.search(
            r"\b(?:between|zwischen|entre) \S+(?: \S+)? (?:and|und|et|y) \W?$",
            self._before(start),
            re.IGNORECASE,
        )
        return bool(between)

    def _is_number(self, word: str) -> bool:
        low = fold(word)
        if word[:1].isdecimal():
            return True
        if self.lang == "en":
            return low in SMALL or low in SCALES
        words = lexicon.NUMBER_WORDS.get(self.lang)
        return bool(words and words.fullmatch(low)) and low not in lexicon.NO_NUMBERS

    # Numbers in words.

    def _fractions(self) -> None:
        for match in _FRACTION.finditer(self.text):
            part = match[2].lower()
            if not match[1] and not part.startswith("hal"):
                continue  # `third` by itself is an ordinal
            count = (match[1] or "a").lower()
            above = 1 if count in {"a", "an"} else SMALL[count]
            below = _BELOW_ONE["hal" if part.startswith("hal") else part.rstrip("s")]
            figure = StatedFigure(start=match.start(), end=match.end(), raw=f"{above}/{below}")
            ratio = Decimal(above) / Decimal(below)
            figure = replace(figure, readings=frozenset({ratio}), spelled=True)
            if self._free(match.start(), match.end()):
                self._add(self._with_tail(figure))

    def _english(self) -> None:
        matches = list(_TOKEN.finditer(self.text))
        tokens = [match[0] for match in matches]
        index = 0
        while index < len(tokens):
            low = tokens[index].lower()
            if (low not in SMALL and low not in SCALES) or not self._free(*matches[index].span()):
                index += 1
                continue
            total, used = spelled(tokens, index)
            start, end = matches[index].start(), matches[index + used - 1].end()
            index += max(used, 1)
            if not self._free(start, end):
                continue
            self._add(self._spelled(start, end, total))

    def _spelled(self, start: int, end: int, total: int) -> StatedFigure:
        last = re.split(r"[ -]", self.text[start:end].lower())[-1]
        minus = lexicon.MINUS.search(self._before(start))
        before = self._before(start).lower()
        part = re.search(r"(?:\w-|\b(?:half|quarter|point) (?:an? )?)$", before)
        value = Decimal(-total if minus else total)
        figure = StatedFigure(
            start=start - (len(minus[0]) if minus else 0),
            end=end,
            raw=str(value),
            value=value,
            readings=frozenset({Decimal(total)}),
            whole=not part,
            spelled=True,
        )
        figure = self._with_tail(figure)
        ordinal = last.endswith(("th", "first", "second", "third"))
        return replace(figure, tail=("ordinal", *figure.tail)) if ordinal else figure

    def _foreign(self) -> None:
        """Take runs of words that may be numbers whole, without reading them."""
        joints = lexicon.NUMBER_JOINTS[self.lang]
        matches = list(_WORD.finditer(self.text))
        index = 0
        while index < len(matches):
            if not self._is_number(matches[index][0]) or not self._free(*matches[index].span()):
                index += 1
                continue
            last = index
            for at in range(index + 1, len(matches)):
                gap = self.text[matches[at - 1].end() : matches[at].start()]
                if gap not in {" ", "-"}:
                    break
                if self._is_number(matches[at][0]):
                    last = at
                elif fold(matches[at][0]) not in joints:
                    break
            start, end = matches[index].start(), matches[last].end()
            raw = fold(self.text[start:end].replace("-", " "))
            self._add(self._with_tail(StatedFigure(start=start, end=end, raw=raw, spelled=True)))
            index = last + 1


def _lowered(text: str) -> str:
    """Lower a text and take its accents off, sign by sign, so that every place stays."""
    plain = (unicodedata.normalize("NFKD", sign)[:1].lower()[:1] or sign for sign in text)
    return "".join(sign if len(sign) == 1 else "?" for sign in plain)


def _currency(before: str) -> tuple[str, str] | None:
    """Give the currency that a text ends in, as written and by its one name."""
    match = re.search(
        r"(?:(?:US|A|C|NZ|HK)\$|[$€£¥₹₩₽₺₪฿₫₴₦₱]|\b(?:USD|EUR|GBP|CHF|JPY|Rs)\.?) ?$", before
    )
    if not match:
        return None
    return match[0], lexicon.CURRENCIES[match[0].strip().rstrip(".")]


def _digits(raw: str) -> list[Decimal]:
    return [Decimal(run) for run in re.findall(r"\d+", raw) if len(run) <= 40]


def _readings(raw: str) -> frozenset[Decimal]:
    """Give all that digits with separators could mean as one number."""
    digits = re.findall(r"\d+", raw)
    if len(raw) > 40 or not digits:
        return frozenset()
    readings = {Decimal("".join(digits))}
    if re.fullmatch(r"\D*[\d.,' ·]*[.,·]\d+", raw):
        readings.add(Decimal("".join(digits[:-1] or ["0"]) + "." + digits[-1]))
    if (ratio := re.fullmatch(r"(?:(\d+) )?(\d+)/(\d+)", raw)) and int(ratio[3]):
        readings.add(Decimal(ratio[1] or 0) + Decimal(ratio[2]) / Decimal(ratio[3]))
    return frozenset(readings)


def unit_name(written: str, lang: str) -> str | None:
    """Give the one name of a scale, unit or month; None where a word is none of these."""
    low = fold(written)
    if _is_another_word(written, low, lang):
        return None
    if low in lexicon.MONTHS and _may_be_month(written, lang):
        return f"month {lexicon.MONTHS[low]}"
    if low in lexicon.SCALES and written not in lexicon.SYMBOLS:
        return lexicon.SCALES[low]
    if era := _ERAS.get(low.replace(". ", ".")):
        return era
    first, *more = re.split(r"[/·*]", written)
    bare = re.sub(r"[²³]|\^-?\d", "", first)
    unit = lexicon.unit(bare, fold(bare))
    if not unit:
        return None
    return unit if bare == first and not more else unit + written[len(bare) :].lower()


def _may_be_month(written: str, lang: str) -> bool:
    return written[0].isupper() or lang not in {"en", "de"}


_ERAS = {
    **dict.fromkeys(("v.chr.", "av.j.-c.", "a.c."), "bc"),
    **dict.fromkeys(("n.chr.", "ap.j.-c.", "d.c."), "ad"),
}


def _is_another_word(written: str, low: str, lang: str) -> bool:
    """Tell whether a word only looks like a unit: `am` in German, `an` but in French, `ad`."""
    return (
        (low in {"am", "pm"} and lang != "en")
        or (low in {"an", "ans"} and lang != "fr")
        or (low in {"bc", "bce", "ad", "ce"} and not written.isupper())
    )


def answer_figures(text: str, lang: str, *, exact: bool) -> Iterator[StatedFigure]:
    """Give the numbers of an answer: those of dates not twice, and no word that is loose."""
    text = tidied(text)
    everything = figures(text, lang, exact=exact)
    alone = len(_TOKEN.findall(text)) == 1
    for figure in everything:
        loose = figure.spelled and text[figure.start : figure.end].lower() in LOOSE and not alone
        if not figure.year and not loose:
            yield figure
