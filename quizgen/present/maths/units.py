r"""Numbers with units, as the siunitx package writes them, put into plain TeX.

What is made here stands on cards, too, since Anki's MathJax knows none of these commands.
Decimal signs stay as their author wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from quizgen.present.maths.tokens import TexError, Tokens
from quizgen.problems import closest

_PREFIXES: Final = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f",
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d",
    "deca": "da", "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G",
    "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R",
    "quetta": "Q", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_UNITS: Final = {
    "ampere": "A", "candela": "cd", "kelvin": "K", "kilogram": "kg", "gram": "g", "metre": "m",
    "meter": "m", "mole": "mol", "second": "s", "becquerel": "Bq", "degreeCelsius": "°C",
    "celsius": "°C", "coulomb": "C", "farad": "F", "gray": "Gy", "hertz": "Hz", "henry": "H",
    "joule": "J", "katal": "kat", "lumen": "lm", "lux": "lx", "newton": "N", "ohm": "Ω",
    "pascal": "Pa", "radian": "rad", "siemens": "S", "sievert": "Sv", "steradian": "sr",
    "tesla": "T", "volt": "V", "watt": "W", "weber": "Wb", "astronomicalunit": "au", "bel": "B",
    "dalton": "Da", "day": "d", "decibel": "dB", "degree": "°", "electronvolt": "eV",
    "hectare": "ha", "hour": "h", "litre": "L", "liter": "L", "arcminute": "′", "arcsecond": "″",
    "minute": "min", "neper": "Np", "tonne": "t", "bar": "bar", "angstrom": "Å", "barn": "b",
    "percent": "%", "bit": "bit", "byte": "B", "atomicmassunit": "u", "mmHg": "mmHg",
    "knot": "kn", "nauticalmile": "M", "clight": "c", "elementarycharge": "e", "calorie": "cal",
    "atmosphere": "atm", "permille": "‰", "euro": "€", "EUR": "€", "rpm": "rpm", "molar": "M",
    # Short names.
    "A": "A", "mA": "mA", "uA": "µA", "nA": "nA", "kA": "kA", "Hz": "Hz", "kHz": "kHz",
    "MHz": "MHz", "GHz": "GHz", "mHz": "mHz", "mol": "mol", "mmol": "mmol", "umol": "µmol",
    "kmol": "kmol", "V": "V", "mV": "mV", "kV": "kV", "uV": "µV", "L": "L", "l": "l", "mL": "mL",
    "ml": "ml", "uL": "µL", "ul": "µl", "hl": "hl", "hL": "hL", "g": "g", "kg": "kg", "mg": "mg",
    "ug": "µg", "ng": "ng", "amu": "u", "W": "W", "mW": "mW", "kW": "kW", "MW": "MW", "GW": "GW",
    "uW": "µW", "J": "J", "kJ": "kJ", "MJ": "MJ", "mJ": "mJ", "uJ": "µJ", "eV": "eV",
    "keV": "keV", "MeV": "MeV", "GeV": "GeV", "meV": "meV", "kWh": "kWh", "m": "m", "km": "km",
    "dm": "dm", "cm": "cm", "mm": "mm", "um": "µm", "nm": "nm", "pm": "pm", "fm": "fm", "K": "K",
    "dB": "dB", "F": "F", "uF": "µF", "nF": "nF", "pF": "pF", "mF": "mF", "H": "H", "mH": "mH",
    "uH": "µH", "C": "C", "N": "N", "mN": "mN", "kN": "kN", "MN": "MN", "Pa": "Pa", "hPa": "hPa",
    "kPa": "kPa", "MPa": "MPa", "GPa": "GPa", "mbar": "mbar", "s": "s", "ms": "ms", "us": "µs",
    "ns": "ns", "ps": "ps", "h": "h", "d": "d", "T": "T", "mT": "mT", "kohm": "kΩ",
    "Mohm": "MΩ", "mohm": "mΩ", "Bq": "Bq", "kBq": "kBq", "MBq": "MBq", "Sv": "Sv", "mSv": "mSv",
    "Gy": "Gy", "lm": "lm", "lx": "lx", "cd": "cd", "rad": "rad", "sr": "sr", "min": "min",
    "ha": "ha", "u": "u", "GB": "GB", "MB": "MB", "kB": "kB", "TB": "TB",
}  # fmt: skip
_POWERS: Final = {"squared": "2", "cubed": "3"}
_BEFORE: Final = {"square": "2", "cubic": "3"}
_NUMBER: Final = re.compile(
    r"""(?P<about><=?|>=?|~|\\approx|\\leq?|\\geq?|\\sim)?
    (?P<sign>[-+\u2212\u2013]|\\pm|\\mp|\+-)?
    (?P<whole>\d*)(?:(?P<point>[.,])(?P<rest>\d*))?
    (?P<unsure>\(\d+\))?
    (?:(?:\\pm|\+-|±)(?P<plus>(?P<plus_whole>\d*)(?:(?P<plus_point>[.,])(?P<plus_rest>\d*))?))?
    (?:[eEdD](?P<power>[-+\u2212\u2013]?\d+))?\Z""",
    re.VERBOSE,
)
_SIGNS: Final = {"\u2212": "-", "\u2013": "-", "+-": r"\pm "}
_ABOUT: Final = {"": "", "<": "<", ">": ">", "<=": r"\le ", ">=": r"\ge ", "~": r"\sim "}
_JOINT: Final = re.compile(r"(?<=\d)[x/](?=[\d-])")
_PART = r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION: Final = re.compile(rf"\s*\\frac{_PART}{_PART}\s*")


def written_out(source: Tokens, command: str) -> str:
    """Take the parts of a command of numbers and units; give them as plain TeX.

    Raises TexError for a unit that nobody knows, or a number that is none.
    """
    source.raw_choice()
    parts = []
    for at in range(UNIT_COMMANDS[command].parts):
        parts.append(source.raw_part(command))
        if at == 0 and command in {r"\SI", r"\qty"}:
            source.raw_choice()
    return UNIT_COMMANDS[command].write(*parts)


def _quantity(amount: str, unit: str) -> str:
    shown = units(unit)
    close = shown.startswith((r"{}^{\circ}", r"{}^{\prime")) and "C" not in shown
    return number(amount) + shown if close else rf"{number(amount)}\,{shown}"


def number(written: str) -> str:
    """Give a number as TeX: powers of ten, groups of three digits, signs."""
    plain = re.sub(r"\s|~|\\,|\{|\}", "", written)
    plain = plain.replace("\\times10^", "e")
    joint = _JOINT.search(plain)
    if joint:
        sign = "/" if joint[0] == "/" else r"\times "
        return sign.join(number(part) for part in plain.split(joint[0]))
    found = _NUMBER.match(plain)
    if found is None or not plain:
        return _letters(written)
    return _number_tex(found.groupdict(""))


def _number_tex(part: Mapping[str, str]) -> str:
    digits = _grouped(part["whole"], part["point"], part["rest"]) + part["unsure"]
    if part["plus"]:
        digits += rf" \pm {_grouped(part['plus_whole'], part['plus_point'], part['plus_rest'])}"
    about = _ABOUT.get(part["about"], f"{part['about']} ")
    sign = _SIGNS.get(part["sign"], part["sign"])
    return about + sign + digits + _power(part["power"], digits)


_QUANTITIES: Final = re.compile(
    r"\s*(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[\d.,+\-/*^_{}\s])+\s*"
)


def _letters(written: str) -> str:
    r"""Let quantities such as `x` or `\pi` stand for a number, but no other words."""
    if _QUANTITIES.fullmatch(written):
        return written
    raise TexError(f"{written.strip() or 'nothing'} is not a number")


def _power(power: str, digits: str) -> str:
    if not power:
        return ""
    exponent = re.sub("[\u2212\u2013]", "-", power.removeprefix("+"))
    times = r" \times " if digits else ""
    return f"{times}10^{{{exponent}}}"


def _grouped(whole: str, point: str, rest: str) -> str:
    """Part digits in threes where there are five or more, as the SI asks."""
    if len(whole) > 4:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", r"\\,", whole)
    if len(rest) > 4:
        rest = re.sub(r"(\d{3})(?=\d)", r"\1\\,", rest)
    sign = "{,}" if point == "," else point
    return f"{whole or ('0' if rest else '')}{sign if rest else ''}{rest}"


def _angle(written: str) -> str:
    signs = (r"^{\circ}", r"{}^{\prime}", r"{}^{\prime\prime}")
    parts = written.split(";")[:3]
    return "".join(
        number(part) + sign for part, sign in zip(parts, signs, strict=False) if part.strip()
    )


def units(written: str) -> str:
    r"""Give a unit as TeX, from commands (`\metre\per\second`) or letters (`m/s`, `kg.m^2`).

    Raises TexError for a unit that nobody knows.
    """
    fraction = _FRACTION.fullmatch(written)
    if fraction:
        return rf"\frac{{{units(fraction[1])}}}{{{units(fraction[2])}}}"
    if re.search(
        r"\\[A-Za-z]", re.sub(r"\\(?:cdot|times|circ|mu|text|mathrm|Omega)\b", "", written)
    ):
        return _from_commands(written)
    return _from_letters(written)


@dataclass(slots=True)
class _Product:
    """Units with their powers, and what has been said of the unit to come."""

    source: Tokens
    units: list[tuple[str, str]] = field(default_factory=list)
    prefix: str = ""
    power: str = ""
    under: bool = False
    """It divides."""

    def announced(self, token: str, name: str) -> bool:
        """Take what is said of the unit to come."""
        if name in _PREFIXES:
            self.prefix += _PREFIXES[name]
        elif name == "per" or token == "/":
            self.under = True
        elif name in _BEFORE:
            self.power = _BEFORE[name]
        elif name == "raiseto":
            self.power = self.source.raw_part(token)
        else:
            return False
        return True

    def raised(self, token: str, name: str) -> bool:
        """Take the power of the unit before."""
        if name in _POWERS:
            power = _POWERS[name]
        elif name == "tothe":
            power = self.source.raw_part(token)
        elif token == "^":
            power = _exponent(self.source)
        else:
            return False
        self.units[-1:] = [(unit, _signed(old, power)) for unit, old in self.units[-1:]]
        return True

    def times(self, unit: str) -> None:
        """Add a unit."""
        power = f"-{self.power or '1'}" if self.under else self.power
        self.units.append((self.prefix + unit, power))
        self.prefix, self.power, self.under = "", "", False

    def tex(self) -> str:
        """Write it; a prefix may stand alone."""
        units = [*self.units, *([(self.prefix, "")] if self.prefix else [])]
        return r"\,".join(_raised(_upright(unit), power) for unit, power in units)


def _from_commands(written: str) -> str:
    source = Tokens(written)
    product = _Product(source)
    while token := source.take():
        name = token[1:] if token.startswith("\\") else ""
        if product.announced(token, name) or product.raised(token, name):
            continue
        if name in {"of", "highlight", "cancel"}:
            source.raw_part(token)
        elif token not in {".", "~", r"\,", r"\cdot"}:
            product.times(_unit(token, name) if name else token + _more_letters(source))
    return product.tex()


def _exponent(source: Tokens) -> str:
    """Take a power, which may stand without braces: `s^-1`."""
    sign = ""
    while source.peek() in {"-", "\u2212", "+"}:
        sign += source.take().replace("\u2212", "-")
    return sign + source.raw_part("^")


def _more_letters(source: Tokens) -> str:
    found = ""
    while source.ahead and source.ahead[-1].isalpha():
        found += source.ahead.pop()
    return found


def _signed(old: str, power: str) -> str:
    return f"-{power}" if old.startswith("-") else power


def _unit(token: str, name: str) -> str:
    if name in _UNITS:
        return _UNITS[name]
    near = closest(name, (*_UNITS, *_PREFIXES))
    hint = rf"; did you mean \{near}?" if near else ""
    raise TexError(f"{token} is not a unit that we know{hint}", token)


def _upright(unit: str) -> str:
    if unit in {"°", "°C"}:
        return r"{}^{\circ}" + (r"\mathrm{C}" if unit == "°C" else "")
    if unit in {"′", "″"}:
        return r"{}^{\prime}" if unit == "′" else r"{}^{\prime\prime}"
    if unit == "%":
        return r"\%"
    return rf"\mathrm{{{unit}}}"


def _raised(unit: str, power: str) -> str:
    return f"{unit}^{{{power}}}" if power and power != "1" else unit


def _from_letters(written: str) -> str:
    made: list[str] = []
    word = ""
    source = Tokens(written)
    while True:
        if source.ahead and source.ahead[-1].isspace():
            source.ahead.pop()
            made, word = [*made, *_word(word), *_gap(made, word, source)], ""
            continue
        token = source.take()
        letters = _GREEK.get(token) or (token if token.isalpha() else "")
        if token in {r"\text", r"\mathrm"}:
            letters = source.raw_part(token)
        if letters:
            word += letters
            continue
        made, word = [*made, *_word(word)], ""
        if not token:
            return "".join(made)
        made.append(_between(token, source))


_GREEK: Final = {r"\mu": "µ", r"\Omega": "Ω"}


def _word(letters: str) -> list[str]:
    return [rf"\mathrm{{{letters}}}"] if letters else []


def _gap(made: list[str], word: str, source: Tokens) -> list[str]:
    return [r"\,"] if (made or word) and source.peek().isalpha() else []


def _between(token: str, source: Tokens) -> str:
    """Give what isn't a letter of a unit: a dot, a power, a stroke, a degree."""
    if token in {".", "~", r"\,", r"\cdot", "*", "·"}:
        return r"\,"
    if token == "^":
        return f"^{{{_exponent(source)}}}"
    if token == "_":
        return rf"_{{\mathrm{{{source.raw_part(token)}}}}}"
    if token in {"°", "%", "′", "″"}:
        return _upright(token)
    return f"{token} " if token.startswith("\\") else token


# --- the commands -------------------------------------------------------------------------------


def _number_range(first: str, last: str) -> str:
    return rf"{number(first)}\text{{–}}{number(last)}"


def _quantity_range(first: str, last: str, unit: str) -> str:
    return rf"{_quantity(first, unit)}\text{{–}}{_quantity(last, unit)}"


def _number_list(amounts: str) -> str:
    return r",\ ".join(number(amount) for amount in amounts.split(";"))


def _quantity_list(amounts: str, unit: str) -> str:
    return r",\ ".join(_quantity(amount, unit) for amount in amounts.split(";"))


class _Command(NamedTuple):
    parts: int
    write: Callable[..., str]
    """Takes that many parts, and gives plain TeX."""


UNIT_COMMANDS: Final[Mapping[str, _Command]] = {
    r"\num": _Command(1, number),
    r"\ang": _Command(1, _angle),
    r"\si": _Command(1, units),
    r"\unit": _Command(1, units),
    r"\SI": _Command(2, _quantity),
    r"\qty": _Command(2, _quantity),
    r"\numrange": _Command(2, _number_range),
    r"\SIrange": _Command(3, _quantity_range),
    r"\qtyrange": _Command(3, _quantity_range),
    r"\numlist": _Command(1, _number_list),
    r"\SIlist": _Command(2, _quantity_list),
    r"\qtylist": _Command(2, _quantity_list),
}
