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
    item_texts,
)
from quizgen.outputs import Job, Loss, OutputFile, Rendered, counted
from quizgen.present.lower import LoweredItem, number_text
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, plain_words, text_as_blocks
from quizgen.text.cloze import cloze_parts, parse_cloze
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
        level = () if item.level is None else (f"level-{item.level}",)
        tags = "".join(f" [tag:{tag.replace(']', '')}]" for tag in (*item.tags, *level))
        yield f"// [id:{job.bank.id}:{item.oldest_id}]{tags}"
        answers = f"{{{_answers(lowered)}{_general(lowered)}}}"
        before, _, behind = _stem(lowered).partition(_HERE)
        yield f"::{_plain(item.id)}::[html]{before}{answers}{behind}\n"


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
    stem = _with_gaps(item, asked.stem) if isinstance(item, Cloze) else _HTML.blocks(asked.stem)
    read = asked.passage.blocks if asked.passage else ()
    passage = set_apart("passage", _HTML.blocks(read))
    stimulus = set_apart("stimulus", _HTML.blocks(asked.stimulus))
    return f"{passage}{stimulus}{stem}".translate(_SPECIAL)


_HERE = "\ue000"
"""Stands for the place of the answers, which else stand behind the text."""


def _with_gaps(item: Cloze, stem: Blocks) -> str:
    """Let the answers stand in the only gap of a text; several have numbers, to be found again."""
    if len(parse_cloze(item.stem)[1]) == 1:
        return HtmlWriter(image=lambda _: "", blank=lambda _: _sign_of(item)).blocks(stem)
    numbers = count(1)
    writer = HtmlWriter(image=lambda _: "", blank=lambda _: f"({next(numbers)}) _____")
    return writer.blocks(stem)


def _sign_of(item: Cloze) -> str:
    return _HERE if _is_inside(item) else "_____"


def _is_inside(item: Cloze) -> bool:
    """Tell whether words stand behind a gap: else its question would be an ordinary one."""
    *_, last = cloze_parts(item.stem)
    return isinstance(last, str) and bool(_words(last).strip())


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
            return _of_gaps(item, [plain_words(answer) for answer in lowered.told.answers])
        case OpenResponse():
            return ""
        case Flashcard():
            return f"\n={_plain(plain_words(lowered.told.answers[0]))}"
        case _:
            assert_never(item)


def _of_gaps(item: Cloze, answers: Sequence[str]) -> str:
    if len(answers) > 1:
        return "".join(f"\n=({n}) -> {_plain(text)}" for n, text in enumerate(answers, 1))
    (right,) = answers
    offered = item.choices.get(1) or tuple(_words(word.text) for word in item.words)
    if offered:
        wrong = "".join(f" ~{_plain(text)}" for text in offered if text != right)
        return f"={_plain(right)}{wrong}"
    return " ".join(f"={_plain(text)}" for text in (right, *item.accept.get(1, ())))


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
    item = lowered.item
    for field, why in (*_degraded(item), *_lost_of_all(lowered)):
        yield Loss(item.id, "degraded", why, field)


def _lost_of_all(lowered: LoweredItem) -> Iterator[tuple[str, str]]:
    item, asked = lowered.item, lowered.asked
    if asked.image or any("![" in text for text in item_texts(item)):
        yield "image", "GIFT holds no files: the picture is left out"
    if asked.sound:
        yield "audio", "GIFT holds no files: the sound is left out"
    if item.passage:
        yield "passage", "the passage stands before each of its questions"
    if item.points != 1:
        yield "points", "GIFT knows no points: Moodle gives 1"
    if item.hint:
        yield "hint", "GIFT has no place for a hint"


def _degraded(item: Item) -> Iterator[tuple[str, str]]:
    match item:
        case SingleChoice() | MultipleResponse():
            yield from _lost_of_choice(item)
        case Numeric():
            if item.unit:
                yield "unit", f"the unit {item.unit!r} is not asked for"
            if item.answer - item.low != item.high - item.answer:
                yield "answer", "only the range is held, not which number in it is the answer"
        case ShortAnswer():
            plain = all(map(str.isascii, (item.answer, *item.accept)))
            if item.match in {"case", "exact"} or not plain:
                yield "match", "whether capitals and accents count is Moodle's to say"
        case Cloze():
            yield from _lost_of_cloze(item)
        case Matching() | Ordering():
            yield from _lost_of_pairs(item)
        case Flashcard():
            yield "", "becomes a short answer"
        case OpenResponse() if item.rubric:
            yield "rubric", "the rubric is told as feedback"
        case _:
            pass


def _lost_of_choice(item: ChoiceBase) -> Iterator[tuple[str, str]]:
    if item.fixed or item.keep_last:
        yield "shuffle", "GIFT doesn't say which options stay: Moodle shuffles them"
    if item.show:
        yield "show", "all options are offered"
    if isinstance(item, MultipleResponse):
        if item.choose:
            yield "choose", "pupils aren't told how many are right"
        if item.score != "right-minus-wrong":
            yield (
                "score",
                "some of the right options give some of the points; a wrong one takes all",
            )


def _lost_of_cloze(item: Cloze) -> Iterator[tuple[str, str]]:
    blanks = parse_cloze(item.stem)[1]
    if len(blanks) > 1:
        yield "", "becomes a matching of numbered gaps and words"
    elif item.choices or item.words:
        yield "", "becomes a choice with a gap in its sentence"
    elif not _is_inside(item):
        yield "", "becomes a short answer: its gap is the end of the text"
    elif blanks[0].hint or blanks[0].number != 1:
        yield "cloze", "the hint or the number of the gap is left out"


def _lost_of_pairs(item: Matching | Ordering) -> Iterator[tuple[str, str]]:
    options = [*item_options(item)]
    if isinstance(item, Ordering):
        yield "", "becomes a matching of places and steps"
    else:
        if len(item.pairs) < 3:
            yield "pairs", "Moodle asks for three pairs at least: it may refuse this one"
        if any(parse_blocks(o.text) != text_as_blocks(_words(o.text)) for o in item.rights):
            yield "pairs", "right sides are plain words there"
        if item.fixed:
            yield "shuffle", "GIFT doesn't say which sides stay: Moodle shuffles them"
        options += [left for left, _ in item.pairs]
    if any(option.why for option in options):
        yield "why", "what is said to a side or a step is left out"


def _words(text: str) -> str:
    return plain_words(parse_blocks(text))
