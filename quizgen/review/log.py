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
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.problems import QuizgenError
from quizgen.review.state import Event

FORMAT = 1

SCHEMA = """
CREATE TABLE session(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE asks(ask INTEGER PRIMARY KEY, question TEXT NOT NULL);
CREATE TABLE people(person INTEGER PRIMARY KEY, name TEXT, pupil TEXT, token BLOB);
CREATE TABLE events(
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, wall INTEGER NOT NULL, ask INTEGER NOT NULL,
  round INTEGER NOT NULL, actor INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
"""

Done = Callable[[bool], None]
"""Called when what was written is safe, or, with False, when it can't be written."""
Statement = tuple[str, Sequence[Any]]
_Job = tuple[list[Statement], Done | None, threading.Event | None]

_EVENT = "INSERT INTO events(at, wall, ask, round, actor, kind, body) VALUES(?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A row of people: who a number is."""

    person: int
    name: str
    pupil: str
    token: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """All that a log holds."""

    about: Mapping[str, Any]
    asks: Mapping[int, Mapping[str, Any]]
    people: tuple[Somebody, ...]
    events: tuple[Event, ...]


class CannotLog(QuizgenError):  # noqa: N818 - named after what happened
    """A log can't be opened, read or written."""


def event_row(event: Event) -> Statement:
    """Give the statement that appends an event."""
    body = json.dumps(event.body, ensure_ascii=False, separators=(",", ":"))
    row = (event.at, event.wall, event.ask, event.round, event.actor, event.kind, body)
    return _EVENT, row


def person_row(somebody: Somebody) -> Statement:
    """Give the statement that keeps who somebody is."""
    row = (somebody.person, somebody.name, somebody.pupil, somebody.token)
    return "INSERT OR REPLACE INTO people VALUES(?,?,?,?)", row


def ask_row(ask: int, question: Mapping[str, Any]) -> Statement:
    """Give the statement that keeps a question as it is asked."""
    text = json.dumps(question, ensure_ascii=False, separators=(",", ":"))
    return "INSERT OR REPLACE INTO asks VALUES(?,?)", (ask, text)


class Log:
    """An open log, and the thread that writes it.

    Args:
        path: The file; made, for its owner alone, if it is not there.
        notify: Runs what waits for a commit; in the writer's thread if missing.

    """

    def __init__(
        self, path: Path, notify: Callable[[list[Callable[[], None]]], None] | None = None
    ) -> None:
        self.path = path
        self.notify = notify or _run
        self.failed = ""
        """Why nothing can be written any more."""
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        try:
            _make_private(path)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            prepare(self._connection)
        except (OSError, sqlite3.Error) as error:
            raise CannotLog(f"can't open the log {path}: {error}") from error
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def append(self, statements: Iterable[Statement], done: Done | None = None) -> None:
        """Write rows in one commit, with others that wait; `done` is called when they are safe."""
        self._queue.put((list(statements), done, None))

    def flush(self) -> None:
        """Wait until all that was appended is safe, or known not to be."""
        written = threading.Event()
        self._queue.put(([], None, written))
        written.wait()

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _write(self) -> None:
        while True:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get())
            jobs = [job for job in batch if job is not None]
            ok = not self.failed and self._commit(jobs)
            self.notify([_told(done, ok) for _, done, _ in jobs if done])
            for _, _, written in jobs:
                if written:
                    written.set()
            if len(jobs) < len(batch):
                return

    def _commit(self, jobs: Sequence[_Job]) -> bool:
        execute = self._connection.execute
        try:
            execute("BEGIN")
            for statements, _, _ in jobs:
                for sql, values in statements:
                    execute(sql, values)
            execute("COMMIT")
        except sqlite3.Error as error:
            self.failed = f"the log can't be written: {error}"
            if self._connection.in_transaction:
                execute("ROLLBACK")
            return False
        return True


def _run(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _told(done: Done, ok: bool) -> Callable[[], None]:
    return lambda: done(ok)


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


def read_log(path: Path) -> Record:
    """Read a log, finished or not, while it is written or after a crash. Raises CannotLog."""
    if not path.is_file():
        raise CannotLog(f"there is no log {path}")
    try:
        with closing(sqlite3.connect(path)) as connection:
            about = {n: json.loads(v) for n, v in connection.execute("SELECT * FROM session")}
            if about.get("format") != FORMAT:
                raise CannotLog(f"{path} is no log of format {FORMAT}")
            asks = {n: json.loads(text) for n, text in connection.execute("SELECT * FROM asks")}
            people = tuple(
                Somebody(id, name or "", pupil or "", token)
                for id, name, pupil, token in connection.execute("SELECT * FROM people")
            )
            return Record(about, asks, people, tuple(_events(connection)))
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise CannotLog(f"can't read the log {path}: {error}") from error


def _events(connection: sqlite3.Connection) -> Iterator[Event]:
    rows = "SELECT at, kind, ask, round, actor, body, wall FROM events ORDER BY seq"
    for at, kind, ask, round, actor, body, wall in connection.execute(rows):
        yield Event(at, kind, ask, round, actor, json.loads(body), wall)


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
        raise CannotLog(f"can't change the log {path}: {error}") from error


def purge_names(path: Path) -> int:
    """Take every name out of a log, and what its phones were known by; says how many there were."""
    if not path.is_file():
        raise CannotLog(f"there is no log {path}")
    with _changed(path) as connection:
        found = connection.execute("UPDATE people SET name = NULL, pupil = NULL, token = NULL")
        count = found.rowcount
        connection.execute("VACUUM")
    return count
