"""`quizgen source add`: make the record of a text, whatever file it comes in."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
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
from quizgen.problems import QuizgenError, closest
from quizgen.sources.decoding import decode
from quizgen.sources.pieces import PARAGRAPHS, Found, PieceKind, ReadSource, joined_paragraphs
from quizgen.sources.read import MOST_BYTES, read_source

_ASKED = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "date": "Date, as printed",
    "language": "Language (en, de, fr...)",
    "rights": "Rights",
    "url": "Address (https://...)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How a source is read and recorded."""

    keep: Collection[PieceKind] = ()
    """What becomes paragraphs beside the text."""
    encoding: str = ""
    keep_text: bool = False
    show: bool = False
    """Only show what is read, and what is left out."""


def kinds_named(names: Iterable[str]) -> frozenset[PieceKind]:
    """Give the kinds of pieces by their names, also between commas. Raises QuizgenError."""
    named = [part.strip() for name in names for part in name.split(",") if part.strip()]
    kinds = list(map(str, PieceKind))
    for name in named:
        if name not in kinds:
            near = closest(name, kinds)
            help = f"did you mean {near!r}?" if near else f"there are: {', '.join(kinds[2:])}"
            raise QuizgenError(f"--keep knows no {name!r}; {help}")
    return frozenset(map(PieceKind, named))


def run_source_add(file: Path, id: str, about: Mapping[str, str], how: Recording) -> int:
    """Record a text, asking on a terminal for what was not given."""
    read = read_source(_bytes_of(file), file.name, how.encoding)
    if how.show:
        _print_pieces(read, how.keep)
        return 0
    id = _source_id(file, id)
    here = Path.cwd()
    folder = next(iter(seed_folders(here, here)), here / FOLDER)
    path = folder / f"{id}.yaml"
    old = _old_record(path)
    _print_read(file, read, about, how.keep)
    filled = _filled_in(about, old, read.found)
    text = _recorded_text(file, path.with_suffix(".txt"), read, how)
    record = make_record(id, text, filled | {"title": filled["title"] or file.stem})
    if not record.words:
        raise QuizgenError(_no_words(file, read))
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, dump_record(record).encode(), here)
    if how.keep_text and _is_new(path.with_suffix(".txt"), text):
        write_atomically(path.with_suffix(".txt"), text.encode(), here)
    _print_recorded(shown_path(path, here), record, old)
    if old is not None and old.sha256 != record.sha256:
        _print_touched(old, record)
    return 0


def _recorded_text(file: Path, place: Path, read: ReadSource, how: Recording) -> str:
    """Give the text to be recorded: what was read; of a record's own text, what stands there.

    A record is checked against the file beside it: only --keep-text may change that.
    """
    is_own = file.exists() and place.exists() and file.samefile(place)
    if is_own and not how.keep_text and read.format == "plain text":
        return decode(file.read_bytes(), file.name, how.encoding).text
    return joined_paragraphs(read.paragraphs(how.keep))


def _is_new(place: Path, text: str) -> bool:
    return not place.exists() or place.read_bytes() != text.encode()


def _no_words(file: Path, read: ReadSource) -> str:
    if not read.left_out():
        return f"{file} holds no words"
    return f"{file} holds no text, only other things; look at them with --show, keep with --keep"


def _print_read(
    file: Path, read: ReadSource, about: Mapping[str, str], keep: Collection[PieceKind]
) -> None:
    """Show what the file says of itself, and what is left out, before anything is written."""
    lines = [
        f"{key}: {one.value} ({one.place})"
        for key, one in read.found.items()
        if one.value and not about.get(key)
    ]
    left = read.left_out(keep)
    if left:
        counts = ", ".join(f"{kind}: {count}" for kind, count in sorted(left.items()))
        lines.append(f"left out: {counts}; see them: quizgen source add {file} --show")
    lines += [f"note: {note}" for note in read.notes]
    if lines:
        print(safe(f"read {file} ({read.format}):"))
    for line in lines:
        print(safe(f"  {line}"))


def _print_pieces(read: ReadSource, keep: Collection[PieceKind]) -> None:
    """Show the whole file: the paragraphs by their numbers, and what is left out, by its kind."""
    kept = {*PARAGRAPHS, *keep}
    number = 0
    for piece in read.pieces:
        number += piece.kind in kept
        label = f"p{number}" if piece.kind in kept else f"- {piece.kind}"
        lines = textwrap.wrap(piece.text, 96, break_long_words=False, break_on_hyphens=False)
        print(
            safe(
                "\n".join(
                    [
                        f"{label}: {lines[0] if lines else ''}",
                        *(f"    {line}" for line in lines[1:]),
                    ]
                )
            )
        )
    for key, one in read.found.items():
        print(safe(f"{key}: {one.value} ({one.place})"))
    for note in read.notes:
        print(safe(f"note: {note}"))
    print("nothing was written; p: a paragraph, -: left out (keep it with --keep KIND)")


def _source_id(file: Path, id: str) -> str:
    """Give the id of a source: the one given, or one made of the file's name."""
    id = id or suggest_slug(file.stem)
    if not re.fullmatch(SLUG.schema["pattern"], id):
        raise QuizgenError(f"{id!r} is not an id; try {suggest_slug(id)!r}")
    if id == suggest_slug(""):
        raise QuizgenError(f"no id can be made of {file.name!r}; give one: --id my-text")
    return id


def _filled_in(
    about: Mapping[str, str], old: Source | None, found: Mapping[str, Found]
) -> dict[str, str]:
    """Fill in what was not given: from the record that stands there, the file, or by asking."""
    told = {key: found[key].value if key in found else "" for key in about}
    if old is not None:
        return {key: value or getattr(old, key) or told[key] for key, value in about.items()}
    if not sys.stdin.isatty():
        return {key: value or told[key] for key, value in about.items()}
    asked = {key: about[key] or _asked(label, told[key]) for key, label in _ASKED.items()}
    return {key: asked.get(key, about[key] or told[key]) for key in about}


def _asked(label: str, told: str) -> str:
    """Ask for a field; Enter takes what the file says, a single - leaves it empty."""
    shown = f"{label} [{told}]: " if told else f"{label}: "
    answer = input(safe(shown)).strip()
    return "" if answer == "-" else answer or told


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


def _bytes_of(file: Path) -> bytes:
    if file.exists() and not file.is_file():
        raise QuizgenError(f"{file} is not a file")
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise QuizgenError(f"can't read {file}: {error.strerror or error}") from error
