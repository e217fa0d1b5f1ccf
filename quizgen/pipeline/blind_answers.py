"""What a blind reader sends back: the sheet's first line, and letters in whatever way they come.

`1. B`, `1) b`, `1: B k`, `B` alone, `1B 2C`, `3. A C`, `4. true`, `5. B) the option's words` are
all read, marks of Markdown and lines of the sheet itself passed over. What can't be read is a
problem with its line and column, never a guess of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.pipeline.blind import (
    ALL,
    BlindAnswer,
    BlindQuestion,
    BlindResult,
    BlindSheet,
)
from quizgen.problems import Problem, Where
from quizgen.text.folding import fold

_HEAD = re.compile(
    r"quizgen blind:\s*bank (\S+?),\s*quiz (\S+?),\s*hash ([0-9a-f]{8})"
    r"(?:,\s*questions((?:\s+[0-9a-f]{6})*))?",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:(?:question|frage|q|nr\.?|no\.?)?\s*(\d+)\s*[.):\]=–-]*\s*)?(.*)", re.IGNORECASE
)
_ONE = r"\d+\s*[.):=-]?\s*[A-Za-z](?:\s+k)?"
_SEVERAL = re.compile(rf"{_ONE}(?:[\s,;]+{_ONE})+")
_ONE_OF_SEVERAL = re.compile(r"\d+\s*[.):=-]?\s*[A-Za-z]\b(?:\s+k\b)?")
_KNOWN = frozenset("k known knew bekannt gewusst".split())
_NOT_KNOWN = frozenset("guess guessed geraten unknown unbekannt not nicht".split())
_NONE = frozenset(("", "-", "–", "—", "?", "skip"))
_MARKS = re.compile(r"[*`_]+")
_BETWEEN = re.compile(r"[\s,;/&+()\[\].:]+")
_OPENED = re.compile(r"\(?([A-Za-z])[).:\]]\s+(.+)")


@dataclass(frozen=True, slots=True)
class BlindHead:
    """What the first line of a sheet says."""

    bank: str
    quiz: str
    hash: str
    questions: tuple[str, ...]
    line: int


def head_of(text: str) -> BlindHead | None:
    """Find the line that names bank, quiz and hash."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEAD.search(line)
        if found:
            hashes = tuple((found[4] or "").split())
            return BlindHead(found[1], found[2], found[3].lower(), hashes, number)
    return None


@dataclass
class _Reading:
    """What was read of a file so far."""

    file: str
    questions: Mapping[int, BlindQuestion | None]
    """By number; None for what reads otherwise today."""
    answers: dict[int, BlindAnswer] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    number: int = 0

    def take(self, text: str, line: int, column: int) -> None:
        """Read one answer."""
        found = _ANSWER.fullmatch(text.rstrip())
        assert found is not None  # noqa: S101 - it takes any line
        number, said = int(found[1] or self.number + 1), _MARKS.sub("", found[2]).strip()
        at = Where(self.file, line, column + (found.start(2) if found[1] else 0))
        if not found[1] and not _looks_like_letters(said):
            self.refuse(Where(self.file, line, column), f"this is no answer: {said[:40]!r}")
            return
        self.number = number
        if number not in self.questions:
            message = f"there is no question {number}; the sheet has {len(self.questions)}"
            self.refuse(Where(self.file, line, column), message)
        elif number in self.answers or number in self.passed:
            self.refuse(Where(self.file, line, column), f"question {number} is answered twice")
        else:
            self._answer(number, said, at)

    def _answer(self, number: int, said: str, at: Where) -> None:
        question = self.questions[number]
        if question is None or fold(said) in _NONE:
            self.passed.add(number)
            return
        chosen, known = _chosen(said, question)
        if chosen:
            self.answers[number] = BlindAnswer(question, chosen, known)
            return
        last = chr(64 + min(len(question.options), 26))
        how = "letters" if question.several else "one letter"
        self.refuse(at, f"question {number} takes {how} from A to {last}, found {said[:40]!r}")

    def refuse(self, where: Where, message: str) -> None:
        """Report a line."""
        help = "write the number and the letter, one answer a line: 1. B"
        self.problems.append(Problem("bad-answer", "error", where, message, help))


def _looks_like_letters(said: str) -> bool:
    tokens = [token for token in _BETWEEN.split(fold(said)) if token]
    return all(len(token) == 1 or token in _KNOWN | _NOT_KNOWN for token in tokens) or (
        bool(_OPENED.fullmatch(said))
        or fold(said) in {"true", "false", "wahr", "falsch", "richtig"}
    )


def _chosen(said: str, question: BlindQuestion) -> tuple[frozenset[int], bool]:
    """Read letters, or the words of an option, and whether the answer was known."""
    tokens = [token for token in _BETWEEN.split(fold(said)) if token]
    marks = [t for t in tokens if t in _NOT_KNOWN or (t in _KNOWN and _is_mark(t, question))]
    known = bool(_KNOWN & set(marks)) and not _NOT_KNOWN & set(marks)
    options = [fold(option) for option in question.options]
    words = fold(said).strip(" .")
    opened = _OPENED.fullmatch(said.strip())
    if words in options:
        return frozenset({options.index(words)}), known
    if opened and _places(opened[1], question) and fold(opened[2]).strip(" .") in options:
        return _places(opened[1], question), known
    rest = [token for token in tokens if token not in marks]
    if len(rest) == 1 and rest[0] in options:
        return frozenset({options.index(rest[0])}), known
    chosen = [_places(token, question) for token in rest]
    places: frozenset[int] = frozenset().union(*chosen)
    fits = all(chosen) and (question.several or len(places) == 1)
    return (places if fits else frozenset()), known


def _is_mark(token: str, question: BlindQuestion) -> bool:
    """Tell whether a k is a mark: it may be the eleventh option."""
    return len(token) > 1 or len(question.options) < 11


def _places(letters: str, question: BlindQuestion) -> frozenset[int]:
    """Read letters of options; nothing where one of them is offered nowhere."""
    places = [ord(sign) - ord("a") for sign in letters.lower()]
    fit = all(0 <= place < len(question.options) for place in places)
    return frozenset(places) if fit and (len(places) == 1 or question.several) else frozenset()


def read_answers(
    text: str, file: str, head: BlindHead, sheets: Sequence[BlindSheet]
) -> tuple[BlindResult, list[Problem]]:
    """Read a file of answers against a bank as it reads today.

    Args:
        text: The file's text.
        file: Its name, for problems.
        head: What its first line says.
        sheets: Today's sheets of the bank: of all of it, then of its quizzes.

    """
    now = next((sheet for sheet in sheets if sheet.hash == head.hash), None)
    hashes = tuple(q.hash for q in now.questions) if now else head.questions
    known = {question.hash: question for sheet in sheets for question in sheet.questions}
    questions = {number: known.get(hash) for number, hash in enumerate(hashes, 1)}
    reading = _Reading(file, questions)
    passed_over = {line.strip() for sheet in sheets[:1] for line in sheet.lines()}
    for number, line in _lines(text, head, passed_over):
        for column, part in _parts(line):
            reading.take(part, number, column)
    problems = reading.problems
    changed = tuple(number for number, question in questions.items() if question is None)
    if not hashes or changed:
        problems.append(_older(file, head, changed))
    return (
        BlindResult(
            quiz="" if head.quiz == ALL else head.quiz,
            answers=tuple(reading.answers[number] for number in sorted(reading.answers)),
            unanswered=len(questions) - len(changed) - len(reading.answers),
            changed=changed,
            current=now.hash if now else "",
        ),
        problems,
    )


def _lines(text: str, head: BlindHead, passed_over: set[str]) -> Iterator[tuple[int, str]]:
    """Give the lines that may be answers."""
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip()
        if number == head.line or not plain or plain.startswith(("#", "```", "~~~")):
            continue
        if plain not in passed_over:
            yield number, line


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """Part a line into answers, each with its column."""
    text = line.lstrip(" \t>*-•")
    start = len(line) - len(text) + 1
    if _SEVERAL.fullmatch(text.strip()):
        for found in _ONE_OF_SEVERAL.finditer(text):
            yield start + found.start(), found[0]
    else:
        yield start, text


def _older(file: str, head: BlindHead, changed: Sequence[int]) -> Problem:
    where = Where(file, head.line, 1)
    if not head.questions:
        message = "these answers are of an older bank, and the first line names no questions"
        return Problem("older-bank", "error", where, message, "send back the whole first line")
    listed = ", ".join(map(str, changed))
    return Problem(
        "older-bank",
        "warning",
        where,
        f"these questions read otherwise today, or are gone: {listed}; their answers don't count",
        "`quizgen check --blind` writes today's",
    )
