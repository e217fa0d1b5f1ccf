"""What builds that had a source's text found of quotes with gaps, as lines of the lock.

`judged <source hash> <quote hash> <verdict>`: who has the record alone can't see what was left
out. Another text or another quote has another hash, so that an old verdict says nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

WORD = "judged"
JudgedGap = Literal["fair", "misleading"]
QuoteName = tuple[str, str]
"""The hash of a source, and that of a quote of it."""
JudgedGaps = Mapping[QuoteName, JudgedGap]
_HASH = re.compile(r"[0-9a-f]{16}")


def read_verdict(line: str) -> tuple[QuoteName, JudgedGap]:
    """Read a line. Raises ValueError where it makes no sense."""
    word, source, quote, verdict = line.split(" ")
    hashes = _HASH.fullmatch(source) and _HASH.fullmatch(quote)
    if word == WORD and hashes and verdict == "fair":
        return (source, quote), "fair"
    if word == WORD and hashes and verdict == "misleading":
        return (source, quote), "misleading"
    raise ValueError(line)


def read_verdicts(text: str) -> dict[QuoteName, JudgedGap]:
    """Read the verdicts of a lock's text, and pass over all its other lines."""
    found: dict[QuoteName, JudgedGap] = {}
    for line in text.split("\n"):
        if line.startswith(f"{WORD} "):
            try:
                name, verdict = read_verdict(line)
            except ValueError:
                continue
            found = joined(found, {name: verdict})
    return found


def joined(some: JudgedGaps, more: JudgedGaps) -> dict[QuoteName, JudgedGap]:
    """Give the verdicts of both; where they differ, the worse."""
    worse: dict[QuoteName, JudgedGap] = {name: v for name, v in some.items() if v == "misleading"}
    return {**some, **more, **worse}


def verdict_lines(verdicts: JudgedGaps) -> Iterator[str]:
    """Write verdicts, in order."""
    for (source, quote), verdict in sorted(verdicts.items()):
        yield f"{WORD} {source} {quote} {verdict}"
