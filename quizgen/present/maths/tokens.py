r"""TeX cut into tokens, and macros of the author's own put in place of their names.

A token is a sign, a run of white space or a command (`\frac`, `\,`); together they are the source,
to the character. Nothing here knows what a command means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\\|\s+|.", re.DOTALL)
_STARRED = frozenset({r"\operatorname*", r"\tag*", r"\hspace*", r"\DeclareMathOperator*"})
_MOST = 20_000
"""Tokens that a formula may grow to by its macros."""


class TexError(Exception):
    """Why some TeX can't be set, in words for its author. Nobody raises it outside this package."""

    def __init__(self, message: str, command: str = "", *, sound: bool = False) -> None:
        super().__init__(message)
        self.command = command
        """The command that isn't known, where that is why."""
        self.sound = sound
        """Whether the TeX is sound, and only our own face or layout isn't up to it."""


def tokens_of(tex: str) -> list[str]:
    """Cut TeX into tokens."""
    tokens: list[str] = []
    for token in _TOKEN.findall(tex):
        if len(token) > 2 and token[0] == "\\" and token[-1] == "*" and token not in _STARRED:
            tokens += [token[:-1], "*"]
        else:
            tokens.append(token)
    return tokens


def joined(tokens: Iterable[str]) -> str:
    """Write tokens as TeX again; a space parts a command from the letters behind it."""
    tex = ""
    for token in tokens:
        command = re.search(r"\\[A-Za-z]+\Z", tex)
        tex += f" {token}" if command and token[:1].isalpha() else token
    return tex


@dataclass(frozen=True, slots=True)
class _Macro:
    body: tuple[str, ...]
    parts: int
    default: tuple[str, ...] | None = None


class Tokens:
    """Tokens read one after another; macros are opened when they come up."""

    def __init__(self, tex: str) -> None:
        self.ahead = tokens_of(tex)[::-1]
        self.macros: dict[str, _Macro] = {}
        self.opened = 0

    def peek(self) -> str:
        """Give the next token that isn't white space; nothing at the end."""
        while self.ahead and (self.ahead[-1].isspace() or self._open_macro()):
            if self.ahead and self.ahead[-1].isspace():
                self.ahead.pop()
        return self.ahead[-1] if self.ahead else ""

    def take(self) -> str:
        """Take the next token that isn't white space; nothing at the end."""
        token = self.peek()
        if token:
            self.ahead.pop()
        return token

    def takes(self, token: str) -> bool:
        """Take the next token if it is this one."""
        if self.peek() != token:
            return False
        self.ahead.pop()
        return True

    def put(self, tex: str) -> None:
        """Put TeX before what is still to be read."""
        self.ahead += tokens_of(tex)[::-1]

    def raw_part(self, owner: str) -> str:
        """Take a part in braces, or one token, as it is written."""
        return joined(self._part(owner))

    def raw_choice(self) -> str | None:
        """Take a part in brackets as it is written; None where there is none."""
        if self.peek() != "[":
            return None
        self.ahead.pop()
        found: list[str] = []
        depth = 0
        while self.ahead:
            token = self.ahead.pop()
            if token == "]" and depth == 0:
                return joined(found)
            depth += {"{": 1, "}": -1}.get(token, 0)
            found.append(token)
        raise TexError("a [ has no ]")

    def _part(self, owner: str) -> list[str]:
        token = self.take()
        if not token or token == "}":
            raise TexError(f"{owner} lacks a part in braces")
        if token != "{":
            return [token]
        found: list[str] = []
        depth = 1
        while self.ahead:
            token = self.ahead.pop()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                return found
            found.append(token)
        raise TexError("a { has no }")

    def define(self, command: str) -> None:
        r"""Read what follows `\newcommand`, `\def`, `\let` or `\DeclareMathOperator`."""
        named = tokens_of(self._raw_name(command))
        name = named[0] if len(named) == 1 else ""
        if not name.startswith("\\"):
            raise TexError(f"{command} lacks the command to define")
        self.macros[name] = self._macro(command)

    def _macro(self, command: str) -> _Macro:
        """Read what a command stands for, behind its name."""
        if command == r"\let":
            self.takes("=")
            return _Macro((self.take(),), 0)
        if command.startswith(r"\DeclareMathOperator"):
            star = "*" if command.endswith("*") else ""
            shown = [rf"\operatorname{star}", "{", *self._part(command), "}"]
            return _Macro(tuple(shown), 0)
        if command == r"\def":
            parts = 0
            while self.takes("#"):
                parts = int(self.take() or 0)
            return _Macro(tuple(self._part(command)), parts)
        count, default = self.raw_choice(), self.raw_choice()
        parts = int(count) if count and count.isdigit() else 0
        filled = None if default is None else tuple(tokens_of(default))
        return _Macro(tuple(self._part(command)), parts, filled)

    def _raw_name(self, command: str) -> str:
        # The name itself must not be opened, should it be defined already.
        while self.ahead and self.ahead[-1].isspace():
            self.ahead.pop()
        if self.ahead and self.ahead[-1].startswith("\\"):
            return self.ahead.pop()
        return self.raw_part(command).strip()

    def _open_macro(self) -> bool:
        macro = self.macros.get(self.ahead[-1])
        if macro is None:
            return False
        name = self.ahead.pop()
        parts: list[list[str]] = []
        if macro.default is not None:
            chosen = self.raw_choice()
            parts.append(list(macro.default) if chosen is None else tokens_of(chosen))
        while len(parts) < macro.parts:
            parts.append(self._part(name))
        filled = _filled(macro.body, parts)
        self.opened += len(filled) + 1
        if self.opened > _MOST:
            raise TexError(f"{name} is defined by itself")
        self.ahead += filled[::-1]
        return True


def _filled(body: tuple[str, ...], parts: list[list[str]]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(body):
        follows = body[at + 1] if at + 1 < len(body) else ""
        if body[at] == "#" and follows.isdigit() and 0 < int(follows) <= len(parts):
            out += parts[int(follows) - 1]
            at += 2
        else:
            out.append(body[at])
            at += 1
    return out
