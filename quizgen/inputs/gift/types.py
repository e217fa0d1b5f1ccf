"""What GIFT asks, as our types: its answers say by their signs what a question is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from quizgen.inputs.blanks import Gap, fill_gaps, stand_in
from quizgen.inputs.gift.blocks import GiftBlock, unescaped
from quizgen.inputs.making import (
    CannotCome,
    ItemMaker,
    Passages,
    Span,
    Weighted,
    accepted_of,
    decimal_of,
    explain_truth,
    fill_choice,
    fill_numeric,
    fill_open_response,
    fill_short_answer,
)
from quizgen.inputs.reading import Plain, Value

_GENERAL = re.compile(r"(?<!\\)####")
_FEEDBACK = re.compile(r"(?<!\\)#")
_SIGN = re.compile(r"(?<!\\)(?:\\\\)*([=~])")
_ARROW = re.compile(r"\s*->\s*")
_WEIGHT = re.compile(r"\s*%\s*(-?\d+(?:\.\d+)?)\s*%")
_TRUTH: Final = {"T": "true", "TRUE": "true", "F": "false", "FALSE": "false"}
_GAP: Final = "_____"


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer as it is written."""

    sign: str
    weight: Decimal | None
    text: str
    why: str


def fill_gift(maker: ItemMaker, block: GiftBlock, passages: Passages) -> None:
    """Set the keys that make a question. Raises CannotCome."""
    answers, general = _parted(_GENERAL, block.answers)
    maker.explain(maker.html(block.html(general)))
    _stem_of(maker, block, passages)  # what stands apart before the question is taken off
    answers = answers.strip()
    found = list(_answers(answers.removeprefix("#")))
    signs = {one.sign for one in found}
    head = _parted(_FEEDBACK, answers)[0].strip()
    if not answers:
        fill_open_response(maker, _stem(maker, block))
    elif answers.startswith("#"):
        _numeric(maker, block, answers[1:], found)
    elif "~" in signs:
        _choice(maker, block, found)
    elif "=" in signs and all(_ARROW.search(one.text) for one in found):
        _matching(maker, block, found)
    elif head.upper() in _TRUTH:
        _truth(maker, block, answers)
    else:
        _short_answer(maker, block, found or [_bare(answers)])


def _parted(sign: re.Pattern[str], text: str) -> tuple[str, str]:
    """Part a text at the first sign that no backslash stands before."""
    for found in sign.finditer(text):
        slashes = len(text[: found.start()]) - len(text[: found.start()].rstrip("\\"))
        if slashes % 2 == 0:
            return text[: found.start()], text[found.end() :]
    return text, ""


def _answers(text: str) -> Iterator[_Answer]:
    starts = [found.start(1) for found in _SIGN.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        body, why = _parted(_FEEDBACK, text[start + 1 : end])
        weight = _WEIGHT.match(body)
        body = body[weight.end() :] if weight else body
        yield _Answer(
            text[start], Decimal(weight[1]) if weight else None, body.strip(), why.strip()
        )


def _bare(text: str) -> _Answer:
    """Read a single answer without a sign: `{One}`."""
    body, why = _parted(_FEEDBACK, text)
    return _Answer("=", None, body.strip(), why.strip())


# --- the text -------------------------------------------------------------------------------------


def _stem_of(maker: ItemMaker, block: GiftBlock, passages: Passages) -> None:
    """Take off what our own exports set apart before a question."""
    if block.format == "html" and "quizgen-" in block.text:
        html = unescaped(block.text).lstrip()
        rest = passages.taken_off(maker, html)
        block.text = rest.replace("\\", "\\\\") if rest != html else block.text


def _stem(maker: ItemMaker, block: GiftBlock) -> str:
    """Give the text of a question; what stands behind its answers shows a gap."""
    told = block.text.rstrip()
    is_whole = not _is_gap(block) or (told[-1:] in "?:.!" and not block.behind.strip(" \t\n.?!:"))
    stem = maker.html(block.html(block.text if is_whole else _joined(block, _GAP)))
    if not stem:
        raise CannotCome("the question has no text")
    return stem


def _joined(block: GiftBlock, gap: str) -> str:
    """Put a sign into the gap of a sentence; a tag that ends before it belongs to both halves."""
    return f"{block.text}{gap}{block.behind}"


def _is_gap(block: GiftBlock) -> bool:
    return bool(re.sub(r"<[^<>]*>", "", unescaped(block.behind)).strip())


# --- the types ------------------------------------------------------------------------------------


def _weighted(maker: ItemMaker, block: GiftBlock, one: _Answer, *, rich: bool) -> Weighted:
    usual = Decimal(100 if one.sign == "=" else 0)
    text = maker.html(block.html(one.text)) if rich else _typed(one.text)
    why = maker.html(block.html(one.why))
    return Weighted(text, usual if one.weight is None else one.weight, why)


def _typed(text: str) -> str:
    text = re.sub(r"^\s*\[(?:html|moodle|plain|markdown)\]", "", text)
    return " ".join(unescaped(text).split())


def _choice(maker: ItemMaker, block: GiftBlock, found: Sequence[_Answer]) -> None:
    offered = [_weighted(maker, block, one, rich=True) for one in found]
    single = any(one.sign == "=" for one in found) or not any(one.weight > 0 for one in offered)
    full = [one for one in offered if one.is_right]
    fill_choice(maker, _stem(maker, block), offered, single=single or len(full) == 1)


def _matching(maker: ItemMaker, block: GiftBlock, found: Sequence[_Answer]) -> None:
    pairs: list[Value] = []
    extra: list[Value] = []
    for one in found:
        left, right = _ARROW.split(one.text, maxsplit=1)
        left, right = (maker.html(block.html(side)) for side in (left, right))
        if left and right:
            pairs.append([left, right])
        elif right:
            extra.append(right)
    maker.give(question=_stem(maker, block), pairs=pairs, extra=extra)


def _truth(maker: ItemMaker, block: GiftBlock, answers: str) -> None:
    head, rest = _parted(_FEEDBACK, answers)
    to_wrong, to_right = _parted(_FEEDBACK, rest)
    maker.give(question=_stem(maker, block), answer=Plain(_TRUTH[head.strip().upper()]))
    reasons = (maker.html(block.html(text)) for text in (to_wrong, to_right))
    explain_truth(maker, *reasons)


def _short_answer(maker: ItemMaker, block: GiftBlock, found: Sequence[_Answer]) -> None:
    answers = [_weighted(maker, block, one, rich=False) for one in found]
    if not _is_gap(block):
        fill_short_answer(maker, _stem(maker, block), answers, case=False)
        return
    first, *others = accepted_of(maker, answers)
    text = maker.html(block.html(_joined(block, stand_in(0))))
    fill_gaps(maker, text, [Gap(first, others)])


_RANGE = re.compile(r"\s*([^:]+?)\.\.([^:]+?)\s*")


def _numeric(maker: ItemMaker, block: GiftBlock, answers: str, found: Sequence[_Answer]) -> None:
    spans = []
    for one in found or [_bare(answers)]:
        why = maker.html(block.html(one.why))
        if not one.text or one.text == "*":
            if why:
                maker.lose("what is said to every other answer")
            continue
        usual = Decimal(100 if one.sign == "=" else 0)
        weight = usual if one.weight is None else one.weight
        spans.append(_span(one.text).worth(weight, why))
    fill_numeric(maker, _stem(maker, block), spans)


def _span(text: str) -> Span:
    text = unescaped(text)
    between = _RANGE.fullmatch(text)
    if between:
        return Span.between(decimal_of(between[1]), decimal_of(between[2]))
    number, _, margin = text.partition(":")
    return Span.around(decimal_of(number), decimal_of(margin or "0"))
