"""Files -> bank: reads the root and its sisters, then facts, templates, questions, quizzes.

Every problem of all files is found in one go; items that are sound come out even when others
are not, so that whoever checks further can check them too.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from quizgen.bank.building import Builder, Built, read_question
from quizgen.bank.cache import entry_path, is_large, load_cached, store
from quizgen.bank.draft import Draft
from quizgen.bank.generation.facts import (
    FactBase,
    from_source,
    link,
    read_entities,
    read_facts,
    read_kinds,
)
from quizgen.bank.generation.template_checks import Template
from quizgen.bank.generation.templates import expand
from quizgen.bank.items import make_item
from quizgen.bank.media import TAKEN, is_picture, kind_of_name, save_as
from quizgen.bank.media_files import file_of, is_file, lies_inside
from quizgen.bank.passages import read_passages
from quizgen.bank.quizzes import default_quiz, read_quizzes
from quizgen.bank.syntax.fields import found_text, read_fields
from quizgen.bank.syntax.format import BANK, INCLUDED, TEMPLATE
from quizgen.bank.syntax.yaml_tree import Document, Map, Seq, read_file
from quizgen.model import Bank, DeckSettings, Item, PaperSettings, Passage, ShortAnswer, item_texts
from quizgen.problems import BankNotFound, Problem, Where, did_you_mean, has_errors, in_order
from quizgen.text.block_parser import images
from quizgen.text.inline_rules import RUBY, has_ruby
from quizgen.words.truth import is_truth_word

ROOT_NAME = "bank.yaml"
NO_DEFAULTS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading gave: the bank (None when even its root can't be read) and all problems."""

    bank: Bank | None
    problems: tuple[Problem, ...]
    media: tuple[str, ...] = ()
    """The names of its pictures and sounds, each once."""
    lines: int = 0


def shown_path(path: Path, here: Path) -> str:
    """Name a path as a person in the folder `here` would."""
    try:
        return os.path.relpath(path, here) if path.resolve().is_relative_to(here) else str(path)
    except OSError:  # the working folder is gone
        return str(path)


def find_root(path: Path, here: Path) -> Path:
    """Find the root file of a bank: the file itself, or `bank.yaml` in a folder.

    Raises BankNotFound.
    """
    if path.is_dir():
        root = path / ROOT_NAME
        if root.is_file():
            return root
        raise BankNotFound(
            f"there is no {ROOT_NAME} in {shown_path(path, here)}; `quizgen new NAME` starts a bank"
        )
    if is_file(path):
        return path
    if path.exists():
        raise BankNotFound(f"{shown_path(path, here)} is not a file")
    raise BankNotFound(f"there is no file or folder {shown_path(path, here)}")


def find_banks(folder: Path, here: Path) -> list[Path]:
    """Find every bank in a folder: sub-folders with a `bank.yaml`, and single YAML files.

    Raises BankNotFound when there is none.
    """
    if not folder.is_dir():
        raise BankNotFound(
            f"there is no folder {shown_path(folder, here)} here; name a bank, or start one with "
            "`quizgen new NAME`"
        )
    banks = [
        entry
        for entry in sorted(folder.iterdir())
        if (entry / ROOT_NAME).is_file() or (entry.is_file() and entry.suffix in {".yaml", ".yml"})
    ]
    if not banks:
        raise BankNotFound(f"there is no bank in {shown_path(folder, here)}")
    return banks


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the cyclic collector: it costs half the reading of a large bank and frees nothing.

    Freezing and thawing moves what was read to the oldest generation in no time; else the first
    thing after the pause would be a walk over all of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def load(path: Path, here: Path, *, cache: bool = True) -> Loaded:
    """Read a bank from a folder or file.

    Args:
        path: The folder or file.
        here: The working folder, from which places in the bank are shown.
        cache: Take a large bank from the cache when none of its files has changed.

    Raises BankNotFound.
    """
    root = find_root(path, here)
    with gc_paused():
        if cache and is_large(root):
            return _load_cached(root, here)
        return _Loading(root, here).run()


def load_document(document: Document, folder: Path, here: Path) -> Loaded:
    """Read a bank from a file that something else has read: another maker's quiz.

    Args:
        document: What was read, as the root file of a bank would be.
        folder: Where its pictures and sounds lie.
        here: The working folder.

    """
    with gc_paused():
        return _Loading(folder / ROOT_NAME, here).run(document)


def _load_cached(root: Path, here: Path) -> Loaded:
    try:
        place, read = entry_path(root, shown_path(root, here), here)
    except OSError:
        return _Loading(root, here).run()
    entry = load_cached(place, root, partial(_may_read, folder=root.parent))
    if entry is not None:
        return Loaded(entry.bank, tuple(entry.problems), tuple(entry.media))
    loading = _Loading(root, here)
    loaded = loading.run()
    unchanged = loading.documents[0].sha256 == read  # nobody saved it in between
    if loaded.bank is not None and unchanged and not has_errors(loaded.problems):
        store(place, loaded.bank, loaded.problems, loading.sums(), loaded.media)
    return loaded


def _may_read(name: str, folder: Path) -> bool:
    return file_of(folder, name) is not None


@dataclass(slots=True)
class _Part:
    """One file of the bank."""

    document: Document
    node: Map
    defaults: Mapping[str, Any]


class _TemplateProblems:
    """What is wrong with the items of templates: one broken template is one problem."""

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str, Where], list[Problem]] = {}

    def others(self, template: str, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Take the problems of a template's item; give back those of an item that has none."""
        if not template:
            return problems
        for problem in problems:
            key = (template, problem.code, problem.where)
            self._alike.setdefault(key, []).append(problem)
        return ()

    def summed_up(self) -> Iterator[Problem]:
        """Give each problem once, with a count of the items that have it."""
        for first, *more in self._alike.values():
            also = f" (and in {len(more)} more of its items)" if more else ""
            yield replace(first, message=first.message + also)


class _Loading:
    def __init__(self, root: Path, here: Path) -> None:
        self.root = root
        self.here = here
        self.folder = root.parent
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self.world = FactBase()
        self.drafts: list[Draft | Built] = []
        self.sisters: dict[str, Document] = {}
        self.media: list[str] = []
        self.passages: dict[str, Passage] = {}
        self.topics: dict[str, str] = {}

    def run(self, document: Document | None = None) -> Loaded:
        if document is None:
            document = self._read(self.root)
        else:
            self.documents.append(document)
        values = read_fields(document, document.root, BANK) if document.root else None
        if values is None or type(document.root) is not Map:
            return Loaded(None, self._all_problems())
        parts = self._parts(document, document.root, values)
        sources = values.get("sources", {})
        lang = values.get("lang", "en")
        bank_id = values.get("id", "")
        self._read_world(parts)
        self._read_passages(parts)
        templates = self._templates(parts, bank_id, lang)
        self._read_questions(parts, templates)
        items = self._items(lang)
        title = values.get("title", bank_id)
        bank = Bank(
            id=bank_id,
            title=title,
            lang=lang,
            deck=values.get("deck", title),
            subdecks=values.get("subdecks", False),
            folder=str(self.folder),
            where=Where(document.file),
            paper=values.get("paper", PaperSettings()),
            anki=values.get("anki", DeckSettings()),
            allow=values.get("allow", {}),
            sources=sources,
            items=tuple(items.values()),
            passages=tuple(self.passages.values()),
            topics=self.topics,
            quizzes=self._quizzes(document, items, title),
            entities=tuple(record.fact for record in self.world.entities.values()),
            facts=tuple(record.fact for record in self.world.facts.values()),
        )
        self._check_sources(bank, document)
        self._check_topics(bank)
        self._check_enemies(bank)
        self._check_media(bank)
        self._check_ruby(bank)
        problems = self._all_problems()
        media = tuple(dict.fromkeys(self.media))
        return Loaded(replace(bank, problems=problems), problems, media)

    def sums(self) -> dict[str, str]:
        """Give the sum of every included file, by its name in the bank."""
        return {name: document.sha256 for name, document in self.sisters.items()}

    def _all_problems(self) -> tuple[Problem, ...]:
        found_in_files = [p for document in self.documents for p in document.problems]
        return in_order([*found_in_files, *self.problems])

    # Files.

    def _read(self, path: Path, outer: Mapping[str, Any] = NO_DEFAULTS) -> Document:
        document = read_file(path, shown_path(path, self.here), lambda text: Builder(text, outer))
        self.documents.append(document)
        return document

    def _parts(self, document: Document, node: Map, values: Mapping[str, Any]) -> list[_Part]:
        defaults = values.get("defaults", {})
        parts = [_Part(document, node, defaults)]
        self.topics |= values.get("topics", {})
        listed = node.entries.get("include")
        for index, name in enumerate(values.get("include", ())):
            mark = listed.items[index].mark if type(listed) is Seq else node.mark
            path = self._inside(document, mark, name)
            if path is None:
                continue
            sister = self.sisters[name] = self._read(path, defaults)
            if sister.root is None:
                continue
            own = read_fields(sister, sister.root, INCLUDED) or {}
            self.topics |= own.get("topics", {})
            if type(sister.root) is Map:
                parts.append(_Part(sister, sister.root, {**defaults, **own.get("defaults", {})}))
        return parts

    def _inside(self, document: Document, mark: Any, name: str) -> Path | None:
        """Resolve a file named in the bank; nothing outside the bank's folder is ever read."""
        path = self.folder / name
        if not lies_inside(name, self.folder):
            document.report(
                "outside-the-bank", mark, f"{name!r} lies outside the bank's folder", "move it in"
            )
            return None
        if not is_file(path):
            beside = [p.name for p in self.folder.iterdir() if p.is_file()]
            document.report(
                "missing-file", mark, f"there is no file {name!r}", did_you_mean(name, beside)
            )
            return None
        return path

    # Facts and templates.

    def _read_world(self, parts: list[_Part]) -> None:
        for part in parts:
            if "kinds" in part.node.entries:
                read_kinds(self.world, part.document, part.node.entries["kinds"])
        for part in parts:
            entries = part.node.entries
            if "entities" in entries:
                read_entities(self.world, part.document, entries["entities"], part.defaults)
            if "facts" in entries:
                read_facts(self.world, part.document, entries["facts"], part.defaults)
        link(self.world)

    def _read_passages(self, parts: list[_Part]) -> None:
        for part in parts:
            node = part.node.entries.get("passages")
            if node is not None:
                found = read_passages(self.world, part.document, node, part.defaults)
                self.passages |= {passage.id: passage for passage in found}

    def _templates(self, parts: list[_Part], bank_id: str, lang: str) -> set[str]:
        ids = set()
        for part in parts:
            for node in self._list(part, "templates"):
                before = len(part.document.problems)
                values = read_fields(part.document, node, TEMPLATE)
                if values is None or type(node) is not Map:
                    continue
                if "id" in values:
                    ids.add(values["id"])
                    fresh = self.world.first(
                        "template", values["id"], part.document, node.entries["id"].mark
                    )
                    if not fresh:
                        continue
                if len(part.document.problems) > before:
                    continue
                if "evidence" in values:
                    values["evidence"] = from_source(values["evidence"], part.defaults)
                template = Template(values["id"], values, part.document, node, part.defaults)
                self.drafts += expand(self.world, template, bank_id, lang)
        return ids

    def _list(self, part: _Part, key: str) -> list[Any]:
        node = part.node.entries.get(key)
        if node is None:
            return []
        if type(node) is not Seq:
            part.document.report(
                "wrong-kind", node.mark, f"{key} must be a list, found {found_text(node)}"
            )
            return []
        return node.items

    # Questions, and patches of generated items.

    def _read_questions(self, parts: list[_Part], templates: set[str]) -> None:
        generated = {draft.id: draft for draft in self.drafts if isinstance(draft, Draft)}
        for part in parts:
            for node in self._list(part, "questions"):
                if isinstance(node, Built):
                    self.drafts.append(node)
                    continue
                draft = read_question(part.document, node, part.defaults)
                if draft is None or type(node) is not Map:
                    continue
                if _is_generated(draft.id, templates) and not _outlived(draft, generated):
                    self._patch(part.document, node, draft.values, generated)
                    continue
                if "fact" in draft.values:
                    self._tie(draft, node)
                self.drafts.append(draft)

    def _tie(self, draft: Draft, node: Map) -> None:
        """Tie a question to the fact it names; what the question doesn't say is the fact's."""
        id = draft.values["fact"]
        record = self.world.facts.get(id)
        if record is None:
            help = did_you_mean(id, self.world.facts)
            draft.document.report(
                "unknown-fact", node.entries["fact"].mark, f"no fact {id!r}", help
            )
            return
        draft.facts = (f"{record.fact.kind}/{id}",)
        draft.kind = record.fact.kind
        for key in ("topic", "level", "explanation", "evidence"):
            if key in record.common:
                draft.values.setdefault(key, record.common[key])

    def _patch(
        self, document: Document, node: Map, values: dict[str, Any], generated: Mapping[str, Draft]
    ) -> None:
        if not self.world.first("patch of item", values["id"], document, node.entries["id"].mark):
            return
        draft = generated.get(values["id"])
        if draft is None:
            document.report(
                "unknown-item",
                node.entries["id"].mark,
                f"no template makes an item {values['id']!r} to patch",
                did_you_mean(values["id"], generated),
            )
            return
        draft.values.update(values)
        draft.document, draft.node = document, node

    def _items(self, lang: str) -> dict[str, Item]:
        items: dict[str, Item] = {}
        taken: dict[str, Built] = {}
        of_template = _TemplateProblems()
        for draft in self.drafts:
            if type(draft) is Built:
                built = draft
                self.problems += built.problems
            else:
                built = self._built(draft)  # type: ignore[arg-type]
                self.problems += of_template.others(draft.template, built.problems)  # type: ignore[union-attr]
            item = built.item
            if item is None or self._is_truth_word(built, item, lang):
                continue
            for id in (item.id, *item.was) if item.was else (item.id,):
                if id in taken:
                    self._taken(built, id, taken[id])
                taken[id] = built
            items.setdefault(item.id, item)
        self.problems += of_template.summed_up()
        return items

    def _is_truth_word(self, built: Built, item: Item, lang: str) -> bool:
        """Ask about a lone `wahr` or `vrai` in an item of that language."""
        asked = built.if_in_its_language
        if asked is None or not isinstance(item, ShortAnswer):
            return False
        if not is_truth_word(item.answer, item.lang or lang):
            return False
        self.problems.append(asked)
        return True

    def _built(self, draft: Draft) -> Built:
        self._give_passage(draft)
        item = make_item(draft)
        node = draft.node.entries.get("id", draft.node)
        return Built(item, draft.problems, draft.document, node.mark, draft.if_in_its_language)

    def _give_passage(self, draft: Draft) -> None:
        """Put a passage in the place of its name."""
        name = draft.values.pop("passage", None)
        if name is None:
            return
        if name in self.passages:
            draft.values["passage"] = self.passages[name]
        else:
            help = did_you_mean(name, self.passages) or "write it under `passages:`"
            draft.report("unknown-passage", "passage", f"no passage {name!r}", help)

    def _taken(self, second: Built, id: str, first: Built) -> None:
        help = "give one of them another id"
        message = f"the id {id!r} is taken by {first.document.where(first.mark)}"
        where = second.document.where(second.mark)
        self.problems.append(Problem("duplicate-id", "error", where, message, help, id))

    # What refers to something else.

    def _quizzes(self, document: Document, items: Mapping[str, Item], title: str) -> Any:
        node = document.root.entries.get("quizzes") if type(document.root) is Map else None
        if node is None:
            return (default_quiz(title, items.values(), Where(document.file, 1, 1)),)
        return tuple(read_quizzes(document, node, items, title))

    def _check_sources(self, bank: Bank, document: Document) -> None:
        unknown: dict[str, tuple[Item, Where, int]] = {}
        for item in bank.items:
            for evidence in item.evidence:
                if evidence.source and evidence.source not in bank.sources:
                    _, where, count = unknown.get(evidence.source, (item, evidence.where, 0))
                    unknown[evidence.source] = (item, where, count + 1)
        for name, (item, where, count) in unknown.items():
            more = f" ({count} items cite it)" if count > 1 else ""
            self.problems.append(
                Problem(
                    "unknown-source",
                    "error",
                    where,
                    f"no source {name!r}{more}",
                    did_you_mean(name, bank.sources)
                    or f"declare it under `sources:` in {document.file}",
                    item.id,
                )
            )

    def _check_topics(self, bank: Bank) -> None:
        """Warn of titles that no question would stand under."""
        if not bank.topics:
            return
        known = {part for item in bank.items for part in _paths(item.topic)}
        for topic in bank.topics:
            if topic not in known:
                help = did_you_mean(topic, known)
                message = f"topics: no item has the topic {topic!r}"
                self.problems.append(Problem("unused-topic", "warning", bank.where, message, help))

    def _check_enemies(self, bank: Bank) -> None:
        hostile = [item for item in bank.items if item.enemies]
        ids = {id for item in bank.items for id in (item.id, *item.was)} if hostile else set()
        for item in hostile:
            for enemy in item.enemies:
                if enemy not in ids:
                    help = did_you_mean(enemy, ids)
                    message = f"enemies: no item {enemy!r}"
                    self.problems.append(
                        Problem("unknown-item", "error", item.where, message, help, item.id)
                    )

    def _check_ruby(self, bank: Bank) -> None:
        """Name ruby where it is none: in items of other languages it is printed as it stands."""
        if not any(document.ruby for document in self.documents):
            return
        for item in bank.items:
            if has_ruby(item.lang or bank.lang):
                continue
            found = next(filter(None, map(RUBY.search, item_texts(item))), None)
            if found:
                message = f"'{found[0]}' is printed as it stands: this item is in another language"
                help = "ruby works in Japanese and Chinese items: give it `lang: ja` or `lang: zh`"
                problem = Problem("foreign-mark", "warning", item.where, message, help, item.id)
                self.problems.append(problem)

    def _check_media(self, bank: Bank) -> None:
        in_texts = any(document.pictures for document in self.documents)
        for item in bank.items:
            if not (in_texts or item.image or item.audio or item.passage):
                continue
            pictures = images_of(item)
            for name in media_names(item):
                self.media.append(name)
                flaw = self._flaw_of_media(name, is_shown=name in pictures)
                if flaw:
                    code, message, help = flaw
                    self.problems.append(Problem(code, "error", item.where, message, help, item.id))

    def _flaw_of_media(self, name: str, *, is_shown: bool) -> tuple[str, str, str] | None:
        """Say what is amiss with a file that is named: a code, a message, a help."""
        path = file_of(self.folder, name)
        if path is None and not lies_inside(name, self.folder):
            return "outside-the-bank", f"{name!r} lies outside the bank's folder", ""
        if path is None:
            return "missing-file", f"there is no file {name!r} beside the bank", ""
        if is_shown and not is_picture(name):
            return "bad-picture", f"{name!r} is no {TAKEN}", save_as(kind_of_name(name))
        return None


def _is_generated(id: str, templates: Collection[str]) -> bool:
    """Tell whether an id is that of an item a template makes: `template/name`."""
    template, slash, _ = id.partition("/")
    return bool(slash) and template in templates


def _outlived(draft: Draft, generated: Collection[str]) -> bool:
    """Tell whether a retired question stands for itself, the fact that made it being gone."""
    return draft.values.get("status") == "retired" and draft.id not in generated


def _paths(topic: str) -> Iterator[str]:
    """Give a topic and all above it."""
    while topic:
        yield topic
        topic = topic.rpartition("/")[0]


def media_names(item: Item) -> tuple[str, ...]:
    """Name every picture and sound an item shows, each once."""
    sounds = [holder.audio.file for holder in _holders(item) if holder.audio]
    return tuple(dict.fromkeys([*images_of(item), *filter(None, sounds)]))


def _holders(item: Item) -> tuple[Item | Passage, ...]:
    """Give what may have a picture and a sound: the item, and the passage it asks about."""
    return (item, item.passage) if item.passage else (item,)


def images_of(item: Item) -> tuple[str, ...]:
    """Name every picture an item shows."""
    names = [holder.image.file for holder in _holders(item) if holder.image]
    for text in item_texts(item):
        if "![" in text:
            names += images(text)
    return tuple(names)
