"""Numbers in words as learners type them: `fifteen`, `einundzwanzig`, `vingt et un`.

Those to a hundred, and the round ones above, in the languages that we speak. A word means the same
number in all of them, so nobody need say which language was typed; tests/scoring holds each form
against the library that reads number words in sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from quizgen.text.typed import as_judged

MINUS: Final = ("minus", "negative", "moins", "menos")

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GERMAN = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf"
).split()
_FRENCH_TENS = "vingt trente quarante cinquante soixante".split()
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()

_ROUND: Final[Mapping[str, Mapping[int, tuple[str, ...]]]] = {
    "en": {100: ("one hundred", "hundred", "a hundred"),
           1000: ("one thousand", "thousand", "a thousand"),
           1_000_000: ("one million", "a million")},
    "de": {100: ("hundert", "einhundert"), 1000: ("tausend", "eintausend"),
           1_000_000: ("eine Million",)},
    "fr": {100: ("cent",), 1000: ("mille",), 1_000_000: ("un million",)},
    "es": {100: ("cien", "ciento"), 1000: ("mil",), 1_000_000: ("un millón",)},
}  # fmt: skip


def _english(number: int) -> tuple[str, ...]:
    if number < 20:
        return (_ENGLISH[number],)
    tens, unit = divmod(number, 10)
    return (_ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[unit]}" if unit else ""),)


def _german(number: int) -> tuple[str, ...]:
    if number == 1:
        return ("eins", "ein", "eine")
    if number < 20:
        return (_GERMAN[number],)
    tens, unit = divmod(number, 10)
    return ((f"{_GERMAN[unit]}und" if unit else "") + _GERMAN_TENS[tens - 2],)


def _french(number: int) -> tuple[str, ...]:
    if number < 20:
        return ("un", "une") if number == 1 else (_FRENCH[number],)
    if number >= 80:
        rest = number - 80
        return ("quatre-vingts" if not rest else f"quatre-vingt-{_FRENCH[rest]}",)
    tens, rest = divmod(number, 10) if number < 60 else (6, number - 60)
    head = _FRENCH_TENS[tens - 2]
    if not rest:
        return (head,)
    return (f"{head} et {_FRENCH[rest]}" if rest in {1, 11} else f"{head}-{_FRENCH[rest]}",)


def _spanish(number: int) -> tuple[str, ...]:
    if number < 30:
        more = {1: ("un", "una"), 21: ("veintiún", "veintiuna")}.get(number, ())
        return (_SPANISH[number], *more)
    tens, unit = divmod(number, 10)
    return (_SPANISH_TENS[tens - 3] + (f" y {_SPANISH[unit]}" if unit else ""),)


_WRITERS = {"en": _english, "de": _german, "fr": _french, "es": _spanish}
LANGUAGES: Final = tuple(_WRITERS)


def spellings(lang: str) -> Iterator[tuple[int, str]]:
    """Give every number that is read in a language, with each way to write it."""
    for number in range(100):
        for form in _WRITERS[lang](number):
            yield number, form
    for number, forms in _ROUND[lang].items():
        for form in forms:
            yield number, form


def closed_up(text: str) -> str:
    """Reduce number words to what is compared: `Twenty-One` and `twenty one` are one word."""
    return as_judged(text).replace("-", "").replace(" ", "")


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for lang in _WRITERS:
        for number, form in spellings(lang):
            plain = form.replace("ü", "ue").replace("ö", "oe") if lang == "de" else form
            table[closed_up(form)] = table[closed_up(plain)] = number
    return table


SPELLED: Final = _table()
"""Each word, closed up -> its number."""
