"""`quizgen import`: quizzes of other programs become a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import SystemRandom

from quizgen.bank.load import shown_path
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.cli.build import HOME
from quizgen.cli.console import (
    print_failure,
    print_json,
    print_problems,
    print_table,
    safe,
)
from quizgen.inputs import INPUTS
from quizgen.outputs import counted
from quizgen.pipeline.importing import REPORT, Arrival, ImportPlan, plan_import, write_import
from quizgen.problems import BankError, QuizgenError
from quizgen.release.ids import unlikely_id
from quizgen.text.spelling import spell_out

_MOST_SHOWN = 200


def run_import(
    files: Sequence[Path],
    out: Path,
    *,
    to: str,
    format: str,
    plan_only: bool,
    columns: str,
    as_json: bool,
) -> int:
    """Plan an import, show the plan, and write what comes; 1 where anything was refused."""
    here = Path.cwd()
    if format and format not in INPUTS:
        raise QuizgenError(f"there is no input {format!r}; there are {', '.join(INPUTS)}")
    name = suggest_slug(spell_out(to)) if to else ""
    told = [column.strip() for column in columns.split(",")] if columns else []
    try:
        plan = plan_import(
            files, format=format, name=name, title=to, home=HOME, here=here, columns=told
        )
    except BankError as error:
        print_failure(files[0], error)
        return 1
    written_to = None
    if not plan_only:
        id = unlikely_id(plan.name, SystemRandom())
        written_to = write_import(plan, HOME, out, id, here)
    if as_json:
        print_json(plan.as_json())
    else:
        print_problems(plan.problems, infos=True)
        _print(plan)
        _print_end(plan, written_to, out, here, plan_only=plan_only)
    return 1 if plan.refused else 0


def _print(plan: ImportPlan) -> None:
    rows = [("item", "type", "place", "")]
    shown = [one for one in plan.arrivals if one.known != "same"]
    rows += [_row(one) for one in shown[:_MOST_SHOWN]]
    print_table(f"{plan.format} -> question_bank/{plan.name}", rows)
    if len(shown) > _MOST_SHOWN:
        print(f"  ... and {len(shown) - _MOST_SHOWN} more")


def _row(one: Arrival) -> tuple[str, str, str, str]:
    place = one.where.place or f"{one.where.line}:{one.where.column}"
    said = "differs from the bank's: left alone" if one.known == "differs" else one.status
    return one.item or "-", one.type or "-", place, f"{said}: {one.why}" if one.why else said


def _print_end(
    plan: ImportPlan, written_to: Path | None, out: Path, here: Path, *, plan_only: bool
) -> None:
    statuses = Counter(one.status for one in plan.arrivals)
    counts = [f"{count} {status}" for status, count in statuses.items()]
    known = Counter(one.known for one in plan.arrivals if one.known)
    counts += [f"{count} there already ({said})" for said, count in known.items()]
    print(safe(f"{counted(len(plan.arrivals), 'question')}: {', '.join(counts)}"))
    if plan_only:
        print("nothing was written: this is the plan")
    elif written_to is None:
        print("nothing is new: no file was changed")
    else:
        shown = shown_path(written_to, here)
        print(safe(f"wrote {shown}; what became of each: {out / plan.name / REPORT}"))
        print(safe(f"next:  quizgen check {plan.name}"))
