"""Questions of QTI 1.2 as ours: by the type they name, or by how they are answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape, unescape
from typing import Any, Final

from quizgen.inputs.blanks import Gap, fill_gaps, stand_in
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
    fill_tags,
)
from quizgen.inputs.qti.conditions import Condition, conditions_of
from quizgen.inputs.reading import Plain, Value
from quizgen.inputs.truth import truth_of

_RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")
_FULL = Decimal("99.9")


def metadata_of(item: Any) -> dict[str, str]:
    """Give what a question says of itself."""
    about: dict[str, str] = {}
    for field in item.iterfind("itemmetadata//qtimetadatafield"):
        label = (field.findtext("fieldlabel") or "").strip()
        about.setdefault(label, (field.findtext("fieldentry") or "").strip())
    for node in item.iterfind("itemmetadata/*"):
        if node.tag.startswith("qmd_"):
            about.setdefault(node.tag, (node.text or "").strip())
    return about


# --- texts ----------------------------------------------------------------------------------------


def html_of(node: Any) -> str:
    """Give the HTML of what stands in an element's materials."""
    parts = []
    for material in node.iter("mattext", "matimage", "matemtext"):
        if material.tag == "matimage":
            parts.append(f'<img src="{escape(material.get("uri") or "")}">')
            continue
        text = material.text or ""
        if len(material):
            from lxml import etree  # noqa: PLC0415 - XHTML inside is rare

            text += "".join(etree.tostring(child, encoding="unicode") for child in material)
        plain = (material.get("texttype") or "text/plain").lower() == "text/plain"
        parts.append(escape(text, quote=False).replace("\n", "<br>") if plain else text)
    return "\n".join(part.strip() for part in parts if part.strip())


def _stem_html(item: Any) -> str:
    """Give the HTML of a question: what stands outside its responses."""
    presentation = item.find("presentation")
    if presentation is None:
        return ""
    inside = {m for kind in _RESPONSES for r in presentation.iter(kind) for m in r.iter("material")}
    parts = [html_of(m) for m in presentation.iter("material") if m not in inside]
    return "".join(f"<div>{part}</div>" if len(parts) > 1 else part for part in parts if part)


def stem_of(maker: ItemMaker, item: Any) -> str:
    """Give the text of a question."""
    return maker.html(_stem_html(item))


# --- the whole question ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Question:
    """A question while it is read."""

    maker: ItemMaker
    item: Any
    stem: str
    html: str
    conditions: Sequence[Condition]
    feedback: Mapping[str, str]
    canvas: bool

    @property
    def responses(self) -> list[Any]:
        return [one for kind in _RESPONSES for one in self.item.find("presentation").iter(kind)]

    def scored(self) -> list[Condition]:
        """Give the conditions that give points."""
        return [one for one in self.conditions if (one.score or 0) > 0 and one.tests]

    def why(self, answer: str) -> str:
        """Give what is said to whoever gives an answer."""
        own = self.feedback.get(f"{answer}_fb", "")
        if own:
            return self.maker.html(own)
        for one in self.conditions:
            if one.values() == [answer]:
                told = [self.feedback.get(id, "") for id in one.told if id not in _GENERAL]
                return self.maker.html("".join(filter(None, told)))
        return ""


_GENERAL: Final = frozenset({"general_fb", "correct_fb", "general_incorrect_fb", "correct",
                             "incorrect", "Correct", "InCorrect", "solution"})  # fmt: skip


def fill_item(
    maker: ItemMaker, item: Any, about: dict[str, str], passages: Passages, *, canvas: bool
) -> None:
    """Set the keys that make a question. Raises CannotCome."""
    if item.find("presentation") is None:
        raise CannotCome("the question asks nothing")
    html = passages.taken_off(maker, _stem_html(item))
    feedback = {node.get("ident") or "": html_of(node) for node in item.iterfind("itemfeedback")}
    question = _Question(maker, item, "", html, conditions_of(item), feedback, canvas)
    kind = _kind(about, question)
    if kind in _REFUSED:
        raise CannotCome(f"a {kind.replace('_', ' ')} {_REFUSED[kind]}")
    if kind not in _FILLERS:
        raise CannotCome(f"there is no type of ours for a {kind or 'nameless question'}")
    if kind not in _WITH_GAPS:
        question.stem = maker.html(html)
        if not question.stem:
            raise CannotCome("the question has no text")
    _say(question)
    fill_tags(maker, about.get("quizgen_tags", "").split("\n"))
    _FILLERS[kind](question)


def _say(question: _Question) -> None:
    """Put general feedback into the explanation."""
    maker, feedback = question.maker, question.feedback
    general = [feedback.get(name, "") for name in ("general_fb", "solution")]
    right = [feedback.get(name, "") for name in ("correct_fb", "correct", "Correct")]
    wrong = [feedback.get(name, "") for name in ("general_incorrect_fb", "incorrect", "InCorrect")]
    maker.explain(*map(maker.html, filter(None, [*general, *right, *wrong])))
    if any(wrong) and any(general + right):
        maker.lose("what is said to right and to wrong answers stands together")


_REFUSED: Final = {
    "calculated_question": "computes its numbers anew for each pupil",
    "formula_question": "computes its numbers anew for each pupil",
    "file_upload_question": "asks for a file",
    "hot_spot_question": "asks for a place on a picture",
    "categorization_question": "puts many things under one heading, which no type of ours does",
}
_PROFILES: Final = {
    "cc.multiple_choice.v0p1": "multiple_choice_question",
    "cc.multiple_response.v0p1": "multiple_answers_question",
    "cc.true_false.v0p1": "true_false_question",
    "cc.fib.v0p1": "short_answer_question",
    "cc.pattern_match.v0p1": "short_answer_question",
    "cc.essay.v0p1": "essay_question",
}


def _kind(about: Mapping[str, str], question: _Question) -> str:
    named = about.get("question_type", "")
    if named:
        return named
    profile = _PROFILES.get(about.get("cc_profile", "").lower(), "")
    return profile or _by_answering(about, question)


def _by_answering(about: Mapping[str, str], question: _Question) -> str:
    """Tell a type by how a question is answered."""
    responses = question.responses
    if not responses:
        said = " ".join(about.values()).lower()
        return "essay_question" if "essay" in said else "a question that can't be answered"
    first = responses[0]
    if first.tag == "response_lid":
        return _picking(responses)
    if first.tag not in {"response_str", "response_num"} or len(responses) > 1:
        return "question that is answered in a way we don't read"
    if first.tag == "response_num" or first.find(".//render_fib[@fibtype='Decimal']") is not None:
        return "numerical_question"
    return "short_answer_question" if question.scored() else "essay_question"


def _picking(responses: Sequence[Any]) -> str:
    if len(responses) > 1:
        return "matching_question"
    cardinality = (responses[0].get("rcardinality") or "Single").lower()
    if cardinality == "ordered":
        return "ordering_question"
    if cardinality == "multiple":
        return "multiple_answers_question"
    texts = [html_of(label) for label in responses[0].iter("response_label")]
    is_truth = len(texts) == 2 and all(truth_of(_bare(text)) is not None for text in texts)
    return "true_false_question" if is_truth else "multiple_choice_question"


# --- picking --------------------------------------------------------------------------------------


def _labels(response: Any) -> list[tuple[str, str]]:
    """Give the options of a response: ids and HTML."""
    return [(label.get("ident") or "", html_of(label)) for label in response.iter("response_label")]


def _is_shuffled(question: _Question) -> bool:
    renders = question.item.iter("render_choice")
    return all((render.get("shuffle") or "").lower() != "no" for render in renders)


def _only_response(question: _Question) -> Any:
    if not question.responses:
        raise CannotCome("there is nothing to answer with")
    return question.responses[0]


def _single_choice(question: _Question) -> None:
    weights: dict[str, Decimal] = {}
    for one in question.scored():
        for id in one.values() if len(one.values()) == 1 else ():
            weights[id] = max(weights.get(id, Decimal(0)), one.score or Decimal(0))
    offered = [
        Weighted(question.maker.html(html), weights.get(id, Decimal(0)), question.why(id))
        for id, html in _labels(_only_response(question))
    ]
    shuffled = _is_shuffled(question)
    fill_choice(question.maker, question.stem, offered, single=True, shuffled=shuffled)


def _true_false(question: _Question) -> None:
    labels = _labels(_only_response(question))
    truths = {id: truth_of(_bare(html)) for id, html in labels}
    right = {id for one in question.scored() for id in one.values()} & truths.keys()
    if set(truths.values()) != {True, False}:
        _single_choice(question)
        return
    if len(right) != 1:
        raise CannotCome("it doesn't say whether true or false is right")
    (key,) = right
    question.maker.give(question=question.stem, answer=Plain(str(truths[key]).lower()))
    reasons = {id: question.why(id) for id, _ in labels}
    explain_truth(question.maker, next(w for id, w in reasons.items() if id != key), reasons[key])


def _bare(html: str) -> str:
    return re.sub(r"<[^<>]*>", "", html).strip()


def _several(question: _Question) -> None:
    labels = _labels(_only_response(question))
    scored = question.scored()
    whole = [one for one in scored if (one.score or 0) >= _FULL]
    if len(whole) > 1:
        raise CannotCome("several sets of options are right")
    right = {id for one in whole or scored for id in one.values()}
    offered = [
        Weighted(question.maker.html(html), Decimal(100 if id in right else -100), question.why(id))
        for id, html in labels
    ]
    shuffled = _is_shuffled(question)
    fill_choice(question.maker, question.stem, offered, single=False, shuffled=shuffled)
    in_parts = question.canvas or not whole
    question.maker.fields |= {"score": "right-minus-wrong" if in_parts else "all"}


def _ordering(question: _Question) -> None:
    labels = dict(_labels(_only_response(question)))
    order = next((one.values() for one in question.scored() if len(one.values()) > 1), [])
    if sorted(order) != sorted(labels):
        raise CannotCome("it doesn't say in which order the steps are right")
    steps: list[Value] = [question.maker.html(labels[id]) for id in order]
    question.maker.give(question=question.stem, order=steps)


def _matching(question: _Question) -> None:
    maker = question.maker
    pairs: list[Value] = []
    offered: dict[str, None] = {}
    used: set[str] = set()
    for response in question.responses:
        labels = dict(_labels(response))
        left = _left_of(maker, response)
        ids = [id for one in question.scored() for id in one.values(response.get("ident") or "?")]
        key = next((id for id in ids if id in labels), None)
        if key is None:
            raise CannotCome(f"nothing is matched to {left!r}")
        offered |= dict.fromkeys(maker.html(html) for html in labels.values())
        right = maker.html(labels[key])
        pairs.append([left, right])
        used.add(right)
    extra: list[Value] = [text for text in offered if text and text not in used]
    maker.give(question=question.stem, pairs=pairs, extra=extra)


def _left_of(maker: ItemMaker, response: Any) -> str:
    inside = {m for label in response.iter("response_label") for m in label.iter("material")}
    return maker.html("".join(html_of(m) for m in response.iter("material") if m not in inside))


# --- typing ---------------------------------------------------------------------------------------


def _short_answer(question: _Question) -> None:
    answers = [
        Weighted(" ".join(value.split()), one.score or Decimal(0))
        for one in question.scored()
        for sign in ("equal", "subset", "substring")
        for value in one.values(sign=sign)
    ]
    case = any(node.get("case") == "Yes" for node in question.item.iter("varequal"))
    question.maker.explain(*dict.fromkeys(question.why(answer.text) for answer in answers))
    case = case and not question.canvas
    fill_short_answer(question.maker, question.stem, answers, case=case, wild=False)


def _numeric(question: _Question) -> None:
    fill_numeric(question.maker, question.stem, [_span(one) for one in question.scored()])


def _span(condition: Condition) -> Span:
    low = [decimal_of(v) for s in ("gte", "gt") for v in condition.values(sign=s)]
    high = [decimal_of(v) for s in ("lte", "lt") for v in condition.values(sign=s)]
    exact = [decimal_of(value) for value in condition.values()]
    score = condition.score or Decimal(0)
    if max(map(len, (exact, low, high))) > 1 or len(low) != len(high):
        raise CannotCome("the numbers that are right don't make one range")
    if exact and low:
        return Span(exact[0], min(low[0], exact[0]), max(high[0], exact[0])).worth(score, "")
    if exact:
        return Span.around(exact[0], Decimal(0)).worth(score, "")
    if not low:
        raise CannotCome("no number is right")
    return Span.between(low[0], high[0]).worth(score, "")


def _essay(question: _Question) -> None:
    rubric = question.feedback.get("quizgen_rubric", "")
    criteria = question.maker.html(rubric) if rubric else ""
    fill_open_response(question.maker, question.stem, criteria)


# --- gaps -----------------------------------------------------------------------------------------

_GAP = re.compile(r"\[([^\[\]\s][^\[\]\n]{0,80})\]")


def _blanks(question: _Question) -> None:
    _gaps(question, offered=False)


def _dropdowns(question: _Question) -> None:
    _gaps(question, offered=True)


def _gaps(question: _Question, *, offered: bool) -> None:
    responses = {_gap_name(one): one for one in question.responses}
    gaps: list[Gap] = []

    def put(found: re.Match[str]) -> str:
        if found[1] not in responses:
            return found[0]
        gaps.append(_gap(question, responses.pop(found[1]), offered=offered))
        return stand_in(len(gaps) - 1)

    html = _GAP.sub(put, question.html)
    if responses:
        raise CannotCome(f"there is no gap [{next(iter(responses))}] in the text")
    fill_gaps(question.maker, question.maker.html(html), gaps)


def _gap_name(response: Any) -> str:
    own = response.find("material")
    name = _bare(html_of(own)) if own is not None else ""
    return name or (response.get("ident") or "").removeprefix("response_")


def _gap(question: _Question, response: Any, *, offered: bool) -> Gap:
    labels = {id: _typed(html) for id, html in _labels(response)}
    ident = response.get("ident") or "?"
    right = [id for one in question.scored() for id in one.values(ident) if id in labels]
    if not right and offered:
        raise CannotCome("no option is right in a gap")
    first = labels[right[0]] if right else next(iter(labels.values()), "")
    if not first:
        raise CannotCome("no answer is right in a gap")
    if any(question.why(id) for id in labels):
        question.maker.lose("what is said to the answers of a gap")
    others = [text for text in dict.fromkeys(labels.values()) if text != first]
    if not offered:
        return Gap(first, others)
    if len({labels[id] for id in right}) > 1:
        question.maker.doubt("several options of one gap are right there")
    return Gap(first, (), others)


def _typed(html: str) -> str:
    return " ".join(unescape(_bare(html)).split())


_WITH_GAPS: Final = frozenset({"fill_in_multiple_blanks_question", "multiple_dropdowns_question"})
_FILLERS: Final[dict[str, Callable[[_Question], None]]] = {
    "multiple_choice_question": _single_choice,
    "true_false_question": _true_false,
    "multiple_answers_question": _several,
    "short_answer_question": _short_answer,
    "fill_in_multiple_blanks_question": _blanks,
    "multiple_dropdowns_question": _dropdowns,
    "matching_question": _matching,
    "numerical_question": _numeric,
    "essay_question": _essay,
    "ordering_question": _ordering,
}
