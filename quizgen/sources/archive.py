"""Packed files (ZIP), opened with bounds: a small file may not unfold into a large one."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from quizgen.problems import QuizgenError

MOST_BYTES = 64_000_000
"""Of one member, unpacked: thousands of pages."""
MOST_MEMBERS = 20_000


class Archive:
    """A packed file in memory; only what is asked for is unpacked.

    Raises QuizgenError where it is broken or holds too much.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise QuizgenError(
                f"{name} is a broken file ({error}); fetch it or save it again"
            ) from error
        self.names = frozenset(self._zip.namelist())
        if len(self.names) > MOST_MEMBERS:
            raise QuizgenError(f"{name} holds more than {MOST_MEMBERS} parts; is it a document?")

    def read(self, member: str) -> bytes:
        """Unpack a member. Raises QuizgenError where it is too large, broken or locked."""
        try:
            # What a member claims is its size is all that is ever unpacked of it.
            if self._zip.getinfo(member).file_size > MOST_BYTES:
                raise QuizgenError(
                    f"{self.name} unfolds to more than {MOST_BYTES // 1_000_000} MB "
                    f"({member}); divide it"
                )
            return self._zip.read(member)
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise QuizgenError(
                f"{self.name} is broken at {member} ({error}); fetch it or save it again"
            ) from error
        except (RuntimeError, NotImplementedError) as error:
            raise QuizgenError(
                f"{self.name} is locked or packed in a way that can't be read ({error}); "
                "save it again without a password"
            ) from error

    def read_if_there(self, member: str) -> bytes:
        """Unpack a member, or give nothing where there is none."""
        return self.read(member) if member in self.names else b""

    def word_document(self) -> str:
        """Give the member that is a Word document's text; its name may be odd."""
        names = sorted(name for name in self.names if name.lower().startswith("word/document"))
        names = [name for name in names if name.lower().endswith(".xml")]
        return min(names, key=len, default="")
