"""The main job: the same bytes, a lock that rises only with change, nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

import quizgen
from quizgen.pipeline.build import build
from quizgen.problems import BankError, BankNotFound, CannotWrite
from quizgen.release.lock import Lock, Stamp, dump_lock, read_lock, stamped
from tests.helpers import EVERY_TYPE, NOW

Write = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_two_builds_give_the_same_bytes(bank_from: Write) -> None:
    """A teacher could not tell whether anything changed."""
    bank_from(EVERY_TYPE)
    build("bank", "one", now=NOW)
    build("bank", "two", now=NOW + 9999)
    assert contents(Path("one/test-bank")) == contents(Path("two/test-bank"))


def test_another_seed_gives_other_papers_but_the_same_deck(bank_from: Write) -> None:
    """The seed would touch learners' cards, or not touch the papers."""
    bank_from(EVERY_TYPE)
    build("bank", "one", now=NOW)
    build("bank", "two", now=NOW, seed=7)
    one, two = contents(Path("one/test-bank")), contents(Path("two/test-bank"))
    assert one["deck.apkg"] == two["deck.apkg"]
    assert one["quiz-A.pdf"] != two["quiz-A.pdf"]


def test_the_manifest_says_what_lies_there(bank_from: Write) -> None:
    """A file would lie unnamed, or a sum would be of another file."""
    bank_from(EVERY_TYPE)
    folder = Path(build("bank", "out", now=NOW).folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    files = contents(folder)
    del files["manifest.json"], files[".bank"]
    assert {f["path"]: (f["sha256"], f["bytes"]) for f in manifest["files"]} == {
        name: (sha256(data).hexdigest(), len(data)) for name, data in files.items()
    }
    assert manifest["quizgen"] == quizgen.__version__
    assert len(manifest["forms"]) == 2
    assert manifest["forms"][0]["items"][0]["position"] == 1


def test_files_that_are_made_no_more_are_removed(bank_from: Write) -> None:
    """An old form B would be printed beside the new form A."""
    bank_from(EVERY_TYPE)
    build("bank", "out", now=NOW)
    (Path("out/test-bank") / "mine.txt").write_text("a teacher's own note")
    bank_from(EVERY_TYPE + "quizzes: [{id: quiz, draw: [{count: 3}]}]\n")
    build("bank", "out", now=NOW)
    names = set(contents(Path("out/test-bank")))
    assert "quiz-B.pdf" not in names
    assert {"quiz-A.pdf", "mine.txt"} <= names


def test_only_some_outputs(bank_from: Write) -> None:
    """Asking for the deck would throw the papers away, or drop them from the manifest."""
    bank_from(EVERY_TYPE)
    build("bank", "out", now=NOW)
    manifest = build("bank", "out", only=["anki"], now=NOW)
    assert "quiz-A.pdf" in [f["path"] for f in manifest.files]
    assert Path("out/test-bank/quiz-A.pdf").exists()


@pytest.mark.parametrize("only", [["anki"], ["page"], ["anki", "page"]])
def test_what_papers_lack_stops_no_deck(bank_from: Write, only: list[str]) -> None:
    """Learners would wait for their deck because a class list lies on another computer."""
    folder = bank_from(
        "paper: {faces: {regular: gone.ttf}, roster: gone.csv, quizzes: [nope]}\n" + EVERY_TYPE
    )
    names = {Path(file["path"]).suffix for file in build(folder, "out", only=only, now=NOW).files}
    assert names == {{"anki": ".apkg", "page": ".html"}[name] for name in only}
    for outputs in (None, ["pdf"], [*only, "pdf"]):
        with pytest.raises(BankError) as raised:
            build(folder, "out", only=outputs, now=NOW)
        codes = {p.code for p in raised.value.problems if p.level == "error"}
        assert codes == {"missing-face", "bad-roster", "unknown-quiz"}


def test_a_bank_with_errors_writes_nothing(bank_from: Write) -> None:
    """Half a build would lie about."""
    bank_from("questions: [{id: q, question: x}]\n")
    with pytest.raises(BankError):
        build("bank", "out", now=NOW)
    assert not Path("out").exists()
    assert not Path("bank/quizgen.lock").exists()


def test_a_full_or_closed_disk_leaves_the_old_files(
    bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deck of yesterday would be gone, and that of today cut short."""
    bank_from(EVERY_TYPE)
    build("bank", "out", now=NOW)
    before = contents(Path("out/test-bank"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("quizgen.pipeline.build.render_file", full)
    with pytest.raises(CannotWrite, match="No space left"):
        build("bank", "out", now=NOW, seed=3)
    assert contents(Path("out/test-bank")) == before
    assert [p.name for p in Path("out").iterdir()] == ["test-bank"]


def test_an_output_folder_that_is_a_file(bank_from: Write) -> None:
    """A traceback would end the build."""
    bank_from(EVERY_TYPE)
    Path("out").write_text("not a folder")
    with pytest.raises(CannotWrite):
        build("bank", "out", now=NOW)


def test_the_lock_rises_only_with_change(bank_from: Write) -> None:
    """Learners' own edits would be overwritten by notes that never changed."""
    bank_from("questions: [{id: a, question: x, answer: y}, {id: b, question: z, answer: y}]\n")
    build("bank", "out", now=NOW)
    first = Path("bank/quizgen.lock").read_text()
    build("bank", "out", now=NOW + 100)
    assert Path("bank/quizgen.lock").read_text() == first
    bank_from(
        "questions: [{id: a, question: x changed, answer: y}, {id: b, question: z, answer: y}]\n"
    )
    build("bank", "out", now=NOW + 200)
    old, _ = read_lock(first, "lock")
    new, _ = read_lock(Path("bank/quizgen.lock").read_text(), "lock")
    assert new.notes["a", "typed"].time == NOW + 200
    assert new.notes["b", "typed"] == old.notes["b", "typed"]


def test_a_clock_that_runs_backwards(bank_from: Write) -> None:
    """A changed note would look older than the learner's copy and never update."""
    bank_from("questions: [{id: a, question: x, answer: y}]\n")
    build("bank", "out", now=NOW)
    bank_from("questions: [{id: a, question: x changed, answer: y}]\n")
    build("bank", "out", now=5)
    lock, _ = read_lock(Path("bank/quizgen.lock").read_text(), "lock")
    assert lock.notes["a", "typed"].time == NOW + 1


def test_vanished_items_are_kept_as_gone_and_reported(bank_from: Write) -> None:
    """An item would disappear from the bank without a word on its learners."""
    bank_from("questions: [{id: a, question: x, answer: y}, {id: b, question: z, answer: y}]\n")
    build("bank", "out", now=NOW)
    bank_from("questions: [{id: a, question: x, answer: y}]\n")
    manifest = build("bank", "out", now=NOW + 5)
    (problem,) = [p for p in manifest.problems if p.code == "item-gone"]
    assert "retired" in problem.help
    assert "gone b typed" in Path("bank/quizgen.lock").read_text()
    assert not [p for p in build("bank", "out", now=NOW + 9).problems if p.code == "item-gone"]


def test_locked_refuses_to_change_the_lock(bank_from: Write) -> None:
    """CI would build a deck whose times nobody committed."""
    bank_from("questions: [{id: a, question: x, answer: y}]\n")
    with pytest.raises(BankError) as raised:
        build("bank", "out", now=NOW, locked=True)
    assert [p.code for p in raised.value.problems if p.level == "error"] == ["lock-is-old"]
    build("bank", "out", now=NOW)
    build("bank", "out", now=NOW + 50, locked=True)


def test_source_date_epoch(bank_from: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packager's build would carry the clock."""
    bank_from("questions: [{id: a, question: x, answer: y}]\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    build("bank", "out")
    lock, _ = read_lock(Path("bank/quizgen.lock").read_text(), "lock")
    assert lock.notes["a", "typed"].time == 1_700_000_000


def test_a_renamed_deck_is_warned_of(bank_from: Write) -> None:
    """Learners would get a second deck."""
    bank_from("deck: Old\nquestions: [{id: a, question: x, answer: y}]\n")
    build("bank", "out", now=NOW)
    bank_from("deck: New\nquestions: [{id: a, question: x, answer: y}]\n")
    assert "deck-renamed" in [p.code for p in build("bank", "out", now=NOW).problems]


def test_lock_round_trip_and_bad_lines() -> None:
    """A damaged line of the lock would be skipped in silence."""
    lock = Lock(
        "My deck: 1",
        {"s": "ab"},
        {("a/b", "choice"): Stamp("ff", NOW), ("c", "typed"): Stamp("ee", NOW, gone=True)},
    )
    assert read_lock(dump_lock(lock), "l") == (lock, [])
    _, problems = read_lock("a line of nobody\nnote a\nnote a b c yesterday\n", "l")
    assert [(p.code, p.where.line) for p in problems] == [
        ("bad-lock", 1),
        ("bad-lock", 2),
        ("bad-lock", 3),
    ]
    assert stamped(lock, {("c", "typed"): "ee"}, 7)["c", "typed"] == Stamp("ee", NOW)
    assert stamped(lock, {("c", "typed"): "dd"}, 7)["c", "typed"] == Stamp("dd", NOW + 1)


def test_the_api(bank_from: Write) -> None:
    """A script that imports quizgen would break."""
    folder = bank_from(EVERY_TYPE)
    bank = quizgen.load_bank(folder)
    assert isinstance(bank, quizgen.Bank)
    assert quizgen.check(folder).ok
    assert quizgen.build(folder, "out", now=NOW).bank == "test-bank"
    with pytest.raises(BankNotFound):
        quizgen.load_bank("nowhere")
    bank_from("questions: [{id: q}]\n")
    with pytest.raises(quizgen.BankError) as raised:
        quizgen.load_bank(folder)
    assert raised.value.problems
    assert not set(quizgen.__all__) - set(dir(quizgen)) - set(quizgen._HOMES)
