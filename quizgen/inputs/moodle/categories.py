"""Moodle's names of categories: `$course$/top/Default for Biology/Cells`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OUTER = re.compile(r"\$\w+\$")
_SLASH = re.compile(r"(?<!/)/(?!/)")
_DEFAULT = re.compile(
    r"(?:default for|standard für|défaut pour|por defecto en)\s+(?P<name>.+)", re.IGNORECASE
)


def _parts_of(name: str) -> list[str]:
    parts = [part.replace("//", "/").strip() for part in _SLASH.split(name)]
    while parts and (_OUTER.fullmatch(parts[0]) or parts[0].lower() == "top" or not parts[0]):
        parts.pop(0)
    return parts


def path_of(name: str) -> tuple[str, ...]:
    """Give the names of a category and of those above it; `//` is a slash in a name.

    What Moodle itself makes for a course is the bank, and no topic.
    """
    parts = _parts_of(name)
    return tuple(parts[1:] if parts and _DEFAULT.fullmatch(parts[0]) else parts)


def title_of(name: str) -> str:
    """Give what the outermost category is called, without Moodle's own words."""
    parts = _parts_of(name)
    default = _DEFAULT.fullmatch(parts[0]) if parts else None
    return default["name"] if default else "".join(parts[:1])


def root_of(paths: Sequence[Sequence[str]]) -> str:
    """Give the category that holds all others, where there is one: it is the bank, and no topic."""
    firsts = {path[0] if path else "" for path in paths}
    return firsts.pop() if len(firsts) == 1 and max(map(len, paths), default=0) > 1 else ""
