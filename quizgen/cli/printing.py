"""How problems and results look in a terminal; results to stdout, the rest to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizgen.pipeline import Progress
    from quizgen.problems import Problem

_CONTEXT = 100
"""Columns of a source line that are shown around a caret."""


def safe(text: str) -> str:
    """Make a text harmless for a terminal: no control character reaches it."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def print_problems(problems: Iterable[Problem], *, infos: bool = True) -> None:
    """Print problems with their lines and carets to stderr."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.level != "info" or infos:
            for line in problem_lines(problem, lines):
                print(safe(line), file=sys.stderr)


def problem_lines(problem: Problem, files: dict[str, list[str]]) -> Iterator[str]:
    """Give a problem as text: the place and message, the line with a caret, the help."""
    item = f", item {problem.item}" if problem.item else ""
    yield f"{problem.where}: {problem.level} {problem.code}{item}: {problem.message}"
    where = problem.where
    if where.line:
        if where.file not in files:
            files[where.file] = _lines(where.file)
        if where.line <= len(files[where.file]):
            yield from _caret(files[where.file][where.line - 1], where.line, where.column)
    if problem.help:
        yield f"      help: {problem.help}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8-sig", "replace").splitlines()
    except OSError:
        return []


def _caret(line: str, number: int, column: int) -> Iterator[str]:
    start = max(0, column - 1 - _CONTEXT // 2) if len(line) > _CONTEXT else 0
    shown = line[start : start + _CONTEXT].replace("\t", " ")
    dots = "..." if start else ""
    yield f"{number:5} | {dots}{shown}"
    yield f"      | {' ' * (len(dots) + column - 1 - start)}^"


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give a problem as a machine reads it."""
    return {
        "code": problem.code,
        "level": problem.level,
        "file": problem.where.file,
        "line": problem.where.line,
        "column": problem.where.column,
        "item": problem.item,
        "message": problem.message,
        "help": problem.help,
    }


def print_json(value: Any) -> None:
    """Print a value as JSON to stdout."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    print(
        "".join(
            c if (c >= " " and not "\x7f" <= c < "\xa0") or c == "\n" else f"\\u{ord(c):04x}"
            for c in text
        )
    )


def summary(problems: Sequence[Problem]) -> str:
    """Count problems by level: `2 errors, 1 warning`."""
    counts = {level: sum(p.level == level for p in problems) for level in ("error", "warning")}
    parts = [f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items() if n]
    return ", ".join(parts) or "no errors"


def print_table(title: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Print aligned columns, the first row their heads, to stdout."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    print(safe(title))
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print(safe("  " + "   ".join(cells).rstrip()))
        if number == 0:
            print("  " + "   ".join("-" * width for width in widths))


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show what is being done while it lasts; silent when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(title) as status:
        yield lambda step: status.update(f"{title}: {step}")
