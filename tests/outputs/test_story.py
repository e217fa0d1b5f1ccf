"""A deck's life with its learners, from the first import to the third edition."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from time import time

import pytest

from quizgen.pipeline.build import build
from tests.anki import Anki, counts
from tests.helpers import NATO

pytestmark = pytest.mark.peer

DAY = 86_400
TODAY = int(time())
"""Anki itself goes by the clock: what the learner edits here is edited now."""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_life_of_a_deck(anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somewhere between two editions learners would lose a review, an interval or their own words."""
    monkeypatch.chdir(tmp_path)
    bank = Path(copytree(NATO, tmp_path / "nato"))
    copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    (bank / "quizgen.lock").unlink()

    # A teacher builds the deck in September, and a learner imports it.
    first = build(bank, "first", only=["anki"], now=TODAY - 30 * DAY)
    assert {step.change for step in first.steps} == {"new"}
    package = Path("first/nato-75-summit/deck.apkg")
    size = len(anki.take(package).new)
    assert size == first.notes > 50

    # The learner works through two dozen cards, well and less well.
    for turn in range(24):
        anki.review("NATO 75 summit", ease=1 + turn % 4)
    assert anki.reviews() == 24
    card = anki.notes()["who-is-who/kishida"].cards()[0]
    anki.col.sched.set_due_date([card.id], "30!")
    histories, reviews = anki.histories(), anki.reviews()

    # They add a mnemonic to one card and a tag of their own to another.
    mine = anki.notes()["who-is-who/yoon"]
    mine["Explanation"] += " (Yoon came soon.)"
    anki.col.update_note(mine)
    tagged = anki.notes()["aukus"]
    tagged.tags.append("hard")
    anki.col.update_note(tagged)

    # In October the teacher rewords one template and one question, retires a fact, adds an item.
    edit(
        bank / "attendance.yaml", "{person.office}; {part}", "{person.office}, as was told; {part}"
    )
    edit(
        bank / "context.yaml",
        "questions:\n",
        "questions:\n  - {id: added, topic: summit, question: Is this question new?, answer: true}\n",
    )
    fact = "  - id: carr\n    kind: attendance\n"
    edit(bank / "attendance.yaml", fact, f"{fact}    status: retired\n")
    second = build(bank, "second", only=["anki"], now=TODAY + DAY)
    changed = {step.id for step in second.steps if step.change == "changed"}
    retired = {step.id for step in second.steps if step.change == "retired"}
    assert {"who-is-who/kishida", "who-is-who/yoon"} <= changed
    assert all(id.startswith("who-is-who/") for id in changed)
    assert retired == {"who-is-who/carr"}
    assert [step.id for step in second.steps if step.change == "new"] == ["added"]

    # The learner imports it, options as they are. What was foretold is what happens.
    package = Path("second/nato-75-summit/deck.apkg")
    log = anki.take(package)
    news, updated, same, conflicts = counts(log)
    assert (news, updated, conflicts) == (1, len(changed) + len(retired), 0)
    assert same == size - updated

    # Every review and every interval is as it was; the mnemonic stood on a changed card and gave
    # way to it, the tag on an untouched card stayed.
    assert anki.reviews() == reviews
    after = anki.histories()
    assert {id: after[id] for id in histories} == histories
    assert after["who-is-who/kishida"][0][3] == 30
    assert "as was told" in anki.notes()["who-is-who/kishida"]["Back"]
    assert "soon" not in anki.notes()["who-is-who/yoon"]["Explanation"]
    assert "hard" in anki.notes()["aukus"].tags
    found = anki.col.find_notes("tag:quizgen::retired")
    assert {anki.col.get_note(id)["ID"] for id in found} == retired

    # Importing the same edition again changes nothing, and so does building it again.
    assert counts(anki.take(package)) == (0, 0, size + 1, 0)
    build(bank, "third", only=["anki"], now=TODAY + 30 * DAY)
    again = Path("third/nato-75-summit/deck.apkg")
    assert again.read_bytes() == package.read_bytes()

    # And the collection is as sound as Anki can tell.
    _, sound = anki.col.fix_integrity()
    assert sound
    assert not anki.col.get_empty_cards().notes
