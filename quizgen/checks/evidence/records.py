"""Records of sources: `seeds/<id>.yaml`, and the text beside it when it is there.

A record lets anyone verify that a quote's words stand in a source, and in which paragraph,
without the source being redistributed: it holds, per paragraph, the sorted 16-bit hashes of its
three-word windows. An edge word of a wrong quote slips through once in 2,000. Version 2 adds the
hashes of each paragraph's values (number with sign and unit, date, time), made by one version of
their reader: those of another are passed over. Version 1 has none, and is read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from yaml import CSafeLoader
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from quizgen.checks.evidence.cited import BYTES, hashes_of
from quizgen.checks.evidence.normal import normal, paragraphs, windows, words, written_paragraphs
from quizgen.model import Bank, Source
from quizgen.problems import Problem, QuizgenError, Where, closest
from quizgen.text.values import VERSION as VALUES

VERSION = 2
"""Of the record."""
FOLDER = "seeds"
_TEXT_KEYS = ("title", "publisher", "author", "date", "language", "rights", "url")


def make_record(id: str, text: str, about: Mapping[str, str]) -> Source:
    """Make the record of a text.

    Args:
        id: The record's id, also its file name.
        text: The whole text.
        about: Any of title, publisher, author, date, language, rights, url.

    """
    parts = paragraphs(text)
    written = written_paragraphs(text)
    language = about.get("language") or "en"
    split = [words(part) for part in parts]
    return Source(
        id=id,
        **{key: about.get(key, "") for key in _TEXT_KEYS if key != "language"},
        language=language,
        paragraphs=len(parts),
        words=sum(len(part) for part in split),
        sha256=_digest(parts),
        fingerprint=tuple(frozenset(windows(part)) for part in split),
        text=tuple(parts),
        original=tuple(written),
        values=tuple(hashes_of(part, language) for part in written),
    )


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def dump_record(source: Source) -> str:
    """Write a record as YAML; the same source gives the same characters."""
    head: dict[str, Any] = {"record": VERSION, "id": source.id}
    head |= {key: getattr(source, key) for key in _TEXT_KEYS if getattr(source, key)}
    head |= {"paragraphs": source.paragraphs, "words": source.words, "sha256": source.sha256}
    text = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=100)
    values = source.values or ()
    return (
        "# The record of a source text: made by `quizgen source add`, checked by `quizgen check`.\n"
        "# fingerprint: per paragraph, the sorted 16-bit hashes of its three-word windows.\n"
        f"# values: per paragraph, the {8 * BYTES}-bit hashes of its numbers, dates and times.\n"
        f"{text}fingerprint:\n{_listed(source.fingerprint, 2)}"
        f"reader: {VALUES}\nvalues:\n{_listed(values, BYTES)}"
    )


def _listed(hashes: Iterable[frozenset[int]], size: int) -> str:
    """Write a line of hexadecimal digits for each paragraph."""
    lines = ("".join(f"{h:0{2 * size}x}" for h in sorted(part)) for part in hashes)
    return "".join(f'  - "{line}"\n' for line in lines)


def _hashes(lines: Iterable[object], size: int) -> tuple[frozenset[int], ...]:
    step = 2 * size
    return tuple(
        frozenset(int(line[i : i + step], 16) for i in range(0, len(line), step))
        for line in map(str, lines)
    )


def read_record(path: Path) -> Source:
    """Read a record, and the text beside it when there is one.

    Raises QuizgenError, with the reason in words.
    """
    try:
        data = _read_flat(path.read_text("utf-8"))
        fingerprint = _hashes(data["fingerprint"], 2)
        written = _text_beside(path)
        source = Source(
            id=str(data["id"]),
            **{key: str(data.get(key, "")) for key in _TEXT_KEYS if key != "language"},
            language=str(data.get("language", "en")),
            paragraphs=int(data["paragraphs"]),
            words=int(data["words"]),
            sha256=str(data["sha256"]),
            fingerprint=fingerprint,
            text=tuple(map(normal, written)) if written is not None else None,
            original=written,
            values=_values(data, len(fingerprint)),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise QuizgenError(
            f"{path} is not a source record ({type(error).__name__}: {error}); "
            "make it again with `quizgen source add`"
        ) from error
    return source


def _read_flat(text: str) -> dict[str, Any]:
    """Read a mapping of texts and lists of texts; libyaml's own loader crashes on deep nesting."""
    parser = CSafeLoader(text)
    record = _FlatRecord()
    while parser.check_event():
        record.take(parser.get_event())
    return record.fields


class _FlatRecord:
    """The fields of a record, as its events come in."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self._key: str | None = None
        self._depth = 0

    def take(self, event: object) -> None:
        if isinstance(event, CollectionStartEvent):
            self._open()
        elif isinstance(event, CollectionEndEvent):
            self._depth -= 1
            self._key = None
        elif isinstance(event, ScalarEvent):
            self._add(event.value)

    def _open(self) -> None:
        self._depth += 1
        if self._depth == 2 and self._key is not None:
            self.fields[self._key] = []
        elif self._depth > 1:
            raise ValueError("a record has no deeper levels")

    def _add(self, value: str) -> None:
        if self._depth == 2 and self._key is not None:
            self.fields[self._key].append(value)
        elif self._key is None:
            self._key = value
        else:
            self.fields[self._key], self._key = value, None


def _values(data: Mapping[str, Any], paragraphs: int) -> tuple[frozenset[int], ...] | None:
    """Read the values' hashes, where our reader of values would make the same."""
    if str(data.get("reader", "")) != str(VALUES) or not isinstance(data.get("values"), list):
        return None
    values = _hashes(data["values"], BYTES)
    return values if len(values) == paragraphs else None


def _text_beside(path: Path) -> tuple[str, ...] | None:
    try:
        return tuple(written_paragraphs(path.with_suffix(".txt").read_text("utf-8")))
    except (OSError, UnicodeDecodeError):
        return None


def seed_folders(bank_folder: Path, working: Path) -> list[Path]:
    """Give the `seeds/` folders to look in: upwards from the bank, then the working folder."""
    upwards = [bank_folder.resolve(), *bank_folder.resolve().parents]
    candidates = [folder / FOLDER for folder in [*upwards, working.resolve()]]
    return [folder for folder in dict.fromkeys(candidates) if folder.is_dir()]


def find_sources(bank: Bank, working: Path) -> tuple[dict[str, Source], list[Problem]]:
    """Read the records of a bank's sources, by their local names."""
    folders = seed_folders(Path(bank.folder), working)
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for name, id in bank.sources.items():
        path = next((f / f"{id}.yaml" for f in folders if (f / f"{id}.yaml").is_file()), None)
        if path is None:
            problems.append(_no_record(bank, name, id, folders))
            continue
        try:
            source = read_record(path)
        except QuizgenError as error:
            problems.append(Problem("bad-record", "error", bank.where, str(error)))
            continue
        problem = _text_problem(source, path)
        problems += [problem] if problem else []
        sources[name] = source
    return sources, problems


def _no_record(bank: Bank, name: str, id: str, folders: list[Path]) -> Problem:
    ids = [path.stem for folder in folders for path in folder.glob("*.yaml")]
    near = closest(id, ids)
    return Problem(
        "unknown-source",
        "error",
        bank.where,
        f"there is no record {FOLDER}/{id}.yaml for source {name!r}",
        f"did you mean {near!r}?" if near else f"make it: quizgen source add FILE --id {id}",
    )


def _text_problem(source: Source, path: Path) -> Problem | None:
    """Report a text that is no longer the one its record was made from."""
    if source.text is None or _digest(source.text) == source.sha256:
        return None
    shown = os.path.relpath(path.with_suffix(".txt"))
    return Problem(
        "source-changed",
        "error",
        Where(shown),
        f"the text is not the one that the record of {source.id!r} was made from "
        f"({_digest(source.text)[:8]}, recorded {source.sha256[:8]})",
        f"put the old text back, or record the new: quizgen source add {shown} --id {source.id}",
    )
