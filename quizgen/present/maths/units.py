r"""Numbers with units, as the siunitx package writes them, put into plain TeX.

What is made here stands on cards, too, since Anki's MathJax knows none of these commands.
Decimal signs stay as their author wrote them.
"""

from __future__ import annotations

import re
from typing import Final

from quizgen.present.maths.tokens import TexError, Tokens
from quizgen.problems import closest

UNIT_COMMANDS: Final = {
    r"\num": 1,
    r"\ang": 1,
    r"\si": 1,
    r"\unit": 1,
    r"\SI": 2,
    r"\qty": 2,
    r"\numrange": 2,
    r"\SIrange": 3,
    r"\qtyrange": 3,
    r"\numlist": 1,
    r"\SIlist": 2,
    r"\qtylist": 2,
}
"""Command -> how many parts it has."""

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
    (?:(?:\\pm|\+-|±)(?P<plus>\d*(?:[.,]\d*)?))?
    (?:[eEdD](?P<power>[-+\u2212\u2013]?\d+))?\Z""",
    re.VERBOSE,
)


_JOINT: Final = re.compile(r"(?<=\d)[x/](?=[\d-])")
_PART = r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION: Final = re.compile(rf"\s*\\frac{_PART}{_PART}\s*")


def written_out(source: Tokens, command: str) -> str:
    """Take the parts of a command of numbers and units; give them as plain TeX.

    Raises TexError for a unit that nobody knows, or a number that is none.
    """
    source.raw_choice()
    parts = []
    for at in range(UNIT_COMMANDS[command]):
        parts.append(source.raw_part(command))
        if at == 0 and command in {r"\SI", r"\qty"}:
            source.raw_choice()
    match command:
        case r"\num":
            return number(parts[0])
        case r"\ang":
            return _angle(parts[0])
        case r"\si" | r"\unit":
            return units(parts[0])
        case r"\numrange":
            return rf"{number(parts[0])}\text{{–}}{number(parts[1])}"
        case r"\SIrange" | r"\qtyrange":
            return rf"{_quantity(parts[0], parts[2])}\text{{–}}{_quantity(parts[1], parts[2])}"
        case r"\numlist":
            return r",\ ".join(number(part) for part in parts[0].split(";"))
        case r"\SIlist" | r"\qtylist":
            return r",\ ".join(_quantity(part, parts[1]) for part in parts[0].split(";"))
        case _:
            return _quantity(parts[0], parts[1])


def _quantity(amount: str, unit: str) -> str:
    shown = units(unit)
    close = shown.startswith((r"{}^{\circ}", r"{}^{\prime")) and "C" not in shown
    return number(amount) + shown if close else rf"{number(amount)}\,{shown}"


def number(written: str) -> str:
    """Give a number as TeX: powers of ten, groups of three digits, signs."""
    plain = re.sub(r"\s|~|\\,|\{|\}", "", written)
    if "\\times10^" in plain:
        plain = plain.replace("\\times10^", "e")
    joint = _JOINT.search(plain)
    if joint:
        sign = "/" if joint[0] == "/" else r"\times "
        return sign.join(number(part) for part in plain.split(joint[0]))
    found = _NUMBER.match(plain)
    if found is None or not plain:
        return _letters(written)
    sign = {"-": "-", "\u2212": "-", "\u2013": "-", "+-": r"\pm "}.get(
        found["sign"] or "", found["sign"] or ""
    )
    digits = _grouped(found["whole"] or "", found["point"] or "", found["rest"] or "")
    digits += found["unsure"] or ""
    if found["plus"]:
        whole, point, rest = re.match(r"(\d*)([.,]?)(\d*)", found["plus"]).groups()  # type: ignore[union-attr]
        digits += rf" \pm {_grouped(whole, point, rest)}"
    about = {"<": "<", ">": ">", "<=": r"\le ", ">=": r"\ge ", "~": r"\sim "}
    before = about.get(found["about"] or "", f"{found['about'] or ''} ")
    before = "" if before == " " else before
    return before + sign + digits + _power(found["power"], digits)


_QUANTITIES: Final = re.compile(
    r"\s*(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[\d.,+\-/*^_{}\s])+\s*"
)


def _letters(written: str) -> str:
    r"""Let quantities such as `x` or `\pi` stand for a number, but no other words."""
    if _QUANTITIES.fullmatch(written):
        return written
    raise TexError(f"{written.strip() or 'nothing'} is not a number")


def _power(power: str | None, digits: str) -> str:
    if power is None:
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


def _from_commands(written: str) -> str:
    source = Tokens(written)
    parts: list[tuple[str, str]] = []
    prefix, power, under = "", "", False
    while token := source.take():
        name = token[1:] if token.startswith("\\") else ""
        if name in _PREFIXES:
            prefix += _PREFIXES[name]
        elif name == "per":
            under = True
        elif name in _BEFORE:
            power = _BEFORE[name]
        elif name == "raiseto":
            power = source.raw_part(token)
        elif name in _POWERS or name == "tothe":
            raised = _POWERS.get(name) or source.raw_part(token)
            parts[-1:] = [(unit, _signed(old, raised)) for unit, old in parts[-1:]]
        elif name in {"of", "highlight", "cancel"}:
            source.raw_part(token)
        elif token == "^":
            raised = _exponent(source)
            parts[-1:] = [(unit, _signed(old, raised)) for unit, old in parts[-1:]]
        elif token not in {".", "~", r"\,", r"\cdot", "/"}:
            unit = prefix + (_unit(token, name) if name else token + _more_letters(source))
            parts.append((unit, f"-{power or '1'}" if under else power))
            prefix, power, under = "", "", False
        under = under or token == "/"
    if prefix:
        parts.append((prefix, ""))
    return r"\,".join(_raised(_upright(unit), power) for unit, power in parts)


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
