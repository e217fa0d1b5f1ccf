"""The formats of a check's report: text for people, json, github and sarif for machines."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quizgen.checks.evidence.rules import EvidenceReport, ItemProof
from quizgen.cli.console import (
    print_json,
    print_problems,
    print_table,
    problem_json,
    safe,
    summary,
)
from quizgen.pipeline.check import RULES, Report
from quizgen.problems import LEVELS, Problem, ranges
from quizgen.version import __version__

Unreadable = Sequence[tuple[str, str]]
"""(path, error) of each bank that could not even be opened."""


def _problems(reports: Sequence[Report]) -> list[Problem]:
    return [problem for report in reports for problem in report.problems]


# --- text ---------------------------------------------------------------------------------------


def print_text(
    reports: Sequence[Report],
    *,
    evidence: bool,
    unreadable: Unreadable,  # noqa: ARG001 - each was said where it happened
) -> None:
    """Print problems by file to stderr, and a line on each bank to stdout."""
    for report in reports:
        print_problems(report.problems)
        if evidence:
            _print_evidence(report)
        sys.stderr.flush()
        print(safe(_line(report)), flush=True)


def _line(report: Report) -> str:
    """Say in a line what was checked and what came of it."""
    bank = report.bank
    if bank is None:
        return f"{report.path}: {summary(report.problems)}"
    statuses = Counter(item.status for item in bank.items)
    counts = [f"{len(bank.items)} items"]
    if statuses["draft"]:
        counts.append(f"{statuses['draft']} of them drafts, left out")
    if statuses["retired"]:
        counts.append(f"{statuses['retired']} retired")
    counts += _proofs(report.checked)
    return f"{report.path}: {', '.join(counts)}; {summary(report.problems)}"


def _proofs(checked: EvidenceReport) -> Iterator[str]:
    """Say how many quotes are proved, and what is left to a human."""
    proofs = checked.proofs
    exact = proofs.get("verbatim", 0)
    proved = exact + proofs.get("words", 0)
    if proved:
        how = f"{exact} verbatim" if exact else "words verified"
        yield f"{proved} quotes proved ({how})"
    parted = proofs.get("parts", 0)
    if parted:
        yield f"{parted} with a gap, not judged"
    if proved or parted:
        human = sum(proof.human for proof in checked.items.values())
        yield f"{human} items need a human eye" if human else "every value compared"


_WORDS = {
    "verbatim": "verbatim",
    "words": "verified",
    "parts": "not judged",
    "failed": "FAILED",
    "none": "no evidence",
}
_VALUES = {
    "found": "verified",
    "unclear": "unclear",
    "worked": "worked out",
    "missing": "MISSING",
    "none": "-",
}


def _human(proof: ItemProof) -> str:
    """Say what is left to a human, and what an answer is worked out from."""
    basis = f", from {', '.join(proof.worked_from)}" if proof.worked_from else ""
    return f"must judge{basis}" if proof.human else "-"


def _print_evidence(report: Report) -> None:
    """Print what is proved of each item, and which paragraphs nothing tests."""
    rows = [("item", "words", "values", "a human")]
    rows += [
        (id, _WORDS[proof.words], _VALUES[proof.values], _human(proof))
        for id, proof in report.checked.items.items()
    ]
    print_table(f"{report.path}: what is proved", rows)
    for id, proof in report.checked.items.items():
        if proof.left_out:
            print(safe(f"  {id} leaves out: {'; '.join(map(repr, proof.left_out))}"))
    for name, uncited in report.checked.uncited.items():
        source = report.sources[name]
        cited = source.paragraphs - len(uncited)
        left = f"; untested: {ranges(uncited)}" if uncited else ""
        print(safe(f"  {name} ({source.title}): {cited} of {source.paragraphs} paragraphs{left}"))


# --- for machines -------------------------------------------------------------------------------


def print_as_json(reports: Sequence[Report], *, evidence: bool, unreadable: Unreadable) -> None:
    """Print one object: problems, their counts, and what is proved where that was asked for."""
    problems = _problems(reports)
    counts = {level: sum(p.level == level for p in problems) for level in LEVELS}
    result: dict[str, Any] = {"problems": [problem_json(p) for p in problems], "summary": counts}
    if unreadable:
        result["unreadable"] = [{"path": path, "error": error} for path, error in unreadable]
    if evidence:
        result["evidence"] = [_evidence_json(report) for report in reports if report.bank]
    print_json(result)


def _evidence_json(report: Report) -> dict[str, Any]:
    return {
        "bank": report.bank.id if report.bank else "",
        "items": [
            {"item": id, "words": p.words, "values": p.values, "human": p.human}
            | ({"worked_from": list(p.worked_from)} if p.worked_from else {})
            | ({"left_out": list(p.left_out)} if p.left_out else {})
            for id, p in report.checked.items.items()
        ],
        "untested": {name: list(left) for name, left in report.checked.uncited.items()},
    }


_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


def print_github(
    reports: Sequence[Report],
    *,
    evidence: bool,  # noqa: ARG001 - no place for it
    unreadable: Unreadable,
) -> None:
    """Print workflow commands, which GitHub shows beside the lines of a pull request."""
    for path, error in unreadable:
        print(f"::error file={_property(path)},title=unreadable::{_data(error)}")
    for problem in _problems(reports):
        where = problem.where
        in_lines = where.line and not where.place
        place = f",line={where.line},col={where.column}" if in_lines else ""
        item = f"item {problem.item}: " if problem.item else ""
        message = item + problem.message + (f"\n{problem.help}" if problem.help else "")
        print(
            f"::{_GITHUB[problem.level]} file={_property(where.file)}{place},"
            f"title={_property(problem.code)}::{_data(message)}"
        )


def _data(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def print_sarif(
    reports: Sequence[Report],
    *,
    evidence: bool,  # noqa: ARG001 - no place for it
    unreadable: Unreadable,
) -> None:
    """Print a SARIF 2.1.0 log (OASIS), which code hosts and editors read."""
    problems = _problems(reports)
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "quizgen",
        "version": __version__,
        "rules": [_sarif_rule(code) for code in codes],
    }
    results = [_sarif_result(problem, codes) for problem in problems]
    notifications = [
        {"level": "error", "message": {"text": f"{path}: {error}"}} for path, error in unreadable
    ]
    invocation = {
        "executionSuccessful": not notifications,
        "toolExecutionNotifications": notifications,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    print_json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _sarif_rule(code: str) -> dict[str, Any]:
    rule = RULES.get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }


def _sarif_result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    where = problem.where
    item = f"Item {problem.item}: " if problem.item else ""
    help = f" ({problem.help})" if problem.help else ""
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(os.fsencode(Path(where.file).as_posix()))}
    }
    location: dict[str, Any] = {"physicalLocation": place}
    if where.place:
        location["logicalLocations"] = [{"fullyQualifiedName": where.place}]
    elif where.line:
        place["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": f"{item}{problem.message}{help}"},
        "locations": [location],
    }


Printer = Callable[..., None]
FORMATS: Mapping[str, Printer] = {
    "text": print_text,
    "json": print_as_json,
    "github": print_github,
    "sarif": print_sarif,
}


def levels_that_fail(*, strict: bool) -> Iterator[str]:
    """Name the levels for which a check exits with 1."""
    yield "error"
    if strict:
        yield "warning"
