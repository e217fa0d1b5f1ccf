"""Runs a session: two listeners in one loop, the log's writer beside them, until Ctrl-C.

Host routes are served on loopback alone. Phones have a listener of their own; it answers on the
addresses of the local network only once it is opened to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import Log
from quizgen.review.lesson.session import Clock, Session, Setup
from quizgen.review.server.guard import LARGEST_FRAME, App, Guard, Limits
from quizgen.review.server.in_thread import in_thread
from quizgen.review.server.rooms import Room, host_app, phone_app
from quizgen.review.server.time_limits import BriefWebSocket, ConnectionBudget, http_protocol

LOOPBACK = "127.0.0.1"
MOST_FILES = 4096
BURST = 50
"""Connections that one listener takes at once, before it looks how many there are."""
QUEUE = 1024
"""Connections that the system keeps until they are taken."""
TEACHERS = 60
"""Connections on the teacher's own machine."""
BROWSER = 4
"""Connections that a phone opens for a page, while they ask for nothing."""
RESERVE = TEACHERS + 3 * BURST + 20
"""Files kept for the teacher, the log, and what comes in at once; phones have the rest."""
ADDRESS_SECONDS = 10.0
"""Finding this machine's addresses may ask a name server."""


@dataclass(slots=True, kw_only=True)
class Plan:
    """How to run a session."""

    setup: Setup
    log: Path
    port: int = 0
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


def _server(app: App, budget: ConnectionBudget) -> _Server:
    config = uvicorn.Config(
        app,
        http=http_protocol(budget),
        ws=BriefWebSocket,
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
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
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
        self.phone_port = 0
        self._lan: set[str] = set()

    async def run(self) -> None:
        """Serve until somebody stops it; then finish the log."""
        plan, loop = self.plan, asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stop.set)
        host_socket = bound(LOOPBACK, plan.port)
        session = self._session(loop)
        phone_socket = _bound_again(session.phone_address.get("port", 0))
        try:
            self.room = Room(session, plan.limits, plan.media)
            self.room.open_to_lan = self.open_to_lan
            make = plan.deck_of
            if make:
                self.room.deck_of = lambda person: make(session.log.path, person)
            await self._serve(host_socket, phone_socket)
            await self.stop.wait()
        finally:
            for server, _ in self.servers:
                server.should_exit = server.force_exit = True
            await asyncio.gather(*(task for _, task in self.servers), return_exceptions=True)
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
        port = host_socket.getsockname()[1]
        self.phone_port = phone_socket.getsockname()[1]
        hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        self.phone_hosts |= {f"{name}:{self.phone_port}" for name in (LOOPBACK, "localhost")}
        self.phones = Guard(phone_app(room), self.phone_hosts)
        limits = self.plan.limits
        own = ConnectionBudget(TEACHERS, TEACHERS, limits.header_seconds)
        most = min(limits.connections, _files() - RESERVE)
        self.budget = ConnectionBudget(most, BROWSER * room.of_one, limits.header_seconds)
        await self._start(Guard(host_app(room), hosts), host_socket, own)
        await self._start(self.phones, phone_socket, self.budget)
        clock = asyncio.create_task(room.run_clock())
        room.tasks.add(clock)
        if self.plan.lan or room.session.phone_address.get("lan"):
            await self.open_to_lan()
        else:
            room.session.record_address(self.phone_port, lan=False)
        self.plan.ready(f"http://{LOOPBACK}:{port}/#{room.host_token}")
        if self.plan.bots:
            from quizgen.review.server.bots import rehearse

            play = rehearse(f"{LOOPBACK}:{self.phone_port}", room.session.code, self.plan.bots)
            room.tasks.add(asyncio.create_task(play))

    async def _start(self, app: App, listening: socket.socket, budget: ConnectionBudget) -> None:
        server = _server(app, budget)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        self.servers.append((server, task))
        while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.005)
        with contextlib.suppress(OSError):  # it could not start
            listening.listen(QUEUE)  # a burst is taken bit by bit, and none of it turned away

    async def open_to_lan(self) -> None:
        """Answer on every address of the local network, and say how to get there."""
        try:
            addresses = await asyncio.wait_for(in_thread(self.plan.addresses), ADDRESS_SECONDS)
        except TimeoutError:
            addresses = ()  # a name server that does not answer
        for address in addresses:
            if address in self._lan:
                continue
            try:
                listening = bound(address, self.phone_port)
            except QuizgenError:
                continue  # an address that is gone, or not ours
            self._lan.add(address)
            self.phone_hosts.add(f"{address}:{self.phone_port}")
            await self._start(self.phones, listening, self.budget)
        name = f"{socket.gethostname().split('.')[0]}.local"
        self.phone_hosts.add(f"{name}:{self.phone_port}".lower())
        urls = [f"http://{address}:{self.phone_port}" for address in sorted(self._lan)]
        shown = urls or [f"http://{LOOPBACK}:{self.phone_port}"]
        code = self.room.session.code
        self.room.lan_access = {"open": True, "urls": shown, "qr": qr_code(f"{shown[0]}/#{code}")}
        self.room.session.record_address(self.phone_port, lan=True)
        self.room.tell_screens()


def _bound_again(port: int) -> socket.socket:
    """Bind the port that phones know from before a crash, or any when it is taken."""
    try:
        return bound(LOOPBACK, port)
    except QuizgenError:
        return bound(LOOPBACK, 0)


def _run_soon(loop: asyncio.AbstractEventLoop, calls: list[Callable[[], None]]) -> None:
    for call in calls:
        loop.call_soon(call)  # each by itself: one that fails keeps no other from being told


def qr_code(text: str) -> str:
    """Give a QR code as the address of an image."""
    import segno

    return str(segno.make(text, error="m").svg_data_uri(scale=8, border=3, dark="#000000"))


def lan_addresses() -> list[str]:
    """Find this machine's IPv4 addresses on the local network; nothing is sent to find them."""
    addresses: dict[str, None] = {}
    for target in ("10.254.254.254", "192.168.254.254", "172.31.254.254", "192.0.2.1"):
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
            contextlib.suppress(OSError),
        ):
            probe.connect((target, 9))  # a datagram socket only chooses its way
            addresses[probe.getsockname()[0]] = None
    with contextlib.suppress(OSError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            addresses[str(address[0])] = None
    return [address for address in addresses if not address.startswith(("127.", "0."))]
