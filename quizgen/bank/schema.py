"""The bank format as a JSON Schema, for editors: made from the reader's own tables."""

from __future__ import annotations

import json
from typing import Any

from quizgen.bank.shapes import BANK, COMMON, ITEM, QUIZ, TEMPLATE
from quizgen.bank.slots import SLUG, TEXT, Shape, shape_schema

_DRAFT = "http://json-schema.org/draft-07/schema#"


def dump_schema() -> str:
    """Write the schema as JSON."""
    return json.dumps(bank_schema(), ensure_ascii=False, indent=1) + "\n"


def _list_of(shape: Shape) -> dict[str, Any]:
    return {"type": "array", "items": shape_schema(shape)}


def bank_schema() -> dict[str, Any]:
    """Give the schema of a bank's root file and of its sisters."""
    schema = shape_schema(BANK)
    properties = schema["properties"]
    kind = {"type": "object", "additionalProperties": {"type": ["string", "array"]}}
    record = {"type": "object", "properties": {k: s.schema for k, s in COMMON.items()}}
    entity = {**record, "required": ["kind", "name"]}
    fact = {**record, "required": ["id", "kind"]}
    properties["kinds"] |= {"additionalProperties": kind}
    properties["entities"] |= {"propertyNames": SLUG.schema, "additionalProperties": entity}
    properties["facts"] |= {"items": fact}
    properties["templates"] |= _list_of(TEMPLATE)
    properties["questions"] |= _list_of(ITEM)
    properties["quizzes"] |= _list_of(QUIZ)
    properties["title"] = {**TEXT.schema, "markdownDescription": "Printed on every paper."}
    del schema["required"]  # an included file has no head of its own
    return {"$schema": _DRAFT, "title": "quizgen question bank, version 1", **schema}
