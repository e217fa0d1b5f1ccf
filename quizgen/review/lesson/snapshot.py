"""An item as a session asks it: what is shown, what is told, and the key, each apart.

`shown` is made of `Asked` alone, so that what phones and projector get before the reveal can't
hold a key. All three go into the log, which then needs no bank to be read or scored again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2s
from html import escape
from typing import TYPE_CHECKING, Any

from quizgen.interaction import Interaction, Key
from quizgen.model import Placed
from quizgen.present import web
from quizgen.present.lower import Asked, Told, ask, instruction, note_kind, place_text, tell
from quizgen.present.maths import mathml, maths_problems
from quizgen.present.pictures import Sizes
from quizgen.present.web import lefts_of, unit_of
from quizgen.problems import BankError, QuizgenError
from quizgen.review.lesson.wire import interaction_json, key_json, read_interaction, read_key
from quizgen.text.blocks import Blocks, plain_words
from quizgen.text.html import NO_SIZES, blocks_to_html
from quizgen.text.markup import parse
from quizgen.text.runs import Run, plain_text
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


def plan_questions(report: Report, quiz: str = "", sizes: Sizes = NO_SIZES) -> tuple[Question, ...]:
    """Give the questions of a quiz in order, lettered as on its first form.

    With the sizes of its pictures, screens keep their room before they have loaded.

    Raises QuizgenError when there is no such quiz, or nothing in it; BankError for maths that no
    screen can show.
    """
    names = list(dict.fromkeys(form.quiz.id for form in report.forms))
    if quiz and quiz not in names:
        raise QuizgenError(f"there is no quiz {quiz!r}; there are {', '.join(names)}")
    wanted = quiz or (names[0] if names else "")
    form = next((form for form in report.forms if form.quiz.id == wanted), None)
    if form is None or not form.placed:
        raise QuizgenError("the bank has nothing to ask")
    problems = [problem for placed in form.placed for problem in maths_problems(placed.item)]
    if problems:
        raise BankError(problems)
    maker = _Maker(report, sizes)
    return tuple(maker.question(placed) for placed in form.placed)


def hash_of(questions: Sequence[Question]) -> str:
    """Hash all that is shown and told, so that a session goes on with the bank it began with."""
    text = json.dumps([asdict(question) for question in questions], sort_keys=True)
    return blake2s(text.encode(), digest_size=8).hexdigest()


class _Maker:
    def __init__(self, report: Report, sizes: Sizes) -> None:
        self.sizes = sizes
        self.lang = report.sound_bank.lang
        self.citations = report.checked.citations
        self.media: dict[str, str] = {}
        self.at = 0

    def question(self, placed: Placed) -> Question:
        item, order = placed.item, placed.order
        self.at += 1
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
            shown=shown(asked, self.sizes),
            told=revealed(asked, told, self.sizes),
            key=key_json(told.key, asked.interaction),
        )


def html(text: Blocks, sizes: Sizes = NO_SIZES) -> str:
    """Give a text as HTML in which every sign of the author's is escaped."""
    return blocks_to_html(text, math=mathml, image=media_address, sizes=sizes, blank=_blank)


def media_address(name: str) -> str:
    """Give the address of a picture or sound: a hash, since a file's name may say too much."""
    return f"/media/{blake2s(name.encode(), digest_size=8, key=b'media').hexdigest()}"


def _blank(run: Run) -> str:
    hint = f' <span class="blank-hint">({escape(run.text)})</span>' if run.text else ""
    return f'<span class="blank">&nbsp;</span>{hint}'


def shown(asked: Asked, sizes: Sizes = NO_SIZES) -> dict[str, Any]:
    """Give what everybody may see before the reveal."""

    def html_of(text: Blocks) -> str:
        return html(text, sizes)

    image, audio = asked.image, asked.audio
    seen: dict[str, Any] = {
        "form": interaction_json(asked.interaction),
        "lang": asked.lang,
        "stem": html_of(asked.stem),
        "stimulus": html_of(asked.stimulus),
        "instruction": instruction(asked, screen=True),
        "choices": [html_of(choice.text) for choice in asked.choices],
        "lefts": [html_of(left) for left in lefts_of(asked.interaction)],
        "unit": unit_of(asked.interaction),
        "image": media_address(image.file) if image else "",
        "alt": plain_text(parse(image.alt)) if image else "",
        "audio": media_address(audio.file) if audio and audio.file else "",
        "say": [audio.say, audio.lang or asked.lang] if audio and audio.say else [],
    }
    if image and image.file in sizes:
        seen["size"] = list(sizes[image.file])
    return seen


def revealed(asked: Asked, told: Told, sizes: Sizes = NO_SIZES) -> dict[str, Any]:
    """Give what is told at the reveal."""

    def html_of(text: Blocks) -> str:
        return html(text, sizes)

    table = words(asked.lang)
    key = web.key_json(told.key)
    return {
        **{name: key[name] for name in ("keys", "matches", "ranks")},
        "answers": [html_of(answer) for answer in told.answers],
        "whys": {str(i): html_of(why) for i, why in told.whys},
        "explanation": html_of(told.explanation),
        "evidence": [
            {
                "quote": f"{table.quote_open}{cited.quote}{table.quote_close}",
                "place": place_text(cited, asked.lang),
                "lang": cited.lang,
            }
            for cited in told.evidence
        ],
    }
