"""`quizgen export`: banks for other programs, with what was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from quizgen.cli.build import chosen_banks
from quizgen.cli.console import (
    failure_json,
    print_failure,
    print_json,
    print_problems,
    print_table,
    progress,
    safe,
)
from quizgen.model import TYPE_NAMES
from quizgen.outputs import OUTPUTS, counted
from quizgen.pipeline.export import EXCHANGES, REPORT, Exported, export
from quizgen.problems import QuizgenError

_MOST_LOSSES = 12
_UNREAD = "written by its published shape, not verified"


def run_export(
    banks: Sequence[Path],
    out: Path,
    *,
    to: str,
    quiz: str,
    strict: bool,
    as_list: bool,
    as_json: bool,
) -> int:
    """Export every bank; one that has errors doesn't stop the others."""
    if as_list:
        return _print_formats(as_json=as_json)
    names = formats_named(to)
    results: list[dict[str, Any]] = []
    failed = 0
    for path in chosen_banks(banks):
        try:
            with progress(f"exporting {path}") as say:
                exported = export(path, names, out, quiz=quiz, strict=strict, progress=say)
        except (QuizgenError, OSError) as error:
            failed += 1
            results.append(failure_json(path, error))
            if not as_json:
                print_failure(path, error)
            continue
        results.append({"path": str(path), "folder": exported.folder, **exported.as_json()})
        if not as_json:
            print_problems(exported.problems, infos=False)
            _print(exported)
    if as_json:
        print_json(results)
    return 1 if failed else 0


def formats_named(to: str) -> list[str]:
    """Give the formats that `--to` names. Raises typer.BadParameter."""
    names = [name.strip() for name in to.split(",") if name.strip()]
    known = ", ".join(EXCHANGES)
    if not names:
        raise typer.BadParameter(f"say where to: {known}", param_hint="--to")
    for name in names:
        if name not in EXCHANGES:
            message = f"there is no format {name!r}; there are {known}"
            raise typer.BadParameter(message, param_hint="--to")
    return names


def format_rows() -> list[tuple[str, str, str, str]]:
    """Give a row a format: its name, whose it is, what is known of it, who has read it back."""
    return [
        (name, exchange.title, _holds(name, exchange.note), exchange.read_back or _UNREAD)
        for name, exchange in EXCHANGES.items()
    ]


def _holds(name: str, note: str) -> str:
    strange = sorted(set(TYPE_NAMES) - OUTPUTS[name].holds)
    return f"{note} Refuses: {', '.join(strange)}." if strange else note


def _print_formats(*, as_json: bool) -> int:
    heads = ("format", "for", "what to know", "read back by")
    if as_json:
        print_json([dict(zip(heads, row, strict=True)) for row in format_rows()])
        return 0
    for name, title, note, reader in format_rows():
        print(safe(f"{name} ({title}, {EXCHANGES[name].ending}): {note}"))
        print(safe(f"  read back by: {reader}"))
    return 0


def _print(exported: Exported) -> None:
    rows = [("file", "items", "")]
    rows += [(file.name, str(file.items), file.amount) for file in exported.files]
    print_table(f"{exported.bank}: {exported.folder}", rows)
    for name, losses in exported.losses.items():
        if losses:
            _print_losses(name, exported)


def _print_losses(name: str, exported: Exported) -> None:
    """Print what a format could not hold: the same loss of many items on one line."""
    losses = exported.losses[name]
    touched = len({loss.item for loss in losses})
    print(safe(f"  {name}: {touched} of {len(exported.items)} items are not whole there"))
    kinds = Counter((loss.status, loss.field, loss.why) for loss in losses)
    for (status, field, why), count in kinds.most_common(_MOST_LOSSES):
        part = f"{field}: " if field else ""
        print(safe(f"    {status}, {counted(count, 'item')}: {part}{why}"))
    print(safe(f"    which: {exported.folder}/{REPORT}"))
