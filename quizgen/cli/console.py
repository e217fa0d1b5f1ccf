"""How problems and results look in a terminal; results to stdout, the rest to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgen.problems import BankError

if TYPE_CHECKING:
    from rich.text import Text

    from quizgen.pipeline.check import Progress
    from quizgen.problems import Problem

_CONTEXT = 100
"""Columns of a source line that are shown around a caret."""


def safe(text: str) -> str:
    """Make a text harmless for a terminal: no control character reaches it."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


_COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def print_problems(problems: Iterable[Problem], *, infos: bool = True) -> None:
    """Print problems by file, with their lines and carets, to stderr."""
    shown = [problem for problem in problems if problem.level != "info" or infos]
    if not shown:
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for file, group in groupby(shown, key=lambda problem: problem.where.file):
        console.print(Text(safe(file), "bold underline"))
        lines = _lines(file)
        for problem in group:
            console.print(_head(problem))
            for line in problem_lines(problem, lines):
                console.print(Text(safe(line), "dim"))


def _head(problem: Problem) -> Text:
    """Give a problem's first line: place, level, code, item, message."""
    from rich.text import Text

    where = problem.where
    place = where.place or (f"{where.line}:{where.column}" if where.line else "-")
    item = f"{problem.item}: " if problem.item else ""
    return Text.assemble(
        (f"  {place:>7}  ", ""),
        (problem.level, _COLOURS[problem.level]),
        ("  ", ""),
        (problem.code, "bold"),
        (safe(f"  {item}{problem.message}"), ""),
    )


def problem_lines(problem: Problem, lines: Sequence[str]) -> Iterator[str]:
    """Give what stands under a problem: the file's line with a caret, the help."""
    where = problem.where
    if 0 < where.line <= len(lines) and not where.place:
        yield from _caret(lines[where.line - 1], where.line, where.column)
    if problem.help:
        yield f"           help: {problem.help}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8-sig", "replace").split("\n")
    except OSError:
        return []


def _caret(line: str, number: int, column: int) -> Iterator[str]:
    start = max(0, column - 1 - _CONTEXT // 2) if len(line) > _CONTEXT else 0
    shown = line[start : start + _CONTEXT].replace("\t", " ")
    dots = "..." if start else ""
    yield f"{number:9} | {dots}{shown}"
    yield f"          | {' ' * (len(dots) + column - 1 - start)}^"


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give a problem as a machine reads it."""
    where = problem.where
    return {
        "code": problem.code,
        "level": problem.level,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        **({"place": where.place} if where.place else {}),
        "item": problem.item,
        "message": problem.message,
        "help": problem.help,
    }


def failure_json(path: Path, error: Exception) -> dict[str, Any]:
    """Give a bank of which nothing was made as a machine reads it."""
    problems = [problem_json(problem) for problem in _problems_of(error)]
    return {"path": str(path), "error": "" if problems else str(error), "problems": problems}


def print_failure(path: Path, error: Exception) -> None:
    """Say to stderr why nothing was made of a bank."""
    problems = _problems_of(error)
    print_problems(problems)
    reason = summary(problems) if problems else str(error)
    print(safe(f"{path}: {reason}; nothing was written"), file=sys.stderr)


def _problems_of(error: Exception) -> Sequence[Problem]:
    return error.problems if isinstance(error, BankError) else ()


def print_json(value: Any) -> None:
    """Print a value as JSON to stdout."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(value, ensure_ascii=plain, indent=1)
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
    text = ", ".join(parts) or "no errors"
    fixable = sum(bool(p.fix) for p in problems)
    return text + (f" ({fixable} can be repaired: quizgen check --fix)" if fixable else "")


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
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def say(step: str, done: int = 0, total: int = 0) -> None:
            bar.update(task, description=f"{title}: {step}", completed=done, total=total or None)

        yield say
