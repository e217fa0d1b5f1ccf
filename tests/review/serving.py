"""A served lesson for tests: in a thread of this process, on loopback, with real sockets."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from quizgen.review.lesson.session import Setup
from quizgen.review.server.guard import Limits
from quizgen.review.server.serve import Plan, SessionServer
from tests.review.lesson import setup

WAIT = 20
"""Seconds after which a test gives up on what should come at once."""


@dataclass
class Line:
    """A client's end of a socket."""

    socket: ClientConnection
    heard: list[str] = field(default_factory=list)

    def say(self, **message: Any) -> None:
        """Send a message."""
        self.socket.send(json.dumps(message))

    def hear(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Wait for a message of a kind, in which these values stand."""
        while True:
            frame = self.socket.recv(WAIT)
            assert isinstance(frame, str)
            self.heard.append(frame)
            said: dict[str, Any] = json.loads(frame)
            if said["t"] == kind and all(said.get(name) == v for name, v in wanted.items()):
                return said

    def hear_any(self, *kinds: str) -> dict[str, Any]:
        """Wait for a message of one of some kinds."""
        while True:
            said: dict[str, Any] = json.loads(self.socket.recv(WAIT))
            if said["t"] in kinds:
                return said

    def close_code(self) -> int:
        """Wait until the other side closes; give the code."""
        try:
            while True:
                self.heard.append(str(self.socket.recv(WAIT)))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    def join(self, code: str, name: str) -> str:
        """Come in under a name; gives the secret."""
        self.say(t="hello", code=code)
        self.hear("names")
        self.say(t="join", name=name)
        token: str = self.hear("welcome")["token"]
        return token

    def answer(self, response: Any, nonce: str, ask: int = 1, round: int = 1, **more: Any) -> None:
        """Answer a question."""
        self.say(t="answer", ask=ask, round=round, response=response, nonce=nonce, **more)


@dataclass
class Served:
    """A lesson that is served."""

    lesson: SessionServer
    host_url: str
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def code(self) -> str:
        """The code on the screen."""
        return self.lesson.room.session.code

    @property
    def host_address(self) -> str:
        """Where the teacher's page is."""
        return self.host_url.removeprefix("http://").split("/")[0]

    @property
    def host_token(self) -> str:
        """The teacher's secret."""
        return self.host_url.partition("#")[2]

    @property
    def phones(self) -> str:
        """Where phones go."""
        return f"127.0.0.1:{self.lesson.phone_port}"

    def line(self, path: str = "/phone", address: str = "", **more: Any) -> Line:
        """Open a socket."""
        url = f"ws://{address or self.phones}{path}"
        opened = connect(
            url, proxy=None, compression=None, ping_interval=None, close_timeout=0.2, **more
        )
        return Line(self.stack.enter_context(opened))

    def phone(self, name: str) -> Line:
        """Join with a phone."""
        line = self.line()
        line.join(self.code, name)
        return line

    def host(self) -> Line:
        """Open the teacher's socket."""
        line = self.line("/host", self.host_address)
        line.say(t="hello", token=self.host_token)
        return line

    def result(self, name: str) -> Future[tuple[int, bytes]]:
        """Ask for a file of results, without waiting for it."""
        pool = self.stack.enter_context(ThreadPoolExecutor(1))
        return pool.submit(self._result, name)

    def _result(self, name: str) -> tuple[int, bytes]:
        connection = HTTPConnection(self.host_address, timeout=WAIT)
        with closing(connection):
            connection.request(
                "GET", f"/results/{name}", headers={"X-Quizgen-Token": self.host_token}
            )
            response = connection.getresponse()
            return response.status, response.read()

    def step(self, host: Line, kind: str, **more: Any) -> dict[str, Any]:
        """Take a step of the teacher's; gives the snapshot after it."""
        version = self.lesson.room.session.state.version
        host.say(t="do", kind=kind, version=version, **more)
        return host.hear("snapshot", version=version + 1)


@contextmanager
def served(path: Path, given: Setup | None = None, **more: Any) -> Iterator[Served]:
    """Serve a lesson while the test runs."""
    ready = threading.Event()
    addresses: list[str] = []

    def is_ready(address: str) -> None:
        addresses.append(address)
        ready.set()

    more.setdefault("addresses", list)
    limits = more.pop("limits", Limits(tally_seconds=0.01))
    plan = Plan(setup=given or setup(), log=path, limits=limits, ready=is_ready, **more)
    box: list[tuple[SessionServer, asyncio.AbstractEventLoop]] = []

    async def run() -> None:
        lesson = SessionServer(plan)
        box.append((lesson, asyncio.get_running_loop()))
        await lesson.run()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert ready.wait(WAIT)
    lesson, loop = box[0]
    found = Served(lesson, addresses[0])
    try:
        yield found
    finally:
        found.stack.close()
        loop.call_soon_threadsafe(lesson.stop.set)
        thread.join(WAIT)
    assert not thread.is_alive()
