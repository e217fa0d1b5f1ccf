"""An item -> the keys that make it: the way of `builders` back.

For whoever writes items out: other formats, quizzes picked by hand, items that retire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import assert_never

from quizgen.bank.syntax.format import option_id
from quizgen.bank.syntax.writing import Plain, Value
from quizgen.model import (
    Audio,
    ChoiceBase,
    Cloze,
    Evidence,
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
    Space,
    TrueFalse,
)

_TRUE = Plain("true")


def fields_of(item: Item) -> dict[str, Value]:
    """Give the keys of an item as a question of a bank has them; what is usual is left out."""
    return {"id": item.id, **_head(item), **_asked(item), **_tail(item)}


def _head(item: Item) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "was": list(item.was),
        "topic": item.topic,
        "tags": list(item.tags),
        "level": Plain(str(item.level)) if item.level is not None else "",
        "points": "" if item.points == 1 else _number(item.points),
        "status": "" if item.status == "ok" else item.status,
        "lang": item.lang,
        "passage": item.passage.id if item.passage else "",
        "stimulus": item.stimulus,
        "image": {"file": item.image.file, "alt": item.image.alt} if item.image else "",
        "audio": _audio(item.audio) if item.audio else "",
    }
    return {key: value for key, value in fields.items() if value}


def _tail(item: Item) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "hint": item.hint,
        "explanation": item.explanation,
        "evidence": [_evidence(evidence) for evidence in item.evidence],
        "enemies": list(item.enemies),
        "note": item.note,
        "allow": dict(item.allow),
    }
    return {key: value for key, value in fields.items() if value}


def _asked(item: Item) -> dict[str, Value]:
    match item:
        case SingleChoice():
            return _choice(item, (item.key,))
        case MultipleResponse():
            return _choice(item, item.keys)
        case TrueFalse():
            return {"question": item.stem, "answer": Plain("true" if item.answer else "false")}
        case ShortAnswer():
            return _short_answer(item)
        case Numeric():
            return _numeric(item)
        case Cloze():
            return _cloze(item)
        case Matching():
            pairs = [[_option(left), _option(right)] for left, right in item.pairs]
            more: dict[str, Value] = {"extra": [*map(_option, item.extra)]} if item.extra else {}
            return {"question": item.stem, "pairs": pairs, **more, **_fixed(item.fixed)}
        case Ordering():
            return {"question": item.stem, "order": [_option(step) for step in item.steps]}
        case OpenResponse():
            return _open_response(item)
        case Flashcard():
            reverse: dict[str, Value] = {"reverse": _TRUE} if item.reverse else {}
            return {"front": item.stem, "back": item.back, **reverse}
        case _:
            assert_never(item)


def _choice(item: ChoiceBase, keys: Sequence[str]) -> dict[str, Value]:
    by_id = {option.id: option for option in item.options}
    right = [by_id[id].text for id in keys]
    fields: dict[str, Value] = {"question": item.stem}
    fields["answer"] = right if isinstance(item, MultipleResponse) else right[0]
    plain_keys = all(by_id[id] == Option(option_id(by_id[id].text), by_id[id].text) for id in keys)
    first = item.options[: len(right)] == tuple(by_id[id] for id in keys)
    if plain_keys and first and not item.fixed and not item.keep_last:
        fields["distractors"] = [_option(option) for option in item.options[len(right) :]]
    else:
        fields["options"] = [_option(option) for option in item.options]
        if not item.fixed:
            fields["shuffle"] = "keep-last" if item.keep_last else _TRUE
    if isinstance(item, MultipleResponse):
        fields |= {"score": item.score} if item.score != "all" else {}
        fields |= {"choose": Plain(str(item.choose))} if item.choose else {}
    return fields | ({"show": Plain(str(item.show))} if item.show else {})


def _short_answer(item: ShortAnswer) -> dict[str, Value]:
    fields: dict[str, Value] = {"question": item.stem, "answer": item.answer}
    fields |= {"accept": list(item.accept)} if item.accept else {}
    fields |= {"match": item.match} if item.match != "fold" else {}
    return fields | _space(item.space)


def _numeric(item: Numeric) -> dict[str, Value]:
    written = item.written or _number(item.answer).text
    fields: dict[str, Value] = {"question": item.stem, "answer": Plain(written)}
    below, above = item.answer - item.low, item.high - item.answer
    if below == above and below:
        fields["tolerance"] = _number(below)
    elif below or above:
        fields["range"] = [_number(item.low), _number(item.high)]
    fields |= {"unit": item.unit} if item.unit else {}
    return fields | _space(item.space)


def _cloze(item: Cloze) -> dict[str, Value]:
    fields: dict[str, Value] = {"cloze": item.stem}
    if item.words:
        hidden = {option_id(text) for text in _hidden(item)}
        others = [_option(word) for word in item.words if word.id not in hidden]
        fields["word-bank"] = others or _TRUE
    if item.accept:
        fields["accept"] = _by_place(item.accept)
    if item.choices:
        own = dict(enumerate(_shown(item), 1))
        offered = {p: [t for t in texts if t != own[p]] for p, texts in item.choices.items()}
        fields["choices"] = _by_place(offered)
    return fields


def _hidden(item: Cloze) -> list[str]:
    """Give what the blanks hide, as it is written."""
    from quizgen.text.cloze import parse_cloze  # noqa: PLC0415 - few items are clozes with words

    return [blank.text for blank in parse_cloze(item.stem)[1]]


def _shown(item: Cloze) -> list[str]:
    """Give what the blanks hide, in plain words."""
    from quizgen.text.block_parser import parse_blocks  # noqa: PLC0415 - as above
    from quizgen.text.blocks import plain_words  # noqa: PLC0415

    return [plain_words(parse_blocks(text)) for text in _hidden(item)]


def _by_place(texts: Mapping[int, Sequence[str]]) -> Value:
    return {str(place): list(listed) for place, listed in texts.items()}


def _open_response(item: OpenResponse) -> dict[str, Value]:
    rubric: list[Value] = list(item.rubric)
    points: dict[str, Value] = {}
    if item.rubric_points:
        worth = zip(item.rubric, item.rubric_points, strict=True)
        rubric = [{"text": text, "points": _number(one)} for text, one in worth]
        points = {"points": _number(item.points)}
    fields: dict[str, Value] = {"question": item.stem, "rubric": rubric, **points}
    fields |= {"lines": Plain(str(item.lines))} if item.lines != 5 and not item.space else {}
    fields |= {"show-rubric": _TRUE} if item.show_rubric else {}
    return fields | _space(item.space)


def _space(space: Space | None) -> dict[str, Value]:
    """Write the room to answer in; lengths in millimetres."""
    if space is None:
        return {}
    fields: dict[str, Value] = {"space": _share(space.share) or _length(space.height)}
    fields |= {"grid": _length(space.grid)} if space.grid else {}
    return fields | ({"box": _TRUE} if space.box else {})


def _share(share: float) -> str:
    from quizgen.bank.syntax.format import SPACE_SHARES  # noqa: PLC0415 - hardly ever

    return next((name for name, part in SPACE_SHARES.items() if share and part == share), "")


def _length(points: float) -> str:
    """Write a length in the unit that gives back just this many points."""
    ways = [(f"{round(points * per / 72, 3):g}", unit, per) for unit, per in _UNITS.items()]
    exact = (f"{n}{unit}" for n, unit, per in ways if float(n) * (72 / per) == points)
    return next(exact, f"{ways[0][0]}{ways[0][1]}")


_UNITS = {"mm": 25.4, "cm": 2.54, "in": 1.0}


def _option(option: Option) -> Value:
    id = {"id": option.id} if option.id != option_id(option.text) else {}
    why = {"why": option.why} if option.why else {}
    return {"text": option.text, **why, **id} if id or why else option.text


def _fixed(fixed: bool) -> dict[str, Value]:
    return {"shuffle": Plain("false")} if fixed else {}


def _number(number: Decimal) -> Plain:
    text = f"{number:f}"
    return Plain(text.rstrip("0").rstrip(".") if "." in text else text)


def _audio(audio: Audio) -> Value:
    if audio.file:
        return audio.file
    return {"say": audio.say, "lang": audio.lang} if audio.lang else {"say": audio.say}


def _evidence(evidence: Evidence) -> Value:
    paragraph = {"paragraph": Plain(str(evidence.paragraph))} if evidence.paragraph else {}
    return {"source": evidence.source, **paragraph, "quote": evidence.quote}
