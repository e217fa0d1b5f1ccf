"""Rules about stems that lean on a text that isn't there: its words, or what it was about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quizgen.checks.item_text import words_of
from quizgen.checks.lint.item import Finding, item_rule
from quizgen.checks.lint.languages import stemmed, words_by_language
from quizgen.checks.lint.stems import QUOTED
from quizgen.checks.lint.view import View
from quizgen.model import Cloze
from quizgen.text.folding import fold

_THE_TEXT = r"(?:article|text|author|passage|source|report|writer|newspaper|chapter|story|excerpt)"
_DER_TEXT = (
    r"(?:artikel|text|autor|autorin|verfasser|verfasserin|bericht|zeitung|quelle|kapitel|auszug|"
    r"beitrag|abschnitt)"
)
_NAMES_IT = r"(?:date|call|introduce|describe|name|term|label|refer to|characteri[sz]e|phrase|put|"
_NENNT = (
    r"(?:nennt|nannte|bezeichnet|bezeichnete|beschreibt|datiert|benennt|betitelt|charakterisiert|"
    r"umschreibt|tituliert|formuliert|definiert)"
)
_OF_WORDING = {
    "en": re.compile(
        rf"\bhow (?:does|do|did) (?:the|this) {_THE_TEXT} {_NAMES_IT}word|style|title|portray|"
        rf"spell)\b"
        rf"|\b(?:what|whom?|which \w+) (?:does|do|did) (?:the|this) {_THE_TEXT} "
        r"(?:call|term|name as|label|dub|introduce as|describe as|refer to as)\b"
        rf"|\b(?:what|which) (?:\w+ )?(?:words?|terms?|phrases?|expressions?|adjectives?|verbs?|"
        rf"metaphor|"
        rf"comparison) (?:does|do|did) (?:the|this) {_THE_TEXT} (?:use|choose|apply)\b"
        rf"|\bhow (?:is|are|was|were) .+ (?:described|introduced|called|dated|named|referred to) "
        rf"(?:in|by) (?:the|this) {_THE_TEXT}\b"
        rf"|\bexact (?:words?|wording)\b|\bin (?:which|what) (?:paragraph|line|sentence)\b"
    ),
    "de": re.compile(
        rf"\b(?:wie|was|wen|als was|womit) {_NENNT} (?:der|die|das|dieser|diese|dieses) "
        rf"{_DER_TEXT}\b"
        rf"|\b(?:wie|als was) (?:fuhrt|stellt) (?:der|die|das) {_DER_TEXT}\b.*\b(?:ein|vor)\b"
        rf"|\bwelche[smnr]? (?:\w+ )?(?:wort|worte|worter|begriff|ausdruck|adjektiv|verb|"
        rf"formulierung|"
        rf"metapher|bezeichnung|vergleich)\b.*\b(?:verwendet|benutzt|gebraucht|wahlt|nutzt) "
        rf"(?:der|die|das) {_DER_TEXT}\b"
        rf"|\b(?:wie|als was) (?:wird|werden|wurde|wurden) .+ (?:im|in der|in dem|vom|von der) "
        rf"{_DER_TEXT}"
        r" (?:\w+ )?(?:genannt|bezeichnet|beschrieben|datiert|eingefuhrt|vorgestellt)\b"
        rf"|\bmit welche[nm] wort(?:en)?\b|\bin welche[mr] (?:absatz|zeile|satz)\b|"
        r"\bwie lautet .*\bwortlaut\b|\bim wortlaut\b"
    ),
}
_TELLTALE = words_by_language(
    en="article text author passage source report writer newspaper chapter story excerpt exact "
    "paragraph line sentence",
    de="artikel text autor autorin verfasser verfasserin bericht zeitung quelle kapitel auszug "
    "beitrag abschnitt wort worten absatz zeile satz wortlaut",
)
_WITH = words_by_language(
    en="does do did is are was were exact paragraph line sentence",
    de="wie was wen womit als welche welches welcher welchem welchen im",
)
"""Folded words one of each of which stands in every stem that the pattern finds: a quicker look."""
_GAP_IN_QUOTE = re.compile(r"[“„«\"][^”“»\"]*_{3,}[^”“»\"]*[”“»\"]")


@item_rule("info", languages=_OF_WORDING)
def asks_wording(view: View) -> Iterator[Finding]:
    """The question asks how the text says it: what it calls, how it dates, a gap in a quote.

    ## Why is this bad?
    Only who has the words before them can answer, and who has understood the matter can't. Such
    questions train to leaf back. With a passage above the question, reading it is the task, and
    the rule stays silent.

    ## Example
    ```yaml
    questions:
      - id: call
        question: What does the article call the old tarn?
        answer: A drowsy brad
        distractors: [A sullen skall, A merry plim]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: call
        question: Why is the old tarn hardly drubbed any more?
        answer: Its grist has glimmed
        distractors: [Its keepers have left, Its brine is sour]
    ```

    ## When to ignore
    When the words themselves are the matter: a slogan, a definition, a line known by heart.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (avoid verbatim wording of the text; ask for understanding).
    """
    if view.stimulus:
        return
    wording = _may_ask_wording(view) and _OF_WORDING[view.code].search(view.stem_folded)
    if wording:
        yield Finding(
            f"{wording[0]!r} asks for the words of a text, not for what they say",
            "ask for the matter, or show the passage",
        )
    elif isinstance(view.item, Cloze) and _GAP_IN_QUOTE.search(view.stem):
        yield Finding(
            "the gap stands in a quote: only who knows it by heart can fill it",
            "ask what the quote means, or put the gap into a sentence of your own",
        )


def _may_ask_wording(view: View) -> bool:
    said = view.stem_words
    code = view.code
    return not (_WITH[code].isdisjoint(said) or _TELLTALE[code].isdisjoint(said))


_POINTED_AT = {
    "en": (
        "drill drills exercises decision decisions agreement agreements deal deals pact pacts "
        "meeting meetings summit visit plan plans proposal proposals statement statements speech "
        "speeches remark remarks announcement report study survey experiment experiments incident "
        "accident attack attacks vote talks negotiations project ceremony conference interview "
        "scandal protest protests measure measures reform reforms law treaty event events move "
        "step warning criticism claim demand demands discovery invention change changes trip "
        "journey "
        "battle trial sanctions ban"
    ),
    "de": (
        "übung übungen manöver entscheidung entscheidungen entschluss beschluss beschlüsse "
        "abkommen "
        "vertrag vertrags treffen treffens gipfel gipfels besuch besuchs plan plans vorschlag "
        "vorschlags erklärung rede reden äußerung äußerungen ankündigung studie umfrage versuch "
        "versuchs experiment experiments vorfall vorfalls unfall unfalls ereignis ereignisses "
        "angriff angriffs abstimmung verhandlungen projekt projekts konferenz maßnahme maßnahmen "
        "reform reformen gesetz gesetzes schritt schritts warnung kritik forderung forderungen "
        "entdeckung erfindung veränderung veränderungen reise schlacht prozess interview skandal "
        "protest proteste sanktionen verbot bericht vereinbarung vereinbarungen"
    ),
}
_ENDINGS = ("", "'s", "'d", "'ll", "'re", "'ve")
_FOLDED_NOUNS = {
    code: frozenset(fold(noun) + ending for noun in nouns.split() for ending in _ENDINGS)
    for code, nouns in _POINTED_AT.items()
}
_PRONOUNS = {
    "en": frozenset(
        word + ending for word in ("he she they him her them").split() for ending in _ENDINGS
    ),
    "de": frozenset("er sie ihm ihn ihnen".split()),
}
_POINTERS = words_by_language(
    en="this these the a an",
    de="der die das dem den des beim im zum zur am vom ein eine einer einem einen eines solch "
    "solche diese dieser dieses diesem diesen jene jener jenes jenem jenen",
)


def _may_point(view: View) -> bool:
    """Look for words that the pattern needs, which is quicker: most stems have none of them."""
    said, code = view.stem_words, view.code
    if not _PRONOUNS[code].isdisjoint(said[:4]):
        return True
    nouns, pointers = _FOLDED_NOUNS[code], _POINTERS[code]
    for before, word in pairwise(said):  # noqa: SIM110 - a generator takes twice as long
        if word in nouns and before in pointers:
            return True
    return False


_NOUNS = {code: "|".join(words.split()) for code, words in _POINTED_AT.items()}
_POINTS = {
    "en": re.compile(
        rf"\b(?:this|(?<!of )these|such an?) (?P<this>{_NOUNS['en']})\b"
        rf"|\bthe (?P<the>{_NOUNS['en']})(?![-\w])(?!['’]s)"
        r"(?! (?:of|in|that|which|who|for|on|with|between|at|by|from|to|against|where|when|whose|"
        r"about|under|over|near|into|among|as|during|\d|(?-i:[A-Z])))"
        r"(?! (?:signed|held|called|known|made|given) (?:in|at|by|as|on|with|between))"
        r"|^(?!\W*(?:who|which|whose)\b)(?:\W*\w+ ){1,2}(?P<who>he|she|they|him|her|them)\b(?! "
        r"who\b)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        rf"(?<!welche )(?<!welcher )(?<!welches )(?<!welchem )\b(?i:diese[smnr]?|solche?|"
        rf"jene[smnr]?)"
        rf" (?:ein(?:e[rnms]?)? )?(?P<this>(?i:{_NOUNS['de']}))\b"
        rf"|\b(?i:der|die|das|dem|den|des|beim|im|zum|zur|am|vom) (?P<the>(?i:{_NOUNS['de']}))"
        r"(?![-\w])(?!,? (?:der|die|das|des|dem|den|vo[nm]|in|im|mit|zwischen|zu[mr]?|auf|über|für|"
        r"an|am|aus|gegen|bei|unter|um|nach)\b(?! ?[?.!])| \d)"
        r"|^(?!Wer |Welche)(?:\W*\w+ ){1,2}(?P<who>er|sie|ihm|ihn|ihnen)\b",
    ),
}


@item_rule("warning", languages=_POINTS)
def not_self_contained(view: View) -> Iterator[Finding]:
    """The question speaks of `the drill` or `this decision`, and nothing says which.

    ## Why is this bad?
    On a card, or beside other questions, nobody knows what is meant. A passage, a picture or the
    title of the topic above the question may say it.

    ## Example
    ```yaml
    questions:
      - id: drill
        question: Who took part in the drill?
        answer: The keepers
        distractors: [The elders, The gorls]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: drill
        question: Who took part in the drill of Grome in 1912?
        answer: The keepers
        distractors: [The elders, The gorls]
    ```

    ## When to ignore
    When the quiz is about this one thing, and its title says so.

    ## Source
    NBME item-writing guide: an item should be answerable without what stands around it.
    """
    item = view.item
    if view.stimulus or item.image or item.audio or not _may_point(view):
        return
    stem = QUOTED.sub("…", view.stem)
    points = _POINTS[view.code].search(stem)
    if points is None or _said_before(view, stem[: points.start()], points):
        return
    yield Finding(
        f"{points[0]!r} is meant, and nothing says which or who",
        "name it, or put what is to be known into `stimulus`",
    )


_NAMED = re.compile(r"(?<!^)(?<![.?!:] )\b[A-ZÄÖÜ][\w’'-]+")


def _said_before(view: View, before: str, points: re.Match[str]) -> bool:
    """Tell whether what is pointed at was named: before, or in the title above."""
    noun = points["this"] or points["the"]
    if noun is None:
        return bool(_NAMED.search(before))
    wanted = stemmed(fold(noun), view.code)
    told = {stemmed(word, view.code) for word in words_of(f"{before} {view.said}")}
    return wanted in told or bool(points["this"] and len(words_of(before)) > 5)


RULES = (asks_wording, not_self_contained)
