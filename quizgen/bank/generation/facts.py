"""Kinds, entities and facts: typed records that templates turn into items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from quizgen.bank.syntax.fields import RICH, SLUG, WORD, found_text, read_flag, read_number
from quizgen.bank.syntax.format import ENTITY_COMMON, FACT_COMMON
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq
from quizgen.model import Evidence, Fact, Ref, Value
from quizgen.problems import did_you_mean

PLAIN_TYPES = ("text", "number", "flag", "date")


class SlotType(NamedTuple):
    """What a slot of a kind holds; `base` is a plain type or an entity kind."""

    base: str
    many: bool = False


TEXT_TYPE = SlotType("text")
ALIASES = SlotType("text", many=True)
"""Other names that sources use for an entity."""


@dataclass(slots=True)
class FactRecord:
    """A fact or an entity with what templates inherit from it and where it was read."""

    fact: Fact
    common: dict[str, Any]
    document: Document
    node: Map
    defaults: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The id of the fact or entity."""
        return self.fact.id


@dataclass(slots=True)
class FactBase:
    """All kinds and records of a bank."""

    kinds: dict[str, dict[str, SlotType]] = field(default_factory=dict)
    entities: dict[str, FactRecord] = field(default_factory=dict)
    facts: dict[str, FactRecord] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[Document, Any]] = field(default_factory=dict)
    """Where each id was first given, by (what it is, id)."""
    slot_names: dict[str, frozenset[str]] = field(default_factory=dict)
    """What `slot_names` has worked out."""

    def entity_kinds(self) -> set[str]:
        """Name the kinds that some entity has."""
        return {record.fact.kind for record in self.entities.values()}

    def of_kind(self, kind: str) -> list[FactRecord]:
        """Give all facts of a kind, or all entities where it is an entity kind."""
        facts = [r for r in self.facts.values() if r.fact.kind == kind]
        return facts or [r for r in self.entities.values() if r.fact.kind == kind]

    def name_of(self, ref: Ref) -> str:
        """Give an entity's name."""
        return str(self.entities[ref.id].fact.values["name"])

    def first(self, what: str, id: str, document: Document, mark: Any) -> bool:
        """Note where an id is given; report the second place that gives the same one."""
        if (what, id) in self.places:
            other, place = self.places[what, id]
            document.report(
                "duplicate-id",
                mark,
                f"the {what} id {id!r} is taken by {other.where(place)}",
                "give one of them another id",
            )
            return False
        self.places[what, id] = (document, mark)
        return True


# --- kinds --------------------------------------------------------------------------------------

_SLOT_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def read_kinds(world: FactBase, document: Document, node: Node) -> None:
    """Read `kinds: {kind: {slot: type}}` of one file; types are checked once all are known."""
    if type(node) is not Map:
        document.report(
            "wrong-kind", node.mark, f"kinds must be a mapping, found {found_text(node)}"
        )
        return
    marks = node.keys
    for kind, slots in node.entries.items():
        if type(slots) is not Map:
            document.report(
                "wrong-kind",
                slots.mark,
                f"kind {kind} must be a mapping of slots, found {found_text(slots)}",
            )
            continue
        if world.first("kind", kind, document, marks[kind]):
            world.kinds[kind] = _read_slots(document, kind, slots)


def _read_slots(document: Document, kind: str, node: Map) -> dict[str, SlotType]:
    slots = {}
    marks = node.keys
    for name, child in node.entries.items():
        mark = marks[name]
        if name in FACT_COMMON or name in {"kind", "name", "short", "aliases"}:
            document.report(
                "reserved-slot",
                mark,
                f"every fact has `{name}` already: {kind} can't use it as a slot",
                "give the slot another name",
            )
            continue
        if not _SLOT_NAME.fullmatch(name):
            help = "slots are lower-case words with digits, dashes or underscores"
            document.report("bad-id", mark, f"{name!r} can't name a slot", help)
            continue
        many = type(child) is Seq and len(child.items) == 1
        inner = child.items[0] if many else child  # type: ignore[union-attr]
        if type(inner) is not Scalar:
            document.report(
                "wrong-kind",
                child.mark,
                f"the type of {kind}.{name} must be one word, or a list of one",
                f"write `{name}: text`, or `{name}: [country]`",
            )
            continue
        slots[name] = SlotType(inner.text, many)
    return slots


def check_kinds(world: FactBase) -> None:
    """Report slot types that are neither plain nor the kind of any entity."""
    known = {*PLAIN_TYPES, *world.entity_kinds(), *world.kinds}
    for kind, slots in world.kinds.items():
        document, mark = world.places["kind", kind]
        for name, slot in slots.items():
            if slot.base not in known:
                document.report(
                    "unknown-kind",
                    mark,
                    f"{kind}.{name} is of type {slot.base!r}, which nothing has",
                    did_you_mean(slot.base, known),
                )


def from_source(evidence: list[Evidence], defaults: Mapping[str, Any]) -> list[Evidence]:
    """Give evidence that names no source its file's default one."""
    source = defaults.get("source", "")
    return [e if e.source else replace(e, source=source) for e in evidence]


# --- entities and facts -------------------------------------------------------------------------


def read_entities(
    world: FactBase, document: Document, node: Node, defaults: Mapping[str, Any]
) -> None:
    """Read `entities: {id: {...}}`; their fields become values in `link`."""
    if type(node) is not Map:
        document.report(
            "wrong-kind", node.mark, f"entities must be a mapping, found {found_text(node)}"
        )
        return
    marks = node.keys
    for id, child in node.entries.items():
        mark = marks[id]
        SLUG.read(document, Scalar(id, True, mark), "entity id")
        if type(child) is not Map:
            document.report(
                "wrong-kind",
                child.mark,
                f"entity {id} must be a mapping, found {found_text(child)}",
            )
            continue
        if not world.first("entity", id, document, mark):
            continue
        kind = _needed_word(document, child, "kind", f"entity {id}")
        name = _needed_word(document, child, "name", f"entity {id}")
        if kind is None or name is None:
            continue
        fact = Fact(id, kind, {"name": name}, document.where(mark))
        world.entities[id] = FactRecord(fact, {}, document, child, defaults)


def read_facts(
    world: FactBase, document: Document, node: Node, defaults: Mapping[str, Any]
) -> None:
    """Read `facts: [...]`; their slots become values in `link`."""
    if type(node) is not Seq:
        document.report("wrong-kind", node.mark, f"facts must be a list, found {found_text(node)}")
        return
    for child in node.items:
        if type(child) is not Map:
            document.report(
                "wrong-kind", child.mark, f"a fact must be a mapping, found {found_text(child)}"
            )
            continue
        id = _needed_word(document, child, "id", "a fact")
        kind = _needed_word(document, child, "kind", f"fact {id or ''}".strip())
        if id is None or kind is None:
            continue
        if SLUG.read(document, child.entries["id"], "fact id") is None:
            continue
        if not world.first("fact", id, document, child.entries["id"].mark):
            continue
        fact = Fact(id, kind, {}, document.where(child.mark))
        world.facts[id] = FactRecord(fact, {}, document, child, defaults)


def _needed_word(document: Document, node: Map, key: str, what: str) -> str | None:
    if key not in node.entries:
        document.report("missing-key", node.mark, f"{what} has no `{key}`", f"add `{key}: ...`")
        return None
    word: str | None = WORD.read(document, node.entries[key], key)
    return word


def link(world: FactBase) -> None:
    """Read all fields and slots, now that every kind and entity is known."""
    check_kinds(world)
    for record in world.entities.values():
        slots = {"aliases": ALIASES, **world.kinds.get(record.fact.kind, {})}
        _read_values(world, record, slots, ENTITY_COMMON, others=TEXT_TYPE)
    for record in list(world.facts.values()):
        if record.fact.kind not in world.kinds:
            node = record.node.entries["kind"]
            record.document.report(
                "unknown-kind",
                node.mark,
                f"no kind {record.fact.kind!r} is declared under `kinds`",
                did_you_mean(record.fact.kind, world.kinds),
            )
            continue
        slots = world.kinds[record.fact.kind]
        _read_values(world, record, slots, FACT_COMMON, others=None)


def _read_values(
    world: FactBase,
    record: FactRecord,
    slots: Mapping[str, SlotType],
    common: Mapping[str, Any],
    others: SlotType | None,
) -> None:
    """Split a record's mapping into what every item has and the values of its slots."""
    document, node = record.document, record.node
    values: dict[str, Value] = dict(record.fact.values)
    for key, child in node.entries.items():
        if key in {"kind", "name"} or key.startswith("x-"):
            continue
        if key in common:
            value = common[key].read(document, child, key)
            if value is not None:
                record.common[key] = value
            if key == "evidence" and value is not None:
                record.common[key] = from_source(value, record.defaults)
            continue
        slot = slots.get(key, others)
        if slot is None:
            known = [*slots, *common]
            document.report(
                "unknown-key",
                node.keys[key],
                f"a fact of kind {record.fact.kind} has no slot {key!r}",
                did_you_mean(key, known)
                + f"; slots are declared under `kinds: {record.fact.kind}`",
            )
            continue
        read = _read_value(world, document, child, key, slot)
        if read is not None:
            values[key] = read
    fact = record.fact
    record.fact = Fact(fact.id, fact.kind, values, fact.where)


def _read_value(
    world: FactBase, document: Document, node: Node, key: str, slot: SlotType
) -> Value | None:
    if not slot.many:
        return _read_one(world, document, node, key, slot.base)
    nodes = node.items if type(node) is Seq else [node]
    values = [_read_one(world, document, child, key, slot.base) for child in nodes]
    if not nodes:
        document.report("empty", node.mark, f"{key} is an empty list", "delete it, or fill it")
    if not nodes or any(value is None for value in values):
        return None
    return tuple(values)  # type: ignore[arg-type]


_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day of the calendar, as ISO 8601 writes them."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))


def _read_one(
    world: FactBase, document: Document, node: Node, key: str, base: str
) -> str | bool | Ref | None:
    if base == "flag":
        return read_flag(document, node, key)
    if base == "number":
        number = read_number(document, node, key)
        return None if number is None else node.text.strip()  # type: ignore[union-attr]
    if base in {"text", "date"}:
        text: str | None = RICH.read(document, node, key)
        if text and base == "date" and not _is_date(text):
            help = "write 2024, 2024-07 or 2024-07-11; a date as printed is `text`"
            document.report("wrong-kind", node.mark, f"{key} {text!r} is not a date", help)
            return None
        return text
    word: str | None = WORD.read(document, node, key)
    return None if word is None else entity_ref(world, document, node, key, word, base)


def entity_ref(
    world: FactBase, document: Document, node: Node, key: str, id: str, kind: str
) -> Ref | None:
    """Turn an id into a reference to an entity of a kind, or report that there is none."""
    known = world.entities.get(id)
    if known and known.fact.kind == kind:
        return Ref(id)
    of_kind = [e for e, record in world.entities.items() if record.fact.kind == kind]
    what = f"{id} is a {known.fact.kind}, not a {kind}" if known else f"no {kind} {id!r}"
    document.report("unknown-entity", node.mark, f"{key}: {what}", did_you_mean(id, of_kind))
    return None


def slot_names(world: FactBase, kind: str) -> frozenset[str]:
    """Name what a template for this kind can print or filter by; once all records are linked."""
    if kind not in world.slot_names:
        names = set(world.kinds.get(kind, {}))
        for record in world.entities.values():
            if record.fact.kind == kind:
                names |= record.fact.values.keys()
        world.slot_names[kind] = frozenset(names)
    return world.slot_names[kind]
