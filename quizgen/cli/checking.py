"""`quizgen check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from quizgen.cli.building import chosen_banks
from quizgen.cli.printing import print_json, print_problems, problem_json, progress, safe, summary
from quizgen.pipeline import Report, check
from quizgen.problems import Problem, QuizgenError


def run_check(
    banks: Sequence[Path], *, strict: bool, format: str, seed: int | None, drafts: bool
) -> int:
    """Check every bank and print every problem of all of them at once."""
    if format not in {"text", "json"}:
        raise typer.BadParameter(
            f"no format {format!r}; there are text, json", param_hint="--format"
        )
    reports = []
    unreadable = 0
    for path in chosen_banks(banks):
        try:
            with progress(f"checking {path}"):
                reports.append(check(path, seed=seed, drafts=drafts))
        except (QuizgenError, OSError) as error:
            unreadable += 1
            print(safe(f"{path}: {error}"), file=sys.stderr)
    problems = [problem for report in reports for problem in report.problems]
    if format == "json":
        print_json({"problems": [problem_json(p) for p in problems], "summary": _summary(problems)})
    else:
        for report in reports:
            print_problems(report.problems)
            print(safe(_line(report)))
    bad = {"error", "warning"} if strict else {"error"}
    return 1 if unreadable or any(p.level in bad for p in problems) else 0


def _summary(problems: Sequence[Problem]) -> dict[str, int]:
    return {
        level: sum(p.level == level for p in problems) for level in ("error", "warning", "info")
    }


def _line(report: Report) -> str:
    """Say in a line what was checked and what came of it."""
    parts = [report.path]
    bank = report.bank
    if bank is not None:
        counts = [f"{len(bank.items)} items"]
        drafts = sum(item.status == "draft" for item in bank.items)
        retired = sum(item.status == "retired" for item in bank.items)
        counts += [f"{drafts} of them drafts, left out"] if drafts else []
        counts += [f"{retired} retired"] if retired else []
        proofs = report.checked.proofs
        proved = proofs.get("verbatim", 0) + proofs.get("words", 0)
        if proved:
            exact = proofs.get("verbatim", 0)
            how = f"{exact} verbatim" if exact else "words verified"
            counts.append(f"{proved} quotes proved ({how})")
        parts.append(", ".join(counts))
    parts.append(summary(report.problems))
    sys.stderr.flush()
    return ": ".join(parts[:2]) + "; " + parts[-1] if len(parts) > 2 else ": ".join(parts)
