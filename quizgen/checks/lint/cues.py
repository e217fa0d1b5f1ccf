"""Rules against cues: ways in which an item gives its answer to who knows nothing of the matter.

The examples are in words that mean nothing: whoever can answer them has met the flaw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizgen.checks.item_text import words_of
from quizgen.checks.lint.item import CHOICES, ONE, Finding, item_rule
from quizgen.checks.lint.languages import content, stemmed, stop_words, words_by_language
from quizgen.checks.lint.view import View

LONGER = 1.5
LONGER_BY = 10


@item_rule("warning", ONE)
def longest_option_is_key(view: View) -> Iterator[Finding]:
    """The key is much longer than every distractor.

    ## Why is this bad?
    Writers make the right answer precise and the wrong ones short. Pupils know, and pick the
    longest option without reading the question. Fires when the key is at least 1.5 times as long
    as the longest distractor and has ten characters more; a shorter lead is left to
    `longest-key-share`, which looks at the whole bank.

    ## Example
    ```yaml
    questions:
      - id: frump
        question: What does a frump do in the morning?
        answer: It glims the tarn, provided that the tarn is not yet drubbed
        distractors: [It blathes, It crons, It skeeps]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: frump
        question: What does a frump do in the morning?
        answer: It glims
        distractors: [It blathes, It crons, It skeeps]
        explanation: It glims the tarn, provided that the tarn is not yet drubbed.
    ```

    ## When to ignore
    When the options are names or titles that are as long as they are.

    ## Source
    NBME item-writing guide (6th ed.), "long correct answer"; Haladyna, Downing & Rodriguez 2002.
    """
    key, longest = len(view.keys[0]), max(map(len, view.wrongs))
    if view.keys[0].istitle() or _is_title(view.keys[0]):
        return  # a name is as long as it is
    if key >= LONGER * longest and key >= longest + LONGER_BY:
        yield Finding(
            f"the key has {key} characters, the longest distractor {longest}",
            "shorten the key (the rest can go into `explanation`), or make a distractor as long",
        )


_SMALL_WORDS = frozenset({"of", "the", "and", "in", "for", "de", "von", "van", "on", "to"})


def _is_title(text: str) -> bool:
    """Tell whether a text is a name or a title: all words with capitals, but small ones."""
    words = text.split()
    return len(words) > 1 and all(w[0].isupper() or w in _SMALL_WORDS for w in words)


_ABSOLUTE = words_by_language(
    en="always never only must completely entirely absolutely nobody everyone everything "
    "impossible solely totally",
    de="immer nie niemals nur ausschliesslich stets vollig vollstandig ganzlich unbedingt niemand "
    "niemanden niemandem unmoglich absolut ausnahmslos keinesfalls samtliche uberall nirgends "
    "allein einzig",
    fr="toujours jamais seulement uniquement totalement completement absolument personne "
    "impossible exclusivement entierement partout",
    es="siempre nunca jamas solo solamente unicamente totalmente completamente absolutamente nadie "
    "imposible exclusivamente enteramente",
)


@item_rule("info", CHOICES, languages=_ABSOLUTE)
def absolute_term(view: View) -> Iterator[Finding]:
    """An absolute word (always, never, all, only) stands in a distractor, but not in the key.

    ## Why is this bad?
    Hardly anything is always so, and pupils know it: they strike such options out unread.

    ## Example
    ```yaml
    questions:
      - id: dribs
        question: When are dribs forned?
        answer: When the pelt is warm
        distractors: [When it rains, In spring, Never before noon]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: dribs
        question: When are dribs forned?
        answer: When the pelt is warm
        distractors: [When it rains, In spring, Before noon]
    ```

    ## When to ignore
    When the absolute claim is a mistake that pupils do make.

    ## Source
    NBME item-writing guide, "absolute terms"; Haladyna, Downing & Rodriguez 2002.
    """
    listed = _ABSOLUTE[view.code]
    if view.vocabulary.isdisjoint(listed):
        return
    words = [listed & set(option) for option in view.words]
    if any(words[: len(view.keys)]):
        return
    for wrong, absolutes in zip(view.wrongs, words[len(view.keys) :], strict=True):
        if absolutes and " " in wrong and not (view.english and _is_title(wrong)):
            yield Finding(
                f"{min(absolutes)!r} stands in the distractor {wrong!r}, but not in the key",
                "say it without the absolute word",
            )
            return


_VAGUE = words_by_language(
    en="usually often sometimes may might generally frequently rarely probably typically tend "
    "tends",
    de="meist meistens oft haufig haufiger manchmal mitunter gelegentlich moglicherweise "
    "gewohnlich normalerweise vielleicht wahrscheinlich selten eventuell tendenziell "
    "ublicherweise teilweise uberwiegend vermutlich",
    fr="souvent parfois generalement habituellement rarement probablement normalement",
    es="generalmente normalmente frecuentemente raramente probablemente habitualmente quizas "
    "suele suelen",
)


@item_rule("info", CHOICES, languages=_VAGUE)
def vague_term(view: View) -> Iterator[Finding]:
    """The key hedges (usually, often, may), and no distractor does.

    ## Why is this bad?
    A careful writer guards the right answer with a hedge and asserts the wrong ones flatly. The
    hedge is the cue; besides, readers differ widely on what `often` means.

    ## Example
    ```yaml
    questions:
      - id: gorls
        question: Where do gorls nost?
        answer: Usually in a dry fask
        distractors: [In a wet fask, Under the trell, On a cold plim]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: gorls
        question: Where do gorls nost as a rule?
        answer: In a dry fask
        distractors: [In a wet fask, Under the trell, On a cold plim]
    ```

    ## When to ignore
    When the hedge is what is asked about.

    ## Source
    NBME item-writing guide, "vague terms".
    """
    listed = _VAGUE[view.code]
    if view.vocabulary.isdisjoint(listed):
        return
    words = [listed & set(option) for option in view.words]
    if any(words[len(view.keys) :]):
        return
    for key, hedges in zip(view.keys, words, strict=False):
        if hedges == {"may"} and not re.search(r"\bmay\b(?! \d)", key):
            continue  # the month
        if hedges and " " in key:
            yield Finding(
                f"{min(hedges)!r} stands in the key {key!r}, and in no distractor",
                "move the hedge into the question, or drop it",
            )
            return


@item_rule("warning", ONE, languages=("en", "de"))
def clang_cue(view: View) -> Iterator[Finding]:
    """A word of the question comes back in the key, and in no distractor.

    ## Why is this bad?
    The echo gives the answer away. Counted are content words of four letters or more, whatever
    their ending; names are left out, since a question about Rome has Rome in it.

    ## Example
    ```yaml
    questions:
      - id: furmaling
        question: What is the purpose of furmaling?
        answer: To clean a furmal
        distractors: [To warm a grolf, To mend a brad, To hold a skall]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: furmaling
        question: What is the purpose of furmaling?
        answer: To clean a fask
        distractors: [To warm a grolf, To mend a brad, To hold a skall]
    ```

    ## When to ignore
    When the word is the matter itself and every answer to the question would hold it.

    ## Source
    NBME item-writing guide, "clang clue"; Haladyna, Downing & Rodriguez 2002.
    """
    echoes = _echoes(view)
    if echoes:
        echo = next(w for w in view.words[0] if stemmed(w, view.code) in echoes)
        yield Finding(
            f"{echo!r} stands in the question and in the key, and in no distractor",
            "say one of them in another word, or put the word into a distractor too",
        )


def _echoes(view: View) -> set[str]:
    """Give the content words, stemmed, of question and key that no distractor has; no names."""
    keyed = (word for word in view.words[0] if not word[0].isdigit())
    code = view.code
    echoes = {stem for stem in content(keyed, code) if stem in view.stem_folded}
    if echoes:  # most keys end here, and the rest costs more
        echoes &= content(view.stem_words, code)
    if echoes:
        echoes -= content((word for words in view.words[1:] for word in words), code)
    # Where the question says every option, as a table or a list of them does, none is given away.
    if echoes and all(
        0 < len(said) == len(said & content(view.stem_words, code))
        for said in (content(words, code) for words in view.words[1:])
    ):
        return set()
    return echoes - _names(view) if echoes else set()


_CAPITAL = re.compile(r"(?<=[^.?!:“\"'‘(])\s([A-Z][\w’']+)")


def _names(view: View) -> set[str]:
    """Give the names inside a stem, stemmed: by capitals, or where all nouns have one, by kinds."""
    found = _CAPITAL.findall(view.stem) if view.code != "de" else _known_names(view)
    return {stemmed(word, view.code) for name in found for word in words_of(name)}


def _known_names(view: View) -> list[str]:
    """Give the entities whose names stand in a stem."""
    return [name for name in view.kinds if f" {name} " in f" {' '.join(view.stem_words)} "]


_AT_THE_END = r"[\s:….]*(?:_{2,}[\s.]*)?$"
_ARTICLE = {
    "en": re.compile(rf"\b(an?){_AT_THE_END}", re.IGNORECASE),
    "de": re.compile(rf"\b(eine?){_AT_THE_END}", re.IGNORECASE),
}
_PLURAL_ASKED = {
    "en": re.compile(r"^(?:what|which|who) (?:[a-z]+s )?(are|were)\b"),
    "de": re.compile(r"^(?:was|wer|welche)(?: \w+)? (sind|waren|wurden|haben|hatten|bilden)\b"),
}


@item_rule("warning", ONE, languages=("en", "de"))
def grammar_cue(view: View) -> Iterator[Finding]:
    """Only some options fit the question's grammar, and the key is one of them.

    ## Why is this bad?
    `An ...` at the end of a stem asks for a vowel, `Which are ...` for a plural: pupils strike out
    what doesn't fit. A key that doesn't fit itself reads as a mistake.

    ## Example
    ```yaml
    questions:
      - id: trossel
        question: A trossel is opened with an
        answer: ardlin
        distractors: [gorp, brimmet, stave]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: trossel
        question: With what is a trossel opened?
        answer: An ardlin
        distractors: [A gorp, A brimmet, A stave]
    ```

    ## When to ignore
    When the sound is not what the first letter says (an hour, a European).

    ## Source
    NBME item-writing guide, "grammatical cues".
    """
    article = None if view.stem.endswith("?") else _ARTICLE[view.code].search(view.stem)
    if article:
        takes = _takes if view.code == "en" else _takes_in_german
        fits = [takes(option) in {article[1].lower(), ""} for option in view.options]
        if not all(fits) and any(fits):
            yield Finding(
                f"the question ends in {article[1]!r}, which fits {sum(fits)} of "
                f"{len(fits)} options",
                "end the question before the article, and put it into each option",
            )
        return
    asked = _PLURAL_ASKED[view.code].match(view.stem_folded)
    plural = _plural if view.code == "en" else _several_in_german
    if asked and plural(view.keys[0]) and not any(map(plural, view.wrongs)):
        yield Finding(
            f"the question asks with {asked[1]!r}, and only the key is plural",
            "let a distractor have the same number",
        )


def _takes(option: str) -> str:
    """Give the article an option takes by its first letter; nothing when that can't be told."""
    first = option[:1].lower()
    if not first.isalpha() or option[:2].lower() in {"ho", "eu", "un", "us", "on"}:
        return ""
    return "an" if first in "aeiou" else "a"


_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|ion|tat|ik|ur|enz|anz|ie|ei|age)$")
_OTHER_GENDER = re.compile(r"(?:chen|lein|ment|tum|ismus|ling|or|eur|er|us|nis|um)$")


def _takes_in_german(option: str) -> str:
    """Give the article a German noun takes by its ending; nothing when that can't be told."""
    word = words_of(option)[-1:]
    if not word or len(word[0]) < 4:
        return ""
    if _FEMININE.search(word[0]):
        return "eine"
    return "ein" if _OTHER_GENDER.search(word[0]) else ""


def _several_in_german(text: str) -> bool:
    return bool({"und", "sowie"} & set(words_of(text)))


def _plural(text: str) -> bool:
    words = words_of(text)
    return " and " in text or bool(
        words and words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is", "ics"))
    )


@item_rule("info", ONE)
def converging_options(view: View) -> Iterator[Finding]:
    """The key shares more words with the other options than any distractor does.

    ## Why is this bad?
    Distractors are made by changing one part of the key at a time; so the key is the option that
    has the most in common with all others, and pupils find it by counting. Fires when it leads by
    two shared words.

    ## Example
    ```yaml
    questions:
      - id: florn
        question: What does a florn need?
        answer: Warm tarn and fresh grist
        distractors: [Warm tarn and stale bran, Cold brine and fresh grist, Warm tarn and dry peat]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: florn
        question: What does a florn need?
        answer: Warm tarn and fresh grist
        distractors: [Warm brine and fresh peat, Cold brine and stale grist, Cold tarn and dry peat]
    ```

    ## When to ignore
    When the options are names that happen to share words.

    ## Source
    NBME item-writing guide, "convergence".
    """
    if len(view.wrongs) < 2:
        return
    if sum(map(len, view.words)) < 8:
        return
    dull = stop_words(view.code)
    sets = [set(words) - dull for words in view.words]
    scores = [sum(len(a & b) for b in sets if b is not a) for a in sets]
    lead = scores[0] - max(scores[1:])
    if lead >= 2:
        yield Finding(
            f"the key shares {scores[0]} words with the other options, the next one "
            f"{max(scores[1:])}",
            "vary the distractors among themselves, too",
        )


_OPPOSITES = (
    "increase decrease,increases decreases,increased decreased,rise fall,rises falls,rose fell,"
    "more less,more fewer,higher lower,high low,up down,before after,above below,larger smaller,"
    "longer shorter,hot cold,warm cold,strong weak,with without,always never,true false,"
    "accept reject,accepts rejects,accepted rejected,opens closes,opened closed,grows shrinks,"
    "expand contract,gain lose,gained lost,open closed,for against,"
    "import export,imports exports"
)
_GERMAN_OPPOSITES = (
    "steigt sinkt,steigt fallt,steigen sinken,steigen fallen,stieg sank,stieg fiel,zu ab,mehr "
    "weniger,grosser kleiner,hoher niedriger,hoher tiefer,hoch niedrig,hoch tief,vor nach,uber "
    "unter,oben unten,langer kurzer,schneller langsamer,warmer kalter,heiss kalt,warm kalt,starker "
    "schwacher,stark schwach,mit ohne,immer nie,wahr falsch,annehmen ablehnen,nimmt gibt,gewinnt "
    "verliert,gewann verlor,offnet schliesst,fur gegen,import export,positiv negativ,sauer "
    "basisch,heller dunkler,links rechts,erhoht senkt,erhoht verringert,vergrossert verkleinert,"
    "verstarkt schwacht,beschleunigt bremst,dafur dagegen,leichter schwerer,ein kein,eine keine,"
    "einen keinen"
)
_OPPOSITE = {
    code: {frozenset(pair.split()) for pair in pairs.split(",")}
    for code, pairs in (("en", _OPPOSITES), ("de", _GERMAN_OPPOSITES))
}
_NEGATION = words_by_language(en="not no never", de="nicht kein keine keinen nie niemals")
_AUXILIARY = words_by_language(en="does do did it", de="es")
_EXHAUSTED = words_by_language(
    en="same unchanged equal equally constant exactly",
    de="gleich gleichen unverandert konstant genauso ebenso",
)
_TURNING = {
    code: _NEGATION[code] | {word for pair in pairs for word in pair}
    for code, pairs in _OPPOSITE.items()
}


@item_rule("info", ONE, languages=_OPPOSITE)
def opposite_options(view: View) -> Iterator[Finding]:
    """Two of several options are opposites, and one of them is the key.

    ## Why is this bad?
    One of two opposites must be true, so the other options are dead: a choice of four becomes a
    toss of a coin.

    ## Example
    ```yaml
    questions:
      - id: plims
        question: What does heat do to plims?
        answer: It makes them rise
        distractors: [It makes them fall, It turns them grey, It splits them]
    ```

    ## Use instead
    ```yaml
    questions:
      - id: plims
        question: What does heat do to plims?
        answer: It makes them rise
        distractors: [It makes them sour, It turns them grey, It splits them]
    ```

    ## When to ignore
    When the options are two pairs of opposites.

    ## Source
    NBME item-writing guide, "paired options"; Haladyna, Downing & Rodriguez 2002.
    """
    code = view.code
    if len(view.wrongs) < 2 or view.vocabulary.isdisjoint(_TURNING[code]):
        return
    key, *sets = view.words
    if not _EXHAUSTED[code].isdisjoint(view.vocabulary):
        return  # more, less or the same: all there is
    against = [
        wrong for wrong, words in zip(view.wrongs, sets, strict=True) if _opposed(key, words, code)
    ]
    others = [words for words in sets if not _opposed(key, words, code)]
    if against and not _has_opposites(others, code):
        yield Finding(
            f"the key {view.keys[0]!r} and {against[0]!r} are opposites: one of them must be right",
            "replace the opposite, or add a second pair",
        )


def _has_opposites(options: Sequence[list[str]], code: str) -> bool:
    return any(_opposed(a, b, code) for a in options for b in options)


def _opposed(a: list[str], b: list[str], code: str) -> bool:
    """Tell whether two texts differ in an opposite, or a negation, alone."""
    left, right = set(a) - set(b), set(b) - set(a)
    if len(left) == len(right) == 1:
        return frozenset(left | right) in _OPPOSITE[code]
    more = left or right  # the one says no more than the other but that it is not so
    return (
        not (left and right)
        and more <= _NEGATION[code] | _AUXILIARY[code]
        and bool(more & _NEGATION[code])
    )


@item_rule("warning")
def answer_in_stem(view: View) -> Iterator[Finding]:
    """The answer stands in what is asked.

    ## Why is this bad?
    Reading is enough to answer. A passage to read (`stimulus`) may hold it. In a choice the rule
    stays silent when a distractor stands there as well.

    ## Example
    ```yaml
    questions:
      - id: skall
        question: With which tool does a tarn drubber drub the tarn?
        answer: Tarn drubber
    ```

    ## Use instead
    ```yaml
    questions:
      - id: skall
        question: With which tool is the tarn drubbed?
        answer: Tarn drubber
    ```

    ## When to ignore
    When telling what the question itself says is the task.

    ## Source
    Haladyna, Downing & Rodriguez 2002 (avoid clues to the right answer).
    """
    if not view.keys or not _may_tell(view):
        return
    asked = f" {' '.join(view.stem_words)} "
    options = [f" {' '.join(words)} " for words in view.words]
    for index, key in enumerate(view.keys):
        if len(options[index]) > 4 and options[index] in asked:
            if any(wrong in asked for wrong in options[len(view.keys) :]):
                return
            yield Finding(f"{key!r} stands in what is asked", "ask in other words")
            return


def _may_tell(view: View) -> bool:
    """Tell whether a stem that holds the answer gives it away."""
    if type(view.item).__name__ in {"Matching", "Ordering", "Flashcard"}:
        return False
    # Some offer the answers themselves, or a text to find one in.
    return ":" not in view.stem and not any(f" {word} " in view.stem for word in _OR)


_OR = ("or", "oder", "ou", "o")


RULES = (
    longest_option_is_key,
    absolute_term,
    vague_term,
    clang_cue,
    grammar_cue,
    converging_options,
    opposite_options,
    answer_in_stem,
)
