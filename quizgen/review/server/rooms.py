"""The sockets: phones on one app, the teacher's page and the projector on another.

Each connection has one sender that holds no queue of snapshots: when it gets round to sending, it
makes the newest one. Nothing is sent to all because somebody answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from hmac import compare_digest
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from quizgen.present.maths.screens import STYLE
from quizgen.present.pictures import media_type
from quizgen.present.templates import block_style, render_html
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import read_log
from quizgen.review.lesson.session import Refused, Session, token_digest
from quizgen.review.lesson.snapshot import media_address
from quizgen.review.lesson.state import LEAVE_OUT, RAISED_HANDS, REPEAT, SHOW_TEXT
from quizgen.review.results.report import FILES, make_file
from quizgen.review.results.results import missed, results_of
from quizgen.review.server.guard import (
    FULL,
    NO_HELLO,
    SENT_AWAY,
    TAKEN_OVER,
    TOO_FAST,
    CodeGuesses,
    Limits,
    Waiting,
)
from quizgen.review.server.in_thread import in_thread
from quizgen.review.server.screens import (
    common,
    host_view,
    phone_view,
    projector_view,
    waiting_view,
)
from quizgen.review.server.untrusted import Message, read_message
from quizgen.words.review import page_words

RESULT_SECONDS, DECK_SECONDS = 60.0, 300.0
"""A download takes no longer; a class may ask for all its decks at once."""


class Wire:
    """A connection, its sender, and what waits to be sent: short notes, and that it is behind."""

    def __init__(self, socket: WebSocket, view: Callable[[], str], pause: float = 0.0) -> None:
        self.socket = socket
        self.view = view
        self.pause = pause
        self.notes: deque[str] = deque(maxlen=64)
        self.closing: tuple[int, str] | None = None
        self.person: int | None = None
        self.knows_code = False
        self.patience = 0.0
        """Seconds that it may be silent, as long as nobody knows whose it is."""
        self.gone = False
        self._behind = False
        self._wake = asyncio.Event()
        self._urgent = asyncio.Event()

    def note(self, message: Mapping[str, Any]) -> None:
        """Send a short note soon."""
        self.notes.append(dumps(message))
        self._wake.set()

    def refresh(self, *, now: bool = False) -> None:
        """Send the newest snapshot soon; or at once, since somebody waits for it."""
        self._behind = True
        self._wake.set()
        if now:
            self._urgent.set()

    def close(self, code: int, reason: str) -> None:
        """Close it soon."""
        self.closing = (code, reason)
        self._wake.set()

    async def pump(self) -> None:
        """Send what waits, until it is closed."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # gone in mid-sentence
            await self._pump()

    async def _pump(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self.notes:
                await self.socket.send_text(self.notes.popleft())
            if self.closing:
                await self.socket.close(*self.closing)
                return
            if self._behind:
                self._behind = False
                self._urgent.clear()
                await self.socket.send_text(self.view())
                if self.pause:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._urgent.wait(), self.pause)


def dumps(value: object) -> str:
    """Write JSON, short."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Room:
    """All connections of a session, and what they are told."""

    def __init__(self, session: Session, limits: Limits, media: Mapping[str, bytes]) -> None:
        self.session = session
        self.limits = limits
        self.media = media
        self.host_token = secrets.token_urlsafe(16)
        self.projector_token = secrets.token_urlsafe(16)
        self.codes = CodeGuesses(limits)
        self.phones: dict[int, Wire] = {}
        self.screens: set[Wire] = set()
        roster = len(session.setup.roster)
        self.of_one = roster + limits.spare if roster else limits.without_list
        """Sockets before identity that one address may have: a school's network shows but one."""
        self.strangers: Waiting[Wire] = Waiting(self.of_one, limits.strangers)
        self.coming: Waiting[Wire] = Waiting(self.of_one, limits.sockets)
        """Those who know the code and not yet their name: no stranger takes their place."""
        self.knocking: Waiting[Wire] = Waiting(limits.without_list, limits.without_list)
        """Pages on the teacher's own machine that have not said its secret."""
        self.lan_access: Message = {"open": False, "urls": [], "qr": ""}
        """How phones get in, for the teacher's page and the projector."""
        self.network_acts: Mapping[str, Callable[[Message], bool]] = {}
        """What the teacher's page may ask of the doors, by kind; each says if it could be done."""
        self.deck_of: Callable[[int], bytes] | None = None
        self._files, self._decks = asyncio.Semaphore(2), asyncio.Semaphore(2)
        self._shared: tuple[object, str] = (None, "")
        session.on_change = self.catch_up

    # --- telling -----------------------------------------------------------------------------

    def tell_all(self) -> None:
        """Let every screen catch up: the lesson has moved on."""
        for wire in self.phones.values():
            wire.refresh()
        self.tell_screens(now=True)

    def catch_up(self) -> None:
        """Tell all after something was taken back: who is no longer in comes in anew."""
        for person in [id for id in self.phones if id not in self.session.people]:
            self.phones.pop(person).close(NO_HELLO, "not kept")
        self.tell_all()

    def tell_screens(self, *, now: bool = False) -> None:
        """Let the teacher's pages and the projectors catch up, in their own time or at once."""
        for wire in self.screens:
            wire.refresh(now=now)

    def phone_text(self, person: int) -> str:
        """Write a phone's snapshot; what all phones share is written once."""
        if self.session.state.people[person].waiting:
            return dumps(waiting_view(self.session, person))
        key = (self.session.state.version, self.session.rollbacks)
        if self._shared[0] != key:
            self._shared = (key, dumps(common(self.session)))
        own = dumps(phone_view(self.session, person))
        return f"{self._shared[1][:-1]},{own[1:]}"

    async def run_clock(self) -> None:
        """Note each second of a running round, and close it in time."""
        while True:
            await asyncio.sleep(self._until_tick())
            self.session.watch()
            if self.session.tick():
                self.tell_all()

    def _until_tick(self) -> float:
        session = self.session
        if session.state.phase != "open" or session.state.paused:
            return 1.0
        state = session.state
        left = state.current_round.time_left(session.clock.now(), state.longest_allowance)
        return 1.0 if left is None else min(1.0, left / 1000 + 0.002)

    # --- phones ------------------------------------------------------------------------------

    async def phone(self, socket: WebSocket) -> None:
        """Serve a phone."""
        await socket.accept()
        address = socket.client.host if socket.client else ""
        wire = Wire(socket, str)
        _make_room(self.strangers, address, wire)
        pump = asyncio.create_task(wire.pump())
        try:
            await self._phone(socket, wire, address)
        except (WebSocketDisconnect, RuntimeError):
            pass  # gone, or closed by the sender while we read
        finally:
            wire.gone = True
            self._is_known(address, wire)
            pump.cancel()
            for person, other in list(self.phones.items()):
                if other is wire:
                    del self.phones[person]
                    self.tell_screens()

    def _is_known(self, address: str, wire: Wire) -> None:
        self.strangers.leave(address, wire)
        self.coming.leave(address, wire)

    async def _phone(self, socket: WebSocket, wire: Wire, address: str) -> None:
        wire.patience = self.limits.hello_seconds
        while True:
            try:
                limit = None if wire.person else wire.patience
                message = await asyncio.wait_for(_next_message(socket), limit)
            except TimeoutError:
                if wire.person:  # it came in while we waited
                    continue
                wire.close(NO_HELLO, "no hello")
                await _drain(socket)
                return
            if message is None:
                wire.close(TOO_FAST, "too fast")
                await _drain(socket)
                return
            if self._is_guess(wire, message) and self.codes.must_wait(address):
                # Heard all the same, later: others at this address may know the code.
                wire.note({"t": "refused", "why": "slow"})
                await asyncio.sleep(self.limits.wrong_wait)
            if not self._heard(wire, address, message):
                return

    def _is_guess(self, wire: Wire, message: Message) -> bool:
        """Tell whether a socket that knows nothing yet says a code."""
        if wire.person or wire.knows_code or message.get("t") != "hello":
            return False
        return bool(message.get("code")) and self.session.person_of(message.get("token")) is None

    def _heard(self, wire: Wire, address: str, message: Message) -> bool:
        """Do what a phone asks for; says whether it still holds its person's place."""
        if message.get("t") == "ping":
            wire.note({"t": "pong"})
        elif wire.person is None:
            self._introduced(wire, address, message)
            wire.patience = 600.0 if wire.knows_code else 60.0
        elif self.phones.get(wire.person) is not wire:
            return False
        elif message.get("t") == "answer":
            self._answer(wire, wire.person, message)
        return True

    def _introduced(self, wire: Wire, address: str, message: Message) -> None:
        """Hear a phone say who it is."""
        if message.get("t") == "hello":
            person = self.session.person_of(message.get("token"))
            if person is not None:
                self._is_known(address, wire)
                self._seat(wire, person)
            else:
                self._comes(wire, address, message.get("code"))
        elif message.get("t") == "join" and wire.knows_code:
            self._join(wire, address, message)
        else:
            wire.note({"t": "refused", "why": "code"})

    def _comes(self, wire: Wire, address: str, code: object) -> None:
        """Let in who knows the code, to choose a name."""
        if not self._code(wire, address, code):
            return
        if not wire.knows_code:
            self.strangers.leave(address, wire)
            if not self.coming.has_room(address):
                wire.close(FULL, "full")
                return
            self.coming.enter(address, wire)
            wire.knows_code = True
        wire.note(self._names())

    def _code(self, wire: Wire, address: str, code: object) -> bool:
        right = isinstance(code, str) and code.isascii()
        if not right or not compare_digest(str(code).strip().upper(), self.session.code):
            if code:
                self.codes.was_wrong(address)
            wire.note({"t": "refused", "why": "code"})
            return False
        return True

    def _names(self) -> Message:
        session = self.session
        taken = {s.pupil for s in session.people.values() if s.token}
        roster = session.setup.roster if session.setup.names == "roster" else ()
        return {
            "t": "names",
            "how": session.setup.names,
            "names": [pupil.name for pupil in roster],
            "taken": [i for i, pupil in enumerate(roster) if pupil.id in taken],
            "back": list(session.released_names),
            "locked": session.state.locked,
            "proposal": session.proposed_name() if session.setup.names == "generated" else "",
        }

    def _join(self, wire: Wire, address: str, message: Message) -> None:
        if len(self.session.people) >= self.limits.sockets:
            wire.close(FULL, "full")
            return
        generated = self.session.setup.names == "generated"
        name = message.get("name")
        if generated:
            back = message.get("back")
            known = isinstance(back, str) and back in self.session.released_names
            name = back if known else self.session.proposed_name()
        joined: Any = None

        def done(ok: bool) -> None:
            if not ok:
                wire.note({"t": "refused", "why": "log"})
            elif not wire.gone and joined[0] in self.session.people:
                person, token = joined
                name = self.session.people[person].name
                wire.note({"t": "welcome", "token": token, "name": name})
                self._is_known(address, wire)
                self._seat(wire, person)
                self.tell_screens()

        joined = self.session.join(name, message.get("pupil"), done)
        if isinstance(joined, Refused):
            if joined.why in {"taken", "away"}:
                wire.note(self._names())  # drawn anew, then what was wrong is said
            wire.note({"t": "refused", "why": joined.why})

    def _seat(self, wire: Wire, person: int) -> None:
        """Give a person's place to a connection; one that held it before is half open at best."""
        before = self.phones.get(person)
        self.phones[person] = wire
        wire.person = person
        if before and before is not wire:
            before.close(TAKEN_OVER, "taken over")
        wire.view = lambda: self.phone_text(person)
        wire.refresh()

    def _answer(self, wire: Wire, person: int, message: Mapping[str, Any]) -> None:
        nonce = message.get("nonce") if isinstance(message.get("nonce"), str) else ""
        nonce = str(nonce)[:64]

        def done(ok: bool) -> None:
            if ok:
                wire.note({"t": "ack", "nonce": nonce})
            else:
                wire.note({"t": "refused", "why": "log", "nonce": nonce})

        why = self.session.answer(person, message, done)
        if why:
            wire.note({"t": "refused", "why": why, "nonce": nonce})
            if why != "log":  # the phone sends it again when it hears that the lesson goes on
                wire.refresh()
        else:
            self.tell_screens()

    # --- the teacher ---------------------------------------------------------------------------

    async def host(self, socket: WebSocket) -> None:
        """Serve a page of the teacher's."""
        await self._screen(socket, self.host_token, self.host_text, self._do)

    async def projector(self, socket: WebSocket) -> None:
        """Serve a projector's page, which can look and do nothing."""
        await self._screen(socket, self.projector_token, self.projector_text, None)

    def host_text(self) -> str:
        """Write the teacher's snapshot."""
        view = host_view(self.session)
        for row in view["people"]:
            row["away"] = row["id"] not in self.phones
        access = {**self.lan_access, "code": self.session.code}
        return dumps({**view, "doors": access, "projector": self.projector_token})

    def projector_text(self) -> str:
        """Write the projector's snapshot."""
        view = projector_view(self.session)
        if self.session.state.phase != "end" and self.lan_access["open"]:  # for latecomers
            view["doors"] = {**self.lan_access, "code": self.session.code}
        return dumps(view)

    async def _screen(
        self,
        socket: WebSocket,
        token: str,
        view: Callable[[], str],
        do: Callable[[Wire, Message], None] | None,
    ) -> None:
        await socket.accept()
        wire = Wire(socket, view, self.limits.tally_seconds)
        _make_room(self.knocking, "", wire)
        pump = asyncio.create_task(wire.pump())
        try:
            message = await asyncio.wait_for(_next_message(socket), self.limits.hello_seconds)
            if not message or not compare_digest(
                token_digest(str(message.get("token", ""))), token_digest(token)
            ):
                wire.note({"t": "refused", "why": "token"})
                wire.close(SENT_AWAY, "token")
                await _drain(socket)
                return
            self.knocking.leave("", wire)
            self.screens.add(wire)
            wire.refresh()
            while True:
                message = await _next_message(socket) or {}
                if message.get("t") == "ping":
                    wire.note({"t": "pong"})
                elif do and message.get("t") == "do":
                    do(wire, message)
        except (WebSocketDisconnect, RuntimeError, TimeoutError):
            pass
        finally:
            self.knocking.leave("", wire)
            self.screens.discard(wire)
            pump.cancel()

    def _do(self, wire: Wire, message: Message) -> None:
        """Do what the teacher asks for."""
        kind, person = str(message.get("kind", "")), message.get("person")
        if kind in self.network_acts:
            if not self.network_acts[kind](message):
                wire.note({"t": "refused", "why": "bad"})
            return
        if self.session.log.trouble:
            why = "log"
        elif kind in {"rename", "release"} and type(person) is int:
            why = self._change_person(kind, person, message)
        else:
            expected = message.get("version")
            version = expected if type(expected) is int else -1
            done = partial(self._done, wire, message)
            why = self.session.command(kind, message, version, done)
            if not why:
                return  # `_done` tells them, when it is safe
        if why:
            wire.note({"t": "refused", "why": why})
            wire.refresh(now=True)
        else:
            self.tell_all()

    def _change_person(self, kind: str, person: int, message: Message) -> str:
        """Give somebody another name, or their name to another phone; says why not."""
        if kind == "rename":
            return "" if self.session.rename(person, message.get("name")) else "bad"
        released = self.session.release(person)
        self._send_off(person)
        return "" if released else "bad"

    def _done(self, wire: Wire, message: Message, ok: bool) -> None:
        """Tell all of a step of the teacher's."""
        kind = message.get("kind")
        if not ok:
            wire.note({"t": "refused", "why": "log"})
            return
        if kind == "kick":
            for person in [id for id in self.phones if self.session.state.people[id].kicked]:
                self._send_off(person)
        if kind in {SHOW_TEXT, RAISED_HANDS, LEAVE_OUT, REPEAT}:
            self.tell_screens(now=True)
        else:
            self.tell_all()

    def _send_off(self, person: int) -> None:
        wire = self.phones.pop(person, None)
        if wire:
            wire.close(SENT_AWAY, "sent away")

    # --- files ---------------------------------------------------------------------------------

    async def picture(self, request: Request) -> Response:
        """Give a picture or sound of a question that was asked already, and no other."""
        address = request.url.path
        if address not in self.media_names or not self._was_shown(address):
            return Response("not found\n", 404)
        name = self.media_names[address]
        data = self.media[name]
        return Response(data, media_type=media_type(name, data))

    @property
    def media_names(self) -> Mapping[str, str]:
        """Address of each file -> its name in the bank."""
        return {media_address(name): name for name in self.media}

    def _was_shown(self, address: str) -> bool:
        state, questions = self.session.state, self.session.setup.questions
        for ask, asking in state.askings.items():
            question = questions[asking.item]
            revealed = ask < state.ask or state.phase in {"reveal", "end"}
            texts = [question.shown, question.told] if revealed else [question.shown]
            if any(address in dumps(text) for text in texts):
                return True
        return False

    async def result(self, request: Request) -> Response:
        """Give the teacher a file of results, at any time."""
        token = request.headers.get("x-quizgen-token", "")
        if not compare_digest(token_digest(token), token_digest(self.host_token)):
            return Response("refused\n", 403)
        name = request.path_params["name"]
        if name not in FILES:
            return Response("not found\n", 404)
        log = self.session.log

        def make() -> bytes:
            log.flush()  # in trouble, what is on the disk is given all the same
            return make_file(name, log.path)

        return await _file_response(make, FILES[name], self._files, RESULT_SECONDS)

    def _missed_any(self, person: int) -> bool:
        self.session.log.flush()
        return bool(missed(results_of(read_log(self.session.log.path)), person))

    async def own_deck(self, request: Request) -> Response:
        """Give a pupil, when the lesson is over, a deck of what they missed."""
        person = self.session.person_of(request.headers.get("x-quizgen-token", ""))
        if person is None or self.session.state.phase != "end" or not self.deck_of:
            return Response("refused\n", 403)
        make = partial(self.deck_of, person)
        if not await in_thread(partial(self._missed_any, person)):
            return Response(status_code=204)  # their page has a kind word for it
        return await _file_response(make, "application/octet-stream", self._decks, DECK_SECONDS)


def _make_room(waiting: Waiting[Wire], address: str, wire: Wire) -> None:
    """Let a socket in before anybody knows whose it is."""
    evicted = waiting.enter(address, wire)
    if evicted:
        waiting.leave(address, evicted)
        evicted.close(FULL, "full")


async def _file_response(
    make: Callable[[], bytes], kind: str, turns: asyncio.Semaphore, seconds: float
) -> Response:
    """Give a file that takes its time: no phone waits for it, and it does not wait for ever."""
    try:
        async with asyncio.timeout(seconds), turns:
            data = await in_thread(make)
    except (QuizgenError, TimeoutError) as error:
        reason = str(error) or "the disk does not answer: try again"
        return Response(f"{reason}\n", 503, media_type="text/plain")
    return Response(data, media_type=kind)


async def _next_message(socket: WebSocket) -> Message | None:
    """Hear a message: None for what is none."""
    message = await socket.receive()
    if message["type"] != "websocket.receive":
        raise WebSocketDisconnect
    return read_message(message.get("text"))


async def _drain(socket: WebSocket) -> None:
    """Read on until the other side has heard that it is closed, and do nothing of it."""
    for _ in range(10_000):
        if (await socket.receive())["type"] != "websocket.receive":
            return


# --- pages --------------------------------------------------------------------------------------

_PAGES = "quizgen.review.server.pages"
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


def page(name: str, lang: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Serve a file of ours; a page gets the words of the bank's language."""
    suffix = name[name.rindex(".") :]
    if suffix == ".html":
        text = render_html(_PAGES, name, page_words(lang))
    else:
        text = files(_PAGES).joinpath(name).read_text("utf-8")
    text += STYLE + block_style() if name == "common.css" else ""
    body = text.encode()

    async def serve(_: Request) -> Response:
        return Response(body, media_type=_KINDS[suffix])

    return serve


def _words_script(lang: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    body = f"window.WORDS = {dumps(page_words(lang))};".encode()

    async def serve(_: Request) -> Response:
        return Response(body, media_type="text/javascript")

    return serve


def _common_routes(room: Room) -> list[Route | WebSocketRoute]:
    lang = room.session.setup.lang
    return [
        Route("/common.css", page("common.css", lang)),
        Route("/common.js", page("common.js", lang)),
        Route("/words.js", _words_script(lang)),
        Route("/media/{name}", room.picture),
    ]


def phone_app(room: Room) -> Starlette:
    """Give what pupils' phones can reach."""
    lang = room.session.setup.lang
    routes = [
        *_common_routes(room),
        Route("/", page("phone.html", lang)),
        Route("/phone.js", page("phone.js", lang)),
        Route("/deck", room.own_deck),
        WebSocketRoute("/phone", room.phone),
    ]
    return Starlette(routes=routes)


def host_app(room: Room) -> Starlette:
    """Give what the teacher's own machine can reach."""
    lang = room.session.setup.lang
    routes = [
        *_common_routes(room),
        Route("/", page("host.html", lang)),
        Route("/host.js", page("host.js", lang)),
        Route("/projector", page("projector.html", lang)),
        Route("/projector.js", page("projector.js", lang)),
        Route("/results/{name}", room.result),
        WebSocketRoute("/host", room.host),
        WebSocketRoute("/watch", room.projector),
    ]
    return Starlette(routes=routes)
