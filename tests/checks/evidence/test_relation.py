"""Evidence that speaks of something else than its question, measured on pairs labelled by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.checks.evidence.relation import evidence_lacks_relation
from quizgen.pipeline.check import check
from tests.checks.evidence.related import TEXTS, Pair, Text

CODE = "evidence-lacks-relation"
Reported = Callable[..., set[Pair]]


@pytest.fixture
def reported(bank_from: Callable[..., Path]) -> Reported:
    """Give the pairs of a text whose evidence is reported."""

    def run(text: Text, *, lang: str = "", level: int = 1, beside: bool = True) -> set[Pair]:
        items = [
            {"id": f"q{n}", "question": p.question, "answer": p.answer, "level": level}
            | {"evidence": p.quote}
            for n, p in enumerate(text.pairs)
        ]
        bank_from(
            f"lang: {lang or text.lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\n"
            f"questions: {json.dumps(items, ensure_ascii=False)}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = make_record("src", text.source, {"title": "S", "language": text.lang})
        Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
        Path("seeds/src.txt").unlink(missing_ok=True)
        if beside:
            Path("seeds/src.txt").write_text(text.source, "utf-8")
        report = check("bank")
        words = {id: proof.words for id, proof in report.checked.items.items()}
        assert set(words.values()) == {"verbatim" if beside else "words"}, words
        found = {p.item for p in report.problems if p.code == CODE}
        return {p for n, p in enumerate(text.pairs) if f"q{n}" in found}

    return run


def test_precision_and_recall(reported: Reported) -> None:
    """The rule would cry wolf, or its page promise more than it finds."""
    pairs = [pair for text in TEXTS for pair in text.pairs]
    assert len(pairs) == len(set(pairs)) == 100
    found = [pair for text in TEXTS for pair in reported(text)]
    wrong = [pair for pair in pairs if not pair.related]
    right = [pair for pair in found if not pair.related]
    precision, recall = len(right) / len(found), len(right) / len(wrong)
    assert precision >= 0.8, [pair for pair in found if pair.related]
    said = " ".join(evidence_lacks_relation.page.split())
    assert f"{precision:.0%} of what it reports is right" in said
    assert f"{recall:.0%} of what is wrong" in said


def test_it_is_silent_where_it_can_not_tell(reported: Reported) -> None:
    """A question in another language, or one that is worked out, would be reported."""
    assert reported(TEXTS[0])
    assert not reported(TEXTS[0], lang="de")
    assert not reported(TEXTS[0], level=2)
    assert not reported(TEXTS[0], beside=False)
