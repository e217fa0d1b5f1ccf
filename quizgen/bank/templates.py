"""Templates ("item models" in the literature on automatic item generation): facts -> drafts.

A template is an item whose texts hold `{slots}`. For each fact that passes its filters it makes
one draft, with the id `template/fact`. No expressions, no pipes: what a template can't say, a
hand-written question can. Sister facts that pass the filters and ask the same thing are one
truth group: none of their answers is ever a distractor.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.bank.facts import TEXT_TYPE, Record, SlotType, World, slot_names
from quizgen.bank.items import Draft, option_id
from quizgen.bank.reader import Document, Map
from quizgen.bank.shapes import Answer, OptionDraft, Siblings
from quizgen.bank.slots import suggest_slug
from quizgen.markup import escape, fold, parse, plain_text, strip_cloze
from quizgen.model import Ref, Value, Where
from quizgen.order import hash32, key_of, ranked
from quizgen.problems import did_you_mean
from quizgen.words import joined


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


# --- text with slots ----------------------------------------------------------------------------

_PIECE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*)\}")


@dataclass(frozen=True, slots=True)
class Path:
    """A slot in a text: `person`, or `person.role`."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


def pieces(text: str) -> list[str | Path]:
    """Split a template's text into literal stretches and slots."""
    parts: list[str | Path] = []
    end = 0
    for match in _PIECE.finditer(text):
        if match[1]:
            parts += [text[end : match.start()], Path(tuple(match[1].split(".")))]
            end = match.end()
    parts.append(text[end:])
    return [part for part in parts if part != ""]


class MissingValue(Exception):  # noqa: N818 - not an error: the fact is passed over and counted
    """A fact has no value for a slot that the template prints."""


@dataclass(slots=True)
class _Printer:
    """Fills the slots of a template's texts from one fact."""

    world: World
    lang: str

    def value(self, record: Record, path: Path) -> Value:
        """Follow a path from a fact to a value."""
        value: Any = None
        for name in path.names:
            value = record.fact.values.get(name)
            if value is None and name == "short":
                value = record.fact.values.get("name")
            if value is None:
                raise MissingValue(str(path))
            if isinstance(value, Ref):
                record = self.world.entities[value.id]
        found: Value = value
        return found

    def one(self, value: Value, *, markup: bool, cloze: bool = False) -> str:
        """Print a single value; names are plain text, text slots are markup."""
        if isinstance(value, Ref):
            name = self.world.name_of(value)
            return escape(name) if markup else name
        text = str(value) if cloze else strip_cloze(str(value))
        return text if markup else plain_text(parse(text))

    def many(self, value: Value, *, markup: bool) -> list[str]:
        """Print a value, or each value of a list."""
        values = value if isinstance(value, tuple) else (value,)
        return [self.one(v, markup=markup) for v in values]

    def fill(self, text: str, record: Record, *, markup: bool = True, cloze: bool = False) -> str:
        """Print a text; what begins with a slot begins with a capital."""
        parts = pieces(text)
        filled = ""
        for part in parts:
            if isinstance(part, str):
                filled += part
                continue
            value = self.value(record, part)
            if isinstance(value, tuple):
                filled += joined(self.many(value, markup=markup), self.lang)
            else:
                filled += self.one(value, markup=markup, cloze=cloze)
        if parts and isinstance(parts[0], Path) and markup:
            filled = filled[:1].upper() + filled[1:]
        return filled


# --- checks before any fact is looked at --------------------------------------------------------


def texts_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every text of a template that may hold slots, with its key."""
    for key, value in values.items():
        if key in {
            "id",
            "was",
            "for",
            "where",
            "unless",
            "falsify",
            "gather",
            "note",
            "allow",
            "evidence",
        }:
            continue
        yield from ((key, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, OptionDraft):
        yield value.text
        yield value.why
    elif isinstance(value, Answer):
        yield from value.texts
    elif isinstance(value, (list, tuple)) and not isinstance(value, Siblings):
        for inner in value:
            yield from _texts(inner)


def _type_at(world: World, kind: str, path: Path) -> SlotType | None:
    """Find the type at the end of a path, or None where there is no such slot."""
    slot: SlotType | None = None
    for name in path.names:
        if slot is not None:
            if slot.base in {"text", "number", "flag", "date"} or slot.many:
                return None
            kind = slot.base
        if name not in slot_names(world, kind) and name not in {"name", "short"}:
            return None
        if name in {"name", "short"} and kind in world.kinds and kind not in world.entity_kinds():
            return None
        slot = world.kinds.get(kind, {}).get(name, TEXT_TYPE)
    return slot


def check_template(world: World, template: Template) -> bool:
    """Report what is wrong with a template for whatever fact; one flaw is one problem."""
    before = len(template.document.problems)
    values = template.values
    known = {*world.kinds, *world.entity_kinds()}
    if template.kind not in known:
        template.report(
            "unknown-kind", "for", f"no kind {template.kind!r}", did_you_mean(template.kind, known)
        )
        return False
    names = sorted(slot_names(world, template.kind))
    for key, text in texts_of(values):
        for path in pieces(text):
            if not isinstance(path, Path):
                continue
            slot = _type_at(world, template.kind, path)
            if slot is None:
                template.report(
                    "unknown-slot",
                    key,
                    f"{template.kind} has no slot {{{path}}}",
                    did_you_mean(str(path), names),
                )
            elif slot.base == "flag":
                template.report("unknown-slot", key, f"{{{path}}} is a flag and can't be printed")
    for key in ("where", "unless"):
        _check_filter(world, template, key)
    _check_falsify(world, template)
    _check_gather(world, template)
    siblings = values.get("distractors")
    if (
        isinstance(siblings, Siblings)
        and siblings.kind
        and siblings.kind not in world.entity_kinds()
    ):
        help = did_you_mean(siblings.kind, world.entity_kinds())
        template.report("unknown-kind", "distractors", f"no entity is a {siblings.kind!r}", help)
    return len(template.document.problems) == before


def _check_filter(world: World, template: Template, key: str) -> None:
    for name, wanted in template.values.get(key, {}).items():
        slot = _type_at(world, template.kind, Path(tuple(name.split("."))))
        if slot is None:
            help = did_you_mean(name, slot_names(world, template.kind))
            template.report("unknown-slot", key, f"{template.kind} has no slot {name!r}", help)
            continue
        for scalar in wanted:
            if slot.base == "flag" and scalar.text not in {"true", "false"}:
                template.report("wrong-kind", key, f"{name} is true or false, not {scalar.text!r}")
            elif slot.base in world.entity_kinds() and scalar.text not in world.entities:
                of_kind = [i for i, r in world.entities.items() if r.fact.kind == slot.base]
                help = did_you_mean(scalar.text, of_kind)
                template.report("unknown-entity", key, f"no {slot.base} {scalar.text!r}", help)


def _check_falsify(world: World, template: Template) -> None:
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


def _check_gather(world: World, template: Template) -> None:
    gather = template.values.get("gather")
    if gather is None:
        return
    if gather != "all" and gather not in slot_names(world, template.kind):
        help = did_you_mean(gather, [*slot_names(world, template.kind), "all"])
        template.report("unknown-slot", "gather", f"{template.kind} has no slot {gather!r}", help)
    if not {"pairs", "order"} & set(template.values):
        template.report("bad-gather", "gather", "gather makes matching or ordering items only")
    for key, text in texts_of(template.values):
        if key in {"pairs", "order"}:
            continue
        for path in pieces(text):
            if isinstance(path, Path) and path.names[0] != gather:
                template.report(
                    "bad-gather", key, f"{{{path}}} differs from fact to fact in a gathered item"
                )


# --- expansion ----------------------------------------------------------------------------------


def _passes(printer: _Printer, record: Record, template: Template) -> bool:
    def fits(name: str, wanted: Sequence[Any]) -> bool:
        try:
            value = printer.value(record, Path(tuple(name.split("."))))
        except MissingValue:
            return False
        values = value if isinstance(value, tuple) else (value,)
        said = {_filter_text(v) for v in values}
        return any(scalar.text in said for scalar in wanted)

    where = template.values.get("where", {})
    unless = template.values.get("unless", {})
    return all(fits(n, w) for n, w in where.items()) and not any(
        fits(n, w) for n, w in unless.items()
    )


def _filter_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.id if isinstance(value, Ref) else str(value)


def expand(world: World, template: Template, bank_id: str, lang: str) -> list[Draft]:
    """Make the drafts of one template from all facts that pass its filters."""
    if not check_template(world, template):
        return []
    return _Expansion(world, template, bank_id, _Printer(world, lang)).drafts()


@dataclass(slots=True)
class _Expansion:
    world: World
    template: Template
    bank_id: str
    printer: _Printer

    def drafts(self) -> list[Draft]:
        pool = self.world.of_kind(self.template.kind)
        chosen = [r for r in pool if _passes(self.printer, r, self.template)]
        if not chosen:
            self.template.report(
                "template-without-facts",
                "for",
                f"no fact of kind {self.template.kind} passes its filters: it makes no item",
                level="warning",
            )
            return []
        if "gather" in self.template.values:
            return self._gathered(chosen)
        return self._one_each(chosen, pool)

    # One item for each fact.

    def _one_each(self, chosen: list[Record], pool: list[Record]) -> list[Draft]:
        passed_over: Counter[str] = Counter()
        filled: list[tuple[Record, dict[str, Any]]] = []
        for record in chosen:
            try:
                filled.append((record, self._fill(record)))
            except MissingValue as missing:
                passed_over[str(missing)] += 1
        for slot, count in passed_over.items():
            self.template.report(
                "facts-passed-over",
                "for",
                f"passes over facts without a value for {{{slot}}}: {count}",
                level="info",
            )
        truths = self._truth_groups(filled)
        statements = {_asks(values) for _, values in filled}
        drafts = []
        for record, values in filled:
            self._add_distractors(record, values, pool, truths)
            self._falsify(record, values, pool, statements)
            drafts.append(self._draft(record.id, values, [record]))
        return drafts

    def _fill(self, record: Record) -> dict[str, Any]:
        values = self.template.values
        choice = "distractors" in values or "options" in values
        filled: dict[str, Any] = {}
        for key, value in values.items():
            if key in _NOT_FILLED:
                continue
            if key == "answer":
                filled[key] = self._answer(value, record, markup=choice)
            elif key in {"accept", "unit"}:
                filled[key] = _mapped(value, self._filler(record, markup=False))
            elif key == "cloze":
                filled[key] = self.printer.fill(value, record, cloze=True)
            elif not isinstance(value, Siblings):
                filled[key] = _mapped(value, self._filler(record, markup=True))
        return filled

    def _filler(self, record: Record, *, markup: bool) -> Callable[[str], str]:
        return lambda text: self.printer.fill(text, record, markup=markup)

    def _answer(self, answer: Answer, record: Record, *, markup: bool) -> Answer:
        if answer.look in {"flag", "number"}:
            return answer
        if answer.look == "list":
            texts = tuple(self.printer.fill(t, record, markup=markup) for t in answer.texts)
            return Answer("list", texts)
        parts = pieces(answer.texts[0])
        if len(parts) == 1 and isinstance(parts[0], Path):
            value = self.printer.value(record, parts[0])
            slot = _type_at(self.world, self.template.kind, parts[0])
            texts = tuple(self._capital(t) for t in self.printer.many(value, markup=markup))
            if len(texts) > 1:
                return Answer("list", texts)
            if slot and slot.base == "number" and not markup:
                from quizgen.bank.slots import as_number  # noqa: PLC0415 - number slots only

                return Answer("number", texts, as_number(texts[0]))
            return Answer("text", texts)
        return Answer("text", (self.printer.fill(answer.texts[0], record, markup=markup),))

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]

    # Distractors that no sister fact makes true.

    def _truth_groups(
        self, filled: Iterable[tuple[Record, dict[str, Any]]]
    ) -> dict[tuple[str, str], set[str]]:
        truths: dict[tuple[str, str], set[str]] = {}
        for _, values in filled:
            if "answer" in values:
                texts = {fold(text) for text in values["answer"].texts}
                truths.setdefault(_asks(values), set()).update(texts)
        return truths

    def _add_distractors(
        self,
        record: Record,
        values: dict[str, Any],
        pool: list[Record],
        truths: Mapping[tuple[str, str], set[str]],
    ) -> None:
        siblings = self.template.values.get("distractors")
        if not isinstance(siblings, Siblings) or "answer" not in values:
            return
        true = truths[_asks(values)]
        candidates: dict[str, str] = {}
        for text in self._candidates(siblings, pool):
            if fold(text) not in true:
                candidates.setdefault(option_id(text), text)
        asks = key_of(self.bank_id, self.template.id, record.id)
        best = ranked(asks, candidates)[: siblings.take]
        if len(best) < 2:
            self.template.report(
                "too-few-distractors",
                "distractors",
                f"only {len(best)} sibling value{'s' if len(best) != 1 else ''} could be wrong "
                f"for {record.id}; two are needed",
                "add facts, write distractors, or use {from: kind}",
            )
        values["distractors"] = [OptionDraft(candidates[id]) for id in best]

    def _candidates(self, siblings: Siblings, pool: list[Record]) -> Iterator[str]:
        if siblings.kind:
            for entity in self.world.entities.values():
                if entity.fact.kind == siblings.kind:
                    yield self._capital(self.printer.one(Ref(entity.id), markup=True))
            return
        for other in pool:
            try:
                yield from self._answer(self.template.values["answer"], other, markup=True).texts
            except MissingValue:
                continue

    # Statements that no fact makes true.

    def _falsify(
        self,
        record: Record,
        values: dict[str, Any],
        pool: list[Record],
        statements: set[tuple[str, str]],
    ) -> None:
        slot = self.template.values.get("falsify")
        asks = key_of(self.bank_id, self.template.id, record.id)
        if slot is None or hash32(asks) & 1 == 0:
            return
        others: dict[str, dict[str, Any]] = {}
        for other in pool:
            if slot not in other.fact.values:
                continue
            changed = {**record.fact.values, slot: other.fact.values[slot]}
            fact = type(record.fact)(record.id, record.fact.kind, changed, record.fact.where)
            false = Record(fact, record.common, record.document, record.node, record.defaults)
            said: dict[str, Any] = {
                key: self.printer.fill(self.template.values[key], false)
                for key in ("question", "stimulus")
                if key in self.template.values
            }
            if _asks(said) not in statements:
                others.setdefault(option_id(said["question"]), said)
        if others:
            values.update(others[ranked(asks, others)[0]])
            values["answer"] = Answer("flag", ("false",))

    # One item of many facts.

    def _gathered(self, chosen: list[Record]) -> list[Draft]:
        gather = self.template.values["gather"]
        groups: dict[str, list[Record]] = {}
        for record in chosen:
            groups.setdefault(self._group(record, gather), []).append(record)
        return [self._gather(name, records) for name, records in groups.items() if name]

    def _group(self, record: Record, gather: str) -> str:
        if gather == "all":
            return "all"
        value = record.fact.values.get(gather)
        if value is None or isinstance(value, tuple):
            return ""
        return value.id if isinstance(value, Ref) else suggest_slug(str(value))

    def _gather(self, name: str, records: list[Record]) -> Draft:
        values = {
            key: _mapped(value, self._filler(records[0], markup=True))
            for key, value in self.template.values.items()
            if key not in _NOT_FILLED and key not in {"pairs", "order"}
        }
        for key in ("pairs", "order"):
            if key in self.template.values:
                patterns = self.template.values[key]
                values[key] = list(
                    dict.fromkeys(
                        _mapped(pattern, self._filler(record, markup=True))
                        for pattern in patterns
                        for record in records
                    )
                )
        return self._draft(name, values, records)

    # What a draft inherits.

    def _draft(self, name: str, values: dict[str, Any], records: list[Record]) -> Draft:
        template = self.template
        first = records[0].common
        values["id"] = f"{template.id}/{name}"
        was = _former_ids(template, name, first if len(records) == 1 else {})
        if was:
            values["was"] = was
        for key in ("topic", "level", "points", "explanation", "hint"):
            if len(records) == 1 and key in first:
                values[key] = first[key]
        for key in ("evidence", "tags"):
            own = template.values.get(key, [])
            joined_values = [*(v for r in records for v in r.common.get(key, ())), *own]
            if joined_values:
                values[key] = list(dict.fromkeys(joined_values))
        allow = {**first.get("allow", {}), **template.values.get("allow", {})}
        if allow:
            values["allow"] = allow
        states = {r.common.get("status", "ok") for r in records} | {values.get("status", "ok")}
        values["status"] = next(s for s in ("retired", "draft", "ok") if s in states)
        return Draft(
            values,
            template.document,
            template.node,
            records[0].fact.where if len(records) == 1 else template.where,
            records[0].defaults if len(records) == 1 else template.defaults,
            tuple(f"{r.fact.kind}/{r.id}" for r in records),
            template.id,
            template.kind,
        )


_NOT_FILLED = frozenset(
    {"id", "was", "for", "where", "unless", "falsify", "gather", "evidence", "tags"}
)


def _mapped(value: Any, fill: Callable[[str], str]) -> Any:
    """Fill the slots of every text inside a read value, keeping its shape."""
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, OptionDraft):
        return OptionDraft(fill(value.text), fill(value.why), value.id)
    if isinstance(value, tuple):
        return tuple(_mapped(inner, fill) for inner in value)
    if isinstance(value, list):
        return [_mapped(inner, fill) for inner in value]
    return value


def _asks(values: Mapping[str, Any]) -> tuple[str, str]:
    """Say what an item asks: two facts that ask the same share their truths."""
    return fold(values.get("question", "")), fold(values.get("stimulus", ""))


def _former_ids(template: Template, name: str, fact: Mapping[str, Any]) -> list[str]:
    """Give every id the item had while its template or fact had other ids, the oldest first."""
    templates = [*template.values.get("was", ()), template.id]
    facts = [*fact.get("was", ()), name]
    ids = [f"{t}/{f}" for t in templates for f in facts]
    return ids[:-1]
