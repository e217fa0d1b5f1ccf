"""Bytes to letters: marked, declared, or told by what they would spell."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from quizgen.problems import QuizgenError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|^\s*<\?xml[^>]{0,100}encoding=["']([\w-]+)""",
    re.IGNORECASE,
)
# A page that says Latin-1 or ASCII means Windows-1252 (WHATWG Encoding, 4.2).
_MEANT = {"iso-8859-1": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254"}
_NAMES = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Letters, and how sure we are of them."""

    text: str
    note: str = ""
    """What to look at, where the encoding was only guessed."""


def decode(data: bytes, name: str, encoding: str = "", *, is_page: bool = False) -> Decoded:
    """Give the letters of a file.

    Args:
        data: Its bytes.
        name: What to call it in messages.
        encoding: The one to be used, if it is known.
        is_page: It may declare its encoding in a `meta`.

    Raises QuizgenError where it is no text, or not in the encoding named.
    """
    if encoding:
        return Decoded(_by_name(data, name, encoding))
    declared = _declared(data) if is_page else ""
    decoded = _marked(data) or _utf8(data) or _wide(data) or _as_declared(data, declared)
    decoded = decoded or _guessed(data)
    if len(_BINARY.findall(decoded.text)) > len(decoded.text) // 500:
        raise QuizgenError(f"{name} holds no text that can be read; save its text as a .txt file")
    return decoded


def _by_name(data: bytes, name: str, encoding: str) -> str:
    try:
        # A codec such as base64 or rot13 is none of letters, and unknown here.
        text = data.decode(encoding)
    except LookupError as error:
        raise QuizgenError(
            f"there is no encoding {encoding!r}; try utf-8, windows-1252 or utf-16"
        ) from error
    except (ValueError, OSError) as error:  # a UnicodeDecodeError is one
        raise QuizgenError(
            f"{name} is not in {encoding} ({error}); leave --encoding out"
        ) from error
    return text.removeprefix("\ufeff")


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"))
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # Letters in two bytes each are UTF-8, too, where they are ASCII: every second is a zero.
    return None if text.count("\x00") > len(text) // 10 else Decoded(text)


def _wide(data: bytes) -> Decoded | None:
    """Read UTF-16 without its mark: in Latin script every second byte is a zero."""
    half = max(1, len(data) // 2)
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if zeros.count(0) > 0.6 * half:
            return Decoded(data.decode(encoding, "replace"))
    return None


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:8192])
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared).name
        if encoding.startswith("utf"):
            return None  # it is not: that was tried
        text = data.decode(_MEANT.get(encoding, encoding), "replace")
    except (LookupError, ValueError):
        return None
    return Decoded(text)


def _guessed(data: bytes) -> Decoded:
    """Guess: Western letters, unless half of all letters are beyond ASCII."""
    beyond = sum(byte > 127 for byte in data)
    letters = sum(chr(byte).isalpha() for byte in data if byte < 128)
    # A few broken bytes in UTF-8 are a slip, not another encoding.
    mostly = data.decode("utf-8", "replace")
    broken = mostly.count("\ufffd")
    if broken * 5 < sum(ord(sign) > 127 for sign in mostly):
        return Decoded(mostly, f"{broken} signs were broken (shown as \ufffd): save the text again")
    encoding = _guess_script(data) if beyond > letters else "cp1252"
    text = data.decode(encoding, "replace")
    shown = next((word for word in text.split() if not word.isascii()), "")
    return Decoded(
        text,
        f"it is not UTF-8 and was read as {_NAMES.get(encoding, encoding)} ({shown[:40]!r}); if "
        "its letters are wrong, name their encoding: --encoding NAME",
    )


def _guess_script(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return best.encoding if best else "cp1252"
