"""The signs of a written quiz in four languages.

Numbers and letters stand before what is asked and offered; words lead in an answer, points, a
reason, a key at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizgen.inputs.prose.lines import WrittenLine

_BLANKS = r"(?:_{2,}|\.{4,}|\(\s*\)|\[\s*\]|T\s*/?\s*F(?=\s*\d))"
_QUESTION_WORD = (
    r"question|frage|aufgabe|pregunta|ejercicio|exercice|item|problem|q|nr\.?|no\.?|n[°º]"
)
NUMBER = re.compile(
    rf"\s*(?P<room>{_BLANKS}\s*)?(?:(?:{_QUESTION_WORD})\s*)?[(#]?(?P<number>\d{{1,3}})"
    r"(?:\s*[.):]|\s+[-–—])(?!\d)(?:\s+|$|(?=[^\W\d]|[¿¡\"“„«]))",
    re.IGNORECASE,
)
"""A question's number: `1.`, `1)`, `(1)`, `Q1:`, `Frage 1:`, behind a line for the answer."""
WORD_NUMBER = re.compile(
    rf"\s*(?:{_QUESTION_WORD})\s*(?P<number>\d{{1,3}})\b\s*[.):]?\s*(?=$|[\[(])", re.IGNORECASE
)
"""`Question 1` alone on its line, or before its points."""

_TICK = r"[*✓✔☑☒√►➔→]"
OPTION = re.compile(
    rf"\s*(?:[-–•]\s+)?(?P<star>{_TICK}\s*|\[[xX✓✔]\]\s*)?(?P<box>[☐□○]\s*|\[\s?\]\s*)?"
    rf"(?P<open>[(\[]?)(?P<star2>\*?)(?P<letter>[A-Za-z])(?P<close>[.)\]]+|\s*[:](?=\s))"
    rf"(?P<star3>\s*\*(?=\s*\w)|)(?:\s+|$|(?<=[)\]])(?=\S)|(?<=[.])(?=[A-ZÄÖÜ¿\d]))"
)
"""A letter before what is offered: `a)`, `(A)`, `*b.`, `[x] C)`."""
BULLET = re.compile(
    rf"\s*(?:(?P<star>{_TICK}|\[[xX✓✔]\]|\([xX✓✔]\))|(?P<bullet>[-–•·◦▪●○o☐□❑]|\[\s?\]|\(\s\)))\s+(?=\S)"
)
"""A bullet or an empty box before what is offered; a tick or a star says that it is right."""
RIGHT_END = re.compile(
    r"\s*(?:[(\[](?:correct|right|richtig|korrekt|bonne réponse|juste|correcta?|x|✓|✔|\*)[)\]]"
    r"|(?:<-+|←|⇐)\s*(?:correct|right|richtig|juste|correcta?)?|✓|✔|\s\*)\s*$",
    re.IGNORECASE,
)
"""What stands behind an option that is right."""

_ANSWER_WORD = (
    r"(?:the\s+|die\s+|la\s+)?(?:(?:correct|right|best|richtige|korrekte|bonne|correcta?)\s+)?"
    r"(?:answers?|ans|antwort(?:en)?|lösung(?:en)?|réponses?|respuestas?|solution|solución|corrigé|"
    r"clave|key|sol)(?:\s+(?:correctes?|correctas?|key|exacte|juste))?"
)
ANSWER = re.compile(
    rf"\s*[(\[*]*(?:{_ANSWER_WORD}|richtig(?: ist)?|correct)\s*(?:\(s\)|/s|\(e?n\))?\s*"
    rf"(?:[:：=]|\b(?:is|ist|est|es)\b\s*:?)\s*(?P<answer>.*?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
INLINE_ANSWER = re.compile(
    r"\s*[(\[]\s*(?:(?:correct|right|richtige|bonne)\s+)?(?:answer|ans|antwort|lösung|réponse|"
    r"respuesta(?:\s+correcta)?|key)\s*[.:=]\s*(?P<answer>[^()\[\]]{1,80})[)\]]\s*$",
    re.IGNORECASE,
)
KEY_HEADING = re.compile(
    r"\s*(?:the\s+)?(?:answer\s*(?:key|section|sheet)|answers?(?:\s+key)?|key|solutions?|"
    r"(?:muster)?lösung(?:en|sschlüssel|sblatt|steil)?|antworten|antwortschlüssel|corrigé|réponses|"
    r"clave(?:\s+de\s+respuestas)?|respuestas|soluciones|hoja de respuestas)"
    r"(?:\s+(?:to|for|zu|zum|zur|du|des|de)\s.{1,40})?\s*(?P<colon>:?)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
RUBRIC = re.compile(
    r"\s*(?:a good answer|(?:sample|model|possible) answer|rubric|criteria|grading notes?|"
    r"eine gute antwort|musterantwort|erwartungshorizont|bewertung|une bonne réponse|"
    r"éléments de réponse|una buena respuesta|rúbrica)\s*:\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""What a good answer holds, below a question that asks for sentences."""
EXPLANATION = re.compile(
    r"\s*(?:explanations?|rationale|reason(?:ing)?|feedback|erklärung|begründung|erläuterung|"
    r"explication|justification|explicación|justificación|rückmeldung|comentario|commentaire)"
    r"\s*[:：]\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
HINT = re.compile(
    r"\s*(?:hint|tipp|hinweis|indice|pista)\s*:\s*(?P<text>.*)$", re.IGNORECASE | re.DOTALL
)
POINTS = re.compile(
    r"\s*[(\[]?\s*(?:_{1,}\s*(?:/|von|of|out of|sur|de)\s*|/\s*)?"
    r"(?P<points>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:points?|punkte?|pts?\.?|pkte?\.?|marks?|puntos?|p\.|BE|P)\s*[)\]]?\s*[.:]?\s*$",
    re.IGNORECASE,
)
"""Points behind a question: `(2 points)`, `/3 P.`"""
LABEL_POINTS = re.compile(
    r"\s*(?:points?|punkte|puntos|pts)\s*:\s*(?P<points>\d{1,2}(?:[.,]\d{1,2})?)\s*$", re.IGNORECASE
)
TYPE = re.compile(r"\s*type\s*:\s*(?P<type>[A-Za-z/ -]{1,30})\s*$", re.IGNORECASE)
RESPONDUS_TITLE = re.compile(r"\s*title\s*:\s*(?P<text>.+)$", re.IGNORECASE)
FEEDBACK = re.compile(r"\s*[@~]\s*(?P<text>\S.*)$", re.DOTALL)

EXAM_VIEW = re.compile(
    r"(?P<name>ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT|BLM|STO):\s*(?P<value>.*?)\s*"
    r"(?=(?:ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|KEY|MSC|NOT|BLM|STO):|$)",
    re.DOTALL,
)
"""The labels that ExamView prints below a question."""
EXAM_VIEW_LINE = re.compile(r"\s*(?:ANS|PTS|DIF|REF|OBJ|NAT|STA|LOC|TOP|MSC|NOT|BLM|STO):")

ABOUT = re.compile(
    r"(?:questions?|fragen?|aufgaben?|preguntas?|items?)\s*#?(?P<first>\d{1,3})\s*"
    r"(?:-|–|—|to|through|and|bis|und|à|et|a|y|al)\s*#?(?P<last>\d{1,3})",
    re.IGNORECASE,
)
"""`Questions 1-3 refer to the passage below.`"""
READ_THIS = re.compile(
    r"\b(?:read|lies|lesen|lisez|lis|lee|lea|use|using|refer|look at|study|betrachte|benutze|"
    r"beziehen|passage|following (?:text|table|graph|figure)|based on|anhand|about this text|"
    r"portent|refieren?|diesen text|ce texte|este texto)\b",
    re.IGNORECASE,
)
PUPIL_LINE = re.compile(
    r"\s*(?:name|nom|nombre|date|datum|fecha|class|klasse|classe|clase|period|hour|score|punkte|"
    r"points|note|grade|id|form|school|schule|teacher|lehrer(?:in)?|prénom|vorname|apellidos?|"
    r"puntuación|version)\b[^?]*(?:[_:]|\.{3,})[^?]*$",
    re.IGNORECASE,
)
"""What pupils fill in at the top."""
ONLY_ROOM = re.compile(r"[\s_.…‗-]*$")
BLANK = re.compile(r"_{2,}|\.{5,}|…{2,}|‗{2,}|\(\s{3,}\)|\[\s{3,}\]")
STATEMENT = re.compile(
    r"^\s*(?:_{2,}\s*|\(\s*\)\s*)?(?:\(?\s*(?:T\s*[/|]\s*F|true\s*(?:/|or)\s*false\??|"
    r"wahr\s*(?:/|oder)\s*falsch|richtig\s*(?:/|oder)\s*falsch|r\s*/\s*f|w\s*/\s*f|"
    r"vrai\s*(?:/|ou)\s*faux|v\s*/\s*f|verdadero\s*(?:/|o)\s*falso)\s*[:?)\]]*\s*[-–.]?\s*)",
    re.IGNORECASE,
)
STATEMENT_END = re.compile(
    r"\s*[(\[]?\s*(?:(?<=[\s(\[])T\s*[/|]?\s+F|T\s*[/|]\s*F|true\s*(?:/|or|\s)\s*false|"
    r"wahr\s*(?:/|oder|\s)\s*falsch|(?:richtig|r)\s*[/|]\s*(?:falsch|f)|richtig\s+(?:oder\s+)?falsch|"
    r"w\s*/\s*f|vrai\s*(?:/|ou|\s)\s*faux|v\s*/\s*f|verdadero\s*(?:/|o|\s)\s*falso)"
    r"\s*[)\]]?\s*[?.]?\s*$",
    re.IGNORECASE,
)
"""`T / F` before or behind a statement."""

SECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("several", r"multiple (?:response|answer|select)|mehrfach(?:auswahl|antwort)"),
        ("choice", (r"multiple[- ]choice|einfachauswahl|ankreuz|choix multiples?|qcm|"
         r"opción múltiple|selección múltiple|single choice")),
        ("statement", (r"true\s*(?:/|or|and)\s*false|richtig\s*(?:/|oder)\s*falsch|"
         r"wahr\s*(?:/|oder)\s*falsch|vrai\s*(?:/|ou)\s*faux|verdadero\s*(?:/|o|y)\s*falso")),
        ("matching", r"^\W*matching|zuordnung|zuordnen|appariement|associer|emparejar|relacionar?"),
        ("gaps", r"completion|fill[- ]in|lückentext|texte à trous|compléter|completar|ergänze"),
        ("numeric", r"^\W*(?:numeric|numerical)"),
        ("open", (r"essay|open[- ]ended|long answer|extended response|free response|"
         r"offene (?:fragen|aufgaben)|freitext|aufsatz|questions? ouvertes?|"
         r"desarrollo|preguntas? abiertas?|aufgaben zum schreiben|^(?:other|problem)$")),
        ("short", r"short answer|kurzantwort|réponses? courtes?|respuestas? cortas?"),
        ("order", r"^\W*ordering|reihenfolge|^\W*ordonner|^\W*ordenar"),
    )
)  # fmt: skip
"""What kind of questions a heading promises."""
TYPES = {
    "mc": "choice", "ma": "several", "mr": "several", "tf": "statement", "t/f": "statement",
    "e": "open", "es": "open", "essay": "open", "f": "gaps", "fib": "gaps", "fmb": "gaps",
    "fb": "gaps", "mt": "matching", "m": "matching", "s": "short", "sa": "short", "n": "numeric",
    "num": "numeric", "o": "order", "ord": "order", "j": "order", "multiple choice": "choice",
    "multiple response": "several", "multiple answer": "several", "true/false": "statement",
    "true false": "statement", "matching": "matching", "ordering": "order", "numeric": "numeric",
    "short answer": "short", "fill in": "gaps", "fill in the blank": "gaps",
}  # fmt: skip
"""What `Type:` may say."""


def section_kind(text: str) -> str:
    """Say what kind of questions a heading promises; nothing where it promises none."""
    return next((kind for kind, pattern in SECTIONS if pattern.search(text)), "")


_OPEN = re.compile(
    r"\b(?:explain|describe|discuss|compare|contrast|why|how (?:do|does|did|would|could|can)|"
    r"justify|evaluate|analy[sz]e|summari[sz]e|outline|essay|in your own words|erkläre?|"
    r"beschreibe?|begründe?|warum|weshalb|erläutere?|vergleiche?|nimm stellung|diskutiere?|"
    r"interpretiere?|"
    r"expliquez?|décri(?:s|vez)|pourquoi|comparez?|justifiez?|explica|explique|describ[ae]|por qué|"
    r"compara|justifica)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:all that apply|all (?:the )?correct|choose (?:two|three|all|\d)|"
    r"select (?:two|three|all|\d)|which (?:of the following )?are|mark all|"
    r"alle (?:richtigen|zutreffenden|korrekten)|mehrere|"
    r"(?:zwei|drei) (?:antworten|richtige)|welche .{0,60}\bsind\b|toutes les|plusieurs|"
    r"(?:todas|varias) las|elige (?:dos|tres|todas))\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:order|sequence|arrange|rank|reihenfolge|ordne|ordnen|sortiere?|l'ordre|ordre|ordonne[rz]?|"
    r"classe[rz]? dans|orden|ordena)\b",
    re.IGNORECASE,
)
_MATCH = re.compile(
    r"\b(?:match|pair each|ordne .* zu|zuordnen|verbinde|associe[rz]?|reliez?|relaciona|"
    r"empareja|letter of the match|passenden? buchstaben?|lettre qui convient|"
    r"letra que corresponde)\b",
    re.IGNORECASE,
)


def asks_for_text(stem: str) -> bool:
    """Tell whether a question asks for sentences of one's own."""
    return bool(_OPEN.search(stem))


def asks_for_several(stem: str) -> bool:
    """Tell whether a question says that several options may be right."""
    return bool(_SEVERAL.search(stem))


def asks_for_order(stem: str) -> bool:
    """Tell whether a question asks to put its options in order."""
    return bool(_ORDER.search(stem))


def asks_to_match(stem: str) -> bool:
    """Tell whether a question asks to find for each thing another."""
    return bool(_MATCH.search(stem))


@dataclass(frozen=True, slots=True)
class Offered:
    """An option: its letter as printed, and whether a sign says that it is right."""

    letter: str
    line: WrittenLine
    starred: bool = False
    auto: bool = False
    """Word gave it its letter."""


def offered_in(line: WrittenLine) -> Offered | None:
    """Read a line as an option with a letter; None where it has none."""
    text = line.text
    found = OPTION.match(text)
    if not found or (found["open"] == "[" and found["letter"] in "xX"):
        return None
    starred = bool(found["star"] or found["star2"] or found["star3"].strip())
    return _offered(line, found.end(), found["letter"].upper(), starred=starred)


def bulleted_in(line: WrittenLine) -> Offered | None:
    """Read a line as an option behind a bullet or a box; None where there is neither."""
    found = BULLET.match(line.text)
    if not found:
        return None
    return _offered(line, found.end(), "", starred=bool(found["star"]))


def _offered(line: WrittenLine, at: int, letter: str, *, starred: bool) -> Offered:
    text = line.text
    end = RIGHT_END.search(text, at)
    stop = end.start() if end and end.start() > at else len(text)
    auto = line.numbered
    part = line.cut(at, stop)
    if part.text.startswith("*") and not part.text.startswith("**"):
        return Offered(letter, part.cut(1), starred=True, auto=auto)
    return Offered(letter, part, starred or stop < len(text), auto)
