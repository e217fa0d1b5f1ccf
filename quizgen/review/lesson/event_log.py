"""The log of a session: one SQLite file, appended to by one thread, committed in groups.

An answer is acknowledged after its commit, so that what a phone was told is on the disk. Names
stand in one table alone, so that purging them is one statement. The schema is written down in
README.md. No network address is ever stored.
"""

from __future__ import annotations

import json
import os
import queue
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from quizgen.problems import QuizgenError
from quizgen.review.lesson.state import Event

FORMAT = 2
"""What new logs are: the plan of the lesson and its class list stand in them."""
FORMATS = (1, 2)
"""What is read, gone on with and exported."""

SCHEMA = """
CREATE TABLE session(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE plan(place INTEGER PRIMARY KEY, question TEXT NOT NULL);
CREATE TABLE roster(place INTEGER PRIMARY KEY, name TEXT, pupil TEXT);
CREATE TABLE asks(ask INTEGER PRIMARY KEY, question TEXT NOT NULL);
CREATE TABLE people(person INTEGER PRIMARY KEY, name TEXT, pupil TEXT, token BLOB);
CREATE TABLE events(
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, wall INTEGER NOT NULL, ask INTEGER NOT NULL,
  round INTEGER NOT NULL, actor INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
"""

Done = Callable[[bool], None]
"""Called when what was written is safe, or, with False, when it can't be written."""
Statement = tuple[str, Sequence[Any]]

_EVENT = "INSERT INTO events(at, wall, ask, round, actor, kind, body) VALUES(?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class _Job:
    statements: list[Statement]
    done: Done | None
    is_check: bool = False
    written: threading.Event | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A row of people: who a number is."""

    person: int
    name: str
    pupil: str
    token: bytes | None


@dataclass(frozen=True, slots=True)
class LoggedSession:
    """All that a log holds."""

    about: Mapping[str, Any]
    asks: Mapping[int, Mapping[str, Any]]
    people: tuple[PersonRecord, ...]
    events: tuple[Event, ...]
    plan: tuple[Mapping[str, Any], ...] = ()
    """The questions in their order; logs of format 1 don't hold them."""
    roster: tuple[tuple[str, str], ...] = ()
    """Name and id of each pupil of the class list, where there was one."""
    damage: tuple[str, ...] = ()
    """What could not be read."""


class LogError(QuizgenError):
    """A log can't be opened, read or written."""


def event_row(event: Event) -> Statement:
    """Give the statement that appends an event."""
    body = json.dumps(event.body, ensure_ascii=False, separators=(",", ":"))
    row = (event.at, event.wall, event.ask, event.round, event.actor, event.kind, body)
    return _EVENT, row


def person_row(somebody: PersonRecord) -> Statement:
    """Give the statement that keeps who somebody is."""
    row = (somebody.person, somebody.name, somebody.pupil, somebody.token)
    return "INSERT OR REPLACE INTO people VALUES(?,?,?,?)", row


def plan_rows(questions: Iterable[Mapping[str, Any]]) -> list[Statement]:
    """Give the statements that keep the questions of a lesson, in their order."""
    texts = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in questions)
    return [("INSERT INTO plan VALUES(?,?)", (at, text)) for at, text in enumerate(texts)]


def roster_rows(pupils: Iterable[tuple[str, str]]) -> list[Statement]:
    """Give the statements that keep a class list: names and ids."""
    return [
        ("INSERT INTO roster VALUES(?,?,?)", (at, name, id)) for at, (name, id) in enumerate(pupils)
    ]


def ask_row(ask: int, question: Mapping[str, Any]) -> Statement:
    """Give the statement that keeps a question as it is asked."""
    text = json.dumps(question, ensure_ascii=False, separators=(",", ":"))
    return "INSERT OR REPLACE INTO asks VALUES(?,?)", (ask, text)


Kind = Literal["full", "gone", "readonly", "stuck", "broken"]
STUCK_SECONDS = 5.0
"""After this a disk that does not answer is trouble."""
CLOSE_SECONDS = 10.0
_BUSY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be written now, and what to do."""

    kind: Kind
    message: str


class _Gone(Exception):  # noqa: N818 - named after what happened
    """The file is no longer the one that was opened."""


class _ReadOnly(Exception):  # noqa: N818 - named after what happened
    """The file was made read-only."""


class Log:
    """An open log, and the thread that writes it.

    When a commit fails, all that waits is refused, and so is what follows, until `check` finds
    that it can be written again; it clears the trouble by way of `notify`, behind every refusal.

    Args:
        path: The file; made, for its owner alone, if it is not there.
        notify: Runs what waits for a commit; in the writer's thread if missing.

    """

    def __init__(
        self, path: Path, notify: Callable[[list[Callable[[], None]]], None] | None = None
    ) -> None:
        self.path = path
        self.notify = notify or _run
        self._trouble: Trouble | None = None
        self._busy_since: float | None = None
        self._closed = False
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        try:
            _make_private(path)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            prepare(self._connection)
            self._last = self._newest(self._connection)
            self._file = _identity(path)
            self._wal: tuple[int, int] | None = None
            self._can_write = _is_writable(path)
        except (OSError, sqlite3.Error) as error:
            raise LogError(f"can't open the log {path}: {error}") from error
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing can be written now; None if all is well."""
        since = self._busy_since
        if self._trouble:
            return self._trouble
        if since is not None and monotonic() - since > STUCK_SECONDS:
            message = f"the disk of {self.path} does not answer; the lesson goes on when it does"
            return Trouble("stuck", message)
        if not self._closed and not self._thread.is_alive():
            return Trouble("broken", f"what writes {self.path} has stopped: {_STOP}")
        return None

    @property
    def failed(self) -> str:
        """What is said of the trouble; nothing if all is well."""
        trouble = self.trouble
        return trouble.message if trouble else ""

    def append(self, statements: Iterable[Statement], done: Done | None = None) -> None:
        """Write rows in one commit, with others that wait; `done` is called when they are safe."""
        self._queue.put(_Job(list(statements), done))

    def check(self, done: Done | None = None) -> None:
        """Look whether the log is still what was written, and after trouble, if it can be again."""

        def checked(ok: bool) -> None:
            if ok:
                self._trouble = None
            if done:
                done(ok)

        self._queue.put(_Job([], checked, is_check=True))

    def flush(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Wait until all that was appended is safe, or known not to be; says if it came to that."""
        written = threading.Event()
        self._queue.put(_Job([], None, written=written))
        return written.wait(seconds)

    def close(self) -> None:
        """Write what waits, and close the file; a disk that does not answer is left alone."""
        self._closed = True
        self._queue.put(None)
        self._thread.join(CLOSE_SECONDS)
        if not self._thread.is_alive():
            with suppress(sqlite3.Error):
                self._connection.close()

    def _write(self) -> None:
        while True:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get())
            jobs = [job for job in batch if job is not None]
            self._write_jobs(jobs)
            if len(jobs) < len(batch):
                return

    def _write_jobs(self, jobs: Sequence[_Job]) -> None:
        """Commit jobs, and tell those who wait what became of them."""
        self._busy_since = monotonic()
        was_well = not self._trouble
        ok = self._commit(jobs)
        self._busy_since = None
        try:
            self.notify(
                [partial(job.done, ok and (was_well or job.is_check)) for job in jobs if job.done]
            )
        except BaseException as error:  # noqa: BLE001 - nothing may end this thread unseen
            self._trouble = self._trouble_of(error)
        for job in jobs:
            if job.written:
                job.written.set()

    def _commit(self, jobs: Sequence[_Job]) -> bool:
        """Commit jobs; in trouble nothing of them, and only to see whether it can be done."""
        checks = any(job.is_check for job in jobs)
        if self._trouble and not checks:
            return False
        execute = self._connection.execute
        try:
            self._look(closely=checks)
            execute("BEGIN")
            if self._trouble:
                (version,) = execute("PRAGMA user_version").fetchone()
                execute(f"PRAGMA user_version = {(version + 1) % 2**31}")  # writes a page
            else:
                for job in jobs:
                    for sql, values in job.statements:
                        execute(sql, values)
            newest = self._newest(self._connection)
            execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - whatever it is, it was not written
            self._trouble = self._trouble_of(error)
            with suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    execute("ROLLBACK")
            return False
        self._last = newest
        self._wal = self._wal or _identity(self._wal_path)
        return True

    def _look(self, *, closely: bool) -> None:
        """Raise when the file is not the one that was opened: what goes into it would be lost."""
        moved = _identity(self.path) != self._file
        if moved or (self._wal and _identity(self._wal_path) != self._wal):
            raise _Gone
        if self._can_write and not _is_writable(self.path):
            raise _ReadOnly
        if closely:
            address = f"{self.path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as other:
                if self._newest(other) != self._last:
                    raise _Gone

    @property
    def _wal_path(self) -> Path:
        return self.path.with_name(f"{self.path.name}-wal")

    @staticmethod
    def _newest(connection: sqlite3.Connection) -> tuple[int, int]:
        (events,) = connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
        (facts,) = connection.execute("SELECT count(*) FROM session").fetchone()
        return events, facts

    def _trouble_of(self, error: BaseException) -> Trouble:
        path, name = self.path, str(getattr(error, "sqlite_errorname", ""))
        if isinstance(error, _Gone) or name == "SQLITE_READONLY_DBMOVED":
            return Trouble("gone", f"{path} was moved, deleted or replaced: put it back; {_STOP}")
        if isinstance(error, _ReadOnly) or name.startswith("SQLITE_READONLY"):
            return Trouble("readonly", f"{path} is read-only: let it be written; {_STOP}")
        if name == "SQLITE_FULL":
            return Trouble("full", f"no room is left on the disk of {path}: make room; {_STOP}")
        room = ": make room on its disk" if name.startswith("SQLITE_IOERR") else ""
        return Trouble("broken", f"{path} can't be written: {error}{room}; {_STOP}")


_STOP = "if that can't be mended, stop (Ctrl-C) and begin a new session"


def _run(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _identity(path: Path) -> tuple[int, int] | None:
    """Say which file a path leads to; none if there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _is_writable(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IWUSR)


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)  # SQLite gives its -wal and -shm the mode of the file


def prepare(connection: sqlite3.Connection) -> None:
    """Set a connection up, and make the tables of a new file."""
    connection.execute("PRAGMA journal_mode=WAL")
    # FULL, so that an answer survives not only the process but the laptop's battery.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.executescript(f"BEGIN;{SCHEMA}COMMIT;")


def read_log(path: Path, *, whole: bool = False) -> LoggedSession:
    """Read a log, finished or not, while it is written or after a crash. Raises LogError.

    Args:
        path: The file.
        whole: Look at every page of it, those too that hold nothing of the lesson.

    """
    if not path.is_file():
        raise LogError(f"there is no log {path}")
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
            if whole and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise LogError(f"the log {path} is damaged")
            return _read_session(connection, path)
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise LogError(f"can't read the log {path}: {error}") from error


def _read_session(connection: sqlite3.Connection, path: Path) -> LoggedSession:
    about = {n: json.loads(v) for n, v in connection.execute("SELECT * FROM session")}
    if about.get("format") not in FORMATS:
        known = " or ".join(map(str, FORMATS))
        raise LogError(f"{path} is no log of format {known}: a newer quizgen may read it")
    asks = {n: json.loads(text) for n, text in connection.execute("SELECT * FROM asks")}
    people = tuple(
        PersonRecord(id, name or "", pupil or "", token)
        for id, name, pupil, token in connection.execute("SELECT * FROM people")
    )
    events = tuple(map(_event, connection.execute(f"{_EVENTS} ORDER BY seq")))
    if about["format"] == 1:
        return LoggedSession(about, asks, people, events)
    plan = connection.execute("SELECT question FROM plan ORDER BY place")
    roster = connection.execute("SELECT name, pupil FROM roster ORDER BY place")
    return LoggedSession(
        about,
        asks,
        people,
        events,
        tuple(json.loads(text) for (text,) in plan),
        tuple((name, pupil) for name, pupil in roster),
    )


_EVENTS = "SELECT at, kind, ask, round, actor, body, wall FROM events"


def _event(row: Sequence[Any]) -> Event:
    at, kind, ask, round, actor, body, wall = row
    return Event(at, kind, ask, round, actor, json.loads(body), wall)


def about_rows(about: Mapping[str, Any]) -> list[Statement]:
    """Give the statements that say what a session is."""
    return [about_row(name, value) for name, value in {"format": FORMAT, **about}.items()]


def about_row(name: str, value: object) -> Statement:
    """Give the statement that says one thing of a session."""
    return "INSERT OR REPLACE INTO session VALUES(?,?)", (name, json.dumps(value))


@contextmanager
def _changed(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            yield connection
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise LogError(f"can't change the log {path}: {error}") from error


def purge_names(path: Path) -> int:
    """Take every name out of a log, and what its phones were known by; says how many there were."""
    if not path.is_file():
        raise LogError(f"there is no log {path}")
    with _changed(path) as connection:
        updated = connection.execute("UPDATE people SET name = NULL, pupil = NULL, token = NULL")
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'roster'").fetchone():
            connection.execute("DELETE FROM roster")
        count = updated.rowcount
        connection.execute("VACUUM")
    return count
