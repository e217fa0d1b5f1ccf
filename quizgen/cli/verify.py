"""`quizgen verify`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from quizgen.cli.console import print_json, progress, safe
from quizgen.outputs import counted
from quizgen.outputs.anki.verify import HELP, verify


def run_verify(path: Path, *, as_json: bool) -> int:
    """Import a deck into the real Anki, look at every card, and say what is wrong."""
    with progress(f"verifying {path}") as say:
        found = verify(path, say)
    if as_json:
        told = [{"code": f.code, "what": f.what, "help": HELP[f.code]} for f in found.flaws]
        print_json(
            {"notes": found.notes, "cards": found.cards, "decks": found.decks, "flaws": told}
        )
        return 1 if found.flaws else 0
    for code, group in groupby(found.flaws, key=lambda flaw: flaw.code):
        flaws = list(group)
        print(safe(f"{code} ({len(flaws)}): {HELP[code]}"))
        print(safe("\n".join(f"  {flaw.what}" for flaw in flaws)))
    made = f"{counted(found.notes, 'note')}, {counted(found.cards, 'card')}"
    said = counted(len(found.flaws), "flaw") if found.flaws else "every card is whole"
    print(safe(f"{path}: {made} in {', '.join(found.decks) or 'no deck'}: {said}"))
    return 1 if found.flaws else 0
