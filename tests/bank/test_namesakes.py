"""Banks of one id: nothing of one is overwritten by the other, and both are named."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.cli.new import run_new
from quizgen.pipeline.build import build
from quizgen.problems import BankError
from quizgen.release.ids import unlikely_id
from quizgen.release.namesakes import same_folder, stated_id
from tests.helpers import NOW


@pytest.fixture(autouse=True)
def _working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bank(path: str, id: str = "unit") -> Path:
    """Write a bank; its title is its place."""
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    question = f"{{id: q, question: Whose is {path}?, answer: ours}}"
    text = f"quizgen: 1\nid: {id}\ntitle: {path}\nquestions: [{question}]\n"
    (folder / "bank.yaml").write_text(text, "utf-8")
    return folder


def problems(command: str, *words: str) -> tuple[int, list[tuple[str, str]]]:
    """Give the exit code, and file and level of each namesake that is named."""
    as_json = ["--format", "json"] if command == "check" else ["--json"]
    done = CliRunner().invoke(app, [command, *words, *as_json])
    found = json.loads(done.stdout)
    reports = [found] if command == "check" else found
    flat = [problem for report in reports for problem in report["problems"]]
    return done.exit_code, [(p["file"], p["level"]) for p in flat if p["code"] == "bank-id-taken"]


@pytest.mark.parametrize("command", ["check", "build"])
def test_banks_given_together(command: str) -> None:
    """One class would get the other's papers, and learners only one of two decks."""
    words = [str(bank("a")), str(bank("b"))]
    assert problems(command, *words) == (1, [("b/bank.yaml", "error")])


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_bank_beside_it_in_the_question_bank(command: str) -> None:
    """The clash would be found when both decks are with learners."""
    bank("question_bank/a")
    bank("question_bank/b")
    assert problems(command, "a") == (0, [("question_bank/a/bank.yaml", "warning")])
    code, found = problems(command)
    assert code == 1
    assert ("question_bank/b/bank.yaml", "error") in found


@pytest.mark.parametrize("only", [["anki"], ["pdf"], None])
def test_a_folder_of_another_bank_is_left_alone(only: list[str] | None) -> None:
    """The second unit's build would take the first one's papers, with their keys."""
    folder = Path(build(bank("a"), "output", only=["page"], now=NOW).folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(BankError) as refused:
        build(bank("b"), "output", only=only, now=NOW)
    (problem,) = [p for p in refused.value.problems if p.code == "bank-id-taken"]
    assert "'unit' is taken by a/bank.yaml: both would be built into one folder, and" in str(
        problem
    )
    assert problem.help.endswith(
        "to give this bank the folder all the same, delete output/unit/.bank"
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not Path("b/quizgen.lock").exists()
    assert problems("check", "b") == (0, [("b/bank.yaml", "warning")])
    assert problems("build", "b") == (1, [("b/bank.yaml", "error")])


def test_a_bank_that_was_moved_keeps_its_folder() -> None:
    """Whoever renames a bank's folder could build it no more."""
    build(bank("a"), "output", only=["page"], now=NOW)
    shutil.move("a", "c")
    assert build("c", "output", only=["page"], now=NOW).problems == ()
    bank("c", "other")  # what has another id now needs the folder no more
    build(bank("d"), "output", only=["page"], now=NOW)
    build("d/bank.yaml", "output", only=["page"], now=NOW)


@pytest.mark.parametrize("said", [None, b"", b"\0", b"\xff\xfe", b"../..\n", b"nowhere\n"])
def test_a_folder_that_names_no_bank_is_taken_over_once(said: bytes | None) -> None:
    """Whoever built with an older version, or deleted the file as told, could build no more."""
    owner = Path(build(bank("a"), "output", only=["page"], now=NOW).folder, ".bank")
    if said is None:
        owner.unlink()
    else:
        owner.write_bytes(said)
    build(bank("b"), "output", only=["page"], now=NOW)
    assert owner.read_text("utf-8") == "../../b\n"
    with pytest.raises(BankError):
        build("a", "output", only=["page"], now=NOW)


def test_a_bank_of_one_file_owns_its_folder() -> None:
    """Its neighbours in the folder would be taken for it."""
    one = single("b/Größe 1.yaml", "unit")
    folder = Path(build(one, "output", only=["page"], now=NOW).folder)
    assert (folder / ".bank").read_text("utf-8") == "../../b/Größe 1.yaml\n"
    with pytest.raises(BankError):
        build(single("b/2.yaml", "unit"), "output", only=["page"], now=NOW)


def test_the_project_may_move_as_a_whole(tmp_path: Path) -> None:
    """On another computer every build would be refused, or every other bank's let in."""
    build(bank("here/a"), "here/output", only=["page"], now=NOW)
    bank("here/b")
    shutil.move("here", "there")
    build("there/a", "there/output", only=["page"], now=NOW)
    with pytest.raises(BankError):
        build("there/b", "there/output", only=["page"], now=NOW)


def test_letters_of_chance_part_banks_of_one_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Two teachers' banks of bees would be one in the Anki of a pupil who has both."""
    assert run_new("bees", Random(1)) == 0
    assert run_new("other/bees", Random(2)) == 0
    ids = [stated_id(Path(f"{home}/bees/bank.yaml")) for home in ("question_bank", "other")]
    assert ids == [unlikely_id("bees", Random(1)), unlikely_id("bees", Random(2))]
    assert all(re.fullmatch("bees-[a-z2-9]{4}", id) for id in ids)
    assert ids[0] != ids[1]
    text = Path("question_bank/bees/bank.yaml").read_text("utf-8")
    assert text.count(ids[0]) == 1  # neither the title nor the deck's name has the letters
    assert f"id {ids[0]}" in capsys.readouterr().out


def test_one_bank_is_no_namesake_of_itself() -> None:
    """A bank named twice would be told to change its id."""
    bank("question_bank/a")
    for command in ("check", "build"):
        assert problems(command, "a", "question_bank/a/bank.yaml") == (0, [])


def test_the_case_of_two_units(shared: Path) -> None:
    """Two units of one course, each made after the same example, are just this."""
    shutil.copytree(shared / "cases" / "29-same-id", ".", dirs_exist_ok=True)
    assert problems("check", "bank-a", "bank-b") == (1, [("bank-b/bank.yaml", "error")])
    CliRunner().invoke(app, ["build", "bank-a"])
    assert problems("build", "bank-b") == (1, [("bank-b/bank.yaml", "error")])
    assert json.loads(Path("output/unit/manifest.json").read_text())["title"] == "Unit one"


def single(path: str, id: str) -> Path:
    """Write a bank of one file."""
    file = bank("scratch", id).joinpath("bank.yaml")
    Path(path).parent.mkdir(exist_ok=True)
    return file.rename(path)


@pytest.mark.parametrize("second", ["rivers.yml", "Rivers.yml"])
def test_two_banks_of_one_lock(second: str) -> None:
    """Each build would date the other's notes anew, and learners lose their edits every time."""
    one, other = single("b/rivers.yaml", "one"), single(f"b/{second}", "other")
    (warned,) = [p for p in build(one, "output", only=["anki"], now=NOW).problems if p.item == ""]
    assert (warned.code, warned.level) == ("lock-taken", "warning")
    lock = Path("b/rivers.lock").read_text("utf-8")
    if second == "Rivers.yml":  # as on a disk that takes both for one
        Path("b/Rivers.lock").write_text(lock, "utf-8")
    with pytest.raises(BankError) as refused:
        build(other, "output", only=["anki"], now=NOW + 60)
    assert [p.code for p in refused.value.problems if p.level == "error"] == ["lock-taken"]
    assert Path("b/rivers.lock").read_text("utf-8") == lock
    assert not Path("output/other").exists()
    build(one, "output", only=["anki"], now=NOW + 120)
    assert Path("b/rivers.lock").read_text("utf-8") == lock
    done = CliRunner().invoke(app, ["check", str(one), str(other), "--format", "json"])
    codes = [p["code"] for p in json.loads(done.stdout)["problems"]]
    assert codes.count("lock-taken") == 2


def test_a_sister_of_the_same_name_shares_no_lock() -> None:
    """A bank would be warned of what it includes, which has no lock."""
    one = single("b/rivers.yaml", "one")
    Path("b/rivers.yml").write_text("questions: [{id: r, question: Who?, answer: us}]\n")
    one.write_text(one.read_text("utf-8") + "include: [rivers.yml]\n", "utf-8")
    assert "lock-taken" not in [p.code for p in build(one, "output", now=NOW).problems]


def test_ids_that_a_disk_takes_for_one() -> None:
    """On Windows `unit.` and `unit` are one folder; on a Mac, so are `Unit` and `unit`."""
    assert same_folder("unit.", "unit")
    assert same_folder("Unit", "unit")
    assert not same_folder("unit.1", "unit")
    assert problems("check", str(bank("a")), str(bank("b", "unit."))) == (
        1,
        [("b/bank.yaml", "error")],
    )


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("quizgen: 1\nid: unit\n", "unit"),
        ("x-a: {id: no}\nquestions: [{id: no}]\n? {id: no}\n: no\n'id': \"unit\"\n", "unit"),
        ("questions: [{id: no}]\n", ""),
        ("id: [unit]\n", ""),
        ("- id: no\n", ""),
        ("x: {id: [", ""),
        ("", ""),
        ("\xff\x00", ""),
    ],
)
def test_an_id_is_looked_up_without_reading_the_bank(text: str, id: str) -> None:
    """Another's broken bank would stop this one's build, or an item's id be taken for its bank's."""
    Path("b.yaml").write_text(text, "latin-1")
    assert stated_id(Path("b.yaml")) == id
