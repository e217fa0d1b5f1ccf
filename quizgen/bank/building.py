"""`questions:` of one file -> items, each built the moment its text has been read.

So the tree of a large bank never stands whole in memory. What can't be built yet waits as it was
read: a question tied to a fact or a passage, a patch of a generated item.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from quizgen.bank.draft import Draft
from quizgen.bank.generation.facts import from_source
from quizgen.bank.items import make_item
from quizgen.bank.syntax.fields import read_fields
from quizgen.bank.syntax.format import ITEM, PART
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar
from quizgen.model import Item
from quizgen.problems import Problem


class Built(Struct, frozen=True, eq=False):
    """A question that is an item already, or why it isn't one."""

    item: Item | None
    problems: list[Problem]
    document: Document
    mark: Any
    """Where its id stands, or it itself."""
    if_in_its_language: Problem | None = None
    """What is asked about its answer if that is a truth word in its language."""


def read_question(document: Document, node: Node, defaults: Mapping[str, Any]) -> Draft | None:
    """Read one question; None when it is no mapping at all."""
    values = read_fields(document, node, ITEM)
    if values is None or type(node) is not Map:
        return None
    if "evidence" in values:
        values["evidence"] = from_source(values["evidence"], defaults)
    return Draft(values, document, node, document.where(node.mark), defaults)


class Builder:
    """Builds the questions of one file while it is being read."""

    def __init__(self, text: str, outer: Mapping[str, Any]) -> None:
        self.outer = outer
        self.defaults: Mapping[str, Any] | None = None
        self.later = text.startswith("defaults:") or "\ndefaults:" in text

    def __call__(self, document: Document, root: Map, node: Node) -> Any:
        """Give the built question, or the node where it must wait."""
        if type(node) is not Map or not self._knows_defaults(document, root):
            return node
        entries = node.entries
        id = entries.get("id")
        if "fact" in entries or "passage" in entries or (type(id) is Scalar and "/" in id.text):
            return node
        draft = read_question(document, node, self.defaults or {})
        if draft is None:
            return node
        item = make_item(draft)
        mark = id.mark if id else node.mark
        return Built(item, draft.problems, document, mark, draft.if_in_its_language)

    def _knows_defaults(self, document: Document, root: Map) -> bool:
        """Tell whether the file's defaults are known, reading them once they are there."""
        if self.defaults is None:
            node = root.entries.get("defaults")
            if node is None and self.later:
                return False
            own = PART["defaults"].read(document, node, "defaults") if node else None
            self.defaults = {**self.outer, **(own or {})}
        return True
