"""Whether what is cited speaks of what is asked, and not only of the answer.

A rule of thumb in the source's own language: neither the cited sentence nor those beside it hold
an entity or a content word of the question. It needs the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizgen.checks.evidence.claims import Claim
from quizgen.checks.evidence.lexicon import SMALL_WORDS
from quizgen.checks.evidence.normal import normal, parts
from quizgen.checks.evidence.sentences import sentence_spans
from quizgen.checks.evidence.stems import can_stem, stem, stems
from quizgen.checks.item_text import answer_texts, reading_text, stem_text, words_of
from quizgen.checks.rules import rule
from quizgen.model import Citation, Matching, OpenResponse, Ordering
from quizgen.problems import Problem
from quizgen.text.folding import fold
from quizgen.text.values import base


@rule("info", "evidence")
def evidence_lacks_relation() -> None:
    """The cited words hold the answer, but they speak of something else than the question.

    ## Why is this bad?
    `Nora Field` may stand in ten sentences; only one says that she designed the bridge. Looked for
    at level 1 (or where no level is given), in English, German, French and Spanish, where the item
    is in its source's own language and the source's text lies beside its record: neither the cited
    sentence nor those before and behind it hold a content word of the question, or an entity that
    it names by any of its names; nor does the paragraph, before them, hold a name of the question.
    Words count by their stems, and within compounds.

    Measured on 100 pairs of question and evidence, labelled by hand, over three texts of several
    kinds (news in English, biology in German, a story in French): 85% of what it reports is right,
    and it finds 91% of what is wrong. What it reports wrongly says the same in other words; what
    it doesn't find has a single word in common.

    ## Example

        question: Who designed the new bridge?
        answer: Nora Field
        evidence: "p7: Nora Field grew up on a farm"

    ## Use instead

        question: Who designed the new bridge?
        answer: Nora Field
        evidence: "p2: The plans for the bridge are by Nora Field"

    ## When to ignore
    When the words say it otherwise: give that as the reason.

    ## Source
    Evidence-centred design (Mislevy): evidence bears on the claim, not on its words.
    """


RULES = (evidence_lacks_relation,)

_ASKING = frozenset(
    # English
    "about according also another any article author because between both called can could did "
    "does each following given how if kind made make many may might more most much must name "
    "named no not one only other said same say says sentence she he should so some source "
    "statement such text them thing things true two used very we what which whom whose why you "
    "your passage word words way correct right wrong choose describe mean means question story "
    "paragraph during after before while within without i "
    # German
    "all alle allem aller andere artikel auch autor autorin bedeutet beim beiden damit dann "
    "darum dazu dies diese dieser dieses einer eine einem einen eines etwa etwas folgende frage "
    "gibt habe haben heisst ihr ihre ihren ihrer ihm ihn hier jede jeder kann konnte laut "
    "machen macht man mehr name namen nennt nicht noch nur quelle richtig satz schon sehr seine "
    "seinem seinen seiner so soll sollte text uber viel viele war warum was welche welchem "
    "welchen welcher welches wem wen wer weshalb wessen wie wieso wieviel wo wodurch wofur "
    "woher wohin womit woran worauf woraus worin worte wort wozu zwei absatz geschichte nachdem "
    "bevor wahrend ohne kein "
    # French
    "ai ainsi alors apres article aussi auteur aucun autre autres bien cela celle celui cet "
    "cette chose combien comme comment dit dont elles faire fait fois il histoire mot mots ne "
    "nom nomme non nous on ou peut pendant pourquoi quand que quel quelle quelles quels quelqu "
    "quoi sans si soit source sont sous tel texte tout tous toute tres trois trouve vous vrai "
    "faux question l d s n j m t c qu appelle paragraphe avant "
    # Spanish
    "adonde ahi algo articulo asi aunque autor autora cada como cual cuales cualquier cuando "
    "cuanta cuantas cuanto cuantos cuya cuyo dice dijo donde e ese esa eso esta este esto hace "
    "hay historia le les llama llamaba me mi muy nada ni no nombre nos o otra otro pero porque "
    "pregunta puede que quien quienes ser si sido sino solo son tambien tan texto tiene toda "
    "todo todos tras u usted ya parrafo palabra palabras antes despues durante".split()
)
"""Words that ask, point or say what every text does."""
_LEAST = 5
"""Letters that two stems must share to count as one family, or one to count within another."""
_WORD = re.compile(r"[^\W_]+")


def relation(claim: Claim) -> Iterator[Problem]:
    """Report evidence that shares no word with its question."""
    item = claim.item
    if not _can_judge(claim):
        return
    asked = f"{stem_text(item)} {reading_text(item)}"
    keys = {s for text in answer_texts(item).right for s in stems(text, claim.own)}
    wanted = dict(_content(asked, claim.own, keys))
    about = [_Around.of(citation) for citation in claim.cited]
    if not wanted or any(around is None for around in about):
        return
    text = " ".join(around.text for around in about if around)
    earlier = " ".join(around.earlier for around in about if around)
    names = [s for s, word in wanted.items() if word[0].isupper() and not asked.startswith(word)]
    if _names_alike(claim, asked, text) or _shares(wanted, set(stems(text, claim.own))):
        return
    if _shares(names, set(stems(earlier, claim.own))):
        return  # `Émile came` two sentences before: `he` is he
    listed = ", ".join(repr(word) for word in list(wanted.values())[:4])
    yield evidence_lacks_relation.problem(
        item.where,
        "neither the cited words nor the sentences beside them hold a word of the question: "
        f"{listed}",
        "cite the words that say it; or the question asks for something else",
        item.id,
    )


def _can_judge(claim: Claim) -> bool:
    lang = claim.own
    return (
        not isinstance(claim.item, (Matching, Ordering, OpenResponse))
        and claim.item.level in {None, 1}
        and can_stem(lang)
        and all(base(c.source.language) == base(lang) for c in claim.cited)
        and all(c.source.text is not None for c in claim.cited)
    )


def _content(text: str, lang: str, without: set[str]) -> Iterator[tuple[str, str]]:
    """Give the content words of a text by their stems, but for those of the key."""
    for word in _WORD.findall(text):
        found = stem(word, lang)
        small = fold(word) in SMALL_WORDS or fold(word) in _ASKING
        if not small and found not in without and (len(word) > 2 or word.isdigit()):
            yield found, word


def _shares(wanted: Iterable[str], there: set[str]) -> bool:
    return any(word in there or any(_akin(word, other) for other in there) for word in wanted)


def _akin(one: str, other: str) -> bool:
    """Tell whether one stem stands in the other, or both begin alike: `decid`, `decis`."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST:
        return len(short) > 2 and long.startswith(short) and len(long) - len(short) < 3
    return short in long or short[:_LEAST] == long[:_LEAST]


def _names_alike(claim: Claim, asked: str, text: str) -> bool:
    """Tell whether the question and the sentences name the same entity, by whatever names."""
    question, there = words_of(asked), words_of(text)
    names = claim.names
    return any(names.names(e, question) and names.names(e, there) for e in names.entities)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands about a quote."""

    text: str
    """Its own sentences with those beside them, over a paragraph's end as well."""
    earlier: str
    """What its paragraph says before them."""

    @classmethod
    def of(cls, citation: Citation) -> _Around | None:
        """Read it in the source's text."""
        texts, lang = citation.source.text, citation.source.language
        if texts is None or citation.paragraph > len(texts):
            return None
        at = citation.paragraph - 1
        own = _sentences(texts[at], lang)
        quotes = [normal(part) for part in parts(citation.quote)]
        places = list(_places(texts[at], own, quotes))
        if not places:
            return None
        before = _sentences(texts[at - 1], lang)[-1:] if at else ()
        behind = _sentences(texts[at + 1], lang)[:1] if at + 1 < len(texts) else ()
        first, last = places[0], places[-1]
        beside = own[max(first - 1, 0) : last + 2]
        before = before if first == 0 else ()
        behind = behind if last == len(own) - 1 else ()
        return cls(" ".join((*before, *beside, *behind)), " ".join(own[:first]))


def _places(text: str, sentences: Sequence[str], quotes: Iterable[str]) -> Iterator[int]:
    """Give the sentences in which parts of a quote stand."""
    for quote in quotes:
        start = text.find(quote)
        end = 0
        for i, sentence in enumerate(sentences):
            begin, end = end, end + len(sentence)
            if start >= 0 and begin < start + len(quote) and start < end:
                yield i


@lru_cache(maxsize=512)
def _sentences(text: str, lang: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sentence_spans(text, lang))
