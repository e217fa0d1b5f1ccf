"""`make bench`: each job against its floor and its peers, side by side in one run.

CPU time (user and system), the median of five; ratios are what counts, machines differ. Prints a
table and writes output/bench.json. Run one part with ONLY=read, check, deck, paper, review or start.
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
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tests import bench_deck, bench_paper, bench_review
from tests.helpers import ROOT
from tests.measuring import Row, command, cpu, paired, row


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
    from tests.helpers import load

    rows: list[Row] = []
    for count, runs in ((10_000, 9), (100_000, 3)):
        text = questions(count)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bank.yaml"
            path.write_text(text, "utf-8")
            floor, ours = paired(partial(walk, text), partial(load, path, cache=False), runs)
        # PyYAML's own loader takes minutes for the large bank, even with the collector off.
        peer = cpu(partial(_yaml_load, text), runs) if runs > 3 else 0.0
        rows.append(row(f"read {count:,} questions", ours, floor, "yaml.load, gc off", peer, 2.5))
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
    from tests.helpers import load

    loaded = load(bank)  # fills the cache
    assert loaded.bank is not None
    data = json.dumps([_as_written(item) for item in loaded.bank.items])
    del loaded
    floor, ours = paired(partial(_json_loads, data), partial(load, bank), runs)
    cold = cpu(partial(load, bank, cache=False), 1)
    return row(f"reload {count:,} questions, warm", ours, floor, "cold read", cold, 2.0)


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
    from quizgen.pipeline.check import check
    from tests.helpers import load

    os.environ["QUIZGEN_CACHE"] = "off"
    read, whole = paired(partial(load, bank), partial(check, bank), runs)
    return row(f"check {count:,} questions", whole, read, "", 0.0, 2.5)


def _memory(bank: Path, count: int) -> Row:
    """Measure a whole check in a process of its own: peak MiB, for each MiB of the bank's text."""
    subprocess.run(
        [sys.executable, "-m", "quizgen", "check", str(bank)], check=True, capture_output=True
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    text = sum(file.stat().st_size for file in bank.iterdir()) / 2**20
    return row(f"check {count:,}, MiB of memory : of text", peak, text, "", 0.0, 20.0)


def _yaml_load(text: str) -> None:
    gc.disable()
    yaml.load(text, Loader=yaml.CSafeLoader)
    gc.enable()


def bench_start() -> list[Row]:
    """Measure starting up, and the whole job on small and large banks."""
    python = sys.executable
    typer = command(python, "-c", "import typer")
    help_ = command(python, "-m", "quizgen", "--help")
    rows = [row("quizgen --help", help_, typer, "", 0.0, 1.5)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        command(python, "-m", "quizgen", "new", "ten", runs=1, cwd=folder)
        ten = command(python, "-m", "quizgen", "build", cwd=folder)
        rows.append(row("ten items, everything (aim 1 s)", ten, 1.0, "", 0.0, 1.0))
        (folder / "many.yaml").write_text(questions(1000), "utf-8")
        many = command(python, "-m", "quizgen", "build", "many.yaml", runs=3, cwd=folder)
        rows.append(row("1,000 items, everything (aim 5 s)", many, 5.0, "", 0.0, 1.0))
    return rows


PARTS: dict[str, Callable[[], list[Row]]] = {
    "read": bench_read,
    "check": bench_check,
    "deck": bench_deck.rows,
    "paper": bench_paper.rows,
    "review": bench_review.rows,
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
    for one in rows:
        peer = f"{one['peer']}: {one['peer_ratio']}x ours" if one["peer_ratio"] else ""
        print(
            f"{one['work']:36} {one['seconds']:>8} {one['floor']:>8} {one['ratio']:>6} "
            f"{one['aim']:>5}  {peer}"
        )
    out = ROOT / "output" / "bench.json"
    out.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
