"""`quizgen show --list`: the items of a bank as a table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len, set_cell_size

from quizgen.cli.build import chosen_banks
from quizgen.cli.console import print_json, safe
from quizgen.model import Bank, Item, item_options, type_name
from quizgen.pipeline.project import Project
from quizgen.present.lower import ask
from quizgen.problems import has_errors
from quizgen.text.blocks import plain_words

HEADS = ("id", "type", "topic", "level", "stem")
_APART = 2
_NARROW = 28
"""Columns that a stem takes at least; else it stands below its item."""


def run_list(banks: Sequence[Path], *, as_json: bool) -> int:
    """Print the items of banks; those with errors are said to be missing."""
    listed: list[dict[str, Any]] = []
    faulty: list[str] = []
    for path in chosen_banks(banks):
        project = Project.of(path)
        loaded = project.read()
        if loaded.bank is None or has_errors(loaded.problems):
            faulty.append(project.shown(path))
        if loaded.bank is None:
            continue
        if as_json:
            listed.append(_bank_json(project.shown(path), loaded.bank))
            continue
        print(safe("\n".join(table(loaded.bank, shutil.get_terminal_size((80, 24)).columns))))
    if as_json:
        print_json(listed)
    if faulty:
        message = f"quizgen: what has errors is not listed: quizgen check {' '.join(faulty)}"
        print(safe(message), file=sys.stderr)
    return 1 if faulty else 0


def table(bank: Bank, width: int) -> Iterator[str]:
    """Give a bank's items in aligned lines; an id is never cut, since it is there to be used."""
    count = len(bank.items)
    yield f"{bank.title}: {count} item{'' if count == 1 else 's'}"
    rows = [HEADS, *(_row(item, bank.lang) for item in bank.items)]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(HEADS) - 1)]
    widths[2] = min(widths[2], 20)
    left = width - sum(widths) - _APART * len(widths)
    for number, row in enumerate(rows):
        *cells, stem = row
        fitted = [_fitted(*pair) for pair in zip(cells, widths, strict=True)]
        head = (" " * _APART).join(fitted)
        if left >= _NARROW:
            yield f"{head}{' ' * _APART}{_cut(stem, left)}".rstrip()
        else:
            yield head.rstrip()
            yield f"    {_cut(stem, width - 4)}".rstrip()
        if number == 0:
            yield "-" * min(width, max(cell_len(head), width if left >= _NARROW else 0))


def _row(item: Item, lang: str) -> tuple[str, str, str, str, str]:
    level = "" if item.level is None else str(item.level)
    status = "" if item.status == "ok" else f"[{item.status}] "
    return item.id, type_name(item), item.topic, level, status + stem_line(item, lang)


def stem_line(item: Item, lang: str) -> str:
    """Give what pupils read of an item's stem, on one line."""
    order = tuple(option.id for option in item_options(item))
    return " ".join(plain_words(ask(item, order, lang).stem).split())


def _fitted(text: str, width: int) -> str:
    return set_cell_size(_cut(text, width), width)


def _cut(text: str, width: int) -> str:
    """Cut a text to so many columns, and show where it was."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _bank_json(path: str, bank: Bank) -> dict[str, Any]:
    items = [
        {
            "id": item.id,
            "type": type_name(item),
            "topic": item.topic,
            "level": item.level,
            "status": item.status,
            "stem": stem_line(item, bank.lang),
            "file": item.where.file,
            "line": item.where.line,
        }
        for item in bank.items
    ]
    return {"path": path, "bank": bank.id, "title": bank.title, "items": items}
