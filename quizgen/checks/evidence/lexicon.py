"""Words that hold a number without saying one: `both`, `double`, `ein Paar`.

Closed lists in English, German, French and Spanish. Nothing here proves or refutes: where one
stands in the cited words, a human must say whether it is the answer's number. Words are folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from quizgen.text.folding import fold
from quizgen.text.values import base, language
from quizgen.text.values.spelled import number_word


def _listed(text: str) -> dict[str, Decimal]:
    return {
        word: Decimal(number.strip())
        for number, _, words in (entry.partition(":") for entry in text.split(";"))
        for word in words.split()
    }


_IMPLIED: Mapping[str, Mapping[str, Decimal]] = {
    "en": _listed(
        "1: once single sole only; 2: both twice double doubled doubles couple pair pairs twin "
        "twins duo halves halved; 3: trio triple tripled thrice triplets; 4: quartet quadruple "
        "quadrupled; 5: quintet; 10: decade decades tenfold; 14: fortnight; 20: score; "
        "100: century centuries; 1000: millennium millennia"
    ),
    "de": _listed(
        "1: einmal einzig einzige einziger einziges; 2: beide beiden beider beides paar paare "
        "doppelt doppelte doppelten doppelter doppeltes verdoppelt zwillinge halbiert; 3: trio "
        "dreifach drillinge verdreifacht; 4: quartett; 10: jahrzehnt jahrzehnte jahrzehnten; "
        "14: vierzehntagig; 100: jahrhundert jahrhunderte jahrhunderten; "
        "1000: jahrtausend jahrtausende"
    ),
    "fr": _listed(
        "1: unique seul seule; 2: double doubles double couple paire paires jumeaux jumelles duo; "
        "3: trio triple tripler; 4: quatuor quadruple; 10: decennie decennies; 15: quinzaine; "
        "100: siecle siecles; 1000: millenaire millenaires"
    ),
    "es": _listed(
        "1: unico unica solo sola; 2: ambos ambas doble dobles par pareja gemelos gemelas duo; "
        "3: trio triple; 4: cuarteto cuadruple; 5: lustro lustros; 10: decada decadas decenio; "
        "15: quincena; 100: siglo siglos; 1000: milenio milenios"
    ),
}
_TIMES = ("mal", "fach", "fold")
"""Ends of words that say how often: `dreimal`, `fourfold`."""


@lru_cache(maxsize=4096)
def implied(text: str, lang: str) -> frozenset[Decimal]:
    """Give the numbers that single words of a text may stand for."""
    known = _IMPLIED.get(base(lang), {})
    found: set[Decimal] = set()
    for word in fold(text).replace("'", " ").split():
        bare = word.strip('.,;:!?()"')
        if bare in known:
            found.add(known[bare])
        for end in _TIMES:
            if bare.endswith(end) and len(bare) > len(end) + 2:
                number = number_word(bare.removesuffix(end), language(lang))
                found |= {number} if number is not None else set()
    return frozenset(found)


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
