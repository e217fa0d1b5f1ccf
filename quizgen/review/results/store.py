"""Where logs live: the user's data folder, or where QUIZGEN_DATA says; never under `output/`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import localtime, strftime

from quizgen.bank.load import shown_path
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import LogError
from quizgen.review.lesson.salvage import read_what_is_left
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

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether bots took part: nobody goes on with it."""
        return self.path.name.startswith(REHEARSAL)

    @property
    def is_damaged(self) -> bool:
        """Tell whether not all of it could be read."""
        return bool(self.lesson.damage)


def sessions_folder() -> Path:
    """Give the folder of logs."""
    chosen = os.environ.get("QUIZGEN_DATA", "")
    if chosen:
        return Path(chosen) / "sessions"
    from platformdirs import user_data_path

    return user_data_path("quizgen", appauthor=False) / "sessions"


def _port_file() -> Path:
    return sessions_folder().parent / "review-port"


def remembered_port() -> int:
    """Give the port that phones had last time, which firewalls may know; 0 if there is none."""
    with suppress(OSError, ValueError):
        port = int(_port_file().read_text("utf-8"))
        return port if 0 < port < 65536 else 0
    return 0


def remember_port(port: int) -> None:
    """Keep the port of phones for the next lesson."""
    with suppress(OSError):  # it is no more than a convenience
        _port_file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _port_file().write_text(f"{port}\n", "utf-8")


def new_log(bank: str, *, rehearsal: bool = False) -> Path:
    """Name a new log by its bank and the time; a rehearsal says so."""
    name = f"{REHEARSAL if rehearsal else ''}{bank}-{strftime('%Y%m%d-%H%M%S', localtime())}"
    folder = sessions_folder()
    candidates = (
        folder / f"{name}{tail}{SUFFIX}" for tail in ("", *map("-{}".format, range(2, 99)))
    )
    return next(path for path in candidates if not path.exists())


def log_files() -> list[Path]:
    """Give every log that lies there, whatever can be read of it, the newest first."""
    found = []
    for path in sessions_folder().glob(f"*{SUFFIX}"):
        with suppress(OSError):  # gone meanwhile
            found.append((-path.stat().st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(found)]


def unreadable_logs() -> Iterator[tuple[Path, str]]:
    """Give every log of which nothing can be read, and why."""
    for path in log_files():
        kept = read_kept(path)
        if isinstance(kept, str):
            yield path, kept


def kept_logs() -> Iterator[KeptSession]:
    """Give every log of which something can be read, the newest first."""
    for path in log_files():
        kept = read_kept(path)
        if isinstance(kept, KeptSession):
            yield kept


def read_kept(path: Path) -> KeptSession | str:
    """Read a log, or say why nothing of it can be read."""
    try:
        return KeptSession(path, results_of(read_what_is_left(path)))
    except (LogError, KeyError, TypeError, ValueError, OSError) as error:
        return str(error)


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


def _of_bank(bank: str) -> list[KeptSession]:
    return [
        kept
        for kept in kept_logs()
        if kept.lesson.about["bank"] == bank and not kept.is_rehearsal and not kept.is_damaged
    ]


def interrupted(bank: str) -> KeptSession | None:
    """Give the last lesson of a bank in which something was asked, if it was broken off."""
    last = next((kept for kept in _of_bank(bank) if kept.lesson.asked), None)
    return last if last and not last.is_finished else None


def unfinished(bank: str) -> Path:
    """Find the log of a bank that did not come to its end. Raises QuizgenError.

    The newest in which something was asked, else one that somebody was in, else any: a lesson that
    was begun by mistake after a crash does not stand before the one that was held.
    """
    found = [kept for kept in _of_bank(bank) if not kept.is_finished]
    ranks: tuple[Callable[[KeptSession], object], ...] = (
        lambda kept: kept.lesson.asked,
        lambda kept: kept.lesson.people,
        lambda _: True,
    )
    for counts in ranks:
        for kept in found:
            if counts(kept):
                return kept.path
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
