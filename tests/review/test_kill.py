"""Kill -9 at any moment: no answer that a phone was told of is ever lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from quizgen.review.lesson.event_log import Log, read_log
from quizgen.review.lesson.session import Session
from quizgen.review.lesson.state import replay
from tests.helpers import ROOT
from tests.review.lesson import setup

SEEDS = 50


def test_fifty_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    """Threat 3: a pupil saw the tick, the laptop died, and the answer is gone."""
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.review.writer"],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert driver.stdin and driver.stdout
    total = 0
    for seed in range(SEEDS):
        path = tmp_path / f"{seed}.sqlite"
        driver.stdin.write(f"{path}\n")
        driver.stdin.flush()
        child = int(driver.stdout.readline().split()[1])
        wanted = random.Random(seed).randrange(1, 150)
        acked: list[str] = []
        for line in driver.stdout:
            if line == "gone\n":
                break
            acked.append(line)
            if len(acked) == wanted:
                os.kill(child, signal.SIGKILL)
        assert len(acked) >= wanted
        total += len(acked)
        record = read_log(path)
        kept = {f"acked {e.actor} {e.body['nonce']}\n" for e in record.events if e.kind == "answer"}
        lost = set(acked) - kept
        assert not lost, (seed, len(lost))
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        again = Session.resume(setup(), path, Log)
        assert again.state == replay(record.events)
        again.log.close()
    driver.stdin.close()
    driver.wait()
    driver.stdout.close()
    assert total > 1000
