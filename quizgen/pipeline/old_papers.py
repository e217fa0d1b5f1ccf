"""Any paper that was ever printed: found by its hash, and read by today's bank.

Papers stand in the bank's lock, in the forms beside class lists, and, where they were printed
before there was a record, in the folder's last manifest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import assert_never

from quizgen.assembly.arrangement import printed
from quizgen.interaction import (
    ChooseKey,
    FillKey,
    MatchKey,
    NumberKey,
    OrderKey,
    RecallKey,
    TextKey,
    WriteKey,
)
from quizgen.model import Bank, Item, Matching, Ordering, TrueFalse, item_options
from quizgen.pipeline.earlier_papers import read_last
from quizgen.pipeline.project import Project
from quizgen.pipeline.records import records_with_earlier
from quizgen.present.lower import letter, tell
from quizgen.problems import BankError
from quizgen.release.class_forms import (
    HEAD,
    NO_CLASS_RECORD,
    SUFFIX,
    ClassRecord,
    forms_path,
    read_class_forms,
)
from quizgen.release.papers import PaperItem, PaperLine, PaperRecord
from quizgen.release.printed_items import (
    Difference,
    differences,
    key_on_record,
    option_ids,
    renamed_option,
)
from quizgen.text.blocks import plain_words


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper on record, and where it is."""

    line: PaperLine
    """As it was first made."""
    record: PaperRecord
    file: Path
    """The lock, the forms of a class, or the manifest it was taken from."""
    class_list: Path | None = None
    number: str = ""
    """What a pupil's own form is called on it."""

    @property
    def form(self) -> str:
        """Its form as it stands on the paper; on those of older versions the pupil's id does."""
        return self.number or self.line.form


def papers_on_record(
    project: Project, bank: Bank, out: Path, class_list: Path | None = None
) -> Iterator[KeptPaper]:
    """Give every paper of a bank once for each class: by class, quiz, form and day.

    Args:
        project: Where the bank is.
        bank: The bank.
        out: The output folder.
        class_list: A list whose papers are looked for, wherever it lies.

    Raises BankError for a record that can't be read.
    """
    found: list[KeptPaper] = []
    lock = project.lock().papers
    manifest = out / bank.id / "manifest.json"
    entries = read_last(manifest.parent).forms
    made = int(manifest.stat().st_mtime) if entries else 0
    own = records_with_earlier(project, bank, entries, made, reshuffle=False).own
    filed = set(lock.lines)
    found += [
        KeptPaper(line, own, project.lock_file if line in filed else manifest) for line in own.lines
    ]
    for file, forms in class_records(project, bank, class_list):
        of = forms.get(bank.id, NO_CLASS_RECORD)
        class_list = file.with_name(file.name.removesuffix(SUFFIX))
        found += [
            KeptPaper(line, of.papers, file, class_list, of.number(line.quiz, line.form))
            for line in of.papers.lines
        ]
    found.sort(key=lambda paper: (paper.line.time, paper.line.text))
    first: dict[tuple[object, ...], KeptPaper] = {}
    for paper in found:
        first.setdefault((paper.line.paper, paper.line.form_id, paper.class_list), paper)
    yield from sorted(first.values(), key=_place)


def _place(paper: KeptPaper) -> tuple[str, str, str, int, str]:
    line = paper.line
    form = paper.form
    if form.isdigit():  # 2 before 10
        form = form.rjust(5)
    return str(paper.class_list or ""), line.quiz, form, line.time, line.text


def class_records(
    project: Project, bank: Bank, class_list: Path | None = None
) -> Iterator[tuple[Path, dict[str, ClassRecord]]]:
    """Read the forms of every class whose list lies beside the bank, or where one stands.

    Raises BankError for one that can't be read.
    """
    folders = [project.root.parent, project.here]
    if bank.paper.roster:
        folders.append((Path(bank.folder) / bank.paper.roster).parent)
    files = [path for folder in folders for path in sorted(folder.glob(f"*{SUFFIX}"))]
    files += [forms_path(class_list)] if class_list and forms_path(class_list).is_file() else []
    seen: set[Path] = set()
    for path in files:
        text = path.read_text("utf-8", "replace")
        if path.resolve() in seen or not text.startswith(HEAD):
            continue
        seen.add(path.resolve())
        forms, problems = read_class_forms(text, project.shown(path))
        if problems:
            raise BankError(problems)
        yield path, forms


# --- a paper by today's bank --------------------------------------------------------------------


_TRUTH = {"true": letter(0), "false": letter(1)}
"""The letters that paper gives to true and false."""


@dataclass(frozen=True)
class PaperQuestion:
    """A question of a paper, and the item of today."""

    position: int
    old: PaperItem
    order: tuple[str, ...]
    """Its options as printed."""
    item: Item | None
    lang: str

    @cached_property
    def differences(self) -> list[Difference]:
        """What of the item is another than on the paper."""
        return differences(self.old, self.item)

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Today's options by the letters that they have on the paper."""
        if self.item is None:
            return {id: letter(place) for place, id in enumerate(self.order)}
        now = [option.id for option in item_options(self.item)]
        renamed = renamed_option(option_ids(self.old), now)
        there = [renamed.get(id, id) for id in self.order]
        return {id: letter(place) for place, id in enumerate(there)}

    @property
    def answer(self) -> str:
        """The key as a grid says it, by today's item; `?` for what has no letter on the paper."""
        if self.item is None:
            return self.answer_then or "?"
        if isinstance(self.item, TrueFalse):
            return _TRUTH[str(self.item.answer).lower()]
        order = tuple(option.id for option in item_options(self.item))
        told = tell(self.item, order, self.lang)
        match told.key:
            case ChooseKey(right):
                return ", ".join(sorted(self._letter(order[place]) for place in right))
            case MatchKey(matches):
                return ", ".join(f"{n}{self._letter(order[m])}" for n, m in enumerate(matches, 1))
            case OrderKey(ranks):
                signs = zip(map(self._letter, order), ranks, strict=True)
                return ", ".join(f"{sign}{rank + 1}" for sign, rank in sorted(signs))
            case FillKey() | TextKey() | NumberKey() | WriteKey() | RecallKey():
                return " · ".join(plain_words(answer) for answer in told.answers)
            case _:
                assert_never(told.key)

    def _letter(self, id: str) -> str:
        return self.letters.get(id, "?")

    @property
    def words(self) -> str:
        """What the right answer says, where it has a letter."""
        if self.item is None or not (self.order or isinstance(self.item, TrueFalse)):
            return ""
        order = tuple(option.id for option in item_options(self.item))
        told = tell(self.item, order, self.lang)
        return " · ".join(plain_words(answer) for answer in told.answers)

    @property
    def answer_then(self) -> str:
        """The key at the time of printing, as far as letters or a truth value tell it."""
        was = key_on_record(self.old)
        if was is None:
            return ""
        places = {id: letter(place) for place, id in enumerate(self.order)} or _TRUTH
        signs = [places.get(word, word) for word in was]
        if isinstance(self.item, Matching):
            signs = [f"{n}{sign}" for n, sign in enumerate(signs, 1)]
        elif isinstance(self.item, Ordering):
            signs = sorted(f"{sign}{n}" for n, sign in enumerate(signs, 1))
        return ", ".join(signs)


def questions_of(paper: KeptPaper, bank: Bank | None, lang: str) -> list[PaperQuestion]:
    """Give the questions of a paper in printed order, with the items of today."""
    items = {item.oldest_id: item for item in bank.items} if bank else {}
    old = paper.record.sets[paper.line.items].by_id
    order = [
        place for section in printed(paper.record.arrangement(paper.line)) for place in section
    ]
    return [
        PaperQuestion(position, old[id], options, items.get(id), lang)
        for position, (id, options) in enumerate(order, 1)
    ]


_SAYINGS: Mapping[Difference, str] = {
    "key": "the key changed",
    "words": "it reads differently now",
    "options": "it has other options now",
    "gone": "it is in the bank no more",
}


def how_it_differs(question: PaperQuestion) -> str:
    """Say in words what of a question is another today, and what that means for its key."""
    found, was = question.differences, question.answer_then
    if "gone" in found:
        key = "the key is the one it had" if was else "its key is in an older bank only"
        return f"{_SAYINGS['gone']}; {key}"
    if question.order and "?" in question.answer and "options" not in found:
        return "what is right now doesn't stand on it"
    if question.order and "?" in question.answer:
        key = f"; when it was printed, the key was {was}" if was else ""
        return f"its options are others now, and nobody can tell which is which{key}"
    said = [_SAYINGS[one] for one in found]
    if "key" in found and was:
        said[0] += f", it was {was}"
    return ", ".join(said)


def find_papers(papers: Sequence[KeptPaper], wanted: str) -> list[KeptPaper]:
    """Find papers by their hash, or by how it begins."""
    low = wanted.strip().lower()
    return [paper for paper in papers if low and paper.line.paper.startswith(low)]
