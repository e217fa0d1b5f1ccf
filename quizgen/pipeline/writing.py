"""Files written whole or not at all: staged beside their folder, then renamed into place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from quizgen.bank.load import shown_path
from quizgen.outputs import OutputFile
from quizgen.pipeline.earlier_papers import Entry
from quizgen.problems import CannotWrite


def write_atomically(path: Path, data: bytes, here: Path) -> None:
    """Write a file whole or not at all, through a link and with its mode.

    Args:
        path: The file.
        data: Its new content.
        here: The working folder, from which its path is shown.

    Raises CannotWrite.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWrite(
            f"can't write {shown_path(path, here)}: {error.strerror or error}"
        ) from error


@contextmanager
def staged(folder: Path, here: Path) -> Iterator[Path]:
    """Give a folder beside another, gone afterwards, in which its files are made.

    Raises CannotWrite where the disk refuses anything.
    """
    staging = folder.parent / f".{folder.name}.{os.getpid()}.{uuid4().hex[:8]}"
    try:
        _sweep(folder)
        staging.mkdir(parents=True)
        yield staging
    except OSError as error:
        target = shown_path(folder, here)
        raise CannotWrite(f"can't write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def move_into_place(staging: Path, folder: Path) -> None:
    """Rename all that was staged into its folder, the manifest last."""
    for file in sorted(staging.iterdir(), key=lambda f: (f.name == "manifest.json", f.name)):
        file.replace(folder / file.name)


def _sweep(folder: Path) -> None:
    """Remove the staging folders of builds that were killed."""
    for left in folder.parent.glob(f".{folder.name}.*.*"):
        process = left.name.split(".")[-2]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def refuse_blocked(staging: Path, folder: Path, here: Path) -> None:
    """Refuse before the first rename what would stop a later one."""
    for file in staging.iterdir():
        if (folder / file.name).is_dir():
            raise CannotWrite(f"can't write {shown_path(folder / file.name, here)}: it is a folder")


def render_file(staging: Path, file: OutputFile) -> Entry:
    """Make a file, and give its entry of the manifest."""
    path = staging / file.name
    with path.open("wb") as stream:
        file.write(stream)
    return _file_entry(path)


def keep_file(folder: Path, name: str, staging: Path, entry: Entry) -> Entry:
    """Copy what a file holds now, to stand beside what it will hold."""
    path = staging / str(entry["path"])
    left = folder / path.name  # by a build that was killed between its copies and its manifest
    shutil.copyfile(left if left.is_file() else folder / name, path)
    return _file_entry(path) | entry


def _file_entry(path: Path) -> Entry:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return {"path": path.name, "sha256": digest, "bytes": path.stat().st_size}
