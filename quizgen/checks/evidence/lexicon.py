"""Closed lists of words in English, German, French and Spanish that numbers lean on.

Nothing here is read as a value: the lists say where a number goes on (a scale, a unit, a month)
and which words may be numbers, so that a part is never taken for the whole. Words are folded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LANGUAGES = frozenset({"en", "de", "fr", "es"})


def base(lang: str) -> str:
    """Give a language without its region: `de-AT` is `de`."""
    return lang.lower().replace("_", "-").split("-")[0]


def _listed(text: str) -> dict[str, str]:
    """Read lines of `canonical: word word ...` as word -> canonical."""
    canonical: dict[str, str] = {}
    for line in text.strip().splitlines():
        name, _, words = line.strip().partition(": ")
        canonical |= {word.replace("_", " "): name for word in words.split()}
    return canonical


MONTHS: Mapping[str, int] = {
    word: int(number)
    for word, number in _listed(
        """
        1: january jan januar janner janvier enero
        2: february feb februar fevrier febrero
        3: march mar marz mars marzo
        4: april apr avril abril
        5: may mai mayo
        6: june jun juni juin junio
        7: july jul juli juillet julio
        8: august aug aout agosto
        9: september sep sept septembre septiembre setiembre
        10: october oct oktober okt octobre octubre
        11: november nov novembre noviembre
        12: december dec dezember dez decembre diciembre
        """
    ).items()
}

SCALES: Mapping[str, str] = _listed(
    """
    hundred: hundred hundreds hundert
    thousand: thousand thousands tausend tsd mille mil k
    million: million millions mio millionen millon millones mn mln
    milliard: milliard milliards milliarde milliarden mrd mds
    billion: billion billions bn billionen billon billones
    trillion: trillion trillions tn trillionen
    dozen: dozen dozens dutzend douzaine douzaines docena docenas
    score: score
    gross: gross
    lakh: lakh lakhs
    crore: crore crores
    """
)
"""What multiplies the number before it. A billion is not the same everywhere."""

POWERS: Mapping[str, tuple[int, ...]] = {
    "hundred": (2,),
    "thousand": (3,),
    "million": (6,),
    "milliard": (9,),
    "billion": (9, 12),
    "trillion": (12, 18),
    "lakh": (5,),
    "crore": (7,),
    "m": (6,),
    "b": (9,),
    "t": (12,),
}

UNITS: Mapping[str, str] = _listed(
    """
    %: percent per_cent prozent pour_cent por_ciento pct
    points: percentage_points percentage_point prozentpunkte prozentpunkten
    °: degree degrees grad degre degres grado grados deg
    °C: celsius centigrade
    °F: fahrenheit
    K: kelvin kelvins
    $: dollar dollars usd dolar dolares
    €: euro euros eur
    £: pound pounds gbp pfund livre livres libra libras
    ¥: yen yuan
    cent: cent cents centime centimes centimo centimos
    CHF: chf franken francs franc
    second: second seconds sec secs sekunde sekunden seconde secondes segundo segundos
    minute: minute minutes min mins minuten minuto minutos
    hour: hour hours hr hrs stunde stunden heure heures hora horas
    day: day days tag tage tagen jour jours dia dias
    week: week weeks woche wochen semaine semaines semana semanas
    month: month months monat monate monaten mois mes meses
    year: year years yr yrs jahr jahre jahren an ans annee annees ano anos
    decade: decade decades jahrzehnt jahrzehnte jahrzehnten decennie decennies decada decadas
    century: century centuries jahrhundert jahrhunderte jahrhunderten siecle siecles siglo siglos
    am: am a.m a.m.
    pm: pm p.m p.m.
    clock: o'clock uhr
    bc: bc b.c b.c. bce v._chr av._j.-c a._c
    ad: ad a.d a.d. ce n._chr apr._j.-c d._c
    m: metre metres meter meters metern metro metros
    mile: mile miles mi meile meilen milla millas
    foot: foot feet ft fuss pied pieds pie pies
    inch: inch inches zoll pouce pouces pulgada pulgadas
    yard: yard yards yd yds
    acre: acre acres
    ha: hectare hectares hektar hectarea hectareas
    ounce: ounce ounces oz unze unzen onza onzas
    lb: lb lbs
    t: tonne tonnes ton tons tonnen tonelada toneladas
    gallon: gallon gallons gal
    g: gram grams gramme grammes gramm gramo gramos
    l: litre litres liter liters litern litro litros
    J: joule joules
    W: watt watts vatio vatios
    V: volt volts voltio voltios
    A: ampere amperes amp amps amperio amperios
    Hz: hertz hercio hercios
    N: newton newtons
    Pa: pascal pascals
    eV: electronvolt electronvolts elektronenvolt
    cal: calorie calories kalorie kalorien caloria calorias
    mol: mole moles mol
    bit: bit bits
    byte: byte bytes octet octets
    bar: bar bars
    square: square quadrat carre carres cuadrado cuadrados
    cubic: cubic kubik cube cubes cubico cubicos
    times: times mal fois veces
    """
)
"""Units by their names; those of one measure with a prefix (`kilojoules`) are made below."""

_PREFIXES = {
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
    "milli": "m",
    "mili": "m",
    "mikro": "µ",
    "micro": "µ",
    "nano": "n",
    "centi": "c",
    "zenti": "c",
    "deci": "d",
    "dezi": "d",
    "hecto": "h",
    "hekto": "h",
    "quadrat": "square ",
    "kubik": "cubic ",
}
_MEASURES = frozenset("m g l J W V A Hz N Pa eV cal mol bit byte bar K t second".split())
_STEMS = "m g l L J W V A Hz N Pa eV cal mol bit B bar K s Wh Wb F T Ω Sv Bq Gy lm t C".split()
_SIGNS = ("", "k", "M", "G", "T", "P", "m", "µ", "μ", "n", "p", "c", "d", "h")
SYMBOLS: frozenset[str] = frozenset(f"{sign}{stem}" for sign in _SIGNS for stem in _STEMS) | set(
    "b h d H u kn rpm dB dBA ppm ppb pH mmHg atm psi mph kph kmh bpm fps px dpi Cal ft yd mi oz lb "
    "lbs ha ac gal qt pt cc sq sr rad kB MB GB TB kb Mb Gb nmi".split()
)
"""Units by their signs; case counts: `mJ` is not `MJ`."""

CURRENCIES: Mapping[str, str] = {
    **{sign: sign for sign in "$€£¥₹₩₽₺₪฿₫₴₦₱"},
    "US$": "$",
    "A$": "A$",
    "C$": "C$",
    "NZ$": "NZ$",
    "HK$": "HK$",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CHF": "CHF",
    "JPY": "¥",
    "Rs": "₹",
}


def unit(word: str, folded: str) -> str | None:
    """Give a unit's one name, by its sign (`kJ`, case counts) or its name (`kilojoules`)."""
    if word in SYMBOLS:
        return word.replace("μ", "µ")
    if folded in UNITS:
        return UNITS[folded]
    for prefix, sign in _PREFIXES.items():
        if folded.startswith(prefix):
            rest = UNITS.get(folded.removeprefix(prefix))
            if rest in _MEASURES or (rest and sign.endswith(" ")):
                return f"{sign}{rest}"
    return None


_GERMAN = (
    r"(?:(?:ein|zwei|zwo|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|sech|sieb|zwan|und|"
    r"zig|ssig|hundert|tausend)+(?:te|ste)?[srnm]?|(?:erst|dritt|siebt)e[srnm]?|null|"
    r"million(?:en)?|milliarden?|billion(?:en)?|dutzende?|halbe?[srnm]?|anderthalb|halften?|"
    r"\w*(?:drittel|viertel|funftel|zehntel|einhalb)s?|doppelte?[srnm]?|beiden?|beides|paar)"
)
_FRENCH = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|"
    r"millions?|milliards?|billions?|zero|premi(?:er|ere)s?|seconde?s?|\w+iemes?|moitie|tiers|"
    r"quarts?|demie?s?|(?:dou|di|quin|ving|tren|cent)(?:zaine|taine|aine)s?|milliers?|doubles?)"
)
_SPANISH = (
    r"(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|"
    r"\w*cient[oa]s|quinient[oa]s|setecient[oa]s|mil|miles|millon(?:es)?|billon(?:es)?|cero|"
    r"primer[oa]?s?|segund[oa]s?|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|sext[oa]s?|septim[oa]s?|"
    r"octav[oa]s?|noven[oa]s?|decim[oa]s?|mitad|tercios?|medi[oa]s?|docenas?|doble|amb[oa]s)"
)
NUMBER_WORDS: Mapping[str, re.Pattern[str]] = {
    "de": re.compile(_GERMAN),
    "fr": re.compile(_FRENCH),
    "es": re.compile(_SPANISH),
}
"""What may be a number in words, by language; English ones are read as values."""
NO_NUMBERS = frozenset({"ein", "eins", "eine", "eines", "einem", "einen", "einer", "und"})
NUMBER_JOINTS: Mapping[str, frozenset[str]] = {
    "de": frozenset({"und"}),
    "fr": frozenset({"et"}),
    "es": frozenset({"y"}),
}

VAGUE = re.compile(
    r"\b(?:scores?|couple|pair|decades?|centur\w+|millenni\w+|fortnight\w*|twins?|trio|quartet|"
    r"triple[sd]?|quadrupled?|thrice|single|[ivxlc]{2,}|(?<=[a-z] )[ivx])\b",
    re.IGNORECASE,
)
"""English words that hold a number which nobody here reads; and Roman numerals."""

SMALL_WORDS = frozenset(
    "a an and are as at be been but by did do for from had has have in into is it its of off on or "
    "out over per since than that the their then there these they this to under up was were when "
    "where which while who whose will with would "
    "als am an auf aus bei bis das dass dem den der des die durch er es fur hat hatte im in ist "
    "mit nach oder sein seit sich sie sind um und unter vom von vor war waren werden wird wurde "
    "wurden zu zum zur uber "
    "a au aux avait avec avant ce ces dans de des du elle en entre est et etait etaient eu il ils "
    "la le les leur ou par plus pour qui que sa se ses son sont sur un une "
    "al con del desde el ella ellos entre era eran es esta estan fue fueron ha han hasta las lo "
    "los mas para por que se segun sin sobre su sus un una y".split()
)
"""Words that are never what is counted."""
MINUS = re.compile(r"(?:^|\W)(?:minus|moins|menos|negative) $", re.IGNORECASE)
