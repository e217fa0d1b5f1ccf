"""Moodle's question types as ours; the kinds of Moodle are listed in `_FILLERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from quizgen.inputs.making import (
    CannotCome,
    ItemMaker,
    Passages,
    Span,
    Weighted,
    decimal_of,
    explain_truth,
    fill_choice,
    fill_numeric,
    fill_open_response,
    fill_short_answer,
    with_reason,
)
from quizgen.inputs.moodle.cloze import fill_cloze
from quizgen.inputs.moodle.gaps import fill_dropped, fill_selected
from quizgen.inputs.moodle.parts import flag, html_of, text_in, text_of
from quizgen.inputs.reading import Plain, Value


def fill_type(maker: ItemMaker, question: Any, kind: str, passages: Passages) -> None:
    """Set the keys that make a question's type. Raises CannotCome."""
    if kind in _REFUSED:
        raise CannotCome(f"a {kind} question {_REFUSED[kind]}")
    if kind not in _FILLERS:
        raise CannotCome(f"there is no type of ours for a {kind or 'nameless'} question of Moodle")
    node = question.find("questiontext")
    html = text_of(node)
    is_html = node is None or (node.get("format") or "html") == "html"
    if kind in _OWN_TEXT:
        if is_html and html:
            node.find("text").text = passages.taken_off(maker, html)
        _FILLERS[kind](maker, question, "")
        return
    stem = passages.stem(maker, html) if is_html else text_in(maker, html, node.get("format"))
    if not stem:
        raise CannotCome("the question has no text")
    _FILLERS[kind](maker, question, stem)


_COMPUTED = "computes its numbers anew for each pupil"
_REFUSED: Final = {
    "calculated": _COMPUTED,
    "calculatedsimple": _COMPUTED,
    "calculatedmulti": _COMPUTED,
    "formulas": _COMPUTED,
    "stack": "is judged by a computer algebra system",
    "coderunner": "is judged by running a program",
    "random": "is a place for any question of its category",
    "randomsamatch": "is made of other questions",
    "ddimageortext": "asks for places on a picture",
    "ddmarker": "asks for places on a picture",
    "recordrtc": "asks for a recording",
}


def weighted(maker: ItemMaker, answer: Any, *, rich: bool) -> Weighted:
    """Read an answer with its weight and its feedback."""
    if rich:
        format = answer.get("format") or "html"
        text = text_in(maker, text_of(answer), format)
    else:
        text = " ".join(text_of(answer).split())
    return Weighted(text, weight_of(answer.get("fraction")), _why(maker, answer))


def weight_of(fraction: str | None) -> Decimal:
    """Read a share of the points in percent."""
    try:
        return Decimal((fraction or "0").strip())
    except InvalidOperation as error:
        raise CannotCome(f"the weight {fraction!r} of an answer is no number") from error


def _why(maker: ItemMaker, answer: Any) -> str:
    feedback = answer.find("feedback")
    return html_of(maker, feedback) if feedback is not None else ""


def _multichoice(maker: ItemMaker, question: Any, stem: str) -> None:
    offered = [weighted(maker, answer, rich=True) for answer in question.iterfind("answer")]
    single = flag(question, "single", usual=True)
    fill_choice(
        maker, stem, offered, single=single, shuffled=flag(question, "shuffleanswers", usual=True)
    )


def _all_or_nothing(maker: ItemMaker, question: Any, stem: str) -> None:
    offered = [weighted(maker, answer, rich=True) for answer in question.iterfind("answer")]
    shuffled = flag(question, "shuffleanswers", usual=True)
    fill_choice(maker, stem, offered, single=False, shuffled=shuffled)
    maker.fields.pop("score", None)
    maker.losses.pop("ticking too much costs nothing there: here every option counts", None)


def _truefalse(maker: ItemMaker, question: Any, stem: str) -> None:
    weights = {
        text_of(answer).lower(): weight_of(answer.get("fraction"))
        for answer in question.iterfind("answer")
    }
    right = [text for text, weight in weights.items() if weight >= 100]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        raise CannotCome("it doesn't say whether true or false is right")
    reasons = {text_of(a).lower(): _why(maker, a) for a in question.iterfind("answer")}
    maker.give(question=stem, answer=Plain(right[0]))
    wrong = "false" if right[0] == "true" else "true"
    explain_truth(maker, reasons.get(wrong, ""), reasons.get(right[0], ""))


def _shortanswer(maker: ItemMaker, question: Any, stem: str) -> None:
    answers = [weighted(maker, answer, rich=False) for answer in question.iterfind("answer")]
    fill_short_answer(maker, stem, answers, case=flag(question, "usecase"))


def _numerical(maker: ItemMaker, question: Any, stem: str) -> None:
    spans = list(_spans(maker, question))
    units = [text_of(unit, "unit_name") for unit in question.iterfind("units/unit")]
    if len(units) > 1:
        maker.lose(f"other units that count there: {', '.join(units[1:])}")
    fill_numeric(maker, stem, spans, units[0] if units else "")


def _spans(maker: ItemMaker, question: Any) -> Iterator[Span]:
    for answer in question.iterfind("answer"):
        text, why = text_of(answer), _why(maker, answer)
        if text == "*":
            if why:
                maker.lose("what is said to every other answer")
            continue
        weight = weight_of(answer.get("fraction"))
        margin = decimal_of((answer.findtext("tolerance") or "0").strip() or "0")
        yield Span.around(decimal_of(text), margin).worth(weight, why)


def _matching(maker: ItemMaker, question: Any, stem: str) -> None:
    pairs: list[Value] = []
    extra: list[Value] = []
    for part in question.iterfind("subquestion"):
        left = html_of(maker, part)
        right = html_of(maker, part.find("answer"))
        if left and right:
            pairs.append([left, right])
        elif right and right not in extra:
            extra.append(right)
    rights = [pair[1] for pair in pairs if isinstance(pair, list)]
    maker.give(question=stem, pairs=pairs, extra=[one for one in extra if one not in rights])
    if not flag(question, "shuffleanswers", usual=True):
        maker.fields["shuffle"] = Plain("false")


def _ordering(maker: ItemMaker, question: Any, stem: str) -> None:
    steps: list[Value] = []
    for answer in question.iterfind("answer"):
        one = weighted(maker, answer, rich=True)
        steps.append(with_reason(one.text, one.why))
    if (question.findtext("selecttype") or "").strip().upper() in {
        "RANDOM",
        "CONTIGUOUS",
        "1",
        "2",
    }:
        maker.lose("only some of the steps are asked for there")
    maker.give(question=stem, order=steps)


def _essay(maker: ItemMaker, question: Any, stem: str) -> None:
    fill_open_response(maker, stem, html_of(maker, question.find("graderinfo")))
    count = (question.findtext("responsefieldlines") or "").strip()
    if count.isdigit() and 1 <= int(count) <= 40:
        maker.fields["lines"] = Plain(count)
    template = html_of(maker, question.find("responsetemplate"))
    if template:
        maker.lose("the text that stands in the field for the answer")
    if (question.findtext("attachments") or "0").strip() not in {"", "0"}:
        maker.lose("files that pupils may add to their answer")


def _cloze(maker: ItemMaker, question: Any, _stem: str) -> None:
    node = question.find("questiontext")
    fill_cloze(maker, text_of(node), lambda html: text_in(maker, html, node.get("format") or ""))


def _dropped(maker: ItemMaker, question: Any, _stem: str) -> None:
    fill_dropped(maker, question)


def _selected(maker: ItemMaker, question: Any, _stem: str) -> None:
    fill_selected(maker, question)


_OWN_TEXT: Final = frozenset({"cloze", "multianswer", "ddwtos", "gapselect"})
_FILLERS: Final[dict[str, Callable[[ItemMaker, Any, str], None]]] = {
    "multichoice": _multichoice,
    "oumultiresponse": _all_or_nothing,
    "multichoiceset": _all_or_nothing,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "pmatch": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "essayautograde": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _dropped,
    "gapselect": _selected,
}
