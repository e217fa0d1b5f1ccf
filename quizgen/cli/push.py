"""`quizgen push`."""

from __future__ import annotations

from pathlib import Path

from quizgen.cli.build import HOME, named_bank
from quizgen.cli.console import print_problems, progress, safe
from quizgen.outputs import counted
from quizgen.outputs.anki.connect import AnkiConnect
from quizgen.pipeline.build import build
from quizgen.problems import QuizgenError
from quizgen.release.history import HOW_TO_FIND_RETIRED


def run_push(bank: Path, out: Path, *, address: str, key: str) -> int:
    """Build a bank's deck and have the running Anki import it."""
    anki = AnkiConnect(address, key)
    anki.greet()  # before any work, and with a clear word if nobody is there
    with progress(f"building {bank}") as say:
        manifest = build(named_bank(bank), out, only=["anki"], home=HOME, progress=say)
        print_problems(manifest.problems, infos=False)
        if not manifest.made:
            raise QuizgenError(f"{bank} has no cards to push")
        deck = Path(manifest.folder) / "deck.apkg"
        say("importing")
        anki.import_package(deck)
    print(safe(f"Anki has imported {deck} ({counted(manifest.notes, 'note')})."))
    if manifest.retired:
        print(HOW_TO_FIND_RETIRED)
    return 0
