"""Blueprints: what `quizzes:` of a bank says, and the quiz a bank gets that says nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from quizgen.bank.syntax.fields import found_text, read_fields
from quizgen.bank.syntax.format import QUIZ, form_name
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq
from quizgen.model import Bank, Blueprint, Draw, Flashcard, Item, Section
from quizgen.problems import Where, did_you_mean

DEFAULT_COUNT = 20
Group = TypeVar("Group", str, int)


def read_quizzes(
    document: Document, node: Node, items: Mapping[str, Item], title: str
) -> list[Blueprint]:
    """Read the list of blueprints; hand-picked ids must be items of the bank."""
    if type(node) is not Seq:
        document.report(
            "wrong-kind", node.mark, f"quizzes must be a list, found {found_text(node)}"
        )
        return []
    quizzes: dict[str, Blueprint] = {}
    marks: dict[str, Any] = {}
    for child in node.items:
        values = read_fields(document, child, QUIZ)
        if values is None or "id" not in values or type(child) is not Map:
            continue
        quiz = _blueprint(document, child, values, items, title)
        if quiz.id in quizzes:
            first = quizzes[quiz.id].where
            document.report(
                "duplicate-id", child.mark, f"the quiz id {quiz.id!r} is taken by {first}"
            )
            continue
        quizzes[quiz.id] = quiz
        marks[quiz.id] = child.mark
    for quiz in quizzes.values():
        _check_not_in(document, marks[quiz.id], quiz, quizzes)
    return list(quizzes.values())


def _check_not_in(
    document: Document, mark: Any, quiz: Blueprint, quizzes: Mapping[str, Blueprint]
) -> None:
    """Report quizzes that there aren't, and those that wait for one another."""
    for name in named_not_in(quiz):
        if name not in quizzes:
            help = did_you_mean(name, quizzes)
            document.report("unknown-quiz", mark, f"not-in: there is no quiz {name!r}", help)
    waiting = list(named_not_in(quiz))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == quiz.id:
            message = f"quiz {quiz.id!r} can't be made: its `not-in` leads back to itself"
            document.report("bad-quiz", mark, message, "leave one of them out of `not-in`")
            return
        if name in quizzes and name not in seen:
            seen.add(name)
            waiting += named_not_in(quizzes[name])


def named_not_in(quiz: Blueprint) -> tuple[str, ...]:
    """Give every quiz whose items a quiz or one of its draws keeps out."""
    draws = (draw for section in quiz.sections for draw in section.draw)
    return (*quiz.not_in, *(name for draw in draws for name in draw.not_in))


def _blueprint(
    document: Document, node: Map, values: Mapping[str, Any], items: Mapping[str, Item], title: str
) -> Blueprint:
    ways = [key for key in ("sections", "draw", "items") if key in values]
    if len(ways) > 1 or not any(key in node.entries for key in ("sections", "draw", "items")):
        document.report(
            "bad-quiz",
            node.mark,
            f"quiz {values['id']} must have one of `sections`, `draw` and `items`",
            "put `draw` and `items` into `sections` to have several",
        )
    sections = values.get("sections") or [(values, node)]
    forms = tuple(values.get("forms", ("A",)))
    if len({form.lower() for form in forms}) < len(forms):
        document.report("duplicate-id", node.entries["forms"].mark, "two forms have one name")
    return Blueprint(
        id=values["id"],
        title=values.get("title", title),
        where=document.where(node.mark),
        sections=tuple(_section(document, at, found_text, items) for found_text, at in sections),
        instructions=values.get("instructions", ""),
        minutes=values.get("minutes"),
        forms=forms,
        counted="forms" in values and type(node.entries["forms"]) is Scalar,
        vary_items=values.get("vary") == "items",
        not_in=tuple(values.get("not-in", ())),
        seed=values.get("seed", 0),
        grades=values.get("grades", ()),
    )


def _section(
    document: Document, node: Map, values: Mapping[str, Any], items: Mapping[str, Item]
) -> Section:
    own = "id" not in values  # else it is the quiz itself, which was checked as a whole
    if own and ("draw" in values) == ("items" in values):
        document.report(
            "bad-quiz", node.mark, "a section must have `draw` or `items`, and not both"
        )
    return Section(
        heading=values.get("heading", "") if own else "",
        instructions=values.get("instructions", "") if own else "",
        draw=tuple(
            _draw(draw, document.where(at.mark))
            for draw, at in values.get("draw", ())
            if "count" in draw
        ),
        items=tuple(_known_items(document, node, values.get("items", ()), items)),
    )


def _draw(values: Mapping[str, Any], where: Where) -> Draw:
    filters = ("topic", "tag", "level", "type", "passage")
    given = {key: values[key] for key in filters if key in values}
    not_in = tuple(values.get("not-in", ()))
    return Draw(count=values["count"], where=where, not_in=not_in, **given)


def _known_items(
    document: Document, node: Map, ids: Iterable[str], items: Mapping[str, Item]
) -> Iterator[str]:
    """Give the hand-picked ids that are items of the bank; report the others."""
    for index, id in enumerate(ids):
        if id in items:
            yield id
            continue
        listed = node.entries["items"]
        mark = listed.items[index].mark if type(listed) is Seq else node.mark
        document.report("unknown-item", mark, f"no item {id!r}", did_you_mean(id, items))


def default_quiz(title: str, items: Iterable[Item], where: Where) -> Blueprint:
    """Make the quiz of a bank without quizzes: up to 20 items, spread over topics and levels.

    Its draws take up to what they ask for, so that no fact is asked twice.
    """
    left: dict[str, Counter[int | None]] = defaultdict(Counter)
    for item in items:
        if item.status == "ok" and not isinstance(item, Flashcard):
            left[item.topic][item.level] += 1
    counts = _spread({topic: levels.total() for topic, levels in left.items()}, DEFAULT_COUNT)
    mixed = len(counts) > 1
    draws = tuple(
        Draw(
            count=number,
            up_to=True,
            topic=topic,
            no_topic=mixed and not topic,
            level=level,
            where=where,
        )
        for topic, count in sorted(counts.items())
        for level, number in sorted(_by_level(left[topic], count).items(), key=str)
        if number
    )
    return Blueprint(
        id="quiz", title=title, where=where, sections=(Section(draw=draws),), forms=("A", "B")
    )


def _by_level(levels: Mapping[int | None, int], count: int) -> Mapping[int | None, int]:
    """Spread the items of a topic over its levels; where some have none, they are drawn as one."""
    known = {level: number for level, number in levels.items() if level is not None}
    if len(known) < max(len(levels), 2):
        return {None: count}
    return dict(_spread(known, count).items())


def _spread(left: Mapping[Group, int], most: int) -> dict[Group, int]:
    """Take from each group in turn, until so many are taken or nothing is left."""
    counts = dict.fromkeys(left, 0)
    total = min(most, sum(left.values()))
    while sum(counts.values()) < total:
        for group in sorted(left):
            if counts[group] < left[group] and sum(counts.values()) < total:
                counts[group] += 1
    return counts


def with_usual_forms(bank: Bank, forms: int | None = None) -> Bank:
    """Give a bank with the quizzes that its `paper` names, each in as many forms as that says.

    Args:
        bank: The bank; a quiz that its `paper` names and that there isn't is passed over.
        forms: So many forms instead; 0 leaves each quiz its own.

    """
    count = bank.paper.forms if forms is None else forms
    by_id = {quiz.id: quiz for quiz in bank.quizzes}
    named = [by_id[id] for id in bank.paper.quizzes if id in by_id]
    quizzes = tuple(_in_forms(quiz, count) for quiz in named or bank.quizzes)
    return replace(bank, quizzes=quizzes, blueprints=bank.blueprints or bank.quizzes)


def _in_forms(quiz: Blueprint, count: int) -> Blueprint:
    return replace(quiz, forms=tuple(map(form_name, range(count)))) if count else quiz
