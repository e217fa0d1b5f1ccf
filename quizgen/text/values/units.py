"""Units: found behind a number, and compared where one is exactly so much of the other."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from itertools import product
from typing import Any

from quizgen.text.folding import fold
from quizgen.text.values.language import Language

_SIGN = re.compile(
    r"(?:°[CFK]?|%|‰|[$€£¥₹₩₽₺₪฿₫₴₦₱]|[A-Z]{1,3}\$|[A-Za-zµΩ]+)(?:[²³]|\^?[23](?!\d))?"
    r"(?:[/·][A-Za-zµΩ]+(?:[²³]|\^?[23](?!\d))?)*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_CALENDAR = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
"""Months in what has no exact number of days."""


def named_at(text: str, low: str, at: int, lang: Language) -> tuple[frozenset[str], int] | None:
    """Give the unit that begins at a place, by its name or its sign, and where it ends."""
    found = [each for each in (_by_name(low, at, lang), _by_sign(text, at, lang)) if each]
    return max(found, key=lambda each: each[1], default=None)  # `mol/l` holds `mol`


def _by_name(low: str, at: int, lang: Language) -> tuple[frozenset[str], int] | None:
    ends: list[int] = []
    place = at
    while len(ends) < lang.most_words and (match := _WORD.match(low, place)):
        ends.append(match.end())
        place = match.end() + 1
        if low[match.end() : place] not in {" ", "-"}:
            break
    for end in reversed(ends):
        for last in dict.fromkeys((end, end - (low[end - 1] == "."))):
            if units := _named(low[at:last], lang):
                return units, last
    return None


def _named(words: str, lang: Language) -> frozenset[str] | None:
    """Look a name up, by itself and without the ending of German's dative or a plural."""
    name = fold(words)
    if found := lang.names.get(name):
        return found
    if len(name) > 4 and name[-1:] in {"n", "s", "e"}:
        return lang.names.get(name[:-1])
    return None


def _by_sign(text: str, at: int, lang: Language) -> tuple[frozenset[str], int] | None:
    match = _SIGN.match(text, at)
    if not match or text[match.end() : match.end() + 1] == "'":
        return None
    written = re.sub(r"\^?([23])", lambda power: "²" if power[1] == "2" else "³", match[0])
    if text[match.end() : match.end() + 1].isalnum():
        return None
    units = lang.signs.get(written) or _composed(written, lang)
    return (units, match.end()) if units else None


def _composed(written: str, lang: Language) -> frozenset[str] | None:
    """Read `mg/l`, `kg·m²`: a unit whose parts are all known."""
    if not re.search(r"[/·²³]", written):
        return None
    parts = re.split(r"([/·])", written)
    named = []
    for part in parts[::2]:
        power = {"²": "square-", "³": "cubic-"}.get(part[-1:], "")
        found = lang.signs.get(part) or lang.signs.get(part.rstrip("²³"))
        if not found:
            return None
        bare = min(found).partition("-")[2]
        named.append(bare if part in lang.signs else f"{power}{bare}")
    joints = [{"/": "-per-", "·": "-by-"}[sign] for sign in parts[1::2]]
    return frozenset({"composed-" + "".join(map("".join, zip(named, [*joints, ""], strict=True)))})


def scale_at(text: str, at: int, lang: Language, *, money: bool) -> tuple[int, int] | None:
    """Give the power of ten that multiplies a number, and where its word ends.

    A single letter is one only behind a sum of money: `$5m`.
    """
    match = re.compile(r"[ -]?([^\W\d_]+)").match(text, at)
    if not match:
        return None
    word = fold(match[1])
    power = lang.scales.get(word)
    money = money or text[match.end() : match.end() + 1] in set("€$£¥")
    if power is None or (len(word) == 1 and not money):
        return None
    if text[match.end() : match.end() + 1].isdigit() or _is_unit(match[1], lang, money=money):
        return None
    end = match.end()
    short = len(word) <= 4 and text[end : end + 1] == "."
    return power, end + short


def _is_unit(word: str, lang: Language, *, money: bool) -> bool:
    """Tell whether a short sign is a unit rather than a scale: `5 bn`, but `5 mm`."""
    return not money and len(word) <= 2 and word in lang.signs


# --- comparing ----------------------------------------------------------------------------------


def kind(unit: str) -> str:
    """Give what a unit measures: `energy`, `currency`."""
    return unit.partition("-")[0]


def same_quantity(a: Decimal, a_unit: str, b: Decimal, b_unit: str) -> bool:
    """Tell whether two quantities are exactly the same: 0.5 h and 30 min, 57.3 kJ and 57300 J."""
    if a_unit == b_unit:
        return a == b
    if "temperature" in {kind(a_unit), kind(b_unit)}:
        return {a_unit, b_unit} <= _DEGREES and a == b
    if kind(a_unit) != kind(b_unit) and not {kind(a_unit), kind(b_unit)} <= _MIXTURES:
        return False
    factors = _factor(a_unit), _factor(b_unit)
    if not factors[0] or not factors[1] or factors[0][1] != factors[1][1]:
        return False
    return a * factors[0][0] == b * factors[1][0]


def in_smaller(
    amount: Decimal, units: frozenset[str], more: Decimal, smaller: frozenset[str]
) -> tuple[Decimal, frozenset[str]] | None:
    """Add two quantities, the second in a smaller unit and less than one of the first's.

    Returns the sum in the smaller unit; None where they aren't so (`2 kg, 3 m`, `1 h 90 min`).
    """
    if amount != int(amount) or amount <= 0:
        return None
    sums: dict[str, Decimal] = {}
    for large, small in product(sorted(units), sorted(smaller)):
        a, b = _factor(large), _factor(small)
        if a and b and a[1] == b[1] and a[0] > b[0] and more * b[0] < a[0]:
            sums.setdefault(small, amount * a[0] / b[0] + more)
    if len(set(sums.values())) != 1:
        return None
    return next(iter(sums.values())), frozenset(sums)


def converted(amount: Decimal, unit: str, other: str) -> Decimal | None:
    """Give an amount in another unit; None where it is none of the same, or nobody says how."""
    if unit == other:
        return amount
    if kind(unit) != kind(other) or kind(unit) in {"currency", "concentr", "temperature"}:
        return amount if {unit, other} <= _DEGREES else None
    factors = _factor(unit), _factor(other)
    if not factors[0] or not factors[1] or factors[0][1] != factors[1][1]:
        return None
    return amount * factors[0][0] / factors[1][0]


_DEGREES = frozenset({"temperature-generic", "temperature-celsius"})


_MIXTURES = frozenset({"concentr", "composed"})
"""CLDR has mmol/l among the concentrations, and mol/l is put together."""
_SHARES = {"percent": Decimal("0.01"), "permille": Decimal("0.001"), "permillion": Decimal("1e-6")}


@cache
def usual_factors(units: frozenset[str]) -> frozenset[Decimal]:
    """Give how many of another unit make one of these: 7 days a week, 12 months a year.

    What is so much but for a fraction, 365 days a year, is known by its whole numbers.
    """
    found: set[Decimal] = set()
    for unit in units:
        name = unit.partition("-")[2]
        for other in _of_kind(kind(unit)):
            a, b = _factor(unit), _factor(other)
            if a and b and a[1] == b[1] and a[0] > b[0]:
                found.add(a[0] / b[0])
            elif name in _CALENDAR and (size := _length_in(name, other)):
                found |= {
                    size.to_integral_value(ROUND_FLOOR),
                    size.to_integral_value(ROUND_CEILING),
                }
    return frozenset(found)


@cache
def _of_kind(kind: str) -> tuple[str, ...]:
    """Give the units of a kind that CLDR has."""
    from babel import Locale  # noqa: PLC0415 - large, and for sources alone

    units = Locale("en")._data["unit_patterns"]  # noqa: SLF001 - Babel lists none
    return tuple(unit for unit in units if unit.startswith(f"{kind}-"))


def _length_in(name: str, other: str) -> Decimal | None:
    """Say how long a month or a decade is in days or weeks, about."""
    known = _factor(other)
    if known is None or known[1] != "second":
        return None
    year = _registry().Quantity(Decimal(1), "year").to_base_units().magnitude
    return Decimal(year) * _CALENDAR[name] / 12 / known[0]


@cache
def _factor(unit: str) -> tuple[Decimal, str] | None:
    """Give how much of its base a unit is, and the base; None where nobody says it exactly."""
    name = unit.partition("-")[2]
    if name in _CALENDAR:
        return Decimal(_CALENDAR[name]), "months"
    if name in _SHARES:
        return _SHARES[name], "share"
    if kind(unit) == "currency":
        code, _, cents = name.partition("/")
        return Decimal("0.01") if cents else Decimal(1), code
    expression = re.sub(r"square-(\w+)", r"\1**2", re.sub(r"cubic-(\w+)", r"\1**3", name))
    expression = expression.replace("-per-", "/").replace("-by-", "*").replace("-", "_")
    try:
        found = _registry().Quantity(Decimal(1), expression).to_base_units()
    except Exception:  # noqa: BLE001 - a unit that the library doesn't know, whatever it raises
        return None
    magnitude = found.magnitude
    return (magnitude, str(found.units)) if isinstance(magnitude, Decimal) else None


@cache
def _registry() -> Any:
    import pint  # noqa: PLC0415 - large, and only for two units of one measure

    return pint.UnitRegistry(non_int_type=Decimal)
