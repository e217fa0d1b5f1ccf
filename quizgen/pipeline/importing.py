"""From other programs into a bank of ours: a plan first, then YAML as a person would write it.

What is there already stays: an import into an existing bank adds what is new in a file of its own,
names what differs, and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from msgspec import structs

from quizgen.bank.load import ROOT_NAME, load_document, shown_path
from quizgen.bank.media_files import lies_inside
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.writing import Plain, Value, written, written_list
from quizgen.bank.syntax.yaml_tree import Map, Scalar, Seq, read_text
from quizgen.inputs import endings, input_of, read_as
from quizgen.inputs.as_document import document_of
from quizgen.inputs.reading import ForeignItem, Reading, Status
from quizgen.libraries import named_when_missing
from quizgen.model import Bank, Item, type_name
from quizgen.pipeline.check import check
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import BankError, CannotWrite, Problem, QuizgenError, Where, in_order
from quizgen.release.ids import short_slug
from quizgen.text.spelling import spell_out

REPORT = "import-report.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What becomes of one question of a file."""

    item: str
    """The id it gets; empty where it can't come."""
    source: str
    where: Where
    type: str
    status: Status
    why: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    known: str = ""
    """`same` or `differs`, where the bank has it already."""

    def as_json(self) -> dict[str, str]:
        """Give its row of the report."""
        return {
            "item": self.item,
            "source": self.source,
            "place": self.where.place or _line_of(self.where),
            "type": self.type,
            "status": self.status,
            "why": self.why,
        } | ({"known": self.known} if self.known else {})


def _line_of(where: Where) -> str:
    return f"{where.line}:{where.column}" if where.line else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do."""

    format: str
    files: Sequence[str]
    name: str
    arrivals: Sequence[Arrival]
    problems: Sequence[Problem]
    title: str = ""
    lang: str = ""
    topics: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def new(self) -> list[Arrival]:
        """What would be written."""
        return [one for one in self.arrivals if one.item and not one.known]

    @property
    def refused(self) -> list[Arrival]:
        """What can't come."""
        return [one for one in self.arrivals if one.status == "refused"]

    def as_json(self) -> dict[str, Any]:
        """Give the report."""
        return {
            "from": self.format,
            "files": list(self.files),
            "items": [one.as_json() for one in self.arrivals],
        }


@named_when_missing()
def plan_import(
    files: Sequence[Path],
    *,
    format: str = "",
    name: str = "",
    title: str = "",
    home: Path,
    here: Path | None = None,
    columns: Sequence[str] = (),
) -> ImportPlan:
    """Read files of other programs, and say what would become of each question.

    Args:
        files: The files; they make one bank.
        format: The name of their format; told by their content if missing.
        name: The bank's name, that of its folder; the first file's if missing.
        title: The bank's title; what the first file says of itself if missing.
        home: The folder in which banks lie.
        here: The working folder.
        columns: What the user says of the columns of a table.

    Raises QuizgenError for a file nobody can read, BankError for one that is broken as a whole.
    """
    here = here or Path.cwd()
    name = name or suggest_slug(spell_out(files[0].stem))
    readings = [_read(path, format, columns, here) for path in files]
    broken = [p for _, reading in readings for p in reading.problems if p.level == "error"]
    if broken and not any(reading.items for _, reading in readings):
        raise BankError(in_order(broken))
    present = _present(home / name, here)
    whole = _joined([reading for _, reading in readings])
    arrivals, problems = _arrivals(whole, name, here, present)
    return ImportPlan(
        format=", ".join(dict.fromkeys(kind for kind, _ in readings)),
        files=[shown_path(path, here) for path in files],
        name=name,
        arrivals=arrivals,
        problems=in_order([*whole.problems, *problems]),
        title=title or whole.title or files[0].stem,
        lang=whole.lang,
        topics=whole.topics,
        passages=whole.passages,
        sources=whole.sources,
        media=whole.media,
    )


def _read(path: Path, format: str, columns: Sequence[str], here: Path) -> tuple[str, Reading]:
    shown = shown_path(path, here)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QuizgenError(f"can't read {shown}: {error.strerror or error}") from error
    kind = format or input_of(data, path.name)
    if not kind:
        raise QuizgenError(f"nobody here can read {shown}; what can be read: {endings()}")
    return kind, read_as(kind, data, shown, columns)


def _joined(readings: Sequence[Reading]) -> Reading:
    """Make one reading of several files; the first says title and language."""
    first = readings[0]
    return Reading(
        items=[item for reading in readings for item in reading.items],
        problems=[problem for reading in readings for problem in reading.problems],
        title=first.title,
        lang=first.lang,
        passages={name: text for reading in readings for name, text in reading.passages.items()},
        topics={topic: title for reading in readings for topic, title in reading.topics.items()},
        sources={name: id for reading in readings for name, id in reading.sources.items()},
        media={name: data for reading in readings for name, data in reading.media.items()},
    )


def _present(folder: Path, here: Path) -> Bank | None:
    """Give the bank that is there already."""
    if not (folder / ROOT_NAME).exists():
        return None
    report = check(folder, working_folder=here)
    if report.bank is None:
        raise BankError(report.problems)
    return report.bank


# --- what becomes of each question ----------------------------------------------------------------


def _arrivals(
    reading: Reading, name: str, here: Path, present: Bank | None
) -> tuple[list[Arrival], list[Problem]]:
    named = _with_ids(reading.items)
    document = document_of(replace(reading, items=named), name, name, name)
    loaded = load_document(document, here, here)
    made = {item.id: item for item in (loaded.bank.items if loaded.bank else ())}
    wrong: dict[Where, list[str]] = {}
    for problem in loaded.problems:
        if problem.level == "error" and problem.code != "missing-file":
            wrong.setdefault(problem.where, []).append(problem.message)
    old = {id: item for item in (present.items if present else ()) for id in (item.id, *item.was)}
    arrivals = [_arrival(one, made, wrong, old) for one in named]
    said = [problem for problem in loaded.problems if problem.level != "error"]
    return arrivals, said


def _with_ids(items: Iterable[ForeignItem]) -> list[ForeignItem]:
    """Give each question an id: the file's own, or one of its first words; each once."""
    taken: Counter[str] = Counter()
    named = []
    for item in items:
        fields = dict(item.fields)
        if fields:
            text = next((str(fields[k]) for k in ("question", "cloze", "front") if k in fields), "")
            id = str(fields.pop("id", "")) or short_slug(suggest_slug(spell_out(text)))
            taken[id] += 1
            id = f"{id}-{taken[id]}" if taken[id] > 1 else id
            fields = {"id": id, **fields}
        named.append(replace(item, fields=fields))
    return named


def _arrival(
    one: ForeignItem,
    made: Mapping[str, Item],
    wrong: Mapping[Where, Sequence[str]],
    old: Mapping[str, Item],
) -> Arrival:
    id = str(one.fields.get("id", ""))
    item = made.get(id)
    if item is None:
        places = [one.where, *one.places.values()]
        why = one.why or "; ".join(message for place in places for message in wrong.get(place, ()))
        return Arrival(
            item="", source=one.source, where=one.where, type="", status="refused", why=why
        )
    fields = dict(sorted(one.fields.items(), key=lambda field: _rank(field[0])))
    if one.status == "draft":
        fields |= {"status": "draft", "note": one.why}
    return Arrival(
        item=id,
        source=one.source,
        where=one.where,
        type=type_name(item),
        status=one.status,
        why=one.why,
        fields=fields,
        known=_known(item, old.get(id)),
    )


_FIRST = (
    "id was type topic tags level points lang passage stimulus image audio question cloze front "
    "back answer options distractors pairs extra order accept choices word-bank tolerance range "
    "unit match score choose shuffle rubric"
).split()
"""Keys in the order in which a person would write them; all others stand behind them."""


def _rank(key: str) -> int:
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def _known(item: Item, old: Item | None) -> str:
    """Say whether the bank has a question already, as it is or otherwise."""
    if old is None:
        return ""
    return "same" if structs.replace(item, where=old.where) == old else "differs"


# --- writing --------------------------------------------------------------------------------------


def write_import(plan: ImportPlan, home: Path, out: Path, bank_id: str, here: Path) -> Path | None:
    """Write what is new, its pictures, and the report; give the file that was written, if any.

    Args:
        plan: What is to come.
        home: The folder in which banks lie.
        out: The output folder.
        bank_id: The id of a bank that is made.
        here: The working folder.

    Raises CannotWrite.
    """
    folder = home / plan.name
    root = folder / ROOT_NAME
    written_to = None
    if plan.new:
        folder.mkdir(parents=True, exist_ok=True)
        _write_media(plan.media, folder, here)
        if root.exists():
            written_to = _free(folder)
            text = written_list([one.fields for one in plan.new], 2)
            write_atomically(written_to, f"questions:\n{text}".encode(), here)
            _include(root, written_to.name, here)
        else:
            written_to = root
            write_atomically(root, bank_text(plan, bank_id).encode(), here)
    report = out / plan.name / REPORT
    report.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plan.as_json(), ensure_ascii=False, indent=1) + "\n"
    write_atomically(report, text.encode(), here)
    return written_to


_INCLUDE_FLOW = re.compile(r"^include:[ \t]*\[(.*?)\]", re.MULTILINE | re.DOTALL)
_INCLUDE_BLOCK = re.compile(
    r"^include:[ \t]*(?:#.*)?\n(?:(?:[ \t]*(?:#.*)?\n)*[ \t]*- .+\n)+", re.MULTILINE
)
_AFTER_ID = re.compile(r"^id:.*\n", re.MULTILINE)


def _include(root: Path, name: str, here: Path) -> None:
    """Name a sister file in the root file, where no comment or layout is touched by it."""
    text = root.read_text("utf-8")
    ways = (
        _INCLUDE_FLOW.sub(lambda m: f"include: [{m[1].strip().rstrip(',')}, {name}]", text, 1),
        _INCLUDE_BLOCK.sub(lambda m: f"{m[0]}{_dash(m[0])}- {name}\n", text, 1),
        _AFTER_ID.sub(lambda m: f"{m[0]}include: [{name}]\n", text, 1),
    )
    before = _included(text)
    for new in ways:
        if new != text and _included(new) == [*before, name]:
            write_atomically(root, new.encode(), here)
            return
    shown = shown_path(root, here)
    raise CannotWrite(f"{name} is written beside {shown}; name it there under `include`")


def _dash(block: str) -> str:
    """Give the room before the dashes of a list."""
    last = block.rstrip("\n").rpartition("\n")[2]
    return last[: len(last) - len(last.lstrip())]


def _included(text: str) -> list[str]:
    root = read_text(text, "").root
    node = root.entries.get("include") if isinstance(root, Map) else None
    items = node.items if isinstance(node, Seq) else []
    return [item.text for item in items if isinstance(item, Scalar)]


def bank_text(plan: ImportPlan, bank_id: str) -> str:
    """Write the whole bank."""
    head: dict[str, Value] = {"quizgen": Plain("1"), "id": bank_id, "title": plan.title}
    head |= {"lang": plan.lang} if plan.lang else {}
    more: dict[str, Value] = {}
    more |= {"sources": plan.sources} if plan.sources else {}
    more |= {"topics": plan.topics} if plan.topics else {}
    more |= {"passages": plan.passages} if plan.passages else {}
    questions = written_list([one.fields for one in plan.new], 2)
    parts = [written(head), written(more), f"questions:\n{questions}"]
    return "\n".join(part for part in parts if part)


def _write_media(media: Mapping[str, bytes], folder: Path, here: Path) -> None:
    for name, data in media.items():
        if not lies_inside(name, folder):
            raise CannotWrite(f"a picture is called {name!r}, which lies outside the bank")
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data, here)


def _free(folder: Path) -> Path:
    """Name a file for what is added: `added-1.yaml`, `added-2.yaml`."""
    numbers = _counting()
    return next(path for n in numbers if not (path := folder / f"added-{n}.yaml").exists())


def _counting() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number
