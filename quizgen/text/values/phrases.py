"""Words around numbers that neither CLDR nor the library of number words holds.

Folded, by language: fractions, dozens, the joints of ranges, `about` and `more than`, minus, the
clock. A language that isn't here has its digits, dates, units and currencies from CLDR alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def _listed(text: str) -> dict[str, str]:
    """Read `name: word word; name: word` as word -> name; `_` stands for a space."""
    return {
        word.replace("_", " "): name.strip()
        for name, _, words in (entry.partition(":") for entry in text.split(";") if entry.strip())
        for word in words.split()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The words of one language, as patterns and tables over folded text."""

    parts: Mapping[str, str]
    """Parts of one, by their denominator: `quarter`: 4."""
    plus_half: str
    """Behind a number: `and a half`; a pattern."""
    dozens: Mapping[str, str]
    """Nouns that are a number once (`a dozen`), and open in the plural."""
    many: Mapping[str, str]
    """Open numbers: `dozens`, `thousands`."""
    one: str
    """The articles that count as one before such a noun; a pattern."""
    to: str
    """What joins the ends of a range; a pattern."""
    between: tuple[str, str]
    """`between` and its `and`; patterns."""
    about: str
    more: str
    less: str
    minus: str
    below_zero: str
    clock: str
    """Behind a time: `o'clock`, `Uhr`."""
    units: Mapping[str, str]
    """Names of units that CLDR leaves out or spells otherwise."""
    cents: Mapping[str, str]
    """Names of hundredths of money, and of which currencies they may be."""
    scales: Mapping[str, int]
    """Signs of powers of ten that CLDR leaves out."""
    at_least: str
    at_most: str
    """What asks for the one or the other end of a range; patterns."""
    in_every: str
    """Between the numbers of a share: `two in three`; a pattern."""
    out_of: str
    """Between numbers that may count by themselves, too: `12 von 20`; a pattern."""
    every: str
    """Before an ordinal that is a share: `every fifth`; a pattern."""
    before_christ: str
    after_christ: str
    """The eras as CLDR doesn't write them; patterns."""


_CENTS = "USD,EUR,CAD,AUD,NZD,HKD,ZAR"
ENGLISH = Phrases(
    parts=_listed("2: half halves; 3: third thirds; 4: quarter quarters fourth fourths"),
    plus_half=r" and (?:a |one[ -])?(half|quarter|third)",
    dozens=_listed("12: dozen; 20: score"),
    many=_listed("10: tens; 12: dozens; 20: scores; 100: hundreds; 1000: thousands; "
                 "1000000: millions; 1000000000: billions"),
    one=r"(?:an?|one)",
    to=r"(?: ?-+ ?| (?:(?:up )?to|through|till|(?:up )?until|or) )",
    between=("between", "and"),
    about=r"about|around|some|roughly|approximately|nearly|almost|circa|ca\.|c\.|approx\.|"
          r"up to|as many as",
    more=r"more than|over|at least|no (?:fewer|less) than|above|upwards of",
    less=r"less than|fewer than|under|at most|no more than|below|not quite",
    minus=r"minus|negative",
    below_zero=r"below (?:zero|freezing)",
    clock=r"o'clock",
    units=_listed("concentr-percent: percent per_cent pct; "
                  "percentage-point: percentage_point percentage_points; "
                  "duration-year: year-old years-old; duration-month: month-old; "
                  "duration-day: day-old; "
                  "duration-hour: hr hrs h; duration-second: s secs; duration-minute: mins; "
                  "mass-pound: lb lbs; mass-kilogram: kilo kilos; "
                  "duration-millennium: millennium millennia; "
                  "mass-tonne: tonnes tonne metric_tons; mass-ton: tons ton; "
                  "speed-kilometer-per-hour: kph kmh; speed-mile-per-hour: mph; "
                  "area-square-kilometer: sq_km; area-square-meter: sq_m; area-square-mile: sq_mi; "
                  "temperature-generic: degree degrees; temperature-kelvin: kelvin kelvins; "
                  "length-foot: ft foot feet"),
    cents=_listed(f"{_CENTS}: cent cents; GBP: pence penny p"),
    scales={"bn": 9, "b": 9, "m": 6, "mn": 6, "mln": 6, "k": 3, "tn": 12, "t": 12,
            "hundred": 2, "lakh": 5, "crore": 7},
    at_least=r"at (?:the )?least|minimum|fewest|smallest|lowest|from (?:when|what|which)|lower",
    at_most=r"at (?:the )?most|maximum|largest|highest|up to|longest|upper",
    in_every=r" (?:in|(?:[\w'-]+ )?(?:in|of|out of) every) ",
    out_of=r" (?:[\w'-]+ ){0,2}out of ",
    every=r"(?:every|each) ",
    before_christ=r"b\. ?c\.(?: ?e\.)?|before (?:christ|the (?:common|christian) era)",
    after_christ=r"a\. ?d\.|c\. ?e\.|after christ|anno domini",
)  # fmt: skip
GERMAN = Phrases(
    parts=_listed("2: halbe halber halbes halben halbem halb halfte; 3: drittel dritteln; "
                  "4: viertel vierteln"),
    plus_half=r"einhalb| ?und ein(?:e)? (halbe?[srnm]?|viertel|drittel)",
    dozens=_listed("12: dutzend"),
    many=_listed("12: dutzende dutzenden; 100: hunderte hunderten; 1000: tausende tausenden; "
                 "10000: zehntausende zehntausenden; 100000: hunderttausende "
                 "hunderttausenden; 1000000: millionen; 1000000000: milliarden"),
    one=r"(?:ein(?:e[srnm]?)?)",
    to=r"(?:\.? ?-+ ?|[.-]? (?:bis(?: zum?| in)?|oder) )",
    between=("zwischen", "und"),
    about=r"etwa|rund|circa|ca\.|ungefahr|knapp|gut|fast|beinahe|an die|zirka|bis zu",
    more=r"mehr als|uber|mindestens|wenigstens",
    less=r"weniger als|unter|hochstens|maximal",
    minus=r"minus",
    below_zero=r"unter null|unter dem gefrierpunkt",
    clock=r"uhr",
    units=_listed("duration-year: jahrig jahrige; duration-month: monatig monatige; "
                  "duration-week: wochig wochige; duration-day: tagig tagige; "
                  "duration-hour: stundig stundige; duration-minute: minutig minutige; "
                  "concentr-percent: prozent v.h.; percentage-point: prozentpunkt prozentpunkte "
                  "prozentpunkten; duration-hour: std h stdn; duration-minute: min; "
                  "duration-second: sek s; mass-tonne: tonnen tonne to; "
                  "speed-kilometer-per-hour: stundenkilometer stundenkilometern km/std "
                  "kilometer_in_der_stunde; temperature-generic: grad; "
                  "mass-pound: pfund; mass-kilogram: kilo kilos; "
                  "duration-millennium: jahrtausend jahrtausende jahrtausends; "
                  "length-foot: fuss; area-hectare: hektar; duration-century: jh jhd jahrhunderts"),
    cents=_listed(f"{_CENTS}: cent cents; CHF: rappen; GBP: pence; DEM: pfennig pfennige"),
    scales={"tsd": 3, "mio": 6, "mill": 6, "mrd": 9, "md": 9, "bio": 12, "hundert": 2},
    at_least=r"mindestens|wenigstens|minimal|minimum|kleinste\w*|niedrigste\w*|untere\w*|ab wann",
    at_most=r"hochstens|maximal|maximum|grosste\w*|hochste\w*|obere\w*|bis zu|langstens",
    in_every=r" (?:\w+ )?von je ",
    out_of=r" (?:\w+ )?von ",
    every=r"jede[rsmn]? ",
    before_christ=r"vor (?:christus|christi geburt|unserer zeit(?:rechnung)?|der zeitenwende)|"
                  r"v\. ?u\. ?z\.|v\. ?d\. ?z\.",
    after_christ=r"nach (?:christus|christi geburt|unserer zeit(?:rechnung)?|der zeitenwende)|"
                 r"n\. ?u\. ?z\.|u\. ?z\.|unserer zeit(?:rechnung)?",
)  # fmt: skip
FRENCH = Phrases(
    parts=_listed("2: demi demie demis demies moitie; 3: tiers; 4: quart quarts"),
    plus_half=r" et (?:une? )?(demie?|quart|tiers)",
    dozens=_listed("8: huitaine; 10: dizaine; 12: douzaine; 15: quinzaine; 20: vingtaine; "
                   "30: trentaine; 40: quarantaine; 50: cinquantaine; 60: soixantaine; "
                   "100: centaine; 1000: millier"),
    many=_listed("10: dizaines; 12: douzaines; 100: centaines; 1000: milliers; 1000000: millions; "
                 "1000000000: milliards"),
    one=r"(?:une?)",
    to=r"(?: ?-+ ?| (?:a|aux?|jusqu'(?:a|aux?|en)|ou) )",
    between=("entre", "et"),
    about=r"environ|pres de|quelque|a peu pres|presque|autour de|jusqu'a",
    more=r"plus (?:de|d')|au moins|au-dessus de",
    less=r"moins (?:de|d')|au plus|au maximum",
    minus=r"moins",
    below_zero=r"(?:au-dessous de|sous) zero",
    clock=r"heures precises",
    units=_listed("concentr-percent: pour_cent pour-cent pourcent; percentage-point: "
                  "point_de_pourcentage points_de_pourcentage; duration-hour: h; "
                  "duration-minute: mn min; duration-second: s; "
                  "duration-year: ans an annees annee; "
                  "speed-kilometer-per-hour: kilometres-heure kilometre-heure km_a_l'heure "
                  "kilometres_a_l'heure kilometre_a_l'heure; "
                  "temperature-generic: degre degres; mass-tonne: tonnes tonne; "
                  "duration-century: siecle siecles; mass-kilogram: kilo kilos; "
                  "duration-millennium: millenaire millenaires; "
                  "digital-byte: octet octets o; digital-kilobyte: ko; digital-megabyte: mo; "
                  "digital-gigabyte: go; mass-pound: livre livres"),
    cents=_listed(f"EUR,CHF,FRF: centime centimes; {_CENTS}: cent cents"),
    scales={"mrd": 9, "mds": 9, "md": 9, "mio": 6, "m": 6, "k": 3},
    at_least=r"au moins|minimum|au minimum|minimal\w*|plus petit\w*|plus bas\w*",
    at_most=r"au plus|maximum|au maximum|maximal\w*|plus grand\w*|plus haut\w*|jusqu'a",
    in_every=r"(?!)",
    out_of=r" (?:[\w'-]+ ){0,2}sur ",
    every=r"(?!)",
    before_christ=r"av(?:ant|\.) (?:j\.? ?-? ?c\.?|jesus-christ|notre ere|n\. ?e\.?|"
                  r"l'ere (?:commune|chretienne))",
    after_christ=r"ap(?:res|r\.) (?:j\.? ?-? ?c\.?|jesus-christ)|de notre ere|de l'ere commune",
)  # fmt: skip
SPANISH = Phrases(
    parts=_listed("2: medio media medios medias mitad; 3: tercio tercios; 4: cuarto cuartos"),
    plus_half=r" y (?:una? )?(medi[oa]|cuarto|tercio)",
    dozens=_listed("10: decena; 12: docena; 15: quincena; 20: veintena; 30: treintena; "
                   "100: centenar; 1000: millar"),
    many=_listed("10: decenas; 12: docenas; 100: centenares cientos; 1000: miles millares; "
                 "1000000: millones"),
    one=r"(?:una?)",
    to=r"(?: ?-+ ?| (?:a|al|hasta|o) )",
    between=("entre", "y"),
    about=r"unos|unas|alrededor de|cerca de|aproximadamente|casi|cerca del|hasta|en torno a",
    more=r"mas (?:de|del)|al menos|por lo menos|como minimo",
    less=r"menos (?:de|del)|como maximo|a lo sumo",
    minus=r"menos",
    below_zero=r"bajo cero",
    clock=r"en punto|horas en punto",
    units=_listed("concentr-percent: por_ciento; percentage-point: punto_porcentual "
                  "puntos_porcentuales; duration-hour: h hs; duration-second: s seg; "
                  "duration-minute: min; temperature-generic: grado grados; "
                  "mass-tonne: toneladas tonelada; "
                  "duration-century: siglo siglos; mass-kilogram: kilo kilos; "
                  "duration-millennium: milenio milenios; "
                  "mass-pound: libra libras"),
    cents=_listed("EUR,ESP: centimo centimos; MXN,ARS,COP,CLP,USD,BRL: centavo centavos"),
    scales={"mil": 3, "mill": 6, "millones": 6},
    at_least=r"al menos|por lo menos|como minimo|minim[oa]s?|menor",
    at_most=r"como maximo|a lo sumo|maxim[oa]s?|mayor|hasta",
    in_every=r" (?:[\w'-]+ ){0,2}de cada ",
    out_of=r" (?:[\w'-]+ )?de (?:entre )?",
    every=r"(?!)",
    before_christ=r"a\. ?(?:de )?c\.?|a\. ?e\. ?c\.?|antes de (?:jesu)?cristo|"
                  r"antes de (?:nuestra|la) era(?: comun)?",
    after_christ=r"d\. ?(?:de )?c\.?|e\. ?c\.|despues de (?:jesu)?cristo|de nuestra era",
)  # fmt: skip
NONE = Phrases(
    parts={}, plus_half=r"(?!)()", dozens={}, many={}, one=r"(?!)", to=r" ?-+ ?",
    between=("(?!)", "(?!)"), about=r"(?!)", more=r"(?!)", less=r"(?!)", minus=r"(?!)",
    below_zero=r"(?!)", clock=r"(?!)", units={}, cents={}, scales={},
    at_least=r"(?!)", at_most=r"(?!)",
    in_every="(?!)", out_of="(?!)", every="(?!)", before_christ="(?!)", after_christ="(?!)",
)  # fmt: skip

PHRASES: Mapping[str, Phrases] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
READ_IN_WORDS = frozenset(PHRASES)
"""Languages whose number words, fractions and hedges are all read."""
