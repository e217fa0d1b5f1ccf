"""Papers on record: what was printed stays, whatever becomes of the bank."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizgen.assembly.arrangement import printed
from quizgen.pipeline.build import build
from quizgen.pipeline.manifest import Manifest
from quizgen.problems import BankError
from quizgen.release.lock import dump_lock, merged, read_lock
from tests.helpers import EVERY_TYPE, NOW

Write = Callable[..., Path]
OUT = Path("out/test-bank")
LOCK = Path("bank/quizgen.lock")
NAMES = ("ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen")


def bank_of(
    names: tuple[str, ...] = NAMES,
    corrected: tuple[str, ...] = (),
    quiz: str = "draw: [{count: 8}]",
    forms: str = "A, B, C",
) -> str:
    """Write questions of four options; of those corrected another option is the key."""
    questions = []
    for name in names:
        options = [name + sign for sign in "wxyz"]
        answer = options.pop(1 if name in corrected else 0)
        said = ", ".join(options)
        questions.append(
            f"  - {{id: {name}, question: Which {name}?, answer: {answer}, distractors: [{said}]}}\n"
        )
    return "questions:\n" + "".join(questions) + f"quizzes: [{{id: z, {quiz}, forms: [{forms}]}}]\n"


def forms_of() -> dict[str, dict[str, Any]]:
    """Give the forms that the last build made."""
    manifest = json.loads((OUT / "manifest.json").read_text("utf-8"))
    return {form["form"]: form for form in manifest["forms"] if "kept" not in form}


def orders_of(form: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Give a form's items with their options, as printed."""
    return [(item["item"], item["options"]) for item in form["items"]]


def paper_lines(text: str = "") -> list[list[str]]:
    """Give the lines of papers in the lock."""
    lines = (text or LOCK.read_text("utf-8")).splitlines()
    return [line.split(" ") for line in lines if line.startswith(("items ", "form "))]


def said_of(manifest: Manifest) -> list[str]:
    """Give what a build says of papers."""
    return [p.message for p in manifest.problems if p.code.startswith("paper")]


def test_a_build_puts_its_papers_on_record(bank_from: Write) -> None:
    """Nobody could make the key of a paper once the bank has changed."""
    build(bank_from(bank_of()), "out", now=NOW)
    made = forms_of()
    items, *forms = sorted(paper_lines(), reverse=True)
    assert items[0] == "items"
    assert items[2] == "z"
    assert [word.split(":")[0] for word in items[3:]] == sorted(NAMES)
    assert {(f[1], f[2], f[3], f[4], f[6]) for f in forms} == {
        (form["paper"], "z", name, "0", items[1]) for name, form in made.items()
    }
    assert {f[7] for f in forms} == {"2025-06-15T15:06:40Z"}
    before = LOCK.read_text("utf-8")
    build("bank", "out", now=NOW + 50)
    assert LOCK.read_text("utf-8") == before


def test_what_is_no_paper_adds_nothing(bank_from: Write) -> None:
    """A preview would be taken for what a class has."""
    folder = bank_from(bank_of())
    build(folder, "out", now=NOW, drafts=True)
    assert not LOCK.exists()
    build(folder, "out", now=NOW, only=["anki"])
    assert not paper_lines()
    with pytest.raises(BankError, match="lock-is-old"):
        build(folder, "out", now=NOW, locked=True)
    build(folder, "out", now=NOW, only=["pdf"])
    assert len(paper_lines()) == 4
    build(folder, "out", now=NOW, locked=True)


def test_a_corrected_key_moves_nothing(bank_from: Write) -> None:
    """A paper on pupils' desks would be worth nothing because of one wrong key."""
    build(bank_from(bank_of()), "out", now=NOW)
    before = forms_of()
    for corrected in (("fox",), ("fox", "dog"), ("fox", "dog", "ant", "bee"), NAMES):
        manifest = build(bank_from(bank_of(corrected=corrected)), "out", now=NOW)
        now = forms_of()
        assert {n: f["paper"] for n, f in now.items()} == {n: f["paper"] for n, f in before.items()}
        assert {n: orders_of(f) for n, f in now.items()} == {
            n: orders_of(f) for n, f in before.items()
        }
        assert len(said_of(manifest)) == 3
    assert not said_of(build("bank", "out", now=NOW))


def test_the_build_says_which_papers_a_change_touches(bank_from: Write) -> None:
    """A teacher would have to compare two keys by eye, or mark by the wrong one."""
    build(bank_from(bank_of()), "out", now=NOW)
    before = forms_of()
    manifest = build(bank_from(bank_of(corrected=("fox",))), "out", now=NOW)
    place = {n: [i for i, _ in orders_of(f)].index("fox") + 1 for n, f in before.items()}
    assert said_of(manifest) == [
        f"z, form {n}: the key of {place[n]} changed; paper {f['paper']} stays valid"
        for n, f in before.items()
    ]
    text = bank_of(corrected=("fox",)).replace("Which fox?", "Which fox then?")
    manifest = build(bank_from(text), "out", now=NOW)
    assert said_of(manifest) == [
        f"z, form {n}: {place[n]} reads differently; it was paper {f['paper']}, "
        f"and is paper {forms_of()[n]['paper']} now"
        for n, f in before.items()
    ]


def test_a_better_distractor_changes_its_item_alone(bank_from: Write) -> None:
    """A mended word would reshuffle seven questions that nobody touched."""
    build(bank_from(bank_of()), "out", now=NOW)
    before = forms_of()
    text = (
        bank_of().replace("elkz", "elephant").replace("foxw", "fox one").replace("foxx", "fox two")
    )
    manifest = build(bank_from(text), "out", now=NOW)
    for name, form in forms_of().items():
        pairs = list(zip(orders_of(before[name]), orders_of(form), strict=True))
        assert sorted(new[0] for old, new in pairs if old != new) == ["elk", "fox"]
        kept = [(i, [a == b for a, b in zip(o, n, strict=True)]) for (i, o), (_, n) in pairs]
        assert sorted(places.count(False) for _, places in kept) == [0] * 6 + [1, 2]
        assert form["paper"] != before[name]["paper"]
    papers = {line[1] for line in paper_lines() if line[0] == "form"}
    assert {form["paper"] for form in before.values()} < papers
    assert len([line for line in paper_lines() if line[0] == "items"]) == 2
    now = {n: f["paper"] for n, f in forms_of().items()}
    shutil.rmtree("out")
    build(bank_from(text.replace("antw", "the ant")), "out", now=NOW)
    again = {n: orders_of(f) for n, f in forms_of().items()}
    build(bank_from(text), "out", now=NOW)
    assert {n: f["paper"] for n, f in forms_of().items()} == now
    assert all(len([o for o in orders_of(f) if o in again[n]]) == 7 for n, f in forms_of().items())
    assert all(message.startswith("z, form ") for message in said_of(manifest))


def test_three_of_eight_leave_five_where_they_are(bank_from: Write) -> None:
    """Next year's paper would be another one, for three questions that were replaced."""
    build(bank_from(bank_of()), "out", now=NOW)
    before = forms_of()
    names = (*NAMES[:5], "ibis", "jay", "kiwi")
    build(bank_from(bank_of(names)), "out", now=NOW)
    now = forms_of()
    for name, form in now.items():
        same = [
            old[0]
            for old, new in zip(orders_of(before[name]), orders_of(form), strict=True)
            if old == new
        ]
        assert sorted(same) == sorted(NAMES[:5])
    build(bank_from(bank_of(names, corrected=("ant", "jay"))), "out", now=NOW)
    assert {n: f["paper"] for n, f in forms_of().items()} == {n: f["paper"] for n, f in now.items()}


def test_another_quiz_is_made_anew(bank_from: Write) -> None:
    """A few questions in common would chain a new quiz to the places of an old one."""
    build(bank_from(bank_of()), "out", now=NOW)
    names = ("ant", "bee", "ibis", "jay", "kiwi", "lynx", "mole", "newt")
    build(bank_from(bank_of(names)), "out", now=NOW)
    with_record = {n: f["paper"] for n, f in forms_of().items()}
    LOCK.unlink()
    shutil.rmtree("out")
    build("bank", "out", now=NOW)
    assert {n: f["paper"] for n, f in forms_of().items()} == with_record


def test_a_reshuffle_on_purpose(bank_from: Write) -> None:
    """A paper that is known in the other class could not be made another one."""
    folder = bank_from(bank_of())
    build(folder, "out", now=NOW)
    papers = [{f["paper"] for f in forms_of().values()}]
    for _ in range(2):
        build(folder, "out", now=NOW, reshuffle=True)
        papers.append({f["paper"] for f in forms_of().values()})
        build(folder, "out", now=NOW)
        assert {f["paper"] for f in forms_of().values()} == papers[-1]
    assert len(set.union(*papers)) == 9


def test_papers_of_the_version_before(bank_from: Write) -> None:
    """Whoever updates in the middle of a term would have papers without a key."""
    build(bank_from(bank_of()), "out", now=NOW)
    before = forms_of()
    notes = [ln for ln in LOCK.read_text("utf-8").splitlines() if ln[:5] not in ("items", "form ")]
    LOCK.write_text("\n".join(notes).replace("lock 2", "lock 1") + "\n", "utf-8")
    manifest = build(bank_from(bank_of(corrected=("fox", "dog", "elk"))), "out", now=NOW)
    assert {n: f["paper"] for n, f in forms_of().items()} == {
        n: f["paper"] for n, f in before.items()
    }
    assert "stays valid" in said_of(manifest)[0]
    assert LOCK.read_text("utf-8").startswith("quizgen-lock 2\n")
    assert {line[1] for line in paper_lines() if line[0] == "form"} == {
        form["paper"] for form in before.values()
    }


def test_papers_whose_order_nobody_can_compute(bank_from: Write) -> None:
    """A paper of another version's shuffling would move, and its questions be marked wrongly."""
    build(bank_from(bank_of()), "out", now=NOW)
    manifest = json.loads((OUT / "manifest.json").read_text("utf-8"))
    for form in manifest["forms"]:
        form["items"].reverse()
        for position, item in enumerate(form["items"], 1):
            item["position"] = position
            item["options"].reverse()
        form["paper"] = form["paper"][::-1]
    (OUT / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    LOCK.unlink()
    build(bank_from(bank_of(corrected=("fox",))), "out", now=NOW)
    for form in manifest["forms"]:
        assert orders_of(forms_of()[form["form"]]) == orders_of(form)
    now = {n: f["paper"] for n, f in forms_of().items()}
    shutil.rmtree("out")
    build(bank_from(bank_of(corrected=("fox", "ant"))), "out", now=NOW)
    assert {n: f["paper"] for n, f in forms_of().items()} == now


def test_every_type_stays_on_record(bank_from: Write) -> None:
    """A matching or an ordering would lose its key, or be called changed at every build."""
    build(bank_from(EVERY_TYPE), "out", now=NOW)
    text = LOCK.read_text("utf-8")
    assert read_lock(text, "l")[1] == []
    assert dump_lock(read_lock(text, "l")[0]) == text
    assert not said_of(build("bank", "out", now=NOW))
    changed = EVERY_TYPE.replace("[first, second, third]", "[second, first, third]")
    changed = changed.replace(
        "[Tokyo, Japan], [Seoul, South Korea]", "[Tokyo, South Korea], [Seoul, Japan]"
    )
    said = said_of(build(bank_from(changed), "out", now=NOW))
    assert all("the keys of" in message and "stays valid" in message for message in said)
    assert len(said) == 2


def test_two_locks_in_one(bank_from: Write) -> None:
    """After a merge a paper of one of two colleagues would have no key."""
    build(bank_from(bank_of()), "out", now=NOW)
    start = read_lock(LOCK.read_text("utf-8"), "l")[0]
    build(bank_from(bank_of(corrected=("ant",))), "out", now=NOW + 5)
    mine = read_lock(LOCK.read_text("utf-8"), "l")[0]
    LOCK.write_text(dump_lock(start), "utf-8")
    build(bank_from(bank_of(corrected=("bee",))), "out", now=NOW + 9)
    theirs = read_lock(LOCK.read_text("utf-8"), "l")[0]
    both = merged(mine, theirs)
    assert both == merged(theirs, mine)
    assert both.notes["ant", "choice"] == mine.notes["ant", "choice"]
    assert both.notes["bee", "choice"] == theirs.notes["bee", "choice"]
    assert set(both.papers.lines) == {*mine.papers.lines, *theirs.papers.lines}
    lines = {*dump_lock(mine).splitlines(), *dump_lock(theirs).splitlines()}
    papers = [line for line in lines if line.startswith(("items ", "form "))]
    assert sorted(papers) == sorted(" ".join(line) for line in paper_lines(dump_lock(both)))


@pytest.mark.parametrize("cut", ["items ", "form "])
def test_a_lock_that_lost_lines_says_so(bank_from: Write, cut: str) -> None:
    """Papers would lose their key in silence, or a traceback end the build."""
    build(bank_from(bank_of()), "out", now=NOW)
    text = LOCK.read_text("utf-8")
    broken = text.replace(cut, cut + "x", 1)
    assert {p.code for p in read_lock(broken, "l")[1]} == {"bad-lock"}
    _, problems = read_lock("quizgen-lock 3\nwhatever\n", "l")
    assert [(p.code, "newer quizgen" in p.help) for p in problems] == [("bad-lock", True)]


PASSAGES = """
passages:
  letter: {title: A letter, text: Dear friends.}
  map: {title: A map, text: A river.}
quizzes:
  - {id: y, draw: [{count: 6}], forms: [A, B]}
  - {id: x, vary: items, draw: [{count: 3}], forms: 3, seed: 5}
  - id: w
    sections:
      - {heading: One, draw: [{passage: letter, count: 2}, {passage: map, count: 1}]}
      - {items: [free-2, map-1, free-1]}
    forms: [A, B, "3"]
questions:
""" + "".join(
    f"  - {{id: {unit}-{n}, question: What of {unit} {n}?, answer: {unit}{n}a, "
    f"distractors: [{unit}{n}b, {unit}{n}c]{passage}}}\n"
    for unit, passage in (
        ("letter", ", passage: letter"),
        ("map", ", passage: map"),
        ("free", ""),
    )
    for n in range(1, 5)
)


@pytest.mark.parametrize("text", [EVERY_TYPE, PASSAGES])
def test_the_record_alone_gives_the_order(bank_from: Write, text: str) -> None:
    """The key of a paper would name the letters of another order."""
    build(bank_from(text), "out", now=NOW)
    record = read_lock(LOCK.read_text("utf-8"), "l")[0].papers
    forms = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    assert len(record.lines) == len(forms)
    by_paper = {form["paper"]: form for form in forms}
    for line in record.lines:
        order = [o for section in printed(record.arrangement(line)) for o in section]
        assert [(id, list(options)) for id, options in order] == orders_of(by_paper[line.paper])


def test_passages_stay_where_they_stood(bank_from: Write) -> None:
    """A corrected key, or a record from before, would part a passage from its questions."""
    build(bank_from(PASSAGES), "out", now=NOW)
    before = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    corrected = PASSAGES.replace(
        "answer: map1a, distractors: [map1b", "answer: map1b, distractors: [map1a"
    )
    build(bank_from(corrected), "out", now=NOW, reshuffle=True)
    shuffled = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    build("bank", "out", now=NOW)
    assert json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"] == shuffled
    LOCK.unlink()
    build("bank", "out", now=NOW)
    now = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    assert [f["paper"] for f in now] == [f["paper"] for f in shuffled]
    old = {f["paper"] for f in before if f["quiz"] != "x"}
    assert old <= {line[1] for line in paper_lines() if line[0] == "form"}


def some_of(*corrected: str) -> str:
    """Write questions that offer two of five wrong options; of those corrected another is right."""
    lines = []
    for name in NAMES:
        options = [f"{name} {n}" for n in range(6)]
        answer = options.pop(1 if name in corrected else 0)
        said = ", ".join(options)
        lines.append(
            f"  - {{id: {name}, question: Which {name}?, answer: {answer}, distractors: [{said}], "
            "show: 2}\n"
        )
    return "questions:\n" + "".join(lines) + "quizzes: [{id: z, draw: [{count: 8}], forms: 6}]\n"


def test_options_that_are_offered_in_turn(bank_from: Write) -> None:
    """A corrected key would bring other options onto papers that offer the right one already."""
    build(bank_from(some_of()), "out", now=NOW)
    before = forms_of()
    record = read_lock(LOCK.read_text("utf-8"), "l")[0].papers
    for line in record.lines:
        order = [o for section in printed(record.arrangement(line)) for o in section]
        assert [(id, list(options)) for id, options in order] == orders_of(before[line.form])
    build(bank_from(some_of("fox", "dog")), "out", now=NOW)
    right = {i["item"]: i["key"][0] for i in forms_of()["A"]["items"]}
    same = 0
    for name, form in forms_of().items():
        for old, new in zip(orders_of(before[name]), orders_of(form), strict=True):
            if right[old[0]] in old[1]:
                assert old == new
                same += old[0] in ("fox", "dog")
            else:
                assert len(set(old[1]) & set(new[1])) >= 1
            assert right[new[0]] in new[1]
    assert same
    now = {n: f["paper"] for n, f in forms_of().items()}
    shutil.rmtree("out")
    build("bank", "out", now=NOW + 9)
    assert {n: f["paper"] for n, f in forms_of().items()} == now
    build("bank", "out", now=NOW + 9, reshuffle=True)
    offered = {n: [set(options) for _, options in sorted(orders_of(f))] for n, f in before.items()}
    again = {n: [set(o) for _, o in sorted(orders_of(f))] for n, f in forms_of().items()}
    assert offered != again
