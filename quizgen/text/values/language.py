"""How a language writes numbers, dates, units and money: from CLDR, by Babel.

What CLDR has for a language is read for it, in every language; what it hasn't stands in `phrases`
for four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from quizgen.text.folding import fold
from quizgen.text.values.phrases import NONE, PHRASES, Phrases

_MONEY = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RUB", "INR", "AUD", "CAD", "NZD", "HKD",
          "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "BRL", "MXN", "ARS", "CLP", "COP",
          "PEN", "KRW", "ILS", "UAH", "ZAR", "XOF", "DEM", "FRF", "ESP", "ITL", "ATS")  # fmt: skip
"""Currencies that a text may name by their bare noun (`dollars`, `Franken`)."""
_MONEY_NOUN = re.compile(r"dol|eur|pfund|pound|livre|libra|sterli|fran|yen|yuan|r[uo]+b|rup|kron|"
                         r"coron|kroon|zlot|forint|lir|real|reai|reis|peso|peset|won|shek|rand|"
                         r"mark|schill|hryvn|crown")  # fmt: skip
"""How the nouns of currencies begin; their names hold countries as well."""
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB",
          "₺": "TRY", "₪": "ILS", "฿": "THB", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP",
          "Rs": "INR", "Fr": "CHF", "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD",
          "HK$": "HKD"}  # fmt: skip
_SPELLED = {"en": ("en", "en_GB"), "pt": ("pt", "pt_PT")}
"""Languages that are spelled in two ways: both are read."""
_RARE = re.compile(
    r"imperial|scandinavian|person|torque|permyriad|dunam|solar|earth|em$|foodcalorie|-dram|"
    r"duration-night|graphics-(?:dot|em|point)|length-point|per-1e9|item|karat|light-speed|jigger|"
    r"pinch|drop|quarter"
)
"""Units whose short signs would shadow common ones."""
_LARGE, _SMALL, _BETWEEN = "kilo mega giga tera", "milli micro nano pico", "centi deci hecto"
_PREFIXED = {
    **dict.fromkeys("joule watt volt ampere ohm hertz newton mole electronvolt bar".split(),
                    f"{_LARGE} {_SMALL}"),
    **dict.fromkeys("gram meter liter pascal".split(), f"{_LARGE} {_SMALL} {_BETWEEN}"),
    **dict.fromkeys("bit byte calorie tonne".split(), _LARGE),
    **dict.fromkeys("second kelvin mole".split(), _SMALL),
}  # fmt: skip
"""Units that take prefixes, and which: CLDR lists the common ones alone."""
_NO_SIGNS = frozenset("in st Da Ta CD Mon Wo au gr as to US b B c G J U M T y w a pm am".split())
"""Short signs that are words or something else far more often."""


def base(lang: str) -> str:
    """Give a language without its region: `de-AT` is `de`."""
    return lang.lower().replace("_", "-").split("-")[0]


@dataclass(frozen=True, kw_only=True)
class Language:
    """What is needed to read values in one language."""

    code: str
    decimal: str = "."
    groups: str = ","
    months: Mapping[str, int] = field(default_factory=dict)
    whole_months: frozenset[str] = frozenset()
    """Those that aren't abbreviated, and may stand alone."""
    weekdays: Mapping[str, int] = field(default_factory=dict)
    capitals: bool = False
    """Whether months are written with a capital."""
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Units and currencies by their names, folded."""
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Units and currencies by their signs; case counts."""
    scales: Mapping[str, int] = field(default_factory=dict)
    """Words that multiply: powers of ten by word, folded."""
    before: str = r"(?!)"
    """The era before Christ; a pattern over folded text."""
    after: str = r"(?!)"
    halves: Mapping[str, str] = field(default_factory=dict)
    """Words for the half of a day: to `am`, `pm` or `night`."""
    noons: Mapping[str, int] = field(default_factory=dict)
    """Words for noon and midnight."""
    month_first: bool = False
    phrases: Phrases = NONE
    most_words: int = 1
    """The most words that the name of a unit has."""


@cache
def language(code: str) -> Language:
    """Give what CLDR and we know of a language; an unknown one has digits alone."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - large, and for sources alone

    tag = code.replace("-", "_")
    for name in (tag, base(code)):
        try:
            found = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        return _of(code, found, [Locale.parse(other) for other in _SPELLED.get(base(code), ())])
    return Language(code=code)


def _of(code: str, locale: Any, others: list[Any]) -> Language:
    phrases = PHRASES.get(base(code), NONE)
    locales = [locale, *others]
    names: dict[str, set[str]] = {}
    signs: dict[str, set[str]] = {}
    for each in locales:
        _add_units(each, names, signs)
        _add_money(each, names, signs)
    for name, unit in phrases.units.items():
        names.setdefault(name, set()).add(unit)
    for name, codes in phrases.cents.items():
        names[name] = {f"currency-{code}/100" for code in codes.split(",")}
    signs |= {"ct": names.get("cent", set()), "¢": {"currency-USD/100"}}
    for word in names.keys() & {"degree", "degrees", "grad", "degre", "degres", "grado", "grados"}:
        names[word] = {"temperature-generic", "angle-degree"}
    symbols = locale.number_symbols.get("latn", {})
    decimal = symbols.get("decimal", ".")
    group = symbols.get("group", ",")
    return Language(
        code=code,
        decimal=decimal,
        groups=group if group in {".", ",", "'"} else "",
        months=_months(locale),
        whole_months=frozenset(
            fold(name)
            for form in ("format", "stand-alone")
            for name in locale.months[form].get("wide", {}).values()
        ),
        weekdays={
            fold(name).rstrip("."): day
            for form in ("format", "stand-alone")
            for day, name in locale.days[form].get("wide", {}).items()
        },
        capitals=locale.months["format"]["wide"][1][:1].isupper(),
        names={name: frozenset(units) for name, units in names.items()},
        signs={sign: frozenset(units) for sign, units in signs.items()},
        scales={**_scales(locale), **phrases.scales},
        before=f"{phrases.before_christ}|{_era(locale, 0)}",
        after=f"{phrases.after_christ}|{_era(locale, 1)}",
        halves=_halves(locale),
        noons=_noons(locale),
        month_first=locale.date_formats["short"].pattern.upper().startswith("M"),
        phrases=phrases,
        most_words=max((name.count(" ") + 1 for name in names), default=1),
    )


def _months(locale: Any) -> dict[str, int]:
    return {
        fold(name).rstrip("."): number
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[form].get(width, {}).items()
        if not name[:1].isdecimal()
    } | ({"sept": 9} if base(str(locale)) in {"en", "de", "fr", "es"} else {})


def _scales(locale: Any) -> dict[str, int]:
    """Read `0 Millionen` as Millionen: 6, from CLDR's short ways of writing large numbers."""
    found: dict[str, int] = {}
    for width in ("long", "short"):
        for formats in locale.compact_decimal_formats.get(width, {}).values():
            for size, pattern in formats.items():
                text = str(pattern.pattern)
                words = fold(re.sub(r"[0'¤]", "", text)).strip(". ")
                if len(words) > 1:
                    found.setdefault(words, len(str(size)) - (text.count("0") or 1))
    return found


def _era(locale: Any, which: int) -> str:
    names = {locale.eras[width][which] for width in ("wide", "abbreviated")}
    also = {("en", 0): {"BCE"}, ("en", 1): {"CE"}, ("fr", 0): {"avant notre ère"}}
    names |= also.get((base(str(locale)), which), set())
    spaced = (re.escape(fold(name)).replace(r"\ ", " ?") for name in names)
    return "|".join(sorted(spaced, key=len, reverse=True))


def _halves(locale: Any) -> dict[str, str]:
    """Read the words for times of the day: `p.m.`, `abends`, `de la tarde`."""
    kinds = {"am": "am", "morning": "am", "pm": "pm", "afternoon": "pm", "evening": "pm",
             "night": "night"}  # fmt: skip
    found: dict[str, str] = {}
    for form in locale.day_periods.values():
        for periods in form.values():
            for period, text in periods.items():
                kind = kinds.get(period.rstrip("12"))
                if kind and len(fold(text)) > 1:
                    found.setdefault(fold(text), kind)
    if base(str(locale)) != "en":  # `19 Uhr am Montag`
        found.pop("am", None)
        found.pop("pm", None)
    return found | {"a.m.": "am", "p.m.": "pm", "a. m.": "am", "p. m.": "pm"}


def _noons(locale: Any) -> dict[str, int]:
    hours = {"noon": 12, "midnight": 0}
    return {
        fold(text): hours[period]
        for form in locale.day_periods.values()
        for period, text in form.get("wide", {}).items()
        if period in hours and len(text) > 1
    }


# --- units --------------------------------------------------------------------------------------


def _patterns(entry: Any) -> Iterator[tuple[str, str]]:
    """Give every way to write a unit: its width, and what stands behind the number."""
    for width in ("long", "short", "narrow"):
        for form, pattern in entry.get(width, {}).items():
            if form in {"one", "two", "few", "many", "other"} and isinstance(pattern, str):
                yield width, pattern.replace("{0}", "").strip()


def _add_units(locale: Any, names: dict[str, set[str]], signs: dict[str, set[str]]) -> None:
    data = locale._data  # noqa: SLF001 - Babel gives one unit at a time, formatted
    narrow: dict[str, set[str]] = {}
    prefixes = _prefixes(data)
    for unit, entry in data["unit_patterns"].items():
        if _RARE.search(unit):
            continue
        for width, written in _patterns(entry):
            if not written or written == "°":
                continue
            if width == "long":
                _add(names, fold(written), unit)
            elif (sign := written.rstrip(".").replace("μ", "µ")) not in _NO_SIGNS:
                _add(signs if width == "short" else narrow, sign.replace("⋅", "·"), unit)
            if unit.rpartition("-")[2] in _PREFIXED and unit.count("-") == 1:
                _add_prefixed(names, signs, prefixes, (unit, width, written))
    for sign, units in narrow.items():
        signs.setdefault(sign, units)
    signs["°"] = {"temperature-generic", "angle-degree"}
    signs |= {"h": {"duration-hour"}, "s": {"duration-second"}, "min": {"duration-minute"},
              "m": {"length-meter"}, "l": {"volume-liter"}, "L": {"volume-liter"},
              "t": {"mass-tonne"}, "g": {"mass-gram"}, "Ω": {"electric-ohm"},
              "°K": {"temperature-kelvin"}, "%": {"concentr-percent"}, "d": {"duration-day"},
              "mol": {"concentr-mole"}, "C": {"electric-coulomb"},
              "J": {"energy-joule"}}  # fmt: skip


def _prefixes(data: Any) -> list[tuple[str, str, str]]:
    """Give each prefix by CLDR's name, the language's own and its sign: mega, mega, M."""
    english = {"3": "kilo", "6": "mega", "9": "giga", "12": "tera", "-3": "milli", "-6": "micro",
               "-9": "nano", "-2": "centi", "-1": "deci", "2": "hecto", "-12": "pico"}  # fmt: skip
    found = []
    for power, name in english.items():
        entry = data["compound_unit_patterns"].get(f"10p{power}", {})
        long = entry.get("long", {}).get("prefix", f"{name}{{0}}")
        short = entry.get("short", {}).get("prefix", "{0}").replace("{0}", "")
        found.append((name, long.replace("{0}", "").lower(), short.replace("μ", "µ")))
    return found


def _add_prefixed(
    names: dict[str, set[str]],
    signs: dict[str, set[str]],
    prefixes: list[tuple[str, str, str]],
    unit: tuple[str, str, str],
) -> None:
    """Add megajoule and MJ to joule and J, where CLDR doesn't list them."""
    id, width, written = unit
    kind, _, name = id.partition("-")
    for prefix, long, short in prefixes:
        if prefix not in _PREFIXED[name]:
            continue
        if width == "long":
            _add(names, fold(long + written), f"{kind}-{prefix}{name}")
        elif short and written.isalpha() and len(written) <= 3 and short + written not in _NO_SIGNS:
            signs.setdefault(short + written, {f"{kind}-{prefix}{name}"})


def _add(table: dict[str, set[str]], word: str, unit: str) -> None:
    table.setdefault(word, set()).add(unit)


def _add_money(locale: Any, names: dict[str, set[str]], signs: dict[str, set[str]]) -> None:
    data = locale._data  # noqa: SLF001 - the plurals of a currency's name
    nouns: dict[str, str] = {}
    for code in [*_MONEY, *sorted(locale.currencies.keys() - set(_MONEY))]:
        name = locale.currencies.get(code, code)
        written = {name, *dict(data["currency_names_plural"].get(code, {})).values()}
        for each in written:
            _add(names, fold(each), f"currency-{code}")
        if code in _MONEY:
            for word in {word for each in written for word in re.split(r"[ -]", fold(each))}:
                nouns.setdefault(word, f"currency-{code}")
    for noun, unit in nouns.items():
        if _MONEY_NOUN.match(noun):
            names.setdefault(noun, set()).add(unit)
    for sign, code in {**_SIGNS, **{code: code for code in locale.currencies}}.items():
        signs.setdefault(sign, {f"currency-{code}"})
