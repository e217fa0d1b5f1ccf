"""Rules about the stem: a question that can be read once and is answered by the words asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.checks.item_text import words_of
from quizgen.checks.lint.item import CHOICES, Finding, item_rule
from quizgen.checks.lint.options import speaks_of_others
from quizgen.checks.lint.view import View
from quizgen.model import MultipleResponse, ShortAnswer, SingleChoice, TrueFalse
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import lines_of
from quizgen.text.folding import fold
from quizgen.text.runs import Run

_SELECTS = {
    "en": re.compile(
        r"\b(?:not|never|cannot|except|excluding)\b(?! only\b)|\b\w+n['’]t\b"
        r"|\b(?:is|are|was|were|has|have|had|gives?|gave|holds?|sent|contains?|needs?|makes?) no\b"
        r"|\bleast (?:likely|true|probable|important|accurate|suitable|appropriate|correct)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:nicht|kein\w{0,2}|niemals|nie|außer|ausgenommen|am wenigsten)\b(?! nur\b)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:pas|jamais|aucune?|sauf|excepté|hormis|(?<=n['’]est )point)\b", re.IGNORECASE
    ),
    "es": re.compile(r"\b(?:no|nunca|excepto|salvo|menos probable)\b", re.IGNORECASE),
}
_TURNS = {
    "en": ("not", "n't", "n’t", "except", "least", "never", " no ", "excluding"),
    "de": ("nicht", "kein", "nie", "ausser", "ausgenommen", "wenigsten"),
    "fr": ("pas", "jamais", "aucun", "sauf", "excepte", "hormis", "point"),
    "es": ("no", "nunca", "excepto", "salvo", "menos"),
}
"""What every such question holds; looking for these first is quicker by far."""
_ASKS_WHY = {
    "en": re.compile(r"^(?:why|how (?!many|much)|when|if|because)\b", re.IGNORECASE),
    "de": re.compile(
        r"^(?:warum|weshalb|wieso|wozu|wie (?!viele?)|wann|wenn|falls|weil|da)\b", re.IGNORECASE
    ),
    "fr": re.compile(r"^(?:pourquoi|comment|quand|si|parce)\b", re.IGNORECASE),
    "es": re.compile(r"^¿?(?:por qué|cómo|cuándo|si|porque)\b", re.IGNORECASE),
}
_CONDITION = {
    "en": re.compile(
        r"(?<!^)\b(?:if|when|although|though|because|unless|after|before|while|so that|since)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:wenn|falls|obwohl|weil|nachdem|bevor|sofern|damit|solange|ob|ohne|um)\b|, (?:da|"
        r"als|so"
        r"dass|während)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"(?<!^)\b(?:si|quand|lorsque|parce|bien|après|avant|pour)\b", re.IGNORECASE),
    "es": re.compile(r"(?<!^)\b(?:si|cuando|aunque|porque|después|antes|para)\b", re.IGNORECASE),
}
"""What begins a clause whose negation is only a circumstance."""
_RELATIVE = {
    "en": re.compile(r"(?<!^)\b(?:that|who|whom|whose|said|says|means?|advises?)\b", re.IGNORECASE),
    "de": re.compile(
        r", (?:dass|der|die|das|den|dem|deren|dessen|welche\w?|wer|was|wo|wie)\b"
        r"|\b(?:sagte|sagt|bedeutet|meint)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"(?<!^)\b(?:que|qui|dont|dit|signifie)\b", re.IGNORECASE),
    "es": re.compile(r"(?<!^)\b(?:que|quien|cuyo|dijo|significa)\b", re.IGNORECASE),
}
"""What begins a clause whose negation belongs to what is asked about, unless a choice is told."""
_TOLD = {
    "en": re.compile(
        r"^(?:please )?(?:mark|choose|name|select|tick|find|circle|give|pick|identify|cross out|"
        r"list)"
        r"\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?:bitte )?(?:nenne|nennen|kreuze|kreuzen|markiere|markieren|wähle|wählen|streiche|"
        r"finde|"
        r"finden|bestimme|gib|unterstreiche|suche)\b",
        re.IGNORECASE,
    ),
}
QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜÉ*¿¡„“])")


def _own_words(view: View) -> str:
    """Give the stem without what it quotes: other people's words, code, titles in italics."""
    lines = lines_of(parse_blocks(view.item.stem))
    kept = ("".join(run.text for run in line if _is_own(run)) for line in lines)
    return QUOTED.sub("…", " ".join(kept))


def _is_own(run: Run) -> bool:
    return not run.code and not (run.italic and " " in run.text.strip())


def _negative(view: View) -> str:
    """Give the word that turns a question into its opposite, or nothing."""
    folded = view.stem_folded
    for part in _TURNS[view.code]:
        if part in folded:
            break
    else:
        return ""
    sentences = _SENTENCE.split(_own_words(view).strip())
    asking = [one for one in sentences if one.rstrip("* ").endswith("?") or _tells(one, view.code)]
    for asks in asking or sentences[-1:]:
        if turn := _turn(asks, view.code):
            return turn
    return ""


def _tells(sentence: str, code: str) -> bool:
    """Tell whether a sentence tells pupils to choose: `Mark the one that is not ...`."""
    return code in _TOLD and bool(_TOLD[code].match(sentence.lstrip("*¿¡ ")))


def _turn(asks: str, code: str) -> str:
    """Give the word that turns one sentence, or nothing."""
    turn = _SELECTS[code].search(asks)
    if turn is None or _ASKS_WHY[code].match(asks.lstrip("*¿¡ ")):
        return ""
    before = asks[: turn.start()]
    if _CONDITION[code].search(before):
        return ""
    if _RELATIVE[code].search(before) and not _tells(asks, code):
        return ""
    return turn[0]


_NEGATABLE = (SingleChoice, MultipleResponse, ShortAnswer)


@item_rule("warning", _NEGATABLE, languages=_SELECTS)
def negative_stem(view: View) -> Iterator[Finding]:
    """The question asks for what is not so, and the little word is not emphasised.

    ## Why is this bad?
    Pupils who know the answer overlook the `not` and lose the point: the item measures reading.
    `Why did he not come?` is no such question; `Which of these is not...` is.

    ## Example
    ```yaml
    questions:
      - id: tarns
        question: Which of these is not found in a tarn?
        answer: Skall
        distractors: [Grist, Bran, Peat]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: tarns
        question: Which of these is **not** found in a tarn?
        answer: Skall
        distractors: [Grist, Bran, Peat]
    ```

    ## When to ignore
    Rarely: ask for what is so, or emphasise the word as in the second example.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (word the stem positively); NBME item-writing guide.
    """
    word = _negative(view)
    if word and not view.emphasised(word.rsplit(maxsplit=1)[-1]) and not _negated_option(view):
        yield Finding(
            f"the question turns on {word!r}, which is easily overlooked",
            f"ask for what is so, or emphasise it: **{word.split()[-1]}**",
        )


@item_rule("error", (SingleChoice, MultipleResponse, TrueFalse), languages=("en", "de"))
def double_negative(view: View) -> Iterator[Finding]:
    """A negative question has a negative option, or a statement has two negations.

    ## Why is this bad?
    `Which is not...: it does not...` must be turned over twice; those who know the matter fail.

    ## Example
    ```yaml
    questions:
      - id: grolf
        question: Which is **not** true of a grolf?
        answer: It warms the tarn
        distractors: [It does not skeep, It has two brads, It nosts in spring]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: grolf
        question: Which is true of a grolf?
        answer: It has two brads
        distractors: [It skeeps, It warms the tarn, It nosts in autumn]
    ```

    ## When to ignore
    When logic itself is the matter of the lesson.

    ## Source
    Haladyna, Downing & Rodriguez 2002.
    """
    if isinstance(view.item, TrueFalse):
        for clause in _CLAUSES[view.code].split(_own_words(view)):
            nested = _NESTED[view.code].search(clause)
            if nested:
                yield Finding(f"the statement negates twice: {nested[0]!r}", "say what is so")
                return
        return
    found_in = _negated_option(view)
    if found_in:
        yield Finding(
            f"the question turns on {_negative(view)!r}, and the option {found_in!r} is negative",
            "ask for what is so, or say the option without the negation",
        )


_CLAUSES = {
    "en": re.compile(
        r"[,;:.]|\b(?:and|but|if|because|or|while|although|who|which|that)\b", re.IGNORECASE
    ),
    "de": re.compile(r"[,;:.]|\b(?:und|aber|oder|sondern|doch|denn)\b", re.IGNORECASE),
}
_NESTED = {
    "en": re.compile(
        r"(?:\bnot|n['’]t)\b.*\b(?:never|no|nobody|nothing|none|impossible|improbable|unlikely|"
        r"uncommon|unknown|unusual|untrue|unable|unimportant|incorrect|unaware)\b"
        r"|\b(?:never|nobody|nothing|hardly)\b.*\b(?:not|never|no|nothing)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:nicht|nie|niemals)\b(?! nur\b| mehr\b| immer\b).*\b(?:kein\w{0,2}|nie|niemals|"
        r"niemand|"
        r"nichts|(?:unmöglich|unwahrscheinlich|unbekannt|unwahr|unüblich|ungewöhnlich|unfähig|"
        r"unwichtig|unrichtig|falsch|unzutreffend|unbeteiligt|unbedeutend|"
        r"unabhängig)(?:e[rnms]?)?)\b"
        r"|\b(?:niemand|nichts|kaum|kein\w{0,2})\b.*\b(?:nicht|nie|niemals|kein\w{0,2}|nichts)\b",
        re.IGNORECASE,
    ),
}
_NEGATIVE = {
    "en": re.compile(r"\b(?:not|never|cannot|no|nobody|nothing)\b|\b\w+n't\b"),
    "de": re.compile(r"\b(?:nicht|nie|niemals|kein\w{0,2}|niemand|nichts)\b"),
}
_SAMPLES = frozenset(
    "sentence sentences word phrase line title rule film satz satze wort wendung zeile titel regel "
    "sprichwort".split()
)


def _negated_option(view: View) -> str:
    """Give an option that negates what a negative question asks for."""
    word = _negative(view) if view.code in _NEGATIVE else ""
    if not word:
        return ""
    weak = {"least", "wenigsten"} & set(words_of(word))
    if weak or not _SAMPLES.isdisjoint(view.stem_words):
        return ""
    for option, folded in zip(view.options, view.folded, strict=True):
        title = option.istitle() and " " in option and view.english
        negative = _NEGATIVE[view.code].search(folded)
        if negative and not title and not speaks_of_others(folded, view.code):
            return option
    return ""


_ASKS = {
    "en": re.compile(
        r"[?:]|_{2,}|\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|"
        r"name|give|list|match|put|choose|explain|describe|write|translate|find|mark|order|solve|"
        r"calculate|round|convert|complete|compute|simplify|expand|factorise|evaluate)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"[?:]|_{2,}|…|\b(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|kann|"
        r"können|"
        r"soll|sollte|muss|müssen|darf|heißt|bedeutet|nenne|nennen|gib|ordne|wähle|erkläre|"
        r"beschreibe|"
        r"schreibe|übersetze|finde|markiere|löse|berechne|runde|ergänze|bestimme|vervollständige|"
        r"kreuze|kürze|vereinfache|bilde|setze|\w+(?:et|iert|igt|ält|ört|immt))\b",
        re.IGNORECASE,
    ),
}


@item_rule("info", CHOICES, languages=_ASKS)
def unfocused_stem(view: View) -> Iterator[Finding]:
    """The stem asks nothing: a few words without a verb or a question mark.

    ## Why is this bad?
    `The tarn:` leaves pupils to read the options to learn what is asked; each becomes a
    true/false item of its own.

    ## Example
    ```yaml
    questions:
      - id: tarn
        question: "The tarn:"
        answer: It is drubbed at dawn
        distractors: [It holds no grist, It skeeps in spring, It is older than the fask]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: tarn
        question: When is the tarn drubbed?
        answer: At dawn
        distractors: [At noon, At dusk, At night]
    ```

    ## When to ignore
    When a picture or a stimulus above it asks.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (put the central idea in the stem).
    """
    stem = view.stem.rstrip()
    if view.item.image or view.stimulus or len(view.stem_words) >= 4:
        return
    if not _ASKS[view.code].search(stem.removesuffix(":")):
        yield Finding(f"{stem!r} asks nothing", "ask a whole question")


_BLANK = re.compile(r"_{3,}|…{1,}|\.{4,}")


@item_rule("info", CHOICES)
def blank_inside_stem(view: View) -> Iterator[Finding]:
    """A blank stands in the middle of a choice item's stem.

    ## Why is this bad?
    Each option must be read into the gap and the rest of the sentence kept in mind. At the end of
    the stem, a blank costs nothing; better still, ask.

    ## Example
    ```yaml
    questions:
      - id: pelt
        question: A drib is ____ when the pelt is warm.
        answer: forned
        distractors: [blathed, glimmed, skeeped]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: pelt
        question: What happens to a drib when the pelt is warm?
        answer: It is forned
        distractors: [It is blathed, It is glimmed, It is skeeped]
    ```

    ## When to ignore
    In language lessons, where the gap is the task; a `cloze` item may suit it better.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (prefer the question format).
    """
    if "__" not in view.stem and "…" not in view.stem and "..." not in view.stem:
        return
    blank = _BLANK.search(view.stem)
    if blank and len(words_of(view.stem[blank.end() :])) > 1:
        yield Finding("a blank stands inside the question", "ask, or put the blank at the end")


MOST_WORDS = 60


@item_rule("info")
def long_stem(view: View) -> Iterator[Finding]:
    """The stem has more than 60 words.

    ## Why is this bad?
    Slow readers fail it whatever they know. What is to be read first belongs into `stimulus`,
    which paper and cards set apart.

    ## Example
    ```yaml
    questions:
      - id: long
        question: >-
          In the year when the tarn was drubbed for the first time, and the elders of the fask, who
          had long been of two minds about it, sent three of their number to the trell in order to
          learn from its keepers how the grist of old had been held, and by whom, and to what end,
          and whether it might be so held again, what did the keepers of the trell tell them?
        answer: That grist must glim
        distractors: [That grist must blathe, That bran must glim]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: long
        stimulus: >-
          When the tarn was first drubbed, the elders of the fask sent three of their number to the
          trell, to learn how grist had been held.
        question: What did the keepers of the trell tell them?
        answer: That grist must glim
        distractors: [That grist must blathe, That bran must glim]
    ```

    ## When to ignore
    When the length is the task, as in a case to be diagnosed.

    ## Source
    NBME item-writing guide (irrelevant difficulty: long, complex stems).
    """
    if len(view.stem_words) > MOST_WORDS:
        yield Finding(
            f"the stem has {len(view.stem_words)} words",
            "cut it, or move what is read first into `stimulus`",
        )


_DATED = {
    "en": re.compile(
        r"\b(?:currently|nowadays|recently|presently|at present|yesterday|tomorrow|so far|"
        r"these days|at the moment|"
        r"(?<!what )today|"
        r"current (?:president|prime minister|king|queen|pope|population|leader|chancellor|"
        r"champion)|"
        r"(?:this|last|next) (?:year|month|week|summer|winter|spring|autumn|fall|century|decade)|"
        r"(?:in|over) recent (?:years|months|weeks))\b"
    ),
    "de": re.compile(
        r"\b(?:derzeit\w*|zurzeit|zur zeit|momentan\w*|gegenwartig\w*|aktuell\w*|heutzutage|"
        r"(?<!bis )heute|gestern|"
        r"neulich|"
        r"kurzlich|vor kurzem|bislang|bisher(?!ige)|in letzter zeit|neuerdings|jungst|im moment|"
        r"(?:in )?(?:diese[srmn]?|letzte[srnm]?|nachste[srnm]?|vorige[srnm]?|vergangene[srnm]?|"
        r"kommende[srnm]?) (?:jahr\w*|monat\w*|woche\w*|sommer|winter|fruhjahr|fruhling|herbst|"
        r"jahrzehnt\w*))\b"
    ),
    "fr": re.compile(
        r"\b(?:actuellement|aujourd'hui|recemment|en ce moment|de nos jours|hier|demain|"
        r"cette annee|l'annee (?:derniere|prochaine)|ces dernieres annees)\b"
    ),
    "es": re.compile(
        r"\b(?:actualmente|hoy en dia|recientemente|en este momento|ayer|este ano|"
        r"el ano pasado|el proximo ano|en los ultimos anos)\b"
    ),
}
_DATED_BY = {
    "en": frozenset(
        word + ending
        for word in (
            "currently nowadays recently presently present yesterday tomorrow far days moment "
            "today current this last next recent"
        ).split()
        for ending in ("", "'s")
    )
}
"""Folded words one of which stands in every stem that the pattern finds."""
_NAMES_TODAY = re.compile(
    r"\b(?:called|named|known|heisst|heissen|nennt|genannt|bekannt)\b|\b(?:is|are) today\b"
)
"""What a thing is called today is an answer that stays."""
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_ANCHORED = re.compile(
    r"\baccording to\b|\barticle\b|\btext\b|\bauthor\b|\blaut\b|\bartikels?\b|\bverfasser\w*\b|"
    r"\bautor\w*\b|\btextes\b|\bselon\b|\bd'apres\b|\btexte\b|\bauteur\b|\bsegun\b|\barticulo\b|"
    r"\btexto\b"
)


@item_rule("warning", languages=_DATED)
def dated_words(view: View) -> Iterator[Finding]:
    """The question says `currently`, `this year` or `recently`, and gives no date.

    ## Why is this bad?
    The answer changes while the bank stays. A year, or `according to the article`, keeps it true.

    ## Example
    ```yaml
    questions:
      - id: keeper
        question: Who currently holds the trell?
        answer: Brannet
        distractors: [Skoll, Tarvin, Grome]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: keeper
        question: Who held the trell in 2024?
        answer: Brannet
        distractors: [Skoll, Tarvin, Grome]
    ```

    ## When to ignore
    When the item is asked once and thrown away.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (keep content specific); usage of news banks.
    """
    telltale = _DATED_BY.get(view.code)
    if telltale and telltale.isdisjoint(view.stem_words):
        return  # as most stems, and found sooner
    pattern = _DATED[view.code]
    if pattern.search(view.stem_folded) is None:
        return
    stem = fold(QUOTED.sub("", view.stem))
    dated = pattern.search(stem)
    if dated and dated[0] in {"today", "heute"} and _NAMES_TODAY.search(stem):
        return
    if dated and not _YEAR.search(stem) and not _ANCHORED.search(stem):
        yield Finding(
            f"{dated[0]!r} will be another time when this is asked",
            "give the date, or say `according to the article`",
        )


RULES = (
    negative_stem,
    double_negative,
    unfocused_stem,
    blank_inside_stem,
    long_stem,
    dated_words,
)
