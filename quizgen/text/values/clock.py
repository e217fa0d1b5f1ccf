"""Times of day as they stand in a text: on a clock, and as people say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.text.values.kinds import Moment, TimeOfDay
from quizgen.text.values.language import Language, base
from quizgen.text.values.spelled import number_said

_COLON = re.compile(
    r"(?<![\w:.,/-])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:]|[.,]\d| \d{3}(?!\d))"
)
_LETTER = re.compile(
    r"(?<![\w:.,/-])([01]?\d|2[0-4]) ?h(?:eures?)? ?([0-5]\d)()(?!\d|[.,]\d| ?m(?:i?n|$))\b"
)
_POINT = re.compile(r"(?<![\w:.,/-])([01]?\d|2[0-4])\.([0-5]\d)() ?(?:h|horas|heures)\b")


def times(text: str, low: str, lang: Language) -> Iterator[Moment]:
    """Give the times of a text; overlapping ones, the longest first."""
    pointed = [_POINT] if lang.decimal == "," else []
    for pattern in (_COLON, _LETTER, *pointed):
        for match in pattern.finditer(low):
            shown = (int(match[1]), int(match[2]), int(match[3] or 0))
            yield at_clock(match.span(), shown, low, lang)
    for pattern in _SAID.get(base(lang.code), ()):
        for match in pattern.finditer(low):
            yield from _said(match, text, low, lang)
    for word, hour in lang.noons.items():
        for match in re.finditer(rf"\b{re.escape(word)}\b", low):
            yield Moment(*match.span(), TimeOfDay(hour))


def at_clock(
    span: tuple[int, int],
    shown: tuple[int, int, int],
    low: str,
    lang: Language,
    *,
    twelve: bool = False,
) -> Moment:
    """Read a time with what stands behind it: `Uhr`, `p.m.`, `in the evening`.

    Args:
        span: Where its digits or words stand.
        shown: Hour, minute and second.
        low: The lowered text.
        lang: Its language.
        twelve: Whether it is said by the twelve-hour clock whatever the language.

    """
    (start, end), (hour, minute, second) = span, shown
    clock = re.compile(rf" ?(?:{lang.phrases.clock})(?!\w)").match(low, end)
    end = clock.end() if clock else end
    half = _half_at(low, end, lang)
    if half:
        end, hour = half[0], _by_half(hour, half[1])
    open = (twelve or base(lang.code) == "en") and not half and hour <= 12
    return Moment(start, end, TimeOfDay(hour % 24, minute, not open, second))


def _half_at(low: str, at: int, lang: Language) -> tuple[int, str] | None:
    for words in sorted(lang.halves, key=len, reverse=True):
        gap = 1 if low[at : at + 1] == " " else 0
        end = at + gap + len(words)
        if low.startswith(words, at + gap) and not low[end : end + 1].isalpha():
            return end, lang.halves[words]
    return None


def _by_half(hour: int, half: str) -> int:
    if half == "am":
        return 0 if hour == 12 else hour
    if half == "night" and (hour < 6 or hour == 12):
        return hour % 12
    return hour + 12 if hour < 12 else hour


def before_clock(low: str, end: int, lang: Language) -> bool:
    """Tell whether what stands behind a number makes it a time of day."""
    if re.compile(rf" ?(?:{lang.phrases.clock})(?!\w)").match(low, end):
        return True
    return has_half(low, end, lang)


def has_half(low: str, end: int, lang: Language) -> bool:
    """Tell whether a half of the day stands behind: `p.m.`, `abends`, `du soir`."""
    return _half_at(low, end, lang) is not None


# --- as people say them -------------------------------------------------------------------------

_W = r"(?:\d{1,2}|[^\W\d_]+(?:-(?:et-)?[^\W\d_]+)?)"
_PATTERNS = {
    "en": (
        rf"(?:a )?(?P<m>{_W})(?: minutes?)? past (?P<h>{_W})",
        rf"(?:a )?(?P<m>{_W})(?: minutes?)? (?P<minus>to) (?P<h>{_W})",
    ),
    "de": (
        rf"(?P<m>{_W})(?: minuten?)? (?:nach|(?P<minus>vor)) (?P<into>halb )?(?P<h>{_W})",
        rf"(?P<into>)(?P<m>halb|viertel|drei ?viertel) (?P<h>{_W})",
        rf"(?P<h>{_W}) uhr (?P<m>{_W})",
    ),
    "fr": (
        rf"(?P<h>{_W}) heures? (?:(?P<minus>moins) (?:le )?|et )?(?P<m>{_W})",
        rf"(?P<h>midi|minuit) (?:(?P<minus>moins) (?:le )?|et )?(?P<m>{_W})",
    ),
    "es": (rf"(?:las? |^)(?P<h>{_W}) (?:y|(?P<minus>menos)) (?P<m>{_W})",),
}  # fmt: skip
"""By language: `h` the hour, `m` the minutes, `minus` where they are missing from it, `into` where
it is counted from the hour before."""
_SAID = {
    lang: [re.compile(rf"(?<!\w){each}\b") for each in found] for lang, found in _PATTERNS.items()
}
_MINUTES = {"half": 30, "quarter": 15, "halb": 30, "viertel": 15, "dreiviertel": 45,
            "drei viertel": 45, "demie": 30, "demi": 30, "quart": 15, "media": 30,
            "cuarto": 15}  # fmt: skip
_AT = re.compile(r"(?:^|\b(?:at|by|until|till|around|about|since|from|was|is|it's) )$")


def _said(match: re.Match[str], text: str, low: str, lang: Language) -> Iterator[Moment]:
    """Read `ten past nine`, `fünf vor halb neun`, `huit heures et quart`, `las dos menos diez`."""
    hour, minutes = _hour(text, match, lang), _minutes(text, match, lang)
    if hour is None or minutes is None or not _is_time(match, (hour, minutes), text):
        return
    said = match.groupdict()
    if said.get("minus") is not None:
        minutes = -minutes
    if said.get("into") is not None:  # `halb neun`, `viertel neun`: of the ninth hour
        minutes += -30 if said["into"] else -60
    total = hour * 60 + minutes
    noon = match["h"] in lang.noons
    shown = (total // 60, total % 60, 0)
    yield at_clock(match.span(), shown, low, lang, twelve=not noon)


def _hour(text: str, match: re.Match[str], lang: Language) -> int | None:
    if match["h"] in lang.noons:
        return lang.noons[match["h"]]
    number = number_said(text[match.start("h") : match.end("h")], lang)
    most = 24 if " uhr " in match[0] else 12
    return int(number) if number is not None and 1 <= number <= most else None


def _minutes(text: str, match: re.Match[str], lang: Language) -> int | None:
    if match["m"] in _MINUTES:
        return _MINUTES[match["m"]]
    number = number_said(text[match.start("m") : match.end("m")], lang)
    return int(number) if number is not None and 1 <= number < 60 else None


def _is_time(match: re.Match[str], said: tuple[int, int], text: str) -> bool:
    """Tell a time from other things that are said alike: `ten to twelve days`, `drei nach zwei`."""
    hour, minutes = said
    if re.match(r" (?!Uhr\b)[^\W\d_a-zß-öø-ÿ]", text[match.end() :]):
        return False  # `fünf vor zwölf Zeugen`
    if re.search(r" (?:nach|vor|to) ", match[0]):
        odd = match["m"] not in _MINUTES and minutes % 5 and "minut" not in match[0]
        ranges = " to " in match[0] and minutes <= hour and not _AT.search(text[: match.start()])
        return not odd and not ranges
    return True
