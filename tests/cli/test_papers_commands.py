"""`quizgen key`, `quizgen papers` and the copies of a lock, as a teacher uses them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from quizgen.cli.app import app
from quizgen.pipeline.build import build
from quizgen.release.lock import read_lock
from tests.helpers import EVERY_TYPE, NOW
from tests.outputs.pdf.reading import flat
from tests.test_papers import LOCK, NAMES, OUT, bank_of, forms_of, orders_of, paper_lines

Write = Callable[..., Path]


def run(*arguments: str) -> Result:
    """Run quizgen in the folder of the test."""
    return CliRunner().invoke(app, list(arguments))


def key_of(*arguments: str) -> dict[int, tuple[str, str]]:
    """Give the answers of a key, and what it says of each, by position."""
    result = run("key", *arguments, "bank", "--out", "out", "--json")
    assert result.exit_code == 0, result.output
    items = json.loads(result.stdout)["items"]
    return {item["position"]: (item["answer"], item["differs"]) for item in items}


def letters_of(form: str) -> dict[int, str]:
    """Give the right letters of a form, as its manifest says them."""
    return {
        item["position"]: "ABCDE"[item["options"].index(item["key"][0])]
        for item in forms_of()[form]["items"]
    }


@pytest.fixture
def printed(bank_from: Write) -> dict[str, str]:
    """Print three forms; give their papers."""
    build(bank_from(bank_of()), "out", now=NOW)
    return {name: form["paper"] for name, form in forms_of().items()}


def test_the_key_of_a_paper_as_it_was(bank_from: Write, printed: dict[str, str]) -> None:
    """A substitute would have no key, or that of another paper."""
    for name, paper in printed.items():
        said = key_of(paper[:6])
        assert {n: answer for n, (answer, _) in said.items()} == letters_of(name)
        assert not any(differs for _, differs in said.values())
    table = run("key", printed["B"], "bank", "--out", "out").stdout
    assert f"z, form B, paper {printed['B']}, first made on 2025-06-15" in table
    assert "It is the key that was printed." in table


def test_the_key_of_an_old_paper_by_todays_answers(
    bank_from: Write, printed: dict[str, str]
) -> None:
    """A class's old papers would be marked by letters of other options."""
    at = {id: n for n, (id, _) in enumerate(orders_of(forms_of()["B"]), 1)}
    before = letters_of("B")
    text = bank_of(
        ("ant", "bee", "cat", "dog", "elk", "fox", "gnu"), ("fox",), "draw: [{count: 7}]"
    )
    text = text.replace("Which ant?", "Which ant then?").replace("elkw", "elk the first")
    build(bank_from(text), "out", now=NOW, seed=4, clean=True)
    said = key_of(printed["B"])
    for id in ("ant", "bee", "cat", "dog", "elk", "gnu", "hen"):
        assert said[at[id]][0] == before[at[id]]
    assert said[at["fox"]][0] != before[at["fox"]]
    assert {id: said[place][1] for id, place in at.items()} == {
        "ant": "it reads differently now",
        "bee": "",
        "cat": "",
        "dog": "",
        "elk": "it has other options now",
        "fox": f"the key changed, it was {before[at['fox']]}",
        "gnu": "",
        "hen": "it is in the bank no more; the key is the one it had",
    }


def test_what_nobody_can_tell_is_said(bank_from: Write, printed: dict[str, str]) -> None:
    """A guess would be marked as a fact."""
    at = {id: n for n, (id, _) in enumerate(orders_of(forms_of()["A"]), 1)}
    text = bank_of().replace("antw", "one").replace("antx", "two").replace("anty", "three")
    bank_from(text)
    answer, differs = key_of(printed["A"])[at["ant"]]
    assert answer == "?"
    assert "nobody can tell which is which; when it was printed, the key was" in differs


def test_every_type_has_a_key(bank_from: Write) -> None:
    """A typed answer or a matching would be missing from the key of an old paper."""
    build(bank_from(EVERY_TYPE), "out", now=NOW)
    form = forms_of()["A"]
    answers = {item["item"]: key_of(form["paper"])[item["position"]][0] for item in form["items"]}
    assert answers["truth"] == "A"
    assert answers["short"] == "Kishida"
    assert answers["number"] == "16 areas"
    assert answers["cloze"] == "office · November"
    (order,) = [i for i in form["items"] if i["item"] == "ordering"]
    ranks = {"ABC"[order["options"].index(id)]: n for n, id in enumerate(order["key"], 1)}
    assert answers["ordering"] == ", ".join(f"{sign}{ranks[sign]}" for sign in "ABC")
    (match,) = [i for i in form["items"] if i["item"] == "matching"]
    assert answers["matching"] == ", ".join(
        f"{n}{'ABC'[match['options'].index(id)]}" for n, id in enumerate(match["key"], 1)
    )


def test_a_hash_that_names_no_paper(bank_from: Write, printed: dict[str, str]) -> None:
    """A typing error would end in a traceback, or in another paper's key."""
    result = run("key", "zzz", "bank", "--out", "out")
    assert result.exit_code == 1
    assert "no paper 'zzz' is on record" in result.stderr
    assert run("key", "", "bank", "--out", "out").exit_code == 1
    assert run("papers", "bank", "--items", "a", "--again", "b").exit_code == 2


def test_the_list_of_papers(bank_from: Write, printed: dict[str, str]) -> None:
    """Nobody would know what was printed, when, and for whom."""
    Path("10b.csv").write_text("name,id\nAda,1\nBob,2\n", "utf-8")
    assert run("pdf", "bank", "--roster", "10b.csv", "--out", "out").exit_code == 0
    rows = json.loads(run("papers", "bank", "--out", "out", "--json").stdout)
    classes = {"A": "", "B": "", "C": "", "1": "10b.csv", "2": "10b.csv"}
    assert {r["form"]: r["class"] for r in rows} == classes
    assert {(r["quiz"], len(r["day"])) for r in rows} == {("z", 10)}
    assert {r["paper"] for r in rows if not r["class"]} == set(printed.values())
    assert "10b.csv" in run("papers", "bank", "--out", "out").stdout
    (pupils,) = [r["paper"] for r in rows if r["form"] == "2"]
    assert len(key_of(pupils)) == len(NAMES)


def test_a_paper_again(bank_from: Write, printed: dict[str, str]) -> None:
    """A paper that was lost could not be handed out again, or came back as another one."""
    original = flat(OUT / "z-B.pdf")
    text = bank_of()
    build(bank_from(text), "out", now=NOW, seed=4, clean=True)
    result = run("papers", "bank", "--again", printed["B"], "--out", "out")
    assert result.exit_code == 0, result.output
    assert flat(OUT / f"z-B.again-{printed['B']}.pdf") == original
    lines = LOCK.read_text("utf-8")
    bank_from(text.replace("Which ant?", "Which ant then?"))
    result = run("papers", "bank", "--again", printed["B"], "--out", "out")
    again = flat(OUT / f"z-B.again-{printed['B']}.pdf")
    assert again.split("Which ant then?")[0] == original.split("Which ant?")[0]
    assert f"It differs from paper {printed['B']}" in result.stdout
    new = result.stdout.split("is paper ")[1][:8]
    assert new in again
    assert len(paper_lines()) == len(paper_lines(lines)) + 2
    assert len(key_of(new)) == len(NAMES)
    build("bank", "out", now=NOW + 9)
    assert [again.index(f"Which {id}") for id, _ in orders_of(forms_of()["B"])] == sorted(
        again.index(f"Which {id}") for id in NAMES
    )


def test_a_paper_as_a_hand_picked_quiz(bank_from: Write, printed: dict[str, str]) -> None:
    """Next year's draw would bring other questions, and three changes move the rest."""
    before = orders_of(forms_of()["B"])
    text = bank_of()
    quiz = run("papers", "bank", "--items", printed["B"], "--out", "out").stdout
    picked = text[: text.index("quizzes:")] + "quizzes:\n" + quiz
    more = "".join(
        f"  - {{id: {n}, question: Which {n}?, answer: {n}a, distractors: [{n}b, {n}c]}}\n"
        for n in ("ibis", "jay", "kiwi")
    )
    picked = picked.replace("quizzes:", more + "quizzes:")
    build(bank_from(picked), "out", now=NOW)
    assert orders_of(forms_of()["B"]) == before
    gone = [id for id, _ in before][1:6:2]
    for id, new in zip(gone, ("ibis", "jay", "kiwi"), strict=True):
        picked = picked.replace(f"          - {id}\n", f"          - {new}\n")
    build(bank_from(picked), "out", now=NOW)
    now = orders_of(forms_of()["B"])
    assert [i for i, _ in now] == [before[0][0], "ibis", before[2][0], "jay", before[4][0], "kiwi",
                                   before[6][0], before[7][0]]  # fmt: skip
    assert [o for o in now if o in before] == [o for o in before if o[0] not in gone]


def test_papers_forgotten(bank_from: Write, printed: dict[str, str]) -> None:
    """A trial print would stand in the list for ever."""
    build("bank", "out", now=NOW, seed=9, clean=True)
    a, b = printed["A"], printed["B"]
    result = run("papers", "bank", "--forget", f"{a},{b}", "--out", "out")
    assert result.exit_code == 0, result.output
    papers = {line[1] for line in paper_lines() if line[0] == "form"}
    assert not papers & {a, b}
    assert printed["C"] in papers
    assert read_lock(LOCK.read_text("utf-8"), "l")[1] == []
    assert run("key", a, "bank", "--out", "out").exit_code == 1


@pytest.mark.parametrize(
    "name",
    [
        "quizgen-LAPTOP-7.lock",
        "quizgen (Ada's conflicted copy 2026-11-25).lock",
        "quizgen.sync-conflict-20261125-101500-ABCDEFG.lock",
        "quizgen (1).lock",
        "quizgen 2.lock",
    ],
)
def test_a_conflict_copy_of_the_lock(bank_from: Write, printed: dict[str, str], name: str) -> None:
    """What a colleague printed would lie in a file that nobody reads."""
    start = LOCK.read_text("utf-8")
    build(bank_from(bank_of(corrected=("bee",))), "out", now=NOW + 9)
    theirs = LOCK.read_text("utf-8")
    LOCK.write_text(start, "utf-8")
    copy = LOCK.with_name(name)
    copy.write_text(theirs, "utf-8")
    assert name in run("check", "bank").stderr
    assert any(p.code == "lock-copy" for p in build("bank", "out", now=NOW, drafts=True).problems)
    result = run("check", "bank", "--fix")
    assert result.exit_code == 0, result.output
    assert not copy.exists()
    assert LOCK.read_text("utf-8") == theirs
    assert "lock-copy" not in run("check", "bank").stderr


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_lock_that_git_could_not_merge(
    bank_from: Write, printed: dict[str, str], style: str
) -> None:
    """Two who build on one day would have to choose whose papers lose their keys."""
    bank = bank_from(bank_of())

    def git(*words: str, ok: bool = True) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", f"merge.conflictStyle={style}"]
        done = subprocess.run(["git", *who, *words], capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is ok, done.stdout + done.stderr

    def build_on(branch: str, corrected: str, seed: int, now: int) -> set[str]:
        git("checkout", "-q", "-B", branch, "start")
        build(bank_from(bank_of(corrected=(corrected,))), "out", now=now, seed=seed)
        git("commit", "-qam", branch)
        return {line[1] for line in paper_lines() if line[0] == "form"}

    git("init", "-q")
    git("add", "bank")
    git("commit", "-qm", "start")
    git("tag", "start")
    ours = build_on("ours", "bee", 5, NOW + 9)
    later = read_lock(LOCK.read_text("utf-8"), "l")[0].notes["bee", "choice"]
    theirs = build_on("theirs", "cat", 6, NOW + 8)
    git("checkout", "-q", "ours")
    git("merge", "-q", "theirs", ok=False)
    git("checkout", "--ours", "bank/bank.yaml", ok=True)
    both = LOCK.read_text("utf-8")
    assert "<<<<<<<" in both
    for command in ("check", "build"):
        refused = run(command, "bank")
        assert refused.exit_code == 1
        assert "quizgen check --fix" in refused.stderr
    fixed = run("check", str(bank), "--fix")
    assert fixed.exit_code == 0, fixed.stderr
    assert "<<<<<<<" not in LOCK.read_text("utf-8")
    lock, problems = read_lock(LOCK.read_text("utf-8"), "l")
    assert problems == []
    assert lock.notes["bee", "choice"] == later
    assert ours | theirs <= {line.paper for line in lock.papers.lines}


def test_both_lines_of_a_note_count_as_the_later(bank_from: Write, printed: dict[str, str]) -> None:
    """A lock whose conflict was solved by keeping all lines would stop every build."""
    text = LOCK.read_text("utf-8")
    (line,) = (line for line in text.splitlines() if line.startswith("note bee "))
    words = line.split(" ")
    older = " ".join([*words[:3], "0" * 24, "2020-01-01T00:00:00Z"])
    for twice in (f"{line}\n{older}", f"{older}\n{line}"):
        assert read_lock(text.replace(line, twice), "l") == read_lock(text, "l")
    assert read_lock("\ufeff" + text, "l") == read_lock(text, "l")  # as Notepad saves it


def test_a_neighbours_lock_is_no_copy(bank_from: Write) -> None:
    """The lock of another bank would be merged into this one, and be gone."""
    for name in ("words", "words-b"):
        Path(f"{name}.yaml").write_text(
            f"quizgen: 1\nid: {name}\ntitle: W\nquestions: [{{id: q, question: x, answer: y}}]\n"
        )
        build(f"{name}.yaml", "out", now=NOW)
    Path("words-c.lock").write_text(Path("words-b.lock").read_text())
    assert run("check", "words.yaml", "--fix").exit_code == 0
    assert Path("words-b.lock").exists()
    assert Path("words-c.lock").exists()
    assert "words-b" not in Path("words.lock").read_text()
