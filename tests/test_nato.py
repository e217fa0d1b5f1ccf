"""The first bank: proved, whole, and honest about what its article says."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from quizgen.checks.evidence.normal import paragraphs, words
from quizgen.checks.evidence.records import make_record, read_record
from quizgen.model import TYPE_NAMES, item_options, type_name
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
        ("info", "asks-wording"),
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
    items = report.bank.items
    assert {type_name(item) for item in items} == set(TYPE_NAMES)
    assert 85 <= len(items) <= 130
    assert sum(bool(item.template) for item in items) > len(items) / 2
    assert [item.id for item in items if not item.evidence or not item.explanation] == []


def test_it_asserts_nothing_the_article_does_not_say(report: Report) -> None:
    """The bank would say attended, name the year of the summit, or the four partners."""
    assert report.bank is not None
    for item in report.bank.items:
        order = [o.id for o in item_options(item)]
        told = tell(item, order, "en")
        asked = ask(item, order, "en")
        text = " ".join(
            plain_words(r) for r in (asked.stem, asked.stimulus, told.explanation, *told.answers)
        )
        assert not re.search(r"\battended\b(?! NATO summits| for the past)|2024|July", text), (
            item.id
        )


def test_the_known_slip_is_handled_openly(report: Report) -> None:
    """Pupils would learn a wrong first name."""
    assert report.bank is not None
    items = {item.id: item for item in report.bank.items}
    for id in ("stand-in-office/marles", "stand-in-name/marles"):
        assert "Robert Marles" in items[id].evidence[0].quote
        assert "he is Richard Marles" in items[id].explanation


def test_the_project_holds_under_a_third_of_the_article(report: Report, article: str) -> None:
    """The project would redistribute a publisher's text."""
    assert report.bank is not None
    source = [words(p) for p in paragraphs(article)]
    held = set()
    for item in report.bank.items:
        for evidence in item.evidence:
            for part in re.split(r"\s*\[\.\.\.\]\s*", evidence.quote):
                span, text = words(part), source[(evidence.paragraph or 1) - 1]
                start = next(i for i in range(len(text)) if text[i : i + len(span)] == span)
                held |= {(evidence.paragraph, start + i) for i in range(len(span))}
    assert len(held) < sum(map(len, source)) / 3


def test_no_stem_holds_its_own_answer(report: Report) -> None:
    """An item would answer itself."""
    assert report.bank is not None
    for item in report.bank.items:
        if type_name(item) in {"true-false", "flashcard", "open-response", "matching", "ordering"}:
            continue
        order = [o.id for o in item_options(item)]
        asked = plain_words(ask(item, order, "en").stem).lower()
        for answer in tell(item, order, "en").answers:
            assert not re.search(rf"\b{re.escape(plain_words(answer).lower())}\b", asked), item.id


def test_true_and_false_are_both_there(report: Report) -> None:
    """Pupils would learn that a statement is always true."""
    assert report.bank is not None
    found = Counter(i.answer for i in report.bank.items if type_name(i) == "true-false")  # type: ignore[union-attr]
    assert min(found.values()) >= 1
    assert len(found) == 2


def test_the_lock_is_committed_and_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every clone would ship the same notes with other times."""
    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    build("nato", "out", locked=True, only=["anki"])
