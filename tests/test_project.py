"""A bank's place on disk: the working folder is an argument, and two banks can be built at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quizgen.pipeline.build import build
from quizgen.pipeline.check import check, load_bank
from tests.helpers import EVERY_TYPE, NOW, bank_text


def desk(home: Path, name: str) -> Path:
    """Give a folder of somebody who keeps a bank in it, under one name as everybody does."""
    folder = home / name
    (folder / "bank").mkdir(parents=True)
    text = bank_text(EVERY_TYPE).replace("Test bank", f"The bank of {name}")
    (folder / "bank" / "bank.yaml").write_text(text, "utf-8")
    return folder


def build_at(folder: Path) -> str:
    """Build the bank of a folder into it; give what the manifest says of the folder."""
    return build("bank", "out", now=NOW, working_folder=folder).folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "out" / "test-bank").iterdir()}


def test_two_banks_are_built_at_once(tmp_path: Path) -> None:
    """A server that builds for two teachers would mix their banks, or make them wait."""
    alone = [desk(tmp_path / "alone", name) for name in ("ada", "ben")]
    together = [desk(tmp_path / "together", name) for name in ("ada", "ben")]
    for folder in alone:
        build_at(folder)
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(build_at, together)) == {"out/test-bank"}
    for one, other in zip(alone, together, strict=True):
        assert contents(one) == contents(other)
        lock = "bank/quizgen.lock"
        assert (one / lock).read_bytes() == (other / lock).read_bytes()


def test_places_are_shown_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A problem would be named by a path that means nothing to who asked."""
    folder = desk(tmp_path, "ada")
    (folder / "bank" / "bank.yaml").write_text(bank_text("questions: [{question: x}]\n"), "utf-8")
    monkeypatch.chdir("/")
    shown = {problem.where.file for problem in check("bank", working_folder=folder).problems}
    assert shown == {"bank/bank.yaml"}


def test_the_cache_knows_from_where_a_bank_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bank read from one folder would show the paths of another."""
    monkeypatch.setenv("QUIZGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("quizgen.bank.cache.MIN_BYTES", 0)
    folder = desk(tmp_path, "ada")
    near = load_bank("bank", working_folder=folder)
    far = load_bank("ada/bank", working_folder=tmp_path)
    assert near.items[0].where.file == "bank/bank.yaml"
    assert far.items[0].where.file == "ada/bank/bank.yaml"
