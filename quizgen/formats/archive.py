"""Zip files of strangers, read in memory: counted and measured before anything is unpacked."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from quizgen.problems import QuizgenError

_MOST_MEMBERS = 20_000
_LARGEST_INSIDE = 512 << 20


class BrokenArchive(QuizgenError):  # noqa: N818 - named after what happened
    """A zip file that can't be read; the message says why."""


def is_archive(data: bytes) -> bool:
    """Tell whether a file is a zip."""
    return data.startswith(b"PK\x03\x04")


class Package:
    """The members of a zip file, by names that stay inside it."""

    def __init__(self, data: bytes) -> None:
        """Open it. Raises BrokenArchive."""
        try:
            self._zip = ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise BrokenArchive(f"the zip file can't be read: {error}") from error
        if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _LARGEST_INSIDE:
            raise BrokenArchive("the zip file holds more than a course could")
        self.names: Sequence[str] = tuple(
            info.filename for info in infos if not info.is_dir() and _is_inside(info.filename)
        )
        self._by_name = {name.casefold(): name for name in reversed(self.names)}
        self._by_base = _alone(self.names)

    def read(self, name: str) -> bytes:
        """Give a member. Raises BrokenArchive."""
        try:
            return self._zip.read(name)
        except Exception as error:  # damaged, locked or packed in a way that Python doesn't know
            raise BrokenArchive(f"{name} in the zip file can't be read: {error}") from error

    def find(self, path: str, folders: Sequence[str] = ("",)) -> bytes | None:
        """Give the file that an address in a text means, if there is one.

        Args:
            path: The address, which may be written as the web writes it.
            folders: Where it may count from.

        """
        path = path.partition("?")[0].lstrip("/")
        for spelled in dict.fromkeys((path, unquote(path))):
            for folder in folders:
                name = self._by_name.get(f"{folder}{spelled}".casefold())
                if name is not None:
                    return self.read(name)
        name = self._by_base.get(unquote(path).rpartition("/")[2].casefold())
        return None if name is None else self.read(name)


def _is_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." not in parts and not name.startswith(("/", "\\")) and ":" not in parts[0]


def _alone(names: Sequence[str]) -> dict[str, str]:
    """Give the members whose own name no other has, whatever folder they are in."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for name in names:
        base = name.rpartition("/")[2].casefold()
        twice |= {base} & found.keys()
        found[base] = name
    return {base: name for base, name in found.items() if base not in twice}
