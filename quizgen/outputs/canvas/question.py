"""One question of a Canvas quiz: its text, what is offered, what is right, what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from hashlib import blake2s
from html import escape
from itertools import count
from typing import Any, assert_never
from urllib.parse import quote

from quizgen.formats.set_apart import set_apart
from quizgen.model import (
    ChoiceBase,
    Cloze,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.outputs import Job
from quizgen.outputs.canvas.trees import child, field, material
from quizgen.present.lower import LoweredItem, number_text
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import parse_cloze
from quizgen.text.html import HtmlWriter

_FILES = "$IMS-CC-FILEBASE$"


def _equation(tex: str) -> str:
    """Write a formula as the picture that Canvas has for it."""
    told = escape(tex)
    address = f"/equation_images/{quote(quote(tex, safe=''), safe='')}"
    return (
        f'<img class="equation_image" title="{told}" src="{address}" alt="LaTeX: {told}" '
        f'data-equation-content="{told}">'
    )


class QuestionWriter:
    """Writes one item."""

    def __init__(
        self,
        section: Any,
        lowered: LoweredItem,
        job: Job,
        ident: Callable[..., str],
        folder: str,
    ) -> None:
        """Begin an item in a section of a quiz.

        Args:
            section: The element it stands in.
            lowered: The item.
            job: The bank it is of.
            ident: Makes names for Canvas.
            folder: Where files lie in the package.

        """
        self.lowered = lowered
        self.item = lowered.item
        name = ident(job.bank.id, self.item.oldest_id)
        self.node = child(section, "item", ident=name, title="Question")
        numbers = count(1)
        self.html = HtmlWriter(
            math=_equation,
            display=lambda tex: f"<p>{_equation(tex)}</p>",
            image=lambda name: f"{_FILES}/{quote(folder)}/{quote(name)}",
            blank=lambda _: f"[gap{next(numbers)}]",
        )
        self.feedback: list[tuple[str, str]] = []
        self.answers: list[str] = []
        """Names of what is offered."""

    def write(self) -> None:
        """Write it whole."""
        about = child(child(self.node, "itemmetadata"), "qtimetadata")
        presentation = child(self.node, "presentation")
        material(presentation, self._stem(), html=True)
        processing = child(self.node, "resprocessing")
        score = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
        child(child(processing, "outcomes"), "decvar", **score)
        if self.lowered.told.explanation:
            html = self.html.blocks(self.lowered.told.explanation)
            self._say(processing, "", "general_fb", html)
        self._answer(presentation, processing)
        self._about(about)
        for id, html in self.feedback:
            shown = child(child(self.node, "itemfeedback", ident=id), "flow_mat")
            material(shown, html, html=True)

    def _about(self, node: Any) -> None:
        """Write what is said of the question; names of ours are no names to Canvas."""
        item = self.item
        field(node, "question_type", kind_of(item))
        field(node, "points_possible", number_text(item.points))
        field(node, "original_answer_ids", ",".join(self.answers))
        field(node, "assessment_question_identifierref", f"{self.node.get('ident')}_bank")
        field(node, "quizgen_item", item.oldest_id)
        field(node, "quizgen_topic", item.topic)
        if item.tags:
            field(node, "quizgen_tags", "\n".join(item.tags))

    # texts

    def _stem(self) -> str:
        """Write what is read before the question, and the question."""
        asked, item = self.lowered.asked, self.item
        passage = (
            set_apart("passage", self.html.blocks(asked.passage.blocks)) if asked.passage else ""
        )
        stimulus = set_apart("stimulus", self.html.blocks(asked.stimulus))
        picture = ""
        if asked.image:
            source = escape(self.html.image(asked.image.file))
            picture = f'<p><img src="{source}" alt="{escape(asked.image.alt)}"></p>'
        unit = f"<p>({escape(item.unit)})</p>" if isinstance(item, Numeric) and item.unit else ""
        return f"{passage}{stimulus}{picture}{self.html.blocks(asked.stem)}{unit}"

    def _parsed(self, text: str) -> str:
        return self.html.blocks(parse_blocks(text))

    # what is offered, and what is right

    def _name(self, *parts: str) -> str:
        """Name an answer: a number, as Canvas has it, that says nothing of its role."""
        for salt in count():
            name = str(10_000_000 + int(_hash(self.item.oldest_id, *parts, str(salt))[:6], 16))
            if name not in self.answers:
                break
        self.answers.append(name)
        return name

    def _answer(self, presentation: Any, processing: Any) -> None:
        item = self.item
        match item:
            case SingleChoice():
                self._choice(presentation, processing, item, (item.key,))
            case MultipleResponse():
                self._choice(presentation, processing, item, item.keys)
            case TrueFalse():
                self._truth(presentation, processing, right=item.answer)
            case ShortAnswer():
                self._typed(presentation, processing, [item.answer, *item.accept])
            case Numeric():
                self._number(presentation, processing, item)
            case Cloze():
                self._gaps(presentation, processing, item)
            case Matching():
                pairs = [(_words(a.text), _words(b.text)) for a, b in item.pairs]
                extra = [_words(option.text) for option in item.extra]
                self._pairs(presentation, processing, pairs, extra)
            case Ordering():
                steps = [(str(n), _words(step.text)) for n, step in enumerate(item.steps, 1)]
                self._pairs(presentation, processing, steps, [])
            case OpenResponse():
                self._essay(presentation, processing, item)
            case Flashcard():
                answer = plain_words(self.lowered.told.answers[0])
                self._typed(presentation, processing, [answer])
            case _:
                assert_never(item)

    def _condition(self, processing: Any, score: str = "100", action: str = "Set") -> Any:
        """Begin a condition that gives points."""
        node = child(processing, "respcondition", **{"continue": "No"})
        var = child(node, "conditionvar")
        child(node, "setvar", score, action=action, varname="SCORE")
        return var

    def _say(self, processing: Any, name: str, id: str, html: str) -> None:
        """Say something to whoever gives an answer, or to everybody."""
        node = child(processing, "respcondition", **{"continue": "Yes"})
        var = child(node, "conditionvar")
        if name:
            child(var, "varequal", name, respident="response1")
        else:
            child(var, "other")
        child(node, "displayfeedback", feedbacktype="Response", linkrefid=id)
        self.feedback.append((id, html))

    def _choice(
        self, presentation: Any, processing: Any, item: ChoiceBase, right: Sequence[str]
    ) -> None:
        single = not isinstance(item, MultipleResponse)
        render = _offered(presentation, "response1", "Single" if single else "Multiple")
        names = {option.id: self._name("option", option.id) for option in _in_order(item)}
        for option in _in_order(item):
            name = names[option.id]
            material(
                child(render, "response_label", ident=name), self._parsed(option.text), html=True
            )
            if option.why:
                self._say(processing, name, f"{name}_fb", self._parsed(option.why))
        var = self._condition(processing)
        both = var if single else child(var, "and")
        for option in _in_order(item):
            if option.id in right:
                child(both, "varequal", names[option.id], respident="response1")
            elif not single:
                child(child(both, "not"), "varequal", names[option.id], respident="response1")

    def _truth(self, presentation: Any, processing: Any, *, right: bool) -> None:
        render = _offered(presentation, "response1", "Single")
        names = {truth: self._name("truth", str(truth)) for truth in (True, False)}
        for truth, name in names.items():
            material(child(render, "response_label", ident=name), str(truth), html=False)
        child(self._condition(processing), "varequal", names[right], respident="response1")

    def _typed(self, presentation: Any, processing: Any, answers: Sequence[str]) -> None:
        _field_to_type_in(presentation)
        var = self._condition(processing)
        for answer in dict.fromkeys(answers):
            child(var, "varequal", answer, respident="response1")
            self._name("typed", answer)

    def _number(self, presentation: Any, processing: Any, item: Numeric) -> None:
        """Write a number with its margin; where its two sides differ, the range."""
        _field_to_type_in(presentation, fibtype="Decimal")
        var = self._condition(processing)
        self._name("number")
        if item.answer - item.low == item.high - item.answer:
            either = child(var, "or")
            child(either, "varequal", number_text(item.answer), respident="response1")
            var = child(either, "and")
        child(var, "vargte", number_text(item.low), respident="response1")
        child(var, "varlte", number_text(item.high), respident="response1")

    def _gaps(self, presentation: Any, processing: Any, item: Cloze) -> None:
        answers = [plain_words(answer) for answer in self.lowered.told.answers]
        share = _share(len(answers))
        picked = kind_of(item) == "multiple_dropdowns_question"
        for place, right in enumerate(answers, 1):
            typed = (right, *item.accept.get(place, ()))
            texts = _offered_in(item, place, right) if picked else typed
            names = {text: self._name("gap", str(place), text) for text in dict.fromkeys(texts)}
            id = f"response_gap{place}"
            render = _offered(presentation, id, "", f"gap{place}")
            for text, name in names.items():
                material(child(render, "response_label", ident=name), text, html=False)
            var = self._condition(processing, share, "Add")
            child(var, "varequal", names[right], respident=id)

    def _pairs(
        self,
        presentation: Any,
        processing: Any,
        pairs: Sequence[tuple[str, str]],
        extra: Sequence[str],
    ) -> None:
        texts = dict.fromkeys([*(right for _, right in pairs), *extra])
        names = {text: self._name("right", text) for text in texts}
        for left, right in pairs:
            id = f"response_{self._name('left', left)}"
            render = _offered(presentation, id, "", left)
            for text, name in sorted(names.items(), key=lambda pair: pair[1]):
                material(child(render, "response_label", ident=name), text, html=False)
            var = self._condition(processing, _share(len(pairs)), "Add")
            child(var, "varequal", names[right], respident=id)

    def _essay(self, presentation: Any, processing: Any, item: OpenResponse) -> None:
        _field_to_type_in(presentation)
        node = child(processing, "respcondition", **{"continue": "No"})
        child(child(node, "conditionvar"), "other")
        if item.rubric:
            lines = "".join(f"<li>{self._parsed(criterion)}</li>" for criterion in item.rubric)
            self.feedback.append(("quizgen_rubric", f"<ul>{lines}</ul>"))


def _offered(presentation: Any, id: str, cardinality: str, left: str = "") -> Any:
    how = {"rcardinality": cardinality} if cardinality else {}
    lid = child(presentation, "response_lid", ident=id, **how)
    if left:
        material(lid, left, html=False)
    return child(lid, "render_choice")


def _field_to_type_in(presentation: Any, **how: str) -> None:
    string = child(presentation, "response_str", ident="response1", rcardinality="Single")
    child(child(string, "render_fib", **how), "response_label", ident="answer1", rshuffle="No")


def _words(text: str) -> str:
    return plain_words(parse_blocks(text))


def _hash(*parts: str) -> str:
    return blake2s("\0".join(parts).encode()).hexdigest()


def _share(count: int) -> str:
    return number_text(round(Decimal(100) / count, 2))


def _offered_in(item: Cloze, place: int, right: str) -> Sequence[str]:
    """Give what a gap offers, in an order that says nothing."""
    if place in item.choices:
        return item.choices[place]
    words = {_words(word.text) for word in item.words} | {right}
    return sorted(words, key=lambda text: _hash(item.oldest_id, text))


def _in_order(item: ChoiceBase) -> Sequence[Option]:
    """Give options in an order that doesn't tell the key, unless the author's must stay."""
    if item.fixed:
        return item.options
    last = item.options[-1:] if item.keep_last else ()
    free = item.options[: len(item.options) - len(last)]
    return (*sorted(free, key=lambda option: option.id), *last)


def kind_of(item: Item) -> str:
    """Give Canvas's name of a question type."""
    match item:
        case SingleChoice():
            return "multiple_choice_question"
        case MultipleResponse():
            return "multiple_answers_question"
        case TrueFalse():
            return "true_false_question"
        case ShortAnswer() | Flashcard():
            return "short_answer_question"
        case Numeric():
            return "numerical_question"
        case Matching() | Ordering():
            return "matching_question"
        case Cloze():
            picked = item.words or len(item.choices) == len(parse_cloze(item.stem)[1])
            return "multiple_dropdowns_question" if picked else "fill_in_multiple_blanks_question"
        case OpenResponse():
            return "essay_question"
        case _:
            assert_never(item)
