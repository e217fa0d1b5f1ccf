"""The live review under load: 40, 300 and 1,000 phones on loopback, beside an echo server.

Latency is from a phone's answer to the acknowledgement that follows the commit; the echo server
stands on the same stack, and keeps and counts nothing. Bounded: about a minute and a half.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.helpers import ROOT
from tests.measuring import Row, row

SIZES = (40, 300, 1000)
SPREAD = 8.0
"""Seconds over which a class answers."""

BANK = """
quizgen: 1
id: bench-review
title: Bench
questions:
  - {id: q, question: Which one is it?, answer: This one, distractors: [That one, The other, None]}
"""

ECHO = """
import sys, uvicorn
async def app(scope, receive, send):
    if scope["type"] != "websocket":
        return
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "websocket.send", "text": message["text"]})
config = uvicorn.Config(app, ws="websockets-sansio", ws_per_message_deflate=False,
                        lifespan="off", log_level="error", port=0)
class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(self.servers[0].sockets[0].getsockname()[1], flush=True)
Server(config).run()
"""


def rows() -> list[Row]:
    """Measure every size, ours and the echo server in turn."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(4096, hard)), hard))
    found: list[Row] = []
    for size in SIZES:
        floor, _, echo = asyncio.run(_echo(size))
        ours, frames, memory = asyncio.run(_review(size))
        name = f"{size:,} phones in {SPREAD:.0f} s"
        found.append(row(f"{name}, p50", _rank(ours, 50), _rank(floor, 50), "", 0.0, 10.0))
        found.append(row(f"{name}, p99", _rank(ours, 99), _rank(floor, 99), "", 0.0, 10.0))
        found.append(row(f"{name}, p99 : 50 ms", _rank(ours, 99), 0.05, "", 0.0, 1.0))
        found.append(row(f"{name}, frames a phone", frames, 4.0, "", 0.0, 1.0))
        found.append(row(f"{name}, KB a phone", memory, echo, "", 0.0, 2.0))
    return found


def _rank(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


@contextmanager
def _process(words: list[str], **more: Any) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **more)
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def _memory(process: int) -> float:
    """Give a process's memory in KB."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return float(status.split("VmRSS:")[1].split()[0])


async def _line(stack: AsyncExitStack, url: str) -> Any:
    from websockets.asyncio.client import connect

    made = connect(url, proxy=None, compression=None, ping_interval=None, close_timeout=1)
    return await stack.enter_async_context(made)


async def _timed(line: Any, text: str, wait: float, kind: str) -> tuple[float, int]:
    """Send a text after a while; how long the answer took, and how many frames came."""
    await asyncio.sleep(wait)
    start = perf_counter()
    await line.send(text)
    frames = 0
    while True:
        said = await line.recv()
        frames += 1
        if not kind or json.loads(said)["t"] == kind:
            return perf_counter() - start, frames


async def _echo(size: int) -> tuple[list[float], float, float]:
    with _process([sys.executable, "-c", ECHO]) as (process, port):
        async with AsyncExitStack() as stack:
            before = _memory(process.pid)
            lines = [await _line(stack, f"ws://127.0.0.1:{port}/") for _ in range(size)]
            memory = (_memory(process.pid) - before) / size
            random = Random(size)
            text = json.dumps({"t": "answer", "ask": 1, "round": 1, "response": 2, "nonce": "n"})
            waits = [random.uniform(0, SPREAD) for _ in lines]
            jobs = (_timed(line, text, wait, "") for line, wait in zip(lines, waits, strict=True))
            times = await asyncio.gather(*jobs)
    return [time for time, _ in times], 1.0, memory


async def _review(size: int) -> tuple[list[float], float, float]:
    with TemporaryDirectory() as name:
        bank = Path(name) / "bank.yaml"
        bank.write_text(BANK, "utf-8")
        words = [sys.executable, "-m", "quizgen", "review", str(bank), "--no-browser"]
        words += ["--names", "free", "--score", "none"]
        environment = {**os.environ, "QUIZGEN_DATA": name}
        with _process(words, cwd=ROOT, env=environment) as (process, ready):
            async with AsyncExitStack() as stack:
                return await _class(stack, ready.split()[1], size, process.pid)


async def _class(
    stack: AsyncExitStack, url: str, size: int, server: int
) -> tuple[list[float], float, float]:
    address, _, token = url.removeprefix("http://").partition("/#")
    host = await _line(stack, f"ws://{address}/host")
    await host.send(json.dumps({"t": "hello", "token": token}))
    await host.send(json.dumps({"t": "do", "kind": "doors"}))
    shot: dict[str, Any] = {}
    while not shot.get("doors", {}).get("open"):
        shot = json.loads(await host.recv())
    # The same door on loopback: a bench leaves the network alone.
    phones = f"ws://127.0.0.1:{urlsplit(shot['doors']['urls'][0]).port}/phone"
    deaf = asyncio.create_task(_listen(host))
    before = _memory(server)
    lines = []
    for number in range(size):
        line = await _line(stack, phones)
        await line.send(json.dumps({"t": "hello", "code": shot["doors"]["code"]}))
        await line.recv()
        await line.send(json.dumps({"t": "join", "name": f"P{number}"}))
        await line.recv()
        await line.recv()
        lines.append(line)
    memory = (_memory(server) - before) / size
    await host.send(json.dumps({"t": "do", "kind": "next", "version": shot["version"]}))
    frames = [await _until_open(line) for line in lines]
    random = Random(size)
    body = {"t": "answer", "ask": 1, "round": 1, "nonce": "n", "sure": True}
    jobs = [
        _timed(line, json.dumps({**body, "response": n % 4}), random.uniform(0, SPREAD), "ack")
        for n, line in enumerate(lines)
    ]
    times = await asyncio.gather(*jobs)
    deaf.cancel()
    each = [opened + heard + 2 for opened, (_, heard) in zip(frames, times, strict=True)]
    return [time for time, _ in times], median(each), memory


async def _until_open(line: Any) -> int:
    frames = 0
    while True:
        frames += 1
        if json.loads(await line.recv()).get("phase") == "open":
            return frames


async def _listen(line: Any) -> None:
    async for _ in line:
        pass
