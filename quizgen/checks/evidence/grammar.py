"""How four languages say who speaks: verbs of saying, prepositions, pronouns, sentence ends.

Closed lists; texts are in normal form. A language that isn't here is left to a human.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizgen.text.values import base


@dataclass(frozen=True, slots=True)
class SpeechGrammar:
    """The words by which a language gives words to a speaker."""

    says: re.Pattern[str]
    """Finite verbs of saying, and participles that stand for them."""
    according: re.Pattern[str]
    """What names the speaker without a verb; the group is the speaker."""
    pronoun: re.Pattern[str]
    """A subject that means somebody named before."""
    subordinate: re.Pattern[str]
    """What begins a clause whose verb says nothing of the quote's speaker."""
    passive: re.Pattern[str]
    """What before a participle makes it a passive."""
    adverbial: re.Pattern[str]
    """What stands before a verb and is no subject: the subject stands behind the verb."""
    prepositions: frozenset[str]
    """Words behind which a name is no subject: `the spokesman of Braun`."""
    articles: frozenset[str]
    joins: re.Pattern[str]
    """What may stand before a subject: `and`, `but`."""
    pronouns: frozenset[str]
    """Those that may stand behind the verb: `dit-il`."""
    aside: re.Pattern[str] | None = None
    """What cuts into a quote without closing its marks: `« Nous partons, dit-il, ce soir. »`."""
    direct: frozenset[str] = frozenset()
    """Verbs that never stand before their subject: `told Braun` is told to Braun."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(text: str) -> str:
    return "|".join(text.split())


_EN = SpeechGrammar(
    says=re.compile(
        r"\b(?:said|says?|told|tells|wrote|writes|added|adds|warned|warns|argued|argues|called|"
        r"calls|claimed|claims|announced|stated|states|declared|asked|replied|explained|noted|"
        r"notes|insisted|editorialized|commented|attacked|described|raised|concluded|recalled|"
        r"admitted|denied|rejected|disagreed|answered|joked|whispered|shouted|cried|murmured|"
        r"muttered|exclaimed|remarked|observed|promised|demanded|suggested|testified|tweeted)\b"
    ),
    according=re.compile(
        r"\b[Aa]ccording to ([^,;:\ue000\ue001]+)|\b[Ii]n the words of ([^,;:\ue000\ue001]+)"
    ),
    pronoun=re.compile(r"^(?:and |but |then )?(?:he|she|they|it)$", re.IGNORECASE),
    subordinate=re.compile(
        r"^(?:after|when|before|because|as|while|although|though|asked about|if|since|once)\b",
        re.IGNORECASE,
    ),
    passive=re.compile(r"\b(?:is|are|was|were|been|being)\s*$"),
    adverbial=re.compile(r"^(?!)"),
    prepositions=_words(
        "of for from at in to with on by about against under over near behind like than as into "
        "through between among and or"
    ),
    articles=_words("the a an"),
    joins=re.compile(r"^(?:and|but|that|while|as|then)(?: |$)"),
    pronouns=_words("he she they it"),
    direct=_words(
        "told tells called calls attacked described rejected asked warned raised denied demanded"
    ),
)
_DE_SAYS = (
    "sagte sagt sagten gesagt erklärte erklärt erklärten betonte betont betonten meinte meint "
    "meinten schrieb schreibt schrieben geschrieben fügte warnte warnt warnten gewarnt nannte "
    "nennt nannten genannt forderte fordert forderten gefordert kritisierte kritisiert "
    "kritisierten behauptete behauptet rief ruft riefen gerufen antwortete antwortet antworteten "
    "geantwortet fragte fragt fragten gefragt entgegnete entgegnet erwiderte erwidert berichtete "
    "berichtet berichteten teilte teilt teilten mitgeteilt ergänzte ergänzt räumte lobte "
    "versicherte versichert verkündete kündigte äußerte äußert geäußert sprach spricht gesprochen "
    "urteilte urteilt notierte flüsterte flüstert brüllte murmelte seufzte schimpfte widersprach "
    "widerspricht bekannte erinnerte erzählte erzählt erzählten bezeichnete bezeichnet beklagte "
    "klagte bemerkte bestätigte bestätigt begründete scherzte twitterte unterstrich verlangte "
    "versprach zitierte stellte hob lautete"
)
_DE = SpeechGrammar(
    says=re.compile(rf"\b(?:{_any(_DE_SAYS)})\b"),
    according=re.compile(
        r"\b(?:[Ll]aut|(?:[Nn]ach|[Ii]n) (?:den )?"
        r"(?:Angaben|Ansicht|Meinung|Worten|Auffassung|Aussage|Einschätzung) (?:von|des|der)) "
        r"([^,;:\ue000\ue001]+)"
        r"|(?:^|[,.;:] )([^,.;:\ue000\ue001]+?) zufolge\b"
        r"|\ue001[,.]? so ([^,;:\ue000\ue001]+)"
    ),
    pronoun=re.compile(
        r"^(?:und |aber |dann |doch |wie |so )?(?:er|sie|es|dieser|diese)$", re.IGNORECASE
    ),
    subordinate=re.compile(
        r"^(?:nachdem|als|bevor|weil|während|obwohl|da|wenn|ob|dass|auf die Frage|gefragt)\b",
        re.IGNORECASE,
    ),
    passive=re.compile(r"\b(?:wurde|wurden|wird|werden|worden|sei|ist)(?: \w+)?\s*$"),
    adverbial=re.compile(
        r"^(?:und |aber |doch )?(?:am|an|auf|aus|bei|beim|bis|dabei|dagegen|danach|daraufhin|"
        r"darauf|dann|dazu|durch|für|gegen|gegenüber|gestern|heute|hier|hinter|im|in|kürzlich|mit|nach|"
        r"neben|noch|ohne|schon|seit|später|über|um|unter|vom|von|vor|wegen|zu|zum|zur|zugleich|"
        r"das|dies|zuvor|zuletzt|schließlich|so|jetzt|nun|da|dort|bereits|einst|einmal|auch|ihm|ihr|ihnen|"
        r"dem|den|leise|laut|trotzig|knapp|wörtlich|außerdem|zudem|weiter|trotzdem|dennoch)\b",
        re.IGNORECASE,
    ),
    prepositions=_words(
        "von vom für aus bei beim in im an am auf zu zum zur mit nach vor über gegen gegenüber "
        "unter um durch neben hinter wie als und oder ohne seit wegen des dem den ihm ihr ihnen"
    ),
    articles=_words("der die das ein eine einer eines"),
    joins=re.compile(r"^(?:und|aber|doch|wie|so|dass)(?: |$)"),
    pronouns=_words("er sie es man dieser diese"),
)
_FR_SAYS = (
    "dit disait disent dirent déclare déclarait déclara déclaré affirme affirmait affirma affirmé "
    "explique expliquait expliqua expliqué ajoute ajoutait ajouta ajouté souligne soulignait "
    "souligna souligné estime estimait estima estimé assure assurait assura assuré répond "
    "répondait répondit répondu écrit écrivait écrivit précise précisait précisa précisé annonce "
    "annonçait annonça annoncé conclut concluait conclu demande demandait demanda demandé "
    "s'exclame s'exclama exclamé exclamée reconnaît reconnaissait reconnut reconnu raconte "
    "racontait raconta raconté rappelle rappelait rappela rappelé avertit averti prévient "
    "prévenait prévint prévenu juge jugeait jugea jugé lance lançait lança lancé martèle "
    "martelait martela martelé murmure murmurait murmura murmuré confie confiait confia confié "
    "insiste insistait insista insisté plaide plaidait plaida plaidé dénonce dénonçait dénonça "
    "dénoncé regrette regrettait regretta regretté tranche trancha répliqua réplique répliquait "
    "répliqué rétorque rétorqua rétorqué crie cria crié s'écrie s'écria qualifie qualifiait "
    "qualifia qualifié observe observa observé note nota noté indique indiquait indiqua indiqué "
    "promet promit promis soutient soutint soutenu résume résuma résumé poursuit poursuivit "
    "soupire soupira commente commenta commenté considère considérait s'indigne s'indigna "
    "s'insurge ironise ironisa"
)
_FR_SAYING = (
    r"(?<![\w'])(?:[slmt]')?(?:est |a |ont |avait |avaient |aurait |a-t-il |a-t-elle )?"
    rf"(?:{_any(_FR_SAYS)})(?!\w)"
)
_FR = SpeechGrammar(
    says=re.compile(_FR_SAYING),
    aside=re.compile(rf"(?<=, )({_FR_SAYING}[^,;:.!?\ue000\ue001]{{2,40}})(?=[,.;!?])"),
    according=re.compile(
        r"\b(?:[Ss]elon|[Dd]'après|[Aa]ux yeux de|dixit) ([^,;:\ue000\ue001]+)"
        r"|\b(?:[Pp]our reprendre les mots|[Ss]elon les mots) (?:de|d')\s?([^,;:\ue000\ue001]+)"
    ),
    pronoun=re.compile(
        r"^(?:et |mais |puis |comme |ce que |qu')?(?:il|elle|ils|elles|on)"
        r"(?: l| m| lui| leur| a| y| nous)?'?$",
        re.IGNORECASE,
    ),
    subordinate=re.compile(
        r"^(?:après|quand|lorsque|lorsqu|avant|parce|comme|tandis|alors que|bien que|si|interrogé|"
        r"interrogée|puisque|pendant)\b",
        re.IGNORECASE,
    ),
    passive=re.compile(r"\b(?:est|était|sont|étaient|fut|été|être)\s*$"),
    adverbial=re.compile(
        r"^(?:ainsi|alors|à|au|en|dans|devant|hier|mardi|lundi)\b(?=[^,]*$)", re.IGNORECASE
    ),
    prepositions=_words(
        "de du des d à au aux pour chez dans en avec par sur sous contre envers devant selon entre "
        "vers et ou comme que"
    ),
    articles=_words("le la les l un une"),
    joins=re.compile(r"^(?:et|mais|puis|comme|que)(?: |$)|^qu'"),
    pronouns=_words("il elle ils elles on"),
)
_ES_SAYS = (
    "dijo dice decía dijeron dicen dicho declaró declara declaraba declararon declarado afirmó "
    "afirma afirmaba afirmaron afirmado explicó explica explicaba explicaron explicado añadió "
    "añade añadía añadieron añadido aseguró asegura aseguraba aseguraron asegurado señaló señala "
    "señalaba señalaron señalado respondió responde respondía respondieron respondido contestó "
    "contesta contestaba escribió escribe escribía escribieron escrito sostuvo sostiene sostenía "
    "advirtió advierte advertía advertido subrayó subraya destacó destaca indicó indica comentó "
    "comenta comentaba anunció anuncia preguntó pregunta preguntaba exclamó exclama exclamaba "
    "gritó grita gritaba murmuró murmura murmuraba susurró susurra replicó replica concluyó "
    "concluye reconoció reconoce recordó recuerda relató relata contó cuenta contaba opinó opina "
    "insistió insiste criticó critica denunció denuncia lamentó lamenta prometió promete precisó "
    "precisa manifestó manifiesta expresó expresa apuntó apunta agregó agrega reiteró reitera "
    "admitió admite negó niega calificó califica bromeó repuso"
)
_ES_SAYING = rf"\b(?:ha |han |había |habían |habría )?(?:{_any(_ES_SAYS)})\b"
_ES = SpeechGrammar(
    says=re.compile(_ES_SAYING),
    aside=re.compile(rf"(?<=-)({_ES_SAYING}[^-:\ue000\ue001]{{0,40}})(?=-)"),
    according=re.compile(
        r"\b(?:[Ss]egún|[Aa] juicio de|[Ee]n palabras de|[Ee]n opinión de|[Dd]e acuerdo con) "
        r"([^,;:\ue000\ue001]+)"
    ),
    pronoun=re.compile(
        r"^(?:y |pero |luego |como )?(?:él|ella|ellos|ellas|este|esta)?(?:se |le |les |lo |la )?$",
        re.IGNORECASE,
    ),
    subordinate=re.compile(
        r"^(?:después|cuando|antes|porque|como|mientras|aunque|si|tras|preguntado|preguntada|al)\b",
        re.IGNORECASE,
    ),
    passive=re.compile(r"\b(?:es|era|fue|fueron|sido|ser|está)\s*$"),
    adverbial=re.compile(
        r"^(?:y |pero )?(?:en|ante|ayer|hoy|luego|entonces|después|así|desde|durante|por|según|a|"
        r"al|con|sobre|"
        r"también|además|ya|poco|más tarde|finalmente|el lunes|el martes|el miércoles|el jueves|"
        r"el viernes|el sábado|el domingo)\b|^(?:así )?(?:lo|se|le|les|se lo)$",
        re.IGNORECASE,
    ),
    prepositions=_words(
        "de del a al para en con por sobre contra ante desde hacia según entre y e o u como que "
        "sin tras"
    ),
    articles=_words("el la los las un una lo"),
    joins=re.compile(r"^(?:y|pero|que|como|luego)(?: |$)"),
    pronouns=_words("él ella ellos ellas este esta"),
)
_GRAMMARS: Mapping[str, SpeechGrammar] = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES}


def speech_grammar(lang: str) -> SpeechGrammar | None:
    """Give how a language names a speaker; None where nobody here knows."""
    return _GRAMMARS.get(base(lang))
