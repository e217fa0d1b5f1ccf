"""What the columns of a table of questions are called, in six languages.

Headings are compared without case, accents, spaces and signs; a number or letter at the end tells
options apart (`Option 1`, `Answer B`, `Antwort 3`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

_WORDS: Mapping[str, str] = {
    "id": "id|kennung|identifier|itemid|questionid|код",
    "number": "nr|no|number|nummer|numero|num|n|lfdnr|row|zeile|questionnumber|questionno|номер",
    "type": "type|typ|questiontype|fragetyp|art|tipo|typedequestion|tipodepregunta|тип",
    "topic": "topic|thema|category|kategorie|categorie|categoria|sujet|tema|theme|chapter|kapitel"
    "|chapitre|capitulo|capitolo|lektion|subject|argomento|тема|раздел",
    "level": "level|niveau|nivel|livello|stufe|anforderungsbereich|bloom|уровень",
    "points": "points|punkte|pts|score|mark|marks|puntos|punti|pontos|баллы|be|bareme",
    "question": "question|questiontext|frage|fragetext|fragestellung|aufgabe|prompt|stem|item"
    "|enonce|pregunta|enunciado|domanda|quesito|pergunta|вопрос|text|statement|aussage",
    "key": "key|correct|correctanswer|correctanswers|rightanswer|answer|answers|answerkey|solution"
    "|schlussel|losung|richtig|richtigeantwort|richtigeantworten|antwort|korrekt|cle|reponse"
    "|bonnereponse|bonnesreponses|reponsecorrecte|corrige|respuesta|respuestacorrecta|solucion"
    "|correcta|clave|risposta|rispostacorretta|rispostaesatta|corretta|resposta|respostacorreta"
    "|gabarito|ответ|правильныйответ|ключ",
    "option": "option|choice|answer|answeroption|antwort|antwortmoglichkeit|auswahl|wahl|choix"
    "|reponse|proposition|opcion|respuesta|alternativa|opzione|risposta|scelta|opcao|resposta"
    "|alternative|вариант|ответ",
    "wrong": "wrong|wronganswer|incorrect|incorrectanswer|distractor|distraktor|falsch"
    "|falscheantwort|mauvaisereponse|faux|distracteur|respuestaincorrecta|incorrecta|distractora"
    "|sbagliata|rispostasbagliata|errata|distrattore|incorreta|errada|неправильныйответ",
    "explanation": "explanation|feedback|rationale|comment|erklarung|begrundung|ruckmeldung"
    "|kommentar|explication|commentaire|explicacion|retroalimentacion|comentario|spiegazione"
    "|commento|explicacao|пояснение|комментарий|generalfeedback",
    "evidence": "evidence|quote|beleg|zitat|preuve|citation|evidencia|cita|prova|citazione",
    "hint": "hint|hinweis|tipp|indice|pista|suggerimento|dica|подсказка",
    "tags": "tags|tag|keywords|schlagworte|motscles|etiquetas|etichette|теги",
    "front": "front|term|vorderseite|begriff|vokabel|wort|word|recto|terme|mot|anverso|termino"
    "|palabra|fronte|termine|parola|frente|termo|palavra|термин|слово",
    "back": "back|definition|ruckseite|bedeutung|ubersetzung|translation|meaning|verso|traduction"
    "|reverso|definicion|traduccion|retro|definizione|traduzione|definicao|traducao|определение"
    "|перевод",
    "tolerance": "tolerance|toleranz|tolerancia|tolleranza|margin",
    "unit": "unit|einheit|unite|unidad|unita|unidade",
    "accept": "accept|alsoaccept|alternatives|auchrichtig|auchgultig|acceptees|aceptadas",
    "stimulus": "stimulus|passage|context|kontext|contexte|contexto|contesto",
    "image": "image|picture|bild|imagen|immagine|imagem|photo|foto",
    "alt": "alt|alttext|alternativtext|bildbeschreibung",
    "time": "timelimit|timelimitsec|time|zeit|zeitlimit|temps|tiempo|tempo",
    "lang": "lang|language|sprache|langue|idioma|lingua",
    "status": "status",
    "note": "note|notes|notiz|bemerkung|notas|nota",
    "why": "why|warum",
    "match": "match",
    "score": "scoring",
}

_NUMBERED = re.compile(r"(.*?)[\s._:)(#-]*(\d{1,2}|[a-hA-H])\)?", re.DOTALL)
_OFFERS = ("option", "wrong", "why")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: one of the words of `_WORDS`, and which option it is, from 1."""

    meaning: str
    number: int = 0


def word(cell: str) -> str:
    """Fold a heading: without case, accents, spaces and signs."""
    bare = "".join(c for c in normalize("NFKD", cell.casefold()) if not combining(c))
    return re.sub(r"[\W_]+", "", bare)


_BY_WORD: dict[str, list[str]] = {}
for _meaning, _words in _WORDS.items():
    for _word in _words.split("|"):
        _BY_WORD.setdefault(word(_word), []).append(_meaning)


def column_of(heading: str) -> Column | None:
    """Give what a heading names; None where nobody knows it."""
    whole = word(heading)
    found = [meaning for meaning in _BY_WORD.get(whole, ()) if meaning != "option"]
    if found:
        return Column(found[0])
    if whole in {*"abcdefgh"}:
        return Column("option", ord(whole) - ord("a") + 1)
    numbered = _NUMBERED.fullmatch(heading.strip())
    if not numbered:
        return Column("option") if "option" in _BY_WORD.get(whole, ()) else None
    for meaning in _OFFERS:
        if meaning in _BY_WORD.get(word(numbered[1]), ()):
            return Column(meaning, _number(numbered[2]))
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else ord(text.lower()) - ord("a") + 1
