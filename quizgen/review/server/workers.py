"""All that runs beside the sockets, under one eye: what fails is said, and begins again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Work = Callable[[], Coroutine[Any, Any, object]]

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds before work that failed begins again: longer each time that it fails at once."""


class Workers:
    """The tasks of a lesson. None ends unseen, and none outlives the lesson."""

    def __init__(self, said: Callable[[str], None], first_pause: float = FIRST_PAUSE) -> None:
        self.said = said
        self.first_pause = first_pause
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, name: str, work: Work) -> None:
        """Do something as long as the lesson lasts, whatever befalls it."""
        self._start(self._kept(name, work))

    def once(self, name: str, work: Work) -> None:
        """Do something beside the lesson."""
        self._start(self._done_once(name, work))

    async def stop(self) -> None:
        """End all of it."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _kept(self, name: str, work: Work) -> None:
        pause, loop = self.first_pause, asyncio.get_running_loop()
        while True:
            began = loop.time()
            await self._done_once(name, work)
            lasted = loop.time() - began > LONGEST_PAUSE
            pause = self.first_pause if lasted else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _done_once(self, name: str, work: Work) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the lesson goes on
            self.said(f"{name} failed, and the lesson goes on: {type(error).__name__}: {error}")
