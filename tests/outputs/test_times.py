"""A note's time rises when its card changes, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.outputs.anki.notes import Note, notes
from quizgen.pipeline.build import build
from quizgen.release.lock import Lock, read_lock
from tests.helpers import EVERY_TYPE, NOW, planned

EDITS = {
    "stem": ("Which one?", "Which?"),
    "key": ("answer: This one,", "answer: This,"),
    "distractor": ("That one", "Not that"),
    "why": ("It is other.", "It differs."),
    "another key": ("answer: true", "answer: false"),
    "explanation": ("explanation: It is.", "explanation: So it is."),
    "topic": ("id: single, topic: a", "id: single, topic: z"),
    "tags": ("id: single,", "id: single, tags: [new],"),
    "hint": ("id: truth,", "id: truth, hint: Rain,"),
    "stimulus": ("id: truth,", "id: truth, stimulus: It rains,"),
    "language": ("id: truth,", "id: truth, lang: de,"),
    "read aloud": ("id: truth,", "id: truth, audio: {say: Rain},"),
    "voice": ("id: truth,", "id: truth, audio: {say: Rain, lang: de},"),
    "accepted": ("[Fumio Kishida]", "[F. Kishida]"),
    "exact": ("answer: Kishida,", "answer: Kishida, match: exact,"),
    "tolerance": ("tolerance: 0.5", "tolerance: 1"),
    "unit": ("unit: areas", "unit: fields"),
    "blank": ("{{office}}", "{{2::office}}"),
    "blank's hint": ("::month", "::a month"),
    "a link round a blank": ("{{office}}", "[{{office}}](https://e.org)"),
    "left": ("[Tokyo, Japan]", "[Kyoto, Japan]"),
    "right": ("[Tokyo, Japan]", "[Tokyo, Nippon]"),
    "extra": ("[China]", "[Fiji]"),
    "steps": ("[first, second, third]", "[second, first, third]"),
    "kept in order": ("extra: [China]", "extra: [China], shuffle: false"),
    "rubric": ("Names a cause.", "Gives a cause."),
    "back": ("A pact", "The pact"),
    "reverse": ("reverse: true", "reverse: false"),
    "renamed": ("id: truth,", "id: verity, was: [truth],"),
    "retired": ("id: card,", "id: card, status: retired,"),
}
SAME = {
    "note to self": ("id: single,", "id: single, note: Look again,"),
    "level": ("id: open,", "id: open, level: 3,"),
    "points": ("id: open,", "id: open, points: 3,"),
    "lines": ("lines: 3", "lines: 5"),
    "another way to write a blank": ("{{office}}", "{{ office }}"),
    "another way to number": ("{{office}}", "{{c1::office}}"),
    "another way to tag": ("id: single, topic: a,", "id: single, tags: [a],"),
    "another way to part a topic": ("id: open, topic: c", "id: open, topic: c/"),
    "enemies": ("id: truth,", "id: truth, enemies: [single],"),
}


def made(bank: Path, lock: Lock, now: int) -> dict[str, Note]:
    """Give a bank's notes by guid."""
    return {note.guid: note for note in notes(planned(bank, lock, now))}


@pytest.mark.parametrize("what", [*EDITS, *SAME])
def test_a_notes_time(bank_from: Callable[..., Path], what: str) -> None:
    """A change would never reach learners; or one that no card shows would cost them their edits."""
    bank = bank_from(EVERY_TYPE)
    build(bank, "out", only=["anki"], now=NOW)
    lock, problems = read_lock(Path("bank/quizgen.lock").read_text("utf-8"), "lock")
    assert problems == []
    before = made(bank, lock, NOW)
    old, new = (EDITS | SAME)[what]
    assert old in EVERY_TYPE
    bank_from(EVERY_TYPE.replace(old, new, 1))
    after = made(bank, lock, NOW + 60)
    assert after.keys() == before.keys()
    risen = {guid for guid, note in after.items() if note.modified > before[guid].modified}
    differ = {
        guid
        for guid, note in after.items()
        if (note.fields, note.tags, note.ordinals)
        != (before[guid].fields, before[guid].tags, before[guid].ordinals)
    }
    assert len(risen) == (1 if what in EDITS else 0)
    assert differ == risen
