"""The way in for phones: listeners on this machine's addresses, as they come and go in a lesson.

What stands on the wall is an address that phones may reach, never the machine's own loopback; the
teacher may choose which.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from quizgen.problems import QuizgenError
from quizgen.review.server import network
from quizgen.review.server.in_thread import in_thread
from quizgen.review.server.rooms import Room

ADDRESS_SECONDS = 10.0
"""Finding this machine's addresses may take a while on a machine that is waking up."""

Stop = Callable[[], None]


class Doors:
    """How phones get in."""

    def __init__(
        self,
        room: Room,
        port: int,
        hosts: set[str],
        addresses: Callable[[], Sequence[str]],
        listen: Callable[[str], Awaitable[Stop]],
        chosen: str = "",
    ) -> None:
        self.room = room
        self.port = port
        self.hosts = hosts
        """The names that are answered to; those of the doors come and go."""
        self.addresses = addresses
        self.listen = listen
        self.chosen = chosen
        self.is_open = False
        self.reached = False
        """Whether somebody has come from another machine."""
        self.announced = ""
        """A name of this machine that phones find by themselves."""
        self.reach: dict[str, Any] | None = None
        self._listening: dict[str, Stop] = {}
        self._order: tuple[str, ...] = ()
        self._lock = asyncio.Lock()
        room.lan_access = self._access()

    async def open(self) -> None:
        """Answer on every address of the local networks, and say how to get there."""
        self.is_open = True
        name = f"{socket.gethostname().split('.')[0]}.local"
        self.hosts.add(f"{name}:{self.port}".lower())
        if self.chosen and not network.is_address(self.chosen):
            self.hosts.add(f"{self.chosen}:{self.port}".lower())
        await self.follow()
        self.room.session.record_address(self.port, lan=True)
        self.room.tell_screens(now=True)  # whoever asked is told, even if nothing is new

    async def watch(self, seconds: float) -> None:
        """Follow the addresses of this machine through the lesson."""
        while True:
            await asyncio.sleep(seconds)
            if self.is_open:
                await self.follow()

    async def follow(self) -> None:
        """Look which addresses there are, and listen on those."""
        try:
            found = await asyncio.wait_for(in_thread(self.addresses), ADDRESS_SECONDS)
        except TimeoutError:
            found = self._order  # what can't be told now has not changed
        async with self._lock:
            for address in self._listening.keys() - set(found):
                self._listening.pop(address)()
                self.hosts.discard(network.host_of(address, self.port))
            for address in found:
                await self._come(address)
            self._order = tuple(one for one in found if one in self._listening)
        self.tell()

    async def _come(self, address: str) -> None:
        if address in self._listening:
            return
        with contextlib.suppress(QuizgenError):  # an address that is gone, or not ours
            self._listening[address] = await self.listen(address)
            self.hosts.add(network.host_of(address, self.port))

    def choose(self, address: object) -> bool:
        """Put one of the addresses first; says whether it is one."""
        known = isinstance(address, str) and address in (*self._order, self.announced)
        if known:
            self.chosen = str(address)
            self.tell()
        return known

    def announce(self, name: str) -> None:
        """Tell of a name by which phones find this machine."""
        self.announced = name
        if name:
            self.hosts.add(f"{name}:{self.port}")
        self.tell()

    async def check(self) -> None:
        """Look whether phones can get in, and what may keep them from it."""
        first = next(iter(self._order), "")
        answered = bool(first) and await in_thread(lambda: network.answers(first, self.port))
        wall = await in_thread(lambda: network.firewall(self.port))
        self.reach = {
            "verdict": network.verdict(
                is_open=self.is_open,
                addresses=self._order,
                answered=answered,
                reached=self.reached,
            ),
            "address": network.url_of(first, self.port) if first else "",
            "port": self.port,
            "system": wall.system,
            "firewall": wall.on,
            "command": wall.command,
        }
        self.tell()

    def came(self, client: str) -> None:
        """Note that somebody came; where from is not kept."""
        if not self.reached and network.is_foreign(client, self._order):
            self.reached = True

    @property
    def order(self) -> tuple[str, ...]:
        """The addresses that are listened on, the likeliest first."""
        return self._order

    @property
    def urls(self) -> list[str]:
        """Where phones go, the chosen address first; a name that is announced, last."""
        order = [*self._order, *([self.announced] if self._order and self.announced else [])]
        named = self.chosen and not network.is_address(self.chosen)
        if self.chosen in order or (named and self.chosen != self.announced):
            order = list(dict.fromkeys([self.chosen, *order]))
        return [network.url_of(address, self.port) for address in order]

    def tell(self) -> None:
        """Let the teacher's page and the wall know, if anything is new."""
        access = self._access()
        if access != self.room.lan_access:
            self.room.lan_access = access
            self.room.tell_screens(now=True)

    def _access(self) -> dict[str, Any]:
        urls = self.urls if self.is_open else []
        qr = qr_code(f"{urls[0]}/#{self.room.session.code}") if urls else ""
        names = [*self._order, *([self.announced] if self.announced else [])]
        return {
            "open": self.is_open,
            "urls": urls,
            "qr": qr,
            "port": self.port,
            "addresses": names if self.is_open else [],
            "chosen": self.chosen,
            "reach": self.reach,
        }


def qr_code(text: str) -> str:
    """Give a QR code as the address of an image."""
    import segno

    return str(segno.make(text, error="m").svg_data_uri(scale=8, border=3, dark="#000000"))
