"""Read fields -> items: the type follows from the keys, and an item that exists is sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizgen.bank.draft import Draft
from quizgen.bank.item_types import ITEM_TYPES, TYPE_OF_KEY
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.format import (
    TYPED,
    Answer,
    option_id,
)
from quizgen.model import (
    Audio,
    Evidence,
    Image,
    Item,
)
from quizgen.problems import Problem


def make_item(draft: Draft) -> Item | None:
    """Build the item a draft describes; None means its problems say why not."""
    type_name = _type_of(draft)
    if type_name is None:
        return None
    if type_name == "short-answer":
        _take_back_marks(draft)
    before = len(draft.problems)
    _check_keys(draft, type_name)
    unreadable = any(key not in draft.values for key in ITEM_TYPES[type_name].needs)
    if unreadable or len(draft.problems) > before:
        return None
    common = _common(draft)
    item = ITEM_TYPES[type_name].build(draft, common)
    errors = any(p.level == "error" for p in draft.problems[before:])
    return None if errors else item


_MARKS = frozenset({"bare-power", "foreign-mark", "text-changed"})


def _take_back_marks(draft: Draft) -> None:
    """Take back what was said of marks in a typed answer: it is plain text, as it turns out."""
    problems, answer = draft.document.problems, draft.at("answer")
    for index in range(len(problems) - 1, max(-1, len(problems) - 50), -1):
        if problems[index].where == answer and problems[index].code in _MARKS:
            del problems[index]


# --- type ---------------------------------------------------------------------------------------


def _type_of(draft: Draft) -> str | None:
    values = draft.values
    entries = draft.node.entries
    inferred: str | None
    if TYPE_OF_KEY.keys().isdisjoint(entries) and TYPE_OF_KEY.keys().isdisjoint(values):
        inferred = _type_by_answer(draft)
    else:
        inferred = next((name for key, name in TYPE_OF_KEY.items() if key in values), None)
        if inferred is None and draft.template:
            inferred = _type_by_answer(draft)  # else it was refused when it was read
    if inferred is None:
        return None
    written = values.get("type", inferred)
    if written != inferred:
        draft.report(
            "type-disagrees",
            "type",
            f"the keys make this a {inferred} item, but `type` says {written}",
            f"delete `type`, or give the keys of a {written} item: "
            + ", ".join(sorted(ITEM_TYPES[written].keys)),
        )
        return None
    return inferred


def _type_by_answer(draft: Draft) -> str | None:
    values = draft.values
    answer: Answer | None = values.get("answer")
    choice = "distractors" in values or "options" in values
    if answer is None:
        if "answer" not in draft.node.entries and not draft.has_strange_keys():
            help = "give it `answer`, `pairs`, `order`, `rubric`, `cloze`, or `front` and `back`"
            draft.report("no-answer", "question", "this question has no answer", help)
        return None
    if answer.look == "list":
        return "multiple-response"
    if choice:
        return "single-choice"
    if answer.look in {"yes-no", "truth-word"}:
        asked = Problem(
            "yes-or-no",
            "error",
            draft.at("answer"),
            f"is {answer.texts[0]!r} a truth value or a word?",
            "write `true` or `false` for a true/false item; put a word in quotes",
            draft.id,
        )
        if answer.look == "yes-no":
            draft.problems.append(asked)
            return None
        draft.if_in_its_language = asked
    return {"flag": "true-false", "number": "numeric"}.get(answer.look, "short-answer")


def _check_keys(draft: Draft, type_name: str) -> None:
    item_type = ITEM_TYPES[type_name]
    if not item_type.refused.isdisjoint(draft.values):
        _refuse_keys(draft, type_name)
    for key in item_type.needs:
        if key in draft.values or key in draft.node.entries:
            continue
        if not draft.has_strange_keys():
            draft.report(
                "missing-key", key, f"a {type_name} item needs `{key}`", f"add `{key}: ...`"
            )


def _refuse_keys(draft: Draft, type_name: str) -> None:
    item_type = ITEM_TYPES[type_name]
    for key in draft.values:
        if key in item_type.refused and key in TYPED:
            draft.report(
                "key-not-for-type",
                key,
                f"a {type_name} item has no `{key}`",
                f"its keys are {', '.join(sorted(item_type.keys))}",
            )
    if "shuffle" in draft.values and "shuffle" in item_type.refused:
        draft.report("key-not-for-type", "shuffle", f"a {type_name} item has nothing to shuffle")


# --- what all items share -----------------------------------------------------------------------


_BUILT: Mapping[str, Callable[[Any], object]] = {
    "was": tuple,
    "enemies": tuple,
    "image": lambda values: Image(**values),
    "audio": lambda values: Audio(**values),
}
"""Keys of any item whose value in the model is another than in the file."""


def _common(draft: Draft) -> dict[str, Any]:
    values = draft.values
    if not draft.id:
        values["id"] = _id_from_text(draft)
    common: dict[str, Any] = {"id": values["id"], "where": draft.where, **_inherited(draft)}
    for key in _PLAIN & values.keys():
        common[key] = values[key]
    for key in _BUILT.keys() & values.keys():
        common[key] = _BUILT[key](values[key])
    if "evidence" in values:
        common["evidence"] = _evidence(draft, values["evidence"])
    if draft.facts:
        common["facts"] = draft.facts
        common["template"] = draft.template
    return common


def _inherited(draft: Draft) -> dict[str, Any]:
    """Give what `defaults` may say for an item that doesn't say it itself; tags are joined."""
    get, defaults = draft.values.get, draft.defaults
    points = get("points", defaults.get("points", Decimal(1)))
    if points <= 0:
        draft.report("bad-points", "points", f"points must be more than 0, found {points}")
    topic = get("topic") or defaults.get("topic") or draft.kind
    given: dict[str, Any] = {"points": points, "topic": topic}
    level = get("level", defaults.get("level"))
    if level is not None:
        given["level"] = level
    if "tags" in draft.values or "tags" in defaults:
        tags = [*defaults.get("tags", ()), *get("tags", ())]
        given["tags"] = tuple(dict.fromkeys(tags))
    status = get("status", defaults.get("status", "ok"))
    if status != "ok":
        given["status"] = status
    return given


_PLAIN = frozenset({"explanation", "hint", "stimulus", "passage", "note", "allow", "lang"})
"""Keys of any item whose value in the model is the one in the file."""


def _id_from_text(draft: Draft) -> str:
    text = next((draft.values[k] for k in ("question", "cloze", "front") if k in draft.values), "")
    made = f"{suggest_slug(text)[:40].rstrip('-')}-{option_id(text)[:6]}"
    if "id" in draft.node.entries and not draft.template:
        return made  # it was refused when it was read
    draft.problems.append(
        Problem(
            "no-id",
            "warning",
            draft.where,
            "this item has no id, so rewording it will lose its history",
            f"add `id: {suggest_slug(text)[:40].rstrip('-')}`",
            made,
        )
    )
    return made


def _evidence(draft: Draft, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if not all(e.source for e in evidence):
        draft.report(
            "no-source",
            "evidence",
            "the evidence names no source, and there is no default one",
            "add `defaults: {source: NAME}` to the file, or write {source, quote}",
        )
    return tuple(evidence)
