"""Runs a session: two listeners in one loop, the log's writer beside them, until Ctrl-C.

Host routes are served on loopback alone. Phones have a listener of their own; it answers on the
addresses of the local network only once it is opened to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from filelock import FileLock, Timeout

from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import Log
from quizgen.review.lesson.session import Clock, Session, Setup
from quizgen.review.server.doors import Doors
from quizgen.review.server.guard import (
    LARGEST_FRAME,
    App,
    Guard,
    Limits,
    Receive,
    Scope,
    Send,
)
from quizgen.review.server.in_thread import in_thread
from quizgen.review.server.rooms import Room, host_app, phone_app
from quizgen.review.server.time_limits import ConnectionBudget, http_protocol, socket_protocol
from quizgen.review.server.workers import Workers

LOOPBACK = "127.0.0.1"
MOST_FILES = 4096
BURST = 50
"""Connections that one listener takes at once, before it looks how many there are."""
QUEUE = 1024
"""Connections that the system keeps until they are taken."""
TEACHERS = 60
"""Connections on the teacher's own machine."""
TEACHERS_RATE = 1000.0
"""Frames a second on the teacher's own machine, whose pages are ours."""
BROWSER = 4
"""Connections that a phone opens for a page, while they ask for nothing."""
RESERVE = TEACHERS + 3 * BURST + 20
"""Files kept for the teacher, the log, and what comes in at once; phones have the rest."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """How to run a session."""

    setup: Setup
    log: Path
    port: int = 0
    """Where phones go; the usual port if 0."""
    usual_port: int = 0
    """Where phones go if nothing else is asked for and it is free: where they went last time."""
    remember: Callable[[int], None] | None = None
    """Keeps a port for the next lesson."""
    page_port: int = 0
    """Where the teacher's page is; any free port if 0."""
    address: str = ""
    """What stands on the wall first: an address of this machine, or a name it has."""
    announce: Callable[[Sequence[str], int], str] | None = None
    """Lets phones find this machine by a name: gives the name, nothing where that can't be."""
    said: Callable[[str], None] = print
    """Tells the teacher's terminal what went wrong beside the lesson."""
    resume: bool = False
    lan: bool = False
    media: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    addresses: Callable[[], Sequence[str]]
    """Gives this machine's addresses on the local network."""
    ready: Callable[[str], None]
    """Called with the teacher's address once it is served."""
    deck_of: Callable[[Path, int], bytes] | None = None
    """Makes a pupil's own deck."""
    bots: int = 0
    """How many bots take part, for a teacher who tries a lesson alone."""


class _Server(uvicorn.Server):
    """A server among others: signals are the session's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _server(app: App, budget: ConnectionBudget, rate: float) -> _Server:
    config = uvicorn.Config(
        app,
        http=http_protocol(budget),
        ws=socket_protocol(rate),
        backlog=BURST,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,  # it costs 45 KB a phone and gains nothing on short texts
        ws_ping_interval=15,
        ws_ping_timeout=15,
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
    return _Server(config)


def bound(address: str, port: int) -> socket.socket:
    """Bind a port; raises QuizgenError when it is taken."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError as error:
        listening.close()
        raise QuizgenError(f"can't listen on {address}:{port}: {error.strerror}") from error
    listening.listen(QUEUE)
    listening.setblocking(False)
    return listening


def run(plan: Plan) -> str:
    """Run a session until it is stopped: says what is wrong with its log, nothing if complete."""
    _allow_many_sockets()
    lesson = SessionServer(plan)
    with claimed(plan.log), contextlib.suppress(KeyboardInterrupt):
        asyncio.run(lesson.run())
    return lesson.wrong


@contextlib.contextmanager
def claimed(log: Path) -> Iterator[None]:
    """Keep a second server from going on with a log that one is writing. Raises QuizgenError."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = log.with_name(f".{log.name}.lock")
    try:
        with FileLock(beside, mode=0o600, blocking=False):
            yield
            with contextlib.suppress(OSError):  # Windows keeps a file that is open
                beside.unlink()
    except Timeout as error:
        raise QuizgenError(f"{log.name} is in use: another quizgen review writes it") from error


def _files() -> int:
    """Say how many files this process may hold."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return MOST_FILES
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_FILES if soft == resource.RLIM_INFINITY else max(soft, RESERVE + BURST)


def _allow_many_sockets() -> None:
    """Let a process hold more files than the 256 or 1024 that it may by default."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class SessionServer:
    """A session that is served."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.stop = asyncio.Event()
        self.wrong = "the session was stopped before it began"
        """What is wrong with the log at the end."""
        self.servers: list[tuple[_Server, asyncio.Task[None]]] = []
        self.room: Room
        self.phone_hosts: set[str] = set()
        self.workers = Workers(plan.said)
        self.doors: Doors
        self.phone_port = 0

    async def run(self) -> None:
        """Serve until somebody stops it; then finish the log."""
        plan, loop = self.plan, asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stop.set)
        # What was asked for is bound before a log is begun, so that a taken port leaves none.
        host_socket = bound(LOOPBACK, plan.page_port) if plan.page_port else None
        phone_socket = bound(LOOPBACK, plan.port) if plan.port else None
        session = self._session(loop)
        before = session.phone_address
        phone_socket = phone_socket or _bound_again(before.get("port", plan.usual_port))
        host_socket = host_socket or _bound_again(before.get("page", 0))
        try:
            self.room = Room(session, plan.limits, plan.media)
            make = plan.deck_of
            if make:
                self.room.deck_of = lambda person: make(session.log.path, person)
            await self._serve(host_socket, phone_socket)
            await self.stop.wait()
        finally:
            for server, _ in self.servers:
                server.should_exit = server.force_exit = True
            await asyncio.gather(*(task for _, task in self.servers), return_exceptions=True)
            await self.workers.stop()
            self.wrong = session.finish()

    def _session(self, loop: asyncio.AbstractEventLoop) -> Session:
        def notify(calls: list[Callable[[], None]]) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is gone, and so are the phones
                loop.call_soon_threadsafe(_run_soon, loop, calls)

        def open_log(path: Path) -> Log:
            return Log(path, notify)

        plan = self.plan
        if plan.resume:
            return Session.resume(plan.setup, plan.log, open_log)
        return Session.begin(plan.setup, open_log(plan.log), Clock())

    async def _serve(self, host_socket: socket.socket, phone_socket: socket.socket) -> None:
        room = self.room
        session = room.session
        port = host_socket.getsockname()[1]
        self.phone_port = phone_socket.getsockname()[1]
        hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        self.phone_hosts |= {f"{name}:{self.phone_port}" for name in (LOOPBACK, "localhost")}
        self.phones = Guard(self._noticing(phone_app(room)), self.phone_hosts)
        limits = self.plan.limits
        own = ConnectionBudget(TEACHERS, TEACHERS, limits.header_seconds)
        most = min(limits.connections, _files() - RESERVE)
        self.budget = ConnectionBudget(most, BROWSER * room.of_one, limits.header_seconds)
        await self._start(Guard(host_app(room), hosts), host_socket, own, TEACHERS_RATE)
        await self._start(self.phones, phone_socket, self.budget, limits.rate)
        self.workers.keep("the clock", room.run_clock)
        session.page_port = port
        self._make_doors()
        if self.plan.remember and (self.plan.port or not self.plan.usual_port):
            self.plan.remember(self.phone_port)
        if self.plan.lan or session.phone_address.get("lan"):
            await self._open_doors()
        else:
            session.record_address(self.phone_port, lan=False)
        self.plan.ready(f"http://{LOOPBACK}:{port}/#{room.host_token}")
        if self.plan.bots:
            from quizgen.review.server.bots import rehearse

            phones = f"{LOOPBACK}:{self.phone_port}"
            self.workers.once(
                "the rehearsal", lambda: rehearse(phones, session.code, self.plan.bots)
            )

    def _make_doors(self) -> None:
        """Make the way in, closed, and let the teacher's page lead it."""
        plan, room = self.plan, self.room
        doors = self.doors = Doors(
            room, self.phone_port, self.phone_hosts, plan.addresses, self._listen, plan.address
        )

        def begin(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
            self.workers.once(name, work)
            return True

        room.network_acts = {
            "doors": lambda _: begin("opening the doors", self._open_doors),
            "reach": lambda _: begin("the check of the network", doors.check),
            "address": lambda message: doors.choose(message.get("address")),
        }
        seconds = plan.limits.address_seconds
        self.workers.keep("looking after addresses", lambda: doors.watch(seconds))

    async def _open_doors(self) -> None:
        await self.doors.open()
        if self.plan.announce and not self.doors.announced:
            self.workers.once("announcing a name", self._announce)

    async def _announce(self) -> None:
        """Let phones find this machine by a name, which takes some seconds."""
        make = self.plan.announce
        if make:
            order = [address for address in self.doors.order if ":" not in address]
            self.doors.announce(await in_thread(lambda: make(order, self.phone_port)))

    def _noticing(self, app: App) -> App:
        async def noticing(scope: Scope, receive: Receive, send: Send) -> None:
            self.doors.came((scope.get("client") or ("",))[0])
            await app(scope, receive, send)

        return noticing

    async def _listen(self, address: str) -> Callable[[], None]:
        """Listen on an address for phones; gives what ends that. Raises QuizgenError."""
        rate = self.plan.limits.rate
        listening = bound(address, self.phone_port)
        server = await self._start(self.phones, listening, self.budget, rate)

        def stop() -> None:
            server.should_exit = server.force_exit = True

        return stop

    async def _start(
        self, app: App, listening: socket.socket, budget: ConnectionBudget, rate: float
    ) -> _Server:
        server = _server(app, budget, rate)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        self.servers.append((server, task))
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.005)
        with contextlib.suppress(OSError):  # it could not start
            listening.listen(QUEUE)  # a burst is taken bit by bit, and none of it turned away
        return server


def _bound_again(port: int) -> socket.socket:
    """Bind the port that phones know from before a crash, or any when it is taken."""
    try:
        return bound(LOOPBACK, port)
    except QuizgenError:
        return bound(LOOPBACK, 0)


def _run_soon(loop: asyncio.AbstractEventLoop, calls: list[Callable[[], None]]) -> None:
    for call in calls:
        loop.call_soon(call)  # each by itself: one that fails keeps no other from being told
