"""Templates as read, and what can be wrong with one for whatever fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.bank.generation.facts import TEXT_TYPE, FactBase, SlotType, slot_names
from quizgen.bank.generation.slot_filler import Path, pieces
from quizgen.bank.syntax.format import Answer, OptionDraft, Siblings
from quizgen.bank.syntax.yaml_tree import Document, Map
from quizgen.problems import Where, did_you_mean


@dataclass(slots=True)
class Template:
    """A template as read, with where it stands."""

    id: str
    values: dict[str, Any]
    document: Document
    node: Map
    defaults: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The kind it is for."""
        return str(self.values["for"])

    @property
    def where(self) -> Where:
        """Where it starts."""
        return self.document.where(self.node.mark)

    def report(
        self, code: str, key: str, message: str, help: str = "", *, level: Any = "error"
    ) -> None:
        """Add a problem at one of its keys."""
        node = self.node.entries.get(key, self.node)
        self.document.report(code, node.mark, message, help, level=level)


WITHOUT_SLOTS = frozenset(
    {
        *("id", "was", "for", "where", "unless", "falsify", "gather", "capitalise"),
        *("note", "allow", "evidence"),
    }
)
"""Keys of a template that are taken as they stand."""


def texts_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every text of a template that may hold slots, with its key."""
    for key, value in values.items():
        if key in WITHOUT_SLOTS:
            continue
        yield from ((key, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, OptionDraft):
        yield value.text
        yield value.why
    elif isinstance(value, Answer):
        yield from value.texts
    elif isinstance(value, (list, tuple)) and not isinstance(value, Siblings):
        for inner in value:
            yield from _texts(inner)


def type_at(world: FactBase, kind: str, path: Path) -> SlotType | None:
    """Find the type at the end of a path, or None where there is no such slot."""
    slot: SlotType | None = None
    for name in path.names:
        if slot is not None:
            if slot.base in {"text", "number", "flag", "date"} or slot.many:
                return None
            kind = slot.base
        if name not in slot_names(world, kind) and name not in {"name", "short"}:
            return None
        if (
            name in {"name", "short"}
            and kind in world.kinds
            and not slot_names(world, kind) & {"name"}
        ):
            return None
        slot = world.kinds.get(kind, {}).get(name, TEXT_TYPE)
    return slot


def check_template(world: FactBase, template: Template) -> bool:
    """Report what is wrong with a template for whatever fact; one flaw is one problem."""
    before = len(template.document.problems)
    values = template.values
    known = {*world.kinds, *world.entity_kinds()}
    if template.kind not in known:
        template.report(
            "unknown-kind", "for", f"no kind {template.kind!r}", did_you_mean(template.kind, known)
        )
        return False
    for key, text in texts_of(values):
        for piece in pieces(text):
            if isinstance(piece, Path):
                _check_slot(world, template, key, piece)
            else:
                _check_braces(template, key, piece)
    for key in ("where", "unless"):
        _check_filter(world, template, key)
    _check_falsify(world, template)
    _check_gather(world, template)
    _check_siblings(world, template)
    return len(template.document.problems) == before


def _check_slot(world: FactBase, template: Template, key: str, path: Path) -> None:
    slot = type_at(world, template.kind, path)
    if slot is None:
        help = did_you_mean(str(path), sorted(slot_names(world, template.kind)))
        template.report("unknown-slot", key, f"{template.kind} has no slot {{{path}}}", help)
    elif slot.base == "flag":
        template.report("unknown-slot", key, f"{{{path}}} is a flag and can't be printed")


def _check_siblings(world: FactBase, template: Template) -> None:
    siblings = template.values.get("distractors")
    kind = siblings.kind if isinstance(siblings, Siblings) else ""
    if kind and kind not in world.entity_kinds():
        help = did_you_mean(kind, world.entity_kinds())
        template.report("unknown-kind", "distractors", f"no entity is a {kind!r}", help)


_BRACES = re.compile(r"(?<![{\\])\{(?!\{)[^{}]*\}?(?!\})")


def _check_braces(template: Template, key: str, text: str) -> None:
    """Report braces that are no slot and would be printed: `{Person}`, `{person|upper}`."""
    outside_maths = re.sub(r"\$[^$]*\$", "", text)
    found = _BRACES.search(outside_maths)
    if found:
        template.report(
            "unknown-slot",
            key,
            f"{found[0]!r} is no slot",
            "slots are lower-case words, {person} or {person.role}; write \\{ for a brace",
        )


def _check_filter(world: FactBase, template: Template, key: str) -> None:
    for name, wanted in template.values.get(key, {}).items():
        slot = type_at(world, template.kind, Path(tuple(name.split("."))))
        if slot is None:
            help = did_you_mean(name, slot_names(world, template.kind))
            template.report("unknown-slot", key, f"{template.kind} has no slot {name!r}", help)
            continue
        for scalar in wanted:
            text = scalar.text
            if slot.base == "flag" and text not in {"true", "false"}:
                template.report("wrong-kind", key, f"{name} is true or false, not {text!r}")
            elif slot.base in world.entity_kinds():
                of_kind = [i for i, r in world.entities.items() if r.fact.kind == slot.base]
                if text not in of_kind:
                    help = did_you_mean(text, of_kind)
                    template.report("unknown-entity", key, f"no {slot.base} {text!r}", help)


def _check_falsify(world: FactBase, template: Template) -> None:
    slot = template.values.get("falsify")
    if slot is None:
        return
    answer = template.values.get("answer")
    if slot not in slot_names(world, template.kind):
        help = did_you_mean(slot, slot_names(world, template.kind))
        template.report("unknown-slot", "falsify", f"{template.kind} has no slot {slot!r}", help)
    elif not (isinstance(answer, Answer) and answer.texts == ("true",) and answer.look == "flag"):
        template.report("bad-falsify", "falsify", "falsify needs `answer: true`")
    elif not any(
        isinstance(p, Path) and p.names[0] == slot
        for p in pieces(template.values.get("question", ""))
    ):
        template.report("bad-falsify", "falsify", f"the question never says {{{slot}}}")


def _check_gather(world: FactBase, template: Template) -> None:
    gather = template.values.get("gather")
    if gather is None:
        return
    if gather != "all" and gather not in slot_names(world, template.kind):
        help = did_you_mean(gather, [*slot_names(world, template.kind), "all"])
        template.report("unknown-slot", "gather", f"{template.kind} has no slot {gather!r}", help)
    slot = world.kinds.get(template.kind, {}).get(gather)
    if slot is not None and slot.many:
        template.report("bad-gather", "gather", f"{gather} is a list, and can't part the facts")
    if not _PER_FACT & set(template.values):
        template.report("bad-gather", "gather", "gather makes matching or ordering items only")
    _check_gathered_texts(template, gather)


def _check_gathered_texts(template: Template, gather: str) -> None:
    """Refuse a slot that differs among the facts of an item in what all of them share."""
    common = [(key, text) for key, text in texts_of(template.values) if key not in _PER_FACT]
    for key, path in ((key, path) for key, text in common for path in pieces(text)):
        if isinstance(path, Path) and path.names[0] != gather:
            message = f"{{{path}}} differs from fact to fact in a gathered item"
            template.report("bad-gather", key, message)


_PER_FACT = {"pairs", "order"}
"""Keys of a gathered item that are filled for each of its facts."""
