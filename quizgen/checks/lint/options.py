"""Rules about the options as a set: apart in meaning, none that speaks of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizgen.checks.item_text import tells_value, unmarked
from quizgen.checks.lint.item import CHOICES, ONE, Finding, item_rule
from quizgen.checks.lint.languages import words_by_language
from quizgen.checks.lint.view import View
from quizgen.model import ChoiceBase, Cloze, ShortAnswer, item_options
from quizgen.problems import Edit
from quizgen.text.folding import fold

_RIGHT = r"(?: (?:is|are) (?:correct|right|true))?[.!]?$"
_THE_OTHERS = r"(?: of)?(?: the)? (?:above|others?|other options|options|answers|these|those|them)"
_IHNEN = (
    r"(?: (?:der|die|von|diesen|dieser|diese|den|davon|genannten?|aufgefuhrten|oben(?:stehenden)?|"
    r"obigen?|vorigen|anderen|ubrigen|antworte?n?|antwortmoglichkeiten?|moglichkeit(?:en)?|"
    r"aussagen?|optione?n?|zwei|drei|vier|beiden|ihnen|vorschlage?))+"
    r"(?: (?:sind|ist|stimmt|stimmen|trifft|treffen)(?: (?:richtig|korrekt|wahr|zu))?)?[.!]?$"
)
_AUTRES = (
    r"(?: (?:de|des|les|ces|deux|trois|quatre|reponses?|propositions?|precedentes?|ci-dessus|"
    r"autres|options?|affirmations?|d'entre|elles|eux|n'est|est|sont|correctes?|justes?|vraies?|"
    r"exactes?))+[.!]?$"
)
_OTROS = (
    r"(?: (?:de|las|los|anteriores|respuestas?|opciones|opcion|es|son|correctas?|verdaderas?|"
    r"estas|estos|arriba|afirmaciones|otras|otros|ellas|ellos))+[.!]?$"
)
_ALL = {
    "en": re.compile(
        rf"^(?:all|both)(?:{_THE_OTHERS}| (?:two|three|four)){_RIGHT}"
        r"|^both[.!]?$|^(?:all|both) are (?:correct|right|true)[.!]?$"
    ),
    "de": re.compile(rf"^(?:alle[sr]?|beides?|samtliche[sr]?){_IHNEN}|^beides?[.!]?$"),
    "fr": re.compile(rf"^(?:toutes|tous|les deux){_AUTRES}"),
    "es": re.compile(rf"^(?:todas|todos|ambas|ambos){_OTROS}"),
}
_NONE = {
    "en": re.compile(rf"^(?:none|neither){_THE_OTHERS}{_RIGHT}"),
    "de": re.compile(rf"^(?:keine?[rs]?|nichts){_IHNEN}"),
    "fr": re.compile(rf"^aucune?{_AUTRES}"),
    "es": re.compile(rf"^ningun[oa]?{_OTROS}"),
}
_OF_THE_OTHERS = {
    **{code: (_ALL[code], _NONE[code]) for code in _ALL},
    "en": (
        re.compile(
            rf"^(?:all(?: two| three| four)|"
            rf"(?:all|both|none|neither|two|three){_THE_OTHERS}){_RIGHT}"
        ),
        _ALL["en"],
    ),
}
_THEIR_WORDS = words_by_language(
    en="all both none neither two three",
    de="alle aller alles beide beides samtliche samtlicher keine keiner keines kein nichts",
    fr="toutes tous les aucun aucune",
    es="todas todos ambas ambos ningun ninguno ninguna",
)


def speaks_of_others(folded: str, code: str) -> bool:
    """Tell whether an option, folded, speaks of the other options."""
    return any(pattern.search(folded) for pattern in _OF_THE_OTHERS.get(code, ()))


def _of_the_others(view: View) -> Iterator[tuple[str, str]]:
    """Give the options, each with its folded text, if any of them may speak of the others."""
    if not view.vocabulary.isdisjoint(_THEIR_WORDS[view.code]):
        yield from zip(view.options, view.folded, strict=True)


@item_rule("warning", CHOICES, languages=_ALL)
def all_of_the_above(view: View) -> Iterator[Finding]:
    """An option says `all of the above`.

    ## Why is this bad?
    Who knows that two options are right needs not know the third; who knows that one is wrong
    strikes out two. And forms shuffle: nothing is above.

    ## Example
    ```yaml
    questions:
      - id: hold
        question: What does a fask hold?
        shuffle: keep-last
        answer: All of these
        options: [Old grist, Dry bran, Fresh peat, All of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: hold
        question: What does a fask hold?
        answer: [Old grist, Dry bran, Fresh peat]
        distractors: [Warm brine, A skall]
    ```

    ## When to ignore
    Never needed: an item may have several right answers.

    ## Source
    Haladyna, Downing & Rodriguez 2002; NBME item-writing guide.
    """
    for option, folded in _of_the_others(view):
        if _ALL[view.code].search(folded):
            yield Finding(
                f"an option says {option!r}",
                "make it a multiple response: list what is right under `answer`",
            )
            return


@item_rule("warning", CHOICES, languages=_ALL)
def none_of_the_above(view: View) -> Iterator[Finding]:
    """An option says `none of the above`.

    ## Why is this bad?
    As the key it shows that pupils know what is wrong, not what is right; as a distractor it is
    weak. It makes items harder without making them better.

    ## Example
    ```yaml
    questions:
      - id: bran
        question: Where is bran kept?
        shuffle: keep-last
        answer: In the fask
        options: [In the fask, On the trell, Under the plim, None of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: bran
        question: Where is bran kept?
        answer: In the fask
        distractors: [On the trell, Under the plim]
    ```

    ## When to ignore
    In sums, where a pupil who gets another result should be able to say so.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (use carefully); Rodriguez 2005: three options are enough.
    """
    for option, folded in _of_the_others(view):
        if _NONE[view.code].search(folded):
            yield Finding(f"an option says {option!r}", "three options are enough: delete it")
            return


@item_rule("warning", CHOICES, languages=_ALL)
def unpinned_last_option(view: View) -> Iterator[Finding]:
    """An option that speaks of the others (`none of these`) would be shuffled among them.

    ## Why is this bad?
    Printed first, `All of the above` makes no sense, and it stands out.

    ## Example
    ```yaml
    questions:
      - id: plim
        allow: {none-of-the-above: an example}
        question: What is a plim made of?
        answer: Peat
        distractors: [Brine, None of these]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: plim
        allow: {none-of-the-above: an example}
        shuffle: keep-last
        question: What is a plim made of?
        answer: Peat
        distractors: [Brine, None of these]
    ```

    ## When to ignore
    Never: `shuffle: keep-last` pins it, and `quizgen check --fix` writes that.

    ## Source
    Common practice; AMC's "lastchoices" and R/exams' `exshuffle` exist for it.
    """
    item = view.item
    unmoved = not isinstance(item, ChoiceBase) or item.fixed
    if unmoved or view.vocabulary.isdisjoint(_THEIR_WORDS[view.code]):
        return
    for option in view.unpinned:
        if speaks_of_others(fold(option), view.code):
            last = option == view.printed[-1]
            help = "pin it with `shuffle: keep-last`"
            by_hand = last and not item.template
            yield Finding(
                f"{option!r} speaks of the other options, and will be shuffled among them",
                help if last else f"put it last, and {help}",
                (Edit(item.where, "shuffle", "keep-last"),) if by_hand else (),
            )
            return


_LETTERS = {
    "en": re.compile(
        r"^(?:both |only )?\(?[a-e]\)?(?:,? (?:and|&|or) \(?[a-e]\)?)+"
        r"(?: only| are correct| are right)?$"
        r"|^(?:both )?(?:answers?|options?) (?:[a-e1-5]|one|two)\b.*\b(?:and|or)\b"
    ),
    "de": re.compile(
        r"^(?:sowohl |nur |beide, )?\(?[a-e]\)?(?:,? (?:und|&|oder|als auch) \(?[a-e]\)?)+"
        r"(?: sind richtig| stimmen| treffen zu)?$"
        r"|^(?:nur |die )?(?:antworten?|aussagen?|optionen?) (?:[a-e1-5])\b.*\b(?:und|oder)\b"
    ),
}
_AND = {
    "en": re.compile(r",? and |, | & "),
    "de": re.compile(r",? und |, | & | sowie | als auch "),
}
_BOTH = {"en": "both ", "de": "sowohl "}


@item_rule("warning", ONE, languages=_LETTERS)
def combined_options(view: View) -> Iterator[Finding]:
    """An option combines others: `both A and C`, or `Japan and Korea` beside `Japan`.

    ## Why is this bad?
    Such options (the "complex multiple choice", or K-type) test the logic of the list. Letters
    change from form to form, so `A and C` points nowhere.

    ## Example
    ```yaml
    questions:
      - id: skeep
        question: What makes a gorl skeep?
        answer: Both A and B
        distractors: [Warm brine, Fresh peat, Dry bran]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: skeep
        question: What makes a gorl skeep?
        answer: [Warm brine, Fresh peat]
        distractors: [Dry bran, Grist]
    ```

    ## When to ignore
    When the combination itself has a name.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (avoid K-type items); NBME item-writing guide.
    """
    if view.vocabulary.isdisjoint(_JOINED) and not any("&" in o for o in view.options):
        return
    code = view.code
    for option, text in zip(view.options, view.folded, strict=True):
        parts = [p for p in _AND[code].split(text.removeprefix(_BOTH[code])) if p]
        others = set(view.folded) - {text}
        if _LETTERS[code].search(text) or (len(parts) > 1 and set(parts) <= others):
            yield Finding(
                f"the option {option!r} combines others",
                "make it a multiple response: list what is right under `answer`",
            )
            return


_JOINED = frozenset({"and", "or", "und", "oder", "sowie", "auch"})
_ARTICLES = words_by_language(
    en="the an", de="der die das den dem des ein eine einen einem einer eines"
)
"""Not `a`, which is a letter, a vitamin and a key as well."""
_JOINS = words_by_language(
    en="with of in and or by for to from at on that which who because but when where while",
    de="mit von in im und oder durch fur zu zum zur aus an am auf bei nach ohne gegen uber unter "
    "vom weil wenn wo aber als dass sowie der die das den dem des",
)


@item_rule("warning", ONE, languages=_JOINS)
def nested_options(view: View) -> Iterator[Finding]:
    """One option says all that another says, and more.

    ## Why is this bad?
    If `a pact with Brannet` is right, `a pact` is right as well: either both are the answer or
    pupils are asked to guess how precise the writer wants them to be.

    ## Example
    ```yaml
    questions:
      - id: brads
        question: What did the elders send to the trell?
        answer: A brad of grist
        distractors: [A brad, A skall, Dry peat]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: brads
        question: What did the elders send to the trell?
        answer: A brad of grist
        distractors: [A sack of bran, A skall, Dry peat]
    ```

    ## When to ignore
    When the shorter option is a thing of its own, as York beside New York.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (keep options independent, not overlapping).
    """
    articles = _ARTICLES[view.code]
    keyed = set(view.words[0]) - articles
    for wrong, words in zip(view.wrongs, view.words[1:], strict=True):
        other = set(words) - articles
        if not (keyed <= other or other <= keyed):
            continue
        pair = (view.keys[0], view.words[0]), (wrong, words)
        (short, a), (long, b) = sorted(pair, key=lambda one: len(_without(articles, one[1])))
        if _adds_to(a, b, view.code) and not any(
            tells_value(text, view.lang) for text in (short, long)
        ):
            yield Finding(
                f"the option {long!r} says all that {short!r} says, and more",
                "make them exclude each other",
            )
            return


def _adds_to(few: Sequence[str], many: Sequence[str], code: str) -> bool:
    """Tell whether a longer option is the shorter one with something joined to it."""
    short = _without(_ARTICLES[code], few)
    long = _without(_ARTICLES[code], many)
    if len(short) < 3 or f" {short} " not in f" {long} ":
        return False
    more = f" {' '.join(many)} ".split(f" {' '.join(few)} ", 1)
    if len(more) < 2:  # they differ in an article: what is joined is seen without them
        more = f" {long} ".split(f" {short} ", 1)
    return any(part.split()[:1] and part.split()[0] in _JOINS[code] for part in more)


def _without(articles: frozenset[str], words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in articles)


@item_rule("info", CHOICES)
def option_count(view: View) -> Iterator[Finding]:
    """A choice has two options, or more than six.

    ## Why is this bad?
    Of two, half the class guesses right. Beyond four, distractors are hardly ever chosen and cost
    reading time: three good options do as well as four or five.

    ## Example
    ```yaml
    questions:
      - id: two
        question: What is fresh grist?
        answer: Warm
        distractors: [Damp]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: two
        question: What is fresh grist?
        answer: Warm
        distractors: [Damp, Sour]
    ```

    ## When to ignore
    When there are only so many: the two houses of a parliament, the seven days of a week.

    ## Source
    Rodriguez 2005 (meta-analysis of 80 years: three options are optimal).
    """
    item = view.item
    count = item.offered if isinstance(item, ChoiceBase) else len(view.options)
    if count < 3 or count > MOST_OPTIONS + len(view.keys) - 1:
        yield Finding(f"there are {count} options", "three to five serve best")


MOST_OPTIONS = 6


@item_rule("warning")
def look_alike_options(view: View) -> Iterator[Finding]:
    """Two options differ only in case, accents, dashes, quotes or spaces.

    ## Why is this bad?
    As a rule it is a slip, and then two options are right. Where it is what is asked, such as a
    spelling, a tone or the sign of a unit, pupils who see badly and small print need care.

    ## Example
    ```yaml
    questions:
      - id: sign
        question: What is the sign of a trell?
        answer: mT
        distractors: [MT, Grist, Skall]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: sign
        question: What is the sign of a trell?
        answer: mT
        distractors: [kT, Grist, Skall]
    ```

    ## When to ignore
    When the difference is what is asked: `allow: {look-alike-options: the capital is asked}`.

    ## Source
    NBME item-writing guide: options should be clearly apart.
    """
    chosen = isinstance(view.item, ChoiceBase)
    options, folded = (
        (view.options, view.folded) if chosen else (view.printed, tuple(map(fold, view.printed)))
    )
    if len(set(folded)) == len(folded):
        return
    written = [option.text for option in item_options(view.item)]
    if any(map(_FENCE.search, written)):  # white space is what programs are read by
        options, folded = view.printed, tuple(map(_code_folded, written))
    seen: dict[str, str] = {}
    for text, option in zip(folded, options, strict=True):
        if text in seen:
            yield Finding(
                f"{seen[text]!r} and {option!r} differ only in case, accents or other small signs",
                "change one, or allow it where that is what you ask",
            )
            return
        seen[text] = option


_FENCE = re.compile(r"^[ \t]*(?:`{3}|~{3})", re.MULTILINE)


def _code_folded(text: str) -> str:
    return text.casefold() if _FENCE.search(text) else fold(unmarked(text))


_SEVERAL = re.compile(
    r"[^\W\d_]\S*\s+/\s+\S*[^\W\d_]"  # a / b
    r"|[\w)];\s+\w"  # a; b
    r"|[^\W\d_]\([a-zß-ÿ]{1,4}\)[^\W\d_]"  # colo(u)r
    r"|[^\W\d_]{2}\((?:s|n|e|d|r|es|en|er|ed|in|innen|ing)\)(?!\w)"  # word(s)
    r"|^\([^\W\d_]{2,5}\)\s?[^\W\d_]{2}"  # (un)happy, (to) go
)
_SLASHED = re.compile(r"(?<![\w/])[^\W\d_]{2,}(?:[/|][^\W\d_]{2,})+(?![\w/])")
_CODE = re.compile(r"[{}=<>\\$`]|://|\(.*;")
"""A formula, code or an address: its signs are its own."""
_SHORTEST_WORD = 4
"""Letters of the longest part, from which a slash stands between words: `km/h`, `TCP/IP` don't."""


def _looks_like_several(answer: str) -> bool:
    if _CODE.search(answer):
        return False
    slashed = (max(map(len, re.split(r"[/|]", found[0]))) for found in _SLASHED.finditer(answer))
    return bool(_SEVERAL.search(answer)) or any(most >= _SHORTEST_WORD for most in slashed)


@item_rule("info", (ShortAnswer, Cloze))
def several_answers_in_one(view: View) -> Iterator[Finding]:
    """An answer to be typed looks like several: `a / b`, `a; b`, `colo(u)r`.

    ## Why is this bad?
    It is compared as it stands: only who types the slash or the brackets, too, is right.

    ## Example
    ```yaml
    questions:
      - id: sky
        question: Which shade has fresh grist in the morning?
        answer: grey / gray
    ```

    ## Use instead
    ```yaml
    questions:
      - id: sky
        question: Which shade has fresh grist in the morning?
        answer: grey
        accept: [gray]
    ```

    ## When to ignore
    When the sign belongs to the answer: AC/DC, TCP/IP.

    ## Source
    Moodle and Canvas take a list of answers; pupils type one.
    """
    for place, answer in enumerate(view.keys, 1):
        if _looks_like_several(answer):
            first = re.split(r"\s*[/|;(]", answer)[0].strip() or answer
            key = (
                "accept: [...]"
                if isinstance(view.item, ShortAnswer)
                else f"accept: {{{place}: [...]}}"
            )
            yield Finding(
                f"the answer {answer!r} looks like several",
                f"write one of them, such as {first!r}, and the others under `{key}`",
            )
            return


RULES = (
    all_of_the_above,
    none_of_the_above,
    unpinned_last_option,
    combined_options,
    nested_options,
    option_count,
    look_alike_options,
    several_answers_in_one,
)
