"""The log when it can't be written: the lesson stands still, says so, and goes on when it can."""

from __future__ import annotations

import json
import logging
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import Log, read_log
from quizgen.review.lesson.session import Refused, Session
from quizgen.review.lesson.state import replay
from quizgen.review.server.guard import Limits
from quizgen.review.server.untrusted import read_message
from tests.review.lesson import Hands, begin, joined, question, say, setup, steps
from tests.review.serving import Line, Served, served
from tests.review.test_lesson import start
from tests.review.test_threats import get

LONE = "\ud800"


@contextmanager
def full(path: Path) -> Iterator[None]:
    """Let no file of this process grow: the system refuses it, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(file.stat().st_size for file in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def recovered(session: Session) -> bool:
    """Look after the log as the clock does; says whether it can be written."""
    session.watch()
    session.log.flush()
    return not session.log.failed


# --- what comes in -----------------------------------------------------------------------------------


def test_half_a_sign_ends_nothing(tmp_path: Path) -> None:
    """One pupil could end the log for the whole class, unseen, by half of an emoji."""
    given = setup(questions=(question("q0", "text", 0, accept=["a"]),))
    with served(tmp_path / "a.quizlog", given) as lesson:
        ada, host = lesson.phone("Ada"), lesson.host()
        eve = lesson.line()
        eve.say(t="hello", token=LONE, code=lesson.code)
        eve.hear("names")
        eve.say(t="join", name=f"{LONE}Eve", pupil=LONE)
        eve.hear("welcome")
        lesson.step(host, "next")
        forged: dict[str, Any] = {LONE: LONE}
        eve.answer(f"x{LONE}", f"{LONE}n", **forged)
        eve.hear("ack")
        ada.answer("a", "n")
        ada.hear("ack", nonce="n")
        host.say(t="do", kind="rename", person=2, name=f"E{LONE}e")
        lesson.step(host, "let", text=f"x{LONE}")
        path = f"/results/{'%ED%A0%80'}?a=%ED%A0%80"
        assert get(lesson.host_address, path, X_Quizgen_Token=lesson.host_token)[0] == 404
        assert (
            get(lesson.phones, "/deck", X_Quizgen_Token=b"\xed\xa0\x80".decode("latin-1"))[0] == 403
        )
        lesson.step(host, "close")
        lesson.lesson.room.session.log.flush()
        state = lesson.lesson.room.session.state
    record = read_log(tmp_path / "a.quizlog")
    assert [e.body["response"] for e in record.events if e.kind == "answer"] == ["x�", "a"]
    assert replay(record.events) == state
    assert lesson.lesson.wrong == ""


TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(["hello", "join", "answer", "do"])
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
FIELDS = "token code name pupil ask round response sure nonce".split()
STEPS = "kick extra hands let rename release next close forward pause".split()


@contextmanager
def no_complaints() -> Iterator[None]:
    """Fail when the server logs a traceback."""
    heard: list[str] = []
    listener = logging.Handler(logging.ERROR)
    listener.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio")]
    for logger in loggers:
        logger.addHandler(listener)
    yield
    for logger in loggers:
        logger.removeHandler(listener)
    assert heard == []


BODY = st.sampled_from("person percent counts text shown name version".split())
FORGED = st.fixed_dictionaries(
    {
        "phone": st.dictionaries(st.sampled_from([*FIELDS, "t"]), SHAPES, max_size=3),
        "t": st.sampled_from(["hello", "join", "answer", "ping"]),
        "kind": st.sampled_from(STEPS) | SHAPES,
        "host": st.dictionaries(BODY, SHAPES, max_size=3),
    }
)


def test_no_shape_of_a_message_stops_the_lesson(tmp_path: Path) -> None:
    """A forged message, such as `"sure": []`, would leave a traceback, or stop the class."""

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(FORGED)
    @example({"t": "answer", "phone": {"sure": []}, "kind": "let", "host": {"shown": {}}})
    @example({"t": "hello", "phone": {"token": LONE}, "kind": "kick", "host": {"person": []}})
    def forge(forged: dict[str, Any]) -> None:
        with ExitStack() as lesson.stack, no_complaints():
            try_it(lesson, forged)

    limits = Limits(rate=1e9, tally_seconds=0.01)
    with served(tmp_path / "a.quizlog", setup(100), limits=limits) as lesson:
        forge()
    assert lesson.lesson.wrong == ""
    state = lesson.lesson.room.session.state
    assert replay(read_log(tmp_path / "a.quizlog").events) == state


def try_it(lesson: Served, forged: dict[str, Any]) -> None:
    """Send what is forged from a stranger's, a pupil's and the teacher's page; then go on."""
    session = lesson.lesson.room.session
    known = {"t": forged["t"], "ask": session.state.ask, "round": session.state.round}
    known |= {"nonce": "n", "code": session.code, "name": "Eve", "response": 0, "sure": True}
    for line in (lesson.line(), lesson.phone(f"P{len(session.people)}")):
        line.say(**{**known, **forged["phone"]})
        goes_on(line)
    host = lesson.host()
    host.say(**{"t": "do", "kind": forged["kind"], "version": session.state.version, **forged["host"]})  # fmt: skip
    goes_on(host)
    assert not session.log.failed
    if session.state.paused:
        lesson.step(host, "resume")
    if session.state.phase != "open":
        lesson.step(host, "next")
    phone = lesson.phone(f"Q{len(session.people)}")
    phone.answer(0, "good", session.state.ask, session.state.round)
    phone.hear("ack", nonce="good")


def goes_on(line: Line) -> None:
    """Hear that the other side is still there."""
    line.say(t="ping")
    line.hear("pong")


@given(st.text() | SHAPES.map(json.dumps))
@example('{"a": ' + "[" * 100 + "]" * 100 + "}")
@example('{"a": 1' + "0" * 5000 + "}")
@example('{"a": NaN, "b": 1e999}')
def test_any_frame_is_a_sound_message_or_none(frame: str) -> None:
    """A frame of no JSON, of numbers without end or lists without bottom would stop a socket."""
    said = read_message(frame)
    assert said is None or isinstance(said, dict)


@pytest.mark.parametrize("sure", [[], {}, 0, 1, "yes", 1.0])
def test_what_is_neither_sure_nor_unsure_is_refused(tmp_path: Path, sure: object) -> None:
    """`"sure": []` threw a pupil out with a traceback."""
    session = begin(tmp_path / "a.quizlog")
    person = joined(session)[0]
    steps(session, "next")
    assert say(session, person, 0, sure=sure) == "bad"
    session.log.close()


# --- what can't be written did not happen -------------------------------------------------------


def test_on_a_full_disk_the_lesson_waits_and_goes_on(tmp_path: Path) -> None:
    """Answers that no disk holds would count, or the lesson be lost with the first of them."""
    path = tmp_path / "a.quizlog"
    with served(path) as lesson:
        host, ada, ben = lesson.host(), lesson.phone("Ada"), lesson.phone("Ben")
        lesson.step(host, "next")
        ada.answer(0, "kept")
        ada.hear("ack", nonce="kept")
        with full(path):
            refused = []
            for number in range(30):
                ben.answer(1, f"n{number}")
                refused.append(ben.hear_any("ack", "refused"))
                if refused[-1]["t"] == "refused":
                    break
            assert refused[-1]["why"] == "log"
            assert host.hear("snapshot", trouble="broken")["failed"]
            before = lesson.lesson.room.session.state
            host.say(t="do", kind="close", version=before.version)
            assert host.hear("refused")["why"] == "log"
            ada.answer(2, "lost")
            assert ada.hear("refused", nonce="lost")["why"] == "log"
            late = lesson.line()
            late.say(t="hello", code=lesson.code)
            late.hear("names")
            late.say(t="join", name="Late")
            assert late.hear("refused")["why"] == "log"
            code, _ = get(
                lesson.host_address, "/results/answers.csv", X_Quizgen_Token=lesson.host_token
            )
            assert code == 200
            assert lesson.lesson.room.session.state.current_round == before.current_round
        host.hear("snapshot", trouble="")
        ada.answer(3, "again")
        ada.hear("ack", nonce="again")
        assert lesson.step(host, "close")["answered"] == len(before.current_round.votes)
        state = lesson.lesson.room.session.state
    assert lesson.lesson.wrong == ""
    assert replay(read_log(path).events) == state
    nonces = {e.body["nonce"] for e in read_log(path).events if e.kind == "answer"}
    assert {"kept", "again"} <= nonces
    assert "lost" not in nonces
    assert refused[-1]["nonce"] not in nonces


def test_a_disk_without_room_is_named(tmp_path: Path) -> None:
    """A teacher would not know that it is the disk, and what helps."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "none", disk], check=False, capture_output=True).returncode:  # fmt: skip
        pytest.skip("no small disk can be mounted here")
    try:
        session = begin(disk / "a.quizlog")
        person = joined(session)[0]
        steps(session, "next")
        session.log.flush()
        number, filler = 0, disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024))
        while not session.log.failed:
            number += 1
            assert number < 100
            say(session, person, number % 4, f"n{number}")
            session.log.flush()
        assert session.log.trouble
        assert session.log.trouble.kind == "full"
        votes = session.state.current_round
        assert say(session, person, 0, "lost") == "log"
        assert session.join("Late") == Refused("log")
        assert not recovered(session)
        filler.unlink()
        assert recovered(session)
        assert session.state.current_round == votes
        assert say(session, person, 0, "kept") == ""
        assert session.finish() == ""
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def moved(path: Path) -> None:
    path.rename(path.with_name("away"))


def put_back(path: Path) -> None:
    path.with_name("away").replace(path)


def replaced(path: Path) -> None:
    moved(path)
    shutil.copy(path.with_name("away"), path)


def overwritten(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    wal = path.with_name(f"{path.name}-wal")
    shutil.copy(wal, wal.with_name("wal-copy"))
    for file in (path, wal):
        os.truncate(file, 0)


def mended(path: Path) -> None:
    wal = path.with_name(f"{path.name}-wal")
    for copy, file in ((path.with_name("copy"), path), (wal.with_name("wal-copy"), wal)):
        with file.open("r+b") as there:
            there.write(copy.read_bytes())


def wal_gone(path: Path) -> None:
    moved(path.with_name(f"{path.name}-wal"))


def wal_back(path: Path) -> None:
    path.with_name("away").replace(path.with_name(f"{path.name}-wal"))


ACCIDENTS: dict[str, tuple[str, Callable[[Path], Any], Callable[[Path], Any]]] = {
    "moved": ("gone", moved, put_back),
    "replaced": ("gone", replaced, put_back),
    "wal moved": ("gone", wal_gone, wal_back),
    "read-only": ("readonly", lambda path: path.chmod(0o400), lambda path: path.chmod(0o600)),
}


@pytest.mark.parametrize("name", ACCIDENTS)
def test_a_log_that_is_no_longer_there_is_noticed(tmp_path: Path, name: str) -> None:
    """A tidy colleague or a sync would take the answers away, and phones still show a tick."""
    path = tmp_path / "a.quizlog"
    kind, spoil, mend = ACCIDENTS[name]
    session = begin(path)
    person = joined(session)[0]
    steps(session, "next")
    say(session, person, 1, "kept")
    session.log.flush()
    before = session.state
    spoil(path)
    heard: list[bool] = []
    said = {"ask": 1, "round": 1, "response": 0, "nonce": "lost"}
    session.answer(person, said, heard.append)
    session.log.flush()
    assert heard == [False]
    assert session.log.trouble
    assert session.log.trouble.kind == kind
    assert session.state.current_round == before.current_round
    assert not recovered(session)
    assert session.command("close", {}, session.state.version) == "log"
    mend(path)
    assert recovered(session)
    assert say(session, person, 2, "again") == ""
    assert session.finish() == ""
    nonces = [e.body["nonce"] for e in read_log(path).events if e.kind == "answer"]
    assert nonces == ["kept", "again"]


@pytest.mark.parametrize("name", [*ACCIDENTS, "overwritten"])
def test_the_accident_is_seen_before_anybody_answers(tmp_path: Path, name: str) -> None:
    """A teacher would hear of it only with the next answer, which may be the last question's."""
    path = tmp_path / "a.quizlog"
    session = begin(path)
    changes: list[bool] = []
    session.on_change = lambda: changes.append(session.log.trouble is not None)
    joined(session)
    assert recovered(session)
    if name == "overwritten":
        overwritten(path)
    else:
        ACCIDENTS[name][1](path)
    assert not recovered(session)
    assert changes == [True]
    assert session.finish() != ""


def test_whatever_fails_the_writer_lives(tmp_path: Path) -> None:
    """A failure that nobody thought of would end the writer, and with it the lesson, in silence."""
    session = begin(tmp_path / "a.quizlog")
    person = joined(session)[0]
    steps(session, "next")
    poison = "INSERT INTO session VALUES(?,?)"
    for values in ((LONE, "x"), (object(), "x"), (2**80, "x"), ("too few",)):
        session.log.flush()
        heard: list[bool] = []
        session.log.append([(poison, values)], heard.append)
        session.log.flush()
        assert heard == [False]
        assert session.log.failed
        assert recovered(session)
        assert say(session, person, 1, f"after {values!r:.20}") == ""
    assert session.finish() == ""


def test_nobodys_time_runs_out_while_the_log_fails(tmp_path: Path) -> None:
    """A class would lose its time to a full disk."""
    hands, path = Hands(), tmp_path / "a.quizlog"
    session = begin(path, hands, setup(limit=10_000))
    person = joined(session)[0]
    steps(session, "next")
    hands.turn(4)
    session.log.flush()
    moved(path)
    assert not recovered(session)
    hands.turn(60)
    assert not session.tick()
    put_back(path)
    assert recovered(session)
    hands.turn(5)
    assert say(session, person, 0) == ""
    hands.turn(2)
    assert session.tick()
    session.log.close()


def test_a_log_that_can_not_begin_says_so(tmp_path: Path) -> None:
    """A lesson would run on a log that never held its beginning, and could not be read again."""
    path = tmp_path / "a.quizlog"
    log = Log(path)
    path.unlink()
    with pytest.raises(QuizgenError, match="moved, deleted or replaced"):
        Session.begin(setup(), log, Hands().clock())


def test_a_download_holds_nobody_up(tmp_path: Path) -> None:
    """A teacher who looked at results while the disk stalled would freeze the lesson for good."""
    path = tmp_path / "a.quizlog"
    with served(path) as lesson, ExitStack() as stack:
        host, phone = lesson.host(), lesson.phone("Ada")
        lesson.step(host, "next")
        other = stack.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
        other.execute("BEGIN IMMEDIATE")  # the writer waits for this one
        phone.answer(0, "n")
        waiting = lesson.result("answers.csv")
        phone.say(t="ping")
        phone.hear("pong")
        assert not waiting.done()
        assert phone.hear("refused", nonce="n")["why"] == "log"
        host.hear("snapshot", trouble="broken")
        assert waiting.result(20)[0] == 200
        other.execute("ROLLBACK")
        host.hear("snapshot", trouble="")
        phone.answer(0, "n")
        phone.hear("ack", nonce="n")


def test_a_deck_of_nothing_is_no_accident(tmp_path: Path) -> None:
    """Whoever missed nothing would ask for a deck and leave a traceback."""

    def nothing(_: Path, __: int) -> bytes:
        raise QuizgenError("nothing was missed")

    with served(tmp_path / "a.quizlog", deck_of=nothing) as lesson, no_complaints():
        host, phone = lesson.host(), lesson.line()
        token = phone.join(lesson.code, "Ada")
        lesson.step(host, "end")
        status, said = get(lesson.phones, "/deck", X_Quizgen_Token=token)
        assert (status, said) == (204, b"")  # the phone has a kind word for it


def test_complete_is_said_after_looking(tmp_path: Path) -> None:
    """A teacher would go home with "The log is complete", and there is no log."""
    running = start(tmp_path)
    (log,) = (tmp_path / "sessions").glob("*.quizlog")
    log.unlink()
    running.process.send_signal(signal.SIGINT)
    said = running.process.communicate(timeout=20)[1]
    assert running.process.returncode == 1
    assert "The log is not complete" in said
    assert "Traceback" not in said
