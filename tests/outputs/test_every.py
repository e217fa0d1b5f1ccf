"""Every item type reaches every output; nothing is dropped, nothing leaks."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, get_args
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.interaction import ChooseKey, Interaction, MatchKey, NumberKey, OrderKey
from quizgen.model import TYPE_NAMES, Item, item_options
from quizgen.outputs import Job, chosen_outputs
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from quizgen.present.lower import Asked, Told, ask, lower, note_kind, tell
from quizgen.text.blocks import plain_words, text_as_blocks
from tests.helpers import AWKWARD, EVERY_TYPE, NOW, bank_text, items_of, planned
from tests.outputs.pdf.reading import flat, page_texts


def _whole_bank() -> dict[str, Item]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "bank.yaml")
        path.write_text(bank_text(EVERY_TYPE), "utf-8")
        return items_of(check(path).bank)


WHOLE = _whole_bank()


@pytest.fixture
def job(bank_from: Callable[..., Path]) -> Job:
    """Plan a bank that holds every item type."""
    return planned(bank_from(EVERY_TYPE + "quizzes: [{id: z, draw: [{count: 9}], forms: 2}]\n"))


def test_the_bank_of_this_test_is_whole(job: Job) -> None:
    """A new item type would not be tested at all."""
    assert {type(lowered.item) for lowered in job.items} == set(get_args(Item))
    assert set(SHOWN) == {lowered.item.id for lowered in job.items}
    assert set(TYPE_NAMES.values()) == set(get_args(Item))


class Shown(NamedTuple):
    """Words of an item that must come out, by who meets them."""

    pupil: tuple[str, ...]
    """On paper, and on card and page."""
    key: tuple[str, ...]
    """On the key's first page, drawn where pupils answer; and on card and page."""


SHOWN = {
    "single": Shown(("Which one?", "This one", "That one"), ()),
    "multiple": Shown(("Which ones?", "Alpha", "Delta"), ()),
    "truth": Shown(("Water is wet.", "True", "False"), ()),
    "short": Shown(("Who?",), ("Kishida",)),
    "number": Shown(("How many?", "areas"), ("16",)),
    "cloze": Shown(("Luxon took", "month"), ("office", "November")),
    "matching": Shown(("Match.", "Tokyo", "South Korea", "China"), ()),
    "ordering": Shown(("Order.", "first", "third"), ()),
    "open": Shown(("Why?",), ("Names a cause.", "Names an effect.")),
    "card": Shown(("AUKUS",), ("A pact",)),
}
MARKS_ON_PAPER = {"matching": ("A", "B", "C"), "ordering": ("1", "2", "3")}
"""What the key writes into the boxes of the answer space."""


@pytest.mark.parametrize("name", chosen_outputs())
@pytest.mark.parametrize("id", SHOWN)
def test_every_type_in_every_output(bank_from: Callable[..., Path], name: str, id: str) -> None:
    """An item type would crash an output, vanish from it, or leave no room to answer."""
    (line,) = (line for line in EVERY_TYPE.splitlines() if f"{{id: {id}," in line)
    bank_from(f"questions:\n{line}\nquizzes: [{{id: z, items: [{id}]}}]\n")
    build("bank", "out", only=[name], now=NOW)
    pupil, key = SHOWN[id]
    for said in READERS[name](Path("out/test-bank"), id):
        for words in (*pupil, *key) if name != "pdf" else said.wanted:
            assert words in said.text


class Said(NamedTuple):
    """What was read back from a file, and what must be in it."""

    text: str
    wanted: tuple[str, ...]


def read_deck(folder: Path, id: str) -> list[Said]:
    with ZipFile(folder / "deck.apkg") as package:
        package.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as connection:
        ((fields,),) = connection.execute("SELECT flds FROM notes").fetchall()
    return [Said(unescape(fields), ())]


def read_paper(folder: Path, id: str) -> list[Said]:
    pupil, key = SHOWN[id]
    paper = flat((folder / "z-A.pdf").read_bytes())
    marked = page_texts((folder / "z-marked.pdf").read_bytes())[0]
    marks = MARKS_ON_PAPER.get(id, ())
    assert not any(word in paper for word in key)
    return [Said(paper, pupil), Said(" ".join(marked.split()), (*pupil, *key, *marks))]


def read_page(folder: Path, id: str) -> list[Said]:
    html = (folder / "review.html").read_text("utf-8")
    data = re.search(r'id="data">(.*?)</script>', html)
    assert data
    return [Said(json.dumps(json.loads(data[1]), ensure_ascii=False), ())]


READERS: dict[str, Callable[[Path, str], list[Said]]] = {
    "anki": read_deck,
    "pdf": read_paper,
    "page": read_page,
}


def test_each_item_is_lowered_once_a_build(
    bank_from: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large banks would take as many times longer as outputs and forms lower for themselves."""
    counts: Counter[tuple[str, str]] = Counter()
    for half in (ask, tell):

        def counting(item: Item, *args: Any, half: Callable[..., Any] = half) -> Any:
            counts[half.__name__, item.id] += 1
            return half(item, *args)

        monkeypatch.setattr(f"quizgen.present.lower.{half.__name__}", counting)
    bank_from(EVERY_TYPE + "quizzes: [{id: z, draw: [{count: 9}], forms: 3}]\n")
    build("bank", "out", now=NOW)
    assert set(counts.values()) == {1}
    assert len(counts) == 2 * len(SHOWN)


@given(st.sampled_from(sorted(SHOWN)), st.randoms(use_true_random=False))
def test_another_order_is_the_same_as_lowering_anew(id: str, random: Any) -> None:
    """A form would say another answer than the one that is right in its order."""
    item = WHOLE[id]
    usual = [option.id for option in item_options(item)]
    order = random.sample(usual, len(usual))
    again = lower(item, usual, (), "en", ()).in_order(order)
    assert again == (ask(item, order, "en"), tell(item, order, "en"))


def test_asked_has_no_room_for_a_key() -> None:
    """A pupil's output could be handed the answer by type."""
    secret = {"key", "keys", "answer", "answers", "explanation", "evidence", "whys", "id"}
    assert not secret & {f.name for f in fields(Asked)}
    assert {"key", "answers", "evidence", "id"} <= {f.name for f in fields(Told)}
    secret |= {"right", "matches", "ranks", "accept", "exact", "low", "high", "scoring"}
    for interaction in get_args(Interaction):
        assert not secret & {f.name for f in fields(interaction)}, interaction


def test_what_is_asked_does_not_depend_on_the_key(bank_from: Callable[..., Path]) -> None:
    """What pupils see would change with the right option."""
    seen = []
    for answer in ("few", "many"):
        bank = check(
            bank_from(
                f"questions: [{{id: q, question: x, answer: {answer}, options: [none, few, many]}}]\n"
            )
        ).bank
        item = items_of(bank)["q"]
        seen.append(ask(item, [o.id for o in item_options(item)], "en"))
    assert seen[0] == seen[1]


def test_told(job: Job) -> None:
    """The key would say something else than the bank."""
    told = {}
    for item in (lowered.item for lowered in job.items):
        order = sorted(o.id for o in item_options(item))
        told[item.id] = (ask(item, order, "en"), tell(item, order, "en"))
    asked, answer = told["matching"]
    assert isinstance(answer.key, MatchKey)
    assert [plain_words(asked.choices[m].text) for m in answer.key.matches] == [
        "Japan",
        "South Korea",
    ]
    asked, answer = told["ordering"]
    assert isinstance(answer.key, OrderKey)
    ranked = sorted(
        zip(answer.key.ranks, (plain_words(c.text) for c in asked.choices), strict=True)
    )
    assert [text for _, text in ranked] == ["first", "second", "third"]
    assert told["truth"][1].key == ChooseKey((0,), 2)
    assert told["number"][1].key == NumberKey(
        Decimal(16), Decimal("15.5"), Decimal("16.5"), "areas"
    )
    assert told["single"][1].whys[0][1] == text_as_blocks("It is other.")


def test_note_kinds(job: Job) -> None:
    """A card's identity would change with its kind."""
    assert [note_kind(lowered.item) for lowered in job.items] == [
        "choice",
        "choice",
        "choice",
        "typed",
        "typed",
        "cloze",
        "matching",
        "ordering",
        "basic",
        "basic",
    ]


def test_the_awkward_row_goes_through_the_build(bank_from: Callable[..., Path]) -> None:
    """One ampersand would stop the build, as it does elsewhere."""
    quoted = AWKWARD.replace("'", "''")
    bank_from(
        f"questions:\n  - {{id: q, question: '{quoted}', answer: 'a {quoted}', distractors: ['b {quoted}', 'c']}}\n"
    )
    manifest = build("bank", "out", now=NOW)
    assert {f["path"] for f in manifest.files} == {
        "deck.apkg",
        "quiz-A.pdf",
        "quiz-B.pdf",
        "quiz-key.pdf",
        "quiz-marked.pdf",
        "review.html",
        "flashcards.pdf",
    } - (set() if len(AWKWARD) < 90 else {"flashcards.pdf"})


def test_missing_glyphs_stop_the_build_before_anything_is_written(
    bank_from: Callable[..., Path],
) -> None:
    """Paper would show an empty box in place of a character."""
    from quizgen.problems import BankError

    bank_from("questions:\n  - {id: q, question: What is 漢?, answer: y}\n")
    with pytest.raises(BankError) as raised:
        build("bank", "out", now=NOW)
    (problem,) = [p for p in raised.value.problems if p.level == "error"]
    assert (problem.code, problem.item) == ("no-glyph", "q")
    assert "漢" in problem.message
    assert not Path("out").exists()


def test_a_picture_goes_everywhere(bank_from: Callable[..., Path]) -> None:
    """A picture would be missing from one of the outputs, or a broken one would crash the build."""
    from PIL import Image

    from quizgen.problems import BankError

    folder = bank_from(
        "questions:\n  - {id: q, question: What?, answer: y, image: {file: map.png, alt: A map}}\n"
    )
    Image.new("RGB", (60, 40), "teal").save(folder / "map.png")
    build("bank", "out", now=NOW)
    assert "data:image/png;base64," in Path("out/test-bank/review.html").read_text()
    (folder / "map.png").write_bytes(b"\x89PNG broken")
    with pytest.raises(BankError, match="picture"):
        build("bank", "out", now=NOW)


def test_sound_on_paper_is_told(bank_from: Callable[..., Path]) -> None:
    """Pupils would be asked what they can't hear."""
    bank = bank_from("""
        questions:
          - {id: heard, question: What is said?, answer: hello, audio: {say: Bonjour, lang: fr}}
          - {id: read, question: What is said?, answer: goodbye}
        quizzes: [{id: z, items: [heard, read]}]
    """)
    found = [(p.code, p.level, p.item) for p in check(bank).problems]
    assert ("sound-on-paper", "warning", "heard") in found
    page = build(bank, "out", now=NOW)
    assert [p.item for p in page.problems if p.code == "sound-on-paper"] == ["heard"]
    assert '"say":["Bonjour","fr"]' in Path("out/test-bank/review.html").read_text("utf-8")


PICTURED = {
    "back": "{id: q, front: x, back: 'a ![m](m.png)'}",
    "left": "{id: q, question: x, pairs: [['![m](m.png)', a], [c, d]]}",
    "rubric": "{id: q, question: x, rubric: ['![m](m.png)']}",
    "why": "{id: q, question: x, answer: a, distractors: [{text: b, why: '![m](m.png)'}]}",
}


@pytest.mark.parametrize("item", PICTURED.values(), ids=PICTURED)
def test_a_picture_in_any_text(bank_from: Callable[..., Path], item: str) -> None:
    """A picture on a card's back, or in a reason, would crash the build."""
    from PIL import Image

    folder = bank_from(f"questions:\n  - {item}\n")
    assert [p.code for p in check(folder).problems if p.level == "error"] == ["missing-file"]
    Image.new("RGB", (60, 40), "teal").save(folder / "m.png")
    build("bank", "out", now=NOW)
