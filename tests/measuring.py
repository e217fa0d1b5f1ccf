"""Measuring for `make bench`: CPU time (user and system), medians, pairs."""

from __future__ import annotations

import gc
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

Row = dict[str, object]


def cpu(job: Callable[[], object], runs: int = 5) -> float:
    """Measure a function: CPU seconds, the median of some runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = process_time()
        job()
        times.append(process_time() - start)
    return median(times)


def paired(
    floor: Callable[[], object], ours: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Measure two jobs in turn, A B A B, so that a machine's changing pace meets both alike."""
    pairs = [(cpu(floor, 1), cpu(ours, 1)) for _ in range(runs)]
    return sorted(pairs, key=lambda pair: pair[1] / pair[0])[len(pairs) // 2]


def command(*words: str, runs: int = 5, cwd: Path | None = None) -> float:
    """Measure a command as a whole process: CPU seconds, the median of some runs."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, check=True, capture_output=True, cwd=cwd)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(times)


def row(work: str, ours: float, floor: float, peer: str, peer_time: float, aim: float) -> Row:
    """Give a row of the table: times in CPU seconds, and what they are to each other."""
    return {
        "work": work,
        "seconds": round(ours, 3),
        "floor": round(floor, 3),
        "ratio": round(ours / floor, 2),
        "aim": aim,
        "peer": peer,
        "peer_ratio": round(peer_time / ours, 2) if peer_time else None,
    }
