"""Banks for other programs: the same way as a build, but nothing is put on record.

Each format is an output of the registry that says what it could not hold; what was lost stands in
`export-report.json` beside the files, item by item.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quizgen.libraries import named_when_missing
from quizgen.outputs import OUTPUTS, Exchange, Job, Loss, OutputFile, Rendered, render
from quizgen.pipeline.check import Progress, examine
from quizgen.pipeline.plan import plan
from quizgen.pipeline.project import Project, clock
from quizgen.pipeline.writing import move_into_place, refuse_blocked, render_file, staged
from quizgen.problems import BankError, Problem, QuizgenError, Where, has_errors, in_order

REPORT = "export-report.json"

EXCHANGES: Mapping[str, Exchange] = {
    name: output.exchange for name, output in OUTPUTS.items() if output.exchange
}
"""The formats of other programs, by the names that `--to` takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote, and what each format could not hold."""

    bank: str
    title: str
    folder: str
    """As a person in the working folder would call it."""
    files: tuple[OutputFile, ...]
    items: Sequence[str]
    """The ids of all that was to be exported."""
    losses: Mapping[str, tuple[Loss, ...]]
    """By format."""
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the report: a line an item and format, and one for each field that was lost."""
        rows = [row for name in self.losses for row in self._rows(name)]
        return {"bank": self.bank, "files": [file.name for file in self.files], "items": rows}

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        lost: dict[str, list[Loss]] = {}
        for loss in self.losses[name]:
            lost.setdefault(loss.item, []).append(loss)
        for id in self.items:
            for loss in lost.get(id, ()):
                yield _row(id, name, loss.field, loss.status, loss.why)
            if id not in lost:
                yield _row(id, name, "", "kept", "")


def _row(item: str, format: str, field: str, status: str, why: str) -> dict[str, str]:
    return {"item": item, "format": format, "field": field, "status": status, "why": why}


@named_when_missing()
def export(
    path: str | Path,
    formats: Sequence[str],
    out: str | Path = "output",
    *,
    quiz: str = "",
    strict: bool = False,
    now: int | None = None,
    options: Sequence[object] = (),
    working_folder: Path | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write a bank, or one of its quizzes, for other programs, into `<out>/<bank id>/export/`.

    Args:
        path: A bank's folder or file.
        formats: Names of formats, as `EXCHANGES` has them.
        out: The output folder.
        quiz: The id of a quiz; the whole bank if missing.
        strict: Write nothing where anything would be lost.
        now: UTC seconds; SOURCE_DATE_EPOCH or the clock if missing.
        options: What is chosen of outputs.
        working_folder: Where paths count from; the process's own if missing.
        progress: Called with a word on each step.

    Raises BankNotFound, BankError (nothing is written), CannotWrite, QuizgenError for a name that
    no format or quiz has.
    """
    refuse_unknown(formats)
    project = Project.of(path, working_folder)
    report = examine(project, progress=progress)
    if report.bank is None or not report.ok:
        raise BankError(report.problems)
    job, _ = plan(project, report, project.lock(), clock(now), options=options, say=progress)
    job = _of_quiz(job, quiz) if quiz else replace(job, retired=())
    made = {name: render(name, job) for name in dict.fromkeys(formats)}
    problems = in_order([*report.problems, *_said(made.values())])
    losses = {name: rendered.losses for name, rendered in made.items()}
    if has_errors(problems):
        raise BankError(problems)
    if strict and any(losses.values()):
        at = Where(project.shown(project.root))
        raise BankError(in_order([*problems, *_as_errors(losses, at)]))
    stem = quiz or job.bank.id
    files = tuple(
        replace(file, name=_file_name(stem, name, file, len(rendered.files)))
        for name, rendered in made.items()
        for file in rendered.files
    )
    home = project.here / out if working_folder else Path(out)
    folder = home / job.bank.id / "export"
    result = Exported(
        bank=job.bank.id,
        title=job.bank.title,
        folder=project.shown(folder),
        files=files,
        items=[lowered.item.id for lowered in job.items],
        losses=losses,
        problems=problems,
    )
    _write(result, folder, project.here)
    return result


def refuse_unknown(formats: Iterable[str]) -> None:
    """Raise QuizgenError for a name that no format has."""
    for name in formats:
        if name not in EXCHANGES:
            raise QuizgenError(f"there is no format {name!r}; there are {', '.join(EXCHANGES)}")


def _of_quiz(job: Job, quiz: str) -> Job:
    """Keep of a job what a quiz asks, in the order of its first form."""
    form = next((form for form in job.forms if form.quiz.id == quiz), None)
    if form is None:
        known = ", ".join(dict.fromkeys(form.quiz.id for form in job.forms))
        raise QuizgenError(f"there is no quiz {quiz!r}; there are {known}")
    items = tuple(job.by_id[placed.item.id] for placed in form.placed)
    return replace(job, items=items, forms=(form,), retired=())


def _said(made: Iterable[Rendered]) -> Iterator[Problem]:
    """Give what outputs said, but for what their losses say as well."""
    for rendered in made:
        yield from (problem for problem in rendered.problems if problem.code != "type-not-held")


def _as_errors(losses: Mapping[str, Sequence[Loss]], where: Where) -> Iterator[Problem]:
    for name, lost in losses.items():
        for loss in lost:
            part = f"{loss.field}: " if loss.field else ""
            message = f"{name}: {part}{loss.why}"
            yield Problem("lost-in-export", "error", where, message, "", loss.item)


def _file_name(stem: str, format: str, file: OutputFile, count: int) -> str:
    """Name a file after its bank or quiz and its format; after its part, where it has several."""
    part = f".{Path(file.name).stem}" if count > 1 else ""
    ending = Path(file.name).suffix
    return f"{stem}{part}{ending}" if ending == f".{format}" else f"{stem}{part}.{format}{ending}"


def _write(result: Exported, folder: Path, here: Path) -> None:
    with staged(folder, here) as staging:
        for file in result.files:
            render_file(staging, file)
        text = json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n"
        (staging / REPORT).write_text(text, "utf-8", newline="\n")
        folder.mkdir(parents=True, exist_ok=True)
        refuse_blocked(staging, folder, here)
        move_into_place(staging, folder)
