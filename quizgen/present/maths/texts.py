r"""Words inside a formula: what stands in `\text{...}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from xml.etree import ElementTree as ET

from quizgen.present.maths import commands as tex
from quizgen.present.maths.tokens import TexError, Tokens, joined, tokens_of
from quizgen.present.maths.tree import lettered, node, space

Inner = Callable[[str], list[ET.Element]]
_MATHS = re.compile(r"(?<!\\)(\$(?:[^$\\]|\\.)*\$|\\\((?:[^\\]|\\[^)])*\\\))", re.DOTALL)
_SPACES = {
    "\\ ": "\u00a0",
    r"\,": "\u2009",
    r"\;": "\u2005",
    r"\:": "\u2005",
    r"\!": "",
    "~": "\u00a0",
}
_BRACES = {r"\{": "{", r"\}": "}"}
_IN_WORDS = frozenset({r"\ce", r"\pu", *tex.UNDERS, r"\ref"})


def text_nodes(written: str, font: str, inner: Inner) -> list[ET.Element]:
    r"""Give words as nodes; `$...$` among them is maths, and fonts may change.

    Args:
        written: What stands between the braces, as it is written.
        font: The font of the words, empty for plain ones.
        inner: Reads maths, and commands that words may hold.
    """
    nodes: list[ET.Element] = []
    for part in _MATHS.split(written):
        if part.startswith(("$", r"\(")):
            ends = 1 if part.startswith("$") else 2
            nodes += inner(part[ends:-ends])
        elif part:
            nodes += _words(part, font, inner)
    return nodes


def _words(written: str, font: str, inner: Inner) -> Iterator[ET.Element]:
    for is_said, pieces in groupby(_pieces(written, font, inner), lambda p: isinstance(p, str)):
        if is_said:
            yield from _said("".join(map(str, pieces)), font)
        else:
            yield from chain.from_iterable(piece for piece in pieces if not isinstance(piece, str))


def _pieces(written: str, font: str, inner: Inner) -> Iterator[str | list[ET.Element]]:
    """Give the signs of words, and as nodes what stands among them."""
    source = Tokens(written)
    while source.ahead:
        token = source.ahead.pop()
        if token in tex.TEXTS or token in tex.FONTS or token == "{":
            yield _inner_words(token, source, font, inner)
        elif token in {r"\quad", r"\qquad"}:
            yield [space(tex.SPACES[token])]
        elif token in _UNITS_AND_CHEMISTRY:
            rest = token + joined(source.ahead[::-1])
            cut = _command_length(rest)
            source.ahead = tokens_of(rest[cut:])[::-1]
            yield inner(rest[:cut])
        else:
            yield _sign(token, source)


def _inner_words(token: str, source: Tokens, font: str, inner: Inner) -> list[ET.Element]:
    """Read words in braces, which may have a font of their own."""
    if token == "{":
        source.ahead.append(token)
    own = tex.TEXTS.get(token) or tex.FONTS.get(token) or font
    return text_nodes(source.raw_part(token), font if own == "normal" else own, inner)


_UNITS_AND_CHEMISTRY = frozenset({r"\ce", r"\pu", r"\SI", r"\qty", r"\si", r"\unit", r"\num"})


def _command_length(rest: str) -> int:
    """Tell how far a command reaches with its parts, given what begins with it."""
    source = Tokens(rest)
    two = source.ahead.pop() in {r"\SI", r"\qty"}
    source.raw_choice()
    for _ in range(2 if two else 1):
        source.raw_part("a command")
    return len(rest) - len(joined(source.ahead[::-1]))


def _sign(token: str, source: Tokens) -> str:
    if token.isspace():
        return "\u00a0"  # which nobody drops at the ends of words
    if token in tex.IGNORED:
        return ""
    if token in _SPACES:
        return _SPACES[token]
    if token in tex.TEXT_ACCENTS:
        return _accented(token, source)
    if token in tex.PLAIN:
        if source.ahead and source.ahead[-1].isspace() and token[1:].isalpha():
            source.ahead.pop()
        return tex.PLAIN[token]
    _refuse_in_words(token)
    return _BRACES.get(token, token)


def _refuse_in_words(token: str) -> None:
    if token == "}":
        raise TexError("a } has no {")
    if token in {"$", "#", "%"}:
        raise TexError(rf"a {token} can't stand in \text; write \{token} for the sign")
    if token.startswith("\\") and token not in _BRACES:
        raise TexError(rf"{token} can't stand in \text; close the text before it", token)


def _accented(token: str, source: Tokens) -> str:
    letter = source.raw_part(token).strip()
    return unicodedata.normalize("NFC", letter[:1] + tex.TEXT_ACCENTS[token]) + letter[1:]


def _said(words: str, font: str) -> Iterator[ET.Element]:
    """Give words as a node; letters of Unicode's own fonts where there are."""
    if not words:
        return
    if not words.strip():
        yield space(f"{0.25 * len(words)}em")
        return
    # A hyphen would be drawn as a line; the hyphen of typesetters is one.
    yield node("mtext", lettered(words.replace("-", "\u2010"), font))
