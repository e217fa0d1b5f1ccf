"""Whose an output folder is: the file `.bank` in it names the bank that it was built from.

A folder without that file belongs to nobody yet: the next build takes it over, once.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from quizgen.bank.load import ROOT_NAME, find_root, shown_path
from quizgen.model import Bank
from quizgen.problems import BankNotFound, Level, Problem
from quizgen.release.namesakes import id_taken, is_another

OWNER = ".bank"
"""The file's name: one line, a bank's folder, or its file where it has no folder of its own."""


def owner_line(folder: Path, root: Path) -> bytes:
    """Write what `.bank` in a folder says of the bank it is built from."""
    bank = root.parent if root.name == ROOT_NAME else root
    try:
        path = Path(os.path.relpath(bank.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        path = bank.resolve().as_posix()
    return os.fsencode(f"{path}\n")


def holder(folder: Path, root: Path, id: str, here: Path) -> Path | None:
    """Give another bank that a folder was built from, if it still has this id.

    One that was moved, or has got another id, leaves its folder to this one.
    """
    try:
        named = os.fsdecode((folder / OWNER).read_bytes()).rstrip("\n")
        owner = find_root((folder / named).resolve(), here) if named else None
    except (OSError, ValueError, RuntimeError, BankNotFound):
        return None
    return owner if owner and is_another(root, owner, id) else None


def folder_taken(bank: Bank, by: Path, folder: Path, here: Path, level: Level = "error") -> Problem:
    """Say that a folder holds what another bank of this id has made, and how to take it over."""
    way = f"to give this bank the folder all the same, delete {shown_path(folder / OWNER, here)}"
    taken = id_taken(bank, by, here, level)
    return replace(taken, help=f"{taken.help}; {way}")
