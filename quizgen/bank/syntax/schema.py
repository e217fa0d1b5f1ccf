"""The bank format as a JSON Schema, for editors: made from the reader's own tables.

It says all that JSON Schema can say (draft 7, which YAML language servers know best): keys,
kinds of values, and which keys go together for each item type. What compares one value with
another, or with a file, only the reader can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from quizgen.bank.item_types import ITEM_TYPES, TYPE_OF_KEY
from quizgen.bank.syntax.fields import SLUG, TEXT, json_schema_of
from quizgen.bank.syntax.format import (
    BANK,
    COMMON,
    ITEM,
    QUIZ,
    ROOT_ONLY,
    TEMPLATE,
    TYPED,
)

_DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]


def dump_schema() -> str:
    """Write the schema as JSON."""
    return json.dumps(bank_schema(), ensure_ascii=False, indent=1) + "\n"


def bank_schema() -> Schema:
    """Give the schema of a bank's root file and of the files it includes."""
    schema = json_schema_of(BANK)
    properties = schema["properties"]
    kind = {
        "type": "object",
        "additionalProperties": {"type": ["string", "array"]},
        "propertyNames": {"not": {"enum": sorted({*COMMON, "kind", "name", "short", "aliases"})}},
    }
    record = {"type": "object", "properties": {k: s.schema for k, s in COMMON.items()}}
    entity = {**record, "required": ["kind", "name"]}
    fact = {**record, "required": ["id", "kind"]}
    properties["kinds"] |= {"additionalProperties": kind}
    properties["entities"] |= {"propertyNames": SLUG.schema, "additionalProperties": entity}
    properties["facts"] |= {"items": fact}
    properties["templates"] |= {"items": _template()}
    properties["questions"] |= {"items": _item()}
    properties["quizzes"] |= {"items": _quiz()}
    properties["title"] = {**TEXT.schema, "description": "Printed on every paper."}
    needed = schema.pop("required")  # an included file has no head of its own
    return {
        "$schema": _DRAFT,
        "title": "quizgen question bank, version 1",
        **schema,
        "if": {"anyOf": [{"required": [key]} for key in ROOT_ONLY]},
        "then": {"required": needed},
    }


# --- items --------------------------------------------------------------------------------------


def _item() -> Schema:
    """Give the schema of a question; a patch of a generated item may leave anything out."""
    is_patch = {"required": ["id"], "properties": {"id": {"type": "string", "pattern": "/"}}}
    return {
        **json_schema_of(ITEM),
        "if": {"not": is_patch},
        "then": {"allOf": [*_rules_by_key(), _rule_by_answer()]},
        "defaultSnippets": [_snippet(name) for name in ITEM_TYPES],
    }


def _template() -> Schema:
    gathers = {"anyOf": [{"required": ["pairs"]}, {"required": ["order"]}]}
    return {
        **json_schema_of(TEMPLATE),
        "if": {"required": ["gather"]},
        "then": gathers,
    }


def _rules_by_key() -> Iterable[Schema]:
    for key, name in TYPE_OF_KEY.items():
        yield {"if": {"required": [key]}, "then": _of_type(name)}


def _of_type(name: str) -> Schema:
    """Give what an item of a type needs, and refuse the keys of all others."""
    allowed = ITEM_TYPES[name].keys
    strange = {key for key in TYPED if key not in allowed}
    if "shuffle" not in allowed:
        strange.add("shuffle")
    properties: Schema = dict.fromkeys(sorted(strange), False)
    properties["type"] = {"const": name}
    return {"required": list(ITEM_TYPES[name].needs), "properties": properties}


def _rule_by_answer() -> Schema:
    """Tell the types apart that have an answer, by what it is and what stands beside it."""
    chooses = {"anyOf": [{"required": ["distractors"]}, {"required": ["options"]}]}
    both = {"required": ["distractors", "options"]}
    fixed = {"required": ["shuffle"], "properties": {"shuffle": {"const": False}}}
    choice = {
        "allOf": [
            {"not": both},
            chooses,
            {"if": fixed, "then": {"required": ["options"]}},
        ]
    }
    either = {"required": ["tolerance", "range"]}

    def of(name: str, *more: Schema) -> Schema:
        return {"allOf": [_of_type(name), *more]}

    def answered(*types: str) -> Schema:
        return {"required": ["answer"], "properties": {"answer": {"type": list(types)}}}

    alone = _branch(
        answered("boolean"),
        of("true-false"),
        _branch(answered("number"), of("numeric", {"not": either}), of("short-answer")),
    )
    one = _branch(chooses, of("single-choice", choice), alone)
    by_answer = _branch(answered("array"), of("multiple-response", choice), one)
    return _branch({"anyOf": [{"required": [key]} for key in TYPE_OF_KEY]}, {}, by_answer)


def _branch(condition: Schema, then: Schema, otherwise: Schema) -> Schema:
    return {"if": condition, "then": then, "else": otherwise}


_FIRST: Mapping[str, Any] = {
    "answer": "the answer",
    "pairs": [["left", "right"], ["left 2", "right 2"]],
    "order": ["first", "second", "third"],
    "rubric": ["names a cause"],
    "cloze": "A text with a {{blank}}.",
}


def _snippet(name: str) -> Schema:
    """Give what an editor writes for a new item of a type."""
    body: Schema = {
        "id": "$1",
        **{key: _FIRST.get(key, f"a {key}") for key in ITEM_TYPES[name].needs},
    }
    if "distractors" in ITEM_TYPES[name].keys:
        body["distractors"] = ["wrong", "also wrong", "wrong, too"]
    if name == "multiple-response":
        body["answer"] = ["right", "also right"]
    if name == "true-false":
        body["answer"] = True
    if name == "numeric":
        body["answer"] = 16
    return {"label": name, "description": f"A {name} item", "body": body}


# --- quizzes ------------------------------------------------------------------------------------


def _quiz() -> Schema:
    quiz = json_schema_of(QUIZ)
    quiz["properties"]["sections"]["items"] |= _one_of("draw", "items")
    return {**quiz, **_one_of("sections", "draw", "items")}


def _one_of(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}
