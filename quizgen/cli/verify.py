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
        checked = verify(path, say)
    if as_json:
        flaws_json = [{"code": f.code, "what": f.what, "help": HELP[f.code]} for f in checked.flaws]
        print_json(
            {
                "notes": checked.notes,
                "cards": checked.cards,
                "decks": checked.decks,
                "flaws": flaws_json,
                "not_done": checked.not_done,
            }
        )
        return 1 if checked.flaws else 0
    for code, group in groupby(checked.flaws, key=lambda flaw: flaw.code):
        flaws = list(group)
        print(safe(f"{code} ({len(flaws)}): {HELP[code]}"))
        print(safe("\n".join(f"  {flaw.what}" for flaw in flaws)))
    counts = f"{counted(checked.notes, 'note')}, {counted(checked.cards, 'card')}"
    verdict = counted(len(checked.flaws), "flaw") if checked.flaws else "every card is whole"
    print(safe(f"{path}: {counts} in {', '.join(checked.decks) or 'no deck'}: {verdict}"))
    if checked.not_done:
        print(safe(checked.not_done))
    return 1 if checked.flaws else 0
