"""`quizgen sessions list`, `export`, `accept` and `purge`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import localtime, strftime

from quizgen.bank.syntax.edits import with_accepted
from quizgen.cli.build import named_bank
from quizgen.cli.console import print_json, print_table, safe
from quizgen.pipeline.check import examine
from quizgen.pipeline.plan import deck_job
from quizgen.pipeline.project import Project
from quizgen.problems import BankError, Problem, QuizgenError, Where, in_order
from quizgen.review.lesson.event_log import LogError, purge_names
from quizgen.review.lesson.salvage import read_what_is_left
from quizgen.review.results.decks import deck_of_items, page_of_items, search_of
from quizgen.review.results.report import FILES, make_file
from quizgen.review.results.results import SessionResults, harmless, missed, results_of
from quizgen.review.results.store import (
    KeptSession,
    find_log,
    kept_logs,
    log_files,
    refuse_output,
    sessions_folder,
    unreadable_logs,
)
from quizgen.scoring.responses import ScoringRules


def run_list(*, as_json: bool) -> int:
    """Print every session that was kept, the newest first."""
    rows = [_row(kept) for kept in kept_logs()]
    rows += [_unreadable(path) for path, _ in unreadable_logs()]
    if as_json:
        print_json(rows)
    elif not rows:
        print(f"no sessions in {sessions_folder()}")
    else:
        head = ("session", "when", "pupils", "questions", "state")
        cells = [tuple(str(row[name]) for name in head) for row in rows]
        print_table(str(sessions_folder()), [head, *cells])
    return 0


def _unreadable(path: Path) -> dict[str, str | int]:
    row: dict[str, str | int] = {"session": path.stem, "bank": "", "when": ""}
    return {**row, "pupils": 0, "questions": 0, "state": "damaged: nothing of it can be read"}


def _row(kept: KeptSession) -> dict[str, str | int]:
    lesson = kept.lesson
    named = any(somebody.name for somebody in lesson.people.values())
    state = "finished" if kept.is_finished else "unfinished"
    state += ", damaged: export writes what is left" if kept.is_damaged else ""
    return {
        "session": kept.path.stem,
        "bank": str(lesson.about["bank"]),
        "when": strftime("%Y-%m-%d %H:%M", localtime(lesson.about["began"] / 1000)),
        "pupils": len(lesson.pupils),
        "questions": len(lesson.asked),
        "state": state if named or not lesson.people else f"{state}, no names",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was asked for on the command line."""

    out: Path | None
    rules: ScoringRules
    bank: Path | None


def run_export(name: str, wanted: Export) -> int:
    """Write the results of a session, finished or not, and the pupils' own decks and pages."""
    path = find_log(name)
    out = wanted.out or Path(path.stem)
    refuse_output(out)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    record = read_what_is_left(path)
    for file in FILES:
        _write(out / file, make_file(file, path, wanted.rules))
    if wanted.bank:
        _decks(results_of(record), wanted, out)
    for what in record.damage:
        print(safe(f"{path.name} is damaged: {what}"), file=sys.stderr)
    return 1 if record.damage else 0


def _decks(lesson: SessionResults, wanted: Export, out: Path) -> None:
    assert wanted.bank is not None  # noqa: S101 - the caller looked
    path = named_bank(wanted.bank)
    project = Project.of(path)
    report = examine(project)
    if not report.ok:
        raise BankError(report.problems)
    if report.sound_bank.id != lesson.about["bank"]:
        raise QuizgenError(f"the session was about {lesson.about['bank']}, not {path}")
    job = deck_job(project, report)
    searches = []
    unprinted: list[Problem] = []
    for person in lesson.pupils:
        ids = missed(lesson, person, wanted.rules)
        search = search_of(job, ids)
        if not search:
            continue
        somebody = lesson.people[person]
        stem = somebody.pupil or str(person)
        _write(out / f"missed-{stem}.apkg", deck_of_items(job, ids))
        title = somebody.name or stem
        try:
            _write(out / f"missed-{stem}.pdf", page_of_items(job, ids, title))
        except BankError as error:  # what paper can't show keeps nobody from their deck
            unprinted += error.problems
        searches.append(f"{stem}\t{harmless(somebody.name)}\t{search}\n")
    _write(out / "searches.txt", "".join(searches).encode())
    if unprinted:
        raise BankError(in_order(unprinted))


def _write(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)
    print(safe(str(path)))


def run_purge(names: list[str], *, every: bool) -> int:
    """Take the names out of sessions; the numbers stay."""
    paths = log_files() if every else [find_log(name) for name in names]
    if not paths and not every:
        raise QuizgenError("name a session, or say --all")
    failed = [path for path in paths if not _purged(path)]
    if failed:
        kept = ", ".join(str(path) for path in failed)
        print(safe(f"names may still stand in {kept}: delete what you can't mend"), file=sys.stderr)
    return 1 if failed else 0


def _purged(path: Path) -> bool:
    try:
        count = purge_names(path)
    except LogError as error:
        print(safe(str(error)), file=sys.stderr)
        return False
    print(safe(f"{path.stem}: {count} name{'s' if count != 1 else ''} removed"))
    return True


def run_accept(name: str, bank: Path | None) -> int:
    """Write what a teacher accepted in a lesson into the bank, for its author to look at."""
    lesson = results_of(read_what_is_left(find_log(name)))
    accepted = {
        asked.question.item: lesson.state.accepted[asked.asking.item]
        for asked in lesson.asked
        if lesson.state.accepted.get(asked.asking.item)
    }
    if not accepted:
        print("no answer was accepted in this lesson")
        return 0
    path = named_bank(bank or Path(str(lesson.about["bank"])))
    report = examine(Project.of(path))
    if not report.ok:
        raise BankError(report.problems)
    if report.sound_bank.id != lesson.about["bank"]:
        raise QuizgenError(f"the session was about {lesson.about['bank']}, not {path}")
    wheres = {item.id: item.where for item in report.sound_bank.items}
    # From the end of a file to its start, so that no edit moves the place of the next.
    order = sorted(accepted, key=lambda item: wheres[item].line if item in wheres else 0)
    left = [item for item in order[::-1] if not _accept(wheres.get(item), item, accepted[item])]
    for item in left:
        print(safe(f"left: {item}: add {', '.join(accepted[item])} to accept yourself"))
    return 1 if left else 0


def _accept(where: Where | None, item: str, texts: Sequence[str]) -> bool:
    """Add accepted answers where an item stands; says whether they stand there now."""
    file = Path(where.file) if where else None
    if where is None or file is None or not file.is_file():
        return False
    text = file.read_bytes().decode("utf-8")
    new = with_accepted(text, where.line, where.column, item.rpartition("/")[2], texts)
    if new is None:
        return False
    if new != text:
        file.write_bytes(new.encode("utf-8"))
    print(safe(f"{where}: {item} accepts {', '.join(texts)}"))
    return True
