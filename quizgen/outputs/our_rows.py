"""Items as the rows of our own table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizgen.bank.fields_of import fields_of
from quizgen.bank.syntax.writing import Plain, Value, on_one_line
from quizgen.formats.our_table import ARROW, AS_TEXT, headings, letter
from quizgen.model import Item, Passage, type_name
from quizgen.outputs import Job, Loss

_STEMS = ("question", "cloze", "front")


def table_of(job: Job) -> list[list[str]]:
    """Give the rows of a bank's items, the headings first."""
    rows = [_cells(lowered.item, job.bank.sources) for lowered in job.items]
    options = [_option_number(heading) for row in rows for heading in row]
    known = headings(max(options, default=0), ())
    more = list(dict.fromkeys(h for row in rows for h in row if h not in known))
    heads = headings(max(options, default=0), more)
    return [list(heads), *([row.get(heading, "") for heading in heads] for row in rows)]


def losses_of(job: Job) -> tuple[Loss, ...]:
    """Say what of the items no cell holds."""
    return tuple(loss for lowered in job.items for loss in _losses(lowered.item))


def _losses(item: Item) -> Iterator[Loss]:
    if item.passage:
        yield Loss(
            item.id, "degraded", "the passage stands as a text of this question alone", "passage"
        )
        if item.passage.image or item.passage.audio:
            yield Loss(item.id, "degraded", "what its passage shows or plays is lost", "passage")
    if item.image or item.audio:
        yield Loss(item.id, "degraded", "the file is named, not contained", "image")


def _option_number(heading: str) -> int:
    word, _, number = heading.partition(" ")
    return int(number) if word == "option" else 0


def _cells(item: Item, sources: Mapping[str, str]) -> dict[str, str]:
    fields = fields_of(item)
    if item.passage:
        del fields["passage"]  # to many, `passage` is a text; its name would be shown to pupils
        fields["stimulus"] = _read_before(item.passage, item.stimulus)
    cells = {"type": type_name(item)}
    cells["question"] = next(_text(fields.pop(key)) for key in _STEMS if key in fields)
    fields.pop("evidence", None)
    cells["evidence"] = "\n".join(
        f"{sources.get(e.source, e.source)} p{e.paragraph}: {e.quote}" for e in item.evidence
    )
    cells |= _offered(fields)
    if "tags" in fields:
        cells["tags"] = "; ".join(map(_text, _list(fields.pop("tags"))))
    if "score" in fields:
        cells["scoring"] = _text(fields.pop("score"))  # to many, `score` is how many points
    for key, value in fields.items():
        cells[key] = _text(value) if key in AS_TEXT else on_one_line(value)
    return {heading: cell for heading, cell in cells.items() if cell}


def _read_before(passage: Passage, stimulus: str) -> str:
    title = f"**{passage.title}**" if passage.title else ""
    return "\n\n".join(part.strip() for part in (title, passage.text, stimulus) if part)


def _offered(fields: dict[str, Value]) -> dict[str, str]:
    """Take what is offered, and the key, out of an item's keys; give their cells."""
    if "pairs" in fields:
        pairs = [ARROW.join(map(_text, _list(pair))) for pair in _list(fields.pop("pairs"))]
        return _numbered(
            [*pairs, *(f"{ARROW.lstrip()}{_text(t)}" for t in _list(fields.pop("extra", [])))]
        )
    if "order" in fields:
        return _numbered([*map(_text, _list(fields.pop("order")))])
    if "rubric" in fields:
        rubric = _list(fields["rubric"])
        if all(isinstance(one, str) and "\n" not in one and ";" not in one for one in rubric):
            del fields["rubric"]
        return {"key": "\n".join(map(_text, rubric))}
    if "back" in fields:
        return {"key": _text(fields.pop("back"))}
    answer = fields.pop("answer", "")
    right = [_text(one) for one in (_list(answer) or [answer])]
    wrong = _list(fields.pop("distractors", []))
    listed = _list(fields.pop("options", []))
    if listed:
        _say_order(fields)
    offered = listed or ([*right, *wrong] if wrong else [])
    if not offered:
        return {"key": right[0]}
    texts = [_text(option) for option in offered]
    cells = _numbered(texts)
    cells["key"] = ", ".join(letter(texts.index(text)) for text in right)
    for number, option in enumerate(offered, 1):
        if isinstance(option, Mapping) and "why" in option:
            cells[f"why {number}"] = _text(option["why"])
    return cells


def _say_order(fields: dict[str, Value]) -> None:
    """Say that listed options stay in their order, which a table leaves open."""
    if fields.setdefault("shuffle", Plain("false")) == Plain("true"):
        del fields["shuffle"]


def _numbered(texts: Sequence[str]) -> dict[str, str]:
    return {f"option {number}": text for number, text in enumerate(texts, 1)}


def _list(value: Value) -> list[Value]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _text(value: Value) -> str:
    if isinstance(value, Plain):
        return value.text
    if isinstance(value, Mapping):
        return _text(value["text"])
    return value if isinstance(value, str) else on_one_line(value)
