"""All text from sockets and HTTP comes in here, and is sound from here on.

Sound text can be written to any file and sent over any socket, a number fits the log,
and a message is no deeper than those of the protocol need: what is else is nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import MutableMapping
from typing import Any

Message = dict[str, Any]

DEEPEST = 8
"""Lists in lists; the protocol has two."""
LARGEST_NUMBER = 2**53
"""What a script's numbers, a double and a column of SQLite hold alike."""

_UNSOUND = re.compile("[\ud800-\udfff\0]")


def sound_text(text: str) -> str:
    """Replace what UTF-8 can't hold: halves of pairs, left where a script cuts a text."""
    return _UNSOUND.sub("\ufffd", text)


def read_message(frame: object) -> Message | None:
    """Read a frame: None for what is no message."""
    try:
        value = _sound(json.loads(frame if isinstance(frame, str) else ""))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _sound(value: Any, depth: int = 0) -> Any:
    match value:
        case list() | dict() if depth > DEEPEST:
            return None
        case str():
            return sound_text(value)
        case list():
            return [_sound(one, depth + 1) for one in value]
        case dict():
            values = _sound([*value.values()], depth)
            return dict(zip(map(sound_text, value), values, strict=True))
        case int() | float() if abs(value) < LARGEST_NUMBER:  # neither is NaN, nor Infinity
            return value
        case _:
            return None


def sound_scope(scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Give a request with its path, query and headers (cookies among them) as sound texts."""
    headers = [(name.lower(), _sound_bytes(value)) for name, value in scope["headers"]]
    return {
        **scope,
        "path": sound_text(scope["path"]),
        "query_string": _sound_bytes(scope.get("query_string", b"")),
        "headers": headers,
    }


def _sound_bytes(value: bytes) -> bytes:
    return sound_text(value.decode("utf-8", "replace")).encode()
