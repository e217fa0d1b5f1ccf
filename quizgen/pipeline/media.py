"""Pictures of a bank, looked at before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.bank.load import images_of
from quizgen.bank.media import TAKEN, is_picture, save_as
from quizgen.bank.media_files import file_of
from quizgen.model import Bank
from quizgen.present.pictures import PictureOptions, for_screens, is_taken, kind_of, size_of
from quizgen.present.svg import BadPictureError
from quizgen.problems import Problem

if TYPE_CHECKING:  # a check alone needs no output
    from quizgen.outputs import Job


def picture_problems(bank: Bank, media: Iterable[str]) -> Iterator[Problem]:
    """Name every picture that can't be shown, or must not be: broken, unsafe, of another kind.

    Args:
        bank: The bank.
        media: The names of its pictures and sounds.

    """
    files = {name: file_of(Path(bank.folder), name) for name in media if is_picture(name)}
    flaws = {name: _flaw(path) for name, path in files.items() if path}
    flaws = {name: flaw for name, flaw in flaws.items() if flaw}
    for item in bank.items if flaws else ():
        for name in dict.fromkeys(images_of(item)):
            if flaw := flaws.get(name):
                message = f"the picture {name!r} {flaw[0]}"
                yield Problem("bad-picture", "error", item.where, message, flaw[1], item.id)


def _flaw(path: Path) -> tuple[str, str] | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # a file that isn't there has been named
    return _flaw_of(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _flaw_of(path: Path, _time: int, _size: int) -> tuple[str, str] | None:
    """Say what is wrong with a picture as it stands, and what to do; None for a sound one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return f"can't be read: {error.strerror}", "see who may read it"
    kind = kind_of(data)
    if kind and not is_taken(kind):
        return f"is no {TAKEN}, whatever its name says: it is {kind.upper()}", save_as(kind)
    try:
        size_of(data, whole=True)
    except BadPictureError as error:
        return str(error), error.help
    return None


_NAMED = 3
"""So many pictures are named in one message."""


def scaled_pictures(job: Job) -> Iterator[Problem]:
    """Say which pictures are scaled down for deck and page, in one message."""
    if job.options_of(PictureOptions).full_size:
        return
    scaled = [
        f"{name} ({_dots(data)} to {_dots(small)})"
        for name, data in job.media.items()
        if is_picture(name) and (small := for_screens(data)) != data and _dots(small) != _dots(data)
    ]
    if scaled:
        more = f" and {len(scaled) - _NAMED} more" if len(scaled) > _NAMED else ""
        message = f"scaled down for deck and page: {', '.join(scaled[:_NAMED])}{more}"
        help = "`build --full-size` keeps pictures as they are; paper has them in full anyway"
        yield Problem("picture-scaled", "warning", job.bank.where, message, help)


def _dots(data: bytes) -> str:
    wide, high = size_of(data)
    return f"{wide} x {high}"
