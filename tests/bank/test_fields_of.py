"""Items written out as the keys that make them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from quizgen.bank.fields_of import fields_of
from quizgen.bank.syntax.writing import written_list
from quizgen.model import Item
from quizgen.pipeline.check import check
from quizgen.problems import Where
from tests.helpers import EVERY_TYPE, ROOT, bank_text

BANKS = sorted((ROOT / "question_bank").glob("*/bank.yaml"))
HEAD = "quizgen: 1\nid: again\ntitle: Again\nlang: {lang}\nsources: {{{sources}}}\nquestions:\n"


@pytest.mark.parametrize("path", BANKS, ids=[path.parent.name for path in BANKS])
def test_an_item_is_made_again_of_its_keys(path: Path, tmp_path: Path) -> None:
    """An item that retires, or goes to a table and back, would become another."""
    bank = check(path).sound_bank
    alone = [item for item in bank.items if not item.passage]
    sources = ", ".join(f"{name}: {id}" for name, id in bank.sources.items())
    text = HEAD.format(lang=bank.lang, sources=sources) + written_list([*map(fields_of, alone)])
    again = _items(tmp_path, text)
    for item in alone:
        assert bare(again[item.id]) == bare(item)


def test_every_type_is_made_again(tmp_path: Path) -> None:
    """A type that is written without one of its keys would lose it."""
    whole = _items(tmp_path, bank_text(EVERY_TYPE))
    text = HEAD.format(lang="en", sources="") + written_list([*map(fields_of, whole.values())])
    again = _items(tmp_path, text)
    assert [*map(bare, again.values())] == [*map(bare, whole.values())]


def bare(item: Item) -> Any:
    """Give an item without its places, what it was made of, and leaves (a template's count, too)."""
    nowhere = Where("")
    evidence = tuple(structs.replace(e, where=nowhere) for e in item.evidence)
    return structs.replace(item, where=nowhere, evidence=evidence, facts=(), template="", allow={})


def _items(folder: Path, text: str) -> dict[str, Item]:
    path = folder / "bank.yaml"
    path.write_text(text, "utf-8")
    report = check(path)
    return {item.id: item for item in report.sound_bank.items}
