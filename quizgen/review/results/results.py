"""What a lesson left behind, from its log alone: who answered what, and how the items did.

Works on a log that is half finished, and scores it anew by other rules. Names come from the
people table; a purged log gives the same numbers without them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from statistics import StatisticsError, correlation
from typing import Any, assert_never

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    Match,
    Order,
    Recall,
    Write,
)
from quizgen.present.lower import letter
from quizgen.review.lesson.event_log import LoggedSession, PersonRecord
from quizgen.review.lesson.snapshot import Question, accepting, question_of
from quizgen.review.lesson.state import Asking, Round, State, Vote, replay
from quizgen.scoring.responses import RULES, ScoringRules, response_that_counts, score

FEWEST = 10
"""Answers below which a discrimination index would be noise."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, with its votes."""

    ask: int
    asking: Asking
    question: Question
    rounds: tuple[Round, ...]

    def response(self, person: int, rules: ScoringRules) -> Any:
        """Give the response that counts: of the last vote somebody took part in, or the first."""
        votes = (round.votes.get(person) for round in self.rounds)
        return response_that_counts((vote.response for vote in votes if vote), rules)

    def score(self, person: int, rules: ScoringRules) -> float | None:
        """Say how right somebody was."""
        return score(self.question.scoring_key, self.response(person, rules), rules)

    def vote(self, person: int, number: int) -> Vote | None:
        """Give somebody's vote of a round (from 1); None if there was none."""
        return self.rounds[number - 1].votes.get(person) if number <= len(self.rounds) else None

    def was_missed(self, person: int, rules: ScoringRules) -> bool:
        """Tell whether somebody was wrong or unsure, or left it out."""
        votes = [round.votes[person] for round in self.rounds if person in round.votes]
        if any(vote.sure is False for vote in votes):
            return True
        if isinstance(self.question.interaction, Recall):
            return self.response(person, rules) in {None, 1}
        mark = self.score(person, rules)
        return mark is not None and mark < 1

    @property
    def counts(self) -> bool:
        """Tell whether it scores: the first time, and not dropped."""
        return not (self.asking.is_repeat or self.asking.skipped)


@dataclass(frozen=True, slots=True)
class SessionResults:
    """A whole log, added up."""

    about: Mapping[str, Any]
    state: State
    asked: tuple[AskedQuestion, ...]
    people: Mapping[int, PersonRecord]
    damage: tuple[str, ...] = ()
    """What of the log could not be read."""

    @property
    def pupils(self) -> tuple[int, ...]:
        """Everybody who was in the room and not sent away."""
        return self.state.present


def results_of(record: LoggedSession) -> SessionResults:
    """Add a log up. A question still open, or not yet revealed, counts as it stands."""
    state = replay(record.events)
    asked = []
    for ask, asking in state.askings.items():
        if ask not in record.asks:
            continue  # a damaged log lost it, which its `damage` says
        question = question_of(record.asks[ask])
        rounds = tuple(state.rounds[ask, n] for n in range(1, asking.rounds + 1))
        question = accepting(question, state.accepted.get(asking.item, ()))
        asked.append(AskedQuestion(ask, asking, question, rounds))
    people = {somebody.person: somebody for somebody in record.people}
    return SessionResults(record.about, state, tuple(asked), people, record.damage)


# --- a row a pupil and question -----------------------------------------------------------------

COLUMNS = (
    "person name pupil ask item topic again skipped answer_1 right_1 sure_1 answer_2 right_2 "
    "sure_2 share points possible"
).split()


def answers_csv(lesson: SessionResults, rules: ScoringRules = RULES) -> str:
    """Write a row for each pupil and question, as spreadsheets take it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in answer_rows(lesson, rules):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def answer_rows(
    lesson: SessionResults, rules: ScoringRules = RULES
) -> Iterator[tuple[object, ...]]:
    """Give a row for each pupil and question, as `COLUMNS` names its cells."""
    for person in lesson.pupils:
        for asked in lesson.asked:
            yield tuple(_row(lesson, person, asked, rules))


_SIGNS = r"[=+\-@＝＋－＠﹦﹢﹣﹫−]"
_FORMULA = re.compile(rf"((?:^|[,;:|/\\^~\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029])[\s\"']*)({_SIGNS})")
"""What a spreadsheet may take for a formula: at the start of a text, and behind any sign that it
may split cells at, whatever sign we part them by; in full width, too."""
_AFTER_SPACE = re.compile(rf" (?=[\"']*{_SIGNS})")
"""The same behind a space, which may part cells, too: one that is no space to a spreadsheet looks
the same, so that `3 - 2` stays readable."""


def harmless(cell: object) -> object:
    """Keep a spreadsheet from taking a text, or a part of it, for a formula."""
    if not isinstance(cell, str):
        return cell
    return _AFTER_SPACE.sub("\u00a0", _FORMULA.sub(r"\1'\2", cell))


def _row(
    lesson: SessionResults, person: int, asked: AskedQuestion, rules: ScoringRules
) -> Iterator[object]:
    somebody = lesson.people.get(person, PersonRecord(person, "", "", None))
    question, asking = asked.question, asked.asking
    yield from (person, somebody.name, somebody.pupil, asked.ask, question.item, question.topic)
    yield from ("yes" if asking.is_repeat else "", "yes" if asking.skipped else "")
    for number in (1, 2):
        yield from _vote_cells(asked, person, number, rules)
    mark = asked.score(person, rules)
    if mark is None or not asked.counts:
        yield from ("" if mark is None else _short(mark), "", "")
    else:
        yield from (_short(mark), _short(mark * question.points), _short(question.points))


def _vote_cells(
    asked: AskedQuestion, person: int, number: int, rules: ScoringRules
) -> tuple[str, str, str]:
    """Give the answer of a vote, how right it was, and how sure."""
    vote = asked.vote(person, number)
    if vote is None:
        return "", "", ""
    mark = score(asked.question.scoring_key, vote.response, rules)
    sure = "" if vote.sure is None else "yes" if vote.sure else "no"
    return response_text(asked.question, vote.response), "" if mark is None else _short(mark), sure


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def response_text(question: Question, response: Any) -> str:
    """Write a response as people read it: letters of options, or the text that was typed."""
    match question.interaction:
        case Choose(several=several):
            return " ".join(map(letter, response)) if several else letter(response)
        case Match():
            return _numbered_letters(response)
        case Order():
            return " ".join(map(letter, response))
        case Recall():
            return _KNEW[response == 0]
        case Fill():
            return " / ".join(response)
        case EnterText() | EnterNumber() | Write():
            return str(response)
        case _:
            assert_never(question.interaction)


_KNEW = {True: "yes", False: "no"}


def _numbered_letters(places: Sequence[int]) -> str:
    return " ".join(f"{number}{letter(place)}" for number, place in enumerate(places, 1))


# --- how the items did --------------------------------------------------------------------------


def report(lesson: SessionResults, rules: ScoringRules = RULES) -> dict[str, Any]:
    """Report on a lesson: each item's difficulty, discrimination, picks, and the second vote."""
    totals = {
        person: [
            asked.score(person, rules) or 0.0
            for asked in lesson.asked
            if asked.counts and asked.score(person, rules) is not None
        ]
        for person in lesson.pupils
    }
    scores = {person: sum(marks) for person, marks in totals.items()}
    return {
        "bank": lesson.about["bank"],
        "title": lesson.about["title"],
        "lang": lesson.about["lang"],
        "began": lesson.about["began"],
        "finished": lesson.state.phase == "end",
        "pupils": len(lesson.pupils),
        "rules": {"partial": rules.partial, "round": rules.round},
        "items": [
            _item(asked, scores, rules, lesson.state.accepted.get(asked.asking.item, ()))
            for asked in lesson.asked
        ],
    }


def _item(
    asked: AskedQuestion,
    scores: Mapping[int, float],
    rules: ScoringRules,
    accepted: Sequence[str],
) -> dict[str, Any]:
    question = asked.question
    last = asked.rounds[-1]
    marks = {p: asked.score(p, rules) for p in scores if asked.response(p, rules) is not None}
    known = {person: mark for person, mark in marks.items() if mark is not None}
    sure_wrong = sum(
        bool(v.sure) and score(question.scoring_key, v.response, rules) not in {None, 1.0}
        for v in last.votes.values()
    )
    entry: dict[str, Any] = {
        "ask": asked.ask,
        "item": question.item,
        "topic": question.topic,
        "question": question.plain,
        "again": asked.asking.is_repeat,
        "skipped": asked.asking.skipped,
        "counts": asked.counts,
        "answers": len(marks),
        "difficulty": _round(_mean([*known.values(), *_scores_of_hands(asked)])),
        "discrimination": _round(discrimination(known, scores, counts=asked.counts)),
        "sure_and_wrong": sure_wrong,
        "rounds": [_picks(question, round) for round in asked.rounds],
    }
    if accepted:
        entry["accepted"] = list(accepted)
    if len(asked.rounds) == 2:
        entry["shift"] = _shift(asked, rules)
    return entry


def _scores_of_hands(asked: AskedQuestion) -> list[float]:
    key = asked.question.scoring_key
    right = key.right if isinstance(key, ChooseKey) else ()
    hands = asked.rounds[-1].raised_hands
    return [float(i in right) for i, count in enumerate(hands) for _ in range(count)]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def discrimination(
    marks: Mapping[int, float], scores: Mapping[int, float], *, counts: bool
) -> float | None:
    """Correlate an item with the rest of the score (item-rest point-biserial), where n allows."""
    if len(marks) < FEWEST:
        return None
    rest = [scores[person] - (mark if counts else 0.0) for person, mark in marks.items()]
    try:
        return correlation(list(marks.values()), rest)
    except StatisticsError:  # all marks, or all that is left of the scores, are the same
        return None


def _picks(question: Question, round: Round) -> dict[str, Any]:
    responses = [vote.response for vote in round.votes.values()]
    key = question.scoring_key
    if isinstance(key, ChooseKey):
        picks = Counter(i for r in responses for i in (r if isinstance(r, list) else [r]))
        hands = round.raised_hands or (0,) * len(question.options)
        rows = [
            {
                "option": id,
                "letter": letter(i),
                "text": question.shown["choices"][i],
                "key": i in key.right,
                "picks": picks[i] + hands[i],
            }
            for i, id in enumerate(question.options)
        ]
        return {"n": len(responses) + sum(hands), "options": rows}
    texts = Counter(response_text(question, response) for response in responses)
    common = [{"answer": text, "n": n} for text, n in texts.most_common(10)]
    return {"n": len(responses), "answers": common}


def _shift(asked: AskedQuestion, rules: ScoringRules) -> dict[str, int]:
    key = asked.question.scoring_key
    first, second = (round.votes for round in asked.rounds)
    counts: Counter[str] = Counter()
    for person in first.keys() & second.keys():
        marks = (score(key, votes[person].response, rules) for votes in (first, second))
        counts["_".join("right" if mark == 1 else "wrong" for mark in marks)] += 1
    ways = ("right_right", "wrong_right", "right_wrong", "wrong_wrong")
    return {way: counts[way] for way in ways}


def missed(lesson: SessionResults, person: int, rules: ScoringRules = RULES) -> list[str]:
    """Give the oldest ids of the items that somebody missed, left out or was unsure of."""
    asked = (asked for asked in lesson.asked if asked.counts and asked.was_missed(person, rules))
    return list(dict.fromkeys(one.question.oldest for one in asked))
