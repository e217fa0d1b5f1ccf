"""Work beside the event loop: what reads a disk or asks a name server may take for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_thread(work: Callable[[], T]) -> Awaitable[T]:
    """Do something in a thread of its own, which nobody has to wait for, not even at the end."""
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
            future.set_exception(error)

    threading.Thread(target=run, name="in_thread", daemon=True).start()
    return asyncio.wrap_future(future)
