"""Text files as programs write them: their encoding, and their ends of lines."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE


def text_of(data: bytes) -> str | None:
    """Decode a text file; None where it is none that can be told.

    UTF-8 and UTF-16 by their signs; what is neither is read as Windows-1252 if every letter of it
    is one there, as programs on Windows still write it.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = _decoded(data, "utf-16")
    else:
        text = _decoded(data, "utf-8-sig") or _decoded(data, "cp1252")
    if text is None or "\0" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
