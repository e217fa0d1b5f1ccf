"""Banks that were read before: taken from the cache while none of their files has changed.

An entry is named by what it was read from (the root file's bytes, the path it is shown by) and
by what read it (our code, the Python release), and holds the sums of all other files. It is
JSON, checked against the model's types when it is read: what doesn't fit is ignored, and nothing
in it can run. Entries live in the user's cache folder, or where QUIZGEN_CACHE says;
`QUIZGEN_CACHE=off` does without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2s, sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec

from quizgen.model import Bank
from quizgen.problems import Problem

MIN_BYTES: Final = 256 * 1024
"""Bytes of a bank's text from which on a cache saves time that anybody would notice."""
MOST_ENTRIES: Final = 12
SUFFIX: Final = ".quizgen-bank"
"""Of our own files: whatever else lies in the folder is not ours to sweep."""


class Entry(msgspec.Struct, frozen=True):
    """A bank as it was read, and what it was read from."""

    sums: dict[str, str]
    """Every included file -> the SHA-256 of its bytes."""
    media: list[str]
    """Every picture and sound, all of which stood there."""
    bank: Bank
    problems: list[Problem]


def is_large(root: Path) -> bool:
    """Tell whether a bank is large enough, by the sizes of the files that may belong to it."""
    with suppress(OSError):
        files = root.parent.rglob("*.y*ml") if root.name == "bank.yaml" else [root]
        total = 0
        for file in files:
            total += file.stat().st_size
            if total >= MIN_BYTES:
                return folder() is not None
    return False


def folder() -> Path | None:
    """Give the folder of the cache; None when it is switched off."""
    said = os.environ.get("QUIZGEN_CACHE", "")
    if said == "off":
        return None
    if said:
        return Path(said)
    from platformdirs import user_cache_path  # noqa: PLC0415 - only for banks worth it

    return user_cache_path("quizgen", appauthor=False) / "banks"


@lru_cache(maxsize=1)
def _reader() -> bytes:
    """Hash the code that reads banks: what other code has read is no entry of ours."""
    package = Path(__file__).parent.parent
    digest = blake2s(sys.version.encode())
    rooms = (package / room for room in ("bank", "text", "words"))
    for path in sorted([*package.glob("*.py"), *(p for room in rooms for p in room.rglob("*.py"))]):
        digest.update(path.read_bytes())
    return digest.digest()


def entry_path(root: Path, shown: str, here: Path) -> tuple[Path, str]:
    """Give the place of a bank's entry, and the sum of the root file that it stands for.

    Places in a bank are named as seen from the working folder, so that is part of the key.
    Raises OSError when the root can't be read.
    """
    data = root.read_bytes()
    key = sha256(_reader())
    for part in (os.fsencode(here), os.fsencode(root.parent), os.fsencode(shown), data):
        key.update(len(part).to_bytes(8, "big") + part)
    return (folder() or Path()) / f"{key.hexdigest()}{SUFFIX}", sha256(data).hexdigest()


def load_cached(path: Path, root: Path, may_read: Callable[[str], bool]) -> Entry | None:
    """Give a bank's entry when it is there, sound, and of the files as they stand.

    Args:
        path: Where the entry would be.
        root: The bank's root file.
        may_read: Tells whether a file named in the bank is one that may be read.

    """
    try:
        entry = msgspec.json.decode(path.read_bytes(), type=Entry)
        if not all(may_read(name) for name in (*entry.sums, *entry.media)):
            return None
        for name, digest in entry.sums.items():
            if sha256((root.parent / name).read_bytes()).hexdigest() != digest:
                return None
        os.utime(path)
    except (OSError, ValueError, RecursionError):
        return None
    problems = tuple(entry.problems)
    return msgspec.structs.replace(entry, bank=replace(entry.bank, problems=problems))


def store(
    path: Path,
    bank: Bank,
    problems: Iterable[Problem],
    sums: Mapping[str, str],
    media: Iterable[str],
) -> None:
    """Write an entry whole or not at all; that it can't be written is nobody's trouble."""
    bank = replace(bank, problems=())
    try:
        data = msgspec.json.encode(Entry(dict(sums), list(media), bank, list(problems)))
    except ValueError:  # a file name that is no text
        return
    temporary = path.with_suffix(f".{uuid4().hex[:8]}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.touch(mode=0o600)
        temporary.write_bytes(data)
        temporary.replace(path)
        _sweep(path.parent)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sweep(home: Path) -> None:
    """Let go of the entries that nobody has asked for longest."""
    entries = sorted(home.glob(f"*{SUFFIX}"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in entries[MOST_ENTRIES:]:
        old.unlink(missing_ok=True)
