"""`quizgen check --coverage`: what a bank asks, as tables and for machines."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, TypeVar

from quizgen.checks.coverage import Coverage, Levels, added, coverage_of, why_no_coverage
from quizgen.checks.lint.levels import LEVELS
from quizgen.cli.console import safe
from quizgen.pipeline.check import Report
from quizgen.problems import ranges

Name = TypeVar("Name", str, int)
_MOST_IDS = 24
"""So many facts of one count are named; the JSON names all."""
_WIDEST_NAME = 30
_WIDEST_TABLE = 100
_NONE = "."
"""Stands where there is nothing: a nought is read as a number."""


def _coverage(report: Report) -> Coverage:
    from quizgen.pipeline.evidence_page import account_of_report

    return coverage_of(report.sound_bank, account_of_report(report).sources)


# --- text ---------------------------------------------------------------------------------------


def print_coverage(report: Report) -> None:
    """Print what a bank asks; a line on why where that says nothing."""
    width = min(_WIDEST_TABLE, shutil.get_terminal_size((80, 24)).columns)
    if why := why_no_coverage(report.sound_bank):
        print(safe(f"{report.path}: {why}"))
        return
    print(safe("\n".join(_lines(report.path, _coverage(report), width))))


def _lines(path: str, found: Coverage, width: int) -> Iterator[str]:
    yield f"{path}: what {found.levels.total()} items ask"
    yield from _topic_lines(found, width)
    if found.facts:
        yield ""
        yield f"  facts, by how many items ask them ({len(found.facts)})"
        by_count = _grouped(found.facts)
        ids = {count: _some(sorted(by_count[count])) for count in by_count}
        yield from _count_lines(ids, {n: len(by_count[n]) for n in by_count}, width)
    for source in found.sources:
        yield ""
        yield f"  paragraphs of {source.name}, by how many items cite them"
        numbers = _grouped(source.paragraphs)
        listed = {count: ranges(numbers[count]) for count in numbers}
        yield from _count_lines(listed, {n: len(numbers[n]) for n in numbers}, width)


def _topic_lines(found: Coverage, width: int) -> Iterator[str]:
    """Set a table: a row for each topic, below it one for each of its types."""
    shown: list[int | None] = [*LEVELS]
    shown += [None] if found.levels[None] else []
    heads = [f"{level} {LEVELS[level]}" if level else "none" for level in shown]
    rows: list[tuple[str, Levels]] = []
    for topic, types in found.topics.items():
        rows.append((topic or "(no topic)", added(types.values())))
        rows += [(f"  {name}", levels) for name, levels in types.items() if len(types) > 1]
    names = [_cut(name) for name, _ in rows]
    first = max(len(name) for name in (*names, "topic, type", "all"))
    short = 2 + first + sum(2 + len(head) for head in (*heads, "all")) > width
    legend = f"levels: {', '.join(heads)}"
    if short:
        heads = [head.split()[0] for head in heads]

    def line(name: str, cells: Sequence[str]) -> str:
        columns = zip(cells, (*heads, "all"), strict=True)
        parts = [cell.rjust(max(len(head), 3)) for cell, head in columns]
        return f"  {name.ljust(first)}  {'  '.join(parts)}"

    def counted(name: str, levels: Levels) -> str:
        return line(name, [str(levels[n] or _NONE) for n in shown] + [str(levels.total())])

    yield line("topic, type", [*heads, "all"])
    yield line("-" * first, ["-" * max(len(head), 3) for head in (*heads, "all")])
    for name, (_, levels) in zip(names, rows, strict=True):
        yield counted(name, levels)
    yield counted("all", found.levels)
    if short:
        yield from wrap(legend, width, initial_indent="  ", subsequent_indent="  ")


def _cut(name: str) -> str:
    """Shorten a name in the middle: topics differ at their ends."""
    if len(name) <= _WIDEST_NAME:
        return name
    half = _WIDEST_NAME // 2
    return f"{name[: half - 1]}…{name[-half:]}"


def _grouped(counts: Mapping[Name, int]) -> dict[int, list[Name]]:
    """Put together what has one count, the largest first."""
    found: dict[int, list[Name]] = defaultdict(list)
    for name, count in counts.items():
        found[count].append(name)
    return dict(sorted(found.items(), reverse=True))


def _some(ids: Sequence[str]) -> str:
    left = len(ids) - _MOST_IDS
    return ", ".join(ids[:_MOST_IDS]) + (f" and {left} more" if left > 0 else "")


def _count_lines(listed: Mapping[int, str], sizes: Mapping[int, int], width: int) -> Iterator[str]:
    for count, names in listed.items():
        often = f"{count or 'none'}".rjust(6)
        lead = f"{often}: {str(sizes[count]).rjust(3)}   "
        yield from wrap(
            names,
            width,
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_long_words=False,
            break_on_hyphens=False,
        )


# --- for machines -------------------------------------------------------------------------------


def coverage_json(report: Report) -> dict[str, Any]:
    """Give what a bank asks; only why not where that says nothing."""
    bank = report.sound_bank
    if why := why_no_coverage(bank):
        return {"bank": bank.id, "why": why}
    found = _coverage(report)
    return {
        "bank": bank.id,
        "items": found.levels.total(),
        "levels": _levels_json(found.levels),
        "topics": [
            {
                "topic": topic,
                "items": added(types.values()).total(),
                "levels": _levels_json(added(types.values())),
                "types": {name: _levels_json(levels) for name, levels in types.items()},
            }
            for topic, types in found.topics.items()
        ],
        "facts": dict(found.facts),
        "paragraphs": {
            source.name: {str(number): count for number, count in source.paragraphs.items()}
            for source in found.sources
        },
    }


def _levels_json(levels: Levels) -> dict[str, int]:
    """Give counts by level, `none` for items without one; what there is none of is left out."""
    named = Counter({str(level or "none"): count for level, count in levels.items()})
    return dict(sorted(named.items()))
