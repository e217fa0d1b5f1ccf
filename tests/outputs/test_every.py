"""Every item type reaches every output; nothing is dropped, nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from quizgen.interaction import ChooseKey, Interaction, MatchKey, NumberKey, OrderKey
from quizgen.model import TYPE_NAMES, Item, item_options
from quizgen.outputs import OUTPUTS, Job, render
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from quizgen.pipeline.plan import plan
from quizgen.present.lower import Asked, Told, ask, note_kind, tell
from quizgen.release.lock import Lock
from tests.helpers import AWKWARD, EVERY_TYPE, NOW, items_of


@pytest.fixture
def job(bank_from: Callable[..., Path]) -> Job:
    """Plan a bank that holds every item type."""
    report = check(bank_from(EVERY_TYPE + "quizzes: [{id: z, draw: [{count: 9}], forms: 2}]\n"))
    assert report.ok, report.problems
    return plan(report, Lock(), NOW, media={})[0]


def test_the_bank_of_this_test_is_whole(job: Job) -> None:
    """A new item type would not be tested at all."""
    assert {type(item) for item in job.items} == set(get_args(Item))
    assert set(TYPE_NAMES.values()) == set(get_args(Item))


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("item_type", get_args(Item), ids=lambda t: t.__name__)
def test_every_type_in_every_output(name: str, item_type: type, job: Job) -> None:
    """An item type would crash an output, or vanish from it."""
    items = tuple(item for item in job.items if isinstance(item, item_type))
    narrowed = Job(bank=job.bank, items=items, forms=job.forms, stamps=job.stamps)
    rendered = render(name, narrowed)
    assert rendered.problems == ()
    assert rendered.files


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
    for item in job.items:
        order = sorted(o.id for o in item_options(item))
        told[item.id] = (ask(item, order, "en"), tell(item, order, "en"))
    asked, answer = told["matching"]
    assert isinstance(answer.key, MatchKey)
    assert [asked.choices[m].text[0].text for m in answer.key.matches] == ["Japan", "South Korea"]
    asked, answer = told["ordering"]
    assert isinstance(answer.key, OrderKey)
    ranked = sorted(zip(answer.key.ranks, (c.text[0].text for c in asked.choices), strict=True))
    assert [text for _, text in ranked] == ["first", "second", "third"]
    assert told["truth"][1].key == ChooseKey((0,), 2)
    assert told["number"][1].key == NumberKey(
        Decimal(16), Decimal("15.5"), Decimal("16.5"), "areas"
    )
    assert told["single"][1].whys[0][1][0].text == "It is other."


def test_note_kinds(job: Job) -> None:
    """A card's identity would change with its kind."""
    assert [note_kind(item) for item in job.items] == [
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
