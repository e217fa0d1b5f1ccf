"""An item as a session asks it: what is shown, what is told, and the key, each apart.

`shown` is made of `Asked` alone, so that what phones and projector get before the reveal can't
hold a key. All three go into the log, which then needs no bank to be read or scored again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2s
from html import escape
from typing import TYPE_CHECKING, Any

from quizgen.model import Cloze, Item, MultipleResponse, Placed
from quizgen.present.lower import Asked, Told, ask, instruction, note_kind, place_text, tell
from quizgen.present.maths import mathml, maths_problems
from quizgen.present.pictures import Sizes
from quizgen.problems import BankError, QuizgenError
from quizgen.text.markup import NO_SIZES, Rich, Run, parse, parse_cloze, plain_text, to_html
from quizgen.words import words

if TYPE_CHECKING:
    from quizgen.pipeline.check import Report

FORMS = {
    "single-choice": "one",
    "true-false": "one",
    "multiple-response": "many",
    "matching": "match",
    "ordering": "order",
    "short-answer": "text",
    "numeric": "number",
    "cloze": "blanks",
    "open-response": "open",
    "flashcard": "self",
}
"""How an item of a type is answered on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def form(self) -> Mapping[str, Any]:
        """What an answer must look like."""
        found: Mapping[str, Any] = self.shown["form"]
        return found


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
            plain=plain_text(asked.stem),
            shown=shown(asked, self.sizes),
            told=revealed(asked, told, self.sizes),
            key=_key(item, asked, told),
        )


def html(rich: Rich, sizes: Sizes = NO_SIZES) -> str:
    """Give a text as HTML in which every sign of the author's is escaped."""
    return to_html(rich, math=mathml, image=media_address, sizes=sizes, blank=_blank)


def media_address(name: str) -> str:
    """Give the address of a picture or sound: a hash, since a file's name may say too much."""
    return f"/media/{blake2s(name.encode(), digest_size=8, key=b'media').hexdigest()}"


def _blank(run: Run) -> str:
    hint = f' <span class="blank-hint">({escape(run.text)})</span>' if run.text else ""
    return f'<span class="blank">&nbsp;</span>{hint}'


def shown(asked: Asked, sizes: Sizes = NO_SIZES) -> dict[str, Any]:
    """Give what everybody may see before the reveal."""

    def html_of(rich: Rich) -> str:
        return html(rich, sizes)

    image, audio = asked.image, asked.audio
    blanks = sum(run.kind == "blank" for run in asked.stem)
    form: dict[str, Any] = {"form": FORMS[asked.type], "count": len(asked.choices)}
    if asked.type == "flashcard":
        form["count"] = 2
    if asked.lefts:
        form["lefts"] = len(asked.lefts)
    if blanks:
        form["blanks"] = blanks
    seen: dict[str, Any] = {
        "form": form,
        "lang": asked.lang,
        "stem": html_of(asked.stem),
        "stimulus": html_of(asked.stimulus),
        "instruction": instruction(asked, screen=True),
        "choices": [html_of(choice.text) for choice in asked.choices],
        "lefts": [html_of(left) for left in asked.lefts],
        "unit": asked.unit,
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

    def html_of(rich: Rich) -> str:
        return html(rich, sizes)

    table = words(asked.lang)
    return {
        "keys": list(told.keys),
        "matches": list(told.matches),
        "ranks": list(told.ranks),
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


def _key(item: Item, asked: Asked, told: Told) -> dict[str, Any]:
    key: dict[str, Any] = {"form": FORMS[asked.type], "count": len(asked.choices)}
    match key["form"]:
        case "one":
            key["keys"] = list(told.keys)
        case "many":
            key["keys"] = list(told.keys)
            key["score"] = item.score if isinstance(item, MultipleResponse) else "all"
        case "match":
            key["matches"] = list(told.matches)
        case "order":
            key["ranks"] = list(told.ranks)
        case "text":
            key |= {"accept": [told.typed, *told.accept], "exact": told.exact}
        case "number":
            key |= {"low": told.low, "high": told.high, "unit": asked.unit}
        case "blanks" if isinstance(item, Cloze):
            _, blanks = parse_cloze(item.stem)
            key["blanks"] = [plain_text(parse(blank.text)) for blank in blanks]
    return key
