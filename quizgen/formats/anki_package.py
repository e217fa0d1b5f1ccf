"""Packages of Anki, whoever made them: their notes, note types, decks and files.

The database inside is read from a file of its own, for reading only; what is packed is measured
before it is unpacked, and a query that never ends is stopped.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile

from quizgen.problems import QuizgenError

_NEWEST = "collection.anki21b"
_COLLECTIONS = (_NEWEST, "collection.anki21", "collection.anki2")
"""The newest first: it lies beside an older one that only says that Anki is too old."""
_LARGEST_COLLECTION, _LARGEST_FILE, _MOST_MEMBERS = 512 << 20, 64 << 20, 200_000
_MOST_STEPS = 8_000
"""Of ten thousand instructions each, which a reading may take."""
_ZSTD = b"\x28\xb5\x2f\xfd"


class BrokenPackage(QuizgenError):  # noqa: N818 - named after what happened
    """A file that should be a package of Anki can't be read; the message says why."""


@dataclass(frozen=True, slots=True)
class PackedType:
    """A note type: what its fields are called, and what its cards ask and answer."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]
    """Front and back of each."""
    cloze: bool = False


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note as it stands in the package."""

    id: int
    guid: str
    type: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    ordinals: tuple[int, ...]
    deck: str


@dataclass(slots=True)
class AnkiPackage:
    """What a package holds."""

    member: str
    """The name of its database."""
    notes: tuple[PackedNote, ...]
    types: Mapping[int, PackedType]
    reviews: int
    file: Callable[[str], bytes | None]
    """Gives a picture or sound by the name that fields have for it."""


def is_package(data: bytes) -> bool:
    """Tell whether a file is a package of Anki."""
    if not data.startswith(b"PK"):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            return any(name in _COLLECTIONS for name in archive.namelist())
    except (BadZipFile, LargeZipFile, ValueError, OSError):
        return False


_BROKEN = (
    sqlite3.Error, zlib.error, EOFError, ValueError, LookupError, TypeError, AttributeError,
    RuntimeError, ArithmeticError, OSError, BadZipFile, LargeZipFile, NotImplementedError,
)  # fmt: skip
"""What reading a damaged, locked or strangely packed file may end in."""


def read_package(data: bytes) -> AnkiPackage:
    """Read a package. Raises BrokenPackage."""
    try:
        archive = _archive(data)  # it stays open while pictures are asked for
        member = next(name for name in _COLLECTIONS if name in archive.namelist())
        database = _member(archive, member, _LARGEST_COLLECTION, zipped=member == _NEWEST)
        with tempfile.TemporaryDirectory(prefix="quizgen-") as folder:
            path = Path(folder) / "collection"
            path.write_bytes(database)
            uri = f"{path.as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                _guard(connection)
                found = _Collection(connection)
                notes = tuple(found.notes())
                return AnkiPackage(member, notes, found.types, found.reviews, _files(archive))
    except BrokenPackage:
        raise
    except _BROKEN as error:
        said = str(error) or type(error).__name__
        raise BrokenPackage(f"the package can't be read: {said}"[:200]) from error


def _archive(data: bytes) -> ZipFile:
    archive = ZipFile(BytesIO(data))
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise BrokenPackage("the package holds more files than a deck could")
    return archive


def _guard(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    steps = 0

    def one_more() -> bool:
        nonlocal steps
        steps += 1
        return steps > _MOST_STEPS

    connection.set_progress_handler(one_more, 10_000)


# --- members --------------------------------------------------------------------------------------


def _member(archive: ZipFile, name: str, largest: int, *, zipped: bool) -> bytes:
    """Unpack a member. Raises BrokenPackage for one that is larger than anything in a deck."""
    info = archive.getinfo(name)
    if info.file_size > largest:
        raise BrokenPackage(f"{name[:60]} inside the package is larger than {largest >> 20} MB")
    data = archive.read(info)
    return _unzipped(data, largest) if zipped and data.startswith(_ZSTD) else data


def _unzipped(data: bytes, largest: int) -> bytes:
    from zstandard import ZstdDecompressor, ZstdError  # noqa: PLC0415 - few banks need it

    try:
        with ZstdDecompressor().stream_reader(BytesIO(data)) as stream:
            plain = stream.read(largest + 1)
    except ZstdError as error:
        raise BrokenPackage(f"the package can't be read: {error}") from error
    if len(plain) > largest:
        raise BrokenPackage(f"a file inside the package is larger than {largest >> 20} MB")
    return plain


def _files(archive: ZipFile) -> Callable[[str], bytes | None]:
    """Give what finds pictures and sounds: members are numbered, and a list says their names."""
    members = set(archive.namelist())
    listed = b""
    if "media" in members:
        listed = _member(archive, "media", _LARGEST_FILE, zipped=True)
    numbers = _numbers(listed)

    def find(name: str) -> bytes | None:
        number = numbers.get(name, "")
        if number not in members:
            return None
        try:
            return _member(archive, number, _LARGEST_FILE, zipped=True)
        except (*_BROKEN, BrokenPackage):
            return None

    return find


def _numbers(listed: bytes) -> dict[str, str]:
    """Read the list of files: JSON in older packages, Anki's own messages in newer ones."""
    if listed.lstrip()[:1] == b"{":
        return {str(name): str(number) for number, name in json.loads(listed).items()}
    entries = [value for number, value in _message(listed) if number == 1]
    names = [_text(entry, 1) for entry in entries if isinstance(entry, bytes)]
    return {name: str(number) for number, name in enumerate(names)}


def _message(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Read a protocol buffer: the numbers of its fields and their values."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind, value = tag & 7, 0
        if kind == 0:
            value, at = _varint(data, at)
            yield tag >> 3, value
        elif kind == 2:
            length, at = _varint(data, at)
            yield tag >> 3, data[at : at + length]
            at += length
        elif kind in {1, 5}:
            at += 8 if kind == 1 else 4
        else:
            raise ValueError("its lists are damaged")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise ValueError("its lists are damaged")


def _text(message: bytes, wanted: int) -> str:
    found = (value for number, value in _message(message) if number == wanted)
    value = next(found, b"")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


# --- the database ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Collection:
    """The database of a package, of either shape: lists in one row, or tables of their own."""

    connection: sqlite3.Connection
    types: dict[int, PackedType] = field(init=False)
    _decks: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "notetypes" in {name for (name,) in rows}:
            self.types = {id: self._type(name, config) for id, name, config in self._type_rows()}
            rows = self.connection.execute("SELECT id, name FROM decks")
            self._decks = {int(id): str(name).replace("\x1f", "::") for id, name in rows}
        else:
            row = self.connection.execute("SELECT models, decks FROM col").fetchone()
            models, decks = map(json.loads, row)
            self.types = {int(id): _type_of(model) for id, model in models.items()}
            self._decks = {int(id): str(deck["name"]) for id, deck in decks.items()}

    def _type_rows(self) -> list[tuple[int, str, bytes]]:
        return self.connection.execute("SELECT id, name, config FROM notetypes").fetchall()

    def _type(self, name: str, config: bytes) -> PackedType:
        kind = next((value for number, value in _message(config) if number == 1), 0)
        of_type = "FROM {} WHERE ntid = (SELECT id FROM notetypes WHERE name = ?) ORDER BY ord"
        fields = self.connection.execute(f"SELECT name {of_type.format('fields')}", (name,))
        cards = self.connection.execute(f"SELECT config {of_type.format('templates')}", (name,))
        return PackedType(
            name,
            tuple(str(field) for (field,) in fields),
            tuple((_text(config, 1), _text(config, 2)) for (config,) in cards.fetchall()),
            kind == 1,
        )

    @property
    def reviews(self) -> int:
        """How many answers of learners it holds."""
        return int(self.connection.execute("SELECT count(*) FROM revlog").fetchone()[0])

    def notes(self) -> Iterator[PackedNote]:
        """Give the notes in the order in which they were made."""
        cards: dict[int, list[int]] = {}
        decks: dict[int, int] = {}
        for note, ordinal, deck in self.connection.execute(
            "SELECT nid, ord, CASE WHEN odid THEN odid ELSE did END FROM cards ORDER BY nid, ord"
        ):
            cards.setdefault(note, []).append(int(ordinal))
            decks.setdefault(note, int(deck))
        for id, guid, type, tags, fields in self.connection.execute(
            "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"
        ):
            yield PackedNote(
                int(id),
                str(guid),
                int(type),
                tuple(str(tags).split()),
                tuple(str(fields).split("\x1f")),
                tuple(cards.get(id, ())),
                self._decks.get(decks.get(id, 0), ""),
            )


def _type_of(model: Mapping[str, object]) -> PackedType:
    fields, templates = model["flds"], model["tmpls"]
    if not isinstance(fields, list) or not isinstance(templates, list):
        raise TypeError("its note types are damaged")
    return PackedType(
        str(model["name"]),
        tuple(str(one["name"]) for one in sorted(fields, key=lambda one: one.get("ord", 0))),
        tuple((str(one["qfmt"]), str(one["afmt"])) for one in templates),
        model.get("type") == 1,
    )
