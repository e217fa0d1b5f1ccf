"""Banks of one id: their files would share a folder, and their cards one place in Anki.

A bank's id is looked up without reading the bank: others lie there that nobody asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yaml import CSafeLoader, YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from quizgen.bank.load import find_banks, find_root, shown_path
from quizgen.model import Bank
from quizgen.problems import Level, Problem, QuizgenError
from quizgen.release.lock import is_yaml, lock_path, read_lock


def stated_id(root: Path) -> str:
    """Give the id that a bank's root file states; nothing where it states none.

    That of another maker's file stands in its lock.
    """
    try:
        if not is_yaml(root):
            return read_lock(lock_path(root).read_text("utf-8"), "")[0].bank
    except (OSError, UnicodeDecodeError):
        return ""
    try:
        with root.open("rb") as stream:
            parser = CSafeLoader(stream)
            try:
                return _value_of_id(parser)
            finally:
                parser.dispose()
    except (OSError, YAMLError):
        return ""


def _value_of_id(parser: Any) -> str:
    depth = 0
    key: str | None = None
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, (ScalarEvent, CollectionStartEvent)) and depth == 1:
            text = event.value if isinstance(event, ScalarEvent) else ""
            if key == "id":
                return str(text)
            key = text if key is None else None
        if isinstance(event, CollectionStartEvent):
            depth += 1
    return ""


def same_folder(one: str, other: str) -> bool:
    """Tell whether two ids name one folder: some disks ignore case, or dots at a name's end."""
    return one.casefold().rstrip(".") == other.casefold().rstrip(".")


def is_another(root: Path, other: Path, id: str) -> bool:
    """Tell whether there is a bank of this id at another place."""
    try:
        if not other.is_file() or other.resolve() == root.resolve():
            return False
    except OSError:  # nobody may look there
        return False
    return same_folder(stated_id(other), id)


def namesake(root: Path, id: str, home: Path, here: Path) -> Path | None:
    """Find another bank of this id among those at home."""
    try:
        others = find_banks(home, here)
    except QuizgenError:
        return None
    return next((other for other in others if is_another(root, find_root(other, here), id)), None)


def taken_by(taken: Mapping[str, str], root: Path, id: str, here: Path) -> str:
    """Give the path of another bank that has an id's folder already, if one has."""
    paths = [path for other, path in taken.items() if same_folder(other, id)]
    return next((path for path in paths if is_another(root, find_root(Path(path), here), id)), "")


def lock_sharer(root: Path) -> Path | None:
    """Find another bank beside this one whose lock is the same file: `a.yaml` and `a.yml`."""
    name = lock_path(root).name.casefold()
    try:
        beside = sorted(p for p in root.parent.iterdir() if p.suffix in {".yaml", ".yml"})
    except OSError:  # nobody may look there
        return None
    sharing = (p for p in beside if p.name != root.name and lock_path(p).name.casefold() == name)
    # What another bank includes states no id.
    return next((p for p in sharing if p.is_file() and stated_id(p)), None)


def lock_taken(bank: Bank, root: Path, by: Path, here: Path, level: Level) -> Problem:
    """Say that two banks have one lock: each would date the notes of the other anew."""
    message = f"{shown_path(lock_path(root), here)} is the lock of {shown_path(by, here)}, too"
    help = "rename one of the two files: a lock that both write costs learners their edits"
    return Problem("lock-taken", level, bank.where, message, help)


def id_taken(bank: Bank, by: Path | str, here: Path, level: Level = "error") -> Problem:
    """Say that two banks have one id."""
    by = Path(by)
    shown = shown_path(by, here)
    message = f"the bank id {bank.id!r} is taken by {shown}: both would be built into one folder"
    if stated_id(find_root(by, here)) == bank.id:
        message += ", and Anki would take the cards of one for those of the other"
    help = "give one of them another id: the one that learners don't have yet"
    return Problem("bank-id-taken", level, bank.where, message, help)
