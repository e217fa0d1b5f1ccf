"""Hands a deck to a running Anki, through the add-on AnkiConnect.

One call, `importPackage`: AnkiConnect's others can neither read nor set guids, so a deck made
through them would lose what makes updates safe. Nothing is ever deleted.
"""

from __future__ import annotations

import json
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from quizgen.problems import QuizgenError

_VERSION = 6
_SOON, _LONG = 5, 900
"""Seconds: to see whether anybody is there, and for Anki to import a large deck."""


class AnkiConnect:
    """The door of an Anki that may be running. Its methods raise QuizgenError."""

    def __init__(self, address: str, key: str = "") -> None:
        """Remember where it listens, such as `http://127.0.0.1:8765`, and its apiKey."""
        self.address = address
        self.key = key

    def greet(self) -> None:
        """See whether Anki is there."""
        version = self._ask("version", _SOON)
        if not isinstance(version, int) or version is True:
            raise QuizgenError(f"what answers at {self.address} is not AnkiConnect")
        if version < _VERSION:
            raise QuizgenError(f"this AnkiConnect is of version {version}: update the add-on")

    def import_package(self, deck: Path) -> None:
        """Have Anki import a deck; the path must mean the same to it as to us."""
        if self._ask("importPackage", _LONG, path=str(deck.absolute())) is not True:
            raise QuizgenError(
                "Anki did not import the deck: it has no profile open; open one, and push again"
            )

    def _ask(self, action: str, seconds: float, **params: Any) -> Any:
        body = {"action": action, "version": _VERSION, "params": params}
        if self.key:
            body["key"] = self.key
        try:
            request = Request(self.address, json.dumps(body).encode())  # noqa: S310 - http alone
            # No proxy: the deck's path means something on this machine alone.
            with build_opener(ProxyHandler({})).open(request, timeout=seconds) as answer:
                reply = json.loads(answer.read())
            result, refusal = reply["result"], reply["error"]
        except TimeoutError as error:
            raise QuizgenError(
                f"Anki does not answer at {self.address}: close its open windows and try again"
            ) from error
        except (
            HTTPError,
            HTTPException,
            ValueError,
            LookupError,
            TypeError,
            RecursionError,
        ) as error:
            raise QuizgenError(f"what answers at {self.address} is not AnkiConnect") from error
        except OSError as error:
            raise QuizgenError(
                f"no Anki answers at {self.address}: start Anki; it needs the add-on AnkiConnect "
                "(Tools > Add-ons > Get Add-ons, code 2055492159)"
            ) from error
        if refusal:
            raise QuizgenError(f"AnkiConnect refuses: {refusal}")
        return result
