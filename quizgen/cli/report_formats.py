"""The formats of a check's report: text for people, json, github and sarif for machines."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quizgen.checks.evidence.account import REASONS, ItemAccount
from quizgen.checks.evidence.attribution import SpeakerProof
from quizgen.checks.evidence.rules import EvidenceReport
from quizgen.checks.lint.languages import LANGUAGES
from quizgen.checks.testwise import LEAST_ITEMS, TricksScore
from quizgen.checks.testwise.rules import percent, shown_p
from quizgen.cli.console import (
    print_json,
    print_problems,
    print_table,
    problem_json,
    safe,
    summary,
)
from quizgen.cli.coverage import coverage_json, print_coverage
from quizgen.pipeline.check import RULES, Report, tricks_by_quiz
from quizgen.problems import LEVELS, Problem, ranges
from quizgen.version import __version__

Unreadable = Sequence[tuple[str, str]]
"""(path, error) of each bank that could not even be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What a report tells besides problems."""

    evidence: bool = False
    testwise: bool = False
    coverage: bool = False


def _problems(reports: Sequence[Report]) -> list[Problem]:
    return [problem for report in reports for problem in report.problems]


# --- text ---------------------------------------------------------------------------------------


def print_text(
    reports: Sequence[Report],
    detail: Detail,
    unreadable: Unreadable,  # noqa: ARG001 - each was said where it happened
) -> None:
    """Print problems by file to stderr, and a line on each bank to stdout."""
    for report in reports:
        print_problems(report.problems)
        if detail.evidence:
            _print_evidence(report)
        if detail.testwise and report.bank:
            _print_tricks(report)
        if detail.coverage and report.bank:
            print_coverage(report)
        sys.stderr.flush()
        print(safe(_line(report)), flush=True)


def _line(report: Report) -> str:
    """Say in a line what was checked and what came of it."""
    bank = report.bank
    if bank is None:
        return f"{report.path}: {summary(report.problems)}"
    statuses = Counter(item.status for item in bank.items)
    counts = [f"{len(bank.items) - statuses['retired']} items"]
    if statuses["draft"]:
        counts.append(f"{statuses['draft']} of them drafts, left out")
    if statuses["retired"]:
        counts.append(f"{statuses['retired']} more retired")
    counts += _proofs(report.checked)
    counts += _not_judged(report)
    counts += [_tricks(report.tricks), *_blind(report)]
    return f"{report.path}: {', '.join(counts)}; {summary(report.problems)}"


def _not_judged(report: Report) -> Iterator[str]:
    """Say what rules that hold words can't judge, once a language."""
    for code, (items, rules) in report.unjudged.items():
        language = LANGUAGES.get(code, f"language {code!r}")
        rules_know = f"{len(rules)} rules know" if len(rules) > 1 else f"{rules[0]} knows"
        yield f"{rules_know} no {language} ({items} item{'s' if items > 1 else ''})"


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


def _blind(report: Report) -> Iterator[str]:
    """Say what readers guessed who saw the questions alone; tricks see their form only."""
    if report.blind:
        right, of = (
            sum(counts) for counts in zip(*((r.right, r.of) for r in report.blind), strict=True)
        )
        last = max(reading.day for reading in report.blind)
        yield f"read blind {last}: {right} of {of} guessed right"
    elif report.tricks:
        yield "form tricks only; not read blind"


def _tricks(found: TricksScore | None) -> str:
    """Say what tricks alone would score, and that form is all they see."""
    if found is None:
        return f"testwise: too few to tell (under {LEAST_ITEMS} choices)"
    return (
        f"testwise {percent(found.score)} of {found.items} choices by tricks alone "
        f"(chance {percent(found.chance)}, p {shown_p(found.p)})"
    )


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
_SPEAKERS: Mapping[SpeakerProof, str] = {
    "not-asked": "-",
    "proved": "verified",
    "untold": "not proved",
    "contradicted": "ANOTHER",
}


def _human(account: ItemAccount) -> str:
    """Say why a human must judge, and what an answer is worked out from."""
    worked = account.proof.worked_from
    basis = f" ({', '.join(worked)})" if worked else ""
    return "; ".join(REASONS[reason] for reason in account.reasons) + basis or "-"


def _print_evidence(report: Report) -> None:
    """Print what is proved of each item, and which paragraphs nothing tests."""
    from quizgen.pipeline.evidence_page import account_of_report

    account = account_of_report(report)
    rows = [("item", "words", "answer", "speaker", "for a human")]
    rows += [
        (
            one.item.id,
            _WORDS[one.proof.words],
            _VALUES[one.proof.values],
            _SPEAKERS[one.proof.speaker],
            _human(one),
        )
        for one in account.items
    ]
    print_table(f"{report.path}: what is proved", rows)
    for one in account.items:
        if one.proof.left_out:
            print(safe(f"  {one.item.id} leaves out: {'; '.join(map(repr, one.proof.left_out))}"))
    for used in account.sources:
        cited = f"{len(used.citing)} of {used.source.paragraphs} paragraphs"
        left = f"; untested: {ranges(used.uncited)}" if used.uncited else ""
        most = max(used.citing.values(), key=len, default=())
        often = ""
        if len(most) > 1:
            often = f"; most often p{next(n for n, c in used.citing.items() if c == most)}"
            often += f" ({len(most)} times)"
        print(safe(f"  {used.name} ({used.source.title}): {cited}{often}{left}"))


def _print_tricks(report: Report) -> None:
    """Print what each trick alone would score, each quiz, and what gives which item away."""
    found = report.tricks
    if found is None:
        print(safe(f"{report.path}: {_tricks(found)}"))
        return
    rows = [("trick", "alone", "p, corrected")]
    rows += [(name, percent(one.score), shown_p(one.p)) for name, one in found.tricks.items()]
    rows.append(("combined", percent(found.score), shown_p(found.p)))
    print_table(f"{report.path}: what tricks would score (chance {percent(found.chance)})", rows)
    quizzes = [("quiz", "choices", "tricks", "chance", "p")]
    for name, of_quiz in tricks_by_quiz(report).items():
        quizzes.append((name, *_quiz_cells(of_quiz)))
    print_table(f"{report.path}: its quizzes", quizzes)
    items = [("item", "tricks", "chance", "given away by")]
    items += [
        (one.item, percent(one.score), percent(one.chance), ", ".join(one.tricks) or "-")
        for one in found.by_item
    ]
    print_table(f"{report.path}: its choices", items)


def _quiz_cells(found: TricksScore | None) -> tuple[str, str, str, str]:
    if found is None:
        return (f"under {LEAST_ITEMS}", "too few to tell", "-", "-")
    return str(found.items), percent(found.score), percent(found.chance), shown_p(found.p)


# --- for machines -------------------------------------------------------------------------------


def print_as_json(reports: Sequence[Report], detail: Detail, unreadable: Unreadable) -> None:
    """Print one object: problems, their counts, the banks, and what else was asked for.

    The summary has the testwise score of the bank that fares worst; `banks` has all.
    """
    problems = _problems(reports)
    counts: dict[str, Any] = {level: sum(p.level == level for p in problems) for level in LEVELS}
    banks = [report for report in reports if report.bank]
    scores = [report.tricks for report in banks if report.tricks]
    counts["testwise"] = _tricks_json(min(scores, key=lambda one: one.p, default=None))
    if unjudged := _not_judged_json(reports):
        counts["not_judged"] = unjudged
    result: dict[str, Any] = {"problems": [problem_json(p) for p in problems], "summary": counts}
    result["banks"] = [_bank_json(report) for report in banks]
    if unreadable:
        result["unreadable"] = [{"path": path, "error": error} for path, error in unreadable]
    if detail.evidence:
        result["evidence"] = [_evidence_json(report) for report in banks]
    if detail.testwise:
        result["testwise"] = [_testwise_json(report) for report in banks]
    if detail.coverage:
        result["coverage"] = [coverage_json(report) for report in banks]
    print_json(result)


def _bank_json(report: Report) -> dict[str, Any]:
    bank = report.sound_bank
    return {
        "bank": bank.id,
        "items": len(bank.items),
        "testwise": _tricks_json(report.tricks),
        "blind": [{"right": one.right, "of": one.of, "day": one.day} for one in report.blind],
    }


def _tricks_json(found: TricksScore | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "score": found.score,
        "chance": found.chance,
        "p": found.p,
        "items": found.items,
        "tricks": {name: one.score for name, one in found.tricks.items()},
    }


def _testwise_json(report: Report) -> dict[str, Any]:
    found = report.tricks
    return {
        "bank": report.sound_bank.id,
        "tricks": {
            name: {"score": one.score, "p": one.p}
            for name, one in (found.tricks if found else {}).items()
        },
        "quizzes": {name: _tricks_json(one) for name, one in tricks_by_quiz(report).items()},
        "items": [
            {
                "item": one.item,
                "score": one.score,
                "chance": one.chance,
                "tricks": list(one.tricks),
            }
            for one in (found.by_item if found else ())
        ],
    }


def _not_judged_json(reports: Sequence[Report]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for report in reports:
        for code, (items, rules) in report.unjudged.items():
            known = found.setdefault(code, {"items": 0, "rules": []})
            known["items"] += items
            known["rules"] = sorted({*known["rules"], *rules})
    return found


def _evidence_json(report: Report) -> dict[str, Any]:
    from quizgen.pipeline.evidence_page import account_of_report

    account = account_of_report(report)
    return {
        "bank": report.bank.id if report.bank else "",
        "items": [_item_json(one) for one in account.items],
        "paragraphs": {
            used.name: {str(n): list(ids) for n, ids in used.citing.items()}
            for used in account.sources
        },
        "untested": {used.name: list(used.uncited) for used in account.sources},
    }


def _item_json(one: ItemAccount) -> dict[str, Any]:
    """Give what is proved of an item; what there is none of is left out."""
    found: dict[str, Any] = {
        "item": one.item.id,
        "words": one.proof.words,
        "values": one.proof.values,
        "human": one.proof.human,
    }
    more = {
        "reasons": list(one.reasons),
        "speaker": one.proof.speaker if one.proof.speaker != "not-asked" else "",
        "worked_from": list(one.proof.worked_from),
        "left_out": list(one.proof.left_out),
        "quotes": [asdict(quote) for quote in one.quotes],
        "answers": [asdict(answer) for answer in one.answers],
    }
    return found | {name: value for name, value in more.items() if value}


_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


def print_github(
    reports: Sequence[Report],
    detail: Detail,  # noqa: ARG001 - no place for it
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
    detail: Detail,  # noqa: ARG001 - no place for it
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


Printer = Callable[[Sequence[Report], Detail, Unreadable], None]
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
