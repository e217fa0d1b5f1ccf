"""GIFT, Moodle's text format: an item a block, its answers in braces.

Texts are HTML behind `[html]`, since the format's own marks differ from program to program. What
GIFT has no way to say is degraded by a rule that is told, or left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import count
from typing import BinaryIO, assert_never

from quizgen.model import (
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
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.present.lower import LoweredItem, number_text
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, plain_words
from quizgen.text.html import HtmlWriter

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in r"\~=#{}:"} | {"\n": "\\n"})


def render(job: Job) -> Rendered:
    """Write a block for every item, topic by topic."""
    text = "\n".join(_lines(job))
    made = len(job.items)
    file = OutputFile("questions.gift", partial(_write, text), made, counted(made, "question"))
    losses = tuple(loss for lowered in job.items for loss in _losses(lowered))
    return Rendered((file,), losses=losses)


def _write(text: str, stream: BinaryIO) -> None:
    stream.write(text.encode())


def _lines(job: Job) -> Iterator[str]:
    topic = None
    for lowered in job.items:
        item = lowered.item
        if item.topic != topic:
            topic = item.topic
            path = "/".join(filter(None, (job.bank.title.replace("/", "//"), topic)))
            yield f"$CATEGORY: $course$/{path}\n"
        tags = "".join(f" [tag:{tag.replace(']', '')}]" for tag in item.tags)
        yield f"// [id:{job.bank.id}:{item.oldest_id}]{tags}"
        answers = f"{{{_answers(lowered)}{_general(lowered)}}}"
        yield f"::{_plain(item.id)}::[html]{_stem(lowered)}{answers}\n"


# --- texts ----------------------------------------------------------------------------------------

_HTML = HtmlWriter(image=lambda _: "")


def _text(blocks: Blocks) -> str:
    return _HTML.blocks(blocks).translate(_SPECIAL)


def _parsed(text: str) -> str:
    return _text(parse_blocks(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)


def _stem(lowered: LoweredItem) -> str:
    asked = lowered.asked
    item = lowered.item
    stem = _numbered_gaps(asked.stem) if isinstance(item, Cloze) else _HTML.blocks(asked.stem)
    read = _HTML.blocks(asked.reading)
    return (f"<p>{read}</p><p>{stem}</p>" if read else stem).translate(_SPECIAL)


def _numbered_gaps(stem: Blocks) -> str:
    """Give the gaps of a text numbers, each to be found again among its answers."""
    numbers = count(1)
    writer = HtmlWriter(image=lambda _: "", blank=lambda _: f"({next(numbers)}) _____")
    return writer.blocks(stem)


def _general(lowered: LoweredItem) -> str:
    item, told = lowered.item, lowered.told
    parts = [_text(told.explanation)] if told.explanation else []
    if isinstance(item, OpenResponse):
        parts += [_parsed(criterion) for criterion in item.rubric]
    return f"\n####{'<br>'.join(parts)}" if parts else ""


# --- answers --------------------------------------------------------------------------------------


def _answers(lowered: LoweredItem) -> str:
    item = lowered.item
    match item:
        case SingleChoice():
            signs = ["=" if option.id == item.key else "~" for option in item.options]
            return _options(signs, item.options)
        case MultipleResponse():
            return _options([*_weights(item)], item.options)
        case TrueFalse():
            return "T" if item.answer else "F"
        case ShortAnswer():
            return "".join(f"\n={_plain(text)}" for text in (item.answer, *item.accept))
        case Numeric():
            return _number(item)
        case Matching():
            pairs = [(_parsed(left.text), right.text) for left, right in item.pairs]
            return _pairs([*pairs, *(("", extra.text) for extra in item.extra)])
        case Ordering():
            return _pairs([(str(n), step.text) for n, step in enumerate(item.steps, 1)])
        case Cloze():
            gaps = [(f"({n})", answer) for n, answer in enumerate(lowered.told.answers, 1)]
            return "".join(f"\n={gap} -> {_plain(plain_words(text))}" for gap, text in gaps)
        case OpenResponse():
            return ""
        case Flashcard():
            return f"\n={_plain(plain_words(lowered.told.answers[0]))}"
        case _:
            assert_never(item)


def _options(signs: Sequence[str], options: Sequence[Option]) -> str:
    lines = []
    for sign, option in zip(signs, options, strict=True):
        why = f"#{_parsed(option.why)}" if option.why else ""
        lines.append(f"\n{sign}[html]{_parsed(option.text)}{why}")
    return "".join(lines)


def _weights(item: MultipleResponse) -> Iterator[str]:
    """Share the points among the right options; a wrong one takes all, or as much as one gives."""
    share = _percent(Decimal(100) / len(item.keys))
    wrong = share if item.score == "right-minus-wrong" else "100"
    for option in item.options:
        yield f"~%{share}%" if option.id in item.keys else f"~%-{wrong}%"


def _percent(share: Decimal) -> str:
    """Write a share as Moodle's list of grades has it: five places at most."""
    return number_text(round(share, 5))


def _number(item: Numeric) -> str:
    below, above = item.answer - item.low, item.high - item.answer
    if below == above:
        return f"#{number_text(item.answer)}:{number_text(below)}"
    return f"#{number_text(item.low)}..{number_text(item.high)}"


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f"\n={left} -> {_plain(plain_words(parse_blocks(right)))}" for left, right in pairs
    )


# --- what is lost ---------------------------------------------------------------------------------


def _losses(lowered: LoweredItem) -> Iterator[Loss]:
    item, asked = lowered.item, lowered.asked
    yield from (Loss(item.id, "degraded", why) for why in _degraded(item))
    if asked.image or "![" in item.stem or "![" in item.stimulus:
        yield Loss(item.id, "degraded", "GIFT holds no files: the picture is left out", "image")
    if asked.sound:
        yield Loss(item.id, "degraded", "GIFT holds no files: the sound is left out", "audio")
    if item.passage:
        why = "the passage stands before each of its questions"
        yield Loss(item.id, "degraded", why, "passage")
    if item.points != 1:
        yield Loss(item.id, "degraded", "GIFT knows no points: Moodle gives 1", "points")
    if item.hint:
        yield Loss(item.id, "degraded", "GIFT has no place for a hint", "hint")


def _degraded(item: Item) -> Iterator[str]:
    match item:
        case MultipleResponse() if item.score == "all":
            yield "some of the right options give some of the points"
        case Numeric() if item.unit:
            yield f"the unit {item.unit!r} is not asked for"
        case ShortAnswer() if item.match != "fold":
            yield "whether capitals and accents count is Moodle's to say"
        case Ordering():
            yield "becomes a matching of places and steps"
        case Cloze():
            yield "becomes a matching of numbered gaps and words"
        case Flashcard():
            yield "becomes a short answer"
        case Matching() if len(item.pairs) < 3:
            yield "Moodle asks for three pairs at least: it may refuse this one"
        case OpenResponse() if item.rubric:
            yield "the rubric is told as feedback"
        case _:
            pass
