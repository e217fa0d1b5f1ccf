"""What this version does to decks, papers and logs that an older one made; see README.md."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as replace_struct

from quizgen.outputs import Job, lower_items, render
from quizgen.pipeline.build import build
from quizgen.pipeline.check import examine
from quizgen.pipeline.plan import plan
from quizgen.pipeline.project import Project
from quizgen.release.content import note_hashes, note_key
from quizgen.release.lock import Lock, NoteKey, read_lock
from quizgen.review.lesson.event_log import read_log
from quizgen.review.results.results import answers_csv, report, results_of
from tests.anki import Anki
from tests.helpers import NATO

HERE = Path(__file__).parent
RECORDED = ("every-type", "german", "nato")
LATER = 2_500_000_000
"""After any edit that the real Anki dates by its own clock."""
MINE = " (My own words.)"


def changed(name: str) -> set[NoteKey]:
    """Give the notes that this version may change in a recorded deck."""
    lines = (HERE / "changed.txt").read_text("utf-8").splitlines()
    rows = [line.split(maxsplit=3) for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 4 for row in rows), "each line says what was wrong"
    return {(item, kind) for folder, item, kind, _ in rows if folder == name}


def lock_at(path: Path) -> Lock:
    lock, problems = read_lock(path.read_text("utf-8"), str(path))
    assert problems == []
    return lock


def planned(name: str) -> tuple[Job, Lock, Lock]:
    """Plan a recorded bank as this version builds it; with the lock before and after."""
    project = Project.of(HERE / name / "bank")
    report = examine(project)
    before = lock_at(HERE / name / "bank" / "quizgen.lock")
    job, after = plan(project, report, before, LATER)
    # What a check refuses by now is built again when its author has mended it, and not before.
    places = {problem.where for problem in report.problems if problem.level == "error"}
    items = [lowered.item for lowered in job.items]
    refused = [i.id for i in items if places & {i.where, *(e.where for e in i.evidence)}]
    job = replace(job, items=tuple(low for low in job.items if low.item.id not in refused))
    oldest = {item.oldest_id for item in items if item.id in refused}
    notes = {k: before.notes[k] if k[0] in oldest else v for k, v in after.notes.items()}
    return job, before, replace(after, notes=notes)


@pytest.mark.parametrize("name", RECORDED)
def test_no_note_changes_but_those_whose_card_was_wrong(name: str) -> None:
    """An upgrade would overwrite what learners wrote on cards that were right."""
    _, before, after = planned(name)
    assert after.notes.keys() == before.notes.keys()
    assert {key for key, stamp in after.notes.items() if stamp != before.notes[key]} == changed(
        name
    )


@pytest.mark.parametrize("name", RECORDED)
def test_papers_stay_what_they_are(name: str) -> None:
    """Papers printed before an upgrade would be marked by another order of items or options."""
    build_of = planned(name)[0]
    recorded = json.loads((HERE / name / "manifest.json").read_text("utf-8"))
    now = {
        (form.quiz.id, form.name): [(p.position, p.item.id, list(p.order)) for p in form.placed]
        for form in build_of.forms
    }
    for form in recorded["forms"]:
        order = [(item["position"], item["item"], item["options"]) for item in form["items"]]
        assert now[form["quiz"], form["form"]] == order


@pytest.mark.parametrize("name", RECORDED)
def test_old_logs_give_the_same_results(name: str) -> None:
    """Pupils would be marked otherwise than on the day of the lesson."""
    lesson = results_of(read_log(HERE / name / "lesson.quizlog"))
    old = (HERE / name / "answers.csv").read_text("utf-8")
    for then, now in zip(rows(old), rows(answers_csv(lesson)), strict=True):
        assert now | then == now
    told = json.loads((HERE / name / "report.json").read_text("utf-8"))
    assert holds(json.loads(json.dumps(report(lesson))), told)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def holds(now: Any, then: Any) -> bool:
    """Tell whether all that was said then is said now; more may be."""
    if isinstance(then, dict):
        return all(name in now and holds(now[name], value) for name, value in then.items())
    if isinstance(then, list):
        return len(now) == len(then) and all(map(holds, now, then))
    return bool(now == then)


@pytest.mark.peer
@pytest.mark.parametrize("name", RECORDED)
def test_learners_keep_their_edits(anki: Anki, tmp_path: Path, name: str) -> None:
    """A learner's words would vanish with the new edition, or their notes come twice."""
    anki.take(HERE / name / "deck.apkg")
    before = write_on_every_note(anki)
    job, _, _ = planned(name)
    new = tmp_path / "deck.apkg"
    with new.open("wb") as stream:
        render("anki", job).files[0].write(stream)
    log = anki.take(new)
    assert not log.new
    assert not log.conflicting
    notes = anki.notes()
    assert notes.keys() == before
    lost = {id for id, note in notes.items() if not note["Explanation"].endswith(MINE)}
    names = {i.item.oldest_id: i.item.id for i in (*job.items, *job.retired)}
    assert lost == {names[oldest] for oldest, _ in changed(name)}


def write_on_every_note(anki: Anki) -> set[str]:
    """Edit each note as a learner would; give their ids."""
    notes = anki.notes()
    for note in notes.values():
        note["Explanation"] += MINE
        note.tags.append("mine")
    anki.col.update_notes(list(notes.values()))
    return set(notes)


def shipped() -> tuple[Job, set[NoteKey]]:
    """Plan the shipped bank as it is today; with those of its notes that have retired."""
    project = Project.of(NATO)
    job, _ = plan(project, examine(project), lock_at(NATO / "quizgen.lock"), LATER)
    return job, {note_key(lowered.item) for lowered in job.retired}


def test_the_shipped_bank_keeps_its_learners() -> None:
    """An item of the first bank would vanish from it, or change without a reason given."""
    old = lock_at(HERE / "nato" / "bank" / "quizgen.lock").notes
    new = lock_at(NATO / "quizgen.lock").notes
    _, retired = shipped()
    assert old.keys() <= new.keys()
    assert not [key for key in old if new[key].gone]
    assert retired <= old.keys()
    assert {key for key in old if new[key] != old[key]} - retired == changed("question_bank")


MENDED_BEFORE_IT_RETIRED = {("who-supplied/pentagon", "choice")}
"""Its gap had turned a quote into its opposite."""


def test_what_the_shipped_bank_retires_says_what_it_said() -> None:
    """A learner's card would be rewritten on the day that it is told to be over."""
    old = lock_at(HERE / "nato" / "bank" / "quizgen.lock").notes
    job, retired = shipped()
    items = [replace_struct(lowered.item, status="ok") for lowered in job.retired]
    now = note_hashes(lower_items(items, job.bank.lang, job.citations), {})
    assert {key for key in retired if now[key] != old[key].hash} == MENDED_BEFORE_IT_RETIRED


@pytest.mark.peer
def test_learners_of_the_shipped_bank_keep_their_edits(anki: Anki, tmp_path: Path) -> None:
    """A rewritten bank would cost learners notes, reviews, or words on cards that were right."""
    anki.take(HERE / "nato" / "deck.apkg")
    before = write_on_every_note(anki)
    for turn in range(12):
        anki.review("NATO 75 summit", ease=1 + turn % 4)
    histories = anki.histories()
    job, retired = shipped()
    old = lock_at(HERE / "nato" / "bank" / "quizgen.lock").notes
    later = {key: replace(s, time=LATER) for key, s in job.stamps.items() if s != old.get(key)}
    job = replace(job, stamps={**job.stamps, **later})
    with (tmp_path / "deck.apkg").open("wb") as stream:
        render("anki", job).files[0].write(stream)
    log = anki.take(tmp_path / "deck.apkg")
    assert not log.conflicting
    notes = anki.notes()
    assert before <= notes.keys()
    assert len(log.new) == len(notes) - len(before)
    after = anki.histories()
    assert {id: after[id] for id in histories} == histories
    kept = {id for id in before if notes[id]["Explanation"].endswith(MINE)}
    names = {note_key(i.item): i.item.id for i in (*job.items, *job.retired)}
    given_way = {names[key] for key in retired | changed("question_bank")}
    assert before - kept == given_way
    assert {id for id in before if "retired" in notes[id]["Status"]} == {names[k] for k in retired}


def test_the_shipped_lock_is_what_a_build_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock in the repository would not be that of its bank, and a build change notes."""
    monkeypatch.chdir(NATO.parent.parent)
    build(NATO, tmp_path / "out", only=["anki"], now=LATER, locked=True)
