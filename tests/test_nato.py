"""The first bank: proved, whole, and honest about what its article says."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from quizgen.checks.evidence.normal import paragraphs, words
from quizgen.checks.evidence.records import make_record, read_record
from quizgen.model import (
    TYPE_NAMES,
    Item,
    MultipleResponse,
    SingleChoice,
    TrueFalse,
    item_options,
    type_name,
)
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import ask, tell
from quizgen.text.blocks import plain_words
from tests.helpers import NATO, ROOT

RECORD = ROOT / "seeds" / "nato-75-summit.yaml"


@pytest.fixture(scope="module")
def report() -> Report:
    """Check the bank once."""
    return check(NATO)


def test_it_checks_clean(report: Report) -> None:
    """The bank that everybody sees first would be faulty."""
    assert {(p.level, p.code) for p in report.problems} == {
        ("info", "answers-kept-apart"),
    }
    assert report.checked.proofs["failed"] == 0


def test_every_quote_is_verbatim(article: str, tmp_path: Path) -> None:
    """A quote would differ from the article in a comma."""
    shutil.copytree(NATO, tmp_path / "nato")
    (tmp_path / "seeds").mkdir()
    shutil.copy(RECORD, tmp_path / "seeds")
    (tmp_path / "seeds" / "nato-75-summit.txt").write_text(article, "utf-8")
    proofs = check(tmp_path / "nato").checked.proofs
    assert proofs["verbatim"] > 60
    assert proofs["words"] == proofs["parts"] == proofs["failed"] == 0


def test_the_record_is_of_this_article(article: str) -> None:
    """The fingerprint would prove quotes of another text."""
    record, fresh = read_record(RECORD), make_record("nato-75-summit", article, {})
    assert (record.sha256, record.fingerprint, record.paragraphs) == (
        fresh.sha256,
        fresh.fingerprint,
        39,
    )


def test_it_is_whole(report: Report) -> None:
    """An item type, or an item's evidence or explanation, would be missing."""
    assert report.bank is not None
    items = asked_items(report)
    assert {type_name(item) for item in items} == set(TYPE_NAMES)
    assert 45 <= len(items) <= 60
    assert [item.id for item in items if not item.evidence or not item.explanation] == []


def test_it_asks_for_more_than_recall(report: Report) -> None:
    """Pupils would be asked for names and numbers alone."""
    levels = Counter(item.level for item in asked_items(report))
    asked = levels.total()
    assert levels[2] >= asked / 3
    assert levels[3] + levels[4] + levels[5] >= asked / 6


def test_every_wrong_choice_is_answered(report: Report) -> None:
    """A pupil who chose wrong, where there is something to understand, would not learn why."""
    for item in asked_items(report):
        if isinstance(item, SingleChoice | MultipleResponse) and (item.level or 1) > 1:
            right = {item.key} if isinstance(item, SingleChoice) else set(item.keys)
            assert [o.text for o in item.options if o.id not in right and not o.why] == [], item.id


def test_the_three_kinds_are_whole(report: Report) -> None:
    """Somebody who came or stayed away, a pact, or a voice of the article would be missing."""
    text = " ".join(said(item) for item in asked_items(report))
    people = "Kishida|Yoon|Luxon|Albanese|Marles|Carr|Lin Jian"
    pacts = "added a security deal|troop and equipment transfer|cross-servicing|stealth fighter"
    more = "AUKUS|bilateral security partnership|Individually Tailored Partnership Programs"
    voices = "homepage|Sydney Morning Herald|speed dating|contain China|panoramic view|in Europe”"
    for name in f"{people}|{pacts}|{more}|{voices}".split("|"):
        assert name in text, name


def test_what_is_retired_is_nothing_else(report: Report) -> None:
    """A question that somebody is asked would stand among those that are over, or the other way."""
    assert report.bank is not None
    retired = [item for item in report.bank.items if item.status == "retired"]
    assert {Path(item.where.file).name for item in retired} == {"retired.yaml"}
    assert {item.template for item in retired} == {""}
    assert len(retired) + len(asked_items(report)) == len(report.bank.items)


def asked_items(report: Report) -> list[Item]:
    """Give the items that people are asked."""
    assert report.bank is not None
    return [item for item in report.bank.items if item.status == "ok"]


def said(item: Item) -> str:
    """Give all that a card of an item says, in plain words."""
    order = [o.id for o in item_options(item)]
    told, asked = tell(item, order, "en"), ask(item, order, "en")
    texts = (asked.stem, asked.stimulus, told.explanation, *told.answers)
    return " ".join(plain_words(text) for text in texts)


def test_it_asserts_nothing_the_article_does_not_say(report: Report) -> None:
    """The bank would say attended, name the year of the summit, or the four partners."""
    assert report.bank is not None
    for item in report.bank.items:
        wrong = re.search(r"\battended\b(?! NATO summits| for the past)|2024|July", said(item))
        assert not wrong, item.id


def test_the_known_slip_is_handled_openly(report: Report) -> None:
    """Pupils would learn a wrong first name."""
    assert report.bank is not None
    items = {item.id: item for item in report.bank.items}
    assert "Robert Marles" in items["who-is-who/marles"].evidence[0].quote
    assert "he is Richard Marles" in items["who-is-who/marles"].explanation


def test_the_project_holds_under_a_third_of_the_article(report: Report, article: str) -> None:
    """The project would redistribute a publisher's text."""
    assert report.bank is not None
    source = [words(p) for p in paragraphs(article)]
    held = set()
    for quoting in (*asked_items(report), *report.bank.passages):
        for evidence in quoting.evidence:
            for part in re.split(r"\s*\[\.\.\.\]\s*", evidence.quote):
                span, text = words(part), source[(evidence.paragraph or 1) - 1]
                start = next(i for i in range(len(text)) if text[i : i + len(span)] == span)
                held |= {(evidence.paragraph, start + i) for i in range(len(span))}
    assert len(held) < sum(map(len, source)) / 3


def test_no_stem_holds_its_own_answer(report: Report) -> None:
    """An item would answer itself."""
    for item in asked_items(report):
        if type_name(item) in {"true-false", "flashcard", "open-response", "matching", "ordering"}:
            continue
        order = [o.id for o in item_options(item)]
        asked = plain_words(ask(item, order, "en").stem).lower()
        for answer in tell(item, order, "en").answers:
            assert not re.search(rf"\b{re.escape(plain_words(answer).lower())}\b", asked), item.id


def test_true_and_false_are_both_there(report: Report) -> None:
    """Pupils would learn that a statement is always true."""
    found = Counter(i.answer for i in asked_items(report) if isinstance(i, TrueFalse))
    assert min(found.values()) >= 1
    assert len(found) == 2


def test_the_lock_is_committed_and_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clone would ship the same notes with other times."""
    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    build("nato", "out", locked=True, only=["anki"])
