"""How long, and how many at once, connections may take before they have asked for anything.

uvicorn waits for a request's head for ever, and each connection that waits holds a file of this
process. A newcomer is let in all the same: what has waited longest goes.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from quizgen.review.server.guard import TOO_FAST, Bucket, Waiting

ANSWER_SECONDS = 600.0
"""A page, picture or deck is fetched by then, on the slowest of networks."""
CLOSE_SECONDS = 2.0
"""A page answers a closed socket by then, or is dropped."""


class ConnectionBudget:
    """The connections of a listener, or of several that share it."""

    def __init__(self, most: int, waiting_of_one: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self.waiting: Waiting[TimedHTTP] = Waiting(waiting_of_one, most)
        self._open: list[set[Any]] = []

    def counts(self, connections: set[Any]) -> None:
        """Count a listener's connections, sockets among them."""
        if not any(connections is known for known in self._open):
            self._open.append(connections)

    @property
    def is_over(self) -> bool:
        """Tell whether there are too many."""
        return sum(map(len, self._open)) > self.most


class TimedHTTP(H11Protocol):
    """Speaks HTTP, and waits for a request so long and no longer."""

    budget: ConnectionBudget
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a connection in, in the place of the one that has waited longest."""
        super().connection_made(cast("asyncio.Transport", transport))
        self.budget.counts(self.connections)
        if self.budget.is_over:
            oldest = self.budget.waiting.oldest()
            (oldest or self).drop()
            if oldest is None:
                return
        self._waits()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._is_done()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hear a request, or a part of it: parts alone don't prolong the wait."""
        super().data_received(data)
        if self._is_asked():
            self._is_done(ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if not self._is_asked() and not self.transport.is_closing():
            self._waits()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand a connection over."""
        self._is_done()
        super().handle_websocket_upgrade(event)

    def drop(self) -> None:
        """Give its file back at once."""
        self._is_done()
        self.transport.abort()

    def _is_asked(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _waits(self) -> None:
        self._is_done(self.budget.seconds)
        evicted = self.budget.waiting.enter(self._address, self)
        if evicted:
            evicted.drop()

    def _is_done(self, seconds: float = 0.0) -> None:
        """Wait no more; or for something else, so long."""
        self.budget.waiting.leave(self._address, self)
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self.drop) if seconds else None

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else ""


class BriefWebSocket(WebSocketsSansIOProtocol):
    """Speaks WebSocket, so many frames a second, and waits for nobody to hear that it is closed.

    Every frame counts, those too that the room never hears of: pings, pongs, and parts of messages,
    which may be empty and endless.
    """

    rate = 20.0

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.close_timeout = CLOSE_SECONDS
        self._bucket = Bucket(self.rate)

    def handle_cont(self, event: Frame) -> None:
        """Hear a part of a message."""
        if self._is_let_through():
            super().handle_cont(event)

    def handle_text(self, event: Frame) -> None:
        """Hear a message, or its first part."""
        if self._is_let_through():
            super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        """Hear bytes, which say nothing."""
        if self._is_let_through():
            super().handle_bytes(event)

    def handle_ping(self) -> None:
        """Hear a ping."""
        if self._is_let_through():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Hear a pong, asked for or not."""
        if self._is_let_through():
            super().handle_pong(event)

    def _is_let_through(self) -> bool:
        if self.close_sent or self.transport.is_closing():
            return True  # what is closed drops all by itself
        if self._bucket.take():
            return True
        self.frames = []
        self.queue.put_nowait({"type": "websocket.disconnect", "code": TOO_FAST})
        self.conn.send_close(TOO_FAST, "too fast")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.resume_reading()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.close)
        return False


def http_protocol(budget: ConnectionBudget) -> type[TimedHTTP]:
    """Give the protocol of listeners that share a budget."""
    return type("TimedHTTP", (TimedHTTP,), {"budget": budget})


def socket_protocol(rate: float) -> type[BriefWebSocket]:
    """Give the protocol of sockets that may send so many frames a second."""
    return type("BriefWebSocket", (BriefWebSocket,), {"rate": rate})
