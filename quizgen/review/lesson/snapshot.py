"""An item as a session asks it: what is shown, what is told, and the key, each apart.

`shown` is made of `Asked` alone, so that what phones and projector get before the reveal can't
hold a key. All three go into the log, which then needs no bank to be read or scored again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from quizgen.interaction import Interaction, Key
from quizgen.model import Form, Placed
from quizgen.present import web
from quizgen.present.lower import Asked, Told, ask, instruction, note_kind, place_text, tell
from quizgen.present.maths import maths_problems
from quizgen.present.pictures import Sizes
from quizgen.present.web import WebTexts
from quizgen.problems import BankError, QuizgenError
from quizgen.review.lesson.wire import interaction_json, key_json, read_interaction, read_key
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.html import NO_SIZES
from quizgen.words import words

if TYPE_CHECKING:
    from quizgen.pipeline.check import Report


@dataclass(frozen=True, kw_only=True)
class Question:
    """A snapshot of an item as a session asks it."""

    item: str
    oldest: str
    kind: str
    topic: str
    options: tuple[str, ...]
    points: float
    plain: str
    """The stem in plain words, for tables."""
    shown: Mapping[str, Any]
    """What everybody may see before the reveal."""
    told: Mapping[str, Any]
    key: Mapping[str, Any]

    @cached_property
    def interaction(self) -> Interaction:
        """How it is answered; its choices have places, but no texts."""
        return read_interaction(self.shown["form"])

    @cached_property
    def scoring_key(self) -> Key:
        """What is right, as scoring takes it."""
        return read_key(self.key)


def question_of(fields: Mapping[str, Any]) -> Question:
    """Give a question as a log kept it."""
    return Question(**{**fields, "options": tuple(fields["options"])})


def plan_questions(report: Report, quiz: str = "", sizes: Sizes = NO_SIZES) -> tuple[Question, ...]:
    """Give the questions of a quiz in order, lettered as on its first form.

    With the sizes of its pictures, screens keep their room before they have loaded.

    Raises QuizgenError when there is no such quiz, or nothing in it; BankError for maths that no
    screen can show.
    """
    form = _first_form(report, quiz)
    problems = [problem for placed in form.placed for problem in maths_problems(placed.item)]
    if problems:
        raise BankError(problems)
    maker = _QuestionMaker(report, sizes)
    return tuple(
        maker.question(placed, section.instructions)
        for section in form.sections
        for placed in section.placed
    )


def _first_form(report: Report, quiz: str) -> Form:
    """Give the first form of a quiz, or of the first quiz. Raises QuizgenError."""
    forms: dict[str, Form] = {}
    for form in report.forms:
        forms.setdefault(form.quiz.id, form)
    if quiz and quiz not in forms:
        raise QuizgenError(f"there is no quiz {quiz!r}; there are {', '.join(forms)}")
    wanted = forms.get(quiz) if quiz else next(iter(forms.values()), None)
    if wanted is None or not wanted.placed:
        raise QuizgenError("the bank has nothing to ask")
    return wanted


def judged_as_then(questions: Sequence[Question], judging: int) -> tuple[Question, ...]:
    """Give questions whose typed answers are judged in the way that a lesson began with."""
    return tuple(
        replace(question, key={**question.key, "judging": judging})
        if "judging" in question.key
        else question
        for question in questions
    )


def accepting(question: Question, texts: Sequence[str]) -> Question:
    """Give a question that takes more typed answers as right; the bank stays as it is."""
    if not texts or question.key["form"] != "text":
        return question
    return replace(question, key={**question.key, "accept": [*question.key["accept"], *texts]})


def hash_of_questions(questions: Sequence[Question]) -> str:
    """Hash all that is shown and told, so that a session goes on with the bank it began with."""
    asked = [asdict(question) for question in questions]
    for question in asked:  # how it is judged is told apart: a log says its own
        question["key"] = {name: v for name, v in question["key"].items() if name != "judging"}
    text = json.dumps(asked, sort_keys=True)
    return blake2s(text.encode(), digest_size=8).hexdigest()


class _QuestionMaker:
    def __init__(self, report: Report, sizes: Sizes) -> None:
        self.texts = WebTexts(media_address=media_address, sizes=sizes)
        self.bank = report.sound_bank
        self.lang = self.bank.lang
        self.citations = report.checked.citations

    def question(self, placed: Placed, section: str) -> Question:
        item, order = placed.item, placed.order
        asked = ask(item, order, self.lang)
        told = tell(item, order, self.lang, self.citations.get(item.id, ()))
        return Question(
            item=item.id,
            oldest=item.oldest_id,
            kind=note_kind(item),
            topic=item.topic,
            options=tuple(choice.id for choice in asked.choices),
            points=float(item.points),
            plain=plain_words(asked.stem),
            shown={**shown(asked, self.texts), **self._above(item.topic, section)},
            told=revealed(asked, told, self.texts),
            key=key_json(told.key, asked.interaction),
        )

    def _above(self, topic: str, section: str) -> dict[str, str]:
        """Give what stands above a question: its topic's title, its section's instructions."""
        title = self.bank.topic_title(topic)
        above = {"topic": title} if title else {}
        return above | ({"section": self.texts.html(parse_blocks(section))} if section else {})


def media_address(name: str) -> str:
    """Give the address of a picture or sound: a hash, since a file's name may say too much."""
    return f"/media/{blake2s(name.encode(), digest_size=8, key=b'media').hexdigest()}"


def shown(asked: Asked, texts: WebTexts) -> dict[str, Any]:
    """Give what everybody may see before the reveal."""
    fields = {
        **texts.asked_json(asked),
        "form": interaction_json(asked.interaction),
        "instruction": instruction(asked, screen=True),
    }
    return {name: fields[name] for name in _SHOWN_FIELDS if name in fields}


def revealed(asked: Asked, told: Told, texts: WebTexts) -> dict[str, Any]:
    """Give what is told at the reveal."""
    table = words(asked.lang)
    evidence = [
        {
            "quote": f"{table.quote_open}{cited.quote}{table.quote_close}",
            "place": place_text(cited, asked.lang),
            "lang": cited.lang,
        }
        for cited in told.evidence
    ]
    fields = {**texts.told_json(told, asked.lang), **web.key_json(told.key), "evidence": evidence}
    return {name: fields[name] for name in _TOLD_FIELDS}


# Their order is the one that logs have.
_SHOWN_FIELDS = (
    "form lang stem passage stimulus instruction criteria choices lefts unit image alt audio "
    "say size"
).split()
_TOLD_FIELDS = "keys matches ranks answers whys explanation evidence".split()
