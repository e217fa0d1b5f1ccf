"""Templates ("item models" in the literature on automatic item generation): facts -> drafts.

A template is an item whose texts hold `{slots}`. For each fact that passes its filters it makes
one draft, with the id `template/fact`. No expressions, no pipes: what a template can't say, a
hand-written question can. Sister facts that pass the filters and ask the same thing are one
truth group: none of their answers is ever a distractor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.bank.draft import Draft
from quizgen.bank.generation.facts import FactBase, FactRecord
from quizgen.bank.generation.slot_filler import MissingValue, Path, SlotFiller, pieces
from quizgen.bank.generation.template_checks import WITHOUT_SLOTS, Template, check_template, type_at
from quizgen.bank.syntax.fields import as_number, suggest_slug
from quizgen.bank.syntax.format import Answer, OptionDraft, Siblings, option_id
from quizgen.model import Ref
from quizgen.text.folding import fold
from quizgen.text.order import hash32, key_of, ranked
from quizgen.text.shown import other_dates


def _passes(printer: SlotFiller, record: FactRecord, template: Template) -> bool:
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


def expand(world: FactBase, template: Template, bank_id: str, lang: str) -> list[Draft]:
    """Make the drafts of one template from all facts that pass its filters."""
    if not check_template(world, template):
        return []
    printer = SlotFiller(world, lang, template.values.get("capitalise", True))
    return _Expansion(world, template, bank_id, printer).drafts()


@dataclass(slots=True)
class _Expansion:
    world: FactBase
    template: Template
    bank_id: str
    printer: SlotFiller
    offered: list[tuple[str, str, str]] | None = None
    """Every distractor there may be: its id, folded, as printed; worked out once."""

    def drafts(self) -> list[Draft]:
        pool = self.world.of_kind(self.template.kind)
        chosen = [r for r in pool if _passes(self.printer, r, self.template)]
        if not chosen:
            self._report_no_items()
            return []
        if "gather" in self.template.values:
            return self._gathered(chosen)
        return self._one_each(chosen, pool)

    def _report_no_items(self) -> None:
        self.template.report(
            "template-without-facts",
            "for",
            f"no fact of kind {self.template.kind} passes its filters: it makes no item",
            level="warning",
        )

    def _report_passed_over(self, passed_over: Mapping[str, int]) -> None:
        for slot, count in passed_over.items():
            self.template.report(
                "facts-passed-over",
                "for",
                f"passes over facts without a value for {{{slot}}}: {count}",
                level="info",
            )

    # One item for each fact.

    def _one_each(self, chosen: list[FactRecord], pool: list[FactRecord]) -> list[Draft]:
        passed_over: Counter[str] = Counter()
        filled: list[tuple[FactRecord, dict[str, Any]]] = []
        for record in chosen:
            try:
                filled.append((record, self._fill(record)))
            except MissingValue as missing:
                passed_over[str(missing)] += 1
        self._report_passed_over(passed_over)
        if not filled:
            self._report_no_items()
        truths = self._truth_groups(filled)
        statements = {_asks(values) for _, values in filled}
        drafts = []
        for record, values in filled:
            self._add_distractors(record, values, pool, truths)
            self._falsify(record, values, pool, statements)
            drafts.append(self._draft(record.id, values, [record]))
        return drafts

    def _fill(self, record: FactRecord) -> dict[str, Any]:
        values = self.template.values
        choice = "distractors" in values or "options" in values
        filled: dict[str, Any] = {}
        for key, value in values.items():
            if key in _NOT_FILLED:
                continue
            if key == "answer":
                filled[key] = self._answer(value, record, markup=choice)
            elif key in {"accept", "unit", "image"}:
                filled[key] = _mapped(value, self._filler(record, markup=False))
            elif key == "cloze":
                filled[key] = self.printer.fill(value, record, cloze=True)
            elif not isinstance(value, Siblings):
                filled[key] = _mapped(value, self._filler(record, markup=True))
        if "answer" in values and not choice:
            filled |= self._other_notations(values, filled, record)
        return filled

    def _other_notations(
        self, values: Mapping[str, Any], filled: Mapping[str, Any], record: FactRecord
    ) -> dict[str, Any]:
        """Accept a day in figures, too, where it is typed."""
        parts = pieces(values["answer"].texts[0]) if values["answer"].texts else []
        if len(parts) != 1 or not isinstance(parts[0], Path):
            return {}
        slot = type_at(self.world, self.template.kind, parts[0])
        if slot is None or slot.base != "date" or slot.many:
            return {}
        written = str(self.printer.value(record, parts[0]))
        accept = [*filled.get("accept", ()), *other_dates(written, self.printer.lang)]
        return {"accept": list(dict.fromkeys(accept))} if accept else {}

    def _filler(self, record: FactRecord, *, markup: bool) -> _Fill:
        return _Fill(self.printer, record, markup)

    def _answer(self, answer: Answer, record: FactRecord, *, markup: bool) -> Answer:
        if answer.look in {"flag", "number"}:
            return answer
        if answer.look == "list":
            return self._filled_answer(answer, record, markup=markup)
        parts = pieces(answer.texts[0])
        if len(parts) == 1 and isinstance(parts[0], Path):
            return self._slot_answer(answer.texts[0], parts[0], record, markup=markup)
        return self._filled_answer(answer, record, markup=markup)

    def _slot_answer(self, text: str, path: Path, record: FactRecord, *, markup: bool) -> Answer:
        """Give the value of a slot that is the whole answer: what it is decides on the item."""
        raw, texts = (
            tuple(self.printer.begun(t) for t in self.printer.many(value, markup=markup))
            for value in (self.printer.value(record, path), self.printer.shown(record, path))
        )
        slot = type_at(self.world, self.template.kind, path)
        ids = tuple(_id_as_ever(text, as_ever) for as_ever in raw)
        if len(texts) > 1:
            return Answer("list", texts, ids=ids)
        if slot and slot.base == "number" and not markup:
            return Answer("number", raw, as_number(raw[0]), ids)
        return Answer("text", texts, ids=ids)

    def _filled_answer(self, answer: Answer, record: FactRecord, *, markup: bool) -> Answer:
        fill = self._filler(record, markup=markup)
        texts = tuple(map(fill, answer.texts))
        ids = tuple(_id_as_ever(text, fill.raw(text)) for text in answer.texts)
        return Answer("list" if answer.look == "list" else "text", texts, ids=ids)

    # Distractors that no sister fact makes true.

    def _truth_groups(
        self, filled: Iterable[tuple[FactRecord, dict[str, Any]]]
    ) -> dict[tuple[str, str], set[str]]:
        truths: dict[tuple[str, str], set[str]] = {}
        for _, values in filled:
            if "answer" in values:
                texts = {fold(text) for text in values["answer"].texts}
                truths.setdefault(_asks(values), set()).update(texts)
        return truths

    def _add_distractors(
        self,
        record: FactRecord,
        values: dict[str, Any],
        pool: list[FactRecord],
        truths: Mapping[tuple[str, str], set[str]],
    ) -> None:
        siblings = self.template.values.get("distractors")
        if not isinstance(siblings, Siblings) or "answer" not in values:
            return
        true = truths[_asks(values)]
        candidates: dict[str, str] = {}
        if self.offered is None:
            texts = dict(self._candidates(siblings, pool))
            self.offered = [(id, fold(text), text) for text, id in texts.items()]
        for id, folded, text in self.offered:
            if folded not in true:
                candidates.setdefault(id, text)
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
        values["distractors"] = [OptionDraft(candidates[id], "", id) for id in best]

    def _candidates(self, siblings: Siblings, pool: list[FactRecord]) -> Iterator[tuple[str, str]]:
        """Give the text and the id of every option there may be."""
        if siblings.kind:
            for entity in self.world.entities.values():
                if entity.fact.kind == siblings.kind:
                    text = self.printer.begun(self.printer.one(Ref(entity.id), markup=True))
                    yield text, _id_as_ever("{entity}", text)
            return
        for other in pool:
            try:
                answer = self._answer(self.template.values["answer"], other, markup=True)
            except MissingValue:
                continue
            yield from zip(answer.texts, answer.ids or map(option_id, answer.texts), strict=True)

    # Statements that no fact makes true.

    def _falsify(
        self,
        record: FactRecord,
        values: dict[str, Any],
        pool: list[FactRecord],
        statements: set[tuple[str, str]],
    ) -> None:
        slot = self.template.values.get("falsify")
        asks = key_of(self.bank_id, self.template.id, record.id)
        if slot is None or hash32(asks) & 1 == 0:
            return
        others: dict[str, dict[str, Any]] = {}
        for value in dict.fromkeys(o.fact.values[slot] for o in pool if slot in o.fact.values):
            statement = self._statement(record, {slot: value})
            if statement is not None and _asks(statement) not in statements:
                id = _id_as_ever(self.template.values["question"], statement["question"])
                others.setdefault(id, statement)
        if others:
            values.update(others[ranked(asks, others)[0]])
            values["answer"] = Answer("flag", ("false",))

    def _statement(self, record: FactRecord, changes: Mapping[str, Any]) -> dict[str, Any] | None:
        """Fill the template as if a fact were another; None where a value is missing."""
        values = {**record.fact.values, **changes}
        fact = type(record.fact)(record.id, record.fact.kind, values, record.fact.where)
        other = FactRecord(fact, record.common, record.document, record.node, record.defaults)
        keys = [key for key in ("question", "stimulus") if key in self.template.values]
        try:
            return {key: self.printer.fill(self.template.values[key], other) for key in keys}
        except MissingValue:
            return None

    # One item of many facts.

    def _gathered(self, chosen: list[FactRecord]) -> list[Draft]:
        gather = self.template.values["gather"]
        groups: dict[str, list[FactRecord]] = {}
        passed_over: Counter[str] = Counter()
        for record in chosen:
            try:
                self._patterns([record])
                groups.setdefault(self._group(record, gather), []).append(record)
            except MissingValue as missing:
                passed_over[str(missing)] += 1
        self._report_passed_over(passed_over)
        if not groups:
            self._report_no_items()
        return [self._gather(name, records) for name, records in groups.items()]

    def _group(self, record: FactRecord, gather: str) -> str:
        if gather == "all":
            return "all"
        value = record.fact.values.get(gather)
        if value is None:
            raise MissingValue(gather)
        return value.id if isinstance(value, Ref) else suggest_slug(str(value))

    def _gather(self, name: str, records: list[FactRecord]) -> Draft:
        values = {
            key: _mapped(value, self._filler(records[0], markup=True))
            for key, value in self.template.values.items()
            if key not in _NOT_FILLED and key not in {"pairs", "order"}
        }
        return self._draft(name, values | self._patterns(records), records)

    def _patterns(self, records: list[FactRecord]) -> dict[str, list[Any]]:
        """Fill the pairs or steps of a gathered item from each of its facts, each once."""
        return {
            key: list(
                dict.fromkeys(
                    _mapped(pattern, self._filler(record, markup=True))
                    for pattern in self.template.values[key]
                    for record in records
                )
            )
            for key in ("pairs", "order")
            if key in self.template.values
        }

    # What a draft inherits.

    def _draft(self, name: str, values: dict[str, Any], records: list[FactRecord]) -> Draft:
        template = self.template
        only = records[0] if len(records) == 1 else None  # else the item is gathered from many
        own = only.common if only else {}
        values["id"] = f"{template.id}/{name}"
        values |= {key: own[key] for key in _OF_ONE_FACT if key in own}
        values |= _filled(
            was=_former_ids(template, name, own),
            evidence=_joined("evidence", template, records),
            tags=_joined("tags", template, records),
            note=template.values.get("note"),
            allow={**records[0].common.get("allow", {}), **template.values.get("allow", {})},
        )
        states = {r.common.get("status", "ok") for r in records} | {values.get("status", "ok")}
        values["status"] = _least_ready(states)
        return Draft(
            values,
            template.document,
            template.node,
            only.fact.where if only else template.where,
            only.defaults if only else template.defaults,
            tuple(f"{r.fact.kind}/{r.id}" for r in records),
            template.id,
            template.kind,
        )


def _least_ready(states: Collection[str]) -> str:
    return next(state for state in ("retired", "draft", "ok") if state in states)


_NOT_FILLED = WITHOUT_SLOTS | {"tags"}  # tags are joined with those of the fact


@dataclass(frozen=True, slots=True)
class _Fill:
    """Fills texts from one fact."""

    printer: SlotFiller
    record: FactRecord
    markup: bool

    def __call__(self, text: str) -> str:
        return self.printer.fill(text, self.record, markup=self.markup)

    def raw(self, text: str) -> str:
        """Fill a text with numbers and dates as the bank has them: its id outlives the language."""
        return self.printer.fill(text, self.record, markup=self.markup, raw=True)


def _mapped(value: Any, fill: _Fill) -> Any:
    """Fill the slots of every text inside a read value, keeping its shape."""
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, OptionDraft):
        id = value.id or _id_as_ever(value.text, fill.raw(value.text))
        return OptionDraft(fill(value.text), fill(value.why), id)
    if isinstance(value, dict):
        return {
            key: fill.raw(inner) if key == "file" else _mapped(inner, fill)
            for key, inner in value.items()
        }
    if isinstance(value, tuple):
        return tuple(_mapped(inner, fill) for inner in value)
    if isinstance(value, list):
        return [_mapped(inner, fill) for inner in value]
    return value


def _id_as_ever(pattern: str, text: str) -> str:
    """Give the id of a filled option as if terms, too, began with a capital, as they once did.

    What learners, papers and logs know an option by, and what is ranked by it, outlives its case.
    """
    parts = pieces(pattern)
    begins = bool(parts) and isinstance(parts[0], Path)
    return option_id(text[:1].upper() + text[1:] if begins else text)


def _asks(values: Mapping[str, Any]) -> tuple[str, str]:
    """Say what an item asks: two facts that ask the same share their truths."""
    return fold(values.get("question", "")), fold(values.get("stimulus", ""))


def _former_ids(template: Template, name: str, fact: Mapping[str, Any]) -> list[str]:
    """Give every id the item had while its template or fact had other ids, the oldest first."""
    templates = [*template.values.get("was", ()), template.id]
    facts = [*fact.get("was", ()), name]
    ids = [f"{t}/{f}" for t in templates for f in facts]
    return ids[:-1]


_OF_ONE_FACT = ("topic", "level", "points", "explanation", "hint")
"""What an item takes over from its fact, where it has one alone."""


def _joined(key: str, template: Template, records: Sequence[FactRecord]) -> list[Any]:
    """Join what the facts of an item and its template say under a key, each once."""
    values = [value for record in records for value in record.common.get(key, ())]
    return list(dict.fromkeys([*values, *template.values.get(key, ())]))


def _filled(**values: Any) -> dict[str, Any]:
    """Leave out what is empty: a key with nothing in it would count as given."""
    return {key: value for key, value in values.items() if value not in (None, [], {}, ())}
