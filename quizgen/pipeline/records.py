"""Papers printed before: read beside a bank and its class lists, and added to by each run.

The lock keeps the forms of a bank, `<class list>.forms` those of a class. Papers that were printed
before there was a record are taken over from the folder's last `manifest.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgen.assembly.arrangement import SALTS, FormId, KeptForms, ordered
from quizgen.assembly.forms import arranged, paper_hash
from quizgen.bank.load import shown_path
from quizgen.bank.syntax.paper import EACH
from quizgen.model import (
    ArrangedItem,
    Bank,
    Blueprint,
    Form,
    FormSection,
    Item,
    Parts,
    Placed,
    item_options,
)
from quizgen.pipeline.git import git_takes
from quizgen.pipeline.project import Project
from quizgen.problems import Problem, Where
from quizgen.release.class_forms import (
    NO_CLASS_RECORD,
    ClassRecord,
    deal,
    dump_class_forms,
    forms_path,
    read_forms_beside,
    with_record,
)
from quizgen.release.lock import HEADS, Lock, read_lock
from quizgen.release.papers import (
    NO_PAPERS,
    UNKNOWN,
    ItemSet,
    PaperItem,
    PaperLine,
    PaperRecord,
    PaperSection,
    read_record,
)
from quizgen.release.printed_items import (
    items_on_record,
    key_hash,
    key_words,
    line_of,
    stem_hash,
)
from quizgen.text.order import key_of

if TYPE_CHECKING:
    from quizgen.outputs import Batch, Printed

Entry = Mapping[str, Any]
SHARED = "shared"
OWN = "own"
"""How an entry of a class says that it is one of a few forms, or a pupil's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What a run knows of the papers printed before it."""

    here: Path = Path()
    bank: Bank | None = None
    own: PaperRecord = NO_PAPERS
    """Of the bank: what its lock keeps, and what was taken over."""
    entries: Sequence[Entry] = ()
    """The forms in the folder's last manifest."""
    time: int = 0
    """When those were made, at the latest."""
    reshuffle: bool = False
    """Make new forms on purpose."""
    stood: Mapping[str, int] = field(default_factory=dict)
    """Oldest id -> since when an item has stood in the bank, at the latest."""
    unrecorded: bool = False
    """Papers may have been printed that no record knows: the lock is of before there was one."""

    @property
    def kept(self) -> KeptForms:
        """The forms of the bank that stay as they are."""
        forms = self.own.kept(reshuffle=self.reshuffle)
        return replace(forms, stood=self.stood, unrecorded=self.unrecorded)

    def kept_of_class(self, batch: Batch, quizzes: Sequence[Blueprint]) -> KeptForms:
        """Give the forms of the bank, and in place of some quizzes' those that a class had."""
        kept, theirs = self.kept, self.of_class(batch, quizzes).kept()
        names = {quiz.id for quiz in quizzes}
        by_form = {id: olds for id, olds in kept.by_form.items() if id[0] not in names}
        by_form |= {id: olds for id, olds in theirs.by_form.items() if id[0] in names}
        times = {**kept.times, **theirs.times}
        return replace(kept, by_form=by_form, beside=kept.by_form, times=times)

    def of_class(self, batch: Batch, quizzes: Iterable[Blueprint]) -> PaperRecord:
        """Give the forms that pupils of a class have of their own.

        Args:
            batch: The class.
            quizzes: With its pupils: whose a paper was that no file speaks of is found by trying.

        """
        if batch.class_list is None or self.bank is None:
            return NO_PAPERS
        forms, _ = read_forms_beside(batch.class_list, self.here)
        record = forms.get(self.bank.id, NO_CLASS_RECORD)
        mark = (batch.group, batch.place)
        theirs = [e for e in self.entries if (e.get("class"), e.get("list")) == mark]
        named = list(_with_ids(theirs, self.bank, list(quizzes), record))
        return _with_earlier(record.papers, named, self.bank, self.time)


NO_RECORDS = Records()


def records_of(project: Project, bank: Bank) -> Records:
    """Give what the lock keeps; a lock that can't be read is a build's and a check's to report."""
    try:
        text = project.lock_file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    own = read_record(text)
    unrecorded = text.removeprefix("\ufeff").startswith(HEADS[0] + "\n")
    stood = _stood(text) if own.lines or unrecorded else {}
    return Records(here=project.here, bank=bank, own=own, stood=stood, unrecorded=unrecorded)


def _stood(text: str) -> dict[str, int]:
    """Say since when the items of a lock's notes have stood in the bank."""
    found: dict[str, int] = {}
    for (id, _), stamp in read_lock(text, "")[0].notes.items():
        found[id] = min(stamp.time, found.get(id, stamp.time))
    return found


def records_with_earlier(
    project: Project, bank: Bank, entries: Sequence[Entry], time: int, *, reshuffle: bool
) -> Records:
    """Give what the lock keeps, and what a manifest says of papers that it doesn't know.

    Args:
        project: Where the bank is.
        bank: The bank.
        entries: The forms of the folder's last manifest.
        time: When they were made, at the latest.
        reshuffle: Make new forms on purpose.

    """
    printed = [entry for entry in entries if "preview" not in entry]
    own = [e for e in printed if not e.get("class") or e.get("dealt") == SHARED]
    filed = records_of(project, bank)
    return replace(
        filed,
        own=_with_earlier(filed.own, own, bank, time),
        entries=printed,
        time=time,
        reshuffle=reshuffle,
    )


def forms_in_git(class_list: Path, here: Path) -> Iterator[Problem]:
    """Say that version control would take the forms of a class, which name pupils."""
    path = forms_path(class_list)
    if git_takes(path):
        shown = shown_path(path, here)
        message = f"{path.name} names pupils by their ids, and git would take it"
        help = "write *.forms and the list's own name into .gitignore"
        yield Problem("class-in-git", "warning", Where(shown), message, help)


# --- papers from before there was a record ------------------------------------------------------


def _with_ids(
    entries: Iterable[Entry], bank: Bank, quizzes: Iterable[Blueprint], record: ClassRecord
) -> Iterator[Entry]:
    """Give the papers of a class's manifest under their pupils' ids, which it doesn't name.

    The hash of a paper tells whose it is as long as its words are today's; else its number does.
    Entries of older versions name the pupils themselves.
    """
    items = {name: item for item in bank.items for name in (*item.was, item.id)}
    by_quiz = {quiz.id: quiz for quiz in quizzes}
    on_record = {line.paper for line in record.papers.lines}
    for entry in entries:
        quiz = by_quiz.get(entry["quiz"])
        if entry["paper"] in on_record:
            continue
        if "dealt" not in entry:
            yield entry
        elif quiz and entry["dealt"] == OWN:
            there = [(items.get(i["item"]), i) for i in entry["items"]]
            papers = ((_paper_of(quiz.id, id, there), id) for id in quiz.forms)
            ids = [id for paper, id in papers if paper == entry["paper"]]
            if not ids:
                of = record.deals.get((quiz.id, EACH)) or deal(quiz.id, EACH, quiz.forms, {})
                ids = [id for id, number in of.items() if number == entry["form"]]
            yield from ({**entry, "form": id} for id in ids[:1])


def _with_earlier(
    record: PaperRecord, entries: Iterable[Entry], bank: Bank, time: int
) -> PaperRecord:
    """Add the papers of a manifest that aren't on record."""
    known = {line.paper for line in record.lines}
    new = [entry for entry in entries if entry["paper"] not in known and _is_plain(entry)]
    if not new:
        return record
    items = {name: item for item in bank.items for name in (*item.was, item.id)}
    # What was kept beside a newer paper is older than that one.
    taken = [_taken_over(entry, items, time - ("kept" in entry)) for entry in new]
    return record.with_more(PaperRecord.of((s for s, _ in taken), (line for _, line in taken)))


def _is_plain(entry: Entry) -> bool:
    """Tell whether all that a form's line would hold is fit for a line."""
    ids = [
        entry["quiz"],
        *(id for item in entry["items"] for id in (item["item"], *item["options"])),
    ]
    return isinstance(entry.get("seed"), int) and all(map(_ID.fullmatch, ids))


_ID = re.compile(r"[A-Za-z0-9._/-]+")


def _taken_over(entry: Entry, items: Mapping[str, Item], time: int) -> tuple[ItemSet, PaperLine]:
    """Put a manifest's form on record; its salt is found by trying, else its order stands."""
    quiz, form, seed = entry["quiz"], entry["form"], entry["seed"]
    there = [(items.get(i["item"]), i) for i in entry["items"]]
    asked = [_as_printed(item, i) for item, i in there]
    key = key_of(seed, quiz, form)
    orders = [tuple(i["options"]) for _, i in there]
    salt = next((s for s in range(SALTS) if _orders(asked, key, s) == orders), None)
    if salt is None:
        asked = [ArrangedItem(a.id, Parts(pinned=o)) for a, o in zip(asked, orders, strict=True)]
    reads_alike = _paper_of(quiz, form, there) == entry["paper"]
    on_record = tuple(
        PaperItem(a, stem_hash(item) if item and reads_alike else UNKNOWN, _key_of(item, i))
        for a, (item, i) in zip(asked, there, strict=True)
    )
    found = ItemSet(quiz, (PaperSection(True, on_record),))
    return found, PaperLine(entry["paper"], quiz, form, seed, salt, found.id, time)


def _as_printed(item: Item | None, entry: Entry) -> ArrangedItem:
    options = tuple(entry["options"])
    parts = arranged(item) if item else Parts(pinned=options)
    if {*parts.free, *parts.pinned} != set(options):
        parts = Parts(pinned=options)
    return ArrangedItem(item.oldest_id if item else entry["item"], parts)


def _orders(asked: Iterable[ArrangedItem], key: str, salt: int) -> list[tuple[str, ...]]:
    return [ordered(item.parts, key_of(key, salt, item.id), "") for item in asked]


def _paper_of(quiz: str, form: str, there: Sequence[tuple[Item | None, Entry]]) -> str:
    """Hash a paper by today's words; empty where they can't be those on it."""
    placed = [
        Placed(entry["position"], item, tuple(entry["options"]))
        for item, entry in there
        if item and set(entry["options"]) <= {option.id for option in item_options(item)}
    ]
    if len(placed) < len(there):
        return ""
    return paper_hash(quiz, form, [FormSection("", "", tuple(placed))])


def _key_of(item: Item | None, entry: Entry) -> str:
    """Hash the key that a manifest names, as a record would."""
    words = entry.get("key")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return UNKNOWN
    if item and words == key_words(item):
        return key_hash(item)
    return blake2s("\n".join(words).encode(), digest_size=4).hexdigest()


# --- what a run adds ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Added:
    """A record as it is after a run, and the forms that are others than before."""

    record: PaperRecord
    changed: tuple[tuple[PaperLine, Form], ...] = ()


def with_forms(before: PaperRecord, filed: PaperRecord, forms: Sequence[Form], now: int) -> Added:
    """Put forms on record; a form whose newest line says the same adds none.

    Args:
        before: What is known of papers, with those taken over from a manifest.
        filed: What was on file of it.
        forms: The forms that were made.
        now: The UTC second they were made.

    """
    newest: dict[FormId, PaperLine] = {}
    for line in before.newest_first:
        newest.setdefault(line.form_id, line)
    sets = _SetsOnRecord()
    lines: list[PaperLine] = []
    changed: list[tuple[PaperLine, Form]] = []
    for form in forms:
        line = line_of(form, sets.id_of(form), now)
        old = newest.get(line.form_id)
        if old and (old.paper, old.salt, old.items) == (line.paper, line.salt, line.items):
            continue
        lines.append(replace(line, time=max(now, old.time + 1)) if old else line)
        if old:
            changed.append((old, form))
    if not lines:
        return Added(before)
    again = {(line.form_id, line.paper) for line in lines}  # as taken over, but with its words
    known = set(filed.lines)
    left = [o for o in before.lines if o in known or (o.form_id, o.paper) not in again]
    record = PaperRecord.of([*before.sets.values(), *sets.made], [*left, *lines])
    return Added(record, tuple(changed))


class _SetsOnRecord:
    """The sets of items of some forms; forms of the same sections share theirs."""

    def __init__(self) -> None:
        self._by_sections: dict[int, tuple[str, ItemSet]] = {}

    @property
    def made(self) -> list[ItemSet]:
        return [found for _, found in self._by_sections.values()]

    def id_of(self, form: Form) -> str:
        """Give the id of a form's set."""
        assert form.arrangement is not None  # noqa: S101 - every form of a quiz has one
        place = id(form.arrangement.sections)
        if place not in self._by_sections:
            found = items_on_record(form)
            self._by_sections[place] = found.id, found
        return self._by_sections[place][0]


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    """What a run puts on record, and where."""

    own: PaperRecord
    """Of the bank, as its lock will keep it."""
    changed: tuple[tuple[PaperLine, Form], ...] = ()
    compared: PaperRecord = NO_PAPERS
    """Where the lines before stand in."""
    class_file: Path | None = None
    class_text: str = ""
    """The forms of a class, where they change."""


def update_of(records: Records, lock: Lock, printed: Printed, now: int) -> RecordUpdate:
    """Put what was printed on record: with the bank, or beside the list of its pupils.

    A form that pupils share is the bank's; one of their own, and who got which, is the class's. A
    bank's own record also keeps what was taken over of papers printed before there was one.
    """
    batch, bank = printed.batch, records.bank
    if batch.class_list is None or bank is None:
        added = with_forms(records.own, lock.papers, printed.forms, now)
        return RecordUpdate(added.record, added.changed, records.own)
    shared = [form for form in printed.forms if not form.quiz.numbers]
    own = [form for form in printed.forms if form.quiz.numbers]
    for_bank = with_forms(records.own, lock.papers, shared, now)
    before = records.of_class(batch, _quizzes_of(own))
    forms, _ = read_forms_beside(batch.class_list, records.here)
    filed = forms.get(bank.id, NO_CLASS_RECORD)
    for_class = with_forms(before, filed.papers, own, now)
    after = ClassRecord(for_class.record, {**filed.deals, **printed.deals})
    is_new = after != filed
    return RecordUpdate(
        for_bank.record,
        (*for_bank.changed, *for_class.changed),
        records.own.with_more(before),
        forms_path(batch.class_list) if is_new else None,
        dump_class_forms(with_record(forms, bank.id, after)) if is_new else "",
    )


def _quizzes_of(forms: Iterable[Form]) -> list[Blueprint]:
    return list({form.quiz.id: form.quiz for form in forms}.values())
