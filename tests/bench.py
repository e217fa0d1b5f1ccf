"""`make bench`: each job against its floor and its peers, side by side in one run.

CPU time (user and system), the median of five; ratios are what counts, machines differ. Prints a
table and writes output/bench.json. Run one part with ONLY=read, check or start.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import yaml

from tests.helpers import ROOT

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


def questions(count: int) -> str:
    """Write a bank of single choice questions, 13 lines and about 490 bytes each."""
    head = "quizgen: 1\nid: bench\ntitle: Bench\nquestions:\n"
    return head + "".join(
        f"""  - id: q{i}
    topic: topic-{i % 20}
    tags: [alpha, beta]
    level: {i % 5 + 1}
    question: Which of the many parties to agreement number {i} opens the list of the text?
    answer: The party of the first part, number {i}
    distractors:
      - The party of the second part, number {i}
      - The party of the third part, number {i}
      - {{text: 'The party of the fourth part, {i}', why: It came later in the text.}}
    explanation: The first party is named in the opening paragraph of agreement {i}.
    points: 2
    note: made for measuring, never printed
"""
        for i in range(count)
    )


def walk(text: str) -> None:
    """Walk libyaml's events and do nothing: the floor of reading."""
    parser = yaml.CSafeLoader(text)
    while parser.check_event():
        parser.get_event()
    parser.dispose()


def bench_read() -> list[Row]:
    """Measure reading and building 10,000 and 100,000 questions."""
    from quizgen.bank.load import load

    rows: list[Row] = []
    for count, runs in ((10_000, 9), (100_000, 3)):
        text = questions(count)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bank.yaml"
            path.write_text(text, "utf-8")
            floor, ours = paired(partial(walk, text), partial(load, path, cache=False), runs)
        # PyYAML's own loader takes minutes for the large bank, even with the collector off.
        peer = cpu(partial(_yaml_load, text), runs) if runs > 3 else 0.0
        rows.append(_row(f"read {count:,} questions", ours, floor, "yaml.load, gc off", peer, 2.5))
    return rows


FILES = 20
"""Files that the large bank of `check` lies in."""


def bench_check() -> list[Row]:
    """Measure a warm reload against json.loads, and a whole check against the cold read."""
    rows: list[Row] = []
    for count, runs in ((10_000, 7), (100_000, 3)):
        with TemporaryDirectory() as name:
            folder = Path(name)
            os.environ["QUIZGEN_CACHE"] = str(folder / "cache")
            bank = many_files(folder / "bank", count)
            rows += [_warm(bank, count, runs), _check(bank, count, runs)]
            rows.append(_memory(bank, count))
    return rows


def many_files(folder: Path, count: int) -> Path:
    """Write a bank of many files."""
    folder.mkdir()
    names = [f"part-{n}.yaml" for n in range(FILES)]
    head, _, body = questions(count).partition("questions:\n")
    entries = [f"  - id: {entry}" for entry in body.split("  - id: ")[1:]]
    (folder / "bank.yaml").write_text(f"{head}include: [{', '.join(names)}]\n", "utf-8")
    for n, name in enumerate(names):
        part = "".join(entries[n::FILES])
        (folder / name).write_text(f"quizgen: 1\nquestions:\n{part}", "utf-8")
    return folder


def _warm(bank: Path, count: int, runs: int) -> Row:
    from quizgen.bank.load import load

    loaded = load(bank)  # fills the cache
    assert loaded.bank is not None
    data = json.dumps([_as_written(item) for item in loaded.bank.items])
    del loaded
    floor, ours = paired(partial(_json_loads, data), partial(load, bank), runs)
    cold = cpu(partial(load, bank, cache=False), 1)
    return _row(f"reload {count:,} questions, warm", ours, floor, "cold read", cold, 2.0)


def _as_written(item: Any) -> dict[str, Any]:
    """Give an item of the bench as plain data, as its author wrote it."""
    right, first, second, last = item.options
    return {
        "id": item.id,
        "topic": item.topic,
        "tags": list(item.tags),
        "level": item.level,
        "question": item.stem,
        "answer": right.text,
        "distractors": [first.text, second.text, {"text": last.text, "why": last.why}],
        "explanation": item.explanation,
        "points": int(item.points),
        "note": item.note,
    }


def _json_loads(data: str) -> None:
    gc.disable()
    json.loads(data)
    gc.enable()


def _check(bank: Path, count: int, runs: int) -> Row:
    from quizgen.bank.load import load
    from quizgen.checks import check

    os.environ["QUIZGEN_CACHE"] = "off"
    read, whole = paired(partial(load, bank), partial(check, bank), runs)
    return _row(f"check {count:,} questions", whole, read, "", 0.0, 2.5)


def _memory(bank: Path, count: int) -> Row:
    """Measure a whole check in a process of its own: peak MiB, for each MiB of the bank's text."""
    subprocess.run(
        [sys.executable, "-m", "quizgen", "check", str(bank)], check=True, capture_output=True
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    text = sum(file.stat().st_size for file in bank.iterdir()) / 2**20
    return _row(f"check {count:,}, MiB of memory : of text", peak, text, "", 0.0, 20.0)


def _yaml_load(text: str) -> None:
    gc.disable()
    yaml.load(text, Loader=yaml.CSafeLoader)
    gc.enable()


def bench_start() -> list[Row]:
    """Measure starting up, and the whole job on small and large banks."""
    python = sys.executable
    typer = command(python, "-c", "import typer")
    help_ = command(python, "-m", "quizgen", "--help")
    rows = [_row("quizgen --help", help_, typer, "", 0.0, 1.5)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        command(python, "-m", "quizgen", "new", "ten", runs=1, cwd=folder)
        ten = command(python, "-m", "quizgen", "build", cwd=folder)
        rows.append(_row("ten items, everything (aim 1 s)", ten, 1.0, "", 0.0, 1.0))
        (folder / "many.yaml").write_text(questions(1000), "utf-8")
        many = command(python, "-m", "quizgen", "build", "many.yaml", runs=3, cwd=folder)
        rows.append(_row("1,000 items, everything (aim 5 s)", many, 5.0, "", 0.0, 1.0))
    return rows


def _row(work: str, ours: float, floor: float, peer: str, peer_time: float, aim: float) -> Row:
    return {
        "work": work,
        "seconds": round(ours, 3),
        "floor": round(floor, 3),
        "ratio": round(ours / floor, 2),
        "aim": aim,
        "peer": peer,
        "peer_ratio": round(peer_time / ours, 2) if peer_time else None,
    }


PARTS: dict[str, Callable[[], list[Row]]] = {
    "read": bench_read,
    "check": bench_check,
    "start": bench_start,
}


def main() -> None:
    """Run the parts that were asked for and print their table."""
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    rows = [row for name in wanted for row in PARTS[name]()]
    print(f"{'work':36} {'seconds':>8} {'floor':>8} {'ratio':>6} {'aim':>5}  slower peer")
    for row in rows:
        peer = f"{row['peer']}: {row['peer_ratio']}x ours" if row["peer_ratio"] else ""
        print(
            f"{row['work']:36} {row['seconds']:>8} {row['floor']:>8} {row['ratio']:>6} "
            f"{row['aim']:>5}  {peer}"
        )
    out = ROOT / "output" / "bench.json"
    out.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
