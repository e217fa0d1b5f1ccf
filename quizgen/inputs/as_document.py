"""A reading -> the tree that a bank's own file would have been, each value with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq
from quizgen.inputs.reading import ForeignItem, Plain, Reading, Value
from quizgen.problems import Level, Problem, Where, has_errors
from quizgen.text.spelling import spell_out


class _ForeignDocument(Document):
    """A file whose places are those of another program: a mark is the place itself."""

    def where(self, mark: Where) -> Where:
        """Give the place a mark stands for."""
        return mark


def document_of(reading: Reading, shown: str, id: str, title: str) -> Document:
    """Turn what a file holds into the root of a bank.

    Args:
        reading: What was read.
        shown: How messages name the file.
        id: The bank's id.
        title: Its title, where the file has none.

    """
    document = _ForeignDocument(shown)
    document.problems += reading.problems
    if not reading.items and has_errors(reading.problems):
        return document  # the file as a whole can't be read
    document.problems += (problem for item in reading.items for problem in _said(item))
    top = Where(shown)
    root = _map({"quizgen": Plain("1"), "id": id, "title": reading.title or title}, top)
    told: Mapping[str, Value] = {
        "lang": reading.lang,
        "sources": reading.sources,
        "topics": reading.topics,
        "passages": reading.passages,
    }
    root.entries |= {key: _node(value, top) for key, value in told.items() if value}
    questions = Seq(top, flow=False)
    questions.items = [_question(item) for item in _told_apart(reading.items) if item.fields]
    root.entries["questions"] = questions
    root.key_marks = [top] * len(root.entries)
    document.root = root
    return document


def _said(item: ForeignItem) -> Iterator[Problem]:
    """Say what became of a question, unless it came whole."""
    told: dict[str, tuple[str, Level]] = {
        "degraded": ("comes-as-another", "info"),
        "draft": ("must-be-looked-at", "warning"),
        "refused": ("cannot-be-read", "error"),
    }
    if item.status in told:
        code, level = told[item.status]
        yield Problem(code, level, item.where, item.why, item.help)


def _told_apart(items: Iterable[ForeignItem]) -> Iterator[ForeignItem]:
    """Give questions that ask the same an id each, where they have none: its text makes one."""
    seen: Counter[str] = Counter()
    for item in items:
        stem = next((str(item.fields[key]) for key in _STEMS if key in item.fields), "")
        seen[stem] += 1
        if stem and "id" not in item.fields and seen[stem] > 1:
            id = f"{suggest_slug(spell_out(stem))[:40].rstrip('-')}-{seen[stem]}"
            item = replace(item, fields={"id": id, **item.fields})  # noqa: PLW2901
        yield item


_STEMS = ("question", "cloze", "front")


def _question(item: ForeignItem) -> Map:
    fields = dict(item.fields)
    if item.status == "draft":
        fields |= {"status": "draft", "note": item.why}
    question = _map(fields, item.where)
    for key, where in item.places.items():
        if key in fields:
            question.entries[key] = _node(fields[key], where)
    return question


def _map(values: Mapping[str, Value], where: Where) -> Map:
    found = Map(where, flow=False)
    found.entries = {key: _node(value, where) for key, value in values.items()}
    found.key_marks = [where] * len(found.entries)
    return found


def _node(value: Value, where: Where) -> Node:
    if isinstance(value, str):
        return Scalar(value, False, where)
    if isinstance(value, Plain):
        return Scalar(value.text, True, where)
    if isinstance(value, Mapping):
        return _map(value, where)
    seq = Seq(where, flow=False)
    seq.items = [_node(inner, where) for inner in value]
    return seq
