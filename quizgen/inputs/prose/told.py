"""What is right of several options: what is written, what is starred, what looks unlike the rest.

A key that is written counts most. What only looks right must be told apart from what somebody made
bold for another reason, so that a document is asked as a whole how it marks its keys.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizgen.inputs.prose.grouping import WrittenQuestion
from quizgen.inputs.prose.lines import plain
from quizgen.inputs.prose.signs import Offered, asks_for_several
from quizgen.inputs.table.keys import Doubt, right_options

_AND = r"\s*(?:,|;|/|&|\+|\band\b|\bund\b|\bet\b|\by\b|\s)\s*"
_LETTERS = re.compile(rf"[(\[]?([A-Za-z])[)\].]?(?:{_AND}[(\[]?[A-Za-z][)\].]?)*", re.IGNORECASE)
_TOGETHER = re.compile(r"[A-Ja-j]{2,10}")
_WITH_WORDS = re.compile(
    r"[(\[]?(?P<letter>[A-Za-z])(?:[)\]]+[.:]?|[.:]|\s+[-–—])\s*(?P<words>\S.*)", re.DOTALL
)

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RightOptions:
    """The places of the right options, and what a human must look at before they count."""

    places: Places
    look: str = ""
    in_order: Places = ()
    """As the key names them, for what is to be ordered."""


@dataclass(slots=True)
class KeyHabits:
    """How a document marks its keys."""

    written: int = 0
    """So many questions have a written key, or a star."""
    looks: Counter[str] = field(default_factory=Counter)
    """So many have one option that looks unlike the others, by how it looks."""
    several: int = 0
    """So many have several such options."""


def habits_of(questions: Sequence[WrittenQuestion]) -> KeyHabits:
    """See how a document marks its keys."""
    habits = KeyHabits()
    for question in questions:
        if question.answers or question.in_key or any(one.starred for one in question.options):
            habits.written += 1
        odd = _odd_ones(question.options)
        if isinstance(odd, tuple) and odd[1]:
            habits.looks[odd[0]] += 1
            habits.several += len(odd[1]) > 1
    return habits


def right_of(question: WrittenQuestion, habits: KeyHabits) -> RightOptions | Doubt:
    """Say which options of a question are right, or why that can't be told."""
    options = question.options
    ways: list[tuple[str, Places]] = []
    in_order: Places = ()
    for name, said in (
        *(("the answer line", said) for said, _ in question.answers),
        *(("the key", said) for said, _ in question.in_key),
    ):
        found = written_options(said, options)
        if isinstance(found, Doubt):
            return found
        in_order = in_order or found
        ways.append((name, tuple(sorted(set(found)))))
    starred = tuple(place for place, one in enumerate(options) if one.starred)
    if starred and len(starred) < len(options):
        ways.append(("the star", starred))
    if len({places for _, places in ways}) > 1:
        said = "; ".join(f"{name} says {_letters(places, options)}" for name, places in ways)
        return Doubt(f"two keys contradict each other: {said}", "leave one of them")
    odd = _odd_ones(options)
    if not ways:
        return _by_looks(question, odd, habits)
    places = ways[0][1]
    look = ""
    if isinstance(odd, tuple) and odd[1] and odd[1] != places and habits.looks[odd[0]] > 1:
        said = f"{ways[0][0]} says {_letters(places, options)}"
        look = f"{said}, and {_letters(odd[1], options)} is {odd[0]}"
    return RightOptions(places, look, in_order)


def _by_looks(
    question: WrittenQuestion, odd: tuple[str, Places] | Doubt, habits: KeyHabits
) -> RightOptions | Doubt:
    if isinstance(odd, Doubt):
        return odd
    how, places = odd
    if not places:
        help = "write `Answer: B` below its options, or make the right one bold"
        return Doubt("no key says which option is right", help)
    stem = " ".join(line.text for line in question.stem)
    look = ""
    if habits.written > sum(habits.looks.values()):
        look = f"that {_letters(places, question.options)} is right only its looks say: it is {how}"
    elif habits.looks[how] * 2 < sum(habits.looks.values()):
        look = f"the right option is {how} here, and marked otherwise elsewhere"
    elif len(places) > 1 and not _may_be_several(question, stem, habits):
        look = f"{len(places)} options are {how}, and the question doesn't ask for several"
    return RightOptions(places, look)


def _may_be_several(question: WrittenQuestion, stem: str, habits: KeyHabits) -> bool:
    often = habits.several * 3 > sum(habits.looks.values())
    return question.kind == "several" or asks_for_several(stem) or often


def _odd_ones(options: Sequence[Offered]) -> tuple[str, Places] | Doubt:
    """Find the options that look unlike the others, and how; a doubt where that has two answers."""
    signs = [one.line.signs() for one in options]
    found: dict[Places, str] = {}
    for kind, value in sorted(frozenset[tuple[str, str]]().union(*signs)):
        places = tuple(at for at, look in enumerate(signs) if (kind, value) in look)
        if 0 < len(places) < len(options):
            found.setdefault(places, kind)
    if not found:
        return "", ()
    if len(found) == 1:
        places, kind = next(iter(found.items()))
        return kind, places
    # Two looks that part the options in two say one thing only if one half is plain.
    said = ", ".join(f"{_letters(places, options)} {kind}" for places, kind in found.items())
    return Doubt(f"the looks of the options say two things: {said}", "write `Answer: B` below them")


def _letters(places: Places, options: Sequence[Offered]) -> str:
    return ", ".join(letters_of(options)[place] for place in places)


def letters_of(options: Sequence[Offered]) -> list[str]:
    """Give the letters of options, those they have or would have."""
    return [one.letter or chr(ord("A") + place % 26) for place, one in enumerate(options)]


def written_options(said: str, options: Sequence[Offered]) -> Places | Doubt:
    """Read a written key: letters as printed, or the words of options."""
    said = said.strip().strip("*").strip()
    texts = [plain(one.line) for one in options]
    letters = letters_of(options)
    named = _named_letters(said, letters)
    if named:
        folded = [text.casefold() for text in texts]
        low = said.casefold()
        if low in folded and (folded.index(low),) != named:
            return Doubt(f"{said!r} is the letter of one option and the text of another")
        return named
    words = _WITH_WORDS.fullmatch(said)
    if words and words["letter"].upper() in letters:
        return _with_words(words, letters, texts)
    found = right_options(said, texts)
    if isinstance(found, Doubt) and re.fullmatch(r"[(\[]?[A-Za-z][)\].]?", said):
        return Doubt(f"the answer is {said}, and the options are {', '.join(letters)}")
    return found


def _named_letters(said: str, letters: Sequence[str]) -> Places:
    bare = said.rstrip(".")
    if _LETTERS.fullmatch(bare):
        named = re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", bare)
        # `y` and `e` may stand between letters, and be letters.
        named = (
            [letter for letter in named if letter.upper() in letters] if len(named) > 1 else named
        )
    elif _TOGETHER.fullmatch(bare) and (
        bare.isupper() or len(set(bare)) == len(bare) == len(letters)
    ):
        named = list(bare)
    else:
        return ()
    wanted = [letter.upper() for letter in named]
    if not wanted or not all(letter in letters for letter in wanted):
        return ()
    return tuple(letters.index(letter) for letter in wanted)


def _with_words(
    found: re.Match[str], letters: Sequence[str], texts: Sequence[str]
) -> Places | Doubt:
    """Read `B) Paris`: the words behind a letter must not be those of another option."""
    place = letters.index(found["letter"].upper())
    words = " ".join(found["words"].split()).casefold().rstrip(".")
    others = [text.casefold().rstrip(".") for text in texts]
    if words in others and others.index(words) != place:
        other = letters[others.index(words)]
        return Doubt(
            f"the key names {letters[place]}, and gives the words of {other}", "mend one of them"
        )
    return (place,)
