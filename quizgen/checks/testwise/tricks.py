"""The tricks: how well each option of a choice looks to a pupil who knows nothing of the matter.

A trick gives every option a liking, the higher the better; where it sees no difference, all are
equal. It is given a `SeenChoice`, and so can't know a key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Final

from quizgen.checks.testwise.lexicon import Lexicon
from quizgen.checks.testwise.seen import SeenChoice, SeenOption, kin

Likings = Sequence[float]
"""One for each option, in the order seen."""
Trick = Callable[[SeenChoice], Likings]


def _indifferent(choice: SeenChoice) -> Likings:
    return (0.0,) * len(choice.options)


# --- length and detail ----------------------------------------------------------------------------


def longest(choice: SeenChoice) -> Likings:
    """Take the longest option."""
    if choice.statement:
        return _indifferent(choice)
    return [float(len(option.folded)) for option in choice.options]


def shortest(choice: SeenChoice) -> Likings:
    """Take the shortest option."""
    return [-size for size in longest(choice)]


_HEDGE, _WEAK, _DETAIL, _MOST_DETAILS = 2.0, 1.5, 0.2, 4


def hedged(choice: SeenChoice) -> Likings:
    """Take the option that is hedged (usually, in part), or else goes into detail."""
    return [
        hedges_in(option, choice.words) + details_in(option, choice) for option in choice.options
    ]


def hedges_in(option: SeenOption, known: Lexicon) -> float:
    """Say how strongly an option is hedged."""
    if len(option.words) < 2:
        return 0.0
    strong = any(word in known.hedges for word in option.words) or any(
        phrase in option.folded for phrase in known.hedge_phrases
    )
    weak = any(word in known.weak_hedges for word in option.words if not _is_month(word, option))
    return _HEDGE if strong else _WEAK if weak else 0.0


def _is_month(word: str, option: SeenOption) -> bool:
    return word == "may" and "May" in option.text


def details_in(option: SeenOption, choice: SeenChoice) -> float:
    """Say how far an option goes into detail: clauses, commas, brackets, numbers in a text."""
    count = sum(option.text.count(sign) for sign in ",;(:–")
    count += sum(word in choice.words.clauses for word in option.words[1:])
    if len(option.words) > 2:
        count += sum(word[0].isdigit() for word in option.words)
    return _DETAIL * min(count, _MOST_DETAILS)


# --- words ----------------------------------------------------------------------------------------


def stem_words(choice: SeenChoice) -> Likings:
    """Take the option that has most words of the question."""
    if choice.statement:
        return _indifferent(choice)
    return [float(kin(option, choice.stem)) for option in choice.options]


def option_words(choice: SeenChoice) -> Likings:
    """Take the option that shares most words with the others."""
    if len(choice.options) < 3:
        return _indifferent(choice)
    counts = Counter(root for option in choice.options for root in option.roots)
    return [float(sum(counts[root] - 1 for root in o.roots)) for o in choice.options]


def no_absolutes(choice: SeenChoice) -> Likings:
    """Strike out options with an absolute word (always, never, only)."""
    if choice.statement:
        said = sum(word in choice.words.absolutes for word in choice.stem.folded.split())
        return (0.0, float(said > 0))
    return [
        -float(len(o.words) > 1 and any(word in choice.words.absolutes for word in o.words))
        for o in choice.options
    ]


def true(choice: SeenChoice) -> Likings:
    """Call every statement true."""
    return (1.0, 0.0) if choice.statement else _indifferent(choice)


# --- form -----------------------------------------------------------------------------------------

_ENDING = 3
_PLAIN, _FAINT = 1.0, 0.5
"""What an oddity counts that is seen at once, and one that two texts easily have by chance."""


def odd_one_out(choice: SeenChoice) -> Likings:
    """Take the option that has another form than all the rest."""
    options = choice.options
    if len(options) < 3:
        return _indifferent(choice)
    odd = [0.0] * len(options)
    for weight, looks_of in ((_PLAIN, _plain_looks), (_FAINT, _faint_looks)):
        for looks in zip(*(looks_of(option, choice) for option in options), strict=True):
            counts = Counter(looks)
            if len(counts) == 2 and min(counts.values()) == 1:
                odd[looks.index(min(counts, key=lambda look: counts[look]))] += weight
    ranked = sorted(range(len(options)), key=lambda place: len(options[place].words))
    sizes = [len(options[place].words) for place in ranked]
    if 2 * sizes[0] <= sizes[1]:
        odd[ranked[0]] += _PLAIN
    if sizes[-1] >= 2 * sizes[-2] > 0:
        odd[ranked[-1]] += _PLAIN
    return odd


def _plain_looks(option: SeenOption, choice: SeenChoice) -> tuple[object, ...]:
    """Describe the form of an option, sign by sign."""
    text, words = option.text, option.words
    first = text[:1]
    return (
        "upper" if first.isupper() else "lower" if first.islower() else "other",
        first.isdigit(),
        "stop" if text[-1:] in ".!?…" else "",
        any(sign.isdigit() for sign in text),
        ";" in text or ":" in text,
        "(" in text,
        any(sign in text for sign in "\"“”„«»'‘’"),
        any(sign in text for sign in "%°/=+"),
        len(words) == 1,
        words[0] if words else "",
        _opening(option, choice.words),
        len(text) > 1 and text.isupper(),
        _all_capitals(text),
    )


def _faint_looks(option: SeenOption, choice: SeenChoice) -> tuple[object, ...]:  # noqa: ARG001 - as above
    tail = option.words[-1] if option.words else ""
    return (
        "," in option.text,
        "-" in option.text or "–" in option.text,
        tail[-_ENDING:] if len(tail) > _ENDING + 1 else tail,
        tail[-1:],
    )


def _opening(option: SeenOption, known: Lexicon) -> str:
    """Name the kind of word that an option begins with."""
    word = option.words[0] if option.words else ""
    for name, words in known.openings:
        if word in words:
            return name
    if word.endswith("ing") and len(word) > 4:
        return "-ing"
    return "number" if word.isdigit() else "other"


def _all_capitals(text: str) -> bool:
    """Tell whether every longer word has a capital, as in names and titles."""
    return all(word[0].isupper() for word in text.split() if len(word) > 3)


# --- grammar --------------------------------------------------------------------------------------

_EN_ARTICLE = re.compile(r"\b(an?)[\s:….]*$", re.IGNORECASE)
_DE_ARTICLE = re.compile(r"\b(eine[nmr]?|ein|der|die|das|den|dem)[\s:….]*$", re.IGNORECASE)
_SILENT_H = ("hour", "honest", "honour", "honor", "heir")
_LIKE_YOU = ("uni", "use", "usu", "eu", "one", "once", "ute", "ura")
_FEMININE = (
    "ung",
    "heit",
    "keit",
    "schaft",
    "ion",
    "tat",
    "ik",
    "ur",
    "enz",
    "anz",
    "ei",
    "ose",
    "ie",
)
_NEUTER = ("chen", "lein", "ment", "um", "nis", "tum", "gas", "ium")
_MASCULINE = ("ling", "ismus", "or", "er", "ist", "ant", "ent", "ig", "stoff", "gang")
_GENDERS: Final[Mapping[str, str]] = {
    "ein": "mn", "eine": "f", "einen": "m", "einem": "mn", "einer": "f",
    "der": "m", "die": "fp", "das": "n", "den": "mp", "dem": "mn",
}  # fmt: skip
_PLURAL = re.compile(r"\b(?:are|were|sind|waren|wurden|werden|have|haben)[\s:….]*$")
_SINGULAR = re.compile(r"\b(?:is|was|ist|war|wurde|wird|has|hat)[\s:….]*$")
_PLURAL_ASKED = re.compile(
    r"^(?:what|which|who)(?: \w+s)? (?:are|were)\b|^(?:was|welche|wer)(?: \w+)? (?:sind|waren)\b"
)


def grammar(choice: SeenChoice) -> Likings:
    """Take what fits the question's grammar: its article, its number, its question word."""
    if choice.statement:
        return _indifferent(choice)
    fits: list[float] = [0.0] * len(choice.options)
    for judge in (_article_fits, _number_fits, _asked_fits):
        for place, fit in enumerate(judge(choice)):
            fits[place] += fit
    return fits


def _is_german(choice: SeenChoice) -> bool:
    return choice.lang[:2].lower() == "de"


def _article_fits(choice: SeenChoice) -> Likings:
    if not _is_german(choice) and (english := _EN_ARTICLE.search(choice.before)):
        return [_english_fit(option.folded, english[1].lower()) for option in choice.options]
    if _is_german(choice) and (german := _DE_ARTICLE.search(choice.before)):
        allowed = _GENDERS[german[1].lower()]
        return [_german_fit(option, allowed) for option in choice.options]
    return _indifferent(choice)


def _english_fit(option: str, article: str) -> float:
    if not option[:1].isalpha():
        return 0.0
    vowel = option[0] in "aeiou" and not option.startswith(_LIKE_YOU)
    vowel = vowel or option.startswith(_SILENT_H)
    return 1.0 if vowel == (article == "an") else -1.0


def _german_fit(option: SeenOption, allowed: str) -> float:
    nouns = [word for word in option.text.split() if word[:1].isupper()]
    gender = _gender(
        option.words[-1] if len(nouns) != 1 and option.words else "".join(nouns).lower()
    )
    return 0.0 if not gender else 1.0 if gender in allowed else -1.0


def _gender(noun: str) -> str:
    noun = noun.replace("ä", "a").rstrip(".,")
    for gender, endings in (("n", _NEUTER), ("f", _FEMININE), ("m", _MASCULINE)):
        if noun.endswith(endings):
            return gender
    return "p" if noun.endswith("en") else ""


def _number_fits(choice: SeenChoice) -> Likings:
    asked = choice.stem.folded
    if _PLURAL_ASKED.search(asked) or _PLURAL.search(choice.before.lower()):
        return [float(_is_plural(option, choice)) for option in choice.options]
    if _SINGULAR.search(choice.before.lower()):
        return [-float(_is_plural(option, choice)) for option in choice.options]
    return _indifferent(choice)


def _is_plural(option: SeenOption, choice: SeenChoice) -> bool:
    if " and " in option.folded or " und " in option.folded:
        return True
    if not option.words or len(option.words) > 3:
        return False
    last = option.words[-1]
    if _is_german(choice):
        return last.endswith(("en", "e", "er", "s")) and not last.endswith(("ss", "us", "is"))
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "ics"))


def _asked_fits(choice: SeenChoice) -> Likings:
    asked, known = choice.stem.folded, choice.words
    if known.asks_number.search(asked):
        return [float(_has_number(option, known)) for option in choice.options]
    if known.asks_time.search(asked):
        return [
            float(_has_digit(option) or any(word in known.times for word in option.words))
            for option in choice.options
        ]
    for pattern, openers in ((known.asks_place, known.places), (known.asks_cause, known.causes)):
        if pattern.search(asked):
            return [float(bool(o.words) and o.words[0] in openers) for o in choice.options]
    return _indifferent(choice)


def _has_digit(option: SeenOption) -> bool:
    return any(sign.isdigit() for sign in option.folded)


def _has_number(option: SeenOption, known: Lexicon) -> bool:
    return _has_digit(option) or any(word in known.numbers for word in option.words)


# --- numbers --------------------------------------------------------------------------------------

_NUMBER = re.compile(r"[-−–]?\d+(?:[.,  ]\d+)*")


def middle_number(choice: SeenChoice) -> Likings:
    """Among numbers, take the one in the middle; of two, the one nearer to the mean of all."""
    values = [_value(option) for option in choice.options]
    sizes = [value for value in values if value is not None]
    if len(sizes) < max(3, len(values)) or len(set(sizes)) < len(sizes):
        return _indifferent(choice)
    ranked, mean = sorted(sizes), fmean(sizes)
    spread = max(abs(size - mean) for size in sizes)
    centre = (len(sizes) - 1) / 2
    return [-abs(ranked.index(size) - centre) - abs(size - mean) / (4 * spread) for size in sizes]


def _value(option: SeenOption) -> float | None:
    found = _NUMBER.findall(option.folded)
    if len(found) != 1 or len(option.words) > 4:
        return None
    text = re.sub(r"[  ]", "", found[0]).replace("−", "-").replace("–", "-")
    whole, mark, part = text.replace(",", ".").rpartition(".")
    if mark and len(part) == 3 and whole not in {"0", "-0"}:
        return float(whole.replace(".", "") + part)
    return float(f"{whole.replace('.', '')}.{part}") if mark else float(text)


# --- position -------------------------------------------------------------------------------------


def position(choice: SeenChoice) -> Likings:
    """Take the second of three or more options, as they stand in a file from elsewhere.

    Ours are shuffled when they are shown; in files of others the key often has one place.
    """
    return [float(len(choice.options) > 2 and place == 1) for place in range(len(choice.options))]


TRICKS: Final[Mapping[str, Trick]] = {
    "longest": longest,
    "shortest": shortest,
    "stem-words": stem_words,
    "option-words": option_words,
    "odd-one-out": odd_one_out,
    "hedged": hedged,
    "grammar": grammar,
    "no-absolutes": no_absolutes,
    "true": true,
    "middle-number": middle_number,
}
"""What needs one item alone, by the name it is shown under."""
