"""The words of a question, without what only says how to answer."""

from __future__ import annotations

import re

from quizgen.inputs.prose.grouping import WrittenQuestion
from quizgen.inputs.prose.lines import WrittenLine, marked

_INSTRUCTION = re.compile(
    r"\s*[(\[¿]?(?:choose|select|mark|tick|check|circle|kreuze|wähle|markiere|choisis(?:sez)?|coche|"
    r"elige|marca|selecciona|write the letter|number the boxes|nummeriere|schreibe in jedes|écris|"
    r"numérote|escribe|numera|which letter goes|give the letters|welcher buchstabe|"
    r"nenne die buchstaben|quelle lettre va|donne les lettres|qué letra va|di las letras|"
    r"right only with all)\b[^.?!]{0,80}[.!?]?[)\]]?\s*$",
    re.IGNORECASE,
)


def words_of(question: WrittenQuestion) -> list[WrittenLine]:
    """Give the lines of what is asked; whoever prints a question says anew how to answer it."""
    first, others = question.stem[:1], question.stem[1:]
    return [*first, *(line for line in others if not _INSTRUCTION.match(line.text))]


def stem_of(question: WrittenQuestion, *, ordered: bool = False) -> str:
    """Give what is asked, with its tables, in our text language."""
    answered = question.options or ordered
    return marked([*(words_of(question) if answered else question.stem), *question.tables])
