"""Answers embedded in a text: `{1:SHORTANSWER:=Paris~%50%Lyon#No.}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from html import unescape
from typing import Final

from quizgen.inputs.blanks import Gap, fill_gaps, stand_in
from quizgen.inputs.making import CannotCome, ItemMaker, Weighted, accepted_of, decimal_of, plain

EMBEDDED: Final = re.compile(
    r"\{(?P<worth>\d*):(?P<type>[A-Z]+(?:_[A-Z]+)?):(?P<answers>(?:\\.|[^\\}])*)\}", re.DOTALL
)
_TYPED: Final = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})
_NUMBERS: Final = frozenset({"NUMERICAL", "NM"})
_PICKED: Final = frozenset(
    f"{name}{how}"
    for name, ways in (("MULTICHOICE", ("", "_V", "_H", "_S", "_VS", "_HS")),
                       ("MC", ("", "V", "H", "S", "VS", "HS")))
    for how in ways
)  # fmt: skip
_SEPARATOR = re.compile(r"(?<!\\)~")
_ANSWER = re.compile(
    r"\s*(?P<sign>=|%(?P<weight>-?\d+(?:\.\d+)?)%|)(?P<text>(?:\\.|[^\\#])*)(?:#(?P<why>.*))?",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([}#~/\"\\=])")


def fill_cloze(maker: ItemMaker, html: str, read: Callable[[str], str]) -> None:
    """Make a cloze of a text with embedded answers.

    Args:
        maker: Takes the keys.
        html: The text.
        read: Reads it in its format.

    """
    gaps: list[Gap] = []
    worths: set[str] = set()

    def put(found: re.Match[str]) -> str:
        worths.add(found["worth"] or "1")
        gaps.append(_gap(maker, found["type"], found["answers"]))
        return stand_in(len(gaps) - 1)

    text = read(EMBEDDED.sub(put, html))
    if not gaps:
        raise CannotCome(
            "there is no embedded answer in the text", "such as {1:SHORTANSWER:=Paris}"
        )
    if len(worths) > 1:
        maker.lose("gaps that are worth more than others")
    fill_gaps(maker, text, gaps)


def _gap(maker: ItemMaker, kind: str, answers: str) -> Gap:
    parts = [_weighted(part) for part in _SEPARATOR.split(answers)]
    parts = [part for part in parts if part.text]
    if kind in _TYPED:
        first, *others = accepted_of(maker, parts)
        return Gap(first, others)
    if kind in _NUMBERS:
        return _number(maker, parts)
    if kind in _PICKED:
        return _choice(maker, parts)
    raise CannotCome(f"a gap of the kind {kind} asks for more than one answer")


def _weighted(part: str) -> Weighted:
    found = _ANSWER.fullmatch(part)
    if found is None:
        raise CannotCome(f"{part!r} is no embedded answer")
    weight = Decimal(100) if found["sign"] == "=" else Decimal(found["weight"] or 0)
    return Weighted(_plain(found["text"]), weight, _plain(found["why"] or ""))


def _plain(text: str) -> str:
    text = unescape(re.sub(r"<[^<>]*>", " ", _ESCAPED.sub(r"\1", text)))
    return " ".join(text.split())


def _number(maker: ItemMaker, parts: Sequence[Weighted]) -> Gap:
    right = [part for part in parts if part.is_right]
    if not right:
        raise CannotCome("no number is fully right in a gap")
    if len(right) < len(parts):
        maker.lose("numbers in a gap that are worth a part of the points, or told something")
    answers = []
    for part in right:
        number, _, margin = part.text.partition(":")
        value = plain(decimal_of(number))
        if decimal_of(margin or "0"):
            maker.lose(f"{value} ± {margin} in a gap: here only {value} is right")
        answers.append(value)
        maker.explain(part.why)
    return Gap(answers[0], answers[1:])


def _choice(maker: ItemMaker, parts: Sequence[Weighted]) -> Gap:
    right = [part for part in parts if part.is_right]
    if not right:
        raise CannotCome("no option is fully right in a gap")
    if len(right) > 1:
        maker.doubt("several options of one gap are right there")
    if any(0 < part.weight < 100 for part in parts):
        maker.lose("options of a gap that are worth a part of the points")
    if any(part.why for part in parts):
        maker.lose("what is said to the options of a gap")
    others = [part.text for part in parts if part.text != right[0].text]
    return Gap(right[0].text, (), list(dict.fromkeys(others)))
