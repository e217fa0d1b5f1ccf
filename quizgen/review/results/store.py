"""Where logs live: the user's data folder, or where QUIZGEN_DATA says; never under `output/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import localtime, strftime

from quizgen.bank.load import shown_path
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import LogError, read_log
from quizgen.review.lesson.session import WELL_KNOWN
from quizgen.review.results.results import SessionResults, report, results_of

SUFFIX = ".quizlog"
REHEARSAL = "rehearsal-"
"""What the logs of lessons with bots begin with: none that anybody goes on with."""


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A log that was found."""

    path: Path
    lesson: SessionResults

    @property
    def is_finished(self) -> bool:
        """Tell whether its lesson came to its end."""
        return self.lesson.state.phase == "end"


def sessions_folder() -> Path:
    """Give the folder of logs."""
    chosen = os.environ.get("QUIZGEN_DATA", "")
    if chosen:
        return Path(chosen) / "sessions"
    from platformdirs import user_data_path

    return user_data_path("quizgen", appauthor=False) / "sessions"


def new_log(bank: str, *, rehearsal: bool = False) -> Path:
    """Name a new log by its bank and the time; a rehearsal says so."""
    name = f"{REHEARSAL if rehearsal else ''}{bank}-{strftime('%Y%m%d-%H%M%S', localtime())}"
    folder = sessions_folder()
    candidates = (
        folder / f"{name}{tail}{SUFFIX}" for tail in ("", *map("-{}".format, range(2, 99)))
    )
    return next(path for path in candidates if not path.exists())


def kept_logs() -> Iterator[KeptSession]:
    """Give every log that can be read, the newest first."""
    folder = sessions_folder()
    paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda p: (-p.stat().st_mtime_ns, p.name))
    for path in paths:
        try:
            yield KeptSession(path, results_of(read_log(path)))
        except (LogError, KeyError, TypeError):
            continue


def find_log(name: str = "") -> Path:
    """Find a log by its path or name; the newest without one. Raises QuizgenError."""
    if not name:
        newest = next(kept_logs(), None)
        if newest is None:
            raise QuizgenError(
                f"there is no session in {shown_path(sessions_folder(), Path.cwd())}"
            )
        return newest.path
    for path in (Path(name), sessions_folder() / name, sessions_folder() / f"{name}{SUFFIX}"):
        if path.is_file():
            return path
    raise QuizgenError(f"there is no session {name!r}; quizgen sessions list names them")


def unfinished(bank: str) -> Path:
    """Find the newest log of a bank that did not come to its end. Raises QuizgenError."""
    for session in kept_logs():
        rehearsal = session.path.name.startswith(REHEARSAL)
        if session.lesson.about["bank"] == bank and not session.is_finished and not rehearsal:
            return session.path
    raise QuizgenError(f"there is no unfinished session of {bank} to go on with")


def missed_earlier(bank: str) -> tuple[str, ...]:
    """Give the ids of the items that most missed when they were last asked, the least known first.

    Rehearsals do not count, nor what was skipped or answered by nobody.
    """
    last: dict[str, float] = {}
    for session in kept_logs():
        if session.lesson.about["bank"] != bank or session.path.name.startswith(REHEARSAL):
            continue
        known: dict[str, float] = {}
        for item in report(session.lesson)["items"]:
            if not item["skipped"] and item["difficulty"] is not None:
                known[item["item"]] = item["difficulty"]  # of two times in a lesson, the later
        last = {**known, **last}  # the newest lesson first
    due = sorted((share, item) for item, share in last.items() if share < WELL_KNOWN)
    return tuple(item for _, item in due)


def refuse_output(path: Path) -> None:
    """Keep answers from where papers lie, which are handed on. Raises QuizgenError."""
    output = Path("output").resolve()
    if path.resolve() == output or output in path.resolve().parents:
        raise QuizgenError("answers of pupils don't belong under output/: name another folder")
