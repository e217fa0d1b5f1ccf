"""How much the room bears: sockets, rates, wrong codes; and which addresses it answers to.

What is remembered of an address is its count of wrong codes, in memory, for ten seconds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Hashable, MutableMapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, TypeVar

from quizgen.review.server.untrusted import sound_scope

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_FRAME = 4096
TAKEN_OVER, SENT_AWAY, TOO_FAST, NO_HELLO, FULL = 4001, 4003, 4008, 4009, 4013


@dataclass(frozen=True, slots=True)
class Limits:
    """What the room bears."""

    hello_seconds: float = 5.0
    """A socket that says nothing is closed after this."""
    header_seconds: float = 10.0
    """A connection that asks for nothing is closed after this."""
    sockets: int = 1100
    """People in the room, and sockets that know the code."""
    strangers: int = 256
    """Sockets that have said neither code nor secret."""
    spare: int = 20
    """Sockets of one address before identity: so many more than the class list is long."""
    without_list: int = 60
    """The same without a class list."""
    connections: int = 3000
    """Connections of phones in all; fewer where the system allows fewer files."""
    rate: float = 20.0
    """Frames of one socket in a second, and twice as many at once: messages, parts of messages,
    and control frames alike."""
    wrong_codes: int = 5
    """Wrong codes of one address in `wrong_seconds`, before its codes are heard slowly."""
    wrong_seconds: float = 10.0
    wrong_wait: float = 2.0
    """How slowly: so long each socket of that address waits for a code to be heard. The right one
    is heard, too; all codes would take a day."""
    address_seconds: float = 5.0
    """How often this machine's addresses are looked at."""
    tally_seconds: float = 0.25
    """The teacher's page and the projector hear of answers no more often than this."""


@dataclass(slots=True)
class Bucket:
    """Lets so many messages through in a second, and twice as many at once."""

    rate: float
    clock: Callable[[], float] = monotonic
    _full: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._full, self._at = 2 * self.rate, self.clock()

    def take(self) -> bool:
        """Take one; says whether there was one."""
        now = self.clock()
        self._full = min(2 * self.rate, self._full + (now - self._at) * self.rate)
        self._at = now
        if self._full < 1:
            return False
        self._full -= 1
        return True


Who = TypeVar("Who", bound=Hashable)


class Waiting(Generic[Who]):
    """Those who have not said yet who they are, by address.

    Room is made by the one that has waited longest: silence locks nobody out.
    """

    def __init__(self, of_one: int, of_all: int) -> None:
        self.of_one = of_one
        self.of_all = of_all
        self._by_address: dict[str, dict[Who, None]] = {}

    def has_room(self, address: str) -> bool:
        """Tell whether one more may come without another's going."""
        here = self._by_address.get(address, {})
        return len(here) < self.of_one and len(self) < self.of_all

    def __len__(self) -> int:
        """Say how many wait."""
        return sum(map(len, self._by_address.values()))

    def enter(self, address: str, who: Who) -> Who | None:
        """Let one in: gives the one that has to go instead."""
        room = self.has_room(address)
        here = self._by_address.setdefault(address, {})
        evicted = None
        if not room:
            evicted = next(iter(here)) if len(here) >= self.of_one else self.oldest()
        here[who] = None
        return evicted

    def oldest(self) -> Who | None:
        """Give who has waited longest at the address where most wait."""
        most = max(self._by_address.values(), key=len, default={})
        return next(iter(most), None)

    def leave(self, address: str, who: Who) -> None:
        """Forget one."""
        here = self._by_address.get(address, {})
        here.pop(who, None)
        if not here:
            self._by_address.pop(address, None)


class CodeGuesses:
    """Slows down those who guess the code; a whole class behind one address passes."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = monotonic) -> None:
        self.limits = limits
        self.clock = clock
        self._wrong: dict[str, list[float]] = {}

    def must_wait(self, address: str) -> bool:
        """Tell whether an address has guessed wrong too often of late."""
        now = self.clock()
        recent = [t for t in self._wrong.get(address, ()) if now - t < self.limits.wrong_seconds]
        if recent:
            self._wrong[address] = recent
        else:
            self._wrong.pop(address, None)
        return len(recent) >= self.limits.wrong_codes

    def was_wrong(self, address: str) -> None:
        """Note a wrong code."""
        if len(self._wrong) > 10_000:
            self._wrong.clear()
        self._wrong.setdefault(address, []).append(self.clock())


class Guard:
    """Answers to its own names alone, and to pages of its own: neither rebinding nor forgery.

    Starlette checks no Origin on WebSockets.
    """

    def __init__(self, app: App, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = hosts
        """Such as `127.0.0.1:8000`; others may be added while it runs."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope = sound_scope(scope)
        headers = {name: value.decode() for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        known = host in self.hosts and sum(name == b"host" for name, _ in scope["headers"]) == 1
        if not known or origin not in {None, f"http://{host}"}:
            await _refuse(scope, receive, send)
            return
        await self.app(scope, receive, _with_headers(send, host))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"refused\n"})


def _with_headers(send: Send, host: str) -> Send:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"media-src 'self'; connect-src 'self' ws://{host}; base-uri 'none'; "
        "form-action 'none'; "
        "frame-ancestors 'none'"
    )
    more = [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
    ]

    async def wrapped(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return wrapped
