"""Moodle XML: every item type as the question type that Moodle has for it, files inside.

The format as Moodle's own export writes it; it has no schema. Names, `idnumber` and order follow
the bank, so that the same question is the same on every import.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO, assert_never

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
    item_options,
)
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.present.lower import LoweredItem, number_text
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words, text_as_blocks
from quizgen.text.cloze import parse_cloze
from quizgen.text.html import HtmlWriter

_SHARES = (
    "100 90 83.33333 80 75 70 66.66667 60 50 40 33.33333 30 25 20 16.66667 14.28571 12.5 11.11111 "
    "10 5 0"
).split()
"""The shares of the points that Moodle takes; another is refused by its import."""
_ESCAPED_IN_GAP = str.maketrans({sign: f"\\{sign}" for sign in '}#~/"\\'})


def render(job: Job) -> Rendered:
    """Write a question for every item, topic by topic."""
    made = len(job.items)
    file = OutputFile("questions.xml", partial(_write, job), made, counted(made, "question"))
    return Rendered((file,), losses=tuple(loss for one in job.items for loss in _losses(one)))


def _write(job: Job, stream: BinaryIO) -> None:
    from lxml import etree

    root = etree.Element("quiz")
    topic = None
    for lowered in job.items:
        if lowered.item.topic != topic:
            topic = lowered.item.topic
            _category(root, "/".join(filter(None, (job.bank.title.replace("/", "//"), topic))))
        _Question(root, lowered, job).write()
    etree.indent(root)
    stream.write(etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")


def _category(root: Any, path: str) -> None:
    question = _child(root, "question", type="category")
    _text(_child(question, "category"), f"$course$/{path}")


def _child(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    child = parent.makeelement(tag, attributes)
    child.text = text or None
    parent.append(child)
    return child


def _text(parent: Any, text: str) -> None:
    _child(parent, "text", text)


class _Question:
    """One question while it is written."""

    def __init__(self, root: Any, lowered: LoweredItem, job: Job) -> None:
        self.lowered = lowered
        self.item = lowered.item
        self.job = job
        self.node = _child(root, "question", type=_kind(self.item))
        self.html = HtmlWriter(image=lambda name: f"@@PLUGINFILE@@/{_file_name(name)}")

    def write(self) -> None:
        item, asked, told = self.item, self.lowered.asked, self.lowered.told
        _text(_child(self.node, "name"), item.id)
        stem = self.gap_text() if isinstance(item, Cloze) else self.html.blocks(asked.stem)
        read = asked.passage.blocks if asked.passage else ()
        passage = set_apart("passage", self.html.blocks(read))
        stimulus = set_apart("stimulus", self.html.blocks(asked.stimulus))
        before = f"{passage}{stimulus}{self.picture()}"
        self.rich("questiontext", f"{before}<div>{stem}</div>")
        self.rich("generalfeedback", self.html.blocks(told.explanation))
        if not isinstance(item, Cloze):
            _child(self.node, "defaultgrade", number_text(item.points))
        _child(self.node, "penalty", "0.3333333" if item.hint else "0")
        _child(self.node, "hidden", "0")
        _child(self.node, "idnumber", f"{self.job.bank.id}:{item.oldest_id}")
        self.answers()
        if asked.hint:
            self.rich("hint", self.html.blocks(asked.hint))
        level = () if item.level is None else (f"level-{item.level}",)
        if item.tags or level:
            tags = _child(self.node, "tags")
            for tag in (*item.tags, *level):
                _text(_child(tags, "tag"), tag)

    def rich(self, tag: str, html: str, parent: Any = None) -> Any:
        """Write a text as HTML, and the files it shows."""
        node = _child(self.node if parent is None else parent, tag, format="html")
        _text(node, html)
        self.files(node, html)
        return node

    def files(self, node: Any, html: str) -> None:
        """Put the files that a text shows beside it."""
        for name, data in sorted(self.job.media.items()) if "@@PLUGINFILE@@" in html else ():
            own = _file_name(name)
            if f"@@PLUGINFILE@@/{own}" in html:
                text = b64encode(data).decode()
                _child(node, "file", text, name=own, path="/", encoding="base64")

    def picture(self) -> str:
        image = self.lowered.asked.image
        if not image:
            return ""
        from html import escape

        name = f"@@PLUGINFILE@@/{_file_name(image.file)}"
        return f'<p><img src="{name}" alt="{escape(image.alt)}"></p>'

    # What is right, type by type.

    def answers(self) -> None:
        item = self.item
        match item:
            case SingleChoice():
                self.choice([("100" if o.id == item.key else "0", o) for o in item.options])
            case MultipleResponse():
                self.choice([*zip(_weights(item), item.options, strict=True)])
            case TrueFalse():
                for name, truth in (("true", True), ("false", False)):
                    self.answer("100" if truth is item.answer else "0", name)
            case ShortAnswer():
                _child(self.node, "usecase", "1" if item.match in {"case", "exact"} else "0")
                for text in (item.answer, *item.accept):
                    self.answer("100", text.replace("*", r"\*"))
            case Numeric():
                self.number(item)
            case Matching():
                self.matching(item)
            case Ordering():
                self.ordering(item)
            case Cloze():
                pass
            case OpenResponse():
                self.essay(item)
            case Flashcard():
                _child(self.node, "usecase", "0")
                self.answer("100", plain_words(self.lowered.told.answers[0]).replace("*", r"\*"))
            case _:
                assert_never(item)

    def choice(self, options: Sequence[tuple[str, Option]]) -> None:
        item = self.item
        shuffled = not (isinstance(item, SingleChoice | MultipleResponse) and item.fixed)
        _child(self.node, "single", "true" if isinstance(item, SingleChoice) else "false")
        _child(self.node, "shuffleanswers", "true" if shuffled else "false")
        _child(self.node, "answernumbering", "ABCD")
        for share, option in options:
            self.answer(share, self.parsed(option.text), option.why, html=True)

    def answer(self, share: str, text: str, why: str = "", *, html: bool = False) -> Any:
        format = "html" if html else "moodle_auto_format"
        node = _child(self.node, "answer", fraction=share, format=format)
        _text(node, text)
        if why:
            self.rich("feedback", self.parsed(why), node)
        self.files(node, text)
        return node

    def parsed(self, text: str) -> str:
        return self.html.blocks(parse_blocks(text))

    def number(self, item: Numeric) -> None:
        """Write a number with its margin; where the two sides differ, the middle of its range."""
        below, above = item.answer - item.low, item.high - item.answer
        middle = item.answer if below == above else (item.low + item.high) / 2
        node = self.answer("100", number_text(middle))
        _child(node, "tolerance", number_text(item.high - middle))
        if item.unit:
            unit = _child(_child(self.node, "units"), "unit")
            _child(unit, "multiplier", "1")
            _child(unit, "unit_name", item.unit)
            _child(self.node, "showunits", "0")

    def matching(self, item: Matching) -> None:
        _child(self.node, "shuffleanswers", "false" if item.fixed else "true")
        pairs = [(self.parsed(left.text), right.text) for left, right in item.pairs]
        for left, right in [*pairs, *(("", extra.text) for extra in item.extra)]:
            node = self.rich("subquestion", left)
            _text(_child(node, "answer"), plain_words(parse_blocks(right)))

    def ordering(self, item: Ordering) -> None:
        _child(self.node, "layouttype", "VERTICAL")
        _child(self.node, "selecttype", "ALL")
        _child(self.node, "gradingtype", "ALL_OR_NOTHING")
        for place, step in enumerate(item.steps, 1):
            self.answer(str(place), self.parsed(step.text), html=True)

    def essay(self, item: OpenResponse) -> None:
        _child(self.node, "responseformat", "editor")
        _child(self.node, "responserequired", "1")
        _child(self.node, "responsefieldlines", str(max(item.lines, 5)))
        lines = [f"<li>{self.parsed(criterion)}</li>" for criterion in item.rubric]
        self.rich("graderinfo", f"<ul>{''.join(lines)}</ul>" if lines else "")

    def gap_text(self) -> str:
        """Write a text whose gaps hold their own answers, as Moodle's cloze has them."""
        assert isinstance(self.item, Cloze)  # noqa: S101 - asked for by one branch alone
        gaps = iter(_gaps(self.item, self.lowered))
        writer = HtmlWriter(
            image=lambda name: f"@@PLUGINFILE@@/{_file_name(name)}", blank=lambda _: next(gaps)
        )
        return writer.blocks(self.lowered.asked.stem)


def _gaps(item: Cloze, lowered: LoweredItem) -> Iterator[str]:
    for place, answer in enumerate(lowered.told.answers, 1):
        right = plain_words(answer)
        offered = item.choices.get(place, ())
        if offered:
            wrong = "".join(f"~{_in_gap(text)}" for text in offered if text != right)
            yield f"{{1:MULTICHOICE:={_in_gap(right)}{wrong}}}"
        else:
            also = "".join(f"~={_in_gap(text)}" for text in item.accept.get(place, ()))
            yield f"{{1:SHORTANSWER:={_in_gap(right)}{also}}}"


def _in_gap(text: str) -> str:
    return text.translate(_ESCAPED_IN_GAP)


def _kind(item: Item) -> str:
    """Give Moodle's name of a question type."""
    match item:
        case SingleChoice() | MultipleResponse():
            return "multichoice"
        case TrueFalse():
            return "truefalse"
        case ShortAnswer() | Flashcard():
            return "shortanswer"
        case Numeric():
            return "numerical"
        case Matching():
            return "matching"
        case Ordering():
            return "ordering"
        case Cloze():
            return "cloze"
        case OpenResponse():
            return "essay"
        case _:
            assert_never(item)


def _weights(item: MultipleResponse) -> Iterator[str]:
    """Share the points among the right options, each by a share that Moodle knows."""
    share = _known(Decimal(100) / len(item.keys))
    wrong = share if item.score == "right-minus-wrong" else "100"
    for option in item.options:
        yield share if option.id in item.keys else f"-{wrong}"


def _known(share: Decimal) -> str:
    return min(_SHARES, key=lambda known: abs(Decimal(known) - share))


def _file_name(name: str) -> str:
    """Name a file as it lies beside its question: Moodle knows no folders there."""
    return name.replace("/", "-")


# --- what is lost ---------------------------------------------------------------------------------


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    item, asked = lowered.item, lowered.asked
    yield from (Loss(item.id, "degraded", why, field) for field, why in _degraded(item))
    if asked.sound:
        yield Loss(item.id, "degraded", "the sound is left out", "audio")
    if item.passage:
        why = "the passage stands before each of its questions"
        yield Loss(item.id, "degraded", why, "passage")


def _degraded(item: Item) -> Iterator[tuple[str, str]]:
    match item:
        case SingleChoice() | MultipleResponse():
            yield from _lost_of_choice(item)
        case Numeric() if item.answer - item.low != item.high - item.answer:
            why = "the middle of the range is taken for the answer; what is right stays the same"
            yield "answer", why
        case ShortAnswer():
            yield from _lost_of_short_answer(item)
        case Flashcard():
            yield "", "becomes a short answer"
        case Cloze():
            yield from _lost_of_cloze(item)
        case Matching() | Ordering():
            yield from _lost_of_pairs(item)
        case OpenResponse() if item.rubric_points:
            yield "rubric", "the points of single criteria are left out"
        case _:
            pass


def _lost_of_choice(item: ChoiceBase) -> Iterator[tuple[str, str]]:
    if item.keep_last:
        yield "shuffle", "Moodle shuffles all options or none: the last one doesn't stay"
    if item.show:
        yield "show", "all options are offered"
    if not isinstance(item, MultipleResponse):
        return
    if item.choose:
        yield "choose", "pupils aren't told how many are right"
    if item.score != "right-minus-wrong":
        yield "score", "some of the right options give some of the points; a wrong one takes all"
    exact = Decimal(100) / len(item.keys)
    if abs(Decimal(_known(exact)) - exact) > Decimal("0.001"):
        yield "score", "Moodle has no share of just this size: the points are rounded"


def _lost_of_short_answer(item: ShortAnswer) -> Iterator[tuple[str, str]]:
    plain = all(map(str.isascii, (item.answer, *item.accept)))
    if item.match == "exact" or (item.match in {"accents", "fold"} and not plain):
        yield "match", "whether accents count is Moodle's to say"


def _lost_of_pairs(item: Matching | Ordering) -> Iterator[tuple[str, str]]:
    options = [*item_options(item)]
    if isinstance(item, Matching):
        if len(item.pairs) < 2:
            yield "pairs", "Moodle asks for two pairs at least"
        if any(parse_blocks(o.text) != text_as_blocks(_words(o.text)) for o in item.rights):
            yield "pairs", "right sides are plain words there"
        options += [left for left, _ in item.pairs]
    if any(option.why for option in options):
        yield "why", "what is said to a side or a step is left out"


def _lost_of_cloze(item: Cloze) -> Iterator[tuple[str, str]]:
    blanks = parse_cloze(item.stem)[1]
    if item.words:
        yield "word-bank", "the word bank is left out"
    if any(blank.hint for blank in blanks):
        yield "cloze", "the hints in its gaps are left out"
    if [blank.number for blank in blanks] != [*range(1, len(blanks) + 1)]:
        yield "cloze", "which gaps share a card is left out"
    if item.choices.keys() & item.accept.keys():
        yield "accept", "what else is right in a gap that offers choices is left out"
    if item.points != 1:
        yield "points", "Moodle gives a point for each gap"


def _words(text: str) -> str:
    return plain_words(parse_blocks(text))
