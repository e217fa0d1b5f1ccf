"""What an author's `[...]` may not leave out: a sentence's end, a negation, contrast or condition.

Closed lists of words; a language without them is left to a human.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2s
from typing import Literal

from quizgen.checks.evidence.normal import words
from quizgen.text.folding import fold
from quizgen.text.values import base

Verdict = Literal["fair", "misleading"]
GapKey = tuple[str, str]
"""A source's hash, and that of a quote with gaps."""
_LISTS = 1
"""Counts the versions of the lists below: by other lists another verdict may be given."""


def gap_key(sha256: str, paragraph: int, quote: str) -> GapKey:
    """Name a quote with gaps, so that another text or another quote has another name."""
    said = f"{_LISTS}\n{paragraph}\n{' '.join(quote.split())}"
    return sha256[:16], blake2s(said.encode(), digest_size=8).hexdigest()


_TURNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "a negation": "not no never none nobody nothing neither nor nowhere cannot hardly scarcely "
        "barely rarely seldom without non",
        "a contrast": "but however although though yet whereas while despite in_spite instead "
        "nevertheless nonetheless rather unlike contrary except excepting conversely albeit "
        "notwithstanding regardless even_so",
        "a condition": "if unless provided providing whether otherwise assuming supposing until "
        "till only lest as_long_as in_case subject_to",
    },
    "de": {
        "a negation": "nicht nichts nie niemals niemand niemandem niemanden nirgends nirgendwo "
        "weder ohne kaum nein keinesfalls keineswegs kein keine keinen keinem keiner keines",
        "a contrast": "aber jedoch doch sondern obwohl obgleich obschon trotz trotzdem dennoch "
        "allerdings hingegen dagegen wahrend statt stattdessen anstatt zwar ausser gleichwohl "
        "indes vielmehr",
        "a condition": "wenn falls sofern soweit sonst ob vorausgesetzt nur lediglich erst solange "
        "andernfalls es_sei_denn im_fall",
    },
    "fr": {
        "a negation": "ne n jamais rien aucun aucune nul nulle ni sans guere non pas",
        "a contrast": "mais cependant pourtant toutefois neanmoins quoique malgre tandis alors_que "
        "au_lieu plutot sauf excepte contrairement bien_que bien_qu",
        "a condition": "si s_il s_ils sinon a_condition pourvu a_moins seulement uniquement "
        "jusqu_a en_cas",
    },
    "es": {
        "a negation": "no nunca jamas nada nadie ninguno ninguna ningun ni sin tampoco apenas",
        "a contrast": "pero sino aunque obstante mientras pese a_pesar en_cambio salvo excepto "
        "al_contrario",
        "a condition": "si siempre_que a_menos solo solamente unicamente a_condicion hasta en_caso "
        "con_tal",
    },
}
_PHRASES = {
    lang: {
        phrase.replace("_", " "): kind
        for kind, listed in kinds.items()
        for phrase in listed.split()
    }
    for lang, kinds in _TURNS.items()
}
_NUMBERED = re.compile(r"\bn(?:os?)?[.°o]* ?(?=\d)", re.IGNORECASE)
"""`No. 2` and `n° 2` deny nothing; in normal form `nº 2` reads `no 2`."""
_END = re.compile(r"[!?;。！？；]|\.(?=[\"')\]]*(?:\s|$))")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|No|Nos|St|Gen|Sen|Rep|Gov|Col|Lt|Capt|Jr|Sr|vs|Inc|Ltd|Co|Corp|"
    r"Nr|Hr|Fr|Bd|Hrsg|usw|Mio|Mrd|Tsd|Jh|Abs|Art|bzw|ca|Sra|Srta|Mme|Mlle|Ud|Uds|art|vol|pp?)|(?<![\w'])[^\W\d_]|\.[^\W\d_])\.$"
)


def left_out(before: str, between: str, after: str, lang: str) -> str | None:
    """Say what a gap does to its sentence, in words; None where nothing is known against it.

    Args:
        before: The words kept before the gap, in normal form.
        between: The words left out, in normal form; empty where only the record is known.
        after: The words kept behind the gap.
        lang: The source's language.

    """
    if _ends_sentence(before, between, after, lang):
        return "leaves out the end of a sentence"
    for phrase, kind in _turns(words(_NUMBERED.sub(" ", between)), lang):
        return f"leaves out {kind} ({phrase!r})"
    for phrase, kind in _turns(words(before)[-2:], lang):
        if kind != "a contrast":
            return f"parts {kind} ({phrase!r}) from what it is about"
    return None


def can_judge(before: str, lang: str) -> bool:
    """Tell whether nothing found against a gap means that it is fair.

    Not so in a language without lists, nor where a negation that is kept may reach over the gap.
    """
    kinds = {kind for _, kind in _turns(words(before), lang)}
    return base(lang) in _PHRASES and "a negation" not in kinds


def _turns(tokens: Sequence[str], lang: str) -> Iterator[tuple[str, str]]:
    """Give the words and phrases that turn a sentence, each with its kind."""
    text = f" {' '.join(map(_plain_word, tokens))} "
    for phrase, kind in _PHRASES.get(base(lang), {}).items():
        if f" {phrase} " in text:
            yield phrase, kind


def _plain_word(word: str) -> str:
    """Fold a word and part its elisions: `n'a` is two words, `doesn't` holds `not`."""
    low = fold(word)
    return f"{low[:-3]} not" if low.endswith("n't") else low.replace("'", " ")


def _ends_sentence(before: str, between: str, after: str, lang: str) -> bool:
    text = f"{before}{between}{after}"
    for match in _END.finditer(text, len(before), len(before) + len(between)):
        head = text[: match.end()]
        if match[0] != ".":
            return True
        follows = re.search(r"[^\W_]", text[match.end() :])
        if follows and follows[0].islower():
            continue  # an abbreviation, or dots where a speaker paused
        number = base(lang) != "en" and re.search(r"\b\d{1,2}\.$", head[-4:])
        if not number and not ABBREVIATION.search(head[-12:]):
            return True
    return False
