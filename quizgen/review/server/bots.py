"""Bots that join and answer, so that a teacher can try a lesson alone.

They see what phones see, and know no key: they pick as they please, and change their minds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from random import Random
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

BOTS = 12
_WORDS = ("Tokyo", "1949", "16", "I am not sure", "NATO", "Kishida")


async def rehearse(
    address: str, code: str, count: int = BOTS, *, seed: int = 0, haste: float = 1.0
) -> list[Bot]:
    """Let bots take part until the lesson is over; `haste` 0 leaves them no time to think."""
    bots = [Bot(Random(f"{seed}-{n}"), n, code, haste) for n in range(count)]
    await asyncio.gather(*(bot.play(address) for bot in bots), return_exceptions=True)
    return bots


def some_response(form: dict[str, Any], random: Random) -> Any:
    """Make up a response."""
    count = int(form["count"])
    match form["form"]:
        case "one" | "self":
            # Everybody likes the first options a little better, as pupils do.
            return min(random.randrange(count), random.randrange(count))
        case "many":
            return sorted(random.sample(range(count), random.randint(1, count)))
        case "match":
            return [random.randrange(count) for _ in range(form["lefts"])]
        case "order":
            return random.sample(range(count), count)
        case "blanks":
            return [random.choice(_WORDS) for _ in range(form["blanks"])]
        case _:
            return random.choice(_WORDS)


class Bot:
    """A pupil who is none."""

    def __init__(self, random: Random, number: int, code: str, haste: float = 1.0) -> None:
        self.random = random
        self.number = number
        self.code = code
        self.haste = haste
        self.token = ""
        self.acked: list[str] = []
        self.frames = 0
        self._answered = (0, 0)

    async def play(self, address: str) -> None:
        """Join, and answer each question after some thought."""
        async with connect(f"ws://{address}/phone", compression=None, proxy=None) as line:
            await line.send(json.dumps({"t": "hello", "token": self.token, "code": self.code}))
            with contextlib.suppress(ConnectionClosed):
                async for frame in line:
                    self.frames += 1
                    await self.hear(line, json.loads(frame))

    async def hear(self, line: Any, message: dict[str, Any]) -> None:
        """Do what a phone does of a message."""
        match message["t"]:
            case "names":
                await line.send(json.dumps(self._join(message)))
            case "welcome":
                self.token = message["token"]
            case "ack":
                self.acked.append(message["nonce"])
            case "snapshot" if message["phase"] == "end":
                await line.close()
            case "snapshot" if message["phase"] == "open" and not message["paused"]:
                place = (message["ask"], message["round"])
                if place != self._answered:
                    self._answered = place
                    await asyncio.sleep(self.haste * self.random.uniform(0.5, 6))
                    await line.send(json.dumps(self.answer(message)))

    def _join(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["how"] == "roster":
            free = [i for i in range(len(message["names"])) if i not in message["taken"]]
            return {"t": "join", "pupil": free[self.number % len(free)] if free else 0}
        return {"t": "join", "name": f"Bot {self.number + 1}"}

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Make up an answer."""
        return {
            "t": "answer",
            "ask": message["ask"],
            "round": message["round"],
            "response": some_response(message["shown"]["form"], self.random),
            "sure": self.random.choice((True, True, False, None)),
            "nonce": f"{self.number}-{message['ask']}-{message['round']}",
        }
