"""`quizgen check --blind`: write the questions for a blind reader; read the answers back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from quizgen.checks.testwise.rules import percent, shown_p
from quizgen.cli.build import chosen_banks
from quizgen.cli.console import (
    print_json,
    print_problems,
    print_table,
    problem_json,
    safe,
)
from quizgen.pipeline.blind import ALL, BlindResult, BlindSheet, remember, today
from quizgen.pipeline.blind_answers import BlindHead, head_of, read_answers
from quizgen.pipeline.check import Report, examine
from quizgen.pipeline.project import Project
from quizgen.present.lower import letter
from quizgen.problems import Problem, Where, did_you_mean, has_errors, in_order

_ANSWER_FILES = {".txt", ".md", ""}


def run_blind(paths: Sequence[Path], quiz: str, *, as_json: bool) -> int:
    """Write a sheet of each bank, or read the files of answers among the paths."""
    answers = [path for path in paths if _holds_answers(path)]
    banks = chosen_banks([path for path in paths if path not in answers])
    checked = [_checked(bank) for bank in banks]
    if any(report is None for _, report in checked):
        return 1
    sound = [(project, report) for project, report in checked if report is not None]
    if answers:
        return _read(answers, sound, as_json=as_json)
    for _, report in sound:
        for line in _sheet(report, quiz).lines():
            print(safe(line))
    return 0


def _holds_answers(path: Path) -> bool:
    """Tell a file of answers from a bank: by the line that names the bank, or by its ending."""
    if not path.is_file() or path.suffix.lower() in {".yaml", ".yml"}:
        return False
    return path.suffix.lower() in _ANSWER_FILES or head_of(_text(path)) is not None


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


def _checked(bank: Path) -> tuple[Project, Report | None]:
    """Read a bank; say what keeps it from being read."""
    project = Project.of(bank)
    report = examine(project)
    if report.ok and report.bank:
        return project, report
    print_problems([problem for problem in report.problems if problem.level == "error"])
    print(safe(f"{report.path}: mend these first; nothing was written"), file=sys.stderr)
    return project, None


def _sheet(report: Report, quiz: str) -> BlindSheet:
    """Give the sheet of a quiz, or of the whole bank. Raises typer.BadParameter."""
    sheets = {sheet.quiz: sheet for sheet in today(report)}
    if (quiz or ALL) not in sheets:
        message = f"no quiz {quiz!r}; {did_you_mean(quiz, set(sheets) - {ALL})}"
        raise typer.BadParameter(message, param_hint="--quiz")
    return sheets[quiz or ALL]


# --- reading --------------------------------------------------------------------------------------


def _read(
    answers: Sequence[Path], banks: Sequence[tuple[Project, Report]], *, as_json: bool
) -> int:
    problems: list[Problem] = []
    found: list[dict[str, Any]] = []
    by_id = {report.sound_bank.id: (project, report) for project, report in banks}
    for path in answers:
        text = _text(path)
        head = head_of(text)
        problem = _misplaced(path, head, sorted(by_id))
        if head is None or problem:
            problems += [problem] if problem else []
            continue
        project, report = by_id[head.bank]
        result, bad = read_answers(text, path.as_posix(), head, list(today(report)))
        problems += bad
        recorded = [] if has_errors(bad) else remember(project, report.sound_bank, [result])
        found.append(_as_json(path, head, result, recorded=bool(recorded)))
        if not as_json:
            _print_result(path, head, result)
    if as_json:
        print_json({"blind": found, "problems": [problem_json(p) for p in in_order(problems)]})
    else:
        sys.stdout.flush()
        print_problems(in_order(problems))
    return 1 if has_errors(problems) else 0


def _misplaced(path: Path, head: BlindHead | None, banks: Sequence[str]) -> Problem | None:
    """Say what keeps a file from being read at all."""
    where = Where(path.as_posix(), head.line if head else 1, 1)
    if head is None:
        message = "no line names the bank: the first line of the sheet is missing"
        help = "put the line that begins with `quizgen blind:` above the answers"
        return Problem("no-sheet-named", "error", where, message, help)
    if head.bank not in banks:
        message = f"these answers are about the bank {head.bank!r}"
        help = f"name its folder; {did_you_mean(head.bank, banks)}"
        return Problem("other-bank", "error", where, message, help)
    return None


def _print_result(path: Path, head: BlindHead, result: BlindResult) -> None:
    """Say how much was guessed, against chance, and which items."""
    guessed = len(result.guessed)
    quiz = f", quiz {result.quiz}" if result.quiz else ""
    said = f"{path.as_posix()}: {head.bank}{quiz}: {result.right} of {guessed} guessed right"
    if guessed:
        share = percent(result.right / guessed)
        said += f" ({share}; chance {percent(result.chance)}, p {shown_p(result.p)})"
    known = len(result.answers) - guessed
    said += f"; {known} known before" if known else ""
    said += f"; {result.unanswered} not answered" if result.unanswered else ""
    print(safe(said))
    rows = [("item", "answer", "guessed")]
    rows += [
        (
            answer.question.item,
            " ".join(letter(place) for place in sorted(answer.chosen)),
            "known" if answer.known else "right" if answer.right else "wrong",
        )
        for answer in result.answers
    ]
    if len(rows) > 1:
        print_table("  what was answered", rows)


def _as_json(path: Path, head: BlindHead, result: BlindResult, *, recorded: bool) -> dict[str, Any]:
    guessed = len(result.guessed)
    return {
        "file": path.as_posix(),
        "bank": head.bank,
        "quiz": result.quiz,
        "right": result.right,
        "guessed": guessed,
        "score": result.right / guessed if guessed else None,
        "chance": result.chance if guessed else None,
        "p": result.p if guessed else None,
        "known": len(result.answers) - guessed,
        "unanswered": result.unanswered,
        "changed": list(result.changed),
        "recorded": recorded,
        "items": [
            {
                "item": answer.question.item,
                "answer": [letter(place) for place in sorted(answer.chosen)],
                "right": answer.right,
                "known": answer.known,
            }
            for answer in result.answers
        ],
    }
