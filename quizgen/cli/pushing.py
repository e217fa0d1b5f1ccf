"""`quizgen push`: hands a built deck to a running Anki, through the add-on AnkiConnect.

One call, `importPackage`: AnkiConnect's others can neither read nor set guids, so a deck made
through them would lose what makes updates safe. Nothing is ever deleted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from quizgen.cli.building import import_counts, named_bank
from quizgen.cli.printing import print_problems, progress, safe
from quizgen.pipeline import build
from quizgen.problems import QuizgenError

_VERSION = 6
_SOON, _LONG = 5, 900
"""Seconds: to see whether anybody is there, and for Anki to import a large deck."""


def run_push(bank: Path, out: Path, *, address: str, key: str) -> int:
    """Build a bank's deck and have the running Anki import it."""
    connection = _AnkiConnect(address, key)
    connection.ask("version", _SOON)  # before any work, and with a clear word if nobody is there
    with progress(f"building {bank}") as say:
        manifest = build(named_bank(bank), out, only=["anki"], progress=say)
        print_problems(manifest.problems, infos=False)
        if not manifest.made:
            raise QuizgenError(f"{bank} has no cards to push")
        deck = (Path(manifest.folder) / "deck.apkg").absolute()
        say("importing")
        done = connection.ask("importPackage", _LONG, path=str(deck))
    if done is not True:
        raise QuizgenError(
            "Anki did not import the deck: it has no profile open; open one, and push again"
        )
    counts = [f"{n} {what}" for what, n in import_counts(manifest).items() if n]
    print(safe(f"Anki has imported {deck} ({', '.join(counts)} since the build before)."))
    if manifest.retired:
        print("To find retired cards, search for tag:quizgen::retired in Anki's browser.")
    return 0


class _AnkiConnect:
    def __init__(self, address: str, key: str) -> None:
        self.address = address
        self.key = key

    def ask(self, action: str, seconds: float, **params: Any) -> Any:
        """Call an action and give its result. Raises QuizgenError."""
        body = {"action": action, "version": _VERSION, "params": params}
        if self.key:
            body["key"] = self.key
        try:
            request = Request(self.address, json.dumps(body).encode())  # noqa: S310 - checked by the caller
            # No proxy: the deck's path means something on this machine alone.
            with build_opener(ProxyHandler({})).open(request, timeout=seconds) as answer:
                told = json.loads(answer.read())
            result, refusal = told["result"], told["error"]
        except TimeoutError as error:
            raise QuizgenError(
                f"Anki does not answer at {self.address}: close its open windows and try again"
            ) from error
        except (HTTPError, ValueError, KeyError, TypeError) as error:
            raise QuizgenError(f"what answers at {self.address} is not AnkiConnect") from error
        except OSError as error:
            raise QuizgenError(
                f"no Anki answers at {self.address}: start Anki; it needs the add-on AnkiConnect "
                "(Tools > Add-ons > Get Add-ons, code 2055492159)"
            ) from error
        if refusal:
            raise QuizgenError(f"AnkiConnect refuses: {refusal}")
        return result
