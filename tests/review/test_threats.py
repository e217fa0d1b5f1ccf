"""What can go wrong in a classroom's network, on real sockets; numbers are those of the list."""

from __future__ import annotations

import http.client
import json
import resource
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from quizgen.model import Pupil
from quizgen.review.lesson.event_log import read_log
from quizgen.review.lesson.session import Session
from quizgen.review.server.guard import (
    FULL,
    NO_HELLO,
    SENT_AWAY,
    TAKEN_OVER,
    TOO_FAST,
    Bucket,
    CodeGuesses,
    Limits,
)
from quizgen.review.server.serve import RESERVE
from tests.review.lesson import Hands, question, setup
from tests.review.serving import Line, Served, served


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Served]:
    """Serve a small lesson."""
    with served(tmp_path / "a.quizlog") as found:
        yield found


def get(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Ask for a path as it is written, without tidying it."""
    connection = http.client.HTTPConnection(address, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_a_phone_that_slept_is_the_same_pupil(lesson: Served) -> None:
    """Threat 1: after a screen lock a pupil would start anew, without score or answer."""
    host = lesson.host()
    phone = lesson.line()
    token = phone.join(lesson.code, "Ada")
    lesson.step(host, "next")
    phone.hear("snapshot", phase="open")
    phone.answer(0, "n1", sure=True)
    phone.hear("ack", nonce="n1")
    phone.socket.socket.shutdown(socket.SHUT_RDWR)
    lesson.step(host, "close")
    lesson.step(host, "reveal")
    again = lesson.line()
    again.say(t="hello", token=token)
    shot = again.hear("snapshot")
    assert shot["you"]["name"] == "Ada"
    assert (shot["you"]["response"], shot["you"]["sure"]) == (0, True)
    assert (shot["you"]["score"], shot["you"]["possible"]) == (1, 1)
    assert (shot["phase"], shot["ask"]) == ("reveal", 1)
    assert len(lesson.lesson.room.session.people) == 1


def test_a_new_connection_takes_over_a_half_open_one(lesson: Served) -> None:
    """Threat 2: a phone that woke up would be refused, since its old socket still looks alive."""
    old = lesson.line()
    token = old.join(lesson.code, "Ada")
    old.hear("snapshot")
    new = lesson.line()
    new.say(t="hello", token=token)
    assert new.hear("snapshot")["you"]["name"] == "Ada"
    assert old.close_code() == TAKEN_OVER
    new.say(t="ping")
    new.hear("pong")


def test_the_same_answer_over_two_sockets_is_one_row(lesson: Served, tmp_path: Path) -> None:
    """Threat 5: a retry over a new socket would be a second answer, or never be confirmed."""
    lesson.step(lesson.host(), "next")
    phone = lesson.line()
    token = phone.join(lesson.code, "Ada")
    for _ in range(5):
        phone.answer(2, "same")
    for _ in range(5):
        phone.hear("ack", nonce="same")
    again = lesson.line()
    again.say(t="hello", token=token)
    for _ in range(5):
        again.answer(2, "same")
    for _ in range(5):
        again.hear("ack", nonce="same")
    rows = [e for e in read_log(tmp_path / "a.quizlog").events if e.kind == "answer"]
    assert len(rows) == 1


def test_simultaneous_answers_are_all_kept(lesson: Served, tmp_path: Path) -> None:
    """Threat 6: of a class that answers in one instant, some answers would be lost."""
    lesson.step(lesson.host(), "next")
    phones = [lesson.phone(f"P{n}") for n in range(300)]
    for phone in phones:
        phone.answer(1, "n")
    for phone in phones:
        phone.hear("ack", nonce="n")
    rows = [e for e in read_log(tmp_path / "a.quizlog").events if e.kind == "answer"]
    assert sorted(e.actor for e in rows) == list(range(1, 301))


def test_forged_answers_leave_the_socket_alive(lesson: Served) -> None:
    """Threat 8: one wrong message would throw a pupil out, or an answer count when none is asked."""
    host, phone = lesson.host(), lesson.phone("Ada")
    phone.answer(0, "early", ask=0, round=0)
    assert phone.hear("refused")["why"] == "closed"
    lesson.step(host, "next")
    forged: tuple[Any, ...] = (99, -1, "1e9", None, [0], {"a": []})
    for at, wrong in enumerate(forged):
        phone.answer(wrong, f"w{at}")
        assert phone.hear("refused", nonce=f"w{at}")["why"] == "bad"
    phone.answer(0, "old", ask=0)
    assert phone.hear("refused", nonce="old")["why"] == "stale"
    phone.say(t="answer")
    assert phone.hear("refused", nonce="")["why"] == "bad"
    phone.say(t="nonsense")
    phone.answer(0, "good")
    phone.hear("ack", nonce="good")


def test_nobody_can_answer_for_another(lesson: Served) -> None:
    """Threat 13: a pupil could vote in a classmate's name."""
    lesson.step(lesson.host(), "next")
    ada, ben = lesson.phone("Ada"), lesson.phone("Ben")
    ben.answer(3, "n", person=1, actor=1, you=1)
    ben.hear("ack")
    assert set(lesson.lesson.room.session.state.current_round.votes) == {2}
    ada.say(t="ping")


def test_host_powers_need_the_hosts_secret(lesson: Served) -> None:
    """Threat 12: a pupil could lead the lesson, or read its results."""
    phone = lesson.line()
    token = phone.join(lesson.code, "Ada")
    room = lesson.lesson.room
    for secret in ("", token, room.projector_token, lesson.host_token[:-1]):
        line = lesson.line("/host", lesson.host_address)
        line.say(t="hello", token=secret)
        line.hear("refused", why="token")
        assert line.close_code() == SENT_AWAY
        status, _ = get(lesson.host_address, "/results/answers.csv", X_Quizgen_Token=secret)
        assert status == 403
    watch = lesson.line("/watch", lesson.host_address)
    watch.say(t="hello", token=room.projector_token)
    watch.hear("snapshot")
    watch.say(t="do", kind="next", version=room.session.state.version)
    watch.say(t="ping")
    watch.hear("pong")
    assert room.session.state.phase == "lobby"
    phone.say(t="do", kind="next", version=0, token=lesson.host_token)
    phone.say(t="ping")
    phone.hear("pong")
    assert room.session.state.phase == "lobby"
    assert len(lesson.host_token) >= 22  # 128 bits
    status, _ = get(lesson.host_address, "/results/answers.csv", X_Quizgen_Token=lesson.host_token)
    assert status == 200


def test_the_hosts_secret_is_nowhere_but_in_its_address(lesson: Served, tmp_path: Path) -> None:
    """Threat 12: whoever films the screen or finds the log could lead the next lesson."""
    host = lesson.host()
    host.say(t="do", kind="doors")
    while not (shot := host.hear("snapshot"))["doors"]["open"]:
        pass
    assert lesson.host_token not in json.dumps(shot)
    watch = lesson.line("/watch", lesson.host_address)
    watch.say(t="hello", token=shot["projector"])
    assert lesson.host_token not in json.dumps(watch.hear("snapshot"))
    lesson.lesson.room.session.log.flush()
    for file in tmp_path.iterdir():
        assert lesson.host_token.encode() not in file.read_bytes()


def test_host_routes_do_not_exist_for_phones(lesson: Served) -> None:
    """Threat 12: the teacher's page would be one guess away from every phone."""
    for path in ("/host", "/projector", "/watch", "/results/answers.csv", "/host.js"):
        assert get(lesson.phones, path)[0] == 404
    with pytest.raises(InvalidStatus):
        lesson.line("/host", lesson.phones)


def test_the_key_is_sent_to_nobody_before_the_reveal(tmp_path: Path) -> None:
    """Threat 9: a pupil who reads the traffic would know the answer."""
    given = setup(questions=(question("q0"), question("secret-name", "text", 0, accept=["hidden"])))
    with served(tmp_path / "a.quizlog", given) as lesson:
        host, ada, ben = lesson.host(), lesson.phone("Ada"), lesson.phone("Ben")
        watch = lesson.line("/watch", lesson.host_address)
        watch.say(t="hello", token=lesson.lesson.room.projector_token)
        lesson.step(host, "next")
        for phone in (ada, ben):
            phone.answer(0, "n")
            phone.hear("ack")
        for step in ("pause", "resume", "close", "discuss", "revote"):
            lesson.step(host, step)
        ada.answer(1, "m", round=2)
        ada.hear("ack")
        lesson.step(host, "close")
        for line in (ada, ben, watch):
            line.hear("snapshot", phase="closed", round=2)
        for line in (ada, ben, watch):
            said = "".join(line.heard)
            for secret in ("SECRET", "item/q0", "q0-0", "told", "keys", "tallies", "counts"):
                assert secret not in said, secret
        lesson.step(host, "reveal")
        assert ada.hear("snapshot", phase="reveal")["told"]["explanation"] == "SECRET"
        lesson.step(host, "next")
        ben.hear("snapshot", ask=2)
        ben.answer("rude words", "r", ask=2)
        ben.hear("ack")
        lesson.step(host, "close")
        watch.hear("snapshot", ask=2, phase="closed")
        lesson.step(host, "let", text="something else")
        shot = watch.hear("snapshot", let=["something else"])
        assert "rude words" not in "".join(watch.heard)
        assert "hidden" not in "".join([*watch.heard, *ben.heard])
        lesson.step(host, "reveal")
        shot = watch.hear("snapshot", phase="reveal", ask=2)
        assert shot["tallies"][0]["texts"] == []
        lesson.step(host, "let", text="rude words")
        shot = watch.hear("snapshot", let=["rude words", "something else"])
        assert shot["tallies"][0]["texts"][0]["text"] == "rude words"


def test_a_class_behind_one_address_comes_in(lesson: Served) -> None:
    """Threat 14: a school's network shows one address; half the class would be locked out."""
    for number in range(40):
        lesson.phone(f"P{number}")
    assert len(lesson.lesson.room.session.people) == 40


def test_guessing_the_code_is_slow(tmp_path: Path) -> None:
    """Threat 14: somebody outside could try all codes in a minute."""
    limits = Limits(wrong_wait=3600, tally_seconds=0.01)
    with served(tmp_path / "a.quizlog", limits=limits) as lesson:
        guess = lesson.line()
        for _ in range(5):
            guess.say(t="hello", code="AAAA")
            assert guess.hear("refused")["why"] == "code"
        guess.say(t="join", name="Eve")
        assert guess.hear("refused")["why"] == "code"
        known = lesson.line()
        known.say(t="ping")
        known.hear("pong")
        for line in (guess, lesson.line()):  # another socket of that address is no way round it
            line.say(t="hello", code="AAAA")
            assert line.hear("refused")["why"] == "slow"
    hands = Hands()
    codes = CodeGuesses(Limits(), lambda: hands.seconds)
    for _ in range(5):
        codes.was_wrong("a")
    assert codes.must_wait("a")
    assert not codes.must_wait("b")
    hands.turn(10)
    assert not codes.must_wait("a")


def test_wrong_codes_lock_no_classmate_out(tmp_path: Path) -> None:
    """Threat 14: one pupil's five wrong codes would keep thirty out, who share the address."""
    with served(tmp_path / "a.quizlog", limits=Limits(wrong_wait=0, tally_seconds=0.01)) as lesson:
        token = lesson.line().join(lesson.code, "Ada")
        guess = lesson.line()
        for _ in range(8):
            guess.say(t="hello", code="AAAA")
            guess.hear_any("refused")
        back = lesson.line()  # whose secret is known does not even wait
        back.say(t="hello", token=token)
        back.hear("snapshot")
        late = lesson.line()
        late.say(t="hello", code=lesson.code)
        assert late.hear("refused")["why"] == "slow"
        late.hear("names")


def sent_as_frames(line: Line, frame: bytes, count: int) -> None:
    """Send frames as they are, past what a client would do."""
    with suppress(OSError, ConnectionClosed):
        for _ in range(count):
            line.socket.socket.sendall(frame)


EMPTY_PART = b"\x00\x80abcd"
FRAMES = {
    "ping": b"\x89\x80abcd",
    "pong": b"\x8a\x80abcd",
    "bytes": b"\x82\x80abcd",
    "part": EMPTY_PART,
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_frame_counts(lesson: Served, kind: str) -> None:
    """Threat 15: pings and empty parts of messages went past the limit, as many as one likes."""
    other, mad = lesson.phone("Ada"), lesson.phone("Mad")
    if kind == "part":
        mad.socket.socket.sendall(b"\x01\x80abcd")  # a text begins, and never ends
    sent_as_frames(mad, FRAMES[kind], 200)
    assert mad.close_code() == TOO_FAST
    other.say(t="ping")
    other.hear("pong")
    lesson.phone("Ben")


def test_the_clock_begins_again_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that failed once would leave every timed question open, and nobody would know."""
    said: list[str] = []
    ticks = iter([ZeroDivisionError("once")])
    tick = Session.tick

    def failing(session: Session) -> bool:
        for error in ticks:
            raise error
        return tick(session)

    monkeypatch.setattr(Session, "tick", failing)
    with served(tmp_path / "a.quizlog", setup(limit=200), said=said.append) as lesson:
        host, phone = lesson.host(), lesson.phone("Ada")
        lesson.step(host, "next")
        phone.hear("snapshot", phase="closed")
    assert said == ["the clock failed, and the lesson goes on: ZeroDivisionError: once"]


def test_the_wall_never_shows_this_machine_to_itself(tmp_path: Path) -> None:
    """In no network, the wall would send thirty phones to themselves: to 127.0.0.1."""
    with served(tmp_path / "a.quizlog", lan=True) as lesson:
        watch = lesson.line("/watch", lesson.host_address)
        watch.say(t="hello", token=lesson.lesson.room.projector_token)
        shot = watch.hear("snapshot")
        assert "127.0.0.1" not in "".join(watch.heard)
        assert (shot["doors"]["urls"], shot["doors"]["qr"]) == ([], "")
        host = lesson.host()
        host.hear("snapshot")
        host.say(t="do", kind="reach")
        reach = until(host, lambda shot: shot["doors"]["reach"])["doors"]["reach"]
        assert reach["verdict"] == "no_network"
        assert str(lesson.lesson.phone_port) in reach["command"] or reach["system"] == "macos"


def until(line: Line, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Wait for a snapshot of a kind."""
    while not wanted(shot := line.hear("snapshot")):
        pass
    return shot


def test_addresses_come_and_go_in_a_lesson(tmp_path: Path) -> None:
    """A hotspot turned on in mid-lesson, or another Wi-Fi, would leave a dead address on the wall."""
    here = ["127.0.0.2", "203.0.113.9"]  # the second is none of this machine's
    limits = Limits(address_seconds=0.01, tally_seconds=0.01)
    with served(
        tmp_path / "a.quizlog", addresses=lambda: list(here), limits=limits, lan=True
    ) as lesson:
        port = lesson.lesson.phone_port
        host = lesson.host()
        first, second = f"http://127.0.0.2:{port}", f"http://127.0.0.3:{port}"
        until(host, lambda shot: shot["doors"]["urls"] == [first])
        here[:] = ["127.0.0.2", "127.0.0.3"]
        shot = until(host, lambda shot: shot["doors"]["urls"] == [first, second])
        qr = shot["doors"]["qr"]
        host.say(t="do", kind="address", address="127.0.0.3")
        shot = until(host, lambda shot: shot["doors"]["urls"] == [second, first])
        assert shot["doors"]["qr"] != qr
        host.say(t="do", kind="address", address="evil.example")
        host.hear("refused", why="bad")
        host.say(t="do", kind="reach")
        reach = until(host, lambda shot: shot["doors"]["reach"])["doors"]["reach"]
        assert (reach["verdict"], reach["address"]) == ("alone", first)
        here[:] = ["127.0.0.3"]
        until(host, lambda shot: shot["doors"]["urls"] == [second])
        assert get(f"127.0.0.3:{port}", "/")[0] == 200
        assert get(f"127.0.0.3:{port}", "/", Host=f"127.0.0.2:{port}")[0] == 403


def test_an_address_of_ipv6_is_served(tmp_path: Path) -> None:
    """In a network without IPv4 no phone would come in."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with served(tmp_path / "a.quizlog", addresses=lambda: ["::1"], lan=True) as lesson:
        port = lesson.lesson.phone_port
        (url,) = lesson.host().hear("snapshot")["doors"]["urls"]
        assert url == f"http://[::1]:{port}"
        line = lesson.line(address=f"[::1]:{port}", origin=url)
        line.join(lesson.code, "Ada")
        refuse_others(lesson, "/phone", f"[::1]:{port}")


def test_the_phones_port_is_the_same_again(tmp_path: Path) -> None:
    """The hole in the firewall would be for another port in the next lesson."""
    kept: list[int] = []
    with served(tmp_path / "a.quizlog", remember=kept.append) as lesson:
        port = lesson.lesson.phone_port
    assert kept == [port]
    with served(tmp_path / "b.quizlog", usual_port=port) as lesson:
        assert lesson.lesson.phone_port == port
        with served(tmp_path / "c.quizlog", usual_port=port) as other:  # taken just now
            assert other.lesson.phone_port != port
    with served(tmp_path / "d.quizlog", port=port, remember=kept.append) as lesson:
        assert lesson.phones.endswith(f":{port}")
    assert kept == [port, port]


def test_a_crowd_of_names_is_sent_away_at_once(lesson: Served) -> None:
    """Forty made-up pupils would be sent away one by one, and come back under the same names."""
    host, ada = lesson.host(), lesson.phone("Ada")
    lesson.step(host, "next")
    ada.answer(0, "n")
    ada.hear("ack")
    crowd = [lesson.phone(f"Crowd {n}x") for n in range(10)]
    for phone in crowd:
        phone.hear("snapshot", phase="open")
        phone.answer(1, "n")
        phone.hear("ack")
    assert lesson.step(host, "lock", on=True)["locked"]
    shot = lesson.step(host, "kick", newcomers=True)
    assert (shot["answered"], shot["here"], len(shot["sent_away"])) == (1, 1, 10)
    assert {phone.close_code() for phone in crowd} == {SENT_AWAY}
    again = lesson.line()
    again.say(t="hello", code=lesson.code)
    assert again.hear("names")["locked"]
    again.say(t="join", name="Сrоwd 0x")  # in Cyrillic
    assert again.hear("refused")["why"] == "away"
    again.say(t="join", name="Somebody else")
    assert again.hear("refused")["why"] == "locked"
    lesson.step(host, "admit", people=[shot["sent_away"][0]["id"]])
    again.say(t="join", name="Crowd 0x")
    again.hear("welcome")


def test_names_are_let_in_one_by_one(tmp_path: Path) -> None:
    """Whoever waits would see the questions, or never hear that they were let in."""
    with served(tmp_path / "a.quizlog", setup(approve=True)) as lesson:
        host, phone = lesson.host(), lesson.line()
        phone.join(lesson.code, "Ada")
        assert phone.hear("snapshot")["you"]["waiting"]
        shot = lesson.step(host, "next")
        assert (shot["here"], shot["waiting"]) == (0, [{"id": 1, "name": "Ada"}])
        assert "Question q0?" not in "".join(phone.heard)
        lesson.step(host, "admit", people=[1])
        assert phone.hear("snapshot", phase="open")["shown"]["stem"] == "Question q0?"


def test_a_made_up_name_goes_back_to_its_pupil(tmp_path: Path) -> None:
    """A pupil whose phone died would be a stranger on the next one, without score."""
    with served(tmp_path / "a.quizlog", setup(names="generated")) as lesson:
        host, old = lesson.host(), lesson.line()
        old.join(lesson.code, "")
        name = old.hear("snapshot")["you"]["name"]
        taken = lesson.line()
        taken.say(t="hello", code=lesson.code)
        assert taken.hear("names")["back"] == []
        taken.say(t="join", back=name)
        assert taken.hear("welcome")["name"] != name
        host.say(t="do", kind="release", person=1)
        assert old.close_code() == SENT_AWAY
        new = lesson.line()
        new.say(t="hello", code=lesson.code)
        assert new.hear("names")["back"] == [name]
        new.say(t="join", back=name)
        assert new.hear("welcome")["name"] == name


def test_a_flood_of_messages_is_cut_off(lesson: Served) -> None:
    """Threat 15: one phone that goes mad would slow down the class."""
    lesson.step(lesson.host(), "next")
    mad, other = lesson.phone("Mad"), lesson.phone("Ada")
    with suppress(ConnectionClosed):
        for _ in range(100):
            mad.say(t="ping")
    assert mad.close_code() == TOO_FAST
    other.answer(0, "n")
    other.hear("ack")
    bucket = Bucket(20, lambda: 0.0)
    assert [bucket.take() for _ in range(41)] == [True] * 40 + [False]


def test_frames_that_are_no_messages_are_cut_off(lesson: Served) -> None:
    """Threat 15: large or broken frames would fill the memory or stop the server."""
    other = lesson.phone("Ada")
    frames: tuple[str | bytes, ...] = ("x" * 4097, "no json", "[1]", b"\x00\x01", "[" * 4000)
    for number, frame in enumerate(frames):
        phone = lesson.phone(f"Mad {number}")
        phone.socket.send(frame)
        assert phone.close_code() in {TOO_FAST, 1009}
    other.say(t="ping")
    other.hear("pong")


def test_sockets_that_say_nothing_lock_nobody_out(tmp_path: Path) -> None:
    """Threat 16: five hundred silent sockets would take all places, of those too who are known."""
    with served(tmp_path / "a.quizlog", setup(names="roster", roster=ROSTER)) as lesson:
        known = lesson.line()
        known.say(t="hello", code=lesson.code)
        known.hear("names")
        known.say(t="join", pupil=0)
        token = known.hear("welcome")["token"]
        choosing = lesson.line()
        choosing.say(t="hello", code=lesson.code)
        choosing.hear("names")
        silent = [lesson.line() for _ in range(500)]
        guessing = lesson.line()
        guessing.say(t="hello", code="AAAA")
        guessing.hear("refused", why="code")
        again = lesson.line()
        again.say(t="hello", token=token)
        again.hear("snapshot")
        assert known.close_code() == TAKEN_OVER
        choosing.say(t="join", pupil=1)  # whoever knows the code has kept the place
        choosing.hear("welcome")
        lesson.step(lesson.host(), "next")
        again.answer(0, "n")
        again.hear("ack")
        codes = [line.close_code() for line in silent]
        assert set(codes) == {FULL, NO_HELLO}
        assert codes.count(NO_HELLO) <= len(ROSTER) + 20
        room = lesson.lesson.room
        assert len(room.coming) == 0


ROSTER = tuple(Pupil(f"p{n}", f"P{n}") for n in range(30))


@pytest.mark.parametrize(("roster", "room"), [(ROSTER, 50), ((), 60)])
def test_a_class_that_chooses_its_names_at_once_has_room(
    tmp_path: Path, roster: tuple[Pupil, ...], room: int
) -> None:
    """A school's network shows one address for thirty phones: some would find the room full."""
    given = setup(names="roster" if roster else "free", roster=roster)
    with served(tmp_path / "a.quizlog", given) as lesson:
        phones = [lesson.line() for _ in range(room)]
        for phone in phones:
            phone.say(t="hello", code=lesson.code)
        for phone in phones:
            phone.hear("names")
        late = lesson.line()
        late.say(t="hello", code=lesson.code)
        assert late.close_code() == FULL
        assert late.heard == []  # no names that could not be chosen
        join = {"pupil": 0} if roster else {"name": "Ada"}
        phones[0].say(t="join", **join)
        phones[0].hear("welcome")
        late = lesson.line()
        late.say(t="hello", code=lesson.code)
        late.hear("names")


def half_open(address: str, said: bytes = b"") -> socket.socket:
    """Connect, and say half of something."""
    host, port = address.split(":")
    made = socket.create_connection((host, int(port)), timeout=20)
    made.sendall(said)
    return made


HALVES = (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\nHost: a\r\n\r\nx")  # fmt: skip


@pytest.mark.parametrize("said", HALVES)
def test_half_a_request_is_not_waited_for(tmp_path: Path, said: bytes) -> None:
    """Connections that never finish a request would use up the server's files, one by one."""
    limits = Limits(header_seconds=0.2, tally_seconds=0.01)
    with served(tmp_path / "a.quizlog", limits=limits) as lesson:
        for address in (lesson.phones, lesson.host_address):
            half = half_open(address, said)
            with suppress(ConnectionResetError):
                while half.recv(4096):
                    pass
            half.close()


def test_half_open_connections_lock_nobody_out(tmp_path: Path) -> None:
    """A stranger with a hundred half requests would keep the class out, and the teacher."""
    limits = Limits(header_seconds=600, connections=40, tally_seconds=0.01)
    with served(tmp_path / "a.quizlog", limits=limits) as lesson:
        phone = lesson.phone("Ada")
        halves = [half_open(lesson.phones, HALVES[n % 4]) for n in range(200)]
        halves += [half_open(lesson.host_address, HALVES[n % 4]) for n in range(200)]
        assert get(lesson.phones, "/")[0] == 200
        assert get(lesson.host_address, "/")[0] == 200
        lesson.phone("Ben")
        lesson.step(lesson.host(), "next")
        phone.answer(0, "n")
        phone.hear("ack")
        for half in halves:
            half.close()


def test_phones_leave_files_for_the_teacher(tmp_path: Path) -> None:
    """With all files of the process taken, not even the teacher's page could be opened again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc").exists() else 50
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken + 1000, hard))
    try:
        with served(tmp_path / "a.quizlog") as lesson:
            most = lesson.lesson.budget.most
            assert most + RESERVE <= taken + 1000
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_phone_that_does_not_read_costs_nothing(tmp_path: Path) -> None:
    """Threat 17: snapshots would pile up for a phone that stopped reading, until memory is full."""
    questions = tuple(
        replace(q, shown={**q.shown, "stem": "x" * 20_000})
        for q in (question(f"q{n}") for n in range(3))
    )
    with served(tmp_path / "a.quizlog", setup(questions=questions)) as lesson:
        host, other = lesson.host(), lesson.phone("Ada")
        deaf = lesson.line()
        deaf.join(lesson.code, "Deaf")
        lesson.step(host, "next")
        wire = lesson.lesson.room.phones[2]
        for _ in range(150):  # six megabytes: more than the sockets between hold
            lesson.step(host, "pause")
            lesson.step(host, "resume")
            assert len(wire.notes) <= 64
        other.answer(0, "n")
        other.hear("ack")
        assert wire.notes.maxlen == 64  # and one snapshot, made when it is sent


def test_other_pages_cannot_open_sockets(lesson: Served) -> None:
    """Threat 18: a page from the web that the teacher has open could lead the lesson."""
    for path in ("/phone", "/host", "/watch"):
        refuse_others(lesson, path, lesson.phones if path == "/phone" else lesson.host_address)


def refuse_others(lesson: Served, path: str, address: str) -> None:
    """Try to open a socket from other pages, then from its own."""
    for origin in (
        "http://evil.example",
        "null",
        f"https://{address}",
        f"http://{address}.evil.example",
    ):
        with pytest.raises(InvalidStatus) as refused:
            lesson.line(path, address, origin=origin)
        assert refused.value.response.status_code == 403
    lesson.line(path, address, origin=f"http://{address}")


def test_other_names_are_not_answered(lesson: Served) -> None:
    """Threat 19: a web page whose name points here (DNS rebinding) could talk to the server."""
    port = lesson.phones.split(":")[1]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}x", ""):
        assert get(lesson.phones, "/", Host=host)[0] in {400, 403}, host
        assert get(lesson.host_address, "/", Host=host)[0] in {400, 403}, host
    with pytest.raises(InvalidStatus):
        lesson.line(additional_headers={"Host": "evil.example"})
    assert get(lesson.phones, "/", Host=f"127.0.0.1:{port}")[0] == 200


def test_forms_of_other_pages_do_nothing(lesson: Served) -> None:
    """Threat 20: a form on another page could post a step of the teacher's."""
    for path in ("/", "/host", "/results/answers.csv", "/do"):
        status, _ = get(lesson.host_address, path, "POST", Origin="http://evil.example")
        assert status == 403
        status, _ = get(lesson.host_address, path, "POST", Origin=f"http://{lesson.host_address}")
        assert status in {404, 405}  # there is nothing to post to
    assert lesson.lesson.room.session.state.phase == "lobby"


def test_every_answer_carries_a_strict_policy(lesson: Served) -> None:
    """Threat 21: a script that came in with a text would run, or something ask the internet."""
    connection = http.client.HTTPConnection(lesson.phones, timeout=20)
    connection.request("GET", "/")
    response = connection.getresponse()
    policy = response.getheader("content-security-policy") or ""
    page = response.read().decode()
    connection.close()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page
    assert "style=" not in page
    assert "http" not in page.replace("http-equiv", "")


OUTSIDE = (
    "/media/../../etc/passwd",
    "/media/%2e%2e/%2e%2e/etc/passwd",
    "/media//etc/passwd",
    "/media/..%2f..%2fetc%2fpasswd",
    "/media/a.png",
    "/../phone.js",
    "/media/%00",
)


def test_no_path_leads_out_of_the_lesson(tmp_path: Path) -> None:
    """Threat 22: a phone could read files of the teacher's, or a picture by its telling name."""
    with served(tmp_path / "a.quizlog", media={"a.png": b"PNG"}) as lesson:
        for path in OUTSIDE:
            assert get(lesson.phones, path)[0] == 404, path


def test_pictures_come_with_their_question(tmp_path: Path) -> None:
    """Threat 22: the pictures of later questions could be looked at before they are asked."""
    from quizgen.review.lesson.snapshot import media_address

    address = media_address("a.png")
    first, second = question("q0"), question("q1")
    second = replace(second, shown={**second.shown, "image": address, "alt": ""})
    given = setup(questions=(first, second))
    with served(tmp_path / "a.quizlog", given, media={"a.png": b"PNG"}) as lesson:
        host = lesson.host()
        lesson.step(host, "next")
        assert get(lesson.phones, address)[0] == 404
        for step in ("close", "reveal", "next"):
            lesson.step(host, step)
        assert get(lesson.phones, address) == (200, b"PNG")
        assert "a.png" not in address


def test_files_are_the_owners_and_hold_no_address(lesson: Served, tmp_path: Path) -> None:
    """Threat 23: others on a shared machine could read answers, or the log say who sat where."""
    lesson.step(lesson.host(), "next")
    phone = lesson.phone("Ada")
    phone.answer(0, "n")
    phone.hear("ack")
    files = list(tmp_path.iterdir())
    assert files
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert b"127.0.0.1" not in file.read_bytes()


def test_nothing_listens_outside_before_the_doors_open(tmp_path: Path) -> None:
    """Threat 23: the lesson would be in the school's network before the teacher wants it there."""
    with served(tmp_path / "a.quizlog", addresses=lambda: ["127.0.0.2"]) as lesson:
        outside = f"127.0.0.2:{lesson.lesson.phone_port}"
        with pytest.raises(OSError, match="refused"):
            get(outside, "/")
        host = lesson.host()
        host.say(t="do", kind="doors")
        while not (shot := host.hear("snapshot"))["doors"]["open"]:
            pass
        assert shot["doors"]["urls"] == [f"http://{outside}"]
        assert get(outside, "/")[0] == 200
        port = lesson.host_address.split(":")[1]
        with pytest.raises(OSError, match="refused"):
            get(f"127.0.0.2:{port}", "/")


def test_two_host_tabs_stay_in_step(lesson: Served) -> None:
    """Threat 24: with two tabs open, one press in each would skip a question."""
    one, two = lesson.host(), lesson.host()
    version = one.hear("snapshot")["version"]
    two.hear("snapshot")
    one.say(t="do", kind="forward", version=version)
    two.say(t="do", kind="forward", version=version)
    heard = [tab.hear("snapshot", phase="open") for tab in (one, two)]
    assert [shot["ask"] for shot in heard] == [1, 1]
    assert lesson.lesson.room.session.state.phase == "open"


@pytest.mark.parametrize("count", [10, 100])
def test_frames_of_a_phone_do_not_grow_with_the_class(tmp_path: Path, count: int) -> None:
    """Threat 27: with a counter sent to all at each answer, a large class would stand still."""
    with served(tmp_path / "a.quizlog") as lesson:
        host = lesson.host()
        phones = [lesson.phone(f"P{n}") for n in range(count)]
        lesson.step(host, "next")
        for phone in phones:
            phone.hear("snapshot", phase="open")
            phone.answer(0, "n")
            phone.hear("ack")
        lesson.step(host, "close")
        lesson.step(host, "reveal")
        for phone in phones:
            phone.hear("snapshot", phase="reveal")
            # names, welcome, lobby, open, ack, closed (or passed over), reveal
            assert len(phone.heard) <= 7


def test_the_teachers_page_hears_of_answers_in_its_own_time(tmp_path: Path) -> None:
    """Threat 27: a tally for each answer would keep the server from answering phones."""
    with served(tmp_path / "a.quizlog", limits=Limits(tally_seconds=3600)) as lesson:
        host = lesson.host()
        host.hear("snapshot")
        phones = [lesson.phone(f"P{n}") for n in range(20)]
        shot = lesson.step(host, "next")
        assert shot["here"] == 20
        for phone in phones:
            phone.answer(0, "n")
            phone.hear("ack")
        assert lesson.step(host, "close")["answered"] == 20
        assert len(host.heard) == 3
    assert Limits().tally_seconds >= 0.25


def test_a_round_ends_by_the_servers_clock(tmp_path: Path) -> None:
    """Threat 7: a timed round would never end, or the server never rest afterwards."""
    with served(tmp_path / "a.quizlog", setup(limit=200)) as lesson:
        host, phone = lesson.host(), lesson.phone("Ada")
        lesson.step(host, "next")
        assert phone.hear("snapshot", phase="open")["left"] <= 200
        phone.hear("snapshot", phase="closed")
        host.hear("snapshot", phase="closed")
        phone.answer(0, "late")
        assert phone.hear("refused", nonce="late")["why"] == "closed"
        assert lesson.lesson.room._until_tick() == 1.0


def test_the_teacher_can_rename_release_and_send_away(lesson: Served) -> None:
    """A rude name would stay on the wall, or its owner in the room."""
    host = lesson.host()
    ada, ben = lesson.line(), lesson.line()
    token = ada.join(lesson.code, "Rude")
    ben.join(lesson.code, "Ben")
    host.say(t="do", kind="rename", person=1, name="Ada\u202e")
    while [row["name"] for row in host.hear("snapshot")["people"]] != ["Ada", "Ben"]:
        pass
    host.say(t="do", kind="rename", person=1, name="")
    assert host.hear("refused")["why"] == "bad"
    lesson.step(host, "extra", person=2, percent=150)
    host.say(t="do", kind="release", person=2)
    assert ben.close_code() == SENT_AWAY
    shot = lesson.step(host, "kick", person=1)
    assert [row["name"] for row in shot["people"]] == ["Ben"]
    assert ada.close_code() == SENT_AWAY
    again = lesson.line()
    again.say(t="hello", token=token)
    assert again.hear("refused")["why"] == "code"
