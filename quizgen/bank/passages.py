"""`passages:` of a bank: what several questions ask about, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quizgen.bank.generation.facts import FactBase, from_source
from quizgen.bank.syntax.fields import SLUG, found_text, read_fields
from quizgen.bank.syntax.format import PASSAGE
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar
from quizgen.model import Audio, Image, Passage

_SHOWN = ("text", "image", "audio")


def read_passages(
    world: FactBase, document: Document, node: Node, defaults: Mapping[str, Any]
) -> Iterable[Passage]:
    """Read `passages: {name: {title, text, ...}}`; `world` knows which names are taken."""
    if type(node) is not Map:
        message = f"passages must be a mapping, found {found_text(node)}"
        document.report("wrong-kind", node.mark, message)
        return
    for id, child in node.entries.items():
        mark = node.keys[id]
        SLUG.read(document, Scalar(id, True, mark), "passage name")
        values = read_fields(document, child, PASSAGE)
        if values is None or not world.first("passage", id, document, mark):
            continue
        if not any(values.get(key) for key in _SHOWN):
            message = f"passage {id} has nothing to read, look at or hear"
            document.report("empty", mark, message, "give it `text`, `image` or `audio`")
            continue
        yield Passage(
            id=id,
            where=document.where(mark),
            title=values.get("title", ""),
            text=values.get("text", ""),
            image=Image(**values["image"]) if "image" in values else None,
            audio=Audio(**values["audio"]) if "audio" in values else None,
            evidence=tuple(from_source(values.get("evidence", ()), defaults)),
            number_lines=values.get("number-lines", 0),
        )
