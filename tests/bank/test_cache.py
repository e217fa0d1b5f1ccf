"""The cache: the same bank, sooner; never a stale one, a strange one or one from outside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.bank import cache
from quizgen.pipeline.check import check, load_bank
from tests.helpers import EVERY_TYPE, NATO, codes, load

Write = Callable[..., Path]


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Give an own cache that finds every bank worth it, and what lies in it."""
    home = tmp_path / "cache"
    monkeypatch.setenv("QUIZGEN_CACHE", str(home))
    monkeypatch.setattr(cache, "MIN_BYTES", 1)
    return lambda: sorted(home.glob("*.quizgen-bank"))


Entries = Callable[[], list[Path]]


def cached(monkeypatch: pytest.MonkeyPatch, path: Path) -> object:
    """Load a bank of which nothing may be read but the cache."""
    with monkeypatch.context() as patch:
        patch.setattr("quizgen.bank.load._Loading.run", lambda _: pytest.fail("it was read again"))
        return load(path).bank


def test_a_warm_bank_is_the_bank(
    bank_from: Write, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build would make other papers than the first."""
    folder = bank_from(EVERY_TYPE + "quizzes: [{id: z, items: [single]}]\n")
    cold = load(folder)
    assert len(entries()) == 1
    assert cached(monkeypatch, folder) == cold.bank
    assert load(folder).problems == cold.problems


def test_the_first_bank_survives_the_trip(
    entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts, templates' items, patches or places would be lost on the way."""
    cold = load_bank(NATO, cache=False)
    load_bank(NATO)
    assert cached(monkeypatch, NATO) == cold
    assert set(codes(check(NATO))) == {"answers-kept-apart"}


def test_a_change_anywhere_is_seen(bank_from: Write, entries: Entries) -> None:
    """An author's correction would not be printed."""
    more = "questions: [{id: b, question: B?, answer: old}]\n"
    folder = bank_from(
        "include: [more.yaml]\nquestions: [{id: a, question: A?, answer: x}]\n", more=more
    )
    assert load(folder).bank
    Path("bank/more.yaml").write_text(more.replace("old", "new"))
    bank = load(folder).bank
    assert bank is not None
    assert bank.items[1].answer == "new"  # type: ignore[union-attr]


def test_a_picture_that_vanished_is_missed(bank_from: Write, entries: Entries) -> None:
    """The build would end in a traceback."""
    folder = bank_from(
        "questions: [{id: a, question: A?, answer: x, image: {file: a.png, alt: A}}]\n"
    )
    Path("bank/a.png").write_bytes(b"\x89PNG")
    assert load(folder).problems == ()
    Path("bank/a.png").unlink()
    assert [p.code for p in load(folder).problems] == ["missing-file"]


def test_a_link_to_the_outside_is_not_followed(bank_from: Write, entries: Entries) -> None:
    """A cached bank would read what a fresh one may not."""
    more = "questions: [{id: b, question: B?, answer: x}]\n"
    folder = bank_from("include: [more.yaml]\n", more=more)
    assert load(folder).problems == ()
    Path("outside.yaml").write_text(more)
    Path("bank/more.yaml").unlink()
    Path("bank/more.yaml").symlink_to(Path("outside.yaml").resolve())
    assert [p.code for p in load(folder).problems] == ["outside-the-bank"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"sums": 3}', b"[" * 100_000, b'{"bank": null}'],
)
def test_a_corrupt_entry_is_ignored(bank_from: Write, entries: Entries, damage: bytes) -> None:
    """A full disk yesterday would end today's build."""
    folder = bank_from(EVERY_TYPE)
    cold = load(folder).bank
    (entry,) = entries()
    entry.write_bytes(damage)
    assert load(folder).bank == cold
    assert json.loads(entry.read_bytes())["bank"]["id"] == "test-bank"


def test_banks_with_errors_are_not_kept(bank_from: Write, entries: Entries) -> None:
    """An error would be remembered after it was mended."""
    folder = bank_from("questions: [{id: a, question: A?}]\n")
    assert load(folder).problems
    assert entries() == []


def test_warnings_are_kept(bank_from: Write, entries: Entries) -> None:
    """A warning would be told once and never again."""
    folder = bank_from("questions: [{question: A?, answer: x}]\n")
    assert [p.code for p in load(folder).problems] == ["no-id"]
    assert [p.code for p in load(folder).problems] == ["no-id"]
    assert len(entries()) == 1


def test_it_lies_outside_the_bank_and_is_private(bank_from: Write, entries: Entries) -> None:
    """A bank's folder would fill with files, or others read along."""
    folder = bank_from(EVERY_TYPE)
    before = sorted(p.name for p in folder.iterdir())
    load(folder)
    assert sorted(p.name for p in folder.iterdir()) == before
    assert entries()[0].stat().st_mode & 0o077 == 0
    assert entries()[0].parent.stat().st_mode & 0o077 == 0


def test_it_can_be_off_and_is_never_in_the_way(
    bank_from: Write, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that can't be written to would end the build."""
    folder = bank_from(EVERY_TYPE)
    load(folder, cache=False)
    monkeypatch.setenv("QUIZGEN_CACHE", "off")
    load(folder)
    Path("file").write_text("")
    monkeypatch.setenv("QUIZGEN_CACHE", str(Path("file") / "below"))
    assert load(folder).bank
    assert entries() == []


def test_old_entries_are_swept(bank_from: Write, entries: Entries) -> None:
    """The cache would grow with every keystroke."""
    for number in range(cache.MOST_ENTRIES + 3):
        load(bank_from(EVERY_TYPE.replace("Who?", f"Who {number}?")))
        for place, entry in enumerate(entries()):
            os.utime(entry, (1_000_000 + place, 1_000_000 + place))
    assert len(entries()) == cache.MOST_ENTRIES


def test_small_banks_do_without(
    bank_from: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten questions would leave files in everybody's home."""
    monkeypatch.setenv("QUIZGEN_CACHE", str(tmp_path / "cache"))
    load(bank_from(EVERY_TYPE))
    assert not (tmp_path / "cache").exists()


def test_other_files_in_the_folder_are_not_ours(
    bank_from: Write, entries: Entries, tmp_path: Path
) -> None:
    """Whoever points the cache at a folder of theirs would lose what lies there."""
    home = tmp_path / "cache"
    home.mkdir()
    for number in range(20):
        (home / f"mine-{number}.json").write_text("{}")
    load(bank_from(EVERY_TYPE))
    assert len(list(home.glob("mine-*"))) == 20


def test_places_are_named_from_where_one_stands(
    bank_from: Write, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A problem would point at a file of the same name in another folder."""
    bank_from("include: [a/more.yaml]\nquestions: [{question: x, answer: y}]\n")
    for name in ("a", "b"):
        Path("bank", name).mkdir()
    Path("bank/a/more.yaml").write_text("questions: [{question: z, answer: y}]\n")
    found = []
    for name in ("a", "b"):
        with monkeypatch.context() as patch:
            patch.chdir(Path("bank", name))
            found.append([p.where.file for p in load(Path("..")).problems])
    assert found[0] != found[1]


def test_a_file_saved_while_it_is_read(
    bank_from: Write, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bank would be served for another one's text, for good."""
    folder = bank_from(EVERY_TYPE)
    old = Path("bank/bank.yaml").read_text()
    real = cache.entry_path

    def saved_in_between(root: Path, shown: str, here: Path) -> tuple[Path, str]:
        place = real(root, shown, here)
        root.write_text(old.replace("Who?", "Who then?"))
        return place

    monkeypatch.setattr("quizgen.bank.load.entry_path", saved_in_between)
    load(folder)
    assert entries() == []


def test_a_pipe_in_place_of_a_sister(bank_from: Write, entries: Entries) -> None:
    """The check would hang for ever."""
    folder = bank_from(
        "include: [more.yaml]\n", more="questions: [{id: b, question: B?, answer: x}]\n"
    )
    load(folder)
    Path("bank/more.yaml").unlink()
    os.mkfifo("bank/more.yaml")
    assert [p.code for p in load(folder).problems] == ["missing-file"]
