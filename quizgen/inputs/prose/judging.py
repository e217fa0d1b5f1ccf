"""A written question -> the keys of a question in a bank, or why it can't come.

A key is never guessed. What only nearly says what is right comes as a draft, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.formats.marks import as_marked
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.prose.grouping import WrittenQuestion
from quizgen.inputs.prose.lines import WrittenLine, marked, marked_line, plain
from quizgen.inputs.prose.matching import matched_lists, matched_table, sides_of_options
from quizgen.inputs.prose.signs import (
    ANSWER,
    BLANK,
    RUBRIC,
    STATEMENT,
    STATEMENT_END,
    Offered,
    asks_for_order,
    asks_for_text,
    asks_to_match,
)
from quizgen.inputs.prose.stems import stem_of
from quizgen.inputs.prose.told import KeyHabits, RightOptions, right_of
from quizgen.inputs.prose.typed import answers_of, gapped, is_doubtful_number, quantity_of
from quizgen.inputs.reading import ForeignItem, Plain, Status, Value
from quizgen.inputs.table.keys import Doubt
from quizgen.inputs.truth import truth_of
from quizgen.problems import Where
from quizgen.text.spelling import spell_out

_SHORT_TRUTH = {"t": True, "w": True, "r": True, "v": True, "f": False}
_OBJECT = "\ufffc"
"""Stands for a formula or picture in the characters of a line."""
_LONG_ANSWER = 12
"""Words from which on an answer is a text to be judged, and no word to be typed."""

Fields = Mapping[str, Value]


@dataclass(slots=True)
class Judgement:
    """What is known of a question while it is judged."""

    question: WrittenQuestion
    notes: list[str] = field(default_factory=list)
    """Why a human must look at it."""
    degraded: list[str] = field(default_factory=list)

    @property
    def answers(self) -> list[tuple[str, WrittenLine]]:
        """All that is written of its answer: below it, else in the key."""
        return self.question.answers or self.question.in_key

    @property
    def said(self) -> list[str]:
        """The words of its answer."""
        return [text for text, _ in self.answers]

    @property
    def place(self) -> Where:
        """Where its answer stands."""
        return self.answers[0][1].where if self.answers else self.question.where


def item_of(question: WrittenQuestion, habits: KeyHabits, has_answers: bool) -> ForeignItem:
    """Judge a question.

    Args:
        question: What was written of it.
        habits: How its document marks keys.
        has_answers: The document says of others what is right.

    """
    read = Judgement(question)
    for line in (*question.stem, *(one.line for one in question.options), *question.tables):
        read.notes += line.faults
    fields = (
        Doubt(question.doubt) if question.doubt else _fields(read, habits, has_answers=has_answers)
    )
    source = str(question.number or "")
    if isinstance(fields, Doubt):
        return ForeignItem(
            where=read.place if question.options and read.said else question.where,
            status="refused",
            why=fields.why,
            help=fields.help,
            source=source,
        )
    status: Status = "draft" if read.notes else "degraded" if read.degraded else "kept"
    return ForeignItem(
        where=question.where,
        fields={**_common(question), **fields},
        places={"answer": read.place} if read.said else {},
        status=status,
        why="; ".join(dict.fromkeys(read.notes or read.degraded)),
        source=source,
    )


def _fields(read: Judgement, habits: KeyHabits, *, has_answers: bool) -> Fields | Doubt:
    question = read.question
    if not question.stem and not question.tables:
        return Doubt("this question has no words", "write what is asked behind its number")
    _find_bare_options(read)
    if question.lefts:
        return matched_lists(question)
    if question.kind == "matching" and (pairs := sides_of_options(question)):
        return pairs
    if question.tables and _is_matching_table(question):
        return matched_table(question, read.said, read.notes)
    if question.options:
        return _with_options(read, habits)
    return _without_options(read, has_answers=has_answers)


def _is_matching_table(question: WrittenQuestion) -> bool:
    stem = " ".join(line.text for line in question.stem)
    return question.kind == "matching" or asks_to_match(stem)


def _find_bare_options(read: Judgement) -> None:
    """Take lines below a question for its options where its key, or how one looks, says so."""
    question = read.question
    lines = question.stem[1:]
    if question.options or len(lines) < 2 or question.tables:
        return
    texts = [plain(line).casefold() for line in lines]
    named = any(said.strip().casefold() in texts for said in read.said)
    first = question.stem[0].signs()
    odd = [line for line in lines if line.signs() - first]
    starred = [line for line in lines if re.match(r"\s*[*✓✔]\s*\w", line.text)]
    if named or (len(odd) == 1 and not read.said) or len(starred) == 1:
        question.options = [_bare(line) for line in lines]
        question.stem = question.stem[:1]


def _bare(line: WrittenLine) -> Offered:
    star = re.match(r"\s*[*✓✔]\s*(?=\w)", line.text)
    return Offered("", line.cut(star.end()) if star else line, starred=bool(star))


# --- with options ---------------------------------------------------------------------------------


def _with_options(read: Judgement, habits: KeyHabits) -> Fields | Doubt:
    question = read.question
    question.options.sort(key=lambda one: one.letter if not one.auto else "")
    options = [_text_of(one.line) for one in question.options]
    if fault := _fault_of(options):
        return fault
    right = right_of(question, habits)
    if question.kind in {"gaps", "short"} and not read.said and isinstance(right, Doubt):
        answers = [plain(one.line) for one in question.options]
        return {"question": stem_of(read.question), "answer": answers[0], "accept": answers[1:]}
    stem = " ".join(line.text for line in question.stem)
    truths = [truth_of(plain(one.line)) for one in question.options]
    if len(options) == 2 and None not in truths:
        return _statement_by_options(read, right, truths)
    if isinstance(right, Doubt):
        return right
    if right.look:
        read.notes.append(right.look)
    whole = sorted(right.in_order) == list(range(len(options))) and len(options) > 1
    if (question.kind == "order" or (whole and asks_for_order(stem))) and whole:
        steps = [options[place] for place in right.in_order]
        return {"question": stem_of(question, ordered=True), "order": steps}
    fields = dict(choice_fields(stem_of(read.question), options, right.places))
    if whys := question.whys:
        fields["options"] = [
            {"text": text, "why": marked_line(whys[at])} if at in whys else text
            for at, text in enumerate(options)
        ]
    return fields


def _text_of(line: WrittenLine) -> str:
    return marked_line(line)


def _fault_of(options: Sequence[str]) -> Doubt | None:
    if len(options) < 2:
        return Doubt("this question has one option alone", "write more options, or none")
    if not all(options):
        return Doubt("an option is empty", "write it, or delete its letter")
    doubles = [text for at, text in enumerate(options) if text in options[:at]]
    if doubles:
        return Doubt(f"two options are the same: {doubles[0]!r}", "change one of them")
    return None


def _statement_by_options(
    read: Judgement, right: RightOptions | Doubt, truths: Sequence[bool | None]
) -> Fields | Doubt:
    if isinstance(right, Doubt):
        truth = _truth(read.said[0]) if len(read.said) == 1 else None
        return _statement(read, truth) if truth is not None else right
    if len(right.places) != 1:
        return Doubt("both true and false are marked as right", "leave one of them")
    if right.look:
        read.notes.append(right.look)
    return _statement(read, truths[right.places[0]])


def _statement(read: Judgement, truth: bool | None) -> Fields:
    lines = list(read.question.stem)
    if lines:
        before = STATEMENT.match(lines[0].text)
        if before and before.end() and lines[0].text[before.end() :].strip():
            lines[0] = lines[0].cut(before.end())
        behind = STATEMENT_END.search(lines[-1].text)
        if behind and behind.start():
            lines[-1] = lines[-1].cut(0, behind.start())
    return {"question": marked(lines), "answer": Plain("true" if truth else "false")}


def _truth(said: str) -> bool | None:
    low = said.strip().casefold().strip("().*")
    return _SHORT_TRUTH.get(low, truth_of(low))


# --- without options ------------------------------------------------------------------------------


def _without_options(read: Judgement, *, has_answers: bool) -> Fields | Doubt:
    question = read.question
    stem = " ".join(line.text for line in question.stem)
    said = read.said
    promised = bool(STATEMENT.match(stem) and STATEMENT.match(stem)[0].strip()) or bool(  # type: ignore[index]
        STATEMENT_END.search(stem)
    )
    if len(said) == 1 and (truth := _truth(said[0])) is not None and question.kind != "gaps":
        return _statement(read, truth)
    if question.kind == "statement" or (promised and not said):
        what = (
            f"the key {said[0]!r} is neither true nor false"
            if said
            else "no key says whether it is true"
        )
        return Doubt(what, "write `Answer: true`, or `false`")
    if not said:
        return _unanswered(read, stem, has_answers=has_answers)
    if len(said) == 1 and re.fullmatch(r"[(\[]?[A-Ea-e][)\].]?", said[0]):
        return Doubt(f"the answer is {said[0]}, and this question has no options")
    if question.kind == "open" or (asks_for_text(stem) and len(said[0].split()) > 5):
        return _open(read)
    if any(BLANK.search(line.text) for line in question.stem):
        return gapped(question.stem, said)
    return _typed(read)


def _unanswered(read: Judgement, stem: str, *, has_answers: bool) -> Fields | Doubt:
    question = read.question
    blank = BLANK.search(stem.strip(" _")) is not None
    if question.kind == "gaps" or (blank and question.kind != "open"):
        return Doubt(
            "no key says what goes into the blank", "write `Answer:` and the word below it"
        )
    sure = question.kind == "open" or (asks_for_text(stem) and (question.room or not has_answers))
    if not (sure or asks_for_text(stem)):
        read.notes.append("it has neither options nor an answer, and comes as an open question")
    return _open(read)


def _open(read: Judgement) -> Fields:
    rubric = [text for said, line in read.answers for text in _criteria(said, line)]
    return {"question": stem_of(read.question), "rubric": rubric}


_VAGUE = re.compile(
    r"\s*(?:answers? (?:will|may) vary|individuell\w*|siehe.*|see .*)\.?\s*", re.IGNORECASE
)


def _criteria(said: str, line: WrittenLine) -> list[str]:
    if _OBJECT in said:
        return [_answer_of(line)]
    parts = [part for part in said.split("\n") if part.strip() and not _VAGUE.fullmatch(part)]
    return [_escaped(part) for part in parts]


def _answer_of(line: WrittenLine) -> str:
    """Give an answer in our text language, without the word that leads it in."""
    found = ANSWER.match(line.text) or RUBRIC.match(line.text)
    if not found:
        return marked_line(line)
    return marked_line(line.cut(found.start(found.lastgroup or 0)))


def _escaped(text: str) -> str:
    return as_marked(text.strip().lstrip("-•*").strip())


def _typed(read: Judgement) -> Fields | Doubt:
    question, said = read.question, read.said
    if any(_OBJECT in text for text in said):
        read.degraded.append("its answer is no plain text, and can't be typed: it is a flashcard")
        back = "\n".join(_answer_of(line) for _, line in read.answers)
        return {"front": stem_of(question), "back": back}
    if len(said) == 1 and question.kind != "short" and (number := quantity_of(said[0])):
        return {"question": stem_of(read.question), **number}
    if len(said) == 1 and is_doubtful_number(said[0]):
        help = "write it without signs between thousands: 1500, or 1.5"
        return Doubt(f"{said[0]!r} could be two numbers", help)
    if question.kind == "numeric":
        return Doubt(f"the answer {said[0]!r} is no number")
    if len(" ".join(said).split()) > _LONG_ANSWER:
        return _open(read)
    answers = [answer for one in said for answer in answers_of(one)]
    fields: dict[str, Value] = {"question": stem_of(read.question), "answer": answers[0]}
    return fields | ({"accept": answers[1:]} if answers[1:] else {})


# --- what any question may have -------------------------------------------------------------------


def _common(question: WrittenQuestion) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    topic = question.labels.get("TOP") or question.topic
    if topic:
        fields["topic"] = suggest_slug(spell_out(topic))
    points = numeral_of(question.points or question.labels.get("PTS", ""))
    if points and points not in {"0", "1"}:
        fields["points"] = Plain(points)
    if question.passage:
        fields["passage"] = question.passage
    if question.explanation:
        fields["explanation"] = marked([replace(line) for line in question.explanation])
    if question.hint:
        fields["hint"] = _escaped(question.hint)
    told = {name: value for name, value in question.labels.items() if name not in {"TOP", "PTS"}}
    if told:
        fields["note"] = "; ".join(f"{name}: {value}" for name, value in told.items())
    return fields
