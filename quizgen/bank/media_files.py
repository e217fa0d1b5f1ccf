r"""The files that names of pictures and sounds mean, whoever's way of writing them it is.

A name is taken as it is written first; then as the web writes it (`Karte%201.png`), as Windows
does (`pics\map.png`), with backslashes before its brackets, or with accents composed the other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote


def file_of(folder: Path, name: str) -> Path | None:
    """Give the file inside a folder that a name means, if there is one."""
    paths = (folder / spelling for spelling in _spellings(name) if lies_inside(spelling, folder))
    return next(filter(is_file, paths), None)


def _spellings(name: str) -> Iterator[str]:
    tried = {"": None}
    for text in (name, unquote(name)):
        for plain in (text, re.sub(r"\\([^\w\s])", r"\1", text), text.replace("\\", "/")):
            for form in (plain, *(unicodedata.normalize(f, plain) for f in ("NFC", "NFD"))):
                if form not in tried:
                    tried[form] = None
                    yield form


def lies_inside(name: str, folder: Path) -> bool:
    """Tell whether a relative path, its links followed, stays in a folder."""
    try:
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
        return inside and not Path(name).is_absolute()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long
        return False


def is_file(path: Path) -> bool:
    """Tell whether there is a file that may be looked at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
