"""The lines of a written quiz -> its questions, each with all that was written of it.

Numbers, letters and words tell what a line is; where they are missing, what stands around it does.
Nothing is judged here: what is right is found in `judging`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from quizgen.inputs.prose.lines import WrittenLine, plain
from quizgen.inputs.prose.signs import (
    ABOUT,
    ANSWER,
    EXAM_VIEW,
    EXAM_VIEW_LINE,
    EXPLANATION,
    FEEDBACK,
    HINT,
    INLINE_ANSWER,
    KEY_HEADING,
    LABEL_POINTS,
    NUMBER,
    ONLY_ROOM,
    POINTS,
    PUPIL_LINE,
    READ_THIS,
    RESPONDUS_TITLE,
    RUBRIC,
    TYPE,
    TYPES,
    WORD_NUMBER,
    Offered,
    asks_to_match,
    bulleted_in,
    offered_in,
    section_kind,
)
from quizgen.problems import Where

_PART = re.compile(
    r"\s*(?:(?:part|section|teil|abschnitt|partie|parte|sección|chapter|kapitel|unit|unité)\s+"
    r"(?:[A-Z]|\d{1,2}|[IVX]{1,4})\b|[IVX]{1,4}\.\s+[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_PART_NAME = re.compile(rf"{_PART.pattern}(?<=\w)\s*[:.–-]?\s*|^[IVX]{{1,4}}\.\s+", re.IGNORECASE)
_SHORT, _LONG = 70, 40
"""A heading has fewer signs than that, a text to be read more words than that."""


@dataclass(slots=True)
class WrittenQuestion:
    """What was written of a question."""

    where: Where
    number: int | None = None
    depth: int = 0
    stem: list[WrittenLine] = field(default_factory=list)
    options: list[Offered] = field(default_factory=list)
    tables: list[WrittenLine] = field(default_factory=list)
    answers: list[tuple[str, WrittenLine]] = field(default_factory=list)
    """What lines of its own say is right, and the line of each."""
    in_key: list[tuple[str, WrittenLine]] = field(default_factory=list)
    """What the key at the end says."""
    kind: str = ""
    """What its `Type:`, or the heading above it, promises."""
    section: int = 0
    topic: str = ""
    points: str = ""
    explanation: list[WrittenLine] = field(default_factory=list)
    hint: str = ""
    whys: dict[int, WrittenLine] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """What ExamView says of it."""
    room: bool = False
    """Lines to write on stand below it."""
    passage: str = ""
    lefts: list[WrittenQuestion] = field(default_factory=list)
    """What its options are to be matched with."""
    doubt: str = ""

    @property
    def finished(self) -> bool:
        """What follows without a label isn't its stem any more."""
        return bool(self.options or self.answers or self.tables or self.explanation)


@dataclass(slots=True)
class WrittenPassage:
    """A text that several questions ask about."""

    name: str
    lines: list[WrittenLine] = field(default_factory=list)
    first: int = 0
    last: int = 0
    """The numbers of its questions; 0 until the next heading or text."""


@dataclass(slots=True)
class WrittenQuiz:
    """All that a document holds."""

    title: str = ""
    questions: list[WrittenQuestion] = field(default_factory=list)
    passages: list[WrittenPassage] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    key: list[WrittenLine] = field(default_factory=list)
    """The lines of the key at the end."""
    left_out: list[WrittenLine] = field(default_factory=list)


def grouped(lines: Sequence[WrittenLine]) -> WrittenQuiz:
    """Find the questions of a document."""
    grouping = _Grouping(lines)
    grouping.run()
    return grouping.quiz


class _Grouping:
    def __init__(self, lines: Sequence[WrittenLine]) -> None:
        self.lines = lines
        self.at = 0
        self.quiz = WrittenQuiz()
        self.current: WrittenQuestion | None = None
        self.between: list[WrittenLine] = []
        """What stands between questions, until it is known what it is."""
        self.section = 0
        self.kind = ""
        self.topic = ""
        self.told_kind = ""
        """What a `Type:` says of the question that follows."""
        self.told_points = ""
        self.passage: WrittenPassage | None = None
        self.headed = True
        """A heading stands between the last question and here."""
        self.explaining = False
        self.steps: tuple[Callable[[WrittenLine], bool], ...] = (
            self._table,
            self._exam_view,
            self._directive,
            self._explanation,
            self._answer,
            self._heading,
            self._number,
            self._option,
            self._room,
            self._text,
        )

    def run(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if self._key_begins(line):
                break
            next(step for step in self.steps if step(line))
            self.at += 1
        self._flush()
        self.quiz.left_out += self.between
        self.quiz.questions = _matched(self.quiz.questions)

    # --- the key at the end ---

    def _key_begins(self, line: WrittenLine) -> bool:
        """Tell whether the key at the end begins here, and take all of it."""
        if not self.quiz.questions or line.rows:
            return False
        found = KEY_HEADING.match(line.text)
        if not found or (found["rest"] and not found["colon"]):
            return False
        rest = line.cut(found.start("rest")) if found["rest"] else None
        if rest and (_is_single(line.text) or len(list(_side_by_side(rest.text))) < 2):
            return False
        below = self.lines[self.at + 1 :]
        if not rest and not _is_entry(below, self._first_number()):
            return False
        self.quiz.key = [*([rest] if rest else []), *below]
        return True

    def _first_number(self) -> int:
        numbers = [one.number for one in self.quiz.questions if one.number is not None]
        return numbers[0] if numbers else 1

    def _exam_view(self, line: WrittenLine) -> bool:
        number = NUMBER.match(line.text)
        rest = line.cut(number.end()) if number else line
        if not EXAM_VIEW_LINE.match(rest.text):
            return False
        if number:
            self.quiz.key.append(line)
            return True
        if self.quiz.key and self.current is not None and not self.current.answers:
            self.quiz.key.append(line)
            return True
        if self.current is None:
            return False
        for label in EXAM_VIEW.finditer(rest.text):
            if label["name"] == "ANS" and label["value"]:
                self.current.answers.append((label["value"].strip(), rest))
            else:
                self.current.labels[label["name"]] = " ".join(label["value"].split())
        return True

    # --- what stands on a line of its own ---

    def _directive(self, line: WrittenLine) -> bool:
        text = line.text
        kind, points = TYPE.match(text), LABEL_POINTS.match(text)
        if kind and kind["type"].strip().lower() in TYPES:
            self.told_kind = TYPES[kind["type"].strip().lower()]
            return True
        if points:
            if self.told_kind or self.current is None:
                self.told_points = points["points"]
            else:
                self.current.points = points["points"]
            return True
        return bool(RESPONDUS_TITLE.match(text)) and (
            self.current is None or self.current.finished or bool(self.told_kind)
        )

    def _explanation(self, line: WrittenLine) -> bool:
        if self.current is None:
            return False
        found, hint = EXPLANATION.match(line.text), HINT.match(line.text)
        feedback = FEEDBACK.match(line.text)
        if found:
            self.current.explanation.append(line.cut(found.start("text")))
            self.explaining = True
            return True
        if hint:
            self.current.hint = hint["text"].strip()
            return True
        if feedback and (self.current.stem or self.current.options):
            told = line.cut(feedback.start("text"))
            options = len(self.current.options)
            if (
                line.text.lstrip().startswith("@")
                and options
                and options - 1 not in self.current.whys
            ):
                self.current.whys[options - 1] = told
            else:
                self.current.explanation.append(told)
            return True
        return False

    def _answer(self, line: WrittenLine) -> bool:
        rubric = RUBRIC.match(line.text)
        if rubric and self.current is not None and rubric["text"].strip():
            self.current.kind = "open"
            self.current.answers.append((rubric["text"].strip(), line))
            return True
        found = ANSWER.match(line.text)
        if not found:
            return False
        self._stem_without_number()
        if self.current is None:
            return False
        said = found["answer"].strip()
        if ONLY_ROOM.fullmatch(said):
            self.current.room = self.current.room or bool(said)
            return True
        self.current.answers.append((said, line.cut(found.start("answer"))))
        return True

    def _heading(self, line: WrittenLine) -> bool:
        text = plain(line)
        if line.title:
            self.quiz.title = self.quiz.title or text
            return True
        if not (line.heading or self._looks_like_heading(line, text)):
            return False
        self._flush()
        if line.heading and self._is_first() and not section_kind(text) and not _PART.match(text):
            self.quiz.title = text
            return True
        self.section += 1
        self.current = None
        self.headed = True
        self.kind = section_kind(text)
        self.passage = None
        self.topic = "" if self.kind else _PART_NAME.sub("", POINTS.sub("", text)).strip(" :")
        return True

    def _is_first(self) -> bool:
        return not (self.quiz.title or self.quiz.questions or self.topic)

    def _looks_like_heading(self, line: WrittenLine, text: str) -> bool:
        if not text or line.numbered or len(text) > _SHORT or text.endswith(("?", ",")):
            return False
        if self.current is not None and not self.current.finished and not line.after_gap:
            return False
        if NUMBER.match(text) and not text.isupper():
            return False
        words = text.split()
        named = bool(section_kind(text)) and len(words) <= 6 and not text.endswith(".")
        return named or bool(_PART.match(text))

    # --- questions ---

    def _number(self, line: WrittenLine) -> bool:
        found = NUMBER.match(line.text) or WORD_NUMBER.match(line.text)
        if not found:
            return False
        number = int(found["number"])
        current = self.current
        if current and line.numbered and line.depth > current.depth and current.stem:
            return False
        if current and self._is_inner(number):
            return False
        self._flush()
        question = self._new(line, number)
        question.room = bool(found.groupdict().get("room"))
        rest = line.cut(found.end())
        if rest.text:
            self._add_stem(replace(rest, after_gap=True))
        return True

    def _is_inner(self, number: int) -> bool:
        """Tell whether a number counts parts of a question, and not questions."""
        current = self.current
        if current is None or current.number is None or self.headed or current.finished:
            return False
        if number != 1 and not _counts_on(current.stem, number):
            return False
        expected = number
        for line in self.lines[self.at :]:
            found = NUMBER.match(line.text)
            if found and int(found["number"]) == expected:
                expected += 1
            elif found:
                return int(found["number"]) == current.number + 1 and expected != current.number + 1
        return False

    def _new(self, line: WrittenLine, number: int | None) -> WrittenQuestion:
        question = WrittenQuestion(line.where, number, line.depth)
        question.kind = self.told_kind or self.kind
        question.points = self.told_points
        question.section = self.section
        question.topic = self.topic
        if self.passage and (
            not self.passage.last
            or (number is not None and self.passage.first <= number <= self.passage.last)
        ):
            question.passage = self.passage.name
        self.told_kind = self.told_points = ""
        self.headed = self.explaining = False
        self.quiz.questions.append(question)
        self.current = question
        return question

    def _add_stem(self, line: WrittenLine) -> None:
        question = self.current
        if question is None:
            return
        inline = INLINE_ANSWER.search(line.text)
        if inline:
            question.answers.append((inline["answer"].strip(), line))
            line = line.cut(0, inline.start())
        points = POINTS.search(line.text)
        if points and not question.points and _is_points(points[0]):
            question.points = points["points"]
            line = line.cut(0, points.start())
        if line.text:
            question.stem.append(line)

    def _option(self, line: WrittenLine) -> bool:
        offered = offered_in(line)
        if offered and self._fits(offered, line):
            self._take_option(offered)
            return True
        number = NUMBER.match(line.text)
        current = self.current
        if number and current and line.numbered and line.depth > current.depth:
            self._take_option(Offered("", line.cut(number.end()), auto=True))
            return True
        bullet = bulleted_in(line)
        if bullet and self._may_be_bulleted():
            self._take_option(bullet)
            return True
        return False

    def _may_be_bulleted(self) -> bool:
        if self.between and (self.current is None or self.current.finished):
            self._stem_without_number()
        return self.current is not None and bool(self.current.stem) and not self.current.answers

    def _fits(self, offered: Offered, line: WrittenLine) -> bool:
        """Tell whether a letter is the next of a question's options."""
        if offered.letter == "A" or (self.between and offered.auto):
            coming = self.lines[self.at + 1 : self.at + 12]
            return self._has_second(coming, offered) and self._stem_without_number()
        if self.current is None or not (self.current.options or offered.auto):
            return False
        if offered.auto:
            return True
        used = [option.letter for option in self.current.options]
        last = max((letter for letter in used if letter), default="@")
        letter = offered.letter
        side_by_side = not line.after_gap and last < letter <= "J"
        return letter not in used and (
            ord(letter) == ord(last) + 1 or letter < last or side_by_side
        )

    def _has_second(self, coming: Sequence[WrittenLine], first: Offered) -> bool:
        """Tell whether another option follows: `A. Einstein` alone is a name."""
        if first.auto:
            return True
        for line in coming:
            other = offered_in(line)
            if other and other.letter in "BC":
                return True
            if NUMBER.match(line.text):
                return False
        return False

    def _take_option(self, offered: Offered) -> None:
        if self.current is None:
            return
        inline = INLINE_ANSWER.search(offered.line.text)
        if inline:
            self.current.answers.append((inline["answer"].strip(), offered.line))
            offered = replace(offered, line=offered.line.cut(0, inline.start()))
        self.current.options.append(offered)

    def _stem_without_number(self) -> bool:
        """Make a question of what stands last before its options or answer, where it has no number.

        Gives whether there is a question that can take them.
        """
        current = self.current
        if current is not None and not current.finished and current.stem:
            return True
        chunk = _last_chunk(self.between)
        if not chunk:
            return current is not None and not current.options and bool(current.stem)
        self.between = self.between[: len(self.between) - len(chunk)]
        self._flush()
        self._new(chunk[0], None)
        for line in chunk:
            self._add_stem(line)
        return True

    # --- all else ---

    def _table(self, line: WrittenLine) -> bool:
        if not line.rows:
            return False
        current = self.current
        if current is not None and not current.options and not current.answers and not self.between:
            current.tables.append(line)
        elif self.between and self._stem_for_table() and self.current:
            self.current.tables.append(line)
        else:
            self.between.append(line)
        return True

    def _stem_for_table(self) -> bool:
        return asks_to_match(self.between[-1].text) and self._stem_without_number()

    def _room(self, line: WrittenLine) -> bool:
        if not ONLY_ROOM.fullmatch(line.text):
            return False
        if self.current is not None:
            self.current.room = True
        return True

    def _text(self, line: WrittenLine) -> bool:
        current = self.current
        if current is None or self.between or PUPIL_LINE.match(line.text):
            self.between.append(line)
        elif not current.finished:
            self._add_stem(line)
        elif line.after_gap or (current.answers and not self.explaining):
            self.between.append(line)
        elif self.explaining and current.explanation:
            current.explanation.append(line)
        elif current.options:
            last = current.options[-1]
            current.options[-1] = replace(last, line=_joined(last.line, line))
        else:
            self.between.append(line)
        return True

    def _flush(self) -> None:
        """Settle what stands before a question or heading: a text to be read, or nothing."""
        lines, self.between = self.between, []
        if not self.quiz.questions and not self.quiz.title and lines and _is_title(lines[0]):
            self.quiz.title = plain(lines[0])
            lines = lines[1:]
        reading: WrittenPassage | None = None
        for place, line in enumerate(lines):
            about = ABOUT.search(line.text)
            begins = about or (READ_THIS.search(line.text) and _has_text(lines[place + 1 :]))
            if begins and (reading is None or about) and not line.rows:
                reading = self._passage(about)
            elif reading is not None:
                reading.lines.append(line)
            elif not PUPIL_LINE.match(line.text) and line.text.strip():
                self.quiz.left_out.append(line)

    def _passage(self, about: re.Match[str] | None) -> WrittenPassage:
        passage = WrittenPassage(f"text-{len(self.quiz.passages) + 1}")
        if about:
            passage.first, passage.last = int(about["first"]), int(about["last"])
        self.quiz.passages.append(passage)
        self.passage = passage
        return passage


def _is_points(text: str) -> bool:
    """Points stand in brackets, or behind a slash; `It has 3 points` is a sentence."""
    return text.strip()[:1] in {"(", "[", "/", "_"}


def _counts_on(stem: Sequence[WrittenLine], number: int) -> bool:
    found = [NUMBER.match(line.text) for line in stem]
    return any(match and int(match["number"]) == number - 1 for match in found)


def _joined(line: WrittenLine, more: WrittenLine) -> WrittenLine:
    space = replace(more.spans[0], text=" ", marked=False) if more.spans else None
    return replace(line, spans=(*line.spans, *((space,) if space else ()), *more.spans))


def _last_chunk(lines: Sequence[WrittenLine]) -> list[WrittenLine]:
    """Give the lines behind the last gap."""
    chunk: list[WrittenLine] = []
    for line in reversed(lines):
        if line.rows:
            break
        chunk.insert(0, line)
        if line.after_gap and line.text.strip():
            break
    return chunk


def _is_title(line: WrittenLine) -> bool:
    text = line.text.strip()
    return 0 < len(text) <= _SHORT and not PUPIL_LINE.match(text) and not READ_THIS.search(text)


def _has_text(lines: Sequence[WrittenLine]) -> bool:
    words = sum(len(line.text.split()) for line in lines)
    return words >= _LONG or any(line.rows or "\ufffc" in line.text for line in lines)


_ENTRY = re.compile(
    r"\s*(?:[^\W\d]{1,9}\s+)?[(#]?(?P<number>\d{1,3})\s*(?:[.):\-–=]|\s|(?=[a-j]\b))\s*\S",
    re.IGNORECASE,
)


_SINGLE = re.compile(
    r"\s*(?:answer|antwort|lösung|réponse|respuesta|solution|key)\s*:", re.IGNORECASE
)


def _is_single(text: str) -> bool:
    """Tell whether a word leads in one answer, and not a key."""
    return bool(_SINGLE.match(text))


def _side_by_side(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"(?<!\w)\d{1,3}\s*[.):\-–=]?\s*\(?[A-Za-z]", text)


def _is_entry(coming: Sequence[WrittenLine], first: int) -> bool:
    """Tell whether a key follows, and not the next question, or the options of this one."""
    for line in [line for line in coming if line.rows or line.text.strip()][:4]:
        entry = _ENTRY.match(line.text)
        if line.rows:
            return True
        if entry:
            return int(entry["number"] or first) == first
        if offered_in(line):
            return False
    return False


# --- matching in two lists ------------------------------------------------------------------------


def _matched(questions: Sequence[WrittenQuestion]) -> list[WrittenQuestion]:
    """Give the items of a list to those of another, where lettered options stand above both."""
    made: list[WrittenQuestion] = []
    head: WrittenQuestion | None = None
    for question in questions:
        if head and question.section == head.section and _is_left(question):
            head.lefts.append(question)
            continue
        head = question if _heads_a_list(question) else None
        made.append(question)
    return made


def _heads_a_list(question: WrittenQuestion) -> bool:
    stem = " ".join(line.text for line in question.stem)
    matching = question.kind == "matching" or asks_to_match(stem)
    return question.number is None and matching and len(question.options) > 1


def _is_left(question: WrittenQuestion) -> bool:
    return question.number is not None and not question.options and not question.tables
