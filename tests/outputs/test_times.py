"""A note's time rises when its card changes, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from quizgen.model import item_options
from quizgen.outputs.anki.notes import Note, notes
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report
from quizgen.present.lower import LoweredItem, lower
from quizgen.release.content import note_hashes
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
    "how many to choose": ("[Gamma, Delta]", "[Gamma, Delta], choose: 2"),
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


FIRST_READ = r"""
questions:
  - id: paragraphs
    stimulus: |
      One *line*.

      Another,\
      broken.
    question: "What? $x^2$ and `a_b`"
    answer: |
      first

      second
    distractors: ["![A map](map.png)", {text: b, why: "No.  \nNever."}]
    explanation: "**All** [of it](https://a.org/x y)."
  - id: gaps
    cloze: "In `{{1::code}}`, {{2::two}}::x, $E = {{3::mc^{2}}}$ {{1::a {{4::b::h}}}}"
  - id: card
    front: "- 5 °C"
    back: "1. Juli\n\n\n– no"
  - id: pairs
    question: Match H~2~O.
    pairs: [["a", "1) x"], ["b", "| y |"]]
    hint: "A: $5 and $6"
"""


def test_texts_of_before_blocks_keep_their_hashes(check_text: Callable[..., Report]) -> None:
    """Every note with two paragraphs or a picture would be new, and learners' edits be lost."""
    Path("bank").mkdir()
    Image.new("RGB", (4, 3)).save("bank/map.png")
    report = check_text(FIRST_READ)
    assert note_hashes(lowered(report), {"map.png": "digest"}) == {
        ("paragraphs", "choice"): "1cfad8cdf2ff40be011019ad",
        ("gaps", "cloze"): "25335107fd901b84a56e0b3a",
        ("card", "basic"): "5b6c8a1557c5be34609dc709",
        ("pairs", "matching"): "c009d7917e8a7798609dc709",
    }


def lowered(report: Report) -> list[LoweredItem]:
    """Lower the items of a checked bank, their options as they are written."""
    items = report.sound_bank.items
    orders = [tuple(option.id for option in item_options(item)) for item in items]
    return [lower(item, order, (), "en", ()) for item, order in zip(items, orders, strict=True)]


BLOCK_EDITS = {
    "code": ("    x = 1", "  x = 1"),
    "row": ("| 1 |", "| 2 |"),
    "alignment": ("|--:|", "|---|"),
    "item": ("- one", "- ones"),
    "bullets become numbers": ("- one\n      - two", "1. one\n      2. two"),
    "number": ("3) a\n      4) b", "4) a\n      5) b"),
    "quote": ("> said", "said"),
    "formula": ("x^3", "x^4"),
    "line": ("The lamp,\n", "The lamp, "),
}
BLOCK_ITEM = """
questions:
  - id: q
    question: |
      ```python
          x = 1
      y
      ```
      | a |
      |--:|
      | 1 |

      - one
      - two

      3) a
      4) b

      > said

      $$x^3$$

      The lamp,
      the night.
    answer: a
    distractors: [b, c]
"""


@pytest.mark.parametrize("what", BLOCK_EDITS)
def test_a_changed_block_reaches_learners(check_text: Callable[..., Report], what: str) -> None:
    """A corrected program or table would stay wrong on every card."""
    old, new = BLOCK_EDITS[what]
    assert old in BLOCK_ITEM
    hashes = [
        note_hashes(lowered(check_text(text)), {})
        for text in (BLOCK_ITEM, BLOCK_ITEM.replace(old, new), BLOCK_ITEM.replace("python", "c"))
    ]
    assert hashes[0] != hashes[1]
    assert hashes[0] == hashes[2]  # no card shows a program's language
