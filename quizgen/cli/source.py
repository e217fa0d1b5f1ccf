"""`quizgen source add`: make the record of a text."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from quizgen.bank.load import find_banks, load, shown_path
from quizgen.bank.syntax.fields import SLUG, suggest_slug
from quizgen.checks.evidence.changes import touched
from quizgen.checks.evidence.records import (
    FOLDER,
    dump_record,
    make_record,
    read_record,
    seed_folders,
)
from quizgen.cli.build import HOME
from quizgen.cli.console import safe
from quizgen.model import Source
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import QuizgenError

_ASKED = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "date": "Date, as printed",
    "language": "Language (en, de, fr...)",
    "rights": "Rights",
}


def run_source_add(file: Path, id: str, about: Mapping[str, str], *, keep_text: bool) -> int:
    """Record a text, asking on a terminal for what was not given."""
    text = _read(file)
    id = _source_id(file, id)
    here = Path.cwd()
    folder = next(iter(seed_folders(here, here)), here / FOLDER)
    path = folder / f"{id}.yaml"
    old = _old_record(path)
    filled = _filled_in(about, old)
    record = make_record(id, text, filled | {"title": filled["title"] or file.stem})
    if not record.words:
        raise QuizgenError(f"{file} holds no words")
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, dump_record(record).encode(), here)
    if keep_text and file.resolve() != path.with_suffix(".txt").resolve():
        write_atomically(path.with_suffix(".txt"), text.encode(), here)
    _print_recorded(shown_path(path, here), record, old)
    if old is not None and old.sha256 != record.sha256:
        _print_touched(old, record)
    return 0


def _source_id(file: Path, id: str) -> str:
    """Give the id of a source: the one given, or one made of the file's name."""
    id = id or suggest_slug(file.stem)
    if not re.fullmatch(SLUG.schema["pattern"], id):
        raise QuizgenError(f"{id!r} is not an id; try {suggest_slug(id)!r}")
    if id == suggest_slug(""):
        raise QuizgenError(f"no id can be made of {file.name!r}; give one: --id my-text")
    return id


def _filled_in(about: Mapping[str, str], old: Source | None) -> dict[str, str]:
    """Fill in what was not given: from the record that stands there, or by asking."""
    if old is not None:
        return {key: value or getattr(old, key) for key, value in about.items()}
    if not sys.stdin.isatty():
        return dict(about)
    asked = {key: about[key] or input(f"{label}: ").strip() for key, label in _ASKED.items()}
    return {**about, **asked}


def _print_recorded(shown: str, record: Source, old: Source | None) -> None:
    """Say what was recorded, and how to cite it."""
    name = record.id.split("-")[0]
    change = ""
    if old is not None:
        is_same = old.sha256 == record.sha256
        change = f"; the text {'is unchanged' if is_same else 'has changed'}"
    print(
        f"recorded {shown}: {record.paragraphs} paragraphs, {record.words} words{change}\n"
        f"name it in a bank:  sources: {{{name}: {record.id}}}  and  defaults: {{source: {name}}}\n"
        "cite it by paragraph; they are counted like this:"
    )
    for number, paragraph in enumerate((record.text or ())[:3], 1):
        print(safe(f"  p{number}: {paragraph[:70]}{'...' if len(paragraph) > 70 else ''}"))


def _print_touched(old: Source, new: Source) -> None:
    """Name the items of every bank at home that cite what has changed."""
    here = Path.cwd()
    for path in find_banks(HOME, here) if HOME.is_dir() else ():
        bank = load(path, here).bank
        if bank is None or new.id not in bank.sources.values():
            continue
        items = touched(bank, old, new)
        count = f"{len(items)} item{'s cite' if len(items) != 1 else ' cites'}"
        print(safe(f"{bank.id}: {count} what has changed"))
        for id, spans in items.items():
            print(safe(f"  {id}: {'; '.join(spans)}"))
        if items:
            print(f"repair the paragraphs:  quizgen check --fix {shown_path(path, here)}")


def _old_record(path: Path) -> Source | None:
    """Read the record that stands there; a broken one is made anew."""
    try:
        return read_record(path) if path.exists() else None
    except QuizgenError:
        return None


def _read(file: Path) -> str:
    if file.exists() and not file.is_file():
        raise QuizgenError(f"{file} is not a file")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise QuizgenError(f"can't read {file}: {error.strerror or error}") from error
    if data.startswith((b"%PDF", b"PK\x03\x04")):
        raise QuizgenError(f"{file} is not plain text; save the text itself as a .txt file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuizgenError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
