"""The schema for editors and the reader say the same, as far as a schema can say it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quizgen.bank.syntax.fields import as_number
from quizgen.bank.syntax.schema import bank_schema, dump_schema
from quizgen.bank.syntax.yaml_tree import Map, Node, Scalar, Seq, read_text
from quizgen.model import TYPE_NAMES
from quizgen.pipeline.check import check
from tests.helpers import EVERY_TYPE, HEAD, NATO, ROOT

BAD = sorted((ROOT / "tests" / "banks" / "bad").glob("*.yaml"))
HEADER = re.compile(r"# gives (.+)\n# editors (see it|can't: .+)\n")
STARTERS = sorted((ROOT / "quizgen" / "cli" / "starters").glob("*.yaml"))
REFERENCE = (ROOT / "question_bank" / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)

SCHEMA = bank_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def as_data(node: Node | None) -> Any:
    """Give a tree as a YAML 1.2 editor sees it."""
    if isinstance(node, Map):
        return {key: as_data(value) for key, value in node.entries.items()}
    if isinstance(node, Seq):
        return [as_data(value) for value in node.items]
    assert isinstance(node, Scalar)
    if not node.plain:
        return node.text
    if node.text in {"true", "false", "", "null"}:
        return {"true": True, "false": False}.get(node.text)
    number = as_number(node.text)
    if number is None:
        return node.text
    return int(number) if number == int(number) else float(number)


def complaints(text: str) -> list[str]:
    """Give what an editor would underline."""
    root = read_text(text, "f").root
    return [error.message for error in VALIDATOR.iter_errors(as_data(root))]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_bank(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader would miss a mistake, or an editor be silent about one that it could see."""
    monkeypatch.chdir(path.parent)
    text = path.read_text("utf-8")
    header = HEADER.match(text)
    assert header, "two comments must say what it gives, and whether editors see it"
    errors = [p for p in check(path.name).problems if p.level == "error"]
    assert ", ".join(f"{p.code} at {p.where.line}" for p in errors) == header[1]
    if header[2] == "see it":
        assert complaints(text)
    elif read_text(text, "f").root is not None:
        assert complaints(text) == [], "an editor sees it after all: say so"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: re.sub(r"\W+", "-", e[:40]))
def test_examples_are_not_underlined(example: str) -> None:
    """An author who copies an example would see red."""
    assert complaints(example if example.startswith("quizgen:") else HEAD + example) == []


def test_banks_are_not_underlined() -> None:
    """The first bank and the starter would be red in every editor."""
    for path in NATO.glob("*.yaml"):
        assert complaints(path.read_text("utf-8")) == [], path
    for path in STARTERS:
        assert complaints(path.read_text("utf-8").replace("MY-BANK", "bees")) == [], path
    assert complaints(HEAD + EVERY_TYPE) == []


def test_the_checked_in_schema_is_this_one() -> None:
    """Editors would be told of a format that is no more."""
    assert dump_schema() == (ROOT / "question_bank" / "bank.schema.json").read_text("utf-8")
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_every_key_has_a_hover_text_and_every_type_a_snippet() -> None:
    """An author would have to leave the editor to learn what a key is for."""
    items = SCHEMA["properties"]["questions"]["items"]
    without = [key for key, slot in items["properties"].items() if not slot.get("description")]
    assert without == []
    snippets = {snippet["label"]: snippet["body"] for snippet in items["defaultSnippets"]}
    assert set(snippets) == set(TYPE_NAMES)
    for name, body in snippets.items():
        text = json.dumps({"questions": [{**body, "id": name}]})
        assert complaints(text) == [], name
        assert check_text(text, name) == name


def check_text(text: str, name: str) -> str:
    """Give the type that the reader sees in a snippet."""
    from quizgen.bank.draft import Draft
    from quizgen.bank.items import make_item
    from quizgen.bank.syntax.fields import read_fields
    from quizgen.bank.syntax.format import ITEM
    from quizgen.model import type_name
    from quizgen.problems import Where

    document = read_text(text, "f")
    assert isinstance(document.root, Map)
    listed = document.root.entries["questions"]
    assert isinstance(listed, Seq)
    node = listed.items[0]
    assert isinstance(node, Map)
    item = make_item(Draft(read_fields(document, node, ITEM) or {}, document, node, Where("f")))
    assert item is not None, name
    return type_name(item)
