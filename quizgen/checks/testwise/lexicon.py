"""Words that tell without knowledge: hedges, absolutes, what fits a question word; en and de.

In other languages these tricks stay silent; length, form and shared words need no list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quizgen.text.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What one language has of them; folded words."""

    small: frozenset[str] = frozenset()
    """Articles, prepositions, helpers: shared by any two texts."""
    hedges: frozenset[str] = frozenset()
    weak_hedges: frozenset[str] = frozenset()
    """Words that often hedge, and often don't."""
    hedge_phrases: tuple[str, ...] = ()
    absolutes: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    """Words that open a clause or a list: detail."""
    openings: tuple[tuple[str, frozenset[str]], ...] = ()
    """Kinds of words that an option may begin with."""
    numbers: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    causes: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    asks_number: re.Pattern[str] = re.compile(r"(?!)")
    asks_time: re.Pattern[str] = re.compile(r"(?!)")
    asks_place: re.Pattern[str] = re.compile(r"(?!)")
    asks_cause: re.Pattern[str] = re.compile(r"(?!)")


_ENGLISH = Lexicon(
    small=_words(
        "a about above according after all also am an and any are article as at be been before "
        "being between both but by can could did do does during each few following for from had "
        "has have he her here him his how i if in into is it its itself kind like made make makes "
        "many may might more most much must name no nor not of off on one only or other our out "
        "over own part say says she should so some such than that the their them then there these "
        "they this those through to too under until up upon use used uses very was we were what "
        "when where which while who whom whose why will with would you your best describes "
        "statement true correct called question answer"
    ),
    hedges=_words(
        "usually often sometimes might generally frequently rarely probably typically tend tends "
        "tended likely mostly mainly largely partly seldom perhaps possibly commonly normally "
        "approximately roughly nearly almost relatively primarily seem seems seemed appear appears "
        "suggests occasionally ordinarily customarily chiefly predominantly broadly somewhat "
        "presumably potentially unlikely"
    ),
    weak_hedges=_words("may can could some many most several certain"),
    hedge_phrases=(
        "in most cases", "in many cases", "in some cases", "as a rule", "in general",
        "on the whole", "to some extent", "for the most part", "in part", "more or less",
        "at times", "by and large", "on average", "under certain", "depending on",
    ),
    absolutes=_words(
        "always never only must all none completely entirely absolutely nobody everyone everybody "
        "everything nothing impossible solely totally every any exclusively invariably forever "
        "wholly perfectly guaranteed cannot no anything anyone anybody ever fully without "
        "undoubtedly definitely certainly unconditionally"
    ),
    clauses=_words(
        "because which that while when if since although though whereas so unless whose where "
        "therefore thereby namely including especially"
    ),
    openings=(
        ("article", _words("the a an this these those its their his her")),
        ("pronoun", _words("it they he she we you one there who")),
        ("to", _words("to")),
        ("cause", _words("because since so")),
        ("preposition", _words("in on at by with for from of under over after into")),
    ),
    numbers=_words(
        "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
        "hundred thousand million billion none zero half dozen twice once"
    ),
    places=_words(
        "in at on near inside outside under above between behind along within beside beneath off"
    ),
    causes=_words("because to so since as due owing for by"),
    times=_words(
        "january february march april may june july august september october november december "
        "monday tuesday wednesday thursday friday saturday sunday after before during when while "
        "at in on until since spring summer autumn fall winter morning evening noon midnight "
        "century ago year years day days week weeks month months hours minutes"
    ),
    asks_number=re.compile(r"\bhow (?:many|much|often|old|long|far|high|deep|large|tall|fast)\b"),
    asks_time=re.compile(r"\b(?:when|in (?:which|what) (?:year|month|century|decade))\b"),
    asks_place=re.compile(r"\bwhere\b"),
    asks_cause=re.compile(r"\b(?:why|for what (?:reason|purpose))\b"),
)  # fmt: skip
_GERMAN = Lexicon(
    small=_words(
        "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer "
        "anderes auch auf aus bei beim bin bis bist da damit dann das dass dasselbe dein dem den "
        "denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch dort "
        "du durch ein eine einem einen einer eines einige er es etwas euch euer folgende folgenden "
        "folgender fur gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn "
        "ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist jede jedem jeden jeder jedes "
        "jene jetzt kann kein keine keinem keinen keiner konnen konnte machen man manche mehr mein "
        "mit muss musste nach nennt nicht nichts noch nun nur ob oder ohne sehr sein seine seinem "
        "seinen seiner seines selbst sich sie sind so solche soll sollte sondern sonst uber um und "
        "uns unser unter vom von vor wahrend war waren warum was weil welche welchem welchen "
        "welcher welches wenn wer werden wem wen wessen wie wieder will wir wird wo wofur womit "
        "woraus worin wurde wurden zu zum zur zwar zwischen aussage aussagen richtig antwort frage "
        "text stimmt beschreibt bezeichnet heisst heissen"
    ),
    hedges=_words(
        "meist meistens oft häufig manchmal könnte könnten möglicherweise vermutlich "
        "wahrscheinlich gewöhnlich normalerweise üblicherweise tendenziell teilweise teils selten "
        "gelegentlich mitunter etwa ungefähr fast nahezu beinahe weitgehend größtenteils "
        "überwiegend vorwiegend hauptsächlich zumeist vielfach mehrheitlich dürfte dürften scheint "
        "scheinen vielleicht bisweilen zuweilen vornehmlich annähernd relativ verhältnismäßig "
        "typischerweise öfter öfters häufiger zumindest wohl eventuell neigt neigen tendiert "
        "tendieren bedingt einigermaßen generell"
    ),
    weak_hedges=_words(
        "kann können mag eher einige manche bestimmte gewisse viele mehrere ca bestimmten "
        "manchen vielen einigen"
    ),
    hedge_phrases=(
        "in der regel", "in vielen fallen", "in den meisten fallen", "in manchen fallen",
        "im allgemeinen", "unter umstanden", "zum teil", "zum grossten teil", "mehr oder weniger",
        "im wesentlichen", "in gewissem masse", "im grossen und ganzen", "im durchschnitt",
        "je nach",
    ),
    absolutes=_words(
        "immer nie niemals nur alle allen alles aller keiner keine kein keinen keinem keinerlei "
        "niemand jeder jede jedes jeden jedem jederzeit ausschließlich vollständig völlig komplett "
        "absolut stets unmöglich garantiert gänzlich restlos ausnahmslos zwingend muss müssen "
        "einzig allein sämtliche sämtlichen nichts überall nirgends nirgendwo unbedingt gar "
        "überhaupt ganz zweifellos sicher"
    ),
    clauses=_words(
        "weil dass wenn während obwohl indem wodurch sodass damit welche welcher welches deren "
        "dessen nämlich insbesondere wobei woraus worin sofern falls einschließlich"
    ),
    openings=(
        ("article", _words("der die das den dem des ein eine einen einem einer diese")),
        ("pronoun", _words("es sie er wir man ihr ihre sein seine wer")),
        ("to", _words("um zu")),
        ("cause", _words("weil da denn damit")),
        ("preposition", _words("in im an am auf bei mit für von aus unter über nach vor zur")),
    ),
    numbers=_words(
        "ein eine einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig "
        "vierzig fünfzig hundert tausend million millionen milliarde milliarden null halb dutzend "
        "einmal zweimal dreimal viermal"
    ),
    places=_words(
        "in im am an auf bei unter über zwischen hinter neben entlang innerhalb außerhalb vor"
    ),
    causes=_words("weil um damit da wegen durch aufgrund denn aus zur zum"),
    times=_words(
        "januar februar märz april mai juni juli august september oktober november dezember montag "
        "dienstag mittwoch donnerstag freitag samstag sonntag nach vor während als bevor nachdem "
        "sobald wenn bis seit im am um frühling frühjahr sommer herbst winter morgens abends "
        "mittags nachts jahrhundert jahr jahre tag tage tagen woche wochen monat monate stunden "
        "minuten"
    ),
    asks_number=re.compile(
        r"\bwie(?: )?(?:viele?n?|viel|oft|alt|lange|weit|hoch|tief|gross|schnell|schwer)\b"
    ),
    asks_time=re.compile(
        r"\b(?:wann|in welchem (?:jahr|monat|jahrhundert|jahrzehnt)|seit wann|bis wann)\b"
    ),
    asks_place=re.compile(r"\b(?:wo|woher|wohin)\b"),
    asks_cause=re.compile(r"\b(?:warum|weshalb|wieso|wozu|aus welchem grund)\b"),
)  # fmt: skip
_NONE = Lexicon()
_LEXICONS: Final[Mapping[str, Lexicon]] = {"en": _ENGLISH, "de": _GERMAN}


def lexicon(lang: str) -> Lexicon:
    """Give the words of a language; an empty list for one that nobody wrote down."""
    return _LEXICONS.get(lang[:2].lower(), _NONE)
