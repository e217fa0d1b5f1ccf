"""What can still be read of a log that is damaged: each row for itself, and what they need.

A table is read from its front and from its end, up to the pages that can't be read. Answers whose
question lost its step are given that step again, so that they count; nothing else is made up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from quizgen.review.lesson.event_log import FORMATS, LogError, LoggedSession, PersonRecord, read_log
from quizgen.review.lesson.state import Event, State, apply

T = TypeVar("T")


def read_what_is_left(path: Path, *, whole: bool = True) -> LoggedSession:
    """Read a log; where it is damaged, what is left of it, which its `damage` says.

    Raises LogError when there is nothing to read.

    Args:
        path: The file.
        whole: Look at every page of it, which a lesson that runs has no time for.

    """
    try:
        return read_log(path, whole=whole)
    except LogError as error:
        if not path.is_file():
            raise
        left = _salvaged(path, str(error))
        if not left.events and not left.asks:
            raise
        return left


def _salvaged(path: Path, why: str) -> LoggedSession:
    damage = [why]

    def rows(table: str, columns: str, key: str, make: Callable[[Any], T]) -> list[T]:
        found, lost = _rows(connection, table, columns, key)
        made, bad = _made(found, make)
        if lost or bad:
            damage.append(f"not all of {table} could be read")
        return made

    with closing(sqlite3.connect(path, timeout=2)) as connection:
        connection.text_factory = _text
        about = dict(rows("session", "name, value", "name", lambda r: (r[0], json.loads(r[1]))))
        if about.get("format", 1) not in FORMATS:
            raise LogError(why)
        asks = dict(rows("asks", "ask, question", "ask", _ask))
        people = rows("people", "person, name, pupil, token", "person", _person)
        events = rows("events", "seq, at, kind, ask, round, actor, body, wall", "seq", _event)
        in_format_2 = about.get("format", 2) != 1
        plan = rows("plan", "question", "place", _question) if in_format_2 else []
    known = {"bank": "", "title": path.stem, "lang": "en", "began": _began(events), **about}
    return LoggedSession(
        known,
        asks,
        tuple(people),
        tuple(mended(events, asks)),
        tuple(plan),
        damage=tuple(damage),
    )


def _began(events: list[Event]) -> int:
    return events[0].wall if events else 0


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _rows(
    connection: sqlite3.Connection, table: str, columns: str, key: str
) -> tuple[list[tuple[Any, ...]], bool]:
    """Give the rows of a table that can be read, in their order; and whether some can't be."""
    front: dict[Any, tuple[Any, ...]] = {}
    back: dict[Any, tuple[Any, ...]] = {}
    lost = False
    for found, order in ((front, "ASC"), (back, "DESC")):
        try:
            sql = f"SELECT {key}, {columns} FROM {table} ORDER BY {key} {order}"  # noqa: S608 - ours
            for row in connection.execute(sql):
                found[row[0]] = row[1:]
        except sqlite3.Error:
            lost = True
        else:
            break
    kept = front | back
    with suppress(TypeError):  # a key that is no longer what it was
        return [kept[at] for at in sorted(kept)], lost
    return [*kept.values()], True


def _made(rows: Iterable[tuple[Any, ...]], make: Callable[[Any], T]) -> tuple[list[T], bool]:
    """Give what rows say, without those that say nothing that is understood."""
    made, bad = [], False
    for row in rows:
        try:
            made.append(make(row))
        except (ValueError, TypeError, KeyError):
            bad = True
    return made, bad


def _question(row: tuple[Any, ...]) -> Mapping[str, Any]:
    fields = json.loads(row[0])
    if not isinstance(fields, dict):
        raise TypeError(fields)
    return fields


def _ask(row: tuple[Any, ...]) -> tuple[int, Mapping[str, Any]]:
    return int(row[0]), _question(row[1:])


def _person(row: tuple[Any, ...]) -> PersonRecord:
    id, name, pupil, token = row
    return PersonRecord(int(id), name or "", pupil or "", token)


def _event(row: tuple[Any, ...]) -> Event:
    _, at, kind, ask, round, actor, body, wall = row
    fields = json.loads(body)
    if not isinstance(fields, dict):
        raise TypeError(fields)
    return Event(int(at), str(kind), int(ask), int(round), int(actor), fields, int(wall))


def mended(events: Iterable[Event], asks: Mapping[int, Mapping[str, Any]]) -> Iterator[Event]:
    """Give events with the steps that they need and that are lost."""
    state = State()
    for event in events:
        for one in (*_missing(state, event, asks), event):
            with suppress(KeyError, TypeError, ValueError):  # a step that says too little
                state = apply(state, one)
                yield one


def _missing(state: State, event: Event, asks: Mapping[int, Mapping[str, Any]]) -> Iterator[Event]:
    """Give the steps that an event stands on, and that the state has not seen."""
    last = event.ask - 1 if event.kind == "open" else event.ask
    seen = [asks[ask].get("item") for ask in sorted(state.askings) if ask in asks]
    for ask in range(state.ask + 1, last + 1):
        item = asks.get(ask, {}).get("item")
        body = {"item": ask - 1, "again": item is not None and item in seen}
        seen.append(item)
        yield Event(event.at, "open", ask, 1, 0, body, event.wall)
    if event.kind == "answer":
        if event.actor not in state.people:
            yield Event(event.at, "join", 0, 0, event.actor, {}, event.wall)
        if last == state.ask and event.round == 2 and state.round == 1:
            yield Event(event.at, "close", event.ask, 1, 0, {}, event.wall)
            yield Event(event.at, "revote", event.ask, 2, 0, {}, event.wall)
