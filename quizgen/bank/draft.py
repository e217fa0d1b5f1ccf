"""An item on its way from fields to a value, and where to report what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from quizgen.bank.syntax.format import (
    ITEM,
)
from quizgen.bank.syntax.yaml_tree import Document, Map
from quizgen.problems import Level, Problem, Where


class Draft(Struct, eq=False):
    """An item on its way: what was read, where it stands, and what it inherits."""

    values: dict[str, Any]
    document: Document
    node: Map
    """Where the keys stand; for a generated item, in its template."""
    where: Where
    defaults: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    template: str = ""
    kind: str = ""
    """The kind of its fact: the last resort for its topic."""
    problems: list[Problem] = field(default_factory=list)
    if_in_its_language: Problem | None = None
    """What is asked about its answer if that is a truth word in its language."""

    @property
    def id(self) -> str:
        """The item's id, or nothing while it has none."""
        return str(self.values.get("id", ""))

    def has_strange_keys(self) -> bool:
        """Whether a key was refused: what seems to be missing may be one that is misspelt."""
        return any(k not in ITEM.slots and not k.startswith("x-") for k in self.node.entries)

    def at(self, key: str) -> Where:
        """Find the place of a key's value, or of the whole mapping."""
        node = self.node.entries.get(key)
        return self.document.where(node.mark if node else self.node.mark)

    def report(
        self, code: str, key: str, message: str, help: str = "", level: Level = "error"
    ) -> None:
        """Add a problem at a key of this item."""
        self.problems.append(Problem(code, level, self.at(key), message, help, self.id))


Common = dict[str, Any]
"""The fields that every item has, ready for its class."""
